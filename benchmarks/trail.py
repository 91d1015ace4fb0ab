"""How fast the trail is read: all of it as JSON lines, and that of one record or bill, on a store of a million events.

First the answers are checked: the whole trail against every table, the single ones against the whole. Then `govledger
trail` is run as a process of its own, round by round, and the single trails are asked of a store that is open. The last
line of the output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from trails.answers import AnswerWrong, Expected, check_whole, places_of
from trails.town import FIRST_BILL, ORGANISATIONS, RECORDS_PER_RESOURCE, RESOURCES_EACH, Town, deployment

from govledger.audit.entry import TrailFilter
from govledger.audit.trail import trail_lines
from govledger.index.store import Store, open_store, read_store
from tests.postgres_server import postgres_server

SINGLE = 40
"""How many records and bills are asked for."""
COMMAND = (str(Path(sys.executable).with_name("govledger")), "trail", "--format", "jsonl", "--store")


@dataclass(frozen=True, slots=True)
class Whole:
    """One run of the command over everything."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def main() -> None:
    options = _options()
    report: dict[str, object] = {"events": options.events, "rounds": options.rounds}
    with TemporaryDirectory() as folder:
        report |= _measured("", str(Path(folder) / "town.sqlite"), options)
    if not options.without_postgres:
        with postgres_server() as server:
            report |= _measured("postgres_", server.new_database(), options)
    print(json.dumps(report))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000, help="how many the store holds")
    parser.add_argument("--rounds", type=int, default=3, help="how often the whole trail is read")
    parser.add_argument("--without-postgres", action="store_true", help="the store in SQLite alone")
    return parser.parse_args()


def _measured(prefix: str, url: str, options: argparse.Namespace) -> dict[str, object]:
    began = perf_counter()
    with open_store(url, deployment()) as store:
        store.begin_backfill()
        for batch in Town(options.events).batches():
            store.commit(batch, verified=False)
        store.end_backfill()
    print(f"{prefix or 'sqlite_'}store of {options.events} events: {perf_counter() - began:.0f} s", flush=True)
    records = range(1, ORGANISATIONS * RESOURCES_EACH * RECORDS_PER_RESOURCE, 487)[:SINGLE]
    bills = range(FIRST_BILL, FIRST_BILL + options.events // 20, max(1, options.events // 20 // SINGLE))[:SINGLE]
    with read_store(url) as store:
        expected = check_whole(trail_lines(store), store, records, bills)
        single = {"record": _single(store, "record", expected), "bill": _single(store, "bill", expected)}
    wholes = [_whole(url) for _ in range(options.rounds)]
    seconds = [one.seconds / options.events * 1e6 for one in wholes]
    report: dict[str, object] = {
        f"{prefix}seconds_per_million": round(median(seconds), 2),
        f"{prefix}seconds_range": [round(min(seconds), 2), round(max(seconds), 2)],
        f"{prefix}cpu_us_per_entry": round(median(one.cpu_seconds for one in wholes) / options.events * 1e6, 2),
        f"{prefix}peak_mb": round(max(one.peak_mb for one in wholes)),
    }
    for name, times in single.items():
        report[f"{prefix}{name}_ms"] = round(median(times) * 1e3, 1)
        report[f"{prefix}{name}_worst_ms"] = round(max(times) * 1e3, 1)
    print(report, flush=True)
    return report


def _single(store: Store, kind: str, expected: Expected) -> list[float]:
    """The seconds that the trail of each record or bill took, once each was found to be right."""
    wanted = expected.records if kind == "record" else expected.bills
    for number, places in wanted.items():
        # The field of the filter is chosen by its name.
        if places_of(trail_lines(store, TrailFilter(**{kind: number}))) != places:  # type: ignore[arg-type]
            raise AnswerWrong(f"the trail of {kind} {number} is not what the whole trail says of it")
    times = []
    for number in wanted:
        began = perf_counter()
        # The field of the filter is chosen by its name.
        for _ in trail_lines(store, TrailFilter(**{kind: number})):  # type: ignore[arg-type]
            pass
        times.append(perf_counter() - began)
    return times


def _whole(url: str) -> Whole:
    with _nowhere() as sink:
        began = perf_counter()
        process = subprocess.Popen([*COMMAND, url], stdout=sink)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise AnswerWrong(f"govledger trail ended with {process.returncode}")
    return Whole(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@contextmanager
def _nowhere() -> Iterator[int]:
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        yield sink
    finally:
        os.close(sink)


if __name__ == "__main__":
    main()

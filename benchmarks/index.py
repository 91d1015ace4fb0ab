"""How fast an index is filled: by this library, by web3.py's `get_logs`, and by nothing but the download.

Two chains that are always the same are built on a development node: A has 200 events a block in two transactions, B one
event a transaction and 200 transactions a block. Every contender fills tables once, and its rows are compared; then
they are measured in turn, each in a process of its own, the order reversed in every round. What is measured, and what
came of it: docs/performance.md. The last line of the output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import msgspec
from indexing.chain import shape_a, shape_b, standing
from indexing.described import Chain, Taken, together_mb
from indexing.others import OTHERS, SETTLING_BLOCKS, Rows
from submission.rounds import Spread

from govledger.events import EVENTS, Event
from govledger.index import schema
from govledger.index.store import read_store

LOOKING_SECONDS = 0.03
"""How often the memory of a contender's processes is looked at."""
ROOT = Path(__file__).resolve().parents[1]
CONTENDERS = Path(__file__).resolve().parent / "indexing" / "contenders.py"


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to fill tables, and which of them."""

    name: str
    """As the figures call it."""
    way: str
    """As `indexing/contenders.py` calls it."""
    in_postgres: bool = False
    keeps: bool = True
    """Whether there are rows to compare afterwards."""


A = (
    Contender("headers", "headers"),
    Contender("web3", "web3"),
    Contender("receipts", "receipts"),
    Contender("raw", "raw", keeps=False),
)
ON_POSTGRES = Contender("postgres", "headers", in_postgres=True)
B = (
    Contender("headers_b", "headers"),
    Contender("web3_b", "web3"),
    Contender("receipts_b", "receipts"),
    Contender("raw_receipts_b", "raw_receipts", keeps=False),
)
OURS = ("headers", "receipts", "headers_b", "receipts_b", "postgres")
RATIOS = {
    "ratio_web3": ("headers", "web3"),
    "ratio_web3_b": ("headers_b", "web3_b"),
    "ratio_web3_receipts": ("receipts", "web3"),
    "ratio_raw": ("headers", "raw"),
    "ratio_raw_receipts_b": ("receipts_b", "raw_receipts_b"),
    "ratio_postgres": ("postgres", "web3"),
    "ratio_cryo": ("headers", "cryo"),
    "ratio_cryo_b": ("headers_b", "cryo_b"),
    "ratio_ponder": ("headers", "ponder"),
    "ratio_ponder_b": ("headers_b", "ponder_b"),
}


@dataclass
class Places:
    """Where contenders keep their tables, one anew for each run."""

    folder: Path
    databases: Iterator[str] | None

    def new(self, contender: Contender) -> str:
        """An empty place."""
        if contender.in_postgres:
            assert self.databases is not None
            return next(self.databases)
        for file in self.folder.glob(f"{contender.name}.db*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        return str(self.folder / f"{contender.name}.db")


@dataclass
class Measured:
    """What the rounds gave, by contender."""

    events: dict[str, int] = field(default_factory=dict)
    taken: dict[str, list[Taken]] = field(default_factory=dict)

    def rates(self, name: str) -> list[float]:
        """Events a second, round by round."""
        return [self.events[name] / taken.seconds for taken in self.taken[name]]

    def ratio(self, fast: str, slow: str) -> Spread:
        """How many times as fast, round by round."""
        return Spread.of([one / other for one, other in zip(self.rates(fast), self.rates(slow), strict=True)])


def main() -> None:
    """Builds the chains, compares the rows, measures, prints."""
    options = _options()
    signal.signal(signal.SIGTERM, _stop)
    for name in options.others:
        OTHERS[name].install()
    measured = Measured()
    with TemporaryDirectory(prefix="govledger-index-") as folder, _databases(options.no_postgres) as databases:
        places = Places(Path(folder), databases)
        on_a = [*A, *([] if databases is None else [ON_POSTGRES])]
        on_a += (Contender(name, name, OTHERS[name].in_postgres) for name in options.others)
        on_b = [*B]
        on_b += (Contender(f"{name}_b", name, OTHERS[name].in_postgres) for name in options.others)
        empty_blocks = SETTLING_BLOCKS if "ponder" in options.others else 0
        for shape, contenders in ((shape_a(options.events_a), on_a), (shape_b(options.events_b), on_b)):
            with standing(shape, empty_blocks) as chain:
                print(f"chain {shape.name}: {chain.events:,} events in {chain.last_block:,} blocks", flush=True)
                _measure(chain, contenders, places, options.rounds, measured)
    print(json.dumps(_report(measured)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each contender is measured")
    parser.add_argument("--events-a", type=int, default=200_000, help="events of chain A; 200 a block")
    parser.add_argument("--events-b", type=int, default=40_000, help="events of chain B; 200 a block")
    parser.add_argument("--no-postgres", action="store_true", help="leave out the server that comes as a package")
    parser.add_argument(
        "--with",
        dest="others",
        nargs="+",
        choices=sorted(OTHERS),
        default=[],
        help="indexers by others, which are installed into .build; ponder needs the server",
    )
    options = parser.parse_args()
    if options.no_postgres and any(OTHERS[name].in_postgres for name in options.others):
        parser.error("ponder keeps its tables in PostgreSQL: leave --no-postgres out")
    return options


def _measure(chain: Chain, contenders: Sequence[Contender], places: Places, rounds: int, measured: Measured) -> None:
    """All contenders on one chain: first their rows, then the rounds."""
    _require_same_rows(chain, contenders, places)
    for contender in contenders:
        measured.events[contender.name] = chain.events
    for number in range(rounds):
        for contender in contenders if number % 2 == 0 else contenders[::-1]:
            taken = _run(chain, contender, places.new(contender))
            measured.taken.setdefault(contender.name, []).append(taken)
    for contender in contenders:
        print(f"  {contender.name}: {Spread.of(measured.rates(contender.name))} events/s", flush=True)


def _require_same_rows(chain: Chain, contenders: Sequence[Contender], places: Places) -> None:
    """Runs each contender once, which also warms the node up, and compares what they stored."""
    found: dict[str, str] = {}
    for contender in contenders:
        place = places.new(contender)
        _run(chain, contender, place)
        if contender.keeps:
            found[contender.name] = _hash_of(contender, place, chain.events)
    if len(set(found.values())) != 1:
        raise SystemExit(f"the contenders do not store the same rows: {found}")
    print(f"  {', '.join(found)} store the same rows: {next(iter(found.values()))}", flush=True)


def _hash_of(contender: Contender, place: str, events: int) -> str:
    """SHA-256 over all rows that a contender stored."""
    if contender.way in OTHERS:
        return rows_hash(OTHERS[contender.way].rows(place), place, events)
    with read_store(place) as store:

        def rows(event: type[Event]) -> Iterator[Sequence[Any]]:
            types = [column.solidity for column in schema.event_table(event).columns]
            for row in store.rows(f"{schema.rows_query(event)} ORDER BY block_number, log_index"):
                yield [schema.from_sql(*pair) for pair in zip(types, row, strict=True)]

        return rows_hash(rows, place, events)


def rows_hash(rows: Rows, place: str, events: int) -> str:
    """SHA-256 over all rows of the event tables, as Solidity has their values, in the order of tables and blocks."""
    digest = sha256()
    count = 0
    for event in EVENTS:
        for row in rows(event):
            digest.update(repr(list(row)).encode())
            count += 1
    if count != events:
        raise SystemExit(f"{place} holds {count} events; the chain holds {events}")
    return digest.hexdigest()


def _run(chain: Chain, contender: Contender, place: str) -> Taken:
    """One run in a process of its own."""
    with TemporaryDirectory() as folder:
        told = Path(folder) / "chain.json"
        told.write_bytes(msgspec.json.encode(chain))
        way = contender.way
        program = OTHERS[way].command if way in OTHERS else (sys.executable, str(CONTENDERS), way)
        process = subprocess.Popen([*program, str(told), place], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        most = 0.0
        while True:
            most = max(most, together_mb(process.pid))
            try:
                output, errors = process.communicate(timeout=LOOKING_SECONDS)
                break
            except subprocess.TimeoutExpired:
                continue
    if process.returncode:
        raise SystemExit(f"{contender.name} failed: {errors.decode()}")
    taken = msgspec.json.decode(output, type=Taken)
    return msgspec.structs.replace(taken, peak_mb=max(taken.peak_mb, most))


@contextmanager
def _databases(left_out: bool) -> Iterator[Iterator[str] | None]:
    """Empty databases of a PostgreSQL server on loopback, from the package that the tests use."""
    if left_out:
        yield None
        return
    sys.path.insert(0, str(ROOT))
    from tests.postgres_server import postgres_server

    with postgres_server() as server:
        yield iter(server.new_database, None)


def _report(measured: Measured) -> Mapping[str, object]:
    report: dict[str, object] = {}
    for name, (fast, slow) in RATIOS.items():
        if {fast, slow} <= measured.taken.keys():
            ratio = measured.ratio(fast, slow)
            report[name] = round(ratio.median, 3)
            report[f"range_{name.removeprefix('ratio_')}"] = [round(ratio.least, 3), round(ratio.most, 3)]
    processor = Spread.of([taken.processor_seconds for taken in measured.taken["headers"]])
    report["cpu_us_per_event"] = round(processor.median / measured.events["headers"] * 1e6, 2)
    report["peak_mb"] = round(max(taken.peak_mb for name in OURS for taken in measured.taken.get(name, ())), 1)
    for name in measured.taken:
        report[f"peak_mb_{name}"] = round(max(taken.peak_mb for taken in measured.taken[name]), 1)
        report[f"events_per_second_{name}"] = round(Spread.of(measured.rates(name)).median)
    report["rounds"] = len(measured.taken["headers"])
    return report


def _stop(signal_number: int, frame: object) -> NoReturn:
    raise SystemExit(f"ended by signal {signal_number}")


if __name__ == "__main__":
    main()

"""Indexers by others, measured only where they are asked for: what they are, and what they stored.

cryo (PyPI) has an environment of its own in `.build/cryo`, ponder (npm) a folder in `.build/ponder`; both are made when
they are first asked for, and nothing else needs them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg

from govledger.events import BY_TOPIC, Event, decode
from govledger.events.chain import log_digest
from govledger.index import schema

ROOT: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).resolve().parent
CRYO: Final = "cryo==0.3.2"
CRYO_ENVIRONMENT: Final = ROOT / ".build" / "cryo"
PONDER_PROJECT: Final = HERE / "ponder"
PONDER_FOLDER: Final = ROOT / ".build" / "ponder"
PONDER_SCHEMA: Final = "bench"
"""The schema of the database in which ponder keeps its tables."""

SETTLING_BLOCKS: Final = 32
"""ponder takes blocks for final that have 30 on top of them, and reads the others in another way."""

Rows = Callable[[type[Event]], Iterator[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Other:
    """One of them."""

    install: Callable[[], None]
    """Does nothing where it is there."""
    command: tuple[str, ...]
    """The program that fills tables; it is told the chain's file and the place, and prints what it took."""
    rows: Callable[[str], Rows]
    """Of a place: the rows of an event's table in order, as this library's columns have them."""
    in_postgres: bool


def _install_cryo() -> None:
    if not (CRYO_ENVIRONMENT / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", str(CRYO_ENVIRONMENT)], check=True)
        pip = (str(CRYO_ENVIRONMENT / "bin" / "python"), "-m", "pip", "--disable-pip-version-check")
        subprocess.run([*pip, "install", "--quiet", "--only-binary", ":all:", CRYO], check=True)
        (CRYO_ENVIRONMENT / "installed").touch()


def _install_ponder() -> None:
    shutil.copytree(PONDER_PROJECT, PONDER_FOLDER, dirs_exist_ok=True)
    if not (PONDER_FOLDER / "node_modules" / "ponder").exists():
        npm = ("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock")
        subprocess.run([*npm, "--loglevel=error"], cwd=PONDER_FOLDER, check=True, stdout=subprocess.DEVNULL)


def _rows_of_cryo(place: str) -> Rows:
    """cryo stores logs as they are: they are decoded here, after the clock."""
    from pyarrow import parquet  # who only starts ponder does without its 100 MB

    found: dict[type[Event], list[tuple[Any, ...]]] = {}
    for file in sorted(Path(place).glob("*.parquet")):
        for log in parquet.read_table(file).to_pylist():
            topics = [log[name] for name in ("topic0", "topic1", "topic2", "topic3") if log[name] is not None]
            fields = msgspec.structs.astuple(decode(topics, log["data"]))
            position = (log["block_number"], log["log_index"], log["transaction_index"], log["transaction_hash"])
            row = (*position, log_digest(topics, log["data"]), *fields)
            found.setdefault(BY_TOPIC[topics[0]], []).append(row)
    return lambda event: iter(sorted(found.get(event, ())))


def _rows_of_ponder(place: str) -> Rows:
    """ponder has a text of hexadecimal where this library has bytes, and NUMERIC for all numbers."""

    def rows(event: type[Event]) -> Iterator[Sequence[Any]]:
        table = schema.event_table(event)
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        with psycopg.connect(place) as connection:
            if connection.execute("SELECT to_regclass(%s)", (f"{PONDER_SCHEMA}.{table.name}",)).fetchone() == (None,):
                return
            query = f'SELECT {columns} FROM {PONDER_SCHEMA}."{table.name}" ORDER BY block_number, log_index'
            for row in connection.execute(query.encode()):
                yield [_of_ponder(value) for value in row]

    return rows


def _of_ponder(value: Any) -> Any:
    if isinstance(value, str):
        return bytes.fromhex(value.removeprefix("0x"))
    return value if isinstance(value, bool) else int(value)


OTHERS: Final[dict[str, Other]] = {
    "cryo": Other(
        _install_cryo,
        (str(CRYO_ENVIRONMENT / "bin" / "python"), str(HERE / "cryo_logs.py")),
        _rows_of_cryo,
        in_postgres=False,
    ),
    "ponder": Other(
        _install_ponder,
        (sys.executable, str(HERE / "ponder_start.py")),
        _rows_of_ponder,
        in_postgres=True,
    ),
}

"""Takes tables out of an index into files, one for each table, in constant memory (I/O)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import msgspec

from govledger.errors import ExporterMissing, ExportFailed, InputError
from govledger.exporting.tables import Exported, Format, chosen, plain, reader_of
from govledger.index.store import Store

ROWS_AT_ONCE = 20_000
"""How many rows are in memory at once; a row group of Parquet."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """What was written."""

    table: str
    path: Path
    rows: int


class TableFile(Protocol):
    """A file that is being written."""

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows, with the values of Solidity."""


Opener = Callable[[Path, Exported, Mapping[str, str]], AbstractContextManager[TableFile]]


def export(
    store: Store,
    folder: Path | str,
    *,
    form: Format = Format.PARQUET,
    tables: Sequence[str] = (),
    from_block: int | None = None,
    until_block: int | None = None,
) -> Iterator[ExportedFile]:
    """Writes tables into files named after them, all as they are when the first one is begun.

    A file appears when it is whole; one that was there is replaced. Memory does not grow with the number of rows.

    Args:
        store: the index; it may be written to meanwhile.
        folder: where the files are made; made if it is not there.
        form: of the files.
        tables: names of tables and views; all of them if none are given.
        from_block: the first block whose rows are wanted; that of the index if None.
        until_block: the last one; that of the index if None.

    Raises:
        InputError: there is no such table, or there are no such blocks.
        ExporterMissing: the packages for Parquet and CSV are not installed.
        ExportFailed: a file cannot be written; those before it stand.
        StoreError: the index cannot be read.
    """
    wanted, opener = chosen(tables), _opener(form)
    with store.snapshot() as reader:
        first = reader.deployment.first_block if from_block is None else from_block
        last = reader.last_block() if until_block is None else min(until_block, reader.last_block())
        if from_block is not None and until_block is not None and from_block > until_block:
            raise InputError(f"block {from_block} comes behind block {until_block}; give the earlier one first")
        told = {
            "govledger.deployment": f"0x{reader.deployment.digest.hex()}",
            "govledger.chain_id": str(reader.deployment.chain_id),
            "govledger.blocks": f"{first} to {last}",
        }
        for table in wanted:
            path = Path(folder) / f"{table.name}.{form}"
            with _whole(path) as unfinished, opener(unfinished, table, told) as file:
                rows = _write(file, table, reader.rows(table.query, (first, last)))
            yield ExportedFile(table.name, path, rows)


def _write(file: TableFile, table: Exported, rows: Iterator[tuple[Any, ...]]) -> int:
    readers = [reader_of(column) for column in table.columns]
    count = 0
    while page := list(islice(rows, ROWS_AT_ONCE)):
        columns = [list(map(read, values)) for read, values in zip(readers, zip(*page, strict=True), strict=True)]
        file.write(list(zip(*columns, strict=True)))
        count += len(page)
    return count


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Where to write a file that takes its name when it is whole."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield unfinished
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        problem = error.strerror or str(error)
        raise ExportFailed(f"{path} cannot be written: {problem}; make room, or give another folder") from error


def _opener(form: Format) -> Opener:
    if form is Format.JSONL:
        return _json_lines
    try:
        from govledger.exporting.arrow import csv_file, parquet_file  # only who exports has pyarrow
    except ImportError as error:
        raise ExporterMissing(str(error.name)) from error
    return parquet_file if form is Format.PARQUET else csv_file


@contextmanager
def _json_lines(path: Path, table: Exported, told: Mapping[str, str]) -> Iterator[TableFile]:
    with open(path, "wb") as file:
        yield _JsonLines(file.write, table)


@dataclass(frozen=True, slots=True)
class _JsonLines:
    add: Callable[[bytes], Any]
    table: Exported

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """One JSON object a line."""
        names, kinds = [column.name for column in self.table.columns], self.table.kinds()
        encode = msgspec.json.Encoder().encode
        for row in rows:
            values = (plain(kind, value) for kind, value in zip(kinds, row, strict=True))
            self.add(encode(dict(zip(names, values, strict=True))) + b"\n")

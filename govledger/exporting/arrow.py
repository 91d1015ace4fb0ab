"""Parquet and CSV files by pyarrow, which stands here alone (I/O)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.csv
import pyarrow.parquet

from govledger.exporting.tables import Exported, Kind, array_text, plain

_IN_PARQUET = {
    Kind.INTEGER: pyarrow.int64(),
    Kind.UNSIGNED: pyarrow.uint64(),
    Kind.LARGE: pyarrow.string(),
    Kind.BOOLEAN: pyarrow.bool_(),
    Kind.BYTES: pyarrow.binary(),
    Kind.TEXT: pyarrow.string(),
    Kind.ARRAY: pyarrow.string(),
}
_IN_CSV = {**_IN_PARQUET, Kind.BYTES: pyarrow.string()}


@dataclass(frozen=True, slots=True)
class _ArrowFile:
    """A file that takes rows as batches of columns."""

    writer: Any
    schema: Any
    kinds: tuple[Kind, ...]
    plain_bytes: bool
    """Whether bytes stand as hexadecimal digits."""

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows."""
        columns = zip(self.kinds, zip(*rows, strict=True), strict=True)
        values = [[self._value(kind, value) for value in column] for kind, column in columns]
        arrays = [pyarrow.array(column, field.type) for column, field in zip(values, self.schema, strict=True)]
        self.writer.write_batch(pyarrow.record_batch(arrays, schema=self.schema))

    def _value(self, kind: Kind, value: Any) -> Any:
        if value is None:
            return None
        if kind is Kind.LARGE:
            return str(value)
        if kind is Kind.ARRAY:
            return array_text(value)
        return plain(kind, value) if self.plain_bytes else value


@contextmanager
def parquet_file(path: Path, table: Exported, told: Mapping[str, str]) -> Iterator[_ArrowFile]:
    """A Parquet file, compressed by zstd; what the index is of stands among its metadata."""
    shape = _schema(table, _IN_PARQUET).with_metadata(dict(told))
    with pyarrow.parquet.ParquetWriter(path, shape, compression="zstd") as writer:
        yield _ArrowFile(writer, shape, table.kinds(), plain_bytes=False)


@contextmanager
def csv_file(path: Path, table: Exported, told: Mapping[str, str]) -> Iterator[_ArrowFile]:
    """A CSV file with a header; text in double quotes, numbers without, nothing for NULL."""
    shape = _schema(table, _IN_CSV)
    with pyarrow.csv.CSVWriter(path, shape) as writer:
        yield _ArrowFile(writer, shape, table.kinds(), plain_bytes=True)


def _schema(table: Exported, types: Mapping[Kind, Any]) -> Any:
    fields = zip(table.columns, table.kinds(), strict=True)
    return pyarrow.schema([pyarrow.field(column.name, types[kind]) for column, kind in fields])

"""Which tables can be taken out of an index, and what stands in a column of a file. Pure.

| column | Parquet | CSV, JSON lines |
| --- | --- | --- |
| whole numbers up to 63 bits | int64 | digits |
| wider ones up to 64 bits | uint64 | digits |
| those up to 256 bits | string of digits | digits |
| bool | bool | true, false |
| address, hash, bytes | binary | `0x` and hexadecimal digits |
| text | string | text |
| lists | string of JSON | JSON |
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from govledger.errors import InputError
from govledger.events import EVENTS
from govledger.index import schema
from govledger.index.schema import Column, Form, Table, View


class Format(StrEnum):
    """The form of a file."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


class Kind(StrEnum):
    """What a column of a file holds."""

    INTEGER = "integer"
    UNSIGNED = "unsigned"
    """Up to 2^64 - 1."""
    LARGE = "large"
    """Up to 2^256 - 1."""
    BOOLEAN = "boolean"
    BYTES = "bytes"
    TEXT = "text"
    ARRAY = "array"


_KINDS = {
    Form.INTEGER: Kind.INTEGER,
    Form.COUNT: Kind.INTEGER,
    Form.BOOLEAN: Kind.BOOLEAN,
    Form.BYTES: Kind.BYTES,
    Form.TEXT: Kind.TEXT,
    Form.ARRAY: Kind.ARRAY,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """One table as a file holds it."""

    name: str
    columns: tuple[Column, ...]
    query: str
    """Its rows between two blocks, both ends included, in the order of its key."""

    def kinds(self) -> tuple[Kind, ...]:
        """What each column holds."""
        return tuple(map(kind_of, self.columns))


@cache
def exported() -> Mapping[str, Exported]:
    """Every table and view that can be taken out, by its name."""
    sources: list[Table | View] = [schema.BLOCKS, schema.HEADS, *schema.views()]
    sources += map(schema.event_table, EVENTS)
    return {source.name: _exported(source) for source in sources}


def chosen(names: Sequence[str]) -> tuple[Exported, ...]:
    """The tables of these names, each once; all of them if there are none.

    Raises:
        InputError: there is no such table.
    """
    known = exported()
    for name in names:
        if name not in known:
            raise InputError(f"the index has no table {name!r} to take out; docs/index_tables.md lists them")
    return tuple(known[name] for name in dict.fromkeys(names or known))


def kind_of(column: Column) -> Kind:
    """What a column of a file holds for a column of a table."""
    if column.form is Form.WIDE:
        return Kind.LARGE if column.solidity and int(column.solidity.removeprefix("uint")) > 64 else Kind.UNSIGNED
    return _KINDS[column.form]


def reader_of(column: Column) -> Callable[[Any], Any]:
    """What makes the value of Solidity of what stands in a column; a NULL of a view stays None."""
    abi_type = column.solidity or ("uint64" if column.form is Form.WIDE else "")
    return lambda value: schema.from_sql(abi_type, value)


def plain(kind: Kind, value: Any) -> Any:
    """A value as JSON and CSV have it."""
    if value is None:
        return None
    if kind is Kind.BYTES:
        return f"0x{value.hex()}"
    return _listed(value) if kind is Kind.ARRAY else value


def array_text(value: Any) -> str:
    """A list as a string of JSON."""
    return json.dumps(_listed(value), separators=(",", ":"), ensure_ascii=False)


def _listed(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_listed(item) for item in value]
    return f"0x{value.hex()}" if isinstance(value, bytes) else value


def _exported(source: Table | View) -> Exported:
    names = [column.name for column in source.columns]
    block = "number" if source.name == schema.BLOCKS.name else "block_number"
    order = [name for name in (block, "log_index", "contract", "kind", "id", "id_bytes") if name in names]
    query = f"{schema.select_query(source)} WHERE {block} BETWEEN ? AND ? ORDER BY {', '.join(order)}"
    return Exported(source.name, source.columns, query)

"""The index's tables, made from the event types. Pure.

One table per event, named like it in snake_case (`GrantIssued` → `grant_issued`), with one column per field. How a
value of Solidity stands in a column:

- uint up to 56 bits, enum, int up to 64 bits: INTEGER.
- wider uint: INTEGER below 2^63; from 2^63 on a BLOB of the type's size, big-endian. SQLite sorts every BLOB behind
  every INTEGER, so that such a column is in the order of its numbers.
- bool: 0 or 1. address (20 bytes), bytesN, bytes: BLOB. string: TEXT.
- arrays and structs in arrays: TEXT that holds a JSON array; bytes in it are `0x` and hexadecimal digits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from govledger.errors import MalformedData
from govledger.events import EVENTS, Event, Field
from govledger.events.abi import members_of
from govledger.events.interface import snake_case

VERSION = 2
"""Rises with every change of the tables; a store of another version is refused."""
APPLICATION_ID = 0x676F764C
"""`govL`: what the file says of itself in SQLite's header."""

SqlValue = int | bytes | str | None

_LARGEST_INTEGER = (1 << 63) - 1
_ARRAY = re.compile(r"(.*)\[([0-9]*)\]")

_POSITION_COLUMNS = (
    ("block_number", "INTEGER", "the block that holds the event; its time stands in blocks"),
    ("log_index", "INTEGER", "the log's place in its block"),
    ("transaction_index", "INTEGER", "the transaction's place in its block"),
    ("transaction_hash", "BLOB", "32 bytes"),
    ("digest", "BLOB", "the log's digest, from which the contract's running hash follows; 32 bytes"),
)
POSITION_WIDTH = len(_POSITION_COLUMNS)

INDEXED_FIELDS = frozenset(
    {
        *("acting_organisation", "actor", "account", "organisation", "owner", "grantee", "holder", "officer"),
        *("administration", "concerned", "heir_organisation"),
        *("resource", "record", "grant", "parent", "draft", "request", "emergency", "window"),
        *("range", "first", "bill", "red_bill", "batch", "payer", "consent_key", "booking_unit"),
    }
)
"""Fields by which the trail is asked; each has an index, in the order of blocks."""

_SYSTEM_TABLES = (
    """CREATE TABLE meta (
    key TEXT PRIMARY KEY, -- 'deployment': what the index belongs to, as JSON
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE cursor (
    id INTEGER PRIMARY KEY CHECK (id = 1), -- one row
    last_block INTEGER NOT NULL, -- the index holds every block up to this one
    verified_block INTEGER NOT NULL -- where the running hashes were last found equal to the contracts' own
) STRICT""",
    """CREATE TABLE blocks (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL, -- 32 bytes
    parent_hash BLOB NOT NULL, -- the hash of the block before
    timestamp INTEGER NOT NULL -- seconds since 1970; the validators' word
) STRICT""",
    "CREATE INDEX blocks_by_timestamp ON blocks (timestamp)",
    """CREATE TABLE heads (
    contract TEXT NOT NULL, -- contract key, for instance access_grants
    block_number INTEGER NOT NULL, -- a block that holds events of the contract
    head BLOB NOT NULL, -- its running hash at the end of that block, 32 bytes
    events INTEGER NOT NULL, -- how many events it had emitted by then
    PRIMARY KEY (contract, block_number)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE object_versions (
    contract TEXT NOT NULL, -- the contract that keeps the version
    kind TEXT NOT NULL, -- organisation, grant, bill …
    id ANY NOT NULL, -- INTEGER (or a BLOB of 8 bytes from 2^63 on); a BLOB of 20 bytes for a contract, of 32 for a hash
    version INTEGER NOT NULL, -- 1, 2, 3 … without a gap
    event TEXT NOT NULL, -- the name of the event that made it
    block_number INTEGER NOT NULL,
    log_index INTEGER NOT NULL,
    PRIMARY KEY (contract, kind, id, version)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX object_versions_by_block ON object_versions (block_number)",
)


def table_name(event: type[Event]) -> str:
    """The event's table."""
    return snake_case(event.NAME)


def statements() -> Iterator[str]:
    """The SQL that makes an empty store's tables and indexes."""
    yield from _SYSTEM_TABLES
    for event in EVENTS:
        yield _create_table(event)
        for field in event.FIELDS:
            if field.name in INDEXED_FIELDS:
                yield (f'CREATE INDEX "{table_name(event)}_by_{field.name}" ON "{table_name(event)}" ("{field.name}")')


def insert_statement(event: type[Event]) -> str:
    """The SQL that adds one row to the event's table."""
    return f'INSERT INTO "{table_name(event)}" VALUES ({", ".join("?" * (POSITION_WIDTH + len(event.FIELDS)))})'


def rows_query(event: type[Event]) -> str:
    """The SQL for rows of the event's table: the position's columns, then the fields."""
    columns = [name for name, _, _ in _POSITION_COLUMNS] + [field.name for field in event.FIELDS]
    return f"SELECT {', '.join(_quoted(column) for column in columns)} FROM {_quoted(table_name(event))}"


def describe() -> Iterator[str]:
    """The tables and their columns for people who ask with SQL, as lines of Markdown."""
    for statement in _SYSTEM_TABLES:
        if statement.startswith("CREATE TABLE"):
            yield from ["```sql", *statement.splitlines(), "```", ""]
    for event in EVENTS:
        yield from [f"### {table_name(event)}", "", event.NOTICE, ""]
        yield from ["| column | SQL | Solidity | meaning |", "| --- | --- | --- | --- |"]
        yield from (f"| {name} | {sql} | | {meaning} |" for name, sql, meaning in _POSITION_COLUMNS)
        for field in event.FIELDS:
            yield f"| {field.name} | {column_type(field.type)} | {field.type} | {field.documentation} |"
        yield ""


def column_type(abi_type: str) -> str:
    """The SQL type of a column for values of an ABI type; ANY where both INTEGER and BLOB occur."""
    if abi_type.endswith("]") or abi_type.startswith("("):
        return "TEXT"
    if abi_type.startswith("uint"):
        return "INTEGER" if int(abi_type[4:]) < 64 else "ANY"
    if abi_type.startswith("int"):
        if int(abi_type[3:]) > 64:
            raise MalformedData(abi_type, "is wider than the index keeps in order; use int64 or less in the event")
        return "INTEGER"
    return {"bool": "INTEGER", "string": "TEXT"}.get(abi_type, "BLOB")


def to_sql(abi_type: str, value: Any) -> SqlValue:
    """What stands in a column for a value of an ABI type."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        wide = value > _LARGEST_INTEGER
        return value.to_bytes(int(abi_type.removeprefix("uint")) // 8, "big") if wide else value
    if isinstance(value, tuple):
        return json.dumps(_to_json(value), separators=(",", ":"), ensure_ascii=False)
    return value  # type: ignore[no-any-return]


def from_sql(abi_type: str, value: SqlValue) -> Any:
    """The value of an ABI type that stands in a column.

    A column that somebody edited may hold anything; it then gives a value that `events.encode` refuses.
    """
    if isinstance(value, int):
        return {0: False, 1: True}.get(value, value) if abi_type == "bool" else value
    if abi_type.endswith("]") or abi_type.startswith("("):
        return _from_text(abi_type, value)
    if abi_type.startswith("uint") and isinstance(value, bytes):
        return int.from_bytes(value, "big")
    return value


def sql_row(event: type[Event], row: Sequence[Any]) -> tuple[SqlValue, ...]:
    """The row of an event's table: position and fields as the columns hold them."""
    values = list(row)
    for place, abi_type in _converted(event):
        values[POSITION_WIDTH + place] = to_sql(abi_type, values[POSITION_WIDTH + place])
    return tuple(values)


def event_of_row(event: type[Event], values: Sequence[SqlValue]) -> Event:
    """The event that the field columns of a row hold."""
    fields: list[Any] = list(values)
    for place, abi_type in _converted(event):
        fields[place] = from_sql(abi_type, fields[place])
    return event(*fields)


@cache
def _converted(event: type[Event]) -> tuple[tuple[int, str], ...]:
    """The fields, by place, whose values may stand in their column in another form: bool, wide uint, arrays."""
    places = enumerate(event.FIELDS)
    return tuple((place, f.type) for place, f in places if f.type == "bool" or column_type(f.type) in ("ANY", "TEXT"))


def _create_table(event: type[Event]) -> str:
    lines = [f"    {name} {sql} NOT NULL, -- {meaning}" for name, sql, meaning in _POSITION_COLUMNS]
    lines += [f"    {_column(field)}" for field in event.FIELDS]
    lines += ["    PRIMARY KEY (block_number, log_index)"]
    head = f'CREATE TABLE "{table_name(event)}" ( -- {event.NOTICE}'
    return "\n".join([head, *lines, ") STRICT, WITHOUT ROWID"])


def _column(field: Field) -> str:
    meaning = f"{field.type}; {field.documentation}" if field.documentation else field.type
    return f"{_quoted(field.name)} {column_type(field.type)} NOT NULL, -- {meaning}"


def _quoted(identifier: str) -> str:
    return f'"{identifier}"'


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return f"0x{value.hex()}" if isinstance(value, bytes) else value


def _from_text(abi_type: str, value: SqlValue) -> Any:
    try:
        return _from_json(abi_type, json.loads(str(value)))
    except ValueError:
        return value


def _from_json(abi_type: str, value: Any) -> Any:
    if array := _ARRAY.fullmatch(abi_type):
        return tuple(_from_json(array[1], item) for item in value) if isinstance(value, list) else value
    if abi_type.startswith("("):
        if not isinstance(value, list):
            return value
        return tuple(_from_json(member, item) for member, item in zip(members_of(abi_type), value, strict=True))
    if abi_type == "address" or abi_type.startswith("bytes"):
        return bytes.fromhex(value.removeprefix("0x")) if isinstance(value, str) else value
    return value

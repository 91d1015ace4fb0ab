"""The index's tables, made from the event types, in two dialects of SQL. Pure.

One table per event, named like it in snake_case (`GrantIssued` → `grant_issued`), with one column per field. The tables
are the same in SQLite and in PostgreSQL; how a value of Solidity stands in a column:

| Solidity | SQLite | PostgreSQL |
| --- | --- | --- |
| uint up to 56 bits, enum, int up to 64 bits | INTEGER | BIGINT |
| version of an object (uint64; it counts events) | ANY that holds an INTEGER | BIGINT |
| wider uint | ANY: INTEGER below 2^63, from there on a BLOB of the type's size, big-endian | NUMERIC(78) |
| bool | INTEGER, 0 or 1 | BOOLEAN |
| address (20 bytes), bytesN, bytes | BLOB | BYTEA |
| string | TEXT | TEXT |
| arrays, and structs in arrays | TEXT that holds a JSON array | JSONB |

SQLite sorts every BLOB behind every INTEGER, so that a column of wide numbers is in the order of its numbers. Bytes in
JSON are `0x` and hexadecimal digits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Final

from govledger.errors import MalformedData
from govledger.events import EVENTS, Event
from govledger.events.abi import members_of
from govledger.events.interface import snake_case
from govledger.index.codes import EVENT_CODES, KIND_CODES, OBJECT_KINDS

VERSION = 4
"""Rises with every change of the tables; `govledger.index.migrations` brings an older store up to it."""
APPLICATION_ID = 0x676F764C
"""`govL`: what a file says of itself in SQLite's header, and the first half of the writer's lock in PostgreSQL."""

SqlValue = int | bytes | str | None

_LARGEST_INTEGER = (1 << 63) - 1
_ARRAY = re.compile(r"(.*)\[([0-9]*)\]")


class Dialect(Enum):
    """The SQL that a database speaks."""

    SQLITE = "SQLite"
    POSTGRES = "PostgreSQL"


class Form(StrEnum):
    """How values stand in a column."""

    INTEGER = "integer"
    """A number below 2^63."""
    COUNT = "count"
    """A uint64 that counts events, and therefore stays below 2^63."""
    WIDE = "wide"
    """A uint of 64 bits or more."""
    BOOLEAN = "boolean"
    BYTES = "bytes"
    TEXT = "text"
    ARRAY = "array"
    """As JSON."""


_TYPES: Final[Mapping[Dialect, Mapping[Form, str]]] = {
    Dialect.SQLITE: {
        Form.INTEGER: "INTEGER",
        Form.COUNT: "ANY",
        Form.WIDE: "ANY",
        Form.BOOLEAN: "INTEGER",
        Form.BYTES: "BLOB",
        Form.TEXT: "TEXT",
        Form.ARRAY: "TEXT",
    },
    Dialect.POSTGRES: {
        Form.INTEGER: "BIGINT",
        Form.COUNT: "BIGINT",
        Form.WIDE: "NUMERIC(78)",
        Form.BOOLEAN: "BOOLEAN",
        Form.BYTES: "BYTEA",
        Form.TEXT: "TEXT",
        Form.ARRAY: "JSONB",
    },
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; it always holds a value."""

    name: str
    form: Form
    meaning: str
    solidity: str = ""
    """The ABI type of the field that it holds; empty where it holds none."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `key` names the columns that no two rows have in common."""

    name: str
    notice: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    indexed: tuple[str, ...] = ()
    """Columns by which it is asked: each has an index, which a backfill does without."""


@dataclass(frozen=True, slots=True)
class View:
    """What the tables say together, for people who ask with SQL; the same words in both dialects."""

    name: str
    notice: str
    columns: tuple[Column, ...]
    select: str


def _column(name: str, form: Form, meaning: str) -> Column:
    return Column(name, form, meaning)


_POSITION = (
    _column("block_number", Form.INTEGER, "the block that holds the event; its time stands in blocks"),
    _column("log_index", Form.INTEGER, "the log's place in its block"),
    _column("transaction_index", Form.INTEGER, "the transaction's place in its block"),
    _column("transaction_hash", Form.BYTES, "32 bytes"),
    _column("digest", Form.BYTES, "the log's digest, from which the contract's running hash follows; 32 bytes"),
)
POSITION_WIDTH = len(_POSITION)

INDEXED_FIELDS = frozenset(
    {
        *("acting_organisation", "account", "organisation", "owner", "grantee", "holder", "officer"),
        *("administration", "concerned", "heir_organisation"),
        *("resource", "record", "grant", "parent", "draft", "request", "emergency", "window"),
        *("range", "first", "bill", "red_bill", "batch", "payer", "consent_key", "booking_unit"),
    }
)
"""Fields by which the trail is asked; each has an index, in the order of blocks."""

META = Table(
    "meta",
    "What the index is.",
    (
        _column(
            "key", Form.TEXT, "deployment: what it belongs to; tables: their version; trust: how it was checked; …"
        ),
        _column("value", Form.TEXT, "the deployment as JSON; else a word or a number"),
    ),
    ("key",),
)
CURSOR = Table(
    "cursor",
    "How far the index reaches.",
    (
        _column("id", Form.INTEGER, "1: there is one row"),
        _column("last_block", Form.INTEGER, "the index holds every block up to this one"),
        _column("verified_block", Form.INTEGER, "where the running hashes were last found equal to the contracts' own"),
    ),
    ("id",),
)
BLOCKS = Table(
    "blocks",
    "The headers of all blocks from the deployment's first one on.",
    (
        _column("number", Form.INTEGER, "the block's number"),
        _column("hash", Form.BYTES, "32 bytes"),
        _column("parent_hash", Form.BYTES, "the hash of the block before"),
        _column("timestamp", Form.INTEGER, "seconds since 1970; the validators' word"),
    ),
    ("number",),
    ("timestamp",),
)
HEADS = Table(
    "heads",
    "The contracts' running hashes.",
    (
        _column("contract", Form.TEXT, "contract key, for instance access_grants"),
        _column("block_number", Form.INTEGER, "a block that holds events of the contract"),
        _column("head", Form.BYTES, "its running hash at the end of that block, 32 bytes"),
        _column("events", Form.INTEGER, "how many events it had emitted by then"),
    ),
    ("contract", "block_number"),
)
_VERSION_COLUMNS = (
    _column("version", Form.INTEGER, "1, 2, 3 … without a gap"),
    _column("event", Form.INTEGER, "the code of the event that made it, see event_names"),
    _column("block_number", Form.INTEGER, "where that event stands"),
    _column("log_index", Form.INTEGER, "where that event stands"),
)
NUMBER_VERSIONS = Table(
    "number_versions",
    "The versions of the objects that have a number; object_versions shows them with their names.",
    (
        _column("kind", Form.INTEGER, "the code of the kind of object, see object_kinds"),
        Column("id", Form.WIDE, "the object's number", "uint64"),
        *_VERSION_COLUMNS,
    ),
    ("kind", "id", "version"),
    ("block_number",),
)
BYTES_VERSIONS = Table(
    "bytes_versions",
    "The versions of the objects that are known by an address or a hash; object_versions shows them with their names.",
    (
        _column("kind", Form.INTEGER, "the code of the kind of object, see object_kinds"),
        _column("id", Form.BYTES, "the address, 20 bytes, or the hash, 32 bytes"),
        *_VERSION_COLUMNS,
    ),
    ("kind", "id", "version"),
    ("block_number",),
)
OBJECT_KIND_NAMES = Table(
    "object_kinds",
    "The codes of kinds of objects.",
    (
        _column("contract", Form.TEXT, "the contract that keeps the versions"),
        _column("kind", Form.TEXT, "organisation, grant, bill …"),
        _column("code", Form.INTEGER, "as in number_versions and bytes_versions"),
    ),
    ("contract", "kind"),
)
EVENT_CODE_NAMES = Table(
    "event_names",
    "The codes of events.",
    (
        _column("code", Form.INTEGER, "as in number_versions and bytes_versions"),
        _column("event", Form.TEXT, "GrantIssued …"),
    ),
    ("code",),
)
ATTEMPTS = Table(
    "attempts",
    "Transactions to the contracts that failed; the reason is inferred, see reason_source.",
    (
        _column("block_number", Form.INTEGER, "the block that holds the transaction; its time stands in blocks"),
        _column("transaction_index", Form.INTEGER, "the transaction's place in its block"),
        _column("transaction_hash", Form.BYTES, "32 bytes"),
        _column("sender", Form.BYTES, "the account whose key signed it, 20 bytes"),
        _column("contract", Form.TEXT, "the contract that it was sent to, by its key"),
        _column("function", Form.TEXT, "as in Solidity; empty where the contract has none of that selector"),
        _column("signed", Form.BYTES, "the transaction as it was signed, arguments and all; the hash is of it"),
        _column("gas_used", Form.INTEGER, "as much as it took along where it ran out of gas"),
        _column("refusal", Form.TEXT, "the custom error's name; empty where it ended otherwise, or nobody can say"),
        _column("revert_data", Form.BYTES, "what the contract reverted with"),
        _column("halt", Form.TEXT, "where it did not revert: why it ended, in the node's words; else empty"),
        _column("reason_source", Form.TEXT, "trace, replay, model or unknown"),
    ),
    ("block_number", "transaction_index"),
    ("sender",),
)
PROOF_HEADERS = Table(
    "proof_headers",
    "The headers of the blocks of head_proofs; their stateRoot is where the proofs begin.",
    (
        _column("block_number", Form.INTEGER, "the block's number"),
        _column("header", Form.BYTES, "its header in RLP"),
    ),
    ("block_number",),
)
HEAD_PROOFS = Table(
    "head_proofs",
    "Account and storage proofs (EIP-1186) of the running hashes at some blocks, taken while a node had the state.",
    (
        _column("block_number", Form.INTEGER, "at the end of this block"),
        _column("contract", Form.TEXT, "contract key, for instance access_grants"),
        _column("account_proof", Form.BYTES, "the nodes from the header's stateRoot to the account, as a list in RLP"),
        _column("storage_proof", Form.BYTES, "the nodes from the account's storage root to the word, likewise"),
    ),
    ("block_number", "contract"),
)
CHECKPOINTS = Table(
    "checkpoints",
    "At the level seals: up to where headers were followed, with validators and votes; of each of the last blocks, and "
    "farther apart before.",
    (
        _column("block_number", Form.INTEGER, "the block whose header was followed last"),
        _column(
            "checkpoint", Form.BYTES, "what the next header is checked with, as govledger.consensus.checkpoint says"
        ),
    ),
    ("block_number",),
)
SYSTEM_TABLES: Final = (
    *(META, CURSOR, BLOCKS, HEADS, NUMBER_VERSIONS, BYTES_VERSIONS),
    *(ATTEMPTS, PROOF_HEADERS, HEAD_PROOFS, CHECKPOINTS, OBJECT_KIND_NAMES, EVENT_CODE_NAMES),
)


def table_name(event: type[Event]) -> str:
    """The event's table."""
    return snake_case(event.NAME)


@cache
def event_table(event: type[Event]) -> Table:
    """The table of an event."""
    versions = {reference.version_field for reference in event.OBJECTS}
    fields = (
        Column(field.name, form_of(field.type, field.name in versions), field.documentation, field.type)
        for field in event.FIELDS
    )
    indexed = tuple(field.name for field in event.FIELDS if field.name in INDEXED_FIELDS)
    return Table(table_name(event), event.NOTICE, (*_POSITION, *fields), ("block_number", "log_index"), indexed)


@cache
def tables() -> Mapping[str, Table]:
    """Every table by its name, those of the index itself first."""
    found = (*SYSTEM_TABLES, *map(event_table, EVENTS))
    return {table.name: table for table in found}


def form_of(abi_type: str, counts: bool = False) -> Form:
    """How values of an ABI type stand in a column.

    Args:
        abi_type: the type.
        counts: it is the version of an object.

    Raises:
        MalformedData: a signed number that is too wide to be kept in order.
    """
    if abi_type.endswith("]") or abi_type.startswith("("):
        return Form.ARRAY
    if abi_type.startswith("uint"):
        if int(abi_type[4:]) < 64:
            return Form.INTEGER
        return Form.COUNT if counts else Form.WIDE
    if abi_type.startswith("int"):
        if int(abi_type[3:]) > 64:
            raise MalformedData(abi_type, "is wider than the index keeps in order; use int64 or less in the event")
        return Form.INTEGER
    return {"bool": Form.BOOLEAN, "string": Form.TEXT}.get(abi_type, Form.BYTES)


def column_type(form: Form, dialect: Dialect) -> str:
    """The SQL type of a column."""
    return _TYPES[dialect][form]


# --- statements ----------------------------------------------------------------------------------------


def statements(dialect: Dialect) -> Iterator[str]:
    """The SQL that makes an empty store: tables, indexes, views, and the names of all codes."""
    for table in tables().values():
        yield create_table(table, dialect)
    for table in tables().values():
        yield from create_indexes(table, dialect).values()
    yield from code_statements()
    yield from map(create_view, views())
    if dialect is Dialect.POSTGRES:
        for table in tables().values():
            yield from describe_columns(table)


def create_table(table: Table, dialect: Dialect) -> str:
    """The SQL that makes a table; in SQLite it carries what its columns mean."""
    key = ", ".join(map(_quoted, table.key))
    lines = [f"    {_defined(column, dialect)}" for column in table.columns]
    if dialect is Dialect.POSTGRES:
        return "\n".join([f"CREATE TABLE {_quoted(table.name)} (", *lines, f"    PRIMARY KEY ({key})", ")"])
    notice = f" -- {table.notice}"
    rowid = len(table.key) == 1 and table.columns[0].form is Form.INTEGER
    end = ") STRICT" if rowid else ") STRICT, WITHOUT ROWID"
    return "\n".join([f"CREATE TABLE {_quoted(table.name)} ({notice}", *lines, f"    PRIMARY KEY ({key})", end])


def describe_columns(table: Table) -> Iterator[str]:
    """The SQL that tells PostgreSQL what a table and its columns mean (psql shows it)."""
    yield f"COMMENT ON TABLE {_quoted(table.name)} IS {_literal(table.notice)}"
    for column in table.columns:
        if meaning := _meaning(column):
            yield f"COMMENT ON COLUMN {_quoted(table.name)}.{_quoted(column.name)} IS {_literal(meaning)}"


def create_indexes(table: Table, dialect: Dialect) -> Mapping[str, str]:
    """The SQL that makes each of a table's secondary indexes, by its name; each is in the order of the table's key."""
    found = {}
    for column in table.indexed:
        # SQLite's tables without rowid add the key's columns to each index by themselves.
        rest = [part for part in table.key if part != column] if dialect is Dialect.POSTGRES else []
        columns = ", ".join(map(_quoted, (column, *rest)))
        name = _index_name(table, column)
        found[name] = f"CREATE INDEX IF NOT EXISTS {_quoted(name)} ON {_quoted(table.name)} ({columns})"
    return found


def drop_indexes(table: Table) -> Iterator[str]:
    """The SQL that takes a table's secondary indexes away."""
    for column in table.indexed:
        yield f"DROP INDEX IF EXISTS {_quoted(_index_name(table, column))}"


def code_statements() -> Iterator[str]:
    """The SQL that gives the codes of kinds and events their names."""
    kinds = ", ".join(f"({_literal(kind[0])}, {_literal(kind[1])}, {KIND_CODES[kind]})" for kind in OBJECT_KINDS)
    yield f"INSERT INTO {_quoted(OBJECT_KIND_NAMES.name)} VALUES {kinds}"
    events = ", ".join(f"({code}, {_literal(name)})" for name, code in EVENT_CODES.items())
    yield f"INSERT INTO {_quoted(EVENT_CODE_NAMES.name)} VALUES {events}"


def create_view(view: View) -> str:
    """The SQL that makes a view."""
    return f"CREATE VIEW {_quoted(view.name)} AS\n{view.select}"


def insert_statement(table: Table) -> str:
    """The SQL that adds one row."""
    return f"INSERT INTO {_quoted(table.name)} VALUES ({', '.join('?' * len(table.columns))})"


def rows_query(event: type[Event]) -> str:
    """The SQL for rows of the event's table: the position's columns, then the fields."""
    return select_query(event_table(event))


def coded_query(event: type[Event]) -> str:
    """As `rows_query`, with the event's code behind, so that rows of several tables can stand in one stream."""
    columns = ", ".join(_quoted(column.name) for column in event_table(event).columns)
    return f"SELECT {columns}, {EVENT_CODES[event.NAME]} FROM {_quoted(table_name(event))}"


def select_query(table: Table | View) -> str:
    """The SQL for rows of a table or view, all its columns in their order."""
    return f"SELECT {', '.join(_quoted(column.name) for column in table.columns)} FROM {_quoted(table.name)}"


def _index_name(table: Table, column: str) -> str:
    return f"{table.name}_by_{column}"


def _defined(column: Column, dialect: Dialect) -> str:
    defined = f"{_quoted(column.name)} {column_type(column.form, dialect)} NOT NULL,"
    meaning = _meaning(column)
    return f"{defined} -- {meaning}" if meaning and dialect is Dialect.SQLITE else defined


def _meaning(column: Column) -> str:
    return "; ".join(part for part in (column.solidity, column.meaning) if part)


def _quoted(identifier: str) -> str:
    return f'"{identifier}"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# --- values --------------------------------------------------------------------------------------------


def to_sql(column: Column, value: Any, dialect: Dialect) -> Any:
    """What is handed to the database for a value of a column."""
    if column.form is Form.ARRAY:
        shown = _to_json(value)
        return shown if dialect is Dialect.POSTGRES else json.dumps(shown, separators=(",", ":"), ensure_ascii=False)
    if dialect is Dialect.SQLITE and isinstance(value, int) and value > _LARGEST_INTEGER:
        return value.to_bytes(int(column.solidity.removeprefix("uint")) // 8, "big")
    return value


@cache
def columns_of(table: Table, form: Form) -> tuple[tuple[int, Column], ...]:
    """The columns of a form, each with its place."""
    return tuple((place, column) for place, column in enumerate(table.columns) if column.form is form)


def converted(row: Sequence[Any], columns: Sequence[tuple[int, Column]], dialect: Dialect) -> list[Any]:
    """A row with the values of some columns as they are handed to the database."""
    values = list(row)
    for place, column in columns:
        values[place] = to_sql(column, values[place], dialect)
    return values


def from_sql(abi_type: str, value: Any) -> Any:
    """The value of an ABI type that stands in a column, whichever database gave it.

    A column that somebody edited may hold anything; it then gives a value that `events.encode` refuses.
    """
    if isinstance(value, int):
        return {0: False, 1: True}.get(value, value) if abi_type == "bool" else value
    if abi_type.endswith("]") or abi_type.startswith("("):
        return _from_text(abi_type, value)
    if abi_type.startswith("uint") and isinstance(value, bytes):
        return int.from_bytes(value, "big")
    return value


def event_of_row(event: type[Event], values: Sequence[Any]) -> Event:
    """The event that the field columns of a row hold."""
    fields: list[Any] = list(values)
    for place, abi_type in _read_differently(event):
        fields[place] = from_sql(abi_type, fields[place])
    return event(*fields)


@cache
def _read_differently(event: type[Event]) -> tuple[tuple[int, str], ...]:
    """The fields, by place, whose values may stand in their column in another form: bool, wide uint, arrays."""
    forms = (Form.BOOLEAN, Form.WIDE, Form.COUNT, Form.ARRAY)
    columns = event_table(event).columns[POSITION_WIDTH:]
    return tuple((place, column.solidity) for place, column in enumerate(columns) if column.form in forms)


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return f"0x{value.hex()}" if isinstance(value, bytes) else value


def _from_text(abi_type: str, value: Any) -> Any:
    try:
        return _from_json(abi_type, json.loads(value) if isinstance(value, str) else value)
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


# --- documentation -------------------------------------------------------------------------------------


def describe() -> Iterator[str]:
    """The tables, views and their columns for people who ask with SQL, as lines of Markdown."""
    for table in SYSTEM_TABLES:
        yield from _described(table)
    for view in views():
        yield from _described(view)
    for event in EVENTS:
        yield from _described(event_table(event))


def _described(table: Table | View) -> Iterator[str]:
    yield from [f"### {table.name}", "", table.notice, ""]
    if isinstance(table, Table) and not table.columns[0].solidity and table.columns[0].name != "block_number":
        yield from [f"Key: {', '.join(table.key)}.", ""]
    yield from ["| column | SQLite | PostgreSQL | Solidity | meaning |", "| --- | --- | --- | --- | --- |"]
    for column in table.columns:
        sql = (column_type(column.form, dialect) for dialect in Dialect)
        yield f"| {' | '.join((column.name, *sql, column.solidity, column.meaning))} |"
    yield ""


# --- views ---------------------------------------------------------------------------------------------

_ACTOR = ("actor", "acting_organisation", "acting_role")


@cache
def views() -> tuple[View, ...]:
    """The views, in the order in which they are made."""
    return (_object_versions(), _events(), _trail())


def _object_versions() -> View:
    named = f"""SELECT k.contract, k.kind, {{}}, v.version, e.event, v.block_number, v.log_index
FROM "{{}}" AS v
JOIN "{OBJECT_KIND_NAMES.name}" AS k ON k.code = v.kind
JOIN "{EVENT_CODE_NAMES.name}" AS e ON e.code = v.event"""
    parts = (
        named.format("v.id AS id, CAST(NULL AS BYTEA) AS id_bytes", NUMBER_VERSIONS.name),
        named.format("CAST(NULL AS NUMERIC) AS id, v.id AS id_bytes", BYTES_VERSIONS.name),
    )
    return View(
        "object_versions",
        "Every version of every object, and the event that made it; an object has a number or bytes.",
        (
            _column("contract", Form.TEXT, "the contract that keeps the version"),
            _column("kind", Form.TEXT, "organisation, grant, bill …"),
            _column("id", Form.WIDE, "the object's number; NULL where it has bytes"),
            _column("id_bytes", Form.BYTES, "the address or hash by which it is known; NULL where it has a number"),
            _column("version", Form.INTEGER, "1, 2, 3 … without a gap"),
            _column("event", Form.TEXT, "the name of the event that made it"),
            _column("block_number", Form.INTEGER, "where that event stands"),
            _column("log_index", Form.INTEGER, "where that event stands"),
        ),
        "\nUNION ALL\n".join(parts),
    )


def _events() -> View:
    shared = ", ".join((*(column.name for column in _POSITION[:4]), *_ACTOR))
    selects = (
        f"SELECT {_literal(event.CONTRACT)} AS contract, {_literal(event.NAME)} AS event, {shared}\n"
        f'FROM "{table_name(event)}"'
        for event in EVENTS
    )
    return View(
        "events",
        "What all events have in common.",
        (
            _column("contract", Form.TEXT, "contract key, for instance access_grants"),
            _column("event", Form.TEXT, "the event's name; its fields stand in its own table"),
            *_POSITION[:4],
            _column("actor", Form.BYTES, "the account that acted, 20 bytes"),
            _column("acting_organisation", Form.WIDE, "for whom; 0: the founder, or a decision"),
            _column("acting_role", Form.INTEGER, "in which role"),
        ),
        "\nUNION ALL\n".join(selects),
    )


def _trail() -> View:
    columns = _events().columns
    return View(
        "trail",
        "Who did what, when, and where it stands: every event with its block, its organisation and its officer.",
        (
            *columns,
            _column("timestamp", Form.INTEGER, "seconds since 1970; the validators' word"),
            _column("block_hash", Form.BYTES, "32 bytes"),
            _column("public_code", Form.BYTES, "the organisation's, 18 characters; NULL for founder and decisions"),
            _column("officer", Form.WIDE, "the officer that the account serves; NULL for founder and decisions"),
        ),
        f"""SELECT {", ".join(f"e.{column.name}" for column in columns)}, b.timestamp, b.hash AS block_hash,
    o.public_code, a.officer
FROM events AS e
JOIN blocks AS b ON b.number = e.block_number
LEFT JOIN organisation_admitted AS o ON o.organisation = e.acting_organisation
LEFT JOIN (
    SELECT account, officer FROM officer_appointed UNION ALL SELECT account, officer FROM key_rotated
) AS a ON a.account = e.actor""",
    )

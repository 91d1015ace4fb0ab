"""Tables from event types: every value comes back as it went in, in its order."""

from __future__ import annotations

from typing import Any

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govledger.errors import MalformedData
from govledger.events import EVENTS, Event
from govledger.events.abi import encode_values
from govledger.index import schema
from govledger.index.schema import Column, Dialect, Form


@pytest.fixture
def tables() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    for statement in schema.statements(Dialect.SQLITE):
        connection.execute(statement)
    return connection


def column(abi_type: str) -> Column:
    return Column("cell", schema.form_of(abi_type), "", abi_type)


@given(st.lists(st.integers(0, 2**64 - 1), min_size=2, max_size=20))
def test_large_numbers_are_kept_whole_and_in_order(numbers: list[int]) -> None:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE TABLE t (value ANY NOT NULL) STRICT")
    stored = ((schema.to_sql(column("uint64"), number, Dialect.SQLITE),) for number in numbers)
    connection.executemany("INSERT INTO t VALUES (?)", stored)
    found = [schema.from_sql("uint64", value) for (value,) in connection.execute("SELECT value FROM t ORDER BY value")]
    assert found == sorted(numbers)


@pytest.mark.parametrize(
    ("abi_type", "value", "in_sqlite", "in_postgres"),
    [
        ("uint64", 2**63 - 1, 2**63 - 1, 2**63 - 1),
        ("uint64", 2**63, b"\x80" + bytes(7), 2**63),
        ("uint256", 2**255, b"\x80" + bytes(31), 2**255),
        ("uint8", 7, 7, 7),
        ("int64", -5, -5, -5),
        ("bool", True, 1, True),
        ("bool", False, 0, False),
        ("bytes18", b"A" * 18, b"A" * 18, b"A" * 18),
        ("string", "word", "word", "word"),
        ("uint64[]", (1, 2**60), "[1,1152921504606846976]", [1, 2**60]),
        (
            "(uint64,bytes2)[]",
            ((1, b"\xab\xcd"), (2, b"\0\0")),
            '[[1,"0xabcd"],[2,"0x0000"]]',
            [[1, "0xabcd"], [2, "0x0000"]],
        ),
        (
            "(address,(bool,string))",
            (b"\x11" * 20, (True, "é")),
            '["0x' + "11" * 20 + '",[true,"é"]]',
            ["0x" + "11" * 20, [True, "é"]],
        ),
    ],
)
def test_each_type_has_its_form_in_a_column(abi_type: str, value: Any, in_sqlite: Any, in_postgres: Any) -> None:
    for dialect, stored in ((Dialect.SQLITE, in_sqlite), (Dialect.POSTGRES, in_postgres)):
        assert schema.to_sql(column(abi_type), value, dialect) == stored
        assert schema.from_sql(abi_type, stored) == value
        assert type(schema.from_sql(abi_type, stored)) is type(value)


@pytest.mark.parametrize(
    ("abi_type", "in_sqlite", "in_postgres"),
    [
        *(("uint8", "INTEGER", "BIGINT"), ("uint56", "INTEGER", "BIGINT"), ("int64", "INTEGER", "BIGINT")),
        *(("uint64", "ANY", "NUMERIC(78)"), ("uint256", "ANY", "NUMERIC(78)"), ("bool", "INTEGER", "BOOLEAN")),
        *(("address", "BLOB", "BYTEA"), ("bytes32", "BLOB", "BYTEA"), ("bytes", "BLOB", "BYTEA")),
        *(("string", "TEXT", "TEXT"), ("uint64[]", "TEXT", "JSONB"), ("(uint64,bool)", "TEXT", "JSONB")),
    ],
)
def test_each_type_has_its_kind_of_column(abi_type: str, in_sqlite: str, in_postgres: str) -> None:
    form = schema.form_of(abi_type)
    assert schema.column_type(form, Dialect.SQLITE) == in_sqlite
    assert schema.column_type(form, Dialect.POSTGRES) == in_postgres


def test_the_version_of_an_object_is_a_count() -> None:
    assert schema.column_type(schema.form_of("uint64", counts=True), Dialect.POSTGRES) == "BIGINT"
    for event in EVENTS:
        forms = {one.name: one.form for one in schema.event_table(event).columns}
        for reference in event.OBJECTS:
            assert forms[reference.version_field] is Form.COUNT


def test_a_signed_number_that_would_lose_its_order_is_refused() -> None:
    with pytest.raises(MalformedData, match="wider than the index keeps"):
        schema.form_of("int128")


@pytest.mark.parametrize(
    ("abi_type", "stored"),
    [
        ("uint64[]", "no json"),
        ("uint64[]", '{"a":1}'),
        ("uint64[]", b"x"),
        ("(uint64,bool)", "[1]"),
        ("(uint64,bool)", "5"),
        ("bytes[]", '["0xzz"]'),
        ("bytes[]", "[5]"),
        ("bool", 2),
        ("bool", b"x"),
    ],
)
def test_an_edited_cell_is_read_as_something_that_is_not_encoded(abi_type: str, stored: Any) -> None:
    with pytest.raises(MalformedData):
        encode_values(("cell", abi_type, schema.from_sql(abi_type, stored)))


def test_every_column_is_documented() -> None:
    text = "\n".join(schema.describe())
    for event in EVENTS:
        assert f"### {schema.table_name(event)}" in text
        for one in schema.event_table(event).columns:
            types = " | ".join(schema.column_type(one.form, dialect) for dialect in Dialect)
            assert f"| {one.name} | {types} | {one.solidity} |" in text
    for table in (*schema.SYSTEM_TABLES, *schema.views()):
        assert f"### {table.name}\n" in text
        for one in table.columns:
            assert f"| {one.name} | " in text


def test_the_file_says_itself_what_its_columns_mean(tables: apsw.Connection) -> None:
    [(sql,)] = tables.execute("SELECT sql FROM sqlite_schema WHERE name = 'grant_issued'").fetchall()
    assert '"grant" ANY NOT NULL, -- uint64' in sql


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_an_event_s_row_is_read_by_its_columns(event: type[Event]) -> None:
    names = [one.name for one in schema.event_table(event).columns]
    assert names[schema.POSITION_WIDTH :] == [field.name for field in event.FIELDS]
    assert schema.rows_query(event).startswith('SELECT "block_number", "log_index", "transaction_index"')

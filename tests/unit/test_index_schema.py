"""Tables from event types: every value comes back as it went in, in its order."""

from __future__ import annotations

from typing import Any

import apsw
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govledger.errors import MalformedData
from govledger.events import EVENTS, Event
from govledger.index import schema
from tests.simulated_chain import sample


@pytest.fixture
def tables() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    for statement in schema.statements():
        connection.execute(statement)
    return connection


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_an_event_comes_back_from_its_table_as_it_was(tables: apsw.Connection, event: type[Event]) -> None:
    written = [sample(event, seed) for seed in range(1, 4)]
    position: list[schema.SqlValue] = [1, 0, 2, b"t" * 32, b"d" * 32]
    for log_index, value in enumerate(written):
        row = schema.sql_row(event, [1, log_index, *position[2:], *msgspec.structs.astuple(value)])
        tables.execute(schema.insert_statement(event), row)
    rows = list(tables.execute(schema.rows_query(event) + " ORDER BY block_number, log_index"))
    assert [row[: schema.POSITION_WIDTH] for row in rows] == [(1, i, *position[2:]) for i in range(3)]
    assert [schema.event_of_row(event, row[schema.POSITION_WIDTH :]) for row in rows] == written


@given(st.lists(st.integers(0, 2**64 - 1), min_size=2, max_size=20))
def test_large_numbers_are_kept_whole_and_in_order(numbers: list[int]) -> None:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE TABLE t (value ANY NOT NULL) STRICT")
    connection.executemany("INSERT INTO t VALUES (?)", ((schema.to_sql("uint64", number),) for number in numbers))
    found = [schema.from_sql("uint64", value) for (value,) in connection.execute("SELECT value FROM t ORDER BY value")]
    assert found == sorted(numbers)


@pytest.mark.parametrize(
    ("abi_type", "value", "stored"),
    [
        ("uint64", 2**63 - 1, 2**63 - 1),
        ("uint64", 2**63, b"\x80" + bytes(7)),
        ("uint256", 2**255, b"\x80" + bytes(31)),
        ("uint8", 7, 7),
        ("int64", -5, -5),
        ("bool", True, 1),
        ("bool", False, 0),
        ("bytes18", b"A" * 18, b"A" * 18),
        ("string", "word", "word"),
        ("uint64[]", (1, 2**60), "[1,1152921504606846976]"),
        ("(uint64,bytes2)[]", ((1, b"\xab\xcd"), (2, b"\0\0")), '[[1,"0xabcd"],[2,"0x0000"]]'),
        ("(address,(bool,string))", (b"\x11" * 20, (True, "é")), '["0x' + "11" * 20 + '",[true,"é"]]'),
    ],
)
def test_each_type_has_its_form_in_a_column(abi_type: str, value: Any, stored: schema.SqlValue) -> None:
    assert schema.to_sql(abi_type, value) == stored
    assert schema.from_sql(abi_type, stored) == value


@pytest.mark.parametrize(
    ("abi_type", "column"),
    [
        *(("uint8", "INTEGER"), ("uint56", "INTEGER"), ("uint64", "ANY"), ("uint256", "ANY"), ("int64", "INTEGER")),
        *(("bool", "INTEGER"), ("address", "BLOB"), ("bytes32", "BLOB"), ("bytes", "BLOB"), ("string", "TEXT")),
        *(("uint64[]", "TEXT"), ("(uint64,bool)", "TEXT")),
    ],
)
def test_each_type_has_its_kind_of_column(abi_type: str, column: str) -> None:
    assert schema.column_type(abi_type) == column


def test_a_signed_number_that_would_lose_its_order_is_refused() -> None:
    with pytest.raises(MalformedData, match="wider than the index keeps"):
        schema.column_type("int128")


@pytest.mark.parametrize(
    ("abi_type", "stored"),
    [
        ("uint64[]", "no json"),
        ("uint64[]", '{"a":1}'),
        ("(uint64,bool)", "[1]"),
        ("(uint64,bool)", "5"),
        ("bytes[]", '["0xzz"]'),
        ("bytes[]", "[5]"),
        ("bool", 2),
        ("bool", b"x"),
    ],
)
def test_an_edited_cell_is_read_as_something_that_is_not_encoded(abi_type: str, stored: schema.SqlValue) -> None:
    from govledger.events.abi import encode_values

    with pytest.raises(MalformedData):
        encode_values(("cell", abi_type, schema.from_sql(abi_type, stored)))


def test_every_column_is_documented() -> None:
    text = "\n".join(schema.describe())
    for event in EVENTS:
        assert f"### {schema.table_name(event)}" in text
        for field in event.FIELDS:
            assert f"| {field.name} | {schema.column_type(field.type)} | {field.type} |" in text
    for table in ("meta", "cursor", "blocks", "heads", "object_versions"):
        assert f"CREATE TABLE {table} (" in text


def test_the_file_says_itself_what_its_columns_mean(tables: apsw.Connection) -> None:
    [(sql,)] = tables.execute("SELECT sql FROM sqlite_schema WHERE name = 'grant_issued'").fetchall()
    assert '"grant" ANY NOT NULL, -- uint64' in sql

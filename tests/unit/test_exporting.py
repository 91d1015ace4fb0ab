"""Tables as files: every value comes out as the chain has it, whichever database and form."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from govledger import events
from govledger.cli import main
from govledger.errors import ExporterMissing, ExportFailed, InputError
from govledger.exporting import files
from govledger.exporting.files import export
from govledger.exporting.tables import Exported, Format, Kind, exported, kind_of
from govledger.index import Store, open_store, schema, sync
from tests.simulated_chain import SimulatedChain, sample, word
from tests.store_places import StorePlace

ROOT = Path(__file__).resolve().parents[2]
LARGE = {"grant": 2**64 - 1, "grant_version": 1, "nonce": 2**256 - 1, "fields": 2**255}
CODE = b'HOSPITAL,"0000001"'


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantIssued, grant=1, grant_version=1), sample(events.GrantIssued, seed=2, **LARGE)])
    chain.seal([sample(events.ContractListed, listing=word("listing")[:20], listing_version=1)])
    chain.seal([sample(events.ResourceRegistered, seed=7), sample(events.GuardianStopped, seed=3)])
    chain.seal([sample(events.OrganisationAdmitted, organisation=1, public_code=CODE, voting=True)])
    chain.seal([sample(events.DecisionExecuted, acting_organisation=1, call=b"")])
    return chain


@pytest.fixture
def store(chain: SimulatedChain, place: StorePlace) -> Iterator[Store]:
    with open_store(place.url, chain.deployment()) as store:
        sync(chain, store)
        yield store


def expected(store: Store, table: Exported) -> list[tuple[Any, ...]]:
    """The rows of a table, with the values of Solidity, as the store itself gives them."""
    source = schema.tables().get(table.name) or next(view for view in schema.views() if view.name == table.name)
    types = [one.solidity or ("uint64" if one.form is schema.Form.WIDE else "") for one in source.columns]
    return [tuple(map(schema.from_sql, types, row)) for row in store.rows(schema.select_query(source))]


def in_parquet(column: schema.Column, value: Any) -> Any:
    if kind_of(column) is Kind.LARGE:
        return int(value)
    if kind_of(column) is Kind.ARRAY:
        return tuple(json.loads(value))
    return value


def in_csv(column: schema.Column, value: str) -> Any:
    kind = kind_of(column)
    if value == "" and kind is not Kind.TEXT:
        return None
    if kind in (Kind.INTEGER, Kind.UNSIGNED, Kind.LARGE):
        return int(value)
    if kind is Kind.BOOLEAN:
        return {"true": True, "false": False}[value]
    if kind is Kind.BYTES:
        return bytes.fromhex(value.removeprefix("0x"))
    return tuple(json.loads(value)) if kind is Kind.ARRAY else value


def in_json(column: schema.Column, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return bytes.fromhex(value[2:]) if kind_of(column) is Kind.BYTES and value is not None else value


def read(table: Exported, path: Path, form: Format) -> list[tuple[Any, ...]]:
    """The rows of a file, with the values of Solidity."""
    names = [column.name for column in table.columns]
    if form is Format.PARQUET:
        found = pyarrow.parquet.read_table(path).to_pylist()
        convert = in_parquet
    elif form is Format.CSV:
        with open(path, encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        convert = in_csv
    else:
        found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        convert = in_json
    assert all(list(row) == names for row in found)
    return [tuple(convert(column, row[column.name]) for column in table.columns) for row in found]


@pytest.mark.parametrize("form", Format)
def test_every_table_comes_out_as_it_is(store: Store, tmp_path: Path, form: Format) -> None:
    written = list(export(store, tmp_path, form=form))
    assert [file.table for file in written] == list(exported())
    for file in written:
        table = exported()[file.table]
        rows = expected(store, table)
        assert (file.path, file.rows) == (tmp_path / f"{table.name}.{form}", len(rows))
        assert sorted(read(table, file.path, form), key=repr) == sorted(rows, key=repr), table.name
    assert sum(file.rows for file in written if file.table == "events") == 7
    assert not list(tmp_path.glob("*.unfinished"))


def test_rows_are_in_the_order_of_the_chain(store: Store, tmp_path: Path) -> None:
    [file] = export(store, tmp_path, tables=["events"])
    places = [(row["block_number"], row["log_index"]) for row in pyarrow.parquet.read_table(file.path).to_pylist()]
    assert places == sorted(places) and len(places) == 7


@pytest.mark.parametrize(
    ("blocks", "numbers"),
    [
        ({"from_block": 2, "until_block": 3}, [2, 3]),
        ({"from_block": 4}, [4, 5]),
        ({"until_block": 1}, [1]),
        ({"from_block": 5, "until_block": 99}, [5]),
        ({"from_block": 99}, []),
    ],
)
def test_a_range_of_blocks_has_both_its_ends(
    store: Store, tmp_path: Path, blocks: dict[str, int], numbers: list[int]
) -> None:
    blocks_file, events_file = export(store, tmp_path, tables=["blocks", "events"], **blocks)  # type: ignore[arg-type]
    assert pyarrow.parquet.read_table(blocks_file.path)["number"].to_pylist() == numbers
    assert set(pyarrow.parquet.read_table(events_file.path)["block_number"].to_pylist()) == set(numbers)


def test_a_range_the_wrong_way_round_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="block 3 comes behind block 2; give the earlier one first"):
        list(export(store, tmp_path, from_block=3, until_block=2))


def test_a_table_that_is_not_there_is_refused_before_anything_is_written(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no table 'bills' to take out; docs/index_tables.md lists them"):
        list(export(store, tmp_path / "out", tables=["blocks", "bills"]))
    assert not (tmp_path / "out").exists()


def test_all_tables_are_of_one_moment(chain: SimulatedChain, store: Store, tmp_path: Path) -> None:
    writing = export(store, tmp_path, tables=["blocks", "events"])
    assert next(writing).rows == 5
    chain.seal([sample(events.DecisionExecuted, proposal=9)])
    sync(chain, store)
    assert next(writing).rows == 7


def test_a_parquet_file_says_what_it_is_of(chain: SimulatedChain, store: Store, tmp_path: Path) -> None:
    [file] = export(store, tmp_path, tables=["blocks"], from_block=2)
    metadata = pyarrow.parquet.read_schema(file.path).metadata
    assert metadata[b"govledger.deployment"] == b"0x" + chain.deployment().digest.hex().encode()
    assert (metadata[b"govledger.chain_id"], metadata[b"govledger.blocks"]) == (b"7", b"2 to 5")


def test_memory_does_not_grow_with_the_rows(chain: SimulatedChain, tmp_path: Path) -> None:
    peaks = []
    with open_store(":memory:", chain.deployment()) as store:
        for size in (1_000, 8_000):
            while len(chain.blocks) <= size:
                chain.seal()
            sync(chain, store)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(files, "ROWS_AT_ONCE", 100)
                tracemalloc.start()
                [file] = export(store, tmp_path, tables=["blocks"], form=Format.JSONL)
                peaks.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
            assert file.rows == size
    assert peaks[1] < 1.5 * peaks[0] + 100_000


# --- what can go wrong ---------------------------------------------------------------------------------


def test_a_full_disk_is_one_line_and_leaves_the_file_of_before(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [before] = export(store, tmp_path, tables=["blocks"], form=Format.JSONL, until_block=2)
    held = before.path.read_bytes()

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    message = f"^{before.path} cannot be written: No space left on device; make room, or give another folder$"
    with pytest.raises(ExportFailed, match=message):
        list(export(store, tmp_path, tables=["blocks"], form=Format.JSONL))
    assert before.path.read_bytes() == held
    assert [path.name for path in tmp_path.glob("blocks*")] == ["blocks.jsonl"]


def test_a_folder_that_is_a_file_is_one_line(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(ExportFailed, match=r"out/blocks\.parquet cannot be written"):
        list(export(store, tmp_path / "out", tables=["blocks"]))


def test_without_the_package_the_error_says_what_to_install(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "govledger.exporting.arrow", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExporterMissing, match=r"pyarrow.*pip install 'govledger\[export\]'; JSON lines need nothing"):
        list(export(store, tmp_path))
    assert len(list(export(store, tmp_path, tables=["blocks"], form=Format.JSONL))) == 1


# --- the command and the examples ----------------------------------------------------------------------


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["export", *arguments])


def test_the_command_prints_each_table_with_its_rows_and_file(store: Store, place: StorePlace, tmp_path: Path) -> None:
    options = ("--store", place.url, "--out", str(tmp_path / "out"), "--table", "blocks", "--table", "grant_issued")
    result = run(*options, "--format", "csv", "--from-block", "1", "--until-block", "2")
    assert result.exit_code == 0, result.output
    assert result.output == (
        f"blocks  2 rows  {tmp_path}/out/blocks.csv\ngrant_issued  2 rows  {tmp_path}/out/grant_issued.csv\n"
    )


def test_the_command_says_what_is_wrong_in_one_line(tmp_path: Path) -> None:
    result = run("--store", str(tmp_path / "none.sqlite"), "--out", str(tmp_path))
    assert result.exit_code == 1
    assert result.output == f"Error: there is no index at {tmp_path}/none.sqlite; make it with govledger index\n"
    result = run("--store", "mysql://u:secret@h/d", "--out", str(tmp_path))
    assert result.exit_code == 2 and "a store of kind 'mysql' is not known" in result.output
    assert "secret" not in result.output


QUERIES = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "exporting.md").read_text("utf-8"), re.DOTALL)


def test_the_examples_for_duckdb_run_and_answer(
    place: StorePlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = SimulatedChain()
    chain.seal([sample(events.RequestFiled, request=1, owner=4), sample(events.RequestFiled, request=2, owner=4)])
    chain.seal([sample(events.RequestServed, request=1, owner=4)])
    paid = {"bill": 7, "acting_organisation": 2, "reservation": 5}
    chain.seal([sample(events.SettlementMade, **paid, amount_fen=12_345)])
    reversal = sample(events.SettlementReversed, **paid, amount_fen=345)
    chain.seal([reversal, reversal])
    with open_store(place.url, chain.deployment()) as store:
        sync(chain, store)
        list(export(store, tmp_path / "town"))
    monkeypatch.chdir(tmp_path)
    settled, served = (duckdb.sql(query).fetchall() for query in QUERIES)
    assert settled == [("2023-11", 2, 123.45, 6.9)]
    assert served == [(4, 2, 1, 5.0)]

"""The trail as text, and the two commands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from click.testing import CliRunner, Result

from govledger import events
from govledger.audit.entry import TrailFilter, utc
from govledger.audit.output import CSV_COLUMNS, FORMATS, csv_lines, json_lines, table_lines
from govledger.audit.trail import TrailEntry, trail, trail_lines
from govledger.cli import main
from govledger.deployer.folder import folder_of
from govledger.index import open_store, read_store, sync
from govledger.model import Role
from tests.simulated_chain import GENESIS_TIME, SimulatedChain, sample, word
from tests.store_places import StorePlace

ALICE = word("alice")[:20]
CODE = b'HOSPITAL,"0000001"'


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chain = SimulatedChain()
    acting = {"actor": ALICE, "acting_organisation": 1}
    chain.seal([sample(events.OrganisationAdmitted, organisation=1, public_code=CODE, acting_organisation=0)])
    chain.seal([sample(events.OfficerAppointed, officer=11, account=ALICE, unit=2, acting_organisation=0)])
    chain.seal(
        [
            sample(
                events.RequestFiled,
                **acting,
                **{"acting_role": Role.REQUESTER, "request": 2**50, "request_version": 1, "grant": 5, "resource": 3},
                **{"record": 0, "purpose": 7, "legal_basis": word("law"), "case_tag": word("case"), "site": 31},
                **{"system": 41, "mode": 1},
            )
        ]
    )
    chain.seal([sample(events.GrantRevoked, **acting, acting_role=Role.GRANTOR, grant=5, grant_version=1, reason=2)])
    bill = {"bill": 12345678 * 10**10 + 3, "bill_version": 1}
    chain.seal([sample(events.BillIssued, **acting, acting_role=Role.ISSUER, **bill)])
    path = tmp_path_factory.mktemp("output") / "index.db"
    with open_store(path, chain.deployment()) as store:
        sync(chain, store)
    return path


@pytest.fixture
def entries(path: Path) -> Iterator[list[TrailEntry]]:
    with read_store(path) as store:
        yield list(trail(store))


def test_json_lines_hold_one_entry_each_with_numbers_whole(entries: list[TrailEntry]) -> None:
    lines = list(json_lines(entries))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    found = [json.loads(line) for line in lines]
    assert [list(item) for item in found] == [list(CSV_COLUMNS)] * 5
    filed = found[2]
    assert filed["time"] == utc(GENESIS_TIME + 15)
    assert (filed["organisation"], filed["organisation_code"], filed["officer"]) == (1, CODE.decode(), 11)
    assert (filed["role"], filed["unit"], filed["actor"]) == ("REQUESTER", 2, "0x" + ALICE.hex())
    assert filed["objects"][0] == {"kind": "request", "id": 2**50, "version": 1}
    assert (filed["purpose"], filed["case_tag"], filed["site"]) == (7, "0x" + word("case").hex(), 31)
    assert filed["details"]["mode"] == "VERIFY"
    assert filed["transaction_hash"] == "0x" + entries[2].at.transaction_hash.hex()
    assert found[4]["objects"][0]["id"] == 12345678 * 10**10 + 3


def _new_id(abi_type: str, *seed: int) -> int | bytes:
    length = {"address": 20, "bytes32": 32}.get(abi_type)
    return word("id", seed)[:length] if length else 1_000 + 10 * seed[0] + seed[1]


def test_lines_straight_from_rows_are_those_of_the_entries(place: StorePlace) -> None:
    chain = SimulatedChain()
    for seed, event in enumerate(events.EVENTS):
        kinds = {one.name: one.type for one in event.FIELDS}
        first = {reference.version_field: 1 for reference in event.OBJECTS}
        ids = {one.id_field: _new_id(kinds[one.id_field], seed, at) for at, one in enumerate(event.OBJECTS)}
        chain.seal([sample(event, seed), sample(event, seed + 7, **first, **ids)], [sample(event, 0)])
    large = {"grant": 2**64 - 1, "grant_version": 1, "nonce": 2**256 - 1, "fields": 2**255}
    chain.seal([sample(events.GrantIssued, seed=2, **large)])
    admitted = sample(events.OrganisationAdmitted, organisation=5, public_code=CODE)
    sealed = sample(events.RequestSealed, request=5, disclose_at=GENESIS_TIME + 10**6)
    chain.seal([admitted, sealed, sample(events.RequestFiled, request=5, acting_organisation=5)])
    with open_store(place.url, chain.deployment()) as store:
        sync(chain, store)
        lines = list(trail_lines(store))
        assert lines == list(json_lines(trail(store)))
        assert len(lines) == 3 * len(events.EVENTS) + 4
        wanted = TrailFilter(for_subject_at=GENESIS_TIME)
        assert list(trail_lines(store, wanted)) == list(json_lines(trail(store, wanted)))
        assert len(list(trail_lines(store, wanted))) < len(lines)


def test_what_was_forgotten_is_read_again(place: StorePlace, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("trail", "lines"):
        monkeypatch.setattr(f"govledger.audit.{module}.REMEMBERED", 2)
    chain = SimulatedChain()
    requests = range(1, 6)
    for request in requests:
        terms = {"request": request, "request_version": 1, "purpose": 10 + request, "site": request}
        chain.seal([sample(events.RequestFiled, **terms, actor=word("actor", request)[:20])])
    for request in requests:
        chain.seal([sample(events.RequestApproved, request=request, request_version=2)])
    with open_store(place.url, chain.deployment()) as store:
        sync(chain, store)
        lines = list(trail_lines(store))
        assert lines == list(json_lines(trail(store)))
    found = [json.loads(line) for line in lines]
    assert [(one["purpose"], one["site"]) for one in found] == 2 * [(10 + request, request) for request in requests]
    assert [one["actor"] for one in found[:5]] == ["0x" + word("actor", request)[:20].hex() for request in requests]


def test_what_somebody_wrote_into_a_number_s_cell_is_shown(tmp_path: Path) -> None:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantIssued, grant=1, grant_version=1)])
    path = tmp_path / "index.sqlite"
    with open_store(path, chain.deployment()) as store:
        sync(chain, store)
        apsw.Connection(str(path)).execute("UPDATE grant_issued SET resource = 'seven %d @'")
        [line] = trail_lines(store)
        assert [line] == list(json_lines(trail(store)))
        assert {"kind": "resource", "id": "seven %d @", "version": None} in json.loads(line)["objects"]


def test_csv_is_rfc_4180(entries: list[TrailEntry]) -> None:
    text = "".join(csv_lines(entries))
    assert text.count("\r\n") == 6 and "\n" not in text.replace("\r\n", "")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 5 and list(rows[0]) == list(CSV_COLUMNS)
    assert rows[2]["organisation_code"] == CODE.decode(), "commas and quotes survive"
    assert rows[2]["objects"] == f"request {2**50} v1; grant 5; resource 3"
    assert json.loads(rows[2]["details"])["mode"] == "VERIFY"
    assert rows[0]["officer"] == "" and rows[0]["purpose"] == ""


def test_a_table_shows_who_did_what_to_what_why_where_and_the_evidence(entries: list[TrailEntry]) -> None:
    header, rule, *lines = list(table_lines(entries))
    assert header.split() == ["time", "who", "did", "to", "why", "where", "evidence"]
    assert set(rule.strip()) == {"-", " "}
    assert lines[2].startswith(f"{utc(GENESIS_TIME + 15)}  {CODE.decode()} REQUESTER 11")
    for part in ("RequestFiled", f"request {2**50} v1", "purpose 7 case ", "unit 2 site 31 system 41", "block 3 tx 0x"):
        assert part in lines[2]
    assert "GrantRevoked (LEGAL_ORDER)" in lines[3]
    assert "0x" in lines[0], "who is no officer is shown by the account"


def test_a_time_that_no_calendar_has_is_a_number() -> None:
    assert utc(1_795_367_380) == "2026-11-22T17:09:40Z"
    assert utc(2**60) == str(2**60)


def test_every_format_takes_entries_one_at_a_time(entries: list[TrailEntry]) -> None:
    for write in FORMATS.values():
        lines = write(entry for entry in entries)
        assert next(lines)
        lines.close()  # type: ignore[attr-defined]


# --- govledger trail -----------------------------------------------------------------------------------


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["trail", "--store", str(path), *arguments])


def events_of(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [json.loads(line)["event"] for line in result.stdout.splitlines()]


def test_trail_prints_a_table_by_itself(path: Path) -> None:
    result = run(path)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 7


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--grant", "5"], ["RequestFiled", "GrantRevoked"]),
        (["--request", str(2**50)], ["RequestFiled"]),
        (["--resource", "3", "--kind", "request"], ["RequestFiled"]),
        (["--record", "4"], []),
        (["--bill", "12345678-0000000003"], ["BillIssued"]),
        (["--bill", "12345678-3"], ["BillIssued"]),
        (["--bill", str(12345678 * 10**10 + 3)], ["BillIssued"]),
        (["--organisation", "1", "--kind", "grant"], ["GrantRevoked"]),
        (["--organisation", CODE.decode(), "--kind", "bill"], ["BillIssued"]),
        (["--from", utc(GENESIS_TIME + 20)], ["GrantRevoked", "BillIssued"]),
        (["--until", str(GENESIS_TIME + 10)], ["OrganisationAdmitted"]),
        (["--from", "2023-01-01", "--until", "2023-01-02"], []),
        (["--from", "2023-11-14T22:13:40"], ["GrantRevoked", "BillIssued"]),
    ],
)
def test_trail_filters(path: Path, arguments: list[str], expected: list[str]) -> None:
    assert events_of(run(path, "--format", "jsonl", *arguments)) == expected


def test_trail_prints_csv_with_its_line_ends(path: Path) -> None:
    result = run(path, "--format", "csv")
    assert result.stdout_bytes.count(b"\r\n") == 6


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--bill", "1234-5"], "is no bill"),
        (["--bill", "abc"], "is no bill"),
        (["--from", "yesterday"], "is no time"),
        (["--kind", "bils"], "there is no kind 'bils'"),
        (["--organisation", "NOBODY"], "has the public code 'NOBODY'"),
        (["--grant", "-1"], "no number from 0"),
    ],
)
def test_trail_says_what_is_wrong_in_one_line(path: Path, arguments: list[str], message: str) -> None:
    result = run(path, *arguments)
    assert result.exit_code != 0
    assert message in result.output
    assert result.output.splitlines()[-1].startswith("Error: ")


def test_trail_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    result = run(tmp_path / "none.db")
    assert result.exit_code == 1
    assert result.output == f"Error: there is no index at {tmp_path}/none.db; make it with govledger index\n"


def test_a_deployment_is_a_name_or_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert folder_of("demo") == Path("deployments/demo")
    assert folder_of("somewhere/demo") == Path("somewhere/demo")
    Path("demo").mkdir()
    assert folder_of("demo") == Path("demo")

"""An edit by whoever runs the database is found, with the row, in both databases."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from govledger import events
from govledger.audit.edits import Finding, check
from govledger.cli import main
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine
from govledger.events.chain import log_digest
from govledger.index import open_store, read_store, schema, sync
from govledger.index.head_proofs import HeadProofs
from govledger.index.model import Attempt, Batch, BlockHeader, Outcome, ReasonSource, Trust
from govledger.privacy.keccak import keccak256
from govledger.rlp import rlp_encode
from tests.sealed_nodes import recorded_clique
from tests.simulated_chain import ADDRESSES, SimulatedChain, sample, word
from tests.store_places import FilePlace, StorePlace, file_place, server_place
from tests.unit.test_index_attempts import REFUSED, REVOKE, UNKNOWN, Told

LAST = 19


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> StorePlace:
    """An index of 19 blocks with attempts and proofs."""
    folder = tmp_path_factory.mktemp("original")
    place = file_place(folder) if request.param == "sqlite" else server_place(request.getfixturevalue("postgres"))
    chain = SimulatedChain()
    for number in range(1, 7):
        chain.seal(
            [
                sample(events.GrantIssued, number, grant=number, grant_version=1, max_uses=3),
                sample(events.GrantIssued, number, grant=number + 100, grant_version=1),
                sample(events.BillIssued, number, bill=2**63 + number, bill_version=1),
            ]
        )
        chain.seal([sample(events.GrantRevoked, number, grant=number, grant_version=2)])
        chain.seal([sample(events.ContractClosed, listing=bytes([number]) * 20, listing_version=1)])
    chain.seal(REVOKE, UNKNOWN)
    with open_store(place.url, chain.deployment(), Trust.RECEIPTS) as store:
        sync(chain, store, until=LAST - 1, blocks_per_batch=4)
        assert HeadProofs(chain, chain, store, 1, print).take()
        sync(chain, store, reasons=Told(Outcome(REFUSED, "", ReasonSource.TRACE)))
    return place


@pytest.fixture
def edited(original: StorePlace, request: pytest.FixtureRequest, tmp_path: Path) -> StorePlace:
    """A copy of it, for a test to edit."""
    if isinstance(original, FilePlace):
        place = file_place(tmp_path)
        shutil.copy(original.url, place.url)
        return place
    return server_place(request.getfixturevalue("postgres"), copied=original)


def findings(place: StorePlace) -> list[Finding]:
    with read_store(place.url) as store:
        return list(check(store))


def test_an_index_that_nobody_edited_has_no_findings(edited: StorePlace) -> None:
    assert findings(edited) == []


def test_an_empty_index_has_no_findings(place: StorePlace) -> None:
    with open_store(place.url, SimulatedChain().deployment()) as store:
        assert list(check(store)) == []


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ('UPDATE grant_issued SET max_uses = 4 WHERE "grant" = 3', "do not give the digest"),
        ('UPDATE grant_issued SET max_uses = 4294967296 WHERE "grant" = 3', "which is no uint32"),
        ('UPDATE grant_issued SET max_uses = -1 WHERE "grant" = 3', "which is no uint32"),
        ("UPDATE grant_issued SET actor = x'00' WHERE \"grant\" = 3", "which is no address"),
    ],
)
def test_an_edited_row_is_found_and_named(edited: StorePlace, statement: str, rule: str) -> None:
    edited.execute(statement)
    [finding] = findings(edited)
    assert (finding.table, finding.block_number, finding.log_index) == ("grant_issued", 7, 0)
    assert rule in finding.rule
    assert str(finding).startswith("grant_issued, block 7, log 0: the row was edited")


@pytest.mark.parametrize("value", ["'x'", "1.5"])
def test_a_value_that_only_sqlite_takes_is_found(edited: StorePlace, value: str) -> None:
    if isinstance(edited, FilePlace):
        edited.execute(f'UPDATE grant_issued SET "fields" = {value} WHERE "grant" = 3')
    else:
        edited.execute('UPDATE grant_issued SET "fields" = -1 WHERE "grant" = 3')
    [finding] = findings(edited)
    assert (finding.table, finding.block_number, finding.log_index) == ("grant_issued", 7, 0)
    assert "which is no uint256" in finding.rule


def test_an_edited_id_is_found_with_its_version_too(edited: StorePlace) -> None:
    edited.execute('UPDATE grant_issued SET "grant" = 77 WHERE "grant" = 3')
    found = findings(edited)
    assert [(one.table, one.block_number, one.log_index) for one in found] == [
        *(("grant_issued", 7, 0), ("grant_issued", 7, 0)),
        ("number_versions", 7, 0),
    ]
    assert "digest" in found[0].rule
    assert found[1].rule == "makes version 1 of grant 77, which number_versions lacks"
    assert found[2].rule == "no event there makes version 1 of grant 3"
    edited.execute("UPDATE contract_closed SET listing = x'" + "ff" * 20 + "' WHERE block_number = 3")
    assert any(f"listing 0x{'ff' * 20}" in finding.rule for finding in findings(edited))


def test_a_row_edited_together_with_its_digest_departs_from_the_running_hash(edited: StorePlace) -> None:
    with read_store(edited.url) as store:
        [row] = store.rows(f'{schema.rows_query(events.GrantIssued)} WHERE "grant" = 3')
    forged = schema.event_of_row(events.GrantIssued, row[schema.POSITION_WIDTH :])
    forged = type(forged)(*[9 if n == "max_uses" else getattr(forged, n) for n in forged.__struct_fields__])
    digest = log_digest(*events.encode(forged))
    edited.execute('UPDATE grant_issued SET max_uses = 9, digest = ? WHERE "grant" = 3', (digest,))
    [finding] = findings(edited)
    assert str(finding) == (
        "heads, block 7: up to here the events of access_grants do not give its running hash: "
        "a row or a time was edited"
    )


@dataclass(frozen=True)
class Edit:
    """What somebody does to the database, and the place that is named."""

    statement: str
    table: str
    block: int
    log_index: int | None = None
    rule: str = ""


EDITS = [
    Edit("DELETE FROM grant_revoked WHERE block_number = 8", "number_versions", 8, 0, "no event there makes version 2"),
    Edit("DELETE FROM grant_revoked WHERE block_number = 8", "heads", 10),
    Edit("DELETE FROM grant_issued WHERE block_number = 7 AND log_index = 1", "heads", 7),
    Edit("UPDATE grant_issued SET log_index = 9 WHERE block_number = 7 AND log_index = 0", "heads", 7),
    Edit(
        "UPDATE grant_issued SET transaction_index = 4 WHERE block_number = 7 AND log_index = 0", "grant_issued", 7, 1
    ),
    Edit(
        "UPDATE grant_issued SET transaction_hash = x'00' WHERE block_number = 7 AND log_index = 0",
        "grant_issued",
        7,
        1,
    ),
    Edit("UPDATE blocks SET timestamp = timestamp + 1 WHERE number = 7", "heads", 7),
    Edit("UPDATE blocks SET timestamp = -1 WHERE number = 7", "grant_issued", 7, 0, "missing or without a time"),
    Edit("DELETE FROM blocks WHERE number = 7", "blocks", 7),
    Edit("DELETE FROM blocks WHERE number = 7", "bill_issued", 7, 2, "which should hold it, is missing"),
    Edit("DELETE FROM blocks WHERE number = 19", "blocks", 19),
    Edit("DELETE FROM blocks WHERE number = 19", "attempts", 19, 0, "no such block"),
    Edit("UPDATE blocks SET hash = x'00' WHERE number = 7", "blocks", 8),
    Edit("INSERT INTO blocks VALUES (20, x'00', x'00', 1)", "blocks", 20, None, "was added"),
    Edit("UPDATE cursor SET verified_block = 99", "cursor", 99),
    Edit("DELETE FROM heads WHERE contract = 'access_grants' AND block_number = 7", "heads", 7),
    Edit("UPDATE heads SET head = x'00' WHERE contract = 'access_grants' AND block_number = 7", "heads", 7),
    Edit("UPDATE heads SET events = 0 WHERE contract = 'access_grants' AND block_number = 7", "heads", 7),
    Edit("INSERT INTO heads VALUES ('access_grants', 99, x'00', 1)", "heads", 99, None, "and no event"),
    Edit("INSERT INTO heads VALUES ('another', 9, x'00', 1)", "heads", 9, None, "no contract 'another'"),
    Edit("INSERT INTO number_versions VALUES (2, 999, 1, 3, 1, 0)", "number_versions", 1, 0, "version 1 of grant 999"),
    Edit("INSERT INTO number_versions VALUES (2, 3, 3, 3, 7, 0)", "number_versions", 7, 0, "version 3 of grant 3"),
    Edit("INSERT INTO number_versions VALUES (4, 3, 3, 3, 7, 0)", "number_versions", 7, 0, "version 3 of bill 3"),
    Edit("INSERT INTO number_versions VALUES (99, 3, 3, 3, 7, 0)", "number_versions", 7, 0, "no kind (99)"),
    Edit("INSERT INTO bytes_versions VALUES (9, x'0a', 1, 999, 7, 0)", "bytes_versions", 7, 0, "of listing 0x0a"),
    Edit(
        "DELETE FROM number_versions WHERE id = 3 AND version = 2", "grant_revoked", 8, 0, "which number_versions lacks"
    ),
    Edit(
        "DELETE FROM number_versions WHERE id = 3 AND version = 1", "number_versions", 8, 0, "version 1 has to follow"
    ),
    Edit("UPDATE number_versions SET event = 1 WHERE id = 3 AND version = 2", "grant_revoked", 8, 0),
    Edit("UPDATE number_versions SET log_index = 5 WHERE id = 3 AND version = 2", "grant_revoked", 8, 0),
    Edit("DELETE FROM bytes_versions WHERE block_number = 9", "contract_closed", 9, 0, "which bytes_versions lacks"),
    Edit("UPDATE attempts SET transaction_hash = x'00' WHERE transaction_index = 0", "attempts", 19, 0, "its hash"),
    Edit("UPDATE attempts SET sender = x'00' WHERE transaction_index = 1", "attempts", 19, 1, "did not sign"),
    Edit(
        "UPDATE attempts SET contract = 'decisions' WHERE transaction_index = 0", "attempts", 19, 0, "another contract"
    ),
    Edit("UPDATE attempts SET contract = 'nothing' WHERE transaction_index = 0", "attempts", 19, 0, "another contract"),
    Edit(
        "UPDATE attempts SET function = 'issueGrant' WHERE transaction_index = 0", "attempts", 19, 0, "another function"
    ),
    Edit("UPDATE attempts SET signed = x'c0' WHERE transaction_index = 0", "attempts", 19, 0, "is not a list of 9"),
    Edit("UPDATE attempts SET refusal = 'GrantUnknown' WHERE transaction_index = 0", "attempts", 19, 0, "its refusal"),
    Edit("UPDATE attempts SET revert_data = x'00' WHERE transaction_index = 0", "attempts", 19, 0, "its refusal"),
    Edit("UPDATE attempts SET reason_source = 'me' WHERE transaction_index = 0", "attempts", 19, 0, "its refusal"),
    Edit("UPDATE proof_headers SET header = x'c0'", "proof_headers", 18),
    Edit("UPDATE blocks SET hash = x'00' WHERE number = 18", "proof_headers", 18, None, "is not that of the block"),
    Edit("DELETE FROM proof_headers", "head_proofs", 18, None, "the running hash of access_grants"),
    Edit("UPDATE head_proofs SET storage_proof = x'c0' WHERE contract = 'consortium'", "head_proofs", 18),
    Edit("UPDATE head_proofs SET account_proof = x'c1c0' WHERE contract = 'consortium'", "head_proofs", 18),
    Edit("UPDATE head_proofs SET account_proof = x'c101ff' WHERE contract = 'consortium'", "head_proofs", 18),
    Edit(
        "UPDATE head_proofs SET contract = 'nothing' WHERE contract = 'consortium'", "head_proofs", 18, None, "nothing"
    ),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit.statement} {edit.table}")
def test_every_edit_is_found_where_it_shows(edited: StorePlace, edit: Edit) -> None:
    edited.execute(edit.statement)
    found = [one for one in findings(edited) if edit.rule in one.rule]
    assert (edit.table, edit.block, edit.log_index) in [(one.table, one.block_number, one.log_index) for one in found]


def test_an_added_row_is_found(edited: StorePlace) -> None:
    with read_store(edited.url) as store:
        [row] = store.rows(f"{schema.rows_query(events.GrantRevoked)} WHERE block_number = 8")
    columns = ", ".join("?" * len(row))
    added = (8, 5, *row[2:4], word("made up"), *row[5:])
    edited.execute(f"INSERT INTO grant_revoked VALUES ({columns})", added)
    found = findings(edited)
    assert ("grant_revoked", 8, 5) in [(one.table, one.block_number, one.log_index) for one in found]
    rules = [finding.rule for finding in found]
    assert any("digest" in rule for rule in rules) and any("running hash" in rule for rule in rules)


# --- checkpoints ---------------------------------------------------------------------------------------


@pytest.fixture
def sealed(tmp_path: Path) -> FilePlace:
    """An index at the level seals."""
    place, node = file_place(tmp_path), recorded_clique()
    with open_store(place.url, node.deployment(70), Trust.SEALS) as store:
        sync(node, store, checked_from=node.rules(Engine.CLIQUE, 20))
    assert findings(place) == []
    return place


def edit_checkpoint(place: FilePlace, number: int, /, **values: Any) -> None:
    [(encoded,)] = place.execute(f"SELECT checkpoint FROM checkpoints WHERE block_number = {number}")
    changed = replace(Checkpoint.decode(encoded), **values).encode().hex()
    place.execute(f"UPDATE checkpoints SET checkpoint = x'{changed}' WHERE block_number = {number}")


@pytest.mark.parametrize(
    ("number", "values", "rule"),
    [
        (75, {"hash": b"\x01" * 32}, "the index holds another block"),
        (75, {"timestamp": 1}, "the index holds another block"),
        (60, {"number": 61}, "it is of another block or chain"),
        (75, {"rules": ChainRules(Engine.CLIQUE, b"\x02" * 32, 20, 1)}, "it is of another block or chain"),
    ],
)
def test_an_edited_checkpoint_is_found(sealed: FilePlace, number: int, values: dict[str, Any], rule: str) -> None:
    edit_checkpoint(sealed, number, **values)
    assert findings(sealed) == [Finding("checkpoints", number, None, f"the row was edited: {rule}")]


def test_a_checkpoint_of_other_rules_is_found(sealed: FilePlace) -> None:
    genesis = bytes.fromhex(recorded_clique().blocks[0]["hash"][2:])
    edit_checkpoint(sealed, 75, rules=ChainRules(Engine.CLIQUE, genesis, 30, 1))
    assert [finding.rule for finding in findings(sealed)] == [
        "the row was edited: its rules are others than those before"
    ]


def test_bytes_that_are_no_checkpoint_are_found(sealed: FilePlace) -> None:
    sealed.execute("UPDATE checkpoints SET checkpoint = x'00' WHERE block_number = 75")
    [finding] = findings(sealed)
    assert (finding.table, finding.block_number) == ("checkpoints", 75) and "was edited" in finding.rule


def test_a_checkpoint_that_was_taken_away_is_missed(sealed: FilePlace) -> None:
    sealed.execute("DELETE FROM checkpoints WHERE block_number = 82")
    assert findings(sealed) == [Finding("checkpoints", 82, None, "the last block's checkpoint is missing")]


def test_that_nobody_signed_a_transaction_is_no_edit() -> None:
    """Development nodes take such."""
    chain = SimulatedChain()
    raw = rlp_encode([0, 0, 21_000, ADDRESSES["consortium"], 0, b"", 27, 0, 1])
    tried = Attempt(1, 0, keccak256(raw), bytes(20), "consortium", "", raw, 21_000, "", Outcome())
    with open_store(":memory:", chain.deployment(), Trust.RECEIPTS) as store:
        header = BlockHeader(1, word("block"), chain.blocks[0].stored.hash, 1_700_000_000)
        store.commit(Batch((header,), {}, (), [], (tried,)), verified=True)
        assert list(check(store)) == []


# --- the command ---------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["index", "check", *arguments])
    return result.exit_code, result.output


def test_the_command_says_that_nothing_was_edited(edited: StorePlace) -> None:
    assert run("--store", edited.url) == (0, f"nothing was edited, up to block {LAST}\n")


def test_the_command_names_each_row_and_ends_with_1(edited: StorePlace) -> None:
    edited.execute('UPDATE grant_issued SET max_uses = 4 WHERE "grant" = 3')
    edited.execute("UPDATE attempts SET sender = x'00' WHERE transaction_index = 1")
    status, output = run("--store", edited.url)
    assert status == 1
    assert output.splitlines() == [
        "grant_issued, block 7, log 0: the row was edited: "
        "its values do not give the digest of the log that was indexed",
        "attempts, block 19, transaction 1: the row was edited: its sender did not sign the transaction",
    ]

"""An edit by whoever keeps the index is found, with the row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from govledger import events
from govledger.audit.heads import Finding, check
from govledger.index import open_store, read_store, sync
from tests.simulated_chain import SimulatedChain, sample, word


@pytest.fixture
def path(tmp_path: Path) -> Path:
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
    with open_store(tmp_path / "index.db", chain.deployment()) as store:
        sync(chain, store, blocks_per_batch=4)
    return tmp_path / "index.db"


@pytest.fixture
def database(path: Path) -> Iterator[apsw.Connection]:
    connection = apsw.Connection(str(path))
    yield connection
    connection.close()


def findings(path: Path) -> list[Finding]:
    with read_store(path) as store:
        return list(check(store))


def test_an_index_that_nobody_edited_has_no_findings(path: Path) -> None:
    assert findings(path) == []


def test_an_empty_index_has_no_findings() -> None:
    with open_store(":memory:", SimulatedChain().deployment()) as store:
        assert list(check(store)) == []


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ('UPDATE grant_issued SET max_uses = 4 WHERE "grant" = 3', "do not give the digest"),
        ('UPDATE grant_issued SET max_uses = 4294967296 WHERE "grant" = 3', "which is no uint32"),
        ('UPDATE grant_issued SET max_uses = -1 WHERE "grant" = 3', "which is no uint32"),
        ("UPDATE grant_issued SET actor = x'00' WHERE \"grant\" = 3", "which is no address"),
        ('UPDATE grant_issued SET "fields" = \'x\' WHERE "grant" = 3', "which is no uint256"),
        ('UPDATE grant_issued SET "fields" = 1.5 WHERE "grant" = 3', "which is no uint256"),
    ],
)
def test_an_edited_row_is_found_and_named(path: Path, database: apsw.Connection, statement: str, rule: str) -> None:
    database.execute(statement)
    [finding] = findings(path)
    assert (finding.table, finding.block_number, finding.log_index) == ("grant_issued", 7, 0)
    assert rule in finding.rule
    assert str(finding).startswith("grant_issued, block 7, log 0: the row was edited")


def test_an_edited_id_is_found_with_its_version_too(path: Path, database: apsw.Connection) -> None:
    database.execute('UPDATE grant_issued SET "grant" = 77 WHERE "grant" = 3')
    rules = [finding.rule for finding in findings(path)]
    assert len(rules) == 2 and "digest" in rules[0]
    assert rules[1] == "makes version 1 of grant 77, which object_versions lacks"
    database.execute("UPDATE contract_closed SET listing = x'" + "ff" * 20 + "' WHERE block_number = 3")
    assert any(f"listing 0x{'ff' * 20}" in finding.rule for finding in findings(path))


def test_a_row_edited_together_with_its_digest_departs_from_the_running_hash(
    path: Path, database: apsw.Connection
) -> None:
    from govledger.events.chain import log_digest
    from govledger.index import schema

    [row] = database.execute(schema.rows_query(events.GrantIssued) + ' WHERE "grant" = 3').fetchall()
    forged = schema.event_of_row(events.GrantIssued, row[schema.POSITION_WIDTH :])
    forged = type(forged)(*[9 if n == "max_uses" else getattr(forged, n) for n in forged.__struct_fields__])
    digest = log_digest(*events.encode(forged))
    database.execute('UPDATE grant_issued SET max_uses = 9, digest = ? WHERE "grant" = 3', (digest,))
    [finding] = findings(path)
    assert (finding.table, finding.block_number, finding.log_index) == ("heads", 7, None)
    assert str(finding) == (
        "heads, block 7: up to here the events of access_grants do not give its running hash: "
        "a row or a time was edited"
    )


@pytest.mark.parametrize(
    ("statement", "table", "block"),
    [
        ("DELETE FROM grant_revoked WHERE block_number = 8", "heads", 10),
        ("DELETE FROM grant_issued WHERE block_number = 7 AND log_index = 1", "heads", 7),
        ("UPDATE grant_issued SET log_index = 9 WHERE block_number = 7 AND log_index = 0", "heads", 7),
        ("UPDATE blocks SET timestamp = timestamp + 1 WHERE number = 7", "heads", 7),
        ("UPDATE blocks SET timestamp = -1 WHERE number = 7", "blocks", 7),
        ("DELETE FROM blocks WHERE number = 7", "blocks", 7),
        ("DELETE FROM blocks WHERE number = 18", "blocks", 18),
        ("UPDATE blocks SET hash = x'00' WHERE number = 7", "blocks", 8),
        ("DELETE FROM heads WHERE contract = 'access_grants' AND block_number = 7", "heads", 7),
        ("UPDATE heads SET head = x'00' WHERE contract = 'access_grants' AND block_number = 7", "heads", 7),
        ("UPDATE heads SET events = 0 WHERE contract = 'access_grants' AND block_number = 7", "heads", 7),
        ("INSERT INTO heads VALUES ('access_grants', 99, x'00', 1)", "heads", 99),
        ("INSERT INTO number_versions VALUES (2, 999, 1, 3, 1, 0)", "object_versions", 18),
        ("DELETE FROM number_versions WHERE id = 3 AND version = 2", "grant_revoked", 8),
        ("UPDATE number_versions SET event = 1 WHERE id = 3 AND version = 2", "grant_revoked", 8),
    ],
)
def test_every_other_edit_is_found_where_it_begins_to_show(
    path: Path, database: apsw.Connection, statement: str, table: str, block: int
) -> None:
    database.execute(statement)
    assert database.changes() > 0
    found = findings(path)
    assert (table, block) in [(finding.table, finding.block_number) for finding in found]


def test_an_added_row_is_found(path: Path, database: apsw.Connection) -> None:
    database.execute("CREATE TEMP TABLE copy AS SELECT * FROM grant_revoked WHERE block_number = 8")
    database.execute("UPDATE copy SET log_index = 5, digest = ?", (word("made up"),))
    database.execute("INSERT INTO grant_revoked SELECT * FROM copy")
    rules = [finding.rule for finding in findings(path)]
    assert any("digest" in rule for rule in rules) and any("running hash" in rule for rule in rules)

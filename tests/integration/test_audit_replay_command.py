"""`govledger audit replay` and `govledger audit thresholds`, on the index of a real ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw
import pytest
from click.testing import CliRunner, Result

import govledger
from govledger.audit.findings.threshold_file import default_text
from govledger.audit.source import EventAt
from govledger.audit.stored import StoredSource, stored_source
from govledger.cli import main
from govledger.cli.audit_replay import BROKEN, FOUND
from govledger.deployer.folder import write_manifest
from govledger.errors import StoreError
from govledger.index.store import read_store
from tests.bodies import Bodies, found, order

QUIET = "[outside_working_hours]\nwanted = false\n[clock_drift]\nwanted = false\n"
"""Without what depends on the hour at which the tests run."""


@dataclass
class Kept:
    """An index and its deployment's folder, `index.sqlite` and `town`, in the working directory."""

    bodies: Bodies
    manifest: bytes
    """Of batch 1."""

    def run(self, *options: str, thresholds: str = QUIET, store: str = "index.sqlite") -> Result:
        Path("own.toml").write_text(thresholds, encoding="utf-8")
        words = ("audit", "replay", store, "--deployment", "./town", "--thresholds", "own.toml", *options)
        return CliRunner().invoke(main, words)

    def edit(self, statement: str) -> None:
        connection = apsw.Connection("index.sqlite")
        connection.execute(statement)
        connection.close()


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bodies]:
    """Bills alone and in a batch; one is claimed, and the reservation lapses."""
    with govledger.embedded() as chain:
        bodies = found(chain, tmp_path_factory.mktemp("vaults"))
        number_range, hospital = bodies.grant_range(), bodies.hospital.bills
        hospital.issue(number_range, order(1))
        first, _ = hospital.issue_batch(number_range, [order(2), order(3)]).keys
        claim = govledger.Claim(hospital.holder_file(first), 1_000, "claim")
        bodies.insurer.claims.reserve(claim, expires_at=bodies.ledger.now() + 3_600)
        chain.advance_time(3_600)
        hospital.issue(number_range, order(4))
        yield bodies


@pytest.fixture
def kept(bodies: Bodies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.chdir(tmp_path)
    ledger = govledger.Ledger(bodies.ledger.deployment, bodies.chain, store=tmp_path / "index.sqlite")
    ledger.sync()
    ledger.close()
    Path("town").mkdir()
    write_manifest(Path("town"), bodies.ledger.deployment)
    vault = bodies.hospital.bills._vault()
    [batch] = [stored for stored in vault.batches() if not stored.alone]
    return Kept(bodies, vault.tree(batch.first).manifest)


def test_ledger_that_keeps_the_rules_ends_with_status_0_also_with_findings(kept: Kept) -> None:
    ended = kept.run()
    assert ended.exit_code == 0, ended.output
    assert "every event keeps the rules" in ended.output
    assert "lapsed reservation (1): money was held back" in ended.output
    assert "govledger trail --store index.sqlite --bill " in ended.output
    assert "not looked at: what was tried and refused: attempts are not held here" in ended.output
    assert kept.run("--fail-on-findings").exit_code == FOUND


def test_findings_fail_only_where_there_are_some(kept: Kept) -> None:
    without = QUIET + "[lapsed_reservation]\nwanted = false\n"
    ended = kept.run("--fail-on-findings", thresholds=without)
    assert ended.exit_code == 0 and "nothing found: overdue acknowledgement" in ended.output


def test_breach_ends_with_a_status_of_its_own_and_names_block_and_transaction(kept: Kept) -> None:
    kept.edit("UPDATE claim_opened SET claimable_fen = 999")
    ended = kept.run("--json", "--fail-on-findings")
    assert ended.exit_code == BROKEN
    document = json.loads(ended.output)
    [breach] = document["breaches"]
    with read_store("index.sqlite") as store:
        query = "SELECT block_number, log_index, transaction_hash FROM reservation_made"
        [(block, log, transaction)] = store.rows(query)
    assert (breach["event"], breach["refusal"]) == ("ReservationMade", "ClaimCapacityExceeded")
    assert (breach["block_number"], breach["log_index"]) == (block, log)
    assert breach["transaction_hash"] == f"0x{transaction.hex()}"
    assert document["keeps_rules"] is False


def test_lines_end_with_the_outcome_and_are_the_same_each_time(kept: Kept) -> None:
    first, again = kept.run("--format", "jsonl"), kept.run("--format", "jsonl")
    assert first.exit_code == 0 and first.output == again.output
    *findings, outcome = map(json.loads, first.output.splitlines())
    assert [one["kind"] for one in findings] == ["lapsed_reservation"]
    assert outcome["type"] == "outcome" and outcome["keeps_rules"] is True
    assert outcome["finding_counts"]["lapsed_reservation"] == 1


def test_manifest_of_a_batch_is_held_against_its_root(kept: Kept) -> None:
    Path("manifest").write_bytes(kept.manifest)
    ended = kept.run("--manifest", "1=manifest", "--json")
    assert json.loads(ended.output)["finding_counts"]["manifest_problem"] == 0
    Path("manifest").write_bytes(bytes(32) + kept.manifest[32:])
    ended = kept.run("--manifest", "1=manifest")
    assert "manifest problem (1): one service could be paid for twice" in ended.output
    assert "makes the root 0x" in ended.output
    for wrong in ("manifest", "=manifest", "one=manifest", "1="):
        assert kept.run("--manifest", wrong).exit_code == 2
    ended = kept.run("--manifest", "1=gone")
    assert (ended.exit_code, ended.output) == (1, "Error: gone cannot be read: No such file or directory\n")


def test_replay_until_a_block_knows_nothing_of_later_ones(kept: Kept) -> None:
    whole = json.loads(kept.run("--json").output)
    last = whole["last_block"]
    shorter = json.loads(kept.run("--json", "--until", str(last - 1)).output)
    assert shorter["last_block"] == last - 1 and shorter["events"] == whole["events"] - 1
    assert shorter["last_at"] < whole["last_at"]
    for block in (last + 1, 0):
        ended = kept.run("--until", str(block))
        message = f"Error: block {block} is not in index.sqlite, which holds 1 to {last}\n"
        assert (ended.exit_code, ended.output) == (1, message)


def test_store_needs_a_deployment(kept: Kept) -> None:
    ended = CliRunner().invoke(main, ["audit", "replay", "index.sqlite"])
    assert ended.exit_code == 2 and "a store needs --deployment NAME|DIR" in ended.output


def test_store_of_another_deployment_is_refused(kept: Kept) -> None:
    with govledger.embedded() as chain:
        other = govledger.deploy(chain)
        write_manifest(Path("town"), other.deployment)
        other.close()
    ended = kept.run()
    assert ended.exit_code == 1 and "index.sqlite is the index of the deployment 0x" in ended.output


def test_bundle_is_told_from_a_store(kept: Kept) -> None:
    Path("bundle").write_bytes(b"govledger bundle\n")
    ended = kept.run(store="bundle")
    assert ended.exit_code == 1 and "the bundle is refused by the rule FORMAT" in ended.output


def test_store_that_is_not_there_is_named(kept: Kept) -> None:
    ended = kept.run(store="gone.sqlite")
    assert ended.exit_code == 1 and "gone.sqlite" in ended.output
    assert kept.run(store="mysql://somewhere").exit_code == 2


def test_thresholds_are_printed_as_a_file_that_can_be_given(kept: Kept) -> None:
    printed = CliRunner().invoke(main, ["audit", "thresholds"])
    assert printed.exit_code == 0 and printed.output == default_text()
    assert kept.run(thresholds=printed.output).exit_code == 0
    ended = kept.run(thresholds="[lapsed_reservations]\nleast_fen = 5\n")
    assert ended.exit_code == 1
    assert "own.toml: the file: Object contains unknown field `lapsed_reservations`" in ended.output


# --- an index as a source ------------------------------------------------------------------------------


def test_events_of_an_index_are_in_order_with_their_places(kept: Kept) -> None:
    with read_store("index.sqlite") as store, stored_source(store, kept.bodies.ledger.deployment) as source:
        listed = list(source.events())
        blocks = list(source.blocks())
        assert source.attempts() is None and source.from_creation
    places = [(one.block_number, one.log_index) for one in listed]
    assert places == sorted(set(places))
    assert all(isinstance(one, EventAt) and len(one.digest) == 32 and one.sender is None for one in listed)
    times = {one.number: one.timestamp for one in blocks}
    assert [one.number for one in blocks] == list(range(1, source.last_block + 1))
    assert all(times[one.block_number] == one.timestamp for one in listed)


def test_index_that_lacks_a_header_is_refused(kept: Kept) -> None:
    kept.edit("DELETE FROM blocks WHERE number = (SELECT block_number FROM range_granted)")
    with read_store("index.sqlite") as store, store.snapshot() as reader:
        source = StoredSource(reader, kept.bodies.ledger.deployment)
        with pytest.raises(StoreError, match="and not its header; index the deployment again"):
            list(source.events())

"""A ledger's index, run through the rules of the contracts: what was done is allowed; what was edited is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import apsw
import pytest

import govledger
from govledger.audit.replay import Replayed
from govledger.audit.replay import replay as replay_source
from govledger.audit.source import EventAt
from govledger.audit.stored import StoredSource, stored_source
from govledger.bills.document import RedLetterReason
from govledger.deployments import Deployment
from govledger.errors import RuleBroken
from govledger.events import EVENTS
from govledger.index import schema
from govledger.index.store import Store, read_store
from govledger.model import ClaimAccount, OrganisationKind
from govledger.refusals import BillLeafMismatch, ClaimCapacityExceeded, ReservationExceeded
from tests.bodies import CIVIL_AFFAIRS, Bodies, found, order


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bodies]:
    with govledger.embedded() as chain:
        bodies = found(chain, tmp_path_factory.mktemp("vaults"))
        _bill(bodies)
        yield bodies


def _bill(bodies: Bodies) -> None:
    """Bills alone and in a batch, one claimed in part by two payers, one settled at once, one taken back."""
    number_range, hospital = bodies.grant_range(), bodies.hospital.bills
    hospital.issue(number_range, order(1))
    first, second, third = hospital.issue_batch(number_range, [order(number) for number in (2, 3, 4)]).keys
    until = bodies.ledger.now() + 3_600
    one, two = (govledger.Claim(hospital.holder_file(key), 1_000, f"claim {key}") for key in (first, second))
    number = bodies.insurer.claims.reserve(one, expires_at=until).event.bill_version
    bodies.insurer.claims.settle(first, number, 600)
    seen = _account(bodies, first).version
    rest = govledger.Claim(hospital.holder_file(first), 1_235, "the rest", seen_version=seen)
    bodies.aid.claims.reserve(rest, expires_at=until)
    bodies.aid.claims.reserve_and_settle(two)
    hospital.red_letter(third, number_range, reason=RedLetterReason.WRONG_ISSUE, business_number="red", cashier="C9")


def _account(bodies: Bodies, bill: int) -> ClaimAccount:
    account = bodies.ledger.claims.claim(bill)
    assert account is not None
    return account


def _manifests(bodies: Bodies) -> dict[int, bytes]:
    """What the hospital hands to an auditor: the manifests of its batches, by the batch's id."""
    vault = bodies.hospital.bills._vault()
    issued = {stored.first: stored.issued for stored in vault.batches() if not stored.alone}
    return {place.batch: vault.tree(first).manifest for first, place in issued.items() if place is not None}


@pytest.fixture
def indexed(bodies: Bodies, tmp_path: Path) -> Iterator[tuple[Bodies, Path]]:
    path = tmp_path / "index.sqlite"
    ledger = govledger.Ledger(bodies.ledger.deployment, bodies.chain, store=path)
    ledger.sync()
    ledger.close()
    yield bodies, path


def replay(
    store: Store, deployment: Deployment, until_block: int | None = None, manifests: Mapping[int, bytes] | None = None
) -> Replayed:
    with stored_source(store, deployment, until_block) as source:
        return replay_source(source, manifests)


class StoredUntil(StoredSource):
    """An index that ends with a log."""

    def __init__(self, reader: Store, deployment: Deployment, block: int, log: int) -> None:
        super().__init__(reader, deployment, block)
        self._log = log

    def events(self) -> Iterator[EventAt]:
        end = (self.last_block, self._log)
        return (at for at in super().events() if (at.block_number, at.log_index) <= end)


def _count(store: Store) -> int:
    tables = map(schema.table_name, EVENTS)
    return sum(next(iter(store.rows(f'SELECT count(*) FROM "{table}"')))[0] for table in tables)


def test_everything_that_a_consortium_did_is_allowed(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    with read_store(path) as store:
        done = replay(store, bodies.ledger.deployment)
        assert done.judged == _count(store) > 40
        assert done.last_block == store.last_block()
    organisation = bodies.organisations[CIVIL_AFFAIRS]
    known = bodies.ledger.consortium.organisation(organisation)
    assert known is not None
    assert done.machine.consortium.get_organisation(organisation).public_code == known.public_code.encode()


def test_state_of_every_bill_is_that_of_the_chain(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    now, ledger = bodies.ledger.now(), bodies.ledger
    with read_store(path) as store:
        machine = replay(store, ledger.deployment).machine
    claimed = list(machine.claims.accounts)
    assert len(claimed) == 2 and len(machine.bills.bills) == 3
    for bill in claimed:
        account, modelled = _account(bodies, bill), machine.claims.get_claim(now, bill)
        assert (account.version, account.claimable_fen, account.settled_fen, account.reserved_fen) == (
            *(modelled.version, modelled.claimable_fen, modelled.settled_fen, modelled.reserved_fen),
        )
        assert account.available_fen == machine.claims.available_of(now, bill)
        engagement, held = ledger.bills.engagement(bill), machine.bills.get_engagement(bill)
        assert (engagement.reserved_until_at, engagement.settled, engagement.booked, engagement.opened) == (
            *(held.reserved_until, held.settled, held.booked, held.opened),
        )
        assert engagement.by == held.by == ledger.deployment.address("bill_claims")
    for number_range in machine.ranges.ranges:
        assert ledger.ranges.next_number(number_range) == machine.ranges.next_number(number_range)


def _edited(path: Path, statement: str, bodies: Bodies) -> RuleBroken:
    """What a replay finds in an index that somebody edited."""
    connection = apsw.Connection(str(path))
    connection.execute(statement)
    connection.close()
    with read_store(path) as store, pytest.raises(RuleBroken) as caught:
        replay(store, bodies.ledger.deployment)
    return caught.value


def test_settlement_that_was_made_larger_is_named_with_its_place(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    broken = _edited(path, "UPDATE settlement_made SET amount_fen = 1001", bodies)
    assert (broken.event, type(broken.refusal)) == ("SettlementMade", ReservationExceeded)
    assert broken.at is not None and f"block {broken.at[0]}" in str(broken)


def test_claimable_amount_that_was_made_smaller_is_named(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    broken = _edited(path, "UPDATE claim_opened SET claimable_fen = 999", bodies)
    assert (broken.event, type(broken.refusal)) == ("ReservationMade", ClaimCapacityExceeded)


def test_manifests_of_all_batches_fit(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    manifests = _manifests(bodies)
    assert list(manifests) == [1]
    with read_store(path) as store:
        assert replay(store, bodies.ledger.deployment, manifests=manifests).findings == ()
    ledger = govledger.Ledger(bodies.ledger.deployment, bodies.chain, store=path)
    assert ledger.replay(manifests=manifests).findings == ()
    ledger.close()


def test_manifest_that_does_not_make_its_batchs_root_is_found(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    [(batch, manifest)] = _manifests(bodies).items()
    other = bytes(32) + manifest[32:]
    with read_store(path) as store:
        [finding] = replay(store, bodies.ledger.deployment, manifests={batch: other}).findings
    assert finding.event == "BatchIssued" and "makes the root" in finding.rule and finding.refusal is None
    assert str(finding).startswith(f"BatchIssued in block {finding.at[0]}")


def test_leaf_that_is_not_the_manifests_is_named(indexed: tuple[Bodies, Path]) -> None:
    """Edited in the one event that shows it: the manifest still knows."""
    bodies, path = indexed
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE bill_opened SET settlement_tag = ?", (bytes(32),))
    connection.close()
    with read_store(path) as store:
        replay(store, bodies.ledger.deployment)
        with pytest.raises(RuleBroken) as caught:
            replay(store, bodies.ledger.deployment, manifests=_manifests(bodies))
    assert (caught.value.event, type(caught.value.refusal)) == ("BillRedLettered", BillLeafMismatch)


def test_state_can_be_had_at_an_earlier_block(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    with read_store(path) as store:
        query = "SELECT max(block_number) FROM organisation_admitted"
        last_admission = next(iter(store.rows(query)))[0]
        before = replay(store, bodies.ledger.deployment, until_block=last_admission - 1)
        after = replay(store, bodies.ledger.deployment, until_block=last_admission)
    assert before.last_block == last_admission - 1
    newest = max(bodies.organisations.values())
    assert before.machine.consortium.get_organisation(newest).version == 0
    assert after.machine.consortium.get_organisation(newest).version == 1


def test_act_without_its_end_ends_the_replay(indexed: tuple[Bodies, Path]) -> None:
    """The last decision, without what was decided, in an index that ends there."""
    bodies, path = indexed
    with read_store(path) as store:
        [(block, log)] = store.rows("SELECT block_number, log_index FROM decision_executed ORDER BY 1 DESC LIMIT 1")
        until = StoredUntil(store, bodies.ledger.deployment, block, log)
        with pytest.raises(RuleBroken, match="of which the rest is missing") as caught:
            replay_source(until)
    assert caught.value.at == (block, log) and caught.value.transaction_hash is not None


def test_organisation_that_nobody_admitted_is_named_with_its_place(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    connection = apsw.Connection(str(path))
    query = "SELECT block_number, log_index FROM officer_appointed ORDER BY block_number, log_index LIMIT 1"
    place = next(iter(connection.execute(query)))
    connection.execute("UPDATE organisation_admitted SET kinds = ?", (1 << OrganisationKind.AUDIT,))
    connection.close()
    with read_store(path) as store, pytest.raises(RuleBroken) as caught:
        replay(store, bodies.ledger.deployment)
    assert caught.value.event == "OrganisationAdmitted" and "kinds is 256" in caught.value.rule
    assert caught.value.at is not None and caught.value.at < place
    assert f"block {caught.value.at[0]}" in str(caught.value)

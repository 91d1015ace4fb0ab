"""BillClaims: settlements that two officers of the payer reverse."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import ReversalReason, Role
from tests.contracts.harness import DAY, emitted, refused
from tests.contracts.world import Bill, World

CLAIMABLE = 10_000


@pytest.fixture
def bill(world: World) -> Bill:
    """A bill of which the insurer has settled 4,000 fen of 10,000, under number 2."""
    bill = world.batch(3).bill(1)
    world.settle_directly(bill, 4_000, world.insurer, "first")
    return bill


def propose(world: World, bill: Bill, amount: int, number: int = 2, *, reason: int = 0, by: bytes = b"") -> None:
    terms = (bill.key, number, amount, reason)
    world.claims.call("proposeReversal", *terms, sender=by or world.insurer.claims)


def confirm(world: World, bill: Bill, amount: int, number: int = 2, *, by: bytes = b"") -> None:
    sender = by or world.second_claims_officer(world.insurer)
    world.claims.call("confirmReversal", bill.key, number, amount, sender=sender)


@pytest.mark.parametrize("reason", ReversalReason)
def test_two_officers_reverse_a_settlement(world: World, bill: Bill, reason: ReversalReason) -> None:
    insurer, second = world.insurer, world.second_claims_officer(world.insurer)
    emitted(
        world.claims.call("proposeReversal", bill.key, 2, 1_500, reason, sender=insurer.claims),
        events.ReversalProposed(bill.key, insurer.claims, insurer.id, Role.CLAIMS, 3, 2, 1_500, reason),
    )
    assert world.claims.read("getReversal", bill.key, 2) == (insurer.officers[Role.CLAIMS], 1_500, reason)
    assert world.claim(bill).settled_fen == 4_000
    emitted(
        world.claims.call("confirmReversal", bill.key, 2, 1_500, sender=second),
        events.SettlementReversed(bill.key, second, insurer.id, Role.CLAIMS, 4, 2, 1_500, reason),
    )
    assert world.claim(bill)[:5] == (4, True, CLAIMABLE, 2_500, 0)
    assert world.available(bill) == 7_500
    assert world.claims.read("getReversal", bill.key, 2) == (0, 0, reason)
    assert world.engagement(bill)[:2] == (0, True)


def test_bill_is_free_again_when_all_of_it_is_reversed(world: World, bill: Bill) -> None:
    world.reverse(bill, 2, 4_000, world.insurer)
    assert world.engagement(bill)[:3] == (0, False, False)
    assert world.reserve(bill, CLAIMABLE, world.employer, "second").returned == 5


def test_reversal_needs_a_second_officer(world: World, bill: Bill) -> None:
    propose(world, bill, 1)
    officer = world.insurer.officers[Role.CLAIMS]
    with refused(refusals.ReversalSecondOfficerNeeded(bill.key, officer)):
        confirm(world, bill, 1, by=world.insurer.claims)


@pytest.mark.parametrize("given", [0, 99, 101])
def test_what_is_confirmed_is_what_was_proposed(world: World, bill: Bill, given: int) -> None:
    propose(world, bill, 100)
    with refused(refusals.ReversalMismatch(bill.key, 2, given, 100)):
        confirm(world, bill, given)


def test_nothing_is_confirmed_without_a_proposal_nor_twice(world: World, bill: Bill) -> None:
    for given in (0, 1):
        with refused(refusals.ReversalMismatch(bill.key, 2, given, 0)):
            confirm(world, bill, given)
    world.reverse(bill, 2, 1, world.insurer)
    for given in (0, 1):
        with refused(refusals.ReversalMismatch(bill.key, 2, given, 0)):
            confirm(world, bill, given)


def test_new_proposal_takes_the_place_of_an_earlier_one(world: World, bill: Bill) -> None:
    propose(world, bill, 100)
    propose(world, bill, 200, reason=1, by=world.second_claims_officer(world.insurer))
    with refused(refusals.ReversalMismatch(bill.key, 2, 100, 200)):
        confirm(world, bill, 100, by=world.insurer.claims)
    confirm(world, bill, 200, by=world.insurer.claims)
    assert world.claim(bill).settled_fen == 3_800


def test_same_proposal_is_not_made_twice_by_the_same_officer(world: World, bill: Bill) -> None:
    propose(world, bill, 100)
    with refused(refusals.ReversalUnchanged(bill.key, 2, 100)):
        propose(world, bill, 100)
    propose(world, bill, 100, reason=1)
    propose(world, bill, 100, reason=1, by=world.second_claims_officer(world.insurer))
    confirm(world, bill, 100, by=world.insurer.claims)


def test_no_more_is_reversed_than_was_settled(world: World, bill: Bill) -> None:
    with refused(refusals.ReversalExceeded(bill.key, world.insurer.id, 4_001, 4_000)):
        propose(world, bill, 4_001)
    with refused(refusals.ClaimAmountZero(bill.key)):
        propose(world, bill, 0)


def test_reservation_that_is_not_settled_yet_is_not_reversed(world: World) -> None:
    bill = world.issue()
    world.open_claim(bill)
    with refused(refusals.ReversalExceeded(bill.key, world.insurer.id, 1, 0)):
        propose(world, bill, 1)


def test_payer_reverses_what_it_settled_itself_under_its_last_number(world: World, bill: Bill) -> None:
    world.settle_directly(bill, 1_000, world.employer, "second")
    second = world.second_claims_officer(world.employer)
    with refused(refusals.ReservationUnknown(bill.key, world.employer.id, 2, 3)):
        propose(world, bill, 1, by=world.employer.claims)
    propose(world, bill, 1, 3, by=world.employer.claims)
    with refused(refusals.ReservationUnknown(bill.key, world.insurer.id, 3, 2)):
        confirm(world, bill, 1, 3)
    confirm(world, bill, 1, 3, by=second)
    for number in (0, 1):
        with refused(refusals.ReservationUnknown(bill.key, world.insurer.id, number, 2)):
            propose(world, bill, 1, number)


def test_proposal_stands_by_the_payers_place(world: World, bill: Bill) -> None:
    """A later number of the same payer confirms it."""
    propose(world, bill, 4_000)
    world.reserve(bill, 1, world.insurer, "again")
    assert world.claims.read("getReversal", bill.key, 4).amount_fen == 4_000
    assert world.claims.read("getReversal", bill.key, 2).amount_fen == 0
    confirm(world, bill, 4_000, 4)
    assert world.claim(bill).settled_fen == 0


def test_reversal_leaves_a_live_reservation_and_its_expiry(world: World, bill: Bill) -> None:
    world.reserve(bill, 100, world.insurer, "again", days=3)
    world.reverse(bill, 3, 4_000, world.insurer)
    assert world.claim(bill)[3:5] == (0, 100)
    assert world.engagement(bill)[:2] == (world.chain.now + 3 * DAY, False)


def test_heir_reverses_what_its_predecessor_settled(world: World, bill: Bill) -> None:
    world.dissolve(world.insurer, world.employer)
    world.reverse(bill, 2, 4_000, world.employer)
    assert world.claim(bill).settled_fen == 0

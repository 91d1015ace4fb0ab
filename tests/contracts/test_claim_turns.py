"""BillClaims: payers whose turn it is, who declines, and whose turn is over."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import ClaimPurpose, PayerClass, Role, to_bits
from tests.contracts.harness import DAY, START, emitted, refused, word
from tests.contracts.world import Bill, Organisation, World

BASIC, SUPPLEMENTARY, EMPLOYER, AID = PayerClass.BASIC, PayerClass.SUPPLEMENTARY, PayerClass.EMPLOYER, PayerClass.AID
CONSENTED = (ClaimPurpose.REIMBURSEMENT, START + 365 * DAY, 1)


@pytest.fixture
def bill(world: World) -> Bill:
    """A bill of a batch, of a code whose payers come in an order: insurer, then employer, then everybody else."""
    return world.ordered_bill({BASIC: [world.insurer], EMPLOYER: [world.employer]})


def pending(bill: Bill, waited_for: PayerClass, own: PayerClass) -> refusals.ClaimTurnPending:
    return refusals.ClaimTurnPending(bill.key, waited_for, own)


@pytest.mark.parametrize("act", ["reserve", "settle_directly", "decline"])
def test_payer_waits_for_its_turn(world: World, bill: Bill, act: str) -> None:
    def come(payer: Organisation) -> None:
        rest = () if act == "decline" else (1, payer, payer.name)
        if act == "decline":
            world.decline(bill, payer)
        else:
            getattr(world, act)(bill, *rest)

    for payer, own in ((world.employer, EMPLOYER), (world.charity, PayerClass.UNCLASSIFIED)):
        with refused(pending(bill, BASIC, own)):
            come(payer)
    come(world.insurer)


def test_reservation_alone_ends_no_turn_and_its_settlement_does(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    with refused(pending(bill, BASIC, EMPLOYER)):
        world.reserve(bill, 1, world.employer, "second")
    world.settle(bill, 2, 1)
    assert world.claim(bill).pending_turns == to_bits({EMPLOYER})
    world.reserve(bill, 1, world.employer, "second")
    with refused(pending(bill, EMPLOYER, PayerClass.UNCLASSIFIED)):
        world.reserve(bill, 1, world.charity, "third")


def test_direct_settlement_ends_the_turn(world: World, bill: Bill) -> None:
    world.settle_directly(bill, 1, world.insurer, "first")
    world.settle_directly(bill, 1, world.employer, "second")
    assert world.claim(bill).pending_turns == 0
    world.reserve(bill, 1, world.charity, "third")


def test_payer_declines_in_its_turn_and_the_next_one_comes(world: World, bill: Bill) -> None:
    insurer, by = world.insurer, (world.insurer.claims, world.insurer.id, Role.CLAIMS)
    emitted(
        world.decline(bill, insurer),
        events.ClaimOpened(bill.key, *by, 1, bill.opening.batch, *bill.leaf, 10_000, bill.inner.consent_key),
        events.ClaimDeclined(bill.key, *by, 2, *CONSENTED),
    )
    assert world.claim(bill) == (2, True, 10_000, 0, 0, bill.inner.consent_key, 1, to_bits({EMPLOYER}), 0)
    assert world.reservations(bill) == ((insurer.id, 0, 0, 0, 0),)
    assert world.engagement(bill)[:4] == (0, False, False, True)
    emitted(
        world.decline(bill, world.employer),
        events.ClaimDeclined(bill.key, world.employer.claims, world.employer.id, Role.CLAIMS, 3, *CONSENTED),
    )
    world.reserve(bill, 1, world.charity, "third")


def test_payer_that_declined_may_still_claim_what_is_left(world: World, bill: Bill) -> None:
    world.decline(bill, world.insurer)
    assert world.reserve(bill, 10_000, world.insurer, "after all").returned == 3
    assert world.reservations(bill) == ((world.insurer.id, 3, 10_000, 0, START + 7 * DAY),)


def test_reservation_that_was_only_declined_has_no_number(world: World, bill: Bill) -> None:
    world.decline(bill, world.insurer)
    for number in (0, 2):
        with refused(refusals.ReservationUnknown(bill.key, world.insurer.id, number, 0)):
            world.settle(bill, number, 1)


def test_turn_that_is_over_is_not_declined(world: World) -> None:
    bill = world.ordered_bill({BASIC: [world.insurer], EMPLOYER: [world.employer], AID: [world.charity]})
    world.decline(bill, world.insurer)
    with refused(refusals.ClaimTurnOver(bill.key, BASIC)):
        world.decline(bill, world.insurer)
    world.settle_directly(bill, 1, world.employer, "second")
    with refused(refusals.ClaimTurnOver(bill.key, EMPLOYER)):
        world.decline(bill, world.employer)
    world.decline(bill, world.charity)
    for payer in (world.insurer, world.employer, world.charity):
        with refused(refusals.ClaimTurnOver(bill.key, PayerClass.UNCLASSIFIED)):
            world.decline(bill, payer)


def test_payer_with_a_live_reservation_does_not_decline(world: World, bill: Bill) -> None:
    world.open_claim(bill)
    with refused(refusals.ReservationLive(bill.key, world.insurer.id, 2, START + 7 * DAY)):
        world.decline(bill, world.insurer)


def test_ninth_payer_does_not_decline(world: World) -> None:
    payers = [world.payer(number) for number in range(9)]
    bill = world.ordered_bill({BASIC: payers[:8], AID: [payers[8]]})
    for payer in payers[:8]:
        world.settle_directly(bill, 1, payer, payer.name)
    with refused(refusals.ClaimPayersExceeded(bill.key, 8)):
        world.decline(bill, payers[8])


def test_class_of_several_payers_is_over_once_one_of_them_settled(world: World) -> None:
    other = world.payer(1)
    bill = world.ordered_bill({BASIC: [world.insurer, other]})
    world.reserve(bill, 1, world.insurer, "first")
    world.reserve(bill, 1, other, "second")
    world.settle(bill, 3, 1, other)
    world.reserve(bill, 1, world.charity, "third")


def test_settlement_ends_the_turn_of_the_class_that_its_payer_has_then(world: World) -> None:
    bill = world.ordered_bill({BASIC: [world.insurer], SUPPLEMENTARY: [], AID: []})
    world.open_claim(bill, 3)
    world.settle(bill, 2, 1)
    assert world.claim(bill).pending_turns == to_bits({SUPPLEMENTARY, AID})
    world.classify(world.insurer, SUPPLEMENTARY)
    world.settle(bill, 2, 1)
    assert world.claim(bill).pending_turns == to_bits({AID})
    world.classify(world.insurer, PayerClass.UNCLASSIFIED)
    world.settle(bill, 2, 1)
    assert world.claim(bill).pending_turns == to_bits({AID})


def test_order_that_is_set_after_the_issue_is_no_matter(world: World) -> None:
    bill = world.batch(3).bill(1)
    world.order_payers({BASIC: [world.insurer]})
    world.reserve(bill, 5, world.charity, "early")
    world.settle(bill, 2, 5, world.charity)
    assert world.claim(bill).pending_turns == 0


def test_turn_is_over_for_the_bill_whatever_becomes_of_the_order(world: World, bill: Bill) -> None:
    world.decline(bill, world.insurer)
    world.order_payers({BASIC: [], SUPPLEMENTARY: []})
    assert world.claim(bill).pending_turns == to_bits({EMPLOYER})
    world.reserve(bill, 1, world.employer, "second")


def test_class_that_nobody_has_any_more_is_given_to_a_payer_that_declines(world: World, bill: Bill) -> None:
    """So that no bill waits for a payer that is gone."""
    world.classify(world.insurer, PayerClass.UNCLASSIFIED)
    with refused(pending(bill, BASIC, EMPLOYER)):
        world.reserve(bill, 1, world.employer, "second")
    world.classify(world.charity, BASIC)
    world.decline(bill, world.charity)
    world.reserve(bill, 1, world.employer, "second")


def test_order_of_another_code_is_no_matter(world: World) -> None:
    bill = world.batch(3).bill(1)
    world.range(1, 33_06_01_26)
    world.order_payers({BASIC: [world.insurer]}, 33_06_01_26)
    world.reserve(bill, 1, world.charity, word("any"))

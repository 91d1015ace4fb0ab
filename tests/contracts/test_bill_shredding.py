"""MedicalBills: the issuer says that it destroyed the salts of a bill; the trail stays whole."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import FOR_EVER, IssueState, Role, ShreddingReason
from tests.contracts.harness import DAY, emitted, refused
from tests.contracts.world import Bill, BillOpening, World, draft

UNKNOWN = 999
by_both = pytest.mark.parametrize("alone", [True, False])


def _bill(world: World, alone: bool) -> Bill:
    return world.issue() if alone else world.batch(3).bill(1)


@pytest.mark.parametrize("reason", list(ShreddingReason))
def test_bill_that_was_issued_alone_is_shredded_with_a_reason(world: World, reason: ShreddingReason) -> None:
    bill, hospital = world.issue(), world.hospital
    emitted(
        world.shred(bill, reason),
        events.BillShredded(
            bill.key, hospital.issuer, hospital.id, Role.ISSUER, bill_version=2, batch=0, reason=reason
        ),
    )
    assert world.bills.read("getBill", bill.key) == (2, hospital.id, 0, IssueState.ISSUED, 0, True, 0, 0, 0)
    assert world.verify(bill).shredded


def test_bill_of_a_batch_is_shredded_without_its_leaf(world: World) -> None:
    """Only its place is shown: nothing of it is opened, and its tags stay unmarked."""
    batch, hospital = world.batch(3), world.hospital
    bill = batch.bill(1)
    emitted(
        world.shred(bill, ShreddingReason.SUBJECT_REQUEST),
        events.BillShredded(
            bill.key, hospital.issuer, hospital.id, Role.ISSUER, 1, batch.id, ShreddingReason.SUBJECT_REQUEST
        ),
    )
    assert world.bills.read("getBill", bill.key) == (1, 0, 0, IssueState.NONE, False, True, 0, 0, 0)
    verified = world.verify(bill)
    assert (verified.authentic, verified.state, verified.shredded) == (True, IssueState.ISSUED, True)
    assert not world.bills.read("isTagUsed", hospital.id, bill.leaf.business_tag)
    assert not world.verify(batch.bill(0)).shredded


def test_red_letter_and_its_bill_are_shredded(world: World) -> None:
    bill, red = world.batch(3).bill(1), draft("red")
    key = world.red_letter(bill, red).returned
    red_bill = Bill(key, BillOpening(0, red.leaf), red.inner)
    for item, state in ((bill, IssueState.RED_LETTERED), (red_bill, IssueState.RED_LETTER)):
        world.shred(item)
        assert (world.verify(item).state, world.verify(item).shredded) == (state, True)


@by_both
def test_bill_is_shredded_once(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    world.shred(bill)
    with refused(refusals.BillIsShredded(bill.key)):
        world.shred(bill)


@by_both
def test_bill_is_shredded_by_its_issuer_alone(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    terms = (bill.key, int(alone), bill.opening.batch, 0)
    with refused(refusals.BillIssuerMismatch(bill.key, world.hospital.id, world.clinic.id)):
        world.bills.call("shredBill", *terms, sender=world.clinic.issuer)


@pytest.mark.parametrize(("alone", "current"), [(True, 1), (False, 0)])
def test_bill_is_shredded_by_who_knows_its_version(world: World, alone: bool, current: int) -> None:
    bill = _bill(world, alone)
    for seen in {0, 1, 2, 2**64 - 1} - {current}:
        with refused(refusals.BillVersionStale(bill.key, seen, current)):
            world.bills.call("shredBill", bill.key, seen, bill.opening.batch, 0, sender=world.hospital.issuer)


def test_bill_that_there_is_not_is_not_shredded(world: World) -> None:
    alone, batch = world.issue(), world.batch(3)

    def shred(key: int, given: int) -> None:
        world.bills.call("shredBill", key, 0, given, 0, sender=world.hospital.issuer)

    for key in (0, alone.key + 1, batch.first):
        with refused(refusals.BillUnknown(key)):
            shred(key, 0)
    with refused(refusals.BatchUnknown(UNKNOWN)):
        shred(batch.first, UNKNOWN)
    for key in (0, batch.first - 1, batch.first + 3, alone.key):
        with refused(refusals.BatchBillMismatch(batch.id, batch.first, 3, key)):
            shred(key, batch.id)


@by_both
def test_frozen_bill_is_not_shredded(world: World, alone: bool) -> None:
    """What is looked into keeps its evidence."""
    bill = _bill(world, alone)
    world.freeze(bill.key)
    with refused(refusals.BillIsFrozen(bill.key, FOR_EVER)):
        world.shred(bill)
    world.lift(bill.key)
    world.chain.move(DAY)
    assert world.shred(bill)


@by_both
def test_shredded_bill_of_which_somebody_has_the_salts_goes_on(world: World, alone: bool) -> None:
    """A holder may have kept them: what was promised to payers stays."""
    bill = _bill(world, alone)
    world.shred(bill)
    world.open_claim(bill)
    world.settle(bill, 2, 5)
    world.release(bill, 2)
    exchanged = world.exchange(bill, 5)
    assert [event.NAME for event in exchanged] == ([] if alone else ["BillOpened"]) + ["PaperIssued"]
    stored = world.bills.read("getBill", bill.key)
    assert (stored.shredded, stored.state, stored.issuer) == (True, IssueState.ISSUED, world.hospital.id)

"""MedicalBills: the finance department freezes a bill at once, and what a second officer lifts ends a day later."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import FOR_EVER, FreezeReason, IssueState, OrganisationKind, Role
from tests.contracts.harness import DAY, NO_ADDRESS, START, emitted, refused
from tests.contracts.world import CODE, Bill, BillOpening, Draft, World, draft

PAPER = 5
by_both = pytest.mark.parametrize("alone", [True, False])


@pytest.fixture
def reporter(world: World) -> bytes:
    """An account that the directory lists for BILL_CLAIMS, so that a test can report in its place."""
    return world.replace(world.claims)


def _bill(world: World, alone: bool) -> Bill:
    return world.issue() if alone else world.batch(3).bill(1)


# --- freezing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(FreezeReason))
@by_both
def test_finance_officer_freezes_a_bill_at_once(world: World, alone: bool, reason: FreezeReason) -> None:
    bill, finance = _bill(world, alone), world.finance
    emitted(
        world.freeze(bill.key, reason),
        events.BillFrozen(bill.key, finance.finance, finance.id, Role.FINANCE, bill_version=1 + alone, reason=reason),
    )
    stored = world.bills.read("getBill", bill.key)
    assert (stored.version, stored.frozen_until) == (1 + alone, FOR_EVER)
    assert stored.frozen_by == finance.officers[Role.FINANCE]
    assert stored.state == (IssueState.ISSUED if alone else IssueState.NONE)
    assert world.engagement(bill) == (0, False, False, False, True, NO_ADDRESS)
    verified = world.verify(bill)
    assert (verified.authentic, verified.state, verified.frozen_until) == (True, IssueState.ISSUED, FOR_EVER)
    assert verified.issuer == world.hospital.id


@by_both
def test_frozen_bill_is_not_frozen_again(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    world.freeze(bill.key)
    for officer in (world.finance.finance, world.second_finance_officer):
        with refused(refusals.BillIsFrozen(bill.key, FOR_EVER)):
            world.bills.call("freezeBill", bill.key, 0, sender=officer)


def test_bill_is_frozen_by_the_department_that_its_code_belongs_to(world: World) -> None:
    bill, other = world.issue(), world.admit("other finance", {OrganisationKind.FINANCE}, Role.FINANCE)
    foreign = refusals.BillCodeForeign(bill.key, world.finance.id, other.id)
    with refused(foreign):
        world.bills.call("freezeBill", bill.key, 0, sender=other.finance)
    world.freeze(bill.key)
    with refused(foreign):
        world.bills.call("liftFreeze", bill.key, 2, sender=other.finance)


@pytest.mark.parametrize("key", [0, 7, (CODE + 9) * 10**10 + 1, 10**18 + 1, 2**64 - 1])
def test_number_of_a_code_that_belongs_to_nobody_is_not_frozen(world: World, key: int) -> None:
    world.range()
    with refused(refusals.BillCodeForeign(key, 0, world.finance.id)):
        world.freeze(key)


# --- what a freeze stops -------------------------------------------------------------------------------------


STOPPED: dict[str, tuple[Callable[[World, Bill], object], Callable[[World, Bill], object]]] = {
    "red letter": (lambda world, bill: None, lambda world, bill: world.red_letter(bill)),
    "first claim": (lambda world, bill: None, lambda world, bill: world.open_claim(bill)),
    "direct settlement": (
        lambda world, bill: None,
        lambda world, bill: world.settle_directly(bill, 5, world.insurer, "a"),
    ),
    "later claim": (
        lambda world, bill: world.open_claim(bill),
        lambda world, bill: world.reserve(bill, 5, world.employer, "b"),
    ),
    "settlement": (lambda world, bill: world.open_claim(bill), lambda world, bill: world.settle(bill, 2, 5)),
    "booking": (lambda world, bill: None, lambda world, bill: world.book(bill, world.employer)),
    "paper": (lambda world, bill: None, lambda world, bill: world.exchange(bill, PAPER)),
    "other paper": (
        lambda world, bill: world.exchange(bill, PAPER),
        lambda world, bill: world.exchange(bill, PAPER + 1),
    ),
    "voiding of the paper": (
        lambda world, bill: world.exchange(bill, PAPER),
        lambda world, bill: world.void_paper(bill),
    ),
    "shredding": (lambda world, bill: None, lambda world, bill: world.shred(bill)),
}


@pytest.mark.parametrize("act", STOPPED)
@by_both
def test_frozen_bill_takes_nothing_until_the_freeze_ends(world: World, alone: bool, act: str) -> None:
    """Before it is lifted and for a day afterwards; it takes everything from the second in which that day is over."""
    bill = _bill(world, alone)
    prepare, attempt = STOPPED[act]
    prepare(world, bill)
    world.freeze(bill.key)
    with refused(refusals.BillIsFrozen(bill.key, FOR_EVER)):
        attempt(world, bill)
    world.lift(bill.key)
    until = START + DAY
    for time in (START, until - 1):
        world.chain.move_to(time)
        with refused(refusals.BillIsFrozen(bill.key, until)):
            attempt(world, bill)
    world.chain.move(1)
    assert attempt(world, bill)


@by_both
def test_what_gives_back_is_taken_of_a_frozen_bill(world: World, alone: bool) -> None:
    bill, unit = _bill(world, alone), world.employer
    world.open_claim(bill)
    world.book(bill, unit)
    world.freeze(bill.key)
    world.release(bill, 2)
    world.claims.call("reverseBooking", bill.key, unit.id, sender=unit.accountant)
    assert world.engagement(bill)[:3] == (0, False, False)


def test_reports_that_take_are_refused_for_a_frozen_bill_and_relief_is_not(world: World, reporter: bytes) -> None:
    bill = world.batch(3).bill(1)
    engaged = (START + DAY, True, True)
    world.bills.call("reportOpening", bill.key, bill.opening, *engaged, sender=reporter)
    world.freeze(bill.key)
    with refused(refusals.BillIsFrozen(bill.key, FOR_EVER)):
        world.bills.call("reportOpening", bill.key, bill.opening, *engaged, sender=reporter)
    with refused(refusals.BillIsFrozen(bill.key, FOR_EVER)):
        world.bills.call("reportEngagement", bill.key, *engaged, sender=reporter)
    emitted(world.bills.call("reportRelief", bill.key, 0, False, False, sender=reporter))
    assert world.engagement(bill) == (0, False, False, True, True, reporter)


def test_freeze_of_one_bill_leaves_the_others_of_its_batch(world: World) -> None:
    batch = world.batch(3)
    world.freeze(batch.bill(1).key)
    for index in (0, 2):
        assert world.verify(batch.bill(index)).frozen_until == 0
        assert world.exchange(batch.bill(index), PAPER + index)


# --- lifting -------------------------------------------------------------------------------------------------


@by_both
def test_second_officer_lifts_a_freeze_and_it_ends_a_day_later(world: World, alone: bool) -> None:
    bill, finance, second = _bill(world, alone), world.finance, world.second_finance_officer
    world.freeze(bill.key)
    world.chain.move(77)
    emitted(
        world.lift(bill.key),
        events.FreezeLifted(
            bill.key, second, finance.id, Role.FINANCE, bill_version=2 + alone, frozen_until=START + 77 + DAY
        ),
    )
    stored = world.bills.read("getBill", bill.key)
    assert (stored.version, stored.frozen_until) == (2 + alone, START + 77 + DAY)
    assert stored.frozen_by == finance.officers[Role.FINANCE]


def test_officer_does_not_lift_what_it_froze(world: World) -> None:
    bill = world.issue()
    world.freeze(bill.key)
    with refused(refusals.BillSecondOfficerNeeded(bill.key, world.finance.officers[Role.FINANCE])):
        world.bills.call("liftFreeze", bill.key, 2, sender=world.finance.finance)


def test_either_officer_may_be_the_one_who_freezes(world: World) -> None:
    bill = world.issue()
    world.bills.call("freezeBill", bill.key, 0, sender=world.second_finance_officer)
    assert world.bills.call("liftFreeze", bill.key, 2, sender=world.finance.finance)


def test_bill_that_is_not_frozen_is_not_lifted(world: World) -> None:
    bill = world.issue()
    with refused(refusals.BillNotFrozen(bill.key, 0)):
        world.lift(bill.key)
    world.freeze(bill.key)
    world.lift(bill.key)
    for days in (0, 1, 1):
        world.chain.move(days * DAY)
        with refused(refusals.BillNotFrozen(bill.key, START + DAY)):
            world.lift(bill.key)


def test_freeze_is_lifted_by_who_knows_the_bills_version(world: World) -> None:
    bill = world.issue()
    world.freeze(bill.key)
    for seen in (0, 1, 3):
        with refused(refusals.BillVersionStale(bill.key, seen, 2)):
            world.bills.call("liftFreeze", bill.key, seen, sender=world.second_finance_officer)


@pytest.mark.parametrize("later", [0, DAY - 1, DAY, 9 * DAY])
def test_new_freeze_undoes_what_was_lifted(world: World, later: int) -> None:
    bill = world.issue()
    world.freeze(bill.key)
    world.lift(bill.key)
    world.chain.move(later)
    world.bills.call("freezeBill", bill.key, 0, sender=world.second_finance_officer)
    world.chain.move(9 * DAY)
    with refused(refusals.BillIsFrozen(bill.key, FOR_EVER)):
        world.exchange(bill, PAPER)
    second = world.consortium.read("officerOf", world.second_finance_officer)
    with refused(refusals.BillSecondOfficerNeeded(bill.key, second)):
        world.lift(bill.key)
    assert world.bills.call("liftFreeze", bill.key, 4, sender=world.finance.finance)


# --- numbers that no bill has yet ----------------------------------------------------------------------------


def test_number_is_frozen_before_a_bill_is_issued_with_it(world: World) -> None:
    number_range, item, hospital = world.range(), draft("a"), world.hospital
    key = CODE * 10**10 + 1
    world.freeze(key)
    assert world.bills.read("getBill", key).issuer == 0
    issued = world.bills.call("issueBill", number_range, 1, item.leaf, sender=hospital.issuer)
    emitted(issued, events.BillIssued(key, hospital.issuer, hospital.id, Role.ISSUER, 2, number_range, *item.leaf))
    bill = Bill(key, BillOpening(0, item.leaf), item.inner, item.name)
    assert (world.verify(bill).version, world.verify(bill).frozen_until) == (2, FOR_EVER)
    with refused(refusals.BillIsFrozen(key, FOR_EVER)):
        world.open_claim(bill)


def test_number_is_frozen_before_a_batch_takes_it(world: World) -> None:
    number_range = world.range()
    world.freeze(CODE * 10**10 + 2)
    batch = world.batch(3, number_range)
    bill = batch.bill(1)
    assert (world.verify(bill).version, world.verify(bill).frozen_until) == (1, FOR_EVER)
    with refused(refusals.BillIsFrozen(bill.key, FOR_EVER)):
        world.exchange(bill, PAPER)
    world.lift(bill.key)
    world.chain.move(DAY)
    exchanged = world.exchange(bill, PAPER)
    assert [event.bill_version for event in exchanged] == [3, 4]  # type: ignore[attr-defined]
    stored = world.bills.read("getBill", bill.key)
    assert (stored.issuer, stored.batch, stored.state) == (world.hospital.id, batch.id, IssueState.ISSUED)


def test_red_letter_with_a_frozen_number_is_frozen(world: World) -> None:
    bill, red = world.issue(), draft("red")
    number_range = world.range(1, CODE + 1)
    key = (CODE + 1) * 10**10 + 1
    world.freeze(key)
    terms = (bill.key, 1, bill.opening, number_range, 1, red.leaf, 0)
    taken = world.bills.call("redLetterBill", *terms, sender=world.hospital.issuer)
    assert taken[0].red_bill_version == 2  # type: ignore[attr-defined]
    with refused(refusals.BillIsFrozen(key, FOR_EVER)):
        world.shred(_red(key, red))


def test_bill_that_was_taken_back_is_frozen_and_lifted(world: World) -> None:
    bill = world.issue()
    world.red_letter(bill)
    world.freeze(bill.key)
    assert world.verify(bill).state == IssueState.RED_LETTERED
    assert world.lift(bill.key)


def _red(key: int, red: Draft) -> Bill:
    return Bill(key, BillOpening(0, red.leaf), red.inner, red.name)

"""BillClaims: bills in the books of reimbursing units."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import EntryPurpose, EntryState, FreezeReason, IssueState, OrganisationKind, Role
from tests.contracts.harness import NO_ADDRESS, emitted, refused
from tests.contracts.world import Bill, World

FOR_EVER = 2**40 - 1


@pytest.fixture
def bill(world: World) -> Bill:
    return world.batch(3).bill(1)


def reverse(world: World, bill: Bill, sender: bytes, unit: int) -> object:
    return world.claims.call("reverseBooking", bill.key, unit, sender=sender)


@pytest.mark.parametrize("state", [EntryState.DEDUCTIBLE, EntryState.NOT_DEDUCTIBLE])
@pytest.mark.parametrize("purpose", EntryPurpose)
def test_unit_books_a_bill(world: World, bill: Bill, state: EntryState, purpose: EntryPurpose) -> None:
    unit = world.employer
    emitted(
        world.book(bill, unit, state=state, purpose=purpose),
        events.BillBooked(
            *(bill.key, unit.accountant, unit.id, Role.ACCOUNTANT, 1, bill.opening.batch, *bill.leaf),
            *(state, 2026_03, purpose),
        ),
    )
    assert world.claims.read("getEntry", bill.key, unit.id) == (state, purpose, 2026_03)
    assert world.claim(bill) == (1, False, 0, 0, 0, NO_ADDRESS, 0, 0, 1)
    assert world.engagement(bill) == (0, False, True, True, False, world.claims.address)


def test_booked_bill_is_taken_back_only_when_its_bookings_are_reversed(world: World, bill: Bill) -> None:
    unit = world.employer
    world.book(bill, unit)
    engaged = refusals.BillEngaged(bill.key, 0, False, True, world.claims.address)
    with refused(engaged):
        world.red_letter(bill)
    emitted(
        world.claims.call("reverseBooking", bill.key, unit.id, sender=unit.accountant),
        events.BookingReversed(bill.key, unit.accountant, unit.id, Role.ACCOUNTANT, 2, unit.id),
    )
    assert world.claims.read("getEntry", bill.key, unit.id) == (EntryState.REVERSED, EntryPurpose.EXPENSE, 2026_03)
    assert world.claim(bill).bookings == 0
    assert world.engagement(bill)[:3] == (0, False, False)
    world.red_letter(bill)
    with refused(refusals.BillStateMismatch(bill.key, IssueState.RED_LETTERED)):
        world.book(bill, unit)


def test_unit_books_a_bill_once_at_a_time(world: World, bill: Bill) -> None:
    unit = world.employer
    world.book(bill, unit)
    with refused(refusals.EntryExists(bill.key, unit.id, 2026_03)):
        world.book(bill, unit, period=2026_04)
    reverse(world, bill, unit.accountant, unit.id)
    world.book(bill, unit, period=2026_04, state=EntryState.NOT_DEDUCTIBLE)
    assert world.claims.read("getEntry", bill.key, unit.id) == (EntryState.NOT_DEDUCTIBLE, 0, 2026_04)


def test_each_unit_has_its_own_entry_and_all_must_be_reversed(world: World, bill: Bill) -> None:
    other = world.admit("bureau", {OrganisationKind.DEPARTMENT}, Role.ACCOUNTANT)
    world.book(bill, world.employer)
    world.book(bill, other)
    assert world.claim(bill).bookings == 2
    reverse(world, bill, other.accountant, other.id)
    assert world.engagement(bill)[2] is True
    reverse(world, bill, world.employer.accountant, world.employer.id)
    assert world.engagement(bill)[2] is False


def test_what_is_not_booked_is_not_reversed(world: World, bill: Bill) -> None:
    unit = world.employer
    refusal = refusals.EntryUnknown(bill.key, unit.id)
    with refused(refusal):
        reverse(world, bill, unit.accountant, unit.id)
    world.book(bill, unit)
    other = world.admit("bureau", {OrganisationKind.DEPARTMENT}, Role.ACCOUNTANT)
    with refused(refusal):
        reverse(world, bill, other.accountant, unit.id)
    reverse(world, bill, unit.accountant, unit.id)
    with refused(refusal):
        reverse(world, bill, unit.accountant, unit.id)


def test_heir_reverses_what_its_predecessor_booked(world: World, bill: Bill) -> None:
    heir = world.admit("bureau", {OrganisationKind.DEPARTMENT}, Role.ACCOUNTANT)
    world.book(bill, world.employer)
    world.merge(world.employer, heir)
    emitted(
        world.claims.call("reverseBooking", bill.key, world.employer.id, sender=heir.accountant),
        events.BookingReversed(bill.key, heir.accountant, heir.id, Role.ACCOUNTANT, 2, world.employer.id),
    )


@pytest.mark.parametrize("state", [EntryState.NOT_BOOKED, EntryState.REVERSED])
def test_bill_is_booked_as_deductible_or_not(world: World, bill: Bill, state: EntryState) -> None:
    with refused(refusals.EntryStateInvalid(state)):
        world.book(bill, world.employer, state=state)


@pytest.mark.parametrize("period", [0, 2026_00, 2026_13, 1969_12, 10000_01, 2**32 - 1])
def test_period_is_a_year_and_a_month(world: World, bill: Bill, period: int) -> None:
    with refused(refusals.EntryPeriodInvalid(period)):
        world.book(bill, world.employer, period=period)


@pytest.mark.parametrize("period", [1970_01, 2026_12, 9999_12])
def test_period_from_1970_to_9999_is_taken(world: World, bill: Bill, period: int) -> None:
    world.book(bill, world.employer, period=period)
    assert world.claims.read("getEntry", bill.key, world.employer.id).period == period


def test_who_books_shows_the_bill(world: World, bill: Bill) -> None:
    changed = bill.opening._replace(leaf=bill.leaf._replace(business_tag=b"\1" * 32))
    with refused(refusals.BillLeafMismatch(bill.key)):
        world.book(replace(bill, opening=changed), world.employer)


def test_frozen_bill_is_not_booked_but_its_booking_is_reversed(world: World, bill: Bill) -> None:
    world.book(bill, world.employer)
    world.bills.call("freezeBill", bill.key, FreezeReason.DISPUTE, sender=world.finance.finance)
    other = world.admit("bureau", {OrganisationKind.DEPARTMENT}, Role.ACCOUNTANT)
    with refused(refusals.BillIsFrozen(bill.key, FOR_EVER)):
        world.book(bill, other)
    reverse(world, bill, world.employer.accountant, world.employer.id)


def test_claims_and_bookings_of_a_bill_do_not_disturb_each_other(world: World, bill: Bill) -> None:
    world.book(bill, world.employer)
    assert world.open_claim(bill, 4_000).returned == 3
    world.settle(bill, 3, 1_000)
    assert world.claim(bill) == (4, True, 10_000, 1_000, 3_000, bill.inner.consent_key, 1, 0, 1)
    assert world.engagement(bill)[1:3] == (True, True)
    reverse(world, bill, world.employer.accountant, world.employer.id)
    assert world.engagement(bill)[1:3] == (True, False)
    assert world.claim(bill)[3:5] == (1_000, 3_000)


def test_bill_is_booked_by_at_most_255_units(world: World, bill: Bill) -> None:
    admitted = ({OrganisationKind.DEPARTMENT}, Role.ACCOUNTANT)
    units = [world.admit(f"unit {number}", *admitted, voting=False) for number in range(256)]
    for unit in units[:255]:
        world.book(bill, unit)
    with refused(refusals.EntriesExceeded(bill.key, 255)):
        world.book(bill, units[255])
    reverse(world, bill, units[0].accountant, units[0].id)
    world.book(bill, units[255])
    assert world.claim(bill).bookings == 255

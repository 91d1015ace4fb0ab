"""MedicalBills: what the claims contract reports of a bill, and what a bill takes while it is engaged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govledger import refusals
from govledger.model import FOR_EVER, ContractRole, IssueState, PayerClass, Role, to_bits
from tests.contracts.harness import DAY, NO_ADDRESS, START, Contract, account, emitted, refused, word
from tests.contracts.world import (
    STRANGER,
    Bill,
    BillLeaf,
    BillOpening,
    ClaimAccess,
    ClaimShowing,
    Consent,
    World,
    draft,
)

UNKNOWN = 999
NO_STORAGE = (0, 0, 0, 0, 0, False, 0, 0, 0)
NOT_ENGAGED = (0, False, False)


@pytest.fixture
def reporter(world: World) -> bytes:
    """An account that the directory lists for BILL_CLAIMS, so that a test can report in its place."""
    return world.replace(world.claims)


def _bill(world: World, alone: bool) -> Bill:
    return world.issue() if alone else world.batch(3).bill(1)


def _tags_used(world: World, leaf: BillLeaf) -> tuple[bool, bool]:
    read, hospital = world.bills.read, world.hospital.id
    return read("isTagUsed", hospital, leaf.business_tag), read("isTagUsed", hospital, leaf.settlement_tag)


def _engaged(bill: Bill, until: int, by: bytes, *, settled: bool = False, booked: bool = False) -> refusals.BillEngaged:
    return refusals.BillEngaged(bill.key, until, settled, booked, by)


# --- red letters of engaged bills ----------------------------------------------------------------------------


@pytest.mark.parametrize("alone", [True, False])
def test_reserved_bill_is_not_taken_back_until_the_second_in_which_the_reservation_expires(
    world: World, alone: bool
) -> None:
    bill, until = _bill(world, alone), START + 7 * DAY
    world.open_claim(bill, days=7)
    assert world.engagement(bill) == (until, False, False, True, False, world.claims.address)
    assert world.verify(bill).engagement == world.engagement(bill)
    for time in (START, until - 1):
        world.chain.move_to(time)
        with refused(_engaged(bill, until, world.claims.address)):
            world.red_letter(bill)
    world.chain.move(1)
    world.red_letter(bill)
    assert world.verify(bill).state == IssueState.RED_LETTERED


@pytest.mark.parametrize("alone", [True, False])
def test_released_bill_is_taken_back_in_the_same_second(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    world.open_claim(bill)
    world.release(bill, 2)
    assert world.engagement(bill) == (0, False, False, True, False, world.claims.address)
    world.red_letter(bill)


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("rest_released", [True, False])
def test_settled_bill_is_never_taken_back(world: World, alone: bool, rest_released: bool) -> None:
    bill = _bill(world, alone)
    world.open_claim(bill)
    world.settle(bill, 2, 1)
    if rest_released:
        world.release(bill, 2)
    until = 0 if rest_released else START + 7 * DAY
    issuer = account("later issuer")
    terms = (world.hospital.id, issuer, 1 << Role.ISSUER, 0, START, 2**40 - 1)
    world.administer("appointOfficer", *terms)
    world.chain.move(100 * 365 * DAY)
    call = (bill.key, int(alone), bill.opening, UNKNOWN, 1, draft("red").leaf, 0)
    with refused(_engaged(bill, until, world.claims.address, settled=True)):
        world.bills.call("redLetterBill", *call, sender=issuer)


@pytest.mark.parametrize("alone", [True, False])
def test_booked_bill_is_not_taken_back_until_its_booking_is_reversed(world: World, alone: bool) -> None:
    bill, unit = _bill(world, alone), world.employer
    world.book(bill, unit)
    with refused(_engaged(bill, 0, world.claims.address, booked=True)):
        world.red_letter(bill)
    world.claims.call("reverseBooking", bill.key, unit.id, sender=unit.accountant)
    world.red_letter(bill)


@pytest.mark.parametrize("alone", [True, False])
def test_bill_that_was_taken_back_is_not_claimed(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    world.red_letter(bill)
    with refused(refusals.BillStateMismatch(bill.key, IssueState.RED_LETTERED)):
        world.open_claim(bill)


def test_red_letter_is_not_claimed(world: World) -> None:
    red = draft("red")
    key = world.red_letter(world.issue(), red).returned
    with refused(refusals.BillStateMismatch(key, IssueState.RED_LETTER)):
        world.open_claim(Bill(key, BillOpening(0, red.leaf), red.inner, red.name))


# --- openings ------------------------------------------------------------------------------------------------


def test_opening_is_reported_silently_and_marks_the_tags(world: World, reporter: bytes) -> None:
    bill = world.batch(3).bill(1)
    head = world.bills.head()
    emitted(world.bills.call("reportOpening", bill.key, bill.opening, START + DAY, True, False, sender=reporter))
    assert world.bills.head() == head
    assert world.engagement(bill) == (START + DAY, True, False, True, False, reporter)
    assert world.bills.read("getBill", bill.key) == NO_STORAGE
    assert _tags_used(world, bill.leaf) == (True, True)


def test_bill_that_is_open_is_opened_again_and_engaged_anew(world: World, reporter: bytes) -> None:
    for bill in (world.issue(), world.batch(3).bill(1)):
        for engaged in ((START + DAY, False, True), (0, True, False), (0, False, False)):
            emitted(world.bills.call("reportOpening", bill.key, bill.opening, *engaged, sender=reporter))
            assert world.engagement(bill) == (*engaged, True, False, reporter)


def test_opening_answers_the_order_that_the_bill_was_issued_under(world: World, reporter: bytes) -> None:
    number_range = world.range()
    world.order_payers({PayerClass.BASIC: [], PayerClass.AID: []})
    bills = (world.issue(number_range=number_range), world.batch(3, number_range).bill(1))
    world.order_payers({PayerClass.EMPLOYER: []})
    for bill in bills:
        opened = world.bills.call("reportOpening", bill.key, bill.opening, *NOT_ENGAGED, sender=reporter)
        assert opened.returned == to_bits({PayerClass.BASIC, PayerClass.AID})


def test_bill_that_an_exchange_opened_is_opened_by_a_claim_without_a_trace(world: World, reporter: bytes) -> None:
    """Its tags are used, and they are its own."""
    bill = world.batch(3).bill(1)
    world.exchange(bill, 1)
    stored = world.bills.read("getBill", bill.key)
    emitted(world.bills.call("reportOpening", bill.key, bill.opening, *NOT_ENGAGED, sender=reporter))
    assert world.bills.read("getBill", bill.key) == stored
    assert world.engagement(bill) == (*NOT_ENGAGED, True, False, reporter)


def test_opening_is_checked_like_every_other(world: World, reporter: bytes) -> None:
    alone, batch = world.issue(), world.batch(3)
    bill = batch.bill(1)

    def report(key: int, opening: BillOpening) -> None:
        world.bills.call("reportOpening", key, opening, *NOT_ENGAGED, sender=reporter)

    with refused(refusals.BillUnknown(7)):
        report(7, alone.opening)
    with refused(refusals.BatchUnknown(UNKNOWN)):
        report(bill.key, bill.opening._replace(batch=UNKNOWN))
    with refused(refusals.BatchBillMismatch(batch.id, batch.first, 3, batch.first + 3)):
        report(batch.first + 3, bill.opening)
    with refused(refusals.BillLeafMismatch(bill.key)):
        report(bill.key, bill.opening._replace(proof=()))
    world.red_letter(alone)
    with refused(refusals.BillStateMismatch(alone.key, IssueState.RED_LETTERED)):
        report(alone.key, alone.opening)


def test_opening_marks_no_tag_that_was_used(world: World, reporter: bytes) -> None:
    used, second = draft("used"), draft("second")
    second = second._replace(leaf=second.leaf._replace(settlement_tag=used.leaf.business_tag))
    world.issue(used)
    bill = world.batch([second]).bill(0)
    with refused(refusals.BillTagUsed(world.hospital.id, used.leaf.business_tag)):
        world.bills.call("reportOpening", bill.key, bill.opening, *NOT_ENGAGED, sender=reporter)


# --- engagements ---------------------------------------------------------------------------------------------


REPORTS = ["reportEngagement", "reportRelief"]
ENGAGEMENTS = [
    (START + 100, False, False),
    (START + 50, True, False),
    (FOR_EVER, True, True),
    (0, False, True),
    (START + 200, False, False),
    (0, False, False),
]


@pytest.mark.parametrize("report", REPORTS)
def test_engagement_is_reported_silently(world: World, reporter: bytes, report: str) -> None:
    bill = world.batch(3).bill(1)
    world.bills.call("reportOpening", bill.key, bill.opening, 1, False, False, sender=reporter)
    head = world.bills.head()
    for reported in ENGAGEMENTS:
        emitted(world.bills.call(report, bill.key, *reported, sender=reporter))
        assert world.engagement(bill) == (*reported, True, False, reporter)
    assert world.bills.head() == head
    assert world.bills.read("getBill", bill.key) == NO_STORAGE


@pytest.mark.parametrize("report", REPORTS)
def test_reservation_at_another_claims_contract_holds_until_the_second_in_which_it_expires(
    world: World, report: str
) -> None:
    bill, until = world.issue(), START + 7 * DAY
    world.open_claim(bill, days=7)
    reporter = world.replace(world.claims)
    world.chain.move_to(until - 1)
    with refused(_engaged(bill, until, world.claims.address)):
        world.bills.call(report, bill.key, until + DAY, False, False, sender=reporter)
    world.chain.move(1)
    if report == "reportRelief":
        with refused(_engaged(bill, until, world.claims.address)):
            world.bills.call(report, bill.key, 0, False, False, sender=reporter)
        return
    world.bills.call(report, bill.key, until + DAY, False, False, sender=reporter)
    assert world.engagement(bill) == (until + DAY, False, False, True, False, reporter)


@pytest.mark.parametrize(("settled", "booked"), [(True, False), (False, True), (True, True)])
def test_what_another_claims_contract_settled_or_booked_holds_for_ever(
    world: World, reporter: bytes, settled: bool, booked: bool
) -> None:
    bill = world.issue()
    world.bills.call("reportEngagement", bill.key, 0, settled, booked, sender=reporter)
    successor = world.stand_in()
    world.decide("listContract", ContractRole.BILL_CLAIMS, successor)
    world.chain.move(100 * 365 * DAY)
    with refused(_engaged(bill, 0, reporter, settled=settled, booked=booked)):
        world.bills.call("reportEngagement", bill.key, START, False, False, sender=successor)
    world.bills.call("reportRelief", bill.key, 0, False, False, sender=reporter)
    world.bills.call("reportEngagement", bill.key, FOR_EVER, False, False, sender=successor)
    assert world.engagement(bill) == (FOR_EVER, False, False, False, False, successor)


def test_relief_of_a_bill_that_was_never_engaged_is_refused(world: World, reporter: bytes) -> None:
    bill = world.issue()
    with refused(_engaged(bill, 0, NO_ADDRESS)):
        world.bills.call("reportRelief", bill.key, 0, False, False, sender=reporter)


def test_old_claims_contract_gives_back_nothing_of_what_the_new_one_holds(world: World) -> None:
    bill = world.issue()
    world.open_claim(bill, days=1)
    new = world.replace(world.claims)
    world.chain.move(DAY)
    world.bills.call("reportEngagement", bill.key, START + 9 * DAY, False, False, sender=new)
    with refused(refusals.ReservationExpired(bill.key, 2, START + DAY, START + DAY)):
        world.release(bill, 2)
    assert world.engagement(bill)[0] == START + 9 * DAY


def test_engagement_of_a_bill_that_was_taken_back_is_refused_and_its_relief_is_taken(
    world: World, reporter: bytes
) -> None:
    bill = world.issue()
    world.bills.call("reportEngagement", bill.key, START + DAY, False, False, sender=reporter)
    world.chain.move(DAY)
    world.red_letter(bill)
    with refused(refusals.BillStateMismatch(bill.key, IssueState.RED_LETTERED)):
        world.bills.call("reportEngagement", bill.key, START + 9 * DAY, False, False, sender=reporter)
    world.bills.call("reportRelief", bill.key, 0, False, False, sender=reporter)
    assert world.engagement(bill) == (0, False, False, False, True, reporter)


def test_reports_are_taken_from_the_listed_contract_alone(world: World) -> None:
    bill = world.issue()
    another_place = world.replace(world.requests)
    for caller in (STRANGER, world.hospital.issuer, world.insurer.claims, another_place):
        for report, *args in (
            ("reportOpening", bill.opening, START + DAY, False, False),
            ("reportEngagement", START + DAY, False, False),
        ):
            with refused(refusals.ReporterNotListed(caller, ContractRole.BILL_CLAIMS)):
                world.bills.call(report, bill.key, *args, sender=caller)
        with refused(_engaged(bill, 0, NO_ADDRESS)):
            world.bills.call("reportRelief", bill.key, 0, False, False, sender=caller)


# --- a claims contract that was replaced ---------------------------------------------------------------------


def _successor(world: World) -> Contract:
    successor = world.deploy("bill_claims", world.consortium.address, world.bills.address)
    world.replace(world.claims, successor.address)
    return successor


def _reserve_at(world: World, successor: Contract, bill: Bill, amount: int) -> None:
    access = ClaimAccess(bill.key, 0, Consent(), (ClaimShowing(bill.opening, bill.inner),))
    terms = (access, amount, word("claim at the new"), world.chain.now + DAY)
    successor.call("reserve", *terms, sender=world.employer.claims)


def _settle(world: World, bill: Bill) -> None:
    world.open_claim(bill)
    world.settle(bill, 2, 1)


@pytest.mark.parametrize(
    ("engage", "until", "settled", "booked"),
    [
        (lambda world, bill: world.open_claim(bill, days=7), START + 7 * DAY, False, False),
        (_settle, START + 7 * DAY, True, False),
        (lambda world, bill: world.book(bill, world.employer), 0, False, True),
    ],
    ids=["reserved", "settled", "booked"],
)
def test_new_claims_contract_cannot_pay_what_the_old_one_holds_or_paid(
    world: World, engage: Callable[[World, Bill], object], until: int, settled: bool, booked: bool
) -> None:
    bill = world.batch([draft("bill", consented=False)]).bill(0)
    engage(world, bill)
    successor = _successor(world)
    with refused(_engaged(bill, until, world.claims.address, settled=settled, booked=booked)):
        _reserve_at(world, successor, bill, 1)


def test_new_claims_contract_goes_on_with_a_bill_that_the_old_one_let_go(world: World) -> None:
    bill = world.batch([draft("bill", consented=False)]).bill(0)
    world.open_claim(bill)
    successor = _successor(world)
    world.release(bill, 2)
    _reserve_at(world, successor, bill, 10_000)
    until = world.chain.now + DAY
    assert world.engagement(bill) == (until, False, False, True, False, successor.address)
    world.chain.move(DAY - 1)
    with refused(_engaged(bill, until, successor.address)):
        world.red_letter(bill)

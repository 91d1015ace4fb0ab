"""BillRanges: numbers that two finance officers grant, and that bills take in order."""

from __future__ import annotations

from typing import Any

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import ContractRole, OrganisationKind, OrganisationStatus, PayerClass, RangeStatus, Role, to_bits
from tests.contracts.harness import DAY, NO_ADDRESS, START, Chain, account, deploy, emitted, refused
from tests.contracts.world import CODE, DEPLOYER, STRANGER, Organisation, World

UNKNOWN = 999
UNTIL = START + DAY
LARGEST_COUNT = 2**32 - 1
NUMBERS = 10**10 - 1
"""How many numbers a code has: 10 digits, from 1."""


@pytest.fixture
def other_finance(world: World) -> Organisation:
    return world.admit("other finance", {OrganisationKind.FINANCE}, Role.FINANCE)


@pytest.fixture
def reporter(world: World) -> bytes:
    """An account that the directory lists for MEDICAL_BILLS, so that a test can report in its place."""
    return world.replace(world.bills)


# --- proposing -----------------------------------------------------------------------------------------------


def test_range_is_proposed_without_taking_numbers(world: World) -> None:
    finance = world.finance
    proposed = world.ranges.call("proposeRange", CODE, world.hospital.id, 500, UNTIL, sender=finance.finance)
    emitted(
        proposed,
        events.RangeProposed(1, finance.finance, finance.id, Role.FINANCE, 1, CODE, world.hospital.id, 500, UNTIL),
    )
    assert proposed.returned == 1
    officer = finance.officers[Role.FINANCE]
    assert world.ranges.read("getRange", 1)._asdict() == {
        "version": 1,
        "status": RangeStatus.PROPOSED,
        "code": CODE,
        "first": 0,
        "last": 0,
        "valid_until": UNTIL,
        "unit": 0,
        "holder": world.hospital.id,
        "grantor": finance.id,
        "proposed_by": officer,
        "count": 500,
        "unconfirmed_voids": 0,
        "parent": 0,
        "closure_by": 0,
    }
    assert world.ranges.read("nextNumber", 1) == 0
    assert world.ranges.read("codeOwner", CODE) == 0
    assert world.ranges.read("getRange", 2).version == 0


@pytest.mark.parametrize("code", [10**8, 10**8 + 1, 2**32 - 1])
def test_bill_code_has_eight_digits(world: World, code: int) -> None:
    with refused(refusals.RangeCodeInvalid(code)):
        world.proposal(code=code)


@pytest.mark.parametrize("code", [0, 1, 10**8 - 1])
def test_bill_code_may_be_any_of_eight_digits(world: World, code: int) -> None:
    number_range = world.range(code=code)
    assert world.ranges.read("getRange", number_range).code == code


def test_range_has_at_least_one_number(world: World) -> None:
    with refused(refusals.RangeCountZero()):
        world.proposal(count=0)
    number_range = world.range(count=1)
    assert world.ranges.read("getRange", number_range)[3:5] == (1, 1)


@pytest.mark.parametrize("valid_until", [0, START - 1, START])
def test_range_that_would_be_over_is_not_proposed(world: World, valid_until: int) -> None:
    with refused(refusals.RangePeriodInvalid(valid_until, START)):
        world.proposal(valid_until=valid_until)


def test_range_may_end_with_the_present_second(world: World) -> None:
    assert world.proposal(valid_until=START + 1) == 1


def test_holder_is_an_active_organisation(world: World) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.OrganisationUnknown(unknown)):
            world.ranges.call("proposeRange", CODE, unknown, 1, UNTIL, sender=world.finance.finance)
    number_range = world.proposal()
    world.suspend(world.hospital)
    with refused(refusals.OrganisationNotActive(world.hospital.id, OrganisationStatus.SUSPENDED)):
        world.proposal()
    with refused(refusals.OrganisationNotActive(world.hospital.id, OrganisationStatus.SUSPENDED)):
        world.ranges.call("grantRange", number_range, 1, sender=world.second_finance_officer)


# --- granting ------------------------------------------------------------------------------------------------


def test_second_officer_grants_the_range_and_it_takes_its_numbers(world: World) -> None:
    number_range = world.proposal(count=500, valid_until=UNTIL)
    officer = world.second_finance_officer
    emitted(
        world.ranges.call("grantRange", number_range, 1, sender=officer),
        events.RangeGranted(
            number_range,
            officer,
            world.finance.id,
            Role.FINANCE,
            2,
            CODE,
            world.hospital.id,
            first=1,
            last=500,
            valid_until=UNTIL,
        ),
    )
    granted = world.ranges.read("getRange", number_range)
    assert granted.version == 2
    assert granted.status == RangeStatus.GRANTED
    assert (granted.first, granted.last, granted.count) == (1, 500, 500)
    assert world.ranges.read("nextNumber", number_range) == 1
    assert world.ranges.read("codeOwner", CODE) == world.finance.id


def test_either_officer_may_be_the_second(world: World) -> None:
    terms = (CODE, world.hospital.id, 1, UNTIL)
    number_range = world.ranges.call("proposeRange", *terms, sender=world.second_finance_officer).returned
    assert world.ranges.call("grantRange", number_range, 1, sender=world.finance.finance)


def test_officer_does_not_grant_what_it_proposed(world: World) -> None:
    number_range = world.proposal()
    officer = world.finance.officers[Role.FINANCE]
    with refused(refusals.RangeSecondOfficerNeeded(number_range, officer)):
        world.ranges.call("grantRange", number_range, 1, sender=world.finance.finance)


def test_ranges_of_one_code_follow_one_another_in_the_order_of_granting(world: World) -> None:
    first, second, third = world.proposal(count=10), world.proposal(count=1), world.proposal(count=5)
    for number_range in (third, first, second):
        world.ranges.call("grantRange", number_range, 1, sender=world.second_finance_officer)
    spans = [tuple(world.ranges.read("getRange", item)[3:5]) for item in (third, first, second)]
    assert spans == [(1, 5), (6, 15), (16, 16)]


def test_every_code_has_numbers_of_its_own(world: World) -> None:
    world.range(count=10)
    other = world.range(count=10, code=CODE + 1)
    assert world.ranges.read("getRange", other)[3:5] == (1, 10)


def test_code_has_ten_digit_numbers_and_not_one_more(world: World) -> None:
    for _ in range(2):
        world.range(count=LARGEST_COUNT)
    left = NUMBERS - 2 * LARGEST_COUNT
    too_many = world.proposal(count=left + 1)
    with refused(refusals.RangeNumbersExhausted(CODE, left + 1, left)):
        world.ranges.call("grantRange", too_many, 1, sender=world.second_finance_officer)
    number_range = world.range(count=left)
    assert world.ranges.read("getRange", number_range).last == NUMBERS
    more = world.proposal(count=1)
    with refused(refusals.RangeNumbersExhausted(CODE, 1, 0)):
        world.ranges.call("grantRange", more, 1, sender=world.second_finance_officer)


def test_last_number_of_a_code_makes_a_bill(world: World) -> None:
    for count in (LARGEST_COUNT, LARGEST_COUNT, NUMBERS - 2 * LARGEST_COUNT - 1):
        world.range(count=count)
    bill = world.issue(number_range=world.range(count=1))
    assert bill.key == CODE * 10**10 + NUMBERS


def test_code_belongs_to_the_finance_department_that_had_a_range_of_it_granted(
    world: World, other_finance: Organisation
) -> None:
    terms = (CODE, world.hospital.id, 1, UNTIL)
    rival = world.ranges.call("proposeRange", *terms, sender=other_finance.finance).returned
    second = account("other finance second")
    world.appoint(other_finance.id, second, {Role.FINANCE})
    world.range()
    with refused(refusals.RangeCodeForeign(CODE, world.finance.id, other_finance.id)):
        world.ranges.call("proposeRange", *terms, sender=other_finance.finance)
    with refused(refusals.RangeCodeForeign(CODE, world.finance.id, other_finance.id)):
        world.ranges.call("grantRange", rival, 1, sender=second)


def test_range_is_granted_in_the_department_that_proposed_it(world: World, other_finance: Organisation) -> None:
    number_range = world.proposal()
    with refused(refusals.RangeGrantorMismatch(number_range, world.finance.id, other_finance.id)):
        world.ranges.call("grantRange", number_range, 1, sender=other_finance.finance)


def test_unknown_range_is_not_granted(world: World) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.RangeUnknown(unknown)):
            world.ranges.call("grantRange", unknown, 0, sender=world.second_finance_officer)


def test_range_is_granted_once(world: World) -> None:
    number_range = world.range()
    refusal = refusals.RangeStatusMismatch(number_range, RangeStatus.GRANTED, RangeStatus.PROPOSED)
    with refused(refusal):
        world.ranges.call("grantRange", number_range, 2, sender=world.second_finance_officer)


def test_range_is_granted_by_who_knows_its_version(world: World) -> None:
    number_range = world.proposal()
    for seen in (0, 2):
        with refused(refusals.RangeVersionStale(number_range, seen, 1)):
            world.ranges.call("grantRange", number_range, seen, sender=world.second_finance_officer)


def test_proposal_whose_time_is_over_is_not_granted(world: World) -> None:
    number_range = world.proposal(valid_until=UNTIL)
    world.chain.move_to(UNTIL)
    with refused(refusals.RangePeriodInvalid(UNTIL, UNTIL)):
        world.ranges.call("grantRange", number_range, 1, sender=world.second_finance_officer)


def test_proposal_is_granted_in_its_last_second(world: World) -> None:
    number_range = world.proposal(valid_until=UNTIL)
    world.chain.move_to(UNTIL - 1)
    assert world.ranges.call("grantRange", number_range, 1, sender=world.second_finance_officer)


# --- reports -------------------------------------------------------------------------------------------------


def test_report_takes_the_next_numbers_and_is_silent(world: World, reporter: bytes) -> None:
    number_range = world.range(count=10)
    world.order_payers({PayerClass.AID: []})
    head, stored = world.ranges.head(), world.ranges.read("getRange", number_range)
    reported = world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 1, 3, sender=reporter)
    emitted(reported)
    assert reported.returned == (CODE, to_bits({PayerClass.AID}))
    assert world.ranges.read("nextNumber", number_range) == 4
    assert world.ranges.head() == head
    assert world.ranges.read("getRange", number_range) == stored


@pytest.mark.parametrize("given", [0, 1, 3, 5, 2**40 - 1])
def test_numbers_are_issued_in_order(world: World, reporter: bytes, given: int) -> None:
    number_range = world.range(count=10)
    world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 1, 3, sender=reporter)
    with refused(refusals.RangeNumberOutOfOrder(number_range, given, 4)):
        world.ranges.call("reportIssue", number_range, world.hospital.id, 0, given, 1, sender=reporter)


def test_numbers_of_a_later_range_begin_where_the_earlier_ends(world: World, reporter: bytes) -> None:
    world.range(count=10)
    later = world.range(count=10)
    with refused(refusals.RangeNumberOutOfOrder(later, 1, 11)):
        world.ranges.call("reportIssue", later, world.hospital.id, 0, 1, 1, sender=reporter)
    world.ranges.call("reportIssue", later, world.hospital.id, 0, 11, 10, sender=reporter)
    assert world.ranges.read("nextNumber", later) == 21


def test_range_gives_all_its_numbers_and_not_one_more(world: World, reporter: bytes) -> None:
    number_range = world.range(count=10)
    with refused(refusals.RangeExhausted(number_range, 11, 10)):
        world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 1, 11, sender=reporter)
    world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 1, 9, sender=reporter)
    with refused(refusals.RangeExhausted(number_range, 2, 1)):
        world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 10, 2, sender=reporter)
    world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 10, 1, sender=reporter)
    assert world.ranges.read("nextNumber", number_range) == 11
    with refused(refusals.RangeExhausted(number_range, 1, 0)):
        world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 11, 1, sender=reporter)
    with refused(refusals.RangeExhausted(number_range, LARGEST_COUNT, 0)):
        world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 11, LARGEST_COUNT, sender=reporter)


def test_largest_range_is_used_up_at_once(world: World, reporter: bytes) -> None:
    number_range = world.range(count=LARGEST_COUNT)
    terms = (number_range, world.hospital.id, 0, 1, LARGEST_COUNT)
    world.ranges.call("reportIssue", *terms, sender=reporter)
    assert world.ranges.read("nextNumber", number_range) == LARGEST_COUNT + 1


def test_range_is_used_in_its_last_second_and_no_later(world: World, reporter: bytes) -> None:
    number_range = world.range(valid_until=UNTIL)
    world.chain.move_to(UNTIL - 1)
    world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 1, 1, sender=reporter)
    world.chain.move(1)
    with refused(refusals.RangeExpired(number_range, UNTIL, UNTIL)):
        world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 2, 1, sender=reporter)


def test_range_is_used_by_its_holder_alone(world: World, reporter: bytes) -> None:
    number_range = world.range()
    with refused(refusals.RangeHolderMismatch(number_range, world.hospital.id, world.clinic.id)):
        world.ranges.call("reportIssue", number_range, world.clinic.id, 0, 1, 1, sender=reporter)


def test_proposed_range_is_not_used(world: World, reporter: bytes) -> None:
    number_range = world.proposal()
    refusal = refusals.RangeStatusMismatch(number_range, RangeStatus.PROPOSED, RangeStatus.GRANTED)
    with refused(refusal):
        world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 0, 1, sender=reporter)


def test_unknown_range_is_not_used(world: World, reporter: bytes) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.RangeUnknown(unknown)):
            world.ranges.call("reportIssue", unknown, world.hospital.id, 0, 0, 1, sender=reporter)


def test_issue_is_reported_by_the_listed_contract_alone(world: World) -> None:
    number_range = world.range()
    another_place = world.replace(world.claims)
    for caller in (STRANGER, world.hospital.issuer, world.finance.finance, another_place):
        with refused(refusals.ReporterNotListed(caller, ContractRole.MEDICAL_BILLS)):
            world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 1, 1, sender=caller)


def test_contract_that_winds_down_still_reports_what_it_issues(world: World, reporter: bytes) -> None:
    number_range = world.range()
    world.decide("listContract", ContractRole.MEDICAL_BILLS, world.stand_in())
    world.ranges.call("reportIssue", number_range, world.hospital.id, 0, 1, 1, sender=reporter)
    assert world.ranges.read("nextNumber", number_range) == 2


# --- creation ------------------------------------------------------------------------------------------------


def test_consortium_can_be_read(world: World) -> None:
    assert world.ranges.read("consortium") == world.consortium.address


def test_ids_of_ranges_begin_at_the_first_id(world: World) -> None:
    successor = world.deploy("bill_ranges", world.consortium.address, 60)
    world.replace(world.ranges, successor.address)
    terms: tuple[Any, ...] = (CODE, world.hospital.id, 1, UNTIL)
    assert successor.call("proposeRange", *terms, sender=world.finance.finance).returned == 60


def test_ranges_knows_the_consortium_from_the_start() -> None:
    with refused(refusals.ConstructorAddressZero()):
        deploy(Chain(), "bill_ranges", NO_ADDRESS, 1, deployer=DEPLOYER)

"""MedicalBills: a bill has one live form, electronic or one paper, and a paper's number is never used twice."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import IssueState, Role
from tests.contracts.harness import DAY, NO_ADDRESS, START, emitted, refused
from tests.contracts.world import CODE, Bill, BillOpening, World, draft

UNKNOWN = 999
PAPER = 99_00_00_01 * 10**10 + 17
"""The number of a paper, of a code that no range is of."""

KEY_LIMIT = 10**18
by_both = pytest.mark.parametrize("alone", [True, False])


def _bill(world: World, alone: bool) -> Bill:
    return world.issue() if alone else world.batch(5).bill(2)


# --- exchanging ----------------------------------------------------------------------------------------------


def test_bill_that_was_issued_alone_is_exchanged_for_paper(world: World) -> None:
    bill, hospital = world.issue(), world.hospital
    emitted(
        world.exchange(bill, PAPER),
        events.PaperIssued(
            bill.key, hospital.issuer, hospital.id, Role.ISSUER, bill_version=2, paper=PAPER, replaced=0
        ),
    )
    stored = world.bills.read("getBill", bill.key)
    assert (stored.version, stored.state, stored.paper) == (2, IssueState.ISSUED, PAPER)
    assert world.bills.read("billOfPaper", hospital.id, PAPER) == bill.key
    assert world.verify(bill).paper == PAPER


def test_exchange_of_a_bill_of_a_batch_opens_the_bill_first(world: World) -> None:
    batch, hospital = world.batch(5), world.hospital
    bill = batch.bill(2)
    by = (hospital.issuer, hospital.id, Role.ISSUER)
    emitted(
        world.exchange(bill, PAPER),
        events.BillOpened(bill.key, *by, 1, batch.id, *bill.leaf),
        events.PaperIssued(bill.key, *by, 2, PAPER, 0),
    )
    assert world.bills.read("getBill", bill.key) == (
        *(2, hospital.id, batch.id, IssueState.ISSUED, 0, False, 0, PAPER, 0),
    )
    for tag in bill.leaf[:2]:
        assert world.bills.read("isTagUsed", hospital.id, tag)
    assert world.bills.read("getBatch", batch.id).version == 1


@by_both
def test_paper_is_exchanged_for_another_one(world: World, alone: bool) -> None:
    bill, hospital = _bill(world, alone), world.hospital
    world.exchange(bill, PAPER)
    emitted(
        world.exchange(bill, PAPER + 1),
        events.PaperIssued(bill.key, hospital.issuer, hospital.id, Role.ISSUER, 3, PAPER + 1, replaced=PAPER),
    )
    assert world.verify(bill).paper == PAPER + 1
    assert world.bills.read("billOfPaper", hospital.id, PAPER) == bill.key


@by_both
def test_voided_paper_leaves_the_bill_electronic(world: World, alone: bool) -> None:
    bill, hospital = _bill(world, alone), world.hospital
    world.exchange(bill, PAPER)
    emitted(
        world.void_paper(bill),
        events.PaperVoided(bill.key, hospital.issuer, hospital.id, Role.ISSUER, bill_version=3, paper=PAPER),
    )
    assert world.verify(bill).paper == 0
    assert world.bills.read("billOfPaper", hospital.id, PAPER) == bill.key, "the number stays used"
    world.exchange(bill, PAPER + 1)
    assert world.verify(bill).paper == PAPER + 1


def test_number_of_a_paper_is_never_used_twice(world: World) -> None:
    """Neither while it is live, nor once it was exchanged or voided, nor for another bill."""
    batch, hospital = world.batch(5), world.hospital
    first, second = batch.bill(0), batch.bill(1)
    used = refusals.PaperNumberUsed(hospital.id, PAPER, first.key)
    world.exchange(first, PAPER)
    for bill in (first, second):
        with refused(used):
            world.exchange(bill, PAPER)
    world.exchange(first, PAPER + 1)
    for bill in (first, second):
        with refused(used):
            world.exchange(bill, PAPER)
    world.void_paper(first)
    for bill in (first, second):
        with refused(refusals.PaperNumberUsed(hospital.id, PAPER + 1, first.key)):
            world.exchange(bill, PAPER + 1)


def test_issuers_have_papers_of_their_own(world: World) -> None:
    bill, clinic = world.issue(), world.clinic
    world.exchange(bill, PAPER)
    terms = (CODE + 1, clinic.id, 1, START + DAY)
    number_range = world.ranges.call("proposeRange", *terms, sender=world.finance.finance).returned
    world.ranges.call("grantRange", number_range, 1, sender=world.second_finance_officer)
    leaf = draft("clinic's").leaf
    key = world.bills.call("issueBill", number_range, 1, leaf, sender=clinic.issuer).returned
    assert world.bills.read("billOfPaper", clinic.id, PAPER) == 0
    world.bills.call("issuePaper", key, 1, BillOpening(0, leaf), PAPER, sender=clinic.issuer)
    assert world.bills.read("billOfPaper", clinic.id, PAPER) == key


@pytest.mark.parametrize("paper", [0, 10**10, 7 * 10**10, KEY_LIMIT - 10**10, KEY_LIMIT, KEY_LIMIT + 1, 2**64 - 1])
def test_paper_has_a_code_of_eight_digits_and_a_number(world: World, paper: int) -> None:
    bill = world.issue()
    with refused(refusals.PaperNumberInvalid(paper)):
        world.exchange(bill, paper)


@pytest.mark.parametrize("paper", [1, 10**10 - 1, 10**10 + 1, KEY_LIMIT - 1])
def test_paper_may_have_any_proper_number(world: World, paper: int) -> None:
    bill = world.issue()
    world.exchange(bill, paper)
    assert world.verify(bill).paper == paper


# --- what stands in the way ----------------------------------------------------------------------------------


@by_both
def test_bill_on_paper_is_not_taken_back(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    world.exchange(bill, PAPER)
    with refused(refusals.BillPaperLive(bill.key, PAPER)):
        world.red_letter(bill)
    world.void_paper(bill)
    world.red_letter(bill)
    assert world.verify(bill).state == IssueState.RED_LETTERED


@by_both
def test_paper_is_issued_and_voided_only_while_nothing_is_reserved(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    world.exchange(bill, PAPER)
    world.open_claim(bill, days=7)
    until = START + 7 * DAY
    engaged = refusals.BillEngaged(bill.key, until, False, False, world.claims.address)
    for time in (START, until - 1):
        world.chain.move_to(time)
        with refused(engaged):
            world.exchange(bill, PAPER + 1)
        with refused(engaged):
            world.void_paper(bill)
    world.chain.move(1)
    checkpoint = world.chain.checkpoint()
    assert world.exchange(bill, PAPER + 1)
    world.chain.go_back(checkpoint)
    assert world.void_paper(bill)


def test_bill_is_exchanged_after_it_was_settled_or_booked(world: World) -> None:
    bill = world.issue()
    world.open_claim(bill)
    world.settle(bill, 2, 1)
    world.release(bill, 2)
    world.book(bill, world.employer)
    assert world.engagement(bill) == (0, True, True, True, False, world.claims.address)
    world.exchange(bill, PAPER)
    world.exchange(bill, PAPER + 1)
    world.void_paper(bill)


@by_both
def test_bill_that_was_taken_back_is_not_exchanged(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    world.red_letter(bill)
    with refused(refusals.BillStateMismatch(bill.key, IssueState.RED_LETTERED)):
        world.exchange(bill, PAPER)
    with refused(refusals.BillIsElectronic(bill.key)):
        world.void_paper(bill)


def test_red_letter_is_not_exchanged(world: World) -> None:
    red = draft("red")
    key = world.red_letter(world.issue(), red).returned
    with refused(refusals.BillStateMismatch(key, IssueState.RED_LETTER)):
        world.exchange(Bill(key, BillOpening(0, red.leaf), red.inner), PAPER)


@by_both
def test_electronic_bill_has_no_paper_to_void(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    with refused(refusals.BillIsElectronic(bill.key)):
        world.void_paper(bill)
    world.exchange(bill, PAPER)
    world.void_paper(bill)
    with refused(refusals.BillIsElectronic(bill.key)):
        world.void_paper(bill)


@by_both
def test_bill_is_exchanged_by_its_issuer_alone(world: World, alone: bool) -> None:
    bill = _bill(world, alone)
    foreign = refusals.BillIssuerMismatch(bill.key, world.hospital.id, world.clinic.id)
    with refused(foreign):
        world.bills.call("issuePaper", bill.key, int(alone), bill.opening, PAPER, sender=world.clinic.issuer)
    world.exchange(bill, PAPER)
    with refused(foreign):
        world.bills.call("voidPaper", bill.key, 2, sender=world.clinic.issuer)


@pytest.mark.parametrize(("alone", "current"), [(True, 1), (False, 0)])
def test_bill_is_exchanged_by_who_knows_its_version(world: World, alone: bool, current: int) -> None:
    bill = _bill(world, alone)
    for seen in {0, 1, 2, 2**64 - 1} - {current}:
        with refused(refusals.BillVersionStale(bill.key, seen, current)):
            world.exchange(bill, PAPER, seen)
    world.exchange(bill, PAPER)
    for seen in (0, 1, 3):
        with refused(refusals.BillVersionStale(bill.key, seen, 2)):
            world.bills.call("voidPaper", bill.key, seen, sender=world.hospital.issuer)


def test_bill_that_there_is_not_is_not_exchanged(world: World) -> None:
    alone, batch = world.issue(), world.batch(3)
    bill = batch.bill(1)

    def exchange(key: int, opening: BillOpening) -> None:
        world.bills.call("issuePaper", key, 0, opening, PAPER, sender=world.hospital.issuer)

    with refused(refusals.BillUnknown(7)):
        exchange(7, alone.opening)
    with refused(refusals.BatchUnknown(UNKNOWN)):
        exchange(bill.key, bill.opening._replace(batch=UNKNOWN))
    with refused(refusals.BatchBillMismatch(batch.id, batch.first, 3, batch.first + 3)):
        exchange(batch.first + 3, bill.opening)
    with refused(refusals.BillLeafMismatch(bill.key)):
        exchange(bill.key, bill.opening._replace(proof=()))


def test_exchange_marks_no_tag_that_was_used(world: World) -> None:
    used, second = draft("used"), draft("second")
    second = second._replace(leaf=second.leaf._replace(business_tag=used.leaf.business_tag))
    world.issue(used)
    bill = world.batch([second]).bill(0)
    with refused(refusals.BillTagUsed(world.hospital.id, used.leaf.business_tag)):
        world.exchange(bill, PAPER)


def test_tags_that_a_claim_marked_are_not_marked_again_by_an_exchange(world: World) -> None:
    bill = world.batch(3).bill(1)
    world.open_claim(bill)
    world.release(bill, 2)
    exchanged = world.exchange(bill, PAPER)
    assert [event.NAME for event in exchanged] == ["BillOpened", "PaperIssued"]


def test_bill_on_paper_is_claimed_and_booked(world: World) -> None:
    """The paper is a form of the bill, and no state of its claims."""
    bill = world.batch(3).bill(1)
    world.exchange(bill, PAPER)
    world.open_claim(bill)
    world.book(bill, world.employer)
    assert world.bills.read("getEngagement", bill.key).by != NO_ADDRESS

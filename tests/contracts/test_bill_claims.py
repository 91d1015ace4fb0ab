"""BillClaims: reservations, that the same money is never paid twice, and what the first act on a bill shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import ClaimPurpose, ContractRole, IssueState, Role
from tests.contracts.harness import DAY, NO_ADDRESS, NO_HASH, START, Chain, account, deploy, emitted, refused, word
from tests.contracts.world import DEPLOYER, NO_CONSENT, Bill, BillOpening, ClaimShowing, World, draft

UNKNOWN = 999
LIMIT = 31 * DAY
LARGEST = 2**40 - 1
CLAIMABLE = 10_000
UNTIL = START + 7 * DAY
CONSENTED = (ClaimPurpose.REIMBURSEMENT, START + 365 * DAY, 1)


@pytest.fixture
def bill(world: World) -> Bill:
    """A bill of a batch, with 10,000 fen claimable."""
    return world.batch(3).bill(1)


# --- the first act -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("alone", [True, False])
def test_first_reservation_opens_the_claim_and_shows_how_much_is_claimable(world: World, alone: bool) -> None:
    bill = world.issue() if alone else world.batch(3).bill(1)
    insurer = world.insurer
    opened = world.open_claim(bill, 4_000)
    by = (insurer.claims, insurer.id, Role.CLAIMS)
    emitted(
        opened,
        events.ClaimOpened(
            bill.key, *by, 1, bill.opening.batch, *bill.leaf, CLAIMABLE, consent_key=bill.inner.consent_key
        ),
        events.ReservationMade(bill.key, *by, 2, 4_000, word("claim first"), UNTIL, *CONSENTED),
    )
    assert opened.returned == 2
    assert world.claim(bill) == (2, True, CLAIMABLE, 0, 4_000, bill.inner.consent_key, 1, 0, 0)
    assert world.reservations(bill) == ((insurer.id, 2, 4_000, 0, UNTIL),)
    assert world.available(bill) == 6_000
    assert world.claims.read("isClaimTagUsed", insurer.id, word("claim first"))
    assert world.engagement(bill) == (UNTIL, False, False, True, False, world.claims.address)
    assert world.bills.read("getBill", bill.key).version == int(alone)


def test_bill_that_was_never_claimed_reads_as_zero(world: World, bill: Bill) -> None:
    assert world.claim(bill) == (0, False, 0, 0, 0, NO_ADDRESS, 0, 0, 0)
    assert world.reservations(bill) == ()
    assert world.available(bill) == 0
    assert world.claims.read("getReversal", bill.key, 0) == (0, 0, 0)
    assert world.claims.read("getEntry", bill.key, world.employer.id) == (0, 0, 0)
    assert not world.claims.read("isClaimTagUsed", world.insurer.id, word("claim first"))


@pytest.mark.parametrize("member", ["commitment", "claimable_fen", "consent_key", "blinder"])
def test_inner_part_is_shown_exactly_as_it_was_issued(world: World, bill: Bill, member: str) -> None:
    changes = {"claimable_fen": CLAIMABLE + 1, "consent_key": account("thief")}
    inner = bill.inner._replace(**{member: changes.get(member, word("other"))})
    changed = replace(bill, inner=inner)
    refusal = refusals.ClaimInnerMismatch(bill.key, inner.hashed(), bill.leaf.inner)
    with refused(refusal):
        world.open_claim(changed)
    with refused(refusal):
        world.settle_directly(changed, 1, world.insurer, "first")
    with refused(refusal):
        world.decline(changed, world.insurer)


def test_leaf_that_is_changed_to_fit_another_inner_part_is_refused_by_the_bills(world: World, bill: Bill) -> None:
    inner = bill.inner._replace(claimable_fen=CLAIMABLE + 1)
    opening = bill.opening._replace(leaf=bill.leaf._replace(inner=inner.hashed()))
    with refused(refusals.BillLeafMismatch(bill.key)):
        world.open_claim(replace(bill, inner=inner, opening=opening))


def test_refusal_of_the_bills_is_passed_on(world: World, bill: Bill) -> None:
    alone = world.issue()
    with refused(refusals.BillUnknown(7)):
        world.open_claim(replace(alone, key=7))
    with refused(refusals.BatchUnknown(UNKNOWN)):
        world.open_claim(replace(bill, opening=bill.opening._replace(batch=UNKNOWN)))
    first = bill.key - 1
    with refused(refusals.BatchBillMismatch(bill.opening.batch, first, 3, first + 3)):
        world.open_claim(replace(bill, key=first + 3))
    with refused(refusals.BillLeafMismatch(bill.key)):
        world.open_claim(replace(bill, opening=bill.opening._replace(proof=())))


def test_first_act_on_a_bill_shows_it(world: World, bill: Bill) -> None:
    by, access = world.insurer.claims, world.access(bill, world.insurer)._replace(showings=())
    for act, *terms in (
        ("reserve", 1, word("first"), UNTIL),
        ("reserveAndSettle", 1, word("first")),
        ("decline",),
    ):
        with refused(refusals.ClaimNotShown(bill.key)):
            world.claims.call(act, access, *terms, sender=by)


def test_bill_that_is_only_booked_is_shown_by_who_claims_it(world: World, bill: Bill) -> None:
    world.book(bill, world.employer)
    access = world.access(bill, world.insurer)._replace(showings=())
    with refused(refusals.ClaimNotShown(bill.key)):
        world.claims.call("reserve", access, 1, word("first"), UNTIL, sender=world.insurer.claims)
    world.open_claim(bill)
    assert world.engagement(bill)[:3] == (UNTIL, False, True)


def test_showing_is_not_read_once_the_claim_is_open(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    forged = ClaimShowing(BillOpening(UNKNOWN, bill.leaf), bill.inner._replace(claimable_fen=LARGEST))
    access = world.access(bill, world.employer)._replace(showings=(forged,))
    terms = (6_000, word("claim second"), UNTIL)
    assert world.claims.call("reserve", access, *terms, sender=world.employer.claims).returned == 3
    assert world.claim(bill).claimable_fen == CLAIMABLE


def test_loser_of_the_race_for_the_first_claim_is_refused_with_the_current_version(world: World, bill: Bill) -> None:
    world.open_claim(bill)
    with refused(refusals.ClaimVersionStale(bill.key, 0, 2)):
        world.reserve(bill, 1, world.employer, "loser", seen=0)
    with refused(refusals.ClaimVersionStale(bill.key, 0, 2)):
        world.settle_directly(bill, 1, world.employer, "loser", seen=0)


def test_bill_with_nothing_claimable_is_not_claimed(world: World) -> None:
    bill = world.issue(draft("free", 0))
    with refused(refusals.ClaimCapacityExceeded(bill.key, 1, 0, 0)):
        world.open_claim(bill, 1)
    assert world.claim(bill).version == 0


def test_duplicate_reference_is_refused_at_the_first_act(world: World) -> None:
    twice = [draft("same"), draft("same", 5)]
    batch = world.batch(twice)
    world.open_claim(batch.bill(0))
    with refused(refusals.BillTagUsed(world.hospital.id, twice[0].leaf.business_tag)):
        world.open_claim(batch.bill(1), 1, tag="other")


# --- later reservations --------------------------------------------------------------------------------------


def test_second_payer_reserves_what_the_first_one_left(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    employer, until = world.employer, START + 3 * DAY
    reserved = world.reserve(bill, 6_000, employer, "second", days=3)
    emitted(
        reserved,
        events.ReservationMade(
            bill.key, employer.claims, employer.id, Role.CLAIMS, 3, 6_000, word("claim second"), until, *CONSENTED
        ),
    )
    assert reserved.returned == 3
    assert world.claim(bill)[:5] == (3, True, CLAIMABLE, 0, CLAIMABLE)
    assert world.claim(bill).payers == 2
    assert world.reservations(bill) == ((world.insurer.id, 2, 4_000, 0, UNTIL), (employer.id, 3, 6_000, 0, until))
    assert world.available(bill) == 0


def test_loser_of_a_race_is_refused_with_the_current_version(world: World, bill: Bill) -> None:
    world.open_claim(bill, 1_000)
    seen = world.claim(bill).version
    world.reserve(bill, 1_000, world.employer, "winner", seen=seen)
    for stale in (seen, seen + 2):
        with refused(refusals.ClaimVersionStale(bill.key, stale, seen + 1)):
            world.reserve(bill, 1_000, world.charity, "loser", seen=stale)
    assert not world.claims.read("isClaimTagUsed", world.charity.id, word("claim loser"))
    world.reserve(bill, 1_000, world.charity, "loser", seen=seen + 1)


@pytest.mark.parametrize("asked", [6_001, 10_000, LARGEST])
def test_more_than_what_is_left_is_not_taken(world: World, bill: Bill, asked: int) -> None:
    world.open_claim(bill, 4_000)
    refusal = refusals.ClaimCapacityExceeded(bill.key, asked, 6_000, 2)
    with refused(refusal):
        world.reserve(bill, asked, world.employer, "second")
    with refused(refusal):
        world.settle_directly(bill, asked, world.employer, "second")


def test_all_of_what_is_claimable_can_be_reserved_and_settled_to_the_last_fen(world: World, bill: Bill) -> None:
    world.open_claim(bill, CLAIMABLE)
    with refused(refusals.ClaimCapacityExceeded(bill.key, 1, 0, 2)):
        world.reserve(bill, 1, world.employer, "second")
    world.settle(bill, 2, CLAIMABLE)
    assert world.claim(bill)[:5] == (3, True, CLAIMABLE, CLAIMABLE, 0)
    with refused(refusals.ClaimCapacityExceeded(bill.key, 1, 0, 3)):
        world.reserve(bill, 1, world.employer, "second")


def test_amounts_go_up_to_the_largest_that_there_is(world: World) -> None:
    bill = world.issue(draft("palace", LARGEST))
    world.open_claim(bill, LARGEST - 1)
    world.reserve(bill, 1, world.employer, "second")
    with refused(refusals.ClaimCapacityExceeded(bill.key, LARGEST, 0, 3)):
        world.reserve(bill, LARGEST, world.charity, "third")
    world.settle(bill, 2, LARGEST - 1)
    world.settle(bill, 3, 1, world.employer)
    assert world.claim(bill)[2:5] == (LARGEST, LARGEST, 0)
    assert world.available(bill) == 0


def test_nothing_is_not_taken(world: World, bill: Bill) -> None:
    for opened in (False, True):
        with refused(refusals.ClaimAmountZero(bill.key)):
            world.reserve(bill, 0, world.employer, "second")
        with refused(refusals.ClaimAmountZero(bill.key)):
            world.settle_directly(bill, 0, world.employer, "second")
        if not opened:
            world.open_claim(bill, 1)


@pytest.mark.parametrize("until", [0, START - 1, START, START + LIMIT + 1, 2**40 - 1])
def test_reservation_expires_within_31_days(world: World, bill: Bill, until: int) -> None:
    refusal = refusals.ReservationExpiryInvalid(until, START, LIMIT)
    terms = (world.access(bill, world.insurer), 1, word("tag"), until)
    with refused(refusal):
        world.claims.call("reserve", *terms, sender=world.insurer.claims)


@pytest.mark.parametrize("until", [START + 1, START + LIMIT])
def test_reservation_may_last_from_a_second_to_31_days(world: World, bill: Bill, until: int) -> None:
    terms = (world.access(bill, world.insurer), 1, word("tag"), until)
    world.claims.call("reserve", *terms, sender=world.insurer.claims)
    assert world.reservations(bill) == ((world.insurer.id, 2, 1, 0, until),)


def test_claim_carries_the_tag_of_its_reference(world: World, bill: Bill) -> None:
    access, sender = world.access(bill, world.insurer), world.insurer.claims
    with refused(refusals.ClaimTagZero(bill.key)):
        world.claims.call("reserve", access, 1, NO_HASH, UNTIL, sender=sender)
    with refused(refusals.ClaimTagZero(bill.key)):
        world.claims.call("reserveAndSettle", access, 1, NO_HASH, sender=sender)


def test_claim_tag_is_used_once_by_its_payer_on_whatever_bill(world: World, bill: Bill) -> None:
    other = world.issue()
    world.open_claim(bill, 1)
    world.release(bill, 2)
    refusal = refusals.ClaimTagUsed(world.insurer.id, word("claim first"))
    with refused(refusal):
        world.reserve(bill, 1, world.insurer, "first")
    with refused(refusal):
        world.settle_directly(other, 1, world.insurer, "first")
    world.reserve(bill, 1, world.employer, "first")
    assert world.claims.read("isClaimTagUsed", world.employer.id, word("claim first"))


# --- one live reservation for each of at most 8 payers -------------------------------------------------------


def test_payer_has_one_live_reservation_on_a_bill(world: World, bill: Bill) -> None:
    world.open_claim(bill, 1_000, days=7)
    refusal = refusals.ReservationLive(bill.key, world.insurer.id, 2, UNTIL)
    with refused(refusal):
        world.reserve(bill, 1_000, world.insurer, "again")
    world.settle(bill, 2, 999)
    with refused(refusal):
        world.settle_directly(bill, 1_000, world.insurer, "again")
    world.chain.move_to(UNTIL - 1)
    with refused(refusal):
        world.reserve(bill, 1_000, world.insurer, "again")


@pytest.mark.parametrize("end", ["settled whole", "released", "lapsed", "settled in part and lapsed"])
def test_payer_reserves_again_when_its_reservation_has_ended(world: World, bill: Bill, end: str) -> None:
    world.open_claim(bill, 1_000, days=7)
    settled = {"settled whole": 1_000, "settled in part and lapsed": 300}.get(end, 0)
    if settled:
        world.settle(bill, 2, settled)
    if end == "released":
        world.release(bill, 2)
    if "lapsed" in end:
        world.chain.move_to(UNTIL)
    assert world.available(bill) == CLAIMABLE - settled
    number = world.reserve(bill, 2_000, world.insurer, "again").returned
    assert number == world.claim(bill).version
    until = world.chain.now + 7 * DAY
    assert world.reservations(bill) == ((world.insurer.id, number, 2_000, settled, until),)
    assert world.available(bill) == CLAIMABLE - settled - 2_000
    world.settle(bill, number, 1)
    assert world.claim(bill).settled_fen == settled + 1


def test_bill_has_at_most_eight_payers_ever(world: World, bill: Bill) -> None:
    payers = [world.payer(number) for number in range(9)]
    for payer in payers[:8]:
        world.reserve(bill, 100, payer, payer.name)
    assert world.claim(bill)[:5] == (9, True, CLAIMABLE, 0, 800)
    assert world.claim(bill).payers == 8
    refusal = refusals.ClaimPayersExceeded(bill.key, 8)
    with refused(refusal):
        world.reserve(bill, 100, payers[8], "ninth")
    world.release(bill, 2, payers[0])
    world.chain.move(31 * DAY)
    with refused(refusal):
        world.settle_directly(bill, 100, payers[8], "ninth")
    assert world.reserve(bill, 100, payers[7], "again").returned == 11
    world.settle(bill, 11, 100, payers[7])
    assert [entry[0] for entry in world.reservations(bill)] == [payer.id for payer in payers[:8]]
    assert [entry[3] for entry in world.reservations(bill)] == [*[0] * 7, 100]


# --- time ----------------------------------------------------------------------------------------------------


def test_reservation_stops_counting_in_the_second_in_which_it_expires_in_both_contracts(
    world: World, bill: Bill
) -> None:
    world.open_claim(bill, CLAIMABLE, days=7)
    world.chain.move_to(UNTIL - 1)
    assert (world.available(bill), world.claim(bill).reserved_fen) == (0, CLAIMABLE)
    with refused(refusals.ClaimCapacityExceeded(bill.key, 1, 0, 2)):
        world.reserve(bill, 1, world.employer, "second")
    with refused(refusals.BillEngaged(bill.key, UNTIL, False, False, world.claims.address)):
        world.red_letter(bill)
    world.chain.move(1)
    assert (world.available(bill), world.claim(bill).reserved_fen) == (CLAIMABLE, 0)
    checkpoint = world.chain.checkpoint()
    world.red_letter(bill)
    world.chain.go_back(checkpoint)
    world.reserve(bill, CLAIMABLE, world.employer, "second")
    assert world.claim(bill)[:5] == (3, True, CLAIMABLE, 0, CLAIMABLE)


def test_bill_is_engaged_until_its_last_live_reservation_expires(world: World, bill: Bill) -> None:
    world.open_claim(bill, 1, days=5)
    world.reserve(bill, 1, world.employer, "long", days=20)
    world.reserve(bill, 1, world.charity, "short", days=2)
    assert world.engagement(bill)[0] == START + 20 * DAY
    world.release(bill, 3, world.employer)
    assert world.engagement(bill)[0] == START + 5 * DAY
    world.chain.move(5 * DAY)
    number = world.reserve(bill, 1, world.employer, "new", days=1).returned
    assert world.engagement(bill)[0] == START + 6 * DAY
    world.release(bill, number, world.employer)
    assert world.engagement(bill) == (0, False, False, True, False, world.claims.address)


# --- bills that do not stand ---------------------------------------------------------------------------------


def test_bill_that_was_taken_back_is_not_claimed(world: World, bill: Bill) -> None:
    world.open_claim(bill)
    world.release(bill, 2)
    world.red_letter(bill)
    refusal = refusals.BillStateMismatch(bill.key, IssueState.RED_LETTERED)
    with refused(refusal):
        world.reserve(bill, 1, world.employer, "late")
    with refused(refusal):
        world.settle_directly(bill, 1, world.employer, "late")
    assert not world.claims.read("isClaimTagUsed", world.employer.id, word("claim late"))


def test_red_letter_is_not_claimed(world: World) -> None:
    red = draft("red")
    key = world.red_letter(world.issue(), red).returned
    with refused(refusals.BillStateMismatch(key, IssueState.RED_LETTER)):
        world.open_claim(Bill(key, BillOpening(0, red.leaf), red.inner, red.name))


def test_claims_on_one_bill_leave_the_others_of_its_batch(world: World) -> None:
    batch = world.batch(3)
    world.open_claim(batch.bill(1), CLAIMABLE)
    assert world.engagement(batch.bill(0)) == (0, False, False, False, False, NO_ADDRESS)
    world.open_claim(batch.bill(0), CLAIMABLE, tag="other")
    assert world.claim(batch.bill(0)).settled_fen == 0
    assert world.claim(batch.bill(2)).version == 0


# --- creation ------------------------------------------------------------------------------------------------


def test_claims_that_the_directory_does_not_list_take_nothing(world: World, bill: Bill) -> None:
    foreign = world.deploy("bill_claims", world.consortium.address, world.bills.address)
    terms = (world.access(bill, world.insurer), 1, word("tag"), START + DAY)
    with refused(refusals.ContractNotListed(foreign.address)):
        foreign.call("reserve", *terms, sender=world.insurer.claims)


def test_claims_listed_for_another_place_engage_nothing(world: World) -> None:
    bill = world.issue(draft("plain", consented=False))
    foreign = world.deploy("bill_claims", world.consortium.address, world.bills.address)
    world.decide("listContract", ContractRole.DATA_REGISTRY, foreign.address)
    terms = (world.access(bill, world.insurer, consent=NO_CONSENT), 1, word("tag"), START + DAY)
    with refused(refusals.ReporterNotListed(foreign.address, ContractRole.BILL_CLAIMS)):
        foreign.call("reserve", *terms, sender=world.insurer.claims)


def test_wiring_can_be_read(world: World) -> None:
    assert world.claims.read("consortium") == world.consortium.address
    assert world.claims.read("bills") == world.bills.address
    assert world.claims.read("ranges") == world.ranges.address


@pytest.mark.parametrize("missing", [0, 1])
def test_claims_knows_consortium_and_bills_from_the_start(missing: int) -> None:
    addresses = [account("consortium"), account("bills")]
    addresses[missing] = NO_ADDRESS
    with refused(refusals.ConstructorAddressZero()):
        deploy(Chain(), "bill_claims", *addresses, deployer=DEPLOYER)

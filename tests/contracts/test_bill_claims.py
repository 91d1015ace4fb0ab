"""BillClaims: reservations, settlements, releases, and that the same money is never paid twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import FOR_EVER, ContractRole, IssueState, Role
from tests.contracts.harness import DAY, NO_ADDRESS, NO_HASH, START, Chain, account, deploy, emitted, refused, word
from tests.contracts.world import DEPLOYER, Bill, BillOpening, Organisation, World, draft

UNKNOWN = 999
LIMIT = 31 * DAY
LARGEST = 2**48 - 1
CLAIMABLE = 10_000


@pytest.fixture
def bill(world: World) -> Bill:
    """A bill of a batch, with 10,000 fen claimable."""
    return world.batch(3).bill(1)


def account_of(world: World, bill: Bill) -> tuple[int, int, int, int, int]:
    """Version, claimable, settled, reservations, payers."""
    found: tuple[int, int, int, int, int] = world.claims.read("getClaim", bill.key)
    return found


def available(world: World, bill: Bill) -> int:
    found: int = world.claims.read("availableOf", bill.key)
    return found


# --- the first reservation -----------------------------------------------------------------------------------


@pytest.mark.parametrize("alone", [True, False])
def test_first_reservation_opens_the_claim_and_shows_how_much_is_claimable(world: World, alone: bool) -> None:
    bill = world.issue() if alone else world.batch(3).bill(1)
    insurer, until = world.insurer, START + 7 * DAY
    opened = world.open_claim(bill, 4_000)
    by = (insurer.claims, insurer.id, Role.CLAIMS)
    emitted(
        opened,
        events.ClaimOpened(
            bill.key, *by, 1, bill.opening.batch, *bill.leaf, CLAIMABLE, consent_key=bill.inner.consent_key
        ),
        events.ReservationMade(bill.key, *by, 2, 1, 4_000, word("claim first"), until),
    )
    assert opened.returned == 1
    assert account_of(world, bill) == (2, CLAIMABLE, 0, 1, 1)
    assert world.claims.read("reservationsOf", bill.key) == ((insurer.id, 1, 4_000, 0, until),)
    assert available(world, bill) == 6_000
    assert world.claims.read("isClaimTagUsed", insurer.id, word("claim first"))
    assert world.engagement(bill)[:2] == (until, world.claims.address)
    assert world.bills.read("getBill", bill.key).version == int(alone)


def test_bill_that_was_never_claimed_reads_as_zero(world: World, bill: Bill) -> None:
    assert account_of(world, bill) == (0, 0, 0, 0, 0)
    assert world.claims.read("reservationsOf", bill.key) == ()
    assert available(world, bill) == 0
    assert not world.claims.read("isClaimTagUsed", world.insurer.id, word("claim first"))


@pytest.mark.parametrize("member", ["commitment", "claimable_fen", "consent_key", "blinder"])
def test_inner_part_is_shown_exactly_as_it_was_issued(world: World, bill: Bill, member: str) -> None:
    changes = {"claimable_fen": CLAIMABLE + 1, "consent_key": account("thief")}
    inner = bill.inner._replace(**{member: changes.get(member, word("other"))})
    with refused(refusals.ClaimInnerMismatch(bill.key, inner.hashed(), bill.leaf.inner)):
        world.open_claim(replace(bill, inner=inner))


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


def test_loser_of_the_race_for_the_first_claim_is_refused_with_the_current_version(world: World, bill: Bill) -> None:
    world.open_claim(bill)
    with refused(refusals.ClaimIsOpen(bill.key, 2)):
        world.open_claim(bill, payer=world.employer)
    world.release(bill, 1)
    with refused(refusals.ClaimIsOpen(bill.key, 3)):
        world.open_claim(bill, payer=world.employer)


def test_bill_with_nothing_claimable_is_not_claimed(world: World) -> None:
    bill = world.issue(draft("free", 0))
    with refused(refusals.ClaimCapacityExceeded(bill.key, 1, 0, 0)):
        world.open_claim(bill, 1)


# --- later reservations --------------------------------------------------------------------------------------


def test_second_payer_reserves_what_the_first_one_left(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    employer, until = world.employer, START + 3 * DAY
    reserved = world.reserve(bill, 6_000, employer, "second", days=3)
    emitted(
        reserved,
        events.ReservationMade(
            bill.key, employer.claims, employer.id, Role.CLAIMS, 3, 2, 6_000, word("claim second"), until
        ),
    )
    assert reserved.returned == 2
    assert account_of(world, bill) == (3, CLAIMABLE, 0, 2, 2)
    assert world.claims.read("reservationsOf", bill.key) == (
        (world.insurer.id, 1, 4_000, 0, START + 7 * DAY),
        (employer.id, 2, 6_000, 0, until),
    )
    assert available(world, bill) == 0


def test_bill_that_was_never_claimed_needs_its_opening(world: World, bill: Bill) -> None:
    for seen in (0, 1):
        with refused(refusals.ClaimNotOpen(bill.key)):
            world.reserve(bill, 1, world.insurer, "first", seen=seen)


def test_loser_of_a_race_is_refused_with_the_current_version(world: World, bill: Bill) -> None:
    world.open_claim(bill, 1_000)
    seen = account_of(world, bill)[0]
    world.reserve(bill, 1_000, world.employer, "winner", seen=seen)
    with refused(refusals.ClaimVersionStale(bill.key, seen, seen + 1)):
        world.reserve(bill, 1_000, world.charity, "loser", seen=seen)
    with refused(refusals.ClaimVersionStale(bill.key, seen + 2, seen + 1)):
        world.reserve(bill, 1_000, world.charity, "loser", seen=seen + 2)
    assert not world.claims.read("isClaimTagUsed", world.charity.id, word("claim loser"))
    world.reserve(bill, 1_000, world.charity, "loser", seen=seen + 1)


@pytest.mark.parametrize("act", ["settle", "release"])
def test_whatever_changes_the_claim_makes_what_a_payer_saw_stale(world: World, bill: Bill, act: str) -> None:
    world.open_claim(bill, 1_000)
    if act == "settle":
        world.settle(bill, 1, 1)
    else:
        world.release(bill, 1)
    with refused(refusals.ClaimVersionStale(bill.key, 2, 3)):
        world.reserve(bill, 1_000, world.employer, "late", seen=2)


def test_settling_and_releasing_are_not_made_stale_by_others(world: World, bill: Bill) -> None:
    world.open_claim(bill, 1_000)
    world.reserve(bill, 1_000, world.employer, "second")
    world.reserve(bill, 1_000, world.charity, "third")
    world.settle(bill, 1, 500)
    world.release(bill, 2, world.employer)
    assert account_of(world, bill) == (6, CLAIMABLE, 500, 3, 3)


@pytest.mark.parametrize("asked", [6_001, 10_000, LARGEST])
def test_more_than_what_is_left_is_not_reserved(world: World, bill: Bill, asked: int) -> None:
    world.open_claim(bill, 4_000)
    with refused(refusals.ClaimCapacityExceeded(bill.key, asked, 6_000, 2)):
        world.reserve(bill, asked, world.employer, "second")


@pytest.mark.parametrize("asked", [10_001, LARGEST])
def test_more_than_what_is_claimable_is_not_reserved_at_first_either(world: World, bill: Bill, asked: int) -> None:
    with refused(refusals.ClaimCapacityExceeded(bill.key, asked, CLAIMABLE, 0)):
        world.open_claim(bill, asked)
    assert account_of(world, bill) == (0, 0, 0, 0, 0)


def test_all_of_what_is_claimable_can_be_reserved_and_settled_to_the_last_fen(world: World, bill: Bill) -> None:
    world.open_claim(bill, CLAIMABLE)
    assert available(world, bill) == 0
    with refused(refusals.ClaimCapacityExceeded(bill.key, 1, 0, 2)):
        world.reserve(bill, 1, world.employer, "second")
    world.settle(bill, 1, CLAIMABLE)
    assert account_of(world, bill) == (3, CLAIMABLE, CLAIMABLE, 1, 1)
    with refused(refusals.ClaimCapacityExceeded(bill.key, 1, 0, 3)):
        world.reserve(bill, 1, world.employer, "second")


def test_amounts_go_up_to_the_largest_that_there_is(world: World) -> None:
    bill = world.issue(draft("palace", LARGEST))
    world.open_claim(bill, LARGEST - 1)
    world.reserve(bill, 1, world.employer, "second")
    with refused(refusals.ClaimCapacityExceeded(bill.key, LARGEST, 0, 3)):
        world.reserve(bill, LARGEST, world.charity, "third")
    world.settle(bill, 1, LARGEST - 1)
    world.settle(bill, 2, 1, world.employer)
    assert account_of(world, bill) == (5, LARGEST, LARGEST, 2, 2)
    assert available(world, bill) == 0


def test_reservation_of_nothing_is_refused(world: World, bill: Bill) -> None:
    with refused(refusals.ClaimAmountZero(bill.key)):
        world.open_claim(bill, 0)
    world.open_claim(bill, 1)
    with refused(refusals.ClaimAmountZero(bill.key)):
        world.reserve(bill, 0, world.employer, "second")


@pytest.mark.parametrize("until", [0, START - 1, START, START + LIMIT + 1, 2**40 - 1])
def test_reservation_expires_within_31_days(world: World, bill: Bill, until: int) -> None:
    refusal = refusals.ReservationExpiryInvalid(until, START, LIMIT)
    terms = (bill.key, bill.opening, bill.inner, 1, word("tag"), until)
    with refused(refusal):
        world.claims.call("openAndReserve", *terms, sender=world.insurer.claims)
    world.open_claim(bill, 1)
    with refused(refusal):
        world.claims.call("reserve", bill.key, 2, 1, word("tag"), until, sender=world.employer.claims)


@pytest.mark.parametrize("until", [START + 1, START + LIMIT])
def test_reservation_may_last_from_a_second_to_31_days(world: World, bill: Bill, until: int) -> None:
    terms = (bill.key, bill.opening, bill.inner, 1, word("tag"), until)
    world.claims.call("openAndReserve", *terms, sender=world.insurer.claims)
    assert world.claims.read("reservationsOf", bill.key)[0].expires_at == until


def test_reservation_carries_the_tag_of_the_payers_claim(world: World, bill: Bill) -> None:
    terms = (bill.key, bill.opening, bill.inner, 1, NO_HASH, START + DAY)
    with refused(refusals.ClaimTagZero(bill.key)):
        world.claims.call("openAndReserve", *terms, sender=world.insurer.claims)
    world.open_claim(bill, 1)
    with refused(refusals.ClaimTagZero(bill.key)):
        world.claims.call("reserve", bill.key, 2, 1, NO_HASH, START + DAY, sender=world.employer.claims)


def test_claim_tag_is_used_once_by_its_payer_on_whatever_bill(world: World, bill: Bill) -> None:
    other = world.issue()
    world.open_claim(bill, 1)
    world.release(bill, 1)
    tag = word("claim first")
    with refused(refusals.ClaimTagUsed(world.insurer.id, tag)):
        world.reserve(bill, 1, world.insurer, "first")
    with refused(refusals.ClaimTagUsed(world.insurer.id, tag)):
        world.open_claim(other, 1)
    world.reserve(bill, 1, world.employer, "first")
    assert world.claims.read("isClaimTagUsed", world.employer.id, tag)


# --- one live reservation for each of at most 8 payers -------------------------------------------------------


def test_payer_has_one_live_reservation_on_a_bill(world: World, bill: Bill) -> None:
    world.open_claim(bill, 1_000, days=7)
    until = START + 7 * DAY
    with refused(refusals.ReservationLive(bill.key, world.insurer.id, 1, until)):
        world.reserve(bill, 1_000, world.insurer, "again")
    world.settle(bill, 1, 999)
    with refused(refusals.ReservationLive(bill.key, world.insurer.id, 1, until)):
        world.reserve(bill, 1_000, world.insurer, "again")
    world.chain.move_to(until - 1)
    with refused(refusals.ReservationLive(bill.key, world.insurer.id, 1, until)):
        world.reserve(bill, 1_000, world.insurer, "again")


@pytest.mark.parametrize("end", ["settled whole", "released", "lapsed", "settled in part and lapsed"])
def test_payer_reserves_again_when_its_reservation_has_ended(world: World, bill: Bill, end: str) -> None:
    world.open_claim(bill, 1_000, days=7)
    settled = 0
    if end == "settled whole":
        settled = 1_000
    if end == "settled in part and lapsed":
        settled = 300
    if settled:
        world.settle(bill, 1, settled)
    if end == "released":
        world.release(bill, 1)
    if "lapsed" in end:
        world.chain.move_to(START + 7 * DAY)
    assert available(world, bill) == CLAIMABLE - settled
    assert world.reserve(bill, 2_000, world.insurer, "again").returned == 2
    now = world.chain.now
    assert world.claims.read("reservationsOf", bill.key) == ((world.insurer.id, 2, 2_000, settled, now + 7 * DAY),)
    assert account_of(world, bill)[2:] == (settled, 2, 1)
    assert available(world, bill) == CLAIMABLE - settled - 2_000
    world.settle(bill, 2, 1)
    assert world.claims.read("reservationsOf", bill.key)[0].settled_fen == settled + 1


def test_bill_has_at_most_eight_payers_ever(world: World, bill: Bill) -> None:
    payers = [world.payer(number) for number in range(9)]
    world.open_claim(bill, 100, payers[0])
    for payer in payers[1:8]:
        world.reserve(bill, 100, payer, payer.name)
    assert account_of(world, bill) == (9, CLAIMABLE, 0, 8, 8)
    with refused(refusals.ClaimPayersExceeded(bill.key, 8)):
        world.reserve(bill, 100, payers[8], "ninth")
    world.release(bill, 1, payers[0])
    world.chain.move(31 * DAY)
    with refused(refusals.ClaimPayersExceeded(bill.key, 8)):
        world.reserve(bill, 100, payers[8], "ninth")
    assert world.reserve(bill, 100, payers[7], "again").returned == 9
    assert account_of(world, bill)[3:] == (9, 8)
    places = [entry.payer for entry in world.claims.read("reservationsOf", bill.key)]
    assert places == [payer.id for payer in payers[:8]]


def test_payer_without_a_place_has_no_reservation_when_all_places_are_taken(world: World, bill: Bill) -> None:
    payers = [world.payer(number) for number in range(8)]
    world.open_claim(bill, 100, payers[0])
    for payer in payers[1:]:
        world.reserve(bill, 100, payer, payer.name)
    with refused(refusals.ReservationUnknown(bill.key, world.employer.id, 8, 0)):
        world.settle(bill, 8, 1, world.employer)
    world.settle(bill, 8, 1, payers[7])


# --- settling ------------------------------------------------------------------------------------------------


def test_reservation_is_settled_in_parts(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    insurer, until = world.insurer, START + 7 * DAY
    emitted(
        world.settle(bill, 1, 1_500),
        events.SettlementMade(bill.key, insurer.claims, insurer.id, Role.CLAIMS, 3, 1, 1_500),
    )
    assert world.claims.read("reservationsOf", bill.key) == ((insurer.id, 1, 2_500, 1_500, until),)
    assert account_of(world, bill) == (3, CLAIMABLE, 1_500, 1, 1)
    assert available(world, bill) == 6_000
    assert world.engagement(bill)[0] == FOR_EVER
    with refused(refusals.ReservationExceeded(bill.key, 1, 2_501, 2_500)):
        world.settle(bill, 1, 2_501)
    world.settle(bill, 1, 2_500)
    assert world.claims.read("reservationsOf", bill.key) == ((insurer.id, 1, 0, 4_000, until),)
    assert available(world, bill) == 6_000


def test_more_than_what_was_reserved_is_not_settled(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    for amount in (4_001, LARGEST):
        with refused(refusals.ReservationExceeded(bill.key, 1, amount, 4_000)):
            world.settle(bill, 1, amount)


def test_settlement_of_nothing_is_refused(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    with refused(refusals.ClaimAmountZero(bill.key)):
        world.settle(bill, 1, 0)


def test_settlements_of_all_payers_count_together(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    world.reserve(bill, 6_000, world.employer, "second")
    world.settle(bill, 2, 5_000, world.employer)
    world.settle(bill, 1, 4_000)
    assert account_of(world, bill) == (5, CLAIMABLE, 9_000, 2, 2)
    assert [entry.settled_fen for entry in world.claims.read("reservationsOf", bill.key)] == [4_000, 5_000]


# --- releasing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("settled", [0, 1_500])
def test_release_gives_back_what_is_left(world: World, bill: Bill, settled: int) -> None:
    world.open_claim(bill, 4_000)
    version = 3
    if settled:
        world.settle(bill, 1, settled)
        version = 4
    insurer = world.insurer
    emitted(
        world.release(bill, 1),
        events.ReservationReleased(bill.key, insurer.claims, insurer.id, Role.CLAIMS, version, 1, 4_000 - settled),
    )
    until = START + 7 * DAY
    assert world.claims.read("reservationsOf", bill.key) == ((insurer.id, 1, 0, settled, until),)
    assert account_of(world, bill) == (version, CLAIMABLE, settled, 1, 1)
    assert available(world, bill) == CLAIMABLE - settled
    assert world.engagement(bill)[0] == (FOR_EVER if settled else START)


@pytest.mark.parametrize("act", ["settle", "release"])
class TestReservationIsSettledOrReleased:
    def _act(self, world: World, act: str, bill: Bill, number: int, payer: Organisation | None = None) -> None:
        if act == "settle":
            world.settle(bill, number, 1, payer)
        else:
            world.release(bill, number, payer)

    def test_by_its_own_payer(self, world: World, bill: Bill, act: str) -> None:
        world.open_claim(bill)
        with refused(refusals.ReservationUnknown(bill.key, world.employer.id, 1, 0)):
            self._act(world, act, bill, 1, world.employer)
        world.reserve(bill, 1, world.employer, "second")
        with refused(refusals.ReservationUnknown(bill.key, world.employer.id, 1, 2)):
            self._act(world, act, bill, 1, world.employer)

    def test_by_its_number(self, world: World, bill: Bill, act: str) -> None:
        for number in (0, 1):
            with refused(refusals.ReservationUnknown(bill.key, world.insurer.id, number, 0)):
                self._act(world, act, bill, number)
        world.open_claim(bill)
        for number in (0, 2, 2**32 - 1):
            with refused(refusals.ReservationUnknown(bill.key, world.insurer.id, number, 1)):
                self._act(world, act, bill, number)

    def test_while_it_is_the_payers_last_one(self, world: World, bill: Bill, act: str) -> None:
        world.open_claim(bill)
        world.release(bill, 1)
        world.reserve(bill, 1, world.insurer, "again")
        with refused(refusals.ReservationUnknown(bill.key, world.insurer.id, 1, 2)):
            self._act(world, act, bill, 1)

    @pytest.mark.parametrize("end", ["settled", "released"])
    def test_while_something_of_it_is_left(self, world: World, bill: Bill, act: str, end: str) -> None:
        world.open_claim(bill, 4_000)
        if end == "settled":
            world.settle(bill, 1, 4_000)
        else:
            world.release(bill, 1)
        for wait in (0, 31 * DAY):
            world.chain.move(wait)
            with refused(refusals.ReservationUsedUp(bill.key, 1)):
                self._act(world, act, bill, 1)

    def test_until_the_second_in_which_it_expires(self, world: World, bill: Bill, act: str) -> None:
        world.open_claim(bill, days=7)
        until = START + 7 * DAY
        world.chain.move_to(until - 1)
        checkpoint = world.chain.checkpoint()
        self._act(world, act, bill, 1)
        world.chain.go_back(checkpoint)
        world.chain.move_to(until)
        with refused(refusals.ReservationExpired(bill.key, 1, until, until)):
            self._act(world, act, bill, 1)


# --- time ----------------------------------------------------------------------------------------------------


def test_reservation_stops_counting_in_the_second_in_which_it_expires_in_both_contracts(
    world: World, bill: Bill
) -> None:
    world.open_claim(bill, CLAIMABLE, days=7)
    until = START + 7 * DAY
    world.chain.move_to(until - 1)
    assert available(world, bill) == 0
    with refused(refusals.ClaimCapacityExceeded(bill.key, 1, 0, 2)):
        world.reserve(bill, 1, world.employer, "second")
    with refused(refusals.BillEngaged(bill.key, until, world.claims.address)):
        world.red_letter(bill)
    world.chain.move(1)
    assert available(world, bill) == CLAIMABLE
    checkpoint = world.chain.checkpoint()
    world.red_letter(bill)
    world.chain.go_back(checkpoint)
    world.reserve(bill, CLAIMABLE, world.employer, "second")
    assert account_of(world, bill) == (3, CLAIMABLE, 0, 2, 2)


def test_bill_is_engaged_until_its_last_live_reservation_expires(world: World, bill: Bill) -> None:
    world.open_claim(bill, 1, days=5)
    world.reserve(bill, 1, world.employer, "long", days=20)
    world.reserve(bill, 1, world.charity, "short", days=2)
    assert world.engagement(bill)[0] == START + 20 * DAY
    world.release(bill, 2, world.employer)
    assert world.engagement(bill)[0] == START + 5 * DAY
    world.chain.move(5 * DAY)
    world.reserve(bill, 1, world.employer, "new", days=1)
    assert world.engagement(bill)[0] == START + 6 * DAY
    world.release(bill, 4, world.employer)
    assert world.engagement(bill)[0] == START + 5 * DAY == world.chain.now


def test_settlement_engages_for_ever_whatever_is_reserved_or_released_later(world: World, bill: Bill) -> None:
    world.open_claim(bill, 100)
    world.settle(bill, 1, 1)
    world.reserve(bill, 1, world.employer, "second", days=1)
    assert world.engagement(bill)[0] == FOR_EVER
    world.release(bill, 2, world.employer)
    assert world.engagement(bill)[0] == FOR_EVER


def test_claimed_bill_that_was_taken_back_since_is_not_reserved_again(world: World, bill: Bill) -> None:
    world.open_claim(bill)
    world.release(bill, 1)
    world.red_letter(bill)
    with refused(refusals.BillStateMismatch(bill.key, IssueState.RED_LETTERED)):
        world.reserve(bill, 1, world.employer, "late")
    assert not world.claims.read("isClaimTagUsed", world.employer.id, word("claim late"))


def test_claims_on_one_bill_leave_the_others_of_its_batch(world: World) -> None:
    batch = world.batch(3)
    world.open_claim(batch.bill(1), CLAIMABLE)
    assert world.engagement(batch.bill(0)) == (0, NO_ADDRESS, False)
    world.open_claim(batch.bill(0), CLAIMABLE, tag="other")
    assert account_of(world, batch.bill(0)) == (2, CLAIMABLE, 0, 1, 1)


# --- creation ------------------------------------------------------------------------------------------------


def test_claims_that_the_directory_does_not_list_take_nothing(world: World, bill: Bill) -> None:
    foreign = world.deploy("bill_claims", world.consortium.address, world.bills.address)
    terms = (bill.key, bill.opening, bill.inner, 1, word("tag"), START + DAY)
    with refused(refusals.ContractNotListed(foreign.address)):
        foreign.call("openAndReserve", *terms, sender=world.insurer.claims)


def test_claims_listed_for_another_place_engage_nothing(world: World, bill: Bill) -> None:
    foreign = world.deploy("bill_claims", world.consortium.address, world.bills.address)
    world.decide("listContract", ContractRole.DATA_REGISTRY, foreign.address)
    terms = (bill.key, bill.opening, bill.inner, 1, word("tag"), START + DAY)
    with refused(refusals.ReporterNotListed(foreign.address, ContractRole.BILL_CLAIMS)):
        foreign.call("openAndReserve", *terms, sender=world.insurer.claims)


def test_red_letter_opening_claims_nothing(world: World) -> None:
    red = draft("red")
    key = world.red_letter(world.issue(), red).returned
    with refused(refusals.ClaimInnerMismatch(key, draft("x").inner.hashed(), red.leaf.inner)):
        world.open_claim(Bill(key, BillOpening(0, red.leaf), draft("x").inner))


def test_wiring_can_be_read(world: World) -> None:
    assert world.claims.read("consortium") == world.consortium.address
    assert world.claims.read("bills") == world.bills.address


@pytest.mark.parametrize("missing", [0, 1])
def test_claims_knows_consortium_and_bills_from_the_start(missing: int) -> None:
    addresses = [account("consortium"), account("bills")]
    addresses[missing] = NO_ADDRESS
    with refused(refusals.ConstructorAddressZero()):
        deploy(Chain(), "bill_claims", *addresses, deployer=DEPLOYER)

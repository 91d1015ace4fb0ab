"""BillClaims: settling, releasing, renewing and settling directly."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import ClaimPurpose, FreezeReason, Role
from tests.contracts.harness import DAY, START, emitted, refused, word
from tests.contracts.world import Bill, Organisation, World

LIMIT = 31 * DAY
LARGEST = 2**40 - 1
CLAIMABLE = 10_000
UNTIL = START + 7 * DAY
CONSENTED = (ClaimPurpose.REIMBURSEMENT, START + 365 * DAY, 1)
FOR_EVER = 2**40 - 1


@pytest.fixture
def bill(world: World) -> Bill:
    """A bill of a batch, with 10,000 fen claimable."""
    return world.batch(3).bill(1)


def act(world: World, name: str, bill: Bill, number: int, payer: Organisation | None = None) -> None:
    """Has a payer settle a fen of a reservation, release it, or renew it by a day."""
    if name == "settle":
        world.settle(bill, number, 1, payer)
    elif name == "release":
        world.release(bill, number, payer)
    else:
        world.renew(bill, number, world.chain.now + 8 * DAY, payer or world.insurer)


# --- settling ------------------------------------------------------------------------------------------------


def test_reservation_is_settled_in_parts(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    insurer = world.insurer
    emitted(
        world.settle(bill, 2, 1_500),
        events.SettlementMade(bill.key, insurer.claims, insurer.id, Role.CLAIMS, 3, 2, 1_500),
    )
    assert world.reservations(bill) == ((insurer.id, 2, 2_500, 1_500, UNTIL),)
    assert world.claim(bill)[:5] == (3, True, CLAIMABLE, 1_500, 2_500)
    assert world.available(bill) == 6_000
    assert world.engagement(bill) == (UNTIL, True, False, True, False, world.claims.address)
    with refused(refusals.ReservationExceeded(bill.key, 2, 2_501, 2_500)):
        world.settle(bill, 2, 2_501)
    world.settle(bill, 2, 2_500)
    assert world.reservations(bill) == ((insurer.id, 2, 0, 4_000, UNTIL),)
    assert world.available(bill) == 6_000
    assert world.engagement(bill)[:2] == (0, True)


def test_more_than_what_was_reserved_is_not_settled(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    for amount in (4_001, LARGEST):
        with refused(refusals.ReservationExceeded(bill.key, 2, amount, 4_000)):
            world.settle(bill, 2, amount)


def test_settlement_of_nothing_is_refused(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    with refused(refusals.ClaimAmountZero(bill.key)):
        world.settle(bill, 2, 0)


def test_settlements_of_all_payers_count_together(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    world.reserve(bill, 6_000, world.employer, "second")
    world.settle(bill, 3, 5_000, world.employer)
    world.settle(bill, 2, 4_000)
    assert world.claim(bill)[:5] == (5, True, CLAIMABLE, 9_000, 1_000)
    assert [entry[3] for entry in world.reservations(bill)] == [4_000, 5_000]


def test_settling_and_releasing_are_not_made_stale_by_others(world: World, bill: Bill) -> None:
    world.open_claim(bill, 1_000)
    world.reserve(bill, 1_000, world.employer, "second")
    world.reserve(bill, 1_000, world.charity, "third")
    world.settle(bill, 2, 500)
    world.release(bill, 3, world.employer)
    assert world.claim(bill)[:5] == (6, True, CLAIMABLE, 500, 1_500)


def test_settlement_engages_whatever_is_reserved_or_released_later(world: World, bill: Bill) -> None:
    world.open_claim(bill, 100)
    world.settle(bill, 2, 1)
    world.reserve(bill, 1, world.employer, "second", days=1)
    world.release(bill, 4, world.employer)
    world.chain.move_to(UNTIL)
    with refused(refusals.BillEngaged(bill.key, UNTIL, True, False, world.claims.address)):
        world.red_letter(bill)


# --- settling directly ---------------------------------------------------------------------------------------


def test_payer_reserves_and_settles_in_one_call(world: World, bill: Bill) -> None:
    insurer = world.insurer
    by = (insurer.claims, insurer.id, Role.CLAIMS)
    done = world.settle_directly(bill, 4_000, insurer, "first")
    emitted(
        done,
        events.ClaimOpened(bill.key, *by, 1, bill.opening.batch, *bill.leaf, CLAIMABLE, bill.inner.consent_key),
        events.DirectSettlementMade(bill.key, *by, 2, 4_000, word("claim first"), *CONSENTED),
    )
    assert done.returned == 2
    assert world.reservations(bill) == ((insurer.id, 2, 0, 4_000, START),)
    assert world.claim(bill)[:5] == (2, True, CLAIMABLE, 4_000, 0)
    assert world.engagement(bill) == (0, True, False, True, False, world.claims.address)
    with refused(refusals.ReservationUsedUp(bill.key, 2)):
        world.settle(bill, 2, 1)


def test_payer_settles_directly_again_and_again_up_to_what_is_claimable(world: World, bill: Bill) -> None:
    assert world.settle_directly(bill, 4_000, world.insurer, "first").returned == 2
    assert world.settle_directly(bill, 5_000, world.insurer, "second").returned == 3
    assert world.settle_directly(bill, 1_000, world.employer, "third").returned == 4
    assert world.reservations(bill) == ((world.insurer.id, 3, 0, 9_000, START), (world.employer.id, 4, 0, 1_000, START))
    with refused(refusals.ClaimCapacityExceeded(bill.key, 1, 0, 4)):
        world.settle_directly(bill, 1, world.charity, "fourth")


def test_what_lapsed_comes_back_and_is_not_settled_directly_on_top(world: World, bill: Bill) -> None:
    world.open_claim(bill, CLAIMABLE, days=7)
    world.chain.move_to(UNTIL)
    world.settle_directly(bill, CLAIMABLE, world.insurer, "again")
    assert world.reservations(bill) == ((world.insurer.id, 3, 0, CLAIMABLE, UNTIL),)
    assert world.available(bill) == 0


# --- releasing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("settled", [0, 1_500])
def test_release_gives_back_what_is_left(world: World, bill: Bill, settled: int) -> None:
    world.open_claim(bill, 4_000)
    version = 3
    if settled:
        world.settle(bill, 2, settled)
        version = 4
    insurer = world.insurer
    emitted(
        world.release(bill, 2),
        events.ReservationReleased(bill.key, insurer.claims, insurer.id, Role.CLAIMS, version, 2, 4_000 - settled),
    )
    assert world.reservations(bill) == ((insurer.id, 2, 0, settled, UNTIL),)
    assert world.claim(bill)[:5] == (version, True, CLAIMABLE, settled, 0)
    assert world.available(bill) == CLAIMABLE - settled
    assert world.engagement(bill)[:2] == (0, settled != 0)


# --- renewing ------------------------------------------------------------------------------------------------


def test_live_reservation_is_renewed(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    world.chain.move_to(UNTIL - 1)
    insurer, until, consent = world.insurer, UNTIL - 1 + LIMIT, world.consent(bill, world.insurer, purpose=2, serial=9)
    emitted(
        world.renew(bill, 2, until, insurer, consent=consent),
        events.ReservationRenewed(
            *(bill.key, insurer.claims, insurer.id, Role.CLAIMS, 3, 2, until),
            *(ClaimPurpose.AID, consent.until, 9),
        ),
    )
    assert world.reservations(bill) == ((insurer.id, 2, 4_000, 0, until),)
    assert world.engagement(bill)[0] == until
    world.chain.move_to(UNTIL)
    assert world.available(bill) == 6_000


def test_renewal_carries_the_version_that_the_payer_saw(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    world.reserve(bill, 1, world.employer, "second")
    with refused(refusals.ClaimVersionStale(bill.key, 2, 3)):
        world.renew(bill, 2, UNTIL + 1, world.insurer, seen=2)


@pytest.mark.parametrize("until", [START + 1, UNTIL - 1, UNTIL])
def test_renewal_extends(world: World, bill: Bill, until: int) -> None:
    world.open_claim(bill)
    with refused(refusals.ReservationNotExtended(bill.key, 2, until, UNTIL)):
        world.renew(bill, 2, until, world.insurer)


@pytest.mark.parametrize("until", [START, START + LIMIT + 1])
def test_renewal_reaches_at_most_31_days_ahead(world: World, bill: Bill, until: int) -> None:
    world.open_claim(bill)
    with refused(refusals.ReservationExpiryInvalid(until, START, LIMIT)):
        world.renew(bill, 2, until, world.insurer)


def test_renewal_needs_a_consent_that_still_holds(world: World, bill: Bill) -> None:
    world.open_claim(bill)
    consent = world.consent(bill, world.insurer, days=1)
    world.chain.move(DAY)
    with refused(refusals.ConsentExpired(bill.key, START + DAY, START + DAY)):
        world.renew(bill, 2, UNTIL + 1, world.insurer, consent=consent)
    world.claims.call("revokeConsent", *world.revocation(bill, world.insurer, 1), sender=world.insurer.claims)
    with refused(refusals.ConsentIsRevoked(bill.key, world.insurer.id, 1, 1)):
        world.renew(bill, 2, UNTIL + 1, world.insurer)
    assert world.settle(bill, 2, 4_000), "what was reserved before is settled all the same"


# --- a reservation is used by its payer, by its number, while it lives -----------------------------------------


@pytest.mark.parametrize("name", ["settle", "release", "renew"])
class TestReservationIsUsed:
    def test_by_its_own_payer(self, world: World, bill: Bill, name: str) -> None:
        world.open_claim(bill)
        with refused(refusals.ReservationUnknown(bill.key, world.employer.id, 2, 0)):
            act(world, name, bill, 2, world.employer)
        world.reserve(bill, 1, world.employer, "second")
        with refused(refusals.ReservationUnknown(bill.key, world.employer.id, 2, 3)):
            act(world, name, bill, 2, world.employer)

    def test_by_its_number(self, world: World, bill: Bill, name: str) -> None:
        for number in (0, 1):
            with refused(refusals.ReservationUnknown(bill.key, world.insurer.id, number, 0)):
                act(world, name, bill, number)
        world.open_claim(bill)
        for number in (0, 1, 3, 2**32 - 1):
            with refused(refusals.ReservationUnknown(bill.key, world.insurer.id, number, 2)):
                act(world, name, bill, number)

    def test_while_it_is_the_payers_last_one(self, world: World, bill: Bill, name: str) -> None:
        world.open_claim(bill)
        world.release(bill, 2)
        world.reserve(bill, 1, world.insurer, "again")
        with refused(refusals.ReservationUnknown(bill.key, world.insurer.id, 2, 4)):
            act(world, name, bill, 2)

    @pytest.mark.parametrize("end", ["settled", "released"])
    def test_while_something_of_it_is_left(self, world: World, bill: Bill, name: str, end: str) -> None:
        world.open_claim(bill, 4_000)
        if end == "settled":
            world.settle(bill, 2, 4_000)
        else:
            world.release(bill, 2)
        for wait in (0, 31 * DAY):
            world.chain.move(wait)
            with refused(refusals.ReservationUsedUp(bill.key, 2)):
                act(world, name, bill, 2)

    def test_until_the_second_in_which_it_expires(self, world: World, bill: Bill, name: str) -> None:
        world.open_claim(bill, days=7)
        world.chain.move_to(UNTIL - 1)
        checkpoint = world.chain.checkpoint()
        act(world, name, bill, 2)
        world.chain.go_back(checkpoint)
        world.chain.move_to(UNTIL)
        with refused(refusals.ReservationExpired(bill.key, 2, UNTIL, UNTIL)):
            act(world, name, bill, 2)

    def test_by_the_payers_heir(self, world: World, bill: Bill, name: str) -> None:
        world.open_claim(bill)
        world.merge(world.insurer, world.employer)
        act(world, name, bill, 2, world.employer)


# --- frozen bills --------------------------------------------------------------------------------------------


def test_frozen_bill_takes_nothing_but_gives_back(world: World, bill: Bill) -> None:
    world.open_claim(bill, 4_000)
    world.settle(bill, 2, 1_000)
    world.bills.call("freezeBill", bill.key, FreezeReason.SUSPECTED_FRAUD, sender=world.finance.finance)
    refusal = refusals.BillIsFrozen(bill.key, FOR_EVER)
    with refused(refusal):
        world.settle(bill, 2, 1)
    with refused(refusal):
        world.renew(bill, 2, UNTIL + 1, world.insurer)
    with refused(refusal):
        world.reserve(bill, 1, world.employer, "second")
    with refused(refusal):
        world.settle_directly(bill, 1, world.employer, "second")
    world.release(bill, 2)
    world.reverse(bill, 2, 1_000, world.insurer)
    assert world.claim(bill)[:5] == (6, True, CLAIMABLE, 0, 0)


def test_frozen_bill_is_not_opened(world: World, bill: Bill) -> None:
    world.bills.call("freezeBill", bill.key, FreezeReason.COURT_ORDER, sender=world.finance.finance)
    with refused(refusals.BillIsFrozen(bill.key, FOR_EVER)):
        world.open_claim(bill)

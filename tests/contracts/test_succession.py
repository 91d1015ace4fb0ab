"""Organisations that merge or dissolve, and who goes on for them; contracts that are paused."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from govledger import refusals
from govledger.bills.consent import Domain, consent_digest
from govledger.events import types as events
from govledger.model import ClaimPurpose, ContractRole, OrganisationKind, OrganisationStatus, Role
from tests.contracts.acts import ACTS, Act
from tests.contracts.harness import DAY, START, Contract, Stage, emitted, refused, word
from tests.contracts.world import CODE, Organisation, World, draft

MERGED, DISSOLVED = OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED
ENDS = [("mergeOrganisation", MERGED), ("dissolveOrganisation", DISSOLVED)]
both_ends = pytest.mark.parametrize(("function", "status"), ENDS)


@both_ends
def test_organisation_ends_by_decision_and_another_one_acts_for_it(
    world: World, function: str, status: OrganisationStatus
) -> None:
    tax, civil = world.tax.id, world.civil.id
    emitted(
        world.decide(function, tax, 1, civil),
        events.OrganisationEnded(tax, world.decisions.address, 0, Role.DECISION, 2, status, civil, 2),
    )
    ended, heir = (world.consortium.read("getOrganisation", who) for who in (tax, civil))
    assert (ended.version, ended.status, ended.voting) == (2, status, False)
    assert (heir.version, heir.status, heir.succession) == (2, OrganisationStatus.ACTIVE, 1)
    assert world.consortium.read("heirOf", tax) == civil
    assert world.consortium.read("successorOf", tax) == (civil if status is MERGED else tax)
    if status is MERGED:
        assert world.consortium.read("requireActive", tax) is None
    else:
        with refused(refusals.OrganisationNotActive(tax, status)):
            world.consortium.read("requireActive", tax)


@both_ends
def test_officers_of_an_ended_organisation_act_no_more(world: World, function: str, status: OrganisationStatus) -> None:
    world.decide(function, world.tax.id, 1, world.civil.id)
    with refused(refusals.OrganisationNotActive(world.tax.id, status)):
        world.resource()
    with refused(refusals.OrganisationNotActive(world.tax.id, status)):
        world.consortium.call("dismissOfficer", world.tax.officers[Role.GRANTOR], 1, sender=world.tax.administrator)


@both_ends
def test_suspended_organisation_may_end(world: World, function: str, status: OrganisationStatus) -> None:
    world.suspend(world.tax)
    world.decide(function, world.tax.id, 2, world.civil.id)
    assert world.consortium.read("getOrganisation", world.tax.id).status == status


@both_ends
def test_heir_is_another_active_organisation(world: World, function: str, status: OrganisationStatus) -> None:
    tax = world.tax.id
    with refused(refusals.OrganisationVersionStale(tax, 2, 1)):
        world.decide(function, tax, 2, world.civil.id)
    with refused(refusals.OrganisationHeirItself(tax)):
        world.decide(function, tax, 1, tax)
    with refused(refusals.OrganisationUnknown(99)):
        world.decide(function, tax, 1, 99)
    world.suspend(world.civil)
    with refused(refusals.OrganisationNotActive(world.civil.id, OrganisationStatus.SUSPENDED)):
        world.decide(function, tax, 1, world.civil.id)


@both_ends
@pytest.mark.parametrize(
    ("act", "rest"),
    [
        ("amendOrganisation", (1, True)),
        ("suspendOrganisation", (0,)),
        ("mergeOrganisation", (4,)),
        ("dissolveOrganisation", (4,)),
    ],
)
def test_nothing_is_decided_about_what_ended(
    world: World, function: str, status: OrganisationStatus, act: str, rest: tuple[object, ...]
) -> None:
    tax = world.tax.id
    world.decide(function, tax, 1, world.civil.id)
    with refused(refusals.OrganisationNotActive(tax, status)):
        world.decide(act, tax, 2, *rest)
    with refused(refusals.OrganisationNotSuspended(tax, status)):
        world.decide("reinstateOrganisation", tax, 2)


def test_look_ups_follow_at_most_four_steps(world: World) -> None:
    """A line of five merges into one another; the sixth step is refused, wherever the line is joined."""
    line = world.members
    for one, following in pairwise(line[:5]):
        world.merge(one, following)
    assert world.consortium.read("heirOf", line[0].id) == line[4].id
    assert world.consortium.read("getOrganisation", line[4].id).succession == 4
    for function, _ in ENDS:
        version = world.consortium.read("getOrganisation", line[4].id).version
        with refused(refusals.OrganisationSuccessionTooDeep(line[5].id, 5)):
            world.decide(function, line[4].id, version, line[5].id)
    world.merge(line[5], line[4])
    assert world.consortium.read("getOrganisation", line[4].id).succession == 4


def test_no_order_of_ends_makes_a_cycle(world: World) -> None:
    """Every attempt to lead a line back to where it came from is refused: an heir is active, and what ended is not."""
    one, two, three = world.members[:3]
    world.merge(one, two)
    world.dissolve(two, three)
    for ended, status in ((one, MERGED), (two, DISSOLVED)):
        for function, _ in ENDS:
            version = world.consortium.read("getOrganisation", three.id).version
            with refused(refusals.OrganisationNotActive(ended.id, status)):
                world.decide(function, three.id, version, ended.id)
    assert world.consortium.read("heirOf", one.id) == three.id
    assert world.consortium.read("successorOf", one.id) == two.id


# --- who goes on ---------------------------------------------------------------------------------------------


def _heir(world: World, kind: OrganisationKind, *roles: Role) -> Organisation:
    return world.admit("heir", {kind}, *roles)


@both_ends
def test_heir_issues_from_the_range_of_what_ended(world: World, function: str, status: OrganisationStatus) -> None:
    number_range, heir = world.range(), _heir(world, OrganisationKind.HOSPITAL, Role.ISSUER)
    leaf = draft("bill").leaf
    with refused(refusals.RangeHolderMismatch(number_range, world.hospital.id, heir.id)):
        world.bills.call("issueBill", number_range, 1, leaf, sender=heir.issuer)
    world.decide(function, world.hospital.id, 1, heir.id)
    issued = world.bills.call("issueBill", number_range, 1, leaf, sender=heir.issuer)
    assert world.bills.read("getBill", issued.returned).issuer == heir.id


def test_successor_is_granted_the_range_that_was_proposed_for_what_merged(world: World) -> None:
    number_range, heir = world.proposal(), _heir(world, OrganisationKind.HOSPITAL, Role.ISSUER)
    world.merge(world.hospital, heir)
    world.ranges.call("grantRange", number_range, 1, sender=world.second_finance_officer)
    assert world.bills.call("issueBill", number_range, 1, draft("bill").leaf, sender=heir.issuer)


@both_ends
def test_heir_of_a_finance_department_goes_on_with_its_codes_and_proposals(
    world: World, function: str, status: OrganisationStatus
) -> None:
    world.range()
    proposed, heir = world.proposal(), _heir(world, OrganisationKind.FINANCE, Role.FINANCE)
    with refused(refusals.RangeGrantorMismatch(proposed, world.finance.id, heir.id)):
        world.ranges.call("grantRange", proposed, 1, sender=heir.finance)
    with refused(refusals.RangeCodeForeign(CODE, world.finance.id, heir.id)):
        world.ranges.call("proposeRange", CODE, world.hospital.id, 1, START + DAY, sender=heir.finance)
    world.decide(function, world.finance.id, 1, heir.id)
    assert world.ranges.call("grantRange", proposed, 1, sender=heir.finance)
    assert world.ranges.read("codeOwner", CODE) == heir.id
    assert world.ranges.call("proposeRange", CODE, world.hospital.id, 1, START + DAY, sender=heir.finance)


@both_ends
def test_heir_splits_voids_and_returns_a_range_of_what_ended(
    world: World, function: str, status: OrganisationStatus
) -> None:
    number_range, heir = world.range(10), _heir(world, OrganisationKind.HOSPITAL, Role.ISSUER)
    world.decide(function, world.hospital.id, 1, heir.id)
    split = world.ranges.call("splitRange", number_range, 2, 7, 4, sender=heir.administrator)
    assert world.ranges.read("getRange", split.returned).holder == world.hospital.id
    world.ranges.call("voidNumbers", number_range, 1, 1, 0, sender=heir.issuer)
    for item, version in ((number_range, 4), (split.returned, 1)):
        returned = world.ranges.call("returnRange", item, version, sender=heir.administrator)[0]
        assert returned.acting_organisation == heir.id  # type: ignore[attr-defined]


@both_ends
def test_heir_of_a_finance_department_ends_its_ranges(world: World, function: str, status: OrganisationStatus) -> None:
    """What one of its officers began, an officer of the heir finishes as the second one."""
    number_range, heir = world.range(10), _heir(world, OrganisationKind.FINANCE, Role.FINANCE)
    first = world.void(number_range)
    world.ranges.call("reviewVoid", number_range, first, sender=world.finance.finance)
    world.ranges.call("proposeClosure", number_range, 4, sender=world.finance.finance)
    world.decide(function, world.finance.id, 1, heir.id)
    world.ranges.call("confirmVoid", number_range, first, sender=heir.finance)
    world.ranges.call("closeRange", number_range, 6, sender=heir.finance)
    assert world.ranges.call("writeOffRange", number_range, 7, sender=heir.finance)


@both_ends
def test_heir_of_a_finance_department_orders_payers_and_freezes_bills(
    world: World, function: str, status: OrganisationStatus
) -> None:
    bill, frozen = world.issue(), world.issue(draft("frozen"))
    world.freeze(frozen.key)
    heir = _heir(world, OrganisationKind.FINANCE, Role.FINANCE)
    foreign = (world.finance.id, heir.id)
    with refused(refusals.RangeCodeForeign(CODE, *foreign)):
        world.ranges.call("setPayerOrder", CODE, 0, 2, sender=heir.finance)
    with refused(refusals.BillCodeForeign(bill.key, *foreign)):
        world.bills.call("freezeBill", bill.key, 0, sender=heir.finance)
    world.decide(function, world.finance.id, 1, heir.id)
    assert world.ranges.call("setPayerOrder", CODE, 0, 2, sender=heir.finance)
    assert world.ranges.call("classifyPayer", CODE, 1, world.insurer.id, 1, sender=heir.finance)
    assert world.bills.call("freezeBill", bill.key, 0, sender=heir.finance)
    assert world.bills.call("liftFreeze", frozen.key, 2, sender=heir.finance)


@both_ends
@pytest.mark.parametrize("alone", [True, False])
def test_heir_exchanges_and_shreds_bills_of_what_ended(
    world: World, function: str, status: OrganisationStatus, alone: bool
) -> None:
    bill = world.issue() if alone else world.batch(3).bill(1)
    heir, seen = _heir(world, OrganisationKind.HOSPITAL, Role.ISSUER), int(alone)
    exchange, shred = (bill.key, seen, bill.opening, 5), (bill.key, seen, bill.opening.batch, 0)
    for act, terms in (("issuePaper", exchange), ("shredBill", shred)):
        with refused(refusals.BillIssuerMismatch(bill.key, world.hospital.id, heir.id)):
            world.bills.call(act, *terms, sender=heir.issuer)
    world.decide(function, world.hospital.id, 1, heir.id)
    world.bills.call("issuePaper", *exchange, sender=heir.issuer)
    assert world.bills.read("getBill", bill.key).issuer == world.hospital.id
    assert world.bills.read("billOfPaper", heir.id, 5) == bill.key
    assert world.bills.read("billOfPaper", world.hospital.id, 5) == bill.key
    world.bills.call("voidPaper", bill.key, 2, sender=heir.issuer)
    shredded = world.bills.call("shredBill", bill.key, 3, *shred[2:], sender=heir.issuer)
    assert shredded[0].acting_organisation == heir.id  # type: ignore[attr-defined]


@both_ends
def test_heir_uses_neither_its_own_papers_again_nor_those_of_what_ended(
    world: World, function: str, status: OrganisationStatus
) -> None:
    batch, heir = world.batch(3), _heir(world, OrganisationKind.HOSPITAL, Role.ISSUER)
    first, second, third = (batch.bill(place) for place in range(3))
    world.exchange(first, 5)
    world.decide(function, world.hospital.id, 1, heir.id)
    world.bills.call("issuePaper", second.key, 0, second.opening, 6, sender=heir.issuer)
    for paper, used in ((5, first), (6, second)):
        with refused(refusals.PaperNumberUsed(world.hospital.id, paper, used.key)):
            world.bills.call("issuePaper", third.key, 0, third.opening, paper, sender=heir.issuer)
    terms = (CODE + 1, heir.id, 1, START + DAY)
    number_range = world.ranges.call("proposeRange", *terms, sender=world.finance.finance).returned
    world.ranges.call("grantRange", number_range, 1, sender=world.second_finance_officer)
    leaf = draft("heir's own").leaf
    own = world.bills.call("issueBill", number_range, 1, leaf, sender=heir.issuer).returned
    with refused(refusals.PaperNumberUsed(heir.id, 6, second.key)):
        world.bills.call("issuePaper", own, 1, (0, leaf, ()), 6, sender=heir.issuer)


@both_ends
@pytest.mark.parametrize("alone", [True, False])
def test_heir_takes_back_a_bill_of_what_ended(
    world: World, function: str, status: OrganisationStatus, alone: bool
) -> None:
    bill = world.issue() if alone else world.batch(3).bill(1)
    heir, number_range = _heir(world, OrganisationKind.HOSPITAL, Role.ISSUER), world.range(1, CODE + 1)
    red = draft("red").leaf
    terms = (bill.key, int(alone), bill.opening, number_range, 1, red, 1)
    with refused(refusals.BillIssuerMismatch(bill.key, world.hospital.id, heir.id)):
        world.bills.call("redLetterBill", *terms, sender=heir.issuer)
    world.decide(function, world.hospital.id, 1, heir.id)
    taken = world.bills.call("redLetterBill", *terms, sender=heir.issuer)
    assert {event.acting_organisation for event in taken} == {heir.id}  # type: ignore[attr-defined]
    assert world.bills.read("getBill", bill.key).issuer == world.hospital.id
    assert world.bills.read("getBill", taken.returned).issuer == heir.id
    assert world.bills.read("isTagUsed", world.hospital.id, bill.leaf.business_tag)
    assert world.bills.read("isTagUsed", heir.id, red.business_tag)


@both_ends
@pytest.mark.parametrize("act", ["settle", "release"])
def test_heir_uses_the_reservation_of_a_payer_that_ended(
    world: World, function: str, status: OrganisationStatus, act: str
) -> None:
    bill, heir = world.issue(), _heir(world, OrganisationKind.INSURER, Role.CLAIMS)
    world.open_claim(bill)
    world.reserve(bill, 100, heir, "heir")
    terms = (bill.key, 2, *((50,) if act == "settle" else ()))
    with refused(refusals.ReservationUnknown(bill.key, heir.id, 2, 3)):
        world.claims.call(act, *terms, sender=heir.claims)
    world.decide(function, world.insurer.id, 1, heir.id)
    done = world.claims.call(act, *terms, sender=heir.claims)
    assert done[0].acting_organisation == heir.id  # type: ignore[attr-defined]
    first, second = world.claims.read("reservationsOf", bill.key)
    assert (first.payer, first.reserved_fen) == (world.insurer.id, 3_950 if act == "settle" else 0)
    assert (second.payer, second.reserved_fen) == (heir.id, 100)


# --- pauses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_paused_contract_takes_only_what_relieves(world: World, act: Act) -> None:
    ready = act.ready(world)
    until = START + 14 * DAY
    world.decide("pauseContract", ready.contract.address, until)
    sender = ready.organisation.account(act.role)
    if act.stage is Stage.RELIEVE:
        assert ready.do(sender)
        return
    with refused(refusals.ContractPaused(ready.contract.address, until)):
        ready.do(sender)
    world.decide("resumeContract", ready.contract.address)
    assert ready.do(sender)


def test_pause_ends_by_itself(world: World) -> None:
    until = START + 100
    world.decide("pauseContract", world.registry.address, until)
    world.chain.move_to(until - 1)
    with refused(refusals.ContractPaused(world.registry.address, until)):
        world.resource()
    world.chain.move(1)
    assert world.resource()


def test_release_reaches_bills_that_are_paused(world: World) -> None:
    """A pause stops no report: else the pause of one contract would stop another's relief."""
    bill = world.issue()
    world.open_claim(bill)
    world.decide("pauseContract", world.bills.address, START + DAY)
    assert world.release(bill, 2)


# --- claims that are replaced --------------------------------------------------------------------------------


class Handover:
    """A world in which another BillClaims takes the place of the first one, which winds down."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.old = world.claims
        self.new = world.deploy("bill_claims", world.consortium.address, world.bills.address)

    def replace(self) -> None:
        self.world.replace(self.old, self.new.address)

    def on(self, contract: Contract) -> World:
        """The world, whose claims are those of one of the two."""
        self.world.claims = contract
        return self.world


@pytest.fixture
def handover(world: World) -> Iterator[Handover]:
    handover = Handover(world)
    yield handover
    world.claims = handover.old


def test_new_claims_cannot_pay_what_the_old_ones_paid(handover: Handover) -> None:
    world, bill = handover.world, handover.world.batch(3).bill(1)
    world.settle_directly(bill, 1, world.insurer, "first")
    handover.replace()
    refusal = refusals.BillEngaged(bill.key, 0, True, False, handover.old.address)
    for wait in (0, 40 * DAY):
        world.chain.move(wait)
        new = handover.on(handover.new)
        with refused(refusal):
            new.reserve(bill, 1, world.employer, "second")
        with refused(refusal):
            new.settle_directly(bill, 9_999, world.insurer, "second")
        with refused(refusal):
            new.book(bill, world.employer)
    assert new.claim(bill).version == 0


def test_old_claims_finish_what_lives_and_the_new_ones_wait_for_it(handover: Handover) -> None:
    world, bill, lapsing = handover.world, *map(handover.world.batch(3).bill, (1, 2))
    world.open_claim(bill, 4_000)
    world.settle(bill, 2, 1_000)
    world.open_claim(lapsing, 10_000, tag="lapsing", days=2)
    handover.replace()
    until = START + 2 * DAY
    with refused(refusals.BillEngaged(lapsing.key, until, False, False, handover.old.address)):
        handover.on(handover.new).reserve(lapsing, 1, world.employer, "second")
    old = handover.on(handover.old)
    old.settle(bill, 2, 2_000)
    old.renew(bill, 2, START + 20 * DAY, world.insurer)
    old.reserve(bill, 6_000, world.employer, "second")
    with refused(refusals.ContractWindingDown(old.claims.address, ContractRole.BILL_CLAIMS)):
        old.reserve(world.batch([draft("new")]).bill(0), 1, world.insurer, "new")
    old.release(bill, 2)
    world.chain.move_to(until)
    handover.on(handover.new).settle_directly(lapsing, 10_000, world.employer, "second")
    with refused(refusals.BillEngaged(lapsing.key, 0, True, False, handover.new.address)):
        handover.on(handover.old).reserve(lapsing, 1, world.insurer, "again")
    assert handover.on(handover.old).claim(lapsing)[3:5] == (0, 0)


def test_bill_goes_over_to_the_new_claims_when_the_old_ones_reversed_all_of_it(handover: Handover) -> None:
    world, bill = handover.world, handover.world.batch(3).bill(1)
    world.settle_directly(bill, 4_000, world.insurer, "first")
    world.book(bill, world.employer)
    handover.replace()
    world.reverse(bill, 2, 4_000, world.insurer)
    with refused(refusals.BillEngaged(bill.key, 0, False, True, handover.old.address)):
        handover.on(handover.new).settle_directly(bill, 10_000, world.insurer, "second")
    old = handover.on(handover.old)
    old.claims.call("reverseBooking", bill.key, world.employer.id, sender=world.employer.accountant)
    handover.on(handover.new).settle_directly(bill, 10_000, world.insurer, "second")
    assert world.engagement(bill)[1:] == (True, False, True, False, handover.new.address)


def test_closed_claims_take_nothing_and_what_they_paid_stays_paid(handover: Handover) -> None:
    world, bill, released = handover.world, *map(handover.world.batch(3).bill, (1, 2))
    world.settle_directly(bill, 4_000, world.insurer, "first")
    world.open_claim(released, 1, tag="released")
    handover.replace()
    world.decide("closeContract", handover.old.address, handover.old.head())
    closed = refusals.ContractIsClosed(handover.old.address, ContractRole.BILL_CLAIMS)
    with refused(closed):
        world.release(released, 2)
    with refused(closed):
        world.reserve(bill, 1, world.employer, "second")
    with refused(refusals.BillEngaged(bill.key, 0, True, False, handover.old.address)):
        handover.on(handover.new).reserve(bill, 1, world.employer, "second")
    assert handover.old.read("getClaim", bill.key).settled_fen == 4_000


def test_consent_that_was_given_for_the_old_claims_is_none_for_the_new_ones(handover: Handover) -> None:
    """Its domain is the contract: what the old one paid under it, the new one does not see."""
    world, bill = handover.world, handover.world.batch(3).bill(1)
    consent = world.consent(bill, world.insurer)
    handover.replace()
    new = handover.on(handover.new)
    given = (bill.key, world.insurer.id, ClaimPurpose(consent.purpose), consent.until, consent.serial)
    digest = consent_digest(Domain(1, new.claims.address), *given)
    with refused(refusals.ConsentSignatureInvalid(bill.key, bill.inner.consent_key, digest)):
        terms = (new.access(bill, world.insurer, consent=consent), 1, word("claim"))
        new.claims.call("reserveAndSettle", *terms, sender=world.insurer.claims)

"""Events that the contracts emitted run through the joined rules; any that they would not have emitted are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, is_dataclass
from functools import cache
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from govledger import refusals
from govledger.errors import Refusal, RuleBroken
from govledger.events import Event
from govledger.events import types as events
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.model import IssueState, Mode, OrganisationKind, Role, to_bits
from govledger.rules.machine import CONTRACTS, Founding, Machine
from govledger.rules.medical_bills import BillLeaf
from tests.contracts.harness import DAY, TERMS, Kept, account, role_of, snake_case, word
from tests.contracts.harness import VIEWS as HARNESS_VIEWS
from tests.contracts.world import CODE, DEPLOYER, FOUNDER, GUARDIAN, Bill, World, draft, fresh, public_code
from tests.properties.test_contracts_laws import CALLS
from tests.properties.test_contracts_laws import Sequence as RandomSequence
from tests.properties.test_rules_bill_claims import ACTS as ACTS_ON_BILLS
from tests.properties.test_rules_bill_claims import made as claims_of
from tests.side_by_side import Tally

SEEDS = 6


@cache
def _world() -> World:
    return World()


@pytest.fixture
def world() -> Iterator[World]:
    with fresh(_world()) as found:
        yield found


def founding(world: World) -> Founding:
    return Founding(
        chain_id=1,
        deployer=DEPLOYER,
        addresses={key: world.at(key).address for key in CONTRACTS},
        directory=[(role_of(item.key), item.address) for item in world.contracts[1:8]],
        first_ids=dict.fromkeys(CONTRACTS, 1),
        founder=FOUNDER,
        guardian=GUARDIAN,
        policies=TERMS,
    )


def own(world: World) -> list[Kept]:
    """The events of the deployment's contracts; others came in the place of some of them later."""
    addresses = {world.at(key).address for key in CONTRACTS}
    return [kept for kept in world.kept() if kept.contract in addresses]


def run(world: World, story: Sequence[tuple[Event, int]]) -> Machine:
    """The events with their times through a new machine."""
    machine = Machine(founding(world))
    for event, now in story:
        machine.run(event, now)
    machine.finish()
    return machine


def story_of(world: World) -> list[tuple[Event, int]]:
    return [(kept.event, kept.log.block_timestamp) for kept in own(world)]


# --- what was emitted is allowed -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_the_contracts_emitted_is_allowed_and_leads_to_their_state(seed: int) -> None:
    with fresh(_world()) as world:
        RandomSequence(world, 1_000 + seed, Counter()).run(CALLS)
        heads: dict[bytes, bytes] = {contract.address: EMPTY_HEAD for contract in world.contracts}
        machine = Machine(founding(world), heads.get)
        mine = {kept.log for kept in own(world)}
        for kept in world.kept():
            log = kept.log
            if log in mine:
                machine.run(kept.event, log.block_timestamp)
            digest = log_digest(log.topics, log.data)
            heads[log.address] = next_head(heads[log.address], digest, log.block_number, log.block_timestamp)
        machine.finish()
        _require_same_state(world, machine)


TIMED = ("proposal", "request", "emergency", "window")
"""Kinds of object whose view says what became late by now."""


def _require_same_state(world: World, machine: Machine) -> None:
    """Every object that an event of the deployment's contracts is about, through its view."""
    now, compared = world.chain.now, Counter[str]()
    objects = {
        (reference.kind, getattr(kept.event, reference.id_field))
        for kept in own(world)
        for reference in kept.event.OBJECTS
        if getattr(kept.event, reference.version_field)
    }
    for kind, identity in objects:
        key, view = HARNESS_VIEWS[kind]
        asked = (now, identity) if kind in TIMED else (identity,)
        modelled = getattr(machine.rules[key], snake_case(view))(*asked)
        assert _as_tuple(modelled) == _as_tuple(world.at(key).read(view, identity)), (kind, identity)
        compared[kind] += 1
    assert machine.consortium.voters(now) == world.consortium.read("voters")
    _require_same_bills(world, machine)
    assert len(compared) >= 10, compared


# --- what was not emitted is found ---------------------------------------------------------------------------


def broken(world: World, story: Sequence[tuple[Event, int]]) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        run(world, story)
    return caught.value


def named(found: RuleBroken, event: str, refusal: Refusal) -> None:
    """The event is named, and what the contract would have refused it with, with its facts."""
    assert found.refusal is not None
    assert (found.event, type(found.refusal), found.refusal.args) == (event, type(refusal), refusal.args)


def without(story: Sequence[tuple[Event, int]], gone: Callable[[Event], bool]) -> list[tuple[Event, int]]:
    left = [(event, now) for event, now in story if not gone(event)]
    assert len(left) < len(story)
    return left


def renumbered(story: Sequence[tuple[Event, int]], kind: str) -> list[tuple[Event, int]]:
    """With versions of the only object of a kind that are 1, 2, 3 … again, as a forger would have them."""
    result, version = [], 0
    for event, now in story:
        for reference in event.OBJECTS:
            if reference.kind == kind:
                version += 1
                event = replace(event, **{reference.version_field: version})
        result.append((event, now))
    return result


def test_access_without_its_grant_is_named(world: World) -> None:
    world.served()
    story = story_of(world)
    run(world, story)
    found = broken(world, without(story, lambda event: isinstance(event, events.GrantIssued)))
    named(found, "RequestFiled", refusals.GrantUnknown(1))


def test_access_after_its_grant_was_revoked_is_named(world: World) -> None:
    request, terms = world.request()
    with fresh(world):
        world.serve(request, terms)
        served = story_of(world)[-1]
    world.grants.call("revokeGrant", terms.grant, 1, 0, sender=world.tax.grantor)
    found = broken(world, [*story_of(world), served])
    named(found, "RequestServed", refusals.GrantIsRevoked(terms.grant))


def test_access_at_another_time_than_its_grants_is_named(world: World) -> None:
    world.served()
    story = [
        (event, now + 400 * DAY if isinstance(event, events.RequestFiled) else now) for event, now in story_of(world)
    ]
    found = broken(world, story[: [type(event) for event, _ in story].index(events.RequestFiled) + 1])
    assert (found.event, type(found.refusal)) == ("RequestFiled", refusals.RequestDeadlineInvalid)


def test_detail_that_nobody_approved_is_named(world: World) -> None:
    world.served(world.request_terms(Mode.DETAIL))
    story = story_of(world)
    forged = renumbered(without(story, lambda event: isinstance(event, events.RequestApproved)), "request")
    found = broken(world, forged)
    assert (found.event, type(found.refusal)) == ("RequestServed", refusals.RequestApprovalMissing)


def test_decision_without_its_votes_is_named(world: World) -> None:
    world.hand_over()
    code = public_code("newcomer")
    world.pass_through("admitOrganisation", code, to_bits({OrganisationKind.UTILITY}), False)
    story = story_of(world)
    run(world, story)
    begun = next(place for place, (event, _) in enumerate(story) if isinstance(event, events.ProposalMade))
    forged = renumbered(without(story[begun:], lambda event: isinstance(event, events.VoteCast)), "proposal")
    found = broken(world, [*story[:begun], *forged])
    assert (found.event, type(found.refusal)) == ("ProposalQueued", refusals.ProposalVotesTooFew)


def test_founders_decision_after_the_handing_over_is_named(world: World) -> None:
    with fresh(world):
        world.decide("admitOrganisation", public_code("late"), to_bits({OrganisationKind.UTILITY}), False)
        late = story_of(world)[-2:]
    world.hand_over()
    found = broken(world, [*story_of(world), *late])
    named(found, "DecisionExecuted", refusals.FounderHandedOver(FOUNDER))


def test_event_with_another_fact_is_named_with_both(world: World) -> None:
    world.grant()
    *before, (issued, now) = story_of(world)
    forged = replace(issued, grant_version=2)
    found = broken(world, [*before, (forged, now)])
    assert (found.event, found.refusal) == ("GrantIssued", None)
    assert "grant_version is 2, by the rules 1" in found.rule


def test_half_of_a_decision_is_named(world: World) -> None:
    world.decide("admitOrganisation", public_code("half"), to_bits({OrganisationKind.UTILITY}), False)
    story = story_of(world)
    found = broken(world, story[:-1])
    assert found.event == "OrganisationAdmitted"
    world.resource()
    found = broken(world, [*story[:-1], story_of(world)[-1]])
    assert (found.event, found.refusal) == ("ResourceRegistered", None)
    assert "OrganisationAdmitted" in found.rule


def test_what_a_decision_did_without_the_decision_is_named(world: World) -> None:
    world.decide("admitOrganisation", public_code("alone"), to_bits({OrganisationKind.UTILITY}), False)
    *before, _decision, admitted = story_of(world)
    actor = replace(admitted[0], actor=word("somebody")[12:])
    found = broken(world, [*before, (actor, admitted[1])])
    named(found, "OrganisationAdmitted", refusals.ConsortiumDecisionRequired(word("somebody")[12:]))


def test_event_that_only_follows_others_does_not_stand_alone(world: World) -> None:
    story = story_of(world)
    policy = next(item for item in story if isinstance(item[0], events.PolicySet))
    found = broken(world, [*story, policy])
    assert (found.event, found.refusal) == ("PolicySet", None)


# --- the same of bills ---------------------------------------------------------------------------------------


BILL_ACTS = 250


@pytest.mark.parametrize("variant", range(4))
def test_whatever_was_done_with_bills_is_allowed_and_leads_to_their_state(variant: int) -> None:
    """Claims, bookings, red letters and freezes, what was reported silently among them."""
    acts, weights = zip(*ACTS_ON_BILLS.items(), strict=True)
    with claims_of(variant, Tally("bill_claims")) as sequence:
        chance = Random(variant)
        for act in chance.choices(acts, weights, k=BILL_ACTS):
            sequence.random = Random(chance.random())
            sequence.act_out(act)
        machine = run(sequence.world, story_of(sequence.world))
        _require_same_bills(sequence.world, machine)


def _require_same_bills(world: World, machine: Machine) -> None:
    """All that BillRanges, MedicalBills and BillClaims say, by the machine as by their views."""
    now, claims = world.chain.now, machine.claims
    alone = [contract.key for contract in world.contracts].count("bill_claims") == 1

    def same(found: Any, key: str, view: str, *asked: Any) -> None:
        said = world.at(key).read(view, *asked)
        assert _as_tuple(found) == _as_tuple(said), (view, asked)

    for number_range in machine.ranges.ranges:
        same(machine.ranges.get_range(number_range), "bill_ranges", "getRange", number_range)
        same(machine.ranges.next_number(number_range), "bill_ranges", "nextNumber", number_range)
    for code in machine.ranges.owners:
        same(machine.ranges.get_payer_order(code), "bill_ranges", "getPayerOrder", code)
    for bill in {*machine.bills.bills, *machine.bills.engagements, *claims.accounts}:
        same(machine.bills.get_bill(bill), "medical_bills", "getBill", bill)
        same(claims.get_claim(now, bill), "bill_claims", "getClaim", bill)
        same(claims.available_of(now, bill), "bill_claims", "availableOf", bill)
        same(claims.reservations_of(bill), "bill_claims", "reservationsOf", bill)
        for one in claims.reservations_of(bill):
            same(claims.get_reversal(bill, one.number), "bill_claims", "getReversal", bill, one.number)
        if alone and world.bills.read("getEngagement", bill).by in (claims.address, bytes(20)):
            same(machine.bills.get_engagement(bill), "medical_bills", "getEngagement", bill)
    for bill, unit in claims.entries:
        same(claims.get_entry(bill, unit), "bill_claims", "getEntry", bill, unit)
    for issuer, tag in machine.bills.used_tags:
        same(True, "medical_bills", "isTagUsed", issuer, tag)
    for payer, tag in claims.used_tags:
        same(True, "bill_claims", "isClaimTagUsed", payer, tag)
    for consent_key, payer in claims.revoked:
        same(claims.revoked_serial(consent_key, payer), "bill_claims", "revokedSerial", consent_key, payer)


def _as_tuple(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return astuple(value)
    return tuple(map(_as_tuple, value)) if isinstance(value, tuple) else value


def test_bill_whose_number_is_not_the_next_is_named(world: World) -> None:
    world.issue()
    *before, (issued, now) = story_of(world)
    later = replace(issued, bill=issued.bill + 1)
    named(broken(world, [*before, (later, now)]), "BillIssued", refusals.RangeNumberOutOfOrder(1, 2, 1))


def test_range_that_one_officer_granted_alone_is_named(world: World) -> None:
    world.range()
    *before, (granted, now) = story_of(world)
    alone = replace(granted, actor=world.finance.finance)
    officer = world.finance.officers[Role.FINANCE]
    found = broken(world, [*before, (alone, now)])
    named(found, "RangeGranted", refusals.RangeSecondOfficerNeeded(1, officer))


def test_settlement_beyond_its_reservation_is_named(world: World) -> None:
    bill = world.issue()
    number = reserved(world, bill)
    world.settle(bill, number, 4_000)
    *before, (settled, now) = story_of(world)
    found = broken(world, [*before, (replace(settled, amount_fen=4_001), now)])
    named(found, "SettlementMade", refusals.ReservationExceeded(bill.key, number, 4_001, 4_000))


def test_settlement_in_the_second_of_its_expiry_is_named(world: World) -> None:
    bill = world.issue()
    number = reserved(world, bill)
    ends = world.claims.read("reservationsOf", bill.key)[0].expires_at
    world.settle(bill, number, 4_000)
    *before, (settled, _) = story_of(world)
    run(world, [*before, (settled, ends - 1)])
    found = broken(world, [*before, (settled, ends)])
    named(found, "SettlementMade", refusals.ReservationExpired(bill.key, number, ends, ends))


def test_reservations_beyond_what_is_claimable_are_named(world: World) -> None:
    bill = world.issue()
    reserved(world, bill)
    world.reserve(bill, 6_000, world.employer, "second")
    *before, (second, now) = story_of(world)
    found = broken(world, [*before, (replace(second, amount_fen=6_001), now)])
    named(found, "ReservationMade", refusals.ClaimCapacityExceeded(bill.key, 6_001, 6_000, 2))


def test_claim_of_a_bill_that_was_taken_back_is_named(world: World) -> None:
    bill = world.issue()
    with fresh(world):
        world.open_claim(bill)
        claimed = story_of(world)[-2:]
    world.red_letter(bill)
    state = refusals.BillStateMismatch(bill.key, IssueState.RED_LETTERED)
    named(broken(world, [*story_of(world), *claimed]), "ReservationMade", state)


def test_red_letter_of_a_bill_that_is_settled_is_named(world: World) -> None:
    bill = world.issue()
    with fresh(world):
        world.red_letter(bill)
        taken_back = [(event, now) for event, now in story_of(world) if event.CONTRACT != "bill_claims"]
    world.settle_directly(bill, 100, world.insurer, "first")
    settled = story_of(world)[-2:]
    *before, red = taken_back
    found = broken(world, [*before, *settled, red])
    engaged = refusals.BillEngaged(bill.key, 0, True, False, world.claims.address)
    named(found, "BillRedLettered", engaged)


def test_claim_tag_that_was_used_twice_is_named(world: World) -> None:
    first, second = world.issue(draft("a")), world.issue(draft("b"), 1)
    world.open_claim(first, tag="one")
    world.open_claim(second, tag="two")
    *before, (claimed, now) = story_of(world)
    found = broken(world, [*before, (replace(claimed, claim_tag=word("claim one")), now)])
    named(found, "ReservationMade", refusals.ClaimTagUsed(world.insurer.id, word("claim one")))


def test_claim_that_nobody_opened_is_named(world: World) -> None:
    bill = world.issue()
    world.open_claim(bill)
    *before, _opened, (claimed, now) = story_of(world)
    found = broken(world, [*before, (replace(claimed, bill_version=1), now)])
    named(found, "ReservationMade", refusals.ClaimNotShown(bill.key))


def test_reversal_that_one_officer_confirmed_alone_is_named(world: World) -> None:
    second = account("insurer second officer")
    world.appoint(world.insurer.id, second, {Role.CLAIMS})
    bill = world.issue()
    number = world.settle_directly(bill, 100, world.insurer, "first").returned
    world.claims.call("proposeReversal", bill.key, number, 100, 0, sender=world.insurer.claims)
    world.claims.call("confirmReversal", bill.key, number, 100, sender=second)
    *before, (reversed_, now) = story_of(world)
    found = broken(world, [*before, (replace(reversed_, actor=world.insurer.claims), now)])
    officer = world.insurer.officers[Role.CLAIMS]
    named(found, "SettlementReversed", refusals.ReversalSecondOfficerNeeded(bill.key, officer))


def test_bill_of_a_batch_that_is_shown_with_another_leaf_is_named(world: World) -> None:
    """The proof is not in the events: the leaf that was shown first is."""
    bill = world.batch().bill(2)
    world.book(bill, world.employer)
    world.exchange(bill, CODE * 10**10 + 1)
    *before, (opened, now), paper = story_of(world)
    forged = replace(opened, business_tag=word("other"))
    found = broken(world, [*before, (forged, now), paper])
    named(found, "PaperIssued", refusals.BillLeafMismatch(bill.key))


def test_bill_of_a_batch_that_is_shown_with_another_leaf_than_its_manifest_has_is_named(world: World) -> None:
    batch = world.batch()
    bill = batch.bill(1)
    world.exchange(bill, CODE * 10**10 + 1)
    story = story_of(world)

    def row_of(asked: int, index: int) -> BillLeaf | None:
        return BillLeaf(*batch.drafts[index].leaf) if asked == batch.id else None

    machine = Machine(founding(world), row_of=row_of)
    for event, now in story[:-2]:
        machine.run(event, now)
    (opened, now), (paper, _) = story[-2:]
    machine.run(replace(opened, settlement_tag=word("other")), now)
    with pytest.raises(RuleBroken) as caught:
        machine.run(paper, now)
    named(caught.value, "PaperIssued", refusals.BillLeafMismatch(bill.key))


def test_numbers_that_a_successor_of_the_bills_took_are_known_once_the_range_says_so(world: World) -> None:
    red, voided, closed, used_up = (world.range(20), world.range(20), world.range(20), world.range(20))
    bill = world.issue(number_range=red)
    successor = world.replace(world.bills)
    for number_range, count in ((red, 5), (voided, 5), (closed, 5), (used_up, 20)):
        first = world.next_number(number_range)
        world.ranges.call("reportIssue", number_range, world.hospital.id, 0, first, count, sender=successor)
    red_leaf = draft("red").leaf
    terms = (bill.key, 1, bill.opening, red, world.next_number(red), red_leaf, 0)
    world.bills.call("redLetterBill", *terms, sender=world.hospital.issuer)
    world.void(voided)
    world.close_range(closed)
    world.ranges.call("writeOffRange", used_up, 2, sender=world.finance.finance)
    machine = run(world, story_of(world))
    for number_range in (red, voided, closed, used_up):
        assert machine.ranges.next_number(number_range) == world.next_number(number_range)
    unlisted = without(
        story_of(world), lambda event: isinstance(event, events.ContractListed) and event.listing == successor
    )
    found = broken(
        world,
        [
            item
            for item in unlisted
            if not isinstance(item[0], events.DecisionExecuted) or item[0].call[-20:] != successor
        ],
    )
    assert (found.event, type(found.refusal)) == ("BillRedLettered", refusals.RangeNumberOutOfOrder)


def test_opening_before_an_act_that_opens_nothing_is_named(world: World) -> None:
    bill = world.batch().bill(2)
    world.exchange(bill, CODE * 10**10 + 1)
    world.void_paper(bill)
    story = story_of(world)
    opened = next(item for item in story if isinstance(item[0], events.BillOpened))
    found = broken(world, [*story[:-1], opened, story[-1]])
    assert (found.event, found.refusal) == ("PaperVoided", None)
    assert "emits 1 events, not 2" in found.rule


def reserved(world: World, bill: Bill) -> int:
    """The number of the bill's first reservation, of 4,000 of its 10,000 fen."""
    number: int = world.open_claim(bill).returned
    return number

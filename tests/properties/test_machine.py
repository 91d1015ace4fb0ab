"""Events that the contracts emitted run through the joined rules; any that they would not have emitted are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import pytest
from msgspec.structs import replace

from govledger import refusals
from govledger.errors import InputError, Refusal, RuleBroken
from govledger.events import Event
from govledger.events import types as events
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.model import Mode, OrganisationKind, to_bits
from govledger.rules.machine import CONTRACTS, Founding, Machine
from tests.contracts.harness import DAY, TERMS, Kept, role_of, snake_case, word
from tests.contracts.harness import VIEWS as HARNESS_VIEWS
from tests.contracts.world import DEPLOYER, FOUNDER, GUARDIAN, World, fresh, public_code
from tests.properties.test_contracts_laws import CALLS
from tests.properties.test_contracts_laws import Sequence as RandomSequence

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
    """The events of the deployment's five contracts; others came in the place of some of them later."""
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
    """Every object that an event of the deployment's five contracts is about, through its view."""
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
        stored = world.at(key).read(view, identity)._asdict()
        shown = {name: getattr(modelled, name) for name in stored}
        assert shown == stored, (kind, identity)
        compared[kind] += 1
    assert machine.consortium.voters(now) == world.consortium.read("voters")
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


def test_events_of_other_contracts_are_not_judged(world: World) -> None:
    world.range()
    foreign = next(kept for kept in world.kept() if kept.contract == world.ranges.address)
    with pytest.raises(InputError, match="bill_ranges"):
        Machine(founding(world)).run(foreign.event, foreign.log.block_timestamp)

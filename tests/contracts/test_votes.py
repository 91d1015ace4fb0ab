"""Decisions: proposals, votes, delays, the guardian, and the end of the founder's power."""

from __future__ import annotations

import re

import pytest
from eth_abi import encode

from govledger import refusals
from govledger.artifacts import CONTRACTS, load
from govledger.events import types as events
from govledger.model import (
    ActionKind,
    ContractRole,
    ListingState,
    OrganisationKind,
    ProposalStatus,
    Role,
    to_bits,
)
from govledger.plan import POLICIES
from govledger.privacy.keccak import keccak256
from tests.contracts.harness import (
    DAY,
    NO_ADDRESS,
    START,
    TERMS,
    Chain,
    account,
    deploy,
    emitted,
    refused,
    role_of,
    word,
)
from tests.contracts.world import DEPLOYER, FOUNDER, GUARDIAN, STRANGER, TERM_FROM, TERM_UNTIL, World, public_code

CODE = b"91330100MA27XF6G2H"
KINDS = to_bits({OrganisationKind.DEPARTMENT})
ADMISSION = ("admitOrganisation", CODE, KINDS, False)
ADMINISTRATOR = to_bits({Role.ADMINISTRATOR})
NEWCOMER = account("newcomer")
NEEDED = 6
"""Of eight who vote, two thirds."""

DELAY, LAPSE = POLICIES[ActionKind.ADMISSION].delay_seconds, POLICIES[ActionKind.ADMISSION].lapse_seconds


def _status(world: World, proposal: int) -> ProposalStatus:
    return ProposalStatus(world.decisions.read("getProposal", proposal).status)


def _queued(world: World, *call: object) -> int:
    """A proposal with the votes that it needs and no more, queued."""
    proposal = world.propose(*(call or ADMISSION))  # type: ignore[arg-type]
    votes, needed, _ = world.decisions.read("tallyOf", proposal)
    others = [member for member in world.members if not world.decisions.read("hasVoted", proposal, member.id)]
    world.vote(proposal, *others[: needed - votes])
    world.decisions.call("queue", proposal, sender=STRANGER)
    return proposal


def _execute(world: World, proposal: int, *call: object) -> tuple[events.Event, ...]:
    function, *args = call or ADMISSION
    data = world.consortium.calldata(function, *args)  # type: ignore[arg-type]
    return world.decisions.call("execute", proposal, world.consortium.address, data, sender=STRANGER)


# --- proposals and votes -------------------------------------------------------------------------------------


def test_proposal_carries_the_whole_call_and_the_vote_of_who_proposes(world: World) -> None:
    call, target = world.consortium.calldata(*ADMISSION), world.consortium.address
    sender = world.tax.administrator
    made = world.decisions.call("propose", target, call, sender=sender)
    proposal = made.returned
    emitted(
        made,
        events.ProposalMade(
            proposal,
            sender,
            acting_organisation=world.tax.id,
            acting_role=Role.ADMINISTRATOR,
            proposal_version=1,
            kind=ActionKind.ADMISSION,
            concerned=0,
            lapses_at=START + LAPSE,
            target=target,
            call=call,
        ),
    )
    call_hash = keccak256(encode(["address", "bytes"], [target, call]))
    assert world.decisions.read("getProposal", proposal) == (
        *(1, ActionKind.ADMISSION, ProposalStatus.OPEN, 0, START + LAPSE, 0, world.tax.id, 0),
        call_hash,
    )
    assert world.decisions.read("hasVoted", proposal, world.tax.id)
    assert not world.decisions.read("hasVoted", proposal, world.civil.id)
    assert world.decisions.read("tallyOf", proposal) == (1, NEEDED, 8)


def test_decision_is_voted_for_queued_and_executed_after_its_delay_by_anyone(world: World) -> None:
    proposal, sender = world.propose(*ADMISSION), world.tax.administrator
    emitted(
        world.decisions.call("vote", proposal, sender=sender),
        events.VoteCast(proposal, sender, world.tax.id, Role.ADMINISTRATOR, 2),
    )
    world.vote(proposal, *world.members[2:NEEDED])
    emitted(
        world.decisions.call("queue", proposal, sender=STRANGER),
        events.ProposalQueued(proposal, STRANGER, 0, Role.NONE, NEEDED + 1, START + DELAY),
    )
    assert _status(world, proposal) is ProposalStatus.QUEUED
    world.chain.move(DELAY)
    organisation, call = world.charity.id + 1, world.consortium.calldata(*ADMISSION)
    executed = world.decisions.call("execute", proposal, world.consortium.address, call, sender=STRANGER)
    emitted(
        executed,
        events.DecisionExecuted(proposal, STRANGER, 0, Role.NONE, NEEDED + 2, world.consortium.address, call),
        events.OrganisationAdmitted(
            organisation, world.decisions.address, 0, Role.DECISION, 1, CODE, KINDS, voting=False
        ),
    )
    assert executed.returned == encode(["uint64"], [organisation])
    stored = world.decisions.read("getProposal", proposal)
    assert (stored.status, stored.executed_at) == (ProposalStatus.EXECUTED, START + DELAY)


def test_proposal_is_queued_once_and_with_the_votes_it_needs(world: World) -> None:
    proposal = world.propose(*ADMISSION)
    world.vote(proposal, *world.members[1 : NEEDED - 1])
    with refused(refusals.ProposalVotesTooFew(proposal, NEEDED - 1, NEEDED)):
        world.decisions.call("queue", proposal, sender=STRANGER)
    world.vote(proposal, world.charity)
    world.decisions.call("queue", proposal, sender=STRANGER)
    with refused(refusals.ProposalQueuedAlready(proposal, START + DELAY)):
        world.decisions.call("queue", proposal, sender=STRANGER)


def test_proposal_is_executed_when_queued_and_its_delay_is_over_with_the_call_that_was_proposed(world: World) -> None:
    proposal = world.propose(*ADMISSION)
    world.vote(proposal, *world.members[1:])
    with refused(refusals.ProposalNotQueued(proposal)):
        _execute(world, proposal)
    world.decisions.call("queue", proposal, sender=STRANGER)
    world.chain.move(DELAY - 1)
    with refused(refusals.ProposalNotReady(proposal, START + DELAY, START + DELAY - 1)):
        _execute(world, proposal)
    world.chain.move(1)
    other = ("admitOrganisation", CODE[::-1], KINDS, False)
    target = world.consortium.address
    hashes = [
        keccak256(encode(["address", "bytes"], [target, world.consortium.calldata(*call)]))
        for call in (ADMISSION, other)
    ]
    with refused(refusals.ProposalCallMismatch(proposal, *hashes)):
        _execute(world, proposal, *other)
    assert _execute(world, proposal)
    with refused(refusals.ProposalOver(proposal, ProposalStatus.EXECUTED)):
        _execute(world, proposal)


def test_refusal_of_the_target_leaves_the_proposal_queued(world: World) -> None:
    proposal = _queued(world, "suspendOrganisation", world.clinic.id, 1, 0)
    world.suspend(world.clinic)
    world.chain.move(DAY)
    call = ("suspendOrganisation", world.clinic.id, 1, 0)
    with refused(refusals.OrganisationVersionStale(world.clinic.id, 1, 2)):
        _execute(world, proposal, *call)
    assert _status(world, proposal) is ProposalStatus.QUEUED


def test_proposal_lapses_without_anyones_act(world: World) -> None:
    proposal = _queued(world)
    world.chain.move_to(START + LAPSE - 1)
    assert _status(world, proposal) is ProposalStatus.QUEUED
    world.chain.move(1)
    assert _status(world, proposal) is ProposalStatus.LAPSED
    with refused(refusals.ProposalLapsed(proposal, START + LAPSE)):
        _execute(world, proposal)
    for function in ("vote", "withdrawVote", "queue", "cancelProposal"):
        with refused(refusals.ProposalLapsed(proposal, START + LAPSE)):
            world.decisions.call(function, proposal, sender=world.finance.administrator)


def test_call_that_its_target_cannot_read_is_refused_without_a_reason(world: World) -> None:
    selector, target = world.consortium.selector("admitOrganisation"), world.consortium.address
    proposal = world.decisions.call("propose", target, selector, sender=world.tax.administrator).returned
    world.vote(proposal, *(member for member in world.members if member is not world.tax))
    world.decisions.call("queue", proposal, sender=STRANGER)
    world.chain.move(DELAY)
    with refused(refusals.FailedCall()):
        world.decisions.call("execute", proposal, target, selector, sender=STRANGER)
    assert _status(world, proposal) is ProposalStatus.QUEUED


def test_organisation_votes_once_by_any_of_its_administrators(world: World) -> None:
    proposal = world.propose(*ADMISSION)
    second = world.second_administrator(world.finance)
    with refused(refusals.VoteCastAlready(proposal, world.finance.id)):
        world.decisions.call("vote", proposal, sender=second)
    emitted(
        world.decisions.call("withdrawVote", proposal, sender=second),
        events.VoteWithdrawn(proposal, second, world.finance.id, Role.ADMINISTRATOR, 2, unqueued=False),
    )
    with refused(refusals.VoteMissing(proposal, world.finance.id)):
        world.decisions.call("withdrawVote", proposal, sender=second)
    assert world.decisions.read("tallyOf", proposal)[0] == 0


def test_vote_withdrawn_below_the_need_begins_the_delay_anew(world: World) -> None:
    proposal = _queued(world)
    sender = world.tax.administrator
    emitted(
        world.decisions.call("withdrawVote", proposal, sender=sender),
        events.VoteWithdrawn(proposal, sender, world.tax.id, Role.ADMINISTRATOR, NEEDED + 2, unqueued=True),
    )
    stored = world.decisions.read("getProposal", proposal)
    assert (stored.status, stored.ready_at) == (ProposalStatus.OPEN, 0)


def test_vote_withdrawn_above_the_need_leaves_the_proposal_queued(world: World) -> None:
    proposal = _queued(world)
    world.vote(proposal, world.members[NEEDED])
    withdrawn = world.decisions.call("withdrawVote", proposal, sender=world.tax.administrator)
    assert not withdrawn[0].unqueued  # type: ignore[attr-defined]
    assert _status(world, proposal) is ProposalStatus.QUEUED


@pytest.mark.parametrize("function", ["vote", "withdrawVote", "queue", "cancelProposal"])
def test_there_is_a_proposal_and_it_is_not_over(world: World, function: str) -> None:
    sender = world.finance.administrator
    with refused(refusals.ProposalUnknown(9_999)):
        world.decisions.call(function, 9_999, sender=sender)
    with refused(refusals.ProposalUnknown(9_999)):
        _execute(world, 9_999)
    proposal = world.propose(*ADMISSION)
    world.decisions.call("cancelProposal", proposal, sender=sender)
    with refused(refusals.ProposalOver(proposal, ProposalStatus.CANCELLED)):
        world.decisions.call(function, proposal, sender=sender)


def test_organisation_without_a_vote_neither_proposes_nor_votes(world: World) -> None:
    world.decide("amendOrganisation", world.clinic.id, 1, to_bits({OrganisationKind.HOSPITAL}), False)
    with refused(refusals.OrganisationWithoutVote(world.clinic.id)):
        world.propose(*ADMISSION, by=world.clinic)
    proposal = world.propose(*ADMISSION)
    with refused(refusals.OrganisationWithoutVote(world.clinic.id)):
        world.vote(proposal, world.clinic)
    assert world.clinic.id not in world.consortium.read("voters")


@pytest.mark.parametrize("function", ["vote", "withdrawVote", "cancelProposal"])
def test_votes_are_an_administrators(world: World, function: str) -> None:
    proposal = world.propose(*ADMISSION, by=world.tax)
    registrar = world.tax.officers[Role.REGISTRAR]
    with refused(refusals.OfficerRoleMissing(registrar, Role.ADMINISTRATOR, to_bits({Role.REGISTRAR}))):
        world.decisions.call(function, proposal, sender=world.tax.registrar)
    with refused(refusals.AccountUnknown(STRANGER)):
        world.decisions.call(function, proposal, sender=STRANGER)


# --- who counts ----------------------------------------------------------------------------------------------


def test_organisation_that_is_suspended_or_lost_meanwhile_does_not_count(world: World) -> None:
    proposal = _queued(world)
    world.suspend(world.tax)
    assert world.decisions.read("tallyOf", proposal) == (5, 5, 7)
    world.decide("confirmFreeze", world.civil.officers[Role.ADMINISTRATOR], 1)
    assert world.decisions.read("tallyOf", proposal) == (4, 5, 6)
    world.chain.move(DELAY)
    with refused(refusals.ProposalVotesTooFew(proposal, 4, 5)):
        _execute(world, proposal)
    world.reinstate(world.tax)
    assert world.decisions.read("tallyOf", proposal) == (5, 5, 7)
    assert _execute(world, proposal)


def test_merged_organisations_count_once(world: World) -> None:
    proposal = _queued(world)
    world.merge(world.tax, world.civil)
    assert world.decisions.read("tallyOf", proposal) == (5, 5, 7)
    assert world.tax.id not in world.consortium.read("voters")


def test_freeze_that_nobody_confirmed_takes_no_vote_away(world: World) -> None:
    proposal = world.propose(*ADMISSION)
    for member in world.members:
        world.decisions.call("freezeOfficer", member.officers[Role.ADMINISTRATOR], sender=GUARDIAN)
    assert world.decisions.read("tallyOf", proposal) == (1, NEEDED, 8)


def test_guardian_and_one_organisation_decide_nothing_together(world: World) -> None:
    proposal = world.propose(*ADMISSION, by=world.tax)
    for member in world.members:
        if member is not world.tax:
            world.decisions.call("freezeOfficer", member.officers[Role.ADMINISTRATOR], sender=GUARDIAN)
    assert len(world.consortium.read("voters")) == 8
    with refused(refusals.ProposalVotesTooFew(proposal, 1, NEEDED)):
        world.decisions.call("queue", proposal, sender=world.tax.administrator)
    world.chain.move(7 * DAY)
    world.vote(proposal, *(member for member in world.members if member is not world.tax))
    assert world.decisions.call("queue", proposal, sender=STRANGER)


def test_lost_keys_leave_the_count_when_their_term_ends(world: World) -> None:
    proposal = world.propose(*ADMISSION)
    world.administer("amendOfficer", world.tax.officers[Role.ADMINISTRATOR], 1, ADMINISTRATOR, 0, START, START + DAY)
    world.chain.move(DAY - 1)
    assert world.decisions.read("tallyOf", proposal) == (1, NEEDED, 8)
    world.chain.move(1)
    assert world.decisions.read("tallyOf", proposal) == (1, 5, 7)


def test_administrator_whose_term_has_not_begun_does_not_count(world: World) -> None:
    world.administer(
        "amendOfficer", world.tax.officers[Role.ADMINISTRATOR], 1, ADMINISTRATOR, 0, START + DAY, START + 2 * DAY
    )
    assert world.tax.id not in world.consortium.read("voters")
    world.chain.move(DAY)
    assert world.tax.id in world.consortium.read("voters")


@pytest.mark.parametrize(
    ("electorate", "needed"), [(8, 6), (7, 5), (6, 5), (5, 4), (4, 3), (3, 2), (2, 1), (1, 1), (0, 1)]
)
def test_need_is_a_fraction_of_who_counts_never_all_and_never_none(world: World, electorate: int, needed: int) -> None:
    proposal = world.propose(*ADMISSION)
    for member in world.members[electorate:]:
        world.suspend(member)
    assert world.decisions.read("tallyOf", proposal) == (min(1, electorate), needed, electorate)


def test_at_most_sixty_four_organisations_vote(world: World) -> None:
    for number in range(56):
        world.decide("admitOrganisation", public_code(f"voter {number}"), KINDS, True)
    last = world.consortium.read("organisationByCode", public_code("voter 55"))
    with refused(refusals.VotersExceeded(last + 1)):
        world.decide("admitOrganisation", public_code("one more"), KINDS, True)
    world.decide("admitOrganisation", public_code("one more"), KINDS, False)
    with refused(refusals.VotersExceeded(last + 1)):
        world.decide("amendOrganisation", last + 1, 1, KINDS, True)
    world.merge(world.tax, world.civil)
    world.decide("amendOrganisation", last + 1, 1, KINDS, True)


# --- kinds of action -----------------------------------------------------------------------------------------

KINDS_OF_ACTION = {
    "admitOrganisation": ActionKind.ADMISSION,
    "amendOrganisation": ActionKind.ADMISSION,
    "suspendOrganisation": ActionKind.DISCIPLINE,
    "reinstateOrganisation": ActionKind.DISCIPLINE,
    "mergeOrganisation": ActionKind.SUCCESSION,
    "dissolveOrganisation": ActionKind.SUCCESSION,
    "appointOfficer": ActionKind.RECOVERY,
    "amendOfficer": ActionKind.RECOVERY,
    "dismissOfficer": ActionKind.RECOVERY,
    "rotateKey": ActionKind.RECOVERY,
    "listContract": ActionKind.DIRECTORY,
    "closeContract": ActionKind.DIRECTORY,
    "pauseContract": ActionKind.STOPS,
    "resumeContract": ActionKind.STOPS,
    "confirmFreeze": ActionKind.STOPS,
    "thawOfficer": ActionKind.STOPS,
    "appointGuardian": ActionKind.GUARDIAN,
    "removeGuardian": ActionKind.GUARDIAN,
    "changePolicy": ActionKind.POLICY,
}


def _selectors(key: str) -> dict[str, bytes]:
    found = {}
    for entry in load(key).abi:
        if entry["type"] == "function":
            types = [
                "(" + ",".join(part["type"] for part in item["components"]) + ")"
                if item["type"] == "tuple"
                else item["type"]
                for item in entry["inputs"]
            ]
            found[entry["name"]] = keccak256(f"{entry['name']}({','.join(types)})".encode())[:4]
    return found


@pytest.mark.parametrize("key", ["consortium", "decisions", "data_registry"])
def test_actions_are_a_closed_list(world: World, key: str) -> None:
    target = world.at(key).address
    for name, selector in _selectors(key).items():
        if name in KINDS_OF_ACTION and key != "data_registry":
            assert world.decisions.read("actionOf", target, selector) == (KINDS_OF_ACTION[name], 0)
        else:
            with refused(refusals.ActionUnknown(target, selector)):
                world.decisions.call("propose", target, selector, sender=world.tax.administrator)
    with refused(refusals.ActionUnknown(target, bytes(4))):
        world.decisions.read("actionOf", target, b"")


def test_recovery_does_not_count_the_organisation_that_it_is_about(world: World) -> None:
    officer = world.tax.officers[Role.ADMINISTRATOR]
    appointment = ("appointOfficer", world.tax.id, NEWCOMER, ADMINISTRATOR, 0, TERM_FROM, TERM_UNTIL)
    for call in (appointment, ("rotateKey", officer, 1, NEWCOMER), ("dismissOfficer", officer, 1)):
        proposal = world.propose(*call, by=world.tax)
        assert world.decisions.read("getProposal", proposal).concerned == world.tax.id
        assert world.decisions.read("tallyOf", proposal) == (0, 5, 7)
        world.vote(proposal, world.civil)
        assert world.decisions.read("tallyOf", proposal) == (1, 5, 7)


def test_organisation_whose_only_key_is_lost_is_recovered_by_the_others(world: World) -> None:
    world.hand_over()
    lost = world.charity.officers[Role.ADMINISTRATOR]
    others = [member for member in world.members if member is not world.charity]
    rotation = ("rotateKey", lost, 2, NEWCOMER)
    proposal = world.propose(*rotation, by=others[0])
    world.vote(proposal, *others[1:])
    with refused(refusals.OrganisationMeetsItsRule(world.charity.id)):
        world.decisions.call("queue", proposal, sender=STRANGER)
    world.pass_through("confirmFreeze", lost, 1, voters=others)
    world.decisions.call("queue", proposal, sender=STRANGER)
    world.chain.move(POLICIES[ActionKind.RECOVERY].delay_seconds)
    assert _execute(world, proposal, *rotation)
    assert world.consortium.read("accountOf", lost) == NEWCOMER
    assert world.consortium.read("meetsOwnRule", world.charity.id)


# --- cancelling, and the guardian ----------------------------------------------------------------------------


def test_proposal_is_cancelled_by_who_proposed_it(world: World) -> None:
    proposal, sender = world.propose(*ADMISSION), world.finance.administrator
    with refused(refusals.ProposerMismatch(proposal, world.finance.id, world.tax.id)):
        world.decisions.call("cancelProposal", proposal, sender=world.tax.administrator)
    emitted(
        world.decisions.call("cancelProposal", proposal, sender=sender),
        events.ProposalCancelled(proposal, sender, world.finance.id, Role.ADMINISTRATOR, 2),
    )
    assert _status(world, proposal) is ProposalStatus.CANCELLED


def test_guardian_cancels_what_is_neither_about_the_guardian_nor_about_stops(world: World) -> None:
    proposal = _queued(world)
    emitted(
        world.decisions.call("cancelProposal", proposal, sender=GUARDIAN),
        events.ProposalCancelled(proposal, GUARDIAN, 0, Role.GUARDIAN, NEEDED + 2),
    )
    removal = world.propose("removeGuardian", on=world.decisions)
    with refused(refusals.GuardianPowerless(removal, ActionKind.GUARDIAN)):
        world.decisions.call("cancelProposal", removal, sender=GUARDIAN)
    resumption = world.propose("resumeContract", world.claims.address)
    with refused(refusals.GuardianPowerless(resumption, ActionKind.STOPS)):
        world.decisions.call("cancelProposal", resumption, sender=GUARDIAN)


@pytest.mark.parametrize(("function", "args"), [("stopContract", (account("any"),)), ("freezeOfficer", (1,))])
def test_only_the_guardian_stops_and_freezes(world: World, function: str, args: tuple[object, ...]) -> None:
    for caller in (STRANGER, FOUNDER, world.tax.administrator):
        with refused(refusals.GuardianRequired(caller, GUARDIAN)):
            world.decisions.call(function, *args, sender=caller)


def test_guardian_stops_a_contract_for_two_weeks_and_not_again_for_thirty_days(world: World) -> None:
    claims, until = world.claims.address, START + 14 * DAY
    emitted(
        world.decisions.call("stopContract", claims, sender=GUARDIAN),
        events.GuardianStopped(GUARDIAN, GUARDIAN, 0, Role.GUARDIAN, 2, claims),
        events.PauseSet(claims, world.decisions.address, 0, Role.GUARDIAN, 2, until),
    )
    listing = (2, ContractRole.BILL_CLAIMS, ListingState.CURRENT, until, until + 30 * DAY)
    assert world.consortium.read("getListing", claims) == listing
    world.chain.move_to(until + 30 * DAY - 1)
    with refused(refusals.ListingStopTooSoon(claims, until + 30 * DAY)):
        world.decisions.call("stopContract", claims, sender=GUARDIAN)
    world.chain.move(1)
    assert world.decisions.call("stopContract", claims, sender=GUARDIAN)


def test_guardian_never_shortens_a_pause(world: World) -> None:
    claims = world.claims.address
    world.decide("pauseContract", claims, START + 100 * DAY)
    with refused(refusals.ListingPauseTooShort(claims, START + 14 * DAY, START + 100 * DAY)):
        world.decisions.call("stopContract", claims, sender=GUARDIAN)


def test_pause_is_set_and_ended_by_decision(world: World) -> None:
    claims, by = world.claims.address, world.decisions.address
    until = START + 20 * DAY
    emitted(world.decide("pauseContract", claims, until), events.PauseSet(claims, by, 0, Role.DECISION, 2, until))
    for other in (START, until):
        with refused(refusals.ListingPauseTooShort(claims, other, until)):
            world.decide("pauseContract", claims, other)
    emitted(world.decide("resumeContract", claims), events.PauseSet(claims, by, 0, Role.DECISION, 3, 0))
    with refused(refusals.ListingNotPaused(claims)):
        world.decide("resumeContract", claims)
    with refused(refusals.ListingPauseTooShort(claims, START, 0)):
        world.decide("pauseContract", claims, START)


def test_pause_that_ended_by_itself_is_not_ended_again(world: World) -> None:
    claims = world.claims.address
    world.decide("pauseContract", claims, START + DAY)
    world.chain.move(DAY)
    with refused(refusals.ListingNotPaused(claims)):
        world.decide("resumeContract", claims)


def test_only_a_contract_that_takes_something_is_paused_and_never_decisions(world: World) -> None:
    role = ContractRole
    world.close(world.claims)
    for who, its, state in (
        (world.decisions.address, role.DECISIONS, ListingState.CURRENT),
        (world.claims.address, role.BILL_CLAIMS, ListingState.CLOSED),
        (STRANGER, role.NONE, ListingState.NONE),
    ):
        with refused(refusals.ListingNotPausable(who, its, state)):
            world.decide("pauseContract", who, START + DAY)
        with refused(refusals.ListingNotPausable(who, its, state)):
            world.decisions.call("stopContract", who, sender=GUARDIAN)
    assert world.replace(world.bills)
    assert world.decide("pauseContract", world.bills.address, START + DAY)


def test_guardian_is_appointed_and_removed_by_decision(world: World) -> None:
    by, decisions = world.decisions.address, world.decisions
    assert decisions.read("guardian") == GUARDIAN
    assert decisions.read("getGuardian", GUARDIAN) == (1, True)
    with refused(refusals.GuardianUnchanged(GUARDIAN)):
        world.decide("appointGuardian", GUARDIAN, target=decisions)
    with refused(refusals.GuardianZero()):
        world.decide("appointGuardian", NO_ADDRESS, target=decisions)
    emitted(
        world.decide("appointGuardian", NEWCOMER, target=decisions),
        events.GuardianAppointed(NEWCOMER, by, 0, Role.DECISION, 1, GUARDIAN, 2),
    )
    assert decisions.read("getGuardian", GUARDIAN) == (2, False)
    emitted(
        world.decide("removeGuardian", target=decisions),
        events.GuardianRemoved(NEWCOMER, by, 0, Role.DECISION, 2),
    )
    assert decisions.read("guardian") == NO_ADDRESS
    with refused(refusals.GuardianMissing()):
        world.decide("removeGuardian", target=decisions)
    with refused(refusals.GuardianRequired(NEWCOMER, NO_ADDRESS)):
        decisions.call("freezeOfficer", 1, sender=NEWCOMER)


def test_guardian_who_cancels_and_freezes_everything_is_removed_by_votes(world: World) -> None:
    world.hand_over()
    assert world.decisions.call("cancelProposal", world.propose(*ADMISSION), sender=GUARDIAN)
    for member in world.members:
        world.decisions.call("freezeOfficer", member.officers[Role.ADMINISTRATOR], sender=GUARDIAN)
    world.chain.move(7 * DAY)
    assert world.pass_through("removeGuardian", on=world.decisions)
    assert world.decisions.read("guardian") == NO_ADDRESS


# --- policies ------------------------------------------------------------------------------------------------


def test_policies_are_set_from_the_start_and_told_by_events(world: World) -> None:
    for kind, terms in zip(list(ActionKind)[1:], TERMS, strict=True):
        assert world.decisions.read("getPolicy", kind) == (1, *terms)
    assert world.decisions.read("getPolicy", ActionKind.NONE) == (0, 0, 0, 0)
    set_ = [kept.event for kept in world.kept() if isinstance(kept.event, events.PolicySet)]
    expected = [
        events.PolicySet(kind, DEPLOYER, 0, Role.FOUNDER, 1, *TERMS[kind - 1])
        for kind in reversed(list(ActionKind)[1:])
    ]
    emitted(set_, *expected)


def test_policy_is_changed_by_decision(world: World) -> None:
    terms = (5500, DAY, 20 * DAY)
    emitted(
        world.decide("changePolicy", ActionKind.STOPS, terms, target=world.decisions),
        events.PolicySet(ActionKind.STOPS, world.decisions.address, 0, Role.DECISION, 2, *terms),
    )
    with refused(refusals.PolicyUnchanged(ActionKind.STOPS)):
        world.decide("changePolicy", ActionKind.STOPS, terms, target=world.decisions)
    with refused(refusals.PolicyUnknown(ActionKind.NONE)):
        world.decide("changePolicy", ActionKind.NONE, terms, target=world.decisions)


@pytest.mark.parametrize(
    "terms",
    [
        (5000, 0, 14 * DAY),
        (8001, 0, 14 * DAY),
        (6000, 0, 14 * DAY - 1),
        (6000, DAY, 15 * DAY - 1),
        (6000, 91 * DAY, 365 * DAY),
        (6000, 0, 365 * DAY + 1),
    ],
)
def test_policy_stays_within_its_bounds(world: World, terms: tuple[int, int, int]) -> None:
    with refused(refusals.PolicyInvalid(ActionKind.STOPS, *terms)):
        world.decide("changePolicy", ActionKind.STOPS, terms, target=world.decisions)
    with refused(refusals.PolicyInvalid(ActionKind.STOPS, *terms)):
        policies = [terms if place == ActionKind.STOPS - 1 else its for place, its in enumerate(TERMS)]
        arguments = (account("consortium"), FOUNDER, NO_ADDRESS, 1, policies)
        deploy(Chain(), "decisions", *arguments, deployer=DEPLOYER)


def test_bar_of_policy_changes_stays_the_highest(world: World) -> None:
    highest = TERMS[ActionKind.POLICY - 1]
    world.decide("changePolicy", ActionKind.POLICY, (7600, 7 * DAY, 60 * DAY), target=world.decisions)
    for threshold, delay in ((7601, 0), (7500, 7 * DAY + 1)):
        with refused(refusals.PolicyBarTooLow(ActionKind.STOPS, threshold, delay, 7600, 7 * DAY)):
            terms = (threshold, delay, 60 * DAY)
            world.decide("changePolicy", ActionKind.STOPS, terms, target=world.decisions)
    for threshold, delay, kind, its in (
        (7499, 7 * DAY, ActionKind.SUCCESSION, (7500, 7 * DAY)),
        (7500, 7 * DAY - 1, ActionKind.SUCCESSION, (7500, 7 * DAY)),
    ):
        with refused(refusals.PolicyBarTooLow(kind, *its, threshold, delay)):
            terms = (threshold, delay, 60 * DAY)
            world.decide("changePolicy", ActionKind.POLICY, terms, target=world.decisions)
    assert highest[0] == 8000


def test_deployment_gives_a_policy_for_every_kind() -> None:
    with refused(refusals.PoliciesIncomplete(7, 8)):
        deploy(Chain(), "decisions", account("c"), FOUNDER, NO_ADDRESS, 1, TERMS[:7], deployer=DEPLOYER)


@pytest.mark.parametrize(
    ("function", "args"),
    [("appointGuardian", (STRANGER,)), ("removeGuardian", ()), ("changePolicy", (1, (6000, 0, 30 * DAY)))],
)
def test_nobody_changes_the_rules_of_decisions_by_hand(world: World, function: str, args: tuple[object, ...]) -> None:
    for caller in (STRANGER, FOUNDER, GUARDIAN, world.tax.administrator):
        with refused(refusals.DecisionRequired(caller)):
            world.decisions.call(function, *args, sender=caller)


# --- the founder hands over ----------------------------------------------------------------------------------


def test_founder_hands_over_once_and_for_ever(world: World) -> None:
    assert world.decisions.read("getFounder", FOUNDER) == (0, False)
    for member in world.members[:4]:
        world.second_administrator(member)
    emitted(
        world.decisions.call("handOver", sender=FOUNDER),
        events.HandedOver(FOUNDER, FOUNDER, 0, Role.FOUNDER, 1),
    )
    assert world.decisions.read("getFounder", FOUNDER) == (1, True)
    assert world.decisions.read("getFounder", STRANGER) == (0, False)
    with refused(refusals.FounderHandedOver(FOUNDER)):
        world.decisions.call("handOver", sender=FOUNDER)
    with refused(refusals.FounderHandedOver(FOUNDER)):
        world.decide(*ADMISSION)


def test_handing_over_needs_four_voters_with_two_administrators_each(world: World) -> None:
    for member in world.members[:3]:
        world.second_administrator(member)
    with refused(refusals.HandOverTooEarly(3, 4)):
        world.decisions.call("handOver", sender=FOUNDER)
    with refused(refusals.FounderRequired(STRANGER, FOUNDER)):
        world.decisions.call("handOver", sender=STRANGER)


def test_founder_keeps_no_power_as_an_officer_or_as_the_guardian(world: World) -> None:
    officer = world.appoint(world.tax.id, FOUNDER, {Role.REGISTRAR})
    with refused(refusals.FounderServesOfficer(FOUNDER, officer)):
        world.decisions.call("handOver", sender=FOUNDER)


def test_founder_who_is_the_guardian_does_not_hand_over(world: World) -> None:
    world.decide("appointGuardian", FOUNDER, target=world.decisions)
    with refused(refusals.FounderIsGuardian(FOUNDER)):
        world.decisions.call("handOver", sender=FOUNDER)


def _zero(parameter: dict[str, object]) -> object:
    kind = str(parameter["type"])
    if kind.endswith("[]"):
        return []
    if sized := re.fullmatch(r"(.*)\[(\d+)\]", kind):
        return [_zero({**parameter, "type": sized[1]})] * int(sized[2])
    if kind == "tuple":
        return tuple(_zero(member) for member in parameter["components"])  # type: ignore[attr-defined]
    if kind == "bytes":
        return b""
    if kind.startswith("bytes"):
        return bytes(int(kind[5:]))
    return {"address": NO_ADDRESS, "bool": False, "string": ""}.get(kind, 0)


@pytest.mark.parametrize("key", CONTRACTS)
def test_founder_has_no_power_left_in_any_function_of_any_contract(world: World, key: str) -> None:
    """What anyone may do with a proposal that has its votes is left: it is refused here for want of one."""
    world.hand_over()
    contract = world.at(key)
    logs = len(world.chain.logs)
    for entry in load(key).abi:
        if entry["type"] == "function" and entry["stateMutability"] == "nonpayable":
            with pytest.raises(refusals.ContractRefusal):
                contract.call(entry["name"], *map(_zero, entry["inputs"]), sender=FOUNDER)
    for function in ("vote", "withdrawVote", "cancelProposal"):
        if key == "decisions":
            proposal = world.propose(*ADMISSION)
            with refused(refusals.AccountUnknown(FOUNDER)):
                contract.call(function, proposal, sender=FOUNDER)
            logs += 1
    assert len(world.chain.logs) == logs


# --- replacement of a contract in the middle of its work, by votes -------------------------------------------


def test_requests_contract_is_replaced_in_the_middle_of_its_work(world: World) -> None:
    terms = world.request_terms()._replace(serve_by=START + 100 * DAY, acknowledge_within=100 * DAY)
    request, terms = world.request(terms)
    world.hand_over()
    old = world.requests
    addresses = (world.consortium.address, world.grants.address, world.registry.address)
    successor = world.deploy("data_requests", *addresses, request + 1)
    world.pass_through("listContract", role_of("data_requests"), successor.address)
    with refused(refusals.ContractWindingDown(old.address, ContractRole.DATA_REQUESTS)):
        world.request(terms._replace(record=0))
    old.call("serveRequest", request, 1, terms, word("answer"), 0, sender=world.tax.responder)
    old.call("acknowledgeRequest", request, 2, terms, sender=world.civil.requester)
    world.pass_through("closeContract", old.address, old.head())
    assert world.consortium.read("getListing", old.address).state == ListingState.CLOSED
    filed = successor.call("fileRequest", terms, sender=world.civil.requester)
    assert filed.returned == request + 1
    assert successor.call("serveRequest", request + 1, 1, terms, word("more"), 0, sender=world.tax.responder)
    assert old.read("getRequest", request).version == 3


@pytest.mark.parametrize(
    "function", ["propose", "vote", "queue", "execute", "handOver", "stopContract", "freezeOfficer"]
)
def test_replaced_decisions_contract_takes_nothing_that_decides(world: World, function: str) -> None:
    proposal = _queued(world)
    successor = world.replace(world.decisions)
    target, call = world.consortium.address, world.consortium.calldata(*ADMISSION)
    args, sender = {
        "propose": ((target, call), world.tax.administrator),
        "vote": ((proposal,), world.charity.administrator),
        "queue": ((proposal,), STRANGER),
        "execute": ((proposal, target, call), STRANGER),
        "handOver": ((), FOUNDER),
        "stopContract": ((world.claims.address,), GUARDIAN),
        "freezeOfficer": ((world.tax.officers[Role.GRANTOR],), GUARDIAN),
    }[function]
    refusal: refusals.ContractRefusal = refusals.DecisionsReplaced(successor)
    if function == "propose":
        refusal = refusals.ContractWindingDown(world.decisions.address, ContractRole.DECISIONS)
    with refused(refusal):
        world.decisions.call(function, *args, sender=sender)

"""The library's calls for votes, the guardian, and an organisation's own rule, on the embedded chain."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

import govledger
from govledger.actions.decisions import describe
from govledger.errors import InputError
from govledger.ledger import Ledger, Officer
from govledger.model import (
    FOR_EVER,
    ActionKind,
    OrganisationKind,
    OrganisationStatus,
    PolicyTerms,
    ProposalStatus,
    Role,
    SuspensionReason,
    Tally,
)
from govledger.plan import POLICIES
from govledger.refusals import EndorsementMissing, FounderHandedOver, OfficerFrozen, ProposalNotReady

YEAR = 365 * 86_400
KINDS = {OrganisationKind.DEPARTMENT}


@dataclass(frozen=True)
class Members:
    """A consortium of four, each with two administrators."""

    ledger: Ledger
    founder: Officer
    guardian: Officer
    organisations: tuple[int, ...]
    administrators: tuple[tuple[Officer, Officer], ...]


@pytest.fixture(scope="module")
def chain() -> Iterator[govledger.Connection]:
    with govledger.embedded() as chain:
        yield chain


@pytest.fixture
def members(chain: govledger.Connection) -> Members:
    ledger = govledger.deploy(chain)
    founder = ledger.acting_as(chain.development_keys[0])
    organisations, administrators = [], []
    for number in range(4):
        code = f"VOTER{number:013d}"
        organisation = founder.decisions.admit_organisation(code, KINDS, voting=True).event.organisation
        first, second = (ledger.acting_as(secrets.token_bytes(32)) for _ in range(2))
        term = {"valid_from_at": ledger.now(), "valid_until_at": ledger.now() + YEAR}
        founder.decisions.appoint_officer(organisation, first.account, {Role.ADMINISTRATOR}, **term)
        first.consortium.appoint_officer(organisation, second.account, {Role.ADMINISTRATOR}, **term)
        organisations.append(organisation)
        administrators.append((first, second))
    guardian = ledger.acting_as(secrets.token_bytes(32))
    founder.decisions.appoint_guardian(guardian.account)
    return Members(ledger, founder, guardian, tuple(organisations), tuple(administrators))


def test_decision_by_votes_is_read_before_it_runs(members: Members) -> None:
    ledger, contract = members.ledger, members.ledger.address_of("bill_claims")
    members.founder.decisions.hand_over()
    assert ledger.decisions.handed_over()
    with pytest.raises(FounderHandedOver):
        members.founder.decisions.remove_guardian()
    (first, _), (second, _), (third, _), _ = members.administrators
    until = ledger.now() + YEAR
    made = first.decisions.proposing.pause_contract(contract, until).event
    described = ledger.decisions.describe(made.target, made.call)
    assert (described.contract, described.function) == ("consortium", "pauseContract")
    assert described.arguments == {"account": contract, "until": until}
    assert str(described) == f"consortium.pauseContract(account=0x{contract.hex()}, until={until})"
    proposal = made.proposal
    assert ledger.decisions.action_of(made.target, made.call) == (ActionKind.STOPS, 0)
    assert ledger.decisions.tally(proposal) == Tally(votes=1, needed=3, electorate=4)
    second.decisions.vote(proposal)
    third.decisions.vote(proposal)
    third.decisions.withdraw_vote(proposal)
    assert not ledger.decisions.has_voted(proposal, members.organisations[2])
    third.decisions.vote(proposal)
    assert first.decisions.queue(proposal).event.ready_at <= ledger.now()
    executed = first.decisions.execute(proposal, made.target, made.call)
    assert executed.event.call == made.call
    stored = ledger.decisions.proposal(proposal)
    assert stored is not None
    assert (stored.kind, stored.status) == (ActionKind.STOPS, ProposalStatus.EXECUTED)
    assert ledger.decisions.proposal(999) is None
    listing = ledger.consortium.listing(contract)
    assert listing is not None
    assert listing.paused_until_at == until


def test_decision_waits_for_its_delay_under_the_policy_of_the_deployment(chain: govledger.Connection) -> None:
    guardian = bytes.fromhex("9a" * 20)
    policies = {kind: PolicyTerms(5100, 3_600, YEAR) for kind in POLICIES}
    ledger = govledger.deploy(chain, guardian=guardian, policies=policies)
    assert ledger.decisions.guardian() == guardian
    assert ledger.decisions.policy(ActionKind.ADMISSION).terms == PolicyTerms(5100, 3_600, YEAR)
    founder, member = (ledger.acting_as(key) for key in chain.development_keys[:2])
    organisation = founder.decisions.admit_organisation("ONLYVOTER000000001", KINDS, voting=True).event.organisation
    term = {"valid_from_at": ledger.now(), "valid_until_at": ledger.now() + YEAR}
    founder.decisions.appoint_officer(organisation, member.account, {Role.ADMINISTRATOR}, **term)
    made = member.decisions.proposing.admit_organisation("ADMITTEDBYVOTES001", KINDS).event
    member.decisions.queue(made.proposal)
    with pytest.raises(ProposalNotReady):
        member.decisions.execute(made.proposal, made.target, made.call)
    chain.advance_time(3_600)
    member.decisions.execute(made.proposal, made.target, made.call)
    assert ledger.consortium.organisation_by_code("ADMITTEDBYVOTES001") is not None


def test_every_call_that_can_be_decided_can_be_proposed(members: Members) -> None:
    (first, second), *_ = members.administrators
    one, other = members.organisations[:2]
    officer = second.officer
    assert officer is not None
    now, somebody = members.ledger.now(), secrets.token_bytes(20)
    term = {"valid_from_at": now, "valid_until_at": now + YEAR}
    proposing = first.decisions.proposing
    claims = members.ledger.address_of("bill_claims")
    kind = ActionKind
    for proposed, expected in (
        (proposing.admit_organisation("N" * 18, KINDS), kind.ADMISSION),
        (proposing.amend_organisation(one, 1, KINDS, voting=False), kind.ADMISSION),
        (proposing.merge_organisation(one, 1, other), kind.SUCCESSION),
        (proposing.dissolve_organisation(one, 1, other), kind.SUCCESSION),
        (proposing.amend_officer(officer, 1, **term), kind.RECOVERY),
        (proposing.dismiss_officer(officer, 1), kind.RECOVERY),
        (proposing.rotate_key(officer, 1, somebody), kind.RECOVERY),
        (proposing.confirm_freeze(officer, 1), kind.STOPS),
        (proposing.thaw_officer(officer, 1), kind.STOPS),
        (proposing.resume_contract(claims), kind.STOPS),
        (proposing.close_contract(claims, bytes(32)), kind.DIRECTORY),
        (proposing.appoint_guardian(somebody), kind.GUARDIAN),
        (proposing.remove_guardian(), kind.GUARDIAN),
        (proposing.change_policy(kind.STOPS, PolicyTerms(6000, 0, YEAR)), kind.POLICY),
    ):
        assert proposed.event.kind == expected  # type: ignore[attr-defined]
    last = first.decisions.proposing.remove_guardian().event.proposal  # type: ignore[attr-defined]
    first.decisions.cancel_proposal(last)
    cancelled = members.ledger.decisions.proposal(last)
    assert cancelled is not None
    assert cancelled.status is ProposalStatus.CANCELLED


def test_guardian_stops_freezes_and_cancels(members: Members) -> None:
    (first, second), *_ = members.administrators
    ledger, guardian = members.ledger, members.guardian
    assert ledger.decisions.guardian() == guardian.account
    guardian.decisions.stop_contract(ledger.address_of("bill_claims"))
    assert second.officer is not None
    guardian.decisions.freeze_officer(second.officer)
    target, call = first.encode("consortium", "suspendOrganisation", members.organisations[1], 1, 0)
    proposal = first.decisions.propose(target, call).event.proposal
    guardian.decisions.cancel_proposal(proposal)
    assert ledger.decisions.guardian_acts(guardian.account) == (3, True)
    with pytest.raises(OfficerFrozen):
        second.decisions.vote(proposal)
    members.founder.decisions.remove_guardian()
    assert ledger.decisions.guardian() is None


def test_policies_are_those_of_the_plan_until_they_are_changed(members: Members) -> None:
    decisions = members.ledger.decisions
    assert decisions.policy(ActionKind.POLICY).terms == POLICIES[ActionKind.POLICY]
    terms = PolicyTerms(6000, 60, YEAR)
    members.founder.decisions.change_policy(ActionKind.STOPS, terms)
    assert (decisions.policy(ActionKind.STOPS).version, decisions.policy(ActionKind.STOPS).terms) == (2, terms)
    assert decisions.founder() == members.founder.account


def test_organisation_that_needs_two_acts_with_an_endorsement(members: Members) -> None:
    (first, second), *_ = members.administrators
    ledger, organisation = members.ledger, members.organisations[0]
    assert (ledger.consortium.administration(organisation).version, second.officer is None) == (0, False)
    assert first.officer is not None
    assert second.officer is not None
    first.consortium.set_administrator_rule(2, 0)
    assert ledger.consortium.administration(organisation).needed == 2
    assert ledger.consortium.administrators_of(organisation) == (first.officer, second.officer)
    with pytest.raises(EndorsementMissing):
        first.consortium.rotate_key(second.officer, 1, bytes.fromhex("ee" * 20))
    new = ledger.acting_as(secrets.token_bytes(32))
    _, call = first.encode("consortium", "rotateKey", second.officer, 1, new.account)
    unused = first.consortium.endorse(call).event.endorsement
    first.consortium.withdraw_endorsement(unused)
    given = second.consortium.endorse(call).event
    stored = ledger.consortium.endorsement(given.endorsement)
    assert stored is not None
    assert (stored.officer, stored.valid_until_at) == (second.officer, given.valid_until)
    before = second.officer
    rotated = first.consortium.rotate_key(before, 1, new.account)
    assert rotated.event.replaced_account == second.account
    assert ledger.consortium.account_of(before) == new.account
    assert new.officer == before
    new.consortium.endorse(b"")
    ledger.sync()
    entry = list(ledger.trail(kind="endorsement"))[-1]
    assert (entry.who.address, entry.who.officer) == (new.account, before), "the trail knows rotated keys"
    binding = ledger.consortium.binding(second.account)
    assert binding is not None
    assert binding.serves_until_at == rotated.at.block_timestamp
    assert ledger.consortium.officer_at(second.account, rotated.at.block_timestamp) is None
    assert ledger.consortium.officer_at(new.account, rotated.at.block_timestamp) == (before, {Role.ADMINISTRATOR})
    assert ledger.consortium.account_of(999) is None
    assert ledger.consortium.binding(bytes.fromhex("ee" * 20)) is None
    assert ledger.consortium.endorsement(999) is None


def test_administrator_freezes_and_thaws_a_key(members: Members) -> None:
    (first, second), *_ = members.administrators
    ledger = members.ledger
    officer = second.officer
    assert officer is not None
    assert first.consortium.freeze_officer(officer).event.frozen_until > ledger.now()
    assert first.consortium.confirm_freeze(officer, 2).event.frozen_until == FOR_EVER
    assert ledger.consortium.meets_own_rule(members.organisations[0])
    assert first.consortium.thaw_officer(officer, 3).event.frozen_until == 0


def test_merged_organisation_is_its_successor_and_counts_no_more(members: Members) -> None:
    one, two, three, four = members.organisations
    members.founder.decisions.merge_organisation(one, 1, two)
    members.founder.decisions.dissolve_organisation(two, 2, three)
    consortium = members.ledger.consortium
    assert (consortium.heir_of(one), consortium.successor_of(one)) == (three, two)
    assert set(consortium.voters()) == {three, four}
    ended = consortium.organisation(one)
    assert ended is not None
    assert (ended.status, ended.voting) == (OrganisationStatus.MERGED, False)


def test_call_is_read_with_the_names_of_closed_lists(members: Members) -> None:
    code = "11990000G9UW1JC74N"
    call = ("consortium", "admitOrganisation", code.encode(), 1 << OrganisationKind.AUDIT, True)
    described = members.ledger.decisions.describe(*members.founder.encode(*call))
    assert str(described) == f"consortium.admitOrganisation(public_code={code}, kinds=AUDIT, voting=True)"
    assert described.readable == {"public_code": code, "kinds": ["AUDIT"], "voting": True}
    assert described.arguments["kinds"] == 1 << OrganisationKind.AUDIT
    suspension = members.founder.encode("consortium", "suspendOrganisation", 3, 2, SuspensionReason.INVESTIGATION)
    shown = "consortium.suspendOrganisation(organisation=3, seen_version=2, reason=INVESTIGATION)"
    assert str(members.ledger.decisions.describe(*suspension)) == shown


def test_call_that_no_contract_of_decisions_has_is_not_described(members: Members) -> None:
    with pytest.raises(InputError, match="no function with the selector 0x00000000"):
        describe("consortium", bytes(4))
    with pytest.raises(InputError, match="are not the arguments of"):
        target, call = members.founder.encode("consortium", "resumeContract", bytes(20))
        members.ledger.decisions.describe(target, call[:-1])
    with pytest.raises(InputError, match="neither the Consortium nor the Decisions"):
        members.ledger.decisions.describe(members.ledger.address_of("bill_claims"), bytes(4))

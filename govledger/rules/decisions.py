"""The rules of Decisions: proposals, votes, delays, policies, the guardian, the end of the founder's power. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from eth_abi.abi import encode

from govledger.errors import InputError
from govledger.events import Event
from govledger.events.types import (
    DecisionExecuted,
    GuardianAppointed,
    GuardianFroze,
    GuardianRemoved,
    GuardianStopped,
    HandedOver,
    PolicySet,
    ProposalCancelled,
    ProposalMade,
    ProposalQueued,
    VoteCast,
    VoteWithdrawn,
)
from govledger.model import ActionKind, ContractRole, ProposalStatus, Role
from govledger.privacy.keccak import keccak256
from govledger.refusals import (
    ActionUnknown,
    ConstructorAddressZero,
    DecisionRequired,
    DecisionsReplaced,
    DecisionTargetForeign,
    FailedCall,
    FirstIdZero,
    FounderHandedOver,
    FounderIsGuardian,
    FounderRequired,
    FounderServesOfficer,
    GuardianMissing,
    GuardianPowerless,
    GuardianRequired,
    GuardianUnchanged,
    GuardianZero,
    HandOverTooEarly,
    OrganisationMeetsItsRule,
    OrganisationWithoutVote,
    PoliciesIncomplete,
    PolicyBarTooLow,
    PolicyInvalid,
    PolicyUnchanged,
    PolicyUnknown,
    ProposalCallMismatch,
    ProposalLapsed,
    ProposalNotQueued,
    ProposalNotReady,
    ProposalOver,
    ProposalQueuedAlready,
    ProposalUnknown,
    ProposalVotesTooFew,
    ProposerMismatch,
    VoteCastAlready,
    VoteMissing,
)
from govledger.rules.answers import Stage, require
from govledger.rules.consortium import ConsortiumRules

DAY = 86_400
NO_ADDRESS = bytes(20)
BASIS_POINTS = 10_000
MIN_THRESHOLD = 5_000
MAX_THRESHOLD = 8_000
MAX_DELAY = 90 * DAY
MIN_TIME_TO_VOTE = 14 * DAY
"""Twice as long as a key stays frozen without confirmation."""
MAX_LAPSE = 365 * DAY
FOUNDING_VOTERS = 4
FOUNDING_ADMINISTRATORS = 2


# --- what can be decided -------------------------------------------------------------------------------------


class Action(NamedTuple):
    """A function that decisions call, and the method of the rules that stands for it."""

    kind: ActionKind
    method: str
    types: tuple[str, ...]
    """Of its arguments, each one word."""


def _action(kind: ActionKind, method: str, signature: str) -> tuple[bytes, Action]:
    types = signature[signature.index("(") :].replace("(", "").replace(")", "")
    return keccak256(signature.encode())[:4], Action(kind, method, tuple(filter(None, types.split(","))))


_TERMS = "uint64,uint64,uint32,uint16,uint40,uint40"

OF_CONSORTIUM: Mapping[bytes, Action] = dict(
    (
        _action(ActionKind.ADMISSION, "admit_organisation", "admitOrganisation(bytes18,uint16,bool)"),
        _action(ActionKind.ADMISSION, "amend_organisation", "amendOrganisation(uint64,uint64,uint16,bool)"),
        _action(ActionKind.DISCIPLINE, "suspend_organisation", "suspendOrganisation(uint64,uint64,uint8)"),
        _action(ActionKind.DISCIPLINE, "reinstate_organisation", "reinstateOrganisation(uint64,uint64)"),
        _action(ActionKind.SUCCESSION, "merge_organisation", "mergeOrganisation(uint64,uint64,uint64)"),
        _action(ActionKind.SUCCESSION, "dissolve_organisation", "dissolveOrganisation(uint64,uint64,uint64)"),
        _action(ActionKind.RECOVERY, "appoint_officer", "appointOfficer(uint64,address,uint32,uint16,uint40,uint40)"),
        _action(ActionKind.RECOVERY, "amend_officer", f"amendOfficer({_TERMS})"),
        _action(ActionKind.RECOVERY, "dismiss_officer", "dismissOfficer(uint64,uint64)"),
        _action(ActionKind.RECOVERY, "rotate_key", "rotateKey(uint64,uint64,address)"),
        _action(ActionKind.DIRECTORY, "list_contract", "listContract(uint8,address)"),
        _action(ActionKind.DIRECTORY, "close_contract", "closeContract(address,bytes32)"),
        _action(ActionKind.STOPS, "pause_contract", "pauseContract(address,uint40)"),
        _action(ActionKind.STOPS, "resume_contract", "resumeContract(address)"),
        _action(ActionKind.STOPS, "confirm_freeze", "confirmFreeze(uint64,uint64)"),
        _action(ActionKind.STOPS, "thaw_officer", "thawOfficer(uint64,uint64)"),
    )
)
"""By selector: the functions of Consortium that decisions call."""

OF_DECISIONS: Mapping[bytes, Action] = dict(
    (
        _action(ActionKind.GUARDIAN, "appoint_guardian", "appointGuardian(address)"),
        _action(ActionKind.GUARDIAN, "remove_guardian", "removeGuardian()"),
        _action(ActionKind.POLICY, "change_policy", "changePolicy(uint8,(uint16,uint40,uint40))"),
    )
)
"""By selector: those of Decisions itself."""

_APPOINTMENT = keccak256(b"appointOfficer(uint64,address,uint32,uint16,uint40,uint40)")[:4]
_ENUM_SIZES = {"suspend_organisation": {2: 4}, "list_contract": {0: 8}, "change_policy": {0: 9}}
"""How many members the closed lists among the arguments have, by method and place."""


# --- what the contract stores --------------------------------------------------------------------------------


@dataclass(slots=True)
class Proposal:
    """As `getProposal` returns it, but for what lapsed."""

    version: int = 0
    kind: int = ActionKind.NONE
    status: int = ProposalStatus.NONE
    ready_at: int = 0
    lapses_at: int = 0
    executed_at: int = 0
    proposer: int = 0
    concerned: int = 0
    call_hash: bytes = bytes(32)


class PolicyTerms(NamedTuple):
    """What decisions of a kind need."""

    threshold: int
    delay: int
    lapse: int


@dataclass(slots=True)
class Policy:
    """As `getPolicy` returns it."""

    version: int = 0
    threshold: int = 0
    delay: int = 0
    lapse: int = 0


@dataclass(slots=True)
class Guardian:
    """As `getGuardian` returns it."""

    version: int = 0
    in_office: bool = False


@dataclass(slots=True)
class Founder:
    """As `getFounder` returns it."""

    version: int = 0
    handed_over: bool = False


class Tally(NamedTuple):
    """As `tallyOf` returns it."""

    votes: int
    needed: int
    electorate: int


Elsewhere = Callable[[bytes, int, bytes, bytes], tuple[Event, ...]]
"""A call of a contract that is neither Consortium nor Decisions: sender, now, target, call."""


def _nothing(sender: bytes, now: int, target: bytes, call: bytes) -> tuple[Event, ...]:
    return ()


# --- the rules -----------------------------------------------------------------------------------------------


class DecisionsRules:
    """Decisions as plain Python; `created` are the events of its creation."""

    def __init__(
        self,
        address: bytes,
        consortium: ConsortiumRules,
        founder: bytes,
        guardian: bytes,
        first_id: int,
        policies: Sequence[tuple[int, int, int]],
        *,
        sender: bytes,
        now: int,
        elsewhere: Elsewhere = _nothing,
    ) -> None:
        """New decisions.

        Args:
            address: where the contract stands.
            consortium: the rules of the consortium.
            founder: who decides until it hands over.
            guardian: who may stop and cancel; zero: nobody.
            first_id: the first id of proposals.
            policies: threshold, delay and lapse for each kind of action, from ADMISSION to POLICY.
            sender: the deployer.
            now: the block's time.
            elsewhere: carries out what the founder decides on contracts that the rules do not know.
        """
        require(consortium.address != NO_ADDRESS, ConstructorAddressZero())
        require(founder != NO_ADDRESS, ConstructorAddressZero())
        require(first_id != 0, FirstIdZero())
        count = len(ActionKind) - 1
        require(len(policies) == count, PoliciesIncomplete(len(policies), count))
        self.address, self.consortium, self.founder, self._elsewhere = address, consortium, founder, elsewhere
        self.guardian = NO_ADDRESS
        self._next_proposal = first_id
        self._handed_over = False
        self._proposals: dict[int, Proposal] = {}
        self._votes: dict[int, set[int]] = {}
        self._policies: dict[int, Policy] = {}
        self._guardians: dict[bytes, Guardian] = {}
        created: list[Event] = []
        for kind in reversed(list(ActionKind)[1:]):
            terms = PolicyTerms(*policies[kind - 1])
            self._require_policy(kind, terms)
            created += self._set_policy(sender, kind, terms, Role.FOUNDER)
        if guardian != NO_ADDRESS:
            created += self._appoint_guardian(sender, guardian, Role.FOUNDER)
        self.created: tuple[Event, ...] = tuple(created)

    # --- the founder ---

    def decide(self, sender: bytes, now: int, target: bytes, call: bytes) -> tuple[Event, ...]:
        """Decides and executes a call at once. By the founder, until it hands over."""
        self._only_founder(sender)
        self._only_current()
        known = target == self.consortium.address or self.consortium.get_listing(target).version != 0
        require(known, DecisionTargetForeign(target))
        proposal = self._next_proposal
        carried_out = self._call(now, target, call)

        self._next_proposal += 1
        decided = Proposal(1, status=ProposalStatus.EXECUTED, executed_at=now, call_hash=_call_hash(target, call))
        self._proposals[proposal] = decided
        return (DecisionExecuted(proposal, sender, 0, Role.FOUNDER, 1, target, call), *carried_out)

    def hand_over(self, sender: bytes, now: int) -> tuple[Event, ...]:
        """Ends the founder's power for ever. By the founder, once 4 voters have two administrators who can act."""
        self._only_founder(sender)
        self._only_current()
        officer = self.consortium.officer_of(sender)
        require(officer == 0, FounderServesOfficer(sender, officer))
        require(self.guardian != sender, FounderIsGuardian(sender))
        live = [len(self.consortium.administrators_of(voter, now)) for voter in self.consortium.voters(now)]
        ready = sum(count >= FOUNDING_ADMINISTRATORS for count in live)
        require(ready >= FOUNDING_VOTERS, HandOverTooEarly(ready, FOUNDING_VOTERS))

        self._handed_over = True
        return (HandedOver(sender, sender, 0, Role.FOUNDER, 1),)

    # --- proposals ---

    def propose(self, sender: bytes, now: int, target: bytes, call: bytes) -> tuple[Event, ...]:
        """Proposes a call, and votes for it. By an administrator of an organisation that has a vote."""
        acting = self._voter(sender, now, Stage.BEGIN)
        kind, concerned = self.action_of(target, call)

        proposal = self._next_proposal
        self._next_proposal += 1
        lapses_at = now + self._policies[kind].lapse
        self._proposals[proposal] = Proposal(
            version=1,
            kind=kind,
            status=ProposalStatus.OPEN,
            lapses_at=lapses_at,
            proposer=acting,
            concerned=concerned,
            call_hash=_call_hash(target, call),
        )
        self._votes[proposal] = {acting}
        terms = (kind, concerned, lapses_at, target, call)
        return (ProposalMade(proposal, sender, acting, Role.ADMINISTRATOR, 1, *terms),)

    def vote(self, sender: bytes, now: int, proposal: int) -> tuple[Event, ...]:
        """Votes for a proposal. By an administrator of an organisation that has a vote."""
        acting = self._voter(sender, now, Stage.FINISH)
        entry = self._pending(proposal, now)
        require(not self.has_voted(proposal, acting), VoteCastAlready(proposal, acting))

        self._votes[proposal].add(acting)
        entry.version += 1
        return (VoteCast(proposal, sender, acting, Role.ADMINISTRATOR, entry.version),)

    def withdraw_vote(self, sender: bytes, now: int, proposal: int) -> tuple[Event, ...]:
        """Withdraws a vote; if the rest no longer suffices, the delay is to begin anew."""
        acting = self._administrator(sender, now, Stage.RELIEVE)
        entry = self._pending(proposal, now)
        require(self.has_voted(proposal, acting), VoteMissing(proposal, acting))

        self._votes[proposal].remove(acting)
        tally = self.tally_of(now, proposal)
        unqueued = entry.status == ProposalStatus.QUEUED and tally.votes < tally.needed
        if unqueued:
            entry.status, entry.ready_at = ProposalStatus.OPEN, 0
        entry.version += 1
        return (VoteWithdrawn(proposal, sender, acting, Role.ADMINISTRATOR, entry.version, unqueued),)

    def queue(self, sender: bytes, now: int, proposal: int) -> tuple[Event, ...]:
        """Begins the delay once the votes suffice; of a recovery only while the organisation cannot act. By anyone."""
        self._only_current()
        entry = self._pending(proposal, now)
        require(entry.status == ProposalStatus.OPEN, ProposalQueuedAlready(proposal, entry.ready_at))
        recovers = entry.kind == ActionKind.RECOVERY
        able = recovers and self.consortium.meets_own_rule(entry.concerned, now)
        require(not able, OrganisationMeetsItsRule(entry.concerned))
        self._require_votes(proposal, now)

        entry.status = ProposalStatus.QUEUED
        entry.ready_at = now + self._policies[entry.kind].delay
        entry.version += 1
        return (ProposalQueued(proposal, sender, 0, Role.NONE, entry.version, entry.ready_at),)

    def execute(self, sender: bytes, now: int, proposal: int, target: bytes, call: bytes) -> tuple[Event, ...]:
        """Executes a proposal whose delay is over, and which has the votes of those who count now. By anyone."""
        self._only_current()
        entry = self._pending(proposal, now)
        require(entry.status == ProposalStatus.QUEUED, ProposalNotQueued(proposal))
        require(now >= entry.ready_at, ProposalNotReady(proposal, entry.ready_at, now))
        given = _call_hash(target, call)
        require(given == entry.call_hash, ProposalCallMismatch(proposal, entry.call_hash, given))
        self._require_votes(proposal, now)
        carried_out = self._call(now, target, call)

        entry.status, entry.executed_at = ProposalStatus.EXECUTED, now
        entry.version += 1
        return (DecisionExecuted(proposal, sender, 0, Role.NONE, entry.version, target, call), *carried_out)

    def cancel_proposal(self, sender: bytes, now: int, proposal: int) -> tuple[Event, ...]:
        """Cancels a proposal. By who proposed it, or by the guardian unless it is about the guardian or stops."""
        guards = sender == self.guardian
        acting = 0 if guards else self._administrator(sender, now, Stage.RELIEVE)
        entry = self._pending(proposal, now)
        if guards:
            guarded = entry.kind in (ActionKind.GUARDIAN, ActionKind.STOPS)
            require(not guarded, GuardianPowerless(proposal, entry.kind))
        else:
            require(acting == entry.proposer, ProposerMismatch(proposal, entry.proposer, acting))

        entry.status = ProposalStatus.CANCELLED
        entry.version += 1
        role = Role.GUARDIAN if guards else Role.ADMINISTRATOR
        return (ProposalCancelled(proposal, sender, acting, role, entry.version),)

    # --- what the consortium decides about its decisions ---

    def appoint_guardian(self, sender: bytes, now: int, account: bytes) -> tuple[Event, ...]:
        """Appoints the guardian. By decision."""
        self._only_self(sender)
        require(account != NO_ADDRESS, GuardianZero())
        require(account != self.guardian, GuardianUnchanged(account))
        return self._appoint_guardian(sender, account, Role.DECISION)

    def remove_guardian(self, sender: bytes, now: int) -> tuple[Event, ...]:
        """Removes the guardian. By decision."""
        self._only_self(sender)
        require(self.guardian != NO_ADDRESS, GuardianMissing())

        account, self.guardian = self.guardian, NO_ADDRESS
        entry = self._guardians[account]
        entry.in_office = False
        entry.version += 1
        return (GuardianRemoved(account, sender, 0, Role.DECISION, entry.version),)

    def change_policy(self, sender: bytes, now: int, kind: int, terms: tuple[int, int, int]) -> tuple[Event, ...]:
        """Changes what decisions of a kind need; the bar of POLICY stays the highest. By decision."""
        self._only_self(sender)
        require(kind != ActionKind.NONE, PolicyUnknown(kind))
        given, entry = PolicyTerms(*terms), self._policies[kind]
        require((entry.threshold, entry.delay, entry.lapse) != given, PolicyUnchanged(kind))
        if kind == ActionKind.POLICY:
            for other in list(ActionKind)[1:-1]:
                its = self._policies[other]
                _require_bar(other, its.threshold, its.delay, given.threshold, given.delay)
        self._require_policy(kind, given)
        return self._set_policy(sender, kind, given, Role.DECISION)

    # --- the guardian ---

    def stop_contract(self, sender: bytes, now: int, account: bytes) -> tuple[Event, ...]:
        """Stops a contract for 14 days. By the guardian."""
        self._only_guardian(sender)
        stopped = self.consortium.stop_contract(self.address, now, account)
        version = self._guardian_acted(sender)
        return (GuardianStopped(sender, sender, 0, Role.GUARDIAN, version, account), *stopped)

    def freeze_officer(self, sender: bytes, now: int, officer: int) -> tuple[Event, ...]:
        """Freezes an officer's key for 7 days. By the guardian."""
        self._only_guardian(sender)
        frozen = self.consortium.freeze_officer(self.address, now, officer)
        version = self._guardian_acted(sender)
        return (GuardianFroze(sender, sender, 0, Role.GUARDIAN, version, officer), *frozen)

    # --- what readers ask ---

    def action_of(self, target: bytes, call: bytes) -> tuple[ActionKind, int]:
        """The kind of action of a call, and the organisation that a recovery is about; others are not decided."""
        selector = call[:4]
        actions = {self.consortium.address: OF_CONSORTIUM, self.address: OF_DECISIONS}.get(target, {})
        if selector not in actions:
            raise ActionUnknown(target, selector.ljust(4, b"\0"))
        kind = actions[selector].kind
        if kind != ActionKind.RECOVERY or len(call) < 36:
            return kind, 0
        subject = int.from_bytes(call[28:36], "big")
        if selector == _APPOINTMENT:
            return kind, subject
        return kind, self.consortium.get_officer(subject).organisation

    def tally_of(self, now: int, proposal: int) -> Tally:
        """Votes, need and electorate: of those who count now, without the organisation that a recovery is about."""
        entry, voted = self._proposals.get(proposal, Proposal()), self._votes.get(proposal, set())
        counting = [voter for voter in self.consortium.voters(now) if voter != entry.concerned]
        votes = sum(voter in voted for voter in counting)
        threshold = self._policies.get(entry.kind, Policy()).threshold
        return Tally(votes, _needed_of(threshold, len(counting)), len(counting))

    def has_voted(self, proposal: int, organisation: int) -> bool:
        """Whether an organisation has voted for a proposal and not withdrawn."""
        return organisation in self._votes.get(proposal, set())

    def get_proposal(self, now: int, proposal: int) -> Proposal:
        """The proposal; that it lapsed is computed."""
        entry = replace(self._proposals.get(proposal, Proposal()))
        if _is_pending(entry.status) and now >= entry.lapses_at:
            entry.status = ProposalStatus.LAPSED
        return entry

    def get_policy(self, policy: int) -> Policy:
        """What decisions of a kind need."""
        return replace(self._policies.get(policy, Policy()))

    def get_guardian(self, account: bytes) -> Guardian:
        """Whether an account is or was the guardian."""
        return replace(self._guardians.get(account, Guardian()))

    def get_founder(self, account: bytes) -> Founder:
        """Whether an account is the founder and handed over."""
        over = account == self.founder and self._handed_over
        return Founder(int(over), over)

    # --- shared rules ---

    def _call(self, now: int, target: bytes, call: bytes) -> tuple[Event, ...]:
        """What the target makes of a call by this contract; what it cannot read fails without a word."""
        if target not in (self.consortium.address, self.address):
            return self._elsewhere(self.address, now, target, call)
        ours = target == self.address
        action = (OF_DECISIONS if ours else OF_CONSORTIUM).get(call[:4])
        if action is None:
            return self._elsewhere(self.address, now, target, call)
        arguments = _arguments(action, call[4:])
        if action.method == "change_policy":
            arguments = (arguments[0], PolicyTerms(*arguments[1:]))
        events: tuple[Event, ...] = getattr(self if ours else self.consortium, action.method)(
            self.address, now, *arguments
        )
        return events

    def _appoint_guardian(self, sender: bytes, account: bytes, role: Role) -> tuple[Event, ...]:
        replaced, replaced_version = self.guardian, 0
        if replaced != NO_ADDRESS:
            former = self._guardians[replaced]
            former.in_office = False
            former.version += 1
            replaced_version = former.version
        self.guardian = account
        entry = self._guardians.setdefault(account, Guardian())
        entry.in_office = True
        entry.version += 1
        return (GuardianAppointed(account, sender, 0, role, entry.version, replaced, replaced_version),)

    def _require_policy(self, kind: int, terms: PolicyTerms) -> None:
        threshold, delay, lapse = terms
        within = MIN_THRESHOLD < threshold <= MAX_THRESHOLD and delay <= MAX_DELAY
        enough = delay + MIN_TIME_TO_VOTE <= lapse <= MAX_LAPSE
        require(within and enough, PolicyInvalid(kind, *terms))
        if kind != ActionKind.POLICY:
            highest = self._policies[ActionKind.POLICY]
            _require_bar(kind, threshold, delay, highest.threshold, highest.delay)

    def _set_policy(self, sender: bytes, kind: int, terms: PolicyTerms, role: Role) -> tuple[Event, ...]:
        entry = self._policies.setdefault(kind, Policy())
        entry.threshold, entry.delay, entry.lapse = terms
        entry.version += 1
        return (PolicySet(kind, sender, 0, role, entry.version, *terms),)

    def _only_founder(self, sender: bytes) -> None:
        require(sender == self.founder, FounderRequired(sender, self.founder))
        require(not self._handed_over, FounderHandedOver(self.founder))

    def _only_self(self, sender: bytes) -> None:
        require(sender == self.address, DecisionRequired(sender))

    def _only_current(self) -> None:
        current = self.consortium.contract_of(ContractRole.DECISIONS)
        require(current == self.address, DecisionsReplaced(current))

    def _only_guardian(self, sender: bytes) -> None:
        require(sender == self.guardian, GuardianRequired(sender, self.guardian))
        self._only_current()

    def _guardian_acted(self, sender: bytes) -> int:
        entry = self._guardians[sender]
        entry.version += 1
        return entry.version

    def _administrator(self, sender: bytes, now: int, stage: Stage) -> int:
        return self.consortium.authorise(self.address, now, sender, Role.ADMINISTRATOR, stage).organisation

    def _voter(self, sender: bytes, now: int, stage: Stage) -> int:
        acting = self._administrator(sender, now, stage)
        require(self.consortium.get_organisation(acting).voting, OrganisationWithoutVote(acting))
        self._only_current()
        return acting

    def _pending(self, proposal: int, now: int) -> Proposal:
        require(proposal in self._proposals, ProposalUnknown(proposal))
        entry = self._proposals[proposal]
        require(_is_pending(entry.status), ProposalOver(proposal, entry.status))
        require(now < entry.lapses_at, ProposalLapsed(proposal, entry.lapses_at))
        return entry

    def _require_votes(self, proposal: int, now: int) -> None:
        tally = self.tally_of(now, proposal)
        require(tally.votes >= tally.needed, ProposalVotesTooFew(proposal, tally.votes, tally.needed))


def _is_pending(status: int) -> bool:
    return status in (ProposalStatus.OPEN, ProposalStatus.QUEUED)


def _needed_of(threshold: int, electorate: int) -> int:
    """A fraction of those who count, never all of them but where there is only one, and never none."""
    if electorate < 2:
        return 1
    return min(-(-threshold * electorate // BASIS_POINTS), electorate - 1)


def _require_bar(kind: int, threshold: int, delay: int, highest_threshold: int, highest_delay: int) -> None:
    below = threshold <= highest_threshold and delay <= highest_delay
    require(below, PolicyBarTooLow(kind, threshold, delay, highest_threshold, highest_delay))


def _call_hash(target: bytes, call: bytes) -> bytes:
    return keccak256(encode(["address", "bytes"], [target, call]))


def _arguments(action: Action, data: bytes) -> tuple[Any, ...]:
    """A call's arguments, each one word; a word that is missing or out of its type's range fails the call."""
    require(len(data) >= 32 * len(action.types), FailedCall())
    sizes = _ENUM_SIZES.get(action.method, {})
    words = [data[32 * place : 32 * place + 32] for place in range(len(action.types))]
    return tuple(
        _argument(kind, word, sizes.get(place))
        for place, (kind, word) in enumerate(zip(action.types, words, strict=True))
    )


def _argument(kind: str, word: bytes, members: int | None) -> Any:
    if kind.startswith("bytes"):
        size = int(kind[5:])
        require(not any(word[size:]), FailedCall())
        return word[:size]
    value = int.from_bytes(word, "big")
    width = {"address": 160, "bool": 1}.get(kind) or int(kind.removeprefix("uint"))
    require(value >> width == 0 and (members is None or value < members), FailedCall())
    if kind == "address":
        return word[12:]
    return bool(value) if kind == "bool" else value


# --- which call an event implies -----------------------------------------------------------------------------

FOLLOWING: frozenset[type[Event]] = frozenset({GuardianAppointed, GuardianRemoved, PolicySet})
"""Events with which no call begins: decisions make them, behind DecisionExecuted, or the deployment does."""


def _execution(event: DecisionExecuted) -> tuple[str, tuple[Any, ...]]:
    if event.acting_role == Role.FOUNDER:
        return "decide", (event.target, event.call)
    return "execute", (event.proposal, event.target, event.call)


CALLS: Mapping[type[Event], Callable[[Any], tuple[str, tuple[Any, ...]]]] = {
    DecisionExecuted: _execution,
    HandedOver: lambda event: ("hand_over", ()),
    ProposalMade: lambda event: ("propose", (event.target, event.call)),
    VoteCast: lambda event: ("vote", (event.proposal,)),
    VoteWithdrawn: lambda event: ("withdraw_vote", (event.proposal,)),
    ProposalQueued: lambda event: ("queue", (event.proposal,)),
    ProposalCancelled: lambda event: ("cancel_proposal", (event.proposal,)),
    GuardianStopped: lambda event: ("stop_contract", (event.account,)),
    GuardianFroze: lambda event: ("freeze_officer", (event.officer,)),
}
"""For each event with which a call begins: the method and its arguments after sender and now."""


def implied_call(event: Event) -> tuple[str, tuple[Any, ...]]:
    """The call that an event says was made: the method's name, and its arguments after sender and now.

    Raises:
        InputError: no call of Decisions begins with such an event.
    """
    if type(event) not in CALLS:
        raise InputError(f"no call of Decisions begins with {event.NAME}")
    return CALLS[type(event)](event)

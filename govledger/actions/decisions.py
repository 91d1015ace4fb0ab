"""What the consortium decides: by the founder at once, until it hands over; by votes and after a delay from then on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol, TypeVar

from govledger.actions.consortium import to_public_code
from govledger.actions.section import Acting, ActingSection, Deciding, ReadingSection
from govledger.artifacts import load
from govledger.errors import InputError
from govledger.events import Event
from govledger.events.types import (
    ContractClosed,
    ContractListed,
    DecisionExecuted,
    FreezeSet,
    GuardianAppointed,
    GuardianFroze,
    GuardianRemoved,
    GuardianStopped,
    HandedOver,
    KeyRotated,
    OfficerAmended,
    OfficerAppointed,
    OfficerDismissed,
    OrganisationAdmitted,
    OrganisationAmended,
    OrganisationEnded,
    OrganisationReinstated,
    OrganisationSuspended,
    PauseSet,
    PolicySet,
    ProposalCancelled,
    ProposalMade,
    ProposalQueued,
    VoteCast,
    VoteWithdrawn,
)
from govledger.model import (
    ActionKind,
    ContractRole,
    OrganisationKind,
    Policy,
    PolicyTerms,
    Proposal,
    ProposalStatus,
    Recorded,
    Role,
    SuspensionReason,
    Tally,
    from_bits,
    to_bits,
)
from govledger.tx.call import ContractInterface

E = TypeVar("E", bound=Event)

CONSORTIUM = "consortium"
DECISIONS = "decisions"

OWN_ACTIONS = ("appointOfficer", "amendOfficer", "dismissOfficer", "rotateKey", "confirmFreeze", "thawOfficer")
"""Functions of Consortium by which an organisation looks after its officers; decisions where it cannot itself."""
ACTIONS: Mapping[str, tuple[str, ...]] = {
    CONSORTIUM: (
        *("admitOrganisation", "amendOrganisation", "suspendOrganisation", "reinstateOrganisation"),
        *("mergeOrganisation", "dissolveOrganisation", *OWN_ACTIONS),
        *("listContract", "closeContract", "pauseContract", "resumeContract"),
    ),
    DECISIONS: ("appointGuardian", "removeGuardian", "changePolicy"),
}
"""Every function that decisions call, by its contract."""
ENDORSED: Mapping[str, tuple[str, ...]] = {CONSORTIUM: ("setAdministratorRule", *OWN_ACTIONS)}
"""Every function that one administrator calls and another one endorses, where the organisation set that rule."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal, or what the founder decided: what it says, and how far it is."""

    proposal: Proposal
    described: Described
    tally: Tally
    """The votes that count now; meaningless once it is over."""
    voted: tuple[int, ...]
    """The organisations that count now and have voted for it."""
    target: bytes
    """The contract that is called, 20 bytes."""
    call: bytes
    """Function selector and arguments."""

    @property
    def missing_votes(self) -> int:
        """How many votes it lacks to be queued and executed; 0 once it is over."""
        over = self.proposal.status not in (ProposalStatus.OPEN, ProposalStatus.QUEUED)
        return 0 if over else max(0, self.tally.needed - self.tally.votes)


SETS: Mapping[str, type[IntEnum]] = {"kinds": OrganisationKind, "roles": Role}
"""Of what closed list an argument of that name is a set, as bits."""
MEMBERS: Mapping[str, type[IntEnum]] = {"kind": ActionKind, "reason": SuspensionReason, "role": ContractRole}
"""Of what closed list an argument of that name is a member."""


@dataclass(frozen=True, slots=True)
class Described:
    """A proposal's call, read: which function of which contract, with which arguments."""

    contract: str
    """The contract's key."""
    function: str
    arguments: Mapping[str, Any]
    """By the parameters' names in Solidity."""

    @property
    def readable(self) -> dict[str, Any]:
        """The arguments with members of closed lists by their names, and public codes as text."""
        return {name: _readable(name, value) for name, value in self.arguments.items()}

    def __str__(self) -> str:
        arguments = ", ".join(f"{name}={_text(value)}" for name, value in self.readable.items())
        return f"{self.contract}.{self.function}({arguments})"


def describe(contract: str, call: bytes) -> Described:
    """What a call (selector and arguments) of a contract says.

    Raises:
        InputError: the contract has no such function, or the arguments do not fit it.
    """
    name, arguments = ContractInterface(contract, load(contract).abi).decode_call(call)
    return Described(contract, name, arguments)


def _readable(name: str, value: Any) -> Any:
    if name in SETS and isinstance(value, int):
        return [member.name for member in sorted(from_bits(SETS[name], value))]
    if name in MEMBERS:
        kind = MEMBERS[name]
        return kind(value).name if value in iter(kind) else value
    if name == "public_code":
        return value.decode("ascii", "replace")
    return dict(value._asdict()) if hasattr(value, "_asdict") else value


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "+".join(map(str, value))
    return f"0x{value.hex()}" if isinstance(value, bytes) else str(value)


class DecisionReader(ReadingSection):
    """What was proposed and decided, and what decisions need."""

    CONTRACT = DECISIONS

    def proposal(self, proposal: int) -> Proposal | None:
        """The proposal with this id, or None."""
        version, kind, status, *rest = self._read("getProposal", proposal)
        return Proposal(version, ActionKind(kind), ProposalStatus(status), *rest) if version else None

    def proposals(self) -> Iterator[tuple[int, Proposal]]:
        """Every proposal, and every decision of the founder's, with its id; statuses at this time."""
        return self._every(self.proposal)

    def tally(self, proposal: int) -> Tally:
        """How the vote on a proposal stands now."""
        return Tally(*self._read("tallyOf", proposal))

    def has_voted(self, proposal: int, organisation: int) -> bool:
        """Whether an organisation voted for a proposal and did not withdraw."""
        voted: bool = self._read("hasVoted", proposal, organisation)
        return voted

    def votes(self, proposal: int) -> tuple[int, ...]:
        """The organisations that count now and have voted for a proposal."""
        voters = self._reading.read(CONSORTIUM, "voters")
        return tuple(organisation for organisation in voters if self.has_voted(proposal, organisation))

    def action_of(self, target: bytes, call: bytes) -> tuple[ActionKind, int]:
        """The kind of action of a call, and the organisation that a recovery is about (else 0).

        Raises:
            ActionUnknown: no decision makes such a call.
        """
        kind, concerned = self._read("actionOf", target, call)
        return ActionKind(kind), concerned

    def policy(self, kind: ActionKind) -> Policy:
        """What decisions of a kind need."""
        version, threshold, delay, lapse = self._read("getPolicy", kind)
        return Policy(version, PolicyTerms(threshold, delay, lapse))

    def policies(self) -> dict[ActionKind, Policy]:
        """What decisions of each kind need."""
        return {kind: self.policy(kind) for kind in ActionKind if kind is not ActionKind.NONE}

    def guardian(self) -> bytes | None:
        """The account (20 bytes) that may stop and cancel, or None."""
        account: bytes = self._read("guardian")
        return account if any(account) else None

    def guardian_acts(self, account: bytes) -> tuple[int, bool]:
        """How many events there are about an account as guardian, and whether it is the guardian now."""
        version, in_office = self._read("getGuardian", account)
        return version, in_office

    def founder(self) -> bytes:
        """The account (20 bytes) that decides until it hands over."""
        account: bytes = self._read("founder")
        return account

    def handed_over(self) -> bool:
        """Whether the founder decides no more."""
        _, over = self._read("getFounder", self.founder())
        return bool(over)

    def describe(self, target: bytes, call: bytes) -> Described:
        """What a proposal's call says.

        Raises:
            InputError: the target is not one of the contracts that decisions call, or the call does not fit it.
        """
        for contract in (CONSORTIUM, DECISIONS):
            if self._reading.address_of(contract) == target:
                return describe(contract, call)
        raise InputError(f"0x{target.hex()} is neither the Consortium nor the Decisions contract of this deployment")


class Calling(Acting, Protocol):
    """Acts, and makes the bytes of calls."""

    @property
    def account(self) -> bytes:
        """The address (20 bytes) that acts."""
        ...

    def encode(self, contract: str, function: str, *arguments: Any) -> tuple[bytes, bytes]:
        """The address of a contract (20 bytes), and the bytes of a call of it."""
        ...


class Proposed(Deciding):
    """Proposes what would otherwise be decided."""

    def __init__(self, calling: Calling) -> None:
        self._calling = calling

    def decide(self, event: type[E], contract: str, function: str, *arguments: Any) -> Recorded[Any]:
        """Propose a call of a contract, and vote for it."""
        target, call = self._calling.encode(contract, function, *arguments)
        return self._calling.act(ProposalMade, DECISIONS, "propose", target, call)


class Decided:
    """Every call that can be decided, typed. What comes back is the event that the decision leaves."""

    def __init__(self, deciding: Deciding) -> None:
        self._deciding = deciding

    def _decide(self, event: type[E], function: str, *arguments: Any, on: str = CONSORTIUM) -> Recorded[E]:
        return self._deciding.decide(event, on, function, *arguments)

    def admit_organisation(
        self, public_code: str, kinds: Iterable[OrganisationKind], *, voting: bool = False
    ) -> Recorded[OrganisationAdmitted]:
        """Admit an organisation, with or without a vote.

        Raises:
            InputError: the code is not 18 upper-case letters and digits.
        """
        code = to_public_code(public_code)
        return self._decide(OrganisationAdmitted, "admitOrganisation", code, to_bits(kinds), voting)

    def amend_organisation(
        self, organisation: int, seen_version: int, kinds: Iterable[OrganisationKind], *, voting: bool
    ) -> Recorded[OrganisationAmended]:
        """Change the kinds of an organisation, and whether it votes."""
        return self._decide(
            OrganisationAmended, "amendOrganisation", organisation, seen_version, to_bits(kinds), voting
        )

    def suspend_organisation(
        self, organisation: int, seen_version: int, reason: SuspensionReason
    ) -> Recorded[OrganisationSuspended]:
        """Suspend an organisation: none of its officers may act."""
        return self._decide(OrganisationSuspended, "suspendOrganisation", organisation, seen_version, reason)

    def reinstate_organisation(self, organisation: int, seen_version: int) -> Recorded[OrganisationReinstated]:
        """Reinstate a suspended organisation."""
        return self._decide(OrganisationReinstated, "reinstateOrganisation", organisation, seen_version)

    def merge_organisation(self, organisation: int, seen_version: int, successor: int) -> Recorded[OrganisationEnded]:
        """End an organisation that becomes part of another one."""
        return self._decide(OrganisationEnded, "mergeOrganisation", organisation, seen_version, successor)

    def dissolve_organisation(
        self, organisation: int, seen_version: int, custodian: int
    ) -> Recorded[OrganisationEnded]:
        """End an organisation, and name who looks after what it left."""
        return self._decide(OrganisationEnded, "dissolveOrganisation", organisation, seen_version, custodian)

    def appoint_officer(
        self,
        organisation: int,
        account: bytes,
        roles: Iterable[Role],
        *,
        valid_from_at: int,
        valid_until_at: int,
        unit: int = 0,
    ) -> Recorded[OfficerAppointed]:
        """Appoint an administrator of an organisation that cannot do so itself: its first, or after all were lost."""
        return self._decide(
            OfficerAppointed,
            "appointOfficer",
            organisation,
            account,
            to_bits(roles),
            unit,
            valid_from_at,
            valid_until_at,
        )

    def amend_officer(
        self, officer: int, seen_version: int, *, valid_from_at: int, valid_until_at: int, unit: int = 0
    ) -> Recorded[OfficerAmended]:
        """Make an officer an administrator, or change its time, of an organisation that cannot do so itself."""
        roles = to_bits({Role.ADMINISTRATOR})
        terms = (roles, unit, valid_from_at, valid_until_at)
        return self._decide(OfficerAmended, "amendOfficer", officer, seen_version, *terms)

    def dismiss_officer(self, officer: int, seen_version: int) -> Recorded[OfficerDismissed]:
        """Dismiss an officer of an organisation that cannot do so itself."""
        return self._decide(OfficerDismissed, "dismissOfficer", officer, seen_version)

    def rotate_key(self, officer: int, seen_version: int, account: bytes) -> Recorded[KeyRotated]:
        """Give another account (20 bytes) to an officer of an organisation that cannot do so itself."""
        return self._decide(KeyRotated, "rotateKey", officer, seen_version, account)

    def confirm_freeze(self, officer: int, seen_version: int) -> Recorded[FreezeSet]:
        """Freeze an officer's key, frozen for a time or not, until it is thawed."""
        return self._decide(FreezeSet, "confirmFreeze", officer, seen_version)

    def thaw_officer(self, officer: int, seen_version: int) -> Recorded[FreezeSet]:
        """End the freeze of an officer's key."""
        return self._decide(FreezeSet, "thawOfficer", officer, seen_version)

    def list_contract(self, role: ContractRole, account: bytes) -> Recorded[ContractListed]:
        """List a contract (20 bytes) in the directory; the one that fills its place so far winds down."""
        return self._decide(ContractListed, "listContract", role, account)

    def close_contract(self, account: bytes, expected_head: bytes) -> Recorded[ContractClosed]:
        """Close a contract that winds down, whose running hash is expected_head (32 bytes)."""
        return self._decide(ContractClosed, "closeContract", account, expected_head)

    def pause_contract(self, account: bytes, until_at: int) -> Recorded[PauseSet]:
        """Pause a contract (20 bytes) until a time: it takes only what relieves."""
        return self._decide(PauseSet, "pauseContract", account, until_at)

    def resume_contract(self, account: bytes) -> Recorded[PauseSet]:
        """End a contract's pause."""
        return self._decide(PauseSet, "resumeContract", account)

    def appoint_guardian(self, account: bytes) -> Recorded[GuardianAppointed]:
        """Make an account (20 bytes) the guardian, in place of the one before it."""
        return self._decide(GuardianAppointed, "appointGuardian", account, on=DECISIONS)

    def remove_guardian(self) -> Recorded[GuardianRemoved]:
        """Have no guardian any more."""
        return self._decide(GuardianRemoved, "removeGuardian", on=DECISIONS)

    def change_policy(self, kind: ActionKind, terms: PolicyTerms) -> Recorded[PolicySet]:
        """Change what decisions of a kind need."""
        given = (terms.threshold, terms.delay_seconds, terms.lapse_seconds)
        return self._decide(PolicySet, "changePolicy", kind, given, on=DECISIONS)


class DecisionActions(Decided, DecisionReader, ActingSection):
    """What the founder decides, what administrators propose and vote for, and what the guardian stops.

    The calls of `Decided` are the founder's here: each leaves a DecisionExecuted and returns the event that the called
    contract emitted. `proposing` has the same calls, each of which makes a proposal.
    """

    def __init__(self, acting: Calling, deciding: Deciding) -> None:
        Decided.__init__(self, deciding)
        ActingSection.__init__(self, acting)
        self._calling = acting
        self.proposing = Decided(Proposed(acting))

    def deciding(self) -> Decided:
        """The calls as this account can have them decided: at once while it is the founder, else as proposals."""
        return self if self._decides_alone() else self.proposing

    def put(self, target: bytes, call: bytes) -> Recorded[ProposalMade] | Recorded[DecisionExecuted]:
        """Put a call of a contract to the decision: executed at once for the founder, proposed for everybody else."""
        return (
            self._act(DecisionExecuted, "decide", target, call) if self._decides_alone() else self.propose(target, call)
        )

    def _decides_alone(self) -> bool:
        return self._calling.account == self.founder() and not self.handed_over()

    def hand_over(self) -> Recorded[HandedOver]:
        """End the founder's power for ever."""
        return self._act(HandedOver, "handOver")

    def propose(self, target: bytes, call: bytes) -> Recorded[ProposalMade]:
        """Propose a call (selector and arguments) of a contract (20 bytes), and vote for it."""
        return self._act(ProposalMade, "propose", target, call)

    def vote(self, proposal: int) -> Recorded[VoteCast]:
        """Vote for a proposal in the name of one's organisation."""
        return self._act(VoteCast, "vote", proposal)

    def withdraw_vote(self, proposal: int) -> Recorded[VoteWithdrawn]:
        """Withdraw one's organisation's vote."""
        return self._act(VoteWithdrawn, "withdrawVote", proposal)

    def queue(self, proposal: int) -> Recorded[ProposalQueued]:
        """Begin the delay of a proposal that has the votes."""
        return self._act(ProposalQueued, "queue", proposal)

    def execute(self, proposal: int, target: bytes, call: bytes) -> Recorded[DecisionExecuted]:
        """Execute a proposal whose delay is over and which has the votes now."""
        return self._act(DecisionExecuted, "execute", proposal, target, call)

    def cancel_proposal(self, proposal: int) -> Recorded[ProposalCancelled]:
        """Cancel a proposal of one's own organisation, or as the guardian."""
        return self._act(ProposalCancelled, "cancelProposal", proposal)

    def stop_contract(self, account: bytes) -> Recorded[GuardianStopped]:
        """As the guardian, pause a contract (20 bytes) for 14 days."""
        return self._act(GuardianStopped, "stopContract", account)

    def freeze_officer(self, officer: int) -> Recorded[GuardianFroze]:
        """As the guardian, freeze an officer's key for 7 days."""
        return self._act(GuardianFroze, "freezeOfficer", officer)

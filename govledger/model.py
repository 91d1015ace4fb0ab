"""The values that both sides of the library speak in: closed lists, positions, and what the contracts hold.

The numbers of the closed lists are those of the Solidity enums in `contracts/types` and `contracts/interfaces`;
a test holds the two equal. Times are seconds since 1970 in the chain's time, amounts integer fen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, Self, TypeVar

from govledger.errors import InputError
from govledger.events import Event

E = TypeVar("E", bound=Event, covariant=True)

DEVELOPMENT_CLIENTS = ("anvil", "hardhat")
"""What `web3_clientVersion` begins with, in lower case, on chains whose clock can be moved."""


class Role(IntEnum):
    """The roles an act can be done in (contracts/types/Roles.sol)."""

    NONE = 0
    FOUNDER = 1
    DECISION = 2
    ADMINISTRATOR = 3
    REGISTRAR = 4
    GRANTOR = 5
    REQUESTER = 6
    RESPONDER = 7
    FINANCE = 8
    ISSUER = 9
    CLAIMS = 10
    INSPECTOR = 11
    SEALER = 12
    GUARDIAN = 13
    ACCOUNTANT = 14


class OrganisationKind(IntEnum):
    """The kinds of organisation (contracts/types/Roles.sol)."""

    DEPARTMENT = 0
    FINANCE = 1
    HOSPITAL = 2
    INSURER = 3
    EMPLOYER = 4
    AID = 5
    UTILITY = 6
    TREASURY = 7
    AUDIT = 8


class Mode(IntEnum):
    """The four modes of interaction (contracts/types/Modes.sol)."""

    SUBMIT = 0
    VERIFY = 1
    DETAIL = 2
    EVALUATE = 3


class ContractRole(IntEnum):
    """The places of the consortium's directory (contracts/types/ContractRoles.sol)."""

    NONE = 0
    DECISIONS = 1
    DATA_REGISTRY = 2
    ACCESS_GRANTS = 3
    DATA_REQUESTS = 4
    BILL_RANGES = 5
    MEDICAL_BILLS = 6
    BILL_CLAIMS = 7


class ListingState(IntEnum):
    """Where a listed contract stands (contracts/types/ContractRoles.sol)."""

    NONE = 0
    CURRENT = 1
    WINDING_DOWN = 2
    CLOSED = 3


class OrganisationStatus(IntEnum):
    """Where an organisation stands (contracts/interfaces/IConsortium.sol)."""

    NONE = 0
    ACTIVE = 1
    SUSPENDED = 2
    MERGED = 3
    DISSOLVED = 4


class SuspensionReason(IntEnum):
    """Why an organisation was suspended (contracts/interfaces/IConsortium.sol)."""

    RULE_BREACH = 0
    KEY_COMPROMISE = 1
    OWN_REQUEST = 2
    INVESTIGATION = 3


class ActionKind(IntEnum):
    """The kinds of action that can be decided (contracts/interfaces/IDecisions.sol)."""

    NONE = 0
    ADMISSION = 1
    DISCIPLINE = 2
    SUCCESSION = 3
    RECOVERY = 4
    DIRECTORY = 5
    STOPS = 6
    GUARDIAN = 7
    POLICY = 8


class ProposalStatus(IntEnum):
    """Where a proposal stands (contracts/interfaces/IDecisions.sol)."""

    NONE = 0
    OPEN = 1
    QUEUED = 2
    EXECUTED = 3
    CANCELLED = 4
    LAPSED = 5


class Sensitivity(IntEnum):
    """How much harm a disclosure could do (contracts/interfaces/IDataRegistry.sol)."""

    OPEN = 0
    INTERNAL = 1
    SENSITIVE = 2
    CORE = 3


class ResourceStatus(IntEnum):
    """Where a resource stands (contracts/interfaces/IDataRegistry.sol)."""

    NONE = 0
    OPEN = 1
    RETIRED = 2


class RecordStatus(IntEnum):
    """Where a record stands (contracts/interfaces/IDataRegistry.sol)."""

    NONE = 0
    LIVE = 1
    WITHDRAWN = 2
    SHREDDED = 3


class RetirementReason(IntEnum):
    """Why a resource was retired (contracts/interfaces/IDataRegistry.sol)."""

    REPLACED = 0
    NO_LONGER_KEPT = 1
    LEGAL_ORDER = 2


class WithdrawalReason(IntEnum):
    """Why a record was withdrawn (contracts/interfaces/IDataRegistry.sol)."""

    ERROR = 0
    OBSOLETE = 1
    DUPLICATE = 2
    LEGAL_ORDER = 3
    SUBJECT_REQUEST = 4


class ShreddingReason(IntEnum):
    """Why the salts of a record were destroyed (contracts/interfaces/IDataRegistry.sol)."""

    RETENTION_OVER = 0
    SUBJECT_REQUEST = 1
    LEGAL_ORDER = 2
    ERROR = 3


class SignatureStatus(IntEnum):
    """What became of a signature by which a grant may be issued (contracts/interfaces/IAccessGrants.sol)."""

    NONE = 0
    USED = 1
    CANCELLED = 2


class RevocationReason(IntEnum):
    """Why a grant was revoked (contracts/interfaces/IAccessGrants.sol)."""

    PURPOSE_FULFILLED = 0
    MISUSE = 1
    LEGAL_ORDER = 2
    SUBJECT_REQUEST = 3
    ERROR = 4


class RequestStatus(IntEnum):
    """Where a request stands (contracts/interfaces/IDataRequests.sol)."""

    NONE = 0
    SUBMITTED = 1
    REJECTED = 2
    SERVED = 3
    ACKNOWLEDGED = 4
    LAPSED = 5
    APPROVED = 6
    REVOKED = 7
    DISPUTED = 8
    OVERDUE = 9


class RejectionReason(IntEnum):
    """Why the owner rejected a request (contracts/interfaces/IDataRequests.sol)."""

    RECORD_NOT_HELD = 0
    CASE_NOT_SHOWN = 1
    TERMS_IN_DISPUTE = 2
    TEMPORARILY_UNABLE = 3


class DisputeReason(IntEnum):
    """What the grantee says is wrong with what it received (contracts/interfaces/IDataRequests.sol)."""

    NOTHING_RECEIVED = 0
    NOT_READABLE = 1
    COMMITMENT_MISMATCH = 2
    FIELDS_MISSING = 3
    OTHER_RECORD = 4


class EmergencyReason(IntEnum):
    """Why data is needed at once, without a grant (contracts/interfaces/IDataRequests.sol)."""

    DANGER_TO_LIFE = 0
    DANGER_TO_HEALTH = 1
    DISASTER = 2
    PUBLIC_SAFETY = 3
    OWNER_UNREACHABLE = 4


class EmergencyStatus(IntEnum):
    """Where an emergency stands (contracts/interfaces/IDataRequests.sol)."""

    NONE = 0
    OPEN = 1
    JUSTIFIED = 2
    REVIEWED = 3
    UNJUSTIFIED = 4
    UNREVIEWED = 5


class ReviewOutcome(IntEnum):
    """What an inspector found about an emergency (contracts/interfaces/IDataRequests.sol)."""

    WARRANTED = 0
    EXCESSIVE = 1
    UNWARRANTED = 2
    UNDECIDED = 3


class WindowStatus(IntEnum):
    """Where a window for small accesses stands (contracts/interfaces/IDataRequests.sol)."""

    NONE = 0
    OPEN = 1
    CLOSED = 2
    OVERDUE = 3


class RangeStatus(IntEnum):
    """Where a range stands (contracts/interfaces/IBillRanges.sol)."""

    NONE = 0
    PROPOSED = 1
    GRANTED = 2
    RETURNED = 3
    CLOSED = 4
    WRITTEN_OFF = 5


class VoidReason(IntEnum):
    """Why numbers were voided (contracts/interfaces/IBillRanges.sol)."""

    DAMAGED = 0
    MISPRINTED = 1
    SYSTEM_FAILURE = 2
    LOST = 3


class PayerClass(IntEnum):
    """The classes of payers, in the order of their turns (contracts/types/PayerClasses.sol)."""

    UNCLASSIFIED = 0
    """Comes after all others."""
    BASIC = 1
    SUPPLEMENTARY = 2
    COMMERCIAL = 3
    EMPLOYER = 4
    AID = 5


class IssueState(IntEnum):
    """Where a bill stands in its issue state (contracts/interfaces/IMedicalBills.sol)."""

    NONE = 0
    ISSUED = 1
    RED_LETTERED = 2
    RED_LETTER = 3


class RedLetterReason(IntEnum):
    """Why a bill was taken back (contracts/interfaces/IMedicalBills.sol)."""

    WRONG_ISSUE = 0
    REFUND = 1
    SERVICE_STOPPED = 2
    DUPLICATE = 3


class FreezeReason(IntEnum):
    """Why a bill was frozen (contracts/interfaces/IMedicalBills.sol)."""

    SUSPECTED_FRAUD = 0
    COURT_ORDER = 1
    DISPUTE = 2
    ISSUER_REQUEST = 3


class ClaimPurpose(IntEnum):
    """What a payer claims a bill for (contracts/interfaces/IBillClaims.sol)."""

    REIMBURSEMENT = 0
    """The payer reimburses the subject."""
    DIRECT_PAYMENT = 1
    """The payer pays the hospital."""
    AID = 2


class ReversalReason(IntEnum):
    """Why a settlement was reversed (contracts/interfaces/IBillClaims.sol)."""

    PAID_IN_ERROR = 0
    REFUNDED = 1
    FRAUD = 2
    NOT_RECEIVED = 3


class EntryState(IntEnum):
    """Where a bill stands in the books of one reimbursing unit (contracts/interfaces/IBillClaims.sol)."""

    NOT_BOOKED = 0
    """01"""
    DEDUCTIBLE = 1
    """02: booked and deductible"""
    NOT_DEDUCTIBLE = 2
    """03: booked and not deductible"""
    REVERSED = 3
    """06"""


class EntryPurpose(IntEnum):
    """What a reimbursing unit booked a bill for (contracts/interfaces/IBillClaims.sol)."""

    EXPENSE = 0
    WELFARE = 1
    BENEFIT = 2
    AID = 3


def to_bits(members: Iterable[IntEnum]) -> int:
    """The set as the contracts hold it: bit = number of the member."""
    bits = 0
    for member in members:
        bits |= 1 << member
    return bits


M = TypeVar("M", bound=IntEnum)


def from_bits(kind: type[M], bits: int) -> frozenset[M]:
    """The members of a closed list whose bits are set."""
    return frozenset(member for member in kind if bits >> member & 1)


@dataclass(frozen=True, slots=True)
class Position:
    """Where an event stands on the chain: the evidence for it."""

    block_number: int
    block_hash: bytes
    block_timestamp: int
    """Seconds; the validators' word."""
    transaction_hash: bytes
    transaction_index: int
    log_index: int
    """The log's place in its block."""


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E]):
    """What an act left on the chain: its event, and where the event stands."""

    event: E
    at: Position


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as Consortium holds it."""

    version: int
    status: OrganisationStatus
    kinds: frozenset[OrganisationKind]
    voting: bool
    succession: int
    """Steps of the longest line of organisations that ended in this one's favour, at most 4."""
    public_code: str
    """18 upper-case letters and digits."""


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer as Consortium holds it: in office while valid_from_at ≤ time < valid_until_at."""

    version: int
    organisation: int
    roles: frozenset[Role]
    unit: int
    valid_from_at: int
    valid_until_at: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a contract stands in the directory."""

    version: int
    role: ContractRole
    state: ListingState
    paused_until_at: int
    """Takes only what relieves while time < paused_until_at."""
    stoppable_from_at: int
    """The guardian cannot stop it before this time."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Whom an account serves: while serves_from_at ≤ time < serves_until_at."""

    officer: int
    serves_from_at: int
    serves_until_at: int
    frozen_until_at: int
    """May do nothing before this time; `FOR_EVER` once the freeze was confirmed."""
    freezable_from_at: int
    """Cannot be frozen without confirmation before this time."""


@dataclass(frozen=True, slots=True)
class Administration:
    """How an organisation looks after its own officers."""

    version: int
    """0 until the organisation sets its rule for the first time."""
    needed: int
    """How many administrators an act on its officers needs, 1 or 2."""


@dataclass(frozen=True, slots=True)
class Endorsement:
    """An administrator's consent to a call by another one of its organisation."""

    version: int
    officer: int
    valid_until_at: int
    """Open before this time; when it was used or withdrawn, that moment."""


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """What decisions of a kind need."""

    threshold: int
    """Votes, in basis points of the organisations that count: over 5000, at most 8000."""
    delay_seconds: int
    """From queueing to execution."""
    lapse_seconds: int
    """From the proposal until it lapses; at least 14 days longer than the delay."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as Decisions holds it."""

    version: int
    terms: PolicyTerms


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as Decisions holds it."""

    version: int
    kind: ActionKind
    """NONE for what the founder decided."""
    status: ProposalStatus
    ready_at: int
    """When its delay is over; 0 unless it was queued."""
    lapses_at: int
    executed_at: int
    proposer: int
    concerned: int
    """The organisation that a recovery is about, which is not counted; else 0."""
    call_hash: bytes


@dataclass(frozen=True, slots=True)
class Tally:
    """How a vote stands now."""

    votes: int
    """Of organisations that count now."""
    needed: int
    electorate: int
    """How many count now."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource as DataRegistry holds it."""

    version: int
    owner: int
    status: ResourceStatus
    schema_version: int
    sensitivity: Sensitivity
    modes: frozenset[Mode]
    schema: bytes
    approvers: tuple[int, ...] = ()
    """The organisations whose approval its grants need, up to four."""
    approvals: int = 0
    """How many of them approve a grant that allows neither DETAIL nor SUBMIT."""
    detail_approvals: int = 0
    """How many of them approve a grant that allows DETAIL or SUBMIT."""

    def approvals_for(self, modes: Iterable[Mode]) -> int:
        """How many approvers approve a grant of these modes before it is issued."""
        return self.detail_approvals if {Mode.DETAIL, Mode.SUBMIT} & set(modes) else self.approvals


@dataclass(frozen=True, slots=True)
class Record:
    """A record, a batch of records, or an item of a batch, as DataRegistry holds it."""

    version: int
    """0: an item before its first action."""
    resource: int
    status: RecordStatus
    commitment: bytes
    """Of a batch, the root over its items' leaves."""
    count: int = 0
    """How many items a batch holds; 0: no batch."""


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """What is granted to whom. Usable while valid_from_at ≤ time < valid_until_at."""

    resource: int
    grantee: int
    modes: frozenset[Mode]
    fields: frozenset[int]
    """Positions in the resource's schema, each from 0 to 255."""
    purpose: int
    """Code of the purpose in the consortium's list, from 1 to 65535."""
    legal_basis: bytes
    """keccak256 of the legal basis' text."""
    valid_from_at: int
    valid_until_at: int
    max_uses: int
    delegation_depth: int = 0
    """How many times it may be passed on, one below the other; from 0 to 4."""
    parent: int = 0
    """The grant that is passed on; 0: the owner of the resource grants."""

    def as_struct(self) -> tuple[int | bytes, ...]:
        """The members of the contract's struct, in its order.

        Raises:
            InputError: a field's position is not from 0 to 255.
        """
        return (
            self.resource,
            self.grantee,
            to_bits(self.modes),
            fields_to_bits(self.fields),
            self.purpose,
            self.legal_basis,
            self.valid_from_at,
            self.valid_until_at,
            self.max_uses,
            self.delegation_depth,
            self.parent,
        )


@dataclass(frozen=True, slots=True)
class GrantUse:
    """One intended use of a grant."""

    resource: int
    owner: int
    grantee: int
    mode: Mode
    fields: frozenset[int]
    purpose: int
    legal_basis: bytes

    def as_struct(self) -> tuple[int | bytes, ...]:
        """The members of the contract's struct, in its order.

        Raises:
            InputError: a field's position is not from 0 to 255.
        """
        named = (self.resource, self.owner, self.grantee, self.mode)
        return (*named, fields_to_bits(self.fields), self.purpose, self.legal_basis)


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant as AccessGrants holds it, and how often it was used."""

    version: int
    owner: int
    revoked: bool
    terms: GrantTerms
    uses: int
    delegated_uses: int = 0
    """How many of its uses were passed on to grants below it."""

    @property
    def remaining_uses(self) -> int:
        """How many uses can still be made or passed on."""
        return self.terms.max_uses - self.uses - self.delegated_uses


@dataclass(frozen=True, slots=True)
class Draft:
    """The approvals of one grant's exact terms, as AccessGrants holds them."""

    version: int
    resource: int
    bound_version: int
    """The version of the resource to which they are bound."""
    approvals: frozenset[int]
    """Places, from 0, in that version's list of approvers."""


@dataclass(frozen=True, slots=True)
class GrantSignature:
    """What became of a signature by which a grant may be issued."""

    version: int
    status: SignatureStatus


def item_id(batch: int, index: int) -> int:
    """The id under which an item of a batch of records is known: batch · 2^32 + index.

    Raises:
        InputError: a batch whose id is not from 1 to 2^31 - 1, or an index that is not from 0 to 2^32 - 1.
    """
    if not 0 < batch < 1 << 31 or not 0 <= index < 1 << 32:
        raise InputError(f"item {index} of batch {batch}: batches have ids below 2^31, items indices below 2^32")
    return batch << 32 | index


def split_item(record: int) -> tuple[int, int] | None:
    """The batch and the index of an item, or None for a record that stands alone and for a batch."""
    return divmod(record, 1 << 32) if record >> 32 else None


@dataclass(frozen=True, slots=True)
class RequestTerms:
    """What is asked of whom, why and from where."""

    grant: int
    resource: int
    owner: int
    grantee: int
    mode: Mode
    fields: frozenset[int]
    purpose: int
    legal_basis: bytes
    serve_by_at: int
    acknowledge_within: int
    """Seconds from serving."""
    record: int = 0
    """0: the resource as a whole."""
    index: int = 0
    """The item's place in a record that is a batch, from 0; 0 for a record that stands alone, and for no record."""
    case_tag: bytes = bytes(32)
    site: int = 0
    """Code from the filing organisation's own list of sites."""
    system: int = 0
    """Code from the filing organisation's own list of systems."""

    @classmethod
    def under(cls, grant: int, found: Grant, **asked: Any) -> Self:
        """What is asked under a grant: resource, owner, grantee, purpose and legal basis are the grant's.

        Args:
            grant: its id.
            found: the grant.
            asked: the other members, by name.
        """
        terms = found.terms
        return cls(
            grant=grant,
            resource=terms.resource,
            owner=found.owner,
            grantee=terms.grantee,
            purpose=terms.purpose,
            legal_basis=terms.legal_basis,
            **asked,
        )


@dataclass(frozen=True, slots=True)
class Request:
    """A request as DataRequests holds it; LAPSED and OVERDUE are computed at the time of reading."""

    version: int
    status: RequestStatus
    serve_by_at: int
    acknowledge_by_at: int
    """0 until served."""
    filed_by: int
    terms_hash: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """Until when a request is kept from its subject's view: views and reports hide it while time < disclose_at."""

    organisation: int
    """Who approved it."""
    disclose_at: int


@dataclass(frozen=True, slots=True)
class GlassTerms:
    """What is read in an emergency, without a grant, and why."""

    resource: int
    owner: int
    mode: Mode
    """VERIFY or DETAIL."""
    fields: frozenset[int]
    purpose: int
    legal_basis: bytes
    reason: EmergencyReason
    record: int = 0
    """0: the resource as a whole."""
    index: int = 0
    """The item's place in a record that is a batch, from 0; 0 for a record that stands alone, and for no record."""
    case_tag: bytes = bytes(32)
    site: int = 0
    """Code from the accessing organisation's own list of sites."""
    system: int = 0
    """Code from the accessing organisation's own list of systems."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency as DataRequests holds it; UNJUSTIFIED and UNREVIEWED are computed at the time of reading."""

    version: int
    organisation: int
    """Who accessed, and has to justify it."""
    owner: int
    status: EmergencyStatus
    answered: bool
    """Whether the owner committed to what it answered."""
    due_by_at: int
    """Until when it is to be justified; from then on until when it is to be reviewed."""


@dataclass(frozen=True, slots=True)
class WindowTerms:
    """What may be asked how often while a window is open; all its uses are counted when it is opened."""

    grant: int
    resource: int
    owner: int
    grantee: int
    mode: Mode
    """VERIFY or EVALUATE."""
    fields: frozenset[int]
    purpose: int
    legal_basis: bytes
    uses: int
    """From 1 to 65,536."""
    close_by_at: int
    """At most 7 days ahead."""
    site: int = 0
    """Code from the owner's own list of sites."""
    system: int = 0
    """Code from the owner's own list of systems."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window as DataRequests holds it; OVERDUE is computed at the time of reading."""

    version: int
    owner: int
    status: WindowStatus
    uses: int
    count: int
    """How many accesses were made; 0 until it is closed."""
    close_by_at: int
    root: bytes
    """Root of the tree over the accesses; zero until it is closed, and if there were none."""


@dataclass(frozen=True, slots=True)
class NumberRange:
    """A range of bill numbers as BillRanges holds it."""

    version: int
    status: RangeStatus
    code: int
    first: int
    last: int
    valid_until_at: int
    holder: int
    grantor: int
    proposed_by: int
    count: int
    """How many numbers it has; less once a part was split off."""
    unit: int
    """The issuing point that may issue from it; 0: every one of the holder's."""
    unconfirmed_voids: int
    """How many voidings of it were not confirmed yet."""
    parent: int
    """The range that it was split from; 0: none."""
    closure_by: int
    """The officer who proposed to close it; 0: nobody."""
    next_number: int
    """last + 1 when it is used up; 0 until granted."""


@dataclass(frozen=True, slots=True)
class VoidedNumbers:
    """Numbers of a range that were voided together, as BillRanges holds them."""

    count: int
    reason: VoidReason
    reviewed_by: int
    """The first of the two finance officers who agree to it; 0: none yet."""
    confirmed: bool


@dataclass(frozen=True, slots=True)
class PayerOrder:
    """In which order the payers of a code's bills take their turns, as BillRanges holds it."""

    version: int
    """0: no order was ever set."""
    turns: frozenset[PayerClass]
    """The classes that later ones wait for."""


@dataclass(frozen=True, slots=True)
class BillBatch:
    """A batch of bills as MedicalBills holds it."""

    version: int
    issuer: int
    first: int
    """Key of the first bill."""
    count: int
    turns: frozenset[PayerClass]
    """The classes of payers that are waited for on its bills: the order of their code when they were issued."""
    root: bytes


@dataclass(frozen=True, slots=True)
class Engagement:
    """How a claims contract engages a bill, as MedicalBills holds it."""

    reserved_until_at: int
    """When the last of the live reservations expires; 0: none was live."""
    settled: bool
    booked: bool
    opened: bool
    """Whether a claim or a booking opened the bill: its tags are marked as used."""
    barred: bool
    """Whether the bill was ever frozen or taken back."""
    by: bytes
    """Address of the claims contract; zero: none."""


@dataclass(frozen=True, slots=True)
class BillVerification:
    """What the chain says of a bill and the leaf it is said to have."""

    authentic: bool
    """Whether the bill was issued with exactly this leaf; if not, nothing else is filled in."""
    state: IssueState
    issuer: int
    version: int
    """0 for a bill of a batch before its first action in MedicalBills."""
    frozen_until_at: int
    """Frozen while time < this; FOR_EVER: until the finance department lifts it; 0: never frozen."""
    shredded: bool
    """Whether its issuer destroyed its salts."""
    paper: int
    """The paper that is its live form, as code · 10^10 + number; 0: it is electronic."""
    counterpart: int
    """Key of the red letter, or of the bill that it takes back; 0: none."""
    engagement: Engagement


FOR_EVER = 2**40 - 1
"""The time until which a bill is frozen that nobody has lifted, and the like."""


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill's own storage in MedicalBills; a bill of a batch has none until its first action there."""

    version: int
    issuer: int
    batch: int
    """0: issued alone, or not opened yet."""
    state: IssueState
    """NONE where the bill has no storage of its own, or was only frozen or shredded: then it is an issued one."""
    turns: frozenset[PayerClass]
    """Of a bill that was issued alone: the classes of payers that are waited for. For others the batch says it."""
    shredded: bool
    frozen_until_at: int
    paper: int
    frozen_by: int
    """The officer who froze it last; 0: nobody."""


@dataclass(frozen=True, slots=True)
class ClaimAccount:
    """What was claimed of one bill, as BillClaims holds it."""

    version: int
    """BillClaims' own version of the bill; 0: it never had to do with it."""
    open: bool
    """Whether the bill's inner part was shown. A bill that was only booked is not open."""
    claimable_fen: int
    settled_fen: int
    reserved_fen: int
    """What all live reservations hold now."""
    consent_key: bytes
    """Address of the bill's one-time key; zero: nobody is asked."""
    payers: int
    pending_turns: frozenset[PayerClass]
    """The classes of payers that are waited for: those of the order that the bill was issued under of
    which none settled or declined yet."""
    bookings: int
    """How many reimbursing units have it booked."""
    available_fen: int
    """What can still be reserved now."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """A reversal that a second officer has to confirm."""

    proposed_by: int
    amount_fen: int
    reason: ReversalReason


@dataclass(frozen=True, slots=True)
class Entry:
    """A bill in the books of one reimbursing unit."""

    state: EntryState
    purpose: EntryPurpose
    period: int
    """Year · 100 + month."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """The last reservation of one payer on one bill, live while time < expires_at."""

    payer: int
    number: int
    reserved_fen: int
    settled_fen: int
    """What this payer settled over all its reservations on the bill."""
    expires_at: int


FIELD_LIMIT = 256
"""Fields of a schema have positions below this one."""


def fields_to_bits(fields: Iterable[int]) -> int:
    """Positions of fields as the contracts hold them: bit = position.

    Raises:
        InputError: a position is not from 0 to 255.
    """
    bits = 0
    for field in fields:
        if not 0 <= field < FIELD_LIMIT:
            raise InputError(f"field {field}: a schema's fields have positions from 0 to {FIELD_LIMIT - 1}")
        bits |= 1 << field
    return bits


def fields_from_bits(bits: int) -> frozenset[int]:
    """The positions whose bits are set."""
    return frozenset(field for field in range(FIELD_LIMIT) if bits >> field & 1)

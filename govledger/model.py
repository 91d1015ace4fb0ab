"""The values that both sides of the library speak in: closed lists, positions, and what the contracts hold.

The numbers of the closed lists are those of the Solidity enums in `contracts/types` and `contracts/interfaces`;
a test holds the two equal. Times are seconds since 1970 in the chain's time, amounts integer fen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

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


class RejectionReason(IntEnum):
    """Why the owner rejected a request (contracts/interfaces/IDataRequests.sol)."""

    RECORD_NOT_HELD = 0
    CASE_NOT_SHOWN = 1
    TERMS_IN_DISPUTE = 2
    TEMPORARILY_UNABLE = 3


class RangeStatus(IntEnum):
    """Where a range stands (contracts/interfaces/IBillRanges.sol)."""

    NONE = 0
    PROPOSED = 1
    GRANTED = 2


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


@dataclass(frozen=True, slots=True)
class Record:
    """A record as DataRegistry holds it."""

    version: int
    resource: int
    status: RecordStatus
    commitment: bytes


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


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant as AccessGrants holds it, and how often it was used."""

    version: int
    owner: int
    revoked: bool
    terms: GrantTerms
    uses: int


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
    case_tag: bytes = bytes(32)
    site: int = 0
    """Code from the filing organisation's own list of sites."""
    system: int = 0
    """Code from the filing organisation's own list of systems."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as DataRequests holds it; LAPSED is computed at the time of reading."""

    version: int
    status: RequestStatus
    serve_by_at: int
    acknowledge_by_at: int
    """0 until served."""
    filed_by: int
    terms_hash: bytes


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
    next_number: int
    """last + 1 when it is used up; 0 until granted."""


@dataclass(frozen=True, slots=True)
class BillBatch:
    """A batch of bills as MedicalBills holds it."""

    version: int
    issuer: int
    first: int
    """Key of the first bill."""
    count: int
    root: bytes


@dataclass(frozen=True, slots=True)
class BillVerification:
    """What the chain says of a bill and the leaf it is said to have."""

    authentic: bool
    """Whether the bill was issued with exactly this leaf; if not, nothing else is filled in."""
    state: IssueState
    issuer: int
    version: int
    """0 for a bill of a batch before its first action in MedicalBills."""
    engaged_until_at: int
    """Reserved or settled until then; FOR_EVER once something is settled."""
    counterpart: int
    """Key of the red letter, or of the bill that it takes back; 0: none."""


FOR_EVER = 2**40 - 1
"""The time until which a bill is engaged of which something is settled."""


@dataclass(frozen=True, slots=True)
class ClaimAccount:
    """What was claimed of one bill, as BillClaims holds it."""

    version: int
    """BillClaims' own version of the bill; 0: never claimed."""
    claimable_fen: int
    settled_fen: int
    reservations: int
    payers: int
    available_fen: int
    """What can still be reserved now."""


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

"""The rules of DataRequests: requests, emergencies and windows for small accesses. Pure.

`DataRequestsRules` says the same as the contract: which call is taken, which is refused and by which rule, what events
it makes and what the views say afterwards. Each act has the same shape: whether the sender may act, whether the object
stands where the act begins, whether the organisation is the right one, whether what is given is whole; then, once
nothing can be refused any more, what changes; then the event. A refused call changes nothing.

Time is given to every call that depends on it, as seconds; what is late is computed, never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol

from govledger.events import Event
from govledger.events.types import (
    EmergencyAnswered,
    EmergencyJustified,
    EmergencyReviewed,
    GlassBroken,
    RequestAcknowledged,
    RequestApproved,
    RequestDisputed,
    RequestFiled,
    RequestRejected,
    RequestRevoked,
    RequestSealed,
    RequestServed,
    RequestUnsealed,
    WindowClosed,
    WindowOpened,
)
from govledger.model import EmergencyStatus, Mode, RequestStatus, ResourceStatus, Role, WindowStatus, to_bits
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import verify
from govledger.refusals import (
    EmergencyAnswerZero,
    EmergencyForeign,
    EmergencyIsAnswered,
    EmergencyOwnerMismatch,
    EmergencyReviewedByItself,
    EmergencyStatementZero,
    EmergencyStatusMismatch,
    EmergencyUnknown,
    EmergencyVersionStale,
    FirstIdZero,
    GlassFieldsEmpty,
    GlassForOwnData,
    GlassJustificationOverdue,
    GlassLegalBasisZero,
    GlassLimitReached,
    GlassModeInvalid,
    GlassModeNotOffered,
    GlassPurposeZero,
    RequestAcknowledgementInvalid,
    RequestAnswerZero,
    RequestApprovalMissing,
    RequestDeadlineInvalid,
    RequestFilerMismatch,
    RequestGranteeMismatch,
    RequestIndexWithoutRecord,
    RequestOwnerMismatch,
    RequestRuleVersionInvalid,
    RequestStatusMismatch,
    RequestTermsMismatch,
    RequestUnknown,
    RequestVersionStale,
    ResourceForeign,
    ResourceUnknown,
    SealByParty,
    SealExists,
    SealForeign,
    SealLegalBasisZero,
    SealMissing,
    SealTimeInvalid,
    WindowCountExceeded,
    WindowIsClosed,
    WindowModeInvalid,
    WindowOwnerMismatch,
    WindowRootMismatch,
    WindowTimeInvalid,
    WindowUnknown,
    WindowUsesInvalid,
    WindowVersionStale,
)

HOUR, DAY = 3_600, 86_400
SERVE_LIMIT = 366 * DAY
ACKNOWLEDGE_LIMIT = 366 * DAY
SEAL_LIMIT = 3 * 366 * DAY
JUSTIFY_WITHIN = 72 * HOUR
REVIEW_WITHIN = 30 * DAY
OPEN_EMERGENCIES_LIMIT = 16
WINDOW_USES_LIMIT = 65_536
WINDOW_LIMIT = 7 * DAY

BEGIN, FINISH, RELIEVE = range(3)
"""What an act does to obligations (`Stage` in contracts/types/ContractRoles.sol)."""

SUBMITTED = frozenset({RequestStatus.SUBMITTED})
NOT_SERVED = frozenset({RequestStatus.SUBMITTED, RequestStatus.APPROVED})
NOT_ACKNOWLEDGED = frozenset({RequestStatus.SERVED, RequestStatus.OVERDUE})
DISPUTED = frozenset({RequestStatus.DISPUTED})

NO_HASH = bytes(32)
ACCESS = keccak256(b"govledger.access.v1")

Events = tuple[Event, ...]
Call = tuple[str, tuple[Any, ...]]
"""A method's name, and its arguments without sender and time."""


# --- what is asked of the other contracts --------------------------------------------------------------------


class Authority(Protocol):
    """For whom an account acts."""

    @property
    def organisation(self) -> int: ...  # noqa: D102
    @property
    def officer(self) -> int: ...  # noqa: D102


class ConsortiumAnswers(Protocol):
    """What is asked of Consortium's rules."""

    def authorise(self, sender: bytes, now: int, account: bytes, role: int, stage: int) -> Authority:
        """For whom the account acts; refuses unless it may act in the role, and the sender may take the act."""
        ...

    def heir_of(self, organisation: int) -> int:
        """Who acts for an organisation now: itself, its successor or its custodian."""
        ...

    def successor_of(self, organisation: int) -> int:
        """Who an organisation is now: itself, or what it merged into."""
        ...

    def require_active(self, organisation: int) -> None:
        """Refuses unless the organisation is active."""
        ...


class Resource(Protocol):
    """What is read of a resource."""

    @property
    def owner(self) -> int: ...  # noqa: D102
    @property
    def status(self) -> int: ...  # noqa: D102
    @property
    def modes(self) -> int: ...  # noqa: D102


class RegistryAnswers(Protocol):
    """What is asked of DataRegistry's rules."""

    def require_live_record(self, record: int, index: int, resource: int) -> None:
        """Refuses unless the record is live and of that resource."""
        ...

    def get_resource(self, resource: int) -> Resource:
        """The resource; all zero if there is none."""
        ...


class GrantsAnswers(Protocol):
    """What is asked of AccessGrants' rules."""

    def check_use(self, now: int, grant: int, use: GrantUse, count: int) -> None:
        """Refuses with the rule that so many uses would break now."""
        ...

    def report_use(self, sender: bytes, now: int, grant: int, use: GrantUse, count: int) -> Events:
        """Checks the uses and counts them; silent."""
        ...


# --- what calls take, member by member as in Solidity --------------------------------------------------------


class _Struct:
    """A struct of the interface."""

    __slots__: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def of(cls, event: Any) -> Any:
        """The struct that an event carries, flattened."""
        return cls(*(getattr(event, name) for name in cls.__slots__))

    def members(self) -> dict[str, Any]:
        """Its members by name, in order."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class GrantUse(_Struct):
    """One intended use of a grant."""

    resource: int
    owner: int
    grantee: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes


@dataclass(frozen=True, slots=True)
class RequestTerms(_Struct):
    """What is asked of whom, why and from where."""

    grant: int
    resource: int
    record: int
    index: int
    owner: int
    grantee: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes
    case_tag: bytes
    site: int
    system: int
    serve_by: int
    acknowledge_within: int

    @property
    def hashed(self) -> bytes:
        """keccak256(abi.encode(terms))."""
        values = self.members().values()
        return keccak256(b"".join(value if isinstance(value, bytes) else value.to_bytes(32) for value in values))

    @property
    def use(self) -> GrantUse:
        """The use of the grant that the request is."""
        return GrantUse.of(self)  # type: ignore[no-any-return]

    @property
    def filer(self) -> int:
        """Who files: the owner where it hands data over, else who receives."""
        return self.owner if self.mode == Mode.SUBMIT else self.grantee

    @property
    def filer_role(self) -> Role:
        """The role in which the request is filed and taken back."""
        return Role.RESPONDER if self.mode == Mode.SUBMIT else Role.REQUESTER


@dataclass(frozen=True, slots=True)
class GlassTerms(_Struct):
    """What is read at once, without a grant, and why."""

    resource: int
    record: int
    index: int
    owner: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes
    case_tag: bytes
    site: int
    system: int
    reason: int
    statement: bytes


@dataclass(frozen=True, slots=True)
class WindowTerms(_Struct):
    """What may be asked how often while a window is open."""

    grant: int
    resource: int
    owner: int
    grantee: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes
    site: int
    system: int
    uses: int
    close_by: int

    @property
    def use(self) -> GrantUse:
        """The use of the grant that each access is."""
        return GrantUse.of(self)  # type: ignore[no-any-return]


# --- what the contract holds ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Request:
    """A request; what is stored, or as a view says it at a time."""

    version: int = 0
    status: RequestStatus = RequestStatus.NONE
    serve_by: int = 0
    acknowledge_by: int = 0
    filed_by: int = 0
    terms_hash: bytes = NO_HASH

    def status_at(self, now: int) -> RequestStatus:
        """Where it stands: neither that it lapsed nor that it is overdue is ever stored."""
        if self.status in NOT_SERVED and now >= self.serve_by:
            return RequestStatus.LAPSED
        if self.status == RequestStatus.SERVED and now >= self.acknowledge_by:
            return RequestStatus.OVERDUE
        return self.status


@dataclass(slots=True)
class Seal:
    """Until when a request is kept from its subject's view, and who approved it."""

    organisation: int = 0
    disclose_at: int = 0


@dataclass(slots=True)
class Emergency:
    """An emergency; what is stored, or as a view says it at a time."""

    version: int = 0
    organisation: int = 0
    owner: int = 0
    status: EmergencyStatus = EmergencyStatus.NONE
    answered: bool = False
    due_by: int = 0

    def status_at(self, now: int) -> EmergencyStatus:
        """Where it stands: that somebody is late is never stored."""
        late = {
            EmergencyStatus.OPEN: EmergencyStatus.UNJUSTIFIED,
            EmergencyStatus.JUSTIFIED: EmergencyStatus.UNREVIEWED,
        }
        return late.get(self.status, self.status) if now >= self.due_by else self.status


@dataclass(slots=True)
class Window:
    """A window; what is stored, or as a view says it at a time."""

    version: int = 0
    owner: int = 0
    status: WindowStatus = WindowStatus.NONE
    uses: int = 0
    count: int = 0
    close_by: int = 0
    root: bytes = NO_HASH

    def status_at(self, now: int) -> WindowStatus:
        """Where it stands: that it was left open is never stored."""
        return WindowStatus.OVERDUE if self.status == WindowStatus.OPEN and now >= self.close_by else self.status


@dataclass(slots=True)
class DataRequestsRules:
    """The state of one DataRequests contract, and the rules by which it changes."""

    address: bytes
    consortium: ConsortiumAnswers
    grants: GrantsAnswers
    registry: RegistryAnswers
    first_id: int
    requests: dict[int, Request] = field(default_factory=dict)
    terms: dict[int, RequestTerms] = field(default_factory=dict)
    """What each request was filed with; the contract keeps its hash."""
    seals: dict[int, Seal] = field(default_factory=dict)
    emergencies: dict[int, Emergency] = field(default_factory=dict)
    open_emergencies: dict[int, list[int]] = field(default_factory=dict)
    """By organisation: what it still has to justify."""
    windows: dict[int, Window] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.first_id == 0:
            raise FirstIdZero

    # --- requests ---

    def file_request(self, sender: bytes, now: int, terms: RequestTerms) -> Events:
        """A request is filed by who asks, within its grant as it is now; no use is counted."""
        role = terms.filer_role
        acting = self._authorise(sender, now, role, BEGIN)
        self._require_beginner(terms, acting.organisation)
        self._require_deadlines(terms, now)
        self._require_record(terms.record, terms.index, terms.resource)
        self.grants.check_use(now, terms.grant, terms.use, 1)

        request = self.first_id + len(self.requests)
        self.terms[request] = terms
        self.requests[request] = Request(1, RequestStatus.SUBMITTED, terms.serve_by, 0, acting.officer, terms.hashed)
        return (RequestFiled(request, sender, acting.organisation, role, 1, **terms.members()),)

    def approve_request(self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms) -> Events:
        """The owner approves what was submitted."""
        acting = self._authorise(sender, now, Role.GRANTOR, FINISH).organisation
        entry = self._in_status(now, request, seen_version, terms, SUBMITTED)
        self._require_owner(request, terms, acting)

        version = self._advance(entry, RequestStatus.APPROVED)
        return (RequestApproved(request, sender, acting, Role.GRANTOR, version),)

    def reject_request(
        self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms, reason: int
    ) -> Events:
        """The owner says no to what is not served yet."""
        acting = self._authorise(sender, now, Role.RESPONDER, FINISH).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_SERVED)
        self._require_owner(request, terms, acting)

        version = self._advance(entry, RequestStatus.REJECTED)
        return (RequestRejected(request, sender, acting, Role.RESPONDER, version, reason),)

    def revoke_request(self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms) -> Events:
        """The side that filed takes back what is not served yet."""
        role = terms.filer_role
        acting = self._authorise(sender, now, role, RELIEVE).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_SERVED)
        if not self._acts_for(acting, terms.filer):
            raise RequestFilerMismatch(terms.mode, terms.filer, acting)

        version = self._advance(entry, RequestStatus.REVOKED)
        return (RequestRevoked(request, sender, acting, role, version),)

    def serve_request(
        self,
        sender: bytes,
        now: int,
        request: int,
        seen_version: int,
        terms: RequestTerms,
        answer: bytes,
        rule_version: int,
    ) -> Events:
        """The owner answers: the access receipt, and one use; what was disputed costs no second one."""
        acting = self._authorise(sender, now, Role.RESPONDER, FINISH).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_SERVED | DISPUTED)
        self._require_owner(request, terms, acting)
        self._require_servable(request, terms, entry.status)
        self._require_answer(request, terms.mode, answer, rule_version)
        reported: Events = ()
        if entry.status != RequestStatus.DISPUTED:
            reported = self.grants.report_use(self.address, now, terms.grant, terms.use, 1)

        entry.acknowledge_by = now + terms.acknowledge_within
        version = self._advance(entry, RequestStatus.SERVED)
        receipt = RequestServed(
            request,
            sender,
            acting,
            Role.RESPONDER,
            version,
            **terms.members(),
            filed_by=entry.filed_by,
            answer=answer,
            rule_version=rule_version,
            acknowledge_by=entry.acknowledge_by,
        )
        return (receipt, *reported)

    def acknowledge_request(
        self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms
    ) -> Events:
        """The grantee confirms what it received, in time or late, also after it disputed it."""
        acting = self._authorise(sender, now, Role.REQUESTER, RELIEVE).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_ACKNOWLEDGED | DISPUTED)
        self._require_grantee(request, terms, acting)

        version = self._advance(entry, RequestStatus.ACKNOWLEDGED)
        return (RequestAcknowledged(request, sender, acting, Role.REQUESTER, version),)

    def dispute_request(
        self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms, reason: int
    ) -> Events:
        """The grantee says that what it received is not right, in time or late."""
        acting = self._authorise(sender, now, Role.REQUESTER, RELIEVE).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_ACKNOWLEDGED)
        self._require_grantee(request, terms, acting)

        version = self._advance(entry, RequestStatus.DISPUTED)
        return (RequestDisputed(request, sender, acting, Role.REQUESTER, version, reason),)

    def seal_access(
        self,
        sender: bytes,
        now: int,
        request: int,
        seen_version: int,
        terms: RequestTerms,
        disclose_at: int,
        legal_basis: bytes,
    ) -> Events:
        """Another organisation keeps what is not served yet from its subject's view, once, until a date."""
        acting = self._authorise(sender, now, Role.SEALER, FINISH).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_SERVED)
        if self._acts_for(acting, terms.grantee) or self._acts_for(acting, terms.filer):
            raise SealByParty(request, acting)
        if request in self.seals:
            raise SealExists(request, self.seals[request].disclose_at)
        if not now < disclose_at <= now + SEAL_LIMIT:
            raise SealTimeInvalid(disclose_at, now, SEAL_LIMIT)
        if legal_basis == NO_HASH:
            raise SealLegalBasisZero

        self.seals[request] = Seal(acting, disclose_at)
        version = self._advance(entry, entry.status)
        return (RequestSealed(request, sender, acting, Role.SEALER, version, disclose_at, legal_basis),)

    def unseal_access(self, sender: bytes, now: int, request: int, seen_version: int) -> Events:
        """Who sealed a request ends the seal before its date."""
        acting = self._authorise(sender, now, Role.SEALER, RELIEVE).organisation
        entry = self._known_request(request)
        seal = self.seals.get(request, Seal())
        if now >= seal.disclose_at:
            raise SealMissing(request, seal.disclose_at, now)
        self._require_request_version(request, entry, seen_version)
        if not self._acts_for(acting, seal.organisation):
            raise SealForeign(request, seal.organisation, acting)

        seal.disclose_at = now
        version = self._advance(entry, entry.status)
        return (RequestUnsealed(request, sender, acting, Role.SEALER, version),)

    # --- emergencies ---

    def break_glass(self, sender: bytes, now: int, terms: GlassTerms) -> Events:
        """Data is read without a grant, to be justified within 72 hours."""
        acting = self._authorise(sender, now, Role.REQUESTER, BEGIN).organisation
        self._require_nothing_overdue(acting, now)
        self._require_glass(terms, acting)
        self._require_record(terms.record, terms.index, terms.resource)

        emergency = self.first_id + len(self.emergencies)
        justify_by = now + JUSTIFY_WITHIN
        self.emergencies[emergency] = Emergency(1, acting, terms.owner, EmergencyStatus.OPEN, False, justify_by)
        self.open_emergencies.setdefault(acting, []).append(emergency)
        return (GlassBroken(emergency, sender, acting, Role.REQUESTER, 1, **terms.members(), justify_by=justify_by),)

    def answer_emergency(self, sender: bytes, now: int, emergency: int, seen_version: int, answer: bytes) -> Events:
        """The owner commits, once, to what it answered."""
        acting = self._authorise(sender, now, Role.RESPONDER, FINISH).organisation
        entry = self._known_emergency(emergency)
        if entry.answered:
            raise EmergencyIsAnswered(emergency)
        self._require_emergency_version(emergency, entry, seen_version)
        if not self._acts_for(acting, entry.owner):
            raise EmergencyOwnerMismatch(emergency, entry.owner, acting)
        if answer == NO_HASH:
            raise EmergencyAnswerZero

        entry.answered = True
        entry.version += 1
        return (EmergencyAnswered(emergency, sender, acting, Role.RESPONDER, entry.version, answer),)

    def justify_emergency(self, sender: bytes, now: int, emergency: int, seen_version: int, statement: bytes) -> Events:
        """Who accessed justifies it, in time or late."""
        acting = self._authorise(sender, now, Role.ADMINISTRATOR, RELIEVE).organisation
        entry = self._emergency_in(now, emergency, seen_version, EmergencyStatus.OPEN)
        if not self._acts_for(acting, entry.organisation):
            raise EmergencyForeign(emergency, entry.organisation, acting)
        if statement == NO_HASH:
            raise EmergencyStatementZero

        entry.status = EmergencyStatus.JUSTIFIED
        entry.due_by = now + REVIEW_WITHIN
        entry.version += 1
        self._remove_open(entry.organisation, emergency)
        return (
            EmergencyJustified(
                emergency, sender, acting, Role.ADMINISTRATOR, entry.version, statement, review_by=entry.due_by
            ),
        )

    def review_emergency(self, sender: bytes, now: int, emergency: int, seen_version: int, outcome: int) -> Events:
        """An inspector of another organisation says what it found, in time or late."""
        acting = self._authorise(sender, now, Role.INSPECTOR, FINISH).organisation
        entry = self._emergency_in(now, emergency, seen_version, EmergencyStatus.JUSTIFIED)
        if self._acts_for(acting, entry.organisation):
            raise EmergencyReviewedByItself(emergency, acting)

        entry.status = EmergencyStatus.REVIEWED
        entry.version += 1
        return (EmergencyReviewed(emergency, sender, acting, Role.INSPECTOR, entry.version, outcome),)

    # --- windows ---

    def open_window(self, sender: bytes, now: int, terms: WindowTerms) -> Events:
        """The owner opens a window for small accesses; all its uses are counted at once."""
        acting = self._authorise(sender, now, Role.RESPONDER, BEGIN).organisation
        if not self._acts_for(acting, terms.owner):
            raise WindowOwnerMismatch(terms.owner, acting)
        self._require_window(terms, now)
        reported = self.grants.report_use(self.address, now, terms.grant, terms.use, terms.uses)

        window = self.first_id + len(self.windows)
        self.windows[window] = Window(1, terms.owner, WindowStatus.OPEN, terms.uses, 0, terms.close_by)
        opened = WindowOpened(window, sender, acting, Role.RESPONDER, 1, **terms.members())
        return (opened, *reported)

    def close_window(self, sender: bytes, now: int, window: int, seen_version: int, count: int, root: bytes) -> Events:
        """The owner closes a window, in time or late, with what was accessed in it."""
        acting = self._authorise(sender, now, Role.RESPONDER, FINISH).organisation
        entry = self._open_window(window, seen_version)
        if not self._acts_for(acting, entry.owner):
            raise WindowOwnerMismatch(entry.owner, acting)
        if count > entry.uses:
            raise WindowCountExceeded(window, entry.uses, count)
        if (count == 0) != (root == NO_HASH):
            raise WindowRootMismatch(window, count, root)

        entry.status, entry.count, entry.root = WindowStatus.CLOSED, count, root
        entry.version += 1
        return (WindowClosed(window, sender, acting, Role.RESPONDER, entry.version, count, root),)

    # --- what readers ask ---

    def get_request(self, now: int, request: int) -> Request:
        """The request as it is at that time; all zero if there is none."""
        entry = self.requests.get(request, Request())
        return replace(entry, status=entry.status_at(now))

    def get_seal(self, request: int) -> Seal:
        """The seal of a request; all zero if it was never sealed."""
        return replace(self.seals.get(request, Seal()))

    def get_emergency(self, now: int, emergency: int) -> Emergency:
        """The emergency as it is at that time; all zero if there is none."""
        entry = self.emergencies.get(emergency, Emergency())
        return replace(entry, status=entry.status_at(now))

    def open_emergencies_of(self, organisation: int) -> tuple[int, ...]:
        """The emergencies that an organisation has not justified yet."""
        return tuple(self.open_emergencies.get(organisation, ()))

    def get_window(self, now: int, window: int) -> Window:
        """The window as it is at that time; all zero if there is none."""
        entry = self.windows.get(window, Window())
        return replace(entry, status=entry.status_at(now))

    def verify_window_access(self, window: int, index: int, access: bytes, proof: Sequence[bytes]) -> bool:
        """Whether an access is one of those that a closed window's root stands for."""
        entry = self.windows.get(window, Window())
        leaf = keccak256(keccak256(ACCESS + index.to_bytes(32) + access))
        return index < entry.count and verify(entry.root, leaf, proof)

    # --- who may act ---

    def _authorise(self, sender: bytes, now: int, role: Role, stage: int) -> Authority:
        return self.consortium.authorise(self.address, now, sender, role, stage)

    def _acts_for(self, acting: int, organisation: int) -> bool:
        """The organisation itself, or its successor or custodian."""
        return acting in (organisation, self.consortium.heir_of(organisation))

    def _require_beginner(self, terms: RequestTerms, acting: int) -> None:
        """Who receives asks itself or by its successor, not by a custodian; who gives, by either."""
        if terms.mode == Mode.SUBMIT:
            begins = self._acts_for(acting, terms.filer)
        else:
            begins = acting in (terms.filer, self.consortium.successor_of(terms.filer))
        if not begins:
            raise RequestFilerMismatch(terms.mode, terms.filer, acting)

    def _require_owner(self, request: int, terms: RequestTerms, acting: int) -> None:
        if not self._acts_for(acting, terms.owner):
            raise RequestOwnerMismatch(request, terms.owner, acting)

    def _require_grantee(self, request: int, terms: RequestTerms, acting: int) -> None:
        if not self._acts_for(acting, terms.grantee):
            raise RequestGranteeMismatch(request, terms.grantee, acting)

    # --- where a request stands ---

    def _known_request(self, request: int) -> Request:
        if request not in self.requests:
            raise RequestUnknown(request)
        return self.requests[request]

    def _require_request_version(self, request: int, entry: Request, seen: int) -> None:
        if entry.version != seen:
            raise RequestVersionStale(request, seen, entry.version)

    def _in_status(
        self, now: int, request: int, seen: int, terms: RequestTerms, needed: frozenset[RequestStatus]
    ) -> Request:
        """The request, if the act may begin from its status, the caller saw its version and repeats its terms."""
        entry = self._known_request(request)
        status = entry.status_at(now)
        if status not in needed:
            raise RequestStatusMismatch(request, status, to_bits(needed))
        self._require_request_version(request, entry, seen)
        if terms.hashed != entry.terms_hash:
            raise RequestTermsMismatch(request, terms.hashed, entry.terms_hash)
        return entry

    def _advance(self, entry: Request, status: RequestStatus) -> int:
        entry.status = status
        entry.version += 1
        return entry.version

    # --- what a request needs ---

    def _require_deadlines(self, terms: RequestTerms, now: int) -> None:
        if not now < terms.serve_by <= now + SERVE_LIMIT:
            raise RequestDeadlineInvalid(terms.serve_by, now, SERVE_LIMIT)
        if not 0 < terms.acknowledge_within <= ACKNOWLEDGE_LIMIT:
            raise RequestAcknowledgementInvalid(terms.acknowledge_within, ACKNOWLEDGE_LIMIT)

    def _require_record(self, record: int, index: int, resource: int) -> None:
        """An item belongs to a record; a record is live, and of the resource."""
        if record:
            self.registry.require_live_record(record, index, resource)
        elif index:
            raise RequestIndexWithoutRecord(index)

    def _require_servable(self, request: int, terms: RequestTerms, status: RequestStatus) -> None:
        """DETAIL is approved first; the record is live; after a dispute the grantee is active, and no grant asked."""
        if terms.mode == Mode.DETAIL and status == RequestStatus.SUBMITTED:
            raise RequestApprovalMissing(request)
        self._require_record(terms.record, terms.index, terms.resource)
        if status == RequestStatus.DISPUTED:
            self.consortium.require_active(terms.grantee)

    def _require_answer(self, request: int, mode: int, answer: bytes, rule_version: int) -> None:
        """There is an answer; an evaluation, and nothing else, names the rule that was run."""
        if answer == NO_HASH:
            raise RequestAnswerZero(request)
        if (mode == Mode.EVALUATE) != (rule_version != 0):
            raise RequestRuleVersionInvalid(request, mode, rule_version)

    # --- what an emergency needs ---

    def _require_nothing_overdue(self, acting: int, now: int) -> None:
        """Fewer than 16 emergencies are to be justified, and none of them is late."""
        to_justify = self.open_emergencies.get(acting, [])
        if len(to_justify) >= OPEN_EMERGENCIES_LIMIT:
            raise GlassLimitReached(acting, OPEN_EMERGENCIES_LIMIT)
        for emergency in to_justify:
            justify_by = self.emergencies[emergency].due_by
            if now >= justify_by:
                raise GlassJustificationOverdue(acting, emergency, justify_by, now)

    def _require_glass(self, terms: GlassTerms, acting: int) -> None:
        """VERIFY or DETAIL of another organisation's resource that offers it, retired or not; with all reasons."""
        if terms.mode not in (Mode.VERIFY, Mode.DETAIL):
            raise GlassModeInvalid(terms.mode)
        resource = self.registry.get_resource(terms.resource)
        if resource.status == ResourceStatus.NONE:
            raise ResourceUnknown(terms.resource)
        if resource.owner != terms.owner:
            raise ResourceForeign(terms.resource, resource.owner, terms.owner)
        if not resource.modes >> terms.mode & 1:
            raise GlassModeNotOffered(terms.resource, resource.modes, terms.mode)
        if self._acts_for(acting, terms.owner):
            raise GlassForOwnData(terms.owner, acting)
        if terms.fields == 0:
            raise GlassFieldsEmpty
        if terms.purpose == 0:
            raise GlassPurposeZero
        if terms.legal_basis == NO_HASH:
            raise GlassLegalBasisZero
        if terms.statement == NO_HASH:
            raise EmergencyStatementZero

    def _known_emergency(self, emergency: int) -> Emergency:
        if emergency not in self.emergencies:
            raise EmergencyUnknown(emergency)
        return self.emergencies[emergency]

    def _require_emergency_version(self, emergency: int, entry: Emergency, seen: int) -> None:
        if entry.version != seen:
            raise EmergencyVersionStale(emergency, seen, entry.version)

    def _emergency_in(self, now: int, emergency: int, seen: int, needed: EmergencyStatus) -> Emergency:
        """The emergency, if it is in the status, in time or late."""
        entry = self._known_emergency(emergency)
        if entry.status != needed:
            raise EmergencyStatusMismatch(emergency, entry.status_at(now), needed)
        self._require_emergency_version(emergency, entry, seen)
        return entry

    def _remove_open(self, organisation: int, emergency: int) -> None:
        """The last one takes its place, as in the contract, where the order is seen in a refusal."""
        to_justify = self.open_emergencies[organisation]
        place, last = to_justify.index(emergency), to_justify.pop()
        if place < len(to_justify):
            to_justify[place] = last

    # --- what a window needs ---

    def _require_window(self, terms: WindowTerms, now: int) -> None:
        """For VERIFY or EVALUATE, for 1 to 65,536 uses, to be closed within seven days."""
        if terms.mode not in (Mode.VERIFY, Mode.EVALUATE):
            raise WindowModeInvalid(terms.mode)
        if not 0 < terms.uses <= WINDOW_USES_LIMIT:
            raise WindowUsesInvalid(terms.uses, WINDOW_USES_LIMIT)
        if not now < terms.close_by <= now + WINDOW_LIMIT:
            raise WindowTimeInvalid(terms.close_by, now, WINDOW_LIMIT)

    def _open_window(self, window: int, seen: int) -> Window:
        """The window, if it is open, in time or late."""
        if window not in self.windows:
            raise WindowUnknown(window)
        entry = self.windows[window]
        if entry.status != WindowStatus.OPEN:
            raise WindowIsClosed(window)
        if entry.version != seen:
            raise WindowVersionStale(window, seen, entry.version)
        return entry

    # --- from an event back to the call that made it ---

    def implied_call(self, event: Event) -> Call:
        """The method that an event of this contract implies, and its arguments without sender (the actor) and time.

        An event that does not repeat the terms of its request implies those that the request was filed with.
        """
        return CALLS[type(event)](self, event)

    def _terms_of(self, request: int) -> RequestTerms:
        """What a request was filed with; for one that there is not, something that is refused for that."""
        return self.terms.get(request, _NO_TERMS)


_NO_TERMS = RequestTerms(0, 0, 0, 0, 0, 0, Mode.VERIFY, 0, 0, NO_HASH, NO_HASH, 0, 0, 0, 0)


def _on_request(function: str, *rest: str) -> Callable[[DataRequestsRules, Any], Call]:
    """An act on a request: the request, the version before, the terms, and the event's own arguments."""

    def call(rules: DataRequestsRules, event: Any) -> Call:
        terms = RequestTerms.of(event) if hasattr(event, "grant") else rules._terms_of(event.request)
        return function, (event.request, event.request_version - 1, terms, *(getattr(event, name) for name in rest))

    return call


def _on_emergency(function: str, argument: str) -> Callable[[DataRequestsRules, Any], Call]:
    return lambda _, event: (function, (event.emergency, event.emergency_version - 1, getattr(event, argument)))


CALLS: Mapping[type[Event], Callable[[DataRequestsRules, Any], Call]] = {
    RequestFiled: lambda _, event: ("file_request", (RequestTerms.of(event),)),
    RequestApproved: _on_request("approve_request"),
    RequestRejected: _on_request("reject_request", "reason"),
    RequestRevoked: _on_request("revoke_request"),
    RequestServed: _on_request("serve_request", "answer", "rule_version"),
    RequestAcknowledged: _on_request("acknowledge_request"),
    RequestDisputed: _on_request("dispute_request", "reason"),
    RequestSealed: _on_request("seal_access", "disclose_at", "legal_basis"),
    RequestUnsealed: lambda _, event: ("unseal_access", (event.request, event.request_version - 1)),
    GlassBroken: lambda _, event: ("break_glass", (GlassTerms.of(event),)),
    EmergencyAnswered: _on_emergency("answer_emergency", "answer"),
    EmergencyJustified: _on_emergency("justify_emergency", "statement"),
    EmergencyReviewed: _on_emergency("review_emergency", "outcome"),
    WindowOpened: lambda _, event: ("open_window", (WindowTerms.of(event),)),
    WindowClosed: lambda _, event: (
        "close_window",
        (event.window, event.window_version - 1, event.count, event.root),
    ),
}
"""The call that each event begins with."""

FOLLOWING: frozenset[type[Event]] = frozenset()
"""Events that come second in a call: none, each call makes one event."""

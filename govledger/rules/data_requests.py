"""The rules of DataRequests: requests, emergencies, and windows for small accesses. Pure.

Each act has the same shape: whether the sender may act, whether the object stands where the act begins, whether the
organisation is the right one, whether what is given is whole; then, once nothing can be refused any more, what changes;
then the event. What is late is computed from the time that a call is given, never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

from govledger import refusals
from govledger.errors import InputError
from govledger.events import Event
from govledger.events import types as events
from govledger.model import EmergencyStatus, Mode, RequestStatus, ResourceStatus, Role, WindowStatus, to_bits
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import verify
from govledger.rules.answers import Authority, Consortium, GrantUse, Stage, require

HOUR, DAY = 3_600, 86_400
SERVE_LIMIT = 366 * DAY
ACKNOWLEDGE_LIMIT = 366 * DAY
SEAL_LIMIT = 3 * 366 * DAY
JUSTIFY_WITHIN = 72 * HOUR
REVIEW_WITHIN = 30 * DAY
OPEN_EMERGENCIES_LIMIT = 16
WINDOW_USES_LIMIT = 65_536
WINDOW_LIMIT = 7 * DAY

SUBMITTED = frozenset({RequestStatus.SUBMITTED})
NOT_SERVED = frozenset({RequestStatus.SUBMITTED, RequestStatus.APPROVED})
NOT_ACKNOWLEDGED = frozenset({RequestStatus.SERVED, RequestStatus.OVERDUE})
DISPUTED = frozenset({RequestStatus.DISPUTED})

NO_HASH = bytes(32)
ACCESS = keccak256(b"govledger.access.v1")

Events = tuple[Event, ...]


# --- what calls take, member by member as in Solidity ----------------------------------------------------


class RequestTerms(NamedTuple):
    """What is asked of whom, why and from where."""

    grant: int
    resource: int
    record: int
    index: int  # type: ignore[assignment]
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
        return keccak256(b"".join(value if isinstance(value, bytes) else value.to_bytes(32) for value in self))

    @property
    def use(self) -> GrantUse:
        """The use of the grant that the request is."""
        return GrantUse(self.resource, self.owner, self.grantee, self.mode, self.fields, self.purpose, self.legal_basis)

    @property
    def filer(self) -> int:
        """Who files: the owner where it hands data over, else who receives."""
        return self.owner if self.mode == Mode.SUBMIT else self.grantee

    @property
    def filer_role(self) -> Role:
        """The role in which the request is filed and taken back."""
        return Role.RESPONDER if self.mode == Mode.SUBMIT else Role.REQUESTER


class GlassTerms(NamedTuple):
    """What is read at once, without a grant, and why."""

    resource: int
    record: int
    index: int  # type: ignore[assignment]
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


class WindowTerms(NamedTuple):
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
        return GrantUse(self.resource, self.owner, self.grantee, self.mode, self.fields, self.purpose, self.legal_basis)


# --- what is asked of the other contracts ----------------------------------------------------------------


class Resource(Protocol):
    """What is read of a resource."""

    @property
    def owner(self) -> int:
        """The organisation that keeps it."""

    @property
    def status(self) -> int:
        """Where it stands."""

    @property
    def modes(self) -> int:
        """The modes that it offers, as a bitmap."""


class Registry(Protocol):
    """What is asked of DataRegistry; `DataRegistryRules` answers."""

    def require_live_record(self, record: int, index: int, resource: int) -> None:
        """Nothing, if the record, and its item at that place, is live and of that resource.

        Raises:
            Refusal: it is not.
        """
        ...

    def get_resource(self, resource: int) -> Resource:
        """The resource; all zero if there is none."""
        ...


class Grants(Protocol):
    """What is asked of AccessGrants; `AccessGrantsRules` answers."""

    def check_use(self, now: int, grant: int, use: GrantUse, count: int) -> None:
        """Nothing, if so many uses are allowed now.

        Raises:
            Refusal: the rule that they would break.
        """
        ...

    def report_use(self, sender: bytes, now: int, grant: int, use: GrantUse, count: int) -> Events:
        """Checks the uses and counts them; silent.

        Raises:
            Refusal: the rule that they would break.
        """
        ...

    def report_checked_use(self, sender: bytes, now: int, grant: int) -> Events:
        """Counts one use whose terms were checked when it was filed, if the grant still lives; silent.

        Raises:
            Refusal: what stands against it now.
        """
        ...


# --- what the contract holds -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """A request, as it is stored or, from a view, as it is at a time."""

    version: int = 0
    status: RequestStatus = RequestStatus.NONE
    serve_by: int = 0
    acknowledge_by: int = 0
    filed_by: int = 0
    terms_hash: bytes = NO_HASH

    def status_at(self, now: int) -> RequestStatus:
        """Where it stands; neither that it lapsed nor that it is overdue is ever stored."""
        if self.status in NOT_SERVED and now >= self.serve_by:
            return RequestStatus.LAPSED
        if self.status == RequestStatus.SERVED and now >= self.acknowledge_by:
            return RequestStatus.OVERDUE
        return self.status


@dataclass(frozen=True, slots=True)
class Seal:
    """Until when a request is kept from its subject's view, and who approved it."""

    organisation: int = 0
    disclose_at: int = 0


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency, as it is stored or, from a view, as it is at a time."""

    version: int = 0
    organisation: int = 0
    owner: int = 0
    status: EmergencyStatus = EmergencyStatus.NONE
    answered: bool = False
    due_by: int = 0

    def status_at(self, now: int) -> EmergencyStatus:
        """Where it stands; that somebody is late is never stored."""
        if now < self.due_by:
            return self.status
        late = {
            EmergencyStatus.OPEN: EmergencyStatus.UNJUSTIFIED,
            EmergencyStatus.JUSTIFIED: EmergencyStatus.UNREVIEWED,
        }
        return late.get(self.status, self.status)


@dataclass(frozen=True, slots=True)
class Window:
    """A window, as it is stored or, from a view, as it is at a time."""

    version: int = 0
    owner: int = 0
    status: WindowStatus = WindowStatus.NONE
    uses: int = 0
    count: int = 0
    close_by: int = 0
    root: bytes = NO_HASH

    def status_at(self, now: int) -> WindowStatus:
        """Where it stands; that it was left open is never stored."""
        return WindowStatus.OVERDUE if self.status == WindowStatus.OPEN and now >= self.close_by else self.status


class DataRequestsRules:
    """The state of DataRequests, and what may become of it."""

    def __init__(
        self,
        consortium: Consortium | None,
        grants: Grants | None,
        registry: Registry | None,
        first_id: int,
        *,
        address: bytes,
    ) -> None:
        """As the contract is created.

        Args:
            consortium: whose officers act.
            grants: under which requests are made.
            registry: of the records that are asked for.
            first_id: of requests, of emergencies and of windows.
            address: the contract's own.

        Raises:
            ConstructorAddressZero: one of the three is not there.
            FirstIdZero: the first id is 0, which means none.
        """
        if consortium is None or grants is None or registry is None:
            raise refusals.ConstructorAddressZero
        require(first_id != 0, refusals.FirstIdZero())
        self.address = address
        self.consortium, self.grants, self.registry = consortium, grants, registry
        self.first_id = first_id
        self.requests: dict[int, Request] = {}
        self.terms: dict[int, RequestTerms] = {}
        """What each request was filed with, of which the contract keeps the hash."""
        self.seals: dict[int, Seal] = {}
        self.emergencies: dict[int, Emergency] = {}
        self.open_emergencies: dict[int, list[int]] = {}
        """By organisation: what it still has to justify."""
        self.windows: dict[int, Window] = {}

    # --- requests ---
    # Terms that are None are those that the request was filed with: an event does not always repeat them.

    def file_request(self, sender: bytes, now: int, terms: RequestTerms) -> Events:
        """Who asks files a request, within its grant as it is now; no use is counted."""
        acting = self.require_filing(sender, now, terms)

        request = self.first_id + len(self.requests)
        self.terms[request] = terms
        self.requests[request] = Request(1, RequestStatus.SUBMITTED, terms.serve_by, 0, acting.officer, terms.hashed)
        return (events.RequestFiled(request, sender, acting.organisation, terms.filer_role, 1, *terms),)

    def require_filing(self, sender: bytes, now: int, terms: RequestTerms) -> Authority:
        """For whom the sender would file the request; the rule that stands against it, if one does."""
        acting = self._authorise(sender, now, terms.filer_role, Stage.BEGIN)
        self._require_beginner(terms, acting.organisation)
        _require_deadlines(terms, now)
        self._require_record(terms.record, terms.index, terms.resource)
        self.grants.check_use(now, terms.grant, terms.use, 1)
        return acting

    def approve_request(
        self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms | None
    ) -> Events:
        """The owner approves what was submitted."""
        terms = self._repeated(request, terms)
        acting = self._authorise(sender, now, Role.GRANTOR, Stage.FINISH).organisation
        entry = self._in_status(now, request, seen_version, terms, SUBMITTED)
        self._require_owner(request, terms, acting)

        version = self._advance(request, entry, RequestStatus.APPROVED)
        return (events.RequestApproved(request, sender, acting, Role.GRANTOR, version),)

    def reject_request(
        self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms | None, reason: int
    ) -> Events:
        """The owner says no to what is not served yet."""
        terms = self._repeated(request, terms)
        acting = self._authorise(sender, now, Role.RESPONDER, Stage.FINISH).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_SERVED)
        self._require_owner(request, terms, acting)

        version = self._advance(request, entry, RequestStatus.REJECTED)
        return (events.RequestRejected(request, sender, acting, Role.RESPONDER, version, reason),)

    def revoke_request(
        self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms | None
    ) -> Events:
        """The side that filed takes back what is not served yet."""
        terms = self._repeated(request, terms)
        role, filer = terms.filer_role, terms.filer
        acting = self._authorise(sender, now, role, Stage.RELIEVE).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_SERVED)
        require(self._acts_for(acting, filer), refusals.RequestFilerMismatch(terms.mode, filer, acting))

        version = self._advance(request, entry, RequestStatus.REVOKED)
        return (events.RequestRevoked(request, sender, acting, role, version),)

    def serve_request(
        self,
        sender: bytes,
        now: int,
        request: int,
        seen_version: int,
        terms: RequestTerms | None,
        answer: bytes,
        rule_version: int,
    ) -> Events:
        """The owner answers: the access receipt, and one use; what was disputed costs no second one."""
        terms = self._repeated(request, terms)
        acting = self._authorise(sender, now, Role.RESPONDER, Stage.FINISH).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_SERVED | DISPUTED)
        self._require_owner(request, terms, acting)
        self._require_servable(request, terms, entry.status)
        _require_answer(request, terms.mode, answer, rule_version)
        reported: Events = ()
        if entry.status != RequestStatus.DISPUTED:
            reported = self.grants.report_use(self.address, now, terms.grant, terms.use, 1)

        acknowledge_by = now + terms.acknowledge_within
        version = self._advance(request, replace(entry, acknowledge_by=acknowledge_by), RequestStatus.SERVED)
        receipt = events.RequestServed(
            *(request, sender, acting, Role.RESPONDER, version, *terms),
            filed_by=entry.filed_by,
            answer=answer,
            rule_version=rule_version,
            acknowledge_by=acknowledge_by,
        )
        return (receipt, *reported)

    def acknowledge_request(
        self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms | None
    ) -> Events:
        """The grantee confirms what it received, in time or late, also after it disputed it."""
        terms = self._repeated(request, terms)
        acting = self._authorise(sender, now, Role.REQUESTER, Stage.RELIEVE).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_ACKNOWLEDGED | DISPUTED)
        self._require_grantee(request, terms, acting)

        version = self._advance(request, entry, RequestStatus.ACKNOWLEDGED)
        return (events.RequestAcknowledged(request, sender, acting, Role.REQUESTER, version),)

    def dispute_request(
        self, sender: bytes, now: int, request: int, seen_version: int, terms: RequestTerms | None, reason: int
    ) -> Events:
        """The grantee says that what it received is not right, in time or late."""
        terms = self._repeated(request, terms)
        acting = self._authorise(sender, now, Role.REQUESTER, Stage.RELIEVE).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_ACKNOWLEDGED)
        self._require_grantee(request, terms, acting)

        version = self._advance(request, entry, RequestStatus.DISPUTED)
        return (events.RequestDisputed(request, sender, acting, Role.REQUESTER, version, reason),)

    def seal_access(
        self,
        sender: bytes,
        now: int,
        request: int,
        seen_version: int,
        terms: RequestTerms | None,
        disclose_at: int,
        legal_basis: bytes,
    ) -> Events:
        """Another organisation keeps what is not served yet from its subject's view, once, until a date."""
        terms = self._repeated(request, terms)
        acting = self._authorise(sender, now, Role.SEALER, Stage.FINISH).organisation
        entry = self._in_status(now, request, seen_version, terms, NOT_SERVED)
        require(not self._acts_for(acting, terms.grantee), refusals.SealByParty(request, acting))
        require(not self._acts_for(acting, terms.filer), refusals.SealByParty(request, acting))
        require(request not in self.seals, refusals.SealExists(request, self.get_seal(request).disclose_at))
        in_time = now < disclose_at <= now + SEAL_LIMIT
        require(in_time, refusals.SealTimeInvalid(disclose_at, now, SEAL_LIMIT))
        require(legal_basis != NO_HASH, refusals.SealLegalBasisZero())

        self.seals[request] = Seal(acting, disclose_at)
        version = self._advance(request, entry, entry.status)
        return (events.RequestSealed(request, sender, acting, Role.SEALER, version, disclose_at, legal_basis),)

    def unseal_access(self, sender: bytes, now: int, request: int, seen_version: int) -> Events:
        """Who sealed a request ends the seal before its date."""
        acting = self._authorise(sender, now, Role.SEALER, Stage.RELIEVE).organisation
        entry = self._known_request(request)
        seal = self.get_seal(request)
        require(now < seal.disclose_at, refusals.SealMissing(request, seal.disclose_at, now))
        _require_request_version(request, entry, seen_version)
        sealer = seal.organisation
        require(self._acts_for(acting, sealer), refusals.SealForeign(request, sealer, acting))

        self.seals[request] = Seal(sealer, now)
        version = self._advance(request, entry, entry.status)
        return (events.RequestUnsealed(request, sender, acting, Role.SEALER, version),)

    # --- emergencies ---

    def break_glass(self, sender: bytes, now: int, terms: GlassTerms) -> Events:
        """Data is read without a grant, to be justified within 72 hours."""
        acting = self._authorise(sender, now, Role.REQUESTER, Stage.BEGIN).organisation
        self._require_nothing_overdue(acting, now)
        self._require_glass(terms, acting)
        self._require_record(terms.record, terms.index, terms.resource)

        emergency = self.first_id + len(self.emergencies)
        justify_by = now + JUSTIFY_WITHIN
        self.emergencies[emergency] = Emergency(1, acting, terms.owner, EmergencyStatus.OPEN, False, justify_by)
        self.open_emergencies.setdefault(acting, []).append(emergency)
        return (events.GlassBroken(emergency, sender, acting, Role.REQUESTER, 1, *terms, justify_by),)

    def answer_emergency(self, sender: bytes, now: int, emergency: int, seen_version: int, answer: bytes) -> Events:
        """The owner commits, once, to what it answered."""
        acting = self._authorise(sender, now, Role.RESPONDER, Stage.FINISH).organisation
        entry = self._known_emergency(emergency)
        require(not entry.answered, refusals.EmergencyIsAnswered(emergency))
        _require_emergency_version(emergency, entry, seen_version)
        owner = entry.owner
        require(self._acts_for(acting, owner), refusals.EmergencyOwnerMismatch(emergency, owner, acting))
        require(answer != NO_HASH, refusals.EmergencyAnswerZero())

        version = self._change(emergency, replace(entry, answered=True))
        return (events.EmergencyAnswered(emergency, sender, acting, Role.RESPONDER, version, answer),)

    def justify_emergency(self, sender: bytes, now: int, emergency: int, seen_version: int, statement: bytes) -> Events:
        """Who accessed justifies it, in time or late."""
        acting = self._authorise(sender, now, Role.ADMINISTRATOR, Stage.RELIEVE).organisation
        entry = self._emergency_in(now, emergency, seen_version, EmergencyStatus.OPEN)
        organisation = entry.organisation
        require(self._acts_for(acting, organisation), refusals.EmergencyForeign(emergency, organisation, acting))
        require(statement != NO_HASH, refusals.EmergencyStatementZero())

        review_by = now + REVIEW_WITHIN
        version = self._change(emergency, replace(entry, status=EmergencyStatus.JUSTIFIED, due_by=review_by))
        self._remove_open(organisation, emergency)
        justified = (emergency, sender, acting, Role.ADMINISTRATOR, version, statement, review_by)
        return (events.EmergencyJustified(*justified),)

    def review_emergency(self, sender: bytes, now: int, emergency: int, seen_version: int, outcome: int) -> Events:
        """An inspector of another organisation says what it found, in time or late."""
        acting = self._authorise(sender, now, Role.INSPECTOR, Stage.FINISH).organisation
        entry = self._emergency_in(now, emergency, seen_version, EmergencyStatus.JUSTIFIED)
        own = self._acts_for(acting, entry.organisation)
        require(not own, refusals.EmergencyReviewedByItself(emergency, acting))

        version = self._change(emergency, replace(entry, status=EmergencyStatus.REVIEWED))
        return (events.EmergencyReviewed(emergency, sender, acting, Role.INSPECTOR, version, outcome),)

    # --- windows ---

    def open_window(self, sender: bytes, now: int, terms: WindowTerms) -> Events:
        """The owner opens a window for small accesses; all its uses are counted at once."""
        acting = self._authorise(sender, now, Role.RESPONDER, Stage.BEGIN).organisation
        require(self._acts_for(acting, terms.owner), refusals.WindowOwnerMismatch(terms.owner, acting))
        _require_window(terms, now)
        reported = self.grants.report_use(self.address, now, terms.grant, terms.use, terms.uses)

        window = self.first_id + len(self.windows)
        self.windows[window] = Window(1, terms.owner, WindowStatus.OPEN, terms.uses, 0, terms.close_by)
        return (events.WindowOpened(window, sender, acting, Role.RESPONDER, 1, *terms), *reported)

    def close_window(self, sender: bytes, now: int, window: int, seen_version: int, count: int, root: bytes) -> Events:
        """The owner closes a window, in time or late, with what was accessed in it."""
        acting = self._authorise(sender, now, Role.RESPONDER, Stage.FINISH).organisation
        entry = self._open_window(window, seen_version)
        require(self._acts_for(acting, entry.owner), refusals.WindowOwnerMismatch(entry.owner, acting))
        require(count <= entry.uses, refusals.WindowCountExceeded(window, entry.uses, count))
        require((count == 0) == (root == NO_HASH), refusals.WindowRootMismatch(window, count, root))

        version = entry.version + 1
        self.windows[window] = replace(entry, version=version, status=WindowStatus.CLOSED, count=count, root=root)
        return (events.WindowClosed(window, sender, acting, Role.RESPONDER, version, count, root),)

    # --- what readers ask ---

    def get_request(self, now: int, request: int) -> Request:
        """The request as it is at that time; all zero if there is none."""
        entry = self.requests.get(request, Request())
        return replace(entry, status=entry.status_at(now))

    def get_seal(self, request: int) -> Seal:
        """The seal of a request; all zero if it was never sealed."""
        return self.seals.get(request, Seal())

    def get_emergency(self, now: int, emergency: int) -> Emergency:
        """The emergency as it is at that time; all zero if there is none."""
        entry = self.emergencies.get(emergency, Emergency())
        return replace(entry, status=entry.status_at(now))

    def open_emergencies_of(self, organisation: int) -> tuple[int, ...]:
        """The emergencies that an organisation has not justified yet, in the contract's order."""
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

    def _authorise(self, sender: bytes, now: int, role: Role, stage: Stage) -> Authority:
        return self.consortium.authorise(self.address, now, sender, role, stage)

    def _acts_for(self, acting: int, organisation: int) -> bool:
        """The organisation itself, or its successor or custodian."""
        return acting in (organisation, self.consortium.heir_of(organisation))

    def _require_beginner(self, terms: RequestTerms, acting: int) -> None:
        """Who receives asks itself or by its successor, not by a custodian; who gives, by either."""
        filer = terms.filer
        if terms.mode == Mode.SUBMIT:
            begins = self._acts_for(acting, filer)
        else:
            begins = acting in (filer, self.consortium.successor_of(filer))
        require(begins, refusals.RequestFilerMismatch(terms.mode, filer, acting))

    def _require_owner(self, request: int, terms: RequestTerms, acting: int) -> None:
        owner = terms.owner
        require(self._acts_for(acting, owner), refusals.RequestOwnerMismatch(request, owner, acting))

    def _require_grantee(self, request: int, terms: RequestTerms, acting: int) -> None:
        grantee = terms.grantee
        require(self._acts_for(acting, grantee), refusals.RequestGranteeMismatch(request, grantee, acting))

    # --- where a request stands ---

    def _repeated(self, request: int, terms: RequestTerms | None) -> RequestTerms:
        """The terms that are given, or those that the request was filed with."""
        if terms is not None:
            return terms
        self._known_request(request)
        return self.terms[request]

    def _known_request(self, request: int) -> Request:
        require(request in self.requests, refusals.RequestUnknown(request))
        return self.requests[request]

    def _in_status(
        self, now: int, request: int, seen: int, terms: RequestTerms, needed: frozenset[RequestStatus]
    ) -> Request:
        """The request, if the act may begin from its status, the caller saw its version and repeats its terms."""
        entry = self._known_request(request)
        status = entry.status_at(now)
        require(status in needed, refusals.RequestStatusMismatch(request, status, to_bits(needed)))
        _require_request_version(request, entry, seen)
        given, filed = terms.hashed, entry.terms_hash
        require(given == filed, refusals.RequestTermsMismatch(request, given, filed))
        return entry

    def _advance(self, request: int, entry: Request, status: RequestStatus) -> int:
        version = entry.version + 1
        self.requests[request] = replace(entry, version=version, status=status)
        return version

    # --- what a request needs ---

    def _require_record(self, record: int, index: int, resource: int) -> None:
        """A record is live and of the resource; no record has no item."""
        if record:
            self.registry.require_live_record(record, index, resource)
        else:
            require(index == 0, refusals.RequestIndexWithoutRecord(index))

    def _require_servable(self, request: int, terms: RequestTerms, status: RequestStatus) -> None:
        """DETAIL is approved first; the record is live; after a dispute the grantee is active, and no grant asked."""
        approved = terms.mode != Mode.DETAIL or status != RequestStatus.SUBMITTED
        require(approved, refusals.RequestApprovalMissing(request))
        self._require_record(terms.record, terms.index, terms.resource)
        if status == RequestStatus.DISPUTED:
            self.consortium.require_active(terms.grantee)

    # --- what an emergency needs ---

    def _require_nothing_overdue(self, acting: int, now: int) -> None:
        """Fewer than 16 emergencies are to be justified, and none of them is late."""
        to_justify = self.open_emergencies_of(acting)
        few = len(to_justify) < OPEN_EMERGENCIES_LIMIT
        require(few, refusals.GlassLimitReached(acting, OPEN_EMERGENCIES_LIMIT))
        for emergency in to_justify:
            justify_by = self.emergencies[emergency].due_by
            late = (acting, emergency, justify_by, now)
            require(now < justify_by, refusals.GlassJustificationOverdue(*late))

    def _require_glass(self, terms: GlassTerms, acting: int) -> None:
        """VERIFY or DETAIL of another organisation's resource that offers it, retired or not; with all reasons."""
        mode, owner = terms.mode, terms.owner
        require(mode in (Mode.VERIFY, Mode.DETAIL), refusals.GlassModeInvalid(mode))
        resource = self.registry.get_resource(terms.resource)
        require(resource.status != ResourceStatus.NONE, refusals.ResourceUnknown(terms.resource))
        require(resource.owner == owner, refusals.ResourceForeign(terms.resource, resource.owner, owner))
        offers = bool(resource.modes >> mode & 1)
        require(offers, refusals.GlassModeNotOffered(terms.resource, resource.modes, mode))
        require(not self._acts_for(acting, owner), refusals.GlassForOwnData(owner, acting))
        require(terms.fields != 0, refusals.GlassFieldsEmpty())
        require(terms.purpose != 0, refusals.GlassPurposeZero())
        require(terms.legal_basis != NO_HASH, refusals.GlassLegalBasisZero())
        require(terms.statement != NO_HASH, refusals.EmergencyStatementZero())

    def _known_emergency(self, emergency: int) -> Emergency:
        require(emergency in self.emergencies, refusals.EmergencyUnknown(emergency))
        return self.emergencies[emergency]

    def _emergency_in(self, now: int, emergency: int, seen: int, needed: EmergencyStatus) -> Emergency:
        """The emergency, if it is in the status, in time or late."""
        entry = self._known_emergency(emergency)
        mismatch = refusals.EmergencyStatusMismatch(emergency, entry.status_at(now), needed)
        require(entry.status == needed, mismatch)
        _require_emergency_version(emergency, entry, seen)
        return entry

    def _change(self, emergency: int, entry: Emergency) -> int:
        version = entry.version + 1
        self.emergencies[emergency] = replace(entry, version=version)
        return version

    def _remove_open(self, organisation: int, emergency: int) -> None:
        """The last one takes its place, as in the contract: a refusal names the first that is late."""
        to_justify = self.open_emergencies[organisation]
        place, last = to_justify.index(emergency), to_justify.pop()
        if place < len(to_justify):
            to_justify[place] = last

    # --- what a window needs ---

    def _open_window(self, window: int, seen: int) -> Window:
        """The window, if it is open, in time or late."""
        require(window in self.windows, refusals.WindowUnknown(window))
        entry = self.windows[window]
        require(entry.status == WindowStatus.OPEN, refusals.WindowIsClosed(window))
        require(entry.version == seen, refusals.WindowVersionStale(window, seen, entry.version))
        return entry


def _require_deadlines(terms: RequestTerms, now: int) -> None:
    in_time = now < terms.serve_by <= now + SERVE_LIMIT
    require(in_time, refusals.RequestDeadlineInvalid(terms.serve_by, now, SERVE_LIMIT))
    seconds = terms.acknowledge_within
    require(0 < seconds <= ACKNOWLEDGE_LIMIT, refusals.RequestAcknowledgementInvalid(seconds, ACKNOWLEDGE_LIMIT))


def _require_answer(request: int, mode: int, answer: bytes, rule_version: int) -> None:
    """There is an answer; an evaluation, and nothing else, names the rule that was run."""
    require(answer != NO_HASH, refusals.RequestAnswerZero(request))
    named = (mode == Mode.EVALUATE) == (rule_version != 0)
    require(named, refusals.RequestRuleVersionInvalid(request, mode, rule_version))


def _require_window(terms: WindowTerms, now: int) -> None:
    """For VERIFY or EVALUATE, for 1 to 65,536 uses, to be closed within seven days."""
    require(terms.mode in (Mode.VERIFY, Mode.EVALUATE), refusals.WindowModeInvalid(terms.mode))
    require(0 < terms.uses <= WINDOW_USES_LIMIT, refusals.WindowUsesInvalid(terms.uses, WINDOW_USES_LIMIT))
    in_time = now < terms.close_by <= now + WINDOW_LIMIT
    require(in_time, refusals.WindowTimeInvalid(terms.close_by, now, WINDOW_LIMIT))


def _require_request_version(request: int, entry: Request, seen: int) -> None:
    require(entry.version == seen, refusals.RequestVersionStale(request, seen, entry.version))


def _require_emergency_version(emergency: int, entry: Emergency, seen: int) -> None:
    require(entry.version == seen, refusals.EmergencyVersionStale(emergency, seen, entry.version))


# --- from an event to its call ---------------------------------------------------------------------------

Call = tuple[str, tuple[Any, ...]]

PRECEDING: frozenset[type[Event]] = frozenset()
"""Emitted before the event by which a call is known."""
FOLLOWING: frozenset[type[Event]] = frozenset()
"""Emitted after the event by which a call is known."""


def _terms(kind: Any, event: Any) -> Any:
    return kind(*(getattr(event, name) for name in kind._fields))


def _on_request(method: str, *rest: str) -> Callable[[Any], Call]:
    """An act on a request, whose event does not repeat the terms."""
    return lambda event: (
        method,
        (event.request, event.request_version - 1, None, *(getattr(event, name) for name in rest)),
    )


def _on_emergency(method: str, argument: str) -> Callable[[Any], Call]:
    return lambda event: (method, (event.emergency, event.emergency_version - 1, getattr(event, argument)))


def _served(event: Any) -> Call:
    terms = _terms(RequestTerms, event)
    return "serve_request", (event.request, event.request_version - 1, terms, event.answer, event.rule_version)


def _closed(event: Any) -> Call:
    return "close_window", (event.window, event.window_version - 1, event.count, event.root)


CALLS: Mapping[type[Event], Callable[[Any], Call]] = {
    events.RequestFiled: lambda event: ("file_request", (_terms(RequestTerms, event),)),
    events.RequestApproved: _on_request("approve_request"),
    events.RequestRejected: _on_request("reject_request", "reason"),
    events.RequestRevoked: _on_request("revoke_request"),
    events.RequestServed: _served,
    events.RequestAcknowledged: _on_request("acknowledge_request"),
    events.RequestDisputed: _on_request("dispute_request", "reason"),
    events.RequestSealed: _on_request("seal_access", "disclose_at", "legal_basis"),
    events.RequestUnsealed: lambda event: ("unseal_access", (event.request, event.request_version - 1)),
    events.GlassBroken: lambda event: ("break_glass", (_terms(GlassTerms, event),)),
    events.EmergencyAnswered: _on_emergency("answer_emergency", "answer"),
    events.EmergencyJustified: _on_emergency("justify_emergency", "statement"),
    events.EmergencyReviewed: _on_emergency("review_emergency", "outcome"),
    events.WindowOpened: lambda event: ("open_window", (_terms(WindowTerms, event),)),
    events.WindowClosed: _closed,
}
"""For each event by which a call is known: the method and its arguments after sender and now."""


def implied_call(event: Event, preceding: Sequence[Event] = ()) -> Call:
    """The method that an event of DataRequests is by, and its arguments behind `sender` (the actor) and `now`.

    Args:
        event: the one by which the call is known.
        preceding: none; no call of DataRequests emits anything before it.

    Raises:
        InputError: no call is known by this event.
    """
    if type(event) not in CALLS:
        raise InputError(f"no call of DataRequests is known by {event.NAME}")
    return CALLS[type(event)](event)

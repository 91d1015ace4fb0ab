"""The rules of Consortium: organisations, officers and their keys, the directory of contracts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from govledger.errors import InputError
from govledger.events import Event
from govledger.events.types import (
    AdministratorRuleSet,
    ContractClosed,
    ContractListed,
    EndorsementGiven,
    EndorsementUsed,
    EndorsementWithdrawn,
    FreezeSet,
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
)
from govledger.model import (
    FOR_EVER,
    ContractRole,
    ListingState,
    OrganisationKind,
    OrganisationStatus,
    Role,
    to_bits,
)
from govledger.privacy.keccak import keccak256
from govledger.refusals import (
    AccountListed,
    AccountRetired,
    AccountTaken,
    AccountUnknown,
    AccountZero,
    AdministrationVersionStale,
    AdministratorForeign,
    AdministratorRuleInvalid,
    AdministratorsExceeded,
    AdministratorsTooFew,
    ConsortiumDecisionRequired,
    ContractIsClosed,
    ContractNotListed,
    ContractPaused,
    ContractWindingDown,
    DecisionRolesInvalid,
    EndorsementExists,
    EndorsementForeign,
    EndorsementMissing,
    EndorsementOver,
    FirstIdZero,
    ListingExists,
    ListingHeadChanged,
    ListingInvalid,
    ListingNotPausable,
    ListingNotPaused,
    ListingNotWindingDown,
    ListingPauseTooShort,
    ListingServesOfficer,
    ListingStopTooSoon,
    ListingWithoutCode,
    OfficerFreezeTooSoon,
    OfficerFrozen,
    OfficerNotFrozen,
    OfficerNotInOffice,
    OfficerRoleMissing,
    OfficerRolesInvalid,
    OfficerTermEmpty,
    OfficerTermOver,
    OfficerTermsUnchanged,
    OfficerTermTooLong,
    OfficerUnknown,
    OfficerVersionStale,
    OrganisationHeirItself,
    OrganisationKindMissing,
    OrganisationKindsInvalid,
    OrganisationMeetsItsRule,
    OrganisationNotActive,
    OrganisationNotSuspended,
    OrganisationSuccessionTooDeep,
    OrganisationUnchanged,
    OrganisationUnknown,
    OrganisationVersionStale,
    PublicCodeInvalid,
    PublicCodeTaken,
    ReporterNotListed,
    TimeAhead,
    VotersExceeded,
)
from govledger.rules.answers import Authority, Stage, require

DAY = 86_400
NO_ADDRESS = bytes(20)
MAX_SUCCESSION = 4
MAX_VOTERS = 64
MAX_ADMINISTRATORS = 16
ADMINISTRATOR_TERM = 5 * 365 * DAY
"""An administrator's time in office ends at most so far ahead: what guarantees that lost keys run out."""
STOP_TIME = 14 * DAY
FREEZE_TIME = 7 * DAY
RESPITE = 30 * DAY
"""How long what was stopped or frozen cannot be again without confirmation."""
ENDORSEMENT_TIME = 7 * DAY

_APPOINTABLE = to_bits(set(Role) - {Role.NONE, Role.FOUNDER, Role.DECISION, Role.GUARDIAN})
_ADMINISTRATOR = to_bits({Role.ADMINISTRATOR})
_ANY_KIND = to_bits(OrganisationKind)
_KINDS_OF: Mapping[Role, int] = {
    Role.FINANCE: to_bits({OrganisationKind.FINANCE}),
    Role.ISSUER: to_bits({OrganisationKind.HOSPITAL}),
    Role.CLAIMS: to_bits({OrganisationKind.INSURER, OrganisationKind.EMPLOYER, OrganisationKind.AID}),
    Role.INSPECTOR: to_bits({OrganisationKind.AUDIT}),
}
_CODE_CHARACTERS = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LIVING = (OrganisationStatus.ACTIVE, OrganisationStatus.SUSPENDED)


# --- what the contract stores --------------------------------------------------------------------------------


@dataclass(slots=True)
class Organisation:
    """As `getOrganisation` returns it."""

    version: int = 0
    status: int = OrganisationStatus.NONE
    kinds: int = 0
    voting: bool = False
    succession: int = 0
    public_code: bytes = bytes(18)


@dataclass(slots=True)
class Officer:
    """As `getOfficer` returns it."""

    version: int = 0
    organisation: int = 0
    roles: int = 0
    unit: int = 0
    valid_from: int = 0
    valid_until: int = 0


@dataclass(slots=True)
class Listing:
    """As `getListing` returns it."""

    version: int = 0
    role: int = ContractRole.NONE
    state: int = ListingState.NONE
    paused_until: int = 0
    stoppable_from: int = 0


@dataclass(slots=True)
class Binding:
    """As `getBinding` returns it."""

    officer: int = 0
    serves_from: int = 0
    serves_until: int = 0
    frozen_until: int = 0
    freezable_from: int = 0


@dataclass(slots=True)
class Administration:
    """As `getAdministration` returns it."""

    version: int = 0
    needed: int = 0


@dataclass(slots=True)
class Endorsement:
    """As `getEndorsement` returns it."""

    version: int = 0
    officer: int = 0
    valid_until: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """What held for an officer from a time on."""

    changed_at: int
    roles: int
    valid_from: int
    valid_until: int
    frozen_until: int


class Mandate(NamedTuple):
    """In whose name an act on an officer is done, and the endorsement that it uses up, or 0."""

    organisation: int
    role: Role
    endorsement: int = 0


@dataclass(slots=True)
class _Organisational:
    """What belongs to one organisation besides its slot."""

    administration: Administration = field(default_factory=Administration)
    seats: list[int] = field(default_factory=list)
    """Administrators, also those who left office, until another one takes their place."""


# --- the rules -----------------------------------------------------------------------------------------------


class ConsortiumRules:
    """Consortium as plain Python; `created` are the events of its creation."""

    def __init__(
        self,
        address: bytes,
        first_id: int,
        directory: Sequence[tuple[int, bytes]],
        *,
        sender: bytes,
        now: int,
        head_of: Callable[[bytes], bytes],
        has_code: Callable[[bytes], bool] = lambda account: True,
    ) -> None:
        """A new consortium.

        Args:
            address: where the contract stands.
            first_id: the first id of organisations, officers and endorsements.
            directory: the places and contracts that the deployment begins with.
            sender: the deployer.
            now: the block's time.
            head_of: the running hash of another contract at this moment, which closing it asks for.
            has_code: whether a contract stands at an address, which listing it asks for.
        """
        require(first_id != 0, FirstIdZero())
        self.address = address
        self._head_of, self._has_code = head_of, has_code
        self._next_organisation = self._next_officer = self._next_endorsement = first_id
        self._listings: dict[bytes, Listing] = {}
        self._contracts: dict[int, bytes] = {}
        self._organisations: dict[int, Organisation] = {}
        self._codes: dict[bytes, int] = {}
        self._heirs: dict[int, int] = {}
        self._own: dict[int, _Organisational] = {}
        self._officers: dict[int, Officer] = {}
        self._accounts: dict[int, bytes] = {}
        self._bindings: dict[bytes, Binding] = {}
        self._history: dict[int, list[Past]] = {}
        self._endorsements: dict[int, Endorsement] = {}
        self._endorsed: dict[tuple[int, bytes], int] = {}
        """The last endorsement of a call, by who gave it and the call's hash."""
        self._voting: list[int] = []
        self.created: tuple[Event, ...] = tuple(
            event for role, account in directory for event in self._list(sender, role, account, Role.FOUNDER)
        )

    # --- the directory ---

    def list_contract(self, sender: bytes, now: int, role: int, account: bytes) -> tuple[Event, ...]:
        """Lists a contract, which stands already; the one that fills its place so far winds down. By decision."""
        self._only_decision(sender)
        require(self._has_code(account), ListingWithoutCode(account))
        return self._list(sender, role, account, Role.DECISION)

    def close_contract(self, sender: bytes, now: int, account: bytes, expected_head: bytes) -> tuple[Event, ...]:
        """Closes a contract that winds down and whose running hash is the expected one. By decision."""
        self._only_decision(sender)
        entry = self.get_listing(account)
        require(entry.state == ListingState.WINDING_DOWN, ListingNotWindingDown(account, entry.state))
        final_head = self._head_of(account)
        require(final_head == expected_head, ListingHeadChanged(account, final_head, expected_head))

        entry = self._listings[account]
        entry.state = ListingState.CLOSED
        entry.version += 1
        return (ContractClosed(account, sender, 0, Role.DECISION, entry.version, final_head),)

    def stop_contract(self, sender: bytes, now: int, account: bytes) -> tuple[Event, ...]:
        """Pauses a contract for 14 days; not again before 30 days after. By the guardian, through decisions."""
        self._only_decision(sender)
        entry = self.get_listing(account)
        require(now >= entry.stoppable_from, ListingStopTooSoon(account, entry.stoppable_from))
        until = now + STOP_TIME
        self._require_pausable(account, until, now)

        self._listings[account].stoppable_from = until + RESPITE
        return self._set_pause(sender, account, until, Role.GUARDIAN)

    def pause_contract(self, sender: bytes, now: int, account: bytes, until: int) -> tuple[Event, ...]:
        """Pauses a contract until a time, or makes its pause longer. By decision."""
        self._only_decision(sender)
        self._require_pausable(account, until, now)
        return self._set_pause(sender, account, until, Role.DECISION)

    def resume_contract(self, sender: bytes, now: int, account: bytes) -> tuple[Event, ...]:
        """Ends a contract's pause. By decision."""
        self._only_decision(sender)
        require(now < self.get_listing(account).paused_until, ListingNotPaused(account))
        return self._set_pause(sender, account, 0, Role.DECISION)

    # --- organisations ---

    def admit_organisation(
        self, sender: bytes, now: int, public_code: bytes, kinds: int, voting: bool
    ) -> tuple[Event, ...]:
        """Admits an organisation. By decision."""
        self._only_decision(sender)
        require(set(public_code) <= _CODE_CHARACTERS, PublicCodeInvalid(public_code))
        holder = self.organisation_by_code(public_code)
        require(holder == 0, PublicCodeTaken(public_code, holder))
        _require_kinds(kinds)
        organisation = self._next_organisation
        self._require_seat(organisation, False, voting)

        self._next_organisation += 1
        self._set_voting(organisation, False, voting)
        self._organisations[organisation] = Organisation(1, OrganisationStatus.ACTIVE, kinds, voting, 0, public_code)
        self._codes[public_code] = organisation
        return (OrganisationAdmitted(organisation, sender, 0, Role.DECISION, 1, public_code, kinds, voting),)

    def amend_organisation(
        self, sender: bytes, now: int, organisation: int, seen_version: int, kinds: int, voting: bool
    ) -> tuple[Event, ...]:
        """Changes the kinds of an organisation that has not ended, and whether it votes. By decision."""
        self._only_decision(sender)
        entry = self._not_ended(organisation, seen_version)
        _require_kinds(kinds)
        require((entry.kinds, entry.voting) != (kinds, voting), OrganisationUnchanged(organisation, kinds))
        self._require_seat(organisation, entry.voting, voting)

        self._set_voting(organisation, entry.voting, voting)
        entry.kinds, entry.voting = kinds, voting
        entry.version += 1
        return (OrganisationAmended(organisation, sender, 0, Role.DECISION, entry.version, kinds, voting),)

    def suspend_organisation(
        self, sender: bytes, now: int, organisation: int, seen_version: int, reason: int
    ) -> tuple[Event, ...]:
        """Suspends an active organisation: none of its officers may act. By decision."""
        self._only_decision(sender)
        entry = self._at_version(organisation, seen_version)
        _require_active(organisation, entry.status)

        entry.status = OrganisationStatus.SUSPENDED
        entry.version += 1
        return (OrganisationSuspended(organisation, sender, 0, Role.DECISION, entry.version, reason),)

    def reinstate_organisation(
        self, sender: bytes, now: int, organisation: int, seen_version: int
    ) -> tuple[Event, ...]:
        """Makes a suspended organisation active again. By decision."""
        self._only_decision(sender)
        entry = self._at_version(organisation, seen_version)
        require(entry.status == OrganisationStatus.SUSPENDED, OrganisationNotSuspended(organisation, entry.status))

        entry.status = OrganisationStatus.ACTIVE
        entry.version += 1
        return (OrganisationReinstated(organisation, sender, 0, Role.DECISION, entry.version),)

    def merge_organisation(
        self, sender: bytes, now: int, organisation: int, seen_version: int, successor: int
    ) -> tuple[Event, ...]:
        """Ends an organisation that becomes part of another, active one. By decision."""
        return self._end(sender, organisation, seen_version, successor, OrganisationStatus.MERGED)

    def dissolve_organisation(
        self, sender: bytes, now: int, organisation: int, seen_version: int, custodian: int
    ) -> tuple[Event, ...]:
        """Ends an organisation, and names another, active one that looks after what it left. By decision."""
        return self._end(sender, organisation, seen_version, custodian, OrganisationStatus.DISSOLVED)

    # --- an organisation's own rule ---

    def set_administrator_rule(self, sender: bytes, now: int, needed: int, seen_version: int) -> tuple[Event, ...]:
        """Sets how many administrators an act of the caller's organisation on its officers needs. By its own rule."""
        organisation = self.get_officer(self.officer_of(sender)).organisation
        call = _call_hash("setAdministratorRule(uint8,uint64)", needed, seen_version)
        by = self._own_rule(sender, now, organisation, call)
        version = self.get_administration(organisation).version
        require(version == seen_version, AdministrationVersionStale(organisation, seen_version, version))
        require(needed + self._needed_of(organisation) == 3, AdministratorRuleInvalid(organisation, needed))
        live = len(self.administrators_of(organisation, now))
        require(live >= needed, AdministratorsTooFew(organisation, live, needed))

        entry = self._own.setdefault(organisation, _Organisational()).administration
        entry.needed = needed
        entry.version += 1
        event = AdministratorRuleSet(organisation, sender, by.organisation, by.role, entry.version, needed)
        return (event, *self._use_up(sender, now, by))

    def endorse(self, sender: bytes, now: int, call: bytes) -> tuple[Event, ...]:
        """Endorses a call that another administrator of the caller's organisation is to make within 7 days."""
        acting = self._authority(now, sender, Role.ADMINISTRATOR)
        key = (acting.officer, keccak256(call))
        last = self._endorsed.get(key, 0)
        require(now >= self.get_endorsement(last).valid_until, EndorsementExists(last))

        endorsement = self._next_endorsement
        self._next_endorsement += 1
        until = now + ENDORSEMENT_TIME
        self._endorsements[endorsement] = Endorsement(1, acting.officer, until)
        self._endorsed[key] = endorsement
        return (EndorsementGiven(endorsement, sender, acting.organisation, Role.ADMINISTRATOR, 1, until, call),)

    def withdraw_endorsement(self, sender: bytes, now: int, endorsement: int) -> tuple[Event, ...]:
        """Takes an endorsement back that is open. By the administrator who gave it."""
        acting = self._authority(now, sender, Role.ADMINISTRATOR)
        entry = self.get_endorsement(endorsement)
        require(entry.officer == acting.officer, EndorsementForeign(endorsement, entry.officer))
        require(now < entry.valid_until, EndorsementOver(endorsement, entry.valid_until))

        version = self._close_endorsement(endorsement, now)
        return (EndorsementWithdrawn(endorsement, sender, acting.organisation, Role.ADMINISTRATOR, version),)

    # --- officers ---

    def appoint_officer(
        self,
        sender: bytes,
        now: int,
        organisation: int,
        account: bytes,
        roles: int,
        unit: int,
        valid_from: int,
        valid_until: int,
    ) -> tuple[Event, ...]:
        """Appoints an officer. By the own rule; or an administrator, by decision, while the rule cannot be met."""
        signature = "appointOfficer(uint64,address,uint32,uint16,uint40,uint40)"
        call = _call_hash(signature, organisation, account, roles, unit, valid_from, valid_until)
        by = self._look_after(sender, now, organisation, call)
        self._require_free(account)
        _require_terms(by.role, roles, valid_from, valid_until, now)
        seats = self._seated(organisation, self._next_officer, roles, now)

        officer = self._next_officer
        self._next_officer += 1
        self._officers[officer] = Officer(1, organisation, roles, unit, valid_from, valid_until)
        self._bind(officer, account, now)
        self._changed(officer, now)
        self._own.setdefault(organisation, _Organisational()).seats = seats
        terms = (account, roles, unit, valid_from, valid_until)
        event = OfficerAppointed(officer, sender, by.organisation, by.role, 1, organisation, *terms)
        return (event, *self._use_up(sender, now, by))

    def amend_officer(
        self,
        sender: bytes,
        now: int,
        officer: int,
        seen_version: int,
        roles: int,
        unit: int,
        valid_from: int,
        valid_until: int,
    ) -> tuple[Event, ...]:
        """Changes roles, unit and time of an officer in office. By whom it may be appointed."""
        entry = self._in_office_at_version(officer, seen_version, now)
        signature = "amendOfficer(uint64,uint64,uint32,uint16,uint40,uint40)"
        call = _call_hash(signature, officer, seen_version, roles, unit, valid_from, valid_until)
        by = self._look_after(sender, now, entry.organisation, call)
        _require_terms(by.role, roles, valid_from, valid_until, now)
        terms = (roles, unit, valid_from, valid_until)
        require((entry.roles, entry.unit, entry.valid_from, entry.valid_until) != terms, OfficerTermsUnchanged(officer))
        amended = replace(entry, version=entry.version + 1)
        amended.roles, amended.unit, amended.valid_from, amended.valid_until = terms
        seats = self._seated(entry.organisation, officer, roles, now, amended)

        self._officers[officer] = amended
        self._changed(officer, now)
        self._own.setdefault(entry.organisation, _Organisational()).seats = seats
        event = OfficerAmended(officer, sender, by.organisation, by.role, amended.version, *terms)
        return (event, *self._use_up(sender, now, by))

    def dismiss_officer(self, sender: bytes, now: int, officer: int, seen_version: int) -> tuple[Event, ...]:
        """Ends an officer's time in office with this block. By whom it may be appointed."""
        entry = self._in_office_at_version(officer, seen_version, now)
        call = _call_hash("dismissOfficer(uint64,uint64)", officer, seen_version)
        by = self._look_after(sender, now, entry.organisation, call)

        entry.valid_until = now
        entry.version += 1
        self._changed(officer, now)
        event = OfficerDismissed(officer, sender, by.organisation, by.role, entry.version)
        return (event, *self._use_up(sender, now, by))

    def rotate_key(self, sender: bytes, now: int, officer: int, seen_version: int, account: bytes) -> tuple[Event, ...]:
        """Gives an officer another account; the one before it stops at once. By whom it may be appointed."""
        entry = self._in_office_at_version(officer, seen_version, now)
        call = _call_hash("rotateKey(uint64,uint64,address)", officer, seen_version, account)
        by = self._look_after(sender, now, entry.organisation, call)
        self._require_free(account)

        replaced = self._accounts[officer]
        self._bindings[replaced].serves_until = now
        self._bind(officer, account, now)
        entry.version += 1
        self._changed(officer, now)
        event = KeyRotated(officer, sender, by.organisation, by.role, entry.version, account, replaced)
        return (event, *self._use_up(sender, now, by))

    def freeze_officer(self, sender: bytes, now: int, officer: int) -> tuple[Event, ...]:
        """Freezes a key for 7 days. By any administrator of the organisation, or by the guardian through decisions."""
        entry = self._in_office_at_version(officer, self.get_officer(officer).version, now)
        by = Mandate(0, Role.GUARDIAN)
        if not self._is_decision(sender):
            by = self._administrator(sender, now, entry.organisation)
        binding = self._bindings[self._accounts[officer]]
        require(now >= binding.frozen_until, OfficerFrozen(officer, binding.frozen_until))
        require(now >= binding.freezable_from, OfficerFreezeTooSoon(officer, binding.freezable_from))

        until = now + FREEZE_TIME
        binding.freezable_from = until + RESPITE
        return self._set_freeze(sender, now, officer, until, by)

    def confirm_freeze(self, sender: bytes, now: int, officer: int, seen_version: int) -> tuple[Event, ...]:
        """Keeps a frozen key frozen until it is thawed. By the own rule; or, also one not frozen, by decision."""
        entry = self._in_office_at_version(officer, seen_version, now)
        call = _call_hash("confirmFreeze(uint64,uint64)", officer, seen_version)
        by = self._own_rule_or_decision(sender, now, entry.organisation, call)
        frozen_until = self._bindings[self._accounts[officer]].frozen_until
        require(frozen_until != FOR_EVER, OfficerFrozen(officer, FOR_EVER))
        require(by.role == Role.DECISION or now < frozen_until, OfficerNotFrozen(officer))
        return self._set_freeze(sender, now, officer, FOR_EVER, by)

    def thaw_officer(self, sender: bytes, now: int, officer: int, seen_version: int) -> tuple[Event, ...]:
        """Ends a freeze; the key cannot be frozen for 30 days without confirmation. By the own rule or decision."""
        entry = self._in_office_at_version(officer, seen_version, now)
        call = _call_hash("thawOfficer(uint64,uint64)", officer, seen_version)
        by = self._own_rule_or_decision(sender, now, entry.organisation, call)
        binding = self._bindings[self._accounts[officer]]
        require(now < binding.frozen_until, OfficerNotFrozen(officer))

        binding.freezable_from = now + RESPITE
        return self._set_freeze(sender, now, officer, 0, by)

    # --- what other contracts ask ---

    def authorise(self, sender: bytes, now: int, account: bytes, role: Role, stage: Stage) -> Authority:
        """For whom an account acts, if it may act in the role and the asking contract may take the act."""
        entry = self.get_listing(sender)
        require(entry.state != ListingState.NONE, ContractNotListed(sender))
        require(entry.state != ListingState.CLOSED, ContractIsClosed(sender, entry.role))
        begins = stage == Stage.BEGIN
        require(entry.state == ListingState.CURRENT or not begins, ContractWindingDown(sender, entry.role))
        require(stage == Stage.RELIEVE or now >= entry.paused_until, ContractPaused(sender, entry.paused_until))
        return self._authority(now, account, role)

    def require_reporter(self, sender: bytes, account: bytes, role: ContractRole) -> None:
        """Nothing, if a contract is listed for the role and neither it nor the asking one is closed."""
        entry = self.get_listing(account)
        require(entry.role == role and entry.state != ListingState.NONE, ReporterNotListed(account, role))
        for contract in (account, sender):
            its = self.get_listing(contract)
            require(its.state != ListingState.CLOSED, ContractIsClosed(contract, its.role))

    def require_active(self, organisation: int) -> None:
        """Nothing, if an organisation is active, or merged into one that is."""
        present = self.successor_of(organisation)
        _require_active(present, self.get_organisation(present).status)

    def heir_of(self, organisation: int) -> int:
        """Who acts for an organisation now: itself, its successor or its custodian."""
        return self._follow(organisation, OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED)

    def successor_of(self, organisation: int) -> int:
        """Who an organisation is now: itself, or what it merged into."""
        return self._follow(organisation, OrganisationStatus.MERGED)

    def officer_at(self, now: int, account: bytes, time: int) -> tuple[int, int]:
        """The officer that an account served at a time, in office and not frozen, and its roles; or zeros."""
        require(time <= now, TimeAhead(time, now))
        binding = self.get_binding(account)
        if not binding.serves_from <= time < binding.serves_until:
            return 0, 0
        past = [entry for entry in self._history[binding.officer] if entry.changed_at <= time][-1]
        if not past.valid_from <= time < past.valid_until or time < past.frozen_until:
            return 0, 0
        return binding.officer, past.roles

    # --- what readers ask: copies, or all zero where there is nothing ---

    def get_organisation(self, organisation: int) -> Organisation:
        """The organisation; all zero if there is none."""
        return replace(self._organisations.get(organisation, Organisation()))

    def organisation_by_code(self, public_code: bytes) -> int:
        """The organisation with a public code; 0 if there is none."""
        return self._codes.get(public_code, 0)

    def get_officer(self, officer: int) -> Officer:
        """The officer; all zero if there is none."""
        return replace(self._officers.get(officer, Officer()))

    def officers(self) -> tuple[tuple[int, Officer], ...]:
        """Every officer that ever was, by id."""
        return tuple(sorted(self._officers.items()))

    def officer_of(self, account: bytes) -> int:
        """The officer that an account serves, or served before its key was rotated; 0 if none."""
        return self.get_binding(account).officer

    def account_of(self, officer: int) -> bytes:
        """The account of an officer now; zero if there is none."""
        return self._accounts.get(officer, NO_ADDRESS)

    def get_binding(self, account: bytes) -> Binding:
        """Whom an account serves, and its freeze; all zero if nobody."""
        return replace(self._bindings.get(account, Binding()))

    def get_administration(self, organisation: int) -> Administration:
        """How an organisation looks after its officers; zeros mean one administrator."""
        return replace(self._own.get(organisation, _Organisational()).administration)

    def administrators_of(self, organisation: int, now: int) -> tuple[int, ...]:
        """The administrators who are in office and not frozen."""
        seats = self._own.get(organisation, _Organisational()).seats
        return tuple(officer for officer in seats if self._is_live(officer, now))

    def meets_own_rule(self, organisation: int, now: int) -> bool:
        """Whether an organisation is active and has as many administrators who can act as its rule needs."""
        active = self.get_organisation(organisation).status == OrganisationStatus.ACTIVE
        return active and len(self.administrators_of(organisation, now)) >= self._needed_of(organisation)

    def voters(self, now: int) -> tuple[int, ...]:
        """The organisations that count: active, with a vote, with an administrator not frozen for good."""
        return tuple(organisation for organisation in self._voting if self._counts(organisation, now))

    def get_endorsement(self, endorsement: int) -> Endorsement:
        """The endorsement; all zero if there is none."""
        return replace(self._endorsements.get(endorsement, Endorsement()))

    def get_listing(self, account: bytes) -> Listing:
        """Where a contract stands in the directory."""
        return replace(self._listings.get(account, Listing()))

    def contract_of(self, role: int) -> bytes:
        """The current contract of a role; zero if none."""
        return self._contracts.get(role, NO_ADDRESS)

    # --- shared rules ---

    def _list(self, sender: bytes, role: int, account: bytes, acting_role: Role) -> tuple[Event, ...]:
        proper = role != ContractRole.NONE and account not in (NO_ADDRESS, self.address)
        require(proper, ListingInvalid(role, account))
        require(self.get_listing(account).version == 0, ListingExists(account))
        officer = self.officer_of(account)
        require(officer == 0, ListingServesOfficer(account, officer))

        replaced, replaced_version = self.contract_of(role), 0
        if replaced != NO_ADDRESS:
            former = self._listings[replaced]
            former.state = ListingState.WINDING_DOWN
            former.version += 1
            replaced_version = former.version
        self._listings[account] = Listing(1, role, ListingState.CURRENT)
        self._contracts[role] = account
        return (ContractListed(account, sender, 0, acting_role, 1, role, replaced, replaced_version),)

    def _require_pausable(self, account: bytes, until: int, now: int) -> None:
        entry = self.get_listing(account)
        takes = entry.state in (ListingState.CURRENT, ListingState.WINDING_DOWN)
        pausable = takes and entry.role != ContractRole.DECISIONS
        require(pausable, ListingNotPausable(account, entry.role, entry.state))
        longer = until > now and until > entry.paused_until
        require(longer, ListingPauseTooShort(account, until, entry.paused_until))

    def _set_pause(self, sender: bytes, account: bytes, until: int, by: Role) -> tuple[Event, ...]:
        entry = self._listings[account]
        entry.paused_until = until
        entry.version += 1
        return (PauseSet(account, sender, 0, by, entry.version, until),)

    def _end(
        self, sender: bytes, organisation: int, seen: int, heir: int, status: OrganisationStatus
    ) -> tuple[Event, ...]:
        """An heir is active and another one, and what ended never is again: no cycle can arise."""
        self._only_decision(sender)
        entry = self._not_ended(organisation, seen)
        require(heir != organisation, OrganisationHeirItself(organisation))
        _require_active(heir, self.get_organisation(heir).status)
        steps = entry.succession + 1
        require(steps <= MAX_SUCCESSION, OrganisationSuccessionTooDeep(heir, steps))

        self._set_voting(organisation, entry.voting, False)
        entry.status, entry.voting = status, False
        self._heirs[organisation] = heir
        following = self._organisations[heir]
        following.succession = max(following.succession, steps)
        entry.version += 1
        following.version += 1
        versions = (status, heir, following.version)
        return (OrganisationEnded(organisation, sender, 0, Role.DECISION, entry.version, *versions),)

    def _set_freeze(self, sender: bytes, now: int, officer: int, until: int, by: Mandate) -> tuple[Event, ...]:
        account = self._accounts[officer]
        self._bindings[account].frozen_until = until
        entry = self._officers[officer]
        entry.version += 1
        self._changed(officer, now)
        event = FreezeSet(officer, sender, by.organisation, by.role, entry.version, account, until)
        return (event, *self._use_up(sender, now, by))

    def _use_up(self, sender: bytes, now: int, by: Mandate) -> tuple[Event, ...]:
        if by.endorsement == 0:
            return ()
        version = self._close_endorsement(by.endorsement, now)
        return (EndorsementUsed(by.endorsement, sender, by.organisation, by.role, version),)

    def _close_endorsement(self, endorsement: int, now: int) -> int:
        entry = self._endorsements[endorsement]
        entry.valid_until = now
        entry.version += 1
        return entry.version

    def _require_seat(self, organisation: int, before: bool, voting: bool) -> None:
        full = len(self._voting) >= MAX_VOTERS
        require(before or not voting or not full, VotersExceeded(organisation))

    def _set_voting(self, organisation: int, before: bool, voting: bool) -> None:
        """The last of them takes the place of who leaves."""
        if voting and not before:
            self._voting.append(organisation)
        if before and not voting:
            self._voting[self._voting.index(organisation)] = self._voting[-1]
            self._voting.pop()

    def _bind(self, officer: int, account: bytes, now: int) -> None:
        self._accounts[officer] = account
        self._bindings[account] = Binding(officer, now, FOR_EVER)

    def _changed(self, officer: int, now: int) -> None:
        """What holds for an officer from now on; the last change of a second stands for it."""
        entry, history = self._officers[officer], self._history.setdefault(officer, [])
        frozen_until = self._bindings[self._accounts[officer]].frozen_until
        if history and history[-1].changed_at == now:
            history.pop()
        history.append(Past(now, entry.roles, entry.valid_from, entry.valid_until, frozen_until))

    def _seated(
        self, organisation: int, officer: int, roles: int, now: int, amended: Officer | None = None
    ) -> list[int]:
        """The administrators once an officer has these roles: its own place, one of who left, or a new one.

        The places are searched once the officer has its new terms (`amended`).
        """
        seats = list(self._own.get(organisation, _Organisational()).seats)
        if not roles & _ADMINISTRATOR or officer in seats:
            return seats
        officers = {**self._officers, **({officer: amended} if amended else {})}
        left = [place for place, other in enumerate(seats) if _has_left(officers[other], now)]
        place = left[0] if left else len(seats)
        require(place < MAX_ADMINISTRATORS, AdministratorsExceeded(organisation))
        seats[place : place + 1] = [officer]
        return seats

    def _is_decision(self, sender: bytes) -> bool:
        return sender == self.contract_of(ContractRole.DECISIONS)

    def _only_decision(self, sender: bytes) -> None:
        require(self._is_decision(sender), ConsortiumDecisionRequired(sender))

    def _look_after(self, sender: bytes, now: int, organisation: int, call: bytes) -> Mandate:
        """Who looks after officers: their organisation by its own rule, or a decision while it cannot."""
        status = self.get_organisation(organisation).status
        require(status != OrganisationStatus.NONE, OrganisationUnknown(organisation))
        if not self._is_decision(sender):
            return self._own_rule(sender, now, organisation, call)
        require(status in _LIVING, OrganisationNotActive(organisation, status))
        require(not self.meets_own_rule(organisation, now), OrganisationMeetsItsRule(organisation))
        return Mandate(0, Role.DECISION)

    def _own_rule_or_decision(self, sender: bytes, now: int, organisation: int, call: bytes) -> Mandate:
        if self._is_decision(sender):
            return Mandate(0, Role.DECISION)
        return self._own_rule(sender, now, organisation, call)

    def _own_rule(self, sender: bytes, now: int, organisation: int, call: bytes) -> Mandate:
        """An administrator and, where two are needed, another one's endorsement of exactly this call."""
        by = self._administrator(sender, now, organisation)
        if self._needed_of(organisation) == 1:
            return by
        acting = self.officer_of(sender)
        for other in self.administrators_of(organisation, now):
            endorsement = self._endorsed.get((other, call), 0)
            if other != acting and now < self.get_endorsement(endorsement).valid_until:
                return by._replace(endorsement=endorsement)
        raise EndorsementMissing(organisation, call)

    def _administrator(self, sender: bytes, now: int, organisation: int) -> Mandate:
        acting = self._authority(now, sender, Role.ADMINISTRATOR).organisation
        require(acting == organisation, AdministratorForeign(acting, organisation))
        return Mandate(organisation, Role.ADMINISTRATOR)

    def _needed_of(self, organisation: int) -> int:
        return self.get_administration(organisation).needed or 1

    def _is_live(self, officer: int, now: int, *, despite_freeze: bool = False) -> bool:
        entry = self._officers[officer]
        if _has_left(entry, now) or now < entry.valid_from:
            return False
        frozen_until = self._bindings[self._accounts[officer]].frozen_until
        return frozen_until != FOR_EVER if despite_freeze else now >= frozen_until

    def _counts(self, organisation: int, now: int) -> bool:
        active = self.get_organisation(organisation).status == OrganisationStatus.ACTIVE
        seats = self._own.get(organisation, _Organisational()).seats
        return active and any(self._is_live(officer, now, despite_freeze=True) for officer in seats)

    def _authority(self, now: int, account: bytes, role: Role) -> Authority:
        """For whom an account acts: what every act of an officer needs, in this order."""
        binding = self.get_binding(account)
        officer = binding.officer
        require(officer != 0, AccountUnknown(account))
        require(now < binding.serves_until, AccountRetired(account, officer, binding.serves_until))
        require(now >= binding.frozen_until, OfficerFrozen(officer, binding.frozen_until))
        entry = self.get_officer(officer)
        term = (entry.valid_from, entry.valid_until)
        require(entry.valid_from <= now < entry.valid_until, OfficerNotInOffice(officer, *term, now))
        require(bool(entry.roles >> role & 1), OfficerRoleMissing(officer, role, entry.roles))
        acting = self.get_organisation(entry.organisation)
        _require_active(entry.organisation, acting.status)
        needed = _KINDS_OF.get(role, _ANY_KIND)
        missing = OrganisationKindMissing(entry.organisation, role, acting.kinds, needed)
        require(bool(acting.kinds & needed), missing)
        return Authority(entry.organisation, officer, entry.unit)

    def _at_version(self, organisation: int, seen: int) -> Organisation:
        version = self.get_organisation(organisation).version
        require(version != 0, OrganisationUnknown(organisation))
        require(version == seen, OrganisationVersionStale(organisation, seen, version))
        return self._organisations[organisation]

    def _not_ended(self, organisation: int, seen: int) -> Organisation:
        entry = self._at_version(organisation, seen)
        require(entry.status in _LIVING, OrganisationNotActive(organisation, entry.status))
        return entry

    def _in_office_at_version(self, officer: int, seen: int, now: int) -> Officer:
        """Who left office is history: whoever comes back is appointed anew, with a new account."""
        version = self.get_officer(officer).version
        require(version != 0, OfficerUnknown(officer))
        require(version == seen, OfficerVersionStale(officer, seen, version))
        entry = self._officers[officer]
        require(now < entry.valid_until, OfficerTermOver(officer, entry.valid_until))
        return entry

    def _require_free(self, account: bytes) -> None:
        require(account != NO_ADDRESS, AccountZero())
        require(self.get_listing(account).version == 0, AccountListed(account))
        holder = self.officer_of(account)
        require(holder == 0, AccountTaken(account, holder))

    def _follow(self, organisation: int, *statuses: OrganisationStatus) -> int:
        while self.get_organisation(organisation).status in statuses:
            organisation = self._heirs[organisation]
        return organisation


def _require_kinds(kinds: int) -> None:
    require(kinds != 0 and kinds & ~_ANY_KIND == 0, OrganisationKindsInvalid(kinds))


def _require_active(organisation: int, status: int) -> None:
    require(status != OrganisationStatus.NONE, OrganisationUnknown(organisation))
    require(status == OrganisationStatus.ACTIVE, OrganisationNotActive(organisation, status))


def _require_terms(by: Role, roles: int, valid_from: int, valid_until: int, now: int) -> None:
    require(roles != 0 and roles & ~_APPOINTABLE == 0, OfficerRolesInvalid(roles))
    require(by != Role.DECISION or roles == _ADMINISTRATOR, DecisionRolesInvalid(roles))
    require(valid_from < valid_until and now < valid_until, OfficerTermEmpty(valid_from, valid_until))
    latest = now + ADMINISTRATOR_TERM
    require(not roles & _ADMINISTRATOR or valid_until <= latest, OfficerTermTooLong(valid_until, latest))


def _has_left(officer: Officer, now: int) -> bool:
    return not officer.roles & _ADMINISTRATOR or officer.valid_until <= now


def _call_hash(signature: str, *arguments: int | bytes) -> bytes:
    """The hash of a call whose arguments are words of their own: numbers and addresses, padded on the left."""
    words = [value.to_bytes(32, "big") if isinstance(value, int) else value.rjust(32, b"\0") for value in arguments]
    return keccak256(keccak256(signature.encode())[:4] + b"".join(words))


# --- which call an event implies -----------------------------------------------------------------------------

FOLLOWING: frozenset[type[Event]] = frozenset({EndorsementUsed})
"""Events with which no call begins: they stand behind the event of the act."""


def _freeze_call(event: FreezeSet) -> tuple[str, tuple[Any, ...]]:
    if event.frozen_until == FOR_EVER:
        return "confirm_freeze", (event.officer, event.officer_version - 1)
    if event.frozen_until == 0:
        return "thaw_officer", (event.officer, event.officer_version - 1)
    return "freeze_officer", (event.officer,)


def _pause_call(event: PauseSet) -> tuple[str, tuple[Any, ...]]:
    if event.acting_role == Role.GUARDIAN:
        return "stop_contract", (event.listing,)
    if event.paused_until == 0:
        return "resume_contract", (event.listing,)
    return "pause_contract", (event.listing, event.paused_until)


def _end_call(event: OrganisationEnded) -> tuple[str, tuple[Any, ...]]:
    merged = event.status == OrganisationStatus.MERGED
    return (
        "merge_organisation" if merged else "dissolve_organisation",
        (event.organisation, event.organisation_version - 1, event.heir_organisation),
    )


CALLS: Mapping[type[Event], Callable[[Any], tuple[str, tuple[Any, ...]]]] = {
    ContractListed: lambda event: ("list_contract", (event.contract_role, event.listing)),
    ContractClosed: lambda event: ("close_contract", (event.listing, event.final_head)),
    PauseSet: _pause_call,
    OrganisationAdmitted: lambda event: ("admit_organisation", (event.public_code, event.kinds, event.voting)),
    OrganisationAmended: lambda event: (
        "amend_organisation",
        (event.organisation, event.organisation_version - 1, event.kinds, event.voting),
    ),
    OrganisationSuspended: lambda event: (
        "suspend_organisation",
        (event.organisation, event.organisation_version - 1, event.reason),
    ),
    OrganisationReinstated: lambda event: (
        "reinstate_organisation",
        (event.organisation, event.organisation_version - 1),
    ),
    OrganisationEnded: _end_call,
    AdministratorRuleSet: lambda event: (
        "set_administrator_rule",
        (event.needed, event.administration_version - 1),
    ),
    EndorsementGiven: lambda event: ("endorse", (event.call,)),
    EndorsementWithdrawn: lambda event: ("withdraw_endorsement", (event.endorsement,)),
    OfficerAppointed: lambda event: (
        "appoint_officer",
        (event.organisation, event.account, event.roles, event.unit, event.valid_from, event.valid_until),
    ),
    OfficerAmended: lambda event: (
        "amend_officer",
        (
            *(event.officer, event.officer_version - 1),
            *(event.roles, event.unit, event.valid_from, event.valid_until),
        ),
    ),
    OfficerDismissed: lambda event: ("dismiss_officer", (event.officer, event.officer_version - 1)),
    KeyRotated: lambda event: ("rotate_key", (event.officer, event.officer_version - 1, event.account)),
    FreezeSet: _freeze_call,
}
"""For each event with which a call begins: the method and its arguments after sender and now."""


def implied_call(event: Event) -> tuple[str, tuple[Any, ...]]:
    """The call that an event says was made: the method's name, and its arguments after sender and now.

    Raises:
        InputError: no call of Consortium begins with such an event.
    """
    if type(event) not in CALLS:
        raise InputError(f"no call of Consortium begins with {event.NAME}")
    return CALLS[type(event)](event)

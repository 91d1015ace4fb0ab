"""One line of the audit trail: who did what, to which object, why, where, when, with what result and evidence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from functools import cache, lru_cache, partial
from typing import Any

import msgspec

from govledger.errors import InputError
from govledger.events import BY_NAME, EVENTS, Event
from govledger.events.interface import snake_case
from govledger.index.model import ObjectId
from govledger.model import (
    ActionKind,
    ClaimPurpose,
    ContractRole,
    DisputeReason,
    EmergencyReason,
    EntryPurpose,
    EntryState,
    FreezeReason,
    Mode,
    OrganisationKind,
    OrganisationStatus,
    PayerClass,
    Position,
    RedLetterReason,
    RejectionReason,
    RetirementReason,
    ReversalReason,
    ReviewOutcome,
    RevocationReason,
    Role,
    Sensitivity,
    ShreddingReason,
    SuspensionReason,
    VoidReason,
    WithdrawalReason,
)

_LATEST_TIME = 253_402_300_799  # 9999-12-31T23:59:59Z

OBJECT_KINDS: frozenset[str] = frozenset(reference.kind for event in EVENTS for reference in event.OBJECTS)
"""organisation, officer, grant, bill …: what `TrailFilter.kind` and `TrailObject.kind` may be."""

REASONS: Mapping[str, type[IntEnum]] = {
    "BillFrozen": FreezeReason,
    "BillRedLettered": RedLetterReason,
    "BillShredded": ShreddingReason,
    "GlassBroken": EmergencyReason,
    "GrantRevoked": RevocationReason,
    "NumbersVoided": VoidReason,
    "OrganisationSuspended": SuspensionReason,
    "RecordShredded": ShreddingReason,
    "RecordWithdrawn": WithdrawalReason,
    "RequestDisputed": DisputeReason,
    "RequestRejected": RejectionReason,
    "ResourceRetired": RetirementReason,
    "ReversalProposed": ReversalReason,
    "SettlementReversed": ReversalReason,
}
"""The closed list that an event's `reason` is of."""

_MEMBERS: Mapping[str, type[IntEnum]] = {
    "claim_purpose": ClaimPurpose,
    "contract_role": ContractRole,
    "entry_purpose": EntryPurpose,
    "entry_state": EntryState,
    "kind": ActionKind,
    "mode": Mode,
    "outcome": ReviewOutcome,
    "payer_class": PayerClass,
    "sensitivity": Sensitivity,
    "status": OrganisationStatus,
}
_SETS: Mapping[str, type[IntEnum]] = {"modes": Mode, "kinds": OrganisationKind, "roles": Role, "turns": PayerClass}
CONTEXT_FIELDS = ("purpose", "legal_basis", "case_tag", "site", "system")
"""The fields that say why and where, as `Context` has them."""


_NUMBERS = (
    *("resource", "record", "grant", "request", "emergency", "window", "bill"),
    *("from_at", "until_at", "for_subject_at"),
)


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which entries of the trail are wanted; an entry must fit all that is given.

    - `resource`: everything about it, its records, the grants on it with their approvals and revocation, the requests
      and windows under these, and the emergencies in which it was read.
    - `record`: everything about it, the requests for it and the emergencies in which it was read; those for the whole
      resource are in the resource's. Of an item of a batch (batch · 2^32 + index) also what was done about the batch.
    - `grant`, `request`, `emergency`, `window`: everything about it; a grant's requests and windows too, and what was
      passed on from it directly.
    - `bill`: its issue, alone or in a batch, its live form, freezes, red letter and shredding, what was reserved,
      settled and reversed, who booked it, and the subject's revocations of consents.
    - `organisation`: what it did, and what was done about it, its officers, and what it owns, holds or was granted.
    - `for_subject_at`: what the data's subject may see at that time: all but what is sealed then. Without it, the trail
      is the auditor's, which shows everything.
    """

    resource: int | None = None
    record: int | None = None
    grant: int | None = None
    request: int | None = None
    emergency: int | None = None
    window: int | None = None
    bill: int | None = None
    """Bill key: code · 10^10 + number."""
    organisation: int | str | None = None
    """Id, or public code of 18 characters."""
    kind: str | None = None
    """An object's kind (`grant`) or an event's name (`GrantIssued`)."""
    from_at: int | None = None
    """Seconds: from this time on (from_at ≤ time)."""
    until_at: int | None = None
    """Seconds: before this time (time < until_at)."""
    for_subject_at: int | None = None
    """Seconds: leaves out everything of a request that is sealed at this time (for_subject_at < date of disclosure)."""

    def __post_init__(self) -> None:
        for name in _NUMBERS:
            value = getattr(self, name)
            if value is not None and not (isinstance(value, int) and 0 <= value < 1 << 63):
                raise InputError(f"{name} {value!r} is no number from 0 to 2^63 - 1")
        if self.kind is not None and self.kind not in OBJECT_KINDS and self.kind not in BY_NAME:
            raise InputError(
                f"there is no kind {self.kind!r}; it is one of {', '.join(sorted(OBJECT_KINDS))}, or an event's name"
            )
        if self.from_at is not None and self.until_at is not None and self.from_at >= self.until_at:
            raise InputError(f"the time from {self.from_at} until {self.until_at} is empty")

    def wants(self, event: type[Event]) -> bool:
        """Whether events of this type may be of the kind that is wanted."""
        kinds = {reference.kind for reference in event.OBJECTS} | {event.NAME}
        return self.kind is None or self.kind in kinds


class TrailObject(msgspec.Struct, frozen=True, gc=False):
    """An object that an entry is about."""

    kind: str
    id: ObjectId
    version: int | None
    """The version that the event made; None for an object that is only named."""

    def __str__(self) -> str:
        shown = f"0x{self.id.hex()}" if isinstance(self.id, bytes) else str(self.id)
        return f"{self.kind} {shown}" + ("" if self.version is None else f" v{self.version}")


class Context(msgspec.Struct, frozen=True, gc=False):
    """Why and where: from the event itself, else from the request, emergency, window or grant that it is about."""

    purpose: int | None = None
    """Code of the purpose in the consortium's list."""
    legal_basis: bytes | None = None
    """keccak256 of the legal basis' text."""
    case_tag: bytes | None = None
    site: int | None = None
    """Code from the filing organisation's own list."""
    system: int | None = None


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Who acted."""

    address: bytes
    role: str
    """The role acted in, for instance GRANTOR."""
    organisation: int | None
    """None for the founder and for decisions of the consortium."""
    organisation_code: str | None
    officer: int | None
    """None for the founder and for decisions of the consortium."""
    unit: int | None
    """The officer's issuing point or site at that time; 0: the organisation as a whole."""

    def __str__(self) -> str:
        if self.officer is None:
            return f"{self.role} 0x{self.address.hex()[:8]}…"
        return f"{self.organisation_code or self.organisation} {self.role} {self.officer}"


class TrailEntry(msgspec.Struct, frozen=True, gc=False):
    """Who did what, to which object, why, where, when, with what result and evidence."""

    who: Actor
    event: str
    """`GrantIssued` …"""
    action: str
    """What that means, in a sentence."""
    objects: tuple[TrailObject, ...]
    """What the event is about, then what it names."""
    context: Context
    result: str
    """`issued`, `rejected (RECORD_NOT_HELD)` …"""
    details: Mapping[str, Any]
    """The event's other fields, by name; members of closed lists by their names."""
    contract: str
    at: Position
    """When, and the evidence."""
    sealed_until: int | None = None
    """Seconds: until when the request that it is about is kept from its subject; also once that time is over."""

    def __str__(self) -> str:
        """One line for people: when, who, what, to which objects, until when it is sealed, and where it stands."""
        objects = ", ".join(str(one) for one in self.objects)
        place = f"block {self.at.block_number}, log {self.at.log_index}"
        sealed = "" if self.sealed_until is None else f"  sealed until {utc(self.sealed_until)}"
        return f"{utc(self.at.block_timestamp)}  {self.who}  {self.event}  {objects}{sealed}  ({place})"


@lru_cache(maxsize=1)
def utc(timestamp: int) -> str:
    """Seconds since 1970 as `2026-11-22T17:09:40Z`; as a number where a calendar has no such year."""
    if timestamp > _LATEST_TIME:
        return str(timestamp)
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%dT%H:%M:%SZ}"


def result_words(event: type[Event]) -> str:
    """What came of an event: its name in words, without the kind of object that it begins with."""
    words = snake_case(event.NAME)
    kind = event.OBJECTS[0].kind if event.OBJECTS else ""
    return words.removeprefix(f"{kind}_").replace("_", " ")


def reason_name(event: str, number: int) -> str:
    """The name of a reason in the closed list of an event."""
    return _member(REASONS.get(event), number)


def detail_shown(event: type[Event], name: str) -> Callable[[Any], Any] | None:
    """How the value of a field is shown; None: as it is."""
    if name == "reason":
        return partial(reason_name, event.NAME)
    if name in _MEMBERS:
        return partial(_member, _MEMBERS[name])
    if name in _SETS:
        return partial(_members, _SETS[name])
    others: dict[str, Callable[[Any], Any]] = {"public_code": code_text, "approvers": _present, "fields": hex}
    return others.get(name)


def shown_fields(event: Event) -> dict[str, Any]:
    """All fields of an event by name; members of closed lists by their names."""
    shown = {field.name: getattr(event, field.name) for field in event.FIELDS}
    for name, value in shown.items():
        if show := detail_shown(type(event), name):
            shown[name] = show(value)
    return {**shown, "acting_role": role_name(shown["acting_role"])}


def role_name(number: int) -> str:
    """The name of a role."""
    return _member(Role, number)


def code_text(public_code: bytes) -> str:
    """A public code as its 18 characters."""
    return public_code.decode("ascii", "replace")


def _members(kind: type[IntEnum], bits: int) -> list[str]:
    return [member.name for member in kind if bits >> member & 1]


def _present(approvers: tuple[int, ...]) -> list[int]:
    return [approver for approver in approvers if approver]


@cache
def _names(kind: type[IntEnum]) -> Mapping[int, str]:
    return {member.value: member.name for member in kind}


def _member(kind: type[IntEnum] | None, value: int) -> str:
    return _names(kind).get(value, str(value)) if kind else str(value)

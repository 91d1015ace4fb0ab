"""The rules of DataRegistry: the catalogue of data, without the data. Pure.

A resource belongs to the organisation that registered it; its heir acts for it. Its terms change by versions, and what
was granted stays as it was granted. A record stands alone or is an item of a batch, known as batch · 2^32 + index,
which gets a state of its own at its first action. A record is LIVE, then perhaps WITHDRAWN, then perhaps SHREDDED,
which is its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from govledger import refusals
from govledger.errors import InputError
from govledger.events import Event
from govledger.events import types as events
from govledger.model import (
    Mode,
    RecordStatus,
    ResourceStatus,
    RetirementReason,
    Role,
    Sensitivity,
    ShreddingReason,
    WithdrawalReason,
)
from govledger.privacy.commitments import record_leaf
from govledger.privacy.merkle import process_proof
from govledger.rules.answers import Consortium, Stage, require

ALL_MODES = (1 << len(Mode)) - 1
APPROVERS = 4
ITEM_BITS = 32
RECORD_ID_LIMIT = 1 << 31
"""One more than the largest id that the counter of records gives."""
NO_HASH = bytes(32)


class ResourceTerms(NamedTuple):
    """What a resource offers, and whose approval its grants need."""

    schema: bytes
    schema_version: int
    sensitivity: int
    modes: int
    """Bit = number of the mode."""
    approvers: tuple[int, ...]
    """Four organisations, zeros behind."""
    approvals: int
    detail_approvals: int


class RecordOpening(NamedTuple):
    """What shows that an item was registered with a commitment."""

    commitment: bytes
    proof: Sequence[bytes] | None
    """None: it was shown to the contract, whose events do not repeat it; whoever holds the manifest can check it."""


NO_OPENING = RecordOpening(NO_HASH, ())


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource; all zero: there is none."""

    version: int = 0
    owner: int = 0
    status: ResourceStatus = ResourceStatus.NONE
    schema_version: int = 0
    sensitivity: int = 0
    modes: int = 0
    approvals: int = 0
    detail_approvals: int = 0
    schema: bytes = NO_HASH
    approvers: tuple[int, ...] = (0,) * APPROVERS

    @property
    def terms(self) -> ResourceTerms:
        """What it offers."""
        return ResourceTerms(*(getattr(self, name) for name in ResourceTerms._fields))


@dataclass(frozen=True, slots=True)
class Record:
    """A record that stands alone, a batch, or an item that had its first action; all zero: none of these."""

    version: int = 0
    resource: int = 0
    status: RecordStatus = RecordStatus.NONE
    count: int = 0
    """How many items a batch holds; 0: no batch."""
    commitment: bytes = NO_HASH
    """Of a batch, its root."""


class DataRegistryRules:
    """The state of DataRegistry, and what may become of it."""

    def __init__(self, consortium: Consortium | None, first_id: int, *, address: bytes) -> None:
        """As the contract is created.

        Raises:
            Refusal: no consortium, or a first id of 0.
        """
        if consortium is None:
            raise refusals.ConstructorAddressZero()
        require(first_id != 0, refusals.FirstIdZero())
        self.address = address
        self.consortium = consortium
        self.resources: dict[int, Resource] = {}
        self.records: dict[int, Record] = {}
        self.next_resource = self.next_record = first_id

    # --- resources ---

    def register_resource(self, sender: bytes, now: int, terms: ResourceTerms) -> tuple[Event, ...]:
        """A registrar registers a resource of its own organisation."""
        acting = self._registrar(sender, now, Stage.BEGIN)
        self._require_terms(terms, acting)

        resource, self.next_resource = self.next_resource, self.next_resource + 1
        self.resources[resource] = _with_terms(Resource(1, acting, ResourceStatus.OPEN), terms)
        return (events.ResourceRegistered(resource, sender, acting, Role.REGISTRAR, 1, *terms),)

    def amend_resource(
        self, sender: bytes, now: int, resource: int, seen_version: int, terms: ResourceTerms
    ) -> tuple[Event, ...]:
        """The owner's registrar gives an open resource other terms."""
        acting = self._registrar(sender, now, Stage.BEGIN)
        entry = self._open_resource(resource, acting)
        require(entry.version == seen_version, refusals.ResourceVersionStale(resource, seen_version, entry.version))
        self._require_terms(terms, entry.owner)
        require(entry.terms != terms, refusals.ResourceTermsUnchanged(resource))

        self.resources[resource] = entry = _with_terms(replace(entry, version=entry.version + 1), terms)
        return (events.ResourceAmended(resource, sender, acting, Role.REGISTRAR, entry.version, *terms),)

    def retire_resource(
        self, sender: bytes, now: int, resource: int, seen_version: int, reason: RetirementReason | int
    ) -> tuple[Event, ...]:
        """The owner's registrar retires an open resource."""
        acting = self._registrar(sender, now, Stage.FINISH)
        entry = self._open_resource(resource, acting)
        require(entry.version == seen_version, refusals.ResourceVersionStale(resource, seen_version, entry.version))

        entry = replace(entry, version=entry.version + 1, status=ResourceStatus.RETIRED)
        self.resources[resource] = entry
        return (events.ResourceRetired(resource, sender, acting, Role.REGISTRAR, entry.version, reason),)

    # --- records ---

    def register_record(self, sender: bytes, now: int, resource: int, commitment: bytes) -> tuple[Event, ...]:
        """The owner's registrar registers a record of an open resource."""
        acting = self._registrar(sender, now, Stage.BEGIN)
        self._open_resource(resource, acting)
        require(commitment != NO_HASH, refusals.RecordCommitmentZero())

        record = self._create(resource, 0, commitment)
        return (events.RecordRegistered(record, sender, acting, Role.REGISTRAR, 1, resource, commitment),)

    def register_record_batch(
        self, sender: bytes, now: int, resource: int, count: int, root: bytes
    ) -> tuple[Event, ...]:
        """The owner's registrar registers any number of records of an open resource under one root."""
        acting = self._registrar(sender, now, Stage.BEGIN)
        self._open_resource(resource, acting)
        require(count != 0, refusals.RecordBatchEmpty())
        require(root != NO_HASH, refusals.RecordRootZero())

        record = self._create(resource, count, root)
        return (events.RecordBatchRegistered(record, sender, acting, Role.REGISTRAR, 1, resource, count, root),)

    def supersede_record(
        self, sender: bytes, now: int, record: int, seen_version: int, commitment: bytes, opening: RecordOpening
    ) -> tuple[Event, ...]:
        """The owner's registrar gives a live record or item other content."""
        acting = self._registrar(sender, now, Stage.FINISH)
        entry = self._changeable(record, seen_version, opening, RecordStatus.LIVE, acting)
        require(entry.count == 0, refusals.RecordIsBatch(record, entry.count))
        require(commitment != NO_HASH, refusals.RecordCommitmentZero())
        present = opening.commitment if seen_version == 0 else entry.commitment
        require(commitment != present, refusals.RecordCommitmentUnchanged(record, commitment))

        opened, entry = self._open_here(record, opening, sender, acting)
        entry = self._put(record, replace(entry, version=entry.version + 1, commitment=commitment))
        return (*opened, events.RecordSuperseded(record, sender, acting, Role.REGISTRAR, entry.version, commitment))

    def withdraw_record(
        self,
        sender: bytes,
        now: int,
        record: int,
        seen_version: int,
        reason: WithdrawalReason | int,
        opening: RecordOpening,
    ) -> tuple[Event, ...]:
        """The owner's registrar takes back a live record, batch or item."""
        acting = self._registrar(sender, now, Stage.FINISH)
        self._changeable(record, seen_version, opening, RecordStatus.LIVE, acting)

        opened, entry = self._open_here(record, opening, sender, acting)
        entry = self._put(record, replace(entry, version=entry.version + 1, status=RecordStatus.WITHDRAWN))
        return (*opened, events.RecordWithdrawn(record, sender, acting, Role.REGISTRAR, entry.version, reason))

    def shred_record(
        self,
        sender: bytes,
        now: int,
        record: int,
        seen_version: int,
        reason: ShreddingReason | int,
        opening: RecordOpening,
    ) -> tuple[Event, ...]:
        """The owner's registrar says that the salts of a record, batch or item are destroyed."""
        acting = self._registrar(sender, now, Stage.RELIEVE)
        self._changeable(record, seen_version, opening, RecordStatus.WITHDRAWN, acting)

        opened, entry = self._open_here(record, opening, sender, acting)
        entry = self._put(record, replace(entry, version=entry.version + 1, status=RecordStatus.SHREDDED))
        return (*opened, events.RecordShredded(record, sender, acting, Role.REGISTRAR, entry.version, reason))

    def anchor_timestamp(
        self, sender: bytes, now: int, record: int, seen_version: int, token: bytes, opening: RecordOpening
    ) -> tuple[Event, ...]:
        """The owner's registrar puts a time-stamp token's hash beside a record, batch or item."""
        acting = self._registrar(sender, now, Stage.FINISH)
        self._changeable(record, seen_version, opening, RecordStatus.WITHDRAWN, acting)
        require(token != NO_HASH, refusals.TimestampTokenZero())

        opened, entry = self._open_here(record, opening, sender, acting)
        entry = self._put(record, replace(entry, version=entry.version + 1))
        return (*opened, events.TimestampAnchored(record, sender, acting, Role.REGISTRAR, entry.version, token))

    # --- what others ask ---

    def require_live_record(self, record: int, index: int, resource: int) -> None:
        """Nothing, if a record, or the item of a batch, is live and belongs to the resource."""
        entry = self.get_record(record)
        require(entry.version != 0 and not _is_item(record), refusals.RecordUnknown(record))
        _require_status(record, entry.status, RecordStatus.LIVE)
        require(entry.resource == resource, refusals.RecordResourceMismatch(record, entry.resource, resource))
        require(index < (entry.count or 1), refusals.RecordIndexInvalid(record, index, entry.count or 1))
        if entry.count:
            item = record << ITEM_BITS | index
            _require_status(item, self.get_record(item).status, RecordStatus.LIVE)

    def get_resource(self, resource: int) -> Resource:
        """The resource; all zero if there is none."""
        return self.resources.get(resource, Resource())

    def get_record(self, record: int) -> Record:
        """The record, batch or item; all zero if there is none, or for an item before its first action."""
        return self.records.get(record, Record())

    # --- who may ---

    def _registrar(self, sender: bytes, now: int, stage: Stage) -> int:
        return self.consortium.authorise(self.address, now, sender, Role.REGISTRAR, stage).organisation

    def _acts_for(self, acting: int, organisation: int) -> bool:
        return acting in (organisation, self.consortium.heir_of(organisation))

    # --- what must be so ---

    def _open_resource(self, resource: int, acting: int) -> Resource:
        entry = self.get_resource(resource)
        require(entry.status != ResourceStatus.NONE, refusals.ResourceUnknown(resource))
        require(self._acts_for(acting, entry.owner), refusals.ResourceForeign(resource, entry.owner, acting))
        require(entry.status == ResourceStatus.OPEN, refusals.ResourceIsRetired(resource))
        return entry

    def _require_terms(self, terms: ResourceTerms, owner: int) -> None:
        require(terms.schema != NO_HASH, refusals.ResourceSchemaZero())
        require(0 < terms.modes <= ALL_MODES, refusals.ResourceModesInvalid(terms.modes))
        approvers = self._require_approvers(terms.approvers, owner)
        least = 1 if terms.sensitivity >= Sensitivity.SENSITIVE else 0
        require(
            least <= terms.detail_approvals <= approvers and terms.approvals <= terms.detail_approvals,
            refusals.ResourceApprovalsInvalid(terms.approvals, terms.detail_approvals, least, approvers),
        )

    def _require_approvers(self, approvers: Sequence[int], owner: int) -> int:
        """How many there are: first, each once, none of them the owner, all active."""
        named: list[int] = []
        for place, approver in enumerate(approvers):
            if approver == 0:
                continue
            proper = place == len(named) and approver != owner and approver not in named
            require(proper, refusals.ResourceApproverInvalid(place, approver))
            self.consortium.require_active(approver)
            named.append(approver)
        return len(named)

    def _changeable(self, record: int, seen: int, opening: RecordOpening, worst: RecordStatus, acting: int) -> Record:
        """The record, batch or item, which stands no worse than `worst`; also of a retired resource."""
        entry = self.get_record(record)
        registered = self._batch_of(record) if _is_item(record) else entry
        require(registered.version != 0, refusals.RecordUnknown(record))
        if _is_item(record):
            _require_status(record >> ITEM_BITS, registered.status, worst)
        _require_status(record, entry.status, worst)
        owner = self.get_resource(registered.resource).owner
        require(self._acts_for(acting, owner), refusals.ResourceForeign(registered.resource, owner, acting))
        require(entry.version == seen, refusals.RecordVersionStale(record, seen, entry.version))
        if entry.version == 0:
            self._require_proof(record, registered.commitment, opening)
        return entry

    def _batch_of(self, item: int) -> Record:
        batch, index = divmod(item, 1 << ITEM_BITS)
        entry = self.get_record(batch)
        require(entry.version != 0, refusals.RecordUnknown(batch))
        require(index < entry.count, refusals.RecordIndexInvalid(batch, index, entry.count or 1))
        return entry

    def _require_proof(self, item: int, root: bytes, opening: RecordOpening) -> None:
        if opening.proof is None:
            return
        leaf = record_leaf(item % (1 << ITEM_BITS), opening.commitment)
        require(process_proof(leaf, opening.proof) == root, refusals.RecordProofInvalid(item))

    # --- what changes ---

    def _create(self, resource: int, count: int, commitment: bytes) -> int:
        record = self.next_record
        require(record < RECORD_ID_LIMIT, refusals.RecordIdsExhausted(RECORD_ID_LIMIT))
        self.next_record += 1
        self._put(record, Record(1, resource, RecordStatus.LIVE, count, commitment))
        return record

    def _open_here(
        self, record: int, opening: RecordOpening, sender: bytes, acting: int
    ) -> tuple[tuple[Event, ...], Record]:
        """Gives an item a state of its own at its first action."""
        entry = self.get_record(record)
        if entry.version != 0:
            return (), entry
        resource = self.get_record(record >> ITEM_BITS).resource
        entry = Record(1, resource, RecordStatus.LIVE, 0, opening.commitment)
        opened = events.RecordOpened(record, sender, acting, Role.REGISTRAR, 1, resource, opening.commitment)
        return (opened,), entry

    def _put(self, record: int, entry: Record) -> Record:
        self.records[record] = entry
        return entry


def _with_terms(entry: Resource, terms: ResourceTerms) -> Resource:
    return replace(entry, **terms._asdict())


def _is_item(record: int) -> bool:
    return record >> ITEM_BITS != 0


def _require_status(record: int, status: RecordStatus, worst: RecordStatus) -> None:
    require(status != RecordStatus.SHREDDED, refusals.RecordIsShredded(record))
    require(status <= worst, refusals.RecordIsWithdrawn(record))


# --- from an event to its call ---------------------------------------------------------------------------

PRECEDING: frozenset[type[Event]] = frozenset({events.RecordOpened})
"""Emitted before the event by which a call is known."""
FOLLOWING: frozenset[type[Event]] = frozenset()
"""Emitted after the event by which a call is known."""

_ON_RECORD = {
    events.RecordSuperseded: ("supersede_record", "commitment"),
    events.RecordWithdrawn: ("withdraw_record", "reason"),
    events.RecordShredded: ("shred_record", "reason"),
    events.TimestampAnchored: ("anchor_timestamp", "token"),
}


def implied_call(event: Event, preceding: Sequence[Event] = ()) -> tuple[str, tuple[Any, ...]]:
    """The method that an event of DataRegistry is by, and its arguments behind `sender` (the actor) and `now`.

    Args:
        event: the one by which the call is known.
        preceding: the events of `PRECEDING` that the same call emitted before it.

    Raises:
        InputError: no call is known by this event.
    """
    found: Any = event
    match event:
        case events.ResourceRegistered():
            return "register_resource", (_terms(found),)
        case events.ResourceAmended():
            return "amend_resource", (found.resource, found.resource_version - 1, _terms(found))
        case events.ResourceRetired():
            return "retire_resource", (found.resource, found.resource_version - 1, found.reason)
        case events.RecordRegistered():
            return "register_record", (found.resource, found.commitment)
        case events.RecordBatchRegistered():
            return "register_record_batch", (found.resource, found.count, found.root)
    if type(event) not in _ON_RECORD:
        raise InputError(f"no call of DataRegistry is known by {event.NAME} alone")
    name, given = _ON_RECORD[type(event)]
    seen, opening = found.record_version - 1, NO_OPENING
    for opened in preceding:
        if isinstance(opened, events.RecordOpened):
            seen, opening = 0, RecordOpening(opened.commitment, None)
    return name, (found.record, seen, getattr(found, given), opening)


def _terms(event: Any) -> ResourceTerms:
    return ResourceTerms(*(getattr(event, name) for name in ResourceTerms._fields))

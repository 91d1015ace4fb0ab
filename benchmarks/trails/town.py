"""A town's years in events: a store of any size, in the shape that real ones have, the same for the same size.

Forty organisations with ten officers each keep resources and records, grant one another access, ask for records under
the grants (filed, approved, served, acknowledged), issue bills, and settle and book them. The events are rows as the
index decodes them; no chain made them, so that their digests and block hashes are made up.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from govledger.events import EVENTS, Event
from govledger.events.types import (
    BillBooked,
    BillIssued,
    ClaimOpened,
    GrantIssued,
    OfficerAppointed,
    OrganisationAdmitted,
    RecordRegistered,
    RequestAcknowledged,
    RequestApproved,
    RequestFiled,
    RequestServed,
    ReservationMade,
    ResourceRegistered,
    SettlementMade,
)
from govledger.index.codes import EVENT_CODES, KIND_CODES
from govledger.index.model import Batch, BlockHeader, HeadAt, IndexedContract, IndexedDeployment, ObjectId

ORGANISATIONS = 40
OFFICERS_EACH = 10
RESOURCES_EACH = 50
RECORDS_PER_RESOURCE = 10
GRANTS = 10_000
EVENTS_PER_BLOCK = 200
TRANSACTIONS_PER_BLOCK = 2
BLOCKS_PER_BATCH = 25
FIRST_TIME = 1_700_000_000
SECONDS_PER_BLOCK = 5
FIRST_BILL = 33_060_126 * 10**10 + 1

_EMPTY: dict[str, Any] = {
    "bool": False,
    "address": bytes(20),
    "bytes18": bytes(18),
    "bytes": b"",
    "uint64[4]": (0,) * 4,
}


def deployment() -> IndexedDeployment:
    """What the store belongs to."""
    keys = sorted({event.CONTRACT for event in EVENTS})
    contracts = {key: IndexedContract(_word("contract", key)[:20], 0) for key in keys}
    return IndexedDeployment(_word("deployment"), 1337, _word("genesis"), 1, contracts)


def officer_account(organisation: int, place: int) -> bytes:
    """The account of an organisation's officer."""
    return _word("officer", organisation, place)[:20]


@dataclass
class Town:
    """Makes the batches of a store, one after the other."""

    events: int
    """How many."""
    made: int = 0
    _number: int = 1
    _in_block: int = 0
    _chance: random.Random = field(default_factory=lambda: random.Random(7))
    _batch: dict[type[Event], list[tuple[Any, ...]]] = field(default_factory=dict)
    _versions: list[tuple[int, ObjectId, int, int, int, int]] = field(default_factory=list)
    _heads: dict[tuple[int, str], HeadAt] = field(default_factory=dict)
    _emitted: dict[str, int] = field(default_factory=dict)
    _headers: list[BlockHeader] = field(default_factory=list)
    _plans: dict[type[Event], _Plan] = field(default_factory=dict)

    def batches(self) -> Iterator[Batch]:
        """The batches, each of whole blocks, until there are so many events."""
        for event, values in self._story():
            self._emit(event, values)
            if self.made == self.events:
                break
            if self._in_block == EVENTS_PER_BLOCK:
                self._seal()
                if len(self._headers) == BLOCKS_PER_BATCH:
                    yield self._taken()
        self._seal()
        yield self._taken()

    def _story(self) -> Iterator[tuple[type[Event], dict[str, Any]]]:
        yield from _founding()
        access = self._accesses()
        bills = self._bills()
        while True:
            yield from next(access)
            yield from next(bills)

    def _accesses(self) -> Iterator[list[tuple[type[Event], dict[str, Any]]]]:
        """Requests, each in its four steps."""
        request = 0
        while True:
            request += 1
            grant = self._chance.randrange(1, GRANTS + 1)
            owner, grantee = _owner_of(grant), _grantee_of(grant)
            resource = _resource_of(grant)
            record = (resource - 1) * RECORDS_PER_RESOURCE + self._chance.randrange(1, RECORDS_PER_RESOURCE + 1)
            terms: dict[str, Any] = {
                "grant": grant,
                "resource": resource,
                "record": record,
                "owner": owner,
                "grantee": grantee,
            }
            terms |= {"mode": 1, "fields": 0b1110, "purpose": 3, "site": grantee, "system": 2}
            terms |= {"legal_basis": _word("basis", owner), "case_tag": _word("case", request)}
            yield [
                (RequestFiled, {"request": request, "request_version": 1, **terms, **self._actor(grantee, 4)}),
                (RequestApproved, {"request": request, "request_version": 2, **self._actor(owner, 5)}),
                (RequestServed, {"request": request, "request_version": 3, **terms, **self._actor(owner, 5)}),
                (RequestAcknowledged, {"request": request, "request_version": 4, **self._actor(grantee, 4)}),
            ]

    def _bills(self) -> Iterator[list[tuple[type[Event], dict[str, Any]]]]:
        """Bills: issued, claimed, settled, booked."""
        bill = FIRST_BILL
        while True:
            hospital = self._chance.randrange(1, ORGANISATIONS + 1)
            payer = hospital % ORGANISATIONS + 1
            amount = self._chance.randrange(1_000, 900_000)
            issuer, claimer = self._actor(hospital, 7), self._actor(payer, 8)
            opened: dict[str, Any] = {"claimable_fen": amount, "consent_key": _word("consent", bill)[:20]}
            yield [
                (BillIssued, {"bill": bill, "bill_version": 1, "range": hospital, **issuer}),
                (ClaimOpened, {"bill": bill, "bill_version": 1, **opened, **claimer}),
                (ReservationMade, {"bill": bill, "bill_version": 2, "amount_fen": amount, **claimer}),
                (SettlementMade, {"bill": bill, "bill_version": 3, "reservation": 2, "amount_fen": amount, **claimer}),
                (BillBooked, {"bill": bill, "bill_version": 4, "entry_state": 2, "period": 202_603, **claimer}),
            ]
            bill += 1

    def _actor(self, organisation: int, role: int) -> dict[str, Any]:
        account = officer_account(organisation, self._chance.randrange(OFFICERS_EACH))
        return {"actor": account, "acting_organisation": organisation, "acting_role": role}

    def _emit(self, event: type[Event], values: dict[str, Any]) -> None:
        plan = self._plans.get(event) or self._plans.setdefault(event, _Plan.of(event))
        row = plan.row(values)
        index = self._in_block
        transaction = index * TRANSACTIONS_PER_BLOCK // EVENTS_PER_BLOCK
        digest = self._chance.randbytes(32)
        position = (self._number, index, transaction, _word("transaction", self._number, transaction), digest)
        self._batch.setdefault(event, []).append((*position, *row))
        for kind, object_id, version in plan.objects(row):
            self._versions.append((kind, object_id, version, EVENT_CODES[event.NAME], self._number, index))
        emitted = self._emitted[event.CONTRACT] = self._emitted.get(event.CONTRACT, 0) + 1
        self._heads[self._number, event.CONTRACT] = HeadAt(event.CONTRACT, self._number, digest, emitted)
        self._in_block += 1
        self.made += 1

    def _seal(self) -> None:
        number = self._number
        time = FIRST_TIME + SECONDS_PER_BLOCK * number
        self._headers.append(BlockHeader(number, _word("block", number), _word("block", number - 1), time))
        self._number, self._in_block = number + 1, 0

    def _taken(self) -> Batch:
        heads = [self._heads[key] for key in sorted(self._heads)]
        batch = Batch(self._headers, self._batch, heads, self._versions)
        self._headers, self._batch, self._versions, self._heads = [], {}, [], {}
        return batch


@dataclass(frozen=True)
class _Plan:
    """How the row of an event is filled."""

    empty: tuple[Any, ...]
    places: dict[str, int]
    versions: tuple[tuple[int, int, int], ...]
    """Kind's code, place of the id, place of the version."""

    @classmethod
    def of(cls, event: type[Event]) -> _Plan:
        places = {one.name: place for place, one in enumerate(event.FIELDS)}
        return cls(
            tuple(_EMPTY.get(one.type, 0 if one.type.startswith("uint") else bytes(32)) for one in event.FIELDS),
            places,
            tuple(
                (KIND_CODES[event.CONTRACT, one.kind], places[one.id_field], places[one.version_field])
                for one in event.OBJECTS
            ),
        )

    def row(self, values: dict[str, Any]) -> list[Any]:
        row = list(self.empty)
        for name, value in values.items():
            row[self.places[name]] = value
        return row

    def objects(self, row: list[Any]) -> Iterator[tuple[int, ObjectId, int]]:
        for kind, place, version in self.versions:
            if row[version]:
                yield kind, row[place], row[version]


def _founding() -> Iterator[tuple[type[Event], dict[str, Any]]]:
    """Organisations, officers, resources, records and grants."""
    founder: dict[str, Any] = {"actor": _word("founder")[:20], "acting_role": 1}
    for organisation in range(1, ORGANISATIONS + 1):
        code = {"organisation": organisation, "organisation_version": 1, "kinds": 2}
        yield OrganisationAdmitted, {**founder, **code, "public_code": b"%018d" % organisation}
        for place in range(OFFICERS_EACH):
            officer = (organisation - 1) * OFFICERS_EACH + place + 1
            who = {"officer": officer, "officer_version": 1, "organisation": organisation, "unit": place + 1}
            yield OfficerAppointed, {**founder, **who, "account": officer_account(organisation, place)}
    for resource in range(1, ORGANISATIONS * RESOURCES_EACH + 1):
        owner = (resource - 1) % ORGANISATIONS + 1
        keeper = {"actor": officer_account(owner, 0), "acting_organisation": owner, "acting_role": 3}
        yield ResourceRegistered, {**keeper, "resource": resource, "resource_version": 1, "modes": 2}
        for place in range(1, RECORDS_PER_RESOURCE + 1):
            record = (resource - 1) * RECORDS_PER_RESOURCE + place
            yield RecordRegistered, {**keeper, "record": record, "record_version": 1, "resource": resource}
    for grant in range(1, GRANTS + 1):
        owner = _owner_of(grant)
        grantor = {"actor": officer_account(owner, 1), "acting_organisation": owner, "acting_role": 6}
        terms = {"resource": _resource_of(grant), "grantee": _grantee_of(grant), "owner": owner, "purpose": 3}
        yield GrantIssued, {**grantor, **terms, "grant": grant, "grant_version": 1, "fields": 2**64 + 14}


def _resource_of(grant: int) -> int:
    return (grant * 7) % (ORGANISATIONS * RESOURCES_EACH) + 1


def _owner_of(grant: int) -> int:
    return (_resource_of(grant) - 1) % ORGANISATIONS + 1


def _grantee_of(grant: int) -> int:
    return (_owner_of(grant) + grant % (ORGANISATIONS - 1)) % ORGANISATIONS + 1


def _word(*parts: object) -> bytes:
    return sha256(repr(parts).encode()).digest()

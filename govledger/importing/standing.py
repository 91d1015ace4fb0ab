"""What the ledger holds of imports, read from the index as it is (I/O); `Ledger.sync` brings the index up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from govledger.events import Event
from govledger.events.types import (
    BatchIssued,
    BillIssued,
    BillRedLettered,
    RangeGranted,
    RangeProposed,
    ReservationMade,
    SettlementMade,
)
from govledger.index import schema
from govledger.index.store import Store
from govledger.privacy.commitments import leaf_hash

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class IssuedRoot:
    """Bills that an event says were issued."""

    root: bytes
    """Of the batch; of a bill alone, its leaf."""

    count: int


@dataclass(frozen=True, slots=True)
class ClaimHistory:
    """What one payer reserved and settled."""

    reservations: Mapping[bytes, ReservationMade]
    """By claim tag; each tag is used once."""

    settlements: tuple[SettlementMade, ...]
    """In the order of the chain."""

    settled: Mapping[tuple[int, int], int]
    """The sum of the settlements, by bill and number of the reservation."""

    def settled_fen(self, reservation: ReservationMade) -> int:
        """What was settled of a reservation."""
        return self.settled.get((reservation.bill, reservation.reservation), 0)


def events_of(store: Store, event: type[E], field: str, value: int) -> Iterator[E]:
    """The events of a type one of whose fields has a value, in the order of the chain."""
    query = f'{schema.rows_query(event)} WHERE "{field}" = ? ORDER BY block_number, log_index'
    for row in store.rows(query, (schema.to_sql("uint64", value),)):
        found = schema.event_of_row(event, row[schema.POSITION_WIDTH :])
        assert isinstance(found, event)
        yield found


def issued_by(store: Store, organisation: int) -> dict[int, IssuedRoot]:
    """What an organisation issued, by the key of the first bill: batches, bills alone, red letters."""
    found: dict[int, IssuedRoot] = {}
    for batch in events_of(store, BatchIssued, "acting_organisation", organisation):
        found[batch.first] = IssuedRoot(batch.root, batch.count)
    for bill in events_of(store, BillIssued, "acting_organisation", organisation):
        found[bill.bill] = IssuedRoot(_leaf(bill), 1)
    for red in events_of(store, BillRedLettered, "acting_organisation", organisation):
        found[red.red_bill] = IssuedRoot(_leaf(red), 1)
    return found


def ranges_of(store: Store, holder: int, grantor: int) -> tuple[tuple[int, ...], tuple[RangeProposed, ...]]:
    """The ranges that a finance department granted an organisation, and what it proposed and did not grant yet."""
    granted = [
        one.range for one in events_of(store, RangeGranted, "holder", holder) if one.acting_organisation == grantor
    ]
    proposed = (
        one
        for one in events_of(store, RangeProposed, "holder", holder)
        if one.acting_organisation == grantor and one.range not in granted
    )
    return tuple(granted), tuple(proposed)


def claims_of(store: Store, payer: int) -> ClaimHistory:
    """What a payer reserved and settled."""
    reservations = events_of(store, ReservationMade, "acting_organisation", payer)
    settlements = tuple(events_of(store, SettlementMade, "acting_organisation", payer))
    settled: Counter[tuple[int, int]] = Counter()
    for one in settlements:
        settled[one.bill, one.reservation] += one.amount_fen
    return ClaimHistory({made.claim_tag: made for made in reservations}, settlements, settled)


def _leaf(event: BillIssued | BillRedLettered) -> bytes:
    return leaf_hash(0, event.business_tag, event.settlement_tag, event.inner)

"""What the ledger holds of imports, read from the index as it is (I/O); `Ledger.sync` brings the index up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from govledger.events import Event
from govledger.events.types import (
    BatchIssued,
    BillIssued,
    BillRedLettered,
    DirectSettlementMade,
    RangeGranted,
    RangeProposed,
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
    """What one payer settled."""

    direct: Mapping[bytes, DirectSettlementMade]
    """In the call that reserved it, as imports do; by claim tag, each of which is used once."""

    others: tuple[SettlementMade, ...]
    """Of reservations that it made before."""

    @property
    def settlements(self) -> tuple[DirectSettlementMade | SettlementMade, ...]:
        """All of them."""
        return (*self.direct.values(), *self.others)


def events_of(store: Store, event: type[E], field: str, value: int) -> Iterator[E]:
    """The events of a type one of whose fields has a value, in the order of the chain."""
    query = f'{schema.rows_query(event)} WHERE "{field}" = ? ORDER BY block_number, log_index'
    for row in store.rows(query, (value,)):
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
    """What a payer settled."""
    direct = events_of(store, DirectSettlementMade, "acting_organisation", payer)
    others = events_of(store, SettlementMade, "acting_organisation", payer)
    return ClaimHistory({one.claim_tag: one for one in direct}, tuple(others))


def _leaf(event: BillIssued | BillRedLettered) -> bytes:
    return leaf_hash(0, event.business_tag, event.settlement_tag, event.inner)

"""An index as what a replay reads: its events, attempts and blocks, as they were when it was opened (I/O)."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from govledger.audit.source import AttemptAt, BlockAt, EventAt
from govledger.consensus.transaction import ConsensusTransaction
from govledger.deployments import Deployment
from govledger.errors import StoreError, StoreForeign
from govledger.events import EVENTS, Event
from govledger.index import schema
from govledger.index.model import ReasonSource, Trust
from govledger.index.store import Store

_Row = tuple[Any, ...]


class StoredSource:
    """What a snapshot of an index holds, up to a block; it knows no senders of events, and not who sealed.

    Args:
        reader: the snapshot.
        deployment: the manifest of the contracts that it indexes.
        until_block: the last block that counts; the index's last one if None.

    Raises:
        StoreForeign: it is the index of another deployment.
    """

    from_creation = True

    def __init__(self, reader: Store, deployment: Deployment, until_block: int | None = None) -> None:
        if reader.deployment.digest != deployment.digest():
            raise StoreForeign(
                f"{reader.place} is the index of the deployment 0x{reader.deployment.digest.hex()}, not of "
                f"{deployment.name} (0x{deployment.digest().hex()}); name the deployment that it was made of"
            )
        self._reader = reader
        self.deployment = deployment
        self.first_block = reader.deployment.first_block
        last = reader.last_block()
        self.last_block = last if until_block is None else min(until_block, last)
        header = reader.header(self.last_block)
        self.last_at = 0 if header is None else header.timestamp

    def events(self) -> Iterator[EventAt]:
        """All events, in the order of the chain.

        Raises:
            StoreError: the index cannot be read, or lacks a header.
        """
        time_of = lru_cache(maxsize=1)(self._time_of)
        for _, event_type, row in heapq.merge(*map(self._rows, EVENTS), key=lambda found: found[0]):
            number, log_index, transaction_index, transaction_hash, digest = row[: schema.POSITION_WIDTH]
            yield EventAt(
                event=schema.event_of_row(event_type, row[schema.POSITION_WIDTH :]),
                block_number=number,
                timestamp=time_of(number),
                transaction_index=transaction_index,
                transaction_hash=transaction_hash,
                log_index=log_index,
                digest=digest,
                sender=None,
            )

    def attempts(self) -> Iterator[AttemptAt] | None:
        """The calls that failed, in the order of the chain; None below the level of receipts, which alone has them."""
        if self._reader.trust is not Trust.RECEIPTS:
            return None
        rows = self._reader.rows(
            "SELECT a.block_number, b.timestamp, a.transaction_index, a.transaction_hash, a.sender, a.contract,"
            " a.signed, a.refusal, a.reason_source"
            " FROM attempts AS a JOIN blocks AS b ON b.number = a.block_number WHERE a.block_number <= ?"
            " ORDER BY a.block_number, a.transaction_index",
            (self.last_block,),
        )
        return (_attempt(row) for row in rows)

    def blocks(self) -> Iterator[BlockAt]:
        """All blocks with their times, in order."""
        headers = self._reader.headers(self.first_block, self.last_block)
        return (BlockAt(header.number, header.timestamp) for header in headers)

    def _rows(self, event: type[Event]) -> Iterator[tuple[tuple[int, int], type[Event], _Row]]:
        query = f"{schema.rows_query(event)} WHERE block_number <= ? ORDER BY block_number, log_index"
        for row in self._reader.rows(query, (self.last_block,)):
            yield (row[0], row[1]), event, row

    def _time_of(self, number: int) -> int:
        header = self._reader.header(number)
        if header is None:
            raise StoreError(f"the index has events of block {number} and not its header; index the deployment again")
        return header.timestamp


@contextmanager
def stored_source(store: Store, deployment: Deployment, until_block: int | None = None) -> Iterator[StoredSource]:
    """An index as it is now, up to a block, while the context is open; it may be written to meanwhile.

    Args:
        store: the index.
        deployment: the manifest of the contracts that it indexes.
        until_block: the last block that counts; the index's last one if None.

    Raises:
        StoreForeign: it is the index of another deployment.
    """
    with store.snapshot() as reader:
        yield StoredSource(reader, deployment, until_block)


def _attempt(row: _Row) -> AttemptAt:
    number, timestamp, transaction_index, transaction_hash, sender, contract, signed, refusal, source = row
    return AttemptAt(
        block_number=number,
        timestamp=timestamp,
        transaction_index=transaction_index,
        transaction_hash=transaction_hash,
        sender=sender,
        contract=contract,
        data=ConsensusTransaction.decode(bytes(signed)).data,
        refusal=refusal or None,
        reason_source=ReasonSource(source),
    )

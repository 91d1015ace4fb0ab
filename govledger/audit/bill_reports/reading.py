"""The events that reports on bills are made of, read from the index (I/O)."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

from govledger.audit.bill_reports.history import AsOf, Dated
from govledger.audit.entry import TrailFilter, code_text
from govledger.audit.selection import Query, queries
from govledger.errors import InputError, StoreError
from govledger.events import Event
from govledger.index import schema
from govledger.index.store import Store


def as_of(store: Store, block: int | None = None) -> AsOf:
    """A block of the index as the one at which a report stands.

    Args:
        store: the index.
        block: the block; the index's last one if None.

    Raises:
        InputError: the index does not reach the block.
    """
    number = store.last_block() if block is None else block
    header = store.header(number)
    if header is None:
        first, last = store.deployment.first_block, store.last_block()
        raise InputError(f"block {number} is not in the index, which holds {first} to {last}")
    return AsOf(number, header.hash, header.timestamp)


def history(store: Store, kinds: Collection[type[Event]], until: AsOf) -> Iterator[Dated]:
    """All events of some types up to a block, one by one, in the order of the chain.

    Raises:
        StoreError: the index cannot be read.
    """
    order = "WHERE block_number <= ? ORDER BY block_number, log_index"
    asked = [Query(kind, f"{schema.coded_query(kind)} {order}", (until.block_number,)) for kind in kinds]
    return _merged(store, asked)


def history_of_bill(store: Store, kinds: Collection[type[Event]], bill: int, until: AsOf) -> Iterator[Dated]:
    """The events of some types about one bill, its issue in a batch too, up to a block, in the order of the chain.

    Raises:
        StoreError: the index cannot be read.
    """
    found = queries(TrailFilter(bill=bill), store.deployment.first_block, until.block_number)
    for dated in _merged(store, [query for query in found if query.event in kinds]):
        if getattr(dated.event, "bill", bill) == bill:  # else it is a red letter, and the event another bill's
            yield dated


def public_codes(store: Store) -> dict[int, str]:
    """The public code of every organisation that was ever admitted, by its id."""
    query = "SELECT organisation, public_code FROM organisation_admitted"
    return {organisation: code_text(code) for organisation, code in store.rows(query)}


def _merged(store: Store, asked: list[Query]) -> Iterator[Dated]:
    time_of = lru_cache(maxsize=1)(lambda number: _time_of(store, number))
    streams = [_rows(store, query) for query in asked]
    for position, event, row in heapq.merge(*streams, key=lambda found: found[0]):
        values = row[schema.POSITION_WIDTH : -1]
        yield Dated(schema.event_of_row(event, values), time_of(position[0]), position)


def _rows(store: Store, query: Query) -> Iterator[tuple[tuple[int, int], type[Event], tuple[Any, ...]]]:
    for row in store.rows(query.sql, query.values):
        yield (row[0], row[1]), query.event, row


def _time_of(store: Store, number: int) -> int:
    header = store.header(number)
    if header is None:
        raise StoreError(f"the index has events of block {number} and not its header; index the deployment again")
    return header.timestamp

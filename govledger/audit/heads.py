"""Whether the index still holds what was indexed: every row is encoded again and hashed as its contract hashed it.

Each row of an event's table keeps the digest of its log, and the running hash of its contract goes through all digests
and the blocks' times. An edited row no longer gives its digest; where the digest was edited with it, or a row was added
or taken out, the running hash departs from the stored one in that block; where that was edited too, the last one
departs from the contract's own, with which `sync` compares it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from govledger.errors import MalformedData
from govledger.events import EVENTS, Event, encode
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.index import schema
from govledger.index.checks import objects_of
from govledger.index.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the index is not what was indexed."""

    table: str
    block_number: int
    log_index: int | None
    """The row's; None where the whole block is concerned."""
    rule: str

    def __str__(self) -> str:
        row = "" if self.log_index is None else f", log {self.log_index}"
        return f"{self.table}, block {self.block_number}{row}: {self.rule}"


def check(store: Store) -> Iterator[Finding]:
    """Every place where the index was edited; none if it was not.

    Blocks come first, then contract after contract in the order of its events, then the versions of objects. Memory
    does not grow with the number of events.

    Raises:
        StoreError: the index cannot be read.
    """
    with store.snapshot() as reader:
        yield from _check_blocks(reader)
        for contract in sorted(reader.deployment.contracts):
            yield from _check_contract(reader, contract)
        yield from _check_versions(reader)


def _check_blocks(reader: Store) -> Iterator[Finding]:
    first, last = reader.deployment.first_block, reader.last_block()
    parent, expected = None, first
    for header in reader.headers(first, last):
        if header.number != expected:
            yield Finding("blocks", expected, None, "the block is missing")
        elif parent is not None and header.parent_hash != parent:
            yield Finding("blocks", header.number, None, "the parent hash is not the hash of the block before")
        parent, expected = header.hash, header.number + 1
    if expected != last + 1:
        yield Finding("blocks", expected, None, "the block is missing")


def _check_contract(reader: Store, contract: str) -> Iterator[Finding]:
    """Rows against their digests, then the digests against the running hash at the end of each block."""
    head, events, block = EMPTY_HEAD, 0, None
    stored = reader.rows("SELECT block_number, head, events FROM heads WHERE contract = ? ORDER BY 1", (contract,))
    for event_type, row in _rows_of(reader, contract):
        number, log_index, digest = row[0], row[1], row[4]
        if block is not None and number != block:
            problem = _compare(contract, block, head, events, next(stored, None))
            if problem:
                yield problem
                return
        block = number
        if (rule := _row_problem(event_type, row)) is not None:
            yield Finding(schema.table_name(event_type), number, log_index, rule)
        header = reader.header(number)
        if header is None:
            yield Finding(schema.table_name(event_type), number, log_index, "its block is not in the index")
            return
        head, events = next_head(head, digest, number, header.timestamp), events + 1
    if block is not None and (problem := _compare(contract, block, head, events, next(stored, None))):
        yield problem
        return
    for left_over, _, _ in stored:
        yield Finding("heads", left_over, None, f"{contract} has a running hash here, and no event")


def _rows_of(reader: Store, contract: str) -> Iterator[tuple[type[Event], tuple[Any, ...]]]:
    def rows(event: type[Event]) -> Iterator[tuple[tuple[int, int], type[Event], tuple[Any, ...]]]:
        for row in reader.rows(f"{schema.rows_query(event)} ORDER BY block_number, log_index"):
            yield (row[0], row[1]), event, row

    streams = [rows(event) for event in EVENTS if event.CONTRACT == contract]
    return ((event, row) for _, event, row in heapq.merge(*streams, key=lambda found: found[0]))


def _row_problem(event_type: type[Event], row: tuple[Any, ...]) -> str | None:
    event = schema.event_of_row(event_type, row[schema.POSITION_WIDTH :])
    try:
        topics, data = encode(event)
    except MalformedData as problem:
        return f"the row was edited: {problem}"
    if log_digest(topics, data) != row[4]:
        return "the row was edited: its values do not give the digest of the log that was indexed"
    return None


def _compare(contract: str, block: int, head: bytes, events: int, stored: tuple[Any, ...] | None) -> Finding | None:
    """The running hash that the rows give, against the stored one."""
    if stored == (block, head, events):
        return None
    rule = f"the events of {contract} up to this block do not give its running hash: a row or a block's time was edited"
    return Finding("heads", block if stored is None else min(block, stored[0]), None, rule)


def _check_versions(reader: Store) -> Iterator[Finding]:
    """The versions that the events make, against the table of versions, in both directions."""
    query = "SELECT event FROM object_versions WHERE contract = ? AND kind = ? AND id = ? AND version = ?"
    made = 0
    for contract in sorted(reader.deployment.contracts):
        for event_type, row in _rows_of(reader, contract):
            event = schema.event_of_row(event_type, row[schema.POSITION_WIDTH :])
            for kind, object_id, version in objects_of(event):
                made += 1
                values = (contract, kind, schema.to_sql("uint64", object_id), version)
                if next(reader.rows(query, values), None) != (event.NAME,):
                    rule = f"makes version {version} of {kind} {object_id!r}, which the table of versions lacks"
                    yield Finding(schema.table_name(event_type), row[0], row[1], rule)
    count = next(reader.rows("SELECT count(*) FROM object_versions"))[0]
    if count != made:
        yield Finding("object_versions", reader.last_block(), None, f"has {count} versions; the events make {made}")

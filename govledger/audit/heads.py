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
from itertools import groupby
from typing import Any

from govledger.errors import MalformedData
from govledger.events import EVENTS, Event, encode
from govledger.events.chain import log_digest, next_head
from govledger.events.event import objects_of
from govledger.index import schema
from govledger.index.model import RunningHead
from govledger.index.store import Store

DIGEST = schema.POSITION_WIDTH - 1
"""The digest's place in a row."""


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

    Blocks come first, then contract after contract in the order of its events. After the first block in which a
    contract's running hash departs, that contract's later rows are not judged. Memory does not grow with the number of
    events.

    Raises:
        StoreError: the index cannot be read.
    """
    with store.snapshot() as reader:
        yield from _check_blocks(reader)
        for contract in sorted(reader.deployment.contracts):
            yield from _check_contract(reader, contract)


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
    """Block by block: each row against its digest and its versions, then the digests against the running hash."""
    running = RunningHead()
    made = 0
    stored = reader.rows("SELECT block_number, head, events FROM heads WHERE contract = ? ORDER BY 1", (contract,))
    for number, rows in groupby(_rows_of(reader, contract), key=lambda found: found[1][0]):
        header = reader.header(number)
        if header is None or header.timestamp < 0:
            yield Finding("blocks", number, None, f"holds events of {contract}, and is missing or without a time")
            return
        for event_type, row in rows:
            event = schema.event_of_row(event_type, row[schema.POSITION_WIDTH :])
            for rule in _row_problems(reader, event, row):
                yield Finding(schema.table_name(event_type), number, row[1], rule)
            made += sum(1 for _ in objects_of(event))
            head = next_head(running.head, row[DIGEST], number, header.timestamp)
            running = RunningHead(head, running.events + 1)
        if next(stored, None) != (number, running.head, running.events):
            rule = f"up to here the events of {contract} do not give its running hash: a row or a time was edited"
            yield Finding("heads", number, None, rule)
            return
    for number, _, _ in stored:
        yield Finding("heads", number, None, f"{contract} has a running hash here, and no event")
    kept = next(reader.rows("SELECT count(*) FROM object_versions WHERE contract = ?", (contract,)))[0]
    if kept != made:
        rule = f"{contract} has {kept} versions of objects; its events make {made}"
        yield Finding("object_versions", reader.last_block(), None, rule)


def _rows_of(reader: Store, contract: str) -> Iterator[tuple[type[Event], tuple[Any, ...]]]:
    def rows(event: type[Event]) -> Iterator[tuple[tuple[int, int], type[Event], tuple[Any, ...]]]:
        for row in reader.rows(f"{schema.rows_query(event)} ORDER BY block_number, log_index"):
            yield (row[0], row[1]), event, row

    streams = [rows(event) for event in EVENTS if contract == event.CONTRACT]
    return ((event, row) for _, event, row in heapq.merge(*streams, key=lambda found: found[0]))


def _row_problems(reader: Store, event: Event, row: tuple[Any, ...]) -> Iterator[str]:
    try:
        topics, data = encode(event)
    except MalformedData as problem:
        yield f"the row was edited: {problem}"
        return
    if log_digest(topics, data) != row[DIGEST]:
        yield "the row was edited: its values do not give the digest of the log that was indexed"
    for kind, object_id, version in objects_of(event):
        column = "id_bytes" if isinstance(object_id, bytes) else "id"
        query = f"SELECT event FROM object_versions WHERE contract = ? AND kind = ? AND {column} = ? AND version = ?"
        if next(reader.rows(query, (event.CONTRACT, kind, object_id, version)), None) != (event.NAME,):
            shown = f"0x{object_id.hex()}" if isinstance(object_id, bytes) else object_id
            yield f"makes version {version} of {kind} {shown}, which object_versions lacks"

"""Whether the events in the index are those that were indexed: each row is encoded and hashed as its contract did it.

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
from govledger.index.codes import EVENT_CODES, KIND_CODES
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
    """The row's, of a log or, in attempts, a transaction; None where the whole block is concerned."""
    rule: str

    def __str__(self) -> str:
        what = "transaction" if self.table == schema.ATTEMPTS.name else "log"
        row = "" if self.log_index is None else f", {what} {self.log_index}"
        return f"{self.table}, block {self.block_number}{row}: {self.rule}"


def check_contract(reader: Store, contract: str) -> Iterator[Finding]:
    """Block by block: each row against its digest and its versions, then the digests against the running hash.

    After the first block in which the running hash departs, later rows are not judged. Memory does not grow with the
    number of events.

    Args:
        reader: a snapshot of the index.
        contract: the contract's key.
    """
    running = RunningHead()
    stored = reader.rows("SELECT block_number, head, events FROM heads WHERE contract = ? ORDER BY 1", (contract,))
    for number, rows in groupby(_rows_of(reader, contract), key=lambda found: found[1][0]):
        header = reader.header(number)
        if header is None or header.timestamp < 0:
            event_type, row = next(rows)
            rule = f"block {number}, which should hold it, is missing or without a time"
            yield Finding(schema.table_name(event_type), number, row[1], rule)
            return
        transactions: dict[int, bytes] = {}
        place = 0
        for event_type, row in rows:
            if row[2] < place or transactions.setdefault(row[2], row[3]) != row[3]:
                rule = "its transaction is not the one that its place in the block says"
                yield Finding(schema.table_name(event_type), number, row[1], rule)
            place = row[2]
            event = schema.event_of_row(event_type, row[schema.POSITION_WIDTH :])
            for rule in _row_problems(reader, event, row):
                yield Finding(schema.table_name(event_type), number, row[1], rule)
            head = next_head(running.head, row[DIGEST], number, header.timestamp)
            running = RunningHead(head, running.events + 1)
        if next(stored, None) != (number, running.head, running.events):
            rule = f"up to here the events of {contract} do not give its running hash: a row or a time was edited"
            yield Finding("heads", number, None, rule)
            return
    for number, _, _ in stored:
        yield Finding("heads", number, None, f"{contract} has a running hash here, and no event")


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
        table = schema.BYTES_VERSIONS if isinstance(object_id, bytes) else schema.NUMBER_VERSIONS
        query = f"SELECT event, block_number, log_index FROM {table.name} WHERE kind = ? AND id = ? AND version = ?"
        found = reader.first(query, (KIND_CODES[event.CONTRACT, kind], object_id, version))
        if found != (EVENT_CODES[event.NAME], row[0], row[1]):
            shown = f"0x{object_id.hex()}" if isinstance(object_id, bytes) else object_id
            yield f"makes version {version} of {kind} {shown}, which {table.name} lacks"

"""Whether a trail says what a store holds, and what the trails of single objects must be: by reading all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from govledger.events import EVENTS
from govledger.index import schema
from govledger.index.store import Store

Place = tuple[int, int]
"""Block number and log index."""


class _Object(msgspec.Struct):
    kind: str
    id: int | str


class _Line(msgspec.Struct):
    event: str
    objects: list[_Object]
    block_number: int
    log_index: int


class AnswerWrong(Exception):
    """A trail is not what the tables hold."""


@dataclass
class Expected:
    """The places of the entries that the trails of single objects must have."""

    records: Mapping[int, list[Place]]
    bills: Mapping[int, list[Place]]
    events: dict[str, int] = field(default_factory=dict)
    """How many of each event the whole trail had."""


def check_whole(lines: Iterable[str], store: Store, records: Iterable[int], bills: Iterable[int]) -> Expected:
    """Reads a whole trail: every event of every table once, in the order of the chain.

    What concerns a record is found by its own rule: what names it, and what names a request that was filed for it.

    Raises:
        AnswerWrong: it is not so.
    """
    expected = Expected({record: [] for record in records}, {bill: [] for bill in bills})
    record_of: dict[int, int] = {}
    before = (0, -1)
    read = msgspec.json.Decoder(_Line).decode
    for text in lines:
        line = read(text)
        place = (line.block_number, line.log_index)
        if place <= before:
            raise AnswerWrong(f"{place} comes after {before}")
        before = place
        expected.events[line.event] = expected.events.get(line.event, 0) + 1
        ids = {one.kind: one.id for one in line.objects}
        request = int(ids.get("request", 0))
        record = int(ids.get("record", record_of.get(request, 0)))
        if record in expected.records:
            expected.records[record].append(place)
            if line.event == "RequestFiled":
                record_of[request] = record
        bill = int(ids.get("bill", 0))
        if bill in expected.bills:
            expected.bills[bill].append(place)
    held = {event.NAME: store.few(f'SELECT count(*) FROM "{schema.table_name(event)}"')[0][0] for event in EVENTS}
    if expected.events != {name: count for name, count in held.items() if count}:
        raise AnswerWrong(f"the trail has {expected.events}, the tables hold {held}")
    return expected


def places_of(lines: Iterable[str]) -> list[Place]:
    """Where the entries of a trail stand."""
    read = msgspec.json.Decoder(_Line).decode
    return [(line.block_number, line.log_index) for line in map(read, lines)]

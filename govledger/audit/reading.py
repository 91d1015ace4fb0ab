"""From the row of an event's table to an entry of the trail. Pure.

What a row's columns mean to the trail is found once for each type of event; a trail reads millions of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from govledger.audit.entry import (
    CONTEXT_FIELDS,
    OBJECT_KINDS,
    Actor,
    Context,
    TrailEntry,
    TrailObject,
    detail_shown,
    reason_name,
    result_words,
)
from govledger.events import BY_NAME, Event
from govledger.index import schema
from govledger.index.codes import EVENT_NAMES
from govledger.index.model import BlockHeader
from govledger.index.schema import Form
from govledger.model import Position

Row = tuple[Any, ...]
position = itemgetter(0, 1)
"""A row's block number and log index."""
LINKS = ("request", "emergency", "window", "grant")
"""What an event may be about that says why and where, the nearest first."""

_ACTOR = ("actor", "acting_organisation", "acting_role")
_NO_TAG = bytes(32)
_ABSENT = -1
_WHOLE = (Form.INTEGER, Form.COUNT, Form.WIDE)


class EditedRow(tuple[Any, ...]):
    """A row that somebody edited: where a number has to be stands something else."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a row of one event's table holds what an entry says; a place counts the row's columns from 0."""

    event: str
    """The event's name."""
    action: str
    """What that means, in a sentence."""
    contract: str
    who: Callable[[Row], tuple[bytes, int, int]]
    """The account, for which organisation (0: none) and in which role it acted."""
    objects: tuple[tuple[str, int, int], ...]
    """Kind, place of the id, place of the version; the version of what is only named has a negative place."""
    marks: Callable[[Row], tuple[Any, ...]]
    """Of each object the value that is 0 where the event is not about it: its version, or the id of what is named."""
    details: tuple[tuple[str, int, Callable[[Any], Any] | None], ...]
    """Name, place, and how the value is shown; None: as it is."""
    words: str
    """What came of it."""
    reason: int
    """The place of the reason; negative where there is none."""
    context: Callable[[Row], Context] | None
    """Why and where, from the event itself; None where it does not say."""
    links: tuple[tuple[str, int], ...]
    """Those of `LINKS` that it has, with their places."""
    request: int
    """The place of the request that it is about; 0, where no field stands, if there is none."""
    converted: tuple[tuple[int, str], ...]
    """The places of bool and lists, with their types."""
    wide: tuple[int, ...]
    """The places of numbers that are bytes where they are larger than SQLite's integers."""
    are_numbers: Callable[[Row], bool]
    """Whether the values in those places are whole numbers."""
    whole: frozenset[int]
    """The places of all whole numbers."""
    octets: frozenset[int]
    """The places of bytes."""

    def plain(self, row: Row) -> Row:
        """The row with the values of Solidity; an `EditedRow` where a number's cell holds something else."""
        if not self.converted and self.are_numbers(row):
            return row
        values = list(row)
        for place, abi_type in self.converted:
            values[place] = schema.from_sql(abi_type, values[place])
        for place in self.wide:
            values[place] = schema.from_sql("uint", values[place])
        row = tuple(values)
        return row if self.are_numbers(row) else EditedRow(row)

    def result(self, row: Row) -> str:
        """What came of it, with the reason."""
        return f"{self.words} ({reason_name(self.event, row[self.reason])})"

    def entry(self, row: Row, who: Actor, why: Context, header: BlockHeader, sealed_until: int | None) -> TrailEntry:
        """The entry that a plain row is, with what the row itself does not say."""
        objects = [
            TrailObject(kind, row[at], None if version < 0 else row[version])
            for (kind, at, version), there in zip(self.objects, self.marks(row), strict=True)
            if there
        ]
        return TrailEntry(
            who,
            self.event,
            self.action,
            tuple(objects),
            why,
            self.words if self.reason < 0 else self.result(row),
            {name: show(row[at]) if show else row[at] for name, at, show in self.details},
            self.contract,
            Position(row[0], header.hash, header.timestamp, row[3], row[2], row[1]),
            sealed_until,
        )


@cache
def readings() -> Sequence[Reading]:
    """The reading of every event, by its code; the first is that of code 1, and stands in place 0 too."""
    found = [_reading(BY_NAME[name]) for name in EVENT_NAMES]
    return found[:1] + found


def _reading(event: type[Event]) -> Reading:
    columns = schema.event_table(event).columns
    places = {column.name: place for place, column in enumerate(columns)}
    fields = [column.name for column in columns[schema.POSITION_WIDTH :]]
    taken = {name for one in event.OBJECTS for name in (one.id_field, one.version_field)}
    rest = [name for name in fields if name not in taken and name not in _ACTOR and name not in CONTEXT_FIELDS]
    objects = tuple((one.kind, places[one.id_field], places[one.version_field]) for one in event.OBJECTS)
    objects += tuple((name, places[name], _ABSENT) for name in rest if name in OBJECT_KINDS)
    wide = tuple(place for place, column in enumerate(columns) if column.form in (Form.WIDE, Form.COUNT))
    return Reading(
        event=event.NAME,
        action=event.NOTICE,
        contract=event.CONTRACT,
        who=values_in([places[name] for name in _ACTOR]),
        objects=objects,
        marks=values_in([at if version < 0 else version for _, at, version in objects]),
        details=tuple((name, places[name], detail_shown(event, name)) for name in rest if name not in OBJECT_KINDS),
        words=result_words(event),
        reason=places.get("reason", _ABSENT),
        context=_own_context([places.get(name) for name in CONTEXT_FIELDS]) if "purpose" in places else None,
        links=tuple((name, places[name]) for name in LINKS if name in places),
        request=places.get("request", 0),
        converted=tuple(
            (place, column.solidity)
            for place, column in enumerate(columns)
            if column.form in (Form.BOOLEAN, Form.ARRAY)
        ),
        wide=wide,
        are_numbers=_are_numbers(wide),
        whole=frozenset(place for place, column in enumerate(columns) if column.form in _WHOLE),
        octets=frozenset(place for place, column in enumerate(columns) if column.form is Form.BYTES),
    )


def _own_context(places: Sequence[int | None]) -> Callable[[Row], Context]:
    """What reads why and where out of a row; the places are those of `CONTEXT_FIELDS`, None where there is none.

    It is compiled, as `_are_numbers` is: some millions of rows are read. The sources hold numbers alone.
    """
    purpose, legal_basis, tag, site, system = ("None" if place is None else f"row[{place}]" for place in places)
    source = f"lambda row: context({purpose}, {legal_basis}, None if {tag} == no_tag else {tag}, {site}, {system})"
    read: Callable[[Row], Context] = eval(source, {"context": Context, "no_tag": _NO_TAG})
    return read


def _are_numbers(places: Sequence[int]) -> Callable[[Row], bool]:
    """What tells whether the values in some places of a row are whole numbers."""
    source = " and ".join(f"type(row[{place}]) is int" for place in places)
    tell: Callable[[Row], bool] = eval(f"lambda row: {source or True}", {})
    return tell


def values_in(places: Sequence[int]) -> Callable[[Row], tuple[Any, ...]]:
    """What picks the values of some places out of a row."""
    if len(places) > 1:
        return itemgetter(*places)
    return (lambda row: (row[places[0]],)) if places else (lambda row: ())

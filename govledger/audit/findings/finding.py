"""A finding as a value: what, where, why it matters, how to look closer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from govledger.audit.entry import TrailObject
from govledger.audit.source import AttemptAt, BlockAt, EventAt
from govledger.events import Event

SHOWN = 5
"""How many places a finding names at most: of what happened more often, the first ones and the last."""


class Kind(StrEnum):
    """What a finding is about; also the name of its thresholds."""

    OVERDUE_ACKNOWLEDGEMENT = "overdue_acknowledgement"
    OVERDUE_JUSTIFICATION = "overdue_justification"
    OVERDUE_REVIEW = "overdue_review"
    WINDOW_LEFT_OPEN = "window_left_open"
    UNEXPLAINED_NUMBERS = "unexplained_numbers"
    MANIFEST_PROBLEM = "manifest_problem"
    LAPSED_RESERVATION = "lapsed_reservation"
    OUTSIDE_WORKING_HOURS = "outside_working_hours"
    OWN_APPROVAL = "own_approval"
    ACCOUNTS_TOGETHER = "accounts_together"
    REFUSED_BURST = "refused_burst"
    CLOCK_DRIFT = "clock_drift"
    SEALED_BY_FEW = "sealed_by_few"


WHY: Mapping[Kind, str] = {
    Kind.OVERDUE_ACKNOWLEDGEMENT: "nobody confirmed that the data arrived, and at whom",
    Kind.OVERDUE_JUSTIFICATION: "data was read without a grant, and the reason for it was not given in time",
    Kind.OVERDUE_REVIEW: "nobody from outside looked in time at data that was read without a grant",
    Kind.WINDOW_LEFT_OPEN: "which accesses were made in it is bound by its root alone, which comes when it is closed",
    Kind.UNEXPLAINED_NUMBERS: "a bill could have been written under a number that nobody accounts for",
    Kind.MANIFEST_PROBLEM: "one service could be paid for twice, and a batch hides it until somebody acts on a bill",
    Kind.LAPSED_RESERVATION: "money was held back from other payers, and not paid",
    Kind.OUTSIDE_WORKING_HOURS: "whoever uses another's key, or means to be alone, comes when nobody is there",
    Kind.OWN_APPROVAL: "the second pair of eyes was the first one's",
    Kind.ACCOUNTS_TOGETHER: "two keys that never act apart may be in one hand, and their agreement worth nothing",
    Kind.REFUSED_BURST: "somebody tries what is allowed to them, or uses a key whose rights they do not know",
    Kind.CLOCK_DRIFT: "every deadline is judged by the time of blocks, which is their makers' word",
    Kind.SEALED_BY_FEW: "the fewer seal, the fewer have to agree on another history, or to fail for a standstill",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the chain something stands."""

    block_number: int
    timestamp: int
    """The block's time, in seconds."""
    transaction_hash: bytes | None = None
    """None: the block as a whole is meant."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an auditor should look at, though no rule was broken."""

    kind: Kind
    what: str
    """In a sentence without its full stop."""
    where: tuple[Place, ...]
    """In the order of the chain, at most `SHOWN`."""
    objects: tuple[TrailObject, ...]
    """What it is about."""
    look: tuple[str, ...]
    """How to look closer: arguments of `govledger`, to which the store comes."""
    count: int = 1
    """How often it happened."""

    @property
    def why(self) -> str:
        """Why it matters, in a sentence without its full stop."""
        return WHY[self.kind]


class Places:
    """The places of something that may happen often: the first ones, the last one, and how many there were."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[Place] = []
        self._last: Place | None = None

    def add(self, place: Place) -> None:
        """Takes the next one, in the order of the chain."""
        self.count += 1
        if len(self._first) < SHOWN - 1:
            self._first.append(place)
        else:
            self._last = place

    @property
    def shown(self) -> tuple[Place, ...]:
        """At most `SHOWN` of them."""
        return (*self._first, self._last) if self._last else tuple(self._first)


_Seen = TypeVar("_Seen", contravariant=True)


class Watch(Protocol[_Seen]):
    """Looks at one thing after the other, in the order of the chain, for one kind of finding."""

    def see(self, at: _Seen) -> Iterable[Finding]:
        """Takes the next one; what is found by now."""

    def finish(self, ended_at: int) -> Iterable[Finding]:
        """What is found at the end; `ended_at` is the last block's time, in seconds."""


class EventWatch(Watch[EventAt], Protocol):
    """A watch of events."""

    @property
    def events(self) -> frozenset[type[Event]]:
        """The types that it is to be shown."""


def place_of(at: EventAt | AttemptAt) -> Place:
    """Where an event or an attempt stands."""
    return Place(at.block_number, at.timestamp, at.transaction_hash)


def block_place(at: BlockAt) -> Place:
    """A block as a place."""
    return Place(at.number, at.timestamp)


def named(kind: str, number: int | bytes) -> TrailObject:
    """An object that a finding is about."""
    return TrailObject(kind, number, None)


def table_of_blocks(first: int, last: int) -> tuple[str, ...]:
    """How to look closer at blocks."""
    numbers = ("--from-block", str(first), "--until-block", str(last))
    return ("export", "--table", "blocks", *numbers, "--format", "csv", "--out", "blocks")


def span(seconds: int) -> str:
    """How long something took, in its two largest units: `3 d 4 h`, `12 s`."""
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count or (unit == "s" and not parts):
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2])

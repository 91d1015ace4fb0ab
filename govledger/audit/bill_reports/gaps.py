"""The gap report: what became of every bill number that was ever granted. Pure.

Each number of a range has exactly one use. A range that was split counts what is left to it; the part counts the rest,
so that no number counts twice. What the events do not explain is listed as such, and there is none of it as long as the
events are those of the contracts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from govledger.audit.bill_reports.history import AsOf, Dated
from govledger.bills.number import NUMBER_LIMIT
from govledger.events import Event
from govledger.events.types import (
    BatchIssued,
    BillIssued,
    BillRedLettered,
    NumbersVoided,
    RangeClosed,
    RangeGranted,
    RangeReturned,
    RangeSplit,
    RangeWrittenOff,
    VoidConfirmed,
)
from govledger.model import RangeStatus, VoidReason


class NumberUse(StrEnum):
    """What became of a number."""

    ISSUED_ALONE = "issued_alone"
    ISSUED_IN_BATCH = "issued_in_batch"
    RED_LETTER = "red_letter"
    VOID_CONFIRMED = "void_confirmed"
    VOID_UNCONFIRMED = "void_unconfirmed"
    """Two finance officers have not agreed to it yet."""
    RETURNED = "returned"
    LEFT_OVER = "left_over"
    """When its range was closed."""
    OPEN = "open"
    """It can still be issued."""
    EXPIRED = "expired"
    """Its range's time is over, and nobody returned or closed it."""
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class NumberRun:
    """Consecutive numbers of a range with the same use."""

    use: NumberUse
    first: int
    last: int
    batch: int | None = None
    """The batch they were issued in."""
    reason: VoidReason | None = None
    """Why they were voided."""

    @property
    def count(self) -> int:
        """How many numbers."""
        return self.last + 1 - self.first


@dataclass(frozen=True, slots=True)
class RangeNumbers:
    """One range, or a part that was split off one, and the use of its numbers in their order."""

    range: int
    parent: int | None
    """The range that it was split from."""
    code: int
    holder: int
    unit: int
    """The issuing point that may issue from it; 0: every one of the holder."""
    first: int
    last: int
    """Below `first` where everything was split off."""
    valid_until_at: int
    status: RangeStatus
    runs: tuple[NumberRun, ...]

    @property
    def count(self) -> int:
        """How many numbers."""
        return self.last + 1 - self.first

    def numbers(self, use: NumberUse) -> int:
        """How many of them have this use."""
        return sum(run.count for run in self.runs if run.use is use)


@dataclass(frozen=True, slots=True)
class CodeNumbers:
    """The numbers of one code."""

    code: int
    granted: int
    """How many numbers were granted, by the grants."""
    uses: Mapping[NumberUse, int]
    """How many of them have each use, by the ranges."""

    def numbers(self, use: NumberUse) -> int:
        """How many of them have this use."""
        return self.uses[use]

    @property
    def adds_up(self) -> bool:
        """Whether every number that was granted has a use, and one that is explained."""
        return self.granted == sum(self.uses.values()) and not self.uses[NumberUse.UNEXPLAINED]


@dataclass(frozen=True, slots=True)
class NumberFault:
    """Numbers of which events say what cannot be."""

    range: int
    first: int
    last: int
    fault: str


@dataclass(frozen=True, slots=True)
class GapReport:
    """What became of every number that was granted."""

    as_of: AsOf
    ranges: tuple[RangeNumbers, ...]
    codes: tuple[CodeNumbers, ...]
    faults: tuple[NumberFault, ...]

    @property
    def adds_up(self) -> bool:
        """Whether every number is accounted for, once."""
        return not self.faults and all(code.adds_up for code in self.codes)


@dataclass(slots=True)
class _Range:
    """A range while its events are read."""

    range: int
    parent: int | None
    code: int
    holder: int
    unit: int
    first: int
    last: int
    valid_until_at: int
    status: RangeStatus = RangeStatus.GRANTED
    rest: NumberUse | None = None
    """What became of the numbers that were left, once it was returned or closed."""
    taken: list[NumberRun] = field(default_factory=list)
    unconfirmed: dict[int, int] = field(default_factory=dict)
    """Where in `taken` the voided numbers stand that nobody confirmed, by the first of them."""


def gap_report(history: Iterable[Dated], as_of: AsOf, code: int | None = None) -> GapReport:
    """What became of every number that was granted, by the events up to a block.

    Args:
        history: the events of `GAP_EVENTS`, in the order of the chain.
        as_of: the block.
        code: the numbers of this bill code alone; of all codes if None.
    """
    reading = _Reading()
    for dated in history:
        _HANDLERS[type(dated.event)](reading, dated.event)
    chosen = [one for one in reading.ranges.values() if code in (None, one.code)]
    faults = [fault for fault in reading.faults if code is None or reading.code_of(fault.range) in (None, code)]
    ranges = []
    for one in chosen:
        runs, found = _partition(one, as_of.block_timestamp)
        faults += found
        ranges.append(_numbers(one, runs))
    granted = {key: count for key, count in reading.granted.items() if code in (None, key)}
    return GapReport(as_of, tuple(ranges), tuple(_codes(granted, ranges)), tuple(faults))


def _codes(granted: Mapping[int, int], ranges: Sequence[RangeNumbers]) -> Iterator[CodeNumbers]:
    for code, count in sorted(granted.items()):
        own = [one for one in ranges if one.code == code]
        yield CodeNumbers(code, count, {use: sum(one.numbers(use) for one in own) for use in NumberUse})


def _numbers(one: _Range, runs: tuple[NumberRun, ...]) -> RangeNumbers:
    return RangeNumbers(
        range=one.range,
        parent=one.parent,
        code=one.code,
        holder=one.holder,
        unit=one.unit,
        first=one.first,
        last=one.last,
        valid_until_at=one.valid_until_at,
        status=one.status,
        runs=runs,
    )


def _partition(one: _Range, time: int) -> tuple[tuple[NumberRun, ...], list[NumberFault]]:
    """The range's numbers, each in one run, and what was taken twice or from outside of it."""
    runs: list[NumberRun] = []
    faults: list[NumberFault] = []
    following = one.first
    for taken in sorted(one.taken, key=lambda run: (run.first, run.last)):
        first, last = max(taken.first, following), min(taken.last, one.last)
        if (first, last) != (taken.first, taken.last):
            what = f"{taken.use.replace('_', ' ')}, and taken before or outside of the range"
            faults.append(NumberFault(one.range, taken.first, taken.last, what))
        if first > last:
            continue
        if first > following:
            runs.append(NumberRun(NumberUse.UNEXPLAINED, following, first - 1))
        runs.append(NumberRun(taken.use, first, last, taken.batch, taken.reason))
        following = last + 1
    if following <= one.last:
        runs.append(NumberRun(_left(one, time), following, one.last))
    return tuple(_joined(runs)), faults


def _left(one: _Range, time: int) -> NumberUse:
    """What the numbers are that nobody took."""
    if one.rest is not None:
        return one.rest
    if one.status is RangeStatus.WRITTEN_OFF:
        return NumberUse.UNEXPLAINED
    return NumberUse.OPEN if time < one.valid_until_at else NumberUse.EXPIRED


def _joined(runs: Iterable[NumberRun]) -> Iterator[NumberRun]:
    """Neighbours that were issued alone, or are red letters, as one run."""
    before: NumberRun | None = None
    for run in runs:
        if before and run.use is before.use and run.use in (NumberUse.ISSUED_ALONE, NumberUse.RED_LETTER):
            before = NumberRun(run.use, before.first, run.last)
            continue
        if before:
            yield before
        before = run
    if before:
        yield before


class _Reading:
    """The ranges as far as their events were read."""

    def __init__(self) -> None:
        self.ranges: dict[int, _Range] = {}
        self.granted: dict[int, int] = {}
        self.faults: list[NumberFault] = []

    def code_of(self, number_range: int) -> int | None:
        """The code of a range, or None if it was never granted."""
        found = self.ranges.get(number_range)
        return None if found is None else found.code

    def on_granted(self, event: RangeGranted) -> None:
        self.ranges[event.range] = _Range(
            range=event.range,
            parent=None,
            code=event.code,
            holder=event.holder,
            unit=0,
            first=event.first,
            last=event.last,
            valid_until_at=event.valid_until,
        )
        self.granted[event.code] = self.granted.get(event.code, 0) + event.last + 1 - event.first

    def on_split(self, event: RangeSplit) -> None:
        one = self._range(event.range, event.first, event.last)
        if one is None:
            return
        if event.last != one.last:
            self._fault(event.range, event.first, event.last, "split off, and not the last numbers of the range")
        self.ranges[event.part_range] = _Range(
            range=event.part_range,
            parent=one.range,
            code=one.code,
            holder=one.holder,
            unit=event.unit,
            first=event.first,
            last=event.last,
            valid_until_at=one.valid_until_at,
        )
        one.last = event.first - 1

    def on_returned(self, event: RangeReturned) -> None:
        self._end(event.range, event.first, event.last, RangeStatus.RETURNED, NumberUse.RETURNED)

    def on_closed(self, event: RangeClosed) -> None:
        self._end(event.range, event.first, event.last, RangeStatus.CLOSED, NumberUse.LEFT_OVER)

    def on_written_off(self, event: RangeWrittenOff) -> None:
        one = self._range(event.range, 0, 0)
        if one is not None:
            one.status = RangeStatus.WRITTEN_OFF

    def on_voided(self, event: NumbersVoided) -> None:
        last = event.first + event.count - 1
        run = NumberRun(NumberUse.VOID_UNCONFIRMED, event.first, last, reason=VoidReason(event.reason))
        one = self._take(event.range, run)
        if one is not None:
            one.unconfirmed[event.first] = len(one.taken) - 1

    def on_void_confirmed(self, event: VoidConfirmed) -> None:
        one = self._range(event.range, event.first, event.first)
        if one is None:
            return
        place = one.unconfirmed.pop(event.first, None)
        if place is None:
            self._fault(event.range, event.first, event.first, "confirmed as voided, and never voided before")
            return
        one.taken[place] = replace(one.taken[place], use=NumberUse.VOID_CONFIRMED)

    def on_issued(self, event: BillIssued) -> None:
        number = event.bill % NUMBER_LIMIT
        self._take(event.range, NumberRun(NumberUse.ISSUED_ALONE, number, number), event.bill)

    def on_batch(self, event: BatchIssued) -> None:
        first = event.first % NUMBER_LIMIT
        run = NumberRun(NumberUse.ISSUED_IN_BATCH, first, first + event.count - 1, batch=event.batch)
        self._take(event.range, run, event.first)

    def on_red_lettered(self, event: BillRedLettered) -> None:
        number = event.red_bill % NUMBER_LIMIT
        self._take(event.range, NumberRun(NumberUse.RED_LETTER, number, number), event.red_bill)

    def _take(self, number_range: int, run: NumberRun, bill: int | None = None) -> _Range | None:
        one = self._range(number_range, run.first, run.last)
        if one is None:
            return None
        if bill is not None and bill // NUMBER_LIMIT != one.code:
            self._fault(number_range, run.first, run.last, "issued under another code than the range's")
        if one.status is not RangeStatus.GRANTED:
            self._fault(number_range, run.first, run.last, f"taken from a range that was {one.status.name.lower()}")
        one.taken.append(run)
        return one

    def _end(self, number_range: int, first: int, last: int, status: RangeStatus, rest: NumberUse) -> None:
        one = self._range(number_range, first, last)
        if one is None:
            return
        following = max((run.last for run in one.taken), default=one.first - 1) + 1
        if (first, last) != (following, one.last):
            self._fault(number_range, first, last, f"{rest.replace('_', ' ')}, and not what was left of the range")
        one.status, one.rest = status, rest

    def _range(self, number_range: int, first: int, last: int) -> _Range | None:
        found = self.ranges.get(number_range)
        if found is None:
            self._fault(number_range, first, last, "of a range that nobody granted")
        return found

    def _fault(self, number_range: int, first: int, last: int, fault: str) -> None:
        self.faults.append(NumberFault(number_range, first, last, fault))


_HANDLERS: Mapping[type[Event], Callable[[_Reading, Any], None]] = {
    BatchIssued: _Reading.on_batch,
    BillIssued: _Reading.on_issued,
    BillRedLettered: _Reading.on_red_lettered,
    NumbersVoided: _Reading.on_voided,
    RangeClosed: _Reading.on_closed,
    RangeGranted: _Reading.on_granted,
    RangeReturned: _Reading.on_returned,
    RangeSplit: _Reading.on_split,
    RangeWrittenOff: _Reading.on_written_off,
    VoidConfirmed: _Reading.on_void_confirmed,
}

GAP_EVENTS: frozenset[type[Event]] = frozenset(_HANDLERS)
"""The types of events that `gap_report` reads."""

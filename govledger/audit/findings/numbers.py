"""Bill numbers of which no event says what became of them. Pure.

A number that was granted is issued, voided or returned, or left over when two finance officers close its range. The
numbers of a range that runs out without any of these are unexplained, and so are those that an issue leaves out, which
the contracts do not allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from govledger.audit.entry import utc
from govledger.audit.findings.accounts import Accounts
from govledger.audit.findings.finding import Finding, Kind, Place, named, place_of
from govledger.audit.source import EventAt
from govledger.bills.number import NUMBER_LIMIT, format_code, format_number
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
)


@dataclass(slots=True)
class _Range:
    """A range whose numbers are not all explained yet."""

    code: int
    holder: int
    next: int
    """Every number before it is explained, or was found not to be."""
    last: int
    valid_until: int
    granted: Place


class UnexplainedNumbers:
    """Finds numbers that nobody accounts for; memory grows with the ranges that are in use.

    Args:
        grace_seconds: how long after a range's end its numbers may still be returned.
        accounts: whose names are shown.
    """

    events: frozenset[type[Event]] = frozenset(
        {
            *(BatchIssued, BillIssued, BillRedLettered, NumbersVoided),
            *(RangeGranted, RangeSplit, RangeReturned, RangeClosed, RangeWrittenOff),
        }
    )

    def __init__(self, grace_seconds: int, accounts: Accounts) -> None:
        self._grace, self._accounts = grace_seconds, accounts
        self._ranges: dict[int, _Range] = {}

    def see(self, at: EventAt) -> Iterator[Finding]:
        """Takes the next event; numbers that it leaves out."""
        event: Any = at.event
        if isinstance(event, RangeGranted):
            terms = (event.code, event.holder, event.first, event.last, event.valid_until)
            self._ranges[event.range] = _Range(*terms, place_of(at))
            return
        one = self._ranges.get(event.range)
        if one is None:
            return
        if isinstance(event, RangeSplit):
            part = _Range(one.code, one.holder, event.first, event.last, one.valid_until, place_of(at))
            self._ranges[event.part_range], one.last = part, event.first - 1
        else:
            yield from self._explained(at, one)
        if one.next > one.last or isinstance(event, RangeWrittenOff):
            del self._ranges[event.range]

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """The numbers of ranges that ran out."""
        for number, one in self._ranges.items():
            if ended_at >= one.valid_until + self._grace:
                why = f"its time ended at {utc(one.valid_until)}, and nobody returned them"
                yield self._finding(number, one, one.last, why, (one.granted,))

    def _explained(self, at: EventAt, one: _Range) -> Iterator[Finding]:
        """Up to where numbers are explained by now; those before that are not."""
        first, last = _taken(at.event, one)
        where = (one.granted, place_of(at))
        event: Any = at.event
        if first > one.next:
            yield self._finding(event.range, one, first - 1, f"{event.NAME} goes on behind them", where)
        one.next = max(one.next, last + 1)

    def _finding(self, number: int, one: _Range, last: int, why: str, where: tuple[Place, ...]) -> Finding:
        numbers = f"{format_number(one.next)} to {format_number(last)} of code {format_code(one.code)}"
        what = (
            f"range {number} of {self._accounts.organisation(one.holder)}: {last + 1 - one.next:,} numbers, {numbers}, "
            f"were neither issued nor voided nor returned; {why}"
        )
        return Finding(
            kind=Kind.UNEXPLAINED_NUMBERS,
            what=what,
            where=where,
            objects=(named("range", number), named("organisation", one.holder)),
            look=("trail", "--kind", "range", "--organisation", str(one.holder)),
            count=last + 1 - one.next,
        )


def _taken(event: Any, one: _Range) -> tuple[int, int]:
    """The numbers of which an event says what became of them, both ends included."""
    match event:
        case BillIssued():
            return event.bill % NUMBER_LIMIT, event.bill % NUMBER_LIMIT
        case BillRedLettered():
            return event.red_bill % NUMBER_LIMIT, event.red_bill % NUMBER_LIMIT
        case BatchIssued():
            first = event.first % NUMBER_LIMIT
            return first, first + event.count - 1
        case NumbersVoided():
            return event.first, event.first + event.count - 1
        case RangeReturned() | RangeClosed():
            return event.first, one.last
    return one.last + 1, one.last

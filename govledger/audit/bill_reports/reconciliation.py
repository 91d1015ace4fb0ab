"""Bills and money per hospital, day and payer, and whether the sums agree. Pure.

A day runs from midnight to midnight at an offset from UTC that the report names. What moves counts on its day; what a
payer holds reserved and what remains claimable is told as it stood at the day's end, on the last day at the block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from govledger.audit.bill_reports.claims import PAYER_FLOWS, Claims, Flow, Movement, read_claims
from govledger.audit.bill_reports.history import AsOf, Dated
from govledger.errors import InputError

OFFSET_LIMIT = 14 * 3_600
"""No clock on Earth is further from UTC, in seconds."""


@dataclass(frozen=True, slots=True)
class HospitalFigures:
    """What moved with a hospital's bills, and what remains of them."""

    issued_bills: int
    """Red letters not counted."""
    taken_back_bills: int
    """By red letters."""
    claimed_bills: int
    """For the first time."""
    claimable_fen: int
    """Of the bills that were claimed for the first time."""
    taken_back_fen: int
    """Claimable of bills that were claimed before they were taken back."""
    remaining_fen: int
    """What can still be claimed of all bills that were claimed by then."""


@dataclass(frozen=True, slots=True)
class PayerFigures:
    """What a payer moved, and what it holds."""

    reserved_fen: int
    """With what was settled at once."""
    settled_fen: int
    """With what was settled at once; reversals are not taken off."""
    released_fen: int
    lapsed_fen: int
    reversed_fen: int
    held_fen: int
    """What it holds reserved."""


@dataclass(frozen=True, slots=True)
class HospitalDay:
    """One day of a hospital."""

    day: date
    hospital: int
    figures: HospitalFigures


@dataclass(frozen=True, slots=True)
class PayerDay:
    """One day of a payer with one hospital's bills."""

    day: date
    hospital: int
    payer: int
    figures: PayerFigures


@dataclass(frozen=True, slots=True)
class HospitalTotal:
    """A hospital from the first block to the report's: its own figures, and all payers' on its bills."""

    hospital: int
    figures: HospitalFigures
    by_payers: PayerFigures


@dataclass(frozen=True, slots=True)
class PayerTotal:
    """A payer from the first block to the report's, on the bills of all hospitals."""

    payer: int
    figures: PayerFigures


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two sums that were made in different ways and have to be the same."""

    name: str
    one_fen: int
    other_fen: int

    @property
    def holds(self) -> bool:
        """Whether they are the same."""
        return self.one_fen == self.other_fen


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Bills and money per hospital, day and payer."""

    as_of: AsOf
    utc_offset_seconds: int
    """When a day begins: midnight of clocks that are so far ahead of UTC."""
    hospital_days: tuple[HospitalDay, ...]
    """By day and hospital; days on which nothing moved are left out."""
    payer_days: tuple[PayerDay, ...]
    """By day, hospital and payer."""
    hospitals: tuple[HospitalTotal, ...]
    payers: tuple[PayerTotal, ...]
    agreements: tuple[Agreement, ...]

    @property
    def holds(self) -> bool:
        """Whether all sums agree."""
        return all(one.holds for one in self.agreements)


Sums = dict[Flow, tuple[int, int]]
"""Bills and fen by what moved."""
Key = TypeVar("Key", tuple[int, date], tuple[int, int, date])


class _DailySums:
    """What moved, by day and hospital, and by day, hospital and payer."""

    def __init__(self, utc_offset_seconds: int) -> None:
        self._offset = timedelta(seconds=utc_offset_seconds)
        self.hospitals: dict[tuple[int, date], Sums] = defaultdict(dict)
        self.payers: dict[tuple[int, int, date], Sums] = defaultdict(dict)

    def add(self, movement: Movement) -> None:
        """Counts a movement on its day."""
        day = (datetime.fromtimestamp(movement.happened_at, UTC) + self._offset).date()
        _add(self.hospitals[movement.hospital, day], movement)
        if movement.payer is not None:
            _add(self.payers[movement.hospital, movement.payer, day], movement)


def reconcile(
    history: Iterable[Dated],
    as_of: AsOf,
    *,
    utc_offset_seconds: int = 0,
    from_day: date | None = None,
    until_day: date | None = None,
) -> Reconciliation:
    """Bills and money per hospital, day and payer, by the events up to a block.

    Args:
        history: the events of `CLAIM_EVENTS`, in the order of the chain.
        as_of: the block.
        utc_offset_seconds: days begin at midnight of clocks that are so far ahead of UTC.
        from_day: the first day that is listed; totals and agreements are over everything.
        until_day: the first day that is listed no more.

    Raises:
        InputError: no clock is so far from UTC.
        RuleBroken: an event is not one that the contracts emit after those before it.
    """
    if abs(utc_offset_seconds) > OFFSET_LIMIT:
        raise InputError(f"an offset of {utc_offset_seconds} seconds is further from UTC than 14 hours")
    sums = _DailySums(utc_offset_seconds)
    claims = read_claims(history, as_of, sums.add)
    hospital_days, payer_days = _hospital_days(sums.hospitals), _payer_days(sums.payers)
    hospitals, payers = _hospital_totals(sums.hospitals), _payer_totals(sums.payers)

    def listed(day: date) -> bool:
        return (from_day is None or from_day <= day) and (until_day is None or day < until_day)

    return Reconciliation(
        as_of=as_of,
        utc_offset_seconds=utc_offset_seconds,
        hospital_days=tuple(one for one in hospital_days if listed(one.day)),
        payer_days=tuple(one for one in payer_days if listed(one.day)),
        hospitals=hospitals,
        payers=payers,
        agreements=tuple(_agreements(hospitals, payers, claims)),
    )


def _hospital_days(sums: Mapping[tuple[int, date], Sums]) -> list[HospitalDay]:
    remaining: dict[int, int] = defaultdict(int)
    days = []
    for hospital, day in sorted(sums, key=lambda key: (key[1], key[0])):
        moved = sums[hospital, day]
        remaining[hospital] += _remaining(moved)
        days.append(HospitalDay(day, hospital, _hospital_figures(moved, remaining[hospital])))
    return days


def _payer_days(sums: Mapping[tuple[int, int, date], Sums]) -> list[PayerDay]:
    held: dict[tuple[int, int], int] = defaultdict(int)
    days = []
    for hospital, payer, day in sorted(sums, key=lambda key: (key[2], key[0], key[1])):
        moved = sums[hospital, payer, day]
        held[hospital, payer] += _held(moved)
        days.append(PayerDay(day, hospital, payer, _payer_figures(moved, held[hospital, payer])))
    return days


def _hospital_totals(sums: Mapping[tuple[int, date], Sums]) -> tuple[HospitalTotal, ...]:
    found = _summed(sums, lambda key: key[0])
    return tuple(
        HospitalTotal(hospital, _hospital_figures(moved, _remaining(moved)), _payer_figures(moved, _held(moved)))
        for hospital, moved in found
    )


def _payer_totals(sums: Mapping[tuple[int, int, date], Sums]) -> tuple[PayerTotal, ...]:
    found = _summed(sums, lambda key: key[1])
    return tuple(PayerTotal(payer, _payer_figures(moved, _held(moved))) for payer, moved in found)


def _agreements(
    hospitals: tuple[HospitalTotal, ...], payers: tuple[PayerTotal, ...], claims: Claims
) -> Iterator[Agreement]:
    """Hospitals against payers, then what moved against what the bills came to."""
    for flow in PAYER_FLOWS:
        name = f"{flow}_fen"
        by_hospital = sum(getattr(one.by_payers, name) for one in hospitals)
        by_payer = sum(getattr(one.figures, name) for one in payers)
        yield Agreement(f"{flow}: hospitals and payers", by_hospital, by_payer)
    settled = sum(one.figures.settled_fen - one.figures.reversed_fen for one in payers)
    held = sum(one.figures.held_fen for one in payers)
    lapsed = sum(one.figures.lapsed_fen for one in payers)
    remaining = sum(one.figures.remaining_fen for one in hospitals)
    claimable = sum(one.figures.claimable_fen - one.figures.taken_back_fen for one in hospitals)
    yield Agreement(
        "settled and not reversed: payers and bills", settled, sum(bill.settled_fen for bill in claims.bills)
    )
    yield Agreement("held: payers and bills", held, sum(bill.reserved_fen for bill in claims.bills))
    yield Agreement("lapsed: payers and reservations", lapsed, sum(one.lapsed_fen for one in claims.lapsed))
    yield Agreement("remaining: hospitals and bills", remaining, sum(bill.remaining_fen for bill in claims.bills))
    yield Agreement("claimable: settled, held and remaining", claimable, settled + held + remaining)


def _summed(sums: Mapping[Key, Sums], part: Callable[[Key], int]) -> Iterator[tuple[int, Sums]]:
    """The sums of each hospital or payer over all days, in the order of their ids."""
    found: dict[int, Sums] = defaultdict(dict)
    for key, moved in sums.items():
        own = found[part(key)]
        for flow, (bills, amount_fen) in moved.items():
            before_bills, before_fen = own.get(flow, (0, 0))
            own[flow] = (before_bills + bills, before_fen + amount_fen)
    yield from sorted(found.items())


def _add(sums: Sums, movement: Movement) -> None:
    bills, amount_fen = sums.get(movement.flow, (0, 0))
    sums[movement.flow] = (bills + movement.bills, amount_fen + movement.amount_fen)


def _bills(sums: Sums, flow: Flow) -> int:
    return sums.get(flow, (0, 0))[0]


def _fen(sums: Sums, flow: Flow) -> int:
    return sums.get(flow, (0, 0))[1]


def _remaining(sums: Sums) -> int:
    """By how much what can be claimed became more."""
    given_back = _fen(sums, Flow.RELEASED) + _fen(sums, Flow.LAPSED) + _fen(sums, Flow.REVERSED)
    return _fen(sums, Flow.CLAIMED) - _fen(sums, Flow.TAKEN_BACK) - _fen(sums, Flow.RESERVED) + given_back


def _held(sums: Sums) -> int:
    """By how much what is held reserved became more."""
    gone = _fen(sums, Flow.SETTLED) + _fen(sums, Flow.RELEASED) + _fen(sums, Flow.LAPSED)
    return _fen(sums, Flow.RESERVED) - gone


def _hospital_figures(sums: Sums, remaining_fen: int) -> HospitalFigures:
    return HospitalFigures(
        issued_bills=_bills(sums, Flow.ISSUED),
        taken_back_bills=_bills(sums, Flow.TAKEN_BACK),
        claimed_bills=_bills(sums, Flow.CLAIMED),
        claimable_fen=_fen(sums, Flow.CLAIMED),
        taken_back_fen=_fen(sums, Flow.TAKEN_BACK),
        remaining_fen=remaining_fen,
    )


def _payer_figures(sums: Sums, held_fen: int) -> PayerFigures:
    return PayerFigures(
        reserved_fen=_fen(sums, Flow.RESERVED),
        settled_fen=_fen(sums, Flow.SETTLED),
        released_fen=_fen(sums, Flow.RELEASED),
        lapsed_fen=_fen(sums, Flow.LAPSED),
        reversed_fen=_fen(sums, Flow.REVERSED),
        held_fen=held_fen,
    )

"""What payers did with bills: each movement of money, and what each bill and reservation came to. Pure.

A settlement belongs to the payer that made the reservation, also where its heir settles. A reservation that is settled
at once is made and settled. One that runs out lapses at its expiry, without an event.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from govledger.audit.bill_reports.history import AsOf, Dated
from govledger.bills.number import format_key
from govledger.errors import RuleBroken
from govledger.events import Event
from govledger.events.types import (
    BatchIssued,
    BillIssued,
    BillRedLettered,
    ClaimOpened,
    DirectSettlementMade,
    ReservationMade,
    ReservationReleased,
    ReservationRenewed,
    SettlementMade,
    SettlementReversed,
)


class Flow(StrEnum):
    """What moved."""

    ISSUED = "issued"
    """Bills, red letters not counted."""
    TAKEN_BACK = "taken_back"
    """Bills, by red letters; with the claimable amount of those that were claimed before."""
    CLAIMED = "claimed"
    """Bills, for the first time; with what is claimable of them."""
    RESERVED = "reserved"
    SETTLED = "settled"
    RELEASED = "released"
    LAPSED = "lapsed"
    """Reserved, and neither settled nor released before it expired."""
    REVERSED = "reversed"


PAYER_FLOWS = (Flow.RESERVED, Flow.SETTLED, Flow.RELEASED, Flow.LAPSED, Flow.REVERSED)
"""What a payer makes move; the others are a hospital's."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Bills or an amount that moved."""

    flow: Flow
    happened_at: int
    hospital: int
    """Who issued the bills."""
    payer: int | None
    """None: the flow is the hospital's."""
    bills: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class PayerShare:
    """One payer's part in a bill."""

    payer: int
    reserved_fen: int
    """What it holds reserved at the time of the report."""
    reserved_until_at: int | None
    """When that expires; None: nothing is reserved."""
    settled_fen: int
    """What it has settled and not reversed."""


@dataclass(frozen=True, slots=True)
class ClaimedBill:
    """A bill that was claimed, and who has which part in it."""

    bill: int
    hospital: int
    claimable_fen: int
    taken_back: bool
    """A red letter took it back: nothing can be claimed any more."""
    shares: tuple[PayerShare, ...]
    """In the order of the payers' first reservations."""

    @property
    def reserved_fen(self) -> int:
        """What all payers hold reserved."""
        return sum(share.reserved_fen for share in self.shares)

    @property
    def settled_fen(self) -> int:
        """What all payers have settled."""
        return sum(share.settled_fen for share in self.shares)

    @property
    def remaining_fen(self) -> int:
        """What can still be claimed."""
        return 0 if self.taken_back else self.claimable_fen - self.settled_fen - self.reserved_fen


@dataclass(frozen=True, slots=True)
class LapsedReservation:
    """A reservation that ran out without being settled whole or released."""

    bill: int
    hospital: int
    payer: int
    reservation: int
    """Its number within the bill."""
    made_at: int
    lapsed_at: int
    reserved_fen: int
    settled_fen: int
    """What was settled of it before."""
    lapsed_fen: int


@dataclass(frozen=True, slots=True)
class Claims:
    """What became of bills that were claimed."""

    as_of: AsOf
    bills: tuple[ClaimedBill, ...]
    """In the order of their first claims."""
    lapsed: tuple[LapsedReservation, ...]
    """In the order in which they lapsed."""

    @property
    def with_several_payers(self) -> tuple[ClaimedBill, ...]:
        """The bills that more than one payer reserved or settled a part of."""
        return tuple(one for one in self.bills if len(one.shares) > 1)


@dataclass(slots=True)
class _Reservation:
    """A reservation while events are read."""

    payer: int
    made_at: int
    expires_at: int
    reserved_fen: int
    settled_fen: int = 0
    left_fen: int = 0


@dataclass(slots=True)
class _Bill:
    """A claimed bill while events are read."""

    hospital: int
    claimable_fen: int
    taken_back: bool = False
    settled_fen: dict[int, int] = field(default_factory=dict)
    """By payer, in the order of their first reservations."""
    reservations: dict[int, _Reservation] = field(default_factory=dict)

    def live_fen(self, time: int) -> int:
        """What is reserved and has not expired."""
        return sum(one.left_fen for one in self.reservations.values() if time < one.expires_at)


def read_claims(history: Iterable[Dated], as_of: AsOf, note: Callable[[Movement], None] | None = None) -> Claims:
    """What became of claimed bills, by the events up to a block.

    Memory grows with the bills that were claimed and the batches that were issued, not with the bills in them.

    Args:
        history: the events of `CLAIM_EVENTS`, in the order of the chain.
        as_of: the block; its time says what has lapsed.
        note: is told every movement; those of an event in its turn, lapses at the end.

    Raises:
        RuleBroken: an event is not one that the contracts emit after those before it.
    """
    reading = _Reading(note or (lambda movement: None))
    for dated in history:
        _HANDLERS[type(dated.event)](reading, dated.event, dated)
    return reading.finish(as_of)


class _Reading:
    """Bills and claims as far as their events were read."""

    def __init__(self, note: Callable[[Movement], None]) -> None:
        self._note = note
        self._bills: dict[int, _Bill] = {}
        self._alone: dict[int, int] = {}
        self._batches: list[tuple[int, int, int]] = []
        """First bill, how many, and issuer; in the order of the first bills."""

    # --- what hospitals do ---

    def on_batch(self, event: BatchIssued, dated: Dated) -> None:
        insort(self._batches, (event.first, event.count, event.acting_organisation))
        self._move(Flow.ISSUED, dated.happened_at, event.acting_organisation, bills=event.count)

    def on_issued(self, event: BillIssued, dated: Dated) -> None:
        self._alone[event.bill] = event.acting_organisation
        self._move(Flow.ISSUED, dated.happened_at, event.acting_organisation, bills=1)

    def on_red_lettered(self, event: BillRedLettered, dated: Dated) -> None:
        hospital = self._issuer(event.bill, dated)
        claimed = self._bills.get(event.bill)
        if claimed is None:
            self._move(Flow.TAKEN_BACK, dated.happened_at, hospital, bills=1)
            return
        if claimed.live_fen(dated.happened_at) or any(claimed.settled_fen.values()):
            raise _broken(dated, f"bill {format_key(event.bill)} is reserved or settled")
        claimed.taken_back = True
        self._move(Flow.TAKEN_BACK, dated.happened_at, hospital, bills=1, amount_fen=claimed.claimable_fen)

    # --- what payers do ---

    def on_opened(self, event: ClaimOpened, dated: Dated) -> None:
        hospital = self._issuer(event.bill, dated)
        self._bills[event.bill] = _Bill(hospital, event.claimable_fen)
        self._move(Flow.CLAIMED, dated.happened_at, hospital, bills=1, amount_fen=event.claimable_fen)

    def on_reserved(self, event: ReservationMade, dated: Dated) -> None:
        self._reserve(event, event.expires_at, dated)

    def on_settled_directly(self, event: DirectSettlementMade, dated: Dated) -> None:
        bill, made = self._reserve(event, dated.happened_at, dated)
        self._settle(bill, made, event.amount_fen, dated)

    def on_renewed(self, event: ReservationRenewed, dated: Dated) -> None:
        self._live(event, dated)[1].expires_at = event.expires_at

    def on_settled(self, event: SettlementMade, dated: Dated) -> None:
        self._settle(*self._live(event, dated), event.amount_fen, dated)

    def on_released(self, event: ReservationReleased, dated: Dated) -> None:
        bill, made = self._live(event, dated)
        if event.amount_fen != made.left_fen:
            raise _broken(dated, f"{made.left_fen} fen are left of the reservation, not {event.amount_fen}")
        made.left_fen = 0
        self._move(Flow.RELEASED, dated.happened_at, bill.hospital, made.payer, amount_fen=event.amount_fen)

    def on_reversed(self, event: SettlementReversed, dated: Dated) -> None:
        bill, made = self._reservation(event, dated)
        settled_fen = bill.settled_fen[made.payer]
        if event.amount_fen > settled_fen:
            raise _broken(dated, f"the payer has settled {settled_fen} fen, not {event.amount_fen}")
        bill.settled_fen[made.payer] = settled_fen - event.amount_fen
        self._move(Flow.REVERSED, dated.happened_at, bill.hospital, made.payer, amount_fen=event.amount_fen)

    # --- at the end ---

    def finish(self, as_of: AsOf) -> Claims:
        """What everything came to at the time of the block."""
        time = as_of.block_timestamp
        lapsed = sorted(self._lapsed(time), key=lambda one: (one.lapsed_at, one.bill, one.reservation))
        for one in lapsed:
            self._move(Flow.LAPSED, one.lapsed_at, one.hospital, one.payer, amount_fen=one.lapsed_fen)
        bills = tuple(self._claimed(key, bill, time) for key, bill in self._bills.items())
        return Claims(as_of, bills, tuple(lapsed))

    def _lapsed(self, time: int) -> Iterator[LapsedReservation]:
        for key, bill in self._bills.items():
            for number, made in bill.reservations.items():
                if made.left_fen and made.expires_at <= time:
                    yield LapsedReservation(
                        bill=key,
                        hospital=bill.hospital,
                        payer=made.payer,
                        reservation=number,
                        made_at=made.made_at,
                        lapsed_at=made.expires_at,
                        reserved_fen=made.reserved_fen,
                        settled_fen=made.settled_fen,
                        lapsed_fen=made.left_fen,
                    )

    def _claimed(self, key: int, bill: _Bill, time: int) -> ClaimedBill:
        live = {made.payer: made for made in bill.reservations.values() if made.left_fen and time < made.expires_at}
        shares = tuple(
            PayerShare(
                payer=payer,
                reserved_fen=live[payer].left_fen if payer in live else 0,
                reserved_until_at=live[payer].expires_at if payer in live else None,
                settled_fen=settled_fen,
            )
            for payer, settled_fen in bill.settled_fen.items()
        )
        return ClaimedBill(key, bill.hospital, bill.claimable_fen, bill.taken_back, shares)

    # --- steps ---

    def _reserve(
        self, event: ReservationMade | DirectSettlementMade, expires_at: int, dated: Dated
    ) -> tuple[_Bill, _Reservation]:
        bill = self._bill(event.bill, dated)
        left_fen = bill.claimable_fen - sum(bill.settled_fen.values()) - bill.live_fen(dated.happened_at)
        if bill.taken_back or event.amount_fen > left_fen:
            raise _broken(dated, f"{event.amount_fen} fen of bill {format_key(event.bill)}, which has {left_fen} left")
        payer = event.acting_organisation
        made = _Reservation(payer, dated.happened_at, expires_at, event.amount_fen, left_fen=event.amount_fen)
        bill.reservations[event.bill_version] = made
        bill.settled_fen.setdefault(payer, 0)
        self._move(Flow.RESERVED, dated.happened_at, bill.hospital, payer, amount_fen=event.amount_fen)
        return bill, made

    def _settle(self, bill: _Bill, made: _Reservation, amount_fen: int, dated: Dated) -> None:
        if amount_fen > made.left_fen:
            raise _broken(dated, f"{made.left_fen} fen are left of the reservation, not {amount_fen}")
        made.left_fen -= amount_fen
        made.settled_fen += amount_fen
        bill.settled_fen[made.payer] += amount_fen
        self._move(Flow.SETTLED, dated.happened_at, bill.hospital, made.payer, amount_fen=amount_fen)

    def _bill(self, key: int, dated: Dated) -> _Bill:
        found = self._bills.get(key)
        if found is None:
            raise _broken(dated, f"no claim of bill {format_key(key)} was opened before")
        return found

    def _reservation(self, event: Any, dated: Dated) -> tuple[_Bill, _Reservation]:
        bill = self._bill(event.bill, dated)
        made = bill.reservations.get(event.reservation)
        if made is None:
            raise _broken(dated, f"bill {format_key(event.bill)} has no reservation {event.reservation}")
        return bill, made

    def _live(self, event: Any, dated: Dated) -> tuple[_Bill, _Reservation]:
        bill, made = self._reservation(event, dated)
        if made.expires_at <= dated.happened_at:
            raise _broken(dated, f"reservation {event.reservation} expired at {made.expires_at}")
        return bill, made

    def _issuer(self, bill: int, dated: Dated) -> int:
        if bill in self._alone:
            return self._alone[bill]
        place = bisect_right(self._batches, bill, key=lambda batch: batch[0])
        if place:
            first, count, issuer = self._batches[place - 1]
            if bill < first + count:
                return issuer
        raise _broken(dated, f"bill {format_key(bill)} was never issued")

    def _move(
        self, flow: Flow, at: int, hospital: int, payer: int | None = None, *, bills: int = 0, amount_fen: int = 0
    ) -> None:
        self._note(Movement(flow, at, hospital, payer, bills, amount_fen))


def _broken(dated: Dated, rule: str) -> RuleBroken:
    return RuleBroken(dated.event.NAME, rule, at=dated.position)


_HANDLERS: Mapping[type[Event], Callable[[_Reading, Any, Dated], Any]] = {
    BatchIssued: _Reading.on_batch,
    BillIssued: _Reading.on_issued,
    BillRedLettered: _Reading.on_red_lettered,
    ClaimOpened: _Reading.on_opened,
    DirectSettlementMade: _Reading.on_settled_directly,
    ReservationMade: _Reading.on_reserved,
    ReservationReleased: _Reading.on_released,
    ReservationRenewed: _Reading.on_renewed,
    SettlementMade: _Reading.on_settled,
    SettlementReversed: _Reading.on_reversed,
}

CLAIM_EVENTS: frozenset[type[Event]] = frozenset(_HANDLERS)
"""The types of events that `read_claims` reads."""

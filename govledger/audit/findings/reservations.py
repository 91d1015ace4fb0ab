"""Reservations of money that ran out without being settled whole or released. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from govledger.audit.bill_reports.presentation import yuan
from govledger.audit.entry import utc
from govledger.audit.findings.accounts import Accounts
from govledger.audit.findings.finding import Finding, Kind, Place, named, place_of
from govledger.audit.source import EventAt
from govledger.bills.number import format_key
from govledger.events import Event
from govledger.events.types import ReservationMade, ReservationReleased, ReservationRenewed, SettlementMade

_Key = tuple[int, int]
"""The bill, and the reservation's number in it."""


@dataclass(slots=True)
class _Live:
    """A reservation that may still be settled."""

    payer: int
    expires_at: int
    left_fen: int
    made: Place


class LapsedReservations:
    """Finds reservations that lapsed, at their expiry; memory grows with those that are live.

    Args:
        least_fen: how much is left of a reservation that is worth a finding.
        accounts: whose names are shown.
    """

    events: frozenset[type[Event]] = frozenset(
        {ReservationMade, ReservationReleased, ReservationRenewed, SettlementMade}
    )

    def __init__(self, least_fen: int, accounts: Accounts) -> None:
        self._least, self._accounts = least_fen, accounts
        self._live: dict[_Key, _Live] = {}
        self._expiries: list[tuple[int, _Key]] = []
        """A heap; one that was renewed has several, of which the last counts."""

    def see(self, at: EventAt) -> Iterator[Finding]:
        """Takes the next event; what lapsed before it."""
        yield from self.finish(at.timestamp)
        event: Any = at.event
        if isinstance(event, ReservationMade):
            key = (event.bill, event.bill_version)
            terms = (event.acting_organisation, event.expires_at, event.amount_fen)
            self._live[key] = _Live(*terms, place_of(at))
            heappush(self._expiries, (event.expires_at, key))
            return
        key = (event.bill, event.reservation)
        one = self._live.get(key)
        if one is None:
            return
        if isinstance(event, ReservationRenewed):
            one.expires_at = event.expires_at
            heappush(self._expiries, (event.expires_at, key))
            return
        one.left_fen -= event.amount_fen
        if one.left_fen <= 0:
            del self._live[key]

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """What lapsed by a time: a reservation is live while time < expiry."""
        while self._expiries and self._expiries[0][0] <= ended_at:
            expires_at, key = heappop(self._expiries)
            one = self._live.get(key)
            if one is not None and one.expires_at == expires_at:
                del self._live[key]
                if one.left_fen >= self._least:
                    yield self._finding(key, one)

    def _finding(self, key: _Key, one: _Live) -> Finding:
        bill, number = key
        payer = self._accounts.organisation(one.payer)
        what = (
            f"reservation {number} of {payer} on bill {format_key(bill)} lapsed at {utc(one.expires_at)} with "
            f"{yuan(one.left_fen)} yuan neither settled nor released"
        )
        objects = (named("bill", bill), named("organisation", one.payer))
        return Finding(Kind.LAPSED_RESERVATION, what, (one.made,), objects, ("trail", "--bill", format_key(bill)))

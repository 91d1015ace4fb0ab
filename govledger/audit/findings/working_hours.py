"""Accesses to data outside working hours, account by account. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from govledger.audit.findings.accounts import Accounts
from govledger.audit.findings.finding import Finding, Kind, Place, Places, named, place_of
from govledger.audit.findings.thresholds import WorkingHours
from govledger.audit.source import EventAt
from govledger.events import Event
from govledger.events.types import GlassBroken, RequestFiled, RequestServed, WindowOpened

_WORDS: dict[type[Event], str] = {
    RequestFiled: "filed requests",
    RequestServed: "served requests",
    GlassBroken: "broke the glass",
    WindowOpened: "opened windows",
}


def _between(places: tuple[Place, ...]) -> tuple[str, ...]:
    return ("--from", str(places[0].timestamp), "--until", str(places[-1].timestamp + 1))


class _Account:
    """What one account did outside working hours."""

    def __init__(self, organisation: int) -> None:
        self.organisation = organisation
        self.places = Places()
        self.acts: Counter[type[Event]] = Counter()


class OutsideWorkingHours:
    """Finds accounts that access data outside working hours; memory grows with such accounts.

    Args:
        hours: when people work.
        accounts: whose names are shown.
    """

    def __init__(self, hours: WorkingHours, accounts: Accounts) -> None:
        self.events = frozenset(_WORDS) - (frozenset() if hours.emergencies else {GlassBroken})
        self._hours, self._accounts = hours, accounts
        self._zone = hours.zone()
        self._found: dict[bytes, _Account] = {}

    def see(self, at: EventAt) -> Iterator[Finding]:
        """Takes the next event; findings come at the end."""
        if not self._is_work(at.timestamp):
            event = at.event
            # Every event of an act that is looked for names the organisation; the base class does not.
            one = self._found.setdefault(event.actor, _Account(event.acting_organisation))  # type: ignore[attr-defined]
            one.places.add(place_of(at))
            one.acts[type(event)] += 1
        return iter(())

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """Those that did so often enough, in the order of their first time."""
        for account, one in self._found.items():
            if one.places.count < self._hours.least:
                continue
            acts = ", ".join(f"{_WORDS[kind]} {count:,}×" for kind, count in one.acts.items())
            whom = f"{self._accounts.account(account)} of {self._accounts.organisation(one.organisation)}"
            yield Finding(
                kind=Kind.OUTSIDE_WORKING_HOURS,
                what=f"{whom} {acts} outside {self._hours}",
                where=one.places.shown,
                objects=(named("account", account), named("organisation", one.organisation)),
                look=("trail", "--organisation", str(one.organisation), *_between(one.places.shown)),
                count=one.places.count,
            )

    def _is_work(self, timestamp: int) -> bool:
        """Whether people work then: from ≤ local time < until, on a working day."""
        local = datetime.fromtimestamp(timestamp, self._zone)
        return self._hours.is_working_day(local.date()) and self._hours.begin <= local.time() < self._hours.end

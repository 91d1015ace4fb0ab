"""Two accounts that always act together: pairs whose acts nearly all stand within a short time of each other. Pure.

An act is a transaction. It is joined with another account if that one acts within so many seconds before or after it.
Two accounts are found if nearly all acts of both are joined with the other; one that acts all day long is near
everybody, and is not found, since most of its own acts are near nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any

from govledger.audit.findings.accounts import Accounts
from govledger.audit.findings.finding import Finding, Kind, Places, named, place_of
from govledger.audit.findings.thresholds import AccountsTogether
from govledger.audit.source import EventAt
from govledger.events import EVENTS, Event


class _Account:
    """What is known of one account."""

    def __init__(self, organisation: int) -> None:
        self.organisation = organisation
        self.acts = 0
        self.recent: deque[int] = deque()
        """When it acted within the last seconds that count."""
        self.last_at: int | None = None
        self.last: tuple[int, int] = (-1, -1)
        """Block and place of its last transaction."""


class TogetherAlways:
    """Finds such pairs; memory grows with accounts, and with pairs that acted near each other.

    Args:
        terms: how near, how often, which share.
        accounts: whose names are shown.
    """

    events: frozenset[type[Event]] = frozenset(EVENTS)

    def __init__(self, terms: AccountsTogether, accounts: Accounts) -> None:
        self._terms, self._accounts = terms, accounts
        self._known: dict[bytes, _Account] = {}
        self._recent: dict[int, dict[bytes, _Account]] = {}
        """Who acted within the last seconds that count, by organisation; all under 0 where that does not count."""
        self._joined: Counter[tuple[bytes, bytes]] = Counter()
        """How many acts of the first account are joined with the second."""
        self._places: dict[tuple[bytes, bytes], Places] = {}
        """Where the later account of a pair followed the other, by the pair in the order of its bytes."""

    def see(self, at: EventAt) -> Iterator[Finding]:
        """Takes the next event; findings come at the end."""
        event: Any = at.event
        if event.acting_organisation:
            one = self._known.setdefault(event.actor, _Account(event.acting_organisation))
            if one.last != (at.block_number, at.transaction_index):
                one.last = (at.block_number, at.transaction_index)
                self._act(event.actor, one, at)
        return iter(())

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """The pairs that are always together."""
        for (first, second), places in self._places.items():
            one, other = self._known[first], self._known[second]
            joined, back = self._joined[first, second], self._joined[second, first]
            if self._is_always(joined, one.acts) and self._is_always(back, other.acts):
                yield self._finding((first, second), (joined, back), places)

    def _act(self, account: bytes, one: _Account, at: EventAt) -> None:
        """An act is joined with those who acted just before, and theirs with it that were not yet."""
        now, within = at.timestamp, self._terms.within_seconds
        near = self._recent.setdefault(0 if self._terms.across_organisations else one.organisation, {})
        for other, its in list(near.items()):
            while its.recent and its.recent[0] < now - within:
                its.recent.popleft()
            if not its.recent:
                del near[other]
            elif other != account:
                self._joined[account, other] += 1
                unjoined = len(its.recent)
                if one.last_at is not None:
                    unjoined -= bisect_right(its.recent, one.last_at + within)
                self._joined[other, account] += unjoined
                pair = (min(account, other), max(account, other))
                self._places.setdefault(pair, Places()).add(place_of(at))
        near[account] = one
        one.acts, one.last_at = one.acts + 1, now
        one.recent.append(now)

    def _is_always(self, joined: int, acts: int) -> bool:
        return acts >= self._terms.least_acts and joined * 100 >= acts * self._terms.share_percent

    def _finding(self, pair: tuple[bytes, bytes], joined: tuple[int, int], places: Places) -> Finding:
        first, second = (self._known[account] for account in pair)
        one, other = (self._accounts.account(account) for account in pair)
        what = (
            f"{one} and {other} of {self._accounts.organisation(first.organisation)} always act together: "
            f"{joined[0]:,} of {first.acts:,} and {joined[1]:,} of {second.acts:,} transactions within "
            f"{self._terms.within_seconds} s of the other's"
        )
        return Finding(
            kind=Kind.ACCOUNTS_TOGETHER,
            what=what,
            where=places.shown,
            objects=(*(named("account", account) for account in pair), named("organisation", first.organisation)),
            look=("trail", "--organisation", str(first.organisation)),
            count=places.count,
        )

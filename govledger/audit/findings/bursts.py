"""Bursts of refused attempts: one account whose calls fail many times within a short time. Pure."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator

from govledger.audit.findings.accounts import Accounts
from govledger.audit.findings.finding import Finding, Kind, Place, Places, named, place_of
from govledger.audit.findings.thresholds import RefusedBurst
from govledger.audit.source import AttemptAt

UNKNOWN = "for a reason that nobody can say"


class _Sender:
    """The attempts of one account that may become a burst, or are one."""

    def __init__(self) -> None:
        self.recent: deque[AttemptAt] = deque()
        """The last ones before there are enough."""
        self.places: Places | None = None
        """None: it is no burst yet."""
        self.last_at = 0
        self.reasons: Counter[str] = Counter()

    def take(self, at: AttemptAt) -> None:
        """One more of the burst."""
        assert self.places is not None
        self.places.add(place_of(at))
        self.last_at = at.timestamp
        self.reasons[at.refusal or UNKNOWN] += 1


class RefusedBursts:
    """Finds bursts; each goes on as long as no more than the same time passes to the next attempt.

    Memory grows with the accounts that were refused.

    Args:
        terms: how many within how many seconds.
        accounts: whose names are shown.
    """

    def __init__(self, terms: RefusedBurst, accounts: Accounts) -> None:
        self._terms, self._accounts = terms, accounts
        self._senders: dict[bytes, _Sender] = {}

    def see(self, at: AttemptAt) -> Iterator[Finding]:
        """Takes the next attempt; the burst of the same account that ended before it."""
        one = self._senders.setdefault(at.sender, _Sender())
        if one.places is not None and at.timestamp - one.last_at > self._terms.within_seconds:
            yield self._finding(at.sender, one)
            one = self._senders[at.sender] = _Sender()
        if one.places is not None:
            one.take(at)
            return
        one.recent.append(at)
        while at.timestamp - one.recent[0].timestamp > self._terms.within_seconds:
            one.recent.popleft()
        if len(one.recent) >= self._terms.least:
            one.places = Places()
            while one.recent:
                one.take(one.recent.popleft())

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """The bursts that did not end before the end."""
        for sender, one in self._senders.items():
            if one.places is not None:
                yield self._finding(sender, one)

    def _finding(self, sender: bytes, one: _Sender) -> Finding:
        assert one.places is not None
        where: tuple[Place, ...] = one.places.shown
        reasons = ", ".join(f"{name} {count:,}×" for name, count in one.reasons.most_common())
        took = one.last_at - where[0].timestamp
        return Finding(
            kind=Kind.REFUSED_BURST,
            what=f"{self._accounts.account(sender)} was refused {one.places.count:,} times within {took} s: {reasons}",
            where=where,
            objects=(named("account", sender),),
            look=("trail", "--attempts", "--from", str(where[0].timestamp), "--until", str(one.last_at + 1)),
            count=one.places.count,
        )

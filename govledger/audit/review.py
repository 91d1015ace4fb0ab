"""A replay that goes on to the end: every breach of a rule, and what an auditor asks for besides. Pure.

The source is read once: each event is judged by the rules and shown to the watches that ask for its type, each attempt
and each block to those of its kind. What a source does not hold is not looked at, and the outcome says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from govledger.audit.breaches import Breach, Breaches
from govledger.audit.findings.accounts import ACCOUNT_EVENTS, Accounts
from govledger.audit.findings.bursts import RefusedBursts
from govledger.audit.findings.clock import ClockDrifts
from govledger.audit.findings.deadlines import TASKS, Deadline
from govledger.audit.findings.finding import EventWatch, Finding, Kind, Watch, named, place_of
from govledger.audit.findings.numbers import UnexplainedNumbers
from govledger.audit.findings.own_approvals import OwnApprovals
from govledger.audit.findings.reservations import LapsedReservations
from govledger.audit.findings.sealers import SealersFew
from govledger.audit.findings.thresholds import Thresholds
from govledger.audit.findings.together import TogetherAlways
from govledger.audit.findings.working_hours import OutsideWorkingHours
from govledger.audit.manifests import Manifests
from govledger.audit.replay import Course
from govledger.audit.source import AttemptAt, AuditSource, BlockAt, EventAt
from govledger.events import Event
from govledger.events.types import BatchIssued

_Seen = TypeVar("_Seen")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review came to."""

    first_block: int
    last_block: int
    last_at: int
    """The last block's time, in seconds; what is late was late by then. 0: there was no block."""
    events: int
    """How many were judged."""
    attempts: int | None
    """How many were looked at; None where the source does not hold them."""
    breaches: int
    findings: Mapping[Kind, int]
    """How many there are of each kind that was wanted and could be looked for."""
    not_looked_at: tuple[str, ...]
    """What could not be looked at, and why."""

    @property
    def keeps_rules(self) -> bool:
        """Whether every event is allowed."""
        return not self.breaches


class Review:
    """The breaches and findings of a source, one by one, and after them the outcome.

    Memory grows with the state of the contracts and what the watches say of themselves, not with the number of events.

    Args:
        source: events from the contracts' creation on; attempts and blocks as far as it holds them.
        thresholds: what is worth a finding.
        manifests: of batches of bills, by the batch's id, as many as there are at hand.
        events_too: more watches of events, after those of the thresholds.
        attempts_too: more watches of attempts.

    Raises:
        InputError: the source does not begin with the contracts' creation.
    """

    def __init__(
        self,
        source: AuditSource,
        thresholds: Thresholds,
        manifests: Mapping[int, bytes] | None = None,
        *,
        events_too: Sequence[EventWatch] = (),
        attempts_too: Sequence[Watch[AttemptAt]] = (),
    ) -> None:
        self._source, self._thresholds = source, thresholds
        self._events_too, self._attempts_too = events_too, attempts_too
        self._shown = Manifests(manifests or {})
        self._manifests = frozenset(manifests or {})
        self._course = Course(source, self._shown)
        self._breaches = Breaches()
        self._accounts = Accounts()
        self._found: Counter[Kind] = Counter()
        self._batches = 0
        """How many have no manifest here."""
        self._attempts = 0
        self._holds_attempts = source.attempts() is not None
        self._holds_blocks = source.blocks() is not None
        self._has_seals = False

    def run(self) -> Iterator[Breach | Finding]:
        """Everything that is found, in the order in which it shows; once.

        Raises:
            DocumentUnreadable: a manifest is not a whole number of rows.
            StoreError: the index cannot be read.
        """
        for found in self._all():
            if isinstance(found, Finding):
                self._found[found.kind] += 1
            yield found

    @property
    def outcome(self) -> Outcome:
        """What it came to, once everything was found."""
        source, unseen = self._source, dict(self._unseen())
        blind = frozenset().union(*unseen.values())
        return Outcome(
            first_block=source.first_block,
            last_block=source.last_block,
            last_at=source.last_at,
            events=self._course.judged,
            attempts=self._attempts if self._holds_attempts else None,
            breaches=self._breaches.count,
            findings={kind: self._found[kind] for kind in Kind if self._thresholds.wants(kind) and kind not in blind},
            not_looked_at=tuple(unseen),
        )

    def _all(self) -> Iterator[Breach | Finding]:
        events, attempts, blocks = self._watches()
        asking: defaultdict[type[Event], list[EventWatch]] = defaultdict(list)
        for watch in events:
            for kind in watch.events:
                asking[kind].append(watch)
        for at in self._source.everything():
            if isinstance(at, EventAt):
                yield from self._event(at, asking[type(at.event)])
            elif isinstance(at, AttemptAt):
                self._attempts += 1
                yield from _shown(at, attempts)
            else:
                self._has_seals = self._has_seals or at.proposer is not None
                yield from _shown(at, blocks)
        if missing := self._course.missing():
            yield self._breaches.take(*missing)
        for watches in (events, attempts, blocks):
            for ending in watches:
                yield from ending.finish(self._source.last_at)

    def _watches(self) -> tuple[list[EventWatch], list[Watch[AttemptAt]], list[Watch[BlockAt]]]:
        """Those that are wanted, of events, of attempts and of blocks."""
        events = [*_event_watches(self._thresholds, self._accounts), *self._events_too]
        attempts = [*self._attempts_too]
        if self._thresholds.wants(Kind.REFUSED_BURST):
            attempts.append(RefusedBursts(self._thresholds.refused_burst, self._accounts))
        return events, attempts, _block_watches(self._thresholds)

    def _event(self, at: EventAt, watches: Sequence[EventWatch]) -> Iterator[Breach | Finding]:
        broken = self._course.judge(at)
        if broken is not None:
            yield self._breaches.take(at, broken)
        if type(at.event) in ACCOUNT_EVENTS:
            self._accounts.see(at.event)
        yield from self._of_manifests(at)
        yield from _shown(at, watches)

    def _of_manifests(self, at: EventAt) -> Iterator[Finding]:
        """What manifests show at this event."""
        if isinstance(at.event, BatchIssued) and at.event.batch not in self._manifests:
            self._batches += 1
        found = self._shown.findings
        if found and self._thresholds.wants(Kind.MANIFEST_PROBLEM):
            for one in found:
                # Manifests show something at events of bills alone, which name the organisation.
                organisation = at.event.acting_organisation  # type: ignore[attr-defined]
                yield Finding(
                    kind=Kind.MANIFEST_PROBLEM,
                    what=one.rule,
                    where=(place_of(at),),
                    objects=(named("organisation", organisation),),
                    look=("trail", "--kind", one.event, "--organisation", str(organisation)),
                )
        found.clear()

    def _unseen(self) -> Iterator[tuple[str, frozenset[Kind]]]:
        """What could not be looked at, with the kinds of findings of which nothing at all was."""
        wants = self._thresholds.wants
        if not self._holds_attempts:
            yield "what was tried and refused: attempts are not held here", frozenset({Kind.REFUSED_BURST})
        if not self._holds_blocks and (wants(Kind.CLOCK_DRIFT) or wants(Kind.SEALED_BY_FEW)):
            kinds = frozenset({Kind.CLOCK_DRIFT, Kind.SEALED_BY_FEW})
            yield "block times and seals: blocks are not held here", kinds
        elif not self._has_seals and (wants(Kind.CLOCK_DRIFT) or wants(Kind.SEALED_BY_FEW)):
            what = "who sealed blocks, and whose clock differs: seals are not held here"
            yield what, frozenset({Kind.SEALED_BY_FEW})
        if self._batches and wants(Kind.MANIFEST_PROBLEM):
            what = f"references inside batches of bills whose manifests were not given: {self._batches:,}"
            yield what, frozenset() if self._manifests else frozenset({Kind.MANIFEST_PROBLEM})


def _shown(at: _Seen, watches: Sequence[Watch[_Seen]]) -> Iterator[Finding]:
    for watch in watches:
        yield from watch.see(at)


def _event_watches(thresholds: Thresholds, accounts: Accounts) -> list[EventWatch]:
    """Those that are wanted."""
    watches: Iterable[tuple[Kind, EventWatch]] = (
        *((task.kind, Deadline(task, getattr(thresholds, task.kind).grace_seconds, accounts)) for task in TASKS),
        (
            Kind.UNEXPLAINED_NUMBERS,
            UnexplainedNumbers(thresholds.unexplained_numbers.grace_seconds, accounts),
        ),
        (Kind.LAPSED_RESERVATION, LapsedReservations(thresholds.lapsed_reservation.least_fen, accounts)),
        (Kind.OUTSIDE_WORKING_HOURS, OutsideWorkingHours(thresholds.outside_working_hours, accounts)),
        (Kind.OWN_APPROVAL, OwnApprovals(accounts)),
        (Kind.ACCOUNTS_TOGETHER, TogetherAlways(thresholds.accounts_together, accounts)),
    )
    return [watch for kind, watch in watches if thresholds.wants(kind)]


def _block_watches(thresholds: Thresholds) -> list[Watch[BlockAt]]:
    """Those that are wanted."""
    watches: Iterable[tuple[Kind, Watch[BlockAt]]] = (
        (Kind.CLOCK_DRIFT, ClockDrifts(thresholds.clock_drift)),
        (Kind.SEALED_BY_FEW, SealersFew(thresholds.sealed_by_few)),
    )
    return [watch for kind, watch in watches if thresholds.wants(kind)]

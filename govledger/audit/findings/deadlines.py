"""What was to be done by a time and was not: acknowledgements, justifications, reviews, windows left open. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from govledger.audit.entry import utc
from govledger.audit.findings.accounts import Accounts
from govledger.audit.findings.finding import Finding, Kind, Place, named, place_of, span
from govledger.audit.source import EventAt
from govledger.events import Event
from govledger.events.types import (
    EmergencyJustified,
    EmergencyReviewed,
    GlassBroken,
    RequestAcknowledged,
    RequestDisputed,
    RequestServed,
    WindowClosed,
    WindowOpened,
)


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody owes from an event on until another."""

    kind: Kind
    object: str
    """What it is about: the field of its id."""
    begun_by: type[Event]
    due: str
    """The field of the first event that says from which second on it is late."""
    ended_by: frozenset[type[Event]]
    to_be: str
    """What was to be done with the object."""
    owed_by: str
    """The field of the first event that names the organisation; empty where it may be any."""


TASKS = (
    Task(
        kind=Kind.OVERDUE_ACKNOWLEDGEMENT,
        object="request",
        begun_by=RequestServed,
        due="acknowledge_by",
        ended_by=frozenset({RequestAcknowledged, RequestDisputed}),
        to_be="acknowledged or disputed",
        owed_by="grantee",
    ),
    Task(
        kind=Kind.OVERDUE_JUSTIFICATION,
        object="emergency",
        begun_by=GlassBroken,
        due="justify_by",
        ended_by=frozenset({EmergencyJustified}),
        to_be="justified",
        owed_by="acting_organisation",
    ),
    Task(
        kind=Kind.OVERDUE_REVIEW,
        object="emergency",
        begun_by=EmergencyJustified,
        due="review_by",
        ended_by=frozenset({EmergencyReviewed}),
        to_be="reviewed",
        owed_by="",
    ),
    Task(
        kind=Kind.WINDOW_LEFT_OPEN,
        object="window",
        begun_by=WindowOpened,
        due="close_by",
        ended_by=frozenset({WindowClosed}),
        to_be="closed",
        owed_by="owner",
    ),
)


@dataclass(frozen=True, slots=True)
class _Open:
    """A task that is not done yet."""

    due_by: int
    organisation: int
    begun: Place


class Deadline:
    """Finds what was done late or is not done; memory grows with what is open.

    Late is as in the contracts: from the second of the deadline on.

    Args:
        task: what is owed.
        grace_seconds: how much later is not worth a finding.
        accounts: whose names are shown.
    """

    def __init__(self, task: Task, grace_seconds: int, accounts: Accounts) -> None:
        self.events = task.ended_by | {task.begun_by}
        self._task, self._grace, self._accounts = task, grace_seconds, accounts
        self._open: dict[int, _Open] = {}

    def see(self, at: EventAt) -> Iterator[Finding]:
        """Takes the next event; something that was done late."""
        event: Any = at.event
        number = getattr(event, self._task.object)
        if isinstance(event, self._task.begun_by):
            organisation = getattr(event, self._task.owed_by) if self._task.owed_by else 0
            self._open[number] = _Open(getattr(event, self._task.due), organisation, place_of(at))
            return
        one = self._open.pop(number, None)
        if one is not None and self._is_late(one, at.timestamp):
            late = (
                f"it was {span(at.timestamp - one.due_by)} late" if at.timestamp > one.due_by else "it was that second"
            )
            yield self._finding(number, one, late, (one.begun, place_of(at)))

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """What is late and not done at the end."""
        for number, one in self._open.items():
            if self._is_late(one, ended_at):
                yield self._finding(number, one, f"it was not by {utc(ended_at)}", (one.begun,))

    def _is_late(self, one: _Open, now: int) -> bool:
        return now >= one.due_by + self._grace

    def _finding(self, number: int, one: _Open, came: str, where: tuple[Place, ...]) -> Finding:
        task = self._task
        whom = f" by {self._accounts.organisation(one.organisation)}" if task.owed_by else ""
        what = f"{task.object} {number} was to be {task.to_be}{whom} before {utc(one.due_by)}; {came}"
        owing = (named("organisation", one.organisation),) if task.owed_by else ()
        objects = (named(task.object, number), *owing)
        return Finding(task.kind, what, where, objects, ("trail", f"--{task.object}", str(number)))

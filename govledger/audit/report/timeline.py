"""What happened when, while a review goes on: counts by day, and the acts that an auditor reads one by one. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from govledger.audit.entry import TrailObject
from govledger.audit.findings.accounts import ACCOUNT_EVENTS, Accounts
from govledger.audit.findings.finding import Finding, Place, place_of
from govledger.audit.source import AttemptAt, EventAt
from govledger.events import EVENTS, Event
from govledger.events import types as events
from govledger.events.event import objects_of

DAY = 86_400
LISTED = 1_000
"""How many acts are kept at most; the others are counted."""
NO_REASON = "reason unknown"


class Area(StrEnum):
    """What an event is about."""

    CONSORTIUM = "consortium"
    DATA = "data"
    BILLS = "bills"


AREAS = {
    **dict.fromkeys(("consortium", "decisions"), Area.CONSORTIUM),
    **dict.fromkeys(("data_registry", "access_grants", "data_requests"), Area.DATA),
    **dict.fromkeys(("bill_ranges", "medical_bills", "bill_claims"), Area.BILLS),
}
"""By the contract's key."""

NOTABLE: frozenset[type[Event]] = frozenset(
    {
        *(events.HandedOver, events.DecisionExecuted, events.ContractListed, events.ContractClosed),
        *(events.GuardianAppointed, events.GuardianRemoved, events.GuardianStopped, events.GuardianFroze),
        *(events.OrganisationAdmitted, events.OrganisationEnded, events.OrganisationSuspended),
        *(events.OrganisationReinstated, events.PauseSet, events.FreezeSet, events.KeyRotated),
        *(events.GlassBroken, events.EmergencyJustified, events.EmergencyReviewed),
        *(events.RequestSealed, events.RequestUnsealed, events.BillFrozen, events.FreezeLifted),
        *(events.SettlementReversed, events.RangeWrittenOff, events.RecordShredded, events.BillShredded),
    }
)
"""Acts that change who may do what, or that are exceptions: the timeline names each."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act that the timeline names."""

    event: str
    what: str
    """In a sentence."""
    who: str
    objects: tuple[TrailObject, ...]
    at: Place


class Timeline:
    """A watch that finds nothing and counts; memory grows with days and organisations, not with events."""

    events: frozenset[type[Event]] = frozenset(EVENTS)

    def __init__(self) -> None:
        self.by_day: dict[int, Counter[str]] = {}
        """How many events of which area, by the day since 1970 (UTC)."""
        self.by_organisation: dict[int, Counter[str]] = {}
        """By the organisation that acted."""
        self.acts: list[Act] = []
        """The first ones of those that are named."""
        self.act_count = 0
        self.accounts = Accounts()

    def see(self, at: EventAt) -> Iterator[Finding]:
        """Takes the next event."""
        event: Any = at.event
        area = AREAS[event.CONTRACT]
        self.by_day.setdefault(at.timestamp // DAY, Counter())[area] += 1
        if event.acting_organisation:
            self.by_organisation.setdefault(event.acting_organisation, Counter())[area] += 1
        if type(event) in ACCOUNT_EVENTS:
            self.accounts.see(event)
        if type(event) in NOTABLE:
            self.act_count += 1
            if len(self.acts) < LISTED:
                self.acts.append(self._act(event, at))
        return iter(())

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """Nothing is found."""
        return iter(())

    def _act(self, event: Any, at: EventAt) -> Act:
        organisation = event.acting_organisation
        whom = f" of {self.accounts.organisation(organisation)}" if organisation else ""
        return Act(
            event=event.NAME,
            what=event.NOTICE,
            who=self.accounts.account(event.actor) + whom,
            objects=tuple(TrailObject(*one) for one in objects_of(event)),
            at=place_of(at),
        )


class Attempted:
    """A watch that finds nothing and counts what was refused; memory grows with days and reasons."""

    def __init__(self) -> None:
        self.by_day: dict[int, Counter[str]] = {}
        """How many calls were refused with which error, by the day since 1970 (UTC)."""

    def see(self, at: AttemptAt) -> Iterator[Finding]:
        """Takes the next attempt."""
        self.by_day.setdefault(at.timestamp // DAY, Counter())[at.refusal or NO_REASON] += 1
        return iter(())

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """Nothing is found."""
        return iter(())

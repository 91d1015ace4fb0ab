"""Officers who approve what they asked for themselves, where no contract forbids it. Pure.

The contracts ask for a second officer to grant a range, to confirm a void and to reverse a settlement; an officer is
the same one whatever key is used. What stands here they leave to the organisations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from govledger.audit.findings.accounts import Accounts
from govledger.audit.findings.finding import Finding, Kind, Place, named, place_of
from govledger.audit.source import EventAt
from govledger.events import Event
from govledger.events.types import (
    DraftApproved,
    EmergencyJustified,
    GlassBroken,
    GrantIssued,
    NumbersVoided,
    RequestAcknowledged,
    RequestApproved,
    RequestFiled,
    RequestRejected,
    RequestRevoked,
    RequestServed,
    VoidConfirmed,
    VoidReviewed,
)
from govledger.model import Mode


@dataclass(frozen=True, slots=True)
class Separation:
    """Two acts on one thing that two people should do."""

    first: type[Event]
    second: type[Event]
    object: str
    """The field that names the thing in both."""
    did: str
    """What somebody did who did both."""
    also: str = ""
    """Another field that belongs to the name."""
    ended_by: frozenset[type[Event]] = frozenset()
    """After these the second act does not come any more."""
    unless: Callable[[Any], bool] = lambda event: False
    """Whether it is all right after the first act."""


_REQUEST_ENDED: frozenset[type[Event]] = frozenset({RequestAcknowledged, RequestRejected, RequestRevoked})

SEPARATIONS = (
    Separation(RequestFiled, RequestApproved, "request", "filed and approved", ended_by=_REQUEST_ENDED),
    Separation(
        *(RequestFiled, RequestServed, "request", "filed and served"),
        ended_by=_REQUEST_ENDED,
        unless=lambda event: event.mode == Mode.SUBMIT,  # the owner hands data over: it files and serves
    ),
    Separation(GrantIssued, RequestFiled, "grant", "issued, and filed a request under,"),
    Separation(DraftApproved, GrantIssued, "draft", "approved, and issued a grant by,"),
    Separation(
        *(GlassBroken, EmergencyJustified, "emergency", "broke the glass for, and justified,"),
        ended_by=frozenset({EmergencyJustified}),
    ),
    Separation(NumbersVoided, VoidReviewed, "range", "voided, and reviewed as voided, numbers of", also="first"),
    Separation(NumbersVoided, VoidConfirmed, "range", "voided, and confirmed as voided, numbers of", also="first"),
)

_Thing = tuple[int, Any, int]
"""The separation's place, the thing's id, and what belongs to it."""


class OwnApprovals:
    """Finds officers who did both acts; memory grows with grants, and with what is still open.

    Args:
        accounts: whose account is whose.
    """

    events: frozenset[type[Event]] = frozenset().union(*({s.first, s.second, *s.ended_by} for s in SEPARATIONS))

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._firsts: dict[_Thing, dict[int | bytes, Place]] = {}
        """Who did the first act, and where."""

    def see(self, at: EventAt) -> Iterator[Finding]:
        """Takes the next event; that it is the second act of who did the first."""
        event: Any = at.event
        kind, person = type(event), self._accounts.person(event.actor)
        for place, one in enumerate(SEPARATIONS):
            if kind not in (one.first, one.second) and kind not in one.ended_by:
                continue
            thing = (place, getattr(event, one.object), getattr(event, one.also) if one.also else 0)
            if kind is one.second and person in self._firsts.get(thing, ()):
                yield self._finding(one, at, self._firsts[thing][person])
            if kind is one.first and not one.unless(event):
                self._firsts.setdefault(thing, {})[person] = place_of(at)
            if kind in one.ended_by:
                self._firsts.pop(thing, None)

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """Nothing comes at the end."""
        return iter(())

    def _finding(self, one: Separation, at: EventAt, first: Place) -> Finding:
        event: Any = at.event
        number = getattr(event, one.object)
        whom = f"{self._accounts.account(event.actor)} of {self._accounts.organisation(event.acting_organisation)}"
        shown = f"0x{number.hex()}" if isinstance(number, bytes) else number
        look: tuple[str, ...] = ("--kind", one.object, "--organisation", str(event.acting_organisation))
        if one.object in ("request", "grant", "emergency"):
            look = (f"--{one.object}", str(number))
        return Finding(
            kind=Kind.OWN_APPROVAL,
            what=f"{whom} {one.did} {one.object} {shown}",
            where=(first, place_of(at)),
            objects=(named(one.object, number), named("organisation", event.acting_organisation)),
            look=("trail", *look),
        )

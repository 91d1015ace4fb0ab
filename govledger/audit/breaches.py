"""Rules that events break, with where and what else may follow from it. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from govledger.audit.entry import TrailObject
from govledger.audit.source import EventAt
from govledger.errors import RuleBroken
from govledger.events.event import Event, objects_of


@dataclass(frozen=True, slots=True)
class Breach:
    """An event that the rules do not allow."""

    event: str
    """Its name."""
    rule: str
    """Which rule, with its facts."""
    refusal: str | None
    """The name of what the contract would have refused the act with; None where the act emits another event."""
    block_number: int
    timestamp: int
    """The block's time, in seconds."""
    log_index: int
    """In its block."""
    transaction_hash: bytes
    objects: tuple[TrailObject, ...]
    """What the event is about."""
    may_follow: bool
    """Whether it may be there for an earlier breach alone: it is about one of its objects or names it, or it is about a
    later object of a kind of which one was not allowed to begin, so that the numbers of the others differ."""


class Breaches:
    """Tells breaches that stand for themselves from those that may follow from earlier ones.

    Memory grows with the objects that breaches are about.
    """

    def __init__(self) -> None:
        self.count = 0
        self._touched: defaultdict[str, set[int | bytes]] = defaultdict(set)
        """The objects of breaches, by their kind."""
        self._shifted: set[str] = set()
        """Kinds of which one was not allowed to begin."""

    def take(self, at: EventAt, broken: RuleBroken) -> Breach:
        """The next one, in the order of the chain."""
        about = tuple(objects_of(at.event))
        follows = self._follows(at.event) or any(kind in self._shifted for kind, _, _ in about)
        self.count += 1
        for kind, number, version in about:
            self._touched[kind].add(number)
            if version == 1 and isinstance(number, int):
                self._shifted.add(kind)
        return Breach(
            event=broken.event,
            rule=broken.rule,
            refusal=None if broken.refusal is None else type(broken.refusal).__name__,
            block_number=at.block_number,
            timestamp=at.timestamp,
            log_index=at.log_index,
            transaction_hash=at.transaction_hash,
            objects=tuple(TrailObject(kind, number, version) for kind, number, version in about),
            may_follow=follows,
        )

    def _follows(self, event: Event) -> bool:
        """Whether it is about an object of an earlier breach, or names one by its kind."""
        named = ((field.name, getattr(event, field.name)) for field in event.FIELDS if field.name in self._touched)
        about = ((kind, number) for kind, number, _ in objects_of(event) if kind in self._touched)
        return any(number in self._touched[kind] for kind, number in (*named, *about))

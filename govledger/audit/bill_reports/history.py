"""What a report is made of: events with their times, and the block at which it stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from govledger.events import Event


@dataclass(frozen=True, slots=True)
class AsOf:
    """The block up to which events count, and whose time says what has expired."""

    block_number: int
    block_hash: bytes
    block_timestamp: int
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An event and where it stands."""

    event: Event
    happened_at: int
    """Seconds: its block's time."""
    position: tuple[int, int] = (0, 0)
    """Block number and log index."""

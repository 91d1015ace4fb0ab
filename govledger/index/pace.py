"""How fast an index is filled, and how long the rest takes. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW_SECONDS = 10.0
"""The pace is that of the last seconds: a node that got slow shows soon."""


@dataclass(frozen=True, slots=True)
class _Mark:
    at: float
    blocks: int
    events: int


class Pace:
    """What came in of late; times are seconds of any clock that does not go back."""

    def __init__(self, at: float) -> None:
        """Nothing has come in by then."""
        self._marks = deque([_Mark(at, 0, 0)])

    def add(self, at: float, blocks: int, events: int) -> None:
        """So many blocks and events came in by then."""
        last = self._marks[-1]
        self._marks.append(_Mark(at, last.blocks + blocks, last.events + events))
        while len(self._marks) > 2 and self._marks[1].at <= at - WINDOW_SECONDS:
            self._marks.popleft()

    def events_per_second(self) -> float:
        """Of late; 0 before anything came in."""
        first, last = self._marks[0], self._marks[-1]
        return (last.events - first.events) / seconds if (seconds := last.at - first.at) > 0 else 0.0

    def seconds_for(self, blocks: int) -> float | None:
        """How long so many blocks take at this pace; None while there is none."""
        first, last = self._marks[0], self._marks[-1]
        done = last.blocks - first.blocks
        return (last.at - first.at) * blocks / done if done else None

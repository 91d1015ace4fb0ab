"""Two ways of doing the same thing, measured in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import monotonic

Measure = Callable[[], float]
"""Does some work and says at which rate, per second."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What several rounds gave."""

    least: float
    median: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(min(values), median(values), max(values))

    def __str__(self) -> str:
        return f"{_shown(self.median)} ({_shown(self.least)} to {_shown(self.most)})"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rates of both ways, and their ratios round by round."""

    idiom: Spread
    ours: Spread
    ratio: Spread
    rounds: int


@dataclass(frozen=True, slots=True)
class Rounds:
    """How often to measure, and after how many seconds to be content with fewer rounds: one at least."""

    count: int
    seconds: float


def compare(rounds: Rounds, idiom: Measure, ours: Measure) -> Comparison:
    """Both ways once to warm up, then in turn, each first in every other round.

    The ratio is taken within a round, so that it stands when the machine is slower for a while.
    """
    began = monotonic()
    idiom()
    ours()
    pairs: list[tuple[float, float]] = []
    for number in range(rounds.count):
        if pairs and monotonic() - began > rounds.seconds:
            break
        if number % 2:
            fast = ours()
            pairs.append((idiom(), fast))
        else:
            slow = idiom()
            pairs.append((slow, ours()))
    return Comparison(
        Spread.of([slow for slow, _ in pairs]),
        Spread.of([fast for _, fast in pairs]),
        Spread.of([fast / slow for slow, fast in pairs]),
        len(pairs),
    )


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

"""Which blocks to read next, how long to wait for a node, and where two chains part. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govledger.index.model import BlockHeader

FORK_WINDOW = 16
"""How many blocks below the tip are compared first; each further window is twice as long."""
TARGET_BYTES = 1_000_000
"""How much an answer should bring: less waits for the node too often, more fills the memory."""
FIRST_SPAN = 16
"""Blocks of the first question, when nothing is known of the chain."""
LONGEST_SPAN = 5_000
"""Besu refuses the logs of more blocks by default."""
GROWTH = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive blocks, both ends included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def halves(self) -> tuple[Span, Span]:
        """The two halves of a span of at least two blocks."""
        middle = (self.first + self.last) // 2
        return Span(self.first, middle), Span(middle + 1, self.last)


@dataclass(slots=True)
class SpanControl:
    """How many blocks to ask for next, by the bytes that came back and by what the node refused."""

    limit: int = LONGEST_SPAN
    """Never more than this."""
    longest: int = LONGEST_SPAN
    """What the node was seen to answer, and a little more after each answer of that length."""
    length: int = FIRST_SPAN

    def spans(self, first: int, last: int) -> Iterator[Span]:
        """The blocks from first to last, each span as long as is then known to be right."""
        while first <= last:
            span = Span(first, min(first + self.next_length() - 1, last))
            yield span
            first = span.last + 1

    def next_length(self) -> int:
        """Blocks of the next question."""
        return max(1, min(self.length, self.longest, self.limit))

    def answered(self, blocks: int, size: int) -> None:
        """So many blocks came as so many bytes."""
        if blocks >= self.longest:
            self.longest += 1 + self.longest // 16
        self.length = max(1, min(blocks * TARGET_BYTES // max(1, size), GROWTH * self.next_length()))

    def refused(self, blocks: int) -> None:
        """The node did not answer for so many blocks."""
        self.longest = max(1, min(self.longest, blocks // 2))


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a node is asked the same again, and how long is waited before."""

    tries: int = 8
    first_seconds: float = 0.25
    """The first wait; each further one is twice as long."""
    longest_seconds: float = 15.0

    def wait(self, failures: int, chance: float) -> float | None:
        """The seconds to wait after so many failures in a row, between half of the step and all of it; None: give up.

        Args:
            failures: at least 1.
            chance: 0 to 1; chosen anew each time, so that indexers that failed together do not come back together.
        """
        if failures >= self.tries:
            return None
        step = min(self.longest_seconds, self.first_seconds * (1 << min(failures, 32) - 1))
        return step * (1 + chance) / 2


def fork_windows(highest: int, lowest: int) -> Iterator[Span]:
    """Where to look for the last common block: from the highest down to the lowest, in growing windows."""
    size = FORK_WINDOW
    while highest >= lowest:
        start = max(lowest, highest - size + 1)
        yield Span(start, highest)
        highest, size = start - 1, size * 2


def last_common(stored: Mapping[int, bytes], headers: Sequence[BlockHeader]) -> int | None:
    """The highest block whose hash is the same in the index and on the node, or None."""
    common = [header.number for header in headers if stored.get(header.number) == header.hash]
    return max(common, default=None)


def is_too_deep(replaced_blocks: int, settled_depth: int | None) -> bool:
    """Whether so many replaced blocks reach below the depth at which blocks are settled (None: no such depth)."""
    return settled_depth is not None and replaced_blocks > settled_depth

"""Which blocks to read next, and where two chains part. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govledger.index.model import BlockHeader

FORK_WINDOW = 16
"""How many blocks below the tip are compared first; each further window is twice as long."""


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive blocks, both ends included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


def spans(first: int, last: int, size: int) -> Iterator[Span]:
    """The blocks from first to last in spans of at most `size`; none if there are no blocks."""
    for start in range(first, last + 1, size):
        yield Span(start, min(start + size - 1, last))


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

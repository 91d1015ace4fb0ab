"""Block times that are not what the chain's rhythm makes them. Pure.

A block's time is at least its parent's and the chain's block time together, and later only where its maker's clock says
so, or nobody sealed meanwhile. So a long gap is a chain that stood still or a clock that jumped, and a maker whose
blocks come late more than the others' has a clock that runs ahead, or is slow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from govledger.audit.findings.finding import Finding, Kind, Place, Places, block_place, named, span, table_of_blocks
from govledger.audit.findings.thresholds import ClockDrift
from govledger.audit.source import BlockAt

LARGEST_COUNTED = 3_600
"""Gaps above are counted as so many seconds, so that memory does not grow."""


class ClockDrifts:
    """Finds long gaps, and makers of blocks whose clocks differ; memory grows with makers.

    Args:
        terms: the chain's block time, and what is too far from it.
    """

    def __init__(self, terms: ClockDrift) -> None:
        self._terms = terms
        self._before: BlockAt | None = None
        self._gaps: dict[bytes, Counter[int]] = {}
        """How often which gap stood before a maker's blocks."""
        self._all: Counter[int] = Counter()
        self._late: dict[bytes, Places] = {}

    def see(self, at: BlockAt) -> Iterator[Finding]:
        """Takes the next block; a long gap before it."""
        before, self._before = self._before, at
        if before is None:
            return
        gap = at.timestamp - before.timestamp
        if gap > self._terms.longest_gap_seconds:
            yield _gap(before, at, gap)
            return
        self._all[min(gap, LARGEST_COUNTED)] += 1
        if at.proposer is not None:
            self._gaps.setdefault(at.proposer, Counter())[min(gap, LARGEST_COUNTED)] += 1
            self._late.setdefault(at.proposer, Places()).add(block_place(at))

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """The makers whose blocks come later than the others', on average and measured by the chain's rhythm."""
        rhythm = self._terms.block_seconds or self._most_common()
        excess = {maker: sum(max(gap - rhythm, 0) * n for gap, n in gaps.items()) for maker, gaps in self._gaps.items()}
        blocks = {maker: gaps.total() for maker, gaps in self._gaps.items()}
        for maker, own in excess.items():
            others = sum(blocks.values()) - blocks[maker]
            usual = (sum(excess.values()) - own) / others if others else 0.0
            late = own / blocks[maker] - usual
            if blocks[maker] >= self._terms.least_blocks and late > self._terms.mean_excess_seconds:
                yield _late(maker, blocks[maker], late, rhythm, self._late[maker].shown)

    def _most_common(self) -> int:
        """The gap that most blocks have: the block time of a chain at rest; the shorter one of two as common."""
        return min(self._all, key=lambda gap: (-self._all[gap], gap), default=0)


def _gap(before: BlockAt, at: BlockAt, gap: int) -> Finding:
    return Finding(
        kind=Kind.CLOCK_DRIFT,
        what=f"the times of blocks {before.number} and {at.number} are {span(gap)} apart",
        where=(block_place(before), block_place(at)),
        objects=(),
        look=table_of_blocks(before.number, at.number),
    )


def _late(maker: bytes, blocks: int, late: float, rhythm: int, where: tuple[Place, ...]) -> Finding:
    judged = f"the {blocks:,} blocks of validator 0x{maker.hex()}"
    what = f"{judged} come {late:.1f} s later than the others' on average; usual is {rhythm} s after the parent"
    look = table_of_blocks(where[0].block_number, where[-1].block_number)
    return Finding(Kind.CLOCK_DRIFT, what, where, (named("validator", maker),), look, blocks)

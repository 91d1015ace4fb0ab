"""Blocks that few validators sealed. Pure.

Of a chain with a quorum (IBFT, QBFT) each block bears the seals of those who agreed to it. A block of Clique bears one;
who sealed is seen over rounds: in so many blocks as there are validators, each should have sealed one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from govledger.audit.findings.finding import Finding, Kind, Place, block_place, table_of_blocks
from govledger.audit.findings.thresholds import SealedByFew
from govledger.audit.source import BlockAt


@dataclass(slots=True)
class _Run:
    """Consecutive blocks that few sealed."""

    first: Place
    last: Place
    blocks: int
    fewest: int
    validators: int
    """Where the fewest were."""


class SealersFew:
    """Finds runs of blocks that were sealed by few; memory grows with the number of validators.

    Args:
        terms: how few, for how many blocks.
    """

    def __init__(self, terms: SealedByFew) -> None:
        self._terms = terms
        self._run: _Run | None = None
        self._makers: deque[bytes] = deque()
        """Of the last rounds, where a block bears one seal."""

    def see(self, at: BlockAt) -> Iterator[Finding]:
        """Takes the next block; the run that ended before it."""
        sealed = self._sealed(at)
        if sealed is None or at.validators is None:
            return
        if sealed * 100 < at.validators * self._terms.share_percent or at.validators < self._terms.least_validators:
            self._grow(at, sealed, at.validators)
            return
        yield from self.finish(at.timestamp)

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """The run that did not end before the end."""
        run, self._run = self._run, None
        if run is not None and run.blocks >= self._terms.least_blocks:
            yield _finding(run)

    def _sealed(self, at: BlockAt) -> int | None:
        """How many sealed a block, or the rounds that end with it; None while no round is over, or nobody knows."""
        if at.committers is None or at.validators is None or at.committers != 1 or at.proposer is None:
            return at.committers
        width = at.validators * self._terms.rounds
        self._makers.append(at.proposer)
        while len(self._makers) > width:
            self._makers.popleft()
        return len(set(self._makers)) if len(self._makers) == width else None

    def _grow(self, at: BlockAt, sealed: int, validators: int) -> None:
        place, run = block_place(at), self._run
        if run is None:
            self._run = _Run(place, place, 1, sealed, validators)
            return
        run.last, run.blocks = place, run.blocks + 1
        if sealed < run.fewest:
            run.fewest, run.validators = sealed, validators


def _finding(run: _Run) -> Finding:
    first, last = run.first.block_number, run.last.block_number
    return Finding(
        kind=Kind.SEALED_BY_FEW,
        what=f"{run.blocks:,} blocks from {first} to {last} were sealed by as few as {run.fewest} of {run.validators} "
        "validators",
        where=(run.first, run.last),
        objects=(),
        look=table_of_blocks(first, last),
        count=run.blocks,
    )

"""Blocks that few validators made. Pure.

Who takes part is seen over rounds: in so many blocks as there are validators, each should have made one. Who agreed to
the blocks of others, on a chain with a quorum, says less: a bundle carries no more seals than it takes.
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
    """Consecutive blocks with few makers in the rounds before each."""

    first: Place
    last: Place
    blocks: int
    fewest: int
    validators: int
    """Where the fewest were."""


class SealersFew:
    """Finds runs of blocks in whose rounds few sealed; memory grows with the number of validators.

    Args:
        terms: how few, for how many blocks.
    """

    def __init__(self, terms: SealedByFew) -> None:
        self._terms = terms
        self._run: _Run | None = None
        self._makers: deque[bytes] = deque()
        """Of the last rounds."""

    def see(self, at: BlockAt) -> Iterator[Finding]:
        """Takes the next block; the run that ended before it."""
        if at.proposer is None or at.validators is None:
            return
        width = at.validators * self._terms.rounds
        self._makers.append(at.proposer)
        while len(self._makers) > width:
            self._makers.popleft()
        makers = len({*self._makers})
        few = len(self._makers) == width and makers * 100 < at.validators * self._terms.share_percent
        if few or at.validators < self._terms.least_validators:
            self._grow(at, makers, at.validators)
            return
        yield from self.finish(at.timestamp)

    def finish(self, ended_at: int) -> Iterator[Finding]:
        """The run that did not end before the end."""
        run, self._run = self._run, None
        if run is not None and run.blocks >= self._terms.least_blocks:
            yield _finding(run)

    def _grow(self, at: BlockAt, makers: int, validators: int) -> None:
        place, run = block_place(at), self._run
        if run is None:
            self._run = _Run(place, place, 1, makers, validators)
            return
        run.last, run.blocks = place, run.blocks + 1
        if makers < run.fewest:
            run.fewest, run.validators = makers, validators


def _finding(run: _Run) -> Finding:
    first, last = run.first.block_number, run.last.block_number
    return Finding(
        kind=Kind.SEALED_BY_FEW,
        what=f"{run.blocks:,} blocks, {first} to {last}, come out of rounds in which as few as {run.fewest} of "
        f"{run.validators} validators made blocks",
        where=(run.first, run.last),
        objects=(),
        look=table_of_blocks(first, last),
        count=run.blocks,
    )

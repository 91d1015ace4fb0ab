"""A bundle as what a replay reads: verified first, then read again as often as it takes (I/O)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from govledger.audit.bundle.files import read_bundle
from govledger.audit.bundle.headers import genesis_of
from govledger.audit.bundle.parts import Coverage, DeploymentPart, GenesisPart, HeaderPart, Part, ScopePart
from govledger.audit.bundle.path import HeaderPath
from govledger.audit.bundle.verdict import Verdict
from govledger.audit.bundle.verifying import Pins, Verifier, verified
from govledger.audit.inferring import inferred
from govledger.audit.source import AttemptAt, BlockAt, EventAt
from govledger.consensus.chain import SealedBlock, begin
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.deployments import Deployment
from govledger.errors import InputError, RuleBroken
from govledger.index.model import ReasonSource

T = TypeVar("T", BlockAt, EventAt, AttemptAt)


def bundled_chain(path: Path, rules: ChainRules) -> tuple[Checkpoint, Iterator[SealedBlock]]:
    """The headers of a bundle: the checkpoint of its genesis, and the blocks after it, checked as they are taken.

    Raises:
        BundleRefused: a header breaks a rule, now or when it is taken.
        HeaderRefused: the genesis is not the one of the rules.
        InputError: the bundle begins with a checkpoint, or cannot be read.
    """
    parts = read_bundle(path)
    start = next(part for part in parts if not isinstance(part, DeploymentPart | ScopePart))
    if not isinstance(start, GenesisPart):
        raise InputError(f"{path} does not begin with the genesis; have a bundle from there")
    genesis = genesis_of(start)
    checkpoint = begin(rules, genesis)
    return checkpoint, _followed(HeaderPath(checkpoint, genesis), parts)


def _followed(way: HeaderPath, parts: Iterator[Part]) -> Iterator[SealedBlock]:
    for part in parts:
        if isinstance(part, HeaderPart):
            way.take(part)
            assert way.block is not None
            yield way.block
    way.finish()


class BundleSource:
    """The log that a bundle proves.

    Attributes:
        verdict: what is proved.
        deployment: as the creations in the bundle show it; its name is the file's.
    """

    def __init__(self, path: Path, pins: Pins, until_block: int | None = None) -> None:
        """Verifies the bundle.

        Args:
            path: of the file.
            pins: what the auditor trusts.
            until_block: the last block that counts; the bundle's last one if None.

        Raises:
            BundleRefused: it does not prove what it claims.
            InputError: it is of lives, which cannot be replayed, or does not reach the block.
        """
        self._path = path
        self._pins = pins
        self._refusals: dict[tuple[int, int], str] = {}
        verifier = verified(read_bundle(path), pins)
        self.verdict: Verdict = verifier.verdict()
        if self.verdict.coverage is Coverage.LIVES:
            raise InputError(f"{path} holds the lives of objects, and rules are kept by a whole log: make one of that")
        first, last = self.verdict.first_block, self.verdict.last_block
        if until_block is not None and not first <= until_block <= last:
            raise InputError(f"block {until_block} is not in {path}, which proves {first} to {last}")
        self.deployment: Deployment = verifier.deployment(path.stem)
        self._last = last if until_block is None else until_block
        self._last_at = self.verdict.last_at
        if self._last < last:
            self._last_at = next(block.timestamp for block in self.blocks() if block.number == self._last)
        self._refusals = self._inferred()

    @property
    def first_block(self) -> int:
        """The first block that the bundle claims."""
        return self.verdict.first_block

    @property
    def last_block(self) -> int:
        """The last block that counts."""
        return self._last

    @property
    def last_at(self) -> int:
        """Its time, in seconds."""
        return self._last_at

    @property
    def from_creation(self) -> bool:
        """Whether the log begins with the creation of every contract."""
        return self.verdict.from_creation

    def events(self) -> Iterator[EventAt]:
        """All events, in order."""
        return self._found(EventAt)

    def attempts(self) -> Iterator[AttemptAt] | None:
        """The calls that failed; None where some may be missing."""
        return self._found(AttemptAt) if self.verdict.has_all_attempts else None

    def blocks(self) -> Iterator[BlockAt]:
        """All blocks between the first and the last, in order."""
        return self._found(BlockAt)

    def everything(self) -> Iterator[BlockAt | EventAt | AttemptAt]:
        """All of it, in one pass; failed calls only where none is missing."""
        verifier = Verifier(self._pins)
        for part in read_bundle(self._path):
            found = verifier.take(part)
            if isinstance(part, HeaderPart) and (block := verifier.block()) is not None:
                if block.number > self._last:
                    return
                if block.number >= self.first_block:
                    yield block
            for one in found:
                if isinstance(one, EventAt):
                    yield one
                elif self.verdict.has_all_attempts:
                    yield self._explained(one)

    def _found(self, kind: type[T]) -> Iterator[T]:
        return (one for one in self.everything() if isinstance(one, kind))

    def _explained(self, attempt: AttemptAt) -> AttemptAt:
        refusal = self._refusals.get((attempt.block_number, attempt.transaction_index))
        if refusal is None:
            return attempt
        return msgspec.structs.replace(attempt, refusal=refusal, reason_source=ReasonSource.MODEL)

    def _inferred(self) -> dict[tuple[int, int], str]:
        """The refusals that follow from the rules, by block and place; none where the log does not keep them."""
        if not (self.from_creation and self.verdict.has_all_attempts and self.verdict.attempts):
            return {}
        try:
            return {(one.block_number, one.transaction_index): one.refusal for one in inferred(self)}
        except (RuleBroken, InputError):  # an event is not allowed, or a contract is not there: nothing can be said
            return {}

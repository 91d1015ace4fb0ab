"""Two checked chains of headers that cannot both be, and who signed both of them. Pure.

Both begin with the same block, and part where for the first time two blocks of one height differ. Where neither does,
one chain is the beginning of the other, and nobody is charged.

On a BFT chain a block is final once a quorum committed to it, so whoever committed on both sides is named, with one
block of each side: of the same height if he committed to both, else the first of each. Two quorums of ceil(2N/3)
have a third of the validators in common. A header whose committed seals were left out charges nobody.

On a Clique chain a reorganisation takes blocks back, and an honest signer then seals on the other side, perhaps at the
same height. The settled depth is N//2 + 1 blocks: behind a block that lies so deep, more than half of the signers have
sealed. Whoever sealed on each side where the parting lay that deep has sealed against a settled block.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Final, NamedTuple, TypeAlias

from govledger.consensus.chain import SealedBlock
from govledger.consensus.checkpoint import Checkpoint
from govledger.consensus.engine import Engine
from govledger.consensus.header import Header

ENGINES_WITH_ROUNDS: Final = (Engine.QBFT, Engine.IBFT2)
"""Whose committed seals sign the round; IBFT 1 writes none."""


class Charge(StrEnum):
    """What an account did that signed on both sides; the value says it, and what an honest one might have done."""

    ONE_ROUND = "committed to two blocks of one height in one round, which no honest validator does"
    ONE_HEIGHT = (
        "committed to two blocks of one height, in rounds that differ or are not written: an honest validator does so "
        "only if a third of all validators broke the rules"
    )
    BOTH_SIDES = (
        "committed to a block of each side: an honest validator does so only if it lost its chain, and read the other "
        "side in its place"
    )
    BELOW_SETTLED = (
        "sealed on each side where the parting lay below the settled depth: an honest signer does so only if more than "
        "half of the signers were at work on each side"
    )
    REORGANISED = (
        "sealed two blocks of one height, as an honest signer does after a reorganisation above the settled depth"
    )

    @property
    def is_evidence(self) -> bool:
        """Whether something went wrong; a reorganisation is what Clique does every day."""
        return self is not Charge.REORGANISED


class Sealed(NamedTuple):
    """A block that an account signed."""

    number: int
    hash: bytes
    round: int
    header: Header
    """With its seals: whoever has it can check the signature."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One account that signed on both sides."""

    account: bytes
    """20 bytes."""
    charge: Charge
    first: Sealed
    """On the first chain."""
    second: Sealed
    """On the second chain."""


class Tip(NamedTuple):
    """A block of a chain."""

    number: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two chains found."""

    engine: Engine
    common: Tip
    """The last block that both have."""
    ends: tuple[Tip, Tip]
    """The last block of each."""
    parting: tuple[Tip, Tip] | None
    """The blocks after the common one; None where one chain is the beginning of the other."""
    validators: int
    """How many could seal the block after the common one."""
    evidence: tuple[Evidence, ...]
    """By account."""

    @property
    def settled_depth(self) -> int | None:
        """Clique: how many blocks have to follow until a block is settled; None where a block is final at once."""
        return self.validators // 2 + 1 if self.engine is Engine.CLIQUE else None


_Pair: TypeAlias = tuple[SealedBlock, SealedBlock]


def compare(start: Checkpoint, first: Iterable[SealedBlock], second: Iterable[SealedBlock]) -> Comparison:
    """Where two chains part, and who signed both; each is read once, side by side, and nothing of it is kept.

    Args:
        start: from which both were checked.
        first: the blocks after it on one chain; of a BFT chain, headers may be without committed seals.
        second: those on the other.

    Raises:
        HeaderRefused, ConsensusUnsupported: from the checks of the chains, as they are read.
    """
    walk = _Walk(start)
    for one, other in zip_longest(first, second):
        walk.go(one, other)
    evidence = _of_clique(walk) if walk.engine is Engine.CLIQUE else _of_bft(walk)
    return Comparison(walk.engine, walk.common, (walk.ends[0], walk.ends[1]), walk.parting, walk.validators, evidence)


class _Walk:
    """What is remembered of two chains while they are read side by side."""

    def __init__(self, start: Checkpoint) -> None:
        self.engine = start.rules.engine
        self.common = _tip(start)
        self.ends = [self.common, self.common]
        self.parting: tuple[Tip, Tip] | None = None
        self.validators = len(start.validators)
        """Who can seal the block after the common one."""
        self.firsts: tuple[dict[bytes, SealedBlock], ...] = ({}, {})
        """Of each chain after the parting, by account: the first block that it signed."""
        self.lasts: tuple[dict[bytes, SealedBlock], ...] = ({}, {})
        """As above, the last one."""
        self.pairs: dict[bytes, _Pair] = {}
        """By account, two blocks of one height that it signed: of a BFT chain the first, better in one round; of a
        Clique chain the last."""

    def go(self, one: SealedBlock | None, other: SealedBlock | None) -> None:
        """Take one block more of each; None: the chain has ended."""
        for place, block in enumerate((one, other)):
            if block is not None:
                self.ends[place] = _tip(block.after)
        if self.parting is None:
            if one is None or other is None:
                return
            if one.sealing.hash == other.sealing.hash:
                self.common, self.validators = self.ends[0], len(one.after.validators)
                return
            self.parting = (self.ends[0], self.ends[1])
        for block, firsts, lasts in zip((one, other), self.firsts, self.lasts, strict=True):
            if block is not None:
                signed = dict.fromkeys(block.sealing.committers, block)
                lasts |= signed
                firsts |= {account: block for account in signed if account not in firsts}
        if one is not None and other is not None:
            self._note_pairs((one, other))

    def _note_pairs(self, pair: _Pair) -> None:
        one, other = pair
        better = self.engine is Engine.CLIQUE or _in_one_round(self.engine, pair)
        for account in {*one.sealing.committers} & {*other.sealing.committers}:
            if account not in self.pairs or (better and not _in_one_round(self.engine, self.pairs[account])):
                self.pairs[account] = pair


def _tip(checkpoint: Checkpoint) -> Tip:
    return Tip(checkpoint.number, checkpoint.hash)


def _in_one_round(engine: Engine, pair: _Pair) -> bool:
    one, other = pair
    return engine in ENGINES_WITH_ROUNDS and one.sealing.round == other.sealing.round


def _of_bft(walk: _Walk) -> tuple[Evidence, ...]:
    found = []
    first, second = walk.firsts
    for account in sorted(first.keys() & second.keys()):
        if account in walk.pairs:
            pair = walk.pairs[account]
            charge = Charge.ONE_ROUND if _in_one_round(walk.engine, pair) else Charge.ONE_HEIGHT
        else:
            pair, charge = (first[account], second[account]), Charge.BOTH_SIDES
        found.append(_evidence(account, charge, pair))
    return tuple(found)


def _of_clique(walk: _Walk) -> tuple[Evidence, ...]:
    settled_from = walk.common.number + 1 + walk.validators // 2 + 1
    found = []
    first, second = walk.lasts
    for account in sorted(first.keys() & second.keys()):
        last = (first[account], second[account])
        pair = walk.pairs.get(account, last)
        if min(block.header.number for block in last) >= settled_from:
            is_deep = pair[0].header.number >= settled_from
            found.append(_evidence(account, Charge.BELOW_SETTLED, pair if is_deep else last))
        elif account in walk.pairs:
            found.append(_evidence(account, Charge.REORGANISED, pair))
    return tuple(found)


def _evidence(account: bytes, charge: Charge, pair: _Pair) -> Evidence:
    first, second = (
        Sealed(block.header.number, block.sealing.hash, block.sealing.round, block.header) for block in pair
    )
    return Evidence(account, charge, first, second)

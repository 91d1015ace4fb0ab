"""What a run does next, given what is on disk and what the chain shows. Pure.

Nothing is remembered between two decisions, so that it does not matter which run, or which node, brought things to
where they are: a run that was killed, a node that took over and a chain that reorganised are no cases of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from govledger.tx.receipt import Receipt


class Task(Enum):
    """What there is to do about a step."""

    SIGN = auto()
    """Its nonce is the next, and nothing was signed for it."""
    SEND = auto()
    """Its transaction is signed and in no block: hand it over, or wait for its block."""
    LOOK_AGAIN = auto()
    """The chain has fewer of the deployer's transactions than it showed before: it reorganised, or the node is behind
    the one that was asked before."""
    NONCE_GONE = auto()
    """Another transaction has its nonce."""
    FAILED = auto()
    """Its transaction is in a block, and the constructor failed."""
    SETTLE = auto()
    """Every step is in a block."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The next thing to do, and the step that it is about."""

    task: Task
    step: int


def next_turn(first_nonce: int, used: int, signed: Sequence[bool], receipts: Sequence[Receipt | None]) -> Turn:
    """What to do next.

    Args:
        first_nonce: the nonce of step 0; step i has the i-th after it.
        used: how many of the deployer's transactions are in blocks; asked before the receipts.
        signed: for each step, whether a transaction was signed for it.
        receipts: for each step, the receipt of one of its transactions.
    """
    for step, receipt in enumerate(receipts):
        if receipt is not None:
            if not receipt.succeeded:
                return Turn(Task.FAILED, step)
            continue
        nonce = first_nonce + step
        if used != nonce:
            return Turn(Task.NONCE_GONE if used > nonce else Task.LOOK_AGAIN, step)
        return Turn(Task.SEND if signed[step] else Task.SIGN, step)
    return Turn(Task.SETTLE, len(receipts) - 1)


def depth(receipts: Sequence[Receipt | None], hashes: Mapping[int, bytes | None], head_number: int) -> int | None:
    """How many blocks stand above the highest of the receipts' blocks; None unless each is on the chain.

    Args:
        receipts: one for each step.
        hashes: the chain's own block of each number that the receipts name.
        head_number: the latest block's.
    """
    highest = -1
    for receipt in receipts:
        if receipt is None or hashes[receipt.block_number] != receipt.block_hash:
            return None
        highest = max(highest, receipt.block_number)
    return head_number - highest

"""What a replay comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from metering.machine import GAS_LIMIT

CALLS = 64
"""Claims in a bulk call, at most."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a replay whose invariant holds."""

    bills: int
    batches: int
    claims: int
    refused: Mapping[str, int]
    """Transactions that were refused, by the error."""
    blocks: int
    """Until the last claim was made and refused."""
    waited: int
    """Blocks that passed between a claim's and the one that had room for it, at the most."""
    gas: int
    """Of all transactions, as a chain counts it."""
    gas_refused: int
    """Of those that were refused."""
    share: float
    """The gas over that of the blocks which the time has."""
    seconds: float
    """By the clock, with the check."""
    cpu_seconds: float


@dataclass(slots=True)
class Tally:
    """What was sent so far, and what it cost as a chain counts it."""

    bills: int = 0
    batches: int = 0
    paid: dict[int, int] = field(default_factory=dict)
    """Of every bill that was claimed, the amount in fen."""
    refused: Counter[str] = field(default_factory=Counter)
    waited: int = 0
    gas: int = 0
    gas_refused: int = 0
    block_gas: int = 0
    """Of the open block."""
    each: int = GAS_LIMIT // CALLS
    """What a claim of a bulk call is expected to cost: as in the last full one."""

    def spend(self, gas: int) -> None:
        self.gas += gas
        self.block_gas += gas

    def spend_on_claims(self, gas: int, size: int) -> None:
        """A bulk call of so many claims."""
        self.spend(gas)
        if size >= CALLS // 2:
            self.each = gas // size + 1

    def spend_in_vain(self, gas: int, error: str) -> None:
        """A transaction that was refused."""
        self.spend(gas)
        self.gas_refused += gas
        self.refused[error] += 1

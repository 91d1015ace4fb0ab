"""What part of a chain a province's bills need, by the gas that acts cost.

A share is gas needed over gas that the blocks of that time have. Bills are issued in full batches, each one
transaction; claims are made by payers, each many in a call::

    gas   = batches · bill_batch + claims · first_reserve_and_settle_bulk_each
    share = gas / (seconds / BLOCK_SECONDS · BLOCK_GAS)

A second that needs more than its blocks have (a share above 1.0) is made up for in the seconds after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BLOCK_GAS = 60_000_000
BLOCK_SECONDS = 5
BATCH_BILLS = 4_096
SPREAD_BATCH_BILLS = 230 * 60 / 1_000
"""At the peak, where the bills are those of 1,000 hospitals and each sends a root once a minute."""
BULK = ("first_reserve_and_settle_bulk_each",)
"""A claim, where a payer reserves and settles many in a call."""
ALONE = ("first_reservation", "settle")
"""A claim in two transactions of its own."""


class GasUnknown(Exception):
    """The snapshot of gas lacks an act that a share is made of."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of the chain in some time."""

    seconds: int
    bills: int
    claims: int
    """First claims of bills that stand in a batch."""

    def times(self, number: int) -> Demand:
        """The same for so many times as long."""
        return Demand(self.seconds * number, self.bills * number, self.claims * number)

    def share(self, gas: Mapping[str, int], claim: tuple[str, ...] = BULK, batch_bills: float = BATCH_BILLS) -> float:
        """The part of the chain that this needs; above 1.0 it does not fit.

        Args:
            gas: of acts, as in benchmarks/gas.json.
            claim: the acts that a claim consists of.
            batch_bills: bills in a batch, on the average.

        Raises:
            GasUnknown: an act has no figure.
        """
        missing = [act for act in ("bill_batch", *claim) if act not in gas]
        if missing:
            raise GasUnknown(f"benchmarks/gas.json has no {', '.join(missing)}; run python benchmarks/gas.py --write")
        needed = self.bills / batch_bills * gas["bill_batch"] + self.claims * sum(gas[act] for act in claim)
        return needed / (self.seconds * BLOCK_GAS / BLOCK_SECONDS)


DAY = Demand(seconds=86_400, bills=1_640_000, claims=492_000)
"""A province's day: near 600 million bills a year, 30 % of them claimed once."""
PEAK = Demand(seconds=1, bills=230, claims=69)
"""Its peak second."""

"""What a transaction offers to pay, and how much gas it takes along. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from govledger.errors import InputError
from govledger.tx.signing import DynamicFeeTransaction, LegacyTransaction, Transaction

TRANSACTION_GAS_LIMIT = 16_777_216
"""The most gas that one transaction may take (EIP-7825, Osaka)."""
LATER_SECOND = 2 * 22_100
"""Gas of two storage words more: what the contracts remember by time (officers, organisations) takes a word a second,
and the second of the estimate may have it already, while that of the block does not."""
BASE_FEE_ROOM = 2
"""The cap allows the base fee to double before the transaction is in a block; that takes six full blocks."""

REPLACEMENT, LEAST_REPLACEMENT = 4, 8
"""What a replacement offers more, and what it must offer more: a quarter, an eighth."""


@dataclass(frozen=True, slots=True)
class Fees:
    """The price of gas: none, on a chain that takes transactions for free, or a cap and a tip."""

    cap: int
    """Wei for one gas, base fee and tip together; 0 on a chain without fees."""
    tip: int

    def transaction(self, *, chain_id: int, nonce: int, gas: int, to: bytes, data: bytes) -> Transaction:
        """A transaction at this price: legacy where nothing is paid (every node takes it), else type 2."""
        if self.cap == 0:
            return LegacyTransaction(chain_id=chain_id, nonce=nonce, gas_price=0, gas=gas, to=to, data=data)
        return DynamicFeeTransaction(
            chain_id=chain_id,
            nonce=nonce,
            max_priority_fee_per_gas=self.tip,
            max_fee_per_gas=self.cap,
            gas=gas,
            to=to,
            data=data,
        )


FREE = Fees(0, 0)


def raised(offer: Fees, asked: Fees, *, limit: int | None = None) -> Fees | None:
    """The fees of a transaction that replaces one which no block takes: a quarter more, or what is asked now if higher.

    Nodes take no replacement that offers less than an eighth more (geth's rule for both fees is a tenth).

    Args:
        offer: of the transaction that waits.
        asked: what a new one would offer.
        limit: the most that the caller pays for one gas.

    Returns:
        None where the limit leaves no room for an eighth more, and on chains without fees: offering more gets nothing.
    """
    if offer.cap == 0:
        return None
    cap, tip = (max(now, last + last // REPLACEMENT) for last, now in ((offer.cap, asked.cap), (offer.tip, asked.tip)))
    if limit is not None:
        cap, tip = min(cap, limit), min(tip, limit)
    enough = all(now - last >= last / LEAST_REPLACEMENT for last, now in ((offer.cap, cap), (offer.tip, tip)))
    return Fees(cap, tip) if enough else None


def fees_for(base_fee: int, tip: int, *, limit: int | None = None) -> Fees:
    """The fees on a chain whose latest block has a base fee above zero.

    Args:
        base_fee: the latest block's, in wei for one gas.
        tip: the priority fee that the node suggests.
        limit: the most that the caller pays for one gas, if there is such a limit.

    Raises:
        InputError: the base fee alone is above the limit.
    """
    cap = base_fee * BASE_FEE_ROOM + tip
    if limit is None:
        return Fees(cap, tip)
    if base_fee > limit:
        raise InputError(f"one gas costs {base_fee} wei now, above the limit of {limit}; wait, or raise the limit")
    return Fees(min(cap, limit), min(tip, limit))


def gas_with_margin(estimate: int, block_gas_limit: int) -> int:
    """An estimate, a quarter and two words, within what a transaction may take.

    State and time may change before the transaction is in a block. The margin alone never goes beyond EIP-7825's limit
    for one transaction; an estimate above it (a chain without that rule) goes up to the block's.
    """
    return min(estimate + estimate // 4 + LATER_SECOND, max(estimate, TRANSACTION_GAS_LIMIT), block_gas_limit)

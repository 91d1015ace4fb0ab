"""When a creation that no block takes is signed anew, and what it then offers. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from govledger.rlp import rlp_decode
from govledger.tx.fees import Fees
from govledger.tx.signing import DYNAMIC_FEE_TYPE

PATIENT_BLOCKS = 3
"""Blocks that may pass over a transaction before it is signed anew; twice as many each time after."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a signed transaction takes along."""

    fees: Fees
    gas: int


def offer_of(raw: bytes) -> Offer:
    """What a signed transaction of ours takes along."""
    dynamic = raw.startswith(DYNAMIC_FEE_TYPE)
    fields = rlp_decode(raw.removeprefix(DYNAMIC_FEE_TYPE))
    # EIP-1559: chain id, nonce, tip, cap, gas, …; before: nonce, price, gas, …
    tip, cap, gas = (_number(fields[place]) for place in ((2, 3, 4) if dynamic else (1, 1, 2)))
    return Offer(Fees(cap, tip), gas)


def _number(field: object) -> int:
    assert isinstance(field, bytes)
    return int.from_bytes(field, "big")


def is_due(offer: Fees, base_fee: int | None, blocks_waited: int, times_replaced: int) -> bool:
    """Whether a transaction that is in no block is to be signed anew.

    That is so when it offers less than the base fee, and when blocks pass over it, the more patiently the more often
    it was done. On a chain without fees it never is: there, offering more gets nothing.
    """
    if not base_fee:
        return False
    return offer.cap < base_fee or blocks_waited >= PATIENT_BLOCKS << times_replaced


def raised(offer: Fees, asked: Fees, limit: int | None) -> Fees | None:
    """A replacement's fees: what is asked now, and an eighth more than the last offer at least.

    Nodes take no replacement that offers less than a tenth more. None when the limit leaves no room for that.
    """
    cap, tip = (last + -(-last // 8) for last in (offer.cap, offer.tip))
    if limit is not None and max(cap, tip) > limit:
        return None
    fees = Fees(max(cap, asked.cap, tip), max(tip, asked.tip))
    return fees if limit is None else Fees(min(fees.cap, limit), min(fees.tip, limit))

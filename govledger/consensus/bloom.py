"""The bloom filter of a receipt or a header: what it holds, and what it excludes. Pure.

Yellow Paper 4.3.1, M3:2048: three bits for each address and topic. A filter without one of an address's bits proves
that the block holds no log of it; one with all of them proves nothing.
"""

from __future__ import annotations

from govledger.privacy.keccak import keccak256


def bloom_bits(entry: bytes) -> int:
    """The three bits (or fewer, where they meet) of an address or a topic, in a filter as a big-endian integer."""
    digest = keccak256(entry)
    bits = 0
    for place in (0, 2, 4):
        bits |= 1 << (int.from_bytes(digest[place : place + 2], "big") & 0x7FF)
    return bits


def may_hold(bloom: int, bits: int) -> bool:
    """Whether a filter has all the bits of an entry."""
    return bloom & bits == bits

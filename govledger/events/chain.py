"""The running hash that every govledger contract keeps over its own events.

It is a function of the raw logs and of their blocks' numbers and times alone: no ABI is needed to recompute it. The
contract's side is `contracts/audit/EventChain.sol`.
"""

from __future__ import annotations

from collections.abc import Sequence

from govledger.privacy.keccak import keccak256

EMPTY_HEAD = bytes(32)
"""The head of a contract that has emitted nothing."""


def log_digest(topics: Sequence[bytes], data: bytes) -> bytes:
    """keccak256(topic0 ‖ … ‖ topicN ‖ keccak256(data)), 32 bytes."""
    return keccak256(b"".join(topics) + keccak256(data))


def next_head(head: bytes, digest: bytes, block_number: int, block_timestamp: int) -> bytes:
    """The head after one more event: keccak256(head ‖ digest ‖ uint256(number) ‖ uint256(timestamp)).

    Args:
        head: the head before the event, 32 bytes; `EMPTY_HEAD` before a contract's first.
        digest: the event's `log_digest`.
        block_number: of the block that holds the event.
        block_timestamp: that block's time, in seconds.
    """
    position = block_number.to_bytes(32, "big") + block_timestamp.to_bytes(32, "big")
    return keccak256(head + digest + position)

"""Recursive-length prefix: the encoding of transactions, headers and addresses of created contracts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

RlpItem: TypeAlias = "int | bytes | Sequence[RlpItem]"


def rlp_encode(item: RlpItem) -> bytes:
    """RLP (Yellow Paper, appendix B) of bytes, of integers as minimal big-endian bytes, and of lists of these."""
    if isinstance(item, bytes):
        return item if len(item) == 1 and item[0] < 0x80 else _prefix(0x80, len(item)) + item
    if isinstance(item, int):
        return rlp_encode(item.to_bytes((item.bit_length() + 7) // 8, "big"))
    body = b"".join(map(rlp_encode, item))
    return _prefix(0xC0, len(body)) + body


def _prefix(offset: int, length: int) -> bytes:
    if length < 56:
        return bytes((offset + length,))
    size = (length.bit_length() + 7) // 8
    return bytes((offset + 55 + size,)) + length.to_bytes(size, "big")

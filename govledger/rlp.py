"""Recursive-length prefix: the encoding of transactions, headers and addresses of created contracts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from govledger.errors import MalformedRlp

RlpItem: TypeAlias = "int | bytes | Sequence[RlpItem]"
RlpValue: TypeAlias = "bytes | list[RlpValue]"

MAX_DEPTH = 64
"""Lists within lists that are decoded; nothing on a chain comes near it."""


def rlp_encode(item: RlpItem) -> bytes:
    """RLP (Yellow Paper, appendix B) of bytes, of integers as minimal big-endian bytes, and of lists of these."""
    if isinstance(item, bytes):
        return item if len(item) == 1 and item[0] < 0x80 else _prefix(0x80, len(item)) + item
    if isinstance(item, int):
        return rlp_encode(item.to_bytes((item.bit_length() + 7) // 8, "big"))
    return rlp_list(map(rlp_encode, item))


def rlp_list(encoded_items: Iterable[bytes]) -> bytes:
    """The list of items that are encoded already."""
    body = b"".join(encoded_items)
    return _prefix(0xC0, len(body)) + body


def rlp_decode(data: bytes) -> RlpValue:
    """The bytes, or the list of such values, that RLP encodes: `rlp_encode` of the answer is `data` again.

    Raises:
        MalformedRlp: cut short, with bytes after its end, with a length that is not the shortest, a byte below 0x80
            with a prefix, or lists nested deeper than MAX_DEPTH.
    """
    value, end = _decode_item(data, 0, len(data), 0)
    if end != len(data):
        raise MalformedRlp("RLP", f"ends at byte {end}, and {len(data) - end} more bytes follow")
    return value


def rlp_length(start: bytes) -> int:
    """How many bytes an item takes with its prefix, by its first nine bytes, or all that there are.

    Raises:
        MalformedRlp: there are fewer bytes than the prefix takes.
    """
    first = start[0] if start else 0
    if not start or (first >= 0xB8 and (first < 0xC0 or first >= 0xF8) and len(start) <= (first & 0x3F) - 0x37):
        raise MalformedRlp("RLP", "ends within the length of an item")
    if first < 0x80:
        return 1
    length = first - (0x80 if first < 0xC0 else 0xC0)
    return 1 + length if length < 56 else length - 54 + int.from_bytes(start[1 : length - 54], "big")


def has_more_items(data: bytes, most: int) -> bool:
    """Whether bytes that may be RLP hold more than so many strings and lists, those within lists counted.

    Asked before decoding what a stranger sent: a list of bytes takes many times its length in memory.
    """
    if len(data) <= most:
        return False
    position = count = 0
    while position < len(data) and count <= most:
        first = data[position]
        count += 1
        if first < 0x80 or 0xC0 <= first < 0xF8:
            position += 1
        elif first < 0xB8:
            position += first - 0x7F
        elif first < 0xC0:
            size = first - 0xB7
            position += 1 + size + int.from_bytes(data[position + 1 : position + 1 + size], "big")
        else:
            position += first - 0xF6
    return count > most


def _prefix(offset: int, length: int) -> bytes:
    if length < 56:
        return bytes((offset + length,))
    size = (length.bit_length() + 7) // 8
    return bytes((offset + 55 + size,)) + length.to_bytes(size, "big")


def _decode_item(data: bytes, start: int, limit: int, depth: int) -> tuple[RlpValue, int]:
    """The item that begins at `start` and the place after it, at most `limit`."""
    if start == limit:
        raise MalformedRlp(f"RLP at byte {start}", "ends where an item should begin")
    first = data[start]
    if first < 0x80:
        return data[start : start + 1], start + 1
    if first < 0xC0:
        body, end = _span(data, start, limit, first - 0x80)
        if end - body == 1 and data[body] < 0x80:
            raise MalformedRlp(f"RLP at byte {start}", f"puts a prefix before 0x{data[body]:02x}, which needs none")
        return data[body:end], end
    if depth == MAX_DEPTH:
        raise MalformedRlp(f"RLP at byte {start}", f"nests lists deeper than {MAX_DEPTH}")
    position, end = _span(data, start, limit, first - 0xC0)
    items: list[RlpValue] = []
    while position < end:
        item, position = _decode_item(data, position, end, depth + 1)
        items.append(item)
    return items, end


def _span(data: bytes, start: int, limit: int, length: int) -> tuple[int, int]:
    """Where the content of a string or list begins and ends; `length` is its first byte less the offset."""
    body = start + 1
    if length > 55:
        size = length - 55
        length = int.from_bytes(data[body : body + size], "big")
        if body + size <= limit and (data[body] == 0 or length < 56):
            raise MalformedRlp(f"RLP at byte {start}", f"writes the length {length} in more bytes than it needs")
        body += size
    if body + length > limit:
        raise MalformedRlp(f"RLP at byte {start}", f"ends {body + length - limit} bytes before its content does")
    return body, body + length

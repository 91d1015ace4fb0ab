"""Where the values of an event stand in a log, for events whose every value is one word. Pure.

`decode` makes an event of a log. Whoever needs millions of rows and no objects reads the words of topics and data
at once: `struct` cuts them, and one comparison of the whole with the event's padding shows that there is nothing where
nothing may be. What passes has exactly one encoding, as with `decode`; a test holds both to the same answers.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple

from govledger.events.abi import WORD
from govledger.events.event import Event

_ALL_ONES: Final = (1 << 8 * WORD) - 1


class Layout(NamedTuple):
    """How the raw log of an event, its topics followed by its data, is read."""

    size: int
    """Bytes of topics and data together; no other number is right."""
    topics: int
    """How many topics there are, the signature's included."""
    padding: int
    """The raw log as a big-endian integer has none of these bits."""
    read: Callable[[bytes], tuple[Any, ...]]
    """The values of the fields in their order, given a raw log of that size without a bit of the padding."""


@cache
def layout_of(event: type[Event]) -> Layout | None:
    """The layout of an event; None if a value of it is an array, or of a length that the log must tell."""
    fields = sorted(event.FIELDS, key=lambda field: not field.indexed)
    words = [_word(field.type) for field in fields]
    if list(event.FIELDS) != fields or any(word is None for word in words):
        return None
    known = [word for word in words if word is not None]
    padding = 0  # the first topic is compared whole, when the event is looked up by it
    for _, mask in known:
        padding = padding << 8 * WORD | mask
    cut = struct.Struct(f">{WORD}x" + "".join(form for form, _ in known))
    wide = tuple(place for place, field in enumerate(fields) if _is_wide(field.type))
    topics = 1 + sum(field.indexed for field in fields)
    return Layout(cut.size, topics, padding, _reading(cut, wide))


def _reading(cut: struct.Struct, wide: tuple[int, ...]) -> Callable[[bytes], tuple[Any, ...]]:
    if not wide:
        return cut.unpack

    def read(raw: bytes) -> tuple[Any, ...]:
        values = list(cut.unpack(raw))
        for place in wide:
            values[place] = int.from_bytes(values[place], "big")
        return tuple(values)

    return read


def _word(abi_type: str) -> tuple[str, int] | None:
    """How `struct` cuts a word of a type, and the bits that the word has not; None if the type is not one word."""
    if abi_type == "bool":
        return f"{WORD - 1}x?", _ALL_ONES - 1
    if abi_type == "address":
        return "12x20s", _ALL_ONES << 160 & _ALL_ONES
    if abi_type.startswith("uint") and abi_type[4:].isdigit():
        form = f"{WORD}s" if _is_wide(abi_type) else f"{WORD - 8}xQ"
        return form, _ALL_ONES << int(abi_type[4:]) & _ALL_ONES
    if abi_type.startswith("bytes") and abi_type[5:].isdigit():
        size = int(abi_type[5:])
        return f"{size}s{WORD - size}x", _ALL_ONES >> 8 * size
    return None


def _is_wide(abi_type: str) -> bool:
    """Whether it is an unsigned integer that `struct` knows no number for."""
    return abi_type.startswith("uint") and abi_type[4:].isdigit() and int(abi_type[4:]) > 64

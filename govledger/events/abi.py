"""The ABI encoding, read strictly: only the bytes that `abi.encode` writes are accepted.

Source: the Solidity documentation, "Contract ABI Specification". That text lets a decoder be lenient (dirty padding,
offsets in any order, gaps, bytes at the end). Here each of these is `MalformedData`, so that a value has exactly one
encoding and whoever decodes, and encodes again, holds the bytes that were hashed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from govledger.errors import MalformedData

WORD = 32
_ZERO_WORD = bytes(WORD)
_ONE_WORD = bytes(WORD - 1) + b"\x01"


class Codec(Protocol):
    """Reads and writes the values of one ABI type."""

    @property
    def head_size(self) -> int:
        """Bytes in the head: the whole value, or the 32 bytes of the offset where it is dynamic."""

    @property
    def dynamic(self) -> bool:
        """Whether the value stands in the tail."""

    def decode(self, data: bytes, at: int, what: str) -> tuple[Any, int]:
        """The value that stands at a position, and the position behind it."""

    def encode(self, value: Any, what: str) -> bytes:
        """The value's bytes: of the head if the type is static, of the tail if it is dynamic."""


def malformed(what: str, rule: str) -> MalformedData:
    """The error to raise for a part of an encoding, for instance `malformed("grant", "uint64")`."""
    return MalformedData(what, rule)


def word_at(data: bytes, at: int, what: str) -> bytes:
    """The 32 bytes at a position."""
    word = data[at : at + WORD]
    if len(word) != WORD:
        raise malformed(what, f"ends after {len(data)} bytes; a word was to stand at byte {at}")
    return word


def read_boolean(word: bytes, what: str) -> bool:
    """A word that must be 0 or 1."""
    if word == _ONE_WORD:
        return True
    if word == _ZERO_WORD:
        return False
    raise malformed(what, "is a bool that is neither 0 nor 1")


def read_signed(word: bytes, bits: int, what: str) -> int:
    """A word that must be the sign extension of an integer of so many bits."""
    value = int.from_bytes(word, "big", signed=True)
    if not -(1 << (bits - 1)) <= value < 1 << (bits - 1):
        raise malformed(what, f"does not fit int{bits}")
    return value


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class _Static:
    @property
    def head_size(self) -> int:
        return WORD

    @property
    def dynamic(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class _Unsigned(_Static):
    bits: int

    def decode(self, data: bytes, at: int, what: str) -> tuple[int, int]:
        value = int.from_bytes(word_at(data, at, what), "big")
        if value >> self.bits:
            raise malformed(what, f"does not fit uint{self.bits}")
        return value, at + WORD

    def encode(self, value: Any, what: str) -> bytes:
        if not _is_integer(value) or value < 0 or value >> self.bits:
            raise malformed(what, f"is {value!r}, which is no uint{self.bits}")
        return int(value).to_bytes(WORD, "big")


@dataclass(frozen=True, slots=True)
class _Signed(_Static):
    bits: int

    def decode(self, data: bytes, at: int, what: str) -> tuple[int, int]:
        return read_signed(word_at(data, at, what), self.bits, what), at + WORD

    def encode(self, value: Any, what: str) -> bytes:
        if not _is_integer(value) or not -(1 << (self.bits - 1)) <= value < 1 << (self.bits - 1):
            raise malformed(what, f"is {value!r}, which is no int{self.bits}")
        return int(value).to_bytes(WORD, "big", signed=True)


@dataclass(frozen=True, slots=True)
class _Boolean(_Static):
    def decode(self, data: bytes, at: int, what: str) -> tuple[bool, int]:
        return read_boolean(word_at(data, at, what), what), at + WORD

    def encode(self, value: Any, what: str) -> bytes:
        if not isinstance(value, bool):
            raise malformed(what, f"is {value!r}, which is no bool")
        return _ONE_WORD if value else _ZERO_WORD


@dataclass(frozen=True, slots=True)
class _Address(_Static):
    def decode(self, data: bytes, at: int, what: str) -> tuple[bytes, int]:
        word = word_at(data, at, what)
        if word[:12] != _ZERO_WORD[:12]:
            raise malformed(what, "is an address with bytes before it")
        return word[12:], at + WORD

    def encode(self, value: Any, what: str) -> bytes:
        if not isinstance(value, bytes) or len(value) != 20:
            raise malformed(what, f"is {value!r}, which is no address of 20 bytes")
        return bytes(12) + value


@dataclass(frozen=True, slots=True)
class _FixedBytes(_Static):
    size: int

    def decode(self, data: bytes, at: int, what: str) -> tuple[bytes, int]:
        word = word_at(data, at, what)
        if word[self.size :] != _ZERO_WORD[self.size :]:
            raise malformed(what, f"is bytes{self.size} with bytes behind it")
        return word[: self.size], at + WORD

    def encode(self, value: Any, what: str) -> bytes:
        if not isinstance(value, bytes) or len(value) != self.size:
            raise malformed(what, f"is {value!r}, which is no bytes{self.size}")
        return value + bytes(WORD - self.size)


@dataclass(frozen=True, slots=True)
class _Bytes:
    @property
    def head_size(self) -> int:
        return WORD

    @property
    def dynamic(self) -> bool:
        return True

    def decode(self, data: bytes, at: int, what: str) -> tuple[bytes, int]:
        length = int.from_bytes(word_at(data, at, what), "big")
        start = at + WORD
        if length > len(data) - start:
            raise malformed(what, f"announces {length} bytes where {len(data) - start} are left")
        end = start + length
        padded = end + -length % WORD
        if data[end:padded] != bytes(padded - end):
            raise malformed(what, "is not padded with zeros to whole words")
        return data[start:end], padded

    def encode(self, value: Any, what: str) -> bytes:
        if not isinstance(value, bytes):
            raise malformed(what, f"is {value!r}, which is not bytes")
        return len(value).to_bytes(WORD, "big") + value + bytes(-len(value) % WORD)


@dataclass(frozen=True, slots=True)
class _String(_Bytes):
    def decode(self, data: bytes, at: int, what: str) -> tuple[Any, int]:
        raw, end = _BYTES.decode(data, at, what)
        try:
            return raw.decode("utf-8"), end
        except UnicodeDecodeError:
            raise malformed(what, "is a string that is not UTF-8") from None

    def encode(self, value: Any, what: str) -> bytes:
        if not isinstance(value, str):
            raise malformed(what, f"is {value!r}, which is no string")
        return _BYTES.encode(value.encode("utf-8"), what)


@dataclass(frozen=True, slots=True)
class _Tuple:
    elements: tuple[Codec, ...]
    head_size: int
    dynamic: bool

    def decode(self, data: bytes, at: int, what: str) -> tuple[tuple[Any, ...], int]:
        return _decode_elements(self.elements, data, at, what)

    def encode(self, value: Any, what: str) -> bytes:
        if not isinstance(value, tuple) or len(value) != len(self.elements):
            raise malformed(what, f"is {value!r}, which is no tuple of {len(self.elements)}")
        return _encode_elements(self.elements, value, [what] * len(value))


@dataclass(frozen=True, slots=True)
class _Array:
    element: Codec

    @property
    def head_size(self) -> int:
        return WORD

    @property
    def dynamic(self) -> bool:
        return True

    def decode(self, data: bytes, at: int, what: str) -> tuple[tuple[Any, ...], int]:
        length = int.from_bytes(word_at(data, at, what), "big")
        start = at + WORD
        if length * self.element.head_size > len(data) - start:
            raise malformed(what, f"announces {length} elements where {len(data) - start} bytes are left")
        return _decode_elements((self.element,) * length, data, start, what)

    def encode(self, value: Any, what: str) -> bytes:
        if not isinstance(value, tuple):
            raise malformed(what, f"is {value!r}, which is no tuple")
        encoded = _encode_elements((self.element,) * len(value), value, [what] * len(value))
        return len(value).to_bytes(WORD, "big") + encoded


_BYTES = _Bytes()
_ELEMENTARY = re.compile(r"(uint|int|bytes)([0-9]+)")
_ARRAY = re.compile(r"(.*)\[([0-9]*)\]")


@cache
def codec(abi_type: str) -> Codec:
    """The codec of a canonical ABI type, for instance `(uint64,bytes32)[]`."""
    if array := _ARRAY.fullmatch(abi_type):
        element = codec(array[1])
        return _tuple((element,) * int(array[2])) if array[2] else _Array(element)
    if abi_type.startswith("("):
        return _tuple(tuple(codec(element) for element in members_of(abi_type)))
    named: dict[str, Codec] = {
        "address": _Address(),
        "bool": _Boolean(),
        "bytes": _BYTES,
        "string": _String(),
    }
    if abi_type in named:
        return named[abi_type]
    if (sized := _ELEMENTARY.fullmatch(abi_type)) is None:
        raise malformed(abi_type, "is no ABI type that events and errors of govledger may have")
    sizes: dict[str, Callable[[int], Codec]] = {"uint": _Unsigned, "int": _Signed, "bytes": _FixedBytes}
    return sizes[sized[1]](int(sized[2]))


def _tuple(elements: tuple[Codec, ...]) -> Codec:
    dynamic = any(element.dynamic for element in elements)
    return _Tuple(elements, WORD if dynamic else sum(element.head_size for element in elements), dynamic)


def members_of(abi_type: str) -> list[str]:
    """The members' types of a tuple type: `(uint64,(bool,bytes)[])` → `uint64`, `(bool,bytes)[]`."""
    parts, depth, current = [], 0, ""
    for character in abi_type[1:-1]:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    return [*parts, current]


def _decode_elements(elements: Sequence[Codec], data: bytes, start: int, what: str) -> tuple[tuple[Any, ...], int]:
    """Heads from `start` on, then the tails in the same order without gaps; the values and where they end."""
    values = []
    head, end = start, start + sum(element.head_size for element in elements)
    for element in elements:
        if element.dynamic:
            value, end = decode_tail(element, data, start, head, end, what)
        else:
            value, _ = element.decode(data, head, what)
        values.append(value)
        head += element.head_size
    return tuple(values), end


def _encode_elements(elements: Sequence[Codec], values: Sequence[Any], names: Sequence[str]) -> bytes:
    heads, tails = [], []
    offset = sum(element.head_size for element in elements)
    for element, value, name in zip(elements, values, names, strict=True):
        encoded = element.encode(value, name)
        if element.dynamic:
            heads.append(offset.to_bytes(WORD, "big"))
            tails.append(encoded)
            offset += len(encoded)
        else:
            heads.append(encoded)
    return b"".join(heads + tails)


def decode_tail(element: Codec, data: bytes, start: int, head: int, end: int, what: str) -> tuple[Any, int]:
    """A dynamic value: its offset must lead to where the values before it end.

    Args:
        element: the codec of the value.
        data: everything that was encoded together.
        start: where the heads begin, from which offsets count.
        head: where this value's offset stands.
        end: where the values before it end.
        what: the name to put into an error.
    """
    if int.from_bytes(word_at(data, head, what), "big") != end - start:
        raise malformed(what, "has an offset that does not lead to the end of the values before it")
    return element.decode(data, end, what)


def decode_values(abi_types: Sequence[str], data: bytes, what: str) -> tuple[Any, ...]:
    """All the values that `data` encodes, to its last byte."""
    values, end = _decode_elements([codec(abi_type) for abi_type in abi_types], data, 0, what)
    if end != len(data):
        raise malformed(what, f"takes {end} bytes, and {len(data)} are there")
    return values


def encode_values(*values: tuple[str, str, Any]) -> bytes:
    """What `abi.encode` gives in Solidity; each value with the name for errors and its type before it."""
    elements = [codec(abi_type) for _, abi_type, _ in values]
    return _encode_elements(elements, [value for *_, value in values], [name for name, *_ in values])


def encode_topics(signature: bytes, *values: tuple[str, str, Any]) -> tuple[bytes, ...]:
    """The topics of a log: its event's, then those of the indexed arguments (name, type, value)."""
    return (signature, *(codec(abi_type).encode(value, name) for name, abi_type, value in values))


def decode_error(data: bytes, selector: bytes, abi_types: Sequence[str], name: str) -> tuple[Any, ...]:
    """The arguments of a custom error, from the revert data that begins with its selector."""
    if data[:4] != selector:
        raise malformed(name, f"begins with 0x{data[:4].hex()}, not with its selector 0x{selector.hex()}")
    return decode_values(abi_types, data[4:], name)

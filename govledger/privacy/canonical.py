"""Canonical JSON (RFC 8785), and reading JSON without its traps.

Stricter than the standard: no floats at all, integers within 2^53 - 1, keys that are text. What is written
here reads back as the same value in every language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NoReturn, TypeAlias

import rfc8785

from govledger.errors import DocumentUnreadable, NotCanonical

JsonValue: TypeAlias = "bool | int | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
"""What canonical JSON holds here."""

MAX_SAFE_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3)."""

MAX_DEPTH = 64
"""How deep objects and lists may stand in one another. Python's own limit can be raised by any library, beyond what the
C stack bears: then deep JSON ends the process instead of raising an error."""

_BRACKET_OR_TEXT = re.compile(r'[\[{]|[\]}]|"(?:[^"\\]|\\.)*+"?', re.DOTALL)


def canonical_bytes(value: JsonValue) -> bytes:
    """The RFC 8785 bytes of a value.

    Raises:
        NotCanonical: a float, an integer beyond 2^53 - 1, a key that is no text, or text with a lone
        surrogate.
    """
    return rfc8785.dumps(_checked(value, "$"))


def _checked(value: object, path: str) -> Any:
    """The value as plain lists and dictionaries, every part of it allowed."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            raise NotCanonical(f"{path} holds half of a surrogate pair, which is no text; give whole characters")
        return str(value)
    if isinstance(value, int):
        if not -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
            raise NotCanonical(f"{path} is {value}; integers stay within ±(2^53 - 1): write larger ones as text")
        return int(value)
    if isinstance(value, Mapping):
        return {_key(key, path): _checked(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(item, f"{path}[{index}]") for index, item in enumerate(value)]
    raise NotCanonical(
        f"{path} is {value!r} ({type(value).__name__}); "
        "use integers (of fen, of 1/10000 yuan), text, lists and objects with text keys"
    )


def _key(key: object, path: str) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"{path} has the key {key!r}; a key is text")
    return str(_checked(key, f"{path} (key)"))


def parse_strict(data: bytes | str, *, decimals: bool = False) -> Any:
    """The value of JSON text that is unambiguous: no duplicate keys, no floats, no NaN, valid UTF-8.

    Args:
        data: the text.
        decimals: numbers with a point or an exponent are taken, as `Decimal`, with the digits that stand there;
            otherwise they are refused.

    Raises:
        DocumentUnreadable: the bytes are not such JSON; says where.
    """
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        _check_depth(text)
        parse_float = _decimal if decimals else _no_float
        return json.loads(text, object_pairs_hook=_unique, parse_float=parse_float, parse_constant=_no_float)
    except UnicodeDecodeError as error:
        raise DocumentUnreadable(f"byte {error.start} is not UTF-8; documents are UTF-8 without exception") from error
    except json.JSONDecodeError as error:
        raise DocumentUnreadable(
            f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}; the file may be cut short"
        ) from error
    except ValueError as error:
        raise DocumentUnreadable(f"a number with too many digits: {error}") from error


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for match in _BRACKET_OR_TEXT.finditer(text):
        first = match[0][0]
        depth += first in "[{"
        depth -= first in "]}"
        if depth > MAX_DEPTH:
            raise DocumentUnreadable(f"nested too deeply: more than {MAX_DEPTH} levels; no document of govledger is")


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DocumentUnreadable(f"the key {key!r} stands twice in one object; which one is meant cannot be known")
        found[key] = value
    return found


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError as error:
        raise DocumentUnreadable(f"the number {text[:40]} has an exponent that no amount needs") from error


def _no_float(text: str) -> NoReturn:
    raise DocumentUnreadable(f"the number {text} is no integer; money is integer fen, prices integer 1/10000 yuan")

"""The number of a bill: a code of 8 digits and a number of 10, unique together for ever.

Code: region 2, category 2, type 2, year 2. The key of a bill on the ledger is `code · 10^10 + number`,
below 2^60.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from govledger.errors import InputError

BillKey = NewType("BillKey", int)
"""code · 10^10 + number."""

CODE_DIGITS = 8
NUMBER_DIGITS = 10
CODE_LIMIT = 10**CODE_DIGITS
"""One more than the largest code."""

NUMBER_LIMIT = 10**NUMBER_DIGITS
"""One more than the largest number."""


@dataclass(frozen=True, slots=True)
class CodeParts:
    """What the 8 digits of a code say, two digits each."""

    region: int
    category: int
    kind: int
    year: int


def bill_key(code: int, number: int) -> BillKey:
    """The key of bill `number` of `code`.

    Raises:
        InputError: a code or number with too many digits, or a number below 1.
    """
    require_code(code)
    require_number(number)
    return BillKey(code * NUMBER_LIMIT + number)


def split_key(key: int) -> tuple[int, int]:
    """Code and number of a key.

    Raises:
        InputError: not the key of a bill.
    """
    code, number = divmod(key, NUMBER_LIMIT)
    if not 0 <= code < CODE_LIMIT or number == 0:
        raise InputError(f"{key} is no bill's key; a key is code · 10^10 + number, with a number from 1")
    return code, number


def code_parts(code: int) -> CodeParts:
    """Region, category, type and year of a code."""
    require_code(code)
    return CodeParts(code // 10**6, code // 10**4 % 100, code // 10**2 % 100, code % 100)


def code_of(parts: CodeParts) -> int:
    """The code with these parts.

    Raises:
        InputError: a part outside 0 to 99.
    """
    for name in ("region", "category", "kind", "year"):
        if not 0 <= getattr(parts, name) <= 99:
            raise InputError(f"the {name} of a code is {getattr(parts, name)}; it has two digits, 00 to 99")
    return ((parts.region * 100 + parts.category) * 100 + parts.kind) * 100 + parts.year


def format_code(code: int) -> str:
    """The code as 8 digits."""
    require_code(code)
    return f"{code:0{CODE_DIGITS}d}"


def format_number(number: int) -> str:
    """The number as 10 digits."""
    require_number(number)
    return f"{number:0{NUMBER_DIGITS}d}"


def format_key(key: int) -> str:
    """The key as people write it: `33060126-0000000001`."""
    code, number = split_key(key)
    return f"{format_code(code)}-{format_number(number)}"


def parse_code(text: str) -> int:
    """The code that 8 digits say.

    Raises:
        InputError: anything but 8 digits.
    """
    return _digits("code", text, CODE_DIGITS)


def parse_number(text: str) -> int:
    """The number that 10 digits say.

    Raises:
        InputError: anything but 10 digits, or zero.
    """
    number = _digits("number", text, NUMBER_DIGITS)
    require_number(number)
    return number


def parse_key(text: str) -> BillKey:
    """The key of a bill written as `33060126-0000000001`.

    Raises:
        InputError: not written so.
    """
    code, dash, number = text.partition("-")
    if not dash:
        raise InputError(f"{text!r} is no bill; write code and number, as in 33060126-0000000001")
    return bill_key(parse_code(code), parse_number(number))


def require_code(code: int) -> None:
    """Refuses what is no code: 0 to 99,999,999."""
    if not 0 <= code < CODE_LIMIT:
        raise InputError(f"the code {code} does not have {CODE_DIGITS} digits")


def require_number(number: int) -> None:
    """Refuses what is no number: 1 to 9,999,999,999."""
    if not 1 <= number < NUMBER_LIMIT:
        raise InputError(f"the number {number} is not one of {NUMBER_DIGITS} digits, counted from 1")


def _digits(what: str, text: str, digits: int) -> int:
    if len(text) != digits or not (text.isascii() and text.isdigit()):
        raise InputError(f"the {what} {text!r} is not {digits} digits; leading zeros belong to it")
    return int(text)

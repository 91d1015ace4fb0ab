from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govledger.bills.number import (
    CODE_LIMIT,
    NUMBER_LIMIT,
    CodeParts,
    bill_key,
    code_of,
    code_parts,
    format_code,
    format_key,
    format_number,
    parse_code,
    parse_key,
    parse_number,
    split_key,
)
from govledger.errors import InputError


@given(st.integers(0, CODE_LIMIT - 1), st.integers(1, NUMBER_LIMIT - 1))
def test_keys_numbers_and_texts_are_one_to_one(code: int, number: int) -> None:
    key = bill_key(code, number)
    assert key == code * 10**10 + number < 2**60
    assert split_key(key) == (code, number)
    assert parse_key(format_key(key)) == key
    assert (parse_code(format_code(code)), parse_number(format_number(number))) == (code, number)
    assert code_of(code_parts(code)) == code


def test_a_code_has_four_parts_of_two_digits() -> None:
    assert code_parts(33060126) == CodeParts(region=33, category=6, kind=1, year=26)
    assert format_key(bill_key(1020304, 7)) == "01020304-0000000007"


@pytest.mark.parametrize(("code", "number"), [(-1, 1), (CODE_LIMIT, 1), (1, 0), (1, NUMBER_LIMIT), (1, -5)])
def test_codes_and_numbers_beyond_their_digits_are_refused(code: int, number: int) -> None:
    with pytest.raises(InputError, match=r"does not have 8 digits|counted from 1"):
        bill_key(code, number)


@pytest.mark.parametrize("key", [-1, 0, NUMBER_LIMIT, CODE_LIMIT * NUMBER_LIMIT + 1])
def test_what_is_no_key_does_not_split(key: int) -> None:
    with pytest.raises(InputError, match=f"{key} is no bill's key"):
        split_key(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3306012",
        "330601266",
        " 3306012",
        "3306012a",
        "\uff13\uff13\uff10\uff16\uff10\uff11\uff12\uff16",
        "+3306012",
    ],
)
def test_a_code_is_written_in_8_digits(text: str) -> None:
    with pytest.raises(InputError, match="is not 8 digits"):
        parse_code(text)


@pytest.mark.parametrize("text", ["1", "0000000000", "00000000001"])
def test_a_number_is_written_in_10_digits_from_1(text: str) -> None:
    with pytest.raises(InputError, match=r"is not 10 digits|counted from 1"):
        parse_number(text)


def test_a_bill_is_written_with_a_dash() -> None:
    with pytest.raises(InputError, match="write code and number"):
        parse_key("330601260000000001")


def test_a_part_of_a_code_has_two_digits() -> None:
    with pytest.raises(InputError, match="the year of a code is 2026"):
        code_of(CodeParts(33, 6, 1, 2026))

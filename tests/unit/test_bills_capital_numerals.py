from __future__ import annotations

import re
from decimal import Decimal

import cn2an
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from govledger.bills.capital_numerals import LIMIT_FEN, capital_numerals
from govledger.bills.rules import MAX_FEN
from govledger.errors import InputError

NINES = "玖仟玖佰玖拾玖"
PUBLISHED = {
    140_950: ["壹仟肆佰零玖元伍角"],
    600_714: ["陆仟零柒元壹角肆分"],
    168_032: ["壹仟陆佰捌拾元零叁角贰分", "壹仟陆佰捌拾元叁角贰分"],
    10_700_053: ["壹拾万柒仟元零伍角叁分", "壹拾万零柒仟元伍角叁分", "壹拾万柒仟元伍角叁分"],
    1_640_902: ["壹万陆仟肆佰零玖元零贰分"],
    32_504: ["叁佰贰拾伍元零肆分"],
}
"""The examples of the People's Bank's own rules (1997), with the choices that they leave."""


@pytest.mark.parametrize(("amount_fen", "texts"), PUBLISHED.items())
def test_the_published_examples_are_written_so(amount_fen: int, texts: list[str]) -> None:
    assert capital_numerals(amount_fen) in texts


@pytest.mark.parametrize(
    ("amount_fen", "text"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角"),
        (105, "壹元零伍分"),
        (1_000, "壹拾元整"),
        (12_345, "壹佰贰拾叁元肆角伍分"),
        (-12_345, "负壹佰贰拾叁元肆角伍分"),
        (1_000_000_00, "壹佰万元整"),
        (10_010_01_00, "壹佰万壹仟零壹元整"),
        (100_009_103_00, "壹亿零玖仟壹佰零叁元整"),
        (MAX_FEN, "壹万亿元整"),
        (LIMIT_FEN - 1, f"{NINES}万{NINES}亿{NINES}万{NINES}元玖角玖分"),
    ],
)
def test_amounts_are_written_so(amount_fen: int, text: str) -> None:
    assert capital_numerals(amount_fen) == text


sparse = st.lists(st.sampled_from("0000123456789"), min_size=1, max_size=14).map(lambda digits: int("".join(digits)))


@given(sparse)
@example(10**14 - 1)
def test_amounts_are_those_of_cn2an(amount_fen: int) -> None:
    yuan = amount_fen // 100
    # cn2an leaves 零 out where all four digits of 万 are zero: 1,0000,9103 is 壹亿零玖仟… by the rule.
    assume(not (yuan >= 10**8 and yuan % 10**8 // 10**4 == 0 and yuan % 10**4 >= 1_000))
    written = str(Decimal(amount_fen) / 100) if amount_fen % 100 else str(yuan)
    assert capital_numerals(amount_fen) == cn2an.an2cn(written, "rmb")


VALUES = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1_000}


def read_back(text: str) -> int:
    """The amount that capital numerals say, read character by character."""
    sign = -1 if text.startswith("负") else 1
    total = group = 0
    fen = 0
    digit = 0
    for character in text.removeprefix("负").removesuffix("整"):
        if character in VALUES:
            digit = VALUES[character]
        elif character in UNITS:
            group, digit = group + digit * UNITS[character], 0
        elif character == "万":
            total, group, digit = total + (group + digit) * 10_000, 0, 0
        elif character == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
        elif character == "元":
            total, group, digit = total + group + digit, 0, 0
        else:
            fen, digit = fen + digit * {"角": 10, "分": 1}[character], 0
    return sign * (total * 100 + fen)


@given(st.one_of(sparse, st.integers(1 - LIMIT_FEN, LIMIT_FEN - 1)))
def test_what_is_written_reads_back_as_the_amount(amount_fen: int) -> None:
    assert read_back(capital_numerals(amount_fen)) == amount_fen


@given(st.one_of(sparse, st.integers(1 - LIMIT_FEN, LIMIT_FEN - 1)))
def test_zeros_never_stand_twice_nor_before_a_unit_and_ten_is_never_alone(amount_fen: int) -> None:
    text = capital_numerals(amount_fen)
    assert "零零" not in text
    assert text == "零元整" or re.search(r"零[拾佰仟万亿元角分整]", text) is None
    assert re.search(r"(^|[负零万亿元])拾", text) is None
    assert text.endswith("整") == (amount_fen % 100 == 0)


@pytest.mark.parametrize("amount_fen", [LIMIT_FEN, -LIMIT_FEN])
def test_an_amount_beyond_sixteen_digits_is_refused(amount_fen: int) -> None:
    with pytest.raises(InputError, match="more than 16 digits of yuan"):
        capital_numerals(amount_fen)

from __future__ import annotations

import pytest

from govledger.bills.public_code import check_character, is_public_code, organisation_check_character
from govledger.errors import InputError


@pytest.mark.parametrize("code", ["9144030071526726XG", "91330100716105852F"])
def test_codes_of_companies_that_there_are_check(code: str) -> None:
    assert is_public_code(code)
    assert organisation_check_character(code[8:16]) == code[16]
    assert check_character(code[:17]) == code[17]


@pytest.mark.parametrize(
    "code", ["9144030071526726XH", "9144030071526726X", "9144030071526726XGG", "914403007152672OXG", "9" * 17 + "o"]
)
def test_codes_with_a_wrong_character_do_not_check(code: str) -> None:
    assert not is_public_code(code)


def test_a_character_outside_the_alphabet_has_no_check_character() -> None:
    with pytest.raises(InputError, match="not the first 17 characters"):
        check_character("9144030071526726O")

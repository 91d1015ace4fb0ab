"""The unified social credit code (统一社会信用代码) of an organisation: 18 characters, GB 32100-2015.

Registration department 1, kind 1, region 6, organisation code 9 (whose last is its own check character, GB 11714-1997),
check character 1.
"""

from __future__ import annotations

from govledger.errors import InputError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: without I, O, S, V, Z."""

CODE_LENGTH = 18
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_check_character(body: str) -> str:
    """The ninth character of an organisation code (GB 11714-1997), for its first eight."""
    weighted = sum(weight * int(character, 36) for weight, character in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    return "0123456789X0"[11 - weighted % 11]


def check_character(first_seventeen: str) -> str:
    """The last character of a public code (GB 32100-2015), for the 17 before it.

    Raises:
        InputError: a character outside the alphabet, or not 17 of them.
    """
    if len(first_seventeen) != CODE_LENGTH - 1 or not set(first_seventeen) <= set(ALPHABET):
        raise InputError(f"{first_seventeen!r} is not the first 17 characters of a public code ({ALPHABET})")
    weighted = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first_seventeen))
    return ALPHABET[-weighted % 31]


def is_public_code(text: str) -> bool:
    """Whether a text is a public code with a right check character."""
    well_formed = len(text) == CODE_LENGTH and set(text) <= set(ALPHABET)
    return well_formed and check_character(text[:-1]) == text[-1]

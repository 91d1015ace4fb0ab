"""A signed grant as a file: what is written is what is read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govledger.errors import InputError
from govledger.model import GrantTerms, Mode
from govledger.privacy.grant_terms import GrantOrder, SignedGrant, read_signed_grant


def words(bits: int) -> st.SearchStrategy[int]:
    return st.integers(0, 2**bits - 1)


TERMS = st.builds(
    GrantTerms,
    resource=words(64),
    grantee=words(64),
    modes=st.frozensets(st.sampled_from(Mode)),
    fields=st.frozensets(st.integers(0, 255)),
    purpose=words(16),
    legal_basis=st.binary(min_size=32, max_size=32),
    valid_from_at=words(40),
    valid_until_at=words(40),
    max_uses=words(32),
    delegation_depth=words(8),
    parent=words(64),
)
SIGNED = st.builds(
    SignedGrant,
    st.builds(GrantOrder, TERMS, st.binary(min_size=20, max_size=20), words(256), words(40)),
    st.binary(max_size=70),
)
EXAMPLE = SignedGrant(
    GrantOrder(
        GrantTerms(1, 2, frozenset({Mode.VERIFY}), frozenset({3, 255}), 7, b"\x11" * 32, 10, 20, 5), b"\x22" * 20, 9, 30
    ),
    b"\x33" * 65,
)


@given(SIGNED)
def test_what_is_written_is_what_is_read(signed: SignedGrant) -> None:
    assert read_signed_grant(signed.to_json()) == signed


def test_numbers_that_other_programs_would_round_are_hex_digits() -> None:
    written = json.loads(EXAMPLE.to_json())
    assert (written["nonce"], written["terms"]["fields"]) == ("0x9", f"{1 << 255 | 1 << 3:#x}")
    assert written["terms"]["legalBasis"] == "0x" + "11" * 32


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": "signed grant 2"}, "its format is 'signed grant 2'"),
        ({"signature": "0x3"}, "hexadecimal"),
        ({"signature": None}, "NoneType"),
        ({"nonce": "nine"}, "nine"),
        ({"terms": {}}, "it has no 'resource'"),
        ({"terms": 3}, "int"),
        ({"deadline": None}, "NoneType"),
    ],
)
def test_file_with_something_else_is_refused(changed: dict[str, object], said: str) -> None:
    written = {**json.loads(EXAMPLE.to_json()), **changed}
    with pytest.raises(InputError, match="this is no file of the format 'govledger signed grant 1'") as refused:
        read_signed_grant(json.dumps(written).encode())
    assert said in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"{}", b'"text"'])
def test_file_of_another_kind_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="this is no file of the format"):
        read_signed_grant(content)

from __future__ import annotations

import hashlib
import hmac

import pytest

from govledger.errors import InputError
from govledger.privacy.tags import ABSENT_TAG, TagKind, tag

SECRET = bytes(range(32))


def test_a_tag_is_the_hmac_of_kind_zero_and_reference() -> None:
    expected = hmac.new(SECRET, "business\0流水-1".encode(), hashlib.sha256).digest()
    assert tag(SECRET, TagKind.BUSINESS, "流水-1") == expected


def test_tags_never_change() -> None:
    assert {kind.value: tag(SECRET, kind, "A1").hex() for kind in TagKind} == {
        "business": "a9c1890d3cdfb6ac36d8f9212339a176e8e5b243564f2a2027fe11e5d81bb165",
        "settlement": "3242c2936274cdf356c9e531d5fe42d4e2427ece3018d160af2c5f9c11b7e17a",
        "claim": "4682be4b9c7b0ef7d0b0198442ac0c58b7aa4a3dc9117c7dd8b895acbb1845e0",
        "case": "7eb4bf7df98bdb8b3ad6a4d69353183a1a1289275ba9aa57301c1afb0bd9dbd7",
    }


def test_tags_differ_by_kind_reference_and_secret() -> None:
    made = {tag(SECRET, kind, reference) for kind in TagKind for reference in ("A1", "a1", "A1 ")}
    made.add(tag(bytes(32), TagKind.BUSINESS, "A1"))
    assert len(made) == 13


def test_an_absent_reference_is_zero() -> None:
    assert tag(SECRET, TagKind.SETTLEMENT, None) == ABSENT_TAG == bytes(32)


def test_an_empty_reference_is_refused() -> None:
    with pytest.raises(InputError, match="the case reference is empty; give None"):
        tag(SECRET, TagKind.CASE, "")


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_secret_has_32_bytes(length: int) -> None:
    with pytest.raises(InputError, match=f"32 bytes, not {length}"):
        tag(bytes(length), TagKind.CLAIM, None)

from __future__ import annotations

import sys
from enum import StrEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from govledger.errors import DocumentUnreadable, NotCanonical
from govledger.privacy.canonical import MAX_SAFE_INTEGER, canonical_bytes, parse_strict
from govledger.privacy.keccak import keccak256

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_canonical_bytes_are_those_of_rfc8785_and_read_back(value: object) -> None:
    written = canonical_bytes(value)  # type: ignore[arg-type]
    assert written == rfc8785.dumps(value)  # type: ignore[arg-type]
    assert parse_strict(written) == value


def test_keys_stand_in_the_order_of_their_utf16_units() -> None:
    assert canonical_bytes({"\ufb33": 1, "😀": 2, "a": 3}) == '{"a":3,"😀":2,"\ufb33":1}'.encode()


def test_tuples_and_text_enumerations_are_written_as_lists_and_text() -> None:
    class Colour(StrEnum):
        RED = "red"

    assert canonical_bytes((1, Colour.RED)) == b'[1,"red"]'


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.5, "1.5 (float)"),
        ({"a": [1, 2.0]}, r"\$\.a\[1\] is 2\.0"),
        (2**53, r"\$ is 9007199254740992; integers stay within"),
        (-(2**53), "integers stay within"),
        ({1: "a"}, "the key 1; a key is text"),
        ("\ud800", "half of a surrogate pair"),
        ({"\ud800": 1}, "half of a surrogate pair"),
        (b"bytes", "bytes"),
        ({1, 2}, "set"),
    ],
)
def test_what_canonical_json_cannot_hold_is_refused(value: object, words: str) -> None:
    with pytest.raises(NotCanonical, match=words.replace("(", r"\(").replace(")", r"\)")):
        canonical_bytes(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'{"a":1,"a":2}', "'a' stands twice"),
        (b'{"a":{"b":1,"b":1}}', "'b' stands twice"),
        (b"1.0", r"1\.0 is no integer"),
        (b"1e3", "1e3 is no integer"),
        (b"NaN", "NaN is no integer"),
        (b"Infinity", "Infinity is no integer"),
        (b'{"a":1', "not JSON at line 1, column"),
        (b"", "not JSON at line 1, column 1"),
        (b"\xff", "byte 0 is not UTF-8"),
        pytest.param(b"9" * 5000, "too many digits", id="many digits"),
        pytest.param(b"[" * 200_000, "nested too deeply", id="deep lists"),
        pytest.param(b'{"a":' * 65 + b"1" + b"}" * 65, "nested too deeply", id="deep objects"),
    ],
)
def test_ambiguous_or_broken_json_is_refused(text: bytes, words: str) -> None:
    with pytest.raises(DocumentUnreadable, match=words):
        parse_strict(text)


def test_depth_counts_brackets_outside_of_text_alone() -> None:
    assert parse_strict(b'"' + b"[" * 100 + b'\\"{"') == "[" * 100 + '"{'
    assert parse_strict(b"[" + b"[]," * 100 + b"[]]") == [[]] * 101
    assert parse_strict(b"[" * 64 + b"]" * 64)


def test_deep_json_is_refused_whatever_the_recursion_limit() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000_000)
    try:
        with pytest.raises(DocumentUnreadable, match="nested too deeply"):
            parse_strict(b"[" * 500_000)
    finally:
        sys.setrecursionlimit(limit)


def test_keccak_is_ethereums_not_sha3() -> None:
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"

from __future__ import annotations

import pytest
import rlp
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.errors import MalformedRlp
from govledger.rlp import MAX_DEPTH, rlp_decode, rlp_encode, rlp_list

values = st.recursive(
    st.one_of(st.binary(max_size=3), st.binary(min_size=50, max_size=70), st.binary(min_size=250, max_size=260)),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=30,
)


@pytest.mark.parametrize(
    ("item", "encoded"),
    [
        (b"dog", "83646f67"),
        ((b"cat", b"dog"), "c88363617483646f67"),
        (b"", "80"),
        ((), "c0"),
        (0, "80"),
        (15, "0f"),
        (1024, "820400"),
        (b"\x80", "8180"),
        (((), ((),), ((), ((),))), "c7c0c1c0c3c0c1c0"),
        (
            b"Lorem ipsum dolor sit amet, consectetur adipisicing elit",
            "b8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e67"
            "20656c6974",
        ),
    ],
)
def test_rlp_gives_the_examples_of_its_specification(item, encoded):
    assert rlp_encode(item).hex() == encoded


@settings(max_examples=100, deadline=None)
@given(values)
def test_what_is_encoded_is_decoded_again_and_is_the_bytes_of_the_rlp_package(value):
    encoded = rlp_encode(value)
    assert encoded == rlp.encode(value)
    assert rlp_decode(encoded) == value


def theirs(data: bytes) -> object:
    try:
        return rlp.decode(data)
    except rlp.DecodingError:
        return MalformedRlp


def ours(data: bytes) -> object:
    try:
        return rlp_decode(data)
    except MalformedRlp:
        return MalformedRlp


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=12), st.binary(min_size=56, max_size=300)))
def test_any_bytes_are_read_or_refused_as_the_rlp_package_does(data):
    assert ours(data) == theirs(data)


@settings(max_examples=150, deadline=None)
@given(values, st.data())
def test_changed_encodings_are_read_or_refused_as_the_rlp_package_does(value, draw):
    encoded = bytearray(rlp_encode(value))
    encoded[draw.draw(st.integers(0, len(encoded) - 1))] = draw.draw(st.integers(0, 255))
    changed = bytes(encoded)[: draw.draw(st.integers(0, len(encoded)))] + draw.draw(st.binary(max_size=2))
    assert ours(changed) == theirs(changed)
    if ours(changed) is not MalformedRlp:
        assert rlp_encode(rlp_decode(changed)) == changed


@pytest.mark.parametrize(
    ("encoded", "rule"),
    [
        ("", "at byte 0 ends where an item should begin"),
        ("8161", "prefix before 0x61"),
        ("83646f", "at byte 0 ends 1 bytes before"),
        ("83646f6700", "ends at byte 4, and 1 more bytes follow"),
        ("b800", "length 0 in more bytes"),
        ("b837" + "00" * 55, "length 55 in more bytes"),
        ("b90038" + "00" * 56, "length 56 in more bytes"),
        ("c28361", "at byte 1 ends 2 bytes before"),
        ("c183616263", "at byte 1 ends 3 bytes before"),
        ("f8", "ends"),
        ("f90100", "ends 256 bytes before"),
        ("bfffffffffffffffff", "ends"),
    ],
)
def test_what_is_no_canonical_rlp_is_refused_with_its_place(encoded, rule):
    with pytest.raises(MalformedRlp, match=rule):
        rlp_decode(bytes.fromhex(encoded))


def nested(depth: int) -> bytes:
    encoded = rlp_list(())
    for _ in range(depth - 1):
        encoded = rlp_list((encoded,))
    return encoded


def test_lists_are_nested_up_to_a_limit_and_no_deeper():
    value = rlp_decode(nested(MAX_DEPTH))
    for _ in range(MAX_DEPTH - 1):
        value = value[0]
    assert value == []
    with pytest.raises(MalformedRlp, match=f"deeper than {MAX_DEPTH}"):
        rlp_decode(nested(MAX_DEPTH + 1))
    with pytest.raises(MalformedRlp, match="deeper"):
        rlp_decode(nested(10_000))

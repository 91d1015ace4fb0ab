"""Encodings that Solidity never writes are refused, each for its own reason; what eth_abi writes is in properties."""

from __future__ import annotations

import pytest

from govledger.errors import GovledgerError, MalformedData
from govledger.events.abi import decode_values, encode_topics, encode_values


def words(*values: int | bytes) -> bytes:
    return b"".join(v.to_bytes(32, "big") if isinstance(v, int) else v.ljust(32, b"\0") for v in values)


@pytest.mark.parametrize(
    ("abi_type", "data", "rule"),
    [
        ("uint8", words(256), "does not fit uint8"),
        ("uint64", words(2**64), "does not fit uint64"),
        ("int8", words(128), "does not fit int8"),
        ("bool", words(2), "neither 0 nor 1"),
        ("address", words(2**160), "address with bytes before it"),
        ("bytes4", words(b"abcde"), "bytes4 with bytes behind it"),
        ("bytes", words(64, 0, 0), "does not lead to the end"),
        ("bytes", words(0, 0), "does not lead to the end"),
        ("bytes", words(32, 3, b"abcd"), "not padded with zeros"),
        ("bytes", words(32, 33, b"abcd"), "announces 33 bytes where 32 are left"),
        ("bytes", words(32, 3) + b"abc", "not padded with zeros"),
        ("string", words(32, 2, b"\xff\xfe"), "not UTF-8"),
        ("uint64[]", words(32, 2, 1), "announces 2 elements where 32 bytes are left"),
        ("bytes[]", words(32, 1, 64, 0, 0), "does not lead to the end"),
        ("(uint8,bool)", words(1, 3), "neither 0 nor 1"),
        ("uint64", words(1, 2), "takes 32 bytes, and 64 are there"),
        ("uint64", b"\0" * 31, "ends after 31 bytes"),
    ],
)
def test_what_is_not_canonical_is_refused(abi_type: str, data: bytes, rule: str) -> None:
    with pytest.raises(MalformedData, match=f"value .*{rule}"):
        decode_values([abi_type], data, "value")


@pytest.mark.parametrize(
    ("abi_type", "value", "rule"),
    [
        ("uint8", 256, "no uint8"),
        ("uint8", True, "no uint8"),
        ("int8", -129, "no int8"),
        ("bool", 1, "no bool"),
        ("address", bytes(19), "no address of 20 bytes"),
        ("bytes4", "abcd", "no bytes4"),
        ("bytes", "abc", "not bytes"),
        ("string", b"abc", "no string"),
        ("uint64[]", [1], "no tuple"),
        ("uint64[2]", (1,), "no tuple of 2"),
    ],
)
def test_values_that_a_type_does_not_have_are_not_written(abi_type: str, value: object, rule: str) -> None:
    with pytest.raises(MalformedData, match=f"the value is .*{rule}"):
        encode_values(("the value", abi_type, value))


def test_topics_are_the_words_of_their_values() -> None:
    topics = encode_topics(b"t" * 32, ("id", "uint64", 7), ("who", "address", b"a" * 20))
    assert topics == (b"t" * 32, words(7), bytes(12) + b"a" * 20)


def test_malformed_data_is_a_value_error_of_this_library() -> None:
    assert issubclass(MalformedData, GovledgerError) and issubclass(MalformedData, ValueError)

from __future__ import annotations

import pytest
from coincurve import PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.errors import InputError, SignatureInvalid
from govledger.secp256k1 import SECP256K1_N, Signature, address_of, compact, parse_signature, recover

keys = st.integers(1, SECP256K1_N - 1).map(PrivateKey.from_int)


def public_key(key: PrivateKey) -> bytes:
    return key.public_key.format(compressed=False)[1:]


@settings(max_examples=60, deadline=None)
@given(keys, st.binary(min_size=32, max_size=32), st.sampled_from([0, 27]))
def test_signature_recovers_to_the_address_of_its_key(key, signing_hash, v_offset):
    signature = key.sign_recoverable(signing_hash, hasher=None)
    parsed = parse_signature(signature[:64] + bytes((signature[64] + v_offset,)))
    assert recover(signing_hash, parsed) == address_of(public_key(key))


@settings(max_examples=30, deadline=None)
@given(keys, st.binary(min_size=32, max_size=32))
def test_signature_with_the_upper_s_is_the_same_as_its_lower_twin(key, signing_hash):
    signature = key.sign_recoverable(signing_hash, hasher=None)
    upper = SECP256K1_N - int.from_bytes(signature[32:64], "big")
    twin = signature[:32] + upper.to_bytes(32, "big") + bytes((1 - signature[64],))
    assert parse_signature(twin) == parse_signature(signature)


@settings(max_examples=60, deadline=None)
@given(keys, st.binary(min_size=32, max_size=32))
def test_compact_signature_is_r_and_s_with_the_parity_in_the_highest_bit(key, signing_hash):
    signature = key.sign_recoverable(signing_hash, hasher=None)
    r, vs = compact(signature)
    assert (len(r), len(vs)) == (32, 32)
    word = int.from_bytes(vs)
    found = Signature(int.from_bytes(r), word % 2**255, word >> 255)
    assert recover(signing_hash, found) == address_of(public_key(key))


def test_compact_signatures_are_those_of_the_standard():
    """Both examples of ERC-2098."""
    for v, signature, short in (
        (
            27,
            "68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90"
            "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
            "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
        ),
        (
            28,
            "9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76"
            "139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793",
            "939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793",
        ),
    ):
        assert compact(bytes.fromhex(signature) + bytes((v,))) == (
            bytes.fromhex(signature)[:32],
            bytes.fromhex(short),
        )


def test_address_of_a_public_key_is_the_one_that_every_wallet_shows():
    key = PrivateKey(bytes.fromhex("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"))
    assert address_of(public_key(key)).hex() == "2c7536e3605d9c16a7a3d7b1898e529396a65c23"


@pytest.mark.parametrize("length", [0, 33, 63, 65])
def test_public_key_of_another_length_has_no_address(length):
    with pytest.raises(InputError, match=f"64 bytes .* has {length}"):
        address_of(bytes(length))


@pytest.mark.parametrize(
    ("signature", "rule"),
    [
        (bytes(64), "has 65 bytes"),
        (b"\x01" * 64 + b"\x05", "v is 5"),
        (bytes(64) + b"\x00", "r or s is 0"),
        (b"\xff" * 64 + b"\x01", "beyond the order"),
    ],
)
def test_what_is_no_signature_is_refused(signature, rule):
    with pytest.raises(SignatureInvalid, match=rule):
        parse_signature(signature)


def test_signature_that_no_key_makes_is_refused():
    with pytest.raises(SignatureInvalid, match="no key makes"):
        recover(bytes(32), Signature(5, 1, 0))

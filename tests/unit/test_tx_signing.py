from __future__ import annotations

import pickle

import pytest
from coincurve import PrivateKey
from eth_account import Account
from eth_utils import to_checksum_address
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.errors import InputError, SignatureInvalid
from govledger.privacy.keccak import keccak256
from govledger.secp256k1 import SECP256K1_N
from govledger.tx.signing import (
    CallableSigner,
    DynamicFeeTransaction,
    LegacyTransaction,
    PrivateKeySigner,
    signer_from,
    unsigned,
)

KEY = bytes.fromhex("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")
ADDRESS = bytes.fromhex("2c7536e3605d9c16a7a3d7b1898e529396a65c23")
TO = bytes.fromhex("f0109fc8df283027b6285cc889f5aa624eac1f55")
LEGACY = LegacyTransaction(chain_id=1337, nonce=7, gas_price=0, gas=90_000, to=TO, data=b"\x01" * 40)

words = st.integers(0, 2**64)
payloads = st.binary(max_size=300)
targets = st.one_of(st.just(b""), st.binary(min_size=20, max_size=20))
keys = st.integers(1, SECP256K1_N - 1).map(lambda number: number.to_bytes(32, "big"))


def in_words_of_eth_account(to: bytes) -> str:
    return to_checksum_address(to) if to else ""


@settings(max_examples=60, deadline=None)
@given(keys, words, words, words, targets, words, payloads, st.integers(1, 2**50))
def test_legacy_transactions_are_the_bytes_of_eth_account(key, nonce, price, gas, to, value, data, chain_id):
    ours = LegacyTransaction(chain_id=chain_id, nonce=nonce, gas_price=price, gas=gas, to=to, value=value, data=data)
    theirs = Account.sign_transaction(
        {
            "chainId": chain_id,
            "nonce": nonce,
            "gasPrice": price,
            "gas": gas,
            "to": in_words_of_eth_account(to),
            "value": value,
            "data": data,
        },
        key,
    )
    assert PrivateKeySigner(key).sign(ours) == bytes(theirs.raw_transaction)


@settings(max_examples=60, deadline=None)
@given(keys, words, words, words, words, targets, words, payloads, st.integers(1, 2**50))
def test_dynamic_fee_transactions_are_the_bytes_of_eth_account(key, nonce, tip, cap, gas, to, value, data, chain_id):
    ours = DynamicFeeTransaction(
        chain_id=chain_id,
        nonce=nonce,
        max_priority_fee_per_gas=tip,
        max_fee_per_gas=cap,
        gas=gas,
        to=to,
        value=value,
        data=data,
    )
    theirs = Account.sign_transaction(
        {
            "type": 2,
            "chainId": chain_id,
            "nonce": nonce,
            "maxPriorityFeePerGas": tip,
            "maxFeePerGas": cap,
            "gas": gas,
            "to": in_words_of_eth_account(to),
            "value": value,
            "data": data,
        },
        key,
    )
    assert PrivateKeySigner(key).sign(ours) == bytes(theirs.raw_transaction)


def test_address_of_a_key_is_the_one_that_every_wallet_shows():
    assert PrivateKeySigner(KEY).address == ADDRESS


def test_signer_never_shows_its_key():
    signer = PrivateKeySigner(KEY)
    assert KEY.hex() not in repr(signer) and repr(signer) == f"PrivateKeySigner(0x{ADDRESS.hex()})"
    with pytest.raises(TypeError, match="not written anywhere"):
        pickle.dumps(signer)


@pytest.mark.parametrize(
    ("key", "rule"),
    [(b"\x01" * 31, "32 bytes, these are 31"), (bytes(32), "order of the curve"), (b"\xff" * 32, "order of the curve")],
)
def test_bytes_that_are_no_private_key_are_refused_without_being_shown(key, rule):
    with pytest.raises(InputError, match=rule) as caught:
        PrivateKeySigner(key)
    assert key.hex() not in str(caught.value)


def test_signer_comes_from_a_key_its_hex_or_a_signer():
    signer = PrivateKeySigner(KEY)
    assert signer_from(signer) is signer
    for key in (KEY, KEY.hex(), "0x" + KEY.hex()):
        assert signer_from(key).address == ADDRESS
    with pytest.raises(InputError, match="64 hex digits") as caught:
        signer_from("open sesame")
    assert "sesame" not in str(caught.value)


def signature_by(key: bytes, signing_hash: bytes, v_offset: int = 0) -> bytes:
    signature = PrivateKey(key).sign_recoverable(signing_hash, hasher=None)
    return signature[:64] + bytes((signature[64] + v_offset,))


@pytest.mark.parametrize("v_offset", [0, 27])
def test_callable_signs_as_a_key_in_memory_does(v_offset):
    signer = CallableSigner(ADDRESS, lambda signing_hash: signature_by(KEY, signing_hash, v_offset))
    assert signer.sign(LEGACY) == PrivateKeySigner(KEY).sign(LEGACY)
    assert repr(signer) == f"CallableSigner(0x{ADDRESS.hex()})"


def test_callable_that_signs_with_the_upper_s_gives_the_lower_one():
    def upper(signing_hash: bytes) -> bytes:
        signature = signature_by(KEY, signing_hash)
        s = SECP256K1_N - int.from_bytes(signature[32:64], "big")
        return signature[:32] + s.to_bytes(32, "big") + bytes((1 - signature[64],))

    assert CallableSigner(ADDRESS, upper).sign(LEGACY) == PrivateKeySigner(KEY).sign(LEGACY)


def test_callable_with_another_key_is_found_out():
    other = (2).to_bytes(32, "big")
    signer = CallableSigner(ADDRESS, lambda signing_hash: signature_by(other, signing_hash))
    with pytest.raises(SignatureInvalid, match=f"signed as 0x{PrivateKeySigner(other).address.hex()}"):
        signer.sign(LEGACY)


def test_callable_signer_needs_an_address_of_20_bytes():
    with pytest.raises(InputError, match="has 19 bytes"):
        CallableSigner(bytes(19), lambda signing_hash: b"")


@given(keys, words, words, targets, words, payloads, st.integers(1, 2**50))
def test_raw_transaction_says_what_was_signed(key, nonce, fee, to, value, data, chain_id):
    signer, common = (
        PrivateKeySigner(key),
        {"chain_id": chain_id, "nonce": nonce, "gas": 90_000, "to": to, "value": value},
    )
    for transaction in (
        LegacyTransaction(**common, gas_price=fee, data=data),
        DynamicFeeTransaction(**common, max_fee_per_gas=fee, max_priority_fee_per_gas=fee // 2, data=data),
    ):
        assert unsigned(signer.sign(transaction)) == transaction
        assert keccak256(transaction.signing_payload()) == transaction.signing_hash()

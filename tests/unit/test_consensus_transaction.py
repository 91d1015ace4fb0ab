"""Transactions as blocks hold them, against pyrlp, eth_keys, eth_account and py-trie."""

from __future__ import annotations

from typing import Any

import pytest
import rlp
from eth_account import Account
from eth_keys import keys
from eth_utils import keccak
from hypothesis import given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from govledger.consensus.transaction import FIELDS, SignedTransaction, transactions_root
from govledger.errors import MalformedRlp, MalformedTransaction, SignatureInvalid

KEY = keys.PrivateKey(b"\x11" * 32)
SENDER = KEY.public_key.to_canonical_address()
TO = b"\xaa" * 20

numbers = st.integers(0, 2**64)
access_lists = st.lists(
    st.tuples(st.binary(min_size=20, max_size=20), st.lists(st.binary(min_size=32, max_size=32), max_size=2)),
    max_size=2,
)
hashes = st.lists(st.binary(min_size=32, max_size=32), max_size=2)
authorizations = st.lists(st.tuples(numbers, st.binary(min_size=20, max_size=20), numbers, numbers, numbers, numbers))
STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "to": st.one_of(st.just(b""), st.binary(min_size=20, max_size=20)),
    "input": st.binary(max_size=80),
    "accessList": access_lists,
    "blobVersionedHashes": hashes,
    "authorizationList": authorizations,
}


def shown(name: str, value: Any) -> Any:
    """A field as JSON-RPC has it."""
    if name == "to":
        return f"0x{value.hex()}" if value else None
    if name == "accessList":
        return [{"address": f"0x{a.hex()}", "storageKeys": [f"0x{k.hex()}" for k in found]} for a, found in value]
    if name == "blobVersionedHashes":
        return [f"0x{one.hex()}" for one in value]
    if name == "authorizationList":
        names = ("chainId", "address", "nonce", "yParity", "r", "s")
        return [{n: shown(n, part) for n, part in zip(names, one, strict=True)} for one in value]
    return f"0x{value.hex()}" if isinstance(value, bytes) else hex(value)


def encoded(kind: int, items: list[Any]) -> bytes:
    return (bytes((kind,)) if kind else b"") + rlp.encode(items)


@st.composite
def signed(draw: st.DrawFn) -> tuple[dict[str, Any], bytes]:
    """A transaction of any type as JSON, and its bytes, made with pyrlp and eth_keys."""
    kind = draw(st.sampled_from(sorted(FIELDS)))
    names = FIELDS[kind][:-3]
    items = [draw(STRATEGIES.get(name, numbers)) for name in names]
    chain_id = draw(st.one_of(st.none(), st.integers(1, 2**32))) if not kind else None
    unsigned = items if chain_id is None else [*items, chain_id, 0, 0]
    signature = KEY.sign_msg_hash(keccak(encoded(kind, unsigned)))
    v = signature.v if kind else (27 + signature.v if chain_id is None else chain_id * 2 + 35 + signature.v)
    raw = encoded(kind, [*items, v, signature.r, signature.s])
    block = {name: shown(name, value) for name, value in zip(names, items, strict=True)}
    block |= {"r": hex(signature.r), "s": hex(signature.s), "hash": f"0x{keccak(raw).hex()}"}
    block[draw(st.sampled_from(["v", "yParity"])) if kind else "v"] = hex(v)
    if kind or draw(st.booleans()):
        block["type"] = hex(kind)
    return block, raw


@settings(max_examples=300, deadline=None)
@given(signed())
def test_a_transaction_of_a_block_has_its_bytes_its_hash_and_its_sender(made: tuple[dict[str, Any], bytes]) -> None:
    block, raw = made
    found = SignedTransaction.from_json(block)
    assert found.raw == raw
    assert f"0x{found.hash().hex()}" == block["hash"]
    assert found.sender() == SENDER
    assert found == SignedTransaction.decode(raw)
    assert (found.nonce, found.gas, found.value) == tuple(int(block[name], 16) for name in ("nonce", "gas", "value"))
    assert (found.to or None, found.data) == (
        None if block["to"] is None else bytes.fromhex(block["to"][2:]),
        bytes.fromhex(block["input"][2:]),
    )


@pytest.mark.parametrize(
    "fees", [{"gasPrice": 0}, {"gasPrice": 5, "accessList": []}, {"maxFeePerGas": 9, "maxPriorityFeePerGas": 1}]
)
def test_what_eth_account_signs_is_read(fees: dict[str, Any]) -> None:
    account = Account.from_key(b"\x22" * 32)
    terms = {"chainId": 1337, "nonce": 3, "gas": 21_000, "to": TO, "value": 7, "data": b"\x01\x02", **fees}
    raw = bytes(account.sign_transaction(terms).raw_transaction)
    found = SignedTransaction.decode(raw)
    assert found.sender() == bytes.fromhex(account.address[2:])
    assert (found.nonce, found.gas, found.to, found.value, found.data) == (3, 21_000, TO, 7, b"\x01\x02")


@settings(max_examples=20, deadline=None)
@given(st.lists(signed(), max_size=20))
def test_the_root_of_transactions_is_that_of_py_trie(made: list[tuple[dict[str, Any], bytes]]) -> None:
    trie = HexaryTrie({})
    for index, (_, raw) in enumerate(made):
        trie[rlp.encode(index)] = raw
    assert transactions_root(SignedTransaction.from_json(block) for block, _ in made) == trie.root_hash


LEGACY = [0, 0, 21_000, TO, 0, b"", 27, 1, 1]


def changed(place: int, value: Any) -> bytes:
    return rlp.encode([value if at == place else item for at, item in enumerate(LEGACY)])


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"\x00" + rlp.encode(LEGACY), "is of type 0"),
        (b"\x05" + rlp.encode(LEGACY), "is of type 5, which govledger does not know"),
        (rlp.encode(LEGACY[:8]), "is not a list of nonce, gasPrice"),
        (rlp.encode(b"abc" * 30), "is not a list of nonce, gasPrice"),
        (changed(3, TO[1:]), "names no address"),
        (changed(3, [TO]), "names no address"),
        (changed(5, [b""]), "has no call data"),
        (changed(0, b"\0\1"), "nonce is no minimal integer"),
        (changed(2, [1]), "gas is no minimal integer"),
        (changed(7, b"\1" * 33), "r is no minimal integer"),
        (changed(6, 29), "v is 29: neither 27, 28 nor from 35 on"),
        (b"\x01" + rlp.encode([1, 0, 0, 0, TO, 0, b"", [], 2, 1, 1]), "yParity is 2, neither 0 nor 1"),
    ],
)
def test_what_no_block_holds_is_refused(raw: bytes, rule: str) -> None:
    with pytest.raises(MalformedTransaction, match=rule):
        SignedTransaction.decode(raw)


def test_bytes_that_are_no_rlp_are_refused() -> None:
    with pytest.raises(MalformedRlp):
        SignedTransaction.decode(b"\xc1")


JSON = {
    **{name: "0x0" for name in FIELDS[2]},
    **{"type": "0x2", "to": f"0x{TO.hex()}", "input": "0x", "accessList": [], "r": "0x1", "s": "0x1"},
}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"type": "0x7"}, "is of type 7"),
        ({"nonce": None}, "nonce in a transaction is 'None'"),
        ({"nonce": "7"}, "nonce in a transaction is '7'"),
        ({"input": "0xzz"}, "input in a transaction"),
        ({"accessList": None}, "accessList is no list of objects"),
        ({"accessList": ["0x"]}, "accessList is no list of objects"),
        ({"accessList": [{"address": "0x", "storageKeys": ["0x01"]}]}, "storageKeys is no list of words of 32 bytes"),
        ({"accessList": [{"address": "0x", "storageKeys": 1}]}, "storageKeys is no list of words of 32 bytes"),
    ],
)
def test_what_a_node_gives_instead_of_a_transaction_is_refused(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(MalformedTransaction, match=rule):
        SignedTransaction.from_json({**JSON, **changes})


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (2**256 - 1, 1), (1, 2**256 - 1), (5, 5)])
def test_a_signature_that_no_key_made_names_no_sender(r: int, s: int) -> None:
    found = SignedTransaction.decode(rlp.encode([0, 0, 21_000, TO, 0, b"", 27, r, s]))
    with pytest.raises(SignatureInvalid):
        found.sender()

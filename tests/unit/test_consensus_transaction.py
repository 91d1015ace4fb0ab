from __future__ import annotations

import json
from typing import Any

import pytest
import rlp
from eth_account import Account
from eth_utils import keccak, to_checksum_address
from hypothesis import given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from govledger.consensus.header import Header
from govledger.consensus.proof import trie_proof, verify_trie_proof
from govledger.consensus.receipt import ConsensusReceipt, receipts_root
from govledger.consensus.transaction import (
    ConsensusTransaction,
    transaction_key,
    transactions_by_key,
    transactions_root,
)
from govledger.errors import MalformedRlp, MalformedTransaction, SignatureInvalid
from tests.conftest import ROOT

RECORDED: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "clique-geth.json").read_bytes())
PAID = [block for block in RECORDED["blocks"] if block["transactions"]]
SENDER = Account.from_key("0x" + "07" * 32)
SOMEBODY = to_checksum_address("0x" + "5a" * 20)
LISTED = [{"address": SOMEBODY, "storageKeys": ["0x" + "01" * 32, "0x" + "02" * 32]}]


# --- real blocks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", PAID, ids=lambda block: block["number"])
def test_transactions_and_receipts_of_a_real_block_make_the_roots_of_its_header(block: dict[str, Any]) -> None:
    header = Header.from_json(block)
    transactions = [ConsensusTransaction.from_json(found) for found in block["transactions"]]
    assert transactions_root(transactions) == header.transactions_root
    receipts = RECORDED["receipts"][str(header.number)]
    assert receipts_root(map(ConsensusReceipt.from_json, receipts)) == header.receipts_root
    for transaction, found in zip(transactions, block["transactions"], strict=True):
        assert "0x" + transaction.hash().hex() == found["hash"]
        assert "0x" + transaction.sender().hex() == found["from"]
        assert ConsensusTransaction.decode(transaction.encode()) == transaction


def test_real_blocks_have_transactions_of_three_types_and_one_that_failed() -> None:
    assert {found["type"] for block in PAID for found in block["transactions"]} == {"0x0", "0x1", "0x2"}
    assert {found["status"] for listed in RECORDED["receipts"].values() for found in listed} == {"0x0", "0x1"}


# --- every type, by eth_account ------------------------------------------------------------------------

COMMON = {"nonce": 7, "gas": 90_000, "to": SOMEBODY, "value": 5, "data": "0xabcdef"}
FEES = {"chainId": 777, "maxFeePerGas": 9, "maxPriorityFeePerGas": 0}
SIGNED: dict[str, dict[str, Any]] = {
    "legacy": COMMON | {"gasPrice": 3, "chainId": 777},
    "legacy without a chain": COMMON | {"gasPrice": 0},
    "creation": {name: value for name, value in COMMON.items() if name != "to"} | {"gasPrice": 3, "chainId": 777},
    "access list": COMMON | {"type": 1, "chainId": 777, "gasPrice": 3, "accessList": LISTED},
    "dynamic fee": COMMON | FEES | {"type": 2},
    "blobs": COMMON
    | FEES
    | {"type": 3, "maxFeePerBlobGas": 2, "blobVersionedHashes": ["0x01" + "ab" * 31], "accessList": LISTED},
    "code": COMMON | FEES | {"type": 4, "authorizationList": []},
}


def in_json(fields: dict[str, Any], signed: Any) -> dict[str, Any]:
    """The transaction as a node gives it."""

    def shown(name: str, value: Any) -> Any:
        return hex(value) if isinstance(value, int) and name != "type" else value

    document = {name: shown(name, value) for name, value in fields.items() if name != "data"}
    document |= {
        "input": fields["data"],
        "type": hex(fields.get("type", 0)),
        "accessList": fields.get("accessList", []),
    }
    v = signed.v
    return (
        {"to": None} | document | {"v": hex(v), "r": hex(signed.r), "s": hex(signed.s), "blockHash": "0x" + "11" * 32}
    )


def authorization() -> dict[str, Any]:
    signed = SENDER.sign_authorization({"chainId": 777, "address": SOMEBODY, "nonce": 8})
    return {
        "chainId": hex(signed.chain_id),
        "address": SOMEBODY,
        "nonce": hex(signed.nonce),
        "yParity": hex(signed.y_parity),
        "r": hex(signed.r),
        "s": hex(signed.s),
    }


@pytest.mark.parametrize("name", SIGNED)
def test_a_transaction_of_each_type_is_encoded_as_eth_account_does_and_gives_its_sender(name: str) -> None:
    fields = SIGNED[name]
    if name == "code":
        signed_authorization = SENDER.sign_authorization({"chainId": 777, "address": SOMEBODY, "nonce": 8})
        signed = SENDER.sign_transaction(fields | {"authorizationList": [signed_authorization]})
        document = in_json(fields, signed) | {"authorizationList": [authorization()]}
    else:
        signed = SENDER.sign_transaction(fields)
        document = in_json(fields, signed)
    transaction = ConsensusTransaction.from_json(document)
    assert transaction.encode() == bytes(signed.raw_transaction)
    assert transaction.hash() == bytes(signed.hash)
    assert "0x" + transaction.sender().hex() == SENDER.address.lower()
    assert ConsensusTransaction.decode(transaction.encode()) == transaction
    assert (transaction.field("nonce"), transaction.field("input")) == (7, b"\xab\xcd\xef")


# --- tries ---------------------------------------------------------------------------------------------

scalars = st.integers(0, 2**256 - 1)
addresses = st.binary(min_size=20, max_size=20)
hashes = st.binary(min_size=32, max_size=32)
access_lists = st.lists(st.tuples(addresses, st.lists(hashes, max_size=3).map(tuple)), max_size=3).map(tuple)
signature = (scalars, scalars, scalars)
anybody = st.one_of(addresses, st.just(b""))
payloads = st.binary(max_size=60)
authorizations = st.lists(st.tuples(scalars, addresses, scalars, scalars, scalars, scalars), max_size=2).map(tuple)
VALUES = {
    0: st.tuples(scalars, scalars, scalars, anybody, scalars, payloads, *signature),
    1: st.tuples(*[scalars] * 4, anybody, scalars, payloads, access_lists, *signature),
    2: st.tuples(*[scalars] * 5, anybody, scalars, payloads, access_lists, *signature),
    3: st.tuples(
        *[scalars] * 5, addresses, scalars, payloads, access_lists, scalars, st.lists(hashes).map(tuple), *signature
    ),
    4: st.tuples(*[scalars] * 5, addresses, scalars, payloads, access_lists, authorizations, *signature),
}
transactions = st.one_of(
    [values.map(lambda read, kind=kind: ConsensusTransaction(kind, read)) for kind, values in VALUES.items()]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(transactions, max_size=20))
def test_roots_of_any_transactions_are_those_of_py_trie(listed: list[ConsensusTransaction]) -> None:
    trie = HexaryTrie({})
    for index, transaction in enumerate(listed):
        prefix = bytes((transaction.type,)) if transaction.type else b""
        trie[rlp.encode(index)] = prefix + rlp.encode(transaction.values)
    assert transactions_root(listed) == trie.root_hash
    for index, transaction in enumerate(listed):
        assert ConsensusTransaction.decode(trie[rlp.encode(index)]) == transaction


@settings(max_examples=30, deadline=None)
@given(st.lists(transactions, min_size=1, max_size=20), st.data())
def test_one_transaction_is_proved_to_be_in_its_block(listed: list[ConsensusTransaction], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(listed) - 1))
    nodes = trie_proof(transactions_by_key(listed), transaction_key(index))
    root = transactions_root(listed)
    value = verify_trie_proof(root, transaction_key(index), nodes)
    assert value is not None and ConsensusTransaction.decode(value) == listed[index]
    assert HexaryTrie.get_from_proof(root, rlp.encode(index), [rlp.decode(node) for node in nodes]) == value
    absent = transaction_key(len(listed))
    assert verify_trie_proof(root, absent, trie_proof(transactions_by_key(listed), absent)) is None


# --- what is refused -----------------------------------------------------------------------------------

GOOD = PAID[1]["transactions"][0]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"type": "0x7f"}, "type is 127; govledger reads 0, 1, 2, 3, 4"),
        ({"type": 2}, "type is '2', no hex that begins with 0x"),
        ({"nonce": None}, "nonce is 'None', no hex"),
        ({"nonce": "0x" + "01" * 33}, "nonce has 33 bytes"),
        ({"to": "0x1234"}, "to has 2 bytes instead of 20"),
        ({"type": "0x3", "to": None}, "to is 'None', no hex"),
        ({"accessList": None}, "accessList is no list"),
        ({"accessList": ["0x"]}, "accessList has an entry that is no object"),
        ({"accessList": [{"address": "0x12", "storageKeys": []}]}, "accessList.address has 1 bytes instead of 20"),
        ({"accessList": [{"address": SOMEBODY, "storageKeys": ["0x1"]}]}, "storageKeys has 1 bytes instead of 32"),
    ],
)
def test_a_transaction_that_no_block_holds_is_refused(change: dict[str, Any], rule: str) -> None:
    with pytest.raises(MalformedTransaction, match=rule):
        ConsensusTransaction.from_json(GOOD | change)


def typed(place: int, value: Any) -> bytes:
    items: list[Any] = [1, 7, 0, 9, 90_000, bytes(20), 5, b"", [], 1, 2, 3]
    items[place] = value
    return b"\x02" + bytes(rlp.encode(items))


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\x00" + rlp.encode([]), "begins with the type 0"),
        (b"\x05" + rlp.encode([]), "type is 5"),
        (rlp.encode([1, 2]), "type 0 is not a list of 9 fields"),
        (rlp.encode(b"x" * 80), "is not a list of 9 fields"),
        (typed(1, b"\x00\x07"), "nonce is no minimal integer"),
        (typed(1, b"\x01" * 33), "nonce is no minimal integer"),
        (typed(1, []), "nonce is a list"),
        (typed(5, b"\x01"), "to has 1 bytes instead of 0 or 20"),
        (typed(7, []), "input is a list"),
        (typed(8, b"x"), "accessList is no list"),
        (typed(8, [b"x"]), "accessList is no list"),
        (typed(8, [[bytes(20)]]), "accessList has an entry of 1 items instead of 2"),
        (typed(8, [[bytes(19), []]]), "accessList.address has 19 bytes instead of 20"),
    ],
)
def test_bytes_that_no_block_holds_are_no_transaction(data: bytes, rule: str) -> None:
    with pytest.raises(MalformedTransaction, match=rule):
        ConsensusTransaction.decode(data)


@pytest.mark.parametrize("data", [b"", b"\x02", b"\x02\xc0\x00"])
def test_bytes_that_are_no_rlp_are_no_transaction(data: bytes) -> None:
    with pytest.raises(MalformedRlp):
        ConsensusTransaction.decode(data)


@pytest.mark.parametrize(
    ("kind", "signature", "rule"),
    [
        (0, (29, 1, 1), "v of a transaction is 29, neither 27, 28 nor one that names a chain"),
        (2, (2, 1, 1), "a number that no key gives"),
        (2, (1, 0, 1), "a number that no key gives"),
        (2, (1, 1, 2**255), "a number that no key gives"),
        (2, (0, 5, 1), "no key makes this signature"),
    ],
)
def test_a_transaction_that_nobody_signed_has_no_sender(kind: int, signature: tuple[int, ...], rule: str) -> None:
    front = (0, 0, 0, b"", 0, b"") if kind == 0 else (1, 0, 0, 0, 0, b"", 0, b"", ())
    with pytest.raises(SignatureInvalid, match=rule):
        ConsensusTransaction(kind, (*front, *signature)).sender()


def test_a_field_that_the_type_does_not_have_is_not_there() -> None:
    with pytest.raises(KeyError):
        ConsensusTransaction.from_json(GOOD | {"type": "0x0", "gasPrice": "0x1"}).field("accessList")


def test_another_signature_is_somebody_elses() -> None:
    transaction = ConsensusTransaction.from_json(GOOD)
    changed = ConsensusTransaction(
        transaction.type, (*transaction.values[:-3], 1 - transaction.field("v"), *transaction.values[-2:])
    )
    assert changed.sender() != transaction.sender()
    assert keccak(changed.encode()) == changed.hash() != transaction.hash()

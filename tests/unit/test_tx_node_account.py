from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from eth_account import Account

from govledger.errors import InputError, NodeRefused, SignatureInvalid, SignerFailed
from govledger.tx.node_account import NodeAccountSigner
from govledger.tx.signer_source import open_signer
from govledger.tx.signing import DynamicFeeTransaction, LegacyTransaction, PrivateKeySigner

KEY, OTHER = bytes([7]) * 32, bytes([8]) * 32
ADDRESS = PrivateKeySigner(KEY).address
LEGACY = LegacyTransaction(chain_id=1337, nonce=7, gas_price=0, gas=90_000, to=b"\x22" * 20, data=b"\x01" * 40)
DYNAMIC = DynamicFeeTransaction(
    chain_id=1337, nonce=8, max_priority_fee_per_gas=1, max_fee_per_gas=9, gas=90_000, to=b"", data=b"\x02" * 400
)


class Node:
    """A node that keeps a key; the transaction that it signs is eth_account's, from the request's fields alone."""

    url = "http://node"
    embedded = False

    def __init__(self, key: bytes = KEY, *, bare: bool = False) -> None:
        self.key, self.bare = key, bare
        self.asked: list[dict[str, str]] = []

    def request(self, method: str, transaction: dict[str, str]) -> Any:
        assert method == "eth_signTransaction"
        self.asked.append(transaction)
        fields = {name: int(value, 16) for name, value in transaction.items() if name not in ("from", "to", "data")}
        fields |= {"data": transaction["data"], "to": transaction.get("to", "")}
        if not fields["type"]:
            del fields["type"]
        raw = "0x" + bytes(Account.sign_transaction(fields, self.key).raw_transaction).hex()
        return raw if self.bare else {"raw": raw, "tx": {}}


@pytest.mark.parametrize("bare", [False, True], ids=["as geth answers", "as anvil answers"])
@pytest.mark.parametrize("transaction", [LEGACY, DYNAMIC], ids=["legacy", "dynamic fee"])
def test_node_signs_as_the_key_in_memory_does(transaction, bare):
    signer = NodeAccountSigner(Node(bare=bare), ADDRESS)
    assert signer.sign(transaction) == PrivateKeySigner(KEY).sign(transaction)
    assert repr(signer) == f"NodeAccountSigner(http://node, 0x{ADDRESS.hex()})"


def test_node_that_signs_with_another_key_is_found_out():
    with pytest.raises(SignatureInvalid, match="the node signed as"):
        NodeAccountSigner(Node(OTHER), ADDRESS).sign(LEGACY)


@pytest.mark.parametrize(
    "changed",
    [replace(LEGACY, nonce=8), replace(LEGACY, to=b"\x33" * 20), replace(LEGACY, gas_price=5), DYNAMIC],
    ids=["nonce", "recipient", "price", "kind"],
)
def test_node_that_signs_another_transaction_is_found_out(changed):
    raw = "0x" + PrivateKeySigner(KEY).sign(changed).hex()
    node = SimpleNamespace(url="http://node", request=lambda *_: {"raw": raw})
    with pytest.raises(SignatureInvalid):
        NodeAccountSigner(node, ADDRESS).sign(LEGACY)


def test_signature_over_the_right_transaction_beside_another_one_is_found_out():
    """The last three fields are those of the right one; what goes out must be it too."""
    from govledger.rlp import rlp_decode, rlp_encode

    right = rlp_decode(PrivateKeySigner(KEY).sign(LEGACY))
    wrong = "0x" + rlp_encode([b"\x63", *right[1:]]).hex()
    node = SimpleNamespace(url="http://node", request=lambda *_: {"raw": wrong})
    with pytest.raises(SignatureInvalid, match="signed another transaction than it was asked to"):
        NodeAccountSigner(node, ADDRESS).sign(LEGACY)


@pytest.mark.parametrize("answer", [None, {}, "0xzz", {"raw": "0x"}, {"raw": "0xc0"}, {"raw": "0xc3010203"}, "0xc180"])
def test_answer_that_is_no_transaction_is_an_error(answer):
    with pytest.raises(SignatureInvalid):
        NodeAccountSigner(SimpleNamespace(url="http://node", request=lambda *_: answer), ADDRESS).sign(LEGACY)


def test_account_that_is_locked_says_what_to_do():
    def refuse(*_: object) -> None:
        raise NodeRefused("eth_signTransaction", -32000, "authentication needed: password or unlock")

    with pytest.raises(SignerFailed, match=r"authentication needed.*unlock the account in it.*or better"):
        NodeAccountSigner(SimpleNamespace(url="http://node", request=refuse), ADDRESS).sign(LEGACY)


def test_address_has_20_bytes():
    with pytest.raises(InputError, match="has 19 bytes"):
        NodeAccountSigner(Node(), bytes(19))


def test_text_names_an_account_of_the_node():
    signer = open_signer(f"node:0x{ADDRESS.hex()}", connection=Node())
    assert isinstance(signer, NodeAccountSigner) and signer.address == ADDRESS
    with pytest.raises(InputError, match="'' is no address"):
        open_signer("node:", connection=Node())

from __future__ import annotations

import json
from typing import Any

import pytest
import rlp
from eth_utils import keccak
from hypothesis import given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from govledger.consensus.account import ProvedAccount, StateProof, verify_account, verify_word
from govledger.consensus.header import Header
from govledger.consensus.proof import trie_proof
from govledger.consensus.trie import EMPTY_CODE_HASH, EMPTY_ROOT, Account, state_root, storage_root, trie_root
from govledger.errors import MalformedAccount, TrieProofInvalid
from govledger.rlp import rlp_encode
from tests.conftest import ROOT

RECORDED: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "clique-geth.json").read_bytes())
STATE_ROOT = Header.from_json(RECORDED["blocks"][RECORDED["proofs_at"]]).state_root
CONTRACT, PAYER, NOBODY = RECORDED["proofs"]


# --- a real node's answers -----------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [CONTRACT, PAYER])
def test_an_account_that_a_node_proves_is_the_one_that_it_names(answer: dict[str, Any]) -> None:
    account = StateProof.from_json(answer).account(STATE_ROOT)
    assert account is not None
    assert (hex(account.nonce), hex(account.balance)) == (answer["nonce"], answer["balance"])
    assert "0x" + account.storage_root.hex() == answer["storageHash"]
    assert "0x" + account.code_hash.hex() == answer["codeHash"]


def test_words_that_a_node_proves_are_those_that_were_written_and_zero_where_none_was() -> None:
    proof = StateProof.from_json(CONTRACT)
    assert proof.words(proof.account(STATE_ROOT)) == {1: 2**255 + 1, 9: 99, 7: 0, 4: 0}
    assert {int(entry["key"], 16): int(entry["value"], 16) for entry in CONTRACT["storageProof"]} == {
        **proof.words(proof.account(STATE_ROOT))
    }


def test_a_real_nodes_proof_of_an_account_is_one_for_py_trie_too() -> None:
    proof = StateProof.from_json(CONTRACT)
    nodes = [rlp.decode(node) for node in proof.account_nodes]
    value = HexaryTrie.get_from_proof(STATE_ROOT, keccak(proof.address), nodes)
    assert ProvedAccount.decode(value) == proof.account(STATE_ROOT)


def test_a_node_proves_that_an_account_is_not_there() -> None:
    proof = StateProof.from_json(NOBODY)
    assert proof.account(STATE_ROOT) is None
    assert proof.words(None) == {0: 0}


def test_a_storage_without_anything_is_proved_by_no_node_or_by_an_empty_one() -> None:
    for nodes in ([], ["0x80"]):
        answer = PAYER | {"storageProof": [{"key": "0x0", "value": "0x0", "proof": nodes}]}
        proof = StateProof.from_json(answer)
        assert proof.words(proof.account(STATE_ROOT)) == {0: 0}


def test_a_proof_of_another_account_or_another_state_is_refused() -> None:
    proof = StateProof.from_json(CONTRACT)
    with pytest.raises(TrieProofInvalid):
        verify_account(STATE_ROOT, StateProof.from_json(PAYER).address, proof.account_nodes)
    with pytest.raises(TrieProofInvalid):
        proof.account(Header.from_json(RECORDED["blocks"][1]).state_root)
    with pytest.raises(TrieProofInvalid):
        proof.words(StateProof.from_json(PAYER).account(STATE_ROOT))


# --- any state -----------------------------------------------------------------------------------------

words = st.integers(0, 2**256 - 1)
storages = st.dictionaries(st.integers(0, 40) | words, words, max_size=12)
accounts = st.builds(
    Account, balance=words, nonce=st.integers(0, 2**64 - 1), code=st.binary(max_size=9), storage=storages
)
addresses = st.binary(min_size=20, max_size=20)


def in_py_trie(items: dict[bytes, bytes]) -> HexaryTrie:
    trie = HexaryTrie({})
    for key, value in items.items():
        trie[key] = value
    return trie


def nodes_of(trie: HexaryTrie, key: bytes) -> list[bytes]:
    """py-trie's proof, without the nodes that stand inside their parents."""
    first, *rest = [rlp.encode(node) for node in trie.get_proof(key)]
    return [first, *(node for node in rest if len(node) >= 32)]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(addresses, accounts, min_size=1, max_size=8), addresses)
def test_proofs_that_py_trie_makes_of_accounts_are_verified(state: dict[bytes, Account], absent: bytes) -> None:
    trie = in_py_trie({keccak(address): account.encode() for address, account in state.items()})
    for address, account in state.items():
        proved = verify_account(state_root(state), address, nodes_of(trie, keccak(address)))
        assert proved == ProvedAccount(
            account.nonce, account.balance, storage_root(account.storage), keccak(account.code)
        )
    if absent not in state:
        assert verify_account(trie.root_hash, absent, nodes_of(trie, keccak(absent))) is None


@settings(max_examples=60, deadline=None)
@given(storages, st.integers(41, 60))
def test_proofs_that_py_trie_makes_of_words_are_verified(storage: dict[int, int], absent: int) -> None:
    written = {slot: word for slot, word in storage.items() if word}
    trie = in_py_trie({keccak(slot.to_bytes(32, "big")): rlp.encode(word) for slot, word in written.items()})
    for slot in (*storage, absent):
        nodes = nodes_of(trie, keccak(slot.to_bytes(32, "big"))) if written else []
        assert verify_word(storage_root(storage), slot, nodes) == storage.get(slot, 0)


def test_an_account_of_nothing_is_one_that_is_there() -> None:
    assert ProvedAccount.decode(Account().encode()) == ProvedAccount(0, 0, EMPTY_ROOT, EMPTY_CODE_HASH)


# --- what is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (b"\xb8\x01a", "value in a state is no RLP"),
        (rlp_encode(b"x"), "account is not a list"),
        (rlp_encode([1, 2, EMPTY_ROOT]), "account is not a list"),
        (rlp_encode([1, 2, EMPTY_ROOT, []]), "account is not a list"),
        (rlp_encode([1, 2, EMPTY_ROOT, b"x"]), "a root or a hash that has not 32 bytes"),
        (rlp_encode([b"\x00\x01", 2, EMPTY_ROOT, EMPTY_CODE_HASH]), "nonce in a state is no minimal integer"),
        (rlp_encode([1, b"\x01" * 33, EMPTY_ROOT, EMPTY_CODE_HASH]), "balance in a state is no minimal integer"),
    ],
)
def test_a_value_that_is_no_account_is_refused(value: bytes, rule: str) -> None:
    items = {keccak(bytes(20)): value}
    with pytest.raises(MalformedAccount, match=rule):
        verify_account(trie_root(items), bytes(20), trie_proof(items, keccak(bytes(20))))


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (rlp_encode([b"x"]), "no minimal integer"),
        (rlp_encode(0), "is 0, which no storage holds"),
        (b"\xb8\x01a", "no RLP"),
    ],
)
def test_a_value_that_is_no_word_is_refused(value: bytes, rule: str) -> None:
    key = keccak(bytes(32))
    with pytest.raises(MalformedAccount, match=rule):
        verify_word(trie_root({key: value}), 0, trie_proof({key: value}, key))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"address": None}, "address in a proof is 'None'"),
        ({"address": "0x12"}, "address in a proof has 1 bytes instead of 20"),
        ({"accountProof": None}, "proof is no list of nodes"),
        ({"accountProof": ["x"]}, "node in a proof is 'x', no hex"),
        ({"storageProof": None}, "storageProof is no list of proofs"),
        ({"storageProof": ["x"]}, "storageProof is no list of proofs"),
        ({"storageProof": [{"key": "7", "proof": []}]}, "key in a proof is '7', no hex"),
        ({"storageProof": [{"key": "0x" + "01" * 33, "proof": []}]}, "key in a proof has 33 bytes"),
        ({"storageProof": [{"key": "0x7"}]}, "proof is no list of nodes"),
    ],
)
def test_an_answer_that_is_no_proof_is_refused(change: dict[str, Any], rule: str) -> None:
    with pytest.raises(MalformedAccount, match=rule):
        StateProof.from_json(CONTRACT | change)

from __future__ import annotations

import rlp
from eth_utils import keccak
from hypothesis import example, given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from govledger.consensus.trie import EMPTY_ROOT, Account, state_root, storage_root, trie_root


def root_by_py_trie(items: dict[bytes, bytes]) -> bytes:
    trie = HexaryTrie({})
    for key, value in items.items():
        trie[key] = value
    return trie.root_hash


keys = st.one_of(
    st.binary(max_size=3),
    st.binary(min_size=32, max_size=32),
    st.lists(st.sampled_from([b"\x00", b"\x01", b"\x10"]), max_size=5).map(b"".join),
)
contents = st.one_of(st.binary(max_size=40), st.just(b"\x05"))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(keys, contents, max_size=30))
@example({b"": b"at the root", b"\x00": b"below"})
@example({b"\x12": b"a", b"\x12\x34": b"value in a branch", b"\x12\x35": b"c"})
def test_roots_are_those_of_py_trie(items):
    assert trie_root(items) == root_by_py_trie(items)


def test_root_of_a_long_list_is_that_of_py_trie():
    items = {rlp.encode(index): b"value %d " % index * (index % 7) for index in range(1, 600)}
    assert trie_root(items) == root_by_py_trie(items)


def test_root_of_nothing_is_the_one_of_every_empty_block():
    assert trie_root({}) == trie_root({b"key": b""}) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"


words = st.integers(0, 2**256 - 1)
accounts = st.builds(
    Account,
    balance=words,
    nonce=st.integers(0, 2**64 - 1),
    code=st.binary(max_size=50),
    storage=st.dictionaries(words, words, max_size=5),
)


def state_root_by_py_trie(state: dict[bytes, Account]) -> bytes:
    trie = HexaryTrie({})
    for address, account in state.items():
        storage = HexaryTrie({})
        for slot, word in account.storage.items():
            if word:
                storage[keccak(slot.to_bytes(32, "big"))] = rlp.encode(word)
        fields = [account.nonce, account.balance, storage.root_hash, keccak(account.code)]
        trie[keccak(address)] = rlp.encode(fields)
    return trie.root_hash


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.binary(min_size=20, max_size=20), accounts, max_size=8))
def test_state_roots_are_those_of_py_trie(state):
    assert state_root(state) == state_root_by_py_trie(state)


def test_account_without_anything_is_in_the_state():
    assert state_root({bytes(20): Account()}) != state_root({}) == EMPTY_ROOT


def test_word_of_zero_is_a_word_that_was_never_written():
    assert storage_root({1: 0}) == storage_root({}) == EMPTY_ROOT != storage_root({1: 1})

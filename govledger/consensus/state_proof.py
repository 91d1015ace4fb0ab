"""What a header's stateRoot says of one word of a contract's storage, by an account proof and a storage proof. Pure.

EIP-1186 (`eth_getProof`); the account as in Yellow Paper 4.1: RLP[nonce, balance, storageRoot, codeHash]. Keys of both
tries are hashes: of the address, and of the slot as 32 bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from govledger.consensus.header import HASH_LENGTH
from govledger.consensus.proof import verify_trie_proof
from govledger.errors import MalformedRlp, TrieProofInvalid
from govledger.privacy.keccak import keccak256
from govledger.rlp import rlp_decode

ACCOUNT_FIELDS = 4
STORAGE_ROOT = 2
"""The place of the storage's root in an account."""


def proven_word(
    state_root: bytes, address: bytes, slot: int, account_proof: Sequence[bytes], storage_proof: Sequence[bytes]
) -> bytes:
    """The word (32 bytes) that an account holds in a slot; zero where it, or the account, is absent.

    Args:
        state_root: 32 bytes, from a header that was checked.
        address: of the account.
        slot: of its storage.
        account_proof: the nodes from the state's root to the account.
        storage_proof: the nodes from the account's storage root to the word.

    Raises:
        TrieProofInvalid: the nodes do not prove it, or prove something that no state holds.
    """
    account = verify_trie_proof(state_root, keccak256(address), account_proof)
    if account is None:
        return bytes(HASH_LENGTH)
    key = keccak256(slot.to_bytes(HASH_LENGTH, "big"))
    root = _storage_root(state_root, address, account)
    value = verify_trie_proof(root, key, storage_proof)
    if value is None:
        return bytes(HASH_LENGTH)
    word = _decoded(root, key, value)
    if not isinstance(word, bytes) or not 0 < len(word) <= HASH_LENGTH or word[0] == 0:
        raise TrieProofInvalid(root, key, "leads to something else than a word")
    return word.rjust(HASH_LENGTH, b"\0")


def _storage_root(state_root: bytes, address: bytes, account: bytes) -> bytes:
    fields = _decoded(state_root, keccak256(address), account)
    if isinstance(fields, list) and len(fields) == ACCOUNT_FIELDS:
        root = fields[STORAGE_ROOT]
        if isinstance(root, bytes) and len(root) == HASH_LENGTH:
            return root
    raise TrieProofInvalid(state_root, keccak256(address), "leads to something else than an account")


def _decoded(root: bytes, key: bytes, value: bytes) -> object:
    try:
        return rlp_decode(value)
    except MalformedRlp as error:
        raise TrieProofInvalid(root, key, f"leads to a value that is no RLP: {error}") from error

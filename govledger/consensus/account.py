"""Proofs of what a state holds: an account, the words of its storage, or that there is none. Pure.

EIP-1186 (`eth_getProof`), Yellow Paper 4.1: the trie of the state holds RLP[nonce, balance, storage root, code hash]
under the hash of the address, the trie of an account's storage RLP(word) under the hash of the slot. The state's root
is in the header. Of a node's answer the nodes of the tries alone are read, not the values that it names beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from govledger.consensus.header import ADDRESS_LENGTH, HASH_LENGTH, bytes_of_hex
from govledger.consensus.proof import verify_trie_proof
from govledger.consensus.trie import EMPTY_CODE_HASH, EMPTY_ROOT
from govledger.errors import MalformedAccount, MalformedRlp
from govledger.privacy.keccak import keccak256
from govledger.rlp import rlp_decode, rlp_encode

EMPTY_TRIE = (rlp_encode(b""),)
"""What some nodes give for a trie without anything, as if it had a node; others give no node."""


@dataclass(frozen=True, slots=True)
class ProvedAccount:
    """What a state holds of an account."""

    nonce: int = 0
    balance: int = 0
    """Wei."""
    storage_root: bytes = EMPTY_ROOT
    code_hash: bytes = EMPTY_CODE_HASH

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The account that the state's trie holds, read strictly.

        Raises:
            MalformedAccount: something else.
        """
        items = _decoded(data)
        if not isinstance(items, list) or len(items) != 4 or not all(isinstance(item, bytes) for item in items):
            raise MalformedAccount("account", "is not a list of nonce, balance, storage root and code hash")
        nonce, balance, storage_root, code_hash = items
        if len(storage_root) != HASH_LENGTH or len(code_hash) != HASH_LENGTH:
            raise MalformedAccount("account", f"has a root or a hash that has not {HASH_LENGTH} bytes")
        return cls(_integer("nonce", nonce), _integer("balance", balance), storage_root, code_hash)


@dataclass(frozen=True, slots=True)
class StateProof:
    """The nodes of tries from a state's root down to an account, and from its storage's root down to slots."""

    address: bytes
    """20 bytes."""
    account_nodes: tuple[bytes, ...]
    storage_nodes: Mapping[int, tuple[bytes, ...]]
    """By slot."""

    @classmethod
    def from_json(cls, answer: Mapping[str, Any]) -> Self:
        """A node's answer to `eth_getProof`.

        Raises:
            MalformedAccount: a field is missing, or is not what it must be.
        """
        address = _bytes("address", answer.get("address"))
        if len(address) != ADDRESS_LENGTH:
            raise MalformedAccount("address in a proof", f"has {len(address)} bytes instead of {ADDRESS_LENGTH}")
        entries = answer.get("storageProof")
        if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
            raise MalformedAccount("storageProof", "is no list of proofs")
        return cls(
            address,
            _nodes(answer.get("accountProof")),
            {_slot(entry.get("key")): _nodes(entry.get("proof")) for entry in entries},
        )

    def account(self, state_root: bytes) -> ProvedAccount | None:
        """The account under a state's root, or None if the state has none.

        Raises:
            TrieProofInvalid: the nodes do not lead from the root to the account.
            MalformedAccount: they lead to something else.
        """
        return verify_account(state_root, self.address, self.account_nodes)

    def words(self, account: ProvedAccount | None) -> dict[int, int]:
        """The words of the account that was proved, by slot; 0 where the storage has none.

        Raises:
            TrieProofInvalid: the nodes do not lead from the storage's root to a slot.
            MalformedAccount: they lead to something else than a word.
        """
        root = EMPTY_ROOT if account is None else account.storage_root
        return {slot: verify_word(root, slot, nodes) for slot, nodes in self.storage_nodes.items()}


def verify_account(state_root: bytes, address: bytes, nodes: Sequence[bytes]) -> ProvedAccount | None:
    """The account that a state holds under an address, by a proof; None if the proof shows that it holds none.

    Args:
        state_root: 32 bytes, from a header that was checked.
        address: 20 bytes.
        nodes: from the root down.

    Raises:
        TrieProofInvalid: the nodes do not lead from the root to the account.
        MalformedAccount: they lead to something else.
    """
    value = verify_trie_proof(state_root, keccak256(address), nodes)
    return None if value is None else ProvedAccount.decode(value)


def verify_word(storage_root: bytes, slot: int, nodes: Sequence[bytes]) -> int:
    """The word in a slot of an account's storage, by a proof; 0 if the proof shows that none was written.

    Args:
        storage_root: 32 bytes, from an account that was proved.
        slot: 0 to 2^256 − 1.
        nodes: from the root down.

    Raises:
        TrieProofInvalid: the nodes do not lead from the root to the slot.
        MalformedAccount: they lead to something else than a word.
    """
    value = verify_trie_proof(storage_root, keccak256(slot.to_bytes(32, "big")), nodes)
    if value is None:
        return 0
    word = _integer("word", _decoded(value))
    if word == 0:
        raise MalformedAccount("word of a storage", "is 0, which no storage holds")
    return word


def _decoded(data: bytes) -> Any:
    try:
        return rlp_decode(data)
    except MalformedRlp as error:
        raise MalformedAccount("value in a state", f"is no RLP: {error}") from None


def _integer(name: str, item: Any) -> int:
    if not isinstance(item, bytes) or item[:1] == b"\0" or len(item) > 32:
        raise MalformedAccount(f"{name} in a state", "is no minimal integer of at most 32 bytes")
    return int.from_bytes(item, "big")


def _bytes(name: str, value: object) -> bytes:
    data = bytes_of_hex(value)
    if data is None:
        raise MalformedAccount(f"{name} in a proof", f"is {str(value)[:80]!r}, no hex that begins with 0x")
    return data


def _slot(value: object) -> int:
    data = _bytes("key", value)
    if len(data) > 32:
        raise MalformedAccount("key in a proof", f"has {len(data)} bytes; a slot has at most 32")
    return int.from_bytes(data, "big")


def _nodes(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise MalformedAccount("proof", "is no list of nodes")
    nodes = tuple(_bytes("node", node) for node in value)
    return () if nodes == EMPTY_TRIE else nodes

"""Roots of Merkle-Patricia tries: what headers commit to states with. Pure.

Yellow Paper, appendix D; the secure trie of accounts and storage (keys hashed) as in 4.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from govledger.privacy.keccak import keccak256
from govledger.rlp import rlp_encode, rlp_list

EMPTY_ROOT: Final = keccak256(rlp_encode(b""))
EMPTY_CODE_HASH: Final = keccak256(b"")

Leaf: TypeAlias = tuple[str, bytes]
"""A key's nibbles as hex digits, and its value."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a state."""

    balance: int = 0
    """Wei."""
    nonce: int = 0
    code: bytes = b""
    storage: Mapping[int, int] = field(default_factory=dict)
    """Slot to word; a word 0 is one that was never written."""

    def encode(self) -> bytes:
        """The account as the state trie holds it."""
        return rlp_encode((self.nonce, self.balance, storage_root(self.storage), keccak256(self.code)))


def trie_root(items: Mapping[bytes, bytes]) -> bytes:
    """The root of the trie that holds these values under these keys; an empty value is none, as in every client."""
    leaves = leaves_of(items)
    return keccak256(node_over(leaves, 0)) if leaves else EMPTY_ROOT


def state_root(accounts: Mapping[bytes, Account]) -> bytes:
    """The root of a state, by address; an account without anything in it is there nonetheless."""
    return trie_root({keccak256(address): account.encode() for address, account in accounts.items()})


def storage_root(storage: Mapping[int, int]) -> bytes:
    """The root of an account's storage."""
    return trie_root(
        {keccak256(slot.to_bytes(32, "big")): rlp_encode(word) for slot, word in storage.items() if word != 0}
    )


def leaves_of(items: Mapping[bytes, bytes]) -> list[Leaf]:
    """What a trie holds, sorted by key; an empty value is none."""
    return [(key.hex(), value) for key, value in sorted(items.items()) if value]


def node_over(leaves: Sequence[Leaf], depth: int) -> bytes:
    """The encoding of the node below which these leaves lie; they share the first `depth` nibbles and are sorted."""
    first, value = leaves[0]
    if len(leaves) == 1:
        return rlp_list((rlp_encode(_path(first[depth:], leaf=True)), rlp_encode(value)))
    shared = shared_depth(first, leaves[-1][0], depth)
    if shared > depth:
        return rlp_list((rlp_encode(_path(first[depth:shared], leaf=False)), _reference(node_over(leaves, shared))))
    ends_here = len(first) == depth
    children = [b"\x80"] * 16
    start = int(ends_here)
    while start < len(leaves):
        nibble = leaves[start][0][depth]
        end = start + 1
        while end < len(leaves) and leaves[end][0][depth] == nibble:
            end += 1
        children[int(nibble, 16)] = _reference(node_over(leaves[start:end], depth + 1))
        start = end
    return rlp_list((*children, rlp_encode(value if ends_here else b"")))


def shared_depth(first: str, last: str, depth: int) -> int:
    """How many nibbles the first and the last of some sorted keys share, and so all between; at least `depth`."""
    limit = min(len(first), len(last))
    while depth < limit and first[depth] == last[depth]:
        depth += 1
    return depth


def _reference(node: bytes) -> bytes:
    """How a node stands in its parent: itself when shorter than a hash, else its hash."""
    return node if len(node) < 32 else rlp_encode(keccak256(node))


def _path(nibbles: str, *, leaf: bool) -> bytes:
    """The hex-prefix encoding (Yellow Paper, appendix C) of a part of a key."""
    odd = len(nibbles) % 2
    return bytes.fromhex(f"{2 * leaf + odd:x}{'' if odd else '0'}{nibbles}")

"""Proofs in Merkle-Patricia tries: that a header's root holds a value under a key, or none. Pure.

A proof is the nodes from the root down to the key, each in its RLP. A node below 32 bytes stands inside its parent
(Yellow Paper, appendix D) and is not listed. It is what `eth_getProof` calls accountProof and storageProof (EIP-1186),
and the same for receipts, under the key RLP(i). The same nodes prove that a key is absent: they end where it would have
to go on.

Read strictly: every node is used, once and in order; there is one proof of a key in a trie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from govledger.consensus.trie import EMPTY_ROOT, leaves_of, node_over, shared_depth
from govledger.errors import MalformedRlp, TrieProofInvalid
from govledger.privacy.keccak import keccak256
from govledger.rlp import RlpValue, rlp_decode

HASH_LENGTH = 32
BRANCH_LENGTH = 17


def trie_proof(items: Mapping[bytes, bytes], key: bytes) -> tuple[bytes, ...]:
    """The nodes from the root of a trie with these values down to a key; empty for an empty trie.

    Where the key is absent, the nodes down to where that shows.
    """
    leaves, depth, target = leaves_of(items), 0, key.hex()
    nodes: list[bytes] = []
    while leaves:
        node = node_over(leaves, depth)
        if not nodes or len(node) >= HASH_LENGTH:
            nodes.append(node)
        shared = shared_depth(leaves[0][0], leaves[-1][0], depth)
        if len(leaves) == 1 or target[depth:shared] != leaves[0][0][depth:shared]:
            break
        if shared == depth:
            if len(target) == depth:
                break
            leaves = [leaf for leaf in leaves if leaf[0][depth : depth + 1] == target[depth]]
            depth += 1
        depth = max(depth, shared)
    return tuple(nodes)


def verify_trie_proof(root: bytes, key: bytes, nodes: Sequence[bytes]) -> bytes | None:
    """The value that a trie holds under a key, by a proof; None if the proof shows that it holds none.

    Args:
        root: 32 bytes, from a header that was checked.
        key: as it stands in the trie: for accounts and storage the keccak256 of the address or slot.
        nodes: from the root down.

    Raises:
        TrieProofInvalid: the nodes do not lead from the root to the key, or more are given than that takes.
    """
    if root == EMPTY_ROOT and not nodes:
        return None
    walk = _Walk(root, key, nodes)
    value = walk.value()
    if walk.used != len(nodes):
        raise TrieProofInvalid(root, key, f"has {len(nodes)} nodes, and {walk.used} lead to the key")
    return value


class _Walk:
    """One way down a trie."""

    def __init__(self, root: bytes, key: bytes, nodes: Sequence[bytes]) -> None:
        self.root, self.key, self.nodes = root, key, nodes
        self.used = 0

    def value(self) -> bytes | None:
        """The value at the end of the way, or None where it ends before."""
        path = self.key.hex()
        node = self._node(self.root)
        while True:
            if len(node) == BRANCH_LENGTH:
                if not path:
                    return self._value(node[16])
                child, path = node[int(path[0], 16)], path[1:]
            else:
                prefix, is_leaf = self._prefix(node)
                if is_leaf:
                    return self._value(node[1]) if prefix == path else None
                if not path.startswith(prefix):
                    return None
                child, path = node[1], path[len(prefix) :]
            if child == b"":
                return None
            node = self._checked(child) if isinstance(child, list) else self._node(child)

    def _node(self, digest: bytes) -> list[RlpValue]:
        """The next node of the proof, which must have this hash."""
        if self.used == len(self.nodes):
            raise self._invalid(f"ends after {self.used} nodes, before the key does")
        encoded = self.nodes[self.used]
        if keccak256(encoded) != digest:
            raise self._invalid(f"has a node {self.used} that is not the one named above it")
        self.used += 1
        try:
            return self._checked(rlp_decode(encoded))
        except MalformedRlp as error:
            raise self._invalid(f"has a node {self.used - 1} that is no RLP: {error}") from error

    def _checked(self, node: RlpValue) -> list[RlpValue]:
        if not isinstance(node, list) or len(node) not in (2, BRANCH_LENGTH):
            raise self._invalid("has a node that is neither a branch nor a path")
        return node

    def _prefix(self, node: list[RlpValue]) -> tuple[str, bool]:
        """The nibbles of a leaf or an extension, and whether it is a leaf (hex-prefix, appendix C)."""
        encoded = node[0]
        text = encoded.hex() if isinstance(encoded, bytes) else ""
        if text[:1] not in ("0", "1", "2", "3") or (text[0] in "02" and text[1] != "0"):
            raise self._invalid("has a path that is not encoded as one")
        return text[1:] if text[0] in "13" else text[2:], text[0] in "23"

    def _value(self, item: RlpValue) -> bytes | None:
        if not isinstance(item, bytes):
            raise self._invalid("ends in a list, which is no value")
        return item or None

    def _invalid(self, rule: str) -> TrieProofInvalid:
        return TrieProofInvalid(self.root, self.key, rule)

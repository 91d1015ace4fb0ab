"""Merkle trees, equal node by node to those of OpenZeppelin's JavaScript library with `sortLeaves: false`.

The tree of n leaves is an array of 2n - 1 nodes: the root at 0, the children of node i at 2i + 1 and 2i +
2, leaf k at 2n - 2 - k. A parent is the hash of its two children, the smaller first, so a proof needs no
left and right; what a leaf's position is must therefore stand in the leaf. Leaves are hashed twice by
whoever makes them, so that no leaf can pass for an inner node. (npm `@openzeppelin/merkle-tree`,
`SimpleMerkleTree`; Solidity `MerkleProof`.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govledger.errors import InputError
from govledger.privacy.keccak import keccak_256

HASH_LENGTH = 32


class MerkleTree:
    """The tree over leaves in their order.

    Args:
        leaves: at least one, each 32 bytes, hashed twice by the caller.

    Raises:
        InputError: no leaves, or one that is not 32 bytes.
    """

    __slots__ = ("_leaf_count", "_nodes")

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._nodes = tree_nodes(leaves)
        self._leaf_count = len(leaves)

    def __len__(self) -> int:
        return self._leaf_count

    @property
    def root(self) -> bytes:
        """The hash over everything: 32 bytes."""
        return self._nodes[0]

    @property
    def nodes(self) -> tuple[bytes, ...]:
        """All 2n - 1 nodes, the root first, the leaves last and backwards."""
        return tuple(self._nodes)

    def leaf(self, index: int) -> bytes:
        """The leaf that was given at `index`, from 0."""
        return self._nodes[self._node_of(index)]

    def proof(self, index: int) -> tuple[bytes, ...]:
        """The siblings from leaf `index` up to the root; empty for a tree of one leaf."""
        nodes = self._nodes
        node = self._node_of(index)
        siblings = []
        while node > 0:
            siblings.append(nodes[node + 1 if node % 2 else node - 1])
            node = (node - 1) // 2
        return tuple(siblings)

    def _node_of(self, index: int) -> int:
        if not 0 <= index < self._leaf_count:
            raise InputError(f"leaf {index} is not in a tree of {self._leaf_count}; leaves count from 0")
        return 2 * self._leaf_count - 2 - index


def tree_nodes(leaves: Sequence[bytes]) -> list[bytes]:
    """All 2n - 1 nodes of the tree over `leaves`, the root first.

    Raises:
        InputError: no leaves, or one that is not 32 bytes.
    """
    count = len(leaves)
    if count == 0:
        raise InputError("a Merkle tree needs at least one leaf; there is no root of nothing")
    for index, leaf in enumerate(leaves):
        if len(leaf) != HASH_LENGTH:
            raise InputError(f"leaf {index} has {len(leaf)} bytes; a leaf is a hash of 32 bytes")
    nodes = [b""] * (count - 1)
    nodes.extend(reversed(leaves))
    for parent in range(count - 2, -1, -1):
        left, right = nodes[2 * parent + 1], nodes[2 * parent + 2]
        nodes[parent] = keccak_256(left + right if left < right else right + left).digest()
    return nodes


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root of the tree over `leaves`."""
    return tree_nodes(leaves)[0]


def process_proof(leaf: bytes, proof: Iterable[bytes]) -> bytes:
    """The root that a leaf and its siblings lead to.

    Raises:
        InputError: a leaf or a sibling that is not 32 bytes.
    """
    node = leaf
    if len(leaf) != HASH_LENGTH:
        raise InputError(f"the leaf has {len(leaf)} bytes; a leaf is a hash of 32 bytes")
    for sibling in proof:
        if len(sibling) != HASH_LENGTH:
            raise InputError(f"a sibling of {len(sibling)} bytes is no hash; each has 32 bytes")
        node = keccak_256(node + sibling if node < sibling else sibling + node).digest()
    return node


def verify(root: bytes, leaf: bytes, proof: Iterable[bytes]) -> bool:
    """Whether `leaf` is in the tree of that root, by this proof. False, too, for parts that are no hashes."""
    try:
        return process_proof(leaf, proof) == root
    except InputError:
        return False

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from govledger.errors import InputError
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import MerkleTree, merkle_root, process_proof, verify

ORACLE = """
const { SimpleMerkleTree } = require("@openzeppelin/merkle-tree");
const sets = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answers = sets.map(({ leaves, indices }) => {
  const tree = SimpleMerkleTree.of(leaves, { sortLeaves: false });
  tree.validate();
  return { nodes: tree.dump().tree, root: tree.root, proofs: indices.map((index) => tree.getProof(index)) };
});
process.stdout.write(JSON.stringify(answers));
"""


def leaves_of(count: int) -> list[bytes]:
    return [keccak256(keccak256(index.to_bytes(4))) for index in range(count)]


def openzeppelin(project_root: Path, sets: list[tuple[list[bytes], list[int]]]) -> Any:
    """What OpenZeppelin's JavaScript library makes of each set of leaves."""
    asked = [{"leaves": ["0x" + leaf.hex() for leaf in leaves], "indices": indices} for leaves, indices in sets]
    run = subprocess.run(
        ["node", "-e", ORACLE], cwd=project_root, input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


def test_trees_equal_those_of_openzeppelin_node_by_node(project_root: Path) -> None:
    sizes = [*range(1, 131), 255, 256, 257, 1000, 1023, 4096]
    sets = [
        (leaves_of(size), list(range(size)) if size <= 130 else [0, 1, size // 2, size - 2, size - 1]) for size in sizes
    ]
    for (leaves, indices), answer in zip(sets, openzeppelin(project_root, sets), strict=True):
        tree = MerkleTree(leaves)
        assert ["0x" + node.hex() for node in tree.nodes] == answer["nodes"]
        assert "0x" + tree.root.hex() == answer["root"]
        for index, proof in zip(indices, answer["proofs"], strict=True):
            assert ["0x" + sibling.hex() for sibling in tree.proof(index)] == proof


def test_root_of_one_leaf_is_the_leaf_and_its_proof_is_empty() -> None:
    (leaf,) = leaves_of(1)
    tree = MerkleTree([leaf])
    assert (tree.root, tree.proof(0), len(tree), merkle_root([leaf])) == (leaf, (), 1, leaf)


def test_equal_leaves_keep_their_places() -> None:
    leaf = keccak256(b"twice")
    tree = MerkleTree([leaf, leaf, leaf])
    assert [tree.leaf(index) for index in range(3)] == [leaf] * 3
    assert verify(tree.root, leaf, tree.proof(2))


@pytest.mark.parametrize("leaves", [[], [b"short"], [bytes(32), bytes(33)]])
def test_what_is_no_list_of_hashes_makes_no_tree(leaves: list[bytes]) -> None:
    with pytest.raises(InputError, match=r"at least one leaf|a hash of 32 bytes"):
        MerkleTree(leaves)


@pytest.mark.parametrize("index", [-1, 5])
def test_a_leaf_that_is_not_there_has_no_proof(index: int) -> None:
    with pytest.raises(InputError, match=f"leaf {index} is not in a tree of 5"):
        MerkleTree(leaves_of(5)).proof(index)


def test_a_proof_with_parts_that_are_no_hashes_proves_nothing() -> None:
    leaf = keccak256(b"leaf")
    with pytest.raises(InputError, match="a leaf is a hash of 32 bytes"):
        process_proof(b"leaf", ())
    with pytest.raises(InputError, match="a sibling of 31 bytes"):
        process_proof(leaf, (bytes(31),))
    assert not verify(leaf, leaf, (bytes(31),))
    assert not verify(leaf, leaf[:31], ())

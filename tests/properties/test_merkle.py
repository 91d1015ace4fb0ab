from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import MerkleTree, process_proof, verify


def leaves_of(seed: int, count: int) -> list[bytes]:
    return [keccak256(seed.to_bytes(8) + index.to_bytes(8)) for index in range(count)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 4096), st.data())
def test_every_leaf_proves_and_no_other_does(seed: int, count: int, data: st.DataObject) -> None:
    leaves = leaves_of(seed, count)
    tree = MerkleTree(leaves)
    index = data.draw(st.integers(0, count - 1))
    proof = tree.proof(index)
    assert tree.leaf(index) == leaves[index]
    assert process_proof(leaves[index], proof) == tree.root
    assert len(proof) in ((2 * count - 1).bit_length() - 1, (2 * count - 1).bit_length() - 2)
    assert not verify(tree.root, keccak256(leaves[index]), proof)
    if proof:
        broken = data.draw(st.integers(0, len(proof) - 1))
        altered = (*proof[:broken], keccak256(proof[broken]), *proof[broken + 1 :])
        assert not verify(tree.root, leaves[index], altered)
        assert not verify(tree.root, leaves[index], proof[:-1])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 300), st.data())
def test_a_changed_added_or_missing_leaf_changes_the_root(seed: int, count: int, data: st.DataObject) -> None:
    leaves = leaves_of(seed, count)
    root = MerkleTree(leaves).root
    index = data.draw(st.integers(0, count - 1))
    assert MerkleTree([*leaves[:index], keccak256(leaves[index]), *leaves[index + 1 :]]).root != root
    assert MerkleTree([*leaves, keccak256(root)]).root != root
    assert MerkleTree(leaves[:-1]).root != root

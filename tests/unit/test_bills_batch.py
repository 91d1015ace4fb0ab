from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from govledger.bills.batch import Batch, ManifestRow, Opening, manifest_root, parse_manifest
from govledger.bills.number import bill_key
from govledger.errors import DocumentUnreadable, DuplicateReference, InputError
from govledger.privacy.commitments import LEAF, leaf_hash
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import merkle_root, verify

STANDARD = """
const { StandardMerkleTree } = require("@openzeppelin/merkle-tree");
const words = JSON.parse(require("fs").readFileSync(0, "utf8"));
const types = ["bytes32", "uint256", "bytes32", "bytes32", "bytes32"];
const tree = StandardMerkleTree.of(words, types, { sortLeaves: false });
process.stdout.write(JSON.stringify({ root: tree.root, proofs: words.map((_, index) => tree.getProof(index)) }));
"""


def row(number: int, settlement: bool = True) -> ManifestRow:
    business, settled, inner = (keccak256(f"{kind}{number}".encode()) for kind in ("business", "settlement", "inner"))
    return ManifestRow(business, settled if settlement else bytes(32), inner)


def test_the_root_is_a_function_of_the_manifest() -> None:
    rows = [row(number) for number in range(7)]
    batch = Batch(rows)
    leaves = [leaf_hash(i, r.business_tag, r.settlement_tag, r.inner) for i, r in enumerate(rows)]
    assert batch.root == merkle_root(leaves)
    assert batch.manifest == b"".join(r.business_tag + r.settlement_tag + r.inner for r in rows)
    assert len(batch.manifest) == 96 * len(batch) == 96 * 7
    assert manifest_root(batch.manifest) == batch.root
    assert parse_manifest(batch.manifest) == tuple(rows)


def test_root_and_openings_are_those_of_openzeppelins_standard_tree_over_abi_words(project_root: Path) -> None:
    """That library encodes and hashes each leaf itself: the layout is compared as well as the tree."""
    batch = Batch([row(number, settlement=number % 3 > 0) for number in range(101)])
    words = [
        ["0x" + LEAF.hex(), index, *("0x" + part.hex() for part in (one.business_tag, one.settlement_tag, one.inner))]
        for index, one in enumerate(batch.rows)
    ]
    run = subprocess.run(
        ["node", "-e", STANDARD], cwd=project_root, input=json.dumps(words), capture_output=True, text=True, check=True
    )
    answer = json.loads(run.stdout)
    assert answer["root"] == "0x" + batch.root.hex()
    for index, proof in enumerate(answer["proofs"]):
        assert proof == ["0x" + sibling.hex() for sibling in batch.opening(index).proof]


def test_each_bill_of_a_batch_opens_at_its_own_place_alone() -> None:
    batch = Batch([row(number) for number in range(6)])
    for index in range(6):
        opening = batch.opening(index)
        assert (opening.index, opening.row) == (index, batch.rows[index])
        assert opening.root == batch.root
        assert verify(batch.root, opening.leaf, opening.proof)
        moved = Opening(index=(index + 1) % 6, row=opening.row, proof=opening.proof)
        assert moved.root != batch.root


def test_the_leaf_of_a_batch_of_one_is_its_root() -> None:
    opening = Batch([row(1)]).opening(0)
    assert (opening.proof, opening.leaf) == ((), Batch([row(1)]).root)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_bill_outside_the_batch_has_no_opening(index: int) -> None:
    with pytest.raises(InputError, match=f"leaf {index} is not in a tree of 3"):
        Batch([row(number) for number in range(3)]).opening(index)


def test_a_batch_has_at_least_one_bill() -> None:
    with pytest.raises(InputError, match="at least one leaf"):
        Batch([])


def test_two_rows_with_one_reference_are_refused_by_name() -> None:
    rows = [row(0), row(1), ManifestRow(row(0).business_tag, bytes(32), row(2).inner)]
    with pytest.raises(DuplicateReference, match="row 0 and row 2 carry the same business tag") as caught:
        Batch(rows)
    error = caught.value
    assert (error.kind, error.tag, error.first, error.second) == ("business", row(0).business_tag, "row 0", "row 2")
    rows[2] = ManifestRow(row(2).business_tag, row(1).settlement_tag, row(2).inner)
    with pytest.raises(DuplicateReference, match="row 1 and row 2 carry the same settlement tag"):
        Batch(rows)


def test_a_reference_of_an_earlier_bill_is_refused_by_name() -> None:
    used = {row(1).settlement_tag: bill_key(33060126, 9)}
    with pytest.raises(DuplicateReference, match="bill 33060126-0000000009 and row 1 carry the same settlement tag"):
        Batch([row(0), row(1)], used)
    Batch([row(0)], used)


def test_absent_references_may_repeat() -> None:
    assert len(Batch([row(0, settlement=False), row(1, settlement=False)])) == 2


def test_an_auditor_reads_a_manifest_with_duplicates() -> None:
    assert parse_manifest((row(0).to_bytes()) * 2) == (row(0), row(0))
    assert manifest_root(row(0).to_bytes() * 2) != Batch([row(0)]).root


@pytest.mark.parametrize("length", [0, 95, 97])
def test_a_manifest_is_whole_rows(length: int) -> None:
    with pytest.raises(DocumentUnreadable, match=f"a manifest of {length} bytes"):
        parse_manifest(bytes(length))

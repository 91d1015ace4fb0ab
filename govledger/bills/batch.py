"""Batches: many bills under one Merkle root.

A batch's manifest is one row of 96 bytes a bill, in the order of their numbers: businessTag ‖ settlementTag ‖ inner.
The root is a function of it: leaf i is `leaf_hash(i, row)`. Who holds the manifest rebuilds the root and sees every
tag, and learns nothing else of the bills. A bill that is issued alone is a batch of one: its leaf is the root.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govledger.bills.number import BillKey, format_key
from govledger.errors import DocumentUnreadable, DuplicateReference
from govledger.privacy.commitments import leaf_hash
from govledger.privacy.merkle import MerkleTree, process_proof
from govledger.privacy.tags import ABSENT_TAG, TagKind

ROW_LENGTH = 96


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What a batch holds of one bill: three hashes of 32 bytes."""

    business_tag: bytes
    settlement_tag: bytes
    inner: bytes

    def to_bytes(self) -> bytes:
        """BusinessTag ‖ settlementTag ‖ inner, 96 bytes."""
        return self.business_tag + self.settlement_tag + self.inner

    def leaf(self, index: int) -> bytes:
        """The leaf that this row is at a place of a batch."""
        return leaf_hash(index, self.business_tag, self.settlement_tag, self.inner)


@dataclass(frozen=True, slots=True)
class Opening:
    """What shows that a bill stands in a batch: the contracts' BillOpening."""

    index: int
    """The bill's place in its batch, from 0."""

    row: ManifestRow
    proof: tuple[bytes, ...]
    """The siblings from the bill's leaf to the root; empty for a bill that was issued alone."""

    @property
    def leaf(self) -> bytes:
        """The bill's leaf."""
        return self.row.leaf(self.index)

    @property
    def root(self) -> bytes:
        """The root that leaf and proof lead to."""
        return process_proof(self.leaf, self.proof)


class Batch:
    """The tree over bills' rows.

    Args:
        rows: one for each bill, in the order of their numbers.
        used: tags that the organisation used before, with the bill; none of the rows may carry one.

    Raises:
        InputError: no rows, or hashes that are not 32 bytes.
        DuplicateReference: two rows, or a row and an earlier bill, carry the same tag.
    """

    __slots__ = ("_tree", "rows")

    def __init__(self, rows: Iterable[ManifestRow], used: Mapping[bytes, BillKey] | None = None) -> None:
        self.rows: tuple[ManifestRow, ...] = tuple(rows)
        refuse_duplicates(self.rows, used)
        self._tree = MerkleTree([row.leaf(index) for index, row in enumerate(self.rows)])

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def root(self) -> bytes:
        """What stands on the chain for the whole batch."""
        return self._tree.root

    @property
    def manifest(self) -> bytes:
        """96 bytes a bill."""
        return b"".join(row.to_bytes() for row in self.rows)

    def opening(self, index: int) -> Opening:
        """What shows that bill `index` stands in this batch.

        Raises:
            InputError: there is no such bill.
        """
        return Opening(index=index, proof=self._tree.proof(index), row=self.rows[index])


def parse_manifest(manifest: bytes) -> tuple[ManifestRow, ...]:
    """The rows of a manifest, duplicates and all: an auditor looks at what is there.

    Raises:
        DocumentUnreadable: not a whole number of rows, or none.
    """
    if not manifest or len(manifest) % ROW_LENGTH:
        raise DocumentUnreadable(
            f"a manifest of {len(manifest)} bytes is not one or more rows of {ROW_LENGTH}; it is cut short"
        )
    return tuple(
        ManifestRow(manifest[at : at + 32], manifest[at + 32 : at + 64], manifest[at + 64 : at + 96])
        for at in range(0, len(manifest), ROW_LENGTH)
    )


def manifest_root(manifest: bytes) -> bytes:
    """The root that a manifest makes.

    Raises:
        DocumentUnreadable: not a whole number of rows, or none.
    """
    return MerkleTree([row.leaf(index) for index, row in enumerate(parse_manifest(manifest))]).root


def refuse_duplicates(rows: Sequence[ManifestRow], used: Mapping[bytes, BillKey] | None = None) -> None:
    """Refuses rows that carry a tag twice, or one that was used before. Absent tags (zero) are not compared.

    Raises:
        DuplicateReference: names the tag and both places.
    """
    places: dict[bytes, int] = {}
    for index, row in enumerate(rows):
        for kind, tag in ((TagKind.BUSINESS, row.business_tag), (TagKind.SETTLEMENT, row.settlement_tag)):
            if tag == ABSENT_TAG:
                continue
            if used is not None and tag in used:
                raise DuplicateReference(kind, tag, f"bill {format_key(used[tag])}", f"row {index}")
            if tag in places:
                raise DuplicateReference(kind, tag, f"row {places[tag]}", f"row {index}")
            places[tag] = index

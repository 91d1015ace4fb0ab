"""Batches of records: many records under one Merkle root.

A batch's manifest is one commitment of 32 bytes a record, in their order. The root is a function of it: leaf i is
`record_leaf(i, commitment)`. Who holds the manifest rebuilds the root and learns nothing of the records.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from govledger.errors import DocumentUnreadable
from govledger.privacy.commitments import record_leaf
from govledger.privacy.merkle import MerkleTree, process_proof

COMMITMENT_LENGTH = 32


@dataclass(frozen=True, slots=True)
class RecordOpening:
    """What shows that a record was registered in a batch: the contract's RecordOpening, and its place."""

    index: int
    """The record's place in its batch, from 0."""
    commitment: bytes
    """The commitment that it was registered with."""
    proof: tuple[bytes, ...]
    """The siblings from its leaf to the batch's root."""

    @property
    def root(self) -> bytes:
        """The root that leaf and proof lead to."""
        return process_proof(record_leaf(self.index, self.commitment), self.proof)

    def as_struct(self) -> tuple[bytes, tuple[bytes, ...]]:
        """The members of the contract's struct."""
        return self.commitment, self.proof


NO_OPENING = RecordOpening(0, bytes(32), ())
"""For a record that stands alone, and for an item after its first action: nothing looks at it."""


class RecordBatch:
    """The tree over records' commitments.

    Args:
        commitments: one for each record, in their order.

    Raises:
        InputError: no records, or a commitment that is not 32 bytes.
    """

    __slots__ = ("_tree", "commitments")

    def __init__(self, commitments: Iterable[bytes]) -> None:
        self.commitments: tuple[bytes, ...] = tuple(commitments)
        self._tree = MerkleTree([record_leaf(index, item) for index, item in enumerate(self.commitments)])

    def __len__(self) -> int:
        return len(self.commitments)

    @property
    def root(self) -> bytes:
        """What stands on the chain for the whole batch."""
        return self._tree.root

    @property
    def manifest(self) -> bytes:
        """32 bytes a record."""
        return b"".join(self.commitments)

    def opening(self, index: int) -> RecordOpening:
        """What shows that record `index` stands in this batch.

        Raises:
            InputError: there is no such record.
        """
        return RecordOpening(index, proof=self._tree.proof(index), commitment=self.commitments[index])


def parse_record_manifest(manifest: bytes) -> tuple[bytes, ...]:
    """The commitments of a manifest.

    Raises:
        DocumentUnreadable: not a whole number of commitments, or none.
    """
    if not manifest or len(manifest) % COMMITMENT_LENGTH:
        raise DocumentUnreadable(
            f"a manifest of {len(manifest)} bytes is not one or more commitments of {COMMITMENT_LENGTH}; "
            "it is cut short"
        )
    places = range(0, len(manifest), COMMITMENT_LENGTH)
    return tuple(manifest[at : at + COMMITMENT_LENGTH] for at in places)

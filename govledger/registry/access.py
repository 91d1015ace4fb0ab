"""Small accesses in number: the receipts of a window, and the tree that stands for them on the chain. Pure.

A window's owner keeps one small receipt for each access while the window is open, and closes it with the root of a tree
over them. From then on each receipt can be shown alone, with its siblings, and checked by the contract
(`verifyWindowAccess`). A leaf binds the receipt's place in the window::

    access = keccak256(abi.encode(RECEIPT, caseTag, record, index, answer, ruleVersion, at))
    leaf   = keccak256(keccak256(abi.encode(ACCESS, place, access)))

The answer's commitment is salted, so that nothing can be found from a receipt's hash by trying.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govledger.errors import InputError
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import MerkleTree, verify
from govledger.privacy.tags import ABSENT_TAG

ACCESS = keccak256(b"govledger.access.v1")
RECEIPT = keccak256(b"govledger.receipt.v1")

USES_LIMIT = 65_536
"""A window is for at most so many accesses."""

_LARGEST = {"record": 2**64 - 1, "index": 2**32 - 1, "rule_version": 2**32 - 1, "at": 2**40 - 1}


@dataclass(frozen=True, slots=True)
class SmallReceipt:
    """One access of a window: what the window's own terms do not say."""

    record: int
    """0: the resource as a whole."""
    answer: bytes
    """Salted commitment (32 bytes) to what was answered; `seal_record` makes it."""
    at: int
    """When, in seconds: the owner's word."""
    case_tag: bytes = ABSENT_TAG
    index: int = 0
    """The item's place in a record that is a batch, from 0."""
    rule_version: int = 0
    """In mode EVALUATE the version of the rule that was run; 0 in mode VERIFY."""

    def __post_init__(self) -> None:
        for name, largest in _LARGEST.items():
            if not 0 <= getattr(self, name) <= largest:
                raise InputError(f"{name} {getattr(self, name)} is no number from 0 to {largest}")
        for name in ("answer", "case_tag"):
            if len(getattr(self, name)) != 32:
                raise InputError(f"the {name.replace('_', ' ')} has {len(getattr(self, name))} bytes, not 32")
        if not any(self.answer):
            raise InputError("the commitment to the answer is zero; give a salted commitment")

    @property
    def hashed(self) -> bytes:
        """What the window's tree commits to: 32 bytes."""
        numbers = (self.record, self.index)
        words = RECEIPT + self.case_tag + b"".join(number.to_bytes(32) for number in numbers) + self.answer
        return keccak256(words + self.rule_version.to_bytes(32) + self.at.to_bytes(32))


def access_leaf(place: int, access: bytes) -> bytes:
    """The leaf of an access at its place in the window, from 0, as the contract builds it.

    Raises:
        InputError: a place outside 0 to 65,535, or a hash that is not 32 bytes.
    """
    if not 0 <= place < USES_LIMIT:
        raise InputError(f"place {place} is not in a window; accesses are counted from 0 to {USES_LIMIT - 1}")
    if len(access) != 32:
        raise InputError(f"the hash of the receipt has {len(access)} bytes, not 32")
    return keccak256(keccak256(ACCESS + place.to_bytes(32) + access))


def access_tree(receipts: Sequence[SmallReceipt]) -> MerkleTree:
    """The tree over the receipts of a window, in their order; its root closes the window.

    Raises:
        InputError: no receipts (a window without accesses is closed with none), or too many.
    """
    return MerkleTree([access_leaf(place, receipt.hashed) for place, receipt in enumerate(receipts)])


def verify_access(root: bytes, place: int, receipt: SmallReceipt, proof: Sequence[bytes]) -> bool:
    """Whether a receipt stands at that place of a window that was closed with this root."""
    return verify(root, access_leaf(place, receipt.hashed), proof)

"""Bills as a contract sees them: rows of hashes, and of those that are claimed what their holders have.

What a bill says is no matter here, since no contract sees it: its commitment, tags and blinder are drawn. The rows are
put into batches, trees and proofs by the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from govledger.bills.batch import Batch, ManifestRow
from govledger.bills.consent import consent_address
from govledger.privacy.commitments import inner_hash

LARGEST_CLAIMABLE_FEN = 1_000_000


@dataclass(frozen=True, slots=True)
class Holding:
    """What the holder of a bill has beside its row."""

    index: int
    """In its batch."""
    secret: bytes
    """Of its one-time key."""
    inner: Mapping[str, Any]
    """The preimage of the row's inner part, as BillClaims takes it."""

    @property
    def claimable_fen(self) -> int:
        claimable_fen: int = self.inner["claimable_fen"]
        return claimable_fen


@dataclass(frozen=True, slots=True)
class DrawnBatch:
    """A batch, and the holdings of those of its bills that will be claimed."""

    batch: Batch
    claimed: tuple[Holding, ...]


def is_claimed(number: int) -> bool:
    """Whether the bill with this number of the hour, from 0, is claimed: three of every ten."""
    return number * 3 % 10 < 3


def drawn_batch(chance: Random, first: int, size: int) -> DrawnBatch:
    """The batch of the hour's bills `first` to `first + size − 1`."""
    rows, claimed = [], []
    for index in range(size):
        commitment, blinder, business, settlement = (chance.randbytes(32) for _ in range(4))
        claimable_fen = chance.randint(1, LARGEST_CLAIMABLE_FEN)
        secret = chance.randbytes(32) if is_claimed(first + index) else b""
        key = consent_address(secret) if secret else chance.randbytes(20)
        rows.append(ManifestRow(business, settlement, inner_hash(commitment, claimable_fen, key, blinder)))
        if secret:
            inner = {"commitment": commitment, "claimable_fen": claimable_fen, "consent_key": key, "blinder": blinder}
            claimed.append(Holding(index, secret, inner))
    return DrawnBatch(Batch(rows), tuple(claimed))

"""The bills of one hospital: what is not issued yet is, at the vault's desk, and anchored by Merkle root (I/O)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from govledger.actions.bills import is_same
from govledger.bills.import_plan import PlannedBill
from govledger.bills.number import format_key
from govledger.bills.order import BillOrder
from govledger.errors import ReferenceReused
from govledger.importing.parties import BATCH_BILLS
from govledger.importing.reconciliation import RefusedBill
from govledger.ledger import Officer
from govledger.vault import StoredBill, Vault
from govledger.vault.desk import Desk

RangeFor = Callable[[int], int]
"""From a count of bills to a range with that many numbers left."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of one hospital's bills."""

    new: int
    refused: tuple[RefusedBill, ...]


def stored_bills(vault: Vault) -> dict[str, StoredBill]:
    """All bills of a vault, pending ones too, by business number."""
    return {
        bill.document.header.business_number: bill for batch in vault.batches() for bill in vault.bills(batch.first)
    }


def issue(officer: Officer, vault: Vault, bills: Sequence[PlannedBill], range_for: RangeFor) -> Issued:
    """Issue those of a hospital's bills that its vault does not have, after finishing what a killed run left pending.

    A claim whose business number belongs to a bill with other content is refused, and the others go on: a bill is
    never edited.

    Raises:
        NumbersTaken: another vault issues from the same range.
        Refusal: a contract refused.
    """
    officer.bills.finish_pending()
    known = stored_bills(vault)
    missing: list[BillOrder] = []
    refused: list[RefusedBill] = []
    for bill in bills:
        order = BillOrder(bill.draft, bill.claimable_fen)
        stored = known.get(bill.claim)
        if stored is None:
            missing.append(order)
        elif not is_same(stored, order):
            reused = ReferenceReused(bill.claim, format_key(stored.key))
            refused.append(RefusedBill(bill.claim, bill.hospital, bill.total_fen, str(reused)))
    if missing:
        officer.bills.stock(range_for(len(missing)))
        Desk(vault).issue(missing, officer.now())
        officer.bills.anchor(BATCH_BILLS)
    return Issued(len(missing), tuple(refused))

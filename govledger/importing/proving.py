"""What the ledger holds in the end: from the index, and from documents that lead to the chain's roots (I/O)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govledger.bills.batch import Batch, ManifestRow
from govledger.bills.document import DifferenceKind
from govledger.bills.import_plan import PlannedBill
from govledger.bills.number import format_key
from govledger.importing import standing
from govledger.importing.claiming import Claimant
from govledger.importing.reconciliation import LedgerSide, ProvenBill, SettledReimbursement
from govledger.importing.standing import ClaimHistory, IssuedRoot
from govledger.index.store import Store
from govledger.privacy.tags import TagKind
from govledger.vault import StoredBatch, StoredBill, Vault


@dataclass(frozen=True, slots=True)
class Hospital:
    """An organisation that issued bills, and its vault."""

    public_code: str
    organisation: int
    vault: Vault


def ledger_side(
    store: Store, hospitals: Sequence[Hospital], claimants: Mapping[str, Claimant], bills: Sequence[PlannedBill]
) -> LedgerSide:
    """What the ledger holds, read back.

    Args:
        store: the index, up to date, its running hashes found equal to the contracts'.
        hospitals: those of the import.
        claimants: its payers by public code.
        bills: what was to be issued and claimed.
    """
    proven: list[ProvenBill] = []
    unproven: list[str] = []
    on_chain = 0
    for hospital in hospitals:
        issued = standing.issued_by(store, hospital.organisation)
        on_chain += sum(root.count for root in issued.values())
        for batch in hospital.vault.batches():
            found = _proven(hospital, batch, issued.get(batch.first))
            proven += found
            if not found:
                unproven.append(f"{batch.count} bills from {format_key(batch.first)}")
    wanted = {bill.claim for bill in bills}
    keys = {bill.key for bill in proven if bill.claim in wanted}
    histories = {code: standing.claims_of(store, one.organisation) for code, one in claimants.items()}
    settlements = [one for history in histories.values() for one in history.settlements if one.bill in keys]
    return LedgerSide(
        bills=tuple(proven),
        unproven=tuple(unproven),
        bills_in_events=on_chain,
        settlements=len(settlements),
        settled_fen=sum(one.amount_fen for one in settlements),
        reimbursements=tuple(_settled(bills, claimants, histories)),
    )


def _proven(hospital: Hospital, batch: StoredBatch, issued: IssuedRoot | None) -> list[ProvenBill]:
    """The bills of a batch, if tags and hashes made anew from the documents lead to the root that was issued."""
    bills = hospital.vault.bills(batch.first)
    tree = Batch([_row(hospital.vault, bill) for bill in bills])
    if issued != IssuedRoot(tree.root, len(tree)):
        return []
    return [_proven_bill(hospital.public_code, bill) for bill in bills]


def _row(vault: Vault, bill: StoredBill) -> ManifestRow:
    return bill.sealed.row(
        vault.tag(TagKind.BUSINESS, bill.document.header.business_number),
        vault.tag(TagKind.SETTLEMENT, bill.document.visit.settlement_number),
    )


def _proven_bill(hospital: str, bill: StoredBill) -> ProvenBill:
    above = (one for one in bill.document.differences if one.kind is DifferenceKind.PAID_ABOVE_TOTAL)
    return ProvenBill(
        claim=bill.document.header.business_number,
        hospital=hospital,
        key=bill.key,
        total_fen=bill.document.header.total_fen,
        counter_fen=bill.document.settlement.counter_settled_fen,
        paid_above_fen=sum(one.amount_fen for one in above),
        claimable_fen=bill.claimable_fen,
    )


def _settled(
    bills: Iterable[PlannedBill], claimants: Mapping[str, Claimant], histories: Mapping[str, ClaimHistory]
) -> Iterable[SettledReimbursement]:
    """The reimbursements of which something was settled, found by the payer's own tag of their reference."""
    for bill in bills:
        for one in bill.reimbursements:
            made = histories[one.payer].direct.get(claimants[one.payer].tag(one.reference))
            if made is not None:
                yield SettledReimbursement(one.payer, one.reference, made.amount_fen)

"""What an import issues and claims, whatever files it comes from. Pure.

A reader of files (`govledger.bills.synthea`, `govledger.bills.fhir`) makes an `ImportPlan`; `govledger.importing`
carries it out and compares its totals with what the ledger holds in the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from govledger.bills.document import BillDraft, DifferenceKind
from govledger.errors import InputError


class PayerClass(StrEnum):
    """What kind of insurer a payer is."""

    BASIC = "basic"
    COMMERCIAL = "commercial"


@dataclass(frozen=True, slots=True)
class PlannedHospital:
    """An organisation that issues bills."""

    id: str
    """Its id in the files."""

    public_code: str
    name: str


@dataclass(frozen=True, slots=True)
class PlannedPayer:
    """An organisation that reimburses."""

    id: str
    """Its id in the files."""

    public_code: str
    name: str
    payer_class: PayerClass


@dataclass(frozen=True, slots=True)
class Reimbursement:
    """A payment by a payer: a reservation and a settlement."""

    claim: str
    payer: str
    """The payer's public code."""

    reference: str
    """The payment's ID: the claim reference."""

    amount_fen: int


@dataclass(frozen=True, slots=True)
class PlannedBill:
    """A bill that is to be issued, with what payers reimbursed of it."""

    claim: str
    """The business number; in Synthea's tables the claim's Id."""

    hospital: str
    """The hospital's public code."""

    draft: BillDraft
    claimable_fen: int
    reimbursements: tuple[Reimbursement, ...]
    """In the order in which they are to be reserved."""

    @property
    def total_fen(self) -> int:
        """Sum of the charges."""
        return self.draft.header.total_fen

    @property
    def paid_above_fen(self) -> int:
        """What was paid at the counter above the total: differences outside the sum rule."""
        above = (one for one in self.draft.differences if one.kind is DifferenceKind.PAID_ABOVE_TOTAL)
        return sum(one.amount_fen for one in above)

    @property
    def counter_fen(self) -> int:
        """All that was settled at the counter, above the total too."""
        return self.draft.settlement.counter_settled_fen + self.paid_above_fen

    @property
    def above_what_is_left(self) -> tuple[Reimbursement, ...]:
        """The reimbursements that a ledger refuses, each whole, when they come in this order."""
        left = self.claimable_fen
        refused = []
        for reimbursement in self.reimbursements:
            if reimbursement.amount_fen > left:
                refused.append(reimbursement)
            else:
                left -= reimbursement.amount_fen
        return tuple(refused)


@dataclass(frozen=True, slots=True)
class ImportTotals:
    """What is in the files, for the reconciliation."""

    claims: int
    charged_fen: int
    counter_fen: int
    reimbursements: int
    reimbursed_fen: int
    bills_of_zero: int
    paid_above: int
    """Bills with more paid at the counter than charged."""

    paid_above_fen: int
    above_what_is_left: int
    """Reimbursements that are more than what is left."""

    above_what_is_left_fen: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that an import does, in order."""

    hospitals: tuple[PlannedHospital, ...]
    """Those with claims, in the order of their first one."""

    payers: tuple[PlannedPayer, ...]
    """Those that claims name, in the order of their first one."""

    bills: tuple[PlannedBill, ...]
    """In the order of claims.csv."""

    totals: ImportTotals


def totals_of(bills: Iterable[PlannedBill]) -> ImportTotals:
    """The sums over all bills of a plan."""
    planned = tuple(bills)
    reimbursements = [reimbursement for bill in planned for reimbursement in bill.reimbursements]
    refused = [reimbursement for bill in planned for reimbursement in bill.above_what_is_left]
    return ImportTotals(
        claims=len(planned),
        charged_fen=sum(bill.total_fen for bill in planned),
        counter_fen=sum(bill.counter_fen for bill in planned),
        reimbursements=len(reimbursements),
        reimbursed_fen=sum(reimbursement.amount_fen for reimbursement in reimbursements),
        bills_of_zero=sum(bill.total_fen == 0 for bill in planned),
        paid_above=sum(bill.paid_above_fen > 0 for bill in planned),
        paid_above_fen=sum(bill.paid_above_fen for bill in planned),
        above_what_is_left=len(refused),
        above_what_is_left_fen=sum(reimbursement.amount_fen for reimbursement in refused),
    )


def refuse_equal_codes(organisations: Iterable[PlannedHospital | PlannedPayer]) -> None:
    """Refuses a plan in which two organisations are one.

    Raises:
        InputError: two have the same public code.
    """
    seen: dict[str, str] = {}
    for organisation in organisations:
        other = seen.setdefault(organisation.public_code, organisation.id)
        if other != organisation.id:
            raise InputError(f"{other} and {organisation.id} get the same public code; import them apart")

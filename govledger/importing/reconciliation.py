"""The files against the ledger, in counts and in fen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from govledger.bills.import_plan import ImportPlan, PlannedBill, Reimbursement
from govledger.bills.number import BillKey, format_key
from govledger.errors import Refusal
from govledger.refusals import ClaimCapacityExceeded

# --- what is compared ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProvenBill:
    """A bill on the ledger, whose document leads to the root that the chain holds."""

    claim: str
    """Its business number."""

    hospital: str
    """The issuer's public code."""

    key: BillKey
    total_fen: int
    counter_fen: int
    """Paid at the counter, up to the total."""

    paid_above_fen: int
    """Paid at the counter above the total: a difference outside the sums."""

    claimable_fen: int


@dataclass(frozen=True, slots=True)
class SettledReimbursement:
    """A reimbursement of which the ledger holds a settlement."""

    payer: str
    reference: str
    settled_fen: int


@dataclass(frozen=True, slots=True)
class LedgerSide:
    """What the ledger holds."""

    bills: tuple[ProvenBill, ...]
    """All of the hospitals' bills, those of other imports too."""

    unproven: tuple[str, ...]
    """What is in a vault, and its documents do not lead to a root on the chain."""

    bills_in_events: int
    """How many bills the hospitals issued, by the chain's events."""

    settlements: int
    """Events, of these payers on the bills of these claims."""

    settled_fen: int
    """Their sum."""

    reimbursements: tuple[SettledReimbursement, ...]


# --- what is reported ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RefusedBill:
    """A claim that did not become a bill."""

    claim: str
    hospital: str
    total_fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class BillOfZero:
    """A bill with charges of zero."""

    claim: str
    bill: str
    hospital: str


@dataclass(frozen=True, slots=True)
class PaidAbove:
    """A bill with more paid at the counter than charged; nothing of it can be claimed."""

    claim: str
    bill: str
    hospital: str
    total_fen: int
    paid_fen: int
    above_fen: int
    claimable_fen: int


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A reimbursement in the files that the ledger does not hold as a settlement of the same amount."""

    claim: str
    bill: str | None
    """None: there is no bill."""

    payer: str
    payment: str
    amount_fen: int
    settled_fen: int
    left_fen: int | None
    """What the reimbursements before it, as far as they are settled, left of the claimable amount."""

    refusal: str | None
    """The contract's error."""

    reason: str


@dataclass(frozen=True, slots=True)
class Equation:
    """files = ledger + listed."""

    name: str
    unit: str
    """`bills`, `payments` or `fen`."""

    files: int
    ledger: int
    listed: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The end of an import's report: whether nothing was dropped and no sum was bent, and everything that is listed."""

    holds: bool
    equations: tuple[Equation, ...]
    refused_bills: tuple[RefusedBill, ...]
    unsettled: tuple[Unsettled, ...]
    paid_above: tuple[PaidAbove, ...]
    bills_of_zero: tuple[BillOfZero, ...]
    unproven: tuple[str, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        """What does not add up, each in words."""
        broken = (
            f"{one.name}: {one.files} {one.unit} in the files, {one.ledger} on the ledger and {one.listed} listed"
            for one in self.equations
            if not one.holds
        )
        return (*broken, *(f"the vault's documents do not lead to the chain's root: {one}" for one in self.unproven))


def reconcile(
    plan: ImportPlan, ledger: LedgerSide, *, refused_bills: Iterable[RefusedBill], refusals: Mapping[str, Refusal]
) -> Reconciliation:
    """Compares what the files hold with what the ledger holds.

    Args:
        plan: what the files hold.
        ledger: what was read back.
        refused_bills: claims that did not become bills, with the reason.
        refusals: why reimbursements were refused, by the payment's reference.
    """
    wanted = {bill.claim for bill in plan.bills}
    refused = tuple(refused_bills)
    not_issued = {one.claim for one in refused}
    bills = {bill.claim: bill for bill in ledger.bills if bill.claim in wanted - not_issued}
    settled = {(one.payer, one.reference): one.settled_fen for one in ledger.reimbursements}
    unsettled = tuple(
        one for planned in plan.bills for one in _unsettled(planned, bills.get(planned.claim), settled, refusals)
    )
    equations = _equations(plan, ledger, bills, refused, unsettled)
    return Reconciliation(
        holds=all(one.holds for one in equations) and not ledger.unproven,
        equations=equations,
        refused_bills=refused,
        unsettled=unsettled,
        paid_above=tuple(_paid_above(bill) for bill in bills.values() if bill.paid_above_fen),
        bills_of_zero=tuple(
            BillOfZero(bill.claim, format_key(bill.key), bill.hospital)
            for bill in bills.values()
            if bill.total_fen == 0
        ),
        unproven=ledger.unproven,
    )


def _equations(
    plan: ImportPlan,
    ledger: LedgerSide,
    bills: Mapping[str, ProvenBill],
    refused: tuple[RefusedBill, ...],
    unsettled: tuple[Unsettled, ...],
) -> tuple[Equation, ...]:
    totals = plan.totals
    without_bill = {one.claim for one in refused}
    charged = sum(bill.total_fen for bill in bills.values())
    above = sum(bill.paid_above_fen for bill in bills.values())
    above_refused = sum(bill.paid_above_fen for bill in plan.bills if bill.claim in without_bill)
    not_at_all = sum(one.settled_fen == 0 for one in unsettled)
    unsettled_fen = sum(one.amount_fen - one.settled_fen for one in unsettled)
    return (
        _equation("claims", "bills", totals.claims, len(bills), len(refused)),
        _equation("charges", "fen", totals.charged_fen, charged, sum(one.total_fen for one in refused)),
        _equation("paid above the bill", "fen", totals.paid_above_fen, above, above_refused),
        _equation("reimbursements", "payments", totals.reimbursements, ledger.settlements, not_at_all),
        _equation("reimbursed", "fen", totals.reimbursed_fen, ledger.settled_fen, unsettled_fen),
        _equation(
            "bills by the vaults and by the chain's events", "bills", len(ledger.bills), ledger.bills_in_events, 0
        ),
    )


def _equation(name: str, unit: str, files: int, ledger: int, listed: int) -> Equation:
    return Equation(name, unit, files, ledger, listed, files == ledger + listed)


def _paid_above(bill: ProvenBill) -> PaidAbove:
    return PaidAbove(
        claim=bill.claim,
        bill=format_key(bill.key),
        hospital=bill.hospital,
        total_fen=bill.total_fen,
        paid_fen=bill.counter_fen + bill.paid_above_fen,
        above_fen=bill.paid_above_fen,
        claimable_fen=bill.claimable_fen,
    )


def _unsettled(
    planned: PlannedBill,
    bill: ProvenBill | None,
    settled: Mapping[tuple[str, str], int],
    refusals: Mapping[str, Refusal],
) -> Iterator[Unsettled]:
    """The reimbursements of one claim that are not settled as they stand in the files, in their order."""
    left = None if bill is None else bill.claimable_fen
    for one in planned.reimbursements:
        settled_fen = settled.get((one.payer, one.reference), 0)
        refusal = refusals.get(one.reference)
        if settled_fen != one.amount_fen:
            yield Unsettled(
                claim=planned.claim,
                bill=None if bill is None else format_key(bill.key),
                payer=one.payer,
                payment=one.reference,
                amount_fen=one.amount_fen,
                settled_fen=settled_fen,
                left_fen=left,
                refusal=None if refusal is None else type(refusal).__name__,
                reason=_reason(one, left, refusal),
            )
        left = None if left is None else left - settled_fen


def _reason(one: Reimbursement, left_fen: int | None, refusal: Refusal | None) -> str:
    if left_fen is None:
        return "its claim did not become a bill"
    if refusal is None:
        return "it is not settled, or with another amount; run the import again"
    if isinstance(refusal, ClaimCapacityExceeded) and one.amount_fen > left_fen:
        return "it is more than the reimbursements before it left of the bill, and is refused whole"
    return str(refusal)

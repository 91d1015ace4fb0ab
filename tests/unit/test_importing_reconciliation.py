"""The files against the ledger: what makes each comparison fail, and how each difference is listed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from govledger.bills.import_plan import ImportPlan
from govledger.bills.number import bill_key
from govledger.bills.synthea import payer_code
from govledger.errors import Refusal
from govledger.importing.reconciliation import (
    LedgerSide,
    ProvenBill,
    Reconciliation,
    RefusedBill,
    SettledReimbursement,
    reconcile,
)
from govledger.refusals import BillStateMismatch, ClaimCapacityExceeded
from tests import synthea_files
from tests.synthea_files import PAYERS, claim_id, uuid

FIRST, SECOND, THIRD = (uuid("t", number) for number in (501, 502, 503))
"""The payments of claim 5: 60.00, 40.01 (above what is left) and 40.00."""


@pytest.fixture
def plan(tmp_path: Path) -> ImportPlan:
    return synthea_files.small().plan(tmp_path)


def complete(plan: ImportPlan) -> LedgerSide:
    """The ledger after an import of the plan in which only what is above what is left was refused."""
    bills = tuple(
        ProvenBill(
            claim=bill.claim,
            hospital=bill.hospital,
            key=bill_key(33_06_01_26, number),
            total_fen=bill.total_fen,
            counter_fen=min(bill.counter_fen, bill.total_fen),
            paid_above_fen=bill.paid_above_fen,
            claimable_fen=bill.claimable_fen,
        )
        for number, bill in enumerate(plan.bills, start=1)
    )
    settled = tuple(
        SettledReimbursement(one.payer, one.reference, one.amount_fen)
        for bill in plan.bills
        for one in bill.reimbursements
        if one not in bill.above_what_is_left
    )
    return LedgerSide(bills, (), len(bills), len(settled), sum(one.settled_fen for one in settled), settled)


def refused() -> dict[str, Refusal]:
    return {SECOND: ClaimCapacityExceeded(1, 4_001, 0, 7)}


def without(side: LedgerSide, *references: str) -> LedgerSide:
    """The ledger without the settlements of these payments."""
    kept = tuple(one for one in side.reimbursements if one.reference not in references)
    return replace(side, reimbursements=kept, settlements=len(kept), settled_fen=sum(one.settled_fen for one in kept))


def broken(found: Reconciliation) -> list[str]:
    return [one.name for one in found.equations if not one.holds]


def test_what_was_imported_and_what_is_listed_add_up_to_the_files(plan: ImportPlan) -> None:
    found = reconcile(plan, complete(plan), refused_bills=(), refusals=refused())
    assert found.holds and found.failures == () and found.unproven == ()
    [one] = found.unsettled
    assert (one.payment, one.left_fen, one.refusal) == (SECOND, 4_000, "ClaimCapacityExceeded")
    assert one.reason == "it is more than the reimbursements before it left of the bill, and is refused whole"


def test_bill_that_is_missing_is_found(plan: ImportPlan) -> None:
    side = complete(plan)
    found = reconcile(plan, replace(side, bills=side.bills[1:]), refused_bills=(), refusals=refused())
    assert not found.holds
    assert broken(found) == [
        "claims",
        "charges",
        "paid above the bill",
        "bills by the vaults and by the chain's events",
    ]
    assert found.failures[0] == "claims: 7 bills in the files, 6 on the ledger and 0 listed"


def test_bill_with_another_sum_is_found(plan: ImportPlan) -> None:
    side = complete(plan)
    bent = (replace(side.bills[0], total_fen=side.bills[0].total_fen - 1), *side.bills[1:])
    assert broken(reconcile(plan, replace(side, bills=bent), refused_bills=(), refusals={})) == ["charges"]


def test_bill_that_the_vaults_do_not_know_is_found(plan: ImportPlan) -> None:
    found = reconcile(plan, replace(complete(plan), bills_in_events=8), refused_bills=(), refusals={})
    assert broken(found) == ["bills by the vaults and by the chain's events"]


def test_documents_that_lead_to_no_root_are_named(plan: ImportPlan) -> None:
    side = replace(complete(plan), unproven=("2 bills from 33060126-0000000001",))
    found = reconcile(plan, side, refused_bills=(), refusals={})
    assert not found.holds and broken(found) == []
    assert found.failures == (
        "the vault's documents do not lead to the chain's root: 2 bills from 33060126-0000000001",
    )


def test_settlement_twice_is_found(plan: ImportPlan) -> None:
    side = complete(plan)
    twice = replace(side, settlements=side.settlements + 1, settled_fen=side.settled_fen + 900)
    assert broken(reconcile(plan, twice, refused_bills=(), refusals={})) == ["reimbursements", "reimbursed"]


def test_reimbursement_that_nobody_settled_is_listed(plan: ImportPlan) -> None:
    found = reconcile(plan, without(complete(plan), THIRD), refused_bills=(), refusals=refused())
    assert found.holds
    assert [(one.payment, one.refusal, one.reason) for one in found.unsettled][1:] == [
        (THIRD, None, "it is not settled, or with another amount; run the import again")
    ]


def test_reimbursement_with_another_amount_is_listed_with_what_is_missing(plan: ImportPlan) -> None:
    side = without(complete(plan), FIRST)
    part = SettledReimbursement(payer_code(PAYERS[0]), FIRST, 1_000)
    side = replace(
        side,
        reimbursements=(*side.reimbursements, part),
        settlements=side.settlements + 1,
        settled_fen=side.settled_fen + 1_000,
    )
    found = reconcile(plan, side, refused_bills=(), refusals=refused())
    assert found.holds
    assert [(one.payment, one.amount_fen, one.settled_fen, one.left_fen) for one in found.unsettled] == [
        (FIRST, 6_000, 1_000, 10_000),
        (SECOND, 4_001, 0, 9_000),
    ]
    assert found.equations[4].listed == 5_000 + 4_001


@pytest.mark.parametrize(
    "refusal", [BillStateMismatch(1, 2), ClaimCapacityExceeded(1, 4_000, 10, 7)], ids=lambda one: type(one).__name__
)
def test_refusal_for_another_reason_is_listed_in_the_contracts_words(plan: ImportPlan, refusal: Refusal) -> None:
    found = reconcile(plan, without(complete(plan), THIRD), refused_bills=(), refusals=refused() | {THIRD: refusal})
    one = found.unsettled[1]
    assert (one.payment, one.left_fen) == (THIRD, 4_000)
    assert (one.refusal, one.reason) == (type(refusal).__name__, str(refusal))


def test_claim_that_did_not_become_a_bill_is_listed_with_its_charges_and_reimbursements(plan: ImportPlan) -> None:
    side = complete(plan)
    five = next(bill for bill in plan.bills if bill.claim == claim_id(5))
    left = without(side, FIRST, THIRD)
    left = replace(left, bills=tuple(one for one in side.bills if one.claim != five.claim), bills_in_events=6)
    refused_bill = RefusedBill(five.claim, five.hospital, five.total_fen, "why")
    found = reconcile(plan, left, refused_bills=[refused_bill], refusals={})
    assert found.holds and found.refused_bills == (refused_bill,)
    assert [(one.payment, one.bill, one.left_fen, one.reason) for one in found.unsettled] == [
        (payment, None, None, "its claim did not become a bill") for payment in (FIRST, SECOND, THIRD)
    ]


def test_what_was_paid_above_a_claim_without_a_bill_stays_in_the_sum(plan: ImportPlan) -> None:
    side = complete(plan)
    one = plan.bills[0]
    assert one.paid_above_fen == 251
    left = replace(side, bills=side.bills[1:], bills_in_events=6)
    refused_bill = RefusedBill(one.claim, one.hospital, one.total_fen, "why")
    found = reconcile(plan, left, refused_bills=[refused_bill], refusals={})
    assert found.holds and found.equations[2].listed == 251 and found.paid_above == ()

"""The acts on medical e-bills that are metered."""

from __future__ import annotations

from math import ceil

from metering.billing import PAYERS, BillingTown
from metering.figure import Figure

BULK = 64
"""Calls in a bulk call: what a transaction holds of the dearest kind, within the gas that one may use."""
LARGEST_BATCH = 0x01010101


def _bill_batch(town: BillingTown) -> int:
    """Of more bills than any hospital has: their number changes its bytes of calldata and nothing else."""
    return town.issue_batch(LARGEST_BATCH).gas


def _first_reservation(town: BillingTown) -> int:
    return town.reserve(town.bill()).gas


def _reserve(town: BillingTown) -> int:
    return _reservation(town, 2)


def _reserve_each_further(town: BillingTown) -> int:
    """From the third payer to the last, as many as there are: the same for each."""
    return ceil((_reservation(town, PAYERS) - _reservation(town, 2)) / (PAYERS - 2))


def _reservation(town: BillingTown, payer: int) -> int:
    """The reservation of the payer with this number, after all payers before it."""
    bill = town.bill()
    return [town.reserve(bill, place).gas for place in range(payer)][-1]


def _settle(town: BillingTown) -> int:
    bill = town.bill()
    town.reserve(bill)
    return town.settle(bill, 2).gas


def _settle_bulk_each(town: BillingTown) -> int:
    bills = [town.bill() for _ in range(BULK)]
    for bill in bills:
        town.reserve(bill)
    return ceil(town.settle_in_bulk(bills, 2).gas / BULK)


def _first_reserve_and_settle_bulk_each(town: BillingTown) -> int:
    bills = [town.bill() for _ in range(BULK)]
    return ceil(town.reserve_and_settle_in_bulk(bills).gas / BULK)


def _red_letter(town: BillingTown) -> int:
    return town.red_letter(town.bill(), 0).gas


def _book(town: BillingTown) -> int:
    return town.book(town.bill()).gas


def _freeze(town: BillingTown) -> int:
    return town.freeze(town.bill()).gas


BILL_FIGURES = (
    Figure("bill_batch", "a batch of bills of any size, by its root", _bill_batch, 150_000),
    Figure("first_reservation", "the first reservation on a bill of a batch", _first_reservation, 230_000),
    Figure("reserve", "the second payer's reservation", _reserve, 125_000),
    Figure("reserve_each_further", "each further payer's, more", _reserve_each_further, 3_500),
    Figure("settle", "a settlement", _settle, 90_000),
    Figure("settle_bulk_each", "one of 64 settlements in one call", _settle_bulk_each, 40_000),
    Figure(
        "first_reserve_and_settle_bulk_each",
        "one of 64 first claims, settled at once, in one call",
        _first_reserve_and_settle_bulk_each,
        195_000,
    ),
    Figure("bill_red_letter", "a bill of a batch, taken back by a red letter", _red_letter),
    Figure("bill_book", "a bill of a batch, booked", _book),
    Figure("bill_freeze", "a bill, frozen", _freeze),
)

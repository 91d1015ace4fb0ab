"""Entries: a bill in the books of a reimbursing unit, in each at most once at a time."""

from __future__ import annotations

from govledger.actions.bills import opening_struct
from govledger.actions.section import ActingSection, ReadingSection
from govledger.bills.holder import HolderFile
from govledger.errors import InputError
from govledger.events.types import BillBooked, BookingReversed
from govledger.model import Entry, EntryPurpose, EntryState, Recorded

MONTHS = 12


class EntriesReader(ReadingSection):
    """Which bills were booked, by whom."""

    CONTRACT = "bill_claims"

    def entry(self, bill: int, unit: int) -> Entry | None:
        """A bill in the books of a unit, or None if it was never booked there."""
        found = self._read("getEntry", bill, unit)
        state = EntryState(found.state)
        if state is EntryState.NOT_BOOKED:
            return None
        return Entry(state, EntryPurpose(found.purpose), found.period)


class EntriesActions(EntriesReader, ActingSection):
    """What a reimbursing unit's accountant does."""

    def book(
        self, holder_file: HolderFile, *, year: int, month: int, deductible: bool, purpose: EntryPurpose
    ) -> Recorded[BillBooked]:
        """Book a bill for the own organisation.

        Args:
            holder_file: the bill with what proves it, as its holder gave it.
            year: of the period it is booked in.
            month: of the period, 1 to 12.
            deductible: whether it is booked as deductible (code 02) or not (03).
            purpose: what for.

        Raises:
            InputError: no such month.
            EntryExists: the organisation has the bill booked already.
        """
        if not 1 <= month <= MONTHS:
            raise InputError(f"month {month} is none; periods are years with months from 1 to {MONTHS}")
        state = EntryState.DEDUCTIBLE if deductible else EntryState.NOT_DEDUCTIBLE
        key, opening = holder_file.bill.document.key, opening_struct(holder_file)
        return self._act(BillBooked, "bookBill", key, opening, state, year * 100 + month, purpose)

    def reverse_booking(self, bill: int, unit: int) -> Recorded[BookingReversed]:
        """Reverse a booking of the own organisation, or of one that it is the heir of (code 06)."""
        return self._act(BookingReversed, "reverseBooking", bill, unit)

"""Ranges of bill numbers: granted by two officers of the finance department, split, voided, returned and closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govledger.actions.section import ActingSection, ReadingSection
from govledger.events.types import (
    NumbersVoided,
    PayerClassified,
    PayerOrderSet,
    RangeClosed,
    RangeClosureProposed,
    RangeGranted,
    RangeProposed,
    RangeReturned,
    RangeSplit,
    RangeWrittenOff,
    VoidConfirmed,
    VoidReviewed,
)
from govledger.model import (
    NumberRange,
    PayerClass,
    PayerOrder,
    RangeStatus,
    Recorded,
    VoidedNumbers,
    VoidReason,
    from_bits,
    to_bits,
)


class RangesReader(ReadingSection):
    """Who may issue which numbers, and which comes next."""

    CONTRACT = "bill_ranges"

    def number_range(self, number_range: int) -> NumberRange | None:
        """The range with this id and its next number, or None."""
        found = self._read("getRange", number_range)
        if not found.version:
            return None
        return NumberRange(
            version=found.version,
            status=RangeStatus(found.status),
            code=found.code,
            first=found.first,
            last=found.last,
            valid_until_at=found.valid_until,
            holder=found.holder,
            grantor=found.grantor,
            proposed_by=found.proposed_by,
            count=found.count,
            unit=found.unit,
            unconfirmed_voids=found.unconfirmed_voids,
            parent=found.parent,
            closure_by=found.closure_by,
            next_number=self.next_number(number_range),
        )

    def number_ranges(self) -> Iterator[tuple[int, NumberRange]]:
        """All ranges that were ever proposed, with their ids, oldest first."""
        return self._every(self.number_range)

    def next_number(self, number_range: int) -> int:
        """The number that the range issues next; last + 1 when it is used up, 0 before it is granted."""
        number: int = self._read("nextNumber", number_range)
        return number

    def voided(self, number_range: int, first: int) -> VoidedNumbers | None:
        """The numbers that were voided together from this one on, or None."""
        found = self._read("getVoid", number_range, first)
        if not found.count:
            return None
        return VoidedNumbers(found.count, VoidReason(found.reason), found.reviewed_by, found.confirmed)

    def payer_order(self, code: int) -> PayerOrder:
        """In which order the payers of a code's bills take their turns."""
        found = self._read("getPayerOrder", code)
        return PayerOrder(found.version, from_bits(PayerClass, found.turns))

    def payer_class(self, code: int, payer: int) -> PayerClass:
        """The class of a payer on the bills of a code."""
        return PayerClass(self._read("payerClassOf", code, payer))

    def code_owner(self, code: int) -> int | None:
        """The id of the finance department that a bill code belongs to, or None."""
        return self._read("codeOwner", code) or None


class RangesActions(RangesReader, ActingSection):
    """What officers of a finance department and of a range's holder do."""

    def propose_range(self, code: int, holder: int, count: int, *, valid_until_at: int) -> Recorded[RangeProposed]:
        """Propose a range of count numbers of a code; no numbers are taken yet."""
        return self._act(RangeProposed, "proposeRange", code, holder, count, valid_until_at)

    def grant_range(self, number_range: int, seen_version: int) -> Recorded[RangeGranted]:
        """Grant a range that another officer proposed: it takes the next numbers of its code."""
        return self._act(RangeGranted, "grantRange", number_range, seen_version)

    def split_range(self, number_range: int, seen_version: int, unit: int, count: int) -> Recorded[RangeSplit]:
        """Split the last count numbers of a range off, as a range of its own for an issuing point; an administrator's.

        An officer of that unit issues from it, and nobody else.
        """
        return self._act(RangeSplit, "splitRange", number_range, seen_version, unit, count)

    def return_range(self, number_range: int, seen_version: int) -> Recorded[RangeReturned]:
        """Give back what is left of a range, for good; an administrator's."""
        return self._act(RangeReturned, "returnRange", number_range, seen_version)

    def void_numbers(self, number_range: int, first: int, count: int, reason: VoidReason) -> Recorded[NumbersVoided]:
        """Void the next numbers of a range, which are then never issued; an issuer's. Two finance officers confirm it.

        Args:
            number_range: the range.
            first: its next number.
            count: how many numbers.
            reason: why.
        """
        return self._act(NumbersVoided, "voidNumbers", number_range, first, count, reason)

    def review_void(self, number_range: int, first: int) -> Recorded[VoidReviewed]:
        """Agree, as the first finance officer, that the numbers from this one on were voided."""
        return self._act(VoidReviewed, "reviewVoid", number_range, first)

    def confirm_void(self, number_range: int, first: int) -> Recorded[VoidConfirmed]:
        """Confirm, as the second finance officer, that the numbers from this one on were voided."""
        return self._act(VoidConfirmed, "confirmVoid", number_range, first)

    def propose_closure(self, number_range: int, seen_version: int) -> Recorded[RangeClosureProposed]:
        """Propose, as a finance officer, to close a range."""
        return self._act(RangeClosureProposed, "proposeClosure", number_range, seen_version)

    def close_range(self, number_range: int, seen_version: int) -> Recorded[RangeClosed]:
        """Close a range, as the second finance officer: nothing more is issued from it."""
        return self._act(RangeClosed, "closeRange", number_range, seen_version)

    def write_off_range(self, number_range: int, seen_version: int) -> Recorded[RangeWrittenOff]:
        """Write a range off that was used up, returned or closed, once every voiding of it is confirmed."""
        return self._act(RangeWrittenOff, "writeOffRange", number_range, seen_version)

    def set_payer_order(self, code: int, seen_version: int, turns: Iterable[PayerClass]) -> Recorded[PayerOrderSet]:
        """Set, as a finance officer, for which classes of payers the later ones wait on the bills of a code.

        It holds for bills that are issued from then on; a bill keeps the order that it was issued under.
        """
        return self._act(PayerOrderSet, "setPayerOrder", code, seen_version, to_bits(turns))

    def classify_payer(
        self, code: int, seen_version: int, payer: int, payer_class: PayerClass
    ) -> Recorded[PayerClassified]:
        """Say, as a finance officer, of which class a payer is on the bills of a code."""
        return self._act(PayerClassified, "classifyPayer", code, seen_version, payer, payer_class)

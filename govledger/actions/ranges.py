"""Ranges of bill numbers: granted by two officers of the finance department."""

from __future__ import annotations

from govledger.actions.section import ActingSection, ReadingSection
from govledger.events.types import RangeGranted, RangeProposed
from govledger.model import NumberRange, RangeStatus, Recorded


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
            next_number=self.next_number(number_range),
        )

    def next_number(self, number_range: int) -> int:
        """The number that the range issues next; last + 1 when it is used up, 0 before it is granted."""
        number: int = self._read("nextNumber", number_range)
        return number

    def code_owner(self, code: int) -> int | None:
        """The id of the finance department that a bill code belongs to, or None."""
        return self._read("codeOwner", code) or None


class RangesActions(RangesReader, ActingSection):
    """What an officer of a finance department does."""

    def propose_range(self, code: int, holder: int, count: int, *, valid_until_at: int) -> Recorded[RangeProposed]:
        """Propose a range of count numbers of a code; no numbers are taken yet."""
        return self._act(RangeProposed, "proposeRange", code, holder, count, valid_until_at)

    def grant_range(self, number_range: int, seen_version: int) -> Recorded[RangeGranted]:
        """Grant a range that another officer proposed: it takes the next numbers of its code."""
        return self._act(RangeGranted, "grantRange", number_range, seen_version)

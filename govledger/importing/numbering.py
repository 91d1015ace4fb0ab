"""Ranges of numbers for the bills of an import, proposed and granted by the finance department (I/O)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from govledger.importing import standing
from govledger.importing.admission import Seated
from govledger.importing.parties import DAY, RANGE_SECONDS, code_at
from govledger.ledger import Ledger
from govledger.model import NumberRange, RangeStatus

MARGIN_SECONDS = DAY
"""A range that ends sooner is not begun with."""


class NumberOffice:
    """The finance department's two officers, and what they granted before."""

    def __init__(self, ledger: Ledger, finance: Seated, finance_id: int, holders: Sequence[int]) -> None:
        """Read from the index what was proposed and granted.

        Args:
            ledger: its index is up to date.
            finance: the department.
            finance_id: its organisation's id.
            holders: the organisations that numbers may be asked for.
        """
        self._ledger = ledger
        self._first, self._second = finance.officers
        self._known: Mapping[int, tuple[int, ...]] = {}
        self._known = {
            holder: (*granted, *(one.range for one in proposed))
            for holder in holders
            for granted, proposed in [standing.ranges_of(ledger.store, holder, finance_id)]
        }

    def range_for(self, holder: int, count: int) -> int:
        """A range with at least `count` numbers left that an organisation can issue from now.

        One that was granted before; else one that was proposed before and is granted now; else a new one of exactly
        that size. The code's year is the year of the grant.

        Raises:
            Refusal: a contract refused, for instance because the code belongs to another finance department.
        """
        ranges = self._ledger.ranges
        known = [(one, found) for one in self._known[holder] if (found := ranges.number_range(one)) is not None]
        for number_range, found in known:
            if found.status is RangeStatus.GRANTED and self._is_open(found) and _left(found) >= count:
                return number_range
        now = self._ledger.now()
        for number_range, found in known:
            is_proposed = found.status is RangeStatus.PROPOSED and found.code == code_at(now)
            if is_proposed and self._is_open(found) and found.count >= count:
                return self._grant(number_range, found.version)
        proposed = self._first.ranges.propose_range(code_at(now), holder, count, valid_until_at=now + RANGE_SECONDS)
        return self._grant(proposed.event.range, proposed.event.range_version)

    def _grant(self, number_range: int, version: int) -> int:
        return self._second.ranges.grant_range(number_range, version).event.range

    def _is_open(self, found: NumberRange) -> bool:
        return found.valid_until_at > self._ledger.now() + MARGIN_SECONDS


def _left(found: NumberRange) -> int:
    return found.last - found.next_number + 1

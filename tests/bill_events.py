"""Events of the bill contracts, one act after another, as reports read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govledger import events
from govledger.audit.bill_reports.history import AsOf, Dated
from govledger.bills.number import bill_key
from govledger.events import Event
from tests.simulated_chain import sample

CODE, OTHER_CODE = 33_060_126, 33_060_226
FINANCE, HOSPITAL, CLINIC, INSURER, EMPLOYER, CHARITY = 1, 2, 3, 4, 5, 6
CODES = {
    **{FINANCE: "113300000000000033", HOSPITAL: "123300004708300001", CLINIC: "123300004708300002"},
    **{INSURER: "913300000000000044", EMPLOYER: "913300000000000055", CHARITY: "913300000000000066"},
}
START = 1_767_225_600
"""2026-01-01T00:00:00Z."""
DAY = 86_400


@dataclass
class History:
    """What happened, each act at a time of its own."""

    now: int = START
    dated: list[Dated] = field(default_factory=list)
    versions: dict[int, int] = field(default_factory=dict)

    def add(self, event: type[Event], **values: Any) -> Any:
        """One more event; fields that are not given are made up."""
        made = sample(event, **values)
        self.dated.append(Dated(made, self.now, (len(self.dated) + 1, 0)))
        return made

    def wait(self, seconds: int) -> None:
        self.now += seconds

    def as_of(self) -> AsOf:
        return AsOf(len(self.dated), b"\x0b" * 32, self.now)

    # --- numbers ---

    def grant(self, number_range: int, first: int, last: int, *, code: int = CODE, holder: int = HOSPITAL) -> None:
        terms = {"first": first, "last": last, "code": code, "holder": holder, "valid_until": START + 300 * DAY}
        self.add(events.RangeGranted, range=number_range, **terms)

    def split(self, number_range: int, part: int, first: int, last: int, unit: int = 7) -> None:
        self.add(events.RangeSplit, range=number_range, part_range=part, first=first, last=last, unit=unit)

    def void(self, number_range: int, first: int, count: int, reason: int = 0) -> None:
        self.add(events.NumbersVoided, range=number_range, first=first, count=count, reason=reason)

    def confirm(self, number_range: int, first: int) -> None:
        self.add(events.VoidConfirmed, range=number_range, first=first)

    def end(self, event: type[Event], number_range: int, first: int, last: int) -> None:
        self.add(event, range=number_range, first=first, last=last)

    def write_off(self, number_range: int) -> None:
        self.add(events.RangeWrittenOff, range=number_range)

    # --- bills ---

    def issue(self, number: int, *, issuer: int = HOSPITAL, number_range: int = 1, code: int = CODE) -> int:
        bill = bill_key(code, number)
        self.add(events.BillIssued, bill=bill, range=number_range, acting_organisation=issuer)
        return bill

    def batch(
        self, batch: int, first: int, count: int, *, issuer: int = HOSPITAL, number_range: int = 1, code: int = CODE
    ) -> int:
        bill = bill_key(code, first)
        terms = {"first": bill, "count": count, "range": number_range, "acting_organisation": issuer}
        self.add(events.BatchIssued, batch=batch, **terms)
        return bill

    def red_letter(self, bill: int, number: int, *, number_range: int = 1, code: int = CODE) -> None:
        self.add(events.BillRedLettered, bill=bill, red_bill=bill_key(code, number), range=number_range)

    # --- claims ---

    def open(self, bill: int, claimable_fen: int) -> None:
        self.add(events.ClaimOpened, bill=bill, bill_version=self.version(bill), claimable_fen=claimable_fen)

    def reserve(self, bill: int, payer: int, amount_fen: int, *, days: int = 7) -> int:
        """The reservation's number."""
        number = self.version(bill)
        terms = {"amount_fen": amount_fen, "expires_at": self.now + days * DAY, "acting_organisation": payer}
        self.add(events.ReservationMade, bill=bill, bill_version=number, **terms)
        return number

    def settle_directly(self, bill: int, payer: int, amount_fen: int) -> int:
        number = self.version(bill)
        terms = {"amount_fen": amount_fen, "acting_organisation": payer}
        self.add(events.DirectSettlementMade, bill=bill, bill_version=number, **terms)
        return number

    def on(self, event: type[Event], bill: int, reservation: int, **values: Any) -> None:
        """One more event about a reservation."""
        self.add(event, bill=bill, bill_version=self.version(bill), reservation=reservation, **values)

    def version(self, bill: int) -> int:
        self.versions[bill] = self.versions.get(bill, 0) + 1
        return self.versions[bill]

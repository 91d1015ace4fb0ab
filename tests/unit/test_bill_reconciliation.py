"""Bills and money per hospital, day and payer, with sums worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from govledger import events
from govledger.audit.bill_reports.reconciliation import (
    Agreement,
    HospitalDay,
    HospitalFigures,
    HospitalTotal,
    PayerDay,
    PayerFigures,
    PayerTotal,
    Reconciliation,
    reconcile,
)
from govledger.bills.number import bill_key
from govledger.errors import InputError
from tests.bill_events import CLINIC, CODE, DAY, EMPLOYER, HOSPITAL, INSURER, START, History

FIRST, SECOND, FOURTH = date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 4)


def three_days() -> History:
    """Two hospitals, two payers; a lapse, a reversal, a release, and two bills that are taken back.

    On 1 January the hospital issues 10 bills and the clinic one; the insurer reserves 4,000 of a claimable 10,000 until
    the 4th, and settles 3,000 of the clinic's 5,000 at once. On the 2nd the insurer settles 1,500 of the 4,000, the
    employer reserves 2,000 and releases them, and a bill that was never claimed is taken back. On the 4th, 2,500 lapse;
    the insurer reverses 3,000, and the clinic takes its bill back.
    """
    history = History()
    history.batch(1, 1, 10)
    clinics = history.issue(11, issuer=CLINIC)
    bill = bill_key(CODE, 3)
    history.open(bill, 10_000)
    number = history.reserve(bill, INSURER, 4_000, days=3)
    history.open(clinics, 5_000)
    direct = history.settle_directly(clinics, INSURER, 3_000)
    history.wait(DAY)
    history.on(events.SettlementMade, bill, number, amount_fen=1_500)
    released = history.reserve(bill, EMPLOYER, 2_000)
    history.on(events.ReservationReleased, bill, released, amount_fen=2_000)
    history.red_letter(bill_key(CODE, 4), 12)
    history.wait(2 * DAY + 600)
    history.on(events.SettlementReversed, clinics, direct, amount_fen=3_000)
    history.red_letter(clinics, 13)
    return history


def reconciled(history: History, **options: object) -> Reconciliation:
    return reconcile(history.dated, history.as_of(), **options)  # type: ignore[arg-type]


def hospital(**figures: int) -> HospitalFigures:
    return replace(HospitalFigures(0, 0, 0, 0, 0, 0), **figures)


def payer(**figures: int) -> PayerFigures:
    return replace(PayerFigures(0, 0, 0, 0, 0, 0), **figures)


def test_days_of_hospitals_are_as_worked_out_by_hand() -> None:
    assert reconciled(three_days()).hospital_days == (
        HospitalDay(
            FIRST, HOSPITAL, hospital(issued_bills=10, claimed_bills=1, claimable_fen=10_000, remaining_fen=6_000)
        ),
        HospitalDay(FIRST, CLINIC, hospital(issued_bills=1, claimed_bills=1, claimable_fen=5_000, remaining_fen=2_000)),
        HospitalDay(SECOND, HOSPITAL, hospital(taken_back_bills=1, remaining_fen=6_000)),
        HospitalDay(FOURTH, HOSPITAL, hospital(remaining_fen=8_500)),
        HospitalDay(FOURTH, CLINIC, hospital(taken_back_bills=1, taken_back_fen=5_000)),
    )


def test_days_of_payers_are_as_worked_out_by_hand() -> None:
    assert reconciled(three_days()).payer_days == (
        PayerDay(FIRST, HOSPITAL, INSURER, payer(reserved_fen=4_000, held_fen=4_000)),
        PayerDay(FIRST, CLINIC, INSURER, payer(reserved_fen=3_000, settled_fen=3_000)),
        PayerDay(SECOND, HOSPITAL, INSURER, payer(settled_fen=1_500, held_fen=2_500)),
        PayerDay(SECOND, HOSPITAL, EMPLOYER, payer(reserved_fen=2_000, released_fen=2_000)),
        PayerDay(FOURTH, HOSPITAL, INSURER, payer(lapsed_fen=2_500)),
        PayerDay(FOURTH, CLINIC, INSURER, payer(reversed_fen=3_000)),
    )


def test_totals_are_as_worked_out_by_hand() -> None:
    report = reconciled(three_days())
    of_insurer = payer(reserved_fen=7_000, settled_fen=4_500, lapsed_fen=2_500, reversed_fen=3_000)
    of_employer = payer(reserved_fen=2_000, released_fen=2_000)
    assert report.payers == (PayerTotal(INSURER, of_insurer), PayerTotal(EMPLOYER, of_employer))
    assert report.hospitals == (
        HospitalTotal(
            HOSPITAL,
            hospital(issued_bills=10, taken_back_bills=1, claimed_bills=1, claimable_fen=10_000, remaining_fen=8_500),
            payer(reserved_fen=6_000, settled_fen=1_500, released_fen=2_000, lapsed_fen=2_500),
        ),
        HospitalTotal(
            CLINIC,
            hospital(issued_bills=1, taken_back_bills=1, claimed_bills=1, claimable_fen=5_000, taken_back_fen=5_000),
            payer(reserved_fen=3_000, settled_fen=3_000, reversed_fen=3_000),
        ),
    )


def test_sums_over_hospitals_are_those_over_payers_and_over_bills() -> None:
    report = reconciled(three_days())
    assert report.agreements == (
        Agreement("reserved: hospitals and payers", 9_000, 9_000),
        Agreement("settled: hospitals and payers", 4_500, 4_500),
        Agreement("released: hospitals and payers", 2_000, 2_000),
        Agreement("lapsed: hospitals and payers", 2_500, 2_500),
        Agreement("reversed: hospitals and payers", 3_000, 3_000),
        Agreement("settled and not reversed: payers and bills", 1_500, 1_500),
        Agreement("held: payers and bills", 0, 0),
        Agreement("lapsed: payers and reservations", 2_500, 2_500),
        Agreement("remaining: hospitals and bills", 8_500, 8_500),
        Agreement("claimable: settled, held and remaining", 10_000, 10_000),
    )
    assert report.holds
    assert not replace(report, agreements=(Agreement("held", 1, 2),)).holds


def test_what_is_held_at_the_block_is_no_lapse() -> None:
    history = three_days()
    before = [one for one in history.dated if one.happened_at < START + DAY]
    at = replace(history.as_of(), block_timestamp=START + 3 * DAY - 1)
    report = reconcile(before, at)
    assert [(one.payer, one.figures.held_fen, one.figures.lapsed_fen) for one in report.payers] == [(INSURER, 4_000, 0)]
    assert report.holds


@pytest.mark.parametrize(("offset", "day"), [(0, FIRST), (28_799, FIRST), (28_800, SECOND), (-50_400, FIRST)])
def test_day_begins_at_midnight_of_the_clock_that_is_given(offset: int, day: date) -> None:
    history = History(now=START + 16 * 3_600)
    history.batch(1, 1, 10)
    assert [one.day for one in reconciled(history, utc_offset_seconds=offset).hospital_days] == [day]


def test_clock_that_nobody_has_is_refused() -> None:
    with pytest.raises(InputError, match="an offset of -50401 seconds is further from UTC than 14 hours"):
        reconciled(three_days(), utc_offset_seconds=-50_401)
    assert reconciled(three_days(), utc_offset_seconds=50_400).utc_offset_seconds == 50_400


def test_days_may_be_limited_and_totals_are_not() -> None:
    whole, part = reconciled(three_days()), reconciled(three_days(), from_day=SECOND, until_day=FOURTH)
    assert part.hospital_days == tuple(one for one in whole.hospital_days if one.day == SECOND)
    assert part.payer_days == tuple(one for one in whole.payer_days if one.day == SECOND)
    assert (part.hospitals, part.payers, part.agreements) == (whole.hospitals, whole.payers, whole.agreements)

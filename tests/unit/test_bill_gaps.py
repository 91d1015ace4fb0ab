"""The gap report: every number that was granted has one use."""

from __future__ import annotations

import pytest

from govledger import events
from govledger.audit.bill_reports.gaps import (
    CodeNumbers,
    GapReport,
    NumberFault,
    NumberRun,
    NumberUse,
    RangeNumbers,
    gap_report,
)
from govledger.bills.number import bill_key
from govledger.model import RangeStatus, VoidReason
from tests.bill_events import CLINIC, CODE, DAY, HOSPITAL, OTHER_CODE, START, History


def reported(history: History, code: int | None = None) -> GapReport:
    return gap_report(history.dated, history.as_of(), code)


def uses(**counted: int) -> dict[NumberUse, int]:
    return dict.fromkeys(NumberUse, 0) | {NumberUse(use): count for use, count in counted.items()}


def busy_range() -> History:
    """Range 1 of the numbers 1 to 100; 91 to 100 are split off as range 2."""
    history = History()
    history.grant(1, 1, 100)
    history.batch(5, 1, 40)
    history.issue(41)
    history.issue(42)
    history.void(1, 43, 3, VoidReason.MISPRINTED)
    history.split(1, 2, 91, 100)
    history.red_letter(bill_key(CODE, 3), 46)
    history.void(1, 47, 2)
    history.confirm(1, 43)
    return history


def test_every_number_of_a_range_stands_in_one_run() -> None:
    history = busy_range()
    report = reported(history)
    first, part = report.ranges
    assert first.runs == (
        NumberRun(NumberUse.ISSUED_IN_BATCH, 1, 40, batch=5),
        NumberRun(NumberUse.ISSUED_ALONE, 41, 42),
        NumberRun(NumberUse.VOID_CONFIRMED, 43, 45, reason=VoidReason.MISPRINTED),
        NumberRun(NumberUse.RED_LETTER, 46, 46),
        NumberRun(NumberUse.VOID_UNCONFIRMED, 47, 48, reason=VoidReason.DAMAGED),
        NumberRun(NumberUse.OPEN, 49, 90),
    )
    assert (first.first, first.last, first.count, first.parent, first.unit) == (1, 90, 90, None, 0)
    assert part == RangeNumbers(
        range=2,
        parent=1,
        code=CODE,
        holder=HOSPITAL,
        unit=7,
        first=91,
        last=100,
        valid_until_at=START + 300 * DAY,
        status=RangeStatus.GRANTED,
        runs=(NumberRun(NumberUse.OPEN, 91, 100),),
    )


def test_totals_of_a_code_add_up_to_the_numbers_granted() -> None:
    report = reported(busy_range())
    assert report.codes == (
        CodeNumbers(
            CODE,
            100,
            uses(issued_in_batch=40, issued_alone=2, void_confirmed=3, red_letter=1, void_unconfirmed=2, open=52),
        ),
    )
    assert report.faults == ()
    assert report.adds_up


def test_codes_are_reported_apart_and_one_alone() -> None:
    history = busy_range()
    history.grant(3, 1, 5, code=OTHER_CODE, holder=CLINIC)
    history.issue(1, issuer=CLINIC, number_range=3, code=OTHER_CODE)
    assert [(one.code, one.granted) for one in reported(history).codes] == [(CODE, 100), (OTHER_CODE, 5)]
    alone = reported(history, OTHER_CODE)
    assert [one.range for one in alone.ranges] == [3]
    assert alone.codes == (CodeNumbers(OTHER_CODE, 5, uses(issued_alone=1, open=4)),)


@pytest.mark.parametrize(
    ("event", "use", "status"),
    [
        (events.RangeReturned, NumberUse.RETURNED, RangeStatus.RETURNED),
        (events.RangeClosed, NumberUse.LEFT_OVER, RangeStatus.CLOSED),
    ],
)
def test_what_is_left_of_a_range_has_the_use_that_ended_it(
    event: type[events.Event], use: NumberUse, status: RangeStatus
) -> None:
    history = busy_range()
    history.end(event, 1, 49, 90)
    first = reported(history).ranges[0]
    assert (first.runs[-1], first.status) == (NumberRun(use, 49, 90), status)
    history.write_off(1)
    first = reported(history).ranges[0]
    assert (first.runs[-1], first.status) == (NumberRun(use, 49, 90), RangeStatus.WRITTEN_OFF)
    assert reported(history).adds_up


def test_range_that_is_closed_with_nothing_left_has_no_left_over_numbers() -> None:
    history = History()
    history.grant(1, 1, 2)
    history.batch(1, 1, 2)
    history.end(events.RangeClosed, 1, 3, 2)
    report = reported(history)
    assert report.codes[0].uses == uses(issued_in_batch=2)
    assert report.adds_up


def test_open_numbers_expire_on_the_second_at_which_their_range_ends() -> None:
    history = busy_range()
    history.now = START + 300 * DAY - 1
    assert reported(history).ranges[1].runs == (NumberRun(NumberUse.OPEN, 91, 100),)
    history.now += 1
    assert reported(history).ranges[1].runs == (NumberRun(NumberUse.EXPIRED, 91, 100),)


def test_range_that_was_never_used_is_returned_whole() -> None:
    history = History()
    history.grant(1, 11, 20)
    history.end(events.RangeReturned, 1, 11, 20)
    report = reported(history)
    assert report.ranges[0].runs == (NumberRun(NumberUse.RETURNED, 11, 20),)
    assert report.adds_up


def test_last_number_alone_is_left_too() -> None:
    history = History()
    history.grant(1, 1, 3)
    history.batch(1, 1, 2)
    assert reported(history).ranges[0].runs[-1] == NumberRun(NumberUse.OPEN, 3, 3)


def test_range_of_which_everything_was_split_off_has_no_numbers() -> None:
    history = History()
    history.grant(1, 1, 10)
    history.split(1, 2, 1, 10)
    whole, part = reported(history).ranges
    assert (whole.count, whole.runs, part.count) == (0, (), 10)
    assert reported(history).adds_up


def test_number_that_nobody_took_before_later_ones_is_unexplained() -> None:
    history = History()
    history.grant(1, 1, 10)
    history.issue(1)
    history.issue(4)
    report = reported(history)
    assert report.ranges[0].runs == (
        NumberRun(NumberUse.ISSUED_ALONE, 1, 1),
        NumberRun(NumberUse.UNEXPLAINED, 2, 3),
        NumberRun(NumberUse.ISSUED_ALONE, 4, 4),
        NumberRun(NumberUse.OPEN, 5, 10),
    )
    assert report.codes[0].uses == uses(issued_alone=2, unexplained=2, open=6)
    assert not report.codes[0].adds_up
    assert not report.adds_up


def test_range_that_was_written_off_with_numbers_left_leaves_them_unexplained() -> None:
    history = History()
    history.grant(1, 1, 10)
    history.write_off(1)
    assert reported(history).codes[0].uses == uses(unexplained=10)


def test_number_that_was_taken_twice_counts_once_and_is_a_fault() -> None:
    history = History()
    history.grant(1, 1, 10)
    history.batch(1, 1, 5)
    history.issue(5)
    history.batch(2, 6, 8)
    report = reported(history)
    assert [run.count for run in report.ranges[0].runs] == [5, 5]
    assert report.faults == (
        NumberFault(1, 5, 5, "issued alone, and taken before or outside of the range"),
        NumberFault(1, 6, 13, "issued in batch, and taken before or outside of the range"),
    )
    assert report.codes[0].adds_up
    assert not report.adds_up


def test_events_that_no_contract_emits_are_faults() -> None:
    history = History()
    history.grant(1, 1, 10)
    history.issue(1, number_range=9)
    history.void(9, 1, 1)
    history.split(9, 10, 1, 5)
    history.end(events.RangeReturned, 9, 1, 5)
    history.confirm(9, 1)
    history.confirm(1, 7)
    history.write_off(9)
    history.split(1, 2, 5, 8)
    history.issue(1, code=OTHER_CODE)
    history.end(events.RangeReturned, 1, 1, 4)
    history.issue(2)
    nobody = "of a range that nobody granted"
    assert reported(history).faults == (
        NumberFault(9, 1, 1, nobody),
        NumberFault(9, 1, 1, nobody),
        NumberFault(9, 1, 5, nobody),
        NumberFault(9, 1, 5, nobody),
        NumberFault(9, 1, 1, nobody),
        NumberFault(1, 7, 7, "confirmed as voided, and never voided before"),
        NumberFault(9, 0, 0, nobody),
        NumberFault(1, 5, 8, "split off, and not the last numbers of the range"),
        NumberFault(1, 1, 1, "issued under another code than the range's"),
        NumberFault(1, 1, 4, "returned, and not what was left of the range"),
        NumberFault(1, 2, 2, "taken from a range that was returned"),
    )


def test_fault_of_another_code_is_left_out_of_one_codes_report() -> None:
    history = History()
    history.grant(1, 1, 10)
    history.grant(2, 1, 10, code=OTHER_CODE)
    history.confirm(2, 3)
    history.issue(1, number_range=9)
    assert [fault.range for fault in reported(history, CODE).faults] == [9]
    assert [fault.range for fault in reported(history, OTHER_CODE).faults] == [2, 9]

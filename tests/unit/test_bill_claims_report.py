"""What became of claimed bills: shares of payers, what lapsed, and what events cannot say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govledger import events
from govledger.audit.bill_reports.claims import (
    ClaimedBill,
    Claims,
    Flow,
    LapsedReservation,
    Movement,
    PayerShare,
    read_claims,
)
from govledger.bills.number import bill_key
from govledger.errors import RuleBroken
from tests.bill_events import CHARITY, CLINIC, CODE, DAY, EMPLOYER, HOSPITAL, INSURER, START, History


def read(history: History) -> Claims:
    return read_claims(history.dated, history.as_of())


def claimed(claimable_fen: int = 10_000) -> tuple[History, int]:
    """A bill of the hospital that was claimed, and nothing taken of it yet."""
    history = History()
    history.batch(1, 1, 100)
    bill = bill_key(CODE, 7)
    history.open(bill, claimable_fen)
    return history, bill


def test_shares_say_what_each_payer_holds_and_settled() -> None:
    history, bill = claimed()
    first = history.reserve(bill, INSURER, 4_000)
    history.on(events.SettlementMade, bill, first, acting_organisation=INSURER, amount_fen=1_500)
    history.settle_directly(bill, EMPLOYER, 2_000)
    history.reserve(bill, CHARITY, 1_000, days=3)
    [found] = read(history).bills
    assert found == ClaimedBill(
        bill=bill,
        hospital=HOSPITAL,
        claimable_fen=10_000,
        taken_back=False,
        shares=(
            PayerShare(INSURER, 2_500, START + 7 * DAY, 1_500),
            PayerShare(EMPLOYER, 0, None, 2_000),
            PayerShare(CHARITY, 1_000, START + 3 * DAY, 0),
        ),
    )
    assert (found.reserved_fen, found.settled_fen, found.remaining_fen) == (3_500, 3_500, 3_000)


def test_reservation_lives_until_its_expiry_and_lapses_on_that_second() -> None:
    history, bill = claimed()
    number = history.reserve(bill, INSURER, 4_000, days=2)
    history.wait(2 * DAY - 1)
    assert read(history).lapsed == ()
    assert read(history).bills[0].remaining_fen == 6_000
    history.wait(1)
    claims = read(history)
    assert claims.lapsed == (
        LapsedReservation(
            bill=bill,
            hospital=HOSPITAL,
            payer=INSURER,
            reservation=number,
            made_at=START,
            lapsed_at=START + 2 * DAY,
            reserved_fen=4_000,
            settled_fen=0,
            lapsed_fen=4_000,
        ),
    )
    assert claims.bills[0].shares == (PayerShare(INSURER, 0, None, 0),)
    assert claims.bills[0].remaining_fen == 10_000


def test_what_expired_can_be_reserved_again_whole_on_that_second() -> None:
    history, bill = claimed()
    history.settle_directly(bill, CHARITY, 2_000)
    history.reserve(bill, INSURER, 8_000, days=2)
    history.wait(2 * DAY)
    history.reserve(bill, EMPLOYER, 8_000)
    [found] = read(history).bills
    assert (found.settled_fen, found.reserved_fen, found.remaining_fen) == (2_000, 8_000, 0)


def test_what_was_settled_of_a_lapsed_reservation_did_not_lapse() -> None:
    history, bill = claimed()
    number = history.reserve(bill, INSURER, 4_000, days=2)
    history.on(events.SettlementMade, bill, number, amount_fen=3_000)
    history.wait(2 * DAY)
    history.reserve(bill, INSURER, 500)
    [lapsed] = read(history).lapsed
    assert (lapsed.reserved_fen, lapsed.settled_fen, lapsed.lapsed_fen) == (4_000, 3_000, 1_000)
    assert read(history).bills[0].shares == (PayerShare(INSURER, 500, START + 9 * DAY, 3_000),)


def test_renewed_reservation_lapses_at_its_later_expiry() -> None:
    history, bill = claimed()
    number = history.reserve(bill, INSURER, 4_000, days=2)
    history.on(events.ReservationRenewed, bill, number, expires_at=START + 5 * DAY)
    history.wait(4 * DAY)
    assert read(history).lapsed == ()
    history.wait(DAY)
    assert [one.lapsed_at for one in read(history).lapsed] == [START + 5 * DAY]


def test_settled_whole_or_released_reservation_does_not_lapse() -> None:
    history, bill = claimed()
    first = history.reserve(bill, INSURER, 4_000)
    history.on(events.SettlementMade, bill, first, amount_fen=4_000)
    second = history.reserve(bill, EMPLOYER, 2_000)
    history.on(events.ReservationReleased, bill, second, amount_fen=2_000)
    history.wait(60 * DAY)
    claims = read(history)
    assert claims.lapsed == ()
    assert claims.bills[0].shares == (PayerShare(INSURER, 0, None, 4_000), PayerShare(EMPLOYER, 0, None, 0))


def test_lapses_are_listed_in_the_order_of_their_times() -> None:
    history, bill = claimed()
    history.reserve(bill, INSURER, 1_000, days=9)
    history.reserve(bill, EMPLOYER, 1_000, days=3)
    history.wait(20 * DAY)
    assert [one.payer for one in read(history).lapsed] == [EMPLOYER, INSURER]


def test_reversal_gives_back_what_the_payer_settled_over_all_its_reservations() -> None:
    history, bill = claimed()
    history.settle_directly(bill, INSURER, 3_000)
    second = history.settle_directly(bill, INSURER, 1_000)
    history.on(events.SettlementReversed, bill, second, amount_fen=3_500)
    [found] = read(history).bills
    assert (found.shares, found.remaining_fen) == ((PayerShare(INSURER, 0, None, 500),), 9_500)


def test_settlement_by_an_heir_is_its_predecessors() -> None:
    history, bill = claimed()
    number = history.reserve(bill, INSURER, 3_000)
    history.on(events.SettlementMade, bill, number, acting_organisation=EMPLOYER, amount_fen=3_000)
    assert read(history).bills[0].shares == (PayerShare(INSURER, 0, None, 3_000),)


def test_bill_with_one_payer_is_none_with_several() -> None:
    history, bill = claimed()
    other = bill_key(CODE, 8)
    history.open(other, 500)
    history.reserve(bill, INSURER, 1)
    history.reserve(other, INSURER, 1)
    history.settle_directly(other, CHARITY, 1)
    assert [one.bill for one in read(history).with_several_payers] == [other]


def test_hospital_of_a_bill_is_who_issued_it_alone_or_in_a_batch() -> None:
    history = History()
    history.batch(2, 50, 10, issuer=CLINIC)
    history.batch(1, 1, 49)
    history.issue(60, issuer=CLINIC)
    for number in (1, 49, 50, 59, 60):
        history.open(bill_key(CODE, number), 1)
    assert [one.hospital for one in read(history).bills] == [HOSPITAL, HOSPITAL, CLINIC, CLINIC, CLINIC]


def test_bill_that_was_taken_back_has_nothing_left() -> None:
    history, bill = claimed()
    number = history.reserve(bill, INSURER, 4_000)
    history.on(events.ReservationReleased, bill, number, amount_fen=4_000)
    history.red_letter(bill, 101)
    [found] = read(history).bills
    assert (found.taken_back, found.claimable_fen, found.remaining_fen) == (True, 10_000, 0)


def test_every_movement_is_told_in_its_turn() -> None:
    told: list[Movement] = []
    history, bill = claimed()
    number = history.reserve(bill, INSURER, 4_000, days=1)
    history.wait(60)
    history.on(events.SettlementMade, bill, number, amount_fen=1_000)
    history.wait(DAY)
    history.red_letter(bill_key(CODE, 8), 101)
    read_claims(history.dated, history.as_of(), told.append)
    assert told == [
        Movement(Flow.ISSUED, START, HOSPITAL, None, 100, 0),
        Movement(Flow.CLAIMED, START, HOSPITAL, None, 1, 10_000),
        Movement(Flow.RESERVED, START, HOSPITAL, INSURER, 0, 4_000),
        Movement(Flow.SETTLED, START + 60, HOSPITAL, INSURER, 0, 1_000),
        Movement(Flow.TAKEN_BACK, START + 60 + DAY, HOSPITAL, None, 1, 0),
        Movement(Flow.LAPSED, START + DAY, HOSPITAL, INSURER, 0, 3_000),
    ]


def of_a_reservation(event: type[events.Event], **values: int) -> Callable[[History, int], None]:
    """An event about a reservation of 4,000 fen until two days later."""

    def act(history: History, bill: int) -> None:
        history.on(event, bill, history.reserve(bill, INSURER, 4_000, days=2), **values)

    return act


def too_late(history: History, bill: int) -> None:
    number = history.reserve(bill, INSURER, 4_000, days=2)
    history.wait(2 * DAY)
    history.on(events.SettlementMade, bill, number, amount_fen=1)


def more_than_is_left(history: History, bill: int) -> None:
    history.reserve(bill, INSURER, 4_000)
    history.reserve(bill, EMPLOYER, 6_001)


def more_than_settlements_left(history: History, bill: int) -> None:
    history.settle_directly(bill, INSURER, 4_000)
    history.reserve(bill, EMPLOYER, 6_001)


def of_a_bill_that_was_taken_back(history: History, bill: int) -> None:
    history.red_letter(bill, 101)
    history.reserve(bill, INSURER, 1)


def red_letter_of_a_settled_bill(history: History, bill: int) -> None:
    history.settle_directly(bill, INSURER, 1)
    history.red_letter(bill, 101)


def red_letter_of_a_reserved_bill(history: History, bill: int) -> None:
    history.reserve(bill, INSURER, 1)
    history.red_letter(bill, 101)


@pytest.mark.parametrize(
    ("act", "event", "rule"),
    [
        (of_a_reservation(events.SettlementMade, amount_fen=4_001), "SettlementMade", "4000 fen are left of the"),
        (of_a_reservation(events.ReservationReleased, amount_fen=3_999), "ReservationReleased", "4000 fen are left"),
        (of_a_reservation(events.SettlementReversed, amount_fen=1), "SettlementReversed", "has settled 0 fen, not 1"),
        (too_late, "SettlementMade", f"reservation 2 expired at {START + 2 * DAY}"),
        (more_than_is_left, "ReservationMade", "6001 fen of bill 33060126-0000000007, which has 6000 left"),
        (more_than_settlements_left, "ReservationMade", "6001 fen of bill 33060126-0000000007, which has 6000 left"),
        (of_a_bill_that_was_taken_back, "ReservationMade", "1 fen of bill 33060126-0000000007"),
        (red_letter_of_a_settled_bill, "BillRedLettered", "is reserved or settled"),
        (red_letter_of_a_reserved_bill, "BillRedLettered", "is reserved or settled"),
        (lambda history, bill: history.on(events.SettlementMade, bill, 9), "SettlementMade", "has no reservation 9"),
        (lambda history, bill: history.reserve(bill + 1, INSURER, 1), "ReservationMade", "no claim of bill"),
        (lambda history, bill: history.open(bill_key(CODE, 101), 1), "ClaimOpened", "was never issued"),
        (lambda history, bill: history.open(bill_key(CODE - 1, 1), 1), "ClaimOpened", "was never issued"),
    ],
)
def test_event_that_no_contract_emits_stops_the_report(
    act: Callable[[History, int], object], event: str, rule: str
) -> None:
    history, bill = claimed()
    act(history, bill)
    with pytest.raises(RuleBroken) as broken:
        read(history)
    assert (broken.value.event, broken.value.at) == (event, (len(history.dated), 0))
    assert rule in broken.value.rule

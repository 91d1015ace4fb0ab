"""Reports on bills under random acts: every number is accounted for, and every fen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from govledger import events
from govledger.audit.bill_reports.claims import read_claims
from govledger.audit.bill_reports.gaps import NumberUse, gap_report
from govledger.audit.bill_reports.reconciliation import reconcile
from govledger.bills.number import bill_key
from tests.bill_events import CHARITY, CLINIC, CODE, DAY, EMPLOYER, HOSPITAL, INSURER, OTHER_CODE, START, History

# --- numbers -------------------------------------------------------------------------------------------


@dataclass
class Book:
    """The numbers of one range, written down one by one: the plainest account that there is."""

    code: int
    first: int
    last: int
    ended: NumberUse | None = None
    uses: dict[int, NumberUse] = field(default_factory=dict)
    voids: list[tuple[int, int]] = field(default_factory=list)

    @property
    def following(self) -> int:
        return self.first + len(self.uses)

    def take(self, count: int, use: NumberUse) -> None:
        first = self.following
        self.uses |= dict.fromkeys(range(first, first + count), use)

    def all_uses(self, time: int) -> dict[int, NumberUse]:
        """Every number of the range, with its use."""
        left = self.ended or (NumberUse.OPEN if time < START + 300 * DAY else NumberUse.EXPIRED)
        return {number: self.uses.get(number, left) for number in range(self.first, self.last + 1)}


ACTS = ("batch", "issue", "red", "void", "confirm", "split", "return", "close", "grant")


@st.composite
def range_histories(draw: st.DrawFn) -> tuple[History, dict[int, Book]]:
    """Acts on ranges as the contracts allow them, and the books of the ranges."""
    history, books, cursors = History(), dict[int, Book](), Counter[int]()
    for _ in range(draw(st.integers(1, 40))):
        act = draw(st.sampled_from(ACTS)) if books else "grant"
        if act == "grant":
            code, count = draw(st.sampled_from([CODE, OTHER_CODE])), draw(st.integers(1, 30))
            number_range = len(books) + 1
            books[number_range] = Book(code, cursors[code] + 1, cursors[code] + count)
            history.grant(number_range, cursors[code] + 1, cursors[code] + count, code=code)
            cursors[code] += count
            continue
        number_range = draw(st.sampled_from(sorted(books)))
        _act(draw, history, books, number_range, act)
    history.wait(draw(st.sampled_from([0, 299 * DAY, 300 * DAY])))
    return history, books


def _act(draw: st.DrawFn, history: History, books: dict[int, Book], number_range: int, act: str) -> None:
    book = books[number_range]
    left = book.last + 1 - book.following
    if act == "confirm" and book.voids:
        first, count = book.voids.pop(draw(st.integers(0, len(book.voids) - 1)))
        history.confirm(number_range, first)
        book.uses |= dict.fromkeys(range(first, first + count), NumberUse.VOID_CONFIRMED)
    if book.ended or not left:
        return
    first, count = book.following, draw(st.integers(1, left))
    if act == "batch":
        history.batch(draw(st.integers(1, 999)), first, count, number_range=number_range, code=book.code)
        book.take(count, NumberUse.ISSUED_IN_BATCH)
    if act == "issue":
        history.issue(first, number_range=number_range, code=book.code)
        book.take(1, NumberUse.ISSUED_ALONE)
    if act == "red":
        history.red_letter(bill_key(book.code, 1), first, number_range=number_range, code=book.code)
        book.take(1, NumberUse.RED_LETTER)
    if act == "void":
        history.void(number_range, first, count)
        book.voids.append((first, count))
        book.take(count, NumberUse.VOID_UNCONFIRMED)
    if act == "split":
        part = len(books) + 1
        history.split(number_range, part, book.last + 1 - count, book.last)
        books[part] = Book(book.code, book.last + 1 - count, book.last)
        book.last -= count
    if act == "return":
        history.end(events.RangeReturned, number_range, first, book.last)
        book.ended = NumberUse.RETURNED
    if act == "close":
        history.end(events.RangeClosed, number_range, first, book.last)
        book.ended = NumberUse.LEFT_OVER


@given(range_histories())
def test_runs_of_all_ranges_part_the_numbers_as_a_book_of_single_numbers_does(
    made: tuple[History, dict[int, Book]],
) -> None:
    history, books = made
    report = gap_report(history.dated, history.as_of())
    reported: dict[int, dict[int, NumberUse]] = {}
    for one in report.ranges:
        numbers = [(number, run.use) for run in one.runs for number in range(run.first, run.last + 1)]
        assert len(dict(numbers)) == len(numbers) == one.count
        reported[one.range] = dict(numbers)
    assert reported == {number_range: book.all_uses(history.now) for number_range, book in books.items()}
    assert report.adds_up and not report.faults


@given(range_histories())
def test_granted_numbers_are_the_sum_of_their_uses(made: tuple[History, dict[int, Book]]) -> None:
    history, books = made
    report = gap_report(history.dated, history.as_of())
    for code in report.codes:
        own = Counter(
            use for book in books.values() if book.code == code.code for use in book.all_uses(history.now).values()
        )
        assert code.granted == own.total()
        assert {use: count for use, count in code.uses.items() if count} == dict(own)


@given(range_histories(), st.data())
def test_event_that_is_left_out_is_found_out(made: tuple[History, dict[int, Book]], data: st.DataObject) -> None:
    """The report can fail: numbers that the events left out are missed, where later ones of the range were taken."""
    history, _ = made
    taking = (events.BatchIssued, events.BillIssued, events.NumbersVoided)
    places = [
        place
        for place, dated in enumerate(history.dated)
        if isinstance(dated.event, taking)
        and any(
            isinstance(later.event, taking) and later.event.range == dated.event.range
            for later in history.dated[place + 1 :]
        )
    ]
    if places:
        place = data.draw(st.sampled_from(places))
        rest = history.dated[:place] + history.dated[place + 1 :]
        report = gap_report(rest, history.as_of())
        assert not report.adds_up
        assert sum(code.uses[NumberUse.UNEXPLAINED] for code in report.codes)


# --- money ---------------------------------------------------------------------------------------------


@dataclass
class Account:
    """One bill in the plainest account that there is."""

    hospital: int
    claimable: int
    settled: Counter[int] = field(default_factory=Counter)
    live: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """By payer: the reservation's number, what is left of it, and its expiry."""
    lapsed: int = 0

    def pass_time(self, now: int) -> None:
        for payer, (_, left, expires_at) in list(self.live.items()):
            if expires_at <= now:
                self.lapsed += left
                del self.live[payer]

    @property
    def remaining(self) -> int:
        return self.claimable - self.settled.total() - sum(left for _, left, _ in self.live.values())


PAYERS = (INSURER, EMPLOYER, CHARITY)


@st.composite
def claim_histories(draw: st.DrawFn) -> tuple[History, dict[int, Account]]:
    """Acts on the claims of a few bills as the contract allows them, and the accounts of the bills."""
    history, accounts = History(), dict[int, Account]()
    for number, issuer in enumerate((HOSPITAL, CLINIC, HOSPITAL), 1):
        bill = history.issue(number, issuer=issuer)
        accounts[bill] = Account(issuer, draw(st.integers(1, 5_000)))
        history.open(bill, accounts[bill].claimable)
    for _ in range(draw(st.integers(0, 30))):
        history.wait(draw(st.sampled_from([0, 1, 3_600, DAY, 3 * DAY])))
        for account in accounts.values():
            account.pass_time(history.now)
        _claim(draw, history, *draw(st.sampled_from(sorted(accounts.items(), key=lambda item: item[0]))))
    return history, accounts


def _claim(draw: st.DrawFn, history: History, bill: int, account: Account) -> None:
    payer = draw(st.sampled_from(PAYERS))
    act = draw(st.sampled_from(["reserve", "direct", "settle", "release", "renew", "reverse"]))
    if act in ("reserve", "direct") and account.remaining and payer not in account.live:
        amount = draw(st.integers(1, account.remaining))
        if act == "direct":
            history.settle_directly(bill, payer, amount)
            account.settled[payer] += amount
        else:
            days = draw(st.integers(1, 5))
            number = history.reserve(bill, payer, amount, days=days)
            account.live[payer] = (number, amount, history.now + days * DAY)
    elif act == "reverse" and account.settled[payer]:
        amount = draw(st.integers(1, account.settled[payer]))
        last = max(
            dated.event.bill_version
            for dated in history.dated
            if isinstance(dated.event, events.ReservationMade | events.DirectSettlementMade)
            and (dated.event.bill, dated.event.acting_organisation) == (bill, payer)
        )
        history.on(events.SettlementReversed, bill, last, amount_fen=amount)
        account.settled[payer] -= amount
    elif act in ("settle", "release", "renew") and payer in account.live:
        _use(draw, history, bill, account, payer, act)


def _use(draw: st.DrawFn, history: History, bill: int, account: Account, payer: int, act: str) -> None:
    """An act of a payer on its own live reservation."""
    number, left, expires_at = account.live[payer]
    if act == "renew":
        account.live[payer] = (number, left, expires_at + DAY)
        history.on(events.ReservationRenewed, bill, number, expires_at=expires_at + DAY)
        return
    amount = left if act == "release" else draw(st.integers(1, left))
    event = events.ReservationReleased if act == "release" else events.SettlementMade
    history.on(event, bill, number, amount_fen=amount)
    account.live[payer] = (number, left - amount, expires_at)
    account.settled[payer] += amount if act == "settle" else 0
    if amount == left:
        del account.live[payer]


@given(claim_histories())
def test_shares_of_bills_are_those_of_the_plain_account(made: tuple[History, dict[int, Account]]) -> None:
    history, accounts = made
    claims = read_claims(history.dated, history.as_of())
    for bill in claims.bills:
        account = accounts[bill.bill]
        assert bill.remaining_fen == account.remaining
        assert {share.payer: share.settled_fen for share in bill.shares if share.settled_fen} == +account.settled
        held = {share.payer: (share.reserved_fen, share.reserved_until_at) for share in bill.shares}
        assert {payer: found for payer, found in held.items() if found[0]} == {
            payer: (left, expires_at) for payer, (_, left, expires_at) in account.live.items()
        }
    assert sum(one.lapsed_fen for one in claims.lapsed) == sum(account.lapsed for account in accounts.values())


@given(claim_histories(), st.sampled_from([-12, 0, 8]))
def test_all_sums_of_a_reconciliation_agree(made: tuple[History, dict[int, Account]], hours: int) -> None:
    history, accounts = made
    report = reconcile(history.dated, history.as_of(), utc_offset_seconds=hours * 3_600)
    assert report.holds
    for one in report.hospitals:
        own = [account for account in accounts.values() if account.hospital == one.hospital]
        assert one.figures.remaining_fen == sum(account.remaining for account in own)
    last = {day.hospital: day.figures.remaining_fen for day in report.hospital_days}
    assert last == {one.hospital: one.figures.remaining_fen for one in report.hospitals}

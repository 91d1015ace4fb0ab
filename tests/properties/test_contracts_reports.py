"""Reports on what the contracts themselves emit: random acts, and every figure against what the contracts then say."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.audit.bill_reports.claims import CLAIM_EVENTS, read_claims
from govledger.audit.bill_reports.gaps import GAP_EVENTS, NumberUse, gap_report
from govledger.audit.bill_reports.history import AsOf, Dated
from govledger.audit.bill_reports.reconciliation import reconcile
from govledger.errors import Refusal
from govledger.events import Event
from govledger.model import Role
from tests.contracts.harness import DAY, START, account, event_of
from tests.contracts.world import Bill, Organisation, World, draft, fresh

LEFT = (NumberUse.RETURNED, NumberUse.LEFT_OVER, NumberUse.OPEN, NumberUse.EXPIRED)


@cache
def _world() -> World:
    return World()


def _history(world: World, kinds: Collection[type[Event]]) -> list[Dated]:
    found = []
    for log in world.chain.logs:
        if log.address in world.chain.contracts and isinstance(event := event_of(log.topics, log.data), tuple(kinds)):
            found.append(Dated(event, log.block_timestamp, (log.block_number, 0)))
    return found


def _now(world: World) -> AsOf:
    return AsOf(world.chain.block_number, bytes(32), world.chain.now)


# --- numbers -------------------------------------------------------------------------------------------


def _act_on_range(world: World, act: str, number_range: int, count: int) -> None:
    """One act on a range, which the contracts may refuse."""
    version, hospital = world.range_version, world.hospital
    acts: dict[str, Callable[[], object]] = {
        "grant": lambda: world.range(count, valid_until=START + 60 * DAY),
        "split": lambda: world.split(number_range, count),
        "void": lambda: world.void(number_range, count),
        "confirm": lambda: world.confirm(number_range, world.ranges.read("getRange", number_range).first),
        "batch": lambda: world.batch([draft(f"{number_range} {world.chain.block_number}")] * count, number_range),
        "issue": lambda: world.issue(draft(world.chain.block_number), number_range),
        "return": lambda: world.ranges.call(
            "returnRange", number_range, version(number_range), sender=hospital.administrator
        ),
        "close": lambda: world.close_range(number_range),
        "write off": lambda: world.ranges.call(
            "writeOffRange", number_range, version(number_range), sender=world.finance.finance
        ),
        "red letter": lambda: world.red_letter(world.issue(draft(world.chain.block_number), number_range)),
        "wait": lambda: world.chain.move(count * 5 * DAY),
    }
    try:
        acts[act]()
    except Refusal:
        return


RANGE_ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("grant", "split", "void", "confirm", "batch", "issue"),
                *("return", "close", "write off", "red letter", "wait"),
            ]
        ),
        st.integers(0, 99),
        st.integers(1, 6),
    ),
    min_size=12,
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(RANGE_ACTS)
def test_gap_report_is_what_the_contract_holds_of_every_range(acts: list[tuple[str, int, int]]) -> None:
    with fresh(_world()) as world:
        world.range(20, valid_until=START + 60 * DAY)
        ranges = [1]
        for act, choice, count in acts:
            _act_on_range(world, act, ranges[choice % len(ranges)], count)
            while world.range_version(ranges[-1] + 1):
                ranges.append(ranges[-1] + 1)
        report = gap_report(_history(world, GAP_EVENTS), _now(world))
        assert report.adds_up
        for one in report.ranges:
            held = world.ranges.read("getRange", one.range)
            assert (one.first, one.last, one.count, one.status, one.unit, one.holder, one.code) == (
                *(held.first, held.last, held.count, held.status, held.unit, held.holder, held.code),
            )
            taken = sum(run.count for run in one.runs if run.use not in LEFT)
            assert world.next_number(one.range) == one.first + taken
            voids = [world.ranges.read("getVoid", one.range, run.first) for run in one.runs if run.reason is not None]
            assert sum(void.count for void in voids) == one.numbers(NumberUse.VOID_CONFIRMED) + one.numbers(
                NumberUse.VOID_UNCONFIRMED
            )
            unconfirmed = sum(run.use is NumberUse.VOID_UNCONFIRMED for run in one.runs)
            assert held.unconfirmed_voids == unconfirmed


# --- money ---------------------------------------------------------------------------------------------


def _act_on_claim(world: World, act: str, bill: Bill, payer: Organisation, amount: int) -> None:
    """One act of a payer on a bill, which the contracts may refuse."""
    own = [one for one in world.claims.read("reservationsOf", bill.key) if one.payer == payer.id]
    number, reserved_fen = (own[0].number, own[0].reserved_fen) if own else (0, 0)
    tag = f"{act} {world.chain.block_number}"
    acts: dict[str, Callable[[], object]] = {
        "reserve": lambda: world.reserve(bill, amount, payer, tag, days=1 + amount % 9),
        "direct": lambda: world.settle_directly(bill, amount, payer, tag),
        "settle": lambda: world.settle(bill, number, min(amount, reserved_fen), payer),
        "release": lambda: world.release(bill, number, payer),
        "renew": lambda: world.claims.call(
            "renew",
            bill.key,
            world.claims.read("getClaim", bill.key).version,
            number,
            world.chain.now + 10 * DAY,
            world.consent(bill, payer),
            sender=payer.claims,
        ),
        "reverse": lambda: _reverse(world, bill, number, min(amount, own[0].settled_fen if own else 0), payer),
        "red letter": lambda: world.red_letter(bill),
        "wait": lambda: world.chain.move(amount * 60),
    }
    try:
        acts[act]()
    except Refusal:
        return


def _reverse(world: World, bill: Bill, number: int, amount: int, payer: Organisation) -> None:
    second = account(f"{payer.name} second claims officer")
    if not world.consortium.read("officerOf", second):
        world.appoint(payer.id, second, {Role.CLAIMS})
    world.claims.call("proposeReversal", bill.key, number, amount, 0, sender=payer.claims)
    world.claims.call("confirmReversal", bill.key, number, amount, sender=second)


CLAIM_ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("reserve", "direct", "settle", "release", "renew", "reverse", "wait"),
                *("reserve", "settle"),
                "red letter",
            ]
        ),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(1, 6_000),
    ),
    min_size=12,
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(CLAIM_ACTS)
def test_reports_on_claims_are_what_the_contract_holds_of_every_bill(acts: list[tuple[str, int, int, int]]) -> None:
    with fresh(_world()) as world:
        batch = world.batch(2)
        bills = [batch.bill(0), batch.bill(1), world.issue()]
        payers = [world.insurer, world.employer, world.charity]
        for act, bill, payer, amount in acts:
            _act_on_claim(world, act, bills[bill], payers[payer], amount)
        dated = _history(world, CLAIM_EVENTS)
        world.chain.move(1)
        claims = read_claims(dated, _now(world))
        for one in claims.bills:
            held = world.claims.read("getClaim", one.bill)
            assert (one.claimable_fen, one.settled_fen, one.reserved_fen) == (
                *(held.claimable_fen, held.settled_fen, held.reserved_fen),
            )
            assert one.remaining_fen == (0 if one.taken_back else world.claims.read("availableOf", one.bill))
            settled = {place.payer: place.settled_fen for place in world.claims.read("reservationsOf", one.bill)}
            assert {share.payer: share.settled_fen for share in one.shares} == settled
        assert reconcile(dated, _now(world), utc_offset_seconds=8 * 3_600).holds

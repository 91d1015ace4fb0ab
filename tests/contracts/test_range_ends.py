"""BillRanges: voided blanks, closed ranges, and how a range is written off once every number is accounted for."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import OrganisationKind, RangeStatus, Role, VoidReason
from tests.contracts.harness import DAY, START, Emitted, emitted, refused
from tests.contracts.world import Organisation, World

UNKNOWN = 999
UNTIL = START + DAY
LARGEST_COUNT = 2**32 - 1


@pytest.fixture
def other_finance(world: World) -> Organisation:
    return world.admit("other finance", {OrganisationKind.FINANCE}, Role.FINANCE)


def _void(world: World, number_range: int, first: int, count: int) -> Emitted:
    return world.ranges.call("voidNumbers", number_range, first, count, 0, sender=world.hospital.issuer)


def _first(world: World, function: str, *args: int) -> Emitted:
    """An act of the first finance officer."""
    return world.ranges.call(function, *args, sender=world.finance.finance)


def _second(world: World, function: str, *args: int) -> Emitted:
    """An act of the second one."""
    return world.ranges.call(function, *args, sender=world.second_finance_officer)


def _status(world: World, number_range: int) -> RangeStatus:
    return RangeStatus(world.ranges.read("getRange", number_range).status)


# --- voiding blanks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(VoidReason))
def test_issuing_point_voids_the_next_numbers_with_a_reason(world: World, reason: VoidReason) -> None:
    number_range, hospital = world.range(10), world.hospital
    world.batch(2, number_range)
    emitted(
        world.ranges.call("voidNumbers", number_range, 3, 4, reason, sender=hospital.issuer),
        events.NumbersVoided(
            number_range, hospital.issuer, hospital.id, Role.ISSUER, 3, first=3, count=4, reason=reason
        ),
    )
    assert world.ranges.read("getVoid", number_range, 3) == (4, reason, 0, False)
    assert world.ranges.read("getVoid", number_range, 4) == (0, 0, 0, False)
    stored = world.ranges.read("getRange", number_range)
    assert (stored.version, stored.unconfirmed_voids) == (3, 1)
    assert world.next_number(number_range) == 7


def test_voided_numbers_are_never_issued(world: World) -> None:
    number_range = world.range(10)
    world.void(number_range, 3)
    for voided in (1, 2, 3):
        with refused(refusals.RangeNumberOutOfOrder(number_range, voided, 4)):
            _void(world, number_range, voided, 1)
    assert world.issue(number_range=number_range).key % 10**10 == 4


def test_only_the_next_numbers_are_voided(world: World) -> None:
    number_range = world.range(10)
    for given in (0, 2, 2**40 - 1):
        with refused(refusals.RangeNumberOutOfOrder(number_range, given, 1)):
            _void(world, number_range, given, 1)


def test_no_more_numbers_are_voided_than_are_left(world: World) -> None:
    number_range = world.range(10)
    with refused(refusals.RangeCountZero()):
        _void(world, number_range, 1, 0)
    for count in (11, LARGEST_COUNT):
        with refused(refusals.RangeExhausted(number_range, count, 10)):
            _void(world, number_range, 1, count)
    world.void(number_range, 10)
    assert world.next_number(number_range) == 11


def test_unknown_or_proposed_range_has_no_blanks(world: World) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.RangeUnknown(unknown)):
            _void(world, unknown, 0, 1)
    proposed = world.proposal()
    with refused(refusals.RangeStatusMismatch(proposed, RangeStatus.PROPOSED, RangeStatus.GRANTED)):
        _void(world, proposed, 0, 1)


def test_blanks_are_voided_by_the_holder_alone(world: World) -> None:
    number_range = world.range(10)
    with refused(refusals.RangeHolderMismatch(number_range, world.hospital.id, world.clinic.id)):
        world.ranges.call("voidNumbers", number_range, 1, 1, 0, sender=world.clinic.issuer)


def test_blanks_are_voided_until_the_range_ends(world: World) -> None:
    number_range = world.range(10, valid_until=UNTIL)
    world.chain.move_to(UNTIL - 1)
    _void(world, number_range, 1, 1)
    world.chain.move(1)
    with refused(refusals.RangeExpired(number_range, UNTIL, UNTIL)):
        _void(world, number_range, 2, 1)


def test_two_finance_officers_confirm_voided_blanks(world: World) -> None:
    number_range, finance = world.range(10), world.finance
    world.void(number_range, 3, VoidReason.LOST)
    reviewer = finance.officers[Role.FINANCE]
    emitted(
        _first(world, "reviewVoid", number_range, 1),
        events.VoidReviewed(number_range, finance.finance, finance.id, Role.FINANCE, 4, first=1),
    )
    assert world.ranges.read("getVoid", number_range, 1) == (3, VoidReason.LOST, reviewer, False)
    assert world.ranges.read("getRange", number_range).unconfirmed_voids == 1
    emitted(
        _second(world, "confirmVoid", number_range, 1),
        events.VoidConfirmed(number_range, world.second_finance_officer, finance.id, Role.FINANCE, 5, first=1),
    )
    assert world.ranges.read("getVoid", number_range, 1) == (3, VoidReason.LOST, reviewer, True)
    stored = world.ranges.read("getRange", number_range)
    assert (stored.version, stored.unconfirmed_voids) == (5, 0)


def test_officer_does_not_confirm_what_it_reviewed(world: World) -> None:
    number_range = world.range(10)
    world.void(number_range)
    with refused(refusals.VoidNotReviewed(number_range, 1)):
        _first(world, "confirmVoid", number_range, 1)
    _first(world, "reviewVoid", number_range, 1)
    with refused(refusals.RangeSecondOfficerNeeded(number_range, world.finance.officers[Role.FINANCE])):
        _first(world, "confirmVoid", number_range, 1)


def test_voiding_is_reviewed_and_confirmed_once(world: World) -> None:
    number_range = world.range(10)
    world.void(number_range)
    reviewer = world.finance.officers[Role.FINANCE]
    _first(world, "reviewVoid", number_range, 1)
    for again in (_first, _second):
        with refused(refusals.VoidIsReviewed(number_range, 1, reviewer)):
            again(world, "reviewVoid", number_range, 1)
    _second(world, "confirmVoid", number_range, 1)
    for again in (_first, _second):
        with refused(refusals.VoidIsConfirmed(number_range, 1)):
            again(world, "confirmVoid", number_range, 1)
    with refused(refusals.VoidIsReviewed(number_range, 1, reviewer)):
        _second(world, "reviewVoid", number_range, 1)


@pytest.mark.parametrize("function", ["reviewVoid", "confirmVoid"])
def test_only_what_was_voided_is_reviewed_or_confirmed(world: World, function: str) -> None:
    number_range, other = world.range(10), world.range(10)
    world.void(number_range)
    for unknown in (0, UNKNOWN):
        with refused(refusals.RangeUnknown(unknown)):
            _first(world, function, unknown, 1)
    for place, first in ((number_range, 2), (number_range, 4), (other, 1), (other, 11)):
        with refused(refusals.VoidUnknown(place, first)):
            _first(world, function, place, first)


@pytest.mark.parametrize("function", ["reviewVoid", "confirmVoid"])
def test_blanks_are_confirmed_in_the_department_that_granted_the_range(
    world: World, other_finance: Organisation, function: str
) -> None:
    number_range = world.range(10)
    world.void(number_range)
    with refused(refusals.RangeGrantorMismatch(number_range, world.finance.id, other_finance.id)):
        world.ranges.call(function, number_range, 1, sender=other_finance.finance)


def test_each_voiding_of_a_range_is_confirmed_alone(world: World) -> None:
    number_range = world.range(10)
    firsts = [world.void(number_range, count) for count in (1, 2, 3)]
    assert firsts == [1, 2, 4]
    assert world.ranges.read("getRange", number_range).unconfirmed_voids == 3
    world.confirm(number_range, 2)
    assert world.ranges.read("getRange", number_range).unconfirmed_voids == 2
    assert [world.ranges.read("getVoid", number_range, first).confirmed for first in firsts] == [False, True, False]


def test_blanks_are_confirmed_after_the_range_ended_was_returned_or_closed(world: World) -> None:
    expired = world.range(10, valid_until=UNTIL)
    returned, closed = world.range(10), world.range(10)
    firsts = {item: world.void(item) for item in (expired, returned, closed)}
    world.ranges.call("returnRange", returned, 3, sender=world.hospital.administrator)
    world.close_range(closed)
    world.chain.move_to(UNTIL)
    for number_range, first in firsts.items():
        world.confirm(number_range, first)
        assert world.ranges.read("getRange", number_range).unconfirmed_voids == 0


def test_voiding_of_a_part_is_another_than_one_of_its_range(world: World) -> None:
    number_range = world.range(10)
    world.void(number_range, 2)
    part = world.split(number_range, 5, 7)
    assert world.ranges.read("getRange", part).unconfirmed_voids == 0
    world.ranges.call("voidNumbers", part, 6, 1, 0, sender=world.issuer_at(7))
    world.confirm(part, 6)
    assert world.ranges.read("getRange", number_range).unconfirmed_voids == 1
    with refused(refusals.VoidUnknown(part, 1)):
        _first(world, "reviewVoid", part, 1)


# --- closing -------------------------------------------------------------------------------------------------


def test_two_finance_officers_close_a_range(world: World) -> None:
    number_range, finance = world.range(10), world.finance
    world.batch(4, number_range)
    emitted(
        _first(world, "proposeClosure", number_range, 2),
        events.RangeClosureProposed(number_range, finance.finance, finance.id, Role.FINANCE, 3),
    )
    proposed = world.ranges.read("getRange", number_range)
    assert (proposed.version, proposed.status) == (3, RangeStatus.GRANTED)
    assert proposed.closure_by == finance.officers[Role.FINANCE]
    emitted(
        _second(world, "closeRange", number_range, 3),
        events.RangeClosed(number_range, world.second_finance_officer, finance.id, Role.FINANCE, 4, first=5, last=10),
    )
    closed = world.ranges.read("getRange", number_range)
    assert (closed.version, closed.status, closed.last) == (4, RangeStatus.CLOSED, 10)


def test_range_is_used_until_it_is_closed_and_not_after(world: World) -> None:
    number_range = world.range(10)
    _first(world, "proposeClosure", number_range, 2)
    world.issue(number_range=number_range)
    _second(world, "closeRange", number_range, 3)
    refusal = refusals.RangeStatusMismatch(number_range, RangeStatus.CLOSED, RangeStatus.GRANTED)
    for attempt in (
        lambda: world.batch(1, number_range),
        lambda: world.void(number_range, 1),
        lambda: world.split(number_range, 1),
        lambda: world.ranges.call("returnRange", number_range, 4, sender=world.hospital.administrator),
        lambda: _first(world, "proposeClosure", number_range, 4),
        lambda: _second(world, "closeRange", number_range, 4),
    ):
        with refused(refusal):
            attempt()


def test_range_is_closed_by_another_officer_than_proposed_it(world: World) -> None:
    number_range = world.range(10)
    with refused(refusals.RangeClosureNotProposed(number_range)):
        _first(world, "closeRange", number_range, 2)
    _first(world, "proposeClosure", number_range, 2)
    with refused(refusals.RangeSecondOfficerNeeded(number_range, world.finance.officers[Role.FINANCE])):
        _first(world, "closeRange", number_range, 3)


def test_later_proposal_to_close_takes_the_place_of_an_earlier_one(world: World) -> None:
    number_range = world.range(10)
    _first(world, "proposeClosure", number_range, 2)
    _second(world, "proposeClosure", number_range, 3)
    second = world.consortium.read("officerOf", world.second_finance_officer)
    assert world.ranges.read("getRange", number_range).closure_by == second
    with refused(refusals.RangeSecondOfficerNeeded(number_range, second)):
        _second(world, "closeRange", number_range, 4)
    assert _first(world, "closeRange", number_range, 4)


def test_what_happens_to_a_range_makes_its_closure_stale(world: World) -> None:
    number_range = world.range(10)
    _first(world, "proposeClosure", number_range, 2)
    world.void(number_range, 1)
    with refused(refusals.RangeVersionStale(number_range, 3, 4)):
        _second(world, "closeRange", number_range, 3)
    assert _second(world, "closeRange", number_range, 4)


def test_part_is_not_closed_with_its_range(world: World) -> None:
    number_range = world.range(10)
    _first(world, "proposeClosure", number_range, 2)
    part = world.split(number_range, 4)
    _second(world, "closeRange", number_range, 4)
    assert _status(world, part) == RangeStatus.GRANTED
    with refused(refusals.RangeClosureNotProposed(part)):
        _second(world, "closeRange", part, 1)
    world.close_range(part)
    assert _status(world, part) == RangeStatus.CLOSED


def test_expired_and_used_up_ranges_are_closed(world: World) -> None:
    expired, used_up = world.range(10, valid_until=UNTIL), world.range(2)
    world.batch(2, used_up)
    world.chain.move_to(UNTIL)
    world.close_range(expired)
    _first(world, "proposeClosure", used_up, 2)
    closed = _second(world, "closeRange", used_up, 3)[0]
    assert (closed.first, closed.last) == (13, 12)  # type: ignore[attr-defined]


ENDINGS = ["proposeClosure", "closeRange", "writeOffRange"]


@pytest.mark.parametrize("function", ENDINGS)
def test_range_is_ended_by_who_knows_its_version(world: World, function: str) -> None:
    number_range = world.range(10)
    for seen in (0, 1, 3):
        with refused(refusals.RangeVersionStale(number_range, seen, 2)):
            _first(world, function, number_range, seen)


@pytest.mark.parametrize("function", ENDINGS)
def test_unknown_or_proposed_range_is_not_ended(world: World, function: str) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.RangeUnknown(unknown)):
            _first(world, function, unknown, 0)
    proposed = world.proposal()
    with refused(refusals.RangeStatusMismatch(proposed, RangeStatus.PROPOSED, RangeStatus.GRANTED)):
        _first(world, function, proposed, 1)


@pytest.mark.parametrize("function", ENDINGS)
def test_range_is_ended_by_the_department_that_granted_it(
    world: World, other_finance: Organisation, function: str
) -> None:
    number_range = world.range(10)
    with refused(refusals.RangeGrantorMismatch(number_range, world.finance.id, other_finance.id)):
        world.ranges.call(function, number_range, 2, sender=other_finance.finance)


# --- writing off ---------------------------------------------------------------------------------------------


def _used_up(world: World) -> int:
    number_range = world.range(5)
    world.batch(5, number_range)
    return number_range


def _returned(world: World) -> int:
    number_range = world.range(5)
    world.ranges.call("returnRange", number_range, 2, sender=world.hospital.administrator)
    return number_range


def _closed(world: World) -> int:
    number_range = world.range(5)
    world.close_range(number_range)
    return number_range


@pytest.mark.parametrize("ended", [_used_up, _returned, _closed])
def test_range_that_ended_is_written_off(world: World, ended: object) -> None:
    number_range = ended(world)  # type: ignore[operator]
    version, finance = world.range_version(number_range), world.finance
    emitted(
        _first(world, "writeOffRange", number_range, version),
        events.RangeWrittenOff(number_range, finance.finance, finance.id, Role.FINANCE, version + 1),
    )
    stored = world.ranges.read("getRange", number_range)
    assert (stored.version, stored.status) == (version + 1, RangeStatus.WRITTEN_OFF)


def test_range_with_numbers_left_is_not_written_off(world: World) -> None:
    number_range = world.range(10)
    world.batch(9, number_range)
    with refused(refusals.RangeNumbersLeft(number_range, 1)):
        _first(world, "writeOffRange", number_range, 2)
    world.issue(number_range=number_range)
    assert _first(world, "writeOffRange", number_range, 2)


@pytest.mark.parametrize("ended", [_used_up, _returned, _closed])
def test_range_with_unconfirmed_voids_is_not_written_off(world: World, ended: object) -> None:
    number_range = world.range(5)
    firsts = [world.void(number_range, 1), world.void(number_range, 1)]
    if ended is _used_up:
        world.batch(3, number_range)
    elif ended is _returned:
        world.ranges.call("returnRange", number_range, 4, sender=world.hospital.administrator)
    else:
        world.close_range(number_range)
    for unconfirmed, first in zip((2, 1), firsts, strict=True):
        with refused(refusals.RangeVoidsUnconfirmed(number_range, unconfirmed)):
            _first(world, "writeOffRange", number_range, world.range_version(number_range))
        world.confirm(number_range, first)
    assert _first(world, "writeOffRange", number_range, world.range_version(number_range))


def test_range_is_written_off_once_and_then_nothing_happens_to_it(world: World) -> None:
    number_range = _used_up(world)
    _first(world, "writeOffRange", number_range, 2)
    refusal = refusals.RangeStatusMismatch(number_range, RangeStatus.WRITTEN_OFF, RangeStatus.GRANTED)
    for function in ENDINGS:
        with refused(refusal):
            _second(world, function, number_range, 3)
    with refused(refusal):
        world.ranges.call("returnRange", number_range, 3, sender=world.hospital.administrator)


def test_range_is_written_off_whatever_its_parts_do(world: World) -> None:
    number_range = world.range(10)
    part = world.split(number_range, 10)
    _first(world, "writeOffRange", number_range, 3)
    with refused(refusals.RangeNumbersLeft(part, 10)):
        _first(world, "writeOffRange", part, 1)


def test_every_number_of_a_range_is_accounted_for(world: World) -> None:
    """Issued alone or in a batch, voided, split off, or returned: what the events say adds up to what was granted."""
    number_range = world.range(100)
    world.batch(20, number_range)
    world.issue(number_range=number_range)
    world.void(number_range, 5)
    part = world.split(number_range, 30, 7)
    world.ranges.call("voidNumbers", part, 71, 2, 0, sender=world.issuer_at(7))
    for item in (number_range, part):
        terms = (item, world.range_version(item))
        world.ranges.call("returnRange", *terms, sender=world.hospital.administrator)
    told: list[int] = []
    for entry in world.kept():
        event = entry.event
        if isinstance(event, events.BatchIssued):
            told += range(event.first % 10**10, event.first % 10**10 + event.count)
        elif isinstance(event, events.BillIssued):
            told.append(event.bill % 10**10)
        elif isinstance(event, events.NumbersVoided):
            told += range(event.first, event.first + event.count)
        elif isinstance(event, events.RangeReturned):
            told += range(event.first, event.last + 1)
    assert sorted(told) == list(range(1, 101))

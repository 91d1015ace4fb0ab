"""BillRanges: parts of a range for issuing points, and what is left of a range going back."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import RangeStatus, Role
from tests.contracts.harness import DAY, START, Emitted, emitted, refused, word
from tests.contracts.world import CODE, World, draft

UNKNOWN = 999
UNTIL = START + DAY
LARGEST_COUNT = 2**32 - 1
POINT, OTHER_POINT = 7, 8


def _split(world: World, number_range: int, seen: int, unit: int, count: int) -> Emitted:
    return world.ranges.call("splitRange", number_range, seen, unit, count, sender=world.hospital.administrator)


def _return(world: World, number_range: int, seen: int) -> Emitted:
    return world.ranges.call("returnRange", number_range, seen, sender=world.hospital.administrator)


def _left(world: World, number_range: int) -> int:
    left: int = world.ranges.read("getRange", number_range).last + 1 - world.next_number(number_range)
    return left


# --- splitting -----------------------------------------------------------------------------------------------


def test_last_numbers_of_a_range_become_a_range_of_an_issuing_point(world: World) -> None:
    number_range, hospital = world.range(100, valid_until=UNTIL), world.hospital
    split = _split(world, number_range, 2, POINT, 30)
    part = number_range + 1
    emitted(
        split,
        events.RangeSplit(
            number_range,
            hospital.administrator,
            hospital.id,
            Role.ADMINISTRATOR,
            range_version=3,
            part_range=part,
            part_range_version=1,
            unit=POINT,
            first=71,
            last=100,
        ),
    )
    assert split.returned == part
    whole, given = (world.ranges.read("getRange", item) for item in (number_range, part))
    assert (whole.version, whole.first, whole.last, whole.count, whole.unit, whole.parent) == (3, 1, 70, 70, 0, 0)
    assert given._asdict() == {
        "version": 1,
        "status": RangeStatus.GRANTED,
        "code": CODE,
        "first": 71,
        "last": 100,
        "valid_until": UNTIL,
        "unit": POINT,
        "holder": hospital.id,
        "grantor": world.finance.id,
        "proposed_by": world.finance.officers[Role.FINANCE],
        "count": 30,
        "unconfirmed_voids": 0,
        "parent": number_range,
        "closure_by": 0,
    }
    assert (world.next_number(number_range), world.next_number(part)) == (1, 71)


def test_parts_follow_one_another_from_the_end(world: World) -> None:
    number_range = world.range(100)
    parts = [world.split(number_range, count, POINT) for count in (10, 20, 30)]
    spans = [tuple(world.ranges.read("getRange", item)[3:5]) for item in (*parts, number_range)]
    assert spans == [(91, 100), (71, 90), (41, 70), (1, 40)]


def test_only_numbers_that_are_left_are_split_off(world: World) -> None:
    number_range = world.range(10)
    world.batch(4, number_range)
    with refused(refusals.RangeExhausted(number_range, 7, 6)):
        _split(world, number_range, 2, POINT, 7)
    part = world.split(number_range, 6)
    assert (_left(world, number_range), _left(world, part)) == (0, 6)
    with refused(refusals.RangeExhausted(number_range, 1, 0)):
        _split(world, number_range, 3, POINT, 1)
    assert world.next_number(number_range) == 5


@pytest.mark.parametrize("count", [1, LARGEST_COUNT])
def test_whole_range_may_be_split_off(world: World, count: int) -> None:
    number_range = world.range(count)
    part = world.split(number_range, count)
    whole = world.ranges.read("getRange", number_range)
    assert (whole.first, whole.last, whole.count) == (1, 0, 0)
    assert tuple(world.ranges.read("getRange", part)[3:5]) == (1, count)
    assert (_left(world, number_range), _left(world, part)) == (0, count)


def test_part_has_at_least_one_number_and_an_issuing_point(world: World) -> None:
    number_range = world.range(10)
    with refused(refusals.RangeCountZero()):
        _split(world, number_range, 2, POINT, 0)
    with refused(refusals.RangeUnitZero()):
        _split(world, number_range, 2, 0, 5)


@pytest.mark.parametrize("unit", [1, 2**16 - 1])
def test_issuing_point_may_be_any_but_zero(world: World, unit: int) -> None:
    assert world.ranges.read("getRange", world.split(world.range(10), 5, unit)).unit == unit


def test_part_is_not_split_again(world: World) -> None:
    part = world.split(world.range(10), 5, POINT)
    for unit in (POINT, OTHER_POINT):
        with refused(refusals.RangeUnitSet(part, POINT)):
            _split(world, part, 1, unit, 2)


def test_range_is_split_by_who_knows_its_version(world: World) -> None:
    number_range = world.range(10)
    for seen in (0, 1, 3):
        with refused(refusals.RangeVersionStale(number_range, seen, 2)):
            _split(world, number_range, seen, POINT, 2)


def test_unknown_range_is_neither_split_nor_returned(world: World) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.RangeUnknown(unknown)):
            _split(world, unknown, 0, POINT, 1)
        with refused(refusals.RangeUnknown(unknown)):
            _return(world, unknown, 0)


def test_proposed_range_is_neither_split_nor_returned(world: World) -> None:
    number_range = world.proposal()
    refusal = refusals.RangeStatusMismatch(number_range, RangeStatus.PROPOSED, RangeStatus.GRANTED)
    with refused(refusal):
        _split(world, number_range, 1, POINT, 1)
    with refused(refusal):
        _return(world, number_range, 1)


def test_range_is_split_and_returned_by_its_holder_alone(world: World) -> None:
    number_range = world.range(10)
    for stranger in (world.clinic, world.finance):
        refusal = refusals.RangeHolderMismatch(number_range, world.hospital.id, stranger.id)
        with refused(refusal):
            world.ranges.call("splitRange", number_range, 2, POINT, 1, sender=stranger.administrator)
        with refused(refusal):
            world.ranges.call("returnRange", number_range, 2, sender=stranger.administrator)


def test_range_is_split_in_its_last_second_and_no_later(world: World) -> None:
    number_range = world.range(10, valid_until=UNTIL)
    world.chain.move_to(UNTIL - 1)
    world.split(number_range, 2)
    world.chain.move(1)
    with refused(refusals.RangeExpired(number_range, UNTIL, UNTIL)):
        _split(world, number_range, 3, POINT, 2)


# --- issuing points ------------------------------------------------------------------------------------------


def test_issuing_point_issues_and_voids_from_its_part(world: World) -> None:
    part = world.split(world.range(10), 5, POINT)
    issuer = world.issuer_at(POINT)
    issued = world.bills.call("issueBill", part, 6, draft("a").leaf, sender=issuer)
    assert issued.returned == CODE * 10**10 + 6
    world.bills.call("issueBatch", part, 7, 2, word("root"), sender=issuer)
    world.ranges.call("voidNumbers", part, 9, 1, 0, sender=issuer)
    assert world.next_number(part) == 10


@pytest.mark.parametrize("unit", [0, OTHER_POINT])
def test_part_is_used_by_its_issuing_point_alone(world: World, unit: int) -> None:
    part = world.split(world.range(10), 5, POINT)
    issuer = world.issuer_at(unit) if unit else world.hospital.issuer
    bill = world.issue()
    refusal = refusals.RangeUnitMismatch(part, POINT, unit)
    with refused(refusal):
        world.bills.call("issueBill", part, 6, draft("a").leaf, sender=issuer)
    with refused(refusal):
        world.bills.call("issueBatch", part, 6, 1, word("root"), sender=issuer)
    with refused(refusal):
        world.bills.call("redLetterBill", bill.key, 1, bill.opening, part, 6, draft("red").leaf, 0, sender=issuer)
    with refused(refusal):
        world.ranges.call("voidNumbers", part, 6, 1, 0, sender=issuer)
    assert world.next_number(part) == 6


@pytest.mark.parametrize("unit", [0, POINT])
def test_range_of_no_issuing_point_is_used_by_all_of_them(world: World, unit: int) -> None:
    number_range = world.range(10)
    world.split(number_range, 5, OTHER_POINT)
    issuer = world.issuer_at(unit) if unit else world.hospital.issuer
    assert world.bills.call("issueBill", number_range, 1, draft("a").leaf, sender=issuer)


def test_numbers_of_a_part_are_issued_in_their_own_order(world: World) -> None:
    number_range = world.range(10)
    part = world.split(number_range, 5, POINT)
    issuer = world.issuer_at(POINT)
    with refused(refusals.RangeNumberOutOfOrder(part, 1, 6)):
        world.bills.call("issueBill", part, 1, draft("a").leaf, sender=issuer)
    world.bills.call("issueBatch", part, 6, 5, word("root"), sender=issuer)
    with refused(refusals.RangeExhausted(part, 1, 0)):
        world.bills.call("issueBill", part, 11, draft("a").leaf, sender=issuer)
    world.batch(5, number_range)
    with refused(refusals.RangeExhausted(number_range, 1, 0)):
        world.issue(number_range=number_range)


def test_part_ends_with_the_time_of_its_range(world: World) -> None:
    part = world.split(world.range(10, valid_until=UNTIL), 5, POINT)
    issuer = world.issuer_at(POINT)
    world.chain.move_to(UNTIL - 1)
    world.bills.call("issueBill", part, 6, draft("a").leaf, sender=issuer)
    world.chain.move(1)
    with refused(refusals.RangeExpired(part, UNTIL, UNTIL)):
        world.bills.call("issueBill", part, 7, draft("b").leaf, sender=issuer)


# --- returning -----------------------------------------------------------------------------------------------


def test_holder_returns_what_is_left_of_a_range(world: World) -> None:
    number_range, hospital = world.range(100), world.hospital
    world.batch(10, number_range)
    emitted(
        _return(world, number_range, 2),
        events.RangeReturned(
            number_range, hospital.administrator, hospital.id, Role.ADMINISTRATOR, 3, first=11, last=100
        ),
    )
    returned = world.ranges.read("getRange", number_range)
    assert (returned.version, returned.status, returned.last) == (3, RangeStatus.RETURNED, 100)
    assert world.next_number(number_range) == 11


def test_returned_numbers_are_never_used_or_granted_again(world: World) -> None:
    number_range = world.range(10)
    _return(world, number_range, 2)
    refusal = refusals.RangeStatusMismatch(number_range, RangeStatus.RETURNED, RangeStatus.GRANTED)
    for attempt in (
        lambda: world.issue(number_range=number_range),
        lambda: world.batch(1, number_range),
        lambda: world.void(number_range, 1),
        lambda: _split(world, number_range, 3, POINT, 1),
        lambda: _return(world, number_range, 3),
        lambda: world.ranges.call("proposeClosure", number_range, 3, sender=world.finance.finance),
    ):
        with refused(refusal):
            attempt()
    assert world.ranges.read("getRange", world.range(5))[3:5] == (11, 15)


def test_range_of_which_nothing_is_left_is_not_returned(world: World) -> None:
    number_range = world.range(10)
    world.batch(9, number_range)
    world.void(number_range, 1)
    with refused(refusals.RangeUsedUp(number_range)):
        _return(world, number_range, 3)


def test_last_number_of_a_range_may_be_returned(world: World) -> None:
    number_range = world.range(10)
    world.batch(9, number_range)
    assert _return(world, number_range, 2)[0].first == 10  # type: ignore[attr-defined]


def test_range_that_was_split_off_whole_is_not_returned(world: World) -> None:
    number_range = world.range(10)
    world.split(number_range, 10)
    with refused(refusals.RangeUsedUp(number_range)):
        _return(world, number_range, 3)


def test_range_is_returned_by_who_knows_its_version(world: World) -> None:
    number_range = world.range(10)
    world.split(number_range, 2)
    for seen in (0, 2, 4):
        with refused(refusals.RangeVersionStale(number_range, seen, 3)):
            _return(world, number_range, seen)


def test_expired_range_is_returned(world: World) -> None:
    number_range = world.range(10, valid_until=UNTIL)
    world.chain.move_to(UNTIL + DAY)
    assert _return(world, number_range, 2)


def test_part_is_returned_alone(world: World) -> None:
    number_range = world.range(10)
    part = world.split(number_range, 4)
    emitted(
        _return(world, part, 1),
        events.RangeReturned(
            part, world.hospital.administrator, world.hospital.id, Role.ADMINISTRATOR, 2, first=7, last=10
        ),
    )
    assert world.ranges.read("getRange", number_range).status == RangeStatus.GRANTED
    assert world.issue(number_range=number_range)

"""Several acts at once: results in order, the first error ends it."""

from __future__ import annotations

import threading

import pytest

from govledger.importing import workers


@pytest.mark.parametrize("at_once", [1, 4])
def test_results_stand_in_the_items_order_and_each_is_told(at_once: int) -> None:
    told: list[int] = []
    assert workers.run(lambda item: item * 2, range(20), at_once=at_once, done=told.append) == list(range(0, 40, 2))
    assert told == list(range(1, 21))


@pytest.mark.parametrize("at_once", [1, 4])
def test_nothing_to_do_is_done(at_once: int) -> None:
    assert workers.run(lambda item: item, [], at_once=at_once) == []


def test_acts_are_on_their_way_together() -> None:
    meeting = threading.Barrier(3, timeout=10)
    assert sorted(workers.run(lambda item: meeting.wait(), range(3), at_once=3)) == [0, 1, 2]


def test_one_at_a_time_stays_in_this_thread() -> None:
    threads = workers.run(lambda item: threading.current_thread(), range(3), at_once=1)
    assert set(threads) == {threading.current_thread()}


@pytest.mark.parametrize("at_once", [1, 2])
def test_first_error_is_raised_and_what_was_not_begun_does_not_begin(at_once: int) -> None:
    begun: list[int] = []

    def act(item: int) -> None:
        begun.append(item)
        raise ValueError(item)

    with pytest.raises(ValueError) as raised:
        workers.run(act, range(1_000), at_once=at_once)
    assert raised.value.args[0] in begun
    assert len(begun) <= at_once


def test_what_is_under_way_ends_before_the_error_is_raised() -> None:
    under_way, failed, ended = threading.Event(), threading.Event(), threading.Event()

    def act(item: int) -> None:
        if item == 0:
            under_way.wait(timeout=10)
            failed.set()
            raise ValueError(item)
        under_way.set()
        failed.wait(timeout=10)
        ended.set()

    with pytest.raises(ValueError, match="0"):
        workers.run(act, range(2), at_once=2)
    assert ended.is_set()

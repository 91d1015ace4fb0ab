from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govledger.index.model import BlockHeader
from govledger.index.plan import (
    FIRST_SPAN,
    GROWTH,
    LONGEST_SPAN,
    TARGET_BYTES,
    Patience,
    Span,
    SpanControl,
    fork_windows,
    is_too_deep,
    last_common,
)


@given(
    st.integers(0, 60),
    st.integers(-5, 400),
    st.integers(1, 90),
    st.lists(st.tuples(st.booleans(), st.integers(0, 10_000_000)), max_size=30),
)
def test_spans_hold_every_block_once_in_order_whatever_the_node_does(
    first: int, last: int, limit: int, answers: list[tuple[bool, int]]
) -> None:
    control = SpanControl(limit=limit)
    found = []
    for place, span in enumerate(control.spans(first, last)):
        found.append(span)
        was_refused, size = answers[place] if place < len(answers) else (False, 1_000)
        control.refused(len(span)) if was_refused else control.answered(len(span), size)
    assert [number for span in found for number in range(span.first, span.last + 1)] == list(range(first, last + 1))
    assert all(1 <= len(span) <= limit for span in found)


@pytest.mark.parametrize("bytes_per_block", [700, 4_000, 150_000, 3_000_000])
def test_answers_come_to_the_size_that_is_wanted_whatever_blocks_hold(bytes_per_block: int) -> None:
    control = SpanControl()
    for _ in range(12):
        control.answered(control.next_length(), control.next_length() * bytes_per_block)
    assert control.next_length() == max(1, min(LONGEST_SPAN, TARGET_BYTES // bytes_per_block))


def test_a_span_grows_by_steps_though_the_answer_was_empty() -> None:
    control = SpanControl()
    control.answered(FIRST_SPAN, 0)
    assert control.next_length() == GROWTH * FIRST_SPAN


def test_after_a_refusal_half_is_asked_for_and_later_a_little_more() -> None:
    control = SpanControl()
    control.length = 1_000
    control.refused(1_000)
    assert control.next_length() == 500
    control.answered(499, 1_000)
    assert control.next_length() == 500
    control.answered(500, 1_000)
    assert control.next_length() == 532


def test_a_single_block_is_the_shortest_question() -> None:
    control = SpanControl()
    control.refused(1)
    assert control.next_length() == 1


@given(st.integers(0, 1_000), st.integers(1, 1_000))
def test_halves_are_the_whole(first: int, more: int) -> None:
    span = Span(first, first + more)
    one, other = span.halves()
    assert (one.first, one.last + 1, other.last) == (span.first, other.first, span.last)
    assert abs(len(one) - len(other)) <= 1


@given(st.integers(1, 60), st.floats(0, 1), st.integers(1, 40))
def test_patience_waits_longer_each_time_and_ends(failures: int, chance: float, tries: int) -> None:
    patience = Patience(tries, 0.5, 8.0)
    seconds = patience.wait(failures, chance)
    if failures >= tries:
        assert seconds is None
    else:
        assert seconds is not None
        step = min(8.0, 0.5 * 2.0 ** (failures - 1))
        assert step / 2 <= seconds <= step


@given(st.integers(0, 2000), st.integers(0, 50))
def test_fork_windows_go_down_to_the_lowest_block_without_a_gap(highest: int, lowest: int) -> None:
    found = list(fork_windows(highest, lowest))
    numbers = [number for span in found for number in range(span.last, span.first - 1, -1)]
    assert numbers == list(range(highest, lowest - 1, -1))


def test_fork_windows_grow() -> None:
    assert list(fork_windows(100, 1)) == [Span(85, 100), Span(53, 84), Span(1, 52)]


def test_the_last_common_block_is_the_highest_with_one_hash() -> None:
    headers = [BlockHeader(number, bytes([number]), b"", 0) for number in range(5)]
    stored = {0: b"\0", 1: b"\1", 2: b"\2", 3: b"other"}
    assert last_common(stored, headers) == 2
    assert last_common({}, headers) is None


def test_a_reorganisation_is_too_deep_beyond_the_settled_depth() -> None:
    assert is_too_deep(3, 2)
    assert not is_too_deep(2, 2)
    assert not is_too_deep(10_000, None)

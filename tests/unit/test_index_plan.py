from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govledger.index.model import BlockHeader
from govledger.index.plan import Span, fork_windows, is_too_deep, last_common, spans


@given(st.integers(0, 60), st.integers(-5, 60), st.integers(1, 20))
def test_spans_hold_every_block_once_in_order(first: int, last: int, size: int) -> None:
    found = list(spans(first, last, size))
    assert [number for span in found for number in range(span.first, span.last + 1)] == list(range(first, last + 1))
    assert all(1 <= len(span) <= size for span in found)


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

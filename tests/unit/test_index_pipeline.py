"""Questions on their way, their answers in order; what the node refuses or does not answer is asked otherwise."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger import events
from govledger.errors import BlockMissing, ConnectionFailed, NodeRefused, NodeUnusable
from govledger.index.observer import Silent
from govledger.index.pieces import CheckedPiece, Wanted
from govledger.index.pipeline import PatientNode, SpanReader, in_order
from govledger.index.plan import Patience, Span
from govledger.index.reading import NodeReader
from tests.simulated_chain import ADDRESSES, SimulatedChain, sample

REFUSAL = NodeRefused("eth_getLogs", -32005, "query returns more than 10000 results")
DROPPED = ConnectionFailed("nothing answers")


@pytest.fixture
def chain() -> SimulatedChain:
    return sixteen_blocks()


def sixteen_blocks() -> SimulatedChain:
    """An event in each, but for every fourth."""
    chain = SimulatedChain()
    for number in range(1, 17):
        chain.seal([sample(events.GrantIssued, number)]) if number % 4 else chain.seal()
    return chain


class Waits(Silent):
    """What was told of waits."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def waiting(self, reason: str, seconds: float) -> None:
        self.reasons.append(reason)


def reader(chain: SimulatedChain, waits: Waits | None = None, tries: int = 4) -> SpanReader[CheckedPiece]:
    patient = PatientNode(chain, Patience(tries), waits or Waits(), lambda seconds: None)
    return SpanReader(patient, NodeReader(chain, Wanted(tuple(sorted(ADDRESSES.values())), False, False), None))


def failing(chain: SimulatedChain, fails: Callable[[str], Exception | None]) -> None:
    def answer(question: str) -> None:
        if problem := fails(question):
            raise problem

    chain.before_answer = answer


# --- spans ---------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 16), st.integers(1, 16), st.sampled_from([REFUSAL, DROPPED]))
def test_what_is_too_long_is_halved_until_it_is_answered(first: int, longest: int, problem: Exception) -> None:
    chain = SimulatedChain()
    for number in range(1, 17):
        chain.seal([sample(events.GrantIssued, number)])

    def is_too_long(question: str) -> Exception | None:
        words = question.split()
        return problem if words[0] == "logs" and int(words[2]) - int(words[1]) >= longest else None

    failing(chain, is_too_long)
    found = reader(chain, tries=9).read(Span(first, 16))
    spans = [piece.span for piece in found.pieces]
    assert [number for span in spans for number in range(span.first, span.last + 1)] == list(range(first, 17))
    assert all(len(span) <= longest for span in spans)
    assert all(blocks > longest for blocks in found.refused)


def test_a_refusal_of_a_long_span_is_not_waited_for(chain: SimulatedChain) -> None:
    waits = Waits()
    failing(chain, lambda question: REFUSAL if question == "logs 1 4" else None)
    found = reader(chain, waits=waits).read(Span(1, 4))
    assert ([piece.span for piece in found.pieces], found.refused) == ([Span(1, 2), Span(3, 4)], [4])
    assert waits.reasons == []


def test_a_refusal_of_a_single_block_ends_it_when_patience_does(chain: SimulatedChain) -> None:
    waits = Waits()
    failing(chain, lambda question: REFUSAL if question.startswith("logs") else None)
    with pytest.raises(NodeUnusable, match="refuses eth_getLogs of block 1 alone: query returns more than 10000"):
        reader(chain, waits=waits, tries=5).read(Span(1, 4))
    assert len(waits.reasons) == 2


def test_silence_is_waited_for_and_ends_it_when_patience_does(chain: SimulatedChain) -> None:
    waits = Waits()
    failing(chain, lambda question: DROPPED)
    with pytest.raises(ConnectionFailed, match="nothing answers"):
        reader(chain, waits=waits, tries=4).read(Span(1, 4))
    assert waits.reasons == ["nothing answers"] * 3


def test_patience_begins_anew_after_each_answer(chain: SimulatedChain) -> None:
    failures = iter([True, True, True, False, True, True, True, False, False] * 10)
    failing(chain, lambda question: DROPPED if question.startswith("logs") and next(failures) else None)
    assert len(reader(chain, tries=4).read(Span(1, 8)).pieces) > 1


def test_a_block_that_is_missing_goes_to_the_caller(chain: SimulatedChain) -> None:
    with pytest.raises(BlockMissing):
        reader(chain).read(Span(9, 99))


# --- patience ------------------------------------------------------------------------------------------


def test_a_node_that_comes_back_is_asked_on() -> None:
    chain, waits = SimulatedChain(), Waits()
    failures = iter([True, True, False])
    failing(chain, lambda question: DROPPED if next(failures) else None)
    paused: list[float] = []
    patient = PatientNode(chain, Patience(4, 0.5, 8.0), waits, paused.append)
    assert patient.ask(lambda node: node.latest_number()) == 0
    assert len(waits.reasons) == 2
    assert [0.25 <= paused[0] <= 0.5, 0.5 <= paused[1] <= 1.0] == [True, True]


def test_a_node_that_does_not_come_back_is_given_up() -> None:
    chain, waits = SimulatedChain(), Waits()
    failing(chain, lambda question: DROPPED)
    with pytest.raises(ConnectionFailed):
        PatientNode(chain, Patience(3), waits, lambda seconds: None).ask(lambda node: node.latest_number())
    assert len(chain.asked) == 3


# --- order ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_results_come_in_the_order_of_the_jobs(at_once: int) -> None:
    def job(number: int) -> Callable[[], int]:
        return lambda: number * number

    assert list(in_order((job(number) for number in range(40)), at_once)) == [number**2 for number in range(40)]


def test_a_later_job_may_end_first_and_still_waits_its_turn() -> None:
    second_ended = threading.Event()

    def first() -> str:
        assert second_ended.wait(10)
        return "first"

    def second() -> str:
        second_ended.set()
        return "second"

    jobs: Sequence[Callable[[], str]] = (first, second)
    assert list(in_order(iter(jobs), 2)) == ["first", "second"]


def test_one_at_a_time_runs_in_the_caller_s_thread() -> None:
    assert list(in_order(iter([threading.current_thread]), 1)) == [threading.current_thread()]


@pytest.mark.parametrize(("at_once", "most"), [(1, 1), (2, 3), (4, 5)])
def test_no_more_jobs_are_begun_than_may_be_under_way(at_once: int, most: int) -> None:
    begun: list[int] = []

    def jobs() -> Iterator[Callable[[], int]]:
        for number in range(10):
            begun.append(number)
            yield lambda: 0

    results = in_order(jobs(), at_once)
    next(results)
    assert len(begun) == most
    results.close()


@pytest.mark.parametrize("at_once", [1, 2])
def test_an_error_comes_in_its_place_and_ends_it(at_once: int) -> None:
    def fail() -> int:
        raise DROPPED

    begun: list[int] = []

    def jobs() -> Iterator[Callable[[], int]]:
        yield lambda: 1
        yield fail
        for number in range(100):
            begun.append(number)
            yield lambda: 2

    results = in_order(jobs(), at_once)
    assert next(results) == 1
    with pytest.raises(ConnectionFailed):
        list(results)
    assert len(begun) <= at_once

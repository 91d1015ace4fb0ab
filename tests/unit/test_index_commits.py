"""Batches on their way into the store: in order, at most one beside the caller, no error lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from govledger import events
from govledger.errors import StoreFull, VersionGap
from govledger.index import Indexer, open_store, sync
from govledger.index.commits import Commits
from govledger.index.follow import Stopped
from govledger.index.model import Batch, BlockHeader
from govledger.index.observer import Silent
from govledger.index.store import Store
from tests.simulated_chain import SimulatedChain, sample
from tests.store_content import content
from tests.store_places import StorePlace

PATIENCE_SECONDS = 10.0


def batch(number: int) -> Batch:
    return Batch((BlockHeader(number, b"", b"", 0),), {}, (), [])


class Recorder:
    """A store that takes batches in when it is let."""

    is_served = True

    def __init__(self) -> None:
        self.let = threading.Event()
        self.taken: list[tuple[int, bool, str]] = []
        self.problem: Exception | None = None

    def commit(self, batch: Batch, *, verified: bool) -> None:
        assert self.let.wait(PATIENCE_SECONDS)
        if self.problem is not None:
            raise self.problem
        self.taken.append((batch.headers[0].number, verified, threading.current_thread().name))


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def commits(store: Recorder, committed: Callable[[Batch], None] = lambda batch: None) -> Commits:
    # Of a store, nothing but this is asked.
    return Commits(store, committed)  # type: ignore[arg-type]


def test_a_server_takes_a_batch_in_while_the_caller_goes_on(recorder: Recorder) -> None:
    told: list[int] = []
    with commits(recorder, lambda batch: told.append(batch.headers[0].number)) as under_way:
        under_way.add(batch(1))
        assert (recorder.taken, told) == ([], [])
        recorder.let.set()
        under_way.add(batch(2))
        assert told == [1]
        under_way.finish(batch(3))
        assert told == [1, 2, 3]
    main = threading.current_thread().name
    assert recorder.taken == [(1, False, "govledger-index"), (2, False, "govledger-index"), (3, True, main)]


def test_a_store_of_this_process_takes_a_batch_in_at_once(recorder: Recorder) -> None:
    recorder.is_served = False
    recorder.let.set()
    told: list[Batch] = []
    commits(recorder, told.append).add(batch(1))
    assert recorder.taken == [(1, False, threading.current_thread().name)]
    assert len(told) == 1


@pytest.mark.parametrize("then", ["add", "finish", "settle"])
def test_an_error_comes_with_the_next_thing_that_is_done(recorder: Recorder, then: str) -> None:
    recorder.problem = StoreFull("no room")
    told: list[Batch] = []
    under_way = commits(recorder, told.append)
    under_way.add(batch(1))
    recorder.let.set()
    with pytest.raises(StoreFull):
        getattr(under_way, then)(*(() if then == "settle" else (batch(2),)))
    under_way.settle()
    assert (recorder.taken, told) == ([], [])


def test_what_is_abandoned_has_ended_whatever_came_of_it(recorder: Recorder) -> None:
    told: list[Batch] = []
    under_way = commits(recorder, told.append)
    under_way.add(batch(1))
    threading.Timer(0.05, recorder.let.set).start()
    under_way.abandon()
    assert ([number for number, *_ in recorder.taken], len(told)) == ([1], 1)
    recorder.problem = StoreFull("no room")
    under_way.add(batch(2))
    under_way.abandon()
    under_way.settle()
    assert len(told) == 1


def test_whoever_is_told_may_end_the_run_and_nothing_more_is_taken_in(recorder: Recorder) -> None:
    def stop(batch: Batch) -> None:
        raise Stopped

    recorder.let.set()
    with pytest.raises(Stopped), commits(recorder, stop) as under_way:
        under_way.add(batch(1))
        under_way.add(batch(2))
    assert [number for number, *_ in recorder.taken] == [1]


# --- an index whose batches are taken in so ------------------------------------------------------------


@pytest.fixture
def chain() -> SimulatedChain:
    """Versions of a few grants, so that each batch follows from the ones before."""
    chain = SimulatedChain()
    for number in range(40):
        changed = events.GrantIssued if number < 4 else events.GrantRevoked
        chain.seal([sample(changed, grant=number % 4 + 1, grant_version=number // 4 + 1)])
    return chain


@pytest.fixture
def store(chain: SimulatedChain, place: StorePlace, monkeypatch: pytest.MonkeyPatch) -> Any:
    with open_store(place.url, chain.deployment()) as store:
        monkeypatch.setattr(type(store), "is_served", True)
        yield store


def test_an_index_of_many_batches_is_that_of_one(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store, blocks_per_batch=3)
    with open_store(":memory:", chain.deployment()) as once:
        sync(chain, once)
        assert content(store) == content(once)


def test_a_version_that_nobody_remembers_is_asked_for_after_the_batch_before(
    chain: SimulatedChain, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govledger.index.decoding.REMEMBERED_OBJECTS", 0)
    assert sync(chain, store, blocks_per_batch=3).events_added == 40


def test_a_version_that_is_there_already_is_refused_wherever_its_batch_ends(
    chain: SimulatedChain, store: Store
) -> None:
    """The store refuses it while later blocks are decoded; what came before it stays."""
    sync(chain, store, until=2)
    chain.seal([sample(events.GrantIssued, grant=2, grant_version=1)])
    for number in range(9):
        chain.seal([sample(events.GrantIssued, grant=100 + number, grant_version=1)])
    with pytest.raises(VersionGap, match="has already"):
        sync(chain, store, blocks_per_batch=1)
    assert store.last_block() == store.verified_block()


def test_a_run_that_is_stopped_between_batches_goes_on_later(chain: SimulatedChain, store: Store) -> None:
    class Once(Silent):
        def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
            raise Stopped

    with pytest.raises(Stopped):
        Indexer(chain, store, blocks_per_batch=3, observer=Once()).catch_up()
    assert 0 < store.last_block() < 40
    assert sync(chain, store).last_block == 40

"""Sync over a chain in memory: what is new comes in, what is replaced goes out, what does not fit stops it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger import events
from govledger.errors import (
    BlockHashWrong,
    BlockMissing,
    ChainMismatch,
    HeadMismatch,
    IndexingError,
    LinkBroken,
    LogMisplaced,
    LogsMissing,
    MalformedLog,
    NodeUnusable,
    ReceiptsWrong,
    ReorganisationTooDeep,
    UnknownLog,
    VersionGap,
)
from govledger.index import Indexer, Reorganisation, Store, open_store, sync
from govledger.index.model import IndexedDeployment, Trust
from govledger.index.observer import Silent
from govledger.index.sync import BACKFILL_BLOCKS, ENGINE, MOVES, PLAIN, RARELY
from govledger.index.wire import Answer, Header
from tests.simulated_chain import CONTRACTS, SimulatedChain, sample, shown, word
from tests.store_content import content


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    grow(chain, 12)
    return chain


@pytest.fixture
def store(chain: SimulatedChain, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "index.db", chain.deployment()) as store:
        yield store


def grow(chain: SimulatedChain, blocks: int) -> None:
    """Blocks of two transactions, one event each; every third block is empty."""
    for _ in range(blocks):
        number = len(chain.blocks)
        if number % 3 == 0:
            chain.seal()
            continue
        chain.seal(
            [sample(events.GrantIssued, number, grant=number, grant_version=1)],
            [sample(events.BillIssued, number, bill=number, bill_version=1)],
        )


@dataclass
class Told(Silent):
    """An observer that remembers what it was told."""

    told: list[object] = field(default_factory=list)
    stop_at: int = -1

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        self.told.append((last_block, wanted, blocks, events))
        if last_block == self.stop_at:
            raise Stopped

    def reorganised(self, reorganisation: Reorganisation) -> None:
        self.told.append(reorganisation)

    def waiting(self, reason: str, seconds: float) -> None:
        self.told.append(reason)

    def caught_up(self, last_block: int) -> None:
        self.told.append(last_block)


class Stopped(Exception):
    """Somebody does not want to go on."""


def fresh(chain: SimulatedChain, trust: Trust = Trust.HEADERS) -> dict[str, list[tuple[object, ...]]]:
    with open_store(":memory:", chain.deployment(), trust) as store:
        sync(chain, store)
        return content(store)


def test_everything_up_to_the_latest_block_comes_in(chain: SimulatedChain, store: Store) -> None:
    report = sync(chain, store)
    assert (report.first_block, report.last_block, report.blocks_added, report.events_added) == (1, 12, 12, 16)
    assert report.reorganisations == () and report.blocks_behind == 0
    assert dict(report.heads) == chain.blocks[12].heads
    assert store.verified_block() == 12


def test_running_it_again_changes_nothing(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    before = content(store)
    again = sync(chain, store)
    assert (again.blocks_added, again.events_added) == (0, 0)
    assert dict(again.heads) == chain.blocks[12].heads
    assert content(store) == before


def test_the_sizes_of_batches_do_not_matter(chain: SimulatedChain) -> None:
    expected = fresh(chain)
    for size in (1, 2, 5, 12, 500):
        with open_store(":memory:", chain.deployment()) as store:
            sync(chain, store, blocks_per_batch=size)
            assert content(store) == expected


def test_progress_is_told_after_each_batch(chain: SimulatedChain, store: Store) -> None:
    observer = Told()
    sync(chain, store, blocks_per_batch=5, observer=observer)
    assert observer.told == [(5, 12, 5, 8), (10, 12, 5, 6), (12, 12, 2, 2), 12]


def test_a_reorganisation_is_told(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    other = chain.branch(9)
    grow(other, 4)
    chain.become(other)
    observer = Told()
    sync(chain, store, observer=observer)
    assert observer.told == [Reorganisation(9, 3), (13, 13, 4, 6), 13]


def test_it_stops_where_it_is_told_to(chain: SimulatedChain, store: Store) -> None:
    assert sync(chain, store, until=7).last_block == 7
    assert sync(chain, store, until=3).last_block == 7
    assert sync(chain, store, until=99).last_block == 12
    assert content(store) == fresh(chain)


def test_a_deployment_that_begins_later_is_read_from_there(chain: SimulatedChain) -> None:
    with open_store(":memory:", chain.deployment(first_block=30)) as store:
        report = sync(chain, store)
        assert (report.last_block, report.blocks_added, report.blocks_behind) == (29, 0, 0)
        assert report.heads == {}


# --- reorganisations -----------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.sampled_from((Trust.HEADERS, Trust.RECEIPTS)), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_reorganisation_gives_the_same_store_as_a_fresh_run(
    trust: Trust, common: int, replaced: int, added: int
) -> None:
    chain = SimulatedChain()
    grow(chain, common + replaced)
    with open_store(":memory:", chain.deployment(), trust) as store:
        sync(chain, store, blocks_per_batch=7)
        other = chain.branch(common)
        grow(other, added)
        chain.become(other)
        report = sync(chain, store, blocks_per_batch=7)
        if replaced and added:
            assert report.reorganisations == (Reorganisation(common, replaced),)
            assert content(store) == fresh(chain, trust)
        elif replaced:
            assert report.blocks_behind == replaced, "a shorter chain that differs in nothing is a node that is behind"


def test_a_shorter_chain_that_differs_replaces_the_blocks_too(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    other = chain.branch(5)
    grow(other, 2)
    chain.become(other)
    assert sync(chain, store).reorganisations == (Reorganisation(5, 7),)
    assert content(store) == fresh(chain)


def test_a_node_that_is_behind_takes_nothing_out(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    before = content(store)
    chain.become(chain.branch(8, salt=0))
    report = sync(chain, store)
    assert (report.blocks_behind, report.last_block, report.heads) == (4, 12, {})
    assert content(store) == before


def test_a_chain_that_shares_no_indexed_block_replaces_all(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    other = chain.branch(0)
    grow(other, 3)
    chain.become(other)
    assert sync(chain, store).reorganisations == (Reorganisation(0, 12),)
    assert content(store) == fresh(chain)


def test_a_reorganisation_below_the_settled_depth_is_an_alarm(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    before = content(store)
    other = chain.branch(8)
    grow(other, 9)
    chain.become(other)
    with pytest.raises(ReorganisationTooDeep, match="after block 8, 4 blocks back; blocks are settled after 3"):
        sync(chain, store, settled_depth=3)
    assert content(store) == before
    assert sync(chain, store, settled_depth=4).reorganisations == (Reorganisation(8, 4),)


@pytest.mark.parametrize("question", ["headers 7 12", "logs 7 12", "storage 12"])
def test_a_reorganisation_while_it_reads_is_followed(chain: SimulatedChain, store: Store, question: str) -> None:
    sync(chain, store, until=6)
    other = chain.branch(4)
    grow(other, 10)

    def reorganise(asked: str) -> None:
        if asked == question:
            chain.before_answer = lambda again: None
            chain.become(other)

    chain.before_answer = reorganise
    sync(chain, store)
    sync(chain, store)
    assert content(store) == fresh(chain)


def test_a_chain_that_does_not_settle_is_given_up(chain: SimulatedChain, store: Store) -> None:
    salts = iter(range(1, 10_000))

    def reorganise(asked: str) -> None:
        if asked.startswith("logs"):
            other = chain.branch(0, salt=next(salts))
            grow(other, 12)
            chain.become(other)

    chain.before_answer = reorganise
    with pytest.raises(LinkBroken, match=f"changed {MOVES} times after block 0"):
        sync(chain, store)
    assert store.last_block() == 0


def test_a_chain_that_gets_shorter_while_it_is_read_is_followed(chain: SimulatedChain, store: Store) -> None:
    shorter = chain.branch(4)
    grow(shorter, 3)

    def shorten(asked: str) -> None:
        if asked.startswith("logs"):
            chain.before_answer = lambda again: None
            chain.become(shorter)

    chain.before_answer = shorten
    sync(chain, store)
    assert content(store) == fresh(chain)


# --- what does not fit ---------------------------------------------------------------------------------


def withhold(number: int, position: int) -> Callable[[SimulatedChain], None]:
    return lambda chain: chain.blocks[number].logs.pop(position) and None


def with_word(data: str, place: int, value: int) -> str:
    """The data of a log with another value in one of its words."""
    return data[: 64 * place + 2] + value.to_bytes(32).hex() + data[64 * place + 66 :]


LIES: dict[str, tuple[type[IndexingError], Callable[[SimulatedChain], None]]] = {
    "a log with an unknown topic": (
        UnknownLog,
        lambda chain: chain.change_log(8, 0, topics=[shown(word("unknown")), *chain.blocks[8].logs[0].topics[1:]]),
    ),
    "a log of another contract": (
        UnknownLog,
        lambda chain: chain.change_log(8, 0, address=chain.blocks[8].logs[1].address),
    ),
    "a log that is not its event's encoding": (
        MalformedLog,
        lambda chain: chain.change_log(8, 0, data=chain.blocks[8].logs[0].data[:-2]),
    ),
    "a log of another block": (LogMisplaced, lambda chain: chain.change_log(8, 0, block_hash=shown(word("other")))),
    "a log of a contract that was not asked for": (
        LogMisplaced,
        lambda chain: chain.change_log(8, 0, address=shown(b"\xee" * 20)),
    ),
    "a log that comes twice": (
        LogMisplaced,
        lambda chain: chain.blocks[8].logs.insert(1, chain.blocks[8].logs[0]),
    ),
    "a wrong link": (LinkBroken, lambda chain: chain.forge_header(9, parent_hash=shown(word("other")))),
    "a wrong link to the last indexed block": (
        LinkBroken,
        lambda chain: chain.forge_header(7, parent_hash=shown(word("other"))),
    ),
    "another block in a block's place": (BlockMissing, lambda chain: chain.forge_header(9, number="0xa")),
    "a log that was withheld": (HeadMismatch, withhold(8, 1)),
    "a log that was changed": (
        HeadMismatch,
        lambda chain: chain.change_log(8, 0, data=with_word(chain.blocks[8].logs[0].data, 6, 77)),
    ),
    "a version that was withheld": (VersionGap, withhold(8, 0)),
    "a block's time": (BlockHashWrong, lambda chain: chain.change_header(8, timestamp="0x1")),
    "a block's hash": (BlockHashWrong, lambda chain: chain.change_header(8, hash=shown(word("other")))),
    "all logs of a block": (LogsMissing, lambda chain: chain.blocks[8].logs.clear()),
    "a header that is none": (NodeUnusable, lambda chain: chain.change_header(8, miner="0x12")),
    "a log that is none": (NodeUnusable, lambda chain: chain.change_log(8, 0, data="0xzz")),
}


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("size", [1, 500])
def test_what_does_not_fit_stops_it_and_is_not_stored(chain: SimulatedChain, store: Store, lie: str, size: int) -> None:
    chain.seal([sample(events.GrantRevoked, grant=8, grant_version=2)])
    honest = fresh(chain)
    sync(chain, store, until=6)
    before = content(store)
    kind, tell = LIES[lie]
    truth = chain.branch(13, salt=0)
    tell(chain)
    with pytest.raises(kind):
        sync(chain, store, blocks_per_batch=size)
    if kind in (HeadMismatch, VersionGap) or size == 500:
        assert content(store) == before
    assert store.last_block() < 13
    chain.become(truth)
    sync(chain, store)
    assert content(store) == honest


def test_a_head_that_is_wrong_names_the_contract_and_goes_back_to_the_last_right_block(
    chain: SimulatedChain, store: Store
) -> None:
    sync(chain, store, until=6)
    chain.blocks[12].heads["medical_bills"] = word("wrong")
    with pytest.raises(HeadMismatch, match=f"medical_bills keeps the running hash 0x{word('wrong').hex()} at block 12"):
        sync(chain, store, blocks_per_batch=2)
    assert (store.last_block(), store.verified_block()) == (6, 6)


def test_a_head_that_turns_wrong_later_is_found_though_nothing_is_new(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    chain.blocks[12].heads["access_grants"] = word("wrong")
    with pytest.raises(HeadMismatch, match="access_grants"):
        sync(chain, store)


def test_a_run_that_was_cut_short_before_its_heads_were_compared_compares_them_next_time(
    chain: SimulatedChain, store: Store
) -> None:
    with pytest.raises(Stopped):
        sync(chain, store, blocks_per_batch=4, observer=Told(stop_at=8))
    assert (store.last_block(), store.verified_block()) == (8, 0)
    sync(chain, store, until=8)
    assert store.verified_block() == 8


def test_another_chain_is_refused(chain: SimulatedChain, tmp_path: Path) -> None:
    deployment = chain.deployment()
    for change, message in (({"chain_id": 8}, "chain 7"), ({"genesis_hash": word("other")}, "begins with 0x")):
        other = IndexedDeployment(**{**msgspec.structs.asdict(deployment), **change})
        with open_store(":memory:", other) as store, pytest.raises(ChainMismatch, match=message):
            sync(chain, store)


def test_every_contract_is_indexed(chain: SimulatedChain, store: Store) -> None:
    assert set(sync(chain, store).heads) == set(CONTRACTS)


def test_what_does_not_fit_once_is_read_again(chain: SimulatedChain, store: Store) -> None:
    """Several nodes of different heights behind one address: one has no logs yet of a block that another gave."""
    logs = chain.blocks[8].logs

    def be_behind(question: str) -> None:
        if question.startswith("logs"):
            chain.blocks[8].logs = []
        elif question.startswith("receipts"):
            chain.blocks[8].logs, chain.before_answer = logs, lambda again: None

    chain.before_answer = be_behind
    report = sync(chain, store)
    assert chain.asked.count("logs 1 12") == 2
    assert report.events_added == 16 and content(store) == fresh(chain)


def test_no_receipts_at_all_of_a_block_are_not_those_of_its_header(chain: SimulatedChain) -> None:
    chain.blocks[8].receipts = []
    with open_store(":memory:", chain.deployment(), Trust.RECEIPTS) as store:
        with pytest.raises(ReceiptsWrong, match="block 8"):
            sync(chain, store)
        assert store.last_block() == 0


def test_a_node_that_gives_no_header_has_not_the_block() -> None:
    class Empty(SimulatedChain):
        def headers(self, first: int, last: int) -> Answer[Header]:
            return Answer([], 0)

    chain = Empty()
    with open_store(":memory:", chain.deployment()) as store, pytest.raises(BlockMissing, match="gives no block 0"):
        sync(chain, store)


# --- by receipts ---------------------------------------------------------------------------------------


def test_both_levels_of_trust_store_the_same(chain: SimulatedChain) -> None:
    by_headers, by_receipts = fresh(chain, Trust.HEADERS), fresh(chain, Trust.RECEIPTS)
    assert by_headers.pop("meta") != by_receipts.pop("meta")
    assert by_headers == by_receipts


def test_by_receipts_what_the_node_says_of_logs_does_not_matter(chain: SimulatedChain) -> None:
    honest = fresh(chain, Trust.RECEIPTS)
    for block in chain.blocks:
        block.logs.clear()
    assert fresh(chain, Trust.RECEIPTS) == honest
    assert not any(question.startswith("logs") for question in chain.asked)


def test_receipts_that_were_changed_are_refused_and_not_stored(chain: SimulatedChain) -> None:
    receipts = chain.blocks[8].receipts
    chain.blocks[8].receipts = [msgspec.structs.replace(receipts[0], logs=[]), receipts[1]]
    with open_store(":memory:", chain.deployment(), Trust.RECEIPTS) as store:
        with pytest.raises(ReceiptsWrong, match="block 8"):
            sync(chain, store)
        assert store.last_block() == 0


def test_receipts_that_were_withheld_altogether_are_refused(chain: SimulatedChain) -> None:
    chain.blocks[8].receipts = []
    with open_store(":memory:", chain.deployment(), Trust.RECEIPTS) as store, pytest.raises(ReceiptsWrong):
        sync(chain, store)


# --- what a run leaves and uses ------------------------------------------------------------------------


def test_the_engine_is_noted_with_the_first_batch(chain: SimulatedChain, store: Store) -> None:
    assert store.noted(ENGINE) is None
    sync(chain, store)
    assert store.noted(ENGINE) == PLAIN


def test_many_missing_blocks_are_stored_without_indexes_which_are_made_at_the_end(store: Store) -> None:
    chain = SimulatedChain()
    grow(chain, BACKFILL_BLOCKS + 1)
    indexes = "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name LIKE 'bill_issued_by%'"
    before = store.first(indexes)
    seen: list[object] = []

    class Counting(Silent):
        def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
            seen.append(store.first(indexes))

    sync(chain, store, blocks_per_batch=60, observer=Counting())
    assert before is not None and before[0] > 0
    assert seen == [(0,), (0,)]
    assert store.first(indexes) == before


def test_a_few_missing_blocks_leave_the_indexes_alone(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    assert store.noted("backfill") is None


def test_the_collector_of_cycles_is_as_it_was_after_a_run(chain: SimulatedChain, store: Store) -> None:
    usual = gc.get_threshold()
    during: list[tuple[int, int, int]] = []
    chain.before_answer = lambda question: during.append(gc.get_threshold())
    sync(chain, store)
    assert gc.get_threshold() == usual
    assert set(during) == {RARELY}


def test_a_node_that_is_asked_again_and_again_is_asked_once_which_chain_it_serves(
    chain: SimulatedChain, store: Store
) -> None:
    indexer = Indexer(chain, store)
    for _ in range(3):
        indexer.catch_up()
        grow(chain, 1)
    assert chain.asked.count("headers 0 0") == 1
    assert indexer.catch_up().last_block == 15


def test_two_questions_on_their_way_store_the_same(chain: SimulatedChain) -> None:
    grow(chain, 300)
    expected = fresh(chain)
    chain.questions_at_once = 2
    assert fresh(chain) == expected

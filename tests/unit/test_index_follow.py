"""Following: again and again until told to stop; failures of the node are waited out, what does not fit ends it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from govledger.errors import ConnectionFailed, HeadMismatch, NodeRefused, NodeUnusable
from govledger.index import follow as module
from govledger.index.follow import LONGEST_WAIT_SECONDS, Stopped, Stopping, Together, follow, wait_after
from govledger.index.model import Reorganisation, SyncReport
from govledger.index.new_blocks import NewBlocks

REORGANISATION = Reorganisation(4, 2)


class Told:
    """An observer that remembers."""

    def __init__(self) -> None:
        self.all: list[tuple[object, ...]] = []

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        self.all.append(("stored", last_block, wanted, blocks, events))

    def followed(self, last_block: int, wanted: int, headers: int) -> None:
        self.all.append(("followed", last_block, wanted, headers))

    def reorganised(self, reorganisation: Reorganisation) -> None:
        self.all.append(("reorganised", reorganisation))

    def waiting(self, reason: str, seconds: float) -> None:
        self.all.append(("waiting", reason))

    def caught_up(self, last_block: int) -> None:
        self.all.append(("caught up", last_block))


class Blocks(NewBlocks):
    """Is asked when to look; says at once."""

    def __init__(self) -> None:
        self.waits = 0

    def listen(self) -> None:
        pass

    def wait(self) -> None:
        self.waits += 1


def report(behind: int = 0) -> SyncReport:
    return SyncReport(1, 9, 0, 0, (), behind, {})


def followed(*runs: Callable[[], SyncReport]) -> tuple[Told, Blocks, list[Exception]]:
    """Follows until each run was made once."""
    left, stopping, told, blocks, failed = list(runs), threading.Event(), Told(), Blocks(), list[Exception]()

    def bring_up() -> SyncReport:
        run = left.pop(0)
        if not left:
            stopping.set()
        return run()

    follow(bring_up, blocks, told, stopping, failed.append)
    assert not left
    return told, blocks, failed


def raising(error: Exception) -> Callable[[], SyncReport]:
    def run() -> SyncReport:
        raise error

    return run


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "wait_after", lambda failures: 0.0)


def test_it_looks_again_when_there_may_be_a_new_block() -> None:
    told, blocks, failed = followed(report, report, report)
    assert (told.all, blocks.waits, failed) == ([], 3, [])


@pytest.mark.parametrize(
    "error",
    [ConnectionFailed("nothing answers"), NodeUnusable("no state"), NodeRefused("eth_blockNumber", -32005, "too many")],
)
def test_a_node_that_fails_is_asked_again_and_the_wait_is_told(error: Exception) -> None:
    told, blocks, failed = followed(raising(error), raising(error), report)
    assert told.all == [("waiting", str(error))] * 2
    assert failed == [error, error] and blocks.waits == 1


def test_a_node_behind_the_index_is_a_wait_that_is_told() -> None:
    assert followed(lambda: report(behind=3))[0].all == [("waiting", "the node is 3 blocks behind the index")]


def test_what_does_not_fit_ends_it() -> None:
    with pytest.raises(HeadMismatch, match="withheld"):
        followed(report, raising(HeadMismatch("withheld")))


def test_a_run_that_was_told_to_stop_ends_it() -> None:
    told, blocks, failed = followed(report, raising(Stopped()))
    assert (told.all, blocks.waits, failed) == ([], 1, [])


def test_nothing_is_asked_when_it_was_told_to_stop_before() -> None:
    stopping = threading.Event()
    stopping.set()
    follow(raising(AssertionError()), Blocks(), Told(), stopping)


def test_stopping_ends_a_run_after_a_batch_or_in_a_wait_and_only_then() -> None:
    told = threading.Event()
    stopping = Stopping(told)
    stopping.stored(1, 2, 3, 4)
    stopping.waiting("slow", 1.0)
    stopping.followed(1, 2, 3)
    told.set()
    stopping.reorganised(REORGANISATION)
    stopping.caught_up(9)
    with pytest.raises(Stopped):
        stopping.stored(1, 2, 3, 4)
    with pytest.raises(Stopped):
        stopping.waiting("slow", 1.0)
    with pytest.raises(Stopped):
        stopping.followed(1, 2, 3)


def test_observers_together_are_all_told() -> None:
    one, other = Told(), Told()
    together = Together([one, other])
    together.stored(1, 2, 3, 4)
    together.followed(5, 6, 7)
    together.reorganised(REORGANISATION)
    together.waiting("slow", 1.0)
    together.caught_up(9)
    rest = [("reorganised", REORGANISATION), ("waiting", "slow"), ("caught up", 9)]
    assert one.all == other.all == [("stored", 1, 2, 3, 4), ("followed", 5, 6, 7), *rest]


def test_waits_get_longer_up_to_half_a_minute() -> None:
    for failures in range(1, 50):
        longest = min(LONGEST_WAIT_SECONDS, 0.5 * 2**failures)
        assert longest / 2 <= wait_after(failures) <= longest

"""Follows a chain: the index is brought up to it again and again, until somebody says stop."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence

from govledger.errors import ConnectionFailed, NodeRefused, NodeUnusable
from govledger.index.model import Reorganisation, SyncReport
from govledger.index.new_blocks import POLL_SECONDS, NewBlocks
from govledger.index.observer import Observer

LONGEST_WAIT_SECONDS = 30.0


class Stopped(Exception):
    """The run was told to stop; the store is as after the last batch."""


class Stopping:
    """An observer that ends the run, after the batch in hand, once it was told to stop."""

    def __init__(self, stopping: threading.Event) -> None:
        """Take the event that somebody sets, for instance on SIGTERM."""
        self._stopping = stopping

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        """A batch was committed: a good moment.

        Raises:
            Stopped: told to.
        """
        self._stop_if_told()

    def followed(self, last_block: int, wanted: int, headers: int) -> None:
        """What is checked is kept: a good moment.

        Raises:
            Stopped: told to.
        """
        self._stop_if_told()

    def reorganised(self, reorganisation: Reorganisation) -> None:
        """No moment to stop at: what replaces the blocks is about to come."""

    def waiting(self, reason: str, seconds: float) -> None:
        """Nothing is under way: a good moment.

        Raises:
            Stopped: told to.
        """
        self._stop_if_told()

    def caught_up(self, last_block: int) -> None:
        """The run ends by itself."""

    def _stop_if_told(self) -> None:
        if self._stopping.is_set():
            raise Stopped


class Together:
    """Several observers, told one after the other."""

    def __init__(self, observers: Sequence[Observer]) -> None:
        """Take the observers, in the order in which they are told."""
        self._observers = tuple(observers)

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        """Tell each."""
        for observer in self._observers:
            observer.stored(last_block, wanted, blocks, events)

    def followed(self, last_block: int, wanted: int, headers: int) -> None:
        """Tell each."""
        for observer in self._observers:
            observer.followed(last_block, wanted, headers)

    def reorganised(self, reorganisation: Reorganisation) -> None:
        """Tell each."""
        for observer in self._observers:
            observer.reorganised(reorganisation)

    def waiting(self, reason: str, seconds: float) -> None:
        """Tell each."""
        for observer in self._observers:
            observer.waiting(reason, seconds)

    def caught_up(self, last_block: int) -> None:
        """Tell each."""
        for observer in self._observers:
            observer.caught_up(last_block)


def follow(
    bring_up: Callable[[], SyncReport],
    new_blocks: NewBlocks,
    observer: Observer,
    stopping: threading.Event,
    failed: Callable[[Exception], None] = lambda error: None,
) -> None:
    """Bring the index up to the chain whenever there may be a new block, until `stopping` is set.

    A node that cannot be reached, or is of no use now, is asked again, after longer and longer times up to half a
    minute. Whatever does not fit the chain ends it.

    Args:
        bring_up: one sync.
        new_blocks: says when to look.
        observer: is told of waits, and of a node that is behind the index.
        stopping: ends it.
        failed: is told of each error after which it goes on.

    Raises:
        IndexingError, StoreError: as `sync`, but for a node that is of no use now.
    """
    failures = 0
    while not stopping.is_set():
        new_blocks.listen()
        try:
            report = bring_up()
        except (ConnectionFailed, NodeRefused, NodeUnusable) as error:
            failed(error)
            failures += 1
            seconds = wait_after(failures)
            observer.waiting(str(error), seconds)
            stopping.wait(seconds)
            continue
        except Stopped:
            return
        failures = 0
        if report.blocks_behind:
            observer.waiting(f"the node is {report.blocks_behind} blocks behind the index", POLL_SECONDS)
        new_blocks.wait()


def wait_after(failures: int) -> float:
    """How many seconds to wait after so many failures in a row: twice as long each time, less a random part."""
    return min(LONGEST_WAIT_SECONDS, POLL_SECONDS * (1 << min(failures, 10))) * random.uniform(0.5, 1.0)

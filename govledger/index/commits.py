"""Batches on their way into the store: one is taken in while the next is decoded (I/O)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Self

from govledger.index.model import Batch
from govledger.index.store import Store


class Commits:
    """Commits batches in their order, at most one of them beside the caller.

    While one is under way the store is not the caller's: before it is asked or told anything, `settle` or `abandon`.
    """

    def __init__(self, store: Store, committed: Callable[[Batch], None]) -> None:
        """Take the store; nothing is done yet.

        Args:
            store: what takes the batches in.
            committed: is told of each batch that was, in the caller's thread; what it raises goes to the caller.
        """
        self._store = store
        self._committed = committed
        self._under_way: tuple[Batch, Future[None]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.abandon()

    def add(self, batch: Batch) -> None:
        """Takes one more batch in; its error comes here, or when the next thing is done.

        Raises:
            VersionGap, StoreError: as `Store.commit`, of this batch or of the one before.
        """
        self.settle()
        if not self._store.is_served:
            self._store.commit(batch, verified=False)
            self._committed(batch)
            return
        done: Future[None] = Future()
        # A daemon, as what asks the node is: a process that was told to end does not wait for it.
        threading.Thread(target=self._commit, args=(batch, done), daemon=True, name="govledger-index").start()
        self._under_way = (batch, done)

    def finish(self, batch: Batch) -> None:
        """Takes the last batch in, at whose end the running hashes were found right; raises as `add`."""
        self.settle()
        self._store.commit(batch, verified=True)
        self._committed(batch)

    def settle(self) -> None:
        """Waits until nothing is under way; raises as `add`."""
        if self._under_way is not None:
            (batch, done), self._under_way = self._under_way, None
            done.result()
            self._committed(batch)

    def abandon(self) -> None:
        """Waits until nothing is under way, and leaves an error of it aside: the store is then as before the batch."""
        if self._under_way is not None:
            (batch, done), self._under_way = self._under_way, None
            wait([done])
            if done.exception() is None:
                self._committed(batch)

    def _commit(self, batch: Batch, done: Future[None]) -> None:
        try:
            self._store.commit(batch, verified=False)
        except BaseException as problem:  # raised again where it is waited for
            done.set_exception(problem)
        else:
            done.set_result(None)

"""Several acts at once, so that they share the blocks of a chain that takes its time over each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

AT_ONCE = 16
"""Acts that are on their way together; web3 keeps a connection for each of up to twenty threads."""


def run(
    act: Callable[[T], R], items: Sequence[T], *, at_once: int = AT_ONCE, done: Callable[[int], None] | None = None
) -> list[R]:
    """What an act brings for each item, in the items' order.

    Args:
        act: touches nothing that another item's act writes.
        items: to act on.
        at_once: how many at a time; 1: one after the other in this thread.
        done: told after each item how many are done, in this thread.

    Raises:
        Exception: the first that an act raised; what is under way then ends, what is not does not begin.
    """
    tell = done or (lambda _count: None)
    if at_once == 1:
        results = []
        for count, item in enumerate(items, start=1):
            results.append(act(item))
            tell(count)
        return results
    failed: list[Exception] = []

    def act_unless_failed(item: T) -> R:
        if failed:
            raise CancelledError
        try:
            return act(item)
        except Exception as error:
            failed.append(error)
            raise

    with ThreadPoolExecutor(at_once, thread_name_prefix="import") as pool:
        futures: list[Future[R]] = [pool.submit(act_unless_failed, item) for item in items]
        try:
            for count, future in enumerate(as_completed(futures), start=1):
                future.result()
                tell(count)
        except BaseException as error:
            pool.shutdown(wait=True, cancel_futures=True)
            if failed and isinstance(error, Exception):
                raise failed[0] from None
            raise
    return [future.result() for future in futures]

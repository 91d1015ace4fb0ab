"""Several questions on their way at once, their answers in order; long spans halved, silent nodes asked again (I/O)."""

from __future__ import annotations

import queue
import random
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from govledger.errors import ConnectionFailed, NodeRefused, NodeUnusable
from govledger.index.node import Node
from govledger.index.observer import Observer
from govledger.index.plan import Patience, Span

T = TypeVar("T")
P_co = TypeVar("P_co", covariant=True)
Pause = Callable[[float], Any]
"""Waits so many seconds: `time.sleep`, or what ends earlier when the run is stopped."""


REFUSALS = 3
"""A node that is busy may refuse a short question; one that refuses it so often has a reason that stays."""


class Answered(Protocol):
    """What came of a span."""

    @property
    def span(self) -> Span:
        """The blocks that it is of."""

    @property
    def size(self) -> int:
        """Bytes that the node sent."""


P = TypeVar("P", bound=Answered)


class PieceReader(Protocol[P_co]):
    """Reads a span as a whole."""

    def piece(self, span: Span) -> P_co:
        """All of a span; raises as `Node`, and BlockMissing where the node has not one of the blocks."""


@dataclass
class Pieces(Generic[P]):
    """What a span came as."""

    pieces: list[P] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    """The numbers of blocks for which the node did not answer, in the order of the questions."""


class PatientNode:
    """A node that is asked again, after a while, what it did not answer; it gives up after some failures in a row."""

    def __init__(self, node: Node, patience: Patience, observer: Observer, pause: Pause) -> None:
        self.node = node
        self.patience = patience
        self._observer = observer
        self._pause = pause
        self._random = random.Random()

    def ask(self, question: Callable[[Node], T]) -> T:
        """The answer to one question that cannot be made shorter.

        Raises:
            ConnectionFailed: no answer came, as often as patience says.
            NodeRefused, NodeUnusable: it refused, or answered something else, `REFUSALS` times.
        """
        failures = 0
        while True:
            try:
                return question(self.node)
            except (ConnectionFailed, NodeRefused, NodeUnusable) as problem:
                failures += 1
                if failures == REFUSALS and not isinstance(problem, ConnectionFailed):
                    raise
                self.wait(failures, problem)

    def wait(self, failures: int, problem: Exception) -> None:
        """Waits before the next try; raises the problem itself when there is none."""
        seconds = self.patience.wait(failures, self._random.random())
        if seconds is None:
            raise problem
        self._observer.waiting(str(problem), seconds)
        self._pause(seconds)


class SpanReader(Generic[P]):
    """Reads spans, shorter ones where a node refuses long ones, and again what it did not answer."""

    def __init__(self, node: PatientNode, reader: PieceReader[P]) -> None:
        self._patient = node
        self._reader = reader

    def read(self, span: Span) -> Pieces[P]:
        """All of a span, in as many pieces as the node makes necessary.

        Raises:
            ConnectionFailed: no answer came, as often as patience says.
            NodeUnusable: the node refuses even a single block, or answers something else.
            BlockMissing: the node has not one of the blocks.
        """
        found = Pieces[P]()
        waiting, failures = [span], 0
        while waiting:
            span = waiting.pop()
            try:
                found.pieces.append(self._reader.piece(span))
                failures = 0
            except (NodeRefused, ConnectionFailed) as problem:
                failures += 1
                if isinstance(problem, ConnectionFailed) or len(span) == 1:
                    self._patient.wait(failures, _unusable(span, problem))
                found.refused.append(len(span))
                waiting += reversed(span.halves()) if len(span) > 1 else [span]
        return found


def read_in_order(reader: SpanReader[P], spans: Iterator[Span], at_once: int) -> Generator[Pieces[P], None, None]:
    """What each span came as, in their order; `at_once` and errors as of `in_order`."""
    return in_order((partial(reader.read, span) for span in spans), at_once)


def _unusable(span: Span, problem: NodeRefused | ConnectionFailed) -> Exception:
    """What a problem is when nothing helps against it."""
    if isinstance(problem, ConnectionFailed):
        return problem
    return NodeUnusable(
        f"the node refuses {problem.method} of block {span.first} alone: {problem.reason}; "
        "raise its limits, or use another node"
    )


def in_order(jobs: Iterator[Callable[[], T]], at_once: int) -> Generator[T, None, None]:
    """The results of jobs in their order, while so many of them are under way; one more may be done and wait.

    With 1 each runs in the caller's thread, when its result is wanted. The threads are daemons: a process that ends
    does not wait for a node. An error of a job comes in its place, and no further job begins.
    """
    if at_once == 1:
        for job in jobs:
            yield job()
        return
    with _daemons(at_once) as todo:
        under_way: deque[Future[T]] = deque()
        while True:
            for job in islice(jobs, at_once + 1 - len(under_way)):
                under_way.append(Future())
                todo.put((under_way[-1], job))
            if not under_way:
                return
            wait([under_way[0]])
            yield under_way.popleft().result()


@contextmanager
def _daemons(count: int) -> Iterator[queue.SimpleQueue[Any]]:
    """Threads that work off a queue of (future, job) until it is left; what is under way then goes on to its end."""
    todo: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for _ in range(count):
        threading.Thread(target=_work_off, args=(todo,), daemon=True, name="govledger-index").start()
    try:
        yield todo
    finally:
        for _ in range(count):
            todo.put(None)


def _work_off(todo: queue.SimpleQueue[Any]) -> None:
    while (item := todo.get()) is not None:
        future, job = item
        try:
            future.set_result(job())
        except BaseException as problem:  # raised again where the result is wanted
            future.set_exception(problem)

"""Several questions on their way at once, their answers in order; long spans halved, silent nodes asked again (I/O)."""

from __future__ import annotations

import queue
import random
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

import msgspec

from govledger.consensus.trie import EMPTY_ROOT
from govledger.errors import ConnectionFailed, NodeRefused, NodeUnusable
from govledger.index.attempts import has_failures
from govledger.index.checks import Watched
from govledger.index.model import Trust
from govledger.index.node import Node
from govledger.index.observer import Observer
from govledger.index.plan import Patience, Span
from govledger.index.wire import Header, Log, Receipt, Transaction

NO_TRANSACTIONS = f"0x{EMPTY_ROOT.hex()}"
"""The transactionsRoot of a block without any."""

T = TypeVar("T")
Pause = Callable[[float], Any]
"""Waits so many seconds: `time.sleep`, or what ends earlier when the run is stopped."""


REFUSALS = 3
"""A node that is busy may refuse a short question; one that refuses it so often has a reason that stays."""


class Piece(msgspec.Struct, frozen=True):
    """All that a node said of a span of blocks; nothing of it is checked."""

    span: Span
    headers: list[Header]
    logs: list[Log]
    """Empty where the receipts are read instead."""
    receipts: dict[str, list[Receipt]]
    """By block hash, of blocks that may hold what is wanted and had to be read so."""
    transactions: dict[str, list[Transaction]]
    """By block hash, of blocks in which one failed; where receipts are read."""
    size: int


@dataclass
class Pieces:
    """What a span came as."""

    pieces: list[Piece] = field(default_factory=list)
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


class SpanReader:
    """Reads spans from a node, as the level of trust needs it."""

    def __init__(self, node: PatientNode, watched: Watched, trust: Trust) -> None:
        self._patient = node
        self._watched = watched
        self._trust = trust

    def read(self, span: Span) -> Pieces:
        """All of a span, in as many pieces as the node makes necessary.

        Raises:
            ConnectionFailed: no answer came, as often as patience says.
            NodeUnusable: the node refuses even a single block, or answers something else.
            BlockMissing: the node has not one of the blocks.
        """
        found = Pieces()
        waiting, failures = [span], 0
        while waiting:
            span = waiting.pop()
            try:
                found.pieces.append(self._piece(span))
                failures = 0
            except (NodeRefused, ConnectionFailed) as problem:
                failures += 1
                if isinstance(problem, ConnectionFailed) or len(span) == 1:
                    self._patient.wait(failures, _unusable(span, problem))
                found.refused.append(len(span))
                waiting += reversed(span.halves()) if len(span) > 1 else [span]
        return found

    def _piece(self, span: Span) -> Piece:
        node = self._patient.node
        headers = node.headers(span.first, span.last)
        if self._trust.reads_receipts:
            wanted = [header for header in headers.items if header.transactions_root != NO_TRANSACTIONS]
            return self._with_failures(self._with_receipts(span, headers.items, [], headers.size, wanted))
        logs = node.logs(span.first, span.last, self._watched.addresses)
        seen = {log.block_hash for log in logs.items}
        doubtful = [header for header in self._may_hold(headers.items) if header.hash not in seen]
        size = headers.size + logs.size
        with suppress(NodeRefused):  # a doubt that nobody can settle; the running hashes do at the end
            return self._with_receipts(span, headers.items, logs.items, size, doubtful)
        return Piece(span, headers.items, logs.items, {}, {}, size)

    def _with_receipts(
        self, span: Span, headers: list[Header], logs: list[Log], size: int, wanted: Sequence[Header]
    ) -> Piece:
        if not wanted:
            return Piece(span, headers, logs, {}, {}, size)
        answer = self._patient.node.receipts(wanted)
        if len(answer.items) != len(wanted):
            raise NodeUnusable(
                f"the node gives the receipts of {len(answer.items)} blocks; {len(wanted)} were asked for"
            )
        of_blocks = {header.hash: receipts for header, receipts in zip(wanted, answer.items, strict=True)}
        return Piece(span, headers, logs, of_blocks, {}, size + answer.size)

    def _with_failures(self, piece: Piece) -> Piece:
        """The transactions of blocks in which one failed, too: whose call that was, no receipt proves."""
        wanted = [header for header in piece.headers if has_failures(piece.receipts.get(header.hash, ()))]
        if not wanted:
            return piece
        answer = self._patient.node.transactions(wanted)
        if len(answer.items) != len(wanted):
            raise NodeUnusable(
                f"the node gives the transactions of {len(answer.items)} blocks; {len(wanted)} were asked for"
            )
        of_blocks = {header.hash: sent for header, sent in zip(wanted, answer.items, strict=True)}
        return msgspec.structs.replace(piece, transactions=of_blocks, size=piece.size + answer.size)

    def _may_hold(self, headers: Sequence[Header]) -> list[Header]:
        try:
            return [header for header in headers if self._watched.may_be_in(int(header.logs_bloom, 16))]
        except ValueError as problem:
            raise NodeUnusable(f"the node gives something else than a bloom filter: {problem}") from None


class HeaderReader(SpanReader):
    """Reads headers alone: of blocks that hold nothing for the index, and that its headers follow."""

    def _piece(self, span: Span) -> Piece:
        headers = self._patient.node.headers(span.first, span.last)
        return Piece(span, headers.items, [], {}, {}, headers.size)


def _unusable(span: Span, problem: NodeRefused | ConnectionFailed) -> Exception:
    """What a problem is when nothing helps against it."""
    if isinstance(problem, ConnectionFailed):
        return problem
    return NodeUnusable(
        f"the node refuses {problem.method} of block {span.first} alone: {problem.reason}; "
        "raise its limits, or use another node"
    )


def in_order(jobs: Iterator[Callable[[], T]], at_once: int) -> Iterator[T]:
    """The results of jobs in their order, while so many of them are under way.

    A job is taken only when one of them may begin. With 1 each runs in the caller's thread, when its result is wanted.
    The threads are daemons: a process that ends does not wait for a node. An error of a job comes in its place, and no
    further job begins.
    """
    if at_once == 1:
        for job in jobs:
            yield job()
        return
    with _daemons(at_once) as todo:
        under_way: deque[Future[T]] = deque()
        ready: Future[T] | None = None
        while True:
            for job in islice(jobs, at_once - len(under_way)):
                under_way.append(Future())
                todo.put((under_way[-1], job))
            if ready is not None:
                yield ready.result()
            if not under_way:
                return
            ready = under_way.popleft()
            wait([ready])


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

"""Has a backfill read and checked by a second process, so that two processors work on it (I/O).

The second process is a fork: what this one has loaded is there at once, and stands in memory once. It is made while
this process has one thread alone, holds nothing of what this one has opened, and ends with it.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, NoReturn

import msgspec

from govledger.index.channel import Channel
from govledger.index.pieces import CheckedPiece
from govledger.index.pipeline import Pieces, SpanReader, in_order, read_in_order
from govledger.index.plan import Span
from govledger.index.reading import NodeReader

AHEAD: Final = 2
"""So many more spans are asked for than are read at a time; `in_order` begins one more, and an answer may wait."""
NOTHING: Final = b""
"""The answer to a span that could not be read, or does not hold."""

_encode = msgspec.msgpack.Encoder().encode
_read_span = msgspec.msgpack.Decoder(Span).decode
_read_piece = msgspec.msgpack.Decoder(CheckedPiece).decode


def can_fork() -> bool:
    """Whether a second process may be made: there is a processor for it, and no thread that it would lack."""
    if sys.platform != "linux" or (os.cpu_count() or 1) < 2:
        return False
    return len(os.listdir("/proc/self/task")) == 1


def read_beside(
    here: SpanReader[CheckedPiece], there: Callable[[], NodeReader], spans: Iterator[Span], at_once: int
) -> Generator[Pieces[CheckedPiece], None, None]:
    """Reads spans through a second process; in this one what that could not do.

    Args:
        here: reads in this process.
        there: makes a reader of the same nodes; called in the second process.
        spans: what to read.
        at_once: how many at a time.

    Raises:
        Exception: what `here` raises.
    """
    try:
        process = ReadingProcess(there, at_once)
    except OSError:  # no process can be had
        process = None
    if process is not None:
        with closing(process):
            for span, piece in process.pieces(spans):
                yield here.read(span) if piece is None else Pieces([piece])
    yield from read_in_order(here, spans, at_once)


class ReadingProcess:
    """Reads spans beside this process. It may fail at any time: whoever asked it then reads them himself.

    No thread of this process waits for it, since that would have to wait for Python's lock, too.
    """

    def __init__(self, there: Callable[[], NodeReader], at_once: int) -> None:
        """Starts it; arguments as of `read_beside`. Raises OSError where that cannot be done."""
        near, far = socket.socketpair()
        self._most_asked = at_once + AHEAD
        self._is_over = False
        try:
            self.number = os.fork()
        except OSError:
            near.close()
            far.close()
            raise
        if self.number == 0:
            _serve(far, there, at_once)
        far.close()
        self._channel = Channel(near)

    def pieces(self, spans: Iterator[Span]) -> Iterator[tuple[Span, CheckedPiece | None]]:
        """What holds of each span, in their order; None: it has to be read here.

        It takes all of them, unless the process ends meanwhile.
        """
        asked: deque[Span] = deque()
        while True:
            if not self._is_over:
                asked += self._asked(spans, self._most_asked - len(asked))
            if not asked:
                return
            answer = self._answer()
            yield asked.popleft(), _read_piece(answer) if answer else None

    def close(self) -> None:
        """Ends it, and waits for its end."""
        self._channel.close()
        with suppress(ProcessLookupError, ChildProcessError):  # somebody else has waited for it
            os.kill(self.number, signal.SIGKILL)
            os.waitpid(self.number, 0)

    def _asked(self, spans: Iterator[Span], count: int) -> list[Span]:
        """Asks for the next spans, so many unless there are fewer."""
        asked = list(islice(spans, count))
        try:
            for span in asked:
                self._channel.send(_encode(span))
            if len(asked) < count:
                self._channel.finish()
        except OSError:
            self._is_over = True
        return asked

    def _answer(self) -> bytes | bytearray:
        try:
            return NOTHING if self._is_over else self._channel.receive()
        except (EOFError, OSError):
            self._is_over = True
            return NOTHING


def _serve(end: socket.socket, there: Callable[[], NodeReader], at_once: int) -> NoReturn:
    """What the second process does: answers spans until nobody asks any more. It never returns to its caller's work."""
    try:
        gc.freeze()  # what the first process left is never looked at again, and so never closed
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what a terminal tells both, the first process tells this one
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _close_all_but(end.fileno())
        channel, reader = Channel(end), there()
        for answer in in_order(_jobs(channel, reader), at_once):
            channel.send(answer)
    finally:
        os._exit(0)


def _close_all_but(kept: int) -> None:
    """Lets go of files and sockets, so that what the first process holds is free as soon as that ends."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    for number in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if number > 2 and number != kept:
            with suppress(OSError):  # that of the listing itself
                os.close(number)


def _jobs(channel: Channel, reader: NodeReader) -> Iterator[Callable[[], bytes]]:
    """What is to be done for each span that comes."""
    with suppress(EOFError, OSError):  # nobody asks any more
        while True:
            yield partial(_answer_to, reader, _read_span(channel.receive()))


def _answer_to(reader: NodeReader, span: Span) -> bytes:
    """A checked piece in msgpack, or `NOTHING`."""
    try:
        piece = reader.piece(span)
    except Exception:  # whatever it was, the first process reads the span itself, and meets it there
        return NOTHING
    return NOTHING if piece.problem is not None else _encode(piece)

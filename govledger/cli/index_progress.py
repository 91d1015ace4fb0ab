"""How `govledger index` shows what it does: a live line on a terminal, lines of a log elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol, TextIO

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.status import Status

from govledger.index.model import Reorganisation
from govledger.index.observer import Observer
from govledger.index.pace import Pace

SECONDS_BETWEEN_LINES = 5.0
"""Of progress in a log; what is rarer is written at once."""
LogLine = Callable[[str, str, dict[str, Any]], str]
"""Makes a line of what happened (a word), a sentence, and the facts."""


class Progress(Observer, Protocol):
    """An observer that shows what it is told."""

    def say(self, sentence: str) -> None:
        """Show something else."""

    def failed(self, error: Exception) -> None:
        """Show an error after which the run goes on."""

    def close(self) -> None:
        """Leave the terminal as it was."""


def progress_on(file: TextIO, form: str) -> Progress:
    """What fits the file: a terminal gets the live line, unless the log is to be JSON."""
    if form == "json":
        return Log(file, json_line)
    return LiveLine(Console(file=file, highlight=False)) if file.isatty() else Log(file, text_line)


def text_line(kind: str, sentence: str, facts: dict[str, Any]) -> str:
    """The time and the sentence."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {sentence}"


def json_line(kind: str, sentence: str, facts: dict[str, Any]) -> str:
    """An object: the time, the kind, the sentence, and the facts under their names."""
    at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    return msgspec.json.encode({"at": at, "kind": kind, "message": sentence, **facts}).decode()


class Log:
    """Lines of a log; progress at most every few seconds."""

    def __init__(self, file: TextIO = sys.stderr, line: LogLine = text_line) -> None:
        """Take the file, and how a line of it is made."""
        self._file = file
        self._line = line
        self._pace = Pace(time.monotonic())
        self._written_at: float | None = None
        self._waiting = False

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        """A batch was committed: written if the last such line is some seconds old."""
        if not self._is_time_for_progress(blocks, events):
            return
        facts = {
            **{"block": last_block, "chain_block": wanted, "lag_blocks": wanted - last_block, "events": events},
            **{"events_per_second": round(self._pace.events_per_second()), **self._left(wanted - last_block)},
        }
        self._write("stored", sentence_of(self._pace, last_block, wanted), facts)

    def followed(self, last_block: int, wanted: int, headers: int) -> None:
        """Headers were followed: written if the last line of progress is some seconds old."""
        if not self._is_time_for_progress(headers, 0):
            return
        facts = {"header": last_block, "last_header": wanted, **self._left(wanted - last_block)}
        self._write("followed", sentence_on_path(self._pace, last_block, wanted), facts)

    def reorganised(self, reorganisation: Reorganisation) -> None:
        """Blocks were taken out."""
        facts = {"fork_block": reorganisation.fork_block, "replaced_blocks": reorganisation.replaced_blocks}
        self._write("reorganised", sentence_on(reorganisation), facts)

    def waiting(self, reason: str, seconds: float) -> None:
        """The node is asked again later; said once until something came in."""
        if not self._waiting:
            self._write("waiting", f"waiting: {reason}", {"seconds": round(seconds, 1)})
        self._waiting = True

    def caught_up(self, last_block: int) -> None:
        """The index is complete; worth a line where a wait ended."""
        if self._waiting:
            self._write("caught_up", f"block {last_block:,}: caught up again", {"block": last_block})
        self._waiting = False

    def say(self, sentence: str) -> None:
        """A line of its own."""
        self._write("said", sentence, {})

    def failed(self, error: Exception) -> None:
        """The wait that follows says why; only its kind is news."""
        if not self._waiting:
            self._write("failed", str(error), {"error": type(error).__name__})

    def close(self) -> None:
        """There is nothing to close."""

    def _is_time_for_progress(self, blocks: int, events: int) -> bool:
        now = time.monotonic()
        self._pace.add(now, blocks, events)
        self._waiting = False
        if self._written_at is not None and now < self._written_at + SECONDS_BETWEEN_LINES:
            return False
        self._written_at = now
        return True

    def _left(self, blocks: int) -> dict[str, int | None]:
        seconds = self._pace.seconds_for(blocks)
        return {"seconds_left": None if seconds is None else round(seconds)}

    def _write(self, kind: str, sentence: str, facts: dict[str, Any]) -> None:
        print(self._line(kind, sentence, facts), file=self._file, flush=True)


class LiveLine:
    """One line of a terminal that changes in its place; what is rare stays above it."""

    def __init__(self, console: Console) -> None:
        """Take the terminal."""
        self._console = console
        self._status = Status("asking the node …", console=console)
        self._status.start()
        self._pace = Pace(time.monotonic())

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        """A batch was committed."""
        self._pace.add(time.monotonic(), blocks, events)
        self._status.update(escape(sentence_of(self._pace, last_block, wanted)))

    def followed(self, last_block: int, wanted: int, headers: int) -> None:
        """Headers were followed."""
        self._pace.add(time.monotonic(), headers, 0)
        self._status.update(escape(sentence_on_path(self._pace, last_block, wanted)))

    def reorganised(self, reorganisation: Reorganisation) -> None:
        """Blocks were taken out."""
        self.say(sentence_on(reorganisation))

    def waiting(self, reason: str, seconds: float) -> None:
        """The node is asked again later."""
        self._status.update(escape(f"waiting {seconds:.0f} s: {reason}"))

    def caught_up(self, last_block: int) -> None:
        """The index is complete."""
        self._status.update(f"block {last_block:,}: all there is, and right")

    def say(self, sentence: str) -> None:
        """A line above the live one."""
        self._console.print(escape(sentence))

    def failed(self, error: Exception) -> None:
        """A line above the live one."""
        self.say(str(error))

    def close(self) -> None:
        """The live line goes."""
        self._status.stop()


def sentence_of(pace: Pace, last_block: int, wanted: int) -> str:
    """Where the index stands, how fast it goes, and how long the rest takes."""
    left = _left(pace, wanted - last_block)
    return f"block {last_block:,} of {wanted:,}, {pace.events_per_second():,.0f} events/s{left}"


def sentence_on_path(pace: Pace, last_block: int, wanted: int) -> str:
    """Up to where headers were followed, and how long the rest of them takes."""
    return f"header {last_block:,} of {wanted:,} follows by its seals{_left(pace, wanted - last_block)}"


def _left(pace: Pace, blocks: int) -> str:
    seconds = pace.seconds_for(blocks) if blocks > 0 else None
    return "" if seconds is None else f", {duration(seconds)} left"


def sentence_on(reorganisation: Reorganisation) -> str:
    """What the chain did."""
    return (
        f"the chain changed after block {reorganisation.fork_block}: "
        f"{reorganisation.replaced_blocks} blocks were replaced"
    )


def duration(seconds: float) -> str:
    """Seconds, minutes or hours, whichever is short."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6_000 else f"{seconds / 3600:.1f} h"

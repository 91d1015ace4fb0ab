"""What the programs of the comparison tell one another."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

import msgspec

from govledger.index.model import IndexedDeployment

LOOKING_SECONDS = 0.02


class Chain(msgspec.Struct, frozen=True):
    """A chain that stands, as a contender is told of it."""

    url: str
    deployment: IndexedDeployment
    last_block: int
    events: int


class Taken(msgspec.Struct, frozen=True):
    """What one run took, without the start of the program."""

    seconds: float
    processor_seconds: float
    """Of all threads of the contender's process and of those that it starts; the node and a database are not in it."""
    peak_mb: float
    """The most memory that the process had, its start included, and the most that a process of its own had."""


def peak_mb(process: str = "self") -> float:
    """The most memory that a program had; `ru_maxrss` would have that of the one that started it, too."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return int(status["VmHWM"].removesuffix("kB")) / 1024


def processor_seconds() -> float:
    """What this process took so far, and those of its own that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class Children:
    """Looks again and again at the processes that this one starts, for the most memory that one of them had."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._over = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def end(self) -> None:
        """Looks no more."""
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(LOOKING_SECONDS):
            with suppress(OSError, KeyError):  # a thread or a child has ended
                for thread in Path("/proc/self/task").iterdir():
                    for child in (thread / "children").read_text().split():
                        self.peak_mb = max(self.peak_mb, peak_mb(child))

"""What the programs of the comparison tell one another."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from govledger.index.model import IndexedDeployment


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
    """The most memory that the process had, its start included."""


def peak_mb() -> float:
    """The most memory that this program had; `ru_maxrss` would have that of the one that started it, too."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].removesuffix("kB")) / 1024


def together_mb(process: int) -> float:
    """The memory of a process and of those that it started, what they share counted once; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        threads = list(Path(f"/proc/{process}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return 0.0
    [own] = [line for line in lines if line.startswith("Pss:")]
    return int(own.split()[1]) / 1024 + sum(map(together_mb, children))


def processor_seconds() -> float:
    """What this process took so far, and those of its own that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system

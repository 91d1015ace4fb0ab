"""What the programs of the comparison tell one another."""

from __future__ import annotations

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
    """Of all threads of the contender's process; the node's and a database's are not in it."""
    peak_mb: float
    """The most memory that the process had, its start included."""


def peak_mb() -> float:
    """The most memory that this program had; `ru_maxrss` would have that of the one that started it, too."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].removesuffix("kB")) / 1024

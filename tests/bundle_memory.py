"""A large bundle is written or read in a process of its own, which measures what it took.

`python -m tests.bundle_memory write FILE MEGABYTES` and `read FILE`: one JSON object. The chain is one of foreign
transactions with large logs, which the blocks share, so that only the bundle is large.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from govledger.audit.bundle.files import read_bundle, write_bundle
from govledger.consensus.engine import Engine
from govledger.consensus.receipt import ReceiptLog
from govledger.index import wire
from govledger.index.deployment import indexed
from govledger.index.model import Trust
from govledger.index.store import open_store
from govledger.index.wire import Answer
from tests.bundles import builder_of, pins_of, verdict_on, wanted_of
from tests.evidence_chain import Create, EvidenceChain, Other

LOGS = tuple(ReceiptLog(b"\x99" * 20, (bytes((number,)) * 32,), bytes((number,)) * 2**16) for number in range(15))
"""Of each block: a megabyte."""


class LargeChain(EvidenceChain):
    """Its node tells how large its answers are."""

    def receipts(self, headers: Sequence[wire.Header]) -> Answer[list[wire.Receipt]]:
        answer = super().receipts(headers)
        return Answer(answer.items, sum(len(log.data) for block in answer.items for one in block for log in one.logs))


def large_chain(megabytes: int) -> EvidenceChain:
    chain = LargeChain(Engine.QBFT, ("data_registry",), keeps_versions=False)
    chain.seal(Create("data_registry"))
    for _ in range(megabytes):
        chain.seal(Other(LOGS))
    return chain


def peak_kilobytes() -> int:
    """The most memory that the process has had, in RAM."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def write(path: Path, megabytes: int) -> int:
    chain = large_chain(megabytes)
    before = peak_kilobytes()
    with open_store(":memory:", indexed(chain.deployment()), Trust.RECEIPTS) as store:
        write_bundle(path, builder_of(chain, store).parts(wanted_of(chain)))
    return before


def read(path: Path, megabytes: int) -> int:
    pins = pins_of(large_chain(1))
    before = peak_kilobytes()
    verdict = verdict_on(read_bundle(path), pins)
    assert verdict.transactions == megabytes + 1
    return before


def main(what: str, path: str, megabytes: str) -> None:
    begun = time.monotonic()
    before = {"write": write, "read": read}[what](Path(path), int(megabytes))
    took = {"before": before / 1024, "peak": peak_kilobytes() / 1024, "seconds": round(time.monotonic() - begun, 1)}
    print(json.dumps({"what": what, "file_megabytes": Path(path).stat().st_size / 2**20, "megabytes": took}))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Ways to bring a chain's events into tables, each in a process of its own; started by `benchmarks/index.py`.

Programs are loaded and empty tables made before the clock starts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from indexing.described import Chain, Taken, peak_mb, processor_seconds

from govledger.index.model import Trust
from govledger.index.node import JsonRpcNode
from govledger.index.store import open_store
from govledger.index.sync import sync
from govledger.index.transport import HttpRpc

Run = Callable[[], None]
Contender = Callable[[Chain, str], Run]
"""Gets ready, and gives what is measured."""


def ours(trust: Trust) -> Contender:
    """This library, as `govledger index` runs it."""

    def ready(chain: Chain, store: str) -> Run:
        opened = open_store(store, chain.deployment, trust)

        def node() -> JsonRpcNode:
            return JsonRpcNode(HttpRpc(chain.url))

        def run() -> None:
            with opened:
                sync(node(), opened, another=node)

        return run

    return ready


def web3_get_logs(chain: Chain, store: str) -> Run:
    """web3.py, as its documents show it."""
    from indexing.web3_idiom import Idiom

    return Idiom(chain, store).index


def raw(trust: Trust) -> Contender:
    """The same questions as ours, the answers thrown away."""

    def ready(chain: Chain, store: str) -> Run:
        from indexing.raw import download

        return lambda: download(chain, trust)

    return ready


CONTENDERS: Final[dict[str, Contender]] = {
    "headers": ours(Trust.HEADERS),
    "receipts": ours(Trust.RECEIPTS),
    "web3": web3_get_logs,
    "raw": raw(Trust.HEADERS),
    "raw_receipts": raw(Trust.RECEIPTS),
}


def main() -> None:
    """Runs one contender; prints what it took."""
    name, chain_file, store = sys.argv[1:]
    chain = msgspec.json.decode(Path(chain_file).read_bytes(), type=Chain)
    run = CONTENDERS[name](chain, store)
    began, processor = perf_counter(), processor_seconds()
    run()
    seconds, processor = perf_counter() - began, processor_seconds() - processor
    taken = Taken(seconds, processor, peak_mb())
    sys.stdout.buffer.write(msgspec.json.encode(taken))


if __name__ == "__main__":
    main()

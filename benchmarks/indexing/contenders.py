"""Ways to bring a chain's events into tables, each measured in a process of its own. Started by `benchmarks/index.py`."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from govledger.index.model import Trust
from govledger.index.node import JsonRpcNode
from govledger.index.store import open_store
from govledger.index.sync import sync
from govledger.index.transport import HttpRpc
from indexing.described import Chain, Taken


def ours(trust: Trust) -> Callable[[Chain, str], None]:
    """This library, as `govledger index` runs it."""

    def run(chain: Chain, store: str) -> None:
        with open_store(store, chain.deployment, trust) as opened:
            sync(JsonRpcNode(HttpRpc(chain.url)), opened)

    return run


def web3_get_logs(chain: Chain, store: str) -> None:
    """web3.py, as its documents show it."""
    from indexing.web3_idiom import index

    index(chain, store)


def raw_logs(chain: Chain, store: str) -> None:
    """The same questions as ours at the level of headers, the answers thrown away."""
    from indexing.raw import download

    download(chain, Trust.HEADERS)


def raw_receipts(chain: Chain, store: str) -> None:
    """The same questions as ours at the level of receipts, the answers thrown away."""
    from indexing.raw import download

    download(chain, Trust.RECEIPTS)


CONTENDERS: Final[dict[str, Callable[[Chain, str], None]]] = {
    "headers": ours(Trust.HEADERS),
    "receipts": ours(Trust.RECEIPTS),
    "web3": web3_get_logs,
    "raw": raw_logs,
    "raw_receipts": raw_receipts,
}


def main() -> None:
    """Runs one contender; prints what it took."""
    name, chain_file, store = sys.argv[1:]
    chain = msgspec.json.decode(Path(chain_file).read_bytes(), type=Chain)
    contender = CONTENDERS[name]
    began, processor = perf_counter(), process_time()
    contender(chain, store)
    taken = Taken(
        seconds=perf_counter() - began,
        processor_seconds=process_time() - processor,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )
    sys.stdout.buffer.write(msgspec.json.encode(taken))


if __name__ == "__main__":
    main()

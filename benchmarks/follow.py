"""How soon an event can be read from an index that follows a chain.

The chain is anvil's with blocks of one second, the index `govledger index --follow` in a process of its own. This
process is told of each block by the node (`newHeads`), and asks the store over a connection of its own until the
block's events are there. Quoted is the time between the two: the median, and the worst. It is done with a store in
SQLite, then with one in PostgreSQL, unless a store is given. The last line of the output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from submission.node import RICH_KEY, Sealing, development_node, seal
from websockets.sync.client import connect

import govledger
from govledger import Connection, Ledger, OrganisationKind
from govledger.errors import StoreError
from govledger.index.store import Store, read_store
from tests.postgres_server import postgres_server

PATIENCE_SECONDS = 10.0
POLL_SECONDS = 0.001
FIRST_BLOCKS = 5
"""They are not counted: whatever happens once happens there."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block that holds an event."""

    number: int
    announced_at: float
    seconds: float
    """From then until a SELECT had its rows."""


def main() -> None:
    options = _options()
    report: dict[str, object] = {"blocks": options.blocks, "verify": options.verify}
    if options.store:
        report |= _followed("", options.store, options)
    else:
        with TemporaryDirectory() as folder:
            report |= _followed("", str(Path(folder) / "index.sqlite"), options)
        with postgres_server() as server:
            report |= _followed("postgres_", server.new_database(), options)
    print(json.dumps(report))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--blocks", type=int, default=300, help="how many blocks are measured in each store")
    parser.add_argument("--verify", choices=["headers", "receipts"], default="receipts")
    parser.add_argument(
        "--store", help="a store that is not there yet, a path or postgresql://…; both kinds if left out"
    )
    return parser.parse_args()


def _followed(prefix: str, place: str, options: argparse.Namespace) -> dict[str, object]:
    """A chain of its own, followed by an index in that place."""
    with development_node() as chain, TemporaryDirectory() as folder:
        ledger = govledger.deploy(chain, RICH_KEY, name="bench", directory=folder)
        seal(chain, Sealing.EVERY_SECOND)
        with _writing(ledger), _index(Path(folder) / "bench", place, chain, options.verify):
            blocks = list(_measured(chain, place, options.blocks + FIRST_BLOCKS))[FIRST_BLOCKS:]
        ledger.close()
    report = _report(prefix, blocks)
    print(report, flush=True)
    return report


@contextmanager
def _writing(ledger: Ledger) -> Iterator[None]:
    """Events, one transaction after the other; each waits for its block."""
    stopping = threading.Event()

    def write() -> None:
        founder = ledger.acting_as(RICH_KEY)
        number = 0
        while not stopping.is_set():
            founder.decisions.admit_organisation(f"{number:018d}", {OrganisationKind.DEPARTMENT})
            number += 1

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    yield
    stopping.set()
    thread.join(PATIENCE_SECONDS)


@contextmanager
def _index(deployment: Path, place: str, chain: Connection, verify: str) -> Iterator[None]:
    """The command, once it has caught up."""
    arguments = ["index", str(deployment), "--rpc", str(chain.url), "--store", place, "--follow", "--verify", verify]
    program = "from govledger.cli import main; main()"
    process = subprocess.Popen([sys.executable, "-c", program, *arguments], env=os.environ)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        if process.wait(PATIENCE_SECONDS) != 0:
            raise SystemExit("the index did not end cleanly")


def _measured(chain: Connection, place: str, count: int) -> Iterator[Block]:
    """Blocks with events as they are announced, each until its rows are there."""
    store = _store(place)
    with store, connect(str(chain.url).replace("http", "ws", 1), compression=None) as announcing:
        announcing.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_subscribe", "params": ["newHeads"]}))
        announcing.recv()
        while count:
            header = json.loads(announcing.recv())["params"]["result"]
            if int(header["logsBloom"], 16):
                yield _one(store, int(header["number"], 16), time.monotonic())
                count -= 1


def _store(place: str) -> Store:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return read_store(place)
        except StoreError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _one(store: Store, number: int, announced_at: float) -> Block:
    query = "SELECT log_index FROM organisation_admitted WHERE block_number = ?"
    while time.monotonic() < announced_at + PATIENCE_SECONDS:
        if list(store.rows(query, (number,))):
            return Block(number, announced_at, time.monotonic() - announced_at)
        time.sleep(POLL_SECONDS)
    raise SystemExit(f"block {number} is not in the index after {PATIENCE_SECONDS:g} s")


def _report(prefix: str, blocks: list[Block]) -> dict[str, object]:
    milliseconds = sorted(1000 * block.seconds for block in blocks)
    return {
        f"{prefix}median_ms": round(statistics.median(milliseconds), 1),
        f"{prefix}p95_ms": round(milliseconds[int(0.95 * (len(milliseconds) - 1))], 1),
        f"{prefix}worst_ms": round(milliseconds[-1], 1),
    }


if __name__ == "__main__":
    main()

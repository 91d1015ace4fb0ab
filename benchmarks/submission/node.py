"""anvil, from npm, on a free port of this machine's loopback address."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from govledger.connection import Connection, connect
from govledger.errors import ConnectionFailed

ANVIL = Path(__file__).resolve().parents[2] / "node_modules" / ".bin" / "anvil"
RICH_KEY = bytes.fromhex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")
"""anvil's first funded account; everybody knows it."""
ZERO_FEE = ("--block-base-fee-per-gas", "0", "--gas-price", "0", "--disable-min-priority-fee")
BLOCK_GAS = 1_000_000_000
"""As consortium chains have it: a block's gas is not what limits here."""
START_SECONDS = 30


class Sealing(Enum):
    """When the node makes a block."""

    AT_ONCE = (True, 0)
    """Whenever a transaction arrives."""
    ON_REQUEST = (False, 0)
    """When `evm_mine` is called."""
    EVERY_SECOND = (False, 1)


def seal(connection: Connection, sealing: Sealing) -> None:
    """Tell the node when to make blocks from now on; an interval of 0 ends every other way too, so it comes first."""
    automatic, seconds = sealing.value
    connection.request("evm_setIntervalMining", seconds)
    if automatic:
        connection.request("evm_setAutomine", True)


@contextmanager
def development_node(*options: str) -> Iterator[Connection]:
    """A node of our own, without fees; it ends with the block."""
    if not ANVIL.exists():
        raise SystemExit("anvil is missing; `make npm` brings it")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    arguments = ("--host", "127.0.0.1", "--port", str(port), "--gas-limit", str(BLOCK_GAS), "--silent", *ZERO_FEE, *options)
    process = subprocess.Popen([str(ANVIL), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        with _connected(f"http://127.0.0.1:{port}", process) as connection:
            yield connection
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _connected(url: str, process: subprocess.Popen[bytes]) -> Connection:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return connect(url, timeout_seconds=60)
        except ConnectionFailed:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.05)

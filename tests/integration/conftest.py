"""A development node (anvil, from npm) for tests that talk to one; each on a port of its own."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from govledger.connection import Connection, connect
from govledger.errors import ConnectionFailed

ANVIL = Path(__file__).resolve().parents[2] / "node_modules" / ".bin" / "anvil"
ZERO_FEE = ("--block-base-fee-per-gas", "0", "--gas-price", "0", "--disable-min-priority-fee")
RICH_KEY = bytes.fromhex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")
"""anvil's first funded account; everybody knows it."""


@dataclass(frozen=True)
class Anvil:
    """One node that runs."""

    url: str
    process: subprocess.Popen[bytes]

    def connect(self) -> Connection:
        return connect(self.url, timeout_seconds=20)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start_anvil(*arguments: str) -> Anvil:
    if not ANVIL.exists():
        pytest.fail(f"{ANVIL} is missing; `make npm` brings it")
    port = free_port()
    command = [str(ANVIL), "--host", "127.0.0.1", "--port", str(port), "--silent", "--threads", "2", *arguments]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    node = Anvil(f"http://127.0.0.1:{port}", process)
    deadline = time.monotonic() + 30
    while True:
        try:
            node.connect().close()
            return node
        except ConnectionFailed:
            if time.monotonic() > deadline or process.poll() is not None:
                node.stop()
                raise
            time.sleep(0.05)


@pytest.fixture
def anvil() -> Iterator[Callable[..., Anvil]]:
    """Starts nodes with the arguments given; they end with the test."""
    nodes: list[Anvil] = []

    def start(*arguments: str) -> Anvil:
        nodes.append(start_anvil(*arguments))
        return nodes[-1]

    yield start
    for node in nodes:
        node.stop()


@pytest.fixture(scope="session")
def free_chain() -> Iterator[Anvil]:
    """One node for all tests that need a chain without fees and leave nothing behind."""
    node = start_anvil(*ZERO_FEE)
    yield node
    node.stop()


@pytest.fixture(scope="session")
def fee_chain() -> Iterator[Anvil]:
    """One node for all tests that need a chain with fees and leave nothing behind."""
    node = start_anvil()
    yield node
    node.stop()

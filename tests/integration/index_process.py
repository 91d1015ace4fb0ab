"""`govledger index` as a process of its own, as a service manager would run it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from govledger.errors import StoreError
from govledger.index.store import read_store

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30.0


class IndexProcess:
    """Runs until it ends by itself, or is told to."""

    def __init__(self, deployment: Path, store: str, *arguments: str, file_bytes: int | None = None) -> None:
        """Start it.

        Args:
            deployment: the deployment's folder.
            store: a path or URL.
            arguments: more of the command line, the node's address among them.
            file_bytes: no file of it may grow beyond that; None: as large as the disk allows.
        """
        program = "from govledger.cli import main; main()"
        command = [sys.executable, "-c", program, "index", str(deployment), "--store", store, *arguments]
        self.store = store
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=None if file_bytes is None else partial(limit_files, file_bytes),
        )

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                raise AssertionError(f"{what} did not come: {self.process.communicate()}")
            time.sleep(0.02)

    def until_at(self, number: int, block_hash: bytes) -> None:
        """Wait until the index stands at a block."""
        self.until(lambda: stands_at(self.store) == (number, block_hash), f"block {number}")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Tell it to stop; its exit status, and what it wrote to both of its outputs."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str, str]:
        """Wait until it ends; as `stop`."""
        output, errors = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, output, errors


def limit_files(file_bytes: int) -> None:
    """Has the system refuse writes beyond a size, as a quota does; Python ignores the signal that comes with it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))


def stands_at(store: str) -> tuple[int, bytes | None] | None:
    """The last block of a store and its hash; None while there is no store."""
    try:
        with read_store(store) as reader:
            number = reader.last_block()
            header = reader.header(number)
            return number, header.hash if header else None
    except StoreError:
        return None


def tip_of(chain: Any) -> tuple[int, bytes]:
    """The number and hash of a chain's last block."""
    block = chain.request("eth_getBlockByNumber", "latest", False)
    return int(block["number"], 16), bytes.fromhex(block["hash"][2:])

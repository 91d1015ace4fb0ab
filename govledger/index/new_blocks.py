"""When to look again: a node's announcements of new blocks over WebSocket (`newHeads`), or a short time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit, urlunsplit

import msgspec
from websockets.exceptions import ConnectionClosed, InvalidURI, WebSocketException
from websockets.sync.client import ClientConnection, connect

from govledger.errors import InputError

POLL_SECONDS = 0.5
"""How long to wait where no node announces its blocks."""
QUIET_SECONDS = 10.0
"""How long to trust announcements that do not come."""
AGAIN_SECONDS = 30.0
"""How long to leave a node in peace that announces nothing, or stopped."""
OPEN_SECONDS = 5.0
SLICE_SECONDS = 0.25
"""How soon a wait ends when it is told to."""
_SUBSCRIBE = msgspec.json.encode({"jsonrpc": "2.0", "id": 1, "method": "eth_subscribe", "params": ["newHeads"]})


class NewBlocks:
    """Waits until there may be a new block.

    Attributes:
        announced_by: the address of the node that announces its blocks, or None while none does.
    """

    def __init__(
        self, addresses: Sequence[str], stopping: threading.Event, told: Callable[[str], None] = lambda message: None
    ) -> None:
        """Nothing is asked yet.

        Args:
            addresses: of nodes, ws, wss, http or https; the first that announces its blocks is listened to.
            stopping: ends every wait when it is set.
            told: is told in a sentence how new blocks are learned of, whenever that changes.

        Raises:
            InputError: an address is none.
        """
        self.announced_by: str | None = None
        self._addresses = [websocket_address(address) for address in addresses]
        self._stopping = stopping
        self._told = told
        self._connection: ClientConnection | None = None
        self._tried_at: float | None = None

    def listen(self) -> None:
        """Ask to be told of new blocks, unless that is so, or was refused a short time ago."""
        now = time.monotonic()
        if self._connection is not None or (self._tried_at is not None and now < self._tried_at + AGAIN_SECONDS):
            return
        first_time, self._tried_at = self._tried_at is None, now
        for address in self._addresses:
            if (connection := _subscribed(address)) is not None:
                self._connection, self.announced_by = connection, address
                self._told(f"new blocks are announced by {address}")
                return
        if first_time:
            self._told(f"no node announces new blocks over WebSocket: asking every {POLL_SECONDS:g} s")

    def wait(self) -> None:
        """Return when a block was announced, or when it is time to look."""
        if self._connection is None:
            self._stopping.wait(POLL_SECONDS)
            return
        until = time.monotonic() + QUIET_SECONDS
        try:
            while not self._stopping.is_set() and time.monotonic() < until:
                if _was_announced(self._connection, SLICE_SECONDS):
                    while _was_announced(self._connection, 0):
                        pass
                    return
        except ConnectionClosed:
            self._told(f"{self.announced_by} announces no more blocks: asking every {POLL_SECONDS:g} s")
            self.close()

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self.announced_by = None


def websocket_address(address: str) -> str:
    """The address with ws in the place of http, and wss in that of https.

    Raises:
        InputError: it is none of these.
    """
    parts = urlsplit(address)
    schemes = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
    if parts.scheme not in schemes or not parts.netloc:
        raise InputError(f"{address!r} is no node's address; write ws://HOST:PORT, or http and https for nodes of both")
    return urlunsplit(parts._replace(scheme=schemes[parts.scheme]))


def _subscribed(address: str) -> ClientConnection | None:
    """A connection over which the node announces blocks, or None if it does not."""
    try:
        connection = connect(
            address, open_timeout=OPEN_SECONDS, close_timeout=1, compression=None, proxy=None, max_size=2**20
        )
    except (OSError, WebSocketException, InvalidURI, TimeoutError):
        return None
    try:
        connection.send(_SUBSCRIBE.decode())
        if "result" in msgspec.json.decode(connection.recv(timeout=OPEN_SECONDS)):
            return connection
    except (OSError, WebSocketException, TimeoutError, msgspec.DecodeError, TypeError):
        pass
    connection.close()
    return None


def _was_announced(connection: ClientConnection, seconds: float) -> bool:
    try:
        connection.recv(timeout=seconds)
    except TimeoutError:
        return False
    return True

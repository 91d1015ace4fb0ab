"""A WebSocket server on the loopback that announces blocks as a test tells it to."""

from __future__ import annotations

import json
import threading
from typing import Any, Self

from websockets.sync.server import ServerConnection, serve


class AnnouncingNode:
    """Answers eth_subscribe, and announces to whoever subscribed."""

    def __init__(self, answer: dict[str, Any] | str | None = None) -> None:
        """Take what it answers to a subscription in the place of its number; text is sent as it is."""
        self.answer = answer
        self.subscribed: list[ServerConnection] = []
        self.server = serve(self._serve, "127.0.0.1", 0, compression=None)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """As of the node's HTTP."""
        return f"http://127.0.0.1:{self.server.socket.getsockname()[1]}"

    def announce(self, number: int) -> None:
        """One more block."""
        params = {"subscription": "0x1", "result": {"number": hex(number)}}
        for connection in self.subscribed:
            connection.send(json.dumps({"jsonrpc": "2.0", "method": "eth_subscription", "params": params}))

    def hang_up(self) -> None:
        """The node ends what it has with whoever subscribed."""
        for connection in self.subscribed:
            connection.close()
        self.subscribed.clear()

    def _serve(self, connection: ServerConnection) -> None:
        for message in connection:
            asked = json.loads(message)
            assert (asked["method"], asked["params"]) == ("eth_subscribe", ["newHeads"])
            answer = {"jsonrpc": "2.0", "id": asked["id"], "result": "0x1"} if self.answer is None else self.answer
            self.subscribed.append(connection)
            connection.send(answer if isinstance(answer, str) else json.dumps(answer))

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.thread.join()

"""A proxy before a node that cuts answers short, drops connections, refuses, is slow and busy, each in its turn."""

from __future__ import annotations

import itertools
import json
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import urllib3

SLOW_SECONDS = 0.1
MOST_BLOCKS = 5
"""Of `eth_getLogs`, as nodes refuse more than so many."""


class BadWire:
    """Passes on what it does not spoil; counts what it did."""

    def __init__(self, target: str, seed: int) -> None:
        """Take the node's address; nothing is served yet."""
        self.done: Counter[str] = Counter()
        self._target = target
        kinds = ["dropped", "cut", "busy", "error", "slow", "lost", *["good"] * 14]
        random.Random(seed).shuffle(kinds)
        self._kinds = itertools.cycle(kinds)
        self._lock = threading.Lock()
        self._pool = urllib3.PoolManager()
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                wire.answer(self, body)

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        """The node's answer, or what becomes of it on the way."""
        asked = json.loads(body)
        with self._lock:
            kind = next(self._kinds)
        if isinstance(asked, dict) and asked["method"] == "eth_getLogs":
            wanted = asked["params"][0]
            if int(wanted["toBlock"], 16) - int(wanted["fromBlock"], 16) >= MOST_BLOCKS:
                kind = "refused"
        self.done[kind] += 1
        if kind == "dropped":
            handler.close_connection = True
            return
        if kind == "busy":
            self._send(handler, b"busy", status=503)
            return
        answer = self._pool.request("POST", self._target, body=body, headers={"Content-Type": "application/json"}).data
        if kind == "slow":
            time.sleep(SLOW_SECONDS)
        self._send(handler, _spoilt(kind, asked, answer), cut=kind == "cut")

    def _send(self, handler: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, cut: bool = False) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            handler.close_connection = True


def _spoilt(kind: str, asked: Any, answer: bytes) -> bytes:
    """An error in the place of the answer, or of one answer of a batch; a batch without its last answer."""
    error = {"jsonrpc": "2.0", "id": 0, "error": {"code": -32005, "message": "query returns more than 5 results"}}
    if kind == "refused" or (kind == "error" and isinstance(asked, dict) and asked["method"] == "eth_getLogs"):
        return json.dumps(error | {"id": asked["id"]}).encode()
    if isinstance(asked, list) and kind in ("error", "lost"):
        answers = json.loads(answer)
        if kind == "error":
            answers[-1] = error | {"id": answers[-1]["id"]}
            return json.dumps(answers).encode()
        return json.dumps(answers[:-1]).encode()
    return answer

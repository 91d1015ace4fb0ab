"""A JSON-RPC server on the loopback that answers what a test tells it to: documented methods, over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Refused(Exception):
    """What a node answers with an error."""

    def __init__(self, message: str, code: int = -32601) -> None:
        super().__init__(message)
        self.error = {"code": code, "message": message}


class ScriptedNode:
    """Answers each method with its value, or with what its function makes of the parameters."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = dict(answers)
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        node = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = [node.answer(one) for one in content] if isinstance(content, list) else node.answer(content)
                body = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def called(self, method: str) -> list[tuple[Any, ...]]:
        """The parameters of each call of a method."""
        return [parameters for name, parameters in self.calls if name == method]

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        method, parameters = request["method"], tuple(request.get("params", ()))
        self.calls.append((method, parameters))
        envelope = {"jsonrpc": "2.0", "id": request["id"]}
        if method not in self.answers:
            return envelope | {"error": {"code": -32601, "message": f"the method {method} does not exist"}}
        found = self.answers[method]
        try:
            return envelope | {"result": found(*parameters) if callable(found) else found}
        except Refused as refused:
            return envelope | {"error": refused.error}

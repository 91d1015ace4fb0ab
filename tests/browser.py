"""Pages opened from the disk in a headless browser (tests/browser.mjs)."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WIDE, NARROW = 1280, 390


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback, and what it was asked."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


def in_browser(visits: Sequence[dict[str, Any]], forbidden: str) -> dict[str, Any]:
    """What the browser saw at each visit, by its name; tests/browser.mjs says what a visit is."""
    unpacked = ROOT / ".build" / "browser"
    unpacked.mkdir(parents=True, exist_ok=True)
    # Said to be on Amazon's machines, the npm package brings the browser's libraries and fonts along with the browser.
    environment = os.environ | {"TMPDIR": str(unpacked), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x"}
    task = {"forbidden": forbidden, "visits": list(visits)}
    if folder := os.environ.get("GOVLEDGER_SCREENSHOTS"):
        task["screenshots"] = folder
    run = subprocess.run(
        ["node", "tests/browser.mjs"],
        cwd=ROOT,
        env=environment,
        input=json.dumps(task),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return {visit["name"]: answer for visit, answer in zip(visits, json.loads(run.stdout), strict=True)}

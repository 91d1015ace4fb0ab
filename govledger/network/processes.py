"""The geth nodes of this host as processes: start, stop, and their logs (I/O).

A node's `geth.pid` is locked (flock) by the geth process itself, which inherits the open file and holds it until it is
gone, however it goes. So the lock says whether the node runs, and the number in the file is right while it is locked: a
file that a killed node left behind, or a number that another program has by now, mislead nobody.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govledger.errors import InputError, NetworkInvalid, NodeFailed
from govledger.network.client_files import init_arguments, node_arguments
from govledger.network.client_files.geth import SEAL_AT_ONCE
from govledger.network.description import Node
from govledger.network.folder import Network
from govledger.network.ports import is_taken, listener_on

LOG_FILE = "geth.log"
PID_FILE = "geth.pid"
POLL_SECONDS = 0.1
LARGEST_LOG = 64 * 1024 * 1024
"""Bytes; a longer log is put aside as geth.log.1 when its node starts."""
LINES_OF_A_FAILURE = 12
BEING_STARTED_SECONDS = 5.0
BEING_LOOKED_AT_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Stopped:
    """What became of a node that was to stop."""

    node: Node
    was_running: bool
    killed: bool = False
    """It did not stop in time and was killed."""


def nodes_here(network: Network, names: Sequence[str] = ()) -> tuple[Node, ...]:
    """The nodes that are set up on this host: those with these names, or all of them.

    Raises:
        InputError: no node of that name, or one that is not set up here, or none at all.
    """
    chosen = tuple(network.description.node(name) for name in dict.fromkeys(names))
    chosen = chosen or tuple(node for node in network.description.nodes if node.folder is not None)
    for node in chosen:
        if node.folder is None:
            raise InputError(f"node {node.name} is not set up on this host; run the command where it is")
    if not chosen:
        raise InputError(
            f"no node of network {network.description.name} is set up on this host; `govledger network join` does it"
        )
    return chosen


def pid_of(network: Network, node: Node) -> int | None:
    """The process id of a running node; None if it does not run."""
    file = network.files_of(node).folder / PID_FILE
    until = time.monotonic() + BEING_STARTED_SECONDS
    while True:
        try:
            with file.open("rb") as opened:
                if _try_lock(opened.fileno()):
                    return None
                content = opened.read()
        except FileNotFoundError:
            return None
        if content.strip().isdigit():
            return int(content)
        if time.monotonic() > until:
            raise NodeFailed(f"{file} is locked and names no process; see who has it open, and stop that")
        time.sleep(POLL_SECONDS)


def start(network: Network, node: Node, program: Path) -> int | None:
    """Start a node as a process of its own, which outlives this one; None if it runs already, else its process id.

    It does not seal until it is told to.

    Raises:
        NodeFailed: a port of it is taken, or its data folder cannot be prepared.
    """
    folder = network.files_of(node).folder
    with _locked(folder / PID_FILE) as descriptor:
        if descriptor is None:
            return None
        for what, host, port in _ports(network, node):
            if is_taken(host, port):
                raise NodeFailed(
                    f"node {node.name} cannot start: {what} {port} of {host} is taken by {listener_on(port)}; stop "
                    f"that, or change the port in network.toml and in {network.files_of(node).config}"
                )
        _prepare(network, node, program)
        _put_aside(folder / LOG_FILE)
        pid = _spawn(network, node, program, descriptor)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{pid}\n".encode())
        return pid


def stop(network: Network, nodes: Sequence[Node], timeout_seconds: float) -> list[Stopped]:
    """Stop nodes: all are asked to end, and whichever has not ended when the time is up is killed."""
    running = {node.name: pid for node in nodes if (pid := pid_of(network, node)) is not None}
    for pid in running.values():
        _signal(pid, signal.SIGTERM)
    until = time.monotonic() + timeout_seconds
    results = []
    for node in nodes:
        killed = False
        if node.name in running and not _ends(network, node, until):
            _signal(running[node.name], signal.SIGKILL)
            killed = True
            _ends(network, node, time.monotonic() + BEING_STARTED_SECONDS)
        if node.name in running:
            _reap(running[node.name])
        _remove_pid_file(network.files_of(node).folder / PID_FILE)
        results.append(Stopped(node, node.name in running, killed))
    return results


def log_position(network: Network, node: Node) -> int:
    """The length of a node's log now, in bytes."""
    file = network.files_of(node).folder / LOG_FILE
    return file.stat().st_size if file.exists() else 0


def failure_of(network: Network, node: Node, since: int = 0) -> NodeFailed:
    """The error for a node that stopped by itself, with the end of its log.

    Args:
        network: whose node it is.
        node: which one.
        since: the log's length when the node was started; what stands before is another run's.
    """
    file = network.files_of(node).folder / LOG_FILE
    lines = _text_from(file, since)[0].splitlines()[-LINES_OF_A_FAILURE:]
    said = "\n".join(lines) if lines else "it wrote nothing"
    return NodeFailed(f"node {node.name} stopped by itself; the end of {file}:\n{said}")


def log_tail(network: Network, node: Node, lines: int) -> tuple[list[str], int]:
    """The last lines of a node's log, and the position after them; nothing if it was never started."""
    text, position = _text_from(network.files_of(node).folder / LOG_FILE, 0)
    return text.splitlines()[-lines:] if lines else [], position


def log_after(network: Network, node: Node, position: int) -> tuple[list[str], int]:
    """The whole lines that a log gained after a position, and the new position; from the start if it was put aside."""
    file = network.files_of(node).folder / LOG_FILE
    if log_position(network, node) < position:
        position = 0
    text, _end = _text_from(file, position)
    whole = text[: text.rfind("\n") + 1]
    return whole.splitlines(), position + len(whole.encode("utf-8", "surrogateescape"))


def _ports(network: Network, node: Node) -> Iterator[tuple[str, str, int]]:
    """What a node listens on, as its own configuration says it."""
    file = network.files_of(node).config
    try:
        settings: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))["Node"]
        host, _, port = settings["P2P"]["ListenAddr"].rpartition(":")
        yield "port", host.strip("[]") or "0.0.0.0", int(port)
        yield "RPC port", settings["HTTPHost"], int(settings["HTTPPort"])
        yield "engine API port", settings["AuthAddr"], int(settings["AuthPort"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise NetworkInvalid(
            f"{file} cannot be used ({type(error).__name__}: {error}); set the node up again with `govledger network "
            "join`, or restore the file from a backup"
        ) from None


def _prepare(network: Network, node: Node, program: Path) -> None:
    """Writes the genesis into a data folder that is new; what stands in an old one is checked when the node runs."""
    if (network.files_of(node).data / "geth" / "chaindata").exists():
        return
    arguments = init_arguments(network.description, node, network.folder)
    assert arguments is not None
    done = subprocess.run([program, *arguments], capture_output=True, text=True, errors="replace")
    if done.returncode:
        said = "\n".join(done.stderr.splitlines()[-LINES_OF_A_FAILURE:])
        raise NodeFailed(f"the data folder of node {node.name} cannot be prepared; geth said:\n{said}")


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name(f"{LOG_FILE}.1"))


def _spawn(network: Network, node: Node, program: Path, lock: int) -> int:
    """The new process' id; it writes to the log, has the lock as its descriptor 3, and a session of its own."""
    log = network.files_of(node).folder / LOG_FILE
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(log), flags, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
        (os.POSIX_SPAWN_DUP2, lock, 3),
    ]
    arguments = node_arguments(network.description, node, network.folder)
    command = [str(program), *(argument for argument in arguments if argument != SEAL_AT_ONCE)]
    return os.posix_spawn(program, command, os.environ, file_actions=actions, setsid=True)


@contextmanager
def _locked(file: Path) -> Iterator[int | None]:
    """The locked file's descriptor; None if a process holds the lock. Left with an error, the file is removed."""
    until = time.monotonic() + BEING_LOOKED_AT_SECONDS
    while True:
        descriptor = _opened_above(file)
        try:
            if not _try_lock(descriptor):
                if time.monotonic() < until:  # who only looks whether the node runs holds it for a moment
                    continue
                yield None
                return
            if not _is_still(descriptor, file):  # it was removed in between: the next one is another file
                continue
            try:
                yield descriptor
            except BaseException:
                file.unlink(missing_ok=True)
                raise
            return
        finally:
            os.close(descriptor)


def _opened_above(file: Path) -> int:
    """Opened with a descriptor above 3, so that the child's own 3 can be made of it."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 4)
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(descriptor: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def _remove_pid_file(file: Path) -> None:
    """Removes it unless a process holds it, which somebody else then started just now."""
    with suppress(FileNotFoundError), file.open("rb") as opened:
        if _try_lock(opened.fileno()) and _is_still(opened.fileno(), file):
            file.unlink()


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _reap(pid: int) -> None:
    """Takes note of the end of a child; a node that another process started is no child."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _ends(network: Network, node: Node, until: float) -> bool:
    return wait_until(lambda: pid_of(network, node) is None, until)


def wait_until(is_so: Callable[[], bool], until: float) -> bool:
    """Whether it came to be so before a moment of the monotonic clock."""
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _text_from(file: Path, position: int) -> tuple[str, int]:
    """A log's text from a position on, and where it ends."""
    try:
        with file.open("rb") as opened:
            opened.seek(position)
            content = opened.read()
    except FileNotFoundError:
        return "", 0
    return content.decode("utf-8", "surrogateescape"), position + len(content)

"""Which ports a new node gets (I/O: asks the operating system which ones are free)."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from govledger.errors import InputError
from govledger.network.enode import LARGEST_PORT

CANDIDATES = range(20_000, 26_000)
"""With the offset still below what operating systems give to outgoing connections (Linux: from 32,768), so that a free
port stays free until its node starts."""
AUTH_PORT_OFFSET = 6_000


@dataclass(frozen=True, slots=True)
class NodePorts:
    """The ports of one node.

    Raises:
        InputError: a port that does not exist.
    """

    p2p: int
    """For other nodes."""
    rpc: int
    """JSON-RPC."""
    auth: int
    """The engine API, which geth opens."""

    def __post_init__(self) -> None:
        for port in (self.p2p, self.rpc, self.auth):
            if not 0 < port <= LARGEST_PORT:
                raise InputError(f"port {port} does not exist; a port is 1 to {LARGEST_PORT}")


def ports_of_one(*, p2p: int | None, rpc: int | None, taken: Iterable[int] = ()) -> NodePorts:
    """The ports of a node: those that are given, and free ones for the others.

    Raises:
        InputError: a port that does not exist, or one for two purposes.
    """
    free = _free_ports(2, {*taken, p2p or 0, rpc or 0})
    p2p, rpc = p2p or free[0], rpc or free[1]
    if p2p == rpc:
        raise InputError(f"port {rpc} is given for other nodes and for JSON-RPC; give two")
    return NodePorts(p2p, rpc, _auth_port(rpc))


def ports_in_a_row(count: int, *, p2p: int | None, rpc: int | None) -> list[NodePorts]:
    """The ports of nodes that follow each other from the given ones; free ones where none is given.

    Raises:
        InputError: a port that does not exist, or one for two purposes.
    """
    p2p_row = _free_ports(count, set()) if p2p is None else range(p2p, p2p + count)
    rpc_row = _free_ports(count, set(p2p_row)) if rpc is None else range(rpc, rpc + count)
    twice = set(p2p_row) & set(rpc_row)
    if twice:
        raise InputError(f"port {min(twice)} would be used twice; leave room for {count} ports between the two")
    return [NodePorts(p2p, rpc, _auth_port(rpc)) for p2p, rpc in zip(p2p_row, rpc_row, strict=True)]


def _auth_port(rpc: int) -> int:
    """The engine API's port: as different from node to node as the RPC ports of a row are."""
    return rpc + AUTH_PORT_OFFSET if rpc + AUTH_PORT_OFFSET <= LARGEST_PORT else rpc - AUTH_PORT_OFFSET


def _free_ports(count: int, taken: set[int]) -> list[int]:
    found: list[int] = []
    for port in random.sample(CANDIDATES, len(CANDIDATES)):
        if len(found) == count:
            return found
        if port not in taken and _is_free(port) and _is_free(_auth_port(port)):
            found.append(port)
    raise InputError(f"no {count} ports are free from {CANDIDATES.start} to {CANDIDATES.stop - 1}; name ports yourself")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

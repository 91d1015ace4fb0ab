"""A network of real nodes on this host, made and run by our own commands, whose wires and nodes the tests can break."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from govledger.connection import Connection, connect
from govledger.errors import ConnectionFailed
from govledger.network.description import Node
from govledger.network.folder import open_network
from tests.network.programs import govledger
from tests.network.relays import Relays, crossing

SETTLED_DEPTH = 4
"""Blocks on a block that is not replaced any more: N//2 + 1 of at most six validators."""

_STATIC = re.compile(r"enode://([0-9a-f]{128})@([^\"\s?]+):(\d+)")


def wait_until(holds: Callable[[], bool], what: str, *, seconds: float = 60.0, every: float = 0.1) -> float:
    """Goes on when something holds; how long it took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, f"not within {seconds:.0f} s: {what}"
        time.sleep(every)
    return time.monotonic() - began


@dataclass
class LiveNetwork:
    """The nodes of one folder; those in `relays` call each other through relays."""

    folder: Path
    geth: Path
    relays: Relays | None = None
    names: tuple[str, ...] = ()
    """The nodes that call each other through relays."""
    connections: dict[str, Connection] = field(default_factory=dict)

    # --- made, run, ended -------------------------------------------------------------------------------

    @classmethod
    def made(cls, folder: Path, geth: Path, *options: str) -> LiveNetwork:
        """`govledger network new`."""
        network = cls(folder, geth)
        network.command("new", folder, *options)
        return network

    def put_relays_between(self) -> None:
        """Every node calls the others through relays, instead of at the ports where they listen."""
        nodes = self.nodes()
        self.names = tuple(node.name for node in nodes)
        self.relays = relays = Relays({node.name: node.enode.port for node in nodes})
        name_of = {node.enode.public_key.hex(): node.name for node in nodes}
        for node in nodes:
            assert node.folder is not None
            config = self.folder / node.folder / "config.toml"
            text = config.read_text()
            own = node.name

            def relayed(found: re.Match[str], own: str = own) -> str:
                other = name_of[found[1]]
                port = found[3] if other == own else relays.port((own, other))
                return f"enode://{found[1]}@{found[2]}:{port}"

            changed, count = _STATIC.subn(relayed, text)
            assert count >= len(nodes) - 1, f"{config} names {count} nodes"
            config.write_text(changed)

    def command(self, *words: str | Path, expected: tuple[int, ...] = (0,)) -> str:
        """`govledger network …`; what it printed."""
        environment = {"GOVLEDGER_GETH": str(self.geth)}
        return govledger(
            "network", *words, folder=self.folder.parent, environment=environment, expected=expected
        ).stdout

    def up(self) -> None:
        self.command("up", self.folder)

    def down(self) -> None:
        for connection in self.connections.values():
            connection.close()
        self.connections.clear()
        self.command("down", self.folder)
        if self.relays is not None:
            self.relays.__exit__()

    # --- nodes ------------------------------------------------------------------------------------------

    def nodes(self) -> tuple[Node, ...]:
        return tuple(node for node in open_network(self.folder).description.nodes if node.folder is not None)

    def genesis_hash(self) -> bytes:
        return open_network(self.folder).description.genesis_hash

    def node(self, name: str) -> Node:
        return open_network(self.folder).description.node(name)

    def url(self, name: str) -> str:
        rpc = self.node(name).rpc
        assert rpc is not None
        return rpc

    def connect(self, *names: str) -> Connection:
        """A connection of one's own to nodes, the first of which is used."""
        return connect(*(self.url(name) for name in names), timeout_seconds=20)

    def request(self, name: str, method: str, *parameters: Any) -> Any:
        if name not in self.connections:
            self.connections[name] = self.connect(name)
        return self.connections[name].request(method, *parameters)

    def height(self, name: str) -> int:
        return int(self.request(name, "eth_blockNumber"), 16)

    def block_hash(self, name: str, number: int) -> str | None:
        block = self.request(name, "eth_getBlockByNumber", hex(number), False)
        return None if block is None else str(block["hash"])

    def settle(self, *names: str) -> None:
        """Until these nodes have the chain of this moment in common, deep enough that it stays.

        A transaction whose receipt one node gave may stand in a block that another one does not have yet, or that the
        next block replaces.
        """
        top = max(self.height(name) for name in names)

        def is_common() -> bool:
            if min(self.height(name) for name in names) < top + SETTLED_DEPTH:
                return False
            return len({self.block_hash(name, top) for name in names}) == 1

        wait_until(is_common, f"{', '.join(names)} have block {top} in common")

    def peers(self, name: str) -> set[str]:
        """The names of the nodes that a node is connected to; as many as it counts itself."""
        while True:
            count = int(self.request(name, "net_peerCount"), 16)
            found = {_public_key(peer["enode"]) for peer in self.request(name, "admin_peers")}
            if len(found) == count:
                name_of = {node.enode.public_key.hex(): node.name for node in self.nodes()}
                return {name_of.get(key, key) for key in found}

    def pid(self, name: str) -> int:
        folder = self.node(name).folder
        assert folder is not None
        return int((self.folder / folder / "geth.pid").read_text().split()[0])

    # --- faults -----------------------------------------------------------------------------------------

    def kill(self, name: str) -> None:
        """The node's process is gone at once, without a chance to write anything."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not _is_running(pid), f"node {name} is gone")
        self.connections.pop(name).close() if name in self.connections else None

    def restart(self, name: str) -> float:
        """The node again, by `govledger network up`; how long until it has a peer and a new block."""
        began = time.monotonic()
        self.up()
        wait_until(lambda: self._answers(name), f"node {name} answers")
        height = max(self.height(other) for other in self.names if other != name)
        wait_until(lambda: bool(self.peers(name)), f"node {name} has a peer")
        wait_until(lambda: self.height(name) > height, f"node {name} has new blocks")
        return time.monotonic() - began

    def _answers(self, name: str) -> bool:
        try:
            self.height(name)
        except ConnectionFailed:
            return False
        return True

    def cut(self, *groups: Collection[str]) -> float:
        """No wire is left between groups; how long until every node knows.

        The nodes are told to let go of each other as well, so that none calls in vain: a node calls one that it lost
        again after 35 seconds, and by then the test is over.
        """
        assert self.relays is not None
        pairs = crossing(groups)
        self.relays.refuse(pairs)
        for one, other in pairs:
            if one < other:
                self.request(one, "admin_removePeer", self._relayed(one, other))
        expected = {name: set(group) - {name} for group in groups for name in group}

        def is_cut() -> bool:
            assert self.relays is not None
            self.relays.break_wires(pairs)
            return self._peers_of_relayed(expected) == expected

        return wait_until(is_cut, "the groups have no wire between them", seconds=20)

    def join(self) -> float:
        """All wires again; how long until every node has all peers."""
        assert self.relays is not None
        pairs = list(combinations(sorted(self.names), 2))
        self.relays.allow([*pairs, *((other, one) for one, other in pairs)])
        expected = {name: set(self.names) - {name} for name in self.names}

        def is_joined() -> bool:
            found = self._peers_of_relayed(expected)
            for one, other in pairs:
                if other not in found[one]:
                    self.request(one, "admin_addPeer", self._relayed(one, other))
            return found == expected

        return wait_until(is_joined, "every node has all peers", seconds=90, every=0.5)

    def _peers_of_relayed(self, names: Iterable[str]) -> dict[str, set[str]]:
        return {name: self.peers(name) & set(self.names) for name in names}

    def _relayed(self, one: str, other: str) -> str:
        """How one node calls another."""
        assert self.relays is not None
        return f"enode://{self.node(other).enode.public_key.hex()}@127.0.0.1:{self.relays.port((one, other))}"


def _public_key(enode: str) -> str:
    return enode.removeprefix("enode://")[:128]


def _is_running(pid: int) -> bool:
    """Whether a process lives; one that has ended and that nobody asked after does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"

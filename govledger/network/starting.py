"""Bringing up the geth nodes of this host, until they seal together (I/O).

They seal when they see each other and not before. Nodes that begin alone may each seal a branch; where these have the
same difficulty, none takes another's and none can go on (go-ethereum #24705). It was seen at the first blocks of five.

geth 1.13 takes a gas price of 0 on its command line for a mistake and puts 1 gwei in its place; its pool then takes no
free transactions from other nodes. Where transactions are free, each node is told over RPC at every start.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from govledger.connection import Connection, connect
from govledger.errors import ChainMismatch, ConnectionFailed, InputError, NetworkNotReady, NodeRefused
from govledger.network.description import Node
from govledger.network.enode import Enode
from govledger.network.folder import Network
from govledger.network.genesis import Client
from govledger.network.geth_program import find_geth
from govledger.network.governance import validators_now
from govledger.network.processes import (
    failure_of,
    log_position,
    nodes_here,
    pid_of,
    start,
    stop,
    wait_until,
)

DEFAULT_UP_SECONDS = 90.0
STOP_AFTER_MISTAKE_SECONDS = 10.0
REQUEST_SECONDS = 5.0
CATCHING_UP_SECONDS = 15.0
"""With fewer than five peers geth begins to catch up after 10 s."""
ENDING_SECONDS = 1.0
"""For a node that answers no more to be gone."""


@dataclass(frozen=True, slots=True)
class Up:
    """A node that runs and answers."""

    node: Node
    pid: int
    was_started: bool
    """By this call; else it ran before."""


def bring_up(
    network: Network,
    names: Sequence[str] = (),
    *,
    timeout_seconds: float = DEFAULT_UP_SECONDS,
    program: Path | None = None,
) -> list[Up]:
    """Start the nodes of this host that do not run, and wait until they are of use.

    A node is of use when it answers, serves the pinned genesis, sees the other nodes that run here, and, if more than
    half of the validators run here, has taken a block that was sealed since.

    Args:
        network: whose nodes.
        names: which nodes; all of this host if empty.
        timeout_seconds: for all of it; 10 s of it may pass before geth begins to catch up with fewer than five peers.
        program: the geth to use; found by its usual places if None, and only if a node has to be started.

    Raises:
        InputError: another client's network, or no such node on this host.
        ClientMissing: no geth that seals Clique blocks.
        NodeFailed: a node cannot be started, or stopped by itself.
        ChainMismatch: a node's data folder holds another chain; that node is stopped again.
        NetworkNotReady: the nodes run, but were not of use in time.
    """
    if network.description.client is not Client.GETH:
        raise InputError(
            f"network {network.description.name} runs {network.description.client}, which this command does not start"
        )
    until = time.monotonic() + timeout_seconds
    nodes = nodes_here(network, names)
    marks = {node.name: log_position(network, node) for node in nodes}
    started: set[str] = set()
    for node in nodes:
        if pid_of(network, node) is None:
            program = program or find_geth()
            if start(network, node, program) is not None:
                started.add(node.name)
    others = [node for node in nodes_here(network) if node not in nodes and pid_of(network, node) is not None]
    try:
        _wait_until_of_use(network, (*nodes, *others), marks, started, until)
    except ConnectionFailed:
        gone = _gone(network, (*nodes, *others))
        if gone is None:
            raise
        raise failure_of(network, gone, marks.get(gone.name, 0)) from None
    return [Up(node, pid_of(network, node) or 0, node.name in started) for node in nodes]


def _wait_until_of_use(
    network: Network, nodes: Sequence[Node], marks: Mapping[str, int], started: set[str], until: float
) -> None:
    with ExitStack() as open_connections:
        connections = {
            node: open_connections.enter_context(_answering(network, node, marks.get(node.name, 0), until))
            for node in nodes
        }
        _introduce(network, connections, started)
        try:
            _wait_for_peers(network, connections, until)
            _wait_to_catch_up(connections, min(until, time.monotonic() + CATCHING_UP_SECONDS))
        finally:
            for node in _in_turn_last(network, connections):
                begin_to_seal(node, connections[node], until)
        _wait_for_blocks(network, connections, until)


def _gone(network: Network, nodes: Sequence[Node]) -> Node | None:
    """The node that runs no more, of which one request said already that it does not answer."""
    gone: list[Node] = []

    def is_one_gone() -> bool:
        gone.extend(node for node in nodes if pid_of(network, node) is None)
        return bool(gone)

    return gone[0] if wait_until(is_one_gone, time.monotonic() + ENDING_SECONDS) else None


def _answering(network: Network, node: Node, mark: int, until: float) -> Connection:
    """A connection to a node, as soon as it answers; it is told that transactions are free, where they are."""
    found: list[Connection] = []

    def answers() -> bool:
        if pid_of(network, node) is None:
            raise failure_of(network, node, mark)
        try:
            found.append(_connected(network, node))
        except ConnectionFailed:
            return False
        return True

    if not wait_until(answers, until):
        raise NetworkNotReady(
            f"node {node.name} runs, but does not answer at {node.rpc} yet; see `govledger network logs`, and run "
            "`govledger network up` again"
        )
    (connection,) = found
    if network.description.zero_fee:
        connection.request("miner_setGasPrice", "0x0")
    return connection


def _connected(network: Network, node: Node) -> Connection:
    description = network.description
    try:
        return connect(
            str(node.rpc),
            timeout_seconds=REQUEST_SECONDS,
            chain_id=description.chain_id,
            genesis_hash=description.genesis_hash,
        )
    except ChainMismatch as error:
        stop(network, [node], STOP_AFTER_MISTAKE_SECONDS)
        raise ChainMismatch(
            f"{error}; node {node.name} was stopped: its data folder {network.files_of(node).data} is another "
            "chain's, move it away"
        ) from None


def _introduce(network: Network, connections: dict[Node, Connection], started: set[str]) -> None:
    """Tells a node that was started now of the others here that it does not know: those that are no first validators.

    They know it, but geth calls a node that it lost only half a minute later again.
    """
    known = {enode.public_key for enode in network.description.validators}
    for node, connection in connections.items():
        for other in connections:
            if node.name in started and other is not node and other.enode.public_key not in known:
                connection.request("admin_addPeer", str(other.enode))


def _wait_for_peers(network: Network, connections: dict[Node, Connection], until: float) -> None:
    """Until each node sees every other one that runs here and that it is set up to call, or to be called by."""
    validators = {enode.public_key for enode in network.description.validators}
    missing: list[str] = []

    def all_meet() -> bool:
        seen = {node: _peers_of(connection) for node, connection in connections.items()}
        missing[:] = [
            f"{node.name} does not see {other.name}"
            for node in connections
            for other in connections
            if other is not node
            and other.enode.public_key not in seen[node]
            and validators & {node.enode.public_key, other.enode.public_key}
        ]
        return not missing

    if not wait_until(all_meet, until):
        raise NetworkNotReady(
            f"the nodes run, but do not find each other: {', '.join(missing[:3])}; geth dials a lost node again after "
            "half a minute: look at `govledger network status`, and check firewalls and the addresses in config.toml"
        )


def _peers_of(connection: Connection) -> set[bytes]:
    """The public keys of the nodes that a node is connected with."""
    keys = set()
    for peer in connection.request("admin_peers"):
        try:
            keys.add(Enode.parse(peer["enode"]).public_key)
        except InputError:
            continue  # a node whose own port is not known, on its way in
    return keys


def _wait_to_catch_up(connections: dict[Node, Connection], until: float) -> None:
    """Until all nodes are as high as the highest was; whoever still lags then seals what it can, as geth would."""
    highest = max(_height(connection) for connection in connections.values())
    wait_until(lambda: all(_height(connection) >= highest for connection in connections.values()), until)


def _in_turn_last(network: Network, connections: dict[Node, Connection]) -> list[Node]:
    """The nodes in the order in which they begin to seal.

    A geth that neither seals nor has caught up once discards the blocks that others pass on. The block of the validator
    whose turn it is weighs most, and all take it if all of them listen by then: so it begins last.
    """
    any_connection = next(iter(connections.values()))
    validators = validators_now(network.description, any_connection)
    highest = max(_height(connection) for connection in connections.values())
    in_turn = validators[(highest + 1) % len(validators)]
    return sorted(connections, key=lambda node: node.address == in_turn)


def begin_to_seal(node: Node, connection: Connection, until: float) -> None:
    """Tells a node with an account to seal; one that seals already goes on.

    geth answers before it has opened the keystore, and a miner that is started then stands still until another node's
    block arrives: so a signature is asked for first, of nothing.
    """
    if node.address is None:
        return
    account = f"0x{node.address.hex()}"

    def is_unlocked() -> bool:
        try:
            connection.request("eth_sign", account, "0x")
        except NodeRefused:
            return False
        return True

    wait_until(is_unlocked, until)
    connection.request("miner_start")


def _wait_for_blocks(network: Network, connections: dict[Node, Connection], until: float) -> None:
    """Until each node has a block that none had before; only where more than half of the validators run here."""
    any_connection = next(iter(connections.values()))
    validators = set(validators_now(network.description, any_connection))
    here = {node.address for node in connections} & validators
    if 2 * len(here) <= len(validators):
        return
    before = max(_height(connection) for connection in connections.values())
    if not wait_until(lambda: all(_height(connection) > before for connection in connections.values()), until):
        heights = ", ".join(f"{node.name} {_height(connection)}" for node, connection in connections.items())
        raise NetworkNotReady(
            f"the nodes run, but not all of them got past block {before} ({heights}); "
            "`govledger network status` says what is wrong"
        )


def _height(connection: Connection) -> int:
    return int(connection.request("eth_blockNumber"), 16)

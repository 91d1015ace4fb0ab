"""Asks every node of a network what its state is (I/O); `status` says what is to be thought of the answers."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from govledger.connection import Connection, connect
from govledger.consensus.engine import proposer
from govledger.errors import ChainMismatch, ConnectionFailed, NodeRefused
from govledger.network.description import NetworkDescription, Node
from govledger.network.governance import headers_of, settled_depth, validators_now
from govledger.network.status import LATELY, Head, NodeState, Observation, groups_of

REQUEST_SECONDS = 5.0
DEFAULT_WINDOW_BLOCKS = 100
FORK_SEARCH_BLOCKS = 512
"""How far back the block is looked for that two chains have in common."""


def observe(description: NetworkDescription, *, window_blocks: int = DEFAULT_WINDOW_BLOCKS) -> Observation:
    """What the nodes say now; a node that does not answer has its error in its place.

    Args:
        description: the network.
        window_blocks: of how many of the last blocks the sealers are counted.
    """
    asked = [node for node in description.nodes if node.rpc is not None]
    with ExitStack() as open_connections, ThreadPoolExecutor(max_workers=max(1, len(asked))) as threads:
        answers = list(threads.map(lambda node: _state(description, node), asked))
        connections = {
            state.name: open_connections.enter_context(connection) for state, connection in answers if connection
        }
        states = tuple(state for state, _connection in answers)
        now = time.time()
        best = _best(states)
        if best is None:
            return Observation(description=description, asked_at=now, nodes=states, window_blocks=window_blocks)
        try:
            return _of_the_chain(description, states, connections, best, now, window_blocks)
        except (ConnectionFailed, NodeRefused) as error:  # it went away in between
            return Observation(
                description=description, asked_at=now, nodes=states, window_blocks=window_blocks, trouble=str(error)
            )


def _of_the_chain(
    description: NetworkDescription,
    states: tuple[NodeState, ...],
    connections: Mapping[str, Connection],
    best: NodeState,
    now: float,
    window_blocks: int,
) -> Observation:
    """The observation with what the node that is furthest says of the chain, and where the nodes' chains part."""
    connection = connections[best.name]
    assert best.head is not None
    height = best.head.number
    validators = validators_now(description, connection, hex(height))
    first = max(1, height + 1 - max(window_blocks, LATELY * len(validators)))
    before = validators_now(description, connection, hex(max(0, height - LATELY * len(validators))))
    sealers = tuple(proposer(description.engine, header) for header in headers_of(connection, first, height))
    depth = settled_depth(description.engine, len(validators))
    common = min(state.head.number for state in states if state.head is not None)
    return Observation(
        description=description,
        asked_at=now,
        nodes=states,
        window_blocks=window_blocks,
        validators=validators,
        validators_before=before,
        sealers=sealers,
        compared_at=max(0, common - depth),
        compared=_hashes(connections, max(0, common - depth)),
        fork_block=_fork_block(states, connections, common),
    )


def _state(description: NetworkDescription, node: Node) -> tuple[NodeState, Connection | None]:
    """What one node says, and the connection to it if it answers."""
    try:
        connection = connect(
            str(node.rpc),
            timeout_seconds=REQUEST_SECONDS,
            chain_id=description.chain_id,
            genesis_hash=description.genesis_hash,
        )
        head, peers, syncing = connection.request_batch(
            [("eth_getBlockByNumber", ("latest", False)), ("net_peerCount", ()), ("eth_syncing", ())]
        )
        if isinstance(head, NodeRefused):
            raise head
    except (ConnectionFailed, ChainMismatch, NodeRefused) as error:
        return NodeState(node=node, error=str(error)), None
    state = NodeState(
        node=node,
        head=_head(head),
        peers=None if isinstance(peers, NodeRefused) else int(peers, 16),
        is_syncing=not isinstance(syncing, NodeRefused) and bool(syncing),
    )
    return state, connection


def _head(block: Mapping[str, Any]) -> Head:
    total = block.get("totalDifficulty")
    return Head(
        number=int(block["number"], 16),
        hash=bytes.fromhex(block["hash"][2:]),
        timestamp=int(block["timestamp"], 16),
        total_difficulty=None if total is None else int(total, 16),
    )


def _best(states: Iterable[NodeState]) -> NodeState | None:
    """The node with the heaviest chain, else with the highest; None if none answers."""
    answering = [state for state in states if state.head is not None]
    return max(
        answering,
        key=lambda state: (state.head.total_difficulty or 0, state.head.number) if state.head else (0, 0),
        default=None,
    )


def _hashes(connections: Mapping[str, Connection], number: int) -> dict[str, bytes]:
    """The hash of a block by each node's name; a node that has no such block is left out."""
    found = {}
    for name, connection in connections.items():
        block = connection.request("eth_getBlockByNumber", hex(number), False)
        if block is not None:
            found[name] = bytes.fromhex(block["hash"][2:])
    return found


def _fork_block(states: tuple[NodeState, ...], connections: Mapping[str, Connection], common: int) -> int | None:
    """The last block that all heads' chains share; None if there is one head, or the fork is too deep to look for."""
    names = [group[0].name for group in groups_of(states)]
    if len(names) < 2:
        return None
    some = {name: connections[name] for name in names}
    for number in range(common, max(-1, common - FORK_SEARCH_BLOCKS), -1):
        if len(set(_hashes(some, number).values())) == 1:
            return number
    return None

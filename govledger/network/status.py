"""What is to be said of a network by what its nodes answered: who seals, who is missing, and what is wrong. Pure.

A stall of equal difficulty is Clique's own (go-ethereum #24705): the halves of an even network seal apart for a while,
meet with chains of the same total difficulty, and neither side takes the other's, nor can go on without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from govledger.consensus.engine import Engine
from govledger.network.description import NetworkDescription, Node

LATELY = 2
"""A validator that sealed none of the last 2 N blocks is missing."""
LEVEL_BLOCKS = 5
"""A node this far behind the highest is level with it all the same."""
STANDSTILL_BLOCKS = 5
STANDSTILL_SECONDS = 10
"""The chain stands still when its head is older than five blocks' time and ten seconds; after a sealer failed, another
takes a while to take its place."""
CLOCK_TOLERANCE_SECONDS = 2
"""How far a block may seem to be in the future before a clock is wrong."""


@dataclass(frozen=True, slots=True)
class Head:
    """A node's latest block."""

    number: int
    hash: bytes
    timestamp: int
    total_difficulty: int | None
    """None where the client does not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeState:
    """What a node answered."""

    node: Node
    error: str | None = None
    """Why it is of no use; else it has a head."""
    head: Head | None = None
    peers: int | None = None
    """None if it does not say."""
    is_syncing: bool = False

    @property
    def name(self) -> str:
        """The node's name."""
        return self.node.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What all nodes answered at one time; what is about the chain is empty if none answered."""

    description: NetworkDescription
    asked_at: float
    """By this machine's clock."""
    nodes: tuple[NodeState, ...]
    window_blocks: int
    trouble: str | None = None
    """Why nothing could be learned of the chain, though a node answered."""
    validators: tuple[bytes, ...] = ()
    validators_before: tuple[bytes, ...] = ()
    """Those of 2 N blocks ago."""
    sealers: tuple[bytes, ...] = ()
    """Of the last blocks, oldest first; at least of the window and of 2 N, if there are so many."""
    compared_at: int = 0
    """The last block that every node has and that is settled."""
    compared: Mapping[str, bytes] = field(default_factory=dict)
    """Its hash by each node's name."""
    fork_block: int | None = None
    """The last block that the chains of all heads share, if there are several heads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is to be said of a network."""

    observation: Observation
    sealed: tuple[tuple[bytes, int], ...]
    """Every validator now, and how many of the window's blocks it sealed; then those that are no validators now."""
    window_blocks: int
    """How many blocks that are."""
    missing: tuple[bytes, ...]
    """Validators that sealed none of the last 2 N blocks."""
    head_age_seconds: float | None
    """By this machine's clock; below zero if the block is in the future."""
    problems: tuple[str, ...]

    @property
    def is_healthy(self) -> bool:
        """Whether there is no problem."""
        return not self.problems


def status_of(observation: Observation) -> Status:
    """What is to be said of what the nodes answered."""
    lately = observation.sealers[-LATELY * len(observation.validators) :] if observation.validators else ()
    window = observation.sealers[-observation.window_blocks :]
    counts = Counter(window)
    former = sorted(set(window) - set(observation.validators))
    expected = set(observation.validators) & set(observation.validators_before)
    long_enough = len(lately) == LATELY * len(observation.validators)
    missing = tuple(sorted(expected - set(lately))) if long_enough else ()
    newest = max((state.head.timestamp for state in observation.nodes if state.head), default=None)
    age = None if newest is None else observation.asked_at - newest
    return Status(
        observation=observation,
        sealed=tuple((address, counts[address]) for address in (*observation.validators, *former)),
        window_blocks=len(window),
        missing=missing,
        head_age_seconds=age,
        problems=(
            *_problems_of_nodes(observation),
            *_problems_of_the_chain(observation, missing, age),
        ),
    )


def groups_of(states: Iterable[NodeState]) -> list[list[NodeState]]:
    """The nodes that answered by their head; the largest group first."""
    groups: dict[bytes, list[NodeState]] = {}
    for state in states:
        if state.head is not None:
            groups.setdefault(state.head.hash, []).append(state)
    return sorted(groups.values(), key=len, reverse=True)


def _problems_of_nodes(observation: Observation) -> Iterable[str]:
    if not observation.nodes:
        yield "network.toml names no node's RPC address; set a node up with `govledger network join`"
    highest = max((state.head.number for state in observation.nodes if state.head), default=0)
    alone = len(observation.description.validators) + len(observation.nodes) <= 2
    for state in observation.nodes:
        if state.head is None:
            yield f"{state.name}: {state.error}"
            continue
        if state.peers == 0 and not alone:
            yield f"{state.name} has no peers; check that the others run, their addresses in config.toml, and firewalls"
        if highest - state.head.number > LEVEL_BLOCKS:
            doing = "and is catching up" if state.is_syncing else "and is not catching up; check its peers and its log"
            yield f"{state.name} is {highest - state.head.number} blocks behind, {doing}"


def _problems_of_the_chain(observation: Observation, missing: Sequence[bytes], age: float | None) -> Iterable[str]:
    description = observation.description
    if observation.trouble:
        yield observation.trouble
    if age is None:
        return
    stands = age > STANDSTILL_BLOCKS * description.block_seconds + STANDSTILL_SECONDS
    stalled = _stalled_groups(observation) if stands else []
    if stalled:
        yield _stall(observation, stalled)
    elif stands:
        yield (
            f"the chain stands still: its last block is {age:.0f} s old; more than half of the validators have to run "
            "and see each other (two thirds on a BFT chain)"
        )
    if len(set(observation.compared.values())) > 1 and not stalled:
        yield _parted(observation)
    if missing:
        names = ", ".join(_called(observation, address) for address in missing)
        yield f"missing: {names} sealed none of the last {LATELY * len(observation.validators)} blocks; see to its node"
    if age < -CLOCK_TOLERANCE_SECONDS:
        yield (
            f"the last block is {-age:.0f} s in the future by this machine's clock; set the clocks of this machine and "
            "of the validators by NTP"
        )


def _parted(observation: Observation) -> str:
    sides: dict[bytes, list[str]] = {}
    for name, block in observation.compared.items():
        sides.setdefault(block, []).append(name)
    return (
        f"the nodes are on different chains: at block {observation.compared_at}, which should be settled, "
        + " and ".join(f"{', '.join(names)} have 0x{block.hex()[:8]}…" for block, names in sides.items())
        + "; the network between them is cut: let them see each other again"
    )


def _stalled_groups(observation: Observation) -> list[list[NodeState]]:
    """The groups of nodes with different heads of the same total difficulty, if that is how the nodes stand."""
    if observation.description.engine is not Engine.CLIQUE:
        return []
    heaviest = max(state.head.total_difficulty or 0 for state in observation.nodes if state.head)
    tied = [
        group for group in groups_of(observation.nodes) if group[0].head and group[0].head.total_difficulty == heaviest
    ]
    return tied if heaviest and len(tied) > 1 else []


def _stall(observation: Observation, groups: list[list[NodeState]]) -> str:
    """What is wrong, and the way out: one validator of the smaller side changes sides, the others follow the chain."""
    validators = set(observation.validators)

    def weight(group: list[NodeState]) -> int:
        return len([state for state in group if state.node.address in validators])

    groups = sorted(groups, key=weight, reverse=True)
    first, smaller = groups[0], groups[-1]
    sealing = [state for state in smaller if state.node.address in validators] or smaller
    moving, staying = sealing[0], [state.name for state in smaller if state is not sealing[0]]
    head = first[0].head
    assert head is not None
    sides = " and ".join(", ".join(state.name for state in group) for group in groups)
    fork = "F" if observation.fork_block is None else str(observation.fork_block)
    target = "F in hex" if observation.fork_block is None else hex(observation.fork_block)
    alone = f"stop {', '.join(staying)} (`govledger network down DIR {' '.join(staying)}`); then " if staying else ""
    again = f", and when the chain grows, `up` for {', '.join(staying)}" if staying else ""
    return (
        f"a stall of equal difficulty: {sides} have different heads of the same total difficulty "
        f"{head.total_difficulty}, so that neither side takes the other's, nor can go on alone (go-ethereum #24705). "
        f"The way out, which replaces the few blocks of one side: {alone}set {moving.name} back to block {fork}, the "
        f'last that both sides have (debug_setHead with ["{target}"] at {moving.node.rpc}), and at once '
        f"`govledger network down DIR {moving.name}` and `up DIR {moving.name}`, so that it takes the other side's "
        f"chain and seals on it{again}"
    )


def _called(observation: Observation, address: bytes) -> str:
    """An account with the name of its node, or with where the network's description says that it listens."""
    description = observation.description
    for node in description.nodes:
        if node.address == address:
            return f"{node.name} (0x{address.hex()})"
    for enode in description.validators:
        if enode.address == address:
            return f"0x{address.hex()} ({enode.host}:{enode.port})"
    return f"0x{address.hex()}"


def to_json(status: Status) -> dict[str, Any]:
    """The status as JSON has it: hashes and addresses in hex, times in seconds."""
    observation = status.observation
    description = observation.description
    return {
        "network": description.name,
        "client": str(description.client),
        "engine": str(description.engine),
        "chain_id": description.chain_id,
        "genesis_hash": f"0x{description.genesis_hash.hex()}",
        "healthy": status.is_healthy,
        "problems": list(status.problems),
        "asked_at": int(observation.asked_at),
        "head_age_seconds": None if status.head_age_seconds is None else round(status.head_age_seconds, 1),
        "validators": [f"0x{address.hex()}" for address in observation.validators],
        "window_blocks": status.window_blocks,
        "sealed": {f"0x{address.hex()}": count for address, count in status.sealed},
        "missing": [f"0x{address.hex()}" for address in status.missing],
        "compared_at": observation.compared_at,
        "agree": len(set(observation.compared.values())) <= 1,
        "nodes": [_node_json(state) for state in observation.nodes],
    }


def _node_json(state: NodeState) -> dict[str, Any]:
    head = state.head
    return {
        "name": state.name,
        "role": str(state.node.role),
        "address": None if state.node.address is None else f"0x{state.node.address.hex()}",
        "rpc": state.node.rpc,
        "error": state.error,
        "height": None if head is None else head.number,
        "head": None if head is None else f"0x{head.hash.hex()}",
        "head_at": None if head is None else head.timestamp,
        "total_difficulty": None if head is None else head.total_difficulty,
        "peers": state.peers,
        "syncing": state.is_syncing,
    }

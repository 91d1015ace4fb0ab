"""A network's description, `network.toml`: what every command has to know of a network. Pure.

It holds nothing secret. The same file goes to every member; `govledger network join` adds the nodes of its own host to
its own copy, so that the copies differ in `nodes` only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Literal

import msgspec
import tomli_w

from govledger.consensus.engine import Engine
from govledger.errors import InputError, NetworkInvalid
from govledger.network.enode import LARGEST_PORT, Enode
from govledger.network.genesis import ENGINES, MAX_CHAIN_ID, Client

FORMAT = 1
DESCRIPTION_FILE = "network.toml"
LONGEST_NAME = 40

_NAME = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{LONGEST_NAME - 2}}}[a-z0-9])?")
_HEX = re.compile(r"0x[0-9a-f]*")


class NodeRole(StrEnum):
    """What a node was set up for."""

    VALIDATOR = "validator"
    """Its key is one of the genesis' validators."""
    OBSERVER = "observer"
    """It follows the chain; with a key of its own it can be voted in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node that this copy of the network knows how to reach."""

    name: str
    """Small letters, digits and hyphens; unique in the network."""
    role: NodeRole
    address: bytes | None
    """The account that the node seals with, 20 bytes; None if it only follows."""
    enode: Enode
    """What other nodes call."""
    rpc: str | None
    """The URL of its JSON-RPC; on its own host only."""
    folder: str | None
    """Where it is set up, relative to the network's folder; None if it runs on another host."""
    auth_port: int | None = None
    """The port of geth's engine API, which nothing uses and geth opens all the same; on 127.0.0.1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkDescription:
    """What `network.toml` says."""

    name: str
    engine: Engine
    client: Client
    chain_id: int
    block_seconds: int
    epoch_blocks: int
    zero_fee: bool
    genesis_hash: bytes
    """32 bytes; what auditors pin."""
    validators: tuple[Enode, ...]
    """The first validators' public parts, in the order of their members."""
    nodes: tuple[Node, ...] = ()

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The JSON-RPC URLs of the nodes, in their order."""
        return tuple(node.rpc for node in self.nodes if node.rpc is not None)

    @property
    def is_loopback(self) -> bool:
        """Whether the whole network is on one host."""
        return all(enode.is_loopback for enode in self.validators)

    def node(self, name: str) -> Node:
        """The node of that name.

        Raises:
            InputError: there is none; the message lists those that there are.
        """
        for node in self.nodes:
            if node.name == name:
                return node
        known = ", ".join(node.name for node in self.nodes) or "none yet"
        raise InputError(f"network {self.name} has no node {name!r}; its nodes here are: {known}")

    def with_node(self, node: Node) -> NetworkDescription:
        """The description with one node more.

        Raises:
            InputError: the name, the key or a port is a known node's.
        """
        _check_nodes((*self.nodes, node))
        return replace(self, nodes=(*self.nodes, node))

    def peers_of(self, own: Enode) -> tuple[Enode, ...]:
        """Whom a node calls: every validator but itself."""
        return tuple(enode for enode in self.validators if enode.public_key != own.public_key)

    def to_toml(self) -> str:
        """The text of `network.toml`."""
        document: dict[str, Any] = {
            "format": FORMAT,
            "name": self.name,
            "engine": str(self.engine),
            "client": str(self.client),
            "chain_id": self.chain_id,
            "block_seconds": self.block_seconds,
            "epoch_blocks": self.epoch_blocks,
            "zero_fee": self.zero_fee,
            "genesis_hash": f"0x{self.genesis_hash.hex()}",
            "validators": [str(enode) for enode in self.validators],
        }
        if self.nodes:
            document["nodes"] = [_node_table(node) for node in self.nodes]
        return tomli_w.dumps(document)


def parse_description(text: str, source: str = DESCRIPTION_FILE) -> NetworkDescription:
    """What a `network.toml` says; `source` names the file in errors.

    Raises:
        NetworkInvalid: no TOML, an unknown or missing key, a wrong type or a value that breaks a rule.
    """
    try:
        raw = msgspec.convert(tomllib.loads(text), _Raw)
    except tomllib.TOMLDecodeError as error:
        raise NetworkInvalid(
            f"{source} is no TOML: {error}; take the file from another member of the network"
        ) from None
    except msgspec.ValidationError as error:
        raise NetworkInvalid(f"{source}: {_explained(str(error))}; {_WAY_OUT}") from None
    try:
        return _description(raw)
    except InputError as error:
        raise NetworkInvalid(f"{source}: {error}; {_WAY_OUT}") from None


def check_name(name: str, what: str = "name") -> None:
    """Refuses what is no name of a network or of a node.

    Raises:
        InputError: other characters than small letters, digits and hyphens, or too many of them.
    """
    if not _NAME.fullmatch(name):
        raise InputError(
            f"{what} {name!r} is not made of 1 to {LONGEST_NAME} small letters, digits and hyphens; choose another"
        )


def check_validators(validators: tuple[Enode, ...]) -> None:
    """Refuses a set of validators in which one cannot be told from another, or cannot be called by the others.

    Raises:
        InputError: none, a key or an address of the network twice, or loopback addresses among others.
    """
    if not validators:
        raise InputError("a network has at least one validator; give their public parts")
    _once([enode.public_key.hex() for enode in validators], "key", "each member has a key of its own")
    _once([f"{enode.host}:{enode.port}" for enode in validators], "host and port", "each node listens on its own")
    loopback = [enode for enode in validators if enode.is_loopback]
    if loopback and len(loopback) < len(validators):
        raise InputError(
            f"validator 0x{loopback[0].address.hex()} listens on {loopback[0].host}, which the others cannot call; "
            "its member makes the public part with --host and the address that the others see"
        )


def check_hosts(client: Client, enodes: Iterable[Enode]) -> None:
    """Refuses hosts that the client does not find.

    Raises:
        InputError: a name, where Besu wants an IP address.
    """
    for enode in enodes:
        if client is Client.BESU and not enode.is_numeric:
            raise InputError(
                f"{enode.host} is a name, and Besu finds other nodes by IP address; "
                "its member makes the public part with --host and the address"
            )


def cautions(description: NetworkDescription) -> tuple[str, ...]:
    """What the founders of a network should know of it, one sentence each."""
    count, found = len(description.validators), []
    if description.engine is Engine.CLIQUE:
        if count % 2 == 0:
            found.append(
                f"{count} validators can be cut into two halves that both go on, and that may both stop when they meet "
                "again; an odd number cannot"
            )
    elif count < 4:
        found.append(
            f"{count} validators of {description.engine} bear no fault: the chain stops when one of them does; "
            "4 bear one, 7 bear two"
        )
    return tuple(found)


_WAY_OUT = "mend the file, or take it from another member of the network"


class _RawNode(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    role: NodeRole
    enode: str
    address: str | None = None
    rpc: str | None = None
    folder: str | None = None
    auth_port: int | None = None


class _Raw(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    format: Literal[1]
    name: str
    engine: Engine
    client: Client
    chain_id: int
    block_seconds: int
    epoch_blocks: int
    zero_fee: bool
    genesis_hash: str
    validators: list[str]
    nodes: list[_RawNode] = []


def _explained(problem: str) -> str:
    """What msgspec says of a value, with the key first: `nodes[0].role: Invalid enum value …`."""
    text, _, path = problem.partition(" - at `$")
    key = path.rstrip("`").lstrip(".")
    return f"{key}: {text}" if key else text


def _description(raw: _Raw) -> NetworkDescription:
    check_name(raw.name)
    if raw.engine not in ENGINES[raw.client]:
        raise InputError(f"client {raw.client} runs no {raw.engine}; it runs {' and '.join(ENGINES[raw.client])}")
    if raw.chain_id > MAX_CHAIN_ID:
        raise InputError(f"chain_id is {raw.chain_id}; it is at most {MAX_CHAIN_ID}")
    for key in ("chain_id", "block_seconds", "epoch_blocks"):
        if getattr(raw, key) < 1:
            raise InputError(f"{key} is {getattr(raw, key)}; it is at least 1")
    validators = tuple(_enode(url, f"validators[{number}]") for number, url in enumerate(raw.validators))
    check_validators(validators)
    nodes = tuple(_node(node, f"nodes[{number}]") for number, node in enumerate(raw.nodes))
    _check_nodes(nodes)
    return NetworkDescription(
        name=raw.name,
        engine=raw.engine,
        client=raw.client,
        chain_id=raw.chain_id,
        block_seconds=raw.block_seconds,
        epoch_blocks=raw.epoch_blocks,
        zero_fee=raw.zero_fee,
        genesis_hash=_bytes(raw.genesis_hash, 32, "genesis_hash"),
        validators=validators,
        nodes=nodes,
    )


def _node(raw: _RawNode, key: str) -> Node:
    check_name(raw.name, f"{key}.name")
    enode = _enode(raw.enode, f"{key}.enode")
    address = None if raw.address is None else _bytes(raw.address, 20, f"{key}.address")
    if address is not None and address != enode.address:
        raise InputError(f"{key}.address is 0x{address.hex()}, and the key of its enode is 0x{enode.address.hex()}'s")
    if raw.role is NodeRole.VALIDATOR and address is None:
        raise InputError(f"{key}.address is missing; a validator has one")
    if raw.rpc is not None and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", raw.rpc):
        raise InputError(f"{key}.rpc is {raw.rpc!r}; it is an http:// or https:// URL")
    if raw.auth_port is not None and not 0 < raw.auth_port <= LARGEST_PORT:
        raise InputError(f"{key}.auth_port is {raw.auth_port}; a port is 1 to {LARGEST_PORT}")
    _check_folder(raw.folder, key)
    return Node(
        name=raw.name,
        role=raw.role,
        address=address,
        enode=enode,
        rpc=raw.rpc,
        folder=raw.folder,
        auth_port=raw.auth_port,
    )


def _check_folder(folder: str | None, key: str) -> None:
    """A node's folder lies inside the network's: nothing that is copied here points anywhere else."""
    if folder is None:
        return
    path = PurePosixPath(folder)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise InputError(f"{key}.folder is {folder!r}; it is a path inside the network's folder")


def _check_nodes(nodes: tuple[Node, ...]) -> None:
    _once([node.name for node in nodes], "name of a node", "choose another name")
    _once([node.enode.public_key.hex() for node in nodes], "key of a node", "two nodes with one key seal two chains")
    _once([node.rpc for node in nodes if node.rpc], "rpc", "each node has a port of its own")
    here = [node for node in nodes if node.folder is not None]
    _once([str(node.enode.port) for node in here], "port for other nodes", "each node of a host has one of its own")
    _once([str(node.auth_port) for node in here if node.auth_port], "auth_port", "each node has one of its own")


def _once(values: list[str], what: str, rule: str) -> None:
    for value in values:
        if values.count(value) > 1:
            raise InputError(f"the {what} {value} stands twice; {rule}")


def _enode(url: str, key: str) -> Enode:
    try:
        return Enode.parse(url)
    except InputError as error:
        raise InputError(f"{key}: {error}") from None


def _bytes(text: str, length: int, key: str) -> bytes:
    if not _HEX.fullmatch(text) or len(text) != 2 + 2 * length:
        raise InputError(f"{key} is {text!r}; it is 0x and {2 * length} small hex digits")
    return bytes.fromhex(text[2:])


def _node_table(node: Node) -> dict[str, Any]:
    table: dict[str, Any] = {"name": node.name, "role": str(node.role), "enode": str(node.enode)}
    if node.address is not None:
        table["address"] = f"0x{node.address.hex()}"
    table |= {key: value for key in ("rpc", "folder", "auth_port") if (value := getattr(node, key)) is not None}
    return table

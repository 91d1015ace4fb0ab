"""`govledger network join`: sets up a node of a network on this host (I/O)."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from govledger.errors import ChainMismatch, InputError, NetworkError, NetworkExists, NotAValidator
from govledger.network.choosing_ports import NodePorts, ports_of_one
from govledger.network.description import (
    DESCRIPTION_FILE,
    NetworkDescription,
    Node,
    NodeRole,
    check_hosts,
    check_name,
)
from govledger.network.enode import Enode
from govledger.network.folder import Network, open_network
from govledger.network.genesis import Client
from govledger.network.member_key import MemberKey, new_member_key, public_part, read_member_key
from govledger.network.node_folder import GENESIS_FILE, NODES_FOLDER, NodeFiles, check_place
from govledger.network.node_setup import write_description, write_node, write_starting_files

LOOPBACK = "127.0.0.1"
USUAL_P2P_PORT = 30_303
USUAL_RPC_PORT = 8_545


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinOptions:
    """What the member decides of a node."""

    name: str | None = None
    """Of the node; `validator-` and the validator's place in the list, or `observer-1`, if left out."""
    host: str | None = None
    """What other nodes call; an observer's only, since a validator's public part says it."""
    p2p_port: int | None = None
    """Where the node listens for other nodes; a validator's public part says it, unless that port is forwarded."""
    rpc_port: int | None = None
    """Where JSON-RPC listens, on the loopback interface."""


def join_network(
    folder: Path | str,
    *,
    pinned_hash: bytes,
    key_folder: Path | str | None = None,
    observer: bool = False,
    options: JoinOptions = JoinOptions(),
) -> Node:
    """Set up a node in a copy of a network's folder.

    Args:
        folder: the network's.
        pinned_hash: the genesis hash, from where it was published.
        key_folder: what `govledger network key new` made; an observer does without, or has a key with which it can
            be voted in.
        observer: whether the key is not that of one of the first validators.
        options: what the member decides.

    Raises:
        ChainMismatch: the genesis is not the pinned one.
        NotAValidator: the key is none of the validators'.
        NetworkExists: the node is set up.
        NetworkError: the folder holds no network, or cannot be written.
        KeyFileError: the key cannot be read.
        InputError: an option breaks a rule.
    """
    path = Path(folder).absolute()
    check_place(path)
    open_network(path)
    try:
        with _alone(path):
            network = open_network(path)
            _check_pinned(network, pinned_hash)
            key = new_member_key() if key_folder is None else read_member_key(key_folder)
            node, listen_port = _node(network.description, key, key_folder is not None, observer, options)
            description = network.description.with_node(node)
            _clear_unfinished(NodeFiles(path, node))
            write_node(path, description, node, key, listen_port=listen_port)
            write_starting_files(path, description, path)
            write_description(path, description)
    except OSError as error:
        raise NetworkError(
            f"{path} cannot be written: {error.strerror or error}; check its owner and the disk"
        ) from None
    return node


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One who joins at a time: each adds to the same file."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _check_pinned(network: Network, pinned_hash: bytes) -> None:
    if network.genesis.hash != pinned_hash:
        raise ChainMismatch(
            f"{network.folder / GENESIS_FILE} and {DESCRIPTION_FILE} make the genesis 0x{network.genesis.hash.hex()}, "
            f"and 0x{pinned_hash.hex()} is pinned; do not join: ask the other members which one is the network's"
        )


def _node(
    description: NetworkDescription, key: MemberKey, seals: bool, observer: bool, options: JoinOptions
) -> tuple[Node, int | None]:
    """The node, and where it listens if that is not its enode's port."""
    own = next((enode for enode in description.validators if enode.public_key == key.public_key), None)
    if not seals and not observer:
        raise InputError("a node joins with a validator's key, or as an observer; give --key KEYDIR or --observer")
    if own is not None and observer:
        raise InputError(f"0x{key.address.hex()} is one of the first validators; leave --observer out")
    if own is None and not observer:
        raise NotAValidator(
            f"0x{key.address.hex()} is none of the {len(description.validators)} validators of network "
            f"{description.name}; take the key whose public part went into it, or join with --observer and be voted in"
        )
    _check_new(description, key)
    if own is not None and options.host is not None:
        raise InputError(f"a validator's host is in its public part ({own.host}); leave --host out")
    ports = _ports(description, own, options)
    enode = own or public_part(key, options.host or LOOPBACK, ports.p2p)
    check_hosts(description.client, [enode])
    name = _name(description, own, options.name)
    node = Node(
        name=name,
        role=NodeRole.OBSERVER if own is None else NodeRole.VALIDATOR,
        address=key.address if seals else None,
        enode=enode,
        rpc=f"http://{LOOPBACK}:{ports.rpc}",
        folder=f"{NODES_FOLDER}/{name}",
        auth_port=ports.auth if description.client is Client.GETH else None,
    )
    return node, None if ports.p2p == enode.port else ports.p2p


def _check_new(description: NetworkDescription, key: MemberKey) -> None:
    for node in description.nodes:
        if node.enode.public_key == key.public_key:
            raise NetworkExists(f"node {node.name} has this key; two nodes with one key would seal two chains")


def _ports(description: NetworkDescription, own: Enode | None, options: JoinOptions) -> NodePorts:
    """The ports: as given; else the public part's; else the usual ones, or free ones where many nodes share a host."""
    p2p, rpc = options.p2p_port or (own.port if own else None), options.rpc_port
    if not description.is_loopback and not description.nodes:
        p2p, rpc = p2p or USUAL_P2P_PORT, rpc or USUAL_RPC_PORT
    return ports_of_one(p2p=p2p, rpc=rpc, taken=[enode.port for enode in description.validators])


def _name(description: NetworkDescription, own: Enode | None, name: str | None) -> str:
    taken = {node.name for node in description.nodes}
    if name is not None:
        check_name(name, "the node's name")
        if name in taken:
            raise NetworkExists(f"network {description.name} has a node {name} here; choose another name")
        return name
    if own is not None:
        return f"validator-{description.validators.index(own) + 1}"
    return next(chosen for number in range(1, len(taken) + 2) if (chosen := f"observer-{number}") not in taken)


def _clear_unfinished(files: NodeFiles[Path]) -> None:
    """Removes what a killed run left of a node that network.toml does not know, unless a chain is in it."""
    if not files.folder.exists():
        return
    chain = [entry for entry in files.data.glob("*") if entry.name != "static-nodes.json"]
    if chain:
        raise NetworkExists(f"{files.folder} holds a chain that {DESCRIPTION_FILE} does not know; move it away first")
    shutil.rmtree(files.folder)

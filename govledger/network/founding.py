"""`govledger network new`: a network's folder, from the members' public parts, or with all keys for a laptop (I/O)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from govledger.consensus.engine import Engine
from govledger.errors import InputError, NetworkError, NetworkExists
from govledger.network.choosing_ports import NodePorts, ports_in_a_row
from govledger.network.description import (
    NetworkDescription,
    Node,
    NodeRole,
    check_hosts,
    check_name,
    check_validators,
)
from govledger.network.enode import Enode
from govledger.network.folder import Network, open_network
from govledger.network.genesis import Client, Genesis, GenesisOptions, make_genesis
from govledger.network.member_key import new_member_key, public_part, write_member_key
from govledger.network.new_folder import new_folder, write_public
from govledger.network.node_folder import (
    FOUNDER_FOLDER,
    GENESIS_FILE,
    KEYSTORE_FILE,
    NODES_FOLDER,
    PASSWORD_FILE,
    check_place,
)
from govledger.network.node_setup import write_description, write_node, write_starting_files

LOOPBACK = "127.0.0.1"
FUNDS = 10**24
"""Wei that each funded account begins with: a million ether."""
MOST_VALIDATORS_OF_ONE_HOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """What the founders of a network decide."""

    name: str
    engine: Engine
    client: Client
    chain_id: int
    block_seconds: int = 5
    epoch_blocks: int = 30_000
    zero_fee: bool = False
    funded: tuple[bytes, ...] = ()
    """Accounts that begin with money, on a network with fees."""


def found_network(folder: Path | str, options: NetworkOptions, validators: Sequence[Enode]) -> Network:
    """A network from its validators' public parts; nobody's key is needed, and no node is set up.

    Raises:
        InputError: an option breaks a rule.
        NetworkExists: the folder is not empty.
        NetworkError: the disk refuses.
    """
    description, genesis = _described(options, tuple(validators))
    return _write(Path(folder), description, genesis, lambda unfinished: None)


def found_local_network(
    folder: Path | str,
    options: NetworkOptions,
    count: int,
    *,
    p2p_port: int | None = None,
    rpc_port: int | None = None,
) -> Network:
    """A network whose validators all run on this host, with their keys and the founder's.

    Args:
        folder: new or empty.
        options: what the founders decide; the founder's account is funded besides, if there are fees.
        count: how many validators.
        p2p_port: the first validator's port for other nodes, the next ones' follow; free ones if left out.
        rpc_port: likewise for JSON-RPC.

    Raises:
        InputError: an option breaks a rule.
        NetworkExists: the folder is not empty.
        NetworkError: the disk refuses.
    """
    if not 0 < count <= MOST_VALIDATORS_OF_ONE_HOST:
        raise InputError(f"{count} validators on one host; it is 1 to {MOST_VALIDATORS_OF_ONE_HOST}")
    ports = ports_in_a_row(count, p2p=p2p_port, rpc=rpc_port)
    keys, founder = [new_member_key() for _ in range(count)], new_member_key()
    enodes = tuple(public_part(key, LOOPBACK, port.p2p) for key, port in zip(keys, ports, strict=True))
    funded = options.funded if options.zero_fee else (founder.address, *options.funded)
    description, genesis = _described(replace(options, funded=funded), enodes)
    numbered = enumerate(zip(enodes, ports, strict=True), 1)
    nodes = tuple(_node(options.client, number, enode, port) for number, (enode, port) in numbered)
    description = replace(description, nodes=nodes)

    def write_keys(unfinished: Path) -> None:
        for node, key in zip(nodes, keys, strict=True):
            write_node(unfinished, description, node, key)
        folder = unfinished / FOUNDER_FOLDER
        folder.mkdir(mode=0o700)
        write_member_key(founder, folder / KEYSTORE_FILE, folder / PASSWORD_FILE)

    return _write(Path(folder), description, genesis, write_keys)


def _described(options: NetworkOptions, validators: tuple[Enode, ...]) -> tuple[NetworkDescription, Genesis]:
    check_name(options.name, "the network's name")
    check_validators(validators)
    check_hosts(options.client, validators)
    genesis = make_genesis(
        GenesisOptions(
            engine=options.engine,
            client=options.client,
            chain_id=options.chain_id,
            validators=tuple(enode.address for enode in validators),
            block_seconds=options.block_seconds,
            zero_fee=options.zero_fee,
            timestamp=int(time.time()),
            epoch_blocks=options.epoch_blocks,
            alloc=dict.fromkeys(options.funded, FUNDS),
        )
    )
    description = NetworkDescription(
        name=options.name,
        engine=options.engine,
        client=options.client,
        chain_id=options.chain_id,
        block_seconds=options.block_seconds,
        epoch_blocks=options.epoch_blocks,
        zero_fee=options.zero_fee,
        genesis_hash=genesis.hash,
        validators=validators,
    )
    return description, genesis


def _node(client: Client, number: int, enode: Enode, ports: NodePorts) -> Node:
    name = f"validator-{number}"
    return Node(
        name=name,
        role=NodeRole.VALIDATOR,
        address=enode.address,
        enode=enode,
        rpc=f"http://{LOOPBACK}:{ports.rpc}",
        folder=f"{NODES_FOLDER}/{name}",
        auth_port=ports.auth if client is Client.GETH else None,
    )


def _write(
    folder: Path, description: NetworkDescription, genesis: Genesis, write_keys: Callable[[Path], None]
) -> Network:
    """The folder, whole or not at all."""
    check_place(folder.absolute())
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NetworkExists(f"{folder} is not empty; a network gets a new or empty folder")
    place = folder.absolute()
    try:
        with new_folder(place) as unfinished:
            write_public(unfinished / GENESIS_FILE, json.dumps(genesis.json, indent=2) + "\n")
            write_keys(unfinished)
            write_starting_files(unfinished, description, place)
            write_description(unfinished, description)
    except OSError as error:
        raise NetworkError(f"{folder} cannot be made: {error.strerror or error}; choose another place") from None
    return open_network(place)

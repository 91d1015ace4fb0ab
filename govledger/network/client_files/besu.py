"""What a Besu node on QBFT or IBFT 2.0 is started with. Pure.

Besu takes an option from the command line first, then from the environment, then from `config.toml`, whose keys are
the options without their hyphens. Its image sets `BESU_RPC_HTTP_HOST=0.0.0.0`, so that the interface of the RPC has to
stand on the command line: a key in the file would be overruled, and the RPC open to everybody.

On a chain without fees three limits have to be 0: `min-gas-price` for what a block takes in, `tx-pool-min-gas-price`
(1,000 wei by default) for what the pool takes from other nodes, and the genesis' base fee.

Besu's default storage keeps the state of recent blocks only. The first validator and every observer keep all of it
(`FOREST`), so that proofs of old state can be had from them.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import tomli_w

from govledger.consensus.engine import Engine
from govledger.network.client_files.listening import listen_host
from govledger.network.description import NetworkDescription, Node
from govledger.network.node_folder import NodeFiles

VOTING_MODULE = {Engine.QBFT: "QBFT", Engine.IBFT2: "IBFT"}
MAXIMUM_PEERS = 50


def besu_config(description: NetworkDescription, node: Node, *, listen_port: int | None = None) -> str:
    """The text of a node's `config.toml`."""
    rpc = urlsplit(node.rpc or "")
    interface = listen_host(node.enode) or ("::" if ":" in node.enode.host else "0.0.0.0")
    document: dict[str, Any] = {
        "network-id": description.chain_id,
        "sync-mode": "FULL",
        "data-storage-format": "FOREST" if keeps_old_state(description, node) else "BONSAI",
        "logging": "INFO",
        "p2p-enabled": True,
        "p2p-host": node.enode.host,
        "p2p-interface": interface,
        "p2p-port": listen_port or node.enode.port,
        "nat-method": "NONE",
        "discovery-enabled": False,
        "max-peers": MAXIMUM_PEERS,
        "remote-connections-limit-enabled": False,
        "rpc-http-enabled": True,
        "rpc-http-port": rpc.port,
        "rpc-http-api": ["ETH", "NET", "WEB3", VOTING_MODULE[description.engine], "ADMIN", "DEBUG", "TXPOOL"],
        "host-allowlist": ["localhost", "127.0.0.1"],
        "tx-pool": "SEQUENCED",
        "tx-pool-no-local-priority": True,
        "tx-pool-limit-by-account-percentage": 1.0,
    }
    if description.zero_fee:
        document |= {"min-gas-price": 0, "tx-pool-min-gas-price": 0}
    return tomli_w.dumps(document)


def besu_static_nodes(description: NetworkDescription, node: Node) -> str:
    """The text of a node's `static-nodes.json`."""
    return json.dumps([str(enode) for enode in description.peers_of(node.enode)], indent=2) + "\n"


def besu_arguments(node: Node, folder: PurePath) -> tuple[str, ...]:
    """The command line after the program's name; `folder` is the network's, as the node will see it."""
    files = NodeFiles(folder, node)
    return (
        f"--config-file={files.config}",
        f"--genesis-file={files.genesis}",
        f"--data-path={files.data}",
        f"--node-private-key-file={files.node_key}",
        f"--static-nodes-file={files.static_nodes}",
        "--rpc-http-host=127.0.0.1",
    )


def keeps_old_state(description: NetworkDescription, node: Node) -> bool:
    """Whether the node answers for old state: the first validator's, and every observer's."""
    return node.address is None or node.enode.public_key == description.validators[0].public_key

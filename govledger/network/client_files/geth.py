"""What a geth 1.13.15 node on Clique is started with. Pure.

`config.toml` says what the node is, without any path, so that the folder can stand anywhere; the command line adds the
paths and what the file has no key for. Whoever starts a node (`network up`, the compose file, the systemd unit) takes
the command line from here.

geth takes `--miner.gasprice 0` for a mistake and puts 1 gwei in its place, and its pool takes nothing below 1 wei from
other nodes. Where transactions are free, each node has to be told so when it runs: `free_transactions_arguments`.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import tomli_w

from govledger.network.client_files.listening import listen_address
from govledger.network.description import NetworkDescription, Node
from govledger.network.node_folder import NodeFiles

RPC_MODULES = ("eth", "net", "web3", "debug", "clique", "admin", "miner", "txpool")
"""What the loopback RPC serves; `personal` is not among them, so that nobody signs with the unlocked key."""
LOOPBACK_NETWORKS = "127.0.0.0/8,::1/128"
MAXIMUM_PEERS = 50
CACHE_MEBIBYTES = 1024
"""geth's own default for any chain but Ethereum's. Without a `--cache` it takes an unknown chain for that one, and its
database (pebble) sets aside 560 MB of disk for each of its logs, two at a time, before it holds anything."""
SHARED_CACHE_MEBIBYTES = 128
"""Where all nodes of a network share one host: some 20 MB of disk for a new node."""
SEAL_AT_ONCE = "--mine"
"""Begin to seal at the start. `network up` leaves it out and tells the nodes when they see each other: nodes that begin
alone may each seal a branch, and where these have the same difficulty all stand still (go-ethereum #24705)."""


def geth_config(description: NetworkDescription, node: Node, *, listen_port: int | None = None) -> str:
    """The text of a node's `config.toml`."""
    peers = [str(enode) for enode in description.peers_of(node.enode)]
    document: dict[str, Any] = {
        "Eth": {
            "NetworkId": description.chain_id,
            "SyncMode": "full",
            "NoPruning": True,
            "StateScheme": "hash",
            "TransactionHistory": 0,
            "EthDiscoveryURLs": [],
            "SnapDiscoveryURLs": [],
        },
        "Node": {
            "IPCPath": "",
            "InsecureUnlockAllowed": node.address is not None,
            "HTTPHost": "127.0.0.1",
            "HTTPPort": _port_of(node.rpc),
            "HTTPVirtualHosts": ["localhost"],
            "HTTPModules": list(RPC_MODULES),
            "AuthAddr": "127.0.0.1",
            "AuthPort": node.auth_port,
            "P2P": {
                "MaxPeers": MAXIMUM_PEERS,
                "NoDiscovery": True,
                "BootstrapNodes": [],
                "BootstrapNodesV5": [],
                "StaticNodes": peers,
                "TrustedNodes": peers,
                "ListenAddr": listen_address(node.enode, listen_port),
            },
        },
    }
    return tomli_w.dumps(document)


def geth_arguments(description: NetworkDescription, node: Node, folder: PurePath) -> tuple[str, ...]:
    """The command line after the program's name; `folder` is the network's, as the node will see it."""
    files = NodeFiles(folder, node)
    cache = SHARED_CACHE_MEBIBYTES if description.is_loopback else CACHE_MEBIBYTES
    arguments = [
        *("--config", str(files.config)),
        *("--cache", str(cache)),
        *("--datadir", str(files.data)),
        *("--keystore", str(files.keystore)),
        *("--nodekey", str(files.node_key)),
        *("--nat", "none"),
        *("--verbosity", "3"),
    ]
    if description.is_loopback:
        arguments += ["--netrestrict", LOOPBACK_NETWORKS]
    if node.address is not None:
        account = f"0x{node.address.hex()}"
        arguments += [
            SEAL_AT_ONCE,
            *("--miner.etherbase", account),
            *("--miner.gasprice", "0" if description.zero_fee else "1"),
            *("--unlock", account),
            *("--password", str(files.password)),
        ]
    return tuple(arguments)


def geth_init_arguments(node: Node, folder: PurePath) -> tuple[str, ...]:
    """The command line, after the program's name, that writes the genesis into a new data folder; harmless again."""
    files = NodeFiles(folder, node)
    return ("--datadir", str(files.data), "--state.scheme", "hash", "init", str(files.genesis))


def free_transactions_arguments(node: Node) -> tuple[str, ...]:
    """The command line, after the program's name, that makes a running node take transactions without fees."""
    return ("attach", "--exec", "miner.setGasPrice(0)", str(node.rpc))


def _port_of(rpc: str | None) -> int:
    port = urlsplit(rpc or "").port
    assert port is not None, "a node on this host has an RPC port"
    return port

"""What a GoQuorum 24.4 node on QBFT is started with. Pure.

GoQuorum stems from geth 1.10 and seals with the node's key, so that no account is unlocked. Block time and time-outs
come from the genesis (`--istanbul.blockperiod` is deprecated). `PRIVATE_CONFIG=ignore` says that there is no manager of
private transactions. `config.toml` has what the command line has no option for: the interface for other nodes.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from urllib.parse import urlsplit

import tomli_w

from govledger.network.client_files.geth import LOOPBACK_NETWORKS
from govledger.network.client_files.listening import listen_address
from govledger.network.description import NetworkDescription, Node
from govledger.network.node_folder import NodeFiles

RPC_MODULES = ("eth", "net", "web3", "debug", "istanbul", "admin", "miner", "txpool")
ENVIRONMENT = {"PRIVATE_CONFIG": "ignore"}
MAXIMUM_PEERS = 50


def goquorum_config(node: Node, *, listen_port: int | None = None) -> str:
    """The text of a node's `config.toml`."""
    peer_to_peer = {
        "MaxPeers": MAXIMUM_PEERS,
        "NoDiscovery": True,
        "ListenAddr": listen_address(node.enode, listen_port),
    }
    return tomli_w.dumps({"Node": {"P2P": peer_to_peer}})


def goquorum_static_nodes(description: NetworkDescription, node: Node) -> str:
    """The text of `data/static-nodes.json`, where GoQuorum looks for it."""
    return json.dumps([str(enode) for enode in description.peers_of(node.enode)], indent=2) + "\n"


def goquorum_arguments(description: NetworkDescription, node: Node, folder: PurePath) -> tuple[str, ...]:
    """The command line after the program's name; `folder` is the network's, as the node will see it."""
    files = NodeFiles(folder, node)
    arguments = [
        *("--config", str(files.config)),
        *("--datadir", str(files.data)),
        *("--nodekey", str(files.node_key)),
        *("--networkid", str(description.chain_id)),
        *("--syncmode", "full"),
        *("--gcmode", "archive"),
        *("--nodiscover", "--nat", "none", "--ipcdisable"),
        *("--http", "--http.addr", "127.0.0.1"),
        *("--http.port", str(urlsplit(node.rpc or "").port)),
        *("--http.api", ",".join(RPC_MODULES)),
        *("--verbosity", "3"),
        "--emitcheckpoints",
    ]
    if description.is_loopback:
        arguments += ["--netrestrict", LOOPBACK_NETWORKS]
    if node.address is not None:
        arguments += ["--mine", "--miner.threads", "1", "--miner.gasprice", "0"]
    return tuple(arguments)


def goquorum_init_arguments(node: Node, folder: PurePath) -> tuple[str, ...]:
    """The command line, after the program's name, that writes the genesis into a new data folder; harmless again."""
    files = NodeFiles(folder, node)
    return ("--datadir", str(files.data), "init", str(files.genesis))

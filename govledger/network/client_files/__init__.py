"""Texts of the files and command lines that the clients' programs read. Pure; one module a client."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from govledger.network.client_files.besu import besu_arguments, besu_config, besu_static_nodes
from govledger.network.client_files.geth import geth_arguments, geth_config, geth_init_arguments
from govledger.network.client_files.goquorum import (
    ENVIRONMENT,
    goquorum_arguments,
    goquorum_config,
    goquorum_init_arguments,
    goquorum_static_nodes,
)
from govledger.network.description import NetworkDescription, Node
from govledger.network.genesis import Client

STOP_SECONDS = 120
"""How long a node may take to write its state when it is stopped."""


def node_files(description: NetworkDescription, node: Node, *, listen_port: int | None = None) -> Mapping[str, str]:
    """The client's own files of a node: path inside the node's folder to text.

    Args:
        description: the network.
        node: a node of this host.
        listen_port: where the node listens for others, if its enode's port is only forwarded to it.
    """
    match description.client:
        case Client.GETH:
            return {"config.toml": geth_config(description, node, listen_port=listen_port)}
        case Client.BESU:
            return {
                "config.toml": besu_config(description, node, listen_port=listen_port),
                "static-nodes.json": besu_static_nodes(description, node),
            }
        case Client.GOQUORUM:
            return {
                "config.toml": goquorum_config(node, listen_port=listen_port),
                "data/static-nodes.json": goquorum_static_nodes(description, node),
            }


def node_arguments(description: NetworkDescription, node: Node, folder: PurePath) -> tuple[str, ...]:
    """The command line that runs a node, after the program's name; `folder` is the network's, as the node sees it."""
    match description.client:
        case Client.GETH:
            return geth_arguments(description, node, folder)
        case Client.BESU:
            return besu_arguments(node, folder)
        case Client.GOQUORUM:
            return goquorum_arguments(description, node, folder)


def init_arguments(description: NetworkDescription, node: Node, folder: PurePath) -> tuple[str, ...] | None:
    """The command line that prepares a node's data folder; None if the client does that by itself."""
    match description.client:
        case Client.GETH:
            return geth_init_arguments(node, folder)
        case Client.BESU:
            return None
        case Client.GOQUORUM:
            return goquorum_init_arguments(node, folder)


def node_environment(description: NetworkDescription) -> Mapping[str, str]:
    """Variables that the client must find."""
    return ENVIRONMENT if description.client is Client.GOQUORUM else {}

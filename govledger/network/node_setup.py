"""Writes what a node of this host needs (I/O): its keys, its client's files, and what starts it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from govledger.network.client_files import node_files
from govledger.network.client_files.compose import compose_file
from govledger.network.client_files.readme import operator_readme
from govledger.network.client_files.systemd import unit_file, unit_name
from govledger.network.description import DESCRIPTION_FILE, NetworkDescription, Node
from govledger.network.member_key import MemberKey, write_member_key
from govledger.network.new_folder import new_folder, replace_public, write_public
from govledger.network.node_folder import (
    COMPOSE_FILE,
    NODES_FOLDER,
    README_FILE,
    SYSTEMD_FOLDER,
    NodeFiles,
)
from govledger.tx.keys import write_private


def write_node(
    network: Path, description: NetworkDescription, node: Node, key: MemberKey, *, listen_port: int | None = None
) -> None:
    """A node's folder under the network's, whole or not at all; only its owner enters it.

    Raises:
        OSError: the folder is there and not empty, or the disk refuses.
        KeyFileError: a key cannot be written.
    """
    nodes = network / NODES_FOLDER
    nodes.mkdir(mode=0o700, exist_ok=True)
    nodes.chmod(0o700)
    files = NodeFiles(network, node)
    with new_folder(files.folder, mode=0o700) as unfinished:
        if node.address is not None:
            moment = time.strftime("%Y-%m-%dT%H-%M-%S", time.gmtime())
            name = f"UTC--{moment}.000000000Z--{node.address.hex()}"
            (unfinished / files.keystore.name).mkdir(mode=0o700)
            write_member_key(key, unfinished / files.keystore.name / name, unfinished / files.password.name)
        write_private(unfinished / files.node_key.name, key.key.hex())
        (unfinished / files.data.name).mkdir(mode=0o700)
        for name, text in node_files(description, node, listen_port=listen_port).items():
            write_public(unfinished / name, text)


def write_starting_files(network: Path, description: NetworkDescription, place: Path) -> None:
    """The compose file, the units and the README for the nodes of this host, in the place of those before.

    Args:
        network: where they are written.
        description: the network, with the nodes of this host.
        place: where the network's folder is in the end; what is written names it.

    Raises:
        OSError: the disk refuses.
    """
    here = [node for node in description.nodes if node.folder is not None]
    if here:
        replace_public(network / COMPOSE_FILE, compose_file(description, user=os.getuid(), group=os.getgid()))
    for node in here:
        units = network / SYSTEMD_FOLDER
        units.mkdir(exist_ok=True)
        replace_public(units / unit_name(description, node), unit_file(description, node, place))
    replace_public(network / README_FILE, operator_readme(description))


def write_description(network: Path, description: NetworkDescription) -> None:
    """`network.toml`, in the place of the one before.

    Raises:
        OSError: the disk refuses.
    """
    replace_public(network / DESCRIPTION_FILE, description.to_toml())

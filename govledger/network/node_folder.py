"""What stands where in a network's folder. Pure.

::

    FOLDER/network.toml, genesis.json, README.md     public, the same for every member but for the nodes
    FOLDER/compose.yaml, systemd/                    to start the nodes of this host
    FOLDER/founder/                                  the deployer's key of a laptop's network
    FOLDER/nodes/NAME/                               a node of this host; only its owner enters (0700)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Generic, TypeVar

from govledger.errors import InputError
from govledger.network.description import Node

GENESIS_FILE = "genesis.json"
README_FILE = "README.md"
COMPOSE_FILE = "compose.yaml"
SYSTEMD_FOLDER = "systemd"
NODES_FOLDER = "nodes"
FOUNDER_FOLDER = "founder"
KEYSTORE_FILE = "keystore.json"
PASSWORD_FILE = "password"


def check_place(folder: PurePath) -> None:
    """Refuses a place for a network's folder that a client or systemd would read as another one.

    geth puts a variable's value in the place of `$NAME`, and looks for its database by a pattern: with an asterisk, a
    question mark, a bracket or a backslash in the path it does not find what it wrote, and begins another chain.

    Raises:
        InputError: one of these characters, or a control character.
    """
    if set("$*?[\\") & set(str(folder)) or not str(folder).isprintable():
        raise InputError(
            f"{str(folder)!r} has characters that geth or systemd take for something else; move the folder"
        )


P = TypeVar("P", bound=PurePath)


@dataclass(frozen=True, slots=True)
class NodeFiles(Generic[P]):
    """The files of a node, from its network's folder."""

    network: P
    node: Node

    @property
    def genesis(self) -> P:
        """The network's genesis."""
        return self.network / GENESIS_FILE

    @property
    def folder(self) -> P:
        """The node's own folder."""
        return self.network / (self.node.folder or f"{NODES_FOLDER}/{self.node.name}")

    @property
    def config(self) -> P:
        """The client's configuration."""
        return self.folder / "config.toml"

    @property
    def static_nodes(self) -> P:
        """Besu's list of the nodes to call; GoQuorum's is in `data`."""
        return self.folder / "static-nodes.json"

    @property
    def data(self) -> P:
        """The client's own folder: chain and state."""
        return self.folder / "data"

    @property
    def keystore(self) -> P:
        """The folder with the keystore of the account that the node seals with."""
        return self.folder / "keystore"

    @property
    def password(self) -> P:
        """What opens the keystore."""
        return self.folder / PASSWORD_FILE

    @property
    def node_key(self) -> P:
        """The same key as 64 hex digits, as the clients want it for the connections between nodes."""
        return self.folder / "nodekey"

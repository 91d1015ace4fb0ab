"""The options by which a command is told its chain: `--rpc URL`, several times if need be, or `--network DIR`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govledger.deployments import Deployment
from govledger.errors import ChainMismatch, InputError
from govledger.network.node_folder import FOUNDER_FOLDER, KEYSTORE_FILE, PASSWORD_FILE

if TYPE_CHECKING:
    from govledger.connection import Connection
    from govledger.network.description import NetworkDescription


@dataclass(frozen=True, slots=True)
class FounderKey:
    """The key that deploys and decides on a network whose keys are all on one host."""

    keystore: Path
    password_file: Path


@dataclass(frozen=True, slots=True)
class ChainChoice:
    """Which chain a command was told to use."""

    urls: tuple[str, ...] = ()
    """As given with --rpc, in that order."""

    network: Path | None = None
    """The folder given with --network."""

    @property
    def is_given(self) -> bool:
        """Whether there is any."""
        return bool(self.urls) or self.network is not None

    def connect(self) -> Connection:
        """A connection to the chain; to the network's nodes, unless addresses are given.

        With a network, its chain id and the hash of its first block are those that the nodes must serve.

        Raises:
            InputError: the network's description names no address and none is given.
            ConnectionFailed: none of the nodes answers.
            ChainMismatch: a node serves another chain.
        """
        from govledger.connection import connect

        if self.network is None:
            return connect(*self.urls)
        description = self._description(self.network)
        urls = self._urls(description)
        return connect(*urls, chain_id=description.chain_id, genesis_hash=description.genesis_hash)

    def addresses(self, deployment: Deployment) -> tuple[str, ...]:
        """The addresses of the nodes that serve a deployment's chain, for commands that need no connection.

        Raises:
            InputError: as `connect`.
            ChainMismatch: the network is another chain than the deployment's.
        """
        if self.network is None:
            return self.urls
        description = self._description(self.network)
        if (description.chain_id, description.genesis_hash) != (deployment.chain_id, deployment.genesis_hash):
            raise ChainMismatch(
                f"{self.network} is chain {description.chain_id}, begun with 0x{description.genesis_hash.hex()}; "
                f"deployment {deployment.name} is on chain {deployment.chain_id}, 0x{deployment.genesis_hash.hex()}"
            )
        return self._urls(description)

    def _description(self, network: Path) -> NetworkDescription:
        from govledger.network.folder import open_network

        return open_network(network).description

    def _urls(self, description: NetworkDescription) -> tuple[str, ...]:
        urls = self.urls or tuple(description.endpoints)
        if not urls:
            raise InputError(
                f"{self.network} describes a network without the address of a node; give one with --rpc, or note it "
                "in network.toml"
            )
        return urls

    def founder(self) -> FounderKey | None:
        """The founder's key that stands in a network's folder, where one host made all keys."""
        if self.network is None:
            return None
        folder = self.network / FOUNDER_FOLDER
        keystore = folder / KEYSTORE_FILE
        return FounderKey(keystore, folder / PASSWORD_FILE) if keystore.exists() else None


def chain_options(
    *, required: bool = True, rpc_help: str = "A node's JSON-RPC address; several times for nodes that take over."
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives a command the options --rpc and --network, and their `ChainChoice` as the argument `chain`.

    Args:
        required: one of the two has to be given.
        rpc_help: what the help says of --rpc.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--rpc", "rpc_urls", metavar="URL", multiple=True, help=rpc_help)
        @click.option(
            "--network",
            "network_folder",
            metavar="DIR",
            type=click.Path(file_okay=False, path_type=Path),
            help="A network's folder: its nodes are used, and its first block's hash is checked.",
        )
        @wraps(command)
        def with_chain(*args: Any, rpc_urls: tuple[str, ...], network_folder: Path | None, **options: Any) -> Any:
            chain = ChainChoice(rpc_urls, network_folder)
            if required and not chain.is_given:
                raise click.UsageError("give the chain: --rpc URL, or --network DIR")
            return command(*args, chain=chain, **options)

        return with_chain

    return decorate

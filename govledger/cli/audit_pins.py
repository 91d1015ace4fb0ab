"""What an auditor pins, from the command line: the chain's first block, the deployment, the network's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from govledger.cli.bill_verifying import BlockHash
from govledger.cli.files import read_file
from govledger.cli.values import hex_bytes
from govledger.consensus.checkpoint import ChainRules
from govledger.deployer.folder import folder_of, open_deployment
from govledger.errors import ChainMismatch, InputError
from govledger.network.description import DESCRIPTION_FILE, parse_description


@dataclass(frozen=True, slots=True)
class PinChoice:
    """What a command was told of chain and deployment."""

    genesis_hash: bytes | None
    deployment: str | None
    """A digest, or the name or folder of the auditor's own copy of the manifest."""
    network: Path | None

    def pinned(self) -> tuple[bytes, bytes, ChainRules | None]:
        """The genesis hash, the deployment's digest, and the rules of the chain as far as a network's folder says them.

        Raises:
            DeploymentError: there is no such manifest.
            NetworkError, InputError: the network's description cannot be read.
            ChainMismatch: manifest, network and hash are not of one chain.
        """
        if self.deployment is None:
            raise click.UsageError("pin the deployment: --deployment DIGEST, or your own copy of its manifest")
        digest = hex_bytes(self.deployment, 32)
        found = [] if self.genesis_hash is None else [self.genesis_hash]
        if digest is None:
            manifest = open_deployment(folder_of(self.deployment))
            digest = manifest.digest()
            found.append(manifest.genesis_hash)
        rules = None
        if self.network is not None:
            rules = _rules_in(self.network)
            found.append(rules.genesis_hash)
        if not found:
            raise click.UsageError("pin the chain: --genesis HASH, or --network network.toml")
        if len({*found}) > 1:
            shown = ", ".join(f"0x{one.hex()}" for one in found)
            raise ChainMismatch(f"genesis, manifest and network are of different chains: {shown}")
        return found[0], digest, rules


def _rules_in(network: Path) -> ChainRules:
    """What a network's description says of its chain; of a folder, the one in it."""
    file = network / DESCRIPTION_FILE if network.is_dir() else network
    try:
        text = read_file(file).decode()
    except UnicodeDecodeError:
        raise InputError(f"{file} is no text; name the network.toml that the network's members have") from None
    described = parse_description(text, str(file))
    return ChainRules(
        described.engine, described.genesis_hash, described.epoch_blocks, period_seconds=described.block_seconds
    )


def pin_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options --genesis, --deployment and --network, and their `PinChoice` as `pins`."""

    @click.option("--genesis", "genesis_hash", type=BlockHash(), help="The hash of the chain's first block.")
    @click.option(
        "--deployment", metavar="DIGEST|NAME|DIR", help="The deployment's digest, or your own copy of its manifest."
    )
    @click.option(
        "--network",
        "network",
        metavar="FILE|DIR",
        type=click.Path(path_type=Path),
        help="The members' network.toml, or the folder with it: first block, engine, epoch, block time are pinned.",
    )
    @wraps(command)
    def with_pins(
        *args: Any, genesis_hash: bytes | None, deployment: str | None, network: Path | None, **options: Any
    ) -> Any:
        return command(*args, pins=PinChoice(genesis_hash, deployment, network), **options)

    return with_pins

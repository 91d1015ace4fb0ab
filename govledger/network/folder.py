"""A network's folder on disk (I/O)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from govledger.consensus.engine import validators_in
from govledger.errors import ChainMismatch, NetworkInvalid, NetworkNotFound
from govledger.network.description import DESCRIPTION_FILE, NetworkDescription, Node, parse_description
from govledger.network.genesis import Genesis, read_genesis
from govledger.network.genesis_block import GenesisSettings, genesis_settings
from govledger.network.node_folder import GENESIS_FILE, NodeFiles

LARGEST_FILE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Network:
    """A network's folder, read and checked."""

    folder: Path
    """Absolute."""
    description: NetworkDescription
    genesis: Genesis

    def files_of(self, node: Node) -> NodeFiles[Path]:
        """Where a node's files are."""
        return NodeFiles(self.folder, node)


def open_network(folder: Path | str) -> Network:
    """The network that a folder holds.

    Raises:
        NetworkNotFound: there is none.
        NetworkInvalid: a file is damaged, or network.toml and genesis.json disagree on the validators or the chain.
        ChainMismatch: genesis.json does not have the hash that network.toml says.
    """
    path = Path(folder).absolute()
    description = parse_description(_text(path / DESCRIPTION_FILE), str(path / DESCRIPTION_FILE))
    file = path / GENESIS_FILE
    try:
        document = json.loads(_text(file))
    except ValueError as error:
        raise NetworkInvalid(f"{file} is no JSON ({error}); take it from another member of the network") from None
    if not isinstance(document, dict):
        raise NetworkInvalid(f"{file} is no genesis; take it from another member of the network")
    genesis = read_genesis(document, description.engine)
    if genesis.hash != description.genesis_hash:
        raise ChainMismatch(
            f"{file} makes the genesis 0x{genesis.hash.hex()}, and {DESCRIPTION_FILE} names "
            f"0x{description.genesis_hash.hex()}; take both from another member, and compare with the "
            "pinned hash"
        )
    _require_same_settings(description, genesis_settings(document, description.engine), path)
    addresses = sorted(enode.address for enode in description.validators)
    if sorted(validators_in(description.engine, genesis.header)) != addresses:
        raise NetworkInvalid(
            f"the validators of {path / DESCRIPTION_FILE} are not those of {file}; take both from another member"
        )
    return Network(path, description, genesis)


def _require_same_settings(description: NetworkDescription, settings: GenesisSettings, folder: Path) -> None:
    """What the genesis hash does not cover has to be the same in both files."""
    for what, described, made in (
        ("the chain id", description.chain_id, settings.chain_id),
        ("the block time in seconds", description.block_seconds, settings.block_seconds),
        ("the length of an epoch in blocks", description.epoch_blocks, settings.epoch_blocks),
    ):
        if described != made:
            raise NetworkInvalid(
                f"{what} is {described} in {folder / DESCRIPTION_FILE} and {made} in {GENESIS_FILE}; "
                "take both from another member"
            )


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise NetworkNotFound(
            f"{file.parent} holds no network ({file.name} is missing); make one with `govledger network new`, "
            "or copy the folder of another member"
        ) from None
    except OSError as error:
        raise NetworkInvalid(f"{file} cannot be read: {error.strerror}; check its owner and its mode") from None
    if len(content) > LARGEST_FILE:
        raise NetworkInvalid(f"{file} is longer than {LARGEST_FILE} bytes; take it from another member of the network")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise NetworkInvalid(f"{file} is no text; take it from another member of the network") from None

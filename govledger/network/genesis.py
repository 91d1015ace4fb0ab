"""The genesis of a network: what its validators begin with, as the client's file, as a header and as a hash. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from govledger.consensus.engine import Engine
from govledger.consensus.header import Header


class Client(StrEnum):
    """A node program that can run a network."""

    GETH = "geth"
    BESU = "besu"
    GOQUORUM = "goquorum"


@dataclass(frozen=True, slots=True, kw_only=True)
class GenesisOptions:
    """What a network's founders decide."""

    engine: Engine
    client: Client
    chain_id: int
    """At least 1, below 2^53; GoQuorum: not 1."""
    validators: tuple[bytes, ...]
    """Addresses, in any order; the genesis lists them sorted."""
    block_seconds: int = 5
    """At least 1."""
    zero_fee: bool = True
    """Transactions cost nothing; then no account is pre-funded either."""
    timestamp: int = 0
    """Seconds; of the genesis block."""
    gas_limit: int = 30_000_000
    epoch_blocks: int = 30_000
    """Blocks after which votes that did not pass are forgotten."""
    alloc: Mapping[bytes, int] = field(default_factory=dict)
    """Address to wei."""


@dataclass(frozen=True, slots=True)
class Genesis:
    """A genesis: the file for the client, and the block that the client makes of it."""

    json: dict[str, Any]
    header: Header
    hash: bytes
    """Block 0's hash, by the engine's rule: what auditors pin."""


def make_genesis(options: GenesisOptions) -> Genesis:
    """The genesis of a new network.

    Raises:
        InputError: an option breaks a rule.
    """
    raise NotImplementedError


def read_genesis(json: Mapping[str, Any], engine: Engine) -> Genesis:
    """The genesis that a client's file makes, with its hash computed from the file alone.

    Raises:
        GenesisInvalid: the file is not a genesis that this version computes the hash of.
    """
    raise NotImplementedError

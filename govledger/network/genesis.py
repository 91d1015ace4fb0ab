"""The genesis of a network: what its validators begin with, as the client's file, as a header and as a hash. Pure.

Forks, chosen so that the contracts (compiled for paris, which needs no more than Berlin) run and fees are what the
founders decided:

| | without fees | with fees |
| --- | --- | --- |
| geth, Clique | Berlin | London |
| Besu, QBFT or IBFT 2.0 | Berlin | London |
| GoQuorum, QBFT | Berlin | – |

- Without fees, London stays out. It is London that brings a base fee; a geth chain whose base fee begins at 0 is stuck
  above 0 after one block above half its gas limit, and in Besu only `zeroBaseFee` keeps it down: a setting that the
  genesis hash does not cover, so that a node without it would leave the chain though every hash agrees. A header
  without a base fee is covered. For Besu `zeroBaseFee` is written all the same: should the members schedule London
  later, transactions stay free.
- With fees, London is in from block 0 with a base fee of 1 gwei. No later fork: Clique ends there, and what later forks
  add to headers (withdrawals, blobs) is for public chains.
- GoQuorum ends with Berlin and takes no other gas price than 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from govledger.consensus.bft import ISTANBUL_MIX_HASH
from govledger.consensus.engine import Engine, genesis_extra_data
from govledger.consensus.header import ADDRESS_LENGTH, HASH_LENGTH, Header
from govledger.errors import InputError
from govledger.network.genesis_block import DEFAULT_BASE_FEE, genesis_header


class Client(StrEnum):
    """A node program that can run a network."""

    GETH = "geth"
    BESU = "besu"
    GOQUORUM = "goquorum"


ENGINES: Final[Mapping[Client, tuple[Engine, ...]]] = {
    Client.GETH: (Engine.CLIQUE,),
    Client.BESU: (Engine.QBFT, Engine.IBFT2),
    Client.GOQUORUM: (Engine.QBFT,),
}
"""What each client can begin a network with."""
MAX_CHAIN_ID: Final = 2**53 - 1
"""The largest integer that every JSON parser keeps."""
MIN_GAS_LIMIT: Final = 5_000
FORKS_TO_BERLIN: Final = (
    *("homesteadBlock", "eip150Block", "eip155Block", "eip158Block", "byzantiumBlock"),
    *("constantinopleBlock", "petersburgBlock", "istanbulBlock", "berlinBlock"),
)
"""geth and GoQuorum want each fork named; in Besu the last one implies those before it."""
GOQUORUM_TRANSACTION_KIB: Final = 128
"""The largest transactions that GoQuorum can be told to take; by default 64."""


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
    """Blocks after which votes that did not pass are forgotten; at least 2."""
    alloc: Mapping[bytes, int] = field(default_factory=dict)
    """Address to wei; on a chain with fees at least one, or nobody could ever pay."""


@dataclass(frozen=True, slots=True)
class Genesis:
    """A genesis: the file for the client, and the block that the client makes of it."""

    json: dict[str, Any]
    header: Header
    hash: bytes
    """Block 0's hash: what auditors pin. It covers validators, state, time and whether there is a base fee; chain id,
    block time, epoch and later forks stand in the file alone (`genesis_settings`)."""


def make_genesis(options: GenesisOptions) -> Genesis:
    """The genesis of a new network.

    Raises:
        InputError: an option breaks a rule.
    """
    _check_client(options)
    _check_numbers(options)
    _check_validators(options.validators)
    _check_funds(options)
    return read_genesis(_json(options), options.engine)


def read_genesis(json: Mapping[str, Any], engine: Engine) -> Genesis:
    """The genesis that a client's file makes, with its hash computed from the file alone.

    Raises:
        GenesisInvalid: the file is no genesis of that engine, or uses what this version does not know.
    """
    header = genesis_header(json, engine)
    return Genesis(dict(json), header, header.hash())


def _check_client(options: GenesisOptions) -> None:
    if options.engine not in ENGINES[options.client]:
        pairs = ", ".join(f"{client} with {' or '.join(engines)}" for client, engines in ENGINES.items())
        raise InputError(f"{options.client} cannot begin a network with {options.engine}; there are {pairs}")
    if options.client is Client.GOQUORUM and options.chain_id == 1:
        raise InputError("chain id 1 makes every transaction of a GoQuorum network private; choose another")
    if options.client is Client.GOQUORUM and not options.zero_fee:
        raise InputError("GoQuorum takes no gas price but 0; make the network without fees")


def _check_numbers(options: GenesisOptions) -> None:
    bounds = {
        "the chain id": (options.chain_id, 1, MAX_CHAIN_ID),
        "the block time in seconds": (options.block_seconds, 1, 2**31 - 1),
        "the number of blocks in an epoch": (options.epoch_blocks, 2, MAX_CHAIN_ID),
        "the gas limit": (options.gas_limit, MIN_GAS_LIMIT, MAX_CHAIN_ID),
        "the timestamp": (options.timestamp, 0, MAX_CHAIN_ID),
    }
    for name, (value, least, most) in bounds.items():
        if not least <= value <= most:
            raise InputError(f"{name} is {value}; it lies between {least} and {most}")


def _check_validators(validators: tuple[bytes, ...]) -> None:
    if not validators:
        raise InputError("a network needs at least one validator; name those who seal its first blocks")
    for address in validators:
        if len(address) != ADDRESS_LENGTH or not any(address):
            raise InputError(f"0x{address.hex()} is no validator: an address has 20 bytes and is not zero")
        if validators.count(address) > 1:
            raise InputError(f"validator 0x{address.hex()} is named twice; each has one seat")


def _check_funds(options: GenesisOptions) -> None:
    if options.zero_fee and options.alloc:
        raise InputError("a network without fees pre-funds nobody; leave the accounts out, or let it have fees")
    if not options.zero_fee and not options.alloc:
        raise InputError("nobody could pay on this network with fees; fund an account, or let it have no fees")
    for address, wei in options.alloc.items():
        if len(address) != ADDRESS_LENGTH or not 0 < wei < 2**128:
            raise InputError(f"0x{address.hex()} cannot be given {wei} wei: 20 bytes, and 1 to 2^128 − 1 wei")


def _json(options: GenesisOptions) -> dict[str, Any]:
    bft = options.engine is not Engine.CLIQUE
    genesis: dict[str, Any] = {
        "config": _config(options),
        "nonce": "0x0",
        "timestamp": hex(options.timestamp),
        "extraData": "0x" + genesis_extra_data(options.engine, options.validators).hex(),
        "gasLimit": hex(options.gas_limit),
        "difficulty": "0x1",
        "mixHash": "0x" + (ISTANBUL_MIX_HASH if bft else bytes(HASH_LENGTH)).hex(),
        "coinbase": "0x" + "00" * ADDRESS_LENGTH,
        "alloc": {address.hex(): {"balance": hex(wei)} for address, wei in sorted(options.alloc.items())},
    }
    if not options.zero_fee:
        genesis["baseFeePerGas"] = hex(DEFAULT_BASE_FEE)
    return genesis


def _config(options: GenesisOptions) -> dict[str, Any]:
    config: dict[str, Any] = {"chainId": options.chain_id}
    london = {} if options.zero_fee else {"londonBlock": 0}
    match options.client:
        case Client.GETH:
            clique = {"period": options.block_seconds, "epoch": options.epoch_blocks}
            return config | dict.fromkeys(FORKS_TO_BERLIN, 0) | london | {"clique": clique}
        case Client.BESU:
            fees = {"zeroBaseFee": True} if options.zero_fee else london
            return config | {"berlinBlock": 0} | fees | {options.engine.value: _bft_section(options)}
        case Client.GOQUORUM:
            quorum = {"isQuorum": True, "txnSizeLimit": GOQUORUM_TRANSACTION_KIB}
            policy = {"policy": 0, "ceil2Nby3Block": 0}  # round robin; quorums of ceil(2N/3)
            return config | dict.fromkeys(FORKS_TO_BERLIN, 0) | quorum | {"qbft": _bft_section(options) | policy}


def _bft_section(options: GenesisOptions) -> dict[str, int]:
    """The settings that Besu and GoQuorum share; a round takes twice the block time, as Besu's documentation asks."""
    return {
        "epochlength": options.epoch_blocks,
        "blockperiodseconds": options.block_seconds,
        "requesttimeoutseconds": max(4, 2 * options.block_seconds),
    }

"""The block that a client makes of a genesis file, and the settings beside it that its hash does not cover. Pure.

Read off go-ethereum 1.13.15 and GoQuorum 24.4 (`core/genesis.go`) and Besu 26 (`GenesisConfig`, `GenesisState`). All
three take names in any case and numbers as decimals or as hex with 0x, and keep accounts that have nothing in them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from govledger.consensus.engine import Engine, block_hash, validators_in
from govledger.consensus.genesis_file import (
    BLOCK_SECONDS_NAMES,
    EPOCH_BLOCKS_NAMES,
    first_of,
    lower_names,
    number_in,
)
from govledger.consensus.header import (
    ADDRESS_LENGTH,
    BLOOM_LENGTH,
    EMPTY_OMMERS_HASH,
    HASH_LENGTH,
    NONCE_LENGTH,
    Header,
)
from govledger.consensus.trie import EMPTY_ROOT, Account, state_root
from govledger.errors import GenesisInvalid, MalformedData

EMPTY_REQUESTS_HASH: Final = hashlib.sha256().digest()
"""EIP-7685: of a block without requests."""
DEFAULT_BASE_FEE: Final = 1_000_000_000
"""Wei; of a genesis with London from block 0 that names none (EIP-1559)."""
SECTIONS: Final[Mapping[Engine, tuple[str, ...]]] = {
    Engine.CLIQUE: ("clique",),
    Engine.QBFT: ("qbft", "istanbul"),
    Engine.IBFT2: ("ibft2",),
    Engine.IBFT1: ("ibft", "istanbul"),
}
"""Where a genesis' config speaks of an engine."""
TIMED_FORKS: Final = ("shanghaitime", "cancuntime", "praguetime", "osakatime")
"""The forks after London that a block 0 can be in, in order."""
UNKNOWN_FORKS: Final = ("amsterdamtime", "futureeipstime", "experimentaleipstime", "verkletime")


@dataclass(frozen=True, slots=True)
class GenesisSettings:
    """What a genesis file says in `config` alone: two files of the same hash may differ in it."""

    chain_id: int
    block_seconds: int
    epoch_blocks: int
    has_london: bool
    """London from block 0 or later, and so a base fee."""


def genesis_settings(json: Mapping[str, Any], engine: Engine) -> GenesisSettings:
    """The settings of a genesis file, to compare with what the members agreed on.

    Raises:
        GenesisInvalid: the file is not one of this engine, or leaves a setting to the client.
    """
    config = lower_names(lower_names(json, "the genesis").get("config"), "config")
    _check_section(config, engine)
    name = next(section for section in SECTIONS[engine] if section in config)
    section = lower_names(config[name], f"section {name} of config")
    return GenesisSettings(
        chain_id=number_in(config.get("chainid"), "chainId", least=1),
        block_seconds=number_in(first_of(section, BLOCK_SECONDS_NAMES), f"the block time in {name}", least=1),
        epoch_blocks=number_in(first_of(section, EPOCH_BLOCKS_NAMES), f"the epoch in {name}", least=1),
        has_london="londonblock" in config,
    )


def genesis_header(json: Mapping[str, Any], engine: Engine) -> Header:
    """The header of block 0; its plain hash is the block's hash, whatever the engine and the client.

    Raises:
        GenesisInvalid: the file is not a genesis of this engine, or uses what this version does not know.
    """
    root = lower_names(json, "the genesis")
    config = lower_names(root.get("config"), "config")
    _check_config(config, engine, based="basefeepergas" in root)
    for name in ("number", "gasused"):
        if number_in(root.get(name, 0), name):
            raise GenesisInvalid(f"{name} of the genesis is {root[name]!r}; it must be 0")
    header = Header(
        parent_hash=_padded(root.get("parenthash", "0x"), "parentHash"),
        ommers_hash=EMPTY_OMMERS_HASH,
        coinbase=_bytes(root.get("coinbase", "0x" + "00" * ADDRESS_LENGTH), "coinbase", ADDRESS_LENGTH),
        state_root=state_root(_accounts(root.get("alloc", {}))),
        transactions_root=EMPTY_ROOT,
        receipts_root=EMPTY_ROOT,
        logs_bloom=bytes(BLOOM_LENGTH),
        difficulty=number_in(root.get("difficulty"), "difficulty"),
        number=0,
        gas_limit=number_in(root.get("gaslimit"), "gasLimit", least=1),
        gas_used=0,
        timestamp=number_in(root.get("timestamp", 0), "timestamp"),
        extra_data=_bytes(root.get("extradata"), "extraData"),
        mix_hash=_padded(root.get("mixhash", "0x"), "mixHash"),
        nonce=_nonce(root.get("nonce", 0)).to_bytes(NONCE_LENGTH, "big"),
        **_fields_of_forks(root, config),
    )
    if engine is Engine.CLIQUE and header.withdrawals_root is not None:
        raise GenesisInvalid("block 0 of the genesis is in Shanghai, but Clique ends with London")
    _check_extra_data(header, engine)
    return header


def _check_section(config: Mapping[str, Any], engine: Engine) -> None:
    sections = SECTIONS[engine]
    if not any(section in config for section in sections):
        raise GenesisInvalid(f"this is no genesis for {engine}: its config has no section {' or '.join(sections)}")


def _check_config(config: Mapping[str, Any], engine: Engine, *, based: bool) -> None:
    _check_section(config, engine)
    if str(config.get("eccurve", "secp256k1")).lower() != "secp256k1":
        raise GenesisInvalid(f"the network signs with {config['eccurve']}; govledger reads secp256k1 alone")
    if "isquorum" in config and (based or any(name in config for name in ("londonblock", *TIMED_FORKS))):
        raise GenesisInvalid("the genesis has isQuorum and London or a later fork, but GoQuorum ends with Berlin")
    for name in UNKNOWN_FORKS:
        if name in config:
            raise GenesisInvalid(f"the genesis schedules {name}, whose headers this version does not know")


def _check_extra_data(header: Header, engine: Engine) -> None:
    """A round or seals in block 0 would be hashed in by Besu and left out by GoQuorum."""
    try:
        validators = validators_in(engine, header)
        sealed = block_hash(engine, header) != header.hash()
    except MalformedData as error:
        raise GenesisInvalid(f"extraData of the genesis is not that of {engine}: {error}") from None
    if sealed:
        raise GenesisInvalid("extraData of the genesis has a round or committed seals, which no genesis has")
    if engine is Engine.CLIQUE and not validators:
        raise GenesisInvalid("extraData of the genesis lists no signer; a Clique chain cannot begin so")


def _fields_of_forks(root: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    """What the forks that block 0 is in add to its header, in the order of the header."""
    fields: dict[str, Any] = {}
    if "basefeepergas" in root:
        fields["base_fee_per_gas"] = number_in(root["basefeepergas"], "baseFeePerGas")
    elif "londonblock" in config and number_in(config["londonblock"], "londonBlock") == 0:
        fields["base_fee_per_gas"] = DEFAULT_BASE_FEE
    shanghai, cancun, prague = (_is_in(root, config, fork) for fork in range(3))
    if shanghai:
        if not fields:
            raise GenesisInvalid("block 0 is in Shanghai without London: set londonBlock to 0")
        fields["withdrawals_root"] = EMPTY_ROOT
    if cancun:
        fields["blob_gas_used"] = number_in(root.get("blobgasused", 0), "blobGasUsed")
        fields["excess_blob_gas"] = number_in(root.get("excessblobgas", 0), "excessBlobGas")
        fields["parent_beacon_block_root"] = _padded(root.get("parentbeaconblockroot", "0x"), "parentBeaconBlockRoot")
    if prague:
        fields["requests_hash"] = EMPTY_REQUESTS_HASH
    return fields


def _is_in(root: Mapping[str, Any], config: Mapping[str, Any], fork: int) -> bool:
    """Whether block 0 is in a timed fork; one that is not scheduled begins with the next that is (Besu)."""
    starts = [number_in(config[name], name) for name in TIMED_FORKS[fork:] if name in config]
    return bool(starts) and starts[0] <= number_in(root.get("timestamp", 0), "timestamp")


def _accounts(alloc: object) -> dict[bytes, Account]:
    if not isinstance(alloc, Mapping):
        raise GenesisInvalid(f"alloc is {alloc!r}; it maps addresses to accounts")
    accounts: dict[bytes, Account] = {}
    for name, entry in alloc.items():
        address = _bytes("0x" + str(name).removeprefix("0x"), "an address in alloc", ADDRESS_LENGTH)
        if address in accounts:
            raise GenesisInvalid(f"alloc names 0x{address.hex()} twice")
        fields = lower_names(entry, f"account {name} in alloc")
        storage = lower_names(fields.get("storage", {}), f"storage of {name} in alloc")
        accounts[address] = Account(
            balance=number_in(fields.get("balance", 0), "a balance in alloc"),
            nonce=_nonce(fields.get("nonce", 0)),
            code=_bytes(fields.get("code", "0x"), "code in alloc"),
            storage={_word(slot): _word(word) for slot, word in storage.items()},
        )
    return accounts


def _nonce(value: object) -> int:
    """A number of 64 bits, with 0x or of one digit: Besu reads other nonces as hex, geth as decimals."""
    number = number_in(value, "nonce")
    if number >= 2**64 or (number > 9 and not str(value).lower().startswith("0x")):
        raise GenesisInvalid(
            f"nonce {value!r} of the genesis is not of 64 bits in hex with 0x, as every client reads it"
        )
    return number


def _bytes(value: object, name: str, length: int | None = None) -> bytes:
    try:
        data = bytes.fromhex(str(value).removeprefix("0x"))
    except ValueError:
        data = None
    if not isinstance(value, str) or data is None or len(data) != (len(data) if length is None else length):
        size = "" if length is None else f" of {length} bytes"
        raise GenesisInvalid(f"{name} of the genesis is {str(value)[:100]!r}; it is hex{size}")
    return data


def _word(value: object) -> int:
    """A slot or word of storage: hex, with or without 0x."""
    return number_in("0x" + str(value).removeprefix("0x"), "a slot or word of storage")


def _padded(value: object, name: str) -> bytes:
    """32 bytes of hex, zeros before them left out."""
    data = _bytes(value, name)
    if len(data) > HASH_LENGTH:
        raise GenesisInvalid(f"{name} of the genesis has {len(data)} bytes; it has 32")
    return data.rjust(HASH_LENGTH, b"\0")

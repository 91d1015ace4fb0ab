"""What a genesis file says of its engine beside the genesis block: the epoch, the block time, what changes later.

None of it is covered by the genesis hash. Besu: `JsonBftConfigOptions`, `TransitionsConfigOptions`. GoQuorum:
`params/config.go` (`BFTConfig`, `IstanbulConfig`, `Transition`). go-ethereum: `params.CliqueConfig`. All take names in
any case and numbers as decimals or as hex with 0x. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from govledger.consensus.checkpoint import ChainRules
from govledger.consensus.engine import Engine
from govledger.errors import ConsensusUnsupported, GenesisInvalid

BLOCK_SECONDS_NAMES: Final = ("period", "blockperiodseconds")
EPOCH_BLOCKS_NAMES: Final = ("epoch", "epochlength")
SECTIONS: Final = {
    "clique": Engine.CLIQUE,
    "qbft": Engine.QBFT,
    "ibft2": Engine.IBFT2,
    "ibft": Engine.IBFT1,
    "istanbul": Engine.IBFT1,
}
"""The sections of a genesis' config that name an engine."""
DEFAULT_EPOCH_BLOCKS: Final = 30_000
CHANGES_OF_VALIDATORS: Final = (
    *("validators", "validatorselectionmode", "validatorcontractaddress"),
    *("algorithm", "epochlength", "eccurve"),
)
"""What an entry of `transitions` may set that no header tells."""
MILLISECONDS: Final = "xblockperiodmilliseconds"


def chain_rules(genesis: Mapping[str, Any], genesis_hash: bytes) -> ChainRules:
    """The rules of a chain by its genesis file and by the hash that the auditor pins.

    Args:
        genesis: the file's JSON; of go-ethereum, GoQuorum or Besu.
        genesis_hash: 32 bytes.

    Raises:
        GenesisInvalid: the file names no engine, or a setting is no number.
        ConsensusUnsupported: the validators sign on another curve, are named by a contract or by transitions, or the
            engine changes.
    """
    config = lower_names(lower_names(genesis, "the genesis").get("config"), "config")
    curve = str(config.get("eccurve", "secp256k1"))
    if curve.lower() != "secp256k1":
        raise ConsensusUnsupported(f"the validators sign on the curve {curve}")
    engine, section = _engine(config)
    if _names_contract(section):
        raise ConsensusUnsupported("the genesis names a validator contract (validator contract mode)")
    later = _transitions(config)
    for name in CHANGES_OF_VALIDATORS:
        if any(name in entry for entry in later):
            raise ConsensusUnsupported(f"the genesis has transitions that set {name}")
    epoch = first_of(section, EPOCH_BLOCKS_NAMES)
    return ChainRules(
        engine=engine,
        genesis_hash=genesis_hash,
        epoch_blocks=DEFAULT_EPOCH_BLOCKS if epoch is None else number_in(epoch, "the epoch", least=1),
        period_seconds=_least_period([section, *later]),
    )


def _engine(config: Mapping[str, Any]) -> tuple[Engine, dict[str, Any]]:
    """The one engine, and its section."""
    names = [name for name in SECTIONS if name in config]
    if not names:
        raise GenesisInvalid(
            f"config has none of the sections {', '.join(SECTIONS)}: this version reads no other engine"
        )
    section = lower_names(config[names[0]], f"section {names[0]} of config")
    begins = number_in(section.get("startblock", 0), "startBlock")
    becomes_qbft = section.get("testqbftblock")
    if len(names) > 1 or begins or (becomes_qbft is not None and number_in(becomes_qbft, "testQBFTBlock")):
        raise ConsensusUnsupported(f"the engine of the chain changes ({', '.join(names)} in its genesis)")
    return Engine.QBFT if becomes_qbft is not None else SECTIONS[names[0]], section


def _names_contract(section: Mapping[str, Any]) -> bool:
    """A contract of address zero, as GoQuorum writes it, is none."""
    mode = str(section.get("validatorselectionmode", "")).lower()
    address = str(section.get("validatorcontractaddress", "")).lower().removeprefix("0x")
    return mode == "contract" or (mode != "blockheader" and bool(address.strip("0")))


def _transitions(config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """GoQuorum has a list, Besu a list for each engine."""
    found = config.get("transitions", [])
    lists = [found] if isinstance(found, list) else list(lower_names(found, "transitions").values())
    if not all(isinstance(entries, list) for entries in lists):
        raise GenesisInvalid("transitions of the genesis are neither a list nor lists by engine")
    return [lower_names(entry, "an entry of transitions") for entries in lists for entry in entries]


def _least_period(sections: list[dict[str, Any]]) -> int | None:
    """The least of the block times that the chain has at one time or another, in seconds."""
    if any(number_in(section.get(MILLISECONDS, 0), MILLISECONDS) for section in sections):
        return 0
    named = [first_of(section, BLOCK_SECONDS_NAMES) for section in sections]
    periods = [number_in(period, "the block time") for period in named if period is not None]
    return min(periods) if periods and named[0] is not None else None


def lower_names(value: object, what: str) -> dict[str, Any]:
    """A JSON object's members by name in lower case; null is as good as nothing.

    Raises:
        GenesisInvalid: no object, or one name twice.
    """
    if not isinstance(value, Mapping):
        raise GenesisInvalid(f"{what} is missing or no JSON object")
    lowered = {str(name).lower(): content for name, content in value.items()}
    if len(lowered) != len(value):
        raise GenesisInvalid(f"{what} has one name twice, in different case")
    return {name: content for name, content in lowered.items() if content is not None}


def first_of(section: Mapping[str, Any], names: tuple[str, ...]) -> object:
    """The first of these members that is there; None if none is."""
    return next((section[name] for name in names if name in section), None)


def number_in(value: object, name: str, *, least: int = 0) -> int:
    """A number from JSON's own, from decimal text or from hex with 0x; at most 256 bits.

    Raises:
        GenesisInvalid: something else, or less than the least.
    """
    if isinstance(value, str) and value.isascii() and value.isalnum():
        try:
            value = int(value, 16 if value[:2] in ("0x", "0X") else 10)
        except ValueError:
            value = None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 2**256:
        raise GenesisInvalid(f"{name} of the genesis is missing or no number from {least} to 2^256 − 1")
    return value

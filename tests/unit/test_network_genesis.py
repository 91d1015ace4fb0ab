from __future__ import annotations

import json
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta

from govledger.consensus.bft import ISTANBUL_MIX_HASH
from govledger.consensus.engine import Engine, validators_in
from govledger.errors import GenesisInvalid, InputError
from govledger.network.genesis import ENGINES, Client, GenesisOptions, make_genesis, read_genesis

VALIDATORS = tuple(bytes([number]) * 20 for number in (9, 2, 5, 1))
PAIRS = [(client, engine) for client, engines in ENGINES.items() for engine in engines]
PAIRS_WITH_FEES = [pair for pair in PAIRS if pair[0] is not Client.GOQUORUM]
NO_PAIRS = [(client, engine) for client in Client for engine in Engine if (client, engine) not in PAIRS]
FUNDED = {b"\x0f" * 20: 10**24}


def options(client: Client = Client.GETH, engine: Engine = Engine.CLIQUE, **changes: Any) -> GenesisOptions:
    settled = {"chain_id": 20_264, "validators": VALIDATORS, "block_seconds": 3, "epoch_blocks": 1_000}
    return GenesisOptions(**({"client": client, "engine": engine} | settled | changes))


# --- what the clients document -------------------------------------------------------------------------

Zero = Annotated[int, Meta(ge=0, le=0)]
Positive = Annotated[int, Meta(ge=1)]
Quantity = Annotated[str, Meta(pattern="^0x(0|[1-9a-f][0-9a-f]*)$")]
Data = Annotated[str, Meta(pattern="^0x([0-9a-f]{2})*$")]
Hash = Annotated[str, Meta(pattern="^0x[0-9a-f]{64}$")]
Address = Annotated[str, Meta(pattern="^0x[0-9a-f]{40}$")]
BareAddress = Annotated[str, Meta(pattern="^[0-9a-f]{40}$")]


class Documented(msgspec.Struct, forbid_unknown_fields=True):
    """A section of a genesis file in which each name is documented."""


class FundedAccount(Documented):
    balance: Quantity


class Block(Documented, kw_only=True):
    """The part beside `config`, the same in all clients."""

    nonce: Quantity
    timestamp: Quantity
    extraData: Data
    gasLimit: Quantity
    difficulty: Quantity
    mixHash: Hash
    coinbase: Address
    alloc: dict[BareAddress, FundedAccount]
    baseFeePerGas: Quantity | msgspec.UnsetType = msgspec.UNSET


class CliqueSection(Documented):
    """go-ethereum's documentation, "Private networks", Clique example."""

    period: Positive
    epoch: Positive


class GethConfig(Documented):
    """go-ethereum's documentation, "Private networks", Clique example; params.ChainConfig of 1.13.15."""

    chainId: Positive
    homesteadBlock: Zero
    eip150Block: Zero
    eip155Block: Zero
    eip158Block: Zero
    byzantiumBlock: Zero
    constantinopleBlock: Zero
    petersburgBlock: Zero
    istanbulBlock: Zero
    berlinBlock: Zero
    clique: CliqueSection
    londonBlock: Zero | msgspec.UnsetType = msgspec.UNSET


class BesuBftSection(Documented):
    """Besu's documentation, "Configure QBFT consensus" and "Configure IBFT 2.0 consensus"."""

    epochlength: Positive
    blockperiodseconds: Positive
    requesttimeoutseconds: Positive


class BesuConfig(Documented, kw_only=True):
    """Besu's documentation, "Genesis file items" and "Configure free gas networks"."""

    chainId: Positive
    berlinBlock: Zero
    londonBlock: Zero | msgspec.UnsetType = msgspec.UNSET
    zeroBaseFee: bool | msgspec.UnsetType = msgspec.UNSET


class BesuQbftConfig(BesuConfig, kw_only=True):
    qbft: BesuBftSection


class BesuIbft2Config(BesuConfig, kw_only=True):
    ibft2: BesuBftSection


class GoQuorumQbftSection(Documented):
    """GoQuorum's documentation, "QBFT"; params.QBFTConfig of 24.4."""

    epochlength: Positive
    blockperiodseconds: Positive
    requesttimeoutseconds: Positive
    policy: Zero
    ceil2Nby3Block: Zero


class GoQuorumConfig(Documented):
    """GoQuorum's documentation, "Genesis file items"."""

    chainId: Positive
    homesteadBlock: Zero
    eip150Block: Zero
    eip155Block: Zero
    eip158Block: Zero
    byzantiumBlock: Zero
    constantinopleBlock: Zero
    petersburgBlock: Zero
    istanbulBlock: Zero
    berlinBlock: Zero
    isQuorum: bool
    txnSizeLimit: Annotated[int, Meta(ge=32, le=128)]
    qbft: GoQuorumQbftSection


class GethFile(Block, kw_only=True):
    config: GethConfig


class BesuQbftFile(Block, kw_only=True):
    config: BesuQbftConfig


class BesuIbft2File(Block, kw_only=True):
    config: BesuIbft2Config


class GoQuorumFile(Block, kw_only=True):
    config: GoQuorumConfig


SCHEMAS = {
    (Client.GETH, Engine.CLIQUE): GethFile,
    (Client.BESU, Engine.QBFT): BesuQbftFile,
    (Client.BESU, Engine.IBFT2): BesuIbft2File,
    (Client.GOQUORUM, Engine.QBFT): GoQuorumFile,
}


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_genesis_file_has_what_the_client_documents_and_nothing_else(client, engine):
    genesis = make_genesis(options(client, engine))
    msgspec.json.decode(json.dumps(genesis.json), type=SCHEMAS[client, engine])


@pytest.mark.parametrize(("client", "engine"), PAIRS_WITH_FEES)
def test_genesis_file_with_fees_has_what_the_client_documents_and_nothing_else(client, engine):
    genesis = make_genesis(options(client, engine, zero_fee=False, alloc=FUNDED))
    msgspec.json.decode(json.dumps(genesis.json), type=SCHEMAS[client, engine])


# --- what is decided -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_genesis_lists_the_validators_sorted_and_its_hash_is_that_of_its_header(client, engine):
    genesis = make_genesis(options(client, engine))
    assert validators_in(engine, genesis.header) == tuple(sorted(VALIDATORS))
    assert genesis.hash == genesis.header.hash()
    assert genesis == make_genesis(options(client, engine, validators=VALIDATORS[::-1]))
    assert genesis == read_genesis(json.loads(json.dumps(genesis.json)), engine)


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_genesis_without_fees_has_no_base_fee_and_funds_nobody(client, engine):
    genesis = make_genesis(options(client, engine))
    config = genesis.json["config"]
    assert "londonBlock" not in config and config["berlinBlock"] == 0
    assert genesis.header.base_fee_per_gas is None and genesis.json["alloc"] == {}
    assert config.get("zeroBaseFee") == (True if client is Client.BESU else None)


@pytest.mark.parametrize(("client", "engine"), PAIRS_WITH_FEES)
def test_genesis_with_fees_begins_with_london_and_funds_who_is_named(client, engine):
    genesis = make_genesis(options(client, engine, zero_fee=False, alloc=FUNDED))
    config = genesis.json["config"]
    assert config["londonBlock"] == 0 and "zeroBaseFee" not in config
    assert genesis.json["baseFeePerGas"] == "0x3b9aca00" and genesis.header.base_fee_per_gas == 10**9
    assert genesis.json["alloc"] == {"0f" * 20: {"balance": hex(10**24)}}
    assert genesis.header.withdrawals_root is None


def test_settings_stand_where_each_client_reads_them():
    clique = make_genesis(options()).json["config"]["clique"]
    besu = make_genesis(options(Client.BESU, Engine.IBFT2)).json["config"]["ibft2"]
    quorum = make_genesis(options(Client.GOQUORUM, Engine.QBFT, block_seconds=1)).json["config"]["qbft"]
    assert clique == {"period": 3, "epoch": 1_000}
    assert besu == {"epochlength": 1_000, "blockperiodseconds": 3, "requesttimeoutseconds": 6}
    assert (quorum["blockperiodseconds"], quorum["requesttimeoutseconds"], quorum["policy"]) == (1, 4, 0)


def test_header_has_what_was_asked_for_and_the_engine_s_mix_hash():
    clique = make_genesis(options(timestamp=1_700_000_000, gas_limit=40_000_000)).header
    assert (clique.timestamp, clique.gas_limit, clique.difficulty, clique.number) == (1_700_000_000, 40_000_000, 1, 0)
    assert clique.mix_hash == bytes(32) and clique.nonce == bytes(8) and clique.coinbase == bytes(20)
    assert make_genesis(options(Client.BESU, Engine.QBFT)).header.mix_hash == ISTANBUL_MIX_HASH


def test_besu_and_goquorum_make_the_same_block_of_the_same_founders():
    """Both write the same QBFT headers: what is pinned does not say which client runs."""
    besu = make_genesis(options(Client.BESU, Engine.QBFT))
    quorum = make_genesis(options(Client.GOQUORUM, Engine.QBFT))
    assert besu.hash == quorum.hash and besu.json != quorum.json


def test_every_founder_s_decision_that_the_header_holds_changes_the_hash():
    hashes = {
        make_genesis(changed).hash
        for changed in (
            options(),
            options(validators=VALIDATORS[:3]),
            options(timestamp=1),
            options(gas_limit=30_000_001),
            options(zero_fee=False, alloc=FUNDED),
            options(zero_fee=False, alloc={b"\x0f" * 20: 1}),
        )
    }
    assert len(hashes) == 6


@pytest.mark.shared
def test_our_genesis_of_the_recorded_network_has_its_extra_data_and_mix_hash(shared):
    recorded = json.loads((shared / "fixtures" / "qbft-goquorum.json").read_bytes())["genesis_file"]
    header = read_genesis(recorded, Engine.QBFT).header
    ours = make_genesis(options(Client.GOQUORUM, Engine.QBFT, validators=validators_in(Engine.QBFT, header)[::-1]))
    assert ours.json["extraData"] == recorded["extraData"]
    assert {name: ours.json[name] for name in ("nonce", "timestamp", "difficulty", "mixHash", "coinbase")} == {
        name: recorded[name] for name in ("nonce", "timestamp", "difficulty", "mixHash", "coinbase")
    }


# --- what is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("client", "engine"), NO_PAIRS)
def test_other_pair_of_client_and_engine_is_refused_with_the_pairs_that_there_are(client, engine):
    with pytest.raises(InputError, match="geth with clique, besu with qbft or ibft2, goquorum with qbft"):
        make_genesis(options(client, engine))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"validators": ()}, "at least one validator"),
        ({"validators": (VALIDATORS[0], VALIDATORS[0])}, "validator 0x0909.* is named twice"),
        ({"validators": (bytes(20),)}, "0x0000.* is no validator"),
        ({"validators": (b"\x01" * 19,)}, "is no validator: an address has 20 bytes"),
        ({"chain_id": 0}, "the chain id is 0; it lies between 1 and"),
        ({"chain_id": 2**53}, "the chain id is 9007199254740992; it lies"),
        ({"block_seconds": 0}, "the block time in seconds is 0; it lies between 1"),
        ({"epoch_blocks": 1}, "the number of blocks in an epoch is 1; it lies between 2"),
        ({"gas_limit": 4_999}, "the gas limit is 4999"),
        ({"timestamp": -1}, "the timestamp is -1"),
        ({"alloc": FUNDED}, "a network without fees pre-funds nobody"),
        ({"zero_fee": False}, "nobody could pay on this network with fees"),
        ({"zero_fee": False, "alloc": {b"\x01" * 19: 1}}, "cannot be given 1 wei: 20 bytes"),
        ({"zero_fee": False, "alloc": {b"\x01" * 20: 0}}, "cannot be given 0 wei"),
        ({"zero_fee": False, "alloc": {b"\x01" * 20: 2**128}}, "cannot be given"),
    ],
)
def test_option_that_breaks_a_rule_is_refused(changes, rule):
    with pytest.raises(InputError, match=rule):
        make_genesis(options(**changes))


def test_goquorum_refuses_chain_id_1_and_fees():
    with pytest.raises(InputError, match="chain id 1 makes every transaction of a GoQuorum network private"):
        make_genesis(options(Client.GOQUORUM, Engine.QBFT, chain_id=1))
    with pytest.raises(InputError, match="GoQuorum takes no gas price but 0"):
        make_genesis(options(Client.GOQUORUM, Engine.QBFT, zero_fee=False, alloc=FUNDED))
    assert make_genesis(options(chain_id=1)).json["config"]["chainId"] == 1


def test_genesis_of_another_engine_is_refused():
    with pytest.raises(GenesisInvalid, match="no genesis for qbft: its config has no section qbft or istanbul"):
        read_genesis(make_genesis(options()).json, Engine.QBFT)

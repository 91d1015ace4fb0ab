from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from govledger.consensus import ibft1, ibft2, qbft
from govledger.consensus.engine import Engine, genesis_extra_data
from govledger.consensus.trie import EMPTY_ROOT, Account, state_root
from govledger.errors import GenesisInvalid
from govledger.network.genesis import ENGINES, Client, GenesisOptions, make_genesis, read_genesis
from govledger.network.genesis_block import EMPTY_REQUESTS_HASH, GenesisSettings, genesis_header, genesis_settings
from tests.blocks import ISTANBUL, a_header

VALIDATORS = (b"\x01" * 20, b"\x02" * 20)
SECTION = {Engine.CLIQUE: "clique", Engine.QBFT: "qbft", Engine.IBFT2: "ibft2", Engine.IBFT1: "istanbul"}


def genesis_file(engine: Engine = Engine.QBFT, config: Any = None, **changes: Any) -> dict[str, Any]:
    return {
        "config": {"chainId": 7, "berlinBlock": 0, SECTION[engine]: {}} | (config or {}),
        "difficulty": "0x1",
        "gasLimit": "0x1c9c380",
        "extraData": "0x" + genesis_extra_data(engine, VALIDATORS).hex(),
        "mixHash": "0x" + ISTANBUL.hex(),
        "alloc": {},
    } | changes


# --- known answers -------------------------------------------------------------------------------------


@pytest.mark.shared
def test_hash_of_the_recorded_network_is_computed_from_its_file(shared):
    recorded = json.loads((shared / "fixtures" / "qbft-goquorum.json").read_bytes())
    genesis = read_genesis(recorded["genesis_file"], Engine.QBFT)
    block = recorded["blocks"][0]
    assert genesis.hash.hex() == block["hash"][2:]
    assert genesis.header.state_root.hex() == block["stateRoot"][2:]


@pytest.mark.parametrize(
    ("genesis", "state", "block_hash"),
    [
        pytest.param(
            {
                "timestamp": "0x5c51a607",
                "extraData": "0x22466c6578692069732061207468696e6722202d204166726900000000000000"
                "e0a2bd4258d2768837baa26a28fe71dc079f84c7" + "00" * 65,
                "gasLimit": "0xa00000",
            },
            "5d6cded585e73c4e322c30c2f782a336316f17dd85a4863b9d838d2d4b8b3008",
            "bf7e331f7f7c1dd2e05159666b3bf8bc7a8a3a9eb1d518969eab529dd9b88c1a",
            id="goerli",
        ),
        pytest.param(
            {
                "timestamp": "0x58ee40ba",
                "extraData": "0x52657370656374206d7920617574686f7269746168207e452e436172746d616e"
                "42eb768f2244c8811c63729a21a3569731535f067ffc57839b00206d1ad20c69a1981b489f772031b279182d99e65703"
                "f0076e4812653aab85fca0f0" + "00" * 65,
                "gasLimit": "0x47b760",
            },
            "53580584816f617295ea26c0e17641e0120cab2f0a8ffb53a866fd53aa8e8c2d",
            "6341fd3daf94b748c72ced5a5b26028f2474f5f00d824504e4fa37a75767e177",
            id="rinkeby",
        ),
    ],
)
def test_public_clique_chains_begin_with_the_known_hash(genesis, state, block_hash):
    """Their accounts are many; the known state root stands for them."""
    header = genesis_header(genesis_file(Engine.CLIQUE, mixHash=None, **genesis), Engine.CLIQUE)
    fields = {name: getattr(header, name) for name in header.__struct_fields__}
    assert a_header(**(fields | {"state_root": bytes.fromhex(state)})).hash().hex() == block_hash


# --- forms that clients read ---------------------------------------------------------------------------


def test_numbers_may_be_decimal_hex_or_json_and_names_in_any_case():
    plain = genesis_file(
        timestamp="0x10", nonce="0x5", baseFeePerGas="0x7", gasLimit="0x7a1200", coinbase="0x" + "22" * 20
    )
    other = copy.deepcopy(plain) | {"timestamp": 16, "nonce": "5", "baseFeePerGas": "7"}
    other["GASLIMIT"] = other.pop("gasLimit").replace("0x7a1200", "8000000")
    other["Config"] = {name.upper(): value for name, value in other.pop("config").items()}
    assert genesis_header(other, Engine.QBFT) == genesis_header(plain, Engine.QBFT)
    assert genesis_header(plain, Engine.QBFT).coinbase == b"\x22" * 20
    assert genesis_header(plain, Engine.QBFT).nonce == bytes(7) + b"\x05"


def test_hashes_may_leave_out_leading_zeros_and_null_is_nothing():
    header = genesis_header(genesis_file(mixHash="0x01", parentHash="", nonce=None, alloc=None), Engine.QBFT)
    assert header.mix_hash == bytes(31) + b"\x01" and header.parent_hash == bytes(32)
    assert header.nonce == bytes(8) and header.state_root == EMPTY_ROOT


def test_accounts_have_balance_nonce_code_and_storage():
    alloc = {
        "01" * 20: {"balance": "1000", "comment": "ignored"},
        "0x" + "02" * 20: {
            "nonce": "0x1",
            "code": "0x6000",
            "storage": {"0x01": "0x05", "00" * 32: "02", "0x9": "0x0"},
        },
        "AB" * 20: {},
    }
    assert genesis_header(genesis_file(alloc=alloc), Engine.QBFT).state_root == state_root(
        {
            b"\x01" * 20: Account(balance=1000),
            b"\x02" * 20: Account(nonce=1, code=b"\x60\x00", storage={1: 5, 0: 2}),
            b"\xab" * 20: Account(),
        }
    )


@pytest.mark.parametrize("engine", Engine)
def test_each_engine_s_genesis_has_the_plain_hash_of_its_header(engine):
    genesis = read_genesis(genesis_file(engine), engine)
    assert genesis.hash == genesis.header.hash()


def test_qbft_genesis_may_leave_its_validators_to_a_contract():
    file = genesis_file(extraData="0x" + qbft.ExtraData(()).encode().hex())
    assert genesis_header(file, Engine.QBFT).extra_data == qbft.ExtraData(()).encode()


# --- forks in block 0 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "changes", "fields"),
    [
        ({}, {}, ()),
        ({"londonBlock": 5}, {}, ()),
        ({"londonBlock": 0}, {}, (10**9,)),
        ({"londonBlock": "0x0"}, {"baseFeePerGas": "0x0"}, (0,)),
        ({"londonBlock": 0, "shanghaiTime": 10}, {"timestamp": "0x9"}, (10**9,)),
        ({"londonBlock": 0, "shanghaiTime": 10}, {"timestamp": "0xa"}, (10**9, EMPTY_ROOT)),
        ({"londonBlock": 0, "cancunTime": 0}, {}, (10**9, EMPTY_ROOT, 0, 0, bytes(32))),
        (
            {"londonBlock": 0, "shanghaiTime": 0, "cancunTime": 0},
            {"blobGasUsed": "0x1", "excessBlobGas": 2, "parentBeaconBlockRoot": "0x03"},
            (10**9, EMPTY_ROOT, 1, 2, bytes(31) + b"\x03"),
        ),
        ({"londonBlock": 0, "osakaTime": 0}, {}, (10**9, EMPTY_ROOT, 0, 0, bytes(32), EMPTY_REQUESTS_HASH)),
        ({"londonBlock": 0, "cancunTime": 0, "pragueTime": 1}, {}, (10**9, EMPTY_ROOT, 0, 0, bytes(32))),
    ],
)
def test_forks_that_block_0_is_in_add_their_fields(config, changes, fields):
    header = genesis_header(genesis_file(config=config, **changes), Engine.QBFT)
    assert tuple(header.fields()[15:]) == fields


def test_hash_of_no_requests_is_the_one_of_eip_7685():
    assert EMPTY_REQUESTS_HASH.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


# --- what is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"config": None}, "config is missing or no JSON object"),
        ({"config": {}}, "its config has no section qbft"),
        ({"config": {"qbft": {}, "ecCurve": "secp256r1"}}, "signs with secp256r1; govledger reads secp256k1 alone"),
        ({"config": {"qbft": {}, "amsterdamTime": 0}}, "schedules amsterdamtime, whose headers"),
        ({"config": {"qbft": {}, "isQuorum": True, "londonBlock": 0}}, "GoQuorum ends with Berlin"),
        ({"config": {"qbft": {}, "isQuorum": True}, "baseFeePerGas": "0x0"}, "GoQuorum ends with Berlin"),
        ({"config": {"qbft": {}, "shanghaiTime": 0}}, "in Shanghai without London"),
        ({"difficulty": None}, "difficulty of the genesis is missing or no number"),
        ({"difficulty": True}, "difficulty of the genesis"),
        ({"difficulty": "0xg"}, "difficulty of the genesis"),
        ({"difficulty": "-1"}, "difficulty of the genesis"),
        ({"difficulty": "ten"}, "difficulty of the genesis"),
        ({"difficulty": 2**256}, "difficulty of the genesis"),
        ({"difficulty": 1.5}, "difficulty of the genesis"),
        ({"gasLimit": "0x0"}, "gasLimit of the genesis is missing or no number from 1"),
        ({"nonce": "10"}, "nonce '10' of the genesis is not of 64 bits in hex"),
        ({"nonce": "0x10000000000000000"}, "not of 64 bits"),
        ({"number": "0x1"}, "number of the genesis is '0x1'; it must be 0"),
        ({"gasUsed": 5}, "gasused of the genesis is 5; it must be 0"),
        ({"extraData": None}, "extraData of the genesis is 'None'; it is hex"),
        ({"extraData": "0x123"}, "extraData of the genesis is '0x123'; it is hex"),
        ({"extraData": "0x"}, "extraData of the genesis is not that of qbft"),
        ({"coinbase": "0x22"}, "coinbase of the genesis is '0x22'; it is hex of 20 bytes"),
        ({"mixHash": "0x" + "01" * 33}, "mixHash of the genesis has 33 bytes"),
        ({"alloc": []}, "alloc is .*; it maps addresses to accounts"),
        ({"alloc": {"01": {}}}, "an address in alloc of the genesis"),
        ({"alloc": {"01" * 20: {}, "0x" + "01" * 20: {}}}, "alloc names 0x0101.* twice"),
        ({"alloc": {"01" * 20: 5}}, "account 0101.* in alloc is missing or no JSON object"),
        ({"alloc": {"01" * 20: {"storage": {"xyz": "0x1"}}}}, "a slot or word of storage"),
        ({"gaslimit": "0x1"}, "the genesis has one name twice, in different case"),
    ],
)
def test_file_that_is_no_genesis_is_refused(changes, rule):
    with pytest.raises(GenesisInvalid, match=rule):
        genesis_header(genesis_file() | changes, Engine.QBFT)


@pytest.mark.parametrize(
    ("engine", "extra_data"),
    [
        (Engine.QBFT, qbft.ExtraData(VALIDATORS, round=1).encode()),
        (Engine.QBFT, qbft.ExtraData(VALIDATORS, seals=(bytes(65),)).encode()),
        (Engine.IBFT1, ibft1.ExtraData(VALIDATORS, seals=(bytes(65),)).encode()),
    ],
)
def test_genesis_with_a_round_or_seals_is_refused(engine, extra_data):
    with pytest.raises(GenesisInvalid, match="has a round or committed seals"):
        genesis_header(genesis_file(engine, extraData="0x" + extra_data.hex()), engine)


def test_clique_genesis_needs_signers_and_ends_with_london():
    with pytest.raises(GenesisInvalid, match="lists no signer"):
        genesis_header(genesis_file(Engine.CLIQUE, extraData="0x" + "00" * 97), Engine.CLIQUE)
    with pytest.raises(GenesisInvalid, match="in Shanghai, but Clique ends with London"):
        genesis_header(genesis_file(Engine.CLIQUE, {"londonBlock": 0, "shanghaiTime": 0}), Engine.CLIQUE)


def test_extra_data_of_another_engine_is_refused():
    file = genesis_file(Engine.QBFT, extraData="0x" + ibft2.ExtraData(VALIDATORS).encode().hex())
    with pytest.raises(GenesisInvalid, match="extraData of the genesis is not that of qbft"):
        genesis_header(file, Engine.QBFT)


# --- settings that the hash does not cover -------------------------------------------------------------


@pytest.mark.parametrize(("client", "engine"), [(client, engine) for client in Client for engine in ENGINES[client]])
def test_settings_are_read_back_from_the_file_of_each_client(client, engine):
    settled = {"chain_id": 77, "block_seconds": 3, "epoch_blocks": 900, "validators": VALIDATORS}
    genesis = make_genesis(GenesisOptions(client=client, engine=engine, **settled))
    assert genesis_settings(genesis.json, engine) == GenesisSettings(77, 3, 900, has_london=False)
    other = make_genesis(
        GenesisOptions(client=client, engine=engine, **(settled | {"chain_id": 78, "epoch_blocks": 8}))
    )
    assert other.hash == genesis.hash
    assert genesis_settings(other.json, engine) == GenesisSettings(78, 3, 8, has_london=False)


def test_settings_of_a_recorded_network_are_read_in_any_case_and_with_fees():
    file = {"Config": {"CHAINID": "0x7", "londonBlock": 5, "QBFT": {"blockPeriodSeconds": "2", "epochLength": 20}}}
    assert genesis_settings(file, Engine.QBFT) == GenesisSettings(7, 2, 20, has_london=True)


@pytest.mark.parametrize(
    ("config", "rule"),
    [
        ({"clique": {"period": 1, "epoch": 1}}, "no genesis for qbft"),
        ({"qbft": {"blockperiodseconds": 1, "epochlength": 1}}, "chainId of the genesis is missing"),
        ({"chainId": 7, "qbft": {"epochlength": 1}}, "the block time in qbft of the genesis is missing"),
        ({"chainId": 7, "qbft": {"blockperiodseconds": 1}}, "the epoch in qbft of the genesis is missing"),
        ({"chainId": 7, "qbft": 5}, "section qbft of config is missing or no JSON object"),
    ],
)
def test_setting_that_is_left_to_the_client_is_refused(config, rule):
    with pytest.raises(GenesisInvalid, match=rule):
        genesis_settings({"config": config}, Engine.QBFT)

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govledger.consensus.checkpoint import ChainRules
from govledger.consensus.engine import Engine
from govledger.consensus.genesis_file import chain_rules
from govledger.errors import ConsensusUnsupported, GenesisInvalid
from govledger.network.genesis import Client, GenesisOptions, make_genesis

PINNED = b"\x0a" * 32
BESU = {"epochlength": 100, "blockperiodseconds": 2, "requesttimeoutseconds": 4}
CONTRACT = "0x" + "00" * 18 + "7777"


def rules_of(config: dict[str, Any]) -> ChainRules:
    return chain_rules({"config": {"chainId": 5} | config}, PINNED)


@pytest.mark.parametrize(
    ("client", "engine"),
    [
        (Client.GETH, Engine.CLIQUE),
        (Client.BESU, Engine.QBFT),
        (Client.BESU, Engine.IBFT2),
        (Client.GOQUORUM, Engine.QBFT),
    ],
)
def test_a_genesis_file_of_our_own_gives_engine_epoch_and_block_time(client: Client, engine: Engine) -> None:
    options = GenesisOptions(
        engine=engine, client=client, chain_id=9, validators=(b"\x01" * 20,), block_seconds=3, epoch_blocks=77
    )
    genesis = make_genesis(options)
    assert chain_rules(genesis.json, genesis.hash) == ChainRules(engine, genesis.hash, 77, 3)


@pytest.mark.shared
def test_the_genesis_file_of_a_recorded_chain_gives_its_rules(shared: Path) -> None:
    file = json.loads((shared / "fixtures" / "qbft-goquorum.json").read_bytes())["genesis_file"]
    assert chain_rules(file, PINNED) == ChainRules(Engine.QBFT, PINNED, 20, 1)


@pytest.mark.parametrize(
    ("config", "rules"),
    [
        ({"istanbul": {"epoch": 8, "policy": 0}}, ChainRules(Engine.IBFT1, PINNED, 8)),
        ({"ibft": {"epochlength": "0x10"}}, ChainRules(Engine.IBFT1, PINNED, 16)),
        ({"istanbul": {"epoch": 8, "testQBFTBlock": 0}}, ChainRules(Engine.QBFT, PINNED, 8)),
        ({"QBFT": {"blockPeriodSeconds": 5}}, ChainRules(Engine.QBFT, PINNED, 30_000, 5)),
        ({"clique": {"period": 0, "epoch": 5}}, ChainRules(Engine.CLIQUE, PINNED, 5, 0)),
        ({"qbft": BESU | {"xblockperiodmilliseconds": 200}}, ChainRules(Engine.QBFT, PINNED, 100, 0)),
        ({"qbft": BESU | {"validatorcontractaddress": "0x" + "00" * 20}}, ChainRules(Engine.QBFT, PINNED, 100, 2)),
        (
            {"qbft": BESU | {"validatorcontractaddress": CONTRACT, "validatorSelectionMode": "blockheader"}},
            ChainRules(Engine.QBFT, PINNED, 100, 2),
        ),
        (
            {"qbft": BESU, "transitions": {"qbft": [{"block": 9, "blockperiodseconds": 1}, {"block": 12}]}},
            ChainRules(Engine.QBFT, PINNED, 100, 1),
        ),
        (
            {"ibft": BESU, "transitions": [{"block": 9, "blockperiodseconds": 7}]},
            ChainRules(Engine.IBFT1, PINNED, 100, 2),
        ),
    ],
)
def test_each_clients_way_of_writing_settings_is_read(config: dict[str, Any], rules: ChainRules) -> None:
    assert rules_of(config) == rules


@pytest.mark.parametrize(
    ("config", "what"),
    [
        ({"qbft": BESU, "ecCurve": "secp256r1"}, "sign on the curve secp256r1"),
        ({"qbft": BESU | {"validatorcontractaddress": CONTRACT}}, "names a validator contract"),
        ({"qbft": BESU | {"validatorselectionmode": "contract"}}, "names a validator contract"),
        ({"qbft": BESU, "transitions": {"qbft": [{"block": 9, "validators": []}]}}, "transitions that set validators"),
        (
            {"qbft": BESU, "transitions": {"qbft": [{"block": 9, "validatorselectionmode": "contract"}]}},
            "transitions that set validatorselectionmode",
        ),
        ({"ibft": BESU, "transitions": [{"block": 9, "algorithm": "qbft"}]}, "transitions that set algorithm"),
        ({"ibft2": BESU, "qbft": BESU | {"startBlock": 90}}, "engine of the chain changes"),
        ({"qbft": BESU | {"startBlock": 90}}, "engine of the chain changes"),
        ({"istanbul": {"epoch": 8, "testQBFTBlock": 50}}, "engine of the chain changes"),
    ],
)
def test_what_cannot_be_followed_is_refused_by_name(config: dict[str, Any], what: str) -> None:
    with pytest.raises(ConsensusUnsupported, match=what) as caught:
        rules_of(config)
    assert what in caught.value.what


@pytest.mark.parametrize(
    ("config", "rule"),
    [
        ({"ethash": {}}, "config has none of the sections clique, qbft"),
        ({"qbft": 5}, "section qbft of config is missing or no JSON object"),
        ({"qbft": {"epochlength": 0}}, "the epoch of the genesis is missing or no number from 1"),
        ({"qbft": {"blockperiodseconds": "soon"}}, "the block time of the genesis is missing or no number"),
        ({"qbft": BESU, "transitions": {"qbft": {}}}, "neither a list nor lists by engine"),
        ({"qbft": BESU, "transitions": [7]}, "an entry of transitions is missing or no JSON object"),
        ({"qbft": BESU, "QBFT": BESU}, "one name twice"),
    ],
)
def test_a_file_that_is_no_genesis_is_refused(config: dict[str, Any], rule: str) -> None:
    with pytest.raises(GenesisInvalid, match=rule):
        rules_of(config)

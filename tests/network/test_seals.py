"""The chain that the live nodes make verifies, from the genesis that `govledger network new` printed."""

from __future__ import annotations

import json

from govledger.consensus.chain import begin, follow, header_from_json
from govledger.consensus.engine import Engine
from govledger.consensus.genesis_file import chain_rules
from tests.network.nodes import SETTLED_DEPTH, LiveNetwork


def test_every_header_of_the_live_chain_keeps_the_rules_and_its_signers_are_those_that_geth_counts(
    network: LiveNetwork,
) -> None:
    name = network.names[0]
    network.settle(*network.names)
    top = network.height(name) - SETTLED_DEPTH
    blocks = [network.request(name, "eth_getBlockByNumber", hex(number), False) for number in range(top + 1)]
    rules = chain_rules(json.loads((network.folder / "genesis.json").read_text()), network.genesis_hash())
    genesis, *headers = [header_from_json(Engine.CLIQUE, block) for block in blocks]
    checked = list(follow(begin(rules, genesis), headers))
    signers = network.request(name, "clique_getSigners", hex(top))
    assert len(checked) == top
    assert checked[-1].after.validators == tuple(sorted(bytes.fromhex(signer[2:]) for signer in signers))

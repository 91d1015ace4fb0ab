"""From nothing to an audit trail on a proof-of-authority chain, by the very commands that README shows."""

from __future__ import annotations

import re
from concurrent.futures import Future
from contextlib import closing

import pytest

from govledger.ledger import Ledger
from tests.network.agreement import events_of, require_agreement
from tests.network.nodes import LiveNetwork
from tests.network.walk import Walk

pytestmark = [pytest.mark.nodes, pytest.mark.shared]

CLAIMS, SETTLED = 1_267, 183
"""Of the public data set; tests/integration/test_import_real_data.py checks them to the cent."""


@pytest.fixture(scope="module")
def walked(walking: Future[Walk]) -> Walk:
    return walking.result(600)


def test_network_is_made_and_comes_up(walked: Walk) -> None:
    network = LiveNetwork(walked.town, walked.folder)
    nodes = network.nodes()
    assert len(nodes) == int(walked.option(0, "--validators").name)
    assert f"0x{network.genesis_hash().hex()}" in walked.outputs[0]
    for node in nodes:
        assert network.block_hash(node.name, 0) == f"0x{network.genesis_hash().hex()}"
        assert node.name in walked.outputs[1]


def test_contracts_are_deployed_and_the_bills_imported(walked: Walk) -> None:
    assert "digest" in walked.outputs[2]
    assert "the reconciliation holds" in walked.outputs[3]
    folder = walked.folder / "deployments" / walked.option(2, "--name").name
    network = LiveNetwork(walked.town, walked.folder)
    last = network.nodes()[-1].name
    store = walked.option(4, "--store")
    with network.connect(last) as connection, closing(Ledger.open(folder, connection, store=store)) as ledger:
        require_agreement(ledger)
        assert events_of(ledger.store)["direct_settlement_made"] == SETTLED
        [(bills,)] = ledger.store.rows("SELECT sum(count) FROM batch_issued")
        assert bills == CLAIMS


def test_trail_says_who_did_what(walked: Walk) -> None:
    assert len(walked.outputs[4].splitlines()) > 2
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", walked.outputs[4])

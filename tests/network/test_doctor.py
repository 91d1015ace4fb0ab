"""The doctor at real nodes: of our own network, with one of them dead, and of a chain that somebody names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govledger.deployer.deploying import deploy
from govledger.doctor import State, examine
from tests.network.nodes import LiveNetwork
from tests.network.place import Place, new_founder
from tests.network.programs import govledger as program

CHECKS_OF_A_NODE = 15


def examined(network: LiveNetwork, deployment: Path, status: int) -> list[dict[str, Any]]:
    """What `govledger doctor` says of the network, its keys and a deployment on it."""
    words = ("doctor", "--network", network.folder, "--deployment", deployment, "--json")
    said = program(*words, folder=deployment.parent, expected=(status,))
    checks: list[dict[str, Any]] = json.loads(said.stdout)["checks"]
    return checks


@pytest.fixture(scope="module")
def deployment(network: LiveNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deployment on the network; its folder."""
    folder = tmp_path_factory.mktemp("deployments")
    with network.connect(network.names[0]) as chain:
        deploy(chain, new_founder(), name="doctored", directory=folder)
    return folder / "doctored"


@pytest.mark.nodes
def test_network_of_our_own_has_nothing_that_fails(network: LiveNetwork, deployment: Path) -> None:
    checks = examined(network, deployment, 0)
    for name in network.names:
        of_node = {check["check"]: check for check in checks if check["subject"] == network.url(name)}
        assert len(of_node) == CHECKS_OF_A_NODE
        assert of_node["client"]["seen"].startswith("Geth 1.13.15, the last release that seals Clique")
        assert of_node["engine"]["seen"].startswith("clique, ")
        assert of_node["chain"]["seen"].endswith("as network.toml and the manifest of doctored say")
        for right in ("fees", "clock", "block receipts", "log ranges", "batches", "contracts"):
            assert of_node[right]["state"] == "ok", of_node[right]
        assert "holds one" in of_node["fees"]["seen"]
        assert of_node["old state"]["seen"].startswith("eth_getProof answers at block ")
    assert [check["state"] for check in checks if check["check"] == "key files"] == ["ok", "ok"]
    [agreement] = [check for check in checks if check["check"] == "agreement"]
    assert agreement["state"] in ("ok", "warning")  # the last block or two of a Clique chain may differ


@pytest.mark.nodes
def test_dead_node_fails_and_the_others_are_examined(network: LiveNetwork, deployment: Path) -> None:
    victim = network.names[-1]
    network.kill(victim)
    try:
        checks = examined(network, deployment, 1)
    finally:
        network.restart(victim)
    [dead] = [check for check in checks if check["subject"] == network.url(victim)]
    assert (dead["check"], dead["state"]) == ("connection", "failed") and "nothing answers" in dead["seen"]
    alive = [name for name in network.names if name != victim]
    for name in alive:
        assert len([check for check in checks if check["subject"] == network.url(name)]) == CHECKS_OF_A_NODE
    assert {check["check"] for check in checks if check["state"] == "failed"} == {"connection"}


def test_chain_that_the_tests_run_on_is_fit_for_govledger(place: Place) -> None:
    found = examine(place.urls)
    assert [check for check in found.checks if check.state is State.FAILED] == []
    assert {check.subject for check in found.checks} >= set(place.urls)

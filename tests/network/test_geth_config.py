"""geth reads the configuration that we write, every key of it."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from govledger.network.client_files.geth import geth_config
from govledger.network.description import NetworkDescription, Node
from tests.sample_networks import TEN_HOSTS, network, observer_node, validator_node

pytestmark = pytest.mark.nodes


def dumped(geth: Path, config: Path, data: Path) -> dict[str, Any]:
    command = [geth, "--config", config, "--datadir", data, "dumpconfig"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return tomllib.loads(done.stdout)


def leaves(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


ON_TEN_HOSTS = network(validators=TEN_HOSTS, nodes=())


@pytest.mark.parametrize(
    ("description", "node"),
    [
        (network(), validator_node(1)),
        (network(), observer_node()),
        (network(zero_fee=False), validator_node(2)),
        (ON_TEN_HOSTS, validator_node(1, TEN_HOSTS[0])),
    ],
    ids=["validator", "observer", "with fees", "ten hosts"],
)
def test_geth_takes_every_key_of_its_configuration(
    description: NetworkDescription, node: Node, geth: Path, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text(geth_config(description, node))
    meant = dict(leaves(tomllib.loads(geth_config(description, node))))
    found = dict(leaves(dumped(geth, tmp_path / "config.toml", tmp_path / "data")))
    # geth leaves out of its dump what is empty or false.
    assert {key: value for key, value in meant.items() if found.get(key, type(value)()) != value} == {}


def test_geth_refuses_a_key_that_it_does_not_know(geth: Path, tmp_path: Path) -> None:
    """So that the test above means something."""
    (tmp_path / "config.toml").write_text("[Eth]\nNetworkNumber = 1\n")
    command = [geth, "--config", tmp_path / "config.toml", "--datadir", tmp_path / "data", "dumpconfig"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "NetworkNumber" in done.stderr

"""A network made from public parts alone, on three folders that share nothing, as three hosts would."""

from __future__ import annotations

import shutil
import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from govledger import deploy
from tests.network.figures import Figures
from tests.network.nodes import LiveNetwork, wait_until
from tests.network.place import new_founder
from tests.network.programs import govledger

pytestmark = pytest.mark.nodes

HOSTS = ("north", "east", "south")
CHAIN_ID = 20_265


@dataclass(frozen=True)
class Host:
    """One member's folder: its key, and its copy of the network's folder."""

    folder: Path
    public_part: str

    @property
    def key(self) -> Path:
        return self.folder / "key"

    @property
    def network(self) -> Path:
        return self.folder / "town"


@pytest.fixture(scope="module")
def hosts(room: Path) -> tuple[Host, ...]:
    """Three members with a key each; the first made the network from the others' public parts, and all have a copy."""
    found = []
    for place, name in enumerate(HOSTS):
        folder = room / name
        folder.mkdir()
        made = govledger("network", "key", "new", folder / "key", "--port", str(31_403 + place), folder=folder)
        found.append(Host(folder, made.stdout.strip()))
    parts = [word for host in found for word in ("--validator", host.public_part)]
    chain = ("--engine", "clique", "--client", "geth", "--chain-id", str(CHAIN_ID), "--block-time", "1", "--zero-fee")
    govledger("network", "new", found[0].network, *chain, *parts, folder=found[0].folder)
    for host in found[1:]:
        shutil.copytree(found[0].network, host.network)
    shutil.copytree(found[0].network, room / "watcher" / "town")
    return tuple(found)


@pytest.fixture(scope="module")
def pinned(hosts: tuple[Host, ...]) -> str:
    return str(tomllib.loads((hosts[0].network / "network.toml").read_text())["genesis_hash"])


@pytest.fixture(scope="module")
def running(
    hosts: tuple[Host, ...], pinned: str, room: Path, geth: Path, figures: Figures
) -> Iterator[tuple[LiveNetwork, ...]]:
    """Three validators and an observer, each joined and started from its own folder."""
    for host in hosts:
        join = ("network", "join", host.network, "--genesis-hash", pinned, "--key", host.key)
        govledger(*join, folder=host.folder)
    watcher = room / "watcher" / "town"
    govledger("network", "join", watcher, "--genesis-hash", pinned, "--observer", folder=watcher.parent)
    networks = tuple(LiveNetwork(folder, geth) for folder in (*(host.network for host in hosts), watcher))
    try:
        with figures.time("three hosts and an observer from start to their tenth block"):
            for one in networks:
                one.up()
            for one in networks:
                wait_until(lambda one=one: one.height(_only(one)) >= 10, f"{one.folder} has ten blocks")
        yield networks
    finally:
        for one in networks:
            one.down()


def _only(network: LiveNetwork) -> str:
    """The name of the one node that is set up in a folder."""
    [node] = network.nodes()
    return node.name


def test_wrong_pinned_hash_is_refused_and_sets_nothing_up(hosts: tuple[Host, ...], room: Path, pinned: str) -> None:
    copy = room / "wrong"
    shutil.copytree(hosts[1].network, copy, ignore=shutil.ignore_patterns("nodes"))
    before = (copy / "network.toml").read_bytes()
    wrong = "0x" + "5e" * 32
    join = ("network", "join", copy, "--genesis-hash", wrong, "--observer")
    said = govledger(*join, folder=room, expected=(1,))
    assert wrong in said.stderr and pinned in said.stderr
    assert not (copy / "nodes").exists() and (copy / "network.toml").read_bytes() == before


def test_public_parts_and_the_networks_folder_hold_no_secret(hosts: tuple[Host, ...]) -> None:
    for host in hosts:
        assert host.key.stat().st_mode & stat.S_IRWXG | host.key.stat().st_mode & stat.S_IRWXO == 0
        secrets = [path.read_text().strip() for path in host.key.iterdir() if "password" in path.name]
        assert secrets and all(len(secret) >= 16 for secret in secrets)
        shared = [path for path in hosts[0].network.rglob("*") if path.is_file() and "nodes" not in path.parts]
        assert shared and not any(secret in path.read_text() for secret in secrets for path in shared)


def test_network_from_public_parts_seals_and_syncs(running: tuple[LiveNetwork, ...], pinned: str) -> None:
    hashes = {one.block_hash(_only(one), 0) for one in running}
    assert hashes == {pinned}
    height = max(one.height(_only(one)) for one in running)
    for one in running:
        wait_until(lambda one=one: one.height(_only(one)) >= height, f"{one.folder} is at block {height}")
    assert len({one.block_hash(_only(one), height - 4) for one in running}) == 1

    def sealed() -> list[int]:
        return list(running[0].request(_only(running[0]), "clique_status")["sealerActivity"].values())

    wait_until(lambda: all(sealed()), "the validator that joined last seals as well")
    assert len(sealed()) == 3


def test_observer_seals_nothing_and_passes_transactions_on(running: tuple[LiveNetwork, ...], room: Path) -> None:
    watcher = running[-1]
    with watcher.connect(_only(watcher)) as connection:
        deploy(connection, new_founder(), name="town", directory=room / "deployments").close()
    assert watcher.request(_only(watcher), "eth_mining") is False

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner

from govledger import connection
from govledger.cli.chain import ChainChoice, FounderKey, chain_options
from govledger.errors import ChainMismatch, InputError

GENESIS = bytes.fromhex("ab" * 32)


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """What `connect` is called with; nothing is connected."""
    calls: list[tuple[tuple[str, ...], dict[str, Any]]] = []
    monkeypatch.setattr(connection, "connect", lambda *urls, **expected: calls.append((urls, expected)))
    return calls


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The description of the network in folder `net`."""
    description = SimpleNamespace(endpoints=("http://a", "http://b"), chain_id=7, genesis_hash=GENESIS)
    module = ModuleType("govledger.network.folder")
    opened = {Path("net"): SimpleNamespace(description=description)}
    monkeypatch.setattr(module, "open_network", opened.__getitem__, raising=False)
    monkeypatch.setitem(sys.modules, "govledger.network.folder", module)
    return description


def run(*arguments: str, required: bool = True) -> tuple[int, str, list[ChainChoice]]:
    seen: list[ChainChoice] = []

    @click.command()
    @chain_options(required=required)
    def command(chain: ChainChoice) -> None:
        """Say nothing."""
        seen.append(chain)

    ended = CliRunner().invoke(command, arguments)
    return ended.exit_code, ended.output, seen


def test_addresses_are_kept_in_their_order():
    assert run("--rpc", "http://b", "--rpc", "http://a")[2] == [ChainChoice(("http://b", "http://a"))]


def test_command_that_needs_a_chain_asks_for_one():
    status, output, seen = run()
    assert status == 2 and "give the chain: --rpc URL, or --network DIR" in output and not seen


def test_command_that_can_do_without_gets_none():
    assert run(required=False)[2] == [ChainChoice()] and not ChainChoice().is_given


def test_addresses_alone_are_connected_to_as_they_are(connected):
    ChainChoice(("http://a", "http://b")).connect()
    assert connected == [(("http://a", "http://b"), {})]


def test_network_gives_addresses_chain_and_genesis(connected, network):
    [choice] = run("--network", "net")[2]
    choice.connect()
    assert connected == [(("http://a", "http://b"), {"chain_id": 7, "genesis_hash": GENESIS})]


def test_addresses_beside_a_network_are_used_and_must_serve_it(connected, network):
    [choice] = run("--network", "net", "--rpc", "http://c")[2]
    choice.connect()
    assert connected == [(("http://c",), {"chain_id": 7, "genesis_hash": GENESIS})]


def test_network_without_addresses_is_an_error_with_the_way_out(connected, network):
    network.endpoints = ()
    with pytest.raises(InputError, match="net describes a network without the address of a node; give one with --rpc"):
        ChainChoice(network=Path("net")).connect()
    assert not connected


def test_founders_key_is_that_of_the_networks_folder_where_there_is_one(tmp_path):
    folder = tmp_path / "net" / "founder"
    choice = ChainChoice(network=tmp_path / "net")
    assert choice.founder() is None and ChainChoice(("http://a",)).founder() is None
    folder.mkdir(parents=True)
    (folder / "keystore.json").write_text("{}")
    assert choice.founder() == FounderKey(folder / "keystore.json", folder / "password")


def test_addresses_for_commands_without_a_connection_are_those_given_or_the_networks(network: SimpleNamespace) -> None:
    here = SimpleNamespace(name="demo", chain_id=7, genesis_hash=GENESIS)
    assert ChainChoice(("http://b",)).addresses(here) == ("http://b",)
    assert ChainChoice((), Path("net")).addresses(here) == ("http://a", "http://b")
    assert ChainChoice(("http://c",), Path("net")).addresses(here) == ("http://c",)
    network.endpoints = ()
    with pytest.raises(InputError, match="give one with --rpc"):
        ChainChoice((), Path("net")).addresses(here)


@pytest.mark.parametrize("other", [{"chain_id": 8}, {"genesis_hash": bytes(32)}])
def test_network_of_another_chain_than_the_deployments_is_refused(
    network: SimpleNamespace, other: dict[str, Any]
) -> None:
    elsewhere = SimpleNamespace(**{"name": "demo", "chain_id": 7, "genesis_hash": GENESIS} | other)
    with pytest.raises(ChainMismatch, match=r"net is chain 7, begun with 0xabab.*; deployment demo is on chain"):
        ChainChoice((), Path("net")).addresses(elsewhere)

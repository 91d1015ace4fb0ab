from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from govledger.consensus.engine import Engine, validators_in
from govledger.errors import (
    ChainMismatch,
    GenesisInvalid,
    InputError,
    NetworkError,
    NetworkExists,
    NetworkInvalid,
    NetworkNotFound,
)
from govledger.network import choosing_ports
from govledger.network.choosing_ports import NodePorts, ports_in_a_row, ports_of_one
from govledger.network.folder import LARGEST_FILE, open_network
from govledger.network.founding import FUNDS, NetworkOptions, found_local_network, found_network
from govledger.network.genesis import Client
from govledger.tx.keys import load_key, read_private
from tests.sample_networks import PAIRS, TEN_HOSTS, enode

OPTIONS = NetworkOptions(name="ten", engine=Engine.CLIQUE, client=Client.GETH, chain_id=20_261, zero_fee=True)
PRIVATE = {"keystore.json", "password", "nodekey"}


def options(client: Client, engine: Engine) -> NetworkOptions:
    return replace(OPTIONS, client=client, engine=engine)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


# --- from public parts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_network_of_public_parts_is_whole_and_holds_no_secret(client: Client, engine: Engine, tmp_path: Path) -> None:
    network = found_network(tmp_path / "net", options(client, engine), TEN_HOSTS)
    assert {path.name for path in (tmp_path / "net").iterdir()} == {"network.toml", "genesis.json", "README.md"}
    assert network.description.validators == TEN_HOSTS
    assert network.description.nodes == ()
    assert network.description.genesis_hash == network.genesis.hash
    assert sorted(validators_in(engine, network.genesis.header)) == sorted(member.address for member in TEN_HOSTS)
    assert json.loads((tmp_path / "net" / "genesis.json").read_text()) == network.genesis.json
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_fees_need_an_account_that_can_pay(tmp_path: Path) -> None:
    paying = replace(OPTIONS, zero_fee=False)
    with pytest.raises(InputError, match="nobody could pay on this network with fees"):
        found_network(tmp_path / "a", paying, TEN_HOSTS)
    network = found_network(tmp_path / "b", replace(paying, funded=(b"\x11" * 20,)), TEN_HOSTS)
    assert network.genesis.json["alloc"] == {"11" * 20: {"balance": hex(FUNDS)}}


def test_network_without_fees_funds_nobody(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="pre-funds nobody"):
        found_network(tmp_path / "net", replace(OPTIONS, funded=(b"\x11" * 20,)), TEN_HOSTS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"name": "Ten"}, "the network's name 'Ten' is not made of"),
        ({"client": Client.BESU}, "besu cannot begin a network with clique"),
        ({"chain_id": 0}, "the chain id is 0"),
        ({"block_seconds": 0}, "the block time in seconds is 0"),
    ],
)
def test_option_that_breaks_a_rule_makes_no_folder(change: dict[str, object], rule: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rule):
        found_network(tmp_path / "net", replace(OPTIONS, **change), TEN_HOSTS)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_besu_network_refuses_names_of_hosts(tmp_path: Path) -> None:
    named = enode(1, "node-1.example.org")
    with pytest.raises(InputError, match="Besu finds other nodes by IP address"):
        found_network(tmp_path / "net", options(Client.BESU, Engine.QBFT), [named])


def test_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(NetworkExists, match="is not empty; a network gets a new or empty folder"):
        found_network(tmp_path, OPTIONS, TEN_HOSTS)
    with pytest.raises(NetworkExists, match="is not empty"):
        found_network(tmp_path / "notes.txt", OPTIONS, TEN_HOSTS)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("name", ["$HOME", "a\nb", "a\\b", "a*", "a?", "a[1]"])
def test_place_that_a_client_reads_as_another_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="take for something else; move the folder"):
        found_network(tmp_path / name, OPTIONS, TEN_HOSTS)
    assert list(tmp_path.iterdir()) == []


def test_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(NetworkError, match=r"cannot be made: No space left on device; choose another place"):
        found_network(tmp_path / "net", OPTIONS, TEN_HOSTS)
    assert list(tmp_path.iterdir()) == []


# --- on one host ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_network_of_one_host_has_all_keys_and_what_starts_its_nodes(
    client: Client, engine: Engine, tmp_path: Path
) -> None:
    network = found_local_network(tmp_path / "net", options(client, engine), 4)
    assert [node.name for node in network.description.nodes] == [f"validator-{number}" for number in range(1, 5)]
    for node, member in zip(network.description.nodes, network.description.validators, strict=True):
        files = network.files_of(node)
        assert (node.enode, node.address, member.host) == (member, member.address, "127.0.0.1")
        (keystore,) = files.keystore.iterdir()
        assert load_key(keystore, password_file=files.password).address == member.address
        assert keystore.name.endswith(member.address.hex())
        assert len(bytes.fromhex(read_private(files.node_key, "the node key"))) == 32
        assert (node.auth_port is not None) == (client is Client.GETH)
        assert files.config.exists() and files.data.is_dir()
        assert (network.folder / "systemd" / f"govledger-ten-{node.name}.service").exists()
    founder = load_key(
        network.folder / "founder" / "keystore.json", password_file=network.folder / "founder" / "password"
    )
    assert founder.address not in validators_in(engine, network.genesis.header)
    assert network.genesis.json["alloc"] == {}
    assert str(network.folder) in (network.folder / "systemd" / "govledger-ten-validator-1.service").read_text()


def test_everything_secret_is_read_by_its_owner_only(tmp_path: Path) -> None:
    network = found_local_network(tmp_path / "net", OPTIONS, 2)
    for name in ("nodes", "nodes/validator-1", "nodes/validator-1/keystore", "nodes/validator-1/data", "founder"):
        assert mode(network.folder / name) == 0o700, name
    for path in network.folder.rglob("*"):
        if path.is_file() and (path.name in PRIVATE or path.name.startswith("UTC--")):
            assert mode(path) == 0o600, path
    assert mode(network.folder) == 0o755
    assert mode(network.folder / "network.toml") == 0o644


def test_founder_and_named_accounts_can_pay_fees(tmp_path: Path) -> None:
    network = found_local_network(tmp_path / "net", replace(OPTIONS, zero_fee=False, funded=(b"\x11" * 20,)), 1)
    founder = load_key(
        network.folder / "founder" / "keystore.json", password_file=network.folder / "founder" / "password"
    )
    assert set(network.genesis.json["alloc"]) == {"11" * 20, founder.address.hex()}


def test_two_networks_of_the_same_options_have_different_keys_and_genesis(tmp_path: Path) -> None:
    first, second = (found_local_network(tmp_path / name, OPTIONS, 1) for name in ("a", "b"))
    assert first.genesis.hash != second.genesis.hash
    assert first.description.validators[0].public_key != second.description.validators[0].public_key


@pytest.mark.parametrize("count", [0, -1, 51])
def test_number_of_validators_on_one_host_has_bounds(count: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"{count} validators on one host; it is 1 to 50"):
        found_local_network(tmp_path / "net", OPTIONS, count)


# --- ports ---------------------------------------------------------------------------------------------


def test_ports_follow_the_given_ones() -> None:
    assert ports_in_a_row(2, p2p=30_303, rpc=8_545) == [
        NodePorts(30_303, 8_545, 14_545),
        NodePorts(30_304, 8_546, 14_546),
    ]


def test_ports_that_are_not_given_are_free_and_different() -> None:
    ports = ports_in_a_row(20, p2p=None, rpc=None)
    numbers = [number for port in ports for number in (port.p2p, port.rpc, port.auth)]
    assert len(set(numbers)) == 60


def test_port_of_two_purposes_is_refused() -> None:
    with pytest.raises(InputError, match="port 8547 would be used twice; leave room for 3 ports between the two"):
        ports_in_a_row(3, p2p=8_547, rpc=8_545)
    with pytest.raises(InputError, match="port 8545 is given for other nodes and for JSON-RPC; give two"):
        ports_of_one(p2p=8_545, rpc=8_545)


def test_port_beyond_the_last_one_is_refused() -> None:
    with pytest.raises(InputError, match="port 65536 does not exist"):
        ports_in_a_row(2, p2p=65_535, rpc=None)
    assert ports_of_one(p2p=1, rpc=60_000).auth == 54_000


def test_too_few_free_ports_are_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing_ports, "_is_free", lambda port: False)
    with pytest.raises(InputError, match="no 1 ports are free from 20000 to 25999; name ports yourself"):
        ports_in_a_row(1, p2p=None, rpc=8_545)


def test_port_that_somebody_listens_on_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        monkeypatch.setattr(choosing_ports, "CANDIDATES", range(taken, taken + 1))
        with pytest.raises(InputError, match="no 1 ports are free"):
            ports_in_a_row(1, p2p=None, rpc=1)


# --- reading -------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return found_network(tmp_path / "net", OPTIONS, TEN_HOSTS).folder


def test_folder_without_a_network_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NetworkNotFound, match=r"holds no network \(network.toml is missing\); make one with"):
        open_network(tmp_path)


def test_missing_genesis_is_named(folder: Path) -> None:
    (folder / "genesis.json").unlink()
    with pytest.raises(NetworkNotFound, match=r"genesis.json is missing"):
        open_network(folder)


def test_genesis_with_another_hash_is_a_mismatch_that_names_both(folder: Path) -> None:
    pinned = open_network(folder).genesis.hash
    document = json.loads((folder / "genesis.json").read_text())
    document["timestamp"] = "0x1"
    (folder / "genesis.json").write_text(json.dumps(document))
    with pytest.raises(
        ChainMismatch, match=rf"makes the genesis 0x[0-9a-f]{{64}}, and network.toml names 0x{pinned.hex()}"
    ):
        open_network(folder)


def test_validators_of_the_description_are_those_of_the_genesis(folder: Path) -> None:
    text = (folder / "network.toml").read_text()
    (folder / "network.toml").write_text(text.replace(str(TEN_HOSTS[0]), str(enode(11, "192.0.2.1", 30_303))))
    with pytest.raises(NetworkInvalid, match=r"the validators of .*network.toml are not those of .*genesis.json"):
        open_network(folder)


@pytest.mark.parametrize(
    ("line", "changed", "what"),
    [
        ("chain_id = 20261", "chain_id = 20262", "the chain id is 20262"),
        ("block_seconds = 5", "block_seconds = 6", "the block time in seconds is 6"),
        ("epoch_blocks = 30000", "epoch_blocks = 30001", "the length of an epoch in blocks is 30001"),
    ],
)
def test_what_the_genesis_hash_leaves_out_is_the_same_in_both_files(
    line: str, changed: str, what: str, folder: Path
) -> None:
    text = (folder / "network.toml").read_text()
    assert line in text
    (folder / "network.toml").write_text(text.replace(line, changed))
    with pytest.raises(NetworkInvalid, match=rf"{what} in .*network.toml and {line.split()[-1]} in genesis.json"):
        open_network(folder)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"{", "genesis.json is no JSON"),
        (b"[]", "genesis.json is no genesis"),
        (b"\xff", "genesis.json is no text"),
        (b" " * (LARGEST_FILE + 1), "genesis.json is longer than 4194304 bytes"),
    ],
    ids=["broken", "list", "binary", "long"],
)
def test_damaged_genesis_is_one_clear_error(content: bytes, rule: str, folder: Path) -> None:
    (folder / "genesis.json").write_bytes(content)
    with pytest.raises(NetworkInvalid, match=rule):
        open_network(folder)


def test_genesis_of_no_engine_is_one_clear_error(folder: Path) -> None:
    (folder / "genesis.json").write_text("{}")
    with pytest.raises(GenesisInvalid):
        open_network(folder)


def test_file_that_cannot_be_read_is_one_clear_error(folder: Path) -> None:
    (folder / "genesis.json").unlink()
    (folder / "genesis.json").mkdir()
    with pytest.raises(NetworkInvalid, match=r"genesis.json cannot be read: Is a directory"):
        open_network(folder)

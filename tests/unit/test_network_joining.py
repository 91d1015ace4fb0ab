"""Members join: each on its own copy of the folder, with its own key, by the pinned hash."""

from __future__ import annotations

import os
import shutil
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from govledger.consensus.engine import Engine
from govledger.errors import ChainMismatch, InputError, KeyFileError, NetworkError, NetworkExists, NotAValidator
from govledger.network import node_setup
from govledger.network.description import NodeRole
from govledger.network.enode import Enode
from govledger.network.folder import open_network
from govledger.network.founding import NetworkOptions, found_network
from govledger.network.genesis import Client
from govledger.network.joining import JoinOptions, join_network
from govledger.network.member_key import make_member_key
from govledger.tx.keys import load_key, read_private
from tests.sample_networks import PAIRS


@dataclass
class Members:
    """Three members' hosts: a folder each, with a key and a copy of the network's folder."""

    place: Path
    pinned: bytes
    enodes: tuple[Enode, ...]

    def host(self, number: int) -> Path:
        """The copy of a host; those beyond the third belong to observers."""
        copy = self.place / f"host-{number}" / "net"
        if not copy.exists():
            shutil.copytree(self.place / "net", copy)
        return copy

    def key(self, number: int) -> Path:
        return self.place / f"host-{number}" / "key"


def founded(
    place: Path,
    client: Client = Client.GETH,
    engine: Engine = Engine.CLIQUE,
    *,
    hosts: tuple[str, ...] = ("127.0.0.1",) * 3,
) -> Members:
    ports = [30_303] * 3 if len(set(hosts)) == 3 else [21_001, 21_002, 21_003]
    enodes = tuple(
        make_member_key(place / f"host-{number}" / "key", host, port)[1]
        for number, (host, port) in enumerate(zip(hosts, ports, strict=True), 1)
    )
    options = NetworkOptions(name="three", engine=engine, client=client, chain_id=20_261, zero_fee=True)
    network = found_network(place / "net", options, enodes)
    return Members(place, network.genesis.hash, enodes)


@pytest.fixture
def members(tmp_path: Path) -> Members:
    return founded(tmp_path)


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_three_hosts_and_an_observer_join(client: Client, engine: Engine, tmp_path: Path) -> None:
    members = founded(tmp_path, client, engine)
    for number in (1, 2, 3):
        node = join_network(members.host(number), pinned_hash=members.pinned, key_folder=members.key(number))
        assert (node.name, node.role) == (f"validator-{number}", NodeRole.VALIDATOR)
        assert (node.enode, node.address) == (members.enodes[number - 1], members.enodes[number - 1].address)
    observer = join_network(members.host(4), pinned_hash=members.pinned, observer=True)
    assert (observer.name, observer.role, observer.address) == ("observer-1", NodeRole.OBSERVER, None)
    for number, node in ((1, "validator-1"), (2, "validator-2"), (3, "validator-3"), (4, "observer-1")):
        network = open_network(members.host(number))
        assert [known.name for known in network.description.nodes] == [node]
        assert (network.folder / "systemd" / f"govledger-three-{node}.service").exists()
        assert node in (network.folder / "compose.yaml").read_text()
        assert node in (network.folder / "README.md").read_text()


def test_private_files_of_a_node_are_its_members_only(members: Members) -> None:
    node = join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))
    files = open_network(members.host(1)).files_of(node)
    assert files.folder.stat().st_mode & 0o777 == 0o700
    assert files.folder.parent.stat().st_mode & 0o777 == 0o700
    (keystore,) = files.keystore.iterdir()
    for path in (keystore, files.password, files.node_key):
        assert path.stat().st_mode & 0o777 == 0o600
    assert load_key(keystore, password_file=files.password).address == members.enodes[0].address
    assert load_key(members.key(1) / "keystore.json", password_file=members.key(1) / "password")


def test_observer_has_a_key_of_its_own_and_no_account(members: Members) -> None:
    first, second = (join_network(members.host(host), pinned_hash=members.pinned, observer=True) for host in (4, 5))
    assert first.enode.public_key != second.enode.public_key
    files = open_network(members.host(4)).files_of(first)
    assert not files.keystore.exists() and not files.password.exists()
    assert len(bytes.fromhex(read_private(files.node_key, "the node key"))) == 32


def test_copies_differ_in_their_nodes_only(members: Members) -> None:
    join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))
    joined, original = (
        tomllib.loads((folder / "network.toml").read_text()) for folder in (members.host(1), members.place / "net")
    )
    assert {key for key in joined if joined[key] != original.get(key)} == {"nodes"}


# --- the pin -------------------------------------------------------------------------------------------


def test_genesis_that_is_not_the_pinned_one_is_not_joined(members: Members) -> None:
    wrong = bytes(32)
    with pytest.raises(ChainMismatch) as caught:
        join_network(members.host(1), pinned_hash=wrong, key_folder=members.key(1))
    assert f"0x{members.pinned.hex()}" in str(caught.value) and f"0x{wrong.hex()} is pinned" in str(caught.value)
    assert not (members.host(1) / "nodes").exists()


def test_genesis_that_was_exchanged_together_with_its_hash_is_not_joined(members: Members, tmp_path: Path) -> None:
    forged = founded(tmp_path / "forger")
    with pytest.raises(ChainMismatch, match="do not join: ask the other members"):
        join_network(forged.host(1), pinned_hash=members.pinned, key_folder=forged.key(1))


# --- keys ----------------------------------------------------------------------------------------------


def test_key_of_no_validator_joins_as_observer_only(members: Members) -> None:
    make_member_key(members.key(4), "127.0.0.1", 21_004)
    with pytest.raises(NotAValidator, match="is none of the 3 validators of network three"):
        join_network(members.host(4), pinned_hash=members.pinned, key_folder=members.key(4))
    node = join_network(members.host(4), pinned_hash=members.pinned, key_folder=members.key(4), observer=True)
    assert (node.role, node.address) == (NodeRole.OBSERVER, node.enode.address)
    assert open_network(members.host(4)).files_of(node).password.exists()


def test_validator_does_not_join_as_observer(members: Members) -> None:
    with pytest.raises(InputError, match="is one of the first validators; leave --observer out"):
        join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1), observer=True)


def test_node_needs_a_key_or_to_be_an_observer(members: Members) -> None:
    with pytest.raises(InputError, match="give --key KEYDIR or --observer"):
        join_network(members.host(1), pinned_hash=members.pinned)


def test_one_key_runs_one_node(members: Members) -> None:
    join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))
    with pytest.raises(NetworkExists, match="node validator-1 has this key; two nodes with one key would seal two"):
        join_network(
            members.host(1), pinned_hash=members.pinned, key_folder=members.key(1), options=JoinOptions(name="again")
        )


def test_key_that_others_can_read_is_not_used(members: Members) -> None:
    (members.key(1) / "keystore.json").chmod(0o640)
    with pytest.raises(KeyFileError, match=r"is open to other users \(mode 640\)"):
        join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))


# --- names, hosts, ports -------------------------------------------------------------------------------


def test_node_has_the_name_and_the_ports_that_it_is_given(members: Members) -> None:
    options = JoinOptions(name="archive", host="192.0.2.9", p2p_port=40_000, rpc_port=40_001)
    node = join_network(members.host(4), pinned_hash=members.pinned, observer=True, options=options)
    assert (node.name, str(node.enode).partition("@")[2]) == ("archive", "192.0.2.9:40000")
    assert (node.rpc, node.auth_port, node.folder) == ("http://127.0.0.1:40001", 46_001, "nodes/archive")


def test_name_that_is_taken_or_no_name_is_refused(members: Members) -> None:
    join_network(members.host(4), pinned_hash=members.pinned, observer=True)
    with pytest.raises(NetworkExists, match="has a node observer-1 here; choose another name"):
        join_network(members.host(4), pinned_hash=members.pinned, observer=True, options=JoinOptions(name="observer-1"))
    with pytest.raises(InputError, match=r"the node's name '\.\.' is not made of"):
        join_network(members.host(4), pinned_hash=members.pinned, observer=True, options=JoinOptions(name=".."))


def test_second_node_of_a_host_gets_another_name_and_other_ports(members: Members) -> None:
    first, second = (join_network(members.host(4), pinned_hash=members.pinned, observer=True) for _ in range(2))
    assert (first.name, second.name) == ("observer-1", "observer-2")
    assert len({first.rpc, second.rpc, first.enode.port, second.enode.port}) == 4
    assert [node.name for node in open_network(members.host(4)).description.nodes] == ["observer-1", "observer-2"]


def test_hosts_of_their_own_use_the_usual_ports(tmp_path: Path) -> None:
    members = founded(tmp_path, hosts=("192.0.2.1", "192.0.2.2", "192.0.2.3"))
    node = join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))
    assert (node.enode.port, node.rpc, node.auth_port) == (30_303, "http://127.0.0.1:8545", 14_545)
    observer = join_network(members.host(4), pinned_hash=members.pinned, observer=True)
    assert (observer.enode.host, observer.rpc) == ("127.0.0.1", "http://127.0.0.1:8545")


def test_host_of_a_validator_is_in_its_public_part(members: Members) -> None:
    with pytest.raises(
        InputError, match=r"a validator's host is in its public part \(127\.0\.0\.1\); leave --host out"
    ):
        join_network(
            members.host(1), pinned_hash=members.pinned, key_folder=members.key(1), options=JoinOptions(host="::1")
        )


def test_validator_behind_a_forwarded_port_listens_elsewhere(members: Members) -> None:
    options = JoinOptions(p2p_port=40_000)
    node = join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1), options=options)
    assert node.enode == members.enodes[0]
    config = tomllib.loads(open_network(members.host(1)).files_of(node).config.read_text())
    assert config["Node"]["P2P"]["ListenAddr"] == "127.0.0.1:40000"


def test_besu_observer_names_its_address_not_its_name(tmp_path: Path) -> None:
    members = founded(tmp_path, Client.BESU, Engine.QBFT)
    with pytest.raises(InputError, match="Besu finds other nodes by IP address"):
        join_network(
            members.host(4), pinned_hash=members.pinned, observer=True, options=JoinOptions(host="node.example.org")
        )


# --- whole or not at all -------------------------------------------------------------------------------


def test_join_that_was_killed_is_done_again(members: Members, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the node's folder was there and before network.toml knew of it."""
    with monkeypatch.context() as context:
        context.setattr(node_setup, "compose_file", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))
    assert (members.host(1) / "nodes" / "validator-1").exists()
    assert open_network(members.host(1)).description.nodes == ()
    node = join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))
    assert open_network(members.host(1)).description.nodes == (node,)


def test_copy_in_a_place_that_a_client_reads_as_another_is_not_joined(members: Members) -> None:
    strange = members.host(1).rename(members.place / "$HOME")
    with pytest.raises(InputError, match="move the folder"):
        join_network(strange, pinned_hash=members.pinned, observer=True)


def test_chain_that_no_node_owns_is_not_removed(members: Members) -> None:
    data = members.host(1) / "nodes" / "validator-1" / "data" / "geth"
    data.mkdir(parents=True)
    with pytest.raises(NetworkExists, match=r"holds a chain that network.toml does not know; move it away first"):
        join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))
    assert data.exists()


def test_disk_that_refuses_is_one_clear_error_and_leaves_no_node(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(NetworkError, match="cannot be written: No space left on device; check its owner and the disk"):
        join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))
    assert list((members.host(1) / "nodes").iterdir()) == []


def test_node_that_joined_elsewhere_is_left_in_the_list(members: Members) -> None:
    """A copy that already lists another host's node: its name and key are not taken again."""
    there = join_network(members.host(1), pinned_hash=members.pinned, key_folder=members.key(1))
    description = open_network(members.host(2)).description
    listed = replace(there, rpc=None, folder=None, auth_port=None)
    (members.host(2) / "network.toml").write_text(description.with_node(listed).to_toml())
    join_network(members.host(2), pinned_hash=members.pinned, key_folder=members.key(2))
    network = open_network(members.host(2))
    assert [node.name for node in network.description.nodes] == ["validator-1", "validator-2"]
    assert "validator-1:" not in (network.folder / "compose.yaml").read_text()

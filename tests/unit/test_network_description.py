from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
import tomli_w

from govledger.consensus.engine import Engine
from govledger.errors import InputError, NetworkInvalid
from govledger.network.description import (
    Node,
    NodeRole,
    cautions,
    check_hosts,
    check_name,
    check_validators,
    parse_description,
)
from govledger.network.genesis import Client
from tests.sample_networks import PAIRS, TEN_HOSTS, enode, network, observer_node, validator_node


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_description_is_read_as_it_was_written(client: Client, engine: Engine) -> None:
    description = network(client, engine)
    assert parse_description(description.to_toml()) == description


def test_description_without_nodes_is_read_as_it_was_written() -> None:
    description = network(validators=TEN_HOSTS, nodes=())
    assert parse_description(description.to_toml()) == description
    assert "nodes" not in description.to_toml()


def test_node_of_another_host_needs_neither_rpc_nor_folder() -> None:
    there = replace(observer_node(), rpc=None, folder=None, auth_port=None)
    description = network(nodes=(validator_node(1), there))
    assert parse_description(description.to_toml()) == description
    assert description.endpoints == ("http://127.0.0.1:22001",)


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("format", 2, r"^DIR/network.toml: format: Invalid enum value 2"),
        ("name", 7, "name: Expected `str`, got `int`"),
        ("name", "Ten Provinces", "name 'Ten Provinces' is not made of 1 to 40 small letters"),
        ("engine", "raft", "engine: Invalid enum value 'raft'"),
        ("engine", "qbft", "client geth runs no qbft; it runs clique"),
        ("chain_id", 0, "chain_id is 0; it is at least 1"),
        ("chain_id", 2**53, "chain_id is 9007199254740992; it is at most 9007199254740991"),
        ("chain_id", "1", "chain_id: Expected `int`, got `str`"),
        ("block_seconds", 0, "block_seconds is 0; it is at least 1"),
        ("epoch_blocks", -1, "epoch_blocks is -1; it is at least 1"),
        ("zero_fee", "yes", "zero_fee: Expected `bool`, got `str`"),
        ("genesis_hash", "0x00", "genesis_hash is '0x00'; it is 0x and 64 small hex digits"),
        ("genesis_hash", "0x" + "AB" * 32, "it is 0x and 64 small hex digits"),
        ("validators", [], "a network has at least one validator"),
        ("validators", ["enode://12@h:1"], r"validators\[0\]: the key in .* has 2 hex digits"),
        ("validators", [str(enode(1)), str(enode(1, port=9))], "the key .* stands twice; each member has a key"),
        ("validators", [str(enode(1)), str(enode(2, port=21_001))], "the host and port 127.0.0.1:21001 stands twice"),
        ("colour", "red", "Object contains unknown field `colour`"),
    ],
)
def test_value_that_breaks_a_rule_is_named_with_file_and_key(key: str, value: object, rule: str) -> None:
    document = tomllib.loads(network(nodes=()).to_toml()) | {key: value}
    with pytest.raises(NetworkInvalid, match=rule) as caught:
        parse_description(tomli_w.dumps(document), "DIR/network.toml")
    assert str(caught.value).startswith("DIR/network.toml: ")
    assert str(caught.value).endswith("; mend the file, or take it from another member of the network")


@pytest.mark.parametrize("key", ["format", "name", "engine", "client", "chain_id", "genesis_hash", "validators"])
def test_missing_key_is_named(key: str) -> None:
    document = tomllib.loads(network().to_toml())
    del document[key]
    with pytest.raises(NetworkInvalid, match=f"Object missing required field `{key}`"):
        parse_description(tomli_w.dumps(document))


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("name", "A", r"nodes\[0\]\.name 'A' is not made of"),
        ("name", "observer-9", "the name of a node observer-9 stands twice"),
        ("role", "king", r"nodes\[0\]\.role: Invalid enum value 'king'"),
        ("enode", "enode://", r"nodes\[0\]\.enode: "),
        ("enode", str(enode(2)), r"nodes\[0\]\.address is 0x.* and the key of its enode is"),
        ("address", "0x12", r"nodes\[0\]\.address is '0x12'; it is 0x and 40 small hex digits"),
        ("address", None, r"nodes\[0\]\.address is missing; a validator has one"),
        ("rpc", "127.0.0.1:8545", r"nodes\[0\]\.rpc is '127.0.0.1:8545'; it is an http:// or https:// URL"),
        ("rpc", "http://127.0.0.1:22009", "the rpc http://127.0.0.1:22009 stands twice"),
        ("auth_port", 0, r"nodes\[0\]\.auth_port is 0; a port is 1 to 65535"),
        ("auth_port", 32_009, "the auth_port 32009 stands twice"),
        ("folder", "/etc", r"nodes\[0\]\.folder is '/etc'; it is a path inside the network's folder"),
        ("folder", "../other", r"nodes\[0\]\.folder is '\.\./other'; it is a path inside"),
        ("folder", "", r"nodes\[0\]\.folder is ''; it is a path inside"),
        ("secret", "x", r"nodes\[0\]: Object contains unknown field `secret`"),
    ],
)
def test_node_that_breaks_a_rule_is_named_with_its_key(key: str, value: object, rule: str) -> None:
    document = tomllib.loads(network().to_toml())
    document["nodes"][0][key] = value
    document["nodes"][0] = {name: item for name, item in document["nodes"][0].items() if item is not None}
    with pytest.raises(NetworkInvalid, match=rule):
        parse_description(tomli_w.dumps(document))


def test_text_that_is_no_toml_is_one_clear_error() -> None:
    with pytest.raises(NetworkInvalid, match=r"^network.toml is no TOML: .*; take the file from another member"):
        parse_description("name = ")


# --- questions -----------------------------------------------------------------------------------------


def test_node_is_found_by_its_name_and_a_wrong_name_says_which_there_are() -> None:
    assert network().node("observer-9") == observer_node()
    with pytest.raises(InputError, match="has no node 'x'; its nodes here are: validator-1, observer-9"):
        network().node("x")
    with pytest.raises(InputError, match="its nodes here are: none yet"):
        network(nodes=()).node("x")


def test_validator_calls_the_other_validators_and_an_observer_calls_all() -> None:
    description = network()
    assert description.peers_of(enode(1)) == (enode(2), enode(3))
    assert description.peers_of(enode(9)) == (enode(1), enode(2), enode(3))


def test_network_is_on_one_host_if_all_validators_are_on_loopback() -> None:
    assert network().is_loopback
    assert not network(validators=TEN_HOSTS, nodes=()).is_loopback


def test_node_is_added_once() -> None:
    description = network(nodes=(validator_node(1),)).with_node(observer_node())
    assert description == network()
    with pytest.raises(InputError, match="the name of a node observer-9 stands twice; choose another name"):
        description.with_node(observer_node())


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"enode": enode(1, port=9)}, "the key of a node .* stands twice; two nodes with one key seal two chains"),
        ({"enode": enode(9, port=21_001)}, "the port for other nodes 21001 stands twice"),
        ({"rpc": "http://127.0.0.1:22001"}, "the rpc .* stands twice; each node has a port of its own"),
    ],
)
def test_key_and_ports_of_a_node_are_its_own(change: dict[str, object], rule: str) -> None:
    with pytest.raises(InputError, match=rule):
        network(nodes=(validator_node(1),)).with_node(replace(observer_node(), **change))  # type: ignore[arg-type]


def test_candidate_is_an_observer_with_an_account() -> None:
    candidate = Node(
        name="observer-4",
        role=NodeRole.OBSERVER,
        address=enode(4).address,
        enode=enode(4),
        rpc=None,
        folder=None,
    )
    description = network(nodes=(candidate,))
    assert parse_description(description.to_toml()).nodes == (candidate,)


# --- rules ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a", "ten-provinces", "0", "a" * 40])
def test_name_of_small_letters_digits_and_hyphens_is_taken(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("name", ["", "-a", "a-", "A", "a_b", "a/b", "..", "a" * 41, "ä", "a\n"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="is not made of 1 to 40 small letters"):
        check_name(name)


def test_loopback_validator_among_others_is_refused() -> None:
    check_validators(TEN_HOSTS)
    with pytest.raises(InputError, match=r"listens on 127\.0\.0\.1, which the others cannot call"):
        check_validators((*TEN_HOSTS, enode(11)))


def test_besu_finds_nodes_by_ip_address_only() -> None:
    named = enode(1, "node-1.example.org")
    check_hosts(Client.GETH, [named])
    check_hosts(Client.BESU, TEN_HOSTS)
    with pytest.raises(InputError, match=r"node-1\.example\.org is a name, and Besu finds other nodes by IP address"):
        check_hosts(Client.BESU, [named])


@pytest.mark.parametrize(
    ("engine", "client", "count", "warned"),
    [
        (Engine.CLIQUE, Client.GETH, 2, "cut into two halves"),
        (Engine.CLIQUE, Client.GETH, 5, None),
        (Engine.QBFT, Client.BESU, 3, "bear no fault"),
        (Engine.IBFT2, Client.BESU, 1, "bear no fault"),
        (Engine.QBFT, Client.GOQUORUM, 4, None),
    ],
)
def test_founders_are_warned_of_sets_that_bear_too_little(
    engine: Engine, client: Client, count: int, warned: str | None
) -> None:
    found = cautions(network(client, engine, validators=TEN_HOSTS[:count], nodes=()))
    assert [warned in text for text in found if warned] == ([] if warned is None else [True])

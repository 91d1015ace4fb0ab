"""The files for the clients' programs, against what their documents and sources say that they read."""

from __future__ import annotations

import json
import tomllib
from pathlib import PurePosixPath
from typing import Any

import pytest

from govledger.consensus.engine import Engine
from govledger.network.client_files import init_arguments, node_arguments, node_environment, node_files
from govledger.network.client_files.geth import free_transactions_arguments
from govledger.network.description import NetworkDescription, Node
from govledger.network.enode import Enode
from govledger.network.genesis import Client
from tests.sample_networks import PAIRS, TEN_HOSTS, enode, network, observer_node, public_key, validator_node

PLACE = PurePosixPath("/srv/net")
LOOPBACK_HTTP = {"127.0.0.1"}

BESU_OPTIONS: dict[str, type | tuple[type, ...]] = {
    "data-storage-format": str,
    "discovery-enabled": bool,
    "host-allowlist": list,
    "logging": str,
    "max-peers": int,
    "min-gas-price": int,
    "nat-method": str,
    "network-id": int,
    "p2p-enabled": bool,
    "p2p-host": str,
    "p2p-interface": str,
    "p2p-port": int,
    "remote-connections-limit-enabled": bool,
    "rpc-http-api": list,
    "rpc-http-enabled": bool,
    "rpc-http-port": int,
    "sync-mode": str,
    "tx-pool": str,
    "tx-pool-limit-by-account-percentage": float,
    "tx-pool-min-gas-price": int,
    "tx-pool-no-local-priority": bool,
    "data-path": str,
    "genesis-file": str,
    "node-private-key-file": str,
    "rpc-http-host": str,
    "static-nodes-file": str,
}
"""Names and types as Besu 26.3's own test of every option has them (everything_config.toml)."""
BESU_MODULES = {"ETH", "DEBUG", "MINER", "NET", "WEB3", "ADMIN", "TXPOOL", "TRACE", "PLUGINS", "IBFT", "QBFT"}
"""RpcApis.java of Besu 26.3."""

GOQUORUM_SWITCHES = {"--nodiscover", "--ipcdisable", "--http", "--emitcheckpoints", "--mine"}
GOQUORUM_OPTIONS = {
    *("--config", "--datadir", "--nodekey", "--networkid", "--syncmode", "--gcmode", "--nat", "--netrestrict"),
    *("--http.addr", "--http.port", "--http.api", "--verbosity", "--miner.threads", "--miner.gasprice"),
}
"""cmd/utils/flags.go and internal/debug/flags.go of GoQuorum 24.4."""

GETH_SWITCHES = {"--mine"}
GETH_OPTIONS = {
    *("--config", "--datadir", "--keystore", "--nodekey", "--nat", "--verbosity", "--netrestrict", "--state.scheme"),
    "--cache",
    *("--miner.etherbase", "--miner.gasprice", "--unlock", "--password"),
}
"""cmd/utils/flags.go of go-ethereum 1.13.15."""


def options(arguments: tuple[str, ...], switches: set[str], known: set[str]) -> dict[str, str]:
    """The options of a command line of Go's kind; any other one fails."""
    found, rest = {}, list(arguments)
    while rest:
        name = rest.pop(0)
        if name in switches:
            found[name] = ""
        else:
            assert name in known, name
            found[name] = rest.pop(0)
    return found


def config(description: NetworkDescription, node: Node, **more: int) -> dict[str, Any]:
    return tomllib.loads(node_files(description, node, **more)["config.toml"])


# --- geth ----------------------------------------------------------------------------------------------


def test_geth_validator_serves_rpc_on_loopback_only_and_calls_the_other_validators() -> None:
    description = network()
    found = config(description, description.nodes[0])
    node = found["Node"]
    assert (node["HTTPHost"], node["HTTPPort"]) == ("127.0.0.1", 22_001)
    assert (node["AuthAddr"], node["AuthPort"]) == ("127.0.0.1", 32_001)
    assert node["HTTPModules"] == ["eth", "net", "web3", "debug", "clique", "admin", "miner", "txpool"]
    assert node["IPCPath"] == ""
    assert node["P2P"]["StaticNodes"] == [str(enode(2)), str(enode(3))]
    assert node["P2P"]["NoDiscovery"] is True
    assert node["P2P"]["ListenAddr"] == "127.0.0.1:21001"


def test_geth_keeps_all_state_and_all_transactions() -> None:
    found = config(network(), validator_node(1))["Eth"]
    assert found["NetworkId"] == 20_261
    assert (found["SyncMode"], found["NoPruning"], found["StateScheme"]) == ("full", True, "hash")
    assert found["TransactionHistory"] == 0


def test_geth_observer_unlocks_nothing_and_calls_all_validators() -> None:
    description = network()
    found = config(description, observer_node())
    assert found["Node"]["InsecureUnlockAllowed"] is False
    assert found["Node"]["P2P"]["StaticNodes"] == [str(enode(number)) for number in (1, 2, 3)]
    arguments = options(node_arguments(description, observer_node(), PLACE), GETH_SWITCHES, GETH_OPTIONS)
    assert not {"--mine", "--unlock", "--password", "--miner.etherbase"} & set(arguments)


def test_geth_validator_seals_with_its_own_account() -> None:
    description = network()
    node = description.nodes[0]
    account = f"0x{enode(1).address.hex()}"
    found = options(node_arguments(description, node, PLACE), GETH_SWITCHES, GETH_OPTIONS)
    assert (found["--miner.etherbase"], found["--unlock"], found["--miner.gasprice"]) == (account, account, "0")
    assert found["--password"] == "/srv/net/nodes/validator-1/password"
    assert found["--keystore"] == "/srv/net/nodes/validator-1/keystore"
    assert found["--nodekey"] == "/srv/net/nodes/validator-1/nodekey"
    assert found["--datadir"] == "/srv/net/nodes/validator-1/data"
    assert found["--netrestrict"] == "127.0.0.0/8,::1/128"


def test_geth_with_fees_takes_any_tip() -> None:
    found = options(node_arguments(network(zero_fee=False), validator_node(1), PLACE), GETH_SWITCHES, GETH_OPTIONS)
    assert found["--miner.gasprice"] == "1"


def test_geth_on_ten_hosts_listens_on_every_interface_and_takes_every_peer() -> None:
    description = network(validators=TEN_HOSTS, nodes=())
    node = validator_node(1, TEN_HOSTS[0])
    assert config(description, node)["Node"]["P2P"]["ListenAddr"] == ":30303"
    assert "--netrestrict" not in node_arguments(description, node, PLACE)


def test_geth_is_told_its_cache_since_it_takes_an_unknown_chain_for_the_largest() -> None:
    shared = options(node_arguments(network(), validator_node(1), PLACE), GETH_SWITCHES, GETH_OPTIONS)
    ten_hosts = network(validators=TEN_HOSTS, nodes=())
    alone = options(node_arguments(ten_hosts, validator_node(1, TEN_HOSTS[0]), PLACE), GETH_SWITCHES, GETH_OPTIONS)
    assert (shared["--cache"], alone["--cache"]) == ("128", "1024")


def test_geth_prepares_its_data_from_the_genesis() -> None:
    assert init_arguments(network(), validator_node(1), PLACE) == (
        *("--datadir", "/srv/net/nodes/validator-1/data", "--state.scheme", "hash", "init", "/srv/net/genesis.json"),
    )


def test_geth_is_told_over_its_own_rpc_that_transactions_are_free() -> None:
    assert free_transactions_arguments(validator_node(1)) == (
        *("attach", "--exec", "miner.setGasPrice(0)", "http://127.0.0.1:22001"),
    )


# --- listening -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "address"),
    [("localhost", "127.0.0.1:30303"), ("127.0.0.2", "127.0.0.2:30303"), ("::1", "[::1]:30303"), ("a.b", ":30303")],
)
def test_node_listens_on_loopback_only_if_its_enode_is_there(host: str, address: str) -> None:
    own = Enode(public_key(1), host, 30_303)
    description = network(validators=(own,), nodes=())
    assert config(description, validator_node(1, own))["Node"]["P2P"]["ListenAddr"] == address


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_port_that_is_forwarded_differs_from_the_one_listened_at(client: Client, engine: Engine) -> None:
    description = network(client, engine, validators=TEN_HOSTS, nodes=())
    found = config(description, validator_node(1, TEN_HOSTS[0]), listen_port=40_000)
    assert (found["p2p-port"] if client is Client.BESU else found["Node"]["P2P"]["ListenAddr"]) in (40_000, ":40000")


# --- Besu ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", [Engine.QBFT, Engine.IBFT2])
@pytest.mark.parametrize("zero_fee", [True, False])
def test_besu_reads_only_options_that_it_knows(engine: Engine, zero_fee: bool) -> None:
    description = network(Client.BESU, engine, zero_fee=zero_fee)
    for node in description.nodes:
        found = config(description, node)
        assert {key for key, value in found.items() if type(value) is not BESU_OPTIONS.get(key)} == set()
        named = [argument.removeprefix("--").partition("=")[0] for argument in node_arguments(description, node, PLACE)]
        assert set(named) <= {*BESU_OPTIONS, "config-file"}
        assert not set(named) & set(found)
        assert set(found["rpc-http-api"]) <= BESU_MODULES
        assert ("QBFT" if engine is Engine.QBFT else "IBFT") in found["rpc-http-api"]
        assert ("min-gas-price" in found, "tx-pool-min-gas-price" in found) == (zero_fee, zero_fee)


def test_besu_without_fees_takes_free_transactions_from_other_nodes_too() -> None:
    found = config(network(Client.BESU, Engine.QBFT), validator_node(1))
    assert (found["min-gas-price"], found["tx-pool-min-gas-price"]) == (0, 0)


def test_besu_rpc_stays_on_loopback_whatever_the_image_says() -> None:
    """The image sets BESU_RPC_HTTP_HOST=0.0.0.0, which goes before the file and after the command line."""
    assert "--rpc-http-host=127.0.0.1" in node_arguments(network(Client.BESU, Engine.QBFT), validator_node(1), PLACE)


def test_besu_keeps_old_state_at_the_first_validator_and_at_observers() -> None:
    description = network(Client.BESU, Engine.QBFT)
    formats = [config(description, node)["data-storage-format"] for node in (validator_node(1), validator_node(2))]
    assert formats == ["FOREST", "BONSAI"]
    assert config(description, observer_node())["data-storage-format"] == "FOREST"


def test_besu_finds_its_files_and_its_peers() -> None:
    description = network(Client.BESU, Engine.QBFT)
    assert set(node_arguments(description, validator_node(1), PLACE)) == {
        "--config-file=/srv/net/nodes/validator-1/config.toml",
        "--genesis-file=/srv/net/genesis.json",
        "--data-path=/srv/net/nodes/validator-1/data",
        "--node-private-key-file=/srv/net/nodes/validator-1/nodekey",
        "--static-nodes-file=/srv/net/nodes/validator-1/static-nodes.json",
        "--rpc-http-host=127.0.0.1",
    }
    peers = json.loads(node_files(description, validator_node(1))["static-nodes.json"])
    assert peers == [str(enode(2)), str(enode(3))]
    assert init_arguments(description, validator_node(1), PLACE) is None


@pytest.mark.parametrize(
    ("host", "interface"), [("127.0.0.1", "127.0.0.1"), ("192.0.2.1", "0.0.0.0"), ("2001:db8::1", "::")]
)
def test_besu_listens_where_its_enode_is(host: str, interface: str) -> None:
    own = Enode(public_key(1), host, 30_303)
    found = config(network(Client.BESU, Engine.QBFT, validators=(own,), nodes=()), validator_node(1, own))
    assert (found["p2p-host"], found["p2p-interface"], found["p2p-port"]) == (host, interface, 30_303)
    assert found["discovery-enabled"] is False


# --- GoQuorum ------------------------------------------------------------------------------------------


def test_goquorum_validator_seals_with_its_node_key_and_without_fees() -> None:
    description = network(Client.GOQUORUM, Engine.QBFT)
    found = options(node_arguments(description, validator_node(1), PLACE), GOQUORUM_SWITCHES, GOQUORUM_OPTIONS)
    assert found["--nodekey"] == "/srv/net/nodes/validator-1/nodekey"
    assert (found["--miner.threads"], found["--miner.gasprice"]) == ("1", "0")
    assert (found["--http.addr"], found["--http.port"], found["--gcmode"]) == ("127.0.0.1", "22001", "archive")
    assert "istanbul" in found["--http.api"].split(",")
    assert {"--mine", "--emitcheckpoints", "--nodiscover"} <= set(found)
    assert not {"--permissioned", "--unlock", "--istanbul.blockperiod"} & set(found)


def test_goquorum_observer_does_not_seal() -> None:
    description = network(Client.GOQUORUM, Engine.QBFT, validators=TEN_HOSTS, nodes=())
    found = options(node_arguments(description, observer_node(), PLACE), GOQUORUM_SWITCHES, GOQUORUM_OPTIONS)
    assert not {"--mine", "--miner.gasprice", "--netrestrict"} & set(found)


def test_goquorum_looks_for_its_peers_in_its_data_folder() -> None:
    description = network(Client.GOQUORUM, Engine.QBFT)
    files = node_files(description, validator_node(1))
    assert json.loads(files["data/static-nodes.json"]) == [str(enode(2)), str(enode(3))]
    assert tomllib.loads(files["config.toml"]) == {
        "Node": {"P2P": {"MaxPeers": 50, "NoDiscovery": True, "ListenAddr": "127.0.0.1:21001"}}
    }
    assert init_arguments(description, validator_node(1), PLACE) == (
        *("--datadir", "/srv/net/nodes/validator-1/data", "init", "/srv/net/genesis.json"),
    )


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_only_goquorum_is_told_that_there_are_no_private_transactions(client: Client, engine: Engine) -> None:
    expected = {"PRIVATE_CONFIG": "ignore"} if client is Client.GOQUORUM else {}
    assert node_environment(network(client, engine)) == expected

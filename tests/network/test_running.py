"""Running a network of real nodes: up, down, status, votes, a node that dies, and a stall with its way out."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govledger.cli import main
from govledger.connection import Connection, connect
from govledger.errors import ConnectionFailed
from govledger.network.description import Node
from govledger.network.folder import Network, open_network
from govledger.network.processes import pid_of, start, stop
from govledger.network.starting import begin_to_seal
from govledger.tx.signing import LegacyTransaction, PrivateKeySigner
from tests.network.nodes import wait_until

pytestmark = pytest.mark.nodes

CHAIN_ID = 20_266
PATIENCE_SECONDS = 45.0


def _run(*words: str | Path, expected: int = 0) -> Result:
    """`govledger network …` in this process."""
    result = CliRunner().invoke(main, ["network", *map(str, words)])
    assert result.exit_code == expected, result.output
    return result


def _new(folder: Path, validators: int, *more: str) -> Network:
    chain = ("--engine", "clique", "--client", "geth", "--chain-id", str(CHAIN_ID), "--block-time", "1", "--zero-fee")
    _run("new", folder, *chain, "--validators", str(validators), *more)
    return open_network(folder)


@pytest.fixture(scope="module")
def program(geth: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOVLEDGER_GETH", str(geth))
        yield


@pytest.fixture(scope="module")
def running(program: None, room: Path) -> Iterator[Network]:
    """Three validators, and a fourth node that follows with a key of its own."""
    folder = room / "running"
    network = _new(folder, 3)
    _run("key", "new", room / "fourth", "--port", "19603")
    pinned = f"0x{network.description.genesis_hash.hex()}"
    join = ("--genesis-hash", pinned, "--observer", "--key", room / "fourth", "--name", "fourth")
    _run("join", folder, *join, "--rpc-port", "19613")
    try:
        _run("up", folder)
        yield open_network(folder)
    finally:
        _run("down", folder)


def _connection(node: Node) -> Connection:
    assert node.rpc is not None
    return connect(node.rpc, timeout_seconds=10)


def _height(node: Node) -> int:
    with _connection(node) as connection:
        return int(connection.request("eth_blockNumber"), 16)


def _until(holds: Callable[[], bool], what: str) -> None:
    wait_until(holds, what, seconds=PATIENCE_SECONDS)


def _is_healthy(network: Network) -> bool:
    return CliRunner().invoke(main, ["network", "status", str(network.folder)]).exit_code == 0


def _validators(network: Network) -> set[str]:
    status = CliRunner().invoke(main, ["network", "status", str(network.folder), "--json"])
    return set(json.loads(status.stdout)["validators"])


# --- up, status, down -----------------------------------------------------------------------------------


def test_up_again_leaves_running_nodes_alone(running: Network) -> None:
    before = [pid_of(running, node) for node in running.description.nodes]
    printed = _run("up", running.folder).output
    assert printed.count("was running") == 4
    assert f"0x{running.description.genesis_hash.hex()}" in printed
    assert [pid_of(running, node) for node in running.description.nodes] == before


def test_free_transaction_sent_to_an_observer_is_sealed_by_a_validator(running: Network) -> None:
    signer = PrivateKeySigner(os.urandom(32))
    raw = signer.sign(LegacyTransaction(chain_id=CHAIN_ID, nonce=0, gas_price=0, gas=21_000, to=b"\x11" * 20))
    with _connection(running.description.node("fourth")) as observer:
        sent = observer.request("eth_sendRawTransaction", f"0x{raw.hex()}")
        _until(lambda: observer.request("eth_getTransactionReceipt", sent) is not None, "the transaction is sealed")


def test_network_that_runs_is_healthy_and_every_validator_seals(running: Network) -> None:
    _until(lambda: _is_healthy(running), "the network is healthy")
    document = json.loads(_run("status", running.folder, "--json").stdout)
    assert document["problems"] == []
    assert document["agree"]
    assert len(document["validators"]) == 3
    assert all(count for count in document["sealed"].values())
    assert {node["peers"] for node in document["nodes"]} == {3}


def test_node_with_a_short_chain_takes_little_disk(running: Network) -> None:
    """geth sets space aside for what it does not hold yet: blocks on disk are counted, not lengths of files."""
    for node in running.description.nodes:
        files = [path for path in (running.folder / "nodes" / node.name).rglob("*") if path.is_file()]
        assert sum(path.stat().st_blocks * 512 for path in files) < 100_000_000


def test_one_node_is_stopped_and_started_again_while_the_others_go_on(running: Network) -> None:
    name = "validator-2"
    assert _run("down", running.folder, name).output == f"{name} stopped\n"
    assert _run("down", running.folder, name).output == f"{name} was not running\n"
    status = CliRunner().invoke(main, ["network", "status", str(running.folder)])
    assert status.exit_code == 1
    assert f"wrong: {name}: nothing answers" in status.output
    height = _height(running.description.node("validator-1"))
    _until(lambda: _height(running.description.node("validator-1")) > height, "the others seal")
    assert "started" in _run("up", running.folder, name).output
    _until(lambda: _is_healthy(running), "the network is healthy again")


def test_killed_node_is_started_again_by_up(running: Network) -> None:
    node = running.description.node("validator-3")
    pid = pid_of(running, node)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    _until(lambda: pid_of(running, node) is None, "the node is gone")
    assert (running.files_of(node).folder / "geth.pid").exists()
    printed = _run("up", running.folder).output
    assert printed.count("was running") == 3
    assert pid_of(running, node) not in (None, pid)


# --- votes ----------------------------------------------------------------------------------------------


def test_validator_is_voted_in_and_out_and_nothing_stays_proposed(running: Network) -> None:
    address = running.description.node("fourth").address
    assert address is not None
    text = f"0x{address.hex()}"
    for word, is_in in (("add", True), ("drop", False)):
        printed = _run("vote", word, running.folder, text).output
        assert f"passed: {word} {text}" in printed
        assert (text in _validators(running)) is is_in
        pending = json.loads(_run("votes", running.folder, "--json").stdout)
        assert pending["open"] == []
        assert not any(pending["proposals"].values())
    refused = _run("vote", "drop", running.folder, text, expected=1)
    assert f"{text} is no validator" in refused.output


def test_vote_that_others_have_to_join_is_kept_until_it_is_discarded(running: Network) -> None:
    stranger = f"0x{os.urandom(20).hex()}"
    with _connection(running.description.node("validator-1")) as connection:
        connection.request("clique_propose", stranger, True)
    kept = json.loads(_run("votes", running.folder, "--json").stdout)["proposals"]
    assert kept["validator-1"] == [{"validator": stranger, "change": "add"}]
    _until(
        lambda: (
            [vote["validator"] for vote in json.loads(_run("votes", running.folder, "--json").stdout)["open"]]
            == [stranger]
        ),
        "the vote is in a block",
    )
    assert _run("vote", "discard", running.folder, stranger).output == "withdrawn at validator-1\n"
    assert "no node here proposes anything" in _run("vote", "discard", running.folder, stranger, expected=1).output


# --- a stall --------------------------------------------------------------------------------------------


def _seal_alone(network: Network, geth: Path, node: Node, height: int) -> None:
    """A node that nobody sees seals up to a height, and is stopped."""
    start(network, node, geth)

    def answers() -> bool:
        try:
            with _connection(node) as connection:
                begin_to_seal(node, connection, time.monotonic() + PATIENCE_SECONDS)
        except ConnectionFailed:
            return False
        return True

    _until(answers, f"{node.name} answers")
    _until(lambda: _height(node) >= height, f"{node.name} is at block {height}")
    stop(network, [node], 30)


def _copy_chain(network: Network, source: Node, target: Node) -> None:
    chain = Path("geth") / "chaindata"
    shutil.rmtree(network.files_of(target).data / chain, ignore_errors=True)
    shutil.copytree(network.files_of(source).data / chain, network.files_of(target).data / chain)


def test_stall_of_equal_difficulty_is_named_and_its_way_out_works(program: None, room: Path, geth: Path) -> None:
    """Two halves of four seal two blocks each, of total difficulty 2 + 1 and 1 + 2, before they meet."""
    network = _new(room / "stalled", 4)
    nodes = sorted(network.description.nodes, key=lambda node: node.address or b"")
    try:
        for first, second in ((nodes[1], nodes[0]), (nodes[3], nodes[2])):
            _seal_alone(network, geth, first, 1)
            _copy_chain(network, first, second)
            _seal_alone(network, geth, second, 2)
            _copy_chain(network, second, first)
        unready = _run("up", network.folder, "--timeout", "60", expected=1)
        assert "not all of them got past block 2" in unready.output
        status = _run("status", network.folder, expected=1).output
        assert "a stall of equal difficulty" in status
        staying = status.split("(`govledger network down DIR ")[1].split("`")[0]
        moving = status.split("then set ")[1].split()[0]
        assert 'debug_setHead with ["0x0"]' in status
        _run("down", network.folder, staying)
        with _connection(network.description.node(moving)) as connection:
            connection.request("debug_setHead", "0x0")
        _run("down", network.folder, moving)
        _run("up", network.folder, moving)
        _run("up", network.folder, staying)
        _until(lambda: _is_healthy(network), "the network is healthy")
        assert min(_height(node) for node in nodes) > 2
    finally:
        _run("down", network.folder)

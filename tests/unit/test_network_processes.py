"""Nodes as processes: with a program in geth's place that starts at once and does what a test tells it to."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from govledger.consensus.engine import Engine
from govledger.errors import (
    ChainMismatch,
    ClientMissing,
    ConnectionFailed,
    InputError,
    NetworkInvalid,
    NetworkNotReady,
    NodeFailed,
)
from govledger.network import ports, processes, starting
from govledger.network.description import NetworkDescription, Node
from govledger.network.folder import Network, open_network
from govledger.network.founding import NetworkOptions, found_local_network
from govledger.network.genesis import Client
from govledger.network.geth_program import find_geth
from govledger.network.ports import is_taken, listener_on
from govledger.network.processes import LOG_FILE, PID_FILE, log_after, log_tail, nodes_here, pid_of, start, stop
from govledger.network.starting import bring_up
from tests.fake_geth import fake_geth_at


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "town"
    options = NetworkOptions(
        name="town", engine=Engine.CLIQUE, client=Client.GETH, chain_id=777, block_seconds=1, zero_fee=True
    )
    found_local_network(folder, options, 2)
    return folder


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return fake_geth_at(tmp_path / "geth")


@pytest.fixture
def town(made: Path, tmp_path: Path) -> Iterator[Network]:
    """Two validators, with the fake geth's answers set so that all is well; whatever runs is killed afterwards."""
    folder = tmp_path / "town"
    shutil.copytree(made, folder)
    network = open_network(folder)
    for node in network.description.nodes:
        behave(network, node)
    yield network
    for node in network.description.nodes:
        if (pid := pid_of(network, node)) is not None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def behave(network: Network, node: Node, **changes: Any) -> None:
    """What the fake geth does as this node."""
    description = network.description
    others = [{"enode": str(other.enode)} for other in description.nodes if other is not node]
    answers = {
        "eth_chainId": hex(description.chain_id),
        "eth_getBlockByNumber": {"hash": f"0x{description.genesis_hash.hex()}"},
        "miner_setGasPrice": True,
        "admin_addPeer": True,
        "admin_peers": others,
        "clique_getSigners": [f"0x{enode.address.hex()}" for enode in description.validators],
    }
    behaviour = {"answers": answers | changes.pop("answers", {})} | changes
    (network.files_of(node).folder / "behaviour.json").write_text(json.dumps(behaviour))


def calls(network: Network, node: Node) -> list[list[Any]]:
    return [json.loads(line) for line in (network.files_of(node).folder / "calls").read_text().splitlines()]


def first(network: Network) -> Node:
    return network.description.nodes[0]


# --- the program ----------------------------------------------------------------------------------------


def test_geth_is_the_one_that_the_variable_names_then_the_one_on_path_then_the_built_one(tmp_path: Path) -> None:
    for place in ("named", "path", "checkout/.build/geth"):
        (tmp_path / place).mkdir(parents=True)
        fake_geth_at(tmp_path / place / "geth")
    deep = tmp_path / "checkout" / "a" / "b"
    deep.mkdir(parents=True)
    on_path = {"PATH": str(tmp_path / "path")}
    named = {"GOVLEDGER_GETH": str(tmp_path / "named" / "geth")}
    assert find_geth(on_path | named, deep) == tmp_path / "named" / "geth"
    assert find_geth(on_path, deep) == tmp_path / "path" / "geth"
    assert find_geth({}, deep) == tmp_path / "checkout" / ".build" / "geth" / "geth"


def test_no_geth_says_how_to_build_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ClientMissing, match=r"no geth on PATH.*`make geth` builds"):
        find_geth({"PATH": str(tmp_path)})
    with pytest.raises(ClientMissing, match="GOVLEDGER_GETH names nowhere, which is no program"):
        find_geth({"GOVLEDGER_GETH": "nowhere"})


def test_geth_that_seals_no_clique_blocks_is_refused(tmp_path: Path) -> None:
    newer = fake_geth_at(tmp_path / "newer", "1.14.0-stable")
    with pytest.raises(ClientMissing, match=r"is geth 1\.14\.0-stable; networks need 1\.13\.x"):
        find_geth({"GOVLEDGER_GETH": str(newer)})


def test_program_that_is_no_geth_is_refused(tmp_path: Path) -> None:
    other = fake_geth_at(tmp_path / "other", "none")
    with pytest.raises(ClientMissing, match="does not say which geth it is"):
        find_geth({"GOVLEDGER_GETH": str(other)})
    other.write_text("#!/nowhere/at/all\n")
    with pytest.raises(ClientMissing, match="cannot be run"):
        find_geth({"GOVLEDGER_GETH": str(other)})


# --- start and stop -------------------------------------------------------------------------------------


def test_node_outlives_who_started_it_and_has_a_session_and_a_pid_file(town: Network, program: Path) -> None:
    node = first(town)
    pid = start(town, node, program)
    assert pid is not None
    assert pid_of(town, node) == pid == int((town.files_of(node).folder / PID_FILE).read_text())
    assert os.getsid(pid) == pid
    assert start(town, node, program) is None
    assert pid_of(town, node) == pid
    (stopped,) = stop(town, [node], 10)
    assert (stopped.was_running, stopped.killed) == (True, False)
    assert pid_of(town, node) is None
    assert not (town.files_of(node).folder / PID_FILE).exists()


def test_genesis_is_written_once(town: Network, program: Path) -> None:
    node = first(town)
    for _ in range(2):
        start(town, node, program)
        stop(town, [node], 10)
    assert (town.files_of(node).data / "geth" / "chaindata").is_dir()
    behave(town, node, refuses_init=True)
    start(town, node, program)
    stop(town, [node], 10)
    shutil.rmtree(town.files_of(node).data)
    with pytest.raises(NodeFailed, match="cannot be prepared; geth said:\nFatal: Failed to write genesis"):
        start(town, node, program)
    assert not (town.files_of(node).folder / PID_FILE).exists()


def test_nothing_to_stop_is_no_error(town: Network) -> None:
    results = stop(town, town.description.nodes, 1)
    assert [(result.was_running, result.killed) for result in results] == [(False, False)] * 2


def test_node_that_does_not_end_in_time_is_killed(town: Network, program: Path) -> None:
    node = first(town)
    behave(town, node, ignores_sigterm=True)
    start(town, node, program)
    until_logged(town, node, "serving")
    (stopped,) = stop(town, [node], 0.3)
    assert stopped.killed
    assert pid_of(town, node) is None


def until_logged(network: Network, node: Node, text: str) -> None:
    until = time.monotonic() + 10
    while text not in "".join(log_tail(network, node, 5)[0]):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_pid_file_that_a_killed_node_left_misleads_nobody(town: Network, program: Path) -> None:
    node = first(town)
    pid = start(town, node, program)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert (town.files_of(node).folder / PID_FILE).exists()
    assert pid_of(town, node) is None
    assert start(town, node, program) not in (None, pid)


def test_another_program_with_the_number_of_the_pid_file_is_left_alone(town: Network) -> None:
    node = first(town)
    (town.files_of(node).folder / PID_FILE).write_text(f"{os.getpid()}\n")
    assert pid_of(town, node) is None
    (stopped,) = stop(town, [node], 1)
    assert not stopped.was_running


def test_locked_file_without_a_number_is_waited_for_and_then_an_error(
    town: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = first(town)
    file = town.files_of(node).folder / PID_FILE
    monkeypatch.setattr(processes, "BEING_STARTED_SECONDS", 0.3)
    with processes._locked(file) as descriptor:
        assert descriptor is not None
        with pytest.raises(NodeFailed, match="is locked and names no process"):
            pid_of(town, node)
        threading.Timer(0.1, lambda: file.write_text("77\n")).start()
        assert pid_of(town, node) == 77


def test_file_that_was_removed_while_it_was_locked_is_made_again(
    town: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = town.files_of(first(town)).folder / PID_FILE
    answers = iter([False, True])
    monkeypatch.setattr(processes, "_is_still", lambda descriptor, path: next(answers))
    with processes._locked(file) as descriptor:
        assert descriptor is not None
        assert file.exists()
    file.unlink()
    monkeypatch.undo()
    with (town.folder / "network.toml").open() as other:
        assert not processes._is_still(other.fileno(), file)


def test_process_that_is_gone_or_no_child_is_no_error() -> None:
    child = os.posix_spawn("/bin/true", ["true"], os.environ)
    os.waitpid(child, 0)
    processes._signal(child, signal.SIGTERM)
    processes._reap(child)


def test_port_that_is_taken_is_named_with_who_has_it(town: Network, program: Path) -> None:
    node = first(town)
    with socket.create_server(("127.0.0.1", node.enode.port)):
        taken = rf"port {node.enode.port} of 127\.0\.0\.1 is taken by process {os.getpid()} \("
        with pytest.raises(NodeFailed, match=f"node {node.name} cannot start: {taken}"):
            start(town, node, program)
    assert pid_of(town, node) is None


def test_damaged_configuration_is_an_error(town: Network, program: Path) -> None:
    node = first(town)
    for damage in ("no toml", "[Node]\nHTTPPort = 1\n"):
        town.files_of(node).config.write_text(damage)
        with pytest.raises(NetworkInvalid, match=r"config\.toml cannot be used"):
            start(town, node, program)


def test_nodes_here_are_those_that_are_named_or_all(town: Network) -> None:
    one, two = town.description.nodes
    assert nodes_here(town) == (one, two)
    assert nodes_here(town, [two.name, two.name]) == (two,)
    with pytest.raises(InputError, match="has no node 'nobody'"):
        nodes_here(town, ["nobody"])


def test_node_of_another_host_cannot_be_run_here(town: Network) -> None:
    (town.folder / "network.toml").write_text(
        "\n".join(
            line for line in town.description.to_toml().splitlines() if not line.startswith(("folder =", "auth_port ="))
        )
    )
    elsewhere = open_network(town.folder)
    with pytest.raises(InputError, match="is not set up on this host; run the command where it is"):
        nodes_here(elsewhere, [first(town).name])
    with pytest.raises(InputError, match="no node of network town is set up on this host"):
        nodes_here(elsewhere)


# --- ports ----------------------------------------------------------------------------------------------


def test_port_is_taken_while_somebody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert is_taken("127.0.0.1", port)
        assert f"process {os.getpid()} (" in listener_on(port)
    assert not is_taken("127.0.0.1", port)


def test_descriptor_that_was_closed_in_between_is_passed_over(tmp_path: Path) -> None:
    assert ports._link(tmp_path / "closed") is None


def test_listener_that_cannot_be_seen_is_named_in_general(tmp_path: Path) -> None:
    assert listener_on(80, tmp_path) == "another program"
    (tmp_path / "net").mkdir()
    line = "0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1"
    (tmp_path / "net" / "tcp").write_text(f"heading\n{line}\n")
    (tmp_path / "123").mkdir()
    assert listener_on(80, tmp_path) == "a program of another user"
    assert ports._listening_sockets(81, tmp_path) == set()


# --- logs -----------------------------------------------------------------------------------------------


def test_log_is_read_from_its_end_and_followed_by_whole_lines(town: Network) -> None:
    node = first(town)
    file = town.files_of(node).folder / LOG_FILE
    assert log_tail(town, node, 3) == ([], 0)
    file.write_text("one\ntwo\nthree\n")
    tail, position = log_tail(town, node, 2)
    assert tail == ["two", "three"]
    assert log_tail(town, node, 0)[0] == []
    with file.open("a") as log:
        log.write("four\nfi")
    added, position = log_after(town, node, position)
    assert added == ["four"]
    with file.open("a") as log:
        log.write("ve\n")
    assert log_after(town, node, position)[0] == ["five"]
    file.write_text("new\n")
    assert log_after(town, node, position)[0] == ["new"]


def test_log_that_is_too_long_is_put_aside_at_the_start(
    town: Network, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = first(town)
    monkeypatch.setattr(processes, "LARGEST_LOG", 5)
    file = town.files_of(node).folder / LOG_FILE
    file.write_text("a long log\n")
    start(town, node, program)
    until_logged(town, node, "serving")
    assert file.with_name("geth.log.1").read_text() == "a long log\n"
    assert "a long log" not in file.read_text()


# --- bringing up ----------------------------------------------------------------------------------------


def test_up_starts_what_does_not_run_and_leaves_the_rest_alone(town: Network, program: Path) -> None:
    one, two = town.description.nodes
    (alone,) = bring_up(town, [one.name], program=program, timeout_seconds=20)
    assert (alone.node, alone.was_started) == (one, True)
    both = bring_up(town, program=program, timeout_seconds=20)
    assert [(up.node, up.was_started) for up in both] == [(one, False), (two, True)]
    assert both[0].pid == alone.pid
    assert not any(up.was_started for up in bring_up(town, [two.name], timeout_seconds=20))


def test_up_finds_geth_by_itself(town: Network, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVLEDGER_GETH", str(program))
    assert len(bring_up(town, timeout_seconds=20)) == 2


def test_every_node_is_told_that_transactions_are_free(town: Network, program: Path) -> None:
    bring_up(town, program=program, timeout_seconds=20)
    for node in town.description.nodes:
        assert ["miner_setGasPrice", ["0x0"]] in calls(town, node)
        assert "admin_addPeer" not in [method for method, _ in calls(town, node)]


def test_nodes_seal_when_they_see_each_other_and_not_before(town: Network, program: Path) -> None:
    for up in bring_up(town, program=program, timeout_seconds=20):
        methods = [method for method, _ in calls(town, up.node)]
        assert methods.index("admin_peers") < methods.index("eth_sign") < methods.index("miner_start")
        assert "--mine" not in Path(f"/proc/{up.pid}/cmdline").read_text().split("\0")


@pytest.mark.parametrize("height", [4, 5])
def test_validator_whose_turn_it_is_begins_last(
    town: Network, program: Path, monkeypatch: pytest.MonkeyPatch, height: int
) -> None:
    order: list[bytes] = []
    monkeypatch.setattr(starting, "begin_to_seal", lambda node, *_: order.append(node.address))
    monkeypatch.setattr(starting, "_height", lambda _connection: height)
    with pytest.raises(NetworkNotReady, match="not all of them got past block"):
        bring_up(town, program=program, timeout_seconds=5)
    validators = sorted(order)
    assert len(validators) == 2 and order[-1] == validators[(height + 1) % 2]


def test_nodes_that_do_not_find_each_other_are_left_sealing(town: Network, program: Path) -> None:
    for node in town.description.nodes:
        behave(town, node, answers={"admin_peers": []})
    with pytest.raises(NetworkNotReady, match="do not find each other"):
        bring_up(town, program=program, timeout_seconds=4)
    for node in town.description.nodes:
        assert "miner_start" in [method for method, _ in calls(town, node)]


def with_fees(network: Network) -> Network:
    text = network.description.to_toml().replace("zero_fee = true", "zero_fee = false")
    (network.folder / "network.toml").write_text(text)
    return open_network(network.folder)


def test_gas_price_is_left_alone_where_there_are_fees(town: Network, program: Path) -> None:
    paying = with_fees(town)
    bring_up(paying, program=program, timeout_seconds=20)
    assert "miner_setGasPrice" not in [method for method, _ in calls(paying, first(paying))]


def test_started_node_is_introduced_to_those_that_it_does_not_know(town: Network, program: Path) -> None:
    one, two = town.description.nodes
    network = Network(town.folder, only_first_validates(town.description), town.genesis)
    behave(network, two, answers={"admin_peers": [{"enode": "enode://strange"}, {"enode": str(one.enode)}]})
    bring_up(network, program=program, timeout_seconds=20)
    assert ["admin_addPeer", [str(two.enode)]] in calls(network, one)


def only_first_validates(description: NetworkDescription) -> NetworkDescription:
    return replace(description, validators=description.validators[:1])


def test_minority_of_the_validators_is_not_waited_for_to_seal(town: Network, program: Path) -> None:
    node = first(town)
    behave(town, node, grows=0)
    (up,) = bring_up(town, [node.name], program=program, timeout_seconds=20)
    assert up.was_started


def test_other_clients_are_not_started(tmp_path: Path) -> None:
    options = NetworkOptions(name="besu", engine=Engine.QBFT, client=Client.BESU, chain_id=777)
    network = found_local_network(tmp_path / "besu", options, 1)
    with pytest.raises(InputError, match="runs besu, which this command does not start"):
        bring_up(network)


def test_node_that_dies_at_its_start_is_shown_with_the_end_of_this_runs_log(town: Network, program: Path) -> None:
    node = first(town)
    (town.files_of(node).folder / LOG_FILE).write_text("of an earlier run\n")
    behave(town, node, dies=True)
    with pytest.raises(NodeFailed, match=f"node {node.name} stopped by itself") as caught:
        bring_up(town, [node.name], program=program, timeout_seconds=20)
    assert str(caught.value).endswith("INFO starting\nFatal: bad luck")
    assert "earlier" not in str(caught.value)


def test_node_that_wrote_nothing_before_it_died_is_said_so(town: Network) -> None:
    assert str(processes.failure_of(town, first(town))).endswith("it wrote nothing")


@pytest.mark.parametrize("method", ["miner_setGasPrice", "admin_peers"])
def test_node_that_dies_while_it_is_waited_for_is_named(town: Network, program: Path, method: str) -> None:
    node = first(town)
    behave(town, node, dies_at=[method])
    with pytest.raises(NodeFailed, match=f"node {node.name} stopped by itself"):
        bring_up(town, [node.name], program=program, timeout_seconds=20)


def test_node_that_lives_and_stops_answering_is_a_connection_that_failed(
    town: Network, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*arguments: Any) -> None:
        raise ConnectionFailed("it does not answer in time")

    monkeypatch.setattr(starting, "_wait_for_peers", silent)
    with pytest.raises(ConnectionFailed, match="in time"):
        bring_up(town, program=program, timeout_seconds=20)


def test_node_that_does_not_answer_in_time_is_not_ready(town: Network, program: Path) -> None:
    node = first(town)
    behave(town, node, late=30)
    with pytest.raises(NetworkNotReady, match=f"node {node.name} runs, but does not answer"):
        bring_up(town, [node.name], program=program, timeout_seconds=0.5)


def test_nodes_that_do_not_meet_are_not_ready(town: Network, program: Path) -> None:
    one, two = town.description.nodes
    behave(town, one, answers={"admin_peers": []})
    with pytest.raises(NetworkNotReady, match=f"do not find each other: {one.name} does not see {two.name}"):
        bring_up(town, program=program, timeout_seconds=4)


def test_majority_that_seals_nothing_is_not_ready(town: Network, program: Path) -> None:
    one, two = town.description.nodes
    behave(town, two, grows=0)
    with pytest.raises(NetworkNotReady, match=r"not all of them got past block \d+ \(validator-1 \d+, validator-2 1\)"):
        bring_up(town, program=program, timeout_seconds=4)
    assert pid_of(town, one) is not None


def test_data_of_another_chain_stops_the_node_again(town: Network, program: Path) -> None:
    node = first(town)
    behave(town, node, answers={"eth_getBlockByNumber": {"hash": "0x" + "ab" * 32}})
    with pytest.raises(ChainMismatch, match=r"was stopped: its data folder .* is another chain's, move it away"):
        bring_up(town, [node.name], program=program, timeout_seconds=20)
    assert pid_of(town, node) is None

"""`govledger network up`, `down`, `logs`, `status`, `vote` and `votes` on the command line."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govledger.cli import main, network_running
from govledger.consensus.engine import Engine
from govledger.network.description import Node
from govledger.network.folder import Network
from govledger.network.genesis import Client
from govledger.network.governance import Outcome
from govledger.network.processes import Stopped
from govledger.network.starting import Up
from govledger.network.voting import Change
from tests.scripted_node import ScriptedNode
from tests.sealed_chain import MEMBERS, ScriptedNetwork, SealedChain, described

NEWCOMER = MEMBERS[6]


def run(*words: str | Path, expected: int = 0) -> Result:
    result = CliRunner().invoke(main, ["network", *map(str, words)])
    assert result.exit_code == expected, result.output
    return result


@contextmanager
def folder_of(
    folder: Path, engine: Engine, client: Client, validators: int = 5, *, seals: bool = False
) -> Iterator[tuple[SealedChain, list[ScriptedNode]]]:
    """A network's folder whose nodes are scripted."""
    chain = SealedChain.begun(engine, client, validators, age=2 * validators)
    for number in range(2 * validators):
        chain.seal(MEMBERS[number % validators])
    network = ScriptedNetwork(chain, client, seals)
    with ExitStack() as running:
        nodes = [running.enter_context(ScriptedNode(network.answers(MEMBERS[number]))) for number in range(validators)]
        named = {f"v{number}": (MEMBERS[number], node) for number, node in enumerate(nodes)}
        description = described(chain, client, named)
        set_up = tuple(
            replace(node, folder=f"nodes/{node.name}", auth_port=int(node.name[1:]) + 1) for node in description.nodes
        )
        folder.mkdir()
        (folder / "genesis.json").write_text(json.dumps(chain.genesis.json))
        (folder / "network.toml").write_text(replace(description, nodes=set_up).to_toml())
        for node in set_up:
            (folder / str(node.folder)).mkdir(parents=True)
        yield chain, nodes


# --- up, down, logs -------------------------------------------------------------------------------------


def test_up_prints_its_nodes_and_the_genesis_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[tuple[str, ...], float]] = []

    def brought_up(network: Network, names: tuple[str, ...], *, timeout_seconds: float) -> list[Up]:
        asked.append((names, timeout_seconds))
        one, two, *_ = network.description.nodes
        return [Up(one, 11, True), Up(replace(two, address=None), 12, False)]

    monkeypatch.setattr(network_running, "bring_up", brought_up)
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH) as (chain, nodes):
        lines = run("up", tmp_path / "town", "v0", "v1", "--timeout", "9").stdout.splitlines()
    assert asked == [(("v0", "v1"), 9.0)]
    assert lines[0].split() == ["node", "role", "address", "RPC", "process"]
    assert lines[1].split() == ["v0", "validator", MEMBERS[0].text, nodes[0].url, "11,", "started"]
    assert lines[2].split() == ["v1", "validator", nodes[1].url, "12,", "was", "running"]
    assert lines[3] == f"genesis hash 0x{chain.genesis.hash.hex()}"


def test_up_of_another_client_says_what_starts_it(tmp_path: Path) -> None:
    with folder_of(tmp_path / "town", Engine.QBFT, Client.BESU):
        printed = run("up", tmp_path / "town", expected=1).output
    assert "runs besu, which this command does not start; start it with: docker compose --file" in printed
    assert f"{tmp_path / 'town' / 'compose.yaml'} up --detach" in printed


def test_down_says_what_became_of_each_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(network: Network, nodes: tuple[Node, ...], timeout: float) -> list[Stopped]:
        assert timeout == 60
        return [Stopped(nodes[0], True), Stopped(nodes[1], False), Stopped(nodes[2], True, killed=True)]

    monkeypatch.setattr(network_running, "stop", stopped)
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH):
        result = run("down", tmp_path / "town")
    assert result.output.startswith(
        "v0 stopped\nv1 was not running\nWarning: v2 did not stop within 60 s and was killed"
    )


def test_logs_of_one_node_are_its_lines_and_of_several_have_their_names(tmp_path: Path) -> None:
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH, 2):
        for name in ("v0", "v1"):
            (tmp_path / "town" / "nodes" / name / "geth.log").write_text(f"first of {name}\nlast of {name}\n")
        assert run("logs", tmp_path / "town", "v1").stdout == "first of v1\nlast of v1\n"
        assert run("logs", tmp_path / "town", "--lines", "1").stdout == "v0 | last of v0\nv1 | last of v1\n"


def test_logs_are_followed_until_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "town" / "nodes" / "v0" / "geth.log"
    turns = iter([lambda: log.write_text("one\ntwo\n"), None])

    def waited(seconds: float) -> None:
        turn = next(turns)
        if turn is None:
            raise KeyboardInterrupt
        turn()

    monkeypatch.setattr(network_running.time, "sleep", waited)
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH, 1):
        log.write_text("one\n")
        assert run("logs", tmp_path / "town", "--follow").stdout == "one\ntwo\n"


# --- status ---------------------------------------------------------------------------------------------


def test_status_of_a_healthy_network_ends_with_nothing_wrong(tmp_path: Path) -> None:
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH):
        printed = run("status", tmp_path / "town", "--window", "5").stdout
    assert "scripted: geth, clique, chain id 777" in printed
    assert "of the last 5 blocks" in printed
    assert "all nodes that answer have the same block 7" in printed
    assert printed.endswith("nothing is wrong\n")


def test_status_names_what_is_wrong_and_fails(tmp_path: Path) -> None:
    with folder_of(tmp_path / "town", Engine.QBFT, Client.BESU) as (chain, nodes):
        for number in range(12):
            chain.seal(MEMBERS[number % 4], at=chain.blocks[-1].timestamp)
        chain.seal(MEMBERS[6], at=chain.blocks[-1].timestamp + 300)
        nodes[3].answers["eth_chainId"] = "0x1"
        nodes[2].answers["eth_syncing"] = {}
        del nodes[1].answers["net_peerCount"]
        printed = run("status", tmp_path / "town", expected=1).stdout
    assert "does not answer" in printed
    assert "wrong: v3: " in printed
    assert "missing" in printed
    assert "no validator now" in printed
    assert "s in the future by this machine's clock" in printed


def test_status_of_nodes_that_differ_does_not_say_that_they_agree(tmp_path: Path) -> None:
    with folder_of(tmp_path / "town", Engine.QBFT, Client.BESU) as (chain, nodes):
        other = chain.copy()
        chain.seal(MEMBERS[0])
        other.seal(MEMBERS[1])
        nodes[1].answers |= ScriptedNetwork(other, Client.BESU).answers(MEMBERS[1])
        printed = run("status", tmp_path / "town", expected=1).stdout
    assert "all nodes that answer" not in printed
    assert "the nodes are on different chains" in printed


def test_status_of_a_network_that_is_down_names_no_validators(tmp_path: Path) -> None:
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH):
        pass
    printed = run("status", tmp_path / "town", expected=1).stdout
    assert printed.count("wrong: ") == 5
    assert "of the last" not in printed


def test_status_as_json_is_one_document(tmp_path: Path) -> None:
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH) as (chain, _nodes):
        document = json.loads(run("status", tmp_path / "town", "--json").stdout)
    assert document["healthy"] is True
    assert document["nodes"][0]["head"] == f"0x{chain.hash_of(chain.height).hex()}"
    assert run("status", tmp_path / "town", "--json", "--watch", expected=2)


def test_status_is_watched_until_ctrl_c_and_ends_as_it_was_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH) as (_chain, nodes):
        turns = iter([lambda: nodes[0].answers.update({"eth_chainId": "0x1"}), None])

        def waited(seconds: float) -> None:
            turn = next(turns)
            if turn is None:
                raise KeyboardInterrupt
            turn()

        monkeypatch.setattr(network_running.time, "sleep", waited)
        printed = run("status", tmp_path / "town", "--watch", expected=1).stdout
    assert "wrong: v0: " in printed


# --- votes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("engine", "client"), [(Engine.CLIQUE, Client.GETH), (Engine.QBFT, Client.BESU)])
def test_vote_is_followed_until_it_passed(
    tmp_path: Path, engine: Engine, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govledger.network.governance.time.sleep", lambda seconds: None)
    with folder_of(tmp_path / "town", engine, client, seals=True) as (chain, _nodes):
        result = run("vote", "add", tmp_path / "town", NEWCOMER.text, "--force")
        assert f"passed: add {NEWCOMER.text}; 6 validators now:" in result.output
        assert f"  {NEWCOMER.text}\n" in result.output
        assert result.output.startswith("voting at v0, v1, v2, v3, v4: 5 of 5 validators, 3 are needed")
        monkeypatch.chdir(tmp_path / "town")
        run("vote", "drop", NEWCOMER.text.removeprefix("0x"))
        assert len(chain.validators) == 5
        assert "no open vote" in run("votes").output


def test_text_that_is_no_address_is_refused(tmp_path: Path) -> None:
    for text in ("0x12", "zz"):
        with folder_of(tmp_path / text, Engine.CLIQUE, Client.GETH, 1):
            printed = run("vote", "add", tmp_path / text, text, expected=1).output
        assert f"'{text}' is no address; an address is 0x and 40 hex digits" in printed


def test_proposal_that_could_not_be_discarded_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change = Change(NEWCOMER.address, True)
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH, 1) as (_chain, _nodes):

        def voted(description: object, change: Change, **options: object) -> Outcome:
            (node,) = described(_chain, Client.GETH, {"v0": (MEMBERS[0], _nodes[0])}).nodes
            return Outcome(change=change, validators=(), voters=(node,), not_discarded=(node,))

        monkeypatch.setattr(network_running, "vote", voted)
        result = run("vote", "add", tmp_path / "town", NEWCOMER.text)
    assert "Warning: v0 went away before its proposal could be discarded" in result.output
    assert f"passed: {change}" in result.output


def test_sigterm_ends_a_vote_as_ctrl_c_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("govledger.network.governance.time.sleep", lambda seconds: os.kill(os.getpid(), signal.SIGTERM))
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH) as (_chain, nodes):
        assert "Aborted" in run("vote", "add", tmp_path / "town", NEWCOMER.text, expected=1).output
        assert [len(node.called("clique_discard")) for node in nodes] == [1] * 5
    assert signal.getsignal(signal.SIGTERM) is before


def test_votes_are_listed_and_a_kept_one_withdrawn(tmp_path: Path) -> None:
    with folder_of(tmp_path / "town", Engine.CLIQUE, Client.GETH) as (chain, nodes):
        printed = run("votes", tmp_path / "town").stdout
        assert "no open vote in the blocks since 0" in printed
        assert [line.split() for line in printed.splitlines()[1:6]] == [
            [f"v{number}", "nothing"] for number in range(5)
        ]
        nodes[1].answers["clique_propose"](NEWCOMER.text, True)
        sealed = chain.seal(MEMBERS[1], Change(NEWCOMER.address, True))
        printed = run("votes", tmp_path / "town").stdout
        assert f"v1    add {NEWCOMER.text}" in printed
        assert f"add {NEWCOMER.text}: 1 of 3 votes, by {MEMBERS[1].text} in block {sealed.number}" in printed
        document = json.loads(run("votes", tmp_path / "town", "--json").stdout)
        assert document["proposals"]["v1"] == [{"validator": NEWCOMER.text, "change": "add"}]
        vote = {"voter": MEMBERS[1].text, "block": sealed.number}
        assert document["open"] == [{"validator": NEWCOMER.text, "change": "add", "votes": [vote], "needed": 3}]
        assert run("vote", "discard", tmp_path / "town", NEWCOMER.text).stdout == "withdrawn at v1\n"

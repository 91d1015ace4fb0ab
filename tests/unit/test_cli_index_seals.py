"""`govledger index --verify seals`: where its rules come from, what it refuses, and what it writes down."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from govledger.cli import index as command
from govledger.cli import main
from govledger.cli.chain import ChainChoice
from govledger.cli.files import write_whole
from govledger.cli.index_seals import CheckpointFile, SealChoice, sentence_of_seals
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine
from govledger.errors import GenesisInvalid, InputError
from govledger.index import open_store, read_store, sync
from govledger.index.defaults import Defaults
from govledger.index.model import Trust
from govledger.index.reasons import Unasked
from govledger.network.genesis import Client, GenesisOptions, make_genesis
from tests.sealed_nodes import RecordedNode, recorded_clique
from tests.simulated_chain import SimulatedChain
from tests.unit.test_index_seals import a_node, a_sealed_world, bring_up

GENESIS = {"config": {"chainId": 20265, "clique": {"period": 1, "epoch": 20}}}


class Opened:
    """What `opened` finds: a recorded chain in the place of nodes."""

    prover = None
    reasons = Unasked()

    def __init__(self, node: Any, first_block: int, defaults: Defaults) -> None:
        self.node, self.defaults = node, defaults
        self.indexed = node.deployment(first_block)

    def store(self, place: str, verify: str | None) -> Any:
        trust = Trust(verify) if verify else None
        return open_store(place, self.indexed, trust, trust_if_new=self.defaults.trust)


@pytest.fixture
def node() -> RecordedNode:
    return recorded_clique()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, node: RecordedNode) -> Any:
    """Runs the command on the recorded chain; its store is `index.sqlite`."""
    deployment = node.deployment(70)
    manifest = SimpleNamespace(name="town", first_block=70, genesis_hash=deployment.genesis_hash)
    found = Opened(node, 70, Defaults(Trust.RECEIPTS, 3))
    monkeypatch.setattr(command, "open_deployment", lambda folder: manifest)
    monkeypatch.setattr(command, "folder_of", lambda name: name)
    monkeypatch.setattr(command, "opened", lambda *arguments: found)
    (tmp_path / "genesis.json").write_text(json.dumps(GENESIS))
    store = str(tmp_path / "index.sqlite")

    def runs(*words: str) -> Result:
        return CliRunner().invoke(main, ["index", "town", "--rpc", "http://127.0.0.1:1", "--store", store, *words])

    runs.store, runs.found = store, found  # type: ignore[attr-defined]
    return runs


def sealed(tmp_path: Path) -> tuple[str, ...]:
    return ("--verify", "seals", "--genesis", str(tmp_path / "genesis.json"))


def test_a_genesis_file_names_the_rules(run: Any, tmp_path: Path) -> None:
    result = run(*sealed(tmp_path), "--write-checkpoint", str(tmp_path / "checkpoint"))
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-2:] == [
        "every header up to block 82 is sealed by the chain's validators, 4 by now; those up to block 79 are settled",
        f"the checkpoint of block 79 is in {tmp_path / 'checkpoint'}",
    ]
    with read_store(run.store) as store:
        assert store.trust is Trust.SEALS
        kept = store.checkpoint(79)
    assert kept is not None and (tmp_path / "checkpoint").read_bytes() == kept.checkpoint


def test_a_checkpoint_that_was_written_is_begun_with(run: Any, node: RecordedNode, tmp_path: Path) -> None:
    with open_store(":memory:", node.deployment(1), Trust.SEALS) as other:
        report = sync(node, other, until=60, checked_from=node.rules(Engine.CLIQUE, 20))
    assert report.checkpoint is not None
    (tmp_path / "checkpoint").write_bytes(report.checkpoint.encode())
    node.asked.clear()
    result = run("--verify", "seals", "--checkpoint", str(tmp_path / "checkpoint"))
    assert result.exit_code == 0, result.output
    assert min(int(asked.split()[1]) for asked in node.asked if asked != "headers 0 0") == 60


def test_options_name_the_rules_too_and_once_is_enough(run: Any) -> None:
    result = run("--verify", "seals", "--engine", "clique", "--epoch", "20", "--block-time", "1")
    assert result.exit_code == 0, result.output
    again = run()
    assert again.exit_code == 0 and "every header up to block 82 is sealed" in again.stdout


def test_a_wrong_epoch_ends_it_with_block_and_rule(run: Any) -> None:
    result = run("--verify", "seals", "--engine", "clique", "--epoch", "7")
    assert result.exit_code == 1
    assert (
        "block 7 is refused" in result.output and "the rule: the validators that are listed are those" in result.output
    )


def test_a_network_s_folder_names_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = GenesisOptions(
        **{"engine": Engine.QBFT, "client": Client.BESU, "chain_id": 5, "validators": (b"\x01" * 20,)},
        **{"block_seconds": 3, "epoch_blocks": 900},
    )
    genesis = make_genesis(options)
    folder = SimpleNamespace(genesis=genesis)
    monkeypatch.setattr("govledger.network.folder.open_network", lambda path: folder)
    found = SealChoice().checked_from(ChainChoice(network=tmp_path), SimpleNamespace(genesis_hash=genesis.hash))  # type: ignore[arg-type]
    assert found == ChainRules(Engine.QBFT, genesis.hash, 900, 3)


# --- what is refused ------------------------------------------------------------------------------------


def refused(run: Any, *words: str) -> str:
    result = run(*words)
    assert result.exit_code == 1, result.output
    assert not Path(run.store).exists(), "no store stands there that cannot be filled"
    return str(result.output)


def test_seals_need_rules(run: Any) -> None:
    assert "give --network, --genesis, --engine or --checkpoint" in refused(run, "--verify", "seals")


def test_a_development_chain_has_no_seals(run: Any, tmp_path: Path) -> None:
    run.found.defaults = Defaults(Trust.HEADERS, None)
    said = refused(run, *sealed(tmp_path))
    assert "block 70 bears no validator's seal, as on a development chain (--verify receipts does without)" in said


def test_what_is_for_seals_is_refused_without_them(run: Any, tmp_path: Path) -> None:
    for words in (("--engine", "clique"), ("--write-checkpoint", "x"), ("--genesis", str(tmp_path / "genesis.json"))):
        assert "is for --verify seals; add it" in refused(run, *words)
        assert "is for --verify seals; add it" in refused(run, "--verify", "receipts", *words)


def test_options_that_contradict_each_other_are_refused(run: Any, tmp_path: Path) -> None:
    assert "give --genesis or --engine" in run(*sealed(tmp_path), "--engine", "clique").output
    assert "--epoch and --block-time go with --engine" in run(*sealed(tmp_path), "--epoch", "20").output
    assert run(*sealed(tmp_path), "--epoch", "20").exit_code == 2


@pytest.mark.parametrize(("content", "problem"), [("{", "is no JSON"), ("[]", "is no genesis file")])
def test_a_genesis_file_that_is_none_is_refused(run: Any, tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "genesis.json").write_text(content)
    assert problem in refused(run, *sealed(tmp_path))
    with pytest.raises(GenesisInvalid, match=problem):
        choice = SealChoice(genesis=tmp_path / "genesis.json")
        choice.checked_from(ChainChoice(), SimpleNamespace(genesis_hash=bytes(32)))  # type: ignore[arg-type]


def test_a_checkpoint_of_other_rules_than_those_that_are_given_is_refused(run: Any, tmp_path: Path) -> None:
    assert run(*sealed(tmp_path), "--write-checkpoint", str(tmp_path / "checkpoint")).exit_code == 0
    os.unlink(run.store)
    words = ("--checkpoint", str(tmp_path / "checkpoint"), "--engine", "clique", "--epoch", "30")
    assert "was made by other rules" in refused(run, "--verify", "seals", *words)


def test_a_file_that_is_no_checkpoint_is_refused(run: Any, tmp_path: Path) -> None:
    assert "checkpoint" in refused(run, *sealed(tmp_path)[:2], "--checkpoint", str(tmp_path / "genesis.json"))


def test_a_chain_without_rules_is_refused_by_the_library_too() -> None:
    chain = SimulatedChain()
    with (
        open_store(":memory:", chain.deployment(), Trust.SEALS) as store,
        pytest.raises(InputError, match="none are given"),
    ):
        sync(chain, store)


# --- what is written ------------------------------------------------------------------------------------


def test_the_file_is_anybody_s_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second" and list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~_umask()
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(tmp_path / "nowhere" / "checkpoint", b"third")


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def test_nothing_is_written_before_a_block_is_settled(tmp_path: Path) -> None:
    node = recorded_clique()
    del node.blocks[2:]
    with open_store(":memory:", node.deployment(1), Trust.SEALS) as store:
        sync(node, store, checked_from=node.rules(Engine.CLIQUE, 20))
        file = CheckpointFile(tmp_path / "checkpoint", store)
        file.write()
        assert file.sentence() == f"no block is settled yet: {tmp_path / 'checkpoint'} was not written"
        assert not (tmp_path / "checkpoint").exists()


def test_a_checkpoint_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node, written = recorded_clique(), []
    monkeypatch.setattr("govledger.cli.index_seals.write_whole", lambda path, content: written.append(content))
    with open_store(":memory:", node.deployment(1), Trust.SEALS) as store:
        sync(node, store, checked_from=node.rules(Engine.CLIQUE, 20))
        file = CheckpointFile(tmp_path / "checkpoint", store)
        file.write()
        file.write()
    assert len(written) == 1 and Checkpoint.decode(written[0]).number == 79


def test_a_block_of_a_bft_chain_is_settled_at_once() -> None:
    world = a_sealed_world(Engine.QBFT)
    with open_store(":memory:", world.deployment, Trust.SEALS) as store:
        report = bring_up(a_node(world), store, world.rules)
    assert report.checkpoint is not None
    count = len(report.checkpoint.validators)
    sealed_up_to = f"every header up to block {report.last_block} is sealed by the chain's validators"
    assert sentence_of_seals(report.checkpoint) == f"{sealed_up_to}, {count} by now, and is settled"

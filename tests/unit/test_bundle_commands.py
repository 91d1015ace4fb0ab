"""`govledger audit verify` as an auditor runs it: without a network, with a status for scripts, by their own pins."""

from __future__ import annotations

import dataclasses
import json
import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner, Result

from govledger.audit.bundle.files import file_digest, is_bundle, read_bundle, write_bundle
from govledger.audit.bundle.parts import MAGIC
from govledger.cli import main
from govledger.consensus.checkpoint import Checkpoint
from govledger.consensus.engine import Engine
from govledger.errors import BundleRefused, BundleUnwritable, InputError
from govledger.network.genesis import Client
from tests.bundles import as_file
from tests.lies import EPOCH, LAST, LIES, chain_of, checkpoints_of, life_of, log_of
from tests.sample_networks import network


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a socket fails the test."""

    def refuse(*arguments: object, **more: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def clique(tmp_path: Path) -> Path:
    return as_file(tmp_path / "clique.bundle", log_of(Engine.CLIQUE)[0].parts())


@pytest.fixture
def qbft(tmp_path: Path) -> Path:
    return as_file(tmp_path / "qbft.bundle", log_of(Engine.QBFT)[0].parts())


def verify(file: Path, *more: str, engine: Engine = Engine.CLIQUE, genesis: bool = True) -> Result:
    pins = log_of(engine)[1]
    arguments = ["audit", "verify", str(file), "--deployment", f"0x{pins.deployment_digest.hex()}", *more]
    if genesis:
        arguments += ["--genesis", f"0x{pins.genesis_hash.hex()}"]
    return CliRunner().invoke(main, arguments)


def test_a_true_bundle_is_proved_without_any_socket(clique: Path) -> None:
    ended = verify(clique)
    assert ended.exit_code == 0, ended.output
    assert f"PROVED    SHA-256 of the file 0x{file_digest(clique).hex()}" in ended.output
    assert "all 3 events of 2 contracts in blocks 6 to 8" in ended.output
    assert "there is no competing branch of more difficulty" in " ".join(ended.output.split())


def test_a_life_is_proved_with_its_versions(tmp_path: Path) -> None:
    file = as_file(tmp_path / "life.bundle", life_of(Engine.QBFT)[0].parts())
    ended = verify(file, engine=Engine.QBFT)
    assert ended.exit_code == 0, ended.output
    assert "organisation 5 in consortium: 5 events, which is its version" in ended.output
    assert "competing branch" not in ended.output


def test_a_verdict_is_one_json_document(clique: Path) -> None:
    found = json.loads(verify(clique, "--json").output)
    assert (found["verdict"], found["file_sha256"]) == ("proved", f"0x{file_digest(clique).hex()}")
    assert found["proved"]["last_block"] == LAST and found["proved"]["coverage"] == "all"
    assert found["inferred"] and found["not_proved"]


@pytest.mark.parametrize("name", ["unsettled-on-clique", "foreign-checkpoint"])
def test_a_lie_ends_with_the_status_of_a_refusal(tmp_path: Path, name: str) -> None:
    file = as_file(tmp_path / "lie.bundle", LIES[name]()[0])
    engine = Engine.CLIQUE if "clique" in name else Engine.QBFT
    ended = verify(file, engine=engine)
    assert ended.exit_code == 3
    assert ended.output.startswith(f"REFUSED   {file} proves nothing")


def test_a_refusal_says_rule_place_and_what_was_found(tmp_path: Path) -> None:
    file = as_file(tmp_path / "lie.bundle", LIES["too-few-seals"]()[0])
    ended = verify(file, engine=Engine.QBFT)
    assert "HEADER: QUORUM" in ended.output and "at block  8" in ended.output and "2 sealed it of 4" in ended.output
    found = json.loads(verify(file, "--json", engine=Engine.QBFT).output)
    assert {name: found[name] for name in ("verdict", "rule", "header_rule", "block")} == {
        "verdict": "refused",
        "rule": "HEADER",
        "header_rule": "QUORUM",
        "block": 8,
    }
    assert found["asks"] and "2 sealed it of 4" in found["found"]


def test_a_damaged_file_is_refused_by_its_digest(clique: Path) -> None:
    data = clique.read_bytes()
    clique.write_bytes(data[:-1] + bytes((data[-1] ^ 1,)))
    assert "DIGEST" in verify(clique).output


def test_a_file_that_goes_on_after_its_end_is_refused(clique: Path) -> None:
    clique.write_bytes(clique.read_bytes() + b"\x00")
    ended = verify(clique)
    assert ended.exit_code == 3 and "goes on after its last part" in ended.output


def test_a_bundle_that_ends_before_the_block_that_is_asked_for_is_refused(clique: Path) -> None:
    assert verify(clique, "--until", str(LAST)).exit_code == 0
    ended = verify(clique, "--until", str(LAST + 1))
    assert ended.exit_code == 3 and "UNTIL" in ended.output


def test_a_checkpoint_that_was_written_is_asked_for_by_the_next_verification(clique: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert verify(clique, "--write-checkpoint", str(kept)).exit_code == 0
    assert Checkpoint.decode(kept.read_bytes()) == checkpoints_of(chain_of(Engine.CLIQUE))[LAST]
    assert verify(clique, "--checkpoint", str(kept)).exit_code == 0
    other = as_file(tmp_path / "other.bundle", LIES["checkpoint-not-on-path"]()[0])
    fork = LIES["checkpoint-not-on-path"]()[1].checkpoint
    assert fork is not None
    kept.write_bytes(fork.encode())
    ended = verify(other, "--checkpoint", str(kept))
    assert ended.exit_code == 3 and "CHECKPOINT" in ended.output


def test_a_refused_bundle_leaves_no_checkpoint(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    file = as_file(tmp_path / "lie.bundle", LIES["too-few-seals"]()[0])
    assert verify(file, "--write-checkpoint", str(kept), engine=Engine.QBFT).exit_code == 3
    assert not kept.exists()


def test_a_file_that_is_no_checkpoint_is_none(clique: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"\x01")
    ended = verify(clique, "--checkpoint", str(tmp_path / "kept"))
    assert ended.exit_code == 1 and "checkpoint" in ended.output


def network_file(path: Path, epoch: int) -> str:
    """What the members of the chain's network have."""
    described = dataclasses.replace(
        network(Client.BESU, Engine.QBFT),
        genesis_hash=chain_of(Engine.QBFT).blocks[0].hash,
        epoch_blocks=epoch,
        block_seconds=1,
    )
    path.write_text(described.to_toml(), encoding="utf-8")
    return str(path)


def test_the_network_pins_the_genesis_and_the_epoch(qbft: Path, tmp_path: Path) -> None:
    pinned = ["--network", network_file(tmp_path / "network.toml", EPOCH)]
    ended = verify(qbft, *pinned, engine=Engine.QBFT, genesis=False)
    assert ended.exit_code == 0, ended.output
    network_file(tmp_path / "network.toml", EPOCH + 1)
    ended = verify(qbft, *pinned, engine=Engine.QBFT, genesis=False)
    assert ended.exit_code == 3 and "epochs of 7 blocks" in ended.output


def test_the_chain_has_to_be_pinned(clique: Path) -> None:
    ended = verify(clique, genesis=False)
    assert ended.exit_code == 2 and "pin the chain" in ended.output


def test_genesis_and_network_have_to_be_of_one_chain(clique: Path, tmp_path: Path) -> None:
    ended = verify(clique, "--network", network_file(tmp_path / "network.toml", EPOCH))
    assert ended.exit_code == 1 and "different chains" in ended.output


@pytest.mark.parametrize("given", ["0x12", "nothing"])
def test_a_hash_has_32_bytes(clique: Path, given: str) -> None:
    ended = verify(clique, "--genesis", given, genesis=False)
    assert ended.exit_code == 2 and "write 0x and 64 hex digits" in ended.output


# --- files ---------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    with pytest.raises(InputError, match="name a bundle"):
        list(read_bundle(missing))
    with pytest.raises(InputError, match="cannot be read"):
        file_digest(missing)
    assert not is_bundle(missing)


def test_a_bundle_is_known_by_how_it_begins(clique: Path, tmp_path: Path) -> None:
    later = tmp_path / "later"
    later.write_bytes(MAGIC.replace(b"1", b"2"))
    assert is_bundle(clique) and is_bundle(later)
    with pytest.raises(BundleRefused, match="version 1 begins with"):
        list(read_bundle(later))


def test_a_bundle_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "made.bundle"
    parts = log_of(Engine.CLIQUE)[0].parts()

    def broken() -> Any:
        yield parts[0]
        raise InputError("the node went away")

    with pytest.raises(InputError, match="went away"):
        write_bundle(file, broken())
    assert not list(tmp_path.iterdir())
    assert write_bundle(file, parts) == file.stat().st_size


def test_a_bundle_cannot_be_written_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(BundleUnwritable):
        write_bundle(tmp_path / "nowhere" / "made.bundle", [])

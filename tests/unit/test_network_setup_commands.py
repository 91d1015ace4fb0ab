"""`govledger network key new`, `new` and `join`, as somebody types them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from govledger.cli import main
from govledger.network.enode import Enode
from govledger.network.folder import open_network
from tests.sample_networks import TEN_HOSTS

Run = Callable[..., "Result"]
NEW = ("--engine", "clique", "--client", "geth", "--chain-id", "20261", "--zero-fee")


@dataclass
class Result:
    stdout: str
    stderr: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `govledger network …`; the two streams apart, whatever click's version keeps apart."""

    def run(*words: object, status: int = 0) -> Result:
        try:
            main.main(["network", *map(str, words)], prog_name="govledger", standalone_mode=True)
        except SystemExit as end:
            captured = capsys.readouterr()
            assert end.code == status, captured
            return Result(captured.out, captured.err)
        raise AssertionError("click ends the program")

    return run


def test_key_new_prints_the_public_part_alone(run: Run, tmp_path: Path) -> None:
    result = run("key", "new", tmp_path / "key", "--host", "192.0.2.1", "--port", 30_305)
    (line,) = result.stdout.splitlines()
    enode = Enode.parse(line)
    assert (enode.host, enode.port) == ("192.0.2.1", 30_305)
    assert f"the key of 0x{enode.address.hex()} is in {tmp_path / 'key'}; back it up" in result.stderr


def test_key_new_never_overwrites(run: Run, tmp_path: Path) -> None:
    run("key", "new", tmp_path / "key")
    result = run("key", "new", tmp_path / "key", status=1)
    assert "a key is never overwritten" in result.stderr and result.stdout == ""


def test_ten_members_make_a_network_and_join_it(run: Run, tmp_path: Path) -> None:
    parts = [
        run("key", "new", tmp_path / f"key-{number}", "--port", 21_000 + number).stdout.strip() for number in (1, 2)
    ]
    options = [word for part in parts for word in ("--validator", part)]
    made = run("new", tmp_path / "net", *NEW, *options, "--block-time", 1, "--name", "two")
    network = open_network(tmp_path / "net")
    pin = f"0x{network.genesis.hash.hex()}"
    assert made.stdout.splitlines() == [
        "network     two: geth, clique, chain 20261, a block every 1 s, no fees",
        "validators  2",
        f"genesis     {pin}",
    ]
    assert "The genesis hash is what auditors pin" in made.stderr
    assert "one operator holds every seal" not in made.stderr
    assert "warning: 2 validators can be cut into two halves" in made.stderr

    joined = run("join", tmp_path / "net", "--key", tmp_path / "key-1", "--genesis-hash", pin)
    (node,) = open_network(tmp_path / "net").description.nodes
    assert node.address is not None
    assert joined.stdout.splitlines() == [
        f"node     validator-1 (validator, sealing as 0x{node.address.hex()})",
        f"enode    {parts[0]}",
        f"rpc      {node.rpc}",
        f"folder   {tmp_path / 'net' / 'nodes' / 'validator-1'}",
    ]
    seen = run("join", tmp_path / "net", "--observer", "--genesis-hash", pin, "--name", "watch", "--rpc-port", 8_545)
    assert "node     watch (observer)\n" in seen.stdout


def test_laptop_network_warns_that_one_operator_holds_every_seal(run: Run, tmp_path: Path) -> None:
    result = run("new", tmp_path / "lap", *NEW, "--validators", 3, "--p2p-port", 21_100, "--rpc-port", 21_200)
    assert "warning: all keys are in this one folder, so that one operator holds every seal" in result.stderr
    assert "cut into two halves" not in result.stderr
    description = open_network(tmp_path / "lap").description
    assert description.name == "lap"
    assert description.endpoints == tuple(f"http://127.0.0.1:{port}" for port in (21_200, 21_201, 21_202))
    assert [node.enode.port for node in description.nodes] == [21_100, 21_101, 21_102]


def test_too_few_bft_validators_are_warned_of(run: Run, tmp_path: Path) -> None:
    result = run(
        *("new", tmp_path / "net", "--engine", "qbft", "--client", "besu", "--chain-id", 7),
        *("--validators", 3, "--fund", "0x" + "11" * 20),
    )
    assert "warning: 3 validators of qbft bear no fault" in result.stderr
    assert "a block every 5 s, fees" in result.stdout


def test_folder_whose_name_is_no_networks_is_named_after_the_chain(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "My Net", *NEW, "--validators", 1)
    assert open_network(tmp_path / "My Net").description.name == "network-20261"


@pytest.mark.parametrize(
    ("options", "status", "rule"),
    [
        ((), 2, "give either --validator for each first validator, or --validators N"),
        (("--validator", str(TEN_HOSTS[0]), "--validators", 1), 2, "give either --validator"),
        (("--validator", str(TEN_HOSTS[0]), "--rpc-port", 8_545), 2, "belong to --validators"),
        (("--validator", "enode://"), 1, "is no public part of a node"),
        (("--validators", 0), 1, "0 validators on one host"),
        (("--validators", 1, "--fund", "0x12"), 1, "--fund 0x12 is not an address; an address is 0x and 40 hex digits"),
        (("--validators", 1, "--rpc-port", 65_536), 2, "65536 is not in the range 1<=x<=65535"),
        (("--validators", 1, "--engine", "ibft1"), 2, "'ibft1' is not one of 'clique', 'ibft2', 'qbft'"),
    ],
)
def test_wrong_options_of_new_make_nothing(
    options: tuple[object, ...], status: int, rule: str, run: Run, tmp_path: Path
) -> None:
    result = run("new", tmp_path / "net", *NEW, *options, status=status)
    assert rule in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_join_needs_the_pinned_hash(run: Run, tmp_path: Path) -> None:
    result = run("join", tmp_path, "--observer", status=2)
    assert "Missing option '--genesis-hash'" in result.stderr


@pytest.mark.parametrize(
    ("options", "status", "rule"),
    [
        (("--genesis-hash", "0x12", "--observer"), 1, "--genesis-hash 0x12 is not a hash; a hash is 0x and 64 hex"),
        (("--genesis-hash", "0x" + "00" * 32), 2, "give --key KEYDIR for a validator, or --observer"),
        (("--genesis-hash", "0x" + "00" * 32, "--observer"), 1, "holds no network"),
    ],
)
def test_wrong_options_of_join_set_nothing_up(
    options: tuple[str, ...], status: int, rule: str, run: Run, tmp_path: Path
) -> None:
    assert rule in run("join", tmp_path, *options, status=status).stderr
    assert list(tmp_path.iterdir()) == []


def test_group_lists_its_subcommands(run: Run) -> None:
    output = run("--help").stdout
    assert [line.split()[0] for line in output.partition("Commands:\n")[2].splitlines()] == [
        *("down", "join", "key", "logs", "new", "status", "up", "vote", "votes"),
    ]


def test_unknown_subcommand_is_refused(run: Run) -> None:
    assert "No such command 'nothing'" in run("nothing", status=2).stderr

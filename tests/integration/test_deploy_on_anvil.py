"""Deployment on a node of its own: killed at every kind of place, and through the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govledger.artifacts import CONTRACTS
from govledger.cli import main
from govledger.connection import Connection
from govledger.deployer import check, deploy, open_deployment
from govledger.deployments import Deployment
from govledger.errors import ChainMismatch, NonceTaken, TransactionPending
from govledger.plan import create_address
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.keys import save_key
from govledger.tx.sending import Waiting
from govledger.tx.signing import PrivateKeySigner
from govledger.tx.transactor import Transactor
from tests.integration.conftest import RICH_KEY, ZERO_FEE, Anvil
from tests.integration.killed_deployment import PLACES, Place
from tests.small_contracts import call_of

ROOT = Path(__file__).resolve().parents[2]
SIGNER = PrivateKeySigner(RICH_KEY)
PASSWORD = "open sesame"
STEPS = len(CONTRACTS)


@pytest.fixture
def chain(free_chain: Anvil) -> Iterator[Connection]:
    """The node that all tests share, as it was at first."""
    with free_chain.connect() as connection:
        snapshot = connection.snapshot()
        yield connection
        connection.revert(snapshot)


class Killed:
    """Runs that are killed, each in a process of its own."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-m", "tests.integration.killed_deployment", url]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def at(self, place: Place, directory: Path, first_nonce: int) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(directory), first_nonce, place]) + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == f"{int(signal.SIGKILL)}\n", f"the run was not killed at {place}"

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)


@pytest.fixture(scope="module")
def killed(free_chain: Anvil) -> Iterator[Killed]:
    runs = Killed(free_chain.url)
    yield runs
    runs.stop()


def lines_on_disk(directory: Path) -> list[bytes]:
    journal = directory / "town" / "journal.jsonl"
    return [line for line in journal.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]


def signed_lines(directory: Path) -> list[str]:
    lines = map(json.loads, lines_on_disk(directory))
    return [line["transaction"] for line in lines if line["line"] == "signed"]


def expect_whole(chain: Connection, directory: Path, deployment: Deployment, first_nonce: int) -> None:
    """Everything stands at the planned addresses, each creation was made once, and the manifest says so."""
    endpoint = Web3Endpoint(chain)
    assert [contract.address for contract in deployment.contracts] == [
        create_address(SIGNER.address, first_nonce + index) for index in range(STEPS)
    ]
    assert endpoint.nonce(SIGNER.address) - first_nonce == STEPS
    assert len(signed_lines(directory)) == len(set(signed_lines(directory))) == STEPS
    assert open_deployment(directory / "town") == deployment
    check(deployment, endpoint)


def transactions_before(place: Place) -> int:
    """How many of the deployer's transactions are in blocks when a run dies at a place."""
    if place.what in ("draft", "rename"):
        return STEPS
    gone = place.what in ("receipt", "mined") or (place.moment, place.what) == ("after", "send")
    return place.step + gone


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(map(str, place)))
def test_killed_deployment_is_finished_by_the_same_command(killed, chain, tmp_path, place):
    endpoint = Web3Endpoint(chain)
    first_nonce = endpoint.nonce(SIGNER.address)
    killed.at(place, tmp_path, first_nonce)
    assert endpoint.nonce(SIGNER.address) - first_nonce == transactions_before(place)
    assert (tmp_path / "town" / "manifest.json").exists() == (place == Place("after", "rename"))
    before = lines_on_disk(tmp_path)

    deployment = deploy(chain, SIGNER, name="town", directory=tmp_path)

    assert lines_on_disk(tmp_path)[: len(before)] == before
    expect_whole(chain, tmp_path, deployment, first_nonce)


def test_deployment_that_is_killed_at_every_place_in_turn_is_finished_by_the_same_command(killed, chain, tmp_path):
    first_nonce = Web3Endpoint(chain).nonce(SIGNER.address)
    for place in PLACES:
        killed.at(place, tmp_path, first_nonce)
    expect_whole(chain, tmp_path, deploy(chain, SIGNER, name="town", directory=tmp_path), first_nonce)


def test_transaction_that_waits_for_a_block_when_the_run_is_killed_is_found_again(anvil, tmp_path):
    node = anvil(*ZERO_FEE, "--no-mining")
    runs = Killed(node.url)
    runs.at(Place("after", "send"), tmp_path, 0)
    runs.stop()
    with node.connect() as chain:
        endpoint = Web3Endpoint(chain)
        with pytest.raises(TransactionPending, match=r"in no block after 0\.3 s"):
            deploy(chain, SIGNER, name="town", directory=tmp_path, waiting=Waiting(timeout_seconds=0.3))
        assert endpoint.nonce(SIGNER.address) == 0 and len(signed_lines(tmp_path)) == 1
        chain.request("evm_mine")
        chain.request("evm_setAutomine", True)
        deployment = deploy(chain, SIGNER, name="town", directory=tmp_path)
        assert endpoint.nonce(SIGNER.address) == STEPS and deployment.first_block == 1
        check(deployment, endpoint)


def test_nonce_that_somebody_else_used_meanwhile_stops_the_resumed_run(killed, chain, tmp_path):
    killed.at(Place("before", "send", 2), tmp_path, Web3Endpoint(chain).nonce(SIGNER.address))
    Transactor(Web3Endpoint(chain), SIGNER, {}).send(call_of(b"\x77" * 20, b""))
    with pytest.raises(NonceTaken, match="DataRegistry was to be created with, was used by another transaction"):
        deploy(chain, SIGNER, name="town", directory=tmp_path)


def test_run_that_began_on_another_chain_is_refused(anvil, killed, chain, tmp_path):
    killed.at(Place("before", "send", 1), tmp_path, Web3Endpoint(chain).nonce(SIGNER.address))
    with anvil(*ZERO_FEE, "--timestamp", "1700000000").connect() as elsewhere:
        with pytest.raises(ChainMismatch, match="another chain with the same id"):
            deploy(elsewhere, SIGNER, name="town", directory=tmp_path)
        assert Web3Endpoint(elsewhere).nonce(SIGNER.address) == 0


def test_chain_with_fees_takes_the_deployment(fee_chain, tmp_path):
    with fee_chain.connect() as chain:
        snapshot = chain.snapshot()
        deployment = deploy(chain, SIGNER, name="town", directory=tmp_path)
        check(deployment, Web3Endpoint(chain))
        transaction = "0x" + deployment.contracts[0].transaction_hash.hex()
        assert chain.request("eth_getTransactionByHash", transaction)["type"] == "0x2"
        chain.revert(snapshot)


# --- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Result]:
    """`govledger deploy` with a keystore of the rich key and its password's file."""
    keystore, password = tmp_path / "founder.json", tmp_path / "password"
    save_key(keystore, RICH_KEY, PASSWORD, work_factor=2)
    password.write_text(PASSWORD + "\n")
    password.chmod(0o600)

    def run(url: str, **changes: str) -> Result:
        options = {
            "rpc": url,
            "key": str(keystore),
            "password-file": str(password),
            "name": "town",
            "deployments": str(tmp_path / "deployments"),
            **{name.replace("_", "-"): value for name, value in changes.items()},
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        return CliRunner().invoke(main, ["deploy", *arguments])

    return run


def test_command_deploys_and_prints_where_everything_stands(chain, command, tmp_path):
    result = command(chain.url)
    assert result.exit_code == 0, result.output
    deployment = open_deployment(tmp_path / "deployments" / "town")
    for contract in deployment.contracts:
        assert f"0x{contract.address.hex()}" in result.output and contract.contract in result.output
    assert f"0x{deployment.digest().hex()}" in result.output
    again = command(chain.url)
    assert again.exit_code == 0 and Web3Endpoint(chain).nonce(SIGNER.address) - deployment.first_nonce == STEPS


def test_command_takes_another_founder_than_the_deployer(chain, command, tmp_path):
    founder = "0x" + "0f" * 20
    result = command(chain.url, founder=founder)
    assert result.exit_code == 0, result.output
    deployment = open_deployment(tmp_path / "deployments" / "town")
    assert deployment.contract("decisions").arguments[1] == founder


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"rpc": "http://127.0.0.1:9"}, "nothing answers at http://127.0.0.1:9"),
        ({"rpc": "somewhere"}, "is no RPC address"),
        ({"key": "none.json"}, "none.json cannot be read"),
        ({"password_file": "/dev/null"}, "/dev/null"),
        ({"name": "../town"}, "is no name for a deployment"),
        ({"founder": "0x12"}, "is no address"),
    ],
)
def test_wrong_argument_is_one_clear_line_and_nothing_is_written(chain, command, tmp_path, change, rule):
    url = change.pop("rpc", chain.url)
    result = command(url, **change)
    assert result.exit_code == 1 and rule in result.output
    assert result.output.startswith("Error: ") and result.output.count("\n") == 1
    assert "Traceback" not in result.output and not (tmp_path / "deployments").exists()
    assert Web3Endpoint(chain).nonce(SIGNER.address) == 0 or "name" in change


def test_wrong_password_is_one_clear_line(chain, command, tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text("guess\n")
    wrong.chmod(0o600)
    result = command(chain.url, password_file=str(wrong))
    assert result.exit_code == 1 and "password does not open" in result.output and result.output.count("\n") == 1

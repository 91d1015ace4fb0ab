"""Deployment on a node of its own: killed at every kind of place, and through the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from govledger.artifacts import CONTRACTS
from govledger.cli import main
from govledger.connection import Connection, connect
from govledger.consensus.engine import Engine
from govledger.deployer.checking import check
from govledger.deployer.deploying import deploy, deploy_to
from govledger.deployer.folder import open_deployment
from govledger.deployer.pricing import offer_of
from govledger.deployments import Deployment
from govledger.errors import (
    ChainMismatch,
    ConnectionFailed,
    DeploymentReorganised,
    NodeRefused,
    NonceTaken,
    TransactionPending,
)
from govledger.ledger import Ledger
from govledger.plan import DeploymentPlan, ResolvedStep, Step, create_address
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.fees import FREE
from govledger.tx.keys import save_key
from govledger.tx.receipt import Receipt
from govledger.tx.sending import Waiting
from govledger.tx.signing import PrivateKeySigner
from tests.integration.conftest import RICH_KEY, ZERO_FEE, Anvil
from tests.integration.killed_deployment import PLACES, Place
from tests.network.relays import Relays

ROOT = Path(__file__).resolve().parents[2]
SIGNER = PrivateKeySigner(RICH_KEY)
PASSWORD = "open sesame"
STEPS = len(CONTRACTS)
ALONE = DeploymentPlan((Step("consortium", "Consortium", (1, ())),))


@pytest.fixture
def chain(free_chain: Anvil) -> Iterator[Connection]:
    """The node that all tests share, as it was at first."""
    with free_chain.connect() as connection:
        snapshot = connection.snapshot()
        yield connection
        connection.revert(snapshot)


def somebody_else_sends(chain: Connection) -> None:
    endpoint = Web3Endpoint(chain)
    foreign = FREE.transaction(
        chain_id=chain.chain_id(), nonce=endpoint.nonce(SIGNER.address), gas=50_000, to=b"\x77" * 20, data=b""
    )
    assert endpoint.send([SIGNER.sign(foreign)]) == [None]


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


def transactions_in_blocks(endpoint: Web3Endpoint, first_nonce: int, expected: int) -> int:
    """How many of the deployer's transactions are in blocks; the node answers a send before it makes the block."""
    deadline = time.monotonic() + 30
    while (found := endpoint.nonce(SIGNER.address) - first_nonce) < expected and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(map(str, place)))
def test_killed_deployment_is_finished_by_the_same_command(killed, chain, tmp_path, place):
    endpoint = Web3Endpoint(chain)
    first_nonce = endpoint.nonce(SIGNER.address)
    killed.at(place, tmp_path, first_nonce)
    assert transactions_in_blocks(endpoint, first_nonce, transactions_before(place)) == transactions_before(place)
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
    somebody_else_sends(chain)
    with pytest.raises(NonceTaken, match="DataRegistry was to be created with, was used by another transaction"):
        deploy(chain, SIGNER, name="town", directory=tmp_path)


def test_transaction_of_somebody_else_that_waits_for_its_block_is_not_outbid(anvil, tmp_path):
    with anvil(*ZERO_FEE, "--no-mining").connect() as chain:
        somebody_else_sends(chain)
        with pytest.raises(NonceTaken, match=r"^1 transactions of 0x.* wait for their blocks at the node"):
            deploy(chain, SIGNER, name="town", directory=tmp_path)
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(NonceTaken, match="Consortium was to be created with, is taken by another transaction"):
            deploy_to(Web3Endpoint(chain), SIGNER, ALONE, name="town", folder=tmp_path / "town")
        assert len(signed_lines(tmp_path)) == 1


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


# --- nodes that die ------------------------------------------------------------------------------------


class Wires:
    """Two addresses of one node, each of which can be cut off."""

    def __init__(self, relays: Relays) -> None:
        self._relays = relays
        self.urls = tuple(f"http://127.0.0.1:{relays.port(('laptop', name))}" for name in ("first", "second"))

    def cut(self, *names: str) -> None:
        pairs = [("laptop", name) for name in names]
        self._relays.refuse(pairs)
        self._relays.break_wires(pairs)

    def join(self, *names: str) -> None:
        self._relays.allow([("laptop", name) for name in names])


@pytest.fixture
def wires(chain: Connection) -> Iterator[Wires]:
    port = urlsplit(chain.url).port
    with Relays(dict.fromkeys(("laptop", "first", "second"), port)) as relays:
        yield Wires(relays)


@pytest.mark.parametrize("at", ["the first step", "a send", "the last step"])
def test_run_goes_on_at_the_next_node_when_one_dies(chain, wires, tmp_path, monkeypatch, at):
    first_nonce = Web3Endpoint(chain).nonce(SIGNER.address)
    done: list[str] = []

    def die_at_step(step: ResolvedStep, _receipt: Receipt) -> None:
        done.append(step.key)
        if (at == "the first step" and len(done) == 1) or (at == "the last step" and len(done) == STEPS):
            wires.cut("first")

    send = Web3Endpoint.send

    def die_at_send(endpoint: Web3Endpoint, raws: list[bytes]) -> list[NodeRefused | None]:
        if at == "a send" and len(done) == 4:
            wires.cut("first")
        return send(endpoint, raws)

    monkeypatch.setattr(Web3Endpoint, "send", die_at_send)
    with connect(*wires.urls) as connection:
        deployment = deploy(connection, SIGNER, name="town", directory=tmp_path, report=die_at_step)
        assert connection.url == wires.urls[1]
    expect_whole(chain, tmp_path, deployment, first_nonce)


def test_run_without_another_node_waits_for_the_one_that_died(chain, wires, tmp_path):
    first_nonce = Web3Endpoint(chain).nonce(SIGNER.address)
    pauses, dead = count(), threading.Event()

    def die_at_the_ranges(step: ResolvedStep, _receipt: Receipt) -> None:
        if step.key == "bill_ranges" and not dead.is_set():
            dead.set()
            wires.cut("first")

    def sleep(_seconds: float) -> None:
        # Only since the node died: before that, a run pauses as often as its blocks let it wait.
        if dead.is_set() and next(pauses) == 5:
            wires.join("first")

    with connect(wires.urls[0]) as connection:
        deployment = deploy(
            connection,
            SIGNER,
            name="town",
            directory=tmp_path,
            waiting=Waiting(sleep=sleep),
            report=die_at_the_ranges,
        )
    assert next(pauses) > 5
    expect_whole(chain, tmp_path, deployment, first_nonce)


def test_run_whose_nodes_all_stay_dead_stops_and_the_same_command_goes_on(chain, wires, tmp_path):
    first_nonce = Web3Endpoint(chain).nonce(SIGNER.address)
    with (
        connect(*wires.urls) as connection,
        pytest.raises(ConnectionFailed, match=r"nothing moved for 0\.5 s, and what was signed is in the journal"),
    ):
        deploy(
            connection,
            SIGNER,
            name="town",
            directory=tmp_path,
            waiting=Waiting(timeout_seconds=0.5),
            report=lambda step, _receipt: wires.cut("first", "second") if step.key == "data_registry" else None,
        )
    assert Web3Endpoint(chain).nonce(SIGNER.address) - first_nonce == 3
    wires.join("second")
    with connect(*wires.urls) as connection:
        deployment = deploy(connection, SIGNER, name="town", directory=tmp_path)
    expect_whole(chain, tmp_path, deployment, first_nonce)


# --- chains that reorganise ----------------------------------------------------------------------------


def test_reorganisation_in_the_middle_of_a_run_is_mended_by_it(chain, tmp_path):
    first_nonce, snapshot = Web3Endpoint(chain).nonce(SIGNER.address), chain.snapshot()
    notices: list[str] = []

    def reorganise(step: ResolvedStep, _receipt: Receipt) -> None:
        if step.key == "bill_ranges" and not notices:
            chain.revert(snapshot)
            chain.advance_time(60)

    deployment = deploy(
        chain, SIGNER, name="town", directory=tmp_path, report=reorganise, notice=notices.append, confirmations=0
    )
    expect_whole(chain, tmp_path, deployment, first_nonce)
    assert len(notices) == 6 and "Consortium is gone, and its transaction is sent again" in notices[0]


def test_reorganisation_below_a_finished_deployment_is_named_and_the_same_command_mends_it(chain, command, tmp_path):
    folder = tmp_path / "deployments" / "town"
    first_nonce, snapshot = Web3Endpoint(chain).nonce(SIGNER.address), chain.snapshot()
    assert command(chain.url).exit_code == 0
    first = open_deployment(folder)
    chain.revert(snapshot)
    chain.advance_time(60)
    for _ in range(STEPS):
        chain.request("evm_mine")
    with pytest.raises(DeploymentReorganised, match=r"reorganised below deployment town: .*deploy --name town"):
        Ledger.open(folder, chain)

    again = command(chain.url)

    assert again.exit_code == 0 and "the chain reorganised below deployment town" in again.output, again.output
    second = open_deployment(folder)
    expect_whole(chain, tmp_path / "deployments", second, first_nonce)
    assert second.digest() == first.digest() and second.first_block > first.first_block
    assert [one.transaction_hash for one in second.contracts] == [one.transaction_hash for one in first.contracts]
    with closing(Ledger.open(folder, chain)) as ledger:
        assert ledger.deployment == second


def test_nonce_used_after_a_reorganisation_is_one_clear_line(chain, command, tmp_path):
    snapshot = chain.snapshot()
    assert command(chain.url).exit_code == 0
    manifest = (tmp_path / "deployments" / "town" / "manifest.json").read_bytes()
    chain.revert(snapshot)
    somebody_else_sends(chain)
    again = command(chain.url)
    assert again.exit_code == 1 and "was used by another transaction" in again.output
    assert "deploy under another name" in again.output and "Traceback" not in again.output
    assert (tmp_path / "deployments" / "town" / "manifest.json").read_bytes() == manifest


# --- fees that rise ------------------------------------------------------------------------------------


def test_creation_that_has_become_too_cheap_is_signed_anew(anvil, tmp_path):
    with anvil("--no-mining").connect() as chain:
        pauses = count()

        def sleep(_seconds: float) -> None:
            if next(pauses) == 0:
                chain.request("anvil_setNextBlockBaseFeePerGas", hex(50 * 10**9))
            chain.request("evm_mine")

        deployment = deploy(chain, SIGNER, name="town", directory=tmp_path, waiting=Waiting(sleep=sleep))
        first, second = (offer_of(bytes.fromhex(raw[2:])).fees for raw in signed_lines(tmp_path)[:2])
        assert first.cap < 50 * 10**9 < second.cap and len(signed_lines(tmp_path)) == STEPS + 1
        assert Web3Endpoint(chain).nonce(SIGNER.address) == STEPS
        check(deployment, Web3Endpoint(chain))


def test_fee_limit_is_one_clear_line_and_a_higher_one_goes_on(fee_chain, command, tmp_path):
    with fee_chain.connect() as chain:
        snapshot = chain.snapshot()
        result = command(fee_chain.url, fee_limit="1")
        assert result.exit_code == 1 and "above the limit of 1; wait until it costs less, or raise" in result.output
        assert result.output.count("\n") == 1 and Web3Endpoint(chain).nonce(SIGNER.address) == 0
        assert command(fee_chain.url, fee_limit=str(10**12)).exit_code == 0
        chain.revert(snapshot)


# --- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Result]:
    """`govledger deploy` with a keystore of the rich key and its password's file."""
    keystore, password = tmp_path / "founder.json", tmp_path / "password"
    save_key(keystore, RICH_KEY, PASSWORD, work_factor=2)
    password.write_text(PASSWORD + "\n")
    password.chmod(0o600)

    def run(*urls: str, **changes: str) -> Result:
        options = {
            "key": str(keystore),
            "password-file": str(password),
            "name": "town",
            "deployments": str(tmp_path / "deployments"),
            **{name.replace("_", "-"): value for name, value in changes.items()},
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        arguments += [part for url in urls for part in ("--rpc", url)]
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


def test_command_takes_the_node_that_answers(chain, command):
    result = command("http://127.0.0.1:9", chain.url)
    assert result.exit_code == 0, result.output


@pytest.fixture
def network(chain: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Engine], Path]:
    """A network's folder with a founder, as if the node were one of three Clique validators."""
    monkeypatch.chdir(tmp_path)

    def describe(engine: Engine) -> Path:
        description = SimpleNamespace(
            endpoints=(chain.url,),
            chain_id=chain.chain_id(),
            genesis_hash=Web3Endpoint(chain).block_hash(0),
            engine=engine,
            validators=("one", "two", "three"),
        )
        monkeypatch.setattr(
            "govledger.network.folder.open_network", lambda _folder: SimpleNamespace(description=description)
        )
        return tmp_path / "net"

    save_key(tmp_path / "net" / "founder" / "keystore.json", RICH_KEY, PASSWORD, work_factor=2)
    (tmp_path / "net" / "founder" / "password").write_text(PASSWORD + "\n")
    (tmp_path / "net" / "founder" / "password").chmod(0o600)
    return describe


def test_command_takes_nodes_and_founder_from_a_networks_folder(chain, network, tmp_path):
    result = CliRunner().invoke(main, ["deploy", "--network", str(network(Engine.QBFT)), "--name", "town"])
    assert result.exit_code == 0, result.output
    assert open_deployment(tmp_path / "deployments" / "town").deployer == SIGNER.address


def test_command_waits_on_a_clique_network_until_its_blocks_are_settled(chain, network, tmp_path):
    arguments = ["deploy", "--network", str(network(Engine.CLIQUE)), "--name", "town"]
    result = CliRunner().invoke(main, [*arguments, "--timeout", "0.5"])
    assert result.exit_code == 1 and "have 0 blocks on top, and 2 settle them" in result.output
    chain.advance_time(1)
    chain.advance_time(1)
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert CliRunner().invoke(main, [*arguments[:-1], "village", "--confirmations", "0"]).exit_code == 0


def test_command_without_a_key_says_where_one_comes_from(chain):
    result = CliRunner().invoke(main, ["deploy", "--rpc", chain.url, "--name", "town"])
    assert result.exit_code == 2 and "give the deployer's key: --key KEY, or --network DIR" in result.output


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
    url = change.get("rpc", chain.url)
    result = command(url, **{name: value for name, value in change.items() if name != "rpc"})
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

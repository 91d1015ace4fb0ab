"""Deploying on three real validators: the command is killed, a node dies, the wires are cut, the chain goes back."""

from __future__ import annotations

import json
import secrets
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from govledger.artifacts import CONTRACTS
from govledger.connection import Connection
from govledger.deployer.checking import check
from govledger.deployer.deploying import deploy
from govledger.deployer.folder import MANIFEST, open_deployment
from govledger.deployer.settling import blocks_until_settled
from govledger.deployments import Deployment
from govledger.errors import DeploymentReorganised
from govledger.ledger import Ledger
from govledger.plan import AddressOf, DeploymentPlan, Step, create_address
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.signing import PrivateKeySigner
from tests.network.figures import Figures
from tests.network.nodes import LiveNetwork, wait_until
from tests.network.programs import PROGRAM, govledger

pytestmark = pytest.mark.nodes

STEPS = len(CONTRACTS)
SETTLED = 2
"""Blocks on top, with three validators."""
SMALL_PLAN = DeploymentPlan((
    Step("consortium", "Consortium", (1, ())),
    Step("data_registry", "DataRegistry", (AddressOf("consortium"), 1)),
))  # fmt: skip


@pytest.fixture(scope="module")
def three(geth: Path, room: Path) -> Iterator[LiveNetwork]:
    """Three validators of this module's own, since it takes blocks away from under everybody."""
    options = ("--engine", "clique", "--client", "geth", "--validators", "3")
    live = LiveNetwork.made(room / "three", geth, *options, "--chain-id", "20265", "--block-time", "1", "--zero-fee")
    live.put_relays_between()
    try:
        live.up()
        everyone = {name: set(live.names) - {name} for name in live.names}
        wait_until(lambda: {name: live.peers(name) for name in live.names} == everyone, "every node has all peers")
        yield live
    finally:
        live.down()


@dataclass
class Deploying:
    """A deployment in a thread, by a key that was never used, while something happens to the chain."""

    connection: Connection
    directory: Path
    plan: DeploymentPlan | None = None
    done: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    outcome: list[Deployment | Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.signer = PrivateKeySigner(secrets.token_bytes(32))
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def finished(self) -> Deployment:
        self._thread.join(180)
        [outcome] = self.outcome
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _run(self) -> None:
        try:
            self.outcome.append(self.deploy())
        except Exception as error:
            self.outcome.append(error)

    def deploy(self) -> Deployment:
        return deploy(
            self.connection,
            self.signer,
            self.plan,
            name="town",
            directory=self.directory,
            report=lambda step, _receipt: self.done.append(step.key),
            notice=self.notices.append,
        )

    def lines(self, kind: str) -> list[dict[str, Any]]:
        return lines_of(self.directory / "town", kind)


def lines_of(folder: Path, kind: str = "") -> list[dict[str, Any]]:
    journal = folder / "journal.jsonl"
    content = journal.read_bytes() if journal.exists() else b""
    lines = [json.loads(line) for line in content.splitlines(keepends=True) if line.endswith(b"\n")]
    return [line for line in lines if kind in ("", line["line"])]


def require_whole(network: LiveNetwork, deployment: Deployment, folder: Path, *, steps: int = STEPS) -> None:
    """On every node everything stands at the planned addresses; one signed transaction and one nonce for each."""
    assert [contract.address for contract in deployment.contracts] == [
        create_address(deployment.deployer, deployment.first_nonce + index) for index in range(steps)
    ]
    assert len(lines_of(folder, "signed")) == steps and open_deployment(folder) == deployment
    last = max(contract.block_number for contract in deployment.contracts)
    for name in network.names:
        wait_until(lambda name=name: network.height(name) >= last + SETTLED, f"{name} has all blocks")  # type: ignore[misc]
        with network.connect(name) as connection:
            endpoint = Web3Endpoint(connection)
            check(deployment, endpoint)
            assert endpoint.nonce(deployment.deployer) == deployment.first_nonce + steps


def test_command_that_is_killed_again_and_again_is_finished_by_the_same_command(three, tmp_path, figures: Figures):
    words = ("deploy", "--network", three.folder, "--name", "town")
    folder = tmp_path / "deployments" / "town"
    for lines in (1, 4, 9, 14, 1 + 2 * STEPS):
        with subprocess.Popen(
            [PROGRAM, *words], cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as process:
            wait_until(lambda lines=lines: len(lines_of(folder)) >= lines, f"{lines} lines", every=0.01)  # type: ignore[misc]
            process.kill()
        figures.fault("deployment killed")
        assert not (folder / MANIFEST).exists()
    began = time.monotonic()
    said = govledger(*words, folder=tmp_path)
    figures.note("deployment killed five times, last run, seconds", round(time.monotonic() - began, 1))
    assert str(folder.relative_to(tmp_path) / MANIFEST) in said.stdout
    deployment = open_deployment(folder)
    require_whole(three, deployment, folder)
    assert deployment.first_nonce == 0 and deployment.deployer == founder_of(three)
    assert govledger(*words, folder=tmp_path).stdout == said.stdout


def founder_of(network: LiveNetwork) -> bytes:
    keystore = json.loads((network.folder / "founder" / "keystore.json").read_text())
    return bytes.fromhex(keystore["address"].removeprefix("0x"))


def test_run_goes_on_when_the_validator_that_it_talks_to_is_killed(three, tmp_path, figures: Figures):
    first, second, _third = three.names
    with three.connect(first, second) as connection:
        run = Deploying(connection, tmp_path)
        began = time.monotonic()
        run.start()
        wait_until(lambda: len(run.done) >= 3, "three contracts are in blocks")
        three.kill(first)
        figures.fault("validator killed")
        deployment = run.finished()
        figures.note("deployment whose node was killed, seconds", round(time.monotonic() - began, 1))
        assert connection.url == three.url(second)
    three.restart(first)
    require_whole(three, deployment, tmp_path / "town")


def test_run_that_was_cut_off_with_one_validator_goes_on_when_the_wires_are_joined(three, tmp_path, figures: Figures):
    first, second, third = three.names
    with three.connect(third) as connection:
        run = Deploying(connection, tmp_path)
        run.start()
        wait_until(lambda: len(run.done) >= 2, "two contracts are in blocks")
        three.cut((first, second), (third,))
        figures.fault("network cut")
        at_cut = three.height(first)
        wait_until(lambda: three.height(first) > at_cut + 3, "the others go on")
        assert not (tmp_path / "town" / MANIFEST).exists() and len(run.done) < STEPS
        three.join()
        deployment = run.finished()
        assert three.height(third) >= deployment.contracts[-1].block_number + blocks_until_settled(connection)
    figures.note("deployment cut off, blocks that were sent again", len(run.lines("mined")) - STEPS)
    require_whole(three, deployment, tmp_path / "town")


def test_deployment_that_the_chain_lost_is_made_again_with_the_same_bytes(three, tmp_path, figures: Figures):
    with three.connect(*three.names) as connection:
        before = three.height(three.names[0])
        run = Deploying(connection, tmp_path, SMALL_PLAN)
        first = run.deploy()
        signed = run.lines("signed")
        go_back(three, before)
        figures.fault("chain gone back below a deployment")
        with pytest.raises(DeploymentReorganised, match="the chain reorganised below deployment town"):
            Ledger.open(tmp_path / "town", connection)
        began = time.monotonic()
        second = run.deploy()
        figures.note("small deployment that was lost and made again, seconds", round(time.monotonic() - began, 1))
    assert "reorganised below deployment town" in run.notices[0] and run.lines("signed") == signed
    assert second.digest() == first.digest()
    assert all(one.block_hash != other.block_hash for one, other in zip(first.contracts, second.contracts, strict=True))
    require_whole(three, second, tmp_path / "town", steps=len(SMALL_PLAN.steps))


def go_back(network: LiveNetwork, height: int) -> None:
    """Every validator forgets the blocks above a height, while none can tell another, and they go on from there."""
    network.cut(*((name,) for name in network.names))
    for name in network.names:
        network.request(name, "debug_setHead", hex(height))
    network.join()
    for name in network.names:
        wait_until(lambda name=name: network.height(name) > height + SETTLED, f"{name} goes on")  # type: ignore[misc]

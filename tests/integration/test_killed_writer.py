"""A process that writes with an outbox is killed (SIGKILL) anywhere, and started again: nothing is done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govledger.connection import Connection, connect
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.node_account import NodeAccountSigner
from govledger.tx.signing import PrivateKeySigner
from govledger.tx.transactor import Transactor
from tests.integration.conftest import RICH_KEY, ZERO_FEE, Anvil, start_anvil
from tests.small_contracts import LOGS, call_of, creation

ROOT = Path(__file__).resolve().parents[2]
CALLS = 10
PLACES = (
    ("before-disk", 0),
    ("after-disk", 0),
    ("after-disk", 2),
    ("before-send", 0),
    ("before-send", 2),
    ("after-send", 0),
    ("after-send", 1),
    ("after-receipt", 0),
    ("after-receipt", 2),
)
"""The calls go in three batches."""


@pytest.fixture(scope="module")
def free_node() -> Iterator[Anvil]:
    """A chain without fees and with a block a second."""
    started = start_anvil(*ZERO_FEE, "--block-time", "1")
    yield started
    started.stop()


def run(place: str, count: int, node: Anvil, outbox: Path, contract: bytes) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.integration.killed_writer", place, str(count), node.url, str(outbox)]
    return subprocess.run(
        [*command, contract.hex(), str(CALLS)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def logs_of(chain: Connection, contract: bytes) -> list[str]:
    wanted = {"fromBlock": "0x0", "toBlock": "latest", "address": "0x" + contract.hex()}
    return [log["data"] for log in chain.request("eth_getLogs", wanted)]


def create(chain: Connection) -> bytes:
    address = Transactor(Web3Endpoint(chain), PrivateKeySigner(RICH_KEY), {}).send(
        call_of(b"", creation(LOGS)), gas=200_000
    )
    assert address.contract_address is not None
    return address.contract_address


def test_killed_writer_repeats_nothing_and_leaves_nothing_out(free_node, tmp_path):
    """One chain, a kill at each place; a run without one ends each."""
    node: Anvil = free_node
    with node.connect() as chain:
        for place, count in PLACES:
            contract, outbox = create(chain), tmp_path / f"{place}-{count}"
            killed = run(place, count, node, outbox, contract)
            assert killed.returncode == -signal.SIGKILL, (place, count, killed.stderr)
            done = run("never", 0, node, outbox, contract)
            assert done.returncode == 0, (place, count, done.stderr)
            expected = [f"{number:02x}" for number in range(CALLS)]
            assert done.stdout.split() == expected, (place, count)
            assert logs_of(chain, contract) == [f"0x{one}" for one in expected], (place, count)


def test_writer_killed_again_and_again_goes_on_each_time(anvil, tmp_path):
    """On a chain with fees. What the later runs still have to do depends on the blocks meanwhile: some just end."""
    node = anvil("--block-time", "1")
    with node.connect() as chain:
        contract, outbox = create(chain), tmp_path / "outbox"
        for place, count in (("after-disk", 0), ("after-receipt", 1), ("after-send", 0), ("before-send", 0)):
            ended = run(place, count, node, outbox, contract)
            assert ended.returncode in (-signal.SIGKILL, 0), (place, ended.stderr)
        assert run("never", 0, node, outbox, contract).returncode == 0
        assert logs_of(chain, contract) == [f"0x{number:02x}" for number in range(CALLS)]


def test_node_that_dies_is_replaced_by_one_that_gets_what_was_on_its_way(anvil: Callable[..., Anvil], tmp_path):
    """The node that takes over is the same chain's: it is the first one's state, dumped before."""
    state = tmp_path / "state.json"
    first = anvil(*ZERO_FEE, "--dump-state", str(state), "--block-time", "1")
    with first.connect() as chain:
        contract = create(chain)
    first.stop()
    start = ("--load-state", str(state), "--timestamp", "1900000000")
    dying, taking_over = anvil(*ZERO_FEE, *start, "--no-mining"), anvil(*ZERO_FEE, *start, "--block-time", "1")
    with connect(dying.url) as only, connect(dying.url, taking_over.url) as chain:
        writer = Transactor(Web3Endpoint(chain), PrivateKeySigner(RICH_KEY), {})
        send, handed_over = writer._endpoint.send, []

        def send_and_kill(raws):
            answers = send(raws)
            if not handed_over:
                handed_over.extend(raws)
                assert only.request("txpool_status")["pending"] == hex(len(raws))
                dying.stop()
            return answers

        writer._endpoint.send = send_and_kill
        sent = writer.send_many([call_of(contract, bytes((number,))) for number in range(5)], gas=100_000)
        assert [one.receipt.logs[0].data for one in sent] == [bytes((number,)) for number in range(5)]
        assert chain.url == taking_over.url and logs_of(chain, contract) == [f"0x{n:02x}" for n in range(5)]


def test_unlocked_account_of_the_node_signs_what_it_is_asked_to(free_chain):
    with free_chain.connect() as chain:
        address = PrivateKeySigner(RICH_KEY).address
        writer = Transactor(Web3Endpoint(chain), NodeAccountSigner(chain, address), {})
        receipt = writer.send(call_of(b"", creation(LOGS)))
        assert receipt.succeeded and receipt.contract_address is not None

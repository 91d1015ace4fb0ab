"""Writing to a node over HTTP, on a chain without fees and on one with them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from govledger.connection import Connection
from govledger.errors import TransactionReverted, UnknownRefusal
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.receipt import Receipt
from govledger.tx.signing import PrivateKeySigner
from govledger.tx.transactor import Transactor
from tests.integration.conftest import RICH_KEY, ZERO_FEE, Anvil
from tests.small_contracts import BURNS, LOGS, ONCE, REVERTS, call_of, creation


@pytest.fixture(params=["free", "with fees"])
def chain(request: pytest.FixtureRequest) -> Iterator[Connection]:
    node: Anvil = request.getfixturevalue("free_chain" if request.param == "free" else "fee_chain")
    with node.connect() as connection:
        snapshot = connection.snapshot()
        yield connection
        connection.revert(snapshot)


def writer_on(chain: Connection, key: bytes = RICH_KEY) -> Transactor:
    return Transactor(Web3Endpoint(chain), PrivateKeySigner(key), {})


def create(writer: Transactor, runtime: bytes) -> bytes:
    address = writer.send(call_of(b"", creation(runtime))).contract_address
    assert address is not None
    return address


def test_call_is_carried_out_at_the_chains_fees(chain, request):
    writer = writer_on(chain)
    receipt = writer.send(call_of(create(writer, LOGS), b"\x01\x02"))
    assert receipt.succeeded and [log.data for log in receipt.logs] == [b"\x01\x02"]
    sent = chain.request("eth_getTransactionByHash", "0x" + receipt.transaction_hash.hex())
    free = "free" in request.node.name
    assert sent["type"] == ("0x0" if free else "0x2") and (int(sent["gasPrice"], 16) == 0) == free


def test_account_without_money_acts_on_a_free_chain(free_chain):
    with free_chain.connect() as chain:
        writer = writer_on(chain, (4242).to_bytes(32, "big"))
        assert writer.send(call_of(b"\x77" * 20, b"\x01")).succeeded


def test_refusal_has_the_same_data_before_and_after_sending(chain):
    writer = writer_on(chain)
    address = create(writer, REVERTS)
    height = chain.request("eth_blockNumber")
    for data in (b"\xde\xad\xbe\xef", b""):
        with pytest.raises(UnknownRefusal) as before:
            writer.send(call_of(address, data))
        assert before.value.data == data and before.value.transaction is None
    assert chain.request("eth_blockNumber") == height
    for data in (b"\xde\xad\xbe\xef", b""):
        with pytest.raises(UnknownRefusal) as after:
            writer.send(call_of(address, data), gas=200_000)
        assert after.value.data == data and after.value.transaction is not None


def test_call_that_runs_out_of_gas_is_no_refusal(chain):
    writer = writer_on(chain)
    with pytest.raises(TransactionReverted):
        writer.send(call_of(create(writer, BURNS), b""), gas=60_000)


@pytest.fixture(params=["free", "with fees"])
def steady_chain(request: pytest.FixtureRequest, anvil: Callable[..., Anvil]) -> Iterator[Connection]:
    """A node that seals once a second, since anvil's pool breaks under transactions that arrive while it seals."""
    with anvil(*(ZERO_FEE if request.param == "free" else ()), "--block-time", "1").connect() as connection:
        yield connection


def test_many_calls_go_together(steady_chain):
    writer = writer_on(steady_chain)
    logs, reverts = create(writer, LOGS), create(writer, REVERTS)
    calls = [call_of(logs if number % 10 else reverts, bytes((number,))) for number in range(60)]
    results = writer.send_many(calls, gas=100_000, limit=30)
    for number, result in enumerate(results):
        if number % 10:
            assert result.refusal is None and result.receipt is not None
            assert [log.data for log in result.receipt.logs] == [bytes((number,))]
        else:
            assert isinstance(result.refusal, UnknownRefusal) and result.refusal.data == bytes((number,))
    assert len({result.receipt.block_number for result in results if result.receipt}) < 10


def test_threads_share_one_writer(steady_chain):
    writer = writer_on(steady_chain)
    address = create(writer, LOGS)
    receipts: list[Receipt] = []

    def work(number: int) -> None:
        receipts.append(writer.send(call_of(address, bytes((number,))), gas=100_000))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(receipt.logs[0].data for receipt in receipts) == [bytes((number,)) for number in range(12)]


def test_loser_of_a_race_in_one_block_is_told_why(anvil):
    """Tried on the block before, either call succeeds; in one block the first one wins.

    They are not tried here: anvil tries a call on what waits in its pool.
    """
    with anvil(*ZERO_FEE, "--no-mining", "--order", "fifo").connect() as chain:
        one, other = writer_on(chain), writer_on(chain, (4242).to_bytes(32, "big"))
        miner = Miner(chain)
        with miner:
            once = create(one, ONCE)
        outcomes: dict[str, Receipt | UnknownRefusal] = {}

        def race(name: str, writer: Transactor) -> None:
            try:
                outcomes[name] = writer.send(call_of(once, name.encode()), gas=100_000)
            except UnknownRefusal as refusal:
                outcomes[name] = refusal

        threads = [threading.Thread(target=race, args=racer) for racer in (("one", one), ("other", other))]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 20
        while chain.request("txpool_status")["pending"] != "0x2":
            assert time.monotonic() < deadline, outcomes
            time.sleep(0.02)
        chain.request("evm_mine")
        for thread in threads:
            thread.join()
        [won] = [outcome for outcome in outcomes.values() if isinstance(outcome, Receipt)]
        [(loser, lost)] = [(n, outcome) for n, outcome in outcomes.items() if isinstance(outcome, UnknownRefusal)]
        assert lost.data == loser.encode() and lost.transaction is not None
        assert lost.transaction.block_hash == won.block_hash


class Miner:
    """Mines blocks while it is open."""

    def __init__(self, chain: Connection) -> None:
        self._chain = chain
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        while not self._done.wait(0.05):
            self._chain.request("evm_mine")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


def test_node_answers_what_the_clock_and_snapshots_ask(free_chain):
    with free_chain.connect() as chain:
        snapshot, before = chain.snapshot(), chain.now()
        chain.advance_time(3600)
        assert 3600 <= chain.now() - before <= 3620
        chain.revert(snapshot)
        assert chain.now() == before

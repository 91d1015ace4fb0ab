"""What an account does with its outbox: recovery, idempotency keys, gaps, replacements, reorganisations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from govledger.connection import embedded
from govledger.errors import (
    ConnectionFailed,
    IdempotencyKeyReused,
    InputError,
    NodeRefused,
    NonceTaken,
    TransactionPending,
    UnknownRefusal,
)
from govledger.tx.account import digest_of
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.outbox import FileOutbox, State
from govledger.tx.sending import Waiting, hand_over, in_flight
from govledger.tx.signing import LegacyTransaction, PrivateKeySigner, unsigned
from govledger.tx.transactor import Transactor
from govledger.tx.window import await_receipts
from tests.faulty_endpoint import FaultyEndpoint
from tests.small_contracts import LOGS, REVERTS, call_of, creation

SINK = b"\x77" * 20
POOR = NodeRefused("eth_sendRawTransaction", -32000, "insufficient funds for gas * price + value")
UNDERPRICED = NodeRefused("eth_sendRawTransaction", -32000, "transaction underpriced")


class Died(BaseException):
    """Stands for a process that is killed."""


class Process:
    """A program that writes with one key and an outbox; `restart` begins it anew on the same chain."""

    def __init__(self, tmp_path: Path, *, zero_fee: bool = True, **options: Any) -> None:
        self.chain = embedded(zero_fee=zero_fee)
        self.signer = PrivateKeySigner(self.chain.development_keys[1])
        self.directory = tmp_path / "outbox"
        self.options = options
        self.now = 0.0
        self.start()

    def start(self, **faults: list[Any]) -> None:
        self.node = FaultyEndpoint(Web3Endpoint(self.chain), **faults)
        self.outbox = FileOutbox.open(self.directory, genesis_hash=b"\xaa" * 32, address=self.signer.address)
        waiting = Waiting(timeout_seconds=10, sleep=self.sleep, clock=lambda: self.now, replace_seconds=5)
        options = {"waiting": waiting, **self.options}
        self.writer = Transactor(self.node, self.signer, {}, outbox=self.outbox, **options)

    def restart(self, **faults: list[Any]) -> None:
        self.writer.close()
        self.start(**faults)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def create(self, runtime: bytes) -> bytes:
        address = self.writer.send(call_of(b"", creation(runtime))).contract_address
        assert address is not None
        return address

    def logs(self) -> list[str]:
        return [log["data"] for log in self.chain.request("eth_getLogs", {"fromBlock": "0x0", "toBlock": "latest"})]

    def nonce(self) -> int:
        return self.node.node.nonce(self.signer.address)

    def others_sends(self, data: bytes = b"") -> None:
        """Somebody else uses the key."""
        Transactor(Web3Endpoint(self.chain), self.signer, {}).send(call_of(SINK, data))


@pytest.fixture
def process(tmp_path: Path) -> Process:
    return Process(tmp_path)


def swallow(_node: Any, raws: list[bytes]) -> list[None]:
    """The node takes them and loses them."""
    return [None for _ in raws]


def die(_node: Any, *_: Any) -> None:
    raise Died


def send_and_die(node: Any, raws: list[bytes]) -> None:
    node.send(raws)
    raise Died


# --- a process that is killed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "faults",
    [{"send": [die]}, {"send": [send_and_die]}, {"receipts": [die]}],
    ids=["before it is sent", "after it is sent", "before its receipt"],
)
@pytest.mark.parametrize("how", ["with its key", "without asking again"])
def test_call_of_a_killed_process_is_carried_out_once(process, faults, how):
    logs = process.create(LOGS)
    process.node.faults = {name: list(what) for name, what in faults.items()}
    with pytest.raises(Died):
        process.writer.send(call_of(logs, b"\x01"), gas=100_000, key="one")
    process.restart()
    if how == "with its key":
        receipt = process.writer.send(call_of(logs, b"\x01"), gas=100_000, key="one")
        assert [log.data for log in receipt.logs] == [b"\x01"]
    else:
        process.writer.recover()
    process.writer.send(call_of(logs, b"\x02"), gas=100_000)
    assert process.logs() == ["0x01", "0x02"]


def test_batch_of_a_killed_process_goes_on_where_it_stopped(process):
    logs = process.create(LOGS)
    calls = [call_of(logs, bytes((number,))) for number in range(5)]
    process.node.faults = {"send": [lambda node, raws: (node.send(raws[:2]), die(node))]}
    with pytest.raises(Died):
        process.writer.send_many(calls, gas=100_000, keys=["a", "b", "c", "d", "e"])
    process.restart()
    sent = process.writer.send_many(calls, gas=100_000, keys=["a", "b", "c", "d", "e"])
    assert [one.receipt.logs[0].data for one in sent] == [bytes((number,)) for number in range(5)]
    assert process.logs() == [f"0x{number:02x}" for number in range(5)] and process.nonce() == 6


def test_everything_is_on_disk_before_the_first_is_sent(process):
    seen: list[list[int]] = []

    def look(node: Any, raws: list[bytes]) -> Any:
        seen.append([entry.nonce for entry in process.outbox.pending()])
        return node.send(raws)

    process.node.faults = {"send": [look]}
    process.writer.send_many([call_of(SINK, bytes((number,))) for number in range(3)], gas=100_000)
    assert seen == [[0, 1, 2]] and process.outbox.pending() == []
    assert [entry.state for entry in process.outbox.since(0)] == [State.MINED] * 3


def test_recovery_is_asked_of_the_chain_once_and_finds_nothing_where_nothing_is(process):
    assert process.writer.recover() == ()
    assert process.writer.recover() == () and process.node.calls.count("nonce") == 1


def test_call_during_which_the_node_fell_silent_comes_before_the_next_one(process):
    """It may have been taken or not; its nonce is not given away again."""
    logs = process.create(LOGS)
    process.node.faults = {"send": [ConnectionFailed("silent")] * 5}
    with pytest.raises(TransactionPending):
        process.writer.send(call_of(logs, b"\x01"), gas=100_000, key="one")
    process.writer.send(call_of(logs, b"\x02"), gas=100_000)
    assert process.writer.send(call_of(logs, b"\x01"), gas=100_000, key="one").block_number == 2
    assert process.logs() == ["0x01", "0x02"]


def test_recovered_call_that_the_node_refuses_is_named(process):
    process.node.faults = {"send": [die]}
    with pytest.raises(Died):
        process.writer.send(call_of(SINK, b""), gas=100_000)
    process.restart(send=[lambda _node, raws: [POOR]])
    with pytest.raises(NodeRefused, match="insufficient funds") as caught:
        process.writer.send(call_of(SINK, b"\x01"), gas=100_000)
    assert "nonce 0) of an earlier run comes before all others" in caught.value.__notes__[0]
    assert process.writer.send(call_of(SINK, b"\x01"), gas=100_000).succeeded and process.nonce() == 2


# --- idempotency keys ----------------------------------------------------------------------------------


def test_known_key_brings_what_came_of_the_call_and_sends_nothing(process):
    logs = process.create(LOGS)
    first = process.writer.send(call_of(logs, b"\x01"), key="one")
    assert process.writer.send(call_of(logs, b"\x01"), key="one") == first
    process.restart()
    assert process.writer.send(call_of(logs, b"\x01"), key="one") == first and process.logs() == ["0x01"]
    [again, new] = process.writer.send_many([call_of(logs, b"\x01"), call_of(logs, b"\x02")], keys=["one", "two"])
    assert again.receipt == first and new.receipt is not None and process.logs() == ["0x01", "0x02"]


def test_one_key_twice_among_many_is_one_call(process):
    logs = process.create(LOGS)
    process.writer.send(call_of(logs, b"\x01"), key="one")
    sent = process.writer.send_many([call_of(logs, b"\x01")] * 2, gas=100_000, keys=["one", "one"])
    assert sent[0].receipt == sent[1].receipt and process.logs() == ["0x01"]


def test_key_of_another_call_is_an_error(process):
    process.writer.send(call_of(SINK, b"\x01"), key="one")
    for other in (call_of(SINK, b"\x02"), call_of(b"\x78" * 20, b"\x01")):
        with pytest.raises(IdempotencyKeyReused, match="'one' stands for another call") as caught:
            process.writer.send(other, key="one")
        assert caught.value.key == "one"
    assert process.nonce() == 1


def test_call_that_failed_under_a_key_fails_again_the_same_way(process):
    reverts = process.create(REVERTS)
    failed = []
    for _ in range(2):
        with pytest.raises(UnknownRefusal) as caught:
            process.writer.send(call_of(reverts, b"\x01"), gas=100_000, key="one")
        failed.append(caught.value.transaction)
    assert failed[0] == failed[1] and process.nonce() == 2


def test_refusal_before_sending_leaves_the_key_free(process):
    reverts, logs = process.create(REVERTS), process.create(LOGS)
    with pytest.raises(UnknownRefusal):
        process.writer.send(call_of(reverts, b"\x01"), key="one")
    assert process.writer.send(call_of(logs, b"\x02"), key="one").succeeded


def test_key_of_what_a_node_refused_is_signed_anew(process):
    process.node.faults = {"send": [lambda _node, raws: [POOR]]}
    with pytest.raises(NodeRefused):
        process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one")
    assert process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one").succeeded and process.nonce() == 1


def test_refused_transaction_that_another_node_took_is_found_by_its_key(process):
    process.node.faults = {"send": [lambda node, raws: (node.send(raws), [POOR])[1]]}
    with pytest.raises(NodeRefused):
        process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one")
    assert process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one").succeeded and process.nonce() == 1


def test_key_needs_an_outbox_on_disk(process):
    memory = Transactor(process.node, process.signer, {})
    with pytest.raises(InputError, match="would be forgotten"):
        memory.send(call_of(SINK, b""), key="one")


def test_many_calls_need_as_many_keys_and_room_for_one(process):
    with pytest.raises(InputError, match="1 idempotency keys for 2 calls"):
        process.writer.send_many([call_of(SINK, b"")] * 2, keys=["one"])
    with pytest.raises(InputError, match="0 calls on their way at once"):
        process.writer.send_many([call_of(SINK, b"")], limit=0)


# --- nonces --------------------------------------------------------------------------------------------


def test_nonce_that_somebody_else_used_meanwhile_is_noted_and_the_call_can_be_made_again(process):
    process.node.faults = {"send": [die]}
    with pytest.raises(Died):
        process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one")
    process.others_sends()
    process.restart()
    assert process.writer.recover() == () and [one.state for one in process.outbox.at(0)] == [State.LOST]
    assert process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one").succeeded
    assert process.nonce() == 2


def test_nonce_taken_while_waiting_is_noted(process):
    process.node.faults = {"send": [lambda _node, raws: (process.others_sends(), swallow(_node, raws))[1]]}
    with pytest.raises(NonceTaken, match="make the call again: nothing came of it"):
        process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one")
    assert process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one").succeeded and process.nonce() == 2


def test_hole_that_a_refusal_left_is_used_by_the_next_call(process):
    logs = process.create(LOGS)
    process.node.faults = {"send": [lambda node, raws: [*node.send(raws[:1]), POOR, None]]}
    with pytest.raises(NodeRefused):
        process.writer.send_many([call_of(logs, bytes((n,))) for n in range(3)], gas=100_000)
    assert process.writer.send(call_of(logs, b"\x09"), gas=100_000).succeeded
    assert process.logs()[:2] == ["0x00", "0x09"]
    process.writer.send(call_of(logs, b"\x0a"), gas=100_000)
    assert sorted(process.logs()) == ["0x00", "0x02", "0x09", "0x0a"]


def test_hole_that_a_killed_process_left_is_filled(process):
    logs = process.create(LOGS)
    process.node.faults = {"send": [lambda node, raws: [*node.send(raws[:1]), POOR, None]]}
    with pytest.raises(NodeRefused):
        process.writer.send_many([call_of(logs, bytes((n,))) for n in range(3)], gas=100_000)
    process.restart()
    assert len(process.writer.recover()) == 2 and process.logs() == ["0x00", "0x02"]
    filled = process.chain.request("eth_getBlockByNumber", "0x3", True)["transactions"][0]
    assert (filled["from"], filled["input"], filled["value"]) == (filled["to"], "0x", "0x0")


def test_blocks_that_the_chain_took_back_are_sent_again(process):
    logs = process.create(LOGS)
    snapshot = process.chain.snapshot()
    for number in range(2):
        process.writer.send(call_of(logs, bytes((number,))), gas=100_000)
    process.chain.revert(snapshot)
    assert process.logs() == []
    process.writer.send(call_of(logs, b"\x05"), gas=100_000)
    assert process.logs() == ["0x00", "0x01", "0x05"]


def test_transaction_whose_nonce_is_used_and_that_the_node_still_knows_stays_pending(process):
    process.node.faults = {"send": [die]}
    with pytest.raises(Died):
        process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one")
    process.others_sends()
    process.restart(knows=[lambda _node, _hash: True])
    process.outbox.pending()
    process.writer._account.recover()
    assert [one.state for one in process.outbox.at(0)] == [State.SIGNED]


# --- fees that rise ------------------------------------------------------------------------------------


def paying(tmp_path: Path, **options: Any) -> Process:
    return Process(tmp_path, zero_fee=False, **options)


def offers(process: Process, nonce: int) -> list[int]:
    return [unsigned(entry.raw).max_fee_per_gas for entry in process.outbox.at(nonce)]


def test_transaction_that_no_block_takes_is_replaced_by_one_that_offers_a_quarter_more(tmp_path):
    process = paying(tmp_path)
    process.node.faults = {"send": [swallow] * 2}
    receipt = process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one")
    first, second = offers(process, 0)
    assert second >= first * 5 // 4 and receipt.transaction_hash == process.outbox.at(0)[1].hash
    assert [(one.key, one.state) for one in process.outbox.at(0)] == [("one", State.LOST), ("one", State.MINED)]
    assert 5 <= process.now < 9 and process.nonce() == 1
    process.restart()
    assert process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one") == receipt and process.nonce() == 1


def test_replaced_transaction_that_is_taken_after_all_counts(tmp_path):
    process = paying(tmp_path)
    process.node.faults = {
        "send": [swallow, swallow, lambda node, raws: node.send([process.outbox.at(0)[0].raw])],
    }
    receipt = process.writer.send(call_of(SINK, b"\x01"), gas=100_000, key="one")
    assert receipt.transaction_hash == process.outbox.at(0)[0].hash
    assert [one.state for one in process.outbox.at(0)] == [State.MINED, State.LOST] and process.nonce() == 1


def test_replacement_that_is_silent_is_waited_for_too(tmp_path):
    def taken_in_silence(node: Any, raws: list[bytes]) -> None:
        node.send(raws)
        raise ConnectionFailed("silent")

    process = paying(tmp_path)
    process.node.faults = {"send": [swallow, swallow, taken_in_silence]}
    receipt = process.writer.send(call_of(SINK, b"\x01"), gas=100_000)
    assert receipt.transaction_hash == process.outbox.at(0)[1].hash


def test_limit_of_fees_is_never_passed(tmp_path):
    process = paying(tmp_path, fee_limit=3_000_000_000)
    process.node.faults = {"send": [swallow] * 1000}
    with pytest.raises(TransactionPending):
        process.writer.send(call_of(SINK, b"\x01"), gas=100_000)
    assert offers(process, 0) == [3_000_000_000]


def test_fees_above_the_limit_are_waited_out(tmp_path):
    process = paying(tmp_path, fee_limit=3_000_000_000)

    def dear(node: Any) -> Any:
        return replace(node.latest(), base_fee=9_000_000_000)

    process.node.faults = {
        "send": [swallow, swallow],
        "latest": [lambda node: node.latest(), dear],
    }
    assert process.writer.send(call_of(SINK, b"\x01"), gas=100_000).succeeded and len(offers(process, 0)) == 1


def test_free_transaction_is_never_replaced(process):
    process.node.faults = {"send": [swallow] * 3}
    assert process.writer.send(call_of(SINK, b"\x01"), gas=100_000).succeeded
    assert len(process.outbox.at(0)) == 1


def test_recovered_transaction_that_offers_too_little_now_is_replaced(tmp_path):
    process = paying(tmp_path)
    process.node.faults = {"send": [die]}
    with pytest.raises(Died):
        process.writer.send(call_of(SINK, b"\x01"), gas=100_000)
    process.restart(send=[lambda _node, raws: [UNDERPRICED]])
    [receipt] = process.writer.recover()
    first, second = offers(process, 0)
    assert second >= first * 5 // 4 and receipt.transaction_hash == process.outbox.at(0)[1].hash


# --- depth, and a node that takes over -----------------------------------------------------------------


def mine(process: Process) -> None:
    process.chain.advance_time(1)


def test_receipt_counts_when_its_block_is_deep_enough(process):
    process.options = {"waiting": Waiting(depth=2, sleep=lambda _: mine(process), clock=lambda: process.now)}
    process.restart()
    receipt = process.writer.send(call_of(SINK, b"\x01"), gas=100_000)
    assert int(process.chain.request("eth_blockNumber"), 16) - receipt.block_number == 2
    assert process.outbox.at(0)[0].state is State.MINED


def test_transaction_that_a_reorganisation_took_back_is_sent_again_at_once(process):
    snapshot = process.chain.snapshot()
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 1:
            process.chain.revert(snapshot)
            mine(process)
        else:
            mine(process)

    process.options = {"waiting": Waiting(depth=2, sleep=sleep, clock=lambda: 0.0)}
    process.restart()
    receipt = process.writer.send(call_of(SINK, b"\x01"), gas=100_000)
    assert receipt.block_number == 2 and process.nonce() == 1 and process.node.calls.count("send") == 2


def test_node_that_takes_over_gets_what_is_on_its_way_at_once(process):
    names = iter(["first", "second"])
    serving: Callable[[Any], str] = lambda _node: next(names, "second")  # noqa: E731
    process.restart(send=[swallow], serving=[serving] * 10)
    receipt = process.writer.send(call_of(SINK, b"\x01"), gas=100_000)
    assert receipt.succeeded and process.now == 0.0


def test_digest_tells_calls_apart():
    digests = {digest_of(b"\x01" * 20, b""), digest_of(b"\x02" * 20, b""), digest_of(b"\x01" * 20, b"\x01")}
    assert len(digests) == 3 and all(len(one) == 32 for one in digests)


def test_receipts_come_in_the_order_in_which_they_are_asked_for(process):
    signer, endpoint = process.signer, process.node.node
    flights = [
        in_flight(
            nonce,
            signer.sign(
                LegacyTransaction(
                    chain_id=endpoint.chain_id(), nonce=nonce, gas_price=0, gas=50_000, to=SINK, data=bytes((nonce,))
                )
            ),
        )
        for nonce in range(3)
    ]
    assert hand_over(endpoint, flights, Waiting()) == [None] * 3
    backwards = flights[::-1]
    receipts = await_receipts(endpoint, signer.address, backwards, Waiting())
    assert [receipt.transaction_hash for receipt in receipts] == [flight.hash for flight in backwards]

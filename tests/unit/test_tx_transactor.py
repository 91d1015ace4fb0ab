from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from govledger.artifacts import load
from govledger.connection import Connection, embedded
from govledger.deployer.deploying import deploy
from govledger.deployments import Deployment
from govledger.errors import (
    ConnectionFailed,
    EventMissing,
    InputError,
    NodeRefused,
    NonceTaken,
    TransactionPending,
    TransactionReverted,
    UnknownRefusal,
)
from govledger.events.types import OfficerAppointed, OrganisationAdmitted
from govledger.refusals import FounderRequired
from govledger.tx.call import ContractCall, ContractInterface
from govledger.tx.endpoint import CallRequest, Head, Web3Endpoint
from govledger.tx.sending import Waiting
from govledger.tx.signing import PrivateKeySigner
from govledger.tx.transactor import Transactor, read
from tests.faulty_endpoint import FaultyEndpoint
from tests.small_contracts import BURNS, ECHOES, LOGS, ONCE, REVERTS, call_of, creation

CODE = b"110000000000000001"
SILENCE = ConnectionFailed("the node is silent")
LOW = NodeRefused("eth_sendRawTransaction", -32000, "nonce too low")


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(scope="module", params=["free", "with fees"])
def deployed(request: pytest.FixtureRequest) -> tuple[Connection, Deployment]:
    chain = embedded(zero_fee=request.param == "free")
    return chain, deploy(chain, PrivateKeySigner(chain.development_keys[0]))


@pytest.fixture
def ledger(deployed: tuple[Connection, Deployment]) -> Iterator[tuple[Connection, Deployment]]:
    """The deployment, as it was after deploying."""
    chain, deployment = deployed
    snapshot = chain.snapshot()
    yield chain, deployment
    chain.revert(snapshot)


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Writer:
    """A transactor of one development key on a fresh chain, and a node that fails on demand between the two."""

    def __init__(self, clock: Clock, *, zero_fee: bool = True, **options: Any) -> None:
        self.chain = embedded(zero_fee=zero_fee)
        self.signer = PrivateKeySigner(self.chain.development_keys[1])
        self.node = FaultyEndpoint(Web3Endpoint(self.chain))
        waiting = Waiting(timeout_seconds=10, sleep=clock.sleep, clock=lambda: clock.now)
        self.transactor = Transactor(self.node, self.signer, {}, waiting=waiting, **options)

    def create(self, runtime: bytes) -> bytes:
        address = self.transactor.send(call_of(b"", creation(runtime))).contract_address
        assert address is not None
        return address

    def faults(self, **faults: list[Any]) -> None:
        self.node.faults = faults

    def sent(self) -> int:
        return self.node.node.nonce(self.signer.address)

    def somebody_else_sends(self) -> None:
        """Use the key's next nonce behind the transactor's back."""
        other = Transactor(self.node.node, self.signer, {})
        other.send(call_of(b"\x77" * 20, b""))


@pytest.fixture
def writer(clock: Clock) -> Writer:
    return Writer(clock)


def decide(deployment: Deployment, code: bytes = CODE) -> ContractCall:
    """The founder's decision to admit an organisation of a code."""
    consortium = deployment.address("consortium")
    admit = ContractInterface("consortium", load("consortium").abi).call(consortium, "admitOrganisation", code, 1, True)
    decisions = ContractInterface("decisions", load("decisions").abi)
    return decisions.call(deployment.address("decisions"), "decide", consortium, admit.data)


def writer_of(ledger: tuple[Connection, Deployment], key: int = 0) -> Transactor:
    chain, deployment = ledger
    return Transactor(Web3Endpoint(chain), PrivateKeySigner(chain.development_keys[key]), deployment.addresses)


# --- results -------------------------------------------------------------------------------------------


def test_executed_call_gives_its_event_and_where_it_stands(ledger):
    chain, deployment = ledger
    recorded = writer_of(ledger).execute(decide(deployment), OrganisationAdmitted)
    assert recorded.event.public_code == CODE and recorded.event.organisation_version == 1
    assert recorded.event.actor == deployment.address("decisions")
    block = chain.request("eth_getBlockByNumber", "latest", False)
    [log] = chain.request("eth_getLogs", {"fromBlock": "latest", "topics": ["0x" + OrganisationAdmitted.TOPIC.hex()]})
    at = recorded.at
    assert (hex(at.block_number), "0x" + at.block_hash.hex()) == (block["number"], block["hash"])
    assert at.block_timestamp == chain.now() and at.transaction_index == 0
    assert ("0x" + at.transaction_hash.hex(), hex(at.log_index)) == (log["transactionHash"], log["logIndex"])


def test_refused_call_is_its_typed_refusal_and_leaves_no_trace(ledger):
    chain, deployment = ledger
    stranger = writer_of(ledger, key=3)
    height = chain.request("eth_blockNumber")
    with pytest.raises(FounderRequired) as caught:
        stranger.send(decide(deployment))
    assert caught.value.args == (stranger.address, deployment.deployer)
    assert caught.value.transaction is None and chain.request("eth_blockNumber") == height


@pytest.mark.parametrize("how", [{"gas": 500_000}, {"preflight": False}])
def test_refused_attempt_on_record_is_the_same_refusal_with_its_transaction(ledger, how):
    chain, deployment = ledger
    stranger = writer_of(ledger, key=3)
    with pytest.raises(FounderRequired) as caught:
        stranger.send(decide(deployment), **how)
    block = chain.request("eth_getBlockByNumber", "latest", False)
    failed = caught.value.transaction
    assert failed is not None and ["0x" + failed.transaction_hash.hex()] == block["transactions"]
    assert ("0x" + failed.block_hash.hex(), failed.transaction_index) == (block["hash"], 0)
    assert f"transaction 0x{failed.transaction_hash.hex()} in block {failed.block_number}" in caught.value.__notes__[0]
    assert caught.value.args == (stranger.address, deployment.deployer)


def test_call_without_the_expected_event_is_an_error_that_names_the_transaction(ledger):
    _, deployment = ledger
    with pytest.raises(EventMissing, match="with 0 events OfficerAppointed, not 1"):
        writer_of(ledger).execute(decide(deployment), OfficerAppointed)


def test_view_is_read_as_the_writer_or_as_nobody(ledger):
    chain, deployment = ledger
    decisions = ContractInterface("decisions", load("decisions").abi)
    call = decisions.call(deployment.address("decisions"), "founder")
    assert writer_of(ledger).read(call) == deployment.deployer == read(Web3Endpoint(chain), call)
    with pytest.raises(FounderRequired):
        read(Web3Endpoint(chain), decide(deployment))
    assert writer_of(ledger).read(decide(deployment), block=deployment.contracts[-1].block_number)


def test_logs_of_other_contracts_are_left_alone(writer):
    address = writer.create(LOGS)
    receipt = writer.transactor.send(call_of(address, b"\x01"))
    assert [log.data for log in receipt.logs] == [b"\x01"] and writer.transactor.recorded(receipt) == ()


# --- failures on the chain -----------------------------------------------------------------------------


def test_reason_of_a_failure_is_found_by_replaying_it_at_its_block(writer):
    address = writer.create(REVERTS)
    with pytest.raises(UnknownRefusal) as caught:
        writer.transactor.send(call_of(address, b"\xaa\xbb"), gas=200_000)
    assert caught.value.data == b"\xaa\xbb" and caught.value.transaction is not None


def test_reason_of_a_failure_comes_from_the_trace_where_the_node_has_one(writer):
    address = writer.create(REVERTS)
    writer.faults(revert_data=[lambda _node, _hash: b"\x01\x02"])
    with pytest.raises(UnknownRefusal) as caught:
        writer.transactor.send(call_of(address, b"\xaa\xbb"), gas=200_000)
    assert caught.value.data == b"\x01\x02" and "call" not in writer.node.calls


def test_call_that_runs_out_of_gas_says_so(writer):
    address = writer.create(BURNS)
    with pytest.raises(TransactionReverted, match="OutOfGas") as caught:
        writer.transactor.send(call_of(address, b""), gas=50_000)
    assert caught.value.transaction.block_number == 2


def test_failure_that_a_replay_does_not_repeat_says_why_that_can_be(writer):
    address = writer.create(REVERTS)
    writer.faults(call=[lambda _node, _request, _block: b""])
    with pytest.raises(TransactionReverted, match="another transaction of the block stood in its way"):
        writer.transactor.send(call_of(address, b"\xaa"), gas=200_000)


# --- fees ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("zero_fee", "kind"), [(True, "0x0"), (False, "0x2")])
def test_transaction_type_follows_the_chains_fees(clock, zero_fee, kind):
    writer = Writer(clock, zero_fee=zero_fee)
    receipt = writer.transactor.send(call_of(b"", creation(ECHOES)))
    sent = writer.chain.request("eth_getTransactionByHash", "0x" + receipt.transaction_hash.hex())
    assert sent["type"] == kind and (int(sent["gasPrice"], 16) == 0) == zero_fee


def test_chain_with_base_fee_zero_takes_legacy_transactions_at_price_zero(writer):
    writer.faults(latest=[lambda node: replace(node.latest(), base_fee=0)])
    receipt = writer.transactor.send(call_of(b"", creation(ECHOES)))
    sent = writer.chain.request("eth_getTransactionByHash", "0x" + receipt.transaction_hash.hex())
    assert (sent["type"], sent["gasPrice"]) == ("0x0", "0x0")


def test_fee_limit_holds_a_call_back_before_it_is_sent(clock):
    writer = Writer(clock, zero_fee=False, fee_limit=1)
    with pytest.raises(InputError, match="above the limit of 1"):
        writer.transactor.send(call_of(b"", creation(ECHOES)))
    assert writer.sent() == 0


# --- nonces --------------------------------------------------------------------------------------------


def test_nonces_are_counted_here_and_read_once(writer):
    for _ in range(3):
        writer.transactor.send(call_of(b"\x77" * 20, b""))
    assert writer.sent() == 3 and writer.node.calls.count("nonce") == 1


def test_nonce_that_somebody_else_used_is_replaced_by_the_next(writer):
    writer.transactor.send(call_of(b"\x77" * 20, b"\x01"))
    writer.somebody_else_sends()
    receipt = writer.transactor.send(call_of(b"\x77" * 20, b"\x02"))
    sent = writer.chain.request("eth_getTransactionByHash", "0x" + receipt.transaction_hash.hex())
    assert (sent["nonce"], sent["input"]) == ("0x2", "0x02") and writer.sent() == 3


def test_writer_goes_on_after_the_chain_went_back(writer):
    snapshot = writer.chain.snapshot()
    for _ in range(2):
        writer.transactor.send(call_of(b"\x77" * 20, b""))
    writer.chain.revert(snapshot)
    assert writer.transactor.send(call_of(b"\x77" * 20, b"")).succeeded and writer.sent() == 1


def test_writer_gives_up_when_another_one_is_always_faster(writer):
    writer.faults(send=[lambda _node, raws: [LOW for _ in raws]] * 3)
    with pytest.raises(NonceTaken, match="3 times in a row; let one program alone write"):
        writer.transactor.send(call_of(b"\x77" * 20, b""), gas=100_000)


@pytest.mark.parametrize("words", ["already known", "Known transaction", "transaction already imported"])
def test_transaction_that_the_node_has_already_is_sent(writer, words):
    def known(node: Web3Endpoint, raws: list[bytes]) -> list[NodeRefused]:
        node.send(raws)
        return [NodeRefused("eth_sendRawTransaction", -32000, words) for _ in raws]

    writer.faults(send=[known])
    assert writer.transactor.send(call_of(b"\x77" * 20, b"")).succeeded and writer.sent() == 1


def test_nonce_too_low_is_success_when_the_own_transaction_used_it(writer):
    def mined(node: Web3Endpoint, raws: list[bytes]) -> list[NodeRefused]:
        node.send(raws)
        return [LOW for _ in raws]

    writer.faults(send=[mined])
    assert writer.transactor.send(call_of(b"\x77" * 20, b"")).succeeded and writer.sent() == 1


def test_refusal_by_the_node_is_raised_and_its_nonce_used_again(writer):
    poor = NodeRefused("eth_sendRawTransaction", -32000, "insufficient funds for gas * price + value")
    writer.faults(send=[lambda _node, raws: [poor for _ in raws]])
    with pytest.raises(NodeRefused, match="insufficient funds"):
        writer.transactor.send(call_of(b"\x77" * 20, b""))
    assert writer.transactor.send(call_of(b"\x77" * 20, b"")).succeeded and writer.sent() == 1


# --- a node that falls silent --------------------------------------------------------------------------


def test_silence_while_sending_is_asked_again_and_sends_nothing_twice(writer, clock):
    def taken_and_silent(node: Web3Endpoint, raws: list[bytes]) -> None:
        node.send(raws)
        raise SILENCE

    writer.faults(send=[taken_and_silent, SILENCE])
    assert writer.transactor.send(call_of(b"\x77" * 20, b"")).succeeded
    assert writer.sent() == 1 and len(clock.slept) == 2


def test_silence_that_lasts_names_the_transaction_that_may_have_been_taken(writer, clock):
    writer.faults(send=[SILENCE] * 5)
    with pytest.raises(TransactionPending) as caught:
        writer.transactor.send(call_of(b"\x77" * 20, b""), gas=100_000)
    assert f"0x{caught.value.transaction_hash.hex()}" in str(caught.value) and caught.value.nonce == 0
    assert "it may have it or not" in caught.value.__notes__[0] and caught.value.__cause__ is SILENCE
    assert len(clock.slept) == 5


def test_silence_while_waiting_is_sat_out(writer):
    writer.faults(receipts=[SILENCE, SILENCE])
    assert writer.transactor.send(call_of(b"\x77" * 20, b"")).succeeded


def test_transaction_that_the_node_lost_is_sent_again(writer, clock):
    writer.faults(send=[lambda _node, raws: [None for _ in raws]])
    assert writer.transactor.send(call_of(b"\x77" * 20, b""), gas=100_000).succeeded
    assert writer.sent() == 1 and 3 <= clock.now < 5


def test_transaction_in_no_block_is_pending_after_the_time_that_was_set(writer, clock):
    writer.faults(
        send=[lambda _node, raws: [None for _ in raws]] * 1000,
        receipts=[lambda _node, hashes: [None for _ in hashes]] * 1000,
    )
    with pytest.raises(TransactionPending, match="is in no block after 10 s; it may still be taken") as caught:
        writer.transactor.send(call_of(b"\x77" * 20, b""), gas=100_000)
    assert caught.value.nonce == 0 and 10 <= clock.now < 11.5
    assert clock.slept == sorted(clock.slept) and clock.slept[0] == 0.02 and max(clock.slept) == 1.0


def test_pending_transaction_is_reported_even_if_the_node_says_nothing_more(writer):
    writer.faults(
        send=[lambda _node, raws: [None for _ in raws]] * 1000,
        receipts=[SILENCE] * 1000,
        nonce=[lambda node, address: node.nonce(address), SILENCE],
    )
    with pytest.raises(TransactionPending) as caught:
        writer.transactor.send(call_of(b"\x77" * 20, b""), gas=100_000)
    assert caught.value.__cause__ is SILENCE


def test_transaction_whose_nonce_another_one_used_is_lost_and_says_so(writer):
    def swallowed(_node: Web3Endpoint, raws: list[bytes]) -> list[None]:
        writer.somebody_else_sends()
        return [None for _ in raws]

    writer.faults(send=[swallowed])
    with pytest.raises(NonceTaken, match=r"nonce 0 of 0x.* was used by a transaction other than"):
        writer.transactor.send(call_of(b"\x77" * 20, b""), gas=100_000)


# --- many calls ----------------------------------------------------------------------------------------


def test_many_calls_are_carried_out_in_order_without_waiting_for_each(writer):
    address = writer.create(LOGS)
    calls = [call_of(address, bytes((number,))) for number in range(25)]
    results = writer.transactor.send_many(calls, gas=100_000, limit=10)
    assert [result.call for result in results] == calls and all(result.refusal is None for result in results)
    receipts = [result.receipt for result in results if result.receipt is not None]
    assert [receipt.logs[0].data for receipt in receipts] == [call.data for call in calls]
    assert [receipt.block_number for receipt in receipts] == list(range(2, 27))
    assert writer.node.calls.count("send") == 1 + 3


def test_refusals_among_many_stop_none_of_the_others(writer):
    logs, reverts = writer.create(LOGS), writer.create(REVERTS)
    calls = [call_of(logs, b"\x01"), call_of(reverts, b"\x02"), call_of(logs, b"\x03")]
    tried = writer.transactor.send_many(calls)
    assert [result.receipt is None for result in tried] == [False, True, False]
    assert isinstance(tried[1].refusal, UnknownRefusal) and tried[1].refusal.transaction is None
    sent = writer.transactor.send_many(calls, gas=100_000)
    assert [result.receipt is not None and result.receipt.succeeded for result in sent] == [True, False, True]
    assert isinstance(sent[1].refusal, UnknownRefusal) and sent[1].refusal.transaction is not None
    assert writer.transactor.send_many([calls[1]])[0].refusal is not None and writer.transactor.send_many([]) == ()


def test_later_call_of_a_group_fails_on_what_an_earlier_one_did(writer):
    """Both would pass the trial on the state before the group; the second finds the first one's work."""
    once = writer.create(ONCE)
    won, lost = writer.transactor.send_many([call_of(once, b"\x0a"), call_of(once, b"\x0b")])
    assert won.refusal is None and isinstance(lost.refusal, UnknownRefusal) and lost.refusal.data == b"\x0b"
    assert won.receipt is not None and lost.receipt is not None
    assert won.receipt.block_number + 1 == lost.receipt.block_number


def test_more_calls_than_one_batch_holds_go_in_several(writer):
    calls = [call_of(b"\x77" * 20, number.to_bytes(2, "big")) for number in range(130)]
    results = writer.transactor.send_many(calls, gas=50_000, limit=130)
    assert all(result.refusal is None for result in results) and writer.sent() == 130
    assert writer.node.calls.count("send") == 2


def test_stale_nonce_at_the_front_of_many_is_signed_anew_behind_them(writer):
    writer.transactor.send(call_of(b"\x77" * 20, b""))
    writer.somebody_else_sends()
    calls = [call_of(b"\x77" * 20, bytes((number,))) for number in range(4)]
    results = writer.transactor.send_many(calls, gas=100_000)
    assert writer.sent() == 6
    nonces = {}
    for result in results:
        assert result.receipt is not None
        sent = writer.chain.request("eth_getTransactionByHash", "0x" + result.receipt.transaction_hash.hex())
        nonces[sent["input"]] = int(sent["nonce"], 16)
    assert nonces == {"0x01": 2, "0x02": 3, "0x03": 4, "0x00": 5}


def test_refusal_in_the_middle_of_many_says_that_later_ones_were_taken(writer):
    poor = NodeRefused("eth_sendRawTransaction", -32000, "insufficient funds")

    def refuse_second(node: Web3Endpoint, raws: list[bytes]) -> list[NodeRefused | None]:
        node.send(raws[:1])
        return [None, poor, None]

    writer.faults(send=[refuse_second])
    with pytest.raises(NodeRefused, match="insufficient funds") as caught:
        writer.transactor.send_many([call_of(b"\x77" * 20, bytes((n,))) for n in range(3)], gas=100_000)
    assert "wait until its nonce is used" in caught.value.__notes__[0]
    assert writer.transactor.send(call_of(b"\x77" * 20, b"")).succeeded and writer.sent() == 2


# --- waiting -------------------------------------------------------------------------------------------


def test_pauses_grow_to_the_longest_delay():
    pauses = Waiting(first_delay=0.1, longest_delay=0.3).pauses()
    assert [round(next(pauses), 4) for _ in range(5)] == [0.1, 0.15, 0.225, 0.3, 0.3]


def test_head_and_request_are_values():
    assert Head(1, b"", 2, 3, None) == Head(1, b"", 2, 3, None)
    assert CallRequest(sender=b"", to=b"", data=b"") == CallRequest(sender=b"", to=b"", data=b"", gas=None)


def test_signer_decides_the_writers_address(writer):
    assert writer.transactor.address == writer.signer.address

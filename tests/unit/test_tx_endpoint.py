from __future__ import annotations

from typing import Any

import pytest

from govledger.connection import Connection, embedded
from govledger.errors import ConnectionFailed, NodeRefused
from govledger.privacy.keccak import keccak256
from govledger.tx.endpoint import DEFAULT_TIP_WEI, CallRequest, Web3Endpoint, revert_data_in
from govledger.tx.reverts import CallReverted
from govledger.tx.signing import LegacyTransaction, PrivateKeySigner
from tests.small_contracts import BURNS, LOGS, REVERTS, creation

SIGNER = PrivateKeySigner((5).to_bytes(32, "big"))


class Recorded:
    """A connection that gives recorded answers by method: a result, or an exception."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers

    def request(self, method: str, *_parameters: Any) -> Any:
        answer = self.answers[method]
        if isinstance(answer, Exception):
            raise answer
        return answer


def endpoint_with(**answers: Any) -> Web3Endpoint:
    return Web3Endpoint(Recorded(**answers))  # type: ignore[arg-type]


@pytest.fixture
def chain() -> Connection:
    return embedded(started_at=4_000_000_000)


def create(endpoint: Web3Endpoint, runtime: bytes) -> bytes:
    transaction = LegacyTransaction(
        chain_id=endpoint.chain_id(),
        nonce=endpoint.nonce(SIGNER.address),
        gas_price=0,
        gas=500_000,
        to=b"",
        data=creation(runtime),
    )
    raw = SIGNER.sign(transaction)
    assert endpoint.send([raw]) == [None]
    [receipt] = endpoint.receipts([keccak256(raw)])
    assert receipt is not None and receipt.succeeded and receipt.contract_address is not None
    return receipt.contract_address


def test_blocks_are_read_as_they_are(chain):
    endpoint = Web3Endpoint(chain)
    create(endpoint, LOGS)
    head = endpoint.latest()
    assert (head.number, head.timestamp, head.gas_limit, head.base_fee) == (1, 4_000_000_001, 60_000_000, None)
    assert endpoint.block_hash(1) == head.hash and endpoint.timestamp(head.hash) == head.timestamp
    assert endpoint.block_hash(2) is None
    with pytest.raises(NodeRefused, match="has no block 0x1111"):
        endpoint.timestamp(b"\x11" * 32)


def test_fee_chain_has_a_base_fee_and_a_tip():
    endpoint = Web3Endpoint(embedded(zero_fee=False))
    assert endpoint.latest().base_fee == 10**9 and endpoint.tip() == 10**9


def test_node_that_suggests_no_tip_gets_the_usual_one():
    endpoint = endpoint_with(eth_maxPriorityFeePerGas=NodeRefused("eth_maxPriorityFeePerGas", -32601, "no such method"))
    assert endpoint.tip() == DEFAULT_TIP_WEI
    endpoint = endpoint_with(eth_maxPriorityFeePerGas=NodeRefused("eth_maxPriorityFeePerGas", -32000, "busy"))
    with pytest.raises(NodeRefused, match="busy"):
        endpoint.tip()


def test_revert_data_comes_out_of_call_and_estimate(chain):
    endpoint = Web3Endpoint(chain)
    request = CallRequest(sender=SIGNER.address, to=create(endpoint, REVERTS), data=b"\xab\xcd", gas=100_000)
    for attempt in (endpoint.call, endpoint.estimate_gas, lambda request: endpoint.call(request, 1)):
        with pytest.raises(CallReverted) as caught:
            attempt(request)
        assert caught.value.data == b"\xab\xcd"


def test_call_that_burns_its_gas_is_refused_by_the_node(chain):
    endpoint = Web3Endpoint(chain)
    with pytest.raises(NodeRefused, match="OutOfGas"):
        endpoint.call(CallRequest(sender=SIGNER.address, to=create(endpoint, BURNS), data=b"", gas=50_000))


@pytest.mark.parametrize(
    ("code", "reason", "data", "expected"),
    [
        (3, "execution reverted: custom error", "0xdeadbeef", "deadbeef"),
        (-32000, "execution reverted", None, ""),
        (3, "execution reverted", "0x", ""),
        (-32000, "Execution reverted", "0x08c379a0", "08c379a0"),
        (-32015, "VM execution error.", "Reverted 0x01", "01"),
        (-32603, "reverted with an unrecognized error", {"data": "0x02", "message": "x"}, "02"),
        (3, "something else", "0x04", "04"),
        (-32000, "out of gas", "0x04", None),
        (-32000, "insufficient funds", None, None),
        (-32000, "insufficient funds", {"other": 1}, None),
    ],
)
def test_revert_data_is_found_where_each_client_puts_it(code, reason, data, expected):
    found = revert_data_in(NodeRefused("eth_call", code, reason, data))
    assert (None if found is None else found.hex()) == expected


def test_trace_tells_what_a_transaction_reverted_with():
    assert endpoint_with(
        debug_traceTransaction={"error": "execution reverted", "output": "0x0102"}
    ).revert_data(bytes(32)) == b"\x01\x02"  # fmt: skip
    assert endpoint_with(debug_traceTransaction={"error": "execution reverted"}).revert_data(bytes(32)) == b""
    for answer in (
        {"error": "out of gas"},
        {"output": "0x01"},
        None,
        NodeRefused("debug_traceTransaction", -32601, "no"),
    ):
        assert endpoint_with(debug_traceTransaction=answer).revert_data(bytes(32)) is None


def test_transaction_without_a_block_has_no_receipt():
    assert endpoint_with(eth_getTransactionReceipt={"blockNumber": None}).receipts([bytes(32)]) == [None]
    assert endpoint_with(eth_getTransactionReceipt=None).receipts([bytes(32)]) == [None]
    with pytest.raises(NodeRefused, match="indexing"):
        endpoint_with(eth_getTransactionReceipt=NodeRefused("x", -32000, "indexing")).receipts([bytes(32)])


def test_receipt_of_a_chain_before_byzantium_is_one_clear_error():
    with pytest.raises(ConnectionFailed, match=r"receipt lacks .*KeyError"):
        endpoint_with(eth_getTransactionReceipt={"blockNumber": "0x1", "transactionHash": "0x"}).receipts([bytes(32)])


def test_several_requests_go_together(chain):
    endpoint = Web3Endpoint(chain)
    assert endpoint.receipts([bytes(32), bytes(32)]) == [None, None]
    refusals = endpoint.send([b"\xc0", b"\xc0"])
    assert all(isinstance(refused, NodeRefused) for refused in refusals)
    assert isinstance(endpoint.send([b"\xc0"])[0], NodeRefused)
    assert endpoint.receipts([]) == [] and not endpoint.knows(bytes(32))

"""Waiting for what a killed run sent, and money for the officers, on a node that only these tests have."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from govledger.connection import Connection
from govledger.errors import InputError, NodeRefused, TransactionError
from govledger.importing.funding import fund
from govledger.importing.pending import BATCH, PAUSE_SECONDS, await_quiet, await_settled
from govledger.tx.signing import PrivateKeySigner

ACCOUNTS = [bytes([number]) * 20 for number in range(1, BATCH + 3)]


class Node:
    """Answers with so many transactions that wait, one fewer each time it is asked."""

    def __init__(self, waiting: int, *, embedded: bool = False, refuses: bool = False) -> None:
        self.waiting = waiting
        self.embedded = embedded
        self.refuses = refuses
        self.asked = 0
        self.slept: list[float] = []

    def request_batch(self, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        self.asked += 1
        if self.refuses:
            return [NodeRefused("eth_getTransactionCount", -32000, "no such block")] * len(requests)
        last = f"0x{ACCOUNTS[-1].hex()}"
        return [
            hex(3 + (self.waiting if parameters[0] == last and parameters[1] == "pending" else 0))
            for _, parameters in requests
        ]

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.waiting -= 1

    def clock(self) -> float:
        return sum(self.slept)


def wait(node: Node, longest_seconds: float = 60) -> None:
    connection = cast(Connection, node)
    await_quiet(connection, ACCOUNTS, longest_seconds=longest_seconds, sleep=node.sleep, clock=node.clock)


def test_nothing_that_waits_is_not_waited_for() -> None:
    node = Node(0)
    wait(node)
    assert node.slept == [] and node.asked == 2


def test_what_waits_is_waited_for() -> None:
    node = Node(3)
    wait(node)
    assert node.slept == [PAUSE_SECONDS] * 3


def test_what_waits_too_long_ends_the_run_with_the_account() -> None:
    with pytest.raises(TransactionError, match=f"0x{ACCOUNTS[-1].hex()}.* in no block after 2 s"):
        wait(Node(1_000), longest_seconds=2)


@pytest.mark.parametrize("node", [Node(9, embedded=True), Node(9, refuses=True)])
def test_node_that_does_not_tell_is_not_waited_for(node: Node) -> None:
    wait(node)
    assert node.slept == []


# --- blocks that settle -----------------------------------------------------------------------------------


def growing(heights: list[int]) -> Connection:
    """A chain that is at these heights, one after the other, and stays at the last."""
    return cast(
        Connection, SimpleNamespace(request=lambda _method: hex(heights.pop(0) if len(heights) > 1 else heights[0]))
    )


def test_what_was_sent_is_waited_for_until_its_block_is_settled() -> None:
    slept: list[float] = []
    await_settled(growing([10, 10, 11, 12, 13, 99]), 3, sleep=slept.append, clock=lambda: 0.0)
    assert slept == [PAUSE_SECONDS] * 3


def test_final_blocks_are_not_waited_for() -> None:
    await_settled(growing([]), 0)


def test_chain_that_does_not_grow_ends_the_waiting() -> None:
    now = [0.0]
    with pytest.raises(TransactionError, match=r"at block 11 after 120 s, and block 13 settles"):
        await_settled(growing([10, 11]), 3, sleep=lambda _: now.append(now[-1] + 60), clock=lambda: now[-1])


# --- money ------------------------------------------------------------------------------------------------


def chain(balances: dict[str, str | NodeRefused], *, base_fee: str | None = "0x64") -> Connection:
    """A chain with these balances on which nothing can be sent."""
    block = {"number": "0x1", "hash": "0x" + "00" * 32, "timestamp": "0x1", "gasLimit": "0x1"}
    answers = {
        "eth_getBlockByNumber": block if base_fee is None else block | {"baseFeePerGas": base_fee},
        "eth_maxPriorityFeePerGas": "0x1",
    }
    return cast(
        Connection,
        SimpleNamespace(
            request=lambda method, *_: answers[method],
            request_batch=lambda requests: [balances[parameters[0]] for _, parameters in requests],
            url="http://127.0.0.1:8545",
        ),
    )


PAYER = PrivateKeySigner(bytes([1]) * 32)
PAYER_HEX = f"0x{PAYER.address.hex()}"
OFFICER = bytes([2]) * 20
OFFICER_HEX = f"0x{OFFICER.hex()}"


def test_chain_without_fees_needs_no_money() -> None:
    assert fund(chain({}, base_fee="0x0"), PAYER, {OFFICER: 3}) == 0
    assert fund(chain({}, base_fee=None), PAYER, {OFFICER: 3}) == 0


def test_founder_without_enough_money_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(InputError, match=rf"the officers need \d+ wei from the founder, {PAYER_HEX}, who has 5;"):
        fund(chain({PAYER_HEX: "0x5", OFFICER_HEX: "0x0"}), PAYER, {OFFICER: 3})


def test_node_that_tells_no_balance_ends_the_run() -> None:
    with pytest.raises(NodeRefused, match="busy"):
        fund(chain({PAYER_HEX: NodeRefused("eth_getBalance", None, "busy")}), PAYER, {})


@pytest.mark.parametrize("accepted", [True, False])
def test_transfer_that_was_not_carried_out_ends_the_run(accepted: bool) -> None:
    """The node does not take it, or the block says that it failed."""

    def request(method: str, *parameters: Any) -> Any:
        if method == "eth_sendRawTransaction":
            if not accepted:
                raise NodeRefused(method, None, "failed to please me")
            sent.append(parameters[0])
            return "0x"
        if method == "eth_getTransactionReceipt":
            return RECEIPT | {"transactionHash": parameters[0]}
        return {"eth_getTransactionCount": "0x7"}.get(method) or known.request(method)

    sent: list[str] = []
    known = chain({PAYER_HEX: hex(10**30), OFFICER_HEX: "0x0"})
    alike = {"request_batch": known.request_batch, "chain_id": lambda: 1, "url": known.url}
    node = cast(Connection, SimpleNamespace(request=request, **alike))
    with pytest.raises(NodeRefused, match="failed"):
        fund(node, PAYER, {OFFICER: 3})
    assert len(sent) == accepted


RECEIPT = {
    "transactionIndex": "0x0",
    "blockNumber": "0x1",
    "blockHash": "0x" + "00" * 32,
    "status": "0x0",
    "gasUsed": "0x1",
    "logs": [],
}

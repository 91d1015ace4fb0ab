"""What the node edge asks, and how it reads the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from govledger.errors import BlockMissing, NodeRefused, NodeUnusable
from govledger.index.model import BlockHeader, RawLog
from govledger.index.node import HEADERS_PER_BATCH, Web3Node
from tests.simulated_chain import word

ADDRESS = b"\xab" * 20


class Rpc:
    """A node behind JSON-RPC, with as many blocks as it is told; `answers` puts another answer in a method's place."""

    def __init__(self, blocks: int = 10, longest: int = 10_000) -> None:
        self.blocks = blocks
        self.longest = longest
        self.answers: dict[str, Any] = {}
        self.asked: list[tuple[str, Any]] = []

    def request(self, method: str, *parameters: Any) -> Any:
        self.asked.append((method, parameters))
        if method in self.answers:
            answer = self.answers[method]
            if isinstance(answer, Exception):
                raise answer
            return answer
        found: Callable[..., Any] = {
            "eth_chainId": lambda: "0x7",
            "eth_blockNumber": lambda: hex(self.blocks - 1),
            "eth_getBlockByNumber": self.block,
            "eth_getLogs": self.logs,
            "eth_getStorageAt": lambda *rest: "0x" + word("storage").hex(),
            "eth_getCode": lambda *rest: "0x6001",
        }[method]
        return found(*parameters)

    def request_batch(self, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        found = []
        for method, parameters in requests:
            try:
                found.append(self.request(method, *parameters))
            except NodeRefused as refusal:
                found.append(refusal)
        self.asked.append(("batch", len(requests)))
        return found

    def block(self, number: str, full: bool) -> Any:
        if int(number, 16) >= self.blocks:
            return None
        return {
            "number": number,
            "hash": "0x" + word(int(number, 16)).hex(),
            "parentHash": "0x" + word(int(number, 16) - 1).hex(),
            "timestamp": "0x64",
            "extraData": "0x" + "00" * 97,
        }

    def logs(self, criteria: dict[str, Any]) -> Any:
        first, last = int(criteria["fromBlock"], 16), int(criteria["toBlock"], 16)
        if last - first + 1 > self.longest:
            raise NodeRefused("eth_getLogs", -32000, "query exceeds max block range")
        return [self.log(number, criteria["address"][0]) for number in range(first, last + 1)]

    def log(self, number: int, address: str) -> dict[str, Any]:
        return {
            "address": address,
            "topics": ["0x" + word("topic").hex()],
            "data": "0x0102",
            "blockNumber": hex(number),
            "blockHash": "0x" + word(number).hex(),
            "transactionHash": "0x" + word("transaction").hex(),
            "transactionIndex": "0x3",
            "logIndex": "0x5",
        }


def test_numbers_and_the_first_hash_are_read() -> None:
    node = Web3Node(Rpc(blocks=12))
    assert (node.chain_id(), node.latest_number(), node.genesis_hash()) == (7, 11, word(0))


def test_headers_are_asked_for_in_batches() -> None:
    rpc = Rpc(blocks=300)
    headers = Web3Node(rpc).headers(5, 4 + HEADERS_PER_BATCH + 20)
    assert [header.number for header in headers] == list(range(5, 5 + HEADERS_PER_BATCH + 20))
    assert headers[0] == BlockHeader(5, word(5), word(4), 100)
    assert [size for kind, size in rpc.asked if kind == "batch"] == [HEADERS_PER_BATCH, 20]


def test_a_block_that_the_node_does_not_have_is_missing() -> None:
    with pytest.raises(BlockMissing, match="no block 10"):
        Web3Node(Rpc(blocks=10)).headers(9, 11)


def test_a_header_that_is_refused_makes_the_node_unusable() -> None:
    rpc = Rpc()
    rpc.answers["eth_getBlockByNumber"] = NodeRefused("eth_getBlockByNumber", -32601, "method not found")
    with pytest.raises(NodeUnusable, match=r"block 3: .*method not found"):
        Web3Node(rpc).headers(3, 3)


def test_logs_are_read_as_values() -> None:
    assert Web3Node(Rpc()).logs(4, 4, [ADDRESS]) == [
        RawLog(ADDRESS, (word("topic"),), b"\1\2", 4, word(4), word("transaction"), 3, 5)
    ]


def test_a_range_that_a_node_refuses_is_halved_until_it_answers() -> None:
    rpc = Rpc(blocks=100, longest=6)
    node = Web3Node(rpc)
    assert [log.block_number for log in node.logs(10, 59, [ADDRESS])] == list(range(10, 60))
    refused = sum(method == "eth_getLogs" for method, _ in rpc.asked) - 9
    assert refused == 3, "50, 25 and 12 were too long, and 6 was not"
    rpc.asked.clear()
    node.logs(60, 71, [ADDRESS])
    assert len(rpc.asked) == 2, "the length that worked is kept"


def test_a_single_block_that_is_refused_makes_the_node_unusable() -> None:
    with pytest.raises(NodeUnusable, match="refuses the logs of block 5 alone: query exceeds"):
        Web3Node(Rpc(longest=0)).logs(5, 9, [ADDRESS])


def test_storage_and_code_are_read_at_a_block() -> None:
    rpc = Rpc()
    node = Web3Node(rpc)
    assert node.storage_at(ADDRESS, 3, 8) == word("storage")
    assert node.code_at(ADDRESS, 8) == b"\x60\x01"
    shown = "0x" + ADDRESS.hex()
    assert rpc.asked == [("eth_getStorageAt", (shown, "0x3", "0x8")), ("eth_getCode", (shown, "0x8"))]


def test_a_short_storage_word_is_filled_up_from_the_left() -> None:
    rpc = Rpc()
    rpc.answers["eth_getStorageAt"] = "0x01"
    assert Web3Node(rpc).storage_at(ADDRESS, 0, 1) == bytes(31) + b"\1"


def test_a_node_that_lost_old_state_is_unusable_for_it() -> None:
    rpc = Rpc()
    rpc.answers["eth_getStorageAt"] = NodeRefused("eth_getStorageAt", -32000, "missing trie node")
    with pytest.raises(NodeUnusable, match=r"no state at block 2 .*archive node"):
        Web3Node(rpc).storage_at(ADDRESS, 0, 2)


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("eth_chainId", "7"),
        ("eth_blockNumber", None),
        ("eth_getBlockByNumber", {"number": "0x1"}),
        ("eth_getLogs", [{"address": "0x00"}]),
        ("eth_getLogs", 5),
        ("eth_getStorageAt", "00"),
        ("eth_getCode", "0xzz"),
    ],
)
def test_an_answer_that_is_something_else_makes_the_node_unusable(method: str, answer: Any) -> None:
    rpc = Rpc()
    rpc.answers[method] = answer
    node = Web3Node(rpc)
    ask: dict[str, Callable[[], Any]] = {
        "eth_chainId": node.chain_id,
        "eth_blockNumber": node.latest_number,
        "eth_getBlockByNumber": lambda: node.headers(1, 1),
        "eth_getLogs": lambda: node.logs(1, 1, [ADDRESS]),
        "eth_getStorageAt": lambda: node.storage_at(ADDRESS, 0, 1),
        "eth_getCode": lambda: node.code_at(ADDRESS, 1),
    }
    with pytest.raises(NodeUnusable, match=f"answers {method} with something else"):
        ask[method]()


def test_a_hash_of_another_length_makes_the_node_unusable() -> None:
    rpc = Rpc()
    rpc.answers["eth_getBlockByNumber"] = {**rpc.block("0x1", False), "hash": "0x1234"}
    with pytest.raises(NodeUnusable, match="32 bytes"):
        Web3Node(rpc).headers(1, 1)

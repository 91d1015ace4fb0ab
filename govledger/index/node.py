"""The index's only way to a chain: a node that answers six questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from govledger.errors import BlockMissing, NodeRefused, NodeUnusable
from govledger.index.model import BlockHeader, RawLog
from govledger.index.wire import Answer, Header, Log, Receipt

HEADERS_PER_BATCH = 100
T = TypeVar("T")


class Node(Protocol):
    """Where blocks come from: the index's only input. Nothing that it says is believed before it was checked.

    Every method raises ConnectionFailed where no answer came (it may be asked again), NodeRefused where the answer is
    an error (a long span is then asked for in halves) and NodeUnusable where the answer is none to this question.
    """

    @property
    def name(self) -> str:
        """What it is called in messages."""

    @property
    def questions_at_once(self) -> int:
        """How many it takes at a time; one that takes 1 is asked in the caller's own thread, in order."""

    def chain_id(self) -> int:
        """The chain's EIP-155 id."""

    def latest_number(self) -> int:
        """The number of the latest block."""

    def headers(self, first: int, last: int) -> Answer[Header]:
        """The headers of these blocks, in order; raises BlockMissing where it has none of a number."""

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> Answer[Log]:
        """The logs of these contracts in these blocks, in order."""

    def receipts(self, headers: Sequence[Header]) -> Answer[list[Receipt]]:
        """The receipts of these blocks, one list for each; raises BlockMissing where it has not the block."""

    def storage_at(self, address: bytes, slot: int, block: int) -> bytes:
        """A storage word at the end of a block, 32 bytes."""

    def code_at(self, address: bytes, block: int) -> bytes:
        """A contract's code at the end of a block."""


class UncheckedNode(Protocol):
    """What `sync` asks until it takes `Node`."""

    def chain_id(self) -> int:
        """The chain's EIP-155 id."""

    def genesis_hash(self) -> bytes:
        """The hash of block 0."""

    def latest_number(self) -> int:
        """The number of the latest block."""

    def headers(self, first: int, last: int) -> Sequence[BlockHeader]:
        """The headers of these blocks, in order."""

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> Sequence[RawLog]:
        """The logs of these contracts in these blocks, in order."""

    def storage_at(self, address: bytes, slot: int, block: int) -> bytes:
        """A storage word at the end of a block, 32 bytes."""

    def code_at(self, address: bytes, block: int) -> bytes:
        """A contract's code at the end of a block."""


class JsonRpc(Protocol):
    """How requests are sent; `govledger.connection.Connection` does it."""

    def request(self, method: str, *parameters: Any) -> Any:
        """One request's result; raises ConnectionFailed or NodeRefused."""

    def request_batch(self, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        """The results of several requests, a `NodeRefused` in the place of one that was refused."""


class Web3Node:
    """A node behind a `Connection`: an HTTP address, or the chain inside this process.

    It asks for plain JSON-RPC, so that web3's reading of headers (97 bytes of extraData and more on PoA chains) has no
    part in it.

    A node may refuse a range of blocks as too long (Besu: 5,000) or too rich. The range is then halved until it
    answers, and the length that it took is kept for the next question.
    """

    def __init__(self, rpc: JsonRpc) -> None:
        self._rpc = rpc
        self._longest: int | None = None

    def chain_id(self) -> int:
        """The chain's EIP-155 id."""
        return _read("eth_chainId", self._rpc.request("eth_chainId"), _quantity)

    def genesis_hash(self) -> bytes:
        """The hash of block 0."""
        return self.headers(0, 0)[0].hash

    def latest_number(self) -> int:
        """The number of the latest block."""
        return _read("eth_blockNumber", self._rpc.request("eth_blockNumber"), _quantity)

    def headers(self, first: int, last: int) -> list[BlockHeader]:
        """The headers of these blocks, in order.

        Raises:
            BlockMissing: the node has none of that number.
            NodeUnusable: it refuses the question or answers something else.
        """
        headers: list[BlockHeader] = []
        for start in range(first, last + 1, HEADERS_PER_BATCH):
            numbers = range(start, min(start + HEADERS_PER_BATCH, last + 1))
            answers = self._rpc.request_batch([("eth_getBlockByNumber", (hex(n), False)) for n in numbers])
            for number, answer in zip(numbers, answers, strict=True):
                if isinstance(answer, NodeRefused):
                    raise NodeUnusable(f"block {number}: {answer}") from answer
                if answer is None:
                    raise BlockMissing(f"the node has no block {number}")
                headers.append(_read("eth_getBlockByNumber", answer, _header))
        return headers

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> list[RawLog]:
        """The logs of these contracts in these blocks, in the node's order.

        Raises:
            NodeUnusable: the node refuses even a single block, or answers something else.
        """
        logs: list[RawLog] = []
        shown = [f"0x{address.hex()}" for address in addresses]
        length = last - first + 1
        while first <= last:
            length = min(length, self._longest or length, last - first + 1)
            criteria = {"fromBlock": hex(first), "toBlock": hex(first + length - 1), "address": shown}
            try:
                answer = self._rpc.request("eth_getLogs", criteria)
            except NodeRefused as refusal:
                if length == 1:
                    raise NodeUnusable(
                        f"the node refuses the logs of block {first} alone: {refusal.reason}; "
                        "raise its limits, or use another node"
                    ) from refusal
                self._longest = length = length // 2
                continue
            logs += _read("eth_getLogs", answer, _logs)
            first += length
        return logs

    def storage_at(self, address: bytes, slot: int, block: int) -> bytes:
        """A storage word at the end of a block, 32 bytes.

        Raises:
            NodeUnusable: the node no longer has that state.
        """
        parameters = (f"0x{address.hex()}", hex(slot), hex(block))
        return self._state("eth_getStorageAt", parameters, block).rjust(32, b"\0")

    def code_at(self, address: bytes, block: int) -> bytes:
        """A contract's code at the end of a block; empty if there is none.

        Raises:
            NodeUnusable: the node no longer has that state.
        """
        return self._state("eth_getCode", (f"0x{address.hex()}", hex(block)), block)

    def _state(self, method: str, parameters: Sequence[Any], block: int) -> bytes:
        try:
            return _read(method, self._rpc.request(method, *parameters), _bytes)
        except NodeRefused as refusal:
            raise NodeUnusable(
                f"the node has no state at block {block} ({refusal.reason}); "
                "if the block is old, use a node that keeps the state of all blocks (an archive node)"
            ) from refusal


def _read(method: str, answer: Any, read: Callable[[Any], T]) -> T:
    try:
        return read(answer)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise NodeUnusable(f"the node answers {method} with something else: {problem!r}") from problem


def _header(answer: Any) -> BlockHeader:
    return BlockHeader(
        number=_quantity(answer["number"]),
        hash=_word(answer["hash"]),
        parent_hash=_word(answer["parentHash"]),
        timestamp=_quantity(answer["timestamp"]),
    )


def _logs(answer: Any) -> list[RawLog]:
    return [
        RawLog(
            address=_bytes(log["address"]),
            topics=tuple(_word(topic) for topic in log["topics"]),
            data=_bytes(log["data"]),
            block_number=_quantity(log["blockNumber"]),
            block_hash=_word(log["blockHash"]),
            transaction_hash=_word(log["transactionHash"]),
            transaction_index=_quantity(log["transactionIndex"]),
            log_index=_quantity(log["logIndex"]),
        )
        for log in answer
    ]


def _quantity(value: str) -> int:
    if not value.startswith("0x"):
        raise ValueError(f"{value!r} is no hexadecimal number")
    return int(value, 16)


def _bytes(value: str) -> bytes:
    if not value.startswith("0x"):
        raise ValueError(f"{value!r} is not hexadecimal")
    return bytes.fromhex(value[2:])


def _word(value: str) -> bytes:
    word = _bytes(value)
    if len(word) != 32:
        raise ValueError(f"{value!r} has not 32 bytes")
    return word

"""The index's only way to a chain: a node that answers a few questions, and its JSON-RPC twin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from govledger.errors import BlockMissing, NodeRefused, NodeUnusable
from govledger.index.wire import (
    Answer,
    Header,
    Log,
    Receipt,
    Transaction,
    Transactions,
    read_bytes,
    read_quantity,
)

BATCH_LENGTH = 100
"""Requests in one JSON-RPC batch; nodes take 100 (Erigon) to 1,024 (Besu) by default."""
METHOD_MISSING = (-32601, -32600, -32000)
"""Codes with which nodes refuse a method that they do not have; what they mean is seen by asking another way."""

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

    def transactions(self, headers: Sequence[Header]) -> Answer[list[Transaction]]:
        """The transactions of these blocks, one list for each; raises BlockMissing where it has not the block."""

    def storage(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[bytes]:
        """Storage words of (address, slot) at the end of a block, 32 bytes each."""


class Rpc(Protocol):
    """How typed requests are sent: over HTTP, or to the chain inside this process.

    Both methods raise ConnectionFailed, NodeRefused and NodeUnusable as `Node` says.
    """

    @property
    def name(self) -> str:
        """The node's address, without a password."""

    @property
    def requests_at_once(self) -> int:
        """From how many threads it may be used."""

    def ask(self, method: str, parameters: Sequence[Any], kind: type[T]) -> tuple[T, int]:
        """One request's result, and the bytes that it took."""

    def ask_each(self, method: str, each: Sequence[Sequence[Any]], kind: type[T]) -> tuple[list[T], int]:
        """The results of one batch that asks a method with these parameters each, and the bytes that they took."""


class JsonRpc(Protocol):
    """How untyped requests are sent; `govledger.connection.Connection` does it."""

    def request(self, method: str, *parameters: Any) -> Any:
        """One request's result; raises ConnectionFailed or NodeRefused."""

    def request_batch(self, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        """The results of several requests, a `NodeRefused` in the place of one that was refused."""


class UntypedRpc:
    """`Rpc` over what sends untyped requests: one at a time, in the caller's thread."""

    requests_at_once = 1

    def __init__(self, rpc: JsonRpc, name: str = "the node") -> None:
        self._rpc = rpc
        self.name = name

    def ask(self, method: str, parameters: Sequence[Any], kind: type[T]) -> tuple[T, int]:
        """One request's result."""
        answer = self._rpc.request(method, *parameters)
        return _typed(method, answer, kind), len(msgspec.json.encode(answer))

    def ask_each(self, method: str, each: Sequence[Sequence[Any]], kind: type[T]) -> tuple[list[T], int]:
        """The results of one batch."""
        answers = self._rpc.request_batch([(method, one) for one in each])
        for answer in answers:
            if isinstance(answer, NodeRefused):
                raise answer
        return [_typed(method, answer, kind) for answer in answers], len(msgspec.json.encode(answers))


class JsonRpcNode:
    """A node that is asked in JSON-RPC.

    web3's reading of headers (97 bytes of extraData and more on proof-of-authority chains) has no part in it.
    """

    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._has_block_receipts = True

    @property
    def name(self) -> str:
        """The node's address."""
        return self._rpc.name

    @property
    def questions_at_once(self) -> int:
        """How many it takes at a time."""
        return self._rpc.requests_at_once

    def chain_id(self) -> int:
        """The chain's EIP-155 id."""
        return _read("eth_chainId", self._rpc.ask("eth_chainId", (), str)[0], read_quantity)

    def latest_number(self) -> int:
        """The number of the latest block."""
        return _read("eth_blockNumber", self._rpc.ask("eth_blockNumber", (), str)[0], read_quantity)

    def headers(self, first: int, last: int) -> Answer[Header]:
        """The headers of these blocks, in order.

        Raises:
            BlockMissing: the node has none of that number.
        """
        found: list[Header] = []
        size = 0
        for start in range(first, last + 1, BATCH_LENGTH):
            numbers = range(start, min(start + BATCH_LENGTH, last + 1))
            asked = [(hex(number), False) for number in numbers]
            # A union is no `type[T]` to mypy; msgspec reads it.
            answers, bytes_read = self._rpc.ask_each("eth_getBlockByNumber", asked, Header | None)  # type: ignore[arg-type]
            size += bytes_read
            found += (_there(answer, number) for number, answer in zip(numbers, answers, strict=True))
        return Answer(found, size)

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> Answer[Log]:
        """The logs of these contracts in these blocks, in the node's order."""
        shown = [f"0x{address.hex()}" for address in addresses]
        criteria = {"fromBlock": hex(first), "toBlock": hex(last), "address": shown}
        return Answer(*self._rpc.ask("eth_getLogs", (criteria,), list[Log]))

    def receipts(self, headers: Sequence[Header]) -> Answer[list[Receipt]]:
        """The receipts of these blocks, one list for each.

        A node without `eth_getBlockReceipts` (GoQuorum, eth-tester) is asked for one receipt after the other, in
        batches.

        Raises:
            BlockMissing: the node has not one of these blocks.
        """
        if self._has_block_receipts:
            try:
                return self._block_receipts(headers)
            except NodeRefused as refusal:
                if refusal.code not in METHOD_MISSING:
                    raise
            single = self._single_receipts(headers)
            self._has_block_receipts = False
            return single
        return self._single_receipts(headers)

    def transactions(self, headers: Sequence[Header]) -> Answer[list[Transaction]]:
        """The transactions of these blocks, one list for each.

        Raises:
            BlockMissing: the node has not one of these blocks any more.
        """
        found: list[list[Transaction]] = []
        size = 0
        for start in range(0, len(headers), BATCH_LENGTH):
            wanted = headers[start : start + BATCH_LENGTH]
            asked = [(header.hash, True) for header in wanted]
            # A union is no `type[T]` to mypy; msgspec reads it.
            answers, bytes_read = self._rpc.ask_each("eth_getBlockByHash", asked, Transactions | None)  # type: ignore[arg-type]
            size += bytes_read
            for header, answer in zip(wanted, answers, strict=True):
                found.append(_there(answer, int(header.number, 16)).transactions)
        return Answer(found, size)

    def storage(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[bytes]:
        """Storage words of (address, slot) at the end of a block, 32 bytes each.

        Raises:
            NodeUnusable: the node no longer has that state.
        """
        asked = [(f"0x{address.hex()}", hex(slot), hex(block)) for address, slot in slots]
        try:
            words, _ = self._rpc.ask_each("eth_getStorageAt", asked, str)
        except NodeRefused as refusal:
            raise NodeUnusable(
                f"the node has no state at block {block} ({refusal.reason}); "
                "if the block is old, use a node that keeps the state of all blocks (an archive node)"
            ) from refusal
        return [_read("eth_getStorageAt", word, read_bytes).rjust(32, b"\0") for word in words]

    def _block_receipts(self, headers: Sequence[Header]) -> Answer[list[Receipt]]:
        found: list[list[Receipt]] = []
        size = 0
        for start in range(0, len(headers), BATCH_LENGTH):
            wanted = headers[start : start + BATCH_LENGTH]
            asked = [(header.number,) for header in wanted]
            # A union is no `type[T]` to mypy; msgspec reads it.
            answers, bytes_read = self._rpc.ask_each("eth_getBlockReceipts", asked, list[Receipt] | None)  # type: ignore[arg-type]
            size += bytes_read
            found += (_there(answer, int(header.number, 16)) for header, answer in zip(wanted, answers, strict=True))
        return Answer(found, size)

    def _single_receipts(self, headers: Sequence[Header]) -> Answer[list[Receipt]]:
        transactions = [(header, transaction) for header in headers for transaction in header.transactions]
        found: dict[str, list[Receipt]] = {header.number: [] for header in headers}
        size = 0
        for start in range(0, len(transactions), BATCH_LENGTH):
            wanted = transactions[start : start + BATCH_LENGTH]
            asked = [(transaction,) for _, transaction in wanted]
            # A union is no `type[T]` to mypy; msgspec reads it.
            answers, bytes_read = self._rpc.ask_each("eth_getTransactionReceipt", asked, Receipt | None)  # type: ignore[arg-type]
            size += bytes_read
            for (header, _), answer in zip(wanted, answers, strict=True):
                found[header.number].append(_there(answer, int(header.number, 16)))
        return Answer(list(found.values()), size)


def header_at(node: Node, number: int) -> Header:
    """The header of one block.

    Raises:
        BlockMissing: the node has none of that number, or gives none.
    """
    for header in node.headers(number, number).items:
        return header
    raise BlockMissing(f"{node.name} gives no block {number}")


def _there(answer: T | None, number: int) -> T:
    if answer is None:
        raise BlockMissing(f"the node has no block {number}, or not all of it")
    return answer


def _typed(method: str, answer: Any, kind: type[T]) -> T:
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError as problem:
        raise NodeUnusable(f"the node answers {method} with something else: {problem}") from problem


def _read(method: str, text: str, read: Callable[[str], T]) -> T:
    try:
        return read(text)
    except ValueError as problem:
        raise NodeUnusable(f"the node answers {method} with something else: {problem}") from problem

"""What writing needs of a node, and the node behind a connection that provides it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from govledger.connection import Connection
from govledger.errors import ConnectionFailed, NodeRefused
from govledger.tx.receipt import Log, Receipt
from govledger.tx.reverts import CallReverted

DEFAULT_TIP_WEI = 1_000_000_000
"""What nodes ask for unless told otherwise, for those that do not say."""
METHOD_NOT_FOUND = -32601

T = TypeVar("T")
_REVERT_TEXT = re.compile("revert", re.IGNORECASE)
_HEX_TEXT = re.compile("0x(?:[0-9a-fA-F]{2})*")


@dataclass(frozen=True, slots=True)
class Head:
    """What writing needs to know of a block."""

    number: int
    hash: bytes
    timestamp: int
    gas_limit: int
    base_fee: int | None
    """Wei for one gas; None on a chain before London."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRequest:
    """A call to try without sending it."""

    sender: bytes
    to: bytes
    """20 bytes; empty to create a contract."""
    data: bytes
    gas: int | None = None


class Endpoint(Protocol):
    """A node, as far as writing needs one. Every method may raise ConnectionFailed or NodeRefused."""

    def serving(self) -> str | None:
        """Which node answers now; another one after it was replaced."""
        ...

    def chain_id(self) -> int:
        """The chain's EIP-155 id."""
        ...

    def block_hash(self, number: int) -> bytes | None:
        """The hash of the block of that height, or None if there is none yet."""
        ...

    def latest(self) -> Head:
        """The latest block."""
        ...

    def timestamp(self, block_hash: bytes) -> int:
        """A block's time, in seconds."""
        ...

    def tip(self) -> int:
        """The priority fee that gets a transaction taken, in wei for one gas."""
        ...

    def nonce(self, address: bytes) -> int:
        """How many transactions of an account are in blocks."""
        ...

    def call(self, request: CallRequest, block: int | None = None) -> bytes:
        """What a call returns on the state after a block (None: the latest).

        Raises:
            CallReverted: the contract reverted.
        """
        ...

    def estimate_gas(self, request: CallRequest) -> int:
        """The gas that a call needs.

        Raises:
            CallReverted: the contract reverted.
        """
        ...

    def send(self, raws: Sequence[bytes]) -> list[NodeRefused | None]:
        """Hand over signed transactions, in order; for each None, or why the node did not take it."""
        ...

    def receipts(self, hashes: Sequence[bytes]) -> list[Receipt | None]:
        """For each transaction its receipt, or None while it is in no block."""
        ...

    def knows(self, transaction_hash: bytes) -> bool:
        """Whether the node has the transaction, in a block or waiting for one."""
        ...

    def revert_data(self, transaction_hash: bytes) -> bytes | None:
        """What a failed transaction reverted with, traced in its place; None where the node cannot tell."""
        ...

    def code(self, address: bytes) -> bytes:
        """The code at an address on the latest block; empty if there is none."""
        ...


class Web3Endpoint:
    """The node behind a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def serving(self) -> str | None:
        """Which node answers now; another one after it was replaced."""
        return self._connection.url

    def chain_id(self) -> int:
        """The chain's EIP-155 id."""
        return self._connection.chain_id()

    def block_hash(self, number: int) -> bytes | None:
        """The hash of the block of that height, or None if there is none yet."""
        block = self._connection.request("eth_getBlockByNumber", hex(number), False)
        return None if block is None else _bytes(block["hash"])

    def latest(self) -> Head:
        """The latest block."""
        block = self._connection.request("eth_getBlockByNumber", "latest", False)
        fee = block.get("baseFeePerGas")
        return Head(
            int(block["number"], 16),
            _bytes(block["hash"]),
            int(block["timestamp"], 16),
            int(block["gasLimit"], 16),
            None if fee is None else int(fee, 16),
        )

    def timestamp(self, block_hash: bytes) -> int:
        """A block's time, in seconds."""
        block = self._connection.request("eth_getBlockByHash", _hex(block_hash), False)
        if block is None:
            raise NodeRefused("eth_getBlockByHash", None, f"it has no block {_hex(block_hash)} any more")
        return int(block["timestamp"], 16)

    def tip(self) -> int:
        """The priority fee that gets a transaction taken, in wei for one gas."""
        try:
            return int(self._connection.request("eth_maxPriorityFeePerGas"), 16)
        except NodeRefused as error:
            if error.code != METHOD_NOT_FOUND:
                raise
            return DEFAULT_TIP_WEI

    def nonce(self, address: bytes) -> int:
        """How many transactions of an account are in blocks."""
        return int(self._connection.request("eth_getTransactionCount", _hex(address), "latest"), 16)

    def call(self, request: CallRequest, block: int | None = None) -> bytes:
        """What a call returns on the state after a block (None: the latest)."""
        where = "latest" if block is None else hex(block)
        return _bytes(self._try("eth_call", _request_json(request), where))

    def estimate_gas(self, request: CallRequest) -> int:
        """The gas that a call needs on the latest block; left to itself, a node may count what waits in its pool."""
        return int(self._try("eth_estimateGas", _request_json(request), "latest"), 16)

    def _try(self, method: str, *parameters: Any) -> str:
        try:
            return str(self._connection.request(method, *parameters))
        except NodeRefused as refused:
            data = revert_data_in(refused)
            if data is None:
                raise
            raise CallReverted(data) from None

    def send(self, raws: Sequence[bytes]) -> list[NodeRefused | None]:
        """Hand over signed transactions, in order; for each None, or why the node did not take it."""
        answers = self._ask([("eth_sendRawTransaction", [_hex(raw)]) for raw in raws])
        return [answer if isinstance(answer, NodeRefused) else None for answer in answers]

    def receipts(self, hashes: Sequence[bytes]) -> list[Receipt | None]:
        """For each transaction its receipt, or None while it is in no block."""
        answers = self._ask([("eth_getTransactionReceipt", [_hex(one)]) for one in hashes])
        return [_receipt(_accepted(answer)) for answer in answers]

    def _ask(self, requests: list[tuple[str, list[Any]]]) -> list[Any | NodeRefused]:
        """The answers to several requests; a single one goes without the wrapping of a batch."""
        if len(requests) != 1:
            return self._connection.request_batch(requests)
        method, parameters = requests[0]
        try:
            return [self._connection.request(method, *parameters)]
        except NodeRefused as refused:
            return [refused]

    def knows(self, transaction_hash: bytes) -> bool:
        """Whether the node has the transaction, in a block or waiting for one."""
        return self._connection.request("eth_getTransactionByHash", _hex(transaction_hash)) is not None

    def revert_data(self, transaction_hash: bytes) -> bytes | None:
        """What a failed transaction reverted with, traced in its place; None where the node cannot tell."""
        try:
            trace = self._connection.request(
                "debug_traceTransaction",
                _hex(transaction_hash),
                {"tracer": "callTracer", "tracerConfig": {"onlyTopCall": True}},
            )
        except NodeRefused:
            return None
        reverted = isinstance(trace, dict) and _REVERT_TEXT.search(str(trace.get("error", "")))
        return _bytes(trace.get("output") or "0x") if reverted else None

    def code(self, address: bytes) -> bytes:
        """The code at an address on the latest block; empty if there is none."""
        return _bytes(self._connection.request("eth_getCode", _hex(address), "latest"))


def revert_data_in(refused: NodeRefused) -> bytes | None:
    """What a contract reverted with, from a node's error answer; None if the error is no revert.

    The data is a hex string (geth, anvil, Besu), inside a text (`Reverted 0x…`), or in an object's `data`.
    """
    data: object = refused.data
    if isinstance(data, dict):
        data = data.get("data")
    found = _HEX_TEXT.search(data) if isinstance(data, str) else None
    if found is not None and (refused.code == 3 or _REVERT_TEXT.search(f"{refused.reason} {data}")):
        return _bytes(found[0])
    return b"" if _REVERT_TEXT.search(refused.reason) else None


def _request_json(request: CallRequest) -> dict[str, str]:
    fields = {"from": _hex(request.sender), "data": _hex(request.data)}
    if request.to:
        fields["to"] = _hex(request.to)
    if request.gas is not None:
        fields["gas"] = hex(request.gas)
    return fields


def _receipt(answer: Any) -> Receipt | None:
    if answer is None or answer.get("blockNumber") is None:
        return None
    try:
        created = answer.get("contractAddress")
        return Receipt(
            _bytes(answer["transactionHash"]),
            int(answer["transactionIndex"], 16),
            int(answer["blockNumber"], 16),
            _bytes(answer["blockHash"]),
            int(answer["status"], 16) == 1,
            int(answer["gasUsed"], 16),
            None if created is None else _bytes(created),
            tuple(
                Log(
                    _bytes(log["address"]),
                    tuple(_bytes(topic) for topic in log["topics"]),
                    _bytes(log["data"]),
                    int(log["logIndex"], 16),
                )
                for log in answer["logs"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ConnectionFailed(
            f"the node's receipt lacks what a receipt has ({type(error).__name__}: {error}); "
            "it needs a node from Byzantium on, with JSON-RPC as Ethereum's"
        ) from None


def _accepted(answer: T | NodeRefused) -> T:
    if isinstance(answer, NodeRefused):
        raise answer
    return answer


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


def _bytes(value: str) -> bytes:
    return bytes.fromhex(value.removeprefix("0x"))

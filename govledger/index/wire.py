"""JSON-RPC requests, and what a node answers as typed values whose hexadecimal digits nobody has read yet. Pure.

The names are those of the Ethereum JSON-RPC specification (execution-apis), in snake_case. Quantities and bytes stay
text here: most of them are only compared, or go into one conversion for a whole log.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec

from govledger.consensus.header import Header as ConsensusHeader
from govledger.errors import ConnectionFailed, NodeRefused, NodeUnusable

FAILED = "0x0"
"""The status of a transaction that failed, in its receipt."""

T = TypeVar("T")


class Answer(msgspec.Struct, Generic[T], frozen=True):
    """What one question brought."""

    items: list[T]
    size: int
    """Bytes of the bodies that came; what the length of the next span follows from."""


class Header(msgspec.Struct, frozen=True, gc=False, rename="camel", kw_only=True):
    """A block of `eth_getBlockByNumber` without its transactions' bodies."""

    number: str
    hash: str
    parent_hash: str
    sha3_uncles: str = msgspec.field(name="sha3Uncles")
    miner: str
    state_root: str
    transactions_root: str
    receipts_root: str
    logs_bloom: str
    difficulty: str
    gas_limit: str
    gas_used: str
    timestamp: str
    extra_data: str
    mix_hash: str
    nonce: str
    base_fee_per_gas: str | None = None
    withdrawals_root: str | None = None
    blob_gas_used: str | None = None
    excess_blob_gas: str | None = None
    parent_beacon_block_root: str | None = None
    requests_hash: str | None = None
    block_access_list_hash: str | None = None
    slot_number: str | None = None
    transactions: list[str] = msgspec.field(default_factory=list)
    """Hashes; the header's hash covers only their root."""

    def read(self) -> ConsensusHeader:
        """The header's values.

        Raises:
            MalformedHeader: a field is not what it must be.
        """
        return ConsensusHeader.from_json(msgspec.to_builtins(self))


class Log(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A log of `eth_getLogs`, or of a receipt."""

    address: str
    topics: list[str]
    data: str
    block_number: str
    block_hash: str
    transaction_hash: str
    transaction_index: str
    log_index: str
    """The log's place in its block, counted over all transactions and contracts."""


class Receipt(msgspec.Struct, frozen=True, gc=False, rename="camel", kw_only=True):
    """A receipt of `eth_getBlockReceipts` or `eth_getTransactionReceipt`."""

    transaction_hash: str
    transaction_index: str
    block_number: str
    block_hash: str
    status: str
    cumulative_gas_used: str
    logs: list[Log]
    logs_bloom: str | None = None
    """Left out by eth-tester; it follows from the logs."""
    sender: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    """None where the transaction made a contract."""
    type: str | None = None
    """The EIP-2718 type; old nodes leave it out."""


Transaction: TypeAlias = dict[str, Any]
"""A transaction as `eth_getBlockByHash` gives it; `govledger.consensus.transaction` reads it."""


class Transactions(msgspec.Struct, frozen=True):
    """A block of `eth_getBlockByHash` with its transactions, and nothing else of it."""

    transactions: list[Transaction]


class _Error(msgspec.Struct, frozen=True):
    """A JSON-RPC error."""

    code: int | None = None
    message: str = ""
    data: Any = None


class _Response(msgspec.Struct, Generic[T], frozen=True):
    """A JSON-RPC response; one that is an error has no result."""

    id: int | str | None = None
    result: T | msgspec.UnsetType = msgspec.UNSET
    error: _Error | None = None


def request_body(method: str, parameters: Sequence[Any]) -> bytes:
    """One request."""
    return msgspec.json.encode({"jsonrpc": "2.0", "id": 0, "method": method, "params": parameters})


def batch_body(method: str, each: Sequence[Sequence[Any]]) -> bytes:
    """One batch that asks the same method with these parameters each; the ids count from 0."""
    return msgspec.json.encode(
        [{"jsonrpc": "2.0", "id": place, "method": method, "params": one} for place, one in enumerate(each)]
    )


def read_response(body: bytes, method: str, kind: type[T]) -> T:
    """The result in the response to one request.

    Raises:
        ConnectionFailed: no JSON, or none of JSON-RPC.
        NodeRefused: an error.
        NodeUnusable: a result of another shape.
    """
    # A type that is made at run time is none to mypy; msgspec reads it.
    response: _Response[T] = _decoded(body, method, _single(kind))  # type: ignore[arg-type]
    return _result(response, method)


def read_batch(body: bytes, method: str, kind: type[T], count: int) -> list[T]:
    """The results in the responses to a batch, in the order of its requests.

    Raises:
        ConnectionFailed: no JSON, none of JSON-RPC, or not one response to each request.
        NodeRefused: an error, in the place of all or of one.
        NodeUnusable: a result of another shape.
    """
    # A type that is made at run time is none to mypy; msgspec reads it.
    responses: list[_Response[T]] | _Response[T] = _decoded(body, method, _batch(kind))  # type: ignore[arg-type]
    if not isinstance(responses, list):
        _result(responses, method)
        raise ConnectionFailed(f"a single response came to a batch of {count} {method}")
    by_id = {response.id: response for response in responses}
    if len(responses) != count or any(place not in by_id for place in range(count)):
        refused = next((one for one in responses if one.error is not None), None)
        if refused is not None:
            _result(refused, method)
        raise ConnectionFailed(f"{len(responses)} responses came to a batch of {count} {method}")
    return [_result(by_id[place], method) for place in range(count)]


def read_quantity(text: str) -> int:
    """A quantity: the fewest hexadecimal digits after 0x.

    Raises:
        ValueError: something else.
    """
    value = int(text, 16)
    if value < 0 or hex(value) != text:
        raise ValueError(f"{text!r} is no quantity in hexadecimal")
    return value


def read_bytes(text: str, length: int | None = None) -> bytes:
    """Bytes after 0x, so many if a length is given.

    Raises:
        ValueError: something else.
    """
    value = bytes.fromhex(text[2:])
    if text[:2] != "0x" or 2 * len(value) + 2 != len(text):
        raise ValueError(f"{text!r} is not hexadecimal")
    if length is not None and len(value) != length:
        raise ValueError(f"{text!r} has not {length} bytes")
    return value


@cache
def _single(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_Response[kind])


@cache
def _batch(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(list[_Response[kind]] | _Response[kind])


def _decoded(body: bytes, method: str, decoder: msgspec.json.Decoder[Any]) -> Any:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as problem:
        raise NodeUnusable(f"the node answers {method} with something else: {problem}") from problem
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ConnectionFailed(
            f"the answer to {method} is no JSON ({problem}); it may have been cut short"
        ) from problem


def _result(response: _Response[T], method: str) -> T:
    if response.error is not None:
        raise NodeRefused(method, response.error.code, response.error.message, response.error.data)
    if response.result is msgspec.UNSET:
        raise ConnectionFailed(f"the answer to {method} is JSON, but none of JSON-RPC")
    # There is a result where there is no error.
    return response.result  # type: ignore[return-value, unused-ignore]

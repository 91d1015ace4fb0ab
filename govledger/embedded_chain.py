"""eth-tester, a chain inside this process, in the form of a JSON-RPC node. It needs the extra `embedded`.

web3 brings a provider for eth-tester. This one answers as a node does: quantities and bytes in hex, failures as error
answers, and a revert with its data, so that reading and writing need no special case for it.

Every transaction has a block of its own. A block's time is the machine's when its parent was sealed, or one second
after its parent's if that is later: once the clock was moved forward, the chain runs ahead of the machine.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from eth.abc import ComputationAPI
from eth.exceptions import Revert, TransactionNotFound
from eth.vm.forks.berlin import BerlinVM
from eth.vm.forks.paris import ParisVM
from eth.vm.spoof import SpoofTransaction
from eth_tester import EthereumTester, PyEVMBackend
from eth_tester.backends.pyevm.serializers import serialize_transaction_receipt
from eth_tester.exceptions import BlockNotFound, SnapshotNotFound
from web3.providers.eth_tester import EthereumTesterProvider
from web3.providers.eth_tester.defaults import API_ENDPOINTS
from web3.providers.eth_tester.middleware import request_formatters, result_formatters
from web3.types import RPCEndpoint, RPCResponse

DEVELOPMENT_KEYS = tuple(number.to_bytes(32, "big") for number in range(1, 11))
"""The ten funded accounts' keys. Everybody knows them."""
NOBODY = "0x" + bytes(20).hex()
REVERTED = 3
"""The JSON-RPC error code of a revert, as geth has it."""
REFUSED = -32000


class EmbeddedProvider(EthereumTesterProvider):
    """web3's way to an eth-tester of its own, with every answer as JSON has it."""

    _middleware = ()  # type: ignore[assignment]  # web3's formatters for eth-tester are applied in make_request

    def __init__(self, *, zero_fee: bool, block_gas_limit: int, started_at: int | None) -> None:
        genesis: dict[str, Any] = {"gas_limit": block_gas_limit}
        genesis["timestamp"] = int(time.time()) if started_at is None else started_at
        if zero_fee:
            genesis |= {"difficulty": 1, "nonce": bytes(8), "mix_hash": bytes(32)}
        backend = _Backend(
            genesis_parameters=PyEVMBackend.generate_genesis_params(overrides=genesis),
            vm_configuration=((0, BerlinVM if zero_fee else ParisVM),),
        )
        super().__init__(EthereumTester(backend), _endpoints(zero_fee))

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """The response to one request, with `result` or `error`."""
        try:
            if method in ("eth_call", "eth_estimateGas"):
                params = [{"from": NOBODY, **params[0]}, *params[1:]]
            if method in request_formatters:
                params = request_formatters[method](params)
            response = super().make_request(method, params)
            if "result" in response:
                response["result"] = _as_json(_shaped(method, response["result"]))
            return response
        except Revert as error:
            return _refusal(REVERTED, "execution reverted", "0x" + bytes(error.args[0]).hex())
        except Exception as error:  # whatever eth-tester and py-evm raise about what they were given
            return _refusal(REFUSED, f"{type(error).__name__}: {error}")

    def make_batch_request(self, batch_requests: Sequence[tuple[RPCEndpoint, Any]]) -> list[RPCResponse]:
        """The responses to several requests, in order."""
        return [self.make_request(method, params) for method, params in batch_requests]


class _Backend(PyEVMBackend):  # type: ignore[misc]
    """py-evm, where asking costs nothing, and a call that fails keeps its data, which eth-tester turns into text."""

    def call(self, transaction: Mapping[str, Any], block_number: str | int = "latest") -> bytes:
        return bytes(self._run(transaction, block_number)[0].output)

    def estimate_gas(self, transaction: Mapping[str, Any], block_number: str | int = "latest") -> int:
        """What one run uses, and half as much again for refunds and calls' 1/64; py-evm searches in a dozen runs."""
        computation, gas = self._run(transaction, block_number)
        return min(gas, (gas - computation.get_gas_remaining()) * 3 // 2 + 30_000)

    def get_transaction_receipt(self, transaction_hash: bytes) -> Any:
        """By the place that py-evm knows; eth-tester walks from the head down, a minute for the logs of 600 blocks."""
        with suppress(TransactionNotFound, BlockNotFound, IndexError):
            number, index = self.chain.chaindb.get_transaction_index(transaction_hash)
            block = self.chain.get_block_by_hash(self.get_block_by_number(number, False)["hash"])
            transaction = block.transactions[index]
            if transaction.hash == transaction_hash:  # else it was reverted away, and others stand in its place
                receipts = block.get_receipts(self.chain.chaindb)
                return serialize_transaction_receipt(block, receipts, transaction, index, False, None)
        return super().get_transaction_receipt(transaction_hash)

    def _run(self, transaction: Mapping[str, Any], block_number: str | int) -> tuple[ComputationAPI, int]:
        """A call on the state after a block, its changes thrown away, and the gas that it had."""
        block = self.get_block_by_number(block_number, False)
        header = self.chain.get_block_header_by_hash(block["hash"])
        if "base_fee_per_gas" in block:
            header = header.copy(base_fee_per_gas=0)
        gas = transaction.get("gas", header.gas_limit)
        state = self.chain.get_vm(header).state
        asked = self.chain.create_unsigned_transaction(
            nonce=state.get_nonce(transaction["from"]),
            gas_price=0,
            gas=gas,
            to=transaction.get("to", b""),
            value=transaction.get("value", 0),
            data=transaction.get("data", b""),
        )
        computation = state.apply_transaction(SpoofTransaction(asked, from_=transaction["from"]))
        computation.raise_if_error()
        return computation, gas


def _endpoints(zero_fee: bool) -> dict[str, dict[str, Any]]:
    """How web3 asks eth-tester for each method, with what a development node has besides."""
    own: dict[str, dict[str, Any]] = {
        "eth": {"getStorageAt": _storage_at},
        "evm": {"increaseTime": _increase_time, "revert": _revert},
    }
    if zero_fee:
        own["eth"]["gasPrice"] = lambda *_: 0
    return {**API_ENDPOINTS, **{space: {**API_ENDPOINTS[space], **methods} for space, methods in own.items()}}


def _storage_at(tester: EthereumTester, params: Sequence[str]) -> Any:
    """web3 does not turn this method's block into a number."""
    address, slot, block = params
    return tester.get_storage_at(address, slot, int(block, 16) if block.startswith("0x") else block)


def _increase_time(tester: EthereumTester, params: Sequence[int]) -> int:
    """The next block is this much later than the latest, or later still if the machine's clock is."""
    latest, pending = (tester.get_block_by_number(block)["timestamp"] for block in ("latest", "pending"))
    tester.backend.chain.set_header_timestamp(max(latest + params[0], pending))
    return params[0]


def _revert(tester: EthereumTester, params: Sequence[int]) -> bool:
    try:
        tester.revert_to_snapshot(params[0])
    except SnapshotNotFound:
        return False
    return True


def _shaped(method: str, result: Any) -> Any:
    """A result with JSON-RPC's names, and what web3's formatters leave as eth-tester has it."""
    shapes = result_formatters or {}
    if method in shapes:
        result = shapes[RPCEndpoint(method)](result)
    if not method.startswith("eth_getBlockBy") or result is None:
        return result
    return result | {
        "extraData": b"",  # padded by eth-tester, so that a block's hash could not be computed from its fields
        "logsBloom": result["logsBloom"].to_bytes(256, "big"),
        "transactions": [shapes[RPCEndpoint("eth_getTransactionByHash")](one) for one in result["transactions"]],
    }


def _as_json(value: Any) -> Any:
    if isinstance(value, str):
        return value.lower() if value.startswith("0x") else value  # eth-tester writes addresses in two cases
    if isinstance(value, bool | None):
        return value
    if isinstance(value, int):
        return hex(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, Mapping):
        return {name: _as_json(member) for name, member in value.items()}
    return [_as_json(member) for member in value]


def _refusal(code: int, message: str, data: str | None = None) -> RPCResponse:
    error = {"code": code, "message": message}
    return {"id": 0, "jsonrpc": "2.0", "error": error if data is None else {**error, "data": data}}  # type: ignore[typeddict-item]

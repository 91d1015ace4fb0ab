"""A chain inside this process that answers JSON-RPC: eth-tester's genesis and snapshots over py-evm.

eth-tester's own provider checks and converts every value several times, mines each transaction in two
passes, and looks transactions up by walking back from the head. This one applies transactions once, seals
those that arrive together in one block, and answers in the form of a node, so that reading and writing
need no special case for it. It needs the extra `embedded`.

Time: a block is one second after its parent, unless the clock is moved; it never follows the machine's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from eth.abc import BlockAPI, BlockHeaderAPI, ComputationAPI, ReceiptAPI, SignedTransactionAPI, VirtualMachineAPI
from eth.exceptions import HeaderNotFound, Revert, TransactionNotFound
from eth.vm.forks.berlin import BerlinVM
from eth.vm.forks.paris import ParisVM
from eth.vm.spoof import SpoofTransaction
from eth_tester import EthereumTester, PyEVMBackend
from eth_tester.exceptions import SnapshotNotFound
from eth_utils.exceptions import ValidationError

CHAIN_ID = 131277322940537
"""eth-tester's own."""
DEVELOPMENT_KEYS = tuple(number.to_bytes(32, "big") for number in range(1, 11))
"""The ten funded accounts' keys. Everybody knows them."""
EMPTY_TRIE = bytes.fromhex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")
ZERO_ADDRESS = bytes(20)
BLOCKS_REMEMBERED = 512
REVERTED = 3
"""The JSON-RPC error code of a revert, as geth has it."""


class _FreeBerlinVM(BerlinVM):
    """Berlin, without the proof-of-work reward: what a zero-fee proof-of-authority chain runs."""

    @staticmethod
    def get_block_reward() -> int:
        return 0


class RpcError(Exception):
    """An error answer, as JSON-RPC has it."""

    def __init__(self, code: int, message: str, data: str | None = None) -> None:
        self.code = code
        self.message = message
        self.data = data
        super().__init__(message)

    def as_json(self) -> dict[str, Any]:
        """The `error` member of a response."""
        answer: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.data is not None:
            answer["data"] = self.data
        return answer


class EmbeddedChain:
    """A chain of one process that seals a block as soon as a transaction arrives."""

    def __init__(self, *, zero_fee: bool, block_gas_limit: int, started_at: int | None) -> None:
        genesis: dict[str, Any] = {"gas_limit": block_gas_limit}
        genesis["timestamp"] = int(time.time()) if started_at is None else started_at
        if zero_fee:
            genesis |= {"difficulty": 1, "nonce": bytes(8), "mix_hash": bytes(32)}
        machine = _FreeBerlinVM if zero_fee else ParisVM
        self._backend = PyEVMBackend(
            genesis_parameters=PyEVMBackend.generate_genesis_params(overrides=genesis),
            vm_configuration=((0, machine),),
        )
        self._tester = EthereumTester(backend=self._backend)
        _begin_next_block(self._backend.chain)
        self._zero_fee = zero_fee
        self._blocks: dict[bytes, tuple[BlockAPI, list[dict[str, Any]]]] = {}
        self._methods: dict[str, Callable[..., Any]] = {
            "eth_chainId": lambda: hex(CHAIN_ID),
            "net_version": lambda: str(CHAIN_ID),
            "web3_clientVersion": lambda: "govledger/embedded",
            "eth_syncing": lambda: False,
            "eth_accounts": lambda: [_hex(account) for account in self._backend.get_accounts()],
            "eth_gasPrice": lambda: hex(0 if zero_fee else self._base_fee() + 1),
            "eth_maxPriorityFeePerGas": lambda: hex(0 if zero_fee else 1),
            "eth_blockNumber": lambda: hex(self._head().block_number),
            "eth_getBlockByNumber": self._block_by_number,
            "eth_getBlockByHash": self._block_by_hash,
            "eth_getBlockReceipts": self._block_receipts,
            "eth_getTransactionByHash": self._transaction_by_hash,
            "eth_getTransactionReceipt": self._receipt_by_hash,
            "eth_getTransactionCount": partial(self._account, lambda s, a: hex(s.get_nonce(a))),
            "eth_getBalance": partial(self._account, lambda s, a: hex(s.get_balance(a))),
            "eth_getCode": partial(self._account, lambda s, a: _hex(s.get_code(a))),
            "eth_getStorageAt": self._storage,
            "eth_getLogs": self._logs,
            "eth_call": self._call,
            "eth_estimateGas": self._estimate_gas,
            "eth_sendRawTransaction": lambda raw: self._answer_of(self._send([_bytes(raw)])[0]),
            "evm_mine": self._mine_empty,
            "evm_increaseTime": self._advance_time,
            "evm_snapshot": lambda: hex(self._tester.take_snapshot()),
            "evm_revert": self._revert,
        }

    # --- JSON-RPC --------------------------------------------------------------------------------------

    def answer(self, method: str, parameters: Sequence[Any]) -> dict[str, Any]:
        """The response to one request: `{"result": …}` or `{"error": …}`."""
        try:
            function = self._methods.get(method)
            if function is None:
                raise RpcError(-32601, f"the embedded chain has no method {method}")
            return _response(function(*parameters))
        except RpcError as error:
            return _response(error)
        except (ValidationError, ValueError, TypeError, KeyError) as error:
            return _response(RpcError(-32602, f"{method}: {error}"))

    def answer_batch(self, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[dict[str, Any]]:
        """The responses to several requests; transactions that follow one another share a block."""
        responses: list[dict[str, Any]] = []
        raws: list[bytes] = []
        for method, parameters in requests:
            if method == "eth_sendRawTransaction":
                raws.append(_bytes(parameters[0]))
                continue
            responses += map(_response, self._send(raws))
            raws = []
            responses.append(self.answer(method, parameters))
        return responses + [_response(sent) for sent in self._send(raws)]

    @staticmethod
    def _answer_of(sent: str | RpcError) -> str:
        if isinstance(sent, RpcError):
            raise sent
        return sent

    # --- writing ---------------------------------------------------------------------------------------

    def _send(self, raws: Sequence[bytes]) -> list[str | RpcError]:
        """Apply transactions in order, as many to a block as fit; each one's hash or its refusal."""
        answers: list[str | RpcError] = []
        pending = list(raws)
        while pending:
            block = _BlockInMaking(self._backend.chain)
            while pending and (answer := block.add(pending[0])) is not None:
                answers.append(answer)
                pending.pop(0)
            if block.transactions:
                self._remember(*block.seal())
        return answers

    def _mine_empty(self, *_timestamp: Any) -> str:
        self._remember(*_BlockInMaking(self._backend.chain).seal())
        return "0x0"

    def _advance_time(self, seconds: int | str) -> int:
        """Move the clock and seal an empty block, so that the latest block has the new time."""
        seconds = seconds if isinstance(seconds, int) else int(seconds, 16)
        if seconds < 1:
            raise ValueError(f"time moves forward: {seconds} s is less than one second")
        chain = self._backend.chain
        chain.header = chain.header.copy(timestamp=self._head().timestamp + seconds)
        self._mine_empty()
        return seconds

    def _revert(self, snapshot: str) -> bool:
        try:
            self._tester.revert_to_snapshot(int(snapshot, 16))
        except SnapshotNotFound:
            return False
        _begin_next_block(self._backend.chain)
        return True

    # --- blocks and transactions -----------------------------------------------------------------------

    def _head(self) -> BlockHeaderAPI:
        header: BlockHeaderAPI = self._backend.chain.chaindb.get_canonical_head()
        return header

    def _base_fee(self) -> int:
        return _base_fee_of(self._head()) or 0

    def _header(self, block: str | int = "latest") -> BlockHeaderAPI:
        if block in ("latest", "pending", "safe", "finalized"):
            return self._head()
        number = 0 if block == "earliest" else block if isinstance(block, int) else int(block, 16)
        head = self._head()
        if not 0 <= number <= head.block_number:  # py-evm still knows blocks that were reverted away
            raise RpcError(-32000, f"unknown block {number}: the latest is {head.block_number}")
        header: BlockHeaderAPI = self._backend.chain.get_canonical_block_header_by_number(number)
        return header

    def _remember(self, block: BlockAPI, receipts: tuple[ReceiptAPI, ...]) -> tuple[BlockAPI, list[dict[str, Any]]]:
        content = self._blocks[block.hash] = (block, _receipts_json(block, receipts))
        if len(self._blocks) > BLOCKS_REMEMBERED:
            del self._blocks[next(iter(self._blocks))]
        return content

    def _content(self, header: BlockHeaderAPI) -> tuple[BlockAPI, list[dict[str, Any]]]:
        """A block and its receipts. A hash fixes both, so that what is remembered cannot be stale."""
        found = self._blocks.get(header.hash)
        if found is None:
            block = self._backend.chain.get_block_by_header(header)
            receipts = () if header.receipt_root == EMPTY_TRIE else block.get_receipts(self._backend.chain.chaindb)
            found = self._remember(block, receipts)
        return found

    def _block_by_number(self, block: str | int, full: bool = False) -> dict[str, Any] | None:
        try:
            header = self._header(block)
        except RpcError:
            return None
        return _block_json(self._content(header)[0], full)

    def _block_by_hash(self, block_hash: str | bytes, full: bool = False) -> dict[str, Any] | None:
        header = self._canonical(_bytes(block_hash))
        return None if header is None else _block_json(self._content(header)[0], full)

    def _canonical(self, block_hash: bytes) -> BlockHeaderAPI | None:
        """The header of that hash, unless it was reverted away."""
        try:
            header: BlockHeaderAPI = self._backend.chain.get_block_header_by_hash(block_hash)
            at_height = self._header(header.block_number)
        except (HeaderNotFound, RpcError):
            return None
        return header if at_height.hash == block_hash else None

    def _block_receipts(self, block: str | int) -> list[dict[str, Any]] | None:
        try:
            header = self._header(block)
        except RpcError:
            return None
        return self._content(header)[1]

    def _locate(self, transaction_hash: str | bytes) -> tuple[BlockHeaderAPI, int] | None:
        wanted = _bytes(transaction_hash)
        try:
            number, index = self._backend.chain.chaindb.get_transaction_index(wanted)
            header = self._header(number)
        except (TransactionNotFound, RpcError):
            return None
        transactions = self._content(header)[0].transactions
        found = index < len(transactions) and transactions[index].hash == wanted
        return (header, index) if found else None

    def _transaction_by_hash(self, transaction_hash: str | bytes) -> dict[str, Any] | None:
        place = self._locate(transaction_hash)
        if place is None:
            return None
        header, index = place
        return _transaction_json(self._content(header)[0], index)

    def _receipt_by_hash(self, transaction_hash: str | bytes) -> dict[str, Any] | None:
        place = self._locate(transaction_hash)
        if place is None:
            return None
        header, index = place
        return self._content(header)[1][index]

    def _logs(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        if "blockHash" in wanted:
            header = self._canonical(_bytes(wanted["blockHash"]))
            if header is None:
                raise RpcError(-32000, f"unknown block {wanted['blockHash']}")
            headers: Iterable[BlockHeaderAPI] = [header]
        else:
            first = self._header(wanted.get("fromBlock", "latest")).block_number
            until = wanted.get("toBlock", "latest")
            last = min(until if isinstance(until, int) else _number(until, self._head()), self._head().block_number)
            headers = (self._header(number) for number in range(first, last + 1))
        matches = _log_filter(wanted)
        return [
            log
            for header in headers
            if header.bloom
            for receipt in self._content(header)[1]
            for log in receipt["logs"]
            if matches(log)
        ]

    # --- state -----------------------------------------------------------------------------------------

    def _machine(self, block: str | int) -> VirtualMachineAPI:
        machine: VirtualMachineAPI = self._backend.chain.get_vm(at_header=self._header(block))
        return machine

    def _account(self, read: Callable[[Any, bytes], str], address: str | bytes, block: str | int = "latest") -> str:
        return read(self._machine(block).state, _bytes(address))

    def _storage(self, address: str | bytes, slot: str | int, block: str | int = "latest") -> str:
        place = slot if isinstance(slot, int) else int(slot, 16)
        value = self._machine(block).state.get_storage(_bytes(address), place)  # type: ignore[arg-type]
        return _hex(value.to_bytes(32, "big"))

    def _execute(self, request: dict[str, Any], block: str | int) -> ComputationAPI:
        """Run a call on the state after `block`, and throw its changes away."""
        machine = self._machine(block)
        header = machine.get_header()
        unsigned = machine.create_unsigned_transaction(
            nonce=0,
            gas_price=_base_fee_of(header) or 0,
            gas=_quantity(request.get("gas"), header.gas_limit),
            to=_bytes(request.get("to") or b""),  # type: ignore[arg-type]
            value=_quantity(request.get("value"), 0),
            data=_bytes(request.get("data") or request.get("input") or b""),
        )
        sender = _bytes(request.get("from") or ZERO_ADDRESS)
        state = machine.state
        nonce = state.get_nonce(sender)  # type: ignore[arg-type]
        if not self._zero_fee:  # a caller without money may ask, as on any node
            state.set_balance(sender, 2**128)  # type: ignore[arg-type]
        transaction = SpoofTransaction(unsigned, from_=sender, nonce=nonce)
        computation = state.apply_transaction(transaction)  # type: ignore[arg-type]
        if computation.is_error:
            raise _failure(computation)
        return computation

    def _call(self, request: dict[str, Any], block: str | int = "latest") -> str:
        return _hex(self._execute(request, block).output)

    def _estimate_gas(self, request: dict[str, Any], block: str | int = "latest") -> str:
        """What one run used, with half as much again for refunds and for calls' 1/64; no search."""
        computation = self._execute(request, block)
        limit = _quantity(request.get("gas"), self._header(block).gas_limit)
        used = limit - computation.get_gas_remaining()
        return hex(min(limit, used * 3 // 2 + 30_000))


class _BlockInMaking:
    """The next block of a chain while transactions are applied to it."""

    def __init__(self, chain: Any) -> None:
        self._chain = chain
        self._machine: VirtualMachineAPI = chain.get_vm(chain.header)
        self._header = self._machine.get_header()
        self.transactions: list[SignedTransactionAPI] = []
        self._receipts: list[ReceiptAPI] = []

    def add(self, raw: bytes) -> str | RpcError | None:
        """Apply one transaction; its hash, or why it is refused, or None when the block is full."""
        try:
            transaction = self._machine.get_transaction_builder().decode(raw)
            sender = transaction.sender
        except Exception as error:  # whatever rlp, py-evm and eth-keys raise on bytes that are no transaction
            return RpcError(-32602, f"not a transaction of this chain: {error}")
        if transaction.gas > self._header.gas_limit:
            return RpcError(-32000, f"exceeds block gas limit: {transaction.gas} > {self._header.gas_limit}")
        if transaction.gas > self._header.gas_limit - self._header.gas_used:
            return None
        expected = self._machine.state.get_nonce(sender)
        if transaction.nonce != expected:
            return self._wrong_nonce(transaction, expected)
        try:
            receipt, _computation = self._machine.apply_transaction(self._header, transaction)
        except ValidationError as error:
            return RpcError(-32000, str(error))
        self._header = self._machine.add_receipt_to_header(self._header, receipt)
        self.transactions.append(transaction)
        self._receipts.append(receipt)
        return _hex(transaction.hash)

    def _wrong_nonce(self, transaction: SignedTransactionAPI, expected: int) -> RpcError:
        if transaction.nonce > expected:
            return RpcError(-32000, f"nonce too high: next is {expected}, transaction has {transaction.nonce}")
        return RpcError(-32000, f"nonce too low: next is {expected}, transaction has {transaction.nonce}")

    def seal(self) -> tuple[BlockAPI, tuple[ReceiptAPI, ...]]:
        """Make the block the chain's head."""
        receipts = tuple(self._receipts)
        block = self._machine.set_block_transactions_and_withdrawals(
            self._machine.get_block(), self._header, self.transactions, receipts
        )
        sealed: BlockAPI = self._machine.mine_block(block, coinbase=ZERO_ADDRESS).block
        self._chain.persist_block(sealed)
        _begin_next_block(self._chain)
        return sealed, receipts


def _begin_next_block(chain: Any) -> None:
    """Give the chain a pending header one second after its head; py-evm itself would ask the machine's clock."""
    head = chain.chaindb.get_canonical_head()
    chain.header = chain.create_header_from_parent(head, timestamp=head.timestamp + 1)


# --- in and out of JSON --------------------------------------------------------------------------------


def _response(result: Any) -> dict[str, Any]:
    body = {"error": result.as_json()} if isinstance(result, RpcError) else {"result": result}
    return {"jsonrpc": "2.0", "id": 1, **body}


def _failure(computation: ComputationAPI) -> RpcError:
    if isinstance(computation.error, Revert):
        return RpcError(REVERTED, "execution reverted", _hex(computation.output))
    return RpcError(-32000, f"{type(computation.error).__name__}: {computation.error}")


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


def _bytes(value: str | bytes) -> bytes:
    return bytes.fromhex(value.removeprefix("0x")) if isinstance(value, str) else bytes(value)


def _quantity(value: str | int | None, default: int) -> int:
    if value is None:
        return default
    return value if isinstance(value, int) else int(value, 16)


def _number(block: str, head: BlockHeaderAPI) -> int:
    if block == "earliest":
        return 0
    return int(block, 16) if block.startswith("0x") else head.block_number


def _log_filter(wanted: dict[str, Any]) -> Callable[[dict[str, Any]], bool]:
    """Whether a log has one of the addresses and, position by position, one of the topics."""
    addresses = _alternatives(wanted.get("address"))
    topics = [_alternatives(topic) for topic in wanted.get("topics") or ()]

    def matches(log: dict[str, Any]) -> bool:
        if addresses is not None and log["address"] not in addresses:
            return False
        if len(topics) > len(log["topics"]):
            return False
        return all(any_of is None or topic in any_of for any_of, topic in zip(topics, log["topics"], strict=False))

    return matches


def _alternatives(value: str | bytes | Sequence[str | bytes] | None) -> set[str] | None:
    if value is None:
        return None
    return {_hex(_bytes(one)) for one in ([value] if isinstance(value, str | bytes) else value)}


def _block_json(block: BlockAPI, full: bool) -> dict[str, Any]:
    header = block.header
    fields = {
        "number": hex(header.block_number),
        "hash": _hex(header.hash),
        "parentHash": _hex(header.parent_hash),
        "sha3Uncles": _hex(header.uncles_hash),
        "miner": _hex(header.coinbase),
        "stateRoot": _hex(header.state_root),
        "transactionsRoot": _hex(header.transaction_root),
        "receiptsRoot": _hex(header.receipt_root),
        "logsBloom": _hex(header.bloom.to_bytes(256, "big")),
        "difficulty": hex(header.difficulty),
        "gasLimit": hex(header.gas_limit),
        "gasUsed": hex(header.gas_used),
        "timestamp": hex(header.timestamp),
        "extraData": _hex(header.extra_data),
        "mixHash": _hex(header.mix_hash),
        "nonce": _hex(header.nonce),
        "uncles": [],
        "transactions": [
            _transaction_json(block, index) if full else _hex(transaction.hash)
            for index, transaction in enumerate(block.transactions)
        ],
    }
    base_fee = _base_fee_of(header)
    return fields if base_fee is None else {**fields, "baseFeePerGas": hex(base_fee)}


def _base_fee_of(header: BlockHeaderAPI) -> int | None:
    """The base fee, or None before London (py-evm's property raises there)."""
    fee: int | None = getattr(header, "base_fee_per_gas", None)
    return fee


def _transaction_json(block: BlockAPI, index: int) -> dict[str, Any]:
    transaction: Any = block.transactions[index]
    kind = getattr(transaction, "type_id", None) or 0
    fields: dict[str, Any] = {
        "type": hex(kind),
        "hash": _hex(transaction.hash),
        "nonce": hex(transaction.nonce),
        "blockHash": _hex(block.hash),
        "blockNumber": hex(block.number),
        "transactionIndex": hex(index),
        "from": _hex(transaction.sender),
        "to": _hex(transaction.to) if transaction.to else None,
        "value": hex(transaction.value),
        "gas": hex(transaction.gas),
        "gasPrice": hex(_price_paid(block, transaction)),
        "input": _hex(transaction.data),
        "r": hex(transaction.r),
        "s": hex(transaction.s),
        "v": hex(transaction.y_parity if kind else transaction.v),
        "chainId": hex(CHAIN_ID),
    }
    if kind != 2:
        return fields
    return fields | {
        "maxFeePerGas": hex(transaction.max_fee_per_gas),
        "maxPriorityFeePerGas": hex(transaction.max_priority_fee_per_gas),
        "accessList": [],
    }


def _price_paid(block: BlockAPI, transaction: SignedTransactionAPI) -> int:
    base_fee = _base_fee_of(block.header)
    if base_fee is None:
        return int(transaction.gas_price)
    return int(min(transaction.max_fee_per_gas, base_fee + transaction.max_priority_fee_per_gas))


def _receipts_json(block: BlockAPI, receipts: tuple[ReceiptAPI, ...]) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    used_before = 0
    logs_before = 0
    for index, (transaction, receipt) in enumerate(zip(block.transactions, receipts, strict=True)):
        place = {
            "blockHash": _hex(block.hash),
            "blockNumber": hex(block.number),
            "transactionHash": _hex(transaction.hash),
            "transactionIndex": hex(index),
        }
        created = None if transaction.to else _hex(_created(transaction))
        answers.append(
            {
                **place,
                "type": hex(getattr(transaction, "type_id", None) or 0),
                "from": _hex(transaction.sender),
                "to": _hex(transaction.to) if transaction.to else None,
                "contractAddress": created,
                "cumulativeGasUsed": hex(receipt.gas_used),
                "gasUsed": hex(receipt.gas_used - used_before),
                "effectiveGasPrice": hex(_price_paid(block, transaction)),
                "status": "0x1" if receipt.state_root == b"\x01" else "0x0",
                "logsBloom": _hex(receipt.bloom.to_bytes(256, "big")),
                "logs": [
                    {
                        **place,
                        "address": _hex(log.address),
                        "topics": [_hex(topic.to_bytes(32, "big")) for topic in log.topics],
                        "data": _hex(log.data),
                        "logIndex": hex(logs_before + position),
                        "removed": False,
                    }
                    for position, log in enumerate(receipt.logs)
                ],
            }
        )
        used_before = receipt.gas_used
        logs_before += len(receipt.logs)
    return answers


def _created(transaction: SignedTransactionAPI) -> bytes:
    from eth._utils.address import generate_contract_address

    address: bytes = generate_contract_address(transaction.sender, transaction.nonce)
    return address

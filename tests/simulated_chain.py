"""A chain in memory that answers the index's questions: the twin of a node, which can also lie."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec

from govledger.consensus.header import FIELDS, OPTIONAL_FIELDS, Header
from govledger.consensus.proof import trie_proof
from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog, receipts_root
from govledger.consensus.transaction import ConsensusTransaction, transactions_root
from govledger.consensus.trie import Account, trie_root
from govledger.errors import BlockMissing
from govledger.events import EVENTS, Event, Field, encode
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.index import wire
from govledger.index.head_proofs import StateProof
from govledger.index.model import BlockHeader, IndexedContract, IndexedDeployment
from govledger.index.wire import Answer
from govledger.privacy.keccak import keccak256
from govledger.rlp import rlp_decode, rlp_encode
from govledger.tx.signing import LegacyTransaction, PrivateKeySigner

GENESIS_TIME = 1_700_000_000
CHAIN_ID = 7
LEGACY_FIELDS = ("nonce", "gasPrice", "gas", "to", "value", "input", "v", "r", "s")
CONTRACTS = sorted({event.CONTRACT for event in EVENTS})
ADDRESSES = {key: bytes([0xC0, position]) + bytes(18) for position, key in enumerate(CONTRACTS)}


def word(*parts: object) -> bytes:
    """32 bytes that are a function of the parts."""
    return sha256(repr(parts).encode()).digest()


def shown(value: bytes) -> str:
    """Bytes as JSON-RPC has them."""
    return f"0x{value.hex()}"


def sample_value(item: Field, seed: int) -> Any:
    """A value of a field's type; small, so that ids and versions can be chosen apart."""
    if item.type == "uint64[4]":
        return (seed % 200, 0, 0, 0)
    if item.type.startswith("uint"):
        return seed % 200
    if item.type == "address":
        return word("address", seed)[:20]
    if item.type == "bool":
        return seed % 2 == 1
    if item.type == "bytes":
        return word("bytes", seed)[: seed % 33]
    return word(item.name, seed)[: int(item.type.removeprefix("bytes"))]


def sample(event: type[Event], seed: int = 1, **values: Any) -> Event:
    """An event whose fields are made up, but for those that are given; it touches no version unless told."""
    filled = {item.name: sample_value(item, seed) for item in event.FIELDS}
    filled |= {reference.version_field: 0 for reference in event.OBJECTS}
    return event(**{**filled, **values})


@dataclass(frozen=True)
class Failed:
    """A transaction to a contract that fails; its gas is used up where it is said to be."""

    to: bytes
    data: bytes
    key: bytes = b"\x33" * 32
    gas_used: int = 21_000


SENT = Failed(ADDRESSES["consortium"], b"")
"""What the transactions that emit events are, if they do not fail."""


@dataclass
class Block:
    """One block, and what the contracts keep at its end."""

    header: wire.Header
    receipts: list[wire.Receipt]
    transactions: list[wire.Transaction]
    logs: list[wire.Log]
    """What `eth_getLogs` says; the receipts stay as they were when it is changed to a lie."""
    heads: dict[str, bytes]

    @property
    def stored(self) -> BlockHeader:
        """What the index keeps of the header."""
        read = self.header.read()
        return BlockHeader(read.number, bytes.fromhex(self.header.hash[2:]), read.parent_hash, read.timestamp)


@dataclass
class SimulatedChain:
    """Blocks that hold events; `Node` in memory. `salt` makes blocks of one number differ between branches."""

    salt: int = 0
    blocks: list[Block] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    before_answer: Callable[[str], None] = lambda question: None
    name: str = "the simulated chain"
    questions_at_once: int = 1

    def __post_init__(self) -> None:
        if not self.blocks:
            heads = dict.fromkeys(CONTRACTS, EMPTY_HEAD)
            header = _header(0, bytes(32), GENESIS_TIME, [], [], heads, self.salt)
            self.blocks.append(Block(header, [], [], [], heads))

    def deployment(self, first_block: int = 1) -> IndexedDeployment:
        """All contracts, on this chain."""
        contracts = {key: IndexedContract(address, 0) for key, address in ADDRESSES.items()}
        return IndexedDeployment(word("deployment"), CHAIN_ID, self.blocks[0].stored.hash, first_block, contracts)

    def seal(self, *transactions: Sequence[Event] | Failed) -> int:
        """One more block, each transaction emitting these events or failing; its number."""
        parent = self.blocks[-1]
        number, time = parent.stored.number + 1, parent.stored.timestamp + 5
        receipts: list[ConsensusReceipt] = []
        signed: list[ConsensusTransaction] = []
        gas = 0
        for place, one in enumerate(transactions):
            sent, events = (one, ()) if isinstance(one, Failed) else (SENT, one)
            gas += sent.gas_used
            logs = tuple(ReceiptLog(ADDRESSES[event.CONTRACT], *encode(event)) for event in events)
            receipts.append(ConsensusReceipt(0, one is not sent, gas, logs))
            signed.append(signed_transaction(sent, 1_000 * number + place, self.salt))
        heads = dict(parent.heads)
        for event in (event for events in transactions if not isinstance(events, Failed) for event in events):
            digest = log_digest(*encode(event))
            heads[event.CONTRACT] = next_head(heads[event.CONTRACT], digest, number, time)
        header = _header(number, parent.stored.hash, time, receipts, signed, heads, self.salt)
        block = Block(header, receipts_shown(header, receipts), list(map(shown_transaction, signed)), [], heads)
        block.logs = [log for receipt in block.receipts for log in receipt.logs]
        self.blocks.append(block)
        return number

    def branch(self, last_common: int, salt: int = 1) -> SimulatedChain:
        """Another chain that shares the blocks up to one."""
        return SimulatedChain(salt, copy.deepcopy(self.blocks[: last_common + 1]))

    def become(self, other: SimulatedChain) -> None:
        """A reorganisation: from now on this node follows another chain."""
        self.blocks, self.salt = other.blocks, other.salt

    def change_log(self, number: int, position: int, /, **changes: Any) -> None:
        """A lie about a log; the head that the contract keeps stays true."""
        logs = self.blocks[number].logs
        logs[position] = msgspec.structs.replace(logs[position], **changes)

    def change_header(self, number: int, /, **changes: Any) -> None:
        """A lie about a header."""
        self.blocks[number].header = msgspec.structs.replace(self.blocks[number].header, **changes)

    def forge_header(self, number: int, /, **changes: Any) -> None:
        """Another header with the hash that belongs to it; nothing else of the block changes."""
        self.change_header(number, **changes)
        self.change_header(number, hash=shown(self.blocks[number].header.read().hash()))

    # --- Node ------------------------------------------------------------------------------------------

    def chain_id(self) -> int:
        return CHAIN_ID

    def latest_number(self) -> int:
        self._answer("latest_number")
        return len(self.blocks) - 1

    def headers(self, first: int, last: int) -> Answer[wire.Header]:
        self._answer(f"headers {first} {last}")
        if last >= len(self.blocks):
            raise BlockMissing(f"the node has no block {last}")
        return Answer([block.header for block in self.blocks[first : last + 1]], 1_000)

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> Answer[wire.Log]:
        self._answer(f"logs {first} {last}")
        return Answer([log for block in self.blocks[first : last + 1] for log in block.logs], 1_000)

    def receipts(self, headers: Sequence[wire.Header]) -> Answer[list[wire.Receipt]]:
        self._answer(f"receipts {' '.join(str(int(header.number, 16)) for header in headers)}")
        numbers = [int(header.number, 16) for header in headers]
        if max(numbers) >= len(self.blocks):
            raise BlockMissing(f"the node has no block {max(numbers)}")
        return Answer([self.blocks[number].receipts for number in numbers], 1_000)

    def transactions(self, headers: Sequence[wire.Header]) -> Answer[list[wire.Transaction]]:
        self._answer(f"transactions {' '.join(str(int(header.number, 16)) for header in headers)}")
        there = {block.header.hash: block.transactions for block in self.blocks}
        if any(header.hash not in there for header in headers):
            raise BlockMissing("the node has not all of these blocks any more")
        return Answer([there[header.hash] for header in headers], 1_000)

    def storage(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[bytes]:
        self._answer(f"storage {block}")
        keys = {address: key for key, address in ADDRESSES.items()}
        return [self.blocks[block].heads[keys[address]] for address, _ in slots]

    # --- Prover ----------------------------------------------------------------------------------------

    def proofs(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[StateProof]:
        self._answer(f"proofs {block}")
        heads = self.blocks[block].heads
        accounts = _state(block, heads, self.salt)
        keys = {address: key for key, address in ADDRESSES.items()}
        return [
            StateProof(
                trie_proof(accounts, keccak256(address)),
                trie_proof(_storage(heads[keys[address]]), keccak256(slot.to_bytes(32, "big"))),
            )
            for address, slot in slots
        ]

    def _answer(self, question: str) -> None:
        self.asked.append(question)
        self.before_answer(question)


def _state(number: int, heads: Mapping[str, bytes], salt: int) -> dict[bytes, bytes]:
    """What the state's trie holds: the contracts, and an account that changes with every block."""
    accounts = {
        ADDRESSES[key]: Account(nonce=1, storage={0: int.from_bytes(head, "big")}) for key, head in heads.items()
    }
    accounts[b"\xaa" * 20] = Account(nonce=number, balance=salt)
    return {keccak256(address): account.encode() for address, account in accounts.items()}


def _storage(head: bytes) -> dict[bytes, bytes]:
    """What a contract's storage holds: its running hash, unless it has emitted nothing."""
    value = int.from_bytes(head, "big")
    return {keccak256(bytes(32)): rlp_encode(value)} if value else {}


def transaction_hash(number: int, place: int, salt: int = 0) -> bytes:
    """The hash of a transaction that emitted events, in that place of a block."""
    return signed_transaction(SENT, 1_000 * number + place, salt).hash()


def signed_transaction(sent: Failed, nonce: int, salt: int) -> ConsensusTransaction:
    """A transaction of a key; another nonce or salt makes another one."""
    unsigned = LegacyTransaction(
        chain_id=CHAIN_ID, nonce=nonce, gas_price=salt, gas=100_000, to=sent.to, data=sent.data
    )
    return ConsensusTransaction.decode(PrivateKeySigner(sent.key).sign(unsigned))


def shown_transaction(signed: ConsensusTransaction) -> wire.Transaction:
    """As a node gives it in its block."""
    items: Any = rlp_decode(signed.encode())
    values = dict(zip(LEGACY_FIELDS, items, strict=True))
    shapes = {"to": lambda to: shown(to) if to else None, "input": shown}
    answer = {
        name: shapes.get(name, lambda one: hex(int.from_bytes(one, "big")))(value) for name, value in values.items()
    }
    return {**answer, "hash": shown(signed.hash()), "type": "0x0"}


def _header(
    number: int,
    parent: bytes,
    time: int,
    receipts: Sequence[ConsensusReceipt],
    signed: Sequence[ConsensusTransaction],
    heads: Mapping[str, bytes],
    salt: int,
) -> wire.Header:
    """A header without a seal, as development chains have it."""
    bloom = 0
    for receipt in receipts:
        bloom |= int.from_bytes(receipt.logs_bloom(), "big")
    header = Header(
        parent_hash=parent,
        ommers_hash=word("ommers"),
        coinbase=bytes(20),
        state_root=trie_root(_state(number, heads, salt)),
        transactions_root=transactions_root(signed),
        receipts_root=receipts_root(receipts),
        logs_bloom=bloom.to_bytes(256, "big"),
        difficulty=0,
        number=number,
        gas_limit=30_000_000,
        gas_used=receipts[-1].cumulative_gas_used if receipts else 0,
        timestamp=time,
        extra_data=b"",
        mix_hash=bytes(32),
        nonce=bytes(8),
        base_fee_per_gas=0,
    )
    fields = {item.json_name: getattr(header, item.name) for item in (*FIELDS, *OPTIONAL_FIELDS)}
    answer = {
        name: hex(value) if isinstance(value, int) else shown(value)
        for name, value in fields.items()
        if value is not None
    }
    transactions = [shown(one.hash()) for one in signed]
    return msgspec.convert({**answer, "hash": shown(header.hash()), "transactions": transactions}, wire.Header)


def receipts_shown(header: wire.Header, receipts: Sequence[ConsensusReceipt]) -> list[wire.Receipt]:
    answers = []
    log_index = 0
    for place, receipt in enumerate(receipts):
        where = {
            **{"block_number": header.number, "block_hash": header.hash},
            **{"transaction_hash": header.transactions[place], "transaction_index": hex(place)},
        }
        logs = []
        for log in receipt.logs:
            topics = [shown(topic) for topic in log.topics]
            logs.append(wire.Log(shown(log.address), topics, shown(log.data), **where, log_index=hex(log_index)))
            log_index += 1
        answers.append(
            wire.Receipt(
                **where,
                status=hex(receipt.succeeded),
                cumulative_gas_used=hex(receipt.cumulative_gas_used),
                logs=logs,
                logs_bloom=shown(receipt.logs_bloom()),
                type="0x0",
            )
        )
    return answers


__all__ = [
    *("ADDRESSES", "CONTRACTS", "Failed", "SimulatedChain", "sample", "shown"),
    *("shown_transaction", "signed_transaction", "transaction_hash", "word"),
]

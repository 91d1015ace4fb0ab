"""A chain in memory that answers the index's questions: the twin of a node, which can also lie."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from govledger.errors import BlockMissing
from govledger.events import EVENTS, Event, Field, encode
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.index.model import BlockHeader, IndexedContract, IndexedDeployment, RawLog

GENESIS_TIME = 1_700_000_000
CHAIN_ID = 7
CONTRACTS = sorted({event.CONTRACT for event in EVENTS})
ADDRESSES = {key: bytes([0xC0, position]) + bytes(18) for position, key in enumerate(CONTRACTS)}


def word(*parts: object) -> bytes:
    """32 bytes that are a function of the parts."""
    return sha256(repr(parts).encode()).digest()


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


@dataclass
class Block:
    header: BlockHeader
    logs: list[RawLog]
    heads: dict[str, bytes]


@dataclass
class SimulatedChain:
    """Blocks that hold events; `Node` in memory. `salt` makes blocks of one number differ between branches."""

    salt: int = 0
    blocks: list[Block] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    before_answer: Callable[[str], None] = lambda question: None

    def __post_init__(self) -> None:
        if not self.blocks:
            header = BlockHeader(0, word("genesis"), bytes(32), GENESIS_TIME)
            self.blocks.append(Block(header, [], dict.fromkeys(CONTRACTS, EMPTY_HEAD)))

    def deployment(self, first_block: int = 1) -> IndexedDeployment:
        contracts = {key: IndexedContract(address, 0) for key, address in ADDRESSES.items()}
        return IndexedDeployment(word("deployment"), CHAIN_ID, self.blocks[0].header.hash, first_block, contracts)

    def seal(self, *transactions: Sequence[Event]) -> int:
        """One more block, each transaction emitting these events; its number."""
        parent = self.blocks[-1]
        number = parent.header.number + 1
        block_hash = word("block", number, self.salt, transactions, parent.header.hash)
        header = BlockHeader(number, block_hash, parent.header.hash, parent.header.timestamp + 5)
        block = Block(header, [], dict(parent.heads))
        for position, events in enumerate(transactions):
            for event in events:
                topics, data = encode(event)
                transaction = word("transaction", number, position, self.salt)
                block.logs.append(
                    RawLog(
                        *(ADDRESSES[event.CONTRACT], topics, data, number, block_hash),
                        *(transaction, position, len(block.logs)),
                    )
                )
                digest = log_digest(topics, data)
                block.heads[event.CONTRACT] = next_head(block.heads[event.CONTRACT], digest, number, header.timestamp)
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
        logs[position] = _replaced(logs[position], changes)

    def change_header(self, number: int, /, **changes: Any) -> None:
        """A lie about a header."""
        self.blocks[number].header = _replaced(self.blocks[number].header, changes)

    # --- Node ------------------------------------------------------------------------------------------

    def chain_id(self) -> int:
        return CHAIN_ID

    def genesis_hash(self) -> bytes:
        return self.blocks[0].header.hash

    def latest_number(self) -> int:
        self._answer("latest_number")
        return len(self.blocks) - 1

    def headers(self, first: int, last: int) -> list[BlockHeader]:
        self._answer(f"headers {first} {last}")
        if last >= len(self.blocks):
            raise BlockMissing(f"the node has no block {last}")
        return [block.header for block in self.blocks[first : last + 1]]

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> list[RawLog]:
        self._answer(f"logs {first} {last}")
        return [log for block in self.blocks[first : last + 1] for log in block.logs]

    def storage_at(self, address: bytes, slot: int, block: int) -> bytes:
        self._answer(f"storage_at {block}")
        key = next(key for key, known in ADDRESSES.items() if known == address)
        return self.blocks[block].heads[key]

    def code_at(self, address: bytes, block: int) -> bytes:
        return b"\x60"

    def _answer(self, question: str) -> None:
        self.asked.append(question)
        self.before_answer(question)


def _replaced(struct: Any, changes: dict[str, Any]) -> Any:
    values = {name: getattr(struct, name) for name in struct.__struct_fields__}
    return type(struct)(**{**values, **changes})


__all__ = ["ADDRESSES", "CONTRACTS", "SimulatedChain", "sample", "word"]

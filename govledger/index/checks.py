"""What is asked of a node's answers before anything of them is decoded. Pure.

Every block has the hash that its header gives and follows its parent; every log belongs to its block, comes in order
and once, and is of a contract that its block's bloom filter does not exclude; receipts are those of the header's root.
"""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, NoReturn, TypeAlias

from govledger.consensus import header as consensus
from govledger.consensus.bloom import bloom_bits, may_hold
from govledger.consensus.engine import Engine, block_hash, engine_of, has_hash
from govledger.consensus.receipt import MAX_TOPICS, MAX_TYPE, encode_log, encode_receipt, receipt_key
from govledger.consensus.trie import trie_root
from govledger.errors import (
    BlockHashWrong,
    BlockMissing,
    LinkBroken,
    LogMisplaced,
    LogsMissing,
    MalformedData,
    NodeUnusable,
    ReceiptsWrong,
)
from govledger.index.model import BlockHeader
from govledger.index.plan import Span
from govledger.index.wire import Header, Log, Receipt, read_bytes, read_quantity
from govledger.privacy.keccak import keccak_256

_block_hash = attrgetter("block_hash")

PlacedLog: TypeAlias = tuple[str, int, bytes, bytes, int, int, bytes]
"""(address, number of topics, topics ‖ data, digest, log index, transaction index, its hash) of a checked log."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The contracts whose logs are wanted."""

    addresses: tuple[bytes, ...]
    """Sorted."""
    bits: Mapping[str, int]
    """Each address in hexadecimal to its bits in a bloom filter."""

    @classmethod
    def of(cls, addresses: Iterable[bytes]) -> Watched:
        """The contracts at these addresses."""
        known = sorted(addresses)
        return cls(tuple(known), {f"0x{address.hex()}": bloom_bits(address) for address in known})

    def may_be_in(self, bloom: int) -> bool:
        """Whether a block with this filter may hold a log of one of them."""
        return any(may_hold(bloom, bits) for bits in self.bits.values())


class CheckedBlock(NamedTuple):
    """A block whose header was found to have its hash."""

    header: BlockHeader
    bloom: int
    receipts_root: bytes
    answer: Header


def check_headers(span: Span, headers: Sequence[Header], engine: Engine | None) -> list[CheckedBlock]:
    """Holds headers to the blocks that were asked for, to their hashes and to one another.

    Args:
        span: the blocks that were asked for.
        headers: what the node gave.
        engine: whose rule gives the hashes; those of other engines are tried where it does not, since a chain may
            move from one to another.

    Raises:
        BlockMissing: a block is missing, or another one was given.
        BlockHashWrong: a header has not its block's hash.
        LinkBroken: a parent hash is not the hash of the block before.
        NodeUnusable: a header is none.
    """
    blocks = []
    parent, expected = None, span.first
    for answer in headers:
        block = _checked(answer, engine)
        header = block.header
        if header.number != expected:
            raise BlockMissing(f"the node gave block {header.number} where block {expected} was asked for")
        require_follows(header, parent)
        parent, expected = header, expected + 1
        blocks.append(block)
    if expected != span.last + 1:
        raise BlockMissing(f"the node left out block {expected}")
    return blocks


def require_follows(header: BlockHeader, parent: BlockHeader | None) -> None:
    """Holds a header to the block before it; None: there is none.

    Raises:
        LinkBroken: its parent hash is not the hash of that block.
    """
    if parent is not None and header.parent_hash != parent.hash:
        raise LinkBroken(
            f"block {header.number} names 0x{header.parent_hash.hex()} as its parent, "
            f"but block {parent.number} is 0x{parent.hash.hex()}"
        )


def engine_by(answer: Header) -> Engine | None:
    """The engine whose rule gives a header its hash; None: a development chain's, or none that is known."""
    try:
        return engine_of(answer.read(), read_bytes(answer.hash, consensus.HASH_LENGTH))
    except ValueError:
        return None


def _checked(answer: Header, engine: Engine | None) -> CheckedBlock:
    try:
        read = answer.read()
        stated = read_bytes(answer.hash, consensus.HASH_LENGTH)
    except ValueError as problem:
        raise NodeUnusable(f"the node gives something else than a header of block {answer.number}: {problem}") from None
    if _hash_by(engine, read) != stated and not has_hash(read, stated):
        raise BlockHashWrong(
            f"the node gives block {read.number} the hash {answer.hash}, which its header does not have: "
            "a field of it was changed, or its engine is none that govledger knows"
        )
    header = BlockHeader(read.number, stated, read.parent_hash, read.timestamp)
    return CheckedBlock(header, int.from_bytes(read.logs_bloom, "big"), read.receipts_root, answer)


def _hash_by(engine: Engine | None, header: consensus.Header) -> bytes | None:
    try:
        return header.hash() if engine is None else block_hash(engine, header)
    except MalformedData:
        return None


def place_logs(blocks: Sequence[CheckedBlock], logs: Sequence[Log], watched: Watched) -> list[list[PlacedLog]]:
    """The logs of each block, held to the block that they are said to be in.

    Raises:
        LogMisplaced: a log of another block or contract, out of order, twice, or one that the bloom filter excludes.
        NodeUnusable: what should be hexadecimal is not.
    """
    placed: list[list[PlacedLog]] = [[] for _ in blocks]
    places = {block.answer.hash: place for place, block in enumerate(blocks)}
    before = -1
    for block_hash_text, group in groupby(logs, _block_hash):
        of_block = list(group)
        place = places.get(block_hash_text, -1)
        if place <= before:
            _refuse_block(blocks, of_block[0], place, before)
        before = place
        placed[place] = _placed_in(blocks[place], of_block, watched)
    return placed


def _placed_in(block: CheckedBlock, logs: Sequence[Log], watched: Watched) -> list[PlacedLog]:
    """The logs that are said to be in one block, in their order and in that of their transactions."""
    placed: list[PlacedLog] = []
    append, known, number = placed.append, watched.bits, block.answer.number
    before = place = -1
    transaction = place_text = ""
    transaction_hash = b""
    try:
        for log in logs:
            if log.block_number != number:
                _refuse(log, f"is in block {block.header.number} by its hash")
            if log.address not in known:
                _refuse(log, f"is of {log.address}, which was not asked for")
            index = int(log.log_index, 16)
            if index <= before:
                _refuse(log, "came twice" if index == before else f"came after log {before}")
            if log.transaction_hash != transaction:
                transaction, place_text, place_before = log.transaction_hash, log.transaction_index, place
                transaction_hash = read_bytes(transaction, consensus.HASH_LENGTH)
                place = read_quantity(place_text)
                if place <= place_before:
                    _refuse(log, "names a transaction that does not follow that of the log before")
            elif log.transaction_index != place_text:
                _refuse(log, "names the transaction of the log before in another place")
            before = index
            raw, topics = raw_log(log), len(log.topics)
            append((log.address, topics, raw, raw_digest(raw, topics), index, place, transaction_hash))
    except ValueError as problem:
        raise NodeUnusable(f"the node gives something else than a log of block {number}: {problem}") from None
    for address in {log[0] for log in placed}:
        if not may_hold(block.bloom, known[address]):
            raise LogMisplaced(f"block {block.header.number} has a bloom filter that excludes logs of {address}")
    return placed


def raw_log(log: Log) -> bytes:
    """The topics of a log, followed by its data.

    Raises:
        ValueError: what should be hexadecimal is not.
    """
    data = log.data
    raw = unhexlify("".join([topic[2:] for topic in log.topics]) + data[2:])
    if 2 * len(raw) != 64 * len(log.topics) + len(data) - 2 or data[:2] != "0x":
        raise ValueError(f"topics {log.topics} with data {data[:80]!r} are not whole bytes")
    return raw


def raw_digest(raw: bytes, topics: int) -> bytes:
    """`govledger.events.chain.log_digest` of a raw log: its topics, so many, followed by its data."""
    data_at = consensus.HASH_LENGTH * topics
    digest: bytes = keccak_256(raw[:data_at] + keccak_256(raw[data_at:]).digest()).digest()
    return digest


def check_receipts(block: CheckedBlock, receipts: Sequence[Receipt], watched: Watched) -> list[PlacedLog]:
    """The wanted logs of a block, from receipts that are held to the header's root.

    Where a log stands follows from the receipts' order; what they say of it is not needed. The hashes of transactions
    are held to those that came with the header, which no root binds here.

    Raises:
        ReceiptsWrong: the receipts are not those of the block.
        NodeUnusable: what should be hexadecimal is not.
    """
    number = block.header.number
    if [receipt.transaction_hash for receipt in receipts] != block.answer.transactions:
        raise ReceiptsWrong(f"the receipts of block {number} are not of the transactions that its header came with")
    places = [(receipt.block_hash, receipt.transaction_index) for receipt in receipts]
    if places != [(block.answer.hash, hex(index)) for index in range(len(receipts))]:
        raise ReceiptsWrong(f"a receipt that the node gives for block {number} names another block, or another place")
    items: dict[bytes, bytes] = {}
    placed: list[PlacedLog] = []
    log_index = 0
    try:
        for index, receipt in enumerate(receipts):
            transaction_hash = read_bytes(receipt.transaction_hash, consensus.HASH_LENGTH)
            encoded: list[bytes] = []
            for log in receipt.logs:
                raw, topics = raw_log(log), len(log.topics)
                if log.address in watched.bits:
                    digest = raw_digest(raw, topics)
                    placed.append((log.address, topics, raw, digest, log_index, index, transaction_hash))
                encoded.append(_encoded_log(log.address, topics, raw))
                log_index += 1
            items[receipt_key(index)] = _encoded_receipt(receipt, encoded)
    except ValueError as problem:
        raise NodeUnusable(f"the node gives something else than receipts of block {number}: {problem}") from None
    if trie_root(items) != block.receipts_root:
        raise ReceiptsWrong(
            f"the receipts that the node gives for block {number} are not those of its header's receiptsRoot "
            f"0x{block.receipts_root.hex()}: some were withheld, changed or added; ask another node"
        )
    return placed


def require_no_logs(block: CheckedBlock, logs: Sequence[PlacedLog]) -> None:
    """Refuses that a block was said to hold no log of the contracts.

    Args:
        block: a block for which the node gave no log, although its bloom filter does not exclude them.
        logs: what its receipts hold.

    Raises:
        LogsMissing: there are logs.
    """
    if logs:
        raise LogsMissing(
            f"the node gave no log of block {block.header.number}, but the block's receipts hold {len(logs)}: "
            "they were withheld; ask another node"
        )


def _encoded_log(address: str, topics: int, raw: bytes) -> bytes:
    if topics > MAX_TOPICS:
        raise ValueError(f"a log has {topics} topics")
    data_at = consensus.HASH_LENGTH * topics
    return encode_log(read_bytes(address, consensus.ADDRESS_LENGTH), raw[:data_at], raw[data_at:])


def _encoded_receipt(receipt: Receipt, logs: Sequence[bytes]) -> bytes:
    """The receipt's bytes with the bloom filter that the node gives, which the root binds as all else."""
    if receipt.status not in ("0x0", "0x1"):
        raise ValueError(f"a receipt's status is {receipt.status!r}")
    kind = read_quantity(receipt.type or "0x0")
    if kind > MAX_TYPE:
        raise ValueError(f"a receipt's type is {kind}")
    gas = read_quantity(receipt.cumulative_gas_used)
    return encode_receipt(kind, receipt.status == "0x1", gas, _bloom(receipt), logs)


def _bloom(receipt: Receipt) -> bytes:
    if receipt.logs_bloom is not None:
        return read_bytes(receipt.logs_bloom, consensus.BLOOM_LENGTH)
    bits = 0
    for log in receipt.logs:
        for entry in (log.address, *log.topics):
            bits |= bloom_bits(read_bytes(entry))
    return bits.to_bytes(consensus.BLOOM_LENGTH, "big")


def _refuse_block(blocks: Sequence[CheckedBlock], log: Log, place: int, before: int) -> NoReturn:
    first, last = blocks[0].header.number, blocks[-1].header.number
    number = int(log.block_number, 16)
    if place >= 0:
        _refuse(log, f"came after logs of block {blocks[before].header.number}")
    if first <= number <= last:
        _refuse(log, f"names block hash {log.block_hash}; the block is {blocks[number - first].answer.hash}")
    _refuse(log, f"was not asked for; the blocks are {first} to {last}")


def _refuse(log: Log, problem: str) -> NoReturn:
    raise LogMisplaced(f"log {int(log.log_index, 16)} of block {int(log.block_number, 16)} {problem}")

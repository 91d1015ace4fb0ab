"""A transaction's receipt as consensus has it: the bytes whose trie a header commits to. Pure.

Yellow Paper 4.3.1 with EIP-658 (the status in the place of a state root) and EIP-2718 (a type before the RLP). The trie
holds the receipt of transaction i of the block under the key RLP(i). The bloom filter is a function of the logs, so it
is computed, and a receipt with another one is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Self

import msgspec

from govledger.consensus.bloom import bloom_bits
from govledger.consensus.header import ADDRESS_LENGTH, BLOOM_LENGTH, HASH_LENGTH, bytes_of_hex
from govledger.consensus.trie import trie_root
from govledger.errors import MalformedReceipt
from govledger.rlp import RlpValue, rlp_decode, rlp_encode, rlp_list

LEGACY: Final = 0
"""The type of receipts that have none in their encoding."""
MAX_TYPE: Final = 0x7F
MAX_TOPICS: Final = 4
_TOPICS_PREFIX: Final = (b"\xc0", b"\xe1", b"\xf8\x42", b"\xf8\x63", b"\xf8\x84")
"""What stands before a list of so many topics; each is 33 bytes with its prefix."""
_BLOOM_PREFIX: Final = b"\xb9\x01\x00"


class ReceiptLog(msgspec.Struct, frozen=True, gc=False):
    """One log, as the receipt holds it."""

    address: bytes
    """20 bytes."""
    topics: tuple[bytes, ...]
    """At most four, 32 bytes each."""
    data: bytes


class ConsensusReceipt(msgspec.Struct, frozen=True, gc=False):
    """A receipt, with what a header commits to and no more."""

    type: int
    """The transaction's EIP-2718 type, 0 to 127."""
    succeeded: bool
    cumulative_gas_used: int
    """By this and all earlier transactions of the block."""
    logs: tuple[ReceiptLog, ...]

    @classmethod
    def from_json(cls, receipt: Mapping[str, Any]) -> Self:
        """The receipt that a node gives for `eth_getTransactionReceipt`.

        Raises:
            MalformedReceipt: a field is missing, or is not what it must be.
        """
        status = _quantity(receipt, "status")
        if status > 1:
            raise MalformedReceipt("receipt's status", f"is {status}, neither 0 nor 1")
        logs = receipt.get("logs")
        if not isinstance(logs, Sequence) or not all(isinstance(log, Mapping) for log in logs):
            raise MalformedReceipt("receipt's logs", "are no list of logs")
        kind = _quantity(receipt, "type") if receipt.get("type") is not None else LEGACY
        if kind > MAX_TYPE:
            raise MalformedReceipt("receipt's type", f"is {kind}; types go to {MAX_TYPE}")
        return cls(kind, status == 1, _quantity(receipt, "cumulativeGasUsed"), tuple(map(_log_from_json, logs)))

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The receipt that consensus bytes hold, read strictly: `encode` gives the same bytes.

        Raises:
            MalformedRlp: no canonical RLP.
            MalformedReceipt: RLP of something else, a bloom filter that is not that of the logs, or a receipt from
                before Byzantium, which has a state root and no status.
        """
        kind, body = (data[0], data[1:]) if data[:1] and data[0] <= MAX_TYPE else (LEGACY, data)
        if kind == LEGACY and body is not data:
            raise MalformedReceipt("receipt", "begins with the type 0, which is never written")
        items = rlp_decode(body)
        if not isinstance(items, list) or len(items) != 4:
            raise MalformedReceipt("receipt", "is not a list of status, gas, bloom filter and logs")
        status, gas, bloom, logs = items
        if status not in (b"", b"\x01"):
            raise MalformedReceipt("receipt's status", "is neither 0 nor 1; state roots were there before Byzantium")
        if not isinstance(gas, bytes) or gas[:1] == b"\0" or len(gas) > 32:
            raise MalformedReceipt("receipt's cumulative gas", "is no minimal integer")
        if not isinstance(logs, list):
            raise MalformedReceipt("receipt's logs", "are no list")
        receipt = cls(kind, status == b"\x01", int.from_bytes(gas, "big"), tuple(map(_log_from_rlp, logs)))
        if bloom != receipt.logs_bloom():
            raise MalformedReceipt("receipt's bloom filter", "is not that of its logs")
        return receipt

    def encode(self) -> bytes:
        """The bytes that the trie holds."""
        logs = [encode_log(log.address, b"".join(log.topics), log.data) for log in self.logs]
        return encode_receipt(self.type, self.succeeded, self.cumulative_gas_used, self.logs_bloom(), logs)

    def logs_bloom(self) -> bytes:
        """The filter over addresses and topics of the logs, 256 bytes (Yellow Paper 4.3.1, M3:2048)."""
        bits = 0
        for log in self.logs:
            for entry in (log.address, *log.topics):
                bits |= bloom_bits(entry)
        return bits.to_bytes(BLOOM_LENGTH, "big")


def encode_log(address: bytes, topics: bytes, data: bytes) -> bytes:
    """A log as the receipt's encoding holds it.

    Args:
        address: 20 bytes.
        topics: all of them, one behind the other, 32 bytes each, at most four.
        data: any bytes.
    """
    listed = b"".join([b"\xa0" + topics[at : at + HASH_LENGTH] for at in range(0, len(topics), HASH_LENGTH)])
    return rlp_list((b"\x94", address, _TOPICS_PREFIX[len(topics) // HASH_LENGTH], listed, rlp_encode(data)))


def encode_receipt(kind: int, succeeded: bool, cumulative_gas_used: int, bloom: bytes, logs: Iterable[bytes]) -> bytes:
    """The bytes that the trie holds.

    Args:
        kind: the transaction's type.
        succeeded: its status.
        cumulative_gas_used: by this and all earlier transactions of the block.
        bloom: the filter over the logs, 256 bytes.
        logs: each as `encode_log` gives it.
    """
    status = b"\x01" if succeeded else b"\x80"
    body = rlp_list((status, rlp_encode(cumulative_gas_used), _BLOOM_PREFIX, bloom, rlp_list(logs)))
    return body if kind == LEGACY else bytes((kind,)) + body


def receipt_key(index: int) -> bytes:
    """The key of a receipt in its block's trie: RLP of its transaction's place in the block."""
    return rlp_encode(index)


def receipts_by_key(receipts: Iterable[ConsensusReceipt]) -> dict[bytes, bytes]:
    """What the trie of a block holds, its receipts given in order."""
    return {receipt_key(index): receipt.encode() for index, receipt in enumerate(receipts)}


def receipts_root(receipts: Iterable[ConsensusReceipt]) -> bytes:
    """What the header of a block with these receipts, in order, commits to."""
    return trie_root(receipts_by_key(receipts))


def _log_from_json(log: Mapping[str, Any]) -> ReceiptLog:
    topics = log.get("topics")
    if not isinstance(topics, Sequence) or isinstance(topics, str):
        raise MalformedReceipt("log's topics", "are no list")
    return _log(_bytes(log, "address"), [bytes_of_hex(topic) for topic in topics], _bytes(log, "data"))


def _log_from_rlp(item: RlpValue) -> ReceiptLog:
    if not isinstance(item, list) or len(item) != 3:
        raise MalformedReceipt("log", "is not a list of address, topics and data")
    address, topics, data = item
    return _log(address, topics, data)


def _log(address: object, topics: object, data: object) -> ReceiptLog:
    if not isinstance(address, bytes) or len(address) != ADDRESS_LENGTH:
        raise MalformedReceipt("log's address", f"has not {ADDRESS_LENGTH} bytes")
    if not isinstance(topics, list) or len(topics) > MAX_TOPICS:
        raise MalformedReceipt("log's topics", f"are not a list of at most {MAX_TOPICS}")
    if not all(isinstance(topic, bytes) and len(topic) == HASH_LENGTH for topic in topics):
        raise MalformedReceipt("log's topics", f"are not {HASH_LENGTH} bytes each")
    if not isinstance(data, bytes):
        raise MalformedReceipt("log's data", "is a list")
    return ReceiptLog(address, tuple(topics), data)


def _quantity(receipt: Mapping[str, Any], name: str) -> int:
    return int.from_bytes(_bytes(receipt, name), "big")


def _bytes(owner: Mapping[str, Any], name: str) -> bytes:
    data = bytes_of_hex(owner.get(name))
    if data is None:
        raise MalformedReceipt(f"{name} in a receipt", f"is {str(owner.get(name))[:80]!r}, no hex that begins with 0x")
    return data

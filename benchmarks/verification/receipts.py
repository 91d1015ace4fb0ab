"""The receipts root of a block, by this library and by rlp, eth_bloom and py-trie."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import rlp
from eth_bloom.bloom import BloomFilter
from trie import HexaryTrie

from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog, receipts_root
from govledger.consensus.trie import trie_root

LOGS = 2
TOPICS = 3
DATA_LENGTH = 160


def some_receipts(count: int) -> list[ConsensusReceipt]:
    """Receipts of the size that a bill's have."""
    draw = random.Random(count).randbytes
    return [
        ConsensusReceipt(
            2,
            True,
            100_000 * (number + 1),
            tuple(ReceiptLog(draw(20), tuple(draw(32) for _ in range(TOPICS)), draw(DATA_LENGTH)) for _ in range(LOGS)),
        )
        for number in range(count)
    ]


@dataclass(frozen=True)
class Block:
    """A block's receipts, as read from a node."""

    receipts: Sequence[ConsensusReceipt]
    encoded: dict[bytes, bytes] = field(init=False)

    def __post_init__(self) -> None:
        encoded = {rlp.encode(number): receipt.encode() for number, receipt in enumerate(self.receipts)}
        object.__setattr__(self, "encoded", encoded)

    def own(self) -> bytes:
        """By this library: bloom filters, encodings, trie."""
        return receipts_root(self.receipts)

    def idiom(self) -> bytes:
        """By eth_bloom, rlp and py-trie."""
        trie = HexaryTrie({})
        for number, receipt in enumerate(self.receipts):
            bloom = BloomFilter.from_iterable(entry for log in receipt.logs for entry in (log.address, *log.topics))
            logs = [[log.address, list(log.topics), log.data] for log in receipt.logs]
            fields = [int(receipt.succeeded), receipt.cumulative_gas_used, int(bloom).to_bytes(256, "big"), logs]
            trie[rlp.encode(number)] = bytes((receipt.type,)) + rlp.encode(fields)
        return bytes(trie.root_hash)

    def own_trie(self) -> bytes:
        """The trie alone, of the same values, by this library."""
        return trie_root(self.encoded)

    def idiom_trie(self) -> bytes:
        """The trie alone, by py-trie."""
        trie = HexaryTrie({})
        for key, value in self.encoded.items():
            trie[key] = value
        return bytes(trie.root_hash)

    def require_equal(self) -> None:
        """All ways give the same root.

        Raises:
            RuntimeError: they do not.
        """
        if len({self.own(), self.idiom(), self.own_trie(), self.idiom_trie()}) != 1:
            raise RuntimeError("the two sides do not find the same root")


def rate(root: Callable[[], bytes], repetitions: int) -> float:
    """Blocks a second, by the time of this process."""
    began = time.process_time()
    for _ in range(repetitions):
        root()
    return repetitions / (time.process_time() - began)

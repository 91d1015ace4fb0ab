"""Evidence bundles, verified by this library and by py-trie, eth_account, eth_bloom, eth_keys and eth_abi."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import rlp
from eth_abi.abi import decode
from eth_account import Account
from eth_bloom.bloom import BloomFilter
from eth_utils.crypto import keccak
from trie import HexaryTrie

from govledger.audit.bundle.files import read_bundle, write_bundle
from govledger.audit.bundle.verifying import Pins, Verifier
from govledger.audit.source import EventAt
from govledger.consensus.engine import Engine
from govledger.events import BY_TOPIC, Event
from govledger.events.types import SettlementMade
from tests.bundles import parts_of, pins_of
from tests.evidence_chain import Emit, EvidenceChain
from tests.simulated_chain import sample
from verification.headers import idiom_of_clique

CONTRACTS: Final = ("consortium", "bill_ranges", "medical_bills", "bill_claims")
EVENTS_A_BLOCK: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What both sides say of a bundle."""

    events: int
    heads: dict[bytes, bytes]
    """The running hash of each contract."""
    senders: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as the other side takes it, out of the file already."""

    header: bytes
    number: int
    timestamp: int
    transactions: Sequence[bytes]
    receipts: Sequence[tuple[int, int, int, Sequence[tuple[bytes, Sequence[bytes], bytes]]]]


@dataclass(frozen=True)
class Bundle:
    """A bundle of a Clique chain of four signers, with so many settlements."""

    path: Path
    pins: Pins
    blocks: Sequence[RawBlock]
    events: int

    @property
    def bytes_per_event(self) -> float:
        """Of the whole file."""
        return self.path.stat().st_size / self.events

    def own(self) -> Found:
        """By this library: from the file, every rule of docs/bundle.md."""
        verifier = Verifier(self.pins)
        senders = set()
        for part in read_bundle(self.path):
            for one in verifier.take(part):
                if isinstance(one, EventAt):
                    senders.add(one.sender)
        verdict = verifier.verdict()
        heads = {contract.address: contract.head for contract in verdict.contracts if contract.events}
        return Found(verdict.events, heads, frozenset(senders))  # type: ignore[arg-type]  # both are known in a log

    def idiom(self) -> Found:
        """By the others: seals, roots, senders, events, running hashes; no format, no votes, no state."""
        heads: dict[bytes, bytes] = {}
        senders, count = set(), 0
        for block in self.blocks:
            idiom_of_clique(rlp.decode(block.header))
            items = rlp.decode(block.header)
            if _root(block.transactions) != items[4] or _root(map(_encoded, block.receipts)) != items[5]:
                raise RuntimeError(f"the roots of block {block.number} do not fit")
            tail = block.number.to_bytes(32, "big") + block.timestamp.to_bytes(32, "big")
            for signed, (_, _, _, logs) in zip(block.transactions, block.receipts, strict=True):
                known = [log for log in logs if log[1] and log[1][0] in BY_TOPIC]
                if known:
                    senders.add(bytes.fromhex(Account.recover_transaction(signed)[2:]))
                for address, topics, data in known:
                    _values(BY_TOPIC[topics[0]], data)
                    digest = keccak(b"".join(topics) + keccak(data))
                    heads[address] = keccak(heads.get(address, bytes(32)) + digest + tail)
                    count += 1
        return Found(count, heads, frozenset(senders))

    def rate(self, check: Callable[[], Found]) -> float:
        """Events a second, by the time of this process."""
        began = time.process_time()
        check()
        return self.events / (time.process_time() - began)

    def require_equal(self) -> None:
        """Both sides find the same.

        Raises:
            RuntimeError: they do not.
        """
        if self.own() != self.idiom():
            raise RuntimeError("the two sides do not find the same events, running hashes and senders")


def bundle(path: Path, events: int, events_a_transaction: int) -> Bundle:
    """A bundle with so many events, 200 a block."""
    chain = EvidenceChain(Engine.CLIQUE, CONTRACTS, keeps_versions=False)
    chain.create_all()
    for first in range(0, events, EVENTS_A_BLOCK):
        numbers = range(first, first + EVENTS_A_BLOCK)
        chain.seal(
            *[
                Emit(tuple(_settlement(number) for number in numbers[start : start + events_a_transaction]))
                for start in range(0, EVENTS_A_BLOCK, events_a_transaction)
            ]
        )
    chain.seal_empty(chain.settled_depth)
    write_bundle(path, parts_of(chain))
    return Bundle(path, pins_of(chain), list(_raw(chain)), events)


def _settlement(number: int) -> Event:
    return sample(SettlementMade, number, bill=330601260000000000 + number)


def _raw(chain: EvidenceChain) -> Iterator[RawBlock]:
    for block in chain.blocks[1:]:
        receipts = [
            (
                one.type,
                int(one.succeeded),
                one.cumulative_gas_used,
                [(log.address, log.topics, log.data) for log in one.logs],
            )
            for one in block.receipts
        ]
        signed = [one.encode() for one in block.signed]
        yield RawBlock(block.header.encode(), block.header.number, block.header.timestamp, signed, receipts)


def _root(values: Iterator[bytes] | Sequence[bytes]) -> bytes:
    trie = HexaryTrie({})
    for index, value in enumerate(values):
        trie[rlp.encode(index)] = value
    return bytes(trie.root_hash)


def _encoded(receipt: tuple[int, int, int, Sequence[tuple[bytes, Sequence[bytes], bytes]]]) -> bytes:
    _, status, gas, logs = receipt
    bloom = BloomFilter.from_iterable(entry for address, topics, _ in logs for entry in (address, *topics))
    shown: list[Any] = [[address, list(topics), data] for address, topics, data in logs]
    return bytes(rlp.encode([status, gas, int(bloom).to_bytes(256, "big"), shown]))


def _values(event: type[Event], data: bytes) -> tuple[Any, ...]:
    return decode([field.type for field in event.FIELDS if not field.indexed], data)

"""Chains in memory that are true to the byte: header hashes, seals, receipts' roots, blooms, running hashes."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from govledger.consensus.bft import ISTANBUL_MIX_HASH
from govledger.consensus.checkpoint import ChainRules
from govledger.consensus.engine import Engine, block_hash
from govledger.consensus.header import Header
from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog, receipts_root
from govledger.consensus.transaction import ConsensusTransaction, transactions_root
from govledger.consensus.trie import EMPTY_ROOT
from govledger.events import EVENTS, Event, ObjectReference, encode
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.index import wire
from govledger.index.model import IndexedContract, IndexedDeployment
from tests.blocks import a_header
from tests.simulated_chain import ADDRESSES, CONTRACTS, Failed, sample, shown_transaction, signed_transaction, word
from tests.simulator.sealing import EPOCH_BLOCKS, FORGINGS, MEMBERS, Standing, genesis_fields, seal

CHAIN_ID = 7
GENESIS_TIME = 1_700_000_000
FOREIGN = b"\xee" * 20
"""A contract that is none of ours, and emits logs in the same blocks."""
IDS = 4
"""Of each kind there are so many objects, so that their versions grow."""

Versions = dict[tuple[str, str, object], int]
Seal = Callable[[Header, Header, Standing | None], tuple[Header, Standing | None]]
"""(a header, the one before, who may seal) to the header as it is sealed, and who may seal the next."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """What one transaction left: our events and others' logs, in order; nothing if it failed."""

    sent: ConsensusTransaction
    logs: tuple[Event | ReceiptLog, ...]
    succeeded: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """One block, and how a node's answers show it."""

    header: Header
    hash: bytes
    heads: Mapping[str, bytes]
    """Each contract's running hash at its end."""
    versions: Versions
    events: int
    """Of ours."""
    shown: wire.Header
    """As a node gives it."""
    shown_receipts: Sequence[wire.Receipt]
    """As a node gives them; all logs are in them."""
    shown_transactions: Sequence[wire.Transaction]
    """Likewise."""
    standing: Standing | None = None
    """Who may seal the next one; None on a chain without seals."""

    @property
    def number(self) -> int:
        return self.header.number


@dataclass(frozen=True, slots=True)
class World:
    """A tree of blocks: chains that share their beginning, each from its genesis to a tip."""

    chains: Sequence[Sequence[Block]]
    """The first is the trunk."""
    deployment: IndexedDeployment = field(repr=False)
    rules: ChainRules | None = None
    """By which the chains are sealed; None: they are not."""
    forged: Sequence[Block] = ()
    """On a sealed chain: one that somebody without a validator's key makes up, from a block of an honest one on."""
    forging: str = ""
    """How, one of `FORGINGS`."""


def a_world(seed: int, forging: str | None = None) -> World:
    """A trunk of 8 to 18 blocks and four branches of it, made up of the seed; every third world has no seals."""
    chance = random.Random(f"world {seed}")
    engine = (None, Engine.CLIQUE, Engine.QBFT)[seed % 3]
    sealing = _plain(chance) if engine is None else _sealing(engine, chance)
    first_block = chance.randint(1, 2) if engine is None else chance.choice((1, 2, 6, 12))
    before = [_genesis(engine, chance)]
    while len(before) < first_block:
        before.append(sealed(before[-1], [], {}, chance, sealing))
    trunk = _grown(before, chance.randint(8, 18), chance, sealing)
    chains = [trunk]
    for _ in range(4):
        whole = chance.choice(chains)
        common = max(first_block, len(whole) - chance.randint(1, 7))
        chains.append(_grown(whole[:common], len(whole) - common + chance.randint(-1, 4), chance, sealing))
    contracts = {key: IndexedContract(address, 0) for key, address in ADDRESSES.items()}
    deployment = IndexedDeployment(word("deployment"), CHAIN_ID, trunk[0].hash, first_block, contracts)
    if engine is None:
        return World(chains, deployment)
    forging = forging or chance.choice(sorted(FORGINGS))
    rules = ChainRules(engine, trunk[0].hash, EPOCH_BLOCKS, 1)
    return World(chains, deployment, rules, _forged(engine, chance.choice(chains), forging, chance), forging)


def _forged(engine: Engine, chain: Sequence[Block], forging: str, chance: random.Random) -> Sequence[Block]:
    """A chain that somebody makes up from one of the last blocks of another on: events, receipts, running hashes."""

    def made_up(header: Header, parent: Header, standing: Standing | None) -> tuple[Header, Standing | None]:
        assert standing is not None
        return FORGINGS[forging](engine, header, parent, standing, chance), standing

    common = len(chain) - chance.randint(1, min(4, len(chain) - 2))
    return _grown(chain[:common], chance.randint(1, 5), chance, made_up)


def _plain(chance: random.Random) -> Seal:
    return lambda header, parent, standing: (
        msgspec.structs.replace(header, mix_hash=chance.randbytes(32)),
        None,
    )


def _sealing(engine: Engine, chance: random.Random) -> Seal:
    def by_a_validator(header: Header, parent: Header, standing: Standing | None) -> tuple[Header, Standing | None]:
        assert standing is not None
        return seal(engine, header, standing, chance)

    return by_a_validator


def _genesis(engine: Engine | None, chance: random.Random) -> Block:
    standing = None if engine is None else Standing(MEMBERS[: chance.randint(3, 5)])
    fields = {} if engine is None or standing is None else genesis_fields(engine, standing)
    header = a_header(
        **{"parent_hash": bytes(32), "number": 0, "timestamp": GENESIS_TIME},
        **{"receipts_root": receipts_root(()), "transactions_root": EMPTY_ROOT, "logs_bloom": bytes(256), **fields},
    )
    heads = dict.fromkeys(CONTRACTS, EMPTY_HEAD)
    return Block(header, header.hash(), heads, {}, 0, _shown(header, header.hash(), ()), (), (), standing)


def _grown(blocks: Sequence[Block], more: int, chance: random.Random, sealing: Seal) -> list[Block]:
    grown = list(blocks)
    for _ in range(more):
        versions = dict(grown[-1].versions)
        count = chance.choice((0, 0, 1, 1, 2, 3))
        sent = [_transaction(chance, versions) for _ in range(count)]
        grown.append(sealed(grown[-1], sent, versions, chance, sealing))
    return grown


def _transaction(chance: random.Random, versions: Versions) -> Transaction:
    """One to three events, perhaps with others' logs between; nine in ten succeed."""
    to = chance.choice((*ADDRESSES.values(), FOREIGN))
    sent = signed_transaction(Failed(to, chance.randbytes(36)), chance.getrandbits(63), 0)
    if chance.random() < 0.1:
        return Transaction(sent, (), succeeded=False)
    logs: list[Event | ReceiptLog] = []
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        if chance.random() < 0.2:
            logs.append(ReceiptLog(FOREIGN, (chance.randbytes(32),), chance.randbytes(40)))
        logs.append(an_event(chance, versions))
    return Transaction(sent, tuple(logs))


def an_event(chance: random.Random, versions: Versions) -> Event:
    """Any event; it makes the next version of each object that it is about."""
    kind = chance.choice(EVENTS)
    values: dict[str, Any] = {}
    taken = set()
    for reference in kind.OBJECTS:
        object_id = _object_id(kind, reference, chance.randrange(IDS))
        key = (kind.CONTRACT, reference.kind, object_id)
        values[reference.id_field] = object_id
        if key in taken or (len(kind.OBJECTS) > 1 and chance.random() < 0.2):
            continue
        taken.add(key)
        values[reference.version_field] = versions[key] = versions.get(key, 0) + 1
    return sample(kind, chance.randrange(1_000), **values)


def _object_id(kind: type[Event], reference: ObjectReference, number: int) -> object:
    of_field = next(item.type for item in kind.FIELDS if item.name == reference.id_field)
    if of_field.startswith("uint"):
        return number + 1
    return word("object", reference.kind, number)[: 20 if of_field == "address" else 32]


def sealed(
    parent: Block, transactions: Sequence[Transaction], versions: Versions, chance: random.Random, sealing: Seal
) -> Block:
    """The block that follows, with all that a header says of what is in it."""
    number, timestamp = parent.number + 1, parent.header.timestamp + chance.randint(1, 9)
    logs = [[_emitted(log) for log in transaction.logs] for transaction in transactions]
    receipts = [
        ConsensusReceipt(2 * (position % 2), transaction.succeeded, 21_000 * (position + 1), tuple(logs[position]))
        for position, transaction in enumerate(transactions)
    ]
    bloom = 0
    for receipt in receipts:
        bloom |= int.from_bytes(receipt.logs_bloom())
    unsealed = a_header(
        **{"parent_hash": parent.hash, "number": number, "timestamp": timestamp},
        **{"receipts_root": receipts_root(receipts), "logs_bloom": bloom.to_bytes(256)},
        **{"transactions_root": transactions_root(transaction.sent for transaction in transactions)},
    )
    header, standing = sealing(unsealed, parent.header, parent.standing)
    heads = dict(parent.heads)
    events = 0
    for log in (log for transaction in transactions for log in transaction.logs if isinstance(log, Event)):
        heads[log.CONTRACT] = next_head(heads[log.CONTRACT], log_digest(*encode(log)), number, timestamp)
        events += 1
    named = header.hash() if standing is None else block_hash(_engine_of(header), header)
    shown_receipts = _shown_receipts(named, number, transactions, receipts)
    shown_transactions = [shown_transaction(transaction.sent) for transaction in transactions]
    shown = _shown(header, named, transactions)
    return Block(header, named, heads, versions, events, shown, shown_receipts, shown_transactions, standing)


def _engine_of(header: Header) -> Engine:
    return Engine.QBFT if header.mix_hash == ISTANBUL_MIX_HASH else Engine.CLIQUE


def _emitted(log: Event | ReceiptLog) -> ReceiptLog:
    return ReceiptLog(ADDRESSES[log.CONTRACT], *encode(log)) if isinstance(log, Event) else log


def _shown(header: Header, named: bytes, transactions: Sequence[Transaction]) -> wire.Header:
    values = {
        name: hex(value) if isinstance(value, int) else _hex(value)
        for name in Header.__struct_fields__
        if (value := getattr(header, name)) is not None
    }
    names = {"ommers_hash": "sha3_uncles", "coinbase": "miner"}
    shown = {names.get(name, name): value for name, value in values.items()}
    return wire.Header(**shown, hash=_hex(named), transactions=[_hex(one.sent.hash()) for one in transactions])


def _shown_receipts(
    block_hash: bytes, number: int, transactions: Sequence[Transaction], receipts: Sequence[ConsensusReceipt]
) -> list[wire.Receipt]:
    shown: list[wire.Receipt] = []
    position = 0
    for index, (transaction, receipt) in enumerate(zip(transactions, receipts, strict=True)):
        place = {
            **{"block_hash": _hex(block_hash), "block_number": hex(number)},
            **{"transaction_hash": _hex(transaction.sent.hash()), "transaction_index": hex(index)},
        }
        logs = []
        for log in receipt.logs:
            content = (_hex(log.address), [_hex(topic) for topic in log.topics], _hex(log.data))
            logs.append(wire.Log(*content, **place, log_index=hex(position)))
            position += 1
        shown.append(
            wire.Receipt(
                **place,
                type=hex(receipt.type),
                status=hex(receipt.succeeded),
                cumulative_gas_used=hex(receipt.cumulative_gas_used),
                logs_bloom=_hex(receipt.logs_bloom()),
                logs=logs,
                sender=_hex(FOREIGN),
                to=_hex(ADDRESSES[CONTRACTS[0]]),
            )
        )
    return shown


def _hex(value: bytes) -> str:
    return f"0x{value.hex()}"

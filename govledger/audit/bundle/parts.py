"""The parts of a bundle as values, and their one encoding (docs/bundle.md, The file). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import Any, Final, TypeAlias

import msgspec

from govledger.audit.bundle.rule import BundleRule
from govledger.consensus.engine import Engine
from govledger.consensus.header import ADDRESS_LENGTH, HASH_LENGTH
from govledger.consensus.receipt import MAX_TOPICS, MAX_TYPE, ConsensusReceipt, ReceiptLog
from govledger.errors import BundleRefused, MalformedRlp
from govledger.rlp import RlpItem, RlpValue, has_more_items, rlp_decode, rlp_encode

MAGIC: Final = b"govledger bundle 1\n"
MAX_PART: Final = 2**24
"""Bytes of a part, its prefix included."""
MAX_ITEMS: Final = 1_000_000
"""Strings and lists in a part; a body of a block with 100 million gas has fewer."""
MAX_INTEGER_BYTES: Final = 8
WORD_BYTES: Final = 32


class PartKind(IntEnum):
    """The first item of a part."""

    DEPLOYMENT = 1
    SCOPE = 2
    GENESIS = 3
    CHECKPOINT = 4
    HEADER = 5
    STATE = 6
    BODY = 7
    INCLUDED = 8
    END = 9


class Coverage(StrEnum):
    """Of which blocks a bundle holds what."""

    ALL = "all"
    """The body of every block with a transaction."""
    EVENTS = "events"
    """The body of every block with an event of the contracts."""
    LIVES = "lives"
    """The transactions with the events of some objects."""


class Subject(msgspec.Struct, frozen=True, order=True):
    """An object whose life a bundle shows."""

    kind: str
    """As in the events: `bill`, `grant` …"""
    id: bytes
    """A number as the fewest big-endian bytes; an address, or 32 bytes."""


class DeploymentPart(msgspec.Struct, frozen=True):
    """What the deployment is."""

    essence: bytes
    """The RFC 8785 text whose keccak-256 is the deployment's digest."""


class ScopePart(msgspec.Struct, frozen=True):
    """What the bundle claims, and how it shows that."""

    engine: Engine
    epoch_blocks: int
    first_block: int
    """Whose events are claimed first; 0 for lives."""
    last_block: int
    coverage: Coverage
    state_blocks: tuple[int, ...]
    """Those that have proofs of their state; rising."""
    subjects: tuple[Subject, ...] = ()
    """Rising; none for a log."""


class GenesisPart(msgspec.Struct, frozen=True):
    """The header of block 0."""

    fields: tuple[bytes, ...]


class CheckpointPart(msgspec.Struct, frozen=True):
    """In place of the genesis: up to where the auditor has checked before."""

    encoded: bytes


class HeaderPart(msgspec.Struct, frozen=True, gc=False):
    """A header in its short form."""

    fields: tuple[bytes | None, ...]
    """Without parent hash and number; None where the header before has the same."""


class StatePart(msgspec.Struct, frozen=True):
    """What the state at the end of a block holds of an account (EIP-1186)."""

    address: bytes
    account_nodes: tuple[bytes, ...]
    storage_nodes: tuple[tuple[int, tuple[bytes, ...]], ...]
    """By slot, rising."""


class BodyPart(msgspec.Struct, frozen=True):
    """All transactions and receipts of a block."""

    transactions: tuple[bytes, ...]
    """As they stand in the trie."""
    receipts: tuple[ConsensusReceipt, ...]


class IncludedPart(msgspec.Struct, frozen=True):
    """One transaction of a block and its receipt, by proofs."""

    index: int
    transaction_nodes: tuple[bytes, ...]
    receipt_nodes: tuple[bytes, ...]


class EndPart(msgspec.Struct, frozen=True):
    """The last part."""

    digest: bytes
    """SHA-256 of all bytes before it."""


Part: TypeAlias = (
    DeploymentPart
    | ScopePart
    | GenesisPart
    | CheckpointPart
    | HeaderPart
    | StatePart
    | BodyPart
    | IncludedPart
    | EndPart
)

_COVERAGES: Final = tuple(Coverage)


def encode_part(part: Part) -> bytes:
    """The part's bytes."""
    return rlp_encode(_items(part))


def decode_part(data: bytes) -> Part:
    """The part that bytes are, strictly: encoding it gives the same bytes.

    Raises:
        BundleRefused: they are no part (FORMAT).
    """
    if has_more_items(data, MAX_ITEMS):
        raise _malformed(f"a part has more than {MAX_ITEMS} items")
    try:
        items = rlp_decode(data)
    except MalformedRlp as problem:
        raise _malformed(f"a part is no RLP: {problem}") from None
    if not isinstance(items, list) or not items or not isinstance(items[0], bytes) or len(items[0]) != 1:
        raise _malformed("a part is no list that begins with its kind")
    reader = _READERS.get(items[0][0])
    if reader is None:
        raise _malformed(f"a part is of the kind {items[0][0]}, which there is not")
    return reader(items[1:])


# --- to RLP --------------------------------------------------------------------------------------------


def _items(part: Part) -> RlpItem:
    match part:
        case DeploymentPart():
            return (PartKind.DEPLOYMENT, part.essence)
        case ScopePart():
            subjects = tuple((subject.kind.encode("ascii"), subject.id) for subject in part.subjects)
            coverage = _COVERAGES.index(part.coverage) + 1
            blocks = (part.first_block, part.last_block)
            engine = part.engine.encode("ascii")
            return (PartKind.SCOPE, engine, part.epoch_blocks, *blocks, coverage, part.state_blocks, subjects)
        case GenesisPart():
            return (PartKind.GENESIS, part.fields)
        case CheckpointPart():
            return (PartKind.CHECKPOINT, part.encoded)
        case HeaderPart():
            return (PartKind.HEADER, *[() if field is None else field for field in part.fields])
        case StatePart():
            return (PartKind.STATE, part.address, part.account_nodes, part.storage_nodes)
        case BodyPart():
            return (PartKind.BODY, part.transactions, tuple(map(_receipt_items, part.receipts)))
        case IncludedPart():
            return (PartKind.INCLUDED, part.index, part.transaction_nodes, part.receipt_nodes)
        case EndPart():
            return (PartKind.END, part.digest)


def _receipt_items(receipt: ConsensusReceipt) -> RlpItem:
    logs = tuple((log.address, log.topics, log.data) for log in receipt.logs)
    return (receipt.type, int(receipt.succeeded), receipt.cumulative_gas_used, logs)


# --- from RLP ------------------------------------------------------------------------------------------


def _deployment(items: list[RlpValue]) -> DeploymentPart:
    (essence,) = _exactly("DEPLOYMENT", items, 1)
    return DeploymentPart(_text("essence", essence))


def _scope(items: list[RlpValue]) -> ScopePart:
    engine, epoch, first, last, coverage, states, subjects = _exactly("SCOPE", items, 7)
    name = _text("engine", engine).decode("ascii", "replace")
    number = _integer("coverage", coverage)
    if name not in set(Engine):
        raise _malformed(f"the engine is {name[:40]!r}, which is none of {', '.join(Engine)}")
    if not 1 <= number <= len(_COVERAGES):
        raise _malformed(f"the coverage is {number}, which there is not")
    scope = ScopePart(
        engine=Engine(name),
        epoch_blocks=_integer("epoch", epoch),
        first_block=_integer("first block", first),
        last_block=_integer("last block", last),
        coverage=_COVERAGES[number - 1],
        state_blocks=tuple(_integer("state block", block) for block in _list("state blocks", states)),
        subjects=tuple(_subject(item) for item in _list("subjects", subjects)),
    )
    _check_scope(scope)
    return scope


def _check_scope(scope: ScopePart) -> None:
    lives = scope.coverage is Coverage.LIVES
    if not _rises(scope.state_blocks) or not _rises(scope.subjects):
        raise _malformed("state blocks or subjects do not rise")
    if lives != bool(scope.subjects) or lives != (scope.first_block == 0) or scope.epoch_blocks == 0:
        raise _malformed("the scope is neither that of a log nor that of lives")
    earliest = max(scope.first_block - 1, 0)
    if scope.first_block > scope.last_block or any(
        not earliest <= block <= scope.last_block for block in scope.state_blocks
    ):
        raise _malformed("the scope ends before it begins, or has a state outside of it")
    if lives and scope.state_blocks != (scope.last_block,):
        raise _malformed("the scope of lives has another state than that of its last block")


def _subject(item: RlpValue) -> Subject:
    kind, number = _exactly("subject", _list("subject", item), 2)
    name, identity = _text("kind of a subject", kind), _text("id of a subject", number)
    if not name.isascii() or len(name) > 40:
        raise _malformed("the kind of a subject is no word")
    if not identity or len(identity) > WORD_BYTES:
        raise _malformed(f"the id of a subject has {len(identity)} bytes")
    return Subject(name.decode("ascii"), identity)


def _genesis(items: list[RlpValue]) -> GenesisPart:
    (fields,) = _exactly("GENESIS", items, 1)
    return GenesisPart(_texts("header field", fields))


def _checkpoint(items: list[RlpValue]) -> CheckpointPart:
    (encoded,) = _exactly("CHECKPOINT", items, 1)
    return CheckpointPart(_text("checkpoint", encoded))


def _header(items: list[RlpValue]) -> HeaderPart:
    if any(isinstance(item, list) and item for item in items):
        raise _malformed("a field of a header is a list")
    return HeaderPart(tuple([item if isinstance(item, bytes) else None for item in items]))


def _state(items: list[RlpValue]) -> StatePart:
    address, account, storage = _exactly("STATE", items, 3)
    slots = []
    for entry in _list("storage proofs", storage):
        slot, nodes = _exactly("storage proof", _list("storage proof", entry), 2)
        slots.append((_integer("slot", slot, WORD_BYTES), _texts("node", nodes)))
    if not _rises([slot for slot, _ in slots]):
        raise _malformed("the slots of a state do not rise")
    return StatePart(_sized("address", address, ADDRESS_LENGTH), _texts("node", account), tuple(slots))


def _body(items: list[RlpValue]) -> BodyPart:
    transactions, receipts = _exactly("BODY", items, 2)
    body = BodyPart(
        _texts("transaction", transactions),
        tuple([_receipt(item) for item in _list("receipts", receipts)]),
    )
    if not body.transactions or len(body.transactions) != len(body.receipts):
        raise _malformed(f"a body has {len(body.transactions)} transactions and {len(body.receipts)} receipts")
    return body


def _receipt(item: RlpValue) -> ConsensusReceipt:
    kind, status, gas, logs = _exactly("receipt", _list("receipt", item), 4)
    type_, succeeded = _integer("type of a receipt", kind), _integer("status of a receipt", status)
    if type_ > MAX_TYPE or succeeded > 1:
        raise _malformed(f"a receipt has type {type_} and status {succeeded}")
    used = _integer("gas of a receipt", gas)
    return ConsensusReceipt(type_, succeeded == 1, used, tuple([_log(log) for log in _list("logs", logs)]))


def _log(item: RlpValue) -> ReceiptLog:
    address, topics, data = _exactly("log", _list("log", item), 3)
    words = tuple([_sized("topic", topic, HASH_LENGTH) for topic in _list("topics", topics)])
    if len(words) > MAX_TOPICS:
        raise _malformed(f"a log has {len(words)} topics")
    return ReceiptLog(_sized("address of a log", address, ADDRESS_LENGTH), words, _text("data of a log", data))


def _included(items: list[RlpValue]) -> IncludedPart:
    index, transaction, receipt = _exactly("INCLUDED", items, 3)
    return IncludedPart(_integer("index", index), _texts("node", transaction), _texts("node", receipt))


def _end(items: list[RlpValue]) -> EndPart:
    (digest,) = _exactly("END", items, 1)
    return EndPart(_sized("digest", digest, HASH_LENGTH))


_READERS: Final[Mapping[int, Callable[[list[RlpValue]], Part]]] = {
    PartKind.DEPLOYMENT: _deployment,
    PartKind.SCOPE: _scope,
    PartKind.GENESIS: _genesis,
    PartKind.CHECKPOINT: _checkpoint,
    PartKind.HEADER: _header,
    PartKind.STATE: _state,
    PartKind.BODY: _body,
    PartKind.INCLUDED: _included,
    PartKind.END: _end,
}


def _malformed(what: str) -> BundleRefused:
    return BundleRefused(BundleRule.FORMAT, what)


def _exactly(what: str, items: list[RlpValue], length: int) -> list[RlpValue]:
    if len(items) != length:
        raise _malformed(f"{what} has {len(items)} items instead of {length}")
    return items


def _list(what: str, item: RlpValue) -> list[RlpValue]:
    if not isinstance(item, list):
        raise _malformed(f"{what}: no list")
    return item


def _text(what: str, item: RlpValue) -> bytes:
    if not isinstance(item, bytes):
        raise _malformed(f"{what}: a list where bytes should be")
    return item


def _texts(what: str, item: RlpValue) -> tuple[bytes, ...]:
    return tuple([_text(what, entry) for entry in _list(what, item)])


def _sized(what: str, item: RlpValue, length: int) -> bytes:
    data = _text(what, item)
    if len(data) != length:
        raise _malformed(f"{what}: {len(data)} bytes instead of {length}")
    return data


def _integer(what: str, item: RlpValue, most: int = MAX_INTEGER_BYTES) -> int:
    data = _text(what, item)
    if data[:1] == b"\0" or len(data) > most:
        raise _malformed(f"{what}: no minimal integer of at most {most} bytes")
    return int.from_bytes(data, "big")


def _rises(entries: Iterable[Any]) -> bool:
    return all(first < second for first, second in pairwise(entries))

"""From checked logs to the rows of the event tables, with running hashes and versions carried on. Pure.

This is where an index of millions of events spends its time: no object is made for an event that is not stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NoReturn

import msgspec

from govledger.errors import MalformedLog, UnknownLog, VersionGap
from govledger.events import BY_TOPIC, EVENTS, Event, decode
from govledger.events.layout import layout_of
from govledger.index.checks import PlacedLog
from govledger.index.codes import EVENT_CODES, KIND_CODES, OBJECT_KINDS
from govledger.index.model import Attempt, Batch, BlockHeader, HeadAt, IndexedDeployment, ObjectId, RunningHead
from govledger.privacy.keccak import keccak_256

VersionLookup = Callable[[str, str, ObjectId], int]
"""Contract key, kind and id to the object's present version; 0 if there is none."""
REMEMBERED_OBJECTS = 50_000
"""The present versions of so many objects are kept in memory at most between two batches."""
POSITION_WIDTH = 5
"""Block number, log index, transaction index, transaction hash and digest stand before the fields of a row."""

_key_of = attrgetter("key")
_Row = tuple[Any, ...]
_Versions = list[tuple[int, ObjectId, int, int, int, int]]


@dataclass(slots=True)
class _Table:
    """How logs of one event become rows of its table."""

    event: type[Event]
    size: int
    topics: int
    padding: int
    read: Callable[[bytes], _Row]
    objects: tuple[tuple[dict[ObjectId, int], int, int, int], ...]
    """For each object: its kind's remembered versions and code, and the places of id and version in a row."""
    code: int
    rows: list[_Row] = field(default_factory=list)


@dataclass(slots=True)
class _Contract:
    """One contract: its events by their topics, and its running hash so far."""

    key: str
    tables: Mapping[bytes, _Table]
    head: bytes
    events: int
    block: int = -1
    """The last block in which it emitted something."""


class Decoder:
    """Takes in one block after the other, and gives them as batches.

    It carries the running hash of every contract and the versions of objects from block to block. After an error it is
    of no use any more: what it carries may be half of a block.
    """

    def __init__(
        self, deployment: IndexedDeployment, heads: Mapping[str, RunningHead], version_of: VersionLookup
    ) -> None:
        """Begin after the blocks whose heads these are.

        Args:
            deployment: the contracts whose logs will come.
            heads: each contract's running hash so far; one that is not among them has emitted nothing.
            version_of: asked when an object's version before is not remembered.
        """
        self._version_of = version_of
        self._remembered: dict[tuple[str, str], dict[ObjectId, int]] = {kind: {} for kind in OBJECT_KINDS}
        self._contracts: dict[str, _Contract] = {}
        for key, contract in deployment.contracts.items():
            before = heads.get(key, RunningHead())
            tables = {event.TOPIC: self._table(event) for event in EVENTS if key == event.CONTRACT}
            self._contracts[f"0x{contract.address.hex()}"] = _Contract(key, tables, before.head, before.events)
        self._headers: list[BlockHeader] = []
        self._heads: list[HeadAt] = []
        self._versions: _Versions = []
        self._attempts: list[Attempt] = []
        self.pending_events = 0

    @property
    def pending_blocks(self) -> int:
        """How many blocks the next batch will hold."""
        return len(self._headers)

    def heads(self) -> dict[str, RunningHead]:
        """Each contract's running hash after all that was taken in."""
        return {contract.key: RunningHead(contract.head, contract.events) for contract in self._contracts.values()}

    def take_in(self, header: BlockHeader, logs: Sequence[PlacedLog], attempts: Sequence[Attempt] = ()) -> None:
        """One more block, the next one, with the calls in it that failed.

        Raises:
            UnknownLog: no event of the contract that emitted the log.
            MalformedLog: not the strict encoding of its event.
            VersionGap: an object's version does not follow the one before.
        """
        number = header.number
        tail = number.to_bytes(32, "big") + header.timestamp.to_bytes(32, "big")
        contracts, from_bytes = self._contracts, int.from_bytes
        touched: list[_Contract] = []
        for address, topics, raw, digest, log_index, transaction_index, transaction_hash in logs:
            contract = contracts[address]
            table = contract.tables.get(raw[:32]) if topics else None
            if table is None:
                _refuse_unknown(_named(contract.key, number, log_index, transaction_hash), raw, topics)
            if len(raw) != table.size or topics != table.topics or from_bytes(raw, "big") & table.padding:
                fields = _decoded(raw, topics, number, log_index)
            else:
                fields = table.read(raw)
            row = (number, log_index, transaction_index, transaction_hash, digest, *fields)
            table.rows.append(row)
            contract.head = keccak_256(contract.head + digest + tail).digest()
            contract.events += 1
            if contract.block != number:
                contract.block = number
                touched.append(contract)
            for versions, kind, id_at, version_at in table.objects:
                if version := row[version_at]:
                    object_id = row[id_at]
                    if versions.get(object_id, 0) + 1 != version:
                        self._require_next(row, table, versions.get(object_id), kind, object_id, version)
                    versions[object_id] = version
                    self._versions.append((kind, object_id, version, table.code, number, log_index))
        self._headers.append(header)
        self._attempts += attempts
        self.pending_events += len(logs)
        touched.sort(key=_key_of)
        self._heads += [HeadAt(contract.key, number, contract.head, contract.events) for contract in touched]

    def batch(self) -> Batch:
        """What was taken in since the last batch; at least one block."""
        tables = [table for contract in self._contracts.values() for table in contract.tables.values() if table.rows]
        rows = {table.event: table.rows for table in tables}
        batch = Batch(self._headers, rows, self._heads, self._versions, self._attempts)
        for table in tables:
            table.rows = []
        if sum(map(len, self._remembered.values())) > REMEMBERED_OBJECTS:
            for versions in self._remembered.values():
                versions.clear()
        self._headers, self._heads, self._versions, self._attempts, self.pending_events = [], [], [], [], 0
        return batch

    def _table(self, event: type[Event]) -> _Table:
        places = {item.name: place for place, item in enumerate(event.FIELDS, POSITION_WIDTH)}
        objects = tuple(
            (
                self._remembered[event.CONTRACT, reference.kind],
                KIND_CODES[event.CONTRACT, reference.kind],
                places[reference.id_field],
                places[reference.version_field],
            )
            for reference in event.OBJECTS
        )
        layout = layout_of(event)
        code = EVENT_CODES[event.NAME]
        if layout is None:  # arrays and bytes: no raw log has size 0, so that each is decoded by `decode`
            return _Table(event, 0, 0, 0, tuple, objects, code)
        return _Table(event, *layout, objects, code)

    def _require_next(
        self, row: _Row, table: _Table, before: int | None, kind: int, object_id: ObjectId, version: int
    ) -> None:
        """Refuses a version that does not follow the one before, which the store knows if it is not remembered.

        A first version is not asked about: the store refuses one that it holds.
        """
        if before is None:
            before = self._version_of(*OBJECT_KINDS[kind - 1], object_id)
        if version != before + 1:
            shown = f"0x{object_id.hex()}" if isinstance(object_id, bytes) else object_id
            raise VersionGap(
                f"{_named(table.event.CONTRACT, row[0], row[1], row[3])} makes version {version} of "
                f"{OBJECT_KINDS[kind - 1][1]} {shown}, whose version is {before}: an event is missing"
            )


def _decoded(raw: bytes, topics: int, number: int, log_index: int) -> _Row:
    """The fields of a log that no layout reads."""
    words = [raw[32 * place : 32 * place + 32] for place in range(topics)]
    try:
        return msgspec.structs.astuple(decode(words, raw[32 * topics :]))
    except MalformedLog as problem:
        raise MalformedLog(f"log {log_index} of block {number}: {problem.what}", problem.rule) from None


def _refuse_unknown(named: str, raw: bytes, topics: int) -> NoReturn:
    event = BY_TOPIC.get(raw[:32]) if topics else None
    if event is not None:
        raise UnknownLog(f"{named}: {event.NAME} is an event of {event.CONTRACT}")
    first = f"topic 0x{raw[:32].hex()}" if topics else "no topic"
    raise UnknownLog(f"{named}: a log with {first} is no event of govledger's contracts")


def _named(contract: str, number: int, log_index: int, transaction_hash: bytes) -> str:
    return f"log {log_index} of block {number}, emitted by {contract} in transaction 0x{transaction_hash.hex()}"

"""What is asked of a node's answers before anything of them is stored. Pure.

Every block follows its parent; every log belongs to its block, comes in order and once, and holds an event of the
contract that emitted it; every object's versions are 1, 2, 3 … without a gap; the running hash goes on from log to log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from govledger.errors import BlockMissing, LinkBroken, LogMisplaced, UnknownLog, VersionGap
from govledger.events import Event, decode
from govledger.events.chain import log_digest, next_head
from govledger.index.codes import EVENT_CODES, KIND_CODES
from govledger.index.model import (
    Batch,
    BlockHeader,
    DecodedLog,
    HeadAt,
    IndexedDeployment,
    ObjectId,
    RawLog,
    RunningHead,
)
from govledger.index.plan import Span

VersionLookup = Callable[[str, str, ObjectId], int]
"""Contract key, kind and id to the object's present version; 0 if there is none."""


def check_headers(span: Span, headers: Sequence[BlockHeader], parent: BlockHeader | None) -> None:
    """Holds headers to the blocks that were asked for and to one another.

    Args:
        span: the blocks that were asked for.
        headers: what the node gave.
        parent: the block before the span, or None if the index begins with this span.

    Raises:
        BlockMissing: a block is missing, or another one was given.
        LinkBroken: a parent hash is not the hash of the block before.
    """
    expected = span.first
    for header in headers:
        if header.number != expected:
            raise BlockMissing(f"the node gave block {header.number} where block {expected} was asked for")
        if parent is not None and header.parent_hash != parent.hash:
            raise LinkBroken(
                f"block {header.number} names 0x{header.parent_hash.hex()} as its parent, "
                f"but block {parent.number} is 0x{parent.hash.hex()}"
            )
        parent, expected = header, expected + 1
    if expected != span.last + 1:
        raise BlockMissing(f"the node left out block {expected}")


def check_logs(headers: Sequence[BlockHeader], logs: Sequence[RawLog], addresses: frozenset[bytes]) -> None:
    """Holds logs to the blocks that they are said to be in.

    Raises:
        LogMisplaced: a log of another block or contract, out of order, or twice.
    """
    hashes = {header.number: header.hash for header in headers}
    before = (-1, -1)
    transaction = (-1, -1, b"")
    for log in logs:
        where = f"log {log.log_index} of block {log.block_number}"
        if log.block_number not in hashes:
            raise LogMisplaced(f"{where} was not asked for; the blocks are {headers[0].number} to {headers[-1].number}")
        if hashes[log.block_number] != log.block_hash:
            raise LogMisplaced(
                f"{where} names block hash 0x{log.block_hash.hex()}; the block is 0x{hashes[log.block_number].hex()}"
            )
        if log.address not in addresses:
            raise LogMisplaced(f"{where} is of 0x{log.address.hex()}, which was not asked for")
        position = (log.block_number, log.log_index)
        if position == before:
            raise LogMisplaced(f"{where} came twice")
        if position < before:
            raise LogMisplaced(f"{where} came after log {before[1]} of block {before[0]}")
        place = (log.block_number, log.transaction_index, log.transaction_hash)
        if place[:2] < transaction[:2] or (place[:2] == transaction[:2] and place != transaction):
            raise LogMisplaced(f"{where} names a transaction that does not follow that of the log before")
        before, transaction = position, place


def decode_logs(logs: Sequence[RawLog], deployment: IndexedDeployment) -> Iterator[DecodedLog]:
    """The events that logs hold.

    Raises:
        UnknownLog: no event of the contract that emitted the log.
        MalformedLog: not the strict encoding of its event.
    """
    keys = {contract.address: key for key, contract in deployment.contracts.items()}
    for log in logs:
        contract = keys[log.address]
        try:
            event = decode(log.topics, log.data)
        except UnknownLog as problem:
            raise UnknownLog(f"{_named(contract, log)}: {problem}") from None
        if contract != event.CONTRACT:
            raise UnknownLog(f"{_named(contract, log)}: {event.NAME} is an event of {event.CONTRACT}")
        yield DecodedLog(contract, log, event, log_digest(log.topics, log.data))


def follow_heads(
    logs: Sequence[DecodedLog], headers: Sequence[BlockHeader], heads: Mapping[str, RunningHead]
) -> tuple[HeadAt, ...]:
    """Each contract's running hash at the end of every block that holds events of it.

    Args:
        logs: in order.
        headers: of the blocks that hold them.
        heads: the running hashes before; a contract that is not among them has emitted nothing.
    """
    times = {header.number: header.timestamp for header in headers}
    current = dict(heads)
    found: dict[tuple[int, str], HeadAt] = {}
    for entry in logs:
        number = entry.log.block_number
        before = current.get(entry.contract, RunningHead())
        head = next_head(before.head, entry.digest, number, times[number])
        current[entry.contract] = RunningHead(head, before.events + 1)
        found[number, entry.contract] = HeadAt(entry.contract, number, head, before.events + 1)
    return tuple(found[key] for key in sorted(found))


def objects_of(event: Event) -> Iterator[tuple[str, ObjectId, int]]:
    """The (kind, id, version) of each object that an event is about."""
    for reference in event.OBJECTS:
        version = getattr(event, reference.version_field)
        if version:
            yield reference.kind, getattr(event, reference.id_field), version


def follow_versions(
    logs: Sequence[DecodedLog], version_of: VersionLookup
) -> list[tuple[int, ObjectId, int, int, int, int]]:
    """The versions that events make, each one more than the version before.

    Raises:
        VersionGap: it is not.
    """
    current: dict[tuple[str, str, ObjectId], int] = {}
    versions = []
    for entry in logs:
        for kind, object_id, version in objects_of(entry.event):
            key = (entry.contract, kind, object_id)
            before = current[key] if key in current else version_of(*key)
            if version != before + 1:
                shown = f"0x{object_id.hex()}" if isinstance(object_id, bytes) else object_id
                raise VersionGap(
                    f"{_named(entry.contract, entry.log)} makes version {version} of {kind} {shown}, "
                    f"whose version is {before}: an event is missing"
                )
            current[key] = version
            versions.append(
                (
                    *(KIND_CODES[entry.contract, kind], object_id, version, EVENT_CODES[entry.event.NAME]),
                    *(entry.log.block_number, entry.log.log_index),
                )
            )
    return versions


def build_batch(
    headers: Sequence[BlockHeader],
    logs: Sequence[RawLog],
    deployment: IndexedDeployment,
    heads: Mapping[str, RunningHead],
    version_of: VersionLookup,
) -> Batch:
    """All that the store takes in of consecutive blocks, after every check of a log.

    Raises:
        LogMisplaced, UnknownLog, MalformedLog, VersionGap: as the checks say.
    """
    check_logs(headers, logs, frozenset(contract.address for contract in deployment.contracts.values()))
    decoded = tuple(decode_logs(logs, deployment))
    return Batch(
        headers=tuple(headers),
        rows=_rows(decoded),
        heads=follow_heads(decoded, headers, heads),
        versions=follow_versions(decoded, version_of),
    )


def _rows(decoded: Sequence[DecodedLog]) -> dict[type[Event], list[tuple[Any, ...]]]:
    rows: dict[type[Event], list[tuple[Any, ...]]] = {}
    for entry in decoded:
        log = entry.log
        position = (log.block_number, log.log_index, log.transaction_index, log.transaction_hash, entry.digest)
        rows.setdefault(type(entry.event), []).append((*position, *msgspec.structs.astuple(entry.event)))
    return rows


def _named(contract: str, log: RawLog) -> str:
    return (
        f"log {log.log_index} of block {log.block_number}, emitted by {contract} "
        f"in transaction 0x{log.transaction_hash.hex()}"
    )

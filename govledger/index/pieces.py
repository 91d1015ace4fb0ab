"""What a node says of a span of blocks, and what is left of that once it was checked. Pure.

Whether the first of the blocks follows those before, and whether validators sealed them, is seen by whoever takes them
in, one piece after the other; all else is checked here, of each piece by itself, in whatever order and process.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from govledger.consensus.engine import Engine
from govledger.errors import GovledgerError
from govledger.index.checks import (
    CheckedBlock,
    PlacedLog,
    Watched,
    check_headers,
    check_receipts,
    place_logs,
    require_no_logs,
)
from govledger.index.model import BlockHeader
from govledger.index.plan import Span
from govledger.index.wire import FAILED, Header, Log, Receipt, Transaction

PLAIN: Final = "plain"
"""The name of what is no engine that govledger knows, as a development chain has none."""


class Wanted(msgspec.Struct, frozen=True):
    """What is read of each block."""

    addresses: tuple[bytes, ...]
    """Of the contracts whose logs are wanted."""
    reads_receipts: bool
    """Whether the logs are taken from receipts that are held to their root; with them come the calls that failed."""
    keeps_headers: bool
    """Whether somebody follows the headers by their seals afterwards."""


class Piece(msgspec.Struct, frozen=True):
    """All that a node said of a span of blocks; nothing of it is checked."""

    span: Span
    headers: list[Header]
    logs: list[Log]
    """Empty where the receipts are read instead."""
    receipts: dict[str, list[Receipt]]
    """By block hash, of blocks that may hold what is wanted and had to be read so."""
    transactions: dict[str, list[Transaction]]
    """By block hash, of blocks in which one failed; where receipts are read."""
    size: int


class FailedBlock(msgspec.Struct, frozen=True):
    """A block in which a transaction failed; whose call that was is not checked yet."""

    header: Header
    transactions: list[Transaction]
    receipts: list[Receipt]
    """Those of the header's root, without their logs."""


class CheckedPiece(msgspec.Struct, frozen=True):
    """What a span of blocks holds for the index."""

    span: Span
    hashes: list[str]
    """Of the blocks, as the node gave them."""
    blocks: list[BlockHeader]
    """Each with its header's hash, and linked to the one before it in the piece; none where a header is wrong."""
    logs: list[list[PlacedLog]]
    """Of each block; none where there is a problem."""
    failed: dict[int, FailedBlock]
    """By block number; where receipts are read."""
    headers: list[Header]
    """Empty unless they are to be kept."""
    engine: str | None
    """By whose rule the hashes are, as `NodeReader` knows it."""
    size: int
    """Bytes that the node sent."""
    problem: GovledgerError | None = None
    """The first check that failed: nothing of it can be taken in."""


def checked(piece: Piece, engine: str | None, watched: Watched, wanted: Wanted) -> CheckedPiece:
    """A piece after all checks that need nothing but itself.

    Args:
        piece: what the node said.
        engine: by whose rule the headers' hashes are; None: nobody knows yet.
        watched: the contracts of `wanted`.
        wanted: what was read.
    """
    hashes = [header.hash for header in piece.headers]
    headers = piece.headers if wanted.keeps_headers else []
    blocks: list[CheckedBlock] = []
    logs: list[list[PlacedLog]] = []
    problem = None
    try:
        blocks = check_headers(piece.span, piece.headers, engine_named(engine))
        logs = (_from_receipts if wanted.reads_receipts else _from_logs)(piece, blocks, watched)
    except GovledgerError as found:
        problem = found
    failed = _failed(piece, blocks) if wanted.reads_receipts and problem is None else {}
    kept = [block.header for block in blocks]
    return CheckedPiece(piece.span, hashes, kept, logs, failed, headers, engine, piece.size, problem)


def engine_named(name: str | None) -> Engine | None:
    """The engine of a name; None: `PLAIN`, or nobody knows yet."""
    return None if name in (None, PLAIN) else Engine(name)


def has_failures(receipts: Sequence[Receipt]) -> bool:
    """Whether a transaction of a block failed; whose it was, only the block's transactions say."""
    return any(receipt.status == FAILED for receipt in receipts)


def _from_receipts(piece: Piece, blocks: Sequence[CheckedBlock], watched: Watched) -> list[list[PlacedLog]]:
    """The logs of each block; one whose receipts were not asked for holds no transaction."""
    read = piece.receipts
    return [
        check_receipts(block, read[block.answer.hash], watched) if block.answer.hash in read else [] for block in blocks
    ]


def _from_logs(piece: Piece, blocks: Sequence[CheckedBlock], watched: Watched) -> list[list[PlacedLog]]:
    """The logs of each block; of a doubtful one that there are none."""
    placed = place_logs(blocks, piece.logs, watched)
    for block in blocks:
        if (receipts := piece.receipts.get(block.answer.hash)) is not None:
            require_no_logs(block, check_receipts(block, receipts, watched))
    return placed


def _failed(piece: Piece, blocks: Sequence[CheckedBlock]) -> dict[int, FailedBlock]:
    found = {}
    for block in blocks:
        receipts = piece.receipts.get(block.answer.hash, [])
        if has_failures(receipts):
            without_logs = [msgspec.structs.replace(receipt, logs=[]) for receipt in receipts]
            found[block.header.number] = FailedBlock(block.answer, piece.transactions[block.answer.hash], without_logs)
    return found

"""Asking a node for all that the index needs of a span of blocks (I/O)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import msgspec

from govledger.consensus.engine import Engine
from govledger.consensus.trie import EMPTY_ROOT
from govledger.errors import NodeRefused, NodeUnusable
from govledger.index.checks import Watched, engine_by
from govledger.index.node import Node
from govledger.index.pieces import PLAIN, CheckedPiece, Piece, Wanted, checked, engine_named, has_failures
from govledger.index.plan import Span
from govledger.index.wire import Header, Log

NO_TRANSACTIONS: Final = f"0x{EMPTY_ROOT.hex()}"
"""The transactionsRoot of a block without any."""


class NodeReader:
    """Reads spans from a node, and checks what came.

    Attributes:
        engine: by whose rule the headers' hashes are, or `PLAIN`; found with the first header if it is not known.
    """

    def __init__(self, node: Node, wanted: Wanted, engine: str | None) -> None:
        self.engine = engine
        self._node = node
        self._wanted = wanted
        self._watched = Watched.of(wanted.addresses)

    def of(self, node: Node) -> NodeReader:
        """The same reader of another node."""
        return NodeReader(node, self._wanted, self.engine)

    def engine_of(self, headers: Sequence[Header]) -> Engine | None:
        """The engine of the chain that these headers are of; None: none that is known."""
        if self.engine is None and headers:
            self.engine = engine_by(headers[0]) or PLAIN
        return engine_named(self.engine)

    def piece(self, span: Span) -> CheckedPiece:
        """All of a span, checked as far as it can be by itself.

        Raises:
            ConnectionFailed, NodeRefused, NodeUnusable: as `Node` says.
            BlockMissing: the node has not one of the blocks.
        """
        answers = self.answers(span)
        self.engine_of(answers.headers)
        return checked(answers, self.engine, self._watched, self._wanted)

    def answers(self, span: Span) -> Piece:
        """What the node says of a span, unchecked; raises as `piece`."""
        node = self._node
        headers = node.headers(span.first, span.last)
        if self._wanted.reads_receipts:
            wanted = [header for header in headers.items if header.transactions_root != NO_TRANSACTIONS]
            return self._with_failures(self._with_receipts(span, headers.items, [], headers.size, wanted))
        logs = node.logs(span.first, span.last, self._watched.addresses)
        seen = {log.block_hash for log in logs.items}
        doubtful = [header for header in self._may_hold(headers.items) if header.hash not in seen]
        size = headers.size + logs.size
        with suppress(NodeRefused):  # a doubt that nobody can settle; the running hashes do at the end
            return self._with_receipts(span, headers.items, logs.items, size, doubtful)
        return Piece(span, headers.items, logs.items, {}, {}, size)

    def _with_receipts(
        self, span: Span, headers: list[Header], logs: list[Log], size: int, wanted: Sequence[Header]
    ) -> Piece:
        if not wanted:
            return Piece(span, headers, logs, {}, {}, size)
        answer = self._node.receipts(wanted)
        if len(answer.items) != len(wanted):
            raise NodeUnusable(
                f"the node gives the receipts of {len(answer.items)} blocks; {len(wanted)} were asked for"
            )
        of_blocks = {header.hash: receipts for header, receipts in zip(wanted, answer.items, strict=True)}
        return Piece(span, headers, logs, of_blocks, {}, size + answer.size)

    def _with_failures(self, piece: Piece) -> Piece:
        """The transactions of blocks in which one failed, too: whose call that was, no receipt proves."""
        wanted = [header for header in piece.headers if has_failures(piece.receipts.get(header.hash, ()))]
        if not wanted:
            return piece
        answer = self._node.transactions(wanted)
        if len(answer.items) != len(wanted):
            raise NodeUnusable(
                f"the node gives the transactions of {len(answer.items)} blocks; {len(wanted)} were asked for"
            )
        of_blocks = {header.hash: sent for header, sent in zip(wanted, answer.items, strict=True)}
        return msgspec.structs.replace(piece, transactions=of_blocks, size=piece.size + answer.size)

    def _may_hold(self, headers: Sequence[Header]) -> list[Header]:
        try:
            return [header for header in headers if self._watched.may_be_in(int(header.logs_bloom, 16))]
        except ValueError as problem:
            raise NodeUnusable(f"the node gives something else than a bloom filter: {problem}") from None


class HeaderReader:
    """Reads headers alone, and checks nothing: whoever follows them does."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def piece(self, span: Span) -> Piece:
        """The headers of a span; raises as `Node.headers`."""
        headers = self._node.headers(span.first, span.last)
        return Piece(span, headers.items, [], {}, {}, headers.size)

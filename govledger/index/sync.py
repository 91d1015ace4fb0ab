"""Brings a store up to the chain: the one place where node and store meet."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import NoReturn

from govledger.consensus.engine import Engine, engine_of
from govledger.errors import (
    BlockHashWrong,
    BlockMissing,
    ChainMismatch,
    HeadMismatch,
    IndexingError,
    LinkBroken,
    LogMisplaced,
    LogsMissing,
    ReceiptsWrong,
    ReorganisationTooDeep,
    VersionGap,
)
from govledger.index.checks import (
    CheckedBlock,
    PlacedLog,
    Watched,
    check_headers,
    check_receipts,
    place_logs,
    require_no_logs,
)
from govledger.index.decoding import Decoder
from govledger.index.model import BlockHeader, Reorganisation, RunningHead, SyncReport, Trust
from govledger.index.node import Node
from govledger.index.observer import Observer, Silent
from govledger.index.pipeline import PatientNode, Pause, Piece, Pieces, SpanReader, in_order
from govledger.index.plan import Patience, Span, SpanControl, fork_windows, is_too_deep, last_common
from govledger.index.store import Store

BLOCKS_PER_BATCH = 5_000
EVENTS_PER_BATCH = 8_192
"""A batch is committed when it has so many blocks or events, whichever comes first."""
MOVES = 10
"""How often the chain may change under the index's eyes before it gives up."""
BACKFILL_BLOCKS = 500
"""From so many missing blocks on, secondary indexes are made after them instead of row by row."""

_MAY_HAVE_MOVED = (
    *(BlockMissing, LinkBroken, LogMisplaced, LogsMissing, ReceiptsWrong, BlockHashWrong),
    *(VersionGap, HeadMismatch),
)
"""What a node's answers also look like when the chain changed between them."""


class _ChainMoved(Exception):
    """The blocks that were just read are no longer the chain's."""


def sync(
    node: Node,
    store: Store,
    *,
    until: int | None = None,
    settled_depth: int | None = None,
    blocks_per_batch: int = BLOCKS_PER_BATCH,
    observer: Observer | None = None,
) -> SyncReport:
    """Reads what the store lacks, checks it and takes it in, block after block, up to the latest.

    As `Indexer.catch_up`, once.
    """
    indexer = Indexer(
        node, store, settled_depth=settled_depth, blocks_per_batch=blocks_per_batch, observer=observer or Silent()
    )
    return indexer.catch_up(until)


class Indexer:
    """Brings one store up to the chain of one node, as often as it is told to.

    What it knows between two times (that the node serves the chain, the versions of objects) makes the next time fast.
    """

    def __init__(
        self,
        node: Node,
        store: Store,
        *,
        settled_depth: int | None = None,
        blocks_per_batch: int = BLOCKS_PER_BATCH,
        observer: Observer | None = None,
        patience: Patience | None = None,
        pause: Pause = time.sleep,
    ) -> None:
        """Take node and store; nothing is asked yet.

        Args:
            node: what is asked.
            store: what is filled; it says which contracts, and how much is recomputed.
            settled_depth: a reorganisation of more blocks than this stops the run; None: there is no such depth.
            blocks_per_batch: how many blocks are committed together at most.
            observer: is told what happens.
            patience: how often a node that does not answer is asked again.
            pause: waits so many seconds; what it raises ends the run, the store as after the last batch.
        """
        self.store = store
        self._observer = observer or Silent()
        self._patient = PatientNode(node, patience or Patience(), self._observer, pause)
        self._settled_depth = settled_depth
        self._blocks_per_batch = blocks_per_batch
        self._watched = Watched.of(store.deployment)
        self._engine: Engine | None = None
        self._control = SpanControl(limit=blocks_per_batch)
        self._decoder: Decoder | None = None
        self._same_chain = False

    def catch_up(self, until: int | None = None) -> SyncReport:
        """Takes in what the store lacks up to the node's latest block, and compares the running hashes there.

        Where the chain was reorganised, the blocks that it no longer holds are taken out first. Running it again is
        harmless.

        Args:
            until: the last block to read; the node's latest if None.

        Raises:
            ChainMismatch: the node serves another chain than the store's.
            IndexingError: an answer of the node breaks a rule; the store keeps nothing of it.
            ReorganisationTooDeep: see `settled_depth`; the store is as it was.
            HeadMismatch, VersionGap: logs are missing or changed, perhaps in a batch that was stored before; the store
                goes back to the last block at which the running hashes were right.
            ConnectionFailed, StoreError: node or store cannot be reached; the store is as after the last batch.
        """
        self._require_same_chain()
        done = _Done()
        for _ in range(MOVES):
            try:
                self._advance(done, until)
                break
            except _ChainMoved:
                continue
            finally:
                self._decoder = None if done.failed else self._decoder
        else:
            raise LinkBroken(
                f"the node's chain changed {MOVES} times after block {self.store.last_block()} while it was read; "
                "wait until it settles, or ask another node"
            )
        return SyncReport(
            first_block=self.store.deployment.first_block,
            last_block=self.store.last_block(),
            blocks_added=done.blocks,
            events_added=done.events,
            reorganisations=tuple(done.reorganisations),
            blocks_behind=done.behind,
            heads=done.heads,
        )

"""Brings a store up to the chain: the one place where node and store meet."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import NoReturn

import msgspec

from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.errors import (
    BlockHashWrong,
    BlockMissing,
    ChainMismatch,
    GovledgerError,
    HeaderRefused,
    HeadMismatch,
    LinkBroken,
    LogMisplaced,
    LogsMissing,
    ReceiptsWrong,
    ReorganisationTooDeep,
    TransactionsWrong,
    VersionGap,
)
from govledger.index.attempts import attempt_of, check_transactions, failed_calls
from govledger.index.checks import check_headers, require_follows
from govledger.index.commits import Commits
from govledger.index.decoding import Decoder
from govledger.index.deployment import call_reader
from govledger.index.model import (
    Attempt,
    Batch,
    BlockHeader,
    ObjectId,
    Reorganisation,
    RunningHead,
    SyncReport,
    Trust,
)
from govledger.index.node import Node, header_at
from govledger.index.observer import Observer, Silent
from govledger.index.pieces import PLAIN, CheckedPiece, FailedBlock, Piece, Wanted
from govledger.index.pipeline import P, PatientNode, Pause, Pieces, SpanReader, read_in_order
from govledger.index.plan import FIRST_SPAN, Patience, Span, SpanControl, fork_windows, is_too_deep, last_common
from govledger.index.reading import HeaderReader, NodeReader
from govledger.index.reading_process import AHEAD, can_fork, read_beside
from govledger.index.reasons import Reasons, Unasked
from govledger.index.seals import SealedHeaders, sealed_headers
from govledger.index.store import Store
from govledger.index.wire import read_bytes

BLOCKS_PER_BATCH = 5_000
EVENTS_PER_BATCH = 4_096
"""A batch is committed when it has so many blocks or events, whichever comes first."""
MOVES = 10
"""How often the chain may change under the index's eyes before it gives up."""
BACKFILL_BLOCKS = 100
"""From so many missing blocks on, secondary indexes are made after them instead of row by row."""

RARELY = (100_000, 50, 50)
"""Thresholds of the collector of cycles during a run; it takes 5 % of the time with the usual ones."""
ENGINE = "engine"
"""Under this key a store notes whose headers it was begun with."""

_MAY_HAVE_MOVED = (
    *(BlockMissing, LinkBroken, LogMisplaced, LogsMissing, ReceiptsWrong, BlockHashWrong),
    *(TransactionsWrong, VersionGap, HeadMismatch, HeaderRefused),
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
    reasons: Reasons | None = None,
    checked_from: ChainRules | Checkpoint | None = None,
    another: Callable[[], Node] | None = None,
) -> SyncReport:
    """Reads what the store lacks, checks it and takes it in, block after block, up to the latest.

    As `Indexer.catch_up`, once.
    """
    indexer = Indexer(
        *(node, store),
        settled_depth=settled_depth,
        blocks_per_batch=blocks_per_batch,
        observer=observer,
        reasons=reasons,
        checked_from=checked_from,
        another=another,
    )
    return indexer.catch_up(until)


@dataclass(slots=True)
class _Done:
    """What one run has done so far."""

    blocks: int = 0
    events: int = 0
    behind: int = 0
    reorganisations: list[Reorganisation] = field(default_factory=list)
    heads: Mapping[str, bytes] = field(default_factory=dict)


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
        reasons: Reasons | None = None,
        checked_from: ChainRules | Checkpoint | None = None,
        another: Callable[[], Node] | None = None,
    ) -> None:
        """Take node and store; nothing is asked yet. Raises as `sealed_headers`.

        Args:
            node: what is asked.
            store: what is filled; it says which contracts, and how much is recomputed.
            settled_depth: a reorganisation of more blocks than this stops the run; None: at `seals` it follows from
                the validators, else there is no such depth.
            blocks_per_batch: how many blocks are committed together at most.
            observer: is told what happens.
            patience: how often a node that does not answer is asked again.
            pause: waits so many seconds; what it raises ends the run, with the store as after the last batch.
            reasons: says why calls failed; nobody does if None.
            checked_from: by which rules all seals are checked from the genesis on, or from which checkpoint. Needed
                once, by a store that is begun at `seals`, or brought up to it from `receipts`.
            another: makes `node` anew, for a second process (`reading_process.can_fork`): where many blocks are missing
                that asks and checks, while this one decodes and stores. All is done in this one if None.
        """
        self.store = store
        self._observer = observer or Silent()
        self._node = PatientNode(node, patience or Patience(), self._observer, pause)
        self._settled_depth = settled_depth
        self._blocks_per_batch = blocks_per_batch
        self._keys = {contract.address: key for key, contract in store.deployment.contracts.items()}
        self._reasons: Reasons = reasons or Unasked()
        self._control = SpanControl(limit=blocks_per_batch)
        self._seals = sealed_headers(self._node, store, checked_from)
        wanted = Wanted(tuple(sorted(self._keys)), store.trust.reads_receipts, keeps_headers=self._seals is not None)
        self._reader = NodeReader(node, wanted, store.noted(ENGINE))
        self._another = another
        self._decoder: Decoder | None = None
        self._commits: Commits | None = None
        self._is_same_chain = False
        self._is_in_doubt = False
        """Whether the last answers did not fit; since the last batch, and in this run."""
        self._may_lack_indexes = True
        """Until it was seen that no run before was killed between dropping and making them."""

    def catch_up(self, until: int | None = None) -> SyncReport:
        """Takes in what the store lacks up to the node's latest block, and compares the running hashes there.

        Where the chain was reorganised, the blocks that it no longer holds are taken out first. Running it again is
        harmless.

        Args:
            until: the last block to read; the node's latest if None.

        Raises:
            ChainMismatch: the node serves another chain than the store's.
            IndexingError: an answer of the node breaks a rule; the store keeps nothing of it.
            HeaderRefused, ConsensusUnsupported: the same, of a header that is to be sealed.
            ReorganisationTooDeep: see `settled_depth`; the store is as it was.
            HeadMismatch, VersionGap: logs are missing or changed, perhaps in a batch that was stored before; the store
                goes back to the last block at which the running hashes were right.
            ConnectionFailed, StoreError: node or store cannot be reached; the store is as after the last batch.
        """
        done = _Done()
        self._is_in_doubt = False
        try:
            with _collecting_rarely():
                self._require_same_chain()
                self._advance_until_still(done, until)
        except BaseException:  # whatever ends it, an interrupt too: undone, and raised again
            self._forget()
            raise
        self._observer.caught_up(self.store.last_block())
        return SyncReport(
            first_block=self.store.deployment.first_block,
            last_block=self.store.last_block(),
            blocks_added=done.blocks,
            events_added=done.events,
            reorganisations=tuple(done.reorganisations),
            blocks_behind=done.behind,
            heads=done.heads,
            checkpoint=self._seals.reached if self._seals else None,
        )

    def _forget(self) -> None:
        """What was learned of blocks that are not stored, or not any more."""
        self._decoder = None
        if self._seals is not None:
            self._seals.forget()

    def _require_same_chain(self) -> None:
        if self._is_same_chain:
            return
        store, deployment = self.store, self.store.deployment
        chain_id = self._node.ask(lambda node: node.chain_id())
        if chain_id != deployment.chain_id:
            raise ChainMismatch(
                f"the node serves chain {chain_id}; the index at {store.place} is of {deployment.chain_id}"
            )
        genesis = self._node.ask(lambda node: header_at(node, 0)).hash
        if genesis != f"0x{deployment.genesis_hash.hex()}":
            raise ChainMismatch(
                f"the node's chain begins with {genesis}, that of the index at {store.place} "
                f"with 0x{deployment.genesis_hash.hex()}: another chain of the same id"
            )
        self._is_same_chain = True

    def _advance_until_still(self, done: _Done, until: int | None) -> None:
        for move in range(1, MOVES + 1):
            try:
                return self._advance(done, until)
            except _ChainMoved as moved:
                self._forget()
                if move == MOVES:
                    raise LinkBroken(
                        f"the node's chain changed {MOVES} times after block {self.store.last_block()} while it was "
                        "read; wait until it settles, or ask another node"
                    ) from moved

    def _advance(self, done: _Done, until: int | None) -> None:
        """One pass: leave what is no longer the chain's, then take in what is new."""
        latest = self._node.ask(lambda node: node.latest_number())
        tip = self._leave_replaced_blocks(done, latest)
        done.behind = max(0, tip.number - latest) if tip else 0
        target = latest if until is None else min(latest, until)
        first = self.store.last_block() + 1
        if self._seals is not None:
            self._follow_up_to(self._seals, first - 1, latest if tip else target)
        if first <= target:
            stored = first - self.store.deployment.first_block
            if target - first >= max(BACKFILL_BLOCKS, stored):  # most of the store is yet to come
                self.store.begin_backfill()
                self._may_lack_indexes = True
            self._take_in(done, Span(first, target), tip)
        elif tip is not None and tip.number <= latest:
            self._verify_tip(done, tip)
        if self._may_lack_indexes:
            self.store.end_backfill()
            self._may_lack_indexes = False

    def _leave_replaced_blocks(self, done: _Done, latest: int) -> BlockHeader | None:
        """Rolls the store back to the last block that is the chain's; that block, or None if the store is empty."""
        store = self.store
        last = store.last_block()
        newest = min(last, latest)
        common = self._last_common_block(newest)
        if common < newest:
            replaced = last - common
            depth = self._seals.settled_depth() if self._seals and self._settled_depth is None else self._settled_depth
            if is_too_deep(replaced, depth):
                raise ReorganisationTooDeep(
                    f"the node's chain leaves the index after block {common}, {replaced} blocks back; blocks are "
                    f"settled after {depth}. The index is as it was: find out which chain is right"
                )
            if self._seals is not None and store.trust is Trust.SEALS:
                self._require_sealed(self._seals, Span(common + 1, newest), latest)
            store.rollback(common)
            self._forget()
            reorganisation = Reorganisation(common, replaced)
            done.reorganisations.append(reorganisation)
            self._observer.reorganised(reorganisation)
        return store.header(store.last_block())

    def _require_sealed(self, seals: SealedHeaders, branch: Span, latest: int) -> None:
        """Refuses to leave blocks for others that nobody sealed; looks again where they turn out to be no others."""
        seals.forget()
        self._begin_seals(seals, branch.first - 1, latest)
        stored = self.store.header(branch.first)
        for piece in self._followed(seals, branch.last):
            if stored is not None and f"0x{stored.hash.hex()}" in [header.hash for header in piece.headers]:
                raise _ChainMoved
            self._observer.followed(piece.span.last, branch.last, len(piece.span))

    def _begin_seals(self, seals: SealedHeaders, block: int, latest: int) -> None:
        try:
            self._reader.engine = seals.begin(block, latest).rules.engine
        except BlockMissing as problem:  # of a block up to the node's latest: there are fewer now
            raise _ChainMoved from problem

    def _follow_up_to(self, seals: SealedHeaders, block: int, target: int) -> None:
        """Follows the headers before those that are taken in, keeping nothing of them but checkpoints.

        They stand before the deployment's first block, or in a store that was not checked at this level before.
        """
        if seals.reached is None:
            self._begin_seals(seals, block, target)
        last = min(block, target)
        for piece in self._followed(seals, last):
            seals.keep()
            self._is_in_doubt = False
            self._observer.followed(piece.span.last, last, len(piece.span))
        if seals.parent().number == block:
            seals.complete()

    def _followed(self, seals: SealedHeaders, last: int) -> Iterator[Piece]:
        """The headers up to a block, each followed by its seals."""
        first = seals.parent().number + 1
        if first > last:
            return
        with closing(self._pieces(Span(first, last), SpanControl(), self._headers_alone)) as pieces:
            for piece in pieces:
                parent = seals.parent()
                try:
                    seals.follow_piece(piece)
                except _MAY_HAVE_MOVED as problem:
                    self._raise_unless_moved(piece.span, [header.hash for header in piece.headers], parent, problem)
                yield piece

    def _last_common_block(self, newest: int) -> int:
        """The last block up to `newest` that store and node share; one less than the first block if there is none."""
        first = self.store.deployment.first_block
        for window in [Span(newest, newest), *fork_windows(newest - 1, first)] if newest >= first else []:
            stored = {header.number: header.hash for header in self.store.headers(window.first, window.last)}
            common = last_common(stored, self._headers(window))
            if common is not None:
                return common
        return min(newest, first - 1)

    def _headers(self, span: Span) -> list[BlockHeader]:
        """What the node now gives, each with its hash, and linked."""
        try:
            answers = self._node.ask(lambda node: node.headers(span.first, span.last)).items
            return [block.header for block in check_headers(span, answers, self._reader.engine_of(answers))]
        except (BlockMissing, LinkBroken) as problem:
            raise _ChainMoved from problem

    def _take_in(self, done: _Done, span: Span, tip: BlockHeader | None) -> None:
        """Reads, checks and commits all of a span."""
        commits = Commits(self.store, partial(self._committed, done, span.last))
        decoder = self._decoder
        if decoder is None:
            decoder = self._decoder = Decoder(self.store.deployment, self.store.heads(), self._version_of)
        self._commits, parent = commits, tip
        with closing(self._pieces(span, self._control, partial(self._checked, len(span)))) as pieces, commits:
            for piece in pieces:
                try:
                    last = self._decode(decoder, piece, parent)
                    self._commit_if_full(done, commits, decoder, last, span.last)
                except _MAY_HAVE_MOVED as problem:
                    commits.abandon()
                    self._raise_unless_moved(piece.span, piece.hashes, parent, problem)
                parent = last

    def _pieces(
        self, span: Span, control: SpanControl, read: Callable[[Iterator[Span]], Generator[Pieces[P], None, None]]
    ) -> Generator[P, None, None]:
        """What the node says of a span, in order, while more of it is on its way."""
        try:
            with closing(read(control.spans(span.first, span.last))) as results:
                for found in results:
                    for blocks in found.refused:
                        control.refused(blocks)
                    for piece in found.pieces:
                        control.answered(len(piece.span), piece.size)
                        yield piece
        except BlockMissing as problem:  # of a block below the node's latest: there are fewer now
            raise _ChainMoved from problem

    def _headers_alone(self, spans: Iterator[Span]) -> Generator[Pieces[Piece], None, None]:
        reader = SpanReader(self._node, HeaderReader(self._node.node))
        return read_in_order(reader, spans, self._node.node.questions_at_once)

    def _checked(self, count: int, spans: Iterator[Span]) -> Generator[Pieces[CheckedPiece], None, None]:
        """So many blocks, read and checked here or, where they are many, by a second process."""
        here, at_once = SpanReader(self._node, self._reader), self._node.node.questions_at_once
        another = self._another
        if another is None or count < BACKFILL_BLOCKS or not can_fork():
            return read_in_order(here, spans, at_once)
        self._control.length = min(self._control.length, FIRST_SPAN // (at_once + AHEAD))  # all unseen
        return read_beside(here, lambda: self._reader.of(another()), spans, at_once)

    def _decode(self, decoder: Decoder, piece: CheckedPiece, parent: BlockHeader | None) -> BlockHeader:
        """Hands the logs of a piece to the decoder, once nothing speaks against it; the header of its last block."""
        if piece.blocks:
            require_follows(piece.blocks[0], parent)
            if self._seals is not None:
                self._seals.follow(piece.headers)
        if piece.problem is not None:
            raise piece.problem
        self._reader.engine = self._reader.engine or piece.engine
        for block, logs in zip(piece.blocks, piece.logs, strict=True):
            failed = piece.failed.get(block.number)
            decoder.take_in(block, logs, self._attempts(failed) if failed else [])
        return piece.blocks[-1]

    def _attempts(self, block: FailedBlock) -> list[Attempt]:
        """The calls of the contracts that failed in a block, each with the reason as far as it can be told."""
        number, root = int(block.header.number, 16), read_bytes(block.header.transactions_root)
        transactions = check_transactions(number, root, block.transactions, block.receipts)
        attempts = []
        for call in failed_calls(number, transactions, self._keys):
            # mypy does not follow a default of a lambda, which binds this call and no later one.
            outcome = self._node.ask(lambda _, call=call: self._reasons.outcome(call, block.header))  # type: ignore[misc]
            attempts.append(attempt_of(call, outcome, call_reader(call.contract)))
        return attempts

    def _commit_if_full(self, done: _Done, commits: Commits, decoder: Decoder, last: BlockHeader, target: int) -> None:
        """Commits what was decoded if it is enough, or all; at the end the running hashes are compared first."""
        if last.number == target:
            done.heads = self._compared_heads(decoder.heads(), target)
            commits.finish(self._batch(decoder))
        elif decoder.pending_blocks >= self._blocks_per_batch or decoder.pending_events >= EVENTS_PER_BATCH:
            commits.add(self._batch(decoder))

    def _committed(self, done: _Done, target: int, batch: Batch) -> None:
        """What follows when a batch is in the store."""
        self._is_in_doubt = False
        if done.blocks == 0 and self.store.noted(ENGINE) is None:
            self.store.note(ENGINE, self._reader.engine or PLAIN)
        blocks, events = len(batch.headers), batch.events
        done.blocks += blocks
        done.events += events
        self._observer.stored(batch.headers[-1].number, target, blocks, events)

    def _version_of(self, contract: str, kind: str, object_id: ObjectId) -> int:
        """An object's version in the store, once that has all that was handed to it."""
        if self._commits is not None:
            self._commits.settle()
        return self.store.version_of(contract, kind, object_id)

    def _batch(self, decoder: Decoder) -> Batch:
        """What was decoded since the last batch, with the checkpoints of its blocks."""
        batch = decoder.batch()
        return batch if self._seals is None else msgspec.structs.replace(batch, checkpoints=self._seals.taken())

    def _verify_tip(self, done: _Done, tip: BlockHeader) -> None:
        """Compares the running hashes where an earlier run stopped before it could, or where nothing was new."""
        try:
            done.heads = self._compared_heads(self.store.heads(), tip.number)
        except HeadMismatch as problem:
            self._raise_unless_moved(Span(tip.number, tip.number), [f"0x{tip.hash.hex()}"], None, problem)
        if self.store.verified_block() != tip.number:
            self.store.verified()

    def _compared_heads(self, heads: Mapping[str, RunningHead], block: int) -> dict[str, bytes]:
        """The running hash of every contract's logs, found equal to the one that the contract keeps."""
        contracts = self.store.deployment.contracts
        slots = [(contract.address, contract.head_slot) for contract in contracts.values()]
        kept = self._node.ask(lambda node: node.storage(slots, block))
        for key, word in zip(contracts, kept, strict=True):
            if word != heads[key].head:
                raise HeadMismatch(
                    f"{key} keeps the running hash 0x{word.hex()} at block {block}; its {heads[key].events} indexed "
                    f"events give 0x{heads[key].head.hex()}: the node withheld, changed or added events after block "
                    f"{self.store.verified_block()}; ask another node"
                )
        return {key: heads[key].head for key in contracts}

    def _raise_unless_moved(
        self, span: Span, hashes: Sequence[str], parent: BlockHeader | None, problem: GovledgerError
    ) -> NoReturn:
        """Raises `_ChainMoved` if the node now gives other blocks than it gave, or the first time; else the problem.

        A chain that left a block and came back to it, or several nodes of different heights behind one address, look
        like a lie once; what is a lie is there again.
        """
        first = span.first if parent is None else parent.number
        before = [] if parent is None else [f"0x{parent.hash.hex()}"]
        try:
            now = self._node.ask(lambda node: node.headers(first, span.last)).items
        except BlockMissing:
            raise _ChainMoved from problem
        if [header.hash for header in now] != [*before, *hashes]:
            raise _ChainMoved from problem
        if not self._is_in_doubt:
            self._is_in_doubt = True
            raise _ChainMoved from problem
        missed_before = isinstance(problem, HeadMismatch | VersionGap)  # the lie may stand in an earlier batch
        if missed_before and self.store.last_block() > self.store.verified_block():
            self.store.rollback(self.store.verified_block())
        raise problem


@contextmanager
def _collecting_rarely() -> Generator[None, None, None]:
    """Has Python look for cycles less often: millions of rows come and go, and none of them is part of one."""
    usual = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)

"""Brings a store up to the chain: the one place where node and store meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from govledger.errors import (
    BlockMissing,
    ChainMismatch,
    HeadMismatch,
    IndexingError,
    LinkBroken,
    LogMisplaced,
    ReorganisationTooDeep,
    VersionGap,
)
from govledger.index.checks import build_batch, check_headers
from govledger.index.model import Batch, BlockHeader, Reorganisation, RunningHead, SyncReport
from govledger.index.node import UncheckedNode
from govledger.index.plan import Span, fork_windows, is_too_deep, last_common, spans
from govledger.index.store import Store

BLOCKS_PER_BATCH = 500
MOVES = 10
"""How often the chain may change under the index's eyes before it gives up."""

Progress = Callable[[int, int], None]
"""Called after each batch with the last block that is stored and the last one that is wanted."""


class _ChainMoved(Exception):
    """The blocks that were just read are no longer the chain's."""


@dataclass
class _Run:
    """What one sync has done so far."""

    node: UncheckedNode
    store: Store
    settled_depth: int | None
    blocks_per_batch: int
    progress: Progress
    blocks: int = 0
    events: int = 0
    behind: int = 0
    reorganisations: list[Reorganisation] = field(default_factory=list)
    heads: Mapping[str, bytes] = field(default_factory=dict)


def sync(
    node: UncheckedNode,
    store: Store,
    *,
    until: int | None = None,
    settled_depth: int | None = None,
    blocks_per_batch: int = BLOCKS_PER_BATCH,
    progress: Progress = lambda stored, wanted: None,
) -> SyncReport:
    """Reads what the store lacks, checks it and takes it in, block after block, up to the latest.

    Where the chain was reorganised, the blocks that it no longer holds are taken out first. At the end the running
    hash of every contract is compared with the one that the contract keeps. Running it again is harmless.

    Args:
        node: what is asked.
        store: what is filled; it says which contracts.
        until: the last block to read; the node's latest if None.
        settled_depth: a reorganisation of more blocks than this stops the run; None: there is no such depth.
        blocks_per_batch: how many blocks are committed together.
        progress: see `Progress`.

    Raises:
        ChainMismatch: the node serves another chain than the store's.
        IndexingError: an answer of the node breaks a rule; the store keeps nothing of it.
        ReorganisationTooDeep: see `settled_depth`; the store is as it was.
        HeadMismatch, VersionGap: logs are missing or changed, perhaps in a batch that was stored before; the store
            goes back to the last block at which the running hashes were right.
        ConnectionFailed, StoreError: node or file cannot be reached; the store is as after the last batch.
    """
    _require_same_chain(node, store)
    run = _Run(node, store, settled_depth, blocks_per_batch, progress)
    for _ in range(MOVES):
        try:
            _advance(run, until)
            break
        except _ChainMoved:
            continue
    else:
        raise LinkBroken(
            f"the node's chain changed {MOVES} times after block {store.last_block()} while it was read; "
            "wait until it settles, or ask another node"
        )
    return SyncReport(
        first_block=store.deployment.first_block,
        last_block=store.last_block(),
        blocks_added=run.blocks,
        events_added=run.events,
        reorganisations=tuple(run.reorganisations),
        blocks_behind=run.behind,
        heads=run.heads,
    )


def _require_same_chain(node: UncheckedNode, store: Store) -> None:
    deployment = store.deployment
    if (chain_id := node.chain_id()) != deployment.chain_id:
        raise ChainMismatch(f"the node serves chain {chain_id}; the index at {store.place} is of {deployment.chain_id}")
    if (genesis := node.genesis_hash()) != deployment.genesis_hash:
        raise ChainMismatch(
            f"the node's chain begins with 0x{genesis.hex()}, that of the index at {store.place} "
            f"with 0x{deployment.genesis_hash.hex()}: another chain of the same id"
        )


def _advance(run: _Run, until: int | None) -> None:
    """One pass: leave what is no longer the chain's, then take in what is new."""
    latest = run.node.latest_number()
    tip = _leave_replaced_blocks(run, latest)
    run.behind = max(0, tip.number - latest) if tip else 0
    target = latest if until is None else min(latest, until)
    for span in spans(run.store.last_block() + 1, target, run.blocks_per_batch):
        tip = _take_in(run, span, tip, is_last=span.last == target)
        run.progress(span.last, target)
    if run.store.last_block() <= latest:
        _verify_tip(run, tip)


def _leave_replaced_blocks(run: _Run, latest: int) -> BlockHeader | None:
    """Rolls the store back to the last block that is the chain's; that block, or None if the store is empty."""
    store = run.store
    last = store.last_block()
    newest = min(last, latest)
    common = _last_common_block(run, newest)
    if common < newest:
        replaced = last - common
        if is_too_deep(replaced, run.settled_depth):
            raise ReorganisationTooDeep(
                f"the node's chain leaves the index after block {common}, {replaced} blocks back; "
                f"blocks are settled after {run.settled_depth}. The index is as it was: find out which chain is right"
            )
        store.rollback(common)
        run.reorganisations.append(Reorganisation(common, replaced))
    return store.header(store.last_block())


def _last_common_block(run: _Run, newest: int) -> int:
    """The last block up to `newest` that store and node share; one less than the first block if there is none."""
    first = run.store.deployment.first_block
    for window in [Span(newest, newest), *fork_windows(newest - 1, first)] if newest >= first else []:
        stored = {header.number: header.hash for header in run.store.headers(window.first, window.last)}
        common = last_common(stored, run.node.headers(window.first, window.last))
        if common is not None:
            return common
    return min(newest, first - 1)


def _take_in(run: _Run, span: Span, parent: BlockHeader | None, *, is_last: bool) -> BlockHeader:
    """Reads, checks and commits one span; the header of its last block."""
    headers = run.node.headers(span.first, span.last)
    try:
        check_headers(span, headers, parent)
        deployment = run.store.deployment
        addresses = sorted(contract.address for contract in deployment.contracts.values())
        logs = run.node.logs(span.first, span.last, addresses)
        before = run.store.heads()
        batch = build_batch(headers, logs, deployment, before, run.store.version_of)
        if is_last:
            _compare_heads(run, _heads_after(batch, before), span.last)
    except (BlockMissing, LinkBroken, LogMisplaced, VersionGap, HeadMismatch) as problem:
        _raise_unless_moved(run, span, headers, parent, problem)
    run.store.commit(batch, verified=is_last)
    run.blocks += len(span)
    run.events += batch.events
    return batch.headers[-1]


def _heads_after(batch: Batch, before: Mapping[str, RunningHead]) -> dict[str, RunningHead]:
    return {**before, **{at.contract: RunningHead(at.head, at.events) for at in batch.heads}}


def _verify_tip(run: _Run, tip: BlockHeader | None) -> None:
    """Compares the running hashes where an earlier run stopped before it could, or where nothing was new."""
    if run.heads or tip is None:
        return
    span = Span(tip.number, tip.number)
    try:
        _compare_heads(run, run.store.heads(), tip.number)
    except HeadMismatch as problem:
        _raise_unless_moved(run, span, [tip], None, problem)
    if run.store.verified_block() != tip.number:
        run.store.verified()


def _compare_heads(run: _Run, heads: Mapping[str, RunningHead], block: int) -> None:
    """Holds the running hash of every contract's logs to the one that the contract keeps."""
    for key, contract in run.store.deployment.contracts.items():
        kept = run.node.storage_at(contract.address, contract.head_slot, block)
        if kept != heads[key].head:
            raise HeadMismatch(
                f"{key} keeps the running hash 0x{kept.hex()} at block {block}; its {heads[key].events} indexed events "
                f"give 0x{heads[key].head.hex()}: the node withheld, changed or added events after block "
                f"{run.store.verified_block()}; ask another node"
            )
    run.heads = {key: heads[key].head for key in run.store.deployment.contracts}


def _raise_unless_moved(
    run: _Run, span: Span, headers: Sequence[BlockHeader], parent: BlockHeader | None, problem: IndexingError
) -> NoReturn:
    """Raises `_ChainMoved` if the node now gives other headers than it gave, else the problem itself."""
    try:
        now = list(run.node.headers(span.first, span.last))
        now_before = run.node.headers(parent.number, parent.number)[0] if parent else None
    except BlockMissing:
        raise _ChainMoved from problem
    if now != list(headers) or now_before != parent:
        raise _ChainMoved from problem
    missed_before = isinstance(problem, HeadMismatch | VersionGap)  # the lie may stand in an earlier batch
    if missed_before and run.store.last_block() > run.store.verified_block():
        run.store.rollback(run.store.verified_block())
    raise problem

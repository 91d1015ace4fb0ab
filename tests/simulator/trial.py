"""One seed: a world, a node with faults, an index that is brought up again and again; and the judgement of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from govledger.errors import (
    BlockHashWrong,
    BlockMissing,
    ConnectionFailed,
    GovledgerError,
    HeadMismatch,
    LinkBroken,
    LogMisplaced,
    LogsMissing,
    MalformedLog,
    NodeRefused,
    NodeUnusable,
    ReceiptsWrong,
    ReorganisationTooDeep,
    UnknownLog,
    VersionGap,
)
from govledger.index.model import Trust
from govledger.index.plan import Patience
from govledger.index.store import Store, open_store
from govledger.index.sync import Indexer
from tests.simulator.chain import Block, World, a_world
from tests.simulator.lies import HEADER_LIES, LOG_LIES, RECEIPT_LIES, STORAGE_LIES
from tests.simulator.node import CALM, Faults, SimulatedNode
from tests.store_content import content

WORLDS = 500
"""Schedules share so many worlds, since a world takes as long to make as a schedule to run."""
SETTLING_RUNS = 3
"""How often an index is brought up once the node is calm: what an earlier lie left may have to be found out first."""
PATIENCE = Patience(tries=3, first_seconds=0.0, longest_seconds=0.0)
WEATHER = (ConnectionFailed, NodeRefused, NodeUnusable)
"""What a node that fails brings; nothing is wrong with the chain."""

Content = dict[str, list[tuple[Any, ...]]]


class Failure(AssertionError):
    """The index did what it must not."""


RIGHT_ALARMS: dict[str, tuple[type[GovledgerError], ...]] = {
    **dict.fromkeys(HEADER_LIES, (BlockHashWrong, BlockMissing, LinkBroken, NodeUnusable, ReorganisationTooDeep)),
    **dict.fromkeys(LOG_LIES, (LogMisplaced, LogsMissing, UnknownLog, MalformedLog, VersionGap, HeadMismatch)),
    **dict.fromkeys(RECEIPT_LIES, (ReceiptsWrong,)),
    **dict.fromkeys(STORAGE_LIES, (HeadMismatch,)),
}
"""For each lie, the errors of which one has to end the run, if anything ends it."""


@dataclass
class Trial:
    """What is tried, and how it went."""

    seed: int
    trust: Trust
    node: SimulatedNode
    store: Store
    indexer: Indexer
    settled_depth: int | None
    ended: str = ""
    """`indexed`, or the alarm that the chain itself gave reason for."""
    runs: int = 0
    alarms: list[str] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    """Since the index was last found right."""
    told: int = 0
    reorganisations: int = 0


def run(seed: int) -> Trial:
    """Try one seed.

    Raises:
        Failure: a lie was indexed, the truth was refused, or the wrong alarm was given.
    """
    chance = random.Random(seed)
    trial = _begun(seed, chance)
    with trial.store:
        try:
            for _ in range(chance.randint(1, 8)):
                if chance.random() < 0.3:
                    trial.indexer = _indexer(trial.node, trial.store, trial.settled_depth, chance)
                if _is_over(trial):
                    return trial
            _calm_down(trial, chance)
            for _ in range(SETTLING_RUNS):
                if _is_over(trial) or trial.ended:
                    break
            _judge_the_end(trial)
        except Failure as failure:
            raise Failure(f"seed {seed}: {failure}\n" + "\n".join(trial.node.diary)) from failure
    return trial


def _begun(seed: int, chance: random.Random) -> Trial:
    """A mild node or a wild one, honest or not, with short answers or long ones."""
    world = world_of(seed % WORLDS)
    trust = chance.choice(tuple(Trust))
    faults = Faults(
        moves=chance.choice((0.0, 0.05, 0.2)),
        failures=chance.choice((0.0, 0.0, 0.1)),
        lies=chance.choice((0.0, 0.05, 0.1, 0.2)),
    )
    node = SimulatedNode(
        world,
        chance,
        faults,
        height=chance.randrange(len(world.chains[0])),
        longest=chance.choice((1, 2, 3, 1_000)),
        block_size=chance.choice((1_000, 300_000, 2_000_000)),
    )
    store = open_store(":memory:", world.deployment, trust)
    depth = chance.choice((None, None, 2, 4))
    return Trial(seed, trust, node, store, _indexer(node, store, depth, chance), depth)


def _indexer(node: SimulatedNode, store: Store, depth: int | None, chance: random.Random) -> Indexer:
    """As after a start of the process: what it learned before is forgotten."""
    return Indexer(
        node,
        store,
        settled_depth=depth,
        blocks_per_batch=chance.choice((1, 2, 5, 1_000)),
        patience=PATIENCE,
        pause=lambda seconds: None,
    )


def _is_over(trial: Trial) -> bool:
    """Bring the index up once, and judge it; whether the chain gave reason for an alarm that ends it."""
    node = trial.node
    trial.runs += 1
    first_view, moves_before = len(node.views) - 1, len(node.views)
    node.lies.clear()
    before = trial.store.last_block(), content(trial.store)
    node.diary.append(f"run {trial.runs}, {trial.trust}: the index stands at {before[0]}")
    try:
        report = trial.indexer.catch_up()
    except GovledgerError as error:
        node.diary.append(f"  {type(error).__name__}: {error}")
        trial.alarms.append(type(error).__name__)
        _note_lies(trial)
        return _judge_alarm(trial, error, node.views[first_view:], len(node.views) - moves_before, before)
    _note_lies(trial)
    trial.reorganisations += len(report.reorganisations)
    trial.ended = "indexed"
    _require_truth(trial, "the run ended as indexed")
    trial.lies.clear()
    return False


def _note_lies(trial: Trial) -> None:
    trial.lies += trial.node.lies
    trial.told += len(trial.node.lies)


def _judge_alarm(
    trial: Trial, error: GovledgerError, views: Sequence[Sequence[Block]], moves: int, before: tuple[int, Content]
) -> bool:
    """Hold an alarm to what the node did; whether it ends the trial."""
    if trial.trust is Trust.RECEIPTS:
        _require_truth(trial, f"the run stopped with {type(error).__name__}")
    if isinstance(error, ReorganisationTooDeep) and _was_too_deep(trial, views):
        if content(trial.store) != before[1] and trial.store.last_block() == before[0]:
            raise Failure("the index was changed by a reorganisation that is too deep")
        trial.ended = type(error).__name__
        return True
    if isinstance(error, WEATHER) and (trial.node.failures or moves or trial.lies):
        return False
    if isinstance(error, LinkBroken | BlockMissing) and moves:
        return False
    allowed = tuple(kind for lie in trial.lies for kind in RIGHT_ALARMS[lie])
    if not isinstance(error, allowed):
        raise Failure(f"{type(error).__name__} is no alarm for {trial.lies or 'an honest node'}: {error}")
    return False


def _was_too_deep(trial: Trial, views: Sequence[Sequence[Block]]) -> bool:
    """Whether the node showed a chain that leaves the index's deeper than blocks are settled."""
    last = trial.store.last_block()
    stored = {header.number: header.hash for header in trial.store.headers(0, last)}
    for view in views:
        common = max((block.number for block in view if stored.get(block.number) == block.hash), default=0)
        if common < len(view) - 1 and trial.settled_depth is not None and last - common > trial.settled_depth:
            return True
    return False


def _calm_down(trial: Trial, chance: random.Random) -> None:
    """From now on the node is honest and does not move; it has one of the chains whole."""
    trial.node.faults = CALM
    chain = chance.choice(trial.node.world.chains)
    trial.node.follow(chain, len(chain) - 1)
    trial.node.diary.append("the node is calm")
    trial.node.failures = 0
    trial.ended = ""


def _judge_the_end(trial: Trial) -> None:
    if trial.ended == ReorganisationTooDeep.__name__:
        return
    if trial.ended != "indexed":
        raise Failure(f"a calm node is not indexed after {SETTLING_RUNS} runs: {trial.alarms}")
    if trial.store.last_block() != trial.node.height:
        raise Failure(f"the index stands at {trial.store.last_block()}, the chain at {trial.node.height}")


def _require_truth(trial: Trial, when: str) -> None:
    """The store holds what a fresh index of an honest node holds of the chain of its last block."""
    last = trial.store.last_block()
    header = trial.store.header(last)
    blocks = _chain_of(trial.node.world, last, header.hash) if header else []
    if header and not blocks:
        raise Failure(f"{when}, and block {last} of the index is of no chain")
    expected = _fresh(trial.seed % WORLDS, tuple(blocks), trial.trust)
    found = content(trial.store)
    if _without_cursor(found) != _without_cursor(expected):
        wrong = [name for name, rows in expected.items() if name != "cursor" and found.get(name) != rows]
        raise Failure(f"{when}, and these tables hold something else than the chain: {', '.join(wrong)}")


def _without_cursor(tables: Content) -> Content:
    return {name: rows for name, rows in tables.items() if name != "cursor"}


def _chain_of(world: World, number: int, block_hash: bytes) -> Sequence[Block]:
    """The blocks up to one that is known by its hash; none if no chain of the world has it."""
    for chain in world.chains:
        if number < len(chain) and chain[number].hash == block_hash:
            return chain[: number + 1]
    return []


@dataclass(frozen=True)
class _Key:
    """A chain by its last block, so that a cache can know it."""

    blocks: tuple[Block, ...]

    def __hash__(self) -> int:
        return hash(self.blocks[-1].hash if self.blocks else b"")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and [one.hash for one in self.blocks[-1:]] == [
            one.hash for one in other.blocks[-1:]
        ]


def _fresh(number: int, blocks: tuple[Block, ...], trust: Trust) -> Content:
    return _fresh_of(number, _Key(blocks), trust)


@lru_cache(maxsize=20_000)
def _fresh_of(number: int, key: _Key, trust: Trust) -> Content:
    """What an honest node's chain leaves in a fresh store."""
    world = world_of(number)
    with open_store(":memory:", world.deployment, trust) as store:
        if key.blocks and key.blocks[-1].number >= world.deployment.first_block:
            node = SimulatedNode(world, random.Random(0), chain=key.blocks, height=key.blocks[-1].number)
            Indexer(node, store).catch_up()
        return content(store)


@lru_cache(maxsize=WORLDS)
def world_of(number: int) -> World:
    """A world, made once."""
    return a_world(number)

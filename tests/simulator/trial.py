"""One seed: a world, a node with faults, an index that is brought up again and again; and the judgement of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from govledger.errors import (
    BlockHashWrong,
    BlockMissing,
    ChainMismatch,
    ConnectionFailed,
    GovledgerError,
    HeaderRefused,
    HeadMismatch,
    LinkBroken,
    LogMisplaced,
    LogsMissing,
    MalformedLog,
    NodeRefused,
    NodeUnusable,
    ReceiptsWrong,
    ReorganisationTooDeep,
    TransactionsWrong,
    UnknownLog,
    VersionGap,
)
from govledger.index.model import Trust
from govledger.index.plan import Patience
from govledger.index.stores.sqlite import SqliteStore
from govledger.index.sync import Indexer
from tests.simulator.chain import Block
from tests.simulator.lies import HEADER_LIES, LOG_LIES, RECEIPT_LIES, STORAGE_LIES, TRANSACTION_LIES
from tests.simulator.node import CALM, Faults, SimulatedNode
from tests.simulator.sealing import FORGINGS
from tests.simulator.truth import WORLDS, Content, content_of, new_store, true_checkpoints, truth, up_to, world_of

MOST_RUNS = 4
"""How often an index is brought up, at most, before the node calms down."""
CALM_RUNS = 3
"""How often once it is calm: what an earlier lie left may have to be found out first."""
PATIENCE = Patience(tries=3, first_seconds=0.0, longest_seconds=0.0)
WEATHER = (ConnectionFailed, NodeRefused, NodeUnusable)
"""What a node that fails brings; nothing is wrong with the chain."""
THERE_AND_BACK = 4
"""A chain that leaves a block and comes back to it between two answers looks like a lie; twice, like a liar."""
INDEXED = "indexed"
TOO_DEEP = ReorganisationTooDeep.__name__

RIGHT_ALARMS: dict[str, tuple[type[GovledgerError], ...]] = {
    **dict.fromkeys(
        HEADER_LIES,
        *(
            (
                BlockHashWrong,
                BlockMissing,
                ChainMismatch,
                HeaderRefused,
                LinkBroken,
                NodeUnusable,
                ReorganisationTooDeep,
            ),
        ),
    ),
    **dict.fromkeys(FORGINGS, (HeaderRefused, ReorganisationTooDeep)),
    **dict.fromkeys(LOG_LIES, (LogMisplaced, LogsMissing, UnknownLog, MalformedLog, VersionGap, HeadMismatch)),
    **dict.fromkeys(RECEIPT_LIES, (ReceiptsWrong,)),
    **dict.fromkeys(TRANSACTION_LIES, (TransactionsWrong, NodeUnusable)),
    **dict.fromkeys(STORAGE_LIES, (HeadMismatch,)),
}
"""For each lie, the errors of which one has to end the run, if anything ends it."""


class Failure(AssertionError):
    """The index did what it must not."""


@dataclass
class Trial:
    """What is tried, and how it went."""

    seed: int
    trust: Trust
    node: SimulatedNode
    store: SqliteStore
    settled_depth: int | None
    chance: random.Random
    indexer: Indexer
    ended: str = ""
    """`indexed`, or the alarm that the chain itself gave reason for; empty while neither."""
    runs: int = 0
    alarms: list[str] = field(default_factory=list)
    believed: list[str] = field(default_factory=list)
    """Lies since the index was last found right."""
    told: int = 0
    """Lies, all of them."""
    reorganisations: int = 0
    is_calm: bool = False

    def restart(self) -> None:
        """As after a start of the process: what the indexer learned is forgotten."""
        self.indexer = _indexer(self.node, self.store, self.trust, self.settled_depth, self.chance)


def run(seed: int) -> Trial:
    """Try one seed.

    Raises:
        Failure: a lie was indexed, the truth was refused, or the wrong alarm was given; says all that happened.
    """
    trial = _begun(seed)
    with trial.store:
        try:
            _try(trial)
        except Failure as failure:
            raise Failure(f"seed {seed}: {failure}\n" + "\n".join(trial.node.diary)) from failure
    return trial


def _try(trial: Trial) -> None:
    for _ in range(trial.chance.randint(1, MOST_RUNS)):
        if trial.chance.random() < 0.3:
            trial.restart()
        if trial.node.faults.forging and trial.chance.random() < 0.5:
            trial.node.forge()
        _bring_up(trial)
        if trial.ended == TOO_DEEP:
            return
    _calm_down(trial)
    for _ in range(CALM_RUNS):
        _bring_up(trial)
        if trial.ended:
            return
    raise Failure(f"a calm node is not indexed after {CALM_RUNS} runs: {trial.alarms}")


def _begun(seed: int) -> Trial:
    """A mild node or a wild one, honest or not, with short answers or long ones."""
    chance = random.Random(seed)
    world = world_of(seed % WORLDS)
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
    levels = (Trust.HEADERS, Trust.RECEIPTS) if world.rules is None else (*Trust, Trust.SEALS, Trust.SEALS)
    trust = chance.choice(levels)
    if trust is Trust.SEALS:
        node.faults = replace(faults, forging=chance.choice((0.0, 0.05, 0.2)))
    store = new_store(world.deployment, trust)
    depth = chance.choice((8, 8, 2, 4) if trust is Trust.SEALS else (None, None, 2, 4))
    return Trial(seed, trust, node, store, depth, chance, _indexer(node, store, trust, depth, chance))


def _indexer(
    node: SimulatedNode, store: SqliteStore, trust: Trust, depth: int | None, chance: random.Random
) -> Indexer:
    """At the level `seals` with the chain's rules; once the store knows them, perhaps without."""
    knows = trust is not Trust.SEALS or (store.checkpoint(store.last_block()) is not None and chance.random() < 0.5)
    return Indexer(
        node,
        store,
        settled_depth=depth,
        checked_from=None if knows else node.world.rules,
        blocks_per_batch=chance.choice((1, 2, 5, 1_000)),
        patience=PATIENCE,
        pause=lambda seconds: None,
    )


def _calm_down(trial: Trial) -> None:
    """From now on the node is honest and does not move; it has one of the chains whole."""
    node = trial.node
    chain = trial.chance.choice(node.world.chains)
    node.faults, node.failures = CALM, 0
    trial.ended, trial.is_calm = "", True
    node.diary.append("the node is calm")
    node.follow(chain, len(chain) - 1)


def _bring_up(trial: Trial) -> None:
    """Bring the index up once, and judge it."""
    node = trial.node
    trial.runs += 1
    node.lies.clear()
    if node.is_forging():
        node.lies.append(node.world.forging)
    del node.views[:-1]
    before = content_of(trial.store) if trial.settled_depth is not None else {}
    node.diary.append(f"run {trial.runs}, {trial.trust}: the index stands at {trial.store.last_block()}")
    try:
        report = trial.indexer.catch_up()
    except GovledgerError as error:
        node.diary.append(f"  {type(error).__name__}: {error}")
        trial.alarms.append(type(error).__name__)
        _note_lies(trial)
        _require_truth(trial, f"the run stopped with {type(error).__name__}")
        _judge_alarm(trial, error, before)
        return
    _note_lies(trial)
    for moved in report.reorganisations:
        trial.reorganisations += 1
        if trial.settled_depth is not None and moved.replaced_blocks > trial.settled_depth:
            raise Failure(f"{moved} was followed; blocks are settled after {trial.settled_depth}")
    _require_truth(trial, "the run ended without an error")
    if report.heads or trial.is_calm:
        _judge_success(trial)


def _note_lies(trial: Trial) -> None:
    trial.believed += trial.node.lies
    trial.told += len(trial.node.lies)


def _judge_success(trial: Trial) -> None:
    """All that there is was found right; a node that is behind the index leaves that open."""
    trial.believed.clear()
    trial.ended = INDEXED
    last, tip = trial.store.last_block(), trial.node.tip()
    header = trial.store.header(min(last, tip.number))
    if trial.is_calm and (header is None or header.hash != tip.hash):
        raise Failure(f"the index stands at {last}, and the chain's last block {tip.number} is not in it")


def _judge_alarm(trial: Trial, error: GovledgerError, before: Content) -> None:
    """Hold an alarm to what the node did."""
    moves = len(trial.node.views) - 1
    if isinstance(error, HeaderRefused):
        _require_nothing_left_for_the_unsealed(trial, before)
    if isinstance(error, ReorganisationTooDeep) and _was_too_deep(trial, trial.node.views):
        if not moves and content_of(trial.store) != before:
            raise Failure("the index was changed by a reorganisation that is too deep")
        trial.ended = TOO_DEEP
        return
    if isinstance(error, WEATHER) and (trial.node.failures or moves or trial.believed):
        return
    if isinstance(error, LinkBroken | BlockMissing) and moves:
        return
    is_in_doubt = bool(trial.believed)  # a lie has spent the second look
    if moves >= THERE_AND_BACK / (1 + is_in_doubt) and not isinstance(error, ReorganisationTooDeep):
        return
    allowed = tuple(kind for lie in trial.believed for kind in RIGHT_ALARMS[lie])
    if not isinstance(error, allowed):
        raise Failure(f"{type(error).__name__} is no alarm for {trial.believed or 'an honest node'}: {error}")


def _require_nothing_left_for_the_unsealed(trial: Trial, before: Content) -> None:
    """Blocks go out of the index only for others that were sealed, whatever the node showed after those."""
    hashes = {number: digest for number, digest, *_ in before.get("blocks", ())}
    kept = {digest for _, digest, *_ in content_of(trial.store).get("blocks", ())}
    honest = {block.hash for chain in trial.node.world.chains for block in chain}
    if {*hashes.values()} <= kept:
        return
    shown = (block for view in trial.node.views for block in view if block.hash in honest)
    if all(hashes.get(block.number, block.hash) == block.hash for block in shown):
        raise Failure("the index left blocks for others that nobody sealed")


def _was_too_deep(trial: Trial, views: Sequence[Sequence[Block]]) -> bool:
    """Whether the node showed a chain that leaves the index's deeper than blocks are settled."""
    last = trial.store.last_block()
    stored = {header.number: header.hash for header in trial.store.headers(0, last)}
    for view in views:
        common = max((block.number for block in view if stored.get(block.number) == block.hash), default=0)
        if common < len(view) - 1 and trial.settled_depth is not None and last - common > trial.settled_depth:
            return True
    return False


def _require_truth(trial: Trial, when: str) -> None:
    """The store holds what a fresh index of an honest node holds of the chain of its last block.

    With headers alone that holds up to the block at which the running hashes were last found right.
    """
    store = trial.store
    last = store.last_block() if trial.trust.reads_receipts else store.verified_block()
    expected = truth(trial.seed % WORLDS, store.header(last), trial.trust)
    if expected is None:
        raise Failure(f"{when}, and block {last} of the index is of no chain")
    found = up_to(last, content_of(store))
    if found != expected:
        wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
        raise Failure(f"{when}, and these tables hold something else than the chain: {', '.join(wrong)}")
    if trial.trust is Trust.SEALS:
        _require_true_checkpoints(trial, when)


def _require_true_checkpoints(trial: Trial, when: str) -> None:
    """Each checkpoint that is kept is one of an honest chain, and the last one that of the last block."""
    kept = list(trial.store.rows("SELECT block_number, checkpoint FROM checkpoints ORDER BY block_number"))
    if not {*kept} <= true_checkpoints(trial.seed % WORLDS):
        raise Failure(f"{when}, and a checkpoint is kept that no honest chain has")
    last = trial.store.last_block()
    if last >= trial.store.deployment.first_block and kept[-1][0] != last:
        raise Failure(f"{when}, and the index stands at {last}, the last checkpoint at {kept[-1][0]}")

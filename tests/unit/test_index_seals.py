"""The level `seals`: every header follows from the genesis or a checkpoint, and nobody without keys is believed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest

from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine
from govledger.consensus.qbft import ExtraData, block_hash
from govledger.consensus.rule import Rule
from govledger.errors import (
    BlockMissing,
    ChainMismatch,
    ConsensusUnsupported,
    HeaderRefused,
    InputError,
    LinkBroken,
    NodeUnusable,
    ReorganisationTooDeep,
    TrustTooLow,
)
from govledger.index import Indexer, Store, SyncReport, open_store, sync, wire
from govledger.index.model import CHECKPOINTS_KEPT, IndexedDeployment, Trust
from govledger.index.node import Node
from govledger.index.observer import Silent
from govledger.index.plan import Patience
from govledger.index.seals import settled_checkpoint, settled_depth_of
from govledger.index.sync import ENGINE
from govledger.index.wire import Answer
from tests.conftest import ROOT
from tests.sealed_nodes import CLIQUE, RecordedNode, recorded_clique, recorded_qbft
from tests.simulated_chain import SimulatedChain
from tests.simulator.chain import Block, World, a_world
from tests.simulator.node import SimulatedNode
from tests.simulator.sealing import FORGINGS
from tests.simulator.truth import content_of, new_store

ENGINES = {Engine.CLIQUE: 1, Engine.QBFT: 2}
"""Which of three worlds has such chains."""


class Stopped(Exception):
    """Somebody does not want to go on."""


@dataclass
class Told(Silent):
    """An observer that remembers up to where headers were followed, and stops there if it is told to."""

    followed_up_to: list[tuple[int, int, int]] = field(default_factory=list)
    stop_at: int = -1

    def followed(self, last_block: int, wanted: int, headers: int) -> None:
        self.followed_up_to.append((last_block, wanted, headers))
        if last_block >= self.stop_at >= 0:
            raise Stopped


def sealed_store(deployment: IndexedDeployment, trust: Trust = Trust.SEALS) -> Store:
    return open_store(":memory:", deployment, trust)


def kept(store: Store) -> dict[int, Checkpoint]:
    rows = store.rows("SELECT block_number, checkpoint FROM checkpoints ORDER BY block_number")
    return {number: Checkpoint.decode(encoded) for number, encoded in rows}


def clique_rules(node: RecordedNode) -> ChainRules:
    return node.rules(Engine.CLIQUE, 20)


@lru_cache(maxsize=100)
def a_sealed_world(engine: Engine, least_first_block: int = 1, forging: str | None = None) -> World:
    """The first of such worlds whose deployment begins at that block or later."""
    worlds = (a_world(seed, forging) for seed in range(ENGINES[engine], 300, 3))
    return next(world for world in worlds if world.deployment.first_block >= least_first_block)


def a_node(
    world: World, height: int | None = None, chain: int = 0, kind: type[SimulatedNode] = SimulatedNode
) -> SimulatedNode:
    blocks = world.chains[chain]
    return kind(world, random.Random(0), chain=blocks, height=len(blocks) - 1 if height is None else height)


def bring_up(node: Node, store: Store, begin: ChainRules | Checkpoint | None = None, **more: object) -> SyncReport:
    patience = Patience(tries=2, first_seconds=0.0, longest_seconds=0.0)
    return Indexer(node, store, checked_from=begin, patience=patience, pause=lambda seconds: None, **more).catch_up()  # type: ignore[arg-type]


# --- recorded chains ------------------------------------------------------------------------------------


def test_a_chain_of_geth_nodes_is_followed_through_its_votes_and_epochs() -> None:
    node, told = recorded_clique(), Told()
    signers = [
        tuple(sorted(bytes.fromhex(one[2:]) for one in after)) for after in json.loads(CLIQUE.read_text())["signers"]
    ]
    with sealed_store(node.deployment(40)) as store:
        report = bring_up(node, store, clique_rules(node), observer=told)
        assert (report.first_block, report.last_block, report.blocks_added) == (40, 82, 43)
        assert report.checkpoint is not None and report.checkpoint.number == 82
        assert report.checkpoint.hash == bytes.fromhex(node.blocks[82]["hash"][2:])
        for number, checkpoint in kept(store).items():
            assert checkpoint.validators == signers[number]
        assert store.header(39) is None and told.followed_up_to[-1][:2] == (39, 39)
        assert sum(headers for _, _, headers in told.followed_up_to) == 39
        assert store.noted(ENGINE) == "clique"


@pytest.mark.shared
def test_a_chain_of_goquorum_nodes_is_followed_through_its_votes_and_round_changes(shared: Path) -> None:
    node = recorded_qbft(shared)
    with sealed_store(node.deployment(20)) as store:
        report = sync(node, store, until=150, checked_from=node.rules(Engine.QBFT, 20))
        assert report.last_block == 150 and report.checkpoint is not None
        listed = ExtraData.decode(bytes.fromhex(node.blocks[151]["extraData"][2:])).validators
        assert report.checkpoint.validators == tuple(sorted(listed))


def test_an_epoch_that_is_not_the_chain_s_makes_it_be_refused() -> None:
    node = recorded_clique()
    with sealed_store(node.deployment(1)) as store, pytest.raises(HeaderRefused) as caught:
        bring_up(node, store, node.rules(Engine.CLIQUE, 7))
    assert (caught.value.block, caught.value.rule) == (7, Rule.VALIDATORS)


# --- who has no key -------------------------------------------------------------------------------------

RULES = {
    (Engine.CLIQUE, "forged without seals"): Rule.SEAL,
    (Engine.CLIQUE, "forged with copied seals"): Rule.PROPOSER,
    (Engine.CLIQUE, "forged with own keys"): Rule.PROPOSER,
    (Engine.CLIQUE, "forged with own validators"): Rule.VALIDATORS,
    (Engine.QBFT, "forged without seals"): Rule.QUORUM,
    (Engine.QBFT, "forged with copied seals"): Rule.SEALER,
    (Engine.QBFT, "forged with own keys"): Rule.SEALER,
    (Engine.QBFT, "forged with own validators"): Rule.VALIDATORS,
}
"""What a chain breaks that somebody makes up without a validator's key."""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("forging", FORGINGS)
def test_a_chain_that_is_true_to_itself_is_refused_without_the_validators_keys(engine: Engine, forging: str) -> None:
    world = a_sealed_world(engine, forging=forging)
    node = SimulatedNode(world, random.Random(0), chain=world.forged, height=len(world.forged) - 1)
    honest = {block.hash for chain in world.chains for block in chain}
    first_forged = next(block.number for block in world.forged if block.hash not in honest)
    with sealed_store(world.deployment) as store:
        with pytest.raises(HeaderRefused) as caught:
            bring_up(node, store, world.rules, blocks_per_batch=1)
        assert (caught.value.block, caught.value.rule) == (first_forged, RULES[engine, forging])
        assert store.last_block() <= max(first_forged, world.deployment.first_block) - 1
        assert max(kept(store), default=0) < first_forged


def test_the_documents_name_the_rule_that_each_such_chain_breaks() -> None:
    table = (ROOT / "docs" / "audit.md").read_text().split("| instead of the validators' seals |")[1].split("\n\n")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines() if row.startswith("| forged")]
    said = {
        (engine, forging): rule.strip("`")
        for forging, *rules in rows
        for engine, rule in zip(ENGINES, rules, strict=True)
    }
    assert said == {of: rule.name for of, rule in RULES.items()}


@pytest.mark.parametrize("engine", ENGINES)
def test_such_a_chain_is_indexed_at_a_lower_level(engine: Engine) -> None:
    """Else the test above would show nothing."""
    world = a_sealed_world(engine, forging="forged with own keys")
    node = SimulatedNode(world, random.Random(0), chain=world.forged, height=len(world.forged) - 1)
    with sealed_store(world.deployment, Trust.RECEIPTS) as store:
        assert bring_up(node, store).last_block == len(world.forged) - 1


@pytest.mark.parametrize("engine", ENGINES)
def test_no_block_is_left_for_others_that_nobody_sealed(engine: Engine) -> None:
    world = a_sealed_world(engine, forging="forged with own keys")
    honest = next(chain for chain in world.chains if _common(chain, world.forged) == _longest_common(world))
    node = SimulatedNode(world, random.Random(0), chain=honest, height=len(honest) - 1)
    with sealed_store(world.deployment) as store:
        bring_up(node, store, world.rules)
        before = content_of(store), kept(store)  # type: ignore[arg-type]
        node.follow(world.forged, len(world.forged) - 1)
        with pytest.raises(HeaderRefused):
            bring_up(node, store, settled_depth=100)
        assert (content_of(store), kept(store)) == before  # type: ignore[arg-type]


def _common(one: Sequence[Block], other: Sequence[Block]) -> int:
    return sum(left.hash == right.hash for left, right in zip(one, other, strict=False))


def _longest_common(world: World) -> int:
    return max(_common(chain, world.forged) for chain in world.chains)


class Liar(SimulatedNode):
    """Gives one header with other extra data, under the hash that it then has."""

    at = 0
    change: Callable[[ExtraData], ExtraData]

    def headers(self, first: int, last: int) -> Answer[wire.Header]:
        answer = super().headers(first, last)
        return Answer([self._changed(one) if int(one.number, 16) == self.at else one for one in answer.items], 1_000)

    def _changed(self, shown: wire.Header) -> wire.Header:
        extra = type(self).change(ExtraData.decode(bytes.fromhex(shown.extra_data[2:])))
        changed = msgspec.structs.replace(shown, extra_data=f"0x{extra.encode().hex()}")
        return msgspec.structs.replace(changed, hash=f"0x{block_hash(changed.read()).hex()}")


def test_too_few_seals_are_found_under_a_hash_that_they_do_not_change() -> None:
    class Thief(Liar):
        at = 5
        change = staticmethod(lambda extra: replace(extra, seals=extra.seals[:1]))

    world = a_sealed_world(Engine.QBFT, 2)
    node = a_node(world, kind=Thief)
    with sealed_store(world.deployment, Trust.RECEIPTS) as store:
        assert bring_up(node, store).last_block == len(world.chains[0]) - 1
    with sealed_store(world.deployment) as store, pytest.raises(HeaderRefused) as caught:
        bring_up(node, store, world.rules)
    assert (caught.value.block, caught.value.rule) == (5, Rule.QUORUM)


def test_a_contract_that_names_the_validators_is_refused_by_name() -> None:
    class Contract(Liar):
        at = 1
        change = staticmethod(lambda extra: replace(extra, validators=()))

    world = a_sealed_world(Engine.QBFT)
    with sealed_store(world.deployment) as store, pytest.raises(ConsensusUnsupported, match="validator contract mode"):
        bring_up(a_node(world, kind=Contract), store, world.rules, blocks_per_batch=1)


# --- stop and start -------------------------------------------------------------------------------------


def test_headers_before_the_deployment_are_followed_once_however_often_it_stops() -> None:
    node, told = recorded_clique(), Told(stop_at=16)
    with sealed_store(node.deployment(70)) as store:
        with pytest.raises(Stopped):
            bring_up(node, store, clique_rules(node), observer=told)
        assert store.last_block() == 69 and max(kept(store)) == 16
        node.asked.clear()
        report = bring_up(node, store)  # by the rules that the store knows
        assert "headers 17 32" in node.asked and not {"headers 1 16", "headers 16 16"} & {*node.asked[3:]}
        assert report.last_block == 82
        node.asked.clear()
        assert bring_up(node, store).blocks_added == 0
        assert all(int(asked.split()[1]) in (0, 82) for asked in node.asked)


def test_an_index_that_gains_blocks_follows_them_from_where_it_stood() -> None:
    world = a_sealed_world(Engine.QBFT)
    node = a_node(world, height=4)
    with sealed_store(world.deployment) as store:
        indexer = Indexer(node, store, checked_from=world.rules)
        for height in range(4, len(world.chains[0])):
            node.height = height
            report = indexer.catch_up()
            assert report.checkpoint == kept(store)[height]
        assert len(kept(store)) <= CHECKPOINTS_KEPT


def test_a_chain_that_is_not_yet_where_the_deployment_begins_is_followed_as_far_as_it_is() -> None:
    node = recorded_clique()
    with sealed_store(node.deployment(100)) as store:
        report = bring_up(node, store, clique_rules(node))
        assert (report.last_block, report.blocks_added, report.heads) == (99, 0, {})
        assert report.checkpoint is not None and report.checkpoint.number == 82
        assert bring_up(node, store, clique_rules(node)).checkpoint == report.checkpoint


# --- an index that gains seals --------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_an_index_at_receipts_is_brought_up_to_seals(engine: Engine) -> None:
    world = a_sealed_world(engine, 6)
    with sealed_store(world.deployment) as fresh:
        bring_up(a_node(world), fresh, world.rules)
        expected, checkpoint = content_of(fresh), kept(fresh)[fresh.last_block()]  # type: ignore[arg-type]
    with sealed_store(world.deployment, Trust.RECEIPTS) as store:
        bring_up(a_node(world, height=8), store)
        with pytest.raises(Stopped):
            bring_up(a_node(world), store, world.rules, observer=Told(stop_at=0))
        assert store.trust is Trust.RECEIPTS or max(kept(store)) == 8
        bring_up(a_node(world), store, world.rules)
        assert store.trust is Trust.SEALS
        assert content_of(store) == expected  # type: ignore[arg-type]
        assert kept(store)[store.last_block()] == checkpoint


def test_an_index_is_not_at_seals_before_the_last_of_its_blocks_was_followed() -> None:
    node = recorded_clique()
    with sealed_store(node.deployment(1), Trust.RECEIPTS) as store:
        bring_up(node, store)
        with pytest.raises(Stopped):
            bring_up(node, store, clique_rules(node), observer=Told(stop_at=16))
        assert store.trust is Trust.RECEIPTS and max(kept(store)) == 16
        bring_up(node, store, clique_rules(node))
        assert store.trust is Trust.SEALS and max(kept(store)) == 82


def test_an_index_whose_blocks_nobody_sealed_does_not_gain_seals() -> None:
    world = a_sealed_world(Engine.CLIQUE, forging="forged with own keys")
    forged = SimulatedNode(world, random.Random(0), chain=world.forged, height=len(world.forged) - 1)
    with sealed_store(world.deployment, Trust.RECEIPTS) as store:
        bring_up(forged, store)
        with pytest.raises(HeaderRefused):
            bring_up(forged, store, world.rules)
        assert store.trust is Trust.RECEIPTS


def test_an_index_at_headers_is_not_brought_up() -> None:
    world = a_sealed_world(Engine.QBFT)
    with (
        sealed_store(world.deployment, Trust.HEADERS) as store,
        pytest.raises(TrustTooLow, match="the receipts of its"),
    ):
        bring_up(a_node(world), store, world.rules)


def test_an_index_at_seals_does_not_go_on_without(tmp_path: Path) -> None:
    world = a_sealed_world(Engine.QBFT)
    open_store(tmp_path / "index.sqlite", world.deployment, Trust.SEALS).close()
    with pytest.raises(TrustTooLow, match="go on with --verify seals"):
        open_store(tmp_path / "index.sqlite", world.deployment, Trust.RECEIPTS)


# --- where it begins ------------------------------------------------------------------------------------


def checkpoint_at(node: RecordedNode, number: int) -> Checkpoint:
    with sealed_store(node.deployment(1)) as store:
        report = sync(node, store, until=number, checked_from=clique_rules(node))
        assert report.checkpoint is not None
        return report.checkpoint


def test_headers_are_followed_from_a_checkpoint_that_is_given() -> None:
    node = recorded_clique()
    checkpoint = checkpoint_at(node, 50)
    node.asked.clear()
    with sealed_store(node.deployment(60)) as store:
        report = bring_up(node, store, checkpoint)
        assert report.checkpoint == checkpoint_at(recorded_clique(), 82)
        assert min(int(asked.split()[1]) for asked in node.asked if asked != "headers 0 0") == 50
        assert bring_up(node, store, checkpoint).blocks_added == 0, "giving it again is harmless"


def test_a_later_checkpoint_takes_the_place_of_an_earlier_one_before_there_are_blocks() -> None:
    node = recorded_clique()
    with sealed_store(node.deployment(70)) as store:
        with pytest.raises(Stopped):
            bring_up(node, store, clique_rules(node), observer=Told(stop_at=16))
        node.asked.clear()
        bring_up(node, store, checkpoint_at(recorded_clique(), 60))
        assert "headers 61 69" in node.asked


def test_a_checkpoint_after_the_first_block_is_refused_and_says_how_else() -> None:
    node = recorded_clique()
    checkpoint = checkpoint_at(node, 50)
    with (
        sealed_store(node.deployment(40)) as store,
        pytest.raises(InputError, match="of block 50, and seals have to be"),
    ):
        bring_up(node, store, checkpoint)
    with sealed_store(node.deployment(40), Trust.RECEIPTS) as store:  # as the message says
        bring_up(node, store)
        node.asked.clear()
        assert bring_up(node, store, checkpoint).checkpoint is not None
        assert store.trust is Trust.SEALS and "headers 51 66" in node.asked


def test_a_checkpoint_of_another_chain_is_refused() -> None:
    node = recorded_clique()
    checkpoint = replace(checkpoint_at(node, 30), hash=b"\x01" * 32)
    with sealed_store(node.deployment(40)) as store, pytest.raises(ChainMismatch, match="the node has another one"):
        bring_up(node, store, checkpoint)
    with sealed_store(node.deployment(20), Trust.RECEIPTS) as store:
        bring_up(node, store)
        with pytest.raises(ChainMismatch, match=r"block 30 is 0x0101.*holds 0x.*find out which chain is right"):
            bring_up(node, store, checkpoint)


def test_rules_of_another_genesis_are_refused() -> None:
    node = recorded_clique()
    rules = replace(clique_rules(node), genesis_hash=b"\x02" * 32)
    with sealed_store(node.deployment(1)) as store, pytest.raises(ChainMismatch, match="from genesis 0x0202"):
        bring_up(node, store, rules)


def test_rules_that_change_are_refused() -> None:
    node = recorded_clique()
    with sealed_store(node.deployment(1)) as store:
        bring_up(node, store, clique_rules(node))
        with pytest.raises(InputError, match=r"epochs of 20 blocks and a block time of 1 s.*of 30 blocks and no block"):
            bring_up(node, store, node.rules(Engine.CLIQUE, 30, None))


def test_rules_are_needed_once() -> None:
    node = recorded_clique()
    with sealed_store(node.deployment(1)) as store:
        with pytest.raises(InputError, match="name a network, a genesis file, an engine or a checkpoint"):
            bring_up(node, store)
        bring_up(node, store, clique_rules(node))
        assert bring_up(node, store).checkpoint is not None


def test_a_development_chain_has_nothing_to_follow() -> None:
    chain = SimulatedChain()
    chain.seal()
    rules = ChainRules(Engine.CLIQUE, chain.blocks[0].stored.hash)
    with sealed_store(chain.deployment()) as store, pytest.raises(HeaderRefused) as caught:
        sync(chain, store, checked_from=rules)
    assert (caught.value.block, caught.value.rule) == (0, Rule.EXTRA_DATA)


def test_a_genesis_that_is_no_header_is_a_node_of_no_use() -> None:
    node = recorded_clique()
    node.change(0, extraData="0x12z4")
    with sealed_store(node.deployment(1)) as store, pytest.raises(NodeUnusable, match="than a header of block 0"):
        bring_up(node, store, clique_rules(node))


def test_another_genesis_under_the_same_name_is_refused() -> None:
    node = recorded_clique()
    node.change(0, gasLimit="0x1")
    with sealed_store(node.deployment(1)) as store, pytest.raises(HeaderRefused) as caught:
        bring_up(node, store, clique_rules(node))
    assert (caught.value.block, caught.value.rule) == (0, Rule.GENESIS)


@pytest.mark.parametrize(
    ("fields", "error"),
    [({"hash": "0x" + "11" * 32}, HeaderRefused), ({"stateRoot": "0x" + "z1" * 32}, NodeUnusable)],
)
def test_a_header_before_the_deployment_is_checked_like_any(fields: dict[str, str], error: type[Exception]) -> None:
    node = recorded_clique()
    node.change(12, **fields)
    with sealed_store(node.deployment(40)) as store, pytest.raises(error, match=r"block (12|0xc)"):
        bring_up(node, store, clique_rules(node))


def test_headers_that_are_left_out_before_the_deployment_are_missed() -> None:
    class Short(RecordedNode):
        def headers(self, first: int, last: int) -> Answer[wire.Header]:
            answer = super().headers(first, last)
            return answer if last < 12 or first == last else type(answer)(answer.items[:-1], 1_000)

    node = Short(json.loads(CLIQUE.read_text()))
    with sealed_store(node.deployment(40)) as store, pytest.raises(BlockMissing, match="left out block 16"):
        bring_up(node, store, clique_rules(node))


# --- reorganisations ------------------------------------------------------------------------------------


def fork_of(world: World, deepest: int) -> tuple[int, int, int]:
    """(one chain, another one, how many blocks of the first are not the other's) with few, but some."""
    for one in range(len(world.chains)):
        for other in range(len(world.chains)):
            replaced = len(world.chains[one]) - _common(world.chains[one], world.chains[other])
            longer = len(world.chains[other]) > _common(world.chains[one], world.chains[other])
            if 0 < replaced <= deepest and longer:
                return one, other, replaced
    raise AssertionError("no fork of that kind")


def world_with_fork(engine: Engine, deepest: int, least: int = 1) -> tuple[World, int, int, int]:
    for seed in range(ENGINES[engine], 300, 3):
        try:
            found = fork_of(a_world(seed), deepest)
        except AssertionError:
            continue
        if found[2] >= least:
            return a_world(seed), *found
    raise AssertionError("no world of that kind")


def test_a_clique_chain_is_followed_to_another_branch_with_its_checkpoints() -> None:
    world, one, other, replaced = world_with_fork(Engine.CLIQUE, 2)
    node = a_node(world, chain=one)
    with sealed_store(world.deployment) as store:
        bring_up(node, store, world.rules)
        chain = world.chains[other]
        node.follow(chain, len(chain) - 1)
        report = bring_up(node, store)
        assert [moved.replaced_blocks for moved in report.reorganisations] == [replaced]
        assert {checkpoint.hash for checkpoint in kept(store).values()} <= {block.hash for block in chain}
        assert max(kept(store)) == len(chain) - 1


def test_a_reorganisation_below_what_the_signers_settled_is_an_alarm() -> None:
    world, one, other, replaced = world_with_fork(Engine.CLIQUE, 7, least=5)
    node = a_node(world, chain=one)
    with sealed_store(world.deployment) as store:
        report = bring_up(node, store, world.rules)
        assert report.checkpoint is not None and settled_depth_of(report.checkpoint) < replaced
        node.follow(world.chains[other], len(world.chains[other]) - 1)
        with pytest.raises(ReorganisationTooDeep, match=f"{replaced} blocks back"):
            bring_up(node, store)
        assert store.last_block() == len(world.chains[one]) - 1


def test_any_reorganisation_of_a_bft_chain_is_an_alarm() -> None:
    world, one, other, _ = world_with_fork(Engine.QBFT, 7)
    node = a_node(world, chain=one)
    with sealed_store(world.deployment) as store:
        bring_up(node, store, world.rules)
        node.follow(world.chains[other], len(world.chains[other]) - 1)
        with pytest.raises(ReorganisationTooDeep, match="settled after 0"):
            bring_up(node, store)
    with sealed_store(world.deployment, Trust.RECEIPTS) as store:  # while its seals are not yet followed, too
        bring_up(a_node(world, chain=one), store)
        with pytest.raises(ReorganisationTooDeep, match="settled after 0"):
            bring_up(node, store, world.rules)


def test_a_branch_that_is_left_before_the_deployment_is_left_in_the_checkpoints_too() -> None:
    """The chain is shorter than the deployment says when its last blocks are replaced."""
    world, one, other, replaced = world_with_fork(Engine.CLIQUE, 2)
    later = replace_first_block(world.deployment, 100)
    node = a_node(world, chain=one)
    with sealed_store(later) as store:
        bring_up(node, store, world.rules)
        assert max(kept(store)) == len(world.chains[one]) - 1
        node.follow(world.chains[other], len(world.chains[other]) - 1)
        report = bring_up(node, store)
        assert report.checkpoint is not None
        assert report.checkpoint.hash == world.chains[other][-1].hash == kept(store)[report.checkpoint.number].hash
        assert {checkpoint.hash for checkpoint in kept(store).values()} <= {block.hash for block in world.chains[other]}
    assert replaced


def test_the_same_indexer_sees_that_such_a_branch_was_left() -> None:
    world, one, other, _ = world_with_fork(Engine.CLIQUE, 2)
    node = a_node(world, chain=one)
    with sealed_store(replace_first_block(world.deployment, 100)) as store:
        indexer = Indexer(node, store, checked_from=world.rules)
        indexer.catch_up()
        node.follow(world.chains[other], len(world.chains[other]) - 1)
        report = indexer.catch_up()
        assert report.checkpoint is not None and report.checkpoint.hash == world.chains[other][-1].hash


def test_settled_headers_before_the_deployment_are_not_left() -> None:
    world, one, other, _ = world_with_fork(Engine.QBFT, 7)
    node = a_node(world, chain=one)
    with sealed_store(replace_first_block(world.deployment, 100)) as store:
        bring_up(node, store, world.rules)
        node.follow(world.chains[other], len(world.chains[other]) - 1)
        with pytest.raises(ReorganisationTooDeep, match="parts from it more than 0 blocks back"):
            bring_up(node, store)


def replace_first_block(deployment: IndexedDeployment, first_block: int) -> IndexedDeployment:
    return msgspec.structs.replace(deployment, first_block=first_block)


def test_a_node_that_falls_back_before_the_deployment_is_waited_for() -> None:
    node = recorded_clique()
    with sealed_store(node.deployment(100)) as store:
        bring_up(node, store, clique_rules(node))
        behind = recorded_clique()
        del behind.blocks[50:]
        assert bring_up(behind, store).checkpoint == kept(store)[82]


def test_a_store_whose_blocks_are_others_than_those_that_follow_is_not_brought_up() -> None:
    """The node serves one branch when it is asked for the last block, and another one for those before."""
    world, one, other, replaced = world_with_fork(Engine.CLIQUE, 3)
    node = a_node(world, chain=one)
    top = len(world.chains[one]) - 1

    class TwoFaced(SimulatedNode):
        def headers(self, first: int, last: int) -> Answer[wire.Header]:
            self.chain = world.chains[one] if first in (0, top) else world.chains[other]
            self.height = max(self.height, last)
            return super().headers(first, last)

    with sealed_store(world.deployment, Trust.RECEIPTS) as store:
        bring_up(node, store)
        node.__class__ = TwoFaced
        with pytest.raises((LinkBroken, HeaderRefused)):
            bring_up(node, store, world.rules, settled_depth=50)
        assert store.trust is Trust.RECEIPTS
        stored = {header.hash for header in store.headers(0, top)}
        assert all(c.hash in stored for number, c in kept(store).items() if number >= world.deployment.first_block)
    assert replaced


def test_a_checkpoint_is_asked_for_by_a_hash() -> None:
    node = recorded_clique()
    checkpoint = checkpoint_at(node, 50)
    node.change(50, hash="0x12")
    with (
        sealed_store(node.deployment(60)) as store,
        pytest.raises(NodeUnusable, match="gives block 50 the hash '0x12'"),
    ):
        bring_up(node, store, checkpoint)


def test_a_node_that_lost_the_block_of_a_checkpoint_meanwhile_is_asked_again() -> None:
    class Losing(RecordedNode):
        """It has fewer blocks when it is asked for one of them, once."""

        lost = False

        def headers(self, first: int, last: int) -> Answer[wire.Header]:
            if first == last == 50 and not self.lost:
                self.lost = True
                raise BlockMissing("the node has no block 50")
            return super().headers(first, last)

    node = Losing(json.loads(CLIQUE.read_text()))
    checkpoint = checkpoint_at(recorded_clique(), 50)
    with sealed_store(node.deployment(60)) as store:
        assert bring_up(node, store, checkpoint).last_block == 82
    assert node.lost


# --- what is settled ------------------------------------------------------------------------------------


def test_the_checkpoint_that_is_written_down_is_of_a_settled_block() -> None:
    node = recorded_clique()
    with sealed_store(node.deployment(40)) as store:
        assert settled_checkpoint(store) is None
        bring_up(node, store, clique_rules(node))
        found = settled_checkpoint(store)
        assert found == checkpoint_at(recorded_clique(), 79), "of four signers, three blocks more settle one"
        world = a_sealed_world(Engine.QBFT)
    with sealed_store(world.deployment) as store:
        report = bring_up(a_node(world), store, world.rules)
        assert settled_checkpoint(store) == report.checkpoint


def test_the_first_checkpoint_stays_for_an_index_that_has_to_begin_anew() -> None:
    world = a_sealed_world(Engine.QBFT, 6)
    with new_store(world.deployment, Trust.SEALS) as store:
        bring_up(a_node(world), store, world.rules)
        store.rollback(world.deployment.first_block - 1)
        assert max(kept(store)) == world.deployment.first_block - 1
        assert bring_up(a_node(world), store).last_block == len(world.chains[0]) - 1

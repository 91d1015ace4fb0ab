"""Several nodes as one: the next takes over, and a block counts when enough nodes give it the same hash."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from govledger.errors import BlockMissing, ChainMismatch, ConnectionFailed, InputError, NodesDisagree
from govledger.index.quorum import Quorum
from govledger.index.wire import Answer, Header
from tests.simulated_chain import ADDRESSES
from tests.simulator.chain import Block, World, a_world
from tests.simulator.node import SimulatedNode

WORLD = a_world(3)
TRUNK = WORLD.chains[0]
HEIGHT = len(TRUNK) - 1
ADDRESS = next(iter(ADDRESSES.values()))
SLOTS = [(address, 0) for address in ADDRESSES.values()]


def a_branch() -> tuple[list[Block], int]:
    """A branch of the trunk, and the last block that they share."""
    for chain in WORLD.chains[1:]:
        common = max(number for number, block in enumerate(TRUNK[: len(chain)]) if chain[number] is block)
        if common < HEIGHT and common < len(chain) - 1:
            return list(chain), common
    raise AssertionError("the world has no branch")


class Dead(SimulatedNode):
    """Is asked and does not answer."""

    def _begin(self, question: str) -> None:
        self.diary.append(question)
        raise ConnectionFailed(f"nothing answers at {self.name}")

    def chain_id(self) -> int:
        raise ConnectionFailed(f"nothing answers at {self.name}")


def a_node(
    name: str, chain: list[Block] | None = None, height: int = HEIGHT, kind: type = SimulatedNode
) -> SimulatedNode:
    node = kind(WORLD, random.Random(0), chain=chain or TRUNK, height=height, name=name)
    assert isinstance(node, SimulatedNode)
    return node


def test_one_node_is_enough_without_a_quorum_and_the_next_takes_over() -> None:
    dead, alive, idle = a_node("dead", kind=Dead), a_node("alive"), a_node("idle")
    nodes = Quorum([dead, alive, idle])
    assert nodes.latest_number() == HEIGHT and nodes.name == "alive"
    assert nodes.headers(1, 2).items == [block.shown for block in TRUNK[1:3]]
    assert nodes.chain_id() == 7
    assert nodes.storage(SLOTS, 3) == alive.storage(SLOTS, 3)
    assert nodes.logs(1, 3, [ADDRESS]) == alive.logs(1, 3, [ADDRESS])
    headers = nodes.headers(1, 2).items
    assert nodes.receipts(headers) == alive.receipts(headers)
    assert len([one for one in dead.diary if "latest" in one]) <= 1 and len(idle.diary) == 1
    assert nodes.questions_at_once == 1


def test_none_that_answers_is_an_error_that_names_each() -> None:
    with pytest.raises(ConnectionFailed, match=r"nothing answers at one \| nothing answers at other"):
        Quorum([a_node("one", kind=Dead), a_node("other", kind=Dead)]).latest_number()


def test_a_node_of_another_chain_does_not_take_over() -> None:
    other_world = World(a_world(6).chains, WORLD.deployment)
    assert other_world.chains[0][0].hash == TRUNK[0].hash, "worlds begin with the same block"
    stranger = a_node("stranger")
    stranger.chain = [other_world.chains[0][1], *TRUNK[1:]]
    first = a_node("first")
    nodes = Quorum([first, stranger])
    nodes.latest_number()
    first.__class__ = Dead
    with pytest.raises(ChainMismatch, match="stranger would take over and serves chain 7 that begins with 0x"):
        nodes.latest_number()


@pytest.mark.parametrize("quorum", [0, 3])
def test_a_quorum_of_none_or_of_more_than_there_are_is_refused(quorum: int) -> None:
    with pytest.raises(InputError, match=f"a quorum of {quorum} needs as many nodes, and 2 are given"):
        Quorum([a_node("one"), a_node("other")], quorum)


def test_the_latest_block_that_counts_is_the_last_that_enough_have() -> None:
    nodes = [a_node("one", height=HEIGHT), a_node("two", height=HEIGHT - 1), a_node("three", height=HEIGHT - 4)]
    assert Quorum(nodes, 2).latest_number() == HEIGHT - 1
    assert Quorum(nodes, 3).latest_number() == HEIGHT - 4
    assert [block.number for block in TRUNK[HEIGHT - 1 : HEIGHT]] == [HEIGHT - 1]


def test_what_the_nodes_have_in_common_counts_while_their_last_blocks_differ() -> None:
    branch, common = a_branch()
    nodes = Quorum([a_node("one"), a_node("other", branch, len(branch) - 1)], 2)
    assert 0 <= nodes.latest_number() <= common
    header = nodes.headers(common, common).items[-1]
    assert header.hash == f"0x{TRUNK[common].hash.hex()}"
    with pytest.raises(NodesDisagree, match=f"no 2 of 2 nodes give block {common + 1} the same hash .one: 0x"):
        nodes.headers(1, common + 1)


def test_the_majority_is_asked_and_the_one_that_differs_is_not() -> None:
    branch, common = a_branch()
    nodes = Quorum([a_node("liar", branch, len(branch) - 1), a_node("two"), a_node("three")], 2)
    answer = nodes.headers(common + 1, common + 1)
    assert answer.items == [TRUNK[common + 1].shown] and nodes.name == "two"


def test_a_chain_that_is_not_shared_at_all_is_a_disagreement() -> None:
    stranger = a_node("stranger")
    stranger.chain = [TRUNK[1]] * len(TRUNK)
    with pytest.raises(NodesDisagree, match="find out which of them is on the wrong chain"):
        Quorum([a_node("one"), stranger], 2).latest_number()


def test_too_few_that_answer_are_no_quorum() -> None:
    nodes = Quorum([a_node("one"), a_node("dead", kind=Dead)], 2)
    with pytest.raises(ConnectionFailed, match="1 of 2 nodes answer, and 2 must agree: dead: nothing answers"):
        nodes.latest_number()
    with pytest.raises(ConnectionFailed, match="1 of 2 nodes answer"):
        nodes.storage(SLOTS, 3)


def test_a_node_that_gives_one_hash_and_then_another_is_asked_again() -> None:
    class Fickle(SimulatedNode):
        def headers(self, first: int, last: int) -> Answer[Header]:
            answer = super().headers(first, last)
            return answer if first == last else Answer(answer.items[:-1], answer.size)

    nodes = Quorum([a_node("fickle", kind=Fickle), a_node("other")], 2)
    with pytest.raises(NodesDisagree, match=r"fickle gave block 3 the hash 0x.* and then another"):
        nodes.headers(1, 3)


def test_words_of_storage_count_when_enough_give_them() -> None:
    class Liar(SimulatedNode):
        def storage(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[bytes]:
            return [b"\x01" * 32] * len(slots)

    honest = a_node("one")
    words = honest.storage(SLOTS, HEIGHT)
    assert Quorum([a_node("liar", kind=Liar), honest, a_node("two")], 2).storage(SLOTS, HEIGHT) == words
    with pytest.raises(
        NodesDisagree, match=f"no 2 of 2 nodes give the same storage of the contracts at block {HEIGHT}"
    ):
        Quorum([a_node("liar", kind=Liar), honest], 2).storage(SLOTS, HEIGHT)


def test_a_block_that_is_missing_everywhere_is_too_few_answers() -> None:
    nodes = Quorum([a_node("one"), a_node("two")], 2)
    with pytest.raises(ConnectionFailed, match=f"0 of 2 nodes answer.*has no block {HEIGHT + 1}"):
        nodes.headers(HEIGHT + 1, HEIGHT + 1)
    with pytest.raises(BlockMissing):
        Quorum([a_node("one")]).headers(HEIGHT + 1, HEIGHT + 1)

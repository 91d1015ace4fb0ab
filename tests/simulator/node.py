"""The node that the index is tried on: it reorganises, lies, stalls, truncates and restarts by chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from govledger.errors import BlockMissing, ConnectionFailed, NodeRefused, NodeUnusable
from govledger.index import wire
from govledger.index.wire import Answer
from tests.simulated_chain import ADDRESSES
from tests.simulator.chain import CHAIN_ID, Block, World
from tests.simulator.lies import HEADER_LIES, LOG_LIES, RECEIPT_LIES, STORAGE_LIES, TRANSACTION_LIES, Lie, is_told

KEYS = {address: key for key, address in ADDRESSES.items()}


@dataclass(frozen=True, slots=True)
class Faults:
    """How often, of its answers, the node does what."""

    moves: float
    """Its chain grows, is reorganised, or falls back."""
    failures: float
    """It does not answer, refuses, or answers something else."""
    lies: float
    forging: float = 0.0
    """A whole chain that somebody made up takes the place of an honest one, or leaves it again."""


CALM = Faults(0.0, 0.0, 0.0)


@dataclass
class SimulatedNode:
    """A `Node` over a world's chains; the chance decides at every question what becomes of it."""

    world: World
    chance: random.Random
    faults: Faults = CALM
    chain: Sequence[Block] = ()
    """The chain that it follows."""
    height: int = 0
    """The last block of it that the node has."""
    longest: int = 1_000
    """Of more blocks it gives no logs at once."""
    block_size: int = 1_000
    """What it says that a block's answer weighs."""
    telling: frozenset[str] | None = None
    """The lies that it tells; all of them if None."""
    diary: list[str] = field(default_factory=list)
    """What was asked, and what was wrong with the answer."""
    lies: list[str] = field(default_factory=list)
    failures: int = 0
    views: list[tuple[Block, ...]] = field(default_factory=list)
    """Each chain that it showed, up to the height that it had."""
    name: str = "the simulated node"
    questions_at_once: int = 1

    def __post_init__(self) -> None:
        self.follow(self.chain or self.world.chains[0], self.height)

    def follow(self, chain: Sequence[Block], height: int) -> None:
        """From now on it has another chain, up to a height."""
        self.chain, self.height = chain, height
        self.views.append(tuple(chain[: height + 1]))
        self.diary.append(f"  it follows {chain[height].hash.hex()[:8]} at {height}")

    def is_forging(self) -> bool:
        """Whether it follows the chain that was made up."""
        return self.chain is self.world.forged

    def tip(self) -> Block:
        """Its last block."""
        return self.chain[self.height]

    # --- Node ------------------------------------------------------------------------------------------

    def chain_id(self) -> int:
        """Never a lie: another chain is another test."""
        return CHAIN_ID

    def latest_number(self) -> int:
        """The height."""
        self._begin("latest_number")
        return self.height

    def headers(self, first: int, last: int) -> Answer[wire.Header]:
        """Headers, or lies about them."""
        self._begin(f"headers {first} {last}")
        if last > self.height:
            raise BlockMissing(f"{self.name} has no block {last}")
        true = [block.shown for block in self.chain[first : last + 1]]
        return Answer(self._told(HEADER_LIES, true), self.block_size * len(true))

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> Answer[wire.Log]:
        """Logs, or lies about them; like real nodes, of as many of the blocks as there are."""
        self._begin(f"logs {first} {last}")
        if last - first >= self.longest:
            raise NodeRefused("eth_getLogs", -32005, f"query returns more than {self.longest} blocks")
        wanted = {f"0x{address.hex()}" for address in addresses}
        blocks = self.chain[first : min(last, self.height) + 1]
        true = [log for block in blocks for one in block.shown_receipts for log in one.logs if log.address in wanted]
        return Answer(self._told(LOG_LIES, true), self.block_size * len(blocks))

    def receipts(self, headers: Sequence[wire.Header]) -> Answer[list[wire.Receipt]]:
        """Receipts by the blocks' numbers, or lies about those of one block."""
        numbers = [int(header.number, 16) for header in headers]
        self._begin(f"receipts {' '.join(map(str, numbers))}")
        if max(numbers) > self.height:
            raise BlockMissing(f"{self.name} has no block {max(numbers)}")
        lists = [list(self.chain[number].shown_receipts) for number in numbers]
        place = self.chance.randrange(len(lists))
        lists[place] = self._told(RECEIPT_LIES, lists[place])
        return Answer(lists, self.block_size * len(lists))

    def transactions(self, headers: Sequence[wire.Header]) -> Answer[list[wire.Transaction]]:
        """Transactions by the blocks' hashes, or lies about those of one block."""
        self._begin(f"transactions {' '.join(str(int(header.number, 16)) for header in headers)}")
        there = {block.shown.hash: block for block in self.chain[: self.height + 1]}
        if any(header.hash not in there for header in headers):
            raise BlockMissing(f"{self.name} has not all of these blocks any more")
        lists = [list(there[header.hash].shown_transactions) for header in headers]
        place = self.chance.randrange(len(lists))
        lists[place] = self._told(TRANSACTION_LIES, lists[place])
        return Answer(lists, self.block_size * len(lists))

    def storage(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[bytes]:
        """Running hashes, or another word in the place of one."""
        self._begin(f"storage {block}")
        if block > self.height:
            raise NodeUnusable(f"the node has no state at block {block} (header not found)")
        words = [self.chain[block].heads[KEYS[address]] for address, _ in slots]
        return self._told(STORAGE_LIES, words)

    # --- what goes wrong -------------------------------------------------------------------------------

    def _begin(self, question: str) -> None:
        """Before an answer the chain may move; there may be none."""
        self.diary.append(question)
        if self.chance.random() < self.faults.moves:
            self._move()
        if self.faults.forging and self.chance.random() < self.faults.forging:
            self._forge()
        if self.chance.random() < self.faults.failures:
            self.failures += 1
            failure = self.chance.choice(FAILURES)(question)
            self.diary.append(f"  {type(failure).__name__}: {failure}")
            raise failure

    def _move(self) -> None:
        """Grows (mostly), is reorganised, or falls back as after a restart."""
        kind = self.chance.choice(("grow", "grow", "grow", "reorganise", "reorganise", "restart"))
        if kind == "reorganise":
            chain = self.chance.choice(self.world.chains)
            lowest = min(max(1, self.height - 3), len(chain) - 1)
            self.follow(chain, self.chance.randint(lowest, len(chain) - 1))
        elif kind == "grow" and self.height < len(self.chain) - 1:
            self.follow(self.chain, self.chance.randint(self.height + 1, len(self.chain) - 1))
        elif kind == "restart":
            self.follow(self.chain, max(0, self.height - self.chance.randint(1, 3)))

    def _forge(self) -> None:
        """The chain that was made up takes the place of an honest one, with all that belongs to it; or leaves again."""
        if self.is_forging():
            chain = self.chance.choice(self.world.chains)
            self.follow(chain, self.chance.randrange(len(chain)))
            return
        self.follow(self.world.forged, len(self.world.forged) - 1)
        self._note_lie(self.world.forging)

    def _told(self, lies: dict[str, Lie], true: list[Any]) -> list[Any]:
        """The truth, or one of the lies if there is anything to lie about."""
        names = [name for name in lies if self.telling is None or name in self.telling]
        if not (names and true) or self.chance.random() >= self.faults.lies:
            return true
        name = self.chance.choice(names)
        told = lies[name](self.chance, true)
        if is_told(true, told):
            self._note_lie(name)
        return told

    def _note_lie(self, name: str) -> None:
        self.lies.append(name)
        self.diary.append(f"  a lie: {name}")


FAILURES: Sequence[Callable[[str], Exception]] = (
    lambda question: ConnectionFailed(f"the node did not answer {question} in time"),
    lambda question: ConnectionFailed(f"the answer to {question} is no JSON; it may have been cut short"),
    lambda question: NodeRefused(question.split()[0], -32005, "too many requests"),
    lambda question: NodeUnusable(f"the node answers {question} with something else"),
)

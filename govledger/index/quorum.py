"""Several nodes as one: the next takes over from one that fails, and a block counts when enough give it one hash.

What is asked of all of them is small: a header's hash binds the header, its parents and, through the roots in it, the
block's receipts. So the hash of the last block of every answer is compared, and the words of the contracts' storage;
everything else comes from one of the nodes that agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from govledger.errors import (
    BlockMissing,
    ChainMismatch,
    ConnectionFailed,
    InputError,
    NodeRefused,
    NodesDisagree,
    NodeUnusable,
)
from govledger.index.node import Node, header_at
from govledger.index.wire import Answer, Header, Log, Receipt, Transaction

T = TypeVar("T")
STEPS_BACK = (0, 1, 2, 4, 8, 16, 32, 64)
"""How far below the height that enough nodes have the last block that they agree on is looked for."""


class Quorum:
    """A `Node` that is several."""

    def __init__(self, nodes: Sequence[Node], quorum: int = 1) -> None:
        """Nothing is asked yet.

        Args:
            nodes: in the order in which they take over.
            quorum: how many have to give a block the same hash; 1: the word of one is enough.

        Raises:
            InputError: a quorum of more nodes than there are, or of none.
        """
        if not 1 <= quorum <= len(nodes):
            raise InputError(f"a quorum of {quorum} needs as many nodes, and {len(nodes)} are given; add --rpc")
        self._nodes = list(nodes)
        self._quorum = quorum
        self._in_use = nodes[0]
        self._chain: tuple[int, str] | None = None

    @property
    def name(self) -> str:
        """The node in use."""
        return self._in_use.name

    @property
    def questions_at_once(self) -> int:
        """As many as each of them takes."""
        return min(node.questions_at_once for node in self._nodes)

    def chain_id(self) -> int:
        """The chain's id, by the node in use."""
        return self._asked(lambda node: node.chain_id())

    def latest_number(self) -> int:
        """The latest block that counts.

        Raises:
            NodesDisagree: there is none among the last ones.
        """
        if self._quorum == 1:
            return self._asked(lambda node: node.latest_number())
        heights = sorted((height for _, height in self._all(lambda node: node.latest_number())), reverse=True)
        highest = heights[self._quorum - 1]
        for number in dict.fromkeys(max(0, highest - step) for step in STEPS_BACK):
            if self._agreed_hash(number) is not None:
                return number
        raise self._disagreement(highest)

    def headers(self, first: int, last: int) -> Answer[Header]:
        """The headers of these blocks, the last of which counts.

        Raises:
            NodesDisagree: it does not.
        """
        if self._quorum == 1:
            return self._asked(lambda node: node.headers(first, last))
        agreed = self._agreed_hash(last)
        if agreed is None:
            raise self._disagreement(last)
        answer = self._asked(lambda node: node.headers(first, last))
        if not answer.items or answer.items[-1].hash != agreed:
            raise NodesDisagree(f"{self.name} gave block {last} the hash {agreed} and then another; ask again")
        return answer

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> Answer[Log]:
        """The logs, by the node in use."""
        return self._asked(lambda node: node.logs(first, last, addresses))

    def receipts(self, headers: Sequence[Header]) -> Answer[list[Receipt]]:
        """The receipts, by the node in use."""
        return self._asked(lambda node: node.receipts(headers))

    def transactions(self, headers: Sequence[Header]) -> Answer[list[Transaction]]:
        """The transactions, by the node in use."""
        return self._asked(lambda node: node.transactions(headers))

    def storage(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[bytes]:
        """The words that enough nodes give.

        Raises:
            NodesDisagree: no words are given by enough.
        """
        if self._quorum == 1:
            return self._asked(lambda node: node.storage(slots, block))
        given = Counter(tuple(words) for _, words in self._all(lambda node: node.storage(slots, block)))
        words, count = given.most_common(1)[0]
        if count < self._quorum:
            raise NodesDisagree(
                f"no {self._quorum} of {len(self._nodes)} nodes give the same storage of the contracts at block "
                f"{block}; find out which of them is wrong"
            )
        return list(words)

    # --- who is asked ----------------------------------------------------------------------------------

    def _asked(self, question: Callable[[Node], T]) -> T:
        """What the node in use answers; if it cannot be reached, what the first of the others that can does."""
        failures: list[str] = []
        for node in self._in_turn():
            try:
                if self._chain is None or failures:
                    self._require_same_chain(node)
                answer = question(node)
            except ConnectionFailed as failed:
                failures.append(str(failed))
                continue
            self._in_use = node
            return answer
        raise ConnectionFailed(" | ".join(failures))

    def _in_turn(self) -> list[Node]:
        place = self._nodes.index(self._in_use)
        return self._nodes[place:] + self._nodes[:place]

    def _all(self, question: Callable[[Node], T]) -> list[tuple[Node, T]]:
        """What each node answers that can; those that lack the block, or do not answer, are left out.

        Raises:
            ConnectionFailed: fewer than are needed answer.
        """
        answers: list[tuple[Node, T]] = []
        failures: list[str] = []
        for node in self._nodes:
            try:
                answers.append((node, question(node)))
            except (ConnectionFailed, BlockMissing, NodeRefused, NodeUnusable) as failed:
                failures.append(f"{node.name}: {failed}")
        if len(answers) < self._quorum:
            raise ConnectionFailed(
                f"{len(answers)} of {len(self._nodes)} nodes answer, and {self._quorum} must agree: "
                + " | ".join(failures)
            )
        return answers

    def _agreed_hash(self, number: int) -> str | None:
        """The hash that enough nodes give a block, one of which is in use from then on; None if no hash has enough."""
        hashes = self._hashes(number)
        block_hash, count = Counter(found for _, found in hashes).most_common(1)[0]
        if count < self._quorum:
            return None
        agreeing = [node for node, found in hashes if found == block_hash]
        if self._in_use not in agreeing:
            self._in_use = agreeing[0]
        return block_hash

    def _hashes(self, number: int) -> list[tuple[Node, str]]:
        return self._all(lambda node: header_at(node, number).hash)

    def _disagreement(self, number: int) -> NodesDisagree:
        shown = "; ".join(f"{node.name}: {found}" for node, found in self._hashes(number))
        return NodesDisagree(
            f"no {self._quorum} of {len(self._nodes)} nodes give block {number} the same hash ({shown}): it does not "
            "count until they do; if it lasts, find out which of them is on the wrong chain"
        )

    def _require_same_chain(self, node: Node) -> None:
        chain = (node.chain_id(), header_at(node, 0).hash)
        if self._chain is None:
            self._chain = chain
        if chain != self._chain:
            raise ChainMismatch(
                f"{node.name} would take over and serves chain {chain[0]} that begins with {chain[1]}, not chain "
                f"{self._chain[0]} that begins with {self._chain[1]}; leave it out"
            )

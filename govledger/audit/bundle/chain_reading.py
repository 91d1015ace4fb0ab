"""What a node gives for a bundle: headers with their blocks' bodies, and proofs of states (I/O)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from govledger.audit.bundle.parts import BodyPart, StatePart
from govledger.consensus.header import Header
from govledger.consensus.receipt import ConsensusReceipt
from govledger.consensus.transaction import ConsensusTransaction
from govledger.errors import BlockMissing, MalformedData, NodeRefused, NodeUnusable
from govledger.index import wire
from govledger.index.head_proofs import Prover
from govledger.index.node import header_at
from govledger.index.pipeline import PatientNode

BLOCKS_AT_ONCE = 100


class ChainReader:
    """Reads a chain in order."""

    def __init__(self, node: PatientNode, prover: Prover) -> None:
        """Take what is asked; nothing is asked yet."""
        self._node = node
        self._prover = prover

    def latest_number(self) -> int:
        """The number of the latest block."""
        return self._node.ask(lambda node: node.latest_number())

    def header(self, number: int) -> Header:
        """The header of one block.

        Raises:
            BlockMissing: the node has none of that number.
            NodeUnusable: it gives something else.
        """
        return _read(self._node.ask(lambda node: header_at(node, number)))

    def blocks(
        self, first: int, last: int, needs_body: Callable[[Header], bool]
    ) -> Iterator[tuple[Header, BodyPart | None]]:
        """Blocks in order, with their bodies where they are wanted. Memory does not grow with their number.

        Raises:
            BlockMissing: the node lacks one.
            NodeUnusable: it gives something else.
            ConnectionFailed: no answer came.
        """
        for start in range(first, last + 1, BLOCKS_AT_ONCE):
            answers = self._headers(start, min(start + BLOCKS_AT_ONCE - 1, last))
            headers = [_read(answer) for answer in answers]
            for number, header in enumerate(headers, start):
                if header.number != number:
                    raise BlockMissing(f"the node gave block {header.number} in the place of {number}")
            wanted = [answer for answer, header in zip(answers, headers, strict=True) if needs_body(header)]
            bodies = dict(zip([int(answer.number, 16) for answer in wanted], self._bodies(wanted), strict=True))
            for header in headers:
                yield header, bodies.get(header.number)

    def state(self, address: bytes, slots: Sequence[int], block: int) -> StatePart | None:
        """Proofs of an account and of words of its storage; None if the node no longer has that state.

        Raises:
            NodeUnusable: what it gives are no proofs.
            ConnectionFailed: no answer came.
        """
        try:
            proofs = self._prover.proofs([(address, slot) for slot in slots], block)
        except NodeRefused:
            return None
        account = proofs[0].account_proof
        return StatePart(address, account, tuple(zip(slots, [proof.storage_proof for proof in proofs], strict=True)))

    def _headers(self, first: int, last: int) -> Sequence[wire.Header]:
        return self._node.ask(lambda node: node.headers(first, last)).items

    def _bodies(self, headers: Sequence[wire.Header]) -> list[BodyPart]:
        if not headers:
            return []
        transactions = self._node.ask(lambda node: node.transactions(headers)).items
        receipts = self._node.ask(lambda node: node.receipts(headers)).items
        try:
            return [
                BodyPart(
                    tuple([ConsensusTransaction.from_json(one).encode() for one in sent]),
                    tuple([ConsensusReceipt.from_json(msgspec.to_builtins(one)) for one in got]),
                )
                for sent, got in zip(transactions, receipts, strict=True)
            ]
        except MalformedData as problem:
            raise NodeUnusable(f"the node gives a body that is none: {problem}") from problem


def _read(answer: wire.Header) -> Header:
    try:
        return answer.read()
    except MalformedData as problem:
        raise NodeUnusable(f"the node gives something else than a header of block {answer.number}: {problem}") from None

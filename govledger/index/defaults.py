"""What follows from a chain's engine for its index: how much is recomputed, and how deep blocks have to be to stay."""

from __future__ import annotations

from dataclasses import dataclass

from govledger.consensus.engine import Engine, engine_of
from govledger.errors import NodeRefused
from govledger.index.model import Trust
from govledger.index.node import Node, Rpc, header_at
from govledger.index.wire import read_bytes


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for an index unless somebody says otherwise."""

    trust: Trust
    """Receipts where known validators seal the blocks."""
    settled_depth: int | None
    """A reorganisation of more blocks than this is an alarm; None: there is no such depth."""


def defaults_of(node: Node, rpc: Rpc, block: int) -> Defaults:
    """What follows from the engine by whose rule a block has its hash.

    Blocks of the BFT engines are final at once. Those of Clique are when half of the signers and one have sealed on
    top of them; a node that does not say how many signers there are leaves that open.

    Args:
        node: gives the header.
        rpc: the same node, or one of the same chain.
        block: any block but the first of all, which nobody sealed.
    """
    answer = header_at(node, block)
    engine = engine_of(answer.read(), read_bytes(answer.hash))
    if engine is None:
        return Defaults(Trust.HEADERS, None)
    if engine is not Engine.CLIQUE:
        return Defaults(Trust.RECEIPTS, 0)
    try:
        signers, _ = rpc.ask("clique_getSigners", (), list[str])
    except NodeRefused:
        return Defaults(Trust.RECEIPTS, None)
    return Defaults(Trust.RECEIPTS, len(signers) // 2 + 1)

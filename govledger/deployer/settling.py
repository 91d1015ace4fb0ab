"""How deep a chain's blocks have to be before they stay."""

from __future__ import annotations

from govledger.connection import Connection
from govledger.errors import NodeRefused


def blocks_until_settled(connection: Connection, *, unless_told: int = 0) -> int:
    """How many blocks on top of a block settle it.

    On a Clique chain these are half of its signers and one; the other engines' blocks are final at once.

    Args:
        connection: the chain.
        unless_told: the answer if the node does not say that its chain is one of Clique.
    """
    if connection.embedded:
        return 0
    try:
        signers = connection.request("clique_getSigners")
    except NodeRefused:
        return unless_told
    return len(signers) // 2 + 1 if isinstance(signers, list) and signers else unless_told

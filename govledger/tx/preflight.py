"""Trying a call before it is sent: the gas that it needs, or the contract's refusal (I/O).

On a chain whose latest blocks may go (Clique), a refusal may come from a block that lacks what is on the chain a moment
later, an earlier transaction of the same caller for instance. It is believed when it still stands once such blocks are
settled; until then the call is tried again on each new block.
"""

from __future__ import annotations

from collections.abc import Mapping

from govledger.errors import Refusal
from govledger.events.refusal import refusal_of
from govledger.tx.endpoint import CallRequest, Endpoint, Head
from govledger.tx.fees import gas_with_margin
from govledger.tx.reverts import CallReverted
from govledger.tx.sending import Waiting


def estimate(
    endpoint: Endpoint,
    request: CallRequest,
    head: Head,
    *,
    refusals: Mapping[bytes, type[Refusal]],
    settled_depth: int,
    waiting: Waiting,
) -> int:
    """The gas to send a call with.

    Args:
        endpoint: the node.
        request: the call.
        head: the latest block, as it was before.
        refusals: the contracts' custom errors by selector.
        settled_depth: how many blocks settle the one before them; 0 where a block is final at once.
        waiting: for how long to wait for blocks, where the chain stands still.

    Raises:
        Refusal: the contract refuses, on a block that is `settled_depth` above `head` too.
    """
    pauses, given_up_at = waiting.pauses(), waiting.clock() + waiting.timeout_seconds
    tried = head
    while True:
        try:
            return gas_with_margin(endpoint.estimate_gas(request), head.gas_limit)
        except CallReverted as reverted:
            refusal = refusal_of(reverted.data, refusals)
        while True:
            if tried.number >= head.number + settled_depth or waiting.clock() >= given_up_at:
                raise refusal
            waiting.sleep(next(pauses))
            latest = endpoint.latest()
            if latest.hash != tried.hash:
                tried = latest
                break

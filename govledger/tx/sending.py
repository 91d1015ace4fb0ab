"""Signed transactions on their way: handing them to a node, and what its refusals mean."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from govledger.errors import ConnectionFailed, NodeRefused, TransactionPending
from govledger.privacy.keccak import keccak256
from govledger.tx.endpoint import Endpoint

BATCH = 100
"""Requests that go to a node together."""
SEND_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long to wait for a block, and how often to ask."""

    timeout_seconds: float = 120.0
    first_delay: float = 0.02
    longest_delay: float = 1.0
    resend_seconds: float = 3.0
    """Without news for so long, what is missing is sent again; that does nothing twice."""
    replace_seconds: float = 30.0
    """Without news for so long, on a chain with fees, what is missing is replaced by one that offers more."""
    depth: int = 0
    """Blocks that have to stand on a transaction's block before it counts. A chain of Clique takes back its last
    blocks now and then, and is settled after half of its validators and one more; one of QBFT never does."""
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)

    def pauses(self) -> Iterator[float]:
        """The waits between questions, each half as long again as the one before."""
        delay = self.first_delay
        while True:
            yield delay
            delay = min(delay * 1.5, self.longest_delay)


@dataclass(frozen=True, slots=True)
class InFlight:
    """A signed transaction on its way."""

    nonce: int
    raw: bytes = field(repr=False)
    hash: bytes
    earlier: tuple[bytes, ...] = ()
    """The hashes of those with the same nonce and call that it replaced; any of them can still be in a block."""

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """All under which it can be found."""
        return (self.hash, *self.earlier)


def in_flight(nonce: int, raw: bytes) -> InFlight:
    """A signed transaction, under its hash."""
    return InFlight(nonce, raw, keccak256(raw))


def hand_over(endpoint: Endpoint, flights: Sequence[InFlight], waiting: Waiting) -> list[NodeRefused | None]:
    """Give transactions to a node; for each None when it has it, or why it does not.

    Sending the same bytes twice does nothing twice, so that a node that does not answer is asked again. One that
    has the transaction already, waiting or in a block, has taken it.

    Raises:
        TransactionPending: the node fell silent, and may have taken the first of them or not.
    """
    silence: ConnectionFailed | None = None
    for pause in islice(waiting.pauses(), SEND_ATTEMPTS):
        try:
            answers = endpoint.send([flight.raw for flight in flights])
            return [
                None if refused is None or _has_it(endpoint, flight, refused) else refused
                for flight, refused in zip(flights, answers, strict=True)
            ]
        except ConnectionFailed as error:
            silence = error
            waiting.sleep(min(pause * 10, waiting.longest_delay))
    pending = TransactionPending(flights[0].hash, 0, nonce=flights[0].nonce)
    pending.add_note("the node fell silent while it was handed over: it may have it or not")
    raise pending from silence


def _has_it(endpoint: Endpoint, flight: InFlight, refused: NodeRefused) -> bool:
    return _says(refused, "already known", "already imported", "known transaction", "already_known") or (
        is_nonce_wrong(refused) and endpoint.knows(flight.hash)
    )


def is_nonce_wrong(refused: NodeRefused) -> bool:
    """Whether a node refused a transaction for its nonce: used already, or too far ahead."""
    low = ("nonce too low", "nonce is too low", "oldnonce")
    return _says(refused, *low, "nonce too high", "nonce is too distant", "invalid transaction nonce")


def is_underpriced(refused: NodeRefused) -> bool:
    """Whether a node refused a transaction because it offers less than is asked now."""
    return _says(refused, "underpriced", "less than block base fee", "below the current base fee", "gas price too low")


def _says(refused: NodeRefused, *phrases: str) -> bool:
    reason = refused.reason.lower()
    return any(phrase in reason for phrase in phrases)

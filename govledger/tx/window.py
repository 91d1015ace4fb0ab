"""Transactions of one account on their way: asked for, sent again, replaced, until they stand deep enough (I/O)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from govledger.errors import ConnectionFailed, NonceTaken, TransactionPending
from govledger.tx.endpoint import Endpoint
from govledger.tx.receipt import Receipt
from govledger.tx.sending import BATCH, InFlight, Waiting

Replace = Callable[[Sequence[InFlight]], list[InFlight]]
"""From transactions that no block takes to those that wait in their places now."""


@dataclass(slots=True)
class _Patience:
    """What was done last about transactions of which there is no news, by the clock."""

    news_at: float
    sent_at: float
    replaced_at: float


class Window:
    """Transactions of one account on their way, in the order of their nonces.

    A block takes an account's transactions in that order. So only the oldest are asked for: while the first has no
    receipt, no later one has.
    """

    def __init__(self, endpoint: Endpoint, address: bytes, waiting: Waiting, *, replace: Replace | None = None) -> None:
        """Begin with none.

        Args:
            endpoint: the node.
            address: the account.
            waiting: how long to wait, and how deep a block has to be.
            replace: what to do where more has to be offered; None: nothing.
        """
        self._endpoint = endpoint
        self._address = address
        self._waiting = waiting
        self._replace = replace
        self._flights: dict[int, InFlight] = {}
        self._seen: set[int] = set()
        """Nonces whose receipts were there, in blocks that are not deep enough yet."""
        self._serving = endpoint.serving()

    def __len__(self) -> int:
        return len(self._flights)

    def add(self, flights: Sequence[InFlight]) -> None:
        """Take transactions that were sent."""
        in_order = sorted([*self._flights.values(), *flights], key=lambda flight: flight.nonce)
        self._flights = {flight.nonce: flight for flight in in_order}

    def collect(self) -> list[tuple[InFlight, Receipt]]:
        """Wait for the oldest: those that stand deep enough now, at least one, with their receipts.

        While none arrives, the missing ones are sent again now and then, and at once to a node that takes over or
        whose chain took them back: it may not have them. Sending the same bytes twice does nothing twice.

        Raises:
            TransactionPending: none does, when the time is up.
            NonceTaken: another transaction took the nonce of the first.
        """
        now = self._waiting.clock()
        patience = _Patience(now, now, now)
        pauses = self._waiting.pauses()
        silence: ConnectionFailed | None = None
        while True:
            oldest = list(islice(self._flights.values(), BATCH))
            try:
                self._press(oldest, patience)
                settled = self._settled(oldest, patience)
            except ConnectionFailed as error:
                silence, settled = error, []
            if settled:
                for flight, _ in settled:
                    del self._flights[flight.nonce]
                return settled
            if self._waiting.clock() - patience.news_at >= self._waiting.timeout_seconds:
                raise self._given_up(oldest[0]) from silence
            self._waiting.sleep(next(pauses))

    def _press(self, oldest: list[InFlight], patience: _Patience) -> None:
        """Send the missing again, or dearer ones in their place, where it is time for it."""
        now = self._waiting.clock()
        if self._endpoint.serving() != self._serving:
            self._serving, patience.sent_at = self._endpoint.serving(), now
            self._send(list(self._flights.values()))
        elif self._replace is not None and now - patience.replaced_at >= self._waiting.replace_seconds:
            patience.replaced_at = patience.sent_at = now
            oldest[:] = self._replace(oldest)
            self._flights |= {flight.nonce: flight for flight in oldest}
        elif now - patience.sent_at >= self._waiting.resend_seconds:
            patience.sent_at = now
            self._send(oldest)

    def _send(self, flights: Sequence[InFlight]) -> None:
        for start in range(0, len(flights), BATCH):
            self._endpoint.send([flight.raw for flight in flights[start : start + BATCH]])

    def _settled(self, oldest: Sequence[InFlight], patience: _Patience) -> list[tuple[InFlight, Receipt]]:
        """Those whose blocks are deep enough; what a reorganisation took back is sent again."""
        deepest = self._endpoint.latest().number - self._waiting.depth if self._waiting.depth else None
        asked = [(flight, one) for flight in oldest for one in flight.hashes]
        answers = self._endpoint.receipts([one for _, one in asked])
        found = {
            flight.nonce: (flight, receipt)
            for (flight, _), receipt in zip(asked, answers, strict=True)
            if receipt is not None
        }
        settled = [one for one in found.values() if deepest is None or one[1].block_number <= deepest]
        if deepest is not None and not settled:
            gone = [flight for flight in oldest if flight.nonce in self._seen - set(found)]
            if gone:
                self._send(gone)
            if set(found) != self._seen & {flight.nonce for flight in oldest}:
                patience.news_at = self._waiting.clock()
            self._seen = set(found)
        return settled

    def _given_up(self, flight: InFlight) -> TransactionPending | NonceTaken:
        pending = TransactionPending(flight.hash, self._waiting.timeout_seconds, nonce=flight.nonce)
        try:
            if self._endpoint.nonce(self._address) <= flight.nonce or any(map(self._endpoint.knows, flight.hashes)):
                return pending
        except ConnectionFailed:
            return pending
        return NonceTaken(
            f"nonce {flight.nonce} of 0x{self._address.hex()} was used by a transaction other than "
            f"0x{flight.hash.hex()}, which will never be in a block; let one program alone write with this key, "
            "and make the call again: nothing came of it"
        )


def await_receipts(endpoint: Endpoint, address: bytes, flights: Sequence[InFlight], waiting: Waiting) -> list[Receipt]:
    """The receipts of transactions that were sent, once all are in blocks.

    Raises:
        TransactionPending: one is not, when the time is up.
        NonceTaken: another transaction took the nonce of one of them.
    """
    window = Window(endpoint, address, waiting)
    window.add(flights)
    found: dict[int, Receipt] = {}
    while len(window):
        found |= {flight.nonce: receipt for flight, receipt in window.collect()}
    return [found[flight.nonce] for flight in flights]

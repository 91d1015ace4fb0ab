"""One account's nonces and signatures: what is signed is in the outbox before it is sent (I/O)."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from govledger.errors import ConnectionFailed, IdempotencyKeyReused, InputError, NodeRefused, NonceTaken
from govledger.privacy.keccak import keccak256
from govledger.tx.endpoint import Endpoint, Head
from govledger.tx.fees import FREE, Fees, fees_for, raised
from govledger.tx.outbox import Entry, Outbox, State
from govledger.tx.receipt import Receipt
from govledger.tx.sending import BATCH, InFlight, Waiting, hand_over, is_nonce_wrong, is_underpriced
from govledger.tx.signing import DynamicFeeTransaction, Signer, unsigned

NONCE_ATTEMPTS = 3
TRANSFER_GAS = 21_000


@dataclass(frozen=True, slots=True)
class Request:
    """What one transaction is to carry."""

    to: bytes
    data: bytes
    gas: int
    key: str | None = None
    """The idempotency key of the call, if it has one."""

    @property
    def digest(self) -> bytes:
        """Says which call it is, whatever gas and fees it takes along."""
        return digest_of(self.to, self.data)


def digest_of(to: bytes, data: bytes) -> bytes:
    """32 bytes that say which call of which contract it is."""
    return keccak256(to + keccak256(data))


def fees_now(endpoint: Endpoint, head: Head, limit: int | None = None) -> Fees:
    """What a transaction has to offer on this chain now."""
    return fees_for(head.base_fee, endpoint.tip(), limit=limit) if head.base_fee else FREE


class Account:
    """The nonces of one account. Threads may share it; two of the same account must not be."""

    def __init__(
        self, endpoint: Endpoint, signer: Signer, outbox: Outbox, waiting: Waiting, fee_limit: int | None
    ) -> None:
        self._endpoint = endpoint
        self._signer = signer
        self._outbox = outbox
        self._waiting = waiting
        self._fee_limit = fee_limit
        self._lock = threading.RLock()
        self._next_nonce: int | None = None
        self._taken_ahead: set[int] = set()
        """Nonces above the next one that nodes took while they refused one before."""
        self._chain_id: int | None = None

    @property
    def address(self) -> bytes:
        """The account."""
        return self._signer.address

    # --- what was signed before ------------------------------------------------------------------------

    def recover(self) -> list[InFlight]:
        """Take up what an earlier process left, once: what is still on its way after that.

        What is in a block is noted; what is not is sent again, the same bytes, before anything new. A nonce that was
        left out between them is filled with a transfer of nothing to the account itself.

        Raises:
            NodeRefused: the node does not take one of them again.
        """
        with self._lock:
            self._recover_once()
            return [_flight(entries) for entries in _by_nonce(self._outbox.pending()).values()]

    def _recover_once(self) -> None:
        if self._next_nonce is None:
            chain_nonce = self._endpoint.nonce(self.address)
            self._look_up(chain_nonce)
            self._next_nonce = self._restore(chain_nonce)

    def known(self, key: str, digest: bytes) -> InFlight | None:
        """What was signed under an idempotency key and can be, or come, in a block; None if the key is free.

        Raises:
            IdempotencyKeyReused: it stands for another call.
            InputError: the outbox keeps no keys.
        """
        entries = self._outbox.by_key(key)
        if any(entry.digest != digest for entry in entries):
            raise IdempotencyKeyReused(key)
        if not entries:
            return None
        with self._lock:
            self._recover_once()
            entries = self._outbox.by_key(key)
            live = [entry for entry in entries if entry.state in (State.SIGNED, State.MINED)]
            if not live:
                found = self._found(entries)
                live = [entry for entry in entries if entry.hash in found]
            if not live:
                return None
            others = [entry for entry in entries if entry.nonce == live[-1].nonce and entry is not live[-1]]
            return _flight([*others, live[-1]])

    def review(self) -> None:
        """Find out what became of those whose nonces are used."""
        self._look_up(self._endpoint.nonce(self.address))

    def settled(self, receipts: Iterable[Receipt]) -> None:
        """Note the receipts that were seen."""
        self._outbox.mined({receipt.transaction_hash: receipt.block_number for receipt in receipts})

    def _look_up(self, chain_nonce: int) -> None:
        """Note which of those whose nonces are used are in blocks, and which can be in none any more."""
        used = [nonce for nonce in _by_nonce(self._outbox.pending()) if nonce < chain_nonce]
        signed = {nonce: self._outbox.at(nonce) for nonce in used}
        found = self._found([entry for entries in signed.values() for entry in entries])
        self._outbox.mined(found)
        for entries in signed.values():
            hashes = [entry.hash for entry in entries]
            if found.keys().isdisjoint(hashes) and not any(map(self._endpoint.knows, hashes)):
                self._outbox.mark(hashes, State.LOST)

    def _found(self, entries: Sequence[Entry]) -> dict[bytes, int]:
        """Those that are in blocks: the blocks' heights by hash."""
        found: dict[bytes, int] = {}
        for start in range(0, len(entries), BATCH):
            receipts = self._endpoint.receipts([entry.hash for entry in entries[start : start + BATCH]])
            found |= {receipt.transaction_hash: receipt.block_number for receipt in receipts if receipt is not None}
        return found

    def _restore(self, chain_nonce: int) -> int:
        """Send again what the chain lacks, from its nonce on; the nonce after it.

        That is what is on its way, and what was in a block that the chain took back.
        """
        entries = self._outbox.since(chain_nonce)
        self._outbox.mark([entry.hash for entry in entries if entry.state is State.MINED], State.SIGNED)
        flights: list[InFlight] = []
        for entry in entries:
            expected = chain_nonce + len(flights)
            flights += [self._fill(nonce) for nonce in range(expected, entry.nonce)]
            flights.append(InFlight(entry.nonce, entry.raw, entry.hash))
        refused = dict(zip(flights, self._hand_over(flights), strict=True))
        self.replace([flight for flight, why in refused.items() if why is not None and is_underpriced(why)])
        for flight, why in refused.items():
            if why is not None and not is_nonce_wrong(why) and not is_underpriced(why):
                why.add_note(
                    f"transaction 0x{flight.hash.hex()} (nonce {flight.nonce}) of an earlier run comes before all "
                    "others of this account; mend what the node says, then go on"
                )
                raise why
        return chain_nonce + len(flights)

    def _fill(self, nonce: int) -> InFlight:
        """A transfer of nothing to the account itself, for a nonce that was left out."""
        fees = fees_now(self._endpoint, self._endpoint.latest(), self._fee_limit)
        [flight] = self._sign([Request(self.address, b"", TRANSFER_GAS)], [nonce], fees)
        return flight

    # --- new ones --------------------------------------------------------------------------------------

    def submit(self, requests: Sequence[Request], fees: Fees) -> list[InFlight]:
        """Sign transactions, keep them, and hand them over in order; each one's nonce and hashes.

        A request whose idempotency key is known is not signed: what is there already stands for it. A transaction
        whose nonce somebody else used cannot be in a block, so that it is signed anew with the next one, a few times.

        Raises:
            NodeRefused: the node does not take one, for another reason than its nonce.
            NonceTaken: somebody else is always faster.
            TransactionPending: the node fell silent.
            IdempotencyKeyReused: a key stands for another call.
        """
        with self._lock:
            self._recover_once()
            flights = self._known_among(requests)
            waiting = {index: request for index, request in enumerate(requests) if index not in flights}
            for _ in range(NONCE_ATTEMPTS):
                nonces = self._free(len(waiting))
                try:
                    batch = dict(zip(waiting, self._sign(waiting.values(), nonces, fees), strict=True))
                    answers = dict(zip(batch, self._hand_over(list(batch.values())), strict=True))
                except BaseException:  # some may be signed and sent: that is found out before anything new
                    self._next_nonce = None
                    raise
                flights |= {index: batch[index] for index, refused in answers.items() if refused is None}
                stale = {index: refused for index, refused in answers.items() if refused is not None}
                if not stale:
                    self._next_nonce = nonces[-1] + 1 if nonces else self._next_nonce
                    return [flights[index] for index in range(len(requests))]
                self._refuse_all_but_nonces(batch, stale)
                self._next_nonce = self._after(batch, stale)
                waiting = {index: waiting[index] for index in stale}
        raise NonceTaken(
            f"the nonces of 0x{self.address.hex()} were used by somebody else {NONCE_ATTEMPTS} times in a row; "
            "let one program alone write with this key"
        )

    def replace(self, flights: Sequence[InFlight]) -> list[InFlight]:
        """Offer more for transactions that no block takes, where the chain has fees and the limit allows it.

        What it offers now waits in their places, and is on disk before it is sent. Either of them may be taken.
        """
        if not flights:
            return []
        try:
            asked = fees_now(self._endpoint, self._endpoint.latest(), self._fee_limit)
        except InputError:  # the limit is below what is asked: wait for better times
            return list(flights)
        dearer = [self._dearer(flight, asked) for flight in flights]
        with suppress(ConnectionFailed):  # they wait in the places of the others from now on, sent or not
            self._endpoint.send([flight.raw for flight in dearer])
        return dearer

    def _dearer(self, flight: InFlight, asked: Fees) -> InFlight:
        transaction = unsigned(flight.raw)
        if not isinstance(transaction, DynamicFeeTransaction):
            return flight
        offer = Fees(transaction.max_fee_per_gas, transaction.max_priority_fee_per_gas)
        fees = raised(offer, asked, limit=self._fee_limit)
        if fees is None:
            return flight
        key = next((entry.key for entry in self._outbox.at(flight.nonce) if entry.hash == flight.hash), None)
        request = Request(transaction.to, transaction.data, transaction.gas, key)
        [dearer] = self._sign([request], [flight.nonce], fees)
        return InFlight(dearer.nonce, dearer.raw, dearer.hash, flight.hashes)

    def _free(self, count: int) -> list[int]:
        """The next nonces, without those that were taken behind a refused one."""
        assert self._next_nonce is not None  # _recover_once() has run
        free = (nonce for nonce in itertools.count(self._next_nonce) if nonce not in self._taken_ahead)
        return list(itertools.islice(free, count))

    def _known_among(self, requests: Sequence[Request]) -> dict[int, InFlight]:
        found: dict[int, InFlight] = {}
        for index, request in enumerate(requests):
            if request.key is not None and (flight := self.known(request.key, request.digest)) is not None:
                found[index] = flight
        return found

    def _sign(self, requests: Collection[Request], nonces: Sequence[int], fees: Fees) -> list[InFlight]:
        """Signed transactions with these nonces; in the outbox when this returns."""
        if self._chain_id is None:
            self._chain_id = self._endpoint.chain_id()
        flights, entries = [], []
        for nonce, request in zip(nonces, requests, strict=True):
            transaction = fees.transaction(
                chain_id=self._chain_id, nonce=nonce, gas=request.gas, to=request.to, data=request.data
            )
            raw = self._signer.sign(transaction)
            flights.append(InFlight(nonce, raw, keccak256(raw)))
            entries.append(Entry(nonce, flights[-1].hash, raw, request.digest, request.key))
        self._outbox.add(entries)
        return flights

    def _hand_over(self, flights: Sequence[InFlight]) -> list[NodeRefused | None]:
        answers: list[NodeRefused | None] = []
        for start in range(0, len(flights), BATCH):
            answers += hand_over(self._endpoint, flights[start : start + BATCH], self._waiting)
        return answers

    def _after(self, batch: Mapping[int, InFlight], stale: Iterable[int]) -> int:
        """The next nonce, after a node refused some of a batch for theirs.

        A nonce that is used makes its transaction worthless. One that the node finds too far ahead shows that the node
        lacks what comes before it: that is sent again, and what was refused takes its place behind.
        """
        chain_nonce = self._endpoint.nonce(self.address)
        used = [batch[index] for index in stale if batch[index].nonce < chain_nonce]
        ahead = [batch[index] for index in stale if batch[index].nonce >= chain_nonce]
        self._outbox.mark([flight.hash for flight in used], State.LOST)
        self._outbox.mark([flight.hash for flight in ahead], State.REFUSED)
        self._taken_ahead = {nonce for nonce in self._taken_ahead if nonce >= chain_nonce}
        return self._restore(chain_nonce)

    def _refuse_all_but_nonces(self, batch: Mapping[int, InFlight], refused: Mapping[int, NodeRefused]) -> None:
        """Raise the first refusal that a fresh nonce would not mend."""
        for refusal in refused.values():
            if is_nonce_wrong(refusal):
                continue
            self._outbox.mark([batch[one].hash for one in refused], State.REFUSED)
            self._next_nonce = min(batch[one].nonce for one in refused)
            behind = {batch[one].nonce for one in batch if one not in refused} - set(range(self._next_nonce))
            self._taken_ahead |= behind
            if behind:
                refusal.add_note("transactions behind it were taken; they wait until its nonce is used")
            raise refusal


def _by_nonce(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.nonce, []).append(entry)
    return found


def _flight(entries: Sequence[Entry]) -> InFlight:
    """The latest of the transactions of one call, and the hashes of the others."""
    latest = entries[-1]
    return InFlight(latest.nonce, latest.raw, latest.hash, tuple(entry.hash for entry in entries[:-1]))

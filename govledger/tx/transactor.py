"""One key's way to the chain: prices, nonces, sending, waiting, and what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from govledger import events
from govledger.errors import EventMissing, InputError, NodeRefused, NonceTaken, Refusal, TransactionReverted
from govledger.events import Event
from govledger.events.refusal import refusal_of
from govledger.model import Recorded
from govledger.refusals import BY_SELECTOR
from govledger.tx.account import Account, Request, digest_of, fees_now
from govledger.tx.call import ContractCall
from govledger.tx.endpoint import CallRequest, Endpoint, Head
from govledger.tx.fees import TRANSACTION_GAS_LIMIT
from govledger.tx.outbox import MemoryOutbox, Outbox
from govledger.tx.preflight import estimate
from govledger.tx.receipt import Receipt
from govledger.tx.reverts import CallReverted
from govledger.tx.sending import BATCH, InFlight, Waiting
from govledger.tx.signing import Signer, unsigned
from govledger.tx.window import Window

NOBODY = bytes(20)

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one of several calls."""

    call: ContractCall
    receipt: Receipt | None
    """None when it was refused before anything was sent."""
    refusal: Refusal | TransactionReverted | None
    """None when it was carried out."""


def read(
    endpoint: Endpoint,
    call: ContractCall,
    *,
    sender: bytes = NOBODY,
    block: int | None = None,
    refusals: Mapping[bytes, type[Refusal]] = BY_SELECTOR,
) -> Any:
    """What a call returns, without sending anything.

    Args:
        endpoint: the node to ask.
        call: the call; its function decodes the result.
        sender: the account that the contract sees as the caller.
        block: the height of the state to ask; the latest if None.
        refusals: the contracts' custom errors by selector.

    Raises:
        Refusal: the contract refused.
    """
    try:
        return call.decode_result(endpoint.call(CallRequest(sender=sender, to=call.to, data=call.data), block))
    except CallReverted as reverted:
        raise refusal_of(reverted.data, refusals) from None


class Transactor:
    """The one writer of one key: sends calls, waits for their blocks, and says what came of them.

    Two transactors of the same key do not know of each other's transactions: keep one for each key. Threads may
    share it. With an outbox on disk it goes on where a process was killed, and a call with an idempotency key is
    carried out once, however often it is asked for.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        signer: Signer,
        contracts: Mapping[bytes, str],
        *,
        refusals: Mapping[bytes, type[Refusal]] = BY_SELECTOR,
        decode: Callable[[Sequence[bytes], bytes], Event] = events.decode,
        waiting: Waiting | None = None,
        fee_limit: int | None = None,
        outbox: Outbox | None = None,
        settled_depth: int = 0,
    ) -> None:
        """Make a writer.

        Args:
            endpoint: the node.
            signer: the key.
            contracts: the deployment's addresses and their contracts' keys; logs of others are left alone.
            refusals: the contracts' custom errors by selector.
            decode: from a log's topics and data to its event.
            waiting: how long to wait for a block; two minutes if None.
            fee_limit: the most to pay for one gas, in wei; no limit if None.
            outbox: where what is signed is kept before it is sent; in memory if None.
            settled_depth: how many blocks settle the one before them on this chain (Clique: half of the validators and
                one; 0 where blocks are final). A refusal is believed when it stands so deep.
        """
        self._endpoint = endpoint
        self._settled_depth = settled_depth
        self._contracts = contracts
        self._refusals = refusals
        self._decode = decode
        self._waiting = waiting or Waiting()
        self._fee_limit = fee_limit
        self._outbox = outbox or MemoryOutbox()
        self._account = Account(endpoint, signer, self._outbox, self._waiting, fee_limit)

    @property
    def address(self) -> bytes:
        """The account that this writes as."""
        return self._account.address

    # --- what callers use ------------------------------------------------------------------------------

    def read(self, call: ContractCall, *, block: int | None = None) -> Any:
        """What a call returns when this account makes it, without sending anything.

        Raises:
            Refusal: the contract refused.
        """
        return read(self._endpoint, call, sender=self.address, block=block, refusals=self._refusals)

    def send(
        self, call: ContractCall, *, gas: int | None = None, preflight: bool = True, key: str | None = None
    ) -> Receipt:
        """Carry out a call and wait for its block.

        Without `gas` the call is tried first, so that a refusal leaves no trace. With `gas`, or without the
        preflight, it is sent in any case: a refused attempt is then on the chain, and `Refusal.transaction` says
        where.

        With an idempotency key that is known, nothing new is sent: the receipt is that of what was signed under it.

        Raises:
            Refusal: the contract refused.
            TransactionReverted: it failed on the chain, and no reason can be found.
            TransactionPending: it is in no block when the time is up.
            NonceTaken: somebody else writes with this key.
            IdempotencyKeyReused: the key stands for another call.
            InputError: a key, and no outbox on disk that would keep it.
            NodeRefused: the node did not take it.
            ConnectionFailed: the node does not answer, before anything was sent.
        """
        flight = None if key is None else self._account.known(key, digest_of(call.to, call.data))
        if flight is None:
            head = self._endpoint.latest()
            if gas is None:
                gas = self._estimate(call, head) if preflight else min(head.gas_limit, TRANSACTION_GAS_LIMIT)
            fees = fees_now(self._endpoint, head, self._fee_limit)
            [flight] = self._account.submit([Request(call.to, call.data, gas, key)], fees)
        [(flight, receipt)] = self._wait([flight])
        flight, receipt = self._believed(flight, receipt)
        if not receipt.succeeded:
            raise self._failure(call, flight, receipt)
        return receipt

    def execute(
        self,
        call: ContractCall,
        expected: type[E],
        *,
        gas: int | None = None,
        preflight: bool = True,
        key: str | None = None,
    ) -> Recorded[E]:
        """Carry out a call and return the one event of the expected type, and where it stands.

        Raises:
            EventMissing: the call was carried out, and emitted no such event or several.
            GovledgerError: as `send`.
        """
        (found,) = self.execute_all(call, expected, 1, gas=gas, preflight=preflight, key=key)
        return found

    def rehearse(self, call: ContractCall) -> None:
        """Try a call out on the latest block; nothing is sent.

        Raises:
            Refusal: the contract would refuse it.
            GovledgerError: as `send`.
        """
        self._estimate(call, self._endpoint.latest())

    def execute_all(
        self,
        call: ContractCall,
        expected: type[E],
        count: int,
        *,
        gas: int | None = None,
        preflight: bool = True,
        key: str | None = None,
    ) -> tuple[Recorded[E], ...]:
        """Carry out a call that does many things, and return its `count` events of the expected type, in order.

        Raises:
            EventMissing: the call was carried out, and emitted another number of such events.
            GovledgerError: as `send`.
        """
        receipt = self.send(call, gas=gas, preflight=preflight, key=key)
        found = tuple(Recorded(one.event, one.at) for one in self.recorded(receipt) if isinstance(one.event, expected))
        if len(found) != count:
            raise EventMissing(
                f"{call.function} of {call.contract} was carried out in 0x{receipt.transaction_hash.hex()} with "
                f"{len(found)} events {expected.NAME}, not {count}; check that the contract is of this version"
            )
        return found

    def send_many(
        self,
        calls: Sequence[ContractCall],
        *,
        gas: int | None = None,
        limit: int = BATCH,
        keys: Sequence[str] | None = None,
    ) -> tuple[Sent, ...]:
        """Carry out many calls in order, without waiting for each: what came of each of them.

        Up to `limit` are on their way at a time; they go in JSON-RPC batches, and others follow as receipts arrive.
        Without `gas` each is tried first, on the state before its batch: calls that build on one another need `gas`.
        A refusal stops none of the others.

        A node whose pool breaks when transactions arrive while it seals needs a block time: anvil without
        `--block-time` may leave some of them waiting for ever.

        Args:
            calls: what to do.
            gas: how much gas each takes along.
            limit: how many may be on their way at once.
            keys: an idempotency key for each call; the same call and key again brings what came of it.

        Raises:
            GovledgerError: as `send`, but for refusals; calls that were sent before stay sent.
        """
        if keys is not None and len(keys) != len(calls):
            raise InputError(f"{len(keys)} idempotency keys for {len(calls)} calls; give each call its own")
        if limit < 1:
            raise InputError(f"{limit} calls on their way at once; let there be 1 or more")
        return _Many(self, calls, keys, gas, limit).carry_out()

    def recover(self) -> tuple[Receipt, ...]:
        """Finish what an earlier process with the same outbox left on its way; the receipts of it.

        It is done in any case before the first call, without waiting for the blocks. Who looks at the chain to see
        what is still to do, asks for it before: else what is on its way is done twice.

        Raises:
            TransactionError: the node does not take it, or it is in no block when the time is up.
        """
        return tuple(receipt for _, receipt in self._wait(self._account.recover()))

    def close(self) -> None:
        """Let go of the outbox."""
        self._outbox.close()

    def recorded(self, receipt: Receipt) -> tuple[Recorded[Event], ...]:
        """The events that the deployment's own contracts emitted in a transaction, in order.

        Raises:
            UnknownLog: one of them emitted a log that this version does not know.
        """
        own = [log for log in receipt.logs if log.address in self._contracts]
        if not own:
            return ()
        timestamp = self._endpoint.timestamp(receipt.block_hash)
        return tuple(Recorded(self._decode(log.topics, log.data), receipt.position(log, timestamp)) for log in own)

    # --- one transaction -------------------------------------------------------------------------------

    def _estimate(self, call: ContractCall, head: Head) -> int:
        return estimate(
            self._endpoint,
            CallRequest(sender=self.address, to=call.to, data=call.data),
            head,
            refusals=self._refusals,
            settled_depth=self._settled_depth,
            waiting=self._waiting,
        )

    def _window(self, depth: int = 0) -> Window:
        waiting = replace(self._waiting, depth=max(depth, self._waiting.depth))
        return Window(self._endpoint, self.address, waiting, replace=self._account.replace)

    def _believed(self, flight: InFlight, receipt: Receipt) -> tuple[InFlight, Receipt]:
        """What became of a transaction. A failure in a block that may go is waited for: in another it may succeed."""
        if receipt.succeeded or not self._settled_depth:
            return flight, receipt
        window = self._window(self._settled_depth)
        window.add([flight])
        [settled] = self._collect(window)
        return settled

    def _collect(self, window: Window) -> list[tuple[InFlight, Receipt]]:
        """What arrived in a window, noted in the outbox."""
        try:
            arrived = window.collect()
        except NonceTaken:
            self._account.review()
            raise
        self._account.settled(receipt for _, receipt in arrived)
        return arrived

    def _wait(self, flights: Sequence[InFlight]) -> list[tuple[InFlight, Receipt]]:
        window, arrived = self._window(), []
        window.add(flights)
        while len(window):
            arrived += self._collect(window)
        return arrived

    def _failure(self, call: ContractCall, flight: InFlight, receipt: Receipt) -> Refusal | TransactionReverted:
        """Why a transaction failed: from its trace, or else from trying it again on the state of its block."""
        failed = receipt.failed()
        data = self._endpoint.revert_data(receipt.transaction_hash)
        if data is None:
            gas = unsigned(flight.raw).gas
            request = CallRequest(sender=self.address, to=call.to, data=call.data, gas=gas)
            try:
                self._endpoint.call(request, receipt.block_number)
            except CallReverted as reverted:
                data = reverted.data
            except NodeRefused as refused:
                return TransactionReverted(failed, refused.reason)
            else:
                return TransactionReverted(
                    failed,
                    "on its block's state the call succeeds, so another transaction of the block stood in its way; "
                    "send it again, or ask a node that traces transactions (debug_traceTransaction)",
                )
        return refusal_of(data, self._refusals).sent_as(failed)


class _Many:
    """Many calls on their way to the chain, a bounded number at a time."""

    def __init__(
        self,
        transactor: Transactor,
        calls: Sequence[ContractCall],
        keys: Sequence[str] | None,
        gas: int | None,
        limit: int,
    ) -> None:
        self._transactor = transactor
        self._calls = calls
        self._keys = keys
        self._gas = gas
        self._limit = limit
        self._window = transactor._window()
        self._places: dict[int, list[int]] = {}
        """The calls of each nonce; several where they have one idempotency key."""
        self._results: dict[int, Sent] = {}

    def carry_out(self) -> tuple[Sent, ...]:
        """What came of each."""
        todo = deque(range(len(self._calls)))
        refill = max(1, min(self._limit, BATCH) // 2)
        while todo or len(self._window):
            while todo and (room := self._limit - len(self._window)) >= min(refill, len(todo)):
                self._begin([todo.popleft() for _ in range(min(room, BATCH, len(todo)))])
            if len(self._window):
                self._end(self._transactor._collect(self._window))
        return tuple(self._results[place] for place in range(len(self._calls)))

    def _begin(self, places: Sequence[int]) -> None:
        """Send a batch of calls, but for those that are refused when they are tried."""
        transactor = self._transactor
        head = transactor._endpoint.latest()
        requests: dict[int, Request] = {}
        for place in places:
            call, key = self._calls[place], None if self._keys is None else self._keys[place]
            try:
                requests[place] = Request(call.to, call.data, self._gas_of(call, key, head), key)
            except Refusal as refusal:
                self._results[place] = Sent(call, None, refusal)
        if not requests:
            return
        fees = fees_now(transactor._endpoint, head, transactor._fee_limit)
        flights = transactor._account.submit(list(requests.values()), fees)
        self._window.add(flights)
        for place, flight in zip(requests, flights, strict=True):
            self._places.setdefault(flight.nonce, []).append(place)

    def _gas_of(self, call: ContractCall, key: str | None, head: Head) -> int:
        """The gas that a call takes along; one that is known by its key is not tried again."""
        if self._gas is not None:
            return self._gas
        if key is not None and self._transactor._account.known(key, digest_of(call.to, call.data)) is not None:
            return 0
        return self._transactor._estimate(call, head)

    def _end(self, arrived: Sequence[tuple[InFlight, Receipt]]) -> None:
        for arrival in arrived:
            flight, receipt = self._transactor._believed(*arrival)
            for place in self._places.pop(flight.nonce):
                call = self._calls[place]
                failure = None if receipt.succeeded else self._transactor._failure(call, flight, receipt)
                self._results[place] = Sent(call, receipt, failure)

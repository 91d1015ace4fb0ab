"""One key's way to the chain: prices, nonces, sending, waiting, and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from govledger import events
from govledger.errors import EventMissing, NodeRefused, NonceTaken, Refusal, TransactionReverted
from govledger.events import Event
from govledger.model import Recorded
from govledger.refusals import BY_SELECTOR
from govledger.tx.call import ContractCall
from govledger.tx.endpoint import CallRequest, Endpoint, Head
from govledger.tx.fees import FREE, TRANSACTION_GAS_LIMIT, Fees, fees_for, gas_with_margin
from govledger.tx.receipt import Receipt
from govledger.tx.reverts import CallReverted, refusal_of
from govledger.tx.sending import BATCH, InFlight, Waiting, await_receipts, hand_over, in_flight, is_nonce_wrong
from govledger.tx.signing import Signer

NOBODY = bytes(20)
NONCE_ATTEMPTS = 3

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one of several calls."""

    call: ContractCall
    receipt: Receipt | None
    """None when it was refused before anything was sent."""
    refusal: Refusal | TransactionReverted | None
    """None when it was carried out."""


@dataclass(frozen=True, slots=True)
class _Request:
    to: bytes
    data: bytes
    gas: int


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


def fees_now(endpoint: Endpoint, head: Head, limit: int | None = None) -> Fees:
    """What a transaction has to offer on this chain now."""
    return fees_for(head.base_fee, endpoint.tip(), limit=limit) if head.base_fee else FREE


class Transactor:
    """The one writer of one key: sends calls, waits for their blocks, and says what came of them.

    Two transactors of the same key do not know of each other's transactions: keep one for each key. Threads may
    share it.
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
        """
        self._endpoint = endpoint
        self._signer = signer
        self._contracts = contracts
        self._refusals = refusals
        self._decode = decode
        self._waiting = waiting or Waiting()
        self._fee_limit = fee_limit
        self._lock = threading.Lock()
        self._next_nonce: int | None = None
        self._chain_id: int | None = None

    @property
    def address(self) -> bytes:
        """The account that this writes as."""
        return self._signer.address

    # --- what callers use ------------------------------------------------------------------------------

    def read(self, call: ContractCall, *, block: int | None = None) -> Any:
        """What a call returns when this account makes it, without sending anything.

        Raises:
            Refusal: the contract refused.
        """
        return read(self._endpoint, call, sender=self.address, block=block, refusals=self._refusals)

    def send(self, call: ContractCall, *, gas: int | None = None, preflight: bool = True) -> Receipt:
        """Carry out a call and wait for its block.

        Without `gas` the call is tried first, so that a refusal leaves no trace. With `gas`, or without the
        preflight, it is sent in any case: a refused attempt is then on the chain, and `Refusal.transaction` says
        where.

        Raises:
            Refusal: the contract refused.
            TransactionReverted: it failed on the chain, and no reason can be found.
            TransactionPending: it is in no block when the time is up.
            NonceTaken: somebody else writes with this key.
            NodeRefused: the node did not take it.
            ConnectionFailed: the node does not answer, before anything was sent.
        """
        head = self._endpoint.latest()
        if gas is None:
            gas = self._estimate(call, head) if preflight else min(head.gas_limit, TRANSACTION_GAS_LIMIT)
        [flight] = self._submit([_Request(call.to, call.data, gas)], self._fees(head))
        [receipt] = self._wait([flight])
        if not receipt.succeeded:
            raise self._failure(call, receipt, gas)
        return receipt

    def execute(
        self, call: ContractCall, expected: type[E], *, gas: int | None = None, preflight: bool = True
    ) -> Recorded[E]:
        """Carry out a call and return the one event of the expected type, and where it stands.

        Raises:
            EventMissing: the call was carried out, and emitted no such event or several.
            GovledgerError: as `send`.
        """
        receipt = self.send(call, gas=gas, preflight=preflight)
        found = [one for one in self.recorded(receipt) if isinstance(one.event, expected)]
        if len(found) != 1:
            raise EventMissing(
                f"{call.function} of {call.contract} was carried out in 0x{receipt.transaction_hash.hex()} with "
                f"{len(found)} events {expected.NAME}, not one; check that the contract is of this version"
            )
        return Recorded(found[0].event, found[0].at)  # type: ignore[arg-type]

    def send_many(
        self, calls: Sequence[ContractCall], *, gas: int | None = None, limit: int = BATCH
    ) -> tuple[Sent, ...]:
        """Carry out many calls in order, without waiting for each: what came of each of them.

        Without `gas` each is tried first, on the state before its group of `limit`: calls that build on one
        another need `gas`. A refusal stops none of the others.

        A node whose pool breaks when transactions arrive while it seals needs a block time: anvil without
        `--block-time` may leave some of them waiting for ever.

        Args:
            calls: what to do.
            gas: how much gas each takes along.
            limit: how many may be on their way at once.

        Raises:
            GovledgerError: as `send`, but for refusals; calls that were sent before stay sent.
        """
        results: list[Sent] = []
        remaining = iter(calls)
        while group := list(islice(remaining, limit)):
            results += self._send_group(group, gas)
        return tuple(results)

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

    def _fees(self, head: Head) -> Fees:
        return fees_now(self._endpoint, head, self._fee_limit)

    def _estimate(self, call: ContractCall, head: Head) -> int:
        try:
            used = self._endpoint.estimate_gas(CallRequest(sender=self.address, to=call.to, data=call.data))
        except CallReverted as reverted:
            raise refusal_of(reverted.data, self._refusals) from None
        return gas_with_margin(used, head.gas_limit)

    def _send_group(self, calls: Sequence[ContractCall], gas: int | None) -> list[Sent]:
        head = self._endpoint.latest()
        results: list[Sent | None] = [None] * len(calls)
        requests: dict[int, _Request] = {}
        for index, call in enumerate(calls):
            try:
                taken = self._estimate(call, head) if gas is None else gas
            except Refusal as refusal:
                results[index] = Sent(call, None, refusal)
            else:
                requests[index] = _Request(call.to, call.data, taken)
        flights = self._submit(list(requests.values()), self._fees(head)) if requests else []
        for index, receipt in zip(requests, self._wait(flights), strict=True):
            failure = None if receipt.succeeded else self._failure(calls[index], receipt, requests[index].gas)
            results[index] = Sent(calls[index], receipt, failure)
        return [result for result in results if result is not None]

    def _failure(self, call: ContractCall, receipt: Receipt, gas: int) -> Refusal | TransactionReverted:
        """Why a transaction failed: from its trace, or else from trying it again on the state of its block."""
        failed = receipt.failed()
        data = self._endpoint.revert_data(receipt.transaction_hash)
        if data is None:
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

    # --- nonces and sending ----------------------------------------------------------------------------

    def _submit(self, requests: Sequence[_Request], fees: Fees) -> list[InFlight]:
        """Sign and hand over transactions in order; each one's nonce and hash.

        A transaction whose nonce somebody else used cannot be in a block, so that it is signed anew with the
        next one, a few times.
        """
        flights: dict[int, InFlight] = {}
        waiting = dict(enumerate(requests))
        with self._lock:
            for _ in range(NONCE_ATTEMPTS):
                nonce = self._first_nonce()
                batch = {index: self._sign(waiting[index], nonce + place, fees) for place, index in enumerate(waiting)}
                answers = self._hand_over(list(batch.values()))
                taken = dict(zip(batch, answers, strict=True))
                flights |= {index: batch[index] for index, refused in taken.items() if refused is None}
                stale = {index: refused for index, refused in taken.items() if refused is not None}
                if not stale:
                    self._next_nonce = nonce + len(batch)
                    return [flights[index] for index in range(len(requests))]
                self._refuse_all_but_nonces(batch, stale)
                self._next_nonce = max([self._endpoint.nonce(self.address), *(f.nonce + 1 for f in flights.values())])
                waiting = {index: waiting[index] for index in stale}
        raise NonceTaken(
            f"the nonces of 0x{self.address.hex()} were used by somebody else {NONCE_ATTEMPTS} times in a row; "
            "let one program alone write with this key"
        )

    def _first_nonce(self) -> int:
        return self._endpoint.nonce(self.address) if self._next_nonce is None else self._next_nonce

    def _sign(self, request: _Request, nonce: int, fees: Fees) -> InFlight:
        if self._chain_id is None:
            self._chain_id = self._endpoint.chain_id()
        transaction = fees.transaction(
            chain_id=self._chain_id, nonce=nonce, gas=request.gas, to=request.to, data=request.data
        )
        return in_flight(nonce, self._signer.sign(transaction))

    def _hand_over(self, flights: Sequence[InFlight]) -> list[NodeRefused | None]:
        answers: list[NodeRefused | None] = []
        for start in range(0, len(flights), BATCH):
            answers += hand_over(self._endpoint, flights[start : start + BATCH], self._waiting)
        return answers

    def _refuse_all_but_nonces(self, batch: Mapping[int, InFlight], refused: Mapping[int, NodeRefused]) -> None:
        """Raise the first refusal that a fresh nonce would not mend."""
        for index, refusal in refused.items():
            if is_nonce_wrong(refusal):
                continue
            self._next_nonce = min(batch[one].nonce for one in refused)
            if any(batch[one].nonce > batch[index].nonce for one in batch if one not in refused):
                refusal.add_note("transactions behind it were taken; they wait until its nonce is used")
            raise refusal

    def _wait(self, flights: Sequence[InFlight]) -> list[Receipt]:
        return await_receipts(self._endpoint, self.address, flights, self._waiting)

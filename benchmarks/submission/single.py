"""Calls per second, each a transaction of its own: a record registered by its commitment."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from govledger.connection import Connection
from govledger.errors import NodeRefused
from govledger.events.types import RecordRegistered
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.outbox import FileOutbox
from govledger.tx.signing import PrivateKeySigner
from govledger.tx.transactor import Transactor
from submission.idiom import Idiom
from submission.node import Sealing, seal
from submission.rounds import Comparison, Rounds, compare
from submission.town import REGISTRARS, Town

GAS = 150_000
"""A call takes 98,648."""
CHECKED = 5
"""Calls that both sides make before anything is measured."""


class SealingEndpoint(Web3Endpoint):
    """A node that may have to be asked for its blocks: it is, after each hand-over, where `seals` is set."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._node = connection
        self.seals = False

    def send(self, raws: Sequence[bytes]) -> list[NodeRefused | None]:
        answers = super().send(raws)
        if self.seals:
            self._node.request("evm_mine")
        return answers


class SingleCalls:
    """The same work for both: commitments to be registered, one call each."""

    def __init__(self, town: Town, folder: Path, *, in_flight: int) -> None:
        """Our side writes as a program that must do nothing twice: outbox on disk, an idempotency key a call."""
        connection = town.ledger.connection
        assert connection.url is not None
        ours, theirs = (town.keys[post] for post in REGISTRARS)
        signer = PrivateKeySigner(ours)
        outbox = FileOutbox.open(folder, genesis_hash=town.ledger.genesis_hash, address=signer.address)
        self._town = town
        self._in_flight = in_flight
        self._endpoint = SealingEndpoint(connection)
        self._transactor = Transactor(self._endpoint, signer, town.ledger.deployment.addresses, outbox=outbox)
        self._idiom = Idiom(connection.url, theirs)
        self._functions = self._idiom.contract("data_registry", town.ledger.address_of("data_registry")).functions
        self._sent: dict[bytes, list[bytes]] = {self._transactor.address: [], self._idiom.address: []}
        """The commitments that each account sent."""

    def close(self) -> None:
        self._transactor.close()

    def compare(self, sealing: Sealing, rounds: Rounds, seconds: float, count: int) -> Comparison:
        """First that both do the same to the chain, and at last that all that was sent stands on it."""
        self._seal(Sealing.ON_REQUEST)
        self._require_same()
        self._seal(sealing)
        comparison = compare(rounds, lambda: self._idiom_rate(seconds), lambda: self._our_rate(count))
        self._require_all()
        return comparison

    def _seal(self, sealing: Sealing) -> None:
        self._endpoint.seals = self._idiom.seals = sealing is Sealing.ON_REQUEST
        seal(self._town.ledger.connection, sealing)

    # --- the work --------------------------------------------------------------------------------------

    def _ours(self, commitments: Sequence[bytes]) -> None:
        ledger, resource = self._town.ledger, self._town.resource
        calls = [ledger.call("data_registry", "registerRecord", resource, one) for one in commitments]
        keys = [secrets.token_hex(16) for _ in commitments]
        for sent in self._transactor.send_many(calls, gas=GAS, limit=self._in_flight, keys=keys):
            if sent.refusal is not None:
                raise sent.refusal
        self._sent[self._transactor.address] += commitments

    def _idioms(self, commitment: bytes) -> None:
        self._idiom.transact(self._functions.registerRecord(self._town.resource, commitment))
        self._sent[self._idiom.address].append(commitment)

    def _our_rate(self, count: int) -> float:
        commitments = [secrets.token_bytes(32) for _ in range(count)]
        began = perf_counter()
        self._ours(commitments)
        return count / (perf_counter() - began)

    def _idiom_rate(self, seconds: float) -> float:
        done, began = 0, perf_counter()
        while (passed := perf_counter() - began) < seconds or not done:
            self._idioms(secrets.token_bytes(32))
            done += 1
        return done / passed

    # --- what stands on the chain ----------------------------------------------------------------------

    def _require_same(self) -> None:
        """Both register the same commitments: as many events, the same content, the same state."""
        commitments = [secrets.token_bytes(32) for _ in range(CHECKED)]
        self._ours(commitments)
        for commitment in commitments:
            self._idioms(commitment)
        self._require_all()
        ours, theirs = (
            [self._town.ledger.registry.record(event.record) for event in self._events(account)[-CHECKED:]]
            for account in self._sent
        )
        if ours != theirs or len(ours) != CHECKED or None in ours:
            raise RuntimeError("the records that both sides made differ")

    def _require_all(self) -> None:
        """One event for each call, in order, with what was sent."""
        for account, commitments in self._sent.items():
            expected = [(self._town.resource, self._town.hospital, 1, commitment) for commitment in commitments]
            found = [
                (event.resource, event.acting_organisation, event.record_version, event.commitment)
                for event in self._events(account)
            ]
            if found != expected:
                raise RuntimeError(f"{len(expected)} records were sent, and the chain has {len(found)} or others")

    def _events(self, account: bytes) -> list[RecordRegistered]:
        return self._town.events(RecordRegistered, account)

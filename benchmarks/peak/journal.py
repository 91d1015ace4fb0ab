"""What the logs of a replay say: every contract's running hash, what was issued, and what was settled of each bill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from govledger.artifacts import CONTRACTS
from govledger.events import decode
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.events.types import BatchIssued, ClaimOpened, DirectSettlementMade


class InvariantBroken(Exception):
    """The contracts say something else than the logs, or more was settled of a bill than is claimable."""


@dataclass(slots=True)
class Told:
    """What the logs tell of one bill's claims."""

    claimable_fen: int
    settled_fen: int
    version: int
    """Of the last event."""
    settlements: int


class Standing(Protocol):
    """Contracts that are asked what they have stored."""

    def head_of(self, key: str) -> bytes: ...

    def claim_of(self, bill: int) -> Any: ...


class Journal:
    """Takes every log as it is emitted, and keeps what they come to."""

    def __init__(self) -> None:
        self.heads: dict[bytes, bytes] = {}
        """By contract's address."""
        self.issued = 0
        """Bills, by the counts of their batches."""
        self.settlements = 0
        self.bills: dict[int, Told] = {}
        self.logs = 0

    def keep(self, address: bytes, topics: Sequence[bytes], data: bytes, number: int, time: int) -> None:
        """Takes the next log.

        Raises:
            InvariantBroken: a version of a bill is skipped or repeated, or a bill is opened twice.
        """
        self.logs += 1
        head = self.heads.get(address, EMPTY_HEAD)
        self.heads[address] = next_head(head, log_digest(topics, data), number, time)
        match decode(topics, data):
            case BatchIssued(count=count):
                self.issued += count
            case ClaimOpened(bill=bill, bill_version=version, claimable_fen=claimable_fen):
                self.bills[bill] = Told(claimable_fen, 0, self._follows(bill, version), 0)
            case DirectSettlementMade(bill=bill, bill_version=version, amount_fen=amount_fen):
                self.settlements += 1
                told = self.bills[bill]
                told.version = self._follows(bill, version)
                told.settled_fen += amount_fen
                told.settlements += 1

    def check(self, standing: Standing, addresses: Mapping[str, bytes]) -> None:
        """Compares what the contracts say with the logs: every head, and every bill that was claimed.

        Raises:
            InvariantBroken: something differs, or settled + live reservations > claimable for a bill.
        """
        for key in CONTRACTS:
            if standing.head_of(key) != self.heads.get(addresses[key], EMPTY_HEAD):
                raise InvariantBroken(f"the head of {key} is not the hash of its logs")
        for bill, told in self.bills.items():
            account = standing.claim_of(bill)
            stored = (account.version, account.claimable_fen, account.settled_fen)
            if stored != (told.version, told.claimable_fen, told.settled_fen):
                raise InvariantBroken(f"bill {bill} is stored as {stored}, and its events tell {told}")
            if account.settled_fen + account.reserved_fen > account.claimable_fen:
                raise InvariantBroken(f"bill {bill}: {account} settled and reserved more than is claimable")

    def _follows(self, bill: int, version: int) -> int:
        last = self.bills[bill].version if bill in self.bills else 0
        if version != last + 1:
            raise InvariantBroken(f"an event makes version {version} of bill {bill}, which is at {last}")
        return version

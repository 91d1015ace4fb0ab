"""What every section of the ledger is made of: reading a contract, and acting on it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from govledger.events import Event
from govledger.model import Recorded
from govledger.vault import Vault

E = TypeVar("E", bound=Event)
T = TypeVar("T")


class Reading(Protocol):
    """Reads the deployment's contracts."""

    @property
    def chain_id(self) -> int:
        """The chain's EIP-155 id."""
        ...

    @property
    def genesis_hash(self) -> bytes:
        """The hash (32 bytes) of the chain's first block."""
        ...

    def address_of(self, contract: str) -> bytes:
        """The address (20 bytes) of a contract of the deployment, by its key."""
        ...

    def first_id(self, contract: str) -> int:
        """The first id that a contract of the deployment gave: a successor's counters go on from its predecessor's."""
        ...

    def read(self, contract: str, function: str, *arguments: Any) -> Any:
        """What a view of a contract returns; one value as itself, several and structs as a tuple."""
        ...

    def now(self) -> int:
        """The chain's time: the latest block's timestamp, in seconds."""
        ...


class Acting(Reading, Protocol):
    """Reads, and acts as one officer."""

    def act(self, event: type[E], contract: str, function: str, *arguments: Any) -> Recorded[E]:
        """Carries out a contract's function and returns the event of that type which it emitted.

        Raises:
            Refusal: the contract refused; one subclass per custom error.
            TransactionError: the call could not be sent or was not taken into a block in time.
        """
        ...


class Rehearsing(Acting, Protocol):
    """Acts, and tries out first what cannot be taken back."""

    def rehearse(self, contract: str, function: str, *arguments: Any) -> None:
        """Tries out whether a contract's function would be carried out now; nothing is sent.

        Raises:
            Refusal: the contract would refuse; one subclass per custom error.
        """
        ...


class ActingInBulk(Acting, Protocol):
    """Acts, and makes many calls of one contract in one transaction."""

    def encode(self, contract: str, function: str, *arguments: Any) -> tuple[bytes, bytes]:
        """The address of a contract (20 bytes), and the bytes of a call of it.

        Raises:
            InputError: no such function, or arguments that do not fit it.
        """
        ...

    def act_in_bulk(self, event: type[E], contract: str, calls: Sequence[bytes]) -> tuple[Recorded[E], ...]:
        """Carries out calls of a contract in one transaction, all or none, and returns the event of each.

        Raises:
            Refusal: the contract refused one of them: BulkCallFailed.
            TransactionError: it could not be sent or was not taken into a block in time.
        """
        ...


class Deciding(Protocol):
    """Carries out decisions of the consortium."""

    def decide(self, event: type[E], contract: str, function: str, *arguments: Any) -> Recorded[E]:
        """Decides a call of a contract, and returns the event of that type which the contract emitted.

        Raises:
            Refusal: the decision, or the contract that it calls, was refused.
            TransactionError: the call could not be sent or was not taken into a block in time.
        """
        ...


class VaultAccess(Protocol):
    """Hands out the acting organisation's vault."""

    def __call__(self) -> Vault:
        """The vault, open for writing.

        Raises:
            VaultNotFound: the officer acts without one.
        """
        ...


class ReadingSection:
    """A section that reads one contract."""

    CONTRACT = ""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def _read(self, function: str, *arguments: Any) -> Any:
        return self._reading.read(self.CONTRACT, function, *arguments)

    def _every(self, get: Callable[[int], T | None]) -> Iterator[tuple[int, T]]:
        """Everything of a kind with its id, oldest first: ids have no gap, so the first that is not there ends it."""
        for number in itertools.count(self._reading.first_id(self.CONTRACT)):
            found = get(number)
            if found is None:
                return
            yield number, found


class ActingSection(ReadingSection):
    """A section that also acts on its contract as one officer."""

    def __init__(self, acting: Acting) -> None:
        super().__init__(acting)
        self._acting = acting

    def _act(self, event: type[E], function: str, *arguments: Any) -> Recorded[E]:
        return self._acting.act(event, self.CONTRACT, function, *arguments)

"""What a replay reads, whatever keeps it: an index or an evidence bundle. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import msgspec

from govledger.deployments import Deployment
from govledger.events import Event
from govledger.index.model import ReasonSource


class EventAt(msgspec.Struct, frozen=True, gc=False):
    """An event with where it stands."""

    event: Event
    block_number: int
    timestamp: int
    """Of its block, in seconds; the validators' word."""
    transaction_index: int
    transaction_hash: bytes
    log_index: int
    """In its block."""
    digest: bytes
    """Of the log, 32 bytes: what its contract's running hash goes through."""
    sender: bytes | None
    """Who signed the transaction; None where the source does not hold it."""


class AttemptAt(msgspec.Struct, frozen=True, gc=False):
    """A transaction to one of the contracts that failed, with where it stands."""

    block_number: int
    timestamp: int
    """Of its block, in seconds; the validators' word."""
    transaction_index: int
    transaction_hash: bytes
    sender: bytes
    """Who signed it."""
    contract: str
    """The key of the contract that it was sent to."""
    data: bytes
    """The call."""
    refusal: str | None
    """The name of the custom error; None where it ended otherwise, or nobody can say."""
    reason_source: ReasonSource
    """From where the refusal is known; the chain proves none of them."""


class BlockAt(msgspec.Struct, frozen=True, gc=False):
    """A block, and who sealed it as far as the source holds that."""

    number: int
    timestamp: int
    """Seconds; the validators' word."""
    proposer: bytes | None = None
    """The validator that made it; None where the source does not hold it."""
    committers: int | None = None
    """How many validators sealed it; one on Clique. None where the source does not hold them."""
    validators: int | None = None
    """How many validators there were; None where the source does not hold them."""


class AuditSource(Protocol):
    """A deployment's events between two blocks, both ends included, and what was tried and sealed there.

    What comes out of an iterator is in the order of the chain. Each call begins anew; several may be read side by side.
    """

    @property
    def deployment(self) -> Deployment:
        """The contracts whose events these are."""

    @property
    def first_block(self) -> int:
        """The first block that the source speaks of."""

    @property
    def last_block(self) -> int:
        """The last block that the source speaks of; one less than the first where there is none."""

    @property
    def last_at(self) -> int:
        """The time of the last block, in seconds: what is late is late by then. 0 where there is no block."""

    @property
    def from_creation(self) -> bool:
        """Whether the events begin with the contracts' creation and none is left out, so that they can be replayed."""

    def events(self) -> Iterator[EventAt]:
        """All events."""

    def attempts(self) -> Iterator[AttemptAt] | None:
        """The calls that failed; None where the source does not hold them."""

    def blocks(self) -> Iterator[BlockAt] | None:
        """All blocks; None where the source does not hold them."""

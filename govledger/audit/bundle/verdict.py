"""What a bundle that was verified proves, and what it does not. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from govledger.audit.bundle.parts import Coverage
from govledger.consensus.engine import Engine


class Completeness(StrEnum):
    """By what no event of a contract can be missing."""

    RUNNING_HASH = "running hash"
    """Two proofs of the word that goes through all events of the contract."""
    RECEIPTS = "receipts"
    """All receipts of every block whose filter may hold the contract."""


class Beginning(StrEnum):
    """How it is known what a contract had emitted before the first block."""

    STATE = "state"
    """Its running hash, proved at the block before."""
    ABSENCE = "absence"
    """There was no such account at the block before."""
    CREATION = "creation"
    """The transaction that created it is among those of the bundle."""
    UNKNOWN = "unknown"


class CodeEvidence(StrEnum):
    """By what it is known which code a contract has."""

    STATE = "state"
    """The hash in its account."""
    CREATION = "creation"
    """What the transaction that created it brought along."""


class ContractVerdict(msgspec.Struct, frozen=True):
    """What is proved of one contract's log."""

    key: str
    address: bytes
    events: int
    completeness: tuple[Completeness, ...]
    """At least one."""
    beginning: Beginning
    code: CodeEvidence
    head: bytes | None
    """The running hash at the end; None where the one at the beginning is unknown."""


class Life(msgspec.Struct, frozen=True):
    """That these are all events about an object in one contract."""

    kind: str
    id: int | bytes
    contract: str
    events: int
    """Which is its version."""


class Verdict(msgspec.Struct, frozen=True):
    """What is proved; whatever is not here is not."""

    deployment_digest: bytes
    chain_id: int
    genesis_hash: bytes
    engine: Engine
    coverage: Coverage
    first_block: int
    """Whose events are proved first; 0 for lives."""
    last_block: int
    last_hash: bytes
    last_at: int
    """Seconds; the validators' word, as every time."""
    path_from: int
    """0: the genesis; else the block of the checkpoint."""
    path_to: int
    validators: tuple[bytes, ...]
    """After the last header."""
    events: int
    attempts: int
    """Calls that failed."""
    transactions: int
    """In the bodies, others' too; of lives those that are included."""
    contracts: tuple[ContractVerdict, ...] = ()
    """Of a log."""
    lives: tuple[Life, ...] = ()

    @property
    def has_all_attempts(self) -> bool:
        """Whether no failed call between the two blocks is missing."""
        return self.coverage is Coverage.ALL

    @property
    def from_creation(self) -> bool:
        """Whether the log begins with the creation of every contract, so that its rules can be replayed."""
        begun = (Beginning.CREATION, Beginning.ABSENCE)
        return bool(self.contracts) and all(contract.beginning in begun for contract in self.contracts)


INFERRED: Final = (
    "why a call failed: the chain keeps that it did, and not why. What is said of it comes out of the rules as this "
    "package has them, for calls of the contracts themselves",
)
NOT_PROVED: Final = (
    "that a quorum of the validators did not agree on another history: with their keys they can seal two",
    "that no key of a former or present validator has leaked",
    "that a block's time is right: it is the word of the validators",
    "that what an event says happened in the world: that care was given, that data went out only after its receipt",
    "calls that reached the contracts through another contract and failed",
    "of lives, and of a log that does not begin with the creation: that the same code stood at the addresses before",
)
NOT_PROVED_ON_CLIQUE: Final = (
    "that there is no competing branch of more difficulty: Clique has no finality, and the total difficulty of what "
    "others hold is not in a bundle",
)

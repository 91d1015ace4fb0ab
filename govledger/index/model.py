"""What the index reads, checks and stores, as values. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from govledger.consensus.checkpoint import Checkpoint
from govledger.events import Event
from govledger.events.chain import EMPTY_HEAD

CHECKPOINTS_KEPT = 64
"""Of so many last blocks each has its checkpoint: as far as a chain of 126 Clique signers is reorganised."""
BLOCKS_PER_CHECKPOINT = 5_000
"""Before that, one checkpoint in so many blocks stays."""

ObjectId = int | bytes
"""A counter or key (uint64); an address where the object is a contract; 32 bytes where it is known by a hash."""


class Trust(StrEnum):
    """How much of a node's answers is recomputed; recorded in the store, which never goes on at a lower level."""

    HEADERS = "headers"
    """Every header's hash, its link to the parent, and the contracts' running hashes at the end."""
    RECEIPTS = "receipts"
    """Also the receipts of every block that may hold events, against the header's receiptsRoot."""
    SEALS = "seals"
    """Also every header by all rules of its engine, with the validators' seals, from the genesis or a checkpoint on."""

    @property
    def reads_receipts(self) -> bool:
        """Whether the logs are taken from receipts that are held to their root."""
        return self is not Trust.HEADERS


class BlockHeader(msgspec.Struct, frozen=True, gc=False):
    """What the index keeps of a block's header."""

    number: int
    hash: bytes
    parent_hash: bytes
    timestamp: int
    """Seconds; the validators' word."""


class IndexedContract(msgspec.Struct, frozen=True):
    """One contract whose events are indexed."""

    address: bytes
    head_slot: int
    """The storage slot of its running hash; `_head` in the artifact's storage layout."""


class IndexedDeployment(msgspec.Struct, frozen=True):
    """What an index belongs to; a store holds one and refuses another."""

    digest: bytes
    """The deployment's digest, 32 bytes."""
    chain_id: int
    genesis_hash: bytes
    first_block: int
    """The first block that can hold an event; the index begins here."""
    contracts: Mapping[str, IndexedContract]
    """By contract key (`access_grants` …)."""


class RunningHead(msgspec.Struct, frozen=True):
    """A contract's running hash after so many events."""

    head: bytes = EMPTY_HEAD
    events: int = 0


class HeadAt(msgspec.Struct, frozen=True, gc=False):
    """A contract's running hash at the end of a block that holds events of it."""

    contract: str
    """The contract's key."""
    block_number: int
    head: bytes
    """32 bytes."""
    events: int
    """How many events the contract had emitted by then."""


class ReasonSource(StrEnum):
    """From where it is known why an attempt failed; none of them is proved by the chain."""

    TRACE = "trace"
    """The node's trace of the transaction."""
    REPLAY = "replay"
    """The node's replay of the block's earlier transactions and this one, in the block's context."""
    MODEL = "model"
    """The rules of `govledger.rules`, in the state that the events before the transaction brought about."""
    UNKNOWN = "unknown"


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """How a transaction failed."""

    revert_data: bytes = b""
    """What the contract reverted with."""
    halt: str = ""
    """Where it did not revert: why it ended, in the node's words (`out of gas`)."""
    source: ReasonSource = ReasonSource.UNKNOWN


class Attempt(msgspec.Struct, frozen=True, gc=False):
    """A transaction to a contract that failed; block and signature prove it, but not the outcome's details."""

    block_number: int
    transaction_index: int
    transaction_hash: bytes
    sender: bytes
    """The account whose key signed it."""
    contract: str
    """The key of the contract that it was sent to."""
    function: str
    """As in Solidity; empty where the contract has none of that selector."""
    signed: bytes
    """The transaction as it was signed; its keccak-256 is the hash."""
    gas_used: int
    """By this transaction; all that it took along where it ran out."""
    refusal: str
    """The name of the custom error; empty where it ended otherwise, or nobody can say."""
    outcome: Outcome


class HeadProof(msgspec.Struct, frozen=True, gc=False):
    """That a contract kept its running hash at the end of a block: the nodes from the header's root down (EIP-1186)."""

    contract: str
    """The contract's key."""
    account_proof: tuple[bytes, ...]
    """From the header's stateRoot to the contract's account."""
    storage_proof: tuple[bytes, ...]
    """From the account's storage root to the word."""


class KeptCheckpoint(msgspec.Struct, frozen=True, gc=False):
    """Up to where the headers were followed, and what the next one is checked with."""

    block_number: int
    checkpoint: bytes
    """In the encoding of `govledger.consensus.checkpoint`."""


class Batch(msgspec.Struct, frozen=True):
    """Consecutive blocks with all that they hold for the index; stored whole or not at all."""

    headers: Sequence[BlockHeader]
    """At least one."""
    rows: Mapping[type[Event], list[tuple[Any, ...]]]
    """One tuple for an event: (block_number, log_index, transaction_index, transaction_hash, digest, *fields).

    The fields are as `govledger.events` has them (int, bool, bytes, str, tuple); each list in the order of the chain.
    """
    heads: Sequence[HeadAt]
    """In the order of blocks."""
    versions: list[tuple[int, ObjectId, int, int, int, int]]
    """(object kind's code, id, version, event's code, block_number, log_index), in the order of the chain."""
    attempts: Sequence[Attempt] = ()
    checkpoints: Sequence[KeptCheckpoint] = ()
    """At the level `seals`: of the last blocks, in their order; the last block's is the last."""

    @property
    def events(self) -> int:
        """How many events the batch holds."""
        return sum(map(len, self.rows.values()))


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """Blocks that the chain no longer holds, and that were taken out of the index."""

    fork_block: int
    """The last block that index and chain had in common; one less than the first block if there was none."""
    replaced_blocks: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one `sync` did."""

    first_block: int
    last_block: int
    """The block up to which the index stands; one less than the first block while it is empty."""
    blocks_added: int
    events_added: int
    reorganisations: tuple[Reorganisation, ...]
    blocks_behind: int
    """How many blocks the node lacks that the index has, on the same chain; 0 for a node that is up to date."""
    heads: Mapping[str, bytes]
    """Each contract's running hash at the last block, found equal to the contract's own."""
    checkpoint: Checkpoint | None = None
    """At the level `seals`: of the last block whose header was followed."""

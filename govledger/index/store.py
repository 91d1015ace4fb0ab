"""The index that `sync` fills and the trail reads, whichever database keeps it: its protocol, and how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from govledger.errors import DriverMissing
from govledger.index.address import FileAddress, ServerAddress, store_address
from govledger.index.model import (
    Batch,
    BlockHeader,
    HeadProof,
    IndexedDeployment,
    KeptCheckpoint,
    ObjectId,
    Outcome,
    RunningHead,
    Trust,
)
from govledger.index.stores.sqlite import SqliteStore

if TYPE_CHECKING:
    from govledger.index.stores.postgres import PostgresStore

__all__ = ["Store", "open_store", "read_store"]


class Store(Protocol):
    """One deployment's index.

    Everything that a batch of blocks brings is committed together with the cursor, so that a process which is killed
    at any moment leaves the store as it was after some batch. `govledger.index.stores.tables` says more of each method.
    """

    @property
    def place(self) -> str:
        """Where it is, as messages show it; never with a password."""

    @property
    def deployment(self) -> IndexedDeployment:
        """What the index belongs to."""

    @property
    def is_served(self) -> bool:
        """Whether another process does the work: who waits for it in a thread can do something else meanwhile."""

    @property
    def trust(self) -> Trust:
        """The lowest level of trust at which a part of the index was checked."""

    def noted(self, key: str) -> str | None:
        """What was noted about the store under a key, or None."""

    def last_block(self) -> int:
        """The block up to which the index stands; one less than the first block while it is empty."""

    def verified_block(self) -> int:
        """The block at which the running hashes were last found equal to the contracts' own."""

    def header(self, number: int) -> BlockHeader | None:
        """The stored header of a block, or None."""

    def headers(self, first: int, last: int) -> Iterator[BlockHeader]:
        """The stored headers of these blocks, in order."""

    def heads(self) -> dict[str, RunningHead]:
        """Each contract's running hash at the last block; those that have emitted nothing too."""

    def has_version(self, kind: int, object_id: ObjectId, version: int) -> bool:
        """Whether an object, of a kind that is given by its code, has had a version."""

    def version_of(self, contract: str, kind: str, object_id: ObjectId) -> int:
        """An object's present version; 0 if no event was about it."""

    def checkpoint(self, block: int) -> KeptCheckpoint | None:
        """The last checkpoint that is kept of a block or of one before it, or None."""

    def rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that a query finds, one by one; `?` or `?1` stand for values."""

    def first(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query that finds few, or None."""

    def few(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query that finds few."""

    def snapshot(self) -> AbstractContextManager[Store]:
        """A store for reading that stays as it is now, whatever is written meanwhile."""

    def commit(self, batch: Batch, *, verified: bool) -> None:
        """Takes in consecutive blocks, all or nothing."""

    def note(self, key: str, value: str) -> None:
        """Notes something about the store under a key."""

    def keep_checkpoints(self, checkpoints: Sequence[KeptCheckpoint], trust: Trust | None = None) -> None:
        """Takes in checkpoints of blocks that are not taken in with them, and the level that is reached with them."""

    def verified(self) -> None:
        """Marks the last block as one at which the running hashes are equal to the contracts' own."""

    def rollback(self, last_block: int) -> int:
        """Takes out everything after a block, all or nothing; how many blocks that were."""

    def give_reason(self, block_number: int, transaction_index: int, refusal: str, outcome: Outcome) -> None:
        """Says why an attempt failed, in the place of what was known before."""

    def keep_proofs(self, block_number: int, header: bytes, proofs: Sequence[HeadProof]) -> None:
        """Takes in proofs of running hashes at the end of a block, which were checked."""

    def begin_backfill(self) -> None:
        """Does without the secondary indexes of tables that are filled until `end_backfill`: it is faster so."""

    def end_backfill(self) -> None:
        """Makes the secondary indexes that a backfill did without, perhaps in a process that was killed."""

    def close(self) -> None:
        """Let go of the store and of the right to write to it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...


def open_store(
    store: Path | str,
    deployment: IndexedDeployment,
    trust: Trust | None = None,
    *,
    trust_if_new: Callable[[], Trust] = lambda: Trust.HEADERS,
) -> Store:
    """The store of a deployment, to write to it; a new one where there is none.

    One that an earlier version of govledger made is brought up to this version's tables.

    Args:
        store: a path, `sqlite:///path`, `:memory:`, or `postgresql://…`.
        deployment: what the index belongs to.
        trust: the level at which it is checked from now on; None: as before.
        trust_if_new: asked for the level of a store that is made, where `trust` is None.

    Raises:
        StoreBusy: another process writes to it.
        StoreForeign: it is the store of another deployment, or no store.
        StoreOutdated: a version of govledger made it whose tables cannot be brought up.
        StoreFull: there is no room for it.
        TrustTooLow: it was begun at a higher level of trust.
        DriverMissing: the packages for PostgreSQL are not installed.
        InputError: the URL cannot be read.
        StoreError: it cannot be opened or made.
    """
    match store_address(store):
        case FileAddress() as file:
            return SqliteStore.open(file, deployment, trust, trust_if_new)
        case ServerAddress() as server:
            return _postgres().open(server, deployment, trust, trust_if_new)


def read_store(store: Path | str) -> Store:
    """A store, to read from it while others may write.

    Raises:
        StoreMissing: there is none.
        StoreForeign: it is no store.
        StoreOutdated: another version of govledger made it.
        DriverMissing: the packages for PostgreSQL are not installed.
        InputError: the URL cannot be read.
    """
    match store_address(store):
        case FileAddress() as file:
            return SqliteStore.read(file)
        case ServerAddress() as server:
            return _postgres().read(server)


def _postgres() -> type[PostgresStore]:
    try:
        from govledger.index.stores.postgres import PostgresStore  # only who keeps a store there has psycopg
    except ImportError as error:
        raise DriverMissing(
            "a store in PostgreSQL needs packages that are not installed: pip install 'govledger[postgres]'"
        ) from error
    return PostgresStore

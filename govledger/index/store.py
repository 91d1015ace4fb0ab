"""The index on disk: an SQLite file that one process writes and any number of processes read."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self

import apsw
import msgspec

from govledger.errors import StoreBusy, StoreError, StoreForeign, StoreMissing, StoreOutdated
from govledger.events import EVENTS
from govledger.index import schema
from govledger.index.codes import EVENT_NAMES, OBJECT_KINDS
from govledger.index.model import (
    Batch,
    BlockHeader,
    IndexedDeployment,
    ObjectId,
    RunningHead,
    Trust,
)

BUSY_MILLISECONDS = 10_000
MEMORY = ":memory:"


class Store:
    """One deployment's index.

    Everything that a batch of blocks brings is committed together with the cursor, so that a process which is killed
    at any moment leaves the store as it was after some batch.

    Attributes:
        path: the SQLite file, or None for a store in memory.
        deployment: what the index belongs to.
    """

    def __init__(
        self,
        path: Path | None,
        connection: apsw.Connection,
        deployment: IndexedDeployment,
        *,
        writable: bool = False,
        lock: IO[str] | None = None,
        trust: Trust = Trust.HEADERS,
    ) -> None:
        self.path = path
        self.trust = trust
        self.deployment = deployment
        self._connection = connection
        self._writable = writable
        self._lock = lock

    @classmethod
    def open(cls, path: Path | str, deployment: IndexedDeployment, trust: Trust = Trust.HEADERS) -> Self:
        """The store of a deployment, to write to it; a new one where there is no file.

        Args:
            path: the SQLite file, or `:memory:`.
            deployment: what the index belongs to.
            trust: how much is recomputed.

        Raises:
            StoreBusy: another process writes to it.
            StoreForeign: it is the store of another deployment, or no store.
            StoreOutdated: another version of govledger made it.
            StoreError: the file cannot be opened or made.
        """
        file = None if str(path) == MEMORY else Path(path)
        lock = _locked(file) if file else None
        try:
            with _translated(file):
                connection = apsw.Connection(str(path))
                _prepare(connection)
                if not _is_store(file, connection):
                    _create(connection, deployment)
                stored = _stored_deployment(file, connection)
            _require_same(file, stored, deployment)
        except BaseException:
            if lock:
                lock.close()
            raise
        return cls(file, connection, stored, writable=True, lock=lock, trust=trust)

    @classmethod
    def read(cls, path: Path | str) -> Self:
        """A store, to read from it while others may write.

        Raises:
            StoreMissing: there is no file.
            StoreForeign: it is no store.
            StoreOutdated: another version of govledger made it.
        """
        file = Path(path)
        if not file.is_file():
            raise StoreMissing(f"there is no index at {file}; make it with govledger index")
        with _translated(file):
            connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
            connection.set_busy_timeout(BUSY_MILLISECONDS)
            if not _is_store(file, connection):
                raise StoreForeign(f"{file} is empty; fill it with govledger index")
            return cls(file, connection, _stored_deployment(file, connection))

    def close(self) -> None:
        """Let go of the file and of the right to write to it."""
        self._connection.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextmanager
    def snapshot(self) -> Iterator[Store]:
        """A store for reading that stays as it is now, whatever is written meanwhile."""
        with self._reader() as reader, _translated(self.path):
            reader._connection.execute("BEGIN")
            reader.last_block()  # a transaction of SQLite's begins with its first read
            yield reader

    def _reader(self) -> Store:
        if self.path is not None:
            return type(self).read(self.path)
        copy = apsw.Connection(MEMORY)
        copy.deserialize("main", self._connection.serialize("main"))
        return type(self)(None, copy, self.deployment)

    # --- reading ---------------------------------------------------------------------------------------

    def last_block(self) -> int:
        """The block up to which the index stands; one less than the first block while it is empty."""
        return int(self._one("SELECT last_block FROM cursor")[0])

    def verified_block(self) -> int:
        """The block at which the running hashes were last found equal to the contracts' own."""
        return int(self._one("SELECT verified_block FROM cursor")[0])

    def header(self, number: int) -> BlockHeader | None:
        """The stored header of a block, or None."""
        found = self.rows("SELECT number, hash, parent_hash, timestamp FROM blocks WHERE number = ?", (number,))
        return next((BlockHeader(*row) for row in found), None)

    def headers(self, first: int, last: int) -> Iterator[BlockHeader]:
        """The stored headers of these blocks, in order."""
        query = "SELECT number, hash, parent_hash, timestamp FROM blocks WHERE number BETWEEN ? AND ? ORDER BY number"
        return (BlockHeader(*row) for row in self.rows(query, (first, last)))

    def heads(self) -> dict[str, RunningHead]:
        """Each contract's running hash at the last block; those that have emitted nothing too."""
        query = "SELECT head, events FROM heads WHERE contract = ? ORDER BY block_number DESC LIMIT 1"
        found = {key: next(self.rows(query, (key,)), None) for key in self.deployment.contracts}
        return {key: RunningHead(*row) if row else RunningHead() for key, row in found.items()}

    def version_of(self, contract: str, kind: str, object_id: ObjectId) -> int:
        """An object's present version; 0 if no event was about it."""
        query = "SELECT max(version) FROM object_versions WHERE contract = ? AND kind = ? AND id = ?"
        return int(self._one(query, (contract, kind, schema.to_sql("uint64", object_id)))[0] or 0)

    def rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that a query finds, one by one.

        Raises:
            StoreError: the file cannot be read.
        """
        with _translated(self.path):
            yield from self._connection.cursor().execute(query, values)

    # --- writing ---------------------------------------------------------------------------------------

    def commit(self, batch: Batch, *, verified: bool) -> None:
        """Takes in consecutive blocks, all or nothing.

        Args:
            batch: blocks that follow the last one.
            verified: the running hashes were found equal to the contracts' own at the end of the batch.

        Raises:
            StoreError: the file cannot be written; the store is as it was.
        """
        last = batch.headers[-1].number
        with self._transaction() as connection:
            connection.executemany(
                "INSERT INTO blocks VALUES (?, ?, ?, ?)",
                ((header.number, header.hash, header.parent_hash, header.timestamp) for header in batch.headers),
            )
            for event, rows in batch.rows.items():
                connection.executemany(schema.insert_statement(event), (schema.sql_row(event, row) for row in rows))
            connection.executemany(
                "INSERT INTO heads VALUES (?, ?, ?, ?)",
                ((at.contract, at.block_number, at.head, at.events) for at in batch.heads),
            )
            connection.executemany(
                "INSERT INTO object_versions VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        *OBJECT_KINDS[kind - 1],
                        *(schema.to_sql("uint64", object_id), version, EVENT_NAMES[event_code - 1], number, index),
                    )
                    for kind, object_id, version, event_code, number, index in batch.versions
                ),
            )
            self._move_cursor(connection, last, last if verified else None)

    def begin_backfill(self) -> None:
        """Nothing yet."""

    def end_backfill(self) -> None:
        """Nothing yet."""

    def verified(self) -> None:
        """Marks the last block as one at which the running hashes are equal to the contracts' own."""
        with self._transaction() as connection:
            self._move_cursor(connection, self.last_block(), self.last_block())

    def rollback(self, last_block: int) -> int:
        """Takes out everything after a block, all or nothing.

        Returns:
            How many blocks were taken out.
        """
        removed = self.last_block() - last_block
        with self._transaction() as connection:
            for event in EVENTS:
                connection.execute(f'DELETE FROM "{schema.table_name(event)}" WHERE block_number > ?', (last_block,))
            for contract in self.deployment.contracts:
                connection.execute("DELETE FROM heads WHERE contract = ? AND block_number > ?", (contract, last_block))
            connection.execute("DELETE FROM object_versions WHERE block_number > ?", (last_block,))
            connection.execute("DELETE FROM blocks WHERE number > ?", (last_block,))
            self._move_cursor(connection, last_block, min(self.verified_block(), last_block))
        return removed

    def _move_cursor(self, connection: apsw.Connection, last: int, verified: int | None) -> None:
        connection.execute(
            "UPDATE cursor SET last_block = ?, verified_block = coalesce(?, verified_block)", (last, verified)
        )

    @contextmanager
    def _transaction(self) -> Iterator[apsw.Connection]:
        if not self._writable:
            raise StoreError(f"{self.path} was opened to be read; open it with the deployment to write to it")
        with _translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _one(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
        return next(self.rows(query, values))


def _locked(path: Path) -> IO[str]:
    """The lock file, held until it is closed or the process ends."""
    try:
        file = open(f"{path}.lock", "a+", encoding="ascii")  # noqa: SIM115
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        writer = file.read().strip() or "?"
        file.close()
        raise StoreBusy(
            f"process {writer} writes to {path}; stop it, or give this one another --store (reading needs no lock)"
        ) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def _prepare(connection: apsw.Connection) -> None:
    connection.set_busy_timeout(BUSY_MILLISECONDS)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _is_store(path: Path | None, connection: apsw.Connection) -> bool:
    """Whether the file is a store of this version; False if it is empty."""
    application = connection.pragma("application_id")
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()[0][0]
    if application == 0 and tables == 0:
        return False
    if application != schema.APPLICATION_ID:
        raise StoreForeign(f"{path} is an SQLite file, but no index of govledger; give another --store")
    if (version := connection.pragma("user_version")) != schema.VERSION:
        raise StoreOutdated(
            f"{path} has tables of version {version}, this govledger has version {schema.VERSION}; "
            "index anew into another file"
        )
    return True


def _create(connection: apsw.Connection, deployment: IndexedDeployment) -> None:
    with connection:
        for statement in schema.statements():
            connection.execute(statement)
        text = msgspec.json.encode(deployment).decode()
        connection.execute("INSERT INTO meta VALUES ('deployment', ?)", (text,))
        before = deployment.first_block - 1
        connection.execute("INSERT INTO cursor VALUES (1, ?, ?)", (before, before))
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")


def _stored_deployment(path: Path | None, connection: apsw.Connection) -> IndexedDeployment:
    text = connection.execute("SELECT value FROM meta WHERE key = 'deployment'").fetchall()
    try:
        return msgspec.json.decode(str(text[0][0]), type=IndexedDeployment)
    except (IndexError, msgspec.DecodeError) as error:
        raise StoreForeign(f"{path} does not say which deployment it belongs to; index anew") from error


def _require_same(path: Path | None, stored: IndexedDeployment, given: IndexedDeployment) -> None:
    if stored != given:
        raise StoreForeign(
            f"{path} is the index of deployment 0x{stored.digest.hex()} on chain {stored.chain_id}, not of "
            f"0x{given.digest.hex()} on chain {given.chain_id}; give another --store"
        )


@contextmanager
def _translated(path: Path | None) -> Iterator[None]:
    try:
        yield
    except apsw.NotADBError as error:
        raise StoreForeign(f"{path} is no SQLite file; give another --store") from error
    except apsw.FullError as error:
        raise StoreError(f"no room to write {path}; the index is as it was, make room and go on") from error
    except apsw.Error as error:
        raise StoreError(f"{path}: {error}") from error

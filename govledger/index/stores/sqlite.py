"""The index in an SQLite file that one process writes and any number of processes read."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self

import apsw

from govledger.errors import StoreBusy, StoreError, StoreForeign, StoreFull, StoreMissing
from govledger.index import schema
from govledger.index.address import MEMORY, FileAddress
from govledger.index.migrations import migration
from govledger.index.model import IndexedDeployment, Trust
from govledger.index.schema import Dialect, Form, Table
from govledger.index.stores.tables import (
    RowExists,
    TableStore,
    parsed_deployment,
    require_level,
    require_same,
    require_version,
)

BUSY_MILLISECONDS = 10_000
CACHE_KIBIBYTES = 8_192
PAGE_BYTES = 16_384
"""Of a new file. A row has some 400 bytes: with SQLite's usual 4,096 a tenth of the time goes into splitting pages."""
_LARGEST_INTEGER = (1 << 63) - 1
_NO_ROOM = (errno.EFBIG, errno.EDQUOT)
"""What a limit or a quota answers to a write, which SQLite does not tell from a broken disk."""


class SqliteStore(TableStore):
    """A file, or a store in memory.

    Attributes:
        path: the SQLite file, or None for a store in memory.
    """

    dialect = Dialect.SQLITE
    is_served = False

    def __init__(
        self,
        path: Path | None,
        connection: apsw.Connection,
        deployment: IndexedDeployment,
        *,
        writable: bool = False,
        lock: IO[str] | None = None,
    ) -> None:
        super().__init__(MEMORY if path is None else str(path), deployment)
        self.path = path
        self._connection = connection
        self._writable = writable
        self._lock = lock

    @classmethod
    def open(
        cls,
        address: FileAddress,
        deployment: IndexedDeployment,
        trust: Trust | None,
        trust_if_new: Callable[[], Trust],
    ) -> Self:
        """The store of a deployment, to write to it; a new one where there is no file. Raises as `open_store`."""
        path = address.path
        lock = _locked(path) if path else None
        try:
            with _translated(path):
                connection = apsw.Connection(str(address))
            with _translated(path, connection):
                _prepare(connection)
                version = _version(path, connection)
                if version:
                    require_version(str(path), version, cls.dialect, writable=True)
                stored = _deployment(path, connection) if version else deployment
                require_same(str(path), stored, deployment)
                store = cls(path, connection, stored, writable=True, lock=lock)
                store._bring_up(version, trust or trust_if_new)
            require_level(store, trust)
        except BaseException:  # whatever ends it, an interrupt too: undone, and raised again
            if lock:
                lock.close()
            raise
        return store

    @classmethod
    def read(cls, address: FileAddress) -> Self:
        """A store, to read from it while others may write. Raises as `read_store`."""
        path = address.path
        if path is None or not path.is_file():
            raise StoreMissing(f"there is no index at {address}; make it with govledger index")
        with _translated(path):
            connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
            connection.set_busy_timeout(BUSY_MILLISECONDS)
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
            version = _version(path, connection)
            if not version:
                raise StoreForeign(f"{path} is empty; fill it with govledger index")
            require_version(str(path), version, cls.dialect, writable=False)
            return cls(path, connection, _deployment(path, connection))

    def close(self) -> None:
        """Let go of the file and of the right to write to it."""
        self._connection.close()
        if self._lock is not None:
            self._lock.close()

    @contextmanager
    def snapshot(self) -> Iterator[SqliteStore]:
        """A store for reading that stays as it is now, whatever is written meanwhile."""
        with self._reader() as reader, _translated(self.path):
            reader._connection.execute("BEGIN")
            reader.last_block()  # a transaction of SQLite's begins with its first read
            yield reader

    def _reader(self) -> SqliteStore:
        if self.path is not None:
            return type(self).read(FileAddress(self.path))
        copy = apsw.Connection(MEMORY)
        copy.deserialize("main", self._connection.serialize("main"))
        return type(self)(None, copy, self.deployment)

    def rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that a query finds, one by one; a number from 2^63 on is asked for as it is stored."""
        with _translated(self.path):
            yield from self._connection.execute(query, [_bound(value) for value in values])

    def few(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query that finds few."""
        with _translated(self.path):
            return self._connection.execute(query, [_bound(value) for value in values]).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._writable:
            raise StoreError(f"{self.place} was opened to be read; open it with the deployment to write to it")
        with _translated(self.path, self._connection):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:  # whatever ends it, an interrupt too: undone, and raised again
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        self._connection.execute(statement, values)
        return self._connection.changes()

    def _add(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows as they are; they are converted only where one has a list, or a number that is no integer's."""
        statement, kept = schema.insert_statement(table), rows
        if arrays := schema.columns_of(table, Form.ARRAY):
            kept = [schema.converted(row, arrays, self.dialect) for row in rows]
        try:
            self._connection.execute("SAVEPOINT added")
            try:
                self._connection.executemany(statement, kept)
            except OverflowError:
                self._connection.execute("ROLLBACK TO added")
                wide = schema.columns_of(table, Form.WIDE)
                self._connection.executemany(statement, (schema.converted(row, wide, self.dialect) for row in kept))
            self._connection.execute("RELEASE added")
        except apsw.ConstraintError as error:
            raise RowExists(str(error)) from error

    def _indexes(self) -> set[str]:
        return {name for (name,) in self.few("SELECT name FROM sqlite_schema WHERE type = 'index'")}

    def _gather_statistics(self) -> None:
        """Nothing: SQLite's planner takes the right index by the query's form alone, which a test holds."""

    def _bring_up(self, version: int, trust: Trust | Callable[[], Trust]) -> None:
        """Makes the tables, or brings those of an earlier version up, in one transaction."""
        if version == schema.VERSION:
            return
        with self._writing():
            for statement in migration(version, self.dialect) if version else schema.statements(self.dialect):
                self._connection.execute(statement)
            if not version:
                self._fill(self.deployment, trust() if callable(trust) else trust)
            self._connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            self._connection.execute(f"PRAGMA user_version = {schema.VERSION}")


def _bound(value: Any) -> Any:
    return value.to_bytes(8, "big") if isinstance(value, int) and value > _LARGEST_INTEGER else value


def _locked(path: Path) -> IO[str]:
    """The lock file, held until it is closed or the process ends."""
    try:
        # Open, and so locked, until the store is closed.
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
    try:
        os.ftruncate(file.fileno(), 0)
        os.write(file.fileno(), f"{os.getpid()}\n".encode())
    except OSError as error:
        file.close()
        raise _full(path) from error
    return file


def _prepare(connection: apsw.Connection) -> None:
    connection.set_busy_timeout(BUSY_MILLISECONDS)
    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")


def _version(path: Path | None, connection: apsw.Connection) -> int:
    """The version of the store's tables; 0 if the file is empty."""
    application = connection.pragma("application_id")
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()[0][0]
    if application == 0 and tables == 0:
        return 0
    if application != schema.APPLICATION_ID:
        raise StoreForeign(f"{path} is an SQLite file, but no index of govledger; give another --store")
    return int(connection.pragma("user_version"))


def _deployment(path: Path | None, connection: apsw.Connection) -> IndexedDeployment:
    found = connection.execute("SELECT key, value FROM meta").fetchall()
    return parsed_deployment(str(path), {str(key): str(value) for key, value in found})


def _full(path: Path | str | None) -> StoreFull:
    return StoreFull(f"no room to write {path}; the index is as it was, make room and go on")


@contextmanager
def _translated(path: Path | None, writing: apsw.Connection | None = None) -> Iterator[None]:
    """What SQLite says in this package's errors; `writing`: the connection that would write, where one does."""
    try:
        yield
    except apsw.NotADBError as error:
        raise StoreForeign(f"{path} is no SQLite file; give another --store") from error
    except apsw.FullError as error:
        raise _full(path) from error
    except apsw.Error as error:
        if writing is not None and isinstance(error, apsw.IOError) and writing.system_errno in _NO_ROOM:
            raise _full(path) from error
        raise StoreError(f"{path}: {error}") from error

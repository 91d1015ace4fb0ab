"""The index in a PostgreSQL database, 15 or later: one process writes, any number read; by psycopg 3."""

from __future__ import annotations

import itertools
import os
import platform
import re
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Self

import psycopg
from psycopg import errors
from psycopg.rows import TupleRow
from psycopg.types.string import ByteaBinaryLoader

from govledger.errors import StoreBusy, StoreError, StoreForeign, StoreFull, StoreMissing
from govledger.index import schema
from govledger.index.address import ServerAddress
from govledger.index.migrations import migration
from govledger.index.model import IndexedDeployment, Trust
from govledger.index.schema import Dialect, Form, Table
from govledger.index.stores.tables import (
    TABLES,
    RowExists,
    TableStore,
    parsed_deployment,
    require_level,
    require_same,
    require_version,
)

OLDEST_SERVER = 150_000
"""PostgreSQL 15.0, as the server tells its version."""
LOCK_MILLISECONDS = 3_000
"""How long to wait for the right to write before somebody else is said to have it."""
ROWS_PER_PAGE = 1_000
NUMBERS_REMEMBERED = 20_000
"""How many are kept with their binary form: a trail reads pages of a dozen tables in turn."""
_COPIED = {
    Form.INTEGER: "int8",
    Form.COUNT: "int8",
    Form.WIDE: "numeric",
    Form.BOOLEAN: "bool",
    Form.BYTES: "bytea",
    Form.TEXT: "text",
    Form.ARRAY: "jsonb",
}
_NUMERIC = 1700
"""The number that PostgreSQL gives its type NUMERIC."""
_NUMERIC_HEAD = struct.Struct(">HhHH")
"""How many digits to the base of 10,000 there are, the weight of the first, the sign, and decimal places."""
_SIGNS = (0x0000, 0x4000)
"""Plus and minus; NaN and the infinities have others."""
_MARK = re.compile(r"\?(\d*)")
_LOCK = f"{schema.APPLICATION_ID}, current_schema()::regnamespace::oid::bigint::int"
_HOLDER = f"""SELECT a.application_name FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.classid = {schema.APPLICATION_ID}::oid AND l.granted
AND l.objid = current_schema()::regnamespace::oid
AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


class PostgresStore(TableStore):
    """The tables of one schema of a database."""

    dialect = Dialect.POSTGRES
    is_served = True

    def __init__(
        self,
        address: ServerAddress,
        connection: psycopg.Connection[TupleRow],
        deployment: IndexedDeployment,
        *,
        writable: bool = False,
        pipelined: bool = False,
    ) -> None:
        super().__init__(str(address), deployment)
        self._address = address
        self._connection = connection
        self._writable = writable
        self._pipelined = pipelined
        """Whether the server makes the next rows while the last ones are read."""
        self._idle: list[psycopg.Connection[TupleRow]] = []
        self._names = itertools.count()
        self._numbers = _Numbers()
        self._spent: list[str] = []
        """Cursors that were read to their end; the next question closes them on its way."""

    @classmethod
    def open(
        cls,
        address: ServerAddress,
        deployment: IndexedDeployment,
        trust: Trust | None,
        trust_if_new: Callable[[], Trust],
    ) -> Self:
        """The store of a deployment, to write to it; new tables in an empty schema. Raises as `open_store`."""
        connection = _connect(address)
        try:
            with _translated(address):
                connection.execute("SET synchronous_commit = off")  # what a crash loses is read again
                name = _schema(address, connection)
                _lock(address, connection)
                version = _version(address, connection, name)
                if version:
                    require_version(str(address), version, cls.dialect, writable=True)
                stored = _deployment(address, connection) if version else deployment
                require_same(str(address), stored, deployment)
                store = cls(address, connection, stored, writable=True)
                store._bring_up(version, trust or trust_if_new)
                require_level(store, trust)
        except BaseException:  # whatever ends it, an interrupt too: undone, and raised again
            connection.close()
            raise
        return store

    @classmethod
    def read(cls, address: ServerAddress) -> Self:
        """A store, to read from it while others may write. Raises as `read_store`."""
        connection = _connect(address)
        try:
            with _translated(address):
                connection.execute("SET default_transaction_read_only = on")
                version = _version(address, connection, _schema(address, connection))
                if not version:
                    raise StoreMissing(f"there is no index at {address}; make it with govledger index")
                require_version(str(address), version, cls.dialect, writable=False)
                return cls(address, connection, _deployment(address, connection))
        except BaseException:  # whatever ends it, an interrupt too: undone, and raised again
            connection.close()
            raise

    def close(self) -> None:
        """Let go of the connections, and of the right to write."""
        for connection in (self._connection, *self._idle):
            connection.close()
        self._idle.clear()

    @contextmanager
    def snapshot(self) -> Iterator[PostgresStore]:
        """A store for reading that stays as it is now, whatever is written meanwhile; its connection is kept for later.

        A new connection has to learn all tables first, which takes longer than a question about one object.
        """
        with _translated(self._address):
            connection = self._idle.pop() if self._idle else _connect(self._address)
            try:
                with connection.transaction(), connection.pipeline():
                    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    reader = type(self)(self._address, connection, self.deployment, pipelined=True)
                    reader.last_block()  # the first question is what fixes the moment
                    yield reader
            finally:
                if not connection.closed:
                    self._idle.append(connection)

    def rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that a query finds, page by page; the next one is asked for before the last one is given.

        In a snapshot the server makes it meanwhile; outside of one it keeps the rows.
        """
        name = f"rows_{next(self._names)}"
        outside = self._connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        declare = f"DECLARE {name} NO SCROLL CURSOR {'WITH HOLD ' if outside else ''}FOR {_dollars(query)}"
        fetch = f"FETCH FORWARD {ROWS_PER_PAGE} FROM {name}"
        with _translated(self._address):
            with nullcontext() if self._pipelined else self._connection.pipeline():
                while self._spent:
                    self._connection.execute(f"CLOSE {self._spent.pop()}")
                self._connection.cursor().execute(declare, values)
                page = self._connection.cursor(binary=True).execute(fetch)
            while found := page.fetchall():
                rows = self._numbers.whole(page, found)
                if len(rows) == ROWS_PER_PAGE:
                    page = self._connection.cursor(binary=True).execute(fetch)
                yield from rows
                if len(rows) < ROWS_PER_PAGE:
                    break
            self._spent.append(name)

    def few(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query that finds few."""
        with _translated(self._address):
            cursor = self._connection.cursor(binary=True).execute(_dollars(query), values)
            return self._numbers.whole(cursor, cursor.fetchall())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._writable:
            raise StoreError(f"{self.place} was opened to be read; open it with the deployment to write to it")
        with _translated(self._address), self._connection.transaction():
            yield

    def _indexes(self) -> set[str]:
        query = "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'i'"
        return {name for (name,) in self.few(query)}

    def _gather_statistics(self) -> None:
        with _translated(self._address):
            self._connection.execute(f"ANALYZE {', '.join(schema.tables())}")

    def _execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        return self._connection.execute(_dollars(statement), values).rowcount

    def _add(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows by binary COPY."""
        if not rows:
            return
        if arrays := schema.columns_of(table, Form.ARRAY):
            rows = [schema.converted(row, arrays, self.dialect) for row in rows]
        try:
            with (
                self._connection.cursor() as cursor,
                cursor.copy(f'COPY "{table.name}" FROM STDIN (FORMAT BINARY)') as copy,
            ):
                copy.set_types([_COPIED[column.form] for column in table.columns])
                for row in rows:
                    copy.write_row(row)
        except errors.UniqueViolation as error:
            raise RowExists(str(error.diag.message_primary)) from error

    def _bring_up(self, version: int, trust: Trust | Callable[[], Trust]) -> None:
        """Makes the tables, or brings those of an earlier version up, in one transaction."""
        if version == schema.VERSION:
            return
        statements = migration(version, self.dialect) if version else schema.statements(self.dialect)
        with self._writing():
            self._connection.execute(";\n".join(statements))
            if not version:
                self._fill(self.deployment, trust() if callable(trust) else trust)


def _connect(address: ServerAddress) -> psycopg.Connection[TupleRow]:
    """A connection; nothing of the URL but what may be shown stands in the error."""
    name = f"govledger, process {os.getpid()} on {platform.node()}"
    try:
        connection = psycopg.connect(
            address.url, autocommit=True, fallback_application_name=name, cursor_factory=psycopg.RawCursor
        )
    except psycopg.Error as error:
        raise StoreError(f"{address} cannot be opened: {address.without_secrets(str(error))}") from None
    connection.adapters.register_loader(_NUMERIC, ByteaBinaryLoader)  # `_number` reads them
    if connection.info.server_version < OLDEST_SERVER:
        connection.close()
        raise StoreError(f"{address} is a PostgreSQL before 15; give a server of 15 or later")
    return connection


def _schema(address: ServerAddress, connection: psycopg.Connection[TupleRow]) -> str:
    """The schema that the tables stand in."""
    [(name,)] = connection.execute("SELECT current_schema()::text").fetchall()
    if name is None:
        raise StoreError(
            f"{address} has no schema to keep tables in; make one, or set search_path in the URL's options"
        )
    return str(name)


def _lock(address: ServerAddress, connection: psycopg.Connection[TupleRow]) -> None:
    """The right to write, held until the connection is closed or the process ends.

    The server may take some time to find out that a process was killed: it looks when it has nothing to do for it.
    """
    connection.execute(f"SET lock_timeout = {LOCK_MILLISECONDS}")
    try:
        connection.execute(f"SELECT pg_advisory_lock({_LOCK})")
        connection.execute("SET lock_timeout = 0")
    except errors.LockNotAvailable:
        [(writer,), *_] = [*connection.execute(_HOLDER).fetchall(), ("another process",)]
        raise StoreBusy(
            f"{writer} writes to {address}; stop it, or give this one another --store (reading needs no lock)"
        ) from None


def _version(address: ServerAddress, connection: psycopg.Connection[TupleRow], name: str) -> int:
    """The version of the tables in a schema; 0 if it is empty."""
    query = "SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
    found = {table for (table,) in connection.execute(query, (_quoted(name),)).fetchall()}
    if not found:
        return 0
    if schema.META.name in found and schema.CURSOR.name in found:
        query = f"SELECT value FROM {schema.META.name} WHERE key = '{TABLES}'"
        version = connection.execute(query).fetchone()
        if version and str(version[0]).isdecimal():
            return int(version[0])
    raise StoreForeign(
        f"the schema {name} of {address} holds tables that are no index of govledger; give an empty database, or an "
        f"empty schema: {address.shown.partition('?')[0]}?options=-csearch_path%3Dgovledger"
    )


def _deployment(address: ServerAddress, connection: psycopg.Connection[TupleRow]) -> IndexedDeployment:
    return parsed_deployment(str(address), dict(connection.execute("SELECT key, value FROM meta").fetchall()))


@lru_cache(maxsize=1_000)
def _dollars(query: str) -> str:
    """A query with PostgreSQL's marks: `?` is the next value, `?1` the first."""
    places = itertools.count(1)
    return _MARK.sub(lambda mark: f"${mark[1] or next(places)}", query)


class _Numbers(dict[bytes | None, int | Decimal | None]):
    """Every NUMERIC that was read, with its number: the same ids stand in many rows."""

    def __missing__(self, data: bytes | None) -> int | Decimal | None:
        if len(self) >= NUMBERS_REMEMBERED:
            self.clear()
        number = self[data] = _number(data)
        return number

    def whole(self, cursor: psycopg.Cursor[TupleRow], rows: list[TupleRow]) -> list[TupleRow]:
        """Rows whose numbers are int, as SQLite gives them."""
        columns = cursor.description or ()
        places = tuple(place for place, column in enumerate(columns) if column.type_code == _NUMERIC)
        return _with_numbers(len(columns), places)(rows, self) if rows and places else rows


@cache
def _with_numbers(width: int, places: tuple[int, ...]) -> Callable[[list[TupleRow], _Numbers], list[TupleRow]]:
    """What reads the numbers in some places of rows: one comprehension, compiled; its source is numbers alone."""
    taken = "".join(f"v{place}, " for place in range(width))
    given = "".join(f"numbers[v{place}], " if place in places else f"v{place}, " for place in range(width))
    reading: Callable[[list[TupleRow], _Numbers], list[TupleRow]] = eval(
        f"lambda rows, numbers: [({given}) for {taken} in rows]", {}
    )
    return reading


def _number(data: bytes | None) -> int | Decimal | None:
    """A NUMERIC without decimal places, in binary (`numeric_send`); NaN, which somebody wrote, as Decimal.

    The driver's own reading makes a Decimal of each number.
    """
    if data is None:
        return None
    digits, weight, sign, _ = _NUMERIC_HEAD.unpack_from(data)
    if sign not in _SIGNS:
        return Decimal("NaN")
    value = 0
    for digit in _digits(digits)(data, _NUMERIC_HEAD.size):
        value = value * 10_000 + digit
    if weight >= digits:
        value *= 10_000 ** (weight + 1 - digits)
    return -value if sign else value


@cache
def _digits(count: int) -> Callable[[bytes, int], tuple[int, ...]]:
    """What takes so many digits to the base of 10,000 out of a NUMERIC, from a place on."""
    return struct.Struct(f">{count}H").unpack_from


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _translated(address: ServerAddress) -> Iterator[None]:
    try:
        yield
    except errors.DiskFull as error:
        raise StoreFull(f"no room to write {address}; the index is as it was, make room and go on") from error
    except psycopg.Error as error:
        raise StoreError(f"{address}: {address.without_secrets(str(error))}") from error

"""Places for a store in each database, and the way past it that somebody with a database program has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import psycopg

from tests.postgres_server import PostgresServer


@dataclass(frozen=True)
class FilePlace:
    """An SQLite file."""

    url: str
    shown: str

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Runs SQL that no store runs."""
        connection = apsw.Connection(self.url)
        connection.set_busy_timeout(1_000)
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()


@dataclass(frozen=True)
class ServerPlace:
    """A PostgreSQL database of its own."""

    url: str
    shown: str

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Runs SQL that no store runs; written for SQLite, but that `x'…'` is bytes here too."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            text = statement.replace("x'", "'\\x").replace("?", "%s")
            cursor = connection.execute(text.encode(), values or None)
            return cursor.fetchall() if cursor.description else []


StorePlace = FilePlace | ServerPlace


def file_place(folder: Path) -> FilePlace:
    path = str(folder / "index.sqlite")
    return FilePlace(path, path)


def server_place(server: PostgresServer, copied: ServerPlace | None = None) -> ServerPlace:
    url = server.new_database(copied.url.rpartition("/")[2]) if copied else server.new_database()
    return ServerPlace(url, f"postgresql://govledger@127.0.0.1:{server.port}/{url.rpartition('/')[2]}")

"""What one account has signed, before it is sent: in memory, or in a file that a crash leaves whole (I/O).

A transaction is on the disk before its first byte leaves the process. Whoever opens the file again thus knows every
nonce that was given away, can send the same bytes once more, and finds by an idempotency key what came of a call.

The file is an SQLite database, one for each account and chain (`GENESIS-ACCOUNT.sqlite`), that only its owner reads and
one process at a time opens. What it holds is no secret once it was sent; until then it is a promise with a signature.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path
from typing import Any, Protocol

import apsw

from govledger.errors import InputError, OutboxBusy, OutboxDamaged, OutboxError, OutboxExposed

FORMAT = "govledger.outbox.v1"
KEPT_NONCES = 10_000
"""How many of the last transactions without an idempotency key stay in the file after they are done."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS transactions (
    id INTEGER PRIMARY KEY,
    nonce INTEGER NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    raw BLOB NOT NULL,
    digest BLOB NOT NULL,
    key TEXT,
    state INTEGER NOT NULL,
    block_number INTEGER
);
CREATE INDEX IF NOT EXISTS transactions_by_nonce ON transactions (nonce);
CREATE INDEX IF NOT EXISTS transactions_by_key ON transactions (key) WHERE key IS NOT NULL;
"""
COLUMNS = "nonce, hash, raw, digest, key, state, block_number"


class State(IntEnum):
    """What is known of a signed transaction."""

    SIGNED = 0
    """It may be anywhere: not sent yet, on its way, or in a block that was not seen yet."""

    MINED = 1
    """Its receipt was seen."""

    REFUSED = 2
    """A node did not take it; its nonce is free for another one, which excludes it."""

    LOST = 3
    """Another transaction used its nonce, or replaced it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One signed transaction."""

    nonce: int
    hash: bytes
    raw: bytes = field(repr=False)
    digest: bytes = field(repr=False)
    """32 bytes that say which call it carries: see `tx.account.digest_of`."""

    key: str | None = None
    """The idempotency key, if the call has one."""

    state: State = State.SIGNED
    block_number: int | None = None
    """Where its receipt was seen."""


class Outbox(Protocol):
    """What one account has signed. Threads may share it."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Keep transactions, before any of them is sent."""
        ...

    def mark(self, hashes: Iterable[bytes], state: State) -> None:
        """Note what became known of transactions."""
        ...

    def mined(self, blocks: Mapping[bytes, int]) -> None:
        """Note the receipts that were seen: the blocks' heights by transaction hash."""
        ...

    def pending(self) -> list[Entry]:
        """Those whose outcome is not known, in the order of their nonces."""
        ...

    def at(self, nonce: int) -> list[Entry]:
        """All that were ever signed with a nonce, oldest first."""
        ...

    def since(self, nonce: int) -> list[Entry]:
        """Those with that nonce or a later one that were signed or in a block, in order; the latest of each nonce."""
        ...

    def by_key(self, key: str) -> list[Entry]:
        """Those that carry an idempotency key, oldest first.

        Raises:
            InputError: this outbox keeps none.
        """
        ...

    def close(self) -> None:
        """Let others in."""
        ...


class MemoryOutbox:
    """The outbox of a process that remembers nothing: what is in a block is forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[bytes, Entry] = {}

    def add(self, entries: Sequence[Entry]) -> None:
        """Keep transactions as long as they are on their way."""
        with self._lock:
            self._entries |= {entry.hash: entry for entry in entries}

    def mark(self, hashes: Iterable[bytes], state: State) -> None:
        """Forget them, unless they are on their way."""
        with self._lock:
            for one in hashes:
                entry = self._entries.pop(one, None)
                if entry is not None and state is State.SIGNED:
                    self._entries[one] = replace(entry, state=state)

    def mined(self, blocks: Mapping[bytes, int]) -> None:
        """Forget them, and what they replaced."""
        with self._lock:
            nonces = {entry.nonce for one, entry in self._entries.items() if one in blocks}
            self._entries = {one: entry for one, entry in self._entries.items() if entry.nonce not in nonces}

    def pending(self) -> list[Entry]:
        """Those on their way."""
        with self._lock:
            return sorted(self._entries.values(), key=lambda entry: entry.nonce)

    def at(self, nonce: int) -> list[Entry]:
        """Those on their way with a nonce."""
        return [entry for entry in self.pending() if entry.nonce == nonce]

    def since(self, nonce: int) -> list[Entry]:
        """Those on their way with that nonce or a later one; the latest of each nonce."""
        latest = {entry.nonce: entry for entry in self.pending() if entry.nonce >= nonce}
        return list(latest.values())

    def by_key(self, key: str) -> list[Entry]:
        """Nothing to be found."""
        raise InputError(
            f"the idempotency key {key!r} would be forgotten with this process; give a place for it on disk: "
            "acting_as(key, outbox=DIRECTORY)"
        )

    def close(self) -> None:
        """Nothing to let go of."""


class FileOutbox:
    """The outbox on disk."""

    def __init__(self, path: Path, connection: apsw.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, directory: Path | str, *, genesis_hash: bytes, address: bytes) -> FileOutbox:
        """The outbox of an account on a chain, in a directory that is made if it is not there.

        Args:
            directory: of as many outboxes as there are accounts.
            genesis_hash: the chain's first block's, 32 bytes.
            address: the account, 20 bytes.

        Raises:
            OutboxBusy: another process has it open: there is one writer for each key.
            OutboxExposed: others than the owner can read or write it.
            OutboxDamaged: the file is something else.
            OutboxError: it cannot be read or written.
        """
        path = Path(directory) / f"{genesis_hash.hex()[:16]}-{address.hex()}.sqlite"
        _make_private(path)
        with _disk_errors(path):
            connection = apsw.Connection(str(path))
            try:
                for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
                    connection.execute(f"PRAGMA {pragma}").fetchall()
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute(SCHEMA)
                _bind(connection, path, {"format": FORMAT, "genesis": genesis_hash, "account": address})
                connection.execute(
                    "DELETE FROM transactions WHERE key IS NULL AND state <> ? "
                    "AND nonce < (SELECT max(nonce) FROM transactions) - ?",
                    (State.SIGNED, KEPT_NONCES),
                )
                connection.execute("COMMIT")
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    def add(self, entries: Sequence[Entry]) -> None:
        """Put transactions on the disk, all of them or none; they are there when this returns."""
        rows = [
            (one.nonce, one.hash, one.raw, one.digest, one.key, int(one.state), one.block_number) for one in entries
        ]
        with self._writing() as connection:
            connection.executemany(
                f"INSERT INTO transactions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (hash) DO UPDATE SET state = excluded.state, key = excluded.key",  # signed again, the same
                rows,
            )

    def mark(self, hashes: Iterable[bytes], state: State) -> None:
        """Note what became known of transactions."""
        with self._writing() as connection:
            connection.executemany(
                "UPDATE transactions SET state = ?, block_number = NULL WHERE hash = ?",
                [(int(state), one) for one in hashes],
            )

    def mined(self, blocks: Mapping[bytes, int]) -> None:
        """Note the receipts that were seen; others of the same nonce can be in no block any more."""
        with self._writing() as connection:
            connection.executemany(
                "UPDATE transactions SET state = ?, block_number = ? WHERE hash = ?",
                [(int(State.MINED), number, one) for one, number in blocks.items()],
            )
            connection.executemany(
                "UPDATE transactions SET state = ? WHERE state = ? AND hash <> ? "
                "AND nonce = (SELECT nonce FROM transactions WHERE hash = ?)",
                [(int(State.LOST), int(State.SIGNED), one, one) for one in blocks],
            )

    def pending(self) -> list[Entry]:
        """Those whose outcome is not known, in the order of their nonces."""
        return self._read("WHERE state = ? ORDER BY nonce, id", State.SIGNED)

    def at(self, nonce: int) -> list[Entry]:
        """All that were ever signed with a nonce, oldest first."""
        return self._read("WHERE nonce = ? ORDER BY id", nonce)

    def since(self, nonce: int) -> list[Entry]:
        """Those with that nonce or a later one that were signed or in a block, in order; the latest of each nonce."""
        found = self._read("WHERE nonce >= ? AND state IN (0, 1) ORDER BY nonce, id", nonce)
        return list({entry.nonce: entry for entry in found}.values())

    def by_key(self, key: str) -> list[Entry]:
        """Those that carry an idempotency key, oldest first."""
        return self._read("WHERE key = ? ORDER BY id", key)

    def close(self) -> None:
        """Let another process in."""
        with self._lock:
            self._connection.close()

    def _read(self, condition: str, value: str | int) -> list[Entry]:
        with self._lock, _disk_errors(self.path):
            rows: list[Any] = self._connection.execute(
                f"SELECT {COLUMNS} FROM transactions {condition}", (value,)
            ).fetchall()
        return [replace(Entry(*row), state=State(row[5])) for row in rows]

    @contextmanager
    def _writing(self) -> Iterator[apsw.Connection]:
        """One change of the file: whole on the disk when it ends, or not there at all."""
        with self._lock, _disk_errors(self.path), self._connection:
            yield self._connection


def _make_private(path: Path) -> None:
    """The file, empty if it is not there, and for its owner alone."""
    with _disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            found = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise OutboxExposed(
            f"{path} (owner {found.st_uid}, mode {stat.S_IMODE(found.st_mode):03o}) can be used by others; who writes "
            f"to it can have this key's nonces given away twice: make it yours alone with chmod 600 {path}"
        )


def _bind(connection: apsw.Connection, path: Path, wanted: Mapping[str, str | bytes]) -> None:
    """Notes whose outbox it is, once; refuses another account's or chain's."""
    rows: list[Any] = connection.execute("SELECT name, value FROM outbox").fetchall()
    found = dict(rows)
    if not found:
        connection.executemany("INSERT INTO outbox VALUES (?, ?)", list(wanted.items()))
    elif found != wanted:
        wrong = min(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
        raise OutboxDamaged(
            f"{path} is an outbox of another {wrong}; give each account and chain its own, under the name that it was "
            "given"
        )


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except apsw.BusyError:
        raise OutboxBusy(
            f"{path} is open in another process, which writes with the same key; wait until it ends, or end it"
        ) from None
    except (apsw.NotADBError, apsw.CorruptError, apsw.SchemaChangeError) as error:
        raise OutboxDamaged(
            f"{path} is no outbox, or a damaged one ({error}); restore it from its copy, or move it away once none of "
            "the account's transactions waits at a node"
        ) from None
    except (apsw.Error, OSError) as error:
        raise OutboxError(f"{path}: {error}; check that the disk has room and that you own it") from None

"""What a store does in the same words of SQL whatever its database: reading, and taking in whole batches (I/O)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

import msgspec

from govledger.errors import StoreBusy, StoreError, StoreForeign, StoreOutdated, TrustTooLow, VersionGap
from govledger.events import EVENTS
from govledger.index import schema
from govledger.index.codes import EVENT_NAMES, KIND_CODES, OBJECT_KINDS
from govledger.index.migrations import OLDEST
from govledger.index.model import (
    BLOCKS_PER_CHECKPOINT,
    CHECKPOINTS_KEPT,
    Attempt,
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
from govledger.index.schema import Dialect, Table
from govledger.rlp import rlp_encode

BACKFILL = "backfill"
"""Noted in meta while the secondary indexes are not there."""
TABLES = "tables"
"""Where meta says which version the tables have."""
_RANK = {trust: rank for rank, trust in enumerate(Trust)}
_HEADER = "SELECT number, hash, parent_hash, timestamp FROM blocks"


class RowExists(Exception):
    """A row that was added has a key that is in its table."""


class TableStore(ABC):
    """One deployment's index, in tables.

    Everything that a batch of blocks brings is committed together with the cursor, so that a process which is killed
    at any moment leaves the store as it was after some batch.

    Attributes:
        place: where it is, as messages show it; never with a password.
        deployment: what the index belongs to.
    """

    dialect: Dialect
    is_served: bool
    """Whether a server does the work."""

    def __init__(self, place: str, deployment: IndexedDeployment) -> None:
        self.place = place
        self.deployment = deployment
        self._without_indexes: set[str] | None = None
        """During a backfill: the tables whose secondary indexes were dropped."""

    # --- what a database does in its own way -------------------------------------------------------------

    @abstractmethod
    def rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that a query finds, one by one.

        Args:
            query: SQL that both dialects know, with `?` or `?1` where values stand.
            values: int (also beyond 2^63, for a uint64), bytes, str or None.

        Raises:
            StoreError: the store cannot be read.
        """

    @abstractmethod
    def few(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query that finds few; one question to the server. Otherwise as `rows`."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[TableStore]:
        """A store for reading that stays as it is now, whatever is written meanwhile."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the store and of the right to write to it."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[None]:
        """A transaction: all of what is done in it, or nothing."""

    @abstractmethod
    def _execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Runs one statement; how many rows it changed."""

    @abstractmethod
    def _add(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows to a table; raises `RowExists`."""

    @abstractmethod
    def _indexes(self) -> set[str]:
        """The names of all indexes that there are."""

    @abstractmethod
    def _gather_statistics(self) -> None:
        """Tells the database's planner what the tables hold, where it does not look by itself."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # --- reading ---------------------------------------------------------------------------------------

    def first(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query that finds few, or None; otherwise as `rows`."""
        return next(iter(self.few(query, values)), None)

    @property
    def trust(self) -> Trust:
        """The lowest level of trust at which a part of the index was checked."""
        return Trust(self.noted("trust") or Trust.HEADERS)

    def noted(self, key: str) -> str | None:
        """What was noted about the store under a key, or None."""
        found = self.first("SELECT value FROM meta WHERE key = ?", (key,))
        return str(found[0]) if found else None

    def last_block(self) -> int:
        """The block up to which the index stands; one less than the first block while it is empty."""
        return self._cursor()[0]

    def verified_block(self) -> int:
        """The block at which the running hashes were last found equal to the contracts' own."""
        return self._cursor()[1]

    def header(self, number: int) -> BlockHeader | None:
        """The stored header of a block, or None."""
        found = self.first(f"{_HEADER} WHERE number = ?", (number,))
        return BlockHeader(*found) if found else None

    def headers(self, first: int, last: int) -> Iterator[BlockHeader]:
        """The stored headers of these blocks, in order."""
        query = f"{_HEADER} WHERE number BETWEEN ? AND ? ORDER BY number"
        return (BlockHeader(*row) for row in self.rows(query, (first, last)))

    def heads(self) -> dict[str, RunningHead]:
        """Each contract's running hash at the last block; those that have emitted nothing too."""
        query = "SELECT head, events FROM heads WHERE contract = ? ORDER BY block_number DESC LIMIT 1"
        found = {key: self.first(query, (key,)) for key in self.deployment.contracts}
        return {key: RunningHead(*row) if row else RunningHead() for key, row in found.items()}

    def has_version(self, kind: int, object_id: ObjectId, version: int) -> bool:
        """Whether an object has had a version.

        Args:
            kind: the code of the object's kind.
            object_id: its number, address or hash.
            version: from 1 on.
        """
        query = f'SELECT 1 FROM "{_versions_of(object_id).name}" WHERE kind = ? AND id = ? AND version = ?'
        return self.first(query, (kind, object_id, version)) is not None

    def version_of(self, contract: str, kind: str, object_id: ObjectId) -> int:
        """An object's present version; 0 if no event was about it."""
        query = f'SELECT max(version) FROM "{_versions_of(object_id).name}" WHERE kind = ? AND id = ?'
        found = self.first(query, (KIND_CODES[contract, kind], object_id))
        return int(found[0] or 0) if found else 0

    def checkpoint(self, block: int) -> KeptCheckpoint | None:
        """The last checkpoint that is kept of a block or of one before it; None without, as below the level `seals`."""
        query = f"{schema.select_query(schema.CHECKPOINTS)} WHERE block_number <= ? ORDER BY block_number DESC LIMIT 1"
        found = self.first(query, (block,))
        return KeptCheckpoint(*found) if found else None

    # --- writing ---------------------------------------------------------------------------------------

    def commit(self, batch: Batch, *, verified: bool) -> None:
        """Takes in consecutive blocks, all or nothing.

        Args:
            batch: blocks that follow the last one.
            verified: the running hashes were found equal to the contracts' own at the end of the batch.

        Raises:
            VersionGap: an object has one of the versions already.
            StoreError: the store cannot be written; it is as it was.
        """
        first, last = batch.headers[0].number, batch.headers[-1].number
        try:
            with self._writing():
                self._move_cursor(first - 1, last, last if verified else None)
                self._fill_table(schema.BLOCKS, [(h.number, h.hash, h.parent_hash, h.timestamp) for h in batch.headers])
                for event, rows in batch.rows.items():
                    self._fill_table(schema.event_table(event), rows)
                self._fill_table(
                    schema.HEADS, [(at.contract, at.block_number, at.head, at.events) for at in batch.heads]
                )
                for table, kind in ((schema.NUMBER_VERSIONS, int), (schema.BYTES_VERSIONS, bytes)):
                    self._fill_table(table, [row for row in batch.versions if isinstance(row[1], kind)])
                self._fill_table(schema.ATTEMPTS, list(map(_attempt_row, batch.attempts)))
                self._take_checkpoints(batch.checkpoints)
        except RowExists as problem:
            self._raise_version_gap(batch, problem)

    def note(self, key: str, value: str) -> None:
        """Notes something about the store under a key."""
        with self._writing():
            self._note(key, value)

    def keep_checkpoints(self, checkpoints: Sequence[KeptCheckpoint], trust: Trust | None = None) -> None:
        """Takes in checkpoints of blocks that are not taken in with them.

        Args:
            checkpoints: in the order of their blocks; those that were kept of these blocks and of later ones go.
            trust: the level at which the whole index is checked from now on; None: as before.
        """
        with self._writing():
            self._take_checkpoints(checkpoints)
            if trust is not None:
                self._note("trust", trust)

    def verified(self) -> None:
        """Marks the last block as one at which the running hashes are equal to the contracts' own."""
        last = self.last_block()
        with self._writing():
            self._move_cursor(last, last, last)

    def rollback(self, last_block: int) -> int:
        """Takes out everything after a block, all or nothing.

        Returns:
            How many blocks were taken out.
        """
        before, verified = self.last_block(), self.verified_block()
        by_block = (
            *(schema.NUMBER_VERSIONS, schema.BYTES_VERSIONS, *map(schema.event_table, EVENTS)),
            *(schema.ATTEMPTS, schema.HEAD_PROOFS, schema.PROOF_HEADERS, schema.CHECKPOINTS),
        )
        with self._writing():
            self._move_cursor(before, last_block, min(verified, last_block))
            for table in by_block:
                self._execute(f'DELETE FROM "{table.name}" WHERE block_number > ?', (last_block,))
            for contract in self.deployment.contracts:
                self._execute("DELETE FROM heads WHERE contract = ? AND block_number > ?", (contract, last_block))
            self._execute("DELETE FROM blocks WHERE number > ?", (last_block,))
        return before - last_block

    def give_reason(self, block_number: int, transaction_index: int, refusal: str, outcome: Outcome) -> None:
        """Says why an attempt failed, in the place of what was known before.

        Args:
            block_number: where the attempt stands.
            transaction_index: likewise.
            refusal: the name of the custom error.
            outcome: what it reverted with, and from where that is known.
        """
        with self._writing():
            self._execute(
                f'UPDATE "{schema.ATTEMPTS.name}" SET refusal = ?, revert_data = ?, halt = ?, reason_source = ?'
                " WHERE block_number = ? AND transaction_index = ?",
                (
                    *(refusal, outcome.revert_data, outcome.halt, str(outcome.source)),
                    *(block_number, transaction_index),
                ),
            )

    def keep_proofs(self, block_number: int, header: bytes, proofs: Sequence[HeadProof]) -> None:
        """Takes in proofs of running hashes, which were checked.

        Args:
            block_number: at the end of which block.
            header: the block's, in RLP.
            proofs: one of each contract.
        """
        with self._writing():
            self._add(schema.PROOF_HEADERS, [(block_number, header)])
            self._add(
                schema.HEAD_PROOFS,
                [
                    (block_number, one.contract, rlp_encode(one.account_proof), rlp_encode(one.storage_proof))
                    for one in proofs
                ],
            )

    def begin_backfill(self) -> None:
        """Does without the secondary indexes of tables that are filled, and notes it, until `end_backfill`.

        Many blocks come in faster so. Of a table that stays empty they stay: to make them takes longer than to fill it.
        """
        with self._writing():
            self._note(BACKFILL, "begun")
        self._without_indexes = set()

    def end_backfill(self) -> None:
        """Makes the secondary indexes that a backfill did without, perhaps in a process that was killed."""
        self._without_indexes = None
        if self.noted(BACKFILL) is None:
            return
        there = self._indexes()
        with self._writing():
            for table in schema.tables().values():
                for name, statement in schema.create_indexes(table, self.dialect).items():
                    if name not in there:
                        self._execute(statement)
            self._execute("DELETE FROM meta WHERE key = ?", (BACKFILL,))
        self._gather_statistics()

    def _fill_table(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows to a table; the first ones of a backfill after its secondary indexes were dropped."""
        if rows and self._without_indexes is not None and table.name not in self._without_indexes:
            for statement in schema.drop_indexes(table):
                self._execute(statement)
            self._without_indexes.add(table.name)
        self._add(table, rows)

    def _move_cursor(self, before: int, last: int, verified: int | None) -> None:
        statement = "UPDATE cursor SET last_block = ?, verified_block = coalesce(?, verified_block)"
        if self._execute(f"{statement} WHERE last_block = ?", (last, verified, before)) != 1:
            raise StoreBusy(
                f"{self.place} does not stand at block {before} any more: another process wrote to it; "
                "let one process write, and start again"
            )

    def _take_checkpoints(self, checkpoints: Sequence[KeptCheckpoint]) -> None:
        """Adds checkpoints; of those before the last blocks, the first and the last one of each stretch stay."""
        if not checkpoints:
            return
        table, first, last = schema.CHECKPOINTS.name, checkpoints[0].block_number, checkpoints[-1].block_number
        self._execute(f'DELETE FROM "{table}" WHERE block_number >= ?', (first,))
        self._add(schema.CHECKPOINTS, [(one.block_number, one.checkpoint) for one in checkpoints])
        old = "block_number BETWEEN ?1 AND ?2"
        self._execute(
            f'DELETE FROM "{table}" WHERE {old} AND block_number > (SELECT min(block_number) FROM "{table}")'
            " AND block_number NOT IN"
            f' (SELECT max(block_number) FROM "{table}" WHERE {old} GROUP BY block_number / {BLOCKS_PER_CHECKPOINT})',
            (last - CHECKPOINTS_KEPT - 2 * BLOCKS_PER_CHECKPOINT, last - CHECKPOINTS_KEPT),
        )

    def _note(self, key: str, value: str) -> None:
        self._execute("DELETE FROM meta WHERE key = ?", (key,))
        self._execute("INSERT INTO meta VALUES (?, ?)", (key, value))

    def _raise_version_gap(self, batch: Batch, problem: RowExists) -> None:
        """Says which version was there already."""
        seen: set[tuple[int, ObjectId, int]] = set()
        for kind, object_id, version, event, block_number, log_index in batch.versions:
            key = (kind, object_id, version)
            if key in seen or self.has_version(*key):
                contract, name = OBJECT_KINDS[kind - 1]
                shown = f"0x{object_id.hex()}" if isinstance(object_id, bytes) else object_id
                raise VersionGap(
                    f"log {log_index} of block {block_number}, {EVENT_NAMES[event - 1]} of {contract}, makes version "
                    f"{version} of {name} {shown}, which it has already: an event is missing or came twice"
                ) from problem
            seen.add(key)
        raise StoreError(f"{self.place}: {problem}; the index is as it was") from problem

    def _cursor(self) -> tuple[int, int]:
        found = self.first("SELECT last_block, verified_block FROM cursor")
        if found is None:
            raise StoreError(f"{self.place} does not say how far it reaches; index anew into another --store")
        return found[0], found[1]

    # --- opening ---------------------------------------------------------------------------------------

    def _fill(self, deployment: IndexedDeployment, trust: Trust) -> None:
        """Writes what an empty store says of itself."""
        self._note("deployment", msgspec.json.encode(deployment).decode())
        self._note("trust", trust)
        self._note(TABLES, str(schema.VERSION))
        before = deployment.first_block - 1
        self._execute("INSERT INTO cursor VALUES (?, ?, ?)", (1, before, before))


def require_level(store: TableStore, wanted: Trust | None) -> None:
    """Refuses to go on with a store at a lower level of trust than it was begun with.

    Raises:
        TrustTooLow: so it would.
    """
    if wanted is not None and _RANK[wanted] < _RANK[store.trust]:
        raise TrustTooLow(
            f"{store.place} was checked at the level {store.trust}, and would not be any more at {wanted}; "
            f"go on with --verify {store.trust}, or index into another --store"
        )


def require_same(place: str, stored: IndexedDeployment, given: IndexedDeployment) -> None:
    """Refuses the store of another deployment.

    Raises:
        StoreForeign: it is one.
    """
    if stored != given:
        raise StoreForeign(
            f"{place} is the index of deployment 0x{stored.digest.hex()} on chain {stored.chain_id}, not of "
            f"0x{given.digest.hex()} on chain {given.chain_id}; give another --store"
        )


def require_version(place: str, version: int, dialect: Dialect, *, writable: bool) -> None:
    """Refuses a store whose tables cannot be used as they are, nor brought up.

    Raises:
        StoreOutdated: it is one.
    """
    if version == schema.VERSION or (writable and OLDEST[dialect] <= version < schema.VERSION):
        return
    has = f"{place} has tables of version {version}, this govledger has version {schema.VERSION}"
    if version > schema.VERSION:
        raise StoreOutdated(f"{has}; use the newer govledger that made it")
    if version < OLDEST[dialect]:
        raise StoreOutdated(f"{has}; index anew into another --store")
    raise StoreOutdated(f"{has}; govledger index brings them up")


def parsed_deployment(place: str, rows: Mapping[str, str]) -> IndexedDeployment:
    """What a store belongs to, by its table `meta`.

    Raises:
        StoreForeign: it does not say so.
    """
    try:
        return msgspec.json.decode(rows["deployment"], type=IndexedDeployment)
    except (KeyError, msgspec.DecodeError) as error:
        raise StoreForeign(f"{place} does not say which deployment it belongs to; index anew") from error


def _attempt_row(attempt: Attempt) -> tuple[Any, ...]:
    outcome = attempt.outcome
    return (
        *(attempt.block_number, attempt.transaction_index, attempt.transaction_hash, attempt.sender),
        *(attempt.contract, attempt.function, attempt.signed, attempt.gas_used, attempt.refusal),
        *(outcome.revert_data, outcome.halt, str(outcome.source)),
    )


def _versions_of(object_id: ObjectId) -> Table:
    return schema.BYTES_VERSIONS if isinstance(object_id, bytes) else schema.NUMBER_VERSIONS

"""The audit trail, read from the index alone: in a stable order, streamed."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from govledger.audit.entry import (
    Actor,
    Context,
    TrailEntry,
    TrailFilter,
    TrailObject,
    code_text,
    details_of,
    objects_of,
    own_context,
    result_of,
    role_name,
)
from govledger.audit.selection import Query, queries
from govledger.errors import InputError
from govledger.events import Event
from govledger.index import schema
from govledger.index.store import Store
from govledger.model import Position

__all__ = ["TrailEntry", "TrailFilter", "TrailObject", "trail"]

REMEMBERED = 10_000
"""How many officers, organisations, grants and requests are kept in memory while the trail is read."""


def trail(store: Store, wanted: TrailFilter | None = None) -> Iterator[TrailEntry]:
    """What was done, in the order of blocks and, within a block, of logs.

    The entries come one by one, from the store as it was when the first one was asked for; memory does not grow with
    their number.

    Args:
        store: the index; it may be written to meanwhile.
        wanted: which entries; all of them if None.

    Raises:
        InputError: the filter names an organisation by a public code that nobody has.
        StoreError: the index cannot be read.
    """
    with store.snapshot() as reader:
        chosen = with_organisation_id(reader, wanted or TrailFilter())
        first, last = blocks_wanted(reader, chosen)
        look_up = _LookUp(reader)
        streams = [_rows(reader, query) for query in queries(chosen, first, last)]
        merged = heapq.merge(*streams, key=lambda found: found[0])
        for _, same in groupby(merged, key=lambda found: found[0]):
            _, event_type, row = next(same)
            entry = _entry(look_up, event_type, row)
            if not _hidden(entry, chosen.for_subject_at):
                yield entry


def _hidden(entry: TrailEntry, for_subject_at: int | None) -> bool:
    """Whether the subject is not to see the entry at that time; the auditor, who gives none, sees everything."""
    return for_subject_at is not None and entry.sealed_until is not None and for_subject_at < entry.sealed_until


def _rows(reader: Store, query: Query) -> Iterator[tuple[tuple[int, int], type[Event], tuple[Any, ...]]]:
    for row in reader.rows(query.sql, query.values):
        yield (row[0], row[1]), query.event, row


def blocks_wanted(reader: Store, wanted: TrailFilter) -> tuple[int, int]:
    """The blocks whose time is wanted, both ends included; times never fall from block to block."""
    first, last = reader.deployment.first_block, reader.last_block()
    query = "SELECT min(number) FROM blocks WHERE timestamp >= ?"
    if wanted.from_at is not None:
        found = next(reader.rows(query, (wanted.from_at,)))[0]
        first = last + 1 if found is None else found
    if wanted.until_at is not None:
        found = next(reader.rows(query, (wanted.until_at,)))[0]
        last = last if found is None else found - 1
    return first, last


def with_organisation_id(reader: Store, wanted: TrailFilter) -> TrailFilter:
    """The filter with the organisation's id in the place of its public code.

    Raises:
        InputError: nobody has that code.
    """
    if not isinstance(wanted.organisation, str):
        return wanted
    code = wanted.organisation
    query = "SELECT organisation FROM organisation_admitted WHERE public_code = ?"
    found = next(reader.rows(query, (code.encode("ascii", "replace"),)), None)
    if found is None:
        raise InputError(
            f"no organisation of this ledger has the public code {code!r}; give its id or its 18 characters"
        )
    return replace(wanted, organisation=found[0])


def _entry(look_up: _LookUp, event_type: type[Event], row: tuple[Any, ...]) -> TrailEntry:
    event: Any = schema.event_of_row(event_type, row[schema.POSITION_WIDTH :])
    block, log_index, transaction_index, transaction_hash = row[:4]
    block_hash, timestamp = look_up.block(block)
    officer = look_up.officer(event.actor, block, log_index)
    organisation = event.acting_organisation or None
    return TrailEntry(
        who=Actor(
            address=event.actor,
            role=role_name(event.acting_role),
            organisation=organisation,
            organisation_code=look_up.code(organisation) if organisation else None,
            officer=officer,
            unit=look_up.unit(officer, block, log_index) if officer else None,
        ),
        event=event.NAME,
        action=event.NOTICE,
        objects=objects_of(event),
        context=own_context(event) or look_up.context(event),
        result=result_of(event),
        details=details_of(event),
        contract=event.CONTRACT,
        at=Position(block, block_hash, timestamp, transaction_hash, transaction_index, log_index),
        sealed_until=look_up.sealed_until(event),
    )


class _LookUp:
    """What an event does not say itself, from the rows of other events."""

    def __init__(self, reader: Store) -> None:
        self._reader = reader
        remember: Callable[[Any], Any] = lru_cache(maxsize=REMEMBERED)
        self.code = remember(self._code)
        self.block = lru_cache(maxsize=1)(self._block)
        self._appointment = remember(self._appointed)
        self._units = remember(self._units_of)
        self._request = remember(self._context_of_request)
        self._emergency = remember(self._context_of_emergency)
        self._window = remember(self._context_of_window)
        self._grant = remember(self._context_of_grant)
        self._seal = remember(self._seal_of)

    def officer(self, account: bytes, block: int, log_index: int) -> int | None:
        """The officer that an account serves, if it was appointed by then; an account serves one for ever."""
        officer, *appointed = self._appointment(account)
        return officer if officer and (block, log_index) > tuple(appointed) else None

    def unit(self, officer: int, block: int, log_index: int) -> int | None:
        """An officer's unit at that moment."""
        before = [unit for *position, unit in self._units(officer) if tuple(position) < (block, log_index)]
        return before[-1] if before else None

    def context(self, event: Any) -> Context:
        """Why and where, of the request, emergency, window or grant that the event is about."""
        if request := getattr(event, "request", 0):
            return self._request(request)  # type: ignore[no-any-return]
        if emergency := getattr(event, "emergency", 0):
            return self._emergency(emergency)  # type: ignore[no-any-return]
        if window := getattr(event, "window", 0):
            return self._window(window)  # type: ignore[no-any-return]
        if grant := getattr(event, "grant", 0):
            return self._grant(grant)  # type: ignore[no-any-return]
        return Context()

    def sealed_until(self, event: Any) -> int | None:
        """Until when the request that the event is about is, or was, kept from its subject."""
        request = getattr(event, "request", 0)
        return self._seal(request) if request else None

    def _block(self, number: int) -> tuple[bytes, int]:
        return next(self._reader.rows("SELECT hash, timestamp FROM blocks WHERE number = ?", (number,)))

    def _code(self, organisation: int) -> str | None:
        found = self._first("SELECT public_code FROM organisation_admitted WHERE organisation = ?", organisation)
        return code_text(found[0]) if found else None

    def _appointed(self, account: bytes) -> tuple[int, int, int]:
        query = (
            "SELECT officer, block_number, log_index FROM officer_appointed WHERE account = ?1"
            " UNION ALL SELECT officer, block_number, log_index FROM key_rotated WHERE account = ?1"
        )
        return self._first(query, account) or (0, 0, 0)

    def _units_of(self, officer: int) -> list[tuple[int, int, int]]:
        tables = ("officer_appointed", "officer_amended")
        found = [
            row
            for table in tables
            for row in self._reader.rows(
                f"SELECT block_number, log_index, unit FROM {table} WHERE officer = ?", (officer,)
            )
        ]
        return sorted(found)

    def _context_of_request(self, request: int) -> Context:
        return self._context("request_filed", "request", request)

    def _context_of_emergency(self, emergency: int) -> Context:
        return self._context("glass_broken", "emergency", emergency)

    def _context(self, table: str, column: str, value: int) -> Context:
        query = f'SELECT purpose, legal_basis, case_tag, site, system FROM "{table}" WHERE "{column}" = ?'
        if (found := self._first(query, value)) is None:
            return Context()
        purpose, legal_basis, case_tag, site, system = found
        return Context(purpose, legal_basis, None if case_tag == bytes(32) else case_tag, site, system)

    def _context_of_window(self, window: int) -> Context:
        query = 'SELECT purpose, legal_basis, NULL, site, system FROM window_opened WHERE "window" = ?'
        found = self._first(query, window)
        return Context(*found) if found else Context()

    def _context_of_grant(self, grant: int) -> Context:
        found = self._first('SELECT purpose, legal_basis FROM grant_issued WHERE "grant" = ?', grant)
        return Context(*found) if found else Context()

    def _seal_of(self, request: int) -> int | None:
        """The date of disclosure, or the time at which the seal was ended before; a request is sealed once."""
        sealed = self._first('SELECT disclose_at FROM request_sealed WHERE "request" = ?', request)
        if sealed is None:
            return None
        query = (
            "SELECT blocks.timestamp FROM request_unsealed JOIN blocks ON blocks.number = block_number"
            ' WHERE "request" = ?'
        )
        unsealed = self._first(query, request)
        return int((unsealed or sealed)[0])

    def _first(self, query: str, value: Any) -> tuple[Any, ...] | None:
        return next(self._reader.rows(query, (value,)), None)

"""The audit trail, read from the index alone: in a stable order, streamed."""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

from govledger.audit.entry import Actor, Context, TrailEntry, TrailFilter, TrailObject, code_text, role_name
from govledger.audit.lines import LineWriter
from govledger.audit.reading import Reading, Row, position, readings
from govledger.audit.selection import queries
from govledger.errors import InputError, StoreError
from govledger.index.model import BlockHeader
from govledger.index.store import Store

__all__ = ["TrailEntry", "TrailFilter", "TrailObject", "trail", "trail_lines"]

REMEMBERED = 10_000
"""How many actors, grants, requests, emergencies and windows are kept in memory while the trail is read."""
ROWS_AT_ONCE = 1_024
"""For how many rows the headers of their blocks are read with one question."""
_NOTHING = Context()


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
        for reading, row, who, why, header, sealed_until in _found(reader, wanted or TrailFilter()):
            yield reading.entry(row, who, why, header, sealed_until)


def trail_lines(store: Store, wanted: TrailFilter | None = None) -> Iterator[str]:
    """The lines that `json_lines` makes of the trail, several times as fast; otherwise as `trail`."""
    writer = LineWriter()
    with store.snapshot() as reader:
        for reading, row, who, why, header, sealed_until in _found(reader, wanted or TrailFilter()):
            yield writer.line(reading, row, who, why, header, sealed_until)


_Found = tuple[Reading, Row, Actor, Context, BlockHeader, int | None]


def _found(reader: Store, wanted: TrailFilter) -> Iterator[_Found]:
    """The rows that are wanted, with all that they do not say themselves."""
    chosen = with_organisation_id(reader, wanted)
    first, last = blocks_wanted(reader, chosen)
    streams = [reader.rows(query.sql, query.values) for query in queries(chosen, first, last)]
    look_up, of_code = _LookUp(reader), readings()
    merged = _once(heapq.merge(*streams, key=position))
    actors, context = look_up.actors, look_up.context
    while rows := list(islice(merged, ROWS_AT_ONCE)):
        headers = _headers(reader, {row[0] for row in rows})
        for row in rows:
            reading = of_code[row[-1]]
            row = reading.plain(row)
            why = context(reading, row) if reading.links or reading.context else _NOTHING
            sealed_until = look_up.sealed_until(row[reading.request]) if look_up.has_seals and reading.request else None
            if sealed_until is None or _shown(sealed_until, chosen.for_subject_at):
                known = actors(reading.who(row))
                since, who = known[0]
                if since[0] >= row[0]:
                    who = _at(known, position(row))
                yield reading, row, who, why, headers[row[0]], sealed_until


def _at(known: list[tuple[tuple[int, int], Actor]], place: tuple[int, int]) -> Actor:
    """Who an account was at a place of the chain, of all that it was, the latest first."""
    return next(actor for since, actor in known if since < place)


def _once(merged: Iterator[Row]) -> Iterator[Row]:
    """The rows without those that a second query found."""
    before = (0, 0)
    for row in merged:
        if (at := position(row)) != before:
            before = at
            yield row


def _headers(reader: Store, numbers: set[int]) -> dict[int, BlockHeader]:
    """The headers of some blocks."""
    first, last = min(numbers), max(numbers)
    values, wanted = [first, last], "BETWEEN ? AND ?"
    if last - first >= 2 * len(numbers):
        values, wanted = list(numbers), f"IN ({', '.join('?' * len(numbers))})"
    query = f"SELECT number, hash, parent_hash, timestamp FROM blocks WHERE number {wanted}"
    found = {row[0]: BlockHeader(*row) for row in reader.few(query, values)}
    for number in numbers - found.keys():
        raise StoreError(f"the index has events of block {number} and not its header; index the deployment again")
    return found


def _shown(sealed_until: int, for_subject_at: int | None) -> bool:
    """Whether the subject is to see an entry at that time; the auditor, who gives none, sees everything."""
    return for_subject_at is None or for_subject_at >= sealed_until


def blocks_wanted(reader: Store, wanted: TrailFilter) -> tuple[int, int]:
    """The blocks whose time is wanted, both ends included; times never fall from block to block."""
    first, last = reader.deployment.first_block, reader.last_block()
    if wanted.from_at is not None:
        found = _first_since(reader, wanted.from_at)
        first = last + 1 if found is None else found
    if wanted.until_at is not None:
        found = _first_since(reader, wanted.until_at)
        last = last if found is None else found - 1
    return first, last


def _first_since(reader: Store, time: int) -> int | None:
    query = "SELECT number FROM blocks WHERE timestamp >= ? ORDER BY timestamp, number LIMIT 1"
    found = reader.first(query, (time,))
    return found[0] if found else None


def with_organisation_id(reader: Store, wanted: TrailFilter) -> TrailFilter:
    """The filter with the organisation's id in the place of its public code.

    Raises:
        InputError: nobody has that code.
    """
    if not isinstance(wanted.organisation, str):
        return wanted
    code = wanted.organisation
    query = "SELECT organisation FROM organisation_admitted WHERE public_code = ?"
    found = reader.first(query, (code.encode("ascii", "replace"),))
    if found is None:
        raise InputError(
            f"no organisation of this ledger has the public code {code!r}; give its id or its 18 characters"
        )
    return replace(wanted, organisation=found[0])


class _LookUp:
    """What a row does not say itself, from the rows of other events; it is asked in the order of the chain."""

    def __init__(self, reader: Store) -> None:
        self._reader = reader
        remember: Callable[[Any], Any] = lru_cache(maxsize=REMEMBERED)
        self.actors = remember(self._actors_of)
        self._service = remember(self._service_of)
        self._code = remember(self._code_of)
        self._seal = remember(self._seal_of)
        self._contexts: OrderedDict[tuple[str, int], Context] = OrderedDict()
        first, last = reader.first('SELECT min("request"), max("request") FROM request_sealed') or (None, None)
        self.has_seals = first is not None
        self._seals = range(first or 0, (last or 0) + 1)

    def context(self, reading: Reading, row: Row) -> Context:
        """Why and where: from the event itself, else from the request, emergency, window or grant that it is about."""
        own = reading.context(row) if reading.context else None
        for kind, place in reading.links:
            if number := row[place]:
                known = self._contexts.get((kind, number))
                if own is None or known == own:
                    return known or self._context_of(kind, number)
                self._remember((kind, number), own)
                return own
        return own or _NOTHING

    def sealed_until(self, request: int) -> int | None:
        """Until when the request that an event is about is, or was, kept from its subject."""
        return self._seal(request) if request in self._seals else None

    def _actors_of(self, who: tuple[bytes, int, int]) -> list[tuple[tuple[int, int], Actor]]:
        """Who an account was, from which moment on; the latest first, and last what holds from the beginning.

        It is an officer's from its appointment on, and serves one for ever.
        """
        account, organisation, role = who
        code = self._code(organisation) if organisation else None
        name = role_name(role)
        actors = [
            (since, Actor(account, name, organisation or None, code, officer, unit))
            for since, officer, unit in self._service(account)
        ]
        return [*actors, ((-1, -1), Actor(account, name, organisation or None, code, None, None))]

    def _service_of(self, account: bytes) -> list[tuple[tuple[int, int], int, int | None]]:
        """Since when an account has been which officer's, and in which unit; the latest first."""
        query = (
            "SELECT block_number, log_index, officer FROM officer_appointed WHERE account = ?1"
            " UNION ALL SELECT block_number, log_index, officer FROM key_rotated WHERE account = ?1"
        )
        appointed = self._reader.first(query, (account,))
        if appointed is None:
            return []
        *since, officer = appointed
        units = self._units_of(officer)
        before = [unit for *at, unit in units if at <= since]
        moments = [(since, before[-1] if before else None), *((at, unit) for *at, unit in units if at > since)]
        return [((at[0], at[1]), officer, unit) for at, unit in moments][::-1]

    def _units_of(self, officer: int) -> list[tuple[int, int, int]]:
        """An officer's units, with the places from which on they hold, in order."""
        query = " UNION ALL ".join(
            f"SELECT block_number, log_index, unit FROM {table} WHERE officer = ?1"
            for table in ("officer_appointed", "officer_amended")
        )
        return sorted(self._reader.few(query, (officer,)))

    def _code_of(self, organisation: int) -> str | None:
        found = self._reader.first(
            "SELECT public_code FROM organisation_admitted WHERE organisation = ?", (organisation,)
        )
        return code_text(found[0]) if found else None

    def _context_of(self, kind: str, number: int) -> Context:
        """Why and where something began that the event is about."""
        found = _NOTHING
        if row := self._reader.first(_BEGINNINGS[kind], (number,)):
            purpose, legal_basis, tag, site, system = row
            found = Context(purpose, legal_basis, None if tag == bytes(32) else tag, site, system)
        self._remember((kind, number), found)
        return found

    def _remember(self, key: tuple[str, int], context: Context) -> None:
        if len(self._contexts) >= REMEMBERED:
            self._contexts.popitem(last=False)
        self._contexts[key] = context

    def _seal_of(self, request: int) -> int | None:
        """The date of disclosure, or the time at which the seal was ended before; a request is sealed once."""
        sealed = self._reader.first('SELECT disclose_at FROM request_sealed WHERE "request" = ?', (request,))
        if sealed is None:
            return None
        query = (
            "SELECT blocks.timestamp FROM request_unsealed JOIN blocks ON blocks.number = block_number"
            ' WHERE "request" = ?'
        )
        unsealed = self._reader.first(query, (request,))
        return int((unsealed or sealed)[0])


_BEGINNINGS = {
    "request": 'SELECT purpose, legal_basis, case_tag, site, system FROM request_filed WHERE "request" = ?',
    "emergency": 'SELECT purpose, legal_basis, case_tag, site, system FROM glass_broken WHERE "emergency" = ?',
    "window": 'SELECT purpose, legal_basis, NULL, site, system FROM window_opened WHERE "window" = ?',
    "grant": 'SELECT purpose, legal_basis, NULL, NULL, NULL FROM grant_issued WHERE "grant" = ?',
}
"""Why and where each of these began, as `Context` has it."""

"""From a filter of the trail to the SQL for each event's table. Pure.

Each part of a filter becomes, for one table, a list of conditions of which one must hold. The first part that is given
(in the order of `_PARTS`: the narrowest first) leads: each of its conditions is a query of its own, which an index
answers in the order of blocks; the other parts are added to it. So no query has to collect and sort more than the rows
that concern one object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from govledger.audit.entry import TrailFilter
from govledger.events import EVENTS, Event
from govledger.index import schema
from govledger.model import split_item

Lookup = Callable[[str, int], list["Condition"]]


class Condition(NamedTuple):
    """A part of a WHERE clause and the values of its question marks."""

    sql: str
    values: tuple[Any, ...]


class Query(NamedTuple):
    """The query for rows of one event's table, with the event's code behind, in the order of blocks."""

    event: type[Event]
    sql: str
    values: tuple[Any, ...]


def queries(wanted: TrailFilter, first_block: int, last_block: int) -> Iterator[Query]:
    """The queries whose rows, merged by block and log index, are the trail; a row may come from two of them.

    Args:
        wanted: the filter; `organisation` as an id.
        first_block: the first block of the time that is wanted.
        last_block: the last one.
    """
    blocks = Condition("block_number BETWEEN ? AND ?", (first_block, last_block))
    for event in EVENTS:
        if not wanted.wants(event):
            continue
        groups = [
            conditions(event, getattr(wanted, part))
            for part, conditions in _PARTS.items()
            if getattr(wanted, part) is not None
        ]
        if not all(groups):
            continue
        others = [_any(group) for group in groups[1:]]
        for leading in groups[0] if groups else [None]:
            parts = [part for part in (leading, *others, blocks) if part]
            sql = (
                f"{schema.coded_query(event)} WHERE {' AND '.join(part.sql for part in parts)}"
                " ORDER BY block_number, log_index"
            )
            yield Query(event, sql, tuple(value for part in parts for value in part.values))


def _any(conditions: list[Condition]) -> Condition:
    sql = " OR ".join(condition.sql for condition in conditions)
    return Condition(f"({sql})", tuple(value for condition in conditions for value in condition.values))


def _request(event: type[Event], request: int) -> list[Condition]:
    return _equal(event, "request", request)


def _emergency(event: type[Event], emergency: int) -> list[Condition]:
    return _equal(event, "emergency", emergency)


def _window(event: type[Event], window: int) -> list[Condition]:
    return _equal(event, "window", window)


def _record(event: type[Event], record: int) -> list[Condition]:
    if (item := split_item(record)) is not None:
        return _item(event, record, *item)
    return (
        _equal(event, "record", record)
        or _within(event, "request", "request_filed", "record", record)
        or _within(event, "emergency", "glass_broken", "record", record)
    )


def _item(event: type[Event], item: int, batch: int, index: int) -> list[Condition]:
    """Of a batch of records: the registry knows the item by its id, requests and emergencies by batch and index."""
    if event.CONTRACT == "data_registry":
        return _equal(event, "record", item) + _equal(event, "record", batch)
    place = Condition('"record" = ? AND "index" = ?', (batch, index))
    if _has(event, "record"):
        return [Condition(f"({place.sql})", place.values)]
    for column, table in (("request", "request_filed"), ("emergency", "glass_broken")):
        if _has(event, column):
            return [Condition(f'"{column}" IN (SELECT "{column}" FROM "{table}" WHERE {place.sql})', place.values)]
    return []


def _grant(event: type[Event], grant: int) -> list[Condition]:
    own = _equal(event, "grant", grant) + _equal(event, "parent", grant)
    return (
        own
        or _within(event, "request", "request_filed", "grant", grant)
        or _within(event, "window", "window_opened", "grant", grant)
    )


def _resource(event: type[Event], resource: int) -> list[Condition]:
    """Its own column; else that of a record, grant, draft, request, emergency or window of the resource."""
    registrations = ("record_registered", "record_batch_registered", "record_opened")
    return (
        _equal(event, "resource", resource)
        or [one for table in registrations for one in _within(event, "record", table, "resource", resource)]
        or _within(event, "draft", "draft_approved", "resource", resource)
        or _within(event, "grant", "grant_issued", "resource", resource)
        or _within(event, "request", "request_filed", "resource", resource)
        or _within(event, "emergency", "glass_broken", "resource", resource)
        or _within(event, "window", "window_opened", "resource", resource)
    )


def _bill(event: type[Event], bill: int) -> list[Condition]:
    """Its own column, that of a red letter, or the batch that holds it: the last one that begins before it.

    A revocation of consents names the one-time key, which the bill's claim shows.
    """
    if event.NAME == "BatchIssued":
        return [
            Condition(
                "(block_number, log_index) = (SELECT block_number, log_index FROM batch_issued"
                ' WHERE "first" <= ? ORDER BY "first" DESC LIMIT 1) AND "first" + "count" > ?',
                (bill, bill),
            )
        ]
    if event.NAME == "ConsentRevoked":
        return _within(event, "consent_key", "claim_opened", "bill", bill)
    return _equal(event, "bill", bill) + _equal(event, "red_bill", bill)


def _organisation(event: type[Event], organisation: int) -> list[Condition]:
    """As actor, as what the event is about or who comes after it, as owner, grantee or holder, or by its officers.

    An emergency concerns who read and whose data it was, a window its owner and its grantee, whoever acts on it.
    """
    columns = (
        *("acting_organisation", "organisation", "heir_organisation", "administration", "concerned"),
        *("owner", "grantee", "holder", "payer", "booking_unit"),
    )
    found = [condition for column in columns for condition in _equal(event, column, organisation)]
    if not _equal(event, "owner", organisation):
        for part in ("owner", "acting_organisation"):
            found += _within(event, "emergency", "glass_broken", part, organisation)
        for part in ("owner", "grantee"):
            found += _within(event, "window", "window_opened", part, organisation)
    if not _equal(event, "organisation", organisation):
        found += _within(event, "officer", "officer_appointed", "organisation", organisation)
    return found


_PARTS: Mapping[str, Callable[[type[Event], Any], list[Condition]]] = {
    "request": _request,
    "emergency": _emergency,
    "window": _window,
    "record": _record,
    "bill": _bill,
    "grant": _grant,
    "resource": _resource,
    "organisation": _organisation,
}


def _has(event: type[Event], column: str) -> bool:
    return any(field.name == column for field in event.FIELDS)


def _equal(event: type[Event], column: str, value: int) -> list[Condition]:
    return [Condition(f'"{column}" = ?', (value,))] if _has(event, column) else []


def _within(event: type[Event], column: str, table: str, by: str, value: int) -> list[Condition]:
    """The rows whose column names an object that another table links with the value."""
    if not _has(event, column):
        return []
    return [Condition(f'"{column}" IN (SELECT "{column}" FROM "{table}" WHERE "{by}" = ?)', (value,))]

"""The trail as text: a table to read, JSON lines, or CSV (RFC 4180). Pure.

Each writer takes entries one at a time and gives lines with their line end. Bytes are `0x` and hexadecimal digits,
times are UTC. Whole numbers stay whole in JSON, also beyond 2^53 (a bill's key may be as large as 10^18).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from govledger.audit.entry import Actor, Context, TrailEntry, utc

CRLF = "\r\n"
_encode = msgspec.json.Encoder().encode
_TABLE_COLUMNS = (("time", 20), ("who", 38), ("did", 22), ("to", 34), ("why", 22), ("where", 18), ("evidence", 0))


CSV_COLUMNS = (
    *("time", "organisation", "organisation_code", "officer", "role", "unit", "actor", "event", "action", "objects"),
    *("purpose", "legal_basis", "case_tag", "site", "system", "result", "sealed_until", "details", "contract"),
    *("block_number", "block_hash", "block_timestamp", "transaction_hash", "transaction_index", "log_index"),
)


def as_mapping(entry: TrailEntry) -> dict[str, Any]:
    """An entry as plain values: numbers, text, lists and mappings."""
    at = entry.at
    return {
        "time": utc(at.block_timestamp),
        **_who(entry.who),
        "event": entry.event,
        "action": entry.action,
        "objects": _objects(entry),
        **_why(entry.context),
        "result": entry.result,
        "sealed_until": None if entry.sealed_until is None else utc(entry.sealed_until),
        "details": _details(entry),
        "contract": entry.contract,
        "block_number": at.block_number,
        "block_hash": plain(at.block_hash),
        "block_timestamp": at.block_timestamp,
        "transaction_hash": plain(at.transaction_hash),
        "transaction_index": at.transaction_index,
        "log_index": at.log_index,
    }


def json_lines(entries: Iterable[TrailEntry]) -> Iterator[str]:
    """One JSON object a line, with the names of `CSV_COLUMNS`."""
    for entry in entries:
        yield json_text(as_mapping(entry)) + "\n"


def csv_lines(entries: Iterable[TrailEntry]) -> Iterator[str]:
    """A header, then one record an entry; objects as `kind id vN` with semicolons, details as JSON."""
    yield ",".join(CSV_COLUMNS) + CRLF
    for entry in entries:
        values = as_mapping(entry)
        values["objects"] = "; ".join(str(o) for o in entry.objects)
        values["details"] = json_text(values["details"])
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator=CRLF).writerow(["" if v is None else v for v in values.values()])
        yield buffer.getvalue()


def table_lines(entries: Iterable[TrailEntry]) -> Iterator[str]:
    """A table for people: time, who, did what, to what, why, where, evidence."""
    yield _table_line([name for name, _ in _TABLE_COLUMNS])
    yield _table_line(["-" * (width or len(name)) for name, width in _TABLE_COLUMNS])
    for entry in entries:
        yield _table_line(
            [
                utc(entry.at.block_timestamp),
                str(entry.who),
                _did(entry),
                ", ".join(str(o) for o in entry.objects),
                _reason(entry),
                _where(entry),
                f"block {entry.at.block_number} tx 0x{entry.at.transaction_hash.hex()} log {entry.at.log_index}",
            ]
        )


FORMATS: Mapping[str, Callable[[Iterable[TrailEntry]], Iterator[str]]] = {
    "table": table_lines,
    "jsonl": json_lines,
    "csv": csv_lines,
}
"""The writers by the name that the command line gives them."""


def _table_line(cells: list[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, (_, width) in zip(cells, _TABLE_COLUMNS, strict=True)).rstrip() + "\n"


def _did(entry: TrailEntry) -> str:
    reason = f" {entry.result[entry.result.index('(') :]}" if "(" in entry.result else ""
    sealed = "" if entry.sealed_until is None else f" sealed until {utc(entry.sealed_until)}"
    return f"{entry.event}{reason}{sealed}"


def _reason(entry: TrailEntry) -> str:
    why = entry.context
    parts = [f"purpose {why.purpose}"] if why.purpose is not None else []
    parts += [f"case {why.case_tag.hex()[:8]}…"] if why.case_tag else []
    return " ".join(parts)


def _where(entry: TrailEntry) -> str:
    parts = [f"unit {entry.who.unit}"] if entry.who.unit else []
    parts += [f"site {entry.context.site}"] if entry.context.site else []
    parts += [f"system {entry.context.system}"] if entry.context.system else []
    return " ".join(parts)


def _who(who: Actor) -> dict[str, Any]:
    return {
        "organisation": who.organisation,
        "organisation_code": who.organisation_code,
        "officer": who.officer,
        "role": who.role,
        "unit": who.unit,
        "actor": plain(who.address),
    }


def _why(why: Context) -> dict[str, Any]:
    return {
        "purpose": why.purpose,
        "legal_basis": plain(why.legal_basis),
        "case_tag": plain(why.case_tag),
        "site": why.site,
        "system": why.system,
    }


def _objects(entry: TrailEntry) -> list[dict[str, Any]]:
    return [{"kind": one.kind, "id": plain(one.id), "version": one.version} for one in entry.objects]


def _details(entry: TrailEntry) -> dict[str, Any]:
    return {name: plain(value) for name, value in entry.details.items()}


def members_of_who(who: Actor) -> str:
    """The members of a line's JSON object that say who, without braces."""
    return json_text(_who(who))[1:-1]


def members_of_why(why: Context) -> str:
    """The members of a line's JSON object that say why and where, without braces."""
    return json_text(_why(why))[1:-1]


def json_text(value: Any) -> str:
    """A value as JSON in one line; whole numbers of any size."""
    return _encode(value).decode()


def plain(value: Any) -> Any:
    """A value as JSON has it: bytes as `0x` and hexadecimal digits."""
    kind = type(value)
    if kind is int or kind is str:
        return value
    if kind is bytes:
        return f"0x{value.hex()}"
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value

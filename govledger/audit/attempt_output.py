"""Attempts as text: a table to read, JSON lines, or CSV (RFC 4180). Pure.

As the trail's (`govledger.audit.output`): lines with their line end, bytes as `0x` and hexadecimal digits, times UTC.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from govledger.audit.attempts import AttemptEntry
from govledger.audit.entry import utc

CRLF = "\r\n"
CSV_COLUMNS = (
    *("time", "organisation", "organisation_code", "officer", "unit", "sender", "contract", "function", "arguments"),
    *("refusal", "reason", "facts", "reason_source"),
    *("block_number", "block_hash", "block_timestamp", "transaction_hash", "transaction_index"),
)
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TABLE_COLUMNS = (("time", 20), ("who", 38), ("tried", 40), ("refused", 34), ("known by", 8), ("evidence", 0))


def as_mapping(entry: AttemptEntry) -> dict[str, Any]:
    """An attempt as plain values: numbers, text, lists and mappings."""
    who, at = entry.who, entry.at
    return {
        "time": utc(at.block_timestamp),
        "organisation": who.organisation,
        "organisation_code": who.organisation_code,
        "officer": who.officer,
        "unit": who.unit,
        "sender": _plain(who.address),
        "contract": entry.contract,
        "function": entry.function or None,
        "arguments": _plain(entry.arguments),
        "refusal": entry.refusal or None,
        "reason": entry.reason or None,
        "facts": _plain(entry.facts),
        "reason_source": str(entry.source),
        "block_number": at.block_number,
        "block_hash": _plain(at.block_hash),
        "block_timestamp": at.block_timestamp,
        "transaction_hash": _plain(at.transaction_hash),
        "transaction_index": at.transaction_index,
    }


def json_lines(entries: Iterable[AttemptEntry]) -> Iterator[str]:
    """One JSON object a line, with the names of `CSV_COLUMNS`."""
    for entry in entries:
        yield _to_json(as_mapping(entry)) + "\n"


def csv_lines(entries: Iterable[AttemptEntry]) -> Iterator[str]:
    """A header, then one record an attempt; arguments and facts as JSON."""
    yield ",".join(CSV_COLUMNS) + CRLF
    for entry in entries:
        values = as_mapping(entry)
        values |= {name: _to_json(values[name]) for name in ("arguments", "facts")}
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator=CRLF).writerow(["" if v is None else v for v in values.values()])
        yield buffer.getvalue()


def table_lines(entries: Iterable[AttemptEntry]) -> Iterator[str]:
    """A table for people: time, who, tried what, why it was refused, from where that is known, evidence."""
    yield _table_line([name for name, _ in _TABLE_COLUMNS])
    yield _table_line(["-" * (width or len(name)) for name, width in _TABLE_COLUMNS])
    for entry in entries:
        at = entry.at
        yield _table_line(
            [
                utc(at.block_timestamp),
                str(entry.who),
                f"{entry.contract}.{entry.function or '?'}({_brief(entry.arguments)})",
                entry.refusal or entry.reason or "?",
                str(entry.source),
                f"block {at.block_number} tx 0x{at.transaction_hash.hex()} place {at.transaction_index}",
            ]
        )


FORMATS: Mapping[str, Callable[[Iterable[AttemptEntry]], Iterator[str]]] = {
    "table": table_lines,
    "jsonl": json_lines,
    "csv": csv_lines,
}
"""The writers by the name that the command line gives them."""


def _brief(arguments: Mapping[str, Any] | None) -> str:
    """The numbers and names among the arguments; what is long stands in the other formats."""
    if arguments is None:
        return "unreadable"
    shown = []
    for name, value in arguments.items():
        if isinstance(value, Mapping):
            shown.append(f"{value['function']}(…)" if "function" in value else f"{name} …")
        elif isinstance(value, int | str):
            shown.append(f"{name} {value}")
    return ", ".join(shown)


def _table_line(cells: list[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, (_, width) in zip(cells, _TABLE_COLUMNS, strict=True)).rstrip() + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value

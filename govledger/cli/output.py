"""How commands print what they read and what they did: an aligned table for people, one JSON document for scripts."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any

import click
import msgspec
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from govledger.audit.entry import shown_fields, utc
from govledger.events import Event
from govledger.model import FOR_EVER, Recorded, fields_from_bits

PRINTED_WIDTH = 1_000
"""Of what goes into a file or a pipe: a line of a list stays one line."""
_TIME = re.compile(r"\w+_(?:at|until|from)|(?:serve|acknowledge|close|due|justify|review|answer)_by")


def plain(value: Any) -> Any:
    """A value as JSON has it: members of closed lists by their names, bytes as hex digits, sets sorted."""
    if isinstance(value, IntEnum):
        return value.name
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if isinstance(value, frozenset):
        return [plain(item) for item in sorted(value)]
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return members(value)
    return value


def members(value: Any) -> dict[str, Any]:
    """The fields of a dataclass as JSON has them."""
    return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}


def event_members(recorded: Recorded[Any]) -> dict[str, Any]:
    """What an act left on the chain, as JSON has it: the event, its fields, and where it stands."""
    event: Event = recorded.event
    fields = {name: plain(value) for name, value in shown_fields(event).items()}
    if "fields" in fields:
        fields["fields"] = plain(fields_from_bits(int(getattr(event, "fields"))))  # noqa: B009
    at = recorded.at
    return {
        "event": event.NAME,
        **fields,
        "block_number": at.block_number,
        "block_timestamp": at.block_timestamp,
        "transaction_hash": plain(at.transaction_hash),
        "log_index": at.log_index,
    }


def show(values: Mapping[str, Any], as_json: bool) -> None:
    """Print one thing: a line for each of its fields, or one JSON object."""
    if as_json:
        click.echo(msgspec.json.encode(plain(values)))
        return
    width = max(map(cell_len, values))
    for name, value in values.items():
        click.echo(f"{set_cell_size(name.replace('_', ' '), width)}  {_text(name, plain(value))}".rstrip())


def show_act(recorded: Recorded[Any], as_json: bool) -> None:
    """Print what an act left on the chain."""
    show(event_members(recorded), as_json)


def show_all(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    """Print a list: a table of some columns, or one JSON array of objects with everything."""
    listed = [plain(row) for row in rows]
    if as_json:
        click.echo(msgspec.json.encode(listed))
        return
    table = Table(*(name.replace("_", " ") for name in columns), box=None, pad_edge=False)
    for row in listed:
        table.add_row(*(Text(_text(name, row[name])) for name in columns))
    Console(highlight=False, width=None if sys.stdout.isatty() else PRINTED_WIDTH).print(table)


def _text(name: str, value: Any) -> str:
    """A plain value for people: times in UTC, lists with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and _TIME.fullmatch(name):
        return "for ever" if value == FOR_EVER else utc(value) if value else ""
    if isinstance(value, list):
        return ", ".join(_text("", item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_text(key, item)}" for key, item in value.items())
    return "" if value is None else str(value)

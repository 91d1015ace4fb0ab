"""What options of the commands take: times, addresses, hashes, sets of fields, members of closed lists, JSON files."""

from __future__ import annotations

import json
import re
from enum import IntEnum
from pathlib import Path
from typing import Any

import click

from govledger.cli.trail import Moment
from govledger.errors import InputError
from govledger.ledger import Ledger
from govledger.model import FIELD_LIMIT
from govledger.privacy.canonical import JsonValue
from govledger.privacy.keccak import keccak256

MOMENT = Moment()
_SPAN = re.compile(r"([0-9]+)(?:-([0-9]+))?")


class Address(click.ParamType):
    """An address: 0x and 40 hex digits."""

    name = "ADDRESS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        """Its 20 bytes."""
        found = hex_bytes(str(value), 20)
        if found is None:
            self.fail(f"{value!r} is no address; an address is 0x and 40 hex digits", param, ctx)
        return found


class HashOf(click.ParamType):
    """A file, whose keccak256 counts; or the hash itself."""

    name = "FILE|HASH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        """32 bytes."""
        text = str(value)
        found = hex_bytes(text, 32)
        if found is not None:
            return found
        try:
            return keccak256(Path(text).read_bytes())
        except OSError as error:
            self.fail(f"{text!r} is neither 0x and 64 hex digits nor a file ({error.strerror})", param, ctx)


class Fields(click.ParamType):
    """Positions of fields, with commas, and hyphens for all in between: 3,4,7-9."""

    name = "FIELDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[int]:
        """The positions."""
        positions: set[int] = set()
        for part in str(value).split(","):
            span = _SPAN.fullmatch(part.strip())
            first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
            if not first <= last < FIELD_LIMIT:
                self.fail(f"{part!r} is no field; write positions from 0 to 255, for instance 3,4,7-9", param, ctx)
            positions |= set(range(first, last + 1))
        return frozenset(positions)


class Member(click.ParamType):
    """A member of a closed list, by its name."""

    def __init__(self, kind: type[IntEnum], *, without: tuple[str, ...] = ("NONE",)) -> None:
        self.kind = kind
        self.members = {member.name: member for member in kind if member.name not in without}
        self.name = "|".join(self.members)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """What the help shows in the value's place."""
        return self.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> IntEnum:
        """The member."""
        name = str(value).upper().replace("-", "_")
        if name not in self.members:
            self.fail(f"{value!r} is not one of {', '.join(self.members)}", param, ctx)
        return self.members[name]


def hex_bytes(text: str, length: int | None = None) -> bytes | None:
    """The bytes that 0x and hex digits stand for, or None if it is not that, or not of the length."""
    if not re.fullmatch(r"0x(?:[0-9a-fA-F]{2})*", text):
        return None
    found = bytes.fromhex(text[2:])
    return found if length in (None, len(found)) else None


def organisation_id(ledger: Ledger, named: str) -> int:
    """An organisation's id, from its id or its public code.

    Raises:
        InputError: neither, or no organisation has the code.
    """
    if named.isdecimal() and len(named) < 18:
        return int(named)
    number = ledger.consortium.organisation_by_code(named)
    if number is None:
        raise InputError(f"no organisation of this deployment has the public code {named}")
    return number


def numbered_fields(path: Path) -> dict[int, JsonValue]:
    """The content of a JSON file: an object whose names are the fields' positions, `{"3": "married"}`.

    Raises:
        InputError: it is not that.
    """
    try:
        content = json.loads(path.read_bytes())
        return {int(name): value for name, value in content.items()}
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except (AttributeError, ValueError) as error:
        raise InputError(
            f'{path} is no JSON object with the positions of fields as names, for instance {{"3": "married"}}'
        ) from error

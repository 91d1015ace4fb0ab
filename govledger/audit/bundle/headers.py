"""Headers in their short form: what follows from the header before is left out (docs/bundle.md, HEADER). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from govledger.audit.bundle.parts import GenesisPart, HeaderPart
from govledger.audit.bundle.rule import BundleRule
from govledger.consensus.header import FIELDS, OPTIONAL_FIELDS, Header
from govledger.errors import BundleRefused, MalformedHeader

PARENT_HASH = next(place for place, field in enumerate(FIELDS) if field.name == "parent_hash")
NUMBER = next(place for place, field in enumerate(FIELDS) if field.name == "number")
_OWN_FIELDS = tuple(field for place, field in enumerate(FIELDS + OPTIONAL_FIELDS) if place not in (PARENT_HASH, NUMBER))
FEWEST = len(FIELDS) - 2
MOST = FEWEST + len(OPTIONAL_FIELDS)


def genesis_part(header: Header) -> GenesisPart:
    """A header in full."""
    return GenesisPart(tuple(header.items()))


def genesis_of(part: GenesisPart) -> Header:
    """The header that is given in full.

    Raises:
        BundleRefused: it is none (FORMAT).
    """
    return _header(part.fields)


class ShortForm:
    """Shortens or restores one header after the other."""

    def __init__(self, before: Header | None) -> None:
        """Begin after a header in the form without committed seals; None: the first is given in full."""
        self._before = [] if before is None else _own(before.items())

    def shortened(self, header: Header) -> HeaderPart:
        """The next header, short; `follows` tells what comes after."""
        fields = _own(header.items())
        return HeaderPart(
            tuple(
                None if place < len(self._before) and field == self._before[place] else field
                for place, field in enumerate(fields)
            )
        )

    def restored(self, part: HeaderPart, parent_hash: bytes, number: int) -> Header:
        """The next header.

        Raises:
            BundleRefused: it is none, or gives what it should leave out (FORMAT).
        """
        before = self._before
        if not FEWEST <= len(part.fields) <= MOST:
            raise BundleRefused(BundleRule.FORMAT, f"a header has {len(part.fields)} fields", number)
        fields: list[bytes] = []
        for place, field in enumerate(part.fields):
            same = before[place] if place < len(before) else None
            if field == same:
                what = "leaves out a field" if field is None else "gives a field that is as in the header before"
                raise BundleRefused(BundleRule.FORMAT, f"the header {what}: {_OWN_FIELDS[place].json_name}", number)
            fields.append(same if field is None else field)  # type: ignore[arg-type]  # not both of them are None
        fields.insert(PARENT_HASH, parent_hash)
        fields.insert(NUMBER, number.to_bytes((number.bit_length() + 7) // 8, "big"))
        return _header(fields)

    def follows(self, header: Header) -> None:
        """The header that the next one is compared with, in the form without committed seals."""
        self._before = _own(header.items())


def _own(fields: list[bytes]) -> list[bytes]:
    """Without parent hash and number."""
    del fields[NUMBER], fields[PARENT_HASH]
    return fields


def _header(fields: Sequence[bytes]) -> Header:
    try:
        return Header.from_items(fields)
    except MalformedHeader as problem:
        raise BundleRefused(BundleRule.FORMAT, f"a header is none: {problem}") from None

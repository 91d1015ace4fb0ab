"""A record of the data registry: the owner's data behind a commitment.

The fields of a resource's schema have numbers from 0 to 255, which are the bits of a grant's `fields`. A record commits
to the fields it has at those positions, each with a salt of its own from the record's root salt (32 random bytes, on
disk before anything is sent), so that an answer can show the granted fields and prove them. The commitment to an answer
is made in the same way, over the fields that were answered. Destroying the root salt shreds the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govledger.errors import InputError
from govledger.privacy.canonical import JsonValue, canonical_bytes
from govledger.privacy.commitments import FieldProof, commitment_of, disclose

FIELD_LIMIT = 256
"""A grant names fields by the bits of one word."""


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record's fields, what opens their commitment, and the commitment; made by `seal_record`."""

    fields: tuple[tuple[int, JsonValue], ...]
    """(number of the field in the schema, value), by ascending number."""

    root_salt: bytes = field(repr=False)
    """32 bytes; who has it can open every field."""

    commitment: bytes
    """What stands on the chain."""

    def disclose(self, bitmap: int) -> tuple[FieldProof, ...]:
        """The fields that a grant's bitmap allows and the record has, with what proves them.

        Raises:
            InputError: the bitmap names no field that the record has.
        """
        shown = [position for position in positions_in(bitmap) if position in dict(self.fields)]
        if not shown:
            raise InputError(f"the fields {bitmap:#x} are none of those of this record, {self.bitmap:#x}")
        return disclose(self.fields, self.root_salt, shown)

    @property
    def bitmap(self) -> int:
        """The fields that the record has, as a grant would name them."""
        return sum(1 << position for position, _ in self.fields)


def seal_record(fields: Mapping[int, JsonValue], root_salt: bytes) -> SealedRecord:
    """Seals the content of a record, or of an answer, whose fields are given by their number in the schema.

    Raises:
        InputError: no fields, a number outside 0 to 255, or a root salt that is none.
        NotCanonical: a value that canonical JSON cannot hold.
    """
    for position in fields:
        if not 0 <= position < FIELD_LIMIT:
            raise InputError(f"field {position} has no bit in a grant's fields; fields are numbered 0 to 255")
    ordered = tuple(sorted(fields.items(), key=lambda item: item[0]))
    encoded = [(position, canonical_bytes(value)) for position, value in ordered]
    return SealedRecord(ordered, root_salt, commitment_of(encoded, root_salt))


def positions_in(bitmap: int) -> tuple[int, ...]:
    """The numbers of the fields whose bits are set, ascending.

    Raises:
        InputError: not a word of 256 bits.
    """
    if not 0 <= bitmap < 2**FIELD_LIMIT:
        raise InputError(f"the fields {bitmap} are no word of 256 bits")
    return tuple(position for position in range(bitmap.bit_length()) if bitmap >> position & 1)

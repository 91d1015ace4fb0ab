"""What the files about a bill have in common: where it was issued, its opening, hashes as hexadecimal.

Files are strict JSON (`privacy.canonical.parse_strict`): no unknown, missing or repeated name, no number that is not an
integer, hashes as 0x and lower-case digits. They are written indented; their canonical form is RFC 8785.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, TypeVar

import msgspec

from govledger.bills.batch import ManifestRow, Opening
from govledger.errors import DocumentUnreadable
from govledger.privacy.canonical import MAX_SAFE_INTEGER, canonical_bytes, parse_strict
from govledger.privacy.commitments import MAX_CLAIMABLE_FEN, MAX_INDEX

Fen = Annotated[int, msgspec.Meta(ge=0, le=MAX_CLAIMABLE_FEN)]
Index = Annotated[int, msgspec.Meta(ge=0, le=MAX_INDEX)]
Natural = Annotated[int, msgspec.Meta(ge=0, le=MAX_SAFE_INTEGER)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where on which chain the bill was issued; known once it was."""

    chain_id: int
    genesis_hash: bytes
    medical_bills: bytes
    """The contract's address, 20 bytes."""

    batch: int
    """The batch's id; 0: issued alone."""


class JsonPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a file: every field named, no others taken."""


class OpeningJson(JsonPart, frozen=True, kw_only=True):
    """An `Opening` in a file."""

    index: Index
    business_tag: str
    settlement_tag: str
    inner: str
    proof: tuple[str, ...]


class PlaceJson(JsonPart, frozen=True, kw_only=True):
    """A `Place` in a file."""

    chain_id: Natural
    genesis_hash: str
    medical_bills: str
    batch: Natural


Part = TypeVar("Part", bound=JsonPart)


def to_json(value: JsonPart) -> bytes:
    """The file's bytes: indented JSON, names sorted."""
    return msgspec.json.format(canonical_bytes(msgspec.to_builtins(value)), indent=2) + b"\n"


def from_json(data: bytes | str, kind: type[Part], name: str) -> Part:
    """The content of a file of the format that is called `name`.

    Raises:
        DocumentUnreadable: not strict JSON, or not of this format: says which part.
    """
    try:
        return msgspec.convert(parse_strict(data), kind)
    except msgspec.ValidationError as error:
        raise DocumentUnreadable(f"not a file of format {name}: {error}") from error


def hexadecimal(value: bytes) -> str:
    """0x and lower-case digits."""
    return "0x" + value.hex()


def bytes_from_hex(name: str, text: str, length: int) -> bytes:
    """The bytes of a part of a file that is called `name`.

    Raises:
        DocumentUnreadable: not 0x and exactly that many lower-case digits.
    """
    if re.fullmatch(rf"0x[0-9a-f]{{{2 * length}}}", text) is None:
        raise DocumentUnreadable(f"{name} is not 0x and {2 * length} lower-case hexadecimal digits")
    return bytes.fromhex(text[2:])


def opening_json(opening: Opening) -> OpeningJson:
    """The part of a file that says where in its batch a bill stands."""
    return OpeningJson(
        index=opening.index,
        business_tag=hexadecimal(opening.row.business_tag),
        settlement_tag=hexadecimal(opening.row.settlement_tag),
        inner=hexadecimal(opening.row.inner),
        proof=tuple(map(hexadecimal, opening.proof)),
    )


def opening_from(read: OpeningJson) -> Opening:
    """The opening that was read.

    Raises:
        DocumentUnreadable: a hash that is none.
    """
    row = ManifestRow(
        bytes_from_hex("business_tag", read.business_tag, 32),
        bytes_from_hex("settlement_tag", read.settlement_tag, 32),
        bytes_from_hex("inner", read.inner, 32),
    )
    return Opening(index=read.index, row=row, proof=tuple(bytes_from_hex("proof", one, 32) for one in read.proof))


def place_json(place: Place | None) -> PlaceJson | None:
    """The part of a file that says where the bill was issued."""
    if place is None:
        return None
    return PlaceJson(
        chain_id=place.chain_id,
        genesis_hash=hexadecimal(place.genesis_hash),
        medical_bills=hexadecimal(place.medical_bills),
        batch=place.batch,
    )


def place_from(read: PlaceJson | None) -> Place | None:
    """The place that was read.

    Raises:
        DocumentUnreadable: a hash or an address that is none.
    """
    if read is None:
        return None
    return Place(
        chain_id=read.chain_id,
        genesis_hash=bytes_from_hex("genesis_hash", read.genesis_hash, 32),
        medical_bills=bytes_from_hex("medical_bills", read.medical_bills, 20),
        batch=read.batch,
    )

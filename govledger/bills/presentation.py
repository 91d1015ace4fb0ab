"""A presentation: fields of a bill that its holder chose to show, with what proves them on the chain.

The proof is a chain of hashes, each of which is in the file or follows from it::

    value, salt, Merkle path            → commitment
    commitment, claimable amount,
    consent key's address, blinder      → inner
    index, tags, inner                  → leaf
    leaf, Merkle path                   → root, which stands on the chain

So whoever is shown anything also learns the commitment, the claimable amount, the consent key's address and the
blinder: nobody can follow the proof to `inner` without them, and a claim tells the chain the same four. It learns
nothing of the fields that are not shown, not even by trying values: their salts come from the root salt, which is not
in the file. The consent key's secret is not in it either.

Code, number and issuer are always shown, because a proof that does not say which bill it is about can be passed off as
that of another. `counts` says how long the four lists are, so who shows it and all lines proves that these are all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from govledger.bills.batch import Opening
from govledger.bills.document import LISTS, path_of, paths_named, position_of
from govledger.bills.files import (
    Fen,
    JsonPart,
    OpeningJson,
    Place,
    PlaceJson,
    bytes_from_hex,
    from_json,
    hexadecimal,
    opening_from,
    opening_json,
    place_from,
    place_json,
    to_json,
)
from govledger.bills.holder import HOLDER_FORMAT, HolderFile
from govledger.bills.number import BillKey, bill_key, format_key, parse_code, parse_number
from govledger.errors import DocumentUnreadable, FieldNotProven, InnerNotProven, InputError, RootMismatch
from govledger.privacy.canonical import JsonValue, canonical_bytes, parse_strict
from govledger.privacy.commitments import FieldProof, inner_hash, verify_field

PRESENTATION_FORMAT: Literal["govledger.presentation.v1"] = "govledger.presentation.v1"
ALWAYS_SHOWN = ("header.code", "header.number", "header.issuer")
"""What a presentation says in any case: which bill it is about."""

PARTS = ("format", "header", "payer", "visit", "settlement", *LISTS)
"""The names that together stand for every field."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a presentation proves, once its root is known to be the chain's."""

    bill: BillKey
    issuer: str
    """The issuer's public code, as the document has it; that its organisation issued the bill is the chain's word."""

    place: Place | None
    """Where the bill was issued; None: before it was on a chain."""

    root: bytes
    """The batch's root, or the leaf of a bill issued alone: 32 bytes, to be compared with the chain's."""

    claimable_fen: int
    consent_key: bytes
    """Address of the key by which the subject consents, 20 bytes; zero: nobody is asked."""

    values: Mapping[str, JsonValue]
    """The values shown, by path, in the order of their positions."""

    complete: tuple[str, ...]
    """The lists (charges, lines, channels, differences) of which every entry is shown."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """Some fields of a bill, and the way from each to the batch's root."""

    fields: tuple[FieldProof, ...]
    """By ascending position, each once."""

    commitment: bytes
    claimable_fen: int
    consent_key: bytes
    blinder: bytes
    opening: Opening
    place: Place | None = None

    @property
    def bill(self) -> BillKey:
        """The bill that the document calls itself.

        Raises:
            FieldNotProven: it has no code and number.
        """
        return _bill_of({path_of(shown.position): shown.value for shown in self.fields})

    def verify(self) -> Shown:
        """Follows the proof from every field to the root; needs nothing but this file.

        That the root is the chain's own is for the caller to know: from a node, or from evidence
        (`govledger.bills.evidence`).

        Raises:
            FieldNotProven: the commitment does not hold this value there; or a list's entry beyond its length.
            InnerNotProven: commitment, claimable amount, consent key and blinder do not open the inner hash.
        """
        for shown in self.fields:
            if not verify_field(self.commitment, shown):
                raise FieldNotProven(path_of(shown.position), shown.value)
        if inner_hash(self.commitment, self.claimable_fen, self.consent_key, self.blinder) != self.opening.row.inner:
            raise InnerNotProven(self.opening.row.inner)
        values = {path_of(shown.position): shown.value for shown in self.fields}
        return Shown(
            bill=_bill_of(values),
            issuer=str(values["header.issuer"]),
            place=self.place,
            root=self.opening.root,
            claimable_fen=self.claimable_fen,
            consent_key=self.consent_key,
            values=values,
            complete=_complete(values),
        )

    def verify_against(self, root: bytes) -> Shown:
        """Checks the fields against what the chain holds: the batch's root, or the leaf of a bill issued alone.

        Raises:
            FieldNotProven, InnerNotProven: as `verify`.
            RootMismatch: the bill is none of that batch.
        """
        shown = self.verify()
        if shown.root != root:
            raise RootMismatch(format_key(shown.bill), shown.root, root)
        return shown

    def canonical_bytes(self) -> bytes:
        """The RFC 8785 bytes: equal for equal presentations."""
        return canonical_bytes(msgspec.to_builtins(self._content()))

    def to_json(self) -> bytes:
        """The file's bytes: indented JSON, fields by their names, hashes as 0x hexadecimal."""
        return to_json(self._content())

    @classmethod
    def from_json(cls, data: bytes | str) -> Presentation:
        """The presentation in JSON text; `verify` says whether it holds.

        Raises:
            DocumentUnreadable: not JSON of this format, a name that no field has, or code, number or issuer missing.
        """
        read = from_json(data, _PresentationJson, PRESENTATION_FORMAT)
        presentation = cls(
            fields=tuple(sorted((_field(path, shown) for path, shown in read.fields.items()), key=_position)),
            commitment=bytes_from_hex("commitment", read.commitment, 32),
            claimable_fen=read.claimable_fen,
            consent_key=bytes_from_hex("consent_key", read.consent_key, 20),
            blinder=bytes_from_hex("blinder", read.blinder, 32),
            opening=opening_from(read.opening),
            place=place_from(read.place),
        )
        missing = [path for path in ALWAYS_SHOWN if path not in read.fields]
        if missing:
            raise DocumentUnreadable(f"the presentation does not show {missing[0]}; it has to say which bill it is of")
        return presentation

    def _content(self) -> _PresentationJson:
        return _PresentationJson(
            format=PRESENTATION_FORMAT,
            fields={
                path_of(shown.position): _FieldJson(
                    value=shown.value, salt=hexadecimal(shown.salt), proof=tuple(map(hexadecimal, shown.proof))
                )
                for shown in self.fields
            },
            commitment=hexadecimal(self.commitment),
            claimable_fen=self.claimable_fen,
            consent_key=hexadecimal(self.consent_key),
            blinder=hexadecimal(self.blinder),
            opening=opening_json(self.opening),
            place=place_json(self.place),
        )


def present(file: HolderFile, names: Iterable[str]) -> Presentation:
    """Chosen fields of a bill with what proves them, for somebody who is not to see the rest.

    Args:
        file: the holder's file.
        names: fields as `header.total_fen` or `lines[3]`; a part or a list (`visit`, `lines`) stands for all that is
            in it, a list together with `counts`, which proves that nothing of it is left out.

    Raises:
        InputError: the bill has no such field.
    """
    document = file.bill.document
    chosen = {path for name in (*ALWAYS_SHOWN, *names) for path in paths_named(document, name)}
    return Presentation(
        fields=file.bill.disclose(sorted(chosen, key=position_of)),
        commitment=file.bill.commitment,
        claimable_fen=file.bill.claimable_fen,
        consent_key=file.bill.consent_key,
        blinder=file.bill.blinder,
        opening=file.opening,
        place=file.place,
    )


def presentation_in(data: bytes | str) -> Presentation:
    """The presentation in a file: its own, or one of every field if it is a holder's file.

    Raises:
        DocumentUnreadable: neither.
        ProofMismatch: the parts of a holder's file do not belong together.
    """
    content = parse_strict(data)
    if isinstance(content, dict) and content.get("format") == HOLDER_FORMAT:
        return present(HolderFile.from_json(data), PARTS)
    return Presentation.from_json(data)


def _bill_of(values: Mapping[str, JsonValue]) -> BillKey:
    """The bill that a document calls itself."""
    path = "header.code"
    try:
        code = parse_code(str(values[path]))
        path = "header.number"
        return bill_key(code, parse_number(str(values[path])))
    except InputError as error:
        raise FieldNotProven(path, values[path]) from error


def _complete(values: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """The lists of which every entry is shown; only `counts` can tell.

    Raises:
        FieldNotProven: an entry beyond the length of its list, or lengths that are none.
    """
    if "counts" not in values:
        return ()
    counts = values["counts"]
    if not isinstance(counts, list) or len(counts) != len(LISTS) or any(type(count) is not int for count in counts):
        raise FieldNotProven("counts", counts)
    complete = []
    for name, count in zip(LISTS, counts, strict=True):
        shown = [path for path in values if path.startswith(f"{name}[")]
        beyond = [path for path in shown if int(re.sub(r"\D", "", path)) >= count]
        if beyond:
            raise FieldNotProven(beyond[0], values[beyond[0]])
        if len(shown) == count:
            complete.append(name)
    return tuple(complete)


class _FieldJson(JsonPart, frozen=True, kw_only=True):
    value: Any
    salt: str
    proof: tuple[str, ...]


class _PresentationJson(JsonPart, frozen=True, kw_only=True):
    format: Literal["govledger.presentation.v1"]
    fields: dict[str, _FieldJson]
    commitment: str
    claimable_fen: Fen
    consent_key: str
    blinder: str
    opening: OpeningJson
    place: PlaceJson | None


def _field(path: str, read: _FieldJson) -> FieldProof:
    try:
        position = position_of(path)
    except InputError as error:
        raise DocumentUnreadable(str(error)) from error
    if path_of(position) != path:
        raise DocumentUnreadable(f"the field {path!r} is written {path_of(position)!r}")
    proof = tuple(bytes_from_hex(f"{path}'s proof", sibling, 32) for sibling in read.proof)
    return FieldProof(position, read.value, bytes_from_hex(f"{path}'s salt", read.salt, 32), proof)


def _position(shown: FieldProof) -> int:
    return shown.position

"""The holder's file: all that the subject of a bill needs to prove it, without the hospital.

It holds the document, its root salt, the opening of the inner hash, the bill's place in its batch and, where the
library made it, the secret of the consent key. Who has the file can read and prove everything in it; a holder who
wants to show less gives a `Disclosure`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from govledger.bills.batch import ManifestRow, Opening
from govledger.bills.commitment import SealedBill, reseal
from govledger.bills.consent import consent_address
from govledger.bills.document import BillDocument, path_of
from govledger.errors import DocumentUnreadable, InputError, ProofMismatch
from govledger.privacy.canonical import MAX_SAFE_INTEGER, canonical_bytes, parse_strict
from govledger.privacy.commitments import MAX_CLAIMABLE_FEN, MAX_INDEX, FieldProof, inner_hash, verify_field

HOLDER_FORMAT: Literal["govledger.holder.v1"] = "govledger.holder.v1"
DISCLOSURE_FORMAT: Literal["govledger.disclosure.v1"] = "govledger.disclosure.v1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where on which chain the bill was issued; known once it was."""

    chain_id: int
    genesis_hash: bytes
    medical_bills: bytes
    """The contract's address, 20 bytes."""

    batch: int
    """The batch's id; 0: issued alone."""


@dataclass(frozen=True, slots=True)
class HolderFile:
    """A bill with everything that proves it."""

    bill: SealedBill
    opening: Opening
    place: Place | None = None
    consent_secret: bytes | None = field(default=None, repr=False)
    """32 bytes, where the library made the key: then it is nowhere else."""

    def __post_init__(self) -> None:
        if self.opening.row.inner != self.bill.inner:
            raise ProofMismatch(
                f"the opening's inner hash is 0x{self.opening.row.inner.hex()}, the document's "
                f"0x{self.bill.inner.hex()}: "
                "document, salt, claimable amount, consent key or the opening was changed"
            )
        if self.consent_secret is not None and consent_address(self.consent_secret) != self.bill.consent_key:
            raise ProofMismatch("the consent key's secret does not belong to the address in the bill; one was replaced")

    def verify_against(self, root: bytes) -> Opening:
        """Checks the file against what the chain holds: the batch's root, or the leaf of a bill issued alone.

        The contract tells root, issuer and state; that these are the chain's own is for the caller to know.

        Raises:
            ProofMismatch: this document was not issued under that root.
        """
        if self.opening.root != root:
            raise ProofMismatch(
                f"bill {self.bill.document.header.code}-{self.bill.document.header.number} leads to the root "
                f"0x{self.opening.root.hex()}, the chain holds 0x{root.hex()}: it is not the bill that was issued there"
            )
        return self.opening

    def disclose(self, paths: Iterable[str]) -> Disclosure:
        """Chosen fields of the bill and what proves them; shows the claimable amount, but no other field.

        Raises:
            InputError: the document has no such field.
        """
        return Disclosure(
            fields=self.bill.disclose(paths),
            commitment=self.bill.commitment,
            claimable_fen=self.bill.claimable_fen,
            consent_key=self.bill.consent_key,
            blinder=self.bill.blinder,
            opening=self.opening,
            place=self.place,
        )

    def to_json(self) -> bytes:
        """The file's bytes: indented JSON, hashes as 0x hexadecimal."""
        return _to_json(
            _HolderJson(
                format=HOLDER_FORMAT,
                document=self.bill.document,
                root_salt=_hex(self.bill.root_salt),
                claimable_fen=self.bill.claimable_fen,
                consent_key=_hex(self.bill.consent_key),
                consent_secret=None if self.consent_secret is None else _hex(self.consent_secret),
                opening=_opening_json(self.opening),
                place=_place_json(self.place),
            )
        )

    @classmethod
    def from_json(cls, data: bytes | str) -> HolderFile:
        """The file in JSON text.

        Raises:
            DocumentUnreadable: not JSON of this format.
            ProofMismatch: its parts do not belong together.
        """
        read = _from_json(data, _HolderJson, HOLDER_FORMAT)
        root_salt = _unhex("root_salt", read.root_salt, 32)
        consent_key = _unhex("consent_key", read.consent_key, 20)
        secret = None if read.consent_secret is None else _unhex("consent_secret", read.consent_secret, 32)
        try:
            bill = reseal(read.document, root_salt, claimable_fen=read.claimable_fen, consent_key=consent_key)
        except InputError as error:
            raise DocumentUnreadable(f"the holder's file has a part that cannot be: {error}") from error
        return cls(bill, _opening(read.opening), _place(read.place), secret)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Some fields of a bill, with the proof that a bill on the chain has them."""

    fields: tuple[FieldProof, ...]
    commitment: bytes
    claimable_fen: int
    consent_key: bytes
    blinder: bytes
    opening: Opening
    place: Place | None = None

    def verify_against(self, root: bytes) -> dict[str, Any]:
        """Checks the shown fields against what the chain holds; returns their values by path.

        Args:
            root: the batch's root, or the leaf of a bill issued alone.

        Raises:
            ProofMismatch: a field, the inner hash or the batch does not fit; says which.
        """
        for shown in self.fields:
            if not verify_field(self.commitment, shown):
                raise ProofMismatch(
                    f"{path_of(shown.position)} is not {shown.value!r} in the bill that is committed to"
                )
        inner = inner_hash(self.commitment, self.claimable_fen, self.consent_key, self.blinder)
        if inner != self.opening.row.inner:
            raise ProofMismatch(
                "commitment, claimable amount, consent key and blinder do not make the bill's inner hash"
            )
        if self.opening.root != root:
            raise ProofMismatch(f"the bill leads to the root 0x{self.opening.root.hex()}, not to 0x{root.hex()}")
        return {path_of(shown.position): shown.value for shown in self.fields}

    def to_json(self) -> bytes:
        """The disclosure as indented JSON, hashes as 0x hexadecimal."""
        return _to_json(
            _DisclosureJson(
                format=DISCLOSURE_FORMAT,
                fields=tuple(
                    _FieldJson(
                        position=shown.position,
                        value=shown.value,
                        salt=_hex(shown.salt),
                        proof=tuple(map(_hex, shown.proof)),
                    )
                    for shown in self.fields
                ),
                commitment=_hex(self.commitment),
                claimable_fen=self.claimable_fen,
                consent_key=_hex(self.consent_key),
                blinder=_hex(self.blinder),
                opening=_opening_json(self.opening),
                place=_place_json(self.place),
            )
        )

    @classmethod
    def from_json(cls, data: bytes | str) -> Disclosure:
        """The disclosure in JSON text.

        Raises:
            DocumentUnreadable: not JSON of this format.
        """
        read = _from_json(data, _DisclosureJson, DISCLOSURE_FORMAT)
        fields = []
        for shown in read.fields:
            try:
                path_of(shown.position)
            except InputError as error:
                raise DocumentUnreadable(str(error)) from error
            proof = tuple(_unhex("proof", sibling, 32) for sibling in shown.proof)
            fields.append(FieldProof(shown.position, shown.value, _unhex("salt", shown.salt, 32), proof))
        return cls(
            fields=tuple(fields),
            commitment=_unhex("commitment", read.commitment, 32),
            claimable_fen=read.claimable_fen,
            consent_key=_unhex("consent_key", read.consent_key, 20),
            blinder=_unhex("blinder", read.blinder, 32),
            opening=_opening(read.opening),
            place=_place(read.place),
        )


# --- JSON ----------------------------------------------------------------------------------------------

_Fen = Annotated[int, msgspec.Meta(ge=0, le=MAX_CLAIMABLE_FEN)]
_Index = Annotated[int, msgspec.Meta(ge=0, le=MAX_INDEX)]
_Natural = Annotated[int, msgspec.Meta(ge=0, le=MAX_SAFE_INTEGER)]


class _Json(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a file: every field named, no others taken."""


class _OpeningJson(_Json, frozen=True, kw_only=True):
    index: _Index
    business_tag: str
    settlement_tag: str
    inner: str
    proof: tuple[str, ...]


class _PlaceJson(_Json, frozen=True, kw_only=True):
    chain_id: _Natural
    genesis_hash: str
    medical_bills: str
    batch: _Natural


class _FieldJson(_Json, frozen=True, kw_only=True):
    position: _Natural
    value: Any
    salt: str
    proof: tuple[str, ...]


class _HolderJson(_Json, frozen=True, kw_only=True):
    format: Literal["govledger.holder.v1"]
    document: BillDocument
    root_salt: str
    claimable_fen: _Fen
    consent_key: str
    consent_secret: str | None
    opening: _OpeningJson
    place: _PlaceJson | None


class _DisclosureJson(_Json, frozen=True, kw_only=True):
    format: Literal["govledger.disclosure.v1"]
    fields: tuple[_FieldJson, ...]
    commitment: str
    claimable_fen: _Fen
    consent_key: str
    blinder: str
    opening: _OpeningJson
    place: _PlaceJson | None


_JsonType = TypeVar("_JsonType", bound=_Json)


def _to_json(value: _Json) -> bytes:
    return msgspec.json.format(canonical_bytes(msgspec.to_builtins(value)), indent=2) + b"\n"


def _from_json(data: bytes | str, kind: type[_JsonType], name: str) -> _JsonType:
    try:
        return msgspec.convert(parse_strict(data), kind)
    except msgspec.ValidationError as error:
        raise DocumentUnreadable(f"not a file of format {name}: {error}") from error


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


def _unhex(name: str, text: str, length: int) -> bytes:
    if re.fullmatch(rf"0x[0-9a-f]{{{2 * length}}}", text) is None:
        raise DocumentUnreadable(f"{name} is not 0x and {2 * length} lower-case hexadecimal digits")
    return bytes.fromhex(text[2:])


def _opening_json(opening: Opening) -> _OpeningJson:
    return _OpeningJson(
        index=opening.index,
        business_tag=_hex(opening.row.business_tag),
        settlement_tag=_hex(opening.row.settlement_tag),
        inner=_hex(opening.row.inner),
        proof=tuple(map(_hex, opening.proof)),
    )


def _opening(read: _OpeningJson) -> Opening:
    row = ManifestRow(
        _unhex("business_tag", read.business_tag, 32),
        _unhex("settlement_tag", read.settlement_tag, 32),
        _unhex("inner", read.inner, 32),
    )
    return Opening(index=read.index, row=row, proof=tuple(_unhex("proof", sibling, 32) for sibling in read.proof))


def _place_json(place: Place | None) -> _PlaceJson | None:
    if place is None:
        return None
    return _PlaceJson(
        chain_id=place.chain_id,
        genesis_hash=_hex(place.genesis_hash),
        medical_bills=_hex(place.medical_bills),
        batch=place.batch,
    )


def _place(read: _PlaceJson | None) -> Place | None:
    if read is None:
        return None
    return Place(
        chain_id=read.chain_id,
        genesis_hash=_unhex("genesis_hash", read.genesis_hash, 32),
        medical_bills=_unhex("medical_bills", read.medical_bills, 20),
        batch=read.batch,
    )

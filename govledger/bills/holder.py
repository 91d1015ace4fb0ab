"""The holder's file: all that the subject of a bill needs to prove it, without the hospital.

It holds the document, its root salt, the opening of the inner hash, the bill's place in its batch and, where the
library made it, the secret of the consent key. Who has the file can read and prove everything in it; a holder who
wants to show less gives a `Presentation`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from govledger.bills.batch import Opening
from govledger.bills.commitment import SealedBill, reseal
from govledger.bills.consent import consent_address
from govledger.bills.document import BillDocument
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
from govledger.bills.number import format_key
from govledger.errors import DocumentUnreadable, InputError, ProofMismatch, RootMismatch

HOLDER_FORMAT: Literal["govledger.holder.v1"] = "govledger.holder.v1"


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
            RootMismatch: this document was not issued under that root.
        """
        if self.opening.root != root:
            raise RootMismatch(format_key(self.bill.document.key), self.opening.root, root)
        return self.opening

    def to_json(self) -> bytes:
        """The file's bytes: indented JSON, hashes as 0x hexadecimal."""
        return to_json(
            _HolderJson(
                format=HOLDER_FORMAT,
                document=self.bill.document,
                root_salt=hexadecimal(self.bill.root_salt),
                claimable_fen=self.bill.claimable_fen,
                consent_key=hexadecimal(self.bill.consent_key),
                consent_secret=None if self.consent_secret is None else hexadecimal(self.consent_secret),
                opening=opening_json(self.opening),
                place=place_json(self.place),
            )
        )

    @classmethod
    def from_json(cls, data: bytes | str) -> HolderFile:
        """The file in JSON text.

        Raises:
            DocumentUnreadable: not JSON of this format.
            ProofMismatch: its parts do not belong together.
        """
        read = from_json(data, _HolderJson, HOLDER_FORMAT)
        root_salt = bytes_from_hex("root_salt", read.root_salt, 32)
        consent_key = bytes_from_hex("consent_key", read.consent_key, 20)
        secret = None if read.consent_secret is None else bytes_from_hex("consent_secret", read.consent_secret, 32)
        try:
            bill = reseal(read.document, root_salt, claimable_fen=read.claimable_fen, consent_key=consent_key)
        except InputError as error:
            raise DocumentUnreadable(f"the holder's file has a part that cannot be: {error}") from error
        return cls(bill, opening_from(read.opening), place_from(read.place), secret)


class _HolderJson(JsonPart, frozen=True, kw_only=True):
    format: Literal["govledger.holder.v1"]
    document: BillDocument
    root_salt: str
    claimable_fen: Fen
    consent_key: str
    consent_secret: str | None
    opening: OpeningJson
    place: PlaceJson | None

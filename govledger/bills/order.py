"""A bill to be issued: a draft, what is sealed with it, and when two orders are the same. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from govledger.bills import files
from govledger.bills.commitment import UnsealedBill, check_code
from govledger.bills.document import BillDocument, BillDraft
from govledger.privacy.commitments import NO_CONSENT_KEY

ORDER_FORMAT: Literal["govledger.order.v1"] = "govledger.order.v1"


class _OrderJson(files.JsonPart, frozen=True, kw_only=True):
    format: Literal["govledger.order.v1"]
    draft: BillDraft
    claimable_fen: files.Fen
    consent_key: str


@dataclass(frozen=True, slots=True)
class BillOrder:
    """A bill to be issued: a draft, and what is sealed with it."""

    draft: BillDraft
    claimable_fen: int
    """The most that all payers together may settle."""
    consent_key: bytes = NO_CONSENT_KEY
    """Address (20 bytes) of the one-time key by which the subject consents; zero: nobody is asked."""

    def numbered(self, key: int, root_salt: bytes, issued_at: int) -> UnsealedBill:
        """The bill with its number, its check code, which the root salt gives, and its time of issue; not sealed yet.

        Args:
            key: the bill's key.
            root_salt: 32 random bytes.
            issued_at: in seconds.

        Raises:
            InputError: a root salt that is none.
        """
        document = self.draft.numbered(key, check_code=check_code(root_salt, key), issued_at=issued_at)
        return UnsealedBill(document, root_salt, self.claimable_fen, self.consent_key)

    def ordered(self, document: BillDocument, claimable_fen: int, consent_key: bytes) -> bool:
        """Whether a bill is what this orders; its number and time of issue are its own."""
        header = document.header
        wanted = self.draft.numbered(document.key, check_code=header.check_code, issued_at=header.issued_at)
        return (wanted, self.claimable_fen, self.consent_key) == (document, claimable_fen, consent_key)

    def to_json(self) -> bytes:
        """The order as indented JSON; the consent key's address as 0x hexadecimal."""
        key = files.hexadecimal(self.consent_key)
        return files.to_json(
            _OrderJson(format=ORDER_FORMAT, draft=self.draft, claimable_fen=self.claimable_fen, consent_key=key)
        )

    @classmethod
    def from_json(cls, data: bytes | str) -> BillOrder:
        """The order in JSON text.

        Raises:
            DocumentUnreadable: not JSON of this format.
        """
        read = files.from_json(data, _OrderJson, ORDER_FORMAT)
        return cls(read.draft, read.claimable_fen, files.bytes_from_hex("consent_key", read.consent_key, 20))

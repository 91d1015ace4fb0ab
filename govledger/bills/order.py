"""A bill to be issued: a draft, what is sealed with it, and when two orders are the same. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from govledger.bills.commitment import SealedBill, check_code, seal
from govledger.bills.document import BillDocument, BillDraft
from govledger.privacy.commitments import NO_CONSENT_KEY


@dataclass(frozen=True, slots=True)
class BillOrder:
    """A bill to be issued: a draft, and what is sealed with it."""

    draft: BillDraft
    claimable_fen: int
    """The most that all payers together may settle."""
    consent_key: bytes = NO_CONSENT_KEY
    """Address (20 bytes) of the one-time key by which the subject consents; zero: nobody is asked."""

    def sealed(self, key: int, root_salt: bytes, issued_at: int) -> SealedBill:
        """The bill with its number and time of issue, sealed.

        Args:
            key: the bill's key.
            root_salt: 32 random bytes.
            issued_at: in seconds.

        Raises:
            DocumentInvalid: the bill breaks rules; names each.
        """
        document = self.draft.numbered(key, check_code=check_code(root_salt, key), issued_at=issued_at)
        return seal(document, root_salt, claimable_fen=self.claimable_fen, consent_key=self.consent_key)

    def ordered(self, document: BillDocument, claimable_fen: int, consent_key: bytes) -> bool:
        """Whether a bill is what this orders; its number and time of issue are its own."""
        header = document.header
        wanted = self.draft.numbered(document.key, check_code=header.check_code, issued_at=header.issued_at)
        return (wanted, self.claimable_fen, self.consent_key) == (document, claimable_fen, consent_key)

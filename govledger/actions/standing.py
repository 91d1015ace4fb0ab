"""Where a bill stands after its issue: its live form, freezes by the finance department, shredding."""

from __future__ import annotations

from govledger import refusals
from govledger.actions.bills import BillsReader, opening_struct
from govledger.actions.section import ActingSection, Rehearsing, VaultAccess
from govledger.bills.number import format_key
from govledger.errors import BillNotIssued
from govledger.events.types import BillFrozen, BillShredded, FreezeLifted, PaperIssued, PaperVoided
from govledger.model import FreezeReason, Recorded, ShreddingReason


class StandingActions(BillsReader, ActingSection):
    """What issuers and finance officers do with a bill that was issued."""

    def __init__(self, acting: Rehearsing, vault: VaultAccess) -> None:
        super().__init__(acting)
        self._rehearsing = acting
        self._vault = vault

    # --- paper (换开) ---

    def issue_paper(self, bill: int, paper: int) -> Recorded[PaperIssued]:
        """Make a paper the live form of a bill, while nothing of it is reserved; the paper that it had is void.

        Args:
            bill: its key; it is in the vault.
            paper: the paper's number, as code · 10^10 + number. None is used twice.

        Raises:
            BillEngaged: something of the bill is reserved.
            PaperNumberUsed: the issuer used the paper before.
            NotInVault: the vault does not have the bill.
        """
        shown = self._vault().holder_file(bill)
        seen = self.verify(shown).version
        return self._act(PaperIssued, "issuePaper", bill, seen, opening_struct(shown), paper)

    def void_paper(self, bill: int, seen_version: int) -> Recorded[PaperVoided]:
        """Void the paper of a bill, while nothing of it is reserved: the bill is electronic again."""
        return self._act(PaperVoided, "voidPaper", bill, seen_version)

    # --- freeze ---

    def freeze(self, bill: int, reason: FreezeReason) -> Recorded[BillFrozen]:
        """Freeze a bill, or a number that no bill has yet, at once; a finance officer's of the code's department."""
        return self._act(BillFrozen, "freezeBill", bill, reason)

    def lift_freeze(self, bill: int, seen_version: int) -> Recorded[FreezeLifted]:
        """Lift a freeze, as a second finance officer; it ends a day later."""
        return self._act(FreezeLifted, "liftFreeze", bill, seen_version)

    # --- shredding ---

    def shred(self, bill: int, seen_version: int, reason: ShreddingReason) -> Recorded[BillShredded]:
        """Destroy a bill's salt in the vault, for good, and say so on the chain.

        Its document can never be proved again from this vault. Other copies of the vault keep the salt: shred it there
        as well. What the chain would refuse destroys nothing: a frozen bill is kept as it is.

        Raises:
            VaultNotFound: the officer acts without a vault.
            NotInVault: the vault does not have the bill.
            BillNotIssued: the chain does not have it yet; anchor it first.
            BillIsFrozen: it is frozen.
            BillIsShredded: the chain knows it already, from another copy of the vault; the salt here is destroyed.
        """
        vault = self._vault()
        issued = vault.bill(bill).batch.issued
        if issued is None:
            raise BillNotIssued(format_key(bill))
        arguments = (bill, seen_version, issued.batch, reason)
        try:
            self._rehearsing.rehearse(self.CONTRACT, "shredBill", *arguments)
        except refusals.BillIsShredded:
            vault.shred(bill)
            raise
        vault.shred(bill)
        return self._act(BillShredded, "shredBill", *arguments)

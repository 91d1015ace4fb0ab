"""Where a bill stands after its issue: its live form, freezes by the finance department, shredding."""

from __future__ import annotations

from govledger.actions.bills import BillsReader, opening_struct
from govledger.actions.section import Acting, ActingSection, VaultAccess
from govledger.bills.number import format_key
from govledger.errors import InputError, SaltShredded
from govledger.events.types import BillFrozen, BillShredded, FreezeLifted, PaperIssued, PaperVoided
from govledger.model import FreezeReason, Recorded, ShreddingReason


class StandingActions(BillsReader, ActingSection):
    """What issuers and finance officers do with a bill that was issued."""

    def __init__(self, acting: Acting, vault: VaultAccess) -> None:
        super().__init__(acting)
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
        """Say that the salts of a bill are destroyed.

        Destroy them first (`Vault.shred`), and wherever the vault was copied to.

        Raises:
            VaultNotFound: the officer acts without a vault.
            NotInVault: the vault does not have the bill.
            InputError: the vault still has the bill's salt.
        """
        vault = self._vault()
        stored = vault.bill(bill)
        self._require_shredded(bill)
        issued = stored.batch.issued
        batch = 0 if issued is None else issued.batch
        return self._act(BillShredded, "shredBill", bill, seen_version, batch, reason)

    def _require_shredded(self, bill: int) -> None:
        try:
            self._vault().holder_file(bill)
        except SaltShredded:
            return
        raise InputError(
            f"the vault still has the salt of bill {format_key(bill)}; destroy it there first (Vault.shred), and in "
            "every copy of the vault"
        )

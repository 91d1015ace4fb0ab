"""Bills: a range that two officers grant, a batch, verification by a holder, a red letter (I/O)."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from pathlib import Path

import msgspec

from govledger.bills.commitment import reseal
from govledger.bills.consent import SECRET_LENGTH, consent_address
from govledger.bills.document import RedLetterReason
from govledger.bills.holder import HolderFile
from govledger.bills.number import BillKey, format_code, format_key
from govledger.bills.order import BillOrder
from govledger.demo.cast import Cast
from govledger.demo.refusing import refuse, require
from govledger.demo.results import BillsOutcome, Done, Show, yuan
from govledger.demo.sample import (
    BILLS,
    CASHIER,
    CLAIMED,
    DAY,
    RANGE_COUNT,
    REVIEWER,
    TAKEN_BACK,
    VERIFIED,
    Party,
    bill_code,
    bill_draft,
    claimable_fen,
)
from govledger.errors import ProofMismatch
from govledger.events.types import BillRedLettered
from govledger.model import BillVerification, IssueState, Recorded
from govledger.refusals import BillEngaged, RangeSecondOfficerNeeded
from govledger.vault import private_files

RAISED_FEN = 100_000
"""By how much a forger raises a bill's total."""


class Billing:
    """The chapters about bills.

    Args:
        cast: who acts.
        folder: where the documents and the holders' files are put.
        show: told what was done.
    """

    def __init__(self, cast: Cast, folder: Path, show: Show) -> None:
        self._cast = cast
        self._folder = folder
        self._show = show
        self._issuer = cast.officer(Party.HOSPITAL, "cashier").bills
        self._range = 0
        self._keys: tuple[BillKey, ...] = ()

    # --- issue ---

    def number_range(self) -> None:
        """Proposed by one officer of the finance bureau, granted by another."""
        bills, control = (self._cast.officer(Party.FINANCE, post).ranges for post in ("bills", "control"))
        now = self._cast.ledger.now()
        hospital = self._cast.organisation(Party.HOSPITAL)
        proposed = bills.propose_range(bill_code(now), hospital, RANGE_COUNT, valid_until_at=now + 365 * DAY).event
        self._range = proposed.range
        refuse(
            self._show,
            "a range granted by the officer who proposed it",
            RangeSecondOfficerNeeded,
            lambda: bills.grant_range(proposed.range, proposed.range_version),
        )
        granted = control.grant_range(proposed.range, proposed.range_version).event
        numbers = f"{format_code(granted.code)}, {granted.first} to {granted.last}"
        self._show(Done(f"range {granted.range} granted to the hospital by two officers: code {numbers}"))

    def issue(self) -> None:
        """A batch under one Merkle root; its documents go to the vault first, its holders get their files."""
        now = self._cast.ledger.now()
        issuer = self._cast.members[Party.HOSPITAL].public_code
        drafts = [bill_draft(index, issuer, now) for index in range(BILLS)]
        consent = [secrets.token_bytes(SECRET_LENGTH) for _ in drafts]
        issued = self._issuer.issue_batch(
            self._range,
            [
                BillOrder(draft, claimable_fen(draft), consent_address(secret))
                for draft, secret in zip(drafts, consent, strict=True)
            ],
        )
        self._keys = issued.keys
        (self._folder / "holders").mkdir(mode=0o700)
        for index in (VERIFIED, TAKEN_BACK, CLAIMED):
            content = self._issuer.holder_file(self._keys[index], consent[index]).to_json()
            private_files.write_new(self._path(index), content)
        total = sum(draft.header.total_fen for draft in drafts)
        self._show(Done(f"{BILLS} bills over {yuan(total)} issued by one root, in one transaction"))

    # --- verify, take back ---

    def verify(self) -> tuple[BillVerification, BillVerification]:
        """A holder verifies a bill from the file alone; two altered copies do not pass.

        Returns:
            What the chain says of the bill, and of a forged copy.
        """
        holders = self._holder_file(VERIFIED)
        found = self._cast.ledger.bills.verify(holders)
        require(found.authentic and found.state is IssueState.ISSUED, "the holder's bill is authentic and issued")
        number = self._number(VERIFIED)
        self._show(Done(f"bill {number} verified from its holder's file: authentic, {found.state.name}"))
        edited = json.loads(self._path(VERIFIED).read_bytes())
        edited["document"]["header"]["total_fen"] += RAISED_FEN
        altered = json.dumps(edited)
        refuse(self._show, "a copy with a raised total", ProofMismatch, lambda: HolderFile.from_json(altered))
        forgery = self._cast.ledger.bills.verify(_forged(holders))
        require(not forgery.authentic, "a copy that was sealed anew is not authentic")
        self._show(Done("a copy with a raised total, hashed anew by a forger: NOT authentic, says the chain"))
        return found, forgery

    def take_back(self) -> int:
        """A red letter takes a bill back; returns the red letter's key."""
        number = self._number(TAKEN_BACK)
        reason = RedLetterReason.REFUND
        red = self._red_letter(TAKEN_BACK, reason).event.red_bill
        found = self._cast.ledger.bills.verify(self._holder_file(TAKEN_BACK))
        require(
            (found.authentic, found.state, found.counterpart) == (True, IssueState.RED_LETTERED, red),
            "the holder's bill shows that it was taken back",
        )
        self._show(Done(f"bill {number} taken back by red letter {format_key(red)}: {reason.name}"))
        return red

    def too_late(self) -> None:
        """A bill of which something was paid cannot be taken back."""
        refuse(
            self._show,
            "a red letter for the bill that was paid",
            BillEngaged,
            lambda: self._red_letter(CLAIMED, RedLetterReason.WRONG_ISSUE),
        )

    def _red_letter(self, index: int, reason: RedLetterReason) -> Recorded[BillRedLettered]:
        return self._issuer.red_letter(
            self._keys[index],
            self._range,
            business_number=f"HIS-R-{index:06d}",
            reason=reason,
            cashier=CASHIER,
            reviewer=REVIEWER,
        )

    # --- what is left ---

    def outcome(self, found: BillVerification, forgery: BillVerification, red_letter: int) -> BillsOutcome:
        """What became of the bills; puts every document into the folder."""
        vault = self._cast.vaults[Party.HOSPITAL]
        batch = vault.batch(self._keys[0])
        stored = (*vault.bills(batch.first), vault.bill(red_letter))
        private_files.write_directory(
            self._folder / "bills", {f"{format_key(bill.key)}.json": bill.document.to_json() for bill in stored}
        )
        return BillsOutcome(
            number_range=self._range,
            first=batch.first,
            count=batch.count,
            total_fen=sum(bill.document.header.total_fen for bill in stored[: batch.count]),
            root=batch.root,
            verified=self._keys[VERIFIED],
            verification=found,
            forgery=forgery,
            taken_back=self._keys[TAKEN_BACK],
            red_letter=red_letter,
        )

    @property
    def claimed(self) -> HolderFile:
        """What the holder of the bill of the stay gives to both payers."""
        return self._holder_file(CLAIMED)

    def _number(self, index: int) -> str:
        return format_key(self._keys[index])

    def _path(self, index: int) -> Path:
        return self._folder / "holders" / f"{self._number(index)}.json"

    def _holder_file(self, index: int) -> HolderFile:
        """The holder's file, read from the disk."""
        return HolderFile.from_json(self._path(index).read_bytes())


def _forged(holders: HolderFile) -> HolderFile:
    """A copy with a raised total, in which everything that a forger can hash was hashed anew."""
    bill, opening = holders.bill, holders.opening
    header = msgspec.structs.replace(bill.document.header, total_fen=bill.document.header.total_fen + RAISED_FEN)
    document = msgspec.structs.replace(bill.document, header=header)
    sealed = reseal(document, bill.root_salt, claimable_fen=bill.claimable_fen, consent_key=bill.consent_key)
    return HolderFile(sealed, replace(opening, row=replace(opening.row, inner=sealed.inner)), holders.place)

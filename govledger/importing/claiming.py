"""Reimbursements: each is settled by its payer, in the data's order; what is done already is not (I/O).

They were paid long ago, so nothing stands between reserving and settling: one call does both, and a run that is killed
leaves no reservation behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from govledger.actions.claims import Claim
from govledger.bills.holder import HolderFile
from govledger.bills.import_plan import PlannedBill, Reimbursement
from govledger.errors import Refusal
from govledger.importing import standing, workers
from govledger.importing.admission import Done
from govledger.importing.standing import ClaimHistory
from govledger.ledger import Ledger, Officer
from govledger.privacy.tags import TagKind
from govledger.refusals import (
    BillStateMismatch,
    ClaimCapacityExceeded,
    ClaimPayersExceeded,
    ClaimTagUsed,
    ClaimVersionStale,
    ReservationLive,
)
from govledger.vault import StoredBill, Vault

ROUNDS = 4
"""How often a bill is looked at again after somebody else was faster."""

LISTED = (ClaimCapacityExceeded, ClaimPayersExceeded, ReservationLive, BillStateMismatch)
"""Refusals that concern the one reimbursement: it is listed with its reason, and the next one goes on."""

OVERTAKEN = (ClaimVersionStale, ClaimTagUsed)
"""Refusals that say that the ledger is not any more as it was read: it is read again."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """A payer's claims officer."""

    organisation: int
    officer: Officer
    vault: Vault

    def tag(self, reference: str) -> bytes:
        """The payer's tag of a claim reference."""
        return self.vault.tag(TagKind.CLAIM, reference)


@dataclass(frozen=True, slots=True)
class ClaimedBill:
    """An issued bill with reimbursements, and what proves it."""

    planned: PlannedBill
    stored: StoredBill
    hospital: Vault

    @property
    def holder_file(self) -> HolderFile:
        """What the holder shows to a payer."""
        tree = self.hospital.tree(self.stored.batch.first)
        return HolderFile(self.stored.sealed, tree.opening(self.stored.index), self.stored.batch.issued)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What came of the reimbursements."""

    settled: int
    """In this run."""

    refused: Mapping[str, Refusal]
    """By the payment's reference."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    settled: int
    refused: Mapping[str, Refusal]
    overtaken: Refusal | None
    """Why the bill is to be looked at again."""


def claim(
    ledger: Ledger, bills: Sequence[ClaimedBill], claimants: Mapping[str, Claimant], *, at_once: int, done: Done
) -> Claimed:
    """Settle every reimbursement that is not settled yet.

    Args:
        ledger: its index is brought up to date.
        bills: those with reimbursements, all of them issued.
        claimants: the payers by public code.
        at_once: how many bills are worked on at a time.
        done: told how many of the bills are done.

    Raises:
        Refusal: a contract refused for a reason that concerns more than one reimbursement.
        TransactionError: an act could not be carried out.
    """
    settled = 0
    refused: dict[str, Refusal] = {}
    left = list(bills)
    for attempt in range(1, ROUNDS + 1):
        tell = partial(_tell, done, len(bills) - len(left), len(bills))
        outcomes = _round(ledger, left, claimants, at_once, tell)
        again = []
        for bill, outcome in zip(left, outcomes, strict=True):
            settled += outcome.settled
            refused |= outcome.refused
            if outcome.overtaken is not None:
                again.append(bill)
                if attempt == ROUNDS:
                    raise outcome.overtaken
        if not again:
            break
        left = again
    return Claimed(settled, refused)


def _tell(done: Done, before: int, total: int, count: int) -> None:
    done(before + count, total)


def _round(
    ledger: Ledger,
    bills: Sequence[ClaimedBill],
    claimants: Mapping[str, Claimant],
    at_once: int,
    done: Callable[[int], None],
) -> list[_Outcome]:
    """Each bill once, on what the index holds now."""
    ledger.sync()
    histories = {code: standing.claims_of(ledger.store, one.organisation) for code, one in claimants.items()}

    def carry_out(bill: ClaimedBill) -> _Outcome:
        return _Claiming(ledger, claimants, histories, bill).carry_out()

    return workers.run(carry_out, bills, at_once=at_once, done=done)


class _Claiming:
    """The reimbursements of one bill."""

    def __init__(
        self,
        ledger: Ledger,
        claimants: Mapping[str, Claimant],
        histories: Mapping[str, ClaimHistory],
        bill: ClaimedBill,
    ) -> None:
        self._ledger = ledger
        self._claimants = claimants
        self._histories = histories
        self._bill = bill
        self._key = bill.stored.key

    def carry_out(self) -> _Outcome:
        settled = 0
        refused: dict[str, Refusal] = {}
        for reimbursement in self._bill.planned.reimbursements:
            try:
                settled += self._reimburse(reimbursement)
            except LISTED as refusal:
                refused[reimbursement.reference] = refusal
            except OVERTAKEN as refusal:
                return _Outcome(settled, refused, refusal)
        return _Outcome(settled, refused, None)

    def _reimburse(self, reimbursement: Reimbursement) -> bool:
        """Reserve and settle; False if it was settled before. The first claim on a bill shows what is claimable."""
        claimant = self._claimants[reimbursement.payer]
        if claimant.tag(reimbursement.reference) in self._histories[reimbursement.payer].direct:
            return False
        claims = claimant.officer.claims
        found = claims.claim(self._key)
        seen = 0 if found is None else found.version
        claims.reserve_and_settle(
            Claim(self._bill.holder_file, reimbursement.amount_fen, reimbursement.reference, seen)
        )
        return True

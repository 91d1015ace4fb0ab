"""Reimbursements: each is reserved and settled by its payer, in the data's order; what is done already is not (I/O)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count as count_from

from govledger.bills.holder import HolderFile
from govledger.bills.import_plan import PlannedBill, Reimbursement
from govledger.errors import Refusal
from govledger.importing import standing, workers
from govledger.importing.admission import Done
from govledger.importing.parties import DAY
from govledger.importing.standing import ClaimHistory
from govledger.ledger import Ledger, Officer
from govledger.privacy.tags import TagKind
from govledger.refusals import (
    BillStateMismatch,
    ClaimCapacityExceeded,
    ClaimIsOpen,
    ClaimPayersExceeded,
    ClaimTagUsed,
    ClaimVersionStale,
    ReservationExpired,
    ReservationLive,
    ReservationUsedUp,
)
from govledger.vault import StoredBill, Vault

RESERVED_SECONDS = 30 * DAY
"""How long a reservation counts if nobody settles it; a run that is killed in between has so long to be finished."""

ROUNDS = 4
"""How often a bill is looked at again after somebody else was faster."""

LISTED = (ClaimCapacityExceeded, ClaimPayersExceeded, ReservationLive, BillStateMismatch)
"""Refusals that concern the one reimbursement: it is listed with its reason, and the next one goes on."""

OVERTAKEN = (ClaimIsOpen, ClaimVersionStale, ClaimTagUsed, ReservationUsedUp, ReservationExpired)
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


def references_of(reference: str) -> Iterator[str]:
    """The claim references that one payment may stand under: its own, and others once a reservation has lapsed.

    A reference is used once. A run that was killed between reserving and settling, and not finished before the
    reservation expired, reserves again under the payment's ID with ` (2)` behind it, and so on.
    """
    yield reference
    yield from (f"{reference} ({attempt})" for attempt in count_from(2))


def claim(
    ledger: Ledger, bills: Sequence[ClaimedBill], claimants: Mapping[str, Claimant], *, at_once: int, done: Done
) -> Claimed:
    """Reserve and settle every reimbursement that is not settled yet.

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
        """Reserve and settle; False if it was settled before."""
        claimant = self._claimants[reimbursement.payer]
        history = self._histories[reimbursement.payer]
        for reference in references_of(reimbursement.reference):
            made = history.reservations.get(claimant.tag(reference))
            if made is None:
                reserved = self._reserve(claimant, reimbursement.amount_fen, reference)
                claimant.officer.claims.settle(self._key, reserved, reimbursement.amount_fen)
                return True
            if history.settled_fen(made):
                return False
            if self._is_live(claimant, made.reservation):
                claimant.officer.claims.settle(self._key, made.reservation, made.amount_fen)
                return True
        raise AssertionError("references never end")

    def _reserve(self, claimant: Claimant, amount_fen: int, reference: str) -> int:
        """The first one opens the claim with the holder's file; later ones carry the version that is read here."""
        claims = claimant.officer.claims
        expires_at = self._ledger.now() + RESERVED_SECONDS
        found = claims.claim(self._key)
        if found is None:
            recorded = claims.open_and_reserve(
                self._bill.holder_file, amount_fen, reference=reference, expires_at=expires_at
            )
        else:
            recorded = claims.reserve(self._key, found.version, amount_fen, reference=reference, expires_at=expires_at)
        return recorded.event.reservation

    def _is_live(self, claimant: Claimant, number: int) -> bool:
        now = self._ledger.now()
        return any(
            (one.payer, one.number) == (claimant.organisation, number) and one.reserved_fen and now < one.expires_at
            for one in claimant.officer.claims.reservations(self._key)
        )

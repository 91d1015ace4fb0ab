"""Claims: reserve before paying, settle what was reserved; the same money is never paid twice."""

from __future__ import annotations

from typing import Any

from govledger.actions.bills import opening_struct
from govledger.actions.section import Acting, ActingSection, ReadingSection, VaultAccess
from govledger.bills.holder import HolderFile
from govledger.bills.number import BillKey
from govledger.events.types import ReservationMade, ReservationReleased, SettlementMade
from govledger.model import ClaimAccount, Recorded, Reservation
from govledger.privacy.tags import TagKind


class ClaimsReader(ReadingSection):
    """What was reserved and settled of a bill, and what can still be claimed."""

    CONTRACT = "bill_claims"

    def claim(self, bill: BillKey) -> ClaimAccount | None:
        """What was claimed of a bill, or None if it never was."""
        found = self._read("getClaim", bill)
        if not found.version:
            return None
        return ClaimAccount(
            version=found.version,
            claimable_fen=found.claimable_fen,
            settled_fen=found.settled_fen,
            reservations=found.reservations,
            payers=found.payers,
            available_fen=self._read("availableOf", bill),
        )

    def reservations(self, bill: BillKey) -> tuple[Reservation, ...]:
        """The last reservation of each payer of a bill, in the order of their first ones."""
        return tuple(Reservation(*found) for found in self._read("reservationsOf", bill))


class ClaimsActions(ClaimsReader, ActingSection):
    """What a payer's claims officer does."""

    def __init__(self, acting: Acting, vault: VaultAccess) -> None:
        super().__init__(acting)
        self._vault = vault

    def _tag(self, reference: str) -> bytes:
        return self._vault().tag(TagKind.CLAIM, reference)

    def open_and_reserve(
        self, holder_file: HolderFile, amount_fen: int, *, reference: str, expires_at: int
    ) -> Recorded[ReservationMade]:
        """Claim a bill for the first time: shows its claimable amount, and reserves.

        Args:
            holder_file: the bill with what proves it, as its holder gave it.
            amount_fen: what is reserved.
            reference: the payer's own number for this claim; on the chain as a tag. Each is used once.
            expires_at: when the reservation stops counting, at most 31 days ahead.

        Raises:
            ClaimIsOpen: the bill was claimed before; reserve with the version that the error names.
        """
        bill = holder_file.bill
        inner = (bill.commitment, bill.claimable_fen, bill.consent_key, bill.blinder)
        return self._act(
            ReservationMade,
            "openAndReserve",
            bill.document.key,
            opening_struct(holder_file),
            inner,
            amount_fen,
            self._tag(reference),
            expires_at,
        )

    def reserve(
        self, bill: BillKey, seen_version: int, amount_fen: int, *, reference: str, expires_at: int
    ) -> Recorded[ReservationMade]:
        """Reserve an amount of a bill that was claimed before.

        Args:
            bill: its key.
            seen_version: the version of the claim on which the payer decided.
            amount_fen: what is reserved.
            reference: the payer's own number for this claim; on the chain as a tag. Each is used once.
            expires_at: when the reservation stops counting, at most 31 days ahead.

        Raises:
            ClaimVersionStale: somebody else was first; read the claim again before deciding.
        """
        tag = self._tag(reference)
        return self._act(ReservationMade, "reserve", bill, seen_version, amount_fen, tag, expires_at)

    def settle(self, bill: BillKey, reservation: int, amount_fen: int) -> Recorded[SettlementMade]:
        """Settle a part or all of the own live reservation: the payer's word that it paid."""
        return self._act(SettlementMade, "settle", bill, reservation, amount_fen)

    def release(self, bill: BillKey, reservation: int) -> Recorded[ReservationReleased]:
        """Give back what is left of the own live reservation."""
        return self._act(ReservationReleased, "release", bill, reservation)

    def was_claimed(self, payer: int, reference: str) -> bool:
        """Whether this payer, whose tags these are, used a claim reference before."""
        used: Any = self._read("isClaimTagUsed", payer, self._tag(reference))
        return bool(used)

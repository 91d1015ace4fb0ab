"""Claims: reserve before paying, settle what was reserved; the same money is never paid twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from govledger import refusals
from govledger.actions.bills import opening_struct
from govledger.actions.section import ActingInBulk, ActingSection, ReadingSection, VaultAccess
from govledger.bills.consent import Consent
from govledger.bills.holder import HolderFile
from govledger.errors import BulkRefused
from govledger.events import Event
from govledger.events.refusal import refusal_of
from govledger.events.types import (
    ClaimDeclined,
    ConsentRevoked,
    DirectSettlementMade,
    ReservationMade,
    ReservationReleased,
    ReservationRenewed,
    ReversalProposed,
    SettlementMade,
    SettlementReversed,
)
from govledger.model import (
    ClaimAccount,
    ClaimPurpose,
    PayerClass,
    Recorded,
    Reservation,
    Reversal,
    ReversalReason,
    from_bits,
)
from govledger.privacy.consent_terms import Domain
from govledger.privacy.tags import TagKind

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a payer takes of a bill."""

    holder_file: HolderFile
    """The bill with what proves it, as its holder gave it."""
    amount_fen: int
    reference: str
    """The payer's own number for this claim; on the chain as a tag. Each is used once."""
    seen_version: int = 0
    """The version of the claim on which the payer decided; 0: the bill was never claimed."""
    consent: Consent | None = None
    """The subject's consent, where the bill asks for one."""
    purpose: ClaimPurpose = ClaimPurpose.REIMBURSEMENT
    """Where the bill asks for nobody's consent; else the consent says it."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a payer settles of what it reserved."""

    bill: int
    reservation: int
    amount_fen: int


class ClaimsReader(ReadingSection):
    """What was reserved and settled of a bill, and what can still be claimed."""

    CONTRACT = "bill_claims"

    def claim(self, bill: int) -> ClaimAccount | None:
        """What was claimed of a bill, or None if the contract never had to do with it."""
        found = self._read("getClaim", bill)
        if not found.version:
            return None
        return ClaimAccount(
            version=found.version,
            open=found.open,
            claimable_fen=found.claimable_fen,
            settled_fen=found.settled_fen,
            reserved_fen=found.reserved_fen,
            consent_key=found.consent_key,
            payers=found.payers,
            turns_over=from_bits(PayerClass, found.turns_over),
            bookings=found.bookings,
            available_fen=found.claimable_fen - found.settled_fen - found.reserved_fen,
        )

    def reservations(self, bill: int) -> tuple[Reservation, ...]:
        """The last reservation of each payer of a bill, in the order of their first acts."""
        return tuple(Reservation(*found) for found in self._read("reservationsOf", bill))

    def reversal(self, bill: int, reservation: int) -> Reversal | None:
        """The reversal that is proposed for a payer's settlements, by its last reservation's number, or None."""
        found = self._read("getReversal", bill, reservation)
        if not found.proposed_by:
            return None
        return Reversal(found.proposed_by, found.amount_fen, ReversalReason(found.reason))

    def revoked_serial(self, consent_key: bytes, payer: int) -> int:
        """Up to which serial the consents of a one-time key to a payer are revoked; 0: none is."""
        serial: int = self._read("revokedSerial", consent_key, payer)
        return serial

    def consent_domain(self) -> Domain:
        """Where the consents to claims on this ledger's bills count: what `give_consent` signs for."""
        return Domain(self._reading.chain_id, self._reading.address_of(self.CONTRACT))


class ClaimsActions(ClaimsReader, ActingSection):
    """What a payer's claims officer does."""

    def __init__(self, acting: ActingInBulk, vault: VaultAccess) -> None:
        super().__init__(acting)
        self._bulk = acting
        self._vault = vault

    # --- one bill ---

    def reserve(self, claim: Claim, *, expires_at: int) -> Recorded[ReservationMade]:
        """Reserve an amount of a bill. The first reservation shows how much of the bill is claimable.

        Args:
            claim: what is taken of which bill, as its holder gave it.
            expires_at: when the reservation stops counting, at most 31 days ahead.

        Returns:
            The reservation; its number is the event's `bill_version`.

        Raises:
            ClaimVersionStale: somebody else was first; read the claim again before deciding.
            ClaimCapacityExceeded: less than that is left.
        """
        return self._act(ReservationMade, "reserve", *self._terms(claim), expires_at)

    def reserve_and_settle(self, claim: Claim) -> Recorded[DirectSettlementMade]:
        """Reserve an amount of a bill and settle it in the same call.

        Raises:
            ClaimVersionStale: somebody else was first; read the claim again before deciding.
            ClaimCapacityExceeded: less than that is left.
        """
        return self._act(DirectSettlementMade, "reserveAndSettle", *self._terms(claim))

    def renew(
        self, bill: int, seen_version: int, reservation: int, *, expires_at: int, consent: Consent | None = None
    ) -> Recorded[ReservationRenewed]:
        """Let the own live reservation live longer, at most 31 days ahead."""
        given = _consent_struct(consent, ClaimPurpose.REIMBURSEMENT)
        return self._act(ReservationRenewed, "renew", bill, seen_version, reservation, expires_at, given)

    def settle(self, bill: int, reservation: int, amount_fen: int) -> Recorded[SettlementMade]:
        """Settle a part or all of the own live reservation: the payer's word that it paid."""
        return self._act(SettlementMade, "settle", bill, reservation, amount_fen)

    def release(self, bill: int, reservation: int) -> Recorded[ReservationReleased]:
        """Give back what is left of the own live reservation."""
        return self._act(ReservationReleased, "release", bill, reservation)

    def decline(
        self, holder_file: HolderFile, *, seen_version: int = 0, consent: Consent | None = None
    ) -> Recorded[ClaimDeclined]:
        """Leave the turn on a bill to the payers of later classes."""
        access = _access(holder_file, seen_version, _consent_struct(consent, ClaimPurpose.REIMBURSEMENT))
        return self._act(ClaimDeclined, "decline", access)

    def propose_reversal(
        self, bill: int, reservation: int, amount_fen: int, reason: ReversalReason
    ) -> Recorded[ReversalProposed]:
        """Propose to reverse a part or all of what the payer settled, by the number of its last reservation."""
        return self._act(ReversalProposed, "proposeReversal", bill, reservation, amount_fen, reason)

    def confirm_reversal(self, bill: int, reservation: int, amount_fen: int) -> Recorded[SettlementReversed]:
        """Reverse what another officer of the payer proposed to: the amount can be claimed again."""
        return self._act(SettlementReversed, "confirmReversal", bill, reservation, amount_fen)

    def revoke_consent(self, consent_key: bytes, payer: int, serial: int, signature: bytes) -> Recorded[ConsentRevoked]:
        """Deliver a subject's revocation of its consents to a payer up to a serial; anyone may.

        Args:
            consent_key: address (20 bytes) of the bill's one-time key.
            payer: the payer's organisation.
            serial: the consents up to this serial are revoked.
            signature: as `sign_revocation` of `govledger.bills.consent` makes it.
        """
        return self._act(ConsentRevoked, "revokeConsent", consent_key, payer, serial, signature)

    # --- many bills at once ---

    def reserve_and_settle_many(self, claims: Sequence[Claim]) -> tuple[Recorded[DirectSettlementMade], ...]:
        """Reserve and settle many claims in one transaction, all or none.

        A transaction holds some 75 of them: each first claim costs about 210,000 gas (`make bench-gas`), and no
        transaction may need more than 16,777,216 (EIP-7825).

        Raises:
            BulkRefused: one of them was refused; it names the index and the refusal.
        """
        return self._in_bulk(
            DirectSettlementMade, [self._call("reserveAndSettle", *self._terms(claim)) for claim in claims]
        )

    def settle_many(self, settlements: Sequence[Settlement]) -> tuple[Recorded[SettlementMade], ...]:
        """Settle many reservations in one transaction, all or none.

        Raises:
            BulkRefused: one of them was refused; it names the index and the refusal.
        """
        calls = [self._call("settle", one.bill, one.reservation, one.amount_fen) for one in settlements]
        return self._in_bulk(SettlementMade, calls)

    # --- steps ---

    def was_claimed(self, payer: int, reference: str) -> bool:
        """Whether this payer, whose tags these are, used a claim reference before."""
        used: Any = self._read("isClaimTagUsed", payer, self._tag(reference))
        return bool(used)

    def _tag(self, reference: str) -> bytes:
        return self._vault().tag(TagKind.CLAIM, reference)

    def _terms(self, claim: Claim) -> tuple[Any, int, bytes]:
        """What shows the bill, the amount and the tag, as the contract takes them."""
        consent = _consent_struct(claim.consent, claim.purpose)
        access = _access(claim.holder_file, claim.seen_version, consent)
        return access, claim.amount_fen, self._tag(claim.reference)

    def _call(self, function: str, *arguments: Any) -> bytes:
        return self._bulk.encode(self.CONTRACT, function, *arguments)[1]

    def _in_bulk(self, event: type[E], calls: Sequence[bytes]) -> tuple[Recorded[E], ...]:
        try:
            return self._bulk.act_in_bulk(event, self.CONTRACT, calls)
        except refusals.BulkCallFailed as failed:
            index, reason = failed.args
            raise BulkRefused(index, refusal_of(reason, refusals.BY_SELECTOR)) from failed


def _access(holder_file: HolderFile, seen_version: int, consent: tuple[Any, ...]) -> tuple[Any, ...]:
    """As the contract's ClaimAccess."""
    bill = holder_file.bill
    inner = (bill.commitment, bill.claimable_fen, bill.consent_key, bill.blinder)
    return (bill.document.key, seen_version, consent, opening_struct(holder_file), inner)


def _consent_struct(consent: Consent | None, purpose: ClaimPurpose) -> tuple[int, int, int, bytes]:
    """As the contract's Consent; empty where none was given."""
    if consent is None:
        return (purpose, 0, 0, b"")
    return (consent.purpose, consent.until_at, consent.serial, consent.signature)

"""The rules of BillClaims: what is claimed of a bill, and who has it in its books. Pure.

For every bill, at every time: settled + live reservations ≤ claimable. A payer comes with the consent of the bill's
subject, in its turn, and reserves before it pays, or does both in one act. A reservation is live while now < its
expiry, and stops counting then without anyone's doing. What takes capacity names the version that the payer saw; what
uses it or gives it back names its own reservation. Reimbursing units book a bill, each once at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from govledger import refusals
from govledger.errors import InputError
from govledger.events import Event
from govledger.events import types as events
from govledger.events.refusal import ContractRefusal
from govledger.model import (
    ClaimPurpose,
    ContractRole,
    EntryPurpose,
    EntryState,
    PayerClass,
    ReversalReason,
    Role,
)
from govledger.privacy.commitments import inner_hash
from govledger.privacy.consent_terms import Domain, consent_digest, revocation_digest
from govledger.rules.answers import Authority, Consortium, Stage, require
from govledger.rules.bill_ranges import NUMBER_LIMIT
from govledger.rules.medical_bills import NO_ADDRESS, NO_HASH, BillOpening, MedicalBillsRules, leaf_in

EXPIRY_LIMIT = 31 * 86_400
PAYER_LIMIT = 8
BOOKING_LIMIT = 255
FIRST_PERIOD, LAST_PERIOD = 1970_01, 9999_12
BOOKED = frozenset({EntryState.DEDUCTIBLE, EntryState.NOT_DEDUCTIBLE})
NOBODY = Authority(0, 0, 0)
"""Who asks, and does not act."""

Events = tuple[Event, ...]
SignedBy = Callable[[bytes, bytes, bytes], bool]
"""Whether the key of an address made this signature (64 bytes, ERC-2098) over a digest of 32 bytes."""


# --- what calls take, member by member as in Solidity ----------------------------------------------------


class CompactSignature(NamedTuple):
    """A signature in the 64 bytes of ERC-2098."""

    r: bytes
    vs: bytes
    """s, and in its highest bit whether v is 28."""


NO_SIGNATURE = CompactSignature(NO_HASH, NO_HASH)


class Consent(NamedTuple):
    """What a bill's subject agreed to; all zero where the bill asks for nobody's consent."""

    purpose: int
    until: int
    serial: int
    signature: CompactSignature | None
    """None: it was shown to the contract, whose events do not repeat it."""


class BillInner(NamedTuple):
    """The preimage of a leaf's inner part."""

    commitment: bytes | None
    """None: it was shown to the contract, whose events do not repeat it; nor the blinder."""
    claimable_fen: int
    consent_key: bytes
    blinder: bytes | None

    @property
    def hashed(self) -> bytes | None:
        """What the leaf has to hold; None where that is not known."""
        if self.commitment is None or self.blinder is None:
            return None
        return inner_hash(self.commitment, self.claimable_fen, self.consent_key, self.blinder)


class ClaimShowing(NamedTuple):
    """What opens the claim of a bill."""

    opening: BillOpening
    inner: BillInner


class ClaimAccess(NamedTuple):
    """What a payer needs in order to take of a bill."""

    bill: int
    seen_version: int
    consent: Consent
    showings: Sequence[ClaimShowing] = ()
    """One, for the act that opens the claim; not read once it is open."""


# --- what the contract holds -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """What is stored of one bill, besides its places; all zero: it never had to do with it."""

    version: int = 0
    open: bool = False
    claimable_fen: int = 0
    consent_key: bytes = NO_ADDRESS
    pending_turns: int = 0
    """The classes of payers that later ones wait for and whose turn is not over: bit = number of the class."""
    bookings: int = 0


@dataclass(frozen=True, slots=True)
class Reservation:
    """A payer's place on a bill: its last reservation, and what it settled over all of them."""

    payer: int = 0
    number: int = 0
    """The version of the bill that made the reservation; 0: the payer only declined."""
    reserved_fen: int = 0
    settled_fen: int = 0
    expires_at: int = 0

    def is_live(self, now: int) -> bool:
        """Whether it counts at a time."""
        return self.reserved_fen != 0 and now < self.expires_at


@dataclass(frozen=True, slots=True)
class ClaimAccount:
    """What is known of one bill at a time."""

    version: int
    open: bool
    claimable_fen: int
    settled_fen: int
    reserved_fen: int
    consent_key: bytes
    payers: int
    pending_turns: int
    bookings: int


@dataclass(frozen=True, slots=True)
class Reversal:
    """A reversal that a second officer has to confirm; of no fen: none is proposed."""

    proposed_by: int = 0
    amount_fen: int = 0
    reason: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A bill in the books of one unit; all zero: it was never booked there."""

    state: EntryState = EntryState.NOT_BOOKED
    purpose: int = 0
    period: int = 0
    """Year · 100 + month."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an act on a bill goes by: who acts, the bill's account and places, and the place that the act is about."""

    bill: int
    acting: Authority
    account: Account
    places: tuple[Reservation, ...]
    place: int = 0
    payer_class: PayerClass = PayerClass.UNCLASSIFIED
    """The payer's, while turns are pending; else UNCLASSIFIED."""
    opening: BillOpening | None = None
    """That of a claim which the act opens."""
    events: Events = ()
    """Those of the act so far."""

    @property
    def payer(self) -> int:
        """The acting organisation."""
        return self.acting.organisation

    @property
    def own(self) -> Reservation:
        """The place that the act is about."""
        return self.places[self.place]

    @property
    def settled_fen(self) -> int:
        """What all payers together have settled."""
        return sum(one.settled_fen for one in self.places)

    def live_fen(self, now: int) -> int:
        """What all live reservations hold."""
        return sum(one.reserved_fen for one in self.places if one.is_live(now))

    def available_fen(self, now: int) -> int:
        """What can still be claimed."""
        return self.account.claimable_fen - self.settled_fen - self.live_fen(now)

    def last_expiry(self, now: int) -> int:
        """When the last of the live reservations expires; 0: none is live."""
        return max((one.expires_at for one in self.places if one.is_live(now)), default=0)

    def place_of(self, payer: int) -> int | None:
        """The place of a payer."""
        return next((place for place, one in enumerate(self.places) if one.payer == payer), None)

    def changed(self, **changes: Any) -> Standing:
        """With the act's place changed."""
        own = replace(self.own, **changes)
        return replace(self, places=(*self.places[: self.place], own, *self.places[self.place + 1 :]))

    def amended(self, **changes: Any) -> Standing:
        """With the bill's account changed."""
        return replace(self, account=replace(self.account, **changes))


class BillClaimsRules:
    """The state of BillClaims, and what may become of it."""

    def __init__(
        self,
        consortium: Consortium | None,
        bills: MedicalBillsRules | None,
        *,
        address: bytes,
        chain_id: int,
        signed_by: SignedBy,
    ) -> None:
        """As the contract is created.

        Args:
            consortium: whose officers act.
            bills: of the bills that are claimed; their ranges say in which order payers take their turns.
            address: of the contract.
            chain_id: of its chain; both are part of what is signed.
            signed_by: judges signatures.

        Raises:
            Refusal: no consortium, or no bills.
        """
        if consortium is None or bills is None:
            raise refusals.ConstructorAddressZero()
        self.address = address
        self.domain = Domain(chain_id, address)
        self.consortium = consortium
        self.bills = bills
        self.ranges = bills.ranges
        self.accounts: dict[int, Account] = {}
        self.places: dict[int, tuple[Reservation, ...]] = {}
        """In the order of the payers' first acts."""
        self.reversals: dict[tuple[int, int], Reversal] = {}
        """By bill and place."""
        self.entries: dict[tuple[int, int], Entry] = {}
        """By bill and unit."""
        self.used_tags: dict[tuple[int, bytes], bool] = {}
        """By payer and claim tag."""
        self.revocations: dict[bytes, int] = {}
        """How often a one-time key revoked consents."""
        self.revoked: dict[tuple[bytes, int], int] = {}
        """Up to which serial, by one-time key and payer."""
        self._signed_by = signed_by

    # --- what takes capacity ---

    def reserve(
        self, sender: bytes, now: int, access: ClaimAccess, amount_fen: int, claim_tag: bytes, expires_at: int
    ) -> Events:
        """A payer reserves an amount; the first act on a bill opens its claim."""
        standing = self._enter(sender, now, access)
        _require_expiry(expires_at, now)
        self._require_takeable(now, access, standing, amount_fen, claim_tag)
        self._check_engagement(now, standing)

        self.used_tags[standing.payer, claim_tag] = True
        number = standing.account.version + 1
        standing = standing.changed(number=number, reserved_fen=amount_fen, expires_at=expires_at)
        consented = _consented(access.consent)
        made = (amount_fen, claim_tag, expires_at, *consented)
        return self._engaged(now, standing, events.ReservationMade, sender, *made)

    def reserve_and_settle(
        self, sender: bytes, now: int, access: ClaimAccess, amount_fen: int, claim_tag: bytes
    ) -> Events:
        """A payer reserves an amount and settles it at once."""
        standing = self._enter(sender, now, access)
        self._require_takeable(now, access, standing, amount_fen, claim_tag)
        self._check_engagement(now, standing)

        self.used_tags[standing.payer, claim_tag] = True
        number, settled = standing.account.version + 1, standing.own.settled_fen + amount_fen
        standing = standing.changed(number=number, reserved_fen=0, settled_fen=settled, expires_at=now)
        standing = _turn_ended(standing, standing.payer_class)
        made = (amount_fen, claim_tag, *_consented(access.consent))
        return self._engaged(now, standing, events.DirectSettlementMade, sender, *made)

    def renew(
        self,
        sender: bytes,
        now: int,
        bill: int,
        seen_version: int,
        reservation: int,
        expires_at: int,
        consent: Consent,
    ) -> Events:
        """A payer lets its live reservation live longer, while the subject still consents."""
        standing = self._find_live(sender, now, bill, reservation, Stage.FINISH)
        _require_version(bill, seen_version, standing.account.version)
        self._require_consent(now, standing, consent)
        _require_expiry(expires_at, now)
        current = standing.own.expires_at
        longer = current < expires_at
        require(longer, refusals.ReservationNotExtended(bill, reservation, expires_at, current))
        self.bills.check_engagement(self.address, now, bill)

        standing = standing.changed(expires_at=expires_at)
        made = (reservation, expires_at, *_consented(consent))
        return self._engaged(now, standing, events.ReservationRenewed, sender, *made)

    # --- what uses capacity or gives it back ---

    def settle(self, sender: bytes, now: int, bill: int, reservation: int, amount_fen: int) -> Events:
        """A payer settles a part or all of its live reservation."""
        standing = self._find_live(sender, now, bill, reservation, Stage.FINISH)
        require(amount_fen != 0, refusals.ClaimAmountZero(bill))
        own = standing.own
        within = amount_fen <= own.reserved_fen
        require(within, refusals.ReservationExceeded(bill, reservation, amount_fen, own.reserved_fen))
        self.bills.check_engagement(self.address, now, bill)

        left, settled = own.reserved_fen - amount_fen, own.settled_fen + amount_fen
        standing = standing.changed(reserved_fen=left, settled_fen=settled)
        standing = _turn_ended(standing, self._class_of(standing, own.payer))
        return self._engaged(now, standing, events.SettlementMade, sender, reservation, amount_fen)

    def release(self, sender: bytes, now: int, bill: int, reservation: int) -> Events:
        """A payer gives back what is left of its live reservation, also of a frozen bill."""
        standing = self._find_live(sender, now, bill, reservation, Stage.RELIEVE)
        self.bills.check_relief(self.address, bill)

        amount_fen = standing.own.reserved_fen
        standing = standing.changed(reserved_fen=0)
        return self._relieved(now, standing, events.ReservationReleased, sender, reservation, amount_fen)

    def decline(self, sender: bytes, now: int, access: ClaimAccess) -> Events:
        """A payer leaves its turn to the payers of later classes."""
        standing = self._enter(sender, now, access)
        own = standing.payer_class
        pending = standing.account.pending_turns >> own & 1
        require(bool(pending), refusals.ClaimTurnOver(standing.bill, own))

        standing = _turn_ended(standing, own)
        return self._saved(now, standing, events.ClaimDeclined, sender, *_consented(access.consent))

    # --- what is reversed ---

    def propose_reversal(
        self, sender: bytes, now: int, bill: int, reservation: int, amount_fen: int, reason: ReversalReason | int
    ) -> Events:
        """A payer's officer proposes to reverse a part or all of what it has settled, also of a frozen bill."""
        standing = self._standing_of(bill, self._claims(sender, now, Stage.RELIEVE))
        standing = self._find(standing, reservation)
        require(amount_fen != 0, refusals.ClaimAmountZero(bill))
        own = standing.own
        within = amount_fen <= own.settled_fen
        require(within, refusals.ReversalExceeded(bill, own.payer, amount_fen, own.settled_fen))
        proposed = Reversal(standing.acting.officer, amount_fen, reason)
        changed = self.reversals.get((bill, standing.place)) != proposed
        require(changed, refusals.ReversalUnchanged(bill, reservation, amount_fen))

        self.reversals[bill, standing.place] = proposed
        return self._saved(now, standing, events.ReversalProposed, sender, reservation, amount_fen, reason)

    def confirm_reversal(self, sender: bytes, now: int, bill: int, reservation: int, amount_fen: int) -> Events:
        """A second officer of the payer confirms a reversal: the amount can be claimed again."""
        standing = self._standing_of(bill, self._claims(sender, now, Stage.RELIEVE))
        standing = self._find(standing, reservation)
        proposed = self.reversals.get((bill, standing.place), Reversal())
        same = amount_fen == proposed.amount_fen != 0
        require(same, refusals.ReversalMismatch(bill, reservation, amount_fen, proposed.amount_fen))
        second = proposed.proposed_by != standing.acting.officer
        require(second, refusals.ReversalSecondOfficerNeeded(bill, standing.acting.officer))
        self.bills.check_relief(self.address, bill)

        reason = proposed.reason
        self.reversals[bill, standing.place] = Reversal(0, 0, reason)
        standing = standing.changed(settled_fen=standing.own.settled_fen - amount_fen)
        return self._relieved(now, standing, events.SettlementReversed, sender, reservation, amount_fen, reason)

    # --- consents ---

    def revoke_consent(
        self, sender: bytes, now: int, consent_key: bytes, payer: int, serial: int, signature: CompactSignature | None
    ) -> Events:
        """Whoever has the one-time key's signature revokes its consents to a payer up to a serial."""
        self.consortium.require_reporter(self.address, self.address, ContractRole.BILL_CLAIMS)
        revoked = self.revoked_serial(consent_key, payer)
        require(revoked < serial, refusals.RevocationSerialStale(consent_key, payer, serial, revoked))
        digest = revocation_digest(self.domain, payer, serial)
        signed = signature is None or self._signed_by(consent_key, digest, b"".join(signature))
        require(signed, refusals.RevocationSignatureInvalid(consent_key, digest))

        self.revoked[consent_key, payer] = serial
        self.revocations[consent_key] = version = self.revocations_of(consent_key) + 1
        return (events.ConsentRevoked(consent_key, sender, 0, Role.NONE, version, payer, serial),)

    # --- the books of reimbursing units ---

    def book_bill(
        self,
        sender: bytes,
        now: int,
        bill: int,
        opening: BillOpening,
        state: EntryState | int,
        period: int,
        purpose: EntryPurpose | int,
    ) -> Events:
        """A reimbursing unit books a bill for a period."""
        acting = self._authorise(sender, now, Role.ACCOUNTANT, self._stage_of(bill))
        standing = self._standing_of(bill, acting)
        unit = standing.payer
        _require_entry(state, period)
        entry = self.get_entry(bill, unit)
        require(entry.state not in BOOKED, refusals.EntryExists(bill, unit, entry.period))
        require(standing.account.bookings < BOOKING_LIMIT, refusals.EntriesExceeded(bill, BOOKING_LIMIT))
        self.bills.check_opening(self.address, now, bill, opening)

        self.entries[bill, unit] = Entry(EntryState(state), purpose, period)
        standing = replace(standing.amended(bookings=standing.account.bookings + 1), opening=opening)
        booked = (opening.batch, *opening.leaf, state, period, purpose)
        return self._engaged(now, standing, events.BillBooked, sender, *booked, role=Role.ACCOUNTANT)

    def reverse_booking(self, sender: bytes, now: int, bill: int, unit: int) -> Events:
        """A reimbursing unit, or its heir, reverses its booking, also of a frozen bill."""
        acting = self._authorise(sender, now, Role.ACCOUNTANT, Stage.RELIEVE)
        entry = self.get_entry(bill, unit)
        mine = entry.state in BOOKED and self._acts_for(acting.organisation, unit)
        require(mine, refusals.EntryUnknown(bill, unit))
        self.bills.check_relief(self.address, bill)

        self.entries[bill, unit] = replace(entry, state=EntryState.REVERSED)
        standing = self._standing_of(bill, acting)
        standing = standing.amended(bookings=standing.account.bookings - 1)
        return self._relieved(now, standing, events.BookingReversed, sender, unit, role=Role.ACCOUNTANT)

    # --- many calls at once ---

    def bulk(self, sender: bytes, now: int, calls: Sequence[tuple[str, tuple[Any, ...]]]) -> Events:
        """Calls of this contract in their order, all or none, each as if the sender had made it alone.

        Args:
            sender: the account that calls.
            now: the block's time.
            calls: each a method's name, and its arguments behind `sender` and `now`.
        """
        require(len(calls) != 0, refusals.BulkEmpty())
        before = _contents(self), _contents(self.bills)
        emitted: list[Event] = []
        for index, (method, arguments) in enumerate(calls):
            try:
                emitted += getattr(self, method)(sender, now, *arguments)
            except ContractRefusal as refusal:
                for rules, contents in zip((self, self.bills), before, strict=True):
                    vars(rules).update(contents)
                raise refusals.BulkCallFailed(index, refusal.to_data()) from refusal
        return tuple(emitted)

    # --- what others ask ---

    def get_claim(self, now: int, bill: int) -> ClaimAccount:
        """What is known of a bill at a time; all zero if it never had to do with it."""
        standing = self._standing_of(bill)
        account = standing.account
        return ClaimAccount(
            version=account.version,
            open=account.open,
            claimable_fen=account.claimable_fen,
            settled_fen=standing.settled_fen,
            reserved_fen=standing.live_fen(now),
            consent_key=account.consent_key,
            payers=len(standing.places),
            pending_turns=account.pending_turns,
            bookings=account.bookings,
        )

    def reservations_of(self, bill: int) -> tuple[Reservation, ...]:
        """The last reservation of each payer of a bill, in the order of their first acts."""
        return self.places.get(bill, ())

    def available_of(self, now: int, bill: int) -> int:
        """What is left of the claimable amount of a bill at a time; 0 before its first claim."""
        return self._standing_of(bill).available_fen(now)

    def get_reversal(self, bill: int, reservation: int) -> Reversal:
        """The reversal that is proposed for a payer's settlements, by the number of its last reservation."""
        place = _place_of_number(self.reservations_of(bill), reservation)
        return Reversal() if place is None else self.reversals.get((bill, place), Reversal())

    def get_entry(self, bill: int, unit: int) -> Entry:
        """A bill in the books of a unit."""
        return self.entries.get((bill, unit), Entry())

    def revocations_of(self, consent_key: bytes) -> int:
        """How often a one-time key revoked consents."""
        return self.revocations.get(consent_key, 0)

    def revoked_serial(self, consent_key: bytes, payer: int) -> int:
        """Up to which serial the consents of a one-time key to a payer are revoked; 0: none is."""
        return self.revoked.get((consent_key, payer), 0)

    def is_claim_tag_used(self, payer: int, tag: bytes) -> bool:
        """Whether a payer's claim tag was used."""
        return (payer, tag) in self.used_tags

    # --- who may ---

    def _authorise(self, sender: bytes, now: int, role: Role, stage: Stage) -> Authority:
        return self.consortium.authorise(self.address, now, sender, role, stage)

    def _claims(self, sender: bytes, now: int, stage: Stage) -> Authority:
        return self._authorise(sender, now, Role.CLAIMS, stage)

    def _stage_of(self, bill: int) -> Stage:
        """A bill that the contract has to do with is finished here, also while the contract winds down."""
        return Stage.FINISH if bill in self.accounts else Stage.BEGIN

    def _acts_for(self, acting: int, organisation: int) -> bool:
        """The same, its successor or its custodian."""
        return acting in (organisation, self.consortium.heir_of(organisation))

    # --- an act, step by step ---

    def _standing_of(self, bill: int, acting: Authority = NOBODY) -> Standing:
        return Standing(bill, acting, self.accounts.get(bill, Account()), self.reservations_of(bill))

    def _enter(self, sender: bytes, now: int, access: ClaimAccess) -> Standing:
        """A payer comes to a bill: with its consent, in its turn, without a live reservation."""
        bill = access.bill
        standing = self._standing_of(bill, self._claims(sender, now, self._stage_of(bill)))
        _require_version(bill, access.seen_version, standing.account.version)
        if not standing.account.open:
            standing = self._opened(sender, now, access, standing)
        self._require_consent(now, standing, access.consent)
        standing = replace(standing, payer_class=self._class_in_turn(standing))
        return self._find_own(now, standing)

    def _opened(self, sender: bytes, now: int, access: ClaimAccess, standing: Standing) -> Standing:
        """The bills' rules check the leaf; here its inner part is opened."""
        require(bool(access.showings), refusals.ClaimNotShown(access.bill))
        opening, inner = access.showings[0]
        given, issued = inner.hashed, opening.leaf.inner
        require(given in (None, issued), refusals.ClaimInnerMismatch(access.bill, given or NO_HASH, issued))
        turns, _ = self.bills.check_opening(self.address, now, access.bill, opening)
        standing = standing.amended(
            open=True,
            claimable_fen=inner.claimable_fen,
            consent_key=inner.consent_key,
            pending_turns=turns,
            version=standing.account.version + 1,
        )
        opened = events.ClaimOpened(
            *(access.bill, sender, standing.payer, Role.CLAIMS, standing.account.version, opening.batch),
            *(*opening.leaf, inner.claimable_fen, inner.consent_key),
        )
        return replace(standing, opening=opening, events=(opened,))

    def _find_own(self, now: int, standing: Standing) -> Standing:
        """The payer's place, or the next free one; a payer has one live reservation on a bill."""
        bill, payer, place = standing.bill, standing.payer, standing.place_of(standing.payer)
        if place is not None:
            own = standing.places[place]
            require(not own.is_live(now), refusals.ReservationLive(bill, payer, own.number, own.expires_at))
            return replace(standing, place=place)
        count = len(standing.places)
        require(count < PAYER_LIMIT, refusals.ClaimPayersExceeded(bill, PAYER_LIMIT))
        return replace(standing, place=count, places=(*standing.places, Reservation(payer)))

    def _find(self, standing: Standing, number: int) -> Standing:
        """The place of a payer's last reservation, which its successor or custodian may use as its own."""
        place = _place_of_number(standing.places, number)
        if place is not None and self._acts_for(standing.payer, standing.places[place].payer):
            return replace(standing, place=place)
        own = standing.place_of(standing.payer)
        last = 0 if own is None else standing.places[own].number
        raise refusals.ReservationUnknown(standing.bill, standing.payer, number, last)

    def _find_live(self, sender: bytes, now: int, bill: int, number: int, stage: Stage) -> Standing:
        """The place of a live reservation of the payer that the sender acts for."""
        standing = self._find(self._standing_of(bill, self._claims(sender, now, stage)), number)
        own = standing.own
        require(own.reserved_fen != 0, refusals.ReservationUsedUp(bill, number))
        require(now < own.expires_at, refusals.ReservationExpired(bill, number, own.expires_at, now))
        return standing

    # --- what must be so ---

    def _require_takeable(
        self, now: int, access: ClaimAccess, standing: Standing, amount_fen: int, claim_tag: bytes
    ) -> None:
        """An amount that is there, under a claim reference that was not used."""
        require(amount_fen != 0, refusals.ClaimAmountZero(access.bill))
        require(claim_tag != NO_HASH, refusals.ClaimTagZero(access.bill))
        used = self.is_claim_tag_used(standing.payer, claim_tag)
        require(not used, refusals.ClaimTagUsed(standing.payer, claim_tag))
        left = standing.available_fen(now)
        exceeded = refusals.ClaimCapacityExceeded(access.bill, amount_fen, left, access.seen_version)
        require(amount_fen <= left, exceeded)

    def _require_consent(self, now: int, standing: Standing, consent: Consent) -> None:
        bill, key, payer = standing.bill, standing.account.consent_key, standing.payer
        if key == NO_ADDRESS:
            none = consent.until == 0 and consent.serial == 0 and consent.signature in (None, NO_SIGNATURE)
            require(none, refusals.ConsentNotAsked(bill))
            return
        require(now < consent.until, refusals.ConsentExpired(bill, consent.until, now))
        revoked = self.revoked_serial(key, payer)
        require(revoked < consent.serial, refusals.ConsentIsRevoked(bill, payer, consent.serial, revoked))
        digest = consent_digest(self.domain, bill, payer, consent.purpose, consent.until, consent.serial)
        signed = consent.signature is None or self._signed_by(key, digest, b"".join(consent.signature))
        require(signed, refusals.ConsentSignatureInvalid(bill, key, digest))

    def _class_in_turn(self, standing: Standing) -> PayerClass:
        """The payer's class, once it is its turn."""
        own, pending = self._class_of(standing, standing.payer), standing.account.pending_turns
        before = [one for one in PayerClass if pending >> one & 1 and (own == PayerClass.UNCLASSIFIED or one < own)]
        if before:
            raise refusals.ClaimTurnPending(standing.bill, before[0], own)
        return own

    def _class_of(self, standing: Standing, payer: int) -> PayerClass:
        """A payer's class, while it matters."""
        if not standing.account.pending_turns:
            return PayerClass.UNCLASSIFIED
        return self.ranges.payer_class_of(standing.bill // NUMBER_LIMIT, payer)

    def _check_engagement(self, now: int, standing: Standing) -> None:
        """As the bills' rules check it; where the act opens the claim, they have."""
        if standing.opening is None:
            self.bills.check_engagement(self.address, now, standing.bill)

    # --- what changes ---

    def _engaged(
        self, now: int, standing: Standing, event: type[Event], sender: bytes, *told: Any, role: Role = Role.CLAIMS
    ) -> Events:
        """The act is done, and the bill is engaged by it."""
        emitted = self._saved(now, standing, event, sender, *told, role=role)
        if standing.opening is None:
            self.bills.report_engagement(self.address, now, standing.bill, *self._report(now, standing))
        return emitted

    def _relieved(
        self, now: int, standing: Standing, event: type[Event], sender: bytes, *told: Any, role: Role = Role.CLAIMS
    ) -> Events:
        """The act is done, and gives back."""
        emitted = self._saved(now, standing, event, sender, *told, role=role)
        self.bills.report_relief(self.address, now, standing.bill, *self._report(now, standing))
        return emitted

    def _saved(
        self, now: int, standing: Standing, event: type[Event], sender: bytes, *told: Any, role: Role = Role.CLAIMS
    ) -> Events:
        """The bill's next version, with its places, and the events that tell it."""
        bill = standing.bill
        if standing.opening is not None:
            self.bills.report_opening(self.address, now, bill, standing.opening, *self._report(now, standing))
        account = replace(standing.account, version=standing.account.version + 1)
        self.accounts[bill], self.places[bill] = account, standing.places
        return (*standing.events, event(bill, sender, standing.payer, role, account.version, *told))

    def _report(self, now: int, standing: Standing) -> tuple[int, bool, bool]:
        return standing.last_expiry(now), standing.settled_fen != 0, standing.account.bookings != 0


def _contents(rules: Any) -> dict[str, dict[Any, Any]]:
    """What rules hold; values are never changed in place."""
    return {name: dict(value) for name, value in vars(rules).items() if isinstance(value, dict)}


def _turn_ended(standing: Standing, payer_class: PayerClass) -> Standing:
    """Once a payer of a class has settled or declined, later classes wait for it no longer."""
    return standing.amended(pending_turns=standing.account.pending_turns & ~(1 << payer_class))


def _place_of_number(places: Sequence[Reservation], number: int) -> int | None:
    """The place whose last reservation has this number."""
    return next((place for place, one in enumerate(places) if number != 0 and one.number == number), None)


def _consented(consent: Consent) -> tuple[ClaimPurpose | int, int, int]:
    return consent.purpose, consent.until, consent.serial


def _require_version(bill: int, seen: int, current: int) -> None:
    require(seen == current, refusals.ClaimVersionStale(bill, seen, current))


def _require_expiry(expires_at: int, now: int) -> None:
    ahead = now < expires_at <= now + EXPIRY_LIMIT
    require(ahead, refusals.ReservationExpiryInvalid(expires_at, now, EXPIRY_LIMIT))


def _require_entry(state: int, period: int) -> None:
    require(state in BOOKED, refusals.EntryStateInvalid(state))
    proper = 1 <= period % 100 <= 12 and FIRST_PERIOD <= period <= LAST_PERIOD
    require(proper, refusals.EntryPeriodInvalid(period))


# --- from an event to its call ---------------------------------------------------------------------------

PRECEDING: frozenset[type[Event]] = frozenset({events.ClaimOpened})
"""Emitted before the event by which a call is known."""
FOLLOWING: frozenset[type[Event]] = frozenset()
"""Emitted after the event by which a call is known."""


def implied_call(event: Event, preceding: Sequence[Event] = ()) -> tuple[str, tuple[Any, ...]]:
    """The method that an event of BillClaims is by, and its arguments behind `sender` (the actor) and `now`.

    What came in bulk is known call by call.

    Args:
        event: the one by which the call is known.
        preceding: the events of `PRECEDING` that the same call emitted before it.

    Raises:
        InputError: no call is known by this event.
    """
    found: Any = event
    match event:
        case events.ReservationMade():
            taken = (found.amount_fen, found.claim_tag, found.expires_at)
            return "reserve", (_access(found, preceding), *taken)
        case events.DirectSettlementMade():
            return "reserve_and_settle", (_access(found, preceding), found.amount_fen, found.claim_tag)
        case events.ClaimDeclined():
            return "decline", (_access(found, preceding),)
        case events.ReservationRenewed():
            renewed = (found.reservation, found.expires_at, _consent(found))
            return "renew", (found.bill, found.bill_version - 1, *renewed)
        case events.SettlementMade():
            return "settle", (found.bill, found.reservation, found.amount_fen)
        case events.ReservationReleased():
            return "release", (found.bill, found.reservation)
        case events.ReversalProposed():
            return "propose_reversal", (found.bill, found.reservation, found.amount_fen, found.reason)
        case events.SettlementReversed():
            return "confirm_reversal", (found.bill, found.reservation, found.amount_fen)
        case events.ConsentRevoked():
            return "revoke_consent", (found.consent_key, found.payer, found.serial, None)
        case events.BillBooked():
            opening = BillOpening(found.batch, leaf_in(found), None)
            return "book_bill", (found.bill, opening, found.entry_state, found.period, found.entry_purpose)
        case events.BookingReversed():
            return "reverse_booking", (found.bill, found.booking_unit)
    raise InputError(f"no call of BillClaims is known by {event.NAME} alone")


def _consent(event: Any) -> Consent:
    return Consent(event.claim_purpose, event.consent_until, event.consent_serial, None)


def _access(event: Any, preceding: Sequence[Event]) -> ClaimAccess:
    """What the payer showed: with a claim that it opened, what it opened it by."""
    seen, showings = event.bill_version - 1, []
    for opened in preceding:
        if isinstance(opened, events.ClaimOpened):
            opening = BillOpening(opened.batch, leaf_in(opened), None)
            inner = BillInner(None, opened.claimable_fen, opened.consent_key, None)
            seen, showings = seen - 1, [ClaimShowing(opening, inner)]
    return ClaimAccess(event.bill, seen, _consent(event), showings)

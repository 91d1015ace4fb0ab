"""BillClaims and its rules, side by side on random calls: races of payers, expiries to the second, red letters, bulk.

The rules of BillRanges and MedicalBills answer for the bills, and are compared as well: what is claimed, reserved and
reported reaches all three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Sequence as Several
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

import pytest

from govledger import refusals
from govledger.bills.consent import give_consent, sign_revocation
from govledger.errors import InputError, Refusal, SignatureInvalid
from govledger.events import Event
from govledger.events import types as events
from govledger.model import (
    FOR_EVER,
    ClaimPurpose,
    IssueState,
    OrganisationKind,
    OrganisationStatus,
    PayerClass,
    Role,
    to_bits,
)
from govledger.privacy.consent_terms import Domain
from govledger.privacy.merkle import MerkleTree
from govledger.rules import bill_claims, bill_ranges, medical_bills
from govledger.rules.answers import Stage
from govledger.rules.bill_claims import (
    BOOKING_LIMIT,
    EXPIRY_LIMIT,
    NO_SIGNATURE,
    BillClaimsRules,
    BillInner,
    ClaimAccess,
    ClaimShowing,
    CompactSignature,
    Consent,
    Reservation,
    Standing,
    implied_call,
)
from govledger.rules.bill_ranges import BillRangesRules
from govledger.rules.medical_bills import NO_HASH, BillLeaf, BillOpening, MedicalBillsRules
from govledger.secp256k1 import Signature, compact, recover
from tests.contracts.harness import DAY, NO_ADDRESS, Emitted, account, snake_case, word
from tests.contracts.world import CODE, STRANGER, Organisation, World, address_of, undone
from tests.side_by_side import Differs, SideBySide, Tally, explore, machine, step, tally_of

SEQUENCES, ACTS_EACH = 77, 420
CHAIN_ID = 1
PAYERS = 11
"""More than one bill takes."""

OF_BILLS = {"bill_ranges": bill_ranges, "medical_bills": medical_bills, "bill_claims": bill_claims}


class Held(NamedTuple):
    """A bill, with all that its holder has."""

    key: int
    opening: BillOpening
    inner: BillInner
    secret: bytes
    """Of its one-time key; empty where nobody is asked."""


def held(name: object, claimable_fen: int, *, consented: bool) -> tuple[BillLeaf, BillInner, bytes]:
    """A bill that is to be issued: leaf, inner part, and the secret of its one-time key."""
    secret = word(f"{name} key") if consented else b""
    key = address_of(secret) if consented else NO_ADDRESS
    inner = BillInner(word(f"{name} document"), claimable_fen, key, word(f"{name} blinder"))
    assert inner.hashed is not None
    return BillLeaf(word(f"{name} business"), word(f"{name} settlement"), inner.hashed), inner, secret


def second_officer(payer: Organisation) -> bytes:
    """The account of one more claims officer."""
    return account(f"{payer.name} second claims officer")


@lru_cache(maxsize=20_000)
def signed_by(signer: bytes, digest: bytes, signature: bytes) -> bool:
    r, vs = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        return recover(digest, Signature(r, vs % 2**255, vs >> 255)) == signer
    except SignatureInvalid:
        return False


class Prepared(NamedTuple):
    """A world with many payers, and a bill that almost as many units booked as can."""

    world: World
    payers: tuple[Organisation, ...]
    units: tuple[Organisation, ...]
    full: Held


@cache
def _prepared() -> Prepared:
    world = World()
    payers = (world.insurer, world.employer, world.charity, *map(world.payer, range(PAYERS - 3)))
    for payer in payers:
        world.appoint(payer.id, second_officer(payer), {Role.CLAIMS})
    world.appoint(world.tax.id, world.tax.accountant, {Role.ACCOUNTANT})
    world.appoint(world.insurer.id, world.insurer.accountant, {Role.ACCOUNTANT})
    department = {OrganisationKind.DEPARTMENT}
    several = range(BOOKING_LIMIT - 1)
    units = [world.admit(f"unit {unit}", department, Role.ACCOUNTANT, voting=False) for unit in several]
    number_range = world.range(10**6)
    leaf, inner, secret = held("full", 5_000, consented=False)
    made = world.bills.call("issueBill", number_range, 1, leaf, sender=world.hospital.issuer)
    opening = BillOpening(0, leaf, ())
    for unit in units:
        world.claims.call("bookBill", made.returned, opening, 1, 2026_01, 0, sender=unit.accountant)
    return Prepared(world, payers, tuple(units), Held(made.returned, opening, inner, secret))


class Sequence(SideBySide):
    """Payers who claim the same few bills, units that book them, and who may take or freeze them in between."""

    def __init__(self, prepared: Prepared, variant: int, tally: Tally) -> None:
        world = prepared.world
        super().__init__(world, variant, tally)
        self.add_rules(world)
        self.payers = list(prepared.payers)
        self.units = [world.employer, world.tax, world.insurer, *prepared.units[:2]]
        self.full = prepared.full
        self.heir: dict[int, Organisation] = {}
        self.held: list[Held] = []
        self.tags: list[tuple[int, bytes]] = []
        self.serials: dict[tuple[bytes, int], int] = {}
        self.successor = b""
        """What took the contract's place, once it did."""
        self.catch_up()

    def add_rules(self, world: World) -> None:
        self.add(
            "bill_ranges",
            world.ranges,
            bill_ranges,
            lambda _: BillRangesRules(self.consortium, 1, address=world.ranges.address),
        )
        self.add(
            "medical_bills",
            world.bills,
            medical_bills,
            lambda rules: MedicalBillsRules(self.consortium, rules["bill_ranges"], 1, address=world.bills.address),
        )
        self.add("bill_claims", world.claims, bill_claims, self.rules_of_claims)

    def rules_of_claims(self, rules: dict[str, Any]) -> BillClaimsRules:
        return BillClaimsRules(
            self.consortium,
            rules["medical_bills"],
            address=self.world.claims.address,
            chain_id=CHAIN_ID,
            signed_by=signed_by,
        )

    def catch_up(self) -> None:
        """The rules know what was done before the sequence, from its events."""
        for kept in self.world.kept():
            if kept.event.CONTRACT in OF_BILLS:
                name, implied = OF_BILLS[kept.event.CONTRACT].implied_call(kept.event)
                for rules in (self.rules, self.replayed):
                    act = getattr(rules[kept.event.CONTRACT], name)
                    act(kept.event.actor, kept.log.block_timestamp, *implied)  # type: ignore[attr-defined]

    @property
    def claims(self) -> BillClaimsRules:
        rules: BillClaimsRules = self.rules["bill_claims"]
        return rules

    @property
    def bills(self) -> MedicalBillsRules:
        rules: MedicalBillsRules = self.rules["medical_bills"]
        return rules

    @property
    def ranges(self) -> BillRangesRules:
        rules: BillRangesRules = self.rules["bill_ranges"]
        return rules

    def new_rules(self, key: str, address: bytes, *args: Any) -> BillClaimsRules:
        members, bills = (self.consortium if any(args[0]) else None, self.bills if any(args[1]) else None)
        return BillClaimsRules(members, bills, address=address, chain_id=CHAIN_ID, signed_by=signed_by)

    @step
    def look(self) -> None:
        known = [*list(self.claims.accounts)[-15:], self.full.key, 0, 999]
        of_claims = {"getClaim": known, "availableOf": known, "reservationsOf": known}
        self.same_state("bill_claims", of_claims, timed={"getClaim", "availableOf"})
        batches = [*list(self.bills.batches)[-5:], 999]
        self.same_state("medical_bills", {"getBill": known, "getEngagement": known, "getBatch": batches})
        self.same_state("bill_ranges", {"nextNumber": [1], "getPayerOrder": [CODE]})
        for bill in known:
            for number in {0, *(one.number for one in self.claims.reservations_of(bill))}:
                self.ask("bill_claims", "getReversal", bill, number)
        for bill, unit in [*list(self.claims.entries)[-10:], (999, 1)]:
            self.ask("bill_claims", "getEntry", bill, unit)
        for key, payer in [*list(self.claims.revoked)[-10:], (NO_ADDRESS, 1)]:
            self.ask("bill_claims", "revocationsOf", key)
            self.ask("bill_claims", "revokedSerial", key, payer)
        for payer, tag in [*list(self.claims.used_tags)[-10:], (1, word("no tag"))]:
            self.ask("bill_claims", "isClaimTagUsed", payer, tag)
        for issuer, tag in list(self.bills.used_tags)[-10:]:
            self.ask("medical_bills", "isTagUsed", issuer, tag)

    def act(self, function: str, *args: Any, sender: bytes) -> Any:
        if self.maybe(0.015):
            sender = self.choice([STRANGER, self.world.tax.registrar])
        return self.call("bill_claims", function, *args, sender=sender)

    # --- many calls at once ---

    @step
    def bulk(self, calls: Several[tuple[str, tuple[Any, ...]]], sender: bytes) -> Emitted | None:
        """Calls that are made together, on both sides; what the events imply is made one by one."""
        contract, now = self.contracts["bill_claims"], self.chain.now
        named = [(snake_case(function), args) for function, args in calls]
        found = self._by_rules(self.claims, "bulk", sender, now, named)
        again = self._replay_each(found, now) if isinstance(found, tuple) else found
        expected: Refusal | Emitted
        try:
            expected = contract.call("bulk", [contract.calldata(name, *args) for name, args in calls], sender=sender)
        except Refusal as refusal:
            expected = refusal
        self._same("the rules", found, expected)
        self._same("what the events imply", again, expected)
        self._count("bill_claims", "bulk", expected)
        return None if isinstance(expected, Refusal) else expected

    def _replay_each(self, emitted: Several[Event], now: int) -> Any:
        made: list[Event] = []
        while len(made) < len(emitted):
            left = emitted[len(made) :]
            before = tuple(takewhile(lambda event: type(event) in bill_claims.PRECEDING, left))
            known: Any = left[len(before)]
            name, implied = implied_call(known, before)
            outcome = self._by_rules(self.replayed["bill_claims"], name, known.actor, now, *implied)
            if not isinstance(outcome, tuple):
                return outcome
            made += outcome
        return tuple(made)

    # --- choices ---

    def now_of(self, organisation: int, among: list[Organisation]) -> Organisation:
        """Who acts for an organisation now, or at times somebody else."""
        right = self.heir.get(organisation) or next((one for one in among if one.id == organisation), among[0])
        return right if self.maybe(0.96) else self.choice(among)

    def officer(self, payer: Organisation, other_than: int = 0) -> bytes:
        """A claims officer, mostly not the one who took the first step."""
        officers = [payer.claims, second_officer(payer)]
        others = [one for one in officers if self.consortium.officers[one][0] != other_than]
        officer: bytes = self.choice(others if self.maybe(0.88) else officers)
        return officer

    def one_bill(self) -> Held:
        """One of the last few, so that payers meet."""
        if not self.held:
            self.issue()
        if not self.held or self.maybe(0.02):
            return self.full
        standing = [one for one in self.held[-8:] if self.stands(one.key)]
        bill: Held = self.choice(standing[-4:] if standing and self.maybe(0.93) else self.held[-8:])
        return bill

    def stands(self, bill: int) -> bool:
        """Neither taken back nor frozen."""
        entry = self.bills.get_bill(bill)
        return entry.state in (IssueState.NONE, IssueState.ISSUED) and entry.frozen_until <= self.chain.now

    def payer_for(self, bill: Held) -> Organisation:
        """A payer whose turn it is and who has no live reservation, if chance does not want another one."""
        free = [one for one in self.payers if not self.stands_against(bill, one)]
        chosen: Organisation = self.choice(free if free and self.maybe(0.85) else self.payers)
        return chosen

    def pending_turns(self, bill: Held) -> int:
        """Those of the order that it was issued under, of which none is over."""
        account = self.claims.accounts.get(bill.key)
        if account and account.open:
            return account.pending_turns
        batch = bill.opening.batch
        return self.bills.get_batch(batch).turns if batch else self.bills.get_bill(bill.key).turns

    def stands_against(self, bill: Held, payer: Organisation) -> bool:
        acting = bill_claims.NOBODY._replace(organisation=payer.id)
        pending = bill_claims.Account(pending_turns=self.pending_turns(bill))
        standing = Standing(bill.key, acting, pending, ())
        try:
            self.claims._class_in_turn(standing)
        except Refusal:
            return True
        return any(
            one.payer == payer.id and one.is_live(self.chain.now) for one in self.claims.reservations_of(bill.key)
        )

    def consent_for(self, bill: Held, payer: Organisation) -> Consent:
        """What the subject gives; at times something else."""
        purpose = self.choice(list(ClaimPurpose))
        if not bill.secret:
            given = Consent(purpose, 0, 0, NO_SIGNATURE)
            signature = CompactSignature(word("r"), NO_HASH)
            changes: list[dict[str, Any]] = [{"until": 1}, {"serial": 1}, {"signature": signature}]
            return given._replace(**self.choice(changes)) if self.maybe(0.04) else given
        key = bill.inner.consent_key
        serial = self.claims.revoked_serial(key, payer.id) + 1
        until = self.chain.now + self.choice([60, DAY, 30 * DAY])
        secret, to = bill.secret, payer.id
        if self.maybe(0.1):
            wrong: list[tuple[bytes, int, int, int]] = [
                (word("thief"), to, until, serial),
                (secret, to + 1, until, serial),
                (secret, to, self.chain.now, serial),
                (secret, to, until, max(1, serial - 1)),
            ]
            secret, to, until, serial = wrong[self.random.randrange(len(wrong))]
        domain = Domain(CHAIN_ID, self.world.claims.address)
        made = give_consent(secret, domain, bill.key, to, purpose=purpose, until_at=until, serial=serial)
        return Consent(purpose, until, serial, CompactSignature(*compact(made.signature)))

    def access(self, bill: Held, payer: Organisation) -> ClaimAccess:
        seen = self.seen(self.version_of(bill.key))
        opening, inner = bill.opening, bill.inner
        if self.maybe(0.04 if self.claims.accounts.get(bill.key) else 0.12):
            changes: list[tuple[BillOpening, BillInner]] = [
                (opening, inner._replace(claimable_fen=inner.claimable_fen + 1)),
                (opening._replace(leaf=opening.leaf._replace(business_tag=word("other"))), inner),
                (opening._replace(batch=999), inner),
            ]
            opening, inner = changes[self.random.randrange(len(changes))]
        account = self.claims.accounts.get(bill.key)
        hidden = self.maybe(0.8) if account and account.open else self.maybe(0.03)
        showings = () if hidden else (ClaimShowing(opening, inner),)
        return ClaimAccess(bill.key, seen, self.consent_for(bill, payer), showings)

    def version_of(self, bill: int) -> int:
        return self.claims.get_claim(self.chain.now, bill).version

    def tag_for(self, payer: Organisation) -> bytes:
        """A new one, at times one that the payer used, or another one, or none."""
        if self.tags and self.maybe(0.08):
            own = [tag for by, tag in self.tags if by == payer.id]
            return bytes(self.choice([*own[-3:], self.tags[-1][1], NO_HASH]))
        tag = word(f"claim {self.new()} of {self.variant}")
        self.tags.append((payer.id, tag))
        return tag

    def amount_of(self, bill: Held) -> int:
        account = self.claims.get_claim(self.chain.now, bill.key)
        left = self.claims.available_of(self.chain.now, bill.key) if account.open else bill.inner.claimable_fen
        if self.maybe(0.06 if account.open else 0.15):
            return int(self.choice([0, left + 1]))
        few, most = max(1, left // 10), max(1, left)
        return self.random.randint(1, few if self.maybe(0.85) else most)

    def reservation(self, *, live: bool = False, settled: bool = False) -> tuple[int, Reservation, Organisation]:
        """A bill, a payer's place on it, and who acts for that payer."""
        now, places = self.chain.now, self.claims.places
        found = [(bill, one) for bill in list(places)[-12:] for one in places[bill]]
        right = [
            (bill, one)
            for bill, one in found
            if (one.is_live(now) or not live) and (one.settled_fen or not settled) and one.number
        ]
        if not right and not self.busy and self.maybe(0.8):
            self.reserve()
            return self.reservation()
        if not found or self.maybe(0.02):
            return self.one_bill().key, Reservation(number=self.choice([0, 1, 99])), self.choice(self.payers)
        bill, one = self.choice(right if right and self.maybe(0.94) else found)
        return bill, one, self.now_of(one.payer, self.payers)

    # --- bills ---

    def issue(self) -> None:
        """A bill alone or three in a batch, of amounts that several payers share."""
        hospital, number = self.world.hospital, self.ranges.next_number(1)
        made = [
            held(f"{self.variant} {self.new()}", self.choice([900, 5_000, 2**40 - 2]), consented=self.maybe(0.6))
            for _ in range(self.choice([1, 3]))
        ]
        leaves = [leaf for leaf, _, _ in made]
        if len(made) == 1:
            issued = self.call("medical_bills", "issueBill", 1, number, leaves[0], sender=hospital.issuer)
            proofs: list[tuple[int, tuple[bytes, ...]]] = [(0, ())]
        else:
            tree = MerkleTree([leaf.hashed(index) for index, leaf in enumerate(leaves)])
            terms = (1, number, len(leaves), tree.root)
            issued = self.call("medical_bills", "issueBatch", *terms, sender=hospital.issuer)
            batch = 0 if issued is None else issued.returned
            proofs = [(batch, tree.proof(index)) for index in range(len(leaves))]
        if issued is not None:
            for place, ((leaf, inner, secret), (batch, proof)) in enumerate(zip(made, proofs, strict=True)):
                key = CODE * bill_ranges.NUMBER_LIMIT + number + place
                self.held.append(Held(key, BillOpening(batch, leaf, proof), inner, secret))

    def red_letter(self) -> None:
        bill = self.one_bill()
        seen, number = self.bills.get_bill(bill.key).version, self.ranges.next_number(1)
        red, _, _ = held(f"red {self.variant} {self.new()}", 1, consented=False)
        terms = (bill.key, seen, bill.opening, 1, number, red, 0)
        self.call("medical_bills", "redLetterBill", *terms, sender=self.world.hospital.issuer)

    def freeze_or_lift(self) -> None:
        bill = self.one_bill().key
        entry = self.bills.get_bill(bill)
        frozen = [key for key, one in self.bills.bills.items() if one.frozen_until == FOR_EVER]
        if frozen and self.maybe(0.75):
            bill = frozen[0]
            terms = (bill, self.bills.get_bill(bill).version)
            self.call("medical_bills", "liftFreeze", *terms, sender=self.world.second_finance_officer)
        elif entry.frozen_until <= self.chain.now:
            self.call("medical_bills", "freezeBill", bill, 0, sender=self.world.finance.finance)

    def order(self) -> None:
        """Of the payers' turns, at times of none."""
        turns = to_bits(self.random.sample([PayerClass.BASIC, PayerClass.EMPLOYER, PayerClass.AID], 2))
        turns = turns if self.maybe(0.6) else 0
        terms = (CODE, self.ranges.get_payer_order(CODE).version, turns)
        self.call("bill_ranges", "setPayerOrder", *terms, sender=self.world.finance.finance)

    def classify(self) -> None:
        classes = {
            self.world.insurer.id: PayerClass.BASIC,
            self.world.employer.id: PayerClass.EMPLOYER,
            self.world.charity.id: PayerClass.AID,
            self.payers[3].id: PayerClass.BASIC,
            self.payers[4].id: PayerClass.EMPLOYER,
        }
        payer = self.choice(list(classes))
        payer_class = classes[payer] if self.maybe(0.9) else PayerClass.SUPPLEMENTARY
        terms = (CODE, self.ranges.get_payer_order(CODE).version, payer, payer_class)
        self.call("bill_ranges", "classifyPayer", *terms, sender=self.world.finance.finance)

    # --- what takes capacity ---

    def reserving(self) -> tuple[str, tuple[Any, ...], bytes]:
        """A call that takes of a bill, and who makes it."""
        bill = self.one_bill()
        payer = self.payer_for(bill)
        terms = (self.access(bill, payer), self.amount_of(bill), self.tag_for(payer))
        if self.maybe(0.4):
            return "reserveAndSettle", terms, self.officer(payer)
        ahead = self.choice([60, 60, DAY, EXPIRY_LIMIT, *([0, EXPIRY_LIMIT + 1] if self.maybe(0.08) else [])])
        return "reserve", (*terms, self.chain.now + ahead), self.officer(payer)

    def reserve(self) -> None:
        function, terms, sender = self.reserving()
        self.act(function, *terms, sender=sender)

    def crowd(self) -> None:
        """More payers than a bill takes, one after the other."""
        bill = self.one_bill()
        for payer in self.payers:
            if self.stands_against(bill, payer) and self.maybe(0.9):
                continue
            terms = (self.access(bill, payer), self.random.randint(1, 20), self.tag_for(payer))
            self.act("reserve", *terms, self.chain.now + DAY, sender=payer.claims)

    def race(self) -> None:
        """Two payers saw the same version: one of them comes too late."""
        first, second = self.reserving(), self.reserving()
        for function, terms, sender in (first, second):
            self.act(function, *terms, sender=sender)

    def renew(self) -> None:
        bill, one, payer = self.reservation(live=True)
        if self.maybe(0.04):
            bill, one = self.held[-1].key if self.held else 0, Reservation(number=1)
        known = next((other for other in self.held if other.key == bill), self.full)
        until = self.chain.now + self.choice([30, DAY, 2 * DAY, EXPIRY_LIMIT, EXPIRY_LIMIT + 1])
        until = until if self.maybe(0.93) else one.expires_at
        terms = (bill, self.seen(self.version_of(bill)), one.number, until, self.consent_for(known, payer))
        self.act("renew", *terms, sender=self.officer(payer))

    def decline(self) -> None:
        bill = self.one_bill()
        pending = self.pending_turns(bill)
        mine = [one for one in self.payers if pending >> self.ranges.payer_class_of(CODE, one.id) & 1]
        if not mine and self.maybe(0.8):
            self.order()
            return
        payer = self.choice(mine) if mine and self.maybe(0.9) else self.payer_for(bill)
        self.act("decline", self.access(bill, payer), sender=self.officer(payer))

    # --- what uses it, gives it back, reverses it ---

    def settle(self) -> None:
        bill, one, payer = self.reservation(live=True)
        amount = self.choice([one.reserved_fen, self.random.randint(1, max(1, one.reserved_fen))])
        amount = amount if self.maybe(0.9) else self.choice([0, one.reserved_fen + 1])
        amount = min(amount, 2**40 - 1)
        self.act("settle", bill, one.number, amount, sender=self.officer(payer))

    def act_at_the_last_second(self) -> None:
        """Or in the one that is too late."""
        bill, one, payer = self.reservation(live=True)
        if not self.chain.now < one.expires_at <= self.chain.now + 2 * DAY:
            return
        self.chain.move_to(one.expires_at - self.choice([0, 1]))
        if self.maybe(0.5):
            self.act("settle", bill, one.number, max(1, one.reserved_fen), sender=payer.claims)
        else:
            self.act("release", bill, one.number, sender=payer.claims)

    def release(self) -> None:
        bill, one, payer = self.reservation(live=True)
        self.act("release", bill, one.number, sender=self.officer(payer))

    def propose_reversal(self) -> None:
        bill, one, payer = self.reservation(settled=True)
        amount = self.random.randint(1, max(1, one.settled_fen))
        amount = amount if self.maybe(0.9) else self.choice([0, one.settled_fen + 1])
        terms = (bill, one.number, min(amount, 2**40 - 1), self.random.randint(0, 3))
        sender = self.officer(payer)
        for _ in range(2 if self.maybe(0.1) else 1):
            self.act("proposeReversal", *terms, sender=sender)

    def confirm_reversal(self) -> None:
        open_ones = [
            (bill, self.claims.reservations_of(bill)[place], one)
            for (bill, place), one in self.claims.reversals.items()
            if one.amount_fen
        ]
        if not open_ones or self.maybe(0.05):
            bill, one, payer = self.reservation(settled=True)
            self.act("confirmReversal", bill, one.number, one.settled_fen, sender=self.officer(payer))
            return
        bill, one, proposed = self.choice(open_ones[-6:])
        amount = proposed.amount_fen if self.maybe(0.93) else proposed.amount_fen - 1
        payer = self.now_of(one.payer, self.payers)
        sender = self.officer(payer, proposed.proposed_by)
        self.act("confirmReversal", bill, one.number, amount, sender=sender)

    def settle_what_a_reversal_waits_for(self) -> None:
        """Two proposals for the same money: what the first one reversed, the second one no longer finds."""
        bill, one, payer = self.reservation(settled=True)
        for _ in range(2):
            terms = (bill, one.number, one.settled_fen)
            self.act("proposeReversal", *terms, 0, sender=payer.claims)
            self.act("confirmReversal", *terms, sender=second_officer(payer))

    # --- consents and books ---

    def revoke_consent(self) -> None:
        bill, payer = self.one_bill(), self.choice(self.payers)
        key = bill.inner.consent_key
        serial = self.claims.revoked_serial(key, payer.id) + (1 if self.maybe(0.85) else 0)
        secret = bill.secret if bill.secret and self.maybe(0.9) else word("thief")
        signed = sign_revocation(secret, Domain(CHAIN_ID, self.world.claims.address), payer.id, serial)
        signature = CompactSignature(*compact(signed))
        before = self.consent_for(bill, payer)
        sender = self.choice([STRANGER, payer.claims])
        self.call("bill_claims", "revokeConsent", key, payer.id, serial, signature, sender=sender)
        if self.maybe(0.3):
            access = self.access(bill, payer)._replace(consent=before)
            self.act("reserveAndSettle", access, 1, self.tag_for(payer), sender=payer.claims)

    def book(self) -> None:
        bill, unit = self.one_bill(), self.choice(self.units)
        terms = [bill.key, bill.opening, self.choice([1, 2]), 2026_00 + self.random.randint(1, 12), 0]
        if self.maybe(0.15):
            place, wrong = self.choice([(2, 0), (2, 3), (3, 2026_13), (3, 1969_12), (3, 10000_01)])
            terms[place] = wrong
        self.act("bookBill", *terms, sender=unit.accountant)

    def book_the_full_bill(self) -> None:
        booked = {unit for bill, unit in self.claims.entries if bill == self.full.key}
        free = [unit for unit in self.units[:3] if unit.id not in booked]
        unit = self.choice(free or self.units[:3])
        terms = (self.full.key, self.full.opening, 1, 2026_05, self.random.randint(0, 3))
        self.act("bookBill", *terms, sender=unit.accountant)

    def reverse_booking(self) -> None:
        own = [unit.id for unit in self.units]
        booked = [key for key, one in self.claims.entries.items() if one.state in bill_claims.BOOKED and key[1] in own]
        if not booked or self.maybe(0.05):
            booked = [(self.one_bill().key, self.choice(self.units).id)]
        bill, unit = self.choice(booked[-8:])
        sender = self.now_of(unit, self.units).accountant
        self.act("reverseBooking", bill, unit, sender=sender)

    # --- many calls at once ---

    def in_bulk(self) -> None:
        """What one payer does on several bills; all or none."""
        payer = self.choice(self.payers[:4])
        sender = self.officer(payer)
        calls: list[tuple[str, tuple[Any, ...]]] = []
        free = [one for one in self.held[-8:] if self.stands(one.key) and not self.stands_against(one, payer)]
        for bill in free[-self.random.randint(1, 4) :]:
            taken = (self.access(bill, payer), self.amount_of(bill), self.tag_for(payer))
            calls.append(("reserveAndSettle", taken))
        for bill, places in list(self.claims.places.items())[-4:]:
            own = [one for one in places if one.payer == payer.id and one.is_live(self.chain.now)]
            calls += [("release", (bill, one.number)) for one in own]
        if self.maybe(0.1):
            calls = []
        self.bulk(tuple(calls), sender=sender)

    # --- around them ---

    def time_passes(self) -> None:
        """Often to the second in which a reservation ends, or the one before."""
        now = self.chain.now
        ends = [one.expires_at for places in self.claims.places.values() for one in places if one.is_live(now)]
        ends += [one.frozen_until for one in self.bills.bills.values() if now < one.frozen_until < FOR_EVER]
        if ends and self.maybe(0.7):
            self.chain.move_to(max(now, min(ends) - self.choice([0, 1])))
        else:
            self.chain.move(self.choice([1, 30, 3600]))

    def the_successor_engages(self) -> None:
        """The contract winds down, late and seldom; what came in its place engages bills as well."""
        if not self.successor:
            if self.maybe(0.04):
                self.wind_down("bill_claims")
                self.successor = next(
                    at for at, (role, state) in self.consortium.listings.items() if (role, state) == (7, 1)
                )
            return
        bill = self.one_bill().key
        told = (bill, self.chain.now + 60, self.maybe(0.1), False)
        self.call("medical_bills", "reportEngagement", *told, sender=self.successor)

    def create_another(self) -> None:
        at, bills = self.world.consortium.address, self.world.bills.address
        given = (self.choice([at, at, NO_ADDRESS]), self.choice([bills, bills, NO_ADDRESS]))
        self.create("bill_claims", *given)

    def something_happens_to_an_organisation(self) -> None:
        one = self.choice(self.payers)
        if one.id in self.heir:
            return
        if self.maybe(0.06) and one in self.payers[5:7]:
            heir = self.payers[7]
            status = self.choice([OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED])
            self.end(one, heir, status)
            if self.consortium.status[one.id] == status:
                self.heir[one.id] = heir
        elif self.maybe(0.15):
            self.suspend(one)
        else:
            self.reinstate(one)


ACTS: dict[Callable[[Sequence], None], float] = {
    Sequence.reserve: 12,
    Sequence.settle: 6,
    Sequence.race: 4,
    Sequence.issue: 1.5,
    Sequence.crowd: 0.8,
    Sequence.act_at_the_last_second: 1.5,
    Sequence.renew: 4,
    Sequence.release: 3,
    Sequence.propose_reversal: 4,
    Sequence.confirm_reversal: 4,
    Sequence.book: 3,
    Sequence.reverse_booking: 3,
    Sequence.in_bulk: 3,
    Sequence.time_passes: 3,
    Sequence.decline: 4,
    Sequence.revoke_consent: 2,
    Sequence.order: 1,
    Sequence.classify: 1.5,
    Sequence.freeze_or_lift: 1.5,
    Sequence.red_letter: 1.5,
    Sequence.book_the_full_bill: 5,
    Sequence.settle_what_a_reversal_waits_for: 0.5,
    Sequence.the_successor_engages: 0.7,
    Sequence.something_happens_to_an_organisation: 1,
    Sequence.create_another: 0.5,
}


NEVER = {"InvalidShortString", "StringTooLong"}
"""A library declares them for names that are too long."""

TALLY = tally_of("bill_claims", NEVER)


@contextmanager
def made(variant: int, tally: Tally = TALLY) -> Iterator[Sequence]:
    """A sequence before its first call."""
    prepared = _prepared()
    with undone(prepared.world):
        yield Sequence(prepared, variant, tally)


def test_contract_and_rules_agree_on_every_call() -> None:
    explore(machine("BillClaimsCalls", made, ACTS), SEQUENCES, ACTS_EACH, TALLY)


def test_the_calls_reached_all_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    if not TALLY.complete:
        pytest.skip("only a part of the sequences ran")
    with capsys.disabled():
        TALLY.check()


def test_event_that_only_comes_before_another_implies_no_call_alone() -> None:
    terms = (1, STRANGER, 1, Role.CLAIMS, 1, 0, NO_HASH, NO_HASH, NO_HASH, 1, NO_ADDRESS)
    with pytest.raises(InputError, match="ClaimOpened"):
        implied_call(events.ClaimOpened(*terms))


class Late(BillClaimsRules):
    """Rules by which a reservation lives a second too long."""

    def _find_live(self, sender: bytes, now: int, bill: int, number: int, stage: Stage) -> Standing:
        try:
            return super()._find_live(sender, now, bill, number, stage)
        except refusals.ReservationExpired as refusal:
            if now > refusal.expires_at:
                raise
            return self._find(self._standing_of(bill, self._claims(sender, now, stage)), number)


def test_reservation_that_lives_a_second_too_long_is_seen() -> None:
    with made(0, Tally("bill_claims")) as sequence:
        for rules in (sequence.rules, sequence.replayed):
            rules["bill_claims"].__class__ = Late
        sequence.issue()
        bill, payer, ends = sequence.held[0], sequence.world.insurer, sequence.chain.now + 60
        consent = Consent(0, 0, 0, NO_SIGNATURE)
        if bill.secret:
            domain = Domain(CHAIN_ID, sequence.world.claims.address)
            purpose = ClaimPurpose.REIMBURSEMENT
            given = give_consent(bill.secret, domain, bill.key, payer.id, purpose=purpose, until_at=ends)
            consent = Consent(purpose, ends, 1, CompactSignature(*compact(given.signature)))
        access = ClaimAccess(bill.key, 0, consent, (ClaimShowing(bill.opening, bill.inner),))
        sequence.call("bill_claims", "reserve", access, 100, word("late"), ends, sender=payer.claims)
        sequence.chain.move_to(ends - 1)
        sequence.call("bill_claims", "settle", bill.key, 2, 50, sender=payer.claims)
        sequence.chain.move_to(ends)
        with pytest.raises(Differs, match="ReservationExpired"):
            sequence.call("bill_claims", "settle", bill.key, 2, 50, sender=payer.claims)

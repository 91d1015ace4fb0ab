"""A hospital's bills on a metered machine, their payers, and a unit that books them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from coincurve import PrivateKey

from govledger.bills.consent import consent_address, give_consent
from govledger.model import ClaimPurpose, OrganisationKind, Role
from govledger.privacy.commitments import inner_hash, leaf_hash
from govledger.privacy.consent_terms import Domain
from govledger.privacy.merkle import process_proof
from govledger.secp256k1 import compact
from metering.machine import CHAIN_ID, Used
from metering.town import LONG, NOW, SOON, Town, account

CODE = 33_06_01_25
BATCH_SIZE = 4_096
USED = 0x11111110
"""How many of the numbers are used up already: a number has four bytes that count."""
DEPTH = 12
PAYERS = 8
CLAIMABLE = 0x04040404
"""All amounts of a bill, in fen."""
AMOUNT = 0x010101
"""One payer's, in fen."""
UNTIL = NOW + LONG
PURPOSE = ClaimPurpose.DIRECT_PAYMENT


@dataclass(frozen=True, slots=True)
class Bill:
    """An issued bill, and what its holder has."""

    key: int
    opening: Mapping[str, Any]
    inner: Mapping[str, Any]
    secret: bytes
    """Of its one-time key."""


class BillingTown(Town):
    """A town with a hospital, whose bills come from one range of numbers, and with who pays and books them.

    Every bill stands in a batch of its own of 4,096, of which the other bills are only hashes: nothing that a bulk call
    reads of one bill is warm for the next one. No byte of a key, a hash or a signature is zero.
    """

    def __init__(self) -> None:
        super().__init__()
        kind = OrganisationKind
        finance = self.admitted("finance", kind.FINANCE, Role.FINANCE)
        self.appointed(finance, "finance", account("finance second"), Role.FINANCE)
        hospital = self.admitted("hospital", kind.HOSPITAL, Role.ISSUER)
        self._payers = [self.admitted(f"payer {place}", kind.INSURER, Role.CLAIMS) for place in range(PAYERS)]
        self.admitted("employer", kind.EMPLOYER, Role.ACCOUNTANT)
        self._domain = Domain(CHAIN_ID, self.claims.address)
        terms = (CODE, hospital, 0xF0F0F0F0, NOW + LONG)
        self._range: int = self.ranges.sent("proposeRange", *terms, sender=self.officer("finance", Role.FINANCE))
        self.ranges.send("grantRange", self._range, 1, sender=account("finance second"))
        self._issue(USED, self.fresh())

    # --- bills ---

    def issue_batch(self, size: int) -> Used:
        """Issues a batch of so many bills."""
        self._skip_zeros()
        return self._issue(size, self.fresh())

    def bill(self) -> Bill:
        """A bill of a batch that nobody acted on."""
        inner, secret = self._inner()
        leaf = {"business_tag": self.fresh(), "settlement_tag": self.fresh(), "inner": inner_hash(*inner.values())}
        # All larger than what they are hashed with: the other order costs a few gas less.
        siblings = [b"\xff\xff\xff" + self.fresh()[3:] for _ in range(DEPTH)]
        batch = key = 0
        while 0 in batch.to_bytes(4):
            first = _key(self._next())
            index = next(index for index in range(BATCH_SIZE) if 0 not in (first + index).to_bytes(8))
            root = process_proof(leaf_hash(index, *leaf.values()), siblings)
            batch, key = int.from_bytes(self._issue(BATCH_SIZE, root).returned), first + index
        return Bill(key, {"batch": batch, "leaf": leaf, "proof": siblings}, inner, secret)

    def red_letter(self, bill: Bill, seen: int) -> Used:
        self._skip_zeros()
        leaf = {name: self.fresh() for name in ("business_tag", "settlement_tag", "inner")}
        terms = (bill.key, seen, bill.opening, self._range, self._next(), leaf, 1)
        return self.bills.send("redLetterBill", *terms, sender=self.officer("hospital", Role.ISSUER))

    def freeze(self, bill: Bill) -> Used:
        return self.bills.send("freezeBill", bill.key, 1, sender=self.officer("finance", Role.FINANCE))

    def book(self, bill: Bill) -> Used:
        terms = (bill.key, bill.opening, 1, 2029_12, 1)
        return self.claims.send("bookBill", *terms, sender=self.officer("employer", Role.ACCOUNTANT))

    # --- claims, by the payer of a place from 0; a later one reserves for longer ---

    def reserve(self, bill: Bill, place: int = 0) -> Used:
        terms = (self._access(bill, place), AMOUNT, self.fresh(), NOW + SOON + place)
        return self.claims.send("reserve", *terms, sender=self._officer(place))

    def settle(self, bill: Bill, reservation: int) -> Used:
        return self.claims.send("settle", bill.key, reservation, AMOUNT, sender=self._officer(0))

    def settle_in_bulk(self, bills: Sequence[Bill], reservation: int) -> Used:
        calls = [self.claims.data("settle", bill.key, reservation, AMOUNT) for bill in bills]
        return self.claims.send("bulk", calls, sender=self._officer(0))

    def reserve_and_settle_in_bulk(self, bills: Sequence[Bill]) -> Used:
        terms = [(self._access(bill, 0), AMOUNT, self.fresh()) for bill in bills]
        calls = [self.claims.data("reserveAndSettle", *each) for each in terms]
        return self.claims.send("bulk", calls, sender=self._officer(0))

    def _access(self, bill: Bill, place: int) -> Mapping[str, Any]:
        """What the payer shows; nothing that opens the claim where it is open."""
        seen = 0 if place == 0 else place + 1
        showings = [{"opening": bill.opening, "inner": bill.inner}] if place == 0 else []
        return {
            "bill": bill.key,
            "seen_version": seen,
            "consent": self._consent(bill, place),
            "showings": showings,
        }

    def _consent(self, bill: Bill, place: int) -> Mapping[str, Any]:
        """Of the first serial under which the signature has no zero byte."""
        for serial in count(0x01010101):
            found = give_consent(
                bill.secret, self._domain, bill.key, self._payers[place], purpose=PURPOSE, until_at=UNTIL, serial=serial
            )
            signature = compact(found.signature)
            if 0 not in b"".join(signature):
                return {"purpose": PURPOSE, "until": UNTIL, "serial": serial, "signature": signature}
        raise AssertionError("serials do not end")

    def _officer(self, place: int) -> bytes:
        return self.officer(f"payer {place}", Role.CLAIMS)

    def _inner(self) -> tuple[Mapping[str, Any], bytes]:
        """A bill's inner part whose hash has no zero byte, and the secret of its one-time key."""
        while True:
            secret = PrivateKey(self.fresh()).secret
            members = (self.fresh(), CLAIMABLE, consent_address(secret), self.fresh())
            if 0 not in members[2] and 0 not in inner_hash(*members):
                return dict(
                    zip(("commitment", "claimable_fen", "consent_key", "blinder"), members, strict=True)
                ), secret

    def _issue(self, size: int, root: bytes) -> Used:
        issuer = self.officer("hospital", Role.ISSUER)
        return self.bills.send("issueBatch", self._range, self._next(), size, root, sender=issuer)

    def _skip_zeros(self) -> None:
        """Uses numbers up until no byte of the next one is zero."""
        number = self._next()
        solid = int.from_bytes(number.to_bytes(4).replace(b"\0", b"\1"))
        if solid != number:
            self._issue(solid - number, self.fresh())

    def _next(self) -> int:
        found: int = self.ranges.sent("nextNumber", self._range, sender=account("reader"))
        return found


def _key(number: int) -> int:
    return CODE * 10**10 + number

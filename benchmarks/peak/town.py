"""Several hospitals and payers of a province, on any machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metering.machine import CHAIN_ID, Used
from metering.town import LONG, NOW, Town, Transacting, account

from govledger.bills.batch import Batch
from govledger.bills.consent import give_consent
from govledger.bills.number import bill_key
from govledger.model import ClaimPurpose, OrganisationKind, Role
from govledger.privacy.consent_terms import Domain
from govledger.secp256k1 import compact
from peak.bills import Holding

CODE = 33_06_01_25
HOSPITALS = 8
PAYERS = 6
UNTIL = NOW + LONG
PURPOSE = ClaimPurpose.DIRECT_PAYMENT


@dataclass(frozen=True, slots=True)
class Issued:
    """A batch that stands on the chain."""

    id: int
    first: int
    """Key of its first bill."""
    batch: Batch


@dataclass(frozen=True, slots=True)
class Claim:
    """What a payer claims of a bill."""

    issued: Issued
    holding: Holding
    payer: int
    """Its place, from 0."""
    amount_fen: int
    tag: bytes
    seen_version: int = 0

    @property
    def bill(self) -> int:
        """The bill's key."""
        return self.issued.first + self.holding.index


class PeakTown(Town):
    """A finance department, hospitals with a range each, and payers.

    Args:
        machine: what carries the transactions out.
        numbers: how many numbers each hospital's range has.
    """

    def __init__(self, machine: Transacting, numbers: int) -> None:
        super().__init__(machine)
        kind = OrganisationKind
        finance = self.admitted("finance", kind.FINANCE, Role.FINANCE)
        self.appointed(finance, "finance", account("finance second"), Role.FINANCE)
        hospitals = [self.admitted(f"hospital {place}", kind.HOSPITAL, Role.ISSUER) for place in range(HOSPITALS)]
        self.payers = [self.admitted(f"payer {place}", kind.INSURER, Role.CLAIMS) for place in range(PAYERS)]
        self.range_ids = [self._granted(hospital, numbers) for hospital in hospitals]
        self._domain = Domain(CHAIN_ID, self.claims.address)

    def issue(self, hospital: int, batch: Batch) -> tuple[Issued, Used]:
        """Has a hospital issue a batch under its next numbers."""
        number = self.next_number(hospital)
        terms = (self.range_ids[hospital], number, len(batch), batch.root)
        used = self.bills.send("issueBatch", *terms, sender=self.officer(f"hospital {hospital}", Role.ISSUER))
        return Issued(int.from_bytes(used.returned), bill_key(CODE, number), batch), used

    def next_number(self, hospital: int) -> int:
        found: int = self.ranges.sent("nextNumber", self.range_ids[hospital], sender=account("reader"))
        return found

    def claim(self, claim: Claim) -> Used:
        """Reserves and settles in a transaction of its own."""
        return self._send(claim.payer, self._call(claim))

    def claim_in_bulk(self, claims: Sequence[Claim]) -> Used:
        """Reserves and settles what one payer claims, in one transaction."""
        return self._send(claims[0].payer, self.claims.data("bulk", [self._call(claim) for claim in claims]))

    def claim_of(self, bill: int) -> Any:
        """A bill's account with BillClaims, by name: version, claimable_fen, settled_fen, reserved_fen, payers …"""
        return self.claims.sent("getClaim", bill, sender=account("reader"))

    def head_of(self, key: str) -> bytes:
        """A contract's running hash."""
        head: bytes = self.contracts[key].sent("head", sender=account("reader"))
        return head

    def _send(self, payer: int, data: bytes) -> Used:
        return self.machine.send(self.officer(f"payer {payer}", Role.CLAIMS), self.claims.address, data)

    def _call(self, claim: Claim) -> bytes:
        opening = claim.issued.batch.opening(claim.holding.index)
        row = opening.row
        leaf = {"business_tag": row.business_tag, "settlement_tag": row.settlement_tag, "inner": row.inner}
        shown = {"batch": claim.issued.id, "leaf": leaf, "proof": opening.proof}
        access = {
            "bill": claim.bill,
            "seen_version": claim.seen_version,
            "consent": self._consent(claim),
            "showings": [{"opening": shown, "inner": claim.holding.inner}],
        }
        return self.claims.data("reserveAndSettle", access, claim.amount_fen, claim.tag)

    def _consent(self, claim: Claim) -> Mapping[str, Any]:
        payer, secret = self.payers[claim.payer], claim.holding.secret
        given = give_consent(secret, self._domain, claim.bill, payer, purpose=PURPOSE, until_at=UNTIL)
        return {"purpose": PURPOSE, "until": UNTIL, "serial": given.serial, "signature": compact(given.signature)}

    def _granted(self, hospital: int, numbers: int) -> int:
        """A range that one finance officer proposes and another one grants; its id."""
        terms = (CODE, hospital, numbers, NOW + LONG)
        found: int = self.ranges.sent("proposeRange", *terms, sender=self.officer("finance", Role.FINANCE))
        self.ranges.send("grantRange", found, 1, sender=account("finance second"))
        return found

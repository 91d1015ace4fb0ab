"""Claims: two payers race for the same money, and together they never get more than there is (I/O)."""

from __future__ import annotations

from govledger.actions.claims import Claim, ClaimsActions
from govledger.bills.consent import give_consent
from govledger.bills.holder import HolderFile
from govledger.bills.number import format_key
from govledger.demo.cast import Cast
from govledger.demo.refusing import refuse, require
from govledger.demo.results import ClaimOutcome, Done, PaidPart, Show, yuan
from govledger.demo.sample import BASIC_SHARE_FEN, DAY, SUPPLEMENT_FEN, Party
from govledger.model import ClaimAccount, ClaimPurpose
from govledger.refusals import ClaimCapacityExceeded, ClaimVersionStale

RESERVED_SECONDS = 7 * DAY


class Claiming:
    """The chapter about the bill that two payers claim.

    Args:
        cast: who acts.
        shown: the holder's file, which the patient gives to both.
        show: told what was done.
    """

    def __init__(self, cast: Cast, shown: HolderFile, show: Show) -> None:
        self._cast = cast
        self._shown = shown
        self._show = show
        self._bill = shown.bill.document.key
        self._basic = cast.officer(Party.BASIC_INSURER, "claims").claims
        self._commercial = cast.officer(Party.COMMERCIAL_INSURER, "claims").claims
        self._payers = {
            self._basic: cast.organisation(Party.BASIC_INSURER),
            self._commercial: cast.organisation(Party.COMMERCIAL_INSURER),
        }
        self._expires_at = cast.ledger.now() + RESERVED_SECONDS

    def claim(self) -> ClaimOutcome:
        """The first payment, the race, and what comes of it."""
        self._open()
        wanted = self._race()
        account = self._account()
        require(account.settled_fen == account.claimable_fen, "what was settled is what could be claimed")
        both = f"both settle: {yuan(account.settled_fen)} of {yuan(account.claimable_fen)} are paid"
        self._show(Done(both))
        refuse(
            self._show,
            "one fen more",
            ClaimCapacityExceeded,
            lambda: self._reserve(self._commercial, 1, "C-2", account.version),
        )
        return ClaimOutcome(self._bill, account, Party.COMMERCIAL_INSURER, wanted, self._parts())

    def _open(self) -> None:
        """The basic insurer looks at the bill, opens its claim, and pays its share."""
        require(self._cast.ledger.bills.verify(self._shown).authentic, "the bill that is claimed is authentic")
        reservation = self._reserve(self._basic, BASIC_SHARE_FEN, "B-1", 0)
        self._basic.settle(self._bill, reservation, BASIC_SHARE_FEN)
        paid = yuan(BASIC_SHARE_FEN)
        self._show(Done(f"bill {format_key(self._bill)}: the {Party.BASIC_INSURER} reserves and pays {paid}"))

    def _race(self) -> int:
        """Both decide on the same version; the second is refused, reads again, and takes what is left.

        Returns:
            What the loser had wanted.
        """
        seen = self._account()
        left = seen.available_fen
        self._show(Done(f"both payers read the claim at version {seen.version}: {yuan(left)} are left"))
        first = self._reserve(self._basic, SUPPLEMENT_FEN, "B-2", seen.version)
        self._show(Done(f"the {Party.BASIC_INSURER} is first, and reserves {yuan(SUPPLEMENT_FEN)} more"))
        lost = refuse(
            self._show,
            f"the {Party.COMMERCIAL_INSURER} reserves {yuan(left)}, as it read",
            ClaimVersionStale,
            lambda: self._reserve(self._commercial, left, "C-1", seen.version),
        )
        now = self._account()
        require(lost.current == now.version, "the refusal names the present version")
        second = self._reserve(self._commercial, now.available_fen, "C-1", now.version)
        self._show(Done(f"it reads version {now.version}, and reserves what is left: {yuan(now.available_fen)}"))
        self._basic.settle(self._bill, first, SUPPLEMENT_FEN)
        self._commercial.settle(self._bill, second, now.available_fen)
        return left

    def _reserve(self, payer: ClaimsActions, amount_fen: int, reference: str, seen: int) -> int:
        """A payer reserves with the patient's consent, which the patient signs with the key in the holder's file."""
        secret = self._shown.consent_secret
        assert secret is not None
        organisation = self._payers[payer]
        consent = give_consent(
            secret,
            payer.consent_domain(),
            self._bill,
            organisation,
            purpose=ClaimPurpose.REIMBURSEMENT,
            until_at=self._expires_at,
        )
        claim = Claim(self._shown, amount_fen, reference, seen, consent)
        return payer.reserve(claim, expires_at=self._expires_at).event.bill_version

    def _account(self) -> ClaimAccount:
        found = self._cast.ledger.claims.claim(self._bill)
        assert found is not None
        return found

    def _parts(self) -> tuple[PaidPart, ...]:
        parties = {self._cast.organisation(party): party for party in Party}
        return tuple(
            PaidPart(parties[reservation.payer], reservation.settled_fen)
            for reservation in self._cast.ledger.claims.reservations(self._bill)
        )

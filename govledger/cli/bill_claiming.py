"""`govledger bill claim|consent|book|reverse-booking`: what payers, subjects and reimbursing units do with a bill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from govledger.actions.claims import Claim
from govledger.bills.consent import Consent, give_consent, sign_revocation
from govledger.bills.consent_file import Revocation, consent_to_json, revocation_to_json
from govledger.bills.holder import HolderFile
from govledger.cli.bill_options import BILL, CONSENT, HOLDERFILE, RevocationFile
from govledger.cli.files import READ, write_new
from govledger.cli.opening import acting, reading
from govledger.cli.output import show_act
from govledger.cli.values import MOMENT, Member, organisation_id
from govledger.errors import InputError
from govledger.ledger import Ledger, Officer
from govledger.model import ClaimPurpose, EntryPurpose, ReversalReason

FEN = click.IntRange(min=1)
AMOUNT = click.argument("amount", metavar="FEN", type=FEN)
RESERVATION = click.argument("reservation", metavar="RESERVATION", type=click.IntRange(min=1))
REFERENCE = click.option(
    "--reference", required=True, metavar="TEXT", help="The payer's own claim number; on the chain as a tag."
)
PURPOSE = click.option(
    "--purpose",
    type=Member(ClaimPurpose),
    default=ClaimPurpose.REIMBURSEMENT.name,
    show_default=True,
    help="What for; a consent says it itself.",
)
SEEN_CLAIM = click.option(
    "--seen",
    type=click.IntRange(min=0),
    required=True,
    metavar="VERSION",
    help="The version of the claim that was decided on; 0: never claimed. Refused if it changed since.",
)
EXPIRES = click.option(
    "--expires", "expires_at", type=MOMENT, required=True, help="When it stops counting; at most 31 days ahead."
)

SERIAL = click.option(
    "--serial",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="A consent's own; a revocation is of all up to its serial.",
)


@click.group("claim")
def claim_group() -> None:
    """Reserve and settle: the same money is never paid twice.

    `govledger bill state` shows the version of a claim, and what is left.
    """


@claim_group.command("reserve")
@HOLDERFILE
@AMOUNT
@REFERENCE
@SEEN_CLAIM
@EXPIRES
@CONSENT
@PURPOSE
@acting(vault=True)
def reserve_command(officer: Officer, as_json: bool, expires_at: int, **claim: Any) -> None:
    """Reserve an amount (FEN) of the bill in a HOLDERFILE. The reservation's number is the version that it makes."""
    show_act(officer.claims.reserve(_claim(**claim), expires_at=expires_at), as_json)


@claim_group.command("pay")
@HOLDERFILE
@AMOUNT
@REFERENCE
@SEEN_CLAIM
@CONSENT
@PURPOSE
@acting(vault=True)
def pay_command(officer: Officer, as_json: bool, **claim: Any) -> None:
    """Reserve an amount (FEN) of the bill in a HOLDERFILE and settle it in the same call."""
    show_act(officer.claims.reserve_and_settle(_claim(**claim)), as_json)


def _claim(
    holderfile: HolderFile, amount: int, reference: str, seen: int, consent: Consent | None, purpose: ClaimPurpose
) -> Claim:
    return Claim(holderfile, amount, reference, seen, consent, purpose)


@claim_group.command("renew")
@BILL
@RESERVATION
@SEEN_CLAIM
@EXPIRES
@CONSENT
@acting()
def renew_command(
    officer: Officer, as_json: bool, bill: int, reservation: int, seen: int, expires_at: int, consent: Consent | None
) -> None:
    """Let the own live RESERVATION on a BILL live longer."""
    show_act(officer.claims.renew(bill, seen, reservation, expires_at=expires_at, consent=consent), as_json)


@claim_group.command("settle")
@BILL
@RESERVATION
@AMOUNT
@acting()
def settle_command(officer: Officer, as_json: bool, bill: int, reservation: int, amount: int) -> None:
    """Settle an amount (FEN) of the own live RESERVATION on a BILL: the payer's word that it paid."""
    show_act(officer.claims.settle(bill, reservation, amount), as_json)


@claim_group.command("release")
@BILL
@RESERVATION
@acting()
def release_command(officer: Officer, as_json: bool, bill: int, reservation: int) -> None:
    """Give back what is left of the own live RESERVATION on a BILL."""
    show_act(officer.claims.release(bill, reservation), as_json)


@claim_group.command("decline")
@HOLDERFILE
@SEEN_CLAIM
@CONSENT
@acting()
def decline_command(
    officer: Officer, as_json: bool, holderfile: HolderFile, seen: int, consent: Consent | None
) -> None:
    """Leave the turn on the bill in a HOLDERFILE to the payers of later classes."""
    show_act(officer.claims.decline(holderfile, seen_version=seen, consent=consent), as_json)


@claim_group.command("propose-reversal")
@BILL
@RESERVATION
@AMOUNT
@click.option("--reason", type=Member(ReversalReason), required=True, help="Why.")
@acting()
def propose_reversal_command(
    officer: Officer, as_json: bool, bill: int, reservation: int, amount: int, reason: ReversalReason
) -> None:
    """Propose to reverse an amount (FEN) of what was settled on a BILL, by the payer's last RESERVATION."""
    show_act(officer.claims.propose_reversal(bill, reservation, amount, reason), as_json)


@claim_group.command("confirm-reversal")
@BILL
@RESERVATION
@AMOUNT
@acting()
def confirm_reversal_command(officer: Officer, as_json: bool, bill: int, reservation: int, amount: int) -> None:
    """Reverse, as a second officer, an amount (FEN) that another one proposed to."""
    show_act(officer.claims.confirm_reversal(bill, reservation, amount), as_json)


@click.group("consent")
def consent_group() -> None:
    """What a bill's subject agrees to, and takes back, by the one-time key in the holder's file."""


@consent_group.command("give")
@HOLDERFILE
@click.option("--payer", required=True, metavar="ID|CODE", help="The payer's organisation.")
@click.option("--purpose", type=Member(ClaimPurpose), required=True, help="What for.")
@click.option("--until", "until_at", type=MOMENT, required=True, help="It may be used before this time.")
@click.option(
    "--serial", type=click.IntRange(min=1), default=1, show_default=True, help="Higher than what was revoked."
)
@click.option("--out", required=True, type=READ, metavar="FILE", help="A new file for the consent.")
@reading()
def give_command(
    ledger: Ledger,
    as_json: bool,
    holderfile: HolderFile,
    payer: str,
    purpose: ClaimPurpose,
    until_at: int,
    serial: int,
    out: Path,
) -> None:
    """Consent, with the key in a HOLDERFILE, that a payer claims its bill. Nothing is sent."""
    consent = give_consent(
        _secret(holderfile),
        ledger.claims.consent_domain(),
        holderfile.bill.document.key,
        organisation_id(ledger, payer),
        purpose=purpose,
        until_at=until_at,
        serial=serial,
    )
    write_new(out, consent_to_json(consent))
    click.echo(str(out))


@consent_group.command("revoke")
@HOLDERFILE
@click.option("--payer", required=True, metavar="ID|CODE", help="The payer's organisation.")
@SERIAL
@click.option("--out", required=True, type=READ, metavar="FILE", help="A new file for the revocation.")
@reading()
def revoke_command(ledger: Ledger, as_json: bool, holderfile: HolderFile, payer: str, serial: int, out: Path) -> None:
    """Take back, with the key in a HOLDERFILE, consents to a payer. Nothing is sent: `consent deliver` does that."""
    number = organisation_id(ledger, payer)
    signature = sign_revocation(_secret(holderfile), ledger.claims.consent_domain(), number, serial)
    write_new(out, revocation_to_json(Revocation(holderfile.bill.consent_key, number, serial, signature)))
    click.echo(str(out))


@consent_group.command("deliver")
@click.argument("revocation", metavar="FILE", type=RevocationFile())
@acting()
def deliver_command(officer: Officer, as_json: bool, revocation: Revocation) -> None:
    """Deliver a revocation to the chain; any account may."""
    recorded = officer.claims.revoke_consent(
        revocation.consent_key, revocation.payer, revocation.serial, revocation.signature
    )
    show_act(recorded, as_json)


def _secret(holderfile: HolderFile) -> bytes:
    if holderfile.consent_secret is None:
        raise InputError(
            "this holder's file has no secret of the bill's one-time key: who made the key has it, and can consent"
        )
    return holderfile.consent_secret


@click.command("book")
@HOLDERFILE
@click.option("--year", type=click.IntRange(1970, 9999), required=True, help="Of the period it is booked in.")
@click.option("--month", type=click.IntRange(1, 12), required=True, help="Of the period it is booked in.")
@click.option("--deductible/--not-deductible", required=True, help="Code 02, or 03.")
@click.option("--purpose", type=Member(EntryPurpose), required=True, help="What for.")
@acting()
def book_command(
    officer: Officer,
    as_json: bool,
    holderfile: HolderFile,
    year: int,
    month: int,
    deductible: bool,
    purpose: EntryPurpose,
) -> None:
    """Book the bill in a HOLDERFILE for the own organisation, which can do so once at a time."""
    recorded = officer.entries.book(holderfile, year=year, month=month, deductible=deductible, purpose=purpose)
    show_act(recorded, as_json)


@click.command("reverse-booking")
@BILL
@click.option("--unit", required=True, metavar="ID|CODE", help="The organisation that booked it.")
@acting()
def reverse_booking_command(officer: Officer, as_json: bool, bill: int, unit: str) -> None:
    """Reverse a booking of a BILL by the own organisation, or by one that it is the heir of."""
    show_act(officer.entries.reverse_booking(bill, organisation_id(officer.ledger, unit)), as_json)

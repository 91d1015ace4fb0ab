"""`govledger bill claim|consent|book|reverse-booking`: what payers, subjects and reimbursing units do with a bill."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import click

from govledger.actions.claims import Claim
from govledger.bills.consent import SECRET_LENGTH, Consent, consent_address, give_consent, sign_revocation
from govledger.bills.consent_file import SERIAL_LIMIT, Revocation, consent_to_json, revocation_to_json, secret_to_json
from govledger.bills.holder import HolderFile
from govledger.bills.number import format_key
from govledger.cli.bill_options import BILL, CONSENT, RevocationFile, SecretFile
from govledger.cli.bill_paper import AS_JSON, HOLDERFILE
from govledger.cli.files import READ, write_new
from govledger.cli.opening import acting, reading
from govledger.cli.output import show, show_act
from govledger.cli.values import MOMENT, Member, organisation_id
from govledger.errors import InputError
from govledger.ledger import Ledger, Officer
from govledger.model import ClaimPurpose, EntryPurpose, ReversalReason
from govledger.privacy.commitments import NO_CONSENT_KEY

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
PAYER = click.option("--payer", required=True, metavar="ID|CODE", help="The payer's organisation.")
SECRET = click.option(
    "--secret", type=SecretFile(), help="What govledger bill consent key made; needed unless the holder's file has it."
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
    """What a bill's subject agrees to, and takes back, by the bill's one-time key."""


@consent_group.command("key")
@click.option("--out", required=True, type=READ, metavar="FILE", help="A new file for the secret, for its owner alone.")
@AS_JSON
def key_command(out: Path, as_json: bool) -> None:
    """Make a one-time key, for one bill that is yet to be issued.

    Prints its address: who issues the bill writes that into the order, as consent_key. The secret stays with the
    bill's subject.
    """
    secret = secrets.token_bytes(SECRET_LENGTH)
    write_new(out, secret_to_json(secret))
    show({"consent_key": consent_address(secret), "file": str(out)}, as_json)


@consent_group.command("give")
@HOLDERFILE
@SECRET
@PAYER
@click.option("--purpose", type=Member(ClaimPurpose), required=True, help="What for.")
@click.option("--until", "until_at", type=MOMENT, required=True, help="It may be used before this time.")
@click.option(
    "--serial",
    type=click.IntRange(1, SERIAL_LIMIT - 1),
    default=1,
    show_default=True,
    help="Higher than what was revoked.",
)
@click.option("--out", required=True, type=READ, metavar="FILE", help="A new file for the consent.")
@reading()
def give_command(
    ledger: Ledger, as_json: bool, holderfile: HolderFile, secret: bytes | None, payer: str, out: Path, **terms: Any
) -> None:
    """Consent that a payer claims the bill in a HOLDERFILE. Nothing is sent: the payer gets the consent's file."""
    number = organisation_id(ledger, payer)
    key, domain = holderfile.bill.document.key, ledger.claims.consent_domain()
    consent = give_consent(_secret(holderfile, secret), domain, key, number, **terms)
    write_new(out, consent_to_json(consent))
    shown = {"bill": format_key(key), "payer": number, "purpose": consent.purpose, "until_at": consent.until_at}
    show({**shown, "serial": consent.serial, "file": str(out)}, as_json)


@consent_group.command("revoke")
@HOLDERFILE
@SECRET
@PAYER
@click.option(
    "--serial",
    type=click.IntRange(1, SERIAL_LIMIT - 1),
    default=1,
    show_default=True,
    help="The last that is taken back; all before it are, too.",
)
@click.option("--out", required=True, type=READ, metavar="FILE", help="A new file for the revocation.")
@reading()
def revoke_command(
    ledger: Ledger,
    as_json: bool,
    holderfile: HolderFile,
    secret: bytes | None,
    payer: str,
    serial: int,
    out: Path,
) -> None:
    """Take back consents that a payer claims the bill in a HOLDERFILE. They count until the file is delivered.

    Nothing is sent: govledger bill consent deliver does that, and anybody may.
    """
    number = organisation_id(ledger, payer)
    signature = sign_revocation(_secret(holderfile, secret), ledger.claims.consent_domain(), number, serial)
    write_new(out, revocation_to_json(Revocation(holderfile.bill.consent_key, number, serial, signature)))
    key = format_key(holderfile.bill.document.key)
    show({"bill": key, "payer": number, "serial": serial, "file": str(out)}, as_json)


@consent_group.command("deliver")
@click.argument("revocation", metavar="FILE", type=RevocationFile())
@acting()
def deliver_command(officer: Officer, as_json: bool, revocation: Revocation) -> None:
    """Bring a revocation, a FILE that its subject signed, onto the chain. Any account may."""
    recorded = officer.claims.revoke_consent(
        revocation.consent_key, revocation.payer, revocation.serial, revocation.signature
    )
    show_act(recorded, as_json)


def _secret(holder_file: HolderFile, named: bytes | None) -> bytes:
    """The secret of the bill's one-time key: the one that was named, or the one in the holder's file.

    Raises:
        InputError: the bill asks for nobody's consent, there is no secret, or it is another key's.
    """
    bill = format_key(holder_file.bill.document.key)
    if holder_file.bill.consent_key == NO_CONSENT_KEY:
        raise InputError(f"bill {bill} asks for nobody's consent; a payer claims it without")
    secret = holder_file.consent_secret if named is None else named
    if secret is None:
        raise InputError(
            "this holder's file does not have the secret of the bill's one-time key; whoever made the key has it, in a "
            "file to be named with --secret"
        )
    if consent_address(secret) != holder_file.bill.consent_key:
        raise InputError(
            f"the secret is that of another key than 0x{holder_file.bill.consent_key.hex()}, by which bill {bill} is "
            "consented to; each bill has its own"
        )
    return secret


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

"""`govledger grant`: who may use whose data, for what, in which modes, until when, how often."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from govledger.cli.opening import SEEN, acting, found, reading, seen_or_present, signing
from govledger.cli.output import members, show, show_act, show_all
from govledger.cli.values import MOMENT, Fields, HashOf, Member, organisation_id
from govledger.errors import InputError
from govledger.ledger import Ledger, Officer
from govledger.model import Grant, GrantTerms, Mode, RevocationReason
from govledger.privacy.grant_terms import read_signed_grant
from govledger.tx.signing import DigestSigner

GRANT = click.argument("grant", type=click.IntRange(min=0))
NUMBER = click.IntRange(min=0)


def terms(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a grant's terms."""
    for option in (
        click.option("--parent", type=NUMBER, default=0, help="The grant that is passed on; none if left out."),
        click.option("--delegation-depth", type=click.IntRange(0, 4), default=0, help="How often it may be passed on."),
        click.option("--max-uses", type=click.IntRange(min=1), required=True, help="How many uses it allows."),
        click.option("--until", "valid_until_at", type=MOMENT, required=True, help="Usable before this time."),
        click.option("--from", "valid_from_at", type=MOMENT, required=True, help="Usable from this time on."),
        click.option("--legal-basis", type=HashOf(), required=True, help="The legal basis' text, or its keccak256."),
        click.option(
            "--purpose",
            type=click.IntRange(1, 65_535),
            required=True,
            help="Code from the consortium's list of purposes.",
        ),
        click.option("--fields", type=Fields(), required=True, help="Positions in the schema, for instance 3,4,7-9."),
        click.option(
            "--mode",
            "modes",
            type=Member(Mode),
            multiple=True,
            required=True,
            help="A mode; several times for several.",
        ),
        click.option("--grantee", metavar="ID|CODE", required=True, help="The organisation that may use it."),
        click.option("--resource", type=NUMBER, required=True, help="The resource that may be used."),
    ):
        command = option(command)
    return command


@click.group("grant")
def grant_group() -> None:
    """Grants: who may use whose data, for what, in which modes, until when, how often."""


@grant_group.command("list")
@click.option("--resource", type=NUMBER, help="Only those of this resource.")
@reading()
def list_command(ledger: Ledger, as_json: bool, resource: int | None) -> None:
    """List all grants that were ever issued."""
    rows = (_members(number, one) for number, one in ledger.grants.grants() if resource in (None, one.terms.resource))
    columns = ("id", "resource", "owner", "grantee", "modes", "purpose", "valid_until_at", "remaining_uses", "revoked")
    show_all(rows, columns, as_json)


@grant_group.command("show")
@GRANT
@reading()
def show_command(ledger: Ledger, as_json: bool, grant: int) -> None:
    """Show one grant: its terms, and how often it was used."""
    show(_members(grant, _grant(ledger, grant)), as_json)


@grant_group.command("issue")
@terms
@acting()
def issue_command(officer: Officer, as_json: bool, **given: Any) -> None:
    """Grant the use of a resource of one's own organisation, or pass on a grant that it holds (--parent)."""
    show_act(officer.grants.issue_grant(_terms(officer.ledger, given)), as_json)


@grant_group.command("approve")
@terms
@click.option(
    "--seen",
    type=NUMBER,
    metavar="VERSION",
    help="The version of the resource that was looked at; the present one if left out.",
)
@acting()
def approve_command(officer: Officer, as_json: bool, seen: int | None, **given: Any) -> None:
    """Approve the exact terms of one grant, as a grantor of an approver of its resource."""
    approved = _terms(officer.ledger, given)
    resource = found("resource", approved.resource, officer.ledger.registry.resource(approved.resource))
    show_act(officer.grants.approve_terms(approved, seen_or_present(seen, resource)), as_json)


@grant_group.command("revoke")
@GRANT
@click.option("--reason", type=Member(RevocationReason), required=True)
@SEEN
@acting()
def revoke_command(officer: Officer, as_json: bool, grant: int, reason: RevocationReason, seen: int | None) -> None:
    """Revoke a grant, and with it all that was passed on from it."""
    version = seen_or_present(seen, _grant(officer.ledger, grant))
    show_act(officer.grants.revoke_grant(grant, version, reason), as_json)


@grant_group.command("sign")
@terms
@click.option("--deadline", "deadline_at", type=MOMENT, required=True, help="The signature counts before this time.")
@click.option("--nonce", type=NUMBER, help="A number that this key did not sign with before; drawn if left out.")
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A new file for the order and its signature.",
)
@signing()
def sign_command(
    ledger: Ledger,
    signer: DigestSigner,
    as_json: bool,
    deadline_at: int,
    nonce: int | None,
    out: Path,
    **given: Any,
) -> None:
    """Sign a grant and send nothing: whoever has the file can have the grant issued, once, before the deadline."""
    signed = ledger.grants.sign(_terms(ledger, given), signer, deadline_at=deadline_at, nonce=nonce)
    try:
        with out.open("xb") as file:
            file.write(signed.to_json())
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}; name a new file") from error
    shown = {"signer": signed.order.signer, "nonce": f"{signed.order.nonce:#x}", "deadline_at": deadline_at}
    show({**shown, "digest": ledger.grants.digest(signed.order), "file": str(out)}, as_json)


@grant_group.command("submit")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@acting()
def submit_command(officer: Officer, as_json: bool, file: Path) -> None:
    """Have a grant issued by the signature in a FILE that govledger grant sign made; anyone can."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    show_act(officer.grants.issue_signed_grant(read_signed_grant(content)), as_json)


def _grant(ledger: Ledger, number: int) -> Grant:
    return found("grant", number, ledger.grants.grant(number))


def _members(number: int, grant: Grant) -> dict[str, Any]:
    held = {name: value for name, value in members(grant).items() if name != "terms"}
    return {"id": number, **members(grant.terms), **held, "remaining_uses": grant.remaining_uses}


def _terms(ledger: Ledger, given: dict[str, Any]) -> GrantTerms:
    grantee = organisation_id(ledger, given["grantee"])
    return GrantTerms(**{**given, "grantee": grantee, "modes": frozenset(given["modes"])})

"""`govledger request`: accesses under grants with their receipts, and emergencies without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from govledger.cli.opening import SEEN, acting, found, reading, seen_or_present
from govledger.cli.output import members, show, show_act, show_all
from govledger.cli.values import MOMENT, Fields, HashOf, Member, numbered_fields
from govledger.errors import VaultNotFound
from govledger.ledger import Ledger, Officer
from govledger.model import (
    DisputeReason,
    Emergency,
    EmergencyReason,
    GlassTerms,
    Mode,
    RejectionReason,
    RequestTerms,
    ReviewOutcome,
)

NUMBER = click.IntRange(min=0)
REQUEST = click.argument("request", type=NUMBER)
EMERGENCY = click.argument("emergency", type=NUMBER)


def _content(name: str, meaning: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    path = click.Path(dir_okay=False, path_type=Path)
    described = f'{meaning}: a JSON object with the fields\' positions as names, {{"3": "married"}}.'
    return click.option(f"--{name}", type=path, required=True, metavar="FILE", help=described)


def place(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is read, in which case, and from where."""
    for option in (
        click.option("--system", type=NUMBER, default=0, help="Code from the organisation's own list of systems."),
        click.option("--site", type=NUMBER, default=0, help="Code from the organisation's own list of sites."),
        click.option("--case", metavar="REFERENCE", help="The case's reference; its tag is made with --vault."),
        click.option("--index", type=NUMBER, default=0, help="The item's place in a record that is a batch."),
        click.option("--record", type=NUMBER, default=0, help="The record; the resource as a whole if left out."),
        click.option("--fields", type=Fields(), required=True, help="Positions in the schema, for instance 3,4,7-9."),
    ):
        command = option(command)
    return command


@click.group("request")
def request_group() -> None:
    """Requests: accesses under grants with their receipts, and emergencies without a grant.

    The contract keeps the hash of a request's terms; the terms themselves stand in an event. Commands that need them
    read the chain's events, from the beginning or, with --store, from where an index stands.
    """


@request_group.command("list")
@reading()
def list_command(ledger: Ledger, as_json: bool) -> None:
    """List all requests, with their statuses now."""
    rows = ({"id": number, **members(one)} for number, one in ledger.requests.requests())
    show_all(rows, ("id", "status", "serve_by_at", "acknowledge_by_at", "filed_by", "version"), as_json)


@request_group.command("show")
@REQUEST
@reading(store=True)
def show_command(ledger: Ledger, as_json: bool, request: int) -> None:
    """Show one request, its terms, and until when it is sealed."""
    one = found("request", request, ledger.requests.request(request))
    terms = found("request", request, ledger.request_terms(request))
    seal = ledger.requests.seal(request)
    sealed = {"sealed_by": seal and seal.organisation, "sealed_until": seal and seal.disclose_at}
    show({"id": request, **members(terms), **members(one), **sealed}, as_json)


@request_group.command("file")
@click.option("--grant", type=NUMBER, required=True, help="The grant; owner, purpose and legal basis are its own.")
@click.option("--mode", type=Member(Mode), required=True)
@place
@click.option("--serve-by", "serve_by_at", type=MOMENT, required=True, help="To be served before this time.")
@click.option(
    "--acknowledge-within",
    type=click.IntRange(min=1),
    required=True,
    metavar="SECONDS",
    help="To be acknowledged so many seconds after it was served.",
)
@acting(vault=False)
def file_command(officer: Officer, as_json: bool, grant: int, case: str | None, **asked: Any) -> None:
    """File a request under a grant, for the organisation that holds it; in mode SUBMIT for the owner."""
    terms = RequestTerms.under(
        grant, found("grant", grant, officer.ledger.grants.grant(grant)), case_tag=_case_tag(officer, case), **asked
    )
    show_act(officer.requests.file_request(terms), as_json)


@request_group.command("approve")
@REQUEST
@SEEN
@acting(store=True)
def approve_command(officer: Officer, as_json: bool, request: int, seen: int | None) -> None:
    """Approve a request as the owner's grantor; in mode DETAIL it cannot be served without."""
    show_act(officer.requests.approve_request(request, *_filed(officer, request, seen)), as_json)


@request_group.command("reject")
@REQUEST
@click.option("--reason", type=Member(RejectionReason), required=True)
@SEEN
@acting(store=True)
def reject_command(officer: Officer, as_json: bool, request: int, reason: RejectionReason, seen: int | None) -> None:
    """Reject a request as the owner."""
    show_act(officer.requests.reject_request(request, *_filed(officer, request, seen), reason), as_json)


@request_group.command("revoke")
@REQUEST
@SEEN
@acting(store=True)
def revoke_command(officer: Officer, as_json: bool, request: int, seen: int | None) -> None:
    """Take a request back before it is served, as the side that filed it."""
    show_act(officer.requests.revoke_request(request, *_filed(officer, request, seen)), as_json)


@request_group.command("serve")
@REQUEST
@_content("answer", "What is answered")
@click.option("--rule-version", type=NUMBER, default=0, help="In mode EVALUATE, the version of the rule that was run.")
@SEEN
@acting(store=True, vault=True)
def serve_command(
    officer: Officer, as_json: bool, request: int, answer: Path, rule_version: int, seen: int | None
) -> None:
    """Write the access receipt, as the owner; release the answer only after this.

    The answer stays in --vault, and a commitment to it goes on the chain.
    """
    version, terms = _filed(officer, request, seen)
    content = numbered_fields(answer)
    served = officer.requests.serve_request(request, version, terms, content, rule_version=rule_version)
    show_act(served, as_json)


@request_group.command("acknowledge")
@REQUEST
@SEEN
@acting(store=True)
def acknowledge_command(officer: Officer, as_json: bool, request: int, seen: int | None) -> None:
    """Acknowledge what was received, as the grantee; also late, and after a dispute."""
    show_act(officer.requests.acknowledge_request(request, *_filed(officer, request, seen)), as_json)


@request_group.command("dispute")
@REQUEST
@click.option("--reason", type=Member(DisputeReason), required=True)
@SEEN
@acting(store=True)
def dispute_command(officer: Officer, as_json: bool, request: int, reason: DisputeReason, seen: int | None) -> None:
    """Dispute what was received, as the grantee: the owner serves again, or the grantee acknowledges after all."""
    show_act(officer.requests.dispute_request(request, *_filed(officer, request, seen), reason), as_json)


@request_group.command("seal")
@REQUEST
@click.option("--disclose-at", type=MOMENT, required=True, help="Kept from its subject's view before this time.")
@click.option("--legal-basis", type=HashOf(), required=True, help="The text that allows it, or its keccak256.")
@SEEN
@acting(store=True)
def seal_command(
    officer: Officer, as_json: bool, request: int, disclose_at: int, legal_basis: bytes, seen: int | None
) -> None:
    """Keep a request from its subject's view until a date, as a sealer of an organisation that is no side of it."""
    version, terms = _filed(officer, request, seen)
    sealed = officer.requests.seal_access(request, version, terms, disclose_at=disclose_at, legal_basis=legal_basis)
    show_act(sealed, as_json)


@request_group.command("unseal")
@REQUEST
@SEEN
@acting()
def unseal_command(officer: Officer, as_json: bool, request: int, seen: int | None) -> None:
    """End a seal before its date, as a sealer of the organisation that set it."""
    one = found("request", request, officer.ledger.requests.request(request))
    show_act(officer.requests.unseal_access(request, seen_or_present(seen, one)), as_json)


# --- emergencies ---------------------------------------------------------------------------------------


@request_group.command("emergencies")
@reading()
def emergencies_command(ledger: Ledger, as_json: bool) -> None:
    """List all accesses in an emergency, with their statuses now."""
    rows = ({"id": number, **members(one)} for number, one in ledger.requests.emergencies())
    show_all(rows, ("id", "status", "organisation", "owner", "answered", "due_by_at", "version"), as_json)


@request_group.command("break-glass")
@click.option("--resource", type=NUMBER, required=True, help="The resource that is read.")
@click.option("--mode", type=Member(Mode), required=True, help="VERIFY or DETAIL.")
@place
@click.option("--purpose", type=click.IntRange(1, 65_535), required=True, help="Code from the consortium's list.")
@click.option("--legal-basis", type=HashOf(), required=True, help="The legal basis' text, or its keccak256.")
@click.option("--reason", type=Member(EmergencyReason), required=True)
@_content("statement", "What happened")
@acting(vault=True)
def break_glass_command(
    officer: Officer, as_json: bool, resource: int, case: str | None, statement: Path, **asked: Any
) -> None:
    """Access data in an emergency, without a grant; to be justified within 72 hours.

    The statement stays in --vault, and a commitment to it goes on the chain.
    """
    owner = found("resource", resource, officer.ledger.registry.resource(resource)).owner
    terms = GlassTerms(resource=resource, owner=owner, case_tag=_case_tag(officer, case), **asked)
    show_act(officer.requests.break_glass(terms, numbered_fields(statement)), as_json)


@request_group.command("answer")
@EMERGENCY
@_content("answer", "What was answered")
@SEEN
@acting(vault=True)
def answer_command(officer: Officer, as_json: bool, emergency: int, answer: Path, seen: int | None) -> None:
    """Commit to what was answered in an emergency, as the owner's responder; the answer stays in --vault."""
    version = seen_or_present(seen, _emergency(officer, emergency))
    show_act(officer.requests.answer_emergency(emergency, version, numbered_fields(answer)), as_json)


@request_group.command("justify")
@EMERGENCY
@_content("statement", "The justification")
@SEEN
@acting(vault=True)
def justify_command(officer: Officer, as_json: bool, emergency: int, statement: Path, seen: int | None) -> None:
    """Justify an emergency, as an administrator of the organisation that accessed; the text stays in --vault."""
    version = seen_or_present(seen, _emergency(officer, emergency))
    show_act(officer.requests.justify_emergency(emergency, version, numbered_fields(statement)), as_json)


@request_group.command("review")
@EMERGENCY
@click.option("--outcome", type=Member(ReviewOutcome), required=True)
@SEEN
@acting()
def review_command(officer: Officer, as_json: bool, emergency: int, outcome: ReviewOutcome, seen: int | None) -> None:
    """Review an emergency that was justified, as an inspector of an audit office."""
    version = seen_or_present(seen, _emergency(officer, emergency))
    show_act(officer.requests.review_emergency(emergency, version, outcome), as_json)


def _filed(officer: Officer, request: int, seen: int | None) -> tuple[int, RequestTerms]:
    """The version that an act names, and the terms that the request was filed with."""
    one = found("request", request, officer.ledger.requests.request(request))
    return seen_or_present(seen, one), found("request", request, officer.ledger.request_terms(request))


def _emergency(officer: Officer, number: int) -> Emergency:
    return found("emergency", number, officer.ledger.requests.emergency(number))


def _case_tag(officer: Officer, case: str | None) -> bytes:
    if case is None:
        return bytes(32)
    try:
        return officer.requests.case_tag(case)
    except VaultNotFound as error:
        raise click.UsageError("--case needs --vault DIR: its tag is made with the organisation's secret") from error

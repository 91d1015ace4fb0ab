"""`govledger org`: the organisations of a consortium."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from govledger.cli.opening import SEEN, acting, found, reading, seen_or_present
from govledger.cli.output import members, show, show_act, show_all
from govledger.cli.values import Member, organisation_id
from govledger.ledger import Ledger, Officer
from govledger.model import Organisation, OrganisationKind, SuspensionReason

ORGANISATION = click.argument("organisation")
KINDS = click.option(
    "--kind",
    "kinds",
    type=Member(OrganisationKind),
    multiple=True,
    required=True,
    help="A kind of organisation; several times for several kinds.",
)
VOTING = click.option("--voting/--no-voting", default=False, help="Whether it votes on decisions; not if left out.")


@click.group("org")
def org_group() -> None:
    """Organisations: who belongs to the consortium.

    Whatever changes them is decided: executed at once with the founder's key while the founder decides; with any other
    key, a proposal, whose number is printed. An ORGANISATION is an id or a public code.
    """


@org_group.command("list")
@reading()
def list_command(ledger: Ledger, as_json: bool) -> None:
    """List all organisations that were ever admitted."""
    rows = ({"id": number, **members(one)} for number, one in ledger.consortium.organisations())
    show_all(rows, ("id", "public_code", "status", "kinds", "voting", "version"), as_json)


@org_group.command("show")
@ORGANISATION
@reading()
def show_command(ledger: Ledger, as_json: bool, organisation: str) -> None:
    """Show one organisation, and who acts for it: itself, its successor or its custodian."""
    number, one = _organisation(ledger, organisation)
    consortium = ledger.consortium
    looked_after: Mapping[str, Any] = {
        "heir": consortium.heir_of(number),
        "needed_administrators": consortium.administration(number).needed,
        "administrators": consortium.administrators_of(number),
        "meets_own_rule": consortium.meets_own_rule(number),
    }
    show({"id": number, **members(one), **looked_after}, as_json)


@org_group.command("admit")
@click.argument("public_code")
@KINDS
@VOTING
@acting()
def admit_command(
    officer: Officer, as_json: bool, public_code: str, kinds: tuple[OrganisationKind, ...], voting: bool
) -> None:
    """Admit an organisation with a public code of 18 capital letters and digits."""
    show_act(officer.decisions.deciding().admit_organisation(public_code, kinds, voting=voting), as_json)


@org_group.command("amend")
@ORGANISATION
@KINDS
@VOTING
@SEEN
@acting()
def amend_command(
    officer: Officer,
    as_json: bool,
    organisation: str,
    kinds: tuple[OrganisationKind, ...],
    voting: bool,
    seen: int | None,
) -> None:
    """Give an organisation these kinds and no others, and a vote or none."""
    number, one = _organisation(officer.ledger, organisation)
    version = seen_or_present(seen, one)
    show_act(officer.decisions.deciding().amend_organisation(number, version, kinds, voting=voting), as_json)


@org_group.command("suspend")
@ORGANISATION
@click.option("--reason", type=Member(SuspensionReason), required=True)
@SEEN
@acting()
def suspend_command(
    officer: Officer, as_json: bool, organisation: str, reason: SuspensionReason, seen: int | None
) -> None:
    """Suspend an organisation: none of its officers may act."""
    number, one = _organisation(officer.ledger, organisation)
    show_act(officer.decisions.deciding().suspend_organisation(number, seen_or_present(seen, one), reason), as_json)


@org_group.command("reinstate")
@ORGANISATION
@SEEN
@acting()
def reinstate_command(officer: Officer, as_json: bool, organisation: str, seen: int | None) -> None:
    """Reinstate a suspended organisation."""
    number, one = _organisation(officer.ledger, organisation)
    show_act(officer.decisions.deciding().reinstate_organisation(number, seen_or_present(seen, one)), as_json)


@org_group.command("merge")
@ORGANISATION
@click.option("--into", "successor", metavar="ID|CODE", required=True, help="The organisation that it becomes part of.")
@SEEN
@acting()
def merge_command(officer: Officer, as_json: bool, organisation: str, successor: str, seen: int | None) -> None:
    """End an organisation that becomes part of another one."""
    number, one = _organisation(officer.ledger, organisation)
    heir, _ = _organisation(officer.ledger, successor)
    show_act(officer.decisions.deciding().merge_organisation(number, seen_or_present(seen, one), heir), as_json)


@org_group.command("dissolve")
@ORGANISATION
@click.option("--custodian", metavar="ID|CODE", required=True, help="The organisation that looks after what it left.")
@SEEN
@acting()
def dissolve_command(officer: Officer, as_json: bool, organisation: str, custodian: str, seen: int | None) -> None:
    """End an organisation, and name who looks after what it left."""
    number, one = _organisation(officer.ledger, organisation)
    heir, _ = _organisation(officer.ledger, custodian)
    show_act(officer.decisions.deciding().dissolve_organisation(number, seen_or_present(seen, one), heir), as_json)


def _organisation(ledger: Ledger, named: str) -> tuple[int, Organisation]:
    number = organisation_id(ledger, named)
    return number, found("organisation", named, ledger.consortium.organisation(number))

"""`govledger resource`: the catalogue of data that may be granted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from govledger.cli.opening import SEEN, acting, found, reading, seen_or_present
from govledger.cli.output import members, show, show_act, show_all
from govledger.cli.values import HashOf, Member, organisation_id
from govledger.ledger import Ledger, Officer
from govledger.model import Mode, Resource, RetirementReason, Sensitivity

RESOURCE = click.argument("resource", type=click.IntRange(min=0))
COUNT = click.IntRange(min=0)
FIRST_VERSION = click.option(
    "--schema-version", type=click.IntRange(min=1), default=1, help="The schema's own version; 1 if left out."
)
NEXT_VERSION = click.option(
    "--schema-version", type=click.IntRange(min=1), required=True, help="The schema's own version."
)
Command = Callable[..., Any]


def terms(version: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """The options of a resource's terms; `version` is the one for the schema's version."""

    def decorate(command: Command) -> Command:
        for option in (
            click.option(
                "--detail-approvals", type=COUNT, default=0, help="How many approve a grant of DETAIL or SUBMIT."
            ),
            click.option("--approvals", type=COUNT, default=0, help="How many of them approve any other grant."),
            click.option(
                "--approver",
                "approvers",
                metavar="ID|CODE",
                multiple=True,
                help="Another organisation whose grantors approve grants; up to four times.",
            ),
            click.option(
                "--sensitivity",
                type=Member(Sensitivity, without=()),
                required=True,
                help="SENSITIVE and CORE need --detail-approvals of at least 1.",
            ),
            click.option(
                "--mode",
                "modes",
                type=Member(Mode),
                multiple=True,
                required=True,
                help="A mode in which it may be granted; several times for several modes.",
            ),
            version,
            click.option("--schema", type=HashOf(), required=True, help="The schema's file, or its keccak256."),
        ):
            command = option(command)
        return command

    return decorate


@click.group("resource")
def resource_group() -> None:
    """Resources: the catalogue of data that may be granted."""


@resource_group.command("list")
@reading()
def list_command(ledger: Ledger, as_json: bool) -> None:
    """List all resources that were ever registered."""
    rows = ({"id": number, **members(one)} for number, one in ledger.registry.resources())
    show_all(rows, ("id", "owner", "status", "sensitivity", "modes", "schema_version", "version"), as_json)


@resource_group.command("show")
@RESOURCE
@reading()
def show_command(ledger: Ledger, as_json: bool, resource: int) -> None:
    """Show one resource, and whose approval its grants need."""
    show({"id": resource, **members(_resource(ledger, resource))}, as_json)


@resource_group.command("register")
@terms(FIRST_VERSION)
@acting()
def register_command(officer: Officer, as_json: bool, **given: Any) -> None:
    """Register a resource of one's own organisation."""
    show_act(officer.registry.register_resource(**_resolved(officer.ledger, given)), as_json)


@resource_group.command("amend")
@RESOURCE
@terms(NEXT_VERSION)
@SEEN
@acting()
def amend_command(officer: Officer, as_json: bool, resource: int, seen: int | None, **given: Any) -> None:
    """Give a resource these terms; what was granted before stays as it was granted."""
    version = seen_or_present(seen, _resource(officer.ledger, resource))
    show_act(officer.registry.amend_resource(resource, version, **_resolved(officer.ledger, given)), as_json)


@resource_group.command("retire")
@RESOURCE
@click.option("--reason", type=Member(RetirementReason), required=True)
@SEEN
@acting()
def retire_command(officer: Officer, as_json: bool, resource: int, reason: RetirementReason, seen: int | None) -> None:
    """Retire a resource: nothing new is registered or granted on it."""
    version = seen_or_present(seen, _resource(officer.ledger, resource))
    show_act(officer.registry.retire_resource(resource, version, reason), as_json)


def _resource(ledger: Ledger, number: int) -> Resource:
    return found("resource", number, ledger.registry.resource(number))


def _resolved(ledger: Ledger, given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "approvers": [organisation_id(ledger, one) for one in given["approvers"]]}

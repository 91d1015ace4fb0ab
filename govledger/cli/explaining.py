"""`govledger explain`: whether an access would be allowed, and if not, by which rule."""

from __future__ import annotations

import click

from govledger.cli.opening import reading
from govledger.cli.output import plain, show
from govledger.cli.values import MOMENT, Address, Fields, Member
from govledger.ledger import Ledger
from govledger.model import Mode


@click.command("explain")
@click.argument("account", type=Address())
@click.argument("resource", type=click.IntRange(min=0))
@click.option("--mode", type=Member(Mode), required=True, help="In which mode.")
@click.option(
    "--purpose", type=click.IntRange(1, 65_535), required=True, help="Code from the consortium's list of purposes."
)
@click.option("--fields", type=Fields(), help="Positions in the schema; all that a grant allows if left out.")
@click.option("--at", type=MOMENT, help="At this time; that of the latest block if left out.")
@reading(store=True)
def explain_command(
    ledger: Ledger,
    as_json: bool,
    account: bytes,
    resource: int,
    mode: Mode,
    purpose: int,
    fields: frozenset[int] | None,
    at: int | None,
) -> None:
    """Say whether an account could file a request for a resource, and if not, which rule stands against it.

    Nothing is sent. Every grant under which the account's organisation might ask is tried.
    """
    found = ledger.explain(account, resource, mode, purpose, at=at, fields=fields)
    ways = [
        {
            "grant": way.grant or None,
            "rule": None if way.refusal is None else type(way.refusal).__name__,
            "says": "allowed" if way.refusal is None else str(way.refusal),
        }
        for way in found.ways
    ]
    if as_json:
        answer = {"allowed": found.allowed, "grant": found.grant, "approval_needed": found.approval_needed}
        show({**answer, "ways": plain(ways)}, as_json)
        return
    click.echo(str(found))

"""`govledger officer`: who acts for an organisation, with which key and in which roles."""

from __future__ import annotations

from typing import Any

import click

from govledger.actions.consortium import ConsortiumReader
from govledger.actions.decisions import ENDORSED
from govledger.cli.calls import encoded
from govledger.cli.opening import SEEN, acting, found, reading, seen_or_present
from govledger.cli.output import members, show, show_act, show_all
from govledger.cli.values import MOMENT, Address, Member, hex_bytes, organisation_id
from govledger.errors import InputError
from govledger.ledger import Ledger
from govledger.ledger import Officer as Acting
from govledger.model import Officer, Role

OFFICER = click.argument("officer_id", metavar="OFFICER_ID")
BY_DECISION = click.option(
    "--by-decision",
    is_flag=True,
    help="The organisation cannot look after its officers itself: the founder decides it, or it is proposed.",
)
FROM = click.option("--from", "valid_from_at", type=MOMENT, required=True, help="In office from this time on.")
UNTIL = click.option("--until", "valid_until_at", type=MOMENT, required=True, help="In office before this time.")
UNIT = click.option("--unit", type=click.IntRange(min=0), default=0, help="Its issuing point or site; 0 if left out.")
APPOINTED = Member(Role, without=("NONE", "FOUNDER", "DECISION", "GUARDIAN"))
ROLES = click.option(
    "--role", "roles", type=APPOINTED, multiple=True, required=True, help="A role; several times for several roles."
)


@click.group("officer")
def officer_group() -> None:
    """Officers: who acts for an organisation, with which key and in which roles.

    An organisation's own administrators look after them; two of them where it set that rule: one endorses the call that
    the other one then makes. An OFFICER_ID is an id, or the address of an account that serves the officer.
    """


@officer_group.command("list")
@click.option("--organisation", metavar="ID|CODE", help="Only this organisation's.")
@reading()
def list_command(ledger: Ledger, as_json: bool, organisation: str | None) -> None:
    """List all officers who were ever appointed."""
    only = None if organisation is None else organisation_id(ledger, organisation)
    rows = ({"id": number, **members(one)} for number, one in ledger.consortium.officers(only))
    show_all(rows, ("id", "organisation", "roles", "unit", "valid_from_at", "valid_until_at", "version"), as_json)


@officer_group.command("show")
@OFFICER
@reading()
def show_command(ledger: Ledger, as_json: bool, officer_id: str) -> None:
    """Show one officer, the account that serves it, and whether its key is frozen."""
    number, one = _officer(ledger.consortium, officer_id)
    account = ledger.consortium.account_of(number)
    binding = found("account of officer", number, ledger.consortium.binding(account) if account else None)
    key = {"account": account, **{name: value for name, value in members(binding).items() if name != "officer"}}
    show({"id": number, **members(one), **key}, as_json)


@officer_group.command("appoint")
@click.argument("organisation")
@click.argument("account", type=Address())
@ROLES
@FROM
@UNTIL
@UNIT
@BY_DECISION
@acting()
def appoint_command(
    officer: Acting, as_json: bool, organisation: str, account: bytes, by_decision: bool, **terms: Any
) -> None:
    """Appoint an officer of an organisation, with an account that served nobody before."""
    number = organisation_id(officer.ledger, organisation)
    deciding = officer.decisions.deciding() if by_decision else officer.consortium
    show_act(deciding.appoint_officer(number, account, **terms), as_json)


@officer_group.command("amend")
@OFFICER
@ROLES
@FROM
@UNTIL
@UNIT
@SEEN
@BY_DECISION
@acting()
def amend_command(
    officer: Acting,
    as_json: bool,
    officer_id: str,
    roles: tuple[Role, ...],
    seen: int | None,
    by_decision: bool,
    **terms: Any,
) -> None:
    """Give an officer these roles and no others, and this time in office."""
    number, one = _officer(officer.consortium, officer_id)
    version = seen_or_present(seen, one)
    if not by_decision:
        show_act(officer.consortium.amend_officer(number, version, roles, **terms), as_json)
        return
    if set(roles) != {Role.ADMINISTRATOR}:
        raise InputError(
            "a decision makes an officer an administrator and nothing else; give --role ADMINISTRATOR alone"
        )
    show_act(officer.decisions.deciding().amend_officer(number, version, **terms), as_json)


@officer_group.command("dismiss")
@OFFICER
@SEEN
@BY_DECISION
@acting()
def dismiss_command(officer: Acting, as_json: bool, officer_id: str, seen: int | None, by_decision: bool) -> None:
    """End an officer's time in office now."""
    number, one = _officer(officer.consortium, officer_id)
    deciding = officer.decisions.deciding() if by_decision else officer.consortium
    show_act(deciding.dismiss_officer(number, seen_or_present(seen, one)), as_json)


@officer_group.command("rotate")
@OFFICER
@click.argument("account", type=Address())
@SEEN
@BY_DECISION
@acting()
def rotate_command(
    officer: Acting, as_json: bool, officer_id: str, account: bytes, seen: int | None, by_decision: bool
) -> None:
    """Give an officer another account; the one before it stops at once."""
    number, one = _officer(officer.consortium, officer_id)
    deciding = officer.decisions.deciding() if by_decision else officer.consortium
    show_act(deciding.rotate_key(number, seen_or_present(seen, one), account), as_json)


@officer_group.command("freeze")
@OFFICER
@click.option("--as-guardian", is_flag=True, help="The key is the guardian's, not an administrator's.")
@acting()
def freeze_command(officer: Acting, as_json: bool, officer_id: str, as_guardian: bool) -> None:
    """Freeze an officer's key for 7 days, at once."""
    number, _ = _officer(officer.consortium, officer_id)
    section = officer.decisions if as_guardian else officer.consortium
    show_act(section.freeze_officer(number), as_json)


@officer_group.command("confirm-freeze")
@OFFICER
@SEEN
@BY_DECISION
@acting()
def confirm_freeze_command(
    officer: Acting, as_json: bool, officer_id: str, seen: int | None, by_decision: bool
) -> None:
    """Keep a frozen key frozen until it is thawed."""
    number, one = _officer(officer.consortium, officer_id)
    deciding = officer.decisions.deciding() if by_decision else officer.consortium
    show_act(deciding.confirm_freeze(number, seen_or_present(seen, one)), as_json)


@officer_group.command("thaw")
@OFFICER
@SEEN
@BY_DECISION
@acting()
def thaw_command(officer: Acting, as_json: bool, officer_id: str, seen: int | None, by_decision: bool) -> None:
    """End the freeze of an officer's key."""
    number, one = _officer(officer.consortium, officer_id)
    deciding = officer.decisions.deciding() if by_decision else officer.consortium
    show_act(deciding.thaw_officer(number, seen_or_present(seen, one)), as_json)


@officer_group.command("rule")
@click.argument("needed", type=click.IntRange(1, 2))
@SEEN
@acting()
def rule_command(officer: Acting, as_json: bool, needed: int, seen: int | None) -> None:
    """Set how many administrators, 1 or 2, an act on one's own organisation's officers needs."""
    organisation = officer.organisation
    if organisation is None:
        raise InputError(f"the account 0x{officer.account.hex()} acts for no organisation")
    version = seen_or_present(seen, officer.consortium.administration(organisation))
    show_act(officer.consortium.set_administrator_rule(needed, version), as_json)


@officer_group.command("endorse")
@click.argument("function")
@click.argument("arguments", metavar="[NAME=VALUE]...", nargs=-1)
@acting()
def endorse_command(officer: Acting, as_json: bool, function: str, arguments: tuple[str, ...]) -> None:
    """Consent to a call that another administrator of one's organisation is to make within 7 days.

    FUNCTION is one of Consortium's, ARGUMENTS are exactly those that the other administrator will give, for instance
    dismissOfficer officer=7 seen_version=2.
    """
    _, call = encoded(officer, function, arguments, ENDORSED)
    show_act(officer.consortium.endorse(call), as_json)


def _officer(consortium: ConsortiumReader, named: str) -> tuple[int, Officer]:
    account = hex_bytes(named, 20)
    if account is None and not named.isdecimal():
        raise InputError(f"{named!r} is no officer; give an id, or the address of an account")
    number = found("officer of account", named, consortium.officer_of(account)) if account else int(named)
    return number, found("officer", named, consortium.officer(number))

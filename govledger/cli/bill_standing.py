"""`govledger bill state|paper|void-paper|freeze|lift-freeze|shred`: where a bill stands after its issue."""

from __future__ import annotations

import click

from govledger.bills.number import format_key
from govledger.cli.bill_options import BILL
from govledger.cli.opening import SEEN, acting, found, reading
from govledger.cli.output import members, show, show_act
from govledger.cli.trail import BillNumber
from govledger.cli.values import Member
from govledger.ledger import Ledger, Officer
from govledger.model import FreezeReason, ShreddingReason


def _seen(officer: Officer, bill: int, seen: int | None) -> int:
    """The version that an act names: the one given, or the bill's present one; 0 before its first action."""
    if seen is not None:
        return seen
    present = officer.ledger.bills.bill(bill)
    return 0 if present is None else present.version


@click.command("state")
@BILL
@reading()
def state_command(ledger: Ledger, as_json: bool, bill: int) -> None:
    """Show what the chain holds of a BILL: its own storage, how it is engaged, what was claimed, what is reserved."""
    own = ledger.bills.bill(bill)
    claim = ledger.claims.claim(bill)
    show(
        {
            "bill": format_key(bill),
            "own": None if own is None else members(own),
            "engagement": members(ledger.bills.engagement(bill)),
            "claim": None if claim is None else members(claim),
            "reservations": [members(one) for one in ledger.claims.reservations(bill)],
        },
        as_json,
    )


@click.command("paper")
@BILL
@click.argument("paper", metavar="PAPER", type=BillNumber())
@acting(vault=True)
def paper_command(officer: Officer, as_json: bool, bill: int, paper: int) -> None:
    """Make PAPER, a code and number of paper, the live form of a BILL; the paper that it had is void."""
    show_act(officer.standing.issue_paper(bill, paper), as_json)


@click.command("void-paper")
@BILL
@SEEN
@acting()
def void_paper_command(officer: Officer, as_json: bool, bill: int, seen: int | None) -> None:
    """Void the paper of a BILL: it is electronic again."""
    present = found("bill with storage of its own", format_key(bill), officer.ledger.bills.bill(bill))
    show_act(officer.standing.void_paper(bill, present.version if seen is None else seen), as_json)


@click.command("freeze")
@BILL
@click.option("--reason", type=Member(FreezeReason), required=True, help="Why.")
@acting()
def freeze_command(officer: Officer, as_json: bool, bill: int, reason: FreezeReason) -> None:
    """Freeze a BILL at once, or a number that no bill has yet, as the finance department of its code."""
    show_act(officer.standing.freeze(bill, reason), as_json)


@click.command("lift-freeze")
@BILL
@SEEN
@acting()
def lift_freeze_command(officer: Officer, as_json: bool, bill: int, seen: int | None) -> None:
    """Lift the freeze of a BILL, as a second officer; it ends a day later."""
    show_act(officer.standing.lift_freeze(bill, _seen(officer, bill, seen)), as_json)


@click.command("shred")
@BILL
@click.option("--reason", type=Member(ShreddingReason), required=True, help="Why.")
@SEEN
@acting(vault=True)
def shred_command(officer: Officer, as_json: bool, bill: int, reason: ShreddingReason, seen: int | None) -> None:
    """Destroy the salt of a BILL in the vault, for good, and say so on the chain.

    What the chain would refuse destroys nothing: a bill that is frozen is kept as it is. Other copies of the vault keep
    their salt: shred the bill there as well.
    """
    show_act(officer.standing.shred(bill, _seen(officer, bill, seen), reason), as_json)

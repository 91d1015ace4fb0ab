"""`govledger range`: the numbers that bills are made of."""

from __future__ import annotations

from collections.abc import Iterable

import click

from govledger.cli.opening import SEEN, acting, found, reading, seen_or_present
from govledger.cli.output import members, show, show_act, show_all
from govledger.cli.values import MOMENT, Member, organisation_id
from govledger.ledger import Ledger, Officer
from govledger.model import PayerClass, VoidReason

NUMBER_RANGE = click.argument("number_range", metavar="RANGE", type=click.IntRange(min=1))
CODE = click.argument("code", metavar="CODE", type=click.IntRange(min=0, max=99_999_999))
FIRST = click.argument("first", metavar="FIRST", type=click.IntRange(min=1))
COUNT = click.argument("count", metavar="COUNT", type=click.IntRange(min=1))


@click.group("range")
def range_group() -> None:
    """Ranges of bill numbers: granted by two officers, split, voided, returned, closed; and the order of payers."""


def _seen(officer: Officer, number_range: int, seen: int | None) -> int:
    return seen_or_present(seen, found("range", number_range, officer.ranges.number_range(number_range)))


@range_group.command("list")
@reading()
def list_command(ledger: Ledger, as_json: bool) -> None:
    """List all ranges that were ever proposed."""
    rows = ({"id": number, **members(one)} for number, one in ledger.ranges.number_ranges())
    show_all(rows, ("id", "code", "first", "last", "next_number", "unit", "status", "holder", "version"), as_json)


@range_group.command("show")
@NUMBER_RANGE
@reading()
def show_command(ledger: Ledger, as_json: bool, number_range: int) -> None:
    """Show one range."""
    one = found("range", number_range, ledger.ranges.number_range(number_range))
    show({"id": number_range, **members(one)}, as_json)


@range_group.command("propose")
@CODE
@COUNT
@click.option("--holder", required=True, metavar="ID|CODE", help="The hospital that may issue from it.")
@click.option("--until", "valid_until_at", type=MOMENT, required=True, help="Issuing is possible before this time.")
@acting()
def propose_command(officer: Officer, as_json: bool, code: int, count: int, holder: str, valid_until_at: int) -> None:
    """Propose COUNT numbers of a CODE for a hospital, as the first finance officer."""
    number = organisation_id(officer.ledger, holder)
    show_act(officer.ranges.propose_range(code, number, count, valid_until_at=valid_until_at), as_json)


@range_group.command("grant")
@NUMBER_RANGE
@SEEN
@acting()
def grant_command(officer: Officer, as_json: bool, number_range: int, seen: int | None) -> None:
    """Grant a RANGE, as the second finance officer."""
    show_act(officer.ranges.grant_range(number_range, _seen(officer, number_range, seen)), as_json)


@range_group.command("split")
@NUMBER_RANGE
@COUNT
@click.option("--unit", type=click.IntRange(1, 65_535), required=True, help="The issuing point.")
@SEEN
@acting()
def split_command(officer: Officer, as_json: bool, number_range: int, count: int, unit: int, seen: int | None) -> None:
    """Split the last COUNT numbers of a RANGE off for an issuing point, as an administrator of its holder."""
    show_act(officer.ranges.split_range(number_range, _seen(officer, number_range, seen), unit, count), as_json)


@range_group.command("return")
@NUMBER_RANGE
@SEEN
@acting()
def return_command(officer: Officer, as_json: bool, number_range: int, seen: int | None) -> None:
    """Give back what is left of a RANGE, as an administrator of its holder."""
    show_act(officer.ranges.return_range(number_range, _seen(officer, number_range, seen)), as_json)


@range_group.command("void")
@NUMBER_RANGE
@FIRST
@COUNT
@click.option("--reason", type=Member(VoidReason), required=True, help="Why.")
@acting()
def void_command(
    officer: Officer, as_json: bool, number_range: int, first: int, count: int, reason: VoidReason
) -> None:
    """Void the next COUNT numbers of a RANGE, from FIRST on, as an issuer."""
    show_act(officer.ranges.void_numbers(number_range, first, count, reason), as_json)


@range_group.command("review-void")
@NUMBER_RANGE
@FIRST
@acting()
def review_void_command(officer: Officer, as_json: bool, number_range: int, first: int) -> None:
    """Agree, as the first finance officer, that numbers of a RANGE from FIRST on were voided."""
    show_act(officer.ranges.review_void(number_range, first), as_json)


@range_group.command("confirm-void")
@NUMBER_RANGE
@FIRST
@acting()
def confirm_void_command(officer: Officer, as_json: bool, number_range: int, first: int) -> None:
    """Confirm, as the second finance officer, that numbers of a RANGE from FIRST on were voided."""
    show_act(officer.ranges.confirm_void(number_range, first), as_json)


@range_group.command("propose-closure")
@NUMBER_RANGE
@SEEN
@acting()
def propose_closure_command(officer: Officer, as_json: bool, number_range: int, seen: int | None) -> None:
    """Propose to close a RANGE, as the first finance officer."""
    show_act(officer.ranges.propose_closure(number_range, _seen(officer, number_range, seen)), as_json)


@range_group.command("close")
@NUMBER_RANGE
@SEEN
@acting()
def close_command(officer: Officer, as_json: bool, number_range: int, seen: int | None) -> None:
    """Close a RANGE, as the second finance officer: nothing more is issued from it."""
    show_act(officer.ranges.close_range(number_range, _seen(officer, number_range, seen)), as_json)


@range_group.command("write-off")
@NUMBER_RANGE
@SEEN
@acting()
def write_off_command(officer: Officer, as_json: bool, number_range: int, seen: int | None) -> None:
    """Write off a RANGE that was used up, returned or closed, once all its voidings are confirmed."""
    show_act(officer.ranges.write_off_range(number_range, _seen(officer, number_range, seen)), as_json)


@range_group.command("payer-order")
@CODE
@click.option(
    "--wait-for",
    "turns",
    type=Member(PayerClass, without=("UNCLASSIFIED",)),
    multiple=True,
    help="A class that later ones wait for; several times for several; none: nobody waits.",
)
@SEEN
@acting()
def payer_order_command(
    officer: Officer, as_json: bool, code: int, turns: Iterable[PayerClass], seen: int | None
) -> None:
    """Set in which order the payers of a CODE's bills take their turns, as a finance officer.

    It holds for bills that are issued from then on.
    """
    version = seen_or_present(seen, officer.ranges.payer_order(code))
    show_act(officer.ranges.set_payer_order(code, version, turns), as_json)


@range_group.command("classify-payer")
@CODE
@click.argument("payer", metavar="PAYER")
@click.option("--class", "payer_class", type=Member(PayerClass), required=True, help="Its class.")
@SEEN
@acting()
def classify_payer_command(
    officer: Officer, as_json: bool, code: int, payer: str, payer_class: PayerClass, seen: int | None
) -> None:
    """Say of which class a PAYER, an id or public code, is on the bills of a CODE, as a finance officer."""
    version = seen_or_present(seen, officer.ranges.payer_order(code))
    number = organisation_id(officer.ledger, payer)
    show_act(officer.ranges.classify_payer(code, version, number, payer_class), as_json)

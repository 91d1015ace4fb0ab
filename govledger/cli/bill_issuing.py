"""`govledger bill issue|batch|red-letter|holder-file|desk`: what an issuing point does."""

from __future__ import annotations

import time
from pathlib import Path

import click

from govledger.bills.document import RedLetterReason
from govledger.bills.number import format_key
from govledger.bills.order import BillOrder
from govledger.cli.bill_options import BILL, ORDER, RANGE, SecretFile
from govledger.cli.bill_paper import AS_JSON
from govledger.cli.files import READ, read_file, write_new
from govledger.cli.opening import acting
from govledger.cli.output import event_members, show, show_act
from govledger.errors import DocumentUnreadable, InputError
from govledger.ledger import Officer
from govledger.vault import Vault
from govledger.vault.desk import Desk

VAULT = click.option(
    "--vault",
    "vault_folder",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The organisation's vault.",
)
ORDERS = click.argument("orders", metavar="ORDERS", type=READ)
REASONS = click.Choice([reason.name for reason in RedLetterReason], case_sensitive=False)


def read_orders(path: Path) -> list[BillOrder]:
    """The orders in a file of JSON lines, each of format govledger.order.v1.

    Raises:
        InputError: a line is none, and which; or there is no line.
    """
    orders = []
    for number, line in enumerate(read_file(path).splitlines(), 1):
        if line.strip():
            try:
                orders.append(BillOrder.from_json(line))
            except DocumentUnreadable as error:
                raise InputError(f"{path}, line {number}: {error}") from error
    if not orders:
        raise InputError(f"{path} has no order; write one a line")
    return orders


@click.command("issue")
@ORDER
@RANGE
@acting(vault=True)
def issue_command(officer: Officer, as_json: bool, order: BillOrder, number_range: int) -> None:
    """Issue the bill of an ORDER with a range's next number.

    The same business number again, with the same content, prints the bill that exists.
    """
    issued = officer.bills.issue(number_range, order)
    event = {} if issued.recorded is None else event_members(issued.recorded)
    show({**event, "bill": format_key(issued.key), "issued_before": issued.recorded is None}, as_json)


@click.command("batch")
@ORDERS
@RANGE
@acting(vault=True)
def batch_command(officer: Officer, as_json: bool, orders: Path, number_range: int) -> None:
    """Issue the bills of ORDERS, a file of JSON lines, by one Merkle root in one transaction."""
    issued = officer.bills.issue_batch(number_range, read_orders(orders))
    event = {} if issued.recorded is None else event_members(issued.recorded)
    show({**event, "bills": [format_key(key) for key in issued.keys]}, as_json)


@click.command("holder-file")
@BILL
@VAULT
@click.option(
    "--secret",
    type=SecretFile(),
    help="What govledger bill consent key made, where the holder had it made: the holder's file then has it.",
)
@click.option("--out", required=True, type=READ, metavar="FILE", help="A new file, for the bill's holder alone.")
def holder_file_command(bill: int, vault_folder: Path, secret: bytes | None, out: Path) -> None:
    """Write what the holder of a BILL gets: the document, its salt, and what proves that it was issued."""
    with Vault.open(vault_folder, writing=False) as vault:
        write_new(out, vault.holder_file(bill, secret).to_json())
    click.echo(f"{out}: bill {format_key(bill)}")


@click.command("red-letter")
@BILL
@RANGE
@click.option("--business-number", required=True, metavar="TEXT", help="The red letter's own.")
@click.option("--reason", type=REASONS, required=True, help="Why the bill is taken back.")
@click.option("--cashier", required=True, metavar="NAME", help="Who took it back; stays off the chain.")
@click.option("--reviewer", metavar="NAME", help="Who agreed; stays off the chain.")
@acting(vault=True)
def red_letter_command(
    officer: Officer,
    as_json: bool,
    bill: int,
    number_range: int,
    business_number: str,
    reason: str,
    cashier: str,
    reviewer: str | None,
) -> None:
    """Take a BILL back by a red letter, while nothing of it is reserved, settled or booked."""
    recorded = officer.bills.red_letter(
        bill,
        number_range,
        business_number=business_number,
        reason=RedLetterReason[reason.upper()],
        cashier=cashier,
        reviewer=reviewer,
    )
    show_act(recorded, as_json)


@click.group("desk")
def desk_group() -> None:
    """Hand out bills while no chain is reached, and anchor them later."""


@desk_group.command("stock")
@RANGE
@acting(vault=True)
def stock_command(officer: Officer, as_json: bool, number_range: int) -> None:
    """Give the desk the numbers that a range has left; bills that wait there are anchored first."""
    stock = officer.bills.stock(number_range)
    show(
        {
            "range": stock.range,
            "code": stock.code,
            "first": stock.first,
            "last": stock.last,
            "valid_until_at": stock.valid_until_at,
        },
        as_json,
    )


@desk_group.command("issue")
@ORDERS
@VAULT
@AS_JSON
def desk_issue_command(orders: Path, vault_folder: Path, as_json: bool) -> None:
    """Hand out the bills of ORDERS, a file of JSON lines, without any chain.

    They are on the disk when it returns. The same order again prints the bill that exists.
    """
    with Vault.open(vault_folder) as vault:
        desk = Desk(vault)
        keys = desk.issue(read_orders(orders), int(time.time()))
        show({"bills": [format_key(key) for key in keys], "waiting": len(desk.waiting), "left": desk.left}, as_json)


@desk_group.command("show")
@VAULT
@AS_JSON
def desk_show_command(vault_folder: Path, as_json: bool) -> None:
    """Show which bills wait, and how many numbers are left."""
    with Vault.open(vault_folder) as vault:
        desk = Desk(vault)
        stock = desk.stock
        show(
            {
                "waiting": [format_key(bill.document.key) for bill in desk.waiting],
                "range": None if stock is None else stock.range,
                "left": desk.left,
                "valid_until_at": 0 if stock is None else stock.valid_until_at,
            },
            as_json,
        )


@desk_group.command("anchor")
@click.option(
    "--together",
    type=click.IntRange(min=1),
    default=4_096,
    show_default=True,
    metavar="N",
    help="Bills under one root.",
)
@acting(vault=True)
def anchor_command(officer: Officer, as_json: bool, together: int) -> None:
    """Bring onto the chain what the desk handed out, and what an earlier process left pending."""
    finished = officer.bills.finish_pending(together)
    show({"bills": [format_key(key) for key in finished], "count": len(finished)}, as_json)


@desk_group.command("set-aside")
@acting(vault=True)
def set_aside_command(officer: Officer, as_json: bool) -> None:
    """Set aside handed-out bills that can never be issued: their range ended, or their numbers are gone.

    Nothing is deleted. Order them again from another range, and give their holders the new bills.
    """
    lost = officer.bills.set_aside()
    show({"bills": [format_key(key) for key in lost], "count": len(lost)}, as_json)

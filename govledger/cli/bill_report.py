"""`govledger bill report`: what became of numbers, bills and money, and the split note of one bill."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from govledger.audit.bill_reports.presentation import (
    Presentation,
    csv_lines,
    present_gaps,
    present_lapsed,
    present_reconciliation,
    present_several_payers,
    present_split_note,
)
from govledger.audit.bill_reports.split_note import SplitNote, read_split_note
from govledger.audit.entry import utc
from govledger.bills.number import format_key, parse_code
from govledger.cli.files import READ, read_file, write_new
from govledger.cli.opening import reading, signing
from govledger.cli.output import members, show, show_all
from govledger.cli.trail import BillNumber
from govledger.errors import InputError
from govledger.ledger import Ledger

Command = Callable[..., Any]
DAY = click.DateTime(["%Y-%m-%d"])
NOTE_FILE = click.argument("file", metavar="FILE", type=READ)


class BillCode(click.ParamType):
    """A bill code of 8 digits."""

    name = "CODE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The code's number."""
        try:
            return parse_code(str(value))
        except InputError as error:
            self.fail(str(error), param, ctx)


class UtcOffset(click.ParamType):
    """How far clocks are ahead of UTC: +08:00."""

    name = "+HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Seconds."""
        found = re.fullmatch(r"([+-])([0-9]{2}):([0-5][0-9])", str(value))
        if found is None:
            self.fail(f"{value!r} is no offset from UTC; write it as +08:00", param, ctx)
        seconds = int(found[2]) * 3_600 + int(found[3]) * 60
        return -seconds if found[1] == "-" else seconds


def report_options(command: Command) -> Command:
    """The options that all reports have besides those of a ledger that is read."""
    for option in (
        click.option("--html", "html_file", type=READ, help="A new file for the page with plots."),
        click.option("--csv", "csv_file", type=READ, help="A new file for the report in detail, as CSV."),
        click.option("--block", type=click.IntRange(min=0), help="At this block; the latest if left out."),
    ):
        command = option(command)
    return command


@click.group("report")
def report_group() -> None:
    """Reports on bills: what became of numbers, bills and money. They hold amounts, and are for those within."""


@report_group.command("gaps")
@click.option("--code", type=BillCode(), help="Only the numbers of this bill code.")
@report_options
@reading(store=True)
def gaps_command(
    ledger: Ledger, as_json: bool, code: int | None, block: int | None, csv_file: Path | None, html_file: Path | None
) -> None:
    """Say what became of every bill number that was granted.

    Ends with status 1 if a number is not accounted for.
    """
    report = ledger.reports.gaps(code, block=block)
    codes = ledger.reports.public_codes()
    value = {"adds_up": report.adds_up, **members(report), "organisations": codes}
    _put(value, present_gaps(report, codes), as_json, csv_file, html_file)
    if not report.adds_up:
        raise click.ClickException("bill numbers are not accounted for, or twice; the report lists them")


@report_group.command("reconciliation")
@click.option("--from", "from_day", type=DAY, metavar="DAY", help="The first day that is listed.")
@click.option("--until", "until_day", type=DAY, metavar="DAY", help="The first day that is listed no more.")
@click.option(
    "--utc-offset",
    "utc_offset_seconds",
    type=UtcOffset(),
    default="+00:00",
    show_default=True,
    help="Days begin at midnight of clocks that are so far ahead of UTC.",
)
@report_options
@reading(store=True)
def reconciliation_command(
    ledger: Ledger,
    as_json: bool,
    from_day: datetime | None,
    until_day: datetime | None,
    utc_offset_seconds: int,
    block: int | None,
    csv_file: Path | None,
    html_file: Path | None,
) -> None:
    """Bills and money per hospital, day and payer.

    The days may be limited; totals are from the first block on. Ends with status 1 if sums disagree.
    """
    report = ledger.reports.reconciliation(
        utc_offset_seconds=utc_offset_seconds,
        from_day=None if from_day is None else from_day.date(),
        until_day=None if until_day is None else until_day.date(),
        block=block,
    )
    codes = ledger.reports.public_codes()
    value = {"holds": report.holds, **members(report), "organisations": codes}
    _put(value, present_reconciliation(report, codes), as_json, csv_file, html_file)
    if not report.holds:
        raise click.ClickException("sums that must agree do not; the report lists them")


@report_group.command("lapsed")
@report_options
@reading(store=True)
def lapsed_command(
    ledger: Ledger, as_json: bool, block: int | None, csv_file: Path | None, html_file: Path | None
) -> None:
    """List the reservations that ran out without being settled whole or released."""
    claims, codes = ledger.reports.claims(block=block), ledger.reports.public_codes()
    value = {"as_of": claims.as_of, "lapsed": claims.lapsed, "organisations": codes}
    _put(value, present_lapsed(claims, codes), as_json, csv_file, html_file)


@report_group.command("several-payers")
@report_options
@reading(store=True)
def several_payers_command(
    ledger: Ledger, as_json: bool, block: int | None, csv_file: Path | None, html_file: Path | None
) -> None:
    """List the bills that more than one payer reserved or settled a part of."""
    claims, codes = ledger.reports.claims(block=block), ledger.reports.public_codes()
    bills = [{**members(bill), "remaining_fen": bill.remaining_fen} for bill in claims.with_several_payers]
    value = {"as_of": claims.as_of, "bills": bills, "organisations": codes}
    _put(value, present_several_payers(claims, codes), as_json, csv_file, html_file)


@report_group.command("split-note")
@click.argument("bill", metavar="BILL", type=BillNumber())
@click.option("--out", required=True, type=READ, metavar="FILE", help="A new file for the signed note.")
@report_options
@signing(store=True)
def split_note_command(
    ledger: Ledger,
    signer: Any,
    as_json: bool,
    bill: int,
    out: Path,
    block: int | None,
    csv_file: Path | None,
    html_file: Path | None,
) -> None:
    """Sign what each payer reserved and settled of a BILL, and what remains of it."""
    note = ledger.reports.split_note(bill, block=block)
    write_new(out, note.signed_by(signer).to_json())
    _put(_note_members(note, signer.address), present_split_note(note), as_json, csv_file, html_file)


@report_group.command("read-split-note")
@NOTE_FILE
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def read_split_note_command(file: Path, as_json: bool) -> None:
    """Print the split note in a FILE, and the account that signed it; asks no node.

    Whom the account serves, and whether the note is true, `check-split-note` says.
    """
    signed = read_split_note(read_file(file))
    _put(_note_members(signed.note, signed.signer), present_split_note(signed.note), as_json)
    if not as_json:
        show({"signer": signed.signer}, as_json)


@report_group.command("check-split-note")
@NOTE_FILE
@reading(store=True)
def check_split_note_command(ledger: Ledger, as_json: bool, file: Path) -> None:
    """Check the split note in a FILE against the ledger, and print who signed it: officer and organisation."""
    signed = read_split_note(read_file(file))
    author = ledger.reports.check(signed)
    show(
        {
            "bill": format_key(signed.note.bill),
            "block_number": signed.note.as_of.block_number,
            "signer": signed.signer,
            "officer": author.officer,
            **members(author.organisation),
        },
        as_json,
    )


def _note_members(note: SplitNote, signer: bytes) -> dict[str, Any]:
    return {**members(note), "bill": format_key(note.bill), "signer": signer}


def _put(
    value: dict[str, Any],
    presentation: Presentation,
    as_json: bool,
    csv_file: Path | None = None,
    html_file: Path | None = None,
) -> None:
    """Writes the files that were asked for, and prints the report."""
    if csv_file is not None:
        write_new(csv_file, "".join(csv_lines(presentation.tables[0])).encode())
    if html_file is not None:
        from govledger.audit.bill_reports.page import report_page

        write_new(html_file, report_page(presentation).encode())
    if as_json:
        show(value, as_json)
        return
    at = presentation.as_of
    click.echo(f"{presentation.title}, at block {at.block_number} ({utc(at.block_timestamp)})")
    for sentence in presentation.sentences:
        click.echo(sentence)
    for table in presentation.tables:
        click.echo(f"\n{table.title}")
        rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
        show_all(rows, table.columns, as_json)

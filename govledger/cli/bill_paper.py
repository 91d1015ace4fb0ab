"""`govledger bill show|page|qr|disclose`: what a holder does with the holder's file. Nothing here asks a chain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from govledger.bills.holder import HolderFile
from govledger.bills.link import BillLink, link_of
from govledger.bills.number import format_key
from govledger.bills.presentation import present
from govledger.cli.files import READ, read_file, write_new
from govledger.cli.output import members, plain, show, show_all
from govledger.printing.content import LINE_COLUMNS, BillPage, page_of

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
LINK_BASE_HELP = "Where bills are looked up: an https address without query and fragment."


class HoldersFile(click.ParamType):
    """A holder's file."""

    name = "HOLDERFILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> HolderFile:
        """What the file holds; an error of govledger ends the program as any other."""
        return HolderFile.from_json(read_file(Path(str(value))))


HOLDERFILE = click.argument("holderfile", metavar="HOLDERFILE", type=HoldersFile())


@click.command("show")
@HOLDERFILE
@AS_JSON
def show_command(holderfile: HolderFile, as_json: bool) -> None:
    """Show the bill in a HOLDERFILE, and where it was issued. No secret of it is printed."""
    bill = holderfile.bill
    place = None if holderfile.place is None else members(holderfile.place)
    claim = {"claimable_fen": bill.claimable_fen, "consent_key": plain(bill.consent_key)}
    if as_json:
        document = msgspec.to_builtins(bill.document)
        show({"bill": format_key(bill.document.key), "document": document, **claim, "place": place}, as_json)
        return
    page = page_of(bill.document)
    click.echo(f"{page.title}{'  红字' if page.red_letter else ''}\n")
    show(_rows(page) | claim | {"consent_secret_in_file": holderfile.consent_secret is not None}, as_json)
    if place is not None:
        click.echo()
        show(place, as_json)
    if page.lines:
        click.echo()
        show_all((dict(zip(LINE_COLUMNS, line, strict=True)) for line in page.lines), LINE_COLUMNS, as_json)


def _rows(page: BillPage) -> dict[str, Any]:
    """What stands on the page above its list of lines; labels that stand twice are kept apart by their part."""
    total = {"金额合计（大写）": page.total_in_words, "金额合计（小写）": page.total}
    rows = {one.label: one.text for one in page.head}
    rows |= {f"项目 {one.label}": one.text for one in page.charges} | total
    rows |= {one.label: one.text for one in (*page.information, *page.settlement)}
    rows |= {f"支付 {one.label}": one.text for one in page.payments}
    rows |= {"备注": page.remark} if page.remark else {}
    return rows | {one.label: one.text for one in page.foot}


@click.command("page")
@HOLDERFILE
@click.option("--html", type=READ, metavar="OUT", help="A new file for the page as HTML.")
@click.option("--pdf", type=READ, metavar="OUT", help="A new file for the page as PDF; needs govledger[print].")
@click.option("--link-base", metavar="URL", help=f"{LINK_BASE_HELP} Without it the page has no QR code.")
@click.option(
    "--paper", type=click.Choice(["A4", "A5"]), default="A4", show_default=True, help="The sheet of the PDF file."
)
def page_command(
    holderfile: HolderFile, html: Path | None, pdf: Path | None, link_base: str | None, paper: str
) -> None:
    """Print the bill in a HOLDERFILE as a page that looks like a bill.

    The QR code on it holds a secret that opens the bill's sealed copy: show the page to those who may read the bill.
    """
    if html is None and pdf is None:
        raise click.UsageError("say what to make: --html OUT, --pdf OUT, or both")
    document, link = holderfile.bill.document, None if link_base is None else link_of(holderfile, link_base)
    if html is not None:
        from govledger.printing.html import html_page

        write_new(html, html_page(document, link).encode())
        click.echo(f"{html}: bill {format_key(document.key)}")
    if pdf is not None:
        from govledger.printing.pdf import Paper, pdf_page

        write_new(pdf, pdf_page(document, link, paper=Paper(paper)))
        click.echo(f"{pdf}: bill {format_key(document.key)}")


@click.command("qr")
@HOLDERFILE
@click.option("--link-base", required=True, metavar="URL", help=LINK_BASE_HELP)
@click.option("--png", type=READ, metavar="OUT", help="A new file for the code as PNG.")
@click.option("--svg", type=READ, metavar="OUT", help="A new file for the code as SVG.")
@click.option("--copy", type=READ, metavar="OUT", help="A new file for the sealed copy that the code opens.")
def qr_command(holderfile: HolderFile, link_base: str, png: Path | None, svg: Path | None, copy: Path | None) -> None:
    """Make the QR code of the bill in a HOLDERFILE, and the sealed copy for the server that its link leads to.

    Prints the link without its secret: what the server will see.
    """
    from govledger.bills.sealed_copy import sealed_copy
    from govledger.printing.qr import qr_png, qr_svg_file

    if png is None and svg is None and copy is None:
        raise click.UsageError("say what to make: --png OUT, --svg OUT, --copy OUT, or several")
    link: BillLink = link_of(holderfile, link_base)
    if png is not None:
        write_new(png, qr_png(link))
    if svg is not None:
        write_new(svg, qr_svg_file(link))
    if copy is not None:
        write_new(copy, sealed_copy(holderfile))
    click.echo(str(link))


@click.command("disclose")
@HOLDERFILE
@click.argument("fields", nargs=-1, required=True, metavar="FIELD...")
@click.option("--out", required=True, type=READ, metavar="FILE", help="A new file for the presentation.")
@AS_JSON
def disclose_command(holderfile: HolderFile, fields: tuple[str, ...], out: Path, as_json: bool) -> None:
    """Show some FIELDs of the bill in a HOLDERFILE, with what proves them, and none of the others.

    A FIELD is header.total_fen, visit.visit_at, lines[3] …; a part or a list (visit, lines) stands for all in it, a
    list together with counts, which proves that nothing of it is left out. Code, number, issuer and claimable amount
    are always shown.
    """
    presentation = present(holderfile, fields)
    write_new(out, presentation.to_json())
    shown = presentation.verify()
    show(
        {"bill": format_key(shown.bill), "shown": list(shown.values), "complete": shown.complete, "file": str(out)},
        as_json,
    )

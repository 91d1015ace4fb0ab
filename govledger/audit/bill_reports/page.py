"""A report on bills as one page with plots (`govledger.audit.pages`). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from govledger.audit.bill_reports.gaps import NumberUse
from govledger.audit.bill_reports.presentation import Cell, Presentation, Table, yuan
from govledger.audit.entry import utc
from govledger.audit.pages import document, figure

LISTED = 1_000
"""How many rows of a table the page shows at most."""

_FOR_WHOM = (
    "For those within the organisation that made this page: it holds numbers and amounts of bills. It is made of the "
    "ledger's events alone; nothing of it comes from a vault, and no subject is named."
)
_COUNTED = frozenset({"count", "granted", *NumberUse})
"""Columns of counts; those of amounts and of bills are known by how their names end."""


def report_page(report: Presentation) -> str:
    """The page of a report."""
    at = report.as_of
    return document(
        report.title,
        (
            f"<h1>{escape(report.title)}</h1>",
            f'<p class="faint">At block {at.block_number} (0x{at.block_hash.hex()}), {utc(at.block_timestamp)}</p>',
            *(f"<p>{escape(sentence)}</p>" for sentence in report.sentences),
            f'<p class="whom">{escape(_FOR_WHOM)}</p>',
            *(figure(plot, number) for number, plot in enumerate(report.plots, 1)),
            *(line for table in report.tables for line in _table(table)),
        ),
    )


# --- tables --------------------------------------------------------------------------------------------


def _table(table: Table) -> Iterator[str]:
    yield f"<h2>{escape(table.title)}</h2>"
    if not table.rows:
        yield '<p class="faint">None.</p>'
        return
    if len(table.rows) > LISTED:
        yield f'<p class="faint">The first {LISTED:,} of {len(table.rows):,} rows; CSV and JSON have all.</p>'
    heads = "".join(f"<th{_class(name)}>{escape(_head(name))}</th>" for name in table.columns)
    yield f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>'
    for row in table.rows[:LISTED]:
        cells = (
            f"<td{_class(name)}>{escape(_text(name, cell))}</td>" for name, cell in zip(table.columns, row, strict=True)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table></div>"


def _head(name: str) -> str:
    return f"{name.removesuffix('_fen').removesuffix('_at').replace('_', ' ')}{', yuan' if _is_fen(name) else ''}"


def _text(name: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, int):
        return str(cell).replace("_", " ") if name == "use" else str(cell)
    if _is_fen(name):
        return yuan(cell)
    return utc(cell) if name.endswith("_at") else str(cell)


def _class(name: str) -> str:
    return ' class="number"' if _is_fen(name) or name in _COUNTED or name.endswith("_bills") else ""


def _is_fen(name: str) -> bool:
    return name.endswith("_fen")

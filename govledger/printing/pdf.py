"""The page of a bill as a PDF file, with its font in it, so that it looks the same wherever it is opened.

The font is Noto Serif SC, from the package `pylopdf-fonts-zh-cn`; of it, the file holds the characters that the bill
uses. A character that the font does not have is printed as 〓, as printers do. The same bill makes the same bytes.

Raises `PrinterMissing` when it is imported without the packages of govledger[print].
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from govledger.bills.document import BillDocument
from govledger.bills.link import BillLink
from govledger.errors import PrinterMissing
from govledger.printing.content import LINE_COLUMNS, BillPage, Labelled, is_taken_back, page_of
from govledger.printing.qr import QUIET_ZONE, qr_modules

try:
    from fpdf import FPDF
    from fpdf.enums import CellBordersLayout, TableBordersLayout, WrapMode
    from fpdf.fonts import FontFace
    from fpdf.table import Table
    from pylopdf_fonts_zh_cn import serif_path
except ImportError as error:
    raise PrinterMissing(str(error.name)) from error


class Paper(StrEnum):
    """The sheet that a page is made for."""

    A4 = "A4"
    A5 = "A5"


FONT = "bill"
MISSING_CHARACTER = "〓"
_MILLIMETRES = {Paper.A4: (210.0, 297.0), Paper.A5: (148.0, 210.0)}
_INK = (26, 26, 26)
_FRAME = (140, 47, 27)
_RED = (204, 0, 0)
_SIDES = CellBordersLayout.LEFT | CellBordersLayout.RIGHT
_LINE_WIDTHS = (9, 20, 52, 22, 11, 20, 13, 20)
"""Of the columns of the list of lines, in proportion."""


def pdf_page(document: BillDocument, link: BillLink | None = None, *, paper: Paper = Paper.A4) -> bytes:
    """The page of a bill.

    Args:
        document: the bill.
        link: what its QR code says; None: the page has none. The link's secret stands in the code alone.
        paper: the sheet.
    """
    page = page_of(document)
    sheet = _Sheet(_empty_pdf(document, page, paper), paper)
    sheet.head(page, link)
    sheet.labelled(page.head, (3, 2), framed=False)
    sheet.pdf.ln(sheet.size(1.5))
    sheet.charges(page.charges)
    total = (Labelled("金额合计（大写）", page.total_in_words), Labelled("（小写）", f"¥{page.total}"))
    sheet.labelled(total, (5, 2), points=11)
    sheet.labelled(page.information, (1, 1, 1))
    sheet.labelled(page.settlement, (1, 1, 1))
    sheet.labelled(page.payments, (1, 1, 1))
    if page.remark:
        sheet.labelled((Labelled("备注", page.remark),), (1,))
    sheet.pdf.ln(sheet.size(2))
    sheet.labelled(page.foot, (2, 1, 1), framed=False)
    if link is not None:
        sheet.small(f"查验：{link}")
    if page.lines:
        sheet.lines(page.lines)
    return bytes(sheet.pdf.output())


def _empty_pdf(document: BillDocument, page: BillPage, paper: Paper) -> FPDF:
    """A PDF file of one empty page, with the font."""

    class Numbered(FPDF):
        """Pages that say at their foot which bill they are of, and how many there are."""

        def footer(self) -> None:
            self.set_y(-10)
            self.set_font(FONT, size=7)
            self.set_text_color(90)
            named = f"{document.header.code}-{document.header.number}"
            self.cell(0, 4, f"{named}    第 {self.page_no()} 页  共 {{nb}} 页", align="C")

    logging.getLogger("fontTools").setLevel(logging.WARNING)
    pdf = Numbered(format=_MILLIMETRES[paper])
    pdf.add_font(FONT, fname=serif_path())
    pdf.set_creation_date(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=document.header.issued_at))
    pdf.set_title(f"{page.title} {document.header.code}-{document.header.number}")
    pdf.set_lang("zh-CN")
    pdf.set_margins(11, 9, 11)
    pdf.set_auto_page_break(True, margin=13)
    pdf.add_page()
    return pdf


class _Sheet:
    """Draws the parts of a page below one another."""

    def __init__(self, pdf: FPDF, paper: Paper) -> None:
        self.pdf = pdf
        self.scale = 1.0 if paper is Paper.A4 else 0.72
        # The font was added from a file, so that it is no CoreFont, which has no table of characters.
        self._known = pdf.fonts[FONT].cmap  # type: ignore[union-attr]
        pdf.set_draw_color(*_FRAME)
        pdf.set_line_width(0.25)

    def size(self, points_or_millimetres: float) -> float:
        """A length or a size of letters on this paper."""
        return points_or_millimetres * self.scale

    def text(self, text: str) -> str:
        """The text with 〓 for each character that the font does not have."""
        return "".join(character if ord(character) in self._known else MISSING_CHARACTER for character in text)

    def font(self, points: float, colour: Sequence[int] = _INK) -> None:
        """The letters of what comes next."""
        self.pdf.set_font(FONT, size=self.size(points))
        self.pdf.set_text_color(*colour)

    # --- parts -----------------------------------------------------------------------------------------

    def head(self, page: BillPage, link: BillLink | None) -> None:
        """The title over a double rule, the mark of a red letter, and the QR code to the right."""
        pdf, side = self.pdf, self.size(31)
        top = pdf.get_y()
        if link is not None:
            self._code(link, pdf.w - pdf.r_margin - side, top, side)
        self.font(19, _FRAME)
        width = pdf.get_string_width(page.title) + self.size(14)
        left, bottom = (pdf.w - width) / 2, top + self.size(23)
        pdf.set_xy(left, bottom - self.size(10))
        pdf.cell(width, self.size(9), page.title, align="C")
        pdf.line(left, bottom, left + width, bottom)
        pdf.line(left, bottom + self.size(0.8), left + width, bottom + self.size(0.8))
        if page.red_letter:
            self.font(11, _RED)
            pdf.set_draw_color(*_RED)
            pdf.set_xy(left - self.size(15), bottom - self.size(8.5))
            pdf.cell(self.size(12), self.size(6.5), "红字", border=1, align="C")
            pdf.set_draw_color(*_FRAME)
        pdf.set_y(top + side + self.size(2))

    def _code(self, link: BillLink, left: float, top: float, side: float) -> None:
        """The QR code as squares, its quiet zone within `side`."""
        rows = qr_modules(link)
        module = side / (len(rows) + 2 * QUIET_ZONE)
        self.pdf.set_fill_color(0)
        for y, row in enumerate(rows, QUIET_ZONE):
            start = None
            for x, dark in enumerate((*row, False), QUIET_ZONE):
                if dark and start is None:
                    start = x
                elif not dark and start is not None:
                    self.pdf.rect(left + start * module, top + y * module, (x - start) * module, module, style="F")
                    start = None

    def charges(self, charges: Sequence[Labelled]) -> None:
        """The charges in two columns, read downwards."""
        half = (len(charges) + 1) // 2
        with self._table((3, 2, 3, 2), borders=TableBordersLayout.NONE) as table:
            self._heading(table, ("项目名称", "金额（元）") * 2)
            for place in range(half):
                right = charges[half + place] if half + place < len(charges) else Labelled("", "")
                last = place == half - 1
                row = table.row()
                for one in (charges[place], right):
                    border = _SIDES | CellBordersLayout.BOTTOM if last else _SIDES
                    row.cell(self.text(one.label), border=border, style=self._style(_INK), align="L")
                    row.cell(
                        one.text, border=border, style=self._style(_RED if is_taken_back(one.text) else _INK), align="R"
                    )

    def labelled(
        self,
        items: Sequence[Labelled],
        widths: Sequence[float],
        *,
        framed: bool = True,
        points: float = 9.5,
    ) -> None:
        """Labels with their texts, row by row in columns of these proportions; nothing where there are none."""
        pdf, padding = self.pdf, self.size(1.5) if framed else 0.0
        unit = (pdf.epw - 2 * padding) / sum(widths)
        rows = [items[at : at + len(widths)] for at in range(0, len(items), len(widths))]
        heights = [
            max(self._item(one, width * unit, points, draw=False) for one, width in zip(row, widths, strict=False))
            for row in rows
        ]
        height = sum(heights) + 2 * padding
        if pdf.will_page_break(height):
            pdf.add_page()
        top = pdf.get_y()
        if framed and rows:
            pdf.rect(pdf.l_margin, top, pdf.epw, height)
        y = top + padding
        for row, row_height in zip(rows, heights, strict=True):
            x = pdf.l_margin + padding
            for one, width in zip(row, widths, strict=False):
                pdf.set_xy(x, y)
                self._item(one, width * unit, points, draw=True)
                x += width * unit
            y += row_height
        pdf.set_xy(pdf.l_margin, top + (height if rows else 0))

    def _item(self, one: Labelled, width: float, points: float, *, draw: bool) -> float:
        """One label and its text, which goes on below itself; the height that it takes."""
        pdf, height = self.pdf, self.size(points * 0.53)
        label = f"{one.label}："
        self.font(points, _FRAME)
        label_width = pdf.get_string_width(label) + 0.2
        left, top = pdf.get_x(), pdf.get_y()
        if draw:
            pdf.cell(label_width, height, label)
        self.font(points, _RED if is_taken_back(one.text) else _INK)
        pdf.set_xy(left + label_width, top)
        taken = pdf.multi_cell(
            width - label_width - self.size(1.5),
            height,
            self.text(one.text),
            align="L",
            wrapmode=WrapMode.CHAR,
            dry_run=not draw,
            output="HEIGHT",
        )
        pdf.set_xy(left, top)
        # With output="HEIGHT" it is the height alone, which fpdf2's annotation does not tell.
        return float(taken)  # type: ignore[arg-type]

    def small(self, text: str) -> None:
        """A line in small grey letters."""
        self.font(7.5, (90, 90, 90))
        self.pdf.multi_cell(0, self.size(4), self.text(text), wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT")

    def lines(self, lines: Sequence[Sequence[str]]) -> None:
        """收费明细; the heading stands on every sheet again."""
        self.pdf.ln(self.size(3))
        self.font(10.5, _FRAME)
        self.pdf.cell(0, self.size(6), f"收费明细（{len(lines)} 项）", new_x="LMARGIN", new_y="NEXT")
        numbers = len(LINE_COLUMNS) - 3
        with self._table(_LINE_WIDTHS, borders=TableBordersLayout.ALL, points=8.5) as table:
            self._heading(table, LINE_COLUMNS, 8.5)
            for line in lines:
                row = table.row()
                for place, text in enumerate(line):
                    style = self._style(_RED if is_taken_back(text) else _INK, 8.5)
                    row.cell(self.text(text), style=style, align="R" if place >= numbers else "L")

    def _table(
        self, widths: Sequence[float], *, borders: TableBordersLayout, points: float = 9.5
    ) -> AbstractContextManager[Table]:
        self.font(points)
        return self.pdf.table(
            col_widths=tuple(widths),
            borders_layout=borders,
            headings_style=self._style(_FRAME, points),
            line_height=self.size(points * 0.53),
            padding=(self.size(0.7), self.size(1.5)),
            wrapmode=WrapMode.CHAR,
            v_align="TOP",
        )

    def _heading(self, table: Table, names: Iterable[str], points: float = 9.5) -> None:
        row = table.row()
        for name in names:
            row.cell(name, style=self._style(_FRAME, points), align="C", border=CellBordersLayout.ALL)

    def _style(self, colour: Sequence[int], points: float = 9.5) -> FontFace:
        return FontFace(family=FONT, emphasis="", size_pt=self.size(points), color=tuple(colour))

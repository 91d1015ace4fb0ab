"""The page of a bill as one HTML file, which loads nothing and runs nothing. Pure.

It prints on A4 and A5, upright or across: the sheet's own size counts. The head of the list of lines stands on every
sheet again. Every text of the bill is escaped, so that a hospital's name with `<` in it is a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from govledger.bills.document import BillDocument
from govledger.bills.link import BillLink
from govledger.printing.content import LINE_COLUMNS, BillPage, Labelled, is_taken_back, page_of
from govledger.printing.qr import qr_svg

_STYLE = """
@page { margin: 10mm 11mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 190mm; padding: 8mm 0; color: #1a1a1a; background: #fff;
  font-size: 10pt; line-height: 1.45;
  font-family: "Songti SC", "SimSun", "Noto Serif CJK SC", "Source Han Serif SC", serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
header { display: flex; align-items: flex-end; gap: 6mm; margin-bottom: 3mm; }
header svg { width: 30mm; height: 30mm; flex: none; }
.title { flex: 1; text-align: center; }
.title:not(:last-child) { padding-left: 36mm; }
h1 { display: inline-block; margin: 0; padding: 0 5mm 1.5mm; font-size: 19pt; font-weight: 600; letter-spacing: .08em;
  color: #8c2f1b; border-bottom: 3px double #8c2f1b; }
h1 .mark { font-size: 12pt; letter-spacing: 0; border: 1.5px solid #c00; color: #c00; padding: 0 2mm; margin-left: 2mm;
  vertical-align: 2pt; }
h2 { font-size: 11pt; font-weight: 600; color: #8c2f1b; margin: 6mm 0 1.5mm; break-after: avoid; }
dl { display: grid; margin: 0; gap: .6mm 6mm; }
dl > div { display: flex; min-width: 0; }
dt { color: #8c2f1b; flex: none; }
dt::after { content: "："; }
dd { margin: 0; font-variant-numeric: tabular-nums; min-width: 0; overflow-wrap: anywhere; }
.head { grid-template-columns: 3fr 2fr; margin-bottom: 2mm; }
.three { grid-template-columns: repeat(3, 1fr); }
.box { border: 1px solid #8c2f1b; border-top: 0; padding: 1.8mm 2.5mm; break-inside: avoid; }
.foot { grid-template-columns: 2fr 1fr 1fr; margin-top: 3mm; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid #8c2f1b; padding: .9mm 2mm; text-align: left; vertical-align: top; font-weight: 400;
  overflow-wrap: break-word; }
th { color: #8c2f1b; text-align: center; white-space: nowrap; }
td.number { text-align: right; white-space: nowrap; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.charges td { border-top-color: transparent; border-bottom-color: transparent; height: 6.4mm; }
.charges tbody tr:last-child td { border-bottom-color: #8c2f1b; }
.total { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 6mm; font-size: 11pt; }
.lines { font-size: 9pt; }
.link { margin: 3mm 0 0; font-size: 8pt; color: #555; overflow-wrap: anywhere; }
.minus { color: #c00; }
@media (max-width: 150mm) {
  body { font-size: 8pt; padding: 0; } h1 { font-size: 14pt; padding: 0 2mm 1mm; }
  header svg { width: 25mm; height: 25mm; }
  .title:not(:last-child) { padding-left: 31mm; }
  .lines { font-size: 7pt; } .total { font-size: 9pt; } th, td { padding: .6mm 1mm; }
}
@media print { body { max-width: none; padding: 0; } }
"""


def html_page(document: BillDocument, link: BillLink | None = None) -> str:
    """The page of a bill.

    Args:
        document: the bill.
        link: what its QR code says; None: the page has none. The link's secret stands in the code alone.
    """
    page = page_of(document)
    body = "\n".join(
        part
        for part in (
            _head(page, link),
            _charges(page),
            _box("total", (Labelled("金额合计（大写）", page.total_in_words), Labelled("（小写）", f"¥{page.total}"))),
            _box("three", page.information),
            _box("three", page.settlement),
            _box("three", page.payments),
            _box("", (Labelled("备注", page.remark),)) if page.remark else "",
            _list("foot", page.foot),
            f'<p class="link">查验：{escape(str(link))}</p>' if link else "",
            _lines(page),
        )
        if part
    )
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(page.title)} {escape(document.header.code)}-{escape(document.header.number)}</title>
<style>{_STYLE}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _head(page: BillPage, link: BillLink | None) -> str:
    mark = '<span class="mark">红字</span>' if page.red_letter else ""
    code = qr_svg(link) if link else ""
    return (
        f'<header><div class="title"><h1>{escape(page.title)}{mark}</h1></div>{code}</header>\n'
        f"{_list('head', page.head)}"
    )


def _charges(page: BillPage) -> str:
    """The charges in two columns, read downwards."""
    half = (len(page.charges) + 1) // 2
    left, right = page.charges[:half], page.charges[half:]
    rows = []
    for place in range(half):
        cells = [left[place], right[place] if place < len(right) else Labelled("", "")]
        rows.append("".join(f"<td>{escape(one.label)}</td>{_number(one.text)}" for one in cells))
    names = "<th>项目名称</th><th>金额（元）</th>" * 2
    return f'<table class="charges"><thead><tr>{names}</tr></thead><tbody>{_rows(rows)}</tbody></table>'


def _lines(page: BillPage) -> str:
    """收费明细, if there are any lines."""
    if not page.lines:
        return ""
    numbers = len(LINE_COLUMNS) - 3
    names = "".join(f"<th>{escape(name)}</th>" for name in LINE_COLUMNS)
    rows = [
        "".join(_number(text) if place >= numbers else f"<td>{escape(text)}</td>" for place, text in enumerate(line))
        for line in page.lines
    ]
    return (
        f"<h2>收费明细（{len(page.lines)} 项）</h2>\n"
        f'<table class="lines"><thead><tr>{names}</tr></thead><tbody>{_rows(rows)}</tbody></table>'
    )


def _rows(rows: Iterable[str]) -> str:
    return "".join(f"<tr>{row}</tr>\n" for row in rows)


def _box(kind: str, items: Iterable[Labelled]) -> str:
    listed = _list(kind, items)
    return f'<div class="box">{listed}</div>' if listed else ""


def _list(kind: str, items: Iterable[Labelled]) -> str:
    listed = "".join(f"<div><dt>{escape(one.label)}</dt>{_text(one.text)}</div>" for one in items)
    return f'<dl class="{kind}">{listed}</dl>' if listed else ""


def _text(text: str) -> str:
    kind = ' class="minus"' if is_taken_back(text) else ""
    return f"<dd{kind}>{escape(text)}</dd>"


def _number(text: str) -> str:
    return f'<td class="number{" minus" if is_taken_back(text) else ""}">{escape(text)}</td>'

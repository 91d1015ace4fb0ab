"""Pages of reports: one HTML file with plots, which loads nothing and runs nothing. Pure.

The plots are SVG that pygal draws; what it leaves in them for scripts is taken out, and the values become titles that a
browser shows under the pointer. A page follows the reader's light or dark scheme, and prints light. The same report
makes the same bytes.

Raises `PlotterMissing` when it is imported without the package of govledger[report].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TypeVar
from xml.etree import ElementTree

from govledger.audit.bill_reports.presentation import Plot, yuan
from govledger.errors import PlotterMissing

try:
    from pygal import Config, HorizontalStackedBar, StackedBar
    from pygal.style import Style
except ImportError as error:
    raise PlotterMissing(str(error.name)) from error

_T = TypeVar("_T")

_COLOURS = (
    *("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"),
    *("#8a6fd1", "#a6761d", "#808080", "#c0392b"),
)
"""Apart from one another for all eyes (after Okabe and Ito), and visible on white and on black."""
_FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", sans-serif'

_STYLE = f"""
:root {{ color-scheme: light dark; --ink: #1b1f24; --faint: #5b6470; --line: #d5dae1; --paper: #fff; --band: #f4f6f8; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e6e9ed; --faint: #9aa4b0; --line: #39414b; --paper: #14171b; --band: #1c2127; }}
}}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; max-width: 92rem; padding: 2rem 1.5rem 4rem; color: var(--ink); background: var(--paper);
  font: 15px/1.5 {_FONT}; }}
h1 {{ margin: 0 0 .25rem; font-size: 1.7rem; line-height: 1.25; }}
h2 {{ margin: 2.25rem 0 .5rem; font-size: 1.1rem; break-after: avoid; }}
p {{ margin: .25rem 0; }}
.faint {{ color: var(--faint); font-size: .9em; overflow-wrap: anywhere; }}
.whom {{ margin: 1rem 0; padding: .6rem .9rem; border-left: 4px solid #e69f00; background: var(--band); }}
figure {{ margin: 1.5rem 0; break-inside: avoid; }}
figcaption {{ font-weight: 600; margin-bottom: .25rem; }}
figure svg {{ display: block; width: 100%; height: auto; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .85em; font-variant-numeric: tabular-nums; }}
th, td {{ padding: .3rem .55rem; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }}
th {{ white-space: normal; position: sticky; top: 0; background: var(--band); vertical-align: bottom; }}
td.number, th.number {{ text-align: right; }}
tr {{ break-inside: avoid; }}
@page {{ size: A4 landscape; margin: 12mm; }}
@media print {{
  :root {{ color-scheme: light; --ink: #000; --faint: #444; --line: #bbb; --paper: #fff; --band: #f2f2f2; }}
  body {{ max-width: none; padding: 0; font-size: 9pt; }}
  .wide {{ overflow: visible; }} thead {{ display: table-header-group; }} th {{ position: static; }}
  table {{ font-size: 7pt; }} th, td {{ padding: .8mm 1.2mm; }}
}}
"""


def document(title: str, body: Iterable[str], style: str = "") -> str:
    """A page of these lines of HTML; `style` is CSS behind what all pages have."""
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{escape(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>\n<body>",
            *body,
            "</body>\n</html>\n",
        )
    )


# --- plots ---------------------------------------------------------------------------------------------

_BAR_HEIGHT, _FRAME_HEIGHT, _WIDTH, _MARGIN = 26, 64, 1_100, 10
_LEGEND_COLUMNS, _LEGEND_ROW = 3, 20
_UPRIGHT_HEIGHT = 260


def figure(plot: Plot, number: int) -> str:
    """A plot with its caption; the number tells it from the page's other plots."""
    caption = f"<figcaption>{escape(plot.title)}{', yuan' if plot.in_fen else ''}</figcaption>"
    return f'<figure tabindex="0">\n{caption}\n{_svg(plot, number)}\n</figure>'


def _svg(plot: Plot, number: int) -> str:
    """The plot as SVG; the number tells its styles from those of the page's other plots."""
    chart = (StackedBar if plot.upright else HorizontalStackedBar)(_config(plot), style=_chart_style())
    chart.uuid = str(number)
    chart.x_labels = _in_order(plot, plot.labels)
    for name, values in plot.parts.items():
        chart.add(name, [value / 100 if plot.in_fen else value for value in _in_order(plot, values)])
    root = ElementTree.fromstring(chart.render(is_unicode=True, disable_xml_declaration=True))
    root.set("role", "img")
    _silence(root, plot)
    return ElementTree.tostring(root, encoding="unicode")


def _in_order(plot: Plot, values: Sequence[_T]) -> Sequence[_T]:
    """As pygal takes them: it draws bars that lie from the bottom up."""
    return values if plot.upright else values[::-1]


def _config(plot: Plot) -> Config:
    columns = min(_LEGEND_COLUMNS, len(plot.parts))
    bars = _UPRIGHT_HEIGHT if plot.upright else _BAR_HEIGHT * len(plot.labels)
    rows, rows_by_pygal = -(-len(plot.parts) // columns), len(plot.parts) // columns
    return Config(
        js=(),
        width=_WIDTH,
        height=_FRAME_HEIGHT + bars + _LEGEND_ROW * rows,
        legend_at_bottom=True,
        legend_at_bottom_columns=columns,
        truncate_legend=-1,
        truncate_label=-1,
        value_formatter=lambda value: f"{value:,.0f}",
        margin=_MARGIN,
        margin_bottom=_MARGIN + _LEGEND_ROW * (rows - rows_by_pygal),
    )


def _chart_style() -> Style:
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground="var(--ink)",
        foreground_strong="var(--ink)",
        foreground_subtle="var(--faint)",
        guide_stroke_color="var(--line)",
        major_guide_stroke_color="var(--line)",
        font_family=_FONT,
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=13,
        opacity="1",
        opacity_hover="1",
        transition="0s",
        colors=_COLOURS,
    )


def _silence(root: ElementTree.Element, plot: Plot) -> None:
    """Takes out what only a script would use, and names without their XML namespace, as HTML has them.

    What pygal says of each bar for its script becomes the bar's title.
    """
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in ("script", "desc", "title"):
                parent.remove(child)
    ElementTree.SubElement(root, "title").text = plot.title
    for part, (name, values) in enumerate(plot.parts.items()):
        bars = root.findall(f".//g[@class='series serie-{part} color-{part}']//g[@class='bar']")
        for bar, label, value in zip(bars, _in_order(plot, plot.labels), _in_order(plot, values), strict=True):
            shown = yuan(value) if plot.in_fen else f"{value:,}"
            ElementTree.SubElement(bar, "title").text = f"{label}, {name}: {shown}"

"""A bill's QR code (ISO/IEC 18004), as modules, SVG and PNG.

Level M, which bears 15 % of damage, with the quiet zone of four modules that the standard asks for. The pictures hold
the link and no other text: no title, no comment. Pure.
"""

from __future__ import annotations

import io

import segno

from govledger.bills.link import BillLink

QUIET_ZONE = 4
"""Modules of white on every side."""

PIXELS_PER_MODULE = 8


def qr_modules(link: BillLink) -> tuple[tuple[bool, ...], ...]:
    """The rows of the code, dark modules true, without the quiet zone."""
    return tuple(tuple(map(bool, row)) for row in _code(link).matrix)


def qr_svg(link: BillLink) -> str:
    """An SVG element without a size of its own, for a page or a file."""
    return _code(link).svg_inline(border=QUIET_ZONE, omitsize=True, light="#fff", svgclass=None, lineclass=None)


def qr_svg_file(link: BillLink) -> bytes:
    """An SVG file."""
    out = io.BytesIO()
    _code(link).save(out, kind="svg", border=QUIET_ZONE, scale=PIXELS_PER_MODULE, light="#fff")
    return out.getvalue()


def qr_png(link: BillLink) -> bytes:
    """A PNG file, black and white, 8 pixels a module."""
    out = io.BytesIO()
    _code(link).save(out, kind="png", border=QUIET_ZONE, scale=PIXELS_PER_MODULE)
    return out.getvalue()


def _code(link: BillLink) -> segno.QRCode:
    return segno.make_qr(link.url, error="m", boost_error=False)

"""Reports on bills as people read them: sentences, tables and what their plots show. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import TypeAlias

from govledger.audit.bill_reports.claims import ClaimedBill, Claims
from govledger.audit.bill_reports.gaps import CodeNumbers, GapReport, NumberUse, RangeNumbers
from govledger.audit.bill_reports.history import AsOf
from govledger.audit.bill_reports.reconciliation import HospitalFigures, PayerFigures, Reconciliation
from govledger.audit.bill_reports.split_note import SplitNote
from govledger.audit.entry import utc
from govledger.bills.number import format_code, format_key, format_number

Cell: TypeAlias = int | str | date | None
Codes: TypeAlias = Mapping[int, str]
"""Organisations' public codes by their ids."""

CRLF = "\r\n"
PLOTTED = 20
"""How many bars a plot has at most."""

_USES = tuple(use.value for use in NumberUse)
_HOSPITAL_COLUMNS = tuple(item.name for item in fields(HospitalFigures))
_PAYER_COLUMNS = tuple(item.name for item in fields(PayerFigures))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with named columns: amounts end in `_fen`, times in `_at`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """Each as long as the columns."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars, one for each label, that are stacked from parts."""

    title: str
    labels: tuple[str, ...]
    parts: Mapping[str, tuple[int, ...]]
    """What each part of the bars is, with a value for each label."""
    in_fen: bool
    """Whether the values are amounts; else they count."""
    upright: bool = False
    """Whether the bars stand, side by side in the order of time; else they lie, one below the other."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """A report as people read it."""

    title: str
    as_of: AsOf
    sentences: tuple[str, ...]
    """What it comes to; whether the sums agree."""
    tables: tuple[Table, ...]
    """The first one has everything in detail; it is what a CSV file holds."""
    plots: tuple[Plot, ...]


def csv_lines(table: Table) -> Iterator[str]:
    """A header, then a record for each row (RFC 4180): amounts in fen, times in UTC."""
    yield _csv_line(table.columns)
    for row in table.rows:
        yield _csv_line(map(_csv_cell, table.columns, row))


# --- gaps ----------------------------------------------------------------------------------------------


def present_gaps(report: GapReport, codes: Codes) -> Presentation:
    """The gap report: runs of numbers, then ranges, then codes."""
    granted = sum(one.granted for one in report.codes)
    verdict = "every one is accounted for" if report.adds_up else "they do not add up: see the faults"
    ranges = [one for one in report.ranges if one.count][-PLOTTED:]
    parts = {_words(use): [one.numbers(use) for one in ranges] for use in NumberUse}
    labels = [f"range {one.range}" for one in ranges]
    return Presentation(
        title="What became of bill numbers",
        as_of=report.as_of,
        sentences=(f"Numbers that were granted: {granted:,}; {verdict}.",),
        tables=(_runs(report, codes), _ranges(report, codes), _codes(report), *_faults(report)),
        plots=_plots(_stacked("Numbers of each range, by what became of them", labels, parts, in_fen=False)),
    )


def _runs(report: GapReport, codes: Codes) -> Table:
    columns = ("code", "range", "holder", "unit", "first", "last", "count", "use", "batch", "reason")
    rows = (
        (
            *(format_code(one.code), one.range, codes[one.holder], one.unit),
            *(format_number(run.first), format_number(run.last), run.count),
            *(run.use.value, run.batch, None if run.reason is None else run.reason.name),
        )
        for one in report.ranges
        for run in one.runs
    )
    return Table("Numbers in their order", columns, tuple(rows))


def _ranges(report: GapReport, codes: Codes) -> Table:
    columns = ("code", "range", "parent", "holder", "unit", "status", "valid_until_at", "count", *_USES)
    rows = (
        (
            *(format_code(one.code), one.range, one.parent, codes[one.holder], one.unit),
            *(one.status.name, one.valid_until_at, one.count, *_numbers(one)),
        )
        for one in report.ranges
    )
    return Table("Ranges and their parts", columns, tuple(rows))


def _numbers(one: RangeNumbers | CodeNumbers) -> tuple[Cell, ...]:
    """How many numbers have each use."""
    return tuple(one.numbers(use) for use in NumberUse)


def _codes(report: GapReport) -> Table:
    rows = ((format_code(one.code), one.granted, *_numbers(one)) for one in report.codes)
    return Table("Codes", ("code", "granted", *_USES), tuple(rows))


def _faults(report: GapReport) -> Iterator[Table]:
    if report.faults:
        rows = ((one.range, one.first, one.last, one.fault) for one in report.faults)
        yield Table("Faults", ("range", "first", "last", "fault"), tuple(rows))


# --- reconciliation ------------------------------------------------------------------------------------


def present_reconciliation(report: Reconciliation, codes: Codes) -> Presentation:
    """The reconciliation: each day of hospitals and of payers on their bills, totals, and the sums that must agree."""
    agreed = sum(one.holds for one in report.agreements)
    return Presentation(
        title="Reconciliation per hospital, day and payer",
        as_of=report.as_of,
        sentences=(
            f"Days begin at midnight, UTC{utc_offset_text(report.utc_offset_seconds)}.",
            f"{agreed} of {len(report.agreements)} sums that must agree do.",
        ),
        tables=(_days(report, codes), _hospitals(report, codes), _payers(report, codes), _agreements(report)),
        plots=_plots(_settled_plot(report, codes), _claimed_plot(report, codes)),
    )


def utc_offset_text(seconds: int) -> str:
    """An offset from UTC as clocks have it: +08:00."""
    sign = "-" if seconds < 0 else "+"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{sign}{hours:02d}:{minutes:02d}"


def _days(report: Reconciliation, codes: Codes) -> Table:
    """A row is a hospital's or a payer's and has the others' columns empty, so that no amount stands in it twice."""
    no_hospital: tuple[Cell, ...] = (None,) * len(_HOSPITAL_COLUMNS)
    no_payer: tuple[Cell, ...] = (None,) * len(_PAYER_COLUMNS)
    by_place: dict[tuple[date, int, int], tuple[Cell, ...]] = {
        (one.day, one.hospital, 0): (one.day, codes[one.hospital], None, *astuple(one.figures), *no_payer)
        for one in report.hospital_days
    }
    for one in report.payer_days:
        names = (codes[one.hospital], codes[one.payer])
        by_place[one.day, one.hospital, one.payer] = (one.day, *names, *no_hospital, *astuple(one.figures))
    columns = ("day", "hospital", "payer", *_HOSPITAL_COLUMNS, *_PAYER_COLUMNS)
    return Table("Days", columns, tuple(row for _, row in sorted(by_place.items())))


def _hospitals(report: Reconciliation, codes: Codes) -> Table:
    columns = ("hospital", *_HOSPITAL_COLUMNS, *_PAYER_COLUMNS)
    rows = ((codes[one.hospital], *astuple(one.figures), *astuple(one.by_payers)) for one in report.hospitals)
    return Table("Hospitals, from the first block on", columns, tuple(rows))


def _payers(report: Reconciliation, codes: Codes) -> Table:
    rows = ((codes[one.payer], *astuple(one.figures)) for one in report.payers)
    return Table("Payers, from the first block on", ("payer", *_PAYER_COLUMNS), tuple(rows))


def _agreements(report: Reconciliation) -> Table:
    rows = ((one.name, one.one_fen, one.other_fen, "yes" if one.holds else "no") for one in report.agreements)
    return Table("Sums that must agree", ("sum", "one_fen", "other_fen", "agrees"), tuple(rows))


def _settled_plot(report: Reconciliation, codes: Codes) -> Plot:
    days = sorted({one.day for one in report.payer_days})[-PLOTTED:]
    settled = {one.payer: dict.fromkeys(days, 0) for one in report.payers}
    for one in report.payer_days:
        if one.day in days:
            settled[one.payer][one.day] += one.figures.settled_fen
    parts = {codes[payer]: tuple(by_day.values()) for payer, by_day in settled.items()}
    return _stacked("Settled each day, by payer", [one.isoformat() for one in days], parts, in_fen=True)


def _claimed_plot(report: Reconciliation, codes: Codes) -> Plot:
    largest = sorted(report.hospitals, key=lambda one: -one.figures.claimable_fen)[:PLOTTED]
    parts = {
        "settled": [one.by_payers.settled_fen - one.by_payers.reversed_fen for one in largest],
        "held reserved": [one.by_payers.held_fen for one in largest],
        "remaining": [one.figures.remaining_fen for one in largest],
        "taken back": [one.figures.taken_back_fen for one in largest],
    }
    labels = [codes[one.hospital] for one in largest]
    return _stacked("What became of claimed bills, by hospital", labels, parts, in_fen=True)


# --- lapsed reservations, bills with several payers, the split note ------------------------------------


def present_lapsed(claims: Claims, codes: Codes) -> Presentation:
    """The reservations that ran out without being settled whole or released."""
    columns = (
        *("bill", "hospital", "payer", "reservation", "made_at", "lapsed_at"),
        *("reserved_fen", "settled_fen", "lapsed_fen"),
    )
    rows = (
        (
            *(format_key(one.bill), codes[one.hospital], codes[one.payer], one.reservation, one.made_at),
            *(one.lapsed_at, one.reserved_fen, one.settled_fen, one.lapsed_fen),
        )
        for one in claims.lapsed
    )
    by_payer: dict[int, int] = {}
    for one in claims.lapsed:
        by_payer[one.payer] = by_payer.get(one.payer, 0) + one.lapsed_fen
    largest = sorted(by_payer, key=lambda payer: -by_payer[payer])[:PLOTTED]
    parts = {"lapsed": [by_payer[payer] for payer in largest]}
    count, total = len(claims.lapsed), yuan(sum(by_payer.values()))
    return Presentation(
        title="Lapsed reservations",
        as_of=claims.as_of,
        sentences=(f"Reservations that ran out: {count:,}; neither settled nor released of them: {total} yuan.",),
        tables=(Table("Reservations", columns, tuple(rows)),),
        plots=_plots(_stacked("Lapsed, by payer", [codes[payer] for payer in largest], parts, in_fen=True)),
    )


def present_several_payers(claims: Claims, codes: Codes) -> Presentation:
    """The bills that more than one payer reserved or settled a part of."""
    columns = (
        *("bill", "hospital", "claimable_fen", "remaining_fen", "payer"),
        *("settled_fen", "reserved_fen", "reserved_until_at"),
    )
    found = claims.with_several_payers
    rows = tuple(row for bill in found for row in _shares(bill, codes))
    largest = sorted(found, key=lambda bill: -bill.claimable_fen)[:PLOTTED]
    return Presentation(
        title="Bills with several payers",
        as_of=claims.as_of,
        sentences=(f"{len(found):,} of {len(claims.bills):,} bills that were claimed have more than one payer.",),
        tables=(Table("Payers of each bill", columns, rows),),
        plots=_plots(_shares_plot(largest, codes)),
    )


def _shares(bill: ClaimedBill, codes: Codes) -> Iterator[tuple[Cell, ...]]:
    """The bill's own amounts stand in its first row alone, so that every column can be summed."""
    amounts: tuple[Cell, Cell] = (bill.claimable_fen, bill.remaining_fen)
    for share in bill.shares:
        own = (codes[share.payer], share.settled_fen, share.reserved_fen, share.reserved_until_at)
        yield (format_key(bill.bill), codes[bill.hospital], *amounts, *own)
        amounts = (None, None)


def _shares_plot(bills: Sequence[ClaimedBill], codes: Codes) -> Plot:
    payers = sorted({share.payer for bill in bills for share in bill.shares})
    taken = [{share.payer: share.settled_fen + share.reserved_fen for share in bill.shares} for bill in bills]
    parts = {codes[payer]: [shares.get(payer, 0) for shares in taken] for payer in payers}
    parts["remaining"] = [bill.remaining_fen for bill in bills]
    labels = [format_key(bill.bill) for bill in bills]
    return _stacked("Settled or held reserved by each payer, and what remains", labels, parts, in_fen=True)


def present_split_note(note: SplitNote) -> Presentation:
    """Who has which part in one bill."""
    columns = ("payer", "organisation", "settled_fen", "reserved_fen", "reserved_until_at")
    rows = (
        (
            *(share.payer.public_code, share.payer.organisation),
            *(share.settled_fen, share.reserved_fen, share.reserved_until_at),
        )
        for share in note.shares
    )
    parts = {f"{share.payer.public_code}, settled": [share.settled_fen] for share in note.shares}
    parts |= {f"{share.payer.public_code}, reserved": [share.reserved_fen] for share in note.shares}
    parts["remaining"] = [note.remaining_fen]
    label = format_key(note.bill)
    back = "A red letter took the bill back: nothing can be claimed any more."
    return Presentation(
        title=f"Split note of bill {label}",
        as_of=note.as_of,
        sentences=(
            f"Issued by {note.hospital.public_code} (organisation {note.hospital.organisation}).",
            f"Of {yuan(note.claimable_fen)} yuan that were claimable, {yuan(note.remaining_fen)} yuan remain.",
            *((back,) if note.taken_back else ()),
        ),
        tables=(Table("Payers", columns, tuple(rows)),),
        plots=_plots(_stacked("Who has which part", [label], parts, in_fen=True)),
    )


def yuan(fen: int) -> str:
    """An amount as people write it: 9,000.00."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


# --- steps ---------------------------------------------------------------------------------------------


def _words(use: NumberUse) -> str:
    return use.replace("_", " ")


def _stacked(title: str, labels: Sequence[str], parts: Mapping[str, Sequence[int]], *, in_fen: bool) -> Plot:
    """A plot without the parts that are zero everywhere."""
    shown = {name: tuple(values) for name, values in parts.items() if any(values)}
    return Plot(title, tuple(labels), shown, in_fen)


def _plots(*plots: Plot) -> tuple[Plot, ...]:
    """Those that have something to show."""
    return tuple(plot for plot in plots if plot.parts)


def _csv_line(cells: Iterable[Cell]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=CRLF).writerow(["" if cell is None else cell for cell in cells])
    return buffer.getvalue()


def _csv_cell(name: str, value: Cell) -> Cell:
    return utc(value) if name.endswith("_at") and isinstance(value, int) else value

"""Reports on bills as people read them: tables, CSV, and the page with plots."""

from __future__ import annotations

import csv
import importlib
import io
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from govledger import events
from govledger.audit import pages
from govledger.audit.bill_reports.claims import Claims, read_claims
from govledger.audit.bill_reports.gaps import gap_report
from govledger.audit.bill_reports.history import AsOf
from govledger.audit.bill_reports.page import LISTED, report_page
from govledger.audit.bill_reports.presentation import (
    Plot,
    Presentation,
    Table,
    csv_lines,
    present_gaps,
    present_lapsed,
    present_reconciliation,
    present_several_payers,
    present_split_note,
    utc_offset_text,
    yuan,
)
from govledger.audit.bill_reports.reconciliation import reconcile
from govledger.audit.bill_reports.split_note import split_note
from govledger.bills.number import bill_key
from govledger.errors import PlotterMissing
from tests.bill_events import CHARITY, CODE, CODES, DAY, HOSPITAL, INSURER, START, History

AT = AsOf(812, b"\x0b" * 32, START)


def busy() -> History:
    """A bill with two payers, of whom one lets its reservation lapse; and numbers of three uses."""
    history = History()
    history.grant(1, 1, 100)
    history.batch(1, 1, 90)
    history.void(1, 91, 2, 1)
    bill = bill_key(CODE, 7)
    history.open(bill, 1_000_000)
    history.settle_directly(bill, INSURER, 123_456)
    history.reserve(bill, CHARITY, 2_000, days=1)
    history.wait(DAY)
    history.reserve(bill, CHARITY, 3_000)
    return history


def numbers_of(history: History) -> History:
    kinds = (events.RangeGranted, events.BatchIssued, events.NumbersVoided)
    return replace(history, dated=[one for one in history.dated if isinstance(one.event, kinds)])


def money_of(history: History) -> History:
    kinds = (events.RangeGranted, events.NumbersVoided)
    return replace(history, dated=[one for one in history.dated if not isinstance(one.event, kinds)])


def claims() -> Claims:
    history = busy()
    return read_claims(money_of(history).dated, history.as_of())


def every_presentation() -> dict[str, Presentation]:
    history = busy()
    gaps = gap_report(numbers_of(history).dated, history.as_of())
    money = reconcile(money_of(history).dated, history.as_of(), utc_offset_seconds=8 * 3_600)
    noted = split_note(claims().bills[0], AT, CODES, chain_id=7, genesis_hash=b"\1" * 32, deployment=b"\2" * 32)
    return {
        "gaps": present_gaps(gaps, CODES),
        "reconciliation": present_reconciliation(money, CODES),
        "lapsed": present_lapsed(claims(), CODES),
        "several payers": present_several_payers(claims(), CODES),
        "split note": present_split_note(noted),
    }


def rows(table: Table) -> list[dict[str, str]]:
    """What a spreadsheet reads of a table."""
    return list(csv.DictReader(io.StringIO("".join(csv_lines(table)), newline="")))


# --- tables and CSV ------------------------------------------------------------------------------------


def test_csv_of_gaps_has_every_run_of_numbers() -> None:
    shown = every_presentation()["gaps"]
    assert shown.sentences == ("Numbers that were granted: 100; every one is accounted for.",)
    whose = {"code": str(CODE), "range": "1", "holder": CODES[HOSPITAL], "unit": "0"}
    assert rows(shown.tables[0]) == [
        whose
        | {"first": "0000000001", "last": "0000000090", "count": "90", "use": "issued_in_batch"}
        | {"batch": "1", "reason": ""},
        whose
        | {"first": "0000000091", "last": "0000000092", "count": "2", "use": "void_unconfirmed"}
        | {"batch": "", "reason": "MISPRINTED"},
        whose
        | {"first": "0000000093", "last": "0000000100", "count": "8", "use": "open"}
        | {"batch": "", "reason": ""},
    ]
    [code] = rows(shown.tables[2])
    assert {name: value for name, value in code.items() if value != "0"} == {
        **{"code": str(CODE), "granted": "100", "issued_in_batch": "90", "void_unconfirmed": "2", "open": "8"}
    }


def test_faults_of_numbers_have_a_table_of_their_own() -> None:
    history = busy()
    history.confirm(1, 3)
    kept = [one for one in history.dated if isinstance(one.event, events.RangeGranted | events.VoidConfirmed)]
    shown = present_gaps(gap_report(kept, history.as_of()), CODES)
    assert shown.sentences == ("Numbers that were granted: 100; they do not add up: see the faults.",)
    [fault] = rows(shown.tables[3])
    assert fault == {"range": "1", "first": "3", "last": "3", "fault": "confirmed as voided, and never voided before"}


def test_csv_of_a_reconciliation_counts_nothing_twice() -> None:
    """A hospital's row has none of the payers' amounts, so that the sum of a column is the sum of what moved."""
    shown = every_presentation()["reconciliation"]
    found = rows(shown.tables[0])
    assert [(row["day"], row["payer"]) for row in found] == [
        *(("2026-01-01", ""), ("2026-01-01", CODES[INSURER]), ("2026-01-01", CODES[CHARITY])),
        *(("2026-01-02", ""), ("2026-01-02", CODES[CHARITY])),
    ]
    sums = {name: sum(int(row[name] or 0) for row in found) for name in found[0] if name.endswith(("_fen", "_bills"))}
    assert (sums["issued_bills"], sums["claimable_fen"]) == (90, 1_000_000)
    assert (sums["reserved_fen"], sums["settled_fen"], sums["lapsed_fen"]) == (128_456, 123_456, 2_000)
    assert shown.sentences == ("Days begin at midnight, UTC+08:00.", "10 of 10 sums that must agree do.")


def test_csv_of_lapsed_reservations_has_times_in_utc_and_amounts_in_fen() -> None:
    shown = every_presentation()["lapsed"]
    assert shown.sentences == ("Reservations that ran out: 1; neither settled nor released of them: 20.00 yuan.",)
    assert rows(shown.tables[0]) == [
        {
            **{"bill": "33060126-0000000007", "hospital": CODES[HOSPITAL], "payer": CODES[CHARITY]},
            **{"reservation": "3", "made_at": "2026-01-01T00:00:00Z", "lapsed_at": "2026-01-02T00:00:00Z"},
            **{"reserved_fen": "2000", "settled_fen": "0", "lapsed_fen": "2000"},
        }
    ]


def test_csv_of_bills_with_several_payers_has_the_bills_amounts_once() -> None:
    found = rows(every_presentation()["several payers"].tables[0])
    assert [(row["claimable_fen"], row["remaining_fen"], row["payer"], row["settled_fen"]) for row in found] == [
        ("1000000", "873544", CODES[INSURER], "123456"),
        ("", "", CODES[CHARITY], "0"),
    ]
    assert [row["reserved_until_at"] for row in found] == ["", "2026-01-09T00:00:00Z"]


def test_split_note_says_that_a_bill_was_taken_back() -> None:
    bill = replace(claims().bills[0], taken_back=True, shares=())
    noted = split_note(bill, AT, CODES, chain_id=7, genesis_hash=b"\1" * 32, deployment=b"\2" * 32)
    assert present_split_note(noted).sentences[-1].startswith("A red letter took the bill back")


@pytest.mark.parametrize(("seconds", "text"), [(0, "+00:00"), (28_800, "+08:00"), (-12_600, "-03:30")])
def test_offset_is_written_as_clocks_have_it(seconds: int, text: str) -> None:
    assert utc_offset_text(seconds) == text


@pytest.mark.parametrize(("fen", "text"), [(0, "0.00"), (5, "0.05"), (900_000, "9,000.00"), (-1_234, "-12.34")])
def test_amount_is_written_as_people_write_it(fen: int, text: str) -> None:
    assert yuan(fen) == text


# --- the page ------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """The elements of a page, by name, with their attributes and the text right inside them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.found)


@pytest.mark.parametrize("name", sorted(every_presentation()))
def test_page_loads_nothing_and_runs_nothing(name: str) -> None:
    text = report_page(every_presentation()[name])
    elements = Elements(text)
    assert {tag for tag, _ in elements.found} & {"script", "link", "img", "iframe", "image", "use", "a"} == set()
    assert not [attribute for _, given in elements.found for attribute in given if attribute.startswith("on")]
    assert re.findall(r"(?:https?:)?//|url\(|@import|javascript:", text) == []
    assert "default-src 'none'; style-src 'unsafe-inline'" in text


@pytest.mark.parametrize("name", sorted(every_presentation()))
def test_page_has_every_plot_and_table_and_says_for_whom_it_is(name: str) -> None:
    shown = every_presentation()[name]
    text = report_page(shown)
    elements = Elements(text)
    assert shown.plots
    assert (elements.count("svg"), elements.count("table")) == (len(shown.plots), len(shown.tables))
    assert "For those within the organisation that made this page" in text
    for sentence in shown.sentences:
        assert sentence in text
    assert f"At block {shown.as_of.block_number} (0x{shown.as_of.block_hash.hex()})" in text


@pytest.mark.parametrize("name", sorted(every_presentation()))
def test_same_report_makes_the_same_page(name: str) -> None:
    assert report_page(every_presentation()[name]) == report_page(every_presentation()[name])


def test_bar_says_its_value_under_the_pointer() -> None:
    text = report_page(every_presentation()["reconciliation"])
    assert f"<title>2026-01-01, {CODES[INSURER]}: 1,234.56</title>" in text
    gaps = report_page(every_presentation()["gaps"])
    assert "<title>range 1, issued in batch: 90</title>" in gaps


def test_plot_has_a_bar_for_each_label_and_part_however_many() -> None:
    parts = {f"payer {number}": tuple(range(number, number + 5)) for number in range(12)}
    labels = tuple(f"day {number}" for number in range(5))
    text = report_page(Presentation("Many", AT, (), (), (Plot("Bars", labels, parts, in_fen=False),)))
    titles = re.findall(r"<title>(day \d+, payer \d+: \d+)</title>", text)
    assert sorted(titles) == sorted(
        f"{label}, {part}: {value}"
        for part, values in parts.items()
        for label, value in zip(labels, values, strict=True)
    )


def test_what_is_in_a_report_is_text_and_no_markup() -> None:
    table = Table("<b>table</b>", ("<i>name</i>", "amount_fen"), (("<script>x</script>", -150),))
    plot = Plot("<b>plot</b>", ("<u>bar</u>",), {"<s>part</s>": (1,)}, in_fen=True)
    text = report_page(Presentation("<title>", AT, ("<p>",), (table,), (plot,)))
    elements = Elements(text)
    assert {tag for tag, _ in elements.found} & {"b", "i", "u", "s", "script"} == set()
    assert '<td class="number">-1.50</td>' in text
    assert '<th class="number">amount, yuan</th>' in text


def test_empty_table_says_so_and_a_long_one_is_cut() -> None:
    empty, long = Table("Empty", ("day",), ()), Table("Long", ("day",), ((None,),) * (LISTED + 1))
    text = report_page(Presentation("Tables", AT, (), (empty, long), ()))
    assert '<p class="faint">None.</p>' in text
    assert "The first 1,000 of 1,001 rows; CSV and JSON have all." in text
    assert Elements(text).count("tr") == LISTED + 1


def test_report_of_nothing_has_no_plots() -> None:
    shown = present_reconciliation(reconcile((), AT), CODES)
    assert shown.plots == ()
    assert Elements(report_page(shown)).count("svg") == 0


def test_page_without_its_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygal", None)
    with pytest.raises(
        PlotterMissing, match=r"package pygal, which is not installed: pip install 'govledger\[report\]'"
    ):
        importlib.reload(pages)
    monkeypatch.undo()
    importlib.reload(pages)

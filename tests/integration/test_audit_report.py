"""The auditor's report: what stands on the page, by what evidence, and what the page never does."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from govledger.audit.bundle.files import read_bundle
from govledger.audit.bundle.parts import Coverage
from govledger.audit.bundle.verdict import (
    INFERRED,
    NOT_PROVED,
    NOT_PROVED_ON_CLIQUE,
    Beginning,
    CodeEvidence,
    Completeness,
    ContractVerdict,
    Verdict,
)
from govledger.audit.bundle.verifying import verified
from govledger.audit.findings.finding import Kind
from govledger.audit.findings.threshold_file import default_text, default_thresholds
from govledger.audit.findings.thresholds import parse_thresholds
from govledger.audit.report import contents, timeline
from govledger.audit.report.contents import AuditReport, Evidence, make_report
from govledger.audit.report.page import audit_page, refused_page
from govledger.audit.report.plots import BARS, PERIODS, REASONS, plots_of
from govledger.audit.report.timeline import DAY, NO_REASON, NOTABLE
from govledger.audit.review_output import look_command
from govledger.cli import main
from govledger.consensus.engine import Engine
from govledger.errors import BundleRefused
from govledger.events import types as events
from tests.audit_source import ListedSource, attempt, events_of, source_of
from tests.browser import NARROW, WIDE, in_browser, listener
from tests.bundles import as_file, parts_of, pins_of
from tests.contracts.harness import account
from tests.contracts.world import World, fresh
from tests.evidence_chain import EvidenceChain
from tests.javascript_verifier import with_digest

INDEX = Evidence("town.sqlite", None, None)


@cache
def _world() -> World:
    return World()


@pytest.fixture
def world() -> Iterator[World]:
    with fresh(_world()) as found:
        yield found


def report_on(source: ListedSource, evidence: Evidence = INDEX) -> AuditReport:
    return make_report(source, default_thresholds(), evidence)


def busy(world: World) -> ListedSource:
    """A request that nobody acknowledged, an emergency, refused calls, a bill."""
    world.served()
    world.justified()
    world.open_claim(world.issue())
    tried = [attempt(account("somebody"), world.chain.now + second, block=second) for second in range(5)]
    return source_of(world, tried=tried, last_at=world.chain.now + 400 * DAY)


def broken(world: World) -> ListedSource:
    """The same, with an emergency that the rules do not allow."""
    return with_breach(busy(world))


def with_breach(source: ListedSource) -> ListedSource:
    [place] = [place for place, one in enumerate(source.listed) if isinstance(one.event, events.GlassBroken)]
    listed = list(source.listed)
    listed[place] = replace(listed[place], event=replace(listed[place].event, purpose=0))  # type: ignore[call-arg]
    source.listed = listed
    return source


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.found)


# --- the page ------------------------------------------------------------------------------------------


def test_page_loads_nothing_runs_nothing_and_is_the_same_each_time(world: World) -> None:
    source = broken(world)
    page = audit_page(report_on(source))
    elements = Elements(page)
    assert {tag for tag, _ in elements.found} & {"script", "link", "img", "iframe", "image", "use", "a"} == set()
    assert not [name for _, given in elements.found for name in given if name.startswith("on")]
    assert re.findall(r"(?:https?:)?//|url\(|@import|javascript:", page) == []
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert page == audit_page(report_on(source))


def test_ledger_that_keeps_the_rules_says_so_on_top(world: World) -> None:
    source = busy(world)
    text = Elements(audit_page(report_on(source))).text
    verdict = text.index("✓ Every event keeps the rules")
    assert verdict < text.index("What happened") < text.index("Breaches of rules") < text.index("Findings\n")
    assert f"Each of {len(source.listed)} events is what the published contracts allow" in text
    assert "✗" not in text


def test_breaches_are_named_on_top_and_listed_with_their_evidence(world: World) -> None:
    source = broken(world)
    report = report_on(source)
    text = Elements(audit_page(report)).text
    assert "✗ Rules are broken" in text and "The first is GlassBroken in block" in text
    assert "the code 0 is none.\n" in text and ".." not in text
    assert len(report.breaches) == 2
    for one in report.breaches:
        assert one.rule in text
        assert f"block {one.block_number}, log {one.log_index}, " in text
        assert f"0x{one.transaction_hash.hex()}" in text
    assert text.count("It may follow from a breach before.") == 1


def test_every_finding_stands_there_with_reason_evidence_and_command(world: World) -> None:
    source = busy(world)
    report = report_on(source)
    text = Elements(audit_page(report)).text
    found = [one for ones in report.findings.values() for one in ones]
    assert {one.kind for one in found} >= {Kind.OVERDUE_ACKNOWLEDGEMENT, Kind.LAPSED_RESERVATION, Kind.REFUSED_BURST}
    for one in found:
        assert one.what in text and one.why[1:] in text and look_command(one, "town.sqlite") in text
        for place in one.where:
            assert f"block {place.block_number}, " in text
            assert place.transaction_hash is None or f"0x{place.transaction_hash.hex()}" in text
    nothing = text.partition("Nothing was found of: ")[2].partition(".")[0]
    assert "window left open" in nothing.split(", ") and "lapsed reservation" not in nothing.split(", ")
    assert "block times and seals: blocks are not held here" in text


def test_timeline_names_every_exception_with_block_and_transaction(world: World) -> None:
    source = busy(world)
    report = report_on(source)
    text = Elements(audit_page(report)).text
    notable = [one for one in source.listed if type(one.event) in NOTABLE]
    assert report.timeline.act_count == len(report.timeline.acts) == len(notable) > 30
    for one in notable:
        assert f"0x{one.transaction_hash.hex()}" in text
    officer = f"EmergencyJustified by officer {world.consortium.read('officerOf', world.civil.administrator)} ("
    assert officer in text


def test_long_lists_are_cut_and_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (contents, timeline):
        monkeypatch.setattr(module, "LISTED", 1)
    for _ in range(2):
        world.served()
    report = report_on(broken(world))
    assert [len(ones) for ones in report.findings.values()] == [1] * len(report.findings)
    assert len(report.breaches) == len(report.timeline.acts) == 1
    text = Elements(audit_page(report)).text
    assert "The first 1 of 2." in text, "breaches"
    assert "The first 1 of 3." in text, "requests"
    assert f"The first 1 of {report.timeline.act_count}." in text


def test_what_stands_in_a_name_is_text_and_no_markup(world: World) -> None:
    page = audit_page(report_on(busy(world), Evidence("<script>town</script>", None, None)))
    assert Elements(page).count("script") == 0
    assert html.escape("<script>town</script>") in page


# --- what it rests on ----------------------------------------------------------------------------------


def verdict(engine: Engine = Engine.CLIQUE, **given: Any) -> Verdict:
    contract = ContractVerdict(
        key="consortium",
        address=b"\x0c" * 20,
        events=7,
        completeness=(Completeness.RUNNING_HASH, Completeness.RECEIPTS),
        beginning=Beginning.CREATION,
        code=CodeEvidence.STATE,
        head=bytes(32),
    )
    values = {
        **{"deployment_digest": bytes(32), "chain_id": 1, "genesis_hash": b"\x0e" * 32, "engine": engine},
        **{"coverage": Coverage.ALL, "first_block": 1, "last_block": 9, "last_hash": b"\x0b" * 32, "last_at": 5},
        **{"path_from": 0, "path_to": 12, "validators": (), "events": 7, "attempts": 0, "transactions": 3},
        "contracts": (contract,),
    }
    return Verdict(**values | given)  # type: ignore[arg-type]


def test_report_on_an_index_says_that_nothing_is_proved(world: World) -> None:
    text = Elements(audit_page(report_on(busy(world)))).text
    assert "! What was read is not proved" in text and "town.sqlite, which is the word of who keeps it" in text
    assert "Proved\n" not in text


def test_report_on_a_bundle_says_what_is_proved_inferred_and_not_proved(world: World) -> None:
    evidence = Evidence("town.bundle", verdict(), b"\x0f" * 32)
    text = Elements(audit_page(report_on(busy(world), evidence))).text
    assert "✓ What was read is proved" in text and "every call that failed included" in text
    assert f"The bundle is town.bundle, SHA-256 0x{'0f' * 32}." in text
    assert "Every header from the genesis to block 12" in text and f"Block 9 is 0x{'0b' * 32}." in text
    assert "running hash and receipts" in text and f"0x{'0c' * 20}" in text
    for sentence in (*INFERRED, *NOT_PROVED, *NOT_PROVED_ON_CLIQUE):
        assert sentence[1:].rstrip(".") in text
    assert "govledger trail --store STORE --request" in text, "a bundle is no store"


def test_report_on_a_bundle_without_all_attempts_or_from_a_checkpoint_says_so(world: World) -> None:
    given = verdict(Engine.QBFT, coverage=Coverage.EVENTS, path_from=4)
    text = Elements(audit_page(report_on(busy(world), Evidence("town.bundle", given, b"\x0f" * 32)))).text
    assert "but for calls that failed" in text and "Every header from the checkpoint of block 4" in text
    assert NOT_PROVED_ON_CLIQUE[0][1:] not in text


def test_report_on_the_file_of_a_bundle_is_made_by_the_command(tmp_path: Path) -> None:
    chain = EvidenceChain()
    chain.create_all()
    chain.seal_empty(8)
    bundle, page = as_file(tmp_path / "town.bundle", parts_of(chain)), tmp_path / "page.html"
    pins = ["--genesis", f"0x{chain.blocks[0].hash.hex()}", "--deployment", f"0x{chain.deployment().digest().hex()}"]
    ended = CliRunner().invoke(main, ["audit", "report", str(bundle), *pins, "--html", str(page)])
    assert (ended.exit_code, ended.output) == (0, f"{page}  every event keeps the rules; findings: 0\n")
    text = Elements(page.read_text(encoding="utf-8")).text
    assert "✓ What was read is proved" in text
    assert f"The bundle is town.bundle, SHA-256 0x{sha256(bundle.read_bytes()).hexdigest()}." in text
    assert text.count("running hash and receipts") == 8


def test_report_on_a_bundle_that_is_refused_says_by_which_rule_and_where(tmp_path: Path) -> None:
    chain = EvidenceChain()
    chain.create_all()
    chain.seal_empty(8)
    bundle, page = as_file(tmp_path / "town.bundle", parts_of(chain)), tmp_path / "page.html"
    changed = bytearray(bundle.read_bytes())
    changed[-200] ^= 1
    bundle.write_bytes(with_digest(bytes(changed)))
    pins = ["--genesis", f"0x{chain.blocks[0].hash.hex()}", "--deployment", f"0x{chain.deployment().digest().hex()}"]
    ended = CliRunner().invoke(main, ["audit", "report", str(bundle), *pins, "--html", str(page)])
    with pytest.raises(BundleRefused) as refused:
        verified(read_bundle(bundle), pins_of(chain))
    assert (ended.exit_code, ended.output) == (3, f"{page}  {refused.value}\n")
    text = Elements(page.read_text(encoding="utf-8")).text
    assert "✗ The bundle proves nothing" in text and "✓" not in text
    assert f"rule: {refused.value.rule}" in text and refused.value.found in text
    assert f"SHA-256 0x{sha256(bundle.read_bytes()).hexdigest()}" in text


def test_pages_are_accessible_at_both_widths_in_light_and_dark_and_ask_for_nothing(
    world: World, tmp_path: Path
) -> None:
    refused = BundleRefused("HEADER", "0 of 3 validators sealed it", 7, "PROPOSER")
    source = busy(world)
    pages = {
        "kept": audit_page(report_on(source)),
        "broken": audit_page(report_on(with_breach(source), Evidence("town.bundle", verdict(), b"\x0f" * 32))),
        "refused": refused_page(refused, "town.bundle", b"\x0f" * 32),
    }
    visits = []
    for name, page in pages.items():
        file = tmp_path / f"{name}.html"
        file.write_text(page, encoding="utf-8")
        for width, scheme in ((WIDE, "light"), (NARROW, "dark")):
            visits.append({"name": f"{name} {width}", "page": str(file), "width": width, "scheme": scheme})
    with listener() as (forbidden, asked):
        answers = in_browser(visits, forbidden)
    assert {name: answer["violations"] for name, answer in answers.items()} == {name: [] for name in answers}
    assert all(answer["fits"] for answer in answers.values())
    for visit in visits:
        answer = answers[visit["name"]]
        assert (answer["requests"], answer["problems"]) == ([Path(visit["page"]).as_uri()], [])
        assert answer["reached"] == "refused"
    assert asked == []
    assert answers[f"refused {NARROW}"]["verdicts"] == ["✗ The bundle proves nothing"]


# --- plots ---------------------------------------------------------------------------------------------


def spread(world: World, days: int) -> ListedSource:
    """The world's events, the last one so many days after the first."""
    *before, last = events_of(world)
    first = before[0].timestamp // DAY * DAY
    moved = [replace(one, timestamp=first) for one in before]
    return source_of(world, listed=[*moved, replace(last, timestamp=first + (days - 1) * DAY)])


@pytest.mark.parametrize(
    ("days", "title", "bars", "first"),
    [
        (1, "Events each day", 1, "2025-06-15"),
        (PERIODS, "Events each day", PERIODS, "2025-06-15"),
        (PERIODS + 1, "Events each week, by its Monday", 6, "2025-06-09"),
        (PERIODS * 7 + 1, "Events each month", 8, "2025-06"),
        (PERIODS * 30 + 1, "Events each year", 4, "2025"),
    ],
)
def test_time_is_drawn_in_few_periods_empty_ones_included(
    world: World, days: int, title: str, bars: int, first: str
) -> None:
    world.resource()
    source = spread(world, days)
    plot = next(one for one in plots_of(report_on(source)) if one.title.startswith("Events each"))
    assert (plot.title, len(plot.labels), plot.labels[0], plot.upright) == (title, bars, first, True)
    assert sum(map(sum, plot.parts.values())) == len(source.listed)
    assert set(plot.parts) == {"consortium", "data"}


def test_refused_calls_are_drawn_by_the_most_frequent_reasons(world: World) -> None:
    names = [name for number in range(REASONS + 2) for name in [f"Refusal{number}"] * (REASONS + 2 - number)]
    tried = [attempt(account("x"), 100, name, place) for place, name in enumerate([*names, None])]
    plot = next(one for one in plots_of(report_on(source_of(world, tried=tried))) if "Refused" in one.title)
    assert list(plot.parts) == [*(f"Refusal{number}" for number in range(REASONS)), "others"]
    assert plot.parts["others"][0] == 2 + 1 + 1, "two rare ones, and one of which nobody knows the reason"
    assert plot.labels[0] == "1970" and plot.labels[-1] == "2025", "the time of the events is in it as well"
    alone = source_of(world, tried=[attempt(account("x"), 100, None)])
    plot = next(one for one in plots_of(report_on(alone)) if "Refused" in one.title)
    assert list(plot.parts) == [NO_REASON]


def test_organisations_that_act_most_are_drawn(world: World) -> None:
    plot = next(one for one in plots_of(report_on(busy(world))) if one.title == "Events, by organisation")
    totals = [sum(values) for values in zip(*plot.parts.values(), strict=True)]
    assert totals == sorted(totals, reverse=True) and len(totals) <= BARS
    assert f"organisation {world.tax.id} (" in plot.labels[0] or f"organisation {world.civil.id} (" in plot.labels[0]


def test_report_of_nothing_has_no_plots(world: World) -> None:
    report = report_on(source_of(world, listed=[], last_at=0))
    assert plots_of(report) == ()
    page = audit_page(report)
    assert Elements(page).count("svg") == 0 and "until" not in page.partition("</p>")[0]
    assert "None of what changes who may do what" in page


def test_attempts_are_counted_also_where_bursts_are_not_wanted(world: World) -> None:
    wanted = parse_thresholds("[refused_burst]\nwanted = false", default_text(), "t")
    source = busy(world)
    report = make_report(source, wanted, INDEX)
    assert report.outcome.attempts == 5 and Kind.REFUSED_BURST not in report.outcome.findings

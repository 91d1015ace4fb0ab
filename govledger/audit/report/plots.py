"""The plots of an auditor's report: what happened when, who acted, what was refused, what was found. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from govledger.audit.bill_reports.presentation import Plot
from govledger.audit.report.contents import AuditReport
from govledger.audit.report.timeline import DAY, Area

PERIODS = 31
"""How many bars a plot has in the order of time before days become weeks, weeks months, months years."""
BARS = 20
"""How many bars a plot has that does not go by time."""
REASONS = 6
"""How many refusals have a part of their own."""


def plots_of(report: AuditReport) -> tuple[Plot, ...]:
    """Those that have something to show."""
    done, tried = report.timeline.by_day, report.attempted.by_day
    days = sorted(done.keys() | tried.keys()) or [0]
    periods = _Periods(_date(days[0]), _date(days[-1]))
    found = (
        _by_time("Events", done, [*Area], periods),
        _by_time("Refused calls", tried, _frequent(tried.values()), periods),
        _by_organisation(report),
        _by_kind(report),
    )
    return tuple(plot for plot in found if plot.parts)


def _by_kind(report: AuditReport) -> Plot:
    counts = {kind.replace("_", " "): count for kind, count in report.outcome.findings.items() if count}
    parts = {"findings": tuple(counts.values())} if counts else {}
    return Plot("Findings, by kind", tuple(counts), parts, in_fen=False)


def _by_organisation(report: AuditReport) -> Plot:
    """Who acts most."""
    busy = sorted(report.timeline.by_organisation.items(), key=lambda item: (-item[1].total(), item[0]))[:BARS]
    labels = tuple(report.timeline.accounts.organisation(organisation) for organisation, _ in busy)
    return Plot("Events, by organisation", labels, _parts([*Area], [counts for _, counts in busy]), in_fen=False)


# --- time ----------------------------------------------------------------------------------------------


class _Periods:
    """The periods between two days, of the shortest kind of which there are few; plots by time have them in common."""

    def __init__(self, first: date, last: date) -> None:
        days = (last - first).days + 1
        if days <= PERIODS:
            self.word, self._label = "day", "%Y-%m-%d"
        elif days <= PERIODS * 7:
            self.word, self._label = "week, by its Monday", "%Y-%m-%d"
        elif days <= PERIODS * 30:
            self.word, self._label = "month", "%Y-%m"
        else:
            self.word, self._label = "year", "%Y"
        self.labels = tuple(dict.fromkeys(self.of(first + timedelta(days=day)) for day in range(days)))
        """Empty ones included."""

    def of(self, day: date) -> str:
        """The label of the period that a day is in."""
        monday = day - timedelta(days=day.weekday())
        return (monday if self.word.startswith("week") else day).strftime(self._label)


def _by_time(what: str, by_day: Mapping[int, Counter[str]], parts: list[str], periods: _Periods) -> Plot:
    """Bars in the order of time."""
    summed: dict[str, Counter[str]] = {label: Counter() for label in periods.labels}
    for day, counts in by_day.items():
        summed[periods.of(_date(day))].update(counts)
    for counts in summed.values():
        counts["others"] = sum(count for part, count in counts.items() if part not in parts)
    shown = _parts([*parts, "others"], list(summed.values()))
    return Plot(f"{what} each {periods.word}", periods.labels, shown, in_fen=False, upright=True)


def _date(day: int) -> date:
    return datetime.fromtimestamp(day * DAY, UTC).date()


# --- parts ---------------------------------------------------------------------------------------------


def _parts(names: Iterable[str], columns: list[Counter[str]]) -> dict[str, tuple[int, ...]]:
    """Without the parts that are zero everywhere."""
    found = {str(name): tuple(counts[name] for counts in columns) for name in names}
    return {name: values for name, values in found.items() if any(values)}


def _frequent(columns: Iterable[Counter[str]]) -> list[str]:
    """The refusals that come most often; the others are shown together."""
    total: Counter[str] = Counter()
    for counts in columns:
        total.update(counts)
    return [name for name, _ in sorted(total.items(), key=lambda item: (-item[1], item[0]))[:REASONS]]

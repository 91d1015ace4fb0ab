"""The plots of an auditor's report: what happened when, who acted, what was refused, what was found. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
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

_Period = Callable[[date], date]


def plots_of(report: AuditReport) -> tuple[Plot, ...]:
    """Those that have something to show."""
    timeline, attempted = report.timeline, report.attempted
    found = (
        _by_time("Events", timeline.by_day, [*Area]),
        _by_time("Refused calls", attempted.by_day, _frequent(attempted.by_day.values())),
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


def _by_time(what: str, by_day: Mapping[int, Counter[str]], parts: list[str]) -> Plot:
    """Bars in the order of time, also for periods in which nothing happened."""
    if not by_day:
        return Plot(what, (), {}, in_fen=False)
    days = {_date(day): counts for day, counts in by_day.items()}
    word, period, label = _period(min(days), max(days))
    summed: dict[date, Counter[str]] = {one: Counter() for one in _all_periods(min(days), max(days), period)}
    for day, counts in days.items():
        summed[period(day)].update(counts)
    for counts in summed.values():
        counts["others"] = sum(count for part, count in counts.items() if part not in parts)
    shown = _parts([*parts, "others"], list(summed.values()))
    labels = tuple(one.strftime(label) for one in summed)
    return Plot(f"{what} each {word}", labels, shown, in_fen=False, upright=True)


def _period(first: date, last: date) -> tuple[str, _Period, str]:
    """The shortest period of which there are few: its name, the day that it begins with, how that is written."""
    days = (last - first).days + 1
    if days <= PERIODS:
        return "day", lambda day: day, "%Y-%m-%d"
    if days <= PERIODS * 7:
        return "week, by its Monday", lambda day: day - timedelta(days=day.weekday()), "%Y-%m-%d"
    if days <= PERIODS * 30:
        return "month", lambda day: day.replace(day=1), "%Y-%m"
    return "year", lambda day: day.replace(month=1, day=1), "%Y"


def _all_periods(first: date, last: date, period: _Period) -> Iterator[date]:
    day, before = first, None
    while day <= last:
        if (one := period(day)) != before:
            yield one
            before = one
        day += timedelta(days=1)


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

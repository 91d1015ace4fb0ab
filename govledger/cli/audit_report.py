"""`govledger audit report`: the verdict, the timeline, the findings and their evidence as one page."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from govledger.audit.bundle.files import file_digest
from govledger.audit.bundle.source import BundleSource
from govledger.audit.report.contents import AuditReport, Evidence, make_report
from govledger.cli.audit_pins import PinChoice
from govledger.cli.audit_replay import BROKEN, manifests_of, review_options, thresholds_of
from govledger.cli.audit_source import open_source
from govledger.cli.files import READ, write_new
from govledger.errors import BundleRefused


@click.command("report")
@review_options
@click.option("--html", "html_file", type=READ, required=True, help="A new file for the page.")
@click.pass_context
def report_command(
    context: click.Context,
    place: str,
    pins: PinChoice,
    threshold_file: Path | None,
    manifests: tuple[tuple[int, Path], ...],
    until_block: int | None,
    html_file: Path,
) -> None:
    """Write what is proved, what happened, and what an auditor should look at on one page, which loads nothing.

    Exit status as of govledger audit replay: 0 every event keeps the rules, 3 one does not, or the bundle is refused,
    and the page says why. Asks no node.
    """
    from govledger.audit.report.page import audit_page, refused_page  # only who draws pages has pygal

    try:
        report = _report(place, pins, until_block, threshold_file, manifests)
    except BundleRefused as refused:
        write_new(html_file, refused_page(refused, Path(place).name, file_digest(Path(place))).encode())
        click.echo(f"{html_file}  {refused}")
        context.exit(BROKEN)
    write_new(html_file, audit_page(report).encode())
    outcome = report.outcome
    rules = (
        "every event keeps the rules" if outcome.keeps_rules else f"events that break the rules: {outcome.breaches:,}"
    )
    click.echo(f"{html_file}  {rules}; findings: {sum(outcome.findings.values()):,}")
    if not outcome.keeps_rules:
        context.exit(BROKEN)


def _report(
    place: str,
    pins: PinChoice,
    until_block: int | None,
    threshold_file: Path | None,
    manifests: tuple[tuple[int, Path], ...],
) -> AuditReport:
    with ExitStack() as stack:
        source = open_source(stack, place, pins, until_block)
        bundled = isinstance(source, BundleSource)
        evidence = Evidence(
            place=Path(place).name if bundled else place,
            verdict=source.verdict if isinstance(source, BundleSource) else None,
            file_digest=file_digest(Path(place)) if bundled else None,
        )
        return make_report(source, thresholds_of(threshold_file), evidence, manifests_of(manifests))

"""`govledger audit replay` and `govledger audit thresholds`: breaches of rules, findings, and what is worth one."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from govledger.audit.bundle.files import is_bundle
from govledger.audit.findings.threshold_file import default_text, default_thresholds, read_thresholds
from govledger.audit.review import Review
from govledger.audit.review_output import json_document, json_lines, text_lines
from govledger.cli.audit_pins import PinChoice, pin_options
from govledger.cli.audit_source import Evidence, open_source
from govledger.cli.files import READ, read_file

BROKEN = 3
"""The status with which a replay ends that found a breach."""
FOUND = 4
"""The status with which a replay ends that found no breach, but findings, where these are to fail."""


class BatchManifest(click.ParamType):
    """A batch's id and the file of its manifest."""

    name = "BATCH=FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, Path]:
        """The id and the file."""
        batch, equals, path = str(value).partition("=")
        if not (equals and path and batch.isascii() and batch.isdecimal()):
            self.fail(f"{value!r} names no manifest; write the batch's id, = and a file, as 7=manifest", param, ctx)
        return int(batch), Path(path)


@click.command("replay")
@click.argument("place", metavar="FILE|STORE", type=Evidence())
@pin_options
@click.option("--thresholds", "threshold_file", type=READ, help="What is worth a finding; the defaults if left out.")
@click.option(
    "--manifest",
    "manifests",
    type=BatchManifest(),
    multiple=True,
    help="The manifest of a batch of bills; several times for several.",
)
@click.option("--until", "until_block", type=click.IntRange(min=0), metavar="BLOCK", help="The last block that counts.")
@click.option("--fail-on-findings", is_flag=True, help="Also end with a status of its own where findings are.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def replay_command(
    context: click.Context,
    place: str,
    pins: PinChoice,
    threshold_file: Path | None,
    manifests: tuple[tuple[int, Path], ...],
    until_block: int | None,
    fail_on_findings: bool,
    form: str,
    as_json: bool,
) -> None:
    """Run all events of an index or a bundle through the rules, and find what an auditor should look at.

    Exit status: 0 every event keeps the rules; 3 one does not; 4 all do, but there are findings, with
    --fail-on-findings. Asks no node.
    """
    thresholds = default_thresholds() if threshold_file is None else read_thresholds(threshold_file)
    shown = {batch: read_file(path) for batch, path in manifests}
    store = "STORE" if is_bundle(Path(place)) else place
    stdout = click.get_text_stream("stdout")
    with ExitStack() as stack:
        review = Review(open_source(stack, place, pins, until_block), thresholds, shown)
        if as_json:
            stdout.write(json_document(review, store))
        else:
            stdout.writelines((json_lines if form == "jsonl" else text_lines)(review, store))
    outcome = review.outcome
    if not outcome.keeps_rules:
        context.exit(BROKEN)
    if fail_on_findings and any(outcome.findings.values()):
        context.exit(FOUND)


@click.command("thresholds")
def thresholds_command() -> None:
    """Print the thresholds of findings that hold where none are given, with what they mean, in TOML."""
    click.echo(default_text(), nl=False)

"""`govledger audit page`: a second verifier of bundles, for a browser without network."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from govledger.cli.files import write_whole


@click.command("page")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
def page_command(out: Path) -> None:
    """Write a page that verifies bundles in a browser: a second opinion, in another language.

    It is one file, loads nothing and sends nothing. What it checks and what not stands on it.
    """
    page = resources.files("govledger.audit").joinpath("verifier.html").read_bytes()
    write_whole(out, page)
    click.echo(f"wrote {out}: {len(page):,} bytes; open it in a browser, without network")

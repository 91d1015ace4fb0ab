"""`govledger demo`: the whole product on a chain inside the process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.console import Console

from govledger.demo import Progress, run_demo
from govledger.demo.page import page, progress_lines
from govledger.demo.results import Chapter


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A new folder for index, trail and bills; else the first free of govledger-demo, govledger-demo-2, and so on.",
)
def demo_command(out: Path | None) -> None:
    """Play the whole product on a chain inside the process: organisations, votes, shared data, bills, claims, audit.

    All data is made up. It takes a few seconds, and needs the extra `embedded`.
    """
    console = Console(highlight=False, soft_wrap=True)
    with console.status("") as status:

        def show(progress: Progress) -> None:
            for line in progress_lines(progress):
                console.print(line)
            if isinstance(progress, Chapter):
                status.update(progress.title)

        result = run_demo(out, show, program=_program())
    console.print()
    for line in page(result):
        console.print(line)


def _program() -> str:
    """How the program was called, if that was by a path that works from here; else its name."""
    called = sys.argv[0]
    return called if os.sep in called and not os.path.isabs(called) else "govledger"

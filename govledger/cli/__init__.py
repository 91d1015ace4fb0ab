"""The command line: each command parses, makes one library call and prints."""

from __future__ import annotations

import click

from govledger import __version__

COMMANDS: tuple[click.Command, ...] = ()
"""Every command of the program; one module of this package each."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="govledger")
def main() -> None:
    """Share data and bills between organisations on an audited chain."""


for _command in COMMANDS:
    main.add_command(_command)

"""`govledger bill`: medical e-bills.

A subcommand's module is imported when the subcommand is asked for, as with the program's own commands.
"""

from __future__ import annotations

import importlib

import click

SUBCOMMANDS: dict[str, str] = {
    "report": "govledger.cli.bill_report:report_group",
}
"""Every subcommand, and where its click command stands."""


class BillGroup(click.Group):
    """The subcommands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all subcommands, sorted."""
        return sorted(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name, or None."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module, attribute = SUBCOMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group("bill", cls=BillGroup)
def bill_group() -> None:
    """Medical e-bills."""

"""`govledger network`: a proof-of-authority network, from its keys to its votes.

A subcommand's module is imported when the subcommand is asked for, as with the program's own commands.
"""

from __future__ import annotations

import importlib

import click

SUBCOMMANDS: dict[str, str] = {
    "down": "govledger.cli.network_running:down_command",
    "join": "govledger.cli.network_setup:join_command",
    "key": "govledger.cli.network_setup:key_group",
    "logs": "govledger.cli.network_running:logs_command",
    "new": "govledger.cli.network_setup:new_command",
    "status": "govledger.cli.network_running:status_command",
    "up": "govledger.cli.network_running:up_command",
    "vote": "govledger.cli.network_running:vote_group",
    "votes": "govledger.cli.network_running:votes_command",
}
"""Every subcommand, and where its click command stands."""


class NetworkGroup(click.Group):
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


@click.group("network", cls=NetworkGroup)
def network_group() -> None:
    """Set up a proof-of-authority network of your own, run it, and vote on who seals."""

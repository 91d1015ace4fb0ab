"""The command line: each command parses, makes one library call and prints.

A command's module is imported when the command is asked for: `govledger compile` thus works while generated code is
out of date, and no command waits for another's imports.
"""

from __future__ import annotations

import importlib

import click

from govledger import __version__
from govledger.errors import GovledgerError

COMMANDS: dict[str, str] = {
    "audit": "govledger.cli.audit:audit_group",
    "bill": "govledger.cli.bill:bill_group",
    "compile": "govledger.cli.compile:compile_command",
    "decision": "govledger.cli.decision:decision_group",
    "demo": "govledger.cli.demo:demo_command",
    "deploy": "govledger.cli.deploy:deploy_command",
    "doctor": "govledger.cli.doctor:doctor_command",
    "explain": "govledger.cli.explaining:explain_command",
    "export": "govledger.cli.export:export_command",
    "fhir": "govledger.cli.fhir:fhir_group",
    "grant": "govledger.cli.grant:grant_group",
    "import": "govledger.cli.importing:import_group",
    "index": "govledger.cli.index:index_command",
    "network": "govledger.cli.network:network_group",
    "officer": "govledger.cli.officer:officer_group",
    "org": "govledger.cli.org:org_group",
    "permissions": "govledger.cli.permissions:permissions_group",
    "range": "govledger.cli.number_range:range_group",
    "request": "govledger.cli.request:request_group",
    "resource": "govledger.cli.resource:resource_group",
    "trail": "govledger.cli.trail:trail_command",
}
"""Every command of the program, and where its click command stands; one module of this package each."""


class Program(click.Group):
    """The commands by name, and one clear line for every error that govledger raises on purpose."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs the chosen command; an error of govledger ends the program with its text and status 1."""
        try:
            return super().invoke(ctx)
        except GovledgerError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="govledger")
def main() -> None:
    """Share data and bills between organisations on an audited chain."""

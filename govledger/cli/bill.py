"""`govledger bill`: medical e-bills.

A subcommand's module is imported when the subcommand is asked for, as with the program's own commands.
"""

from __future__ import annotations

import importlib

import click

SUBCOMMANDS: dict[str, str] = {
    "batch": "govledger.cli.bill_issuing:batch_command",
    "book": "govledger.cli.bill_claiming:book_command",
    "claim": "govledger.cli.bill_claiming:claim_group",
    "consent": "govledger.cli.bill_claiming:consent_group",
    "desk": "govledger.cli.bill_issuing:desk_group",
    "disclose": "govledger.cli.bill_paper:disclose_command",
    "evidence": "govledger.cli.bill_verifying:evidence_command",
    "freeze": "govledger.cli.bill_standing:freeze_command",
    "holder-file": "govledger.cli.bill_issuing:holder_file_command",
    "issue": "govledger.cli.bill_issuing:issue_command",
    "lift-freeze": "govledger.cli.bill_standing:lift_freeze_command",
    "page": "govledger.cli.bill_paper:page_command",
    "paper": "govledger.cli.bill_standing:paper_command",
    "qr": "govledger.cli.bill_paper:qr_command",
    "red-letter": "govledger.cli.bill_issuing:red_letter_command",
    "report": "govledger.cli.bill_report:report_group",
    "reverse-booking": "govledger.cli.bill_claiming:reverse_booking_command",
    "show": "govledger.cli.bill_paper:show_command",
    "shred": "govledger.cli.bill_standing:shred_command",
    "state": "govledger.cli.bill_standing:state_command",
    "verify": "govledger.cli.bill_verifying:verify_command",
    "void-paper": "govledger.cli.bill_standing:void_paper_command",
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
    """Medical e-bills: issue, take back, print, verify, claim and book them."""

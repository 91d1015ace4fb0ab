"""`govledger audit`: what was done, judged by the rules, with what an auditor asks for besides."""

from __future__ import annotations

import click

from govledger.cli.audit_replay import replay_command, thresholds_command


@click.group("audit")
def audit_group() -> None:
    """Judge what was done by the rules, and find what an auditor should look at."""


audit_group.add_command(replay_command)
audit_group.add_command(thresholds_command)

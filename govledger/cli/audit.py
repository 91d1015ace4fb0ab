"""`govledger audit`: what was done, proved to a stranger and judged by the rules."""

from __future__ import annotations

import click

from govledger.cli.audit_bundle import audit_index_command, bundle_command, verify_command
from govledger.cli.audit_comparing import compare_command
from govledger.cli.audit_filing import (
    sign_command,
    timestamp_command,
    verify_signature_command,
    verify_timestamp_command,
)
from govledger.cli.audit_replay import replay_command, thresholds_command


@click.group("audit")
def audit_group() -> None:
    """Make evidence, verify it without a node, and judge what was done by the rules."""


audit_group.add_command(bundle_command)
audit_group.add_command(compare_command)
audit_group.add_command(audit_index_command)
audit_group.add_command(timestamp_command)
audit_group.add_command(verify_timestamp_command)
audit_group.add_command(sign_command)
audit_group.add_command(verify_signature_command)
audit_group.add_command(replay_command)
audit_group.add_command(thresholds_command)
audit_group.add_command(verify_command)

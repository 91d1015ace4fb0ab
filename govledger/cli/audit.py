"""`govledger audit`: evidence that a stranger can verify."""

from __future__ import annotations

import click

from govledger.cli.audit_bundle import bundle_command, verify_command


@click.group("audit")
def audit_group() -> None:
    """Make evidence, and verify it without a node."""


audit_group.add_command(bundle_command)
audit_group.add_command(verify_command)

"""`govledger audit`: what an auditor does with files, mostly on a machine without network."""

from __future__ import annotations

import click

from govledger.cli.audit_comparing import compare_command
from govledger.cli.audit_filing import (
    sign_command,
    timestamp_command,
    verify_signature_command,
    verify_timestamp_command,
)


@click.group("audit")
def audit_group() -> None:
    """Compare chains that cannot both be, and file what was found."""


audit_group.add_command(compare_command)
audit_group.add_command(timestamp_command)
audit_group.add_command(verify_timestamp_command)
audit_group.add_command(sign_command)
audit_group.add_command(verify_signature_command)

"""`govledger permissions`: who may do what, at any block, and what changed it."""

from __future__ import annotations

from typing import Any

import click

from govledger.audit.permissions import Change
from govledger.cli.opening import reading
from govledger.cli.output import members, show_all
from govledger.cli.values import organisation_id
from govledger.ledger import Ledger
from govledger.rules.permissions import GrantPermission, Permission, RolePermission

BLOCK = click.IntRange(min=0)


@click.group("permissions")
def permissions_group() -> None:
    """Who may do what: roles that officers can act in, and grants with uses left."""


@permissions_group.command("list")
@click.option("--block", type=BLOCK, help="At this block; the latest if left out.")
@click.option("--organisation", metavar="ID|CODE", help="Only those of this organisation.")
@reading(store=True)
def list_command(ledger: Ledger, as_json: bool, block: int | None, organisation: str | None) -> None:
    """List everything that somebody may do at the time of a block."""
    wanted = None if organisation is None else organisation_id(ledger, organisation)
    rows = [_row(one) for one in ledger.permissions(block) if wanted in (None, _holder(one))]
    show_all(rows, ("permission", "valid_until_at"), as_json)


@permissions_group.command("diff")
@click.argument("before", type=BLOCK)
@click.argument("after", type=BLOCK)
@reading(store=True)
def diff_command(ledger: Ledger, as_json: bool, before: int, after: int) -> None:
    """Print what became allowed, and what ceased to be, between two blocks, and by which act or decision."""
    rows = [_change(one) for one in ledger.permission_changes(before, after)]
    show_all(rows, ("change", "permission", "by", "block", "decision"), as_json)


def _holder(permission: Permission) -> int:
    if isinstance(permission, RolePermission):
        return permission.organisation
    return permission.grantee


def _row(permission: Permission) -> dict[str, Any]:
    kind = "grant" if isinstance(permission, GrantPermission) else "role"
    return {"kind": kind, "permission": str(permission), **members(permission)}


def _change(change: Change) -> dict[str, Any]:
    cause = change.cause
    return {
        "change": "+" if change.granted else "-",
        "by": "time" if cause is None else cause.event,
        "block": None if cause is None else cause.block_number,
        "log_index": None if cause is None else cause.log_index,
        "transaction_hash": None if cause is None else cause.transaction_hash,
        "decision": None if cause is None else cause.decision,
        **_row(change.permission),
    }

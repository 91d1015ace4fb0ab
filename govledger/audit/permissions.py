"""What changed in who may do what between two blocks, and by which act or decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from govledger.audit.replay import replay
from govledger.audit.stored import stored_source
from govledger.deployments import Deployment
from govledger.errors import InputError
from govledger.events import BY_NAME
from govledger.index import schema
from govledger.index.store import Store
from govledger.rules.permissions import GrantPermission, Permission, RolePermission, permissions


@dataclass(frozen=True, slots=True)
class Cause:
    """The last act on what a permission rests on."""

    event: str
    block_number: int
    log_index: int
    transaction_hash: bytes
    decision: int | None
    """The proposal, or the founder's decision, that it was part of; None for an officer's own act."""


@dataclass(frozen=True, slots=True)
class Change:
    """A permission that came or went."""

    permission: Permission
    granted: bool
    """Whether it came."""
    cause: Cause | None
    """None: nobody acted; its time came or ended."""


def permissions_at(store: Store, deployment: Deployment, block: int | None = None) -> tuple[Permission, ...]:
    """Who may do what at the time of a block, by the events up to it.

    Args:
        store: the index.
        deployment: the manifest of the contracts that it indexes.
        block: the block; the index's last one if None.

    Raises:
        InputError: the index does not reach the block.
        RuleBroken: an event up to it is not allowed.
        StoreError: the index cannot be read.
    """
    number = store.last_block() if block is None else block
    header = store.header(number)
    if header is None:
        first, last = store.deployment.first_block, store.last_block()
        raise InputError(f"block {number} is not in the index, which holds {first} to {last}")
    with stored_source(store, deployment, number) as source:
        return permissions(replay(source).machine, header.timestamp)


def changes(store: Store, deployment: Deployment, before: int, after: int) -> Iterator[Change]:
    """What was allowed at one block and not at the other, those that went first; each with what brought it about.

    Raises:
        InputError: the index does not reach a block, or the blocks stand the wrong way round.
        RuleBroken: an event is not allowed.
        StoreError: the index cannot be read.
    """
    if before > after:
        raise InputError(f"block {before} comes behind block {after}; give the earlier one first")
    was, now = permissions_at(store, deployment, before), permissions_at(store, deployment, after)
    had, has = set(was), set(now)
    for permission in was:
        if permission not in has:
            yield Change(permission, False, _cause(store, permission, before, after))
    for permission in now:
        if permission not in had:
            yield Change(permission, True, _cause(store, permission, before, after))


def _cause(store: Store, permission: Permission, before: int, after: int) -> Cause | None:
    """The last event in between about what the permission rests on."""
    query = (
        "SELECT event, block_number, log_index FROM object_versions WHERE contract = ? AND kind = ? AND id = ?"
        " AND block_number > ? AND block_number <= ? ORDER BY block_number DESC, log_index DESC LIMIT 1"
    )
    found = [
        row
        for contract, kind, number in _rests_on(permission)
        for row in store.rows(query, (contract, kind, number, before, after))
    ]
    if not found:
        return None
    event, block, log_index = max(found, key=lambda row: (row[1], row[2]))
    table = schema.table_name(BY_NAME[event])
    place = f'SELECT transaction_hash FROM "{table}" WHERE block_number = ? AND log_index = ?'
    transaction: Any = next(store.rows(place, (block, log_index)))[0]
    decisions = "SELECT proposal FROM decision_executed WHERE transaction_hash = ?"
    decided = next(store.rows(decisions, (transaction,)), None)
    return Cause(event, block, log_index, transaction, decided[0] if decided else None)


def _rests_on(permission: Permission) -> Iterator[tuple[str, str, int]]:
    """The objects whose change makes it come or go: contract, kind, id."""
    if isinstance(permission, RolePermission):
        yield "consortium", "officer", permission.officer
        yield "consortium", "organisation", permission.organisation
    if isinstance(permission, GrantPermission):
        yield "access_grants", "grant", permission.grant
        yield "consortium", "organisation", permission.grantee

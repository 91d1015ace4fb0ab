"""What the commands of an audit read: an index, or an evidence bundle."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import click

from govledger.audit.bundle.files import is_bundle
from govledger.audit.bundle.source import BundleSource
from govledger.audit.bundle.verifying import Pins
from govledger.audit.source import AuditSource
from govledger.audit.stored import stored_source
from govledger.cli.audit_pins import PinChoice
from govledger.cli.store import STORE
from govledger.deployer.folder import folder_of, open_deployment
from govledger.errors import InputError
from govledger.index.store import read_store


class Evidence(click.ParamType):
    """A bundle's file, or a store."""

    name = "FILE|STORE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as it was given."""
        return str(value) if is_bundle(Path(str(value))) else str(STORE.convert(value, param, ctx))


def open_source(stack: ExitStack, place: str, pins: PinChoice, until_block: int | None) -> AuditSource:
    """What a place holds up to a block, until the stack is closed.

    Args:
        stack: closes what was opened.
        place: a bundle's file, or a store.
        pins: of a bundle, what the auditor trusts; of a store, the deployment's name or folder.
        until_block: the last block that counts; the place's last one if None.

    Raises:
        InputError: the place does not reach the block.
        StoreError: the store cannot be opened, or is another deployment's.
        BundleRefused: the bundle does not prove what it claims.
    """
    if is_bundle(Path(place)):
        genesis_hash, digest, rules = pins.pinned()
        return BundleSource(Path(place), Pins(genesis_hash, digest, rules=rules), until_block)
    if pins.deployment is None:
        raise click.UsageError("a store needs --deployment NAME|DIR, the deployment that it was made of")
    manifest = open_deployment(folder_of(pins.deployment))
    store = stack.enter_context(closing(read_store(place)))
    first, last = store.deployment.first_block, store.last_block()
    if until_block is not None and not first <= until_block <= last:
        raise InputError(f"block {until_block} is not in {place}, which holds {first} to {last}")
    return stack.enter_context(stored_source(store, manifest, until_block))

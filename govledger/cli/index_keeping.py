"""`govledger index check` and `govledger index reasons`: what is done with an index that is there."""

from __future__ import annotations

from contextlib import closing

import click

from govledger.audit.edits import check
from govledger.audit.inferring import infer_reasons
from govledger.cli.store import STORE
from govledger.deployer.folder import folder_of, open_deployment
from govledger.index.deployment import indexed
from govledger.index.store import open_store, read_store

EDITED = 1
"""The status with which a check ends that found something."""


@click.command("check")
@click.option("--store", required=True, type=STORE, help="The index.")
@click.pass_context
def check_command(context: click.Context, store: str) -> None:
    """Look whether anything in an index was edited: recompute digests, running hashes, versions, links, proofs.

    Each place that does not fit is a line, and the status is 1. Nothing is asked of a node: govledger index, run
    afterwards, compares the last running hashes with the contracts' own.
    """
    found = 0
    with closing(read_store(store)) as reader:
        for finding in check(reader):
            click.echo(str(finding))
            found += 1
        last = reader.last_block()
    if found:
        context.exit(EDITED)
    click.echo(f"nothing was edited, up to block {last}")


@click.command("reasons")
@click.argument("deployment", metavar="NAME|DIR")
@click.option("--store", required=True, type=STORE, help="The index; nobody else may write to it meanwhile.")
def reasons_command(deployment: str, store: str) -> None:
    """Infer why calls were refused where no node could tell, by the rules of the contracts, and keep it.

    The events of the index are run through the rules, which are asked with each such call in the state before it.
    """
    manifest = open_deployment(folder_of(deployment))
    with closing(open_store(store, indexed(manifest))) as kept:
        found = infer_reasons(kept, manifest)
        left = kept.first("SELECT count(*) FROM attempts WHERE reason_source = 'unknown'")
    click.echo(f"{found} reasons inferred from the rules; {left[0] if left else 0} attempts stay without one")

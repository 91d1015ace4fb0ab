"""`govledger index`: brings an index up to the chain."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from govledger.cli.chain import ChainChoice, chain_options
from govledger.cli.store import STORE
from govledger.deployer.folder import DEPLOYMENTS
from govledger.ledger import Ledger


@click.command("index")
@chain_options()
@click.option(
    "--deployment", required=True, metavar="NAME|DIR", help="A deployment's name in deployments/, or its folder."
)
@click.option(
    "--store",
    required=True,
    type=STORE,
    help="The index: a file, or postgresql://user@host/database; made if it is not there.",
)
def index_command(chain: ChainChoice, deployment: str, store: str) -> None:
    """Read what the chain holds of a deployment's events, check it, and keep it in a file.

    Run again, it goes on where it stopped. The running hash of every contract is compared at the end.
    """
    with chain.connect() as connection, closing(Ledger.open(folder_of(deployment), connection, store=store)) as ledger:
        report = ledger.sync()
    for moved in report.reorganisations:
        click.echo(f"the chain changed after block {moved.fork_block}: {moved.replaced_blocks} blocks were replaced")
    if report.blocks_behind:
        click.echo(f"the node is {report.blocks_behind} blocks behind the index")
    click.echo(
        f"{report.events_added} new events in {report.blocks_added} new blocks; "
        f"the index stands at block {report.last_block}"
    )
    if report.heads:
        click.echo(f"the running hashes of all {len(report.heads)} contracts are those of their events")


def folder_of(deployment: str) -> Path:
    """The folder of a deployment that is named, or given as a folder."""
    folder = Path(deployment)
    return folder if folder.is_dir() or len(folder.parts) > 1 else DEPLOYMENTS / deployment

"""`govledger index`: brings an index up to the chain, and keeps it there.

Nothing here needs web3, which would double the memory of a process that runs for years.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click

from govledger.cli.chain import ChainChoice, chain_options
from govledger.cli.index_opening import node_of, opened
from govledger.cli.index_progress import sentence_on
from govledger.cli.index_seals import CheckpointFile, SealChoice, checked_from, seal_options, sentence_of_seals
from govledger.cli.index_watch import Watch, watched
from govledger.cli.store import STORE
from govledger.deployer.folder import folder_of, open_deployment
from govledger.index.follow import Stopped, follow
from govledger.index.head_proofs import HeadProofs
from govledger.index.model import SyncReport, Trust
from govledger.index.new_blocks import NewBlocks
from govledger.index.sync import Indexer
from govledger.index.transport import HttpRpc

LOOPBACK = "127.0.0.1"


class ListeningAddress(click.ParamType):
    """A port of the loopback interface, or HOST:PORT."""

    name = "[HOST:]PORT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Host and port."""
        host, _, port = str(value).rpartition(":")
        if not port.isdecimal() or not 0 < int(port) < 65_536:
            self.fail(f"{value!r} is no address to listen on; write a port, or HOST:PORT", param, ctx)
        return host or LOOPBACK, int(port)


SUBCOMMANDS = ("check", "reasons")


class IndexCommand(click.Command):
    """A command whose first word may be another command's: what is done with an index that is there."""

    @property
    def subcommands(self) -> dict[str, click.Command]:
        """By their names.

        They are imported when they are asked for: who follows a chain for years has no use for the contracts' rules.
        """
        from govledger.cli.index_keeping import check_command, reasons_command

        return {"check": check_command, "reasons": reasons_command}

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the command that is meant."""
        if args and args[0] in SUBCOMMANDS:
            name = args.pop(0)
            return self.subcommands[name].make_context(f"{info_name} {name}", args, parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(
    "index",
    cls=IndexCommand,
    epilog="`index check` looks for edits of an index, `index reasons` infers why calls were refused; a deployment of "
    "one of these names is given by its folder.",
)
@click.argument("deployment", metavar="NAME|DIR")
@chain_options(rpc_help="A node's JSON-RPC address; several times for nodes that take over, or that must agree.")
@click.option(
    "--store",
    required=True,
    type=STORE,
    help="The index: a file, or postgresql://user@host/database; made if it is not there.",
)
@click.option("--follow", "follows", is_flag=True, help="Go on with every new block, until SIGTERM or Ctrl-C.")
@click.option(
    "--verify",
    type=click.Choice([level.value for level in Trust]),
    help="What is recomputed of the node's answers. If left out: as before; for a new index receipts where known "
    "validators seal the blocks, else headers. seals: also every seal, from the genesis or a checkpoint on.",
)
@seal_options
@click.option(
    "--quorum",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="A block counts when N of the nodes give it the same hash.",
)
@click.option(
    "--ws", "websocket", metavar="URL", help="Where a node announces its blocks, for --follow; --rpc's if left out."
)
@click.option(
    "--proofs-every",
    type=click.IntRange(min=1),
    metavar="BLOCKS",
    help="Keep account and storage proofs of all running hashes, so many blocks apart; none if left out.",
)
@click.option(
    "--log",
    "log_form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How lines of the log look, on standard error; on a terminal, text is one live line.",
)
@click.option("--metrics", "metrics_at", type=ListeningAddress(), help="Serve figures in Prometheus' format there.")
def index_command(
    chain: ChainChoice,
    seals: SealChoice,
    deployment: str,
    store: str,
    follows: bool,
    verify: str | None,
    quorum: int,
    websocket: str | None,
    proofs_every: int | None,
    log_form: str,
    metrics_at: tuple[str, int] | None,
) -> None:
    """Read what the chain holds of a deployment's events, check it, and keep it in a file or a database.

    Run again, it goes on where it stopped. The running hash of every contract is compared at the end.
    """
    manifest = open_deployment(folder_of(deployment))
    addresses = chain.addresses(manifest)
    with watched(manifest.name, log_form, metrics_at) as watch:
        found = opened(addresses, quorum, manifest, watch.observer, watch.pause)
        begin = checked_from(seals, chain, manifest, found.defaults, store, verify)
        with closing(found.store(store, verify)) as kept:
            is_sealed = begin is not None or kept.trust is Trust.SEALS
            indexer = Indexer(
                *(found.node, kept),
                settled_depth=None if is_sealed else found.defaults.settled_depth,
                observer=watch.observer,
                pause=watch.pause,
                reasons=found.reasons,
                checked_from=begin,
                another=lambda: node_of([HttpRpc(address) for address in addresses], quorum),
            )
            proofs = HeadProofs(found.prover, found.node, kept, proofs_every, watch.say) if proofs_every else None
            written = CheckpointFile(seals.written, kept) if seals.written else None
            report = _run(indexer, proofs, written, watch, (websocket,) if websocket else addresses, follows)
            last_block = kept.last_block()
    if report is None:
        click.echo(f"stopped; the index stands at block {last_block}")
    else:
        _show(report)
    if written is not None:
        click.echo(written.sentence())


def _run(
    indexer: Indexer,
    proofs: HeadProofs | None,
    written: CheckpointFile | None,
    watch: Watch,
    addresses: tuple[str, ...],
    follows: bool,
) -> SyncReport | None:
    """Once or for ever; None if it was told to stop."""

    def bring_up() -> SyncReport:
        report = indexer.catch_up()
        if proofs is not None:
            proofs.take()
        if written is not None:
            written.write()
        return report

    try:
        if not follows:
            return bring_up()
        with closing(NewBlocks(addresses, watch.stopping, watch.say)) as blocks:
            follow(bring_up, blocks, watch.observer, watch.stopping, watch.failed)
    except Stopped:
        pass
    return None


def _show(report: SyncReport) -> None:
    for moved in report.reorganisations:
        click.echo(sentence_on(moved))
    if report.blocks_behind:
        click.echo(f"the node is {report.blocks_behind} blocks behind the index")
    click.echo(
        f"{report.events_added} new events in {report.blocks_added} new blocks; "
        f"the index stands at block {report.last_block}"
    )
    if report.heads:
        click.echo(f"the running hashes of all {len(report.heads)} contracts are those of their events")
    if report.checkpoint is not None:
        click.echo(sentence_of_seals(report.checkpoint))

"""`govledger audit bundle` and `govledger audit verify`: one file that proves, and whether it does."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from govledger.audit.bundle.building import Builder, Wanted
from govledger.audit.bundle.chain_reading import ChainReader
from govledger.audit.bundle.files import file_digest, read_bundle, write_bundle
from govledger.audit.bundle.indexing import fill, new_index, verified_log
from govledger.audit.bundle.life_claims import kinds_of_objects, subject_of
from govledger.audit.bundle.parts import Coverage, Subject
from govledger.audit.bundle.places import IndexPlaces
from govledger.audit.bundle.verdict_output import json_document, refused_document, refused_text, text_lines
from govledger.audit.bundle.verifying import Pins, verified
from govledger.audit.inferring import infer_reasons
from govledger.cli.audit_pins import PinChoice, pin_options
from govledger.cli.chain import ChainChoice, chain_options
from govledger.cli.files import READ, read_file, write_whole
from govledger.cli.index_opening import opened
from govledger.cli.index_seals import SealChoice, seal_options
from govledger.cli.index_watch import watched
from govledger.cli.store import STORE
from govledger.cli.trail import BillNumber
from govledger.consensus.checkpoint import Checkpoint
from govledger.deployer.folder import folder_of, open_deployment
from govledger.errors import BundleRefused, InputError
from govledger.index.pipeline import PatientNode
from govledger.index.plan import Patience
from govledger.index.store import read_store

REFUSED = 3
"""The status with which a verification ends that found something wrong."""


class ObjectName(click.ParamType):
    """KIND:ID, the id as the trail shows it; a bill's also as its code, a dash and its number."""

    name = "KIND:ID"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Subject:
        """The object."""
        kind, _, name = str(value).partition(":")
        if kind not in kinds_of_objects():
            self.fail(f"{value!r} names no object; the kinds are {', '.join(sorted(kinds_of_objects()))}", param, ctx)
        if kind == "bill":
            return subject_of(kind, BillNumber().convert(name, param, ctx))
        if name.startswith("0x"):
            try:
                return subject_of(kind, bytes.fromhex(name[2:]))
            except ValueError:
                self.fail(f"{name!r} is no hexadecimal", param, ctx)
        if not (name.isascii() and name.isdecimal() and len(name) < 20):
            self.fail(f"{value!r} has no id; write it as a number, or as 0x and hexadecimal digits", param, ctx)
        return subject_of(kind, int(name))


@click.command("bundle")
@click.argument("deployment", metavar="NAME|DIR")
@chain_options(rpc_help="A node's JSON-RPC address; several times for nodes that take over.")
@seal_options
@click.option("--store", required=True, type=STORE, help="The index that govledger index made.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--from", "first_block", type=click.IntRange(min=1), metavar="BLOCK", help="The deployment's if left out."
)
@click.option("--to", "last_block", type=click.IntRange(min=1), metavar="BLOCK", help="The last settled if left out.")
@click.option(
    "--coverage",
    type=click.Choice([Coverage.ALL.value, Coverage.EVENTS.value]),
    default=Coverage.ALL.value,
    show_default=True,
    help="all: every transaction, so that no failed call is missing; events: only blocks with events.",
)
@click.option(
    "--object",
    "subjects",
    type=ObjectName(),
    multiple=True,
    help="The life of this object instead of the log; several times for several. bill:33060126-0000000001, grant:7",
)
def bundle_command(
    chain: ChainChoice,
    seals: SealChoice,
    deployment: str,
    store: str,
    out: Path,
    first_block: int | None,
    last_block: int | None,
    coverage: str,
    subjects: tuple[Subject, ...],
) -> None:
    """Make one file that proves to a stranger what the contracts were told, and that nothing is missing.

    Every part is verified before it is written.
    """
    if subjects and first_block is not None:
        raise click.UsageError("a life begins with the object: leave out --from")
    manifest = open_deployment(folder_of(deployment))
    addresses = chain.addresses(manifest)
    with watched(manifest.name, "text", None) as watch, closing(read_store(store)) as kept, kept.snapshot() as index:
        found = opened(addresses, 1, manifest, watch.observer, watch.pause)
        begins = seals.required(chain, manifest)
        checkpoint = begins if isinstance(begins, Checkpoint) else None
        rules = begins.rules if isinstance(begins, Checkpoint) else begins
        node = PatientNode(found.node, Patience(), watch.observer, watch.pause)
        reader = ChainReader(node, found.prover)
        last = reader.latest_number() - (found.defaults.settled_depth or 0)
        wanted = Wanted(
            first_block=1 if subjects else (first_block or max(manifest.first_block, _after(checkpoint))),
            last_block=min(index.last_block(), last) if last_block is None else last_block,
            coverage=Coverage.LIVES if subjects else Coverage(coverage),
            subjects=tuple(sorted({*subjects})),
            checkpoint=checkpoint,
        )
        if wanted.last_block > index.last_block():
            raise InputError(
                f"the index stands at block {index.last_block()}, before {wanted.last_block}: bring it up first "
                f"(govledger index {deployment} --store {store})"
            )
        builder = Builder(reader, IndexPlaces(index), manifest, rules)
        size = write_bundle(out, builder.parts(wanted))
        if seals.written is not None:
            write_whole(seals.written, builder.checkpoint().encode())
    click.echo(f"{out}: {size} bytes, blocks {wanted.first_block} to {wanted.last_block}, verified")
    click.echo(f"SHA-256 0x{file_digest(out).hex()}")
    pinned = f"--genesis 0x{manifest.genesis_hash.hex()} --deployment 0x{manifest.digest().hex()}"
    click.echo(f"govledger audit verify {out} {pinned}")


def _after(checkpoint: Checkpoint | None) -> int:
    return 1 if checkpoint is None else checkpoint.number + 1


@click.command("verify")
@click.argument("file", type=READ)
@pin_options
@click.option("--until", type=click.IntRange(min=1), metavar="BLOCK", help="Refuse a bundle that ends earlier.")
@click.option("--checkpoint", type=READ, metavar="FILE", help="Your own, of an earlier verification.")
@click.option(
    "--write-checkpoint",
    "written",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the checkpoint of the last block that is claimed there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def verify_command(
    context: click.Context,
    file: Path,
    pins: PinChoice,
    until: int | None,
    checkpoint: Path | None,
    written: Path | None,
    as_json: bool,
) -> None:
    """Verify a bundle, without any node: is every event genuine, in order, and none missing?

    Exit status: 0 it is proved; 3 the bundle is refused, with the first thing that does not hold, and where.
    """
    genesis_hash, digest, rules = pins.pinned()
    pinned = Pins(
        genesis_hash=genesis_hash,
        deployment_digest=digest,
        rules=rules,
        until=until,
        checkpoint=None if checkpoint is None else Checkpoint.decode(read_file(checkpoint)),
    )
    begun = time.monotonic()
    try:
        verifier = verified(read_bundle(file), pinned)
    except BundleRefused as refused:
        click.echo(refused_document(refused) if as_json else refused_text(file, refused))
        context.exit(REFUSED)
    if written is not None:
        write_whole(written, verifier.settled().encode())
    filed = file_digest(file)
    if as_json:
        click.echo(json_document(verifier.verdict(), filed))
        return
    for line in text_lines(verifier.verdict(), filed, time.monotonic() - begun):
        click.echo(line)


@click.command("index")
@click.argument("file", type=READ)
@pin_options
@click.option("--store", required=True, type=STORE, help="The index; made if it is not there.")
def audit_index_command(file: Path, pins: PinChoice, store: str) -> None:
    """Verify a bundle, and take it into an index, so that trail, export and explain answer without a node.

    Why calls failed is inferred from the rules. `govledger index` can go on with the same store on a chain.
    """
    genesis_hash, digest, rules = pins.pinned()
    pinned = Pins(genesis_hash, digest, rules=rules)
    verdict, deployment = verified_log(file, pinned)
    with closing(new_index(store, verdict, deployment)) as kept:
        events = fill(kept, file, pinned, verdict)
        inferred = infer_reasons(kept, deployment)
        last_block = kept.last_block()
    click.echo(f"{events} events that are proved; the index stands at block {last_block}")
    if verdict.attempts:
        click.echo(f"{inferred} of {verdict.attempts} refusals are explained by the rules")

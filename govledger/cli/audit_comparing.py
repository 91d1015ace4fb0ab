"""`govledger audit compare`: two chains that cannot both be, as evidence against those who signed both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from govledger.audit.comparing import Comparison, Evidence, Sealed, Tip, compare
from govledger.audit.header_files import read_chain
from govledger.cli.bill_verifying import BlockHash
from govledger.cli.files import READ
from govledger.cli.index_seals import genesis_document
from govledger.cli.output import show
from govledger.consensus.checkpoint import ChainRules
from govledger.consensus.genesis_file import chain_rules

EVIDENCE, NO_EVIDENCE = 3, 4
"""Exit statuses of chains that part: with evidence against somebody, and without; 0: they do not part."""


@click.command("compare")
@click.argument("first", metavar="FIRST", type=READ)
@click.argument("second", metavar="SECOND", type=READ)
@click.option("--genesis", type=BlockHash(), help="The hash of the chain's first block, which is pinned.")
@click.option("--genesis-file", type=READ, metavar="FILE", help="The chain's genesis file: its engine and its epochs.")
@click.option(
    "--network",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="A network's folder, in the place of both.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, with the headers that prove it.")
@click.pass_context
def compare_command(
    ctx: click.Context,
    first: Path,
    second: Path,
    genesis: bytes | None,
    genesis_file: Path | None,
    network: Path | None,
    as_json: bool,
) -> None:
    """Check two chains of sealed headers, and say where they part, and who signed both.

    A file is an evidence bundle that begins with the genesis, or has the blocks of a chain from block 0 on, as a node
    gives them: one JSON object a line, or one array.

    Exit status: 0 if one chain is the beginning of the other; 3 if they part, and somebody signed what no honest
    validator signs; 4 if they part as Clique chains do every day.
    """
    rules = _rules(genesis, genesis_file, network)
    start, one = read_chain(first, rules)
    _, other = read_chain(second, rules)
    found = compare(start, one, other)
    if as_json:
        show(_facts(found, first, second), as_json)
    else:
        _print(found, first, second)
    if found.parting is not None:
        ctx.exit(EVIDENCE if any(entry.charge.is_evidence for entry in found.evidence) else NO_EVIDENCE)


def _rules(genesis: bytes | None, genesis_file: Path | None, network: Path | None) -> ChainRules:
    if network is not None and genesis is None and genesis_file is None:
        from govledger.network.folder import open_network

        opened = open_network(network)
        return chain_rules(opened.genesis.json, opened.genesis.hash)
    if network is not None or genesis is None or genesis_file is None:
        raise click.UsageError("give the chain: --genesis HASH with --genesis-file FILE, or --network DIR")
    return chain_rules(genesis_document(genesis_file), genesis)


def _facts(found: Comparison, first: Path, second: Path) -> dict[str, Any]:
    """The comparison as JSON has it."""
    sides = {}
    for name, path, place in (("first", first, 0), ("second", second, 1)):
        parted = None if found.parting is None else found.parting[place]._asdict()
        sides[name] = {"file": str(path), "parted_at": parted, "last": found.ends[place]._asdict()}
    return {
        "parted": found.parting is not None,
        "engine": str(found.engine),
        "common": found.common._asdict(),
        **sides,
        "validators": found.validators,
        "settled_depth": found.settled_depth,
        "evidence": [_charge(entry) for entry in found.evidence],
    }


def _charge(entry: Evidence) -> dict[str, Any]:
    return {
        "account": entry.account,
        "charge": entry.charge.name.lower(),
        "is_evidence": entry.charge.is_evidence,
        "says": str(entry.charge),
        "first": _sealed(entry.first),
        "second": _sealed(entry.second),
    }


def _sealed(block: Sealed) -> dict[str, Any]:
    return block._asdict() | {"header": block.header.encode()}


def _print(found: Comparison, first: Path, second: Path) -> None:
    click.echo(f"both have block {_tip(found.common)}")
    if found.parting is None:
        longer, shorter = (first, second) if found.ends[0].number >= found.ends[1].number else (second, first)
        click.echo(f"{shorter} is the beginning of {longer}: nobody signed two chains")
        return
    for path, parted, end in zip((first, second), found.parting, found.ends, strict=True):
        click.echo(f"{path} goes on with block {_tip(parted)}, up to block {_tip(end)}")
    count = {0: "no account", 1: "1 account"}.get(len(found.evidence), f"{len(found.evidence)} accounts")
    click.echo(f"{count} signed both sides; {found.validators} validators could seal the block after the common one")
    for entry in found.evidence:
        click.echo(f"\n0x{entry.account.hex()} {entry.charge}")
        for path, block in ((first, entry.first), (second, entry.second)):
            click.echo(f"  {path}: block {block.number} 0x{block.hash.hex()}")


def _tip(tip: Tip) -> str:
    return f"{tip.number} 0x{tip.hash.hex()}"

"""`govledger bill evidence|verify`: what shows that a bill was issued, and checking it without a node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from govledger.bills.evidence import Issued, IssueEvidence, verify_issue
from govledger.bills.holder import HolderFile
from govledger.bills.link import parse_link
from govledger.bills.number import format_key
from govledger.bills.presentation import Presentation, Shown, presentation_in
from govledger.bills.sealed_copy import open_copy
from govledger.cli.bill_paper import AS_JSON, HOLDERFILE
from govledger.cli.files import READ, read_file, read_secret, write_new
from govledger.cli.opening import reading
from govledger.cli.output import members, show
from govledger.cli.values import hex_bytes
from govledger.deployer.folder import folder_of, open_deployment
from govledger.ledger import Ledger
from govledger.privacy.canonical import canonical_bytes

CONSISTENT_ONLY = 3
"""The exit status where a file holds in itself and nothing was checked about the chain."""


class BlockHash(click.ParamType):
    """A block's hash: 0x and 64 hex digits."""

    name = "HASH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        """Its 32 bytes."""
        found = hex_bytes(str(value), 32)
        if found is None:
            self.fail(f"{value!r} is no block's hash; write 0x and 64 hex digits", param, ctx)
        return found


@click.command("evidence")
@HOLDERFILE
@click.option("--out", required=True, type=READ, metavar="FILE", help="A new file for the evidence.")
@reading(store=True)
def evidence_command(ledger: Ledger, as_json: bool, holderfile: HolderFile, out: Path) -> None:
    """Fetch what shows that the bill in a HOLDERFILE was issued: the header of the block, and the event in it.

    Prints the block's hash: whoever verifies has to know it from somebody else than this file.
    """
    evidence = ledger.issue_evidence(holderfile)
    write_new(out, evidence.to_json())
    header = ledger.store.header(evidence.header.number)
    assert header is not None
    shown = {"bill": format_key(holderfile.bill.document.key), "block_number": header.number, "block_hash": header.hash}
    show({**shown, "file": str(out)}, as_json)


@click.command("verify")
@click.argument("file", metavar="FILE", type=READ)
@click.option("--link", type=READ, metavar="FILE", help="FILE is a sealed copy; the link that opens it stands here.")
@click.option("--evidence", type=READ, metavar="FILE", help="What govledger bill evidence made.")
@click.option(
    "--header-hash", type=BlockHash(), help="The hash of the block in the evidence, as it was checked before."
)
@click.option("--deployment", metavar="NAME|DIR", help="The deployment's name in deployments/, or its folder.")
@AS_JSON
@click.pass_context
def verify_command(
    ctx: click.Context,
    file: Path,
    link: Path | None,
    evidence: Path | None,
    header_hash: bytes | None,
    deployment: str | None,
    as_json: bool,
) -> None:
    """Verify a bill offline: a FILE that is a holder's file, a presentation, or a sealed copy.

    With evidence, the header's hash and the deployment, the verdict is that the bill was issued as shown in that block,
    or an error. It says nothing of what came after: whether the bill was taken back, claimed or frozen since, the chain
    says. Without them, only that the file holds in itself; the exit status is then 3.
    """
    presentation = _presentation(file, link)
    if evidence is not None and header_hash is not None and deployment is not None:
        manifest = open_deployment(folder_of(deployment))
        read = IssueEvidence.from_json(read_file(evidence))
        issued = verify_issue(presentation, read, header_hash=header_hash, deployment=manifest)
        _print({"verdict": "issued_as_shown", **_issued(issued)}, issued.shown, as_json)
        return
    if evidence is not None or header_hash is not None or deployment is not None:
        raise click.UsageError(
            "--evidence, --header-hash and --deployment go together: each proves what the others need"
        )
    _print({"verdict": "consistent_in_itself"}, presentation.verify(), as_json)
    ctx.exit(CONSISTENT_ONLY)


def _presentation(file: Path, link: Path | None) -> Presentation:
    """What a file shows, whichever of the three it is."""
    content = read_file(file)
    if link is None:
        return presentation_in(content)
    return open_copy(parse_link(read_secret(link).decode(errors="replace")), content)


def _issued(issued: Issued) -> dict[str, Any]:
    event = issued.event
    return {
        "event": event.NAME,
        "organisation": event.acting_organisation,
        "block_number": issued.block_number,
        "block_hash": issued.block_hash,
        "issued_in_block_at": issued.block_timestamp,
        "transaction_index": issued.transaction_index,
    }


def _print(verdict: dict[str, Any], shown: Shown, as_json: bool) -> None:
    """The verdict and what was shown; for people, a line for each field."""
    facts = {
        **verdict,
        "bill": format_key(shown.bill),
        "issuer": shown.issuer,
        "root": shown.root,
        "claimable_fen": shown.claimable_fen,
        "consent_key": shown.consent_key,
        "place": None if shown.place is None else members(shown.place),
        "complete": shown.complete,
    }
    if as_json:
        show({**facts, "values": shown.values}, as_json)
        return
    show(facts, as_json)
    click.echo()
    for path, value in shown.values.items():
        click.echo(f"{path} = {canonical_bytes(value).decode()}")

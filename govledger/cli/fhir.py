"""`govledger fhir`: bills and imports as FHIR R4 resources in files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from govledger import fhir_files
from govledger.bills.document import BillDocument
from govledger.bills.holder import HolderFile
from govledger.errors import InputError
from govledger.importing import tables
from govledger.vault import Vault


@click.group("fhir")
def fhir_group() -> None:
    """Write bills and imports as FHIR R4 resources."""


@fhir_group.command("export-bills")
@click.argument("path", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A new file: bulk data if its name ends in .ndjson, else one Bundle.",
)
def export_bills_command(path: tuple[Path, ...], out: Path) -> None:
    """Write issued bills as Invoices.

    PATH is a holder's file, or the folder of a vault with all its issued bills.
    """
    bills = [bill for one in path for bill in (_of_vault(one) if one.is_dir() else _of_holder(one))]
    count = fhir_files.write_bills(bills, out)
    click.echo(f"{count} Invoices in {out}")


@fhir_group.command("convert-synthea")
@click.argument("dir", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A new folder for the resources, as bulk data.",
)
def convert_synthea_command(dir: Path, out: Path) -> None:
    """Write Synthea's tables as FHIR resources.

    They are what `import synthea` would bring onto a ledger, and what `import fhir` reads.
    """
    for kind, count in fhir_files.write_plan(tables.read_plan(dir), out).items():
        click.echo(f"{count} in {out / kind}.ndjson")


def _of_holder(path: Path) -> Iterator[tuple[BillDocument, int]]:
    try:
        bill = HolderFile.from_json(path.read_bytes()).bill
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; give a holder's file or a vault") from error
    yield bill.document, bill.claimable_fen


def _of_vault(path: Path) -> Iterator[tuple[BillDocument, int]]:
    with Vault.open(path, writing=False) as vault:
        for batch in vault.batches():
            if batch.issued is not None:
                yield from ((bill.document, bill.claimable_fen) for bill in vault.bills(batch.first))

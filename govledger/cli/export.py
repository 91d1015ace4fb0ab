"""`govledger export`: tables of an index as Parquet, CSV or JSON lines."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from govledger.cli.store import STORE
from govledger.exporting.files import export
from govledger.exporting.tables import Format
from govledger.index.store import read_store


@click.command("export")
@click.option("--store", required=True, type=STORE, help="The index that govledger index made.")
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the files are made; one that is there is replaced.",
)
@click.option(
    "--table", "tables", multiple=True, metavar="NAME", help="A table or view; several times for several, all if none."
)
@click.option("--from-block", type=click.IntRange(min=0), metavar="N", help="The first block; the index's if left out.")
@click.option("--until-block", type=click.IntRange(min=0), metavar="N", help="The last block; the index's if left out.")
@click.option(
    "--format", "form", type=click.Choice([form.value for form in Format]), default="parquet", show_default=True
)
def export_command(
    store: str, out: Path, tables: tuple[str, ...], from_block: int | None, until_block: int | None, form: str
) -> None:
    """Write tables of an index into files named after them, for DuckDB, Spark or a warehouse.

    Prints each table with its number of rows and its file.
    """
    with closing(read_store(store)) as reader:
        written = export(reader, out, form=Format(form), tables=tables, from_block=from_block, until_block=until_block)
        for file in written:
            click.echo(f"{file.table}  {file.rows} rows  {file.path}")

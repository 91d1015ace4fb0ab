"""A part of a Synthea data set: its first claims, with all that belongs to them."""

from __future__ import annotations

import csv
from pathlib import Path

from govledger.bills.synthea_tables import CLAIMS, TABLES, TRANSACTIONS


def write_part(source: Path, target: Path, *, claims: int) -> Path:
    """The tables of the first so many claims; rows are copied as they are."""
    target.mkdir(parents=True)
    chosen: set[str] = set()
    for name in sorted(TABLES, key=lambda table: table != CLAIMS):
        with (source / name).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        if name == CLAIMS:
            rows = rows[:claims]
            chosen = {row[header.index("Id")] for row in rows}
        elif name == TRANSACTIONS:
            rows = [row for row in rows if row[header.index("CLAIMID")] in chosen]
        with (target / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return target

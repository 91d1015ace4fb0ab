"""The tables of a Synthea data set on disk, read and planned whole (I/O)."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from govledger.bills.import_plan import ImportPlan
from govledger.bills.synthea import plan
from govledger.bills.synthea_tables import CLAIMS, MEND, TABLES, TRANSACTIONS, Claim, Dataset, TransactionKind, parse
from govledger.errors import DocumentInvalid, InputError, Problem, SyntheaRowInvalid

_LINE_FIELD = re.compile(r"lines\[(\d+)\]\.(\w+)")
_COLUMNS = {
    "name": "NOTES",
    "item_code": "PROCEDURECODE",
    "price_e4": "UNITAMOUNT",
    "quantity_e4": "UNITS",
    "amount_fen": "AMOUNT",
}
"""The columns of a CHARGE row that a bill's line is made of."""


def read_plan(directory: Path | str) -> ImportPlan:
    """What the CSV files in a directory become on a ledger.

    Raises:
        InputError: a file is missing or cannot be read.
        SyntheaRowInvalid: a row cannot be imported; names file, line, column, value and rule.
    """
    folder = Path(directory)
    with ExitStack() as stack:
        files = {}
        for name in TABLES:
            try:
                files[name] = stack.enter_context((folder / name).open(encoding="utf-8", newline=""))
            except OSError as error:
                raise InputError(
                    f"{folder / name} cannot be read: {error.strerror}; the import needs {', '.join(TABLES)}, as "
                    "Synthea exports them"
                ) from None
        try:
            dataset = parse(files)
        except OSError as error:
            raise InputError(f"a table in {folder} cannot be read: {error.strerror}; nothing was imported") from None
    try:
        return plan(dataset)
    except DocumentInvalid as error:
        _refuse(dataset, error)


def _refuse(dataset: Dataset, error: DocumentInvalid) -> NoReturn:
    """Says which row makes a bill that breaks a rule."""
    for claim in dataset.claims:
        try:
            plan(replace(dataset, claims=(claim,)))
        except DocumentInvalid as found:
            raise _row_of(dataset, claim, found.problems[0]) from error
    raise error


def _row_of(dataset: Dataset, claim: Claim, problem: Problem) -> SyntheaRowInvalid:
    field = _LINE_FIELD.fullmatch(problem.field)
    if field is None or field[2] not in _COLUMNS:
        return SyntheaRowInvalid(CLAIMS, claim.line, "Id", claim.id, f"makes a bill that keeps {problem}", MEND)
    charges = [row for row in dataset.transactions[claim.id] if row.kind is TransactionKind.CHARGE]
    value = str(problem.value)
    shown = value if len(value) <= 80 else f"{value[:79]}…"
    return SyntheaRowInvalid(TRANSACTIONS, charges[int(field[1])].line, _COLUMNS[field[2]], shown, problem.rule, MEND)

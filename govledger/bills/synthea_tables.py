"""The tables of a Synthea data set (synthetichealth/synthea, CSV export) that bills are made of, as typed records.

Five tables are read: claims, claims_transactions, organizations, payers, patients; more columns and more tables may be
there. What cannot be right stops the reading with file, line and column: nothing is guessed and nothing is left out.
Amounts are dollars with at most two digits that count; one cent becomes one fen.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
from typing import NoReturn, TypeVar

from govledger.errors import InputError, SyntheaRowInvalid

CLAIMS = "claims.csv"
TRANSACTIONS = "claims_transactions.csv"
ORGANIZATIONS = "organizations.csv"
PAYERS = "payers.csv"
PATIENTS = "patients.csv"
TABLES = (CLAIMS, TRANSACTIONS, ORGANIZATIONS, PAYERS, PATIENTS)

MEND = "mend the row or export the data set again; nothing was imported"


class TransactionKind(StrEnum):
    """What a row of claims_transactions says."""

    CHARGE = "CHARGE"
    PAYMENT = "PAYMENT"
    TRANSFER_IN = "TRANSFERIN"
    TRANSFER_OUT = "TRANSFEROUT"


class Holder(StrEnum):
    """Who has to pay the balance."""

    PRIMARY = "1"
    SECONDARY = "2"
    PATIENT = "p"


class Method(StrEnum):
    """How a payment was made."""

    COPAY = "COPAY"
    CASH = "CASH"
    CHECK = "CHECK"
    CARD = "CC"
    E_CHECK = "ECHECK"


@dataclass(frozen=True, slots=True)
class Organization:
    """A hospital or practice."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PayerRow:
    """An insurer."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Patient:
    """Whom a claim is about; nothing of this reaches the chain."""

    id: str
    first_name: str
    social_security_number: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, which becomes one bill."""

    line: int
    """Where it stands in claims.csv, the header being line 1."""

    id: str
    patient: str
    primary_payer: str | None
    secondary_payer: str | None
    department: str
    appointment: str
    service_at: int


@dataclass(frozen=True, slots=True)
class Transaction:
    """One movement on a claim."""

    line: int
    id: str
    claim: str
    charge_number: int
    """CHARGEID: its place in the order of the claim's rows."""

    kind: TransactionKind
    amount_fen: int
    """Of a charge, a payment or a transfer."""

    method: Method | None
    """Of a payment."""

    holder: Holder | None
    """Who has to pay from here on: of a charge and a transfer in."""

    place: str
    """The hospital."""

    from_at: int
    to_at: int
    procedure_code: str
    note: str
    units: int
    unit_price_fen: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """All rows, each claim with its movements in the order of CHARGEID."""

    claims: tuple[Claim, ...]
    transactions: Mapping[str, tuple[Transaction, ...]]
    """By claim."""

    organizations: Mapping[str, Organization]
    payers: Mapping[str, PayerRow]
    patients: Mapping[str, Patient]


def parse(tables: Mapping[str, Iterable[str]]) -> Dataset:
    """Reads the tables.

    Args:
        tables: by file name (`claims.csv` …), each as its lines: an open text file (newline=""), a list, a generator.

    Raises:
        InputError: a table is missing.
        SyntheaRowInvalid: a row cannot be right; says file, line, column, value and rule.
    """
    for name in TABLES:
        if name not in tables:
            raise InputError(f"the data set lacks {name}; the import needs {', '.join(TABLES)}")
    organizations = _by_id(_rows(ORGANIZATIONS, tables), lambda row: Organization(row.uuid("Id"), row.text("NAME")))
    payers = _by_id(_rows(PAYERS, tables), lambda row: PayerRow(row.uuid("Id"), row.text("NAME")))
    patients = _by_id(_rows(PATIENTS, tables), _patient)
    claims = _by_id(_rows(CLAIMS, tables), lambda row: _claim(row, payers, patients))
    movements: dict[str, list[Transaction]] = {claim: [] for claim in claims}
    seen: set[str] = set()
    for row in _rows(TRANSACTIONS, tables):
        transaction = _transaction(row, movements, organizations)
        if transaction.id in seen:
            row.refuse("ID", "an Id stands once")
        seen.add(transaction.id)
        movements[transaction.claim].append(transaction)
    return Dataset(
        claims=tuple(claims.values()),
        transactions={claim: _in_order(claims[claim], rows) for claim, rows in movements.items()},
        organizations=organizations,
        payers=payers,
        patients=patients,
    )


# --- rows and cells ------------------------------------------------------------------------------------

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AMOUNT = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,2})0*)?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with what an error about it says."""

    file: str
    line: int
    cells: Mapping[str, str]

    def refuse(self, column: str, rule: str, way_out: str = MEND) -> NoReturn:
        raise SyntheaRowInvalid(self.file, self.line, column, self.cells[column], rule, way_out)

    def text(self, column: str) -> str:
        value = " ".join(self.cells[column].split())
        if not value or not value.isprintable():
            self.refuse(column, "is printable text")
        return value

    def uuid(self, column: str) -> str:
        if _UUID.fullmatch(self.cells[column]) is None:
            self.refuse(column, "is a UUID in lower case")
        return self.cells[column]

    def reference(self, column: str, known: Mapping[str, object], table: str) -> str:
        value = self.uuid(column)
        if value not in known:
            self.refuse(column, f"is the Id of a row of {table}", "the tables are of different exports; take one whole")
        return value

    def fen(self, column: str) -> int:
        found = _AMOUNT.fullmatch(self.cells[column])
        if found is None:
            self.refuse(column, "is an amount in dollars, zero or more, with at most two digits of cents")
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))

    def count(self, column: str) -> int:
        value = self.cells[column]
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            self.refuse(column, "is a whole number, zero or more")
        return int(value)

    def seconds(self, column: str) -> int:
        value = self.cells[column]
        if _TIME.fullmatch(value) is None:
            self.refuse(column, "is a time in UTC, written 2023-01-27T16:17:47Z")
        try:
            return int(datetime.fromisoformat(value).astimezone(UTC).timestamp())
        except ValueError:
            self.refuse(column, "is a time that there is")

    def choice(self, column: str, choices: type[_Choice]) -> _Choice:
        try:
            return choices(self.cells[column])
        except ValueError:
            self.refuse(column, f"is one of {', '.join(choices)}")


_COLUMNS = {
    CLAIMS: (
        *("Id", "PATIENTID", "PRIMARYPATIENTINSURANCEID", "SECONDARYPATIENTINSURANCEID", "DEPARTMENTID"),
        *("APPOINTMENTID", "SERVICEDATE"),
    ),
    TRANSACTIONS: (
        *("ID", "CLAIMID", "CHARGEID", "TYPE", "AMOUNT", "METHOD", "FROMDATE", "TODATE", "PLACEOFSERVICE"),
        *("PROCEDURECODE", "UNITS", "NOTES", "UNITAMOUNT", "TRANSFERTYPE", "PAYMENTS", "TRANSFERS"),
    ),
    ORGANIZATIONS: ("Id", "NAME"),
    PAYERS: ("Id", "NAME"),
    PATIENTS: ("Id", "FIRST", "SSN"),
}


def _rows(file: str, tables: Mapping[str, Iterable[str]]) -> Iterator[_Row]:
    """The rows of a table, each with as many cells as its header names."""
    reader = csv.reader(tables[file], strict=True)
    try:
        header = next(reader, [])
        if header:
            header[0] = header[0].removeprefix("\ufeff")
        for column in _COLUMNS[file]:
            if header.count(column) != 1:
                rule = "the first line names this column once"
                raise SyntheaRowInvalid(file, 1, column, ",".join(header)[:80], rule, "export the data set again")
        for cells in reader:
            if len(cells) != len(header):
                rule = f"the row has {len(header)} cells, as the header"
                raise SyntheaRowInvalid(file, reader.line_num, header[0], f"{len(cells)} cells", rule, MEND)
            yield _Row(file, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        rule = f"the line is CSV ({error})"
        raise SyntheaRowInvalid(file, reader.line_num, "(all)", "the whole line", rule, MEND) from error
    except UnicodeDecodeError as error:
        rule = "the file is UTF-8"
        raise SyntheaRowInvalid(
            file, reader.line_num + 1, "(all)", f"byte {error.object[error.start]:#04x}", rule, MEND
        ) from error


_Record = TypeVar("_Record", Organization, PayerRow, Patient, Claim)


def _by_id(rows: Iterable[_Row], make: Callable[[_Row], _Record]) -> dict[str, _Record]:
    found: dict[str, _Record] = {}
    for row in rows:
        record = make(row)
        if record.id in found:
            row.refuse("Id", "an Id stands once")
        found[record.id] = record
    return found


def _patient(row: _Row) -> Patient:
    return Patient(row.uuid("Id"), row.text("FIRST"), row.text("SSN"))


def _claim(row: _Row, payers: Mapping[str, PayerRow], patients: Mapping[str, Patient]) -> Claim:
    def payer(column: str) -> str | None:
        return None if row.cells[column] == "0" else row.reference(column, payers, PAYERS)

    return Claim(
        line=row.line,
        id=row.uuid("Id"),
        patient=row.reference("PATIENTID", patients, PATIENTS),
        primary_payer=payer("PRIMARYPATIENTINSURANCEID"),
        secondary_payer=payer("SECONDARYPATIENTINSURANCEID"),
        department=row.text("DEPARTMENTID"),
        appointment=row.uuid("APPOINTMENTID"),
        service_at=row.seconds("SERVICEDATE"),
    )


_AMOUNT_COLUMNS = {
    TransactionKind.CHARGE: "AMOUNT",
    TransactionKind.PAYMENT: "PAYMENTS",
    TransactionKind.TRANSFER_IN: "AMOUNT",
    TransactionKind.TRANSFER_OUT: "TRANSFERS",
}


def _transaction(row: _Row, claims: Mapping[str, object], organizations: Mapping[str, Organization]) -> Transaction:
    kind = row.choice("TYPE", TransactionKind)
    amount = row.fen(_AMOUNT_COLUMNS[kind])
    charge = kind is TransactionKind.CHARGE
    units = row.count("UNITS") if charge else 0
    unit_price = row.fen("UNITAMOUNT") if charge else 0
    if charge and units * unit_price != amount:
        row.refuse("AMOUNT", f"is UNITS times UNITAMOUNT, {row.cells['UNITS']} times {row.cells['UNITAMOUNT']}")
    payment = kind is TransactionKind.PAYMENT
    if payment and amount == 0:
        row.refuse("PAYMENTS", "a payment is more than zero")
    takes_over = charge or kind is TransactionKind.TRANSFER_IN
    return Transaction(
        line=row.line,
        id=row.uuid("ID"),
        claim=row.reference("CLAIMID", claims, CLAIMS),
        charge_number=row.count("CHARGEID"),
        kind=kind,
        amount_fen=amount,
        method=row.choice("METHOD", Method) if payment else None,
        holder=row.choice("TRANSFERTYPE", Holder) if takes_over else None,
        place=row.reference("PLACEOFSERVICE", organizations, ORGANIZATIONS),
        from_at=row.seconds("FROMDATE"),
        to_at=row.seconds("TODATE"),
        procedure_code=row.text("PROCEDURECODE") if charge else "",
        note=row.text("NOTES") if charge else "",
        units=units,
        unit_price_fen=unit_price,
    )


def _in_order(claim: Claim, rows: list[Transaction]) -> tuple[Transaction, ...]:
    """A claim's rows by CHARGEID: the first is a charge, and all charges are at one hospital."""
    ordered = sorted(rows, key=lambda row: row.charge_number)
    if not ordered:
        raise SyntheaRowInvalid(CLAIMS, claim.line, "Id", claim.id, f"has rows in {TRANSACTIONS}", MEND)
    if ordered[0].kind is not TransactionKind.CHARGE:
        first = ordered[0]
        raise SyntheaRowInvalid(TRANSACTIONS, first.line, "TYPE", first.kind, "a claim begins with a CHARGE", MEND)
    for previous, row in pairwise(ordered):
        if row.charge_number == previous.charge_number:
            rule = "numbers the rows of a claim, each once"
            raise SyntheaRowInvalid(TRANSACTIONS, row.line, "CHARGEID", str(row.charge_number), rule, MEND)
        if row.place != previous.place:
            rule = f"is one hospital in a claim, {previous.place}"
            raise SyntheaRowInvalid(TRANSACTIONS, row.line, "PLACEOFSERVICE", row.place, rule, MEND)
    return tuple(ordered)

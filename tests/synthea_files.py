"""A small data set in Synthea's form, with every case that the import has to tell apart."""

from __future__ import annotations

import csv
from pathlib import Path

from govledger.bills.import_plan import ImportPlan
from govledger.importing.tables import read_plan

Row = dict[str, str]
Tables = dict[str, list[Row]]

TIME = "2023-01-27T16:17:47Z"


def uuid(kind: str, number: int) -> str:
    return f"{ord(kind):08x}-0000-0000-0000-{number:012d}"


HOSPITALS = [uuid("h", number) for number in (1, 2)]
PAYERS = [uuid("p", number) for number in (1, 2)]
PATIENT = uuid("s", 1)


def claim_id(number: int) -> str:
    return uuid("c", number)


class Writer:
    """Collects claims and writes the five tables."""

    def __init__(self) -> None:
        self.tables: Tables = {
            "claims.csv": [],
            "claims_transactions.csv": [],
            "organizations.csv": [{"Id": id, "NAME": f"HOSPITAL {id[-1]}"} for id in HOSPITALS],
            "payers.csv": [{"Id": id, "NAME": f"Insurer {id[-1]}"} for id in PAYERS],
            "patients.csv": [{"Id": PATIENT, "FIRST": "Maynard46", "SSN": "999-17-5017"}],
        }

    def claim(self, number: int, hospital: int, *movements: tuple[str, str, str]) -> None:
        """A claim with its movements, each a type, a holder (of a payment: the method) and an amount."""
        self.tables["claims.csv"].append(
            {
                "Id": claim_id(number),
                "PATIENTID": PATIENT,
                "PRIMARYPATIENTINSURANCEID": PAYERS[0],
                "SECONDARYPATIENTINSURANCEID": PAYERS[1],
                "DEPARTMENTID": "1",
                "APPOINTMENTID": uuid("a", number),
                "SERVICEDATE": TIME,
            }
        )
        for place, (kind, how, amount) in enumerate(movements):
            self.tables["claims_transactions.csv"].append(_movement(number, hospital, place, kind, how, amount))

    def write(self, directory: Path) -> Path:
        directory.mkdir(parents=True, exist_ok=True)
        for name, rows in self.tables.items():
            with (directory / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)
        return directory

    def plan(self, directory: Path) -> ImportPlan:
        return read_plan(self.write(directory))


def _movement(number: int, hospital: int, place: int, kind: str, how: str, amount: str) -> Row:
    charge, payment = kind == "CHARGE", kind == "PAYMENT"
    return {
        "ID": uuid("t", number * 100 + place),
        "CLAIMID": claim_id(number),
        "CHARGEID": str(place),
        "TYPE": kind,
        "AMOUNT": "" if payment else amount,
        "METHOD": how if payment else "",
        "FROMDATE": TIME,
        "TODATE": TIME,
        "PLACEOFSERVICE": HOSPITALS[hospital],
        "PROCEDURECODE": "185345009" if charge else "",
        "UNITS": "1" if charge else "",
        "NOTES": "Encounter for symptom" if charge else "",
        "UNITAMOUNT": amount if charge else "",
        "TRANSFERTYPE": "" if payment else how,
        "PAYMENTS": amount if payment else "",
        "TRANSFERS": "",
    }


def small() -> Writer:
    """Two hospitals, two payers, seven claims, seven reimbursements of which one is above what is left."""
    data = Writer()
    data.claim(1, 0, ("CHARGE", "1", "77.49"), ("PAYMENT", "COPAY", "80.00"))  # paid above the bill
    data.claim(2, 0, ("CHARGE", "1", "0.00"))  # a bill of zero
    data.claim(3, 1, ("CHARGE", "1", "100.00"), ("PAYMENT", "COPAY", "20.00"), ("PAYMENT", "ECHECK", "50.00"))
    data.claim(  # both payers, the second one after a transfer
        4,
        1,
        *(("CHARGE", "1", "300.00"), ("PAYMENT", "ECHECK", "200.00")),
        *(("TRANSFERIN", "2", "100.00"), ("PAYMENT", "CC", "99.99")),
    )
    data.claim(  # the second of three is above what is left, the third is not
        5,
        0,
        *(("CHARGE", "1", "100.00"), ("PAYMENT", "ECHECK", "60.00")),
        *(("PAYMENT", "ECHECK", "40.01"), ("PAYMENT", "ECHECK", "40.00")),
    )
    data.claim(6, 0, ("CHARGE", "p", "12.34"), ("PAYMENT", "CASH", "12.34"))
    data.claim(7, 0, ("CHARGE", "1", "9.00"), ("PAYMENT", "CHECK", "9.00"))
    return data


CLAIMS, REIMBURSEMENTS, SETTLED = 7, 7, 6
CHARGED_FEN = 7749 + 0 + 10_000 + 30_000 + 10_000 + 1234 + 900
REIMBURSED_FEN = 5_000 + 20_000 + 9_999 + 6_000 + 4_001 + 4_000 + 900
REFUSED_FEN = 4_001

"""What an import reads and what it needs on the ledger, before anything is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from govledger.bills.public_code import is_public_code
from govledger.bills.synthea import hospital_code, payer_code
from govledger.errors import InputError, SyntheaRowInvalid
from govledger.importing.parties import FINANCE, FINANCE_CODE, acts_of, code_at, parties_of
from govledger.importing.tables import read_plan
from govledger.model import OrganisationKind, Role
from tests import synthea_files
from tests.synthea_files import HOSPITALS, PAYERS, claim_id


def test_code_is_of_the_year_of_the_grant_in_utc() -> None:
    new_year = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())
    assert (code_at(new_year - 1), code_at(new_year)) == (33_06_01_26, 33_06_01_27)


def test_finance_departments_public_code_is_one() -> None:
    assert is_public_code(FINANCE_CODE)


def test_parties_are_the_finance_department_the_hospitals_and_the_payers(tmp_path: Path) -> None:
    plan = synthea_files.small().plan(tmp_path)
    finance, *others = parties_of(plan)
    assert finance is FINANCE and not finance.has_vault
    assert [post.role for post in finance.posts] == [Role.FINANCE, Role.FINANCE]
    assert [(one.public_code, one.kind, one.posts[0].role, one.has_vault) for one in others] == [
        *((hospital_code(id), OrganisationKind.HOSPITAL, Role.ISSUER, True) for id in HOSPITALS),
        *((payer_code(id), OrganisationKind.INSURER, Role.CLAIMS, True) for id in PAYERS),
    ]


def test_acts_of_each_officer_are_counted(tmp_path: Path) -> None:
    acts = acts_of(synthea_files.small().plan(tmp_path))
    assert acts[FINANCE_CODE, "administrator"] == 2
    assert acts[FINANCE_CODE, "finance-1"] == acts[FINANCE_CODE, "finance-2"] == len(HOSPITALS)
    assert acts[hospital_code(HOSPITALS[0]), "issuer"] == 1
    assert acts[payer_code(PAYERS[0]), "claims"] == 6
    assert acts[payer_code(PAYERS[1]), "claims"] == 1


# --- files ------------------------------------------------------------------------------------------------


def rewritten(directory: Path, file: str, row: int, **cells: str) -> Path:
    data = synthea_files.small()
    data.tables[file][row] |= cells
    return data.write(directory)


@pytest.mark.parametrize(
    ("column", "rule"),
    [("NOTES", "is text of 1 to 200 characters"), ("PROCEDURECODE", "is text of 1 to 64 characters")],
)
def test_text_that_a_bill_cannot_hold_is_named_by_file_line_column_and_rule(
    tmp_path: Path, column: str, rule: str
) -> None:
    folder = rewritten(tmp_path, "claims_transactions.csv", 3, **{column: "x" * 300})
    with pytest.raises(SyntheaRowInvalid) as caught:
        read_plan(folder)
    found = caught.value
    assert (found.file, found.line, found.column, found.rule) == ("claims_transactions.csv", 5, column, rule)
    assert found.value == "x" * 79 + "…" and "nothing was imported" in str(found)


def test_claim_that_makes_no_bill_for_another_reason_is_named_by_its_line(tmp_path: Path) -> None:
    folder = rewritten(tmp_path, "organizations.csv", 1, NAME="y" * 300)
    with pytest.raises(SyntheaRowInvalid) as caught:
        read_plan(folder)
    found = caught.value
    assert (found.file, found.line, found.column, found.value) == ("claims.csv", 4, "Id", claim_id(3))
    assert "makes a bill that keeps header.issuer_name: is text of 1 to 100 characters" in found.rule


@pytest.mark.parametrize("name", ["claims.csv", "patients.csv"])
def test_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = synthea_files.small().write(tmp_path)
    (folder / name).unlink()
    with pytest.raises(InputError, match=f"{name} cannot be read: No such file or directory; the import needs"):
        read_plan(folder)


def test_disk_that_fails_while_reading_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_files: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("govledger.importing.tables.parse", fail)
    with pytest.raises(InputError, match="Input/output error; nothing was imported"):
        read_plan(synthea_files.small().write(tmp_path))

"""FHIR resources through the import: the same bills, claims and figures as from the tables that they were made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

import govledger
from govledger import fhir_files
from govledger.bills.fhir.reading import bill_of
from govledger.bills.import_plan import ImportPlan
from govledger.bills.number import bill_key
from govledger.cli import main
from govledger.connection import Connection
from govledger.importing import tables
from govledger.importing.keyring import Keyring
from govledger.importing.run import ImportReport, Work, import_bills
from govledger.ledger import Ledger
from govledger.tx.signing import PrivateKeySigner
from govledger.vault import Vault
from tests import synthea_files
from tests.network.part_of_synthea import write_part
from tests.sample_bills import ISSUER, sample_sealed

PART = 10
"""Claims of the real data that go onto a chain here; all of them do by hand, in a minute."""


@dataclass(frozen=True)
class Place:
    """A ledger, and a directory for keys and vaults."""

    chain: Connection
    ledger: Ledger
    keys: Path

    def run(self, plan: ImportPlan) -> ImportReport:
        founder = PrivateKeySigner(self.chain.development_keys[0])
        with Keyring.open(self.keys, self.ledger.deployment) as keyring:
            return import_bills(self.ledger, plan, keyring, lambda: founder)


@dataclass(frozen=True)
class Imported(Place):
    """A place after the import of the small data set by FHIR."""

    plan: ImportPlan
    """By the tables."""

    report: ImportReport


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with govledger.embedded() as chain, closing(govledger.deploy(chain, name="fhir")) as ledger:
        yield Place(chain, ledger, tmp_path / "keys")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """One import for all tests that look at it."""
    folder = tmp_path_factory.mktemp("fhir")
    plan = synthea_files.small().plan(folder / "csv")
    with govledger.embedded() as chain, closing(govledger.deploy(chain, name="fhir")) as ledger:
        place = Place(chain, ledger, folder / "keys")
        report = place.run(through_fhir(plan, folder / "fhir"))
        yield Imported(chain, ledger, folder / "keys", plan, report)


def through_fhir(plan: ImportPlan, folder: Path) -> ImportPlan:
    fhir_files.write_plan(plan, folder)
    return fhir_files.read_plan(folder)


# --- through the chain ------------------------------------------------------------------------------------


def test_tables_find_every_bill_and_claim_as_fhir_brought_it(imported: Imported) -> None:
    """A bill that differed would be refused, one that lacked issued, a claim that lacked made."""
    assert imported.report.done.bills_issued == 7 and imported.report.done.reimbursements_settled == 6
    by_tables = imported.run(imported.plan)
    assert by_tables.done == Work(0, 0, 0, 0)
    assert by_tables.reconciliation == imported.report.reconciliation
    assert by_tables.reconciliation.holds and len(by_tables.reconciliation.unsettled) == 1


@pytest.mark.shared
def test_part_of_the_real_data_is_the_same_on_the_chain_by_fhir_and_by_tables(
    place: Place, shared: Path, tmp_path: Path
) -> None:
    plan = tables.read_plan(write_part(shared / "data" / "synthea", tmp_path / "csv", claims=PART))
    by_fhir = place.run(through_fhir(plan, tmp_path / "fhir"))
    assert by_fhir.done.bills_issued == PART and by_fhir.done.reimbursements_settled > 0
    by_tables = place.run(plan)
    assert by_tables.done == Work(0, 0, 0, 0)
    assert by_tables.reconciliation == by_fhir.reconciliation and by_fhir.reconciliation.holds


# --- all of the real data ---------------------------------------------------------------------------------


@pytest.mark.shared
def test_all_of_the_real_data_comes_through_fhir_as_it_was(shared: Path, tmp_path: Path) -> None:
    plan = tables.read_plan(shared / "data" / "synthea")
    found = through_fhir(plan, tmp_path / "fhir")
    assert len(found.bills) == 1_267
    assert found == plan
    totals = found.totals
    assert (totals.charged_fen, totals.paid_above_fen) == (109_240_273, 1_110_121)
    assert (totals.reimbursements, totals.reimbursed_fen, totals.above_what_is_left) == (184, 1_547_358, 1)
    for number, (one, other) in enumerate(zip(found.bills, plan.bills, strict=True), 1):
        key = bill_key(33060126, number)
        documents = [bill.draft.numbered(key, check_code="A00000", issued_at=1_800_000_000) for bill in (one, other)]
        assert documents[0].canonical_bytes() == documents[1].canonical_bytes()


# --- commands ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ended:
    exit_code: int
    stdout: str
    stderr: str


Invoke = Callable[..., Ended]


@pytest.fixture
def invoke(capsys: pytest.CaptureFixture[str]) -> Invoke:
    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main.main(args=list(map(str, arguments)), prog_name="govledger")
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


def test_command_reports_what_the_import_does(invoke: Invoke, imported: Imported, tmp_path: Path) -> None:
    csv = synthea_files.small().write(tmp_path / "csv")
    converted = invoke("fhir", "convert-synthea", csv, "--out", tmp_path / "fhir")
    assert converted.exit_code == 0
    assert converted.stdout.splitlines() == [
        f"4 in {tmp_path / 'fhir' / 'Organization.ndjson'}",
        f"7 in {tmp_path / 'fhir' / 'Invoice.ndjson'}",
        f"7 in {tmp_path / 'fhir' / 'Claim.ndjson'}",
        f"7 in {tmp_path / 'fhir' / 'ExplanationOfBenefit.ndjson'}",
    ]
    done = invoke("import", "fhir", tmp_path / "fhir", "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert report["reconciliation"] == json.loads(msgspec.json.encode(imported.report.reconciliation))
    assert report["done"]["bills_issued"] == 7


def test_element_that_cannot_be_read_gives_one_line_and_nothing_is_written(invoke: Invoke, tmp_path: Path) -> None:
    fhir_files.write_plan(synthea_files.small().plan(tmp_path / "csv"), tmp_path / "fhir")
    invoices = tmp_path / "fhir" / "Invoice.ndjson"
    invoices.write_bytes(invoices.read_bytes().replace(b'"totalGross":{"value":77.49', b'"totalGross":{"value":77.495'))
    done = invoke("import", "fhir", tmp_path / "fhir", "--store", tmp_path / "index.sqlite")
    assert done.exit_code == 1 and done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("Error: Invoice.ndjson, line 1, Invoice/12330000")
    assert "Invoice.totalGross.value: is a number with at most 2 digits after the point" in line and "'77.495'" in line
    assert not (tmp_path / "index.sqlite").exists()


def test_issued_bills_of_vaults_and_holders_are_exported(imported: Imported, invoke: Invoke, tmp_path: Path) -> None:
    folder = imported.keys / "vaults" / imported.plan.hospitals[0].public_code
    with Vault.open(folder, writing=False) as vault:
        [batch] = vault.batches()
        stored = vault.bills(batch.first)
        holder = tmp_path / "holder.json"
        holder.write_bytes(vault.holder_file(batch.first).to_json())
    out = tmp_path / "out"
    out.mkdir()
    done = invoke("fhir", "export-bills", folder, "--out", out / "bills.ndjson")
    assert (done.exit_code, done.stdout) == (0, f"5 Invoices in {out / 'bills.ndjson'}\n")
    read = [bill_of(one) for one in fhir_files.read_resources(out)]
    assert [(one.bill, one.claimable_fen) for one in read] == [(one.document, one.claimable_fen) for one in stored]
    assert invoke("fhir", "export-bills", holder, "--out", out / "one.json").exit_code == 0
    bundle = json.loads((out / "one.json").read_bytes())
    assert [one["resource"]["id"] for one in bundle["entry"]] == ["33060126-0000000001"]


def test_bill_that_no_chain_has_yet_is_not_exported(invoke: Invoke, tmp_path: Path) -> None:
    with Vault.create(tmp_path / "vault", ISSUER) as vault:
        vault.save([sample_sealed()], range_id=1)
    done = invoke("fhir", "export-bills", tmp_path / "vault", "--out", tmp_path / "bills.ndjson")
    assert (done.exit_code, done.stdout) == (0, f"0 Invoices in {tmp_path / 'bills.ndjson'}\n")


def test_file_that_is_no_holders_file_is_refused(invoke: Invoke, tmp_path: Path) -> None:
    done = invoke("fhir", "export-bills", tmp_path / "nothing", "--out", tmp_path / "bills.json")
    assert done.exit_code == 1
    assert f"{tmp_path / 'nothing'} cannot be read: No such file or directory; give a holder's file" in done.stderr

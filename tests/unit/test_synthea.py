from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from govledger.bills.document import BillKind, ChargeCategory, DifferenceKind, PaymentChannel
from govledger.bills.import_plan import ImportPlan, PayerClass
from govledger.bills.number import bill_key
from govledger.bills.public_code import is_public_code
from govledger.bills.rules import validate
from govledger.bills.synthea import charge_category, hospital_code, parse, payer_code, plan
from govledger.bills.synthea_tables import TABLES, Holder, Method, TransactionKind
from govledger.errors import InputError, SyntheaRowInvalid
from govledger.privacy.canonical import canonical_bytes

CLAIM = "00000000-0000-0000-0000-0000000000c1"
HOSPITAL = "00000000-0000-0000-0000-0000000000a1"
OTHER_HOSPITAL = "00000000-0000-0000-0000-0000000000a2"
PRIMARY = "00000000-0000-0000-0000-0000000000b1"
SECONDARY = "00000000-0000-0000-0000-0000000000b2"
PATIENT = "00000000-0000-0000-0000-0000000000d1"
APPOINTMENT = "00000000-0000-0000-0000-0000000000e1"
TIME = "2023-01-27T16:17:47Z"

Rows = list[dict[str, str]]


def claim(**cells: str) -> dict[str, str]:
    return {
        "Id": CLAIM,
        "PATIENTID": PATIENT,
        "PRIMARYPATIENTINSURANCEID": PRIMARY,
        "SECONDARYPATIENTINSURANCEID": SECONDARY,
        "DEPARTMENTID": "1",
        "APPOINTMENTID": APPOINTMENT,
        "SERVICEDATE": TIME,
    } | cells


def movement(number: int, kind: str, amount: str = "", **cells: str) -> dict[str, str]:
    row = {
        "ID": f"00000000-0000-0000-0000-{number:012d}",
        "CLAIMID": CLAIM,
        "CHARGEID": str(number),
        "TYPE": kind,
        "AMOUNT": amount if kind in ("CHARGE", "TRANSFERIN") else "",
        "METHOD": "",
        "FROMDATE": TIME,
        "TODATE": "2023-01-27T16:32:47Z",
        "PLACEOFSERVICE": HOSPITAL,
        "PROCEDURECODE": "185345009",
        "UNITS": "1",
        "NOTES": "Encounter for  symptom",
        "UNITAMOUNT": amount if kind == "CHARGE" else "",
        "TRANSFERTYPE": "",
        "PAYMENTS": amount if kind == "PAYMENT" else "",
        "TRANSFERS": amount if kind == "TRANSFEROUT" else "",
    }
    return row | cells


def charge(number: int, amount: str, holder: str = "1", **cells: str) -> dict[str, str]:
    return movement(number, "CHARGE", amount, TRANSFERTYPE=holder, **cells)


def payment(number: int, amount: str, method: str, **cells: str) -> dict[str, str]:
    return movement(number, "PAYMENT", amount, METHOD=method, **cells)


def transfer(number: int, amount: str, holder: str) -> Rows:
    return [movement(number, "TRANSFEROUT", amount), movement(number + 1, "TRANSFERIN", amount, TRANSFERTYPE=holder)]


def tables(movements: Rows, claims: Rows | None = None, **others: Rows) -> dict[str, Rows]:
    return {
        "claims.csv": [claim()] if claims is None else claims,
        "claims_transactions.csv": movements,
        "organizations.csv": [
            {"Id": HOSPITAL, "NAME": "FIRST HOSPITAL"},
            {"Id": OTHER_HOSPITAL, "NAME": "SECOND HOSPITAL"},
        ],
        "payers.csv": [{"Id": PRIMARY, "NAME": "Medicare"}, {"Id": SECONDARY, "NAME": "Aetna"}],
        "patients.csv": [{"Id": PATIENT, "FIRST": "Maynard46", "SSN": "999-17-5017"}],
    } | {name.replace("_csv", ".csv"): rows for name, rows in others.items()}


def as_text(rows_by_table: Mapping[str, Rows]) -> dict[str, list[str]]:
    written = {}
    for name, rows in rows_by_table.items():
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
        written[name] = buffer.getvalue().splitlines(keepends=True)
    return written


def planned(movements: Rows, **cells: str) -> ImportPlan:
    return plan(parse(as_text(tables(movements, [claim(**cells)]))))


# --- who paid what --------------------------------------------------------------------------------------


def test_a_copay_is_paid_at_the_counter_whoever_has_to_pay() -> None:
    (bill,) = planned([charge(1, "77.49"), payment(2, "15.00", "COPAY"), payment(3, "62.49", "ECHECK")]).bills
    assert (bill.total_fen, bill.counter_fen, bill.claimable_fen) == (7_749, 1_500, 6_249)
    (reimbursement,) = bill.reimbursements
    assert reimbursement.amount_fen == 6_249
    assert reimbursement.payer == payer_code(PRIMARY)
    assert (reimbursement.claim, reimbursement.reference) == (CLAIM, "00000000-0000-0000-0000-000000000003")


def test_after_a_transfer_to_the_patient_payments_are_paid_at_the_counter() -> None:
    rows = [charge(1, "100.00"), payment(2, "60.00", "ECHECK"), *transfer(3, "40.00", "p"), payment(5, "40.00", "CASH")]
    (bill,) = planned(rows).bills
    assert (bill.counter_fen, bill.claimable_fen) == (4_000, 6_000)
    assert [entry.amount_fen for entry in bill.reimbursements] == [6_000]


def test_after_a_transfer_to_the_secondary_payer_that_one_reimburses() -> None:
    rows = [
        charge(1, "100.00"),
        payment(2, "60.00", "ECHECK"),
        *transfer(3, "40.00", "2"),
        payment(5, "30.00", "ECHECK"),
        payment(6, "10.00", "COPAY"),
    ]
    (bill,) = planned(rows).bills
    assert [(entry.payer, entry.amount_fen) for entry in bill.reimbursements] == [
        (payer_code(PRIMARY), 6_000),
        (payer_code(SECONDARY), 3_000),
    ]
    assert bill.counter_fen == 1_000


def test_each_charge_sets_anew_who_has_to_pay() -> None:
    rows = [
        charge(1, "10.00"),
        *transfer(2, "10.00", "p"),
        payment(4, "10.00", "CC"),
        charge(5, "20.00", "1"),
        payment(6, "20.00", "ECHECK"),
        charge(7, "30.00", "p"),
        payment(8, "30.00", "CHECK"),
    ]
    (bill,) = planned(rows).bills
    assert bill.counter_fen == 4_000
    assert [entry.amount_fen for entry in bill.reimbursements] == [2_000]
    assert len(bill.draft.lines) == 3


def test_rows_are_read_in_the_order_of_chargeid_not_of_the_file() -> None:
    rows = [charge(1, "10.00"), payment(2, "4.00", "ECHECK"), *transfer(9, "6.00", "p"), payment(11, "6.00", "CASH")]
    (forward,), (backward,) = planned(rows).bills, planned(rows[::-1]).bills
    assert forward == backward
    assert forward.counter_fen == 600


# --- what becomes of the sums ---------------------------------------------------------------------------


def test_what_is_paid_above_the_bill_is_a_difference_outside_the_sums() -> None:
    rows = [charge(1, "77.49"), payment(2, "70.00", "COPAY"), payment(3, "10.00", "COPAY"), payment(4, "1.00", "COPAY")]
    (bill,) = planned(rows).bills
    assert (bill.claimable_fen, bill.paid_above_fen) == (0, 351)
    assert [(entry.channel, entry.amount_fen) for entry in bill.draft.channels] == [
        (PaymentChannel.CO_PAYMENT, 7_000),
        (PaymentChannel.CO_PAYMENT, 749),
    ]
    assert [(entry.kind, entry.amount_fen) for entry in bill.draft.differences] == [
        (DifferenceKind.PAID_ABOVE_TOTAL, 251),
        (DifferenceKind.PAID_ABOVE_TOTAL, 100),
    ]
    assert "000000000003: paid at the counter above the total" in bill.draft.differences[0].note


def test_a_bill_of_zero_is_issued() -> None:
    result = planned([charge(1, "0.00")])
    (bill,) = result.bills
    assert (bill.total_fen, bill.claimable_fen, bill.draft.channels) == (0, 0, ())
    assert result.totals.bills_of_zero == 1


def test_a_reimbursement_above_what_is_left_is_kept_and_foreseen() -> None:
    rows = [
        charge(1, "100.00"),
        payment(2, "60.01", "ECHECK"),
        payment(3, "40.00", "ECHECK"),
        payment(4, "39.99", "ECHECK"),
    ]
    result = planned(rows)
    (bill,) = result.bills
    assert [entry.amount_fen for entry in bill.reimbursements] == [6_001, 4_000, 3_999]
    assert [entry.amount_fen for entry in bill.above_what_is_left] == [4_000]
    assert (result.totals.above_what_is_left, result.totals.above_what_is_left_fen) == (1, 4_000)


def test_what_the_counter_left_stands_on_account() -> None:
    (bill,) = planned([charge(1, "100.00"), payment(2, "25.00", "COPAY")]).bills
    assert [(entry.channel, entry.amount_fen) for entry in bill.draft.channels] == [
        (PaymentChannel.CO_PAYMENT, 2_500),
        (PaymentChannel.ON_ACCOUNT, 7_500),
    ]
    assert bill.draft.settlement.counter_settled_fen == 2_500


@pytest.mark.parametrize(
    ("method", "channel"),
    [
        ("COPAY", PaymentChannel.CO_PAYMENT),
        ("CASH", PaymentChannel.CASH),
        ("CHECK", PaymentChannel.CHEQUE),
        ("CC", PaymentChannel.BANK_CARD),
        ("ECHECK", PaymentChannel.TRANSFER),
    ],
)
def test_means_of_payment_become_channels(method: str, channel: PaymentChannel) -> None:
    (bill,) = planned([charge(1, "10.00", "p"), payment(2, "10.00", method)]).bills
    assert [entry.channel for entry in bill.draft.channels] == [channel]


# --- the document ---------------------------------------------------------------------------------------


def test_a_claim_becomes_a_draft_that_keeps_the_rules() -> None:
    (bill,) = planned([charge(1, "77.49"), charge(2, "7.24", PROCEDURECODE="665078", NOTES="Loratadine 5 MG")]).bills
    draft = bill.draft
    assert draft.header.business_number == CLAIM
    assert (draft.header.issuer, draft.header.issuer_name) == (hospital_code(HOSPITAL), "FIRST HOSPITAL")
    assert (draft.payer.name, draft.payer.masked_id) == ("M**", "999-**-****")
    assert (draft.visit.insurance_type, draft.visit.visit_number) == ("Medicare", APPOINTMENT)
    assert draft.visit.visit_at == 1_674_836_267
    assert [(line.name, line.category, line.amount_fen) for line in draft.lines] == [
        ("Encounter for symptom", ChargeCategory.CONSULTATION, 7_749),
        ("Loratadine 5 MG", ChargeCategory.WESTERN_MEDICINE, 724),
    ]
    document = draft.numbered(bill_key(33060126, 1), check_code="A00000", issued_at=1_800_000_000)
    validate(document)
    assert b"Maynard46" not in document.canonical_bytes()
    assert b"17-5017" not in document.canonical_bytes()


def test_several_units_make_the_line() -> None:
    (bill,) = planned([charge(1, "21.72", UNITS="3", UNITAMOUNT="7.24")]).bills
    (line,) = bill.draft.lines
    assert (line.price_e4, line.quantity_e4, line.amount_fen) == (72_400, 30_000, 2_172)


@pytest.mark.parametrize(
    ("department", "kind", "name"),
    [
        ("1", BillKind.OUTPATIENT, "ambulatory"),
        ("4", BillKind.OUTPATIENT, "emergency"),
        ("20", BillKind.CHECK_UP, "preventive care"),
        ("77", BillKind.OUTPATIENT, "department 77"),
    ],
)
def test_the_department_gives_the_kind_of_bill(department: str, kind: BillKind, name: str) -> None:
    (bill,) = planned([charge(1, "1.00")], DEPARTMENTID=department).bills
    assert (bill.draft.header.kind, bill.draft.visit.department) == (kind, name)


def test_an_inpatients_stay_is_that_of_the_charges() -> None:
    rows = [
        charge(1, "1.00", TODATE="1970-01-01T00:00:00Z"),
        charge(2, "1.00", FROMDATE="2023-01-26T00:00:00Z", TODATE="2023-01-29T00:00:00Z"),
    ]
    (bill,) = planned(rows, DEPARTMENTID="3").bills
    assert bill.draft.header.kind is BillKind.INPATIENT
    assert (bill.draft.visit.admitted_at, bill.draft.visit.discharged_at) == (1_674_691_200, 1_674_950_400)


def test_an_uninsured_claim_names_no_insurance() -> None:
    result = planned([charge(1, "1.00", "p")], PRIMARYPATIENTINSURANCEID="0", SECONDARYPATIENTINSURANCEID="0")
    assert result.bills[0].draft.visit.insurance_type is None
    assert result.payers == ()


@pytest.mark.parametrize(
    ("code", "note", "category"),
    [
        ("140", "Influenza seasonal injectable", ChargeCategory.WESTERN_MEDICINE),
        ("314076", "lisinopril 10 MG Oral Tablet", ChargeCategory.WESTERN_MEDICINE),
        ("1505002", "Hospital admission for isolation (procedure)", ChargeCategory.BED),
        ("5880005", "Physical examination of mother", ChargeCategory.EXAMINATION),
        ("183452005", "Encounter Inpatient", ChargeCategory.BED),
        ("162673000", "General examination of patient (procedure)", ChargeCategory.CONSULTATION),
        ("399208008", "Chest X-ray", ChargeCategory.EXAMINATION),
        ("117010004", "Urine culture", ChargeCategory.LABORATORY),
        ("232717009", "Coronary artery bypass grafting", ChargeCategory.SURGERY),
        ("180256009", "Subcutaneous immunotherapy", ChargeCategory.TREATMENT),
        ("185345009", "Encounter for symptom", ChargeCategory.CONSULTATION),
    ],
)
def test_a_charge_gets_its_category_by_code_and_words(code: str, note: str, category: ChargeCategory) -> None:
    assert charge_category(code, note) is category


def test_public_codes_come_from_the_uuid_and_check() -> None:
    assert hospital_code(HOSPITAL) == "123300006RD7RUY834"
    assert payer_code(HOSPITAL) == "913300006RD7RUY83Y"
    for uuid in (HOSPITAL, OTHER_HOSPITAL, PRIMARY, SECONDARY):
        assert is_public_code(hospital_code(uuid))
        assert is_public_code(payer_code(uuid))


def test_organisations_come_in_the_order_of_their_first_claim() -> None:
    other = claim(Id=CLAIM[:-1] + "2", PRIMARYPATIENTINSURANCEID=SECONDARY)
    rows = [
        charge(1, "1.00"),
        charge(2, "1.00", CLAIMID=other["Id"], PLACEOFSERVICE=OTHER_HOSPITAL),
    ]
    result = plan(parse(as_text(tables(rows, [other, claim()]))))
    assert [bill.claim for bill in result.bills] == [other["Id"], CLAIM]
    assert [hospital.name for hospital in result.hospitals] == ["SECOND HOSPITAL", "FIRST HOSPITAL"]
    assert [(payer.name, payer.payer_class) for payer in result.payers] == [
        ("Aetna", PayerClass.COMMERCIAL),
        ("Medicare", PayerClass.BASIC),
    ]


def test_two_organisations_with_one_public_code_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govledger.bills.synthea.hospital_code", payer_code)
    monkeypatch.setattr("govledger.bills.synthea.payer_code", lambda uuid: payer_code(HOSPITAL))
    with pytest.raises(InputError, match="get the same public code"):
        planned([charge(1, "1.00")])


# --- rows that cannot be right --------------------------------------------------------------------------


def refused(movements: Rows, claims: Rows | None = None, **others: Rows) -> SyntheaRowInvalid:
    with pytest.raises(SyntheaRowInvalid) as caught:
        plan(parse(as_text(tables(movements, claims, **others))))
    return caught.value


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"ID": "1"}, "ID", "1"),
        ({"ID": "00000000-0000-0000-0000-0000000000AA"}, "ID", "00000000-0000-0000-0000-0000000000AA"),
        ({"CLAIMID": PATIENT}, "CLAIMID", PATIENT),
        ({"PLACEOFSERVICE": PATIENT}, "PLACEOFSERVICE", PATIENT),
        ({"CHARGEID": "-1"}, "CHARGEID", "-1"),
        ({"CHARGEID": "1.5"}, "CHARGEID", "1.5"),
        ({"TYPE": "REFUND"}, "TYPE", "REFUND"),
        ({"AMOUNT": "abc"}, "AMOUNT", "abc"),
        ({"AMOUNT": "-5.00"}, "AMOUNT", "-5.00"),
        ({"AMOUNT": "5.001"}, "AMOUNT", "5.001"),
        ({"AMOUNT": "1e2"}, "AMOUNT", "1e2"),
        ({"AMOUNT": "NaN"}, "AMOUNT", "NaN"),
        ({"AMOUNT": ""}, "AMOUNT", ""),
        ({"AMOUNT": "5.01"}, "AMOUNT", "5.01"),
        ({"UNITAMOUNT": ""}, "UNITAMOUNT", ""),
        ({"UNITS": "x"}, "UNITS", "x"),
        ({"FROMDATE": "27.01.2023"}, "FROMDATE", "27.01.2023"),
        ({"TODATE": "2023-02-30T00:00:00Z"}, "TODATE", "2023-02-30T00:00:00Z"),
        ({"TRANSFERTYPE": "3"}, "TRANSFERTYPE", "3"),
        ({"NOTES": " "}, "NOTES", " "),
        ({"PROCEDURECODE": ""}, "PROCEDURECODE", ""),
    ],
)
def test_a_charge_that_cannot_be_right_is_named(cells: dict[str, str], column: str, value: str) -> None:
    error = refused([charge(1, "1.00"), charge(2, "5.00") | cells])
    assert (error.file, error.line, error.column, error.value) == ("claims_transactions.csv", 3, column, value)
    assert f"claims_transactions.csv, line 3, column {column}: " in str(error)
    assert "nothing was imported" in str(error) or "take one whole" in str(error)


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"METHOD": "BARTER"}, "METHOD"), ({"PAYMENTS": ""}, "PAYMENTS"), ({"PAYMENTS": "0.00"}, "PAYMENTS")],
)
def test_a_payment_that_cannot_be_right_is_named(cells: dict[str, str], column: str) -> None:
    error = refused([charge(1, "1.00"), payment(2, "1.00", "CASH") | cells])
    assert (error.line, error.column) == (3, column)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Id": "x"}, "Id"),
        ({"PATIENTID": HOSPITAL}, "PATIENTID"),
        ({"PRIMARYPATIENTINSURANCEID": HOSPITAL}, "PRIMARYPATIENTINSURANCEID"),
        ({"SECONDARYPATIENTINSURANCEID": ""}, "SECONDARYPATIENTINSURANCEID"),
        ({"SERVICEDATE": ""}, "SERVICEDATE"),
        ({"APPOINTMENTID": ""}, "APPOINTMENTID"),
        ({"DEPARTMENTID": ""}, "DEPARTMENTID"),
    ],
)
def test_a_claim_that_cannot_be_right_is_named(cells: dict[str, str], column: str) -> None:
    error = refused([charge(1, "1.00")], [claim(**cells)])
    assert (error.file, error.line, error.column) == ("claims.csv", 2, column)


def test_ids_stand_once() -> None:
    error = refused([charge(1, "1.00"), charge(2, "1.00", ID="00000000-0000-0000-0000-000000000001")])
    assert (error.line, error.column, error.rule) == (3, "ID", "an Id stands once")
    error = refused([charge(1, "1.00")], [claim(), claim()])
    assert (error.file, error.line, error.column) == ("claims.csv", 3, "Id")


def test_a_claim_has_rows_and_begins_with_a_charge() -> None:
    error = refused([charge(1, "1.00")], [claim(), claim(Id=CLAIM[:-1] + "2")])
    assert (error.file, error.line, error.rule) == ("claims.csv", 3, "has rows in claims_transactions.csv")
    error = refused([payment(1, "1.00", "CASH"), charge(2, "1.00")])
    assert (error.line, error.rule) == (2, "a claim begins with a CHARGE")


def test_rows_of_a_claim_have_an_order_and_one_hospital() -> None:
    error = refused([charge(1, "1.00"), charge(2, "1.00", CHARGEID="1")])
    assert (error.line, error.column) == (3, "CHARGEID")
    error = refused([charge(1, "1.00"), charge(2, "1.00", PLACEOFSERVICE=OTHER_HOSPITAL)])
    assert (error.line, error.column) == (3, "PLACEOFSERVICE")


@pytest.mark.parametrize(("holder", "column"), [("1", "PRIMARY"), ("2", "SECONDARY")])
def test_a_reimbursement_needs_a_payer(holder: str, column: str) -> None:
    cells = {f"{column}PATIENTINSURANCEID": "0"}
    error = refused([charge(1, "1.00", holder), payment(2, "1.00", "ECHECK")], [claim(**cells)])
    assert (error.file, error.line, error.column) == ("claims.csv", 2, f"{column}PATIENTINSURANCEID")
    assert "claims_transactions.csv, line 3" in error.rule


def test_a_missing_table_is_named() -> None:
    text = as_text(tables([charge(1, "1.00")]))
    del text["payers.csv"]
    with pytest.raises(InputError, match=r"the data set lacks payers\.csv"):
        parse(text)


@pytest.mark.parametrize(
    ("lines", "line", "column"),
    [
        ([], 1, "Id"),
        (["Id\n", f"{PRIMARY}\n"], 1, "NAME"),
        (["Id,NAME,NAME\n"], 1, "NAME"),
        (["Id,NAME\n", f"{PRIMARY}\n"], 2, "Id"),
        (["Id,NAME\n", f"{PRIMARY},Medicare,x\n"], 2, "Id"),
        (["Id,NAME\n", f'{PRIMARY},"Medicare\n'], 2, "(all)"),
        (["Id,NAME\n", f'{PRIMARY},"Medi"care\n'], 2, "(all)"),
        (["Id,NAME\n", "\n"], 2, "Id"),
    ],
)
def test_a_table_that_is_no_table_is_refused_at_its_line(lines: list[str], line: int, column: str) -> None:
    text = as_text(tables([charge(1, "1.00")])) | {"payers.csv": lines}
    with pytest.raises(SyntheaRowInvalid) as caught:
        parse(text)
    assert (caught.value.file, caught.value.line, caught.value.column) == ("payers.csv", line, column)


def test_a_file_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "payers.csv").write_bytes(b"Id,NAME\n" + PRIMARY.encode() + b",Medic\xe9\n")
    with (tmp_path / "payers.csv").open(encoding="utf-8", newline="") as file:
        text: dict[str, Any] = as_text(tables([charge(1, "1.00")])) | {"payers.csv": file}
        with pytest.raises(SyntheaRowInvalid, match="the file is UTF-8, not 'byte 0xe9'"):
            parse(text)


def test_a_byte_order_mark_and_further_columns_do_no_harm() -> None:
    text: dict[str, Any] = as_text(tables([charge(1, "1.00")]))
    text["payers.csv"] = ["\ufeffId,REVENUE,NAME\r\n", f"{PRIMARY},1.0,Medicare\r\n", f"{SECONDARY},,Aetna\r\n"]
    assert parse(text).payers[SECONDARY].name == "Aetna"


def test_movements_are_typed() -> None:
    dataset = parse(as_text(tables([charge(1, "1.00"), *transfer(2, "1.00", "2"), payment(4, "1.0", "CC")])))
    rows = dataset.transactions[CLAIM]
    assert [row.kind for row in rows] == [
        TransactionKind.CHARGE,
        TransactionKind.TRANSFER_OUT,
        TransactionKind.TRANSFER_IN,
        TransactionKind.PAYMENT,
    ]
    assert [row.amount_fen for row in rows] == [100] * 4
    assert [row.holder for row in rows] == [Holder.PRIMARY, None, Holder.SECONDARY, None]
    assert rows[3].method is Method.CARD
    assert (rows[0].from_at, rows[0].to_at) == (1_674_836_267, 1_674_837_167)


# --- the real data --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(shared: Path) -> ImportPlan:
    folder = shared / "data" / "synthea"
    return plan(parse({name: (folder / name).read_text(encoding="utf-8").splitlines(True) for name in TABLES}))


@pytest.mark.shared
def test_the_totals_of_the_real_data_are_those_counted_by_hand(real: ImportPlan) -> None:
    totals = real.totals
    assert (totals.claims, totals.charged_fen) == (1_267, 109_240_273)
    assert totals.counter_fen == 108_803_037
    assert (totals.reimbursements, totals.reimbursed_fen) == (184, 1_547_358)
    assert (totals.bills_of_zero, totals.paid_above, totals.paid_above_fen) == (49, 189, 1_110_121)
    assert (totals.above_what_is_left, totals.above_what_is_left_fen) == (1, 13_160)
    assert (len(real.hospitals), len(real.payers)) == (51, 8)


@pytest.mark.shared
def test_every_cent_of_the_real_data_is_in_a_bill_a_reimbursement_or_a_difference(real: ImportPlan) -> None:
    for bill in real.bills:
        draft = bill.draft
        counted = sum(e.amount_fen for e in draft.channels if e.channel is not PaymentChannel.ON_ACCOUNT)
        above = sum(e.amount_fen for e in draft.differences)
        on_account = sum(e.amount_fen for e in draft.channels if e.channel is PaymentChannel.ON_ACCOUNT)
        assert counted + above == bill.counter_fen
        assert counted + on_account == bill.total_fen
        assert bill.claimable_fen == max(0, bill.total_fen - bill.counter_fen) == on_account
        assert above == bill.paid_above_fen
    (refused_bill,) = [bill for bill in real.bills if bill.above_what_is_left]
    assert refused_bill.claim == "aa831485-45e5-37bc-cfa2-ccfa7e0d92fa"
    assert refused_bill.claimable_fen == 13_159


@pytest.mark.shared
def test_every_real_claim_makes_a_valid_document_with_masked_names(real: ImportPlan, shared: Path) -> None:
    patients = list(csv.DictReader((shared / "data" / "synthea" / "patients.csv").open(newline="")))
    secrets = {patient[column].encode() for patient in patients for column in ("FIRST", "LAST", "SSN")}
    written = []
    for number, bill in enumerate(real.bills, 1):
        document = bill.draft.numbered(bill_key(33060126, number), check_code="A00000", issued_at=1_800_000_000)
        validate(document)
        written.append(document.canonical_bytes())
        assert all(
            canonical_bytes(value) == encoded
            for (_, value), (_, encoded) in zip(document.fields(), document.committed_fields(), strict=True)
        )
    everything = b"".join(written)
    assert len(secrets) == 81
    assert not [secret for secret in secrets if secret in everything]


@pytest.mark.shared
def test_reading_the_real_data_twice_gives_the_same_plan(real: ImportPlan, shared: Path) -> None:
    folder = shared / "data" / "synthea"
    again = plan(parse({name: io.StringIO((folder / name).read_text(encoding="utf-8")) for name in TABLES}))
    assert again == real

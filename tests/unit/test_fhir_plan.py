"""An import as FHIR resources in files: the plan that comes back, and every reason why one does not."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govledger import fhir_files
from govledger.bills.document import RedLetterReason
from govledger.bills.fhir.elements import Resource
from govledger.bills.fhir.plan import plan_of, resources_of
from govledger.bills.fhir.writing import invoice_of, to_json
from govledger.bills.import_plan import ImportPlan
from govledger.bills.number import bill_key
from govledger.bills.red_letter import red_letter_of
from govledger.errors import DocumentUnreadable, FhirInvalid, InputError
from govledger.privacy.canonical import parse_strict
from tests import synthea_files
from tests.sample_bills import ISSUED_AT, sample_bill
from tests.synthea_files import claim_id, uuid

Json = dict[str, Any]
Change = Callable[[list[Json]], object]


@pytest.fixture
def plan(tmp_path: Path) -> ImportPlan:
    return synthea_files.small().plan(tmp_path / "csv")


def parsed(resources: list[Json]) -> list[Resource]:
    return [
        Resource(f"here, line {place}", parse_strict(to_json(one), decimals=True))
        for place, one in enumerate(resources, 1)
    ]


def of_type(resources: list[Json], kind: str) -> list[Json]:
    return [one for one in resources if one["resourceType"] == kind]


# --- there and back ---------------------------------------------------------------------------------------


def test_import_comes_back_as_it_was(plan: ImportPlan) -> None:
    assert plan_of(parsed(list(resources_of(plan)))) == plan


def test_types_of_resources_may_stand_in_any_order(plan: ImportPlan) -> None:
    resources = list(resources_of(plan))
    kinds = ("ExplanationOfBenefit", "Claim", "Invoice", "Organization")
    turned = [one for kind in kinds for one in of_type(resources, kind)]
    assert plan_of(parsed(turned)) == plan


def test_other_resources_and_organisations_without_a_public_code_are_left_aside(plan: ImportPlan) -> None:
    others = [
        {"resourceType": "Patient", "id": "p", "implicitRules": "urn:x"},
        {"resourceType": "Organization", "id": "o", "name": "elsewhere"},
    ]
    assert plan_of(parsed([*others, *resources_of(plan)])) == plan


def test_payer_settles_what_the_explanation_of_benefit_says_and_not_what_the_claim_asks(plan: ImportPlan) -> None:
    resources = list(resources_of(plan))
    of_type(resources, "ExplanationOfBenefit")[0]["payment"]["amount"] = {"value": Decimal("1.5"), "currency": "CNY"}
    [bill] = [one for one in plan_of(parsed(resources)).bills if one.claim == claim_id(3)]
    assert [one.amount_fen for one in bill.reimbursements] == [150]


def test_resources_of_claims_name_no_patient(plan: ImportPlan) -> None:
    claims = [one for one in resources_of(plan) if one["resourceType"] in ("Claim", "ExplanationOfBenefit")]
    assert len(claims) == 14
    assert all(set(one["patient"]) == {"extension"} for one in claims)
    assert b"M**" not in b"".join(map(to_json, claims))


# --- what is refused --------------------------------------------------------------------------------------


def drop(kind: str, place: int) -> Change:
    return lambda resources: resources.remove(of_type(resources, kind)[place])


def again(kind: str, place: int) -> Change:
    return lambda resources: resources.append(of_type(resources, kind)[place])


def change(kind: str, place: int, act: Callable[[Json], object]) -> Change:
    return lambda resources: act(of_type(resources, kind)[place])


FAULTS: list[tuple[str, Change, str, str]] = [
    ("invoice twice", again("Invoice", 0), "Invoice.identifier", "stands once in an import"),
    ("claim twice", again("Claim", 0), "Claim.identifier", "has a reference of its own"),
    ("answered twice", again("ExplanationOfBenefit", 0), "ExplanationOfBenefit.claim", "is answered once"),
    ("no answer", drop("ExplanationOfBenefit", 0), "Claim.identifier", "is answered by an ExplanationOfBenefit"),
    ("no claim", drop("Claim", 0), "ExplanationOfBenefit.claim", "is a Claim of the same insurer"),
    ("no bill", drop("Invoice", 2), "Claim.supportingInfo", "names an Invoice in the files"),
    ("no hospital", drop("Organization", 0), "Invoice.issuer.identifier", "is that of an Organization"),
    ("no payer", drop("Organization", 2), "Claim.insurer.identifier", "with a payer class"),
    (
        "public code",
        change("Organization", 0, lambda one: one["identifier"][0].update(value="12330000H31W72HWXA")),
        "Organization.identifier",
        "check characters",
    ),
    (
        "payer class",
        change("Organization", 2, lambda one: one["type"][1]["coding"][0].update(code="rich")),
        "Organization.type[1].coding[0].code",
        "basic, commercial",
    ),
    (
        "provider",
        change("Claim", 0, lambda one: one["provider"]["identifier"].update(value="12330000H31W72HWXT")),
        "Claim.supportingInfo",
        "that the provider issued",
    ),
    (
        "no supporting information",
        change("Claim", 0, lambda one: one["supportingInfo"][0].update(category={"text": "x"})),
        "Claim.supportingInfo",
        "has one entry with the category bill",
    ),
    ("claim status", change("Claim", 0, lambda one: one.update(status="draft")), "Claim.status", "one of active"),
    ("use", change("Claim", 0, lambda one: one.update(use="predetermination")), "Claim.use", "one of claim"),
    (
        "outcome",
        change("ExplanationOfBenefit", 0, lambda one: one.update(outcome="error")),
        "ExplanationOfBenefit.outcome",
        "complete, partial",
    ),
    (
        "nothing paid",
        change("ExplanationOfBenefit", 0, lambda one: one["payment"]["amount"].update(value=0)),
        "ExplanationOfBenefit.payment.amount.value",
        "is more than zero",
    ),
    (
        "more than the benefit",
        change("ExplanationOfBenefit", 0, lambda one: one["adjudication"][1].update(amount=yuan("49.99"))),
        "ExplanationOfBenefit.payment.amount.value",
        "is not more than the benefit, which is 4999 fen",
    ),
    (
        "more than the claim",
        change("Claim", 0, lambda one: one.update(total=yuan("49.99"))),
        "ExplanationOfBenefit.payment.amount.value",
        "is not more than the Claim's total, which is 4999 fen",
    ),
    (
        "sum",
        change("Invoice", 0, lambda one: one.update(totalGross=yuan("77.48"), totalNet=yuan("77.48"))),
        "Invoice.totalGross.value",
        "makes a bill that keeps: equals charges + rounding",
    ),
    (
        "line",
        change("Invoice", 0, lambda one: one["lineItem"][0]["priceComponent"][0].update(factor=2)),
        "Invoice.lineItem[0].priceComponent[0].amount.value",
        "makes a bill that keeps: equals price · quantity",
    ),
    (
        "claimable",
        change("Invoice", 2, lambda one: one["extension"][1].update(valueMoney=yuan("80.01"))),
        "Invoice.extension('claimable').valueMoney.value",
        "makes a bill that keeps: lies from 0 to 8000 fen",
    ),
]


def yuan(text: str) -> Json:
    return {"value": Decimal(text), "currency": "CNY"}


@pytest.mark.parametrize(("fault", "path", "words"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_resource_that_makes_no_import_is_named(plan: ImportPlan, fault: Change, path: str, words: str) -> None:
    resources = list(resources_of(plan))
    fault(resources)
    with pytest.raises(FhirInvalid) as caught:
        plan_of(parsed(resources))
    assert caught.value.path == path
    assert words in caught.value.rule
    assert caught.value.source.startswith("here, line ")
    assert "nothing was imported" in caught.value.way_out


def test_bill_that_was_issued_already_is_not_imported(plan: ImportPlan) -> None:
    with pytest.raises(FhirInvalid, match="this one was issued already") as caught:
        plan_of(parsed([invoice_of(sample_bill())]))
    assert caught.value.resource == "Invoice/33060126-0000000001"


def test_red_letter_is_not_imported() -> None:
    red = red_letter_of(sample_bill(), business_number="RED", reason=RedLetterReason.REFUND, cashier="李**")
    with pytest.raises(FhirInvalid, match="a red letter takes back a bill of the ledger"):
        plan_of(parsed([invoice_of(red)]))


def test_two_organisations_with_one_public_code_are_refused(plan: ImportPlan) -> None:
    resources = list(resources_of(plan))
    resources.append(resources[0] | {"id": "another"})
    with pytest.raises(InputError, match="get the same public code"):
        plan_of(parsed(resources))


# --- files ------------------------------------------------------------------------------------------------


def test_bulk_data_is_written_by_type_and_read_again(plan: ImportPlan, tmp_path: Path) -> None:
    counts = fhir_files.write_plan(plan, tmp_path / "new" / "fhir")
    assert os.stat(tmp_path / "new" / "fhir").st_mode & 0o777 == 0o700
    assert counts == {"Organization": 4, "Invoice": 7, "Claim": 7, "ExplanationOfBenefit": 7}
    assert {path.name for path in (tmp_path / "new" / "fhir").iterdir()} == {f"{kind}.ndjson" for kind in counts}
    assert len((tmp_path / "new" / "fhir" / "Invoice.ndjson").read_text().splitlines()) == 7
    assert fhir_files.read_plan(tmp_path / "new" / "fhir") == plan


def test_bundles_and_single_resources_are_read(plan: ImportPlan, tmp_path: Path) -> None:
    resources = list(resources_of(plan))
    (tmp_path / "0.json").write_bytes(to_json(resources[0]))
    entries = [{"resource": one} for one in resources[1:]]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    (tmp_path / "1.json").write_bytes(to_json(bundle))
    (tmp_path / "README.txt").write_text("not FHIR")
    assert fhir_files.read_plan(tmp_path) == plan


def test_empty_lines_of_bulk_data_say_nothing(plan: ImportPlan, tmp_path: Path) -> None:
    lines = b"\n\n".join(map(to_json, resources_of(plan)))
    (tmp_path / "all.ndjson").write_bytes(lines + b"\n")
    assert fhir_files.read_plan(tmp_path) == plan


def test_resource_that_breaks_fhirs_definition_is_named_with_its_line(plan: ImportPlan, tmp_path: Path) -> None:
    folder = tmp_path / "fhir"
    fhir_files.write_plan(plan, folder)
    path = folder / "Claim.ndjson"
    path.write_bytes(path.read_bytes().replace(b'"status":"active"', b'"stand":"active"', 1))
    with pytest.raises(FhirInvalid) as caught:
        fhir_files.read_plan(folder)
    assert caught.value.source == "Claim.ndjson, line 1"
    assert caught.value.resource.startswith("Claim/91330000")
    assert caught.value.path in ("Claim.status", "Claim.stand")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ndjson", b'{"resourceType":"Patient"}\n{"resourceType":', r"a\.ndjson, line 2: not JSON at line 1"),
        ("a.ndjson", b'{"resourceType":"Patient","a":1,"a":2}', r"a\.ndjson, line 1: the key 'a' stands twice"),
        (
            "a.ndjson",
            b'{"resourceType":"Patient","a":1e99999999999999999999}',
            "line 1: the number 1e9+ has an exponent",
        ),
        ("a.ndjson", b"[]", r"a\.ndjson, line 1 is no FHIR resource"),
        ("a.json", b'{"resourceType":"Bundle","entry":[{"resource":{}}]}', r"a\.json, entry 0 is no FHIR resource"),
        ("a.json", b"\xff", r"a\.json: byte 0 is not UTF-8"),
    ],
)
def test_file_that_is_no_fhir_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentUnreadable, match=words):
        fhir_files.read_plan(tmp_path)


def test_entry_without_a_resource_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},{}]}')
    with pytest.raises(FhirInvalid, match=r"Bundle\.entry\[1\]\.resource: is there"):
        fhir_files.read_plan(tmp_path)


def test_folder_without_fhir_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has no file \*\.ndjson or \*\.json"):
        fhir_files.read_plan(tmp_path)
    with pytest.raises(InputError, match=r"nothing cannot be read: No such file or directory"):
        fhir_files.read_plan(tmp_path / "nothing")
    (tmp_path / "a.json").mkdir()
    with pytest.raises(InputError, match=r"a\.json cannot be read: Is a directory"):
        fhir_files.read_plan(tmp_path)


def test_folder_that_is_there_is_not_written_into(plan: ImportPlan, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is there already"):
        fhir_files.write_plan(plan, tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        fhir_files.write_plan(plan, tmp_path / "file" / "fhir")


def test_folder_appears_whole_or_not_at_all(plan: ImportPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = fhir_files.check

    def failing(resource: Resource) -> None:
        checked(resource)
        if resource.type == "Claim":
            raise KeyboardInterrupt

    monkeypatch.setattr(fhir_files, "check", failing)
    with pytest.raises(KeyboardInterrupt):
        fhir_files.write_plan(plan, tmp_path / "out" / "fhir")
    assert list((tmp_path / "out").iterdir()) == []


def test_bills_are_written_as_a_bundle_or_as_bulk_data_for_their_owner_alone(tmp_path: Path) -> None:
    draft = red_letter_of(sample_bill(), business_number="RED", reason=RedLetterReason.REFUND, cashier="李**")
    red = draft.numbered(bill_key(33060126, 2), check_code="B00000", issued_at=ISSUED_AT + 60)
    bills = [(sample_bill(), 2_235), (red, 0)]
    assert fhir_files.write_bills(bills, tmp_path / "bills.json") == 2
    assert fhir_files.write_bills(bills, tmp_path / "bills.ndjson") == 2
    bundle = json.loads((tmp_path / "bills.json").read_bytes())
    lines = [json.loads(line) for line in (tmp_path / "bills.ndjson").read_text().splitlines()]
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    assert [one["resource"] for one in bundle["entry"]] == lines
    assert [one["status"] for one in lines] == ["cancelled", "issued"]
    assert bundle["entry"][1]["fullUrl"] == "urn:govledger:bill:33060126-0000000002"
    for name in ("bills.json", "bills.ndjson"):
        assert os.stat(tmp_path / name).st_mode & 0o777 == 0o600
    with pytest.raises(InputError, match="is there already"):
        fhir_files.write_bills(bills, tmp_path / "bills.json")
    with pytest.raises(InputError, match="cannot be written: No such file"):
        fhir_files.write_bills(bills, tmp_path / "nowhere" / "bills.json")


def test_ids_of_claims_are_made_of_payer_and_reference(plan: ImportPlan) -> None:
    claims = of_type(list(resources_of(plan)), "Claim")
    assert claims[0]["id"].endswith(uuid("t", 302))
    assert len({one["id"] for one in claims}) == 7

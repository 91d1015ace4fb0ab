"""A bill as a FHIR Invoice and back: every field in its element, every amount exact, every fault with its place."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec
import pytest
from fhir.resources.R4B.invoice import Invoice

from govledger.bills.document import (
    BillDocument,
    BillDraft,
    BillKind,
    Difference,
    DifferenceKind,
    DraftHeader,
    PayerKind,
    RedLetter,
    RedLetterReason,
    position_of,
)
from govledger.bills.fhir.elements import Resource
from govledger.bills.fhir.mapping import INVOICE, Mapped, element_of
from govledger.bills.fhir.reading import InvoicedBill, bill_of
from govledger.bills.fhir.validation import check
from govledger.bills.fhir.writing import invoice_of, resource_id, to_json
from govledger.bills.number import bill_key
from govledger.bills.red_letter import red_letter_of
from govledger.errors import DocumentInvalid, FhirInvalid, InputError
from govledger.privacy.canonical import parse_strict
from tests.sample_bills import ISSUED_AT, changed, changed_entry, sample_bill

FIELDS = [one for one in INVOICE if one.field not in ("format", "claimable_fen")]
"""Those that another bill has otherwise."""

Json = dict[str, Any]
Change = Callable[[Json], object]


def resource(content: Mapping[str, Any]) -> Resource:
    """What is read from the bytes that are written."""
    return Resource("Invoice.ndjson, line 1", parse_strict(to_json(dict(content)), decimals=True))


def full_bill() -> BillDocument:
    """A document in which no field is absent; its sums need not hold."""
    bill = changed(
        sample_bill(),
        "header",
        kind=BillKind.INPATIENT,
        reviewer="赵**",
        remark="无",
        red_letter=RedLetter(blue_code="33060126", blue_number="0000000007", reason=RedLetterReason.REFUND),
    )
    bill = changed(bill, "payer", card_type="社保卡", card="6222******")
    bill = changed(bill, "visit", case_number="B-1", admitted_at=ISSUED_AT - 90_000, discharged_at=ISSUED_AT - 1)
    amounts = {name: place + 1 for place, name in enumerate(bill.settlement.__struct_fields__)}
    bill = changed(bill, "settlement", **amounts)
    bill = changed_entry(bill, "lines", 0, specification="45 min")
    return changed_entry(bill, "channels", 0, reference="Y-1")


def draft_of(bill: BillDocument) -> BillDraft:
    header = DraftHeader(**{name: getattr(bill.header, name) for name in DraftHeader.__struct_fields__})
    rest = {name: getattr(bill, name) for name in BillDraft.__struct_fields__ if name != "header"}
    return BillDraft(header=header, **rest)


# --- there and back ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("bill", [sample_bill(), full_bill()], ids=["sample", "full"])
def test_document_comes_back_as_it_was(bill: BillDocument) -> None:
    written = resource(invoice_of(bill, claimable_fen=2_235))
    check(written)
    assert bill_of(written) == InvoicedBill(bill, 2_235)


def test_draft_comes_back_as_a_draft() -> None:
    draft = draft_of(sample_bill())
    written = resource(invoice_of(draft))
    check(written)
    assert (written.content["status"], "date" in written.content) == ("draft", False)
    assert bill_of(written).bill == draft


def test_bill_paid_by_an_organisation_has_no_subject() -> None:
    bill = changed(sample_bill(), "payer", kind=PayerKind.ORGANISATION, name="某公司", id_type=None, masked_id=None)
    written = resource(invoice_of(bill))
    check(written)
    assert "subject" not in written.content and written.content["recipient"] == {
        "type": "Organization",
        "display": "某公司",
    }
    assert bill_of(written).bill == bill


def test_red_letter_is_negative_and_names_the_bill_it_replaces() -> None:
    draft = red_letter_of(sample_bill(), business_number="HIS-RED", reason=RedLetterReason.REFUND, cashier="李**")
    red = draft.numbered(bill_key(33060126, 2), check_code="B00000", issued_at=ISSUED_AT + 60)
    written = resource(invoice_of(red, claimable_fen=0))
    check(written)
    assert written.content["status"] == "issued"
    assert written.content["totalGross"] == {"value": Decimal("-152.35"), "currency": "CNY"}
    [link] = [one for one in written.content["extension"] if one["url"] == "urn:govledger:fhir:red-letter"]
    assert link["extension"][0]["valueReference"]["reference"] == "Invoice/33060126-0000000001"
    assert [one["type"] for one in written.content["totalPriceComponent"][:3]] == ["base", "base", "deduction"]
    assert bill_of(written) == InvoicedBill(red, 0)


def test_bill_that_was_taken_back_is_cancelled_and_still_the_same_document() -> None:
    written = resource(invoice_of(sample_bill(), taken_back=RedLetterReason.DUPLICATE))
    check(written)
    assert (written.content["status"], written.content["cancelledReason"]) == ("cancelled", "red letter 04: duplicate")
    assert bill_of(written).bill == sample_bill()


def test_library_reads_the_amounts_that_the_bill_has() -> None:
    bill = sample_bill()
    read = Invoice.model_validate_json(to_json(invoice_of(bill)))
    assert read.totalGross.value == read.totalNet.value == Decimal(bill.header.total_fen) / 100
    assert [item.priceComponent[0].amount.value * 100 for item in read.lineItem] == [
        line.amount_fen for line in bill.lines
    ]
    base = [one.amount.value * 100 for one in read.totalPriceComponent if one.type == "base"]
    assert base == [charge.amount_fen for charge in bill.charges]
    assert sum(base) + 1 == bill.header.total_fen


def test_amounts_are_written_with_the_digits_of_their_unit() -> None:
    text = to_json(invoice_of(sample_bill()))
    assert b'"totalGross":{"value":152.35,"currency":"CNY"}' in text
    assert b'"valueMoney":{"value":34.1133,"currency":"CNY"}' in text and b'"factor":3.0000' in text


@pytest.mark.parametrize(
    ("written", "fen"),
    [(b"152.35", 15_235), (b"1.5235e2", 15_235), (b"152.3500", 15_235), (b"15235E-2", 15_235), (b"152", 15_200)],
)
def test_number_is_read_by_its_value_however_it_is_written(written: bytes, fen: int) -> None:
    text = to_json(invoice_of(sample_bill())).replace(b'":152.35', b'":' + written)
    found = bill_of(Resource("here", parse_strict(text, decimals=True)))
    assert found.bill.header.total_fen == fen


def test_zero_is_read_whatever_its_exponent() -> None:
    text = to_json(invoice_of(sample_bill())).replace(b'":152.35', b'":0E-999999')
    assert bill_of(Resource("here", parse_strict(text, decimals=True))).bill.header.total_fen == 0


def test_claimable_amount_is_what_the_counter_left_unless_it_is_said() -> None:
    assert bill_of(resource(invoice_of(sample_bill()))).claimable_fen == 15_235 - 13_000
    assert bill_of(resource(invoice_of(sample_bill(), claimable_fen=7))).claimable_fen == 7


def test_time_of_another_zone_is_the_same_time() -> None:
    content = invoice_of(sample_bill()) | {"date": "2026-01-01T08:00:00.000+08:00"}
    found = bill_of(resource(content)).bill
    assert isinstance(found, BillDocument) and found.header.issued_at == ISSUED_AT


def test_subject_pays_where_no_recipient_is_named() -> None:
    content = invoice_of(sample_bill())
    content["subject"] = content.pop("recipient")
    assert bill_of(resource(content)).bill == sample_bill()


def test_id_is_the_numbers_or_where_fhir_does_not_allow_that_a_hash() -> None:
    assert invoice_of(sample_bill())["id"] == "33060126-0000000001"
    assert invoice_of(draft_of(sample_bill()))["id"] == "123300004708300001-HIS-000001"
    hashed = resource_id("123300004708300001", "流水/1")
    assert re.fullmatch("[0-9a-f]{64}", hashed) and hashed != resource_id("123300004708300001", "流水/2")


# --- the mapping table ------------------------------------------------------------------------------------


def flat(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value of a resource with its path, extensions by their names."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name == "extension":
                for one in item:
                    yield from flat(
                        {key: inner for key, inner in one.items() if key != "url"},
                        f"{path}.extension('{one['url'].removeprefix('urn:govledger:fhir:')}')",
                    )
            else:
                yield from flat(item, f"{path}.{name}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from flat(item, f"{path}[{place}]")
    else:
        yield path, value


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, StrEnum):
        return next(one for one in type(value) if one is not value)
    if isinstance(value, int):
        return value + 1
    return f"{value[:-1]}9" if value.isdigit() else f"{value}x"


def with_field_changed(bill: BillDocument, field: str) -> BillDocument:
    entry = re.fullmatch(r"(\w+)\[\]\.(\w+)", field)
    if entry:
        return changed_entry(bill, entry[1], 0, **{entry[2]: other(getattr(getattr(bill, entry[1])[0], entry[2]))})
    part, _, name = field.rpartition(".")
    if part == "header.red_letter":
        red = bill.header.red_letter
        return changed(bill, "header", red_letter=msgspec.structs.replace(red, **{name: other(getattr(red, name))}))
    return changed(bill, part, **{name: other(getattr(getattr(bill, part), name))})


@pytest.mark.parametrize("mapped", FIELDS, ids=lambda one: one.field)
def test_field_stands_in_exactly_the_elements_of_the_table(mapped: Mapped) -> None:
    before = dict(flat(invoice_of(full_bill()), "Invoice"))
    after = dict(flat(invoice_of(with_field_changed(full_bill(), mapped.field)), "Invoice"))
    differing = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    found = {re.sub(r"\[\d+\]", "[]", name.removesuffix("[]")) for name in differing}
    assert found
    assert {name for name in mapped.elements if not any(path.startswith(name) for path in found)} == set()
    assert {path for path in found if not path.startswith(mapped.elements)} == set()


def test_table_has_every_field_of_a_bill_once() -> None:
    fields = [one.field for one in INVOICE if one.field != "claimable_fen"]
    assert len(set(fields)) == len(fields)
    fixed = {position_of(field) for field in fields if "[]" not in field}
    assert fixed == set(range(44))
    bill = full_bill()
    assert {field for field in fields if "[]" in field} == {
        f"{part}[].{name}"
        for part in ("charges", "lines", "channels", "differences")
        for name in getattr(bill, part)[0].__struct_fields__
    }


@pytest.mark.parametrize(
    ("field", "element"),
    [
        ("header.total_fen", "Invoice.totalGross.value"),
        ("lines[3].amount_fen", "Invoice.lineItem[3].priceComponent[0].amount.value"),
        ("lines[3].price_e4", "Invoice.lineItem[3].extension('unit-price').valueMoney.value"),
        ("lines", "Invoice.lineItem"),
        ("channels", "Invoice.totalPriceComponent"),
        ("channels[2]", "Invoice.totalPriceComponent"),
        ("claimable_fen", "Invoice.extension('claimable').valueMoney.value"),
    ],
)
def test_element_of_a_field_is_found(field: str, element: str) -> None:
    assert element_of(field) == element


# --- what cannot be written -------------------------------------------------------------------------------


def test_time_beyond_fhirs_years_cannot_be_written() -> None:
    with pytest.raises(DocumentInvalid, match=r"visit\.visit_at: lies in the years 1 to 9999") as caught:
        invoice_of(changed(sample_bill(), "visit", visit_at=-(2**39)))
    assert caught.value.problems[0].value == -(2**39)


def test_item_code_that_is_no_code_of_fhir_cannot_be_written() -> None:
    with pytest.raises(DocumentInvalid, match=r"lines\[1\]\.item_code: is a code as FHIR has them"):
        invoice_of(changed_entry(sample_bill(), "lines", 1, item_code="XA  01"))


# --- what cannot be read ----------------------------------------------------------------------------------


def component(content: Json, system: str) -> Json:
    found: Json = next(
        one for one in content["totalPriceComponent"] if one["code"]["coding"][0]["system"] == f"urn:govledger:{system}"
    )
    return found


def without(name: str, url: str) -> Change:
    def change(content: Json) -> None:
        content[name] = [one for one in content[name] if one.get("url") != f"urn:govledger:fhir:{url}"]

    return change


FAULTS: list[tuple[str, Change, str, str, str]] = [
    ("another type", lambda c: c.update(resourceType="Account"), "Account.resourceType", "Account", "one of Invoice"),
    ("no kind", lambda c: c.pop("type"), "Invoice.type", "nothing", "is there"),
    ("other kind", lambda c: c["type"]["coding"][0].update(code="09"), "Invoice.type.coding[0].code", "09", "01, 02"),
    (
        "foreign kind",
        lambda c: c["type"]["coding"][0].update(system="x"),
        "Invoice.type.coding",
        "a list of 1",
        "code of",
    ),
    (
        "kind twice",
        lambda c: c["type"]["coding"].append(c["type"]["coding"][0]),
        "Invoice.type.coding[1]",
        "an object",
        "once",
    ),
    ("status", lambda c: c.update(status="entered-in-error"), "Invoice.status", "entered-in-error", "draft, issued"),
    (
        "total too fine",
        lambda c: c["totalGross"].update(value=Decimal("1.234")),
        "Invoice.totalGross.value",
        "1.234",
        "at most 2 digits",
    ),
    (
        "total too large",
        lambda c: c["totalGross"].update(value=10**16),
        "Invoice.totalGross.value",
        "10000000000000000",
        "below",
    ),
    (
        "total vast",
        lambda c: c["totalGross"].update(value=Decimal("1E+999")),
        "Invoice.totalGross.value",
        "1E+999",
        "below",
    ),
    (
        "total tiny",
        lambda c: c["totalGross"].update(value=Decimal("1E-999")),
        "Invoice.totalGross.value",
        "1E-999",
        "at most 2",
    ),
    (
        "total of many figures",
        lambda c: c["totalGross"].update(value=Decimal("1." + "0" * 5_000)),
        "Invoice.totalGross.value",
        "1." + "0" * 77 + "…",
        "at most 2 digits",
    ),
    (
        "total text",
        lambda c: c["totalGross"].update(value="152.35"),
        "Invoice.totalGross.value",
        "152.35",
        "is a number",
    ),
    ("total true", lambda c: c["totalGross"].update(value=True), "Invoice.totalGross.value", "True", "is a number"),
    ("dollars", lambda c: c["totalGross"].update(currency="USD"), "Invoice.totalGross.currency", "USD", "is CNY"),
    ("tax", lambda c: c["totalNet"].update(value=150), "Invoice.totalNet.value", "150", "equals totalGross"),
    ("issuer by url", lambda c: c["issuer"].pop("identifier"), "Invoice.issuer.identifier", "nothing", "is there"),
    (
        "foreign issuer",
        lambda c: c["issuer"]["identifier"].update(system="x"),
        "Invoice.issuer.identifier",
        "an object",
        "by identifier",
    ),
    (
        "issuer unnamed system",
        lambda c: c["issuer"]["identifier"].pop("system"),
        "Invoice.issuer.identifier",
        "an object",
        "by identifier",
    ),
    ("issuer text", lambda c: c.update(issuer="x"), "Invoice.issuer", "x", "is an object"),
    ("no cashier", lambda c: c.pop("participant"), "Invoice.participant", "nothing", "role cashier"),
    (
        "two cashiers",
        lambda c: c["participant"].append(c["participant"][0]),
        "Invoice.participant[1]",
        "an object",
        "the only cashier",
    ),
    (
        "business number",
        lambda c: c["identifier"].pop(),
        "Invoice.identifier",
        "a list of 1",
        "urn:govledger:business-number",
    ),
    (
        "two numbers",
        lambda c: c["identifier"].append(c["identifier"][1]),
        "Invoice.identifier[2]",
        "an object",
        "stands once",
    ),
    (
        "bill number",
        lambda c: c["identifier"][0].update(value="7"),
        "Invoice.identifier",
        "a list of 2",
        "code and number",
    ),
    ("check code", without("extension", "check-code"), "Invoice.extension('check-code')", "nothing", "is there"),
    (
        "point twice",
        lambda c: c["extension"].append(c["extension"][0]),
        "Invoice.extension[3]",
        "an object",
        "stands once",
    ),
    ("extension list", lambda c: c.update(extension={}), "Invoice.extension", "an object", "is a list"),
    ("no visit", without("extension", "visit"), "Invoice.extension('visit')", "nothing", "is there"),
    ("empty name", lambda c: c["recipient"].update(display=""), "Invoice.recipient.display", "", "is text"),
    (
        "payer type",
        lambda c: c["recipient"].update(type="Group"),
        "Invoice.recipient.type",
        "Group",
        "Patient, Organization",
    ),
    ("day alone", lambda c: c.update(date="2026-01-01"), "Invoice.date", "2026-01-01", "to the second"),
    (
        "no such day",
        lambda c: c.update(date="2026-02-30T00:00:00Z"),
        "Invoice.date",
        "2026-02-30T00:00:00Z",
        "to the second",
    ),
    (
        "fraction",
        lambda c: c.update(date="2026-01-01T00:00:00.5Z"),
        "Invoice.date",
        "2026-01-01T00:00:00.5Z",
        "to the second",
    ),
    (
        "two notes",
        lambda c: c.update(note=[{"text": "a"}, {"text": "b"}]),
        "Invoice.note[1]",
        "an object",
        "stands alone",
    ),
    (
        "line without price",
        lambda c: c["lineItem"][1].pop("priceComponent"),
        "Invoice.lineItem[1].priceComponent",
        "nothing",
        "type base",
    ),
    (
        "discounted line",
        lambda c: c["lineItem"][1]["priceComponent"].append({"type": "discount"}),
        "Invoice.lineItem[1].priceComponent[1]",
        "an object",
        "alone",
    ),
    (
        "taxed line",
        lambda c: c["lineItem"][1]["priceComponent"][0].update(type="tax"),
        "Invoice.lineItem[1].priceComponent[0].type",
        "tax",
        "one of base",
    ),
    (
        "fine quantity",
        lambda c: c["lineItem"][0]["priceComponent"][0].update(factor=Decimal("0.00001")),
        "Invoice.lineItem[0].priceComponent[0].factor",
        "0.00001",
        "at most 4",
    ),
    (
        "no category",
        lambda c: c["lineItem"][0]["chargeItemCodeableConcept"]["coding"].pop(0),
        "Invoice.lineItem[0].chargeItemCodeableConcept.coding",
        "a list of 1",
        "charge-category",
    ),
    (
        "total discount",
        lambda c: component(c, "charge-category").update(type="discount"),
        "Invoice.totalPriceComponent[0].type",
        "discount",
        "one of base",
    ),
    (
        "foreign component",
        lambda c: component(c, "settlement")["code"]["coding"][0].update(system="x"),
        "Invoice.totalPriceComponent[6].code",
        "an object",
        "a charge category",
    ),
    (
        "rounding sign",
        lambda c: component(c, "difference-kind").update(type="deduction"),
        "Invoice.totalPriceComponent[2].type",
        "deduction",
        "one of surcharge",
    ),
    (
        "channel type",
        lambda c: component(c, "payment-channel").update(type="base"),
        "Invoice.totalPriceComponent[3].type",
        "base",
        "informational",
    ),
    (
        "settlement twice",
        lambda c: c["totalPriceComponent"].append(component(c, "settlement")),
        "Invoice.totalPriceComponent[10].code.coding[0].code",
        "insurance_fund",
        "stands once",
    ),
    (
        "settlement name",
        lambda c: component(c, "settlement")["code"]["coding"][0].update(code="tips"),
        "Invoice.totalPriceComponent[6].code.coding[0].code",
        "tips",
        "insurance_fund",
    ),
    (
        "implicit rules",
        lambda c: c.update(implicitRules="urn:x"),
        "Invoice.implicitRules",
        "urn:x",
        "is not understood",
    ),
    (
        "modifier",
        lambda c: c["lineItem"][1].update(modifierExtension=[{}]),
        "Invoice.lineItem[1].modifierExtension",
        "a list of 1",
        "is not understood",
    ),
]


@pytest.mark.parametrize(
    ("change", "path", "value", "words"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS]
)
def test_element_that_cannot_be_read_is_named(change: Change, path: str, value: str, words: str) -> None:
    content = copy.deepcopy(invoice_of(sample_bill()))
    change(content)
    with pytest.raises(FhirInvalid) as caught:
        bill_of(Resource("Invoice.ndjson, line 7", content))
    error = caught.value
    assert (error.path, error.value) == (path, value)
    assert words in error.rule
    assert str(error).startswith(f"Invoice.ndjson, line 7, {content['resourceType']}/33060126-0000000001, {path}: ")
    assert str(error).endswith("mend the resource or export it again; nothing was imported")


def test_long_value_is_shortened_in_an_error() -> None:
    content = invoice_of(sample_bill()) | {"status": "x" * 100}
    del content["id"]
    with pytest.raises(FhirInvalid) as caught:
        bill_of(Resource("here", content))
    assert caught.value.value == "x" * 79 + "…"
    assert caught.value.resource == "Invoice"


def test_bill_can_be_read_without_what_says_nothing_about_it() -> None:
    content = invoice_of(sample_bill())
    content |= {"text": {"status": "generated", "div": "<div>x</div>"}, "paymentTerms": "30 days"}
    content["extension"].append({"url": "urn:other", "valueString": "x"})
    content["participant"] += [{"actor": {"display": "x"}}, {"role": {"text": "nurse"}, "actor": {"display": "y"}}]
    del content["totalNet"], content["meta"]
    check(resource(content))
    assert bill_of(resource(content)).bill == sample_bill()


# --- FHIR's own rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (lambda c: c.pop("status"), "Invoice.status", "is required"),
        (lambda c: c.update(total=1), "Invoice.total", "not permitted"),
        (lambda c: c["lineItem"][1].pop("chargeItemCodeableConcept"), "Invoice.lineItem[1]", "Expect any of"),
        (lambda c: c["totalGross"].update(value="many"), "Invoice.totalGross.value", "Decimal"),
        (lambda c: c.update(id="a b"), "Invoice.id", "pattern"),
    ],
    ids=["missing", "unknown", "choice", "type", "id"],
)
def test_resource_that_breaks_a_rule_of_fhir_is_refused(change: Change, path: str, words: str) -> None:
    content = copy.deepcopy(invoice_of(sample_bill()))
    change(content)
    with pytest.raises(FhirInvalid, match="keeps FHIR's definition") as caught:
        check(Resource("here", content))
    assert caught.value.path == path and words in caught.value.rule


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fhir.resources.R4B", None)
    with pytest.raises(InputError, match=r"install the extra with pip install 'govledger\[fhir\]'"):
        check(resource(invoice_of(sample_bill())))


def test_other_differences_are_for_information() -> None:
    differences = (*sample_bill().differences, Difference(kind=DifferenceKind.OTHER, amount_fen=-5, note="减免"))
    bill = msgspec.structs.replace(sample_bill(), differences=differences)
    content = invoice_of(bill)
    found = [one["type"] for one in content["totalPriceComponent"] if "difference" in str(one["code"])]
    assert found == ["surcharge", "informational"]
    assert bill_of(resource(content)).bill == bill

"""Which field of a bill stands in which element of its Invoice. Pure.

A test changes each field and sees exactly the elements change that are named here; another one finds this table in
docs/fhir.md. `[]` stands for a place in a list, `extension('x')` for the extension `urn:govledger:fhir:x`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govledger.bills.document import Settlement


@dataclass(frozen=True, slots=True)
class Mapped:
    """A field and its elements."""

    field: str
    """As in `govledger.bills.document`."""

    elements: tuple[str, ...]
    """The first one is read."""

    remark: str = ""


_VISIT = "Invoice.extension('visit').extension('{}')"
_COMPONENT = "Invoice.totalPriceComponent[]"
_LINE = "Invoice.lineItem[]"

INVOICE: tuple[Mapped, ...] = (
    Mapped("format", ("Invoice.meta.profile[]",), "urn:govledger:fhir:bill.v1; not read"),
    Mapped("header.code", ("Invoice.identifier[].value", "Invoice.id"), "system bill-number, before the dash"),
    Mapped("header.number", ("Invoice.identifier[].value", "Invoice.id"), "system bill-number, after the dash"),
    Mapped("header.check_code", ("Invoice.extension('check-code').valueString",)),
    Mapped("header.kind", ("Invoice.type.coding[].code", "Invoice.type.coding[].display"), "system bill-kind"),
    Mapped("header.issuer", ("Invoice.issuer.identifier.value",), "system public-code"),
    Mapped("header.issuer_name", ("Invoice.issuer.display",)),
    Mapped("header.issuer_type", ("Invoice.issuer.extension('issuer-type').valueString",)),
    Mapped("header.issuing_point", ("Invoice.extension('issuing-point').valueString",)),
    Mapped("header.issued_at", ("Invoice.date",), "UTC, to the second"),
    Mapped("header.business_number", ("Invoice.identifier[].value",), "system business-number"),
    Mapped("header.cashier", ("Invoice.participant[].actor.display",), "role cashier"),
    Mapped("header.reviewer", ("Invoice.participant[].actor.display",), "role reviewer"),
    Mapped("header.total_fen", ("Invoice.totalGross.value", "Invoice.totalNet.value"), "the same: there is no tax"),
    Mapped("header.remark", ("Invoice.note[].text",)),
    Mapped(
        "header.red_letter.blue_code",
        (
            "Invoice.extension('red-letter').extension('replaces').valueReference.identifier.value",
            "Invoice.extension('red-letter').extension('replaces').valueReference.reference",
        ),
        "system bill-number, before the dash",
    ),
    Mapped(
        "header.red_letter.blue_number",
        (
            "Invoice.extension('red-letter').extension('replaces').valueReference.identifier.value",
            "Invoice.extension('red-letter').extension('replaces').valueReference.reference",
        ),
        "system bill-number, after the dash",
    ),
    Mapped(
        "header.red_letter.reason",
        (
            "Invoice.extension('red-letter').extension('reason').valueCoding.code",
            "Invoice.extension('red-letter').extension('reason').valueCoding.display",
        ),
        "system red-letter-reason",
    ),
    Mapped("payer.kind", ("Invoice.recipient.type", "Invoice.subject"), "Patient 01, Organization 02"),
    Mapped("payer.name", ("Invoice.recipient.display", "Invoice.subject.display"), "masked; subject of persons only"),
    Mapped("payer.id_type", ("Invoice.recipient.identifier.type.text",)),
    Mapped("payer.masked_id", ("Invoice.recipient.identifier.value",), "masked"),
    Mapped("payer.card_type", ("Invoice.recipient.extension('card-type').valueString",)),
    Mapped("payer.card", ("Invoice.recipient.extension('card').valueString",)),
    Mapped("visit.insurance_type", (_VISIT.format("insurance-type") + ".valueString",)),
    Mapped("visit.insurance_number", (_VISIT.format("insurance-number") + ".valueString",)),
    Mapped("visit.settlement_number", (_VISIT.format("settlement-number") + ".valueString",)),
    Mapped("visit.visit_at", (_VISIT.format("visit-at") + ".valueDateTime",), "UTC, to the second"),
    Mapped("visit.department", (_VISIT.format("department") + ".valueString",)),
    Mapped("visit.visit_number", (_VISIT.format("visit-number") + ".valueString",)),
    Mapped("visit.case_number", (_VISIT.format("case-number") + ".valueString",)),
    Mapped("visit.admitted_at", (_VISIT.format("stay") + ".valuePeriod.start",), "UTC, to the second"),
    Mapped("visit.discharged_at", (_VISIT.format("stay") + ".valuePeriod.end",), "UTC, to the second"),
    *(
        Mapped(
            f"settlement.{name}",
            (f"{_COMPONENT}.amount.value",),
            f"informational, system settlement, code {name.removesuffix('_fen')}; zero is left out",
        )
        for name in Settlement.__struct_fields__
    ),
    Mapped(
        "charges[].category",
        (f"{_COMPONENT}.code.coding[].code", f"{_COMPONENT}.code.coding[].display"),
        "base, system charge-category",
    ),
    Mapped("charges[].amount_fen", (f"{_COMPONENT}.amount.value",), "base"),
    Mapped("lines[].reference", (f"{_LINE}.extension('line-reference').valueString",)),
    Mapped(
        "lines[].category",
        (
            f"{_LINE}.chargeItemCodeableConcept.coding[].code",
            f"{_LINE}.chargeItemCodeableConcept.coding[].display",
        ),
        "system charge-category",
    ),
    Mapped("lines[].item_code", (f"{_LINE}.chargeItemCodeableConcept.coding[].code",), "system item-code"),
    Mapped("lines[].name", (f"{_LINE}.chargeItemCodeableConcept.text",)),
    Mapped("lines[].specification", (f"{_LINE}.extension('specification').valueString",)),
    Mapped("lines[].unit", (f"{_LINE}.extension('unit').valueString",)),
    Mapped("lines[].price_e4", (f"{_LINE}.extension('unit-price').valueMoney.value",), "up to four digits"),
    Mapped("lines[].quantity_e4", (f"{_LINE}.priceComponent[].factor",), "up to four digits"),
    Mapped("lines[].amount_fen", (f"{_LINE}.priceComponent[].amount.value",), "base"),
    Mapped(
        "channels[].channel",
        (f"{_COMPONENT}.code.coding[].code", f"{_COMPONENT}.code.coding[].display"),
        "informational, system payment-channel",
    ),
    Mapped("channels[].reference", (f"{_COMPONENT}.extension('payment-reference').valueString",)),
    Mapped("channels[].amount_fen", (f"{_COMPONENT}.amount.value",), "informational"),
    Mapped(
        "differences[].kind",
        (
            f"{_COMPONENT}.code.coding[].code",
            f"{_COMPONENT}.code.coding[].display",
            f"{_COMPONENT}.type",
        ),
        "system difference-kind; rounding is a surcharge or, below zero, a deduction, others informational",
    ),
    Mapped("differences[].amount_fen", (f"{_COMPONENT}.amount.value",)),
    Mapped("differences[].note", (f"{_COMPONENT}.extension('explanation').valueString",)),
    Mapped(
        "claimable_fen",
        ("Invoice.extension('claimable').valueMoney.value",),
        "beside the document; if it is not there, the total less what was settled at the counter",
    ),
)
"""Every field of a bill, in the order of its positions, and what can be claimed of it."""

_BY_FIELD = {one.field: one.elements[0] for one in INVOICE}


def element_of(field: str) -> str:
    """The element that a field of a bill is read from; of a whole list or part, the one that holds it.

    The place in a list is kept for `lines`, whose elements are in the same order.
    """
    entry = re.fullmatch(r"(\w+)\[(\d+)\](\.\w+)?", field)
    if entry is None:
        return _BY_FIELD.get(field, "Invoice.lineItem" if field == "lines" else "Invoice.totalPriceComponent")
    name, place, rest = entry[1], entry[2], entry[3] or ""
    found = _BY_FIELD.get(f"{name}[]{rest}", "Invoice.totalPriceComponent")
    return found.replace("lineItem[]", f"lineItem[{place}]").replace("priceComponent[]", "priceComponent[0]")

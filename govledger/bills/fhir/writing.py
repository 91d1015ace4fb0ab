"""A bill as a FHIR R4 Invoice. Pure.

Everything of the document is in it (`govledger.bills.fhir.mapping`); `govledger.bills.fhir.reading` makes the same
document of it again. FHIR knows neither a visit's insurance nor a red letter nor payment channels in an Invoice: the
first two are extensions, the channels and the settlement's amounts are price components that are there for information.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

from govledger.bills.document import (
    BillDocument,
    BillDraft,
    Difference,
    DifferenceKind,
    DraftHeader,
    Header,
    Line,
    Payer,
    PayerKind,
    RedLetter,
    RedLetterReason,
    Visit,
)
from govledger.bills.fhir import vocabulary as words
from govledger.bills.fhir.elements import EPOCH
from govledger.errors import DocumentInvalid, Problem

Json: TypeAlias = dict[str, Any]

_JSON = msgspec.json.Encoder(decimal_format="number")
PROFILE = words.EXTENSION + "bill.v1"
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_CODE = re.compile(r"\S+(\s\S+)*")


def invoice_of(
    bill: BillDocument | BillDraft, *, claimable_fen: int | None = None, taken_back: RedLetterReason | None = None
) -> Json:
    """The Invoice of a bill that keeps its rules.

    Args:
        bill: an issued bill, blue or red, or a draft, which has no number and no date yet.
        claimable_fen: what payers together may settle; None: it is the total less what was settled at the counter.
        taken_back: why a red letter took this bill back: the Invoice is cancelled.

    Returns:
        The resource; its amounts are `Decimal`.

    Raises:
        DocumentInvalid: FHIR cannot hold a time before year 1 or after 9999, nor an item code with two spaces in a row.
    """
    header = bill.header
    number = _number(header) if isinstance(header, Header) else None
    return without_empty(
        {
            "resourceType": "Invoice",
            "id": invoice_id(bill),
            "meta": {"profile": [PROFILE]},
            "extension": list(_extensions(bill, claimable_fen)),
            "identifier": [
                *([] if number is None else [{"system": words.BILL_NUMBER, "value": number}]),
                {"system": words.BUSINESS_NUMBER, "value": header.business_number},
            ],
            "status": "draft" if number is None else "issued" if taken_back is None else "cancelled",
            "cancelledReason": None if taken_back is None else f"red letter {taken_back}: {_display(taken_back)}",
            "type": concept(words.BILL_KIND, header.kind),
            "subject": _subject(bill.payer),
            "recipient": _recipient(bill.payer),
            "date": date_time("header.issued_at", header.issued_at) if isinstance(header, Header) else None,
            "participant": [
                {"role": _concept(words.PARTICIPANT_ROLE, role), "actor": {"display": name}}
                for role, name in (("cashier", header.cashier), ("reviewer", header.reviewer))
                if name is not None
            ],
            "issuer": organisation(header.issuer, header.issuer_name)
            | {"extension": _texts((words.ISSUER_TYPE, header.issuer_type))},
            "lineItem": [_line_item(place, line) for place, line in enumerate(bill.lines)],
            "totalPriceComponent": list(_components(bill)),
            "totalNet": money(header.total_fen),
            "totalGross": money(header.total_fen),
            "note": [] if header.remark is None else [{"text": header.remark}],
        }
    )


def invoice_id(bill: BillDocument | BillDraft) -> str:
    """The id of a bill's Invoice: the bill's number, or of a draft the issuer's code and the business number."""
    header = bill.header
    return _number(header) if isinstance(header, Header) else resource_id(header.issuer, header.business_number)


def resource_id(*names: str) -> str:
    """An id as FHIR allows it: the names with dashes between, or the SHA-256 of that if FHIR does not allow them."""
    plain = "-".join(names)
    return plain if _ID.fullmatch(plain) else hashlib.sha256(plain.encode()).hexdigest()


def to_json(resource: Json) -> bytes:
    """A resource as JSON in one line, its amounts as numbers with exactly the digits that they have."""
    return _JSON.encode(resource)


# --- pieces that all resources are made of ---------------------------------------------------------------


def money(fen: int, digits: int = 2) -> Json:
    """Fen as a Money with two digits after the point; with four, 1/10000 yuan."""
    return {"value": Decimal(fen).scaleb(-digits), "currency": words.CURRENCY}


def organisation(public_code: str, name: str) -> Json:
    """A Reference to an organisation by its public code."""
    identifier = {"system": words.PUBLIC_CODE, "value": public_code}
    return {"type": "Organization", "identifier": identifier, "display": name}


def concept(system: str, member: StrEnum) -> Json:
    """A member of a closed list as a CodeableConcept."""
    return {"coding": [_coding(system, member)]}


def date_time(field: str, seconds: int) -> str:
    """Seconds since 1970 as a FHIR dateTime in UTC.

    Raises:
        DocumentInvalid: the year does not have four digits.
    """
    try:
        return (EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
    except OverflowError as error:
        problem = Problem(field, "lies in the years 1 to 9999, which a FHIR dateTime can hold", seconds)
        raise DocumentInvalid((problem,)) from error


def without_empty(value: Json) -> Json:
    """The object without members that are None or empty, which FHIR does not allow, at any depth."""
    found = {}
    for name, item in value.items():
        if isinstance(item, dict):
            item = without_empty(item)
        elif isinstance(item, list):
            item = [without_empty(one) if isinstance(one, dict) else one for one in item]
        if item is not None and item != [] and item != {}:
            found[name] = item
    return found


def _display(member: StrEnum) -> str:
    return member.name.lower().replace("_", " ")


def _coding(system: str, member: StrEnum) -> Json:
    return {"system": system, "code": member.value, "display": _display(member)}


def _concept(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}


def _texts(*texts: tuple[str, str | None]) -> list[Json]:
    return [{"url": url, "valueString": text} for url, text in texts if text is not None]


def _number(header: Header) -> str:
    return f"{header.code}-{header.number}"


# --- the bill's parts ------------------------------------------------------------------------------------


def _extensions(bill: BillDocument | BillDraft, claimable_fen: int | None) -> Iterator[Json]:
    header: DraftHeader = bill.header
    yield from _texts((words.ISSUING_POINT, header.issuing_point))
    if isinstance(header, Header):
        yield from _texts((words.CHECK_CODE, header.check_code))
    if claimable_fen is not None:
        yield {"url": words.CLAIMABLE, "valueMoney": money(claimable_fen)}
    if header.red_letter is not None:
        yield {"url": words.RED_LETTER, "extension": _red_letter(header.red_letter)}
    yield {"url": words.VISIT, "extension": _visit(bill.visit)}


def _red_letter(red: RedLetter) -> list[Json]:
    blue = f"{red.blue_code}-{red.blue_number}"
    reference = {
        "reference": f"Invoice/{blue}",
        "type": "Invoice",
        "identifier": {"system": words.BILL_NUMBER, "value": blue},
    }
    return [
        {"url": "replaces", "valueReference": reference},
        {"url": "reason", "valueCoding": _coding(words.RED_LETTER_REASON, red.reason)},
    ]


def _visit(visit: Visit) -> list[Json]:
    stay = {
        "start": None if visit.admitted_at is None else date_time("visit.admitted_at", visit.admitted_at),
        "end": None if visit.discharged_at is None else date_time("visit.discharged_at", visit.discharged_at),
    }
    return [
        *_texts(
            ("insurance-type", visit.insurance_type),
            ("insurance-number", visit.insurance_number),
            ("settlement-number", visit.settlement_number),
        ),
        {"url": "visit-at", "valueDateTime": date_time("visit.visit_at", visit.visit_at)},
        *_texts(
            ("department", visit.department),
            ("visit-number", visit.visit_number),
            ("case-number", visit.case_number),
        ),
        *([{"url": "stay", "valuePeriod": stay}] if any(stay.values()) else []),
    ]


def _subject(payer: Payer) -> Json | None:
    return {"type": "Patient", "display": payer.name} if payer.kind is PayerKind.PERSON else None


def _recipient(payer: Payer) -> Json:
    kind = None if payer.id_type is None else {"text": payer.id_type}
    return {
        "extension": _texts((words.CARD_TYPE, payer.card_type), (words.CARD, payer.card)),
        "type": "Patient" if payer.kind is PayerKind.PERSON else "Organization",
        "identifier": {"type": kind, "value": payer.masked_id},
        "display": payer.name,
    }


def _line_item(place: int, line: Line) -> Json:
    if line.item_code is not None and _CODE.fullmatch(line.item_code) is None:
        rule = "is a code as FHIR has them: no two spaces in a row"
        raise DocumentInvalid((Problem(f"lines[{place}].item_code", rule, line.item_code),))
    item_code = None if line.item_code is None else {"system": words.ITEM_CODE, "code": line.item_code}
    return {
        "extension": [
            *_texts(
                (words.LINE_REFERENCE, line.reference),
                (words.SPECIFICATION, line.specification),
                (words.UNIT, line.unit),
            ),
            {"url": words.UNIT_PRICE, "valueMoney": money(line.price_e4, 4)},
        ],
        "sequence": place + 1,
        "chargeItemCodeableConcept": {
            "coding": [_coding(words.CHARGE_CATEGORY, line.category), *([] if item_code is None else [item_code])],
            "text": line.name,
        },
        "priceComponent": [
            {
                "type": "base",
                "factor": Decimal(line.quantity_e4).scaleb(-4),
                "amount": money(line.amount_fen),
            }
        ],
    }


def _components(bill: BillDocument | BillDraft) -> Iterator[Json]:
    for charge in bill.charges:
        yield _component("base", concept(words.CHARGE_CATEGORY, charge.category), charge.amount_fen)
    for difference in bill.differences:
        code = concept(words.DIFFERENCE_KIND, difference.kind)
        notes = _texts((words.EXPLANATION, difference.note))
        yield {"extension": notes} | _component(difference_type(difference), code, difference.amount_fen)
    for channel in bill.channels:
        code = concept(words.PAYMENT_CHANNEL, channel.channel)
        references = _texts((words.PAYMENT_REFERENCE, channel.reference))
        yield {"extension": references} | _component("informational", code, channel.amount_fen)
    for name in bill.settlement.__struct_fields__:
        amount = getattr(bill.settlement, name)
        if amount:
            yield _component("informational", _concept(words.SETTLEMENT, name.removesuffix("_fen")), amount)


def difference_type(difference: Difference) -> str:
    """The type of a difference's price component: a rounding is inside the sum, all others are not."""
    if difference.kind is not DifferenceKind.ROUNDING:
        return "informational"
    return "deduction" if difference.amount_fen < 0 else "surcharge"


def _component(kind: str, code: Json, fen: int) -> Json:
    return {"type": kind, "code": code, "amount": money(fen)}

"""A FHIR R4 Invoice as a bill. Pure.

Whatever would change an amount is read or refused: modifier extensions, taxes, discounts, price components with codes
of other systems. Elements that say nothing about the bill (text, account, payment terms, extensions of others) are left
aside. The document's own rules are checked by `govledger.bills.rules.validate`, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from govledger.bills.document import (
    BillDocument,
    BillDraft,
    BillKind,
    Channel,
    Charge,
    ChargeCategory,
    Difference,
    DifferenceKind,
    DraftHeader,
    Line,
    Payer,
    PayerKind,
    PaymentChannel,
    RedLetter,
    RedLetterReason,
    Settlement,
    Visit,
)
from govledger.bills.fhir import vocabulary as words
from govledger.bills.fhir.elements import Element, Resource
from govledger.bills.fhir.writing import difference_type
from govledger.bills.number import parse_key
from govledger.errors import InputError


@dataclass(frozen=True, slots=True)
class InvoicedBill:
    """A bill, and what can be claimed of it."""

    bill: BillDocument | BillDraft
    """A draft where the Invoice has no bill number yet."""

    claimable_fen: int


def bill_of(resource: Resource) -> InvoicedBill:
    """The bill that an Invoice holds.

    Raises:
        FhirInvalid: an element is missing, cannot be read, or has no place in a bill; says which and why.
    """
    root = resource.root
    root.child("resourceType").one_of("Invoice")
    refuse_modifiers(root)
    number = root.identifier(words.BILL_NUMBER)
    root.child("status").one_of("draft", "issued", "balanced", *(() if number is None else ("cancelled",)))
    components = _Components(root)
    payer = root.get("recipient") or root.child("subject")
    draft = BillDraft(
        header=_header(root),
        payer=_payer(payer),
        visit=_visit(root.required_extension(words.VISIT)),
        settlement=components.settlement(),
        charges=tuple(components.charges),
        lines=tuple(_line(item) for item in root.items("lineItem")),
        channels=tuple(components.channels),
        differences=tuple(components.differences),
    )
    claimable = root.extension(words.CLAIMABLE)
    left = draft.header.total_fen - draft.settlement.counter_settled_fen
    claimable_fen = max(0, left) if claimable is None else claimable.child("valueMoney").money()
    return InvoicedBill(draft if number is None else _numbered(root, draft, number), claimable_fen)


def refuse_modifiers(element: Element) -> None:
    """Refuses what changes the meaning of a resource in a way that nobody here knows.

    Raises:
        FhirInvalid: there is an `implicitRules` or a `modifierExtension`, at any depth.
    """
    if isinstance(element.value, Mapping):
        for name, value in element.value.items():
            inner = Element(element.resource, f"{element.path}.{name}", value)
            if name in ("implicitRules", "modifierExtension"):
                inner.refuse("is not there: it changes the meaning of the resource and is not understood")
            refuse_modifiers(inner)
    elif isinstance(element.value, list):
        for place, value in enumerate(element.value):
            refuse_modifiers(Element(element.resource, f"{element.path}[{place}]", value))


def _numbered(root: Element, draft: BillDraft, number: str) -> BillDocument:
    try:
        key = parse_key(number)
    except InputError:
        root.child("identifier").refuse(f"is a bill's code and number, {number!r} is not")
    check_code = root.required_extension(words.CHECK_CODE).child("valueString").text()
    return draft.numbered(key, check_code=check_code, issued_at=root.child("date").seconds())


def _header(root: Element) -> DraftHeader:
    issuer = root.child("issuer")
    total = root.child("totalGross")
    net = root.get("totalNet")
    if net is not None and net.money() != total.money():
        net.child("value").refuse("equals totalGross: there is no tax on a medical bill")
    remark = root.only("note")
    cashier = _participant(root, "cashier")
    if cashier is None:
        root.resource.refuse(f"{root.path}.participant", None, "has one with the role cashier")
    red_letter = root.extension(words.RED_LETTER)
    return DraftHeader(
        kind=root.child("type").required_coding(words.BILL_KIND).child("code").choice(BillKind),
        issuer=issuer.named(words.PUBLIC_CODE),
        issuer_name=issuer.child("display").text(),
        issuer_type=issuer.extension_text(words.ISSUER_TYPE),
        issuing_point=root.required_extension(words.ISSUING_POINT).child("valueString").text(),
        business_number=root.required_identifier(words.BUSINESS_NUMBER),
        cashier=cashier,
        reviewer=_participant(root, "reviewer"),
        total_fen=total.money(),
        remark=None if remark is None else remark.child("text").text(),
        red_letter=None if red_letter is None else _red_letter(red_letter),
    )


def _participant(root: Element, role: str) -> str | None:
    found: list[Element] = []
    for participant in root.items("participant"):
        kind = participant.get("role")
        coding = None if kind is None else kind.coding(words.PARTICIPANT_ROLE)
        if coding is not None and coding.child("code").value == role:
            found.append(participant)
    if len(found) > 1:
        found[1].refuse(f"is the only {role}")
    return found[0].child("actor").child("display").text() if found else None


def _red_letter(red: Element) -> RedLetter:
    replaced = red.required_extension("replaces").child("valueReference").named(words.BILL_NUMBER)
    code, _, number = replaced.partition("-")
    reason = red.required_extension("reason").child("valueCoding").child("code").choice(RedLetterReason)
    return RedLetter(blue_code=code, blue_number=number, reason=reason)


_PAYER_KINDS = {"Patient": PayerKind.PERSON, "Organization": PayerKind.ORGANISATION}


def _payer(payer: Element) -> Payer:
    identifier = payer.get("identifier")
    kind = None if identifier is None else identifier.get("type")
    number = None if identifier is None else identifier.get("value")
    return Payer(
        kind=_PAYER_KINDS[payer.child("type").one_of(*_PAYER_KINDS)],
        name=payer.child("display").text(),
        id_type=None if kind is None else kind.child("text").text(),
        masked_id=None if number is None else number.text(),
        card_type=payer.extension_text(words.CARD_TYPE),
        card=payer.extension_text(words.CARD),
    )


def _visit(visit: Element) -> Visit:
    stay = visit.extension("stay")
    period = None if stay is None else stay.child("valuePeriod")
    start, end = (None if period is None else period.get(name) for name in ("start", "end"))
    return Visit(
        insurance_type=visit.extension_text("insurance-type"),
        insurance_number=visit.extension_text("insurance-number"),
        settlement_number=visit.extension_text("settlement-number"),
        visit_at=visit.required_extension("visit-at").child("valueDateTime").seconds(),
        department=visit.required_extension("department").child("valueString").text(),
        visit_number=visit.extension_text("visit-number"),
        case_number=visit.extension_text("case-number"),
        admitted_at=None if start is None else start.seconds(),
        discharged_at=None if end is None else end.seconds(),
    )


def _line(item: Element) -> Line:
    service = item.child("chargeItemCodeableConcept")
    item_code = service.coding(words.ITEM_CODE)
    price = item.only("priceComponent")
    if price is None:
        item.resource.refuse(f"{item.path}.priceComponent", None, "has one component of type base")
    price.child("type").one_of("base")
    return Line(
        reference=item.required_extension(words.LINE_REFERENCE).child("valueString").text(),
        category=service.required_coding(words.CHARGE_CATEGORY).child("code").choice(ChargeCategory),
        item_code=None if item_code is None else item_code.child("code").text(),
        name=service.child("text").text(),
        specification=item.extension_text(words.SPECIFICATION),
        unit=item.extension_text(words.UNIT),
        price_e4=item.required_extension(words.UNIT_PRICE).child("valueMoney").money(4),
        quantity_e4=price.child("factor").scaled(4),
        amount_fen=price.child("amount").money(),
    )


class _Components:
    """The total's price components, told apart by the system of their code."""

    def __init__(self, root: Element) -> None:
        self.charges: list[Charge] = []
        self.differences: list[Difference] = []
        self.channels: list[Channel] = []
        self._settlement: dict[str, int] = dict.fromkeys(Settlement.__struct_fields__, 0)
        self._seen: set[str] = set()
        for component in root.items("totalPriceComponent"):
            self._take(component, component.child("code"), component.child("amount").money())

    def settlement(self) -> Settlement:
        """The settlement's amounts; those that no component names are zero."""
        return Settlement(**self._settlement)

    def _take(self, component: Element, code: Element, fen: int) -> None:
        kind = component.child("type")
        if (coding := code.coding(words.CHARGE_CATEGORY)) is not None:
            kind.one_of("base")
            self.charges.append(Charge(category=coding.child("code").choice(ChargeCategory), amount_fen=fen))
        elif (coding := code.coding(words.DIFFERENCE_KIND)) is not None:
            note = component.required_extension(words.EXPLANATION).child("valueString").text()
            difference = Difference(kind=coding.child("code").choice(DifferenceKind), amount_fen=fen, note=note)
            kind.one_of(difference_type(difference))
            self.differences.append(difference)
        elif (coding := code.coding(words.PAYMENT_CHANNEL)) is not None:
            kind.one_of("informational")
            reference = component.extension_text(words.PAYMENT_REFERENCE)
            channel = coding.child("code").choice(PaymentChannel)
            self.channels.append(Channel(channel=channel, reference=reference, amount_fen=fen))
        elif (coding := code.coding(words.SETTLEMENT)) is not None:
            kind.one_of("informational")
            self._take_settlement(coding.child("code"), fen)
        else:
            code.refuse("is a charge category, a difference, a payment channel or an amount of the settlement")

    def _take_settlement(self, code: Element, fen: int) -> None:
        name = f"{code.one_of(*(name.removesuffix('_fen') for name in self._settlement))}_fen"
        if name in self._seen:
            code.refuse("stands once")
        self._seen.add(name)
        self._settlement[name] = fen

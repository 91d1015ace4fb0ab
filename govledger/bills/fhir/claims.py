"""What payers reimbursed of a bill, as FHIR R4: a Claim each, and the ExplanationOfBenefit that answers it. Pure.

The Claim says who asks for how much of which bill; the ExplanationOfBenefit says how much was reserved (adjudication
with category benefit) and how much was settled (payment). They name the bill and not its patient: whom a bill is about
stands in the Invoice alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from govledger.bills.fhir import vocabulary as words
from govledger.bills.fhir.elements import Element, Resource
from govledger.bills.fhir.reading import refuse_modifiers
from govledger.bills.fhir.writing import Json, date_time, invoice_id, money, organisation, resource_id
from govledger.bills.import_plan import PlannedBill, Reimbursement

BILL = "bill"
"""The category of the supporting information that names the bill."""


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A Claim: a payer asks for a part of a bill."""

    resource: Resource
    hospital: str
    """Public code of the bill's issuer."""

    asked: Reimbursement

    @property
    def key(self) -> tuple[str, str]:
        """The payer's public code and its claim reference."""
        return self.asked.payer, self.asked.reference


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """An ExplanationOfBenefit: how much was settled on a claim."""

    resource: Resource
    key: tuple[str, str]
    """The payer's public code and the claim's reference."""

    settled_fen: int


def claim_of(bill: PlannedBill, reimbursement: Reimbursement, payer_name: str) -> Json:
    """The Claim of a reimbursement."""
    return {
        "resourceType": "Claim",
        "id": resource_id(reimbursement.payer, reimbursement.reference),
        "identifier": [{"system": words.CLAIM_REFERENCE, "value": reimbursement.reference}],
        **_frame(bill, reimbursement, payer_name),
        "priority": {"coding": [{"system": words.PRIORITY, "code": "normal"}]},
        "supportingInfo": [
            {
                "sequence": 1,
                "category": {"coding": [{"system": words.SUPPORTING_INFORMATION, "code": BILL}]},
                "valueReference": {
                    "reference": f"Invoice/{invoice_id(bill.draft)}",
                    "type": "Invoice",
                    "identifier": {"system": words.BUSINESS_NUMBER, "value": bill.claim},
                },
            }
        ],
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": payer_name}}],
        "total": money(reimbursement.amount_fen),
    }


def answer_of(bill: PlannedBill, reimbursement: Reimbursement, payer_name: str) -> Json:
    """The ExplanationOfBenefit that says that a reimbursement was reserved and settled."""
    identity = resource_id(reimbursement.payer, reimbursement.reference)
    amount = money(reimbursement.amount_fen)
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": identity,
        **_frame(bill, reimbursement, payer_name),
        "claim": {
            "reference": f"Claim/{identity}",
            "type": "Claim",
            "identifier": {"system": words.CLAIM_REFERENCE, "value": reimbursement.reference},
        },
        "outcome": "complete",
        "insurance": [{"focal": True, "coverage": {"display": payer_name}}],
        "adjudication": [
            {"category": {"coding": [{"system": words.ADJUDICATION, "code": category}]}, "amount": amount}
            for category in ("submitted", "benefit")
        ],
        "payment": {"amount": amount},
    }


def _frame(bill: PlannedBill, reimbursement: Reimbursement, payer_name: str) -> Json:
    """What Claim and ExplanationOfBenefit have in common."""
    header, visit = bill.draft.header, bill.draft.visit
    return {
        "status": "active",
        "type": {"coding": [{"system": words.CLAIM_TYPE, "code": "institutional"}]},
        "use": "claim",
        "patient": {"extension": [{"url": words.ABSENT_REASON, "valueCode": "masked"}]},
        "created": date_time("visit.visit_at", visit.visit_at),
        "insurer": organisation(reimbursement.payer, payer_name),
        "provider": organisation(header.issuer, header.issuer_name),
    }


def read_claim(resource: Resource) -> ReadClaim:
    """What a Claim asks for.

    Raises:
        FhirInvalid: it is not active, or does not say who asks for how much of which bill.
    """
    root = resource.root
    _require_active(root)
    bills = [one for one in root.items("supportingInfo") if _is_bill(one)]
    if len(bills) != 1:
        rule = f"has one entry with the category {BILL} of {words.SUPPORTING_INFORMATION}"
        resource.refuse(f"{root.path}.supportingInfo", root.value.get("supportingInfo"), rule)
    asked = Reimbursement(
        claim=bills[0].child("valueReference").named(words.BUSINESS_NUMBER),
        payer=root.child("insurer").named(words.PUBLIC_CODE),
        reference=root.required_identifier(words.CLAIM_REFERENCE),
        amount_fen=root.child("total").money(),
    )
    return ReadClaim(resource, root.child("provider").named(words.PUBLIC_CODE), asked)


def read_answer(resource: Resource) -> ReadAnswer:
    """What an ExplanationOfBenefit says was settled.

    Raises:
        FhirInvalid: it is not active or not finished, or settles nothing, or more than was reserved.
    """
    root = resource.root
    _require_active(root)
    root.child("outcome").one_of("complete", "partial")
    paid = root.child("payment").child("amount")
    fen = paid.money()
    if fen <= 0:
        paid.child("value").refuse("is more than zero")
    for adjudication in root.items("adjudication"):
        category = adjudication.child("category").coding(words.ADJUDICATION)
        if category is not None and category.child("code").value == "benefit":
            reserved = adjudication.child("amount").money()
            if reserved < fen:
                paid.child("value").refuse(f"is not more than the benefit, which is {reserved} fen")
    key = root.child("insurer").named(words.PUBLIC_CODE), root.child("claim").named(words.CLAIM_REFERENCE)
    return ReadAnswer(resource, key, fen)


def _require_active(root: Element) -> None:
    refuse_modifiers(root)
    root.child("status").one_of("active")
    root.child("use").one_of("claim")


def _is_bill(entry: Element) -> bool:
    coding = entry.child("category").coding(words.SUPPORTING_INFORMATION)
    return coding is not None and coding.child("code").value == BILL

"""A whole import as FHIR R4 resources, and back: Organizations, Invoices, Claims, ExplanationsOfBenefit. Pure.

Resources find one another by identifier and in any order, since a server gives them ids of its own; what remains of
order is that of the Invoices and that of the Claims of one bill, which is the order in which they are reserved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from govledger.bills.document import BillDocument, BillDraft
from govledger.bills.fhir import vocabulary as words
from govledger.bills.fhir.claims import ReadAnswer, ReadClaim, answer_of, claim_of, read_answer, read_claim
from govledger.bills.fhir.elements import Resource
from govledger.bills.fhir.mapping import element_of
from govledger.bills.fhir.reading import bill_of, refuse_modifiers
from govledger.bills.fhir.writing import Json, concept, invoice_of
from govledger.bills.import_plan import (
    ImportPlan,
    PayerClass,
    PlannedBill,
    PlannedHospital,
    PlannedPayer,
    Reimbursement,
    refuse_equal_codes,
    totals_of,
)
from govledger.bills.public_code import is_public_code
from govledger.bills.rules import validate, validate_claimable
from govledger.errors import DocumentInvalid

TYPES = ("Organization", "Invoice", "Claim", "ExplanationOfBenefit")
"""The types of resources that an import is made of; others are left aside."""

_ALONE = "leave one of them out; nothing was imported"


def resources_of(plan: ImportPlan) -> Iterator[Json]:
    """An import as resources: all of one type, then all of the next, in the order of `TYPES`."""
    for hospital in plan.hospitals:
        yield _organization(hospital.id, hospital.public_code, hospital.name, None)
    for payer in plan.payers:
        yield _organization(payer.id, payer.public_code, payer.name, payer.payer_class)
    for bill in plan.bills:
        yield invoice_of(bill.draft, claimable_fen=bill.claimable_fen)
    names = {payer.public_code: payer.name for payer in plan.payers}
    for make in (claim_of, answer_of):
        for bill in plan.bills:
            for reimbursement in bill.reimbursements:
                yield make(bill, reimbursement, names[reimbursement.payer])


def plan_of(resources: Iterable[Resource]) -> ImportPlan:
    """The import that resources hold.

    Hospitals are the issuers of the Invoices, in the order of their first one; payers are all Organizations with a
    payer class, in their order.

    Raises:
        FhirInvalid: a resource cannot be read, breaks a rule of bills, or lacks another one; says which element.
        InputError: two organisations have the same public code.
    """
    parts = _Parts()
    for resource in resources:
        parts.take(resource)
    return parts.plan()


def _organization(identity: str, public_code: str, name: str, payer_class: PayerClass | None) -> Json:
    kind = {"coding": [{"system": words.ORGANIZATION_TYPE, "code": "prov" if payer_class is None else "pay"}]}
    return {
        "resourceType": "Organization",
        "id": identity,
        "identifier": [{"system": words.PUBLIC_CODE, "value": public_code}],
        "type": [kind, *([] if payer_class is None else [concept(words.PAYER_CLASS, payer_class)])],
        "name": name,
    }


@dataclass(frozen=True, slots=True)
class _Organization:
    id: str
    public_code: str
    name: str
    payer_class: PayerClass | None


@dataclass(frozen=True, slots=True)
class _Invoice:
    resource: Resource
    draft: BillDraft
    claimable_fen: int


@dataclass(slots=True)
class _Parts:
    """What was read so far."""

    organizations: list[_Organization] = field(default_factory=list)
    invoices: dict[str, _Invoice] = field(default_factory=dict)
    """By business number."""

    claims: dict[str, ReadClaim] = field(default_factory=dict)
    """By reference."""

    answers: dict[tuple[str, str], ReadAnswer] = field(default_factory=dict)

    def take(self, resource: Resource) -> None:
        """Read one resource; of another type than `TYPES`, nothing."""
        if resource.type == "Organization":
            self._take_organization(resource)
        elif resource.type == "Invoice":
            self._take_invoice(resource)
        elif resource.type == "Claim":
            claim = read_claim(resource)
            if self.claims.setdefault(claim.asked.reference, claim) is not claim:
                rule = f"has a reference of its own, {claim.asked.reference!r} stands in another Claim"
                resource.refuse("Claim.identifier", claim.asked.reference, rule, _ALONE)
        elif resource.type == "ExplanationOfBenefit":
            answer = read_answer(resource)
            if self.answers.setdefault(answer.key, answer) is not answer:
                resource.refuse("ExplanationOfBenefit.claim", answer.key[1], "is answered once", _ALONE)

    def plan(self) -> ImportPlan:
        """What all of it comes to."""
        refuse_equal_codes([_party(one) for one in self.organizations])
        reimbursements = self._reimbursements()
        bills = tuple(
            PlannedBill(
                claim=number,
                hospital=invoice.draft.header.issuer,
                draft=invoice.draft,
                claimable_fen=invoice.claimable_fen,
                reimbursements=tuple(reimbursements.get(number, ())),
            )
            for number, invoice in self.invoices.items()
        )
        payers = tuple(party for one in self.organizations if isinstance(party := _party(one), PlannedPayer))
        return ImportPlan(tuple(self._hospitals()), payers, bills, totals_of(bills))

    def _take_organization(self, resource: Resource) -> None:
        root = resource.root
        refuse_modifiers(root)
        public_code = root.identifier(words.PUBLIC_CODE)
        if public_code is None:
            return
        if not is_public_code(public_code):
            resource.refuse("Organization.identifier", public_code, "is a public code with its check characters")
        classes = [coding for one in root.items("type") if (coding := one.coding(words.PAYER_CLASS)) is not None]
        payer_class = classes[0].child("code").choice(PayerClass) if classes else None
        name = root.child("name").text()
        self.organizations.append(_Organization(root.child("id").text(), public_code, name, payer_class))

    def _take_invoice(self, resource: Resource) -> None:
        read = bill_of(resource)
        if isinstance(read.bill, BillDocument):
            rule = "has no bill number: the import issues bills, and this one was issued already"
            way_out = "leave it out; nothing was imported"
            resource.refuse("Invoice.identifier", read.bill.header.number, rule, way_out)
        header = read.bill.header
        if header.red_letter is not None:
            rule = "is not there: a red letter takes back a bill of the ledger, and is issued there"
            resource.refuse("Invoice.extension('red-letter')", header.red_letter.blue_number, rule)
        try:
            validate(read.bill)
            validate_claimable(read.bill, read.claimable_fen)
        except DocumentInvalid as error:
            problem = error.problems[0]
            resource.refuse(element_of(problem.field), problem.value, f"makes a bill that keeps: {problem.rule}")
        invoice = _Invoice(resource, read.bill, read.claimable_fen)
        if self.invoices.setdefault(header.business_number, invoice) is not invoice:
            rule = "is a business number that stands once in an import"
            resource.refuse("Invoice.identifier", header.business_number, rule, _ALONE)

    def _hospitals(self) -> Iterator[PlannedHospital]:
        known = {one.public_code: one for one in self.organizations}
        issuers: dict[str, Resource] = {}
        for invoice in self.invoices.values():
            issuers.setdefault(invoice.draft.header.issuer, invoice.resource)
        for code, resource in issuers.items():
            if code not in known:
                resource.refuse("Invoice.issuer.identifier", code, "is that of an Organization in the files")
            yield PlannedHospital(known[code].id, code, known[code].name)

    def _reimbursements(self) -> dict[str, list[Reimbursement]]:
        """What was settled, by business number, in the order of the Claims."""
        payers = {one.public_code for one in self.organizations if one.payer_class is not None}
        found: dict[str, list[Reimbursement]] = {}
        answers = dict(self.answers)
        for claim in self.claims.values():
            resource, asked = claim.resource, claim.asked
            if asked.payer not in payers:
                rule = "is that of an Organization with a payer class in the files"
                resource.refuse("Claim.insurer.identifier", asked.payer, rule)
            invoice = self.invoices.get(asked.claim)
            if invoice is None or invoice.draft.header.issuer != claim.hospital:
                rule = "names an Invoice in the files, by its business number, that the provider issued"
                resource.refuse("Claim.supportingInfo", asked.claim, rule)
            answer = answers.pop(claim.key, None)
            if answer is None:
                rule = "is answered by an ExplanationOfBenefit of the same insurer"
                way_out = "export the answer too, or leave the claim out; nothing was imported"
                resource.refuse("Claim.identifier", asked.reference, rule, way_out)
            if answer.settled_fen > asked.amount_fen:
                rule = f"is not more than the Claim's total, which is {asked.amount_fen} fen"
                path = "ExplanationOfBenefit.payment.amount.value"
                answer.resource.refuse(path, f"{answer.settled_fen} fen", rule)
            found.setdefault(asked.claim, []).append(replace(asked, amount_fen=answer.settled_fen))
        for (_, reference), answer in answers.items():
            answer.resource.refuse(
                "ExplanationOfBenefit.claim", reference, "is a Claim of the same insurer in the files"
            )
        return found


def _party(one: _Organization) -> PlannedHospital | PlannedPayer:
    if one.payer_class is None:
        return PlannedHospital(one.id, one.public_code, one.name)
    return PlannedPayer(one.id, one.public_code, one.name, one.payer_class)

"""Bills and reimbursements out of a Synthea data set: what is to be issued and claimed, and nothing sent.

One claim becomes one bill, its CHARGE rows the lines; hospital = PLACEOFSERVICE; business number = the claim's Id. The
rows of a claim are read in the order of CHARGEID. Each CHARGE, and each TRANSFERIN, sets who has to pay (TRANSFERTYPE:
1 primary payer, 2 secondary payer, p patient). A PAYMENT with METHOD COPAY, or made while the patient has to pay, was
paid at the counter; any other PAYMENT is a reimbursement by the payer who has to pay, its reference the payment's ID.

Nothing is dropped and no sum is bent. Counter payments count as channels of the bill up to its total, in their order;
what was paid above it is a difference outside the sum rule. Claimable = total - counter payments, at least 0: it stands
on account. Reimbursements are kept as they are, even where they are more than what is left.

What the files lack comes from this mapping, which always gives the same:

- *public code* of an organisation: `12` (hospital) or `91` (payer), region `330000`, eight characters of the number
  keccak256(the UUID's 16 bytes) mod 31^8 in the code's alphabet, and the two check characters of GB 11714 and GB 32100.
- *kind of bill*: DEPARTMENTID 3 inpatient; 10 and 20 (wellness) check-up; all others outpatient.
- *department*: 1 ambulatory, 2 outpatient, 3 inpatient, 4 emergency, 5 urgent care, 10 and 20 preventive care.
- *charge category*: a code of at most 3 digits (CVX, a vaccine) or of 5 to 7 (RxNorm, a drug), unless its NOTES say
  "(procedure)", "admission" or "examination": western medicine. All others (SNOMED CT): the first of `CATEGORY_WORDS`
  that is in NOTES; if none is, treatment.
- *times of stay* of an inpatient: the earliest FROMDATE and the latest TODATE of the charges.
- *payer class*: Medicare, Medicaid and Dual Eligible are basic insurers, all others commercial.
- *means of payment*: COPAY fixed co-payment, CASH cash, CHECK cheque, CC bank card, ECHECK transfer.
- *payer's name and number* are masked: the first letter, the first three characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from govledger.bills.document import (
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
    Settlement,
    Visit,
)
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
from govledger.bills.public_code import ALPHABET, check_character, organisation_check_character
from govledger.bills.rules import validate, validate_claimable
from govledger.bills.synthea_tables import (
    CLAIMS,
    MEND,
    TRANSACTIONS,
    Claim,
    Dataset,
    Holder,
    Method,
    Patient,
    Transaction,
    TransactionKind,
)
from govledger.bills.synthea_tables import parse as parse
from govledger.errors import SyntheaRowInvalid
from govledger.privacy.keccak import keccak256

REGION = "330000"
"""Zhejiang, as good as any for organisations that are not there."""


def plan(dataset: Dataset) -> ImportPlan:
    """What a data set becomes on the ledger.

    Raises:
        SyntheaRowInvalid: a payment falls to a payer that the claim does not name.
        DocumentInvalid: a claim makes a bill that breaks a rule.
        InputError: two organisations get the same public code.
    """
    first_places = {dataset.transactions[claim.id][0].place: None for claim in dataset.claims}
    named = {payer: None for claim in dataset.claims for payer in (claim.primary_payer, claim.secondary_payer) if payer}
    hospitals = {id: PlannedHospital(id, hospital_code(id), dataset.organizations[id].name) for id in first_places}
    payers = {
        id: PlannedPayer(id, payer_code(id), dataset.payers[id].name, _payer_class(dataset.payers[id].name))
        for id in named
    }
    refuse_equal_codes([*hospitals.values(), *payers.values()])
    bills = tuple(_bill(dataset, claim, hospitals, payers) for claim in dataset.claims)
    return ImportPlan(tuple(hospitals.values()), tuple(payers.values()), bills, totals_of(bills))


def hospital_code(uuid: str) -> str:
    """The public code of a hospital of the data set."""
    return _public_code("12", uuid)


def payer_code(uuid: str) -> str:
    """The public code of a payer of the data set."""
    return _public_code("91", uuid)


def _public_code(prefix: str, uuid: str) -> str:
    number = int.from_bytes(keccak256(UUID(uuid).bytes)) % 31**8
    body = "".join(ALPHABET[number // 31**place % 31] for place in range(7, -1, -1))
    first_seventeen = prefix + REGION + body + organisation_check_character(body)
    return first_seventeen + check_character(first_seventeen)


_PUBLIC_PAYERS = {"Medicare", "Medicaid", "Dual Eligible"}


def _payer_class(name: str) -> PayerClass:
    return PayerClass.BASIC if name in _PUBLIC_PAYERS else PayerClass.COMMERCIAL


# --- one claim -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Balance:
    """Who paid what on a claim."""

    counter: tuple[Transaction, ...]
    reimbursed: tuple[tuple[Transaction, Holder], ...]


def _balance(rows: Iterable[Transaction]) -> _Balance:
    """Parts the payments of a claim, its rows in the order of CHARGEID."""
    holder = Holder.PATIENT
    counter = []
    reimbursed = []
    for row in rows:
        if row.holder is not None:
            holder = row.holder
        elif row.kind is TransactionKind.PAYMENT:
            if row.method is Method.COPAY or holder is Holder.PATIENT:
                counter.append(row)
            else:
                reimbursed.append((row, holder))
    return _Balance(tuple(counter), tuple(reimbursed))


def _bill(
    dataset: Dataset, claim: Claim, hospitals: Mapping[str, PlannedHospital], payers: Mapping[str, PlannedPayer]
) -> PlannedBill:
    rows = dataset.transactions[claim.id]
    charges = [row for row in rows if row.kind is TransactionKind.CHARGE]
    balance = _balance(rows)
    hospital = hospitals[rows[0].place]
    primary = None if claim.primary_payer is None else payers[claim.primary_payer].name
    draft = _draft(claim, dataset.patients[claim.patient], hospital, primary, charges, balance.counter)
    counter = sum(row.amount_fen for row in balance.counter)
    bill = PlannedBill(
        claim=claim.id,
        hospital=hospital.public_code,
        draft=draft,
        claimable_fen=max(0, draft.header.total_fen - counter),
        reimbursements=tuple(_reimbursement(claim, row, holder, payers) for row, holder in balance.reimbursed),
    )
    validate(draft)
    validate_claimable(draft, bill.claimable_fen)
    return bill


def _reimbursement(claim: Claim, row: Transaction, holder: Holder, payers: Mapping[str, PlannedPayer]) -> Reimbursement:
    primary = holder is Holder.PRIMARY
    payer = claim.primary_payer if primary else claim.secondary_payer
    if payer is None:
        column = "PRIMARYPATIENTINSURANCEID" if primary else "SECONDARYPATIENTINSURANCEID"
        rule = f"names the payer who made payment {row.id} ({TRANSACTIONS}, line {row.line})"
        raise SyntheaRowInvalid(CLAIMS, claim.line, column, "0", rule, MEND)
    return Reimbursement(claim.id, payers[payer].public_code, row.id, row.amount_fen)


def _draft(
    claim: Claim,
    patient: Patient,
    hospital: PlannedHospital,
    primary_payer: str | None,
    charges: list[Transaction],
    counter: tuple[Transaction, ...],
) -> BillDraft:
    total = sum(row.amount_fen for row in charges)
    channels, differences = _paid(total, counter)
    at_counter = sum(channel.amount_fen for channel in channels if channel.channel is not PaymentChannel.ON_ACCOUNT)
    lines = tuple(_line(row) for row in charges)
    sums: Counter[ChargeCategory] = Counter()
    for line in lines:
        sums[line.category] += line.amount_fen
    kind = _KINDS.get(claim.department, BillKind.OUTPATIENT)
    return BillDraft(
        header=DraftHeader(
            kind=kind,
            issuer=hospital.public_code,
            issuer_name=hospital.name,
            issuer_type=None,
            issuing_point="import",
            business_number=claim.id,
            cashier="import",
            reviewer=None,
            total_fen=total,
            remark=None,
            red_letter=None,
        ),
        payer=Payer(
            kind=PayerKind.PERSON,
            name=patient.first_name[0] + "**",
            id_type="SSN",
            masked_id=patient.social_security_number[:3] + "-**-****",
            card_type=None,
            card=None,
        ),
        visit=_visit(claim, kind, primary_payer, charges),
        settlement=_settlement(at_counter),
        charges=tuple(Charge(category=category, amount_fen=sums[category]) for category in sorted(sums)),
        lines=lines,
        channels=channels,
        differences=differences,
    )


def _visit(claim: Claim, kind: BillKind, primary_payer: str | None, charges: list[Transaction]) -> Visit:
    inpatient = kind is BillKind.INPATIENT
    return Visit(
        insurance_type=primary_payer,
        insurance_number=None,
        settlement_number=None,
        visit_at=claim.service_at,
        department=_DEPARTMENTS.get(claim.department, f"department {claim.department}"),
        visit_number=claim.appointment,
        case_number=None,
        admitted_at=min(row.from_at for row in charges) if inpatient else None,
        discharged_at=max(max(row.from_at, row.to_at) for row in charges) if inpatient else None,
    )


def _settlement(at_counter: int) -> Settlement:
    """What the files say of it: how much was paid at the counter."""
    return Settlement(
        insurance_fund_fen=0,
        other_funds_fen=0,
        personal_account_fen=0,
        cash_fen=at_counter,
        self_pay_fen=0,
        own_expense_fen=0,
        own_burden_fen=0,
        prepaid_fen=0,
        topped_up_fen=0,
        refunded_fen=0,
        counter_settled_fen=at_counter,
    )


def _paid(total: int, counter: tuple[Transaction, ...]) -> tuple[tuple[Channel, ...], tuple[Difference, ...]]:
    """The counter payments as channels up to the total, the rest of it on account; what is above, as differences."""
    left = total
    channels = []
    differences = []
    for row in counter:
        counted = min(row.amount_fen, left)
        left -= counted
        if counted:
            assert row.method is not None
            channels.append(Channel(channel=_CHANNELS[row.method], reference=row.id, amount_fen=counted))
        if counted < row.amount_fen:
            note = f"payment {row.id}: paid at the counter above the total"
            above = row.amount_fen - counted
            differences.append(Difference(kind=DifferenceKind.PAID_ABOVE_TOTAL, amount_fen=above, note=note))
    if left:
        channels.append(Channel(channel=PaymentChannel.ON_ACCOUNT, reference=None, amount_fen=left))
    return tuple(channels), tuple(differences)


def _line(row: Transaction) -> Line:
    return Line(
        reference=row.id,
        category=charge_category(row.procedure_code, row.note),
        item_code=row.procedure_code,
        name=row.note,
        specification=None,
        unit=None,
        price_e4=row.unit_price_fen * 100,
        quantity_e4=row.units * 10_000,
        amount_fen=row.amount_fen,
    )


_KINDS = {"3": BillKind.INPATIENT, "10": BillKind.CHECK_UP, "20": BillKind.CHECK_UP}
_DEPARTMENTS = {
    "1": "ambulatory",
    "2": "outpatient",
    "3": "inpatient",
    "4": "emergency",
    "5": "urgent care",
    "10": "preventive care",
    "20": "preventive care",
}
_CHANNELS = {
    Method.COPAY: PaymentChannel.CO_PAYMENT,
    Method.CASH: PaymentChannel.CASH,
    Method.CHECK: PaymentChannel.CHEQUE,
    Method.CARD: PaymentChannel.BANK_CARD,
    Method.E_CHECK: PaymentChannel.TRANSFER,
}

CATEGORY_WORDS: tuple[tuple[ChargeCategory, tuple[str, ...]], ...] = (
    (ChargeCategory.BED, ("inpatient", "hospital admission")),
    (ChargeCategory.CONSULTATION, ("encounter", "assessment", "visit", "follow-up", "general examination")),
    (ChargeCategory.EXAMINATION, ("skin test", "screening test", "colonoscopy", "x-ray", "echocardiography")),
    (ChargeCategory.EXAMINATION, ("ultrasound", "spirometry", "auscultation", "evaluation of", "anatomy study")),
    (ChargeCategory.EXAMINATION, ("examination following", "examination of mother", "cytopathology")),
    (ChargeCategory.LABORATORY, ("test", "typing", "measurement", "culture", "count", "occult blood")),
    (ChargeCategory.LABORATORY, ("antibody screening", "rubella screening", "urine screening", "aneuploidy")),
    (ChargeCategory.SURGERY, ("grafting", "ectomy", "coronary intervention", "anesthesia", "childbirth")),
    (ChargeCategory.CONSULTATION, ("consultation", "admission", "screening", "clinic", "outpatient", "guidance")),
)
"""Words in NOTES, in lower case, by which a SNOMED CT code gets its category; the first that fits counts."""


def charge_category(procedure_code: str, note: str) -> ChargeCategory:
    """The category of a charge, by the form of its code and the words of its note (see the module's docstring)."""
    words = note.lower()
    drug = procedure_code.isdigit() and (len(procedure_code) <= 3 or 5 <= len(procedure_code) <= 7)
    if drug and "(procedure)" not in words and not any(word in words for word in ("examination", "admission")):
        return ChargeCategory.WESTERN_MEDICINE
    for category, candidates in CATEGORY_WORDS:
        if any(word in words for word in candidates):
            return category
    return ChargeCategory.TREATMENT

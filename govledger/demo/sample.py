"""Generated data for the demo: the organisations, people, records and bills of a city that is not there. Pure.

The same every time, from the numbers of the people and bills alone. Keys, salts and secrets are not made here: they are
random, as they always are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from govledger.bills.document import (
    BillDraft,
    BillKind,
    Channel,
    Charge,
    ChargeCategory,
    DraftHeader,
    Line,
    Payer,
    PayerKind,
    PaymentChannel,
    Settlement,
    Visit,
)
from govledger.bills.public_code import ALPHABET, check_character, organisation_check_character
from govledger.model import Mode, OrganisationKind, Role, Sensitivity
from govledger.privacy.canonical import JsonValue, canonical_bytes
from govledger.privacy.keccak import keccak256

CITY = "Yueling"
REGION = "990000"
"""No region of China has this number."""

BILLS = 256
"""How many bills the batch has."""

RANGE_COUNT = 300
"""How many numbers the hospital is granted."""

VERIFIED, TAKEN_BACK, CLAIMED = 0, 1, 2
"""Places in the batch: of the bill that its holder verifies, that is red-lettered, that two payers claim."""

HOUR = 3_600
DAY = 86_400


class Party(StrEnum):
    """The organisations of the demo: six that found the consortium, and one that it admits."""

    FINANCE = "finance"
    TAX = "tax"
    CIVIL_AFFAIRS = "civil affairs"
    HOSPITAL = "hospital"
    BASIC_INSURER = "basic insurer"
    COMMERCIAL_INSURER = "commercial insurer"
    AUDIT = "audit office"


@dataclass(frozen=True, slots=True)
class SampleOfficer:
    """An officer to be appointed."""

    post: str
    """What the officer is called in the demo; unique in its organisation."""
    roles: frozenset[Role]
    unit: int = 0


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """An organisation to be admitted."""

    party: Party
    name: str
    kinds: frozenset[OrganisationKind]
    officers: tuple[SampleOfficer, ...]
    """The first one is the administrator, appointed by the consortium; it appoints the others."""
    voting: bool = False
    """Whether it votes on what the consortium decides."""

    @property
    def public_code(self) -> str:
        """A code of 18 characters with right check characters, in a region that is not there."""
        prefix = {OrganisationKind.HOSPITAL: "12", OrganisationKind.INSURER: "91"}.get(min(self.kinds), "11")
        number = _number(f"organisation {self.party}", 31**8)
        body = "".join(ALPHABET[number // 31**place % 31] for place in range(7, -1, -1))
        seventeen = prefix + REGION + body + organisation_check_character(body)
        return seventeen + check_character(seventeen)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data is asked for; the code stands on the chain."""

    code: int
    name: str
    article: int

    @property
    def legal_basis(self) -> bytes:
        """keccak256 of the text that allows it."""
        return keccak256(f"Data Sharing Rules of the City of {CITY}, article {self.article}".encode())


@dataclass(frozen=True, slots=True)
class SampleResource:
    """A kind of data that an organisation keeps."""

    title: str
    owner: Party
    fields: tuple[str, ...]
    """By their positions in the schema."""
    modes: frozenset[Mode]
    sensitivity: Sensitivity
    approver: Party | None = None
    """Whose approval a grant needs that hands data out; needed where it is sensitive."""

    @property
    def schema(self) -> bytes:
        """keccak256 of the schema: title and fields as canonical JSON."""
        return keccak256(canonical_bytes({"title": self.title, "fields": list(self.fields)}))

    def positions(self, *names: str) -> frozenset[int]:
        """The positions of fields."""
        return frozenset(self.fields.index(name) for name in names)

    def record(self, **values: JsonValue) -> dict[int, JsonValue]:
        """A record's content by positions."""
        return {self.fields.index(name): value for name, value in values.items()}


def _officer(post: str, *roles: Role, unit: int = 0) -> SampleOfficer:
    return SampleOfficer(post, frozenset(roles), unit)


_ADMINISTRATOR = _officer("administrator", Role.ADMINISTRATOR)
_DEPUTY = _officer("deputy", Role.ADMINISTRATOR)
"""A voter needs two administrators before the founder can hand over."""
_ARCHIVE = _officer("archive", Role.REGISTRAR, Role.GRANTOR)
_GATEWAY = _officer("gateway", Role.RESPONDER)
_ENQUIRIES = _officer("enquiries", Role.REQUESTER)
_CLAIMS = _officer("claims", Role.CLAIMS)

ORGANISATIONS = (
    SampleOrganisation(
        Party.FINANCE,
        f"Finance Bureau of {CITY}",
        frozenset({OrganisationKind.DEPARTMENT, OrganisationKind.FINANCE}),
        (_ADMINISTRATOR, _DEPUTY, _officer("bills", Role.FINANCE), _officer("control", Role.FINANCE), _ENQUIRIES),
        voting=True,
    ),
    SampleOrganisation(
        Party.TAX,
        f"Tax Bureau of {CITY}",
        frozenset({OrganisationKind.DEPARTMENT}),
        (_ADMINISTRATOR, _DEPUTY, _ARCHIVE, _GATEWAY, _ENQUIRIES),
        voting=True,
    ),
    SampleOrganisation(
        Party.CIVIL_AFFAIRS,
        f"Civil Affairs Bureau of {CITY}",
        frozenset({OrganisationKind.DEPARTMENT}),
        (_ADMINISTRATOR, _DEPUTY, _ARCHIVE, _GATEWAY),
        voting=True,
    ),
    SampleOrganisation(
        Party.HOSPITAL,
        f"First Hospital of {CITY}",
        frozenset({OrganisationKind.HOSPITAL}),
        (_ADMINISTRATOR, _DEPUTY, _ARCHIVE, _GATEWAY, _ENQUIRIES, _officer("cashier", Role.ISSUER, unit=1)),
        voting=True,
    ),
    SampleOrganisation(
        Party.BASIC_INSURER,
        f"Health Insurance Fund of {CITY}",
        frozenset({OrganisationKind.INSURER}),
        (_ADMINISTRATOR, _ENQUIRIES, _CLAIMS),
    ),
    SampleOrganisation(
        Party.COMMERCIAL_INSURER,
        "Harbour Light Insurance",
        frozenset({OrganisationKind.INSURER}),
        (_ADMINISTRATOR, _ENQUIRIES, _CLAIMS),
    ),
    SampleOrganisation(
        Party.AUDIT,
        f"Audit Office of {CITY}",
        frozenset({OrganisationKind.AUDIT}),
        (_ADMINISTRATOR, _officer("inspector", Role.INSPECTOR), _officer("sealer", Role.SEALER)),
    ),
)
FOUNDING, AUDIT_OFFICE = ORGANISATIONS[:-1], ORGANISATIONS[-1]
"""Those that the founder admits, and the one that is admitted by votes."""

FEE_REPORT = SampleResource(
    "monthly fee report",
    Party.HOSPITAL,
    ("month", "bills", "total_fen"),
    frozenset({Mode.SUBMIT}),
    Sensitivity.INTERNAL,
)
MARRIAGES = SampleResource(
    "marriage register",
    Party.CIVIL_AFFAIRS,
    ("name", "id_number", "status", "since", "spouse"),
    frozenset({Mode.VERIFY, Mode.DETAIL}),
    Sensitivity.SENSITIVE,
    Party.TAX,
)
DISCHARGES = SampleResource(
    "discharge summaries",
    Party.HOSPITAL,
    ("patient", "case_number", "admitted_on", "discharged_on", "diagnosis", "total_fen"),
    frozenset({Mode.DETAIL}),
    Sensitivity.CORE,
    Party.CIVIL_AFFAIRS,
)
INCOMES = SampleResource(
    "annual incomes",
    Party.TAX,
    ("name", "id_number", "year", "income_fen", "income_class", "rule_version"),
    frozenset({Mode.EVALUATE}),
    Sensitivity.SENSITIVE,
    Party.CIVIL_AFFAIRS,
)

SUPERVISION = Purpose(1, "supervision of fees", 9)
SPOUSE_ALLOWANCE = Purpose(2, "spouse allowance", 12)
CLAIM_ASSESSMENT = Purpose(3, "claim assessment", 21)
MEDICAL_AID = Purpose(4, "medical aid", 17)
DEPENDANTS = Purpose(5, "enrolment of dependants", 14)
EMERGENCY_CARE = Purpose(6, "emergency care", 30)
INQUIRY = Purpose(7, "inquiry into a fraud", 33)
MARKETING = Purpose(99, "marketing", 21)
SECRECY = Purpose(0, "secrecy of an inquiry", 34)
"""Why an access is sealed; no purpose that data is asked for."""


# --- people ---------------------------------------------------------------------------------------------

_SURNAMES = (
    *("Ai", "Bo", "Chai", "Dou", "Ge", "Hou", "Ji", "Kuang"),
    *("Lian", "Mi", "Ou", "Pi", "Rong", "Sang", "Wen", "Yue"),
)
_SYLLABLES = (
    *("an", "bei", "chu", "fei", "han", "jing", "lan", "lu"),
    *("ning", "qiu", "ru", "shan", "tao", "wan", "xi", "yun"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is not there."""

    name: str
    id_number: str
    """18 characters, in a region that is not there."""

    @property
    def masked_name(self) -> str:
        """The surname alone."""
        return f"{self.name.split()[0]} **"

    @property
    def masked_id(self) -> str:
        """The first four and the last two characters."""
        return f"{self.id_number[:4]}{'*' * 12}{self.id_number[-2:]}"


def person(index: int) -> Person:
    """A person by number; the bill at that place in the batch is theirs."""
    seed = _number(f"person {index}", 2**64)
    surname = _SURNAMES[seed % 16]
    given = (_SYLLABLES[seed // 16 % 16] + _SYLLABLES[seed // 256 % 16]).capitalize()
    born = datetime.fromtimestamp(_number(f"born {index}", 60 * 365) * DAY - 20 * 365 * DAY, UTC)
    return Person(f"{surname} {given}", f"{REGION}{born:%Y%m%d}{seed // 4096 % 10_000:04d}")


PATIENT = CLAIMED
"""Whose stay, income and marriage the departments ask about: the holder of the bill that is claimed."""

COUPLE = VERIFIED
"""A person who is married and says so."""


def spouse(index: int) -> Person:
    """Whom a person is married to: nobody who has a bill."""
    return person(BILLS + index)


# --- records and answers --------------------------------------------------------------------------------

STAY_DAYS = 8
DIAGNOSIS = "K35.8 acute appendicitis"
CASE_NUMBER = "case-2207-114"
STATEMENT = "patient unconscious, must be operated on at once, next of kin not known"
JUSTIFICATION = "consent was given by telephone by the spouse, whom the register named"
INCOME_FEN = 6_840_000
RULE_VERSION = 2
INCOME_CLASSES = (("A", 3_000_000), ("B", 9_000_000))
"""The agreed rule, version 2: class A up to 30,000 yuan a year, B up to 90,000, C above."""
CLASS_NAMES = ("A", "B", "C")


def income_class(income_fen: int) -> str:
    """What the agreed rule says of an income."""
    return next((name for name, most in INCOME_CLASSES if income_fen <= most), "C")


def fee_report(now: int) -> dict[int, JsonValue]:
    """The hospital's report of last month."""
    month = datetime.fromtimestamp(now - 30 * DAY, UTC)
    return FEE_REPORT.record(month=f"{month:%Y-%m}", bills=41_872, total_fen=1_893_004_250)


def marriage(index: int) -> dict[int, JsonValue]:
    """The register's entry about a person; everybody in the demo is married."""
    who = person(index)
    return MARRIAGES.record(
        name=who.name, id_number=who.id_number, status="married", since="2016-05-20", spouse=spouse(index).name
    )


def discharge(now: int) -> dict[int, JsonValue]:
    """The discharge summary of the patient."""
    admitted, discharged = (datetime.fromtimestamp(at, UTC) for at in _stay(now))
    return DISCHARGES.record(
        patient=person(PATIENT).name,
        case_number=CASE_NUMBER,
        admitted_on=f"{admitted:%Y-%m-%d}",
        discharged_on=f"{discharged:%Y-%m-%d}",
        diagnosis=DIAGNOSIS,
        total_fen=sum(amount for _, _, amount in _STAY_LINES),
    )


def income() -> dict[int, JsonValue]:
    """The tax bureau's record of the patient's income."""
    who = person(PATIENT)
    return INCOMES.record(name=who.name, id_number=who.id_number, year=2025, income_fen=INCOME_FEN)


# --- bills ----------------------------------------------------------------------------------------------

_ITEMS = (
    (ChargeCategory.CONSULTATION, "consultation", 2_500),
    (ChargeCategory.EXAMINATION, "ultrasound", 12_000),
    (ChargeCategory.LABORATORY, "blood count", 3_600),
    (ChargeCategory.TREATMENT, "dressing", 4_800),
    (ChargeCategory.WESTERN_MEDICINE, "tablets", 6_150),
    (ChargeCategory.HERBAL_PIECES, "herbal pieces", 8_970),
)
_STAY_LINES = (
    (ChargeCategory.BED, "bed, 8 days", 96_000),
    (ChargeCategory.SURGERY, "appendectomy", 520_000),
    (ChargeCategory.NURSING, "nursing, 8 days", 64_000),
    (ChargeCategory.WESTERN_MEDICINE, "medicine", 284_000),
)
STAY_CASH_FEN = 64_000
"""What the patient paid at the counter; the rest of the stay is claimable."""

BASIC_SHARE_FEN = 540_000
"""What the basic insurance pays of the stay."""

SUPPLEMENT_FEN = 180_000
"""What its supplementary scheme wants besides, in a race with the commercial insurer."""

CASHIER, REVIEWER = "cashier 7", "reviewer 2"


def bill_code(now: int) -> int:
    """The code of the bills: region 99, category 01, type 01, the year's last two digits."""
    return 99_01_01_00 + datetime.fromtimestamp(now, UTC).year % 100


def bill_draft(index: int, issuer: str, now: int) -> BillDraft:
    """The bill at a place in the batch, for `person(index)`: a stay at `CLAIMED`, visits elsewhere."""
    lines = _STAY_LINES if index == CLAIMED else _visit_lines(index)
    total = sum(amount for _, _, amount in lines)
    cash = STAY_CASH_FEN if index == CLAIMED else total * 3 // 10
    return BillDraft(
        header=_header(index, issuer, total),
        payer=_payer(index),
        visit=_visit(index, now),
        settlement=_settlement(cash, total),
        charges=tuple(Charge(category=category, amount_fen=amount) for category, _, amount in lines),
        lines=tuple(
            Line(
                reference=str(number),
                category=category,
                item_code=None,
                name=name,
                specification=None,
                unit=None,
                price_e4=amount * 100,
                quantity_e4=10_000,
                amount_fen=amount,
            )
            for number, (category, name, amount) in enumerate(lines, 1)
        ),
        channels=(
            Channel(channel=PaymentChannel.MOBILE, reference=f"pay-{index:05d}", amount_fen=cash),
            Channel(channel=PaymentChannel.ON_ACCOUNT, reference=None, amount_fen=total - cash),
        ),
        differences=(),
    )


def claimable_fen(draft: BillDraft) -> int:
    """What payers together may settle: all that was not paid at the counter."""
    return draft.header.total_fen - draft.settlement.counter_settled_fen


def private_words() -> tuple[str, ...]:
    """What must never be on the chain: names, numbers, what people have, and what was said about it."""
    people = [*(person(index) for index in range(BILLS)), spouse(COUPLE), spouse(PATIENT)]
    words = {who.name for who in people} | {who.id_number for who in people} | {who.masked_id for who in people}
    words |= {reference for index in range(BILLS) for reference in _references(index)}
    words |= {DIAGNOSIS, DIAGNOSIS.split()[-1], CASE_NUMBER, STATEMENT, JUSTIFICATION} | {
        name for _, name, _ in (*_ITEMS, *_STAY_LINES)
    }
    return tuple(sorted(words))


def _references(index: int) -> tuple[str, str]:
    """Business number and insurance settlement number of a bill."""
    return f"HIS-{index + 1:06d}", f"YB-{index + 1:06d}"


def _visit_lines(index: int) -> tuple[tuple[ChargeCategory, str, int], ...]:
    """Two to four charges, each of another category."""
    seed = _number(f"visit {index}", 2**32)
    count = 2 + seed % 3
    return tuple(_ITEMS[(seed // 3 + place) % len(_ITEMS)] for place in range(count))


def _stay(now: int) -> tuple[int, int]:
    return now - (STAY_DAYS + 2) * DAY, now - 2 * DAY


def _header(index: int, issuer: str, total: int) -> DraftHeader:
    return DraftHeader(
        kind=BillKind.INPATIENT if index == CLAIMED else BillKind.OUTPATIENT,
        issuer=issuer,
        issuer_name=f"First Hospital of {CITY}",
        issuer_type="general hospital",
        issuing_point="ward" if index == CLAIMED else "outpatients",
        business_number=_references(index)[0],
        cashier=CASHIER,
        reviewer=REVIEWER,
        total_fen=total,
        remark=None,
        red_letter=None,
    )


def _payer(index: int) -> Payer:
    who = person(index)
    return Payer(
        kind=PayerKind.PERSON,
        name=who.masked_name,
        id_type="identity card",
        masked_id=who.masked_id,
        card_type=None,
        card=None,
    )


def _visit(index: int, now: int) -> Visit:
    stays = index == CLAIMED
    admitted, discharged = _stay(now)
    return Visit(
        insurance_type="employees",
        insurance_number=None,
        settlement_number=_references(index)[1],
        visit_at=admitted if stays else now - HOUR - index * 60,
        department="general surgery" if stays else "outpatients",
        visit_number=f"visit-{index + 1:05d}",
        case_number=CASE_NUMBER if stays else None,
        admitted_at=admitted if stays else None,
        discharged_at=discharged if stays else None,
    )


def _settlement(cash: int, total: int) -> Settlement:
    return Settlement(
        insurance_fund_fen=0,
        other_funds_fen=0,
        personal_account_fen=0,
        cash_fen=cash,
        self_pay_fen=cash,
        own_expense_fen=0,
        own_burden_fen=0,
        prepaid_fen=0,
        topped_up_fen=0,
        refunded_fen=0,
        counter_settled_fen=cash,
    )


def _number(what: str, limit: int) -> int:
    """A number below a limit that depends on nothing but a text."""
    return int.from_bytes(keccak256(f"govledger demo, {what}".encode())[:16]) % limit

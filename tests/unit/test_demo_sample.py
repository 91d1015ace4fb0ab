"""The demo's data: made up, the same every time, and right by the rules."""

from __future__ import annotations

import pytest

from govledger.bills.document import BillKind
from govledger.bills.number import code_parts
from govledger.bills.public_code import is_public_code
from govledger.bills.rules import problems_of, validate_claimable
from govledger.demo import sample
from govledger.demo.sample import BILLS, CLAIMED, ORGANISATIONS, Party, bill_draft, claimable_fen, person
from govledger.model import Mode, Role

NOW = 1_795_369_680
ISSUER = "123300004708300001"


def test_the_seven_organisations_have_right_codes_of_a_region_that_is_not_there() -> None:
    codes = [organisation.public_code for organisation in ORGANISATIONS]
    assert {organisation.party for organisation in ORGANISATIONS} == set(Party)
    assert len(set(codes)) == 7
    assert all(is_public_code(code) and code[2:8] == "990000" for code in codes)


def test_the_first_officer_of_each_organisation_is_its_administrator_and_posts_are_unique() -> None:
    for organisation in ORGANISATIONS:
        posts = [officer.post for officer in organisation.officers]
        assert organisation.officers[0].roles == {Role.ADMINISTRATOR}
        assert len(set(posts)) == len(posts)


def test_founder_can_hand_over_to_four_voters_with_two_administrators_each() -> None:
    voters = [organisation for organisation in sample.FOUNDING if organisation.voting]
    administrators = [
        sum(Role.ADMINISTRATOR in officer.roles for officer in organisation.officers) for organisation in voters
    ]
    assert administrators == [2, 2, 2, 2]
    assert (*sample.FOUNDING, sample.AUDIT_OFFICE) == ORGANISATIONS


@pytest.mark.parametrize("index", [0, 1, CLAIMED, 3, 100, BILLS - 1])
def test_every_bill_keeps_the_rules_of_bills(index: int) -> None:
    draft = bill_draft(index, ISSUER, NOW)
    assert problems_of(draft) == []
    validate_claimable(draft, claimable_fen(draft))


def test_a_bill_is_the_same_every_time() -> None:
    assert bill_draft(7, ISSUER, NOW) == bill_draft(7, ISSUER, NOW)
    assert bill_draft(7, ISSUER, NOW) != bill_draft(8, ISSUER, NOW)
    assert person(7) == person(7)


def test_the_claimed_bill_is_a_stay_of_which_nine_thousand_yuan_can_be_claimed() -> None:
    draft = bill_draft(CLAIMED, ISSUER, NOW)
    assert draft.header.kind is BillKind.INPATIENT
    assert claimable_fen(draft) == 900_000
    assert 0 < sample.SUPPLEMENT_FEN < 900_000 - sample.BASIC_SHARE_FEN


def test_references_and_identity_numbers_of_the_batch_are_unique() -> None:
    drafts = [bill_draft(index, ISSUER, NOW) for index in range(BILLS)]
    assert len({draft.header.business_number for draft in drafts}) == BILLS
    assert len({draft.visit.settlement_number for draft in drafts}) == BILLS
    assert len({person(index).id_number for index in range(BILLS)}) == BILLS


def test_identity_numbers_are_of_a_region_that_is_not_there_and_masked_in_bills() -> None:
    who = person(3)
    assert len(who.id_number) == 18 and who.id_number.startswith("990000")
    draft = bill_draft(3, ISSUER, NOW)
    assert who.name not in str(draft) and who.id_number not in str(draft)


def test_the_code_of_the_bills_has_the_year_of_the_chain() -> None:
    parts = code_parts(sample.bill_code(NOW))
    assert (parts.region, parts.year) == (99, 26)


@pytest.mark.parametrize(("income_fen", "expected"), [(0, "A"), (3_000_000, "A"), (3_000_001, "B"), (9_000_001, "C")])
def test_the_agreed_rule_gives_the_class_of_an_income(income_fen: int, expected: str) -> None:
    assert sample.income_class(income_fen) == expected
    assert expected in sample.CLASS_NAMES


def test_records_fill_positions_that_their_resources_have() -> None:
    resources = (sample.FEE_REPORT, sample.MARRIAGES, sample.DISCHARGES, sample.INCOMES)
    records = (sample.fee_report(NOW), sample.marriage(0), sample.discharge(NOW), sample.income())
    for resource, record in zip(resources, records, strict=True):
        assert set(record) <= set(range(len(resource.fields)))
    assert {mode for resource in resources for mode in resource.modes} == set(Mode)
    assert len({resource.schema for resource in resources}) == 4


def test_discharge_summary_and_bill_of_the_stay_agree() -> None:
    total = sample.discharge(NOW)[sample.DISCHARGES.fields.index("total_fen")]
    assert total == bill_draft(CLAIMED, ISSUER, NOW).header.total_fen


def test_purposes_rest_on_articles_of_their_own() -> None:
    purposes = (
        *(sample.SUPERVISION, sample.SPOUSE_ALLOWANCE, sample.CLAIM_ASSESSMENT, sample.MEDICAL_AID),
        *(sample.EMERGENCY_CARE, sample.INQUIRY, sample.SECRECY),
    )
    assert len({purpose.code for purpose in purposes}) == len({purpose.legal_basis for purpose in purposes}) == 7


def test_private_words_have_names_numbers_references_and_items() -> None:
    words = sample.private_words()
    assert {person(0).name, person(255).id_number, "HIS-000001", "YB-000256", sample.DIAGNOSIS} <= set(words)
    assert {"appendectomy", sample.CASE_NUMBER, sample.STATEMENT, sample.JUSTIFICATION} <= set(words)
    assert {sample.spouse(sample.PATIENT).name, sample.spouse(sample.COUPLE).id_number} <= set(words)
    assert len(words) > 3 * BILLS
    assert all(len(word) > 4 for word in words)

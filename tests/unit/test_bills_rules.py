from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from govledger.bills.document import (
    BillDocument,
    BillKind,
    Channel,
    Charge,
    ChargeCategory,
    Difference,
    DifferenceKind,
    PayerKind,
    PaymentChannel,
    RedLetter,
    RedLetterReason,
)
from govledger.bills.rules import problems_of, validate, validate_claimable
from govledger.errors import DocumentInvalid
from tests.sample_bills import ISSUED_AT, changed, changed_entry, sample_bill

RED = RedLetter(blue_code="33060126", blue_number="0000000009", reason=RedLetterReason.REFUND)


def fields_at_fault(document: BillDocument) -> list[str]:
    return [problem.field for problem in problems_of(document)]


def bill_of_zero(**header: Any) -> BillDocument:
    document = sample_bill(total_fen=0, **header)
    settlement = {name: 0 for name in document.settlement.__struct_fields__}
    return msgspec.structs.replace(
        changed(document, "settlement", **settlement),
        charges=(Charge(category=ChargeCategory.OTHER, amount_fen=0),),
        lines=(),
        channels=(),
        differences=(),
    )


def test_the_sample_keeps_every_rule() -> None:
    validate(sample_bill())


def test_a_bill_of_zero_without_lines_and_payments_is_valid() -> None:
    validate(bill_of_zero())


@pytest.mark.parametrize(
    ("part", "name", "value", "rule"),
    [
        ("header", "code", "3306012", "is 8 digits: region, category, type, year"),
        ("header", "code", 33060126, "is 8 digits: region, category, type, year"),
        ("header", "number", "0000000000", "is 10 digits, counted from 1"),
        ("header", "number", "00000000\uff111", "is 10 digits, counted from 1"),
        ("header", "check_code", "A3F01", "is 6 digits and letters"),
        ("header", "check_code", "A3F01!", "is 6 digits and letters"),
        ("header", "kind", "02", "is one of 01, 02, 03, 04"),
        ("header", "issuer", "12330000470830000i", "is 18 digits and capital letters"),
        ("header", "issuer_name", "", "is text of 1 to 100 characters"),
        ("header", "issuer_name", "院" * 101, "is text of 1 to 100 characters"),
        ("header", "issuer_name", None, "is text of 1 to 100 characters"),
        ("header", "issuer_name", "e\u0301", "is text in Unicode's normal form NFC"),
        ("header", "business_number", "A\n1", "is printable text without spaces around it or line breaks"),
        ("header", "business_number", " A1", "is printable text without spaces around it or line breaks"),
        ("header", "remark", "", "is text of 1 to 500 characters"),
        ("header", "issued_at", 1.5, "is a time in whole seconds since 1970"),
        ("header", "issued_at", 2**40, "is a time in whole seconds since 1970"),
        ("header", "total_fen", True, "is an integer within ±100000000000000"),
        ("header", "total_fen", 10**14 + 1, "is an integer within ±100000000000000"),
        ("payer", "kind", "01", "is one of 01, 02"),
        ("payer", "name", 5, "is text of 1 to 100 characters"),
        ("payer", "card", "1" * 51, "is text of 1 to 50 characters"),
        ("visit", "department", None, "is text of 1 to 100 characters"),
        ("visit", "visit_at", "2026-01-01", "is a time in whole seconds since 1970"),
        ("visit", "admitted_at", "2026", "is a time in whole seconds since 1970"),
        ("settlement", "cash_fen", 30.0, "is an integer within ±100000000000000"),
    ],
)
def test_a_value_that_breaks_its_rule_is_named(part: str, name: str, value: object, rule: str) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        validate(changed(sample_bill(), part, **{name: value}))
    (problem,) = caught.value.problems
    assert (problem.field, problem.rule, problem.value) == (f"{part}.{name}", rule, value)
    assert f"{part}.{name}: {rule}; it is" in str(caught.value)


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("charges", "category", "01"),
        ("charges", "amount_fen", None),
        ("lines", "category", "02"),
        ("lines", "reference", ""),
        ("lines", "name", "x" * 201),
        ("lines", "price_e4", 10**15 + 1),
        ("lines", "quantity_e4", 1.0),
        ("lines", "amount_fen", "5000"),
        ("channels", "channel", "01"),
        ("channels", "reference", ""),
        ("channels", "amount_fen", 1.0),
        ("differences", "kind", "01"),
        ("differences", "note", ""),
        ("differences", "amount_fen", None),
    ],
)
def test_a_list_entry_that_breaks_its_rule_is_named(part: str, name: str, value: object) -> None:
    assert fields_at_fault(changed_entry(sample_bill(), part, 0, **{name: value})) == [f"{part}[0].{name}"]


def test_the_format_is_this_one() -> None:
    assert fields_at_fault(msgspec.structs.replace(sample_bill(), format="govledger.bill.v2")) == ["format"]


def test_all_problems_are_collected() -> None:
    document = changed(changed(sample_bill(code="1", cashier=""), "payer", name=""), "visit", department="")
    assert fields_at_fault(document) == ["header.code", "header.cashier", "payer.name", "visit.department"]
    with pytest.raises(DocumentInvalid, match="breaks 4 rules"):
        validate(document)


def test_a_persons_number_is_masked_and_never_repeated_in_the_error() -> None:
    with pytest.raises(DocumentInvalid) as caught:
        validate(changed(sample_bill(), "payer", masked_id="330106199001011234"))
    assert caught.value.problems[0].field == "payer.masked_id"
    assert caught.value.problems[0].value == "18 characters, 0 of them masked"
    assert "330106199001011234" not in str(caught.value)
    organisation = changed(sample_bill(), "payer", masked_id="123300004708300001", kind=PayerKind.ORGANISATION)
    validate(organisation)


def test_long_values_are_cut_in_the_message() -> None:
    with pytest.raises(DocumentInvalid) as caught:
        validate(changed(sample_bill(), "header", cashier="x" * 1000))
    assert len(str(caught.value)) < 250


def test_a_bill_has_at_least_one_charge() -> None:
    assert fields_at_fault(msgspec.structs.replace(sample_bill(), charges=())) == ["charges"]


def test_categories_lines_payments_and_the_rounding_stand_once() -> None:
    document = sample_bill()
    doubled = msgspec.structs.replace(
        document,
        charges=document.charges * 2,
        lines=document.lines * 2,
        channels=document.channels * 2,
        differences=document.differences * 2,
    )
    found = fields_at_fault(doubled)
    assert found[:8] == [
        "charges[2].category",
        "charges[3].category",
        "lines[2].reference",
        "lines[3].reference",
        "channels[3]",
        "channels[4]",
        "channels[5]",
        "differences",
    ]


def test_charges_and_rounding_make_the_total() -> None:
    assert fields_at_fault(sample_bill(total_fen=15_234))[:2] == ["header.total_fen", "channels"]
    without = msgspec.structs.replace(sample_bill(), differences=())
    assert fields_at_fault(without) == ["header.total_fen"]


def test_payment_channels_make_the_total() -> None:
    document = changed_entry(sample_bill(), "channels", 2, amount_fen=2_234)
    (problem,) = problems_of(document)
    assert (problem.field, problem.value) == ("channels", 15_234)
    assert problem.rule == "have the sum header.total_fen, which is 15235 fen"


def test_a_rounding_is_less_than_one_yuan() -> None:
    document = changed_entry(sample_bill(), "differences", 0, amount_fen=100)
    assert "differences" in fields_at_fault(document)


def test_differences_of_other_kinds_stand_outside_the_sums() -> None:
    document = sample_bill()
    above = Difference(kind=DifferenceKind.PAID_ABOVE_TOTAL, amount_fen=7_974, note="paid above")
    other = Difference(kind=DifferenceKind.OTHER, amount_fen=-5, note="other")
    validate(msgspec.structs.replace(document, differences=(*document.differences, above, other)))


def test_the_lines_of_a_category_make_its_charge() -> None:
    document = changed_entry(sample_bill(), "lines", 0, category=ChargeCategory.SURGERY)
    assert [(problem.field, problem.value) for problem in problems_of(document)] == [
        ("charges[0].amount_fen", 5_000),
        ("charges", ["02", "09"]),
    ]
    validate(msgspec.structs.replace(sample_bill(), lines=()))


@pytest.mark.parametrize(("price", "quantity", "amounts"), [(12_345, 10_000, {123}), (12_350, 10_000, {123, 124})])
def test_a_line_is_price_times_quantity_rounded_to_the_fen(price: int, quantity: int, amounts: set[int]) -> None:
    accepted = set()
    for amount in range(120, 128):
        line = changed_entry(sample_bill(), "lines", 0, price_e4=price, quantity_e4=quantity, amount_fen=amount)
        if "lines[0].amount_fen" not in fields_at_fault(line):
            accepted.add(amount)
    assert accepted == amounts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("insurance_fund_fen", 9_999),
        ("other_funds_fen", 1),
        ("personal_account_fen", 1),
        ("cash_fen", 3_001),
        ("prepaid_fen", 1),
        ("self_pay_fen", 15_236),
        ("own_expense_fen", 15_236),
        ("own_burden_fen", 15_236),
        ("counter_settled_fen", 9_999),
        ("counter_settled_fen", 13_001),
    ],
)
def test_the_settlement_says_what_the_channels_say(name: str, value: int) -> None:
    assert f"settlement.{name}" in fields_at_fault(changed(sample_bill(), "settlement", **{name: value}))


def test_what_was_settled_at_the_counter_lies_between_the_funds_and_the_total_on_account() -> None:
    for value in (10_000, 13_000):
        validate(changed(sample_bill(), "settlement", counter_settled_fen=value))


def test_a_prepayment_less_its_refund_is_a_channel() -> None:
    document = changed(sample_bill(), "settlement", prepaid_fen=5_000, refunded_fen=2_000)
    validate(changed_entry(document, "channels", 1, channel=PaymentChannel.PREPAID))


def test_amounts_of_a_bill_are_not_negative() -> None:
    document = changed(sample_bill(), "settlement", own_expense_fen=-1)
    assert fields_at_fault(document) == ["settlement.own_expense_fen"]
    document = changed_entry(sample_bill(), "lines", 0, amount_fen=-5_000, quantity_e4=-10_000)
    assert fields_at_fault(document)[:2] == ["lines[0].amount_fen", "lines[0].quantity_e4"]
    negative = Channel(channel=PaymentChannel.MOBILE, reference=None, amount_fen=-1)
    document = msgspec.structs.replace(sample_bill(), channels=(*sample_bill().channels, negative))
    assert fields_at_fault(document)[0] == "channels[3].amount_fen"


def test_amounts_of_a_red_letter_are_not_positive() -> None:
    found = fields_at_fault(sample_bill(red_letter=RED))
    assert found[0] == "header.total_fen"
    assert {"charges[0].amount_fen", "lines[1].quantity_e4", "channels[2].amount_fen"} <= set(found)
    above = Difference(kind=DifferenceKind.PAID_ABOVE_TOTAL, amount_fen=1, note="above")
    red = msgspec.structs.replace(bill_of_zero(red_letter=RED), differences=(above,))
    assert fields_at_fault(red) == ["differences[0].amount_fen"]


def test_a_price_is_never_negative() -> None:
    document = changed_entry(sample_bill(), "lines", 0, price_e4=-500_000)
    assert "lines[0].price_e4" in fields_at_fault(document)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"blue_code": "1"}, "header.red_letter.blue_code"),
        ({"blue_number": "0000000000"}, "header.red_letter.blue_number"),
        ({"reason": "02"}, "header.red_letter.reason"),
        ({"blue_number": "0000000001"}, "header.red_letter.blue_number"),
    ],
)
def test_a_red_letter_names_the_bill_it_takes_back_and_why(values: dict[str, Any], field: str) -> None:
    red = bill_of_zero(red_letter=msgspec.structs.replace(RED, **values))
    assert fields_at_fault(red) == [field]
    validate(bill_of_zero(red_letter=RED))


def test_a_visit_is_not_after_the_issue() -> None:
    assert fields_at_fault(changed(sample_bill(), "visit", visit_at=ISSUED_AT + 1)) == ["visit.visit_at"]
    validate(changed(sample_bill(), "visit", visit_at=-61_000_000))


def test_dates_of_stay_belong_to_inpatients_and_are_in_order() -> None:
    inpatient = sample_bill(kind=BillKind.INPATIENT)
    assert fields_at_fault(inpatient) == ["visit.admitted_at"]
    validate(changed(inpatient, "visit", admitted_at=ISSUED_AT - 9))
    validate(changed(inpatient, "visit", admitted_at=ISSUED_AT - 9, discharged_at=ISSUED_AT - 9))
    backwards = changed(inpatient, "visit", admitted_at=ISSUED_AT - 9, discharged_at=ISSUED_AT - 10)
    assert fields_at_fault(backwards) == ["visit.discharged_at"]
    late = changed(inpatient, "visit", admitted_at=ISSUED_AT - 9, discharged_at=ISSUED_AT + 1)
    assert fields_at_fault(late) == ["visit.discharged_at"]
    assert fields_at_fault(changed(sample_bill(), "visit", admitted_at=ISSUED_AT - 9)) == ["visit.admitted_at"]
    assert fields_at_fault(changed(sample_bill(), "visit", discharged_at=ISSUED_AT - 9)) == ["visit.discharged_at"]


@pytest.mark.parametrize("claimable", [0, 1, 2_235])
def test_up_to_what_the_counter_left_is_claimable(claimable: int) -> None:
    validate_claimable(sample_bill(), claimable)


@pytest.mark.parametrize("claimable", [-1, 2_236, 1.0, True])
def test_more_than_the_counter_left_is_not_claimable(claimable: Any) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        validate_claimable(sample_bill(), claimable)
    (problem,) = caught.value.problems
    rule = "lies from 0 to 2235 fen, for the total 15235 less 13000 settled at the counter is 2235"
    assert (problem.field, problem.rule, problem.value) == ("claimable_fen", rule, claimable)


def test_nothing_of_a_red_letter_is_claimable() -> None:
    validate_claimable(bill_of_zero(red_letter=RED), 0)
    with pytest.raises(DocumentInvalid, match="lies from 0 to 0 fen, for nothing of a red letter is claimed"):
        validate_claimable(bill_of_zero(red_letter=RED), 1)


# --- every problem names field, rule and value ---------------------------------------------------------

SUMS = {
    "channels": lambda document: sum(channel.amount_fen for channel in document.channels),
    "differences": lambda document: sum(entry.amount_fen for entry in document.differences),
    "charges": lambda document: [charge.category.value for charge in document.charges],
}
"""What a problem of a whole list shows."""


def value_at(document: BillDocument, path: str) -> Any:
    """What stands in a document at a problem's field."""
    if path in SUMS:
        return SUMS[path](document)
    value: Any = document
    for name, index in re.findall(r"([a-z_0-9]+)(?:\[(\d+)\])?", path):
        value = getattr(value, name)
        value = value if index == "" else value[int(index)]
    return (value.channel.value, value.reference) if isinstance(value, Channel) else value


INPATIENT = sample_bill(kind=BillKind.INPATIENT)
BROKEN = [
    sample_bill(total_fen=15_234, code="33060126"),
    sample_bill(total_fen=-1),
    sample_bill(red_letter=RED),
    bill_of_zero(red_letter=msgspec.structs.replace(RED, blue_number="0000000001")),
    INPATIENT,
    changed(INPATIENT, "visit", admitted_at=ISSUED_AT - 9, discharged_at=ISSUED_AT - 10),
    changed(INPATIENT, "visit", admitted_at=ISSUED_AT - 9, discharged_at=ISSUED_AT + 1),
    changed(sample_bill(), "visit", admitted_at=5, discharged_at=6, visit_at=ISSUED_AT + 1),
    changed_entry(sample_bill(), "lines", 0, category=ChargeCategory.SURGERY, amount_fen=1, price_e4=-5),
    changed_entry(sample_bill(), "differences", 0, amount_fen=100),
    changed_entry(sample_bill(), "channels", 2, channel=PaymentChannel.CASH, reference="C-1"),
    changed_entry(sample_bill(), "channels", 1, amount_fen=-1),
    *(
        changed(sample_bill(), "settlement", **{name: 99_999})
        for name in sample_bill().settlement.__struct_fields__
        if name != "topped_up_fen"
    ),
]


@pytest.mark.parametrize("document", BROKEN)
def test_a_problem_names_the_field_the_rule_and_the_value_that_stands_there(document: BillDocument) -> None:
    problems = problems_of(document)
    assert problems
    for problem in problems:
        assert problem.value == value_at(document, problem.field), problem
        assert str(problem) == f"{problem.field}: {problem.rule}; it is {problem.value!r}"

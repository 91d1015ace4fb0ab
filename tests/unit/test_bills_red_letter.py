from __future__ import annotations

import msgspec
import pytest

from govledger.bills.document import BillDocument, RedLetter, RedLetterReason
from govledger.bills.number import bill_key
from govledger.bills.red_letter import check_red_letter, red_letter_of
from govledger.bills.rules import validate
from govledger.errors import DocumentInvalid, InputError
from tests.sample_bills import ISSUED_AT, changed, changed_entry, sample_bill


def red_letter(blue: BillDocument) -> BillDocument:
    draft = red_letter_of(
        blue, business_number="HIS-RED-1", reason=RedLetterReason.REFUND, cashier="李**", remark="退药"
    )
    validate(draft)
    return draft.numbered(bill_key(33060126, 2), check_code="B00000", issued_at=ISSUED_AT + 60)


def test_a_red_letter_keeps_the_rules_and_takes_back_every_amount() -> None:
    blue = sample_bill()
    red = red_letter(blue)
    validate(red)
    check_red_letter(red, blue)
    assert red.is_red_letter
    assert red.header.red_letter == RedLetter(
        blue_code="33060126", blue_number="0000000001", reason=RedLetterReason.REFUND
    )
    assert red.header.total_fen == -15_235
    assert [line.amount_fen for line in red.lines] == [-5_000, -10_234]
    assert [line.price_e4 for line in red.lines] == [line.price_e4 for line in blue.lines]
    assert red.settlement.counter_settled_fen == -13_000
    assert (red.payer, red.visit.visit_at) == (blue.payer, blue.visit.visit_at)


def test_a_red_letter_leaves_the_settlement_number_to_the_blue_bill() -> None:
    assert red_letter(sample_bill()).visit.settlement_number is None


def test_a_red_letter_cannot_be_taken_back() -> None:
    with pytest.raises(InputError, match="33060126-0000000002 is a red letter"):
        red_letter(red_letter(sample_bill()))


def test_a_red_letter_needs_a_business_number_of_its_own() -> None:
    with pytest.raises(InputError, match="'HIS-000001' is that of the bill taken back"):
        red_letter_of(sample_bill(), business_number="HIS-000001", reason=RedLetterReason.REFUND, cashier="x")


def test_a_red_letter_of_another_bill_is_refused() -> None:
    with pytest.raises(DocumentInvalid, match="names the bill taken back, 33060126-0000000003"):
        check_red_letter(red_letter(sample_bill()), sample_bill(3))
    with pytest.raises(DocumentInvalid, match="names the bill taken back"):
        check_red_letter(sample_bill(3), sample_bill())


@pytest.mark.parametrize(
    ("part", "name", "value", "field"),
    [
        ("header", "total_fen", -15_234, "header.total_fen"),
        ("header", "issuer", "9" * 18, "header.issuer"),
        ("settlement", "cash_fen", -2_999, "settlement"),
        ("visit", "settlement_number", "YB-000001", "visit"),
        ("payer", "name", "李**", "payer"),
    ],
)
def test_a_red_letter_that_differs_from_its_blue_bill_is_refused(
    part: str, name: str, value: object, field: str
) -> None:
    red = changed(red_letter(sample_bill()), part, **{name: value})
    with pytest.raises(DocumentInvalid) as caught:
        check_red_letter(red, sample_bill())
    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_red_letter_takes_back_every_line() -> None:
    red = changed_entry(red_letter(sample_bill()), "lines", 1, amount_fen=-10_233)
    red = msgspec.structs.replace(red, channels=red.channels[:-1])
    with pytest.raises(DocumentInvalid) as caught:
        check_red_letter(red, sample_bill())
    assert [problem.field for problem in caught.value.problems] == ["lines", "channels"]

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.bills.document import (
    FIXED_PATHS,
    LIST_STRIDE,
    BillDocument,
    BillDraft,
    RedLetter,
    RedLetterReason,
    parse_document,
    parse_draft,
    path_of,
    position_of,
)
from govledger.bills.number import bill_key
from govledger.errors import DocumentUnreadable, InputError
from govledger.privacy.canonical import canonical_bytes
from tests.sample_bills import ISSUED_AT, changed, sample_bill

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
POSITIONS_FOR_EVER = """
0 format | 1 header.code | 2 header.number | 3 header.check_code | 4 header.kind | 5 header.issuer
| 6 header.issuer_name | 7 header.issuer_type | 8 header.issuing_point | 9 header.issued_at
| 10 header.business_number | 11 header.cashier | 12 header.reviewer | 13 header.total_fen | 14 header.remark
| 15 header.red_letter.blue_code | 16 header.red_letter.blue_number | 17 header.red_letter.reason
| 18 payer.kind | 19 payer.name | 20 payer.id_type | 21 payer.masked_id | 22 payer.card_type | 23 payer.card
| 24 visit.insurance_type | 25 visit.insurance_number | 26 visit.settlement_number | 27 visit.visit_at
| 28 visit.department | 29 visit.visit_number | 30 visit.case_number | 31 visit.admitted_at | 32 visit.discharged_at
| 33 settlement.insurance_fund_fen | 34 settlement.other_funds_fen | 35 settlement.personal_account_fen
| 36 settlement.cash_fen | 37 settlement.self_pay_fen | 38 settlement.own_expense_fen
| 39 settlement.own_burden_fen | 40 settlement.prepaid_fen | 41 settlement.topped_up_fen
| 42 settlement.refunded_fen | 43 settlement.counter_settled_fen | 44 counts
"""


def as_json(document: BillDocument) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(document.to_json())
    return read


def test_json_reads_back_as_the_same_document() -> None:
    document = sample_bill()
    assert parse_document(document.to_json()) == document
    assert parse_document(document.canonical_bytes().decode()) == document
    assert "浙江省第一医院".encode() in document.to_json()


@settings(max_examples=50)
@given(TEXT, TEXT, st.integers(-(2**53) + 1, 2**53 - 1))
def test_canonical_bytes_are_those_of_rfc8785(name: str, remark: str, total: int) -> None:
    document = sample_bill(issuer_name=name, remark=remark, total_fen=total)
    builtin = msgspec.to_builtins(document)
    assert document.canonical_bytes() == rfc8785.dumps(builtin) == canonical_bytes(builtin)
    for (position, value), (same_position, encoded) in zip(document.fields(), document.committed_fields(), strict=True):
        assert (position, canonical_bytes(value)) == (same_position, encoded)


def test_positions_are_for_ever() -> None:
    listed = [entry.split() for entry in POSITIONS_FOR_EVER.replace("\n", " ").split("|")]
    assert [(int(position), path) for position, path in listed] == list(enumerate(FIXED_PATHS))
    assert [position_of(path) for path in FIXED_PATHS] == list(range(45))
    assert position_of("charges[0]") == 2**32
    assert position_of("lines[7]") == 2 * 2**32 + 7
    assert position_of("channels[1]") == 3 * 2**32 + 1
    assert position_of("differences[0]") == 4 * 2**32


def test_every_field_of_a_document_is_committed_to_once() -> None:
    document = changed(
        sample_bill(),
        "header",
        red_letter=RedLetter(blue_code="33060125", blue_number="0000000009", reason=RedLetterReason.REFUND),
    )
    fields = dict(document.fields())
    read = as_json(document)
    for part in ("header", "payer", "visit", "settlement"):
        red_letter = read[part].pop("red_letter", {})
        for name, value in read[part].items():
            assert fields.pop(position_of(f"{part}.{name}")) == value
        for name, value in red_letter.items():
            assert fields.pop(position_of(f"{part}.red_letter.{name}")) == value
    for part in ("charges", "lines", "channels", "differences"):
        for index, entry in enumerate(read[part]):
            assert fields.pop(position_of(f"{part}[{index}]")) == entry
    assert fields == {0: "govledger.bill.v1", 44: [2, 2, 3, 1]}


def test_paths_and_positions_are_one_to_one() -> None:
    for position in (0, 13, 44, LIST_STRIDE, 2 * LIST_STRIDE + 9, 4 * LIST_STRIDE):
        assert position_of(path_of(position)) == position


@pytest.mark.parametrize(
    "path", ["header", "total_fen", "lines[-1]", "lines[x]", "lines", "drafts[0]", "lines[0].name"]
)
def test_a_path_that_names_no_field_is_refused(path: str) -> None:
    with pytest.raises(InputError, match="no field of a bill is called"):
        position_of(path)


@pytest.mark.parametrize("position", [-1, 45, LIST_STRIDE - 1, 5 * LIST_STRIDE])
def test_a_position_where_nothing_stands_is_refused(position: int) -> None:
    with pytest.raises(InputError, match=f"no field of a bill stands at position {position}"):
        path_of(position)


def without(part: str, name: str) -> dict[str, Any]:
    read = as_json(sample_bill())
    del read[part][name]
    return read


def with_value(part: str, name: str, value: object) -> dict[str, Any]:
    read = as_json(sample_bill())
    read[part][name] = value
    return read


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (without("header", "code"), r"missing required field `code` - at `\$\.header`"),
        (without("header", "remark"), "missing required field `remark`"),
        (with_value("payer", "phone", "1"), r"unknown field `phone` - at `\$\.payer`"),
        (with_value("header", "total_fen", "15235"), r"Expected `int`, got `str` - at `\$\.header\.total_fen`"),
        (with_value("header", "total_fen", True), r"Expected `int`, got `bool`"),
        (with_value("header", "kind", "05"), "Invalid enum value '05'"),
        (with_value("header", "code", 33060126), "Expected `str`, got `int`"),
        (as_json(sample_bill()) | {"format": "govledger.bill.v2"}, "Invalid enum value 'govledger.bill.v2'"),
        ([], "Expected `object`, got `array`"),
    ],
)
def test_json_of_another_shape_is_refused_with_its_field(content: object, words: str) -> None:
    with pytest.raises(DocumentUnreadable, match=words):
        parse_document(json.dumps(content))


def test_duplicate_keys_and_floats_are_refused() -> None:
    text = sample_bill().canonical_bytes()
    with pytest.raises(DocumentUnreadable, match="'total_fen' stands twice"):
        parse_document(text.replace(b'"total_fen":15235', b'"total_fen":15235,"total_fen":1'))
    with pytest.raises(DocumentUnreadable, match=r"152\.35 is no integer"):
        parse_document(text.replace(b'"total_fen":15235', b'"total_fen":152.35'))
    with pytest.raises(DocumentUnreadable, match="cut short"):
        parse_document(text[:-1])


def draft_of(document: BillDocument) -> BillDraft:
    read = as_json(document)
    del read["format"]
    for name in ("code", "number", "check_code", "issued_at"):
        del read["header"][name]
    return parse_draft(json.dumps(read))


def test_a_draft_becomes_the_document_with_its_number() -> None:
    draft = draft_of(sample_bill())
    assert parse_draft(draft.to_json()) == draft
    numbered = draft.numbered(bill_key(33060126, 1), check_code="A3F01C", issued_at=ISSUED_AT)
    assert numbered == sample_bill()
    assert numbered.key == 330601260000000001
    assert not numbered.is_red_letter


def test_a_draft_is_no_document() -> None:
    with pytest.raises(DocumentUnreadable, match="not a BillDocument"):
        parse_document(draft_of(sample_bill()).to_json())


def test_documents_are_immutable() -> None:
    with pytest.raises(AttributeError):
        sample_bill().header.total_fen = 1  # type: ignore[misc]


def test_the_reason_of_a_red_letter_has_the_contracts_number() -> None:
    assert [reason.ordinal for reason in RedLetterReason] == [0, 1, 2, 3]

"""Orders: as files, and when two are the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.bills.commitment import check_code
from govledger.bills.number import bill_key
from govledger.bills.order import BillOrder
from govledger.errors import DocumentUnreadable, InputError
from govledger.privacy.commitments import MAX_CLAIMABLE_FEN
from tests.bodies import draft, order
from tests.sample_bills import SALT

KEY = bill_key(33_060_126, 1)
ORDER = order(1)


def changed(path: str, value: Any) -> str:
    """The order's file with another value at a path of names; None removes it."""
    content = json.loads(ORDER.to_json())
    *parents, name = path.split(".")
    part = content
    for parent in parents:
        part = part[parent]
    if value is None:
        del part[name]
    else:
        part[name] = value
    return json.dumps(content)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, MAX_CLAIMABLE_FEN), st.binary(min_size=20, max_size=20), st.integers(1, 9_999))
def test_any_order_reads_back(claimable_fen: int, consent_key: bytes, number: int) -> None:
    one = BillOrder(draft(number), claimable_fen, consent_key)
    assert BillOrder.from_json(one.to_json()) == one
    assert BillOrder.from_json(json.dumps(json.loads(one.to_json()))) == one


def test_file_has_the_members_that_its_format_names() -> None:
    content = json.loads(ORDER.to_json())
    assert set(content) == {"format", "draft", "claimable_fen", "consent_key"}
    assert (content["format"], content["claimable_fen"]) == ("govledger.order.v1", 2_235)
    assert content["consent_key"] == "0x" + "00" * 20
    assert content["draft"] == msgspec.json.decode(msgspec.json.encode(ORDER.draft))


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("format", "govledger.order.v2", r"format govledger\.order\.v1: .*\$\.format"),
        ("format", None, "missing required field `format`"),
        ("draft", None, "missing required field `draft`"),
        ("draft.header", None, r"missing required field `header` - at `\$\.draft`"),
        ("draft.header.total_fen", "152.35", r"\$\.draft\.header\.total_fen"),
        ("draft.header.colour", "red", r"unknown field `colour` - at `\$\.draft\.header`"),
        ("draft.lines", 7, r"\$\.draft\.lines"),
        ("claimable_fen", -1, r"\$\.claimable_fen"),
        ("claimable_fen", MAX_CLAIMABLE_FEN + 1, r"\$\.claimable_fen"),
        ("claimable_fen", 1.5, "integer"),
        ("claimable_fen", None, "missing required field `claimable_fen`"),
        ("consent_key", "0x00", "consent_key is not 0x and 40 lower-case hexadecimal digits"),
        ("consent_key", None, "missing required field `consent_key`"),
        ("root_salt", "0x", "unknown field `root_salt`"),
    ],
)
def test_member_that_cannot_be_is_refused_by_its_name(path: str, value: Any, message: str) -> None:
    with pytest.raises(DocumentUnreadable, match=message):
        BillOrder.from_json(changed(path, value))


def test_numbered_bill_has_the_check_code_of_its_salt_and_orders_itself() -> None:
    bill = ORDER.numbered(KEY, SALT, 1_700_000_000)
    assert (bill.document.key, bill.document.header.issued_at) == (KEY, 1_700_000_000)
    assert bill.document.header.check_code == check_code(SALT, KEY)
    assert (bill.root_salt, bill.claimable_fen, bill.consent_key) == (SALT, 2_235, bytes(20))
    assert ORDER.ordered(bill.document, bill.claimable_fen, bill.consent_key)
    with pytest.raises(InputError):
        ORDER.numbered(KEY, SALT[:-1], 1_700_000_000)


@pytest.mark.parametrize(
    "other",
    [order(2), order(1, 2_234), replace(ORDER, consent_key=b"\x01" * 20), order(1, remark="复诊")],
    ids=["document", "claimable amount", "consent key", "one field"],
)
def test_order_with_anything_else_orders_another_bill(other: BillOrder) -> None:
    bill = other.numbered(KEY, SALT, 1_700_000_000)
    assert not ORDER.ordered(bill.document, bill.claimable_fen, bill.consent_key)
    assert other.ordered(bill.document, bill.claimable_fen, bill.consent_key)


def test_number_and_time_of_issue_are_the_bills_own_and_no_part_of_an_order() -> None:
    bill = ORDER.numbered(KEY + 5, SALT, 1_800_000_000)
    assert ORDER.ordered(bill.document, bill.claimable_fen, bill.consent_key)

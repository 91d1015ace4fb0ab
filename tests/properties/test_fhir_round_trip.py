"""Whatever a bill says, its FHIR Invoice says the same, and FHIR's own definition allows it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govledger.bills.document import (
    FORMAT,
    BillDocument,
    BillKind,
    Channel,
    Charge,
    ChargeCategory,
    Difference,
    DifferenceKind,
    Header,
    Line,
    Payer,
    PayerKind,
    PaymentChannel,
    RedLetter,
    RedLetterReason,
    Settlement,
    Visit,
)
from govledger.bills.fhir.elements import Element, Resource
from govledger.bills.fhir.reading import InvoicedBill, bill_of
from govledger.bills.fhir.validation import check
from govledger.bills.fhir.writing import invoice_of, to_json
from govledger.bills.rules import MAX_E4, MAX_FEN
from govledger.errors import FhirInvalid
from govledger.privacy.canonical import parse_strict
from tests.sample_bills import sample_bill

FIRST = int(datetime(1, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())

characters = st.characters(categories=("L", "N", "P", "S"))
texts = (
    st.text(st.one_of(characters, st.just(" ")), min_size=1, max_size=20)
    .map(lambda text: unicodedata.normalize("NFC", text.strip()))
    .filter(lambda text: text and text == text.strip() and text.isprintable())
)
codes = texts.map(lambda text: " ".join(text.split()))
times = st.integers(FIRST, LAST)
fen = st.integers(-MAX_FEN, MAX_FEN)
numbers = st.integers(1, 10**10 - 1).map(lambda number: f"{number:010d}")
bill_codes = st.integers(0, 10**8 - 1).map(lambda code: f"{code:08d}")


def perhaps(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


red_letters = st.builds(RedLetter, blue_code=bill_codes, blue_number=numbers, reason=st.sampled_from(RedLetterReason))
headers = st.builds(
    Header,
    kind=st.sampled_from(BillKind),
    issuer=st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18),
    issuer_name=texts,
    issuer_type=perhaps(texts),
    issuing_point=texts,
    business_number=texts,
    cashier=texts,
    reviewer=perhaps(texts),
    total_fen=fen,
    remark=perhaps(texts),
    red_letter=st.none() | red_letters,
    code=bill_codes,
    number=numbers,
    check_code=st.text("0123456789ABCDEF", min_size=6, max_size=6),
    issued_at=times,
)
payers = st.builds(
    Payer,
    kind=st.sampled_from(PayerKind),
    name=texts,
    id_type=perhaps(texts),
    masked_id=perhaps(texts),
    card_type=perhaps(texts),
    card=perhaps(texts),
)
visits = st.builds(
    Visit,
    insurance_type=perhaps(texts),
    insurance_number=perhaps(texts),
    settlement_number=perhaps(texts),
    visit_at=times,
    department=texts,
    visit_number=perhaps(texts),
    case_number=perhaps(texts),
    admitted_at=st.none() | times,
    discharged_at=st.none() | times,
)
lines = st.builds(
    Line,
    reference=texts,
    category=st.sampled_from(ChargeCategory),
    item_code=perhaps(codes),
    name=texts,
    specification=perhaps(texts),
    unit=perhaps(texts),
    price_e4=st.integers(0, MAX_E4),
    quantity_e4=st.integers(-MAX_E4, MAX_E4),
    amount_fen=fen,
)
charges = st.builds(Charge, category=st.sampled_from(ChargeCategory), amount_fen=fen)
channels = st.builds(Channel, channel=st.sampled_from(PaymentChannel), reference=perhaps(texts), amount_fen=fen)
differences = st.builds(Difference, kind=st.sampled_from(DifferenceKind), amount_fen=fen, note=texts)
bills = st.builds(
    BillDocument,
    format=st.just(FORMAT),
    header=headers,
    payer=payers,
    visit=visits,
    settlement=st.builds(Settlement, **dict.fromkeys(Settlement.__struct_fields__, fen)),
    charges=st.lists(charges, max_size=3).map(tuple),
    lines=st.lists(lines, max_size=3).map(tuple),
    channels=st.lists(channels, max_size=3).map(tuple),
    differences=st.lists(differences, max_size=3).map(tuple),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(bills, st.integers(0, MAX_FEN))
def test_every_bill_comes_back_from_its_invoice_as_it_was(bill: BillDocument, claimable_fen: int) -> None:
    written = Resource("here", parse_strict(to_json(invoice_of(bill, claimable_fen=claimable_fen)), decimals=True))
    check(written)
    assert bill_of(written) == InvoicedBill(bill, claimable_fen)


@settings(max_examples=300, deadline=None)
@given(st.integers(-(10**15), 10**15), st.integers(0, 6), st.integers(0, 4))
def test_decimal_is_the_integer_that_its_digits_say(number: int, zeros: int, digits: int) -> None:
    """However many zeros are written behind it; the oracle is exact arithmetic on fractions."""
    written = Decimal(number).scaleb(-digits) * Decimal("1." + "0" * zeros)
    found = Element(Resource("here", {}), "value", written).scaled(digits)
    assert found == number


# --- whatever stands in a resource ------------------------------------------------------------------------

scalars = st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | texts
values = scalars | st.lists(scalars, max_size=2) | st.dictionaries(texts, scalars, max_size=2)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a resource where something stands: what holds it, and its name or number there."""
    if isinstance(value, dict | list):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield value, name
            yield from places(inner)


@settings(max_examples=400, deadline=None)
@given(st.data(), values)
def test_invoice_with_anything_anywhere_is_read_or_refused_with_its_place(data: st.DataObject, value: Any) -> None:
    content = invoice_of(sample_bill(), claimable_fen=2_235)
    holder, name = data.draw(st.sampled_from(list(places(content))))
    holder[name] = value
    try:
        bill_of(Resource("here", content))
    except FhirInvalid as error:
        assert error.path and error.rule

from __future__ import annotations

import pytest

from govledger.errors import InputError
from govledger.tx.fees import FREE, Fees, fees_for, gas_with_margin, raised
from govledger.tx.signing import DynamicFeeTransaction, LegacyTransaction

PARTS = {"chain_id": 5, "nonce": 3, "gas": 21_000, "to": b"\x01" * 20, "data": b"\x02"}


def test_free_transaction_is_a_legacy_one_with_price_zero():
    assert FREE.transaction(**PARTS) == LegacyTransaction(gas_price=0, **PARTS)


def test_paid_transaction_is_of_type_2_with_cap_and_tip():
    expected = DynamicFeeTransaction(max_fee_per_gas=23, max_priority_fee_per_gas=3, **PARTS)
    assert fees_for(10, 3).transaction(**PARTS) == expected


def test_cap_stays_within_the_callers_limit():
    assert fees_for(10, 3, limit=100) == Fees(23, 3)
    assert fees_for(10, 30, limit=12) == Fees(12, 12)
    with pytest.raises(InputError, match="costs 10 wei now, above the limit of 9"):
        fees_for(10, 3, limit=9)


@pytest.mark.parametrize(
    ("offer", "asked", "limit", "expected"),
    [
        (Fees(100, 8), Fees(50, 2), None, Fees(125, 10)),
        (Fees(100, 8), Fees(500, 20), None, Fees(500, 20)),
        (Fees(100, 8), Fees(50, 2), 115, Fees(115, 10)),
        (Fees(100, 8), Fees(50, 2), 112, None),
        (Fees(100, 100), Fees(50, 2), 110, None),
        (Fees(3, 3), Fees(3, 3), None, None),
        (FREE, Fees(500, 20), None, None),
    ],
    ids=["a quarter more", "what is asked", "up to the limit", "no room", "no room for the tip", "too small", "free"],
)
def test_replacement_offers_more_within_the_limit_or_is_not_made(offer, asked, limit, expected):
    assert raised(offer, asked, limit=limit) == expected


@pytest.mark.parametrize(
    ("estimate", "block_limit", "gas"),
    [
        (100_000, 30_000_000, 169_200),
        (16_000_000, 30_000_000, 16_777_216),
        (17_000_000, 30_000_000, 17_000_000),
        (17_000_000, 16_000_000, 16_000_000),
    ],
)
def test_margin_is_a_quarter_and_two_words_within_what_a_transaction_and_a_block_may_take(estimate, block_limit, gas):
    assert gas_with_margin(estimate, block_limit) == gas

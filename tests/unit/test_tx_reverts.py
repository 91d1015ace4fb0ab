from __future__ import annotations

import pytest
from eth_abi import encode

from govledger.errors import Refusal, RequirementFailed, SolidityPanic, UnknownRefusal
from govledger.events.refusal import refusal_of
from govledger.refusals import BY_SELECTOR, FounderRequired
from govledger.tx.reverts import CallReverted

ALICE, BOB = b"\x0a" * 20, b"\x0b" * 20


def test_custom_error_is_its_own_exception_with_its_facts():
    data = FounderRequired.SELECTOR + encode(["address", "address"], [ALICE, BOB])
    refusal = refusal_of(data, BY_SELECTOR)
    assert type(refusal) is FounderRequired
    assert tuple(refusal.facts.values()) == (ALICE, BOB)
    assert refusal.transaction is None


def test_text_is_a_failed_requirement():
    refusal = refusal_of(bytes.fromhex("08c379a0") + encode(["string"], ["too late"]), BY_SELECTOR)
    assert isinstance(refusal, RequirementFailed) and refusal.reason == "too late"


def test_panic_is_known_by_its_code():
    refusal = refusal_of(bytes.fromhex("4e487b71") + encode(["uint256"], [0x11]), BY_SELECTOR)
    assert isinstance(refusal, SolidityPanic) and refusal.code == 0x11 and "0x11" in str(refusal)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01\x02",
        bytes.fromhex("deadbeef") + bytes(32),
        FounderRequired.SELECTOR + bytes(31),
        bytes.fromhex("08c379a0") + b"\xff" * 64,
        bytes.fromhex("4e487b71"),
    ],
)
def test_unknown_or_malformed_data_is_an_unknown_refusal_with_the_data(data):
    refusal = refusal_of(data, BY_SELECTOR)
    assert type(refusal) is UnknownRefusal and refusal.data == data
    assert (data.hex() or "no revert data") in str(refusal)


def test_base_class_decodes_nothing():
    with pytest.raises(NotImplementedError):
        Refusal.from_data(b"")


def test_reverted_call_shows_its_data():
    assert "0x0102" in str(CallReverted(b"\x01\x02"))

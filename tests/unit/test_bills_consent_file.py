"""Consents, revocations and one-time keys as files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.bills.consent import (
    SECRET_LENGTH,
    Consent,
    Domain,
    consent_address,
    give_consent,
    sign_revocation,
)
from govledger.bills.consent_file import (
    SERIAL_LIMIT,
    Revocation,
    consent_from_json,
    consent_to_json,
    revocation_from_json,
    revocation_to_json,
    secret_from_json,
    secret_to_json,
)
from govledger.bills.number import bill_key
from govledger.errors import DocumentUnreadable, InputError
from govledger.model import ClaimPurpose
from govledger.privacy.keccak import keccak256

KEY = bill_key(33_060_126, 1)

SECRET = keccak256(b"a one-time key")
DOMAIN = Domain(1337, bytes(range(20)))
CONSENT = give_consent(SECRET, DOMAIN, KEY, 7, purpose=ClaimPurpose.AID, until_at=2_000_000_000, serial=3)
REVOCATION = Revocation(consent_address(SECRET), 7, 3, sign_revocation(SECRET, DOMAIN, 7, 3))


def changed(data: bytes, **members: Any) -> str:
    """The file with other members; None removes one."""
    content = json.loads(data) | members
    return json.dumps({name: value for name, value in content.items() if value is not None})


# --- signatures -----------------------------------------------------------------------------------------


def recovered(kind: str, types: dict[str, str], message: dict[str, int], signature: bytes) -> str:
    """Who signed typed data of the domain, by the library of others."""
    domain = {
        "name": "govledger BillClaims",
        "version": "1",
        "chainId": DOMAIN.chain_id,
        "verifyingContract": DOMAIN.bill_claims,
    }
    members = [{"name": name, "type": one} for name, one in types.items()]
    signed = encode_typed_data(domain, {kind: members}, message)
    return str(Account.recover_message(signed, signature=signature)).lower()


def test_signatures_are_of_typed_data_by_the_one_time_key() -> None:
    address = "0x" + consent_address(SECRET).hex()
    terms = {"bill": "uint64", "payer": "uint64", "purpose": "uint8", "until": "uint40", "serial": "uint32"}
    message = {"bill": KEY, "payer": 7, "purpose": 2, "until": 2_000_000_000, "serial": 3}
    assert recovered("Consent", terms, message, CONSENT.signature) == address
    assert recovered("Consent", terms, message | {"serial": 4}, CONSENT.signature) != address
    taken_back = {"payer": "uint64", "serial": "uint32"}
    assert recovered("ConsentRevocation", taken_back, {"payer": 7, "serial": 3}, REVOCATION.signature) == address


@pytest.mark.parametrize("length", [0, SECRET_LENGTH - 1, SECRET_LENGTH + 1])
def test_secret_of_another_length_is_no_key(length: int) -> None:
    with pytest.raises(InputError, match=f"has 32 bytes, not {length}"):
        consent_address(b"\x07" * length)


@pytest.mark.parametrize("secret", [bytes(32), b"\xff" * 32])
def test_number_that_is_no_key_of_the_curve_is_refused_and_not_repeated(secret: bytes) -> None:
    with pytest.raises(InputError, match="no key of secp256k1; draw another one") as refused:
        sign_revocation(secret, DOMAIN, 7, 1)
    assert secret.hex() not in str(refused.value)


# --- files ----------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 10**18 - 1).filter(lambda key: key % 10**10),
    st.integers(0, 2**53 - 1),
    st.sampled_from(ClaimPurpose),
    st.integers(0, 2**40 - 1),
    st.integers(1, SERIAL_LIMIT - 1),
    st.binary(min_size=65, max_size=65),
)
def test_any_consent_and_revocation_read_back(
    bill: int, payer: int, purpose: ClaimPurpose, until_at: int, serial: int, signature: bytes
) -> None:
    consent = Consent(bill, payer, purpose, until_at, serial, signature)
    assert consent_from_json(consent_to_json(consent)) == consent
    revocation = Revocation(signature[:20], payer, serial, signature)
    assert revocation_from_json(revocation_to_json(revocation)) == revocation


def test_secret_reads_back() -> None:
    assert secret_from_json(secret_to_json(SECRET)) == SECRET


def test_files_have_the_members_that_their_formats_name() -> None:
    assert json.loads(consent_to_json(CONSENT)) == {
        "format": "govledger.consent.v1",
        "bill": "33060126-0000000001",
        "payer": 7,
        "purpose": "AID",
        "until_at": 2_000_000_000,
        "serial": 3,
        "signature": "0x" + CONSENT.signature.hex(),
    }
    assert json.loads(revocation_to_json(REVOCATION)) == {
        "format": "govledger.revocation.v1",
        "consent_key": "0x" + consent_address(SECRET).hex(),
        "payer": 7,
        "serial": 3,
        "signature": "0x" + REVOCATION.signature.hex(),
    }
    assert json.loads(secret_to_json(SECRET)) == {
        "format": "govledger.consent_key.v1",
        "consent_secret": "0x" + SECRET.hex(),
    }


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"format": "govledger.consent.v2"}, r"format govledger\.consent\.v1: .*\$\.format"),
        ({"bill": None}, "missing required field `bill`"),
        ({"bill": 1}, r"\$\.bill"),
        ({"bill": "330601260000000001"}, "is no bill; write code and number"),
        ({"bill": "33060126-1"}, "number"),
        ({"payer": -1}, r"\$\.payer"),
        ({"payer": 2**53}, r"\$\.payer"),
        ({"purpose": "FUN"}, "the purpose 'FUN' is none of REIMBURSEMENT, DIRECT_PAYMENT, AID"),
        ({"until_at": 2**40}, r"\$\.until_at"),
        ({"until_at": -1}, r"\$\.until_at"),
        ({"serial": 0}, r"\$\.serial"),
        ({"serial": 2**32}, r"\$\.serial"),
        ({"signature": "0x" + "00" * 64}, "signature is not 0x and 130 lower-case hexadecimal digits"),
        ({"secret": "0x"}, "unknown field `secret`"),
    ],
)
def test_consent_with_a_member_that_cannot_be_is_refused_by_its_name(members: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentUnreadable, match=message):
        consent_from_json(changed(consent_to_json(CONSENT), **members))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"format": "govledger.consent.v1"}, r"format govledger\.revocation\.v1: .*\$\.format"),
        ({"consent_key": "0x" + "AA" * 20}, "consent_key is not 0x and 40 lower-case hexadecimal digits"),
        ({"payer": "7"}, r"\$\.payer"),
        ({"serial": 0}, r"\$\.serial"),
        ({"signature": None}, "missing required field `signature`"),
        ({"signature": "0x"}, "signature is not 0x and 130 lower-case hexadecimal digits"),
        ({"until_at": 1}, "unknown field `until_at`"),
    ],
)
def test_revocation_with_a_member_that_cannot_be_is_refused_by_its_name(members: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentUnreadable, match=message):
        revocation_from_json(changed(revocation_to_json(REVOCATION), **members))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"format": "govledger.consent.v1"}, r"\$\.format"),
        ({"consent_secret": None}, "missing required field `consent_secret`"),
        ({"consent_secret": SECRET.hex()}, "consent_secret is not 0x and 64 lower-case hexadecimal digits"),
        ({"consent_secret": ["0x" + SECRET.hex()]}, r"\$\.consent_secret"),
        ({"consent_secret": "0x" + "00" * 32}, "no key of secp256k1"),
        ({"other": "0x" + SECRET.hex()}, "unknown field `other`"),
    ],
)
def test_secret_that_cannot_be_is_refused_and_not_repeated(members: dict[str, Any], message: str) -> None:
    with pytest.raises((DocumentUnreadable, InputError), match=message) as refused:
        secret_from_json(changed(secret_to_json(SECRET), **members))
    assert SECRET.hex() not in str(refused.value)


@pytest.mark.parametrize("read", [consent_from_json, revocation_from_json, secret_from_json])
def test_file_that_was_cut_short_is_refused(read: Any) -> None:
    with pytest.raises(DocumentUnreadable, match="cut short"):
        read(secret_to_json(SECRET)[:-10])

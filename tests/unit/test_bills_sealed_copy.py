from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace

import pytest
from Crypto.Cipher import AES

from govledger.bills.document import FIXED_PATHS
from govledger.bills.link import BillLink, link_of, link_secret
from govledger.bills.number import format_key, parse_key
from govledger.bills.presentation import PARTS, present
from govledger.bills.sealed_copy import NONCE_LENGTH, open_copy, sealed_copy
from govledger.errors import CopyNotOpened, DocumentUnreadable, LinkInvalid
from tests.unit.test_bills_holder import CONSENT_SECRET, batch_and_files

BATCH, (FILE, OTHER, *_) = batch_and_files()
BILL_LINK = link_of(FILE, "https://bills.example/verify")
COPY = sealed_copy(FILE)


def test_a_link_opens_its_bills_copy_which_proves_every_field() -> None:
    shown = open_copy(BILL_LINK, COPY).verify_against(BATCH.root)
    assert shown.bill == BILL_LINK.bill
    assert set(FIXED_PATHS) < set(shown.values)
    assert shown.complete == ("charges", "lines", "channels", "differences")


def test_a_copy_holds_neither_root_salt_nor_consent_secret_and_no_clear_text() -> None:
    opened = open_copy(BILL_LINK, COPY).to_json().decode()
    for secret in (FILE.bill.root_salt, CONSENT_SECRET, BILL_LINK.secret):
        assert secret.hex() not in opened
    assert "心内科" in opened
    assert "心内科".encode() not in COPY


def test_the_same_presentation_makes_the_same_copy_and_another_bill_another_nonce() -> None:
    assert sealed_copy(FILE) == COPY
    assert sealed_copy(OTHER)[:NONCE_LENGTH] != COPY[:NONCE_LENGTH]


def test_a_copy_is_made_as_the_format_says() -> None:
    def mac(key: bytes, message: bytes) -> bytes:
        return hmac.new(key, message, hashlib.sha256).digest()

    secret = link_secret(FILE.bill.root_salt)
    content = present(FILE, PARTS).canonical_bytes()
    assert COPY[:12] == mac(mac(secret, b"govledger.copy.nonce.v1"), content)[:12]
    assert encrypted(secret, COPY[:12], "33060126-0000000001", content) == COPY


def encrypted(secret: bytes, nonce: bytes, bill: str, content: bytes) -> bytes:
    key = hmac.new(secret, b"govledger.copy.key.v1", hashlib.sha256).digest()
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
    cipher.update(b"govledger.copy.v1\0" + bill.encode())
    return nonce + b"".join(cipher.encrypt_and_digest(content))


@pytest.mark.parametrize("place", [0, NONCE_LENGTH, 500, -1])
def test_a_changed_copy_is_not_opened(place: int) -> None:
    changed = bytearray(COPY)
    changed[place] ^= 1
    with pytest.raises(CopyNotOpened, match="bill 33060126-0000000001 is not opened by this link") as caught:
        open_copy(BILL_LINK, bytes(changed))
    assert BILL_LINK.secret.hex() not in str(caught.value)


@pytest.mark.parametrize("length", [0, 27, 28, len(COPY) - 1])
def test_a_copy_that_was_cut_short_is_not_opened(length: int) -> None:
    with pytest.raises(CopyNotOpened):
        open_copy(BILL_LINK, COPY[:length])


def test_a_copy_is_not_opened_by_another_bills_secret_nor_under_another_number() -> None:
    for link in (
        replace(BILL_LINK, secret=bytes(32)),
        replace(BILL_LINK, bill=OTHER.bill.document.key),
        link_of(OTHER, "https://bills.example/verify"),
    ):
        with pytest.raises(CopyNotOpened) as caught:
            open_copy(link, COPY)
        assert caught.value.bill == format_key(link.bill)


def test_a_presentation_of_another_bill_under_this_bills_secret_is_refused() -> None:
    content = present(OTHER, PARTS).canonical_bytes()
    forged = encrypted(BILL_LINK.secret, bytes(12), "33060126-0000000001", content)
    with pytest.raises(LinkInvalid, match="is 33060126-0000000001, and what it should open is 33060126-0000000002"):
        open_copy(BILL_LINK, forged)


def test_a_copy_of_something_else_is_refused() -> None:
    link = BillLink("https://h", parse_key("33060126-0000000001"), "A3F01C", bytes(32))
    with pytest.raises(DocumentUnreadable, match=r"not a file of format govledger\.presentation\.v1"):
        open_copy(link, encrypted(bytes(32), bytes(12), "33060126-0000000001", json.dumps({}).encode()))

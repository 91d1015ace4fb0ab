"""The split note: what it says, who signed it, and that nothing of it can be changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct

from govledger import PrivateKeySigner
from govledger.audit.bill_reports.claims import ClaimedBill, PayerShare
from govledger.audit.bill_reports.history import AsOf
from govledger.audit.bill_reports.split_note import (
    NotedShare,
    Party,
    SignedSplitNote,
    SplitNote,
    read_split_note,
    split_note,
)
from govledger.bills.number import bill_key
from govledger.errors import DocumentUnreadable, ProofMismatch, SignatureInvalid
from govledger.privacy.canonical import canonical_bytes
from govledger.secp256k1 import SECP256K1_N
from tests.bill_events import CHARITY, CODE, CODES, DAY, HOSPITAL, INSURER, START

KEY = b"\x21" * 32
SIGNER = PrivateKeySigner(KEY)
AT = AsOf(812, b"\x0b" * 32, START)
SHARES = (PayerShare(INSURER, 2_500, START + DAY, 1_500), PayerShare(CHARITY, 0, None, 2_000))
BILL = ClaimedBill(bill_key(CODE, 7), HOSPITAL, 10_000, False, SHARES)


def note(bill: ClaimedBill = BILL) -> SplitNote:
    return split_note(bill, AT, CODES, chain_id=7, genesis_hash=b"\x01" * 32, deployment=b"\x02" * 32)


def content(signed: SignedSplitNote | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((signed or note().signed_by(SIGNER)).to_json())
    return found


def test_note_says_what_each_payer_has_and_what_remains() -> None:
    assert note() == SplitNote(
        chain_id=7,
        genesis_hash=b"\x01" * 32,
        deployment=b"\x02" * 32,
        as_of=AT,
        bill=bill_key(CODE, 7),
        hospital=Party(HOSPITAL, "123300004708300001"),
        taken_back=False,
        claimable_fen=10_000,
        shares=(
            NotedShare(Party(INSURER, "913300000000000044"), 2_500, START + DAY, 1_500),
            NotedShare(Party(CHARITY, "913300000000000066"), 0, None, 2_000),
        ),
        remaining_fen=4_000,
    )


def test_file_is_canonical_json_and_reads_back_as_the_same() -> None:
    signed = note().signed_by(SIGNER)
    assert signed.to_json() == canonical_bytes(content())
    assert read_split_note(signed.to_json()) == signed
    assert content() == {
        "bill": "33060126-0000000007",
        "block": {"hash": "0x" + "0b" * 32, "number": 812, "timestamp": START},
        "chain_id": 7,
        "claimable_fen": 10_000,
        "deployment": "0x" + "02" * 32,
        "format": "govledger.split_note.v1",
        "genesis_hash": "0x" + "01" * 32,
        "hospital": {"organisation": HOSPITAL, "public_code": "123300004708300001"},
        "payers": [
            {
                "payer": {"organisation": INSURER, "public_code": "913300000000000044"},
                "reserved_fen": 2_500,
                "reserved_until_at": START + DAY,
                "settled_fen": 1_500,
            },
            {
                "payer": {"organisation": CHARITY, "public_code": "913300000000000066"},
                "reserved_fen": 0,
                "reserved_until_at": None,
                "settled_fen": 2_000,
            },
        ],
        "remaining_fen": 4_000,
        "signature": "0x" + signed.signature.hex(),
        "signer": "0x" + SIGNER.address.hex(),
        "taken_back": False,
    }


def test_signature_is_that_of_a_wallet_over_the_note_as_a_message() -> None:
    """eth_account, which shares no code with the library, signs the same bytes and finds the same signer."""
    signed = note().signed_by(SIGNER)
    unsigned = {name: value for name, value in content(signed).items() if name != "signature"}
    message = encode_defunct(canonical_bytes(unsigned))
    assert bytes(Account.sign_message(message, KEY).signature) == signed.signature
    assert Account.recover_message(message, signature=signed.signature) == Account.from_key(KEY).address
    assert signed.signer == bytes.fromhex(Account.from_key(KEY).address[2:])


def test_note_of_a_bill_that_was_taken_back_has_nothing_left() -> None:
    back = replace(BILL, taken_back=True, shares=(PayerShare(INSURER, 0, None, 0),))
    signed = note(back).signed_by(SIGNER)
    assert (signed.note.taken_back, signed.note.remaining_fen) == (True, 0)
    assert read_split_note(signed.to_json()) == signed


def test_note_that_somebody_else_signed_is_refused() -> None:
    other = PrivateKeySigner(b"\x22" * 32)
    signature = other.sign_digest(note().digest(SIGNER.address))
    with pytest.raises(ProofMismatch, match=f"names 0x{SIGNER.address.hex()} and its signature is of 0x"):
        SignedSplitNote(note(), SIGNER.address, signature)


def test_signature_moved_under_another_name_is_refused() -> None:
    """The signer's address is signed: a signature cannot be taken over."""
    signed = note().signed_by(SIGNER)
    with pytest.raises(ProofMismatch):
        SignedSplitNote(signed.note, PrivateKeySigner(b"\x22" * 32).address, signed.signature)


SIGNED_PARTS: list[Callable[[dict[str, Any]], Any]] = [
    lambda file: file.update(chain_id=8),
    lambda file: file.update(genesis_hash="0x" + "03" * 32),
    lambda file: file.update(deployment="0x" + "03" * 32),
    lambda file: file.update(bill="33060126-0000000008"),
    lambda file: file["hospital"].update(organisation=3),
    lambda file: file["hospital"].update(public_code="123300004708300002"),
    lambda file: file["block"].update(number=813),
    lambda file: file["block"].update(hash="0x" + "0c" * 32),
    lambda file: file["block"].update(timestamp=START + 1),
    lambda file: file.update(claimable_fen=10_001, remaining_fen=4_001),
    lambda file: file["payers"][0].update(settled_fen=1_501) or file.update(remaining_fen=3_999),
    lambda file: file["payers"][0].update(reserved_until_at=START + DAY + 1),
    lambda file: file["payers"][0]["payer"].update(organisation=5),
    lambda file: file["payers"].reverse(),
]


@pytest.mark.parametrize("change", SIGNED_PARTS)
def test_no_part_of_a_note_can_be_changed(change: Callable[[dict[str, Any]], Any]) -> None:
    file = content()
    change(file)
    with pytest.raises(ProofMismatch):
        read_split_note(canonical_bytes(file))


UNREADABLE: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda file: file.update(format="govledger.split_note.v2"), "not a file of format govledger.split_note.v1"),
    (lambda file: file.update(comment="x"), "unknown field `comment`"),
    (lambda file: file["block"].update(comment="x"), "unknown field `comment`"),
    (lambda file: file.pop("signer"), "missing required field `signer`"),
    (lambda file: file.update(claimable_fen="10000"), "Expected `int`"),
    (lambda file: file.update(claimable_fen=-1), ">= 0"),
    (lambda file: file.update(signer="0x" + "AB" * 20), "signer is not 0x and 40 lower-case"),
    (lambda file: file.update(signature="0x12"), "signature is not 0x and 130 lower-case"),
    (lambda file: file.update(bill="33060126"), "the split note is of no bill"),
    (lambda file: file.update(remaining_fen=4_001), "does not add up"),
    (lambda file: file.update(taken_back=True, remaining_fen=0), "does not add up"),
    (lambda file: file["payers"][0].update(reserved_until_at=None), "an amount and an expiry, or neither"),
    (lambda file: file["payers"][1].update(reserved_until_at=START + 1), "an amount and an expiry, or neither"),
    (lambda file: file["payers"][0].update(reserved_until_at=START), f"had expired at {START}"),
    (lambda file: file["payers"][1]["payer"].update(organisation=INSURER), "a payer stands twice"),
    (lambda file: file["payers"].extend(file["payers"] * 4), "of length <= 8"),
]


@pytest.mark.parametrize(("change", "rule"), UNREADABLE)
def test_what_is_no_split_note_is_refused(change: Callable[[dict[str, Any]], Any], rule: str) -> None:
    file = content()
    change(file)
    with pytest.raises(DocumentUnreadable) as refused:
        read_split_note(canonical_bytes(file))
    assert rule in str(refused.value)


def test_file_in_another_form_than_the_canonical_one_is_refused() -> None:
    for written in (json.dumps(content()).encode(), note().signed_by(SIGNER).to_json() + b"\n"):
        with pytest.raises(DocumentUnreadable, match="is not canonical JSON"):
            read_split_note(written)
    with pytest.raises(DocumentUnreadable, match="not JSON"):
        read_split_note(b"{")


def test_signature_has_one_form() -> None:
    """The same signature with the higher s, or with v of 0 or 1, is none here: a note has one file."""
    r, s, v = (signed := note().signed_by(SIGNER).signature)[:32], int.from_bytes(signed[32:64], "big"), signed[64]
    for other in (r + (SECP256K1_N - s).to_bytes(32) + bytes((55 - v,)), signed[:64] + bytes((v - 27,))):
        with pytest.raises(DocumentUnreadable, match="not in its one form"):
            read_split_note(canonical_bytes(content() | {"signature": "0x" + other.hex()}))
    with pytest.raises(SignatureInvalid, match="v is 29"):
        read_split_note(canonical_bytes(content() | {"signature": "0x" + signed[:64].hex() + "1d"}))

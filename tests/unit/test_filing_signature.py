"""Signatures over files: one form, by whom they name, over the file that they name; wallets make the same."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from hypothesis import given
from hypothesis import strategies as st

from govledger.audit.filing.signature import FileSignature, signing_hash
from govledger.errors import FileSignatureInvalid
from govledger.secp256k1 import SECP256K1_N
from govledger.tx.signing import PrivateKeySigner

DIGEST = sha256(b"evidence").digest()
SIGNER = PrivateKeySigner((7).to_bytes(32))
TEXT = f"govledger signature over a file\nSHA-256: 0x{DIGEST.hex()}"


def signed(digest: bytes = DIGEST) -> FileSignature:
    return FileSignature(digest, SIGNER.address, SIGNER.sign_digest(signing_hash(digest)))


def changed(**members: Any) -> bytes:
    return json.dumps(
        json.loads(signed().to_json()) | members, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def test_a_wallet_that_shows_the_text_makes_the_same_signature() -> None:
    by_wallet = Account.sign_message(encode_defunct(text=TEXT), (7).to_bytes(32))
    assert signed().signature == by_wallet.signature
    assert signed().verify(DIGEST) == SIGNER.address


def test_the_file_holds_one_line_of_canonical_json() -> None:
    content = signed().to_json()
    assert content == changed()
    assert set(json.loads(content)) == {"digest", "format", "signature", "signer"}
    assert FileSignature.from_json(content) == signed()


@given(st.binary(min_size=32, max_size=32))
def test_a_signature_is_over_one_digest_alone(digest: bytes) -> None:
    found = FileSignature.from_json(signed(digest).to_json())
    assert found.verify(digest) == SIGNER.address
    with pytest.raises(FileSignatureInvalid, match=f"it is over the SHA-256 0x{digest.hex()}, and the file's is 0x00"):
        found.verify(bytes(32) if any(digest) else b"\0" * 31 + b"\1")


def test_a_signature_that_names_somebody_else_is_refused() -> None:
    other = PrivateKeySigner((8).to_bytes(32)).address
    found = FileSignature(DIGEST, other, signed().signature)
    with pytest.raises(FileSignatureInvalid, match=f"it was not made by 0x{other.hex()}, whom it names"):
        found.verify(DIGEST)


def test_a_signature_over_the_bare_digest_is_another_one() -> None:
    bare = FileSignature(DIGEST, SIGNER.address, SIGNER.sign_digest(DIGEST))
    message = Account.sign_message(encode_defunct(DIGEST), (7).to_bytes(32))
    for found in (bare, FileSignature(DIGEST, SIGNER.address, bytes(message.signature))):
        with pytest.raises(FileSignatureInvalid, match="it was not made by"):
            found.verify(DIGEST)


def test_a_signature_has_one_form() -> None:
    right = signed().signature
    r, s, v = right[:32], int.from_bytes(right[32:64], "big"), right[64]
    higher = r + (SECP256K1_N - s).to_bytes(32) + bytes((55 - v,))
    for signature in (higher, right[:64] + bytes((v - 27,))):
        with pytest.raises(FileSignatureInvalid, match="it was not made by"):
            FileSignature(DIGEST, SIGNER.address, signature).verify(DIGEST)


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        (bytes(65), "r or s is 0 or beyond the order of the curve"),
        (signed().signature[:64] + b"\x05", "v is 5; a signature over a hash ends in"),
        (b"\xff" * 64 + b"\x1b", "r or s is 0 or beyond the order"),
        (b"\0" * 31 + b"\x05" + b"\0" * 31 + b"\x01\x1b", "no key makes this signature"),
    ],
)
def test_what_is_no_signature_is_refused(signature: bytes, said: str) -> None:
    with pytest.raises(FileSignatureInvalid, match=said):
        FileSignature(DIGEST, SIGNER.address, signature).verify(DIGEST)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is no signature"),
        (b"{", "the file is no signature"),
        (b"[]", "the file is no signature"),
        (b"[" * 100_000, "the file is no signature"),
        (changed(note="x"), "the file is no signature"),
        (changed(signer=7), "the file is no signature"),
        (changed(signer="0xzz"), "the file is no signature"),
        (changed(signer="0x11"), "is not the RFC 8785 JSON of a signature of format"),
        (changed(digest=DIGEST.hex()), "is not the RFC 8785 JSON"),
        (changed(signature="0x" + "11" * 64), "is not the RFC 8785 JSON"),
        (changed(format="govledger file signature 2"), "is not the RFC 8785 JSON"),
        (changed() + b"\n", "is not the RFC 8785 JSON"),
        (changed().replace(b":", b": "), "is not the RFC 8785 JSON"),
        (changed(signer="0x" + SIGNER.address.hex().upper()), "is not the RFC 8785 JSON"),
    ],
)
def test_what_is_not_the_file_of_a_signature_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileSignatureInvalid, match=said):
        FileSignature.from_json(content)


def test_every_changed_byte_of_the_file_is_refused() -> None:
    content = signed().to_json()
    for place in range(len(content)):
        for change in (1, 2, 0x20, 0x80):
            altered = bytearray(content)
            altered[place] ^= change
            with pytest.raises(FileSignatureInvalid):
                FileSignature.from_json(bytes(altered)).verify(DIGEST)

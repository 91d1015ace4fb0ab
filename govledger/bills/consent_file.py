"""A subject's consent, its revocation, and the one-time key that signs both, as files. Pure.

`govledger.consent.v1` has bill, payer, purpose, until_at, serial and signature; `govledger.revocation.v1` has
consent_key, payer, serial and signature. Neither holds a secret: what they let others do stands in them.
`govledger.consent_key.v1` has the secret, and is the subject's alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from govledger.bills import files
from govledger.bills.consent import SECRET_LENGTH, Consent, consent_address
from govledger.bills.number import format_key, parse_key
from govledger.errors import DocumentUnreadable, InputError
from govledger.model import ClaimPurpose
from govledger.secp256k1 import SIGNATURE_LENGTH

CONSENT_FORMAT: Literal["govledger.consent.v1"] = "govledger.consent.v1"
REVOCATION_FORMAT: Literal["govledger.revocation.v1"] = "govledger.revocation.v1"
SECRET_FORMAT: Literal["govledger.consent_key.v1"] = "govledger.consent_key.v1"

SERIAL_LIMIT = 1 << 32
"""Serials are below it."""

_Serial = Annotated[int, msgspec.Meta(ge=1, lt=SERIAL_LIMIT)]
_Seconds = Annotated[int, msgspec.Meta(ge=0, lt=1 << 40)]


@dataclass(frozen=True, slots=True)
class Revocation:
    """What a bill's subject takes back: its consents to a payer up to a serial."""

    consent_key: bytes
    """Address (20 bytes) of the bill's one-time key."""
    payer: int
    serial: int
    signature: bytes
    """65 bytes (r ‖ s ‖ v) of that key."""


class _ConsentJson(files.JsonPart, frozen=True, kw_only=True):
    format: Literal["govledger.consent.v1"]
    bill: str
    payer: files.Natural
    purpose: str
    until_at: _Seconds
    serial: _Serial
    signature: str


class _RevocationJson(files.JsonPart, frozen=True, kw_only=True):
    format: Literal["govledger.revocation.v1"]
    consent_key: str
    payer: files.Natural
    serial: _Serial
    signature: str


class _SecretJson(files.JsonPart, frozen=True, kw_only=True):
    format: Literal["govledger.consent_key.v1"]
    consent_secret: str


def consent_to_json(consent: Consent) -> bytes:
    """A consent as indented JSON."""
    return files.to_json(
        _ConsentJson(
            format=CONSENT_FORMAT,
            bill=format_key(consent.bill),
            payer=consent.payer,
            purpose=consent.purpose.name,
            until_at=consent.until_at,
            serial=consent.serial,
            signature=files.hexadecimal(consent.signature),
        )
    )


def consent_from_json(data: bytes | str) -> Consent:
    """The consent in JSON text.

    Raises:
        DocumentUnreadable: not JSON of this format.
    """
    read = files.from_json(data, _ConsentJson, CONSENT_FORMAT)
    if read.purpose not in ClaimPurpose.__members__:
        raise DocumentUnreadable(f"the purpose {read.purpose!r} is none of {', '.join(ClaimPurpose.__members__)}")
    try:
        bill = parse_key(read.bill)
    except InputError as error:
        raise DocumentUnreadable(str(error)) from error
    signature = files.bytes_from_hex("signature", read.signature, SIGNATURE_LENGTH)
    return Consent(bill, read.payer, ClaimPurpose[read.purpose], read.until_at, read.serial, signature)


def revocation_to_json(revocation: Revocation) -> bytes:
    """A revocation as indented JSON."""
    return files.to_json(
        _RevocationJson(
            format=REVOCATION_FORMAT,
            consent_key=files.hexadecimal(revocation.consent_key),
            payer=revocation.payer,
            serial=revocation.serial,
            signature=files.hexadecimal(revocation.signature),
        )
    )


def revocation_from_json(data: bytes | str) -> Revocation:
    """The revocation in JSON text.

    Raises:
        DocumentUnreadable: not JSON of this format.
    """
    read = files.from_json(data, _RevocationJson, REVOCATION_FORMAT)
    key = files.bytes_from_hex("consent_key", read.consent_key, 20)
    return Revocation(key, read.payer, read.serial, files.bytes_from_hex("signature", read.signature, SIGNATURE_LENGTH))


def secret_to_json(secret: bytes) -> bytes:
    """A one-time key's secret (32 bytes) as indented JSON."""
    return files.to_json(_SecretJson(format=SECRET_FORMAT, consent_secret=files.hexadecimal(secret)))


def secret_from_json(data: bytes | str) -> bytes:
    """The secret (32 bytes) in JSON text; no error shows it.

    Raises:
        DocumentUnreadable: not JSON of this format.
        InputError: no key of secp256k1.
    """
    read = files.from_json(data, _SecretJson, SECRET_FORMAT)
    secret = files.bytes_from_hex("consent_secret", read.consent_secret, SECRET_LENGTH)
    consent_address(secret)
    return secret

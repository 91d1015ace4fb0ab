"""The one-time key by which a bill's subject consents to a claim.

A key serves one bill: one that served several would be a tag of the subject that payers share. The bill holds the key's
address inside a salted hash; the secret belongs to the holder. If it is lost, the subject cannot consent any more, and
what needs consent cannot be claimed. If it is stolen, the thief can consent in the subject's name, for this bill alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from coincurve import PrivateKey, PublicKey

from govledger.errors import InputError
from govledger.model import ClaimPurpose
from govledger.privacy.consent_terms import Domain, consent_digest, revocation_digest
from govledger.privacy.keccak import keccak256

SECRET_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Consent:
    """What a bill's subject agreed to: that a payer claims it, for a purpose, until a time."""

    bill: int
    """The bill's key."""
    payer: int
    """The payer's organisation."""
    purpose: ClaimPurpose
    until_at: int
    """It may be used while time < until_at."""
    serial: int
    """From 1. A revocation ends the consents to a payer up to a serial."""
    signature: bytes
    """65 bytes (r ‖ s ‖ v) of the bill's one-time key."""


def give_consent(
    secret: bytes, domain: Domain, bill: int, payer: int, *, purpose: ClaimPurpose, until_at: int, serial: int = 1
) -> Consent:
    """A consent, signed by the bill's one-time key.

    Raises:
        InputError: the secret is no key, or a serial below 1: those count as revoked.
    """
    if serial < 1:
        raise InputError(f"the serial is {serial}; serials of consents begin at 1")
    digest = consent_digest(domain, bill, payer, purpose, until_at, serial)
    return Consent(bill, payer, purpose, until_at, serial, _sign(secret, digest))


def sign_revocation(secret: bytes, domain: Domain, payer: int, serial: int) -> bytes:
    """The signature (65 bytes) that revokes the consents to a payer up to a serial.

    Raises:
        InputError: the secret is no key.
    """
    return _sign(secret, revocation_digest(domain, payer, serial))


def _sign(secret: bytes, digest: bytes) -> bytes:
    consent_address(secret)
    signature = PrivateKey(secret).sign_recoverable(digest, hasher=None)
    return signature[:64] + bytes((27 + signature[64],))


def consent_address(secret: bytes) -> bytes:
    """The address (20 bytes) of a consent key.

    Raises:
        InputError: the secret is not 32 bytes, or no key of secp256k1.
    """
    if len(secret) != SECRET_LENGTH:
        raise InputError(f"a consent key's secret has {SECRET_LENGTH} bytes, not {len(secret)}")
    try:
        point = PublicKey.from_secret(secret).format(compressed=False)
    except ValueError as error:
        raise InputError("the consent key's secret is no key of secp256k1; draw another one") from error
    return keccak256(point[1:])[12:]

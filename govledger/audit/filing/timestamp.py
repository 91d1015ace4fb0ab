"""Time stamps over a file's SHA-256, as RFC 3161 has them. Pure.

A token says that an authority saw the digest at a time, and is signed with a certificate that is for nothing else. The
auditor pins the authority's root certificate; what the answer brings along is believed only under it, as it stood at
the token's time. Answers are kept as they came (`.tsr`), so that other programs read them too:

    openssl ts -verify -data FILE -in FILE.tsr -CAfile authority.pem

Raises `TimestamperMissing` when it is imported without the packages of govledger[timestamp].
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from math import ceil
from typing import Final, cast

from govledger.errors import InputError, TimestamperMissing, TimestampInvalid

try:
    from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates
    from rfc3161_client import (
        Accuracy,
        HashAlgorithm,
        TimestampRequestBuilder,
        TimeStampResponse,
        VerificationError,
        VerifierBuilder,
        decode_timestamp_response,
    )
except ImportError as error:
    raise TimestamperMissing(str(error.name)) from error

SHA256_IDENTIFIER: Final = "2.16.840.1.101.3.4.2.1"
PLACEHOLDER: Final = b"the file"
_OPENSSL: Final = re.compile(r'(?:reason|data): "([^"]+)"')


@dataclass(frozen=True, slots=True)
class TimestampRequest:
    """What an authority is asked."""

    content: bytes
    """DER of TimeStampReq: the digest, a nonce, and that the certificate is wanted."""
    nonce: int
    """A random number that the answer has to repeat: no older token passes for it."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What a token says that was verified."""

    stamped_at: int
    """Seconds, a fraction cut off: the file was there by then, by the authority's clock."""
    accuracy_seconds: int | None
    """How far that clock may be off, by the authority's own word, rounded up; None if it says nothing."""
    authority: str
    """Whose certificate signed the token (RFC 4514)."""
    policy: str
    """Under which rules of the authority's, as its object identifier."""
    serial_number: int
    """The token's, with this authority."""


def pinned_certificates(content: bytes) -> tuple[Certificate, ...]:
    """The certificates that a PEM file holds.

    Raises:
        InputError: it holds none, or none that vouches for itself, as a root does.
    """
    try:
        found = tuple(load_pem_x509_certificates(content))
    except ValueError as error:
        raise InputError(f"this is no PEM file with certificates ({error}); have it from the authority") from None
    if not any(_is_root(certificate) for certificate in found):
        raise InputError("none of these certificates is a root, which signs itself; have the authority's from it")
    return found


def request_for(digest: bytes) -> TimestampRequest:
    """A request for a token over a file's digest.

    Args:
        digest: SHA-256, 32 bytes.
    """
    # The builder hashes what it is given, and a file may not fit into memory: another text's hash makes way for it.
    request = TimestampRequestBuilder(PLACEHOLDER, HashAlgorithm.SHA256, nonce=True, cert_req=True).build()
    before, after = request.as_bytes().split(sha256(PLACEHOLDER).digest())
    assert request.nonce is not None, "it was asked for"
    return TimestampRequest(before + digest + after, request.nonce)


def verified_timestamp(
    answer: bytes, digest: bytes, pinned: Iterable[Certificate], *, nonce: int | None = None
) -> Timestamp:
    """What an authority's answer says of a file, after every check.

    In this order: the answer is one, and grants a token; the signature, and the certificates at the token's time; the
    nonce; that the certificate is for time stamps alone; the digest and its algorithm.

    Args:
        answer: DER of TimeStampResp.
        digest: the file's SHA-256, 32 bytes.
        pinned: the certificates that are trusted; see `pinned_certificates`.
        nonce: the request's; None if the answer was kept.

    Raises:
        TimestampInvalid: one of these does not hold.
    """
    certificates = list(pinned)
    builder = VerifierBuilder(
        roots=[certificate for certificate in certificates if _is_root(certificate)],
        intermediates=[certificate for certificate in certificates if not _is_root(certificate)],
        nonce=nonce,
    )
    try:
        response = decode_timestamp_response(answer)
        builder.build().verify(response, digest)
        token = response.tst_info
        algorithm = token.message_imprint.hash_algorithm.dotted_string
        authority = _authority(response)
    except (VerificationError, ValueError) as error:
        raise TimestampInvalid(_problem(error)) from error
    if algorithm != SHA256_IDENTIFIER:
        raise TimestampInvalid(f"it is over a digest by {algorithm}, not by SHA-256 ({SHA256_IDENTIFIER})")
    return Timestamp(
        int(token.gen_time.timestamp()),
        _accuracy(response),
        authority,
        token.policy.dotted_string,
        token.serial_number,
    )


def _problem(error: Exception) -> str:
    """What OpenSSL says of certificates and signature, without where in OpenSSL; else the error's own text."""
    said = _OPENSSL.findall(str(error))
    return "; ".join(said) if said else str(error)


def _is_root(certificate: Certificate) -> bool:
    return certificate.issuer == certificate.subject


def _authority(response: TimeStampResponse) -> str:
    """The subject of the certificate that signed."""
    [signer] = response.signed_data.signer_infos
    certificates = map(load_der_x509_certificate, response.signed_data.certificates)
    return next(
        certificate.subject.rfc4514_string()
        for certificate in certificates
        if (certificate.issuer, certificate.serial_number) == (signer.issuer, signer.serial_number)
    )


def _accuracy(response: TimeStampResponse) -> int | None:
    found = cast("Accuracy | None", response.tst_info.accuracy)  # a token need not say it
    if found is None:
        return None
    parts = timedelta(seconds=found.seconds or 0, milliseconds=found.millis or 0, microseconds=found.micros or 0)
    return ceil(parts.total_seconds())

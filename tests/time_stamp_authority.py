"""A time-stamp authority on loopback, after RFC 3161 and RFC 5652, encoded here and signed by `cryptography`.

What it answers is made anew for every request, and a test can have it lie in one respect or another.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
SHA256 = "2.16.840.1.101.3.4.2.1"
SHA3_256 = "2.16.840.1.101.3.4.2.8"
POLICY = "1.2.3.4.1"


# --- certificates --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Holder:
    """A certificate, and the key that it is about."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def certified(
    name: str,
    by: Holder | None = None,
    *,
    usages: tuple[ObjectIdentifier, ...] = (),
    critical: bool = True,
    end: datetime = END,
) -> Holder:
    """A new certificate; a root if nobody else vouches for it, and an authority's unless it is for some use."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if by is None else by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=not usages, path_length=None), critical=True)
    )
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=critical)
    return Holder(builder.sign(key if by is None else by.key, hashes.SHA256()), key)


def stamping(by: Holder, *, critical: bool = True, end: datetime = END) -> Holder:
    """A certificate for time stamps."""
    return certified("a clock", by, usages=(ExtendedKeyUsageOID.TIME_STAMPING,), critical=critical, end=end)


# --- DER -----------------------------------------------------------------------------------------------


def der(tag: int, *content: bytes) -> bytes:
    body = b"".join(content)
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((tag,)) + (bytes((len(body),)) if len(body) < 128 else bytes((0x80 + len(size),)) + size) + body


def sequence(*content: bytes) -> bytes:
    return der(0x30, *content)


def set_of(*content: bytes) -> bytes:
    return der(0x31, *sorted(content))


def integer(value: int) -> bytes:
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    return der(0x04, value)


def identifier(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    encoded = bytearray()
    for number in (40 * first + second, *rest):
        groups = [number >> shift & 127 for shift in range(0, max(number.bit_length(), 1), 7)]
        encoded += bytes([*(group | 128 for group in groups[:0:-1]), groups[0]])
    return der(0x06, bytes(encoded))


def items(encoded: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each value, one after the other."""
    while encoded:
        tag, length, start = encoded[0], encoded[1], 2
        if length > 127:
            start = 2 + length - 128
            length = int.from_bytes(encoded[2:start], "big")
        yield tag, encoded[start : start + length]
        encoded = encoded[start + length :]


# --- the authority -------------------------------------------------------------------------------------


@dataclass
class Authority:
    """Stamps what it is asked for, or lies."""

    signer: Holder
    at: datetime = field(default_factory=lambda: datetime(2026, 11, 28, 12, 30, 15, tzinfo=UTC))
    accuracy: timedelta | None = None
    algorithm: str = SHA256
    digest: bytes | None = None
    """In the place of the one that is asked about."""
    nonce: int | None = None
    """In the place of the one that is asked for."""
    status: int = 0
    """0: granted; 2: rejected."""
    asked: list[bytes] = field(default_factory=list)
    """The digests of all requests."""

    def answer(self, request: bytes) -> bytes:
        """TimeStampResp for a TimeStampReq."""
        [(_, content)] = items(request)
        (_, version), (_, imprint), (_, nonce), (_, wants_certificate) = items(content)
        assert (version, wants_certificate) == (b"\x01", b"\xff")
        (_, algorithm), (_, digest) = items(imprint)
        assert next(items(algorithm))[1] == identifier(SHA256)[2:]
        self.asked.append(digest)
        if self.status:
            return sequence(sequence(integer(self.status)))
        repeated = int.from_bytes(nonce, "big") if self.nonce is None else self.nonce
        return sequence(sequence(integer(0)), self._token(self.digest or digest, repeated))

    def _token(self, digest: bytes, nonce: int) -> bytes:
        """ContentInfo with SignedData over a TSTInfo."""
        info = self._info(digest, nonce)
        attributes = set_of(
            _attribute("1.2.840.113549.1.9.3", identifier("1.2.840.113549.1.9.16.1.4")),
            _attribute("1.2.840.113549.1.9.4", octets(hashlib.sha256(info).digest())),
        )
        certificate = self.signer.certificate
        signer = sequence(
            integer(1),
            sequence(certificate.issuer.public_bytes(), integer(certificate.serial_number)),
            sequence(identifier(SHA256)),
            b"\xa0" + attributes[1:],
            sequence(identifier("1.2.840.10045.4.3.2")),
            octets(self.signer.key.sign(attributes, ec.ECDSA(hashes.SHA256()))),
        )
        signed = sequence(
            integer(3),
            set_of(sequence(identifier(SHA256))),
            sequence(identifier("1.2.840.113549.1.9.16.1.4"), der(0xA0, octets(info))),
            der(0xA0, certificate.public_bytes(serialization.Encoding.DER)),
            set_of(signer),
        )
        return sequence(identifier("1.2.840.113549.1.7.2"), der(0xA0, signed))

    def _info(self, digest: bytes, nonce: int) -> bytes:
        """TSTInfo."""
        fraction = f".{self.at.microsecond:06d}".rstrip("0") if self.at.microsecond else ""
        accuracy = b""
        if self.accuracy is not None:
            seconds, microseconds = self.accuracy.seconds, self.accuracy.microseconds
            accuracy = sequence(
                integer(seconds),
                der(0x80, integer(microseconds // 1000)[2:]) if microseconds // 1000 else b"",
                der(0x81, integer(microseconds % 1000)[2:]) if microseconds % 1000 else b"",
            )
        return sequence(
            integer(1),
            identifier(POLICY),
            sequence(sequence(identifier(self.algorithm)), octets(digest)),
            integer(77),
            der(0x18, f"{self.at:%Y%m%d%H%M%S}{fraction}Z".encode()),
            accuracy,
            integer(nonce),
        )


def _attribute(kind: str, value: bytes) -> bytes:
    return sequence(identifier(kind), set_of(value))


@dataclass
class Manner:
    """How the answer comes over HTTP."""

    status: int = 200
    kind: str = "application/timestamp-reply"
    padding: int = 0
    """Bytes that follow."""


@contextmanager
def listening(authority: Authority, manner: Manner | None = None) -> Iterator[str]:
    """The address at which an authority answers."""
    how = manner or Manner()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            content = authority.answer(self.rfile.read(int(self.headers["Content-Length"]))) + bytes(how.padding)
            self.send_response(how.status)
            self.send_header("Content-Type", how.kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/stamp"
        finally:
            server.shutdown()
            thread.join()

"""A signature over a file's SHA-256 by a key of an account. Pure.

What is signed is a text, as wallets show it before they sign (EIP-191, version 0x45):

    0x19 "Ethereum Signed Message:" LF length text
    text = "govledger signature over a file" LF "SHA-256: 0x…"

The text says what it is for, so that nothing that was signed for another purpose passes for it, nor the other way
round. It stands in a file beside the one that was signed (`.sig`), which is RFC 8785 JSON of

    {"digest": "0x…", "format": "govledger file signature 1", "signature": "0x…", "signer": "0x…"}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import msgspec

from govledger.errors import DocumentError, FileSignatureInvalid, SignatureInvalid
from govledger.privacy.canonical import canonical_bytes, parse_strict
from govledger.privacy.keccak import keccak256
from govledger.secp256k1 import SIGNATURE_LENGTH, parse_signature, recover

FORMAT: Final = "govledger file signature 1"
DIGEST_LENGTH: Final = 32
ADDRESS_LENGTH: Final = 20


def signing_hash(digest: bytes) -> bytes:
    """What the key signs for a file with a digest: 32 bytes."""
    text = f"govledger signature over a file\nSHA-256: 0x{digest.hex()}".encode()
    return keccak256(b"\x19Ethereum Signed Message:\n%d" % len(text) + text)


@dataclass(frozen=True, slots=True)
class FileSignature:
    """A signature over a file, and by whom it says to be."""

    digest: bytes
    """SHA-256 of the file, 32 bytes."""
    signer: bytes
    """The account, 20 bytes."""
    signature: bytes
    """65 bytes: r ‖ s ‖ v, s the lower one and v 27 or 28."""

    def to_json(self) -> bytes:
        """The signature as a file."""
        return canonical_bytes(
            {
                "digest": f"0x{self.digest.hex()}",
                "format": FORMAT,
                "signature": f"0x{self.signature.hex()}",
                "signer": f"0x{self.signer.hex()}",
            }
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """The signature that a file holds, in its one form.

        Raises:
            FileSignatureInvalid: the file is none.
        """
        try:
            read = msgspec.convert(parse_strict(content), _File, strict=True)
            found = cls(_bytes(read.digest), _bytes(read.signer), _bytes(read.signature))
        except (DocumentError, msgspec.ValidationError, ValueError) as error:
            raise FileSignatureInvalid(f"the file is no signature: {error}") from None
        lengths = (len(found.digest), len(found.signer), len(found.signature))
        if lengths != (DIGEST_LENGTH, ADDRESS_LENGTH, SIGNATURE_LENGTH) or found.to_json() != content:
            raise FileSignatureInvalid(f"the file is not the RFC 8785 JSON of a signature of format {FORMAT!r}")
        return found

    def verify(self, digest: bytes) -> bytes:
        """Who signed the file with a digest: the account, 20 bytes.

        Raises:
            FileSignatureInvalid: the signature is over another file, or not by whom it names.
        """
        if digest != self.digest:
            raise FileSignatureInvalid(
                f"it is over the SHA-256 0x{self.digest.hex()}, and the file's is 0x{digest.hex()}"
            )
        try:
            parsed = parse_signature(self.signature)
            signer = recover(signing_hash(digest), parsed)
        except SignatureInvalid as error:
            raise FileSignatureInvalid(str(error)) from None
        in_one_form = parsed.r.to_bytes(32) + parsed.s.to_bytes(32) + bytes((27 + parsed.y_parity,))
        if signer != self.signer or in_one_form != self.signature:
            raise FileSignatureInvalid(f"it was not made by 0x{self.signer.hex()}, whom it names")
        return signer


class _File(msgspec.Struct, forbid_unknown_fields=True):
    digest: str
    format: str
    signature: str
    signer: str


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))

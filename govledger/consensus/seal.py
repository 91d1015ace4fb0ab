"""Who sealed: the address that a seal in a header recovers to. Pure."""

from __future__ import annotations

from govledger.errors import MalformedHeader, SignatureInvalid
from govledger.secp256k1 import SIGNATURE_LENGTH, parse_signature, recover


def sealed_by(number: int, sealed_hash: bytes, seal: bytes) -> bytes:
    """The address whose key sealed a hash in block `number`; v is 0 or 1, as geth asks of seals.

    Raises:
        MalformedHeader: the seal is no signature.
    """
    what = f"seal of block {number}"
    if len(seal) != SIGNATURE_LENGTH or seal[-1] > 1:
        raise MalformedHeader(what, f"is not {SIGNATURE_LENGTH} bytes of which the last is 0 or 1")
    try:
        return recover(sealed_hash, parse_signature(seal))
    except SignatureInvalid as error:
        raise MalformedHeader(what, f"is no signature: {error}") from None

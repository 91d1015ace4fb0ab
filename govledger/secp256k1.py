"""Signatures over secp256k1, and the addresses of those who made them. Pure.

Accounts, validators and nodes all are keys of this curve: transactions (`tx.signing`), the seals of blocks
(`consensus`) and the public keys of nodes (`network.enode`) meet here.
"""

from __future__ import annotations

from dataclasses import dataclass

from coincurve import PublicKey

from govledger.errors import InputError, SignatureInvalid
from govledger.privacy.keccak import keccak256

SECP256K1_N = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
"""The order of the curve; a signature's s is at most half of it (EIP-2)."""
SIGNATURE_LENGTH = 65
PUBLIC_KEY_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Signature:
    """A recoverable secp256k1 signature."""

    r: int
    s: int
    y_parity: int


def parse_signature(signature: bytes) -> Signature:
    """A signature from r ‖ s ‖ v, brought to the lower s that nodes accept (EIP-2).

    Raises:
        SignatureInvalid: not 65 bytes, v is not 0, 1, 27 or 28, or r or s out of range.
    """
    if len(signature) != SIGNATURE_LENGTH:
        raise SignatureInvalid(f"a signature has 65 bytes (r ‖ s ‖ v), this one has {len(signature)}")
    v = signature[64]
    if v not in (0, 1, 27, 28):
        raise SignatureInvalid(f"v is {v}; a signature over a hash ends in 0, 1, 27 or 28")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    if not (0 < r < SECP256K1_N and 0 < s < SECP256K1_N):
        raise SignatureInvalid("r or s is 0 or beyond the order of the curve; no key signs so")
    y_parity = v % 27
    return Signature(r, SECP256K1_N - s, 1 - y_parity) if s > SECP256K1_N // 2 else Signature(r, s, y_parity)


def compact(signature: bytes) -> tuple[bytes, bytes]:
    """A signature r ‖ s ‖ v as r and vs, 32 bytes each (ERC-2098): vs is s with v's parity in its highest bit.

    Raises:
        SignatureInvalid: as for `parse_signature`.
    """
    read = parse_signature(signature)
    return read.r.to_bytes(32, "big"), (read.y_parity << 255 | read.s).to_bytes(32, "big")


def recover(signing_hash: bytes, signature: Signature) -> bytes:
    """The address whose key made a signature.

    Raises:
        SignatureInvalid: no key could have made it.
    """
    raw = signature.r.to_bytes(32, "big") + signature.s.to_bytes(32, "big") + bytes((signature.y_parity,))
    try:
        key = PublicKey.from_signature_and_message(raw, signing_hash, hasher=None)
    except Exception as error:  # coincurve raises a bare Exception
        raise SignatureInvalid(f"no key makes this signature: {error}") from None
    return address_of(key.format(compressed=False)[1:])


def address_of(public_key: bytes) -> bytes:
    """The address of a public key: the last 20 bytes of the keccak-256 of its 64 bytes, x ‖ y.

    Raises:
        InputError: not 64 bytes.
    """
    if len(public_key) != PUBLIC_KEY_LENGTH:
        raise InputError(f"a public key has 64 bytes (x ‖ y, without a leading 04), this one has {len(public_key)}")
    return keccak256(public_key)[-20:]

"""The one hash of the project."""

from __future__ import annotations

from sha3 import keccak_256 as keccak_256  # type: ignore[import-untyped, unused-ignore]


def keccak256(data: bytes) -> bytes:
    """Ethereum's keccak-256 of `data`: 32 bytes (not NIST's SHA3-256, whose padding differs).

    Loops over many hashes may call `keccak_256(data).digest()`, which this wraps.
    """
    digest: bytes = keccak_256(data).digest()
    return digest

"""The one-time key by which a bill's subject consents to a claim.

A key serves one bill: one that served several would be a tag of the subject that payers share. The bill holds the key's
address inside a salted hash; the secret belongs to the holder. If it is lost, the subject cannot consent any more, and
what needs consent cannot be claimed. If it is stolen, the thief can consent in the subject's name, for this bill alone.
"""

from __future__ import annotations

from coincurve import PublicKey

from govledger.errors import InputError
from govledger.privacy.keccak import keccak256

SECRET_LENGTH = 32


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

"""What a bill's one-time key signs: that a payer may claim the bill, and that it may no longer. Pure.

Both digests are those of EIP-712, so that a wallet can show what it signs::

    Consent(uint64 bill,uint64 payer,uint8 purpose,uint40 until,uint32 serial)
    ConsentRevocation(uint64 payer,uint32 serial)
"""

from __future__ import annotations

from dataclasses import dataclass

from govledger.privacy.keccak import keccak256

CLAIMS_NAME = b"govledger BillClaims"
"""Name of the EIP-712 domain, with version "1"; the chain's id and the contract's address complete it."""

_DOMAIN_TYPE = keccak256(b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
_CONSENT_TYPE = keccak256(b"Consent(uint64 bill,uint64 payer,uint8 purpose,uint40 until,uint32 serial)")
_REVOCATION_TYPE = keccak256(b"ConsentRevocation(uint64 payer,uint32 serial)")


@dataclass(frozen=True, slots=True)
class Domain:
    """Where a consent counts: one contract of one chain (EIP-712)."""

    chain_id: int
    bill_claims: bytes
    """Address (20 bytes) of BillClaims."""

    @property
    def separator(self) -> bytes:
        """The EIP-712 domain separator: 32 bytes."""
        name, version = keccak256(CLAIMS_NAME), keccak256(b"1")
        address = bytes(12) + self.bill_claims
        return keccak256(_DOMAIN_TYPE + name + version + self.chain_id.to_bytes(32) + address)


def consent_digest(domain: Domain, bill: int, payer: int, purpose: int, until_at: int, serial: int) -> bytes:
    """What the one-time key signs to consent: 32 bytes."""
    return _digest(domain, _CONSENT_TYPE, bill, payer, purpose, until_at, serial)


def revocation_digest(domain: Domain, payer: int, serial: int) -> bytes:
    """What the one-time key signs to revoke its consents to a payer up to a serial: 32 bytes."""
    return _digest(domain, _REVOCATION_TYPE, payer, serial)


def _digest(domain: Domain, kind: bytes, *values: int) -> bytes:
    """Every member is a number, so its word is its value."""
    content = keccak256(kind + b"".join(value.to_bytes(32) for value in values))
    return keccak256(b"\x19\x01" + domain.separator + content)

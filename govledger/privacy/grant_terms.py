"""What stands for the terms of a grant: the hash that approvers approve, and the digest that a grantor signs. Pure.

Both are made of the members of the contract's struct `GrantTerms`, each a word of 32 bytes::

    draft     = keccak256(abi.encode(terms))
    digest    = keccak256(0x1901 ‖ domain separator ‖ keccak256(abi.encode(ISSUE, terms hash, signer, nonce, deadline)))
    terms hash = keccak256(abi.encode(TERMS, terms))
    signature  = keccak256(abi.encode(signer, nonce))        the key of what became of a signature

The digest is that of EIP-712, so that a wallet can show what it signs: `typed_data` is what it is given.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

from govledger.errors import InputError
from govledger.model import GrantTerms, Mode, fields_from_bits, from_bits
from govledger.privacy.keccak import keccak256

TERMS_MEMBERS = (
    *(("resource", "uint64"), ("grantee", "uint64"), ("modes", "uint8"), ("fields", "uint256"), ("purpose", "uint16")),
    *(("legalBasis", "bytes32"), ("validFrom", "uint40"), ("validUntil", "uint40"), ("maxUses", "uint32")),
    *(("delegationDepth", "uint8"), ("parent", "uint64")),
)
"""Names and types of the contract's struct, in its order."""
ISSUE_MEMBERS = (("terms", "GrantTerms"), ("signer", "address"), ("nonce", "uint256"), ("deadline", "uint40"))
DOMAIN_MEMBERS = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))
SIGNED_GRANT_FORMAT = "govledger signed grant 1"
DOMAIN_NAME, DOMAIN_VERSION = "govledger AccessGrants", "1"


def _type(name: str, members: tuple[tuple[str, str], ...]) -> str:
    return f"{name}({','.join(f'{kind} {member}' for member, kind in members)})"


_TERMS = _type("GrantTerms", TERMS_MEMBERS)
TERMS = keccak256(_TERMS.encode())
ISSUE = keccak256((_type("IssueGrant", ISSUE_MEMBERS) + _TERMS).encode())
DOMAIN = keccak256(_type("EIP712Domain", DOMAIN_MEMBERS).encode())


class Terms(Protocol):
    """A grant's terms, in one form or another."""

    def as_struct(self) -> tuple[int | bytes, ...]:
        """The members of the contract's struct, in its order."""
        ...


@dataclass(frozen=True, slots=True)
class GrantOrder:
    """What a grantor signs: these terms, once, by this nonce, before this time."""

    terms: GrantTerms
    signer: bytes
    """The account (20 bytes) that signs and could issue the grant itself."""
    nonce: int
    """Any number below 2^256 that the signer did not use before."""
    deadline_at: int
    """The signature counts while time < deadline_at."""

    @property
    def signature_key(self) -> bytes:
        """Under which AccessGrants keeps what became of the signature."""
        return signature_key(self.signer, self.nonce)


@dataclass(frozen=True, slots=True)
class SignedGrant:
    """An order and its signature: whoever holds both can have the grant issued."""

    order: GrantOrder
    signature: bytes
    """65 bytes of an account, r ‖ s ‖ v; whatever a contract account takes (ERC-1271)."""

    def to_json(self) -> bytes:
        """The order and its signature as a JSON file, for whoever has the grant issued."""
        order = self.order
        terms = {
            name: f"0x{value.hex()}" if isinstance(value, bytes) else int(value)
            for (name, _), value in zip(TERMS_MEMBERS, order.terms.as_struct(), strict=True)
        }
        terms["fields"] = f"{terms['fields']:#x}"
        content = {
            "format": SIGNED_GRANT_FORMAT,
            "terms": terms,
            "signer": f"0x{order.signer.hex()}",
            "nonce": f"{order.nonce:#x}",
            "deadline": order.deadline_at,
            "signature": f"0x{self.signature.hex()}",
        }
        return json.dumps(content, indent=2).encode() + b"\n"


def read_signed_grant(content: bytes) -> SignedGrant:
    """The order and its signature that `SignedGrant.to_json` wrote; whether they fit, the contract says.

    Raises:
        InputError: it is no such file.
    """
    try:
        found = json.loads(content)
        if found["format"] != SIGNED_GRANT_FORMAT:
            raise ValueError(f"its format is {found['format']!r}")
        terms = {name: _value(kind, found["terms"][name]) for name, kind in TERMS_MEMBERS}
        order = GrantOrder(
            terms=_terms(terms),
            signer=_value("address", found["signer"]),
            nonce=_value("uint256", found["nonce"]),
            deadline_at=_value("uint40", found["deadline"]),
        )
        return SignedGrant(order, _value("bytes", found["signature"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        wrong = f"it has no {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"this is no file of the format {SIGNED_GRANT_FORMAT!r}: {wrong}") from error


def _value(kind: str, given: Any) -> Any:
    if kind.startswith("uint"):
        return int(given, 16) if isinstance(given, str) else int(given)
    return bytes.fromhex(given.removeprefix("0x"))


def _terms(members: dict[str, Any]) -> GrantTerms:
    return GrantTerms(
        resource=members["resource"],
        grantee=members["grantee"],
        modes=from_bits(Mode, members["modes"]),
        fields=fields_from_bits(members["fields"]),
        purpose=members["purpose"],
        legal_basis=members["legalBasis"],
        valid_from_at=members["validFrom"],
        valid_until_at=members["validUntil"],
        max_uses=members["maxUses"],
        delegation_depth=members["delegationDepth"],
        parent=members["parent"],
    )


def draft_of(terms: Terms) -> bytes:
    """The hash that an approval of these terms binds.

    Raises:
        InputError: a member that does not fit its type.
    """
    return keccak256(_terms_words(terms))


def signature_key(signer: bytes, nonce: int) -> bytes:
    """Under which AccessGrants keeps what became of the signature with a signer's nonce."""
    return keccak256(signer.rjust(32, b"\0") + nonce.to_bytes(32))


def grant_digest(order: GrantOrder, *, chain_id: int, access_grants: bytes) -> bytes:
    """The 32 bytes that are signed, for the contract at an address (20 bytes) of a chain.

    Raises:
        InputError: a member that does not fit its type.
    """
    members = (order.terms, order.signer, order.nonce, order.deadline_at)
    return digest_of(*members, chain_id=chain_id, access_grants=access_grants)


def digest_of(
    terms: Terms, signer: bytes, nonce: int, deadline_at: int, *, chain_id: int, access_grants: bytes
) -> bytes:
    """The digest of `grant_digest`, from the members of an order."""
    named = (DOMAIN_NAME.encode(), DOMAIN_VERSION.encode())
    place = chain_id.to_bytes(32) + access_grants.rjust(32, b"\0")
    domain = keccak256(DOMAIN + b"".join(keccak256(text) for text in named) + place)
    hashed = keccak256(TERMS + _terms_words(terms))
    rest = _word("signer", "address", signer) + _word("nonce", "uint256", nonce)
    issue = keccak256(ISSUE + hashed + rest + _word("deadline", "uint40", deadline_at))
    return keccak256(b"\x19\x01" + domain + issue)


def typed_data(order: GrantOrder, *, chain_id: int, access_grants: bytes) -> dict[str, Any]:
    """The order as a wallet takes it (`eth_signTypedData_v4`), bytes as `0x` and hexadecimal digits."""
    types = {"EIP712Domain": DOMAIN_MEMBERS, "GrantTerms": TERMS_MEMBERS, "IssueGrant": ISSUE_MEMBERS}
    values = order.terms.as_struct()
    return {
        "types": {
            name: [{"name": member, "type": kind} for member, kind in members] for name, members in types.items()
        },
        "primaryType": "IssueGrant",
        "domain": {
            "name": DOMAIN_NAME,
            "version": DOMAIN_VERSION,
            "chainId": chain_id,
            "verifyingContract": f"0x{access_grants.hex()}",
        },
        "message": {
            "terms": {
                name: f"0x{value.hex()}" if isinstance(value, bytes) else int(value)
                for (name, _), value in zip(TERMS_MEMBERS, values, strict=True)
            },
            "signer": f"0x{order.signer.hex()}",
            "nonce": order.nonce,
            "deadline": order.deadline_at,
        },
    }


def _terms_words(terms: Terms) -> bytes:
    values = terms.as_struct()
    return b"".join(_word(name, kind, value) for (name, kind), value in zip(TERMS_MEMBERS, values, strict=True))


def _word(name: str, kind: str, value: int | bytes) -> bytes:
    if isinstance(value, bytes):
        if len(value) != (20 if kind == "address" else 32):
            raise InputError(f"{name} has {len(value)} bytes, which is no {kind}")
        return value.rjust(32, b"\0")
    bits = int(kind.removeprefix("uint"))
    if not 0 <= value < 1 << bits:
        raise InputError(f"{name} is {value}, which is no {kind}")
    return int(value).to_bytes(32)

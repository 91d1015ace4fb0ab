"""Salted commitments: what stands on the chain for a document, field by field provable.

Every document has one random root salt of 32 bytes. From it come, one way, a salt for each field and the
blinder of a bill, all by plain hashing of ABI words::

    salt(position) = keccak256(abi.encode(SALT, rootSalt, uint256 position))
    blinder        = keccak256(abi.encode(BLINDER, rootSalt))

A field's leaf binds its position, its salt and the canonical JSON of its value; leaves are hashed twice::

    field leaf = keccak256(keccak256(abi.encode(FIELD, uint256 position, salt, value hash)))
    value hash = keccak256(RFC 8785 bytes of the value)
    commitment = Merkle root over the field leaves, by ascending position

For a bill two more hashes follow, which the contracts compute as well::

    inner = keccak256(keccak256(abi.encode(INNER, commitment, claimable, consentKey, blinder)))
    leaf  = keccak256(keccak256(abi.encode(LEAF, index, businessTag, settlementTag, inner)))

For a record of a batch one more hash follows, which the contract computes as well::

    record leaf = keccak256(keccak256(abi.encode(RECORD, index, commitment)))

Showing a field shows its salt alone, from which neither the root salt nor another field's salt can be
found. Who destroys the root salt (and every copy of it) shreds the document: what stands on the chain can
no longer be opened or tried. Who loses it can prove nothing more. Who steals it can try guesses of the
fields' values, and alters nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govledger.errors import InputError, NotCanonical
from govledger.privacy.canonical import JsonValue, canonical_bytes
from govledger.privacy.keccak import keccak256, keccak_256
from govledger.privacy.merkle import MerkleTree, merkle_root, verify

FIELD = keccak256(b"govledger.field.v1")
INNER = keccak256(b"govledger.inner.v1")
LEAF = keccak256(b"govledger.leaf.v1")
RECORD = keccak256(b"govledger.record.v1")
SALT = keccak256(b"govledger.salt.v1")
BLINDER = keccak256(b"govledger.blinder.v1")

SALT_LENGTH = 32
ADDRESS_LENGTH = 20
MAX_CLAIMABLE_FEN = 2**40 - 1
"""The contracts keep the claimable amount in 40 bits: 10.9 billion yuan."""

MAX_INDEX = 2**32 - 1
"""The contracts keep the place of a bill or record in its batch in 32 bits."""

NO_CONSENT_KEY = bytes(ADDRESS_LENGTH)
"""Stands for a bill that asks for nobody's consent."""

_ADDRESS_PADDING = bytes(12)


def require_root_salt(root_salt: bytes) -> None:
    """Refuses what cannot be a root salt: not 32 bytes, or all zero, which is what shredding leaves."""
    if len(root_salt) != SALT_LENGTH:
        raise InputError(f"a root salt has {SALT_LENGTH} bytes, not {len(root_salt)}; draw it with secrets.token_bytes")
    if not any(root_salt):
        raise InputError("the root salt is all zero: it was shredded, or never drawn")


def field_salt(root_salt: bytes, position: int) -> bytes:
    """The salt of the field at a position."""
    return keccak256(SALT + root_salt + position.to_bytes(32))


def blinder(root_salt: bytes) -> bytes:
    """What keeps a bill's inner hash from being found by trying amounts, even by who knows the commitment."""
    return keccak256(BLINDER + root_salt)


def field_leaf(position: int, salt: bytes, value: bytes) -> bytes:
    """The leaf of one field, its value given as RFC 8785 bytes."""
    return keccak256(keccak256(FIELD + position.to_bytes(32) + salt + keccak256(value)))


def field_leaves(fields: Iterable[tuple[int, bytes]], root_salt: bytes) -> list[bytes]:
    """The leaves of fields given as (position, RFC 8785 bytes of the value), in that order.

    The hot path of issuing: it is `field_leaf(position, field_salt(root_salt, position), value)` for each.
    """
    salt_prefix = SALT + root_salt
    leaves = []
    for position, value in fields:
        word = position.to_bytes(32)
        salt = keccak_256(salt_prefix + word).digest()
        once = keccak_256(FIELD + word + salt + keccak_256(value).digest()).digest()
        leaves.append(keccak_256(once).digest())
    return leaves


def commitment_of(fields: Sequence[tuple[int, bytes]], root_salt: bytes) -> bytes:
    """The commitment to fields given as (position, RFC 8785 bytes of the value): 32 bytes.

    Raises:
        InputError: no fields, positions that do not ascend, or a root salt that is none.
    """
    require_root_salt(root_salt)
    _require_ascending(fields)
    return merkle_root(field_leaves(fields, root_salt))


def inner_hash(commitment: bytes, claimable_fen: int, consent_key: bytes, blinder: bytes) -> bytes:
    """The part of a bill that only a claim opens.

    Raises:
        InputError: an amount outside 0 to 2^40 - 1, or a part of the wrong length.
    """
    if not 0 <= claimable_fen <= MAX_CLAIMABLE_FEN:
        raise InputError(f"the claimable amount is {claimable_fen} fen; it lies from 0 to {MAX_CLAIMABLE_FEN}")
    _require_length("commitment", commitment, 32)
    _require_length("consent key's address", consent_key, ADDRESS_LENGTH)
    _require_length("blinder", blinder, 32)
    words = INNER + commitment + claimable_fen.to_bytes(32) + _ADDRESS_PADDING + consent_key + blinder
    return keccak256(keccak256(words))


def leaf_hash(index: int, business_tag: bytes, settlement_tag: bytes, inner: bytes) -> bytes:
    """A bill's leaf in its batch, as the contract builds it. A bill that was issued alone stands at index 0.

    Raises:
        InputError: an index outside 0 to 2^32 - 1, or a part that is not 32 bytes.
    """
    if not 0 <= index <= MAX_INDEX:
        raise InputError(f"the index in the batch is {index}; it lies from 0 to {MAX_INDEX}")
    _require_length("business tag", business_tag, 32)
    _require_length("settlement tag", settlement_tag, 32)
    _require_length("inner hash", inner, 32)
    return keccak256(keccak256(LEAF + index.to_bytes(32) + business_tag + settlement_tag + inner))


def record_leaf(index: int, commitment: bytes) -> bytes:
    """A record's leaf in its batch, as the contract builds it.

    Raises:
        InputError: an index outside 0 to 2^32 - 1, or a commitment that is not 32 bytes.
    """
    if not 0 <= index <= MAX_INDEX:
        raise InputError(f"the index in the batch is {index}; it lies from 0 to {MAX_INDEX}")
    _require_length("commitment", commitment, 32)
    return keccak256(keccak256(RECORD + index.to_bytes(32) + commitment))


@dataclass(frozen=True, slots=True)
class FieldProof:
    """One field, shown with what proves it: nothing about the other fields can be found from it."""

    position: int
    value: JsonValue
    salt: bytes
    proof: tuple[bytes, ...]


def disclose(
    fields: Sequence[tuple[int, JsonValue]], root_salt: bytes, positions: Iterable[int]
) -> tuple[FieldProof, ...]:
    """The chosen fields with their salts and Merkle paths, in the order asked for.

    Raises:
        InputError: a position that the document does not have.
    """
    require_root_salt(root_salt)
    _require_ascending(fields)
    place = {position: index for index, (position, _) in enumerate(fields)}
    tree = MerkleTree(field_leaves([(position, canonical_bytes(value)) for position, value in fields], root_salt))
    shown = []
    for position in positions:
        if position not in place:
            raise InputError(f"the document has no field at position {position}")
        index = place[position]
        shown.append(FieldProof(position, fields[index][1], field_salt(root_salt, position), tree.proof(index)))
    return tuple(shown)


def verify_field(commitment: bytes, shown: FieldProof) -> bool:
    """Whether the document behind a commitment has this value at this position."""
    if len(shown.salt) != SALT_LENGTH or not 0 <= shown.position < 2**256:
        return False
    try:
        value = canonical_bytes(shown.value)
    except NotCanonical:
        return False
    return verify(commitment, field_leaf(shown.position, shown.salt, value), shown.proof)


def _require_ascending(fields: Sequence[tuple[int, object]]) -> None:
    previous = -1
    for position, _ in fields:
        if position <= previous:
            raise InputError(f"position {position} follows {previous}; fields stand by ascending position, each once")
        previous = position


def _require_length(what: str, value: bytes, length: int) -> None:
    if len(value) != length:
        raise InputError(f"the {what} has {len(value)} bytes, not {length}")

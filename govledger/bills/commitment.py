"""A sealed bill: a document with its root salt, and what the chain holds of it.

The root salt is 32 random bytes, drawn at issue and on disk before anything is sent. The consent key's address comes
from the holder; it stands in the bill's inner hash, and the subject consents to a claim by a signature of that key.
Where the library makes the key, whoever made it could have consented: keep it in the holder's file alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field

import msgspec

from govledger.bills.batch import ManifestRow
from govledger.bills.document import BillDocument, position_of
from govledger.bills.rules import validate, validate_claimable
from govledger.privacy.commitments import (
    NO_CONSENT_KEY,
    FieldProof,
    blinder,
    commitment_of,
    disclose,
    inner_hash,
    require_root_salt,
)
from govledger.privacy.keccak import keccak256

CHECK_CODE = keccak256(b"govledger.check-code.v1")
_CHECK_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read wrong (Crockford's base 32)."""

SHARE = 64
"""Bills that a process of a pool hashes at a time: some 15 milliseconds of work."""


@dataclass(frozen=True, slots=True)
class UnsealedBill:
    """A document that is about to be issued, and what is sealed with it."""

    document: BillDocument
    root_salt: bytes = field(repr=False)
    """32 random bytes."""

    claimable_fen: int
    """The most that all payers together may settle."""

    consent_key: bytes = NO_CONSENT_KEY
    """Address (20 bytes) of the one-time key by which the subject consents; zero: nobody is asked."""


@dataclass(frozen=True, slots=True)
class SealedBill:
    """A document, what opens its commitment, and the two hashes; made by `seal` or `reseal`."""

    document: BillDocument
    root_salt: bytes = field(repr=False)
    """32 bytes; who has it can open every field."""

    claimable_fen: int
    """The most that all payers together may settle."""

    consent_key: bytes
    """Address (20 bytes) of the one-time key by which the subject consents; zero: nobody is asked."""

    commitment: bytes
    """Root of the salted tree over the document's fields."""

    inner: bytes
    """What only a claim opens."""

    @property
    def blinder(self) -> bytes:
        """What a claim shows besides commitment, claimable amount and consent key to open `inner`."""
        return blinder(self.root_salt)

    def row(self, business_tag: bytes, settlement_tag: bytes) -> ManifestRow:
        """The bill's row in its batch's manifest."""
        return ManifestRow(business_tag, settlement_tag, self.inner)

    def disclose(self, paths: Iterable[str]) -> tuple[FieldProof, ...]:
        """Chosen fields with what proves them against `commitment`.

        Args:
            paths: as `header.total_fen`, `visit.visit_at`, `lines[0]`, `counts` (see `document.position_of`).

        Raises:
            InputError: the document has no such field.
        """
        return disclose(self.document.fields(), self.root_salt, [position_of(path) for path in paths])


def seal(
    document: BillDocument, root_salt: bytes, *, claimable_fen: int, consent_key: bytes = NO_CONSENT_KEY
) -> SealedBill:
    """Seals a document that is about to be issued.

    Raises:
        DocumentInvalid: the document breaks rules, or more is claimable than it leaves.
        InputError: a root salt or consent key that is none.
    """
    return _seal(UnsealedBill(document, root_salt, claimable_fen, consent_key))


def seal_all(bills: Iterable[UnsealedBill], pool: Executor | None = None) -> Iterator[SealedBill]:
    """Seals documents that are about to be issued, in their order, each when it is asked for.

    Args:
        bills: what to seal.
        pool: processes that share the hashing, which is most of the work, while this one checks the rules: a
            `concurrent.futures.ProcessPoolExecutor`, best kept over many batches. Documents and root salts go to them
            through pipes, all of them before the first bill is there. None: this process does it all.

    Raises:
        DocumentInvalid: a document breaks rules, or more is claimable than it leaves.
        InputError: a root salt or consent key that is none.
    """
    if pool is None:
        return map(_seal, bills)
    checked: list[UnsealedBill] = []
    commitments = pool.map(_commitment_of_json, _as_json(bills, checked), chunksize=SHARE)
    return map(_sealed, checked, commitments)


def _seal(bill: UnsealedBill) -> SealedBill:
    _check(bill)
    return _sealed(bill, commitment_of(bill.document.committed_fields(), bill.root_salt))


def _as_json(bills: Iterable[UnsealedBill], checked: list[UnsealedBill]) -> Iterator[tuple[bytes, bytes]]:
    """What a process needs of each bill; the bill is added to `checked` once it keeps the rules."""
    for bill in bills:
        _check(bill)
        checked.append(bill)
        yield bill.document.canonical_bytes(), bill.root_salt


def _commitment_of_json(part: tuple[bytes, bytes]) -> bytes:
    """In a process of the pool. A document that keeps the rules reads back as it was, types and all."""
    document, root_salt = part
    return commitment_of(msgspec.json.decode(document, type=BillDocument).committed_fields(), root_salt)


def _check(bill: UnsealedBill) -> None:
    validate(bill.document)
    validate_claimable(bill.document, bill.claimable_fen)


def _sealed(bill: UnsealedBill, commitment: bytes) -> SealedBill:
    inner = inner_hash(commitment, bill.claimable_fen, bill.consent_key, blinder(bill.root_salt))
    return SealedBill(bill.document, bill.root_salt, bill.claimable_fen, bill.consent_key, commitment, inner)


def reseal(document: BillDocument, root_salt: bytes, *, claimable_fen: int, consent_key: bytes) -> SealedBill:
    """The sealed bill that these parts make, whether or not the document keeps today's rules.

    For documents that were issued before, by whoever.

    Raises:
        InputError: a part of the wrong length, or an amount that the contracts cannot hold.
    """
    commitment = commitment_of(document.committed_fields(), root_salt)
    return _sealed(UnsealedBill(document, root_salt, claimable_fen, consent_key), commitment)


def check_code(root_salt: bytes, key: int) -> str:
    """A check code (校验码) for bill `key`: 6 characters that nobody can guess who lacks the root salt.

    The first 30 bits of keccak256(abi.encode(CHECK_CODE, rootSalt, uint256 key)), in Crockford's base 32. Making it
    from the salt, which is saved first, gives the same code when an interrupted issue is taken up again. An issuer
    with check codes of its own uses those: the rules ask for 6 digits and letters, no more.
    """
    require_root_salt(root_salt)
    bits = int.from_bytes(keccak256(CHECK_CODE + root_salt + key.to_bytes(32))[:4]) >> 2
    return "".join(_CHECK_CODE_ALPHABET[bits >> shift & 31] for shift in range(25, -1, -5))

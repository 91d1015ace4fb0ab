"""The split note of one bill: what each payer reserved and settled, and what remains, at a block; signed. Pure.

The file is canonical JSON (RFC 8785) of the format `govledger.split_note.v1`. What is signed is the same JSON without
the member `signature`, as a message of EIP-191 (version 0x45, `personal_sign`), so that any wallet can sign it::

    digest = keccak256(0x19 ‖ "Ethereum Signed Message:" ‖ 0x0a ‖ length in decimal digits ‖ JSON)

The note names its signer, so that it cannot pass for another one's. It says who signed, not for whom: whom the account
served at that time, the ledger says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Protocol

import msgspec

from govledger.audit.bill_reports.claims import ClaimedBill
from govledger.audit.bill_reports.history import AsOf
from govledger.bills.number import format_key, parse_key
from govledger.errors import DocumentUnreadable, InputError, ProofMismatch
from govledger.privacy.canonical import MAX_SAFE_INTEGER, canonical_bytes, parse_strict
from govledger.privacy.commitments import MAX_CLAIMABLE_FEN
from govledger.privacy.keccak import keccak256
from govledger.secp256k1 import parse_signature, recover

SPLIT_NOTE_FORMAT: Literal["govledger.split_note.v1"] = "govledger.split_note.v1"
PAYER_LIMIT = 8
"""A bill has at most so many payers (contracts/BillClaims.sol)."""


class NoteSigner(Protocol):
    """Signs hashes for one account."""

    @property
    def address(self) -> bytes:
        """The account, 20 bytes."""
        ...

    def sign_digest(self, digest: bytes) -> bytes:
        """The signature (65 bytes, r ‖ s ‖ v) over a hash of 32 bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation, by its id on the ledger and by its public code."""

    organisation: int
    public_code: str


@dataclass(frozen=True, slots=True)
class NotedShare:
    """One payer's part in the bill."""

    payer: Party
    reserved_fen: int
    reserved_until_at: int | None
    """When the reservation expires; None: nothing is reserved."""
    settled_fen: int


@dataclass(frozen=True, slots=True)
class SplitNote:
    """Who has which part in a bill at a block."""

    chain_id: int
    genesis_hash: bytes
    deployment: bytes
    """The deployment's digest, 32 bytes."""
    as_of: AsOf
    bill: int
    """The bill's key."""
    hospital: Party
    taken_back: bool
    """A red letter took the bill back: nothing can be claimed any more."""
    claimable_fen: int
    shares: tuple[NotedShare, ...]
    """In the order of the payers' first reservations."""
    remaining_fen: int

    def digest(self, signer: bytes) -> bytes:
        """The 32 bytes that an account (20 bytes) signs."""
        message = canonical_bytes(msgspec.to_builtins(_unsigned(self, signer)))
        return keccak256(b"\x19Ethereum Signed Message:\n%d" % len(message) + message)

    def signed_by(self, signer: NoteSigner) -> SignedSplitNote:
        """The note with a signature."""
        return SignedSplitNote(self, signer.address, signer.sign_digest(self.digest(signer.address)))


@dataclass(frozen=True, slots=True)
class SignedSplitNote:
    """A split note, and the account that signed it."""

    note: SplitNote
    signer: bytes
    """The account, 20 bytes."""
    signature: bytes
    """65 bytes, r ‖ s ‖ v."""

    def __post_init__(self) -> None:
        found = recover(self.note.digest(self.signer), parse_signature(self.signature))
        if found != self.signer:
            raise ProofMismatch(
                f"the split note names 0x{self.signer.hex()} and its signature is of 0x{found.hex()}: the note, the "
                "signer's address or the signature was changed"
            )

    def to_json(self) -> bytes:
        """The file: canonical JSON, always the same bytes."""
        unsigned: dict[str, Any] = msgspec.to_builtins(_unsigned(self.note, self.signer))
        return canonical_bytes(unsigned | {"signature": _hex(self.signature)})


def split_note(
    bill: ClaimedBill,
    as_of: AsOf,
    codes: Mapping[int, str],
    *,
    chain_id: int,
    genesis_hash: bytes,
    deployment: bytes,
) -> SplitNote:
    """The split note of a bill.

    Args:
        bill: what became of it.
        as_of: at which block.
        codes: the organisations' public codes by their ids.
        chain_id: the chain's EIP-155 id.
        genesis_hash: the hash of its first block.
        deployment: the deployment's digest.
    """
    return SplitNote(
        chain_id=chain_id,
        genesis_hash=genesis_hash,
        deployment=deployment,
        as_of=as_of,
        bill=bill.bill,
        hospital=Party(bill.hospital, codes[bill.hospital]),
        taken_back=bill.taken_back,
        claimable_fen=bill.claimable_fen,
        shares=tuple(
            NotedShare(
                Party(share.payer, codes[share.payer]), share.reserved_fen, share.reserved_until_at, share.settled_fen
            )
            for share in bill.shares
        ),
        remaining_fen=bill.remaining_fen,
    )


def read_split_note(content: bytes) -> SignedSplitNote:
    """The note in a file, its sums and its signature checked; asks no chain.

    Raises:
        DocumentUnreadable: no canonical JSON of this format, or amounts that do not add up.
        SignatureInvalid: the signature is none.
        ProofMismatch: the signature is not that of the account that the note names.
    """
    try:
        value = parse_strict(content)
        read = msgspec.convert(value, _NoteJson)
    except msgspec.ValidationError as error:
        raise DocumentUnreadable(f"not a file of format {SPLIT_NOTE_FORMAT}: {error}") from error
    if canonical_bytes(value) != content:
        raise DocumentUnreadable(
            f"the file of format {SPLIT_NOTE_FORMAT} is not canonical JSON (RFC 8785); take it as it was written"
        )
    _require_sums(read)
    return SignedSplitNote(_note(read), _unhex("signer", read.signer, 20), _signature(read.signature))


# --- JSON ----------------------------------------------------------------------------------------------

_Fen = Annotated[int, msgspec.Meta(ge=0, le=MAX_CLAIMABLE_FEN)]
_Natural = Annotated[int, msgspec.Meta(ge=0, le=MAX_SAFE_INTEGER)]
_Id = Annotated[int, msgspec.Meta(ge=1, le=MAX_SAFE_INTEGER)]


class _Json(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the file: every field named, no others taken."""


class _BlockJson(_Json, frozen=True, kw_only=True):
    number: _Natural
    hash: str
    timestamp: _Natural


class _PartyJson(_Json, frozen=True, kw_only=True):
    organisation: _Id
    public_code: str


class _ShareJson(_Json, frozen=True, kw_only=True):
    payer: _PartyJson
    reserved_fen: _Fen
    reserved_until_at: _Natural | None
    settled_fen: _Fen


class _UnsignedJson(_Json, frozen=True, kw_only=True):
    format: Literal["govledger.split_note.v1"]
    chain_id: _Natural
    genesis_hash: str
    deployment: str
    block: _BlockJson
    bill: str
    hospital: _PartyJson
    taken_back: bool
    claimable_fen: _Fen
    payers: Annotated[tuple[_ShareJson, ...], msgspec.Meta(max_length=PAYER_LIMIT)]
    remaining_fen: _Fen
    signer: str


class _NoteJson(_UnsignedJson, frozen=True, kw_only=True):
    signature: str


def _unsigned(note: SplitNote, signer: bytes) -> _UnsignedJson:
    return _UnsignedJson(
        format=SPLIT_NOTE_FORMAT,
        chain_id=note.chain_id,
        genesis_hash=_hex(note.genesis_hash),
        deployment=_hex(note.deployment),
        block=_BlockJson(
            number=note.as_of.block_number, hash=_hex(note.as_of.block_hash), timestamp=note.as_of.block_timestamp
        ),
        bill=format_key(note.bill),
        hospital=_party_json(note.hospital),
        taken_back=note.taken_back,
        claimable_fen=note.claimable_fen,
        payers=tuple(
            _ShareJson(
                payer=_party_json(share.payer),
                reserved_fen=share.reserved_fen,
                reserved_until_at=share.reserved_until_at,
                settled_fen=share.settled_fen,
            )
            for share in note.shares
        ),
        remaining_fen=note.remaining_fen,
        signer=_hex(signer),
    )


def _note(read: _NoteJson) -> SplitNote:
    return SplitNote(
        chain_id=read.chain_id,
        genesis_hash=_unhex("genesis_hash", read.genesis_hash, 32),
        deployment=_unhex("deployment", read.deployment, 32),
        as_of=AsOf(read.block.number, _unhex("block.hash", read.block.hash, 32), read.block.timestamp),
        bill=_bill(read.bill),
        hospital=_party(read.hospital),
        taken_back=read.taken_back,
        claimable_fen=read.claimable_fen,
        shares=tuple(
            NotedShare(_party(share.payer), share.reserved_fen, share.reserved_until_at, share.settled_fen)
            for share in read.payers
        ),
        remaining_fen=read.remaining_fen,
    )


def _require_sums(read: _NoteJson) -> None:
    """Refuses a note whose amounts cannot be: they come from a signer that is wrong, or lies."""
    taken_fen = sum(share.reserved_fen + share.settled_fen for share in read.payers)
    remaining_fen = 0 if read.taken_back else read.claimable_fen - taken_fen
    if remaining_fen != read.remaining_fen or (read.taken_back and taken_fen):
        raise DocumentUnreadable(
            f"of {read.claimable_fen} fen, {taken_fen} are reserved or settled and {read.remaining_fen} remain: "
            "the split note does not add up"
        )
    for share in read.payers:
        if (share.reserved_until_at is None) != (share.reserved_fen == 0):
            raise DocumentUnreadable("a payer's reservation has an amount and an expiry, or neither")
        if share.reserved_until_at is not None and share.reserved_until_at <= read.block.timestamp:
            raise DocumentUnreadable(
                f"a reservation until {share.reserved_until_at} had expired at {read.block.timestamp}, the note's time"
            )
    if len({share.payer.organisation for share in read.payers}) != len(read.payers):
        raise DocumentUnreadable("a payer stands twice in the split note")


def _party_json(party: Party) -> _PartyJson:
    return _PartyJson(organisation=party.organisation, public_code=party.public_code)


def _party(read: _PartyJson) -> Party:
    return Party(read.organisation, read.public_code)


def _bill(text: str) -> int:
    try:
        return parse_key(text)
    except InputError as error:
        raise DocumentUnreadable(f"the split note is of no bill: {error}") from error


def _signature(text: str) -> bytes:
    """65 bytes in the one form that a signature has here: the lower s, and v 27 or 28."""
    signature = _unhex("signature", text, 65)
    parsed = parse_signature(signature)
    if signature != parsed.r.to_bytes(32) + parsed.s.to_bytes(32) + bytes((27 + parsed.y_parity,)):
        raise DocumentUnreadable("the signature is not in its one form: the lower s, and v of 27 or 28")
    return signature


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


def _unhex(name: str, text: str, length: int) -> bytes:
    if re.fullmatch(rf"0x[0-9a-f]{{{2 * length}}}", text) is None:
        raise DocumentUnreadable(f"{name} is not 0x and {2 * length} lower-case hexadecimal digits")
    return bytes.fromhex(text[2:])

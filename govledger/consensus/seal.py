"""Who sealed: the addresses that the seals in a header recover to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from govledger.consensus.bft import Vote
from govledger.errors import SealInvalid, SignatureInvalid
from govledger.secp256k1 import SIGNATURE_LENGTH, parse_signature, recover


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a header after the genesis says about who made it, each engine in its own way."""

    hash: bytes
    """The block's hash."""
    seal_hash: bytes
    """What is signed: by the one signer (Clique), by the committers (BFT)."""
    proposer: bytes
    committers: tuple[bytes, ...]
    """Who sealed, in the order of the seals; Clique: the signer alone."""
    listed: tuple[bytes, ...]
    """The validators in the extra data; empty in Clique's blocks within an epoch."""
    vote: Vote | None
    """The proposer's vote."""
    round: int = 0
    """Above 0 when earlier proposers of this block failed; BFT engines that write it."""


def sealed_by(number: int, sealed_hash: bytes, seal: bytes) -> bytes:
    """The address whose key sealed a hash in block `number`; v is 0 or 1, as geth asks of seals.

    A seal with the higher s is taken, as the clients do: it is another form of the same signature (EIP-2 is about
    transactions).

    Raises:
        SealInvalid: the seal is no signature.
    """
    what = f"seal of block {number}"
    if len(seal) != SIGNATURE_LENGTH or seal[-1] > 1:
        raise SealInvalid(what, f"is not {SIGNATURE_LENGTH} bytes of which the last is 0 or 1")
    try:
        return recover(sealed_hash, parse_signature(seal))
    except SignatureInvalid as error:
        raise SealInvalid(what, f"is no signature: {error}") from None


def sealed_by_all(number: int, sealed_hash: bytes, seals: Iterable[bytes]) -> tuple[bytes, ...]:
    """The addresses whose keys sealed a hash, in the order of the seals.

    Raises:
        SealInvalid: a seal is no signature.
    """
    return tuple([sealed_by(number, sealed_hash, seal) for seal in seals])

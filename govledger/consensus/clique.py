"""Clique: geth's proof of authority by signing in turns. Pure.

EIP-225; go-ethereum 1.13.15, `consensus/clique/clique.go`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from govledger.consensus.bft import EXTRA_DATA, NO_VANITY, VANITY_LENGTH, vote_by_nonce
from govledger.consensus.header import ADDRESS_LENGTH, Header
from govledger.consensus.seal import Sealing, sealed_by
from govledger.errors import MalformedHeader
from govledger.secp256k1 import SIGNATURE_LENGTH

NO_SEAL: Final = bytes(SIGNATURE_LENGTH)


@dataclass(frozen=True, slots=True)
class ExtraData:
    """32 bytes of vanity, the signers (in epoch blocks only), 65 bytes of seal; no RLP."""

    signers: tuple[bytes, ...] = ()
    """Sorted; every signer, in the genesis and in the first block of each epoch."""
    vanity: bytes = NO_VANITY
    seal: bytes = NO_SEAL
    """r ‖ s ‖ v; zeros in the genesis."""

    @classmethod
    def unsealed(cls, validators: Iterable[bytes]) -> Self:
        """The extra data of a genesis with these signers."""
        return cls(tuple(sorted(validators)))

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read extra data strictly: encoding the answer gives the same bytes.

        Raises:
            MalformedHeader: too short, or no whole number of signers.
        """
        length = len(data) - VANITY_LENGTH - SIGNATURE_LENGTH
        if length < 0 or length % ADDRESS_LENGTH:
            raise MalformedHeader(EXTRA_DATA, f"has {len(data)} bytes: not 97 and 20 more for each signer")
        signers = data[VANITY_LENGTH:-SIGNATURE_LENGTH]
        return cls(
            vanity=data[:VANITY_LENGTH],
            signers=tuple(signers[start : start + ADDRESS_LENGTH] for start in range(0, length, ADDRESS_LENGTH)),
            seal=data[-SIGNATURE_LENGTH:],
        )

    def encode(self) -> bytes:
        """The extra data's bytes."""
        return self.vanity + b"".join(self.signers) + self.seal


def block_hash(header: Header) -> bytes:
    """The block's hash: of the whole header, with its seal."""
    return header.hash()


def seal_hash(header: Header) -> bytes:
    """What the signer signs: the header without the last 65 bytes of its extra data.

    Raises:
        MalformedHeader: extra data shorter than a seal and its vanity, or fields of forks that Clique never had.
    """
    if len(header.extra_data) < VANITY_LENGTH + SIGNATURE_LENGTH:
        raise MalformedHeader(EXTRA_DATA, f"has {len(header.extra_data)} bytes, too few for vanity and seal")
    if header.withdrawals_root is not None:
        raise MalformedHeader("header of a Clique block", "has a withdrawalsRoot; Clique ends with London")
    return header.hash_with(header.extra_data[:-SIGNATURE_LENGTH])


def sealer(header: Header) -> bytes:
    """Who sealed the block, recovered from the seal; the header's coinbase is the target of a vote.

    Raises:
        MalformedHeader: no seal, as in the genesis, or none that a key makes.
    """
    return sealed_by(header.number, seal_hash(header), header.extra_data[-SIGNATURE_LENGTH:])


def sealing(header: Header) -> Sealing:
    """Who made a block after the genesis, and for whom it voted (`Clique.Author`, `Snapshot.apply`).

    Raises:
        MalformedHeader: the extra data or the nonce is not Clique's.
        SealInvalid: the seal is no signature.
    """
    extra_data = ExtraData.decode(header.extra_data)
    signed = seal_hash(header)
    signer = sealed_by(header.number, signed, extra_data.seal)
    return Sealing(
        hash=header.hash(),
        seal_hash=signed,
        proposer=signer,
        committers=(signer,),
        listed=extra_data.signers,
        vote=vote_by_nonce(header),
    )

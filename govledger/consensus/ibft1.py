"""GoQuorum's first Istanbul BFT. Pure.

GoQuorum: `core/types/istanbul.go` (`IstanbulExtra`), `consensus/istanbul/ibft/engine`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self

from govledger.consensus.bft import (
    EXTRA_DATA,
    NO_VANITY,
    VANITY_LENGTH,
    addresses_of,
    bytes_of,
    list_of,
    seals_of,
    vote_by_nonce,
)
from govledger.consensus.header import Header
from govledger.consensus.seal import Sealing, sealed_by, sealed_by_all
from govledger.errors import MalformedHeader
from govledger.privacy.keccak import keccak256
from govledger.rlp import rlp_decode, rlp_encode
from govledger.secp256k1 import SIGNATURE_LENGTH

COMMIT_CODE: Final = b"\x02"
"""The code of the message "commit", which the committed seals sign behind the block's hash."""


@dataclass(frozen=True, slots=True)
class ExtraData:
    """32 bytes of vanity, then RLP[validators, proposer's seal, committed seals]."""

    validators: tuple[bytes, ...]
    """Sorted; the set after the parent, who may seal this block."""
    vanity: bytes = NO_VANITY
    proposer_seal: bytes = b""
    """65 bytes; empty in the genesis."""
    seals: tuple[bytes, ...] = ()

    @classmethod
    def unsealed(cls, validators: Iterable[bytes]) -> Self:
        """The extra data of a genesis with these validators."""
        return cls(tuple(sorted(validators)))

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read extra data strictly: encoding the answer gives the same bytes.

        Raises:
            MalformedRlp: no canonical RLP after the vanity.
            MalformedHeader: something else.
        """
        if len(data) < VANITY_LENGTH:
            raise MalformedHeader(EXTRA_DATA, f"has {len(data)} bytes, fewer than the {VANITY_LENGTH} of its vanity")
        validators, proposer_seal, seals = list_of(rlp_decode(data[VANITY_LENGTH:]), 3)
        return cls(
            vanity=data[:VANITY_LENGTH],
            validators=addresses_of(validators),
            proposer_seal=bytes_of(proposer_seal, (0, SIGNATURE_LENGTH), "proposer's seal in the extra data"),
            seals=seals_of(seals),
        )

    def encode(self) -> bytes:
        """The extra data's bytes."""
        return self.vanity + rlp_encode((self.validators, self.proposer_seal, self.seals))


def block_hash(header: Header) -> bytes:
    """The block's hash: with the proposer's seal, without the committed ones.

    Raises:
        MalformedRlp, MalformedHeader: the extra data is not IBFT 1's.
    """
    return header.hash_with(replace(ExtraData.decode(header.extra_data), seals=()).encode())


def proposer_seal_hash(header: Header) -> bytes:
    """What the proposer signs: the hash of the hash of the header without any seal.

    Raises:
        MalformedRlp, MalformedHeader: the extra data is not IBFT 1's.
    """
    bare = replace(ExtraData.decode(header.extra_data), proposer_seal=b"", seals=())
    return keccak256(header.hash_with(bare.encode()))


def proposer(header: Header) -> bytes:
    """Who proposed the block, recovered from the seal; the header's coinbase is the target of a vote.

    Raises:
        MalformedRlp, MalformedHeader: the extra data is not IBFT 1's, or the block has no proposer's seal.
    """
    seal = ExtraData.decode(header.extra_data).proposer_seal
    return sealed_by(header.number, proposer_seal_hash(header), seal)


def sealing(header: Header) -> Sealing:
    """Who made a block after the genesis, and for whom its proposer voted.

    GoQuorum: `ibft/engine`, `Author`, `Signers` and `PrepareCommittedSeal`.

    Raises:
        MalformedRlp, MalformedHeader: the extra data or the nonce is not IBFT 1's.
        SealInvalid: a seal is no signature.
    """
    extra_data = ExtraData.decode(header.extra_data)
    proposed = header.hash_with(replace(extra_data, seals=()).encode())
    signed = keccak256(proposed + COMMIT_CODE)
    return Sealing(
        hash=proposed,
        seal_hash=signed,
        proposer=proposer(header),
        committers=sealed_by_all(header.number, signed, extra_data.seals),
        listed=extra_data.validators,
        vote=vote_by_nonce(header),
    )

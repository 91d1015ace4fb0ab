"""QBFT, as Besu and GoQuorum write it. Pure.

Besu: `QbftExtraDataCodec`, `BftBlockHashing`. GoQuorum: `core/types/istanbul.go` (`QBFTExtra`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self

from govledger.consensus.bft import NO_VANITY, Vote, addresses_of, bytes_of, list_of, seals_of, vanity_of, vote_of
from govledger.consensus.header import Header
from govledger.consensus.seal import Sealing, sealed_by_all
from govledger.errors import MalformedHeader
from govledger.rlp import rlp_decode, rlp_encode

ADD: Final = b"\xff"
DROP: Final = b""
"""GoQuorum writes the integer 0, Besu null: the same byte 0x80."""


@dataclass(frozen=True, slots=True)
class ExtraData:
    """RLP[vanity, validators, vote or empty list, round, committed seals]."""

    validators: tuple[bytes, ...]
    """Sorted; the set after the parent, who may seal this block. Empty where a contract names them."""
    vanity: bytes = NO_VANITY
    vote: Vote | None = None
    round: int = 0
    """Above 0 when earlier proposers of this block failed."""
    seals: tuple[bytes, ...] = ()

    @classmethod
    def unsealed(cls, validators: Iterable[bytes]) -> Self:
        """The extra data of a genesis with these validators."""
        return cls(tuple(sorted(validators)))

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read extra data strictly: encoding the answer gives the same bytes.

        Raises:
            MalformedRlp: no canonical RLP.
            MalformedHeader: RLP of something else.
        """
        vanity, validators, vote, round_, seals = list_of(rlp_decode(data), 5)
        round_bytes = bytes_of(round_, range(5), "round in the extra data")
        if round_bytes[:1] == b"\0":
            raise MalformedHeader("round in the extra data", f"is 0x{round_bytes.hex()}, no minimal integer")
        return cls(
            vanity=vanity_of(vanity),
            validators=addresses_of(validators),
            vote=None if vote == [] else vote_of(vote, ADD, DROP),
            round=int.from_bytes(round_bytes, "big"),
            seals=seals_of(seals),
        )

    def encode(self) -> bytes:
        """The extra data's bytes."""
        vote = () if self.vote is None else (self.vote.target, ADD if self.vote.add else DROP)
        return rlp_encode((self.vanity, self.validators, vote, self.round, self.seals))


def block_hash(header: Header) -> bytes:
    """The block's hash: as if sealed in round 0, by nobody.

    Raises:
        MalformedRlp, MalformedHeader: the extra data is not QBFT's.
    """
    return header.hash_with(replace(ExtraData.decode(header.extra_data), round=0, seals=()).encode())


def seal_hash(header: Header) -> bytes:
    """What the committed seals sign: the real round, and no seals.

    Raises:
        MalformedRlp, MalformedHeader: the extra data is not QBFT's.
    """
    return header.hash_with(replace(ExtraData.decode(header.extra_data), seals=()).encode())


def sealing(header: Header) -> Sealing:
    """Who made a block after the genesis, and for whom its proposer voted.

    Besu: `BftBlockHashing.recoverCommitterAddresses`. GoQuorum: `qbft/engine`, `Author` and `Signers`.

    Raises:
        MalformedRlp, MalformedHeader: the extra data is not QBFT's.
        SealInvalid: a seal is no signature.
    """
    extra_data = ExtraData.decode(header.extra_data)
    bare = replace(extra_data, seals=())
    signed = header.hash_with(bare.encode())
    return Sealing(
        hash=header.hash_with(replace(bare, round=0).encode()) if bare.round else signed,
        seal_hash=signed,
        proposer=header.coinbase,
        committers=sealed_by_all(header.number, signed, extra_data.seals),
        listed=extra_data.validators,
        vote=extra_data.vote,
        round=extra_data.round,
    )

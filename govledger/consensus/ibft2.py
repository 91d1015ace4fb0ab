"""Besu's IBFT 2.0. Pure.

Besu: `IbftExtraDataCodec`, `BftBlockHashing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from govledger.consensus.bft import NO_VANITY, Vote, addresses_of, bytes_of, list_of, seals_of, vanity_of, vote_of
from govledger.consensus.header import Header
from govledger.consensus.seal import Sealing, sealed_by_all
from govledger.rlp import RlpItem, rlp_decode, rlp_encode

ADD: Final = b"\xff"
DROP: Final = b"\x00"
"""A raw zero byte, not the integer 0."""
ROUND_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class ExtraData:
    """RLP[vanity, validators, vote or null, round in 4 bytes, committed seals]."""

    validators: tuple[bytes, ...]
    """Sorted; the set after the parent, who may seal this block."""
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
        return cls(
            vanity=vanity_of(vanity),
            validators=addresses_of(validators),
            vote=None if vote == b"" else vote_of(vote, ADD, DROP),
            round=int.from_bytes(bytes_of(round_, (ROUND_LENGTH,), "round in the extra data"), "big"),
            seals=seals_of(seals),
        )

    def encode(self) -> bytes:
        """The extra data's bytes."""
        return rlp_encode((*self._hashed(), self.round.to_bytes(ROUND_LENGTH, "big"), self.seals))

    def encode_for_hash(self) -> bytes:
        """The three items that the block's hash covers."""
        return rlp_encode(self._hashed())

    def encode_for_seal(self) -> bytes:
        """The four items that the committed seals cover."""
        return rlp_encode((*self._hashed(), self.round.to_bytes(ROUND_LENGTH, "big")))

    def _hashed(self) -> tuple[RlpItem, RlpItem, RlpItem]:
        vote = b"" if self.vote is None else (self.vote.target, ADD if self.vote.add else DROP)
        return self.vanity, self.validators, vote


def block_hash(header: Header) -> bytes:
    """The block's hash: round and seals left out; of block 0, the hash of the header as it is.

    Besu's `BftBlockHashing.serializeHeader` takes the extra data of the genesis block unchanged.

    Raises:
        MalformedRlp, MalformedHeader: the extra data is not IBFT 2.0's.
    """
    extra_data = ExtraData.decode(header.extra_data)
    return header.hash() if header.number == 0 else header.hash_with(extra_data.encode_for_hash())


def seal_hash(header: Header) -> bytes:
    """What the committed seals sign: all but the seals, without even an empty list of them.

    Raises:
        MalformedRlp, MalformedHeader: the extra data is not IBFT 2.0's.
    """
    return header.hash_with(ExtraData.decode(header.extra_data).encode_for_seal())


def sealing(header: Header) -> Sealing:
    """Who made a block after the genesis, and for whom its proposer voted (`BftBlockHashing`).

    Raises:
        MalformedRlp, MalformedHeader: the extra data is not IBFT 2.0's.
        SealInvalid: a seal is no signature.
    """
    extra_data = ExtraData.decode(header.extra_data)
    signed = header.hash_with(extra_data.encode_for_seal())
    return Sealing(
        hash=header.hash_with(extra_data.encode_for_hash()),
        seal_hash=signed,
        proposer=header.coinbase,
        committers=sealed_by_all(header.number, signed, extra_data.seals),
        listed=extra_data.validators,
        vote=extra_data.vote,
        round=extra_data.round,
    )

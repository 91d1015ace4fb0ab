"""The proof-of-authority engines whose blocks govledger reads, and what can be asked of each. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from govledger.consensus import clique, ibft1, ibft2, qbft
from govledger.consensus.bft import ISTANBUL_MIX_HASH
from govledger.consensus.header import Header
from govledger.consensus.seal import Sealing
from govledger.errors import MalformedData


class Engine(StrEnum):
    """A consensus engine; what its name stands for in files and options."""

    CLIQUE = "clique"
    """geth's Clique (EIP-225)."""
    QBFT = "qbft"
    """QBFT of Besu and GoQuorum; both write the same headers."""
    IBFT2 = "ibft2"
    """Besu's IBFT 2.0."""
    IBFT1 = "ibft1"
    """GoQuorum's first Istanbul BFT; read, never begun anew."""


_BFT_ENGINES: Final = (Engine.QBFT, Engine.IBFT2, Engine.IBFT1)


def block_hash(engine: Engine, header: Header) -> bytes:
    """The block's hash by the engine's rule.

    Raises:
        MalformedData: the extra data is not the engine's.
    """
    match engine:
        case Engine.CLIQUE:
            return clique.block_hash(header)
        case Engine.QBFT:
            return qbft.block_hash(header)
        case Engine.IBFT2:
            return ibft2.block_hash(header)
        case Engine.IBFT1:
            return ibft1.block_hash(header)


def engine_of(header: Header, expected: bytes) -> Engine | None:
    """The engine by whose rule a header has its block's hash; None if it bears no known engine's seal.

    The BFT engines have a mixHash of their own, and tell each other apart by their strict extra data. What is left may
    be Clique's, if a signer comes out of the seal; its genesis has no seal, but signers.
    """
    if header.mix_hash == ISTANBUL_MIX_HASH:
        return next((engine for engine in _BFT_ENGINES if _hashes_to(engine, header, expected)), None)
    if not _hashes_to(Engine.CLIQUE, header, expected):
        return None
    try:
        found = validators_in(Engine.CLIQUE, header) if header.number == 0 else (clique.sealer(header),)
    except MalformedData:
        return None
    return Engine.CLIQUE if found else None


def has_hash(header: Header, expected: bytes) -> bool:
    """Whether a header has a block hash by any engine's rule.

    Every rule hashes all fields of the header, except seals and round in the extra data, so none of them lets another
    receipts root pass under the same hash.
    """
    return header.hash() == expected or any(_hashes_to(engine, header, expected) for engine in _BFT_ENGINES)


def proposer(engine: Engine, header: Header) -> bytes:
    """Who made the block: the signer of the seal (Clique, IBFT 1), else the coinbase; meaningless for block 0.

    Raises:
        MalformedData: the extra data is not the engine's, or the seal is none.
    """
    match engine:
        case Engine.CLIQUE:
            return clique.sealer(header)
        case Engine.IBFT1:
            return ibft1.proposer(header)
        case Engine.QBFT | Engine.IBFT2:
            return header.coinbase


def sealing(engine: Engine, header: Header) -> Sealing:
    """What a block after the genesis says about who made it; nothing of it is checked but the encoding.

    Raises:
        MalformedData: the extra data is not the engine's.
        SealInvalid: a seal is no signature.
    """
    match engine:
        case Engine.CLIQUE:
            return clique.sealing(header)
        case Engine.QBFT:
            return qbft.sealing(header)
        case Engine.IBFT2:
            return ibft2.sealing(header)
        case Engine.IBFT1:
            return ibft1.sealing(header)


def validators_in(engine: Engine, header: Header) -> tuple[bytes, ...]:
    """The validators that the header lists; none in Clique's blocks within an epoch, nor where a contract names them.

    Raises:
        MalformedData: the extra data is not the engine's.
    """
    match engine:
        case Engine.CLIQUE:
            return clique.ExtraData.decode(header.extra_data).signers
        case Engine.QBFT:
            return qbft.ExtraData.decode(header.extra_data).validators
        case Engine.IBFT2:
            return ibft2.ExtraData.decode(header.extra_data).validators
        case Engine.IBFT1:
            return ibft1.ExtraData.decode(header.extra_data).validators


def genesis_extra_data(engine: Engine, validators: Iterable[bytes]) -> bytes:
    """The extra data of a genesis that begins with these validators, sorted here."""
    match engine:
        case Engine.CLIQUE:
            return clique.ExtraData.unsealed(validators).encode()
        case Engine.QBFT:
            return qbft.ExtraData.unsealed(validators).encode()
        case Engine.IBFT2:
            return ibft2.ExtraData.unsealed(validators).encode()
        case Engine.IBFT1:
            return ibft1.ExtraData.unsealed(validators).encode()


def _hashes_to(engine: Engine, header: Header, expected: bytes) -> bool:
    try:
        return block_hash(engine, header) == expected
    except MalformedData:
        return False

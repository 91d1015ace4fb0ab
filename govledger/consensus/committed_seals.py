"""A BFT header with and without its committed seals: the block's hash leaves them out. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import msgspec

from govledger.consensus import ibft1, ibft2, qbft
from govledger.consensus.bft import quorum_of
from govledger.consensus.engine import Engine
from govledger.consensus.header import Header
from govledger.consensus.seal import sealed_by
from govledger.secp256k1 import Signature, parse_signature

ExtraData: TypeAlias = qbft.ExtraData | ibft2.ExtraData | ibft1.ExtraData


def has_committed_seals(engine: Engine) -> bool:
    """Whether an engine's headers carry seals that the block's hash leaves out."""
    return engine is not Engine.CLIQUE


def without_seals(engine: Engine, header: Header) -> Header:
    """The header as the block's hash takes it: no committed seals, and where a round is written, round 0.

    Raises:
        MalformedData: the extra data is not the engine's.
    """
    return _with(header, _bare(read_extra_data(engine, header)))


def with_quorum(engine: Engine, header: Header, seal_hash: bytes) -> Header:
    """The header with as many committed seals as it takes, in one form: by the sealers' addresses, each s the lower.

    Args:
        engine: one whose headers carry committed seals.
        header: with all its seals, which were checked.
        seal_hash: what they sign.
    """
    read = read_extra_data(engine, header)
    lower = [_bytes(parse_signature(seal)) for seal in read.seals]
    by_sealer = sorted((sealed_by(header.number, seal_hash, seal), seal) for seal in lower)
    chosen = tuple(seal for _, seal in by_sealer[: quorum_of(len(read.validators))])
    return _with(header, replace(read, seals=chosen))


def is_unsealed(engine: Engine, header: Header) -> bool:
    """Whether a header stands in the form that the block's hash takes.

    Raises:
        MalformedData: the extra data is not the engine's.
    """
    read = read_extra_data(engine, header)
    return read == _bare(read)


def read_extra_data(engine: Engine, header: Header) -> ExtraData:
    """The extra data of a header of a BFT engine.

    Raises:
        MalformedData: the extra data is not the engine's.
    """
    match engine:
        case Engine.QBFT:
            return qbft.ExtraData.decode(header.extra_data)
        case Engine.IBFT2:
            return ibft2.ExtraData.decode(header.extra_data)
        case Engine.IBFT1:
            return ibft1.ExtraData.decode(header.extra_data)
        case Engine.CLIQUE:
            raise AssertionError("Clique's seal is part of the hash")


def _bare(read: ExtraData) -> ExtraData:
    if isinstance(read, ibft1.ExtraData):
        return replace(read, seals=())
    return replace(read, round=0, seals=())


def _with(header: Header, extra_data: ExtraData) -> Header:
    return msgspec.structs.replace(header, extra_data=extra_data.encode())


def _bytes(signature: Signature) -> bytes:
    return signature.r.to_bytes(32, "big") + signature.s.to_bytes(32, "big") + bytes((signature.y_parity,))

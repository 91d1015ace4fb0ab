"""Chains of sealed headers, checked by this library and by rlp, eth_utils and eth_keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import rlp
from coincurve import PrivateKey
from eth_keys.datatypes import Signature
from eth_utils.crypto import keccak

from govledger.consensus import clique, qbft
from govledger.consensus.bft import ISTANBUL_MIX_HASH
from govledger.consensus.chain import begin, follow
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine, block_hash, genesis_extra_data
from govledger.consensus.header import EMPTY_OMMERS_HASH, Header
from govledger.consensus.trie import EMPTY_ROOT
from govledger.secp256k1 import address_of

Found = tuple[bytes, tuple[bytes, ...]]
"""What both sides say of a header: the block's hash, and who sealed it."""
EXTRA_DATA: Final = 12
"""The place of the extra data in a header."""
QUORUM: Final = 3
VALIDATORS: Final = 4


@dataclass(frozen=True, slots=True)
class SealedHeaders:
    """A chain of four validators: its rules, its genesis, and the headers after it as bytes."""

    checkpoint: Checkpoint
    headers: Sequence[bytes]

    def own(self, headers: Sequence[bytes]) -> list[Found]:
        """By this library: every rule, the votes too."""
        blocks = follow(self.checkpoint, map(Header.decode, headers))
        return [(block.sealing.hash, block.sealing.committers) for block in blocks]

    def idiom(self, headers: Sequence[bytes]) -> list[Found]:
        """By rlp, eth_utils and eth_keys: hash and seals, and that these are by validators; no other rule."""
        check = idiom_of_clique if self.checkpoint.rules.engine is Engine.CLIQUE else _idiom_of_qbft
        found = [check(rlp.decode(header)) for header in headers]
        if any(not {*sealers} <= {*self.checkpoint.validators} for _, sealers in found):
            raise RuntimeError("a header was sealed by somebody else")
        return found

    def rate(self, check: Callable[[Sequence[bytes]], list[Found]]) -> float:
        """Headers a second, by the time of this process."""
        began = time.process_time()
        check(self.headers)
        return len(self.headers) / (time.process_time() - began)

    def require_equal(self) -> None:
        """Both sides find the same.

        Raises:
            RuntimeError: they do not.
        """
        if self.own(self.headers) != self.idiom(self.headers):
            raise RuntimeError("the two sides do not find the same hashes and sealers")


def sealed_headers(engine: Engine, count: int) -> SealedHeaders:
    """Headers of a chain whose validators seal in turn; on QBFT by three and by four of four, in turn."""
    keys = sorted((PrivateKey.from_int(number) for number in range(1, VALIDATORS + 1)), key=_address)
    header = _genesis(engine, [_address(key) for key in keys])
    checkpoint = begin(ChainRules(engine, header.hash(), period_seconds=1), header)
    headers = []
    for number in range(1, count + 1):
        turn = number % VALIDATORS
        header = msgspec.structs.replace(
            header, parent_hash=block_hash(engine, header), number=number, timestamp=header.timestamp + 1
        )
        header = (_sealed_clique if engine is Engine.CLIQUE else _sealed_qbft)(header, keys, turn)
        headers.append(header.encode())
    return SealedHeaders(checkpoint, headers)


def _address(key: PrivateKey) -> bytes:
    return address_of(key.public_key.format(compressed=False)[1:])


def _genesis(engine: Engine, validators: list[bytes]) -> Header:
    return Header(
        parent_hash=bytes(32),
        ommers_hash=EMPTY_OMMERS_HASH,
        coinbase=bytes(20),
        state_root=EMPTY_ROOT,
        transactions_root=EMPTY_ROOT,
        receipts_root=EMPTY_ROOT,
        logs_bloom=bytes(256),
        difficulty=1,
        number=0,
        gas_limit=30_000_000,
        gas_used=0,
        timestamp=1_700_000_000,
        extra_data=genesis_extra_data(engine, validators),
        mix_hash=bytes(32) if engine is Engine.CLIQUE else ISTANBUL_MIX_HASH,
        nonce=bytes(8),
    )


def _sealed_clique(header: Header, keys: list[PrivateKey], turn: int) -> Header:
    header = msgspec.structs.replace(header, difficulty=2, extra_data=clique.ExtraData().encode())
    seal = keys[turn].sign_recoverable(clique.seal_hash(header), hasher=None)
    return msgspec.structs.replace(header, extra_data=clique.ExtraData(seal=seal).encode())


def _sealed_qbft(header: Header, keys: list[PrivateKey], turn: int) -> Header:
    extra = qbft.ExtraData(tuple(map(_address, keys)))
    header = msgspec.structs.replace(header, coinbase=_address(keys[turn]), extra_data=extra.encode())
    signed, sealers = qbft.seal_hash(header), keys[: QUORUM + header.number % 2]
    seals = tuple(key.sign_recoverable(signed, hasher=None) for key in sealers)
    return msgspec.structs.replace(header, extra_data=qbft.ExtraData(extra.validators, seals=seals).encode())


def idiom_of_clique(items: list[Any]) -> Found:
    digest = keccak(rlp.encode(items))
    seal = items[EXTRA_DATA][-65:]
    items[EXTRA_DATA] = items[EXTRA_DATA][:-65]
    return digest, (_recovered(keccak(rlp.encode(items)), seal),)


def _idiom_of_qbft(items: list[Any]) -> Found:
    vanity, validators, vote, _, seals = rlp.decode(items[EXTRA_DATA])
    items[EXTRA_DATA] = rlp.encode([vanity, validators, vote, 0, []])
    digest = keccak(rlp.encode(items))
    return digest, tuple(_recovered(digest, seal) for seal in seals)


def _recovered(digest: bytes, seal: bytes) -> bytes:
    return bytes(Signature(seal).recover_public_key_from_msg_hash(digest).to_canonical_address())

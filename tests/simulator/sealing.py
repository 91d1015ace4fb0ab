"""Who may seal the next block of a simulated chain, how its validators vote, and what somebody without a key makes up.

The count of votes is one of its own, after EIP-225; the verifier's stands in `govledger.consensus`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from govledger.consensus import clique, qbft
from govledger.consensus.bft import ISTANBUL_MIX_HASH, NONCE_ADD, NONCE_DROP, Vote
from govledger.consensus.engine import Engine, genesis_extra_data
from govledger.consensus.header import Header
from tests.blocks import address, key_number, seal_by

ENGINES = (Engine.CLIQUE, Engine.QBFT)
EPOCH_BLOCKS = 9
KEYS = {address(key): key for key in map(key_number, range(301, 308))}
MEMBERS = tuple(sorted(KEYS))
"""The first of them begin as validators; the others are voted in."""
STRANGERS = {address(key): key for key in map(key_number, range(401, 405))}
"""Keys of somebody who is no validator."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides on who may seal the next block."""

    validators: tuple[bytes, ...]
    """Sorted."""
    ballots: frozenset[tuple[bytes, bytes, bool]] = frozenset()
    """(target, voter, whether to add) of votes that did not pass yet."""
    signers: tuple[bytes, ...] = ()
    """Clique: who sealed the last blocks; they wait."""

    def after(self, proposer: bytes, vote: Vote | None, *, is_epoch: bool) -> Standing:
        """The standing after a block."""
        validators, ballots = self.validators, frozenset() if is_epoch else self.ballots
        if vote is not None:
            cast = {one for one in ballots if one[:2] != (vote.target, proposer)} | {(vote.target, proposer, vote.add)}
            agreeing = [one for one in cast if one[0] == vote.target and one[2] == vote.add]
            if 2 * len(agreeing) > len(validators):
                others = {*validators} - {vote.target}
                validators = tuple(sorted(others | {vote.target} if vote.add else others))
                cast = {one for one in cast if one[0] != vote.target and one[1] in validators}
            ballots = frozenset(cast)
        waiting = len(validators) // 2
        return Standing(validators, ballots, (*self.signers, proposer)[-waiting:])


def genesis_fields(engine: Engine, standing: Standing) -> dict[str, Any]:
    """What is the engine's in a header of block 0."""
    mix_hash = bytes(32) if engine is Engine.CLIQUE else ISTANBUL_MIX_HASH
    return {"mix_hash": mix_hash, "coinbase": bytes(20), "extra_data": genesis_extra_data(engine, standing.validators)}


def seal(engine: Engine, header: Header, standing: Standing, chance: random.Random) -> tuple[Header, Standing]:
    """The header as one of those who may seals it, and the standing after it."""
    is_epoch = header.number % EPOCH_BLOCKS == 0
    vote = None if is_epoch else _a_vote(header.number, standing, chance)
    if engine is Engine.CLIQUE:
        proposer = chance.choice([one for one in standing.validators if one not in standing.signers])
        listed = standing.validators if is_epoch else ()
        sealed = _clique(header, proposer, vote, listed, standing.validators, chance.randbytes(32))
    else:
        proposer, count = chance.choice(standing.validators), len(standing.validators)
        committers = chance.sample(standing.validators, chance.randint(-(-2 * count // 3), count))
        extra = qbft.ExtraData(standing.validators, chance.randbytes(32), vote, chance.choice((0, 0, 0, 1, 2)))
        sealed = _qbft(header, proposer, extra, [KEYS[one] for one in committers])
    return sealed, standing.after(proposer, vote, is_epoch=is_epoch)


def _a_vote(number: int, standing: Standing, chance: random.Random) -> Vote | None:
    """Validators mostly agree on whom to vote, so that votes pass now and then; three at least stay."""
    target = MEMBERS[(number // 4) % len(MEMBERS)]
    is_there = target in standing.validators
    if chance.random() < 0.3 or (is_there and len(standing.validators) <= 3):
        return None
    return Vote(target, not is_there)


def _clique(
    header: Header, proposer: bytes, vote: Vote | None, listed: Sequence[bytes], signers: Sequence[bytes], vanity: bytes
) -> Header:
    unsealed = msgspec.structs.replace(
        header,
        mix_hash=bytes(32),
        coinbase=bytes(20) if vote is None else vote.target,
        nonce=NONCE_ADD if vote is not None and vote.add else NONCE_DROP,
        difficulty=2 if signers[header.number % len(signers)] == proposer else 1,
        extra_data=clique.ExtraData(tuple(listed), vanity).encode(),
    )
    key = {**KEYS, **STRANGERS}[proposer]
    return _with_clique_seal(unsealed, seal_by(key, clique.seal_hash(unsealed)))


def _with_clique_seal(header: Header, made: bytes) -> Header:
    return msgspec.structs.replace(header, extra_data=header.extra_data[: -len(made)] + made)


def _qbft(header: Header, proposer: bytes, extra: qbft.ExtraData, keys: Sequence[Any]) -> Header:
    unsealed = msgspec.structs.replace(header, mix_hash=ISTANBUL_MIX_HASH, coinbase=proposer, extra_data=extra.encode())
    signed = qbft.seal_hash(unsealed)
    return with_seals(unsealed, [seal_by(key, signed) for key in keys])


def with_seals(header: Header, seals: Sequence[bytes]) -> Header:
    """A QBFT header with other committed seals; its block keeps its hash."""
    changed = replace(qbft.ExtraData.decode(header.extra_data), seals=tuple(seals))
    return msgspec.structs.replace(header, extra_data=changed.encode())


# --- without a validator's key --------------------------------------------------------------------------

Forging = Callable[[Engine, Header, Header, Standing, random.Random], Header]
"""(engine, the header to be, the block before it, whoever may seal it, chance) to the header as it is made up."""


def _without_seals(engine: Engine, header: Header, parent: Header, standing: Standing, chance: random.Random) -> Header:
    if engine is Engine.CLIQUE:
        made = _clique(header, _stranger(chance), None, (), standing.validators, chance.randbytes(32))
        return _with_clique_seal(made, clique.NO_SEAL)
    return _qbft(header, standing.validators[0], qbft.ExtraData(standing.validators, chance.randbytes(32)), ())


def _with_copied_seals(
    engine: Engine, header: Header, parent: Header, standing: Standing, chance: random.Random
) -> Header:
    """The seals of the block before."""
    made = _without_seals(engine, header, parent, standing, chance)
    if engine is Engine.CLIQUE:
        return _with_clique_seal(made, parent.extra_data[-len(clique.NO_SEAL) :])
    return with_seals(made, qbft.ExtraData.decode(parent.extra_data).seals)


def _with_own_keys(engine: Engine, header: Header, parent: Header, standing: Standing, chance: random.Random) -> Header:
    if engine is Engine.CLIQUE:
        return _clique(header, _stranger(chance), None, (), standing.validators, chance.randbytes(32))
    extra = qbft.ExtraData(standing.validators, chance.randbytes(32))
    return _qbft(header, standing.validators[0], extra, list(STRANGERS.values())[: len(standing.validators)])


def _with_own_validators(
    engine: Engine, header: Header, parent: Header, standing: Standing, chance: random.Random
) -> Header:
    """It lists its own keys as the validators."""
    own = tuple(sorted(STRANGERS))
    if engine is Engine.CLIQUE:
        return _clique(header, _stranger(chance), None, own, own, chance.randbytes(32))
    return _qbft(header, own[0], qbft.ExtraData(own, chance.randbytes(32)), list(STRANGERS.values()))


def _stranger(chance: random.Random) -> bytes:
    return chance.choice(sorted(STRANGERS))


FORGINGS: dict[str, Forging] = {
    "forged without seals": _without_seals,
    "forged with copied seals": _with_copied_seals,
    "forged with own keys": _with_own_keys,
    "forged with own validators": _with_own_validators,
}
"""Each lie in the headers of a chain that somebody makes up, true to itself in all else."""

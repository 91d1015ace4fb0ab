"""Up to where a chain of headers was checked, and all that the next header is checked with. Pure.

A checkpoint is small (a few hundred bytes), and can be written down and read again: who has one that he made himself
goes on from there instead of from the genesis. Its bytes are the one RLP encoding of

    [1, [engine, genesis hash, epoch, block time], number, hash, timestamp, [count, …], [signer, …]]

with the engine's name in ASCII, the block time as a list of at most one integer (empty: unknown), a count as

    [way of counting, [validator, …], [[target, voter, 1 to add or 0 to drop], …]]

and the signers of the last blocks, for Clique. Lists are sorted, but for the last: its order is that of the blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple, Self

from govledger.consensus.bft import bytes_of, list_of
from govledger.consensus.engine import Engine
from govledger.consensus.header import ADDRESS_LENGTH, HASH_LENGTH
from govledger.consensus.votes import CastVote, Counting, Tally
from govledger.errors import CheckpointInvalid, InputError, MalformedData
from govledger.rlp import RlpItem, RlpValue, rlp_decode, rlp_encode

VERSION: Final = 1
WHAT: Final = "checkpoint"
MAX_INTEGER: Final = 2**64 - 1
COUNTINGS: Final = {
    Engine.CLIQUE: (Counting.GETH,),
    Engine.QBFT: (Counting.BESU, Counting.GETH),
    Engine.IBFT2: (Counting.BESU,),
    Engine.IBFT1: (Counting.BESU, Counting.GETH),
}
"""How the clients of an engine count votes. A header does not say which client made it: it lists the validators."""


@dataclass(frozen=True, slots=True)
class ChainRules:
    """What an auditor knows of a chain, from its members and not from a node."""

    engine: Engine
    genesis_hash: bytes
    """32 bytes; it covers the first validators, and not what stands below."""
    epoch_blocks: int = 30_000
    """Blocks after which votes that did not pass are void; 30,000 is every client's default."""
    period_seconds: int | None = None
    """The least time from block to block; None if it is unknown, then times rise (BFT) or do not fall (Clique)."""

    def __post_init__(self) -> None:
        if len(self.genesis_hash) != HASH_LENGTH:
            raise InputError(f"a genesis hash has {HASH_LENGTH} bytes, this one has {len(self.genesis_hash)}")
        if not 1 <= self.epoch_blocks <= MAX_INTEGER:
            raise InputError(f"an epoch of {self.epoch_blocks} blocks; it has at least one, see the genesis file")
        if self.period_seconds is not None and not 0 <= self.period_seconds <= MAX_INTEGER:
            raise InputError(f"a block time of {self.period_seconds} s; it is not below 0, see the genesis file")

    @property
    def least_seconds(self) -> int:
        """The least difference of a block's time to its parent's."""
        unknown = 0 if self.engine is Engine.CLIQUE else 1
        return unknown if self.period_seconds is None else self.period_seconds


class Count(NamedTuple):
    """The validators and pending votes by one client's way of counting."""

    counting: Counting
    tally: Tally


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A block up to which, from the genesis, every header was checked."""

    rules: ChainRules
    number: int
    hash: bytes
    timestamp: int
    """Seconds; the proposer's word."""
    counts: tuple[Count, ...]
    """By each way of counting that fits all headers so far; at least one."""
    signers: tuple[bytes, ...] = ()
    """Clique: who sealed the last N//2 blocks, the last one last; they may not seal the next one."""

    @property
    def validators(self) -> tuple[bytes, ...]:
        """The validators after the block, sorted.

        Where clients count a vote of this very block differently, by Besu's way; the next header decides.
        """
        return self.counts[0].tally.validators

    def encode(self) -> bytes:
        """The checkpoint's bytes."""
        rules = self.rules
        period = () if rules.period_seconds is None else (rules.period_seconds,)
        return rlp_encode(
            (
                VERSION,
                (rules.engine.encode(), rules.genesis_hash, rules.epoch_blocks, period),
                self.number,
                self.hash,
                self.timestamp,
                [(counting.encode(), tally.validators, _encoded_votes(tally)) for counting, tally in self.counts],
                self.signers,
            )
        )

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The checkpoint that bytes hold, read strictly: `encode` gives the same bytes.

        That its block is on the chain, the bytes do not prove: a checkpoint is as good as the place it was kept in.

        Raises:
            CheckpointInvalid: the bytes are no checkpoint of this version.
        """
        try:
            version, rules, number, digest, timestamp, counts, signers = list_of(rlp_decode(data), 7, WHAT)
            if version != bytes((VERSION,)):
                raise CheckpointInvalid(WHAT, f"is not of version {VERSION}, which this govledger reads")
            found = cls(
                rules=_rules_of(rules),
                number=_integer(number),
                hash=bytes_of(digest, (HASH_LENGTH,), WHAT),
                timestamp=_integer(timestamp),
                counts=tuple(_count_of(count) for count in list_of(counts, None, WHAT)),
                signers=_addresses(signers),
            )
        except CheckpointInvalid:
            raise
        except (MalformedData, InputError) as error:
            raise CheckpointInvalid(WHAT, f"is none: {error}") from None
        _check(found)
        return found


def _encoded_votes(tally: Tally) -> list[RlpItem]:
    return [(target, voter, int(add)) for target, voter, add in tally.votes]


def _rules_of(item: RlpValue) -> ChainRules:
    engine, genesis_hash, epoch, period = list_of(item, 4, WHAT)
    seconds = [_integer(entry) for entry in list_of(period, None, WHAT)]
    return ChainRules(
        engine=_named(Engine, engine),
        genesis_hash=bytes_of(genesis_hash, (HASH_LENGTH,), WHAT),
        epoch_blocks=_integer(epoch),
        period_seconds=_only(seconds) if seconds else None,
    )


def _only(entries: list[int]) -> int:
    if len(entries) > 1:
        raise CheckpointInvalid(WHAT, "has more than one block time")
    return entries[0]


def _count_of(item: RlpValue) -> Count:
    counting, validators, votes = list_of(item, 3, WHAT)
    pending = (list_of(vote, 3, WHAT) for vote in list_of(votes, None, WHAT))
    read = [CastVote(_address(target), _address(voter), _is_added(add)) for target, voter, add in pending]
    return Count(_named(Counting, counting), Tally(_addresses(validators), tuple(read)))


def _named(kind: Any, item: RlpValue) -> Any:
    name = item.decode("ascii", "replace") if isinstance(item, bytes) else ""
    if name not in set(kind):
        raise CheckpointInvalid(WHAT, f"names {name[:40]!r}, which is none of {', '.join(kind)}")
    return kind(name)


def _integer(item: RlpValue) -> int:
    data = bytes_of(item, range(9), "integer in a checkpoint")
    if data[:1] == b"\0":
        raise CheckpointInvalid(WHAT, "has an integer that begins with a zero byte")
    return int.from_bytes(data, "big")


def _address(item: RlpValue) -> bytes:
    return bytes_of(item, (ADDRESS_LENGTH,), "address in a checkpoint")


def _addresses(item: RlpValue) -> tuple[bytes, ...]:
    return tuple(_address(entry) for entry in list_of(item, None, WHAT))


def _is_added(item: RlpValue) -> bool:
    if item not in (b"", b"\x01"):
        raise CheckpointInvalid(WHAT, "has a vote that neither adds nor drops")
    return item == b"\x01"


def _check(checkpoint: Checkpoint) -> None:
    """What every checkpoint that was made by checking headers keeps; for one, that nothing has two encodings."""
    engine = checkpoint.rules.engine
    countings = [counting for counting, _ in checkpoint.counts]
    if not countings or countings != [counting for counting in COUNTINGS[engine] if counting in countings]:
        raise CheckpointInvalid(WHAT, f"counts votes by {', '.join(countings) or 'nobody'}; {engine} counts otherwise")
    for _, tally in checkpoint.counts:
        if not rises(tally.validators) or not rises([(vote.target, vote.voter) for vote in tally.votes]):
            raise CheckpointInvalid(WHAT, "lists validators or votes that are not sorted, or twice")
        if not {vote.voter for vote in tally.votes} <= {*tally.validators}:
            raise CheckpointInvalid(WHAT, "has a vote of somebody who is no validator")
    most = len(checkpoint.validators) // 2 if engine is Engine.CLIQUE else 0
    if len(checkpoint.signers) != min(most, checkpoint.number):
        raise CheckpointInvalid(WHAT, f"names {len(checkpoint.signers)} signers of the last blocks instead of {most}")


def rises(entries: Any) -> bool:
    """Whether a list is sorted and has nothing twice."""
    return all(first < second for first, second in pairwise(entries))

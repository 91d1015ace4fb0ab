"""A chain of headers is checked one after the other, from a pinned genesis or from a checkpoint. Pure.

The rules, and where they stand: go-ethereum 1.13.15 `consensus/clique/clique.go` (EIP-225), GoQuorum 24.4.1
`consensus/istanbul/ibft/engine/engine.go` and `qbft/engine/engine.go`, Besu 26
`QbftBlockHeaderValidationRulesetFactory` and `IbftBlockHeaderValidationRulesetFactory` with the classes that they name.

| rule | Clique | GoQuorum | Besu |
| --- | --- | --- | --- |
| PARENT, NUMBER, TIME | `verifyCascadingFields` | `verifyCascadingFields` | `AncestryValidationRule`, \
`TimestampMoreRecentThanParent` |
| GAS | `verifyCascadingFields` | – | `GasUsageValidationRule` |
| OMMERS, MIX_HASH, NONCE | `verifyHeader` | `verifyHeader` | `ConstantFieldValidationRule` |
| DIFFICULTY, TURN | `verifySeal`, `Snapshot.inturn` | `verifyHeader` | `ConstantFieldValidationRule` |
| VALIDATORS, EPOCH_VOTE | `verifyHeader`, `verifyCascadingFields` | `Prepare` | `BftValidatorsValidationRule` |
| PROPOSER | `verifySeal` | `verifySigner` | `BftCoinbaseValidationRule` |
| SEALER, SEALED_TWICE, QUORUM | – | `verifyCommittedSeals`, which is content with fewer | \
`BftCommitSealsValidationRule` |
| RECENT | `verifySeal` | – | – |

What a header's gas limit and base fee may be next to its parent's is not checked: that, like its roots, is the work of
those who sealed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from govledger.consensus.bft import ISTANBUL_MIX_HASH, NONCE_ADD, NONCE_DROP, quorum_of
from govledger.consensus.checkpoint import COUNTINGS, ChainRules, Checkpoint, Count, rises
from govledger.consensus.engine import Engine, block_hash, sealing, validators_in
from govledger.consensus.header import EMPTY_OMMERS_HASH, HASH_LENGTH, Header, bytes_of_hex
from govledger.consensus.rule import Rule
from govledger.consensus.seal import Sealing
from govledger.consensus.votes import Tally
from govledger.errors import ConsensusUnsupported, HeaderRefused, MalformedData, SealInvalid

IN_TURN: Final = 2
"""Clique's difficulty of a block by the signer whose turn it is."""
VOTES_BY_NONCE: Final = (Engine.CLIQUE, Engine.IBFT1)
CONTRACT_MODE: Final = "the header lists no validators: a contract names them (validator contract mode)"


@dataclass(frozen=True, slots=True)
class SealedBlock:
    """A header that follows the one before it by every rule of its engine."""

    header: Header
    sealing: Sealing
    """Its hash, who made and sealed it, and the vote in it."""
    validators: tuple[bytes, ...]
    """The set after the parent, sorted: who could seal this block."""
    after: Checkpoint
    """What the next header is checked with; the set after this block is its `validators`."""


def header_from_json(engine: Engine, block: Mapping[str, Any]) -> Header:
    """The header of a block as a node gives it, which has the hash that the node names.

    Raises:
        MalformedData: a field, or the extra data, is not what it must be.
        HeaderRefused: the hash is another one (HASH).
    """
    header = Header.from_json(block)
    named = bytes_of_hex(block.get("hash")) or b""
    if named != block_hash(engine, header):
        _refuse(header, Rule.HASH, f"its hash is said to be 0x{named.hex()}")
    return header


def begin(rules: ChainRules, genesis: Header) -> Checkpoint:
    """The checkpoint of block 0, which lists the first validators.

    The hash is that of the header as it is, in all engines: no genesis has a round or committed seals.

    Raises:
        HeaderRefused: it is not the genesis that was pinned (GENESIS), or lists nobody (Clique) or somebody twice
            (VALIDATORS).
        ConsensusUnsupported: a contract names the validators.
    """
    if genesis.number != 0 or genesis.hash() != rules.genesis_hash:
        _refuse(genesis, Rule.GENESIS, f"its hash is 0x{genesis.hash().hex()}, not 0x{rules.genesis_hash.hex()}")
    try:
        listed = validators_in(rules.engine, genesis)
    except MalformedData as error:
        raise HeaderRefused(0, Rule.EXTRA_DATA, str(error)) from error
    if not listed and rules.engine is Engine.QBFT:
        raise ConsensusUnsupported(CONTRACT_MODE)
    if not listed or len({*listed}) < len(listed):
        _refuse(genesis, Rule.VALIDATORS, "the genesis lists nobody, or somebody twice")
    first = Tally(tuple(sorted(listed)))
    counts = tuple(Count(counting, first) for counting in COUNTINGS[rules.engine])
    return Checkpoint(rules, 0, rules.genesis_hash, genesis.timestamp, counts)


def follow(checkpoint: Checkpoint, headers: Iterable[Header]) -> Iterator[SealedBlock]:
    """The headers after a checkpoint, each as soon as it has been checked; nothing else is kept.

    Raises:
        HeaderRefused: a header breaks a rule.
        ConsensusUnsupported: from a header on, a contract names the validators.
    """
    for header in headers:
        block = follow_one(checkpoint, header)
        checkpoint = block.after
        yield block


def follow_one(checkpoint: Checkpoint, header: Header, *, needs_seals: bool = True) -> SealedBlock:
    """The header after a checkpoint, checked.

    In this order: what stands in the header alone; that it follows its parent; who proposed it and which validators it
    lists; the votes; the seals.

    Args:
        checkpoint: of the header before.
        header: the next one.
        needs_seals: whether a quorum of committed seals is asked for. A BFT header without them is believed as soon as
            a later one is sealed by the same validators, whose hash covers it.

    Raises:
        HeaderRefused: the header breaks a rule.
        ConsensusUnsupported: from this header on, a contract names the validators.
    """
    engine = checkpoint.rules.engine
    _check_fields(engine, header)
    _check_parent(checkpoint, header)
    try:
        found = sealing(engine, header)
    except MalformedData as error:
        rule = Rule.SEAL if isinstance(error, SealInvalid) else Rule.EXTRA_DATA
        raise HeaderRefused(header.number, rule, str(error)) from error
    is_epoch = header.number % checkpoint.rules.epoch_blocks == 0
    if engine is Engine.CLIQUE:
        counts = _check_clique(checkpoint, header, found, is_epoch)
    else:
        counts = _check_bft(checkpoint, header, found)
        if needs_seals:
            _check_committers(header, found)
    after = Checkpoint(
        checkpoint.rules,
        header.number,
        found.hash,
        header.timestamp,
        tuple(
            Count(counting, tally.after(counting, found.proposer, found.vote, is_epoch=is_epoch))
            for counting, tally in counts
        ),
    )
    if engine is Engine.CLIQUE:
        after = _with_signers(after, (*checkpoint.signers, found.proposer))
    return SealedBlock(header, found, counts[0].tally.validators, after)


def _refuse(header: Header, rule: Rule, found: str) -> NoReturn:
    raise HeaderRefused(header.number, rule, found)


def _check_fields(engine: Engine, header: Header) -> None:
    """What every header of the engine has in common."""
    mix_hash = bytes(HASH_LENGTH) if engine is Engine.CLIQUE else ISTANBUL_MIX_HASH
    nonces = (NONCE_DROP, NONCE_ADD) if engine in VOTES_BY_NONCE else (NONCE_DROP,)
    if header.ommers_hash != EMPTY_OMMERS_HASH:
        _refuse(header, Rule.OMMERS, f"the hash of its ommers is 0x{header.ommers_hash.hex()}")
    if header.mix_hash != mix_hash:
        _refuse(header, Rule.MIX_HASH, f"its mixHash is 0x{header.mix_hash.hex()}")
    if header.nonce not in nonces:
        _refuse(header, Rule.NONCE, f"its nonce is 0x{header.nonce.hex()}")
    if engine is not Engine.CLIQUE and header.difficulty != 1:
        _refuse(header, Rule.DIFFICULTY, f"its difficulty is {header.difficulty}")
    if header.gas_used > header.gas_limit:
        _refuse(header, Rule.GAS, f"it used {header.gas_used} of {header.gas_limit} gas")
    if engine is Engine.CLIQUE and header.withdrawals_root is not None:
        _refuse(header, Rule.FORK, "it has a withdrawalsRoot")


def _check_parent(checkpoint: Checkpoint, header: Header) -> None:
    if header.number != checkpoint.number + 1:
        _refuse(header, Rule.NUMBER, f"the block before it is {checkpoint.number}")
    if header.parent_hash != checkpoint.hash:
        _refuse(header, Rule.PARENT, f"it names 0x{header.parent_hash.hex()}, and 0x{checkpoint.hash.hex()} is before")
    earliest = checkpoint.timestamp + checkpoint.rules.least_seconds
    if header.timestamp < earliest:
        _refuse(header, Rule.TIME, f"its time is {header.timestamp}, at least {earliest} after its parent")


def _check_proposer(header: Header, found: Sealing, validators: tuple[bytes, ...]) -> None:
    if found.proposer not in validators:
        _refuse(header, Rule.PROPOSER, f"0x{found.proposer.hex()} made it, and was no validator")


def _check_bft(checkpoint: Checkpoint, header: Header, found: Sealing) -> tuple[Count, ...]:
    """The counts of votes that the listed validators agree with, after a check of proposer and list."""
    if not found.listed and checkpoint.rules.engine is Engine.QBFT:
        raise ConsensusUnsupported(f"block {header.number}: {CONTRACT_MODE}")
    if not rises(found.listed):
        _refuse(header, Rule.VALIDATORS, "its list of validators is not sorted, or has somebody twice")
    counts = tuple(count for count in checkpoint.counts if count.tally.validators == found.listed)
    if not counts:
        _refuse(header, Rule.VALIDATORS, _difference(found.listed, checkpoint.validators))
    _check_proposer(header, found, found.listed)
    return counts


def _check_committers(header: Header, found: Sealing) -> None:
    for committer in found.committers:
        if committer not in found.listed:
            _refuse(header, Rule.SEALER, f"0x{committer.hex()} comes out of a seal, and was no validator")
    if len({*found.committers}) < len(found.committers):
        _refuse(header, Rule.SEALED_TWICE, "a validator sealed it twice")
    quorum = quorum_of(len(found.listed))
    if len(found.committers) < quorum:
        _refuse(header, Rule.QUORUM, f"{len(found.committers)} sealed it of {len(found.listed)}; it takes {quorum}")


def _difference(listed: tuple[bytes, ...], expected: tuple[bytes, ...]) -> str:
    added = ", ".join(f"0x{address.hex()}" for address in listed if address not in expected)
    left_out = ", ".join(f"0x{address.hex()}" for address in expected if address not in listed)
    parts = ([f"it lists {added}"] if added else []) + ([f"it leaves out {left_out}"] if left_out else [])
    return (
        f"{' and '.join(parts)}, without votes (a genesis' transitions that override the validators are not followed)"
    )


def _check_clique(checkpoint: Checkpoint, header: Header, found: Sealing, is_epoch: bool) -> tuple[Count, ...]:
    """The one count of votes, after a check of list, signer and difficulty."""
    signers = checkpoint.validators
    if is_epoch and found.vote is not None:
        _refuse(header, Rule.EPOCH_VOTE, f"it has a vote on 0x{found.vote.target.hex()}")
    if is_epoch and found.listed != signers:
        _refuse(header, Rule.VALIDATORS, _difference(found.listed, signers))
    if not is_epoch and found.listed:
        _refuse(header, Rule.VALIDATORS, "it lists signers, and does not begin an epoch")
    _check_proposer(header, found, signers)
    if found.proposer in checkpoint.signers:
        _refuse(header, Rule.RECENT, f"0x{found.proposer.hex()} sealed one of the last {len(signers) // 2} blocks")
    turn = IN_TURN if signers[header.number % len(signers)] == found.proposer else 1
    if header.difficulty != turn:
        _refuse(header, Rule.TURN, f"its difficulty is {header.difficulty} instead of {turn}")
    return checkpoint.counts


def _with_signers(checkpoint: Checkpoint, signers: tuple[bytes, ...]) -> Checkpoint:
    """The checkpoint with the signers of as many last blocks as bar them: N // 2, by the new set."""
    kept = len(checkpoint.validators) // 2
    return Checkpoint(
        checkpoint.rules,
        checkpoint.number,
        checkpoint.hash,
        checkpoint.timestamp,
        checkpoint.counts,
        signers[-kept:] if kept else (),
    )

"""Votes on who seals: what each engine calls them, which are unsafe, and how those in the headers add up. Pure.

Clique: EIP-225. QBFT and IBFT 2.0: Besu's voting by block header. IBFT 1 and GoQuorum's QBFT: EIP-650, GoQuorum 24.4.1.
In all of them a change takes more than half of the validators, each of which votes in a block of its own, and epoch
blocks forget what did not pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from govledger.consensus import ibft2, qbft
from govledger.consensus.bft import Vote, vote_by_nonce
from govledger.consensus.engine import Engine, proposer
from govledger.consensus.header import Header
from govledger.consensus.votes import Counting, Tally
from govledger.errors import InputError, VoteRefused
from govledger.network.genesis import Client

LEAST_BFT_VALIDATORS = 4
"""With fewer, a Byzantine-fault-tolerant engine does not stand the failure of one."""


@dataclass(frozen=True, slots=True)
class VotingMethods:
    """The JSON-RPC methods of an engine, as its client calls them."""

    validators: str
    """Takes a block (quantity or tag); the validators after it."""
    propose: str
    """Takes an address, and true to add it."""
    discard: str
    """Takes an address."""
    proposals: str
    """Takes nothing; an object from address to true (add) or false (drop)."""


_BESU = {Engine.QBFT: "qbft", Engine.IBFT2: "ibft"}


def voting_methods(engine: Engine, client: Client) -> VotingMethods:
    """The methods to vote with.

    Raises:
        InputError: the client does not run the engine.
    """
    if client is Client.GETH and engine is Engine.CLIQUE:
        return VotingMethods("clique_getSigners", "clique_propose", "clique_discard", "clique_proposals")
    if client is Client.BESU and engine in _BESU:
        name = _BESU[engine]
        return VotingMethods(
            f"{name}_getValidatorsByBlockNumber",
            f"{name}_proposeValidatorVote",
            f"{name}_discardValidatorVote",
            f"{name}_getPendingVotes",
        )
    if client is Client.GOQUORUM and engine in (Engine.QBFT, Engine.IBFT1):
        return VotingMethods("istanbul_getValidators", "istanbul_propose", "istanbul_discard", "istanbul_candidates")
    raise InputError(f"{client} does not run {engine}; see `govledger network new --help` for the pairs there are")


@dataclass(frozen=True, slots=True)
class Change:
    """What is voted on."""

    validator: bytes
    """20 bytes."""
    is_added: bool
    """Else dropped."""

    def __str__(self) -> str:
        return f"{'add' if self.is_added else 'drop'} 0x{self.validator.hex()}"

    def applied_to(self, validators: Iterable[bytes]) -> tuple[bytes, ...]:
        """The validators after it passed, sorted."""
        return tuple(
            sorted(set(validators) | {self.validator} if self.is_added else set(validators) - {self.validator})
        )

    def has_passed(self, validators: Iterable[bytes]) -> bool:
        """Whether the validators are already as the vote wants them."""
        return (self.validator in set(validators)) == self.is_added


@dataclass(frozen=True, slots=True, kw_only=True)
class Electorate:
    """Who can vote, as far as it can be seen from here."""

    engine: Engine
    validators: tuple[bytes, ...]
    controlled: frozenset[bytes]
    """Accounts of the nodes that this operator reaches."""
    live: frozenset[bytes]
    """Validators that sealed lately, and accounts of nodes that answer and are level with the chain."""

    @property
    def votes_needed(self) -> int:
        """More than half."""
        return len(self.validators) // 2 + 1

    @property
    def voters_here(self) -> frozenset[bytes]:
        """The validators whose nodes can be told to vote from here."""
        return self.controlled & frozenset(self.validators)


def sealers_needed(engine: Engine, validators: int) -> int:
    """How many validators have to work for blocks to be made: more than half, or two thirds on a BFT chain."""
    return validators // 2 + 1 if engine is Engine.CLIQUE else -(-2 * validators // 3)


def check_change(change: Change, electorate: Electorate) -> None:
    """Refuses a vote that changes nothing, that leaves nobody, or that nobody can cast from here.

    Raises:
        VoteRefused: with the reason.
    """
    if change.has_passed(electorate.validators):
        state = "is a validator already" if change.is_added else "is no validator"
        listed = ", ".join(f"0x{address.hex()}" for address in electorate.validators)
        raise VoteRefused(f"0x{change.validator.hex()} {state}; the validators are {listed}")
    if not change.applied_to(electorate.validators):
        raise VoteRefused(
            f"0x{change.validator.hex()} is the last validator; without it nobody seals: add another first"
        )
    if not electorate.voters_here:
        raise VoteRefused(
            "no validator's node can be reached from here; run the command where one is set up, and its node runs"
        )


def unsafe_reasons(change: Change, electorate: Electorate) -> tuple[str, ...]:
    """Why the vote could stop the chain or lose it; empty if it is safe."""
    after = change.applied_to(electorate.validators)
    needed = sealers_needed(electorate.engine, len(after))
    live = len(electorate.live & frozenset(after))
    reasons = []
    if electorate.engine is not Engine.CLIQUE and len(after) < LEAST_BFT_VALIDATORS:
        reasons.append(
            f"with {_validators(len(after))} the chain stops as soon as one of them fails; "
            f"from {LEAST_BFT_VALIDATORS} on it goes on"
        )
    if live < needed:
        reasons.append(
            f"of the {_validators(len(after))} then, {needed} have to work, and only {live} are seen to; the chain "
            "would stop: start the others first, or drop one that does not work"
        )
    held = len(electorate.voters_here)
    held_after = len(electorate.controlled & frozenset(after))
    if 2 * held > len(electorate.validators) and 2 * held_after <= len(after):
        reasons.append(
            f"you control {held} of {len(electorate.validators)} validators now and {held_after} of {len(after)} then: "
            "no longer more than half, so that you could not undo it alone"
        )
    return tuple(reasons)


def _validators(number: int) -> str:
    return "1 validator" if number == 1 else f"{number} validators"


# --- votes in headers ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CastVote:
    """A vote that a header carries."""

    voter: bytes
    change: Change
    block_number: int


def vote_in(engine: Engine, header: Header) -> CastVote | None:
    """The vote that a block's proposer cast in it, if any.

    Raises:
        MalformedData: the extra data is not the engine's, or a vote is neither for adding nor for dropping.
    """
    change = _change_in(engine, header)
    return None if change is None else CastVote(proposer(engine, header), change, header.number)


def _change_in(engine: Engine, header: Header) -> Change | None:
    if engine is Engine.QBFT or engine is Engine.IBFT2:
        vote = (qbft if engine is Engine.QBFT else ibft2).ExtraData.decode(header.extra_data).vote
    else:
        vote = vote_by_nonce(header)
    return None if vote is None else Change(vote.target, vote.add)


def open_votes(validators: Set[bytes], votes: Iterable[CastVote]) -> Mapping[Change, Mapping[bytes, CastVote]]:
    """What of the votes since an epoch block is still open.

    Args:
        validators: those after the epoch block.
        votes: in the order of their blocks.
    """
    tally = Tally(tuple(sorted(validators)))
    latest: dict[tuple[bytes, bytes], CastVote] = {}
    for vote in votes:
        if vote.voter in tally.validators:
            on = Vote(vote.change.validator, vote.change.is_added)
            tally = tally.after(Counting.GETH, vote.voter, on, is_epoch=False)
            latest[on.target, vote.voter] = vote
    found: dict[Change, dict[bytes, CastVote]] = {}
    for pending in tally.votes:
        change = Change(pending.target, pending.add)
        found.setdefault(change, {})[pending.voter] = latest[pending.target, pending.voter]
    return found

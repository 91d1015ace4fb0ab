"""The rules that a header must keep to follow the one before it, each with its text. Pure.

Where they stand in the clients is said in `govledger.consensus.chain`; docs/consensus.md has them by engine.
"""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """A rule; its value is what must hold."""

    HASH = "the hash that a node names is that of the header"
    GENESIS = "the chain begins with the genesis that was pinned"
    NUMBER = "numbers go up by one"
    PARENT = "the parent is the block before"
    TIME = "times rise by at least the block time"
    GAS = "no more gas is used than the limit"
    FORK = "Clique has no fields of forks after London"
    OMMERS = "there are no ommers"
    MIX_HASH = "the mixHash is the engine's constant"
    NONCE = "the nonce is a vote where the engine votes by it, else zero"
    DIFFICULTY = "the difficulty is 1 on a BFT chain"
    TURN = "the difficulty is 2 of the signer whose turn it is, and 1 of any other"
    EXTRA_DATA = "the extra data is the engine's, in its strict form"
    VALIDATORS = "the validators that are listed are those that the votes have led to, sorted"
    EPOCH_VOTE = "a Clique block that begins an epoch has no vote"
    PROPOSER = "the proposer is a validator"
    SEAL = "a seal is a signature"
    SEALER = "a seal is by a validator"
    SEALED_TWICE = "no validator seals twice"
    QUORUM = "at least two thirds of the validators seal"
    RECENT = "a Clique signer waits until more than half of the signers have had their turn"

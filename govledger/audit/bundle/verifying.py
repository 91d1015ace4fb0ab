"""A bundle is verified part by part (docs/bundle.md, What a verifier checks). Pure.

Who pins a genesis hash and a deployment's digest trusts nothing else: no node, no index, no artifact in the bundle.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

import msgspec

from govledger.audit.bundle.claims import Found
from govledger.audit.bundle.headers import genesis_of
from govledger.audit.bundle.life_claims import LifeClaims
from govledger.audit.bundle.log_claims import LogClaims
from govledger.audit.bundle.parts import (
    BodyPart,
    CheckpointPart,
    Coverage,
    DeploymentPart,
    EndPart,
    GenesisPart,
    HeaderPart,
    IncludedPart,
    Part,
    ScopePart,
    StatePart,
)
from govledger.audit.bundle.path import HeaderPath
from govledger.audit.bundle.pinned import PinnedDeployment, pinned_deployment
from govledger.audit.bundle.rule import BundleRule
from govledger.audit.bundle.verdict import Verdict
from govledger.audit.source import BlockAt, EventAt
from govledger.consensus.chain import begin
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.committed_seals import has_committed_seals
from govledger.consensus.header import Header
from govledger.consensus.rule import Rule
from govledger.deployments import Deployment
from govledger.errors import BundleRefused, CheckpointInvalid, ConsensusUnsupported, HeaderRefused, InputError


class Pins(msgspec.Struct, frozen=True):
    """What the auditor brings along, told by the members of the consortium and not by the bundle."""

    genesis_hash: bytes
    """32 bytes."""
    deployment_digest: bytes
    """32 bytes."""
    until: int | None = None
    """The block that the bundle has to reach at least."""
    checkpoint: Checkpoint | None = None
    """One that was made by checking headers before."""
    rules: ChainRules | None = None
    """Of the network's file; None: the epoch is believed, which can make a right bundle be refused and no wrong one
    pass."""


class _Stage(IntEnum):
    """What comes next."""

    DEPLOYMENT = 0
    SCOPE = 1
    START = 2
    BLOCKS = 3
    OVER = 4


class Verifier:
    """Takes in a bundle's parts, one after the other. What they prove is proved when `verdict` returned."""

    def __init__(self, pins: Pins) -> None:
        """Begin before the first part."""
        self._pins = pins
        self._stage = _Stage.DEPLOYMENT
        self._deployment: PinnedDeployment
        self._scope: ScopePart
        self._claims: LogClaims | LifeClaims
        self._path: HeaderPath
        self._path_from = 0
        self._events = self._attempts = 0
        self._is_on_path = pins.checkpoint is None
        self._claimed: Checkpoint | None = None
        self._has_header = False

    def take(self, part: Part) -> list[Found]:
        """The next part; the events and failed calls that it shows.

        Raises:
            BundleRefused: something does not hold.
        """
        match part:
            case DeploymentPart() if self._stage is _Stage.DEPLOYMENT:
                self._take_deployment(part)
            case ScopePart() if self._stage is _Stage.SCOPE:
                self._take_scope(part)
            case GenesisPart() if self._stage is _Stage.START:
                self._take_genesis(part)
            case CheckpointPart() if self._stage is _Stage.START:
                self._take_checkpoint(part)
            case HeaderPart() if self._stage is _Stage.BLOCKS:
                self._take_header(part)
            case StatePart() if self._stage is _Stage.BLOCKS and self._has_header:
                self._claims.state(part)
            case BodyPart() if self._stage is _Stage.BLOCKS and self._has_header:
                return self._counted(self._claims.body(part))
            case IncludedPart() if self._stage is _Stage.BLOCKS and self._has_header:
                return self._counted(self._claims.included(part))
            case EndPart() if self._stage is _Stage.BLOCKS:
                self._finish()
            case _:
                name = type(part).__name__.removesuffix("Part").upper()
                raise BundleRefused(BundleRule.FORMAT, f"{name} is not the part that comes next")
        return []

    def block(self) -> BlockAt | None:
        """Who made the block of the last header, and who sealed it as far as that is shown; None at the beginning."""
        if (block := self._path.block) is None:
            return None
        committers = len(block.sealing.committers) or None
        return BlockAt(
            block.header.number, block.header.timestamp, block.sealing.proposer, committers, len(block.validators)
        )

    def parent_hash(self) -> bytes:
        """Of the last header, 32 bytes."""
        assert self._path.last is not None
        return self._path.last.parent_hash

    def checkpoint(self) -> Checkpoint:
        """Up to where the headers were checked."""
        return self._path.checkpoint

    def settled(self) -> Checkpoint:
        """Up to the last block that is claimed; after `verdict` it is worth keeping.

        On Clique headers follow that one, which a branch of more difficulty may still replace.
        """
        return self._claimed or self._path.checkpoint

    def deployment(self, name: str) -> Deployment:
        """The deployment of a log, with where its contracts were created.

        Raises:
            InputError: the bundle does not show that.
        """
        if not isinstance(self._claims, LogClaims):
            raise InputError("a bundle of lives does not show how contracts were created")
        return self._claims.deployment(name)

    def verdict(self) -> Verdict:
        """What is proved.

        Raises:
            BundleRefused: the bundle was cut short (FORMAT).
        """
        if self._stage is not _Stage.OVER:
            raise BundleRefused(BundleRule.FORMAT, "the bundle ends before its last part: it was cut short")
        assert self._claimed is not None
        scope, deployment, claims = self._scope, self._deployment, self._claims
        return Verdict(
            deployment_digest=deployment.digest,
            chain_id=deployment.chain_id,
            genesis_hash=deployment.genesis_hash,
            engine=scope.engine,
            coverage=claims.coverage,
            first_block=scope.first_block,
            last_block=scope.last_block,
            last_hash=self._claimed.hash,
            last_at=self._claimed.timestamp,
            path_from=self._path_from,
            path_to=self._path.checkpoint.number,
            validators=self._path.checkpoint.validators,
            events=self._events,
            attempts=self._attempts,
            transactions=claims.transactions,
            contracts=claims.verdicts() if isinstance(claims, LogClaims) else (),
            lives=claims.verdicts() if isinstance(claims, LifeClaims) else (),
        )

    def _take_deployment(self, part: DeploymentPart) -> None:
        self._deployment = pinned_deployment(part.essence, self._pins.deployment_digest)
        if self._deployment.genesis_hash != self._pins.genesis_hash:
            raise BundleRefused(
                BundleRule.GENESIS, f"the deployment is on the chain of 0x{self._deployment.genesis_hash.hex()}"
            )
        self._stage = _Stage.SCOPE

    def _take_scope(self, part: ScopePart) -> None:
        rules, until = self._pins.rules, self._pins.until
        if rules is not None and (rules.engine, rules.epoch_blocks) != (part.engine, part.epoch_blocks):
            raise BundleRefused(
                BundleRule.HEADER,
                f"it follows {part.engine} with epochs of {part.epoch_blocks} blocks; the network's file says "
                f"{rules.engine} and {rules.epoch_blocks}",
            )
        if until is not None and part.last_block < until:
            raise BundleRefused(BundleRule.UNTIL, f"it ends at block {part.last_block}, and {until} was asked for")
        self._scope = part
        if part.coverage is Coverage.LIVES:
            self._claims = LifeClaims(self._deployment, part)
        else:
            self._claims = LogClaims(self._deployment, part)
        self._stage = _Stage.START

    def _take_genesis(self, part: GenesisPart) -> None:
        header = genesis_of(part)
        rules = self._pins.rules or ChainRules(self._scope.engine, self._pins.genesis_hash, self._scope.epoch_blocks)
        try:
            checkpoint = begin(rules, header)
        except HeaderRefused as refused:
            rule = BundleRule.GENESIS if refused.rule is Rule.GENESIS else BundleRule.HEADER
            raise BundleRefused(rule, refused.found, 0, Rule(refused.rule).name) from None
        except ConsensusUnsupported as refused:
            raise BundleRefused(BundleRule.HEADER, str(refused), 0) from None
        self._begin(checkpoint, header)

    def _take_checkpoint(self, part: CheckpointPart) -> None:
        own = self._pins.checkpoint
        if own is None or own.encode() != part.encoded:
            raise BundleRefused(
                BundleRule.CHECKPOINT,
                f"it begins with a checkpoint{_number(part)}, which proves nothing unless it is your own; give the "
                "same one (--checkpoint FILE), or ask for a bundle from the genesis",
            )
        rules = own.rules
        expected = (self._pins.genesis_hash, self._scope.engine, self._scope.epoch_blocks)
        if (rules.genesis_hash, rules.engine, rules.epoch_blocks) != expected:
            raise BundleRefused(BundleRule.CHECKPOINT, "the checkpoint is of another chain, or of other rules")
        if any(block <= own.number for block in self._scope.state_blocks):
            raise BundleRefused(BundleRule.FORMAT, "it would show a state from before its path")
        self._path_from = own.number
        self._begin(own, None)

    def _begin(self, checkpoint: Checkpoint, header: Header | None) -> None:
        self._path = HeaderPath(checkpoint, header)
        self._stage = _Stage.BLOCKS
        self._compare()
        if header is not None:
            self._has_header = True
            self._claims.begin_block(header, self._path.checkpoint.hash)
        if checkpoint.number > self._scope.last_block:
            raise BundleRefused(BundleRule.FORMAT, "its path begins after the last block that it claims")

    def _take_header(self, part: HeaderPart) -> None:
        if self._has_header:
            self._end_block()
        header = self._path.take(part)
        if not self._has_header and self._scope.first_block and header.number > self._scope.first_block:
            raise BundleRefused(BundleRule.FORMAT, "its path begins after the first block that it claims")
        self._has_header = True
        self._compare()
        self._claims.begin_block(header, self._path.checkpoint.hash)

    def _end_block(self) -> None:
        self._claims.end_block()
        if self._path.checkpoint.number == self._scope.last_block:
            self._claimed = self._path.checkpoint

    def _compare(self) -> None:
        """Whether the path goes through the auditor's own checkpoint."""
        own, reached = self._pins.checkpoint, self._path.checkpoint
        if own is not None and own.number == reached.number:
            if own.hash != reached.hash:
                found = f"the block is 0x{reached.hash.hex()}, and in the checkpoint 0x{own.hash.hex()}"
                raise BundleRefused(BundleRule.CHECKPOINT, found, reached.number)
            self._is_on_path = True

    def _finish(self) -> None:
        if self._has_header:
            self._end_block()
        self._path.finish()
        last, claimed = self._path.checkpoint.number, self._scope.last_block
        if self._claimed is None:
            raise BundleRefused(BundleRule.FORMAT, f"its headers end at block {last}, and it claims {claimed}")
        after = 0 if has_committed_seals(self._scope.engine) else len(self._claimed.validators) // 2 + 1
        if last != claimed + after:
            found = f"{last - claimed} headers follow block {claimed}; it takes {after}"
            raise BundleRefused(BundleRule.SETTLED, found, last)
        if not self._is_on_path:
            raise BundleRefused(BundleRule.CHECKPOINT, "the path ends before the checkpoint that was given", last)
        self._claims.verdicts()
        self._stage = _Stage.OVER

    def _counted(self, found: list[Found]) -> list[Found]:
        events = sum(isinstance(one, EventAt) for one in found)
        self._events += events
        self._attempts += len(found) - events
        return found


def _number(part: CheckpointPart) -> str:
    try:
        return f" of block {Checkpoint.decode(part.encoded).number}"
    except CheckpointInvalid:
        return ""


def verified(parts: Iterable[Part], pins: Pins) -> Verifier:
    """A verifier that has taken in all parts of a bundle; what they claim is proved.

    Raises:
        BundleRefused: something does not hold.
    """
    verifier = Verifier(pins)
    for part in parts:
        verifier.take(part)
    verifier.verdict()
    return verifier

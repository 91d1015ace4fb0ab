"""The path of headers, from the genesis or a checkpoint to the last one (docs/bundle.md, HEADER). Pure.

A BFT header without committed seals is an ancestor of one with them: the hash of the sealed one covers it. Seals are
asked for at the last header and where the next one lists other validators, so that every set of validators is vouched
for by the one before.
"""

from __future__ import annotations

from typing import Final

from govledger.audit.bundle.headers import ShortForm
from govledger.audit.bundle.parts import HeaderPart
from govledger.audit.bundle.rule import BundleRule
from govledger.consensus.chain import SealedBlock, follow_one
from govledger.consensus.checkpoint import Checkpoint
from govledger.consensus.committed_seals import has_committed_seals, is_unsealed, with_quorum, without_seals
from govledger.consensus.engine import Engine
from govledger.consensus.header import Header
from govledger.consensus.rule import Rule
from govledger.errors import BundleRefused, ConsensusUnsupported, HeaderRefused, MalformedData

MAX_PENDING_VOTES: Final = 1_000
"""Of a BFT chain: headers without seals can be made up by anybody, each with a vote, and all of them are counted."""


class HeaderPath:
    """Headers on their way through the rules of their engine.

    Attributes:
        checkpoint: of the last header.
        last: the last header; None where the path begins with a checkpoint.
    """

    def __init__(self, checkpoint: Checkpoint, first: Header | None) -> None:
        """Begin at the genesis, or at a checkpoint without its header."""
        self.checkpoint = checkpoint
        self.last = first
        self.block: SealedBlock | None = None
        self._engine = checkpoint.rules.engine
        self._short = ShortForm(first)
        self._is_sealed = True

    def take(self, part: HeaderPart) -> Header:
        """The next header, checked but for what the one after it says of its seals.

        Raises:
            BundleRefused: it is not in its form (FORMAT), or breaks a rule (HEADER).
        """
        before = self.checkpoint
        header = self._short.restored(part, before.hash, before.number + 1)
        block = self._followed(header)
        self._short.follows(self._bare(block) if has_committed_seals(self._engine) else header)
        self.checkpoint, self.last, self.block = block.after, header, block
        return header

    def finish(self) -> None:
        """The last header was taken: it has to be sealed.

        Raises:
            BundleRefused: it is not (HEADER).
        """
        if self.block is not None:
            self._require(self.block.header, True, "it is the last one")

    def _bare(self, block: SealedBlock) -> Header:
        """A BFT header without committed seals, after a check of where they stand and where not."""
        header = block.header
        if self.block is not None:
            changes = block.sealing.listed != self.block.sealing.listed
            self._require(self.block.header, changes, "the next header lists other validators")
        self._is_sealed = not is_unsealed(self._engine, header)
        if self._is_sealed:
            self._require_one_form(block)
        if any(len(count.tally.votes) > MAX_PENDING_VOTES for count in block.after.counts):
            found = f"more than {MAX_PENDING_VOTES} votes are pending"
            raise BundleRefused(BundleRule.HEADER, found, header.number)
        return without_seals(self._engine, header) if self._is_sealed else header

    def _followed(self, header: Header) -> SealedBlock:
        try:
            bare = has_committed_seals(self._engine) and is_unsealed(self._engine, header)
            return follow_one(self.checkpoint, header, needs_seals=not bare)
        except HeaderRefused as refused:
            raise BundleRefused(BundleRule.HEADER, refused.found, header.number, _name(refused.rule)) from None
        except ConsensusUnsupported as refused:
            raise BundleRefused(BundleRule.HEADER, str(refused), header.number) from None
        except MalformedData as problem:
            raise BundleRefused(BundleRule.HEADER, str(problem), header.number, Rule.EXTRA_DATA.name) from None

    def _require(self, header: Header, sealed: bool, why: str) -> None:
        if sealed and not self._is_sealed:
            found = f"it carries no seals, and {why}"
            raise BundleRefused(BundleRule.HEADER, found, header.number, Rule.QUORUM.name)
        if self._is_sealed and not sealed:
            raise BundleRefused(BundleRule.FORMAT, "it carries seals where none are asked for", header.number)

    def _require_one_form(self, block: SealedBlock) -> None:
        if with_quorum(self._engine, block.header, block.sealing.seal_hash) != block.header:
            found = "its seals are more than a quorum, not in the order of the sealers, or with the higher s"
            raise BundleRefused(BundleRule.FORMAT, found, block.header.number)


class PathWriter:
    """Puts headers that were checked into their short form."""

    def __init__(self, engine: Engine, first: Header | None) -> None:
        """Begin after a header that the bundle gives in full, or after a checkpoint."""
        self._engine = engine
        self._short = ShortForm(first)

    def part(self, block: SealedBlock, after: SealedBlock | None) -> HeaderPart:
        """The next header.

        Args:
            block: with all the seals that nodes gave it.
            after: the block after it, which says whether the seals are kept; None: it is the last one.
        """
        header = bare = block.header
        if has_committed_seals(self._engine):
            bare = without_seals(self._engine, header)
            keeps = after is None or after.sealing.listed != block.sealing.listed
            header = with_quorum(self._engine, header, block.sealing.seal_hash) if keeps else bare
        shown = self._short.shortened(header)
        self._short.follows(bare)
        return shown


def _name(rule: str) -> str:
    return Rule(rule).name

"""Follows the headers of a chain that validators seal beside its index: by every rule of their engine, without a gap.

What was followed is kept as a checkpoint in the store. A checkpoint of a block that the store holds, or that is the one
before its first, has the hash of that block; those before it may be of blocks that a Clique chain has left since.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from govledger.consensus.chain import begin, follow_one
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine
from govledger.consensus.header import HASH_LENGTH
from govledger.consensus.header import Header as ConsensusHeader
from govledger.consensus.rule import Rule
from govledger.errors import (
    BlockMissing,
    ChainMismatch,
    HeaderRefused,
    InputError,
    LinkBroken,
    NodeUnusable,
    ReorganisationTooDeep,
    TrustTooLow,
)
from govledger.index.model import CHECKPOINTS_KEPT, BlockHeader, KeptCheckpoint, Trust
from govledger.index.node import header_at
from govledger.index.pieces import Piece
from govledger.index.pipeline import PatientNode
from govledger.index.plan import is_too_deep
from govledger.index.store import Store
from govledger.index.wire import Header, read_bytes


def settled_depth_of(checkpoint: Checkpoint) -> int:
    """How many blocks on top settle one, by a checkpoint's validators: N // 2 + 1 on Clique, none on a BFT chain."""
    return len(checkpoint.validators) // 2 + 1 if checkpoint.rules.engine is Engine.CLIQUE else 0


def settled_checkpoint(store: Store) -> Checkpoint | None:
    """The checkpoint of the last block that is settled, as far as checkpoints are kept; None if there is none."""
    last = _kept(store, store.last_block())
    return None if last is None else _kept(store, last.number - settled_depth_of(last))


class SealedHeaders:
    """Where the headers of a store's chain were followed up to.

    Attributes:
        reached: the checkpoint of the last header that was followed; None until `begin`.
    """

    def __init__(self, node: PatientNode, store: Store, checked_from: ChainRules | Checkpoint | None) -> None:
        """Nothing is asked yet. Arguments and errors as of `sealed_headers`."""
        if store.trust is Trust.HEADERS:
            raise TrustTooLow(
                f"{store.place} was begun at the level {store.trust}: the receipts of its blocks were not checked, so "
                f"that seals would prove nothing of its events; index into another --store"
            )
        self.reached: Checkpoint | None = None
        self._node = node
        self._store = store
        self._given = checked_from
        self._recent: deque[Checkpoint] = deque(maxlen=CHECKPOINTS_KEPT)
        self._is_complete = False
        self._check_given()

    def begin(self, block: int, latest: int) -> Checkpoint:
        """Goes back to the last kept checkpoint up to a block, else to where the headers are followed from.

        Args:
            block: the last block that the store holds, or the one before its first.
            latest: the node's last block.

        Raises:
            HeaderRefused: the node's genesis is not the one that was pinned.
            ChainMismatch: the checkpoint that was given is not of the node's chain.
            ReorganisationTooDeep: neither are settled headers that were followed before.
            InputError: the checkpoint that was given is of a later block, or none was given.
        """
        newest = found = self._kept_up_to(block)
        while found is not None and not self._is_of_chain(found, latest):
            found = self._kept_up_to(found.number - 1)
        reached = self._first(block) if found is None or self._is_given_after(found, block) else found
        if newest is not None and is_too_deep(newest.number - reached.number, settled_depth_of(newest)):
            raise ReorganisationTooDeep(
                f"the node's chain has another block {newest.number} than the one whose header was followed, and parts "
                f"from it more than {settled_depth_of(newest)} blocks back; find out which chain is right"
            )
        self.forget()
        self.reached = reached
        return reached

    def forget(self) -> None:
        """What was followed and not kept is as if it was not."""
        self.reached = None
        self._recent.clear()

    def follow(self, headers: Sequence[Header]) -> None:
        """Follows headers from the one that was reached.

        Raises:
            HeaderRefused: one breaks a rule of its engine.
            ConsensusUnsupported: from one on, a contract names the validators.
            NodeUnusable: one is no header.
        """
        reached = self.reached
        assert reached is not None
        for answer in headers:
            try:
                header, stated = answer.read(), read_bytes(answer.hash, HASH_LENGTH)
            except ValueError as problem:
                raise NodeUnusable(
                    f"the node gives something else than a header of block {answer.number}: {problem}"
                ) from None
            block = follow_one(reached, header)
            if block.sealing.hash != stated:
                raise HeaderRefused(header.number, Rule.HASH, f"its hash is said to be {answer.hash}")
            reached = block.after
            self._recent.append(reached)
        self.reached = reached

    def follow_piece(self, piece: Piece) -> None:
        """Follows all headers of a piece. Raises as `follow`, and BlockMissing where it has not all of them."""
        self.follow(piece.headers)
        if len(piece.headers) != len(piece.span):
            raise BlockMissing(f"the node left out block {piece.span.first + len(piece.headers)}")

    def parent(self) -> BlockHeader:
        """The block that was reached, as the one before the next."""
        assert self.reached is not None
        return BlockHeader(self.reached.number, self.reached.hash, b"", self.reached.timestamp)

    def taken(self) -> list[KeptCheckpoint]:
        """The checkpoints since the last time, of as many last blocks as are kept."""
        found = [_encoded(checkpoint) for checkpoint in self._recent]
        self._recent.clear()
        return found

    def keep(self) -> None:
        """Keeps what was reached, where blocks are not taken in with it.

        Raises:
            LinkBroken: the store holds another block.
        """
        for stored in self._store.headers(self._recent[0].number, self._recent[-1].number):
            self._require_same(stored)
        self._store.keep_checkpoints(self.taken())

    def complete(self) -> None:
        """The headers of all blocks that the store holds were followed: from now on that is its level."""
        assert self.reached is not None
        if self._is_complete:
            return
        if self._store.trust is not Trust.SEALS or self._store.checkpoint(self.reached.number) is None:
            self._store.keep_checkpoints([_encoded(self.reached)], Trust.SEALS)
        self._is_complete = True

    def settled_depth(self) -> int | None:
        """How many blocks settle the store's last one; None where Clique's signers could tell, and are not known."""
        kept = self._kept_up_to(self._store.last_block())
        if kept is not None:
            return settled_depth_of(kept)
        rules = self._given.rules if isinstance(self._given, Checkpoint) else self._given
        return None if rules is None or rules.engine is Engine.CLIQUE else 0

    # --- where it begins -------------------------------------------------------------------------------

    def _check_given(self) -> None:
        given, deployment = self._given, self._store.deployment
        if given is None:
            return
        rules = given.rules if isinstance(given, Checkpoint) else given
        if rules.genesis_hash != deployment.genesis_hash:
            raise ChainMismatch(
                f"seals would be checked from genesis 0x{rules.genesis_hash.hex()}; the index at {self._store.place} "
                f"is of a chain that begins with 0x{deployment.genesis_hash.hex()}"
            )
        kept = self._kept_up_to(self._store.last_block())
        if kept is not None and kept.rules != rules:
            raise InputError(
                f"the headers of {self._store.place} were followed by {_shown(kept.rules)}, and now {_shown(rules)} "
                "are given; give the same, or index into another --store"
            )
        stored = self._store.header(given.number) if isinstance(given, Checkpoint) else None
        if stored is not None and isinstance(given, Checkpoint) and stored.hash != given.hash:
            raise ChainMismatch(
                f"the checkpoint says that block {given.number} is 0x{given.hash.hex()}; "
                f"{self._store.place} holds 0x{stored.hash.hex()}: find out which chain is right"
            )

    def _kept_up_to(self, block: int) -> Checkpoint | None:
        return _kept(self._store, block)

    def _is_of_chain(self, kept: Checkpoint, latest: int) -> bool:
        """Whether the node's chain has a checkpoint's block: not asked of blocks that the store holds."""
        if kept.number >= self._store.deployment.first_block or kept.number > latest:
            return True
        return self._hash_at(kept.number) == kept.hash

    def _is_given_after(self, kept: Checkpoint, block: int) -> bool:
        return isinstance(self._given, Checkpoint) and kept.number < self._given.number <= block

    def _first(self, block: int) -> Checkpoint:
        given = self._given or self._kept_rules()
        if given is None:
            raise InputError(
                "seals are checked by the rules of their chain, and none are given: "
                "name a network, a genesis file, an engine or a checkpoint"
            )
        if isinstance(given, ChainRules):
            return begin(given, self._genesis())
        if given.number > block:
            raise InputError(
                f"the checkpoint is of block {given.number}, and seals have to be followed from block {block} on: give "
                "one of that block or of an earlier one, or none. Or index with the level receipts first, beyond its "
                "block, and then with seals: what a checkpoint's block is linked to needs no seals"
            )
        if self._hash_at(given.number) != given.hash:
            raise ChainMismatch(
                f"the checkpoint says that block {given.number} is 0x{given.hash.hex()}, and the node has another one: "
                "the checkpoint is of another chain, of blocks that were replaced, or the node lies"
            )
        return given

    def _kept_rules(self) -> ChainRules | None:
        """Those by which the store's headers were followed, for a chain that parts from it before what it keeps."""
        newest = self._kept_up_to(self._store.last_block())
        return None if newest is None else newest.rules

    def _asked_for(self, number: int) -> Header:
        return self._node.ask(lambda node: header_at(node, number))

    def _genesis(self) -> ConsensusHeader:
        try:
            return self._asked_for(0).read()
        except ValueError as problem:
            raise NodeUnusable(f"the node gives something else than a header of block 0: {problem}") from None

    def _hash_at(self, number: int) -> bytes:
        text = self._asked_for(number).hash
        try:
            return read_bytes(text, HASH_LENGTH)
        except ValueError:
            raise NodeUnusable(f"the node gives block {number} the hash {text!r}, which is none") from None

    def _require_same(self, stored: BlockHeader) -> None:
        followed = next(one for one in self._recent if one.number == stored.number)
        if followed.hash != stored.hash:
            raise LinkBroken(
                f"the index holds block {stored.number} as 0x{stored.hash.hex()}, and the header that follows is "
                f"0x{followed.hash.hex()}"
            )


def sealed_headers(
    node: PatientNode, store: Store, checked_from: ChainRules | Checkpoint | None
) -> SealedHeaders | None:
    """The headers of a store that is at the level `seals`, or is to be; None of another one.

    Args:
        node: gives the genesis, and says whether a checkpoint is of its chain.
        store: keeps checkpoints.
        checked_from: the chain's rules, to begin with the genesis; a checkpoint, to begin there; None: as before.

    Raises:
        TrustTooLow: the receipts of what the store holds were not checked.
        ChainMismatch: the rules are another chain's than the store's.
        InputError: the rules are others than those by which the store's headers were followed so far.
    """
    if checked_from is None and store.trust is not Trust.SEALS:
        return None
    return SealedHeaders(node, store, checked_from)


def _kept(store: Store, block: int) -> Checkpoint | None:
    """The last checkpoint that a store keeps of a block or of one before it."""
    kept = store.checkpoint(block)
    return None if kept is None else Checkpoint.decode(kept.checkpoint)


def _encoded(checkpoint: Checkpoint) -> KeptCheckpoint:
    return KeptCheckpoint(checkpoint.number, checkpoint.encode())


def _shown(rules: ChainRules) -> str:
    period = "no block time" if rules.period_seconds is None else f"a block time of {rules.period_seconds} s"
    return f"{rules.engine} with epochs of {rules.epoch_blocks} blocks and {period}"

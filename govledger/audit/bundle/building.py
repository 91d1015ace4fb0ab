"""A bundle is made: the node gives headers, bodies and proofs, the index says where events stand (I/O).

What a node gives is not believed: every part goes through the verifier on its way to the disk, so that a bundle which
was written verifies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from govledger.audit.bundle.chain_reading import ChainReader
from govledger.audit.bundle.claims import account_in
from govledger.audit.bundle.headers import genesis_part
from govledger.audit.bundle.life_claims import concerned, places_by_contract
from govledger.audit.bundle.parts import (
    BodyPart,
    CheckpointPart,
    Coverage,
    DeploymentPart,
    IncludedPart,
    Part,
    ScopePart,
    StatePart,
    Subject,
)
from govledger.audit.bundle.path import PathWriter
from govledger.audit.bundle.pinned import PinnedDeployment, pinned_deployment
from govledger.audit.bundle.places import IndexPlaces
from govledger.audit.bundle.verifying import Pins, Verifier
from govledger.consensus.chain import SealedBlock, begin, follow_one
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.committed_seals import has_committed_seals
from govledger.consensus.header import Header
from govledger.consensus.proof import trie_proof
from govledger.consensus.receipt import receipt_key, receipts_by_key
from govledger.consensus.transaction import transaction_key
from govledger.consensus.trie import EMPTY_ROOT
from govledger.deployments import Deployment
from govledger.errors import EvidenceMissing, InputError


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a bundle is to prove."""

    first_block: int
    last_block: int
    coverage: Coverage = Coverage.ALL
    subjects: tuple[Subject, ...] = ()
    checkpoint: Checkpoint | None = None
    """Where the path begins; None: at the genesis."""


@dataclass(slots=True)
class _Held:
    """A block with the parts that follow its header."""

    block: SealedBlock
    parts: list[Part] = field(default_factory=list)


class Builder:
    """Makes the parts of one bundle."""

    def __init__(self, chain: ChainReader, places: IndexPlaces, deployment: Deployment, rules: ChainRules) -> None:
        """Nothing is asked yet.

        Args:
            chain: the node.
            places: the index.
            deployment: of which the bundle is.
            rules: of the chain, by its genesis file.
        """
        self._chain = chain
        self._places = places
        self._rules = rules
        self._essence = deployment.essence()
        self._creations = {contract.block_number for contract in deployment.contracts}
        self._pinned: PinnedDeployment = pinned_deployment(self._essence, deployment.digest())
        self._verifier: Verifier | None = None

    def parts(self, wanted: Wanted) -> Iterator[Part]:
        """All parts but the last, each verified.

        Raises:
            InputError: the bundle would begin or end where it cannot.
            EvidenceMissing: the node no longer has what it takes.
            BundleRefused: what the node gives is not the chain's.
            HeaderRefused, ConsensusUnsupported: a header is not the next one.
            ConnectionFailed: no answer came.
        """
        self._check(wanted)
        pins = Pins(self._rules.genesis_hash, self._pinned.digest, checkpoint=wanted.checkpoint, rules=self._rules)
        self._verifier = Verifier(pins)
        for part in self._made(wanted):
            self._verifier.take(part)
            yield part

    def checkpoint(self) -> Checkpoint:
        """Of the last block that is claimed, after all parts were made."""
        assert self._verifier is not None
        return self._verifier.settled()

    def _made(self, wanted: Wanted) -> Iterator[Part]:
        states = self._states(wanted)
        yield DeploymentPart(self._essence)
        yield ScopePart(
            engine=self._rules.engine,
            epoch_blocks=self._rules.epoch_blocks,
            first_block=0 if wanted.subjects else wanted.first_block,
            last_block=wanted.last_block,
            coverage=wanted.coverage,
            state_blocks=tuple(sorted(states)),
            subjects=wanted.subjects,
        )
        genesis = self._chain.header(0) if wanted.checkpoint is None else None
        checkpoint = wanted.checkpoint
        if genesis is not None:
            checkpoint = begin(self._rules, genesis)
            yield genesis_part(genesis)
            yield from states.get(0, ())
        else:
            assert checkpoint is not None
            yield CheckpointPart(checkpoint.encode())
        writer = PathWriter(self._rules.engine, genesis)
        held: _Held | None = None
        for following in self._blocks(checkpoint, wanted, states):
            if held is not None:
                yield writer.part(held.block, following.block)
                yield from held.parts
            held = following
        if held is not None:
            yield writer.part(held.block, None)
            yield from held.parts

    def _blocks(
        self, checkpoint: Checkpoint, wanted: Wanted, states: Mapping[int, Sequence[StatePart]]
    ) -> Iterator[_Held]:
        """Every block of the path with the parts that follow its header; on Clique until all is settled."""
        needs_body = self._needs_body(wanted)
        number, last = checkpoint.number + 1, wanted.last_block
        while number <= last:
            for header, body in self._chain.blocks(number, last, needs_body):
                block = follow_one(checkpoint, header)
                checkpoint = block.after
                contents = () if body is None else self._contents(header, body, wanted.subjects)
                yield _Held(block, [*states.get(header.number, ()), *contents])
            number = last + 1
            if last == wanted.last_block and not has_committed_seals(self._rules.engine):
                last += len(checkpoint.validators) // 2 + 1
                self._require_blocks(last, wanted.last_block)

    def _needs_body(self, wanted: Wanted) -> Callable[[Header], bool]:
        first, last = wanted.first_block, wanted.last_block
        match wanted.coverage:
            case Coverage.ALL:
                return lambda header: first <= header.number <= last and header.transactions_root != EMPTY_ROOT
            case Coverage.EVENTS:
                blocks = self._places.event_blocks(first, last)
                blocks |= {number for number in self._creations if first <= number <= last}
            case Coverage.LIVES:
                blocks = self._places.life_blocks(wanted.subjects, last)
        return lambda header: header.number in blocks

    def _contents(self, header: Header, body: BodyPart, subjects: Sequence[Subject]) -> list[Part]:
        """The body as it is, or of it the transactions with events about the objects."""
        if not subjects:
            return [body]
        signed = {transaction_key(index): encoded for index, encoded in enumerate(body.transactions)}
        receipts = receipts_by_key(body.receipts)
        return [
            IncludedPart(index, trie_proof(signed, transaction_key(index)), trie_proof(receipts, receipt_key(index)))
            for index in concerned(body, self._pinned, subjects, header.number)
        ]

    def _states(self, wanted: Wanted) -> dict[int, list[StatePart]]:
        """The proofs of states, by block.

        Raises:
            EvidenceMissing: neither the node nor the index has those without which the bundle proves nothing.
        """
        if wanted.subjects:
            return {wanted.last_block: self._life_states(wanted)}
        begins = 0 if wanted.checkpoint is None else wanted.checkpoint.number + 1
        found = {}
        for block in {wanted.first_block - 1, wanted.last_block}:
            if block >= begins and (states := self._head_states(block)):
                found[block] = states
        if wanted.coverage is Coverage.EVENTS and len(found) < 2:
            raise EvidenceMissing(self._nothing_left(wanted))
        return found

    def _head_states(self, block: int) -> list[StatePart]:
        """The running hashes of all contracts at a block; none if nobody has that state any more."""
        found = []
        for contract in self._pinned.contracts:
            state = self._chain.state(contract.address, [contract.artifact.head_slot], block)
            if state is None:
                return self._places.stored_states(block)
            found.append(state)
        header = self._chain.header(block)
        return [
            state if account_in(header, state) else msgspec.structs.replace(state, storage_nodes=()) for state in found
        ]

    def _life_states(self, wanted: Wanted) -> list[StatePart]:
        places = places_by_contract(wanted.subjects, self._pinned.by_key)
        found = []
        for contract in self._pinned.contracts:
            if contract.key in places:
                slots = sorted({place.slot for place in places[contract.key]})
                state = self._chain.state(contract.address, slots, wanted.last_block)
                if state is None:
                    raise EvidenceMissing(
                        f"no node has the state of block {wanted.last_block} any more; end the lives at a later block "
                        "(--to), or ask a node that keeps all states"
                    )
                found.append(state)
        return found

    def _nothing_left(self, wanted: Wanted) -> str:
        kept = ", ".join(map(str, self._places.proved_blocks())) or "none"
        return (
            f"coverage events takes proofs of the running hashes at blocks {wanted.first_block - 1} and "
            f"{wanted.last_block}, and no node has both states any more; blocks whose proofs the index kept: {kept} "
            "(--proofs-every): begin after and end at one of them, or take coverage all"
        )

    def _check(self, wanted: Wanted) -> None:
        if not 1 <= wanted.first_block <= wanted.last_block:
            raise InputError(
                f"a bundle from block {wanted.first_block} to {wanted.last_block}: it begins at block 1 or later, and "
                "ends no earlier"
            )
        if wanted.checkpoint is not None and wanted.checkpoint.number >= wanted.first_block:
            raise InputError(
                f"the checkpoint is of block {wanted.checkpoint.number}, and the bundle begins at block "
                f"{wanted.first_block}: begin later, or take an earlier checkpoint"
            )
        self._require_blocks(wanted.last_block, wanted.last_block)

    def _require_blocks(self, last: int, claimed: int) -> None:
        latest = self._chain.latest_number()
        if latest < last:
            raise InputError(
                f"block {claimed} is settled when block {last} is there, and the chain ends at block {latest}: end the "
                "bundle earlier (--to), or wait"
            )

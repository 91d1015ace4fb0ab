"""Bundles of chains in memory: indexed, made, written and verified as their users do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from govledger.audit.bundle.building import Builder, Wanted
from govledger.audit.bundle.chain_reading import ChainReader
from govledger.audit.bundle.files import write_bundle
from govledger.audit.bundle.parts import Coverage, EndPart, Part, Subject
from govledger.audit.bundle.places import IndexPlaces
from govledger.audit.bundle.verdict import Verdict
from govledger.audit.bundle.verifying import Pins, Verifier
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.index.deployment import indexed
from govledger.index.model import Trust
from govledger.index.observer import Silent
from govledger.index.pipeline import PatientNode
from govledger.index.plan import Patience
from govledger.index.store import Store, open_store
from govledger.index.sync import Indexer
from tests.evidence_chain import EvidenceChain


def rules_of(chain: EvidenceChain) -> ChainRules:
    """What an auditor knows of the chain."""
    return ChainRules(chain.engine, chain.blocks[0].hash, chain.epoch_blocks)


def pins_of(chain: EvidenceChain, **more: object) -> Pins:
    """What an auditor pins."""
    return Pins(chain.blocks[0].hash, chain.deployment().digest(), **more)  # type: ignore[arg-type]


def index_of(chain: EvidenceChain, *, into: Store | None = None, until: int | None = None) -> Store:
    """An index of the chain up to a block, in memory, or in one that is there."""
    store = open_store(":memory:", indexed(chain.deployment()), Trust.RECEIPTS) if into is None else into
    Indexer(chain, store).catch_up(until)
    return store


def builder_of(chain: EvidenceChain, store: Store) -> Builder:
    """Makes bundles of a chain."""
    node = PatientNode(chain, Patience(tries=1), Silent(), lambda seconds: None)
    return Builder(ChainReader(node, chain), IndexPlaces(store), chain.deployment(), rules_of(chain))


def parts_of(
    chain: EvidenceChain,
    first: int | None = None,
    last: int | None = None,
    coverage: Coverage = Coverage.ALL,
    subjects: Sequence[Subject] = (),
    checkpoint: Checkpoint | None = None,
) -> list[Part]:
    """The parts of a bundle, all but the last."""
    wanted = wanted_of(chain, first, last, coverage, subjects, checkpoint)
    with index_of(chain) as store:
        return list(builder_of(chain, store).parts(wanted))


def wanted_of(
    chain: EvidenceChain,
    first: int | None = None,
    last: int | None = None,
    coverage: Coverage = Coverage.ALL,
    subjects: Sequence[Subject] = (),
    checkpoint: Checkpoint | None = None,
) -> Wanted:
    """What a bundle is to prove: all that is settled, if nothing is said."""
    return Wanted(
        first_block=1 if first is None else first,
        last_block=len(chain.blocks) - 1 - chain.settled_depth if last is None else last,
        coverage=Coverage.LIVES if subjects else coverage,
        subjects=tuple(subjects),
        checkpoint=checkpoint,
    )


def verdict_on(parts: Iterable[Part], pins: Pins) -> Verdict:
    """What is proved by parts, whether the last is among them or not.

    Raises:
        BundleRefused: something does not hold.
    """
    verifier = Verifier(pins)
    part: Part | None = None
    for part in parts:
        verifier.take(part)
    if not isinstance(part, EndPart):
        verifier.take(EndPart(bytes(32)))
    return verifier.verdict()


def as_file(path: Path, parts: Iterable[Part]) -> Path:
    """The bundle as a file."""
    write_bundle(path, parts)
    return path

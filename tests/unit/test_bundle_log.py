"""A bundle of the log proves every event, from where and by what, on each engine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from govledger.artifacts import load
from govledger.audit.bundle.files import read_bundle
from govledger.audit.bundle.parts import Coverage
from govledger.audit.bundle.verdict import Beginning, CodeEvidence, Completeness, ContractVerdict
from govledger.audit.bundle.verifying import Verifier
from govledger.audit.source import AttemptAt, EventAt
from govledger.consensus.engine import Engine
from govledger.errors import BundleRefused, EvidenceMissing, InputError
from govledger.events.types import OrganisationAmended
from govledger.index.head_proofs import HeadProofs
from tests.bundles import as_file, builder_of, index_of, parts_of, pins_of, verdict_on, wanted_of
from tests.evidence_chain import OFFICER, Create, Emit, EvidenceChain, Fail, Other
from tests.sealed_headers import MEMBERS
from tests.simulated_chain import sample

BOTH = (Completeness.RUNNING_HASH, Completeness.RECEIPTS)


def amended(version: int) -> Emit:
    return Emit((sample(OrganisationAmended, version, organisation=5, organisation_version=version),))


def story(engine: Engine = Engine.CLIQUE) -> EvidenceChain:
    """Two contracts, four events up to the last settled block; two failed calls, an admitted validator."""
    chain = EvidenceChain(engine, ("consortium", "data_registry"))
    chain.seal(Create("consortium"))
    chain.seal(Create("data_registry"), amended(1))
    chain.seal(amended(2), Fail("consortium"), Other())
    chain.admit(MEMBERS[5])
    chain.seal(Other())
    chain.seal(amended(3), Fail("data_registry"))
    chain.seal(amended(4))
    chain.seal_empty(chain.settled_depth)
    return chain


def consortium_in(contracts: tuple[ContractVerdict, ...]) -> ContractVerdict:
    return next(contract for contract in contracts if contract.key == "consortium")


@pytest.fixture(scope="module")
def chain() -> EvidenceChain:
    return story()


@pytest.fixture
def without_old_states(chain: EvidenceChain) -> Iterator[EvidenceChain]:
    """A node that has no state any more."""
    chain.proves = False
    yield chain
    chain.proves = True


@pytest.mark.parametrize("engine", list(Engine))
@pytest.mark.parametrize("coverage", [Coverage.ALL, Coverage.EVENTS])
def test_bundle_from_the_creation_proves_all_events(engine: Engine, coverage: Coverage, tmp_path: Path) -> None:
    chain = story(engine)
    file = as_file(tmp_path / "log.bundle", parts_of(chain, coverage=coverage))
    verdict = verdict_on(read_bundle(file), pins_of(chain))
    settled = len(chain.blocks) - 1 - chain.settled_depth
    assert (verdict.first_block, verdict.last_block, verdict.path_to) == (1, settled, len(chain.blocks) - 1)
    assert (verdict.events, verdict.has_all_attempts) == (4, coverage is Coverage.ALL)
    assert verdict.attempts == 2, "both stand in bodies with events"
    assert verdict.last_hash == chain.blocks[settled].hash
    assert verdict.validators == tuple(chain.scribe.validators) and len(verdict.validators) == 5
    assert verdict.from_creation and len(verdict.contracts) == 2
    found = consortium_in(verdict.contracts)
    assert (found.events, found.completeness) == (4, BOTH)
    assert (found.beginning, found.code) == (Beginning.ABSENCE, CodeEvidence.CREATION)
    assert [found.head] == chain.storage([(found.address, load("consortium").head_slot)], settled)


def test_what_it_shows_is_what_happened_with_sender_and_place(chain: EvidenceChain) -> None:
    verifier = Verifier(pins_of(chain))
    found = [one for part in parts_of(chain) for one in verifier.take(part)]
    events = [one for one in found if isinstance(one, EventAt)]
    attempts = [one for one in found if isinstance(one, AttemptAt)]
    versions = [one.event.organisation_version for one in events if isinstance(one.event, OrganisationAmended)]
    assert versions == [1, 2, 3, 4]
    assert {one.sender for one in found} == {OFFICER.address}
    assert [(one.block_number, one.transaction_index, one.contract, one.data) for one in attempts] == [
        (3, 1, "consortium", b"\x12\x34\x56\x78"),
        (8, 1, "data_registry", b"\x12\x34\x56\x78"),
    ]
    block = chain.blocks[2]
    first = events[0]
    assert (first.block_number, first.timestamp) == (2, block.header.timestamp)
    assert (first.transaction_index, first.transaction_hash) == (1, block.signed[1].hash())


def test_log_that_begins_later_begins_with_a_state(chain: EvidenceChain) -> None:
    verdict = verdict_on(parts_of(chain, first=3), pins_of(chain))
    found = consortium_in(verdict.contracts)
    assert (found.events, found.beginning, found.code) == (3, Beginning.STATE, CodeEvidence.STATE)
    assert found.completeness == BOTH and not verdict.from_creation


def test_without_old_states_the_receipts_of_all_blocks_prove_as_much(without_old_states: EvidenceChain) -> None:
    verdict = verdict_on(parts_of(without_old_states), pins_of(without_old_states))
    found = consortium_in(verdict.contracts)
    assert (found.completeness, found.beginning) == ((Completeness.RECEIPTS,), Beginning.CREATION)
    assert found.code is CodeEvidence.CREATION and found.head is not None


def test_without_state_and_creation_nothing_shows_the_code(without_old_states: EvidenceChain) -> None:
    with pytest.raises(BundleRefused, match=r"neither the account of .* nor its creation is shown"):
        verdict_on(parts_of(without_old_states, first=3), pins_of(without_old_states))


def test_events_alone_take_proofs_at_both_ends(without_old_states: EvidenceChain) -> None:
    with pytest.raises(EvidenceMissing, match=r"blocks 2 and 9.*kept: none"):
        parts_of(without_old_states, first=3, coverage=Coverage.EVENTS)


def test_proofs_that_the_index_kept_stand_for_states_that_no_node_has(chain: EvidenceChain) -> None:
    with index_of(chain, until=2) as store:
        HeadProofs(chain, chain, store, 1, lambda sentence: None).take()
        index_of(chain, into=store, until=9)
        HeadProofs(chain, chain, store, 1, lambda sentence: None).take()
        index_of(chain, into=store)
        chain.proves = False
        try:
            parts = list(builder_of(chain, store).parts(wanted_of(chain, first=3, coverage=Coverage.EVENTS)))
        finally:
            chain.proves = True
    found = consortium_in(verdict_on(parts, pins_of(chain)).contracts)
    assert (found.events, found.beginning) == (3, Beginning.STATE)
    assert Completeness.RUNNING_HASH in found.completeness


def test_path_from_a_checkpoint_is_verified_with_the_same_one_alone(chain: EvidenceChain, tmp_path: Path) -> None:
    whole = Verifier(pins_of(chain))
    for part in parts_of(chain, last=4):
        whole.take(part)
    checkpoint = whole.settled()
    parts = parts_of(chain, first=6, checkpoint=checkpoint)
    verdict = verdict_on(parts, pins_of(chain, checkpoint=checkpoint))
    assert (verdict.path_from, verdict.first_block, verdict.events) == (4, 6, 2)
    assert len(as_file(tmp_path / "short", parts).read_bytes()) < len(
        as_file(tmp_path / "long", parts_of(chain, first=6)).read_bytes()
    )
    with pytest.raises(BundleRefused, match=r"CHECKPOINT.*of block 4.*proves nothing unless it is your own"):
        verdict_on(parts, pins_of(chain))


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (0, 4, "it begins at block 1 or later"),
        (5, 4, "ends no earlier"),
        (1, 99, "the chain ends at block"),
        (1, 11, "block 11 is settled when block 14 is there, and the chain ends at block 12"),
    ],
)
def test_bundle_that_cannot_be_is_not_begun(chain: EvidenceChain, first: int, last: int, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        parts_of(chain, first=first, last=last)


def test_bundle_begins_after_its_checkpoint(chain: EvidenceChain) -> None:
    verifier = Verifier(pins_of(chain))
    for part in parts_of(chain):
        verifier.take(part)
    with pytest.raises(InputError, match="the checkpoint is of block 9, and the bundle begins at block 3"):
        parts_of(chain, first=3, checkpoint=verifier.settled())


def test_verifying_opens_no_socket(chain: EvidenceChain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = as_file(tmp_path / "log.bundle", parts_of(chain))

    def opened(*words: object, **more: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", opened)
    monkeypatch.setattr(socket, "create_connection", opened)
    assert verdict_on(read_bundle(file), pins_of(chain)).events == 4

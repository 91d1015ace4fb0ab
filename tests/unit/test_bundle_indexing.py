"""A bundle becomes the index that a node would have given."""

from __future__ import annotations

from pathlib import Path

import pytest

from govledger.audit.attempts import attempts
from govledger.audit.bundle.files import file_digest, is_bundle
from govledger.audit.bundle.indexing import fill, new_index, verified_log
from govledger.audit.bundle.life_claims import subject_of
from govledger.audit.bundle.parts import Coverage
from govledger.audit.bundle.source import BundleSource, bundled_chain
from govledger.errors import BundleRefused, InputError
from govledger.index.model import Trust
from govledger.index.store import Store
from tests.bundles import as_file, index_of, parts_of, pins_of, rules_of
from tests.evidence_chain import EvidenceChain
from tests.store_content import content
from tests.unit.test_bundle_log import story


@pytest.fixture(scope="module")
def chain() -> EvidenceChain:
    return story()


def indexed_from(chain: EvidenceChain, file: Path, into: Path) -> Store:
    verdict, deployment = verified_log(file, pins_of(chain))
    store = new_index(into, verdict, deployment)
    fill(store, file, pins_of(chain), verdict)
    return store


def test_index_of_a_bundle_has_the_rows_that_an_index_of_the_node_has(chain: EvidenceChain, tmp_path: Path) -> None:
    file = as_file(tmp_path / "log.bundle", parts_of(chain))
    with indexed_from(chain, file, tmp_path / "index.sqlite") as own, index_of(chain, until=9) as nodes:
        assert own.trust is Trust.RECEIPTS and own.last_block() == own.verified_block() == 9
        assert content(own) == content(nodes)
        assert [one.contract for one in attempts(own)] == ["consortium", "data_registry"]


def test_an_index_that_is_committed_block_by_block_is_the_same(
    chain: EvidenceChain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govledger.audit.bundle.indexing.BLOCKS_PER_BATCH", 1)
    file = as_file(tmp_path / "log.bundle", parts_of(chain))
    with indexed_from(chain, file, tmp_path / "index.sqlite") as own, index_of(chain, until=9) as nodes:
        assert content(own) == content(nodes)


def test_bundle_that_reaches_further_goes_on_with_the_same_index(chain: EvidenceChain, tmp_path: Path) -> None:
    first = as_file(tmp_path / "first.bundle", parts_of(chain, last=4))
    whole = as_file(tmp_path / "whole.bundle", parts_of(chain))
    place = tmp_path / "index.sqlite"
    with indexed_from(chain, first, place) as begun:
        assert begun.last_block() == 4
    with indexed_from(chain, whole, place) as own, index_of(chain, until=9) as nodes:
        assert content(own) == content(nodes)


def test_bundle_of_events_alone_makes_an_index_that_knows_of_no_attempts(chain: EvidenceChain, tmp_path: Path) -> None:
    file = as_file(tmp_path / "log.bundle", parts_of(chain, coverage=Coverage.EVENTS))
    with indexed_from(chain, file, tmp_path / "index.sqlite") as own:
        assert own.trust is Trust.HEADERS


def test_bundle_that_begins_later_makes_no_index(chain: EvidenceChain, tmp_path: Path) -> None:
    file = as_file(tmp_path / "log.bundle", parts_of(chain, first=3))
    with pytest.raises(InputError, match="does not show how its contracts were created"):
        verified_log(file, pins_of(chain))


def test_source_of_a_bundle_gives_events_attempts_and_blocks_up_to_a_block(
    chain: EvidenceChain, tmp_path: Path
) -> None:
    file = as_file(tmp_path / "log.bundle", parts_of(chain))
    source = BundleSource(file, pins_of(chain))
    assert (source.first_block, source.last_block, source.from_creation) == (1, 9, True)
    assert source.last_at == chain.blocks[9].header.timestamp
    assert [one.block_number for one in source.events()] == [2, 3, 8, 9]
    assert [one.block_number for one in source.attempts() or ()] == [3, 8]
    blocks = list(source.blocks())
    assert [block.number for block in blocks] == list(range(1, 10))
    assert {(block.committers, block.validators) for block in blocks} == {(1, 4), (1, 5)}
    assert source.deployment.deployer == chain.deployment().deployer
    assert [one.block_number for one in source.deployment.contracts] == [1, 2]

    earlier = BundleSource(file, pins_of(chain), until_block=3)
    assert earlier.last_at == chain.blocks[3].header.timestamp
    assert [one.block_number for one in earlier.events()] == [2, 3]
    assert len(list(earlier.blocks())) == 3
    with pytest.raises(InputError, match=r"block 10 is not in .*, which proves 1 to 9"):
        BundleSource(file, pins_of(chain), until_block=10)


def test_bundle_of_events_alone_has_no_list_of_attempts(chain: EvidenceChain, tmp_path: Path) -> None:
    file = as_file(tmp_path / "log.bundle", parts_of(chain, coverage=Coverage.EVENTS))
    assert BundleSource(file, pins_of(chain)).attempts() is None


def test_lives_are_no_source_of_a_replay(chain: EvidenceChain, tmp_path: Path) -> None:
    file = as_file(tmp_path / "life.bundle", parts_of(chain, subjects=[subject_of("organisation", 5)]))
    with pytest.raises(InputError, match="holds the lives of objects"):
        BundleSource(file, pins_of(chain))


def test_headers_of_a_bundle_are_a_chain_to_compare(chain: EvidenceChain, tmp_path: Path) -> None:
    file = as_file(tmp_path / "log.bundle", parts_of(chain))
    start, blocks = bundled_chain(file, rules_of(chain))
    hashes = [block.sealing.hash for block in blocks]
    assert start.hash == chain.blocks[0].hash
    assert hashes == [block.hash for block in chain.blocks[1:]]


def test_a_bundle_is_told_from_other_files(chain: EvidenceChain, tmp_path: Path) -> None:
    file = as_file(tmp_path / "log.bundle", parts_of(chain))
    (tmp_path / "other").write_bytes(b"SQLite format 3\0")
    assert is_bundle(file) and not is_bundle(tmp_path / "other") and not is_bundle(tmp_path / "none")
    with pytest.raises(InputError, match="cannot be read"):
        file_digest(tmp_path / "none")
    with pytest.raises(BundleRefused, match=r"FORMAT: it begins with"):
        BundleSource(tmp_path / "other", pins_of(chain))

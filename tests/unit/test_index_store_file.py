"""What only a store in an SQLite file, or in memory, does."""

from __future__ import annotations

import resource
from pathlib import Path

import apsw
import pytest

from govledger import events
from govledger.errors import StoreError, StoreForeign, StoreFull
from govledger.index import open_store, read_store, sync
from govledger.index.stores.sqlite import SqliteStore
from tests.simulated_chain import SimulatedChain, sample, word
from tests.store_content import content


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantIssued, grant=1, grant_version=1)])
    chain.seal([sample(events.GrantRevoked, grant=1, grant_version=2)])
    return chain


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index.sqlite"


def test_a_store_in_memory_does_the_same(chain: SimulatedChain) -> None:
    with open_store(":memory:", chain.deployment()) as store:
        sync(chain, store)
        with store.snapshot() as snapshot:
            store.rollback(1)
            assert (snapshot.last_block(), store.last_block()) == (2, 1)
    with open_store(":memory:", chain.deployment()) as other:
        assert other.last_block() == 0


def test_a_missing_file_is_not_made_by_reading(path: Path) -> None:
    with pytest.raises(StoreError, match="make it with govledger index"):
        read_store(path)
    assert not path.exists()


def test_an_empty_file_is_no_store_to_read_but_one_to_fill(chain: SimulatedChain, path: Path) -> None:
    path.touch()
    with pytest.raises(StoreForeign, match="is empty"):
        read_store(path)
    open_store(path, chain.deployment()).close()
    read_store(path).close()


def test_a_file_that_is_no_database_is_refused(chain: SimulatedChain, path: Path) -> None:
    path.write_text("number,amount\n" * 100)
    with pytest.raises(StoreForeign, match="no SQLite file"):
        read_store(path)
    with pytest.raises(StoreForeign, match="no SQLite file"):
        open_store(path, chain.deployment())
    assert path.read_text().startswith("number,amount")


def test_a_store_without_its_tables_is_an_error_with_its_name(chain: SimulatedChain, path: Path) -> None:
    open_store(path, chain.deployment()).close()
    apsw.Connection(str(path)).execute("DROP TABLE meta")
    with pytest.raises(StoreError, match=f"{path}: .*no such table"):
        read_store(path)


def test_a_folder_that_is_not_there_is_an_error_with_its_name(chain: SimulatedChain, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere/index.db cannot be written"):
        open_store(tmp_path / "nowhere" / "index.db", chain.deployment())


def test_a_full_disk_leaves_the_store_as_it_was_and_good_for_more(chain: SimulatedChain, path: Path) -> None:
    for number in range(3, 300):
        chain.seal([sample(events.DecisionExecuted, proposal=number, call=word(number) * 200)])
    with open_store(path, chain.deployment()) as store:
        assert isinstance(store, SqliteStore)
        before = content(store)
        pages = store._connection.pragma("page_count")
        store._connection.execute(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(StoreFull, match=f"^no room to write {path}; the index is as it was, make room and go on$"):
            sync(chain, store)
        assert store.noted("backfill") == "begun", "the indexes that were dropped are made by the next run"
        assert content(store) == before | {"meta": content(store)["meta"]}
        store._connection.execute("PRAGMA max_page_count = 1000000")
        assert sync(chain, store).last_block == len(chain.blocks) - 1


@pytest.mark.parametrize("file_bytes", [0, 8_000, 100_000], ids=["the lock", "the first page", "the tables"])
def test_files_that_may_not_grow_are_a_full_disk(chain: SimulatedChain, path: Path, file_bytes: int) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, limits[1]))
    try:
        with pytest.raises(StoreFull, match=f"^no room to write {path}; the index is as it was, make room and go on$"):
            open_store(path, chain.deployment())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with open_store(path, chain.deployment()) as store:
        assert sync(chain, store).last_block == len(chain.blocks) - 1


def test_a_url_of_three_slashes_names_the_same_file(
    chain: SimulatedChain, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(f"sqlite:///{path}", chain.deployment()).close()
    read_store(path).close()
    monkeypatch.chdir(path.parent)
    read_store("sqlite:///index.sqlite").close()
    read_store(f"sqlite:///{str(path).replace('index', '%69ndex')}").close()

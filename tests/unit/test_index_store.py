"""The file: one writer, one deployment, all or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import apsw
import msgspec
import pytest

from govledger import events
from govledger.errors import StoreBusy, StoreError, StoreForeign, StoreMissing, StoreOutdated
from govledger.index import Store, sync
from govledger.index.model import IndexedDeployment, RunningHead
from govledger.index.objects import first_event
from tests.simulated_chain import SimulatedChain, sample, word
from tests.store_content import content

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantIssued, grant=1, grant_version=1)])
    chain.seal([sample(events.GrantRevoked, grant=1, grant_version=2)])
    chain.seal()
    return chain


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index.db"


@pytest.fixture
def store(chain: SimulatedChain, path: Path) -> Iterator[Store]:
    with Store.open(path, chain.deployment()) as store:
        yield store


def test_a_new_store_is_empty(chain: SimulatedChain, path: Path) -> None:
    with Store.open(path, chain.deployment(first_block=3)) as store:
        assert (store.last_block(), store.verified_block()) == (2, 2)
        assert store.header(3) is None
        assert store.heads() == dict.fromkeys(store.deployment.contracts, RunningHead())
        assert store.version_of("access_grants", "grant", 1) == 0


def test_what_was_stored_is_there_when_it_is_opened_again(chain: SimulatedChain, path: Path) -> None:
    with Store.open(path, chain.deployment()) as store:
        sync(chain, store)
        before = content(store)
    with Store.open(path, chain.deployment()) as store:
        assert content(store) == before
        assert store.header(2) == chain.blocks[2].header
        assert list(store.headers(1, 3)) == chain.headers(1, 3)
        assert store.version_of("access_grants", "grant", 1) == 2
        assert store.heads()["access_grants"] == RunningHead(chain.blocks[3].heads["access_grants"], 2)


def test_a_second_writer_is_refused_and_told_who_writes(chain: SimulatedChain, store: Store, path: Path) -> None:
    with pytest.raises(StoreBusy, match=f"process {os.getpid()} writes to .*index.db"):
        Store.open(path, chain.deployment())
    store.close()
    Store.open(path, chain.deployment()).close()


def test_readers_need_no_lock(chain: SimulatedChain, store: Store, path: Path) -> None:
    with Store.read(path) as reader:
        assert reader.last_block() == 0
        sync(chain, store)
        assert reader.last_block() == 3


def test_a_reader_cannot_write(chain: SimulatedChain, store: Store, path: Path) -> None:
    sync(chain, store)
    with Store.read(path) as reader, pytest.raises(StoreError, match="opened to be read"):
        reader.rollback(1)


def test_a_snapshot_stays_as_it_was(chain: SimulatedChain, store: Store) -> None:
    with store.snapshot() as snapshot:
        sync(chain, store)
        assert (snapshot.last_block(), store.last_block()) == (0, 3)


def test_a_store_in_memory_does_the_same(chain: SimulatedChain) -> None:
    with Store.open(":memory:", chain.deployment()) as store:
        sync(chain, store)
        with store.snapshot() as snapshot:
            store.rollback(1)
            assert (snapshot.last_block(), store.last_block()) == (3, 1)
    with Store.open(":memory:", chain.deployment()) as other:
        assert other.last_block() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"digest": word("another")},
        {"chain_id": 8},
        {"genesis_hash": word("another")},
        {"first_block": 2},
        {"contracts": {}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_store_of_another_deployment_is_refused(
    chain: SimulatedChain, path: Path, change: dict[str, object]
) -> None:
    deployment = chain.deployment()
    Store.open(path, deployment).close()
    other = IndexedDeployment(**{**msgspec.structs.asdict(deployment), **change})
    with pytest.raises(StoreForeign, match=r"is the index of deployment 0x.*give another --store"):
        Store.open(path, other)
    Store.open(path, deployment).close()


def test_a_missing_store_is_not_made_by_reading(path: Path) -> None:
    with pytest.raises(StoreMissing, match="make it with govledger index"):
        Store.read(path)
    assert not path.exists()


def test_an_empty_file_is_no_store_to_read_but_one_to_fill(chain: SimulatedChain, path: Path) -> None:
    path.touch()
    with pytest.raises(StoreForeign, match="is empty"):
        Store.read(path)
    Store.open(path, chain.deployment()).close()
    Store.read(path).close()


def test_a_file_that_is_no_database_is_refused(chain: SimulatedChain, path: Path) -> None:
    path.write_text("number,amount\n" * 100)
    with pytest.raises(StoreForeign, match="no SQLite file"):
        Store.read(path)
    with pytest.raises(StoreForeign, match="no SQLite file"):
        Store.open(path, chain.deployment())
    assert path.read_text().startswith("number,amount")


def test_a_database_of_somebody_else_is_refused(chain: SimulatedChain, path: Path) -> None:
    apsw.Connection(str(path)).execute("CREATE TABLE t (a)")
    with pytest.raises(StoreForeign, match="no index of govledger"):
        Store.open(path, chain.deployment())


def test_a_store_with_other_tables_is_refused(chain: SimulatedChain, path: Path) -> None:
    Store.open(path, chain.deployment()).close()
    apsw.Connection(str(path)).execute("PRAGMA user_version = 99")
    with pytest.raises(StoreOutdated, match="version 99"):
        Store.read(path)


@pytest.mark.parametrize("statement", ["DELETE FROM meta", "UPDATE meta SET value = '{}'"])
def test_a_store_that_does_not_say_what_it_is_of_is_refused(chain: SimulatedChain, path: Path, statement: str) -> None:
    Store.open(path, chain.deployment()).close()
    apsw.Connection(str(path)).execute(statement)
    with pytest.raises(StoreForeign, match="does not say which deployment"):
        Store.open(path, chain.deployment())
    apsw.Connection(str(path)).execute("DROP TABLE meta")
    with pytest.raises(StoreError, match="no such table"):
        Store.read(path)


def test_a_folder_that_is_not_there_is_an_error_with_its_name(chain: SimulatedChain, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere/index.db cannot be written"):
        Store.open(tmp_path / "nowhere" / "index.db", chain.deployment())


def test_a_full_disk_leaves_the_store_as_it_was_and_good_for_more(chain: SimulatedChain, store: Store) -> None:
    for number in range(2, 300):
        chain.seal([sample(events.DecisionExecuted, proposal=number, call=word(number) * 200)])
    before = content(store)
    pages = store._connection.pragma("page_count")
    store._connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(StoreError, match="no room to write"):
        sync(chain, store)
    assert content(store) == before
    store._connection.execute("PRAGMA max_page_count = 1000000")
    assert sync(chain, store).last_block == len(chain.blocks) - 1


def test_an_error_while_it_is_written_leaves_the_store_as_it_was(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store, until=1)
    before = content(store)
    store._connection.execute("DROP TABLE grant_revoked")
    with pytest.raises(StoreError, match="grant_revoked"):
        sync(chain, store)
    assert [table for table in before if table != "grant_revoked"] == list(content(store))
    assert store.last_block() == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from govledger import events
from govledger.index import Store, sync
from govledger.index.store import Store as Written
from tests.simulated_chain import SimulatedChain, sample

chain = SimulatedChain()
for number in range(1, 8):
    chain.seal([sample(events.GrantIssued, grant=number, grant_version=1)])
store = Store.open(Path(sys.argv[1]), chain.deployment())
moves = iter(range(100))
move = Written._move_cursor

def killed(self, connection, last, verified):
    if next(moves) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    move(self, connection, last, verified)

Written._move_cursor = killed
sync(chain, store, blocks_per_batch=2)
"""


@pytest.mark.parametrize("batches", [0, 1, 3])
def test_a_process_killed_inside_a_transaction_leaves_whole_batches(path: Path, batches: int) -> None:
    program = [sys.executable, "-c", textwrap.dedent(KILLED), str(path), str(batches)]
    assert subprocess.run(program, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    chain = SimulatedChain()
    for number in range(1, 8):
        chain.seal([sample(events.GrantIssued, grant=number, grant_version=1)])
    with Store.open(path, chain.deployment()) as store:
        assert store.last_block() == 2 * batches
        assert next(store.rows("SELECT count(*) FROM grant_issued"))[0] == 2 * batches
        assert next(store.rows("SELECT count(*) FROM blocks"))[0] == 2 * batches
        sync(chain, store)
        with Store.open(":memory:", chain.deployment()) as fresh:
            sync(chain, fresh)
            assert content(store) == content(fresh)


# --- what objects began with ---------------------------------------------------------------------------


def test_an_object_is_found_by_the_event_that_it_began_with(chain: SimulatedChain, store: Store) -> None:
    again = sample(events.RequestFiled, request=7, request_version=1, seed=3)
    chain.seal([sample(events.RequestFiled, request=6, request_version=1), again])
    sync(chain, store)
    assert first_event(store, events.RequestFiled, 7) == again


def test_an_object_that_the_index_does_not_have_is_an_error_with_the_way_out(
    chain: SimulatedChain, store: Store
) -> None:
    sync(chain, store)
    with pytest.raises(StoreError, match="the index has no RequestFiled of request 7; index the deployment again"):
        first_event(store, events.RequestFiled, 7)

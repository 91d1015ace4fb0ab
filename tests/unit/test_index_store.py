"""A store, in both databases: one writer, one deployment, one level of trust, all or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from govledger import events
from govledger.errors import (
    StoreBusy,
    StoreError,
    StoreForeign,
    StoreMissing,
    StoreOutdated,
    TrustTooLow,
    VersionGap,
)
from govledger.index import Store, open_store, read_store, schema, sync
from govledger.index.codes import EVENT_CODES, KIND_CODES
from govledger.index.model import Batch, BlockHeader, IndexedDeployment, RunningHead, Trust
from govledger.index.objects import first_event
from govledger.index.observer import Silent
from govledger.index.wire import read_bytes
from tests.simulated_chain import SimulatedChain, sample, word
from tests.store_content import content
from tests.store_places import StorePlace

ROOT = Path(__file__).resolve().parent.parent.parent
GRANT = KIND_CODES["access_grants", "grant"]
ISSUED = EVENT_CODES["GrantIssued"]


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantIssued, grant=1, grant_version=1)])
    chain.seal([sample(events.GrantRevoked, grant=1, grant_version=2)])
    chain.seal()
    return chain


@pytest.fixture
def store(chain: SimulatedChain, place: StorePlace) -> Iterator[Store]:
    with open_store(place.url, chain.deployment()) as store:
        yield store


def block(
    number: int, *versions: tuple[int, int | bytes, int, int, int, int], **rows: list[tuple[object, ...]]
) -> Batch:
    """A batch of one block."""
    header = BlockHeader(number, word("block", number), word("block", number - 1), 1_700_000_000 + number)
    return Batch((header,), {events.BY_NAME[name]: found for name, found in rows.items()}, (), list(versions))


def test_a_new_store_is_empty(chain: SimulatedChain, place: StorePlace) -> None:
    with open_store(place.url, chain.deployment(first_block=3)) as store:
        assert (store.last_block(), store.verified_block()) == (2, 2)
        assert store.header(3) is None
        assert store.heads() == dict.fromkeys(store.deployment.contracts, RunningHead())
        assert store.version_of("access_grants", "grant", 1) == 0
        assert not store.has_version(GRANT, 1, 1)
        assert store.place == place.shown


def test_what_was_stored_is_there_when_it_is_opened_again(chain: SimulatedChain, place: StorePlace) -> None:
    with open_store(place.url, chain.deployment()) as store:
        sync(chain, store)
        before = content(store)
    with open_store(place.url, chain.deployment()) as store:
        assert content(store) == before
        assert store.header(2) == chain.blocks[2].stored
        assert list(store.headers(1, 3)) == [block.stored for block in chain.blocks[1:4]]
        assert store.version_of("access_grants", "grant", 1) == 2
        assert store.has_version(GRANT, 1, 2) and not store.has_version(GRANT, 1, 3)
        assert store.heads()["access_grants"] == RunningHead(chain.blocks[3].heads["access_grants"], 2)


def test_both_databases_hold_the_same(chain: SimulatedChain, place: StorePlace) -> None:
    for seed, event in enumerate(events.EVENTS, 1):
        chain.seal([sample(event, seed)])
    with open_store(place.url, chain.deployment()) as store, open_store(":memory:", chain.deployment()) as other:
        sync(chain, store)
        sync(chain, other)
        assert content(store) == content(other)
        for event in events.EVENTS:
            query = schema.rows_query(event)
            found = [schema.event_of_row(event, row[schema.POSITION_WIDTH :]) for row in store.rows(query)]
            assert found == [log for log in _events_in(chain) if isinstance(log, event)]


def _events_in(chain: SimulatedChain) -> list[events.Event]:
    found = (log for block in chain.blocks for log in block.logs)
    return [events.decode(list(map(read_bytes, log.topics)), read_bytes(log.data)) for log in found]


def test_the_largest_numbers_come_back_whole_and_in_their_order(chain: SimulatedChain, place: StorePlace) -> None:
    grants = [2**63 - 1, 2**63, 2**64 - 1, 7]
    made = [sample(events.GrantIssued, grant=grant, nonce=2**256 - 1, fields=2**200 + grant) for grant in grants]
    chain.seal(made)
    with open_store(place.url, chain.deployment()) as store:
        sync(chain, store)
        query = schema.rows_query(events.GrantIssued)
        rows = list(store.rows(f'{query} WHERE block_number = 4 ORDER BY "grant"'))
        found = [schema.event_of_row(events.GrantIssued, row[schema.POSITION_WIDTH :]) for row in rows]
        assert found == [made[grants.index(grant)] for grant in sorted(grants)]
        for grant in grants:
            assert store.first('SELECT max_uses FROM grant_issued WHERE "grant" = ?', (grant,)) == (1,)
            assert first_event(store, events.GrantIssued, grant) == made[grants.index(grant)]


def test_a_second_writer_is_refused_and_told_who_writes(chain: SimulatedChain, store: Store, place: StorePlace) -> None:
    with pytest.raises(StoreBusy, match=rf"process {os.getpid()}\b.* writes to {place.shown}; stop it"):
        open_store(place.url, chain.deployment())
    store.close()
    open_store(place.url, chain.deployment()).close()


def test_a_writer_that_lost_its_place_is_refused(store: Store, place: StorePlace) -> None:
    place.execute("UPDATE cursor SET last_block = 5")
    with pytest.raises(StoreBusy, match=r"does not stand at block 0 any more: another process wrote to it"):
        store.commit(block(1), verified=False)
    assert store.last_block() == 5


def test_a_store_that_lost_its_cursor_says_so(store: Store, place: StorePlace) -> None:
    place.execute("DELETE FROM cursor")
    with pytest.raises(StoreError, match="does not say how far it reaches"):
        store.last_block()


def test_readers_need_no_lock(chain: SimulatedChain, store: Store, place: StorePlace) -> None:
    with read_store(place.url) as reader:
        assert reader.last_block() == 0
        sync(chain, store)
        assert reader.last_block() == 3


def test_a_reader_cannot_write(chain: SimulatedChain, store: Store, place: StorePlace) -> None:
    sync(chain, store)
    with read_store(place.url) as reader, pytest.raises(StoreError, match="opened to be read"):
        reader.rollback(1)


def test_a_snapshot_stays_as_it_was(chain: SimulatedChain, store: Store) -> None:
    with store.snapshot() as snapshot:
        sync(chain, store)
        assert (snapshot.last_block(), store.last_block()) == (0, 3)
    with store.snapshot() as later:
        assert later.last_block() == 3


def test_two_snapshots_are_read_side_by_side(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store)
    query = "SELECT number FROM blocks ORDER BY number"
    with store.snapshot() as one, store.snapshot() as other:
        pairs = list(zip(one.rows(query), other.rows(query), strict=True))
    assert pairs == [((number,), (number,)) for number in (1, 2, 3)]


def test_rows_are_read_while_others_are_asked_for(chain: SimulatedChain, store: Store) -> None:
    for _ in range(4, 2_500):
        chain.seal()
    sync(chain, store)
    numbers = []
    for (number,) in store.rows("SELECT number FROM blocks ORDER BY number"):
        header = store.header(number)
        assert header is not None
        numbers.append(header.number)
    assert numbers == list(range(1, 2_500))


def test_what_is_stored_meanwhile_does_not_end_a_reading(chain: SimulatedChain, store: Store) -> None:
    sync(chain, store, until=2)
    reading = store.rows("SELECT number FROM blocks ORDER BY number")
    assert next(reading) == (1,)
    sync(chain, store)
    assert (2,) in list(reading)


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
    chain: SimulatedChain, place: StorePlace, change: dict[str, object]
) -> None:
    deployment = chain.deployment()
    open_store(place.url, deployment).close()
    other = IndexedDeployment(**{**msgspec.structs.asdict(deployment), **change})
    with pytest.raises(StoreForeign, match=rf"{place.shown} is the index of deployment 0x.*give another --store"):
        open_store(place.url, other)
    open_store(place.url, deployment).close()


def test_a_missing_store_is_not_made_by_reading(place: StorePlace) -> None:
    for _ in range(2):
        with pytest.raises(StoreMissing, match=rf"there is no index at {place.shown}; make it with govledger index"):
            read_store(place.url)


def test_tables_of_somebody_else_are_refused(chain: SimulatedChain, place: StorePlace) -> None:
    place.execute("CREATE TABLE meta (a INTEGER)")
    for _ in range(2):
        with pytest.raises(StoreForeign, match="no index of govledger"):
            open_store(place.url, chain.deployment())
    with pytest.raises(StoreForeign, match="no index of govledger"):
        read_store(place.url)


@pytest.mark.parametrize("statement", ["DELETE FROM meta WHERE key = 'deployment'", "UPDATE meta SET value = '{}'"])
def test_a_store_that_does_not_say_what_it_is_of_is_refused(
    chain: SimulatedChain, place: StorePlace, statement: str
) -> None:
    open_store(place.url, chain.deployment()).close()
    place.execute(f"{statement} WHERE key = 'deployment'" if "WHERE" not in statement else statement)
    with pytest.raises(StoreForeign, match="does not say which deployment"):
        open_store(place.url, chain.deployment())


# --- trust ---------------------------------------------------------------------------------------------


def test_a_store_remembers_its_level_of_trust(chain: SimulatedChain, place: StorePlace) -> None:
    with open_store(place.url, chain.deployment(), Trust.RECEIPTS) as store:
        assert store.trust is Trust.RECEIPTS
    with read_store(place.url) as reader:
        assert reader.trust is Trust.RECEIPTS
    with open_store(place.url, chain.deployment()) as store:
        assert store.trust is Trust.RECEIPTS


def test_a_store_does_not_go_on_at_a_lower_level_of_trust(chain: SimulatedChain, place: StorePlace) -> None:
    open_store(place.url, chain.deployment(), Trust.RECEIPTS).close()
    with pytest.raises(TrustTooLow, match=r"checked at the level receipts, and would not be any more at headers"):
        open_store(place.url, chain.deployment(), Trust.HEADERS)
    open_store(place.url, chain.deployment(), Trust.RECEIPTS).close()


def test_a_store_that_goes_on_at_a_higher_level_keeps_the_word_of_the_lower(
    chain: SimulatedChain, place: StorePlace
) -> None:
    open_store(place.url, chain.deployment(), Trust.HEADERS).close()
    with open_store(place.url, chain.deployment(), Trust.RECEIPTS) as store:
        assert store.trust is Trust.HEADERS


def test_what_is_noted_is_there_until_it_is_noted_anew(chain: SimulatedChain, place: StorePlace) -> None:
    with open_store(place.url, chain.deployment()) as store:
        assert store.noted("engine") is None
        store.note("engine", "qbft")
    with open_store(place.url, chain.deployment()) as store:
        assert store.noted("engine") == "qbft"
        store.note("engine", "clique")
        assert store.noted("engine") == "clique"


# --- all or nothing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("object_id", [7, 2**64 - 1, word("draft")], ids=["number", "large number", "bytes"])
def test_a_version_that_is_there_already_is_a_gap_and_nothing_is_stored(store: Store, object_id: int | bytes) -> None:
    kind = KIND_CODES["access_grants", "draft"] if isinstance(object_id, bytes) else GRANT
    store.commit(block(1, (kind, object_id, 1, ISSUED, 1, 0)), verified=False)
    before = content(store)
    with pytest.raises(VersionGap, match=r"log 3 of block 2, GrantIssued of access_grants, makes version 1 of .* has"):
        store.commit(block(2, (kind, object_id, 2, ISSUED, 2, 0), (kind, object_id, 1, ISSUED, 2, 3)), verified=False)
    assert content(store) == before


def test_a_version_that_comes_twice_in_a_batch_is_a_gap(store: Store) -> None:
    twice = (GRANT, 7, 1, ISSUED, 1, 0), (GRANT, 7, 1, ISSUED, 1, 4)
    with pytest.raises(VersionGap, match="log 4 of block 1, GrantIssued of access_grants, makes version 1 of grant 7"):
        store.commit(block(1, *twice), verified=False)
    assert store.last_block() == 0


def test_a_row_that_is_there_already_leaves_the_store_as_it_was(store: Store, place: StorePlace) -> None:
    place.execute("INSERT INTO blocks VALUES (1, x'00', x'00', 0)")
    with pytest.raises(StoreError, match="the index is as it was"):
        store.commit(block(1), verified=False)
    assert store.last_block() == 0


def test_an_error_while_it_is_written_leaves_the_store_as_it_was(
    chain: SimulatedChain, store: Store, place: StorePlace
) -> None:
    sync(chain, store, until=1)
    place.execute("ALTER TABLE grant_revoked RENAME TO elsewhere")
    with pytest.raises(StoreError, match="grant_revoked"):
        sync(chain, store)
    assert store.last_block() == 1
    place.execute("ALTER TABLE elsewhere RENAME TO grant_revoked")
    sync(chain, store)
    with open_store(":memory:", chain.deployment()) as fresh:
        sync(chain, fresh)
        assert content(store) == content(fresh)


def test_a_rollback_leaves_what_a_fresh_store_has(chain: SimulatedChain, store: Store) -> None:
    listed = sample(events.ContractListed, listing_version=1)
    for number in range(4, 40):
        chain.seal([sample(events.GrantIssued, grant=number, grant_version=1)], [listed] if number == 20 else [])
    sync(chain, store)
    assert store.rollback(19) == 20
    with open_store(":memory:", chain.deployment()) as fresh:
        sync(chain, fresh, until=19)
        assert {**content(store), "cursor": []} == {**content(fresh), "cursor": []}
    assert (store.last_block(), store.verified_block()) == (19, 19)


KILLED = """
import os, signal, sys
from govledger import events
from govledger.index import open_store, schema, sync
from govledger.index.stores.tables import TableStore
from tests.simulated_chain import SimulatedChain, sample

chain = SimulatedChain()
for number in range(1, 8):
    chain.seal([sample(events.GrantIssued, grant=number, grant_version=1)])
store = open_store(sys.argv[1], chain.deployment())
written = iter(range(100))
add = type(store)._add

def killed(self, table, rows):
    add(self, table, rows)
    if table is schema.NUMBER_VERSIONS and next(written) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

type(store)._add = killed
sync(chain, store, blocks_per_batch=2)
"""


@pytest.mark.parametrize("batches", [0, 1, 3])
def test_a_process_killed_inside_a_transaction_leaves_whole_batches(place: StorePlace, batches: int) -> None:
    program = [sys.executable, "-c", textwrap.dedent(KILLED), place.url, str(batches)]
    assert subprocess.run(program, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    chain = SimulatedChain()
    for number in range(1, 8):
        chain.seal([sample(events.GrantIssued, grant=number, grant_version=1)])
    with open_store(place.url, chain.deployment()) as store:
        assert store.last_block() == 2 * batches
        assert store.first("SELECT count(*) FROM grant_issued") == (2 * batches,)
        assert store.first("SELECT count(*) FROM blocks") == (2 * batches,)
        sync(chain, store)
        with open_store(":memory:", chain.deployment()) as fresh:
            sync(chain, fresh)
            assert content(store) == content(fresh)


# --- a backfill's indexes ------------------------------------------------------------------------------


def indexes(place: StorePlace) -> set[str]:
    """The names of all secondary indexes."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE '%~_by~_%' ESCAPE '~'"
    if place.url.startswith("postgresql"):
        query = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE '%~_by~_%' ESCAPE '~'"
    return {name for (name,) in place.execute(query)}


FILLED = {"blocks", "grant_issued", "grant_revoked", "number_versions"}
"""The tables that the chain's events fill, of those that have secondary indexes."""


class Watching(Silent):
    """Looks after each batch which tables have secondary indexes."""

    def __init__(self, place: StorePlace) -> None:
        self.place = place
        self.seen: list[set[str]] = []

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        self.seen.append({name.partition("_by_")[0] for name in indexes(self.place)})


def test_a_backfill_fills_tables_without_indexes_and_makes_them_at_its_end(
    chain: SimulatedChain, store: Store, place: StorePlace
) -> None:
    before, watching = indexes(place), Watching(place)
    assert {"grant_issued_by_grant", "blocks_by_timestamp", "number_versions_by_block_number"} <= before
    store.begin_backfill()
    assert indexes(place) == before
    sync(chain, store, observer=watching)
    assert watching.seen == [{name.partition("_by_")[0] for name in before} - FILLED]
    assert indexes(place) == before


def test_a_backfill_that_was_cut_short_is_ended_by_the_next_writer(chain: SimulatedChain, place: StorePlace) -> None:
    with open_store(place.url, chain.deployment()) as store:
        before = indexes(place)
        store.begin_backfill()
        store.commit(block(1), verified=False)
        assert before - indexes(place) == {"blocks_by_timestamp"}
    with open_store(place.url, chain.deployment()) as store:
        store.end_backfill()
        assert indexes(place) == before
        store.end_backfill()
        assert indexes(place) == before


# --- versions of the tables ----------------------------------------------------------------------------


def _set_version(place: StorePlace, version: int) -> None:
    if place.url.startswith("postgresql"):
        place.execute(f"UPDATE meta SET value = '{version}' WHERE key = 'tables'")
    else:
        place.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize(
    ("version", "way_out"), [(99, "use the newer govledger that made it"), (1, "index anew into another --store")]
)
def test_a_store_whose_tables_cannot_be_brought_up_is_refused(
    chain: SimulatedChain, place: StorePlace, version: int, way_out: str
) -> None:
    open_store(place.url, chain.deployment()).close()
    _set_version(place, version)
    message = rf"{place.shown} has tables of version {version}, this govledger has version 4; {way_out}"
    with pytest.raises(StoreOutdated, match=message):
        read_store(place.url)
    with pytest.raises(StoreOutdated, match=message):
        open_store(place.url, chain.deployment())


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

"""What only a store in PostgreSQL does."""

from __future__ import annotations

import subprocess
import sys
import time

import psycopg
import pytest

from govledger import events
from govledger.errors import DriverMissing, StoreBusy, StoreError, StoreForeign, StoreFull
from govledger.index import open_store, read_store, schema, sync
from tests.postgres_server import ESCAPED, PASSWORD, PostgresServer
from tests.simulated_chain import SimulatedChain, sample
from tests.store_content import content
from tests.store_places import ServerPlace, server_place


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantIssued, grant=1, grant_version=1)])
    chain.seal([sample(events.GrantRevoked, grant=1, grant_version=2)])
    return chain


@pytest.fixture
def place(postgres: PostgresServer) -> ServerPlace:
    return server_place(postgres)


def test_a_server_that_does_not_answer_is_an_error_without_the_password(chain: SimulatedChain) -> None:
    with pytest.raises(StoreError, match=r"^postgresql://u@127.0.0.1:1/d cannot be opened: .*refused") as caught:
        open_store("postgresql://u:hidden-word@127.0.0.1:1/d", chain.deployment())
    assert "hidden-word" not in str(caught.value) and "\n" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_a_wrong_password_is_an_error_that_does_not_repeat_it(postgres: PostgresServer, place: ServerPlace) -> None:
    url = place.url.replace(ESCAPED, "another-word")
    with pytest.raises(StoreError, match="password authentication failed") as caught:
        read_store(url)
    assert "another-word" not in str(caught.value)


def test_a_store_tells_its_password_to_nobody(chain: SimulatedChain, place: ServerPlace) -> None:
    with open_store(place.url, chain.deployment()) as store:
        shown = f"{store.place} {store!r} {store._address!r}"  # type: ignore[attr-defined]
        with pytest.raises(StoreBusy) as caught:
            open_store(place.url, chain.deployment())
    for text in (shown, str(caught.value)):
        assert PASSWORD not in text and ESCAPED not in text


def test_two_indexes_stand_in_two_schemas_of_one_database(chain: SimulatedChain, place: ServerPlace) -> None:
    for name in ("one", "other"):
        place.execute(f"CREATE SCHEMA {name}")
    urls = [f"{place.url}?options=-csearch_path%3D{name}" for name in ("one", "other")]
    with open_store(urls[0], chain.deployment()) as one, open_store(urls[1], chain.deployment()) as other:
        sync(chain, one)
        assert (one.last_block(), other.last_block()) == (2, 0)
        sync(chain, other)
        assert content(one) == content(other)
    assert place.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_schema_that_is_not_there_is_an_error_with_the_way_out(chain: SimulatedChain, place: ServerPlace) -> None:
    with pytest.raises(StoreError, match="has no schema to keep tables in"):
        open_store(f"{place.url}?options=-csearch_path%3Dnowhere", chain.deployment())


def test_a_schema_with_other_tables_is_refused_with_the_way_out(chain: SimulatedChain, place: ServerPlace) -> None:
    place.execute("CREATE TABLE bills (number INTEGER)")
    with pytest.raises(StoreForeign, match=r"\?options=-csearch_path%3Dgovledger"):
        open_store(place.url, chain.deployment())


def test_a_server_before_15_is_refused(
    chain: SimulatedChain, place: ServerPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psycopg.ConnectionInfo, "server_version", 140_012)
    with pytest.raises(StoreError, match="a PostgreSQL before 15; give a server of 15 or later"):
        open_store(place.url, chain.deployment())


def test_a_full_disk_leaves_the_store_as_it_was_and_good_for_more(chain: SimulatedChain, place: ServerPlace) -> None:
    """The server itself says that its disk is full (SQLSTATE 53100), as soon as a block is written."""
    with open_store(place.url, chain.deployment()) as store:
        before = content(store)
        place.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
            "'could not extend file' USING ERRCODE = '53100'; END $$"
        )
        place.execute("CREATE TRIGGER full_disk BEFORE INSERT ON blocks EXECUTE FUNCTION full_disk()")
        with pytest.raises(StoreFull, match=f"^no room to write {place.shown}; the index is as it was, make room"):
            sync(chain, store)
        assert content(store) == before
        place.execute("DROP TRIGGER full_disk ON blocks")
        assert sync(chain, store).last_block == 2


@pytest.mark.parametrize(
    "number", [0, 1, 9_999, 10_000, 10_001, 10**8, 2**63 - 1, 2**63, 2**64 - 1, 10**77, 10**78 - 1, -10_000]
)
def test_a_number_comes_back_as_it_is(chain: SimulatedChain, place: ServerPlace, number: int) -> None:
    with open_store(place.url, chain.deployment()) as store:
        [(found, nothing)] = store.few(f"SELECT CAST({number} AS NUMERIC(78)), CAST(NULL AS NUMERIC)")
    assert (type(found), found, nothing) == (int, number, None)


def test_numbers_of_every_width_come_back_as_they_are_also_when_more_are_read_than_are_remembered(
    chain: SimulatedChain, place: ServerPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govledger.index.stores.postgres.NUMBERS_REMEMBERED", 50)
    numbers = [sign * (10**width + more) for width in range(78) for more in (-1, 0, 1, 9_999) for sign in (1, -1)]
    rows = ", ".join(f"({place}, CAST({number} AS NUMERIC(78)), 'between')" for place, number in enumerate(numbers))
    with open_store(place.url, chain.deployment()) as store, store.snapshot() as reader:
        found = list(reader.rows(f"SELECT * FROM (VALUES {rows}) AS v (place, number, text) ORDER BY place"))
    assert found == [(place, number, "between") for place, number in enumerate(numbers)]
    assert {type(number) for _, number, _ in found} == {int}


def test_what_is_no_number_comes_back_as_none_of_this_librarys(chain: SimulatedChain, place: ServerPlace) -> None:
    with open_store(place.url, chain.deployment()) as store:
        [(found,)] = store.few("SELECT CAST('NaN' AS NUMERIC(78))")
    assert not isinstance(found, int) and found.is_nan()


def test_pages_of_several_queries_are_read_in_turn(chain: SimulatedChain, place: ServerPlace) -> None:
    """In a snapshot the next page of each is under way while others are asked for."""
    with open_store(place.url, chain.deployment()) as store, store.snapshot() as reader:
        streams = [reader.rows(f"SELECT n FROM generate_series({start}, {start + 2_499}) AS n") for start in (0, 7_000)]
        for number in range(2_500):
            assert [next(stream) for stream in streams] == [(number,), (7_000 + number,)]
            if number % 500 == 0:
                assert reader.first("SELECT 1") == (1,)
        assert [list(stream) for stream in streams] == [[], []]


def test_a_connection_that_is_lost_is_an_error_and_frees_the_store(chain: SimulatedChain, place: ServerPlace) -> None:
    with open_store(place.url, chain.deployment()) as store:
        with store.snapshot() as snapshot:
            assert snapshot.last_block() == 0
        place.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
            "current_database()"
        )
        with pytest.raises(StoreError, match=f"^{place.shown}: "):
            sync(chain, store)
        with pytest.raises(StoreError, match=f"^{place.shown}: "), store.snapshot():
            pass
        with open_store(place.url, chain.deployment()) as again:
            assert sync(chain, again).last_block == 2
        with store.snapshot() as snapshot:
            assert snapshot.last_block() == 2


HOLDING = """
import sys, time
from govledger.index import open_store
from tests.simulated_chain import SimulatedChain
store = open_store(sys.argv[1], SimulatedChain().deployment())
print("open", flush=True)
time.sleep(60)
"""


def test_a_writer_that_was_killed_leaves_its_place_to_the_next(place: ServerPlace) -> None:
    deployment = SimulatedChain().deployment()
    with subprocess.Popen([sys.executable, "-c", HOLDING, place.url], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"open\n"
        with pytest.raises(StoreBusy, match=rf"govledger, process {process.pid} on .* writes to {place.shown}"):
            open_store(place.url, deployment)
        process.kill()
    for _ in range(100):
        try:
            open_store(place.url, deployment).close()
            return
        except StoreBusy:
            time.sleep(0.1)
    raise AssertionError("the server did not notice that the writer is gone")


def test_who_may_only_read_reads(chain: SimulatedChain, place: ServerPlace) -> None:
    with open_store(place.url, chain.deployment()) as store:
        sync(chain, store)
    place.execute("CREATE ROLE auditor LOGIN PASSWORD 'word'")
    place.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO auditor")
    url = place.url.replace(f"govledger:{ESCAPED}", "auditor:word")
    with read_store(url) as reader, reader.snapshot() as snapshot:
        assert snapshot.first("SELECT count(*) FROM trail") == (2,)
        with pytest.raises(StoreError, match="read-only transaction"):
            snapshot.first("INSERT INTO meta VALUES ('a', 'b') RETURNING key")
    place.execute("DROP OWNED BY auditor")
    place.execute("DROP ROLE auditor")


def test_the_database_says_itself_what_its_columns_mean(chain: SimulatedChain, place: ServerPlace) -> None:
    open_store(place.url, chain.deployment()).close()
    for table in (schema.BLOCKS, schema.event_table(events.GrantIssued)):
        assert place.execute(f"SELECT obj_description('{table.name}'::regclass)") == [(table.notice,)]
    assert place.execute("SELECT col_description('grant_issued'::regclass, 6)") == [("uint64; The grant's id.",)]


def test_without_the_packages_the_error_says_what_to_install(
    chain: SimulatedChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "govledger.index.stores.postgres", None)
    with pytest.raises(DriverMissing, match=r"pip install 'govledger\[postgres\]'"):
        read_store("postgresql://h/d")

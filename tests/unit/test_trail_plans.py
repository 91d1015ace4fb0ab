"""The trail of one object reads that object's rows, in both databases: their own word on how they go about it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govledger.audit.entry import TrailFilter
from govledger.audit.selection import Query, queries
from govledger.index import Store, open_store
from tests.store_places import StorePlace, file_place, server_place

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
EVENTS = 60_000
WANTED = {
    "record": 777,
    "bill": 33_060_126 * 10**10 + 500,
    "grant": 77,
    "request": 55,
    "resource": 7,
    "emergency": 5,
    "window": 5,
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[dict[str, StorePlace]]:
    """A town's events, once in a file and once in a database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        town = importlib.import_module("trails.town")
        server = request.getfixturevalue("postgres")
        places = {"sqlite": file_place(tmp_path_factory.mktemp("town")), "postgres": server_place(server)}
        for place in places.values():
            with open_store(place.url, town.deployment()) as store:
                store.begin_backfill()
                for batch in town.Town(EVENTS).batches():
                    store.commit(batch, verified=False)
                store.end_backfill()
        yield places


@pytest.fixture(params=["sqlite", "postgres"])
def store(filled: dict[str, StorePlace], request: pytest.FixtureRequest) -> Iterator[Store]:
    with open_store(filled[request.param].url, importlib.import_module("trails.town").deployment()) as store:
        yield store


def rows_read(store: Store, query: Query) -> int:
    """How many rows the database looks at for a query, or 10^9 where it goes through a whole table.

    PostgreSQL runs the query and counts; SQLite names for each table the columns of the index that it searches by.
    """
    if store.place.startswith("postgresql"):
        [(plan,)] = store.few(f"EXPLAIN (ANALYZE, FORMAT JSON) {query.sql}", query.values)
        return sum(_looked_at(plan[0]["Plan"]))
    steps = [row[3] for row in store.few(f"EXPLAIN QUERY PLAN {query.sql}", query.values)]
    read = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
    whole = [step for step in read if step.startswith("SCAN") or "(block_number>? AND block_number<?)" in step]
    assert read, steps
    return 10**9 if whole else 0


def _looked_at(node: dict[str, Any]) -> Iterator[int]:
    if "Scan" in node["Node Type"] and node["Node Type"] != "Bitmap Index Scan":
        removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        yield round((node["Actual Rows"] + removed) * node["Actual Loops"])
    for child in node.get("Plans", ()):
        yield from _looked_at(child)


@pytest.mark.parametrize("wanted", WANTED)
def test_the_trail_of_one_object_looks_at_few_rows(store: Store, wanted: str) -> None:
    asked = list(queries(TrailFilter(**{wanted: WANTED[wanted]}), 1, 10**9))  # type: ignore[arg-type]
    assert asked
    for query in asked:
        assert rows_read(store, query) < 1_000, query


def test_a_query_that_goes_through_a_table_is_found_out(store: Store) -> None:
    """The rule can fail: the whole trail, and a column without an index."""
    whole = [query for query in queries(TrailFilter(kind="RequestFiled"), 1, 10**9)]
    unindexed = [query._replace(sql=query.sql.replace("WHERE", "WHERE purpose = 3 AND")) for query in whole]
    for query in whole + unindexed:
        assert rows_read(store, query) > 1_000, query

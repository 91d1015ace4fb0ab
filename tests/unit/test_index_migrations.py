"""A store that an earlier version of govledger made is brought up, whole, in one transaction.

`tests/stores/version_N.sqlite.gz` was made by the govledger whose tables had version N: six blocks with numbers small
and beyond 2^63, and with objects that are known by a number, an address and a hash.
"""

from __future__ import annotations

import dataclasses
import gzip
from pathlib import Path

import apsw
import msgspec
import pytest

from govledger.audit import edits
from govledger.errors import StoreError, StoreOutdated
from govledger.index import migrations, open_store, read_store, schema
from govledger.index.codes import KIND_CODES
from govledger.index.model import Batch, BlockHeader, IndexedDeployment, Trust
from tests.store_content import content

STORES = Path(__file__).resolve().parent.parent / "stores"
VERSIONS = [2, 3]


@pytest.fixture(params=VERSIONS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store of an earlier version."""
    packed = STORES / f"version_{request.param}.sqlite.gz"
    path = tmp_path / "index.sqlite"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def deployment(path: Path) -> IndexedDeployment:
    [(text,)] = apsw.Connection(str(path)).execute("SELECT value FROM meta WHERE key = 'deployment'").fetchall()
    return msgspec.json.decode(str(text), type=IndexedDeployment)


def shape(path: Path) -> dict[str, tuple[object, ...]]:
    """Every table, index and view with its columns."""
    connection = apsw.Connection(str(path))
    names = connection.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'")
    return {
        str(name): (kind, *connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", (name,)).fetchall())
        for kind, name in names.fetchall()
    }


def test_every_version_that_can_be_brought_up_is_tried() -> None:
    oldest = migrations.OLDEST[schema.Dialect.SQLITE]
    assert list(range(oldest, schema.VERSION)) == VERSIONS


def test_a_store_of_an_earlier_version_gets_the_tables_of_a_new_one(path: Path, tmp_path: Path) -> None:
    belongs_to = deployment(path)
    open_store(path, belongs_to).close()
    open_store(tmp_path / "new.sqlite", belongs_to).close()
    assert shape(path) == shape(tmp_path / "new.sqlite")
    for name in ("user_version", "application_id"):
        assert apsw.Connection(str(path)).pragma(name) == apsw.Connection(str(tmp_path / "new.sqlite")).pragma(name)


def test_a_store_that_is_brought_up_holds_what_it_held(path: Path) -> None:
    before = apsw.Connection(str(path))
    rows = {
        name: before.execute(f'SELECT * FROM "{name}"').fetchall() for name in schema.tables() if name in shape(path)
    }
    known_by = "id" if before.pragma("user_version") == 2 else "coalesce(id, id_bytes)"
    versions = before.execute(
        f"SELECT contract, kind, {known_by}, version, event, block_number, log_index FROM object_versions"
    )
    made = {(*row[:2], row[2].hex() if isinstance(row[2], bytes) else row[2], *row[3:]) for row in versions.fetchall()}
    before.close()
    assert len(made) == 6
    with open_store(path, deployment(path)) as store:
        for name, found in rows.items():
            if name != "meta":
                assert list(store.rows(f'SELECT * FROM "{name}"')) == found, name
        columns = "contract, kind, coalesce(id, id_bytes), version, event, block_number, log_index"
        now = store.rows(f"SELECT {columns} FROM object_versions")
        assert {(*row[:2], row[2].hex() if isinstance(row[2], bytes) else row[2], *row[3:]) for row in now} == made
        assert store.has_version(KIND_CODES["access_grants", "grant"], 2**64 - 1, 2)
        assert store.version_of("access_grants", "draft", next(row[0] for row in _drafts(store))) == 2
        assert list(edits.check(store)) == []


def _drafts(store: object) -> list[tuple[bytes]]:
    return list(store.rows("SELECT id FROM bytes_versions WHERE version = 2"))  # type: ignore[attr-defined]


def test_a_store_that_is_brought_up_says_what_was_not_checked_then(path: Path) -> None:
    with open_store(path, deployment(path)) as store:
        assert store.trust is Trust.HEADERS
        assert store.noted("linked_until") == str(store.last_block()) == "6"
    with read_store(path) as reader:
        assert reader.noted("tables") == str(schema.VERSION)


def test_a_store_that_is_brought_up_goes_on(path: Path) -> None:
    with open_store(path, deployment(path)) as store:
        last = store.header(6)
        assert last is not None
        store.commit(Batch((BlockHeader(7, b"7" * 32, last.hash, last.timestamp + 1),), {}, (), []), verified=True)
        assert (store.last_block(), store.verified_block()) == (7, 7)
        store.rollback(0)
        for name, rows in content(store).items():
            assert name in ("meta", "cursor", "object_kinds", "event_names") or rows == [], name


def test_a_reader_brings_nothing_up_and_says_what_does(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreOutdated, match="govledger index brings them up"):
        read_store(path)
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_tables_as_they_were(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    belongs_to, before, version = deployment(path), shape(path), apsw.Connection(str(path)).pragma("user_version")
    monkeypatch.setattr(schema, "CHECKPOINTS", dataclasses.replace(schema.CHECKPOINTS, name="blocks"))
    with pytest.raises(StoreError, match=r"blocks.* already exists"):
        open_store(path, belongs_to)
    assert shape(path) == before
    assert apsw.Connection(str(path)).pragma("user_version") == version
    monkeypatch.undo()
    open_store(path, belongs_to).close()

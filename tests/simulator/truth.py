"""What an index must hold: what a fresh one holds that an honest node filled, cut off at a block."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import apsw

from govledger.consensus.chain import begin, follow_one
from govledger.index.model import BlockHeader, IndexedDeployment, Trust
from govledger.index.store import open_store
from govledger.index.stores.sqlite import SqliteStore
from govledger.index.sync import Indexer
from tests.simulator.chain import World, a_world
from tests.simulator.node import SimulatedNode

WORLDS = 500
"""Schedules share so many worlds, since a world takes as long to make as a schedule to run."""

Content = Mapping[str, Sequence[tuple[Any, ...]]]
"""The rows, sorted, of each table whose rows belong to blocks and that holds some."""

_templates: dict[tuple[int, Trust], bytes] = {}
_block_columns: dict[str, int] = {}
"""Each table whose rows belong to blocks, and the place of the column that says to which.

Which checkpoints are kept depends on how the blocks came in: `true_checkpoints` says what each has to be.
"""


@lru_cache(maxsize=WORLDS)
def world_of(number: int) -> World:
    """A world, made once."""
    return a_world(number)


def new_store(deployment: IndexedDeployment, trust: Trust) -> SqliteStore:
    """A new store in memory, copied from one that was opened as stores are, which takes longer than a run.

    The worlds' deployments differ by their first block alone.
    """
    key = (deployment.first_block, trust)
    if key not in _templates:
        with open_store(":memory:", deployment, trust) as store:
            assert isinstance(store, SqliteStore)
            _templates[key] = store._connection.serialize("main")
    connection = apsw.Connection(":memory:")
    connection.deserialize("main", _templates[key])
    return SqliteStore(None, connection, deployment, writable=True)


def content_of(store: SqliteStore) -> Content:
    """What a store holds."""
    tables = _tables(store)
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
    filled = [name for name, count in store.rows(counts) if count]
    return {name: sorted(store.rows(f'SELECT * FROM "{name}"'), key=repr) for name in filled}


def _tables(store: SqliteStore) -> Mapping[str, int]:
    if not _block_columns:
        query = (
            "SELECT t.name, c.cid FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND "
            "((c.name = 'block_number' AND t.name != 'checkpoints') OR (t.name = 'blocks' AND c.name = 'number'))"
        )
        _block_columns.update((str(name), int(place)) for name, place in store.rows(query))
    return _block_columns


def truth(number: int, header: BlockHeader | None, trust: Trust) -> Content | None:
    """What an index of a world must hold whose last block is this one; None if no chain of the world has it."""
    if header is None:
        return {}
    for place, chain in enumerate(world_of(number).chains):
        if header.number < len(chain) and chain[header.number].hash == header.hash:
            level = Trust.RECEIPTS if trust.reads_receipts else trust
            return up_to(header.number, _fresh(number, place, level))
    return None


@lru_cache(maxsize=WORLDS)
def true_checkpoints(number: int) -> frozenset[tuple[int, bytes]]:
    """(block, checkpoint) of every block of a sealed world's honest chains."""
    world = world_of(number)
    assert world.rules is not None
    start = begin(world.rules, world.chains[0][0].header)
    known = {start.hash: start}
    for chain in world.chains:
        for parent, block in pairwise(chain):
            if block.hash not in known:
                known[block.hash] = follow_one(known[parent.hash], block.header).after
    return frozenset((one.number, one.encode()) for one in known.values())


def remember(worlds: int) -> None:
    """Make the truth of the first worlds now, by the index as it is now."""
    for number in range(worlds):
        for place in range(len(world_of(number).chains)):
            for trust in (Trust.HEADERS, Trust.RECEIPTS):
                _fresh(number, place, trust)


def up_to(last: int, content: Content) -> Content:
    """The part that belongs to blocks up to one."""
    cut = {name: [row for row in rows if row[_block_columns[name]] <= last] for name, rows in content.items()}
    return {name: rows for name, rows in cut.items() if rows}


@lru_cache(maxsize=10 * WORLDS)
def _fresh(number: int, place: int, trust: Trust) -> Content:
    """What an honest node leaves in a fresh store of one of a world's chains."""
    world = world_of(number)
    chain = world.chains[place]
    with new_store(world.deployment, trust) as store:
        node = SimulatedNode(world, random.Random(0), chain=chain, height=len(chain) - 1)
        report = Indexer(node, store).catch_up()
        assert report.events_added == sum(block.events for block in chain)
        return content_of(store)

"""All that a store holds, for comparing one with another, whichever databases they are in."""

from __future__ import annotations

from typing import Any

from govledger.index import schema
from govledger.index.store import Store


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows, as Solidity has their values, by the table's name; the tables in the order of their names."""
    return {name: _rows(store, table) for name, table in sorted(schema.tables().items())}


def _rows(store: Store, table: schema.Table) -> list[tuple[Any, ...]]:
    types = [column.solidity for column in table.columns]
    rows = store.rows(schema.select_query(table))
    return sorted((tuple(map(schema.from_sql, types, row)) for row in rows), key=repr)

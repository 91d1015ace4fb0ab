"""All that a store holds, for comparing one with another."""

from __future__ import annotations

from typing import Any

from govledger.index.store import Store


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows by the table's name; the tables in the order of their names."""
    tables = [name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {name: sorted(store.rows(f'SELECT * FROM "{name}"'), key=repr) for name in tables}

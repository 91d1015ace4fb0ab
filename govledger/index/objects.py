"""The event with which an object began, from the index: what contracts keep only a hash of stands there (I/O)."""

from __future__ import annotations

from typing import TypeVar, cast

from govledger.errors import StoreError
from govledger.events import Event
from govledger.index import schema
from govledger.index.store import Store

E = TypeVar("E", bound=Event)


def first_event(store: Store, kind: type[E], number: int) -> E:
    """The first event of a type about an object.

    Args:
        store: the index.
        kind: the type, which names the object first.
        number: the object's id.

    Raises:
        StoreError: the index has none; it is behind the chain, or another program wrote to it.
    """
    reference = kind.OBJECTS[0]
    query = f'{schema.rows_query(kind)} WHERE "{reference.id_field}" = ? ORDER BY block_number, log_index LIMIT 1'
    for row in store.rows(query, (number,)):
        return cast(E, schema.event_of_row(kind, row[schema.POSITION_WIDTH :]))
    raise StoreError(f"the index has no {kind.NAME} of {reference.kind} {number}; index the deployment again")

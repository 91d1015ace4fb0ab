"""What brings a store of an earlier version up to this one, step by step. Pure.

Each step is the SQL of one version; a store runs the steps that it lacks in one transaction, so that it has the tables
of its version or of this one, and nothing between.
"""

from __future__ import annotations

from collections.abc import Iterator

from govledger.index import schema
from govledger.index.schema import Dialect

OLDEST = {Dialect.SQLITE: 2, Dialect.POSTGRES: 3}
"""The first version that can be brought up; before it a store is indexed anew."""


def migration(version: int, dialect: Dialect) -> Iterator[str]:
    """The SQL from a version's tables to this version's.

    Args:
        version: what the store has, from `OLDEST` on.
        dialect: the store's.
    """
    if version < 3:
        yield from _to_version_3(dialect)
    if version < 4:
        yield from _to_version_4(dialect)


def _to_version_3(dialect: Dialect) -> Iterator[str]:
    """Versions of objects by codes and apart for numbers and bytes; views; attempts and proofs; no index on actors.

    Version 2 recomputed no header's hash, so that the store says up to which block only the links were checked.
    """
    kinds, events = schema.OBJECT_KIND_NAMES, schema.EVENT_CODE_NAMES
    yield "ALTER TABLE object_versions RENAME TO object_versions_2"
    versions = (schema.NUMBER_VERSIONS, schema.BYTES_VERSIONS)
    added = (schema.ATTEMPTS, schema.PROOF_HEADERS, schema.HEAD_PROOFS)
    for table in (*versions, *added, kinds, events):
        yield schema.create_table(table, dialect)
    yield from schema.code_statements()
    # A number from 2^63 on is a BLOB of 8 bytes; addresses have 20, hashes 32.
    is_number = "(typeof(v.id) <> 'blob' OR length(v.id) = 8)"
    for table, wanted in zip(versions, (is_number, f"NOT {is_number}"), strict=True):
        yield (
            f'INSERT INTO "{table.name}" SELECT k.code, v.id, v.version, e.code, v.block_number, v.log_index'
            f" FROM object_versions_2 AS v JOIN {kinds.name} AS k ON k.contract = v.contract AND k.kind = v.kind"
            f" JOIN {events.name} AS e ON e.event = v.event WHERE {wanted}"
        )
    yield "DROP TABLE object_versions_2"
    for table in (*versions, *added):
        yield from schema.create_indexes(table, dialect).values()
    for table in schema.tables().values():
        yield f'DROP INDEX IF EXISTS "{table.name}_by_actor"'
    yield "INSERT INTO meta VALUES ('tables', '3')"
    yield "INSERT INTO meta VALUES ('trust', 'headers')"
    yield "INSERT INTO meta SELECT 'linked_until', last_block FROM cursor"
    yield from map(schema.create_view, schema.views())


def _to_version_4(dialect: Dialect) -> Iterator[str]:
    """Checkpoints of the level `seals`, at which no earlier version checked anything."""
    yield schema.create_table(schema.CHECKPOINTS, dialect)
    if dialect is Dialect.POSTGRES:
        yield from schema.describe_columns(schema.CHECKPOINTS)
    yield "UPDATE meta SET value = '4' WHERE key = 'tables'"

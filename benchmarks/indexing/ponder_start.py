"""ponder, which fills tables of the same columns by `ponder start`, in PostgreSQL, with its own defaults.

What is measured is from its word that it begins to read the chain to its word that the last block is in.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from indexing.described import Chain, Taken
from indexing.others import PONDER_FOLDER, PONDER_SCHEMA

from govledger.artifacts import CONTRACTS, load
from govledger.events import EVENTS, Event
from govledger.index import schema
from govledger.index.schema import Form

PROGRAM: Final = "node_modules/ponder/dist/esm/bin/ponder.js"
BEGUN: Final = "Started backfill indexing"
DONE: Final = "Completed backfill indexing across all chains"
TYPES: Final = {Form.BOOLEAN: "boolean", Form.BYTES: "hex"}
"""The others are numbers, for which ponder has NUMERIC."""
PLAIN: Final = frozenset({*TYPES, Form.INTEGER, Form.COUNT, Form.WIDE})


def main() -> None:
    """Fills the database; prints what it took."""
    chain_file, database = sys.argv[1:]
    chain = msgspec.json.decode(Path(chain_file).read_bytes(), type=Chain)
    events = [event for event in EVENTS if event.CONTRACT in chain.deployment.contracts and _is_plain(event)]
    (PONDER_FOLDER / "contracts.json").write_text(json.dumps(_described(chain, events)))
    (PONDER_FOLDER / "ponder.schema.ts").write_text("\n".join(_schema(events)))
    times = {message: at for message, at in _said(database) if message in (BEGUN, DONE)}
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = Taken((times[DONE] - times[BEGUN]) / 1000, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    sys.stdout.buffer.write(msgspec.json.encode(taken))


def _is_plain(event: type[Event]) -> bool:
    return PLAIN.issuperset(column.form for column in schema.event_table(event).columns)


def _described(chain: Chain, events: list[type[Event]]) -> dict[str, Any]:
    """What the project reads: the chain, the contracts, and the events with the columns of their fields."""
    first, last = chain.deployment.first_block, chain.last_block
    contracts = {
        CONTRACTS[key]: {
            **{"chain": "chain", "address": f"0x{contract.address.hex()}", "startBlock": first, "endBlock": last},
            "abi": [entry for entry in load(CONTRACTS[key]).abi if entry["type"] == "event"],
        }
        for key, contract in chain.deployment.contracts.items()
    }
    shown = [
        {
            "name": f"{CONTRACTS[event.CONTRACT]}:{event.NAME}",
            "table": schema.table_name(event),
            "columns": [column.name for column in schema.event_table(event).columns[schema.POSITION_WIDTH :]],
        }
        for event in events
    ]
    return {"chain": {"id": chain.deployment.chain_id, "rpc": chain.url}, "contracts": contracts, "events": shown}


def _schema(events: list[type[Event]]) -> Iterator[str]:
    """ponder.schema.ts: a table for each event, with the same key as this library's."""
    yield 'import { onchainTable, primaryKey } from "ponder";\n'
    for event in events:
        table = schema.event_table(event)
        columns = ", ".join(f"{one.name}: t.{TYPES.get(one.form, 'bigint')}().notNull()" for one in table.columns)
        key = ", ".join(f"table.{name}" for name in table.key)
        yield (
            f'export const {table.name} = onchainTable("{table.name}", (t) => ({{ {columns} }}), '
            f"(table) => ({{ key: primaryKey({{ columns: [{key}] }}) }}));"
        )


def _said(database: str) -> Iterator[tuple[str, int]]:
    """What ponder says until the last block is in, each with its time in milliseconds; then it is ended."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    options = ("start", "--schema", PONDER_SCHEMA, "--log-format", "json", "--hostname", "127.0.0.1", "--port", port)
    environment = {**os.environ, "DATABASE_URL": database, "PONDER_TELEMETRY_DISABLED": "1"}
    process = subprocess.Popen(
        ["node", PROGRAM, *map(str, options)], cwd=PONDER_FOLDER, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        if line.startswith("{"):
            entry = json.loads(line)
            said.append(line)
            yield entry["msg"], entry["time"]
            if entry["msg"] == DONE:
                process.terminate()
                process.communicate()
                return
    raise SystemExit(f"ponder ended too early: {''.join(said[-5:])}")


if __name__ == "__main__":
    main()

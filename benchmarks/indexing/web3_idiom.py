"""How a careful program indexes with web3.py: `get_logs` range by range, each log by its event's ABI, rows in batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import apsw
from eth_utils import keccak
from web3 import HTTPProvider, Web3
from web3.middleware import ExtraDataToPOAMiddleware
from web3.types import EventData, LogReceipt

from govledger.artifacts import CONTRACTS, load
from govledger.events import BY_NAME
from govledger.index import schema
from govledger.index.store import open_store
from indexing.described import Chain

BLOCKS_AT_ONCE = 20
"""4,000 logs of shape A."""


def index(chain: Chain, store: str) -> None:
    """Fills the tables of the store's events; the tables are made by the store itself."""
    open_store(store, chain.deployment).close()
    web3 = Web3(HTTPProvider(chain.url))
    web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
    events = {topic: event for key in chain.deployment.contracts for topic, event in _events(web3, key)}
    addresses = [web3.to_checksum_address(contract.address) for contract in chain.deployment.contracts.values()]
    connection = apsw.Connection(store)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    for first in range(chain.deployment.first_block, chain.last_block + 1, BLOCKS_AT_ONCE):
        last = min(first + BLOCKS_AT_ONCE - 1, chain.last_block)
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for log in web3.eth.get_logs({"fromBlock": first, "toBlock": last, "address": addresses}):
            decoded = events[bytes(log["topics"][0])].process_log(log)
            rows.setdefault(decoded["event"], []).append(_row(log, decoded))
        with connection:
            for name, found in rows.items():
                connection.executemany(schema.insert_statement(schema.tables()[schema.table_name(BY_NAME[name])]), found)


def _events(web3: Web3, key: str) -> Iterator[tuple[bytes, Any]]:
    """Topic and event of each event of a contract."""
    abi = cast(Any, load(CONTRACTS[key]).abi)
    contract = web3.eth.contract(abi=abi)
    for entry in abi:
        if entry["type"] == "event" and entry["name"] in BY_NAME:
            yield BY_NAME[entry["name"]].TOPIC, contract.events[entry["name"]]()


def _row(log: LogReceipt, decoded: EventData) -> tuple[Any, ...]:
    digest = keccak(b"".join(map(bytes, log["topics"])) + keccak(bytes(log["data"])))
    place = (log["blockNumber"], log["logIndex"], log["transactionIndex"], bytes(log["transactionHash"]), digest)
    return (*place, *_columns(decoded["args"]))


def _columns(values: Mapping[str, Any]) -> Iterator[Any]:
    """The values as columns hold them, structs taken apart."""
    for value in values.values():
        if isinstance(value, Mapping):
            yield from _columns(value)
        elif isinstance(value, str):
            yield bytes.fromhex(value[2:])
        else:
            yield value

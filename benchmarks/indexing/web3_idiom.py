"""How a careful program indexes with web3.py: `get_logs` range by range, logs by their event's ABI, rows in batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import apsw
from indexing.described import Chain
from web3 import HTTPProvider, Web3
from web3.middleware import ExtraDataToPOAMiddleware
from web3.types import EventData, LogReceipt

from govledger.artifacts import CONTRACTS, load
from govledger.events import BY_NAME
from govledger.index import schema
from govledger.index.store import open_store

BLOCKS_AT_ONCE = 20
"""4,000 logs of shape A."""


class Idiom:
    """Fills the tables of a store's events; the tables are made by the store itself."""

    def __init__(self, chain: Chain, store: str) -> None:
        open_store(store, chain.deployment).close()
        self._chain = chain
        self._connection = apsw.Connection(store)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._web3 = Web3(HTTPProvider(chain.url))
        self._web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
        contracts = chain.deployment.contracts
        self._events = {topic: event for key in contracts for topic, event in _events(self._web3, key)}
        self._addresses = [Web3.to_checksum_address(contract.address) for contract in contracts.values()]

    def index(self) -> None:
        """From the first block to the last."""
        for first in range(self._chain.deployment.first_block, self._chain.last_block + 1, BLOCKS_AT_ONCE):
            self._take_in(first, min(first + BLOCKS_AT_ONCE - 1, self._chain.last_block))

    def _take_in(self, first: int, last: int) -> None:
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for log in self._web3.eth.get_logs({"fromBlock": first, "toBlock": last, "address": self._addresses}):
            decoded = self._events[bytes(log["topics"][0])].process_log(log)
            rows.setdefault(decoded["event"], []).append(_row(log, decoded))
        with self._connection:
            for name, found in rows.items():
                table = schema.event_table(BY_NAME[name])
                self._connection.executemany(schema.insert_statement(table), found)


def _events(web3: Web3, key: str) -> Iterator[tuple[bytes, Any]]:
    """Topic and event of each event of a contract."""
    abi = cast(Any, load(CONTRACTS[key]).abi)
    contract = web3.eth.contract(abi=abi)
    for entry in abi:
        if entry["type"] == "event" and entry["name"] in BY_NAME:
            yield BY_NAME[entry["name"]].TOPIC, contract.events[entry["name"]]()


def _row(log: LogReceipt, decoded: EventData) -> tuple[Any, ...]:
    digest: bytes = Web3.keccak(b"".join(map(bytes, log["topics"])) + Web3.keccak(log["data"]))
    place = (log["blockNumber"], log["logIndex"], log["transactionIndex"], bytes(log["transactionHash"]), bytes(digest))
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

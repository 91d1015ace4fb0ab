"""Nodes of chains that validators sealed: of recorded ones, and what an index of them belongs to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from govledger.consensus.checkpoint import ChainRules
from govledger.consensus.engine import Engine
from govledger.errors import BlockMissing
from govledger.index import wire
from govledger.index.model import IndexedContract, IndexedDeployment
from govledger.index.wire import Answer
from tests.simulated_chain import ADDRESSES, word

CLIQUE = Path(__file__).parent / "data" / "clique-geth.json"
"""83 blocks of four geth nodes: somebody voted out and in again, epochs of 20 blocks."""


class RecordedNode:
    """A `Node` that serves a recorded chain, on which our contracts never emitted anything."""

    name = "the recorded node"
    questions_at_once = 1

    def __init__(self, recorded: dict[str, Any]) -> None:
        self.blocks = recorded["blocks"]
        self.asked: list[str] = []
        self.chain = int(str(recorded.get("chain_id", recorded.get("chainId"))))
        self._receipts = recorded["receipts"]

    def rules(self, engine: Engine, epoch_blocks: int, period_seconds: int | None = 1) -> ChainRules:
        return ChainRules(engine, bytes.fromhex(self.blocks[0]["hash"][2:]), epoch_blocks, period_seconds)

    def deployment(self, first_block: int) -> IndexedDeployment:
        """Contracts that were never called."""
        contracts = {key: IndexedContract(address, 0) for key, address in ADDRESSES.items()}
        genesis = bytes.fromhex(self.blocks[0]["hash"][2:])
        return IndexedDeployment(word("deployment"), self.chain, genesis, first_block, contracts)

    def change(self, number: int, **fields: str) -> None:
        """A header with other fields, as a liar has it."""
        self.blocks[number] = self.blocks[number] | fields

    def chain_id(self) -> int:
        return self.chain

    def latest_number(self) -> int:
        return len(self.blocks) - 1

    def headers(self, first: int, last: int) -> Answer[wire.Header]:
        self.asked.append(f"headers {first} {last}")
        if last >= len(self.blocks):
            raise BlockMissing(f"{self.name} has no block {last}")
        hashes = [
            [sent if isinstance(sent, str) else sent["hash"] for sent in block["transactions"]]
            for block in self.blocks[first : last + 1]
        ]
        shown = [
            msgspec.convert(block | {"transactions": sent}, wire.Header)
            for block, sent in zip(self.blocks[first : last + 1], hashes, strict=True)
        ]
        return Answer(shown, 1_000)

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> Answer[wire.Log]:
        raise AssertionError("with receipts, no logs are asked for")

    def receipts(self, headers: Sequence[wire.Header]) -> Answer[list[wire.Receipt]]:
        found = [self._receipts[str(int(header.number, 16))] for header in headers]
        return Answer(msgspec.convert(found, list[list[wire.Receipt]]), 1_000)

    def transactions(self, headers: Sequence[wire.Header]) -> Answer[list[wire.Transaction]]:
        return Answer([self.blocks[int(header.number, 16)]["transactions"] for header in headers], 1_000)

    def storage(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[bytes]:
        return [bytes(32) for _ in slots]


def recorded_clique() -> RecordedNode:
    return RecordedNode(json.loads(CLIQUE.read_text()))


def recorded_qbft(shared: Path) -> RecordedNode:
    """153 blocks of four GoQuorum nodes, with round changes, votes and epochs of 20 blocks."""
    return RecordedNode(json.loads((shared / "fixtures" / "qbft-goquorum.json").read_text()))

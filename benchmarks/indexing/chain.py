"""Chains that are always the same, on a development node of our own: block after block of the contracts' events."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from indexing.described import Chain
from submission.node import development_node

from govledger.artifacts import compiler, solidity
from govledger.connection import Connection
from govledger.index.model import IndexedContract, IndexedDeployment
from govledger.privacy.keccak import keccak256

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = "benchmarks/indexing/EventSource.sol"
SENDER: Final = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
"""anvil's first account, whose key it holds itself."""
FIRST_BILL: Final = 33_060_126 * 10**10 + 1
STARTED_AT: Final = 1_790_000_000
SELECTORS: Final = tuple(keccak256(name)[:4] for name in (b"issue(uint64,uint64)", b"claim(uint64,uint64)"))
GAS: Final = 16_000_000
FREE: Final = {"gasPrice": "0x0"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How events lie in blocks."""

    name: str
    events: int
    transactions_per_block: int
    events_per_transaction: int

    @property
    def blocks(self) -> int:
        """How many blocks hold events."""
        return self.events // (self.transactions_per_block * self.events_per_transaction)


def shape_a(events: int) -> Shape:
    """200 events a block, in two transactions."""
    return Shape("A", events, 2, 100)


def shape_b(events: int) -> Shape:
    """One event a transaction, 200 transactions a block."""
    return Shape("B", events, 200, 1)


@contextmanager
def standing(shape: Shape, empty_blocks: int = 0) -> Iterator[Chain]:
    """A node with the chain of a shape, and empty blocks behind it; it ends with the context."""
    with development_node("--timestamp", str(STARTED_AT), "--no-mining") as connection:
        connection.request("anvil_setBlockTimestampInterval", 1)
        contracts = [_deployed(connection) for _ in range(2)]
        calls = enumerate(_calls(contracts, shape), len(contracts))
        for _ in range(shape.blocks):
            block = islice(calls, shape.transactions_per_block)
            _sealed(connection, [("eth_sendTransaction", ({**call, "nonce": hex(nonce)},)) for nonce, call in block])
        head = int(connection.request("eth_blockNumber"), 16)
        for _ in range(empty_blocks):
            connection.request("evm_mine")
        genesis = bytes.fromhex(connection.request("eth_getBlockByNumber", "0x0", False)["hash"][2:])
        keys = ("medical_bills", "bill_claims")
        yield Chain(
            str(connection.url),
            IndexedDeployment(
                digest=keccak256(b"benchmark"),
                chain_id=connection.chain_id(),
                genesis_hash=genesis,
                first_block=1,
                contracts={key: IndexedContract(address, 0) for key, address in zip(keys, contracts, strict=True)},
            ),
            head,
            shape.events,
        )


def _calls(contracts: Sequence[bytes], shape: Shape) -> Iterator[dict[str, str]]:
    """Transactions that make one contract after the other emit its events, without an end."""
    count = shape.events_per_transaction
    for number in itertools.count(step=count):
        for kind, contract in enumerate(contracts):
            first = (FIRST_BILL, 4 * FIRST_BILL)[kind] + number
            data = SELECTORS[kind] + first.to_bytes(32, "big") + count.to_bytes(32, "big")
            to = {"from": SENDER, "to": f"0x{contract.hex()}", "gas": hex(60_000 + 40_000 * count), **FREE}
            yield {**to, "data": f"0x{data.hex()}"}


def _sealed(connection: Connection, requests: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """One block with these transactions in their order."""
    for answer in connection.request_batch(requests):
        if isinstance(answer, Exception):
            raise answer
    connection.request("evm_mine")


def _deployed(connection: Connection) -> bytes:
    transaction = connection.request(
        "eth_sendTransaction", {"from": SENDER, "data": f"0x{_bytecode()}", "gas": hex(GAS), **FREE}
    )
    connection.request("evm_mine")
    return bytes.fromhex(connection.request("eth_getTransactionReceipt", transaction)["contractAddress"][2:])


def _bytecode() -> str:
    def read(name: str) -> str:
        folder = "node_modules" if name.startswith("@") else "."
        return (ROOT / folder / name).read_text(encoding="utf-8")

    sources = solidity.closure([SOURCE], read)
    output = compiler.run(
        compiler.install(ROOT),
        {
            "language": "Solidity",
            "sources": {name: {"content": text} for name, text in sources.items()},
            "settings": {
                **solidity.settings(solidity.DEFAULT_OPTIMIZER),
                "outputSelection": {SOURCE: {"EventSource": ["evm.bytecode.object"]}},
            },
        },
    )
    solidity.check_output(output)
    return str(output["contracts"][SOURCE]["EventSource"]["evm"]["bytecode"]["object"])

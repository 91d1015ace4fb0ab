"""Record a Clique chain of real nodes, with votes and epochs: `python tools/record_clique_chain.py`.

Four validators of geth 1.13.15 with a block a second and an epoch of 20 blocks. One validator is voted out and in
again, one vote is forgotten at each epoch, and transactions of every type that Clique has succeed and fail. What the
nodes say goes into tests/data/clique-geth.json: blocks, receipts, proofs of accounts and storage, and the signers after
each block, as geth counts the votes.

`make geth` builds the node. A recording takes two minutes; each gives other keys, times and hashes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_utils import to_checksum_address

from govledger.connection import Connection, connect
from govledger.consensus.engine import Engine
from govledger.network.founding import NetworkOptions, found_local_network
from govledger.network.genesis import Client

ROOT = Path(__file__).resolve().parents[1]
RECORDING = ROOT / "tests" / "data" / "clique-geth.json"
GETH = ROOT / ".build" / "geth" / "geth"
CHAIN_ID = 20_265
EPOCH_BLOCKS = 20
LAST_EPOCHS = 4
"""So many epochs are recorded, and a few blocks more."""
GAS = 200_000
GWEI = 10**9
SENDER = Account.from_key("0x" + "5e" * 32)
FORGOTTEN = "0x" + "f0" * 20
"""Somebody for whom one validator votes, and no other before the epoch."""
STORES_AND_LOGS = bytes.fromhex("6020356000355560203560005260003560206000a100")
"""Writes the second word of its input into the slot that the first names, and logs both."""
WRITTEN = {1: 2**255 + 1, 2: 22, 3: 33, 9: 99}
"""What the contract's storage holds in the end; slot 7 had a word that was cleared."""
FAILS = bytes.fromhex("60006000fd")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="recorded-") as folder, _network(Path(folder) / "clique") as nodes:
        _vote_and_pay(nodes)
        content = _recorded(nodes[0])
    RECORDING.parent.mkdir(exist_ok=True)
    lines = (f'"{name}": {_json(value)}' for name, value in content.items())
    RECORDING.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{RECORDING.relative_to(ROOT)}: {len(content['blocks'])} blocks, {RECORDING.stat().st_size:,} bytes")


def _json(value: Any) -> str:
    """A list or an object with one entry a line, anything else on one."""
    if isinstance(value, list):
        return "[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in value) + "\n]"
    if isinstance(value, dict):
        entries = (f'"{key}":{json.dumps(entry, separators=(",", ":"))}' for key, entry in value.items())
        return "{\n" + ",\n".join(entries) + "\n}"
    return json.dumps(value)


@contextmanager
def _network(folder: Path) -> Iterator[list[Connection]]:
    options = NetworkOptions(
        name="recorded",
        engine=Engine.CLIQUE,
        client=Client.GETH,
        chain_id=CHAIN_ID,
        block_seconds=1,
        epoch_blocks=EPOCH_BLOCKS,
        funded=(bytes.fromhex(SENDER.address[2:]),),
    )
    network = found_local_network(folder, options, 4)
    _command("up", folder)
    nodes = [connect(node.rpc) for node in network.description.nodes if node.rpc is not None]
    try:
        yield nodes
    finally:
        for node in nodes:
            node.close()
        _command("down", folder)


def _command(name: str, folder: Path) -> None:
    program = Path(sys.executable).parent / "govledger"
    subprocess.run([program, "network", name, folder], check=True, env=os.environ | {"GOVLEDGER_GETH": str(GETH)})


def _vote_and_pay(nodes: list[Connection]) -> None:
    """What happens on the chain before it is recorded."""
    first, last = nodes[0], nodes[-1]
    voted = str(last.request("eth_coinbase"))
    _until(lambda: _height(first) > 2)
    contract = _pay(first)
    _until(lambda: _height(first) > EPOCH_BLOCKS)
    _vote(nodes[:3], voted, add=False)
    _vote(nodes[:3], voted, add=True)
    first.request("clique_propose", FORGOTTEN, True)
    _call(first, contract, 7, 0)
    _until(lambda: _height(first) > LAST_EPOCHS * EPOCH_BLOCKS + 5)
    # on the same chain, all of them: what is recorded stays
    _until(lambda: len({node.request("eth_getBlockByNumber", hex(_last()), False)["hash"] for node in nodes}) == 1)


def _last() -> int:
    return LAST_EPOCHS * EPOCH_BLOCKS


def _vote(voters: list[Connection], target: str, *, add: bool) -> None:
    for node in voters:
        node.request("clique_propose", target, add)
    _until(lambda: (target in voters[0].request("clique_getSigners")) == add)
    for node in voters:
        node.request("clique_discard", target)


def _pay(node: Connection) -> str:
    """Transactions of the types 0, 1 and 2, one of which fails; the contract's address."""
    runtime = STORES_AND_LOGS
    creation = bytes.fromhex("60") + bytes((len(runtime),)) + bytes.fromhex("80600b6000396000f3") + runtime
    contract = to_checksum_address(_sent(node, {"gasPrice": 3 * GWEI, "data": creation})["contractAddress"])
    for slot, word in WRITTEN.items():
        _call(node, contract, slot, word)
    _sent(node, {"type": 1, "gasPrice": 3 * GWEI, "data": FAILS, "accessList": []})
    listed = [{"address": contract, "storageKeys": ["0x" + "07".rjust(64, "0")]}]
    data = (7).to_bytes(32, "big") + (77).to_bytes(32, "big")
    _sent(node, {"type": 1, "gasPrice": 3 * GWEI, "to": contract, "data": data, "accessList": listed})
    return contract


def _call(node: Connection, contract: str, slot: int, value: int) -> None:
    fees = {"type": 2, "maxFeePerGas": 3 * GWEI, "maxPriorityFeePerGas": GWEI}
    _sent(node, fees | {"to": contract, "data": slot.to_bytes(32, "big") + value.to_bytes(32, "big")})


def _sent(node: Connection, fields: dict[str, Any]) -> dict[str, Any]:
    """A transaction's receipt."""
    nonce = int(node.request("eth_getTransactionCount", SENDER.address, "latest"), 16)
    signed = SENDER.sign_transaction({"chainId": CHAIN_ID, "nonce": nonce, "gas": GAS, "value": 0} | fields)
    digest = node.request("eth_sendRawTransaction", "0x" + bytes(signed.raw_transaction).hex())
    _until(lambda: node.request("eth_getTransactionReceipt", digest) is not None)
    receipt: dict[str, Any] = node.request("eth_getTransactionReceipt", digest)
    return receipt


def _recorded(node: Connection) -> dict[str, Any]:
    numbers = range(_last() + 3)
    blocks = [node.request("eth_getBlockByNumber", hex(number), True) for number in numbers]
    receipts = {
        str(number): [node.request("eth_getTransactionReceipt", paid["hash"]) for paid in block["transactions"]]
        for number, block in enumerate(blocks)
        if block["transactions"]
    }
    contract = next(found["contractAddress"] for listed in receipts.values() for found in listed)
    proofs = [
        node.request("eth_getProof", address, slots, hex(_last()))
        for address, slots in (
            (contract, ["0x1", "0x9", "0x7", "0x4"]),
            (SENDER.address, ["0x0"]),
            (FORGOTTEN, ["0x0"]),
        )
    ]
    return {
        "engine": "clique",
        "chain_id": CHAIN_ID,
        "epoch_blocks": EPOCH_BLOCKS,
        "period_seconds": 1,
        "proofs_at": _last(),
        "signers": [node.request("clique_getSigners", hex(number)) for number in numbers],
        "blocks": blocks,
        "receipts": receipts,
        "proofs": proofs,
    }


def _height(node: Connection) -> int:
    return int(node.request("eth_blockNumber"), 16)


def _until(holds: Callable[[], bool], seconds: float = 120) -> None:
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            sys.exit(f"not within {seconds:.0f} s; the nodes do not do what they should")
        time.sleep(0.2)


if __name__ == "__main__":
    main()

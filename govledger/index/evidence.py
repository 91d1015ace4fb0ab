"""Makes the evidence of an issue: the index says where the event stands, the node gives header and receipts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from govledger.bills.evidence import IssueEvidence
from govledger.bills.files import Place
from govledger.bills.number import BillKey, format_key
from govledger.consensus.engine import has_hash
from govledger.consensus.header import Header
from govledger.consensus.proof import trie_proof
from govledger.consensus.receipt import ConsensusReceipt, receipt_key, receipts_by_key
from govledger.consensus.trie import trie_root
from govledger.errors import (
    BlockMissing,
    ChainMismatch,
    LogMisplaced,
    MalformedData,
    NodeRefused,
    NodeUnusable,
    StoreError,
)
from govledger.events import Event
from govledger.events.types import BatchIssued, BillIssued, BillRedLettered
from govledger.index import schema
from govledger.index.node import JsonRpc
from govledger.index.store import Store

T = TypeVar("T")
RECEIPTS_PER_BATCH = 100


def issue_evidence(rpc: JsonRpc, store: Store, bill: BillKey, place: Place) -> IssueEvidence:
    """The evidence that a bill, or its batch, was issued.

    Args:
        rpc: the node; what it gives is checked against the index's block hash and the header's root.
        store: the index, up to date.
        bill: the bill.
        place: where it was issued.

    Raises:
        ChainMismatch: the bill was issued on another chain, or in another contract, than the index is of.
        StoreError: the index holds no event by which it was issued.
        BlockMissing: the node does not have the block any more.
        LogMisplaced: the node gives another header than the index has, or receipts that are not the block's.
        NodeUnusable: the node refuses, or answers something else.
    """
    _require_same_chain(store, bill, place)
    number, block_hash, index = _where(store, bill, place)
    block = _asked(rpc, "eth_getBlockByNumber", hex(number), False)
    if block is None:
        raise BlockMissing(f"the node has no block {number}")
    header = _read("eth_getBlockByNumber", Header.from_json, block)
    if not has_hash(header, block_hash):
        raise LogMisplaced(
            f"the node gives a header of block {number} that is not 0x{block_hash.hex()}, which is indexed; "
            "bring the index up to date, or ask another node"
        )
    items = receipts_by_key(_receipts(rpc, block["transactions"]))
    if trie_root(items) != header.receipts_root:
        raise LogMisplaced(f"the node's receipts of block {number} are not those of its header; ask another node")
    key = receipt_key(index)
    return IssueEvidence(header, index, items[key], trie_proof(items, key))


def _require_same_chain(store: Store, bill: BillKey, place: Place) -> None:
    deployment = store.deployment
    here = (deployment.chain_id, deployment.genesis_hash, deployment.contracts["medical_bills"].address)
    if (place.chain_id, place.genesis_hash, place.medical_bills) != here:
        raise ChainMismatch(
            f"bill {format_key(bill)} was issued on chain {place.chain_id} in 0x{place.medical_bills.hex()}; the index "
            f"is of chain {here[0]}, 0x{here[2].hex()}: open the deployment that the bill names"
        )


def _where(store: Store, bill: BillKey, place: Place) -> tuple[int, bytes, int]:
    """Block number, block hash and transaction index of the event by which the bill was issued."""
    wanted: Sequence[tuple[type[Event], str, int]] = (
        ((BatchIssued, "batch", place.batch),)
        if place.batch
        else ((BillIssued, "bill", bill), (BillRedLettered, "red_bill", bill))
    )
    for kind, column, value in wanted:
        query = f'SELECT block_number, transaction_index FROM "{schema.table_name(kind)}" WHERE "{column}" = ?'
        for number, transaction_index in store.rows(query, (value,)):
            header = store.header(number)
            assert header is not None
            return number, header.hash, transaction_index
    what = f"batch {place.batch}" if place.batch else f"bill {format_key(bill)}"
    raise StoreError(
        f"the index holds no event by which {what} was issued; bring it up to the chain, or ask its issuer"
    )


def _receipts(rpc: JsonRpc, transactions: Sequence[str]) -> list[ConsensusReceipt]:
    """The receipts of a block's transactions, in order."""
    receipts = []
    for start in range(0, len(transactions), RECEIPTS_PER_BATCH):
        wanted = transactions[start : start + RECEIPTS_PER_BATCH]
        for answer in rpc.request_batch([("eth_getTransactionReceipt", (transaction,)) for transaction in wanted]):
            if isinstance(answer, NodeRefused):
                raise NodeUnusable(f"a receipt: {answer}") from answer
            receipts.append(_read("eth_getTransactionReceipt", ConsensusReceipt.from_json, answer))
    return receipts


def _asked(rpc: JsonRpc, method: str, *parameters: Any) -> Any:
    try:
        return rpc.request(method, *parameters)
    except NodeRefused as refusal:
        raise NodeUnusable(f"{method}: {refusal}") from refusal


def _read(method: str, read: Callable[[Any], T], answer: Any) -> T:
    try:
        return read(answer)
    except (MalformedData, AttributeError) as problem:
        raise NodeUnusable(f"the node answers {method} with something else: {problem}") from problem

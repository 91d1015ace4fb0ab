"""What a node answers, as typed values whose hexadecimal digits nobody has read yet. Pure.

The names are those of the Ethereum JSON-RPC specification (execution-apis), in snake_case. Quantities and bytes stay
text here: most of them are only compared, or go into one conversion for a whole log.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Answer(msgspec.Struct, Generic[T], frozen=True):
    """What one question brought."""

    items: list[T]
    size: int
    """Bytes of the bodies that came; what the length of the next span follows from."""


class Header(msgspec.Struct, frozen=True, gc=False, rename="camel", kw_only=True):
    """A block of `eth_getBlockByNumber` without its transactions' bodies."""

    number: str
    hash: str
    parent_hash: str
    sha3_uncles: str = msgspec.field(name="sha3Uncles")
    miner: str
    state_root: str
    transactions_root: str
    receipts_root: str
    logs_bloom: str
    difficulty: str
    gas_limit: str
    gas_used: str
    timestamp: str
    extra_data: str
    mix_hash: str
    nonce: str
    base_fee_per_gas: str | None = None
    withdrawals_root: str | None = None
    blob_gas_used: str | None = None
    excess_blob_gas: str | None = None
    parent_beacon_block_root: str | None = None
    requests_hash: str | None = None
    block_access_list_hash: str | None = None
    slot_number: str | None = None
    transactions: list[str] = msgspec.field(default_factory=list)
    """Hashes, for nodes that give receipts one by one only."""


class Log(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A log of `eth_getLogs`, or of a receipt."""

    address: str
    topics: list[str]
    data: str
    block_number: str
    block_hash: str
    transaction_hash: str
    transaction_index: str
    log_index: str
    """The log's place in its block, counted over all transactions and contracts."""


class Receipt(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A receipt of `eth_getBlockReceipts` or `eth_getTransactionReceipt`."""

    transaction_hash: str
    transaction_index: str
    block_number: str
    block_hash: str
    status: str
    cumulative_gas_used: str
    logs_bloom: str
    logs: list[Log]
    sender: str = msgspec.field(name="from")
    to: str | None = None
    """None where the transaction made a contract."""
    type: str | None = None
    """The EIP-2718 type; old nodes leave it out."""

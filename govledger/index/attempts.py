"""Calls of the contracts that failed: found in receipts that were checked, read from transactions that are. Pure.

A header's receiptsRoot binds which transactions failed, its transactionsRoot who signed which call. So that an attempt
was made, and by whom, is proved; why it failed stands nowhere in the chain (`govledger.index.reasons`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from govledger.consensus.transaction import ConsensusTransaction, transactions_root
from govledger.errors import MalformedData, NodeUnusable, SignatureInvalid, TransactionsWrong, UnknownRefusal
from govledger.events.calls import CallReader
from govledger.events.refusal import refusal_of
from govledger.index.model import Attempt, Outcome
from govledger.index.wire import FAILED, Receipt, read_quantity
from govledger.refusals import BY_SELECTOR

NOBODY = bytes(20)


class SentTransaction(msgspec.Struct, frozen=True):
    """A transaction in its block, with what its receipt says."""

    transaction: ConsensusTransaction
    succeeded: bool
    gas_used: int

    def sender(self) -> bytes:
        """Who signed it; zero where no key did, as development nodes take transactions in anybody's name."""
        try:
            return self.transaction.sender()
        except SignatureInvalid:
            return NOBODY


class FailedCall(msgspec.Struct, frozen=True):
    """A call of a contract that failed, and the transactions of its block up to it."""

    block_number: int
    transactions: Sequence[SentTransaction]
    """It is the last one of them."""
    contract: str
    """The contract's key."""

    @property
    def index(self) -> int:
        """Its place in the block."""
        return len(self.transactions) - 1

    @property
    def sent(self) -> SentTransaction:
        """The call itself."""
        return self.transactions[-1]


def check_transactions(
    number: int, root: bytes, answers: Sequence[Mapping[str, Any]], receipts: Sequence[Receipt]
) -> list[SentTransaction]:
    """The transactions of a block, held to its header and to the receipts.

    Args:
        number: the block's.
        root: the header's transactionsRoot.
        answers: as the node gives them in the block.
        receipts: of the block, which were held to its header.

    Raises:
        TransactionsWrong: they are not those of the block.
        NodeUnusable: one is no transaction, or of a type that is not known.
    """
    try:
        transactions = [ConsensusTransaction.from_json(answer) for answer in answers]
    except MalformedData as problem:
        raise NodeUnusable(
            f"a transaction of block {number} cannot be read, and attempts cannot be told: {problem}; "
            "with --verify headers the index does without them"
        ) from problem
    if transactions_root(transactions) != root or len(transactions) != len(receipts):
        raise TransactionsWrong(
            f"the transactions that the node gives for block {number} are not those of its header's transactionsRoot "
            f"0x{root.hex()}: some were withheld, changed or added; ask another node"
        )
    sent, before = [], 0
    for transaction, receipt in zip(transactions, receipts, strict=True):
        if f"0x{transaction.hash().hex()}" != receipt.transaction_hash:
            raise TransactionsWrong(
                f"the receipts of block {number} name transaction {receipt.transaction_hash} in the place of "
                f"0x{transaction.hash().hex()}; ask another node"
            )
        gas = read_quantity(receipt.cumulative_gas_used)
        sent.append(SentTransaction(transaction, receipt.status != FAILED, gas - before))
        before = gas
    return sent


def failed_calls(
    number: int, transactions: Sequence[SentTransaction], contracts: Mapping[bytes, str]
) -> list[FailedCall]:
    """The calls of the contracts that failed in a block.

    Args:
        number: the block's.
        transactions: all of the block.
        contracts: the contracts' keys by their addresses.
    """
    return [
        FailedCall(number, transactions[: place + 1], contracts[one.transaction.to])
        for place, one in enumerate(transactions)
        if not one.succeeded and one.transaction.to in contracts
    ]


def attempt_of(call: FailedCall, outcome: Outcome, reader: CallReader) -> Attempt:
    """What the index keeps of a call that failed."""
    transaction = call.sent.transaction
    return Attempt(
        block_number=call.block_number,
        transaction_index=call.index,
        transaction_hash=transaction.hash(),
        sender=call.sent.sender(),
        contract=call.contract,
        function=reader.read(transaction.data).name,
        signed=transaction.encode(),
        gas_used=call.sent.gas_used,
        refusal=refusal_name(outcome.revert_data),
        outcome=outcome,
    )


def refusal_name(revert_data: bytes) -> str:
    """The name of the refusal that revert data stands for; empty where it is none that is known."""
    refusal = refusal_of(revert_data, BY_SELECTOR)
    return "" if isinstance(refusal, UnknownRefusal) else type(refusal).__name__

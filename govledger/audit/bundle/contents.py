"""From the bodies and inclusions of a block to its transactions and the logs of the contracts in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from govledger.audit.bundle.parts import BodyPart, IncludedPart
from govledger.audit.bundle.rule import BundleRule
from govledger.consensus.header import Header
from govledger.consensus.proof import verify_trie_proof
from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog, receipt_key, receipts_root
from govledger.consensus.transaction import ConsensusTransaction, transaction_key
from govledger.consensus.trie import trie_root
from govledger.errors import BundleRefused, MalformedData, SignatureInvalid, TrieProofInvalid, UnknownLog
from govledger.events import Event, decode
from govledger.events.chain import log_digest
from govledger.privacy.keccak import keccak256


class ProvedTransaction(msgspec.Struct, frozen=True):
    """A transaction of a block with its receipt, both held to the header's roots."""

    index: int
    signed: bytes
    """As it stands in the trie."""
    receipt: ConsensusReceipt
    first_log: int
    """The place of its first log in the block; 0 where the receipts before are not known."""

    def hash(self) -> bytes:
        """32 bytes."""
        return keccak256(self.signed)

    def read(self, block: int) -> ConsensusTransaction:
        """What it says.

        Raises:
            BundleRefused: it is of a type that this package does not read (TRANSACTIONS).
        """
        try:
            return ConsensusTransaction.decode(self.signed)
        except MalformedData as problem:
            raise BundleRefused(
                BundleRule.TRANSACTIONS, f"transaction {self.index} cannot be read: {problem}", block
            ) from None


class ProvedLog(msgspec.Struct, frozen=True, gc=False):
    """A log of one of the contracts, read strictly."""

    contract: str
    """The contract's key."""
    event: Event
    digest: bytes
    index: int
    """Its place in the block, or in its transaction where the receipts before are not known."""


def transactions_of_body(header: Header, body: BodyPart) -> list[ProvedTransaction]:
    """All transactions of a block.

    Raises:
        BundleRefused: they, or their receipts, are not those of the header's roots (TRANSACTIONS, RECEIPTS).
    """
    signed = {transaction_key(index): transaction for index, transaction in enumerate(body.transactions)}
    if trie_root(signed) != header.transactions_root:
        raise BundleRefused(
            BundleRule.TRANSACTIONS, "its transactions are not those of the header's transactionsRoot", header.number
        )
    if receipts_root(body.receipts) != header.receipts_root:
        raise BundleRefused(
            BundleRule.RECEIPTS, "its receipts are not those of the header's receiptsRoot", header.number
        )
    found, logs = [], 0
    for index, (transaction, receipt) in enumerate(zip(body.transactions, body.receipts, strict=True)):
        found.append(ProvedTransaction(index, transaction, receipt, logs))
        logs += len(receipt.logs)
    return found


def included_transaction(header: Header, part: IncludedPart) -> ProvedTransaction:
    """One transaction of a block.

    Raises:
        BundleRefused: the nodes do not lead to it and its receipt (TRANSACTIONS, RECEIPTS).
    """
    number = header.number
    signed = _leaf(BundleRule.TRANSACTIONS, header.transactions_root, transaction_key(part.index), part, number)
    encoded = _leaf(BundleRule.RECEIPTS, header.receipts_root, receipt_key(part.index), part, number)
    try:
        return ProvedTransaction(part.index, signed, ConsensusReceipt.decode(encoded), 0)
    except MalformedData as problem:
        raise BundleRefused(BundleRule.RECEIPTS, str(problem), number) from None


def _leaf(rule: BundleRule, root: bytes, key: bytes, part: IncludedPart, number: int) -> bytes:
    nodes = part.transaction_nodes if rule is BundleRule.TRANSACTIONS else part.receipt_nodes
    try:
        value = verify_trie_proof(root, key, nodes)
    except TrieProofInvalid as problem:
        raise BundleRefused(rule, str(problem), number) from None
    if value is None:
        raise BundleRefused(rule, f"the block has no transaction {part.index}", number)
    return value


def logs_of(transaction: ProvedTransaction, contracts: Mapping[bytes, str], block: int) -> Iterator[ProvedLog]:
    """The logs of the contracts in a transaction, in order.

    Args:
        transaction: it.
        contracts: the contracts' keys by their addresses.
        block: the number of its block.

    Raises:
        BundleRefused: a log is no event of the contract that emitted it (EVENT).
    """
    for place, log in enumerate(transaction.receipt.logs, transaction.first_log):
        key = contracts.get(log.address)
        if key is not None:
            yield ProvedLog(key, _event(key, log, block), log_digest(log.topics, log.data), place)


def _event(contract: str, log: ReceiptLog, block: int) -> Event:
    try:
        event = decode(log.topics, log.data)
    except (UnknownLog, MalformedData) as problem:
        raise BundleRefused(BundleRule.EVENT, f"a log of {contract}: {problem}", block) from None
    if contract != event.CONTRACT:
        raise BundleRefused(BundleRule.EVENT, f"{contract} emitted {event.NAME}, an event of {event.CONTRACT}", block)
    return event


def sender_of(transaction: ConsensusTransaction, block: int) -> bytes:
    """Who signed a transaction.

    Raises:
        BundleRefused: nobody (TRANSACTIONS).
    """
    try:
        return transaction.sender()
    except SignatureInvalid as problem:
        raise BundleRefused(BundleRule.TRANSACTIONS, str(problem), block) from None

"""What the chain says about a transaction that is in a block. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from govledger.errors import FailedTransaction
from govledger.model import Position


@dataclass(frozen=True, slots=True)
class Log:
    """One log, as the chain has it."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes
    log_index: int
    """The log's place in its block."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One transaction's outcome, and where it stands."""

    transaction_hash: bytes
    transaction_index: int
    block_number: int
    block_hash: bytes
    succeeded: bool
    gas_used: int
    contract_address: bytes | None
    """The contract that the transaction created."""
    logs: tuple[Log, ...]

    def position(self, log: Log, block_timestamp: int) -> Position:
        """Where one of its logs stands."""
        return Position(
            self.block_number,
            self.block_hash,
            block_timestamp,
            self.transaction_hash,
            self.transaction_index,
            log.log_index,
        )

    def failed(self) -> FailedTransaction:
        """Where the transaction stands, for the error that it ends in."""
        return FailedTransaction(self.transaction_hash, self.block_number, self.block_hash, self.transaction_index)

"""What the parts between two headers prove, in the order in which they come. Pure.

A bundle claims either the log of all contracts (`log_claims`) or the lives of some objects (`life_claims`).
"""

from __future__ import annotations

from typing import Protocol, TypeAlias

from govledger.audit.bundle.code import CreatedContract, expected_code
from govledger.audit.bundle.contents import ProvedLog, ProvedTransaction, sender_of
from govledger.audit.bundle.parts import BodyPart, IncludedPart, StatePart
from govledger.audit.bundle.pinned import PinnedContract, PinnedDeployment
from govledger.audit.bundle.rule import BundleRule
from govledger.audit.source import AttemptAt, EventAt
from govledger.consensus.account import ProvedAccount, verify_account, verify_word
from govledger.consensus.header import Header
from govledger.consensus.transaction import ConsensusTransaction
from govledger.errors import BundleRefused, GovledgerError, MalformedAccount, TrieProofInvalid
from govledger.index.model import ReasonSource
from govledger.privacy.keccak import keccak256

Found: TypeAlias = EventAt | AttemptAt


class Claims(Protocol):
    """Takes in what stands between two headers."""

    def begin_block(self, header: Header, block_hash: bytes) -> None:
        """The parts that follow are of this block."""

    def state(self, part: StatePart) -> None:
        """What the block's state holds."""

    def body(self, part: BodyPart) -> list[Found]:
        """All of the block's transactions; what they prove."""

    def included(self, part: IncludedPart) -> list[Found]:
        """One of the block's transactions; what it proves."""

    def end_block(self) -> None:
        """No more part is of this block."""


class Codes:
    """The code hash that each contract of a deployment must have."""

    def __init__(self, deployment: PinnedDeployment) -> None:
        """Compute them, from the package's artifacts alone.

        Raises:
            BundleRefused: the constructors do not take the arguments (DEPLOYMENT).
        """
        created = {one.key: CreatedContract(one.address, one.arguments) for one in deployment.contracts}
        artifacts = {one.key: one.artifact for one in deployment.contracts}
        try:
            self._hashes = {
                key: keccak256(expected_code(key, deployment.chain_id, created, artifacts)) for key in created
            }
        except (GovledgerError, KeyError) as problem:
            raise BundleRefused(BundleRule.DEPLOYMENT, f"its contracts cannot be made: {problem}") from None

    def of(self, contract: PinnedContract) -> bytes:
        """The hash of a contract's code, 32 bytes."""
        return self._hashes[contract.key]

    def require(self, contract: PinnedContract, account: ProvedAccount, block: int) -> None:
        """Refuse an account with other code.

        Raises:
            BundleRefused: it has (CODE).
        """
        if account.code_hash != self._hashes[contract.key]:
            raise BundleRefused(
                BundleRule.CODE,
                f"{contract.key} has code with the hash 0x{account.code_hash.hex()}; the published one, with what the "
                f"deployment fills in, has 0x{self._hashes[contract.key].hex()}",
                block,
            )


def account_in(header: Header, part: StatePart) -> ProvedAccount | None:
    """The account that a block's state holds; None if it holds none.

    Raises:
        BundleRefused: the nodes do not lead there (STATE).
    """
    try:
        return verify_account(header.state_root, part.address, part.account_nodes)
    except (TrieProofInvalid, MalformedAccount) as problem:
        raise BundleRefused(BundleRule.STATE, str(problem), header.number) from None


def words_in(header: Header, part: StatePart, account: ProvedAccount) -> dict[int, int]:
    """The words of an account's storage that were shown, by slot.

    Raises:
        BundleRefused: the nodes do not lead there (STATE).
    """
    try:
        return {slot: verify_word(account.storage_root, slot, nodes) for slot, nodes in part.storage_nodes}
    except (TrieProofInvalid, MalformedAccount) as problem:
        raise BundleRefused(BundleRule.STATE, str(problem), header.number) from None


def events_at(
    header: Header, transaction: ProvedTransaction, logs: list[ProvedLog], read: ConsensusTransaction
) -> list[Found]:
    """The events of a transaction, with where they stand and who sent it."""
    digest = transaction.hash()
    sender = sender_of(read, header.number)
    return [
        EventAt(log.event, header.number, header.timestamp, transaction.index, digest, log.index, log.digest, sender)
        for log in logs
    ]


def attempt_at(header: Header, transaction: ProvedTransaction, contract: str, read: ConsensusTransaction) -> AttemptAt:
    """A call of a contract that failed."""
    return AttemptAt(
        block_number=header.number,
        timestamp=header.timestamp,
        transaction_index=transaction.index,
        transaction_hash=transaction.hash(),
        sender=sender_of(read, header.number),
        contract=contract,
        data=read.data,
        refusal=None,
        reason_source=ReasonSource.UNKNOWN,
    )

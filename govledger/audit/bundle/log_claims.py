"""The log of all contracts from one block to another: genuine, in order, complete (docs/bundle.md). Pure."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from govledger.artifacts import CONTRACTS
from govledger.audit.bundle.claims import Codes, Found, account_in, attempt_at, events_at, words_in
from govledger.audit.bundle.code import creation_input
from govledger.audit.bundle.contents import (
    ProvedLog,
    ProvedTransaction,
    logs_of,
    sender_of,
    transactions_of_body,
)
from govledger.audit.bundle.parts import BodyPart, Coverage, IncludedPart, ScopePart, StatePart
from govledger.audit.bundle.pinned import PinnedContract, PinnedDeployment
from govledger.audit.bundle.rule import BundleRule
from govledger.audit.bundle.verdict import Beginning, CodeEvidence, Completeness, ContractVerdict
from govledger.consensus.bloom import bloom_bits, may_hold
from govledger.consensus.header import Header
from govledger.consensus.transaction import ConsensusTransaction
from govledger.consensus.trie import EMPTY_ROOT
from govledger.deployments import DeployedContract, Deployment
from govledger.errors import BundleRefused, InputError
from govledger.events.chain import EMPTY_HEAD, next_head
from govledger.plan import create_address


class Creation(msgspec.Struct, frozen=True):
    """The transaction that created a contract."""

    sender: bytes
    nonce: int
    transaction_hash: bytes
    block_number: int
    block_hash: bytes


@dataclass(slots=True)
class _Standing:
    """What is known so far of one contract."""

    contract: PinnedContract
    bloom: int
    head: bytes | None = None
    """The running hash; None while what it was at the beginning is unknown."""
    stands: bool | None = None
    """Whether the contract is there yet; None while that is unknown."""
    beginning: Beginning = Beginning.UNKNOWN
    code: CodeEvidence | None = None
    events: int = 0
    in_receipts: bool = True
    """Whether no block without its body may hold a log of it."""
    ends_in_state: bool = False
    created: Creation | None = None


class LogClaims:
    """Follows the contracts from block to block."""

    def __init__(self, deployment: PinnedDeployment, scope: ScopePart) -> None:
        """Begin before the first block.

        Raises:
            BundleRefused: the deployment's contracts cannot be made (DEPLOYMENT).
        """
        self._scope = scope
        self._deployment = deployment
        self._codes = Codes(deployment)
        self._standing = {one.address: _Standing(one, bloom_bits(one.address)) for one in deployment.contracts}
        self._keys = {one.address: one.key for one in deployment.contracts}
        self._awaited: list[bytes] = []
        self._shown: dict[bytes, bytes | None] = {}
        """The running hashes at the end of the block, by address; None of a contract that does not stand."""
        self._header: Header
        self._block_hash: bytes
        self._has_body = False
        self._has_cause = False
        self.transactions = 0

    def begin_block(self, header: Header, block_hash: bytes) -> None:
        """The parts that follow are of this block."""
        self._header, self._block_hash = header, block_hash
        self._has_body = self._has_cause = False
        self._awaited = list(self._standing) if header.number in self._scope.state_blocks else []
        self._shown = {}

    def state(self, part: StatePart) -> None:
        """What the block's state holds of a contract, after the events of the block, which come behind it.

        Raises:
            BundleRefused: it is not what was to come (FORMAT), no proof (STATE), or of other code (CODE).
        """
        number = self._header.number
        if not self._awaited or part.address != self._awaited.pop(0):
            raise self._refused(BundleRule.FORMAT, f"a state of 0x{part.address.hex()} is not what comes next")
        standing = self._standing[part.address]
        account = account_in(self._header, part)
        head_slot = standing.contract.artifact.head_slot
        if [slot for slot, _ in part.storage_nodes] != ([] if account is None else [head_slot]):
            raise self._refused(BundleRule.FORMAT, "a state shows other slots than that of the running hash")
        self._shown[part.address] = None
        if account is not None:
            self._codes.require(standing.contract, account, number)
            self._shown[part.address] = words_in(self._header, part, account)[head_slot].to_bytes(32, "big")

    def body(self, part: BodyPart) -> list[Found]:
        """All of the block's transactions; the events and failed calls among them.

        Raises:
            BundleRefused: they are not the block's (TRANSACTIONS, RECEIPTS), stand where they should not (COVERAGE), a
                log is no event (EVENT), or a contract was created otherwise (CREATION).
        """
        if self._has_body or self._awaited:
            raise self._refused(BundleRule.FORMAT, "a body is not what comes next")
        if not self._scope.first_block <= self._header.number <= self._scope.last_block:
            raise self._refused(BundleRule.COVERAGE, "a block has a body, and its events are not claimed")
        self._has_body = True
        found: list[Found] = []
        for transaction in transactions_of_body(self._header, part):
            self.transactions += 1
            found += self._transaction(transaction)
        return found

    def included(self, part: IncludedPart) -> list[Found]:
        """Never: a log has whole bodies.

        Raises:
            BundleRefused: always (FORMAT).
        """
        raise self._refused(BundleRule.FORMAT, "single transactions stand in bundles of lives alone")

    def end_block(self) -> None:
        """No more part is of this block.

        Raises:
            BundleRefused: one is missing, or one too many (STATE, COVERAGE), or the state is not what the events made
                of it (CREATION, STATE, RUNNING_HASH).
        """
        if self._awaited:
            raise self._refused(BundleRule.STATE, f"the state of 0x{self._awaited[0].hex()} is missing")
        if self._scope.first_block <= self._header.number <= self._scope.last_block:
            self._end_claimed()
        for address, head in self._shown.items():
            if head is None:
                self._is_absent(self._standing[address])
            else:
                self._keeps(self._standing[address], head)

    def _end_claimed(self) -> None:
        """No more part is of this block, whose events are claimed."""
        header = self._header
        if self._scope.coverage is Coverage.ALL:
            if self._has_body != (header.transactions_root != EMPTY_ROOT):
                raise self._refused(BundleRule.COVERAGE, "its transactions are left out, and the coverage is all")
        elif self._has_body and not self._has_cause:
            raise self._refused(
                BundleRule.COVERAGE, "its body has no event and creates no contract, and the coverage is events"
            )
        if not self._has_body:
            bloom = int.from_bytes(header.logs_bloom, "big")
            for standing in self._standing.values():
                standing.in_receipts &= not may_hold(bloom, standing.bloom)

    def deployment(self, name: str) -> Deployment:
        """The contracts with where they were created.

        Raises:
            InputError: the creation of one of them is not in the bundle.
        """
        contracts = [
            DeployedContract(
                key=standing.contract.key,
                contract=standing.contract.artifact.contract,
                address=standing.contract.address,
                arguments=standing.contract.arguments,
                artifact_hash=standing.contract.artifact.artifact_hash,
                code_hash=self._codes.of(standing.contract),
                transaction_hash=created.transaction_hash,
                block_number=created.block_number,
                block_hash=created.block_hash,
            )
            for standing in self._standing.values()
            if (created := standing.created) is not None
        ]
        if len(contracts) < len(self._standing):
            raise InputError(
                "the bundle does not show how its contracts were created, and rules are kept from there on: make one "
                "that begins with the deployment (leave out --from)"
            )
        creations = [standing.created for standing in self._standing.values() if standing.created is not None]
        first = min(creations, key=lambda one: one.nonce)
        contracts.sort(key=lambda one: list(CONTRACTS).index(one.key))
        pinned = self._deployment
        return Deployment(name, pinned.chain_id, pinned.genesis_hash, first.sender, first.nonce, tuple(contracts))

    def verdicts(self) -> tuple[ContractVerdict, ...]:
        """What is proved of each contract, in the order of addresses.

        Raises:
            BundleRefused: one's events may be incomplete (COMPLETENESS), or its code is not shown (CODE).
        """
        return tuple(self._verdict(standing) for standing in self._standing.values())

    def _verdict(self, standing: _Standing) -> ContractVerdict:
        contract = standing.contract
        by = (
            [Completeness.RUNNING_HASH]
            if standing.ends_in_state and standing.beginning is not Beginning.UNKNOWN
            else []
        )
        by += [Completeness.RECEIPTS] if standing.in_receipts else []
        if not by:
            raise BundleRefused(
                BundleRule.COMPLETENESS,
                f"of {contract.key} neither the running hash at both ends is shown, nor all receipts of the blocks "
                "whose filters may hold it",
                self._scope.last_block,
            )
        if standing.code is None:
            raise BundleRefused(
                BundleRule.CODE,
                f"neither the account of {contract.key} nor its creation is shown",
                self._scope.last_block,
            )
        return ContractVerdict(
            contract.key, contract.address, standing.events, tuple(by), standing.beginning, standing.code, standing.head
        )

    def _keeps(self, standing: _Standing, head: bytes) -> None:
        """A contract stands at the end of the block, with this running hash."""
        key, number = standing.contract.key, self._header.number
        if standing.stands is False:
            raise self._refused(BundleRule.CREATION, f"{key} stands, and its creation is not shown")
        if standing.head is not None and standing.head != head:
            raise self._refused(
                BundleRule.RUNNING_HASH,
                f"{key} keeps 0x{head.hex()}, and its events give 0x{standing.head.hex()}: an event is missing, was "
                "added or was changed",
            )
        if number < self._scope.first_block:
            standing.beginning = Beginning.STATE
        standing.head, standing.stands = head, True
        standing.code = standing.code or CodeEvidence.STATE
        standing.ends_in_state = number == self._scope.last_block

    def _is_absent(self, standing: _Standing) -> None:
        if standing.stands:
            raise self._refused(BundleRule.STATE, f"{standing.contract.key} stood before, and is absent")
        if self._header.number < self._scope.first_block:
            standing.beginning, standing.head = Beginning.ABSENCE, EMPTY_HEAD
        standing.stands = False

    def _transaction(self, transaction: ProvedTransaction) -> list[Found]:
        number = self._header.number
        succeeded = transaction.receipt.succeeded
        concerns = any(log.address in self._keys for log in transaction.receipt.logs)
        may_create = any(not standing.stands for standing in self._standing.values())
        if succeeded and not concerns and not may_create:
            return []
        read = transaction.read(number)
        if not succeeded:
            to = self._keys.get(read.to)
            return [] if to is None else [attempt_at(self._header, transaction, to, read)]
        if may_create and not read.to:
            self._created(transaction, read)
        logs = list(logs_of(transaction, self._keys, number))
        for log in logs:
            self._run(log, transaction)
        return events_at(self._header, transaction, logs, read) if logs else []

    def _created(self, transaction: ProvedTransaction, read: ConsensusTransaction) -> None:
        """A transaction to nobody, which succeeded."""
        number = self._header.number
        sender, nonce = sender_of(read, number), read.field("nonce")
        address = create_address(sender, nonce)
        standing = self._standing.get(address)
        if standing is None:
            return
        contract = standing.contract
        if read.data != creation_input(contract.artifact, contract.arguments):
            raise self._refused(
                BundleRule.CREATION,
                f"{contract.key} was created from other code, or with other arguments than the deployment's",
            )
        if standing.beginning is Beginning.UNKNOWN:
            standing.beginning, standing.head = Beginning.CREATION, EMPTY_HEAD
        standing.stands, standing.code, self._has_cause = True, CodeEvidence.CREATION, True
        standing.created = Creation(sender, nonce, transaction.hash(), number, self._block_hash)

    def _run(self, log: ProvedLog, transaction: ProvedTransaction) -> None:
        header = self._header
        address = transaction.receipt.logs[log.index - transaction.first_log].address
        standing = self._standing[address]
        if standing.stands is False:
            raise self._refused(BundleRule.CREATION, f"{log.contract} emitted an event, and its creation is not shown")
        standing.stands = True
        standing.events += 1
        self._has_cause = True
        if standing.head is not None:
            standing.head = next_head(standing.head, log.digest, header.number, header.timestamp)

    def _refused(self, rule: BundleRule, found: str) -> BundleRefused:
        return BundleRefused(rule, found, self._header.number)

"""A sealed chain in memory with the real contracts' code and state proofs: what bundles are made of, without an EVM.

Headers are written and sealed by tests/sealed_headers.py, not by the verifier's code. What the contracts emit the test
says; nobody here keeps their rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from govledger.artifacts import CONTRACTS, load
from govledger.audit.bundle.code import CreatedContract, creation_input, expected_code
from govledger.audit.bundle.objects import version_places
from govledger.consensus.engine import Engine
from govledger.consensus.header import FIELDS, OPTIONAL_FIELDS, Header
from govledger.consensus.proof import trie_proof
from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog, receipts_root
from govledger.consensus.transaction import ConsensusTransaction, transactions_root
from govledger.consensus.trie import Account, state_root
from govledger.deployments import DeployedContract, Deployment, argument_json
from govledger.errors import BlockMissing, NodeRefused
from govledger.events import Event, encode
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.events.event import objects_of
from govledger.index import wire
from govledger.index.head_proofs import StateProof
from govledger.index.wire import Answer
from govledger.plan import create_address, standard_plan
from govledger.privacy.keccak import keccak256
from govledger.rlp import rlp_encode
from govledger.tx.signing import LegacyTransaction, PrivateKeySigner
from tests.sealed_headers import MEMBERS, Scribe, Vote
from tests.simulated_chain import receipts_shown, shown, shown_transaction

CHAIN_ID = 4_711
DEPLOYER = PrivateKeySigner(b"\x44" * 32)
OFFICER = PrivateKeySigner(b"\x55" * 32)
STRANGER = b"\x77" * 20


@dataclass(frozen=True)
class Create:
    """The transaction that creates a contract."""

    key: str
    arguments: tuple[Any, ...] | None = None
    """Others than those of the deployment."""


@dataclass(frozen=True)
class Emit:
    """A call of a contract that emits these events."""

    events: tuple[Event, ...]
    by: PrivateKeySigner = OFFICER


@dataclass(frozen=True)
class Fail:
    """A call of a contract that fails."""

    key: str
    data: bytes = b"\x12\x34\x56\x78"
    by: PrivateKeySigner = OFFICER


@dataclass(frozen=True)
class Other:
    """A transaction that is none of our business; it may emit a log."""

    logs: tuple[ReceiptLog, ...] = ()


Sent = Create | Emit | Fail | Other


@dataclass
class Block:
    """A block, and what the contracts hold at its end."""

    header: Header
    hash: bytes
    signed: list[ConsensusTransaction]
    receipts: list[ConsensusReceipt]
    accounts: dict[bytes, Account]


@dataclass
class _State:
    """What the contracts hold."""

    storage: dict[str, dict[int, int]] = field(default_factory=dict)
    """By contract; those that stand."""
    nonces: dict[bytes, int] = field(default_factory=dict)


class EvidenceChain:
    """Blocks from a genesis on; a node of them, and a prover of their states."""

    name = "the evidence chain"
    questions_at_once = 1

    def __init__(
        self,
        engine: Engine = Engine.CLIQUE,
        contracts: Sequence[str] = tuple(CONTRACTS),
        *,
        validators: int = 4,
        epoch_blocks: int = 30_000,
        keeps_versions: bool = True,
        first_nonce: int = 0,
    ) -> None:
        self.engine = engine
        self.epoch_blocks = epoch_blocks
        self.proves = True
        """Whether the node has old states."""
        self._keeps_versions = keeps_versions
        self._state = _State()
        self._sealers: list[bytes] = []
        empty: dict[str, Any] = {
            "transactions_root": transactions_root([]),
            "receipts_root": receipts_root([]),
            "gas_used": 0,
        }
        self.scribe = Scribe(engine.value, MEMBERS[:validators], state_root=state_root({}), **empty)
        plan = standard_plan(founder=DEPLOYER.address)
        self._steps = {
            step.key: step
            for step in plan.resolved(plan.addresses(DEPLOYER.address, first_nonce))
            if step.key in contracts
        }
        created = {
            key: CreatedContract(step.address, tuple(map(argument_json, step.arguments)))
            for key, step in self._steps.items()
        }
        artifacts = {key: load(key) for key in created}
        self._codes = {key: expected_code(key, CHAIN_ID, created, artifacts) for key in created}
        self._nonces = {step.key: nonce for nonce, step in enumerate(plan.steps, first_nonce)}
        self.blocks = [Block(Header.decode(self.scribe.blocks[0]), self.scribe.hashes[0], [], [], {})]

    # --- what stands on it -----------------------------------------------------------------------------

    def address(self, key: str) -> bytes:
        return self._steps[key].address

    def deployment(self) -> Deployment:
        """The contracts as their manifest has them; blocks as they were created, 1 where they are not yet."""
        where = {
            create_address(signed.sender(), signed.field("nonce")): block
            for block in self.blocks
            for signed in block.signed
            if not signed.to
        }
        first = self.blocks[min(1, len(self.blocks) - 1)]
        contracts = []
        for key, step in self._steps.items():
            block = where.get(step.address, first)
            contracts.append(
                DeployedContract(
                    key=key,
                    contract=step.contract,
                    address=step.address,
                    arguments=tuple(map(argument_json, step.arguments)),
                    artifact_hash=load(key).artifact_hash,
                    code_hash=keccak256(self._codes[key]),
                    transaction_hash=bytes(32),
                    block_number=block.header.number,
                    block_hash=block.hash,
                )
            )
        return Deployment("evidence", CHAIN_ID, self.blocks[0].hash, DEPLOYER.address, 0, tuple(contracts))

    def create_all(self) -> None:
        """A block for each contract, which creates it."""
        for key in self._steps:
            self.seal(Create(key))

    def seal(self, *sent: Sent, vote: Vote | None = None, by: bytes | None = None) -> Block:
        """One more block."""
        number = len(self.blocks)
        at = self.scribe.timestamp + 1
        signed, receipts = [], []
        gas = 0
        for one in sent:
            gas += 50_000
            signed.append(self._signed(one))
            receipts.append(ConsensusReceipt(0, not isinstance(one, Fail), gas, self._run(one, number, at)))
        accounts = self._accounts()
        bloom = 0
        for receipt in receipts:
            bloom |= int.from_bytes(receipt.logs_bloom(), "big")
        roots: dict[str, Any] = {
            "state_root": state_root(accounts),
            "transactions_root": transactions_root(signed),
            "receipts_root": receipts_root(receipts),
            "logs_bloom": bloom.to_bytes(256, "big"),
            "gas_used": gas,
        }
        is_epoch = self.engine is Engine.CLIQUE and number % self.epoch_blocks == 0
        listed = self.scribe.validators if is_epoch else None
        by = self._whose_turn(number) if by is None else by
        self._sealers.append(by)
        encoded = self.scribe.write(by, vote, listed=listed, **roots)
        self.blocks.append(Block(Header.decode(encoded), self.scribe.hashes[-1], signed, receipts, accounts))
        return self.blocks[-1]

    def seal_empty(self, count: int) -> None:
        """So many blocks without a transaction."""
        for _ in range(count):
            self.seal()

    def admit(self, validator: bytes) -> None:
        """Votes of more than half, a block each; afterwards the validator seals too."""
        voters = self.scribe.validators
        for _ in range(len(voters) // 2 + 1):
            self.seal(vote=(validator, True))
        self.scribe.validators = sorted([*voters, validator])

    @property
    def settled_depth(self) -> int:
        """How many blocks have to follow one until it stays."""
        return len(self.scribe.validators) // 2 + 1 if self.engine is Engine.CLIQUE else 0

    # --- Node ------------------------------------------------------------------------------------------

    def chain_id(self) -> int:
        return CHAIN_ID

    def latest_number(self) -> int:
        return len(self.blocks) - 1

    def headers(self, first: int, last: int) -> Answer[wire.Header]:
        if last >= len(self.blocks):
            raise BlockMissing(f"the node has no block {last}")
        return Answer([_shown_header(block) for block in self.blocks[first : last + 1]], 1_000)

    def receipts(self, headers: Sequence[wire.Header]) -> Answer[list[wire.Receipt]]:
        blocks = [self.blocks[int(header.number, 16)] for header in headers]
        return Answer([receipts_shown(_shown_header(block), block.receipts) for block in blocks], 1_000)

    def transactions(self, headers: Sequence[wire.Header]) -> Answer[list[wire.Transaction]]:
        blocks = [self.blocks[int(header.number, 16)] for header in headers]
        return Answer([list(map(shown_transaction, block.signed)) for block in blocks], 1_000)

    def logs(self, first: int, last: int, addresses: Sequence[bytes]) -> Answer[wire.Log]:
        wanted = {shown(address) for address in addresses}
        found = [
            log
            for block in self.blocks[first : last + 1]
            for receipt in receipts_shown(_shown_header(block), block.receipts)
            for log in receipt.logs
            if log.address in wanted
        ]
        return Answer(found, 1_000)

    def storage(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[bytes]:
        accounts = self.blocks[block].accounts
        none = Account()
        return [accounts.get(address, none).storage.get(slot, 0).to_bytes(32, "big") for address, slot in slots]

    # --- Prover ----------------------------------------------------------------------------------------

    def proofs(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[StateProof]:
        if not self.proves:
            raise NodeRefused("eth_getProof", -32000, "missing trie node", None)
        accounts = self.blocks[block].accounts
        items = {keccak256(address): account.encode() for address, account in accounts.items()}
        found = []
        for address, slot in slots:
            storage = accounts[address].storage if address in accounts else {}
            words = {keccak256(at.to_bytes(32, "big")): rlp_encode(word) for at, word in storage.items() if word}
            found.append(
                StateProof(
                    trie_proof(items, keccak256(address)), trie_proof(words, keccak256(slot.to_bytes(32, "big")))
                )
            )
        return found

    def _whose_turn(self, number: int) -> bytes:
        """The validator in turn, or on Clique the next one that did not seal lately."""
        members = self.scribe.validators
        turns = [members[(number + shift) % len(members)] for shift in range(len(members))]
        recent = self._sealers[-(len(members) // 2) :] if self.engine is Engine.CLIQUE and len(members) > 1 else []
        return next(member for member in turns if member not in recent)

    # --- the machine that there is none ----------------------------------------------------------------

    def _signed(self, one: Sent) -> ConsensusTransaction:
        to, data, signer = STRANGER, b"", OFFICER
        match one:
            case Create():
                arguments = self._steps[one.key].arguments if one.arguments is None else one.arguments
                data = creation_input(load(one.key), tuple(map(argument_json, arguments)))
                to, signer = b"", DEPLOYER
            case Emit():
                to, data, signer = self.address(one.events[0].CONTRACT), b"\x01\x02\x03\x04", one.by
            case Fail():
                to, data, signer = self.address(one.key), one.data, one.by
        nonce = self._nonces[one.key] if isinstance(one, Create) else self._next_nonce(signer.address)
        unsigned = LegacyTransaction(chain_id=CHAIN_ID, nonce=nonce, gas_price=0, gas=100_000, to=to, data=data)
        return ConsensusTransaction.decode(signer.sign(unsigned))

    def _next_nonce(self, account: bytes) -> int:
        self._state.nonces[account] = self._state.nonces.get(account, -1) + 1
        return self._state.nonces[account]

    def _run(self, one: Sent, number: int, at: int) -> tuple[ReceiptLog, ...]:
        match one:
            case Create():
                self._state.storage[one.key] = {}
            case Other():
                return one.logs
            case Emit():
                return tuple(self._emitted(event, number, at) for event in one.events)
        return ()

    def _emitted(self, event: Event, number: int, at: int) -> ReceiptLog:
        topics, data = encode(event)
        storage = self._state.storage[event.CONTRACT]
        slot = load(event.CONTRACT).head_slot
        head = storage.get(slot, 0).to_bytes(32, "big") if slot in storage else EMPTY_HEAD
        storage[slot] = int.from_bytes(next_head(head, log_digest(topics, data), number, at), "big")
        for kind, object_id, version in objects_of(event) if self._keeps_versions else ():
            for place in version_places(kind, object_id):
                if place.contract_key == event.CONTRACT:
                    others = storage.get(place.slot, 0) & ~((1 << 8 * place.length_bytes) - 1 << 8 * place.offset_bytes)
                    storage[place.slot] = others | version << 8 * place.offset_bytes
        return ReceiptLog(self.address(event.CONTRACT), tuple(topics), data)

    def _accounts(self) -> dict[bytes, Account]:
        return {
            self.address(key): Account(nonce=1, code=self._codes[key], storage=dict(storage))
            for key, storage in self._state.storage.items()
        }


def _shown_header(block: Block) -> wire.Header:
    fields: Mapping[str, Any] = {
        item.json_name: getattr(block.header, item.name) for item in (*FIELDS, *OPTIONAL_FIELDS)
    }
    answer = {
        name: hex(value) if isinstance(value, int) else shown(value)
        for name, value in fields.items()
        if value is not None
    }
    transactions = [shown(one.hash()) for one in block.signed]
    return msgspec.convert({**answer, "hash": shown(block.hash), "transactions": transactions}, wire.Header)

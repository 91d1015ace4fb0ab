"""Bundles with a known lie, by name, as a forger makes them: whoever has the file, the chain and no validator's key.

What such a forger can compute anew is computed anew: roots and filters in headers, hashes of blocks (which the format
leaves out anyway), the digest at the end. Some lies are told by the chain itself, as a quorum of validators could seal
it: a bundle of it has to be refused by what the contracts are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeAlias

import msgspec

from govledger.audit.bundle.headers import ShortForm, genesis_part
from govledger.audit.bundle.objects import version_places
from govledger.audit.bundle.parts import (
    BodyPart,
    CheckpointPart,
    Coverage,
    DeploymentPart,
    HeaderPart,
    IncludedPart,
    Part,
    ScopePart,
    StatePart,
    Subject,
)
from govledger.audit.bundle.verifying import Pins
from govledger.consensus import qbft
from govledger.consensus.chain import begin, follow
from govledger.consensus.checkpoint import Checkpoint
from govledger.consensus.committed_seals import has_committed_seals, read_extra_data, without_seals
from govledger.consensus.engine import Engine, validators_in
from govledger.consensus.header import FIELDS, Header
from govledger.consensus.proof import trie_proof
from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog, receipts_by_key, receipts_root
from govledger.consensus.transaction import ConsensusTransaction, transactions_by_key, transactions_root
from govledger.consensus.trie import EMPTY_ROOT
from govledger.events import Event, encode
from govledger.events.types import OrganisationAmended, ResourceAmended
from govledger.rlp import rlp_encode
from govledger.secp256k1 import SECP256K1_N
from tests.bundles import pins_of, rules_of
from tests.evidence_chain import Create, Emit, EvidenceChain, Fail, Other
from tests.sealed_headers import MEMBERS, NOBODY, keys_of, sign
from tests.simulated_chain import sample

Bundle: TypeAlias = "tuple[list[Part], Pins]"
"""The parts but for the last, and what the auditor pins."""
LIES: dict[str, Callable[[], Bundle]] = {}
"""Each lie by its name."""

CONTRACTS = ("consortium", "data_registry")
ORGANISATION, RESOURCE = 5, 7
EPOCH = 10
FIRST, LAST = 4, 12
"""Of which blocks the log is told."""
FORGERS = MEMBERS[6:9]
"""Keys that are nobody's on the chain."""


# --- a bundle that can be edited -----------------------------------------------------------------------


@dataclass
class Shown:
    """A block as the bundle shows it."""

    header: Header
    parts: list[Part]
    """Those after its header."""

    @property
    def body(self) -> BodyPart:
        return next(part for part in self.parts if isinstance(part, BodyPart))

    def tell(self, body: BodyPart) -> None:
        """Another body in the place of the one that is there, and the header as it is."""
        self.parts = [body if isinstance(part, BodyPart) else part for part in self.parts]

    def forge(self, body: BodyPart) -> None:
        """Another body, and roots and filter of the header as they follow from it."""
        self.tell(body)
        self.header = msgspec.structs.replace(
            self.header,
            transactions_root=transactions_root(map(ConsensusTransaction.decode, body.transactions)),
            receipts_root=receipts_root(body.receipts),
            logs_bloom=_bloom(body.receipts),
        )


@dataclass
class Draft:
    """A bundle before its headers are shortened."""

    engine: Engine
    deployment: DeploymentPart
    scope: ScopePart
    blocks: list[Shown]
    """From the genesis on."""

    def parts(self) -> list[Part]:
        genesis, *others = self.blocks
        short = ShortForm(genesis.header)
        found: list[Part] = [self.deployment, self.scope, genesis_part(genesis.header), *genesis.parts]
        for shown in others:
            found += [short.shortened(shown.header), *shown.parts]
            short.follows(_bare(self.engine, shown.header))
        return found

    def scoped(self, **fields: Any) -> None:
        self.scope = msgspec.structs.replace(self.scope, **fields)


def _bare(engine: Engine, header: Header) -> Header:
    return without_seals(engine, header) if has_committed_seals(engine) else header


def _bloom(receipts: Sequence[ConsensusReceipt]) -> bytes:
    bits = 0
    for receipt in receipts:
        bits |= int.from_bytes(receipt.logs_bloom(), "big")
    return bits.to_bytes(256, "big")


def drafted(
    chain: EvidenceChain,
    first: int = FIRST,
    last: int = LAST,
    *,
    states: Sequence[int] | None = None,
    subjects: Sequence[Subject] = (),
    coverage: Coverage = Coverage.ALL,
) -> Draft:
    """A bundle of a chain, put together without the builder and without a check."""
    states = (first - 1, last) if states is None else states
    scope = ScopePart(
        engine=chain.engine,
        epoch_blocks=chain.epoch_blocks,
        first_block=0 if subjects else first,
        last_block=last,
        coverage=Coverage.LIVES if subjects else coverage,
        state_blocks=(last,) if subjects else tuple(states),
        subjects=tuple(subjects),
    )
    draft = Draft(chain.engine, DeploymentPart(chain.deployment().essence()), scope, [])
    ends = last if has_committed_seals(chain.engine) else len(chain.blocks) - 1
    for number in range(ends + 1):
        parts = _life_parts(chain, scope, number) if subjects else _log_parts(chain, scope, number)
        draft.blocks.append(Shown(_header(chain, number, ends), parts))
    return draft


def _header(chain: EvidenceChain, number: int, ends: int) -> Header:
    """With its seals where the format has them."""
    header = chain.blocks[number].header
    if not has_committed_seals(chain.engine) or number in (0, ends):
        return header
    after = chain.blocks[number + 1].header
    changes = validators_in(chain.engine, header) != validators_in(chain.engine, after)
    return header if changes else without_seals(chain.engine, header)


def _log_parts(chain: EvidenceChain, scope: ScopePart, number: int) -> list[Part]:
    parts: list[Part] = []
    if number in scope.state_blocks:
        parts += [_state(chain, address, (0,), number) for address in _addresses(chain)]
    block = chain.blocks[number]
    if scope.first_block <= number <= scope.last_block and block.signed:
        parts.append(BodyPart(tuple(one.encode() for one in block.signed), tuple(block.receipts)))
    return parts


def _life_parts(chain: EvidenceChain, scope: ScopePart, number: int) -> list[Part]:
    """Of organisations, whose id is the first indexed argument of what the consortium emits about them."""
    ids = {subject.id.rjust(32, b"\0") for subject in scope.subjects}
    slots = [version_places(subject.kind, int.from_bytes(subject.id, "big"))[0].slot for subject in scope.subjects]
    parts: list[Part] = []
    if number == scope.last_block:
        parts.append(_state(chain, chain.address("consortium"), sorted(slots), number))
    for index, receipt in enumerate(chain.blocks[number].receipts):
        logs = [log for log in receipt.logs if log.address == chain.address("consortium") and log.topics[1] in ids]
        if logs:
            parts.append(_included(chain, number, index))
    return parts


def _state(chain: EvidenceChain, address: bytes, slots: Sequence[int], number: int) -> StatePart:
    proofs = chain.proofs([(address, slot) for slot in slots], number)
    stands = address in chain.blocks[number].accounts
    storage = tuple((slot, proof.storage_proof) for slot, proof in zip(slots, proofs, strict=True))
    return StatePart(address, proofs[0].account_proof, storage if stands else ())


def _included(chain: EvidenceChain, number: int, index: int) -> IncludedPart:
    block, key = chain.blocks[number], rlp_encode(index)
    transactions, receipts = transactions_by_key(block.signed), receipts_by_key(block.receipts)
    return IncludedPart(index, trie_proof(transactions, key), trie_proof(receipts, key))


def _addresses(chain: EvidenceChain) -> list[bytes]:
    return sorted(contract.address for contract in chain.deployment().contracts)


# --- what the bundles are about ------------------------------------------------------------------------


def amended(version: int, **values: Any) -> OrganisationAmended:
    event = sample(
        OrganisationAmended, version, **{"organisation": ORGANISATION, "organisation_version": version} | values
    )
    assert isinstance(event, OrganisationAmended)
    return event


def told_by(chain: EvidenceChain) -> EvidenceChain:
    """Two contracts, five versions of an organisation, a failed call, a validator who is voted in, an epoch."""
    chain.seal(Create("consortium"))
    chain.seal(Create("data_registry"))
    chain.seal(Emit((amended(1),)))
    resource = sample(ResourceAmended, resource=RESOURCE, resource_version=1)
    chain.seal(Emit((amended(2), resource)), Fail("consortium"), Other())
    chain.admit(MEMBERS[5])
    chain.seal(Emit((amended(3),)))
    chain.seal_empty(2)
    chain.seal(Emit((amended(4),)), Emit((amended(5),)))
    chain.seal_empty(4)
    return chain


@cache
def chain_of(engine: Engine) -> EvidenceChain:
    """The chain that the lies are about; not to be sealed any further."""
    return told_by(EvidenceChain(engine, CONTRACTS, epoch_blocks=EPOCH))


def log_of(engine: Engine, **wanted: Any) -> tuple[Draft, Pins]:
    """The truth, as a log."""
    return drafted(chain_of(engine), **wanted), pins_of(chain_of(engine))


def life_of(engine: Engine) -> tuple[Draft, Pins]:
    """The truth, as a life."""
    subject = Subject("organisation", bytes((ORGANISATION,)))
    return drafted(chain_of(engine), subjects=[subject]), pins_of(chain_of(engine))


def checkpoints_of(chain: EvidenceChain) -> list[Checkpoint]:
    """What an auditor keeps who has checked the chain up to each of its blocks."""
    headers = [block.header for block in chain.blocks]
    genesis = begin(rules_of(chain), headers[0])
    return [genesis, *(block.after for block in follow(genesis, headers[1:]))]


def _lie(tell: Callable[[], Bundle]) -> Callable[[], Bundle]:
    """Adds a lie by its name."""
    LIES[tell.__name__.strip("_").replace("_", "-")] = tell
    return tell


def _with_receipt(body: BodyPart, place: int, **fields: Any) -> BodyPart:
    receipts = list(body.receipts)
    receipts[place] = msgspec.structs.replace(receipts[place], **fields)
    return BodyPart(body.transactions, tuple(receipts))


def _without_log(body: BodyPart) -> BodyPart:
    """The body without the first log of its first transaction."""
    return _with_receipt(body, 0, logs=body.receipts[0].logs[1:])


# --- events --------------------------------------------------------------------------------------------


@_lie
def dropped_log_with_matching_bloom() -> Bundle:
    """Header, root and filter say the same; the signer of the header does not."""
    draft, pins = log_of(Engine.CLIQUE)
    draft.blocks[8].forge(_without_log(draft.blocks[8].body))
    return draft.parts(), pins


@_lie
def dropped_log_below_committed_seals() -> Bundle:
    """The changed header carries no seals, and the last one, which does, is no longer the one that was sealed."""
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[8].forge(_without_log(draft.blocks[8].body))
    return draft.parts(), pins


@_lie
def dropped_log() -> Bundle:
    """The header is as it was."""
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[8].tell(_without_log(draft.blocks[8].body))
    return draft.parts(), pins


@_lie
def dropped_transaction() -> Bundle:
    draft, pins = log_of(Engine.CLIQUE)
    body = draft.blocks[11].body
    draft.blocks[11].tell(BodyPart(body.transactions[:1], body.receipts[:1]))
    return draft.parts(), pins


@_lie
def log_of_another_contract() -> Bundle:
    """An event of one contract, as if the other had emitted it."""
    draft, pins = log_of(Engine.CLIQUE)
    log = draft.blocks[8].body.receipts[0].logs[0]
    other = ReceiptLog(chain_of(Engine.CLIQUE).address("data_registry"), log.topics, log.data)
    draft.blocks[8].tell(_with_receipt(draft.blocks[8].body, 0, logs=(other,)))
    return draft.parts(), pins


@_lie
def log_of_a_stranger() -> Bundle:
    """A contract of somebody else emits an event that looks like ours: in the bundle it stands at our address."""
    chain, log = _with_log_of_a_stranger()
    draft = drafted(chain, last=13)
    ours = ReceiptLog(chain.address("consortium"), log.topics, log.data)
    draft.blocks[13].tell(_with_receipt(draft.blocks[13].body, 0, logs=(ours,)))
    return draft.parts(), pins_of(chain)


@cache
def _with_log_of_a_stranger() -> tuple[EvidenceChain, ReceiptLog]:
    chain = EvidenceChain(Engine.CLIQUE, CONTRACTS, epoch_blocks=EPOCH)
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.seal_empty(11)
    log = _log(b"\x99" * 20, amended(1))
    chain.seal(Other((log,)))
    chain.seal_empty(3)
    return chain, log


@_lie
def event_of_another_contract() -> Bundle:
    """Sealed by a quorum: a contract emits what only the other one has."""
    chain = EvidenceChain(Engine.QBFT, CONTRACTS)
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.seal(Other((_log(chain.address("data_registry"), amended(1)),)))
    return drafted(chain, first=1, last=2).parts(), pins_of(chain)


@_lie
def log_that_is_no_event() -> Bundle:
    """Sealed by a quorum: a contract emits what no contract of ours has."""
    chain = EvidenceChain(Engine.QBFT, CONTRACTS)
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.seal(Other((ReceiptLog(chain.address("consortium"), (b"\x12" * 32,), b""),)))
    return drafted(chain, first=1, last=2).parts(), pins_of(chain)


@_lie
def unlinked_event() -> Bundle:
    """Sealed by a quorum: an event that does not go into the running hash."""
    chain = EvidenceChain(Engine.QBFT, CONTRACTS)
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.seal(Other((_log(chain.address("consortium"), amended(1)),)))
    chain.seal()
    return drafted(chain, first=1, last=3).parts(), pins_of(chain)


def _log(address: bytes, event: Event) -> ReceiptLog:
    topics, data = encode(event)
    return ReceiptLog(address, tuple(topics), data)


@_lie
def receipt_of_another_block() -> Bundle:
    draft, pins = log_of(Engine.CLIQUE, first=3)
    draft.blocks[8].tell(BodyPart(draft.blocks[8].body.transactions, draft.blocks[3].body.receipts))
    return draft.parts(), pins


@_lie
def body_of_another_block() -> Bundle:
    draft, pins = log_of(Engine.CLIQUE, first=3)
    draft.blocks[8].tell(draft.blocks[3].body)
    return draft.parts(), pins


@_lie
def changed_amount_in_event() -> Bundle:
    """One bit of what an event says."""
    draft, pins = log_of(Engine.CLIQUE)
    log = draft.blocks[8].body.receipts[0].logs[0]
    told = ReceiptLog(log.address, log.topics, bytes((*log.data[:-1], log.data[-1] ^ 1)))
    draft.blocks[8].tell(_with_receipt(draft.blocks[8].body, 0, logs=(told,)))
    return draft.parts(), pins


@_lie
def event_moved_to_other_transaction() -> Bundle:
    """Of two transactions of a block, the first is said to have emitted both events; the filter is the same."""
    draft, pins = log_of(Engine.CLIQUE)
    first, second = draft.blocks[11].body.receipts
    body = _with_receipt(draft.blocks[11].body, 0, logs=first.logs + second.logs)
    draft.blocks[11].tell(_with_receipt(body, 1, logs=()))
    return draft.parts(), pins


@_lie
def events_in_another_order() -> Bundle:
    draft, pins = log_of(Engine.CLIQUE)
    logs = draft.blocks[4].body.receipts[0].logs
    draft.blocks[4].tell(_with_receipt(draft.blocks[4].body, 0, logs=logs[::-1]))
    return draft.parts(), pins


@_lie
def failed_call_shown_as_success() -> Bundle:
    draft, pins = log_of(Engine.CLIQUE)
    draft.blocks[4].tell(_with_receipt(draft.blocks[4].body, 1, succeeded=True))
    return draft.parts(), pins


@_lie
def another_sender() -> Bundle:
    """The same call, signed by another key."""
    draft, pins = log_of(Engine.CLIQUE)
    body = draft.blocks[8].body
    draft.blocks[8].tell(BodyPart((draft.blocks[11].body.transactions[0],), body.receipts))
    return draft.parts(), pins


@_lie
def dropped_body() -> Bundle:
    """With coverage all: the block has transactions."""
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[8].parts = []
    return draft.parts(), pins


@_lie
def dropped_body_of_events() -> Bundle:
    """With coverage events: the running hash at the end goes through the event that is not here."""
    draft, pins = log_of(Engine.QBFT, coverage=Coverage.EVENTS)
    draft.blocks[8].parts = []
    return draft.parts(), pins


@_lie
def body_without_event() -> Bundle:
    """With coverage events a body without any has no place."""
    chain = EvidenceChain(Engine.QBFT, CONTRACTS)
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.seal(Other())
    chain.seal()
    draft = drafted(chain, first=1, last=3, coverage=Coverage.EVENTS)
    return draft.parts(), pins_of(chain)


@_lie
def body_before_the_first_block() -> Bundle:
    draft, pins = log_of(Engine.CLIQUE)
    draft.blocks[3].parts += _log_parts(chain_of(Engine.CLIQUE), log_of(Engine.CLIQUE, first=3)[0].scope, 3)[-1:]
    return draft.parts(), pins


@_lie
def body_twice() -> Bundle:
    draft, pins = log_of(Engine.CLIQUE)
    draft.blocks[8].parts *= 2
    return draft.parts(), pins


# --- contracts -----------------------------------------------------------------------------------------


@_lie
def another_deployment() -> Bundle:
    """A twin on the same chain, with the same code and events of its own: all of it true, and not what was pinned."""
    twin = _twin(Engine.QBFT)
    return drafted(twin).parts(), pins_of(chain_of(Engine.QBFT))


@_lie
def twin_under_our_name() -> Bundle:
    """The log of a twin, beside the essence of ours."""
    twin, ours = _twin(Engine.QBFT), chain_of(Engine.QBFT)
    draft = drafted(twin, first=1)
    draft.deployment = DeploymentPart(ours.deployment().essence())
    return draft.parts(), pins_of(ours)


@cache
def _twin(engine: Engine) -> EvidenceChain:
    """The same contracts at other addresses: the deployer began later."""
    return told_by(EvidenceChain(engine, CONTRACTS, epoch_blocks=EPOCH, first_nonce=20))


@_lie
def creation_with_other_arguments() -> Bundle:
    """Sealed by a quorum: the contract stands where it should, and was made with other arguments."""
    chain = EvidenceChain(Engine.QBFT, CONTRACTS)
    chain.seal(Create("data_registry", (b"\x66" * 20, 1)))
    chain.seal(Create("consortium"))
    return drafted(chain, first=1, last=2).parts(), pins_of(chain)


class _OtherCode(EvidenceChain):
    """Where a contract should stand, other code stands."""

    def __init__(self) -> None:
        super().__init__(Engine.QBFT, CONTRACTS)
        self._codes["data_registry"] = self._codes["consortium"]


@_lie
def other_code() -> Bundle:
    chain = _OtherCode()
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.seal()
    return drafted(chain, first=2, last=2).parts(), pins_of(chain)


@_lie
def creation_left_out() -> Bundle:
    """With coverage events: the contract was not there, and has emitted something."""
    draft, pins = log_of(Engine.QBFT, first=1, coverage=Coverage.EVENTS)
    draft.blocks[1].parts = []
    return draft.parts(), pins


@_lie
def creation_of_a_silent_contract_left_out() -> Bundle:
    """With coverage events: the contract was not there, stands at the end, and has emitted nothing."""
    draft, pins = log_of(Engine.QBFT, first=1, last=3, coverage=Coverage.EVENTS)
    draft.blocks[2].parts = []
    return draft.parts(), pins


@_lie
def code_that_is_not_shown() -> Bundle:
    """Every receipt is there, but neither a state nor the creation."""
    draft, pins = log_of(Engine.QBFT, states=())
    return draft.parts(), pins


@_lie
def end_without_a_state() -> Bundle:
    """With coverage events: where the running hash ends is left out."""
    draft, pins = log_of(Engine.QBFT, states=(FIRST - 1,), coverage=Coverage.EVENTS)
    draft.blocks[8].parts = []
    return draft.parts(), pins


@_lie
def beginning_without_a_state() -> Bundle:
    """With coverage events: which running hash there was before is left out."""
    draft, pins = log_of(Engine.QBFT, states=(LAST,), coverage=Coverage.EVENTS)
    draft.blocks[8].parts = []
    return draft.parts(), pins


@_lie
def state_of_another_block() -> Bundle:
    """The running hash of before the last events, for a bundle that leaves them out."""
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[LAST].parts = _log_parts(chain_of(Engine.QBFT), draft.scope, FIRST - 1)
    return draft.parts(), pins


@_lie
def state_of_another_contract() -> Bundle:
    draft, pins = log_of(Engine.QBFT)
    first, second = (part for part in draft.blocks[LAST].parts if isinstance(part, StatePart))
    draft.blocks[LAST].parts = [replaced(first, address=second.address), replaced(second, address=first.address)]
    return draft.parts(), pins


@_lie
def missing_state() -> Bundle:
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[LAST].parts.pop()
    return draft.parts(), pins


@_lie
def another_slot() -> Bundle:
    """A word that is zero, in the place of the running hash."""
    draft, pins = log_of(Engine.QBFT)
    chain = chain_of(Engine.QBFT)
    draft.blocks[LAST].parts = [_state(chain, address, (1_000,), LAST) for address in _addresses(chain)]
    return draft.parts(), pins


@_lie
def shortened_proof() -> Bundle:
    """The way to an account ends before it does, as if there were none."""
    draft, pins = log_of(Engine.QBFT, first=1)
    draft.blocks[LAST].parts = [
        replaced(part, account_nodes=part.account_nodes[:-1], storage_nodes=())
        for part in draft.blocks[LAST].parts
        if isinstance(part, StatePart)
    ]
    return draft.parts(), pins


class _Vanishing(EvidenceChain):
    def vanish(self, key: str) -> None:
        del self._state.storage[key]


@_lie
def contract_that_vanishes() -> Bundle:
    """Sealed by a quorum: what stood before is no longer there."""
    chain = _Vanishing(Engine.QBFT, CONTRACTS)
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.vanish("data_registry")
    chain.seal()
    return drafted(chain, first=2, last=2).parts(), pins_of(chain)


def replaced(part: Any, **fields: Any) -> Any:
    """A part with other fields."""
    return msgspec.structs.replace(part, **fields)


# --- lives ---------------------------------------------------------------------------------------------


def _without_included(number: int) -> Bundle:
    draft, pins = life_of(Engine.QBFT)
    draft.blocks[number].parts = [part for part in draft.blocks[number].parts if not isinstance(part, IncludedPart)]
    return draft.parts(), pins


@_lie
def life_without_last_event() -> Bundle:
    draft, pins = life_of(Engine.QBFT)
    draft.blocks[11].parts.pop()
    return draft.parts(), pins


@_lie
def life_without_middle_event() -> Bundle:
    return _without_included(8)


@_lie
def life_without_first_event() -> Bundle:
    return _without_included(3)


@_lie
def life_that_ended_earlier() -> Bundle:
    """The last event is left out, and the state is that of before."""
    draft, pins = life_of(Engine.QBFT)
    draft.blocks[11].parts = []
    draft.blocks[LAST].parts = [
        _state(chain_of(Engine.QBFT), part.address, [slot for slot, _ in part.storage_nodes], 10)
        for part in draft.blocks[LAST].parts
        if isinstance(part, StatePart)
    ]
    return draft.parts(), pins


@_lie
def life_of_another_object() -> Bundle:
    """Another organisation that has the word of nobody, so that no event is the whole life."""
    draft, pins = life_of(Engine.QBFT)
    draft.scoped(subjects=(Subject("organisation", bytes((ORGANISATION + 1,))),))
    return draft.parts(), pins


@_lie
def event_of_another_object() -> Bundle:
    """In the life of the organisation a transaction without an event about it."""
    draft, pins = life_of(Engine.QBFT)
    draft.blocks[4].parts.append(_included(chain_of(Engine.QBFT), 4, 2))
    return draft.parts(), pins


@_lie
def included_receipt_of_another_block() -> Bundle:
    draft, pins = life_of(Engine.QBFT)
    here, there = draft.blocks[8].parts[0], draft.blocks[3].parts[0]
    assert isinstance(there, IncludedPart)
    draft.blocks[8].parts = [replaced(here, receipt_nodes=there.receipt_nodes)]
    return draft.parts(), pins


@_lie
def included_transaction_of_another_block() -> Bundle:
    draft, pins = life_of(Engine.QBFT)
    here, there = draft.blocks[8].parts[0], draft.blocks[3].parts[0]
    assert isinstance(there, IncludedPart)
    draft.blocks[8].parts = [replaced(here, transaction_nodes=there.transaction_nodes)]
    return draft.parts(), pins


@_lie
def included_at_another_place() -> Bundle:
    """The first transaction of a block, as if it were the second."""
    draft, pins = life_of(Engine.QBFT)
    first, _ = draft.blocks[11].parts
    draft.blocks[11].parts[1] = replaced(first, index=1)
    return draft.parts(), pins


@_lie
def included_twice() -> Bundle:
    draft, pins = life_of(Engine.QBFT)
    draft.blocks[8].parts *= 2
    return draft.parts(), pins


# --- headers -------------------------------------------------------------------------------------------


@_lie
def too_few_seals() -> Bundle:
    return _sealed_anew(lambda seals: seals[:-1])


@_lie
def surplus_seal() -> Bundle:
    """All five validators have sealed, and four are a quorum: the fifth seal could be there or not."""
    header = chain_of(Engine.QBFT).blocks[LAST].header
    (fifth,) = keys_of(chain_of(Engine.QBFT).scribe.validators[-1:])
    return _sealed_anew(lambda seals: (*seals, sign(fifth, qbft.seal_hash(header))))


@_lie
def seals_in_another_order() -> Bundle:
    return _sealed_anew(lambda seals: seals[::-1])


@_lie
def seal_twice() -> Bundle:
    return _sealed_anew(lambda seals: (*seals[:-1], seals[0]))


@_lie
def high_s_seal() -> Bundle:
    """The other form of the same signature, which anybody can compute."""
    return _sealed_anew(lambda seals: (*seals[:-1], other_form(seals[-1])))


@_lie
def seal_of_a_stranger() -> Bundle:
    """A seal that comes out as somebody who is no validator."""
    return _sealed_anew(lambda seals: (*seals[:-1], bytes((*seals[-1][:-1], seals[-1][-1] ^ 1))))


@_lie
def seal_that_is_no_signature() -> Bundle:
    return _sealed_anew(lambda seals: (*seals[:-1], bytes(65)))


@_lie
def seals_of_another_block() -> Bundle:
    """The validators' seals of the block before."""
    header = chain_of(Engine.QBFT).blocks[LAST - 1].header
    return _sealed_anew(lambda seals: read_extra_data(Engine.QBFT, header).seals)


@_lie
def another_round() -> Bundle:
    """Committed seals sign the round, though the block's hash leaves it out."""
    return _sealed_anew(lambda seals: seals, round=1)


@_lie
def unsealed_last_header() -> Bundle:
    return _sealed_anew(lambda seals: ())


@_lie
def unsealed_before_change_of_set() -> Bundle:
    """The last header of the old validators, without the seals by which they vouch for the new ones."""
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[7].header = without_seals(Engine.QBFT, draft.blocks[7].header)
    return draft.parts(), pins


@_lie
def seals_where_none_are_asked_for() -> Bundle:
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[9].header = chain_of(Engine.QBFT).blocks[9].header
    return draft.parts(), pins


def other_form(seal: bytes) -> bytes:
    """The same signature with the other s."""
    s = SECP256K1_N - int.from_bytes(seal[32:64], "big")
    return seal[:32] + s.to_bytes(32, "big") + bytes((seal[64] ^ 1,))


def _sealed_anew(change: Callable[[tuple[bytes, ...]], tuple[bytes, ...]], **fields: Any) -> Bundle:
    """The last header with other committed seals."""
    draft, pins = log_of(Engine.QBFT)
    header = draft.blocks[-1].header
    read = read_extra_data(Engine.QBFT, header)
    draft.blocks[-1].header = msgspec.structs.replace(
        header, extra_data=replace(read, seals=change(read.seals), **fields).encode()
    )
    return draft.parts(), pins


@_lie
def dropped_block() -> Bundle:
    """An empty block is left out; what follows names it as its parent, which the format leaves out too."""
    draft, pins = log_of(Engine.CLIQUE)
    del draft.blocks[9]
    return draft.parts(), pins


@_lie
def dropped_block_below_committed_seals() -> Bundle:
    draft, pins = log_of(Engine.QBFT, last=LAST + 1, states=(FIRST - 1,))
    del draft.blocks[9]
    draft.scoped(last_block=LAST)
    return draft.parts(), pins


@_lie
def doubled_block() -> Bundle:
    draft, pins = log_of(Engine.CLIQUE)
    draft.blocks.insert(9, draft.blocks[9])
    return draft.parts(), pins


@_lie
def swapped_blocks() -> Bundle:
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[9:11] = draft.blocks[10:8:-1]
    return draft.parts(), pins


@_lie
def block_by_nobody() -> Bundle:
    """On Clique a header more, by a key that is no signer's."""
    chain = EvidenceChain(Engine.CLIQUE, CONTRACTS)
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.seal_empty(2)
    chain.seal(by=FORGERS[0])
    return drafted(chain, first=1, last=1).parts(), pins_of(chain)


@_lie
def block_by_one_who_sealed_lately() -> Bundle:
    """A single signer whose key was stolen seals all of a chain's end."""
    chain = EvidenceChain(Engine.CLIQUE, CONTRACTS)
    chain.seal(Create("consortium"), Create("data_registry"))
    for _ in range(3):
        chain.seal(by=MEMBERS[2])
    return drafted(chain, first=1, last=1).parts(), pins_of(chain)


@_lie
def validator_added_without_votes() -> Bundle:
    """The forger's own keys, as if they had become the validators."""
    return _forged(Engine.QBFT, 0)


@_lie
def votes_that_nobody_cast() -> Bundle:
    """On QBFT a proposer signs nothing: headers with votes for the forger are made up, and sealed by who was voted in.

    The last header of the old validators would need their seals.
    """
    return _forged(Engine.QBFT, 3)


@_lie
def votes_that_nobody_cast_in_sealed_headers() -> Bundle:
    """As before, with the forger's seals also where those of the old validators are asked for."""
    return _forged(Engine.QBFT, 3, keeps_seals=True)


@_lie
def votes_that_nobody_cast_by_nonce() -> Bundle:
    """On Clique a vote is as good as the seal below it."""
    chain = EvidenceChain(Engine.CLIQUE, CONTRACTS)
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.seal(vote=(FORGERS[0], True), by=FORGERS[0])
    chain.seal_empty(2)
    return drafted(chain, first=1, last=1).parts(), pins_of(chain)


def _forged(engine: Engine, votes: int, *, keeps_seals: bool = False) -> Bundle:
    """Sealed honestly up to block 2; then votes in headers that the forger seals, and a block by the forger's set."""
    chain = EvidenceChain(engine, CONTRACTS)
    chain.seal(Create("consortium"), Create("data_registry"))
    chain.seal()
    forger = FORGERS[0]
    for _ in range(votes):
        encoded = chain.scribe.write(vote=(forger, True), committers=[forger] * 3, **_roots(chain))
        chain.blocks.append(replace(chain.blocks[-1], header=Header.decode(encoded), signed=[], receipts=[]))
    chain.scribe.validators = sorted([*chain.scribe.validators, forger]) if votes else sorted(FORGERS)
    chain.seal(by=forger)
    draft = drafted(chain, first=1, last=len(chain.blocks) - 1)
    if not keeps_seals:
        draft.blocks[-2].header = without_seals(engine, draft.blocks[-2].header)
    return draft.parts(), pins_of(chain)


def _roots(chain: EvidenceChain) -> dict[str, Any]:
    """Of an empty block after the last one."""
    header = chain.blocks[-1].header
    empty = {"transactions_root": EMPTY_ROOT, "receipts_root": EMPTY_ROOT, "gas_used": 0}
    return {"state_root": header.state_root, **empty}


# --- where the chain begins and ends -------------------------------------------------------------------


@_lie
def another_genesis() -> Bundle:
    """The chain of other validators, beside the essence of the deployment that was pinned."""
    forged = told_by(EvidenceChain(Engine.QBFT, CONTRACTS, validators=5, epoch_blocks=EPOCH))
    draft = drafted(forged)
    draft.deployment = DeploymentPart(chain_of(Engine.QBFT).deployment().essence())
    return draft.parts(), pins_of(chain_of(Engine.QBFT))


@_lie
def deployment_on_another_genesis() -> Bundle:
    """All of it is the forger's: the deployment's digest covers the genesis."""
    forged = told_by(EvidenceChain(Engine.QBFT, CONTRACTS, validators=5, epoch_blocks=EPOCH))
    return drafted(forged).parts(), pins_of(chain_of(Engine.QBFT))


@_lie
def genesis_that_was_not_pinned() -> Bundle:
    """The digest was told by the forger, the genesis by somebody else."""
    draft, pins = log_of(Engine.QBFT)
    return draft.parts(), msgspec.structs.replace(pins, genesis_hash=b"\x01" * 32)


@_lie
def another_engine() -> Bundle:
    draft, pins = log_of(Engine.QBFT)
    draft.scoped(engine=Engine.IBFT2)
    return draft.parts(), pins


@_lie
def other_epoch() -> Bundle:
    """Votes that the epoch voided would count: the block that begins it lists the signers."""
    draft, pins = log_of(Engine.CLIQUE)
    draft.scoped(epoch_blocks=2 * EPOCH)
    return draft.parts(), pins


@_lie
def epoch_that_was_not_pinned() -> Bundle:
    """On QBFT no header shows it; who brings the network's file pins it."""
    draft, pins = log_of(Engine.QBFT)
    draft.scoped(epoch_blocks=2 * EPOCH)
    return draft.parts(), msgspec.structs.replace(pins, rules=rules_of(chain_of(Engine.QBFT)))


def _from_checkpoint(checkpoint: Checkpoint) -> tuple[Draft, list[Part]]:
    """The log, and its parts from the header after a checkpoint on."""
    draft, _ = log_of(Engine.QBFT, first=checkpoint.number + 1, states=(LAST,))
    short = ShortForm(None)
    parts: list[Part] = [draft.deployment, draft.scope, CheckpointPart(checkpoint.encode())]
    for shown in draft.blocks[checkpoint.number + 1 :]:
        parts += [short.shortened(shown.header), *shown.parts]
        short.follows(_bare(Engine.QBFT, shown.header))
    return draft, parts


@_lie
def foreign_checkpoint() -> Bundle:
    """It begins with a checkpoint that its maker has made."""
    _, parts = _from_checkpoint(checkpoints_of(chain_of(Engine.QBFT))[FIRST - 1])
    return parts, pins_of(chain_of(Engine.QBFT))


@_lie
def another_checkpoint() -> Bundle:
    """It begins with a checkpoint of the chain, which is not the auditor's."""
    chain = chain_of(Engine.QBFT)
    _, parts = _from_checkpoint(checkpoints_of(chain)[FIRST - 1])
    return parts, pins_of(chain, checkpoint=checkpoints_of(chain)[FIRST - 2])


@_lie
def checkpoint_of_another_chain() -> Bundle:
    """The auditor's own, of a chain that was not pinned."""
    chain = chain_of(Engine.QBFT)
    other = EvidenceChain(Engine.QBFT, CONTRACTS, validators=5, epoch_blocks=EPOCH)
    checkpoint = checkpoints_of(other)[0]
    draft, _ = log_of(Engine.QBFT)
    return [draft.deployment, draft.scope, CheckpointPart(checkpoint.encode())], pins_of(chain, checkpoint=checkpoint)


@_lie
def state_before_the_path() -> Bundle:
    """The scope tells of the state of a block that the path does not show."""
    checkpoint = checkpoints_of(chain_of(Engine.QBFT))[FIRST - 1]
    draft, parts = _from_checkpoint(checkpoint)
    draft.scoped(state_blocks=(FIRST - 1, LAST))
    parts[1] = draft.scope
    return parts, pins_of(chain_of(Engine.QBFT), checkpoint=checkpoint)


@_lie
def path_that_begins_after_the_first_block() -> Bundle:
    checkpoint = checkpoints_of(chain_of(Engine.QBFT))[FIRST]
    draft, parts = _from_checkpoint(checkpoint)
    draft.scoped(first_block=FIRST)
    parts[1] = draft.scope
    return parts, pins_of(chain_of(Engine.QBFT), checkpoint=checkpoint)


@_lie
def checkpoint_not_on_path() -> Bundle:
    """The auditor has seen another block 9 than the bundle shows: there are two chains."""
    fork = EvidenceChain(Engine.CLIQUE, CONTRACTS, epoch_blocks=EPOCH)
    fork.seal_empty(9)
    draft, _ = log_of(Engine.CLIQUE)
    return draft.parts(), pins_of(chain_of(Engine.CLIQUE), checkpoint=checkpoints_of(fork)[9])


@_lie
def path_before_the_checkpoint() -> Bundle:
    """It ends before the block that the auditor has checked."""
    chain = chain_of(Engine.QBFT)
    draft, _ = log_of(Engine.QBFT)
    return draft.parts(), pins_of(chain, checkpoint=checkpoints_of(chain)[LAST + 1])


@_lie
def ends_earlier() -> Bundle:
    draft, _ = log_of(Engine.QBFT)
    return draft.parts(), pins_of(chain_of(Engine.QBFT), until=LAST + 1)


@_lie
def unsettled_on_clique() -> Bundle:
    """Two headers follow; of five signers it takes three."""
    draft, pins = log_of(Engine.CLIQUE)
    draft.blocks.pop()
    return draft.parts(), pins


@_lie
def headers_after_the_last_block() -> Bundle:
    """On BFT engines nothing follows the last block: its seals are what settles it."""
    draft, pins = log_of(Engine.QBFT, last=LAST + 1)
    draft.scoped(last_block=LAST, state_blocks=(FIRST - 1,))
    draft.blocks[-1].parts = []
    return draft.parts(), pins


@_lie
def path_before_the_last_block() -> Bundle:
    draft, pins = log_of(Engine.QBFT)
    draft.scoped(last_block=LAST + 1, state_blocks=(FIRST - 1,))
    draft.blocks[-1].parts = []
    return draft.parts(), pins


# --- one encoding --------------------------------------------------------------------------------------


@_lie
def field_that_is_as_before() -> Bundle:
    """A header says what the one before said."""
    draft, pins = log_of(Engine.CLIQUE)
    parts = draft.parts()
    before, after = _headers(parts)[8:10]
    coinbase = _OWN.index("coinbase")
    fields = list(after.fields)
    assert fields[coinbase] is None and before is not None
    fields[coinbase] = NOBODY
    parts[parts.index(after)] = HeaderPart(tuple(fields))
    return parts, pins


@_lie
def field_that_is_left_out() -> Bundle:
    """A header has one field fewer than any."""
    draft, pins = log_of(Engine.CLIQUE)
    parts = draft.parts()
    after = _headers(parts)[9]
    parts[parts.index(after)] = HeaderPart(after.fields[:-1])
    return parts, pins


@_lie
def states_in_another_order() -> Bundle:
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[LAST].parts.reverse()
    return draft.parts(), pins


@_lie
def body_in_a_life() -> Bundle:
    draft, pins = life_of(Engine.QBFT)
    draft.blocks[8].parts = log_of(Engine.QBFT)[0].blocks[8].parts
    return draft.parts(), pins


@_lie
def inclusion_in_a_log() -> Bundle:
    draft, pins = log_of(Engine.QBFT)
    draft.blocks[8].parts = life_of(Engine.QBFT)[0].blocks[8].parts
    return draft.parts(), pins


@_lie
def parts_in_another_order() -> Bundle:
    draft, pins = log_of(Engine.QBFT)
    deployment, scope, *others = draft.parts()
    return [scope, deployment, *others], pins


_OWN = tuple(field.name for field in FIELDS if field.name not in ("parent_hash", "number"))
"""The fields that a header part gives."""


def _headers(parts: Sequence[Part]) -> list[HeaderPart]:
    """The header of block 1, 2 …"""
    return [part for part in parts if isinstance(part, HeaderPart)]

"""Every way in which a bundle can be malformed or can fail to prove something ends with its rule."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from govledger.audit.bundle.contents import ProvedTransaction, included_transaction, sender_of
from govledger.audit.bundle.files import parts_in
from govledger.audit.bundle.life_claims import kinds_of_objects, subject_id
from govledger.audit.bundle.parts import (
    MAGIC,
    MAX_ITEMS,
    MAX_SUBJECTS,
    BodyPart,
    CheckpointPart,
    Coverage,
    DeploymentPart,
    EndPart,
    GenesisPart,
    HeaderPart,
    IncludedPart,
    Part,
    ScopePart,
    StatePart,
    Subject,
    decode_part,
    encode_part,
)
from govledger.audit.bundle.pinned import MAX_ESSENCE, pinned_deployment
from govledger.audit.bundle.places import IndexPlaces
from govledger.audit.bundle.verdict import Verdict
from govledger.audit.bundle.verifying import Pins, Verifier, verified
from govledger.consensus.committed_seals import without_seals
from govledger.consensus.engine import Engine
from govledger.consensus.header import FIELDS, Header
from govledger.consensus.proof import trie_proof
from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog
from govledger.consensus.transaction import ConsensusTransaction
from govledger.consensus.trie import EMPTY_ROOT, trie_root
from govledger.errors import BlockMissing, BundleRefused, InputError, MalformedData, NodeUnusable
from govledger.index import wire
from govledger.index.deployment import indexed
from govledger.index.model import Trust
from govledger.index.store import open_store
from govledger.index.wire import Answer
from govledger.privacy.canonical import canonical_bytes
from govledger.privacy.keccak import keccak256
from govledger.rlp import rlp_encode
from tests.bundle_changes import with_digest
from tests.bundles import builder_of, pins_of, verdict_on, wanted_of
from tests.evidence_chain import Create, EvidenceChain
from tests.lies import CONTRACTS, LAST, ORGANISATION, Draft, Shown, chain_of, checkpoints_of, drafted, life_of, log_of
from tests.sealed_headers import VANITY

ADDRESS, WORD = b"\x11" * 20, b"\x22" * 32
LOG = ScopePart(Engine.QBFT, 10, 4, 8, Coverage.ALL, (3, 8))
LIFE = ScopePart(Engine.QBFT, 10, 0, 8, Coverage.LIVES, (8,), (Subject("bill", b"\x05"),))
RECEIPT = ConsensusReceipt(0, True, 21_000, (ReceiptLog(ADDRESS, (WORD,), b"\x07"),))
PARTS: list[Part] = [
    DeploymentPart(b"{}"),
    LOG,
    LIFE,
    GenesisPart((b"", WORD)),
    CheckpointPart(b"\x01"),
    HeaderPart((None, b"", WORD)),
    StatePart(ADDRESS, (WORD,), ((0, (WORD, b"")), (2**256 - 1, ()))),
    BodyPart((b"\x80",), (RECEIPT,)),
    IncludedPart(0, (WORD,), ()),
    EndPart(WORD),
]


def refusal(call: Callable[[], object]) -> BundleRefused:
    with pytest.raises(BundleRefused) as caught:
        call()
    return caught.value


def taken(pins: Pins, *parts: Part) -> BundleRefused:
    verifier = Verifier(pins)

    def take() -> None:
        for part in parts:
            verifier.take(part)

    return refusal(take)


# --- the encoding of parts -----------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_a_part_is_read_as_it_was_written(part: Part) -> None:
    assert decode_part(encode_part(part)) == part


def with_scope(**fields: Any) -> bytes:
    return encode_part(msgspec.structs.replace(LOG, **fields))


def with_life(**fields: Any) -> bytes:
    return encode_part(msgspec.structs.replace(LIFE, **fields))


MALFORMED: dict[str, tuple[bytes, str]] = {
    "too many items": (b"\x80" * (MAX_ITEMS + 1), "more than 500000 items"),
    "no RLP": (b"\xc2\x01", "no RLP"),
    "bytes after its end": (b"\xc1\x01\x00", "no RLP"),
    "no list": (b"\x01", "no list that begins with its kind"),
    "an empty list": (b"\xc0", "no list that begins with its kind"),
    "a kind of two bytes": (rlp_encode((b"\x01\x01",)), "no list that begins with its kind"),
    "a list as kind": (rlp_encode(((1,),)), "no list that begins with its kind"),
    "an unknown kind": (rlp_encode((10,)), "of the kind 10"),
    "the kind zero": (rlp_encode((b"\x00",)), "of the kind 0"),
    "an item too many": (rlp_encode((9, WORD, b"")), "END has 2 items instead of 1"),
    "an item too few": (rlp_encode((8, 1, ())), "INCLUDED has 2 items instead of 3"),
    "a list in the place of bytes": (rlp_encode((1, ())), "essence: a list"),
    "bytes in the place of a list": (rlp_encode((3, b"")), "header field: no list"),
    "an integer with a zero before it": (rlp_encode((8, b"\x00\x01", (), ())), "index: no minimal integer"),
    "zero as a byte": (rlp_encode((8, b"\x00", (), ())), "index: no minimal integer"),
    "an integer of nine bytes": (rlp_encode((8, b"\x01" * 9, (), ())), "index: no minimal integer"),
    "a slot of 33 bytes": (rlp_encode((6, ADDRESS, (), ((b"\x01" * 33, ()),))), "slot: no minimal integer"),
    "a short address": (rlp_encode((6, ADDRESS[1:], (), ())), "address: 19 bytes"),
    "a long digest": (rlp_encode((9, WORD + b"\x00")), "digest: 33 bytes"),
    "slots that fall": (rlp_encode((6, ADDRESS, (), ((2, ()), (1, ())))), "do not rise"),
    "a slot twice": (rlp_encode((6, ADDRESS, (), ((1, ()), (1, ())))), "do not rise"),
    "a field that is a list of something": (rlp_encode((5, (b"",))), "a field of a header is a list"),
    "a body of nothing": (rlp_encode((7, (), ())), "0 transactions and 0 receipts"),
    "a receipt too few": (rlp_encode((7, (WORD,), ())), "1 transactions and 0 receipts"),
    "a status of two": (rlp_encode((7, (WORD,), ((0, 2, 1, ()),))), "type 0 and status 2"),
    "a type of 128": (rlp_encode((7, (WORD,), ((128, 1, 1, ()),))), "type 128 and status 1"),
    "five topics": (rlp_encode((7, (WORD,), ((0, 1, 1, ((ADDRESS, (WORD,) * 5, b""),)),))), "5 topics"),
    "a short topic": (rlp_encode((7, (WORD,), ((0, 1, 1, ((ADDRESS, (ADDRESS,), b""),)),))), "topic: 20 bytes"),
    "an unknown engine": (rlp_encode((2, b"ethash", 1, 1, 1, 1, (), ())), "the engine is 'ethash'"),
    "no coverage": (rlp_encode((2, b"qbft", 1, 1, 1, 0, (), ())), "coverage is 0"),
    "an unknown coverage": (rlp_encode((2, b"qbft", 1, 1, 1, 4, (), ())), "coverage is 4"),
    "an epoch of nothing": (with_scope(epoch_blocks=0), "neither that of a log nor that of lives"),
    "a log from the genesis": (with_scope(first_block=0, state_blocks=()), "neither that of a log nor that of lives"),
    "a log with subjects": (with_scope(subjects=LIFE.subjects), "neither that of a log nor that of lives"),
    "lives of nobody": (with_life(subjects=()), "neither that of a log nor that of lives"),
    "a range that ends before it begins": (with_scope(last_block=3, state_blocks=()), "ends before it begins"),
    "states that fall": (with_scope(state_blocks=(8, 3)), "do not rise"),
    "a state within the range": (with_scope(state_blocks=(3, 5, 8)), "neither the block before it nor its last one"),
    "a state long before": (with_scope(state_blocks=(2, 8)), "neither the block before it nor its last one"),
    "lives with two states": (with_life(state_blocks=(7, 8)), "another state than that of its last block"),
    "a subject twice": (with_life(subjects=LIFE.subjects * 2), "do not rise"),
    "a subject without an id": (with_life(subjects=(Subject("bill", b""),)), "has 0 bytes"),
    "a subject with a long id": (with_life(subjects=(Subject("bill", b"\x01" * 33),)), "has 33 bytes"),
    "a subject with a long kind": (with_life(subjects=(Subject("b" * 41, b"\x01"),)), "no word"),
    "a kind that is no ASCII": (rlp_encode((2, b"qbft", 1, 0, 1, 3, (1,), ((b"\xff", b"\x01"),))), "no word"),
    "too many subjects": (
        with_life(subjects=tuple(Subject("bill", n.to_bytes(3, "big")) for n in range(MAX_SUBJECTS + 1))),
        "10000 are the most",
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_not_in_the_one_encoding_is_no_part(name: str) -> None:
    encoded, found = MALFORMED[name]
    refused = refusal(lambda: decode_part(encoded))
    assert refused.rule == "FORMAT" and found in refused.found


# --- the deployment ------------------------------------------------------------------------------------


def essence(**changes: Any) -> bytes:
    document = json.loads(chain_of(Engine.QBFT).deployment().essence())
    return canonical_bytes({**document, **changes})


def contracts(**changes: Any) -> dict[str, Any]:
    """The contracts of the essence, the registry's entry told otherwise."""
    known = json.loads(essence())["contracts"]
    return {**known, "data_registry": {**known["data_registry"], **changes}}


ESSENCES: dict[str, tuple[bytes, str, str]] = {
    "a megabyte": (b" " * (MAX_ESSENCE + 1), "FORMAT", "1048576 are the most"),
    "no JSON": (b"{", "FORMAT", "not JSON"),
    "deep": (b"[" * 500_000, "FORMAT", "nested too deeply"),
    "a long number": (b'{"chainId":' + b"9" * 500_000 + b"}", "FORMAT", "too many digits"),
    "a key twice": (b'{"chainId":1,"chainId":2}', "FORMAT", "stands twice"),
    "a space": (essence().replace(b":", b": ", 1), "FORMAT", "RFC 8785"),
    "an unknown field": (essence(more=1), "FORMAT", "unknown field"),
    "no contract": (essence(contracts={}), "FORMAT", "no contract"),
    "another format": (essence(format=2), "FORMAT", "format 2"),
    "a genesis in capitals": (essence(genesis="0x" + "AB" * 32), "FORMAT", "genesis in the essence"),
    "two at one address": (
        essence(contracts=contracts(address=contracts()["consortium"]["address"])),
        "FORMAT",
        "two at one address",
    ),
    "a short address": (essence(contracts=contracts(address="0x11")), "FORMAT", "address in the essence"),
    "a stranger": (essence(contracts={"wallet": contracts()["consortium"]}), "DEPLOYMENT", "no contract of this"),
    "another artifact": (essence(contracts=contracts(artifactHash="0x" + "ab" * 32)), "DEPLOYMENT", "made from the"),
}


@pytest.mark.parametrize("name", ESSENCES)
def test_an_essence_that_is_pinned_has_to_be_one_too(name: str) -> None:
    encoded, rule, found = ESSENCES[name]
    refused = refusal(lambda: pinned_deployment(encoded, keccak256(encoded)))
    assert refused.rule == rule and found in refused.found


def test_contracts_whose_constructors_do_not_take_the_arguments_cannot_be_made() -> None:
    changed = essence(contracts=contracts(arguments=[]))
    pins = Pins(chain_of(Engine.QBFT).blocks[0].hash, keccak256(changed))
    refused = taken(pins, DeploymentPart(changed), LOG)
    assert refused.rule == "DEPLOYMENT" and "cannot be made" in refused.found


# --- contents ------------------------------------------------------------------------------------------


def header_over(transactions: dict[bytes, bytes], receipts: dict[bytes, bytes]) -> Header:
    roots = {"transactions_root": trie_root(transactions), "receipts_root": trie_root(receipts)}
    return msgspec.structs.replace(chain_of(Engine.QBFT).blocks[2].header, **roots)


def test_an_included_receipt_has_to_be_one() -> None:
    key, leaf = rlp_encode(0), {rlp_encode(0): b"\xc1\x80"}
    part = IncludedPart(0, trie_proof(leaf, key), trie_proof(leaf, key))
    refused = refusal(lambda: included_transaction(header_over(leaf, leaf), part))
    assert (refused.rule, refused.block) == ("RECEIPTS", 2)


def test_a_proof_that_there_is_no_such_transaction_includes_none() -> None:
    key, leaf = rlp_encode(1), {rlp_encode(0): b"\xc1\x80"}
    part = IncludedPart(1, trie_proof(leaf, key), trie_proof(leaf, key))
    refused = refusal(lambda: included_transaction(header_over(leaf, leaf), part))
    assert refused.rule == "TRANSACTIONS" and "no transaction 1" in refused.found


def test_a_transaction_of_an_unknown_type_cannot_be_read() -> None:
    proved = ProvedTransaction(3, b"\x7f\xc0", RECEIPT, 0)
    refused = refusal(lambda: proved.read(5))
    assert (refused.rule, refused.block) == ("TRANSACTIONS", 5) and "transaction 3 cannot be read" in refused.found


def test_a_transaction_that_nobody_signed_has_no_sender() -> None:
    signed = chain_of(Engine.QBFT).blocks[2].signed[0]
    unsigned = dataclasses.replace(signed, values=(*signed.values[:-2], 0, 0))
    assert refusal(lambda: sender_of(unsigned, 5)).rule == "TRANSACTIONS"


def test_others_creations_in_a_bundle_are_none_of_its_deployment() -> None:
    chain = EvidenceChain(Engine.QBFT, CONTRACTS)
    chain.seal(Create("data_registry"), Create("consortium"))
    whole = chain.deployment()
    deployment = dataclasses.replace(whole, contracts=(whole.contract("consortium"),))
    draft = drafted(chain, first=1, last=1, addresses=[chain.address("consortium")])
    draft.deployment = DeploymentPart(deployment.essence())
    verdict = verdict_on(draft.parts(), Pins(chain.blocks[0].hash, deployment.digest()))
    assert [contract.key for contract in verdict.contracts] == ["consortium"] and verdict.transactions == 2


# --- lives ---------------------------------------------------------------------------------------------


def life_with(*subjects: Subject) -> tuple[Draft, Pins]:
    draft, pins = life_of(Engine.QBFT)
    draft.scoped(subjects=subjects)
    return draft, pins


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (Subject("organisation", b"\x00\x05"), "begins with a zero byte"),
        (Subject("organisation", b"\x01" * 9), "its ids have the type OrganisationId"),
        (Subject("guardian", b"\x01" * 19), "its ids have the type address"),
        (Subject("wallet", b"\x01"), "no contract keeps a version of a 'wallet'"),
        (Subject("bill", b"\x01"), "has no contract that keeps bill 1"),
    ],
)
def test_a_subject_that_no_contract_keeps_has_no_life(subject: Subject, found: str) -> None:
    draft, pins = life_with(subject)
    refused = refusal(lambda: verdict_on(draft.parts(), pins))
    assert refused.rule == "FORMAT" and found in refused.found


def test_a_founder_is_the_one_of_the_deployment_and_nobody_else() -> None:
    """One word says that the founder handed over; whose it is, the constructor's argument says."""
    chain = EvidenceChain(Engine.QBFT, ("consortium", "decisions"))
    chain.seal(Create("consortium"), Create("decisions"))
    chain.seal()
    scope = msgspec.structs.replace(LIFE, subjects=(Subject("founder", ADDRESS),))
    refused = taken(pins_of(chain), DeploymentPart(chain.deployment().essence()), scope)
    assert refused.rule == "FORMAT" and f"keeps founder 0x{ADDRESS.hex()}" in refused.found


def test_kinds_are_those_of_events() -> None:
    assert {"bill", "organisation", "founder"} <= kinds_of_objects()
    assert subject_id(Subject("guardian", ADDRESS)) == ADDRESS


def test_a_contract_that_does_not_stand_keeps_no_version() -> None:
    chain = EvidenceChain(Engine.QBFT, CONTRACTS)
    chain.seal()
    draft = drafted(chain, last=1, subjects=[Subject("organisation", bytes((ORGANISATION,)))])
    (state,) = draft.blocks[1].parts
    assert isinstance(state, StatePart)
    slot = 7
    draft.blocks[1].parts = [msgspec.structs.replace(state, storage_nodes=((slot, ()),))]
    assert refusal(lambda: verdict_on(draft.parts(), pins_of(chain))).rule == "FORMAT"
    true, _ = life_of(Engine.QBFT)
    known = next(part for part in true.blocks[LAST].parts if isinstance(part, StatePart))
    nodes = tuple((at, ()) for at, _ in known.storage_nodes)
    draft.blocks[1].parts = [msgspec.structs.replace(state, storage_nodes=nodes)]
    refused = refusal(lambda: verdict_on(draft.parts(), pins_of(chain)))
    assert refused.rule == "CODE" and "does not stand" in refused.found


def test_a_life_without_its_state_proves_nothing() -> None:
    draft, pins = life_of(Engine.QBFT)
    draft.blocks[LAST].parts = []
    refused = refusal(lambda: verdict_on(draft.parts(), pins))
    assert (refused.rule, refused.block) == ("STATE", LAST)


# --- the path ------------------------------------------------------------------------------------------


def unsealed_with(extra: bytes, seconds: int) -> Header:
    last = without_seals(Engine.QBFT, chain_of(Engine.QBFT).blocks[LAST].header)
    roots = {"transactions_root": EMPTY_ROOT, "receipts_root": EMPTY_ROOT, "logs_bloom": bytes(256)}
    return msgspec.structs.replace(last, timestamp=last.timestamp + seconds, extra_data=extra, **roots)


def after_the_log(*headers: Header) -> tuple[Draft, Pins]:
    draft, pins = log_of(Engine.QBFT, states=())
    draft.blocks[LAST].header = without_seals(Engine.QBFT, draft.blocks[LAST].header)
    draft.blocks += [Shown(header, []) for header in headers]
    draft.scoped(last_block=10**6, epoch_blocks=10**6)
    return draft, pins


def test_votes_in_headers_that_nobody_sealed_are_counted_up_to_a_thousand() -> None:
    validators = chain_of(Engine.QBFT).scribe.validators
    headers = []
    for number in range(1, 1_010):
        extra = rlp_encode((VANITY, validators, (number.to_bytes(20, "big"), b"\xff"), 0, ()))
        headers.append(unsealed_with(extra, number))
    draft, pins = after_the_log(*headers)
    refused = refusal(lambda: verdict_on(draft.parts(), pins))
    assert refused.rule == "HEADER" and "1000 votes are pending" in refused.found
    assert refused.block == LAST + 1_001


def test_validators_named_by_a_contract_are_not_followed() -> None:
    draft, pins = after_the_log(unsealed_with(rlp_encode((VANITY, (), (), 0, ())), 1))
    refused = refusal(lambda: verdict_on(draft.parts(), pins))
    assert (refused.rule, refused.header_rule, refused.block) == ("HEADER", "", LAST + 1)


def test_a_genesis_whose_validators_a_contract_names_is_not_followed() -> None:
    chain = EvidenceChain(Engine.QBFT, CONTRACTS, validators=0)
    draft = drafted(chain, first=1, last=0)
    refused = refusal(lambda: verdict_on(draft.parts(), pins_of(chain)))
    assert (refused.rule, refused.block) == ("HEADER", 0) and "contract" in refused.found


def test_a_path_that_begins_after_its_claims_proves_nothing() -> None:
    chain = chain_of(Engine.QBFT)
    checkpoint = checkpoints_of(chain)[LAST + 1]
    scope = msgspec.structs.replace(log_of(Engine.QBFT)[0].scope, state_blocks=())
    pins = pins_of(chain, checkpoint=checkpoint)
    refused = taken(pins, log_of(Engine.QBFT)[0].deployment, scope, CheckpointPart(checkpoint.encode()))
    assert refused.rule == "FORMAT" and "begins after the last block" in refused.found


def test_a_checkpoint_that_is_none_is_somebody_elses() -> None:
    draft, pins = log_of(Engine.QBFT)
    refused = taken(pins, draft.deployment, draft.scope, CheckpointPart(b"\x01"))
    assert refused.rule == "CHECKPOINT" and "begins with a checkpoint, which" in refused.found


def test_a_verifier_at_the_genesis_knows_no_maker_of_a_block() -> None:
    draft, pins = log_of(Engine.QBFT)
    verifier = Verifier(pins)
    for part in draft.parts()[:3]:
        verifier.take(part)
    assert verifier.block() is None and verifier.settled() == verifier.checkpoint()


def test_a_life_does_not_show_how_contracts_were_created() -> None:
    draft, pins = life_of(Engine.QBFT)
    verifier = Verifier(pins)
    for part in draft.parts():
        verifier.take(part)
    with pytest.raises(InputError, match="how contracts were created"):
        verifier.deployment("town")


def test_what_a_checkpoint_keeps_is_the_last_block_that_is_claimed() -> None:
    """On Clique three headers follow it, which may be undone, and the last of which has two forms."""
    draft, pins = log_of(Engine.CLIQUE)
    verifier = Verifier(pins)
    for part in [*draft.parts(), EndPart(bytes(32))]:
        verifier.take(part)
    assert verifier.settled() == checkpoints_of(chain_of(Engine.CLIQUE))[LAST]
    assert verifier.checkpoint().number == LAST + 3


def test_a_transaction_type_that_is_read_is_read() -> None:
    signed = chain_of(Engine.QBFT).blocks[2].signed[0]
    assert ProvedTransaction(0, signed.encode(), RECEIPT, 0).read(2) == ConsensusTransaction.decode(signed.encode())


OWN = [field.name for field in FIELDS if field.name not in ("parent_hash", "number")]
"""The fields that a header part gives."""


def with_field(engine: Engine, number: int, name: str, value: bytes) -> tuple[list[Part], Pins]:
    """The log with another field in the part of a header."""
    draft, pins = log_of(engine)
    parts = draft.parts()
    header = [part for part in parts if isinstance(part, HeaderPart)][number - 1]
    fields = list(header.fields)
    fields[OWN.index(name)] = value
    parts[parts.index(header)] = HeaderPart(tuple(fields))
    return parts, pins


def test_extra_data_has_to_be_the_engines() -> None:
    parts, pins = with_field(Engine.QBFT, 3, "extra_data", b"\x01")
    refused = refusal(lambda: verdict_on(parts, pins))
    assert (refused.rule, refused.header_rule, refused.block) == ("HEADER", "EXTRA_DATA", 3)


def test_a_field_of_a_header_has_its_length() -> None:
    parts, pins = with_field(Engine.CLIQUE, 3, "coinbase", bytes(19))
    refused = refusal(lambda: verdict_on(parts, pins))
    assert refused.rule == "FORMAT" and "miner" in refused.found


def test_a_word_is_proved_in_the_storage_of_its_account() -> None:
    draft, pins = log_of(Engine.QBFT)
    first, second, body = draft.blocks[LAST].parts
    assert isinstance(first, StatePart) and isinstance(second, StatePart)
    draft.blocks[LAST].parts = [msgspec.structs.replace(first, storage_nodes=second.storage_nodes), second, body]
    refused = refusal(lambda: verdict_on(draft.parts(), pins))
    assert (refused.rule, refused.block) == ("STATE", LAST)


def test_a_life_has_no_state_of_another_contract() -> None:
    draft, pins = life_of(Engine.QBFT)
    registry = chain_of(Engine.QBFT).address("data_registry")
    draft.blocks[LAST].parts[0] = msgspec.structs.replace(draft.blocks[LAST].parts[0], address=registry)
    refused = refusal(lambda: verdict_on(draft.parts(), pins))
    assert refused.rule == "FORMAT" and "is not what comes next" in refused.found


def test_what_a_bundle_shows_is_what_its_verdict_counts() -> None:
    draft, pins = log_of(Engine.QBFT)
    shown = Verifier(pins)
    found = [one for part in draft.parts() for one in shown.take(part)]
    verdict = verified([*draft.parts(), EndPart(bytes(32))], pins).verdict()
    assert isinstance(verdict, Verdict) and verdict.events == len(found) == 3


# --- the file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        (b"\xff" * 9, "16777216 are the most"),
        (b"\xf9\x01", "ends within the length"),
        (b"\xf9\xff\xff\x01", "bytes before its part does"),
        (b"\xb8", "ends within the length"),
    ],
)
def test_a_part_is_as_long_as_it_says(rest: bytes, found: str) -> None:
    refused = refusal(lambda: list(parts_in(io.BytesIO(MAGIC + rest))))
    assert refused.rule == "FORMAT" and found in refused.found


def test_a_part_that_is_shorter_than_the_longest_prefix_ends_where_it_ends() -> None:
    short = encode_part(HeaderPart((b"",)))
    parts = list(parts_in(io.BytesIO(with_digest(MAGIC + short * 3))))
    assert len(short) < 9 and parts[:3] == [HeaderPart((b"",))] * 3 and isinstance(parts[3], EndPart)


# --- what a node gives for a bundle --------------------------------------------------------------------


class Lying(EvidenceChain):
    """A node that serves a chain otherwise than it is."""

    lie = ""

    def headers(self, first: int, last: int) -> Answer[wire.Header]:
        answer = super().headers(first, last)
        if self.lie == "shifted" and first > 0:
            return Answer(answer.items[1:] + answer.items[:1], answer.size)
        if self.lie == "no header" and first > 0:
            return Answer([msgspec.structs.replace(one, miner="0x12") for one in answer.items], answer.size)
        return answer

    def receipts(self, headers: Any) -> Answer[list[wire.Receipt]]:
        answer = super().receipts(headers)
        if self.lie == "no receipt":
            return Answer([[msgspec.structs.replace(one, status="0x7") for one in some] for some in answer.items], 1)
        return answer


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ("shifted", "in the place of"),
        ("no header", "something else than a header of block"),
        ("no receipt", "gives a body that is none"),
    ],
)
def test_a_builder_does_not_take_what_is_none(lie: str, error: str) -> None:
    chain = Lying(Engine.QBFT, ("data_registry",))
    chain.seal(Create("data_registry"))
    chain.seal()
    with open_store(":memory:", indexed(chain.deployment()), Trust.RECEIPTS) as store:
        builder = builder_of(chain, store)
        chain.lie = lie
        with pytest.raises((BlockMissing, NodeUnusable), match=error):
            list(builder.parts(wanted_of(chain)))


def test_a_builder_keeps_the_checkpoint_of_the_last_block_that_is_claimed() -> None:
    for engine in (Engine.CLIQUE, Engine.QBFT):
        chain = EvidenceChain(engine, ("data_registry",))
        chain.seal(Create("data_registry"))
        chain.seal_empty(4)
        with open_store(":memory:", indexed(chain.deployment()), Trust.RECEIPTS) as store:
            builder = builder_of(chain, store)
            wanted = wanted_of(chain)
            assert list(builder.parts(wanted))
            assert builder.checkpoint() == checkpoints_of(chain)[wanted.last_block]


@pytest.mark.parametrize("nodes", [b"\x01", rlp_encode((b"\x01", ()))])
def test_proofs_in_an_index_that_was_edited_are_none(nodes: bytes) -> None:
    edited = SimpleNamespace(
        deployment=indexed(chain_of(Engine.QBFT).deployment()),
        rows=lambda query, values: [("consortium", nodes, rlp_encode(()))],
    )
    with pytest.raises(MalformedData, match="the index was edited"):
        IndexPlaces(edited).stored_states(1)  # type: ignore[arg-type]

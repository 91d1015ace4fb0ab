from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from govledger.bills.batch import Batch
from govledger.bills.evidence import IssueEvent, IssueEvidence, verify_issue
from govledger.bills.files import Place
from govledger.bills.holder import HolderFile
from govledger.bills.number import BillKey
from govledger.bills.presentation import Presentation, present
from govledger.consensus import clique, ibft1, ibft2, qbft
from govledger.consensus.header import Header
from govledger.consensus.proof import trie_proof
from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog, receipt_key, receipts_by_key
from govledger.consensus.trie import trie_root
from govledger.deployments import DeployedContract, Deployment
from govledger.errors import (
    ChainMismatch,
    DocumentUnreadable,
    EvidenceMismatch,
    FieldNotProven,
    RootMismatch,
    TrieProofInvalid,
)
from govledger.events import encode
from govledger.events.types import BatchIssued, BillIssued, BillRedLettered
from tests.blocks import a_header
from tests.simulated_chain import sample
from tests.unit.test_bills_holder import PLACE, batch_and_files, change

BATCH, FILES = batch_and_files()
FIRST = FILES[0].bill.document.key
DEPLOYMENT = Deployment(
    name="town",
    chain_id=PLACE.chain_id,
    genesis_hash=PLACE.genesis_hash,
    deployer=bytes(20),
    first_nonce=0,
    contracts=(
        DeployedContract(
            key="medical_bills",
            contract="MedicalBills",
            address=PLACE.medical_bills,
            artifact_hash=bytes(32),
            code_hash=bytes(32),
            arguments=(),
            transaction_hash=bytes(32),
            block_number=1,
            block_hash=bytes(32),
        ),
    ),
)


def batch_issued(**values: Any) -> BatchIssued:
    given = {"batch": PLACE.batch, "first": FIRST, "count": len(BATCH), "root": BATCH.root} | values
    event = sample(BatchIssued, **given)
    assert isinstance(event, BatchIssued)
    return event


def receipt_with(*events: IssueEvent, address: bytes = PLACE.medical_bills) -> ConsensusReceipt:
    logs = tuple(ReceiptLog(address, topics, data) for topics, data in map(encode, events))
    return ConsensusReceipt(2, True, 90_000, logs)


OTHER = ConsensusReceipt(0, True, 21_000, ())
FOREIGN_LOG = ReceiptLog(PLACE.medical_bills, (b"\x77" * 32,), b"")


def evidence_of(receipt: ConsensusReceipt, **header: Any) -> tuple[IssueEvidence, bytes]:
    """Evidence of a receipt that stands second of three in its block, and the block's hash."""
    items = receipts_by_key([OTHER, receipt, OTHER])
    made = a_header(receipts_root=trie_root(items), **header)
    return IssueEvidence(made, 1, receipt.encode(), trie_proof(items, receipt_key(1))), made.hash()


def verified(
    file: HolderFile | Presentation, receipt: ConsensusReceipt, deployment: Deployment = DEPLOYMENT
) -> tuple[Any, IssueEvidence]:
    evidence, block_hash = evidence_of(receipt)
    presentation = present(file, ["header.total_fen"]) if isinstance(file, HolderFile) else file
    return verify_issue(presentation, evidence, header_hash=block_hash, deployment=deployment), evidence


def alone(key: BillKey = FIRST) -> HolderFile:
    """The first bill, as it would have been issued alone."""
    bill = FILES[0].bill
    row = FILES[0].opening.row
    return HolderFile(bill, Batch([row]).opening(0), replace(PLACE, batch=0))


def row_of(file: HolderFile) -> dict[str, bytes]:
    row = file.opening.row
    return {"business_tag": row.business_tag, "settlement_tag": row.settlement_tag, "inner": row.inner}


def bill_issued(file: HolderFile, **values: Any) -> BillIssued:
    event = sample(BillIssued, **({"bill": file.bill.document.key} | row_of(file) | values))
    assert isinstance(event, BillIssued)
    return event


# --- what holds ----------------------------------------------------------------------------------------


def test_every_bill_of_a_batch_is_shown_to_be_issued_in_the_block_that_was_checked() -> None:
    event = batch_issued()
    for file in FILES:
        issued, evidence = verified(file, receipt_with(event))
        assert (issued.event, issued.shown.bill) == (event, file.bill.document.key)
        assert (issued.block_number, issued.block_timestamp) == (evidence.header.number, evidence.header.timestamp)
        assert (issued.block_hash, issued.transaction_index) == (evidence.header.hash(), 1)
        assert issued.shown.values["header.total_fen"] == 15_235


def test_a_bill_issued_alone_is_shown_by_its_own_event() -> None:
    file = alone()
    issued, _ = verified(file, receipt_with(bill_issued(file)))
    assert issued.event == bill_issued(file)


def test_a_red_letter_is_shown_by_the_event_that_took_the_blue_bill_back() -> None:
    file = alone()
    event = sample(BillRedLettered, bill=FIRST + 7, red_bill=FIRST, **row_of(file))
    assert isinstance(event, BillRedLettered)
    assert verified(file, receipt_with(event))[0].event == event


def test_the_event_is_found_among_others() -> None:
    receipt = receipt_with(batch_issued(batch=PLACE.batch + 1, root=bytes(32)), batch_issued())
    with_foreign = ConsensusReceipt(2, True, 90_000, (FOREIGN_LOG, *receipt.logs))
    assert verified(FILES[2], with_foreign)[0].event == batch_issued()


def test_evidence_reads_back() -> None:
    evidence, _ = evidence_of(receipt_with(batch_issued()))
    assert IssueEvidence.from_json(evidence.to_json()) == evidence


VALIDATORS = (b"\x11" * 20, b"\x22" * 20)


@pytest.mark.parametrize(
    ("extra_data", "rule"),
    [
        (qbft.ExtraData.unsealed(VALIDATORS), qbft.block_hash),
        (ibft2.ExtraData.unsealed(VALIDATORS), ibft2.block_hash),
        (ibft1.ExtraData.unsealed(VALIDATORS), ibft1.block_hash),
        (clique.ExtraData.unsealed(VALIDATORS), clique.block_hash),
    ],
)
def test_the_hash_of_a_header_is_that_of_its_engine(extra_data: Any, rule: Callable[[Header], bytes]) -> None:
    seals = {} if not hasattr(extra_data, "seals") else {"seals": (b"\x33" * 65,)}
    evidence, _ = evidence_of(receipt_with(batch_issued()), extra_data=replace(extra_data, **seals).encode())
    block_hash = rule(evidence.header)
    assert (block_hash == evidence.header.hash()) == (not seals)
    shown = present(FILES[0], [])
    assert verify_issue(shown, evidence, header_hash=block_hash, deployment=DEPLOYMENT).block_hash == block_hash
    changed = replace(evidence, header=a_header(receipts_root=bytes(32), extra_data=evidence.header.extra_data))
    with pytest.raises(EvidenceMismatch):
        verify_issue(shown, changed, header_hash=block_hash, deployment=DEPLOYMENT)


# --- what does not -------------------------------------------------------------------------------------


def refused(file: HolderFile, receipt: ConsensusReceipt) -> EvidenceMismatch:
    with pytest.raises(EvidenceMismatch, match="have the evidence made again") as caught:
        verified(file, receipt)
    return caught.value


def test_a_header_of_another_block_is_refused() -> None:
    evidence, _ = evidence_of(receipt_with(batch_issued()))
    with pytest.raises(EvidenceMismatch, match="is not that of block 0x00") as caught:
        verify_issue(present(FILES[0], []), evidence, header_hash=bytes(32), deployment=DEPLOYMENT)
    assert caught.value.part == "header"


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, chain_id=1),
        replace(PLACE, genesis_hash=bytes(32)),
        replace(PLACE, medical_bills=bytes(20)),
        None,
    ],
)
def test_a_bill_of_another_deployment_is_refused(elsewhere: Place | None) -> None:
    file = HolderFile(FILES[0].bill, FILES[0].opening, elsewhere)
    with pytest.raises(ChainMismatch, match="give the deployment that it names"):
        verified(file, receipt_with(batch_issued()))


def test_the_event_of_another_contract_shows_nothing() -> None:
    error = refused(FILES[0], receipt_with(batch_issued(), address=b"\x99" * 20))
    assert (error.part, "issued batch 3" in str(error)) == ("receipt", True)


def test_the_event_of_another_batch_or_bill_shows_nothing() -> None:
    assert refused(FILES[0], receipt_with(batch_issued(batch=4))).part == "receipt"
    file = alone()
    error = refused(file, receipt_with(bill_issued(file, bill=FIRST + 1), batch_issued()))
    assert "issued bill 33060126-0000000001" in str(error)


def test_a_batch_that_does_not_have_the_number_at_that_place_is_refused() -> None:
    assert refused(FILES[1], receipt_with(batch_issued(first=FIRST + 1))).part == "batch"
    assert refused(FILES[4], receipt_with(batch_issued(count=4))).part == "batch"


def test_a_batch_with_another_root_is_refused() -> None:
    with pytest.raises(RootMismatch) as caught:
        verified(FILES[1], receipt_with(batch_issued(root=b"\x44" * 32)))
    assert (caught.value.root, caught.value.expected) == (BATCH.root, b"\x44" * 32)


def test_a_bill_alone_with_another_leaf_or_at_a_place_of_a_batch_is_refused() -> None:
    file = alone()
    with pytest.raises(RootMismatch):
        verified(file, receipt_with(bill_issued(file, inner=bytes(32))))
    of_batch = HolderFile(FILES[0].bill, FILES[0].opening, replace(PLACE, batch=0))
    assert refused(of_batch, receipt_with(bill_issued(file))).part == "event"


def test_a_presentation_that_does_not_hold_is_refused_whatever_the_evidence() -> None:
    content = json.loads(present(FILES[0], ["header.total_fen"]).to_json())
    content["fields"]["header.total_fen"]["value"] = 1
    with pytest.raises(FieldNotProven):
        verified(Presentation.from_json(json.dumps(content)), receipt_with(batch_issued()))


def verify_changed(**values: Any) -> None:
    evidence, block_hash = evidence_of(receipt_with(batch_issued()))
    changed = replace(evidence, **values)
    verify_issue(present(FILES[0], []), changed, header_hash=block_hash, deployment=DEPLOYMENT)


def test_a_receipt_that_is_not_in_the_block_is_refused() -> None:
    with pytest.raises(EvidenceMismatch, match="is not the one of transaction 1 of the block") as caught:
        verify_changed(receipt=receipt_with(batch_issued(root=bytes(32))).encode())
    assert caught.value.part == "receipt"
    with pytest.raises(TrieProofInvalid):
        verify_changed(receipt_index=0)
    with pytest.raises(TrieProofInvalid):
        verify_changed(proof=())


def test_a_block_that_holds_something_else_than_receipts_is_refused() -> None:
    items = {receipt_key(0): b"\xc0"}
    header = a_header(receipts_root=trie_root(items))
    evidence = IssueEvidence(header, 0, b"\xc0", trie_proof(items, receipt_key(0)))
    with pytest.raises(EvidenceMismatch, match="receipt is none: receipt is not a list"):
        verify_issue(present(FILES[0], []), evidence, header_hash=header.hash(), deployment=DEPLOYMENT)


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (change(["format"], "govledger.issue_evidence.v2"), "not a file of format govledger.issue_evidence.v1"),
        (change(["header"], "0xc0"), "the evidence's header is none"),
        (change(["header"], "0x1"), "header is not 0x"),
        (change(["receipt"], "11"), "receipt is not 0x"),
        (change(["proof", 0], "0xAA"), "proof is not 0x"),
        (change(["receipt_index"], -1), "receipt_index"),
        (change(["extra"], 1), "unknown field `extra`"),
    ],
)
def test_evidence_of_another_shape_is_refused(alter: Callable[[dict[str, Any]], None], words: str) -> None:
    evidence, _ = evidence_of(receipt_with(batch_issued()))
    content = json.loads(evidence.to_json())
    alter(content)
    with pytest.raises(DocumentUnreadable, match=words):
        IssueEvidence.from_json(json.dumps(content))

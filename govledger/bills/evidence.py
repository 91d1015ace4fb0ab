"""Evidence of an issue: that a block holds the event by which a bill, or its batch, was issued. Pure.

With a header that was checked before, it lets a bill be verified without a node::

    header hash, known    ← header
    header's receiptsRoot ← receipt, trie proof
    receipt               → the event of MedicalBills: BatchIssued, BillIssued or BillRedLettered
    event                 → the batch's root and numbers, or the bill's leaf

What the verifier has to know, from somebody else than whoever gave the files, is the header's hash and the deployment:
anybody can put a contract on a chain that emits the same event.

The verdict is "issued as shown, in block N". It says nothing about later blocks: whether the bill was taken back by a
red letter since, paid, exchanged for paper or frozen is for the chain to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from govledger.bills.batch import ManifestRow, Opening
from govledger.bills.files import JsonPart, Natural, Place, bytes_from_hex, from_json, hexadecimal, to_json
from govledger.bills.number import BillKey, format_key
from govledger.bills.presentation import Presentation, Shown
from govledger.consensus.engine import has_hash
from govledger.consensus.header import Header
from govledger.consensus.proof import verify_trie_proof
from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog, receipt_key
from govledger.deployments import Deployment
from govledger.errors import (
    ChainMismatch,
    DocumentUnreadable,
    EvidenceMismatch,
    MalformedData,
    MalformedLog,
    RootMismatch,
    UnknownLog,
)
from govledger.events import decode
from govledger.events.types import BatchIssued, BillIssued, BillRedLettered

EVIDENCE_FORMAT: Literal["govledger.issue_evidence.v1"] = "govledger.issue_evidence.v1"
IssueEvent = BatchIssued | BillIssued | BillRedLettered


@dataclass(frozen=True, slots=True)
class IssueEvidence:
    """A block's header, a receipt of the block, and the proof that it is one."""

    header: Header
    receipt_index: int
    """The transaction's place in its block."""

    receipt: bytes
    """In its consensus encoding."""

    proof: tuple[bytes, ...]
    """The nodes from the header's receipts root down to the receipt."""

    def to_json(self) -> bytes:
        """The file's bytes: indented JSON, everything else as 0x hexadecimal."""
        return to_json(
            _EvidenceJson(
                format=EVIDENCE_FORMAT,
                header=hexadecimal(self.header.encode()),
                receipt_index=self.receipt_index,
                receipt=hexadecimal(self.receipt),
                proof=tuple(map(hexadecimal, self.proof)),
            )
        )

    @classmethod
    def from_json(cls, data: bytes | str) -> IssueEvidence:
        """The evidence in JSON text.

        Raises:
            DocumentUnreadable: not JSON of this format, or a header that is none.
        """
        read = from_json(data, _EvidenceJson, EVIDENCE_FORMAT)
        try:
            header = Header.decode(_any_bytes("header", read.header))
        except MalformedData as error:
            raise DocumentUnreadable(f"the evidence's header is none: {error}") from error
        return cls(
            header=header,
            receipt_index=read.receipt_index,
            receipt=_any_bytes("receipt", read.receipt),
            proof=tuple(_any_bytes("proof", node) for node in read.proof),
        )


class _EvidenceJson(JsonPart, frozen=True, kw_only=True):
    format: Literal["govledger.issue_evidence.v1"]
    header: str
    receipt_index: Natural
    receipt: str
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """A bill that was issued as shown, in the block whose header was checked."""

    shown: Shown
    event: IssueEvent
    """The bill's issuer is its acting organisation."""

    block_hash: bytes
    block_number: int
    block_timestamp: int
    """Seconds; the validators' word."""

    transaction_index: int


def verify_issue(
    presentation: Presentation, evidence: IssueEvidence, *, header_hash: bytes, deployment: Deployment
) -> Issued:
    """Checks, without a node, that a bill was issued as a presentation shows it.

    Args:
        presentation: of the whole bill or of some fields; it names the batch and carries the opening.
        evidence: of the block in which the bill was issued.
        header_hash: that block's hash (32 bytes), which was checked before.
        deployment: the manifest of the contracts on that chain, as the consortium published it.

    Raises:
        FieldNotProven, InnerNotProven: the presentation does not hold in itself.
        ChainMismatch: the bill says that it was issued on another chain, in another contract, or on none yet.
        EvidenceMismatch: evidence of another block, batch or bill; says which part does not fit.
        TrieProofInvalid: the receipt is none of that block.
        RootMismatch: the batch that was issued does not hold the bill.
    """
    shown = presentation.verify()
    header = evidence.header
    if not has_hash(header, header_hash):
        raise EvidenceMismatch("header", f"is not that of block 0x{header_hash.hex()}; it is of block {header.number}")
    place = _place_in(deployment, shown)
    logs = _proven_receipt(evidence).logs
    event = _issue_of(logs, place, shown.bill)
    _require_issued(event, presentation.opening, shown)
    return Issued(shown, event, header_hash, header.number, header.timestamp, evidence.receipt_index)


def _proven_receipt(evidence: IssueEvidence) -> ConsensusReceipt:
    """The receipt, once the header's root is seen to hold it."""
    held = verify_trie_proof(evidence.header.receipts_root, receipt_key(evidence.receipt_index), evidence.proof)
    if held != evidence.receipt:
        raise EvidenceMismatch("receipt", f"is not the one of transaction {evidence.receipt_index} of the block")
    try:
        return ConsensusReceipt.decode(held)
    except MalformedData as error:
        raise EvidenceMismatch("receipt", f"is none: {error}") from error


def _place_in(deployment: Deployment, shown: Shown) -> Place:
    """Where the bill says that it was issued, once that is the deployment."""
    here = (deployment.chain_id, deployment.genesis_hash, deployment.address("medical_bills"))
    place = shown.place
    if place is None or (place.chain_id, place.genesis_hash, place.medical_bills) != here:
        where = "no chain yet" if place is None else f"chain {place.chain_id} in 0x{place.medical_bills.hex()}"
        raise ChainMismatch(
            f"bill {format_key(shown.bill)} says that it was issued on {where}; the deployment is on chain {here[0]}, "
            f"0x{here[2].hex()}: give the deployment that it names, or refuse the bill"
        )
    return place


def _issue_of(logs: tuple[ReceiptLog, ...], place: Place, bill: BillKey) -> IssueEvent:
    """The event of MedicalBills by which the batch, or the bill alone, was issued."""
    batch = place.batch
    for log in logs:
        if log.address != place.medical_bills:
            continue
        try:
            event = decode(log.topics, log.data)
        except (UnknownLog, MalformedLog):
            continue
        match event:
            case BatchIssued() if batch and event.batch == batch:
                return event
            case BillIssued() if not batch and event.bill == bill:
                return event
            case BillRedLettered() if not batch and event.red_bill == bill:
                return event
    what = f"batch {batch}" if batch else f"bill {format_key(bill)}"
    raise EvidenceMismatch("receipt", f"holds no event by which MedicalBills issued {what}")


def _require_issued(event: IssueEvent, opening: Opening, shown: Shown) -> None:
    """Holds number and root of the bill to those of the event."""
    if isinstance(event, BatchIssued):
        if opening.index >= event.count or event.first + opening.index != shown.bill:
            raise EvidenceMismatch(
                "batch",
                f"has {event.count} bills from {format_key(event.first)} on, of which {opening.index} is another",
            )
        root = event.root
    else:
        root = ManifestRow(event.business_tag, event.settlement_tag, event.inner).leaf(0)
        if opening.index or opening.proof:
            raise EvidenceMismatch("event", f"issued bill {format_key(shown.bill)} alone, not at a place of a batch")
    if shown.root != root:
        raise RootMismatch(format_key(shown.bill), shown.root, root)


def _any_bytes(name: str, text: str) -> bytes:
    """Bytes of any length; the name is that of the part of the file."""
    return bytes_from_hex(name, text, max(0, len(text) - 2) // 2)

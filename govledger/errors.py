"""The root of every error that govledger raises on purpose, and its tree.

An error takes facts and says the value, the rule that it broke and the way out::

    GovledgerError
    ├── InputError (also ValueError)      an argument that breaks a rule
    │   └── GenesisInvalid                a genesis file that no chain of its engine begins with
    ├── ArtifactError                     a compiled contract that is missing or damaged
    │   ├── CompilerMissing               no solc, and none to be had
    │   ├── CompilationFailed             the compiler refused the contracts
    │   ├── ContractTooLarge              a contract too near to the size limit of EIP-170
    │   └── ArtifactsOutdated             artifacts or generated code differ from the contracts
    ├── DeploymentError                   deploying, or opening a deployment
    │   ├── DeploymentNotFound            no manifest of that name
    │   ├── DeploymentBusy                another run holds the deployment's lock
    │   ├── ManifestInvalid               the manifest is not one that this version reads
    │   ├── JournalInvalid                the journal is damaged before its last line
    │   ├── DeploymentChanged             plan, artifacts, deployer or chain differ from the journal
    │   ├── CodeMismatch                  the code on the chain is not what was deployed
    │   ├── DeploymentReorganised         the chain lost blocks that a finished deployment stands in
    │   ├── DeploymentUnsettled           everything is in blocks, and they are not deep enough yet
    │   └── DeploymentReverted            a contract's constructor failed
    ├── ConnectionFailed                  no node there, or not one that speaks JSON-RPC
    │   ├── DevelopmentOnly               asked a real chain to move its time or to go back
    │   └── NodesDisagree                 not enough nodes say the same of a block
    ├── ChainMismatch                     another chain than the expected one
    ├── TransactionError                  a transaction that was not carried out
    │   ├── NodeRefused                   the node did not take the request
    │   ├── NonceTaken                    somebody else used the key's nonce
    │   ├── TransactionPending            sent, and not in a block when the time was up
    │   │   └── CreationPending           a contract's creation; the same deploy command goes on
    │   ├── FeeLimitReached               gas costs more than the caller pays
    │   ├── TransactionReverted           in a block, failed, and the reason cannot be found
    │   ├── EventMissing                  carried out without the event that was expected
    │   ├── SignatureInvalid              the signer's signature is not its address's
    │   ├── SignerFailed                  a remote signer, or the node that signs, did not sign
    │   └── IdempotencyKeyReused          the key stands for another call already
    ├── OutboxError                       the record of sent transactions on disk
    │   ├── OutboxBusy                    another process writes with this key
    │   ├── OutboxExposed                 others than the owner can read or write it
    │   └── OutboxDamaged                 not an outbox, or another account's or chain's
    ├── Refusal                           a contract refused; one subclass per custom error in refusals.py
    │   ├── BulkRefused                   one of many calls in one transaction was refused
    │   ├── UnknownRefusal                revert data that no known contract error has
    │   ├── RequirementFailed             Error(string)
    │   └── SolidityPanic                 Panic(uint256): a defect in a contract
    ├── DocumentError                     a document that breaks a rule
    │   ├── NotCanonical                  a value that canonical JSON cannot hold
    │   ├── DocumentUnreadable            bytes that are no document of the expected format
    │   ├── DocumentInvalid               a document that breaks rules; lists every one of them
    │   ├── DuplicateReference            two bills carry the same reference
    │   ├── ReferenceReused               a business number that belongs to another bill
    │   ├── BillNotIssued                 a bill that no chain has yet
    │   ├── ProofMismatch                 a document, field or leaf that is not what the chain holds
    │   │   ├── FieldNotProven            a shown field that is not in the bill
    │   │   ├── InnerNotProven            parts that do not open a bill's inner hash
    │   │   ├── RootMismatch              a bill of another batch
    │   │   ├── TrieProofInvalid          nodes that do not lead from a header's root to a key
    │   │   └── EvidenceMismatch          evidence of another block, batch or bill
    │   ├── LinkInvalid                   a QR code's link with a part that is wrong
    │   ├── CopyNotOpened                 a sealed copy that a link's secret does not open
    │   ├── TimestampInvalid              an answer that is no time stamp over the file by a pinned authority
    │   ├── FileSignatureInvalid          a signature that is not over the file, or not by whom it names
    │   ├── SyntheaRowInvalid             a row of the Synthea tables that cannot be imported
    │   └── FhirInvalid                   an element of a FHIR resource that cannot be read
    ├── VaultError                        secrets, salts and documents on disk
    │   ├── VaultNotFound                 no vault in that directory
    │   ├── VaultExposed                  others than the owner can read a secret
    │   ├── VaultLocked                   another process writes to this vault
    │   ├── VaultDamaged                  a file of the vault is missing or broken
    │   ├── AlreadyInVault                a bill, reference or record that was saved before
    │   ├── DeskEmpty                     the desk has no number that it may give a bill
    │   ├── NotInVault                    a bill, batch or record that the vault does not hold
    │   ├── NumbersTaken                  the chain gave a pending batch's numbers to other bills
    │   └── SaltShredded                  the root salt was destroyed on purpose
    ├── MalformedData (also ValueError)   bytes that are not the strict encoding of their type
    │   ├── MalformedLog (also IndexingError)
    │   ├── MalformedRlp                  bytes that are not canonical RLP
    │   ├── MalformedHeader               a block header, or its extra data, that no node of its engine writes
    │   │   └── SealInvalid               a seal that is no signature
    │   ├── MalformedReceipt              a receipt that no block holds
    │   ├── MalformedTransaction          a transaction that no block holds
    │   ├── MalformedAccount              an account that no state holds
    │   └── CheckpointInvalid             bytes that are no checkpoint of a chain
    ├── HeaderRefused                     a header that breaks a rule of its engine
    ├── BundleRefused                     an evidence bundle that does not prove what it claims
    ├── BundleUnwritable                  an evidence bundle that has no room on disk
    ├── EvidenceMissing                   nothing is left that would prove what a bundle is to claim
    ├── ConsensusUnsupported              validators that govledger cannot follow
    ├── RuleBroken                        an event that the contracts' rules do not allow
    ├── IndexingError                     reading the chain into the index
    │   ├── UnknownLog                    a log that no event of govledger's contracts has
    │   ├── BlockMissing                  the node left out a block
    │   ├── BlockHashWrong                a block's hash is not that of its header
    │   ├── ReceiptsWrong                 the receipts of a block are not those that its header commits to
    │   ├── TransactionsWrong             a block's transactions are not those of its header's root
    │   ├── LogsMissing                   the node left out logs that a block holds
    │   ├── LinkBroken                    a block whose parent is not the block before it
    │   ├── LogMisplaced                  a log of another block or address, out of order, or twice
    │   ├── VersionGap                    an object's versions are not 1, 2, 3 …
    │   ├── HeadMismatch                  the running hash of the logs is not the contract's head
    │   ├── HeadProofWrong                a proof that is none of the running hash that is indexed
    │   ├── ReorganisationTooDeep         the chain changed below the settled depth
    │   └── NodeUnusable                  the node refuses what the index needs
    ├── StoreError                        the index on disk
    │   ├── StoreMissing                  no index there
    │   ├── StoreBusy                     another process writes to it
    │   ├── StoreForeign                  the index of another deployment, or another file altogether
    │   ├── StoreOutdated                 written by another version of govledger
    │   ├── StoreFull                     no room for more
    │   ├── TrustTooLow                   would go on at a lower level of trust than it was begun with
    │   └── DriverMissing                 no package that speaks to the store's database
    ├── KeyFileError                      a key file or its password
    ├── NetworkError                      a network's folder, its nodes and its validators
    │   ├── NetworkNotFound               no network in that folder
    │   ├── NetworkInvalid                network.toml or genesis.json is not one that this version reads
    │   ├── NetworkExists                 what would be made is there already
    │   ├── ClientMissing                 no geth on this host, or one that does not seal Clique blocks
    │   ├── NodeFailed                    a node that did not start, or stopped by itself
    │   ├── NetworkNotReady               nodes that run, but do not find each other or do not seal
    │   ├── VoteRefused                   a vote that changes nothing, or that nobody here can cast
    │   ├── VoteUnsafe                    a vote that can stop the chain, or lose it to others
    │   ├── VoteOpen                      too few validators have voted yet
    │   └── NotAValidator                 a key that is none of the network's validators
    ├── TimestampAuthorityFailed          no answer of a time-stamp authority
    ├── TimestamperMissing                no packages that read time stamps
    ├── PlotterMissing                    no package that draws plots
    ├── PrinterMissing                    no packages that make PDF files
    ├── ExportFailed                      a file of an export that cannot be written
    ├── ExporterMissing                   no package that writes tables
    ├── ReconciliationFailed              files and ledger do not add up after an import
    └── DemonstrationFailed               the demo saw something else than it is there to show
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self


class GovledgerError(Exception):
    """Every error that govledger raises on purpose is one of these."""


class InputError(GovledgerError, ValueError):
    """An argument breaks a rule that can be checked without the chain."""


class GenesisInvalid(InputError):
    """A genesis file is not one that a chain of its engine begins with, or has what its hash is not known for."""


class ArtifactError(GovledgerError):
    """A compiled contract is missing, damaged or not the one expected."""


class CompilerMissing(ArtifactError):
    """There is no Solidity compiler of the right version, and none can be had."""


class CompilationFailed(ArtifactError):
    """The contracts, or what they import, cannot be compiled."""


class ContractTooLarge(ArtifactError):
    """A contract leaves too little room below the code size limit of EIP-170."""


class ArtifactsOutdated(ArtifactError):
    """Committed artifacts or generated code are not what the contracts compile to.

    Attributes:
        paths: the files that differ, are missing or have no contract any more, sorted.
    """

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = paths
        named = ", ".join(paths)
        super().__init__(f"not what contracts/ compiles to: {named}; run `govledger compile` and commit")


# --- deployments ---------------------------------------------------------------------------------------


class DeploymentError(GovledgerError):
    """A deployment could not be made, resumed or opened."""


class DeploymentNotFound(DeploymentError):
    """There is no deployment of that name in that directory."""


class DeploymentBusy(DeploymentError):
    """Another run holds the lock of this deployment."""


class ManifestInvalid(DeploymentError):
    """The manifest is not one that this version of govledger reads."""


class JournalInvalid(DeploymentError):
    """The journal is damaged in a place where no crash could have damaged it."""


class DeploymentChanged(DeploymentError):
    """The plan, an artifact, the deployer or the chain is not the one that the journal began with."""


class CodeMismatch(DeploymentError):
    """The code on the chain is not the code that the artifact says."""


class DeploymentReorganised(DeploymentError):
    """The chain no longer holds a block that a finished deployment's manifest names."""


class DeploymentUnsettled(DeploymentError):
    """Every contract is in a block, and the blocks were not deep enough, or changed, when the time was up."""


class DeploymentReverted(DeploymentError):
    """A contract's constructor failed, so that the run cannot go on."""


# --- connection ----------------------------------------------------------------------------------------


class ConnectionFailed(GovledgerError):
    """Nothing answers at the address, or what answers is no Ethereum JSON-RPC endpoint."""


class DevelopmentOnly(ConnectionFailed):
    """A real chain was asked to move its clock or to go back."""


class NodesDisagree(ConnectionFailed):
    """Not as many nodes as were asked for say the same of a block: it does not count until they do."""


class ChainMismatch(GovledgerError):
    """The node serves another chain than the expected one."""


# --- transactions --------------------------------------------------------------------------------------


class TransactionError(GovledgerError):
    """A transaction was not carried out."""


class NodeRefused(TransactionError):
    """The node answered a request with an error that is no contract's refusal.

    Attributes:
        method: the JSON-RPC method.
        code: the JSON-RPC error code, or None.
        reason: the node's own words.
        data: the JSON-RPC error's data, where nodes put what a contract reverted with; or None.
    """

    def __init__(self, method: str, code: int | None, reason: str, data: object = None) -> None:
        self.method = method
        self.code = code
        self.reason = reason
        self.data = data
        number = "" if code is None else f" (code {code})"
        super().__init__(f"the node refused {method}{number}: {reason}")


class NonceTaken(TransactionError):
    """A nonce of this key was used by a transaction that this process did not send."""


class TransactionPending(TransactionError):
    """A transaction was sent and is in no block yet; it may still get into one.

    Attributes:
        transaction_hash: what to look for.
    """

    def __init__(self, transaction_hash: bytes, waited_seconds: float, *, nonce: int) -> None:
        self.transaction_hash = transaction_hash
        self.nonce = nonce
        super().__init__(
            f"transaction 0x{transaction_hash.hex()} (nonce {nonce}) is in no block after {waited_seconds:g} s; "
            "it may still be taken: look for its receipt before sending anything again, "
            "and check that the validators seal blocks"
        )


class CreationPending(TransactionPending):
    """A contract's creation was sent and is in no block yet; the same deploy command goes on with it.

    Attributes:
        contract: which one.
    """

    def __init__(self, contract: str, transaction_hash: bytes, waited_seconds: float, *, nonce: int) -> None:
        super().__init__(transaction_hash, waited_seconds, nonce=nonce)
        self.contract = contract
        self.args = (
            f"{contract} is in no block after {waited_seconds:g} s: transaction 0x{transaction_hash.hex()} (nonce "
            f"{nonce}) was sent and may still be taken; check that the validators seal blocks, then run the same "
            "command again",
        )


class FeeLimitReached(TransactionError):
    """A transaction would have to offer more for its gas than the caller allows."""


class TransactionReverted(TransactionError):
    """A transaction is in a block and failed, and no replay tells why.

    Attributes:
        transaction: which one, and where it stands.
    """

    def __init__(self, transaction: FailedTransaction, reason: str) -> None:
        self.transaction = transaction
        super().__init__(f"{transaction} failed: {reason}")


class EventMissing(TransactionError):
    """A transaction was carried out without the event that its call should have emitted."""


class SignatureInvalid(TransactionError):
    """A signer's signature does not belong to the address that it names."""


class SignerFailed(TransactionError):
    """A remote signer, or the node that keeps the account, did not sign."""


class IdempotencyKeyReused(TransactionError):
    """An idempotency key stands for another call already.

    Attributes:
        key: the idempotency key.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(
            f"the idempotency key {key!r} stands for another call, which was signed before; a key is used again only "
            "to ask what came of the same call: choose a new key for a new call"
        )


class OutboxError(GovledgerError):
    """The record of sent transactions cannot be read or written."""


class OutboxBusy(OutboxError):
    """Another process has this outbox, and may write with the same key."""


class OutboxExposed(OutboxError):
    """Others than its owner can read or write the outbox."""


class OutboxDamaged(OutboxError):
    """The file is no outbox, or that of another account or chain, or cut short in its middle."""


# --- refusals ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FailedTransaction:
    """Where a transaction stands that failed on the chain."""

    transaction_hash: bytes
    block_number: int
    block_hash: bytes
    transaction_index: int

    def __str__(self) -> str:
        return f"transaction 0x{self.transaction_hash.hex()} in block {self.block_number}"


class Refusal(GovledgerError):
    """A contract refused a call; each custom error has its own subclass in `govledger.refusals`.

    Attributes:
        transaction: where the refused transaction stands on the chain, or None when nothing was sent.
    """

    SIGNATURE: ClassVar[str] = ""
    """As in Solidity, for instance `GrantExpired(uint64,uint64)`."""

    SELECTOR: ClassVar[bytes] = b""
    """The first 4 bytes of keccak256(SIGNATURE)."""

    transaction: FailedTransaction | None = None

    @classmethod
    def from_data(cls, data: bytes) -> Self:
        """The refusal that revert data of this selector encodes.

        Raises:
            ValueError: the data is not the ABI encoding of this error.
        """
        raise NotImplementedError(cls.__name__)

    def sent_as(self, transaction: FailedTransaction) -> Self:
        """This refusal, marked as that of a transaction which is on the chain."""
        object.__setattr__(self, "transaction", transaction)
        self.add_note(f"the refused call is on the chain as {transaction}")
        return self


class BulkRefused(Refusal):
    """One of many calls in one transaction was refused, so none of them took effect.

    Attributes:
        index: which of them, from 0.
        refusal: what the contract refused it with.
    """

    def __init__(self, index: int, refusal: Refusal) -> None:
        self.index = index
        self.refusal = refusal
        super().__init__(
            f"number {index} (from 0) was refused: {refusal} "
            "None of them took effect; mend that one or leave it out, and send the rest again"
        )


class UnknownRefusal(Refusal):
    """Revert data whose selector belongs to no known contract error, or that does not decode.

    Attributes:
        data: the raw revert data; empty when the contract gave none.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        what = f"0x{data.hex()}" if data else "no revert data"
        super().__init__(
            f"the contract refused with {what}, which is no error of govledger's contracts; "
            "the address may hold another contract or another version of it"
        )


class RequirementFailed(Refusal):
    """A contract reverted with a text.

    Attributes:
        reason: the text.
    """

    SIGNATURE = "Error(string)"
    SELECTOR = bytes.fromhex("08c379a0")

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the contract refused: {reason}")


class SolidityPanic(Refusal):
    """A check that the compiler put in failed: a defect in the contract, or an argument out of range.

    Attributes:
        code: Solidity's panic code (0x01 assertion, 0x11 overflow, 0x12 division by zero, 0x21 enum,
            0x32 index out of bounds …).
    """

    SIGNATURE = "Panic(uint256)"
    SELECTOR = bytes.fromhex("4e487b71")

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"the contract panicked with code {code:#04x}; report it with the call's arguments")


# --- documents, vault, index, keys ---------------------------------------------------------------------


class DocumentError(GovledgerError):
    """A document breaks a rule."""


class NotCanonical(DocumentError):
    """A value has no canonical JSON form here: a float, an integer beyond 2^53 - 1, broken text."""


class DocumentUnreadable(DocumentError):
    """Bytes are not JSON of the expected format: unknown field, duplicate key, wrong type, cut short."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that a document breaks."""

    field: str
    """Where, as a path: `lines[3].amount_fen`."""

    rule: str
    """What must hold, in words."""

    value: object
    """What stands there."""

    def __str__(self) -> str:
        shown = repr(self.value)
        return f"{self.field}: {self.rule}; it is {shown if len(shown) <= 80 else shown[:79] + '…'}"


class DocumentInvalid(DocumentError):
    """A document breaks rules; every one of them is listed.

    Attributes:
        problems: each with field, rule and value, in the order of the document.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        count = "1 rule" if len(problems) == 1 else f"{len(problems)} rules"
        super().__init__(
            f"the document breaks {count}: " + " | ".join(map(str, problems)) + "; mend these fields and try again"
        )


class DuplicateReference(DocumentError):
    """Two bills of one organisation carry the same tag, hence the same reference.

    Attributes:
        kind: `business` or `settlement`.
        tag: the tag that both carry.
        first: where it stands first: `row 3` of the batch, or `bill 33060126-0000000001`.
        second: the row that repeats it.
    """

    def __init__(self, kind: str, tag: bytes, first: str, second: str) -> None:
        self.kind = kind
        self.tag = tag
        self.first = first
        self.second = second
        super().__init__(
            f"{first} and {second} carry the same {kind} tag 0x{tag.hex()}: a {kind} number is used once; "
            "find out which of the two bills is the copy and leave it out"
        )


class ProofMismatch(DocumentError):
    """A document, a disclosed field or a leaf is not the one that the commitment or the root holds."""


class FieldNotProven(ProofMismatch):
    """A presentation shows a field that the bill does not have, or not with this value.

    Attributes:
        path: the field, as `header.total_fen` or `lines[3]`.
        value: what was shown.
    """

    def __init__(self, path: str, value: object) -> None:
        self.path = path
        self.value = value
        text = repr(value)
        text = text if len(text) <= 80 else text[:79] + "…"
        super().__init__(
            f"{path} is not {text} in the bill that is committed to; "
            "the value was changed, or its salt and proof are of another field or bill: ask the holder for it again"
        )


class InnerNotProven(ProofMismatch):
    """Commitment, claimable amount, consent key and blinder do not make the inner hash in the bill's leaf.

    Attributes:
        inner: the hash that they should make, 32 bytes.
    """

    def __init__(self, inner: bytes) -> None:
        self.inner = inner
        super().__init__(
            f"commitment, claimable amount, consent key and blinder do not make the bill's inner hash 0x{inner.hex()}; "
            "one of them was changed: ask the holder for the presentation again"
        )


class RootMismatch(ProofMismatch):
    """A bill leads to another root than the chain holds: it is not the bill that was issued there.

    Attributes:
        bill: the bill, as code and number.
        root: the root that the file leads to, 32 bytes.
        expected: the root that the chain holds.
    """

    def __init__(self, bill: str, root: bytes, expected: bytes) -> None:
        self.bill = bill
        self.root = root
        self.expected = expected
        super().__init__(
            f"bill {bill} leads to the root 0x{root.hex()}, the chain holds 0x{expected.hex()}: it is not the bill "
            "that was issued there; compare its number, batch and chain with those that the root is of"
        )


class TrieProofInvalid(ProofMismatch):
    """Nodes of a trie do not lead from its root to the key, one below the other and none too many.

    Attributes:
        root: the root, 32 bytes.
        key: the key.
        rule: what is wrong.
    """

    def __init__(self, root: bytes, key: bytes, rule: str) -> None:
        self.root = root
        self.key = key
        self.rule = rule
        super().__init__(
            f"the proof of key 0x{key.hex()} under the root 0x{root.hex()} {rule}; it was changed, cut short, or is of "
            "another block: have it made again by a node that you trust to be on the chain"
        )


class EvidenceMismatch(ProofMismatch):
    """Evidence of an issue does not show that this bill was issued in the block that was checked.

    Attributes:
        part: what does not fit: header, receipt, batch or event.
    """

    def __init__(self, part: str, rule: str) -> None:
        self.part = part
        super().__init__(f"the evidence's {part} {rule}; have the evidence made again, for this bill and on its chain")


class LinkInvalid(DocumentError):
    """The text of a QR code is no link of a bill. The text is not repeated: it may hold the secret.

    Attributes:
        part: which part is wrong: link, address, secret, query, bill or check code.
        rule: what is wrong with it.
    """

    def __init__(self, part: str, rule: str) -> None:
        self.part = part
        self.rule = rule
        super().__init__(
            f"the {part} in the bill's link {rule}; scan the QR code again, or ask the issuer for the page"
        )


class CopyNotOpened(DocumentError):
    """A sealed copy cannot be opened: it is of another bill, was changed, or the link's secret is another one.

    Attributes:
        bill: the bill that the link names, as code and number.
    """

    def __init__(self, bill: str) -> None:
        self.bill = bill
        super().__init__(
            f"the sealed copy of bill {bill} is not opened by this link: it was changed, is another bill's, or the "
            "link's secret is; scan the QR code again and fetch the copy that belongs to it"
        )


class TimestampInvalid(DocumentError):
    """An answer of a time-stamp authority is no time stamp over the file, or not by an authority that is pinned.

    Attributes:
        found: what does not hold.
    """

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(
            f"this is no time stamp over the file by a pinned authority: {found}; compare the file with the one that "
            "was filed, and the certificates with the authority's"
        )


class FileSignatureInvalid(DocumentError):
    """A signature is not one over the file, or not by whom it names.

    Attributes:
        found: what does not hold.
    """

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(
            f"this is no signature over the file: {found}; compare the file with the one that was filed, or have it "
            "signed again"
        )


class SyntheaRowInvalid(DocumentError):
    """A row of the Synthea tables cannot be imported.

    Attributes:
        file: the table's file name.
        line: the line in that file, the header being line 1.
        column: the column's name.
        value: what stands there.
        rule: what should stand there.
    """

    def __init__(self, file: str, line: int, column: str, value: str, rule: str, way_out: str) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.value = value
        self.rule = rule
        self.way_out = way_out
        super().__init__(f"{file}, line {line}, column {column}: {rule}, not {value!r}; {way_out}")


class FhirInvalid(DocumentError):
    """An element of a FHIR resource breaks a rule, of FHIR or of bills.

    Attributes:
        source: where the resource was read: file and line, or file and entry.
        resource: type and id, `Invoice/c1`.
        path: the element, `Invoice.totalGross.value`.
        value: what stands there.
        rule: what should stand there.
    """

    def __init__(self, source: str, resource: str, path: str, value: str, rule: str, way_out: str) -> None:
        self.source = source
        self.resource = resource
        self.path = path
        self.value = value
        self.rule = rule
        self.way_out = way_out
        super().__init__(f"{source}, {resource}, {path}: {rule}, not {value!r}; {way_out}")


class ReferenceReused(DocumentError):
    """A business number belongs to a bill with other content.

    Attributes:
        reference: the business number.
        bill: the bill that it belongs to.
    """

    def __init__(self, reference: str, bill: str) -> None:
        self.reference = reference
        self.bill = bill
        super().__init__(
            f"the business number {reference!r} belongs to bill {bill}, which has other content; "
            "a bill is never edited: take it back by a red letter and issue a new one under a new number"
        )


class BillNotIssued(DocumentError):
    """A bill is in the vault, and no chain has it yet.

    Attributes:
        bill: the bill.
    """

    def __init__(self, bill: str) -> None:
        self.bill = bill
        super().__init__(f"bill {bill} is not on a chain yet; issue it first, and take the holder's file after that")


class VaultError(GovledgerError):
    """Secrets, salts or documents on disk cannot be read or written."""


class VaultNotFound(VaultError):
    """The directory holds no vault."""


class VaultExposed(VaultError):
    """A secret, or the directory that it is in, can be read or written by others than its owner."""


class VaultLocked(VaultError):
    """Another process has this vault open for writing."""


class VaultDamaged(VaultError):
    """A file of the vault is missing, cut short or not what its name says."""


class AlreadyInVault(VaultError):
    """A bill number, a reference or a record was saved before."""


class DeskEmpty(VaultError):
    """The desk has no number that it may give a bill."""


class NotInVault(VaultError):
    """The vault holds no such bill, batch or record."""


class NumbersTaken(VaultError):
    """The numbers of a pending batch went to other bills.

    Attributes:
        first: key of the batch's first bill.
        count: how many bills it has.
    """

    def __init__(self, first: int, count: int) -> None:
        self.first = first
        self.count = count
        super().__init__(
            f"the chain gave the numbers of the pending batch of {count} from bill {first} to other bills: two vaults "
            "issue from one range; withdraw the batch from the vault and issue its bills again"
        )


class SaltShredded(VaultError):
    """The root salt was destroyed on purpose, so nothing of this document can be proved any more."""


class RuleBroken(GovledgerError):
    """An event that the rules of its contract do not allow: its log is not the contract's, or was edited.

    Attributes:
        event: the event's name.
        rule: which rule, with its facts.
        refusal: what the contract would have refused the act with; None where the act emits another event.
        at: where the event stands, once that is known: (block number, log index).
        transaction_hash: of the event's transaction, once that is known.
    """

    def __init__(
        self,
        event: str,
        rule: str,
        refusal: Refusal | None = None,
        at: tuple[int, int] | None = None,
        transaction_hash: bytes | None = None,
    ) -> None:
        where = f" in block {at[0]}, log {at[1]}" if at else ""
        where += f", transaction 0x{transaction_hash.hex()}" if transaction_hash else ""
        super().__init__(
            f"{event}{where}: {rule}. Index the chain again; if it is still so, these are not the published contracts"
        )
        self.event, self.rule, self.refusal, self.at = event, rule, refusal, at
        self.transaction_hash = transaction_hash


class IndexingError(GovledgerError):
    """The chain cannot be read into the index."""


class MalformedData(GovledgerError, ValueError):
    """Bytes are not the strict encoding of their type, or a value is not one that the type has.

    Attributes:
        what: the field, type or error.
        rule: what is wrong with it.
    """

    def __init__(self, what: str, rule: str) -> None:
        self.what = what
        self.rule = rule
        super().__init__(f"{what} {rule}")


class MalformedLog(IndexingError, MalformedData):
    """A log has the topic of a known event and is not its strict encoding."""


class MalformedRlp(MalformedData):
    """Bytes are not the one canonical RLP encoding of any value."""


class MalformedHeader(MalformedData):
    """A block header, or the extra data in it, is not what a node of its engine writes."""


class SealInvalid(MalformedHeader):
    """A seal in a header is not 65 bytes of a signature with v 0 or 1, or no key makes it."""


class MalformedReceipt(MalformedData):
    """A transaction's receipt is not what a block holds: a field is missing, or something else."""


class MalformedTransaction(MalformedData):
    """A transaction is not what a block holds: a field is missing, or something else, or its type is unknown."""


class MalformedAccount(MalformedData):
    """An account, or a word of its storage, is not what a state holds."""


class CheckpointInvalid(MalformedData):
    """Bytes are not the one encoding of a checkpoint that this version writes."""


class HeaderRefused(GovledgerError):
    """A header breaks a rule of its engine: it is not the next one of the chain.

    Attributes:
        block: the header's number.
        rule: what must hold, one of `govledger.consensus.rule.Rule`.
        found: what the header has instead.
    """

    def __init__(self, block: int, rule: str, found: str) -> None:
        self.block = block
        self.rule = rule
        self.found = found
        super().__init__(
            f"block {block} is refused, for {found}; the rule: {rule}. The header was changed or is of another chain: "
            "have it from a node that you trust to be on this one, and check the genesis, the engine and the epoch"
        )


class BundleRefused(GovledgerError):
    """An evidence bundle does not prove what it claims.

    Attributes:
        rule: what does not hold, one of `govledger.audit.bundle.rule.BundleRule`.
        found: what was found instead.
        block: where; None where it is no block.
        header_rule: the name of the engine's rule that a header breaks (`govledger.consensus.rule.Rule`); else empty.
    """

    def __init__(self, rule: str, found: str, block: int | None = None, header_rule: str = "") -> None:
        self.rule = rule
        self.found = found
        self.block = block
        self.header_rule = header_rule
        named = f"{rule}: {header_rule}" if header_rule else rule
        where = "" if block is None else f", at block {block}"
        super().__init__(
            f"the bundle is refused by the rule {named}{where}: {found}. Nothing that it claims is proved; have "
            "another from who gave it, and keep this one (docs/bundle.md says what each rule asks)"
        )

    def at(self, block: int) -> BundleRefused:
        """The same, with where it was found."""
        return BundleRefused(self.rule, self.found, block, self.header_rule)


class BundleUnwritable(GovledgerError):
    """An evidence bundle cannot be written to disk.

    Attributes:
        path: of the file.
        problem: what the system says.
    """

    def __init__(self, path: object, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path} cannot be written: {problem}; make room, or give another place with --out")


class EvidenceMissing(GovledgerError):
    """A bundle cannot be made: the node, or the index, no longer has what would prove it."""


class ConsensusUnsupported(GovledgerError):
    """A chain's validators cannot be followed through its headers: a contract names them, or they sign otherwise.

    Attributes:
        what: what it is.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"{what}; govledger follows validators by the votes in headers and by secp256k1 seals, from the genesis "
            "on: such a chain is read, but its seals are not checked"
        )


class UnknownLog(IndexingError):
    """A log belongs to no event of the contract that emitted it: another contract, or another version of it."""


class BlockMissing(IndexingError):
    """The node left out a block that was asked for, or sent another one."""


class BlockHashWrong(IndexingError):
    """A block's hash is that of its header by no engine's rule: the node changed a field, or the hash."""


class ReceiptsWrong(IndexingError):
    """The receipts that the node gives for a block are not those that its header commits to."""


class TransactionsWrong(IndexingError):
    """The transactions that the node gives for a block are not those that its header commits to."""


class LogsMissing(IndexingError):
    """The node left out logs of a block that the block's receipts hold."""


class LinkBroken(IndexingError):
    """A block's parent hash is not the hash of the block before it."""


class LogMisplaced(IndexingError):
    """A log names another block than the stored one, another address, comes out of order, or comes twice."""


class VersionGap(IndexingError):
    """An event makes a version of an object that does not follow the version before: an event is missing."""


class HeadMismatch(IndexingError):
    """The running hash of a contract's logs is not the head that the contract keeps: logs are missing or changed."""


class HeadProofWrong(IndexingError):
    """What the node gives as the proof of a running hash is none, or proves another one than is indexed."""


class ReorganisationTooDeep(IndexingError):
    """The chain no longer holds a block that was settled: an alarm, not something to index over."""


class NodeUnusable(IndexingError):
    """The node refuses, or cannot answer, something that the index needs."""


class StoreError(GovledgerError):
    """The index on disk cannot be read or written."""


class StoreMissing(StoreError):
    """There is no index in that place."""


class StoreBusy(StoreError):
    """Another process writes to this index."""


class StoreForeign(StoreError):
    """The file is the index of another deployment or chain, or no index at all."""


class StoreOutdated(StoreError):
    """The index was written by another version of govledger, with other tables."""


class StoreFull(StoreError):
    """There is no room for more; the index is as it was, and goes on when there is."""


class TrustTooLow(StoreError):
    """The index was begun at a higher level of trust than it would be continued at."""


class DriverMissing(StoreError):
    """No package is installed that speaks to the store's database."""


class KeyFileError(GovledgerError):
    """A key file or its password cannot be used."""


# --- networks ------------------------------------------------------------------------------------------


class NetworkError(GovledgerError):
    """A network's folder, its nodes or its validators are not as they should be."""


class NetworkNotFound(NetworkError):
    """The folder holds no network."""


class NetworkInvalid(NetworkError):
    """A network's file is not one that this version of govledger reads."""


class NetworkExists(NetworkError):
    """Something that would be made is there already, and is not overwritten."""


class ClientMissing(NetworkError):
    """There is no geth on this host, or not one of the release that seals Clique blocks."""


class NodeFailed(NetworkError):
    """A node cannot be started, or stopped by itself."""


class NetworkNotReady(NetworkError):
    """Nodes run, but they do not find each other or seal no blocks."""


class VoteRefused(NetworkError):
    """A vote would change nothing, or nobody can cast it from here."""


class VoteUnsafe(NetworkError):
    """A vote can stop the chain, or lose it to others; it is cast if that is asked for.

    Attributes:
        reasons: what is unsafe about it, in words.
    """

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("this vote is unsafe: " + "; ".join(reasons) + "; with --force it is cast all the same")


class VoteOpen(NetworkError):
    """The time was up before more than half of the validators had voted.

    Attributes:
        votes_missing: how many more votes it takes.
    """

    def __init__(self, votes_missing: int, reason: str) -> None:
        self.votes_missing = votes_missing
        super().__init__(reason)


class NotAValidator(NetworkError):
    """The key is none of the network's validators."""


# --- runs ----------------------------------------------------------------------------------------------


class TimestampAuthorityFailed(GovledgerError):
    """A time-stamp authority did not answer, or not with what RFC 3161 says."""


class TimestamperMissing(GovledgerError):
    """The packages that read time stamps are not installed.

    Attributes:
        package: the one that was looked for first.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(
            f"time stamps need the package {package}, which is not installed: pip install 'govledger[timestamp]'; "
            "signatures need nothing more"
        )


class PlotterMissing(GovledgerError):
    """The package that draws the plots of reports is not installed.

    Attributes:
        package: the one that was looked for first.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(
            f"a page with plots needs the package {package}, which is not installed: pip install 'govledger[report]'; "
            "tables, CSV and JSON need nothing more"
        )


class PrinterMissing(GovledgerError):
    """The packages that make PDF files are not installed.

    Attributes:
        package: the one that was looked for first.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(
            f"a PDF file needs the package {package}, which is not installed: pip install 'govledger[print]'; "
            "the page as HTML needs nothing more"
        )


class ExportFailed(GovledgerError):
    """A file of an export cannot be written; those that were written before it are whole."""


class ExporterMissing(GovledgerError):
    """The package that writes Parquet and CSV files is not installed.

    Attributes:
        package: the one that was looked for.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(
            f"Parquet and CSV need the package {package}, which is not installed: pip install 'govledger[export]'; "
            "JSON lines need nothing more"
        )


class ReconciliationFailed(GovledgerError):
    """After an import, the files are not what the ledger holds and what is listed together.

    Attributes:
        failures: each comparison that fails, in words.
    """

    def __init__(self, failures: tuple[str, ...]) -> None:
        self.failures = failures
        super().__init__(
            "the reconciliation does not hold: " + " | ".join(failures) + "; run the import again with the same keys, "
            "and if that changes nothing, compare the report with the vaults and the trail"
        )


class DemonstrationFailed(GovledgerError):
    """What the demo shows did not happen: a defect in govledger, or an installation with changed parts."""

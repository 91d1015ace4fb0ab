"""The root of every error that govledger raises on purpose, and its tree.

An error takes facts and says the value, the rule that it broke and the way out::

    GovledgerError
    ├── InputError (also ValueError)      an argument that breaks a rule
    ├── ArtifactError                     a compiled contract that is missing or damaged
    ├── DeploymentError                   deploying, or opening a deployment
    │   ├── DeploymentNotFound            no manifest of that name
    │   ├── DeploymentBusy                another run holds the deployment's lock
    │   ├── ManifestInvalid               the manifest is not one that this version reads
    │   ├── JournalInvalid                the journal is damaged before its last line
    │   ├── DeploymentChanged             plan, artifacts, deployer or chain differ from the journal
    │   ├── CodeMismatch                  the code on the chain is not what was deployed
    │   └── DeploymentReverted            a contract's constructor failed
    ├── ConnectionFailed                  no node there, or not one that speaks JSON-RPC
    │   └── DevelopmentOnly               asked a real chain to move its time or to go back
    ├── ChainMismatch                     another chain than the expected one
    ├── TransactionError                  a transaction that was not carried out
    │   ├── NodeRefused                   the node did not take the request
    │   ├── NonceTaken                    somebody else used the key's nonce
    │   ├── TransactionPending            sent, and not in a block when the time was up
    │   ├── TransactionReverted           in a block, failed, and the reason cannot be found
    │   ├── EventMissing                  carried out without the event that was expected
    │   └── SignatureInvalid              the signer's signature is not its address's
    ├── Refusal                           a contract refused; one subclass per custom error in refusals.py
    │   ├── UnknownRefusal                revert data that no known contract error has
    │   ├── RequirementFailed             Error(string)
    │   └── SolidityPanic                 Panic(uint256): a defect in a contract
    ├── DocumentError                     a document that breaks a rule
    ├── VaultError                        secrets, salts and documents on disk
    ├── IndexingError                     reading the chain into the index
    ├── StoreError                        the index on disk
    └── KeyFileError                      a key file or its password
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self


class GovledgerError(Exception):
    """Every error that govledger raises on purpose is one of these."""


class InputError(GovledgerError, ValueError):
    """An argument breaks a rule that can be checked without the chain."""


class ArtifactError(GovledgerError):
    """A compiled contract is missing, damaged or not the one expected."""


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


class DeploymentReverted(DeploymentError):
    """A contract's constructor failed, so that the run cannot go on."""


# --- connection ----------------------------------------------------------------------------------------


class ConnectionFailed(GovledgerError):
    """Nothing answers at the address, or what answers is no Ethereum JSON-RPC endpoint."""


class DevelopmentOnly(ConnectionFailed):
    """A real chain was asked to move its clock or to go back."""


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
    """

    def __init__(self, method: str, code: int | None, reason: str) -> None:
        self.method = method
        self.code = code
        self.reason = reason
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


class VaultError(GovledgerError):
    """Secrets, salts or documents on disk cannot be read or written."""


class IndexingError(GovledgerError):
    """The chain cannot be read into the index."""


class StoreError(GovledgerError):
    """The index on disk cannot be read or written."""


class KeyFileError(GovledgerError):
    """A key file or its password cannot be used."""

"""The refusals of govledger's contracts: one exception for each custom error, known by its selector.

A class has the error's own name; where Python has that name itself, `Refusal` stands behind it.
Generated from the contracts' ABIs and NatSpec by `govledger compile`; do not edit.
"""

from __future__ import annotations

from typing import ClassVar

from govledger.events.refusal import ContractRefusal


class AccountListed(ContractRefusal):
    """{account} is a contract of the directory: through it, whoever commands it would act as the officer.

    Raised for `AccountListed(address)` of Consortium.

    Attributes:
        account: address account
    """

    SIGNATURE: ClassVar[str] = "AccountListed(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("9f6927d4")
    MESSAGE: ClassVar[str] = (
        "{account} is a contract of the directory: through it, whoever commands it would act as the officer."
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("account",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        account: bytes,
    ) -> None:
        super().__init__(account)
        self.account = account


class AccountTaken(ContractRefusal):
    """The account {account} serves officer {officer}, and an account serves one officer for ever.

    Raised for `AccountTaken(address,uint64)` of Consortium.

    Attributes:
        account: address account
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "AccountTaken(address,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("a4ca32fa")
    MESSAGE: ClassVar[str] = (
        "The account {account} serves officer {officer}, and an account serves one officer for ever."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "officer",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint64",
    )

    def __init__(
        self,
        account: bytes,
        officer: int,
    ) -> None:
        super().__init__(account, officer)
        self.account = account
        self.officer = officer


class AccountUnknown(ContractRefusal):
    """The account {account} serves no officer.

    An administrator of its organisation appoints it.

    Raised for `AccountUnknown(address)` of Consortium.

    Attributes:
        account: address account
    """

    SIGNATURE: ClassVar[str] = "AccountUnknown(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("619d2f9a")
    MESSAGE: ClassVar[str] = (
        "The account {account} serves no officer. An administrator of its organisation appoints it."
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("account",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        account: bytes,
    ) -> None:
        super().__init__(account)
        self.account = account


class AccountZero(ContractRefusal):
    """The zero address cannot serve an officer.

    Raised for `AccountZero()` of Consortium.
    """

    SIGNATURE: ClassVar[str] = "AccountZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1cd788c2")
    MESSAGE: ClassVar[str] = "The zero address cannot serve an officer."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class AddressEmptyCode(ContractRefusal):
    """`AddressEmptyCode` of Decisions.

    Raised for `AddressEmptyCode(address)` of Decisions.

    Attributes:
        target: address target
    """

    SIGNATURE: ClassVar[str] = "AddressEmptyCode(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("9996b315")
    MESSAGE: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[str, ...]] = ("target",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        target: bytes,
    ) -> None:
        super().__init__(target)
        self.target = target


class AdministratorForeign(ContractRefusal):
    """The caller administers organisation {acting}, not {organisation}.

    Raised for `AdministratorForeign(uint64,uint64)` of Consortium.

    Attributes:
        acting: uint64 acting
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "AdministratorForeign(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("424f949f")
    MESSAGE: ClassVar[str] = "The caller administers organisation {acting}, not {organisation}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "acting",
        "organisation",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        acting: int,
        organisation: int,
    ) -> None:
        super().__init__(acting, organisation)
        self.acting = acting
        self.organisation = organisation


class BatchBillMismatch(ContractRefusal):
    """Batch {batch} has {count} bills from {first}; bill {bill} is none of them.

    Raised for `BatchBillMismatch(uint64,uint64,uint32,uint64)` of MedicalBills.

    Attributes:
        batch: uint64 batch
        first: uint64 first
        count: uint32 count
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "BatchBillMismatch(uint64,uint64,uint32,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("019155a6")
    MESSAGE: ClassVar[str] = "Batch {batch} has {count} bills from {first}; bill {bill} is none of them."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "batch",
        "first",
        "count",
        "bill",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint32",
        "uint64",
    )

    def __init__(
        self,
        batch: int,
        first: int,
        count: int,
        bill: int,
    ) -> None:
        super().__init__(batch, first, count, bill)
        self.batch = batch
        self.first = first
        self.count = count
        self.bill = bill


class BatchEmpty(ContractRefusal):
    """A batch needs at least one bill.

    Raised for `BatchEmpty()` of MedicalBills.
    """

    SIGNATURE: ClassVar[str] = "BatchEmpty()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("50e980cc")
    MESSAGE: ClassVar[str] = "A batch needs at least one bill."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class BatchRootZero(ContractRefusal):
    """The root of a batch is zero.

    Raised for `BatchRootZero()` of MedicalBills.
    """

    SIGNATURE: ClassVar[str] = "BatchRootZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e41777d6")
    MESSAGE: ClassVar[str] = "The root of a batch is zero."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class BatchUnknown(ContractRefusal):
    """There is no batch {batch}.

    Raised for `BatchUnknown(uint64)` of MedicalBills.

    Attributes:
        batch: uint64 batch
    """

    SIGNATURE: ClassVar[str] = "BatchUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("5c883834")
    MESSAGE: ClassVar[str] = "There is no batch {batch}."
    FIELDS: ClassVar[tuple[str, ...]] = ("batch",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        batch: int,
    ) -> None:
        super().__init__(batch)
        self.batch = batch


class BillEngaged(ContractRefusal):
    """Bill {bill} is engaged in {by} until {until} (1099511627775: for ever, since something is settled).

    Release what is reserved, or wait, first.

    Raised for `BillEngaged(uint64,uint40,address)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        until: uint40 until
        by: address by
    """

    SIGNATURE: ClassVar[str] = "BillEngaged(uint64,uint40,address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8fc1a896")
    MESSAGE: ClassVar[str] = (
        "Bill {bill} is engaged in {by} until {until} (1099511627775: for ever, since something is settled). Release "
        "what is reserved, or wait, first."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "until",
        "by",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "address",
    )

    def __init__(
        self,
        bill: int,
        until: int,
        by: bytes,
    ) -> None:
        super().__init__(bill, until, by)
        self.bill = bill
        self.until = until
        self.by = by


class BillInnerZero(ContractRefusal):
    """The hash of a bill's inner part is zero.

    Raised for `BillInnerZero()` of MedicalBills.
    """

    SIGNATURE: ClassVar[str] = "BillInnerZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("425eaf9b")
    MESSAGE: ClassVar[str] = "The hash of a bill's inner part is zero."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class BillIssuerMismatch(ContractRefusal):
    """Bill {bill} was issued by organisation {issuer}, not by {acting}.

    Raised for `BillIssuerMismatch(uint64,uint64,uint64)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        issuer: uint64 issuer
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "BillIssuerMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("dea94b1d")
    MESSAGE: ClassVar[str] = "Bill {bill} was issued by organisation {issuer}, not by {acting}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "issuer",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        bill: int,
        issuer: int,
        acting: int,
    ) -> None:
        super().__init__(bill, issuer, acting)
        self.bill = bill
        self.issuer = issuer
        self.acting = acting


class BillLeafMismatch(ContractRefusal):
    """Bill {bill} was not issued with this leaf: leaf or proof is wrong.

    Raised for `BillLeafMismatch(uint64)` of MedicalBills.

    Attributes:
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "BillLeafMismatch(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("946ff3ca")
    MESSAGE: ClassVar[str] = "Bill {bill} was not issued with this leaf: leaf or proof is wrong."
    FIELDS: ClassVar[tuple[str, ...]] = ("bill",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        bill: int,
    ) -> None:
        super().__init__(bill)
        self.bill = bill


class BillStateMismatch(ContractRefusal):
    """Bill {bill} is in state {state}; this act needs an issued bill that was not taken back.

    Raised for `BillStateMismatch(uint64,uint8)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        state: uint8 state
    """

    SIGNATURE: ClassVar[str] = "BillStateMismatch(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("595d93e1")
    MESSAGE: ClassVar[str] = "Bill {bill} is in state {state}; this act needs an issued bill that was not taken back."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "state",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        bill: int,
        state: int,
    ) -> None:
        super().__init__(bill, state)
        self.bill = bill
        self.state = state


class BillTagUsed(ContractRefusal):
    """The tag {tag} was used by organisation {issuer} before: the bill exists, or its reference was used twice.

    Raised for `BillTagUsed(uint64,bytes32)` of MedicalBills.

    Attributes:
        issuer: uint64 issuer
        tag: bytes32 tag
    """

    SIGNATURE: ClassVar[str] = "BillTagUsed(uint64,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ed2b4316")
    MESSAGE: ClassVar[str] = (
        "The tag {tag} was used by organisation {issuer} before: the bill exists, or its reference was used twice."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "issuer",
        "tag",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "bytes32",
    )

    def __init__(
        self,
        issuer: int,
        tag: bytes,
    ) -> None:
        super().__init__(issuer, tag)
        self.issuer = issuer
        self.tag = tag


class BillUnknown(ContractRefusal):
    """There is no bill {bill} that was issued alone.

    Give its batch.

    Raised for `BillUnknown(uint64)` of MedicalBills.

    Attributes:
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "BillUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8d72a14e")
    MESSAGE: ClassVar[str] = "There is no bill {bill} that was issued alone. Give its batch."
    FIELDS: ClassVar[tuple[str, ...]] = ("bill",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        bill: int,
    ) -> None:
        super().__init__(bill)
        self.bill = bill


class BillVersionStale(ContractRefusal):
    """Bill {bill} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `BillVersionStale(uint64,uint64,uint64)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "BillVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("91efa3d4")
    MESSAGE: ClassVar[str] = "Bill {bill} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        bill: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(bill, seen, current)
        self.bill = bill
        self.seen = seen
        self.current = current


class ClaimAmountZero(ContractRefusal):
    """The amount is zero fen.

    Raised for `ClaimAmountZero(uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "ClaimAmountZero(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c56f0a36")
    MESSAGE: ClassVar[str] = "The amount is zero fen."
    FIELDS: ClassVar[tuple[str, ...]] = ("bill",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        bill: int,
    ) -> None:
        super().__init__(bill)
        self.bill = bill


class ClaimCapacityExceeded(ContractRefusal):
    """`ClaimCapacityExceeded` of BillClaims.

    {requested} fen were asked of bill {bill}, which has {available} left at version {current} of its claim (0: never
    claimed).

    Raised for `ClaimCapacityExceeded(uint64,uint48,uint48,uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
        requested: uint48 requested
        available: uint48 available
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "ClaimCapacityExceeded(uint64,uint48,uint48,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8f30311d")
    MESSAGE: ClassVar[str] = (
        "{requested} fen were asked of bill {bill}, which has {available} left at version {current} of its claim (0: "
        "never claimed)."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "requested",
        "available",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint48",
        "uint48",
        "uint64",
    )

    def __init__(
        self,
        bill: int,
        requested: int,
        available: int,
        current: int,
    ) -> None:
        super().__init__(bill, requested, available, current)
        self.bill = bill
        self.requested = requested
        self.available = available
        self.current = current


class ClaimInnerMismatch(ContractRefusal):
    """The inner part given hashes to {given}; bill {bill} was issued with {issued}.

    Raised for `ClaimInnerMismatch(uint64,bytes32,bytes32)` of BillClaims.

    Attributes:
        bill: uint64 bill
        given: bytes32 given
        issued: bytes32 issued
    """

    SIGNATURE: ClassVar[str] = "ClaimInnerMismatch(uint64,bytes32,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("3ef7adf1")
    MESSAGE: ClassVar[str] = "The inner part given hashes to {given}; bill {bill} was issued with {issued}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "given",
        "issued",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "bytes32",
        "bytes32",
    )

    def __init__(
        self,
        bill: int,
        given: bytes,
        issued: bytes,
    ) -> None:
        super().__init__(bill, given, issued)
        self.bill = bill
        self.given = given
        self.issued = issued


class ClaimIsOpen(ContractRefusal):
    """Bill {bill} was claimed before; its claim is at version {current}.

    Reserve with that version.

    Raised for `ClaimIsOpen(uint64,uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "ClaimIsOpen(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("2504e1ee")
    MESSAGE: ClassVar[str] = (
        "Bill {bill} was claimed before; its claim is at version {current}. Reserve with that version."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        bill: int,
        current: int,
    ) -> None:
        super().__init__(bill, current)
        self.bill = bill
        self.current = current


class ClaimNotOpen(ContractRefusal):
    """Bill {bill} was never claimed.

    Open its claim with the first reservation.

    Raised for `ClaimNotOpen(uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "ClaimNotOpen(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("6306be8e")
    MESSAGE: ClassVar[str] = "Bill {bill} was never claimed. Open its claim with the first reservation."
    FIELDS: ClassVar[tuple[str, ...]] = ("bill",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        bill: int,
    ) -> None:
        super().__init__(bill)
        self.bill = bill


class ClaimPayersExceeded(ContractRefusal):
    """Bill {bill} has {limit} payers already.

    Raised for `ClaimPayersExceeded(uint64,uint8)` of BillClaims.

    Attributes:
        bill: uint64 bill
        limit: uint8 limit
    """

    SIGNATURE: ClassVar[str] = "ClaimPayersExceeded(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("0d572b91")
    MESSAGE: ClassVar[str] = "Bill {bill} has {limit} payers already."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "limit",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        bill: int,
        limit: int,
    ) -> None:
        super().__init__(bill, limit)
        self.bill = bill
        self.limit = limit


class ClaimTagUsed(ContractRefusal):
    """Organisation {payer} used the claim tag {tag} before: this claim was made already.

    Raised for `ClaimTagUsed(uint64,bytes32)` of BillClaims.

    Attributes:
        payer: uint64 payer
        tag: bytes32 tag
    """

    SIGNATURE: ClassVar[str] = "ClaimTagUsed(uint64,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("bae1ac2f")
    MESSAGE: ClassVar[str] = "Organisation {payer} used the claim tag {tag} before: this claim was made already."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "payer",
        "tag",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "bytes32",
    )

    def __init__(
        self,
        payer: int,
        tag: bytes,
    ) -> None:
        super().__init__(payer, tag)
        self.payer = payer
        self.tag = tag


class ClaimTagZero(ContractRefusal):
    """A reservation needs the tag of the payer's claim reference.

    Raised for `ClaimTagZero(uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "ClaimTagZero(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("3e33f91c")
    MESSAGE: ClassVar[str] = "A reservation needs the tag of the payer's claim reference."
    FIELDS: ClassVar[tuple[str, ...]] = ("bill",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        bill: int,
    ) -> None:
        super().__init__(bill)
        self.bill = bill


class ClaimVersionStale(ContractRefusal):
    """The claim on bill {bill} is at version {current}; the caller saw {seen}.

    Read it again before deciding.

    Raised for `ClaimVersionStale(uint64,uint64,uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "ClaimVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("81dc9eda")
    MESSAGE: ClassVar[str] = (
        "The claim on bill {bill} is at version {current}; the caller saw {seen}. Read it again before deciding."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        bill: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(bill, seen, current)
        self.bill = bill
        self.seen = seen
        self.current = current


class ConsortiumDecisionRequired(ContractRefusal):
    """Only a decision of the consortium may do this; {caller} is not the contract that executes decisions.

    Raised for `ConsortiumDecisionRequired(address)` of Consortium.

    Attributes:
        caller: address caller
    """

    SIGNATURE: ClassVar[str] = "ConsortiumDecisionRequired(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("3ebf7a24")
    MESSAGE: ClassVar[str] = (
        "Only a decision of the consortium may do this; {caller} is not the contract that executes decisions."
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("caller",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        caller: bytes,
    ) -> None:
        super().__init__(caller)
        self.caller = caller


class ConstructorAddressZero(ContractRefusal):
    """A contract that this one must know was given as the zero address.

    Raised for `ConstructorAddressZero()` of AccessGrants, BillClaims, BillRanges, DataRegistry, DataRequests,
    Decisions, MedicalBills.
    """

    SIGNATURE: ClassVar[str] = "ConstructorAddressZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("54f33745")
    MESSAGE: ClassVar[str] = "A contract that this one must know was given as the zero address."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class ContractIsClosed(ContractRefusal):
    """Contract {account} is closed.

    Use the current one of role {role}.

    Raised for `ContractIsClosed(address,uint8)` of Consortium.

    Attributes:
        account: address account
        role: uint8 role
    """

    SIGNATURE: ClassVar[str] = "ContractIsClosed(address,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("fde574a9")
    MESSAGE: ClassVar[str] = "Contract {account} is closed. Use the current one of role {role}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "role",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint8",
    )

    def __init__(
        self,
        account: bytes,
        role: int,
    ) -> None:
        super().__init__(account, role)
        self.account = account
        self.role = role


class ContractNotListed(ContractRefusal):
    """Contract {account} is not in the consortium's directory.

    Raised for `ContractNotListed(address)` of Consortium.

    Attributes:
        account: address account
    """

    SIGNATURE: ClassVar[str] = "ContractNotListed(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("aed74db4")
    MESSAGE: ClassVar[str] = "Contract {account} is not in the consortium's directory."
    FIELDS: ClassVar[tuple[str, ...]] = ("account",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        account: bytes,
    ) -> None:
        super().__init__(account)
        self.account = account


class ContractWindingDown(ContractRefusal):
    """Contract {account} was replaced and begins nothing new.

    Use the current one of role {role}.

    Raised for `ContractWindingDown(address,uint8)` of Consortium.

    Attributes:
        account: address account
        role: uint8 role
    """

    SIGNATURE: ClassVar[str] = "ContractWindingDown(address,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("264012dd")
    MESSAGE: ClassVar[str] = (
        "Contract {account} was replaced and begins nothing new. Use the current one of role {role}."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "role",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint8",
    )

    def __init__(
        self,
        account: bytes,
        role: int,
    ) -> None:
        super().__init__(account, role)
        self.account = account
        self.role = role


class DecisionTargetForeign(ContractRefusal):
    """{target} is neither the Consortium nor in its directory: a decision can call no other contract.

    Raised for `DecisionTargetForeign(address)` of Decisions.

    Attributes:
        target: address target
    """

    SIGNATURE: ClassVar[str] = "DecisionTargetForeign(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("4ac3587a")
    MESSAGE: ClassVar[str] = (
        "{target} is neither the Consortium nor in its directory: a decision can call no other contract."
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("target",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        target: bytes,
    ) -> None:
        super().__init__(target)
        self.target = target


class DecisionsReplaced(ContractRefusal):
    """This contract was replaced and decides nothing more; {current} does.

    Raised for `DecisionsReplaced(address)` of Decisions.

    Attributes:
        current: address current
    """

    SIGNATURE: ClassVar[str] = "DecisionsReplaced(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("2ecbf234")
    MESSAGE: ClassVar[str] = "This contract was replaced and decides nothing more; {current} does."
    FIELDS: ClassVar[tuple[str, ...]] = ("current",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        current: bytes,
    ) -> None:
        super().__init__(current)
        self.current = current


class DraftApprovalNotNeeded(ContractRefusal):
    """Terms {draft} need no approval: their resource asks for none in these modes, or they pass on a grant.

    Raised for `DraftApprovalNotNeeded(bytes32)` of AccessGrants.

    Attributes:
        draft: bytes32 draft
    """

    SIGNATURE: ClassVar[str] = "DraftApprovalNotNeeded(bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e94bf78a")
    MESSAGE: ClassVar[str] = (
        "Terms {draft} need no approval: their resource asks for none in these modes, or they pass on a grant."
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("draft",)
    TYPES: ClassVar[tuple[str, ...]] = ("bytes32",)

    def __init__(
        self,
        draft: bytes,
    ) -> None:
        super().__init__(draft)
        self.draft = draft


class DraftApprovedAlready(ContractRefusal):
    """Approver {approver} approves terms {draft} already.

    Raised for `DraftApprovedAlready(bytes32,uint64)` of AccessGrants.

    Attributes:
        draft: bytes32 draft
        approver: uint64 approver
    """

    SIGNATURE: ClassVar[str] = "DraftApprovedAlready(bytes32,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("81a038a4")
    MESSAGE: ClassVar[str] = "Approver {approver} approves terms {draft} already."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "draft",
        "approver",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "bytes32",
        "uint64",
    )

    def __init__(
        self,
        draft: bytes,
        approver: int,
    ) -> None:
        super().__init__(draft, approver)
        self.draft = draft
        self.approver = approver


class DraftApproverForeign(ContractRefusal):
    """Organisation {acting} is none of the approvers of resource {resource}, or acts for its owner.

    Raised for `DraftApproverForeign(uint64,uint64)` of AccessGrants.

    Attributes:
        resource: uint64 resource
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "DraftApproverForeign(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("0106171b")
    MESSAGE: ClassVar[str] = (
        "Organisation {acting} is none of the approvers of resource {resource}, or acts for its owner."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "resource",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        resource: int,
        acting: int,
    ) -> None:
        super().__init__(resource, acting)
        self.resource = resource
        self.acting = acting


class DraftNotApproved(ContractRefusal):
    """`DraftNotApproved` of AccessGrants.

    Organisation {acting} has no approval of terms {draft} to take back: none was given, it was used up, or the resource
    changed since.

    Raised for `DraftNotApproved(bytes32,uint64)` of AccessGrants.

    Attributes:
        draft: bytes32 draft
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "DraftNotApproved(bytes32,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("49286d52")
    MESSAGE: ClassVar[str] = (
        "Organisation {acting} has no approval of terms {draft} to take back: none was given, it was used up, or the "
        "resource changed since."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "draft",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "bytes32",
        "uint64",
    )

    def __init__(
        self,
        draft: bytes,
        acting: int,
    ) -> None:
        super().__init__(draft, acting)
        self.draft = draft
        self.acting = acting


class FailedCall(ContractRefusal):
    """`FailedCall` of Decisions.

    Raised for `FailedCall()` of Decisions.
    """

    SIGNATURE: ClassVar[str] = "FailedCall()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("d6bda275")
    MESSAGE: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class FirstIdZero(ContractRefusal):
    """The first id given is 0, which means none.

    Start at 1, or where a predecessor stopped.

    Raised for `FirstIdZero()` of AccessGrants, BillRanges, Consortium, DataRegistry, DataRequests, Decisions,
    MedicalBills.
    """

    SIGNATURE: ClassVar[str] = "FirstIdZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("86547253")
    MESSAGE: ClassVar[str] = "The first id given is 0, which means none. Start at 1, or where a predecessor stopped."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class FounderRequired(ContractRefusal):
    """{caller} is not the founder {founder}, who alone decides here.

    Raised for `FounderRequired(address,address)` of Decisions.

    Attributes:
        caller: address caller
        founder: address founder
    """

    SIGNATURE: ClassVar[str] = "FounderRequired(address,address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("062e986f")
    MESSAGE: ClassVar[str] = "{caller} is not the founder {founder}, who alone decides here."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "caller",
        "founder",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "address",
    )

    def __init__(
        self,
        caller: bytes,
        founder: bytes,
    ) -> None:
        super().__init__(caller, founder)
        self.caller = caller
        self.founder = founder


class GrantApprovalsMissing(ContractRefusal):
    """Terms {draft} have {given} of the {needed} approvals that their resource needs; ask its approvers.

    Raised for `GrantApprovalsMissing(bytes32,uint8,uint8)` of AccessGrants.

    Attributes:
        draft: bytes32 draft
        given: uint8 given
        needed: uint8 needed
    """

    SIGNATURE: ClassVar[str] = "GrantApprovalsMissing(bytes32,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e2cf7d46")
    MESSAGE: ClassVar[str] = (
        "Terms {draft} have {given} of the {needed} approvals that their resource needs; ask its approvers."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "draft",
        "given",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "bytes32",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        draft: bytes,
        given: int,
        needed: int,
    ) -> None:
        super().__init__(draft, given, needed)
        self.draft = draft
        self.given = given
        self.needed = needed


class GrantDelegationTooDeep(ContractRefusal):
    """A grant can be passed on at most {limit} times, not {depth}.

    Raised for `GrantDelegationTooDeep(uint8,uint8)` of AccessGrants.

    Attributes:
        depth: uint8 depth
        limit: uint8 limit
    """

    SIGNATURE: ClassVar[str] = "GrantDelegationTooDeep(uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ba417f2b")
    MESSAGE: ClassVar[str] = "A grant can be passed on at most {limit} times, not {depth}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "depth",
        "limit",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        depth: int,
        limit: int,
    ) -> None:
        super().__init__(depth, limit)
        self.depth = depth
        self.limit = limit


class GrantDepthNotWithin(ContractRefusal):
    """Grant {parent} may be passed on {granted} times more, the last time with depth 0; {asked} is not less.

    Raised for `GrantDepthNotWithin(uint64,uint8,uint8)` of AccessGrants.

    Attributes:
        parent: uint64 parent
        granted: uint8 granted
        asked: uint8 asked
    """

    SIGNATURE: ClassVar[str] = "GrantDepthNotWithin(uint64,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("bce189fb")
    MESSAGE: ClassVar[str] = (
        "Grant {parent} may be passed on {granted} times more, the last time with depth 0; {asked} is not less."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "parent",
        "granted",
        "asked",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        parent: int,
        granted: int,
        asked: int,
    ) -> None:
        super().__init__(parent, granted, asked)
        self.parent = parent
        self.granted = granted
        self.asked = asked


class GrantExpired(ContractRefusal):
    """Grant {grant} ended at {validUntil}; it is {time}.

    Ask the owner for a new grant.

    Raised for `GrantExpired(uint64,uint40,uint256)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        valid_until: uint40 validUntil
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "GrantExpired(uint64,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("62fef027")
    MESSAGE: ClassVar[str] = "Grant {grant} ended at {valid_until}; it is {time}. Ask the owner for a new grant."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "valid_until",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        grant: int,
        valid_until: int,
        time: int,
    ) -> None:
        super().__init__(grant, valid_until, time)
        self.grant = grant
        self.valid_until = valid_until
        self.time = time


class GrantFieldsEmpty(ContractRefusal):
    """A grant needs at least one field.

    Raised for `GrantFieldsEmpty()` of AccessGrants.
    """

    SIGNATURE: ClassVar[str] = "GrantFieldsEmpty()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("7b82696a")
    MESSAGE: ClassVar[str] = "A grant needs at least one field."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class GrantFieldsNotGranted(ContractRefusal):
    """Grant {grant} allows the fields {granted}; {used} is empty or goes beyond them.

    Raised for `GrantFieldsNotGranted(uint64,uint256,uint256)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        granted: uint256 granted
        used: uint256 used
    """

    SIGNATURE: ClassVar[str] = "GrantFieldsNotGranted(uint64,uint256,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("2040aa86")
    MESSAGE: ClassVar[str] = "Grant {grant} allows the fields {granted}; {used} is empty or goes beyond them."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "granted",
        "used",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint256",
        "uint256",
    )

    def __init__(
        self,
        grant: int,
        granted: int,
        used: int,
    ) -> None:
        super().__init__(grant, granted, used)
        self.grant = grant
        self.granted = granted
        self.used = used


class GrantForeign(ContractRefusal):
    """Grant {grant} was issued by organisation {owner}, not by {acting}.

    Raised for `GrantForeign(uint64,uint64,uint64)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        owner: uint64 owner
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "GrantForeign(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("dc6fdd3d")
    MESSAGE: ClassVar[str] = "Grant {grant} was issued by organisation {owner}, not by {acting}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "owner",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        grant: int,
        owner: int,
        acting: int,
    ) -> None:
        super().__init__(grant, owner, acting)
        self.grant = grant
        self.owner = owner
        self.acting = acting


class GrantGranteeMismatch(ContractRefusal):
    """Grant {grant} was given to organisation {granted}, not to {used}.

    Raised for `GrantGranteeMismatch(uint64,uint64,uint64)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        granted: uint64 granted
        used: uint64 used
    """

    SIGNATURE: ClassVar[str] = "GrantGranteeMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("f8c83f2f")
    MESSAGE: ClassVar[str] = "Grant {grant} was given to organisation {granted}, not to {used}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "granted",
        "used",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        grant: int,
        granted: int,
        used: int,
    ) -> None:
        super().__init__(grant, granted, used)
        self.grant = grant
        self.granted = granted
        self.used = used


class GrantIsRevoked(ContractRefusal):
    """Grant {grant} was revoked.

    Raised for `GrantIsRevoked(uint64)` of AccessGrants.

    Attributes:
        grant: uint64 grant
    """

    SIGNATURE: ClassVar[str] = "GrantIsRevoked(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("fad49365")
    MESSAGE: ClassVar[str] = "Grant {grant} was revoked."
    FIELDS: ClassVar[tuple[str, ...]] = ("grant",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        grant: int,
    ) -> None:
        super().__init__(grant)
        self.grant = grant


class GrantLegalBasisMismatch(ContractRefusal):
    """Grant {grant} rests on the legal basis {granted}, not {used}.

    Raised for `GrantLegalBasisMismatch(uint64,bytes32,bytes32)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        granted: bytes32 granted
        used: bytes32 used
    """

    SIGNATURE: ClassVar[str] = "GrantLegalBasisMismatch(uint64,bytes32,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("d7fd898c")
    MESSAGE: ClassVar[str] = "Grant {grant} rests on the legal basis {granted}, not {used}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "granted",
        "used",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "bytes32",
        "bytes32",
    )

    def __init__(
        self,
        grant: int,
        granted: bytes,
        used: bytes,
    ) -> None:
        super().__init__(grant, granted, used)
        self.grant = grant
        self.granted = granted
        self.used = used


class GrantLegalBasisZero(ContractRefusal):
    """A grant needs the hash of its legal basis.

    Raised for `GrantLegalBasisZero()` of AccessGrants.
    """

    SIGNATURE: ClassVar[str] = "GrantLegalBasisZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1ffb3070")
    MESSAGE: ClassVar[str] = "A grant needs the hash of its legal basis."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class GrantModeNotGranted(ContractRefusal):
    """Grant {grant} allows the modes {granted}, not mode {used}.

    Raised for `GrantModeNotGranted(uint64,uint8,uint8)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        granted: uint8 granted
        used: uint8 used
    """

    SIGNATURE: ClassVar[str] = "GrantModeNotGranted(uint64,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("0856a848")
    MESSAGE: ClassVar[str] = "Grant {grant} allows the modes {granted}, not mode {used}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "granted",
        "used",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        grant: int,
        granted: int,
        used: int,
    ) -> None:
        super().__init__(grant, granted, used)
        self.grant = grant
        self.granted = granted
        self.used = used


class GrantModesNotOffered(ContractRefusal):
    """The modes {modes} are empty or not offered by the resource, which offers {offered}.

    Raised for `GrantModesNotOffered(uint8,uint8)` of AccessGrants.

    Attributes:
        modes: uint8 modes
        offered: uint8 offered
    """

    SIGNATURE: ClassVar[str] = "GrantModesNotOffered(uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("3c30487a")
    MESSAGE: ClassVar[str] = "The modes {modes} are empty or not offered by the resource, which offers {offered}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "modes",
        "offered",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        modes: int,
        offered: int,
    ) -> None:
        super().__init__(modes, offered)
        self.modes = modes
        self.offered = offered


class GrantModesNotWithin(ContractRefusal):
    """Grant {parent} allows the modes {granted}; {asked} is empty or goes beyond them.

    Raised for `GrantModesNotWithin(uint64,uint8,uint8)` of AccessGrants.

    Attributes:
        parent: uint64 parent
        granted: uint8 granted
        asked: uint8 asked
    """

    SIGNATURE: ClassVar[str] = "GrantModesNotWithin(uint64,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ad0f13e2")
    MESSAGE: ClassVar[str] = "Grant {parent} allows the modes {granted}; {asked} is empty or goes beyond them."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "parent",
        "granted",
        "asked",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        parent: int,
        granted: int,
        asked: int,
    ) -> None:
        super().__init__(parent, granted, asked)
        self.parent = parent
        self.granted = granted
        self.asked = asked


class GrantNotYetValid(ContractRefusal):
    """Grant {grant} begins at {validFrom}; it is {time}.

    Raised for `GrantNotYetValid(uint64,uint40,uint256)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        valid_from: uint40 validFrom
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "GrantNotYetValid(uint64,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c51e73cb")
    MESSAGE: ClassVar[str] = "Grant {grant} begins at {valid_from}; it is {time}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "valid_from",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        grant: int,
        valid_from: int,
        time: int,
    ) -> None:
        super().__init__(grant, valid_from, time)
        self.grant = grant
        self.valid_from = valid_from
        self.time = time


class GrantOwnerMismatch(ContractRefusal):
    """Grant {grant} was issued by organisation {granted}, not by {used}.

    Raised for `GrantOwnerMismatch(uint64,uint64,uint64)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        granted: uint64 granted
        used: uint64 used
    """

    SIGNATURE: ClassVar[str] = "GrantOwnerMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("976d965a")
    MESSAGE: ClassVar[str] = "Grant {grant} was issued by organisation {granted}, not by {used}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "granted",
        "used",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        grant: int,
        granted: int,
        used: int,
    ) -> None:
        super().__init__(grant, granted, used)
        self.grant = grant
        self.granted = granted
        self.used = used


class GrantPeriodInvalid(ContractRefusal):
    """The time from {validFrom} until {validUntil} is empty, or over at {time}.

    Raised for `GrantPeriodInvalid(uint40,uint40,uint256)` of AccessGrants.

    Attributes:
        valid_from: uint40 validFrom
        valid_until: uint40 validUntil
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "GrantPeriodInvalid(uint40,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("796ca8d4")
    MESSAGE: ClassVar[str] = "The time from {valid_from} until {valid_until} is empty, or over at {time}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "valid_from",
        "valid_until",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint40",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        valid_from: int,
        valid_until: int,
        time: int,
    ) -> None:
        super().__init__(valid_from, valid_until, time)
        self.valid_from = valid_from
        self.valid_until = valid_until
        self.time = time


class GrantPeriodNotWithin(ContractRefusal):
    """Grant {parent} holds from {parentFrom} until {parentUntil}; from {validFrom} until {validUntil} goes beyond.

    Raised for `GrantPeriodNotWithin(uint64,uint40,uint40,uint40,uint40)` of AccessGrants.

    Attributes:
        parent: uint64 parent
        parent_from: uint40 parentFrom
        parent_until: uint40 parentUntil
        valid_from: uint40 validFrom
        valid_until: uint40 validUntil
    """

    SIGNATURE: ClassVar[str] = "GrantPeriodNotWithin(uint64,uint40,uint40,uint40,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("6a62baf3")
    MESSAGE: ClassVar[str] = (
        "Grant {parent} holds from {parent_from} until {parent_until}; from {valid_from} until {valid_until} goes "
        "beyond."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "parent",
        "parent_from",
        "parent_until",
        "valid_from",
        "valid_until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint40",
        "uint40",
        "uint40",
    )

    def __init__(
        self,
        parent: int,
        parent_from: int,
        parent_until: int,
        valid_from: int,
        valid_until: int,
    ) -> None:
        super().__init__(parent, parent_from, parent_until, valid_from, valid_until)
        self.parent = parent
        self.parent_from = parent_from
        self.parent_until = parent_until
        self.valid_from = valid_from
        self.valid_until = valid_until


class GrantPurposeMismatch(ContractRefusal):
    """Grant {grant} is for purpose {granted}, not {used}.

    Raised for `GrantPurposeMismatch(uint64,uint16,uint16)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        granted: uint16 granted
        used: uint16 used
    """

    SIGNATURE: ClassVar[str] = "GrantPurposeMismatch(uint64,uint16,uint16)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("28bc13ca")
    MESSAGE: ClassVar[str] = "Grant {grant} is for purpose {granted}, not {used}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "granted",
        "used",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint16",
        "uint16",
    )

    def __init__(
        self,
        grant: int,
        granted: int,
        used: int,
    ) -> None:
        super().__init__(grant, granted, used)
        self.grant = grant
        self.granted = granted
        self.used = used


class GrantPurposeZero(ContractRefusal):
    """A grant needs a purpose: the code 0 is none.

    Raised for `GrantPurposeZero()` of AccessGrants.
    """

    SIGNATURE: ClassVar[str] = "GrantPurposeZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("3b270052")
    MESSAGE: ClassVar[str] = "A grant needs a purpose: the code 0 is none."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class GrantResourceMismatch(ContractRefusal):
    """Grant {grant} is on resource {granted}, not on {used}.

    Raised for `GrantResourceMismatch(uint64,uint64,uint64)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        granted: uint64 granted
        used: uint64 used
    """

    SIGNATURE: ClassVar[str] = "GrantResourceMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("f065ae66")
    MESSAGE: ClassVar[str] = "Grant {grant} is on resource {granted}, not on {used}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "granted",
        "used",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        grant: int,
        granted: int,
        used: int,
    ) -> None:
        super().__init__(grant, granted, used)
        self.grant = grant
        self.granted = granted
        self.used = used


class GrantSignatureExpired(ContractRefusal):
    """The signature counted until {deadline}; it is {time}.

    Ask for a new one.

    Raised for `GrantSignatureExpired(uint40,uint256)` of AccessGrants.

    Attributes:
        deadline: uint40 deadline
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "GrantSignatureExpired(uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("caf0477f")
    MESSAGE: ClassVar[str] = "The signature counted until {deadline}; it is {time}. Ask for a new one."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "deadline",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        deadline: int,
        time: int,
    ) -> None:
        super().__init__(deadline, time)
        self.deadline = deadline
        self.time = time


class GrantSignatureInvalid(ContractRefusal):
    """The signature over {digest} is not one of {signer}.

    Raised for `GrantSignatureInvalid(address,bytes32)` of AccessGrants.

    Attributes:
        signer: address signer
        digest: bytes32 digest
    """

    SIGNATURE: ClassVar[str] = "GrantSignatureInvalid(address,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("43cb3e14")
    MESSAGE: ClassVar[str] = "The signature over {digest} is not one of {signer}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "signer",
        "digest",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "bytes32",
    )

    def __init__(
        self,
        signer: bytes,
        digest: bytes,
    ) -> None:
        super().__init__(signer, digest)
        self.signer = signer
        self.digest = digest


class GrantSignatureSpent(ContractRefusal):
    """Signer {signer} used or cancelled nonce {nonce} before; sign with another one.

    Raised for `GrantSignatureSpent(address,uint256)` of AccessGrants.

    Attributes:
        signer: address signer
        nonce: uint256 nonce
    """

    SIGNATURE: ClassVar[str] = "GrantSignatureSpent(address,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("d1bc75df")
    MESSAGE: ClassVar[str] = "Signer {signer} used or cancelled nonce {nonce} before; sign with another one."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "signer",
        "nonce",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint256",
    )

    def __init__(
        self,
        signer: bytes,
        nonce: int,
    ) -> None:
        super().__init__(signer, nonce)
        self.signer = signer
        self.nonce = nonce


class GrantToOwner(ContractRefusal):
    """The grantee {grantee} owns the resource itself and needs no grant.

    Raised for `GrantToOwner(uint64)` of AccessGrants.

    Attributes:
        grantee: uint64 grantee
    """

    SIGNATURE: ClassVar[str] = "GrantToOwner(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("974d8e07")
    MESSAGE: ClassVar[str] = "The grantee {grantee} owns the resource itself and needs no grant."
    FIELDS: ClassVar[tuple[str, ...]] = ("grantee",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        grantee: int,
    ) -> None:
        super().__init__(grantee)
        self.grantee = grantee


class GrantUnknown(ContractRefusal):
    """There is no grant {grant}.

    Raised for `GrantUnknown(uint64)` of AccessGrants.

    Attributes:
        grant: uint64 grant
    """

    SIGNATURE: ClassVar[str] = "GrantUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8a6f2fb2")
    MESSAGE: ClassVar[str] = "There is no grant {grant}."
    FIELDS: ClassVar[tuple[str, ...]] = ("grant",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        grant: int,
    ) -> None:
        super().__init__(grant)
        self.grant = grant


class GrantUsesExhausted(ContractRefusal):
    """Grant {grant} has {remaining} of {maxUses} uses left; {count} were asked for.

    Ask the owner for a new grant.

    Raised for `GrantUsesExhausted(uint64,uint32,uint32,uint32)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        max_uses: uint32 maxUses
        remaining: uint32 remaining
        count: uint32 count
    """

    SIGNATURE: ClassVar[str] = "GrantUsesExhausted(uint64,uint32,uint32,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e8acc265")
    MESSAGE: ClassVar[str] = (
        "Grant {grant} has {remaining} of {max_uses} uses left; {count} were asked for. Ask the owner for a new grant."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "max_uses",
        "remaining",
        "count",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "uint32",
        "uint32",
    )

    def __init__(
        self,
        grant: int,
        max_uses: int,
        remaining: int,
        count: int,
    ) -> None:
        super().__init__(grant, max_uses, remaining, count)
        self.grant = grant
        self.max_uses = max_uses
        self.remaining = remaining
        self.count = count


class GrantUsesZero(ContractRefusal):
    """A grant needs at least one use.

    Raised for `GrantUsesZero()` of AccessGrants.
    """

    SIGNATURE: ClassVar[str] = "GrantUsesZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("a1e4971b")
    MESSAGE: ClassVar[str] = "A grant needs at least one use."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class GrantVersionStale(ContractRefusal):
    """Grant {grant} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `GrantVersionStale(uint64,uint64,uint64)` of AccessGrants.

    Attributes:
        grant: uint64 grant
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "GrantVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c0e6cf1f")
    MESSAGE: ClassVar[str] = "Grant {grant} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "grant",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        grant: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(grant, seen, current)
        self.grant = grant
        self.seen = seen
        self.current = current


class InsufficientBalance(ContractRefusal):
    """`InsufficientBalance` of Decisions.

    Raised for `InsufficientBalance(uint256,uint256)` of Decisions.

    Attributes:
        balance: uint256 balance
        needed: uint256 needed
    """

    SIGNATURE: ClassVar[str] = "InsufficientBalance(uint256,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("cf479181")
    MESSAGE: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[str, ...]] = (
        "balance",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint256",
        "uint256",
    )

    def __init__(
        self,
        balance: int,
        needed: int,
    ) -> None:
        super().__init__(balance, needed)
        self.balance = balance
        self.needed = needed


class InvalidShortString(ContractRefusal):
    """`InvalidShortString` of AccessGrants.

    Raised for `InvalidShortString()` of AccessGrants.
    """

    SIGNATURE: ClassVar[str] = "InvalidShortString()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b3512b0c")
    MESSAGE: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class ListingExists(ContractRefusal):
    """Contract {account} is listed already, and an address is listed once.

    Raised for `ListingExists(address)` of Consortium.

    Attributes:
        account: address account
    """

    SIGNATURE: ClassVar[str] = "ListingExists(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1f3bcb57")
    MESSAGE: ClassVar[str] = "Contract {account} is listed already, and an address is listed once."
    FIELDS: ClassVar[tuple[str, ...]] = ("account",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        account: bytes,
    ) -> None:
        super().__init__(account)
        self.account = account


class ListingHeadChanged(ContractRefusal):
    """The head of {account} is {head}, not {expectedHead}: it still emits.

    Read its head again.

    Raised for `ListingHeadChanged(address,bytes32,bytes32)` of Consortium.

    Attributes:
        account: address account
        head: bytes32 head
        expected_head: bytes32 expectedHead
    """

    SIGNATURE: ClassVar[str] = "ListingHeadChanged(address,bytes32,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("6e3f61f3")
    MESSAGE: ClassVar[str] = (
        "The head of {account} is {head}, not {expected_head}: it still emits. Read its head again."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "head",
        "expected_head",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "bytes32",
        "bytes32",
    )

    def __init__(
        self,
        account: bytes,
        head: bytes,
        expected_head: bytes,
    ) -> None:
        super().__init__(account, head, expected_head)
        self.account = account
        self.head = head
        self.expected_head = expected_head


class ListingInvalid(ContractRefusal):
    """`ListingInvalid` of Consortium.

    Contract {account} was not listed for role {role}: give a role, and an address other than zero and the Consortium,
    which holds the directory and is not in it.

    Raised for `ListingInvalid(uint8,address)` of Consortium.

    Attributes:
        role: uint8 role
        account: address account
    """

    SIGNATURE: ClassVar[str] = "ListingInvalid(uint8,address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("101788cb")
    MESSAGE: ClassVar[str] = (
        "Contract {account} was not listed for role {role}: give a role, and an address other than zero and the "
        "Consortium, which holds the directory and is not in it."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "role",
        "account",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint8",
        "address",
    )

    def __init__(
        self,
        role: int,
        account: bytes,
    ) -> None:
        super().__init__(role, account)
        self.role = role
        self.account = account


class ListingNotWindingDown(ContractRefusal):
    """Contract {account} is in state {state} of the directory; only one that winds down can be closed.

    Raised for `ListingNotWindingDown(address,uint8)` of Consortium.

    Attributes:
        account: address account
        state: uint8 state
    """

    SIGNATURE: ClassVar[str] = "ListingNotWindingDown(address,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("0bb6a97c")
    MESSAGE: ClassVar[str] = (
        "Contract {account} is in state {state} of the directory; only one that winds down can be closed."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "state",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint8",
    )

    def __init__(
        self,
        account: bytes,
        state: int,
    ) -> None:
        super().__init__(account, state)
        self.account = account
        self.state = state


class ListingServesOfficer(ContractRefusal):
    """The account {account} serves officer {officer}; a contract of the directory serves nobody.

    Raised for `ListingServesOfficer(address,uint64)` of Consortium.

    Attributes:
        account: address account
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "ListingServesOfficer(address,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("fc3c4a5e")
    MESSAGE: ClassVar[str] = (
        "The account {account} serves officer {officer}; a contract of the directory serves nobody."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "officer",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint64",
    )

    def __init__(
        self,
        account: bytes,
        officer: int,
    ) -> None:
        super().__init__(account, officer)
        self.account = account
        self.officer = officer


class ListingWithoutCode(ContractRefusal):
    """There is no contract at {account}.

    Deploy it first, then list it.

    Raised for `ListingWithoutCode(address)` of Consortium.

    Attributes:
        account: address account
    """

    SIGNATURE: ClassVar[str] = "ListingWithoutCode(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("84fd6406")
    MESSAGE: ClassVar[str] = "There is no contract at {account}. Deploy it first, then list it."
    FIELDS: ClassVar[tuple[str, ...]] = ("account",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        account: bytes,
    ) -> None:
        super().__init__(account)
        self.account = account


class OfficerNotInOffice(ContractRefusal):
    """Officer {officer} is in office from {validFrom} until {validUntil}, not at {time}.

    Raised for `OfficerNotInOffice(uint64,uint40,uint40,uint256)` of Consortium.

    Attributes:
        officer: uint64 officer
        valid_from: uint40 validFrom
        valid_until: uint40 validUntil
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "OfficerNotInOffice(uint64,uint40,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("54059089")
    MESSAGE: ClassVar[str] = "Officer {officer} is in office from {valid_from} until {valid_until}, not at {time}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "officer",
        "valid_from",
        "valid_until",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        officer: int,
        valid_from: int,
        valid_until: int,
        time: int,
    ) -> None:
        super().__init__(officer, valid_from, valid_until, time)
        self.officer = officer
        self.valid_from = valid_from
        self.valid_until = valid_until
        self.time = time


class OfficerRoleMissing(ContractRefusal):
    """Officer {officer} has roles {roles}, without role {role}.

    Raised for `OfficerRoleMissing(uint64,uint8,uint32)` of Consortium.

    Attributes:
        officer: uint64 officer
        role: uint8 role
        roles: uint32 roles
    """

    SIGNATURE: ClassVar[str] = "OfficerRoleMissing(uint64,uint8,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e21b4232")
    MESSAGE: ClassVar[str] = "Officer {officer} has roles {roles}, without role {role}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "officer",
        "role",
        "roles",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint32",
    )

    def __init__(
        self,
        officer: int,
        role: int,
        roles: int,
    ) -> None:
        super().__init__(officer, role, roles)
        self.officer = officer
        self.role = role
        self.roles = roles


class OfficerRolesInvalid(ContractRefusal):
    """The roles {roles} are empty or hold a role that nobody is appointed to.

    Raised for `OfficerRolesInvalid(uint32)` of Consortium.

    Attributes:
        roles: uint32 roles
    """

    SIGNATURE: ClassVar[str] = "OfficerRolesInvalid(uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("72e07f5f")
    MESSAGE: ClassVar[str] = "The roles {roles} are empty or hold a role that nobody is appointed to."
    FIELDS: ClassVar[tuple[str, ...]] = ("roles",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint32",)

    def __init__(
        self,
        roles: int,
    ) -> None:
        super().__init__(roles)
        self.roles = roles


class OfficerTermEmpty(ContractRefusal):
    """The time in office from {validFrom} until {validUntil} is empty.

    Raised for `OfficerTermEmpty(uint40,uint40)` of Consortium.

    Attributes:
        valid_from: uint40 validFrom
        valid_until: uint40 validUntil
    """

    SIGNATURE: ClassVar[str] = "OfficerTermEmpty(uint40,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("071a5153")
    MESSAGE: ClassVar[str] = "The time in office from {valid_from} until {valid_until} is empty."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "valid_from",
        "valid_until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint40",
        "uint40",
    )

    def __init__(
        self,
        valid_from: int,
        valid_until: int,
    ) -> None:
        super().__init__(valid_from, valid_until)
        self.valid_from = valid_from
        self.valid_until = valid_until


class OfficerTermOver(ContractRefusal):
    """Officer {officer} left office at {validUntil}; appoint a new officer.

    Raised for `OfficerTermOver(uint64,uint40)` of Consortium.

    Attributes:
        officer: uint64 officer
        valid_until: uint40 validUntil
    """

    SIGNATURE: ClassVar[str] = "OfficerTermOver(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c866abb3")
    MESSAGE: ClassVar[str] = "Officer {officer} left office at {valid_until}; appoint a new officer."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "officer",
        "valid_until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        officer: int,
        valid_until: int,
    ) -> None:
        super().__init__(officer, valid_until)
        self.officer = officer
        self.valid_until = valid_until


class OfficerTermsUnchanged(ContractRefusal):
    """Officer {officer} has these roles, this unit and this time in office already.

    Raised for `OfficerTermsUnchanged(uint64)` of Consortium.

    Attributes:
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "OfficerTermsUnchanged(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c8742b0e")
    MESSAGE: ClassVar[str] = "Officer {officer} has these roles, this unit and this time in office already."
    FIELDS: ClassVar[tuple[str, ...]] = ("officer",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        officer: int,
    ) -> None:
        super().__init__(officer)
        self.officer = officer


class OfficerUnknown(ContractRefusal):
    """There is no officer {officer}.

    Raised for `OfficerUnknown(uint64)` of Consortium.

    Attributes:
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "OfficerUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("be4a76f0")
    MESSAGE: ClassVar[str] = "There is no officer {officer}."
    FIELDS: ClassVar[tuple[str, ...]] = ("officer",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        officer: int,
    ) -> None:
        super().__init__(officer)
        self.officer = officer


class OfficerVersionStale(ContractRefusal):
    """Officer {officer} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `OfficerVersionStale(uint64,uint64,uint64)` of Consortium.

    Attributes:
        officer: uint64 officer
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "OfficerVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("7de5ffd7")
    MESSAGE: ClassVar[str] = "Officer {officer} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "officer",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        officer: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(officer, seen, current)
        self.officer = officer
        self.seen = seen
        self.current = current


class OrganisationKindMissing(ContractRefusal):
    """Organisation {organisation} has kinds {kinds}; acting in role {role} needs one of {needed}.

    Raised for `OrganisationKindMissing(uint64,uint8,uint16,uint16)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        role: uint8 role
        kinds: uint16 kinds
        needed: uint16 needed
    """

    SIGNATURE: ClassVar[str] = "OrganisationKindMissing(uint64,uint8,uint16,uint16)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("d61e5d8b")
    MESSAGE: ClassVar[str] = (
        "Organisation {organisation} has kinds {kinds}; acting in role {role} needs one of {needed}."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "role",
        "kinds",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint16",
        "uint16",
    )

    def __init__(
        self,
        organisation: int,
        role: int,
        kinds: int,
        needed: int,
    ) -> None:
        super().__init__(organisation, role, kinds, needed)
        self.organisation = organisation
        self.role = role
        self.kinds = kinds
        self.needed = needed


class OrganisationKindsInvalid(ContractRefusal):
    """The kinds {kinds} are empty or hold an unknown kind.

    Raised for `OrganisationKindsInvalid(uint16)` of Consortium.

    Attributes:
        kinds: uint16 kinds
    """

    SIGNATURE: ClassVar[str] = "OrganisationKindsInvalid(uint16)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1ad2e0c7")
    MESSAGE: ClassVar[str] = "The kinds {kinds} are empty or hold an unknown kind."
    FIELDS: ClassVar[tuple[str, ...]] = ("kinds",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint16",)

    def __init__(
        self,
        kinds: int,
    ) -> None:
        super().__init__(kinds)
        self.kinds = kinds


class OrganisationKindsUnchanged(ContractRefusal):
    """Organisation {organisation} has the kinds {kinds} already.

    Raised for `OrganisationKindsUnchanged(uint64,uint16)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        kinds: uint16 kinds
    """

    SIGNATURE: ClassVar[str] = "OrganisationKindsUnchanged(uint64,uint16)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e63379c1")
    MESSAGE: ClassVar[str] = "Organisation {organisation} has the kinds {kinds} already."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "kinds",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint16",
    )

    def __init__(
        self,
        organisation: int,
        kinds: int,
    ) -> None:
        super().__init__(organisation, kinds)
        self.organisation = organisation
        self.kinds = kinds


class OrganisationNotActive(ContractRefusal):
    """Organisation {organisation} is in status {status}, not active.

    Raised for `OrganisationNotActive(uint64,uint8)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        status: uint8 status
    """

    SIGNATURE: ClassVar[str] = "OrganisationNotActive(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("113b80c6")
    MESSAGE: ClassVar[str] = "Organisation {organisation} is in status {status}, not active."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "status",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        organisation: int,
        status: int,
    ) -> None:
        super().__init__(organisation, status)
        self.organisation = organisation
        self.status = status


class OrganisationNotSuspended(ContractRefusal):
    """Organisation {organisation} is in status {status}, not suspended.

    Raised for `OrganisationNotSuspended(uint64,uint8)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        status: uint8 status
    """

    SIGNATURE: ClassVar[str] = "OrganisationNotSuspended(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("6fdc703f")
    MESSAGE: ClassVar[str] = "Organisation {organisation} is in status {status}, not suspended."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "status",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        organisation: int,
        status: int,
    ) -> None:
        super().__init__(organisation, status)
        self.organisation = organisation
        self.status = status


class OrganisationUnknown(ContractRefusal):
    """There is no organisation {organisation}.

    Raised for `OrganisationUnknown(uint64)` of Consortium.

    Attributes:
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "OrganisationUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ec0135e8")
    MESSAGE: ClassVar[str] = "There is no organisation {organisation}."
    FIELDS: ClassVar[tuple[str, ...]] = ("organisation",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        organisation: int,
    ) -> None:
        super().__init__(organisation)
        self.organisation = organisation


class OrganisationVersionStale(ContractRefusal):
    """Organisation {organisation} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `OrganisationVersionStale(uint64,uint64,uint64)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "OrganisationVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("a6f7e7e4")
    MESSAGE: ClassVar[str] = (
        "Organisation {organisation} is at version {current}; the caller saw {seen}. Read it again."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        organisation: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(organisation, seen, current)
        self.organisation = organisation
        self.seen = seen
        self.current = current


class PublicCodeInvalid(ContractRefusal):
    """The public code {publicCode} is not 18 upper-case letters and digits.

    Raised for `PublicCodeInvalid(bytes18)` of Consortium.

    Attributes:
        public_code: bytes18 publicCode
    """

    SIGNATURE: ClassVar[str] = "PublicCodeInvalid(bytes18)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("5ec1e29f")
    MESSAGE: ClassVar[str] = "The public code {public_code} is not 18 upper-case letters and digits."
    FIELDS: ClassVar[tuple[str, ...]] = ("public_code",)
    TYPES: ClassVar[tuple[str, ...]] = ("bytes18",)

    def __init__(
        self,
        public_code: bytes,
    ) -> None:
        super().__init__(public_code)
        self.public_code = public_code


class PublicCodeTaken(ContractRefusal):
    """The public code {publicCode} belongs to organisation {organisation}, for ever.

    Raised for `PublicCodeTaken(bytes18,uint64)` of Consortium.

    Attributes:
        public_code: bytes18 publicCode
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "PublicCodeTaken(bytes18,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e50f1b4b")
    MESSAGE: ClassVar[str] = "The public code {public_code} belongs to organisation {organisation}, for ever."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "public_code",
        "organisation",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "bytes18",
        "uint64",
    )

    def __init__(
        self,
        public_code: bytes,
        organisation: int,
    ) -> None:
        super().__init__(public_code, organisation)
        self.public_code = public_code
        self.organisation = organisation


class RangeCodeForeign(ContractRefusal):
    """Code {code} belongs to the finance department {owner}, not to {acting}.

    Raised for `RangeCodeForeign(uint32,uint64,uint64)` of BillRanges.

    Attributes:
        code: uint32 code
        owner: uint64 owner
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RangeCodeForeign(uint32,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("0054559a")
    MESSAGE: ClassVar[str] = "Code {code} belongs to the finance department {owner}, not to {acting}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "code",
        "owner",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint32",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        code: int,
        owner: int,
        acting: int,
    ) -> None:
        super().__init__(code, owner, acting)
        self.code = code
        self.owner = owner
        self.acting = acting


class RangeCodeInvalid(ContractRefusal):
    """A bill code has 8 digits; {code} has not.

    Raised for `RangeCodeInvalid(uint32)` of BillRanges.

    Attributes:
        code: uint32 code
    """

    SIGNATURE: ClassVar[str] = "RangeCodeInvalid(uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("7d0779ef")
    MESSAGE: ClassVar[str] = "A bill code has 8 digits; {code} has not."
    FIELDS: ClassVar[tuple[str, ...]] = ("code",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint32",)

    def __init__(
        self,
        code: int,
    ) -> None:
        super().__init__(code)
        self.code = code


class RangeCountZero(ContractRefusal):
    """A range needs at least one number.

    Raised for `RangeCountZero()` of BillRanges.
    """

    SIGNATURE: ClassVar[str] = "RangeCountZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ec13b5a9")
    MESSAGE: ClassVar[str] = "A range needs at least one number."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class RangeExhausted(ContractRefusal):
    """Range {range} has {left} numbers left, not {count}.

    Ask for a new range.

    Raised for `RangeExhausted(uint64,uint32,uint40)` of BillRanges.

    Attributes:
        range: uint64 range
        count: uint32 count
        left: uint40 left
    """

    SIGNATURE: ClassVar[str] = "RangeExhausted(uint64,uint32,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("3c1ac78c")
    MESSAGE: ClassVar[str] = "Range {range} has {left} numbers left, not {count}. Ask for a new range."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "count",
        "left",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "uint40",
    )

    def __init__(
        self,
        range: int,
        count: int,
        left: int,
    ) -> None:
        super().__init__(range, count, left)
        self.range = range
        self.count = count
        self.left = left


class RangeExpired(ContractRefusal):
    """Range {range} ended at {validUntil}; it is {time}.

    Ask for a new range.

    Raised for `RangeExpired(uint64,uint40,uint256)` of BillRanges.

    Attributes:
        range: uint64 range
        valid_until: uint40 validUntil
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "RangeExpired(uint64,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("2467b55e")
    MESSAGE: ClassVar[str] = "Range {range} ended at {valid_until}; it is {time}. Ask for a new range."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "valid_until",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        range: int,
        valid_until: int,
        time: int,
    ) -> None:
        super().__init__(range, valid_until, time)
        self.range = range
        self.valid_until = valid_until
        self.time = time


class RangeGrantorMismatch(ContractRefusal):
    """Range {range} was proposed in the finance department {grantor}, not in {acting}.

    Raised for `RangeGrantorMismatch(uint64,uint64,uint64)` of BillRanges.

    Attributes:
        range: uint64 range
        grantor: uint64 grantor
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RangeGrantorMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("52d9810e")
    MESSAGE: ClassVar[str] = "Range {range} was proposed in the finance department {grantor}, not in {acting}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "grantor",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        range: int,
        grantor: int,
        acting: int,
    ) -> None:
        super().__init__(range, grantor, acting)
        self.range = range
        self.grantor = grantor
        self.acting = acting


class RangeHolderMismatch(ContractRefusal):
    """Range {range} was granted to organisation {holder}, not to {acting}.

    Raised for `RangeHolderMismatch(uint64,uint64,uint64)` of BillRanges.

    Attributes:
        range: uint64 range
        holder: uint64 holder
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RangeHolderMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("01ae2ec5")
    MESSAGE: ClassVar[str] = "Range {range} was granted to organisation {holder}, not to {acting}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "holder",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        range: int,
        holder: int,
        acting: int,
    ) -> None:
        super().__init__(range, holder, acting)
        self.range = range
        self.holder = holder
        self.acting = acting


class RangeNumberOutOfOrder(ContractRefusal):
    """The next number of range {range} is {next}, not {given}: numbers are issued in order.

    Raised for `RangeNumberOutOfOrder(uint64,uint40,uint40)` of BillRanges.

    Attributes:
        range: uint64 range
        given: uint40 given
        next: uint40 next
    """

    SIGNATURE: ClassVar[str] = "RangeNumberOutOfOrder(uint64,uint40,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("7c6638b0")
    MESSAGE: ClassVar[str] = "The next number of range {range} is {next}, not {given}: numbers are issued in order."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "given",
        "next",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint40",
    )

    def __init__(
        self,
        range: int,
        given: int,
        next: int,
    ) -> None:
        super().__init__(range, given, next)
        self.range = range
        self.given = given
        self.next = next


class RangeNumbersExhausted(ContractRefusal):
    """Code {code} has {left} numbers left, not {count}.

    Use a new code.

    Raised for `RangeNumbersExhausted(uint32,uint32,uint40)` of BillRanges.

    Attributes:
        code: uint32 code
        count: uint32 count
        left: uint40 left
    """

    SIGNATURE: ClassVar[str] = "RangeNumbersExhausted(uint32,uint32,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c5e676ad")
    MESSAGE: ClassVar[str] = "Code {code} has {left} numbers left, not {count}. Use a new code."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "code",
        "count",
        "left",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint32",
        "uint32",
        "uint40",
    )

    def __init__(
        self,
        code: int,
        count: int,
        left: int,
    ) -> None:
        super().__init__(code, count, left)
        self.code = code
        self.count = count
        self.left = left


class RangePeriodInvalid(ContractRefusal):
    """The range would end at {validUntil}; it is {time}.

    Raised for `RangePeriodInvalid(uint40,uint256)` of BillRanges.

    Attributes:
        valid_until: uint40 validUntil
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "RangePeriodInvalid(uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("aaf8d1a2")
    MESSAGE: ClassVar[str] = "The range would end at {valid_until}; it is {time}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "valid_until",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        valid_until: int,
        time: int,
    ) -> None:
        super().__init__(valid_until, time)
        self.valid_until = valid_until
        self.time = time


class RangeSecondOfficerNeeded(ContractRefusal):
    """Officer {officer} proposed range {range}; a second officer must agree.

    Raised for `RangeSecondOfficerNeeded(uint64,uint64)` of BillRanges.

    Attributes:
        range: uint64 range
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "RangeSecondOfficerNeeded(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("edc8b9f8")
    MESSAGE: ClassVar[str] = "Officer {officer} proposed range {range}; a second officer must agree."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "officer",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        range: int,
        officer: int,
    ) -> None:
        super().__init__(range, officer)
        self.range = range
        self.officer = officer


class RangeStatusMismatch(ContractRefusal):
    """Range {range} is in status {status}; this act needs {needed}.

    Raised for `RangeStatusMismatch(uint64,uint8,uint8)` of BillRanges.

    Attributes:
        range: uint64 range
        status: uint8 status
        needed: uint8 needed
    """

    SIGNATURE: ClassVar[str] = "RangeStatusMismatch(uint64,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("a654e9c6")
    MESSAGE: ClassVar[str] = "Range {range} is in status {status}; this act needs {needed}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "status",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        range: int,
        status: int,
        needed: int,
    ) -> None:
        super().__init__(range, status, needed)
        self.range = range
        self.status = status
        self.needed = needed


class RangeUnknown(ContractRefusal):
    """There is no range {range}.

    Raised for `RangeUnknown(uint64)` of BillRanges.

    Attributes:
        range: uint64 range
    """

    SIGNATURE: ClassVar[str] = "RangeUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("33151635")
    MESSAGE: ClassVar[str] = "There is no range {range}."
    FIELDS: ClassVar[tuple[str, ...]] = ("range",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        range: int,
    ) -> None:
        super().__init__(range)
        self.range = range


class RangeVersionStale(ContractRefusal):
    """Range {range} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `RangeVersionStale(uint64,uint64,uint64)` of BillRanges.

    Attributes:
        range: uint64 range
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "RangeVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("60ba02e0")
    MESSAGE: ClassVar[str] = "Range {range} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        range: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(range, seen, current)
        self.range = range
        self.seen = seen
        self.current = current


class RecordBatchEmpty(ContractRefusal):
    """A batch needs at least one item.

    Raised for `RecordBatchEmpty()` of DataRegistry.
    """

    SIGNATURE: ClassVar[str] = "RecordBatchEmpty()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("db014b08")
    MESSAGE: ClassVar[str] = "A batch needs at least one item."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class RecordCommitmentUnchanged(ContractRefusal):
    """Record {record} has this commitment already.

    Raised for `RecordCommitmentUnchanged(uint64,bytes32)` of DataRegistry.

    Attributes:
        record: uint64 record
        commitment: bytes32 commitment
    """

    SIGNATURE: ClassVar[str] = "RecordCommitmentUnchanged(uint64,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("487a2e17")
    MESSAGE: ClassVar[str] = "Record {record} has this commitment already."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "record",
        "commitment",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "bytes32",
    )

    def __init__(
        self,
        record: int,
        commitment: bytes,
    ) -> None:
        super().__init__(record, commitment)
        self.record = record
        self.commitment = commitment


class RecordCommitmentZero(ContractRefusal):
    """The commitment is zero; give a salted commitment.

    Raised for `RecordCommitmentZero()` of DataRegistry.
    """

    SIGNATURE: ClassVar[str] = "RecordCommitmentZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e85d64a8")
    MESSAGE: ClassVar[str] = "The commitment is zero; give a salted commitment."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class RecordIdsExhausted(ContractRefusal):
    """All ids of records below {limit} are given: nothing more can be registered here.

    A batch takes one id, however many items it holds.

    Raised for `RecordIdsExhausted(uint64)` of DataRegistry.

    Attributes:
        limit: uint64 limit
    """

    SIGNATURE: ClassVar[str] = "RecordIdsExhausted(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("4e11c3db")
    MESSAGE: ClassVar[str] = (
        "All ids of records below {limit} are given: nothing more can be registered here. A batch takes one id, "
        "however many items it holds."
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("limit",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        limit: int,
    ) -> None:
        super().__init__(limit)
        self.limit = limit


class RecordIndexInvalid(ContractRefusal):
    """Record {record} holds {count} items; there is none at {index}.

    Raised for `RecordIndexInvalid(uint64,uint32,uint32)` of DataRegistry.

    Attributes:
        record: uint64 record
        index: uint32 index
        count: uint32 count
    """

    SIGNATURE: ClassVar[str] = "RecordIndexInvalid(uint64,uint32,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c5509906")
    MESSAGE: ClassVar[str] = "Record {record} holds {count} items; there is none at {index}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "record",
        "index",
        "count",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "uint32",
    )

    def __init__(
        self,
        record: int,
        index: int,
        count: int,
    ) -> None:
        super().__init__(record, index, count)
        self.record = record
        self.index = index
        self.count = count


class RecordIsBatch(ContractRefusal):
    """Record {record} is a batch of {count} items, which cannot be superseded as a whole; name one of them.

    Raised for `RecordIsBatch(uint64,uint32)` of DataRegistry.

    Attributes:
        record: uint64 record
        count: uint32 count
    """

    SIGNATURE: ClassVar[str] = "RecordIsBatch(uint64,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b777062b")
    MESSAGE: ClassVar[str] = (
        "Record {record} is a batch of {count} items, which cannot be superseded as a whole; name one of them."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "record",
        "count",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
    )

    def __init__(
        self,
        record: int,
        count: int,
    ) -> None:
        super().__init__(record, count)
        self.record = record
        self.count = count


class RecordIsShredded(ContractRefusal):
    """Record {record} was shredded: its salts are destroyed.

    Raised for `RecordIsShredded(uint64)` of DataRegistry.

    Attributes:
        record: uint64 record
    """

    SIGNATURE: ClassVar[str] = "RecordIsShredded(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1218e8ac")
    MESSAGE: ClassVar[str] = "Record {record} was shredded: its salts are destroyed."
    FIELDS: ClassVar[tuple[str, ...]] = ("record",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        record: int,
    ) -> None:
        super().__init__(record)
        self.record = record


class RecordIsWithdrawn(ContractRefusal):
    """Record {record} was withdrawn.

    Raised for `RecordIsWithdrawn(uint64)` of DataRegistry.

    Attributes:
        record: uint64 record
    """

    SIGNATURE: ClassVar[str] = "RecordIsWithdrawn(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e57c4903")
    MESSAGE: ClassVar[str] = "Record {record} was withdrawn."
    FIELDS: ClassVar[tuple[str, ...]] = ("record",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        record: int,
    ) -> None:
        super().__init__(record)
        self.record = record


class RecordProofInvalid(ContractRefusal):
    """Commitment and proof do not show that record {record} was registered in its batch.

    Raised for `RecordProofInvalid(uint64)` of DataRegistry.

    Attributes:
        record: uint64 record
    """

    SIGNATURE: ClassVar[str] = "RecordProofInvalid(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("935dde4c")
    MESSAGE: ClassVar[str] = "Commitment and proof do not show that record {record} was registered in its batch."
    FIELDS: ClassVar[tuple[str, ...]] = ("record",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        record: int,
    ) -> None:
        super().__init__(record)
        self.record = record


class RecordResourceMismatch(ContractRefusal):
    """Record {record} belongs to resource {resource}, not to {expected}.

    Raised for `RecordResourceMismatch(uint64,uint64,uint64)` of DataRegistry.

    Attributes:
        record: uint64 record
        resource: uint64 resource
        expected: uint64 expected
    """

    SIGNATURE: ClassVar[str] = "RecordResourceMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("317eda1d")
    MESSAGE: ClassVar[str] = "Record {record} belongs to resource {resource}, not to {expected}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "record",
        "resource",
        "expected",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        record: int,
        resource: int,
        expected: int,
    ) -> None:
        super().__init__(record, resource, expected)
        self.record = record
        self.resource = resource
        self.expected = expected


class RecordRootZero(ContractRefusal):
    """The root is zero; give the root of the tree over the items' leaves.

    Raised for `RecordRootZero()` of DataRegistry.
    """

    SIGNATURE: ClassVar[str] = "RecordRootZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("85728582")
    MESSAGE: ClassVar[str] = "The root is zero; give the root of the tree over the items' leaves."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class RecordUnknown(ContractRefusal):
    """There is no record {record}.

    Raised for `RecordUnknown(uint64)` of DataRegistry.

    Attributes:
        record: uint64 record
    """

    SIGNATURE: ClassVar[str] = "RecordUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("3e2da894")
    MESSAGE: ClassVar[str] = "There is no record {record}."
    FIELDS: ClassVar[tuple[str, ...]] = ("record",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        record: int,
    ) -> None:
        super().__init__(record)
        self.record = record


class RecordVersionStale(ContractRefusal):
    """Record {record} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `RecordVersionStale(uint64,uint64,uint64)` of DataRegistry.

    Attributes:
        record: uint64 record
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "RecordVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("aa4bcec1")
    MESSAGE: ClassVar[str] = "Record {record} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "record",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        record: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(record, seen, current)
        self.record = record
        self.seen = seen
        self.current = current


class ReporterNotListed(ContractRefusal):
    """Contract {account} is not listed for role {role}, so its report is not accepted.

    Raised for `ReporterNotListed(address,uint8)` of Consortium.

    Attributes:
        account: address account
        role: uint8 role
    """

    SIGNATURE: ClassVar[str] = "ReporterNotListed(address,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("217960eb")
    MESSAGE: ClassVar[str] = "Contract {account} is not listed for role {role}, so its report is not accepted."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "role",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint8",
    )

    def __init__(
        self,
        account: bytes,
        role: int,
    ) -> None:
        super().__init__(account, role)
        self.account = account
        self.role = role


class RequestAcknowledgementInvalid(ContractRefusal):
    """The time to acknowledge is {acknowledgeWithin} seconds; it must be from 1 to {limit}.

    Raised for `RequestAcknowledgementInvalid(uint32,uint32)` of DataRequests.

    Attributes:
        acknowledge_within: uint32 acknowledgeWithin
        limit: uint32 limit
    """

    SIGNATURE: ClassVar[str] = "RequestAcknowledgementInvalid(uint32,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("2bc52b68")
    MESSAGE: ClassVar[str] = "The time to acknowledge is {acknowledge_within} seconds; it must be from 1 to {limit}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "acknowledge_within",
        "limit",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint32",
        "uint32",
    )

    def __init__(
        self,
        acknowledge_within: int,
        limit: int,
    ) -> None:
        super().__init__(acknowledge_within, limit)
        self.acknowledge_within = acknowledge_within
        self.limit = limit


class RequestAnswerZero(ContractRefusal):
    """The commitment to the answer is zero; give a salted commitment.

    Raised for `RequestAnswerZero(uint64)` of DataRequests.

    Attributes:
        request: uint64 request
    """

    SIGNATURE: ClassVar[str] = "RequestAnswerZero(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("d7ab3418")
    MESSAGE: ClassVar[str] = "The commitment to the answer is zero; give a salted commitment."
    FIELDS: ClassVar[tuple[str, ...]] = ("request",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        request: int,
    ) -> None:
        super().__init__(request)
        self.request = request


class RequestDeadlineInvalid(ContractRefusal):
    """The request must be served before {serveBy}, which is not after {time} and at most {limit} seconds ahead.

    Raised for `RequestDeadlineInvalid(uint40,uint256,uint40)` of DataRequests.

    Attributes:
        serve_by: uint40 serveBy
        time: uint256 time
        limit: uint40 limit
    """

    SIGNATURE: ClassVar[str] = "RequestDeadlineInvalid(uint40,uint256,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("912c59c4")
    MESSAGE: ClassVar[str] = (
        "The request must be served before {serve_by}, which is not after {time} and at most {limit} seconds ahead."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "serve_by",
        "time",
        "limit",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint40",
        "uint256",
        "uint40",
    )

    def __init__(
        self,
        serve_by: int,
        time: int,
        limit: int,
    ) -> None:
        super().__init__(serve_by, time, limit)
        self.serve_by = serve_by
        self.time = time
        self.limit = limit


class RequestFilerMismatch(ContractRefusal):
    """In mode {mode} organisation {filer} files the request, not {acting}.

    Raised for `RequestFilerMismatch(uint8,uint64,uint64)` of DataRequests.

    Attributes:
        mode: uint8 mode
        filer: uint64 filer
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RequestFilerMismatch(uint8,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("77a79e7a")
    MESSAGE: ClassVar[str] = "In mode {mode} organisation {filer} files the request, not {acting}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "mode",
        "filer",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint8",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        mode: int,
        filer: int,
        acting: int,
    ) -> None:
        super().__init__(mode, filer, acting)
        self.mode = mode
        self.filer = filer
        self.acting = acting


class RequestGranteeMismatch(ContractRefusal):
    """Organisation {grantee} acknowledges request {request}, not {acting}.

    Raised for `RequestGranteeMismatch(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        request: uint64 request
        grantee: uint64 grantee
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RequestGranteeMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("379d88ae")
    MESSAGE: ClassVar[str] = "Organisation {grantee} acknowledges request {request}, not {acting}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "grantee",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        request: int,
        grantee: int,
        acting: int,
    ) -> None:
        super().__init__(request, grantee, acting)
        self.request = request
        self.grantee = grantee
        self.acting = acting


class RequestOwnerMismatch(ContractRefusal):
    """Organisation {owner} serves request {request}, not {acting}.

    Raised for `RequestOwnerMismatch(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        request: uint64 request
        owner: uint64 owner
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RequestOwnerMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("4717e3f7")
    MESSAGE: ClassVar[str] = "Organisation {owner} serves request {request}, not {acting}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "owner",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        request: int,
        owner: int,
        acting: int,
    ) -> None:
        super().__init__(request, owner, acting)
        self.request = request
        self.owner = owner
        self.acting = acting


class RequestStatusMismatch(ContractRefusal):
    """Request {request} is in status {status}; this act needs {needed}.

    Raised for `RequestStatusMismatch(uint64,uint8,uint8)` of DataRequests.

    Attributes:
        request: uint64 request
        status: uint8 status
        needed: uint8 needed
    """

    SIGNATURE: ClassVar[str] = "RequestStatusMismatch(uint64,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("7298a8ef")
    MESSAGE: ClassVar[str] = "Request {request} is in status {status}; this act needs {needed}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "status",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        request: int,
        status: int,
        needed: int,
    ) -> None:
        super().__init__(request, status, needed)
        self.request = request
        self.status = status
        self.needed = needed


class RequestTermsMismatch(ContractRefusal):
    """The terms given hash to {given}; request {request} was filed with {filed}.

    Raised for `RequestTermsMismatch(uint64,bytes32,bytes32)` of DataRequests.

    Attributes:
        request: uint64 request
        given: bytes32 given
        filed: bytes32 filed
    """

    SIGNATURE: ClassVar[str] = "RequestTermsMismatch(uint64,bytes32,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("faede06f")
    MESSAGE: ClassVar[str] = "The terms given hash to {given}; request {request} was filed with {filed}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "given",
        "filed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "bytes32",
        "bytes32",
    )

    def __init__(
        self,
        request: int,
        given: bytes,
        filed: bytes,
    ) -> None:
        super().__init__(request, given, filed)
        self.request = request
        self.given = given
        self.filed = filed


class RequestUnknown(ContractRefusal):
    """There is no request {request}.

    Raised for `RequestUnknown(uint64)` of DataRequests.

    Attributes:
        request: uint64 request
    """

    SIGNATURE: ClassVar[str] = "RequestUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ed9c47fa")
    MESSAGE: ClassVar[str] = "There is no request {request}."
    FIELDS: ClassVar[tuple[str, ...]] = ("request",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        request: int,
    ) -> None:
        super().__init__(request)
        self.request = request


class RequestVersionStale(ContractRefusal):
    """Request {request} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `RequestVersionStale(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        request: uint64 request
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "RequestVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("bc8db4a9")
    MESSAGE: ClassVar[str] = "Request {request} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        request: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(request, seen, current)
        self.request = request
        self.seen = seen
        self.current = current


class ReservationExceeded(ContractRefusal):
    """Reservation {reservation} on bill {bill} holds {reserved} fen, not {requested}.

    Raised for `ReservationExceeded(uint64,uint32,uint48,uint48)` of BillClaims.

    Attributes:
        bill: uint64 bill
        reservation: uint32 reservation
        requested: uint48 requested
        reserved: uint48 reserved
    """

    SIGNATURE: ClassVar[str] = "ReservationExceeded(uint64,uint32,uint48,uint48)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("48a9b96a")
    MESSAGE: ClassVar[str] = "Reservation {reservation} on bill {bill} holds {reserved} fen, not {requested}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "reservation",
        "requested",
        "reserved",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "uint48",
        "uint48",
    )

    def __init__(
        self,
        bill: int,
        reservation: int,
        requested: int,
        reserved: int,
    ) -> None:
        super().__init__(bill, reservation, requested, reserved)
        self.bill = bill
        self.reservation = reservation
        self.requested = requested
        self.reserved = reserved


class ReservationExpired(ContractRefusal):
    """Reservation {reservation} on bill {bill} expired at {expiresAt}; it is {time}.

    Reserve again.

    Raised for `ReservationExpired(uint64,uint32,uint40,uint256)` of BillClaims.

    Attributes:
        bill: uint64 bill
        reservation: uint32 reservation
        expires_at: uint40 expiresAt
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "ReservationExpired(uint64,uint32,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("9d07d0b8")
    MESSAGE: ClassVar[str] = (
        "Reservation {reservation} on bill {bill} expired at {expires_at}; it is {time}. Reserve again."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "reservation",
        "expires_at",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        bill: int,
        reservation: int,
        expires_at: int,
        time: int,
    ) -> None:
        super().__init__(bill, reservation, expires_at, time)
        self.bill = bill
        self.reservation = reservation
        self.expires_at = expires_at
        self.time = time


class ReservationExpiryInvalid(ContractRefusal):
    """The reservation would expire at {expiresAt}, which is not after {time} and at most {limit} seconds ahead.

    Raised for `ReservationExpiryInvalid(uint40,uint256,uint40)` of BillClaims.

    Attributes:
        expires_at: uint40 expiresAt
        time: uint256 time
        limit: uint40 limit
    """

    SIGNATURE: ClassVar[str] = "ReservationExpiryInvalid(uint40,uint256,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1db33384")
    MESSAGE: ClassVar[str] = (
        "The reservation would expire at {expires_at}, which is not after {time} and at most {limit} seconds ahead."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "expires_at",
        "time",
        "limit",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint40",
        "uint256",
        "uint40",
    )

    def __init__(
        self,
        expires_at: int,
        time: int,
        limit: int,
    ) -> None:
        super().__init__(expires_at, time, limit)
        self.expires_at = expires_at
        self.time = time
        self.limit = limit


class ReservationLive(ContractRefusal):
    """Organisation {payer} has the live reservation {reservation} on bill {bill} until {expiresAt}.

    Settle or release it first.

    Raised for `ReservationLive(uint64,uint64,uint32,uint40)` of BillClaims.

    Attributes:
        bill: uint64 bill
        payer: uint64 payer
        reservation: uint32 reservation
        expires_at: uint40 expiresAt
    """

    SIGNATURE: ClassVar[str] = "ReservationLive(uint64,uint64,uint32,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("bfa5033f")
    MESSAGE: ClassVar[str] = (
        "Organisation {payer} has the live reservation {reservation} on bill {bill} until {expires_at}. Settle or "
        "release it first."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "payer",
        "reservation",
        "expires_at",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint32",
        "uint40",
    )

    def __init__(
        self,
        bill: int,
        payer: int,
        reservation: int,
        expires_at: int,
    ) -> None:
        super().__init__(bill, payer, reservation, expires_at)
        self.bill = bill
        self.payer = payer
        self.reservation = reservation
        self.expires_at = expires_at


class ReservationUnknown(ContractRefusal):
    """Organisation {payer} has no reservation {reservation} on bill {bill}; its last one is {last} (0: none).

    Raised for `ReservationUnknown(uint64,uint64,uint32,uint32)` of BillClaims.

    Attributes:
        bill: uint64 bill
        payer: uint64 payer
        reservation: uint32 reservation
        last: uint32 last
    """

    SIGNATURE: ClassVar[str] = "ReservationUnknown(uint64,uint64,uint32,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("59b98cb8")
    MESSAGE: ClassVar[str] = (
        "Organisation {payer} has no reservation {reservation} on bill {bill}; its last one is {last} (0: none)."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "payer",
        "reservation",
        "last",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint32",
        "uint32",
    )

    def __init__(
        self,
        bill: int,
        payer: int,
        reservation: int,
        last: int,
    ) -> None:
        super().__init__(bill, payer, reservation, last)
        self.bill = bill
        self.payer = payer
        self.reservation = reservation
        self.last = last


class ReservationUsedUp(ContractRefusal):
    """Reservation {reservation} on bill {bill} is used up: it was settled whole, or released.

    Raised for `ReservationUsedUp(uint64,uint32)` of BillClaims.

    Attributes:
        bill: uint64 bill
        reservation: uint32 reservation
    """

    SIGNATURE: ClassVar[str] = "ReservationUsedUp(uint64,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ca4ef290")
    MESSAGE: ClassVar[str] = "Reservation {reservation} on bill {bill} is used up: it was settled whole, or released."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "reservation",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
    )

    def __init__(
        self,
        bill: int,
        reservation: int,
    ) -> None:
        super().__init__(bill, reservation)
        self.bill = bill
        self.reservation = reservation


class ResourceApprovalsInvalid(ContractRefusal):
    """`ResourceApprovalsInvalid` of DataRegistry.

    The approvals {approvals} and {detailApprovals} do not fit: {least} ≤ approvals for DETAIL and SUBMIT ≤ {approvers}
    approvers, and the others need no more than these.

    Raised for `ResourceApprovalsInvalid(uint8,uint8,uint8,uint8)` of DataRegistry.

    Attributes:
        approvals: uint8 approvals
        detail_approvals: uint8 detailApprovals
        least: uint8 least
        approvers: uint8 approvers
    """

    SIGNATURE: ClassVar[str] = "ResourceApprovalsInvalid(uint8,uint8,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ada68398")
    MESSAGE: ClassVar[str] = (
        "The approvals {approvals} and {detail_approvals} do not fit: {least} ≤ approvals for DETAIL and SUBMIT ≤ "
        "{approvers} approvers, and the others need no more than these."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "approvals",
        "detail_approvals",
        "least",
        "approvers",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint8",
        "uint8",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        approvals: int,
        detail_approvals: int,
        least: int,
        approvers: int,
    ) -> None:
        super().__init__(approvals, detail_approvals, least, approvers)
        self.approvals = approvals
        self.detail_approvals = detail_approvals
        self.least = least
        self.approvers = approvers


class ResourceApproverInvalid(ContractRefusal):
    """Approver {approver} at place {place} is the owner, is named before, or stands behind a zero; name others.

    Raised for `ResourceApproverInvalid(uint8,uint64)` of DataRegistry.

    Attributes:
        place: uint8 place
        approver: uint64 approver
    """

    SIGNATURE: ClassVar[str] = "ResourceApproverInvalid(uint8,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("283a0d58")
    MESSAGE: ClassVar[str] = (
        "Approver {approver} at place {place} is the owner, is named before, or stands behind a zero; name others."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "place",
        "approver",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint8",
        "uint64",
    )

    def __init__(
        self,
        place: int,
        approver: int,
    ) -> None:
        super().__init__(place, approver)
        self.place = place
        self.approver = approver


class ResourceForeign(ContractRefusal):
    """Resource {resource} belongs to organisation {owner}, not to {acting}.

    Raised for `ResourceForeign(uint64,uint64,uint64)` of AccessGrants, DataRegistry.

    Attributes:
        resource: uint64 resource
        owner: uint64 owner
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "ResourceForeign(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8e68c50e")
    MESSAGE: ClassVar[str] = "Resource {resource} belongs to organisation {owner}, not to {acting}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "resource",
        "owner",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        resource: int,
        owner: int,
        acting: int,
    ) -> None:
        super().__init__(resource, owner, acting)
        self.resource = resource
        self.owner = owner
        self.acting = acting


class ResourceIsRetired(ContractRefusal):
    """Resource {resource} is retired.

    Raised for `ResourceIsRetired(uint64)` of AccessGrants, DataRegistry.

    Attributes:
        resource: uint64 resource
    """

    SIGNATURE: ClassVar[str] = "ResourceIsRetired(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("af655d41")
    MESSAGE: ClassVar[str] = "Resource {resource} is retired."
    FIELDS: ClassVar[tuple[str, ...]] = ("resource",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        resource: int,
    ) -> None:
        super().__init__(resource)
        self.resource = resource


class ResourceModesInvalid(ContractRefusal):
    """The modes {modes} are empty or hold an unknown mode.

    Raised for `ResourceModesInvalid(uint8)` of DataRegistry.

    Attributes:
        modes: uint8 modes
    """

    SIGNATURE: ClassVar[str] = "ResourceModesInvalid(uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c7f82c24")
    MESSAGE: ClassVar[str] = "The modes {modes} are empty or hold an unknown mode."
    FIELDS: ClassVar[tuple[str, ...]] = ("modes",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint8",)

    def __init__(
        self,
        modes: int,
    ) -> None:
        super().__init__(modes)
        self.modes = modes


class ResourceSchemaZero(ContractRefusal):
    """The schema hash is zero; give keccak256 of the schema's bytes.

    Raised for `ResourceSchemaZero()` of DataRegistry.
    """

    SIGNATURE: ClassVar[str] = "ResourceSchemaZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("344430ab")
    MESSAGE: ClassVar[str] = "The schema hash is zero; give keccak256 of the schema's bytes."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class ResourceTermsUnchanged(ContractRefusal):
    """Resource {resource} has these terms already.

    Raised for `ResourceTermsUnchanged(uint64)` of DataRegistry.

    Attributes:
        resource: uint64 resource
    """

    SIGNATURE: ClassVar[str] = "ResourceTermsUnchanged(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("763c7032")
    MESSAGE: ClassVar[str] = "Resource {resource} has these terms already."
    FIELDS: ClassVar[tuple[str, ...]] = ("resource",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        resource: int,
    ) -> None:
        super().__init__(resource)
        self.resource = resource


class ResourceUnknown(ContractRefusal):
    """There is no resource {resource}.

    Raised for `ResourceUnknown(uint64)` of AccessGrants, DataRegistry.

    Attributes:
        resource: uint64 resource
    """

    SIGNATURE: ClassVar[str] = "ResourceUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ba9dc15b")
    MESSAGE: ClassVar[str] = "There is no resource {resource}."
    FIELDS: ClassVar[tuple[str, ...]] = ("resource",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        resource: int,
    ) -> None:
        super().__init__(resource)
        self.resource = resource


class ResourceVersionStale(ContractRefusal):
    """Resource {resource} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `ResourceVersionStale(uint64,uint64,uint64)` of AccessGrants, DataRegistry.

    Attributes:
        resource: uint64 resource
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "ResourceVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("a7d8d358")
    MESSAGE: ClassVar[str] = "Resource {resource} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "resource",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        resource: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(resource, seen, current)
        self.resource = resource
        self.seen = seen
        self.current = current


class StringTooLong(ContractRefusal):
    """`StringTooLong` of AccessGrants.

    Raised for `StringTooLong(string)` of AccessGrants.

    Attributes:
        str: string str
    """

    SIGNATURE: ClassVar[str] = "StringTooLong(string)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("305a27a9")
    MESSAGE: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[str, ...]] = ("str",)
    TYPES: ClassVar[tuple[str, ...]] = ("string",)

    def __init__(
        self,
        str: str,
    ) -> None:
        super().__init__(str)
        self.str = str


class TimestampTokenZero(ContractRefusal):
    """The hash of the time-stamp token is zero; give keccak256 of its bytes.

    Raised for `TimestampTokenZero()` of DataRegistry.
    """

    SIGNATURE: ClassVar[str] = "TimestampTokenZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("dd05d979")
    MESSAGE: ClassVar[str] = "The hash of the time-stamp token is zero; give keccak256 of its bytes."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


REFUSALS: tuple[type[ContractRefusal], ...] = (
    AccountListed,
    AccountTaken,
    AccountUnknown,
    AccountZero,
    AddressEmptyCode,
    AdministratorForeign,
    BatchBillMismatch,
    BatchEmpty,
    BatchRootZero,
    BatchUnknown,
    BillEngaged,
    BillInnerZero,
    BillIssuerMismatch,
    BillLeafMismatch,
    BillStateMismatch,
    BillTagUsed,
    BillUnknown,
    BillVersionStale,
    ClaimAmountZero,
    ClaimCapacityExceeded,
    ClaimInnerMismatch,
    ClaimIsOpen,
    ClaimNotOpen,
    ClaimPayersExceeded,
    ClaimTagUsed,
    ClaimTagZero,
    ClaimVersionStale,
    ConsortiumDecisionRequired,
    ConstructorAddressZero,
    ContractIsClosed,
    ContractNotListed,
    ContractWindingDown,
    DecisionTargetForeign,
    DecisionsReplaced,
    DraftApprovalNotNeeded,
    DraftApprovedAlready,
    DraftApproverForeign,
    DraftNotApproved,
    FailedCall,
    FirstIdZero,
    FounderRequired,
    GrantApprovalsMissing,
    GrantDelegationTooDeep,
    GrantDepthNotWithin,
    GrantExpired,
    GrantFieldsEmpty,
    GrantFieldsNotGranted,
    GrantForeign,
    GrantGranteeMismatch,
    GrantIsRevoked,
    GrantLegalBasisMismatch,
    GrantLegalBasisZero,
    GrantModeNotGranted,
    GrantModesNotOffered,
    GrantModesNotWithin,
    GrantNotYetValid,
    GrantOwnerMismatch,
    GrantPeriodInvalid,
    GrantPeriodNotWithin,
    GrantPurposeMismatch,
    GrantPurposeZero,
    GrantResourceMismatch,
    GrantSignatureExpired,
    GrantSignatureInvalid,
    GrantSignatureSpent,
    GrantToOwner,
    GrantUnknown,
    GrantUsesExhausted,
    GrantUsesZero,
    GrantVersionStale,
    InsufficientBalance,
    InvalidShortString,
    ListingExists,
    ListingHeadChanged,
    ListingInvalid,
    ListingNotWindingDown,
    ListingServesOfficer,
    ListingWithoutCode,
    OfficerNotInOffice,
    OfficerRoleMissing,
    OfficerRolesInvalid,
    OfficerTermEmpty,
    OfficerTermOver,
    OfficerTermsUnchanged,
    OfficerUnknown,
    OfficerVersionStale,
    OrganisationKindMissing,
    OrganisationKindsInvalid,
    OrganisationKindsUnchanged,
    OrganisationNotActive,
    OrganisationNotSuspended,
    OrganisationUnknown,
    OrganisationVersionStale,
    PublicCodeInvalid,
    PublicCodeTaken,
    RangeCodeForeign,
    RangeCodeInvalid,
    RangeCountZero,
    RangeExhausted,
    RangeExpired,
    RangeGrantorMismatch,
    RangeHolderMismatch,
    RangeNumberOutOfOrder,
    RangeNumbersExhausted,
    RangePeriodInvalid,
    RangeSecondOfficerNeeded,
    RangeStatusMismatch,
    RangeUnknown,
    RangeVersionStale,
    RecordBatchEmpty,
    RecordCommitmentUnchanged,
    RecordCommitmentZero,
    RecordIdsExhausted,
    RecordIndexInvalid,
    RecordIsBatch,
    RecordIsShredded,
    RecordIsWithdrawn,
    RecordProofInvalid,
    RecordResourceMismatch,
    RecordRootZero,
    RecordUnknown,
    RecordVersionStale,
    ReporterNotListed,
    RequestAcknowledgementInvalid,
    RequestAnswerZero,
    RequestDeadlineInvalid,
    RequestFilerMismatch,
    RequestGranteeMismatch,
    RequestOwnerMismatch,
    RequestStatusMismatch,
    RequestTermsMismatch,
    RequestUnknown,
    RequestVersionStale,
    ReservationExceeded,
    ReservationExpired,
    ReservationExpiryInvalid,
    ReservationLive,
    ReservationUnknown,
    ReservationUsedUp,
    ResourceApprovalsInvalid,
    ResourceApproverInvalid,
    ResourceForeign,
    ResourceIsRetired,
    ResourceModesInvalid,
    ResourceSchemaZero,
    ResourceTermsUnchanged,
    ResourceUnknown,
    ResourceVersionStale,
    StringTooLong,
    TimestampTokenZero,
)
"""Every refusal, by name."""

BY_SELECTOR: dict[bytes, type[ContractRefusal]] = {refusal.SELECTOR: refusal for refusal in REFUSALS}

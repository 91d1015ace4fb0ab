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


class AccountRetired(ContractRefusal):
    """Account {account} served officer {officer} until {servesUntil}; another one does now.

    Raised for `AccountRetired(address,uint64,uint40)` of Consortium.

    Attributes:
        account: address account
        officer: uint64 officer
        serves_until: uint40 servesUntil
    """

    SIGNATURE: ClassVar[str] = "AccountRetired(address,uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b1e837cd")
    MESSAGE: ClassVar[str] = "Account {account} served officer {officer} until {serves_until}; another one does now."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "officer",
        "serves_until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        account: bytes,
        officer: int,
        serves_until: int,
    ) -> None:
        super().__init__(account, officer, serves_until)
        self.account = account
        self.officer = officer
        self.serves_until = serves_until


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


class ActionUnknown(ContractRefusal):
    """No decision calls the function {selector} of {target}: actions are a closed list.

    Raised for `ActionUnknown(address,bytes4)` of Decisions.

    Attributes:
        target: address target
        selector: bytes4 selector
    """

    SIGNATURE: ClassVar[str] = "ActionUnknown(address,bytes4)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("843e5787")
    MESSAGE: ClassVar[str] = "No decision calls the function {selector} of {target}: actions are a closed list."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "target",
        "selector",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "bytes4",
    )

    def __init__(
        self,
        target: bytes,
        selector: bytes,
    ) -> None:
        super().__init__(target, selector)
        self.target = target
        self.selector = selector


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


class AdministrationVersionStale(ContractRefusal):
    """The administration of {organisation} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `AdministrationVersionStale(uint64,uint64,uint64)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "AdministrationVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b26938f3")
    MESSAGE: ClassVar[str] = (
        "The administration of {organisation} is at version {current}; the caller saw {seen}. Read it again."
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


class AdministratorRuleInvalid(ContractRefusal):
    """`AdministratorRuleInvalid` of Consortium.

    Organisation {organisation} cannot set the rule to {needed}: an act needs 1 or 2 administrators, and not so many
    already.

    Raised for `AdministratorRuleInvalid(uint64,uint8)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        needed: uint8 needed
    """

    SIGNATURE: ClassVar[str] = "AdministratorRuleInvalid(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("99abd6f8")
    MESSAGE: ClassVar[str] = (
        "Organisation {organisation} cannot set the rule to {needed}: an act needs 1 or 2 administrators, and not so "
        "many already."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        organisation: int,
        needed: int,
    ) -> None:
        super().__init__(organisation, needed)
        self.organisation = organisation
        self.needed = needed


class AdministratorsExceeded(ContractRefusal):
    """Organisation {organisation} has 16 administrators in office.

    Dismiss one first.

    Raised for `AdministratorsExceeded(uint64)` of Consortium.

    Attributes:
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "AdministratorsExceeded(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("a38bf420")
    MESSAGE: ClassVar[str] = "Organisation {organisation} has 16 administrators in office. Dismiss one first."
    FIELDS: ClassVar[tuple[str, ...]] = ("organisation",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        organisation: int,
    ) -> None:
        super().__init__(organisation)
        self.organisation = organisation


class AdministratorsTooFew(ContractRefusal):
    """Organisation {organisation} has {live} administrators who can act, and the rule needs {needed}.

    Raised for `AdministratorsTooFew(uint64,uint256,uint8)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        live: uint256 live
        needed: uint8 needed
    """

    SIGNATURE: ClassVar[str] = "AdministratorsTooFew(uint64,uint256,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("00f30af9")
    MESSAGE: ClassVar[str] = (
        "Organisation {organisation} has {live} administrators who can act, and the rule needs {needed}."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "live",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint256",
        "uint8",
    )

    def __init__(
        self,
        organisation: int,
        live: int,
        needed: int,
    ) -> None:
        super().__init__(organisation, live, needed)
        self.organisation = organisation
        self.live = live
        self.needed = needed


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


class BillCodeForeign(ContractRefusal):
    """The code of bill {bill} belongs to the finance department {owner} (0: to none), not to {acting}.

    Raised for `BillCodeForeign(uint64,uint64,uint64)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        owner: uint64 owner
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "BillCodeForeign(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("d6d43c78")
    MESSAGE: ClassVar[str] = (
        "The code of bill {bill} belongs to the finance department {owner} (0: to none), not to {acting}."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
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
        bill: int,
        owner: int,
        acting: int,
    ) -> None:
        super().__init__(bill, owner, acting)
        self.bill = bill
        self.owner = owner
        self.acting = acting


class BillEngaged(ContractRefusal):
    """`BillEngaged` of MedicalBills.

    Bill {bill} is engaged in {by}: reserved until {reservedUntil}, settled in part or whole ({settled}), or booked
    ({booked}). Release, reverse, or wait, first.

    Raised for `BillEngaged(uint64,uint40,bool,bool,address)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        reserved_until: uint40 reservedUntil
        settled: bool settled
        booked: bool booked
        by: address by
    """

    SIGNATURE: ClassVar[str] = "BillEngaged(uint64,uint40,bool,bool,address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1c185072")
    MESSAGE: ClassVar[str] = (
        "Bill {bill} is engaged in {by}: reserved until {reserved_until}, settled in part or whole ({settled}), or "
        "booked ({booked}). Release, reverse, or wait, first."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "reserved_until",
        "settled",
        "booked",
        "by",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "bool",
        "bool",
        "address",
    )

    def __init__(
        self,
        bill: int,
        reserved_until: int,
        settled: bool,
        booked: bool,
        by: bytes,
    ) -> None:
        super().__init__(bill, reserved_until, settled, booked, by)
        self.bill = bill
        self.reserved_until = reserved_until
        self.settled = settled
        self.booked = booked
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


class BillIsElectronic(ContractRefusal):
    """Bill {bill} is electronic: it has no paper to void.

    Raised for `BillIsElectronic(uint64)` of MedicalBills.

    Attributes:
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "BillIsElectronic(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("73db73a9")
    MESSAGE: ClassVar[str] = "Bill {bill} is electronic: it has no paper to void."
    FIELDS: ClassVar[tuple[str, ...]] = ("bill",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        bill: int,
    ) -> None:
        super().__init__(bill)
        self.bill = bill


class BillIsFrozen(ContractRefusal):
    """Bill {bill} is frozen until {frozenUntil} (1099511627775: until the finance department lifts it).

    Raised for `BillIsFrozen(uint64,uint40)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        frozen_until: uint40 frozenUntil
    """

    SIGNATURE: ClassVar[str] = "BillIsFrozen(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("19e2e0ff")
    MESSAGE: ClassVar[str] = (
        "Bill {bill} is frozen until {frozen_until} (1099511627775: until the finance department lifts it)."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "frozen_until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        bill: int,
        frozen_until: int,
    ) -> None:
        super().__init__(bill, frozen_until)
        self.bill = bill
        self.frozen_until = frozen_until


class BillIsShredded(ContractRefusal):
    """Bill {bill} was shredded before.

    Raised for `BillIsShredded(uint64)` of MedicalBills.

    Attributes:
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "BillIsShredded(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ea28605b")
    MESSAGE: ClassVar[str] = "Bill {bill} was shredded before."
    FIELDS: ClassVar[tuple[str, ...]] = ("bill",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        bill: int,
    ) -> None:
        super().__init__(bill)
        self.bill = bill


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


class BillNotFrozen(ContractRefusal):
    """Nothing is to be lifted from bill {bill}: its freeze ends at {frozenUntil} (0: it was never frozen).

    Raised for `BillNotFrozen(uint64,uint40)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        frozen_until: uint40 frozenUntil
    """

    SIGNATURE: ClassVar[str] = "BillNotFrozen(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("bed4c77a")
    MESSAGE: ClassVar[str] = (
        "Nothing is to be lifted from bill {bill}: its freeze ends at {frozen_until} (0: it was never frozen)."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "frozen_until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        bill: int,
        frozen_until: int,
    ) -> None:
        super().__init__(bill, frozen_until)
        self.bill = bill
        self.frozen_until = frozen_until


class BillPaperLive(ContractRefusal):
    """The live form of bill {bill} is the paper {paper}.

    Void it first.

    Raised for `BillPaperLive(uint64,uint64)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        paper: uint64 paper
    """

    SIGNATURE: ClassVar[str] = "BillPaperLive(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("14321633")
    MESSAGE: ClassVar[str] = "The live form of bill {bill} is the paper {paper}. Void it first."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "paper",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        bill: int,
        paper: int,
    ) -> None:
        super().__init__(bill, paper)
        self.bill = bill
        self.paper = paper


class BillSecondOfficerNeeded(ContractRefusal):
    """Officer {officer} froze bill {bill}; a second officer must lift it.

    Raised for `BillSecondOfficerNeeded(uint64,uint64)` of MedicalBills.

    Attributes:
        bill: uint64 bill
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "BillSecondOfficerNeeded(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("65bdb8cd")
    MESSAGE: ClassVar[str] = "Officer {officer} froze bill {bill}; a second officer must lift it."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "officer",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        bill: int,
        officer: int,
    ) -> None:
        super().__init__(bill, officer)
        self.bill = bill
        self.officer = officer


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


class BulkCallFailed(ContractRefusal):
    """The call of index {index}, from 0, was refused with {reason}; none of them took effect.

    Raised for `BulkCallFailed(uint256,bytes)` of BillClaims.

    Attributes:
        index: uint256 index
        reason: bytes reason
    """

    SIGNATURE: ClassVar[str] = "BulkCallFailed(uint256,bytes)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("cd1f7c8e")
    MESSAGE: ClassVar[str] = "The call of index {index}, from 0, was refused with {reason}; none of them took effect."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "index",
        "reason",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint256",
        "bytes",
    )

    def __init__(
        self,
        index: int,
        reason: bytes,
    ) -> None:
        super().__init__(index, reason)
        self.index = index
        self.reason = reason


class BulkEmpty(ContractRefusal):
    """There are no calls.

    Raised for `BulkEmpty()` of BillClaims.
    """

    SIGNATURE: ClassVar[str] = "BulkEmpty()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("48440a80")
    MESSAGE: ClassVar[str] = "There are no calls."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class CheckpointUnorderedInsertion(ContractRefusal):
    """`CheckpointUnorderedInsertion` of Consortium.

    Raised for `CheckpointUnorderedInsertion()` of Consortium.
    """

    SIGNATURE: ClassVar[str] = "CheckpointUnorderedInsertion()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("2520601d")
    MESSAGE: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


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

    {requested} fen were asked of bill {bill}, which has {available} left at version {current} (0: never seen here).

    Raised for `ClaimCapacityExceeded(uint64,uint40,uint40,uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
        requested: uint40 requested
        available: uint40 available
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "ClaimCapacityExceeded(uint64,uint40,uint40,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("6d711b61")
    MESSAGE: ClassVar[str] = (
        "{requested} fen were asked of bill {bill}, which has {available} left at version {current} (0: never seen "
        "here)."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "requested",
        "available",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint40",
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


class ClaimNotShown(ContractRefusal):
    """Nobody has claimed bill {bill} yet: show its leaf, its proof and its inner part.

    Raised for `ClaimNotShown(uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "ClaimNotShown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("49bf3d58")
    MESSAGE: ClassVar[str] = "Nobody has claimed bill {bill} yet: show its leaf, its proof and its inner part."
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


class ClaimTurnOver(ContractRefusal):
    """`ClaimTurnOver` of BillClaims.

    There is nothing to decline on bill {bill}: the turn of the payer's class {own} is over (UNCLASSIFIED: no turn is
    pending, or nobody waits for this payer).

    Raised for `ClaimTurnOver(uint64,uint8)` of BillClaims.

    Attributes:
        bill: uint64 bill
        own: uint8 own
    """

    SIGNATURE: ClassVar[str] = "ClaimTurnOver(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("0ae5e0c1")
    MESSAGE: ClassVar[str] = (
        "There is nothing to decline on bill {bill}: the turn of the payer's class {own} is over (UNCLASSIFIED: no "
        "turn is pending, or nobody waits for this payer)."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "own",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        bill: int,
        own: int,
    ) -> None:
        super().__init__(bill, own)
        self.bill = bill
        self.own = own


class ClaimTurnPending(ContractRefusal):
    """It is the turn of payers of class {waitedFor} on bill {bill}; a payer of class {own} comes later.

    Raised for `ClaimTurnPending(uint64,uint8,uint8)` of BillClaims.

    Attributes:
        bill: uint64 bill
        waited_for: uint8 waitedFor
        own: uint8 own
    """

    SIGNATURE: ClassVar[str] = "ClaimTurnPending(uint64,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c1776f2d")
    MESSAGE: ClassVar[str] = (
        "It is the turn of payers of class {waited_for} on bill {bill}; a payer of class {own} comes later."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "waited_for",
        "own",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        bill: int,
        waited_for: int,
        own: int,
    ) -> None:
        super().__init__(bill, waited_for, own)
        self.bill = bill
        self.waited_for = waited_for
        self.own = own


class ClaimVersionStale(ContractRefusal):
    """Bill {bill} is at version {current}; the caller saw {seen}.

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
        "Bill {bill} is at version {current}; the caller saw {seen}. Read it again before deciding."
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


class ConsentExpired(ContractRefusal):
    """The consent on bill {bill} ended at {until}; it is {time}.

    Ask its subject for a new one.

    Raised for `ConsentExpired(uint64,uint40,uint256)` of BillClaims.

    Attributes:
        bill: uint64 bill
        until: uint40 until
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "ConsentExpired(uint64,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("7236fa3b")
    MESSAGE: ClassVar[str] = "The consent on bill {bill} ended at {until}; it is {time}. Ask its subject for a new one."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "until",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        bill: int,
        until: int,
        time: int,
    ) -> None:
        super().__init__(bill, until, time)
        self.bill = bill
        self.until = until
        self.time = time


class ConsentIsRevoked(ContractRefusal):
    """`ConsentIsRevoked` of BillClaims.

    The consent of serial {serial} to organisation {payer} was revoked, as were all up to {revoked} (0: none was, and
    serials begin at 1). Ask the bill's subject for a new one.

    Raised for `ConsentIsRevoked(uint64,uint64,uint32,uint32)` of BillClaims.

    Attributes:
        bill: uint64 bill
        payer: uint64 payer
        serial: uint32 serial
        revoked: uint32 revoked
    """

    SIGNATURE: ClassVar[str] = "ConsentIsRevoked(uint64,uint64,uint32,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("aab1a1a9")
    MESSAGE: ClassVar[str] = (
        "The consent of serial {serial} to organisation {payer} was revoked, as were all up to {revoked} (0: none was, "
        "and serials begin at 1). Ask the bill's subject for a new one."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "payer",
        "serial",
        "revoked",
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
        serial: int,
        revoked: int,
    ) -> None:
        super().__init__(bill, payer, serial, revoked)
        self.bill = bill
        self.payer = payer
        self.serial = serial
        self.revoked = revoked


class ConsentNotAsked(ContractRefusal):
    """Bill {bill} asks for nobody's consent: leave it empty.

    Raised for `ConsentNotAsked(uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "ConsentNotAsked(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("0db05ca6")
    MESSAGE: ClassVar[str] = "Bill {bill} asks for nobody's consent: leave it empty."
    FIELDS: ClassVar[tuple[str, ...]] = ("bill",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        bill: int,
    ) -> None:
        super().__init__(bill)
        self.bill = bill


class ConsentSignatureInvalid(ContractRefusal):
    """The signature under the consent is not that of the bill's one-time key {consentKey} over {digest}.

    Raised for `ConsentSignatureInvalid(uint64,address,bytes32)` of BillClaims.

    Attributes:
        bill: uint64 bill
        consent_key: address consentKey
        digest: bytes32 digest
    """

    SIGNATURE: ClassVar[str] = "ConsentSignatureInvalid(uint64,address,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("64fc58b4")
    MESSAGE: ClassVar[str] = (
        "The signature under the consent is not that of the bill's one-time key {consent_key} over {digest}."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "consent_key",
        "digest",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "address",
        "bytes32",
    )

    def __init__(
        self,
        bill: int,
        consent_key: bytes,
        digest: bytes,
    ) -> None:
        super().__init__(bill, consent_key, digest)
        self.bill = bill
        self.consent_key = consent_key
        self.digest = digest


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


class ContractPaused(ContractRefusal):
    """Contract {account} is paused until {until} and takes only what relieves.

    Raised for `ContractPaused(address,uint40)` of Consortium.

    Attributes:
        account: address account
        until: uint40 until
    """

    SIGNATURE: ClassVar[str] = "ContractPaused(address,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b4a1377f")
    MESSAGE: ClassVar[str] = "Contract {account} is paused until {until} and takes only what relieves."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint40",
    )

    def __init__(
        self,
        account: bytes,
        until: int,
    ) -> None:
        super().__init__(account, until)
        self.account = account
        self.until = until


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


class DecisionRequired(ContractRefusal):
    """Only a decision may do this; {caller} is not this contract, which executes decisions.

    Raised for `DecisionRequired(address)` of Decisions.

    Attributes:
        caller: address caller
    """

    SIGNATURE: ClassVar[str] = "DecisionRequired(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ccb86805")
    MESSAGE: ClassVar[str] = "Only a decision may do this; {caller} is not this contract, which executes decisions."
    FIELDS: ClassVar[tuple[str, ...]] = ("caller",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        caller: bytes,
    ) -> None:
        super().__init__(caller)
        self.caller = caller


class DecisionRolesInvalid(ContractRefusal):
    """The roles {roles} were not given: a decision appoints administrators and nobody else.

    Raised for `DecisionRolesInvalid(uint32)` of Consortium.

    Attributes:
        roles: uint32 roles
    """

    SIGNATURE: ClassVar[str] = "DecisionRolesInvalid(uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b7233c33")
    MESSAGE: ClassVar[str] = "The roles {roles} were not given: a decision appoints administrators and nobody else."
    FIELDS: ClassVar[tuple[str, ...]] = ("roles",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint32",)

    def __init__(
        self,
        roles: int,
    ) -> None:
        super().__init__(roles)
        self.roles = roles


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


class EmergencyAnswerZero(ContractRefusal):
    """The commitment to the answer is zero; give a salted commitment.

    Raised for `EmergencyAnswerZero()` of DataRequests.
    """

    SIGNATURE: ClassVar[str] = "EmergencyAnswerZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b2f89ea8")
    MESSAGE: ClassVar[str] = "The commitment to the answer is zero; give a salted commitment."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class EmergencyForeign(ContractRefusal):
    """Organisation {organisation} justifies emergency {emergency}, and {acting} does not act for it.

    Raised for `EmergencyForeign(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        emergency: uint64 emergency
        organisation: uint64 organisation
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "EmergencyForeign(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("316294f6")
    MESSAGE: ClassVar[str] = (
        "Organisation {organisation} justifies emergency {emergency}, and {acting} does not act for it."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "emergency",
        "organisation",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        emergency: int,
        organisation: int,
        acting: int,
    ) -> None:
        super().__init__(emergency, organisation, acting)
        self.emergency = emergency
        self.organisation = organisation
        self.acting = acting


class EmergencyIsAnswered(ContractRefusal):
    """The owner answered in emergency {emergency} before.

    Raised for `EmergencyIsAnswered(uint64)` of DataRequests.

    Attributes:
        emergency: uint64 emergency
    """

    SIGNATURE: ClassVar[str] = "EmergencyIsAnswered(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8f654272")
    MESSAGE: ClassVar[str] = "The owner answered in emergency {emergency} before."
    FIELDS: ClassVar[tuple[str, ...]] = ("emergency",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        emergency: int,
    ) -> None:
        super().__init__(emergency)
        self.emergency = emergency


class EmergencyOwnerMismatch(ContractRefusal):
    """Organisation {owner} answers in emergency {emergency}, and {acting} does not act for it.

    Raised for `EmergencyOwnerMismatch(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        emergency: uint64 emergency
        owner: uint64 owner
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "EmergencyOwnerMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("28c9011c")
    MESSAGE: ClassVar[str] = "Organisation {owner} answers in emergency {emergency}, and {acting} does not act for it."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "emergency",
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
        emergency: int,
        owner: int,
        acting: int,
    ) -> None:
        super().__init__(emergency, owner, acting)
        self.emergency = emergency
        self.owner = owner
        self.acting = acting


class EmergencyReviewedByItself(ContractRefusal):
    """Emergency {emergency} is organisation {acting}'s own; an inspector of another organisation reviews it.

    Raised for `EmergencyReviewedByItself(uint64,uint64)` of DataRequests.

    Attributes:
        emergency: uint64 emergency
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "EmergencyReviewedByItself(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("6bed7066")
    MESSAGE: ClassVar[str] = (
        "Emergency {emergency} is organisation {acting}'s own; an inspector of another organisation reviews it."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "emergency",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        emergency: int,
        acting: int,
    ) -> None:
        super().__init__(emergency, acting)
        self.emergency = emergency
        self.acting = acting


class EmergencyStatementZero(ContractRefusal):
    """The commitment to the statement is zero; give a salted commitment.

    Raised for `EmergencyStatementZero()` of DataRequests.
    """

    SIGNATURE: ClassVar[str] = "EmergencyStatementZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("eca86c21")
    MESSAGE: ClassVar[str] = "The commitment to the statement is zero; give a salted commitment."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class EmergencyStatusMismatch(ContractRefusal):
    """Emergency {emergency} is in status {status}; this act needs {needed}, in time or late.

    Raised for `EmergencyStatusMismatch(uint64,uint8,uint8)` of DataRequests.

    Attributes:
        emergency: uint64 emergency
        status: uint8 status
        needed: uint8 needed
    """

    SIGNATURE: ClassVar[str] = "EmergencyStatusMismatch(uint64,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("9970d433")
    MESSAGE: ClassVar[str] = "Emergency {emergency} is in status {status}; this act needs {needed}, in time or late."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "emergency",
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
        emergency: int,
        status: int,
        needed: int,
    ) -> None:
        super().__init__(emergency, status, needed)
        self.emergency = emergency
        self.status = status
        self.needed = needed


class EmergencyUnknown(ContractRefusal):
    """There is no emergency {emergency}.

    Raised for `EmergencyUnknown(uint64)` of DataRequests.

    Attributes:
        emergency: uint64 emergency
    """

    SIGNATURE: ClassVar[str] = "EmergencyUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("311694b7")
    MESSAGE: ClassVar[str] = "There is no emergency {emergency}."
    FIELDS: ClassVar[tuple[str, ...]] = ("emergency",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        emergency: int,
    ) -> None:
        super().__init__(emergency)
        self.emergency = emergency


class EmergencyVersionStale(ContractRefusal):
    """Emergency {emergency} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `EmergencyVersionStale(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        emergency: uint64 emergency
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "EmergencyVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1f82071e")
    MESSAGE: ClassVar[str] = "Emergency {emergency} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "emergency",
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
        emergency: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(emergency, seen, current)
        self.emergency = emergency
        self.seen = seen
        self.current = current


class EndorsementExists(ContractRefusal):
    """The caller endorsed this call already: endorsement {endorsement} is open.

    Raised for `EndorsementExists(uint64)` of Consortium.

    Attributes:
        endorsement: uint64 endorsement
    """

    SIGNATURE: ClassVar[str] = "EndorsementExists(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("194ebe59")
    MESSAGE: ClassVar[str] = "The caller endorsed this call already: endorsement {endorsement} is open."
    FIELDS: ClassVar[tuple[str, ...]] = ("endorsement",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        endorsement: int,
    ) -> None:
        super().__init__(endorsement)
        self.endorsement = endorsement


class EndorsementForeign(ContractRefusal):
    """Endorsement {endorsement} is of officer {officer}, who alone withdraws it; 0: there is none with this id.

    Raised for `EndorsementForeign(uint64,uint64)` of Consortium.

    Attributes:
        endorsement: uint64 endorsement
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "EndorsementForeign(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("15a45376")
    MESSAGE: ClassVar[str] = (
        "Endorsement {endorsement} is of officer {officer}, who alone withdraws it; 0: there is none with this id."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "endorsement",
        "officer",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        endorsement: int,
        officer: int,
    ) -> None:
        super().__init__(endorsement, officer)
        self.endorsement = endorsement
        self.officer = officer


class EndorsementMissing(ContractRefusal):
    """`EndorsementMissing` of Consortium.

    Organisation {organisation} needs two administrators: another one must first endorse the call with the hash
    {callHash}, exactly as it is sent.

    Raised for `EndorsementMissing(uint64,bytes32)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        call_hash: bytes32 callHash
    """

    SIGNATURE: ClassVar[str] = "EndorsementMissing(uint64,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("de5d0d61")
    MESSAGE: ClassVar[str] = (
        "Organisation {organisation} needs two administrators: another one must first endorse the call with the hash "
        "{call_hash}, exactly as it is sent."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "call_hash",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "bytes32",
    )

    def __init__(
        self,
        organisation: int,
        call_hash: bytes,
    ) -> None:
        super().__init__(organisation, call_hash)
        self.organisation = organisation
        self.call_hash = call_hash


class EndorsementOver(ContractRefusal):
    """Endorsement {endorsement} was used or withdrawn, or ran out, at {validUntil}.

    Raised for `EndorsementOver(uint64,uint40)` of Consortium.

    Attributes:
        endorsement: uint64 endorsement
        valid_until: uint40 validUntil
    """

    SIGNATURE: ClassVar[str] = "EndorsementOver(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("fe885675")
    MESSAGE: ClassVar[str] = "Endorsement {endorsement} was used or withdrawn, or ran out, at {valid_until}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "endorsement",
        "valid_until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        endorsement: int,
        valid_until: int,
    ) -> None:
        super().__init__(endorsement, valid_until)
        self.endorsement = endorsement
        self.valid_until = valid_until


class EntriesExceeded(ContractRefusal):
    """Bill {bill} is booked by {limit} units already.

    Raised for `EntriesExceeded(uint64,uint8)` of BillClaims.

    Attributes:
        bill: uint64 bill
        limit: uint8 limit
    """

    SIGNATURE: ClassVar[str] = "EntriesExceeded(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("bd6e9af0")
    MESSAGE: ClassVar[str] = "Bill {bill} is booked by {limit} units already."
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


class EntryExists(ContractRefusal):
    """Organisation {unit} has bill {bill} booked, in period {period}.

    Reverse that first.

    Raised for `EntryExists(uint64,uint64,uint32)` of BillClaims.

    Attributes:
        bill: uint64 bill
        unit: uint64 unit
        period: uint32 period
    """

    SIGNATURE: ClassVar[str] = "EntryExists(uint64,uint64,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("70cd6e5a")
    MESSAGE: ClassVar[str] = "Organisation {unit} has bill {bill} booked, in period {period}. Reverse that first."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "unit",
        "period",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint32",
    )

    def __init__(
        self,
        bill: int,
        unit: int,
        period: int,
    ) -> None:
        super().__init__(bill, unit, period)
        self.bill = bill
        self.unit = unit
        self.period = period


class EntryPeriodInvalid(ContractRefusal):
    """{period} is no year · 100 + month.

    Raised for `EntryPeriodInvalid(uint32)` of BillClaims.

    Attributes:
        period: uint32 period
    """

    SIGNATURE: ClassVar[str] = "EntryPeriodInvalid(uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("73510ece")
    MESSAGE: ClassVar[str] = "{period} is no year · 100 + month."
    FIELDS: ClassVar[tuple[str, ...]] = ("period",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint32",)

    def __init__(
        self,
        period: int,
    ) -> None:
        super().__init__(period)
        self.period = period


class EntryStateInvalid(ContractRefusal):
    """A bill is booked as DEDUCTIBLE or NOT_DEDUCTIBLE, not as {state}.

    Raised for `EntryStateInvalid(uint8)` of BillClaims.

    Attributes:
        state: uint8 state
    """

    SIGNATURE: ClassVar[str] = "EntryStateInvalid(uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8850fa8e")
    MESSAGE: ClassVar[str] = "A bill is booked as DEDUCTIBLE or NOT_DEDUCTIBLE, not as {state}."
    FIELDS: ClassVar[tuple[str, ...]] = ("state",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint8",)

    def __init__(
        self,
        state: int,
    ) -> None:
        super().__init__(state)
        self.state = state


class EntryUnknown(ContractRefusal):
    """Organisation {unit} has not booked bill {bill}.

    Raised for `EntryUnknown(uint64,uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
        unit: uint64 unit
    """

    SIGNATURE: ClassVar[str] = "EntryUnknown(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("994581da")
    MESSAGE: ClassVar[str] = "Organisation {unit} has not booked bill {bill}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "unit",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        bill: int,
        unit: int,
    ) -> None:
        super().__init__(bill, unit)
        self.bill = bill
        self.unit = unit


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


class FounderHandedOver(ContractRefusal):
    """The founder {founder} handed over and decides nothing any more, for ever.

    Raised for `FounderHandedOver(address)` of Decisions.

    Attributes:
        founder: address founder
    """

    SIGNATURE: ClassVar[str] = "FounderHandedOver(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("7f1a796e")
    MESSAGE: ClassVar[str] = "The founder {founder} handed over and decides nothing any more, for ever."
    FIELDS: ClassVar[tuple[str, ...]] = ("founder",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        founder: bytes,
    ) -> None:
        super().__init__(founder)
        self.founder = founder


class FounderIsGuardian(ContractRefusal):
    """The founder's account {account} is the guardian: it would go on having power.

    Raised for `FounderIsGuardian(address)` of Decisions.

    Attributes:
        account: address account
    """

    SIGNATURE: ClassVar[str] = "FounderIsGuardian(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("19c0a983")
    MESSAGE: ClassVar[str] = "The founder's account {account} is the guardian: it would go on having power."
    FIELDS: ClassVar[tuple[str, ...]] = ("account",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        account: bytes,
    ) -> None:
        super().__init__(account)
        self.account = account


class FounderRequired(ContractRefusal):
    """{caller} is not the founder {founder}, who decides until it hands over.

    Raised for `FounderRequired(address,address)` of Decisions.

    Attributes:
        caller: address caller
        founder: address founder
    """

    SIGNATURE: ClassVar[str] = "FounderRequired(address,address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("062e986f")
    MESSAGE: ClassVar[str] = "{caller} is not the founder {founder}, who decides until it hands over."
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


class FounderServesOfficer(ContractRefusal):
    """The founder's account {account} serves officer {officer}: it would go on having power.

    Raised for `FounderServesOfficer(address,uint64)` of Decisions.

    Attributes:
        account: address account
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "FounderServesOfficer(address,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("04370318")
    MESSAGE: ClassVar[str] = "The founder's account {account} serves officer {officer}: it would go on having power."
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


class GlassFieldsEmpty(ContractRefusal):
    """An access in an emergency needs at least one field.

    Raised for `GlassFieldsEmpty()` of DataRequests.
    """

    SIGNATURE: ClassVar[str] = "GlassFieldsEmpty()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("87e221cd")
    MESSAGE: ClassVar[str] = "An access in an emergency needs at least one field."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class GlassForOwnData(ContractRefusal):
    """Organisation {acting} acts for the owner {owner}, and reads its own data without breaking glass.

    Raised for `GlassForOwnData(uint64,uint64)` of DataRequests.

    Attributes:
        owner: uint64 owner
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "GlassForOwnData(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("adc2a013")
    MESSAGE: ClassVar[str] = (
        "Organisation {acting} acts for the owner {owner}, and reads its own data without breaking glass."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "owner",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        owner: int,
        acting: int,
    ) -> None:
        super().__init__(owner, acting)
        self.owner = owner
        self.acting = acting


class GlassJustificationOverdue(ContractRefusal):
    """Emergency {emergency} of organisation {organisation} was to be justified before {justifyBy}; it is {time}.

    Justify it first.

    Raised for `GlassJustificationOverdue(uint64,uint64,uint40,uint256)` of DataRequests.

    Attributes:
        organisation: uint64 organisation
        emergency: uint64 emergency
        justify_by: uint40 justifyBy
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "GlassJustificationOverdue(uint64,uint64,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("69b41d13")
    MESSAGE: ClassVar[str] = (
        "Emergency {emergency} of organisation {organisation} was to be justified before {justify_by}; it is {time}. "
        "Justify it first."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "emergency",
        "justify_by",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        organisation: int,
        emergency: int,
        justify_by: int,
        time: int,
    ) -> None:
        super().__init__(organisation, emergency, justify_by, time)
        self.organisation = organisation
        self.emergency = emergency
        self.justify_by = justify_by
        self.time = time


class GlassLegalBasisZero(ContractRefusal):
    """An access in an emergency needs the hash of its legal basis.

    Raised for `GlassLegalBasisZero()` of DataRequests.
    """

    SIGNATURE: ClassVar[str] = "GlassLegalBasisZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("976760c3")
    MESSAGE: ClassVar[str] = "An access in an emergency needs the hash of its legal basis."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class GlassLimitReached(ContractRefusal):
    """Organisation {organisation} has {limit} emergencies that it did not justify yet.

    Justify one first.

    Raised for `GlassLimitReached(uint64,uint256)` of DataRequests.

    Attributes:
        organisation: uint64 organisation
        limit: uint256 limit
    """

    SIGNATURE: ClassVar[str] = "GlassLimitReached(uint64,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c0d515ed")
    MESSAGE: ClassVar[str] = (
        "Organisation {organisation} has {limit} emergencies that it did not justify yet. Justify one first."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "organisation",
        "limit",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint256",
    )

    def __init__(
        self,
        organisation: int,
        limit: int,
    ) -> None:
        super().__init__(organisation, limit)
        self.organisation = organisation
        self.limit = limit


class GlassModeInvalid(ContractRefusal):
    """In an emergency data is read in mode VERIFY or DETAIL, not {mode}.

    Raised for `GlassModeInvalid(uint8)` of DataRequests.

    Attributes:
        mode: uint8 mode
    """

    SIGNATURE: ClassVar[str] = "GlassModeInvalid(uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c6736f8c")
    MESSAGE: ClassVar[str] = "In an emergency data is read in mode VERIFY or DETAIL, not {mode}."
    FIELDS: ClassVar[tuple[str, ...]] = ("mode",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint8",)

    def __init__(
        self,
        mode: int,
    ) -> None:
        super().__init__(mode)
        self.mode = mode


class GlassModeNotOffered(ContractRefusal):
    """Resource {resource} offers the modes {offered}, not {mode}.

    Raised for `GlassModeNotOffered(uint64,uint8,uint8)` of DataRequests.

    Attributes:
        resource: uint64 resource
        offered: uint8 offered
        mode: uint8 mode
    """

    SIGNATURE: ClassVar[str] = "GlassModeNotOffered(uint64,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("9f966e58")
    MESSAGE: ClassVar[str] = "Resource {resource} offers the modes {offered}, not {mode}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "resource",
        "offered",
        "mode",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        resource: int,
        offered: int,
        mode: int,
    ) -> None:
        super().__init__(resource, offered, mode)
        self.resource = resource
        self.offered = offered
        self.mode = mode


class GlassPurposeZero(ContractRefusal):
    """An access in an emergency needs a purpose: the code 0 is none.

    Raised for `GlassPurposeZero()` of DataRequests.
    """

    SIGNATURE: ClassVar[str] = "GlassPurposeZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("3abb6093")
    MESSAGE: ClassVar[str] = "An access in an emergency needs a purpose: the code 0 is none."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


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


class GuardianMissing(ContractRefusal):
    """There is no guardian.

    Raised for `GuardianMissing()` of Decisions.
    """

    SIGNATURE: ClassVar[str] = "GuardianMissing()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("3f0b2700")
    MESSAGE: ClassVar[str] = "There is no guardian."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class GuardianPowerless(ContractRefusal):
    """Proposal {proposal} is of kind {kind}, which the guardian cannot cancel.

    Raised for `GuardianPowerless(uint64,uint8)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        kind: uint8 kind
    """

    SIGNATURE: ClassVar[str] = "GuardianPowerless(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("d722377f")
    MESSAGE: ClassVar[str] = "Proposal {proposal} is of kind {kind}, which the guardian cannot cancel."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "kind",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        proposal: int,
        kind: int,
    ) -> None:
        super().__init__(proposal, kind)
        self.proposal = proposal
        self.kind = kind


class GuardianRequired(ContractRefusal):
    """{caller} is not the guardian {guardian}.

    Raised for `GuardianRequired(address,address)` of Decisions.

    Attributes:
        caller: address caller
        guardian: address guardian
    """

    SIGNATURE: ClassVar[str] = "GuardianRequired(address,address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("efa25d72")
    MESSAGE: ClassVar[str] = "{caller} is not the guardian {guardian}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "caller",
        "guardian",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "address",
    )

    def __init__(
        self,
        caller: bytes,
        guardian: bytes,
    ) -> None:
        super().__init__(caller, guardian)
        self.caller = caller
        self.guardian = guardian


class GuardianUnchanged(ContractRefusal):
    """{account} is the guardian already.

    Raised for `GuardianUnchanged(address)` of Decisions.

    Attributes:
        account: address account
    """

    SIGNATURE: ClassVar[str] = "GuardianUnchanged(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("f7525742")
    MESSAGE: ClassVar[str] = "{account} is the guardian already."
    FIELDS: ClassVar[tuple[str, ...]] = ("account",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        account: bytes,
    ) -> None:
        super().__init__(account)
        self.account = account


class GuardianZero(ContractRefusal):
    """The zero address cannot be the guardian.

    Raised for `GuardianZero()` of Decisions.
    """

    SIGNATURE: ClassVar[str] = "GuardianZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("bf64cdb2")
    MESSAGE: ClassVar[str] = "The zero address cannot be the guardian."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class HandOverTooEarly(ContractRefusal):
    """{ready} organisations that vote have two administrators who can act; {needed} must have.

    Raised for `HandOverTooEarly(uint256,uint256)` of Decisions.

    Attributes:
        ready: uint256 ready
        needed: uint256 needed
    """

    SIGNATURE: ClassVar[str] = "HandOverTooEarly(uint256,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("510e959f")
    MESSAGE: ClassVar[str] = "{ready} organisations that vote have two administrators who can act; {needed} must have."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "ready",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint256",
        "uint256",
    )

    def __init__(
        self,
        ready: int,
        needed: int,
    ) -> None:
        super().__init__(ready, needed)
        self.ready = ready
        self.needed = needed


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
    """`InvalidShortString` of AccessGrants, BillClaims.

    Raised for `InvalidShortString()` of AccessGrants, BillClaims.
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


class ListingNotPausable(ContractRefusal):
    """`ListingNotPausable` of Consortium.

    Contract {account}, role {role}, state {state}, cannot be paused: only a listed contract that is not closed can, and
    never the one that executes decisions.

    Raised for `ListingNotPausable(address,uint8,uint8)` of Consortium.

    Attributes:
        account: address account
        role: uint8 role
        state: uint8 state
    """

    SIGNATURE: ClassVar[str] = "ListingNotPausable(address,uint8,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("76f28ca5")
    MESSAGE: ClassVar[str] = (
        "Contract {account}, role {role}, state {state}, cannot be paused: only a listed contract that is not closed "
        "can, and never the one that executes decisions."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "role",
        "state",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint8",
        "uint8",
    )

    def __init__(
        self,
        account: bytes,
        role: int,
        state: int,
    ) -> None:
        super().__init__(account, role, state)
        self.account = account
        self.role = role
        self.state = state


class ListingNotPaused(ContractRefusal):
    """Contract {account} is not paused.

    Raised for `ListingNotPaused(address)` of Consortium.

    Attributes:
        account: address account
    """

    SIGNATURE: ClassVar[str] = "ListingNotPaused(address)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("7a83c167")
    MESSAGE: ClassVar[str] = "Contract {account} is not paused."
    FIELDS: ClassVar[tuple[str, ...]] = ("account",)
    TYPES: ClassVar[tuple[str, ...]] = ("address",)

    def __init__(
        self,
        account: bytes,
    ) -> None:
        super().__init__(account)
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


class ListingPauseTooShort(ContractRefusal):
    """The pause of {account} would end at {until}, which is not later than {pausedUntil} and now.

    Raised for `ListingPauseTooShort(address,uint40,uint40)` of Consortium.

    Attributes:
        account: address account
        until: uint40 until
        paused_until: uint40 pausedUntil
    """

    SIGNATURE: ClassVar[str] = "ListingPauseTooShort(address,uint40,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e914aa47")
    MESSAGE: ClassVar[str] = (
        "The pause of {account} would end at {until}, which is not later than {paused_until} and now."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "until",
        "paused_until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint40",
        "uint40",
    )

    def __init__(
        self,
        account: bytes,
        until: int,
        paused_until: int,
    ) -> None:
        super().__init__(account, until, paused_until)
        self.account = account
        self.until = until
        self.paused_until = paused_until


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


class ListingStopTooSoon(ContractRefusal):
    """The guardian stopped {account} before and cannot again before {stoppableFrom}; a decision can.

    Raised for `ListingStopTooSoon(address,uint40)` of Consortium.

    Attributes:
        account: address account
        stoppable_from: uint40 stoppableFrom
    """

    SIGNATURE: ClassVar[str] = "ListingStopTooSoon(address,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("d2541ecf")
    MESSAGE: ClassVar[str] = (
        "The guardian stopped {account} before and cannot again before {stoppable_from}; a decision can."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "account",
        "stoppable_from",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint40",
    )

    def __init__(
        self,
        account: bytes,
        stoppable_from: int,
    ) -> None:
        super().__init__(account, stoppable_from)
        self.account = account
        self.stoppable_from = stoppable_from


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


class OfficerFreezeTooSoon(ContractRefusal):
    """`OfficerFreezeTooSoon` of Consortium.

    The key of officer {officer} was frozen before; it cannot be again before {freezableFrom}, but for good, by
    decision.

    Raised for `OfficerFreezeTooSoon(uint64,uint40)` of Consortium.

    Attributes:
        officer: uint64 officer
        freezable_from: uint40 freezableFrom
    """

    SIGNATURE: ClassVar[str] = "OfficerFreezeTooSoon(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("4eec782b")
    MESSAGE: ClassVar[str] = (
        "The key of officer {officer} was frozen before; it cannot be again before {freezable_from}, but for good, by "
        "decision."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "officer",
        "freezable_from",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        officer: int,
        freezable_from: int,
    ) -> None:
        super().__init__(officer, freezable_from)
        self.officer = officer
        self.freezable_from = freezable_from


class OfficerFrozen(ContractRefusal):
    """The key of officer {officer} is frozen until {until}.

    Its organisation's administrators, or a decision, thaw it.

    Raised for `OfficerFrozen(uint64,uint40)` of Consortium.

    Attributes:
        officer: uint64 officer
        until: uint40 until
    """

    SIGNATURE: ClassVar[str] = "OfficerFrozen(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8961ab67")
    MESSAGE: ClassVar[str] = (
        "The key of officer {officer} is frozen until {until}. Its organisation's administrators, or a decision, thaw "
        "it."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "officer",
        "until",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        officer: int,
        until: int,
    ) -> None:
        super().__init__(officer, until)
        self.officer = officer
        self.until = until


class OfficerNotFrozen(ContractRefusal):
    """The key of officer {officer} is not frozen, so there is nothing to confirm or thaw.

    Raised for `OfficerNotFrozen(uint64)` of Consortium.

    Attributes:
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "OfficerNotFrozen(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e73c7881")
    MESSAGE: ClassVar[str] = "The key of officer {officer} is not frozen, so there is nothing to confirm or thaw."
    FIELDS: ClassVar[tuple[str, ...]] = ("officer",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        officer: int,
    ) -> None:
        super().__init__(officer)
        self.officer = officer


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


class OfficerTermTooLong(ContractRefusal):
    """An administrator's time in office ends by {latest}, not at {validUntil}: lost keys must run out.

    Raised for `OfficerTermTooLong(uint40,uint256)` of Consortium.

    Attributes:
        valid_until: uint40 validUntil
        latest: uint256 latest
    """

    SIGNATURE: ClassVar[str] = "OfficerTermTooLong(uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("56fcee22")
    MESSAGE: ClassVar[str] = (
        "An administrator's time in office ends by {latest}, not at {valid_until}: lost keys must run out."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "valid_until",
        "latest",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        valid_until: int,
        latest: int,
    ) -> None:
        super().__init__(valid_until, latest)
        self.valid_until = valid_until
        self.latest = latest


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


class OrganisationHeirItself(ContractRefusal):
    """Organisation {organisation} cannot be its own successor or custodian; name another active one.

    Raised for `OrganisationHeirItself(uint64)` of Consortium.

    Attributes:
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "OrganisationHeirItself(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("93a9ea51")
    MESSAGE: ClassVar[str] = (
        "Organisation {organisation} cannot be its own successor or custodian; name another active one."
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("organisation",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        organisation: int,
    ) -> None:
        super().__init__(organisation)
        self.organisation = organisation


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


class OrganisationMeetsItsRule(ContractRefusal):
    """Organisation {organisation} can look after its officers itself: a decision does so only while it cannot.

    Raised for `OrganisationMeetsItsRule(uint64)` of Consortium, Decisions.

    Attributes:
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "OrganisationMeetsItsRule(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("653b720d")
    MESSAGE: ClassVar[str] = (
        "Organisation {organisation} can look after its officers itself: a decision does so only while it cannot."
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("organisation",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        organisation: int,
    ) -> None:
        super().__init__(organisation)
        self.organisation = organisation


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


class OrganisationSuccessionTooDeep(ContractRefusal):
    """With this, {heir} would act for an organisation over {steps} steps, and at most 4 are followed.

    So an organisation that stands at the end of 4 steps cannot end.

    Raised for `OrganisationSuccessionTooDeep(uint64,uint8)` of Consortium.

    Attributes:
        heir: uint64 heir
        steps: uint8 steps
    """

    SIGNATURE: ClassVar[str] = "OrganisationSuccessionTooDeep(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("12644d98")
    MESSAGE: ClassVar[str] = (
        "With this, {heir} would act for an organisation over {steps} steps, and at most 4 are followed. So an "
        "organisation that stands at the end of 4 steps cannot end."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "heir",
        "steps",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        heir: int,
        steps: int,
    ) -> None:
        super().__init__(heir, steps)
        self.heir = heir
        self.steps = steps


class OrganisationUnchanged(ContractRefusal):
    """Organisation {organisation} has the kinds {kinds} already, and votes or not as before.

    Raised for `OrganisationUnchanged(uint64,uint16)` of Consortium.

    Attributes:
        organisation: uint64 organisation
        kinds: uint16 kinds
    """

    SIGNATURE: ClassVar[str] = "OrganisationUnchanged(uint64,uint16)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8428df5f")
    MESSAGE: ClassVar[str] = "Organisation {organisation} has the kinds {kinds} already, and votes or not as before."
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


class OrganisationWithoutVote(ContractRefusal):
    """Organisation {organisation} has no vote.

    Raised for `OrganisationWithoutVote(uint64)` of Decisions.

    Attributes:
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "OrganisationWithoutVote(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("5b42c819")
    MESSAGE: ClassVar[str] = "Organisation {organisation} has no vote."
    FIELDS: ClassVar[tuple[str, ...]] = ("organisation",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        organisation: int,
    ) -> None:
        super().__init__(organisation)
        self.organisation = organisation


class PaperNumberInvalid(ContractRefusal):
    """{paper} is no paper number: 8 digits of code, not zero, and 10 digits of number.

    Raised for `PaperNumberInvalid(uint64)` of MedicalBills.

    Attributes:
        paper: uint64 paper
    """

    SIGNATURE: ClassVar[str] = "PaperNumberInvalid(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e5f2239e")
    MESSAGE: ClassVar[str] = "{paper} is no paper number: 8 digits of code, not zero, and 10 digits of number."
    FIELDS: ClassVar[tuple[str, ...]] = ("paper",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        paper: int,
    ) -> None:
        super().__init__(paper)
        self.paper = paper


class PaperNumberUsed(ContractRefusal):
    """Organisation {issuer} used the paper {paper} before, for bill {bill}: a paper number is never reused.

    Raised for `PaperNumberUsed(uint64,uint64,uint64)` of MedicalBills.

    Attributes:
        issuer: uint64 issuer
        paper: uint64 paper
        bill: uint64 bill
    """

    SIGNATURE: ClassVar[str] = "PaperNumberUsed(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("9e252110")
    MESSAGE: ClassVar[str] = (
        "Organisation {issuer} used the paper {paper} before, for bill {bill}: a paper number is never reused."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "issuer",
        "paper",
        "bill",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        issuer: int,
        paper: int,
        bill: int,
    ) -> None:
        super().__init__(issuer, paper, bill)
        self.issuer = issuer
        self.paper = paper
        self.bill = bill


class PayerClassUnchanged(ContractRefusal):
    """Organisation {payer} is of class {payerClass} for the bills of code {code} already.

    Raised for `PayerClassUnchanged(uint32,uint64,uint8)` of BillRanges.

    Attributes:
        code: uint32 code
        payer: uint64 payer
        payer_class: uint8 payerClass
    """

    SIGNATURE: ClassVar[str] = "PayerClassUnchanged(uint32,uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("88635371")
    MESSAGE: ClassVar[str] = "Organisation {payer} is of class {payer_class} for the bills of code {code} already."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "code",
        "payer",
        "payer_class",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint32",
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        code: int,
        payer: int,
        payer_class: int,
    ) -> None:
        super().__init__(code, payer, payer_class)
        self.code = code
        self.payer = payer
        self.payer_class = payer_class


class PayerOrderInvalid(ContractRefusal):
    """{turns} has bits beyond the classes of payers, or the bit of UNCLASSIFIED.

    Raised for `PayerOrderInvalid(uint8)` of BillRanges.

    Attributes:
        turns: uint8 turns
    """

    SIGNATURE: ClassVar[str] = "PayerOrderInvalid(uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("06f82553")
    MESSAGE: ClassVar[str] = "{turns} has bits beyond the classes of payers, or the bit of UNCLASSIFIED."
    FIELDS: ClassVar[tuple[str, ...]] = ("turns",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint8",)

    def __init__(
        self,
        turns: int,
    ) -> None:
        super().__init__(turns)
        self.turns = turns


class PayerOrderStale(ContractRefusal):
    """The order of code {code} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `PayerOrderStale(uint32,uint64,uint64)` of BillRanges.

    Attributes:
        code: uint32 code
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "PayerOrderStale(uint32,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("2138bec7")
    MESSAGE: ClassVar[str] = "The order of code {code} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "code",
        "seen",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint32",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        code: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(code, seen, current)
        self.code = code
        self.seen = seen
        self.current = current


class PayerOrderUnchanged(ContractRefusal):
    """The order of code {code} waits for these classes already.

    Raised for `PayerOrderUnchanged(uint32,uint8)` of BillRanges.

    Attributes:
        code: uint32 code
        turns: uint8 turns
    """

    SIGNATURE: ClassVar[str] = "PayerOrderUnchanged(uint32,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("bd449cce")
    MESSAGE: ClassVar[str] = "The order of code {code} waits for these classes already."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "code",
        "turns",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint32",
        "uint8",
    )

    def __init__(
        self,
        code: int,
        turns: int,
    ) -> None:
        super().__init__(code, turns)
        self.code = code
        self.turns = turns


class PoliciesIncomplete(ContractRefusal):
    """{given} policies were given; there are {needed} kinds of action.

    Raised for `PoliciesIncomplete(uint256,uint256)` of Decisions.

    Attributes:
        given: uint256 given
        needed: uint256 needed
    """

    SIGNATURE: ClassVar[str] = "PoliciesIncomplete(uint256,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("a82c3662")
    MESSAGE: ClassVar[str] = "{given} policies were given; there are {needed} kinds of action."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "given",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint256",
        "uint256",
    )

    def __init__(
        self,
        given: int,
        needed: int,
    ) -> None:
        super().__init__(given, needed)
        self.given = given
        self.needed = needed


class PolicyBarTooLow(ContractRefusal):
    """`PolicyBarTooLow` of Decisions.

    Kind {kind} with {threshold} and {delay} would be above kind POLICY with {highestThreshold} and {highestDelay},
    whose bar is the highest.

    Raised for `PolicyBarTooLow(uint8,uint16,uint40,uint16,uint40)` of Decisions.

    Attributes:
        kind: uint8 kind
        threshold: uint16 threshold
        delay: uint40 delay
        highest_threshold: uint16 highestThreshold
        highest_delay: uint40 highestDelay
    """

    SIGNATURE: ClassVar[str] = "PolicyBarTooLow(uint8,uint16,uint40,uint16,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("850e432a")
    MESSAGE: ClassVar[str] = (
        "Kind {kind} with {threshold} and {delay} would be above kind POLICY with {highest_threshold} and "
        "{highest_delay}, whose bar is the highest."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "kind",
        "threshold",
        "delay",
        "highest_threshold",
        "highest_delay",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint8",
        "uint16",
        "uint40",
        "uint16",
        "uint40",
    )

    def __init__(
        self,
        kind: int,
        threshold: int,
        delay: int,
        highest_threshold: int,
        highest_delay: int,
    ) -> None:
        super().__init__(kind, threshold, delay, highest_threshold, highest_delay)
        self.kind = kind
        self.threshold = threshold
        self.delay = delay
        self.highest_threshold = highest_threshold
        self.highest_delay = highest_delay


class PolicyInvalid(ContractRefusal):
    """`PolicyInvalid` of Decisions.

    The policy of kind {kind} with {threshold}, {delay} and {lapse} is out of bounds: a threshold over 5000 and at most
    8000, a delay of at most 90 days, a lapse at least 14 days longer than the delay and at most 365 days.

    Raised for `PolicyInvalid(uint8,uint16,uint40,uint40)` of Decisions.

    Attributes:
        kind: uint8 kind
        threshold: uint16 threshold
        delay: uint40 delay
        lapse: uint40 lapse
    """

    SIGNATURE: ClassVar[str] = "PolicyInvalid(uint8,uint16,uint40,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b35bfb8b")
    MESSAGE: ClassVar[str] = (
        "The policy of kind {kind} with {threshold}, {delay} and {lapse} is out of bounds: a threshold over 5000 and "
        "at most 8000, a delay of at most 90 days, a lapse at least 14 days longer than the delay and at most 365 days."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "kind",
        "threshold",
        "delay",
        "lapse",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint8",
        "uint16",
        "uint40",
        "uint40",
    )

    def __init__(
        self,
        kind: int,
        threshold: int,
        delay: int,
        lapse: int,
    ) -> None:
        super().__init__(kind, threshold, delay, lapse)
        self.kind = kind
        self.threshold = threshold
        self.delay = delay
        self.lapse = lapse


class PolicyUnchanged(ContractRefusal):
    """The policy of kind {kind} is this already.

    Raised for `PolicyUnchanged(uint8)` of Decisions.

    Attributes:
        kind: uint8 kind
    """

    SIGNATURE: ClassVar[str] = "PolicyUnchanged(uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("79b0e292")
    MESSAGE: ClassVar[str] = "The policy of kind {kind} is this already."
    FIELDS: ClassVar[tuple[str, ...]] = ("kind",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint8",)

    def __init__(
        self,
        kind: int,
    ) -> None:
        super().__init__(kind)
        self.kind = kind


class PolicyUnknown(ContractRefusal):
    """There is no policy of kind {kind}.

    Raised for `PolicyUnknown(uint8)` of Decisions.

    Attributes:
        kind: uint8 kind
    """

    SIGNATURE: ClassVar[str] = "PolicyUnknown(uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("cee445d2")
    MESSAGE: ClassVar[str] = "There is no policy of kind {kind}."
    FIELDS: ClassVar[tuple[str, ...]] = ("kind",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint8",)

    def __init__(
        self,
        kind: int,
    ) -> None:
        super().__init__(kind)
        self.kind = kind


class ProposalCallMismatch(ContractRefusal):
    """Proposal {proposal} is for the call with the hash {callHash}, not {given}.

    Give the proposed one.

    Raised for `ProposalCallMismatch(uint64,bytes32,bytes32)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        call_hash: bytes32 callHash
        given: bytes32 given
    """

    SIGNATURE: ClassVar[str] = "ProposalCallMismatch(uint64,bytes32,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("10c33533")
    MESSAGE: ClassVar[str] = (
        "Proposal {proposal} is for the call with the hash {call_hash}, not {given}. Give the proposed one."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "call_hash",
        "given",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "bytes32",
        "bytes32",
    )

    def __init__(
        self,
        proposal: int,
        call_hash: bytes,
        given: bytes,
    ) -> None:
        super().__init__(proposal, call_hash, given)
        self.proposal = proposal
        self.call_hash = call_hash
        self.given = given


class ProposalLapsed(ContractRefusal):
    """Proposal {proposal} lapsed at {lapsesAt}.

    Propose it again.

    Raised for `ProposalLapsed(uint64,uint40)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        lapses_at: uint40 lapsesAt
    """

    SIGNATURE: ClassVar[str] = "ProposalLapsed(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("58a61218")
    MESSAGE: ClassVar[str] = "Proposal {proposal} lapsed at {lapses_at}. Propose it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "lapses_at",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        proposal: int,
        lapses_at: int,
    ) -> None:
        super().__init__(proposal, lapses_at)
        self.proposal = proposal
        self.lapses_at = lapses_at


class ProposalNotQueued(ContractRefusal):
    """Proposal {proposal} is not queued.

    Queue it once the votes suffice.

    Raised for `ProposalNotQueued(uint64)` of Decisions.

    Attributes:
        proposal: uint64 proposal
    """

    SIGNATURE: ClassVar[str] = "ProposalNotQueued(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1511b156")
    MESSAGE: ClassVar[str] = "Proposal {proposal} is not queued. Queue it once the votes suffice."
    FIELDS: ClassVar[tuple[str, ...]] = ("proposal",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        proposal: int,
    ) -> None:
        super().__init__(proposal)
        self.proposal = proposal


class ProposalNotReady(ContractRefusal):
    """The delay of proposal {proposal} is over at {readyAt}, not at {time}.

    Raised for `ProposalNotReady(uint64,uint40,uint256)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        ready_at: uint40 readyAt
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "ProposalNotReady(uint64,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c8b0de71")
    MESSAGE: ClassVar[str] = "The delay of proposal {proposal} is over at {ready_at}, not at {time}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "ready_at",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        proposal: int,
        ready_at: int,
        time: int,
    ) -> None:
        super().__init__(proposal, ready_at, time)
        self.proposal = proposal
        self.ready_at = ready_at
        self.time = time


class ProposalOver(ContractRefusal):
    """Proposal {proposal} is in status {status}; nothing more is done with it.

    Raised for `ProposalOver(uint64,uint8)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        status: uint8 status
    """

    SIGNATURE: ClassVar[str] = "ProposalOver(uint64,uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("cedb50cd")
    MESSAGE: ClassVar[str] = "Proposal {proposal} is in status {status}; nothing more is done with it."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "status",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
    )

    def __init__(
        self,
        proposal: int,
        status: int,
    ) -> None:
        super().__init__(proposal, status)
        self.proposal = proposal
        self.status = status


class ProposalQueuedAlready(ContractRefusal):
    """Proposal {proposal} is queued already; its delay is over at {readyAt}.

    Raised for `ProposalQueuedAlready(uint64,uint40)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        ready_at: uint40 readyAt
    """

    SIGNATURE: ClassVar[str] = "ProposalQueuedAlready(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("5aa36e79")
    MESSAGE: ClassVar[str] = "Proposal {proposal} is queued already; its delay is over at {ready_at}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "ready_at",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        proposal: int,
        ready_at: int,
    ) -> None:
        super().__init__(proposal, ready_at)
        self.proposal = proposal
        self.ready_at = ready_at


class ProposalUnknown(ContractRefusal):
    """There is no proposal {proposal}.

    Raised for `ProposalUnknown(uint64)` of Decisions.

    Attributes:
        proposal: uint64 proposal
    """

    SIGNATURE: ClassVar[str] = "ProposalUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("2557b6bf")
    MESSAGE: ClassVar[str] = "There is no proposal {proposal}."
    FIELDS: ClassVar[tuple[str, ...]] = ("proposal",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        proposal: int,
    ) -> None:
        super().__init__(proposal)
        self.proposal = proposal


class ProposalVotesTooFew(ContractRefusal):
    """Proposal {proposal} has {votes} votes of organisations that count now, and needs {needed}.

    Raised for `ProposalVotesTooFew(uint64,uint256,uint256)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        votes: uint256 votes
        needed: uint256 needed
    """

    SIGNATURE: ClassVar[str] = "ProposalVotesTooFew(uint64,uint256,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c900b4e1")
    MESSAGE: ClassVar[str] = (
        "Proposal {proposal} has {votes} votes of organisations that count now, and needs {needed}."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "votes",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint256",
        "uint256",
    )

    def __init__(
        self,
        proposal: int,
        votes: int,
        needed: int,
    ) -> None:
        super().__init__(proposal, votes, needed)
        self.proposal = proposal
        self.votes = votes
        self.needed = needed


class ProposerMismatch(ContractRefusal):
    """Proposal {proposal} is of organisation {proposer}, which alone may cancel it, not {acting}.

    Raised for `ProposerMismatch(uint64,uint64,uint64)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        proposer: uint64 proposer
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "ProposerMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b10dc56f")
    MESSAGE: ClassVar[str] = (
        "Proposal {proposal} is of organisation {proposer}, which alone may cancel it, not {acting}."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "proposer",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        proposal: int,
        proposer: int,
        acting: int,
    ) -> None:
        super().__init__(proposal, proposer, acting)
        self.proposal = proposal
        self.proposer = proposer
        self.acting = acting


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


class RangeClosureNotProposed(ContractRefusal):
    """Nobody proposed to close range {range}.

    Raised for `RangeClosureNotProposed(uint64)` of BillRanges.

    Attributes:
        range: uint64 range
    """

    SIGNATURE: ClassVar[str] = "RangeClosureNotProposed(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("41d88dc2")
    MESSAGE: ClassVar[str] = "Nobody proposed to close range {range}."
    FIELDS: ClassVar[tuple[str, ...]] = ("range",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        range: int,
    ) -> None:
        super().__init__(range)
        self.range = range


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
    """Range {range} belongs to the finance department {grantor}, not to {acting}.

    Raised for `RangeGrantorMismatch(uint64,uint64,uint64)` of BillRanges.

    Attributes:
        range: uint64 range
        grantor: uint64 grantor
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RangeGrantorMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("52d9810e")
    MESSAGE: ClassVar[str] = "Range {range} belongs to the finance department {grantor}, not to {acting}."
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


class RangeNumbersLeft(ContractRefusal):
    """{left} numbers of range {range} are left.

    Close it first.

    Raised for `RangeNumbersLeft(uint64,uint40)` of BillRanges.

    Attributes:
        range: uint64 range
        left: uint40 left
    """

    SIGNATURE: ClassVar[str] = "RangeNumbersLeft(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("065b51b0")
    MESSAGE: ClassVar[str] = "{left} numbers of range {range} are left. Close it first."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "left",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        range: int,
        left: int,
    ) -> None:
        super().__init__(range, left)
        self.range = range
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
    """Officer {officer} took the first step on range {range}; a second officer must take this one.

    Raised for `RangeSecondOfficerNeeded(uint64,uint64)` of BillRanges.

    Attributes:
        range: uint64 range
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "RangeSecondOfficerNeeded(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("edc8b9f8")
    MESSAGE: ClassVar[str] = (
        "Officer {officer} took the first step on range {range}; a second officer must take this one."
    )
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


class RangeUnitMismatch(ContractRefusal):
    """Range {range} belongs to the issuing point {unit}, not to {acting} (0: no issuing point).

    Raised for `RangeUnitMismatch(uint64,uint16,uint16)` of BillRanges.

    Attributes:
        range: uint64 range
        unit: uint16 unit
        acting: uint16 acting
    """

    SIGNATURE: ClassVar[str] = "RangeUnitMismatch(uint64,uint16,uint16)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("4df5675a")
    MESSAGE: ClassVar[str] = "Range {range} belongs to the issuing point {unit}, not to {acting} (0: no issuing point)."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "unit",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint16",
        "uint16",
    )

    def __init__(
        self,
        range: int,
        unit: int,
        acting: int,
    ) -> None:
        super().__init__(range, unit, acting)
        self.range = range
        self.unit = unit
        self.acting = acting


class RangeUnitSet(ContractRefusal):
    """Range {range} belongs to the issuing point {unit} and is not split again.

    Raised for `RangeUnitSet(uint64,uint16)` of BillRanges.

    Attributes:
        range: uint64 range
        unit: uint16 unit
    """

    SIGNATURE: ClassVar[str] = "RangeUnitSet(uint64,uint16)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("efec83d1")
    MESSAGE: ClassVar[str] = "Range {range} belongs to the issuing point {unit} and is not split again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "unit",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint16",
    )

    def __init__(
        self,
        range: int,
        unit: int,
    ) -> None:
        super().__init__(range, unit)
        self.range = range
        self.unit = unit


class RangeUnitZero(ContractRefusal):
    """A part of a range is for an issuing point; 0 is none.

    Raised for `RangeUnitZero()` of BillRanges.
    """

    SIGNATURE: ClassVar[str] = "RangeUnitZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("de719639")
    MESSAGE: ClassVar[str] = "A part of a range is for an issuing point; 0 is none."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


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


class RangeUsedUp(ContractRefusal):
    """Nothing is left of range {range}: every number was issued or voided.

    Raised for `RangeUsedUp(uint64)` of BillRanges.

    Attributes:
        range: uint64 range
    """

    SIGNATURE: ClassVar[str] = "RangeUsedUp(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("af360d5e")
    MESSAGE: ClassVar[str] = "Nothing is left of range {range}: every number was issued or voided."
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


class RangeVoidsUnconfirmed(ContractRefusal):
    """{count} voidings of range {range} are not confirmed yet.

    Raised for `RangeVoidsUnconfirmed(uint64,uint32)` of BillRanges.

    Attributes:
        range: uint64 range
        count: uint32 count
    """

    SIGNATURE: ClassVar[str] = "RangeVoidsUnconfirmed(uint64,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("9b8e7fcb")
    MESSAGE: ClassVar[str] = "{count} voidings of range {range} are not confirmed yet."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "count",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
    )

    def __init__(
        self,
        range: int,
        count: int,
    ) -> None:
        super().__init__(range, count)
        self.range = range
        self.count = count


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


class RequestApprovalMissing(ContractRefusal):
    """Request {request} is in mode DETAIL and not approved.

    A grantor of the owner approves it first.

    Raised for `RequestApprovalMissing(uint64)` of DataRequests.

    Attributes:
        request: uint64 request
    """

    SIGNATURE: ClassVar[str] = "RequestApprovalMissing(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("464455d3")
    MESSAGE: ClassVar[str] = (
        "Request {request} is in mode DETAIL and not approved. A grantor of the owner approves it first."
    )
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
    """In mode {mode} organisation {filer} files and revokes the request, not {acting}.

    Raised for `RequestFilerMismatch(uint8,uint64,uint64)` of DataRequests.

    Attributes:
        mode: uint8 mode
        filer: uint64 filer
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RequestFilerMismatch(uint8,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("77a79e7a")
    MESSAGE: ClassVar[str] = "In mode {mode} organisation {filer} files and revokes the request, not {acting}."
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
    """Organisation {grantee} receives what request {request} asks for, and {acting} does not act for it.

    Raised for `RequestGranteeMismatch(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        request: uint64 request
        grantee: uint64 grantee
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RequestGranteeMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("379d88ae")
    MESSAGE: ClassVar[str] = (
        "Organisation {grantee} receives what request {request} asks for, and {acting} does not act for it."
    )
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


class RequestIndexWithoutRecord(ContractRefusal):
    """The terms name item {index} of no record.

    Name the record too, or give 0.

    Raised for `RequestIndexWithoutRecord(uint32)` of DataRequests.

    Attributes:
        index: uint32 index
    """

    SIGNATURE: ClassVar[str] = "RequestIndexWithoutRecord(uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("23cf2cf3")
    MESSAGE: ClassVar[str] = "The terms name item {index} of no record. Name the record too, or give 0."
    FIELDS: ClassVar[tuple[str, ...]] = ("index",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint32",)

    def __init__(
        self,
        index: int,
    ) -> None:
        super().__init__(index)
        self.index = index


class RequestOwnerMismatch(ContractRefusal):
    """Organisation {owner} owns what request {request} asks for, and {acting} does not act for it.

    Raised for `RequestOwnerMismatch(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        request: uint64 request
        owner: uint64 owner
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "RequestOwnerMismatch(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("4717e3f7")
    MESSAGE: ClassVar[str] = (
        "Organisation {owner} owns what request {request} asks for, and {acting} does not act for it."
    )
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


class RequestRuleVersionInvalid(ContractRefusal):
    """Request {request} is in mode {mode} and was answered by rule version {ruleVersion}.

    EVALUATE names the version of the rule that was run, from 1; the other modes give 0.

    Raised for `RequestRuleVersionInvalid(uint64,uint8,uint32)` of DataRequests.

    Attributes:
        request: uint64 request
        mode: uint8 mode
        rule_version: uint32 ruleVersion
    """

    SIGNATURE: ClassVar[str] = "RequestRuleVersionInvalid(uint64,uint8,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b95fa24e")
    MESSAGE: ClassVar[str] = (
        "Request {request} is in mode {mode} and was answered by rule version {rule_version}. EVALUATE names the "
        "version of the rule that was run, from 1; the other modes give 0."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "mode",
        "rule_version",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint32",
    )

    def __init__(
        self,
        request: int,
        mode: int,
        rule_version: int,
    ) -> None:
        super().__init__(request, mode, rule_version)
        self.request = request
        self.mode = mode
        self.rule_version = rule_version


class RequestStatusMismatch(ContractRefusal):
    """Request {request} is in status {status}; this act needs one of the statuses {needed} (bit = number).

    Raised for `RequestStatusMismatch(uint64,uint8,uint16)` of DataRequests.

    Attributes:
        request: uint64 request
        status: uint8 status
        needed: uint16 needed
    """

    SIGNATURE: ClassVar[str] = "RequestStatusMismatch(uint64,uint8,uint16)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("84e7904e")
    MESSAGE: ClassVar[str] = (
        "Request {request} is in status {status}; this act needs one of the statuses {needed} (bit = number)."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "status",
        "needed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint8",
        "uint16",
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

    Raised for `ReservationExceeded(uint64,uint32,uint40,uint40)` of BillClaims.

    Attributes:
        bill: uint64 bill
        reservation: uint32 reservation
        requested: uint40 requested
        reserved: uint40 reserved
    """

    SIGNATURE: ClassVar[str] = "ReservationExceeded(uint64,uint32,uint40,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("c0f75082")
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
        "uint40",
        "uint40",
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


class ReservationNotExtended(ContractRefusal):
    """Reservation {reservation} on bill {bill} lives until {current}; {expiresAt} is not later.

    Raised for `ReservationNotExtended(uint64,uint32,uint40,uint40)` of BillClaims.

    Attributes:
        bill: uint64 bill
        reservation: uint32 reservation
        expires_at: uint40 expiresAt
        current: uint40 current
    """

    SIGNATURE: ClassVar[str] = "ReservationNotExtended(uint64,uint32,uint40,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e27ad99a")
    MESSAGE: ClassVar[str] = (
        "Reservation {reservation} on bill {bill} lives until {current}; {expires_at} is not later."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "reservation",
        "expires_at",
        "current",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "uint40",
        "uint40",
    )

    def __init__(
        self,
        bill: int,
        reservation: int,
        expires_at: int,
        current: int,
    ) -> None:
        super().__init__(bill, reservation, expires_at, current)
        self.bill = bill
        self.reservation = reservation
        self.expires_at = expires_at
        self.current = current


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

    Raised for `ResourceForeign(uint64,uint64,uint64)` of AccessGrants, DataRegistry, DataRequests.

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

    Raised for `ResourceUnknown(uint64)` of AccessGrants, DataRegistry, DataRequests.

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


class ReversalExceeded(ContractRefusal):
    """Organisation {payer} has settled {settled} fen of bill {bill}, not {requested}.

    Raised for `ReversalExceeded(uint64,uint64,uint40,uint40)` of BillClaims.

    Attributes:
        bill: uint64 bill
        payer: uint64 payer
        requested: uint40 requested
        settled: uint40 settled
    """

    SIGNATURE: ClassVar[str] = "ReversalExceeded(uint64,uint64,uint40,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("f97df949")
    MESSAGE: ClassVar[str] = "Organisation {payer} has settled {settled} fen of bill {bill}, not {requested}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "payer",
        "requested",
        "settled",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
        "uint40",
        "uint40",
    )

    def __init__(
        self,
        bill: int,
        payer: int,
        requested: int,
        settled: int,
    ) -> None:
        super().__init__(bill, payer, requested, settled)
        self.bill = bill
        self.payer = payer
        self.requested = requested
        self.settled = settled


class ReversalMismatch(ContractRefusal):
    """`ReversalMismatch` of BillClaims.

    The reversal that is proposed for reservation {reservation} on bill {bill} is of {proposed} fen (0: none is
    proposed), not of {given}.

    Raised for `ReversalMismatch(uint64,uint32,uint40,uint40)` of BillClaims.

    Attributes:
        bill: uint64 bill
        reservation: uint32 reservation
        given: uint40 given
        proposed: uint40 proposed
    """

    SIGNATURE: ClassVar[str] = "ReversalMismatch(uint64,uint32,uint40,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("881097bf")
    MESSAGE: ClassVar[str] = (
        "The reversal that is proposed for reservation {reservation} on bill {bill} is of {proposed} fen (0: none is "
        "proposed), not of {given}."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "reservation",
        "given",
        "proposed",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "uint40",
        "uint40",
    )

    def __init__(
        self,
        bill: int,
        reservation: int,
        given: int,
        proposed: int,
    ) -> None:
        super().__init__(bill, reservation, given, proposed)
        self.bill = bill
        self.reservation = reservation
        self.given = given
        self.proposed = proposed


class ReversalSecondOfficerNeeded(ContractRefusal):
    """Officer {officer} proposed the reversal on bill {bill}; a second officer must confirm it.

    Raised for `ReversalSecondOfficerNeeded(uint64,uint64)` of BillClaims.

    Attributes:
        bill: uint64 bill
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "ReversalSecondOfficerNeeded(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("fbabbcf9")
    MESSAGE: ClassVar[str] = "Officer {officer} proposed the reversal on bill {bill}; a second officer must confirm it."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "officer",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        bill: int,
        officer: int,
    ) -> None:
        super().__init__(bill, officer)
        self.bill = bill
        self.officer = officer


class ReversalUnchanged(ContractRefusal):
    """The officer proposed just that before, for reservation {reservation} on bill {bill}: {amountFen} fen.

    A second officer has to confirm it.

    Raised for `ReversalUnchanged(uint64,uint32,uint40)` of BillClaims.

    Attributes:
        bill: uint64 bill
        reservation: uint32 reservation
        amount_fen: uint40 amountFen
    """

    SIGNATURE: ClassVar[str] = "ReversalUnchanged(uint64,uint32,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("a8ac9726")
    MESSAGE: ClassVar[str] = (
        "The officer proposed just that before, for reservation {reservation} on bill {bill}: {amount_fen} fen. A "
        "second officer has to confirm it."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "bill",
        "reservation",
        "amount_fen",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "uint40",
    )

    def __init__(
        self,
        bill: int,
        reservation: int,
        amount_fen: int,
    ) -> None:
        super().__init__(bill, reservation, amount_fen)
        self.bill = bill
        self.reservation = reservation
        self.amount_fen = amount_fen


class RevocationSerialStale(ContractRefusal):
    """`RevocationSerialStale` of BillClaims.

    The consents of {consentKey} to organisation {payer} are revoked up to serial {revoked} already; {serial} is not
    higher.

    Raised for `RevocationSerialStale(address,uint64,uint32,uint32)` of BillClaims.

    Attributes:
        consent_key: address consentKey
        payer: uint64 payer
        serial: uint32 serial
        revoked: uint32 revoked
    """

    SIGNATURE: ClassVar[str] = "RevocationSerialStale(address,uint64,uint32,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("f06b14e4")
    MESSAGE: ClassVar[str] = (
        "The consents of {consent_key} to organisation {payer} are revoked up to serial {revoked} already; {serial} is "
        "not higher."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "consent_key",
        "payer",
        "serial",
        "revoked",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "uint64",
        "uint32",
        "uint32",
    )

    def __init__(
        self,
        consent_key: bytes,
        payer: int,
        serial: int,
        revoked: int,
    ) -> None:
        super().__init__(consent_key, payer, serial, revoked)
        self.consent_key = consent_key
        self.payer = payer
        self.serial = serial
        self.revoked = revoked


class RevocationSignatureInvalid(ContractRefusal):
    """The signature under the revocation is not that of {consentKey} over {digest}.

    Raised for `RevocationSignatureInvalid(address,bytes32)` of BillClaims.

    Attributes:
        consent_key: address consentKey
        digest: bytes32 digest
    """

    SIGNATURE: ClassVar[str] = "RevocationSignatureInvalid(address,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("f04b1ad1")
    MESSAGE: ClassVar[str] = "The signature under the revocation is not that of {consent_key} over {digest}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "consent_key",
        "digest",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "address",
        "bytes32",
    )

    def __init__(
        self,
        consent_key: bytes,
        digest: bytes,
    ) -> None:
        super().__init__(consent_key, digest)
        self.consent_key = consent_key
        self.digest = digest


class SealByParty(ContractRefusal):
    """Organisation {acting} asks for or receives what request {request} is about; another organisation seals it.

    Raised for `SealByParty(uint64,uint64)` of DataRequests.

    Attributes:
        request: uint64 request
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "SealByParty(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("b5dbe36c")
    MESSAGE: ClassVar[str] = (
        "Organisation {acting} asks for or receives what request {request} is about; another organisation seals it."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        request: int,
        acting: int,
    ) -> None:
        super().__init__(request, acting)
        self.request = request
        self.acting = acting


class SealExists(ContractRefusal):
    """Request {request} was sealed before, until {discloseAt}; a request is sealed once.

    Raised for `SealExists(uint64,uint40)` of DataRequests.

    Attributes:
        request: uint64 request
        disclose_at: uint40 discloseAt
    """

    SIGNATURE: ClassVar[str] = "SealExists(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("bf77a58d")
    MESSAGE: ClassVar[str] = "Request {request} was sealed before, until {disclose_at}; a request is sealed once."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "disclose_at",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        request: int,
        disclose_at: int,
    ) -> None:
        super().__init__(request, disclose_at)
        self.request = request
        self.disclose_at = disclose_at


class SealForeign(ContractRefusal):
    """Organisation {sealer} sealed request {request}, and {acting} does not act for it.

    Raised for `SealForeign(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        request: uint64 request
        sealer: uint64 sealer
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "SealForeign(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("186451ce")
    MESSAGE: ClassVar[str] = "Organisation {sealer} sealed request {request}, and {acting} does not act for it."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "sealer",
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
        sealer: int,
        acting: int,
    ) -> None:
        super().__init__(request, sealer, acting)
        self.request = request
        self.sealer = sealer
        self.acting = acting


class SealLegalBasisZero(ContractRefusal):
    """A seal needs the hash of its legal basis.

    Raised for `SealLegalBasisZero()` of DataRequests.
    """

    SIGNATURE: ClassVar[str] = "SealLegalBasisZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("ee74b3ea")
    MESSAGE: ClassVar[str] = "A seal needs the hash of its legal basis."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class SealMissing(ContractRefusal):
    """Request {request} is not sealed at {time}: its seal ended at {discloseAt}, or there is none (0).

    Raised for `SealMissing(uint64,uint40,uint256)` of DataRequests.

    Attributes:
        request: uint64 request
        disclose_at: uint40 discloseAt
        time: uint256 time
    """

    SIGNATURE: ClassVar[str] = "SealMissing(uint64,uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e0f30d36")
    MESSAGE: ClassVar[str] = (
        "Request {request} is not sealed at {time}: its seal ended at {disclose_at}, or there is none (0)."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "request",
        "disclose_at",
        "time",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        request: int,
        disclose_at: int,
        time: int,
    ) -> None:
        super().__init__(request, disclose_at, time)
        self.request = request
        self.disclose_at = disclose_at
        self.time = time


class SealTimeInvalid(ContractRefusal):
    """The seal would end at {discloseAt}, which is not after {time} and at most {limit} seconds ahead.

    Raised for `SealTimeInvalid(uint40,uint256,uint40)` of DataRequests.

    Attributes:
        disclose_at: uint40 discloseAt
        time: uint256 time
        limit: uint40 limit
    """

    SIGNATURE: ClassVar[str] = "SealTimeInvalid(uint40,uint256,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("37f8e39b")
    MESSAGE: ClassVar[str] = (
        "The seal would end at {disclose_at}, which is not after {time} and at most {limit} seconds ahead."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "disclose_at",
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
        disclose_at: int,
        time: int,
        limit: int,
    ) -> None:
        super().__init__(disclose_at, time, limit)
        self.disclose_at = disclose_at
        self.time = time
        self.limit = limit


class StringTooLong(ContractRefusal):
    """`StringTooLong` of AccessGrants, BillClaims.

    Raised for `StringTooLong(string)` of AccessGrants, BillClaims.

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


class TimeAhead(ContractRefusal):
    """{time} is later than now, {present}: nobody knows yet.

    Raised for `TimeAhead(uint40,uint256)` of Consortium.

    Attributes:
        time: uint40 time
        present: uint256 present
    """

    SIGNATURE: ClassVar[str] = "TimeAhead(uint40,uint256)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("8e91f9ff")
    MESSAGE: ClassVar[str] = "{time} is later than now, {present}: nobody knows yet."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "time",
        "present",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint40",
        "uint256",
    )

    def __init__(
        self,
        time: int,
        present: int,
    ) -> None:
        super().__init__(time, present)
        self.time = time
        self.present = present


class TimestampTokenZero(ContractRefusal):
    """The hash of the time-stamp token is zero; give keccak256 of its bytes.

    Raised for `TimestampTokenZero()` of DataRegistry.
    """

    SIGNATURE: ClassVar[str] = "TimestampTokenZero()"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("dd05d979")
    MESSAGE: ClassVar[str] = "The hash of the time-stamp token is zero; give keccak256 of its bytes."
    FIELDS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[tuple[str, ...]] = ()


class VoidIsConfirmed(ContractRefusal):
    """The voiding of range {range} from number {first} is confirmed.

    Raised for `VoidIsConfirmed(uint64,uint40)` of BillRanges.

    Attributes:
        range: uint64 range
        first: uint40 first
    """

    SIGNATURE: ClassVar[str] = "VoidIsConfirmed(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("71a362c0")
    MESSAGE: ClassVar[str] = "The voiding of range {range} from number {first} is confirmed."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "first",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        range: int,
        first: int,
    ) -> None:
        super().__init__(range, first)
        self.range = range
        self.first = first


class VoidIsReviewed(ContractRefusal):
    """The voiding of range {range} from number {first} was reviewed before, by officer {officer}.

    Raised for `VoidIsReviewed(uint64,uint40,uint64)` of BillRanges.

    Attributes:
        range: uint64 range
        first: uint40 first
        officer: uint64 officer
    """

    SIGNATURE: ClassVar[str] = "VoidIsReviewed(uint64,uint40,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("5654bb54")
    MESSAGE: ClassVar[str] = (
        "The voiding of range {range} from number {first} was reviewed before, by officer {officer}."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "first",
        "officer",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
        "uint64",
    )

    def __init__(
        self,
        range: int,
        first: int,
        officer: int,
    ) -> None:
        super().__init__(range, first, officer)
        self.range = range
        self.first = first
        self.officer = officer


class VoidNotReviewed(ContractRefusal):
    """The voiding of range {range} from number {first} was not reviewed yet.

    Raised for `VoidNotReviewed(uint64,uint40)` of BillRanges.

    Attributes:
        range: uint64 range
        first: uint40 first
    """

    SIGNATURE: ClassVar[str] = "VoidNotReviewed(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("f0a04a26")
    MESSAGE: ClassVar[str] = "The voiding of range {range} from number {first} was not reviewed yet."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "first",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        range: int,
        first: int,
    ) -> None:
        super().__init__(range, first)
        self.range = range
        self.first = first


class VoidUnknown(ContractRefusal):
    """No voiding of range {range} begins with number {first}.

    Raised for `VoidUnknown(uint64,uint40)` of BillRanges.

    Attributes:
        range: uint64 range
        first: uint40 first
    """

    SIGNATURE: ClassVar[str] = "VoidUnknown(uint64,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("32240d52")
    MESSAGE: ClassVar[str] = "No voiding of range {range} begins with number {first}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "range",
        "first",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint40",
    )

    def __init__(
        self,
        range: int,
        first: int,
    ) -> None:
        super().__init__(range, first)
        self.range = range
        self.first = first


class VoteCastAlready(ContractRefusal):
    """Organisation {organisation} voted for proposal {proposal} already.

    Raised for `VoteCastAlready(uint64,uint64)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "VoteCastAlready(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("0d07f137")
    MESSAGE: ClassVar[str] = "Organisation {organisation} voted for proposal {proposal} already."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "organisation",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        proposal: int,
        organisation: int,
    ) -> None:
        super().__init__(proposal, organisation)
        self.proposal = proposal
        self.organisation = organisation


class VoteMissing(ContractRefusal):
    """Organisation {organisation} did not vote for proposal {proposal}.

    Raised for `VoteMissing(uint64,uint64)` of Decisions.

    Attributes:
        proposal: uint64 proposal
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "VoteMissing(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("03bde2f5")
    MESSAGE: ClassVar[str] = "Organisation {organisation} did not vote for proposal {proposal}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "proposal",
        "organisation",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        proposal: int,
        organisation: int,
    ) -> None:
        super().__init__(proposal, organisation)
        self.proposal = proposal
        self.organisation = organisation


class VotersExceeded(ContractRefusal):
    """{organisation} cannot get a vote: 64 organisations have one, and there can be no more.

    Raised for `VotersExceeded(uint64)` of Consortium.

    Attributes:
        organisation: uint64 organisation
    """

    SIGNATURE: ClassVar[str] = "VotersExceeded(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("6a1b04ed")
    MESSAGE: ClassVar[str] = "{organisation} cannot get a vote: 64 organisations have one, and there can be no more."
    FIELDS: ClassVar[tuple[str, ...]] = ("organisation",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        organisation: int,
    ) -> None:
        super().__init__(organisation)
        self.organisation = organisation


class WindowCountExceeded(ContractRefusal):
    """Window {window} is for {uses} accesses; {count} are too many.

    Raised for `WindowCountExceeded(uint64,uint32,uint32)` of DataRequests.

    Attributes:
        window: uint64 window
        uses: uint32 uses
        count: uint32 count
    """

    SIGNATURE: ClassVar[str] = "WindowCountExceeded(uint64,uint32,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("10cbf4ae")
    MESSAGE: ClassVar[str] = "Window {window} is for {uses} accesses; {count} are too many."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "window",
        "uses",
        "count",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "uint32",
    )

    def __init__(
        self,
        window: int,
        uses: int,
        count: int,
    ) -> None:
        super().__init__(window, uses, count)
        self.window = window
        self.uses = uses
        self.count = count


class WindowIsClosed(ContractRefusal):
    """Window {window} is closed.

    Raised for `WindowIsClosed(uint64)` of DataRequests.

    Attributes:
        window: uint64 window
    """

    SIGNATURE: ClassVar[str] = "WindowIsClosed(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("91408fdc")
    MESSAGE: ClassVar[str] = "Window {window} is closed."
    FIELDS: ClassVar[tuple[str, ...]] = ("window",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        window: int,
    ) -> None:
        super().__init__(window)
        self.window = window


class WindowModeInvalid(ContractRefusal):
    """`WindowModeInvalid` of DataRequests.

    A window is for mode VERIFY or EVALUATE, not {mode}: each access in mode DETAIL is approved, and each submission
    acknowledged.

    Raised for `WindowModeInvalid(uint8)` of DataRequests.

    Attributes:
        mode: uint8 mode
    """

    SIGNATURE: ClassVar[str] = "WindowModeInvalid(uint8)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("5cf5f82a")
    MESSAGE: ClassVar[str] = (
        "A window is for mode VERIFY or EVALUATE, not {mode}: each access in mode DETAIL is approved, and each "
        "submission acknowledged."
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("mode",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint8",)

    def __init__(
        self,
        mode: int,
    ) -> None:
        super().__init__(mode)
        self.mode = mode


class WindowOwnerMismatch(ContractRefusal):
    """Organisation {owner} opens and closes the window, and {acting} does not act for it.

    Raised for `WindowOwnerMismatch(uint64,uint64)` of DataRequests.

    Attributes:
        owner: uint64 owner
        acting: uint64 acting
    """

    SIGNATURE: ClassVar[str] = "WindowOwnerMismatch(uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("55f0cf5a")
    MESSAGE: ClassVar[str] = "Organisation {owner} opens and closes the window, and {acting} does not act for it."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "owner",
        "acting",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint64",
    )

    def __init__(
        self,
        owner: int,
        acting: int,
    ) -> None:
        super().__init__(owner, acting)
        self.owner = owner
        self.acting = acting


class WindowRootMismatch(ContractRefusal):
    """`WindowRootMismatch` of DataRequests.

    Window {window} is closed with {count} accesses and root {root}: a root is zero if and only if there were none.

    Raised for `WindowRootMismatch(uint64,uint32,bytes32)` of DataRequests.

    Attributes:
        window: uint64 window
        count: uint32 count
        root: bytes32 root
    """

    SIGNATURE: ClassVar[str] = "WindowRootMismatch(uint64,uint32,bytes32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("a26b3e0a")
    MESSAGE: ClassVar[str] = (
        "Window {window} is closed with {count} accesses and root {root}: a root is zero if and only if there were "
        "none."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "window",
        "count",
        "root",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint64",
        "uint32",
        "bytes32",
    )

    def __init__(
        self,
        window: int,
        count: int,
        root: bytes,
    ) -> None:
        super().__init__(window, count, root)
        self.window = window
        self.count = count
        self.root = root


class WindowTimeInvalid(ContractRefusal):
    """The window must be closed before {closeBy}, which is not after {time} and at most {limit} seconds ahead.

    Raised for `WindowTimeInvalid(uint40,uint256,uint40)` of DataRequests.

    Attributes:
        close_by: uint40 closeBy
        time: uint256 time
        limit: uint40 limit
    """

    SIGNATURE: ClassVar[str] = "WindowTimeInvalid(uint40,uint256,uint40)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("1818a40e")
    MESSAGE: ClassVar[str] = (
        "The window must be closed before {close_by}, which is not after {time} and at most {limit} seconds ahead."
    )
    FIELDS: ClassVar[tuple[str, ...]] = (
        "close_by",
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
        close_by: int,
        time: int,
        limit: int,
    ) -> None:
        super().__init__(close_by, time, limit)
        self.close_by = close_by
        self.time = time
        self.limit = limit


class WindowUnknown(ContractRefusal):
    """There is no window {window}.

    Raised for `WindowUnknown(uint64)` of DataRequests.

    Attributes:
        window: uint64 window
    """

    SIGNATURE: ClassVar[str] = "WindowUnknown(uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("f948a997")
    MESSAGE: ClassVar[str] = "There is no window {window}."
    FIELDS: ClassVar[tuple[str, ...]] = ("window",)
    TYPES: ClassVar[tuple[str, ...]] = ("uint64",)

    def __init__(
        self,
        window: int,
    ) -> None:
        super().__init__(window)
        self.window = window


class WindowUsesInvalid(ContractRefusal):
    """A window is for 1 to {limit} accesses, not {uses}.

    Raised for `WindowUsesInvalid(uint32,uint32)` of DataRequests.

    Attributes:
        uses: uint32 uses
        limit: uint32 limit
    """

    SIGNATURE: ClassVar[str] = "WindowUsesInvalid(uint32,uint32)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("0f3035ff")
    MESSAGE: ClassVar[str] = "A window is for 1 to {limit} accesses, not {uses}."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "uses",
        "limit",
    )
    TYPES: ClassVar[tuple[str, ...]] = (
        "uint32",
        "uint32",
    )

    def __init__(
        self,
        uses: int,
        limit: int,
    ) -> None:
        super().__init__(uses, limit)
        self.uses = uses
        self.limit = limit


class WindowVersionStale(ContractRefusal):
    """Window {window} is at version {current}; the caller saw {seen}.

    Read it again.

    Raised for `WindowVersionStale(uint64,uint64,uint64)` of DataRequests.

    Attributes:
        window: uint64 window
        seen: uint64 seen
        current: uint64 current
    """

    SIGNATURE: ClassVar[str] = "WindowVersionStale(uint64,uint64,uint64)"
    SELECTOR: ClassVar[bytes] = bytes.fromhex("e8407325")
    MESSAGE: ClassVar[str] = "Window {window} is at version {current}; the caller saw {seen}. Read it again."
    FIELDS: ClassVar[tuple[str, ...]] = (
        "window",
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
        window: int,
        seen: int,
        current: int,
    ) -> None:
        super().__init__(window, seen, current)
        self.window = window
        self.seen = seen
        self.current = current


REFUSALS: tuple[type[ContractRefusal], ...] = (
    AccountListed,
    AccountRetired,
    AccountTaken,
    AccountUnknown,
    AccountZero,
    ActionUnknown,
    AddressEmptyCode,
    AdministrationVersionStale,
    AdministratorForeign,
    AdministratorRuleInvalid,
    AdministratorsExceeded,
    AdministratorsTooFew,
    BatchBillMismatch,
    BatchEmpty,
    BatchRootZero,
    BatchUnknown,
    BillCodeForeign,
    BillEngaged,
    BillInnerZero,
    BillIsElectronic,
    BillIsFrozen,
    BillIsShredded,
    BillIssuerMismatch,
    BillLeafMismatch,
    BillNotFrozen,
    BillPaperLive,
    BillSecondOfficerNeeded,
    BillStateMismatch,
    BillTagUsed,
    BillUnknown,
    BillVersionStale,
    BulkCallFailed,
    BulkEmpty,
    CheckpointUnorderedInsertion,
    ClaimAmountZero,
    ClaimCapacityExceeded,
    ClaimInnerMismatch,
    ClaimNotShown,
    ClaimPayersExceeded,
    ClaimTagUsed,
    ClaimTagZero,
    ClaimTurnOver,
    ClaimTurnPending,
    ClaimVersionStale,
    ConsentExpired,
    ConsentIsRevoked,
    ConsentNotAsked,
    ConsentSignatureInvalid,
    ConsortiumDecisionRequired,
    ConstructorAddressZero,
    ContractIsClosed,
    ContractNotListed,
    ContractPaused,
    ContractWindingDown,
    DecisionRequired,
    DecisionRolesInvalid,
    DecisionTargetForeign,
    DecisionsReplaced,
    DraftApprovalNotNeeded,
    DraftApprovedAlready,
    DraftApproverForeign,
    DraftNotApproved,
    EmergencyAnswerZero,
    EmergencyForeign,
    EmergencyIsAnswered,
    EmergencyOwnerMismatch,
    EmergencyReviewedByItself,
    EmergencyStatementZero,
    EmergencyStatusMismatch,
    EmergencyUnknown,
    EmergencyVersionStale,
    EndorsementExists,
    EndorsementForeign,
    EndorsementMissing,
    EndorsementOver,
    EntriesExceeded,
    EntryExists,
    EntryPeriodInvalid,
    EntryStateInvalid,
    EntryUnknown,
    FailedCall,
    FirstIdZero,
    FounderHandedOver,
    FounderIsGuardian,
    FounderRequired,
    FounderServesOfficer,
    GlassFieldsEmpty,
    GlassForOwnData,
    GlassJustificationOverdue,
    GlassLegalBasisZero,
    GlassLimitReached,
    GlassModeInvalid,
    GlassModeNotOffered,
    GlassPurposeZero,
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
    GuardianMissing,
    GuardianPowerless,
    GuardianRequired,
    GuardianUnchanged,
    GuardianZero,
    HandOverTooEarly,
    InsufficientBalance,
    InvalidShortString,
    ListingExists,
    ListingHeadChanged,
    ListingInvalid,
    ListingNotPausable,
    ListingNotPaused,
    ListingNotWindingDown,
    ListingPauseTooShort,
    ListingServesOfficer,
    ListingStopTooSoon,
    ListingWithoutCode,
    OfficerFreezeTooSoon,
    OfficerFrozen,
    OfficerNotFrozen,
    OfficerNotInOffice,
    OfficerRoleMissing,
    OfficerRolesInvalid,
    OfficerTermEmpty,
    OfficerTermOver,
    OfficerTermTooLong,
    OfficerTermsUnchanged,
    OfficerUnknown,
    OfficerVersionStale,
    OrganisationHeirItself,
    OrganisationKindMissing,
    OrganisationKindsInvalid,
    OrganisationMeetsItsRule,
    OrganisationNotActive,
    OrganisationNotSuspended,
    OrganisationSuccessionTooDeep,
    OrganisationUnchanged,
    OrganisationUnknown,
    OrganisationVersionStale,
    OrganisationWithoutVote,
    PaperNumberInvalid,
    PaperNumberUsed,
    PayerClassUnchanged,
    PayerOrderInvalid,
    PayerOrderStale,
    PayerOrderUnchanged,
    PoliciesIncomplete,
    PolicyBarTooLow,
    PolicyInvalid,
    PolicyUnchanged,
    PolicyUnknown,
    ProposalCallMismatch,
    ProposalLapsed,
    ProposalNotQueued,
    ProposalNotReady,
    ProposalOver,
    ProposalQueuedAlready,
    ProposalUnknown,
    ProposalVotesTooFew,
    ProposerMismatch,
    PublicCodeInvalid,
    PublicCodeTaken,
    RangeClosureNotProposed,
    RangeCodeForeign,
    RangeCodeInvalid,
    RangeCountZero,
    RangeExhausted,
    RangeExpired,
    RangeGrantorMismatch,
    RangeHolderMismatch,
    RangeNumberOutOfOrder,
    RangeNumbersExhausted,
    RangeNumbersLeft,
    RangePeriodInvalid,
    RangeSecondOfficerNeeded,
    RangeStatusMismatch,
    RangeUnitMismatch,
    RangeUnitSet,
    RangeUnitZero,
    RangeUnknown,
    RangeUsedUp,
    RangeVersionStale,
    RangeVoidsUnconfirmed,
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
    RequestApprovalMissing,
    RequestDeadlineInvalid,
    RequestFilerMismatch,
    RequestGranteeMismatch,
    RequestIndexWithoutRecord,
    RequestOwnerMismatch,
    RequestRuleVersionInvalid,
    RequestStatusMismatch,
    RequestTermsMismatch,
    RequestUnknown,
    RequestVersionStale,
    ReservationExceeded,
    ReservationExpired,
    ReservationExpiryInvalid,
    ReservationLive,
    ReservationNotExtended,
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
    ReversalExceeded,
    ReversalMismatch,
    ReversalSecondOfficerNeeded,
    ReversalUnchanged,
    RevocationSerialStale,
    RevocationSignatureInvalid,
    SealByParty,
    SealExists,
    SealForeign,
    SealLegalBasisZero,
    SealMissing,
    SealTimeInvalid,
    StringTooLong,
    TimeAhead,
    TimestampTokenZero,
    VoidIsConfirmed,
    VoidIsReviewed,
    VoidNotReviewed,
    VoidUnknown,
    VoteCastAlready,
    VoteMissing,
    VotersExceeded,
    WindowCountExceeded,
    WindowIsClosed,
    WindowModeInvalid,
    WindowOwnerMismatch,
    WindowRootMismatch,
    WindowTimeInvalid,
    WindowUnknown,
    WindowUsesInvalid,
    WindowVersionStale,
)
"""Every refusal, by name."""

BY_SELECTOR: dict[bytes, type[ContractRefusal]] = {refusal.SELECTOR: refusal for refusal in REFUSALS}

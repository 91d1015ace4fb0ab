"""Who and what the tests of the contracts act with: organisations, officers, and the objects that an act needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from eth_abi import encode as abi_encode

from govledger.artifacts import load
from govledger.model import Mode, OrganisationKind, OrganisationStatus, Role, Sensitivity, to_bits
from govledger.privacy.commitments import inner_hash, leaf_hash, record_leaf
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import MerkleTree
from tests.contracts.harness import DAY, NO_HASH, START, Chain, Contract, Emitted, System, account, role_of, word

DEPLOYER = account("deployer")
FOUNDER = account("founder")
STRANGER = account("stranger")

TERM_FROM = START
TERM_UNTIL = START + 3650 * DAY

ALL_MODES = to_bits(Mode)
CODE = 33_06_01_25
"""A bill code: region, category, type, year."""


# --- what calls take, member by member as in Solidity --------------------------------------------------------


class ResourceTerms(NamedTuple):
    schema: bytes = word("schema")
    schema_version: int = 1
    sensitivity: int = Sensitivity.INTERNAL
    modes: int = ALL_MODES
    approvers: tuple[int, int, int, int] = (0, 0, 0, 0)
    approvals: int = 0
    detail_approvals: int = 0


class RecordOpening(NamedTuple):
    commitment: bytes = NO_HASH
    proof: Sequence[bytes] = ()


NO_OPENING = RecordOpening()
"""What is given for a record that stands alone, and for an item that had its first action."""


class GrantTerms(NamedTuple):
    resource: int
    grantee: int
    modes: int = ALL_MODES
    fields: int = 0b1111
    purpose: int = 7
    legal_basis: bytes = word("law")
    valid_from: int = TERM_FROM
    valid_until: int = START + 365 * DAY
    max_uses: int = 3
    delegation_depth: int = 0
    parent: int = 0

    @property
    def draft(self) -> bytes:
        """The hash that an approval of these terms binds."""
        return keccak256(abi_encode([GRANT_TERMS_TYPE], [tuple(self)]))

    def use(self, owner: int, mode: int = Mode.DETAIL) -> GrantUse:
        """A use of all that is granted."""
        return GrantUse(self.resource, owner, self.grantee, mode, self.fields, self.purpose, self.legal_basis)


GRANT_TERMS_TYPE = "(uint64,uint64,uint8,uint256,uint16,bytes32,uint40,uint40,uint32,uint8,uint64)"


class Origin(NamedTuple):
    """The members of GrantOrigin, as they stand behind the terms in an event."""

    owner: int
    signer: bytes
    draft: bytes = NO_HASH
    draft_version: int = 0
    nonce: int = 0
    signature: bytes = NO_HASH
    signature_version: int = 0

    @property
    def fields(self) -> tuple[object, ...]:
        draft = (self.draft, self.draft_version)
        return (self.owner, *draft, self.signer, self.nonce, self.signature, self.signature_version)


class GrantUse(NamedTuple):
    resource: int
    owner: int
    grantee: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes


class RequestTerms(NamedTuple):
    grant: int
    resource: int
    record: int
    owner: int
    grantee: int
    mode: int = Mode.DETAIL
    fields: int = 0b0101
    purpose: int = 7
    legal_basis: bytes = word("law")
    case_tag: bytes = word("case")
    site: int = 11
    system: int = 22
    serve_by: int = START + DAY
    acknowledge_within: int = 3600

    @property
    def use(self) -> GrantUse:
        return GrantUse(self.resource, self.owner, self.grantee, self.mode, self.fields, self.purpose, self.legal_basis)


class BillLeaf(NamedTuple):
    business_tag: bytes
    settlement_tag: bytes
    inner: bytes

    def hashed(self, index: int = 0) -> bytes:
        return leaf_hash(index, self.business_tag, self.settlement_tag, self.inner)


class BillInner(NamedTuple):
    commitment: bytes
    claimable_fen: int
    consent_key: bytes
    blinder: bytes

    def hashed(self) -> bytes:
        return inner_hash(self.commitment, self.claimable_fen, self.consent_key, self.blinder)


class BillOpening(NamedTuple):
    batch: int
    leaf: BillLeaf
    proof: Sequence[bytes] = ()


class Draft(NamedTuple):
    """A bill before it has a number."""

    leaf: BillLeaf
    inner: BillInner


def draft(name: object, claimable_fen: int = 10_000) -> Draft:
    """A bill whose tags and secrets follow from a name."""
    inner = BillInner(word(f"{name} document"), claimable_fen, account(f"{name} holder"), word(f"{name} blinder"))
    return Draft(BillLeaf(word(f"{name} business"), word(f"{name} settlement"), inner.hashed()), inner)


@dataclass(frozen=True)
class Bill:
    """An issued bill, with what its holder has."""

    key: int
    opening: BillOpening
    inner: BillInner

    @property
    def leaf(self) -> BillLeaf:
        return self.opening.leaf


class Batch:
    """Bills under one root."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.drafts = drafts
        self.tree = MerkleTree([item.leaf.hashed(index) for index, item in enumerate(drafts)])
        self.id = 0
        self.first = 0

    def __len__(self) -> int:
        return len(self.drafts)

    @property
    def root(self) -> bytes:
        return self.tree.root

    def bill(self, index: int) -> Bill:
        opening = BillOpening(self.id, self.drafts[index].leaf, self.tree.proof(index))
        return Bill(self.first + index, opening, self.drafts[index].inner)


class RecordBatch:
    """Records under one root, by their commitments."""

    def __init__(self, commitments: Sequence[bytes]) -> None:
        self.commitments = commitments
        self.tree = MerkleTree([record_leaf(index, item) for index, item in enumerate(commitments)])
        self.id = 0

    def __len__(self) -> int:
        return len(self.commitments)

    @property
    def root(self) -> bytes:
        return self.tree.root

    def item(self, index: int) -> int:
        return self.id << 32 | index

    def opening(self, index: int) -> RecordOpening:
        return RecordOpening(self.commitments[index], self.tree.proof(index))


# --- who -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Organisation:
    """An organisation, with one officer in each of its roles."""

    id: int
    name: str
    officers: dict[Role, int]

    def account(self, role: Role) -> bytes:
        return account(f"{self.name} {role.name}")

    def __getattr__(self, role: str) -> bytes:
        """The account of the officer in a role: `hospital.issuer`."""
        if role.upper() not in Role.__members__:
            raise AttributeError(role)
        return self.account(Role[role.upper()])


EVERYBODY = (Role.ADMINISTRATOR, Role.REGISTRAR, Role.GRANTOR, Role.REQUESTER, Role.RESPONDER)


def public_code(name: str) -> bytes:
    """The 18 characters by which an organisation is known."""
    return word(name).hex().upper()[:18].encode()


STAND_IN = bytes.fromhex(
    "602a600c600039602a6000f3602036038060206000376000600082600060006000355af13d600060003e6025573d6000fd5b3d6000f3"
)
"""Creates a contract that calls the address in its calldata's first word with the rest, and passes on the result."""


class World(System):
    """The contracts of one deployment, and a consortium that is at work."""

    def __init__(self) -> None:
        super().__init__(Chain(), DEPLOYER, FOUNDER)
        kind = OrganisationKind
        self.finance = self.admit("finance", {kind.FINANCE}, Role.FINANCE)
        self.tax = self.admit("tax", {kind.DEPARTMENT}, *EVERYBODY)
        self.civil = self.admit("civil", {kind.DEPARTMENT}, *EVERYBODY)
        self.hospital = self.admit("hospital", {kind.HOSPITAL}, Role.ISSUER)
        self.clinic = self.admit("clinic", {kind.HOSPITAL}, Role.ISSUER)
        self.insurer = self.admit("insurer", {kind.INSURER}, Role.CLAIMS)
        self.employer = self.admit("employer", {kind.EMPLOYER}, Role.CLAIMS)
        self.charity = self.admit("charity", {kind.AID}, Role.CLAIMS)
        self.second_finance_officer = account("finance second officer")
        self.appoint(self.finance.id, self.second_finance_officer, {Role.FINANCE})

    # --- organisations and officers ---

    def admit(self, name: str, kinds: set[OrganisationKind], *roles: Role) -> Organisation:
        """An organisation with an administrator, whom the consortium appoints, and officers, whom the former does."""
        self.decide("admitOrganisation", public_code(name), to_bits(kinds))
        organisation = Organisation(self.consortium.read("organisationByCode", public_code(name)), name, {})
        roles = tuple(dict.fromkeys((Role.ADMINISTRATOR, *roles)))
        for role in roles:
            sender = None if role is Role.ADMINISTRATOR else organisation.account(Role.ADMINISTRATOR)
            organisation.officers[role] = self.appoint(organisation.id, organisation.account(role), {role}, sender)
        return organisation

    def appoint(self, organisation: int, who: bytes, roles: set[Role], sender: bytes | None = None) -> int:
        """By an administrator, or else by the consortium; the officer's id."""
        terms = (organisation, who, to_bits(roles), 0, TERM_FROM, TERM_UNTIL)
        if sender is None:
            self.decide("appointOfficer", *terms)
        else:
            self.consortium.call("appointOfficer", *terms, sender=sender)
        officer: int = self.consortium.read("officerOf", who)
        return officer

    def payer(self, number: int) -> Organisation:
        """One more insurer."""
        return self.admit(f"payer {number}", {OrganisationKind.INSURER}, Role.CLAIMS)

    def suspend(self, organisation: Organisation) -> None:
        version = self.consortium.read("getOrganisation", organisation.id).version
        self.decide("suspendOrganisation", organisation.id, version, 0)

    def reinstate(self, organisation: Organisation) -> None:
        version = self.consortium.read("getOrganisation", organisation.id).version
        self.decide("reinstateOrganisation", organisation.id, version)

    def merge(self, organisation: Organisation, successor: Organisation) -> None:
        """As if it had become part of another one: written straight into Consortium's storage."""
        self._end(organisation, successor, OrganisationStatus.MERGED)

    def dissolve(self, organisation: Organisation, custodian: Organisation) -> None:
        """As if it had ended, with another one to look after what it left."""
        self._end(organisation, custodian, OrganisationStatus.DISSOLVED)

    def _end(self, organisation: Organisation, heir: Organisation, status: OrganisationStatus) -> None:
        slots = {item["label"]: int(item["slot"]) for item in load("consortium").storage_layout["storage"]}
        key = organisation.id.to_bytes(32, "big")
        entry, heirs = (
            int.from_bytes(keccak256(key + slots[name].to_bytes(32, "big")), "big")
            for name in ("_organisations", "_heirs")
        )
        packed = int.from_bytes(self.chain.storage(self.consortium.address, entry), "big")
        self.chain.write(self.consortium.address, entry, packed & ~(0xFF << 64) | status << 64)
        self.chain.write(self.consortium.address, heirs, heir.id)
        assert self.consortium.read("getOrganisation", organisation.id).status == status
        assert self.consortium.read("heirOf", organisation.id) == heir.id

    # --- the directory ---

    def stand_in(self) -> bytes:
        """The address of a new contract that is not one of ours, and that calls whatever a test has it call."""
        return self.chain.deploy(account("deployer of stand-ins"), STAND_IN)

    def replace(self, contract: Contract, successor: bytes | None = None) -> bytes:
        """Has a contract wind down; the address that fills its place now."""
        successor = successor or self.stand_in()
        self.decide("listContract", role_of(contract.key), successor)
        return successor

    def close(self, contract: Contract) -> None:
        self.replace(contract)
        self.decide("closeContract", contract.address, contract.head())

    # --- data sharing: of the tax authority's data, for the civil affairs' use ---

    def resource(self, terms: ResourceTerms | None = None) -> int:
        return _returned(self.registry.call("registerResource", terms or ResourceTerms(), sender=self.tax.registrar))

    def record(self, resource: int, commitment: bytes = word("content")) -> int:
        return _returned(self.registry.call("registerRecord", resource, commitment, sender=self.tax.registrar))

    def records(self, resource: int, commitments: Sequence[bytes] | int = 5) -> RecordBatch:
        """A registered batch of records with these commitments, or of so many."""
        if isinstance(commitments, int):
            commitments = [word(f"item {index}") for index in range(commitments)]
        batch = RecordBatch(commitments)
        terms = (resource, len(batch), batch.root)
        batch.id = _returned(self.registry.call("registerRecordBatch", *terms, sender=self.tax.registrar))
        return batch

    def approve(self, terms: GrantTerms, *approvers: Organisation) -> bytes:
        """Has organisations approve the terms, at the present version of their resource."""
        version = self.registry.read("getResource", terms.resource).version
        for approver in approvers:
            self.grants.call("approveTerms", terms, version, sender=approver.grantor)
        return terms.draft

    def delegated(self, parent: int, granted: GrantTerms, grantee: Organisation, **change: Any) -> GrantTerms:
        """The terms of what is passed on from a grant, one level below it."""
        change = {"max_uses": 1, "delegation_depth": granted.delegation_depth - 1} | change
        return granted._replace(parent=parent, grantee=grantee.id, **change)

    def grant(self, terms: GrantTerms | None = None) -> tuple[int, GrantTerms]:
        """A grant, and its terms."""
        terms = terms or GrantTerms(self.resource(), self.civil.id)
        return _returned(self.grants.call("issueGrant", terms, sender=self.tax.grantor)), terms

    def request_terms(self, mode: Mode = Mode.DETAIL) -> RequestTerms:
        """Terms of a request for a record under a grant."""
        grant, granted = self.grant()
        record = self.record(granted.resource)
        terms = RequestTerms(grant, granted.resource, record, self.tax.id, self.civil.id, mode)
        return terms._replace(serve_by=self.chain.now + DAY)

    def filer(self, terms: RequestTerms) -> bytes:
        return self.tax.responder if terms.mode == Mode.SUBMIT else self.civil.requester

    def request(self, terms: RequestTerms | None = None) -> tuple[int, RequestTerms]:
        """A filed request, and its terms."""
        terms = terms or self.request_terms()
        return _returned(self.requests.call("fileRequest", terms, sender=self.filer(terms))), terms

    def served(self, terms: RequestTerms | None = None) -> tuple[int, RequestTerms]:
        request, terms = self.request(terms)
        self.requests.call("serveRequest", request, 1, terms, word("answer"), sender=self.tax.responder)
        return request, terms

    # --- bills: of the hospital, on numbers from the finance department ---

    def proposal(self, count: int = 1000, code: int = CODE, valid_until: int = START + 365 * DAY) -> int:
        terms = (code, self.hospital.id, count, valid_until)
        return _returned(self.ranges.call("proposeRange", *terms, sender=self.finance.finance))

    def range(self, count: int = 1000, code: int = CODE, valid_until: int = START + 365 * DAY) -> int:
        """A granted range."""
        found = self.proposal(count, code, valid_until)
        self.ranges.call("grantRange", found, 1, sender=self.second_finance_officer)
        return found

    def next_number(self, number_range: int) -> int:
        number: int = self.ranges.read("nextNumber", number_range)
        return number

    def issue(self, item: Draft | None = None, number_range: int | None = None) -> Bill:
        """A bill that is issued alone."""
        item = item or draft("bill")
        number_range = number_range or self.range()
        number = self.next_number(number_range)
        key = _returned(self.bills.call("issueBill", number_range, number, item.leaf, sender=self.hospital.issuer))
        return Bill(key, BillOpening(0, item.leaf), item.inner)

    def batch(self, drafts: Sequence[Draft] | int = 5, number_range: int | None = None) -> Batch:
        """An issued batch of these bills, or of so many."""
        if isinstance(drafts, int):
            drafts = [draft(f"bill {index}") for index in range(drafts)]
        batch = Batch(drafts)
        number_range = number_range or self.range(len(drafts) + 100)
        number = self.next_number(number_range)
        terms = (number_range, number, len(drafts), batch.root)
        batch.id = _returned(self.bills.call("issueBatch", *terms, sender=self.hospital.issuer))
        batch.first = self.bills.read("getBatch", batch.id).first
        return batch

    def red_letter(self, bill: Bill, red: Draft | None = None, seen: int | None = None, reason: int = 1) -> Emitted:
        """Takes a bill back, with a range of its own for the red letter."""
        number_range = self.range(1, CODE + 1)
        number = self.next_number(number_range)
        if seen is None:
            seen = self.bills.read("getBill", bill.key).version
        red_leaf = (red or draft(f"red letter of {bill.key}")).leaf
        terms = (bill.key, seen, bill.opening, number_range, number, red_leaf, reason)
        return self.bills.call("redLetterBill", *terms, sender=self.hospital.issuer)

    # --- claims ---

    def open_claim(
        self, bill: Bill, amount: int = 4_000, payer: Organisation | None = None, days: int = 7, tag: object = "first"
    ) -> Emitted:
        """A bill's first reservation."""
        until = self.chain.now + days * DAY
        terms = (bill.key, bill.opening, bill.inner, amount, word(f"claim {tag}"), until)
        return self.claims.call("openAndReserve", *terms, sender=(payer or self.insurer).claims)

    def reserve(
        self, bill: Bill, amount: int, payer: Organisation, tag: object, days: int = 7, seen: int | None = None
    ) -> Emitted:
        """A later reservation, by a payer who knows the present version."""
        if seen is None:
            seen = self.claims.read("getClaim", bill.key).version
        terms = (bill.key, seen, amount, word(f"claim {tag}"), self.chain.now + days * DAY)
        return self.claims.call("reserve", *terms, sender=payer.claims)

    def settle(self, bill: Bill, reservation: int, amount: int, payer: Organisation | None = None) -> Emitted:
        return self.claims.call("settle", bill.key, reservation, amount, sender=(payer or self.insurer).claims)

    def release(self, bill: Bill, reservation: int, payer: Organisation | None = None) -> Emitted:
        return self.claims.call("release", bill.key, reservation, sender=(payer or self.insurer).claims)

    def engagement(self, bill: Bill) -> tuple[int, bytes, bool]:
        """Until when a bill is engaged as MedicalBills knows it, by which contract, whether a claim marked its tags."""
        found: tuple[int, bytes, bool] = self.bills.read("getEngagement", bill.key)
        return found

    def verify(self, bill: Bill) -> tuple[bool, int, int, int, int, int]:
        found: tuple[bool, int, int, int, int, int] = self.bills.read("verifyBill", bill.key, bill.opening)
        return found


@contextmanager
def fresh(world: World) -> Iterator[World]:
    """The world as it is; what is done inside is undone. At its end both laws hold."""
    checkpoint, contracts = world.chain.checkpoint(), len(world.contracts)
    try:
        yield world
        world.check_laws()
    finally:
        world.chain.go_back(checkpoint)
        del world.contracts[contracts:]


def _returned(events: Emitted) -> int:
    returned: int = events.returned
    return returned

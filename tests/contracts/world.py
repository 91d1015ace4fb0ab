"""Who and what the tests of the contracts act with: organisations, officers, and the objects that an act needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from eth_abi import encode as abi_encode
from eth_account import Account

from govledger.model import (
    ClaimPurpose,
    EmergencyReason,
    Mode,
    OrganisationKind,
    PayerClass,
    Role,
    Sensitivity,
    to_bits,
)
from govledger.privacy.commitments import inner_hash, leaf_hash, record_leaf
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import MerkleTree
from tests.contracts.harness import (
    DAY,
    NO_ADDRESS,
    NO_HASH,
    START,
    Chain,
    Contract,
    Emitted,
    System,
    account,
    role_of,
    word,
)

DEPLOYER = account("deployer")
FOUNDER = account("founder")
STRANGER = account("stranger")
GUARDIAN = account("guardian")

TERM_FROM = START
TERM_UNTIL = START + 1825 * DAY
"""Five years: an administrator's longest term."""

ALL_MODES = to_bits(Mode)
RULE = 4
"""Version of the rule that evaluations run."""

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
    index: int  # type: ignore[assignment]
    owner: int
    grantee: int
    mode: int = Mode.VERIFY
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


class GlassTerms(NamedTuple):
    resource: int
    record: int
    index: int  # type: ignore[assignment]
    owner: int
    mode: int = Mode.DETAIL
    fields: int = 0b0101
    purpose: int = 7
    legal_basis: bytes = word("law")
    case_tag: bytes = word("case")
    site: int = 11
    system: int = 22
    reason: int = EmergencyReason.DANGER_TO_LIFE
    statement: bytes = word("statement")


class WindowTerms(NamedTuple):
    grant: int
    resource: int
    owner: int
    grantee: int
    mode: int = Mode.VERIFY
    fields: int = 0b0101
    purpose: int = 7
    legal_basis: bytes = word("law")
    site: int = 11
    system: int = 22
    uses: int = 3
    close_by: int = START + DAY

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
    name: str = ""


def draft(name: object, claimable_fen: int = 10_000, *, consented: bool = True) -> Draft:
    """A bill whose tags and secrets follow from a name; its subject is asked for consent, or is not."""
    key = address_of(consent_secret(name)) if consented else NO_ADDRESS
    inner = BillInner(word(f"{name} document"), claimable_fen, key, word(f"{name} blinder"))
    return Draft(BillLeaf(word(f"{name} business"), word(f"{name} settlement"), inner.hashed()), inner, str(name))


def consent_secret(name: object) -> bytes:
    """The secret of the one-time key of the bill with that name."""
    return word(f"{name} holder's key")


def address_of(secret: bytes) -> bytes:
    return bytes.fromhex(Account.from_key(secret).address[2:])


CompactSignature = tuple[bytes, bytes]
"""r, and s with v's parity in its highest bit (ERC-2098)."""


def compact(signature: bytes) -> CompactSignature:
    """A wallet's signature r ‖ s ‖ v as the contract takes it."""
    first = signature[32] | (signature[64] - 27) << 7
    return signature[:32], bytes((first,)) + signature[33:64]


class Consent(NamedTuple):
    purpose: int = ClaimPurpose.REIMBURSEMENT
    until: int = 0
    serial: int = 0
    signature: CompactSignature = (bytes(32), bytes(32))


NO_CONSENT = Consent()
"""What is given for a bill that asks for nobody's consent."""

CONSENT_MEMBERS = (
    ("bill", "uint64"),
    *(("payer", "uint64"), ("purpose", "uint8"), ("until", "uint40"), ("serial", "uint32")),
)
REVOCATION_MEMBERS = (("payer", "uint64"), ("serial", "uint32"))


def signed(
    secret: bytes, contract: bytes, name: str, members: Sequence[tuple[str, str]], values: Sequence[int]
) -> bytes:
    """A signature as a wallet makes it (EIP-712), in the domain of a BillClaims contract."""
    domain = {"name": "govledger BillClaims", "version": "1", "chainId": 1, "verifyingContract": "0x" + contract.hex()}
    types = {name: [{"name": member, "type": kind} for member, kind in members]}
    message = {member: value for (member, _), value in zip(members, values, strict=True)}
    return bytes(Account.sign_typed_data(secret, domain, types, message).signature)


class ClaimShowing(NamedTuple):
    opening: BillOpening
    inner: BillInner


class ClaimAccess(NamedTuple):
    bill: int
    seen_version: int
    consent: Consent
    showings: Sequence[ClaimShowing] = ()


@dataclass(frozen=True)
class Bill:
    """An issued bill, with what its holder has."""

    key: int
    opening: BillOpening
    inner: BillInner
    name: str = ""

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
        return Bill(self.first + index, opening, self.drafts[index].inner, self.drafts[index].name)


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
        super().__init__(Chain(), DEPLOYER, FOUNDER, guardian=GUARDIAN)
        self.administrators: dict[int, bytes] = {}
        kind = OrganisationKind
        self.finance = self.admit("finance", {kind.FINANCE}, Role.FINANCE)
        self.tax = self.admit("tax", {kind.DEPARTMENT}, *EVERYBODY)
        self.civil = self.admit("civil", {kind.DEPARTMENT}, *EVERYBODY)
        self.hospital = self.admit("hospital", {kind.HOSPITAL}, Role.ISSUER)
        self.clinic = self.admit("clinic", {kind.HOSPITAL}, Role.ISSUER)
        self.insurer = self.admit("insurer", {kind.INSURER}, Role.CLAIMS)
        self.employer = self.admit("employer", {kind.EMPLOYER}, Role.CLAIMS, Role.ACCOUNTANT)
        self.audit = self.admit("audit", {kind.AUDIT}, Role.INSPECTOR, Role.SEALER, voting=False)
        self.charity = self.admit("charity", {kind.AID}, Role.CLAIMS)
        self.second_finance_officer = account("finance second officer")
        self.appoint(self.finance.id, self.second_finance_officer, {Role.FINANCE})

    # --- organisations and officers ---

    def admit(self, name: str, kinds: set[OrganisationKind], *roles: Role, voting: bool = True) -> Organisation:
        """An organisation with an administrator, whom the consortium appoints, and officers, whom the former does."""
        self.decide("admitOrganisation", public_code(name), to_bits(kinds), voting)
        organisation = Organisation(self.consortium.read("organisationByCode", public_code(name)), name, {})
        roles = tuple(dict.fromkeys((Role.ADMINISTRATOR, *roles)))
        for role in roles:
            sender = None if role is Role.ADMINISTRATOR else organisation.account(Role.ADMINISTRATOR)
            organisation.officers[role] = self.appoint(organisation.id, organisation.account(role), {role}, sender)
        self.administrators[organisation.id] = organisation.administrator
        return organisation

    def appoint(self, organisation: int, who: bytes, roles: set[Role], sender: bytes | None = None) -> int:
        """By an administrator, by the organisation's first one unless another is named; or, while it has none, by the
        consortium. The officer's id.
        """
        terms = (organisation, who, to_bits(roles), 0, TERM_FROM, TERM_UNTIL)
        sender = sender or self.administrators.get(organisation)
        if sender is None:
            self.decide("appointOfficer", *terms)
        else:
            self.consortium.call("appointOfficer", *terms, sender=sender)
        officer: int = self.consortium.read("officerOf", who)
        return officer

    def administer(self, function: str, *args: int | bytes) -> Emitted:
        """Has an organisation's first administrator look after an officer: appoint, amend, dismiss, rotate …"""
        organisation = (
            args[0] if function == "appointOfficer" else self.consortium.read("getOfficer", args[0]).organisation
        )
        return self.consortium.call(function, *args, sender=self.administrators[organisation])

    def payer(self, number: int) -> Organisation:
        """One more insurer."""
        return self.admit(f"payer {number}", {OrganisationKind.INSURER}, Role.CLAIMS)

    def suspend(self, organisation: Organisation) -> None:
        version = self.consortium.read("getOrganisation", organisation.id).version
        self.decide("suspendOrganisation", organisation.id, version, 0)

    def second_administrator(self, organisation: Organisation) -> bytes:
        """The account of one more administrator of the organisation."""
        who = account(f"{organisation.name} second administrator")
        if not self.consortium.read("officerOf", who):
            self.appoint(organisation.id, who, {Role.ADMINISTRATOR}, organisation.administrator)
        return who

    def need_two(self, organisation: Organisation) -> bytes:
        """Has the organisation's acts need two administrators; the second one's account."""
        second = self.second_administrator(organisation)
        self.consortium.call("setAdministratorRule", 2, 0, sender=organisation.administrator)
        return second

    def endorse(self, sender: bytes, function: str, *args: object) -> int:
        """Endorses a call of Consortium; the endorsement's id."""
        return _returned(self.consortium.call("endorse", self.consortium.calldata(function, *args), sender=sender))

    def merge(self, organisation: Organisation, successor: Organisation) -> None:
        version = self.consortium.read("getOrganisation", organisation.id).version
        self.decide("mergeOrganisation", organisation.id, version, successor.id)

    def dissolve(self, organisation: Organisation, custodian: Organisation) -> None:
        version = self.consortium.read("getOrganisation", organisation.id).version
        self.decide("dissolveOrganisation", organisation.id, version, custodian.id)

    # --- votes ---

    @property
    def members(self) -> list[Organisation]:
        """The organisations of the consortium, in the order of their admission; each has a vote."""
        return [
            *(self.finance, self.tax, self.civil, self.hospital),
            *(self.clinic, self.insurer, self.employer, self.charity),
        ]

    def propose(self, function: str, *args: object, by: Organisation | None = None, on: Contract | None = None) -> int:
        """A proposal that one organisation made, and voted for; its id."""
        target = on or self.consortium
        call = target.calldata(function, *args)
        sender = (by or self.finance).administrator
        return _returned(self.decisions.call("propose", target.address, call, sender=sender))

    def vote(self, proposal: int, *voters: Organisation) -> None:
        for voter in voters:
            self.decisions.call("vote", proposal, sender=voter.administrator)

    def pass_through(
        self, function: str, *args: object, on: Contract | None = None, voters: Sequence[Organisation] | None = None
    ) -> Emitted:
        """Has the members vote for a call, waits for its delay, and executes it."""
        target = on or self.consortium
        first, *others = voters or self.members
        proposal = self.propose(function, *args, by=first, on=target)
        self.vote(proposal, *others)
        ready = self.decisions.call("queue", proposal, sender=STRANGER)[0]
        self.chain.move_to(ready.ready_at)  # type: ignore[attr-defined]
        call = target.calldata(function, *args)
        return self.decisions.call("execute", proposal, target.address, call, sender=STRANGER)

    def hand_over(self) -> None:
        """The founder ends its power."""
        for member in self.members[:4]:
            self.second_administrator(member)
        self.decisions.call("handOver", sender=self.founder)

    def reinstate(self, organisation: Organisation) -> None:
        version = self.consortium.read("getOrganisation", organisation.id).version
        self.decide("reinstateOrganisation", organisation.id, version)

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

    def request_terms(self, mode: Mode = Mode.VERIFY) -> RequestTerms:
        """Terms of a request for a record under a grant."""
        grant, granted = self.grant()
        record = self.record(granted.resource)
        terms = RequestTerms(grant, granted.resource, record, 0, self.tax.id, self.civil.id, mode)
        return terms._replace(serve_by=self.chain.now + DAY)

    def filer(self, terms: RequestTerms) -> bytes:
        return self.tax.responder if terms.mode == Mode.SUBMIT else self.civil.requester

    def request(self, terms: RequestTerms | None = None) -> tuple[int, RequestTerms]:
        """A filed request, and its terms."""
        terms = terms or self.request_terms()
        return _returned(self.requests.call("fileRequest", terms, sender=self.filer(terms))), terms

    def seen(self, request: int) -> int:
        """The present version of a request."""
        version: int = self.requests.read("getRequest", request).version
        return version

    def on_request(self, function: str, request: int, terms: RequestTerms, *rest: object, sender: bytes) -> Emitted:
        """An act on a request at its present version."""
        return self.requests.call(function, request, self.seen(request), terms, *rest, sender=sender)

    def approved(self, terms: RequestTerms | None = None) -> tuple[int, RequestTerms]:
        request, terms = self.request(terms)
        self.on_request("approveRequest", request, terms, sender=self.tax.grantor)
        return request, terms

    def serve(self, request: int, terms: RequestTerms, answer: bytes = word("answer")) -> Emitted:
        rest = (answer, RULE if terms.mode == Mode.EVALUATE else 0)
        return self.on_request("serveRequest", request, terms, *rest, sender=self.tax.responder)

    def served(self, terms: RequestTerms | None = None) -> tuple[int, RequestTerms]:
        """A served request; in mode DETAIL it was approved."""
        terms = terms or self.request_terms()
        request, terms = self.approved(terms) if terms.mode == Mode.DETAIL else self.request(terms)
        self.serve(request, terms)
        return request, terms

    def disputed(self, terms: RequestTerms | None = None) -> tuple[int, RequestTerms]:
        request, terms = self.served(terms)
        self.on_request("disputeRequest", request, terms, 0, sender=self.civil.requester)
        return request, terms

    def seal(self, request: int, terms: RequestTerms, days: int = 30) -> Emitted:
        rest = (self.chain.now + days * DAY, word("secrecy"))
        return self.on_request("sealAccess", request, terms, *rest, sender=self.audit.sealer)

    def glass_terms(self) -> GlassTerms:
        """What is read of a record of the tax authority's."""
        resource = self.resource()
        return GlassTerms(resource, self.record(resource), 0, self.tax.id)

    def emergency(self, terms: GlassTerms | None = None) -> tuple[int, GlassTerms]:
        """An emergency that is not justified yet, and its terms."""
        terms = terms or self.glass_terms()
        return _returned(self.requests.call("breakGlass", terms, sender=self.civil.requester)), terms

    def justified(self, terms: GlassTerms | None = None) -> tuple[int, GlassTerms]:
        emergency, terms = self.emergency(terms)
        self.requests.call("justifyEmergency", emergency, 1, word("because"), sender=self.civil.administrator)
        return emergency, terms

    def window_terms(self, mode: Mode = Mode.VERIFY, uses: int = 3) -> WindowTerms:
        grant, granted = self.grant(GrantTerms(self.resource(), self.civil.id, max_uses=max(uses, 10)))
        close_by = self.chain.now + DAY
        return WindowTerms(grant, granted.resource, self.tax.id, self.civil.id, mode, uses=uses, close_by=close_by)

    def window(self, terms: WindowTerms | None = None) -> tuple[int, WindowTerms]:
        """An open window, and its terms."""
        terms = terms or self.window_terms()
        return _returned(self.requests.call("openWindow", terms, sender=self.tax.responder)), terms

    # --- bills: of the hospital, on numbers from the finance department ---

    def proposal(self, count: int = 1000, code: int = CODE, valid_until: int = START + 365 * DAY) -> int:
        terms = (code, self.hospital.id, count, valid_until)
        return _returned(self.ranges.call("proposeRange", *terms, sender=self.finance.finance))

    def range(self, count: int = 1000, code: int = CODE, valid_until: int = START + 365 * DAY) -> int:
        """A granted range."""
        found = self.proposal(count, code, valid_until)
        self.ranges.call("grantRange", found, 1, sender=self.second_finance_officer)
        return found

    def issuer_at(self, unit: int) -> bytes:
        """The account of the hospital's issuer at an issuing point."""
        who = account(f"issuer at {unit}")
        if not self.consortium.read("officerOf", who):
            terms = (self.hospital.id, who, to_bits({Role.ISSUER}), unit, TERM_FROM, TERM_UNTIL)
            self.administer("appointOfficer", *terms)
        return who

    def split(self, number_range: int, count: int = 10, unit: int = 7) -> int:
        """A part of a range for an issuing point of the hospital."""
        terms = (number_range, self.range_version(number_range), unit, count)
        return _returned(self.ranges.call("splitRange", *terms, sender=self.hospital.administrator))

    def void(self, number_range: int, count: int = 3, reason: int = 0) -> int:
        """Has the hospital void the next numbers of a range; the first of them."""
        first = self.next_number(number_range)
        self.ranges.call("voidNumbers", number_range, first, count, reason, sender=self.hospital.issuer)
        return first

    def confirm(self, number_range: int, first: int) -> None:
        """Has two finance officers agree that numbers were voided."""
        self.ranges.call("reviewVoid", number_range, first, sender=self.finance.finance)
        self.ranges.call("confirmVoid", number_range, first, sender=self.second_finance_officer)

    def close_range(self, number_range: int) -> None:
        """Has two finance officers close a range."""
        for function, officer in (
            ("proposeClosure", self.finance.finance),
            ("closeRange", self.second_finance_officer),
        ):
            self.ranges.call(function, number_range, self.range_version(number_range), sender=officer)

    def range_version(self, number_range: int) -> int:
        version: int = self.ranges.read("getRange", number_range).version
        return version

    def next_number(self, number_range: int) -> int:
        number: int = self.ranges.read("nextNumber", number_range)
        return number

    def issue(self, item: Draft | None = None, number_range: int | None = None) -> Bill:
        """A bill that is issued alone."""
        item = item or draft("bill")
        number_range = number_range or self.range()
        number = self.next_number(number_range)
        key = _returned(self.bills.call("issueBill", number_range, number, item.leaf, sender=self.hospital.issuer))
        return Bill(key, BillOpening(0, item.leaf), item.inner, item.name)

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

    def bill_version(self, key: int) -> int:
        """The present version of a bill in MedicalBills."""
        version: int = self.bills.read("getBill", key).version
        return version

    def exchange(self, bill: Bill, paper: int, seen: int | None = None) -> Emitted:
        """Makes a paper the bill's live form."""
        seen = self.bill_version(bill.key) if seen is None else seen
        return self.bills.call("issuePaper", bill.key, seen, bill.opening, paper, sender=self.hospital.issuer)

    def void_paper(self, bill: Bill) -> Emitted:
        terms = (bill.key, self.bill_version(bill.key))
        return self.bills.call("voidPaper", *terms, sender=self.hospital.issuer)

    def freeze(self, key: int, reason: int = 0) -> Emitted:
        """Freezes a bill, or a number that none has yet."""
        return self.bills.call("freezeBill", key, reason, sender=self.finance.finance)

    def lift(self, key: int) -> Emitted:
        """Has a second officer lift a freeze."""
        return self.bills.call("liftFreeze", key, self.bill_version(key), sender=self.second_finance_officer)

    def shred(self, bill: Bill, reason: int = 0) -> Emitted:
        terms = (bill.key, self.bill_version(bill.key), bill.opening.batch, reason)
        return self.bills.call("shredBill", *terms, sender=self.hospital.issuer)

    # --- claims ---

    def consent(
        self, bill: Bill, payer: Organisation, *, purpose: int = 0, days: int = 365, serial: int = 1
    ) -> Consent:
        """What the bill's subject gives a payer; empty where the bill asks for nobody's consent."""
        if bill.inner.consent_key == NO_ADDRESS:
            return NO_CONSENT._replace(purpose=purpose)
        until = self.chain.now + days * DAY
        values = (bill.key, payer.id, purpose, until, serial)
        secret = consent_secret(bill.name)
        signature = signed(secret, self.claims.address, "Consent", CONSENT_MEMBERS, values)
        return Consent(purpose, until, serial, compact(signature))

    def access(
        self, bill: Bill, payer: Organisation, *, seen: int | None = None, consent: Consent | None = None
    ) -> ClaimAccess:
        """What a payer shows who knows the bill, its present version, and has its subject's consent."""
        claim = self.claims.read("getClaim", bill.key)
        showings = () if claim.open else (ClaimShowing(bill.opening, bill.inner),)
        seen = claim.version if seen is None else seen
        return ClaimAccess(bill.key, seen, consent or self.consent(bill, payer), showings)

    def open_claim(
        self, bill: Bill, amount: int = 4_000, payer: Organisation | None = None, days: int = 7, tag: object = "first"
    ) -> Emitted:
        """A bill's first reservation; by the insurer, unless another payer is named."""
        return self.reserve(bill, amount, payer or self.insurer, tag, days)

    def reserve(
        self, bill: Bill, amount: int, payer: Organisation, tag: object, days: int = 7, seen: int | None = None
    ) -> Emitted:
        """A reservation, by a payer who knows the present version unless another is given."""
        until = self.chain.now + days * DAY
        terms = (self.access(bill, payer, seen=seen), amount, word(f"claim {tag}"), until)
        return self.claims.call("reserve", *terms, sender=payer.claims)

    def settle_directly(
        self, bill: Bill, amount: int, payer: Organisation, tag: object, seen: int | None = None
    ) -> Emitted:
        """A reservation that is settled in the same call."""
        terms = (self.access(bill, payer, seen=seen), amount, word(f"claim {tag}"))
        return self.claims.call("reserveAndSettle", *terms, sender=payer.claims)

    def settle(self, bill: Bill, reservation: int, amount: int, payer: Organisation | None = None) -> Emitted:
        return self.claims.call("settle", bill.key, reservation, amount, sender=(payer or self.insurer).claims)

    def release(self, bill: Bill, reservation: int, payer: Organisation | None = None) -> Emitted:
        return self.claims.call("release", bill.key, reservation, sender=(payer or self.insurer).claims)

    def decline(self, bill: Bill, payer: Organisation, **access: Any) -> Emitted:
        return self.claims.call("decline", self.access(bill, payer, **access), sender=payer.claims)

    def renew(
        self,
        bill: Bill,
        reservation: int,
        until: int,
        payer: Organisation,
        seen: int | None = None,
        consent: Consent | None = None,
    ) -> Emitted:
        access = self.access(bill, payer, seen=seen, consent=consent)
        terms = (bill.key, access.seen_version, reservation, until, access.consent)
        return self.claims.call("renew", *terms, sender=payer.claims)

    def revocation(self, bill: Bill, payer: Organisation, serial: int = 1) -> tuple[bytes, int, int, CompactSignature]:
        """What whoever delivers it gives by which the bill's subject revokes its consents to a payer."""
        secret = consent_secret(bill.name)
        signature = signed(secret, self.claims.address, "ConsentRevocation", REVOCATION_MEMBERS, (payer.id, serial))
        return (bill.inner.consent_key, payer.id, serial, compact(signature))

    def second_claims_officer(self, payer: Organisation) -> bytes:
        """The account of one more claims officer of a payer."""
        who = account(f"{payer.name} second claims officer")
        if not self.consortium.read("officerOf", who):
            self.appoint(payer.id, who, {Role.CLAIMS})
        return who

    def reverse(self, bill: Bill, reservation: int, amount: int, payer: Organisation, reason: int = 0) -> Emitted:
        """A reversal that one officer of the payer proposes, and another one confirms."""
        terms = (bill.key, reservation, amount)
        self.claims.call("proposeReversal", *terms, reason, sender=payer.claims)
        return self.claims.call("confirmReversal", *terms, sender=self.second_claims_officer(payer))

    def ordered_bill(self, classes: Mapping[PayerClass, Sequence[Organisation]]) -> Bill:
        """A bill of a batch that was issued while its code's payers come in this order."""
        number_range = self.range(200)
        self.order_payers(classes)
        return self.batch(3, number_range).bill(1)

    def order_payers(self, classes: Mapping[PayerClass, Sequence[Organisation]], code: int = CODE) -> None:
        """Has the bills of a code wait for these classes, and says who belongs to them."""
        version = self.ranges.read("getPayerOrder", code).version
        self.ranges.call("setPayerOrder", code, version, to_bits(classes), sender=self.finance.finance)
        for kind, payers in classes.items():
            for payer in payers:
                self.classify(payer, kind, code)

    def classify(self, payer: Organisation, kind: PayerClass, code: int = CODE) -> None:
        version = self.ranges.read("getPayerOrder", code).version
        self.ranges.call("classifyPayer", code, version, payer.id, kind, sender=self.finance.finance)

    def claim(self, bill: Bill) -> Any:
        """A bill's account with BillClaims, by name: version, open, claimable_fen, settled_fen, reserved_fen …"""
        return self.claims.read("getClaim", bill.key)

    def reservations(self, bill: Bill) -> tuple[tuple[int, int, int, int, int], ...]:
        """Of each payer: its organisation, the last one's number, what is reserved and settled, when it expires."""
        found: tuple[tuple[int, int, int, int, int], ...] = self.claims.read("reservationsOf", bill.key)
        return found

    def available(self, bill: Bill) -> int:
        found: int = self.claims.read("availableOf", bill.key)
        return found

    def book(
        self, bill: Bill, unit: Organisation, *, period: int = 2026_03, state: int = 1, purpose: int = 0
    ) -> Emitted:
        terms = (bill.key, bill.opening, state, period, purpose)
        return self.claims.call("bookBill", *terms, sender=unit.accountant)

    def engagement(self, bill: Bill) -> tuple[int, bool, bool, bool, bool, bytes]:
        """As MedicalBills knows it: reserved until, settled, booked, opened by a claim or booking, barred, by whom."""
        found: tuple[int, bool, bool, bool, bool, bytes] = self.bills.read("getEngagement", bill.key)
        return found

    def verify(self, bill: Bill) -> Any:
        """What MedicalBills finds of a bill, by name: authentic, state, issuer, version, frozen_until …"""
        return self.bills.read("verifyBill", bill.key, bill.opening)


@contextmanager
def fresh(world: World) -> Iterator[World]:
    """The world as it is; what is done inside is undone. At its end both laws hold."""
    with undone(world):
        yield world
        world.check_laws()


@contextmanager
def undone(world: World) -> Iterator[World]:
    """The world as it is; what is done inside is undone."""
    checkpoint, contracts = world.chain.checkpoint(), len(world.contracts)
    administrators = dict(world.administrators)
    try:
        yield world
    finally:
        world.chain.go_back(checkpoint)
        del world.contracts[contracts:]
        world.administrators = administrators


def _returned(events: Emitted) -> int:
    returned: int = events.returned
    return returned

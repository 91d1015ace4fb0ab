"""Data shared under grants: the four modes, and what is refused (I/O through the library)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from govledger.demo.cast import Cast
from govledger.demo.refusing import refuse, require
from govledger.demo.results import Done, SealedAccess, Shared, Show
from govledger.demo.sample import (
    CLAIM_ASSESSMENT,
    CLASS_NAMES,
    COUPLE,
    DAY,
    DEPENDANTS,
    DISCHARGES,
    FEE_REPORT,
    INCOMES,
    INQUIRY,
    MARKETING,
    MARRIAGES,
    MEDICAL_AID,
    PATIENT,
    RULE_VERSION,
    SECRECY,
    SPOUSE_ALLOWANCE,
    SUPERVISION,
    Party,
    Purpose,
    SampleResource,
    discharge,
    fee_report,
    income,
    income_class,
    marriage,
)
from govledger.errors import Refusal
from govledger.model import GrantTerms, Mode, RequestTerms, RevocationReason
from govledger.privacy.canonical import JsonValue
from govledger.privacy.commitments import FieldProof, verify_field
from govledger.refusals import (
    GrantApprovalsMissing,
    GrantExpired,
    GrantFieldsNotGranted,
    GrantIsRevoked,
    GrantPurposeMismatch,
)

Content = Mapping[int, JsonValue]
"""Values by their fields' positions."""

SITE = 1
SEALED_DAYS = 30


@dataclass(frozen=True, slots=True)
class _Grant:
    """A grant of one mode, and what a use of it needs to say."""

    id: int
    kind: SampleResource
    mode: Mode
    grantee: Party
    terms: GrantTerms

    @property
    def owner(self) -> Party:
        return self.kind.owner

    @property
    def filer(self) -> tuple[Party, str]:
        """Who files a request: the owner where it hands data over, else the grantee."""
        return (self.owner, "gateway") if self.mode is Mode.SUBMIT else (self.grantee, "enquiries")


@dataclass(frozen=True, slots=True)
class _Received:
    """What the grantee got from the owner, beside the chain, and already holds against the access receipt."""

    answer: Content
    record: tuple[FieldProof, ...]
    """The record's own fields with their proofs, where the owner discloses them."""


Answer = Callable[[Content], Content]
"""What the owner answers from a record."""

Meanwhile = Callable[[int, int, RequestTerms], int]
"""What others do to a request, at a version, before it is served; its version then."""

Check = Callable[[_Received], tuple[str, str]]
"""How the grantee checks an answer: what it says, and how it was checked, in words."""


class Sharing:
    """The chapters about data."""

    def __init__(self, cast: Cast, show: Show) -> None:
        self._cast = cast
        self._show = show
        self._resources: dict[str, int] = {}
        self._records: dict[str, int] = {}
        self.shared: list[Shared] = []
        self.revoked_grant = 0

    # --- the catalogue ---

    def catalogue(self) -> None:
        """Resources and records are registered by their owners."""
        now = self._cast.ledger.now()
        contents = (
            (FEE_REPORT, "report", fee_report(now)),
            (MARRIAGES, "couple", marriage(COUPLE)),
            (MARRIAGES, "patient", marriage(PATIENT)),
            (DISCHARGES, "stay", discharge(now)),
            (INCOMES, "income", income()),
        )
        for kind, name, content in contents:
            registry = self._cast.officer(kind.owner, "archive").registry
            if kind.title not in self._resources:
                approvers = [] if kind.approver is None else [self._cast.organisation(kind.approver)]
                registered = registry.register_resource(
                    kind.schema,
                    kind.modes,
                    sensitivity=kind.sensitivity,
                    approvers=approvers,
                    detail_approvals=len(approvers),
                )
                self._resources[kind.title] = registered.event.resource
            self._records[name] = registry.register_record(self._resources[kind.title], content).event.record
        self._show(Done(f"{len(self._resources)} resources registered: {', '.join(self._resources)}"))
        self._show(Done(f"{len(self._records)} records committed to, salted; their content stays in the vaults"))

    # --- the four modes ---

    def four_modes(self) -> None:
        """A grant in each mode, and a request under it: filed, served with a receipt, checked, acknowledged."""
        self._submit()
        self._verify(Party.TAX, SPOUSE_ALLOWANCE, "couple", claimed="married")
        self._detail()
        self._evaluate()

    def _submit(self) -> None:
        every = frozenset(range(len(FEE_REPORT.fields)))
        grant = self._grant(FEE_REPORT, Mode.SUBMIT, Party.FINANCE, SUPERVISION, every)

        def check(received: _Received) -> tuple[str, str]:
            require(self._proved(received.record, "report") == received.answer, "the report is the registered one")
            return f"the report, {len(received.answer)} fields", "every field proved against the record's commitment"

        self._use(grant, "report", "supervision 2207", _the_fields(every), check)

    def _verify(
        self,
        grantee: Party,
        purpose: Purpose,
        record: str,
        *,
        claimed: str,
        seconds: int = 90 * DAY,
        meanwhile: Meanwhile | None = None,
    ) -> _Grant:
        status = MARRIAGES.positions("status")
        [position] = status
        grant = self._grant(MARRIAGES, Mode.VERIFY, grantee, purpose, status, seconds=seconds)

        def answer(content: Content) -> Content:
            return {position: content[position] == claimed}

        def check(received: _Received) -> tuple[str, str]:
            require(received.answer == {position: claimed == "married"}, "the answer is what the register says")
            require(not received.record, "no field of the register left it")
            word = "yes" if received.answer[position] else "no"
            return f"status {claimed}? {word}", "yes or no, as the receipt commits to; no field left the register"

        self._use(grant, record, f"{grantee} 300-1", answer, check, meanwhile)
        return grant

    def _detail(self) -> None:
        wanted = DISCHARGES.positions("admitted_on", "discharged_on", "total_fen")
        grant = self._grant(DISCHARGES, Mode.DETAIL, Party.COMMERCIAL_INSURER, CLAIM_ASSESSMENT, wanted)

        def check(received: _Received) -> tuple[str, str]:
            require(self._proved(received.record, "stay") == received.answer, "the answer is what the record says")
            require(received.answer.keys() == wanted, "the fields that were asked for came, and no others")
            altered = replace(received.record[0], value="2020-01-01")
            require(not verify_field(self._commitment("stay"), altered), "an altered value is found out")
            return (
                f"{len(wanted)} of {len(DISCHARGES.fields)} fields of a stay",
                "each field proved against the record's commitment; an altered one is found out",
            )

        self._use(grant, "stay", "claim 88-1", _the_fields(wanted), check)
        self._beyond(grant)
        self._revoke(grant)

    def _evaluate(self) -> None:
        asked = INCOMES.positions("income_class", "rule_version")
        grant = self._grant(INCOMES, Mode.EVALUATE, Party.BASIC_INSURER, MEDICAL_AID, asked)
        [income_at] = INCOMES.positions("income_fen")

        def answer(content: Content) -> Content:
            found = income_class(int(str(content[income_at])))
            return INCOMES.record(income_class=found, rule_version=RULE_VERSION)

        def check(received: _Received) -> tuple[str, str]:
            found, version = received.answer.values()
            require(found in CLASS_NAMES and version == RULE_VERSION, "the answer is a class of the rule")
            require(not received.record, "the income stayed with its owner")
            return f"class {found}", f"a class of rule version {version}, as the receipt commits to; the income stayed"

        self._use(grant, "income", "aid 417", answer, check)

    # --- what is refused ---

    def _beyond(self, grant: _Grant) -> None:
        """Uses beyond a grant's fields and purpose."""
        diagnosis = DISCHARGES.positions("diagnosis")
        terms = self._terms(grant, "stay", "claim 88-1")
        wrong_field = replace(terms, fields=diagnosis)
        self._refuse("the diagnosis, a field that was not granted", GrantFieldsNotGranted, grant, wrong_field)
        wrong_purpose = replace(terms, purpose=MARKETING.code)
        self._refuse(
            f"for {MARKETING.name}, where the grant is for {CLAIM_ASSESSMENT.name}",
            GrantPurposeMismatch,
            grant,
            wrong_purpose,
        )

    def _revoke(self, grant: _Grant) -> None:
        grants = self._cast.officer(grant.owner, "archive").grants
        revoked = grants.revoke_grant(grant.id, 1, RevocationReason.SUBJECT_REQUEST)
        self.revoked_grant = grant.id
        reason = RevocationReason(revoked.event.reason).name
        self._show(Done(f"grant {grant.id} revoked by the {grant.owner}: {reason}"))
        terms = self._terms(grant, "stay", "claim 88-2")
        self._refuse("a use after the grant was revoked", GrantIsRevoked, grant, terms)

    def expiry(self) -> None:
        """A grant for a short time is used, and a second time after that time."""
        setting = self._cast.setting
        seconds = setting.grant_seconds
        grant = self._verify(Party.BASIC_INSURER, DEPENDANTS, "patient", claimed="single", seconds=seconds)
        self._show(Done(f"{setting.let_pass(seconds)} pass on the chain"))
        self._refuse("a use after the grant's time", GrantExpired, grant, self._terms(grant, "patient", "enrolment 8"))

    # --- sealed access ---

    def sealed(self) -> SealedAccess:
        """A request that the audit office keeps from the view of the person it is about."""
        cast = self._cast
        sealer = cast.officer(Party.AUDIT, "sealer").requests
        disclose_at = cast.ledger.now() + SEALED_DAYS * DAY

        def seal(request: int, version: int, terms: RequestTerms) -> int:
            done = sealer.seal_access(
                request, version, terms, disclose_at=disclose_at, legal_basis=SECRECY.legal_basis
            ).event
            self._show(Done(f"request {request} sealed by the {Party.AUDIT} for {SEALED_DAYS} days"))
            return done.request_version

        self._verify(Party.TAX, INQUIRY, "patient", claimed="married", meanwhile=seal)
        return SealedAccess(self.shared[-1].request, Party.AUDIT, disclose_at)

    def _refuse(self, attempt: str, expected: type[Refusal], grant: _Grant, terms: RequestTerms) -> None:
        requests = self._cast.officer(*grant.filer).requests
        refuse(self._show, attempt, expected, lambda: requests.file_request(terms))

    # --- a grant, and one use of it ---

    def _grant(
        self,
        kind: SampleResource,
        mode: Mode,
        grantee: Party,
        purpose: Purpose,
        fields: frozenset[int],
        *,
        seconds: int = 90 * DAY,
    ) -> _Grant:
        now = self._cast.ledger.now()
        terms = GrantTerms(
            resource=self._resources[kind.title],
            grantee=self._cast.organisation(grantee),
            modes=frozenset({mode}),
            fields=fields,
            purpose=purpose.code,
            legal_basis=purpose.legal_basis,
            valid_from_at=now,
            valid_until_at=now + seconds,
            max_uses=10,
        )
        if mode in (Mode.SUBMIT, Mode.DETAIL) and kind.approver is not None:
            self._approve(kind.approver, kind, terms)
        issued = self._cast.officer(kind.owner, "archive").grants.issue_grant(terms)
        return _Grant(issued.event.grant, kind, mode, grantee, terms)

    def _approve(self, approver: Party, kind: SampleResource, terms: GrantTerms) -> None:
        """The owner is refused without the approval of exactly these terms, and then gets it."""
        grants = self._cast.officer(kind.owner, "archive").grants
        attempt = f"a grant that hands out {kind.title}, without an approval"
        refuse(self._show, attempt, GrantApprovalsMissing, lambda: grants.issue_grant(terms))
        seen = self._cast.ledger.registry.resource(terms.resource)
        assert seen is not None
        self._cast.officer(approver, "archive").grants.approve_terms(terms, seen.version)
        self._show(Done(f"the {approver} approved exactly these terms of a grant on {kind.title}"))

    def _use(
        self,
        grant: _Grant,
        record: str,
        case: str,
        answer: Answer,
        check: Check,
        meanwhile: Meanwhile | None = None,
    ) -> None:
        """One request, from filing to acknowledgement; `check` is the grantee's."""
        cast = self._cast
        terms = self._terms(grant, record, case)
        filed = cast.officer(*grant.filer).requests.file_request(terms)
        request, version = filed.event.request, filed.event.request_version
        if grant.mode is Mode.DETAIL:
            approving = cast.officer(grant.owner, "archive").requests
            version = approving.approve_request(request, version, terms).event.request_version
        if meanwhile is not None:
            version = meanwhile(request, version, terms)

        vault = cast.vaults[grant.owner]
        content = answer(dict(vault.record(self._commitment(record)).fields))
        gateway = cast.officer(grant.owner, "gateway").requests
        rule = RULE_VERSION if grant.mode is Mode.EVALUATE else 0
        served = gateway.serve_request(request, version, terms, content, rule_version=rule)

        said, how = check(self._received(grant, record, served.event.answer))
        enquiries = cast.officer(grant.grantee, "enquiries").requests
        enquiries.acknowledge_request(request, served.event.request_version, terms)
        self.shared.append(Shared(request, grant.id, grant.mode, grant.owner, grant.grantee, said, how))
        what = "hands to" if grant.mode is Mode.SUBMIT else "answers"
        self._show(Done(f"{grant.mode.name}: {grant.owner} {what} {grant.grantee}: {said}"))

    def _received(self, grant: _Grant, record: str, receipt: bytes) -> _Received:
        """What the owner's gateway releases once the receipt stands, held against that receipt by the grantee."""
        vault = self._cast.vaults[grant.owner]
        sealed = vault.record(receipt)
        shown = sealed.disclose(sealed.bitmap)
        disclosed: tuple[FieldProof, ...] = ()
        if grant.mode in (Mode.SUBMIT, Mode.DETAIL):
            disclosed = vault.record(self._commitment(record)).disclose(sealed.bitmap)
        require(all(verify_field(receipt, field) for field in shown), "the answer is the one in the access receipt")
        return _Received({field.position: field.value for field in shown}, disclosed)

    def _terms(self, grant: _Grant, record: str, case: str) -> RequestTerms:
        cast = self._cast
        return RequestTerms(
            grant=grant.id,
            resource=grant.terms.resource,
            record=self._records[record],
            owner=cast.organisation(grant.owner),
            grantee=grant.terms.grantee,
            mode=grant.mode,
            fields=grant.terms.fields,
            purpose=grant.terms.purpose,
            legal_basis=grant.terms.legal_basis,
            case_tag=cast.officer(*grant.filer).requests.case_tag(case),
            site=SITE,
            system=1 + grant.mode,
            serve_by_at=cast.ledger.now() + DAY,
            acknowledge_within=DAY,
        )

    def resource(self, kind: SampleResource) -> int:
        """The id of a resource."""
        return self._resources[kind.title]

    def record(self, name: str) -> int:
        """The id of a record."""
        return self._records[name]

    def disclosed(self, owner: Party, record: str, fields: frozenset[int]) -> Content:
        """Fields of a record from its owner's vault, each proved against what the chain holds of the record."""
        kept = self._cast.vaults[owner].record(self._commitment(record))
        return self._proved(kept.disclose(sum(1 << position for position in fields)), record)

    def _commitment(self, record: str) -> bytes:
        """What the chain holds of a record."""
        found = self._cast.ledger.registry.record(self._records[record])
        assert found is not None
        return found.commitment

    def _proved(self, shown: tuple[FieldProof, ...], record: str) -> Content:
        """The values of disclosed fields, each proved against what the chain holds of their record."""
        commitment = self._commitment(record)
        require(bool(shown) and all(verify_field(commitment, field) for field in shown), "each field is proved")
        return {field.position: field.value for field in shown}


def _the_fields(fields: frozenset[int]) -> Answer:
    """Answers with these fields of the record as they are."""
    return lambda content: {position: content[position] for position in sorted(fields)}

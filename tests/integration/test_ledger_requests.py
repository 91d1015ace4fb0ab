"""Requests with their side branches, emergencies, seals and windows through the library, on the embedded chain."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

import govledger
from govledger import GrantTerms, Mode, Officer, OrganisationKind, RequestTerms, Role, Sensitivity, Vault
from govledger.errors import VaultNotFound
from govledger.model import (
    DisputeReason,
    Emergency,
    EmergencyReason,
    EmergencyStatus,
    GlassTerms,
    RequestStatus,
    ReviewOutcome,
    Seal,
    Window,
    WindowStatus,
    WindowTerms,
)
from govledger.privacy.keccak import keccak256
from govledger.refusals import GlassJustificationOverdue, RequestApprovalMissing, WindowModeInvalid
from govledger.registry.access import SmallReceipt, access_tree
from tests.bodies import CIVIL_AFFAIRS, TAX, YEAR, Bodies, found

BASIS = keccak256(b"legal basis")
SECRECY = keccak256(b"law on investigations")
AUDIT = "113300000000000066"


@dataclass
class Sharing:
    """Who shares what with whom: the tax authority's record under a grant to civil affairs."""

    bodies: Bodies
    administrator: Officer
    """Of civil affairs."""
    auditor: Officer
    """Inspector and sealer of the audit office."""
    audit: int
    terms: RequestTerms

    @property
    def owner(self) -> Officer:
        return self.bodies.tax

    @property
    def grantee(self) -> Officer:
        return self.bodies.civil_affairs

    def asked(self, mode: Mode = Mode.VERIFY) -> tuple[int, RequestTerms]:
        terms = replace(self.terms, mode=mode, serve_by_at=self.bodies.ledger.now() + 3_600)
        return self.grantee.requests.file_request(terms).event.request, terms

    def glass(self) -> GlassTerms:
        terms = self.terms
        return GlassTerms(
            resource=terms.resource,
            record=terms.record,
            owner=terms.owner,
            mode=Mode.DETAIL,
            fields=frozenset({3}),
            purpose=7,
            legal_basis=BASIS,
            reason=EmergencyReason.DANGER_TO_LIFE,
            site=11,
        )


@pytest.fixture(scope="module")
def sharing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sharing]:
    folder = tmp_path_factory.mktemp("vaults")
    with govledger.embedded() as chain:
        bodies = found(chain, folder)
        decisions = bodies.founder.decisions
        audit = decisions.admit_organisation(AUDIT, {OrganisationKind.AUDIT}).event.organisation

        def appoint(organisation: int, *more: Role, vault: Vault | None = None) -> Officer:
            """An administrator, who gives itself more roles."""
            officer = bodies.ledger.acting_as(secrets.token_bytes(32), vault=vault)
            now = bodies.ledger.now()
            times = {"valid_from_at": now, "valid_until_at": now + YEAR}
            appointed = decisions.appoint_officer(organisation, officer.account, {Role.ADMINISTRATOR}, **times)
            if more:
                officer.consortium.amend_officer(appointed.event.officer, 1, {Role.ADMINISTRATOR, *more}, **times)
            return officer

        civil_affairs, tax = bodies.organisations[CIVIL_AFFAIRS], bodies.organisations[TAX]
        vault = bodies.civil_affairs.requests._vault()
        resource = bodies.tax.registry.register_resource(
            keccak256(b"schema"), {Mode.VERIFY, Mode.DETAIL, Mode.EVALUATE}, sensitivity=Sensitivity.INTERNAL
        ).event.resource
        granted = GrantTerms(
            resource=resource,
            grantee=civil_affairs,
            modes=frozenset({Mode.VERIFY, Mode.DETAIL, Mode.EVALUATE}),
            fields=frozenset({3, 4}),
            purpose=7,
            legal_basis=BASIS,
            valid_from_at=bodies.ledger.now(),
            valid_until_at=bodies.ledger.now() + YEAR,
            max_uses=1_000,
        )
        terms = RequestTerms(
            grant=bodies.tax.grants.issue_grant(granted).event.grant,
            resource=resource,
            record=bodies.tax.registry.register_record(resource, {3: "married", 4: 2019}).event.record,
            owner=tax,
            grantee=civil_affairs,
            mode=Mode.VERIFY,
            fields=frozenset({3}),
            purpose=7,
            legal_basis=BASIS,
            serve_by_at=bodies.ledger.now() + 3_600,
            acknowledge_within=600,
        )
        yield Sharing(
            bodies,
            appoint(civil_affairs, vault=vault),
            appoint(audit, Role.INSPECTOR, Role.SEALER),
            audit,
            terms,
        )


def status(sharing: Sharing, request: int) -> RequestStatus:
    read = sharing.bodies.ledger.requests.request(request)
    assert read is not None
    return read.status


def test_detail_is_served_after_its_approval(sharing: Sharing) -> None:
    request, terms = sharing.asked(Mode.DETAIL)
    with pytest.raises(RequestApprovalMissing):
        sharing.owner.requests.serve_request(request, 1, terms, {3: "married"})
    sharing.owner.requests.approve_request(request, 1, terms)
    assert status(sharing, request) is RequestStatus.APPROVED
    served = sharing.owner.requests.serve_request(request, 2, terms, {3: "married"})
    assert (served.event.mode, served.event.rule_version) == (Mode.DETAIL, 0)


def test_receipt_of_an_evaluation_has_the_rules_version(sharing: Sharing) -> None:
    request, terms = sharing.asked(Mode.EVALUATE)
    served = sharing.owner.requests.serve_request(request, 1, terms, {3: "B"}, rule_version=5)
    assert served.event.rule_version == 5


def test_request_can_be_taken_back(sharing: Sharing) -> None:
    request, terms = sharing.asked()
    sharing.grantee.requests.revoke_request(request, 1, terms)
    assert status(sharing, request) is RequestStatus.REVOKED


def test_what_is_disputed_is_served_again_and_acknowledged(sharing: Sharing) -> None:
    request, terms = sharing.asked()
    sharing.owner.requests.serve_request(request, 1, terms, {3: False})
    uses = sharing.bodies.ledger.grants.grant(terms.grant)
    disputed = sharing.grantee.requests.dispute_request(request, 2, terms, DisputeReason.COMMITMENT_MISMATCH)
    assert (disputed.event.reason, status(sharing, request)) == (2, RequestStatus.DISPUTED)
    sharing.owner.requests.serve_request(request, 3, terms, {3: True})
    sharing.grantee.requests.acknowledge_request(request, 4, terms)
    assert status(sharing, request) is RequestStatus.ACKNOWLEDGED
    assert sharing.bodies.ledger.grants.grant(terms.grant) == uses


def test_sealed_request_is_in_the_auditors_trail_and_not_in_the_subjects(sharing: Sharing) -> None:
    ledger = sharing.bodies.ledger
    request, terms = sharing.asked()
    assert ledger.requests.seal(request) is None
    until = ledger.now() + 30 * 86_400
    sharing.auditor.requests.seal_access(request, 1, terms, disclose_at=until, legal_basis=SECRECY)
    assert ledger.requests.seal(request) == Seal(sharing.audit, until)
    shown = list(ledger.trail(request=request))
    assert [(entry.event, entry.sealed_until) for entry in shown] == [
        *(("RequestFiled", until), ("RequestSealed", until)),
    ]
    assert list(ledger.trail(request=request, for_subject_at=ledger.now())) == []
    sharing.auditor.requests.unseal_access(request, 2)
    assert len(list(ledger.trail(request=request, for_subject_at=ledger.now()))) == 3


def test_emergency_is_answered_justified_and_reviewed(sharing: Sharing) -> None:
    requests, tax = sharing.bodies.ledger.requests, sharing.bodies.organisations[TAX]
    civil_affairs = sharing.bodies.organisations[CIVIL_AFFAIRS]
    broken = sharing.grantee.requests.break_glass(sharing.glass(), {0: "patient unconscious"})
    emergency, due_by = broken.event.emergency, broken.at.block_timestamp + 72 * 3_600
    kept = sharing.grantee.requests._vault().record(broken.event.statement)
    assert kept.fields == ((0, "patient unconscious"),)
    assert requests.open_emergencies(civil_affairs) == (emergency,)
    assert requests.emergency(emergency) == Emergency(1, civil_affairs, tax, EmergencyStatus.OPEN, False, due_by)
    sharing.owner.requests.answer_emergency(emergency, 1, {3: "married"})
    justified = sharing.administrator.requests.justify_emergency(emergency, 2, {0: "spouse had to consent"})
    reviewed = sharing.auditor.requests.review_emergency(emergency, 3, ReviewOutcome.WARRANTED)
    due_by = justified.at.block_timestamp + 30 * 86_400
    expected = Emergency(4, civil_affairs, tax, EmergencyStatus.REVIEWED, True, due_by)
    assert requests.emergency(emergency) == expected
    assert requests.open_emergencies(civil_affairs) == ()
    assert requests.emergency(999) is None
    events = [entry.event for entry in sharing.bodies.ledger.trail(emergency=emergency)]
    assert events == ["GlassBroken", "EmergencyAnswered", "EmergencyJustified", "EmergencyReviewed"]
    assert reviewed.event.outcome == ReviewOutcome.WARRANTED


def test_officer_without_a_vault_breaks_no_glass(sharing: Sharing) -> None:
    """What happened has to be kept, so that it can be shown."""
    with pytest.raises(VaultNotFound):
        sharing.auditor.requests.break_glass(sharing.glass(), {0: "x"})


def test_each_access_of_a_window_is_shown_alone(sharing: Sharing) -> None:
    ledger, terms = sharing.bodies.ledger, sharing.terms
    window_terms = WindowTerms(
        grant=terms.grant,
        resource=terms.resource,
        owner=terms.owner,
        grantee=terms.grantee,
        mode=Mode.VERIFY,
        fields=frozenset({3}),
        purpose=7,
        legal_basis=BASIS,
        uses=10,
        close_by_at=ledger.now() + 3_600,
    )
    with pytest.raises(WindowModeInvalid):
        sharing.owner.requests.open_window(replace(window_terms, mode=Mode.DETAIL))
    opened = sharing.owner.requests.open_window(window_terms)
    window = opened.event.window
    close_by = window_terms.close_by_at
    assert ledger.requests.window(window) == Window(1, terms.owner, WindowStatus.OPEN, 10, 0, close_by, bytes(32))
    receipts = [SmallReceipt(terms.record, secrets.token_bytes(32), ledger.now()) for _ in range(5)]
    tree = access_tree(receipts)
    closed = sharing.owner.requests.close_window(window, 1, receipts)
    assert (closed.event.count, closed.event.root) == (5, tree.root)
    assert ledger.requests.window(window) == Window(2, terms.owner, WindowStatus.CLOSED, 10, 5, close_by, tree.root)
    for place, receipt in enumerate(receipts):
        assert ledger.requests.verify_access(window, place, receipt, tree.proof(place))
        assert not ledger.requests.verify_access(window, place, replace(receipt, at=1), tree.proof(place))
    empty = sharing.owner.requests.open_window(window_terms).event.window
    assert sharing.owner.requests.close_window(empty, 1, []).event.root == bytes(32)
    assert ledger.requests.window(999) is None


def test_what_is_late_is_seen_by_reading(sharing: Sharing) -> None:
    """Runs last: it moves the chain's time."""
    ledger = sharing.bodies.ledger
    request, terms = sharing.asked()
    sharing.owner.requests.serve_request(request, 1, terms, {3: True})
    broken = sharing.grantee.requests.break_glass(sharing.glass(), {0: "again"})
    sharing.bodies.chain.advance_time(73 * 3_600)
    ledger_now = ledger.now()
    assert ledger_now >= broken.event.justify_by
    assert status(sharing, request) is RequestStatus.OVERDUE
    read = ledger.requests.emergency(broken.event.emergency)
    assert read is not None and read.status is EmergencyStatus.UNJUSTIFIED
    with pytest.raises(GlassJustificationOverdue) as refused:
        sharing.grantee.requests.break_glass(sharing.glass(), {0: "and again"})
    assert refused.value.emergency == broken.event.emergency
    sharing.administrator.requests.justify_emergency(broken.event.emergency, 1, {0: "late"})
    sharing.grantee.requests.break_glass(sharing.glass(), {0: "now"})

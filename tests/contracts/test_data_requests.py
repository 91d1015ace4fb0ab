"""DataRequests: a request in each of the four modes, from filing to its acknowledgement, with its side branches."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi import encode

from govledger import refusals
from govledger.errors import UnknownRefusal
from govledger.events import types as events
from govledger.model import (
    ContractRole,
    DisputeReason,
    Mode,
    OrganisationStatus,
    RejectionReason,
    RequestStatus,
    Role,
    to_bits,
)
from govledger.privacy.keccak import keccak256
from tests.contracts.harness import DAY, NO_ADDRESS, NO_HASH, START, Chain, account, deploy, emitted, refused, word
from tests.contracts.world import DEPLOYER, NO_OPENING, RULE, GrantTerms, Organisation, RequestTerms, World

UNKNOWN = 999
TERMS_TYPE = (
    "(uint64,uint64,uint64,uint32,uint64,uint64,uint8,uint256,uint16,bytes32,bytes32,uint32,uint32,uint40,uint32)"
)
SERVE_LIMIT = ACKNOWLEDGE_LIMIT = 366 * DAY
SEAL_LIMIT = 3 * 366 * DAY
FILER_ROLES = {Mode.SUBMIT: Role.RESPONDER}


def terms_hash(terms: RequestTerms) -> bytes:
    return keccak256(encode([TERMS_TYPE], [terms]))


@pytest.fixture
def terms(world: World) -> RequestTerms:
    return world.request_terms()


# --- filing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(Mode))
def test_request_is_filed_by_the_grantee_and_in_submit_by_the_owner(world: World, mode: Mode) -> None:
    terms = world.request_terms(mode)
    filer = world.tax if mode is Mode.SUBMIT else world.civil
    role = FILER_ROLES.get(mode, Role.REQUESTER)
    filed = world.requests.call("fileRequest", terms, sender=filer.account(role))
    emitted(filed, events.RequestFiled(1, filer.account(role), filer.id, role, 1, *terms))
    assert filed.returned == 1
    stored = world.requests.read("getRequest", 1)
    assert stored == (1, RequestStatus.SUBMITTED, START + DAY, 0, filer.officers[role], terms_hash(terms))
    assert world.requests.read("getRequest", 2) == (0, 0, 0, 0, 0, NO_HASH)


def test_filing_counts_no_use(world: World) -> None:
    _, terms = world.request()
    assert world.grants.read("usesOf", terms.grant) == (0, 0)


@pytest.mark.parametrize("mode", [Mode.VERIFY, Mode.DETAIL, Mode.EVALUATE])
def test_third_organisation_files_nothing_in_the_grantees_name(world: World, mode: Mode) -> None:
    terms = world.request_terms(mode)
    with refused(refusals.RequestFilerMismatch(mode, world.civil.id, world.tax.id)):
        world.requests.call("fileRequest", terms, sender=world.tax.requester)


def test_grantee_files_no_submission_in_the_owners_name(world: World) -> None:
    terms = world.request_terms(Mode.SUBMIT)
    with refused(refusals.RequestFilerMismatch(Mode.SUBMIT, world.tax.id, world.civil.id)):
        world.requests.call("fileRequest", terms, sender=world.civil.responder)


def test_role_of_the_filer_follows_the_mode(world: World) -> None:
    terms = world.request_terms(Mode.SUBMIT)
    requester = world.tax.officers[Role.REQUESTER]
    with refused(refusals.OfficerRoleMissing(requester, Role.RESPONDER, to_bits({Role.REQUESTER}))):
        world.requests.call("fileRequest", terms, sender=world.tax.requester)
    responder = world.civil.officers[Role.RESPONDER]
    with refused(refusals.OfficerRoleMissing(responder, Role.REQUESTER, to_bits({Role.RESPONDER}))):
        world.requests.call("fileRequest", terms._replace(mode=Mode.DETAIL), sender=world.civil.responder)


@pytest.mark.parametrize("ahead", [1, DAY, SERVE_LIMIT])
def test_request_is_to_be_served_within_a_year(world: World, terms: RequestTerms, ahead: int) -> None:
    world.request(terms._replace(serve_by=START + ahead))
    assert world.requests.read("getRequest", 1).serve_by == START + ahead


@pytest.mark.parametrize("serve_by", [0, START - 1, START, START + SERVE_LIMIT + 1, 2**40 - 1])
def test_request_to_be_served_at_another_time_is_refused(world: World, terms: RequestTerms, serve_by: int) -> None:
    with refused(refusals.RequestDeadlineInvalid(serve_by, START, SERVE_LIMIT)):
        world.request(terms._replace(serve_by=serve_by))


@pytest.mark.parametrize("seconds", [0, ACKNOWLEDGE_LIMIT + 1, 2**32 - 1])
def test_time_to_acknowledge_is_not_nothing_and_not_over_a_year(
    world: World, terms: RequestTerms, seconds: int
) -> None:
    with refused(refusals.RequestAcknowledgementInvalid(seconds, ACKNOWLEDGE_LIMIT)):
        world.request(terms._replace(acknowledge_within=seconds))


@pytest.mark.parametrize("seconds", [1, ACKNOWLEDGE_LIMIT])
def test_time_to_acknowledge_runs_from_serving(world: World, terms: RequestTerms, seconds: int) -> None:
    request, terms = world.request(terms._replace(acknowledge_within=seconds))
    world.chain.move(500)
    world.serve(request, terms)
    assert world.requests.read("getRequest", request).acknowledge_by == START + 500 + seconds


def test_request_may_be_for_the_resource_as_a_whole(world: World, terms: RequestTerms) -> None:
    request, terms = world.request(terms._replace(record=0))
    world.serve(request, terms)
    assert world.requests.read("getRequest", request).status == RequestStatus.SERVED


def test_item_of_no_record_is_not_asked_for(world: World, terms: RequestTerms) -> None:
    with refused(refusals.RequestIndexWithoutRecord(1)):
        world.request(terms._replace(record=0, index=1))


def test_item_asked_for_is_one_of_the_record(world: World, terms: RequestTerms) -> None:
    with refused(refusals.RecordIndexInvalid(terms.record, 1, 1)):
        world.request(terms._replace(index=1))


def test_record_asked_for_is_live_and_of_the_resource(world: World, terms: RequestTerms) -> None:
    with refused(refusals.RecordUnknown(UNKNOWN)):
        world.request(terms._replace(record=UNKNOWN))
    other = world.resource()
    foreign = world.record(other)
    with refused(refusals.RecordResourceMismatch(foreign, other, terms.resource)):
        world.request(terms._replace(record=foreign))
    world.registry.call("withdrawRecord", terms.record, 1, 0, NO_OPENING, sender=world.tax.registrar)
    with refused(refusals.RecordIsWithdrawn(terms.record)):
        world.request(terms)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"grant": UNKNOWN}, lambda world: refusals.GrantUnknown(UNKNOWN)),
        ({"record": 0, "resource": 9}, lambda world: refusals.GrantResourceMismatch(1, 1, 9)),
        ({"owner": 9}, lambda world: refusals.GrantOwnerMismatch(1, world.tax.id, 9)),
        ({"fields": 1 << 200}, lambda world: refusals.GrantFieldsNotGranted(1, 0b1111, 1 << 200)),
        ({"fields": 0}, lambda world: refusals.GrantFieldsNotGranted(1, 0b1111, 0)),
        ({"purpose": 8}, lambda world: refusals.GrantPurposeMismatch(1, 7, 8)),
        ({"legal_basis": NO_HASH}, lambda world: refusals.GrantLegalBasisMismatch(1, word("law"), NO_HASH)),
    ],
)
def test_request_outside_its_grant_is_refused(
    world: World, terms: RequestTerms, change: dict[str, Any], refusal: Any
) -> None:
    with refused(refusal(world)):
        world.request(terms._replace(**change))


def test_request_in_a_mode_that_is_not_granted_is_refused(world: World) -> None:
    modes = to_bits({Mode.VERIFY})
    grant, granted = world.grant(GrantTerms(world.resource(), world.civil.id, modes))
    terms = RequestTerms(grant, granted.resource, 0, 0, world.tax.id, world.civil.id)
    for mode in (Mode.DETAIL, Mode.EVALUATE, Mode.SUBMIT):
        with refused(refusals.GrantModeNotGranted(grant, modes, mode)):
            world.request(terms._replace(mode=mode))


def test_submission_to_another_than_the_grantee_is_refused(world: World) -> None:
    terms = world.request_terms(Mode.SUBMIT)
    with refused(refusals.GrantGranteeMismatch(terms.grant, world.civil.id, world.hospital.id)):
        world.request(terms._replace(grantee=world.hospital.id))


@pytest.mark.parametrize("mode", [4, 255])
def test_mode_that_there_is_not_cannot_be_asked_for(world: World, terms: RequestTerms, mode: int) -> None:
    with pytest.raises(UnknownRefusal) as caught:
        world.request(terms._replace(mode=mode))
    assert caught.value.data == b""


# --- serving -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(Mode))
def test_serving_writes_the_access_receipt_and_counts_one_use(world: World, mode: Mode) -> None:
    terms = world.request_terms(mode)
    request, terms = world.approved(terms) if mode is Mode.DETAIL else world.request(terms)
    world.chain.move(60)
    before = world.requests.read("getRequest", request)
    acknowledge_by = START + 60 + 3600
    rule = RULE if mode is Mode.EVALUATE else 0
    emitted(
        world.on_request("serveRequest", request, terms, word("answer"), rule, sender=world.tax.responder),
        events.RequestServed(
            request,
            world.tax.responder,
            world.tax.id,
            Role.RESPONDER,
            before.version + 1,
            *terms,
            filed_by=before.filed_by,
            answer=word("answer"),
            rule_version=rule,
            acknowledge_by=acknowledge_by,
        ),
    )
    stored = world.requests.read("getRequest", request)
    assert stored == (
        *(before.version + 1, RequestStatus.SERVED, START + DAY),
        *(acknowledge_by, before.filed_by, terms_hash(terms)),
    )
    assert world.grants.read("usesOf", terms.grant) == (1, 0)
    assert world.grants.read("getGrant", terms.grant).version == 1


@pytest.mark.parametrize("mode", list(Mode))
def test_receipt_names_the_rule_that_was_run_and_no_other_receipt_does(world: World, mode: Mode) -> None:
    terms = world.request_terms(mode)
    request, terms = world.approved(terms) if mode is Mode.DETAIL else world.request(terms)
    for rule in (0,) if mode is Mode.EVALUATE else (1, 2**32 - 1):
        with refused(refusals.RequestRuleVersionInvalid(request, mode, rule)):
            world.on_request("serveRequest", request, terms, word("answer"), rule, sender=world.tax.responder)


@pytest.mark.parametrize("mode", [Mode.VERIFY, Mode.EVALUATE, Mode.SUBMIT])
def test_only_detail_has_to_be_approved_and_the_others_may_be(world: World, mode: Mode) -> None:
    world.served(world.request_terms(mode))
    request, terms = world.approved(world.request_terms(mode))
    world.serve(request, terms)
    assert world.requests.read("getRequest", request)[:2] == (3, RequestStatus.SERVED)


def test_detail_is_not_served_before_it_is_approved(world: World) -> None:
    request, terms = world.request(world.request_terms(Mode.DETAIL))
    with refused(refusals.RequestApprovalMissing(request)):
        world.serve(request, terms)
    world.on_request("approveRequest", request, terms, sender=world.tax.grantor)
    world.serve(request, terms)
    assert world.requests.read("getRequest", request).status == RequestStatus.SERVED


def test_request_can_be_served_in_the_last_second_before_its_time_is_over(world: World) -> None:
    request, terms = world.request()
    world.chain.move_to(terms.serve_by - 1)
    assert world.requests.read("getRequest", request).status == RequestStatus.SUBMITTED
    world.serve(request, terms)
    world.chain.move_to(terms.serve_by)
    assert world.requests.read("getRequest", request).status == RequestStatus.SERVED


@pytest.mark.parametrize("approved", [False, True])
def test_request_that_was_not_served_in_time_has_lapsed(world: World, approved: bool) -> None:
    request, terms = world.approved() if approved else world.request()
    version = world.seen(request)
    world.chain.move_to(terms.serve_by)
    assert world.requests.read("getRequest", request)[:2] == (version, RequestStatus.LAPSED)


def test_receipt_commits_to_an_answer(world: World) -> None:
    request, terms = world.request()
    with refused(refusals.RequestAnswerZero(request)):
        world.serve(request, terms, NO_HASH)


def test_record_that_was_withdrawn_since_is_not_served(world: World) -> None:
    request, terms = world.request()
    world.registry.call("withdrawRecord", terms.record, 1, 0, NO_OPENING, sender=world.tax.registrar)
    with refused(refusals.RecordIsWithdrawn(terms.record)):
        world.serve(request, terms)


def test_request_under_a_grant_that_was_revoked_since_is_not_served(world: World) -> None:
    request, terms = world.request()
    world.grants.call("revokeGrant", terms.grant, 1, 0, sender=world.tax.grantor)
    with refused(refusals.GrantIsRevoked(terms.grant)):
        world.serve(request, terms)


def test_request_under_a_grant_that_expired_since_is_not_served(world: World) -> None:
    until = START + 100
    grant, granted = world.grant(GrantTerms(world.resource(), world.civil.id, valid_until=until))
    request, terms = world.request(RequestTerms(grant, granted.resource, 0, 0, world.tax.id, world.civil.id))
    world.chain.move_to(until)
    with refused(refusals.GrantExpired(grant, until, until)):
        world.serve(request, terms)
    assert world.requests.read("getRequest", request).status == RequestStatus.SUBMITTED


def test_last_use_goes_to_the_request_that_is_served_first(world: World) -> None:
    grant, granted = world.grant(GrantTerms(world.resource(), world.civil.id, max_uses=1))
    terms = RequestTerms(grant, granted.resource, 0, 0, world.tax.id, world.civil.id)
    first, second = world.request(terms)[0], world.request(terms)[0]
    world.serve(second, terms)
    with refused(refusals.GrantUsesExhausted(grant, 1, 0, 1)):
        world.serve(first, terms)
    with refused(refusals.GrantUsesExhausted(grant, 1, 0, 1)):
        world.request(terms)


def test_suspended_grantee_is_not_served(world: World) -> None:
    request, terms = world.request()
    world.suspend(world.civil)
    with refused(refusals.OrganisationNotActive(world.civil.id, OrganisationStatus.SUSPENDED)):
        world.serve(request, terms)


def test_requests_that_wind_down_still_count_their_uses(world: World) -> None:
    request, terms = world.request()
    world.replace(world.requests)
    world.serve(request, terms)
    assert world.grants.read("usesOf", terms.grant) == (1, 0)


def test_requests_that_the_directory_does_not_list_take_nothing(world: World) -> None:
    addresses = (world.consortium.address, world.grants.address, world.registry.address)
    foreign = world.deploy("data_requests", *addresses, 1)
    terms = world.request_terms()
    with refused(refusals.ContractNotListed(foreign.address)):
        foreign.call("fileRequest", terms, sender=world.civil.requester)


# --- rejecting -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(RejectionReason))
def test_owner_rejects_a_request_with_a_reason_and_no_use_is_counted(world: World, reason: RejectionReason) -> None:
    request, terms = world.request()
    emitted(
        world.requests.call("rejectRequest", request, 1, terms, reason, sender=world.tax.responder),
        events.RequestRejected(request, world.tax.responder, world.tax.id, Role.RESPONDER, 2, reason),
    )
    stored = world.requests.read("getRequest", request)
    assert (stored.version, stored.status, stored.acknowledge_by) == (2, RequestStatus.REJECTED, 0)
    assert world.grants.read("usesOf", terms.grant) == (0, 0)


def test_rejected_request_stays_rejected_when_its_time_is_over(world: World) -> None:
    request, terms = world.request()
    world.requests.call("rejectRequest", request, 1, terms, 0, sender=world.tax.responder)
    world.chain.move_to(terms.serve_by)
    assert world.requests.read("getRequest", request).status == RequestStatus.REJECTED


# --- acknowledging -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(Mode))
def test_grantee_acknowledges_what_it_received(world: World, mode: Mode) -> None:
    request, terms = world.served(world.request_terms(mode))
    version = world.seen(request)
    emitted(
        world.requests.call("acknowledgeRequest", request, version, terms, sender=world.civil.requester),
        events.RequestAcknowledged(request, world.civil.requester, world.civil.id, Role.REQUESTER, version + 1),
    )
    stored = world.requests.read("getRequest", request)
    assert (stored.version, stored.status) == (version + 1, RequestStatus.ACKNOWLEDGED)


def test_late_acknowledgement_is_taken(world: World) -> None:
    request, terms = world.served()
    world.chain.move_to(world.requests.read("getRequest", request).acknowledge_by + 30 * DAY)
    world.requests.call("acknowledgeRequest", request, 2, terms, sender=world.civil.requester)
    assert world.requests.read("getRequest", request).status == RequestStatus.ACKNOWLEDGED


def test_owner_acknowledges_nothing_in_the_grantees_place(world: World) -> None:
    request, terms = world.served()
    with refused(refusals.RequestGranteeMismatch(request, world.civil.id, world.tax.id)):
        world.requests.call("acknowledgeRequest", request, 2, terms, sender=world.tax.requester)


# --- approving, revoking, disputing --------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(Mode))
def test_grantor_of_the_owner_approves_a_request(world: World, mode: Mode) -> None:
    request, terms = world.request(world.request_terms(mode))
    emitted(
        world.requests.call("approveRequest", request, 1, terms, sender=world.tax.grantor),
        events.RequestApproved(request, world.tax.grantor, world.tax.id, Role.GRANTOR, 2),
    )
    assert world.requests.read("getRequest", request)[:2] == (2, RequestStatus.APPROVED)
    assert world.grants.read("usesOf", terms.grant) == (0, 0)


def test_who_serves_does_not_approve(world: World) -> None:
    request, terms = world.request()
    officer = world.tax.officers[Role.RESPONDER]
    with refused(refusals.OfficerRoleMissing(officer, Role.GRANTOR, to_bits({Role.RESPONDER}))):
        world.requests.call("approveRequest", request, 1, terms, sender=world.tax.responder)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("approved", [False, True])
def test_side_that_filed_a_request_takes_it_back(world: World, mode: Mode, approved: bool) -> None:
    terms = world.request_terms(mode)
    request, terms = world.approved(terms) if approved else world.request(terms)
    version = world.seen(request)
    filer = world.tax if mode is Mode.SUBMIT else world.civil
    role = FILER_ROLES.get(mode, Role.REQUESTER)
    emitted(
        world.requests.call("revokeRequest", request, version, terms, sender=filer.account(role)),
        events.RequestRevoked(request, filer.account(role), filer.id, role, version + 1),
    )
    assert world.requests.read("getRequest", request)[:2] == (version + 1, RequestStatus.REVOKED)
    world.chain.move_to(terms.serve_by)
    assert world.requests.read("getRequest", request).status == RequestStatus.REVOKED


def test_other_side_takes_no_request_back(world: World) -> None:
    request, terms = world.request()
    with refused(refusals.RequestFilerMismatch(Mode.VERIFY, world.civil.id, world.tax.id)):
        world.requests.call("revokeRequest", request, 1, terms, sender=world.tax.requester)
    submission, submitted = world.request(world.request_terms(Mode.SUBMIT))
    with refused(refusals.RequestFilerMismatch(Mode.SUBMIT, world.tax.id, world.civil.id)):
        world.requests.call("revokeRequest", submission, 1, submitted, sender=world.civil.responder)


@pytest.mark.parametrize("reason", list(DisputeReason))
@pytest.mark.parametrize("late", [False, True])
def test_grantee_disputes_what_it_received_in_time_or_late(world: World, reason: DisputeReason, late: bool) -> None:
    request, terms = world.served()
    world.chain.move(terms.acknowledge_within if late else 0)
    emitted(
        world.requests.call("disputeRequest", request, 2, terms, reason, sender=world.civil.requester),
        events.RequestDisputed(request, world.civil.requester, world.civil.id, Role.REQUESTER, 3, reason),
    )
    assert world.requests.read("getRequest", request)[:2] == (3, RequestStatus.DISPUTED)


@pytest.mark.parametrize("mode", list(Mode))
def test_disputed_request_is_served_again_with_a_new_receipt_and_no_second_use(world: World, mode: Mode) -> None:
    request, terms = world.disputed(world.request_terms(mode))
    version = world.seen(request)
    world.chain.move_to(terms.serve_by + DAY)
    rule = RULE if mode is Mode.EVALUATE else 0
    stored = world.requests.read("getRequest", request)
    emitted(
        world.serve(request, terms, word("better answer")),
        events.RequestServed(
            request,
            world.tax.responder,
            world.tax.id,
            Role.RESPONDER,
            version + 1,
            *terms,
            filed_by=stored.filed_by,
            answer=word("better answer"),
            rule_version=rule,
            acknowledge_by=terms.serve_by + DAY + 3600,
        ),
    )
    again = world.requests.read("getRequest", request)
    assert (again.status, again.acknowledge_by) == (RequestStatus.SERVED, terms.serve_by + DAY + 3600)
    assert world.grants.read("usesOf", terms.grant) == (1, 0)
    world.on_request("disputeRequest", request, terms, 1, sender=world.civil.requester)
    assert world.requests.read("getRequest", request).status == RequestStatus.DISPUTED


def test_owner_owes_a_right_answer_also_when_the_grant_has_ended(world: World) -> None:
    request, terms = world.disputed()
    world.grants.call("revokeGrant", terms.grant, 1, 0, sender=world.tax.grantor)
    world.serve(request, terms)
    assert world.grants.read("usesOf", terms.grant) == (1, 0)


def test_suspended_grantee_is_not_served_again(world: World) -> None:
    request, terms = world.disputed()
    world.suspend(world.civil)
    with refused(refusals.OrganisationNotActive(world.civil.id, OrganisationStatus.SUSPENDED)):
        world.serve(request, terms)


def test_record_that_was_withdrawn_since_is_not_served_again(world: World) -> None:
    request, terms = world.disputed()
    world.registry.call("withdrawRecord", terms.record, 1, 0, NO_OPENING, sender=world.tax.registrar)
    with refused(refusals.RecordIsWithdrawn(terms.record)):
        world.serve(request, terms)


def test_grantee_acknowledges_after_all_what_it_disputed(world: World) -> None:
    request, terms = world.disputed()
    emitted(
        world.requests.call("acknowledgeRequest", request, 3, terms, sender=world.civil.requester),
        events.RequestAcknowledged(request, world.civil.requester, world.civil.id, Role.REQUESTER, 4),
    )
    assert world.requests.read("getRequest", request).status == RequestStatus.ACKNOWLEDGED


def test_request_is_overdue_from_the_second_on_at_which_it_was_to_be_acknowledged(world: World) -> None:
    request, terms = world.served()
    until = world.requests.read("getRequest", request).acknowledge_by
    world.chain.move_to(until - 1)
    assert world.requests.read("getRequest", request)[:2] == (2, RequestStatus.SERVED)
    world.chain.move_to(until)
    assert world.requests.read("getRequest", request)[:2] == (2, RequestStatus.OVERDUE)
    world.on_request("disputeRequest", request, terms, 0, sender=world.civil.requester)
    assert world.requests.read("getRequest", request).status == RequestStatus.DISPUTED


# --- sealed access -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [1, SEAL_LIMIT])
@pytest.mark.parametrize("approved", [False, True])
def test_another_organisation_seals_a_request_that_is_not_served(world: World, ahead: int, approved: bool) -> None:
    request, terms = world.approved() if approved else world.request()
    version, status = world.requests.read("getRequest", request)[:2]
    args = (request, version, terms, START + ahead, word("secrecy"))
    emitted(
        world.requests.call("sealAccess", *args, sender=world.audit.sealer),
        events.RequestSealed(
            *(request, world.audit.sealer, world.audit.id, Role.SEALER, version + 1),
            disclose_at=START + ahead,
            legal_basis=word("secrecy"),
        ),
    )
    assert world.requests.read("getSeal", request) == (world.audit.id, START + ahead)
    assert world.requests.read("getRequest", request)[:2] == (version + 1, status)


def test_request_that_was_never_sealed_has_no_seal(world: World) -> None:
    request, _ = world.request()
    assert world.requests.read("getSeal", request) == (0, 0)


def test_owner_seals_what_it_did_not_ask_for(world: World) -> None:
    sealer = _sealer(world, world.tax)
    request, terms = world.request()
    world.on_request("sealAccess", request, terms, START + DAY, word("secrecy"), sender=sealer)
    assert world.requests.read("getSeal", request) == (world.tax.id, START + DAY)


@pytest.mark.parametrize("mode", list(Mode))
def test_who_asks_or_receives_seals_nothing(world: World, mode: Mode) -> None:
    request, terms = world.request(world.request_terms(mode))
    parties = [world.civil, world.tax] if mode is Mode.SUBMIT else [world.civil]
    for party in parties:
        sealer = _sealer(world, party)
        with refused(refusals.SealByParty(request, party.id)):
            world.on_request("sealAccess", request, terms, START + DAY, word("secrecy"), sender=sealer)


def _sealer(world: World, organisation: Organisation) -> bytes:
    who = organisation.account(Role.SEALER)
    world.appoint(organisation.id, who, {Role.SEALER}, organisation.administrator)
    return who


@pytest.mark.parametrize("ahead", [-1, 0, SEAL_LIMIT + 1])
def test_seal_ends_in_the_future_and_within_three_years(world: World, ahead: int) -> None:
    request, terms = world.request()
    args = (request, terms, START + ahead, word("secrecy"))
    with refused(refusals.SealTimeInvalid(START + ahead, START, SEAL_LIMIT)):
        world.on_request("sealAccess", *args, sender=world.audit.sealer)


def test_seal_names_its_legal_basis(world: World) -> None:
    request, terms = world.request()
    with refused(refusals.SealLegalBasisZero()):
        world.on_request("sealAccess", request, terms, START + DAY, NO_HASH, sender=world.audit.sealer)


def test_request_is_sealed_once(world: World) -> None:
    """Nobody prolongs a seal, nor hides what was shown."""
    request, terms = world.request(world.request_terms()._replace(serve_by=START + 90 * DAY))
    world.seal(request, terms, days=1)
    with refused(refusals.SealExists(request, START + DAY)):
        world.seal(request, terms)
    world.chain.move(2 * DAY)
    with refused(refusals.SealExists(request, START + DAY)):
        world.seal(request, terms)


def test_sealed_request_goes_on_like_any_other(world: World) -> None:
    request, terms = world.request()
    world.seal(request, terms)
    world.serve(request, terms)
    assert world.requests.read("getRequest", request)[:2] == (3, RequestStatus.SERVED)
    assert world.requests.read("getSeal", request) == (world.audit.id, START + 30 * DAY)


@pytest.mark.parametrize("served", [False, True])
def test_who_sealed_a_request_unseals_it_before_its_date(world: World, served: bool) -> None:
    request, terms = world.request()
    world.seal(request, terms)
    if served:
        world.serve(request, terms)
    version = world.seen(request)
    world.chain.move_to(START + 30 * DAY - 1)
    emitted(
        world.requests.call("unsealAccess", request, version, sender=world.audit.sealer),
        events.RequestUnsealed(request, world.audit.sealer, world.audit.id, Role.SEALER, version + 1),
    )
    assert world.requests.read("getSeal", request) == (world.audit.id, START + 30 * DAY - 1)
    assert world.seen(request) == version + 1


def test_request_that_is_not_sealed_cannot_be_unsealed(world: World) -> None:
    with refused(refusals.RequestUnknown(UNKNOWN)):
        world.requests.call("unsealAccess", UNKNOWN, 0, sender=world.audit.sealer)
    request, terms = world.request()
    with refused(refusals.SealMissing(request, 0, START)):
        world.requests.call("unsealAccess", request, 1, sender=world.audit.sealer)
    world.seal(request, terms)
    world.chain.move_to(START + 30 * DAY)
    with refused(refusals.SealMissing(request, START + 30 * DAY, START + 30 * DAY)):
        world.requests.call("unsealAccess", request, 2, sender=world.audit.sealer)


def test_unsealing_knows_the_present_version(world: World) -> None:
    request, terms = world.request()
    world.seal(request, terms)
    for seen in (1, 3):
        with refused(refusals.RequestVersionStale(request, seen, 2)):
            world.requests.call("unsealAccess", request, seen, sender=world.audit.sealer)


def test_another_organisation_than_that_which_sealed_unseals_nothing(world: World) -> None:
    request, terms = world.request()
    world.seal(request, terms)
    with refused(refusals.SealForeign(request, world.audit.id, world.tax.id)):
        world.requests.call("unsealAccess", request, 2, sender=_sealer(world, world.tax))


# --- what every act on a request obeys -----------------------------------------------------------------------

NOT_SERVED = frozenset({RequestStatus.SUBMITTED, RequestStatus.APPROVED})
RECEIVED = frozenset({RequestStatus.SERVED, RequestStatus.OVERDUE})
STATUSES = frozenset(RequestStatus) - {RequestStatus.NONE}

ACTS = [
    ("approveRequest", (), Role.GRANTOR, frozenset({RequestStatus.SUBMITTED})),
    ("rejectRequest", (RejectionReason.RECORD_NOT_HELD,), Role.RESPONDER, NOT_SERVED),
    ("revokeRequest", (), Role.REQUESTER, NOT_SERVED),
    ("serveRequest", (word("answer"), 0), Role.RESPONDER, NOT_SERVED | {RequestStatus.DISPUTED}),
    ("acknowledgeRequest", (), Role.REQUESTER, RECEIVED | {RequestStatus.DISPUTED}),
    ("disputeRequest", (DisputeReason.NOT_READABLE,), Role.REQUESTER, RECEIVED),
    ("sealAccess", (START + 30 * DAY, word("secrecy")), Role.SEALER, NOT_SERVED),
]


def _in_status(world: World, status: RequestStatus) -> tuple[int, RequestTerms]:
    """A request in that status, by the shortest way."""
    if status in (RequestStatus.SUBMITTED, RequestStatus.LAPSED):
        request, terms = world.request()
    elif status in (RequestStatus.SERVED, RequestStatus.OVERDUE):
        request, terms = world.served()
    elif status is RequestStatus.APPROVED:
        request, terms = world.approved()
    elif status is RequestStatus.DISPUTED:
        request, terms = world.disputed()
    elif status is RequestStatus.ACKNOWLEDGED:
        request, terms = world.served()
        world.on_request("acknowledgeRequest", request, terms, sender=world.civil.requester)
    elif status is RequestStatus.REJECTED:
        request, terms = world.request()
        world.on_request("rejectRequest", request, terms, 0, sender=world.tax.responder)
    else:
        request, terms = world.request()
        world.on_request("revokeRequest", request, terms, sender=world.civil.requester)
    if status in (RequestStatus.LAPSED, RequestStatus.OVERDUE):
        world.chain.move(DAY)
    assert world.requests.read("getRequest", request).status == status
    return request, terms


@pytest.mark.parametrize(("function", "rest", "role", "needed"), ACTS)
class TestEveryActOnARequest:
    def _sender(self, world: World, role: Role) -> bytes:
        organisation = {Role.REQUESTER: world.civil, Role.SEALER: world.audit}.get(role, world.tax)
        return organisation.account(role)

    def test_names_one_that_there_is(
        self, world: World, function: str, rest: tuple[Any, ...], role: Role, needed: frozenset[RequestStatus]
    ) -> None:
        terms = world.request_terms()
        for unknown in (0, UNKNOWN):
            with refused(refusals.RequestUnknown(unknown)):
                world.requests.call(function, unknown, 0, terms, *rest, sender=self._sender(world, role))

    def test_knows_its_present_version(
        self, world: World, function: str, rest: tuple[Any, ...], role: Role, needed: frozenset[RequestStatus]
    ) -> None:
        request, terms = _in_status(world, min(needed))
        current = world.seen(request)
        for seen in (current - 1, current + 1):
            with refused(refusals.RequestVersionStale(request, seen, current)):
                world.requests.call(function, request, seen, terms, *rest, sender=self._sender(world, role))

    def test_repeats_the_terms_exactly(
        self, world: World, function: str, rest: tuple[Any, ...], role: Role, needed: frozenset[RequestStatus]
    ) -> None:
        request, terms = _in_status(world, min(needed))
        current = world.seen(request)
        for name in terms._fields:
            value = getattr(terms, name)
            other = terms._replace(**{name: word(name) if isinstance(value, bytes) else value ^ 2})
            with refused(refusals.RequestTermsMismatch(request, terms_hash(other), terms_hash(terms))):
                world.requests.call(function, request, current, other, *rest, sender=self._sender(world, role))

    @pytest.mark.parametrize("status", sorted(STATUSES))
    def test_begins_from_its_statuses_and_from_no_other(
        self,
        world: World,
        function: str,
        rest: tuple[Any, ...],
        role: Role,
        needed: frozenset[RequestStatus],
        status: RequestStatus,
    ) -> None:
        request, terms = _in_status(world, status)
        args = (request, world.seen(request), terms, *rest)
        sender = self._sender(world, role)
        if status in needed:
            assert world.requests.call(function, *args, sender=sender)
        else:
            with refused(refusals.RequestStatusMismatch(request, status, to_bits(needed))):
                world.requests.call(function, *args, sender=sender)

    def test_is_made_by_the_organisation_that_the_terms_name(
        self, world: World, function: str, rest: tuple[Any, ...], role: Role, needed: frozenset[RequestStatus]
    ) -> None:
        request, terms = _in_status(world, min(needed))
        owner, other = world.tax.id, world.civil.id
        expected: dict[str, tuple[refusals.ContractRefusal, bytes]] = {
            "revokeRequest": (refusals.RequestFilerMismatch(Mode.VERIFY, other, owner), world.tax.requester),
            "acknowledgeRequest": (refusals.RequestGranteeMismatch(request, other, owner), world.tax.requester),
            "disputeRequest": (refusals.RequestGranteeMismatch(request, other, owner), world.tax.requester),
            "approveRequest": (refusals.RequestOwnerMismatch(request, owner, other), world.civil.grantor),
        }
        by_owner = (refusals.RequestOwnerMismatch(request, owner, other), world.civil.responder)
        if function == "sealAccess":
            by_owner = (refusals.SealByParty(request, other), _sealer(world, world.civil))
        refusal, sender = expected.get(function, by_owner)
        with refused(refusal):
            world.requests.call(function, request, world.seen(request), terms, *rest, sender=sender)


def test_terms_with_bits_beyond_a_members_type_are_no_terms(world: World) -> None:
    """Their hash is taken from the calldata as it is: two calldata of one meaning would have two hashes."""
    request, terms = world.request()
    data = bytearray(world.requests.calldata("approveRequest", request, 1, terms))
    data[4 + 2 * 32] = 1
    with pytest.raises(UnknownRefusal) as caught:
        world.chain.transact(world.tax.grantor, world.requests.address, bytes(data))
    assert caught.value.data == b""


# --- creation ------------------------------------------------------------------------------------------------


def test_wiring_can_be_read(world: World) -> None:
    assert world.requests.read("consortium") == world.consortium.address
    assert world.requests.read("grants") == world.grants.address
    assert world.requests.read("registry") == world.registry.address


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_requests_knows_consortium_grants_and_registry_from_the_start(missing: int) -> None:
    addresses = [account("consortium"), account("grants"), account("registry")]
    addresses[missing] = NO_ADDRESS
    with refused(refusals.ConstructorAddressZero()):
        deploy(Chain(), "data_requests", *addresses, 1, deployer=DEPLOYER)


def test_ids_of_requests_begin_at_the_first_id(world: World, terms: RequestTerms) -> None:
    addresses = (world.consortium.address, world.grants.address, world.registry.address)
    successor = world.deploy("data_requests", *addresses, 4_000)
    world.decide("listContract", ContractRole.DATA_REQUESTS, successor.address)
    assert successor.call("fileRequest", terms, sender=world.civil.requester).returned == 4_000

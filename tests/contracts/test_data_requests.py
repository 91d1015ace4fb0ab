"""DataRequests: a request in each of the four modes, from filing to its acknowledgement."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi import encode

from govledger import refusals
from govledger.errors import UnknownRefusal
from govledger.events import types as events
from govledger.model import ContractRole, Mode, OrganisationStatus, RejectionReason, RequestStatus, Role, to_bits
from govledger.privacy.keccak import keccak256
from tests.contracts.harness import DAY, NO_ADDRESS, NO_HASH, START, Chain, account, deploy, emitted, refused, word
from tests.contracts.world import DEPLOYER, NO_OPENING, GrantTerms, RequestTerms, World

UNKNOWN = 999
TERMS_TYPE = "(uint64,uint64,uint64,uint64,uint64,uint8,uint256,uint16,bytes32,bytes32,uint32,uint32,uint40,uint32)"
SERVE_LIMIT = ACKNOWLEDGE_LIMIT = 366 * DAY
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
    world.requests.call("serveRequest", request, 1, terms, word("answer"), sender=world.tax.responder)
    assert world.requests.read("getRequest", request).acknowledge_by == START + 500 + seconds


def test_request_may_be_for_the_resource_as_a_whole(world: World, terms: RequestTerms) -> None:
    request, terms = world.request(terms._replace(record=0))
    world.requests.call("serveRequest", request, 1, terms, word("answer"), sender=world.tax.responder)
    assert world.requests.read("getRequest", request).status == RequestStatus.SERVED


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
    terms = RequestTerms(grant, granted.resource, 0, world.tax.id, world.civil.id)
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
    request, terms = world.request(world.request_terms(mode))
    world.chain.move(60)
    filed_by = world.requests.read("getRequest", request).filed_by
    acknowledge_by = START + 60 + 3600
    emitted(
        world.requests.call("serveRequest", request, 1, terms, word("answer"), sender=world.tax.responder),
        events.RequestServed(
            request,
            world.tax.responder,
            world.tax.id,
            Role.RESPONDER,
            2,
            *terms,
            filed_by=filed_by,
            answer=word("answer"),
            acknowledge_by=acknowledge_by,
        ),
    )
    stored = world.requests.read("getRequest", request)
    assert stored == (2, RequestStatus.SERVED, START + DAY, acknowledge_by, filed_by, terms_hash(terms))
    assert world.grants.read("usesOf", terms.grant) == (1, 0)
    assert world.grants.read("getGrant", terms.grant).version == 1


def test_request_can_be_served_in_the_last_second_before_its_time_is_over(world: World) -> None:
    request, terms = world.request()
    world.chain.move_to(terms.serve_by - 1)
    assert world.requests.read("getRequest", request).status == RequestStatus.SUBMITTED
    world.requests.call("serveRequest", request, 1, terms, word("answer"), sender=world.tax.responder)
    world.chain.move_to(terms.serve_by)
    assert world.requests.read("getRequest", request).status == RequestStatus.SERVED


@pytest.mark.parametrize(("function", "rest"), [("serveRequest", word("answer")), ("rejectRequest", 0)])
def test_request_that_was_not_served_in_time_has_lapsed(world: World, function: str, rest: object) -> None:
    request, terms = world.request()
    world.chain.move_to(terms.serve_by)
    assert world.requests.read("getRequest", request).status == RequestStatus.LAPSED
    assert world.requests.read("getRequest", request).version == 1
    refusal = refusals.RequestStatusMismatch(request, RequestStatus.LAPSED, RequestStatus.SUBMITTED)
    with refused(refusal):
        world.requests.call(function, request, 1, terms, rest, sender=world.tax.responder)


def test_receipt_commits_to_an_answer(world: World) -> None:
    request, terms = world.request()
    with refused(refusals.RequestAnswerZero(request)):
        world.requests.call("serveRequest", request, 1, terms, NO_HASH, sender=world.tax.responder)


def test_record_that_was_withdrawn_since_is_not_served(world: World) -> None:
    request, terms = world.request()
    world.registry.call("withdrawRecord", terms.record, 1, 0, NO_OPENING, sender=world.tax.registrar)
    with refused(refusals.RecordIsWithdrawn(terms.record)):
        world.requests.call("serveRequest", request, 1, terms, word("answer"), sender=world.tax.responder)


def test_request_under_a_grant_that_was_revoked_since_is_not_served(world: World) -> None:
    request, terms = world.request()
    world.grants.call("revokeGrant", terms.grant, 1, 0, sender=world.tax.grantor)
    with refused(refusals.GrantIsRevoked(terms.grant)):
        world.requests.call("serveRequest", request, 1, terms, word("answer"), sender=world.tax.responder)


def test_request_under_a_grant_that_expired_since_is_not_served(world: World) -> None:
    until = START + 100
    grant, granted = world.grant(GrantTerms(world.resource(), world.civil.id, valid_until=until))
    request, terms = world.request(RequestTerms(grant, granted.resource, 0, world.tax.id, world.civil.id))
    world.chain.move_to(until)
    with refused(refusals.GrantExpired(grant, until, until)):
        world.requests.call("serveRequest", request, 1, terms, word("answer"), sender=world.tax.responder)
    assert world.requests.read("getRequest", request).status == RequestStatus.SUBMITTED


def test_last_use_goes_to_the_request_that_is_served_first(world: World) -> None:
    grant, granted = world.grant(GrantTerms(world.resource(), world.civil.id, max_uses=1))
    terms = RequestTerms(grant, granted.resource, 0, world.tax.id, world.civil.id)
    first, second = world.request(terms)[0], world.request(terms)[0]
    world.requests.call("serveRequest", second, 1, terms, word("answer"), sender=world.tax.responder)
    with refused(refusals.GrantUsesExhausted(grant, 1, 0, 1)):
        world.requests.call("serveRequest", first, 1, terms, word("answer"), sender=world.tax.responder)
    with refused(refusals.GrantUsesExhausted(grant, 1, 0, 1)):
        world.request(terms)


def test_suspended_grantee_is_not_served(world: World) -> None:
    request, terms = world.request()
    world.suspend(world.civil)
    with refused(refusals.OrganisationNotActive(world.civil.id, OrganisationStatus.SUSPENDED)):
        world.requests.call("serveRequest", request, 1, terms, word("answer"), sender=world.tax.responder)


def test_requests_that_wind_down_still_count_their_uses(world: World) -> None:
    request, terms = world.request()
    world.replace(world.requests)
    world.requests.call("serveRequest", request, 1, terms, word("answer"), sender=world.tax.responder)
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
    emitted(
        world.requests.call("acknowledgeRequest", request, 2, terms, sender=world.civil.requester),
        events.RequestAcknowledged(request, world.civil.requester, world.civil.id, Role.REQUESTER, 3),
    )
    stored = world.requests.read("getRequest", request)
    assert (stored.version, stored.status) == (3, RequestStatus.ACKNOWLEDGED)


def test_late_acknowledgement_is_taken(world: World) -> None:
    request, terms = world.served()
    world.chain.move_to(world.requests.read("getRequest", request).acknowledge_by + 30 * DAY)
    world.requests.call("acknowledgeRequest", request, 2, terms, sender=world.civil.requester)
    assert world.requests.read("getRequest", request).status == RequestStatus.ACKNOWLEDGED


def test_owner_acknowledges_nothing_in_the_grantees_place(world: World) -> None:
    request, terms = world.served()
    with refused(refusals.RequestGranteeMismatch(request, world.civil.id, world.tax.id)):
        world.requests.call("acknowledgeRequest", request, 2, terms, sender=world.tax.requester)


# --- what every act on a request obeys -----------------------------------------------------------------------

ACTS = [
    ("rejectRequest", (RejectionReason.RECORD_NOT_HELD,), Role.RESPONDER, RequestStatus.SUBMITTED),
    ("serveRequest", (word("answer"),), Role.RESPONDER, RequestStatus.SUBMITTED),
    ("acknowledgeRequest", (), Role.REQUESTER, RequestStatus.SERVED),
]


@pytest.mark.parametrize(("function", "rest", "role", "needed"), ACTS)
class TestEveryActOnARequest:
    def _sender(self, world: World, role: Role) -> bytes:
        return (world.tax if role is Role.RESPONDER else world.civil).account(role)

    def _ready(self, world: World, needed: RequestStatus) -> tuple[int, RequestTerms]:
        return world.request() if needed is RequestStatus.SUBMITTED else world.served()

    def test_names_one_that_there_is(
        self, world: World, function: str, rest: tuple[Any, ...], role: Role, needed: RequestStatus
    ) -> None:
        terms = world.request_terms()
        for unknown in (0, UNKNOWN):
            with refused(refusals.RequestUnknown(unknown)):
                world.requests.call(function, unknown, 0, terms, *rest, sender=self._sender(world, role))

    def test_knows_its_present_version(
        self, world: World, function: str, rest: tuple[Any, ...], role: Role, needed: RequestStatus
    ) -> None:
        request, terms = self._ready(world, needed)
        current = world.requests.read("getRequest", request).version
        for seen in (current - 1, current + 1):
            with refused(refusals.RequestVersionStale(request, seen, current)):
                world.requests.call(function, request, seen, terms, *rest, sender=self._sender(world, role))

    def test_repeats_the_terms_exactly(
        self, world: World, function: str, rest: tuple[Any, ...], role: Role, needed: RequestStatus
    ) -> None:
        request, terms = self._ready(world, needed)
        current = world.requests.read("getRequest", request).version
        for name in terms._fields:
            value = getattr(terms, name)
            other = terms._replace(**{name: word(name) if isinstance(value, bytes) else value ^ 1})
            with refused(refusals.RequestTermsMismatch(request, terms_hash(other), terms_hash(terms))):
                world.requests.call(function, request, current, other, *rest, sender=self._sender(world, role))

    def test_needs_its_status(
        self, world: World, function: str, rest: tuple[Any, ...], role: Role, needed: RequestStatus
    ) -> None:
        submitted, submitted_terms = world.request()
        served, served_terms = world.served()
        acknowledged, acknowledged_terms = world.served()
        world.requests.call("acknowledgeRequest", acknowledged, 2, acknowledged_terms, sender=world.civil.requester)
        rejected, rejected_terms = world.request()
        world.requests.call("rejectRequest", rejected, 1, rejected_terms, 0, sender=world.tax.responder)
        for request, version, terms, status in (
            (submitted, 1, submitted_terms, RequestStatus.SUBMITTED),
            (served, 2, served_terms, RequestStatus.SERVED),
            (acknowledged, 3, acknowledged_terms, RequestStatus.ACKNOWLEDGED),
            (rejected, 2, rejected_terms, RequestStatus.REJECTED),
        ):
            if status is needed:
                continue
            with refused(refusals.RequestStatusMismatch(request, status, needed)):
                world.requests.call(function, request, version, terms, *rest, sender=self._sender(world, role))

    def test_is_made_by_the_organisation_that_the_terms_name(
        self, world: World, function: str, rest: tuple[Any, ...], role: Role, needed: RequestStatus
    ) -> None:
        request, terms = self._ready(world, needed)
        current = world.requests.read("getRequest", request).version
        refusal: refusals.ContractRefusal
        if role is Role.RESPONDER:
            sender, refusal = (
                world.civil.responder,
                refusals.RequestOwnerMismatch(request, world.tax.id, world.civil.id),
            )
        else:
            sender, refusal = (
                world.tax.requester,
                refusals.RequestGranteeMismatch(request, world.civil.id, world.tax.id),
            )
        with refused(refusal):
            world.requests.call(function, request, current, terms, *rest, sender=sender)


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

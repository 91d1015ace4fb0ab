"""DataRequests for organisations that merged or were dissolved: who acts for them, and who does not."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.model import (
    EmergencyStatus,
    Mode,
    OrganisationKind,
    OrganisationStatus,
    RequestStatus,
    Role,
    WindowStatus,
)
from tests.contracts.harness import DAY, refused, word
from tests.contracts.world import EVERYBODY, Organisation, World

MERGED, DISSOLVED = OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED


class Succession(World):
    """A world with an organisation that comes after others."""

    def __init__(self) -> None:
        super().__init__()
        kinds = {OrganisationKind.DEPARTMENT, OrganisationKind.AUDIT}
        self.heir = self.admit("heir", kinds, *EVERYBODY, Role.SEALER, Role.INSPECTOR)

    def end(self, organisation: Organisation, status: OrganisationStatus) -> None:
        (self.merge if status is MERGED else self.dissolve)(organisation, self.heir)


@pytest.fixture
def world() -> Succession:
    return Succession()


either_end = pytest.mark.parametrize("status", [MERGED, DISSOLVED])


@either_end
def test_heir_of_the_owner_approves_serves_and_rejects(world: Succession, status: OrganisationStatus) -> None:
    request, terms = world.request(world.request_terms(Mode.DETAIL))
    rejected, rejected_terms = world.request()
    world.end(world.tax, status)
    approved = world.on_request("approveRequest", request, terms, sender=world.heir.grantor)
    served = world.on_request("serveRequest", request, terms, word("answer"), 0, sender=world.heir.responder)
    assert [event.acting_organisation for event in (*approved, *served)] == [world.heir.id] * 2
    assert (served[0].owner, world.requests.read("getRequest", request).status) == (world.tax.id, RequestStatus.SERVED)
    world.on_request("rejectRequest", rejected, rejected_terms, 0, sender=world.heir.responder)
    assert world.requests.read("getRequest", rejected).status == RequestStatus.REJECTED


@either_end
def test_heir_of_the_grantee_acknowledges_disputes_and_takes_back(
    world: Succession, status: OrganisationStatus
) -> None:
    served, served_terms = world.served()
    disputed, disputed_terms = world.served()
    filed, filed_terms = world.request()
    world.end(world.civil, status)
    world.on_request("acknowledgeRequest", served, served_terms, sender=world.heir.requester)
    world.on_request("disputeRequest", disputed, disputed_terms, 0, sender=world.heir.requester)
    world.on_request("revokeRequest", filed, filed_terms, sender=world.heir.requester)
    statuses = [world.requests.read("getRequest", request).status for request in (served, disputed, filed)]
    assert statuses == [RequestStatus.ACKNOWLEDGED, RequestStatus.DISPUTED, RequestStatus.REVOKED]


def test_successor_of_the_grantee_asks_for_something_new_and_is_served(world: Succession) -> None:
    terms = world.request_terms()
    world.end(world.civil, MERGED)
    request = world.requests.call("fileRequest", terms, sender=world.heir.requester).returned
    world.serve(request, terms)
    assert world.grants.read("usesOf", terms.grant) == (1, 0)


def test_custodian_of_the_grantee_asks_for_nothing_new(world: Succession) -> None:
    terms = world.request_terms()
    world.end(world.civil, DISSOLVED)
    with refused(refusals.RequestFilerMismatch(Mode.VERIFY, world.civil.id, world.heir.id)):
        world.requests.call("fileRequest", terms, sender=world.heir.requester)


def test_grantee_that_was_dissolved_is_served_nothing_more(world: Succession) -> None:
    request, terms = world.request()
    disputed, disputed_terms = world.disputed()
    world.end(world.civil, DISSOLVED)
    for open_one, its_terms in ((request, terms), (disputed, disputed_terms)):
        with refused(refusals.OrganisationNotActive(world.civil.id, DISSOLVED)):
            world.serve(open_one, its_terms)


@either_end
def test_heir_of_the_owner_submits_what_it_looks_after(world: Succession, status: OrganisationStatus) -> None:
    terms = world.request_terms(Mode.SUBMIT)
    world.end(world.tax, status)
    request = world.requests.call("fileRequest", terms, sender=world.heir.responder).returned
    world.on_request("serveRequest", request, terms, word("answer"), 0, sender=world.heir.responder)
    assert world.requests.read("getRequest", request).status == RequestStatus.SERVED


@either_end
def test_heir_of_a_party_seals_nothing(world: Succession, status: OrganisationStatus) -> None:
    request, terms = world.request()
    world.end(world.civil, status)
    args = (request, terms, world.chain.now + DAY, word("secrecy"))
    with refused(refusals.SealByParty(request, world.heir.id)):
        world.on_request("sealAccess", *args, sender=world.heir.sealer)


@either_end
def test_heir_of_who_sealed_unseals(world: Succession, status: OrganisationStatus) -> None:
    request, terms = world.request()
    world.seal(request, terms)
    world.end(world.audit, status)
    world.requests.call("unsealAccess", request, 2, sender=world.heir.sealer)
    assert world.requests.read("getSeal", request) == (world.audit.id, world.chain.now)


@either_end
def test_heir_justifies_what_it_took_over_and_is_not_held_up_by_it(
    world: Succession, status: OrganisationStatus
) -> None:
    emergency, terms = world.emergency()
    world.chain.move(90 * DAY)
    world.end(world.civil, status)
    own = world.requests.call("breakGlass", terms, sender=world.heir.requester).returned
    assert world.requests.read("openEmergenciesOf", world.heir.id) == (own,)
    world.requests.call("justifyEmergency", emergency, 1, word("because"), sender=world.heir.administrator)
    assert world.requests.read("getEmergency", emergency)[:4] == (
        *(2, world.civil.id, world.tax.id, EmergencyStatus.JUSTIFIED),
    )
    assert world.requests.read("openEmergenciesOf", world.civil.id) == ()


@either_end
def test_heir_does_not_review_what_it_took_over(world: Succession, status: OrganisationStatus) -> None:
    emergency, _ = world.justified()
    world.end(world.civil, status)
    with refused(refusals.EmergencyReviewedByItself(emergency, world.heir.id)):
        world.requests.call("reviewEmergency", emergency, 2, 0, sender=world.heir.inspector)


@either_end
def test_heir_of_the_owner_answers_and_breaks_no_glass_over_what_it_looks_after(
    world: Succession, status: OrganisationStatus
) -> None:
    emergency, terms = world.emergency()
    world.end(world.tax, status)
    world.requests.call("answerEmergency", emergency, 1, word("answer"), sender=world.heir.responder)
    assert world.requests.read("getEmergency", emergency).answered
    with refused(refusals.GlassForOwnData(world.tax.id, world.heir.id)):
        world.requests.call("breakGlass", terms, sender=world.heir.requester)


@either_end
def test_heir_of_the_owner_opens_and_closes_windows(world: Succession, status: OrganisationStatus) -> None:
    window, terms = world.window()
    world.end(world.tax, status)
    world.requests.call("closeWindow", window, 1, 1, word("root"), sender=world.heir.responder)
    assert world.requests.read("getWindow", window)[:3] == (2, world.tax.id, WindowStatus.CLOSED)
    assert world.requests.call("openWindow", terms, sender=world.heir.responder)


def test_who_is_no_heir_acts_for_nobody(world: Succession) -> None:
    request, terms = world.request()
    window, _ = world.window()
    emergency, _ = world.emergency()
    world.end(world.hospital, MERGED)
    with refused(refusals.RequestOwnerMismatch(request, world.tax.id, world.heir.id)):
        world.on_request("serveRequest", request, terms, word("answer"), 0, sender=world.heir.responder)
    with refused(refusals.RequestFilerMismatch(Mode.VERIFY, world.civil.id, world.heir.id)):
        world.on_request("revokeRequest", request, terms, sender=world.heir.requester)
    with refused(refusals.WindowOwnerMismatch(world.tax.id, world.heir.id)):
        world.requests.call("closeWindow", window, 1, 1, word("root"), sender=world.heir.responder)
    with refused(refusals.EmergencyForeign(emergency, world.civil.id, world.heir.id)):
        world.requests.call("justifyEmergency", emergency, 1, word("x"), sender=world.heir.administrator)

"""DataRequests: data that is read in an emergency, first and justified afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import EmergencyReason, EmergencyStatus, Mode, OrganisationKind, ReviewOutcome, Role, to_bits
from tests.contracts.harness import DAY, NO_HASH, START, emitted, refused, word
from tests.contracts.world import ALL_MODES, NO_OPENING, GlassTerms, ResourceTerms, World

UNKNOWN = 999
JUSTIFY_WITHIN = 72 * 3600
REVIEW_WITHIN = 30 * DAY
OPEN_LIMIT = 16


@pytest.fixture
def terms(world: World) -> GlassTerms:
    return world.glass_terms()


def status(world: World, emergency: int) -> EmergencyStatus:
    return EmergencyStatus(world.requests.read("getEmergency", emergency).status)


# --- breaking the glass --------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [Mode.VERIFY, Mode.DETAIL])
@pytest.mark.parametrize("reason", list(EmergencyReason))
def test_glass_is_broken_without_a_grant_and_says_who_reads_what_where_and_why(
    world: World, terms: GlassTerms, mode: Mode, reason: EmergencyReason
) -> None:
    terms = terms._replace(mode=mode, reason=reason)
    broken = world.requests.call("breakGlass", terms, sender=world.civil.requester)
    emitted(
        broken,
        events.GlassBroken(
            *(1, world.civil.requester, world.civil.id, Role.REQUESTER, 1), *terms, justify_by=START + JUSTIFY_WITHIN
        ),
    )
    assert broken.returned == 1
    assert world.requests.read("getEmergency", 1) == (
        *(1, world.civil.id, world.tax.id, EmergencyStatus.OPEN, False, START + JUSTIFY_WITHIN),
    )
    assert world.requests.read("openEmergenciesOf", world.civil.id) == (1,)
    assert world.requests.read("getEmergency", 2) == (0, 0, 0, 0, False, 0)


def test_glass_is_broken_over_the_resource_as_a_whole(world: World, terms: GlassTerms) -> None:
    emergency, _ = world.emergency(terms._replace(record=0))
    assert status(world, emergency) is EmergencyStatus.OPEN


def test_glass_is_broken_over_a_retired_resource(world: World, terms: GlassTerms) -> None:
    world.registry.call("retireResource", terms.resource, 1, 0, sender=world.tax.registrar)
    emergency, _ = world.emergency(terms)
    assert status(world, emergency) is EmergencyStatus.OPEN


@pytest.mark.parametrize("mode", [Mode.SUBMIT, Mode.EVALUATE])
def test_glass_is_broken_to_verify_or_to_read_and_for_nothing_else(world: World, terms: GlassTerms, mode: Mode) -> None:
    with refused(refusals.GlassModeInvalid(mode)):
        world.emergency(terms._replace(mode=mode))


@pytest.mark.parametrize("mode", [Mode.VERIFY, Mode.DETAIL])
def test_mode_that_the_resource_does_not_offer_is_not_had_in_an_emergency(world: World, mode: Mode) -> None:
    offered = ALL_MODES & ~to_bits({mode})
    resource = world.resource(ResourceTerms(modes=offered))
    with refused(refusals.GlassModeNotOffered(resource, offered, mode)):
        world.emergency(GlassTerms(resource, 0, 0, world.tax.id, mode))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"resource": UNKNOWN}, lambda world: refusals.ResourceUnknown(UNKNOWN)),
        ({"owner": 3}, lambda world: refusals.ResourceForeign(1, world.tax.id, 3)),
        ({"owner": 0}, lambda world: refusals.ResourceForeign(1, world.tax.id, 0)),
        ({"record": UNKNOWN}, lambda world: refusals.RecordUnknown(UNKNOWN)),
        ({"index": 1}, lambda world: refusals.RecordIndexInvalid(1, 1, 1)),
        ({"record": 0, "index": 1}, lambda world: refusals.RequestIndexWithoutRecord(1)),
        ({"fields": 0}, lambda world: refusals.GlassFieldsEmpty()),
        ({"purpose": 0}, lambda world: refusals.GlassPurposeZero()),
        ({"legal_basis": NO_HASH}, lambda world: refusals.GlassLegalBasisZero()),
        ({"statement": NO_HASH}, lambda world: refusals.EmergencyStatementZero()),
    ],
)
def test_terms_of_an_emergency_are_whole(world: World, terms: GlassTerms, change: dict[str, Any], refusal: Any) -> None:
    with refused(refusal(world)):
        world.emergency(terms._replace(**change))


def test_record_of_another_resource_or_a_withdrawn_one_is_not_read(world: World, terms: GlassTerms) -> None:
    other = world.resource()
    foreign = world.record(other)
    with refused(refusals.RecordResourceMismatch(foreign, other, terms.resource)):
        world.emergency(terms._replace(record=foreign))
    world.registry.call("withdrawRecord", terms.record, 1, 0, NO_OPENING, sender=world.tax.registrar)
    with refused(refusals.RecordIsWithdrawn(terms.record)):
        world.emergency(terms)


def test_owner_breaks_no_glass_over_its_own_data(world: World, terms: GlassTerms) -> None:
    with refused(refusals.GlassForOwnData(world.tax.id, world.tax.id)):
        world.requests.call("breakGlass", terms, sender=world.tax.requester)


# --- what it costs not to justify ----------------------------------------------------------------------------


def test_at_most_sixteen_emergencies_of_an_organisation_are_open(world: World, terms: GlassTerms) -> None:
    for _ in range(OPEN_LIMIT):
        world.emergency(terms)
    with refused(refusals.GlassLimitReached(world.civil.id, OPEN_LIMIT)):
        world.emergency(terms)
    world.requests.call("justifyEmergency", 7, 1, word("because"), sender=world.civil.administrator)
    emergency, _ = world.emergency(terms)
    assert emergency == OPEN_LIMIT + 1
    assert set(world.requests.read("openEmergenciesOf", world.civil.id)) == set(range(1, 18)) - {7}


def test_organisation_that_is_late_with_a_justification_breaks_no_glass_until_it_justified(
    world: World, terms: GlassTerms
) -> None:
    world.emergency(terms)
    world.chain.move(3600)
    world.emergency(terms)
    world.chain.move_to(START + JUSTIFY_WITHIN - 1)
    world.emergency(terms)
    world.chain.move_to(START + JUSTIFY_WITHIN)
    overdue = (world.civil.id, 1, START + JUSTIFY_WITHIN, START + JUSTIFY_WITHIN)
    with refused(refusals.GlassJustificationOverdue(*overdue)):
        world.emergency(terms)
    world.requests.call("justifyEmergency", 1, 1, word("because"), sender=world.civil.administrator)
    world.emergency(terms)
    world.chain.move_to(START + JUSTIFY_WITHIN + 3600)
    overdue = (world.civil.id, 2, START + JUSTIFY_WITHIN + 3600, START + JUSTIFY_WITHIN + 3600)
    with refused(refusals.GlassJustificationOverdue(*overdue)):
        world.emergency(terms)


def test_late_organisation_holds_up_no_other(world: World, terms: GlassTerms) -> None:
    world.emergency(terms)
    world.chain.move(JUSTIFY_WITHIN)
    who = world.hospital.account(Role.REQUESTER)
    world.appoint(world.hospital.id, who, {Role.REQUESTER}, world.hospital.administrator)
    assert world.requests.call("breakGlass", terms, sender=who)


def test_late_inspector_locks_nobody_out(world: World, terms: GlassTerms) -> None:
    emergency, _ = world.justified(terms)
    world.chain.move(REVIEW_WITHIN + DAY)
    assert status(world, emergency) is EmergencyStatus.UNREVIEWED
    world.emergency(terms)


# --- answering -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("justified", [False, True])
def test_owner_commits_once_to_what_it_answered(world: World, justified: bool) -> None:
    emergency, _ = world.justified() if justified else world.emergency()
    version = 2 if justified else 1
    before = status(world, emergency)
    emitted(
        world.requests.call("answerEmergency", emergency, version, word("answer"), sender=world.tax.responder),
        events.EmergencyAnswered(
            emergency, world.tax.responder, world.tax.id, Role.RESPONDER, version + 1, answer=word("answer")
        ),
    )
    stored = world.requests.read("getEmergency", emergency)
    assert (stored.version, stored.answered, stored.status) == (version + 1, True, before)
    with refused(refusals.EmergencyIsAnswered(emergency)):
        world.requests.call("answerEmergency", emergency, version + 1, word("other"), sender=world.tax.responder)


def test_answer_in_an_emergency_is_a_commitment_by_the_owner(world: World) -> None:
    emergency, _ = world.emergency()
    for unknown in (0, UNKNOWN):
        with refused(refusals.EmergencyUnknown(unknown)):
            world.requests.call("answerEmergency", unknown, 0, word("answer"), sender=world.tax.responder)
    for seen in (0, 2):
        with refused(refusals.EmergencyVersionStale(emergency, seen, 1)):
            world.requests.call("answerEmergency", emergency, seen, word("answer"), sender=world.tax.responder)
    with refused(refusals.EmergencyOwnerMismatch(emergency, world.tax.id, world.civil.id)):
        world.requests.call("answerEmergency", emergency, 1, word("answer"), sender=world.civil.responder)
    with refused(refusals.EmergencyAnswerZero()):
        world.requests.call("answerEmergency", emergency, 1, NO_HASH, sender=world.tax.responder)


# --- justifying ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [0, JUSTIFY_WITHIN - 1, JUSTIFY_WITHIN, 90 * DAY])
def test_administrator_justifies_an_emergency_in_time_or_late(world: World, after: int) -> None:
    emergency, _ = world.emergency()
    world.chain.move(after)
    late = after >= JUSTIFY_WITHIN
    assert status(world, emergency) is (EmergencyStatus.UNJUSTIFIED if late else EmergencyStatus.OPEN)
    review_by = START + after + REVIEW_WITHIN
    emitted(
        world.requests.call("justifyEmergency", emergency, 1, word("because"), sender=world.civil.administrator),
        events.EmergencyJustified(
            *(emergency, world.civil.administrator, world.civil.id, Role.ADMINISTRATOR, 2),
            statement=word("because"),
            review_by=review_by,
        ),
    )
    assert world.requests.read("getEmergency", emergency) == (
        *(2, world.civil.id, world.tax.id, EmergencyStatus.JUSTIFIED, False, review_by),
    )
    assert world.requests.read("openEmergenciesOf", world.civil.id) == ()


def test_emergency_is_justified_once_by_the_organisation_that_accessed(world: World) -> None:
    emergency, _ = world.emergency()
    for unknown in (0, UNKNOWN):
        with refused(refusals.EmergencyUnknown(unknown)):
            world.requests.call("justifyEmergency", unknown, 0, word("x"), sender=world.civil.administrator)
    for seen in (0, 2):
        with refused(refusals.EmergencyVersionStale(emergency, seen, 1)):
            world.requests.call("justifyEmergency", emergency, seen, word("x"), sender=world.civil.administrator)
    with refused(refusals.EmergencyForeign(emergency, world.civil.id, world.tax.id)):
        world.requests.call("justifyEmergency", emergency, 1, word("x"), sender=world.tax.administrator)
    with refused(refusals.EmergencyStatementZero()):
        world.requests.call("justifyEmergency", emergency, 1, NO_HASH, sender=world.civil.administrator)
    world.requests.call("justifyEmergency", emergency, 1, word("x"), sender=world.civil.administrator)
    mismatch = (emergency, EmergencyStatus.JUSTIFIED, EmergencyStatus.OPEN)
    with refused(refusals.EmergencyStatusMismatch(*mismatch)):
        world.requests.call("justifyEmergency", emergency, 2, word("x"), sender=world.civil.administrator)


# --- reviewing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", list(ReviewOutcome))
@pytest.mark.parametrize("after", [0, REVIEW_WITHIN - 1, REVIEW_WITHIN, 365 * DAY])
def test_inspector_reviews_an_emergency_in_time_or_late(world: World, outcome: ReviewOutcome, after: int) -> None:
    emergency, _ = world.justified()
    world.chain.move(after)
    late = after >= REVIEW_WITHIN
    assert status(world, emergency) is (EmergencyStatus.UNREVIEWED if late else EmergencyStatus.JUSTIFIED)
    emitted(
        world.requests.call("reviewEmergency", emergency, 2, outcome, sender=world.audit.inspector),
        events.EmergencyReviewed(emergency, world.audit.inspector, world.audit.id, Role.INSPECTOR, 3, outcome),
    )
    assert world.requests.read("getEmergency", emergency)[:4] == (
        *(3, world.civil.id, world.tax.id, EmergencyStatus.REVIEWED),
    )


def test_emergency_is_reviewed_once_and_after_it_was_justified(world: World) -> None:
    emergency, _ = world.emergency()
    for unknown in (0, UNKNOWN):
        with refused(refusals.EmergencyUnknown(unknown)):
            world.requests.call("reviewEmergency", unknown, 0, 0, sender=world.audit.inspector)
    with refused(refusals.EmergencyStatusMismatch(emergency, EmergencyStatus.OPEN, EmergencyStatus.JUSTIFIED)):
        world.requests.call("reviewEmergency", emergency, 1, 0, sender=world.audit.inspector)
    world.chain.move(JUSTIFY_WITHIN)
    mismatch = (emergency, EmergencyStatus.UNJUSTIFIED, EmergencyStatus.JUSTIFIED)
    with refused(refusals.EmergencyStatusMismatch(*mismatch)):
        world.requests.call("reviewEmergency", emergency, 1, 0, sender=world.audit.inspector)
    world.requests.call("justifyEmergency", emergency, 1, word("because"), sender=world.civil.administrator)
    for seen in (1, 3):
        with refused(refusals.EmergencyVersionStale(emergency, seen, 2)):
            world.requests.call("reviewEmergency", emergency, seen, 0, sender=world.audit.inspector)
    world.requests.call("reviewEmergency", emergency, 2, 0, sender=world.audit.inspector)
    with refused(refusals.EmergencyStatusMismatch(emergency, EmergencyStatus.REVIEWED, EmergencyStatus.JUSTIFIED)):
        world.requests.call("reviewEmergency", emergency, 3, 0, sender=world.audit.inspector)


def test_audit_office_does_not_review_its_own_emergency(world: World, terms: GlassTerms) -> None:
    who = world.audit.account(Role.REQUESTER)
    world.appoint(world.audit.id, who, {Role.REQUESTER}, world.audit.administrator)
    emergency = world.requests.call("breakGlass", terms, sender=who).returned
    world.requests.call("justifyEmergency", emergency, 1, word("because"), sender=world.audit.administrator)
    with refused(refusals.EmergencyReviewedByItself(emergency, world.audit.id)):
        world.requests.call("reviewEmergency", emergency, 2, 0, sender=world.audit.inspector)
    other = world.admit("second audit", {OrganisationKind.AUDIT}, Role.INSPECTOR)
    assert world.requests.call("reviewEmergency", emergency, 2, 0, sender=other.inspector)

"""DataRegistry: resources and records, their versions and their ends."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import (
    Mode,
    OrganisationStatus,
    RecordStatus,
    ResourceStatus,
    RetirementReason,
    Role,
    Sensitivity,
    ShreddingReason,
    WithdrawalReason,
    to_bits,
)
from tests.contracts.harness import NO_ADDRESS, NO_HASH, Chain, deploy, emitted, refused, word
from tests.contracts.world import DEPLOYER, NO_OPENING, ResourceTerms, World, fresh

UNKNOWN = 999
FINANCE, TAX, CIVIL, HOSPITAL, CLINIC, INSURER = range(1, 7)
"""The ids of the world's organisations."""
TERMS = ResourceTerms(
    word("tax schema"), 3, Sensitivity.SENSITIVE, to_bits({Mode.VERIFY, Mode.DETAIL}), (CIVIL, 0, 0, 0), 0, 1
)
NEW_TERMS = ResourceTerms(
    word("new schema"), 2**32 - 1, Sensitivity.CORE, to_bits(Mode), (HOSPITAL, FINANCE, INSURER, CLINIC), 2, 4
)
IMPROPER = [
    (TERMS._replace(schema=NO_HASH), refusals.ResourceSchemaZero()),
    (TERMS._replace(modes=0), refusals.ResourceModesInvalid(0)),
    (TERMS._replace(modes=1 << 4), refusals.ResourceModesInvalid(1 << 4)),
    (TERMS._replace(modes=0xFF), refusals.ResourceModesInvalid(0xFF)),
    (TERMS._replace(approvers=(TAX, 0, 0, 0)), refusals.ResourceApproverInvalid(0, TAX)),
    (TERMS._replace(approvers=(0, CIVIL, 0, 0)), refusals.ResourceApproverInvalid(1, CIVIL)),
    (TERMS._replace(approvers=(CIVIL, HOSPITAL, 0, FINANCE)), refusals.ResourceApproverInvalid(3, FINANCE)),
    (TERMS._replace(approvers=(CIVIL, CIVIL, 0, 0)), refusals.ResourceApproverInvalid(1, CIVIL)),
    (TERMS._replace(approvers=(CIVIL, HOSPITAL, FINANCE, CIVIL)), refusals.ResourceApproverInvalid(3, CIVIL)),
    (TERMS._replace(approvers=(CIVIL, UNKNOWN, 0, 0)), refusals.OrganisationUnknown(UNKNOWN)),
    (TERMS._replace(approvals=2), refusals.ResourceApprovalsInvalid(2, 1, 1, 1)),
    (TERMS._replace(detail_approvals=0), refusals.ResourceApprovalsInvalid(0, 0, 1, 1)),
    (TERMS._replace(detail_approvals=2), refusals.ResourceApprovalsInvalid(0, 2, 1, 1)),
    (TERMS._replace(approvals=255, detail_approvals=255), refusals.ResourceApprovalsInvalid(255, 255, 1, 1)),
    (NEW_TERMS._replace(detail_approvals=1), refusals.ResourceApprovalsInvalid(2, 1, 1, 4)),
    (ResourceTerms(sensitivity=Sensitivity.CORE), refusals.ResourceApprovalsInvalid(0, 0, 1, 0)),
    (ResourceTerms(sensitivity=Sensitivity.OPEN, approvals=1), refusals.ResourceApprovalsInvalid(1, 0, 0, 0)),
]


# --- resources -----------------------------------------------------------------------------------------------


def test_resource_is_registered_for_the_acting_organisation(world: World) -> None:
    registered = world.registry.call("registerResource", TERMS, sender=world.tax.registrar)
    emitted(registered, events.ResourceRegistered(1, world.tax.registrar, world.tax.id, Role.REGISTRAR, 1, *TERMS))
    assert registered.returned == 1
    resource = world.registry.read("getResource", 1)
    assert resource == (
        *(1, world.tax.id, ResourceStatus.OPEN, 3, Sensitivity.SENSITIVE, 0b0110, 0, 1),
        *(word("tax schema"), (world.civil.id, 0, 0, 0)),
    )
    assert world.registry.read("getResource", 2) == (0, 0, 0, 0, 0, 0, 0, 0, NO_HASH, (0, 0, 0, 0))


def test_resources_of_all_organisations_share_one_sequence_of_ids(world: World) -> None:
    ids = [
        world.registry.call("registerResource", ResourceTerms(), sender=who).returned
        for who in (world.tax.registrar, world.civil.registrar, world.tax.registrar)
    ]
    assert ids == [1, 2, 3]
    assert [world.registry.read("getResource", item).owner for item in ids] == [
        world.tax.id,
        world.civil.id,
        world.tax.id,
    ]


@pytest.mark.parametrize("modes", range(1, 16))
def test_resource_offers_any_of_the_four_modes(world: World, modes: int) -> None:
    assert world.resource(TERMS._replace(modes=modes)) == 1


@pytest.mark.parametrize(("terms", "refusal"), IMPROPER)
def test_resource_has_a_schema_and_known_modes(
    world: World, terms: ResourceTerms, refusal: refusals.ContractRefusal
) -> None:
    with refused(refusal):
        world.registry.call("registerResource", terms, sender=world.tax.registrar)
    resource = world.resource()
    with refused(refusal):
        world.registry.call("amendResource", resource, 1, terms, sender=world.tax.registrar)


def test_resource_gets_new_terms(world: World) -> None:
    resource = world.resource(TERMS)
    emitted(
        world.registry.call("amendResource", resource, 1, NEW_TERMS, sender=world.tax.registrar),
        events.ResourceAmended(resource, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, *NEW_TERMS),
    )
    stored = world.registry.read("getResource", resource)
    assert stored == (
        *(2, world.tax.id, ResourceStatus.OPEN, 2**32 - 1, Sensitivity.CORE, 0b1111, 2, 4),
        *(word("new schema"), (HOSPITAL, FINANCE, INSURER, CLINIC)),
    )


@pytest.mark.parametrize("sensitivity", [Sensitivity.OPEN, Sensitivity.INTERNAL])
def test_resource_that_is_not_sensitive_may_do_without_approvals(world: World, sensitivity: Sensitivity) -> None:
    assert world.resource(ResourceTerms(sensitivity=sensitivity)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"schema": word("other")},
        {"schema_version": 4},
        {"sensitivity": Sensitivity.CORE},
        {"modes": to_bits({Mode.VERIFY})},
        {"approvers": (HOSPITAL, 0, 0, 0)},
        {"approvers": (CIVIL, HOSPITAL, 0, 0)},
        {"approvals": 1},
        {"approvers": (CIVIL, HOSPITAL, 0, 0), "detail_approvals": 2},
    ],
)
def test_each_part_of_a_resources_terms_can_be_amended_alone(world: World, change: dict[str, object]) -> None:
    resource, terms = world.resource(TERMS), TERMS._replace(**change)
    world.registry.call("amendResource", resource, 1, terms, sender=world.tax.registrar)
    stored = world.registry.read("getResource", resource)
    assert ResourceTerms(*(getattr(stored, name) for name in ResourceTerms._fields)) == terms


def test_approver_is_active_when_it_is_named(world: World) -> None:
    world.suspend(world.civil)
    with refused(refusals.OrganisationNotActive(world.civil.id, OrganisationStatus.SUSPENDED)):
        world.resource(TERMS)


def test_approver_that_merged_can_still_be_named(world: World) -> None:
    world.merge(world.civil, world.hospital)
    assert world.resource(TERMS) == 1


def test_new_terms_of_a_resource_leave_grants_as_they_were(world: World) -> None:
    grant, granted = world.grant()
    world.registry.call("amendResource", granted.resource, 1, TERMS._replace(modes=1), sender=world.tax.registrar)
    assert world.grants.read("getGrant", grant).modes == to_bits(Mode)


@pytest.mark.parametrize("reason", list(RetirementReason))
def test_resource_is_retired_with_a_reason(world: World, reason: RetirementReason) -> None:
    resource = world.resource(TERMS)
    emitted(
        world.registry.call("retireResource", resource, 1, reason, sender=world.tax.registrar),
        events.ResourceRetired(resource, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, reason),
    )
    assert world.registry.read("getResource", resource).status == ResourceStatus.RETIRED
    assert world.registry.read("getResource", resource).version == 2


CHANGES_OF_RESOURCES = [("amendResource", (TERMS,)), ("retireResource", (RetirementReason.REPLACED,))]


@pytest.mark.parametrize(("function", "rest"), CHANGES_OF_RESOURCES)
class TestEveryChangeOfAResource:
    def test_names_one_that_there_is(self, world: World, function: str, rest: tuple[object, ...]) -> None:
        for unknown in (0, UNKNOWN):
            with refused(refusals.ResourceUnknown(unknown)):
                world.registry.call(function, unknown, 0, *rest, sender=world.tax.registrar)

    def test_is_its_owners(self, world: World, function: str, rest: tuple[object, ...]) -> None:
        resource = world.resource()
        with refused(refusals.ResourceForeign(resource, world.tax.id, world.civil.id)):
            world.registry.call(function, resource, 1, *rest, sender=world.civil.registrar)

    def test_is_one_of_an_open_resource(self, world: World, function: str, rest: tuple[object, ...]) -> None:
        resource = world.resource()
        world.registry.call("retireResource", resource, 1, 0, sender=world.tax.registrar)
        with refused(refusals.ResourceIsRetired(resource)):
            world.registry.call(function, resource, 2, *rest, sender=world.tax.registrar)

    def test_loser_of_a_race_is_refused_with_the_current_version(
        self, world: World, function: str, rest: tuple[object, ...]
    ) -> None:
        resource = world.resource()
        world.registry.call("amendResource", resource, 1, NEW_TERMS, sender=world.tax.registrar)
        for seen in (0, 1, 3):
            with refused(refusals.ResourceVersionStale(resource, seen, 2)):
                world.registry.call(function, resource, seen, *rest, sender=world.tax.registrar)


# --- records -------------------------------------------------------------------------------------------------


def test_record_is_registered_and_its_resource_stays_as_it_was(world: World) -> None:
    resource = world.resource()
    registered = world.registry.call("registerRecord", resource, word("content"), sender=world.tax.registrar)
    emitted(
        registered,
        events.RecordRegistered(1, world.tax.registrar, world.tax.id, Role.REGISTRAR, 1, resource, word("content")),
    )
    assert registered.returned == 1
    assert world.registry.read("getRecord", 1) == (1, resource, RecordStatus.LIVE, 0, word("content"))
    assert world.registry.read("getRecord", 2) == (0, 0, 0, 0, NO_HASH)
    assert world.registry.read("getResource", resource).version == 1


def test_record_needs_a_commitment(world: World) -> None:
    resource = world.resource()
    with refused(refusals.RecordCommitmentZero()):
        world.record(resource, NO_HASH)
    record = world.record(resource)
    with refused(refusals.RecordCommitmentZero()):
        world.registry.call("supersedeRecord", record, 1, NO_HASH, NO_OPENING, sender=world.tax.registrar)


def test_record_of_an_unknown_resource_is_refused(world: World) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.ResourceUnknown(unknown)):
            world.record(unknown)


def test_record_of_another_organisations_resource_is_refused(world: World) -> None:
    resource = world.resource()
    with refused(refusals.ResourceForeign(resource, world.tax.id, world.civil.id)):
        world.registry.call("registerRecord", resource, word("content"), sender=world.civil.registrar)


def test_nothing_new_is_registered_on_a_retired_resource(world: World) -> None:
    resource = world.resource()
    world.registry.call("retireResource", resource, 1, 0, sender=world.tax.registrar)
    with refused(refusals.ResourceIsRetired(resource)):
        world.record(resource)


def test_record_gets_new_content(world: World) -> None:
    record = world.record(world.resource())
    emitted(
        world.registry.call("supersedeRecord", record, 1, word("new"), NO_OPENING, sender=world.tax.registrar),
        events.RecordSuperseded(record, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, word("new")),
    )
    assert world.registry.read("getRecord", record) == (2, 1, RecordStatus.LIVE, 0, word("new"))


def test_same_content_is_no_change(world: World) -> None:
    record = world.record(world.resource())
    with refused(refusals.RecordCommitmentUnchanged(record, word("content"))):
        world.registry.call("supersedeRecord", record, 1, word("content"), NO_OPENING, sender=world.tax.registrar)


@pytest.mark.parametrize("reason", list(WithdrawalReason))
def test_record_is_withdrawn_with_a_reason_and_its_content_stays(world: World, reason: WithdrawalReason) -> None:
    record = world.record(world.resource())
    emitted(
        world.registry.call("withdrawRecord", record, 1, reason, NO_OPENING, sender=world.tax.registrar),
        events.RecordWithdrawn(record, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, reason),
    )
    assert world.registry.read("getRecord", record) == (2, 1, RecordStatus.WITHDRAWN, 0, word("content"))


CHANGES_OF_RECORDS = [
    ("supersedeRecord", (word("newer"), NO_OPENING)),
    ("withdrawRecord", (WithdrawalReason.ERROR, NO_OPENING)),
    ("shredRecord", (ShreddingReason.SUBJECT_REQUEST, NO_OPENING)),
    ("anchorTimestamp", (word("token"), NO_OPENING)),
]
FOR_WITHDRAWN = {"shredRecord", "anchorTimestamp"}
"""What is still done with a record that was withdrawn."""


@pytest.mark.parametrize(("function", "rest"), CHANGES_OF_RECORDS)
class TestEveryChangeOfARecord:
    def test_names_one_that_there_is(self, world: World, function: str, rest: tuple[object, ...]) -> None:
        for unknown in (0, UNKNOWN):
            with refused(refusals.RecordUnknown(unknown)):
                world.registry.call(function, unknown, 0, *rest, sender=world.tax.registrar)

    def test_is_the_owners_of_its_resource(self, world: World, function: str, rest: tuple[object, ...]) -> None:
        resource = world.resource()
        record = world.record(resource)
        with refused(refusals.ResourceForeign(resource, world.tax.id, world.civil.id)):
            world.registry.call(function, record, 1, *rest, sender=world.civil.registrar)

    def test_is_one_of_a_live_record_or_says_how_a_withdrawn_one_ends(
        self, world: World, function: str, rest: tuple[object, ...]
    ) -> None:
        record = world.record(world.resource())
        world.registry.call("withdrawRecord", record, 1, 0, NO_OPENING, sender=world.tax.registrar)
        if function in FOR_WITHDRAWN:
            world.registry.call(function, record, 2, *rest, sender=world.tax.registrar)
            return
        with refused(refusals.RecordIsWithdrawn(record)):
            world.registry.call(function, record, 2, *rest, sender=world.tax.registrar)

    def test_is_none_of_a_record_that_was_shredded(self, world: World, function: str, rest: tuple[object, ...]) -> None:
        record = world.record(world.resource())
        world.registry.call("shredRecord", record, 1, 0, NO_OPENING, sender=world.tax.registrar)
        with refused(refusals.RecordIsShredded(record)):
            world.registry.call(function, record, 2, *rest, sender=world.tax.registrar)

    def test_is_made_by_the_heir_of_the_owner(self, world: World, function: str, rest: tuple[object, ...]) -> None:
        record = world.record(world.resource())
        for end in (world.merge, world.dissolve):
            with fresh(world):
                end(world.tax, world.civil)
                events_of = world.registry.call(function, record, 1, *rest, sender=world.civil.registrar)
                assert (events_of[0].actor, events_of[0].acting_organisation) == (world.civil.registrar, world.civil.id)

    def test_loser_of_a_race_is_refused_with_the_current_version(
        self, world: World, function: str, rest: tuple[object, ...]
    ) -> None:
        record = world.record(world.resource())
        world.registry.call("supersedeRecord", record, 1, word("new"), NO_OPENING, sender=world.tax.registrar)
        for seen in (0, 1, 3):
            with refused(refusals.RecordVersionStale(record, seen, 2)):
                world.registry.call(function, record, seen, *rest, sender=world.tax.registrar)

    def test_is_still_made_when_the_resource_is_retired(
        self, world: World, function: str, rest: tuple[object, ...]
    ) -> None:
        resource = world.resource()
        record = world.record(resource)
        world.registry.call("retireResource", resource, 1, 0, sender=world.tax.registrar)
        world.registry.call(function, record, 1, *rest, sender=world.tax.registrar)
        assert world.registry.read("getRecord", record).version == 2


@pytest.mark.parametrize("reason", list(ShreddingReason))
def test_record_is_shredded_with_a_reason_and_its_commitment_stays(world: World, reason: ShreddingReason) -> None:
    record = world.record(world.resource())
    emitted(
        world.registry.call("shredRecord", record, 1, reason, NO_OPENING, sender=world.tax.registrar),
        events.RecordShredded(record, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, reason),
    )
    assert world.registry.read("getRecord", record) == (2, 1, RecordStatus.SHREDDED, 0, word("content"))


def test_hash_of_a_timestamp_token_is_put_beside_a_record_as_often_as_wanted(world: World) -> None:
    record = world.record(world.resource())
    for version in (2, 3):
        emitted(
            world.registry.call(
                "anchorTimestamp", record, version - 1, word("token"), NO_OPENING, sender=world.tax.registrar
            ),
            events.TimestampAnchored(record, world.tax.registrar, world.tax.id, Role.REGISTRAR, version, word("token")),
        )
    assert world.registry.read("getRecord", record) == (3, 1, RecordStatus.LIVE, 0, word("content"))
    with refused(refusals.TimestampTokenZero()):
        world.registry.call("anchorTimestamp", record, 3, NO_HASH, NO_OPENING, sender=world.tax.registrar)


def test_heir_keeps_the_resources_of_its_predecessor_and_their_owner_stays_named(world: World) -> None:
    resource = world.resource()
    world.merge(world.tax, world.civil)
    terms = ResourceTerms(modes=1)
    emitted(
        world.registry.call("amendResource", resource, 1, terms, sender=world.civil.registrar),
        events.ResourceAmended(resource, world.civil.registrar, world.civil.id, Role.REGISTRAR, 2, *terms),
    )
    world.registry.call("registerRecord", resource, word("content"), sender=world.civil.registrar)
    world.registry.call("registerRecordBatch", resource, 1, word("root"), sender=world.civil.registrar)
    world.registry.call("retireResource", resource, 2, 0, sender=world.civil.registrar)
    assert world.registry.read("getResource", resource).owner == world.tax.id


# --- what others ask -----------------------------------------------------------------------------------------


def test_live_record_of_the_resource_is_told_from_any_other(world: World) -> None:
    resource, other = world.resource(), world.resource()
    record = world.record(resource)
    assert world.registry.read("requireLiveRecord", record, 0, resource) is None
    with refused(refusals.RecordIndexInvalid(record, 1, 1)):
        world.registry.read("requireLiveRecord", record, 1, resource)
    with refused(refusals.RecordResourceMismatch(record, resource, other)):
        world.registry.read("requireLiveRecord", record, 0, other)
    for unknown in (0, UNKNOWN):
        with refused(refusals.RecordUnknown(unknown)):
            world.registry.read("requireLiveRecord", unknown, 0, resource)
    world.registry.call("withdrawRecord", record, 1, 0, NO_OPENING, sender=world.tax.registrar)
    with refused(refusals.RecordIsWithdrawn(record)):
        world.registry.read("requireLiveRecord", record, 0, resource)


def test_consortium_can_be_read(world: World) -> None:
    assert world.registry.read("consortium") == world.consortium.address


def test_ids_of_resources_and_records_begin_at_the_first_id(world: World) -> None:
    successor = world.deploy("data_registry", world.consortium.address, 700)
    world.replace(world.registry, successor.address)
    assert successor.call("registerResource", TERMS, sender=world.tax.registrar).returned == 700
    assert successor.call("registerRecord", 700, word("c"), sender=world.tax.registrar).returned == 700


def test_registry_knows_the_consortium_from_the_start() -> None:
    with refused(refusals.ConstructorAddressZero()):
        deploy(Chain(), "data_registry", NO_ADDRESS, 1, deployer=DEPLOYER)


def test_amendment_of_a_resource_that_changes_nothing_is_refused(world: World) -> None:
    resource = world.resource()
    with refused(refusals.ResourceTermsUnchanged(resource)):
        world.registry.call("amendResource", resource, 1, ResourceTerms(), sender=world.tax.registrar)

"""AccessGrants: grants on sensitive resources need approvals of their exact terms."""

from __future__ import annotations

from itertools import combinations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import Mode, OrganisationKind, Role, Sensitivity, to_bits
from tests.contracts.harness import NO_HASH, emitted, refused, word
from tests.contracts.world import GrantTerms, Organisation, Origin, ResourceTerms, World, fresh

UNKNOWN = 999
VERIFY = to_bits({Mode.VERIFY, Mode.EVALUATE})


@pytest.fixture
def approvers(world: World) -> list[Organisation]:
    return [world.admit(f"approver {place}", {OrganisationKind.DEPARTMENT}, Role.GRANTOR) for place in range(4)]


@pytest.fixture
def resource_terms(approvers: list[Organisation]) -> ResourceTerms:
    ids = tuple(approver.id for approver in approvers)
    return ResourceTerms(sensitivity=Sensitivity.CORE, approvers=ids, approvals=1, detail_approvals=3)


@pytest.fixture
def terms(world: World, resource_terms: ResourceTerms) -> GrantTerms:
    return GrantTerms(world.resource(resource_terms), world.civil.id, delegation_depth=1)


def _issue(world: World, terms: GrantTerms) -> int:
    grant: int = world.grants.call("issueGrant", terms, sender=world.tax.grantor).returned
    return grant


# --- approvals -----------------------------------------------------------------------------------------------


def test_approver_approves_the_exact_terms_which_all_can_read(
    world: World, terms: GrantTerms, approvers: list[Organisation]
) -> None:
    approved = world.grants.call("approveTerms", terms, 1, sender=approvers[2].grantor)
    acting = (approvers[2].grantor, approvers[2].id, Role.GRANTOR)
    emitted(approved, events.DraftApproved(terms.draft, *acting, 1, approvers[2].id, 1, 0b0100, *terms))
    assert approved.returned == terms.draft
    assert world.grants.read("getDraft", terms.draft) == (1, terms.resource, 1, 0b0100)
    world.approve(terms, approvers[0])
    assert world.grants.read("getDraft", terms.draft) == (2, terms.resource, 1, 0b0101)
    assert world.grants.read("getDraft", NO_HASH) == (0, 0, 0, 0)


@pytest.mark.parametrize("who", list(combinations(range(4), 3)))
def test_any_three_of_four_make_a_grant_that_needs_three(
    world: World, terms: GrantTerms, approvers: list[Organisation], who: tuple[int, ...]
) -> None:
    for given, place in enumerate(who):
        with refused(refusals.GrantApprovalsMissing(terms.draft, given, 3)):
            _issue(world, terms)
        world.approve(terms, approvers[place])
    issued = world.grants.call("issueGrant", terms, sender=world.tax.grantor)
    origin = Origin(world.tax.id, world.tax.grantor, terms.draft, 4)
    emitted(issued, events.GrantIssued(1, world.tax.grantor, world.tax.id, Role.GRANTOR, 1, *terms, *origin.fields))
    assert world.grants.read("getDraft", terms.draft) == (4, terms.resource, 1, 0)


@pytest.mark.parametrize("mode", list(Mode))
def test_modes_that_hand_data_out_need_the_higher_level_and_the_others_do_not(
    world: World, terms: GrantTerms, approvers: list[Organisation], mode: Mode
) -> None:
    terms = terms._replace(modes=to_bits({mode}))
    world.approve(terms, approvers[0])
    if mode in (Mode.VERIFY, Mode.EVALUATE):
        assert _issue(world, terms) == 1
        return
    with refused(refusals.GrantApprovalsMissing(terms.draft, 1, 3)):
        _issue(world, terms)
    world.approve(terms, approvers[1], approvers[3])
    assert _issue(world, terms) == 1


def test_one_mode_that_hands_data_out_lifts_the_whole_grant(
    world: World, terms: GrantTerms, approvers: list[Organisation]
) -> None:
    for modes in (to_bits({Mode.VERIFY, Mode.DETAIL}), to_bits({Mode.EVALUATE, Mode.SUBMIT})):
        mixed = terms._replace(modes=modes)
        world.approve(mixed, approvers[0])
        with refused(refusals.GrantApprovalsMissing(mixed.draft, 1, 3)):
            _issue(world, mixed)


def test_level_of_zero_needs_no_approval_and_takes_none(world: World, resource_terms: ResourceTerms) -> None:
    resource = world.resource(resource_terms._replace(approvals=0))
    terms = GrantTerms(resource, world.civil.id, modes=VERIFY)
    approver = world.grants.read("getDraft", NO_HASH)
    assert approver.version == 0
    with refused(refusals.DraftApprovalNotNeeded(terms.draft)):
        world.approve(terms, world.civil)
    assert _issue(world, terms) == 1
    assert world.grants.read("getDraft", terms.draft).version == 0
    with refused(refusals.GrantApprovalsMissing(terms._replace(modes=0b1111).draft, 0, 3)):
        _issue(world, terms._replace(modes=0b1111))


@pytest.mark.parametrize(
    "change",
    [
        {"grantee": 4},
        {"modes": 0b0111},
        {"fields": 0b0111},
        {"purpose": 8},
        {"legal_basis": word("another law")},
        {"valid_from": 1},
        {"valid_until": 2**39},
        {"max_uses": 4},
        {"delegation_depth": 0},
    ],
)
def test_approval_of_other_terms_does_not_count(
    world: World, terms: GrantTerms, approvers: list[Organisation], change: dict[str, object]
) -> None:
    world.approve(terms, *approvers)
    other = terms._replace(**change)
    with refused(refusals.GrantApprovalsMissing(other.draft, 0, 3)):
        _issue(world, other)


def test_approvals_are_used_up_by_the_grant(world: World, terms: GrantTerms, approvers: list[Organisation]) -> None:
    world.approve(terms, *approvers)
    assert _issue(world, terms) == 1
    with refused(refusals.GrantApprovalsMissing(terms.draft, 0, 3)):
        _issue(world, terms)
    world.approve(terms, *approvers[:3])
    assert _issue(world, terms) == 2
    assert world.grants.read("getDraft", terms.draft).version == 9


def test_changed_resource_needs_new_approvals(
    world: World, terms: GrantTerms, resource_terms: ResourceTerms, approvers: list[Organisation]
) -> None:
    world.approve(terms, *approvers)
    amended = resource_terms._replace(schema=word("new"))
    world.registry.call("amendResource", terms.resource, 1, amended, sender=world.tax.registrar)
    with refused(refusals.GrantApprovalsMissing(terms.draft, 0, 3)):
        _issue(world, terms)
    with refused(refusals.ResourceVersionStale(terms.resource, 1, 2)):
        world.grants.call("approveTerms", terms, 1, sender=approvers[0].grantor)
    world.approve(terms, approvers[1])
    assert world.grants.read("getDraft", terms.draft) == (5, terms.resource, 2, 0b0010)
    world.approve(terms, approvers[0], approvers[3])
    assert _issue(world, terms) == 1


def test_approver_approves_once(world: World, terms: GrantTerms, approvers: list[Organisation]) -> None:
    world.approve(terms, approvers[1])
    with refused(refusals.DraftApprovedAlready(terms.draft, approvers[1].id)):
        world.approve(terms, approvers[1])


def test_only_a_named_approver_approves(world: World, terms: GrantTerms, resource_terms: ResourceTerms) -> None:
    for other in (world.tax, world.civil):
        with refused(refusals.DraftApproverForeign(terms.resource, other.id)):
            world.approve(terms, other)


def test_terms_on_a_resource_that_is_unknown_or_retired_are_not_approved(
    world: World, terms: GrantTerms, approvers: list[Organisation]
) -> None:
    with refused(refusals.ResourceUnknown(UNKNOWN)):
        world.grants.call("approveTerms", terms._replace(resource=UNKNOWN), 0, sender=approvers[0].grantor)
    world.registry.call("retireResource", terms.resource, 1, 0, sender=world.tax.registrar)
    with refused(refusals.ResourceIsRetired(terms.resource)):
        world.approve(terms, approvers[0])


# --- approvers that merged -----------------------------------------------------------------------------------


def test_successor_approves_in_the_place_of_an_approver_and_a_custodian_does_not(
    world: World, terms: GrantTerms, approvers: list[Organisation]
) -> None:
    with fresh(world):
        world.dissolve(approvers[0], world.civil)
        with refused(refusals.DraftApproverForeign(terms.resource, world.civil.id)):
            world.approve(terms, world.civil)
    world.merge(approvers[0], world.civil)
    approved = world.grants.call("approveTerms", terms, 1, sender=world.civil.grantor)
    assert (approved[0].approver, approved[0].approvals) == (approvers[0].id, 0b0001)


def test_approvers_that_merged_count_once(world: World, terms: GrantTerms, approvers: list[Organisation]) -> None:
    world.merge(approvers[0], approvers[3])
    world.approve(terms, approvers[3])
    with refused(refusals.DraftApprovedAlready(terms.draft, approvers[0].id)):
        world.approve(terms, approvers[3])


def test_approver_that_became_part_of_the_owner_approves_nothing(
    world: World, terms: GrantTerms, approvers: list[Organisation]
) -> None:
    world.merge(approvers[0], world.tax)
    with refused(refusals.DraftApproverForeign(terms.resource, world.tax.id)):
        world.approve(terms, world.tax)
    world.dissolve(world.tax, approvers[1])
    with refused(refusals.DraftApproverForeign(terms.resource, approvers[1].id)):
        world.approve(terms, approvers[1])


# --- withdrawal ----------------------------------------------------------------------------------------------


def test_approver_takes_its_approval_back_before_it_is_used_up(
    world: World, terms: GrantTerms, approvers: list[Organisation]
) -> None:
    world.approve(terms, *approvers[:3])
    acting = (approvers[1].grantor, approvers[1].id, Role.GRANTOR)
    emitted(
        world.grants.call("withdrawApproval", terms.draft, sender=approvers[1].grantor),
        events.DraftApprovalWithdrawn(terms.draft, *acting, 4, approvers[1].id, 0b0101),
    )
    assert world.grants.read("getDraft", terms.draft) == (4, terms.resource, 1, 0b0101)
    with refused(refusals.GrantApprovalsMissing(terms.draft, 2, 3)):
        _issue(world, terms)
    world.approve(terms, approvers[1])
    assert _issue(world, terms) == 1


def test_only_an_approval_that_counts_is_taken_back(
    world: World, terms: GrantTerms, resource_terms: ResourceTerms, approvers: list[Organisation]
) -> None:
    def cannot(who: Organisation, draft: bytes = terms.draft) -> None:
        with refused(refusals.DraftNotApproved(draft, who.id)):
            world.grants.call("withdrawApproval", draft, sender=who.grantor)

    cannot(approvers[0], word("no terms"))
    world.approve(terms, *approvers[:3])
    cannot(approvers[3])
    cannot(world.civil)
    _issue(world, terms)
    cannot(approvers[0])
    world.approve(terms, approvers[0])
    amended = resource_terms._replace(schema=word("new"))
    world.registry.call("amendResource", terms.resource, 1, amended, sender=world.tax.registrar)
    cannot(approvers[0])


# --- what is passed on ---------------------------------------------------------------------------------------


def test_what_is_passed_on_needs_no_approval_since_its_parent_met_the_level(
    world: World, terms: GrantTerms, approvers: list[Organisation]
) -> None:
    world.approve(terms, *approvers[:3])
    child = world.delegated(_issue(world, terms), terms, approvers[0])
    with refused(refusals.DraftApprovalNotNeeded(child.draft)):
        world.approve(child, approvers[0])
    issued = world.grants.call("issueGrant", child, sender=world.civil.grantor)
    assert (issued[0].draft, issued[0].draft_version) == (NO_HASH, 0)

"""AccessGrants: what is granted, and every way in which a use can be outside of it."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import ContractRole, Mode, OrganisationStatus, RevocationReason, Role, to_bits
from tests.contracts.harness import DAY, NO_ADDRESS, NO_HASH, START, Chain, account, deploy, emitted, refused, word
from tests.contracts.world import DEPLOYER, STRANGER, GrantTerms, GrantUse, Origin, ResourceTerms, World

UNKNOWN = 999
FIELDS = 1 << 255 | 0b1010
MODES = to_bits({Mode.VERIFY, Mode.DETAIL})


@pytest.fixture
def terms(world: World) -> GrantTerms:
    """A grant's terms, each of them another value."""
    resource = world.resource(ResourceTerms(modes=MODES))
    valid_from, valid_until = START + DAY, START + 2 * DAY
    return GrantTerms(resource, world.civil.id, MODES, FIELDS, 31, word("act 12"), valid_from, valid_until, 2, 4)


@pytest.fixture
def use(world: World, terms: GrantTerms) -> GrantUse:
    """A use of grant 1 that is within these terms."""
    return GrantUse(terms.resource, world.tax.id, world.civil.id, Mode.DETAIL, FIELDS, 31, word("act 12"))


@pytest.fixture
def grant(world: World, terms: GrantTerms, use: GrantUse) -> int:
    """A grant with these terms, at its first second."""
    grant: int = world.grants.call("issueGrant", terms, sender=world.tax.grantor).returned
    world.chain.move_to(terms.valid_from)
    return grant


@pytest.fixture
def reporter(world: World) -> bytes:
    """An account that the directory lists for DATA_REQUESTS, so that a test can report in its place."""
    return world.replace(world.requests)


# --- issue ---------------------------------------------------------------------------------------------------


def test_grant_is_issued_by_the_owner_of_the_resource(world: World, terms: GrantTerms) -> None:
    issued = world.grants.call("issueGrant", terms, sender=world.tax.grantor)
    origin = Origin(world.tax.id, world.tax.grantor)
    emitted(issued, events.GrantIssued(1, world.tax.grantor, world.tax.id, Role.GRANTOR, 1, *terms, *origin.fields))
    assert issued.returned == 1
    assert world.grants.read("getGrant", 1)._asdict() == {
        "version": 1,
        "resource": terms.resource,
        "owner": world.tax.id,
        "revoked": False,
        "grantee": world.civil.id,
        "valid_from": START + DAY,
        "valid_until": START + 2 * DAY,
        "max_uses": 2,
        "purpose": 31,
        "modes": MODES,
        "delegation_depth": 4,
        "parent": 0,
        "fields": FIELDS,
        "legal_basis": word("act 12"),
    }
    assert world.grants.read("usesOf", 1) == (0, 0)
    assert world.grants.read("getGrant", 2).version == 0
    assert world.registry.read("getResource", terms.resource).version == 1


def test_grant_may_be_as_wide_as_its_types(world: World, terms: GrantTerms) -> None:
    widest = terms._replace(
        fields=2**256 - 1, purpose=2**16 - 1, valid_from=0, valid_until=2**40 - 1, max_uses=2**32 - 1
    )
    world.grants.call("issueGrant", widest, sender=world.tax.grantor)
    assert world.grants.read("getGrant", 1).fields == 2**256 - 1
    assert world.grants.read("getGrant", 1).max_uses == 2**32 - 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"modes": 0}, refusals.GrantModesNotOffered(0, MODES)),
        ({"modes": to_bits(Mode)}, refusals.GrantModesNotOffered(0b1111, MODES)),
        ({"modes": to_bits({Mode.SUBMIT})}, refusals.GrantModesNotOffered(0b0001, MODES)),
        ({"modes": 1 << 4}, refusals.GrantModesNotOffered(1 << 4, MODES)),
        ({"fields": 0}, refusals.GrantFieldsEmpty()),
        ({"purpose": 0}, refusals.GrantPurposeZero()),
        ({"legal_basis": NO_HASH}, refusals.GrantLegalBasisZero()),
        ({"valid_from": START + 9, "valid_until": START + 9}, (START + 9, START + 9)),
        ({"valid_from": START + 9, "valid_until": START + 8}, (START + 9, START + 8)),
        ({"valid_from": START - 9, "valid_until": START}, (START - 9, START)),
        ({"max_uses": 0}, refusals.GrantUsesZero()),
        ({"delegation_depth": 5}, refusals.GrantDelegationTooDeep(5, 4)),
        ({"delegation_depth": 255}, refusals.GrantDelegationTooDeep(255, 4)),
    ],
)
def test_grant_outside_the_rules_is_not_issued(
    world: World, terms: GrantTerms, change: dict[str, object], refusal: refusals.ContractRefusal | tuple[int, int]
) -> None:
    if isinstance(refusal, tuple):
        refusal = refusals.GrantPeriodInvalid(*refusal, START)
    with refused(refusal):
        world.grants.call("issueGrant", terms._replace(**change), sender=world.tax.grantor)


def test_grant_may_end_with_the_present_second(world: World, terms: GrantTerms) -> None:
    world.grant(terms._replace(valid_from=START, valid_until=START + 1))
    assert world.grants.read("getGrant", 1).valid_until == START + 1


def test_owner_needs_no_grant_on_its_own_resource(world: World, terms: GrantTerms) -> None:
    with refused(refusals.GrantToOwner(world.tax.id)):
        world.grant(terms._replace(grantee=world.tax.id))


def test_grantee_is_an_active_organisation(world: World, terms: GrantTerms) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.OrganisationUnknown(unknown)):
            world.grant(terms._replace(grantee=unknown))
    world.suspend(world.civil)
    with refused(refusals.OrganisationNotActive(world.civil.id, OrganisationStatus.SUSPENDED)):
        world.grant(terms)


def test_grant_on_an_unknown_resource_is_refused(world: World, terms: GrantTerms) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.ResourceUnknown(unknown)):
            world.grant(terms._replace(resource=unknown))


def test_grant_on_another_organisations_resource_is_refused(world: World, terms: GrantTerms) -> None:
    with refused(refusals.ResourceForeign(terms.resource, world.tax.id, world.civil.id)):
        world.grants.call("issueGrant", terms, sender=world.civil.grantor)


def test_heir_grants_the_use_of_its_predecessors_resource(world: World, terms: GrantTerms) -> None:
    world.dissolve(world.tax, world.finance)
    world.appoint(world.finance.id, world.finance.grantor, {Role.GRANTOR})
    issued = world.grants.call("issueGrant", terms, sender=world.finance.grantor)
    assert (issued[0].owner, issued[0].acting_organisation) == (world.tax.id, world.finance.id)
    assert world.grants.read("getGrant", 1).owner == world.tax.id
    with refused(refusals.GrantToOwner(world.finance.id)):
        world.grants.call("issueGrant", terms._replace(grantee=world.finance.id), sender=world.finance.grantor)


def test_nothing_is_granted_on_a_retired_resource(world: World, terms: GrantTerms) -> None:
    world.registry.call("retireResource", terms.resource, 1, 0, sender=world.tax.registrar)
    with refused(refusals.ResourceIsRetired(terms.resource)):
        world.grant(terms)


# --- revocation ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(RevocationReason))
def test_grant_is_revoked_by_its_owner_with_a_reason(world: World, grant: int, reason: RevocationReason) -> None:
    emitted(
        world.grants.call("revokeGrant", grant, 1, reason, sender=world.tax.grantor),
        events.GrantRevoked(grant, world.tax.grantor, world.tax.id, Role.GRANTOR, 2, reason),
    )
    stored = world.grants.read("getGrant", grant)
    assert (stored.version, stored.revoked) == (2, True)


def test_revoked_grant_cannot_be_used_from_that_second_on(world: World, grant: int, use: GrantUse) -> None:
    assert world.grants.read("checkUse", grant, use, 1) is None
    world.grants.call("revokeGrant", grant, 1, 0, sender=world.tax.grantor)
    with refused(refusals.GrantIsRevoked(grant)):
        world.grants.read("checkUse", grant, use, 1)


def test_revoked_grant_says_that_it_was_revoked_also_outside_its_time_and_terms(
    world: World, reporter: bytes, grant: int, use: GrantUse
) -> None:
    world.grants.call("revokeGrant", grant, 1, 0, sender=world.tax.grantor)
    world.chain.move(400 * DAY)
    for asked in (use, use._replace(purpose=use.purpose + 1)):
        with refused(refusals.GrantIsRevoked(grant)):
            world.grants.read("checkUse", grant, asked, 1)
    with refused(refusals.GrantIsRevoked(grant)):
        world.grants.call("reportCheckedUse", grant, sender=reporter)


def test_grant_is_revoked_once(world: World, grant: int) -> None:
    world.grants.call("revokeGrant", grant, 1, 0, sender=world.tax.grantor)
    with refused(refusals.GrantIsRevoked(grant)):
        world.grants.call("revokeGrant", grant, 2, 0, sender=world.tax.grantor)


def test_grant_is_not_revoked_by_another_organisation(world: World, grant: int) -> None:
    with refused(refusals.GrantForeign(grant, world.tax.id, world.civil.id)):
        world.grants.call("revokeGrant", grant, 1, 0, sender=world.civil.grantor)


def test_grant_is_revoked_by_the_heir_of_its_owner(world: World, grant: int) -> None:
    world.appoint(world.finance.id, world.finance.grantor, {Role.GRANTOR})
    with refused(refusals.GrantForeign(grant, world.tax.id, world.finance.id)):
        world.grants.call("revokeGrant", grant, 1, 0, sender=world.finance.grantor)
    world.dissolve(world.tax, world.finance)
    world.grants.call("revokeGrant", grant, 1, 0, sender=world.finance.grantor)
    assert world.grants.read("getGrant", grant).revoked


def test_unknown_grant_is_not_revoked(world: World) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.GrantUnknown(unknown)):
            world.grants.call("revokeGrant", unknown, 0, 0, sender=world.tax.grantor)


def test_grant_is_revoked_by_who_knows_its_version(world: World, grant: int) -> None:
    for seen in (0, 2, 2**64 - 1):
        with refused(refusals.GrantVersionStale(grant, seen, 1)):
            world.grants.call("revokeGrant", grant, seen, 0, sender=world.tax.grantor)


def test_expired_grant_can_still_be_revoked(world: World, grant: int, terms: GrantTerms) -> None:
    world.chain.move_to(terms.valid_until)
    world.grants.call("revokeGrant", grant, 1, 0, sender=world.tax.grantor)
    assert world.grants.read("getGrant", grant).revoked


def test_revocation_of_one_grant_leaves_the_others(world: World, grant: int, terms: GrantTerms, use: GrantUse) -> None:
    other, _ = world.grant(terms)
    world.grants.call("revokeGrant", grant, 1, 0, sender=world.tax.grantor)
    assert world.grants.read("checkUse", other, use, 1) is None


# --- use -----------------------------------------------------------------------------------------------------


def test_grant_cannot_be_used_before_its_first_second(world: World, terms: GrantTerms, use: GrantUse) -> None:
    world.grant(terms)
    world.chain.move_to(terms.valid_from - 1)
    with refused(refusals.GrantNotYetValid(1, terms.valid_from, terms.valid_from - 1)):
        world.grants.read("checkUse", 1, use, 1)
    world.chain.move(1)
    assert world.grants.read("checkUse", 1, use, 1) is None


def test_expired_grant_cannot_be_used(world: World, grant: int, terms: GrantTerms, use: GrantUse) -> None:
    world.chain.move_to(terms.valid_until - 1)
    assert world.grants.read("checkUse", grant, use, 1) is None
    world.chain.move(1)
    with refused(refusals.GrantExpired(grant, terms.valid_until, terms.valid_until)):
        world.grants.read("checkUse", grant, use, 1)


def test_unknown_grant_cannot_be_used(world: World, use: GrantUse) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.GrantUnknown(unknown)):
            world.grants.read("checkUse", unknown, use, 1)


@pytest.mark.parametrize("mode", [Mode.VERIFY, Mode.DETAIL])
@pytest.mark.parametrize("fields", [FIELDS, 1 << 255, 0b1000, 0b0010])
def test_use_within_the_terms_is_allowed(world: World, grant: int, use: GrantUse, mode: Mode, fields: int) -> None:
    assert world.grants.read("checkUse", grant, use._replace(mode=mode, fields=fields), 1) is None


def _outside(world: World) -> list[tuple[dict[str, object], refusals.ContractRefusal]]:
    return [
        ({"resource": 2}, refusals.GrantResourceMismatch(1, 1, 2)),
        ({"owner": world.civil.id}, refusals.GrantOwnerMismatch(1, world.tax.id, world.civil.id)),
        ({"grantee": world.tax.id}, refusals.GrantGranteeMismatch(1, world.civil.id, world.tax.id)),
        ({"mode": Mode.SUBMIT}, refusals.GrantModeNotGranted(1, MODES, Mode.SUBMIT)),
        ({"mode": Mode.EVALUATE}, refusals.GrantModeNotGranted(1, MODES, Mode.EVALUATE)),
        ({"fields": 0}, refusals.GrantFieldsNotGranted(1, FIELDS, 0)),
        ({"fields": FIELDS | 1}, refusals.GrantFieldsNotGranted(1, FIELDS, FIELDS | 1)),
        ({"fields": 2**256 - 1}, refusals.GrantFieldsNotGranted(1, FIELDS, 2**256 - 1)),
        ({"purpose": 30}, refusals.GrantPurposeMismatch(1, 31, 30)),
        ({"legal_basis": word("act 13")}, refusals.GrantLegalBasisMismatch(1, word("act 12"), word("act 13"))),
    ]


@pytest.mark.parametrize("place", range(10))
def test_use_outside_the_terms_is_refused_by_the_term_that_it_breaks(
    world: World, reporter: bytes, grant: int, use: GrantUse, place: int
) -> None:
    change, refusal = _outside(world)[place]
    with refused(refusal):
        world.grants.read("checkUse", grant, use._replace(**change), 1)
    with refused(refusal):
        world.grants.call("reportUse", grant, use._replace(**change), 1, sender=reporter)
    assert world.grants.read("usesOf", grant) == (0, 0)


def test_suspended_grantee_uses_nothing(world: World, grant: int, use: GrantUse) -> None:
    world.suspend(world.civil)
    with refused(refusals.OrganisationNotActive(world.civil.id, OrganisationStatus.SUSPENDED)):
        world.grants.read("checkUse", grant, use, 1)
    world.reinstate(world.civil)
    assert world.grants.read("checkUse", grant, use, 1) is None


def test_grant_on_a_resource_that_was_retired_later_can_still_be_used(
    world: World, grant: int, terms: GrantTerms, use: GrantUse
) -> None:
    world.registry.call("retireResource", terms.resource, 1, 0, sender=world.tax.registrar)
    assert world.grants.read("checkUse", grant, use, 1) is None


# --- reports -------------------------------------------------------------------------------------------------


def test_report_counts_a_use_and_is_silent(world: World, reporter: bytes, grant: int, use: GrantUse) -> None:
    head, stored = world.grants.head(), world.grants.read("getGrant", grant)
    emitted(world.grants.call("reportUse", grant, use, 1, sender=reporter))
    assert world.grants.read("usesOf", grant) == (1, 0)
    assert world.grants.head() == head
    assert world.grants.read("getGrant", grant) == stored


def test_grant_is_used_as_often_as_it_says_and_not_more(
    world: World, reporter: bytes, grant: int, use: GrantUse
) -> None:
    for _ in range(2):
        assert world.grants.read("checkUse", grant, use, 1) is None
        world.grants.call("reportUse", grant, use, 1, sender=reporter)
    with refused(refusals.GrantUsesExhausted(grant, 2, 0, 1)):
        world.grants.read("checkUse", grant, use, 1)
    with refused(refusals.GrantUsesExhausted(grant, 2, 0, 1)):
        world.grants.call("reportUse", grant, use, 1, sender=reporter)
    assert world.grants.read("usesOf", grant) == (2, 0)


def test_checked_use_is_counted_and_is_silent(world: World, reporter: bytes, grant: int) -> None:
    head, stored = world.grants.head(), world.grants.read("getGrant", grant)
    emitted(world.grants.call("reportCheckedUse", grant, sender=reporter))
    assert world.grants.read("usesOf", grant) == (1, 0)
    assert world.grants.read("remainingUsesOf", grant) == 1
    assert world.grants.head() == head
    assert world.grants.read("getGrant", grant) == stored


def test_checked_use_is_refused_once_no_use_is_left(world: World, reporter: bytes, grant: int) -> None:
    for _ in range(2):
        world.grants.call("reportCheckedUse", grant, sender=reporter)
    with refused(refusals.GrantUsesExhausted(grant, 2, 0, 1)):
        world.grants.call("reportCheckedUse", grant, sender=reporter)


def test_checked_use_is_refused_outside_the_grants_time(world: World, reporter: bytes, terms: GrantTerms) -> None:
    grant, _ = world.grant(terms)
    world.chain.move_to(terms.valid_from - 1)
    with refused(refusals.GrantNotYetValid(grant, terms.valid_from, terms.valid_from - 1)):
        world.grants.call("reportCheckedUse", grant, sender=reporter)
    world.chain.move_to(terms.valid_until)
    with refused(refusals.GrantExpired(grant, terms.valid_until, terms.valid_until)):
        world.grants.call("reportCheckedUse", grant, sender=reporter)


def test_checked_use_of_a_grant_that_was_revoked_or_never_issued_is_refused(
    world: World, reporter: bytes, grant: int
) -> None:
    world.grants.call("revokeGrant", grant, 1, 0, sender=world.tax.grantor)
    with refused(refusals.GrantIsRevoked(grant)):
        world.grants.call("reportCheckedUse", grant, sender=reporter)
    with refused(refusals.GrantUnknown(UNKNOWN)):
        world.grants.call("reportCheckedUse", UNKNOWN, sender=reporter)


def test_checked_use_of_a_suspended_grantee_is_refused(world: World, reporter: bytes, grant: int) -> None:
    world.suspend(world.civil)
    with refused(refusals.OrganisationNotActive(world.civil.id, OrganisationStatus.SUSPENDED)):
        world.grants.call("reportCheckedUse", grant, sender=reporter)


def test_several_uses_are_counted_at_once(world: World, reporter: bytes, terms: GrantTerms, use: GrantUse) -> None:
    grant, _ = world.grant(terms._replace(max_uses=10))
    world.chain.move_to(terms.valid_from)
    world.grants.call("reportUse", grant, use, 7, sender=reporter)
    assert world.grants.read("usesOf", grant) == (7, 0)
    assert world.grants.read("remainingUsesOf", grant) == 3
    with refused(refusals.GrantUsesExhausted(grant, 10, 3, 4)):
        world.grants.call("reportUse", grant, use, 4, sender=reporter)
    world.grants.call("reportUse", grant, use, 3, sender=reporter)
    assert world.grants.read("remainingUsesOf", grant) == world.grants.read("remainingUsesOf", UNKNOWN) == 0


def test_uses_of_one_grant_are_not_those_of_another(
    world: World, reporter: bytes, grant: int, terms: GrantTerms, use: GrantUse
) -> None:
    other, _ = world.grant(terms)
    world.grants.call("reportUse", other, use, 1, sender=reporter)
    assert [world.grants.read("usesOf", item) for item in (grant, other)] == [(0, 0), (1, 0)]


def test_use_is_reported_by_the_listed_contract_alone(world: World, grant: int, use: GrantUse) -> None:
    for caller in (STRANGER, world.civil.requester, world.tax.responder, DEPLOYER):
        with refused(refusals.ReporterNotListed(caller, ContractRole.DATA_REQUESTS)):
            world.grants.call("reportUse", grant, use, 1, sender=caller)
        with refused(refusals.ReporterNotListed(caller, ContractRole.DATA_REQUESTS)):
            world.grants.call("reportCheckedUse", grant, sender=caller)


def test_contract_listed_for_another_place_reports_no_use(world: World, grant: int, use: GrantUse) -> None:
    other = world.replace(world.claims)
    with refused(refusals.ReporterNotListed(other, ContractRole.DATA_REQUESTS)):
        world.grants.call("reportUse", grant, use, 1, sender=other)


def test_contract_that_winds_down_still_reports_uses(world: World, reporter: bytes, grant: int, use: GrantUse) -> None:
    world.decide("listContract", ContractRole.DATA_REQUESTS, world.stand_in())
    world.grants.call("reportUse", grant, use, 1, sender=reporter)
    assert world.grants.read("usesOf", grant) == (1, 0)


# --- creation ------------------------------------------------------------------------------------------------


def test_wiring_can_be_read(world: World) -> None:
    assert world.grants.read("consortium") == world.consortium.address
    assert world.grants.read("registry") == world.registry.address


@pytest.mark.parametrize("missing", [0, 1])
def test_grants_knows_consortium_and_registry_from_the_start(missing: int) -> None:
    addresses = [account("consortium"), account("registry")]
    addresses[missing] = NO_ADDRESS
    with refused(refusals.ConstructorAddressZero()):
        deploy(Chain(), "access_grants", *addresses, 1, deployer=DEPLOYER)


def test_ids_of_grants_begin_at_the_first_id(world: World, terms: GrantTerms) -> None:
    addresses = (world.consortium.address, world.registry.address)
    successor = world.deploy("access_grants", *addresses, 300)
    world.replace(world.grants, successor.address)
    assert successor.call("issueGrant", terms, sender=world.tax.grantor).returned == 300

"""AccessGrants: what a grantee passes on is never wider than what it has, and ends with it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import Mode, OrganisationKind, OrganisationStatus, RevocationReason, Role, to_bits
from tests.contracts.harness import DAY, START, emitted, refused, word
from tests.contracts.world import GrantTerms, Organisation, Origin, ResourceTerms, World, fresh

UNKNOWN = 999
MODES = to_bits({Mode.VERIFY, Mode.DETAIL})
FIELDS = 0b1110
COLD_WORDS = 2
"""What a level reads that a new transaction has not read yet, a grant's and an organisation's word: 2,000 gas more each
than here, where the machine remembers what earlier transactions read."""


@pytest.fixture
def chain(world: World) -> list[Organisation]:
    """Organisations to pass a grant on to, one below the other: the first is the grant's own grantee."""
    others = [
        world.admit(f"level {level}", {OrganisationKind.DEPARTMENT}, Role.GRANTOR, Role.REQUESTER) for level in range(5)
    ]
    return [world.civil, *others]


@pytest.fixture
def granted(world: World) -> GrantTerms:
    return GrantTerms(
        *(world.resource(), world.civil.id, MODES, FIELDS, 31, word("act"), START, START + 10 * DAY, 20, 4),
    )


@pytest.fixture
def root(world: World, granted: GrantTerms) -> int:
    grant, _ = world.grant(granted)
    return grant


def _pass_on(world: World, terms: GrantTerms, by: Organisation) -> int:
    grant: int = world.grants.call("issueGrant", terms, sender=by.grantor).returned
    return grant


def _line(world: World, root: int, granted: GrantTerms, chain: list[Organisation], levels: int = 4) -> list[int]:
    """Grants one below the other, beginning with the root; each of four uses less."""
    grants, terms = [root], granted
    for level in range(levels):
        terms = world.delegated(grants[-1], terms, chain[level + 1], max_uses=terms.max_uses - 4)
        grants.append(_pass_on(world, terms, chain[level]))
    return grants


# --- passing on ----------------------------------------------------------------------------------------------


def test_grantee_passes_on_what_it_was_granted(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    terms = world.delegated(root, granted, chain[1], max_uses=5)
    issued = world.grants.call("issueGrant", terms, sender=world.civil.grantor)
    origin = Origin(world.tax.id, world.civil.grantor)
    emitted(issued, events.GrantIssued(2, world.civil.grantor, world.civil.id, Role.GRANTOR, 1, *terms, *origin.fields))
    stored = world.grants.read("getGrant", issued.returned)
    assert (stored.parent, stored.owner, stored.grantee, stored.max_uses) == (root, world.tax.id, chain[1].id, 5)
    assert world.grants.read("getGrant", root).version == 1
    assert world.grants.read("checkUse", issued.returned, terms.use(world.tax.id), 5) is None


def test_uses_that_are_passed_on_are_taken_out_of_the_parents(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    reporter = world.replace(world.requests)
    world.grants.call("reportUse", root, granted.use(world.tax.id), 8, sender=reporter)
    child = _pass_on(world, world.delegated(root, granted, chain[1], max_uses=7), world.civil)
    assert world.grants.read("usesOf", root) == (8, 7)
    assert world.grants.read("usesOf", child) == (0, 0)
    assert world.grants.read("remainingUsesOf", root) == 5
    with refused(refusals.GrantUsesExhausted(root, 20, 5, 6)):
        world.grants.read("checkUse", root, granted.use(world.tax.id), 6)
    with refused(refusals.GrantUsesExhausted(root, 20, 5, 6)):
        _pass_on(world, world.delegated(root, granted, chain[1], max_uses=6), world.civil)
    _pass_on(world, world.delegated(root, granted, chain[1], max_uses=5), world.civil)
    with refused(refusals.GrantUsesExhausted(root, 20, 0, 1)):
        world.grants.read("checkUse", root, granted.use(world.tax.id), 1)


def test_uses_of_a_child_that_was_revoked_do_not_come_back(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    child = _pass_on(world, world.delegated(root, granted, chain[1], max_uses=7), world.civil)
    world.grants.call("revokeGrant", child, 1, 0, sender=world.civil.grantor)
    assert world.grants.read("usesOf", root) == (0, 7)


def test_use_of_a_child_is_counted_there_alone(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    terms = world.delegated(root, granted, chain[1], max_uses=7)
    child, reporter = _pass_on(world, terms, world.civil), world.replace(world.requests)
    emitted(world.grants.call("reportUse", child, terms.use(world.tax.id), 2, sender=reporter))
    assert [world.grants.read("usesOf", item) for item in (root, child)] == [(0, 7), (2, 0)]


def _wider(granted: GrantTerms) -> list[tuple[dict[str, object], refusals.ContractRefusal]]:
    until = granted.valid_until
    period = (1, START, until)
    return [
        ({"modes": to_bits(Mode)}, refusals.GrantModesNotWithin(1, MODES, 0b1111)),
        ({"modes": to_bits({Mode.EVALUATE})}, refusals.GrantModesNotWithin(1, MODES, 0b1000)),
        ({"modes": 0}, refusals.GrantModesNotWithin(1, MODES, 0)),
        ({"fields": FIELDS | 1}, refusals.GrantFieldsNotGranted(1, FIELDS, FIELDS | 1)),
        ({"fields": 0}, refusals.GrantFieldsEmpty()),
        ({"purpose": 30}, refusals.GrantPurposeMismatch(1, 31, 30)),
        ({"legal_basis": word("other")}, refusals.GrantLegalBasisMismatch(1, word("act"), word("other"))),
        ({"valid_from": START - 1}, refusals.GrantPeriodNotWithin(*period, START - 1, until)),
        ({"valid_until": until + 1}, refusals.GrantPeriodNotWithin(*period, START, until + 1)),
        ({"valid_from": until, "valid_until": until}, refusals.GrantPeriodInvalid(until, until, START)),
        ({"max_uses": 21}, refusals.GrantUsesExhausted(1, 20, 20, 21)),
        ({"max_uses": 0}, refusals.GrantUsesZero()),
        ({"delegation_depth": 4}, refusals.GrantDepthNotWithin(1, 4, 4)),
        ({"delegation_depth": 255}, refusals.GrantDepthNotWithin(1, 4, 255)),
        ({"grantee": 2}, refusals.GrantToOwner(2)),
        ({"grantee": UNKNOWN}, refusals.OrganisationUnknown(UNKNOWN)),
        ({"parent": UNKNOWN}, refusals.GrantUnknown(UNKNOWN)),
    ]


@pytest.mark.parametrize("place", range(17))
def test_what_is_passed_on_is_not_wider_than_the_parent_in_any_way(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation], place: int
) -> None:
    change, refusal = _wider(granted)[place]
    terms = world.delegated(root, granted, chain[1])._replace(**change)
    with refused(refusal):
        _pass_on(world, terms, world.civil)
    assert world.grants.read("usesOf", root) == (0, 0)


def test_grant_is_passed_on_for_its_own_resource(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    other = world.resource()
    with refused(refusals.GrantResourceMismatch(root, granted.resource, other)):
        _pass_on(world, world.delegated(root, granted, chain[1])._replace(resource=other), world.civil)


def test_grant_is_passed_on_as_narrow_as_one_likes(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    change = {"modes": 0b0010, "fields": 0b0100, "valid_from": START + DAY, "valid_until": START + 2 * DAY}
    terms = world.delegated(root, granted, chain[1], delegation_depth=0, **change)
    child = _pass_on(world, terms, world.civil)
    with refused(refusals.GrantModeNotGranted(child, 0b0010, Mode.DETAIL)):
        world.chain.move(DAY)
        world.grants.read("checkUse", child, terms.use(world.tax.id), 1)
    assert world.grants.read("checkUse", child, terms.use(world.tax.id, Mode.VERIFY), 1) is None


def test_only_the_grantee_passes_a_grant_on(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    for other in (world.tax, chain[1]):
        with refused(refusals.GrantGranteeMismatch(root, world.civil.id, other.id)):
            _pass_on(world, world.delegated(root, granted, chain[2]), other)


def test_successor_passes_on_what_the_grantee_was_granted_and_a_custodian_does_not(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    terms = world.delegated(root, granted, chain[2])
    with fresh(world):
        world.dissolve(world.civil, chain[1])
        with refused(refusals.GrantGranteeMismatch(root, world.civil.id, chain[1].id)):
            _pass_on(world, terms, chain[1])
    world.merge(world.civil, chain[1])
    child = _pass_on(world, terms, chain[1])
    assert world.grants.read("checkUse", child, terms.use(world.tax.id), 1) is None


def test_grant_without_depth_is_not_passed_on(world: World, granted: GrantTerms, chain: list[Organisation]) -> None:
    flat = granted._replace(delegation_depth=0)
    grant, _ = world.grant(flat)
    with refused(refusals.GrantDepthNotWithin(grant, 0, 0)):
        _pass_on(world, world.delegated(grant, flat, chain[1], delegation_depth=0), world.civil)


def test_grant_is_passed_on_four_times_and_not_five(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    grants = _line(world, root, granted, chain)
    last = world.grants.read("getGrant", grants[-1])
    assert (last.delegation_depth, last.max_uses) == (0, 4)
    terms = granted._replace(max_uses=4, delegation_depth=0, grantee=chain[4].id, parent=grants[-1])
    assert world.grants.read("checkUse", grants[-1], terms.use(world.tax.id), 4) is None
    with refused(refusals.GrantDepthNotWithin(grants[-1], 0, 0)):
        _pass_on(world, terms._replace(grantee=chain[5].id, max_uses=1), chain[4])


def test_nothing_is_passed_on_when_the_resource_is_retired(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    world.registry.call("retireResource", granted.resource, 1, 0, sender=world.tax.registrar)
    with refused(refusals.ResourceIsRetired(granted.resource)):
        _pass_on(world, world.delegated(root, granted, chain[1]), world.civil)


def test_amended_resource_leaves_what_was_granted_to_be_passed_on(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    narrow = ResourceTerms(modes=1, approvers=(world.finance.id, 0, 0, 0), approvals=1, detail_approvals=1)
    world.registry.call("amendResource", granted.resource, 1, narrow, sender=world.tax.registrar)
    assert _pass_on(world, world.delegated(root, granted, chain[1]), world.civil) == 2


# --- the end of a branch -------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", range(5))
def test_revoked_grant_ends_all_below_it_at_once(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation], level: int
) -> None:
    grants = _line(world, root, granted, chain)
    world.grants.call("revokeGrant", grants[level], 1, 0, sender=world.tax.grantor)
    for place, grant in enumerate(grants):
        use = granted._replace(grantee=chain[place].id).use(world.tax.id)
        if place < level:
            assert world.grants.read("checkUse", grant, use, 1) is None
            continue
        with refused(refusals.GrantIsRevoked(grants[level])):
            world.grants.read("checkUse", grant, use, 1)
    if level < 3:
        terms = world.delegated(grants[3], granted, chain[5], delegation_depth=0)
        with refused(refusals.GrantIsRevoked(grants[level])):
            _pass_on(world, terms, chain[3])


def test_revocation_costs_the_same_however_many_grants_hang_on_it(
    world: World, granted: GrantTerms, chain: list[Organisation]
) -> None:
    costs = []
    for branches in (0, 12):
        grant, _ = world.grant(granted)
        for _ in range(branches):
            _pass_on(world, world.delegated(grant, granted, chain[1]), world.civil)
        world.grants.call("revokeGrant", grant, 1, 0, sender=world.tax.grantor)
        costs.append(world.chain.gas_used)
    assert costs[0] == costs[1]


@pytest.mark.parametrize("level", range(5))
def test_branch_of_a_suspended_organisation_rests_until_it_is_reinstated(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation], level: int
) -> None:
    grants = _line(world, root, granted, chain)
    world.suspend(chain[level])
    for place, grant in enumerate(grants):
        use = granted._replace(grantee=chain[place].id).use(world.tax.id)
        if place < level:
            assert world.grants.read("checkUse", grant, use, 1) is None
            continue
        with refused(refusals.OrganisationNotActive(chain[level].id, OrganisationStatus.SUSPENDED)):
            world.grants.read("checkUse", grant, use, 1)
    if level < 3:
        with refused(refusals.OrganisationNotActive(chain[level].id, OrganisationStatus.SUSPENDED)):
            _pass_on(world, world.delegated(grants[3], granted, chain[5], delegation_depth=0), chain[3])
    world.reinstate(chain[level])
    use = granted._replace(grantee=chain[4].id).use(world.tax.id)
    assert world.grants.read("checkUse", grants[4], use, 1) is None


def test_each_level_costs_a_use_at_most_6000_gas(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    grants, reporter = _line(world, root, granted, chain), world.replace(world.requests)
    costs = []
    for place, grant in enumerate(grants):
        use = granted._replace(grantee=chain[place].id).use(world.tax.id)
        world.grants.call("reportUse", grant, use, 1, sender=reporter)
        world.grants.call("reportUse", grant, use, 1, sender=reporter)
        costs.append(world.chain.gas_used)
    steps = [after - before for before, after in pairwise(costs)]
    assert max(steps) + COLD_WORDS * 2_000 <= 6_000, steps


# --- who may revoke ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(RevocationReason))
def test_organisation_that_passed_a_grant_on_revokes_it(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation], reason: RevocationReason
) -> None:
    child = _line(world, root, granted, chain, 1)[1]
    emitted(
        world.grants.call("revokeGrant", child, 1, reason, sender=world.civil.grantor),
        events.GrantRevoked(child, world.civil.grantor, world.civil.id, Role.GRANTOR, 2, reason),
    )


def test_heirs_revoke_what_owner_and_delegator_could(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    child, grandchild = _line(world, root, granted, chain, 2)[1:]
    world.dissolve(world.civil, chain[5])
    world.merge(world.tax, chain[4])
    with refused(refusals.GrantForeign(grandchild, world.tax.id, chain[5].id)):
        world.grants.call("revokeGrant", grandchild, 1, 0, sender=chain[5].grantor)
    world.grants.call("revokeGrant", child, 1, 0, sender=chain[5].grantor)
    world.grants.call("revokeGrant", grandchild, 1, 0, sender=chain[4].grantor)


def test_grant_is_not_revoked_by_who_only_uses_it_or_passed_on_another(
    world: World, root: int, granted: GrantTerms, chain: list[Organisation]
) -> None:
    grants = _line(world, root, granted, chain, 2)
    for grant, other in ((root, world.civil), (grants[1], chain[1]), (grants[2], world.civil), (grants[2], chain[2])):
        with refused(refusals.GrantForeign(grant, world.tax.id, other.id)):
            world.grants.call("revokeGrant", grant, 1, 0, sender=other.grantor)

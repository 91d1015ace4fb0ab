"""Who may do what, at any block, and what changed it: from the index of a ledger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import govledger
from govledger.errors import InputError
from govledger.model import GrantTerms, Mode, RevocationReason, Role, Sensitivity, SuspensionReason
from govledger.privacy.keccak import keccak256
from govledger.rules.permissions import GrantPermission, RolePermission
from tests.bodies import CIVIL_AFFAIRS, TAX, YEAR, Bodies, found


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bodies]:
    with govledger.embedded() as chain:
        yield found(chain, tmp_path_factory.mktemp("vaults"))


@pytest.fixture(scope="module")
def resource(bodies: Bodies) -> int:
    registered = bodies.tax.registry.register_resource(
        keccak256(b"schema"), {Mode.VERIFY}, sensitivity=Sensitivity.INTERNAL
    )
    return registered.event.resource


def granted(bodies: Bodies, resource: int, max_uses: int = 2) -> tuple[int, int]:
    """A grant for civil affairs; its id, and the block it stands in."""
    now = bodies.ledger.now()
    terms = GrantTerms(
        resource=resource,
        grantee=bodies.organisations[CIVIL_AFFAIRS],
        modes=frozenset({Mode.VERIFY}),
        fields=frozenset({3}),
        purpose=7,
        legal_basis=keccak256(b"legal basis"),
        valid_from_at=now,
        valid_until_at=now + YEAR,
        max_uses=max_uses,
    )
    issued = bodies.tax.grants.issue_grant(terms)
    return issued.event.grant, issued.at.block_number


def test_roles_and_grants_are_listed(bodies: Bodies, resource: int) -> None:
    grant, block = granted(bodies, resource)
    allowed = bodies.ledger.permissions()
    civil = bodies.organisations[CIVIL_AFFAIRS]
    officer = bodies.civil_affairs.officer
    mine = [one for one in allowed if isinstance(one, RolePermission) and one.officer == officer]
    assert Role.REQUESTER in {one.role for one in mine} and {one.organisation for one in mine} == {civil}
    use = next(one for one in allowed if isinstance(one, GrantPermission) and one.grant == grant)
    assert (use.grantee, use.resource, use.modes, use.fields, use.purpose) == (civil, resource, (Mode.VERIFY,), 8, 7)
    assert use not in bodies.ledger.permissions(block - 1) and use in bodies.ledger.permissions(block)
    assert str(use) == f"organisation {civil} uses resource {resource} by grant {grant}: VERIFY"


def test_change_names_the_act_that_made_it(bodies: Bodies, resource: int) -> None:
    grant, block = granted(bodies, resource)
    revoked = bodies.tax.grants.revoke_grant(grant, 1, RevocationReason.PURPOSE_FULFILLED).at
    [came] = bodies.ledger.permission_changes(block - 1, block)
    assert (came.granted, came.cause and came.cause.event) == (True, "GrantIssued")
    [went] = bodies.ledger.permission_changes(block, revoked.block_number)
    assert went.cause is not None and not went.granted
    assert (went.cause.event, went.cause.transaction_hash) == ("GrantRevoked", revoked.transaction_hash)
    assert went.cause.decision is None
    assert bodies.ledger.permission_changes(block - 1, revoked.block_number) == ()


def test_change_by_a_decision_names_the_decision(bodies: Bodies) -> None:
    tax = bodies.organisations[TAX]
    before = int(bodies.chain.request("eth_blockNumber"), 16)
    seen = bodies.ledger.consortium.organisation(tax)
    assert seen is not None
    suspended = bodies.founder.decisions.suspend_organisation(tax, seen.version, SuspensionReason.INVESTIGATION)
    after = suspended.at.block_number
    bodies.founder.decisions.reinstate_organisation(tax, seen.version + 1)
    changed = bodies.ledger.permission_changes(before, after)
    roles = [one for one in changed if isinstance(one.permission, RolePermission)]
    assert roles and all(one.permission.organisation == tax and not one.granted for one in roles)  # type: ignore[union-attr]
    causes = {(one.cause.event, one.cause.decision) for one in roles if one.cause is not None}
    [(event, decision)] = causes
    assert event == "OrganisationSuspended" and decision is not None
    assert bodies.ledger.decisions.proposal(decision) is not None


def test_what_ends_by_itself_has_no_cause(bodies: Bodies, resource: int) -> None:
    _, block = granted(bodies, resource)
    snapshot = bodies.chain.snapshot()
    bodies.chain.advance_time(2 * YEAR)
    changed = bodies.ledger.permission_changes(block, block + 1)
    bodies.chain.revert(snapshot)
    ended = [one for one in changed if isinstance(one.permission, GrantPermission)]
    assert ended and all(one.cause is None and not one.granted for one in ended)


def test_nothing_is_allowed_while_the_contracts_are_being_created(bodies: Bodies) -> None:
    first, admitted = (
        bodies.ledger.deployment.first_block,
        bodies.ledger.deployment.contract("bill_claims").block_number,
    )
    assert first < admitted
    for block in range(first, admitted + 1):
        assert bodies.ledger.permissions(block) == ()
    assert all(one.granted for one in bodies.ledger.permission_changes(first, admitted + 3))


def test_blocks_that_are_not_there_are_refused(bodies: Bodies) -> None:
    first = bodies.ledger.deployment.first_block
    with pytest.raises(InputError, match="is not in the index"):
        bodies.ledger.permissions(first - 1)
    with pytest.raises(InputError, match="give the earlier one first"):
        bodies.ledger.permission_changes(first + 1, first)


def test_explanation_of_the_ledger_is_what_filing_does(bodies: Bodies, resource: int) -> None:
    grant, _ = granted(bodies, resource)
    said = bodies.ledger.explain(bodies.civil_affairs.account, resource, Mode.VERIFY, 7, fields={3})
    assert said.grant == grant
    assert not bodies.ledger.explain(bodies.civil_affairs.account, resource, Mode.VERIFY, 8).allowed

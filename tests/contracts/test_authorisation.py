"""What every act of an officer obeys: role, time in office, organisation, and the contract's place in its life."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.artifacts import CONTRACTS, load
from govledger.model import OrganisationKind, OrganisationStatus, Role, to_bits
from tests.contracts.acts import ACTS, Act
from tests.contracts.harness import START, Stage, account, refused, role_of
from tests.contracts.world import FOUNDER, STRANGER, TERM_FROM, World

REPORTS = {"reportUse", "reportCheckedUse", "reportIssue", "reportOpening", "reportEngagement", "reportRelief"}
BROUGHT_BY_ANYONE = {"issueGrantBySignature", "revokeConsent", "bulk"}
"""What acts is the signature; tests/contracts/test_grant_signatures.py says whose."""

every_act = pytest.mark.parametrize("act", ACTS, ids=str)


def test_acts_are_all_that_officers_can_call() -> None:
    listed = {(act.contract, act.function) for act in ACTS}
    written = {
        (key, entry["name"])
        for key in CONTRACTS
        if key not in ("consortium", "decisions")
        for entry in load(key).abi
        if entry["type"] == "function"
        and entry["stateMutability"] == "nonpayable"
        and entry["name"] not in REPORTS | BROUGHT_BY_ANYONE
    }
    assert listed == written


@every_act
def test_act_says_who_did_it_for_whom_in_which_role(world: World, act: Act) -> None:
    ready = act.ready(world)
    sender = ready.organisation.account(act.role)
    events = ready.do(sender)
    assert events
    for event in events:
        assert (event.CONTRACT, event.actor) == (act.contract, sender)
        assert (event.acting_organisation, event.acting_role) == (ready.organisation.id, act.role)


@every_act
def test_only_the_called_contract_emits(world: World, act: Act) -> None:
    """Reports between contracts are silent: no other head moves."""
    ready = act.ready(world)
    heads = {contract.key: contract.head() for contract in world.contracts}
    ready.do(ready.organisation.account(act.role))
    moved = {contract.key for contract in world.contracts if contract.head() != heads[contract.key]}
    assert moved == {act.contract}


@every_act
def test_stranger_does_nothing(world: World, act: Act) -> None:
    ready = act.ready(world)
    for stranger in (STRANGER, FOUNDER):
        with refused(refusals.AccountUnknown(stranger)):
            ready.do(stranger)


@every_act
def test_decision_does_no_act_of_an_officer(world: World, act: Act) -> None:
    ready = act.ready(world)
    with refused(refusals.AccountUnknown(world.decisions.address)):
        world.decide(ready.function, *ready.args, target=ready.contract)


@every_act
def test_officer_without_the_role_does_nothing(world: World, act: Act) -> None:
    ready = act.ready(world)
    organisation = ready.organisation
    other = next(role for role in organisation.officers if role is not act.role)
    with refused(refusals.OfficerRoleMissing(organisation.officers[other], act.role, to_bits({other}))):
        ready.do(organisation.account(other))


@every_act
def test_officer_acts_from_the_first_second_in_office_until_before_the_last(world: World, act: Act) -> None:
    ready = act.ready(world)
    who, valid_from, valid_until = account("newcomer"), START + 100, START + 200
    terms = (ready.organisation.id, who, to_bits({act.role}), 0, valid_from, valid_until)
    world.administer("appointOfficer", *terms)
    officer = world.consortium.read("officerOf", who)
    for time, in_office in (
        (valid_from - 1, False),
        (valid_from, True),
        (valid_until - 1, True),
        (valid_until, False),
    ):
        world.chain.move_to(time)
        checkpoint = world.chain.checkpoint()
        if in_office:
            assert ready.do(who)
        else:
            with refused(refusals.OfficerNotInOffice(officer, valid_from, valid_until, time)):
                ready.do(who)
        world.chain.go_back(checkpoint)


@every_act
def test_dismissed_officer_does_nothing_from_that_second_on(world: World, act: Act) -> None:
    ready = act.ready(world)
    officer = ready.organisation.officers[act.role]
    world.administer("dismissOfficer", officer, 1)
    with refused(refusals.OfficerNotInOffice(officer, TERM_FROM, START, START)):
        ready.do(ready.organisation.account(act.role))


@every_act
def test_suspended_organisation_does_nothing_until_it_is_reinstated(world: World, act: Act) -> None:
    ready = act.ready(world)
    world.suspend(ready.organisation)
    with refused(refusals.OrganisationNotActive(ready.organisation.id, OrganisationStatus.SUSPENDED)):
        ready.do(ready.organisation.account(act.role))
    world.reinstate(ready.organisation)
    assert ready.do(ready.organisation.account(act.role))


ACTING_KINDS = {
    Role.FINANCE: {OrganisationKind.FINANCE},
    Role.ISSUER: {OrganisationKind.HOSPITAL},
    Role.CLAIMS: {OrganisationKind.INSURER, OrganisationKind.EMPLOYER, OrganisationKind.AID},
    Role.INSPECTOR: {OrganisationKind.AUDIT},
}


@pytest.mark.parametrize("act", [act for act in ACTS if act.role in ACTING_KINDS], ids=str)
def test_organisation_that_lost_its_kind_does_nothing(world: World, act: Act) -> None:
    ready = act.ready(world)
    needed = ACTING_KINDS[act.role]
    kinds = to_bits(set(OrganisationKind) - needed)
    world.decide("amendOrganisation", ready.organisation.id, 1, kinds, True)
    refusal = refusals.OrganisationKindMissing(ready.organisation.id, act.role, kinds, to_bits(needed))
    with refused(refusal):
        ready.do(ready.organisation.account(act.role))


@every_act
def test_contract_that_winds_down_takes_what_finishes_and_nothing_that_begins(world: World, act: Act) -> None:
    ready = act.ready(world)
    world.replace(ready.contract)
    sender = ready.organisation.account(act.role)
    if act.stage is not Stage.BEGIN:
        assert ready.do(sender)
    else:
        with refused(refusals.ContractWindingDown(ready.contract.address, role_of(act.contract))):
            ready.do(sender)


@pytest.mark.parametrize("act", [act for act in ACTS if act.stage is not Stage.BEGIN], ids=str)
def test_contracts_that_wind_down_together_finish_what_they_began(world: World, act: Act) -> None:
    ready = act.ready(world)
    for contract in list(world.contracts):
        if contract.key not in ("consortium", "decisions"):
            world.replace(contract)
    assert ready.do(ready.organisation.account(act.role))


@every_act
def test_closed_contract_takes_nothing_and_its_head_stays(world: World, act: Act) -> None:
    ready = act.ready(world)
    world.close(ready.contract)
    head = ready.contract.head()
    with refused(refusals.ContractIsClosed(ready.contract.address, role_of(act.contract))):
        ready.do(ready.organisation.account(act.role))
    assert ready.contract.head() == head


BEGINS_ANOTHER = {
    *("registerResource", "registerRecord", "registerRecordBatch", "issueGrant", "fileRequest", "breakGlass"),
    *("openWindow", "proposeRange", "settle"),
}
"""Acts that may be done twice in the same words: each begins another object, or settles another part."""


@pytest.mark.parametrize("act", [act for act in ACTS if act.function not in BEGINS_ANOTHER], ids=str)
def test_act_on_an_object_cannot_be_done_twice_in_the_same_words(world: World, act: Act) -> None:
    """It names the object's version, the next number, or a tag."""
    ready = act.ready(world)
    ready.do(ready.organisation.account(act.role))
    with pytest.raises(refusals.ContractRefusal):
        ready.do(ready.organisation.account(act.role))


@every_act
def test_refused_act_leaves_every_head_as_it_was(world: World, act: Act) -> None:
    ready = act.ready(world)
    heads = [contract.head() for contract in world.contracts]
    with refused(refusals.AccountUnknown(STRANGER)):
        ready.do(STRANGER)
    assert [contract.head() for contract in world.contracts] == heads

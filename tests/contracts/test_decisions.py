"""Decisions: what the founder decides, and what comes back from the contract that is called."""

from __future__ import annotations

import pytest
from eth_abi import encode

from govledger import refusals
from govledger.events import types as events
from govledger.model import ActionKind, ContractRole, OrganisationKind, ProposalStatus, Role, to_bits
from govledger.privacy.keccak import keccak256
from tests.contracts.harness import NO_ADDRESS, START, TERMS, Chain, account, deploy, emitted, refused, word
from tests.contracts.world import DEPLOYER, FOUNDER, STRANGER, World

CODE = b"91330100MA27XF6G2H"
KINDS = to_bits({OrganisationKind.DEPARTMENT})


def _admission(world: World) -> bytes:
    return world.consortium.calldata("admitOrganisation", CODE, KINDS, True)


def _made(world: World) -> int:
    """How many decisions were made so far."""
    return sum(isinstance(kept.event, events.DecisionExecuted) for kept in world.kept())


def test_decision_is_recorded_and_carried_out_in_one_call(world: World) -> None:
    world.chain.move(77)
    call, proposal = _admission(world), _made(world) + 1
    target = world.consortium.address
    decided = world.decisions.call("decide", target, call, sender=FOUNDER)
    admitted = world.charity.id + 1
    emitted(
        decided,
        events.DecisionExecuted(proposal, FOUNDER, 0, Role.FOUNDER, 1, target, call),
        events.OrganisationAdmitted(admitted, world.decisions.address, 0, Role.DECISION, 1, CODE, KINDS, True),
    )
    assert decided.returned == (proposal, encode(["uint64"], [admitted]))
    call_hash = keccak256(encode(["address", "bytes"], [target, call]))
    assert world.decisions.read("getProposal", proposal) == (
        *(1, ActionKind.NONE, ProposalStatus.EXECUTED, 0, 0, START + 77, 0, 0),
        call_hash,
    )
    assert world.decisions.read("getProposal", proposal + 1) == (0,) * 8 + (bytes(32),)


def test_only_the_founder_decides(world: World) -> None:
    for caller in (STRANGER, DEPLOYER, world.tax.administrator):
        with refused(refusals.FounderRequired(caller, FOUNDER)):
            world.decisions.call("decide", world.consortium.address, _admission(world), sender=caller)


def test_decisions_cannot_decide_in_the_founders_place(world: World) -> None:
    inner = world.decisions.calldata("decide", world.consortium.address, _admission(world))
    with refused(refusals.FounderRequired(world.decisions.address, FOUNDER)):
        world.decisions.call("decide", world.decisions.address, inner, sender=FOUNDER)


def test_decision_calls_no_contract_outside_the_directory(world: World) -> None:
    for target in (STRANGER, NO_ADDRESS, FOUNDER):
        with refused(refusals.DecisionTargetForeign(target)):
            world.decisions.call("decide", target, b"", sender=FOUNDER)


@pytest.mark.parametrize("key", ["data_registry", "access_grants", "data_requests", "bill_ranges", "bill_claims"])
@pytest.mark.parametrize("state", ["current", "winding down", "closed"])
def test_decision_may_call_whatever_the_directory_lists(world: World, key: str, state: str) -> None:
    target = world.at(key)
    if state == "winding down":
        world.replace(target)
    if state == "closed":
        world.close(target)
    decided = world.decisions.call("decide", target.address, target.calldata("consortium"), sender=FOUNDER)
    assert decided.returned[1] == encode(["address"], [world.consortium.address])


def test_refusal_of_the_target_is_passed_on_and_leaves_nothing_behind(world: World) -> None:
    head, proposal = world.decisions.head(), _made(world) + 1
    call = world.consortium.calldata("admitOrganisation", bytes(18), KINDS, True)
    with refused(refusals.PublicCodeInvalid(bytes(18))):
        world.decisions.call("decide", world.consortium.address, call, sender=FOUNDER)
    assert world.decisions.head() == head
    assert world.decisions.read("getProposal", proposal) == (0,) * 8 + (bytes(32),)
    assert world.decisions.call("decide", world.consortium.address, _admission(world), sender=FOUNDER)


def test_refusal_of_the_target_is_passed_on_with_all_its_facts(world: World) -> None:
    call = world.consortium.calldata("amendOrganisation", world.tax.id, 9, KINDS, True)
    with refused(refusals.OrganisationVersionStale(world.tax.id, 9, 1)):
        world.decisions.call("decide", world.consortium.address, call, sender=FOUNDER)


@pytest.mark.parametrize("call", [b"", bytes(4), word("no function")[:4]])
def test_decision_that_is_no_call_of_the_target_fails(world: World, call: bytes) -> None:
    with refused(refusals.FailedCall()):
        world.decisions.call("decide", world.consortium.address, call, sender=FOUNDER)


def test_decision_with_arguments_cut_short_fails(world: World) -> None:
    with refused(refusals.FailedCall()):
        world.decisions.call("decide", world.consortium.address, _admission(world)[:-1], sender=FOUNDER)


def test_decision_on_a_listed_address_without_code_is_refused() -> None:
    """The first directory lists contracts before they stand."""
    chain = Chain()
    at_consortium, at_decisions, address = chain.next_addresses(DEPLOYER, 3)
    directory = [(ContractRole.DECISIONS, at_decisions), (ContractRole.BILL_CLAIMS, address)]
    deploy(chain, "consortium", 1, directory, deployer=DEPLOYER)
    decisions = deploy(chain, "decisions", at_consortium, FOUNDER, NO_ADDRESS, 1, TERMS, deployer=DEPLOYER)
    with refused(refusals.AddressEmptyCode(address)):
        decisions.call("decide", address, b"", sender=FOUNDER)


def test_replaced_decisions_contract_begins_nothing_and_its_head_stays(world: World) -> None:
    successor = world.replace(world.decisions)
    head = world.decisions.head()
    with refused(refusals.DecisionsReplaced(successor)):
        world.decisions.call("decide", world.consortium.address, world.consortium.calldata("head"), sender=FOUNDER)
    assert world.decisions.head() == head


def test_founder_and_consortium_can_be_read(world: World) -> None:
    assert world.decisions.read("founder") == FOUNDER
    assert world.decisions.read("consortium") == world.consortium.address


def test_ids_of_decisions_begin_at_the_first_id() -> None:
    chain = Chain()
    at_consortium, at_decisions = chain.next_addresses(DEPLOYER, 2)
    directory = [(ContractRole.DECISIONS, at_decisions)]
    consortium = deploy(chain, "consortium", 1, directory, deployer=DEPLOYER)
    decisions = deploy(chain, "decisions", at_consortium, FOUNDER, NO_ADDRESS, 900, TERMS, deployer=DEPLOYER)
    for proposal in (900, 901):
        call = consortium.calldata("admitOrganisation", word(proposal).hex().upper()[:18].encode(), KINDS, True)
        assert decisions.call("decide", at_consortium, call, sender=FOUNDER).returned[0] == proposal


@pytest.mark.parametrize(("consortium", "founder"), [(NO_ADDRESS, FOUNDER), (account("consortium"), NO_ADDRESS)])
def test_decisions_knows_consortium_and_founder_from_the_start(consortium: bytes, founder: bytes) -> None:
    with refused(refusals.ConstructorAddressZero()):
        deploy(Chain(), "decisions", consortium, founder, NO_ADDRESS, 1, TERMS, deployer=DEPLOYER)

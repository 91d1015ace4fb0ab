"""What the rules say of an access is what the contract does with it, at any time, in any state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from govledger import refusals
from govledger.errors import Refusal
from govledger.model import Mode, Role, to_bits
from govledger.rules.explaining import Explanation, explain
from govledger.rules.machine import Machine
from tests.contracts.harness import DAY, START, account
from tests.contracts.world import STRANGER, TERM_UNTIL, World, fresh
from tests.properties.test_contracts_laws import Sequence
from tests.properties.test_machine import founding, own

SEEDS, CALLS, QUESTIONS = 8, 250, 150


@cache
def _world() -> World:
    return World()


@pytest.fixture
def world() -> Iterator[World]:
    with fresh(_world()) as found:
        yield found


def machine_of(world: World) -> Machine:
    machine = Machine(founding(world))
    for kept in own(world):
        machine.run(kept.event, kept.log.block_timestamp)
    machine.finish()
    return machine


def outcome_of(world: World, sender: bytes, terms: object, now: int) -> Refusal | None:
    """What the contract does with the request at a time; nothing of it stays."""
    checkpoint = world.chain.checkpoint()
    world.chain.move_to(now)
    try:
        world.requests.call("fileRequest", terms, sender=sender)
    except Refusal as refusal:
        return refusal
    finally:
        world.chain.go_back(checkpoint)
    return None


def require_same(world: World, sender: bytes, said: Explanation, now: int) -> None:
    """Every way that was tried comes out as the contract has it, with the same facts."""
    for way in said.ways:
        done = outcome_of(world, sender, way.terms, now)
        assert type(done) is type(way.refusal)
        if done is not None and way.refusal is not None:
            assert done.args == way.refusal.args
    assert said.allowed == any(way.refusal is None for way in said.ways)


def ask(world: World, machine: Machine, random: Random, outcomes: Counter[str]) -> None:
    resources = sorted(machine.registry.resources)
    accounts = [
        *(world.civil.requester, world.tax.requester, world.tax.responder, world.civil.responder),
        *(world.civil.requester, world.tax.requester, world.hospital.issuer, STRANGER),
    ]
    sender, mode = random.choice(accounts), random.choice(list(Mode))
    granted = [one.resource for one in machine.grants.grants.values()]
    resource = random.choice(granted if granted and random.random() < 0.7 else [*resources, 999])
    now = world.chain.now + random.choice([0, 0, 0, 1, DAY, 40 * DAY, 400 * DAY])
    fields = random.choice([None, None, None, 0b1, 1 << 200])
    said = explain(machine, sender, resource, mode, random.choice([7, 7, 7, 9]), now, fields=fields)
    require_same(world, sender, said, now)
    outcomes[type(said.refusal).__name__] += 1


@pytest.fixture(scope="module")
def outcomes() -> Counter[str]:
    return Counter()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_explanation_is_what_the_contract_does(world: World, seed: int, outcomes: Counter[str]) -> None:
    Sequence(world, 5_000 + seed, Counter()).run(CALLS)
    machine = machine_of(world)
    if world.requests.address != world.consortium.read("contractOf", 4):
        outcomes["wound down"] += 1
    random = Random(seed)
    for _ in range(QUESTIONS):
        ask(world, machine, random, outcomes)


def test_questions_met_enough_different_answers(outcomes: Counter[str]) -> None:
    if sum(outcomes.values()) < SEEDS * QUESTIONS:
        pytest.skip("only a part of the seeds ran")
    assert outcomes["NoneType"] >= 10
    assert len(outcomes) >= 7, outcomes


# --- what people ask -----------------------------------------------------------------------------------------


def said_of(world: World, resource: int, who: bytes, mode: Mode = Mode.VERIFY, now: int | None = None) -> Explanation:
    at = world.chain.now if now is None else now
    said = explain(machine_of(world), who, resource, mode, 7, at)
    require_same(world, who, said, at)
    return said


def test_access_under_a_live_grant_is_allowed_and_names_it(world: World) -> None:
    grant, terms = world.grant()
    said = said_of(world, terms.resource, world.civil.requester)
    assert (said.allowed, said.grant, said.refusal, str(said)) == (True, grant, None, f"allowed by grant {grant}")


def test_detail_says_that_the_owner_has_to_approve(world: World) -> None:
    _, terms = world.grant()
    said = said_of(world, terms.resource, world.civil.requester, Mode.DETAIL)
    assert said.approval_needed and str(said).endswith("is served once the owner approved it")


def test_organisation_without_a_grant_is_told_so(world: World) -> None:
    resource = world.resource()
    said = said_of(world, resource, world.civil.requester)
    assert isinstance(said.refusal, refusals.GrantUnknown) and said.grant is None
    assert str(said).startswith("not allowed: GrantUnknown: ")


def test_ended_grant_is_named_with_its_end(world: World) -> None:
    grant, terms = world.grant()
    said = said_of(world, terms.resource, world.civil.requester, now=START + 400 * DAY)
    assert isinstance(said.refusal, refusals.GrantExpired) and said.refusal.args[0] == grant


def test_grant_that_allows_comes_before_one_that_does_not(world: World) -> None:
    resource = world.resource()
    grants = [world.grant(world.grant()[1]._replace(resource=resource))[0] for _ in range(2)]
    world.grants.call("revokeGrant", grants[1], 1, 0, sender=world.tax.grantor)
    said = said_of(world, resource, world.civil.requester)
    assert [(way.grant, way.refusal is None) for way in said.ways] == [(grants[0], True), (grants[1], False)]


def test_officer_without_the_role_is_told_the_role(world: World) -> None:
    _, terms = world.grant()
    said = said_of(world, terms.resource, world.civil.registrar)
    roles = to_bits({Role.REGISTRAR})
    assert isinstance(said.refusal, refusals.OfficerRoleMissing)
    assert said.refusal.args == (world.civil.officers[Role.REGISTRAR], Role.REQUESTER, roles)


def test_account_that_nobody_knows_is_told_so(world: World) -> None:
    _, terms = world.grant()
    said = said_of(world, terms.resource, account("nobody"))
    assert isinstance(said.refusal, refusals.AccountUnknown)


def test_owner_may_submit_under_its_grant(world: World) -> None:
    grant, terms = world.grant()
    assert said_of(world, terms.resource, world.tax.responder, Mode.SUBMIT).grant == grant


def test_term_that_is_over_stands_against_it(world: World) -> None:
    _, terms = world.grant()
    said = said_of(world, terms.resource, world.civil.requester, now=TERM_UNTIL)
    assert isinstance(said.refusal, refusals.OfficerNotInOffice)

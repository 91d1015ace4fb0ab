from __future__ import annotations

import pytest
from eth_utils import keccak
from rlp import encode

from govledger.artifacts import CONTRACTS, load
from govledger.errors import InputError
from govledger.model import ActionKind
from govledger.plan import POLICIES, AddressOf, DeploymentPlan, Step, create_address, standard_plan
from govledger.tx.call import ContractInterface

FOUNDER = b"\x0f" * 20


@pytest.mark.parametrize(
    ("deployer", "nonce", "address"),
    [
        ("6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0", 0, "cd234a471b72ba2f1ccf0a70fcaba648a5eecd8d"),
        ("6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0", 1, "343c43a37d37dff08ae8c4a11544c718abb4fcf8"),
        ("6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0", 2, "f778b86fa74e846c4f0a1fbd1335fe81c00a0c91"),
        ("970e8128ab834e8eac17ab8e3812f010678cf791", 0, "333c3310824b7c685133f2bedb2ca4b8b4df633d"),
    ],
)
def test_created_addresses_are_the_known_ones(deployer, nonce, address):
    assert create_address(bytes.fromhex(deployer), nonce).hex() == address


@pytest.mark.parametrize("nonce", [0, 1, 127, 128, 255, 256, 2**32, 2**64 - 2])
def test_created_address_is_the_hash_of_deployer_and_nonce(nonce):
    assert create_address(FOUNDER, nonce) == keccak(encode([FOUNDER, nonce]))[12:]


@pytest.mark.parametrize(("deployer", "nonce"), [(b"\x01" * 19, 0), (FOUNDER, -1), (FOUNDER, 2**64 - 1)])
def test_impossible_deployer_or_nonce_is_refused(deployer, nonce):
    with pytest.raises(InputError):
        create_address(deployer, nonce)


def test_references_become_addresses_of_earlier_and_later_steps():
    plan = DeploymentPlan((
        Step("first", "First", (7, ((1, AddressOf("second")),), b"\x01", True)),
        Step("second", "Second", (AddressOf("first"), [AddressOf("first")])),
    ))  # fmt: skip
    addresses = plan.addresses(FOUNDER, 5)
    first, second = (create_address(FOUNDER, nonce) for nonce in (5, 6))
    assert addresses == {"first": first, "second": second}
    one, two = plan.resolved(addresses)
    assert (one.key, one.contract, one.address) == ("first", "First", first)
    assert one.arguments == (7, ((1, second),), b"\x01", True) and two.arguments == (first, (first,))


@pytest.mark.parametrize(
    ("steps", "rule"),
    [
        ((), "at least one step"),
        ((Step("a", "A"), Step("b", "B"), Step("a", "C")), "several steps for a"),
        ((Step("a", "A", ((1, (AddressOf("z"),)),)),), "a takes the address of z, which the plan does not create"),
    ],
)
def test_plan_that_does_not_hold_together_is_refused(steps, rule):
    with pytest.raises(InputError, match=rule):
        DeploymentPlan(steps)


def test_standard_plan_has_every_contract_once_and_arguments_that_their_constructors_take():
    plan = standard_plan(FOUNDER)
    assert {step.key: step.contract for step in plan.steps} == dict(CONTRACTS)
    for step in plan.resolved(plan.addresses(FOUNDER, 0)):
        constructor = ContractInterface(step.key, load(step.key).abi).constructor()
        assert constructor.encode(step.arguments)
        names = [parameter.name for parameter in constructor.inputs]
        references = dict(zip(names, plan.steps[list(CONTRACTS).index(step.key)].arguments, strict=True))
        for name, argument in references.items():
            if isinstance(argument, AddressOf):
                assert argument.key.endswith(name), (step.key, name)


def test_standard_plan_needs_a_founder():
    with pytest.raises(InputError, match="founder's address has 2 bytes"):
        standard_plan(b"\x01\x02")


def test_standard_plan_needs_a_guardian_that_is_an_account_and_a_policy_for_every_kind():
    with pytest.raises(InputError, match="guardian's address has 1 bytes"):
        standard_plan(FOUNDER, guardian=b"\x01")
    with pytest.raises(InputError, match="no policy for ADMISSION, POLICY"):
        standard_plan(FOUNDER, policies={kind: POLICIES[kind] for kind in list(ActionKind)[2:-1]})


def test_policies_of_the_standard_plan_stay_below_the_bar_of_their_own_change():
    highest = POLICIES[ActionKind.POLICY]
    assert all(terms.threshold <= highest.threshold for terms in POLICIES.values())
    assert all(terms.delay_seconds <= highest.delay_seconds for terms in POLICIES.values())

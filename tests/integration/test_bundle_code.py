"""What the code and the creation of every contract must be, held against a deployment on the embedded chain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from eth_utils import keccak

import govledger
from govledger.artifacts import CONTRACTS, load
from govledger.audit.bundle.code import CreatedContract, creation_input, expected_code
from govledger.connection import Connection
from govledger.deployments import Deployment

ARTIFACTS = {key: load(key) for key in CONTRACTS}


@pytest.fixture(scope="module")
def deployed() -> Iterator[tuple[Connection, Deployment]]:
    with govledger.embedded() as chain, closing(govledger.deploy(chain, name="code")) as ledger:
        yield chain, ledger.deployment


def created(deployment: Deployment) -> dict[str, CreatedContract]:
    return {contract.key: CreatedContract(contract.address, contract.arguments) for contract in deployment.contracts}


@pytest.mark.parametrize("key", CONTRACTS)
def test_the_code_on_the_chain_is_computed_to_its_last_byte(deployed: tuple[Connection, Deployment], key: str) -> None:
    chain, deployment = deployed
    code = expected_code(key, deployment.chain_id, created(deployment), ARTIFACTS)
    found = chain.request("eth_getCode", f"0x{deployment.address(key).hex()}", "latest")
    assert code.hex() == found.removeprefix("0x")
    assert keccak(code) == deployment.contract(key).code_hash
    assert (code == ARTIFACTS[key].runtime_bytecode) is (key == "consortium"), "all others have immutables"


@pytest.mark.parametrize("key", CONTRACTS)
def test_the_creation_on_the_chain_is_computed_to_its_last_byte(
    deployed: tuple[Connection, Deployment], key: str
) -> None:
    chain, deployment = deployed
    contract = deployment.contract(key)
    sent = chain.request("eth_getTransactionByHash", f"0x{contract.transaction_hash.hex()}")
    assert creation_input(ARTIFACTS[key], contract.arguments).hex() == sent["input"].removeprefix("0x")


@pytest.mark.parametrize("key", [key for key in CONTRACTS if key != "consortium"])
def test_another_argument_makes_other_code_and_another_creation(
    deployed: tuple[Connection, Deployment], key: str
) -> None:
    _, deployment = deployed
    contracts = created(deployment)
    other = "0x" + "99" * 20
    changed = replace(contracts[key], arguments=(other, *contracts[key].arguments[1:]))
    code = expected_code(key, deployment.chain_id, contracts, ARTIFACTS)
    assert expected_code(key, deployment.chain_id, contracts | {key: changed}, ARTIFACTS) == code.replace(
        deployment.address("consortium"), b"\x99" * 20
    )
    assert creation_input(ARTIFACTS[key], changed.arguments) != creation_input(ARTIFACTS[key], contracts[key].arguments)


@pytest.mark.parametrize("key", ["access_grants", "bill_claims"])
def test_the_domain_of_signatures_is_that_of_the_chain_and_of_the_address(
    deployed: tuple[Connection, Deployment], key: str
) -> None:
    _, deployment = deployed
    contracts = created(deployment)
    elsewhere = contracts | {key: replace(contracts[key], address=b"\x99" * 20)}
    codes = {
        expected_code(key, deployment.chain_id, contracts, ARTIFACTS),
        expected_code(key, deployment.chain_id + 1, contracts, ARTIFACTS),
        expected_code(key, deployment.chain_id, elsewhere, ARTIFACTS),
    }
    assert len(codes) == 3


def test_bill_claims_has_the_ranges_of_its_bills(deployed: tuple[Connection, Deployment]) -> None:
    _, deployment = deployed
    contracts = created(deployment)
    bills = contracts["medical_bills"]
    moved = contracts | {
        "medical_bills": replace(bills, arguments=(bills.arguments[0], "0x" + "99" * 20, bills.arguments[2]))
    }
    code = expected_code("bill_claims", deployment.chain_id, contracts, ARTIFACTS)
    assert expected_code("bill_claims", deployment.chain_id, moved, ARTIFACTS) == code.replace(
        deployment.address("bill_ranges"), b"\x99" * 20
    )

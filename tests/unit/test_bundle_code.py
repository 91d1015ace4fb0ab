"""Arguments of constructors as manifests have them, and what is refused; the rest is held against a real deployment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eth_abi import encode

from govledger.artifacts import CONTRACTS, load
from govledger.audit.bundle.code import CreatedContract, creation_input, expected_code
from govledger.deployments import ArgumentJson, argument_json
from govledger.errors import ArtifactError, InputError
from govledger.plan import standard_plan

CHAIN = 33_060
ARTIFACTS = {key: load(key) for key in CONTRACTS}
ADDRESS = "0x" + "11" * 20


def planned() -> dict[str, CreatedContract]:
    plan = standard_plan(b"\x42" * 20)
    steps = plan.resolved(plan.addresses(b"\x42" * 20, 0))
    return {step.key: CreatedContract(step.address, tuple(map(argument_json, step.arguments))) for step in steps}


def code_of(key: str, contracts: dict[str, CreatedContract]) -> bytes:
    return expected_code(key, CHAIN, contracts, ARTIFACTS)


def test_arguments_follow_the_creation_code_as_another_encoder_writes_them() -> None:
    directory: list[ArgumentJson] = [["1", ADDRESS], ["2", "0x" + "22" * 20]]
    expected = encode(["uint64", "(uint8,address)[]"], [7, [(1, ADDRESS), (2, "0x" + "22" * 20)]])
    artifact = ARTIFACTS["consortium"]
    assert creation_input(artifact, ["7", directory]) == artifact.bytecode + expected


def test_arguments_of_any_type_have_one_form_in_json() -> None:
    types = ("bool", "string", "bytes4", "bytes", "int16")
    inputs = [{"name": f"a{place}", "type": kind} for place, kind in enumerate(types)]
    artifact = replace(ARTIFACTS["data_registry"], abi=({"type": "constructor", "inputs": inputs},))
    values = (True, "名", b"\x01\x02\x03\x04", b"\x05", -7)
    given = [argument_json(value) for value in values]
    assert given == [True, "名", "0x01020304", "0x05", "-7"]
    assert creation_input(artifact, given) == artifact.bytecode + encode(types, values)
    for place, wrong in enumerate(("1", True, "0x0102030405", ["1"], "-32769")):
        with pytest.raises(InputError, match=f"a{place}"):
            creation_input(artifact, [*given[:place], wrong, *given[place + 1 :]])
        for foreign in (7, None, {}, 1.5):
            with pytest.raises(InputError, match=f"a{place} of DataRegistry is .*, which is no "):
                creation_input(artifact, [*given[:place], foreign, *given[place + 1 :]])  # type: ignore[list-item]


def test_every_immutable_of_every_contract_is_filled_in() -> None:
    contracts = planned()
    for key, artifact in ARTIFACTS.items():
        code = code_of(key, contracts)
        assert artifact.is_code_of(code)
        for place in artifact.immutable_references:
            assert any(code[place.start : place.start + place.length]), (key, place.name)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([ADDRESS], "the constructor of DataRegistry takes 2 arguments, and 1 are given"),
        ([ADDRESS, "1", "2"], "the constructor of DataRegistry takes 2 arguments, and 3 are given"),
        ([ADDRESS, "01"], "first_id of DataRegistry is '01', which is no uint64 as manifests have it"),
        ([ADDRESS, "\u0661"], "first_id of DataRegistry is '\u0661', which is no uint64 as manifests have it"),
        ([ADDRESS, "9" * 5_000], "first_id of DataRegistry is '9999"),
        ([ADDRESS, "-0"], "first_id of DataRegistry is '-0', which is no uint64 as manifests have it"),
        ([ADDRESS, True], "first_id of DataRegistry is True, which is no uint64 as manifests have it"),
        ([ADDRESS, ["1"]], "first_id of DataRegistry is ['1'], which is no uint64 as manifests have it"),
        ([ADDRESS, "-1"], "these are no arguments of the constructor of DataRegistry: "),
        ([ADDRESS, str(2**64)], "these are no arguments of the constructor of DataRegistry: "),
        (["0x" + "11" * 19, "1"], "these are no arguments of the constructor of DataRegistry: "),
        (["11" * 20, "1"], f"consortium of DataRegistry is '{'11' * 20}'; bytes are written as 0x and lower-case"),
        (["0x" + "AA" * 20, "1"], f"consortium of DataRegistry is '0x{'AA' * 20}'; bytes are written as 0x and"),
        (["0xzz", "1"], "consortium of DataRegistry is '0xzz'; bytes are written as 0x and lower-case hex digits"),
    ],
)
def test_what_is_no_argument_is_refused(arguments: list[ArgumentJson], said: str) -> None:
    with pytest.raises(InputError) as caught:
        creation_input(ARTIFACTS["data_registry"], arguments)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("entry", [["1"], ["1", ADDRESS, "2"], "1", []])
def test_a_struct_with_other_members_is_refused(entry: ArgumentJson) -> None:
    with pytest.raises(InputError, match=r"directory of Consortium is .*, which is no \(uint8,address\)"):
        creation_input(ARTIFACTS["consortium"], ["1", [entry]])


def test_arguments_that_are_no_immutable_are_checked_as_well() -> None:
    contracts = planned()
    registry = replace(contracts["data_registry"], arguments=(contracts["data_registry"].arguments[0], str(2**64)))
    with pytest.raises(InputError, match="no arguments of the constructor of DataRegistry"):
        code_of("data_registry", contracts | {"data_registry": registry})


@pytest.mark.parametrize("stranger", ["consortium", "bill_claims", None])
def test_claims_on_bills_that_the_deployment_does_not_have_are_refused(stranger: str | None) -> None:
    contracts = planned()
    address = b"\x99" * 20 if stranger is None else contracts[stranger].address
    claims = replace(contracts["bill_claims"], arguments=(contracts["bill_claims"].arguments[0], "0x" + address.hex()))
    with pytest.raises(InputError) as caught:
        code_of("bill_claims", contracts | {"bill_claims": claims})
    assert str(caught.value) == (
        f"bills of BillClaims is 0x{address.hex()}, where the deployment has no contract with ranges"
    )


def test_an_immutable_of_which_nothing_is_known_is_refused() -> None:
    registry = ARTIFACTS["data_registry"]
    [first, *rest] = registry.immutable_references
    unknown = replace(registry, immutable_references=(replace(first, name="novelty"), *rest))
    with pytest.raises(ArtifactError, match="DataRegistry has the immutable novelty, of which this version"):
        expected_code("data_registry", CHAIN, planned(), ARTIFACTS | {"data_registry": unknown})

"""Artifacts as values, and the ones that the package carries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govledger import artifacts
from govledger.artifacts import CONTRACTS, Artifact, ImmutableReference, load
from govledger.errors import ArtifactError

DOCUMENT: dict[str, Any] = {
    "contract": "Vault",
    "sourcePath": "contracts/Vault.sol",
    "abi": [{"type": "error", "name": "VaultClosed", "inputs": []}],
    "bytecode": "0x6001600203",
    "runtimeBytecode": "0xaa0000bb0000cc",
    "immutableReferences": {"owner": [{"start": 4, "length": 2}], "limit": [{"start": 1, "length": 2}]},
    "storageLayout": {"storage": [], "types": {}},
    "userdoc": {"notice": "A vault."},
    "devdoc": {},
    "compiler": {"version": "0.8.37+commit.f401782d", "settings": {"evmVersion": "paris"}},
    "sourceHash": "0x" + "11" * 32,
}


@pytest.fixture
def vault() -> Artifact:
    return Artifact.from_json(json.dumps(DOCUMENT))


@pytest.mark.parametrize(("key", "contract"), CONTRACTS.items())
def test_every_contract_is_loaded_by_its_key_and_by_its_name(key: str, contract: str) -> None:
    artifact = load(key)

    assert artifact == load(contract)
    assert artifact.contract == contract
    assert artifact.source_path == f"contracts/{contract}.sol"
    assert artifact.runtime_bytecode in artifact.bytecode
    assert artifact.compiler.settings["evmVersion"] == "paris"


@pytest.mark.parametrize("contract", CONTRACTS.values())
def test_every_contract_keeps_its_running_hash_in_storage_slot_0(contract: str) -> None:
    first = load(contract).storage_layout["storage"][0]

    assert (first["label"], first["slot"], first["offset"]) == ("_head", "0", 0)
    assert load(contract).head_slot == 0


def test_contract_without_a_running_hash_has_no_slot_of_it(vault: Artifact) -> None:
    with pytest.raises(ArtifactError, match="Vault keeps no running hash"):
        _ = vault.head_slot


@pytest.mark.parametrize("contract", CONTRACTS.values())
def test_every_contract_has_at_least_1500_bytes_to_the_size_limit(contract: str) -> None:
    assert len(load(contract).runtime_bytecode) <= 24_576 - 1_500


def test_contracts_and_artifacts_are_the_same_set() -> None:
    folder = Path(artifacts.__file__).parent

    assert {path.stem for path in folder.glob("*.json")} == set(CONTRACTS.values())


def test_unknown_contract_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ArtifactError, match="no contract is called 'Consortia'; there are Consortium, "):
        load("Consortia")


def test_missing_artifact_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("govledger.artifacts.resources.files", lambda package: tmp_path)

    with pytest.raises(ArtifactError, match=r"the artifact of Decisions is missing .* `govledger compile`"):
        load.__wrapped__("decisions")


def test_damaged_artifact_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "Decisions.json").write_text('{"contract": "Decisions"')
    monkeypatch.setattr("govledger.artifacts.resources.files", lambda package: tmp_path)

    with pytest.raises(ArtifactError, match=r"Decisions\.json is not the JSON of a compiled contract"):
        load.__wrapped__("decisions")


def test_document_is_read_into_bytes_and_references_in_the_order_of_the_code(vault: Artifact) -> None:
    assert vault.abi == ({"type": "error", "name": "VaultClosed", "inputs": []},)
    assert vault.bytecode == bytes.fromhex("6001600203")
    assert vault.immutable_references == (ImmutableReference("limit", 1, 2), ImmutableReference("owner", 4, 2))
    assert vault.compiler.version == "0.8.37+commit.f401782d"
    assert vault.source_hash == b"\x11" * 32


def test_artifact_hash_depends_on_the_content_and_not_on_the_layout_of_the_file(vault: Artifact) -> None:
    other_layout = Artifact.from_json(json.dumps(dict(reversed(DOCUMENT.items())), indent=4))
    other_content = Artifact.from_json(json.dumps(DOCUMENT | {"devdoc": {"author": "x"}}))

    assert other_layout.artifact_hash == vault.artifact_hash
    assert other_content.artifact_hash != vault.artifact_hash


@pytest.mark.parametrize(
    "damage",
    [
        {"bytecode": "6001"},
        {"bytecode": "0x600"},
        {"bytecode": None},
        {"abi": None},
        {"immutableReferences": []},
        {"immutableReferences": {"owner": [{"start": 4}]}},
        {"compiler": {}},
    ],
)
def test_document_that_is_no_artifact_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises(ArtifactError, match="not the JSON of a compiled contract"):
        Artifact.from_json(json.dumps(DOCUMENT | damage))


def test_code_is_recognised_whatever_its_immutables_are(vault: Artifact) -> None:
    assert vault.is_code_of(bytes.fromhex("aa0000bb0000cc"))
    assert vault.is_code_of(bytes.fromhex("aa1234bb5678cc"))


@pytest.mark.parametrize("code", ["", "aa0000bb0000cd", "aa0000bc0000cc", "aa0000bb0000cc00"])
def test_other_code_is_not_recognised(vault: Artifact, code: str) -> None:
    assert not vault.is_code_of(bytes.fromhex(code))

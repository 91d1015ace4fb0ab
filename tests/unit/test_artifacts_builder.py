"""Building a project's artifacts, and `govledger compile`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govledger.artifacts import Artifact, builder
from govledger.cli import main
from govledger.errors import ArtifactsOutdated, CompilationFailed, ContractTooLarge

LAMP = """// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Switch} from "./base/Switch.sol";

/// @title A lamp
contract Lamp is Switch {
    address public immutable owner = msg.sender;

    function turnOn() external {
        _turnOn();
    }
}
"""
SWITCH = """// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

abstract contract Switch {
    /// @notice Lamp {by} was turned on.
    event TurnedOn(uint64 indexed lamp, address indexed by);
    /// @notice It is on already.
    error LampOn();
    error NeverThrown();

    bool private _on;

    function _turnOn() internal {
        require(!_on, LampOn());
        _on = true;
        emit TurnedOn(1, msg.sender);
    }
}
"""


@pytest.fixture
def project(tmp_path: Path, project_root: Path) -> Path:
    """A source tree with one contract."""
    root = tmp_path / "project"
    (root / "contracts" / "base").mkdir(parents=True)
    (root / "contracts" / "Lamp.sol").write_text(LAMP)
    (root / "contracts" / "base" / "Switch.sol").write_text(SWITCH)
    (root / "node_modules").symlink_to(project_root / "node_modules")
    return root


@pytest.fixture
def built(project: Path) -> dict[str, bytes]:
    return builder.build(project)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["compile", *map(str, arguments)])


def test_contracts_in_the_folder_become_artifacts_and_those_below_it_do_not(built: dict[str, bytes]) -> None:
    assert [path for path in built if path.endswith(".json")] == ["govledger/artifacts/Lamp.json"]
    lamp = Artifact.from_json(built["govledger/artifacts/Lamp.json"])
    assert lamp.source_path == "contracts/Lamp.sol"
    assert lamp.devdoc["title"] == "A lamp"
    assert [entry["label"] for entry in lamp.storage_layout["storage"]] == ["_on"]
    assert {reference.name for reference in lamp.immutable_references} == {"owner"}


def test_interface_holds_inherited_events_and_errors(built: dict[str, bytes]) -> None:
    abi = Artifact.from_json(built["govledger/artifacts/Lamp.json"]).abi

    assert {entry["name"] for entry in abi if entry["type"] in ("event", "error")} >= {"TurnedOn", "LampOn"}


def test_python_is_generated_with_the_artifacts(built: dict[str, bytes]) -> None:
    assert b"class TurnedOn" in built["govledger/events/types.py"]
    assert b"class LampOn" in built["govledger/refusals.py"]


def test_build_is_the_same_in_another_folder(project: Path, built: dict[str, bytes], tmp_path: Path) -> None:
    moved = tmp_path / "somewhere" / "else"
    moved.parent.mkdir()
    project.rename(moved)

    assert builder.build(moved) == built


def test_comment_changes_the_source_hash_and_not_the_code(project: Path, built: dict[str, bytes]) -> None:
    switch = project / "contracts" / "base" / "Switch.sol"
    switch.write_text(switch.read_text() + "// a comment\n")

    before = Artifact.from_json(built["govledger/artifacts/Lamp.json"])
    after = Artifact.from_json(builder.build(project)["govledger/artifacts/Lamp.json"])

    assert after.bytecode == before.bytecode
    assert after.source_hash != before.source_hash


def test_contract_too_near_to_the_size_limit_is_named(project: Path) -> None:
    body = f'function text() external pure returns (bytes memory) {{ return hex"{"ab" * 23_100}"; }}'
    (project / "contracts" / "Big.sol").write_text(f"pragma solidity 0.8.37; contract Big {{ {body} }}")

    with pytest.raises(ContractTooLarge, match=r"Big has 23,\d{3} bytes"):
        builder.build(project)


def test_folder_without_contracts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CompilationFailed, match=r"contracts has no contracts; run this in the project's root"):
        builder.build(tmp_path)


def test_only_files_that_differ_are_written(project: Path, built: dict[str, bytes]) -> None:
    assert builder.write(project, built) == tuple(sorted(built))
    assert builder.write(project, built) == ()
    assert (project / "govledger" / "refusals.py").read_bytes() == built["govledger/refusals.py"]
    assert [path.name for path in (project / "govledger" / "artifacts").iterdir()] == ["Lamp.json"]


def test_artifact_whose_contract_is_gone_is_removed(project: Path, built: dict[str, bytes]) -> None:
    builder.write(project, built)
    gone = project / "govledger" / "artifacts" / "Torch.json"
    shutil.copy(project / "govledger" / "artifacts" / "Lamp.json", gone)

    with pytest.raises(ArtifactsOutdated, match=r"Torch\.json; run `govledger compile`") as raised:
        builder.check(project, built)
    assert raised.value.paths == ("govledger/artifacts/Torch.json",)
    assert builder.write(project, built) == ("govledger/artifacts/Torch.json",)
    assert not gone.exists()
    builder.check(project, built)


def test_compile_writes_then_checks(project: Path) -> None:
    written = run("--project", project)
    assert written.exit_code == 0
    assert "changed govledger/artifacts/Lamp.json" in written.output
    checked = run("--project", project, "--check")
    assert checked.exit_code == 0
    assert "are what the contracts compile to" in checked.output


def test_check_fails_in_one_line_that_names_what_differs(project: Path) -> None:
    run("--project", project)
    artifact = project / "govledger" / "artifacts" / "Lamp.json"
    document = json.loads(artifact.read_text())
    artifact.write_text(json.dumps(document | {"bytecode": "0x00"}))
    (project / "govledger" / "refusals.py").unlink()

    checked = run("--project", project, "--check")

    assert checked.exit_code == 1
    assert checked.output.startswith(
        "Error: not what contracts/ compiles to: govledger/artifacts/Lamp.json, govledger/refusals.py"
    )
    assert not (project / "govledger" / "refusals.py").exists()


def test_warnings_of_the_compiler_are_shown_once(project: Path) -> None:
    lamp = project / "contracts" / "Lamp.sol"
    lamp.write_text(
        LAMP.replace("function turnOn() external {", "function turnOn() external {\n        uint256 unused;")
    )

    written = run("--project", project)

    assert written.exit_code == 0
    assert written.output.count("Unused local variable") == 1


def test_compile_errors_are_shown_without_a_traceback(project: Path) -> None:
    (project / "contracts" / "Lamp.sol").write_text(LAMP.replace("_turnOn();", "_turnOff();"))

    failed = run("--project", project)

    assert failed.exit_code == 1
    assert "Error: the contracts do not compile:" in failed.output
    assert "contracts/Lamp.sol:11:9" in failed.output
    assert not (project / "govledger").exists()


def test_compiler_can_be_placed_alone(project: Path) -> None:
    placed = run("--project", project, "--install-compiler")

    assert placed.exit_code == 0
    assert "solc 0.8.37+commit." in placed.output
    assert not (project / "govledger").exists()

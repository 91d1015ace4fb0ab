"""The artifacts, and the Python generated from them, are what the contracts compile to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govledger.artifacts import builder


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    return builder.build(Path(__file__).resolve().parents[2])


def test_committed_files_are_what_the_contracts_compile_to(project_root: Path, built: dict[str, bytes]) -> None:
    """What `govledger compile --check` does."""
    builder.check(project_root, built)


def test_altered_copy_is_found(built: dict[str, bytes], tmp_path: Path) -> None:
    builder.write(tmp_path, built)
    assert builder.outdated(tmp_path, built) == ()
    consortium = tmp_path / "govledger" / "artifacts" / "Consortium.json"
    document = json.loads(consortium.read_text())
    document["bytecode"] = document["bytecode"][:-1] + ("0" if document["bytecode"][-1] != "0" else "1")
    consortium.write_text(json.dumps(document))
    (tmp_path / "govledger" / "events" / "types.py").write_text("")

    assert builder.outdated(tmp_path, built) == ("govledger/artifacts/Consortium.json", "govledger/events/types.py")


def test_altered_contract_is_found(project_root: Path, built: dict[str, bytes], tmp_path: Path) -> None:
    """Even a comment: it is part of what was published under the source hash."""
    for path in (project_root / "contracts").rglob("*.sol"):
        copy = tmp_path / path.relative_to(project_root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(project_root / "node_modules")
    builder.write(tmp_path, built)
    with (tmp_path / "contracts" / "Decisions.sol").open("a", encoding="utf-8") as file:
        file.write("// altered\n")

    assert builder.outdated(tmp_path, builder.build(tmp_path)) == ("govledger/artifacts/Decisions.json",)

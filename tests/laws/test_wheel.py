"""The wheel is complete: installed alone in a new environment, it runs the demo."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from govledger.artifacts import CONTRACTS


def run(*command: object, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project_root = Path(__file__).resolve().parents[2]
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, project_root, cwd=folder)
    (built,) = folder.glob("govledger-*.whl")
    return built


def test_wheel_holds_every_module_and_every_artifact(wheel: Path, project_root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = project_root / "govledger"
    modules = {path.relative_to(project_root).as_posix() for path in package.rglob("*.py")}

    assert modules <= names
    assert {f"govledger/artifacts/{contract}.json" for contract in CONTRACTS.values()} <= names
    assert {"govledger/py.typed", "govledger/artifacts/solc_node.cjs", "govledger/audit/verifier.html"} <= names
    assert "govledger/audit/findings/thresholds.toml" in names


def test_wheel_holds_nothing_but_the_package_and_its_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    outside = [name for name in names if not name.startswith(("govledger/", "govledger-0.1.0.dist-info/"))]

    assert outside == []
    assert "govledger-0.1.0.dist-info/licenses/LICENSE" in names


def test_wheel_asks_for_no_development_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read("govledger-0.1.0.dist-info/METADATA").decode()
    asked = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: ") and "extra ==" not in line]

    assert not [line for line in asked if any(name in line for name in ("ape", "pytest", "solc", "eth-tester", "evm"))]


def test_wheel_installed_alone_in_a_new_environment_runs_the_demo(
    wheel: Path, project_root: Path, tmp_path: Path
) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / "bin"
    constraints = project_root / "constraints.txt"
    run(programs / "python", "-m", "pip", "install", "-q", "-c", constraints, f"{wheel}[embedded]", cwd=tmp_path)
    alone = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}

    where = run(
        programs / "python", "-c", "import govledger; print(govledger.__file__)", cwd=tmp_path, environment=alone
    )
    output = run(programs / "govledger", "demo", "--out", tmp_path / "demo", cwd=tmp_path, environment=alone)

    assert where.startswith(str(tmp_path))
    assert output.strip()
    assert any((tmp_path / "demo").iterdir())

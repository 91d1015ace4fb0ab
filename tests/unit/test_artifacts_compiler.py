"""Finding, placing and running the Solidity compiler."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
import solcx

from govledger.artifacts import compiler
from govledger.errors import CompilationFailed, CompilerMissing

VERSION_ANSWER = "solc, the solidity compiler commandline interface\nVersion: {}+commit.f401782d.Linux.g++"
MINIMAL = {
    "language": "Solidity",
    "sources": {"a.sol": {"content": "pragma solidity 0.8.37; contract A {}"}},
    "settings": {"outputSelection": {"a.sol": {"A": ["evm.bytecode.object"]}}},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for py-solc-x's compilers."""
    monkeypatch.setenv("SOLCX_BINARY_PATH", str(tmp_path / "solcx"))
    return tmp_path / "solcx"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise requests.ConnectionError("no such host")

    monkeypatch.setattr(requests, "head", refuse)


def program(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n")
    path.chmod(0o755)
    return path


# --- placing it ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("offline")
def test_compiler_of_npm_takes_the_place_of_one_that_cannot_be_downloaded(folder: Path, project_root: Path) -> None:
    placed = compiler.install(project_root)

    assert placed == folder / "solc-v0.8.37"
    assert compiler.version(placed) == "0.8.37+commit.f401782d"
    assert str(solcx.get_installed_solc_versions()[0]) == "0.8.37"
    answer = compiler.run(placed, MINIMAL)
    assert answer["contracts"]["a.sol"]["A"]["evm"]["bytecode"]["object"].startswith("60")


@pytest.mark.usefixtures("offline")
def test_placed_compiler_follows_the_checkout_and_is_left_alone_when_it_is_right(
    folder: Path, project_root: Path
) -> None:
    stale = program(folder / "solc-v0.8.37", compiler._MARK, "exec /gone/node /gone/solc_node.cjs")

    compiler.install(project_root)
    placed = stale.read_text()
    before = stale.stat().st_mtime_ns
    compiler.install(project_root)

    assert "/gone/" not in placed
    assert stale.stat().st_mtime_ns == before
    assert [path.name for path in folder.iterdir()] == ["solc-v0.8.37"]


def test_compiler_that_somebody_else_installed_is_never_replaced(folder: Path, project_root: Path) -> None:
    theirs = program(folder / "solc-v0.8.37", "echo theirs")
    text = theirs.read_text()

    assert compiler.install(project_root) == theirs
    assert theirs.read_text() == text


def test_compiler_is_downloaded_by_solcx_where_its_site_answers(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def download(version: str) -> None:
        program(folder / f"solc-v{version}", "echo downloaded")

    monkeypatch.setattr(requests, "head", lambda url, timeout: asked.append(timeout))
    monkeypatch.setattr(solcx, "install_solc", download)

    assert compiler.install(tmp_path) == folder / "solc-v0.8.37"
    assert asked and asked[0] <= 5


@pytest.mark.usefixtures("folder", "offline")
def test_no_compiler_anywhere_is_said_with_the_ways_out(tmp_path: Path) -> None:
    with pytest.raises(CompilerMissing, match=r"solc 0\.8\.37 is not at .* run `make npm`"):
        compiler.install(tmp_path)


@pytest.mark.usefixtures("folder", "offline")
def test_compiler_of_npm_without_node_is_said(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CompilerMissing, match="needs Node 18 or newer"):
        compiler.install(project_root)


@pytest.mark.usefixtures("folder", "offline")
@pytest.mark.parametrize("code", ["exports.version = () => '0.8.36+commit.1'", "throw new Error('broken')"])
def test_other_compiler_in_npm_is_refused(code: str, tmp_path: Path) -> None:
    package = tmp_path / "node_modules" / "solc"
    package.mkdir(parents=True)
    (package / "soljson.js").touch()
    (package / "index.js").write_text(code)

    with pytest.raises(CompilerMissing, match=r"is not solc 0\.8\.37: (0\.8\.36|Error: broken).*; run `make npm`"):
        compiler.install(tmp_path)


def test_missing_solcx_is_said_with_the_extra_that_has_it(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "solcx", None)

    with pytest.raises(CompilerMissing, match=r"install govledger\[compile\]"):
        compiler.install(project_root)


# --- running it ----------------------------------------------------------------------------------------


def test_version_is_told_with_its_commit_and_without_the_platform(tmp_path: Path) -> None:
    solc = program(tmp_path / "solc", f"echo '{VERSION_ANSWER.format('0.8.37')}'")

    assert compiler.version(solc) == "0.8.37+commit.f401782d"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: program(path, f"echo '{VERSION_ANSWER.format('0.8.36')}'"), "is not solc 0.8.37"),
        (lambda path: program(path, "echo hello"), "is not solc 0.8.37: it says 'hello'"),
        (lambda path: program(path, "exit 3"), "does not run"),
        (lambda path: path, "does not run"),
    ],
    ids=["older", "something else", "failing", "missing"],
)
def test_program_that_is_not_the_compiler_is_refused(make: Callable[[Path], Path], said: str, tmp_path: Path) -> None:
    with pytest.raises(CompilerMissing, match=said):
        compiler.version(make(tmp_path / "solc"))


def test_compile_errors_stand_in_the_answer(project_root: Path) -> None:
    broken: dict[str, Any] = MINIMAL | {"sources": {"a.sol": {"content": "contract A {"}}}

    answer = compiler.run(compiler.install(project_root), broken)

    assert any(error["type"] == "ParserError" for error in answer["errors"])


def test_failure_of_the_program_itself_is_said_with_its_words(tmp_path: Path) -> None:
    solc = program(
        tmp_path / "solc",
        f'[ "$1" = --version ] && echo "{VERSION_ANSWER.format("0.8.37")}" && exit 0',
        "echo out of memory >&2; exit 1",
    )

    with pytest.raises(CompilationFailed, match="failed: out of memory"):
        compiler.run(solc, MINIMAL)


# --- the program that npm's compiler hides behind ------------------------------------------------------


@pytest.fixture
def npm_solc(folder: Path, offline: None, project_root: Path) -> Path:
    return compiler.install(project_root)


def test_npm_compiler_reads_imports_below_its_base_path_only(npm_solc: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    (base / "lib").mkdir(parents=True)
    (base / "lib" / "B.sol").write_text("contract B {}")
    (tmp_path / "Secret.sol").write_text("contract Secret {}")

    def errors(imported: str) -> list[str]:
        source = {"a.sol": {"content": f'import "{imported}"; contract A {{}}'}}
        answer = solcx.compile_standard(MINIMAL | {"sources": source}, base_path=base, solc_binary=npm_solc)
        return [error["message"] for error in answer.get("errors", []) if error["severity"] == "error"]

    assert errors("lib/B.sol") == []
    with pytest.raises(solcx.exceptions.SolcError, match="File not found below"):
        errors("lib/../../Secret.sol")


@pytest.mark.parametrize("arguments", [["--bin"], [], ["--base-path", "."]])
def test_npm_compiler_says_what_it_does_not_do(npm_solc: Path, arguments: list[str]) -> None:
    done = subprocess.run([npm_solc, *arguments], capture_output=True, text=True, input="{}")

    assert done.returncode == 1
    assert "answers --version and --standard-json only" in done.stderr

"""No import runs back up: who may import whom inside the package, read off the source."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "govledger"
PURE = {
    *("events", "privacy", "bills", "registry", "consensus", "rules"),
    *("errors", "model", "refusals", "plan", "deployments", "rlp", "rpc_address", "secp256k1"),
}
"""Neutral ground: pure code that both sides use."""
UPSTAIRS = {"ledger", "cli", "demo", "importing"}
"""What joins the two sides, and what stands on it."""
OPERATING = {"network", "doctor"}
"""What runs nodes and looks after them; nothing that reads or writes a ledger needs it."""
FORBIDDEN = {
    "tx": {"index", "audit", "actions", "vault", "deployer"} | OPERATING | UPSTAIRS,
    "index": {"tx", "actions", "vault", "deployer"} | OPERATING | UPSTAIRS,
    "audit": {"tx", "actions", "vault", "deployer"} | OPERATING | UPSTAIRS,
    "actions": {"index", "audit"} | OPERATING | UPSTAIRS,
    "vault": {"tx", "index", "audit", "actions", "deployer"} | OPERATING | UPSTAIRS,
    "deployer": {"index", "audit", "actions", "vault"} | OPERATING | UPSTAIRS,
    "network": {"index", "audit", "actions", "vault", "deployer", "doctor"} | UPSTAIRS,
    "doctor": {"index", "audit", "actions", "vault"} | UPSTAIRS,
    "ledger": {"cli", "demo", "importing"} | OPERATING,
    "exporting": {"tx", "actions", "vault", "deployer", "audit", "connection"} | OPERATING | UPSTAIRS,
    "fhir_files": {"tx", "index", "audit", "actions", "vault", "deployer", "connection"} | OPERATING | UPSTAIRS,
    "artifacts": {"tx", "index", "audit", "actions", "vault", "deployer"} | OPERATING | UPSTAIRS,
    "printing": {"tx", "index", "audit", "actions", "vault", "deployer", "connection"} | OPERATING | UPSTAIRS,
} | {
    name: {"tx", "index", "audit", "actions", "vault", "deployer", "connection"} | OPERATING | UPSTAIRS for name in PURE
}
MAY_BE_IMPORTED_BY_RULES = {"rules", "events", "refusals", "errors", "model", "privacy"}
"""The business, without the documents and the chain."""
WEB3_EDGES = {"connection.py", "embedded_chain.py", "tx/endpoint.py"}
INPUT_AND_OUTPUT = {"os", "socket", "subprocess", "apsw", "requests", "urllib3", "web3", "tempfile", "shutil"}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    """Dotted names of all modules that a source imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            assert node.module is not None
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if node.module == "govledger"}
    return found


def _part(path: Path) -> str:
    """The part of the package that a module belongs to: its first folder, or its own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _parts_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in _imports(path) if name.startswith("govledger.")}


@pytest.mark.parametrize("part", sorted(FORBIDDEN))
def test_part_imports_nothing_above_it(part: str) -> None:
    modules = [path for path in _modules() if _part(path) == part]
    assert modules, f"the law names {part}, which is not there"
    for path in modules:
        assert not _parts_imported(path) & FORBIDDEN[part], path


def test_rules_know_nothing_but_the_words_they_are_written_in() -> None:
    modules = [path for path in _modules() if _part(path) == "rules"]
    assert modules
    for path in modules:
        names = {name for name in _imports(path) if name.startswith("govledger")} - {"govledger"}
        assert {name.split(".")[1] for name in names} <= MAY_BE_IMPORTED_BY_RULES, path


def test_every_part_has_its_place_in_the_law() -> None:
    tops = {"cli", "demo", "importing", "connection", "__init__", "embedded_chain", "embedded"}
    assert {_part(path) for path in _modules()} <= set(FORBIDDEN) | tops


def test_web3_stands_at_the_edges_only() -> None:
    users = {
        str(path.relative_to(PACKAGE))
        for path in _modules()
        if any(name.split(".")[0] == "web3" for name in _imports(path))
    }
    assert users <= WEB3_EDGES


@pytest.mark.parametrize("part", sorted(PURE))
def test_pure_part_does_no_input_or_output(part: str) -> None:
    for path in _modules():
        if _part(path) == part:
            assert not {name.split(".")[0] for name in _imports(path)} & INPUT_AND_OUTPUT, path


PURE_MODULES = [path for path in _modules() if "Pure." in (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")]


@pytest.mark.parametrize("path", PURE_MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_that_calls_itself_pure_does_no_input_or_output(path: Path) -> None:
    names = _imports(path)
    assert not {name.split(".")[0] for name in names} & INPUT_AND_OUTPUT
    assert "govledger.connection" not in names


def test_many_modules_call_themselves_pure() -> None:
    parts = {str(path.relative_to(PACKAGE)) for path in PURE_MODULES}
    assert {"tx/call.py", "consensus/header.py", "network/genesis.py", "doctor/checks.py", "index/plan.py"} <= parts


def test_a_module_that_is_not_imported_from_above_is_found_out() -> None:
    """The law can fail: a planted import is seen."""
    source = PACKAGE / "index" / "planted.py"
    tree = ast.parse("from govledger.tx import call\nimport govledger.tx.signing")
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert _part(source) == "index"
    assert {name.split(".")[1] for name in names} & FORBIDDEN["index"] == {"tx"}


def test_what_the_index_needs_of_a_deployment_is_there_without_web3() -> None:
    modules = "govledger.deployer.checking, govledger.index, govledger.cli.index, govledger.network.folder"
    program = f"import sys, {modules}; print([m for m in ('web3', 'requests', 'eth_account') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"

"""Compiles `contracts/` into the artifacts, and into the Python that is generated from them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from govledger.artifacts import compiler, solidity
from govledger.artifacts.model import Artifact
from govledger.errors import ArtifactsOutdated, CompilationFailed
from govledger.events import generator

ARTIFACTS = "govledger/artifacts"


def build(project_root: Path, warn: Callable[[str], None] = lambda warning: None) -> dict[str, bytes]:
    """What the project's contracts compile to: every file's path from the root, and its content. Writes nothing.

    Args:
        project_root: the folder that holds `contracts/` and `node_modules/`.
        warn: gets each of the compiler's warnings once.

    Raises:
        CompilerMissing, CompilationFailed, ContractTooLarge: as their names say.
    """
    names = sorted(path.stem for path in (project_root / "contracts").glob("*.sol"))
    if not names:
        raise CompilationFailed(f"{project_root / 'contracts'} has no contracts; run this in the project's root")
    program = compiler.install(project_root)
    compiler_version = compiler.version(program)
    warnings: dict[str, None] = {}

    def compile_batch(batch: tuple[solidity.Optimizer, tuple[str, ...]]) -> list[dict[str, Any]]:
        optimizer, contracts = batch
        read = _reader(project_root)
        sources = solidity.closure([solidity.source_path(contract) for contract in contracts], read)
        output = compiler.run(program, solidity.standard_json(contracts, sources, optimizer))
        warnings.update(dict.fromkeys(solidity.check_output(output)))
        return [
            solidity.artifact_document(
                contract,
                output,
                solidity.closure([solidity.source_path(contract)], sources.__getitem__),
                optimizer=optimizer,
                compiler_version=compiler_version,
            )
            for contract in contracts
        ]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        compiled = pool.map(compile_batch, solidity.batches(names))
        documents = {document["contract"]: document for batch in compiled for document in batch}
    for warning in warnings:
        warn(warning)
    files = {f"{ARTIFACTS}/{name}.json": _file_of(documents[name]) for name in names}
    return files | _generated(files)


def write(project_root: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Brings the project's files up to date, each in one step, and removes artifacts whose contract is gone.

    Returns:
        The paths that changed, sorted.
    """
    changed = outdated(project_root, files)
    for path in changed:
        if path in files:
            _replace(project_root / path, files[path])
        else:
            (project_root / path).unlink()
    return changed


def check(project_root: Path, files: Mapping[str, bytes]) -> None:
    """Holds the project's files to what its contracts compile to.

    Raises:
        ArtifactsOutdated: some differ, are missing, or have no contract any more.
    """
    if different := outdated(project_root, files):
        raise ArtifactsOutdated(different)


def outdated(project_root: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paths at which the project differs from what its contracts compile to, sorted."""
    present = {f"{ARTIFACTS}/{path.name}" for path in (project_root / ARTIFACTS).glob("*.json")}
    different = {path for path, content in files.items() if _read_or_none(project_root / path) != content}
    return tuple(sorted(different | (present - set(files))))


def _reader(project_root: Path) -> Callable[[str], str]:
    def read(name: str) -> str:
        folder = project_root if name.startswith("contracts/") else project_root / "node_modules"
        return (folder / name).read_text(encoding="utf-8")

    return read


def _generated(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The Python modules that mirror the contracts' events and errors."""
    artifacts = {Path(path).stem: Artifact.from_json(content) for path, content in files.items()}
    return {path: text.encode() for path, text in generator.generate(artifacts).items()}


def _file_of(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _read_or_none(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(temporary, 0o644)
    os.replace(temporary, path)

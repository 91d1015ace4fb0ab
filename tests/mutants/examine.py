"""Compiles contracts with a fault and runs the fault's test on them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from govledger.artifacts import compiler, solidity
from tests.mutants.mutant import Mutant, mutated

ROOT = Path(__file__).resolve().parents[2]
TRIAL_SECONDS = 300


class Outcome(Enum):
    """What came of a fault."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    UNDECIDED = "UNDECIDED"


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a fault, why, and after how long."""

    mutant: Mutant
    outcome: Outcome
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of running tests on contracts from a folder."""

    ran: bool
    failed: Sequence[str]
    in_itself: bool
    output: str


def sources(root: Path = ROOT) -> dict[str, str]:
    """Every source of the contracts, by its path from the root."""
    files = sorted((root / "contracts").rglob("*.sol"))
    found = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in files}
    return {name: text for name, text in found.items() if not name.startswith("contracts/.cache/")}


def examine(mutant: Mutant, root: Path = ROOT) -> Finding:
    """Whether the fault's test finds it."""
    began = monotonic()
    with TemporaryDirectory(prefix="govledger-mutant-") as folder:
        compile_with(mutant, Path(folder), root)
        outcome, detail = judged(mutant, Path(folder), root)
    return Finding(mutant, outcome, detail, monotonic() - began)


def judged(mutant: Mutant, folder: Path, root: Path = ROOT) -> tuple[Outcome, str]:
    """What the fault's test says of the contracts in a folder, and why."""
    trial = run_tests(folder, [mutant.killed_by], root)
    if not trial.ran or (trial.failed and not trial.in_itself):
        return Outcome.UNDECIDED, trial.output
    if not trial.failed:
        return Outcome.SURVIVED, f"{mutant.killed_by} passes although {mutant.name}"
    return Outcome.KILLED, trial.failed[0]


def compile_with(mutant: Mutant, folder: Path, root: Path = ROOT) -> None:
    """Writes the artifact of the fault's contract with the fault.

    It is compiled without the optimiser, which takes half of the time and changes nothing that a contract does; where
    the code is too large for a chain, a trial takes it all the same.
    """
    program = compiler.install(root)
    faulty = mutated(mutant, (root / mutant.file).read_text(encoding="utf-8"))

    def read(name: str) -> str:
        if name == mutant.file:
            return faulty
        return (root / ("" if name.startswith("contracts/") else "node_modules") / name).read_text(encoding="utf-8")

    name, path = mutant.compiled, solidity.source_path(mutant.compiled)
    question = solidity.standard_json([name], solidity.closure([path], read), solidity.DEFAULT_OPTIMIZER)
    question["settings"]["optimizer"] = {"enabled": False}
    question["settings"]["outputSelection"] = {path: {name: ["evm.bytecode.object"]}}
    answer = compiler.run(program, question)
    solidity.check_output(answer)
    ours = json.loads((root / "govledger" / "artifacts" / f"{name}.json").read_bytes())
    faulty_code = "0x" + answer["contracts"][path][name]["evm"]["bytecode"]["object"]
    (folder / f"{name}.json").write_text(json.dumps(ours | {"bytecode": faulty_code}))


def run_tests(folder: Path, tests: Sequence[str], root: Path = ROOT) -> Trial:
    """Runs tests on the contracts of a folder, and on ours where it has none."""
    command = [sys.executable, "-m", "tests.mutants.trial", str(folder), *tests]
    try:
        done = subprocess.run(
            command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=TRIAL_SECONDS
        )
    except subprocess.TimeoutExpired:
        return Trial(False, [], False, f"not done after {TRIAL_SECONDS} seconds: {' '.join(command)}")
    try:
        verdict = json.loads(done.stdout.splitlines()[-1])
        return Trial(verdict["ran"], verdict["failed"], verdict["in_itself"], done.stdout)
    except (IndexError, ValueError):
        return Trial(False, [], False, done.stdout)

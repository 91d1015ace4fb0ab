"""Have halmos prove proofs/ClaimProofs.sol of the contracts, and find a planted fault: `python tools/prove_claims.py`.

halmos needs other versions of packages than the library's tests: it has an environment of its own,
`.build/halmos`, whose versions are in proofs/constraints.txt.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from govledger.artifacts import compiler

ROOT = Path(__file__).resolve().parents[1]
FAULT = ("contracts/BillClaims.sol", "require(amountFen <= available,", "require(amountFen <= available + 1,")
"""A file, a text of it, and what takes its place: one fen more is taken than is left."""
_HALMOS = ROOT / ".build/halmos/bin/halmos"
_OPTIONS = ("--forge-build-out", ".build/proofs", "--loop", "9", "--no-status")
_TIMES = ("--solver-timeout-branching", "100", "--solver-timeout-assertion", "120s")


def prove(folder: Path, function: str = "check_") -> tuple[int, int, str]:
    """How many checks of a foundry project were proved, how many were not, and all that halmos says."""
    # halmos also runs what an earlier build left there of contracts that there are no more.
    for name in ("proofs", "proofs-cache"):
        shutil.rmtree(folder / ".build" / name, ignore_errors=True)
    environment = os.environ | {"FOUNDRY_PROFILE": "prove", "FOUNDRY_SOLC": str(compiler.install(ROOT))}
    said = subprocess.run(
        [str(_HALMOS), "--function", function, *_OPTIONS, *_TIMES],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ).stdout
    results = re.findall(r"Symbolic test result: (\d+) passed; (\d+) failed", said)
    return sum(int(passed) for passed, _ in results), sum(int(failed) for _, failed in results), said


def finds_fault() -> bool:
    """Whether the proof of a reservation fails, with an example, on a copy of the contracts with the fault."""
    file, old, new = FAULT
    with TemporaryDirectory() as place:
        copy = Path(place)
        for name in ("contracts", "proofs"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(".cache"))
        shutil.copy(ROOT / "foundry.toml", copy)
        (copy / "node_modules").symlink_to(ROOT / "node_modules")
        text = (copy / file).read_text(encoding="utf-8")
        if text.count(old) != 1:
            sys.exit(f"{file} has {text.count(old)} times {old!r}: mend FAULT in tools/prove_claims.py")
        (copy / file).write_text(text.replace(old, new), encoding="utf-8")
        said = prove(copy, "check_reserve_and_settle")[2]
    return "[FAIL]" in said and "Counterexample" in said


def main() -> None:
    began = monotonic()
    proved, failed, said = prove(ROOT)
    if failed or not proved:
        sys.exit(f"{said}\nhalmos did not prove every check")
    if not finds_fault():
        sys.exit("a planted fault was not found: the proofs prove nothing")
    print(f"proved {proved} checks in {monotonic() - began:.0f} s; the planted fault was found")


if __name__ == "__main__":
    main()

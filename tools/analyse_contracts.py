"""Have slither analyse the contracts; whatever it finds fails: `python tools/analyse_contracts.py [FOLDER]`.

FOLDER is a foundry project, by default this one. Everything that slither detects is on, but for what `EXCLUDED` argues
away for the code base as a whole. An exception for one place stands there, below the comment that argues it:

    // slither-disable-next-line DETECTOR

An exception that nothing needs any more fails too.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from govledger.artifacts import compiler

ROOT = Path(__file__).resolve().parents[1]

EXCLUDED: Mapping[str, str] = {
    "timestamp": (
        "every interval of the product is judged by block time, half-open; that a validator can move it by seconds is "
        "among the stated assumptions, and the audit reports drift"
    ),
    "pragma": (
        "our pragma is exact and OpenZeppelin's is a range, which the exact one decides; that ours is one and the same "
        "everywhere the compiler holds by itself, since it refuses any other"
    ),
}
"""Detectors that are wrong for this code base as a whole, and why."""

_SLITHER = Path(sys.executable).with_name("slither")
_UNUSED = re.compile(r"Unused \S+ directive for \S+ at (?!.*/node_modules/).*")
"""Of ours: what OpenZeppelin excepts may be needed by parts of it that are not used here."""


def analyse(folder: Path) -> tuple[bool, str]:
    """Whether slither has nothing to say on a foundry project, and all that it says."""
    command = [str(_SLITHER), ".", "--foundry-compile-all", "--exclude-dependencies", "--warn-unused-ignores"]
    command += ["--exclude", ",".join(EXCLUDED)]
    environment = os.environ | {"FOUNDRY_SOLC": str(compiler.install(ROOT))}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    analysed = re.search(r"analyzed \(\d+ contracts", done.stdout)
    return done.returncode == 0 and analysed is not None and not _UNUSED.search(done.stdout), done.stdout


def main() -> None:
    clean, said = analyse(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    print(said.rstrip().splitlines()[-1] if clean else said)
    if not clean:
        sys.exit("slither found something: mend it, or argue the exception beside the line; see CONTRIBUTING.md")


if __name__ == "__main__":
    main()

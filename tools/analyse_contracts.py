"""Have slither analyse the contracts; whatever it finds fails: `python tools/analyse_contracts.py [FOLDER]`.

FOLDER is a foundry project, by default this one. Everything that slither detects is on, but for what `EXCLUDED` argues
away for the code base as a whole. An exception for one place stands there, below the comment that argues it:

    // slither-disable-next-line DETECTOR

An exception that nothing needs any more fails too.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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
_UNNEEDED = "unused-ignore-directive"


def analyse(folder: Path) -> tuple[bool, str]:
    """Whether slither has nothing to say on a foundry project, and all that it says."""
    with TemporaryDirectory() as place:
        report = Path(place) / "report.json"
        command = [str(_SLITHER), ".", "--foundry-compile-all", "--exclude-dependencies", "--warn-unused-ignores"]
        command += ["--exclude", ",".join(EXCLUDED), "--json", str(report)]
        environment = os.environ | {"FOUNDRY_SOLC": str(compiler.install(ROOT))}
        said = subprocess.run(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ).stdout
        ended = re.search(r"analyzed \([1-9]\d* contracts", said)
        if ended is None or not report.exists():
            return False, said
        result = json.loads(report.read_text())
    findings = [finding for finding in result["results"].get("detectors", []) if _is_ours(finding)]
    return result["success"] and not findings, said


def _is_ours(finding: Mapping[str, Any]) -> bool:
    """That a package's own exceptions are not needed is its authors' matter."""
    if finding["check"] != _UNNEEDED:
        return True
    return any("/node_modules/" not in exception["file"] for exception in finding["unused_ignores"])


def main() -> None:
    clean, said = analyse(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    print("slither found nothing" if clean else said)
    if not clean:
        sys.exit("slither found something: mend it, or argue the exception beside the line; see CONTRIBUTING.md")


if __name__ == "__main__":
    main()

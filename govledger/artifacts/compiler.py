"""The Solidity compiler on this machine: found, downloaded or made from npm's package; and run."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from govledger.artifacts.solidity import SOLC_VERSION
from govledger.errors import CompilationFailed, CompilerMissing

_MARK = "# solc from npm, placed by `govledger compile`; it may be deleted"
_PROBE_SECONDS = 4.0
"""How long py-solc-x's download site has to answer before npm's compiler is taken."""


def install(project_root: Path) -> Path:
    """The compiler's path, where py-solc-x, ape and forge find it too; placed there if need be.

    A compiler that py-solc-x installed is used as it is and never replaced. Otherwise it is downloaded by py-solc-x,
    or else npm's package of the same version, run by Node, takes its place.

    Raises:
        CompilerMissing: none of the ways is open.
    """
    solcx = _solcx()
    target: Path = solcx.install.get_solcx_install_folder() / f"solc-v{SOLC_VERSION}"
    if target.exists() and not _is_ours(target):
        return target
    package = project_root / "node_modules" / "solc"
    if not target.exists() and _download(solcx):
        return target
    if not (package / "soljson.js").is_file():
        raise CompilerMissing(
            f"solc {SOLC_VERSION} is not at {target}, its download site does not answer, and {package} does not "
            "exist; run `make npm`, or put the compiler there"
        )
    node = shutil.which("node")
    if node is None:
        raise CompilerMissing(
            f"solc {SOLC_VERSION} from npm needs Node 18 or newer, and there is no `node`; run `make node`"
        )
    _place(target, _wrapper(Path(node), package))
    return target


def version(compiler: Path) -> str:
    """The compiler's version with its commit, without the platform it was built for.

    Raises:
        CompilerMissing: it does not run, or it is not the version that the contracts ask for.
    """
    try:
        printed = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise CompilerMissing(f"{compiler} does not run ({error}); delete it and try again") from error
    found = re.search(r"Version: (\d+\.\d+\.\d+\+commit\.[0-9a-f]+)", printed)
    if found is None or found[1].split("+")[0] != SOLC_VERSION:
        raise CompilerMissing(
            f"{compiler} is not solc {SOLC_VERSION}: it says {printed.strip()!r}; delete it and try again"
        )
    return found[1]


def run(compiler: Path, standard_json: Mapping[str, Any]) -> Mapping[str, Any]:
    """The compiler's answer to a standard JSON input; compile errors stand in it.

    Raises:
        CompilationFailed: the program itself failed.
    """
    solcx = _solcx()
    try:
        answer: Mapping[str, Any] = solcx.compile_standard(dict(standard_json), solc_binary=compiler)
    except solcx.exceptions.SolcError as error:
        if error.error_dict:
            return {"errors": error.error_dict}
        raise CompilationFailed(f"{compiler} failed: {(error.stderr_data or str(error)).strip()}") from error
    return answer


def _solcx() -> Any:
    try:
        import solcx
    except ImportError as error:
        raise CompilerMissing("compiling needs py-solc-x; install govledger[compile]") from error
    return solcx


def _download(solcx: Any) -> bool:
    """Whether py-solc-x could download the compiler. It sets no time limit itself, so its site is tried first."""
    import requests

    system = solcx.install._get_os_name()
    try:
        requests.head(solcx.install.BINARY_DOWNLOAD_BASE.format(system, "list.json"), timeout=_PROBE_SECONDS)
        solcx.install_solc(SOLC_VERSION)
    except (OSError, ValueError, solcx.exceptions.SolcInstallationError, solcx.exceptions.DownloadError):
        return False
    return True


def _is_ours(target: Path) -> bool:
    with target.open("rb") as file:
        return _MARK.encode() in file.read(512)


def _wrapper(node: Path, package: Path) -> str:
    """A program that is npm's compiler to whoever calls solc; its version is known without starting Node."""
    script = resources.files(__package__).joinpath("solc_node.cjs")
    asked = subprocess.run(
        [node, "-e", "process.stdout.write(require(process.argv[1]).version())", package.resolve()],
        capture_output=True,
        text=True,
    )
    if asked.returncode != 0 or not asked.stdout.startswith(SOLC_VERSION):
        said = asked.stdout or "".join(re.findall(r"^\w*Error: .*", asked.stderr, re.MULTILINE)[:1])
        raise CompilerMissing(f"{package} is not solc {SOLC_VERSION}: {said.strip()}; run `make npm`")
    return f"""#!/bin/sh
{_MARK}
if [ "$1" = "--version" ]; then
  echo "solc, the solidity compiler commandline interface"
  echo "Version: {asked.stdout}"
  exit 0
fi
# Made for one answer: V8 has no time to win back what it spends on optimising the compiler.
exec '{node}' --liftoff-only '{script}' '{package.resolve()}' "$@"
"""


def _place(target: Path, text: str) -> None:
    """Puts the program there in one step, unless it is there already: other processes may be using it."""
    if target.exists() and target.read_text() == text:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".solc-")
    with os.fdopen(handle, "w") as file:
        file.write(text)
    os.chmod(temporary, stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    os.replace(temporary, target)

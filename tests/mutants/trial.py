"""Runs tests on contracts from a folder, in a process of its own: `python -m tests.mutants.trial FOLDER TEST…`.

The last line of the output is a JSON object: whether pytest could run the tests at all, which of them failed, and
whether one of them failed in itself. A test whose world could not even be built says nothing about its own rule.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import pyrevm
import pytest

from govledger import artifacts
from govledger.artifacts import CONTRACTS, Artifact


class Verdict:
    """A plugin of pytest that keeps which tests failed, and when."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.in_itself = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(f"{report.nodeid} ({report.when})")
            self.in_itself = self.in_itself or report.when != "setup"


def use_artifacts(folder: Path) -> None:
    """From now on an artifact that is in the folder is loaded instead of the package's.

    To be called before any module of the tests is imported: they take the function by its name.
    """
    of_the_package = artifacts.load

    @cache
    def load(contract: str) -> Artifact:
        file = folder / f"{CONTRACTS.get(contract, contract)}.json"
        return Artifact.from_json(file.read_bytes()) if file.exists() else of_the_package(contract)

    artifacts.load = load  # type: ignore[assignment]


def allow_large_code() -> None:
    """From now on every machine takes code of any size: a faulty contract is compiled without the optimiser.

    To be called before any module of the tests is imported.
    """
    settings = pyrevm.Env(cfg=pyrevm.CfgEnv(limit_contract_code_size=2**20))
    vars(pyrevm)["EVM"] = partial(pyrevm.EVM, settings)


def main(folder: str, tests: Sequence[str]) -> None:
    use_artifacts(Path(folder))
    allow_large_code()
    verdict = Verdict()
    # The contracts' tests use no plugin of another package, and half of a trial's time went into loading those.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    options = ["-p", "no:cacheprovider", "--no-header", "-q", "-x"]
    status = pytest.main([*options, *tests], plugins=[verdict])
    ran = status in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    print()
    print(json.dumps({"ran": ran, "failed": verdict.failed, "in_itself": verdict.in_itself}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

"""What holds for every test run.

`shared`: such a test reads ../shared, the folder that stands beside the repository where the project is developed. It
runs where that folder is; elsewhere it is left out, and the summary says so. With CI=true nothing may be left out: a
missing ../shared or a single skipped test fails the run.

tests/ape needs ape's own pytest plugin, which the default run leaves off (`-p no:ape_test`); `ape test` runs it.
tests/network needs nodes of its own and takes minutes: it runs where it is named (`make network`).

`make unit` runs in several processes (pytest-xdist), a file in one of them. Files that count together what others
reached run in the same process: see `_group`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres_server import PostgresServer, postgres_server
from tests.store_places import StorePlace, file_place, server_place

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
NETWORK = ROOT / "tests" / "network"
LEFT_OUT = pytest.StashKey[int]()


def in_ci() -> bool:
    return os.environ.get("CI") == "true"


@pytest.fixture
def project_root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared; for tests that are marked `shared`."""
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server on loopback, started by the first test that asks for it."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> StorePlace:
    """Where a store can be kept that is not there yet: once in a file, once in a database."""
    return file_place(tmp_path) if request.param == "sqlite" else server_place(request.getfixturevalue("postgres"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if collection_path == ROOT / "tests" / "ape" and not config.pluginmanager.has_plugin("ape_test"):
        return True
    if collection_path == NETWORK and not any(path.is_relative_to(NETWORK) for path in _named(config)):
        return True
    return None


def _named(config: pytest.Config) -> list[Path]:
    """The files and folders that the run was told to collect."""
    return [(config.invocation_params.dir / argument.split("::")[0]).resolve() for argument in config.args]


def _group(path: Path) -> str:
    """What runs in one process: all of tests/contracts, all sequences beside the rules, else each file."""
    if path.parent == ROOT / "tests" / "contracts":
        return "contracts"
    if path.parent == ROOT / "tests" / "properties" and path.name.startswith("test_rules_"):
        return "rules"
    return str(path.relative_to(ROOT))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.pluginmanager.has_plugin("xdist"):  # which looks at the groups in the same hook: before it
        for item in items:
            item.add_marker(pytest.mark.xdist_group(_group(item.path)))
    if SHARED.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("shared")]
    if not left_out:
        return
    if in_ci():
        raise pytest.UsageError(f"{len(left_out)} tests read {SHARED}, which does not exist; CI leaves no test out")
    config.stash[LEFT_OUT] = len(left_out)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> Iterator[None]:
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["left_out"] = session.config.stash.get(LEFT_OUT, 0)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if in_ci() and exitstatus == pytest.ExitCode.OK and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Every process of a run collects, and leaves out, the same tests."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"left out, since {SHARED} is not here: {count}", yellow=True)
    if in_ci() and (skipped := terminalreporter.stats.get("skipped")):
        terminalreporter.write_line(f"skipped: {len(skipped)}; CI leaves no test out, so the run fails", red=True)

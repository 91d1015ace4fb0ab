"""A network of five validators with a block a second, for all tests of this folder; or the chain that somebody names.

With GOVLEDGER_TEST_RPC set to the addresses of one or more nodes, the tests run on that chain, and those that break
nodes or wires (marked `nodes`) are left out: see docs/operations.md.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from govledger.demo import DemoResult, Setting, run_demo
from tests.conftest import ROOT, in_ci
from tests.network import place as places
from tests.network.figures import Figures
from tests.network.nodes import LiveNetwork, wait_until
from tests.network.place import Place
from tests.network.walk import Walk, prepared, walk

HERE = Path(__file__).parent
VALIDATORS = 5
CHAIN_ID = 20_264
FIGURES = pytest.StashKey[Figures]()
LEFT_OUT = pytest.StashKey[int]()
WRITTEN = ROOT / ".build" / "network-figures.json"


# --- what runs where ------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = Figures()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not places.is_named():
        return
    if in_ci():
        raise pytest.UsageError(f"{places.RPC} is set; CI runs all tests, on nodes of its own")
    left_out = [item for item in items if item.get_closest_marker("nodes")]
    config.stash[LEFT_OUT] = len(left_out)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if count := config.stash.get(LEFT_OUT, 0):
        text = f"left out, since {places.RPC} names nodes that are not ours to break: {count}"
        terminalreporter.write_line(text, yellow=True)
    figures = config.stash[FIGURES]
    if figures.values:
        terminalreporter.write_sep("-", "figures of the run on real nodes")
        for line in figures.lines():
            terminalreporter.write_line(line)
        figures.write(WRITTEN)


# --- fixtures -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> Figures:
    return pytestconfig.stash[FIGURES]


@pytest.fixture(scope="session")
def geth() -> Path:
    """The node's program, where the project looks for it."""
    found = os.environ.get("GOVLEDGER_GETH") or shutil.which("geth") or ROOT / ".build" / "geth" / "geth"
    if not Path(found).exists():
        pytest.fail(f"{found} is missing; `make geth` builds it")
    return Path(found).absolute()


@pytest.fixture(scope="session")
def room() -> Iterator[Path]:
    """A folder with a short path, which geth's own limits ask for; its logs are kept if a test fails."""
    folder = Path(tempfile.mkdtemp(prefix="govledger-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def walking(request: pytest.FixtureRequest) -> Iterator[Future[Walk] | None]:
    """The commands that README shows, on a network of their own, while other tests run: they mostly wait for blocks."""
    if not any(item.path.name == "test_five_commands.py" for item in request.session.items):
        yield None
        return
    fixtures = [request.getfixturevalue(name) for name in ("room", "shared", "geth", "figures")]
    room, shared, geth, figures = fixtures
    folder = room / "laptop" / "work"
    folder.mkdir(parents=True)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    begun = prepared(folder, readme, shared / "data" / "synthea")
    with ThreadPoolExecutor(1, thread_name_prefix="walking") as pool:
        walking = pool.submit(walk, begun, geth, figures)
        # Its nodes have their ports before another network chooses its own.
        wait_until(lambda: walking.done() or len(begun.outputs) >= 2, "the network is up", seconds=180)
        yield walking
    for description in folder.glob("*/network.toml"):
        LiveNetwork(description.parent, geth).down()


@pytest.fixture(scope="session")
def network(geth: Path, room: Path, figures: Figures) -> Iterator[LiveNetwork]:
    """Five validators, made and started by our own commands, that call each other through relays."""
    options = ("--engine", "clique", "--client", "geth", "--validators", str(VALIDATORS))
    chain = ("--chain-id", str(CHAIN_ID), "--block-time", "1", "--zero-fee")
    began = time.monotonic()
    live = LiveNetwork.made(room / "town", geth, *options, *chain)
    live.put_relays_between()
    try:
        live.up()
        everyone = {name: set(live.names) - {name} for name in live.names}
        wait_until(lambda: {name: live.peers(name) for name in live.names} == everyone, "every node has all peers")
        wait_until(lambda: min(map(live.height, live.names)) > 1, "every node has blocks")
        figures.note("network of five from nothing to its second block, seconds", round(time.monotonic() - began, 1))
        yield live
    finally:
        live.down()


@pytest.fixture(scope="session")
def place(request: pytest.FixtureRequest) -> Place:
    """The chain on which stories are told and bills imported."""
    if places.is_named():
        return places.named()
    live: LiveNetwork = request.getfixturevalue("network")
    first, second, third, *_ = live.names
    return Place((live.url(second), live.url(first), live.url(third)), places.new_founder())


@pytest.fixture(scope="session")
def story(place: Place, tmp_path_factory: pytest.TempPathFactory, figures: Figures) -> Iterator[Future[DemoResult]]:
    """The demo's story, played on the chain while other tests run."""
    folder = tmp_path_factory.mktemp("story")

    def play() -> DemoResult:
        with place.connect() as chain, figures.time("story"):
            setting = Setting(
                chain,
                place.founder,
                grant_seconds=place.grant_seconds,
                delay_seconds=place.grant_seconds // 4,
                name="story",
                deployments=folder / "deployments",
            )
            return run_demo(folder / "demo", lambda progress: None, setting=setting)

    with ThreadPoolExecutor(1, thread_name_prefix="story") as pool:
        yield pool.submit(play)

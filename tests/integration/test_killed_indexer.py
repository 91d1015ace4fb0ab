"""`govledger index` is killed (SIGKILL) at random moments: the next run ends as a fresh index, on either store."""

from __future__ import annotations

import importlib
import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import govledger
from govledger import Connection, OrganisationKind
from govledger.cli import main
from govledger.index.store import read_store
from tests.integration.conftest import RICH_KEY, Anvil
from tests.integration.index_process import stands_at, tip_of
from tests.postgres_server import PostgresServer
from tests.store_content import content

EMPTY_BLOCKS = 240
BLOCKS_PER_BATCH = 10
BACKFILL_BLOCKS = 50
"""In the command's process: a short chain takes as many batches as a long one does with as many as are usual."""


@pytest.fixture
def kills() -> int:
    """How often the index is killed on each kind of store; `make kills-index` does it 200 times."""
    return int(os.environ.get("GOVLEDGER_KILLS", "6"))


@dataclass
class Place:
    """A chain that grows and is reorganised, and stores of it that come and go."""

    connection: Connection
    folder: Path
    server: PostgresServer | None
    chance: random.Random
    seconds: float = 1.0
    """What a whole run takes; kills fall within it."""
    stores: int = 0
    _fresh: dict[bytes, Any] = field(default_factory=dict)

    def new_store(self) -> str:
        """Where there is none yet."""
        self.stores += 1
        return str(self.folder / f"{self.stores}.sqlite") if self.server is None else self.server.new_database()

    def grow(self) -> None:
        """Some events among many empty blocks."""
        ledger = govledger.Ledger.open(self.folder / "town", self.connection)
        founder = ledger.acting_as(RICH_KEY)
        for _ in range(4):
            code = f"{self.chance.randrange(10**18):018d}"
            founder.decisions.admit_organisation(code, {OrganisationKind.DEPARTMENT})
            self.connection.request("anvil_mine", hex(EMPTY_BLOCKS // 4))
        ledger.close()

    def run(self, store: str) -> None:
        """The command, to its end, in a process of its own."""
        assert self._ended(self._begun(store)) == 0

    def killed(self, store: str) -> bool:
        """The command, killed after a random part of its time; False if it was done before."""
        child = self._begun(store)
        time.sleep(self.chance.uniform(0.0, self.seconds))
        os.kill(child, signal.SIGKILL)
        return self._ended(child) != 0

    def fresh(self) -> dict[str, list[str]]:
        """What a fresh index holds of the chain as it is."""
        tip = tip_of(self.connection)[1]
        if tip not in self._fresh:
            store, begun = self.new_store(), time.monotonic()
            self.run(store)
            self.seconds = time.monotonic() - begun
            self._fresh = {tip: content_of(store)}
        return dict(self._fresh[tip])

    def _begun(self, store: str) -> int:
        """A fork, so that a kill falls into the command's work and not into the start of Python."""
        child = os.fork()
        if child == 0:
            status = 1
            try:
                sync = importlib.import_module("govledger.index.sync")
                sync.BACKFILL_BLOCKS = BACKFILL_BLOCKS  # type: ignore[attr-defined]
                sync.Indexer.__init__.__kwdefaults__["blocks_per_batch"] = BLOCKS_PER_BATCH
                assert self.connection.url is not None
                arguments = ["index", str(self.folder / "town"), "--rpc", self.connection.url, "--store", store]
                main(arguments, standalone_mode=False)
                status = 0
            except BaseException:  # the forked child must not run on as a second pytest
                traceback.print_exc()
            finally:
                os._exit(status)
        return child

    def _ended(self, child: int) -> int:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the command failed"
        return status


def content_of(store: str) -> dict[str, list[str]]:
    with read_store(store) as reader:
        return {name: sorted(map(str, rows)) for name, rows in content(reader).items()}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_index_that_is_killed_at_random_moments_goes_on_and_ends_as_a_fresh_one(
    anvil: Callable[..., Anvil], request: pytest.FixtureRequest, tmp_path: Path, kills: int, kind: str
) -> None:
    """Stores are begun, killed once to four times, and finished; meanwhile the chain grows and is reorganised."""
    server = request.getfixturevalue("postgres") if kind == "postgresql" else None
    done = finished = 0
    with anvil().connect() as connection:
        govledger.deploy(connection, RICH_KEY, name="town", directory=tmp_path).close()
        place = Place(connection, tmp_path, server, random.Random(kills))
        snapshot = connection.snapshot()
        place.grow()
        place.fresh()
        store = place.new_store()
        while done < kills:
            for _ in range(place.chance.randint(1, 4)):
                if done < kills and place.killed(store):
                    done += 1
            place.run(store)
            finished += 1
            assert stands_at(store) == tip_of(connection)
            assert content_of(store) == place.fresh(), (done, finished)
            if place.chance.random() < 0.5:
                store = place.new_store()
            else:
                connection.revert(snapshot)
                snapshot = connection.snapshot()
                place.grow()
    print(f"{kind}: killed {done} times; each of {finished} next runs ended as a fresh index")

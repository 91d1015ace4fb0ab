"""From nothing to an audit trail on a proof-of-authority chain, by the very commands that README shows."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from govledger.ledger import Ledger
from tests.conftest import ROOT
from tests.network.agreement import events_of, require_agreement
from tests.network.figures import Figures
from tests.network.nodes import LiveNetwork
from tests.network.programs import govledger

pytestmark = [pytest.mark.nodes, pytest.mark.shared]

BEGIN, END = "<!-- network: begin -->", "<!-- network: end -->"
STEPS = (("network", "new"), ("network", "up"), ("deploy",), ("import", "synthea"), ("trail",))
CLAIMS, SETTLED = 1_267, 183
"""Of the public data set; tests/integration/test_import_real_data.py checks them to the cent."""


def commands_in(readme: str) -> list[list[str]]:
    """The words of each command between README's marks: lines that begin with `$ govledger`, broken or not."""
    _, _, rest = readme.partition(BEGIN)
    block, mark, _ = rest.partition(END)
    assert mark, f"README shows the commands between {BEGIN} and {END}"
    lines = re.sub(r"\\\n\s*", "", block).splitlines()
    return [shlex.split(line.removeprefix("$ "))[1:] for line in lines if line.startswith("$ govledger ")]


@dataclass(frozen=True)
class Walk:
    """The commands, and what each printed."""

    folder: Path
    commands: list[list[str]]
    outputs: list[str]

    def option(self, step: int, name: str) -> Path:
        words = self.commands[step]
        return self.folder / words[words.index(name) + 1]


@pytest.fixture(scope="module")
def walk(room: Path, shared: Path, geth: Path, figures: Figures) -> Iterator[Walk]:
    """All commands, one after the other, in a new folder; the data set stands where they look for it."""
    folder = room / "laptop" / "work"
    folder.mkdir(parents=True)
    commands = commands_in((ROOT / "README.md").read_text())
    assert [tuple(words[: len(step)]) for words, step in zip(commands, STEPS, strict=True)] == list(STEPS)
    data = folder / commands[3][2]
    data.parent.mkdir(parents=True, exist_ok=True)
    data.symlink_to(shared / "data" / "synthea")
    outputs = []
    try:
        with figures.time("five commands"):
            for words, step in zip(commands, STEPS, strict=True):
                with figures.time(f"  {' '.join(step)}"):
                    outputs.append(govledger(*words, folder=folder, environment={"GOVLEDGER_GETH": str(geth)}).stdout)
        yield Walk(folder, commands, outputs)
    finally:
        town = folder / commands[0][2]
        if town.exists():
            LiveNetwork(town, geth).down()


def test_network_is_made_and_comes_up(walk: Walk) -> None:
    network = LiveNetwork(walk.folder / walk.commands[0][2], walk.folder)
    nodes = network.nodes()
    assert len(nodes) == int(walk.option(0, "--validators").name)
    assert f"0x{network.genesis_hash().hex()}" in walk.outputs[0]
    for node in nodes:
        assert network.block_hash(node.name, 0) == f"0x{network.genesis_hash().hex()}"
        assert node.name in walk.outputs[1]


def test_contracts_are_deployed_and_the_bills_imported(walk: Walk) -> None:
    assert "digest" in walk.outputs[2]
    assert "the reconciliation holds" in walk.outputs[3]
    folder = walk.folder / "deployments" / walk.option(2, "--name").name
    network = LiveNetwork(walk.folder / walk.commands[0][2], walk.folder)
    last = network.nodes()[-1].name
    store = walk.option(4, "--store")
    with network.connect(last) as connection, closing(Ledger.open(folder, connection, store=store)) as ledger:
        require_agreement(ledger)
        assert events_of(ledger.store)["settlement_made"] == SETTLED
        [(bills,)] = ledger.store.rows("SELECT sum(count) FROM batch_issued")
        assert bills == CLAIMS


def test_trail_says_who_did_what(walk: Walk) -> None:
    assert len(walk.outputs[4].splitlines()) > 2
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", walk.outputs[4])

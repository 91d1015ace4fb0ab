"""From nothing to an audit trail, by the commands that README shows, in a folder of its own."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.network.figures import Figures
from tests.network.programs import govledger

BEGIN, END = "<!-- network: begin -->", "<!-- network: end -->"
STEPS = (("network", "new"), ("network", "up"), ("deploy",), ("import", "synthea"), ("trail",))


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

    @property
    def town(self) -> Path:
        return self.folder / self.commands[0][2]

    def option(self, step: int, name: str) -> Path:
        words = self.commands[step]
        return self.folder / words[words.index(name) + 1]


def prepared(folder: Path, readme: str, data_set: Path) -> Walk:
    """The commands, of which none has run; the data set stands where they look for it."""
    found = Walk(folder, commands_in(readme), [])
    assert [tuple(words[: len(step)]) for words, step in zip(found.commands, STEPS, strict=True)] == list(STEPS)
    data = folder / found.commands[3][2]
    data.parent.mkdir(parents=True, exist_ok=True)
    data.symlink_to(data_set)
    return found


def walk(prepared: Walk, geth: Path, figures: Figures) -> Walk:
    """All commands, one after the other."""
    with figures.time("five commands"):
        for words, step in zip(prepared.commands, STEPS, strict=True):
            with figures.time(f"  {' '.join(step)}"):
                said = govledger(*words, folder=prepared.folder, environment={"GOVLEDGER_GETH": str(geth)})
                prepared.outputs.append(said.stdout)
    return prepared

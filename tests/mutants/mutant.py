"""A seeded fault as a value, and a source with it; nothing is read or run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath


class DoesNotApply(Exception):
    """A fault's function or text is not where the fault says; who changed the contract mends the fault."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault of one source."""

    name: str
    """What the faulty contract does, in the words of the table: `a revoked grant is used`."""

    file: str
    """The source, from the project's root."""

    function: str
    """The function that holds the text; `constructor` for that one, `_statusOf(RequestStatus` for one of several."""

    old: str
    """What is broken: a text that stands exactly once in the function."""

    new: str
    """What takes its place. `if (false) ` before a statement drops it, `true || ` at its start drops a guard."""

    rule: str
    """The rule that is broken."""

    killed_by: str
    """The test that must fail: its pytest id, without parameters."""

    contract: str = ""
    """The one contract that is compiled with the fault; if not said, that of the source."""

    @property
    def compiled(self) -> str:
        """The name of the contract that is compiled with the fault."""
        return self.contract or PurePosixPath(self.file).stem


def mutated(mutant: Mutant, text: str) -> str:
    """A source with the fault.

    Raises:
        DoesNotApply: the source has no such function, or more than one, or the text stands there not once.
    """
    begin, end = _function(mutant, text)
    body = text[begin:end]
    if (count := body.count(mutant.old)) != 1:
        where = f"{mutant.function} of {mutant.file}"
        raise DoesNotApply(f"{mutant.name}: {mutant.old!r} stands {count} times in {where}, and must stand once")
    return text[:begin] + body.replace(mutant.old, mutant.new) + text[end:]


def _function(mutant: Mutant, text: str) -> tuple[int, int]:
    """Where the function's text begins and ends: a formatter closes it at the indentation at which it began."""
    named = mutant.function if "(" in mutant.function else f"{mutant.function}("
    opening = re.escape(named if mutant.function == "constructor" else f"function {named}")
    found = list(re.finditer(rf"^( *){opening}(?:[^\n]*\}}|.*?^\1\}})$", text, re.MULTILINE | re.DOTALL))
    if len(found) != 1:
        raise DoesNotApply(
            f"{mutant.name}: {mutant.file} has {len(found)} functions called {mutant.function}, and must have one"
        )
    return found[0].span()


def sample(mutants: Sequence[Mutant], sources: Mapping[str, str], count: int) -> list[Mutant]:
    """So many of them, in their order; another choice as soon as a source changes.

    The same tree always gives the same sample, so that a run can be repeated; every change of the contracts gives
    another one, so that in time all have their turn.
    """
    seed = sha256()
    for name, text in sorted(sources.items()):
        seed.update(sha256(name.encode()).digest() + sha256(text.encode()).digest())
    ranked = sorted(mutants, key=lambda mutant: sha256(seed.digest() + mutant.name.encode()).digest())
    chosen = set(ranked[:count])
    return [mutant for mutant in mutants if mutant in chosen]

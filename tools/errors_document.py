"""Write docs/errors.md from the exceptions themselves: `python tools/errors_document.py [--check]`."""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from govledger import errors, refusals
from govledger.artifacts import CONTRACTS, load
from govledger.errors import GovledgerError
from govledger.events.refusal import ContractRefusal

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "errors.md"

PREAMBLE = """\
# Errors

<!-- Written by tools/errors_document.py from govledger/errors.py and govledger/refusals.py. Do not edit. -->

Every error that govledger raises on purpose is a `GovledgerError`. Its text says the value, the rule that it broke and
the way out. Anything else that is raised is a defect: please report it.

The command line prints the text as one line that begins with `Error:`, and ends with status 1. A wrong option or a
missing argument ends with status 2, as usual with command lines.

Catch as narrowly as you can act on it:

| you want to | catch |
| --- | --- |
| tell a user what is wrong with an argument | `InputError` |
| show every mistake of a bill at once | `DocumentInvalid`, whose `problems` name field, rule and value |
| react to one rule of a contract | that rule's refusal, for instance `GrantExpired`, with its facts as attributes |
| read again and decide again after a lost race | the refusals whose names end in `VersionStale` |
| know whether something was sent | `TransactionPending` (it may still be carried out); `Refusal.transaction` |
| stop and call somebody | `HeadMismatch`, `HeaderRefused`, `ReorganisationTooDeep`, `CodeMismatch`, `VaultExposed` |

What these errors do not do: a refusal proves nothing by itself. A call that was refused before it was sent leaves no
trace on the chain; one that was sent and refused leaves a failed transaction without an event and without its reason.

"""

REFUSALS = """\
## Refusals of contracts

One exception for each custom error of the contracts, in `govledger.refusals`, known by the first 4 bytes of the hash of
its signature and never by its text. All are subclasses of `ContractRefusal`, which is a `Refusal`. The names in braces
are attributes; `facts` has them all as a dictionary. `transaction` says where the refused transaction stands on the
chain, and is None when nothing was sent.

"""


def error_classes() -> tuple[type[GovledgerError], ...]:
    """The classes of govledger/errors.py in the order of its code."""
    return tuple(
        item
        for item in vars(errors).values()
        if inspect.isclass(item) and issubclass(item, GovledgerError) and item.__module__ == errors.__name__
    )


def tree() -> str:
    """The tree that the module's docstring draws."""
    assert errors.__doc__ is not None
    return textwrap.dedent(errors.__doc__.partition("::\n")[2]).strip("\n")


def paragraphs(kind: type) -> list[str]:
    """The paragraphs of a class's own docstring, each on one line; without its section of attributes."""
    text = inspect.cleandoc(kind.__dict__["__doc__"])
    return [" ".join(part.split()) for part in text.split("Attributes:")[0].split("\n\n") if part.strip()]


def attributes(kind: type) -> Iterator[tuple[str, str]]:
    """Name and meaning of each attribute that a class's docstring lists."""
    _, _, section = inspect.cleandoc(kind.__dict__["__doc__"]).partition("Attributes:\n")
    for entry in re.findall(r"^    (\w+: .*(?:\n {5,}.*)*)", section, flags=re.M):
        name, _, meaning = " ".join(entry.split()).partition(": ")
        yield name, meaning


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def errors_table() -> Iterator[str]:
    yield "| error | is a | raised when | attributes |"
    yield "| --- | --- | --- | --- |"
    for kind in error_classes():
        parents = ", ".join(f"`{base.__name__}`" for base in kind.__bases__)
        shown = "; ".join(f"`{name}`: {meaning.rstrip('.')}" for name, meaning in attributes(kind))
        yield f"| `{kind.__name__}` | {parents} | {cell(' '.join(paragraphs(kind)))} | {cell(shown)} |"


def by_contract() -> dict[str, list[type[ContractRefusal]]]:
    """Every refusal under the first contract, in the order of deployment, whose ABI has it."""
    found: dict[str, list[type[ContractRefusal]]] = {contract: [] for contract in CONTRACTS.values()}
    holders: dict[str, str] = {}
    for contract in found:
        for entry in load(contract).abi:
            if entry["type"] == "error":
                holders.setdefault(str(entry["name"]), contract)
    for refusal in refusals.REFUSALS:
        found[holders[refusal.SIGNATURE.partition("(")[0]]].append(refusal)
    return found


def refusals_table(kinds: Iterable[type[ContractRefusal]]) -> Iterator[str]:
    yield "| error | says | selector |"
    yield "| --- | --- | --- |"
    for kind in kinds:
        says = kind.MESSAGE or "Comes from a library that the contract is built on, and has no text of its own."
        yield f"| `{kind.SIGNATURE}` | {cell(says)} | `0x{kind.SELECTOR.hex()}` |"


def render() -> str:
    """The whole document."""
    parts = [PREAMBLE, "## The tree\n\n```text\n", tree(), "\n```\n\n## Every error\n\n"]
    parts += ["\n".join(errors_table()), "\n\n", REFUSALS]
    parts.append(
        "\n\n".join(
            f"### {contract}\n\n" + "\n".join(refusals_table(kinds)) for contract, kinds in by_contract().items()
        )
    )
    return "".join(parts) + "\n"


def main(arguments: list[str]) -> int:
    content = render()
    if arguments == ["--check"]:
        if DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == content:
            return 0
        print("docs/errors.md is not what the exceptions say; run python tools/errors_document.py", file=sys.stderr)
        return 1
    DOCUMENT.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Write the tables of docs/contracts.md from the contracts' NatSpec: `python tools/contracts_document.py [--check]`.

The rest of the document is written by hand. Tests hold the tables equal to what this program writes, and what they say
of a function equal to what was seen of it (tests/contracts/test_completeness.py).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from govledger.artifacts import CONTRACTS, load
from govledger.events.interface import NEVER_EMITTED

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "contracts.md"
TABLES = re.compile(r"(?P<begin><!-- Tables of (?P<contract>\w+): .*? -->\n).*?(?=\n<!-- End of tables -->)", re.S)

AUTHORITY = "authority"
TARGET = "target"
NOTHING = "nothing"
EVERY_EVENT = 5
"""How many arguments every event has: object, actor, and what they acted for, in which role, making which version."""

OF_LIBRARIES: Mapping[str, str] = {
    "AddressEmptyCode": "From a library: there is no code at the target.",
    "CheckpointUnorderedInsertion": "From a library; cannot happen, since blocks have ascending times.",
    "FailedCall": "From a library: the target refused without saying why.",
    "InsufficientBalance": "From a library; cannot happen, since a decision sends no money.",
    "InvalidShortString": "From a library; cannot happen, since the signing domain's name and version are short.",
    "StringTooLong": "From a library; cannot happen, since the signing domain's name and version are short.",
    "eip712Domain": "The domain of what is signed (EIP-5267).",
}
"""What comes from OpenZeppelin's parts, whose NatSpec has no notice that says it."""

Entry = Mapping[str, Any]


def signature(entry: Entry) -> str:
    return f"{entry['name']}({','.join(map(_type_of, entry['inputs']))})"


def _type_of(parameter: Entry) -> str:
    kind: str = parameter["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(map(_type_of, parameter['components']))}){kind.removeprefix('tuple')}"


def is_read(function: Entry) -> bool:
    return function["stateMutability"] in ("view", "pure")


def words(contract: str, function: Entry, tag: str) -> list[str]:
    """What a custom tag of a function lists. One that only reads may leave its tags out: then it lists nothing."""
    said = load(contract).devdoc["methods"].get(signature(function), {})
    if f"custom:{tag}" not in said:
        assert is_read(function), f"{contract}.{function['name']} has no @custom:{tag} in its interface"
        return []
    listed = [word.strip() for word in said[f"custom:{tag}"].split(",")]
    return [] if listed == [NOTHING] else listed


def caller(contract: str, function: Entry) -> str:
    said = load(contract).devdoc["methods"].get(signature(function), {})
    return "anyone (read)" if is_read(function) else str(said["custom:caller"])


def entries(contract: str, kind: str) -> list[Entry]:
    """Functions, events or errors of a contract, in the order of its interface; what it inherits stands last."""
    source = (ROOT / "contracts" / "interfaces" / f"I{contract}.sol").read_text(encoding="utf-8")
    order = re.findall(rf"^    {kind} (\w+)\(", source, flags=re.M)
    found = [entry for entry in load(contract).abi if entry["type"] == kind]
    if kind == "event":
        found = [entry for entry in found if f"{entry['name']}()" not in NEVER_EMITTED]
    return sorted(found, key=lambda entry: order.index(entry["name"]) if entry["name"] in order else len(order))


def notice(contract: str, entry: Entry) -> str:
    """What the NatSpec of a function, event or error says. An error may be another contract's, which says it."""
    if entry["name"] in OF_LIBRARIES:
        return OF_LIBRARIES[entry["name"]]
    group = {"function": "methods", "event": "events", "error": "errors"}[entry["type"]]
    for holder in (contract, *CONTRACTS.values()):
        said = load(holder).userdoc.get(group, {}).get(signature(entry), {})
        said = said[0] if isinstance(said, list) else said
        if "notice" in said:
            return str(said["notice"])
    raise AssertionError(f"{contract}.{entry['name']} has no @notice")


# --- the tables ------------------------------------------------------------------------------------------------


def shown(word: str, verb: str) -> str:
    """A word of a tag as it stands in the table."""
    if word == AUTHORITY:
        return "*authority*"
    if word == TARGET:
        return f"what the target {verb}"
    return f"what `{word}` {verb}" if "." in word else f"`{word}`"


def functions_table(contract: str) -> Iterator[str]:
    yield "| function | who may call | what it does | refuses | emits |"
    yield "| --- | --- | --- | --- | --- |"
    for function in entries(contract, "function"):
        cells = [f"`{function['name']}`", caller(contract, function), notice(contract, function)]
        for tag in ("refuses", "emits"):
            cells.append(", ".join(shown(word, tag) for word in words(contract, function, tag)))
        yield row(*cells)


def events_table(contract: str) -> Iterator[str]:
    yield "| event | about | says | and besides |"
    yield "| --- | --- | --- | --- |"
    for event in entries(contract, "event"):
        meanings = load(contract).devdoc["events"][signature(event)]["params"]
        names = [parameter["name"] for parameter in event["inputs"]]
        about = [name for name in names if f"{name}Version" in names]
        besides = [name for name in names[EVERY_EVENT:] if name.removesuffix("Version") not in about]
        objects = ", ".join(f"`{name}`" for name in about)
        texts = "<br>".join(f"`{name}`: {meanings[name].rstrip('.')}" for name in besides)
        yield row(f"`{event['name']}`", objects, notice(contract, event), texts)


def errors_table(contract: str) -> Iterator[str]:
    yield "| error | refused because |"
    yield "| --- | --- |"
    for error in entries(contract, "error"):
        facts = ", ".join(parameter["name"] for parameter in error["inputs"])
        yield row(f"`{error['name']}({facts})`", notice(contract, error))


def row(*cells: str) -> str:
    return "".join(f"| {cell} " if cell else "| " for cell in (cell.replace("|", "\\|") for cell in cells)) + "|"


def tables(contract: str) -> str:
    return "\n\n".join("\n".join(table(contract)) for table in (functions_table, events_table, errors_table)) + "\n"


def render(text: str) -> str:
    """The document with the tables as they should be."""
    named = [found["contract"] for found in TABLES.finditer(text)]
    assert named == list(CONTRACTS.values()), f"docs/contracts.md has places for the tables of {named}"
    return TABLES.sub(lambda found: found["begin"] + tables(found["contract"]), text)


def main(arguments: Iterable[str]) -> int:
    present = DOCUMENT.read_text(encoding="utf-8")
    content = render(present)
    if list(arguments) == ["--check"]:
        if present == content:
            return 0
        print("docs/contracts.md is not what the NatSpec says; run python tools/contracts_document.py", file=sys.stderr)
        return 1
    DOCUMENT.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

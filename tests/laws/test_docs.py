"""The documents say what the code says: names, numbers, commands, errors, links, and examples that run."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from types import ModuleType

import click
import pytest

import govledger
from govledger import model
from govledger.artifacts import CONTRACTS, load
from govledger.audit.findings.finding import Kind
from govledger.audit.findings.threshold_file import default_text, default_thresholds
from govledger.audit.findings.thresholds import parse_thresholds
from govledger.bills.fhir import vocabulary
from govledger.bills.fhir.mapping import INVOICE
from govledger.bills.fhir.plan import resources_of
from govledger.cli import main
from govledger.consensus.rule import Rule
from govledger.errors import GovledgerError
from govledger.events.interface import NEVER_EMITTED
from tests import synthea_files

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DOCUMENTS = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"]
WITH_EXAMPLES = [ROOT / "README.md", DOCS / "quickstart.md"]
DOCUMENTED_ELSEWHERE = {"Role", "OrganisationKind", "Mode"}
"""Closed lists that have a table of their own in docs/contracts.md."""


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _prose(text: str) -> str:
    """The text without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def _section(text: str, title: str, level: int = 2) -> str:
    """What stands under a heading, up to the next one of its level."""
    marks = "#" * level
    found = re.search(rf"^{marks} {re.escape(title)}\n(.*?)(?=^{marks} |\Z)", text, flags=re.M | re.S)
    assert found, f"no section {title!r}"
    return found[1]


def _tables(text: str) -> Iterator[list[list[str]]]:
    """The tables of a text, each as rows of cells; the first row is the header, the rule below it is left out."""
    for block in re.findall(r"(?:^\|.*\|\n)+", text, flags=re.M):
        rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in block.splitlines()]
        yield [rows[0], *rows[2:]]


def _named_in(text: str, header: str) -> list[str]:
    """The first cells, without their backticks, of the tables whose first column has this header."""
    return [row[0].strip("`") for table in _tables(text) if table[0][0] == header for row in table[1:]]


def _tool(name: str) -> ModuleType:
    """A program of tools/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- sealed headers ------------------------------------------------------------------------------------


def test_every_rule_of_headers_is_documented_and_none_else() -> None:
    assert _named_in(_section(_read(DOCS / "consensus.md"), "The rules"), "rule") == [rule.name for rule in Rule]


# --- findings ------------------------------------------------------------------------------------------


def test_every_kind_of_finding_is_documented_and_none_else() -> None:
    assert _named_in(_section(_read(DOCS / "findings.md"), "Kinds"), "kind") == [kind.value for kind in Kind]


def test_thresholds_of_the_example_can_be_read() -> None:
    [text] = re.findall(r"^```toml\n(.*?)^```$", _read(DOCS / "findings.md"), flags=re.M | re.S)
    assert parse_thresholds(text, default_text(), "findings.md") != default_thresholds()


# --- contracts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("contract", CONTRACTS.values())
@pytest.mark.parametrize("kind", ["function", "event", "error"])
def test_tables_of_a_contract_name_exactly_what_its_abi_has(contract: str, kind: str) -> None:
    cells = _named_in(_section(_read(DOCS / "contracts.md"), contract), kind)
    named = [cell.partition("(")[0] for cell in cells]
    declared = [entry["name"] for entry in load(contract).abi if entry["type"] == kind]
    if kind == "event":
        declared = [name for name in declared if f"{name}()" not in NEVER_EMITTED]
    assert sorted(named) == sorted(declared)


def test_tables_of_contracts_are_what_their_natspec_says() -> None:
    text = _read(DOCS / "contracts.md")
    assert text == _tool("contracts_document").render(text), "run python tools/contracts_document.py"


def test_tables_of_roles_kinds_and_modes_have_the_numbers_of_the_contracts() -> None:
    tables = [table for table in _tables(_read(DOCS / "contracts.md")) if table[0][0] == "number"]
    for table, kind in zip(tables, (model.Role, model.OrganisationKind, model.Mode), strict=True):
        assert [(int(row[0]), row[1].strip("`")) for row in table[1:]] == [(item.value, item.name) for item in kind]


def test_closed_lists_have_the_numbers_of_the_contracts() -> None:
    documented = {row[0].strip("`"): row[1] for row in _rows("contracts.md", "list")}
    lists = {
        name: kind
        for name, kind in vars(model).items()
        if inspect.isclass(kind) and issubclass(kind, IntEnum) and kind is not IntEnum
    }
    assert documented == {
        name: ", ".join(f"{item.value} {item.name}" for item in kind)
        for name, kind in lists.items()
        if name not in DOCUMENTED_ELSEWHERE
    }


def _rows(document: str, header: str) -> list[list[str]]:
    return [row for table in _tables(_read(DOCS / document)) if table[0][0] == header for row in table[1:]]


def test_hash_tags_are_those_of_the_code() -> None:
    python = ("govledger/privacy/commitments.py", "govledger/registry/access.py")
    solidity = ("contracts/types/BillLeaf.sol", "contracts/types/AccessLeaf.sol")
    source = "".join(_read(ROOT / path) for path in (*python, *solidity))
    used = set(re.findall(r'keccak256\(b?"(govledger\.[a-z.0-9]+)"\)', source))
    assert used
    assert set(re.findall(r'keccak256\("(govledger\.[a-z.0-9]+)"\)', _read(DOCS / "contracts.md"))) == used


# --- FHIR ----------------------------------------------------------------------------------------------


def test_table_of_the_invoice_is_the_mapping_of_the_code() -> None:
    documented = [row for table in _tables(_read(DOCS / "fhir.md")) if table[0][0] == "field" for row in table[1:]]
    assert documented == [
        [f"`{one.field}`", ", ".join(f"`{element}`" for element in one.elements), one.remark] for one in INVOICE
    ]


def test_table_of_claims_has_every_element_that_is_written(tmp_path: Path) -> None:
    written = {
        f"{resource['resourceType']}.{name}"
        for resource in resources_of(synthea_files.small().plan(tmp_path))
        for name in resource
        if resource["resourceType"] != "Invoice" and name != "resourceType"
    }
    documented = [name for cell in _rows("fhir.md", "element") for name in re.findall(r"`([\w.]+)`", cell[0])]
    assert sorted(documented) == sorted(written)


def test_words_of_our_own_are_those_of_the_code() -> None:
    own = {value for value in vars(vocabulary).values() if str(value).startswith("urn:govledger:")}
    text = _read(DOCS / "fhir.md")
    extensions = {f"{vocabulary.EXTENSION}{name}" for name in re.findall(r"extension\('([\w-]+)'\)", text)}
    systems = {
        row[0].strip("`")
        for header in ("systems of identifiers", "systems of codes")
        for row in _rows("fhir.md", header)
    }
    assert own - {vocabulary.EXTENSION} == {one for one in extensions if one in own} | systems


# --- errors, commands, tables of the index -------------------------------------------------------------


def test_errors_document_is_what_the_exceptions_say() -> None:
    assert _read(DOCS / "errors.md") == _tool("errors_document").render(), "run python tools/errors_document.py"


def test_every_exception_is_in_the_errors_document() -> None:
    for module in pkgutil.walk_packages(govledger.__path__, "govledger."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    text = _read(DOCS / "errors.md")
    own = [kind for kind in _subclasses(GovledgerError) if kind.__module__.startswith("govledger.")]
    missing = [kind.__name__ for kind in own if f"`{kind.__name__}`" not in text and f"`{kind.__name__}(" not in text]
    assert len(own) > 100
    assert missing == []


def _subclasses(kind: type[GovledgerError]) -> Iterator[type[GovledgerError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


def test_errors_that_a_reader_is_told_to_catch_exist() -> None:
    advice = _read(DOCS / "errors.md").split("## The tree")[0]
    names = set(re.findall(r"`([A-Z]\w+)[`.]", advice))
    assert {"InputError", "HeadMismatch"} <= names
    known = {kind.__name__ for kind in (GovledgerError, *_subclasses(GovledgerError))}
    assert {name for name in names if not any(kind.endswith(name) for kind in known)} == set()


def _commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, by the words that one types after `govledger`."""
    pending: list[tuple[str, click.Command]] = [("", main)]
    while pending:
        words, command = pending.pop()
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                assert child is not None
                pending.append((f"{words} {name}".strip(), child))
        else:
            yield words, command
            pending += ((f"{words} {name}", child) for name, child in getattr(command, "subcommands", {}).items())


def test_every_command_has_its_section_and_no_other() -> None:
    headings = re.findall(r"^## `govledger (.+)`$", _read(DOCS / "cli.md"), flags=re.M)
    assert sorted(headings) == sorted(words for words, _ in _commands())


@pytest.mark.parametrize(("words", "command"), sorted(_commands(), key=lambda item: item[0]))
def test_section_of_a_command_has_its_options_and_an_example(words: str, command: click.Command) -> None:
    section = _section(_read(DOCS / "cli.md"), f"`govledger {words}`")
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    declared = {name for option in options for name in (*option.opts, *option.secondary_opts)}
    declared |= {
        word
        for item in command.params
        if isinstance(item, click.Argument)
        for word in re.findall(r"[A-Z_]+", item.human_readable_name)
    }
    documented = {name for row in _option_rows(section) for name in re.findall(r"--?[a-z][\w-]*|\b[A-Z][A-Z_]+\b", row)}
    assert declared <= documented
    assert {name for name in documented if name.startswith("-")} <= declared
    assert f"govledger {words}" in "\n".join(re.findall(r"^```console\n(.*?)^```", section, flags=re.M | re.S))


def _option_rows(section: str) -> list[str]:
    """The first cells of a section's tables of options; a link to another section stands for that one's."""
    rows: list[str] = []
    for cell in (row[0] for table in _tables(section) if table[0][0] == "option" for row in table[1:]):
        link = re.fullmatch(r"\[(.+)\]\(#.+\)", cell)
        rows += _option_rows(_section(_read(DOCS / "cli.md"), link[1])) if link else [cell]
    return rows


def test_tables_of_the_index_are_those_of_its_schema() -> None:
    rendered = _tool("index_tables_document").render()
    assert _read(DOCS / "index_tables.md") == rendered, "run python tools/index_tables_document.py"


# --- rooms of the house --------------------------------------------------------------------------------


def test_every_room_of_the_package_is_in_the_architecture() -> None:
    text = _read(DOCS / "architecture.md")
    rooms = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "govledger").iterdir()
        if (path.suffix == ".py" and path.name != "__init__.py") or (path / "__init__.py").exists()
    }
    rooms -= {"__main__.py"}
    assert {room for room in rooms if f"`{room}`" not in text} == set()


def test_tests_that_the_threats_name_exist() -> None:
    rows = [row for table in _tables(_read(DOCS / "threats.md")) for row in table[1:]]
    named = [re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[3]) for row in rows]
    assert len(rows) > 30
    assert all(named), "every threat names a test that shows its control"
    missing = [
        f"{path}::{name}"
        for path, name in (test for tests in named for test in tests)
        if not re.search(rf"^def {name}\(", _read(ROOT / path), flags=re.M)
    ]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_files_that_a_document_names_exist(document: Path) -> None:
    named = re.findall(r"`((?:govledger|contracts|tests|tools|benchmarks)/[\w./-]*)`", _read(document))
    assert [path for path in named if not (ROOT / path).exists()] == []


# --- every document ------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", _prose(_read(document))):
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        if not path.exists() or (anchor and anchor not in _anchors(path)):
            broken.append(target)
    assert broken == []


def _anchors(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", _prose(_read(path)), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_document_can_be_reached_from_the_index() -> None:
    seen = {DOCS / "index.md"}
    pending = list(seen)
    while pending:
        document = pending.pop()
        for target in re.findall(r"\]\(([^)#\s]+\.md)(?:#[^)]*)?\)", _read(document)):
            path = (document.parent / target).resolve()
            if path not in seen:
                seen.add(path)
                pending.append(path)
    assert set(DOCS.rglob("*.md")) <= seen


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_document_names_no_place_of_one_machine_and_no_download_address(document: Path) -> None:
    text = _read(document)
    assert re.findall(r"(?<![\w.])/(?:work|home|root|tmp|Users)/", text) == []
    hosts = set(re.findall(r"https?://([^\s/:`)>\"]+)", text))
    assert {host for host in hosts if host not in ("127.0.0.1", "localhost", "HOST") and "example" not in host} == set()


def test_changelog_has_the_version_of_the_package() -> None:
    assert re.search(rf"^## \[{re.escape(govledger.__version__)}\]", _read(ROOT / "CHANGELOG.md"), flags=re.M)


# --- examples ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", WITH_EXAMPLES, ids=lambda path: path.stem)
def test_examples_run(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of a document, block after block, in one new and empty folder."""
    blocks = re.findall(r"^```python\n(.*?)^```$", _read(document), flags=re.M | re.S)
    assert blocks
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [document.name])
    names: dict[str, object] = {"__name__": "__example__"}
    for number, block in enumerate(blocks, 1):
        exec(compile(block, f"{document.name}, example {number}", "exec"), names)


def test_the_library_in_the_readme_is_about_20_lines() -> None:
    (block,) = re.findall(r"^```python\n(.*?)^```$", _read(ROOT / "README.md"), flags=re.M | re.S)
    assert len([line for line in block.splitlines() if line.strip()]) <= 25

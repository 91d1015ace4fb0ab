"""Seeded faults (`make mutants`): that each of them applies and has its test, and that the run tells what it should."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from govledger.artifacts import CONTRACTS, solidity
from tests.mutants.examine import Outcome, examine, judged, sources
from tests.mutants.faults import MUTANTS
from tests.mutants.mutant import DoesNotApply, Mutant, mutated, sample

ROOT = Path(__file__).parents[2]
SOURCES = sources()
LEAST = 300
COVERED = {
    *("contracts/Consortium.sol", "contracts/Decisions.sol"),
    *("contracts/DataRegistry.sol", "contracts/AccessGrants.sol", "contracts/DataRequests.sol"),
    *("contracts/BillRanges.sol", "contracts/MedicalBills.sol", "contracts/BillClaims.sol"),
    *("contracts/audit/EventChain.sol", "contracts/access/Authorised.sol"),
}

every_mutant = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)


def named(name: str) -> Mutant:
    return next(mutant for mutant in MUTANTS if mutant.name == name)


@every_mutant
def test_fault_applies_to_the_contracts_as_they_are(mutant: Mutant) -> None:
    assert mutated(mutant, SOURCES[mutant.file]) != SOURCES[mutant.file]


@cache
def _tests_of(path: str) -> frozenset[str]:
    """The tests of a module, by the names that pytest gives them; nothing is imported."""
    found = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


@every_mutant
def test_fault_names_a_test_that_there_is(mutant: Mutant) -> None:
    path, _, name = mutant.killed_by.partition("::")
    assert name in _tests_of(path)


@cache
def _included_in(contract: str) -> frozenset[str]:
    """Our sources that a contract includes."""
    packages = ROOT / "node_modules"
    return frozenset(
        solidity.closure(
            [solidity.source_path(contract)],
            lambda name: SOURCES.get(name) or (packages / name).read_text(encoding="utf-8"),
        )
    )


@every_mutant
def test_fault_is_in_the_contract_that_is_compiled_with_it(mutant: Mutant) -> None:
    assert mutant.compiled in CONTRACTS.values()
    assert mutant.file in _included_in(mutant.compiled)


@every_mutant
def test_rule_is_a_sentence(mutant: Mutant) -> None:
    assert re.fullmatch(r"[A-Z].+\.", mutant.rule)


def test_faults_are_enough_in_every_contract_and_none_is_there_twice() -> None:
    assert len(MUTANTS) >= LEAST
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert len({(mutant.file, mutant.function, mutant.old, mutant.new) for mutant in MUTANTS}) == len(MUTANTS)
    assert {mutant.file for mutant in MUTANTS} >= COVERED


SOURCE = """\
function free() pure {}

contract Small {
    function twice() external {
        first();
        first();
    }

    function once() external {
        first();
    }

    function overloaded(uint8 small) external {
        first();
    }

    function overloaded(uint256 large)
        external
    {
        first();
    }
}
"""


def test_fault_is_put_into_its_function_alone() -> None:
    broken = mutated(replace(MUTANTS[0], function="once", old="first();", new="if (false) first();"), SOURCE)
    assert broken == SOURCE.replace("once() external {\n        first", "once() external {\n        if (false) first")


def test_fault_of_one_of_several_functions_of_a_name_says_which() -> None:
    broken = mutated(replace(MUTANTS[0], function="overloaded(uint256", old="first();", new=""), SOURCE)
    assert broken == SOURCE.replace("external\n    {\n        first();", "external\n    {\n        ")


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        ("twice", "stands 2 times in twice"),
        ("never", "has 0 functions called never"),
        ("free", "stands 0 times in free"),
        ("overloaded", "has 2 functions called overloaded"),
    ],
)
def test_fault_whose_text_is_not_found_once_is_an_error(function: str, problem: str) -> None:
    with pytest.raises(DoesNotApply, match=problem):
        mutated(replace(MUTANTS[0], function=function, old="first();"), SOURCE)


def test_sample_is_the_same_for_the_same_sources_and_another_for_others() -> None:
    chosen = sample(MUTANTS, SOURCES, 6)
    assert len(chosen) == len(set(chosen)) == 6
    assert chosen == sample(MUTANTS, dict(reversed(SOURCES.items())), 6)
    assert chosen == [mutant for mutant in MUTANTS if mutant in chosen], "they stand in their order"
    changed = [sample(MUTANTS, {"contracts/Small.sol": f"// {number}"}, 6) for number in range(400)]
    assert {mutant for one in changed for mutant in one} == set(MUTANTS), "in time all have their turn"


class TestExamination:
    """Of a fault in one contract, which compiles fast; where the fault does not matter, nothing is compiled."""

    same_content = named("the same content is registered as new content")
    tests = same_content.killed_by.partition("::")[0]

    def test_says_that_a_fault_is_killed_by_its_test(self) -> None:
        finding = examine(self.same_content)
        assert finding.outcome is Outcome.KILLED
        assert finding.detail.startswith(self.same_content.killed_by)

    def test_says_that_a_fault_survives_a_test_that_passes(self, tmp_path: Path) -> None:
        other = replace(self.same_content, killed_by=f"{self.tests}::test_consortium_can_be_read")
        assert judged(other, tmp_path)[0] is Outcome.SURVIVED

    def test_leaves_open_what_a_test_says_whose_world_cannot_be_built(self, tmp_path: Path) -> None:
        document = json.loads((ROOT / "govledger/artifacts/DataRegistry.json").read_bytes())
        (tmp_path / "DataRegistry.json").write_text(json.dumps(document | {"bytecode": "0xfe"}))
        assert judged(self.same_content, tmp_path)[0] is Outcome.UNDECIDED

    def test_leaves_open_what_a_test_says_that_there_is_not(self, tmp_path: Path) -> None:
        missing = replace(self.same_content, killed_by=f"{self.tests}::test_in_vain")
        assert judged(missing, tmp_path)[0] is Outcome.UNDECIDED

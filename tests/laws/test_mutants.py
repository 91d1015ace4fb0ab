"""Seeded faults (`make mutants`): that each of them applies and has its test, and that the run tells what it should."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants.examine import Outcome, examine, sources
from tests.mutants.faults import MUTANTS
from tests.mutants.mutant import DoesNotApply, Mutant, mutated, sample

ROOT = Path(__file__).parents[2]
SOURCES = sources()
LEAST = 40
COVERED = {
    *("contracts/Consortium.sol", "contracts/Decisions.sol"),
    *("contracts/DataRegistry.sol", "contracts/AccessGrants.sol", "contracts/DataRequests.sol"),
    *("contracts/audit/EventChain.sol", "contracts/access/Authorised.sol"),
}

every_mutant = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)


def named(name: str) -> Mutant:
    return next(mutant for mutant in MUTANTS if mutant.name == name)


@every_mutant
def test_fault_applies_to_the_contracts_as_they_are(mutant: Mutant) -> None:
    assert mutated(mutant, SOURCES[mutant.file]) != SOURCES[mutant.file]


@every_mutant
def test_fault_names_a_test_that_there_is(mutant: Mutant) -> None:
    path, *names = mutant.killed_by.split("::")
    scope: ast.AST = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for name in names:
        found = [node for node in ast.iter_child_nodes(scope) if getattr(node, "name", None) == name]
        assert found, f"{path} has no {'::'.join(names)}"
        scope = found[0]
    assert names[-1].startswith("test_")


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

    function same(uint256 number) external {
        first();
    }

    function same(uint8 number) external {
        second();
    }
}
"""


def test_fault_is_put_into_its_function_alone() -> None:
    broken = mutated(replace(MUTANTS[0], function="once", old="first();", new="if (false) first();"), SOURCE)
    assert broken == SOURCE.replace("once() external {\n        first", "once() external {\n        if (false) first")


def test_functions_of_one_name_are_told_by_their_first_type() -> None:
    broken = mutated(replace(MUTANTS[0], function="same(uint8", old="second();", new=""), SOURCE)
    assert broken == SOURCE.replace("second();", "")


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        ("twice", "stands 2 times in twice"),
        ("never", "has 0 functions called never"),
        ("free", "stands 0 times in free"),
        ("same", "has 2 functions called same"),
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
    changed = [sample(MUTANTS, SOURCES | {"contracts/Decisions.sol": f"// {number}"}, 6) for number in range(500)]
    assert {mutant for one in changed for mutant in one} == set(MUTANTS), "in time all have their turn"


class TestExamination:
    """Of a fault in one contract, which compiles fast."""

    same_content = named("the same content is registered as new content")
    tests = same_content.killed_by.partition("::")[0]

    def test_says_that_a_fault_is_killed_by_its_test(self) -> None:
        finding = examine(self.same_content)
        assert finding.outcome is Outcome.KILLED
        assert finding.detail.startswith(self.same_content.killed_by)

    def test_says_that_a_fault_survives_a_test_of_something_else(self) -> None:
        other = replace(self.same_content, killed_by=f"{self.tests}::test_consortium_can_be_read")
        assert examine(other).outcome is Outcome.SURVIVED

    def test_leaves_open_what_a_test_says_whose_world_cannot_be_built(self) -> None:
        unable = replace(
            self.same_content, function="constructor", old="checkedFirstId(firstId)", new="checkedFirstId(0)"
        )
        assert examine(unable).outcome is Outcome.UNDECIDED

    def test_leaves_open_what_a_fault_does_that_does_not_compile(self) -> None:
        wrong = replace(self.same_content, function="constructor", old="checkedFirstId(firstId)", new="no Solidity")
        finding = examine(wrong)
        assert finding.outcome is Outcome.UNDECIDED
        assert "do not compile" in finding.detail

    def test_leaves_open_what_a_test_says_that_there_is_not(self) -> None:
        missing = replace(self.same_content, killed_by=f"{self.tests}::test_in_vain")
        assert examine(missing).outcome is Outcome.UNDECIDED

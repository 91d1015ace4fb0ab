"""Faults of Decisions."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

DECISIONS = "contracts/Decisions.sol"
TESTS = "tests/contracts/test_decisions.py"

MUTANTS = (
    Mutant(
        name="whoever likes decides",
        file=DECISIONS,
        function="decide",
        old="require(msg.sender == founder,",
        new="require(true || msg.sender == founder,",
        rule="Until the hand-over the founder decides, and nobody else.",
        killed_by=f"{TESTS}::test_only_the_founder_decides",
    ),
    Mutant(
        name="a decision calls an address outside the directory",
        file=DECISIONS,
        function="decide",
        old="target == address(consortium) || ",
        new="true || target == address(consortium) || ",
        rule="Decisions call the consortium and what its directory lists.",
        killed_by=f"{TESTS}::test_decision_calls_no_contract_outside_the_directory",
    ),
)

"""Faults of what every contract includes: the running hash, the base of contracts, types."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

EVENT_CHAIN = "contracts/audit/EventChain.sol"
AUTHORISED = "contracts/access/Authorised.sol"
IDS = "contracts/types/Ids.sol"
MODES = "contracts/types/Modes.sol"
ROLES = "contracts/types/Roles.sol"

MUTANTS = (
    Mutant(
        name="the head forgets what came before",
        file=EVENT_CHAIN,
        function="_link",
        old="abi.encode(_head, digest,",
        new="abi.encode(bytes32(0), digest,",
        rule="The head is a function of every event so far, in order.",
        killed_by="tests/contracts/test_running_hash.py::test_order_of_events_is_bound",
    ),
    Mutant(
        name="the head binds no time",
        file=EVENT_CHAIN,
        function="_link",
        old="block.number, block.timestamp",
        new="block.number, block.number",
        rule="The head binds the number and the time of each event's block.",
        killed_by="tests/contracts/test_running_hash.py::test_same_calls_at_another_time_or_block_give_another_head",
    ),
    Mutant(
        name="object and actor change places in the digest",
        file=EVENT_CHAIN,
        function="_link",
        old="signature, object, msg.sender,",
        new="signature, msg.sender, object,",
        rule="A digest is of the raw log: topics in their order, then the hash of the data.",
        killed_by="tests/contracts/test_running_hash.py::test_head_is_the_hash_that_the_architecture_says",
    ),
    Mutant(
        name="whoever likes reports",
        file=AUTHORISED,
        function="_onlyReporter",
        old="consortium.requireReporter(",
        new="if (false) consortium.requireReporter(",
        rule="A report is accepted from the contract that the directory lists for that role.",
        killed_by="tests/contracts/test_access_grants.py::test_use_is_reported_by_the_listed_contract_alone",
    ),
    Mutant(
        name="ids begin at zero, which means none",
        file=IDS,
        function="checkedFirstId",
        old="require(firstId != 0,",
        new="require(true || firstId != 0,",
        rule="Zero is no id.",
        killed_by="tests/contracts/test_consortium.py::test_ids_do_not_start_at_none",
    ),
    Mutant(
        name="wider sets of modes pass for narrower ones",
        file=MODES,
        function="isWithin",
        old="ModeSet.unwrap(self) & ~ModeSet.unwrap(wider)",
        new="ModeSet.unwrap(wider) & ~ModeSet.unwrap(self)",
        rule="A grant's modes are among those that its resource offers.",
        killed_by="tests/contracts/test_access_grants.py::test_grant_outside_the_rules_is_not_issued",
    ),
    Mutant(
        name="a fifth mode is taken for one",
        file=MODES,
        function="isProper",
        old="(uint8(type(Mode).max) + 1)",
        new="(uint8(type(Mode).max) + 2)",
        rule="There are four modes.",
        killed_by="tests/contracts/test_data_registry.py::test_resource_has_a_schema_and_known_modes",
    ),
    Mutant(
        name="officers are appointed to roles that are not given",
        file=ROLES,
        function="isAppointable",
        old="bits != 0 && bits >> (uint256(LAST_APPOINTABLE_ROLE) + 1) == 0",
        new="bits != 0",
        rule="An officer's roles come from the list of those that can be given.",
        killed_by=(
            "tests/contracts/test_consortium.py::test_nobody_is_appointed_to_no_role_or_to_one_that_is_not_given"
        ),
    ),
    Mutant(
        name="organisations of every kind inspect",
        file=ROLES,
        function="kindsOf",
        old="if (role == Role.INSPECTOR) return",
        new="if (false) return",
        rule="Some roles are for organisations of certain kinds.",
        killed_by="tests/contracts/test_consortium.py::test_role_is_acted_in_by_organisations_of_its_kinds",
    ),
)

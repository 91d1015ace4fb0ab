"""Faults of what every contract includes: the running hash, the base of contracts, types."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

EVENT_CHAIN = "contracts/audit/EventChain.sol"
AUTHORISED = "contracts/access/Authorised.sol"
IDS = "contracts/types/Ids.sol"
ACCESS_LEAF = "contracts/types/AccessLeaf.sol"
RECORD_LEAF = "contracts/types/RecordLeaf.sol"
MODES = "contracts/types/Modes.sol"
ROLES = "contracts/types/Roles.sol"

MUTANTS = (
    Mutant(
        name="the head forgets what came before",
        file=EVENT_CHAIN,
        contract="BillClaims",
        function="_link",
        old="abi.encode(_head, digest,",
        new="abi.encode(bytes32(0), digest,",
        rule="The head is a function of every event so far, in order.",
        killed_by="tests/contracts/test_running_hash.py::test_order_of_events_is_bound",
    ),
    Mutant(
        name="the head binds no time",
        file=EVENT_CHAIN,
        contract="MedicalBills",
        function="_link",
        old="block.number, block.timestamp",
        new="block.number, block.number",
        rule="The head binds the number and the time of each event's block.",
        killed_by="tests/contracts/test_running_hash.py::test_same_calls_at_another_time_or_block_give_another_head",
    ),
    Mutant(
        name="object and actor change places in the digest",
        file=EVENT_CHAIN,
        contract="MedicalBills",
        function="_link",
        old="signature, object, msg.sender,",
        new="signature, msg.sender, object,",
        rule="A digest is of the raw log: topics in their order, then the hash of the data.",
        killed_by="tests/contracts/test_running_hash.py::test_head_is_the_hash_that_the_architecture_says",
    ),
    Mutant(
        name="the head does not move",
        file=EVENT_CHAIN,
        contract="DataRegistry",
        function="_link",
        old="_head = keccak256(",
        new="keccak256(",
        rule="Every event is followed by its link.",
        killed_by="tests/contracts/test_data_registry.py::test_resource_is_registered_for_the_acting_organisation",
    ),
    Mutant(
        name="whoever likes reports",
        file=AUTHORISED,
        contract="AccessGrants",
        function="_onlyReporter",
        old="consortium.requireReporter(",
        new="if (false) consortium.requireReporter(",
        rule="A report is accepted from the contract that the directory lists for that role.",
        killed_by="tests/contracts/test_access_grants.py::test_use_is_reported_by_the_listed_contract_alone",
    ),
    Mutant(
        name="nobody acts for what ended",
        file=AUTHORISED,
        contract="DataRegistry",
        function="_actsFor",
        old=" || acting == consortium.heirOf(organisation)",
        new="",
        rule="A successor or custodian acts for the organisation that ended.",
        killed_by="tests/contracts/test_data_registry.py::TestEveryChangeOfARecord::test_is_made_by_the_heir_of_the_owner",
    ),
    Mutant(
        name="a custodian does not look after what is left",
        file=AUTHORISED,
        contract="DataRequests",
        function="_actsFor",
        old="consortium.heirOf(",
        new="consortium.successorOf(",
        rule="A successor or custodian acts for the organisation that ended.",
        killed_by=("tests/contracts/test_requests_of_heirs.py::test_heir_of_the_owner_approves_serves_and_rejects"),
    ),
    Mutant(
        name="ids begin at zero, which means none",
        file=IDS,
        contract="DataRequests",
        function="checkedFirstId",
        old="require(firstId != 0,",
        new="require(true || firstId != 0,",
        rule="Zero is no id.",
        killed_by="tests/contracts/test_consortium.py::test_ids_do_not_start_at_none",
    ),
    Mutant(
        name="wider sets of modes pass for narrower ones",
        file=MODES,
        contract="AccessGrants",
        function="isWithin",
        old="ModeSet.unwrap(self) & ~ModeSet.unwrap(wider)",
        new="ModeSet.unwrap(wider) & ~ModeSet.unwrap(self)",
        rule="A grant's modes are among those that its resource offers.",
        killed_by="tests/contracts/test_access_grants.py::test_grant_outside_the_rules_is_not_issued",
    ),
    Mutant(
        name="a fifth mode is taken for one",
        file=MODES,
        contract="DataRegistry",
        function="isProper",
        old="(uint8(type(Mode).max) + 1)",
        new="(uint8(type(Mode).max) + 2)",
        rule="There are four modes.",
        killed_by="tests/contracts/test_data_registry.py::test_resource_has_a_schema_and_known_modes",
    ),
    Mutant(
        name="submissions need no more approvals than questions",
        file=MODES,
        contract="AccessGrants",
        function="handsOut",
        old=" || self.hasMode(Mode.SUBMIT)",
        new="",
        rule="What hands data out needs the higher number of approvals.",
        killed_by=(
            "tests/contracts/test_grant_approvals.py::"
            "test_modes_that_hand_data_out_need_the_higher_level_and_the_others_do_not"
        ),
    ),
    Mutant(
        name="the leaf of a record binds no place",
        file=RECORD_LEAF,
        contract="DataRegistry",
        function="hashRecordLeaf",
        old="abi.encode(RECORD_TAG, index, commitment)",
        new="abi.encode(RECORD_TAG, commitment)",
        rule="A proof with sorted pairs binds no position: the leaf does.",
        killed_by="tests/contracts/test_record_batches.py::test_item_is_superseded_alone",
    ),
    Mutant(
        name="the leaf of an access binds no place",
        file=ACCESS_LEAF,
        contract="DataRequests",
        function="hashAccess",
        old="abi.encode(ACCESS_TAG, index, access)",
        new="abi.encode(ACCESS_TAG, access)",
        rule="A proof with sorted pairs binds no position: the leaf does.",
        killed_by="tests/contracts/test_windows.py::test_each_access_of_a_closed_window_is_proved_alone",
    ),
    Mutant(
        name="officers are appointed to roles that are not given",
        file=ROLES,
        contract="Consortium",
        function="isAppointable",
        old="RoleSet.unwrap(self) & ~APPOINTABLE_ROLES == 0",
        new="true",
        rule="An officer's roles come from the list of those that can be given.",
        killed_by=(
            "tests/contracts/test_consortium.py::test_nobody_is_appointed_to_no_role_or_to_one_that_is_not_given"
        ),
    ),
    Mutant(
        name="organisations of every kind inspect",
        file=ROLES,
        contract="Consortium",
        function="kindsOf",
        old="if (role == Role.INSPECTOR) return",
        new="if (false) return",
        rule="Some roles are for organisations of certain kinds.",
        killed_by="tests/contracts/test_consortium.py::test_role_is_acted_in_by_organisations_of_its_kinds",
    ),
)

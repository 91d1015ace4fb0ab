"""Faults of DataRegistry."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

REGISTRY = "contracts/DataRegistry.sol"
TESTS = "tests/contracts/test_data_registry.py"

MUTANTS = (
    Mutant(
        name="a registry that winds down registers resources",
        file=REGISTRY,
        function="registerResource",
        old="Stage.BEGIN",
        new="Stage.FINISH",
        rule="A contract that winds down begins nothing.",
        killed_by=(
            "tests/contracts/test_authorisation.py::"
            "test_contract_that_winds_down_takes_what_finishes_and_nothing_that_begins"
        ),
    ),
    Mutant(
        name="a resource is amended by who did not see its present version",
        file=REGISTRY,
        function="amendResource",
        old="_requireResourceVersion(",
        new="if (false) _requireResourceVersion(",
        rule="A caller says which version it saw; the loser of a race is refused.",
        killed_by=(f"{TESTS}::TestEveryChangeOfAResource::test_loser_of_a_race_is_refused_with_the_current_version"),
    ),
    Mutant(
        name="a resource is retired without an event",
        file=REGISTRY,
        function="retireResource",
        old="emit ResourceRetired(",
        new="if (false) emit ResourceRetired(",
        rule="The events alone rebuild the state.",
        killed_by=f"{TESTS}::test_resource_is_retired_with_a_reason",
    ),
    Mutant(
        name="records are registered on a retired resource",
        file=REGISTRY,
        function="_openResource",
        old="require(status == ResourceStatus.OPEN,",
        new="require(true || status == ResourceStatus.OPEN,",
        rule="Nothing new begins on a retired resource.",
        killed_by=f"{TESTS}::test_nothing_new_is_registered_on_a_retired_resource",
    ),
    Mutant(
        name="the sensitivity of a resource is not stored",
        file=REGISTRY,
        function="_write",
        old="entry.sensitivity = terms.sensitivity;",
        new="",
        rule="What an event says of an object is what is stored.",
        killed_by=f"{TESTS}::test_resource_gets_new_terms",
    ),
    Mutant(
        name="the same content is registered as new content",
        file=REGISTRY,
        function="supersedeRecord",
        old="require(commitment != entry.commitment,",
        new="require(true || commitment != entry.commitment,",
        rule="A call that changes nothing is refused.",
        killed_by=f"{TESTS}::test_same_content_is_no_change",
    ),
    Mutant(
        name="grantors withdraw records",
        file=REGISTRY,
        function="withdrawRecord",
        old="_authorise(Role.REGISTRAR,",
        new="_authorise(Role.GRANTOR,",
        rule="Records are the registrar's.",
        killed_by="tests/contracts/test_authorisation.py::test_act_says_who_did_it_for_whom_in_which_role",
    ),
    Mutant(
        name="a withdrawn record stays live",
        file=REGISTRY,
        function="withdrawRecord",
        old="entry.status = RecordStatus.WITHDRAWN;",
        new="",
        rule="Nothing is deleted: a status says that it ended.",
        killed_by=f"{TESTS}::test_record_is_withdrawn_with_a_reason_and_its_content_stays",
    ),
    Mutant(
        name="a record passes for one of another resource",
        file=REGISTRY,
        function="requireLiveRecord",
        old="require(actual == resource,",
        new="require(true || actual == resource,",
        rule="A record asked for is one of the resource that the grant is on.",
        killed_by=f"{TESTS}::test_live_record_of_the_resource_is_told_from_any_other",
    ),
)

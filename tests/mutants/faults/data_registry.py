"""Faults of DataRegistry."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

REGISTRY = "contracts/DataRegistry.sol"
TESTS = "tests/contracts/test_data_registry.py"
BATCHES = "tests/contracts/test_record_batches.py"
PROPER_TERMS = f"{TESTS}::test_resource_has_a_schema_and_known_modes"
LIVE_ITEM = f"{BATCHES}::test_live_item_of_the_resource_is_told_from_any_other"

RESOURCES = (
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
        killed_by=f"{TESTS}::TestEveryChangeOfAResource::test_loser_of_a_race_is_refused_with_the_current_version",
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
        name="the owner is its own approver",
        file=REGISTRY,
        function="_requireApprovers",
        old=" && approver != owner",
        new="",
        rule="Nobody approves what it grants itself.",
        killed_by=PROPER_TERMS,
    ),
    Mutant(
        name="an organisation is two approvers",
        file=REGISTRY,
        function="_requireApprovers",
        old="proper && approver != approvers[before]",
        new="proper",
        rule="The approvers of a resource are different organisations.",
        killed_by=PROPER_TERMS,
    ),
    Mutant(
        name="sensitive data are handed out without approval",
        file=REGISTRY,
        function="_requireTerms",
        old="least <= terms.detailApprovals && ",
        new="",
        rule="Handing out what is sensitive takes at least one approval.",
        killed_by=PROPER_TERMS,
    ),
)

RECORDS = (
    Mutant(
        name="the same content is registered as new content",
        file=REGISTRY,
        function="supersedeRecord",
        old="require(commitment != present,",
        new="require(true || commitment != present,",
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
        name="a record is shredded and the version stays",
        file=REGISTRY,
        function="shredRecord",
        old="= ++entry.version;",
        new="= entry.version;",
        rule="Every event about an object makes its next version.",
        killed_by=f"{TESTS}::test_record_is_shredded_with_a_reason_and_its_commitment_stays",
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

ITEMS = (
    Mutant(
        name="an item is taken without its proof",
        file=REGISTRY,
        function="_changeable",
        old="if (version == 0) _requireProof(",
        new="if (false) _requireProof(",
        rule="An item of a batch is what its proof shows.",
        killed_by=f"{BATCHES}::TestEveryActOnAnItem::test_is_refused_with_another_items_commitment_or_proof",
    ),
    Mutant(
        name="every item is proved as the first one",
        file=REGISTRY,
        function="_requireProof",
        old="hashRecordLeaf(indexOf(item),",
        new="hashRecordLeaf(indexOf(item) & 0,",
        rule="A leaf binds its place in the batch.",
        killed_by=f"{BATCHES}::test_item_is_superseded_alone",
    ),
    Mutant(
        name="a batch has one item more than was counted",
        file=REGISTRY,
        function="requireLiveRecord",
        old="require(index < count,",
        new="require(index <= count,",
        rule="A batch has as many items as were registered.",
        killed_by=LIVE_ITEM,
    ),
    Mutant(
        name="an item that was withdrawn alone stays live",
        file=REGISTRY,
        function="requireLiveRecord",
        old="_requireStatus(item, _records[item].status, RecordStatus.LIVE);",
        new="",
        rule="An item ends alone or with its batch.",
        killed_by=f"{BATCHES}::test_item_is_withdrawn_alone_and_the_others_stay_live",
    ),
    Mutant(
        name="an item outlives its batch",
        file=REGISTRY,
        function="_changeable",
        old="if (item) _requireStatus(",
        new="if (false) _requireStatus(",
        rule="An item ends alone or with its batch.",
        killed_by=f"{BATCHES}::TestEveryActOnAnItem::test_follows_the_whole_batch",
    ),
    Mutant(
        name="an item is asked for by its own id",
        file=REGISTRY,
        function="requireLiveRecord",
        old=" && !isItem(record)",
        new="",
        rule="What became of the batch became of its items.",
        killed_by=f"{BATCHES}::test_item_is_asked_for_by_its_batch_and_place_alone",
    ),
    Mutant(
        name="the root of a batch is replaced",
        file=REGISTRY,
        function="supersedeRecord",
        old="if (entry.count != 0) revert",
        new="if (false) revert",
        rule="A batch is not superseded as a whole.",
        killed_by=f"{BATCHES}::test_batch_is_not_superseded_as_a_whole",
    ),
    Mutant(
        name="the head does not follow the opening of an item",
        file=REGISTRY,
        function="_openHere",
        old="_link(",
        new="if (false) _link(",
        rule="Every event is followed by its link.",
        killed_by=f"{BATCHES}::test_item_is_superseded_alone",
    ),
    Mutant(
        name="the counter of records reaches the ids of items",
        file=REGISTRY,
        function="_createRecord",
        old="require(id < RECORD_ID_LIMIT,",
        new="require(id <= RECORD_ID_LIMIT,",
        rule="No record has the id of an item.",
        killed_by=f"{BATCHES}::test_ids_of_records_stay_below_those_of_items",
    ),
)

MUTANTS = (*RESOURCES, *RECORDS, *ITEMS)

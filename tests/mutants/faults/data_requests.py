"""Faults of DataRequests."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

REQUESTS = "contracts/DataRequests.sol"
TESTS = "tests/contracts/test_data_requests.py"

MUTANTS = (
    Mutant(
        name="owner and grantee change places when a request is filed",
        file=REQUESTS,
        function="fileRequest",
        old="submits ? terms.owner : terms.grantee",
        new="submits ? terms.grantee : terms.owner",
        rule="In SUBMIT the owner files, in the other modes the grantee.",
        killed_by=f"{TESTS}::test_request_is_filed_by_the_grantee_and_in_submit_by_the_owner",
    ),
    Mutant(
        name="a request is filed that its grant does not allow",
        file=REQUESTS,
        function="fileRequest",
        old="grants.checkUse(",
        new="if (false) grants.checkUse(",
        rule="A use outside the terms is refused by the contract.",
        killed_by=f"{TESTS}::test_request_outside_its_grant_is_refused",
    ),
    Mutant(
        name="a receipt does not count the use",
        file=REQUESTS,
        function="serveRequest",
        old="grants.reportUse(",
        new="grants.checkUse(",
        rule="Every access is counted by its grant.",
        killed_by=f"{TESTS}::test_serving_writes_the_access_receipt_and_counts_one_use",
    ),
    Mutant(
        name="another than the owner serves",
        file=REQUESTS,
        function="serveRequest",
        old="require(terms.owner == acting,",
        new="require(true || terms.owner == acting,",
        rule="The owner of a resource serves.",
        killed_by=f"{TESTS}::TestEveryActOnARequest::test_is_made_by_the_organisation_that_the_terms_name",
    ),
    Mutant(
        name="a receipt commits to no answer",
        file=REQUESTS,
        function="serveRequest",
        old="require(answer != 0,",
        new="require(true || answer != 0,",
        rule="A receipt holds a commitment to the answer.",
        killed_by=f"{TESTS}::test_receipt_commits_to_an_answer",
    ),
    Mutant(
        name="what is acknowledged was not served",
        file=REQUESTS,
        function="acknowledgeRequest",
        old="RequestStatus.SERVED",
        new="RequestStatus.SUBMITTED",
        rule="A request is acknowledged once it was served.",
        killed_by=f"{TESTS}::test_grantee_acknowledges_what_it_received",
    ),
    Mutant(
        name="the time to acknowledge is over at once",
        file=REQUESTS,
        function="serveRequest",
        old="uint40(block.timestamp) + terms.acknowledgeWithin",
        new="uint40(block.timestamp)",
        rule="The grantee has the agreed time to acknowledge.",
        killed_by=f"{TESTS}::test_time_to_acknowledge_runs_from_serving",
    ),
    Mutant(
        name="a request is served in the second it lapses",
        file=REQUESTS,
        function="_statusOf",
        old="block.timestamp >= serveBy",
        new="block.timestamp > serveBy",
        rule="Deadlines are computed on read: a request lapses at its time.",
        killed_by=f"{TESTS}::test_request_that_was_not_served_in_time_has_lapsed",
    ),
    Mutant(
        name="other terms are served than were filed",
        file=REQUESTS,
        function="_inStatus",
        old="require(given == filed,",
        new="require(true || given == filed,",
        rule="Serving repeats the filed terms.",
        killed_by=f"{TESTS}::TestEveryActOnARequest::test_repeats_the_terms_exactly",
    ),
)

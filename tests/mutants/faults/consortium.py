"""Faults of Consortium."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

CONSORTIUM = "contracts/Consortium.sol"
TESTS = "tests/contracts/test_consortium.py"

MUTANTS = (
    Mutant(
        name="organisations are suspended without a decision",
        file=CONSORTIUM,
        function="suspendOrganisation",
        old="_onlyDecision();",
        new="",
        rule="What concerns an organisation is decided.",
        killed_by=f"{TESTS}::test_nobody_does_by_hand_what_needs_a_decision",
    ),
    Mutant(
        name="a public code is given to a second organisation",
        file=CONSORTIUM,
        function="admitOrganisation",
        old="require(holder == NO_ORGANISATION,",
        new="require(true || holder == NO_ORGANISATION,",
        rule="The public code is unique for ever.",
        killed_by=f"{TESTS}::test_public_code_belongs_to_one_organisation_for_ever",
    ),
    Mutant(
        name="kinds change and the version stays",
        file=CONSORTIUM,
        function="changeKinds",
        old="= ++entry.version;",
        new="= entry.version;",
        rule="Every event about an object makes its next version.",
        killed_by=f"{TESTS}::test_kinds_are_changed_by_decision",
    ),
    Mutant(
        name="an active organisation is reinstated",
        file=CONSORTIUM,
        function="reinstateOrganisation",
        old="require(entry.status == OrganisationStatus.SUSPENDED,",
        new="require(true || entry.status == OrganisationStatus.SUSPENDED,",
        rule="A call that changes nothing is refused.",
        killed_by=f"{TESTS}::test_active_organisation_is_not_reinstated",
    ),
    Mutant(
        name="reinstating emits nothing",
        file=CONSORTIUM,
        function="reinstateOrganisation",
        old="emit OrganisationReinstated(",
        new="if (false) emit OrganisationReinstated(",
        rule="The events alone rebuild the state.",
        killed_by=f"{TESTS}::test_suspended_organisation_is_reinstated_by_decision",
    ),
    Mutant(
        name="the head does not follow a dismissal",
        file=CONSORTIUM,
        function="dismissOfficer",
        old="_link(",
        new="if (false) _link(",
        rule="Every event is followed by its link.",
        killed_by=f"{TESTS}::test_officer_is_dismissed_by_decision",
    ),
    Mutant(
        name="an account serves a second officer",
        file=CONSORTIUM,
        function="appointOfficer",
        old="require(holder == NO_OFFICER,",
        new="require(true || holder == NO_OFFICER,",
        rule="An account serves one officer for ever.",
        killed_by=f"{TESTS}::test_account_serves_one_officer_for_ever",
    ),
    Mutant(
        name="a version that is not the present one is taken",
        file=CONSORTIUM,
        function="_inOfficeAtVersion",
        old="require(version == seen,",
        new="require(true || version == seen,",
        rule="A caller says which version it saw; the loser of a race is refused.",
        killed_by=f"{TESTS}::TestEveryChangeOfAnOfficer::test_knows_its_present_version",
    ),
    Mutant(
        name="administrators appoint for other organisations",
        file=CONSORTIUM,
        function="_appointer",
        old="require(acting == organisation,",
        new="require(true || acting == organisation,",
        rule="An organisation's officers are its own administrators' matter.",
        killed_by=f"{TESTS}::TestOfficersAreLookedAfter::test_by_their_own_administrator_alone",
    ),
    Mutant(
        name="an officer acts in the second the term ends",
        file=CONSORTIUM,
        function="_authority",
        old="block.timestamp < entry.validUntil",
        new="block.timestamp <= entry.validUntil",
        rule="Intervals are half-open: from ≤ now < until.",
        killed_by=(
            "tests/contracts/test_authorisation.py::"
            "test_officer_acts_from_the_first_second_in_office_until_before_the_last"
        ),
    ),
    Mutant(
        name="officers act in roles that they do not have",
        file=CONSORTIUM,
        function="_authority",
        old="require(entry.roles.hasRole(role),",
        new="require(true || entry.roles.hasRole(role),",
        rule="An officer acts in the roles it was given.",
        killed_by="tests/contracts/test_authorisation.py::test_officer_without_the_role_does_nothing",
    ),
    Mutant(
        name="a contract that winds down begins something new",
        file=CONSORTIUM,
        function="_requireTaken",
        old="require(stage != Stage.BEGIN,",
        new="require(true || stage != Stage.BEGIN,",
        rule="A contract that winds down finishes what it began and begins nothing.",
        killed_by=f"{TESTS}::test_contract_that_winds_down_finishes_and_begins_nothing",
    ),
    Mutant(
        name="a closed contract reports",
        file=CONSORTIUM,
        function="requireReporter",
        old="require(entry.state != ListingState.CLOSED,",
        new="require(true || entry.state != ListingState.CLOSED,",
        rule="A closed contract takes nothing and reports nothing.",
        killed_by=f"{TESTS}::test_report_is_accepted_from_a_contract_that_is_current_or_winds_down",
    ),
    Mutant(
        name="a contract is closed with another head than was decided",
        file=CONSORTIUM,
        function="closeContract",
        old="require(finalHead == expectedHead,",
        new="require(true || finalHead == expectedHead,",
        rule="A contract is closed with its final head recorded.",
        killed_by=f"{TESTS}::test_contract_that_emits_after_the_decision_was_drafted_is_not_closed",
    ),
)

"""Faults of AccessGrants."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

GRANTS = "contracts/AccessGrants.sol"
TESTS = "tests/contracts/test_access_grants.py"
OUTSIDE = f"{TESTS}::test_use_outside_the_terms_is_refused_by_the_term_that_it_breaks"

MUTANTS = (
    Mutant(
        name="modes are granted that the resource does not offer",
        file=GRANTS,
        function="_requireGrantable",
        old="terms.modes.isProper() && terms.modes.isWithin(resource.modes)",
        new="terms.modes.isProper()",
        rule="A grant's modes are among those that its resource offers.",
        killed_by=f"{TESTS}::test_grant_outside_the_rules_is_not_issued",
    ),
    Mutant(
        name="a suspended organisation is granted something",
        file=GRANTS,
        function="_requireGrantable",
        old="consortium.requireActive(terms.grantee);",
        new="",
        rule="The grantee is an active organisation.",
        killed_by=f"{TESTS}::test_grantee_is_an_active_organisation",
    ),
    Mutant(
        name="a paused contract takes no revocation",
        file=GRANTS,
        function="revokeGrant",
        old="Stage.RELIEVE",
        new="Stage.BEGIN",
        rule="What only takes something back is always taken.",
        killed_by=(
            "tests/contracts/test_authorisation.py::"
            "test_contract_that_winds_down_takes_what_finishes_and_nothing_that_begins"
        ),
    ),
    Mutant(
        name="a grant is revoked twice",
        file=GRANTS,
        function="revokeGrant",
        old="require(!entry.revoked,",
        new="require(true || !entry.revoked,",
        rule="A call that changes nothing is refused.",
        killed_by=f"{TESTS}::test_grant_is_revoked_once",
    ),
    Mutant(
        name="a revoked grant is used",
        file=GRANTS,
        function="_checkUse",
        old="require(!entry.revoked,",
        new="require(true || !entry.revoked,",
        rule="A revoked grant cannot be used from that second on.",
        killed_by=f"{TESTS}::test_revoked_grant_cannot_be_used_from_that_second_on",
    ),
    Mutant(
        name="a grant is used only after its first second",
        file=GRANTS,
        function="_checkUse",
        old="require(entry.validFrom <= block.timestamp,",
        new="require(entry.validFrom < block.timestamp,",
        rule="Intervals are half-open: from ≤ now < until.",
        killed_by=f"{TESTS}::test_grant_cannot_be_used_before_its_first_second",
    ),
    Mutant(
        name="a grant is used in the second it ends",
        file=GRANTS,
        function="_checkUse",
        old="require(block.timestamp < entry.validUntil,",
        new="require(block.timestamp <= entry.validUntil,",
        rule="Intervals are half-open: from ≤ now < until.",
        killed_by=f"{TESTS}::test_expired_grant_cannot_be_used",
    ),
    Mutant(
        name="a grant has one use more than it says",
        file=GRANTS,
        function="_checkUse",
        old="require(count <= remaining,",
        new="require(count <= remaining + 1,",
        rule="A grant is used as often as it says and not more.",
        killed_by=f"{TESTS}::test_grant_is_used_as_often_as_it_says_and_not_more",
    ),
    Mutant(
        name="a suspended grantee uses its grants",
        file=GRANTS,
        function="_checkUse",
        old="consortium.requireActive(entry.grantee);",
        new="",
        rule="A suspended organisation uses nothing.",
        killed_by=f"{TESTS}::test_suspended_grantee_uses_nothing",
    ),
    Mutant(
        name="uses are not counted",
        file=GRANTS,
        function="reportUse",
        old="_usesOf[grant] = uses + count;",
        new="_usesOf[grant] = uses;",
        rule="Every use is counted.",
        killed_by=f"{TESTS}::test_report_counts_a_use_and_is_silent",
    ),
    Mutant(
        name="fields beside those that are granted are read",
        file=GRANTS,
        function="_requireWithin",
        old="use.fields & ~entry.fields == 0",
        new="use.fields & entry.fields != 0",
        rule="A use outside the granted fields is refused.",
        killed_by=OUTSIDE,
    ),
    Mutant(
        name="a grant serves another purpose",
        file=GRANTS,
        function="_requireWithin",
        old="require(entry.purpose == use.purpose,",
        new="require(true || entry.purpose == use.purpose,",
        rule="A use outside the granted purpose is refused.",
        killed_by=OUTSIDE,
    ),
)

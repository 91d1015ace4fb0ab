"""The commands that read a ledger and act on one, run as a user runs them, on a deployment of the embedded chain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import govledger
from govledger.cli import chain as chain_module
from govledger.cli import main
from govledger.privacy.keccak import keccak256
from govledger.vault import Vault
from tests.commands import Commands, keep, working_in

DAY = 86_400
YEAR = 365 * DAY
CODES = {"tax": "TAX000000000000001", "civil": "CIVIL0000000000002", "court": "COURT0000000000003"}
AUDIT = "AUDIT0000000000004"
NOBODY = "0x" + "ee" * 20
ZERO = "0x" + "00" * 32
ADMINISTRATORS = ("tax", "civil", "court", "audit")
ALL_ROLES = "--role ADMINISTRATOR --role REGISTRAR --role GRANTOR --role REQUESTER --role RESPONDER"


class Town(Commands):
    """Departments, a court and an auditor, whose officers have keystores."""

    def term(self) -> str:
        now = self.ledger.now()
        return f"--from {now} --until {now + YEAR}"

    def admit(self, key: str, code: str, kind: str = "DEPARTMENT") -> int:
        """An organisation with a vote, one administrator, and a second one who has all roles."""
        admitted = self.run(f"org admit {code} --kind {kind} --voting", "founder")
        organisation = int(admitted["organisation"])
        appoint = f"officer appoint {organisation}"
        self.run(f"{appoint} {self.address(key)} --role ADMINISTRATOR {self.term()} --by-decision", "founder")
        roles = "--role ADMINISTRATOR --role INSPECTOR --role SEALER" if kind == "AUDIT" else ALL_ROLES
        self.run(f"{appoint} {self.address(f'{key}-2')} {roles} {self.term()}", key)
        return organisation


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    names = [
        "founder",
        *(f"{name}{suffix}" for name in ADMINISTRATORS for suffix in ("", "-2")),
        "guardian",
        "stranger",
    ]
    with govledger.embedded() as chain, working_in(folder, chain):
        keys = {name: keccak256(name.encode()) for name in names} | {"founder": chain.development_keys[0]}
        ledger = govledger.deploy(chain, name="town")
        keep(ledger, keys)
        Path("vaults").mkdir()
        town = Town(chain, ledger, keys)
        for name, code in CODES.items():
            town.admit(name, code)
            Vault.create(f"vaults/{name}", code).close()
        town.admit("audit", AUDIT, "AUDIT")
        Path("text").write_text("the law")
        Path("answer.json").write_text('{"3": "married"}')
        yield town


@pytest.fixture
def town(founded: Town) -> Iterator[Town]:
    """The town as it was founded: what a test does is undone."""
    snapshot = founded.chain.snapshot()
    yield founded
    founded.chain.revert(snapshot)


# --- organisations -------------------------------------------------------------------------------------


def test_organisations_are_listed_and_shown_as_the_contract_holds_them(town: Town) -> None:
    listed = town.run("org list")
    assert [(one["id"], one["public_code"]) for one in listed] == [*enumerate(CODES.values(), 1), (4, AUDIT)]
    assert town.table("org list")[1] == "1 TAX000000000000001 ACTIVE DEPARTMENT yes 1"
    shown = town.run("org show CIVIL0000000000002")
    assert shown == town.run("org show 2")
    assert shown == {
        **{"id": 2, "version": 1, "status": "ACTIVE", "kinds": ["DEPARTMENT"], "voting": True, "succession": 0},
        **{"public_code": CODES["civil"], "heir": 2, "needed_administrators": 1, "administrators": [3, 4]},
        "meets_own_rule": True,
    }
    assert "meets own rule yes" in town.table("org show 2")


def test_organisation_that_is_not_there_is_one_clear_line(town: Town) -> None:
    assert town.refused("org show 9") == "there is no organisation 9 in this deployment"
    nowhere = "no organisation of this deployment has the public code 113300000000000099"
    assert town.refused("org show 113300000000000099") == nowhere
    assert "is 18 upper-case letters and digits" in town.refused("org show nobody")


def test_founder_changes_organisations_at_once(town: Town) -> None:
    assert town.run("org amend 1 --kind FINANCE --kind TREASURY --no-voting", "founder")["kinds"] == [
        *("FINANCE", "TREASURY")
    ]
    suspended = town.run("org suspend 1 --reason INVESTIGATION --seen 2", "founder")
    assert (suspended["event"], suspended["reason"], suspended["acting_role"]) == (
        *("OrganisationSuspended", "INVESTIGATION", "DECISION"),
    )
    assert town.run("org reinstate 1", "founder")["organisation_version"] == 4
    assert town.run("org merge 1 --into 2", "founder")["heir_organisation"] == 2
    assert town.run("org dissolve 2 --custodian COURT0000000000003", "founder")["status"] == "DISSOLVED"
    assert [town.run(f"org show {number}")[name] for number, name in ((1, "status"), (2, "heir"))] == ["MERGED", 3]


def test_changes_of_organisations_are_refused_by_the_contracts_rules(town: Town) -> None:
    assert "the caller saw 7" in town.refused("org suspend 1 --reason INVESTIGATION --seen 7", "founder")
    assert "not suspended" in town.refused("org reinstate 1", "founder")
    assert "cannot be its own successor" in town.refused("org merge 1 --into 1", "founder")
    assert town.refused("org dissolve 1 --custodian 9", "founder") == "there is no organisation 9 in this deployment"
    assert "already" in town.refused("org amend 1 --kind DEPARTMENT --voting", "founder")
    assert "belongs to" in town.refused(f"org admit {AUDIT} --kind AUDIT", "founder")
    assert "is not one of DEPARTMENT, FINANCE" in town.wrong("org admit A --kind MARTIAN", "founder")


def test_everybody_but_the_founder_makes_a_proposal_of_the_same_command(town: Town) -> None:
    made = town.run("org suspend 1 --reason OWN_REQUEST", "civil")
    assert (made["event"], made["kind"], made["actor"]) == ("ProposalMade", "DISCIPLINE", town.address("civil"))
    assert town.run("org show 1")["status"] == "ACTIVE"


# --- officers ------------------------------------------------------------------------------------------


def test_officers_are_listed_and_shown_with_their_keys(town: Town) -> None:
    assert [one["id"] for one in town.run("officer list")] == list(range(1, 9))
    assert [one["id"] for one in town.run("officer list --organisation TAX000000000000001")] == [1, 2]
    shown = town.run("officer show 2")
    assert shown == town.run(f"officer show {town.address('tax-2')}")
    assert (shown["organisation"], shown["account"], shown["frozen_until_at"]) == (1, town.address("tax-2"), 0)
    assert shown["roles"] == ["ADMINISTRATOR", "REGISTRAR", "GRANTOR", "REQUESTER", "RESPONDER"]
    assert any(line.startswith("1 1 ADMINISTRATOR 0 20") for line in town.table("officer list"))


def test_officer_that_is_not_there_is_one_clear_line(town: Town) -> None:
    assert town.refused("officer show 99") == "there is no officer 99 in this deployment"
    assert town.refused(f"officer show {NOBODY}") == f"there is no officer of account {NOBODY} in this deployment"
    assert town.refused("officer show smith").startswith("'smith' is no officer; give an id")


def test_administrator_looks_after_the_officers_of_its_organisation(town: Town) -> None:
    term = town.term()
    appointed = town.run(f"officer appoint 1 {NOBODY} --role FINANCE {term} --unit 7", "tax")
    assert (appointed["officer"], appointed["roles"], appointed["unit"]) == (9, ["FINANCE"], 7)
    amended = town.run(f"officer amend 9 --role ISSUER --role CLAIMS {term} --seen 1", "tax")
    assert (amended["roles"], amended["officer_version"]) == (["ISSUER", "CLAIMS"], 2)
    assert town.run(f"officer rotate 9 {town.address('stranger')}", "tax")["replaced_account"] == NOBODY
    frozen = town.run("officer freeze 9", "tax")
    assert frozen["frozen_until"] == frozen["block_timestamp"] + 7 * DAY
    assert town.run("officer confirm-freeze 9", "tax")["frozen_until"] == 2**40 - 1
    assert "frozen until at for ever" in town.table("officer show 9")
    assert town.run("officer thaw 9", "tax")["frozen_until"] == 0
    assert town.run("officer dismiss 9", "tax")["event"] == "OfficerDismissed"


def test_acts_on_officers_are_refused_by_the_contracts_rules(town: Town) -> None:
    term = town.term()
    serves = town.refused(f"officer appoint 1 {town.address('tax-2')} --role FINANCE {term}", "tax")
    assert "serves" in serves
    for words in (
        f"officer amend 1 --role FINANCE {term}",
        *("officer dismiss 1", f"officer rotate 1 {NOBODY}", "officer freeze 1", "officer thaw 1"),
    ):
        assert town.refused(words, "civil") == "The caller administers organisation 2, not 1."
    assert "not frozen" in town.refused("officer confirm-freeze 1", "tax")
    assert "can look after" in town.refused("officer dismiss 1 --by-decision", "founder")
    assert "0x and 40 hex digits" in town.wrong("officer rotate 1 0x12", "tax")
    assert "GUARDIAN" in town.wrong(f"officer appoint 1 {NOBODY} --role GUARDIAN {term}", "tax")


def test_decision_recovers_an_organisation_that_cannot_act(town: Town) -> None:
    town.run("org suspend 1 --reason KEY_COMPROMISE", "founder")
    term = town.term()
    only = town.refused(f"officer amend 2 --role REGISTRAR {term} --by-decision", "founder")
    assert only.startswith("a decision makes an officer an administrator and nothing else")
    amended = town.run(f"officer amend 2 --role ADMINISTRATOR {term} --by-decision", "founder")
    assert (amended["roles"], amended["acting_role"]) == (["ADMINISTRATOR"], "DECISION")
    assert town.run(f"officer rotate 2 {NOBODY} --by-decision", "founder")["account"] == NOBODY
    assert town.run("officer confirm-freeze 2 --by-decision", "founder")["frozen_until"] == 2**40 - 1
    assert town.run("officer thaw 2 --by-decision", "founder")["frozen_until"] == 0
    proposed = town.run("officer dismiss 1 --by-decision", "civil")
    assert (proposed["event"], proposed["kind"], proposed["concerned"]) == ("ProposalMade", "RECOVERY", 1)


def test_guardian_freezes_a_key(town: Town) -> None:
    town.run(f"decision propose appointGuardian account={town.address('guardian')}", "founder")
    assert town.run("officer freeze 1 --as-guardian", "guardian")["event"] == "GuardianFroze"
    assert "is not the guardian" in town.refused("officer freeze 3 --as-guardian", "tax")


def test_two_administrators_act_by_an_endorsement(town: Town) -> None:
    assert town.run("officer rule 2", "tax")["needed"] == 2
    since, until = town.ledger.now(), town.ledger.now() + YEAR
    appoint = f"officer appoint 1 {NOBODY} --role CLAIMS --role FINANCE --unit 7 --from {since} --until {until}"
    assert "needs two administrators" in town.refused(appoint, "tax")
    arguments = f"organisation=1 account={NOBODY} roles=FINANCE,CLAIMS unit=7 valid_from={since} valid_until={until}"
    town.run(f"officer endorse consortium.appointOfficer {arguments}", "tax-2")
    assert town.run(appoint, "tax")["roles"] == ["FINANCE", "CLAIMS"]
    given = town.run("officer endorse dismissOfficer officer=2 seen_version=1", "tax-2")
    assert given["event"] == "EndorsementGiven"
    assert town.run("officer dismiss 2 --seen 1", "tax")["acting_organisation"] == 1
    assert town.refused("officer rule 1", "stranger").endswith("acts for no organisation")
    assert town.refused("officer endorse dismissOfficer officer=2", "tax").startswith(
        "dismissOfficer needs seen_version"
    )


# --- decisions -----------------------------------------------------------------------------------------


def test_proposal_is_voted_for_queued_and_executed(town: Town) -> None:
    town.run("decision hand-over --yes", "founder")
    propose = "decision propose consortium.suspendOrganisation organisation=1 seen_version=1 reason=INVESTIGATION"
    number = town.run(propose, "civil")["proposal"]
    shown = town.run(f"decision show {number}")
    assert (shown["contract"], shown["function"]) == ("consortium", "suspendOrganisation")
    assert shown["arguments"] == {"organisation": 1, "seen_version": 1, "reason": "INVESTIGATION"}
    assert (shown["kind"], shown["status"], shown["voted"], shown["votes"]) == ("DISCIPLINE", "OPEN", [2], 1)
    assert (shown["missing_votes"], shown["electorate"]) == (shown["needed_votes"] - 1, 4)
    assert town.run(f"decision vote {number}", "court")["event"] == "VoteCast"
    assert town.run(f"decision withdraw {number}", "court")["event"] == "VoteWithdrawn"
    for voter in ("court", "audit"):
        town.run(f"decision vote {number}", voter)
    queued = town.run(f"decision queue {number} ", "stranger")
    assert queued["event"] == "ProposalQueued"
    ready = town.run(f"decision show {number}")["ready_at"]
    assert "The delay of proposal" in town.refused(f"decision execute {number} --store index.sqlite", "stranger")
    town.chain.advance_time(ready - town.ledger.now() + 1)
    executed = town.run(f"decision execute {number} --store index.sqlite", "stranger")
    assert (executed["event"], executed["proposal"]) == ("DecisionExecuted", number)
    assert town.run("org show 1")["status"] == "SUSPENDED"
    done = town.run(f"decision show {number} --store index.sqlite")
    assert (done["status"], done["missing_votes"]) == ("EXECUTED", 0)
    assert f"{number} DISCIPLINE EXECUTED 2" in " ".join(town.table("decision list"))


def test_proposal_is_shown_for_people(town: Town) -> None:
    number = town.run("org admit NEW000000000000005 --kind AID --kind UTILITY", "civil")["proposal"]
    lines = town.table(f"decision show {number}")
    assert "arguments public_code=NEW000000000000005, kinds=AID, UTILITY, voting=no" in lines
    missing = town.run(f"decision show {number}")["missing_votes"]
    assert missing > 0
    assert f"missing votes {missing}" in lines


def test_proposer_cancels(town: Town) -> None:
    number = town.run("decision propose removeGuardian", "civil")["proposal"]
    assert town.run(f"decision cancel {number}", "civil")["event"] == "ProposalCancelled"
    assert town.run(f"decision show {number}")["status"] == "CANCELLED"


def test_founder_decides_what_others_propose(town: Town) -> None:
    terms = "decision propose changePolicy kind=STOPS terms=6000,60,31536000"
    assert town.run(terms, "founder")["event"] == "DecisionExecuted"
    listed = {one["kind"]: one for one in town.run("decision policies")}
    assert listed["STOPS"] == {
        **{"kind": "STOPS", "version": 2, "threshold": 6000, "delay_seconds": 60, "lapse_seconds": 31_536_000}
    }
    assert "STOPS 6000 60 31536000 2" in town.table("decision policies")
    last = town.run("decision list")[-1]
    assert (last["kind"], last["status"]) == ("NONE", "EXECUTED")
    shown = town.run(f"decision show {last['id']}")
    assert shown["arguments"]["kind"] == "STOPS"
    assert shown["arguments"]["terms"]["delay"] == 60


def test_decisions_are_refused_by_the_contracts_rules(town: Town) -> None:
    assert town.refused("decision show 999") == "there is no proposal 999 in this deployment"
    assert town.refused("decision execute 999", "tax") == "there is no proposal 999 in this deployment"
    number = town.run("decision propose removeGuardian", "civil")["proposal"]
    for words, key, said in (
        (f"decision vote {number}", "civil", f"Organisation 2 voted for proposal {number} already."),
        (f"decision vote {number}", "stranger", "serves no officer"),
        (f"decision withdraw {number}", "court", f"Organisation 3 did not vote for proposal {number}."),
        (f"decision queue {number}", "civil", "has 1 votes of organisations that count now, and needs"),
        (f"decision cancel {number}", "court", "which alone may cancel it, not 3"),
        (f"decision execute {number}", "civil", f"Proposal {number} is not queued."),
        ("decision hand-over --yes", "tax", "is not the founder"),
        ("decision propose removeGuardian", "stranger", "serves no officer"),
    ):
        assert said in town.refused(words, key)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("explode", "'explode' is none of the functions that can be named here: admitOrganisation"),
        ("bills.issue", "'bills.issue' is none of the functions"),
        ("removeGuardian now=1", "'now=1' is no argument of removeGuardian; it takes none, as NAME=VALUE"),
        ("resumeContract account", "'account' is no argument of resumeContract; it takes account"),
        ("resumeContract", "resumeContract needs account as well"),
        ("resumeContract account=0x12", "account=0x12 does not fit"),
        ("admitOrganisation public_code=SHORT kinds=AID voting=no", "public_code=SHORT does not fit"),
        ("amendOrganisation organisation=1 seen_version=1 kinds=AID voting=perhaps", "voting=perhaps does not fit"),
        ("amendOrganisation organisation=1 seen_version=1 kinds=MARTIAN voting=no", "kinds=MARTIAN does not fit"),
        ("suspendOrganisation organisation=1 seen_version=1 reason=MOOD", "reason=MOOD does not fit"),
        ("pauseContract account=0x" + "00" * 20 + " until=tomorrow", "until=tomorrow does not fit"),
        ("changePolicy kind=STOPS terms=1,2", "terms=1,2 does not fit"),
        ("dismissOfficer officer=x seen_version=1", "officer=x does not fit"),
    ],
)
def test_call_that_cannot_be_read_is_one_clear_line(town: Town, call: str, said: str) -> None:
    assert said in town.refused(f"decision propose {call}", "founder")


# --- resources and grants ------------------------------------------------------------------------------

RESOURCE = "--schema text --mode VERIFY --mode DETAIL --sensitivity INTERNAL"


def grant_terms(town: Town, **changed: object) -> str:
    now = town.ledger.now()
    options = {
        **{"resource": 1, "grantee": 2, "mode": "VERIFY", "fields": "3,4,7-9", "purpose": 7, "legal-basis": "text"},
        **{"from": now, "until": now + YEAR, "max-uses": 10},
        **changed,
    }
    return " ".join(f"--{name} {value}" for name, value in options.items())


def test_resource_is_registered_amended_and_retired(town: Town) -> None:
    made = town.run(f"resource register {RESOURCE} --approver 2 --approver {CODES['court']} --approvals 1 "
                    "--detail-approvals 2", "tax-2")  # fmt: skip
    assert (made["event"], made["approvers"], made["modes"]) == ("ResourceRegistered", [2, 3], ["VERIFY", "DETAIL"])
    schema = f"0x{keccak256(b'the law').hex()}"
    assert town.run("resource show 1") == {
        **{"id": 1, "version": 1, "owner": 1, "status": "OPEN", "schema_version": 1, "sensitivity": "INTERNAL"},
        **{"modes": ["VERIFY", "DETAIL"], "schema": schema, "approvers": [2, 3], "approvals": 1, "detail_approvals": 2},
    }
    amend = f"resource amend 1 --schema {schema} --schema-version 2 --mode EVALUATE --sensitivity OPEN --seen 1"
    assert town.run(amend, "tax-2")["resource_version"] == 2
    assert town.table("resource list")[1] == "1 1 OPEN OPEN EVALUATE 2 2"
    assert town.run("resource retire 1 --reason REPLACED", "tax-2")["reason"] == "REPLACED"
    assert town.run("resource list")[0]["status"] == "RETIRED"


def test_resources_are_refused_by_the_contracts_rules(town: Town) -> None:
    assert town.refused("resource show 9") == "there is no resource 9 in this deployment"
    assert "Officer 1 has roles 8, without role 4." in town.refused(f"resource register {RESOURCE}", "tax")
    assert "neither 0x and 64 hex digits nor a file" in town.wrong(
        "resource register --schema nowhere --mode VERIFY --sensitivity OPEN", "tax-2"
    )
    town.run(f"resource register {RESOURCE}", "tax-2")
    foreign = town.refused(f"resource amend 1 {RESOURCE} --schema-version 2", "civil-2")
    assert foreign == "Resource 1 belongs to organisation 1, not to 2."
    assert "the caller saw 5" in town.refused("resource retire 1 --reason LEGAL_ORDER --seen 5", "tax-2")
    approvers = " ".join("--approver 2" for _ in range(5))
    assert "at most 4" in town.refused(f"resource register {RESOURCE} {approvers}", "tax-2")


def test_grant_is_issued_listed_shown_and_revoked(town: Town) -> None:
    town.run(f"resource register {RESOURCE}", "tax-2")
    term = {"from": town.ledger.now(), "until": town.ledger.now() + DAY}
    terms = grant_terms(town, grantee=CODES["civil"], **term)
    issued = town.run(f"grant issue {terms} --delegation-depth 1", "tax-2")
    assert (issued["grant"], issued["fields"], issued["grantee"]) == (1, [3, 4, 7, 8, 9], 2)
    passed = town.run(f"grant issue {grant_terms(town, grantee=3, **term, **{'max-uses': 4})} --parent 1", "civil-2")
    assert passed["grant"] == 2
    shown = town.run("grant show 1")
    assert (shown["owner"], shown["remaining_uses"], shown["delegated_uses"]) == (1, 6, 4)
    assert (shown["fields"], shown["modes"], shown["revoked"]) == ([3, 4, 7, 8, 9], ["VERIFY"], False)
    assert [one["id"] for one in town.run("grant list --resource 1")] == [1, 2]
    assert town.run("grant list --resource 2") == []
    assert town.table("grant list")[1].startswith("1 1 1 2 VERIFY 7 20")
    assert town.run("grant revoke 1 --reason MISUSE", "tax-2")["reason"] == "MISUSE"
    assert town.run("grant show 1")["revoked"]


def test_grant_of_a_sensitive_resource_is_approved_first(town: Town) -> None:
    terms = grant_terms(town)
    town.run(f"resource register {RESOURCE} --approver 3 --approvals 1 --detail-approvals 1", "tax-2")
    assert "have 0 of the 1 approvals" in town.refused(f"grant issue {terms}", "tax-2")
    approved = town.run(f"grant approve {terms} --seen 1", "court-2")
    assert (approved["event"], approved["resource"]) == ("DraftApproved", 1)
    assert town.refused(f"grant approve {terms}", "court-2").endswith("already.")
    assert town.run(f"grant issue {terms}", "tax-2")["draft"] == approved["draft"]


def test_grant_is_signed_by_one_and_submitted_by_another(town: Town) -> None:
    town.run(f"resource register {RESOURCE}", "tax-2")
    terms, deadline = grant_terms(town), town.ledger.now() + DAY
    signed = town.run(f"grant sign {terms} --deadline {deadline} --nonce 5 --out signed.json", "tax-2")
    assert (signed["signer"], signed["nonce"], signed["file"]) == (town.address("tax-2"), "0x5", "signed.json")
    again = f"grant sign {terms} --deadline {deadline} --out signed.json"
    assert town.refused(again, "tax-2") == "signed.json cannot be written: File exists; name a new file"
    issued = town.run("grant submit signed.json", "stranger")
    assert (issued["signer"], issued["actor"], issued["fields"]) == (
        *(town.address("tax-2"), town.address("stranger"), [3, 4, 7, 8, 9]),
    )
    assert "used or cancelled nonce 5 before" in town.refused("grant submit signed.json", "stranger")
    Path("signed.json").unlink()
    assert town.refused("grant submit signed.json", "stranger").startswith("signed.json cannot be read")
    assert "it has no 'format'" in town.refused("grant submit answer.json", "stranger")


def test_grants_are_refused_by_the_contracts_rules(town: Town) -> None:
    assert town.refused("grant show 9") == "there is no grant 9 in this deployment"
    assert town.refused("grant revoke 9 --reason ERROR", "tax-2") == "there is no grant 9 in this deployment"
    assert town.refused(f"grant issue {grant_terms(town)}", "tax-2") == "There is no resource 1."
    assert town.refused(f"grant approve {grant_terms(town)}", "tax-2") == "there is no resource 1 in this deployment"
    assert "positions from 0 to 255" in town.wrong(f"grant issue {grant_terms(town, fields='3,300')}", "tax-2")
    assert "no time" in town.wrong(f"grant issue {grant_terms(town, until='tomorrow')}", "tax-2")


# --- requests and emergencies --------------------------------------------------------------------------


@pytest.fixture
def sharing(town: Town) -> Town:
    """A resource of the tax authority, granted to civil affairs for VERIFY and DETAIL."""
    town.run(f"resource register {RESOURCE}", "tax-2")
    town.run(f"grant issue {grant_terms(town)} --mode DETAIL", "tax-2")
    return town


def test_access_is_explained_before_it_is_asked_for(sharing: Town) -> None:
    asker = sharing.address("civil-2")
    said = sharing.run(f"explain {asker} 1 --mode VERIFY --purpose 7 --fields 3")
    assert said == {
        "allowed": True,
        "grant": 1,
        "approval_needed": False,
        "ways": [{"grant": 1, "rule": None, "says": "allowed"}],
    }
    assert sharing.table(f"explain {asker} 1 --mode DETAIL --purpose 7") == [
        "allowed by grant 1, and is served once the owner approved it"
    ]
    [other] = sharing.run(f"explain {asker} 1 --mode VERIFY --purpose 99")["ways"]
    assert other["rule"] == "GrantPurposeMismatch"
    [line] = sharing.table(f"explain {NOBODY} 1 --mode VERIFY --purpose 7")
    assert line.startswith("not allowed: AccountUnknown: ")


def test_permissions_are_listed_and_compared(sharing: Town) -> None:
    listed = sharing.run("permissions list --organisation CIVIL0000000000002")
    assert [one["grant"] for one in listed if one["kind"] == "grant"] == [1]
    assert "REQUESTER" in {one["role"] for one in listed if one["kind"] == "role"}
    before = int(sharing.chain.request("eth_blockNumber"), 16)
    sharing.run("grant revoke 1 --reason PURPOSE_FULFILLED", "tax-2")
    sharing.run("org suspend 3 --reason OWN_REQUEST", "founder")
    after = int(sharing.chain.request("eth_blockNumber"), 16)
    changed = sharing.run(f"permissions diff {before} {after}")
    by = {(one["change"], one["kind"], one["by"], one["decision"] is None) for one in changed}
    assert by == {("-", "grant", "GrantRevoked", True), ("-", "role", "OrganisationSuspended", False)}
    assert "is not in the index" in sharing.refused("permissions list --block 999999")
    assert "give the earlier one first" in sharing.refused(f"permissions diff {after} {before}")


def filed(town: Town, mode: str = "VERIFY", more: str = "") -> int:
    words = f"request file --grant 1 --mode {mode} --fields 3 --serve-by {town.ledger.now() + DAY}"
    return int(town.run(f"{words} --acknowledge-within 600 {more}", "civil-2")["request"])


def test_request_is_filed_approved_served_disputed_and_acknowledged(sharing: Town) -> None:
    number = filed(sharing, "DETAIL", "--case 2026-17 --vault vaults/civil --site 11 --system 12")
    shown = sharing.run(f"request show {number}")
    assert (shown["status"], shown["mode"], shown["fields"], shown["purpose"]) == ("SUBMITTED", "DETAIL", [3], 7)
    assert (shown["owner"], shown["grantee"], shown["site"], shown["sealed_until"]) == (1, 2, 11, None)
    assert shown["case_tag"] != ZERO
    assert sharing.run(f"request approve {number}", "tax-2")["event"] == "RequestApproved"
    serve = f"request serve {number} --answer answer.json --vault vaults/tax"
    served = sharing.run(f"{serve} --store requests.sqlite", "tax-2")
    assert served["event"] == "RequestServed"
    assert sharing.run(f"request dispute {number} --reason NOT_READABLE", "civil-2")["reason"] == "NOT_READABLE"
    assert sharing.run(serve, "tax-2")["request_version"] == 5
    assert sharing.run(f"request acknowledge {number}", "civil-2")["event"] == "RequestAcknowledged"
    assert sharing.table("request list")[1].startswith("1 ACKNOWLEDGED 20")
    assert sharing.run("request list")[0]["acknowledge_by_at"] > 0


def test_request_is_rejected_or_taken_back(sharing: Town) -> None:
    first, second = filed(sharing), filed(sharing)
    rejected = sharing.run(f"request reject {first} --reason CASE_NOT_SHOWN --seen 1", "tax-2")
    assert rejected["reason"] == "CASE_NOT_SHOWN"
    assert sharing.run(f"request revoke {second}", "civil-2")["event"] == "RequestRevoked"
    assert [one["status"] for one in sharing.run("request list")] == ["REJECTED", "REVOKED"]


def test_request_is_sealed_and_unsealed(sharing: Town) -> None:
    number = filed(sharing)
    until = sharing.ledger.now() + 30 * DAY
    sealed = sharing.run(f"request seal {number} --disclose-at {until} --legal-basis text", "audit-2")
    assert sealed["legal_basis"] == f"0x{keccak256(b'the law').hex()}"
    shown = sharing.run(f"request show {number}")
    assert (shown["sealed_by"], shown["sealed_until"]) == (4, until)
    assert sharing.run(f"request unseal {number}", "audit-2")["event"] == "RequestUnsealed"


def test_glass_is_broken_answered_justified_and_reviewed(sharing: Town) -> None:
    words = (
        "request break-glass --resource 1 --mode DETAIL --fields 3 --purpose 7 --legal-basis text "
        "--reason DANGER_TO_LIFE --statement answer.json"
    )
    broken = sharing.run(f"{words} --case 9 --vault vaults/civil", "civil-2")
    assert (broken["emergency"], broken["reason"], broken["owner"]) == (1, "DANGER_TO_LIFE", 1)
    answered = sharing.run("request answer 1 --answer answer.json --vault vaults/tax", "tax-2")
    assert answered["event"] == "EmergencyAnswered"
    justified = sharing.run("request justify 1 --statement answer.json --vault vaults/civil", "civil")
    assert justified["event"] == "EmergencyJustified"
    assert sharing.run("request review 1 --outcome EXCESSIVE", "audit-2")["outcome"] == "EXCESSIVE"
    assert sharing.table("request emergencies")[1].startswith("1 REVIEWED 2 1 yes 20")


def test_requests_are_refused_by_the_contracts_rules(sharing: Town) -> None:
    assert sharing.refused("request show 9") == "there is no request 9 in this deployment"
    nothing = "there is no emergency 9 in this deployment"
    assert sharing.refused("request review 9 --outcome WARRANTED", "audit-2") == nothing
    number = filed(sharing)
    later = sharing.ledger.now() + DAY
    file = f"request file --grant 1 --fields 3 --serve-by {later} --acknowledge-within 9"
    for words, key, said in (
        (f"request approve {number} --seen 9", "tax-2", "the caller saw 9"),
        (f"request reject {number} --reason CASE_NOT_SHOWN", "civil-2", "and 2 does not act for it"),
        (f"request revoke {number}", "tax-2", "organisation 2 files and revokes the request, not 1"),
        (f"request acknowledge {number}", "civil-2", "Request 1 is in status 1"),
        (f"request dispute {number} --reason OTHER_RECORD", "civil-2", "Request 1 is in status 1"),
        (f"request seal {number} --disclose-at {later} --legal-basis text", "tax-2", "without role 12"),
        (f"request unseal {number}", "audit-2", "Request 1 is not sealed"),
        (f"{file} --mode EVALUATE", "civil-2", "Grant 1 allows the modes 6, not mode 3."),
    ):
        assert said in sharing.refused(words, key)
    assert "--case needs --vault DIR" in sharing.wrong(f"{file} --mode VERIFY --case 9", "civil-2")
    missing = "request serve 1 --answer nowhere.json --vault vaults/tax"
    assert sharing.refused(missing, "tax-2") == "nowhere.json cannot be read: No such file or directory"
    wrong = sharing.refused("request serve 1 --answer text --vault vaults/tax", "tax-2")
    assert wrong.startswith("text is no JSON object with the positions of fields as names")
    assert "Missing option '--vault'" in sharing.wrong("request serve 1 --answer answer.json", "tax-2")
    nowhere = sharing.refused("request serve 1 --answer answer.json --vault vaults/nowhere", "tax-2")
    assert nowhere.startswith("vaults/nowhere holds no vault")


def test_emergencies_are_refused_by_the_contracts_rules(sharing: Town) -> None:
    words = (
        "request break-glass --mode DETAIL --fields 3 --purpose 7 --legal-basis text --reason DISASTER "
        "--statement answer.json --vault vaults/civil"
    )
    assert sharing.refused(f"{words} --resource 9", "civil-2") == "there is no resource 9 in this deployment"
    assert "serves no officer" in sharing.refused(f"{words} --resource 1", "stranger")
    sharing.run(f"{words} --resource 1", "civil-2")
    answer = sharing.refused("request answer 1 --answer answer.json --vault vaults/civil", "civil-2")
    assert answer == "Organisation 1 answers in emergency 1, and 2 does not act for it."
    justify = sharing.refused("request justify 1 --statement answer.json --vault vaults/tax", "tax")
    assert justify == "Organisation 2 justifies emergency 1, and 1 does not act for it."
    assert "Emergency 1 is in status 1" in sharing.refused("request review 1 --outcome WARRANTED", "audit-2")


# --- keys, chains, deployments -------------------------------------------------------------------------


def test_act_without_a_key_asks_for_one(town: Town) -> None:
    assert town.wrong("decision vote 1").startswith("give the key that acts: --key KEY")


def test_act_on_which_too_few_blocks_stand_is_not_done_in_time(town: Town) -> None:
    words = "org suspend 1 --reason INVESTIGATION --confirmations 3 --timeout 0.2"
    assert "look for its receipt before sending anything again" in town.refused(words, "founder")


def test_networks_founder_acts_without_a_key_that_is_named(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = chain_module.FounderKey(Path("keys/founder.json"), Path("keys/password"))
    monkeypatch.setattr(chain_module.ChainChoice, "founder", lambda _: keys)
    assert town.run("org suspend 1 --reason INVESTIGATION")["event"] == "OrganisationSuspended"


def test_key_that_signs_transactions_alone_cannot_sign_a_grant(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govledger.cli.opening.open_signer", lambda *_, **__: object())
    words = f"grant sign {grant_terms(town)} --deadline 9 --out never.json"
    assert "signs transactions alone" in town.refused(words, "tax-2")


def test_deployment_that_is_not_there_is_one_clear_line(town: Town) -> None:
    ended = CliRunner().invoke(main, ["org", "list", "--rpc", "http://node", "--deployment", "nowhere"])
    assert ended.exit_code == 1
    assert len(ended.output.splitlines()) == 1


@pytest.mark.parametrize("group", ["decision", "grant", "officer", "org", "permissions", "request", "resource"])
def test_every_command_of_a_group_is_run_here(group: str) -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    command = main.get_command(click.Context(main), group)
    assert isinstance(command, click.Group)
    assert [name for name in command.commands if f"{group} {name}" not in source] == []

"""The import of a small data set on the chain in this process: the steps, the report, and the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import govledger
from govledger.actions.claims import Claim, ClaimsActions, ClaimsReader
from govledger.actions.ranges import RangesReader
from govledger.bills.import_plan import ImportPlan
from govledger.bills.number import BillKey
from govledger.bills.synthea import hospital_code, payer_code
from govledger.cli import main
from govledger.connection import Connection
from govledger.errors import InputError, Refusal, VaultNotFound
from govledger.events.types import (
    BatchIssued,
    BillIssued,
    DirectSettlementMade,
    OfficerAppointed,
    OrganisationAdmitted,
    RangeGranted,
    RangeProposed,
)
from govledger.importing.admission import seat
from govledger.importing.keyring import Keyring
from govledger.importing.parties import (
    ADMINISTRATOR,
    CLAIMS_OFFICER,
    FINANCE,
    FINANCE_CODE,
    ISSUER,
    Party,
    code_at,
    parties_of,
)
from govledger.importing.run import ImportReport, Stage, import_bills
from govledger.importing.standing import issued_by
from govledger.index import schema
from govledger.ledger import Ledger
from govledger.model import OrganisationKind, Role
from govledger.refusals import BillStateMismatch, ClaimCapacityExceeded, RangeNumberOutOfOrder
from govledger.tx.signing import PrivateKeySigner, Signer
from tests import synthea_files
from tests.synthea_files import HOSPITALS, PAYERS, claim_id


@dataclass(frozen=True)
class Place:
    """A ledger, and a directory for keys and vaults."""

    chain: Connection
    ledger: Ledger
    keys: Path

    def founder(self) -> Signer:
        return PrivateKeySigner(self.chain.development_keys[0])

    def run(self, plan: ImportPlan, **options: Any) -> ImportReport:
        with Keyring.open(self.keys, self.ledger.deployment) as keyring:
            return import_bills(self.ledger, plan, keyring, self.founder, **options)

    def count(self, event: Any) -> int:
        return int(next(self.ledger.store.rows(f'SELECT count(*) FROM "{schema.table_name(event)}"'))[0])

    def height(self) -> int:
        return int(self.chain.request("eth_blockNumber"), 16)


@pytest.fixture(scope="module")
def deployed() -> Iterator[tuple[Connection, Ledger]]:
    with govledger.embedded() as chain, closing(govledger.deploy(chain, name="import")) as ledger:
        yield chain, ledger


@pytest.fixture
def place(deployed: tuple[Connection, Ledger], tmp_path: Path) -> Iterator[Place]:
    """The deployment as it was at first, for each test."""
    chain, ledger = deployed
    snapshot = chain.snapshot()
    with closing(Ledger(ledger.deployment, chain)) as fresh:
        yield Place(chain, fresh, tmp_path / "keys")
    chain.revert(snapshot)


@dataclass(frozen=True)
class Imported(Place):
    """A place after the import of the small data set."""

    report: ImportReport


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """One import for all tests that look at it or go on from it."""
    folder = tmp_path_factory.mktemp("imported")
    with govledger.embedded() as chain, closing(govledger.deploy(chain, name="import")) as ledger:
        place = Place(chain, ledger, folder / "keys")
        yield Imported(chain, ledger, folder / "keys", place.run(synthea_files.small().plan(folder / "data")))


@pytest.fixture
def imported(once: Imported, tmp_path: Path) -> Iterator[Imported]:
    """The ledger, keys and vaults as the one import left them, for each test."""
    snapshot = once.chain.snapshot()
    shutil.copytree(once.keys, tmp_path / "keys")
    with closing(Ledger(once.ledger.deployment, once.chain)) as fresh:
        fresh.sync()
        yield Imported(once.chain, fresh, tmp_path / "keys", once.report)
    once.chain.revert(snapshot)


@pytest.fixture
def plan(tmp_path: Path) -> ImportPlan:
    return synthea_files.small().plan(tmp_path / "data")


# --- what an import does ----------------------------------------------------------------------------------


def test_import_brings_every_claim_and_reimbursement_and_lists_the_rest(imported: Imported, plan: ImportPlan) -> None:
    report = imported.report
    found = report.reconciliation
    assert found.holds and found.failures == ()
    assert [(one.name, one.files, one.ledger, one.listed) for one in found.equations] == [
        ("claims", 7, 7, 0),
        ("charges", synthea_files.CHARGED_FEN, synthea_files.CHARGED_FEN, 0),
        ("paid above the bill", 251, 251, 0),
        ("reimbursements", 7, 6, 1),
        (
            "reimbursed",
            synthea_files.REIMBURSED_FEN,
            synthea_files.REIMBURSED_FEN - synthea_files.REFUSED_FEN,
            synthea_files.REFUSED_FEN,
        ),
        ("bills by the vaults and by the chain's events", 7, 7, 0),
    ]
    assert (report.hospitals, report.payers, report.codes) == (2, 2, (f"{code_at(imported.ledger.now())}",))
    assert report.done == type(report.done)(5, 11, 7, 6)


def test_reimbursement_above_what_is_left_is_refused_whole_and_the_next_one_goes_on(
    imported: Imported, plan: ImportPlan
) -> None:
    found = imported.report.reconciliation
    [one] = found.unsettled
    assert (one.claim, one.payer) == (claim_id(5), payer_code(PAYERS[0]))
    assert (one.amount_fen, one.settled_fen, one.left_fen) == (4_001, 0, 4_000)
    assert one.refusal == ClaimCapacityExceeded.__name__
    assert one.reason == "it is more than the reimbursements before it left of the bill, and is refused whole"
    assert one.payment == synthea_files.uuid("t", 502) and one.bill is not None
    key = int(one.bill.replace("-", ""))
    account = imported.ledger.claims.claim(BillKey(key))
    assert account is not None and account.settled_fen == account.claimable_fen == 10_000


def test_bills_of_zero_and_bills_paid_above_are_issued_and_listed(imported: Imported, plan: ImportPlan) -> None:
    found = imported.report.reconciliation
    assert [one.claim for one in found.bills_of_zero] == [claim_id(2)]
    [above] = found.paid_above
    assert (above.claim, above.hospital) == (claim_id(1), hospital_code(HOSPITALS[0]))
    assert (above.total_fen, above.paid_fen, above.above_fen, above.claimable_fen) == (7_749, 8_000, 251, 0)


def test_organisations_have_their_officers_and_each_hospital_one_range_of_its_size(
    imported: Imported, plan: ImportPlan
) -> None:
    consortium = imported.ledger.consortium
    expected = {
        FINANCE_CODE: (OrganisationKind.FINANCE, [Role.ADMINISTRATOR, Role.FINANCE, Role.FINANCE]),
        **{hospital_code(id): (OrganisationKind.HOSPITAL, [Role.ADMINISTRATOR, Role.ISSUER]) for id in HOSPITALS},
        **{payer_code(id): (OrganisationKind.INSURER, [Role.ADMINISTRATOR, Role.CLAIMS]) for id in PAYERS},
    }
    with Keyring.open(imported.keys, imported.ledger.deployment) as keyring:
        for one in seat(imported.ledger, keyring, parties_of(plan)):
            kind, roles = expected.pop(one.party.public_code)
            organisation = consortium.organisation_by_code(one.party.public_code)
            assert organisation is not None
            found = consortium.organisation(organisation)
            assert found is not None and found.kinds == {kind}
            officers = [consortium.officer(officer.officer or 0) for officer in (one.administrator, *one.officers)]
            assert [next(iter(officer.roles)) for officer in officers if officer] == roles
            assert {officer.organisation for officer in officers if officer} == {organisation}
    assert expected == {}
    ranges = [imported.ledger.ranges.number_range(one) for one in (1, 2)]
    assert sorted(one.count for one in ranges if one) == [2, 5]
    assert {one.code for one in ranges if one} == {code_at(imported.ledger.now())}
    assert imported.ledger.ranges.number_range(3) is None
    events = (OrganisationAdmitted, OfficerAppointed, RangeProposed, RangeGranted, BatchIssued, BillIssued)
    assert [imported.count(event) for event in events] == [5, 11, 2, 2, 2, 0]


def test_every_bill_verifies_from_its_holders_file(imported: Imported, plan: ImportPlan) -> None:
    with Keyring.open(imported.keys, imported.ledger.deployment) as keyring:
        for id in HOSPITALS:
            vault = keyring.vault(hospital_code(id))
            for batch in vault.batches():
                for key in batch.keys:
                    assert imported.ledger.bills.verify(vault.holder_file(key)).authentic


def test_progress_is_told_from_nothing_to_all_of_each_stage(place: Place, plan: ImportPlan) -> None:
    told: list[tuple[Stage, int, int]] = []
    place.run(plan, progress=lambda *step: told.append(step))
    for stage, total in zip(Stage, (5, 2, 4, 1), strict=True):
        steps = [(done, of) for name, done, of in told if name is stage]
        assert steps[0] == (0, total) and steps[-1] == (total, total)
        assert steps == sorted(steps)


# --- again ------------------------------------------------------------------------------------------------


def test_second_import_sends_nothing_and_changes_nothing(imported: Imported, plan: ImportPlan) -> None:
    first = imported.report
    height, store, files = imported.height(), _rows(imported.ledger), _files(imported.keys)
    second = imported.run(plan)
    assert (imported.height(), _rows(imported.ledger), _files(imported.keys)) == (height, store, files)
    assert second.reconciliation == first.reconciliation
    assert second.done == type(second.done)(0, 0, 0, 0)


def test_second_import_needs_no_founder(imported: Imported, plan: ImportPlan) -> None:

    def nobody() -> Signer:
        raise AssertionError("the founder was asked")

    with Keyring.open(imported.keys, imported.ledger.deployment) as keyring:
        assert import_bills(imported.ledger, plan, keyring, nobody).reconciliation.holds


def test_more_claims_are_added_to_what_is_there(imported: Imported, plan: ImportPlan, tmp_path: Path) -> None:
    data = synthea_files.small()
    data.claim(8, 1, ("CHARGE", "1", "10.00"), ("PAYMENT", "ECHECK", "10.00"))
    report = imported.run(data.plan(tmp_path / "more"))
    assert report.reconciliation.holds
    assert report.done == type(report.done)(0, 0, 1, 1)
    assert imported.count(RangeGranted) == 3
    again = imported.run(plan)
    assert again.reconciliation.holds
    assert again.reconciliation.equations[-1].files == 8, "the other import's bill is counted by vault and events"


def test_range_with_numbers_left_is_used_before_a_new_one_is_asked_for(
    imported: Imported, plan: ImportPlan, tmp_path: Path
) -> None:
    finance, hospital = _officers(imported, FINANCE_CODE), hospital_code(HOSPITALS[1])
    organisation = imported.ledger.consortium.organisation_by_code(hospital) or 0
    until = imported.ledger.now() + 100 * 86_400
    proposed = finance[1].ranges.propose_range(code_at(imported.ledger.now()), organisation, 9, valid_until_at=until)
    finance[2].ranges.grant_range(proposed.event.range, 1)
    data = synthea_files.small()
    data.claim(8, 1, ("CHARGE", "1", "10.00"))
    assert imported.run(data.plan(tmp_path / "more")).reconciliation.holds
    assert imported.count(RangeProposed) == 3 and imported.ledger.ranges.next_number(3) == 9


def test_proposal_that_a_killed_run_left_is_granted(imported: Imported, plan: ImportPlan, tmp_path: Path) -> None:
    organisation = imported.ledger.consortium.organisation_by_code(hospital_code(HOSPITALS[1])) or 0
    [_, officer, _] = _officers(imported, FINANCE_CODE)
    until = imported.ledger.now() + 100 * 86_400
    officer.ranges.propose_range(code_at(imported.ledger.now()), organisation, 1, valid_until_at=until)
    data = synthea_files.small()
    data.claim(8, 1, ("CHARGE", "1", "10.00"))
    assert imported.run(data.plan(tmp_path / "more")).reconciliation.holds
    assert (imported.count(RangeProposed), imported.count(RangeGranted)) == (3, 3)


def test_range_that_ends_soon_is_not_begun_with(imported: Imported, plan: ImportPlan, tmp_path: Path) -> None:
    finance = _officers(imported, FINANCE_CODE)
    organisation = imported.ledger.consortium.organisation_by_code(hospital_code(HOSPITALS[1])) or 0
    proposed = finance[1].ranges.propose_range(
        code_at(imported.ledger.now()), organisation, 9, valid_until_at=imported.ledger.now() + 3_600
    )
    finance[2].ranges.grant_range(proposed.event.range, 1)
    data = synthea_files.small()
    data.claim(8, 1, ("CHARGE", "1", "10.00"))
    assert imported.run(data.plan(tmp_path / "more")).reconciliation.holds
    assert imported.ledger.ranges.number_range(4) is not None


def test_claim_that_changed_since_is_refused_and_listed_and_its_bill_stays(
    imported: Imported, plan: ImportPlan, tmp_path: Path
) -> None:
    data = synthea_files.small()
    [row] = [row for row in data.tables["claims_transactions.csv"] if row["CLAIMID"] == claim_id(7)][:1]
    row |= {"AMOUNT": "10.00", "UNITAMOUNT": "10.00"}
    found = imported.run(data.plan(tmp_path / "changed")).reconciliation
    assert found.holds
    [refused] = found.refused_bills
    assert (refused.claim, refused.total_fen) == (claim_id(7), 1_000) and "other content" in refused.reason
    assert [(one.name, one.ledger, one.listed) for one in found.equations][:2] == [
        ("claims", 6, 1),
        ("charges", synthea_files.CHARGED_FEN - 900, 1_000),
    ]


def test_claims_of_a_bill_that_was_refused_are_listed(place: Place, plan: ImportPlan, tmp_path: Path) -> None:
    only_seven = synthea_files.Writer()
    only_seven.claim(7, 0, ("CHARGE", "1", "8.00"))
    place.run(only_seven.plan(tmp_path / "before"))
    found = place.run(plan).reconciliation
    assert found.holds
    assert [(one.claim, one.bill, one.reason) for one in found.unsettled if one.claim == claim_id(7)] == [
        (claim_id(7), None, "its claim did not become a bill")
    ]


# --- cut short --------------------------------------------------------------------------------------------


class Killed(BaseException):
    pass


def test_run_that_is_killed_after_a_reimbursement_settles_the_others_and_none_twice(
    place: Place, plan: ImportPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = ClaimsActions.reserve_and_settle

    def die_afterwards(claims: ClaimsActions, claim: Claim) -> None:
        settle(claims, claim)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(ClaimsActions, "reserve_and_settle", die_afterwards)
        place.run(plan)
    place.ledger.sync()
    assert 0 < place.count(DirectSettlementMade) < 6
    report = place.run(plan)
    assert report.reconciliation.holds and len(report.reconciliation.unsettled) == 1
    assert place.count(DirectSettlementMade) == 6
    height = place.height()
    assert place.run(plan).reconciliation == report.reconciliation and place.height() == height


def test_refusal_while_a_killed_runs_batch_comes_onto_the_chain_takes_nothing_back(
    place: Place, plan: ImportPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch was sent, the process killed, and the next one read the range just before the block came."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr("govledger.vault.Vault.mark_issued", die)
        place.run(plan)
    real = RangesReader.next_number
    answers = iter([1])
    with monkeypatch.context() as patch, pytest.raises(RangeNumberOutOfOrder):
        patch.setattr(
            "govledger.actions.ranges.RangesReader.next_number",
            lambda self, number_range: next(answers, None) or real(self, number_range),
        )
        place.run(plan)
    report = place.run(plan)
    assert report.reconciliation.holds and place.count(BatchIssued) == 2


def test_bill_that_somebody_else_claims_meanwhile_is_looked_at_again(
    place: Place, plan: ImportPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ClaimsReader.claim
    stale = iter([None, None])

    def first_unknown(self: Any, bill: Any) -> Any:
        found = real(self, bill)
        return next(stale, found) if found is not None else None

    monkeypatch.setattr("govledger.actions.claims.ClaimsReader.claim", first_unknown)
    report = place.run(plan)
    assert report.reconciliation.holds
    assert place.count(DirectSettlementMade) == 6
    assert report.done.reimbursements_settled == 6


def test_bill_that_is_claimed_ever_again_meanwhile_ends_the_run_with_the_refusal(
    place: Place, plan: ImportPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govledger.actions.claims.ClaimsReader.claim", lambda self, bill: None)
    with pytest.raises(Refusal, match="the caller saw"):
        place.run(plan)


def test_bill_that_was_taken_back_is_listed_as_refused(place: Place, tmp_path: Path) -> None:
    issued = synthea_files.Writer()
    issued.claim(1, 0, ("CHARGE", "1", "10.00"))
    place.run(issued.plan(tmp_path / "issued"))
    finance = _officers(place, FINANCE_CODE)
    organisation = place.ledger.consortium.organisation_by_code(hospital_code(HOSPITALS[0])) or 0
    until = place.ledger.now() + 100 * 86_400
    number_range = (
        finance[1].ranges.propose_range(code_at(place.ledger.now()), organisation, 1, valid_until_at=until).event.range
    )
    finance[2].ranges.grant_range(number_range, 1)
    with Keyring.open(place.keys, place.ledger.deployment) as keyring:
        vault = keyring.vault(hospital_code(HOSPITALS[0]))
        acting = place.ledger.acting_as(
            keyring.signer(Party(vault.organisation, OrganisationKind.HOSPITAL, (ISSUER,)), ISSUER), vault=vault
        )
        [batch] = vault.batches()
        reason = govledger.RedLetterReason.DUPLICATE
        acting.bills.red_letter(batch.first, number_range, business_number="RED", reason=reason, cashier="import")
    claimed = synthea_files.Writer()
    claimed.claim(1, 0, ("CHARGE", "1", "10.00"), ("PAYMENT", "ECHECK", "10.00"))
    found = place.run(claimed.plan(tmp_path / "claimed")).reconciliation
    assert found.holds
    assert [one.refusal for one in found.unsettled] == [BillStateMismatch.__name__]
    assert found.equations[-1].ledger == 2, "the red letter is a bill of its own"


# --- what is refused before anything is sent ---------------------------------------------------------------


def test_other_keys_than_the_first_imports_are_refused(imported: Imported, plan: ImportPlan, tmp_path: Path) -> None:
    height = imported.height()
    with (
        Keyring.open(tmp_path / "others", imported.ledger.deployment) as keyring,
        pytest.raises(VaultNotFound, match=f"organisation {hospital_code(HOSPITALS[0])} has acts on this ledger"),
    ):
        import_bills(imported.ledger, plan, keyring, imported.founder)
    assert imported.height() == height and list((tmp_path / "others" / "vaults").iterdir()) == []


def test_lost_vault_of_a_payer_is_refused(imported: Imported, plan: ImportPlan) -> None:
    vault = imported.keys / "vaults" / payer_code(PAYERS[0])
    vault.rename(imported.keys.parent / "lost")
    with pytest.raises(VaultNotFound, match=f"organisation {payer_code(PAYERS[0])} has acts on this ledger"):
        imported.run(plan)


def test_founders_key_that_is_another_accounts_is_refused(place: Place, plan: ImportPlan) -> None:
    height = place.height()
    with (
        Keyring.open(place.keys, place.ledger.deployment) as keyring,
        pytest.raises(InputError, match="give the founder's keystore"),
    ):
        import_bills(place.ledger, plan, keyring, lambda: PrivateKeySigner(bytes([7] * 32)))
    assert place.height() == height


def test_visit_that_is_after_the_chains_time_is_refused_before_anything_is_sent(place: Place, tmp_path: Path) -> None:
    data = synthea_files.small()
    data.tables["claims.csv"][3]["SERVICEDATE"] = "2199-01-01T00:00:00Z"
    height = place.height()
    with pytest.raises(InputError, match=rf"claim {claim_id(4)} cannot be issued at the chain's time \d+: .*visit_at"):
        place.run(data.plan(tmp_path / "future"))
    assert place.height() == height and list((place.keys / "officers").iterdir()) == []


# --- the ledger's side is read back -----------------------------------------------------------------------


def test_documents_that_do_not_lead_to_the_chains_root_are_not_counted(
    imported: Imported, plan: ImportPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = issued_by

    def another_root(store: Any, organisation: int) -> Any:
        return {first: type(one)(bytes(32), one.count) for first, one in real(store, organisation).items()}

    monkeypatch.setattr("govledger.importing.proving.standing.issued_by", another_root)
    found = imported.run(plan).reconciliation
    assert not found.holds and len(found.unproven) == 2
    assert "claims: 7 bills in the files, 0 on the ledger and 0 listed" in found.failures


def test_settlement_that_the_files_do_not_have_is_found(imported: Imported, plan: ImportPlan, tmp_path: Path) -> None:
    report = imported.report
    [_, officer] = _officers(imported, payer_code(PAYERS[0]), vault=True)
    store = imported.ledger.store
    hospital = imported.ledger.consortium.organisation_by_code(hospital_code(HOSPITALS[1])) or 0
    [first] = issued_by(store, hospital)
    key = BillKey(first)
    account = imported.ledger.claims.claim(key)
    assert account is not None
    expires_at = imported.ledger.now() + 1_000
    [_, issuer] = _officers(imported, hospital_code(HOSPITALS[1]), vault=True)
    claim = Claim(issuer.bills.holder_file(key), 7, "not in the files", account.version)
    issuer._open_vault().close()
    made = officer.claims.reserve(claim, expires_at=expires_at)
    officer.claims.settle(key, made.event.bill_version, 7)
    officer._open_vault().close()
    found = imported.run(plan).reconciliation
    assert report.reconciliation.holds and not found.holds
    assert found.failures == (
        "reimbursements: 7 payments in the files, 7 on the ledger and 1 listed",
        f"reimbursed: {synthea_files.REIMBURSED_FEN} fen in the files, "
        f"{synthea_files.REIMBURSED_FEN - synthea_files.REFUSED_FEN + 7} on the ledger and 4001 listed",
    )


# --- the command line -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ended:
    exit_code: int
    stdout: str
    stderr: str


Invoke = Callable[..., Ended]


@pytest.fixture
def invoke(capsys: pytest.CaptureFixture[str]) -> Invoke:
    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main.main(args=["import", "synthea", *map(str, arguments)], prog_name="govledger")
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


def test_command_prints_one_json_object_on_standard_output(invoke: Invoke, plan: ImportPlan, tmp_path: Path) -> None:
    done = invoke(tmp_path / "data", "--json", "--store", tmp_path / "index.sqlite")
    assert done.exit_code == 0 and "organisations" in done.stderr
    report = json.loads(done.stdout)
    assert report["format"] == "govledger.import.v1"
    assert report["reconciliation"]["holds"] is True
    assert [one["claim"] for one in report["reconciliation"]["unsettled"]] == [claim_id(5)]
    assert report["done"]["bills_issued"] == 7
    trail = CliRunner().invoke(main, ["trail", "--store", str(tmp_path / "index.sqlite"), "--format", "jsonl"])
    assert trail.exit_code == 0 and len(trail.stdout.splitlines()) > 30


def test_command_prints_tables_for_people(invoke: Invoke, plan: ImportPlan, tmp_path: Path) -> None:
    done = invoke(tmp_path / "data")
    assert done.exit_code == 0
    for words in (
        "Bills of zero: 1",
        "Paid at the counter above the bill, so that nothing is claimable: 1",
        "Reimbursements that were not settled: 1",
        "ClaimCapacityExceeded",
        claim_id(5),
        "40.01  40.00",
        "the reconciliation holds",
    ):
        assert words in done.stdout
    assert "did not become bills" not in done.stdout
    assert done.stdout.rstrip().endswith("the reconciliation holds")


def test_reconciliation_that_fails_ends_with_one_line_and_status_one(
    invoke: Invoke, plan: ImportPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govledger.importing.proving.standing.issued_by", lambda store, organisation: {})
    done = invoke(tmp_path / "data")
    assert done.exit_code == 1
    assert "the reconciliation does NOT hold" in done.stdout
    [line] = [line for line in done.stderr.splitlines() if line.startswith("Error:")]
    assert "claims: 7 bills in the files, 0 on the ledger and 0 listed" in line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--keys", "keys"), "give its --rpc too"),
        (("--deployment", "demo"), "give its --rpc too"),
        (("--key", "founder.json"), "give its --rpc too"),
        (("--rpc", "http://127.0.0.1:1"), "--rpc needs --deployment and --keys"),
    ],
)
def test_options_that_do_not_go_together_are_a_usage_error(
    invoke: Invoke, plan: ImportPlan, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = invoke(tmp_path / "data", *arguments)
    assert done.exit_code == 2 and words in done.stderr


def test_malformed_row_gives_one_line_and_nothing_is_written(invoke: Invoke, tmp_path: Path) -> None:
    data = synthea_files.small().write(tmp_path / "data")
    table = data / "claims_transactions.csv"
    lines = table.read_text().splitlines(keepends=True)
    lines[3] = lines[3].replace("0.00", "0,00x", 1).replace("0,00x", "zero", 1)
    table.write_text("".join(lines))
    done = invoke(data, "--store", tmp_path / "index.sqlite")
    assert done.exit_code == 1 and done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("Error: claims_transactions.csv, line 4, column AMOUNT: is an amount") and "'zero'" in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_unreadable_file_gives_one_line(invoke: Invoke, tmp_path: Path) -> None:
    data = synthea_files.small().write(tmp_path / "data")
    (data / "payers.csv").unlink()
    (data / "payers.csv").mkdir()
    done = invoke(data)
    assert done.exit_code == 1 and done.stdout == ""
    assert done.stderr.startswith(f"Error: {data / 'payers.csv'} cannot be read: Is a directory")
    assert len(done.stderr.splitlines()) == 1


def test_folder_that_is_not_there_gives_one_line(invoke: Invoke, tmp_path: Path) -> None:
    done = invoke(tmp_path / "nothing")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1 and "cannot be read: No such file or directory" in done.stderr


# --- what the tests look at -------------------------------------------------------------------------------


def _rows(ledger: Ledger) -> list[str]:
    ledger.sync()
    tables = [name for (name,) in ledger.store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return [f"{table} {row}" for table in sorted(tables) for row in ledger.store.rows(f'SELECT * FROM "{table}"')]


def _files(directory: Path) -> dict[str, bytes]:
    """All files but the locks, which name the process that held them."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def _officers(place: Place, public_code: str, *, vault: bool = False) -> list[Any]:
    """The administrator and the other officers of an organisation of the import; the caller closes its vault."""
    kinds = {FINANCE_CODE: FINANCE} | {
        payer_code(id): Party(payer_code(id), OrganisationKind.INSURER, (CLAIMS_OFFICER,)) for id in PAYERS
    }
    party = kinds.get(public_code, Party(public_code, OrganisationKind.HOSPITAL, (ISSUER,)))
    with Keyring.open(place.keys, place.ledger.deployment) as keyring:
        signers = [keyring.signer(party, post) for post in (ADMINISTRATOR, *party.posts)]
    opened = govledger.Vault.open(place.keys / "vaults" / public_code) if vault else None
    return [place.ledger.acting_as(signer, vault=opened) for signer in signers]

"""The demo, run as a user runs it: what it shows, what it leaves, what a kill leaves, what to try next."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import apsw
import pytest
from click.testing import CliRunner

from govledger.audit.edits import check
from govledger.audit.entry import TrailFilter
from govledger.audit.output import CSV_COLUMNS
from govledger.audit.trail import trail
from govledger.bills.document import parse_document
from govledger.bills.holder import HolderFile
from govledger.bills.rules import problems_of
from govledger.cli import main
from govledger.cli.demo import _program
from govledger.demo import DemoResult, Progress, Show, run_demo
from govledger.demo.page import commands, page
from govledger.demo.results import Chapter, Refused
from govledger.demo.sample import BILLS, Party
from govledger.deployments import Deployment
from govledger.errors import Refusal
from govledger.events.types import BatchIssued
from govledger.index.store import read_store
from govledger.model import IssueState, Mode, Tally
from govledger.refusals import ClaimVersionStale, GrantExpired, ProposalNotReady
from govledger.vault import Vault

PROGRAMS = Path(sys.executable).parent
LEFT = {"bills", "holders", "vaults", "index.sqlite", "manifest.json", "trail.jsonl", "trail.csv", "results.txt"}
REFUSALS = [
    *("FounderHandedOver", "ProposalNotReady", "GrantApprovalsMissing"),
    *("GrantFieldsNotGranted", "GrantPurposeMismatch", "GrantIsRevoked", "GrantExpired"),
    "EmergencyStatusMismatch",
    *("RangeSecondOfficerNeeded", "ProofMismatch", "ClaimVersionStale", "ClaimCapacityExceeded", "BillEngaged"),
]


@dataclass(frozen=True)
class Played:
    """One run of the command, in this process."""

    folder: Path
    result: DemoResult
    progress: list[Progress]
    output: str


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    results: list[DemoResult] = []
    progress: list[Progress] = []

    def noted(out: Path | None, show: Show, *, program: str) -> DemoResult:
        def both(one: Progress) -> None:
            progress.append(one)
            show(one)

        results.append(run_demo(out, both, program=program))
        return results[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("demo"))
        patch.setattr(sys, "argv", ["govledger", "demo"])
        patch.setattr("govledger.cli.demo.run_demo", noted)
        ran = CliRunner().invoke(main, ["demo"])
        assert ran.exit_code == 0, ran.output
        yield Played(Path.cwd() / "govledger-demo", results[0], progress, ran.output)


# --- what happens --------------------------------------------------------------------------------------


def test_each_mode_is_served_under_a_grant_and_checked(played: Played) -> None:
    shared = played.result.shared
    four = [Mode.SUBMIT, Mode.VERIFY, Mode.DETAIL, Mode.EVALUATE]
    assert [item.mode for item in shared] == [*four, Mode.VERIFY, Mode.VERIFY]
    assert [item.answer for item in shared[1:]] == [
        *("status married? yes", "3 of 6 fields of a stay", "class B", "status single? no", "status married? yes")
    ]
    assert len({item.grant for item in shared}) == 6


def test_audit_office_is_admitted_by_votes_after_their_delay(played: Played) -> None:
    admitted, appointed = played.result.voted
    assert admitted.described.startswith("consortium.admitOrganisation(")
    assert appointed.described.startswith("consortium.appointOfficer(organisation=7, ")
    for voted in (admitted, appointed):
        assert (voted.tally, voted.delay) == (Tally(votes=3, needed=3, electorate=4), "3 days")
    assert [member.party for member in played.result.members] == list(Party)
    [early] = [item.error for item in played.result.refusals if isinstance(item.error, ProposalNotReady)]
    with closing(read_store(played.folder / "index.sqlite")) as store:
        executed = [entry for entry in trail(store) if entry.event == "DecisionExecuted"][-2:]
        handed_over = next(entry for entry in trail(store) if entry.event == "HandedOver")
    assert early.time < early.ready_at <= executed[0].at.block_timestamp
    assert handed_over.at.block_number < executed[0].at.block_number
    assert all(entry.who.role == "NONE" for entry in executed), "executed by votes, not by the founder"


def test_emergency_is_answered_justified_and_reviewed(played: Played) -> None:
    emergency = played.result.inspection.emergency
    assert [(entry.event, entry.who.role) for entry in emergency] == [
        ("GlassBroken", "REQUESTER"),
        ("EmergencyAnswered", "RESPONDER"),
        ("EmergencyJustified", "ADMINISTRATOR"),
        ("EmergencyReviewed", "INSPECTOR"),
    ]
    assert emergency[0].result == "glass broken (DANGER_TO_LIFE)"
    assert emergency[2].at.block_timestamp < played.result.glass.justify_by


def test_sealed_access_is_in_the_auditors_trail_and_in_the_subjects_from_its_date_on(played: Played) -> None:
    sealed, views = played.result.sealed, played.result.inspection.sealed
    assert (views.auditor, views.subject, views.disclosed) == (4, 0, 4)
    with closing(read_store(played.folder / "index.sqlite")) as store:
        shown = [entry.event for entry in trail(store, TrailFilter(request=sealed.request))]
        assert shown == ["RequestFiled", "RequestSealed", "RequestServed", "RequestAcknowledged"]
        for at, count in ((sealed.disclose_at - 1, 0), (sealed.disclose_at, 4)):
            assert len(list(trail(store, TrailFilter(request=sealed.request, for_subject_at=at)))) == count


def test_each_refusal_is_the_typed_error_of_its_rule_and_left_nothing_on_the_chain(played: Played) -> None:
    errors = [item.error for item in played.result.refusals]
    assert [type(error).__name__ for error in errors] == REFUSALS
    assert [item for item in played.progress if isinstance(item, Refused)] == list(played.result.refusals)
    assert all(error.transaction is None for error in errors if isinstance(error, Refusal))
    expired = next(error for error in errors if isinstance(error, GrantExpired))
    assert expired.valid_until <= expired.time


def test_loser_of_the_race_is_told_the_present_version_and_gets_what_is_left(played: Played) -> None:
    claim = played.result.claim
    [lost] = [item.error for item in played.result.refusals if isinstance(item.error, ClaimVersionStale)]
    assert (lost.seen, lost.current) == (3, 4)
    assert claim.account.settled_fen == claim.account.claimable_fen == 900_000
    assert claim.account.available_fen == 0
    assert [(part.party, part.settled_fen) for part in claim.parts] == [
        (Party.BASIC_INSURER, 720_000),
        (Party.COMMERCIAL_INSURER, 180_000),
    ]
    assert claim.wanted_fen == 360_000


def test_bills_are_verified_forged_and_taken_back(played: Played) -> None:
    bills = played.result.bills
    assert (bills.verification.authentic, bills.verification.state) == (True, IssueState.ISSUED)
    assert not bills.forgery.authentic
    assert bills.red_letter == bills.first + BILLS


def test_chapters_come_in_order_and_each_is_timed(played: Played) -> None:
    chapters = [item for item in played.progress if isinstance(item, Chapter)]
    assert [chapter.number for chapter in chapters] == list(range(1, 9))
    assert [timing.title for timing in played.result.timings] == [chapter.title for chapter in chapters]
    assert sum(timing.seconds for timing in played.result.timings) < 60


# --- what it leaves ------------------------------------------------------------------------------------


def assert_whole(folder: Path) -> None:
    """Whatever stands in the folder under its own name is whole."""
    for path in folder.iterdir():
        if path.name == "index.sqlite":
            with closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
                assert connection.pragma("integrity_check") == "ok"
            with closing(read_store(path)) as store:
                assert store.last_block() == store.verified_block() > 0
        elif path.name == "trail.jsonl":
            assert all(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        elif path.name == "trail.csv":
            assert {len(row) for row in csv.reader(path.open(encoding="utf-8", newline=""))} == {len(CSV_COLUMNS)}
        elif path.name == "bills":
            assert len([parse_document(bill.read_bytes()) for bill in path.iterdir()]) == BILLS + 1
        elif path.name == "holders":
            assert len([HolderFile.from_json(held.read_bytes()) for held in path.iterdir()]) == 3
        elif path.name == "vaults":
            for vault in path.iterdir():
                Vault.open(vault).close()
        elif path.name == "manifest.json":
            assert len(Deployment.from_json(path.read_bytes()).contracts) == 8
        elif path.name == "results.txt":
            assert path.read_text(encoding="utf-8").endswith("govledger --help\n")
        else:
            assert path.name == ".new-run"


def test_folder_holds_everything_whole_and_for_its_owner_alone(played: Played) -> None:
    assert {path.name for path in played.folder.iterdir()} == LEFT
    assert_whole(played.folder)
    for path in (played.folder, *played.folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_index_passes_the_check_and_is_one_file_that_can_be_read_where_nothing_can_be_written(played: Played) -> None:
    index = played.folder / "index.sqlite"
    with closing(read_store(index)) as store:
        assert list(check(store)) == []
        heads = store.heads()
    shown = {head.contract: (head.events, head.head) for head in played.result.inspection.heads}
    assert shown == {key: (running.events, running.head) for key, running in heads.items()}
    assert len(shown) == 8 and sum(events for events, _ in shown.values()) == played.result.inspection.events
    with closing(apsw.Connection(str(index), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
        assert connection.pragma("journal_mode") == "delete"
    assert sorted(path.name for path in played.folder.glob("index*")) == ["index.sqlite"]


def test_check_finds_the_edited_row_and_no_private_word_is_on_the_chain(played: Played) -> None:
    found = played.result.inspection
    assert found.found_after_edit.startswith("settlement_made, block ")
    assert found.words_found == 0 < 1_000 < found.words_searched
    assert found.transactions == found.last_block - 3  # each block has one, but those that moved the time


def test_trail_has_every_event_and_both_files_say_the_same(played: Played) -> None:
    entries = [json.loads(line) for line in (played.folder / "trail.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = list(csv.DictReader((played.folder / "trail.csv").open(encoding="utf-8", newline="")))
    assert len(entries) == len(rows) == played.result.inspection.events
    assert [(entry["event"], entry["log_index"]) for entry in entries] == [
        (row["event"], int(row["log_index"])) for row in rows
    ]
    receipts = [entry for entry in entries if entry["event"] == "RequestServed"]
    assert [entry["purpose"] for entry in receipts] == [1, 2, 3, 4, 5, 7]
    assert played.result.inspection.excerpt[0].event == BatchIssued.NAME


def test_documents_keep_the_rules_and_are_those_that_the_holders_have(played: Played) -> None:
    documents = {path.name: parse_document(path.read_bytes()) for path in (played.folder / "bills").iterdir()}
    assert all(problems_of(document) == [] for document in documents.values())
    assert sum(document.is_red_letter for document in documents.values()) == 1
    for path in (played.folder / "holders").iterdir():
        holders = HolderFile.from_json(path.read_bytes())
        assert holders.bill.document == documents[path.name]
        assert holders.verify_against(played.result.bills.root)
        assert holders.consent_secret is not None


def test_page_in_the_folder_is_the_page_that_was_shown(played: Played) -> None:
    text = (played.folder / "results.txt").read_text(encoding="utf-8")
    assert text == "".join(f"{line.plain}\n" for line in page(played.result))
    assert max(map(len, text.splitlines())) <= 100


def form(text: str) -> str:
    """The words of a page: without numbers, hashes and times, and without the place where it was made."""
    without_numbers = re.sub(r"0x[0-9a-f]+|\d[\d,.]*", "#", text.replace(".venv/bin/", ""))
    return re.sub(r"\s+", " ", without_numbers).strip()


def test_readme_shows_the_page_that_a_run_has_now(played: Played) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    [shown] = re.findall(
        r"<!-- demo output: begin -->\n```text\n(.*?)```\n<!-- demo output: end -->", readme, re.DOTALL
    )
    assert form(shown) == form((played.folder / "results.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(6))
def test_each_command_to_try_next_works_with_what_was_left(played: Played, number: int) -> None:
    _, command = commands(played.result)[number]
    environment = {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
    ran = subprocess.run(
        command, shell=True, cwd=played.folder.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    wanted = ["SettlementMade", "GrantRevoked", "BatchIssued", "every event keeps the rules"]
    assert [*wanted, '"event":"RequestServed"', "trail"][number] in ran.stdout


# --- the command ---------------------------------------------------------------------------------------


def test_command_shows_its_progress_and_then_the_page(played: Played) -> None:
    shown = (played.folder / "results.txt").read_text(encoding="utf-8")
    assert played.output.startswith("1  A consortium of six organisations\n   done      8 contracts deployed")
    assert played.output.endswith(f"\n\n{shown}")
    assert played.output.isascii() and "\x1b" not in played.output
    assert max(map(len, played.output.splitlines())) <= 100
    assert [name for name in REFUSALS if not re.search(rf"^   refused   .*: {name}$", played.output, flags=re.M)] == []


def test_a_second_run_overwrites_nothing_and_says_so_in_one_line(played: Played) -> None:
    before = (played.folder / "results.txt").read_bytes()
    again = CliRunner().invoke(main, ["demo", "--out", "govledger-demo"])
    assert again.exit_code == 1
    assert again.output.splitlines() == [
        "Error: govledger-demo is there already, and nothing is overwritten; give another folder with --out"
    ]
    assert (played.folder / "results.txt").read_bytes() == before


@pytest.mark.parametrize(
    ("called", "shown"),
    [
        (".venv/bin/govledger", ".venv/bin/govledger"),
        ("/usr/bin/govledger", "govledger"),
        ("govledger", "govledger"),
    ],
)
def test_commands_name_the_program_as_it_was_called_from_here(
    called: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [called, "demo"])
    assert _program() == shown


# --- kills ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["contracts deployed", "issued by one root", "the audit trail"])
def test_killed_at_any_moment_it_leaves_no_broken_file(tmp_path: Path, moment: str) -> None:
    folder = tmp_path / "out"
    demo = subprocess.Popen(
        [PROGRAMS / "govledger", "demo", "--out", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert demo.stdout
    with demo:
        seen = next((line for line in demo.stdout if moment in line), None)
        demo.send_signal(signal.SIGKILL)
    assert seen, demo.stderr and demo.stderr.read()
    assert demo.returncode == -signal.SIGKILL
    assert_whole(folder)
    assert {path.name for path in folder.iterdir()} == {".new-run"}


def test_after_a_kill_the_same_command_goes_well(tmp_path: Path) -> None:
    folder = tmp_path / "out"

    def killed(progress: Progress) -> None:
        if isinstance(progress, Chapter) and progress.number == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        run_demo(folder, killed)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert (folder / ".new-run" / "vaults").is_dir()

    run_demo(folder, lambda progress: None)
    assert {path.name for path in folder.iterdir()} == LEFT
    assert_whole(folder)


def test_interrupted_it_leaves_nothing(tmp_path: Path) -> None:
    def interrupted(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_demo(tmp_path / "out", interrupted)
    assert list(tmp_path.iterdir()) == []

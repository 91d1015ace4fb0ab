"""Reports on what two hospitals, three payers and a finance department did on the embedded chain; and commands."""

from __future__ import annotations

import csv
import json
import shlex
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import govledger
from govledger import Claim, Ledger, Officer, OrganisationKind, PrivateKeySigner, RedLetterReason, Role, Vault
from govledger import connection as connection_module
from govledger.audit.bill_reports.claims import LapsedReservation, PayerShare
from govledger.audit.bill_reports.gaps import NumberRun, NumberUse
from govledger.audit.bill_reports.reconciliation import HospitalFigures, PayerFigures
from govledger.audit.bill_reports.section import NoteAuthor
from govledger.audit.bill_reports.split_note import Party, read_split_note
from govledger.bills.holder import HolderFile
from govledger.bills.number import bill_key, format_key
from govledger.cli import main
from govledger.deployer.folder import write_manifest
from govledger.errors import InputError, ProofMismatch
from govledger.model import RangeStatus, ReversalReason, VoidReason
from govledger.privacy.keccak import keccak256
from govledger.tx.keys import save_key
from tests.bodies import AID, CODE, INSURER, YEAR, Bodies, found, order
from tests.sample_bills import ISSUER

DAY = 86_400
CLINIC, EMPLOYER = "123300004708300002", "913300000000000066"


@dataclass
class Town:
    """What happened, and who did it."""

    bodies: Bodies
    clinic: Officer
    employer: Officer
    started_at: int = 0
    first_block: int = 0
    """The last block before any bill was claimed."""

    @property
    def ledger(self) -> Ledger:
        return self.bodies.ledger

    @property
    def payers(self) -> tuple[int, int, int]:
        """Insurer, aid, employer."""
        return tuple(self.bodies.organisations[code] for code in (INSURER, AID, EMPLOYER))  # type: ignore[return-value]

    def run(self, words: str, *, status: int = 0) -> str:
        """What a command prints."""
        arguments = ["bill", "report", *shlex.split(words)]
        if not words.startswith("read-"):
            arguments += ["--rpc", "http://node", "--deployment", "town"]
        ended = CliRunner().invoke(main, arguments)
        assert ended.exit_code == status, ended.output
        return ended.output

    def json(self, words: str) -> Any:
        return json.loads(self.run(f"{words} --json"))


def appoint(bodies: Bodies, code: str, role: Role, folder: Path) -> Officer:
    """The officer of an organisation, with its vault; it was its organisation's administrator for a moment."""
    officer = bodies.ledger.acting_as(keccak256(code.encode()), vault=Vault.create(folder / code, code))
    term = {"valid_from_at": bodies.ledger.now(), "valid_until_at": bodies.ledger.now() + YEAR}
    appointed = bodies.founder.decisions.appoint_officer(
        bodies.organisations[code], officer.account, {Role.ADMINISTRATOR}, **term
    )
    officer.consortium.amend_officer(appointed.event.officer, 1, {role}, **term)
    return officer


def admit(bodies: Bodies, code: str, kind: OrganisationKind) -> None:
    bodies.organisations[code] = bodies.founder.decisions.admit_organisation(code, {kind}).event.organisation


def grant(bodies: Bodies, holder: str, count: int, days: int = 300) -> int:
    first, second = bodies.finance
    until = bodies.ledger.now() + days * DAY
    proposed = first.ranges.propose_range(CODE, bodies.organisations[holder], count, valid_until_at=until)
    return second.ranges.grant_range(proposed.event.range, 1).event.range


def use_numbers(town: Town) -> list[HolderFile]:
    """Forty numbers in four ranges, of every use; three bills of batches, as their holders have them."""
    bodies, (first, second) = town.bodies, town.bodies.finance
    ranges = [grant(bodies, ISSUER, 20), grant(bodies, CLINIC, 5), grant(bodies, ISSUER, 10, days=2)]
    ranges.append(grant(bodies, ISSUER, 5))
    hospital, version = bodies.hospital, lambda: bodies.ledger.ranges.number_range(1).version  # type: ignore[union-attr]
    keys = hospital.bills.issue_batch(ranges[0], [order(1), order(2), order(3)]).keys
    alone = hospital.bills.issue(ranges[0], order(4)).key
    hospital.ranges.void_numbers(ranges[0], 5, 2, VoidReason.MISPRINTED)
    first.ranges.review_void(ranges[0], 5)
    second.ranges.confirm_void(ranges[0], 5)
    hospital.ranges.void_numbers(ranges[0], 7, 1, VoidReason.LOST)
    hospital.bills.red_letter(alone, ranges[0], business_number="RED-1", reason=RedLetterReason.REFUND, cashier="王**")
    hospital.ranges.split_range(ranges[0], version(), 7, 5)
    hospital.ranges.return_range(ranges[0], version())
    clinics = town.clinic.bills.issue_batch(ranges[1], [order(1, issuer=CLINIC), order(2, issuer=CLINIC)]).keys
    first.ranges.propose_closure(ranges[1], 2)
    second.ranges.close_range(ranges[1], 3)
    hospital.bills.issue(ranges[2], order(5))
    files = [hospital.bills.holder_file(key) for key in keys[:2]]
    return [*files, town.clinic.bills.holder_file(clinics[0])]


def claim_bills(town: Town, one: HolderFile, two: HolderFile, three: HolderFile) -> None:
    """Three bills of 2,235 fen each: shared by three payers; reversed in part; released and held."""
    bodies, ledger = town.bodies, town.ledger
    week = ledger.now() + 7 * DAY
    first, second, third = (file.bill.document.key for file in (one, two, three))
    held = bodies.insurer.claims.reserve(Claim(one, 1_000, "I-1"), expires_at=week).event
    bodies.insurer.claims.settle(first, held.bill_version, 600)
    bodies.aid.claims.reserve_and_settle(Claim(one, 500, "A-1", seen_version=3))
    town.employer.claims.reserve(Claim(one, 300, "E-1", seen_version=4), expires_at=ledger.now() + DAY)
    paid = bodies.insurer.claims.reserve_and_settle(Claim(two, 2_000, "I-2")).event
    bodies.insurer.claims.propose_reversal(second, paid.bill_version, 1_500, ReversalReason.PAID_IN_ERROR)
    bodies.second_insurer.claims.confirm_reversal(second, paid.bill_version, 1_500)
    given_back = town.employer.claims.reserve(Claim(three, 700, "E-2"), expires_at=week).event
    town.employer.claims.release(third, given_back.bill_version)
    bodies.insurer.claims.reserve(Claim(three, 400, "I-3", seen_version=3), expires_at=week)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    with govledger.embedded() as chain, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(connection_module, "connect", lambda *urls, **expected: nullcontext(chain))
        bodies = found(chain, folder)
        admit(bodies, CLINIC, OrganisationKind.HOSPITAL)
        admit(bodies, EMPLOYER, OrganisationKind.EMPLOYER)
        town = Town(
            bodies,
            clinic=appoint(bodies, CLINIC, Role.ISSUER, folder),
            employer=appoint(bodies, EMPLOYER, Role.CLAIMS, folder),
            started_at=bodies.ledger.now(),
        )
        files = use_numbers(town)
        town.ledger.sync()
        town.first_block = town.ledger.store.last_block()
        claim_bills(town, *files)
        chain.advance_time(3 * DAY)
        Path("deployments/town").mkdir(parents=True)
        write_manifest(Path("deployments/town"), bodies.ledger.deployment)
        save_key("insurer.json", chain.development_keys[6], "open sesame", work_factor=2)
        Path("password").write_text("open sesame\n")
        Path("password").chmod(0o600)
        yield town


# --- numbers -------------------------------------------------------------------------------------------


def test_gap_report_accounts_for_every_number(town: Town) -> None:
    report = town.ledger.reports.gaps()
    assert report.adds_up
    whole, clinics, expiring, open_range, part = report.ranges
    assert whole.runs == (
        NumberRun(NumberUse.ISSUED_IN_BATCH, 1, 3, batch=1),
        NumberRun(NumberUse.ISSUED_ALONE, 4, 4),
        NumberRun(NumberUse.VOID_CONFIRMED, 5, 6, reason=VoidReason.MISPRINTED),
        NumberRun(NumberUse.VOID_UNCONFIRMED, 7, 7, reason=VoidReason.LOST),
        NumberRun(NumberUse.RED_LETTER, 8, 8),
        NumberRun(NumberUse.RETURNED, 9, 15),
    )
    assert (whole.status, whole.holder) == (RangeStatus.RETURNED, town.bodies.organisations[ISSUER])
    assert [run.use for run in clinics.runs] == [NumberUse.ISSUED_IN_BATCH, NumberUse.LEFT_OVER]
    assert (clinics.runs[1], clinics.status) == (NumberRun(NumberUse.LEFT_OVER, 23, 25), RangeStatus.CLOSED)
    assert expiring.runs == (NumberRun(NumberUse.ISSUED_ALONE, 26, 26), NumberRun(NumberUse.EXPIRED, 27, 35))
    assert open_range.runs == (NumberRun(NumberUse.OPEN, 36, 40),)
    assert (part.parent, part.unit, part.runs) == (whole.range, 7, (NumberRun(NumberUse.OPEN, 16, 20),))
    [code] = report.codes
    assert (code.code, code.granted, sum(code.uses.values())) == (CODE, 40, 40)


def test_ranges_of_the_report_are_those_of_the_contract(town: Town) -> None:
    for one in town.ledger.reports.gaps(CODE).ranges:
        held = town.ledger.ranges.number_range(one.range)
        assert held is not None
        assert (one.first, one.last, one.count, one.status, one.unit) == (
            *(held.first, held.last, held.count, held.status, held.unit),
        )
        taken = sum(run.count for run in one.runs if run.use not in LEFT)
        assert held.next_number == one.first + taken


LEFT = (NumberUse.RETURNED, NumberUse.LEFT_OVER, NumberUse.OPEN, NumberUse.EXPIRED)


def test_report_stands_at_the_block_that_is_named(town: Town) -> None:
    now, before = town.ledger.reports.gaps(), town.ledger.reports.gaps(block=town.first_block)
    assert before.as_of.block_number == town.first_block < now.as_of.block_number
    assert before.ranges[2].runs[1] == NumberRun(NumberUse.OPEN, 27, 35)
    assert town.ledger.reports.claims(block=town.first_block).bills == ()
    with pytest.raises(InputError, match="block 99999 is not in the index"):
        town.ledger.reports.gaps(block=99_999)


# --- money ---------------------------------------------------------------------------------------------


def test_reconciliation_is_as_worked_out_by_hand(town: Town) -> None:
    report = town.ledger.reports.reconciliation()
    assert report.holds
    insurer, aid, employer = town.payers
    assert {one.payer: one.figures for one in report.payers} == {
        insurer: PayerFigures(
            reserved_fen=3_400, settled_fen=2_600, released_fen=0, lapsed_fen=0, reversed_fen=1_500, held_fen=800
        ),
        aid: PayerFigures(500, 500, 0, 0, 0, 0),
        employer: PayerFigures(
            reserved_fen=1_000, settled_fen=0, released_fen=700, lapsed_fen=300, reversed_fen=0, held_fen=0
        ),
    }
    hospitals = [town.bodies.organisations[code] for code in (ISSUER, CLINIC)]
    assert {one.hospital: one.figures for one in report.hospitals} == {
        hospitals[0]: HospitalFigures(
            issued_bills=5,
            taken_back_bills=1,
            claimed_bills=2,
            claimable_fen=4_470,
            taken_back_fen=0,
            remaining_fen=2_470,
        ),
        hospitals[1]: HospitalFigures(2, 0, 1, 2_235, 0, 1_835),
    }


def test_what_remains_is_what_the_contract_says_is_available(town: Town) -> None:
    claims = town.ledger.reports.claims()
    assert len(claims.bills) == 3
    for bill in claims.bills:
        account = town.ledger.claims.claim(bill.bill)
        assert account is not None
        assert (bill.claimable_fen, bill.settled_fen, bill.reserved_fen, bill.remaining_fen) == (
            *(account.claimable_fen, account.settled_fen, account.reserved_fen, account.available_fen),
        )
        settled = {one.payer: one.settled_fen for one in town.ledger.claims.reservations(bill.bill)}
        assert {share.payer: share.settled_fen for share in bill.shares} == settled


def test_reservation_that_ran_out_is_listed(town: Town) -> None:
    [lapsed] = town.ledger.reports.claims().lapsed
    assert lapsed == LapsedReservation(
        bill=bill_key(CODE, 1),
        hospital=town.bodies.organisations[ISSUER],
        payer=town.payers[2],
        reservation=5,
        made_at=lapsed.made_at,
        lapsed_at=lapsed.lapsed_at,
        reserved_fen=300,
        settled_fen=0,
        lapsed_fen=300,
    )
    assert town.started_at < lapsed.made_at < lapsed.lapsed_at < town.ledger.now()


def test_bills_with_several_payers_are_listed(town: Town) -> None:
    insurer, aid, employer = town.payers
    first, third = town.ledger.reports.claims().with_several_payers
    assert [replace(share, reserved_until_at=None) for share in first.shares] == [
        PayerShare(insurer, 400, None, 600),
        PayerShare(aid, 0, None, 500),
        PayerShare(employer, 0, None, 0),
    ]
    assert [share.payer for share in third.shares] == [employer, insurer]


# --- the split note ------------------------------------------------------------------------------------


def test_split_note_is_signed_by_an_officer_and_checked_against_the_ledger(town: Town) -> None:
    note = town.ledger.reports.split_note(bill_key(CODE, 1))
    assert [(share.payer.public_code, share.reserved_fen, share.settled_fen) for share in note.shares] == [
        *((INSURER, 400, 600), (AID, 0, 500), (EMPLOYER, 0, 0)),
    ]
    assert (note.claimable_fen, note.remaining_fen) == (2_235, 735)
    assert (note.chain_id, note.deployment) == (town.ledger.chain_id, town.ledger.deployment.digest())
    signed = note.signed_by(PrivateKeySigner(town.bodies.chain.development_keys[6]))
    author = town.ledger.reports.check(read_split_note(signed.to_json()))
    insurer = town.bodies.insurer
    assert author == NoteAuthor(insurer.officer or 0, Party(insurer.organisation or 0, INSURER))


def test_split_note_that_is_not_what_the_ledger_holds_is_refused(town: Town) -> None:
    note = town.ledger.reports.split_note(bill_key(CODE, 1))
    wrong = replace(note, claimable_fen=2_236, remaining_fen=736)
    signed = wrong.signed_by(PrivateKeySigner(town.bodies.chain.development_keys[6]))
    with pytest.raises(ProofMismatch, match=f"split note of bill {format_key(note.bill)} at block"):
        town.ledger.reports.check(signed)


def test_split_note_that_no_officer_signed_is_refused(town: Town) -> None:
    signed = town.ledger.reports.split_note(bill_key(CODE, 1)).signed_by(PrivateKeySigner(b"\x77" * 32))
    with pytest.raises(ProofMismatch, match=f"0x{signed.signer.hex()}, who signed .* served no officer in office"):
        town.ledger.reports.check(signed)


@pytest.mark.parametrize("number", [3, 8, 39])
def test_bill_that_nobody_claimed_has_no_split_note(town: Town, number: int) -> None:
    """A bill of a batch, a red letter, and a number that was not issued."""
    with pytest.raises(InputError, match=f"bill {format_key(bill_key(CODE, number))} was not claimed up to block"):
        town.ledger.reports.split_note(bill_key(CODE, number))


# --- commands ------------------------------------------------------------------------------------------


def test_gaps_are_printed_as_a_table_and_as_json(town: Town) -> None:
    printed = town.run("gaps")
    assert "Numbers that were granted: 40; every one is accounted for." in printed
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert f"{CODE} 1 {ISSUER} 0 0000000005 0000000006 2 void_confirmed MISPRINTED" in lines
    shown = town.json(f"gaps --code {CODE}")
    assert shown["adds_up"] is True
    assert shown["codes"][0]["uses"]["returned"] == 7
    assert shown["organisations"][str(town.bodies.organisations[CLINIC])] == CLINIC
    assert town.json("gaps --code 11060126")["ranges"] == []
    assert "the code '3306' is not 8 digits" in town.run("gaps --code 3306", status=2)


def test_report_is_written_as_csv_and_as_a_page(town: Town, tmp_path: Path) -> None:
    commands = {"gaps": "gaps", "money": "reconciliation --utc-offset +08:00", "lapsed": "lapsed"}
    for name, words in (commands | {"several": "several-payers"}).items():
        page, table = tmp_path / f"{name}.html", tmp_path / f"{name}.csv"
        town.run(f"{words} --html {page} --csv {table} --store {tmp_path}/index.sqlite")
        assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
        assert page.stat().st_mode & 0o777 == table.stat().st_mode & 0o777 == 0o600
        with table.open(newline="") as file:
            assert list(csv.DictReader(file))
    message = town.run(f"lapsed --csv {tmp_path}/lapsed.csv", status=1)
    assert "lapsed.csv cannot be written: File exists; name a new file" in message


def test_reconciliation_may_be_limited_to_days(town: Town) -> None:
    whole = town.json("reconciliation")
    assert whole["holds"] is True
    days = sorted({one["day"] for one in whole["payer_days"]})
    part = town.json(f"reconciliation --from {days[0]} --until {days[1]}")
    assert {one["day"] for one in part["payer_days"]} == {days[0]}
    assert part["payers"] == whole["payers"]
    assert "10 of 10 sums that must agree do." in town.run("reconciliation")
    assert "write it as +08:00" in town.run("reconciliation --utc-offset 8", status=2)
    assert town.json("reconciliation --utc-offset -03:30")["utc_offset_seconds"] == -12_600


def test_lapsed_reservations_and_shared_bills_are_printed(town: Town) -> None:
    assert [one["lapsed_fen"] for one in town.json("lapsed")["lapsed"]] == [300]
    shared = town.json("several-payers")["bills"]
    assert [(one["remaining_fen"], len(one["shares"])) for one in shared] == [(735, 3), (1_835, 2)]
    assert "Reservations that ran out: 1; neither settled nor released of them: 3.00 yuan." in town.run("lapsed")
    assert "2 of 3 bills that were claimed have more than one payer." in town.run("several-payers")


def test_split_note_is_signed_read_and_checked(town: Town, tmp_path: Path) -> None:
    key = "--key insurer.json --password-file password"
    bill = format_key(bill_key(CODE, 1))
    made = town.json(f"split-note {bill} --out {tmp_path}/note.json --html {tmp_path}/note.html {key}")
    assert (made["bill"], made["remaining_fen"]) == (bill, 735)
    assert made["signer"] == f"0x{town.bodies.insurer.account.hex()}"
    assert town.json(f"read-split-note {tmp_path}/note.json") == made
    printed = town.run(f"read-split-note {tmp_path}/note.json")
    assert "Of 22.35 yuan that were claimable, 7.35 yuan remain." in printed
    assert f"signer  {made['signer']}" in printed
    assert town.json(f"check-split-note {tmp_path}/note.json") == {
        **{"bill": bill, "block_number": made["as_of"]["block_number"], "signer": made["signer"]},
        **{"officer": town.bodies.insurer.officer, "organisation": town.payers[0], "public_code": INSURER},
    }


def test_command_ends_with_status_1_where_numbers_or_sums_do_not_add_up(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govledger.audit.bill_reports.gaps import GapReport
    from govledger.audit.bill_reports.reconciliation import Reconciliation

    monkeypatch.setattr(GapReport, "adds_up", property(lambda report: False))
    monkeypatch.setattr(Reconciliation, "holds", property(lambda report: False))
    assert "bill numbers are not accounted for, or twice" in town.run("gaps", status=1)
    assert "sums that must agree do not" in town.run("reconciliation", status=1)

"""The demo's text: plain, at most 100 columns wide, with commands that can be typed as they are."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from govledger.audit.entry import Actor, Context, TrailEntry
from govledger.demo.page import WIDTH, commands, page, progress_lines
from govledger.demo.results import (
    BillsOutcome,
    BrokenGlass,
    Chapter,
    CheckedHead,
    ClaimOutcome,
    DemoResult,
    Done,
    Inspection,
    Member,
    PaidPart,
    Refused,
    SealedAccess,
    SealedViews,
    Shared,
    Timing,
    Voted,
    duration,
    yuan,
)
from govledger.demo.sample import Party
from govledger.errors import ProofMismatch
from govledger.model import BillVerification, ClaimAccount, Engagement, IssueState, Mode, Position, Tally
from govledger.refusals import GrantExpired

BILL = 99_010_126_0000000003
EXPIRED = Refused("a use after the grant's time", GrantExpired(5, 1_795_457_834, 1_795_461_438))


def entry(event: str, details: Mapping[str, Any], organisation: int | None = 4) -> TrailEntry:
    return TrailEntry(
        who=Actor(bytes(20), "ISSUER", organisation, None, 15, 1),
        event=event,
        action="",
        objects=(),
        context=Context(),
        result="",
        details=details,
        contract="medical_bills",
        at=Position(69, bytes(32), 1_795_461_438, bytes(32), 0, 2),
    )


def _verification(authentic: bool, state: IssueState, issuer: int) -> BillVerification:
    """Of a bill that nobody did anything with."""
    nothing = Engagement(0, False, False, False, False, bytes(20))
    return BillVerification(authentic, state, issuer, 0, 0, False, 0, 0, nothing)


def result(directory: Path = Path("govledger-demo"), program: str = "govledger") -> DemoResult:
    authentic = _verification(True, IssueState.ISSUED, 4)
    return DemoResult(
        directory=directory,
        members=(Member(Party.HOSPITAL, "First Hospital", 4, "1299000097LPGD881Q", 4),),
        voted=(Voted(19, "a bank is admitted", f"consortium.admit({'kinds=1, ' * 12})", Tally(3, 3, 4), "3 days"),),
        glass=BrokenGlass(1, Party.HOSPITAL, Party.TAX, Party.AUDIT, "an income", 1_795_461_438),
        sealed=SealedAccess(6, Party.AUDIT, 1_795_461_438),
        shared=(Shared(1, 3, Mode.DETAIL, Party.HOSPITAL, Party.TAX, "3 of 6 fields", "each field proved"),),
        bills=BillsOutcome(
            number_range=1,
            first=BILL - 2,
            count=256,
            total_fen=123_456,
            root=bytes(range(32)),
            verified=BILL - 2,
            verification=authentic,
            forgery=_verification(False, IssueState.NONE, 0),
            taken_back=BILL - 1,
            red_letter=BILL + 254,
        ),
        claim=ClaimOutcome(
            BILL,
            ClaimAccount(7, True, 900_000, 900_000, 0, bytes(20), 2, frozenset(), 0, 0),
            Party.COMMERCIAL_INSURER,
            360_000,
            (PaidPart(Party.BASIC_INSURER, 720_000), PaidPart(Party.COMMERCIAL_INSURER, 180_000)),
        ),
        refusals=(EXPIRED, Refused("a copy", ProofMismatch(f"the hash is 0x{'ab' * 32}, changed " * 3))),
        inspection=Inspection(
            blocks=76,
            events=88,
            last_block=76,
            heads=(CheckedHead("bill_claims", 7, bytes([7]) * 32),),
            found_after_edit="settlement_made, block 72, log 0: the row was edited",
            trail_entries=88,
            excerpt=(
                entry("BatchIssued", {"count": 256}),
                entry("ReservationMade", {"amount_fen": 540_000}),
                entry("BillOpened", {}, organisation=None),
            ),
            emergency=(
                entry("GlassBroken", {"reason": "DANGER_TO_LIFE"}),
                entry("EmergencyReviewed", {"outcome": "WARRANTED"}),
            ),
            sealed=SealedViews(auditor=4, subject=0, disclosed=4),
            words_searched=1_126,
            words_found=0,
            transactions=75,
        ),
        timings=(Timing("Medical e-bills", 0.6), Timing("Two payers, one bill", 1.2)),
        revoked_grant=3,
        program=program,
    )


def text(made: DemoResult) -> str:
    return "\n".join(line.plain for line in page(made))


def test_page_is_plain_text_of_at_most_a_hundred_columns() -> None:
    lines = text(result()).splitlines()
    assert max(map(len, lines)) <= WIDTH == 100
    assert all(line.isascii() and line == line.rstrip() for line in lines)


def test_page_counts_what_happened() -> None:
    shown = text(result())
    assert "1 organisations, 1 requests, 256 bills, 88 events, 2 refusals, in 1.8 s" in shown
    assert "256 bills over 1,234.56 yuan; root 0x0001020304050607..." in shown
    assert "authentic, ISSUED; a forged copy: NOT authentic" in shown


def test_page_names_every_refusal_as_the_exception_that_it_is() -> None:
    shown = text(result())
    assert "  GrantExpired   a use after the grant's time" in shown
    assert "Grant 5 ended at 1795457834" in shown
    assert "  ProofMismatch  a copy" in shown


def test_long_hashes_in_messages_are_cut_short_with_what_stands_behind_them() -> None:
    shown = text(result())
    assert "0xabababababababab..., changed" in shown
    assert "ab" * 32 not in shown


def test_page_says_who_paid_what_and_what_the_loser_had_wanted() -> None:
    shown = text(result())
    assert "7,200.00 yuan  paid by the basic insurer\n" in shown
    assert "1,800.00 yuan  paid by the commercial insurer, which had wanted 3,600.00 yuan\n" in shown
    assert "0.00 yuan  left" in shown


def test_page_shows_the_trail_with_organisations_and_amounts() -> None:
    shown = text(result())
    assert "hospital      ISSUER 15  BatchIssued: 256 bills" in shown
    assert "ReservationMade: 5,400.00 yuan  69, 2" in shown
    assert "  ISSUER        ISSUER 15  BillOpened  " in shown  # of no organisation: the role stands there


def test_page_shows_each_vote_with_its_call_and_its_delay() -> None:
    shown = text(result())
    assert "  proposal 19   a bank is admitted\n                consortium.admit(kinds=1, " in shown
    assert "                3 of 4 votes, 3 needed; executed after its delay of 3 days\n" in shown


def test_page_shows_the_emergency_and_what_was_sealed() -> None:
    shown = text(result())
    assert "  emergency 1   tax -> hospital: an income\n" in shown
    assert "GlassBroken: DANGER_TO_LIFE   69, 2" in shown and "EmergencyReviewed: WARRANTED  69, 2" in shown
    assert "its trail: 4 entries for the auditor, 0 for its subject, 4 from then on" in shown


@pytest.mark.parametrize(
    ("seconds", "words"), [(3 * 86_400, "3 days"), (86_400, "1 day"), (73 * 3_600, "73 hours"), (5, "5 seconds")]
)
def test_times_are_in_the_largest_unit_that_divides_them(seconds: int, words: str) -> None:
    assert duration(seconds) == words


def test_page_shows_the_running_hashes_whole() -> None:
    assert f"  bill_claims       7  0x{'07' * 32}" in text(result())


def test_commands_are_for_the_folder_and_program_of_the_run() -> None:
    made = result(Path("my files/demo"), ".venv/bin/govledger")
    for _, command in commands(made):
        words = shlex.split(command)
        assert words[0] in (".venv/bin/govledger", "grep")
        assert words[1:] == ["--help"] or any(word.startswith("my files/demo/") for word in words)
    assert all(f"  {command}" in text(made).splitlines() for _, command in commands(made))


def test_progress_says_done_and_refused() -> None:
    assert [line.plain for line in progress_lines(Done("8 contracts deployed"))] == [
        "   done      8 contracts deployed"
    ]
    first, *message = (line.plain for line in progress_lines(EXPIRED))
    assert first == "   refused   a use after the grant's time: GrantExpired"
    assert " ".join(line.strip() for line in message).startswith("Grant 5 ended at")


def test_long_progress_is_wrapped_under_itself() -> None:
    lines = [line.plain for line in progress_lines(Done("word " * 40))]
    assert len(lines) == 3
    assert max(map(len, lines)) <= WIDTH
    assert all(line.startswith(" " * 13 + "word") for line in lines[1:])


def test_chapters_are_apart_from_one_another() -> None:
    assert [line.plain for line in progress_lines(Chapter(1, "A consortium"))] == ["1  A consortium"]
    assert [line.plain for line in progress_lines(Chapter(2, "Grants"))] == ["", "2  Grants"]


@pytest.mark.parametrize(("fen", "shown"), [(0, "0.00 yuan"), (-105, "-1.05 yuan"), (123_456_789, "1,234,567.89 yuan")])
def test_amounts_are_yuan_with_two_decimals(fen: int, shown: str) -> None:
    assert yuan(fen) == shown

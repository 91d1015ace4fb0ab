"""What options of the commands take, and how values are printed."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from govledger.cli import main
from govledger.cli.output import plain, show, show_all
from govledger.cli.values import Address, Fields, HashOf, Member, hex_bytes, numbered_fields
from govledger.errors import InputError
from govledger.model import FOR_EVER, Mode, RecordStatus
from govledger.privacy.keccak import keccak256


def test_fields_are_positions_and_spans_of_them() -> None:
    assert Fields().convert("3,4, 7-9", None, None) == {3, 4, 7, 8, 9}
    assert Fields().convert("0-255", None, None) == set(range(256))


@pytest.mark.parametrize("text", ["", "a", "3,", "9-7", "256", "0-256", "-1", "3;4"])
def test_what_is_no_field_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="write positions from 0 to 255"):
        Fields().convert(text, None, None)


def test_address_is_20_bytes_of_hex_digits() -> None:
    assert Address().convert("0x" + "Ab" * 20, None, None) == b"\xab" * 20
    for text in ("ab" * 20, "0x" + "ab" * 19, "0x" + "ab" * 21, "0x" + "zz" * 20):
        with pytest.raises(click.BadParameter, match="is no address"):
            Address().convert(text, None, None)


def test_hash_is_a_files_or_written_out(tmp_path: Path) -> None:
    (tmp_path / "law").write_bytes(b"the law")
    assert HashOf().convert(str(tmp_path / "law"), None, None) == keccak256(b"the law")
    assert HashOf().convert("0x" + "ab" * 32, None, None) == b"\xab" * 32
    with pytest.raises(click.BadParameter, match="neither 0x and 64 hex digits nor a file"):
        HashOf().convert("0x" + "ab" * 31, None, None)


def test_member_of_a_closed_list_is_named_as_it_is_written() -> None:
    statuses = Member(RecordStatus)
    assert statuses.convert("Live", None, None) is RecordStatus.LIVE
    assert Member(Mode).convert("detail", None, None) is Mode.DETAIL
    for text in ("NONE", "1", ""):
        with pytest.raises(click.BadParameter, match="is not one of LIVE, WITHDRAWN, SHREDDED"):
            statuses.convert(text, None, None)


def test_help_names_the_members_of_a_closed_list() -> None:
    shown = CliRunner().invoke(main, ["request", "review", "--help"])
    assert shown.exit_code == 0
    assert "--outcome WARRANTED|EXCESSIVE|UNWARRANTED|UNDECIDED" in shown.output


def test_hex_digits_come_in_pairs_after_0x() -> None:
    assert (hex_bytes("0x"), hex_bytes("0x0a")) == (b"", b"\n")
    assert (hex_bytes("0x0"), hex_bytes("0a"), hex_bytes("0x0a", 2)) == (None, None, None)


@pytest.mark.parametrize("text", ["", "[1]", "3", '{"x": 1}'])
def test_file_without_numbered_fields_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(text)
    with pytest.raises(InputError, match="is no JSON object with the positions of fields as names"):
        numbered_fields(path)
    path.write_text('{"3": "married", "4": 2019}')
    assert numbered_fields(path) == {3: "married", 4: 2019}


def test_values_are_printed_as_json_has_them() -> None:
    given = {"modes": frozenset({Mode.DETAIL, Mode.SUBMIT}), "account": b"\x01", "places": (1, (2,)), 3: None}
    assert plain(given) == {"modes": ["SUBMIT", "DETAIL"], "account": "0x01", "places": [1, [2]], "3": None}


def test_people_read_times_and_lists_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    times = {"ready_at": 0, "lapses_at": 1_800_000_000, "frozen_until": FOR_EVER, "serve_by": 1, "filed_by": 7}
    show({**times, "voting": True, "revoked": False, "kinds": ["AID", "AUDIT"], "given": {"a": 1}, "seal": None}, False)
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        *("ready at", "lapses at 2027-01-15T08:00:00Z", "frozen until for ever", "serve by 1970-01-01T00:00:01Z"),
        *("filed by 7", "voting yes", "revoked no", "kinds AID, AUDIT", "given a=1", "seal"),
    ]


def test_list_is_one_line_each_however_long_or_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": number, "kinds": ["DEPARTMENT"] * number} for number in (1, 2)]
    show_all(rows, ("id", "kinds"), False)
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        *("id kinds", "1 DEPARTMENT", "2 DEPARTMENT, DEPARTMENT"),
    ]
    show_all([], ("id",), True)
    assert capsys.readouterr().out == "[]\n"

"""Thresholds of findings: what a file may say, and what is refused by its name."""

from __future__ import annotations

import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from govledger.audit.findings.finding import WHY, Kind
from govledger.audit.findings.threshold_file import default_text, default_thresholds, read_thresholds
from govledger.audit.findings.thresholds import WAY_OUT, Thresholds, parse_thresholds
from govledger.errors import InputError


def parsed(text: str) -> Thresholds:
    return parse_thresholds(text, default_text(), "own.toml")


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parsed(text)
    assert str(caught.value).startswith("own.toml")
    return str(caught.value)


def test_every_kind_of_finding_has_thresholds_and_a_reason_and_there_are_no_others() -> None:
    kinds = {kind.value for kind in Kind}
    assert set(Thresholds.__struct_fields__) == set(tomllib.loads(default_text())) == kinds
    assert set(WHY) == set(Kind)
    assert all(default_thresholds().wants(kind) for kind in Kind)


def test_file_holds_what_differs_from_the_defaults() -> None:
    found = parsed("[refused_burst]\nleast = 9\n[outside_working_hours]\nholidays = [2026-10-01]\nend = 17:30:00")
    assert (found.refused_burst.least, found.refused_burst.within_seconds) == (9, 300)
    assert found.outside_working_hours.holidays == {date(2026, 10, 1)}
    assert (found.outside_working_hours.begin, found.outside_working_hours.end) == (time(8), time(17, 30))
    assert parsed("") == default_thresholds()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[refused_bursts]\nleast = 9", "unknown field `refused_bursts`"),
        ("[refused_burst]\nmost = 9", "refused_burst: Object contains unknown field `most`"),
        ("refused_burst = 9", "refused_burst: Expected `object`, got `int`"),
        ('[refused_burst]\nleast = "9"', "refused_burst.least: Expected `int`, got `str`"),
        ("[refused_burst]\nleast = 2.5", "refused_burst.least: Expected `int`"),
        ("[refused_burst]\nleast = 0", "refused_burst.least: Expected `int` >= 1"),
        ("[refused_burst]\nleast = true", "refused_burst.least: Expected `int`, got `bool`"),
        ("[refused_burst]\nwanted = 1", "refused_burst.wanted: Expected `bool`, got `int`"),
        ("[sealed_by_few]\nshare_percent = 101", "sealed_by_few.share_percent: Expected `int` <= 100"),
        ("[overdue_review]\ngrace_hours = -1", "overdue_review.grace_hours: Expected `int` >= 0"),
        ('[outside_working_hours]\ndays = ["monday", "mo"]', "outside_working_hours.days[1]: Invalid enum value 'mo'"),
        ('[outside_working_hours]\nbegin = "8 am"', "outside_working_hours.begin"),
        ('[outside_working_hours]\nbegin = "09:00:00"', "outside_working_hours.begin"),
        (
            "[outside_working_hours]\nholidays = [2026-10-01T00:00:00]",
            "outside_working_hours.holidays[0]: Expected `date`, got `datetime`",
        ),
        ("[refused_burst\n", "is no TOML"),
    ],
)
def test_what_is_not_known_or_of_another_type_is_refused_by_its_name(text: str, said: str) -> None:
    message = refused(text)
    assert said in message
    assert message.endswith(WAY_OUT)


def test_time_zone_that_is_none_is_refused() -> None:
    for name in ("Asia/Peking City", "../etc/passwd", "", "Asia"):
        assert "is no time zone of the IANA database" in refused(f'[outside_working_hours]\ntime_zone = "{name}"')


def test_hours_over_midnight_are_refused() -> None:
    assert "22:00:00 is not before 18:00:00" in refused("[outside_working_hours]\nbegin = 22:00:00")


def test_file_is_read_and_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("[lapsed_reservation]\nleast_fen = 500\n", encoding="utf-8")
    assert read_thresholds(file).lapsed_reservation.least_fen == 500
    with pytest.raises(InputError, match=r"gone\.toml cannot be read: No such file"):
        read_thresholds(tmp_path / "gone.toml")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="it is no text in UTF-8"):
        read_thresholds(file)

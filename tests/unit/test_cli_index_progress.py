"""What `govledger index` shows: lines of a log, JSON or plain, and one live line on a terminal."""

from __future__ import annotations

import io
import json
import re

import pytest
from rich.console import Console

from govledger.cli import index_progress as module
from govledger.cli.index_progress import LiveLine, Log, Progress, duration, json_line, progress_on, text_line
from govledger.errors import ConnectionFailed
from govledger.index.model import Reorganisation


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def tell_all(progress: Progress, clock: Clock) -> None:
    clock.now += 2
    progress.stored(2_000, 10_000, 2_000, 40_000)
    clock.now += 1
    progress.stored(3_000, 10_000, 1_000, 20_000)
    progress.reorganised(Reorganisation(2_990, 10))
    progress.failed(ConnectionFailed("nothing answers"))
    progress.waiting("nothing answers", 1.5)
    progress.failed(ConnectionFailed("nothing answers"))
    progress.waiting("nothing answers", 3.0)
    progress.caught_up(3_000)
    progress.caught_up(3_000)
    clock.now += 10
    progress.stored(10_000, 10_000, 7_000, 18_180)
    progress.say("stopped")
    progress.close()


def test_a_log_says_each_thing_once_and_progress_every_few_seconds(clock: Clock) -> None:
    file = io.StringIO()
    tell_all(Log(file, text_line), clock)
    lines = [re.sub(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", "", line) for line in file.getvalue().splitlines()]
    assert lines == [
        "block 2,000 of 10,000, 20,000 events/s, 8 s left",
        "the chain changed after block 2990: 10 blocks were replaced",
        "nothing answers",
        "waiting: nothing answers",
        "block 3,000: caught up again",
        "block 10,000 of 10,000, 1,818 events/s",
        "stopped",
    ]


def test_a_log_in_json_has_the_same_with_its_facts(clock: Clock) -> None:
    file = io.StringIO()
    tell_all(Log(file, json_line), clock)
    lines = [json.loads(line) for line in file.getvalue().splitlines()]
    assert [line["kind"] for line in lines] == [
        *("stored", "reorganised", "failed", "waiting", "caught_up", "stored", "said")
    ]
    stored, reorganised, failed, waiting, caught_up, last, said = lines
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", stored.pop("at"))
    assert stored == {
        **{"kind": "stored", "message": "block 2,000 of 10,000, 20,000 events/s, 8 s left"},
        **{"block": 2_000, "chain_block": 10_000, "lag_blocks": 8_000, "events": 40_000},
        **{"events_per_second": 20_000, "seconds_left": 8},
    }
    assert (reorganised["fork_block"], reorganised["replaced_blocks"]) == (2_990, 10)
    assert (failed["error"], waiting["seconds"]) == ("ConnectionFailed", 1.5)
    assert (caught_up["block"], last["seconds_left"], said["message"]) == (3_000, 0, "stopped")


def test_headers_that_are_followed_show_how_many_are_left(clock: Clock) -> None:
    file = io.StringIO()
    log = Log(file, json_line)
    clock.now += 2
    log.followed(20_000, 100_000, 20_000)
    clock.now += 1
    log.followed(30_000, 100_000, 10_000)
    clock.now += 6
    log.followed(100_000, 100_000, 70_000)
    first, last = map(json.loads, file.getvalue().splitlines())
    assert first["message"] == "header 20,000 of 100,000 follows by its seals, 8 s left"
    facts = {name: first[name] for name in ("kind", "header", "last_header", "seconds_left")}
    assert facts == {"kind": "followed", "header": 20_000, "last_header": 100_000, "seconds_left": 8}
    assert (last["message"], last["seconds_left"]) == ("header 100,000 of 100,000 follows by its seals", 0)
    terminal = Terminal()
    line = LiveLine(Console(file=terminal, force_terminal=True, width=100, highlight=False))
    clock.now += 2
    line.followed(1_000, 9_000, 1_000)
    assert line._status.status == "header 1,000 of 9,000 follows by its seals, 16 s left"
    line.close()


def test_a_terminal_has_one_live_line_and_what_is_rare_above_it(clock: Clock) -> None:
    file = Terminal()
    console = Console(file=file, force_terminal=True, width=100, highlight=False)
    tell_all(LiveLine(console), clock)
    shown = file.getvalue()
    assert "the chain changed after block 2990: 10 blocks were replaced\n" in shown
    assert "nothing answers" in shown and "stopped\n" in shown
    assert "\x1b[?25h" in shown, "the cursor is shown again"


@pytest.mark.parametrize(
    ("file", "form", "expected"),
    [
        (io.StringIO(), "text", Log),
        (io.StringIO(), "json", Log),
        (Terminal(), "json", Log),
        (Terminal(), "text", LiveLine),
    ],
)
def test_the_form_fits_the_file(file: io.StringIO, form: str, expected: type) -> None:
    progress = progress_on(file, form)
    assert isinstance(progress, expected)
    progress.close()


def test_durations_are_short() -> None:
    assert [duration(one) for one in (0.4, 99, 100, 5_999, 6_000, 90_000)] == [
        *("0 s", "99 s", "2 min", "100 min", "1.7 h", "25.0 h")
    ]

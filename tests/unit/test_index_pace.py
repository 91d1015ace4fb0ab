"""The pace of an index is that of the last seconds."""

from __future__ import annotations

import pytest

from govledger.index.pace import WINDOW_SECONDS, Pace


def test_pace_is_unknown_before_anything_came_in() -> None:
    pace = Pace(100.0)
    assert pace.events_per_second() == 0.0 and pace.seconds_for(5) is None


def test_pace_counts_blocks_and_events_over_the_time_that_they_took() -> None:
    pace = Pace(100.0)
    pace.add(102.0, 10, 400)
    assert pace.events_per_second() == 200.0
    assert pace.seconds_for(35) == 7.0


def test_pace_forgets_what_is_older_than_its_window() -> None:
    pace = Pace(0.0)
    pace.add(1.0, 1_000, 1_000_000)
    for second in range(2, 2 + int(WINDOW_SECONDS) + 1):
        pace.add(float(second), 1, 2)
    assert pace.events_per_second() == pytest.approx(2.0)
    pace.add(1_000.0, 0, 0)
    assert pace.events_per_second() == pytest.approx(0.0, abs=0.1)


def test_pace_of_an_instant_is_none() -> None:
    pace = Pace(5.0)
    pace.add(5.0, 1, 1)
    assert pace.events_per_second() == 0.0

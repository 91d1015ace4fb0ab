"""All sequences beside the rules together: how many calls they made, and what they reached.

This file comes behind those whose sequences it counts.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.conftest import in_ci
from tests.side_by_side import KINDS, LEAST, LEAST_ACCEPTED, TALLIES, seldom

CONTRACTS = {"consortium", "decisions", "data_registry", "access_grants", "data_requests"}
PROMISED = 100_000
"""So many calls at least a full run compares."""


def test_hundred_thousand_calls_say_the_same_and_reach_all_of_the_interfaces(
    capsys: pytest.CaptureFixture[str],
) -> None:
    full = set(TALLIES) == CONTRACTS and all(tally.complete for tally in TALLIES.values())
    if not full and not in_ci():
        pytest.skip("only a part of the sequences ran")
    assert full, "with CI=true all sequences run"
    calls = sum(tally.calls for tally in TALLIES.values())
    accepted = sum(tally.accepted for tally in TALLIES.values()) / calls
    with capsys.disabled():
        print(f"\nthe five contracts: {calls:,} calls beside the rules, {accepted:.0%} accepted")
        for kind in KINDS:
            reached: Counter[str] = Counter()
            for key, tally in TALLIES.items():
                reached.update({f"{key}.{name}": times for name, times in tally.reached(kind).items()})
            print(f"  least reached of {len(reached)} {kind}s: {seldom(reached, 6)}")
            assert min(reached.values()) >= LEAST
    assert calls >= PROMISED
    assert accepted >= LEAST_ACCEPTED

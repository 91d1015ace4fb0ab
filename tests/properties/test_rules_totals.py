"""All sequences beside the rules together: how many calls they made, and what they reached.

This file comes behind those whose sequences it counts.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.conftest import in_ci
from tests.side_by_side import KINDS, LEAST, LEAST_ACCEPTED, TALLIES, seldom

SHARING = ("consortium", "decisions", "data_registry", "access_grants", "data_requests")
BILLING = ("bill_ranges", "medical_bills", "bill_claims")
PROMISED = 100_000
"""So many calls at least a full run compares, of either group of contracts."""


@pytest.mark.parametrize("group", [SHARING, BILLING], ids=["sharing", "billing"])
def test_hundred_thousand_calls_say_the_same_and_reach_all_of_the_interfaces(
    group: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    tallies = {key: TALLIES[key] for key in group if key in TALLIES}
    full = len(tallies) == len(group) and all(tally.complete for tally in tallies.values())
    if not full and not in_ci():
        pytest.skip("only a part of the sequences ran")
    assert full, "with CI=true all sequences run"
    calls = sum(tally.calls for tally in tallies.values())
    accepted = sum(tally.accepted for tally in tallies.values()) / calls
    with capsys.disabled():
        print(f"\n{len(group)} contracts: {calls:,} calls beside the rules, {accepted:.0%} accepted")
        for kind in KINDS:
            reached: Counter[str] = Counter()
            for key, tally in tallies.items():
                reached.update({f"{key}.{name}": times for name, times in tally.reached(kind).items()})
            print(f"  least reached of {len(reached)} {kind}s: {seldom(reached, 6)}")
            assert min(reached.values()) >= LEAST
    assert calls >= PROMISED
    assert accepted >= LEAST_ACCEPTED

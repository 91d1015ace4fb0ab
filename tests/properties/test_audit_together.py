"""Accounts that always act together, held to a count that looks at every two acts."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from govledger.audit.findings.accounts import Accounts
from govledger.audit.findings.thresholds import AccountsTogether
from govledger.audit.findings.together import TogetherAlways
from govledger.audit.source import EventAt
from govledger.events.types import RequestAcknowledged
from tests.simulated_chain import sample

ACCOUNTS = [bytes([number]) * 20 for number in range(1, 5)]
ORGANISATION = {ACCOUNTS[0]: 1, ACCOUNTS[1]: 1, ACCOUNTS[2]: 1, ACCOUNTS[3]: 2}

acts = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(ACCOUNTS)), max_size=40).map(sorted)
terms = st.builds(
    AccountsTogether,
    wanted=st.just(True),
    within_seconds=st.integers(0, 6),
    least_acts=st.integers(1, 4),
    share_percent=st.sampled_from([1, 50, 80, 100]),
    across_organisations=st.booleans(),
)


def expected(made: list[tuple[int, bytes]], wanted: AccountsTogether) -> dict[frozenset[bytes], set[tuple[int, int]]]:
    """By pair, of each of both how many acts are near one of the other's, and how many there are."""
    times = {who: [time for time, other in made if other == who] for who in ACCOUNTS}
    found = {}
    for one, other in combinations(ACCOUNTS, 2):
        if not wanted.across_organisations and ORGANISATION[one] != ORGANISATION[other]:
            continue
        counts = []
        for own, others in ((times[one], times[other]), (times[other], times[one])):
            near = sum(any(abs(a - b) <= wanted.within_seconds for b in others) for a in own)
            counts.append((near, len(own)))
        if all(of >= wanted.least_acts and near and near * 100 >= of * wanted.share_percent for near, of in counts):
            found[frozenset({one, other})] = set(counts)
    return found


@given(acts, terms)
def test_pairs_are_those_that_counting_all_acts_finds(made: list[tuple[int, bytes]], wanted: AccountsTogether) -> None:
    watch = TogetherAlways(wanted, Accounts())
    for number, (time, who) in enumerate(made, 1):
        event = sample(RequestAcknowledged, actor=who, acting_organisation=ORGANISATION[who])
        for log in range(2):  # two events of one transaction are one act
            at = EventAt(event, number, time, 0, bytes(32), log, bytes(32), None)
            assert list(watch.see(at)) == []
    found = {frozenset(item.id for item in one.objects[:2]): one.what for one in watch.finish(100)}
    pairs = expected(made, wanted)
    assert set(found) == set(pairs)
    for pair, counts in pairs.items():
        assert all(f"{near} of {of}" in found[pair] for near, of in counts)

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.consensus.bft import Vote
from govledger.consensus.votes import CastVote, Counting, Tally

A, B, C, D, E, F = (bytes((number,)) * 20 for number in range(1, 7))
PEOPLE = (A, B, C, D, E, F)


@dataclass
class Snapshot:
    """go-ethereum's and GoQuorum's way, as its source goes: votes in order, and a score for each target."""

    members: set[bytes]
    votes: list[tuple[bytes, bytes, bool]] = field(default_factory=list)
    score: dict[bytes, tuple[bool, int]] = field(default_factory=dict)

    def take_back(self, place: int) -> None:
        _, target, add = self.votes.pop(place)
        if target in self.score and self.score[target][0] == add:
            left = self.score[target][1] - 1
            self.score[target] = (add, left)
            if left == 0:
                del self.score[target]

    def apply(self, voter: bytes, vote: Vote | None, is_epoch: bool) -> None:
        if is_epoch:
            self.votes.clear()
            self.score.clear()
        target, add = (bytes(20), False) if vote is None else (vote.target, vote.add)
        for place, (earlier, about, _) in enumerate(self.votes):
            if (earlier, about) == (voter, target):
                self.take_back(place)
                break
        if (target in self.members) != add:
            self.score[target] = (add, self.score.get(target, (add, 0))[1] + 1)
            self.votes.append((voter, target, add))
        wanted, count = self.score.get(target, (False, 0))
        if count <= len(self.members) // 2:
            return
        if wanted:
            self.members.add(target)
        else:
            self.members.discard(target)
            while any(earlier == target for earlier, _, _ in self.votes):
                self.take_back(next(place for place, cast in enumerate(self.votes) if cast[0] == target))
        self.votes = [cast for cast in self.votes if cast[1] != target]
        self.score.pop(target, None)


@dataclass
class BesuTally:
    """Besu's way, as its source goes: those for and those against, by target."""

    members: set[bytes]
    adding: dict[bytes, set[bytes]] = field(default_factory=dict)
    dropping: dict[bytes, set[bytes]] = field(default_factory=dict)

    def apply(self, voter: bytes, vote: Vote | None, is_epoch: bool) -> None:
        if is_epoch:
            self.adding.clear()
            self.dropping.clear()
            return
        if vote is None:
            return
        adding = self.adding.setdefault(vote.target, set())
        dropping = self.dropping.setdefault(vote.target, set())
        (adding if vote.add else dropping).add(voter)
        (dropping if vote.add else adding).discard(voter)
        limit = len(self.members) // 2 + 1
        if len(adding) >= limit:
            self.members.add(vote.target)
            self.forget(vote.target)
        if len(dropping) >= limit:
            self.members.discard(vote.target)
            self.forget(vote.target)
            for voters in (*self.adding.values(), *self.dropping.values()):
                voters.discard(vote.target)

    def forget(self, target: bytes) -> None:
        self.adding.pop(target, None)
        self.dropping.pop(target, None)


ORACLES = {Counting.GETH: Snapshot, Counting.BESU: BesuTally}
people = st.sampled_from(PEOPLE)
blocks = st.lists(st.tuples(people, st.none() | st.builds(Vote, people, st.booleans())), max_size=60)


@pytest.mark.parametrize("counting", Counting)
@settings(max_examples=400, deadline=None)
@given(st.sets(people, min_size=1), blocks, st.integers(2, 20))
def test_validators_are_those_that_the_client_counts(
    counting: Counting, first: set[bytes], cast: list[tuple[bytes, Vote | None]], epoch: int
) -> None:
    tally, oracle = Tally(tuple(sorted(first))), ORACLES[counting]({*first})
    for number, (voter, vote) in enumerate(cast, start=1):
        if voter not in oracle.members:
            continue
        tally = tally.after(counting, voter, vote, is_epoch=number % epoch == 0)
        oracle.apply(voter, vote, number % epoch == 0)
        assert tally.validators == tuple(sorted(oracle.members))
        assert list(tally.votes) == sorted({*tally.votes})
        assert {pending.voter for pending in tally.votes} <= oracle.members


@pytest.mark.parametrize("counting", Counting)
@settings(max_examples=200, deadline=None)
@given(st.sets(people, min_size=1), blocks)
def test_without_epochs_and_idle_votes_both_ways_of_counting_agree(
    counting: Counting, first: set[bytes], cast: list[tuple[bytes, Vote | None]]
) -> None:
    one = other = Tally(tuple(sorted(first)))
    for voter, vote in cast:
        if voter in one.validators and vote is not None and (vote.target in one.validators) != vote.add:
            one = one.after(Counting.GETH, voter, vote, is_epoch=False)
            other = other.after(Counting.BESU, voter, vote, is_epoch=False)
            assert one == other


def counted(tally: Tally, *cast: tuple[bytes, bytes, bool], counting: Counting = Counting.GETH) -> Tally:
    for voter, target, add in cast:
        tally = tally.after(counting, voter, Vote(target, add), is_epoch=False)
    return tally


@pytest.mark.parametrize("counting", Counting)
def test_half_of_the_validators_change_nothing(counting: Counting) -> None:
    tally = counted(Tally((A, B, C, D)), (A, E, True), (B, E, True), counting=counting)
    assert tally == Tally((A, B, C, D), (CastVote(E, A, True), CastVote(E, B, True)))


@pytest.mark.parametrize("counting", Counting)
def test_the_same_vote_twice_counts_once_and_its_opposite_takes_it_back(counting: Counting) -> None:
    tally = counted(Tally((A, B)), (A, C, True), (A, C, True), counting=counting)
    assert tally.votes == (CastVote(C, A, True),)
    assert CastVote(C, A, True) not in counted(tally, (A, C, False), counting=counting).votes


def test_votes_of_a_dropped_validator_are_void() -> None:
    tally = counted(Tally((A, B, C, D)), (D, E, True), (A, D, False), (B, D, False), (C, D, False))
    assert tally == Tally((A, B, C))


def test_votes_that_a_smaller_set_makes_a_majority_pass_when_their_target_is_touched() -> None:
    """EIP-225, test vectors: consensus out of bounds (via a drop) executes on touch."""
    tally = counted(Tally((A, B, C, D)), (A, E, True), (B, E, True), (A, D, False), (B, D, False), (C, D, False))
    assert tally.validators == (A, B, C)
    touched = counted(tally, (C, E, False))
    assert touched.validators == (A, B, C, E)


def test_votes_for_what_is_so_already_are_left_out_by_geth_and_kept_by_besu() -> None:
    idle = ((A, B, True), (B, E, False))
    assert counted(Tally((A, B, C)), *idle).votes == ()
    assert len(counted(Tally((A, B, C)), *idle, counting=Counting.BESU).votes) == 2

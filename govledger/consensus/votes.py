"""How votes in headers change the set of validators. Pure.

A proposer may cast one vote in its block: to add somebody, or to drop somebody. A change takes more than half of the
validators; a voter has one vote on each target, and the later one counts. When a change is made, all votes on its
target are settled, and if it was a drop, the votes that the target cast are void. An epoch block voids all.

The clients agree on that and differ in three things, of which one is seen on real chains:

| | GETH | BESU |
| --- | --- | --- |
| the vote in an epoch block itself | counts, as the first of the epoch | is ignored |
| a vote to add a validator or to drop somebody else | is left out | is kept, and settles votes if it gets a majority |
| read off | go-ethereum 1.13.15 `clique/snapshot.go` (`apply`), GoQuorum 24.4.1 `istanbul/backend/engine.go` \
(`snapApplyHeader`) | Besu `VoteTallyUpdater.updateForBlock`, `VoteTally.addVote` |
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from govledger.consensus.bft import Vote


class Counting(StrEnum):
    """Which client's way of counting."""

    GETH = "geth"
    """go-ethereum and GoQuorum. In Clique an epoch block has no vote."""
    BESU = "besu"


class CastVote(NamedTuple):
    """A vote that is neither settled nor void."""

    target: bytes
    voter: bytes
    add: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The validators after a block, and what is pending."""

    validators: tuple[bytes, ...]
    """Sorted."""
    votes: tuple[CastVote, ...] = ()
    """Sorted; by validators, one of each on a target."""

    def after(self, counting: Counting, voter: bytes, vote: Vote | None, *, is_epoch: bool) -> Tally:
        """The tally after the next block.

        Args:
            counting: whose way of counting.
            voter: the block's proposer, one of the validators.
            vote: what it voted for, if anything.
            is_epoch: whether the block begins an epoch.
        """
        tally = Tally(self.validators) if is_epoch and self.votes else self
        if vote is None or (is_epoch and counting is Counting.BESU):
            return tally
        return tally._with(counting, CastVote(vote.target, voter, vote.add))

    def _with(self, counting: Counting, cast: CastVote) -> Tally:
        votes = [vote for vote in self.votes if (vote.target, vote.voter) != (cast.target, cast.voter)]
        if counting is Counting.BESU or (cast.target in self.validators) != cast.add:
            votes.append(cast)
        for add in (True, False):
            agreeing = sum(vote.target == cast.target and vote.add is add for vote in votes)
            if 2 * agreeing > len(self.validators):
                return self._changed(cast.target, add, votes)
        return Tally(self.validators, tuple(sorted(votes)))

    def _changed(self, target: bytes, add: bool, votes: list[CastVote]) -> Tally:
        """A majority was there, perhaps since the set shrank and before this vote, which only touched the target."""
        members = {*self.validators, target} if add else {*self.validators} - {target}
        void = {target} if not add else set()
        pending = (vote for vote in votes if vote.target != target and vote.voter not in void)
        return Tally(tuple(sorted(members)), tuple(sorted(pending)))

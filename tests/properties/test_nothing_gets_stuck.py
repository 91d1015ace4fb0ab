"""A search for states from which nobody gets out: whatever happened, who is left can still decide.

Organisations are suspended, merge, dissolve; administrators lose their keys; keys are frozen and stolen ones misbehave
with theirs; a guardian stops, freezes and cancels what it may. All of it after the founder handed over, and decisions
only by votes. At the end of every sequence those whose keys are neither lost nor in bad hands get a decision through,
by nothing but what the contracts let anyone do, in bounded time: terms may end, freezes and proposals may run out.

One organisation in good hands that meets its own rule is enough for that: it keeps its administrators in office while
the terms of lost keys end. Where every organisation that is left is crippled (it needs two, and one of them is lost),
they get out as well unless their own terms end first; how often that is, the search counts.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

import pytest

from govledger import refusals
from govledger.events import Event
from govledger.model import FOR_EVER, Role, to_bits
from tests.contracts.harness import DAY
from tests.contracts.world import STRANGER, Organisation, World, fresh, public_code

SEEDS, STEPS = 60, 25
TERM = 5 * 365 * DAY
ADMINISTRATOR = to_bits({Role.ADMINISTRATOR})


@cache
def _world() -> World:
    return World()


class Consortium:
    """A consortium after the founder handed over: which keys are in good hands, and what misfortune befalls it."""

    def __init__(self, world: World, seed: int, outcomes: Counter[str]) -> None:
        self.world = world
        self.random = Random(seed)
        self.outcomes = outcomes
        self.keys: dict[bytes, Organisation] = {member.administrator: member for member in world.members}
        for member in world.members:
            self.keys[world.second_administrator(member)] = member
        self.lost: set[bytes] = set()
        self.stolen: set[bytes] = set()
        world.decisions.call("handOver", sender=world.founder)
        self.counter = 0

    # --- what happens ---

    def happen(self) -> None:
        """One misfortune or move; it counts if the contracts let it happen."""
        act = self.random.choice(
            [
                self.lose,
                self.steal,
                self.guard,
                self.guard,
                self.misuse,
                self.misuse,
                self.decide,
                self.decide,
                self.own,
            ]
        )
        done = act()
        self.outcomes[f"{act.__name__} {'done' if done else 'refused'}"] += 1
        self.world.chain.move(self.random.choice([0, 3600, DAY, 8 * DAY, 40 * DAY]))

    def lose(self) -> bool:
        """An administrator's key is lost. At least one of the members keeps one in good hands, or nobody is left."""
        return self._take(self.lost)

    def steal(self) -> bool:
        return self._take(self.stolen)

    def _take(self, taken: set[bytes]) -> bool:
        good = self.good()
        if len({self.keys[key].id for key in good}) < 2:
            return False
        key = self.random.choice(good)
        if len([other for other in good if self.keys[other] is self.keys[key]]) == 1 and self.random.random() < 0.5:
            return False
        taken.add(key)
        return True

    def good(self) -> list[bytes]:
        """Keys in good hands, of organisations that are active, in office and not frozen for good."""
        return [
            key
            for key, member in self.keys.items()
            if key not in self.lost | self.stolen and self._counts(key) and self._is_voter(member)
        ]

    def _counts(self, key: bytes) -> bool:
        read = self.world.consortium.read
        binding = read("getBinding", key)
        officer = read("getOfficer", binding.officer)
        now = self.world.chain.now
        return (
            now < binding.serves_until
            and binding.frozen_until != FOR_EVER
            and officer.valid_from <= now < officer.valid_until
        )

    def _is_voter(self, member: Organisation) -> bool:
        return member.id in self.world.consortium.read("voters")

    def guard(self) -> bool:
        """A guardian does whatever it may."""
        decisions = self.world.decisions
        key = self.random.choice(list(self.keys))
        officer = self.world.consortium.read("officerOf", key)
        contract = self.random.choice(self.world.contracts).address
        function, args = self.random.choice(
            [("freezeOfficer", (officer,)), ("stopContract", (contract,)), ("cancelProposal", (self.last_proposal(),))]
        )
        guardian = decisions.read("guardian")
        return any(guardian) and self._try(lambda: decisions.call(function, *args, sender=guardian))

    def misuse(self) -> bool:
        """Who has a stolen key freezes others, dismisses them, sets rules, cancels, withdraws votes."""
        if not self.stolen:
            return False
        consortium, decisions = self.world.consortium, self.world.decisions
        thief = self.random.choice(sorted(self.stolen))
        other = self.random.choice([key for key, member in self.keys.items() if member is self.keys[thief]])
        officer = consortium.read("officerOf", other)
        version = consortium.read("getOfficer", officer).version
        rule = consortium.read("getAdministration", self.keys[thief].id)
        contract, function, args = self.random.choice(
            [
                (consortium, "freezeOfficer", (officer,)),
                (consortium, "confirmFreeze", (officer, version)),
                (consortium, "dismissOfficer", (officer, version)),
                (consortium, "setAdministratorRule", (2, rule.version)),
                (decisions, "cancelProposal", (self.last_proposal(),)),
                (decisions, "withdrawVote", (self.last_proposal(),)),
            ]
        )
        return self._try(lambda: contract.call(function, *args, sender=thief))

    def own(self) -> bool:
        """Who has good keys sets the rule of two, or goes back to one."""
        whole = self.whole()
        if not whole:
            return False
        key = self.random.choice([key for key in self.good() if self.keys[key].id in whole])
        rule = self.world.consortium.read("getAdministration", self.keys[key].id)
        needed = 1 if rule.needed == 2 else 2
        return self._together(key, "setAdministratorRule", needed, rule.version)

    def whole(self) -> set[int]:
        """The organisations that meet their own rule by keys in good hands."""
        count = Counter(self.keys[key].id for key in self._able())
        read = self.world.consortium.read
        return {one for one, keys in count.items() if keys >= max(1, read("getAdministration", one).needed)}

    def _together(self, key: bytes, function: str, *args: int) -> bool:
        """An act by a key in good hands, which another one of its organisation endorses where there is one."""
        consortium = self.world.consortium
        for other in self._able():
            if other != key and self.keys[other] is self.keys[key]:
                self._try(
                    lambda other=other: consortium.call("endorse", consortium.calldata(function, *args), sender=other)
                )
        return self._try(lambda: consortium.call(function, *args, sender=key))

    def decide(self) -> bool:
        """Members suspend, reinstate, merge or dissolve one another, or pause a contract."""
        read = self.world.consortium.read
        one, other = self.random.sample(self.world.members, 2)
        version = read("getOrganisation", one.id).version
        call = self.random.choice(
            [
                ("suspendOrganisation", one.id, version, 0),
                ("reinstateOrganisation", one.id, version),
                ("mergeOrganisation", one.id, version, other.id),
                ("dissolveOrganisation", one.id, version, other.id),
                ("pauseContract", self.world.registry.address, self.world.chain.now + 365 * DAY),
            ]
        )
        good = {self.keys[key].id for key in self.good()}
        if one.id in good and len(good) < 3:
            return False
        return self.carry(*call)

    def last_proposal(self) -> int:
        made = [log for log in self.world.kept() if log.event.NAME == "ProposalMade"]
        return made[-1].event.proposal if made else 0  # type: ignore[attr-defined]

    def _try(self, call: object) -> bool:
        try:
            call()  # type: ignore[operator]
        except refusals.ContractRefusal:
            return False
        return True

    # --- the way out ---

    def carry(self, function: str, *args: object) -> bool:
        """Proposes a call and carries it through if those in good hands have the votes now, without misfortune."""
        world, good = self.world, self._able()
        if not good:
            return False
        call = world.consortium.calldata(function, *args)
        target = world.consortium.address
        try:
            proposal = world.decisions.call("propose", target, call, sender=good[0]).returned
            voted = {self.keys[good[0]].id}
            for key in good[1:]:
                if self.keys[key].id not in voted:
                    world.decisions.call("vote", proposal, sender=key)
                    voted.add(self.keys[key].id)
            ready = world.decisions.call("queue", proposal, sender=STRANGER)[0]
            world.chain.move_to(ready.ready_at)  # type: ignore[attr-defined]
            self._execute(proposal, target, call)
        except refusals.ContractRefusal:
            return False
        return True

    def _execute(self, proposal: int, target: bytes, call: bytes) -> tuple[Event, ...]:
        return self.world.decisions.call("execute", proposal, target, call, sender=STRANGER)

    def _able(self) -> list[bytes]:
        """Good keys that are not frozen at the moment."""
        now, read = self.world.chain.now, self.world.consortium.read
        return [key for key in self.good() if read("getBinding", key).frozen_until <= now]

    def renew(self) -> None:
        """Before a long wait, who has good keys sees to it that they stay in office."""
        for key in self._able():
            officer = self.world.consortium.read("officerOf", key)
            version = self.world.consortium.read("getOfficer", officer).version
            terms = (officer, version, ADMINISTRATOR, 0, self.world.chain.now, self.world.chain.now + TERM)
            self.outcomes["renewed"] += self._together(key, "amendOfficer", *terms)

    def gets_out(self) -> bool:
        """Whether an organisation is admitted in the end: at once, after freezes end, or after lost keys ran out."""
        for wait in (0, 8 * DAY, 40 * DAY, *[300 * DAY] * 7):
            self.renew()
            self.world.chain.move(wait)
            self.renew()
            self.counter += 1
            code = public_code(f"way out {self.counter}")
            if self.carry("admitOrganisation", code, 1, False):
                self.outcomes[f"out after {wait // DAY} days"] += 1
                return True
        return False


@pytest.fixture(scope="module")
def outcomes() -> Counter[str]:
    return Counter()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_who_is_left_can_still_decide(seed: int, outcomes: Counter[str]) -> None:
    with fresh(_world()) as world:
        consortium = Consortium(world, seed, outcomes)
        for _ in range(STEPS):
            consortium.happen()
        if not consortium.good():
            outcomes["nobody left"] += 1
            return
        whole = consortium.whole()
        if not consortium.gets_out():
            assert not whole, "an organisation that is whole cannot decide any more"
            assert not consortium.good(), "those who are left cannot decide any more"
            outcomes["died out"] += 1


def test_search_reached_what_it_is_for(outcomes: Counter[str]) -> None:
    """Every misfortune happened, and some sequences got out only after a wait."""
    if sum(outcomes.values()) < SEEDS * STEPS:
        pytest.skip("only a part of the sequences ran")
    for name in ("lose", "steal", "guard", "misuse", "decide", "own"):
        assert outcomes[f"{name} done"] >= 20, name
    out = {name: times for name, times in outcomes.items() if name.startswith("out after")}
    assert outcomes["out after 0 days"] < sum(out.values()), "some got out only after a wait"
    assert outcomes["nobody left"] + outcomes["died out"] < SEEDS / 5, outcomes

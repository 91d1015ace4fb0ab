"""Random interleavings of up to eight payers (and two too many) against a plain model of what they may do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

import pytest

from govledger import refusals
from govledger.errors import Refusal
from govledger.model import FOR_EVER, IssueState
from tests.contracts.harness import DAY, word
from tests.contracts.world import Bill, BillInner, Organisation, World, draft, fresh

PAYERS = 10
LIMIT = 31 * DAY
LARGEST = 2**48 - 1
WALKS, STEPS = 80, 120


# --- the model -----------------------------------------------------------------------------------------------


@dataclass
class Place:
    """The last reservation of one payer, and what it has settled."""

    payer: int
    number: int = 0
    reserved: int = 0
    settled: int = 0
    expires_at: int = 0

    def is_live(self, now: int) -> bool:
        return self.reserved > 0 and now < self.expires_at


@dataclass
class Claim:
    """What the payers of one bill may do, in the words of the interface."""

    bill: int
    inner: bytes
    claimable: int
    claims_contract: bytes
    now: int
    version: int = 0
    reservations: int = 0
    places: list[Place] = field(default_factory=list)
    tags: set[tuple[int, bytes]] = field(default_factory=set)
    engaged_until: int = 0
    taken_back: bool = False

    @property
    def settled(self) -> int:
        return sum(place.settled for place in self.places)

    @property
    def live(self) -> int:
        return sum(place.reserved for place in self.places if place.is_live(self.now))

    @property
    def available(self) -> int:
        return self.claimable - self.settled - self.live if self.version else 0

    def place_of(self, payer: int) -> Place | None:
        return next((place for place in self.places if place.payer == payer), None)

    def open(self, payer: int, amount: int, tag: bytes, expires_at: int, inner: bytes) -> Refusal | None:
        if self.version:
            return refusals.ClaimIsOpen(self.bill, self.version)
        if inner != self.inner:
            return refusals.ClaimInnerMismatch(self.bill, inner, self.inner)
        if self.taken_back:
            return refusals.BillStateMismatch(self.bill, IssueState.RED_LETTERED)
        self.version = 1
        refusal = self._take(payer, amount, tag, expires_at)
        if refusal:
            self.version = 0
        return refusal

    def reserve(self, payer: int, seen: int, amount: int, tag: bytes, expires_at: int) -> Refusal | None:
        if not self.version:
            return refusals.ClaimNotOpen(self.bill)
        if seen != self.version:
            return refusals.ClaimVersionStale(self.bill, seen, self.version)
        return self._take(payer, amount, tag, expires_at)

    def _take(self, payer: int, amount: int, tag: bytes, expires_at: int) -> Refusal | None:
        if amount == 0:
            return refusals.ClaimAmountZero(self.bill)
        if not self.now < expires_at <= self.now + LIMIT:
            return refusals.ReservationExpiryInvalid(expires_at, self.now, LIMIT)
        if not any(tag):
            return refusals.ClaimTagZero(self.bill)
        if (payer, tag) in self.tags:
            return refusals.ClaimTagUsed(payer, tag)
        place = self.place_of(payer)
        if place and place.is_live(self.now):
            return refusals.ReservationLive(self.bill, payer, place.number, place.expires_at)
        if not place and len(self.places) == 8:
            return refusals.ClaimPayersExceeded(self.bill, 8)
        if amount > self.available:
            standing = self.version if self.reservations else 0
            return refusals.ClaimCapacityExceeded(self.bill, amount, self.available, standing)
        if self.taken_back:
            return refusals.BillStateMismatch(self.bill, IssueState.RED_LETTERED)
        self.tags.add((payer, tag))
        if not place:
            place = Place(payer)
            self.places.append(place)
        self.reservations += 1
        place.number, place.reserved, place.expires_at = self.reservations, amount, expires_at
        self._changed()
        return None

    def _own_live(self, payer: int, number: int) -> Place | Refusal:
        place = self.place_of(payer) or Place(payer)
        if number == 0 or number != place.number:
            return refusals.ReservationUnknown(self.bill, payer, number, place.number)
        if place.reserved == 0:
            return refusals.ReservationUsedUp(self.bill, number)
        if self.now >= place.expires_at:
            return refusals.ReservationExpired(self.bill, number, place.expires_at, self.now)
        return place

    def settle(self, payer: int, number: int, amount: int) -> Refusal | None:
        place = self._own_live(payer, number)
        if isinstance(place, Refusal):
            return place
        if amount == 0:
            return refusals.ClaimAmountZero(self.bill)
        if amount > place.reserved:
            return refusals.ReservationExceeded(self.bill, number, amount, place.reserved)
        place.reserved -= amount
        place.settled += amount
        self._changed()
        return None

    def release(self, payer: int, number: int) -> Refusal | None:
        place = self._own_live(payer, number)
        if isinstance(place, Refusal):
            return place
        place.reserved = 0
        self._changed()
        return None

    def take_back(self) -> Refusal | None:
        if self.taken_back:
            return refusals.BillStateMismatch(self.bill, IssueState.RED_LETTERED)
        if self.engaged_until > self.now:
            return refusals.BillEngaged(self.bill, self.engaged_until, self.claims_contract)
        self.taken_back = True
        return None

    def _changed(self) -> None:
        self.version += 1
        live = [place.expires_at for place in self.places if place.is_live(self.now)]
        self.engaged_until = FOR_EVER if self.settled else max(live, default=self.now)


# --- the model and the contracts, side by side ---------------------------------------------------------------


@cache
def _world() -> tuple[World, tuple[Organisation, ...]]:
    world = World()
    return world, tuple(world.payer(number) for number in range(PAYERS))


class Walk:
    """One bill, and a random sequence of what its payers, its issuer and time do to it."""

    def __init__(self, world: World, payers: tuple[Organisation, ...], seed: int) -> None:
        self.world = world
        self.random = Random(seed)
        self.payers = payers[: self.random.choice([2, 3, 8, PAYERS])]
        self.alone = self.random.random() < 0.5
        claimable = self.random.choice([0, 2, 50, 1_000, 1_000, 123_456, 123_456, LARGEST, LARGEST])
        item = draft("claimed", claimable)
        neighbours = [draft("before"), item, draft("after")]
        self.bill: Bill = world.issue(item) if self.alone else world.batch(neighbours).bill(1)
        self.model = Claim(self.bill.key, self.bill.leaf.inner, claimable, world.claims.address, world.chain.now)
        self.reached: Counter[tuple[str, str]] = Counter()

    def step(self) -> None:
        acts = [self.open, self.reserve, self.settle, self.release, self.take_back, self.wait, self.wait_for_expiry]
        weights = [3 if not self.model.version else 0.3, 6, 4, 2, 0.3, 0.7, 1]
        self.random.choices(acts, weights)[0]()
        self.compare_state()

    # --- what happens ---

    def open(self) -> None:
        payer, fen, tag, until = self._payer(), self._amount(self.model.claimable), self._tag(), self._expiry()
        inner: BillInner = self.bill.inner
        if self.random.random() < 0.1:
            inner = inner._replace(claimable_fen=(inner.claimable_fen + 1) % 2**48)
        expected = self.model.open(payer.id, fen, tag, until, inner.hashed())
        args = (self.bill.key, self.bill.opening, inner, fen, tag, until)
        self._compare(expected, "openAndReserve", *args, payer=payer)

    def reserve(self) -> None:
        payer, fen, tag, until = self._payer(), self._amount(self.model.available), self._tag(), self._expiry()
        seen = max(0, self.model.version + self._off_by())
        expected = self.model.reserve(payer.id, seen, fen, tag, until)
        self._compare(expected, "reserve", self.bill.key, seen, fen, tag, until, payer=payer)

    def settle(self) -> None:
        payer = self._payer_who_reserved()
        place = self.model.place_of(payer.id) or Place(payer.id)
        fen, number = self._amount(place.reserved), max(0, place.number + self._off_by())
        expected = self.model.settle(payer.id, number, fen)
        self._compare(expected, "settle", self.bill.key, number, fen, payer=payer)

    def release(self) -> None:
        payer = self._payer_who_reserved()
        place = self.model.place_of(payer.id) or Place(payer.id)
        number = max(0, place.number + self._off_by())
        expected = self.model.release(payer.id, number)
        self._compare(expected, "release", self.bill.key, number, payer=payer)

    def take_back(self) -> None:
        found: Refusal | None = None
        try:
            self.world.red_letter(self.bill, draft(f"red {self.world.chain.block_number}"))
        except Refusal as refusal:
            found = refusal
        self._same("take back", found, self.model.take_back())

    def wait(self) -> None:
        self._move(self.world.chain.now + self.random.choice([0, 1, DAY, 8 * DAY]))

    def wait_for_expiry(self) -> None:
        """To the very second in which a reservation expires, or to the one before it."""
        coming = [place.expires_at for place in self.model.places if place.is_live(self.model.now)]
        if coming:
            self._move(max(self.model.now, self.random.choice(coming) - self.random.choice([0, 0, 1])))

    def _move(self, time: int) -> None:
        self.world.chain.move_to(time)
        self.model.now = time

    # --- with what ---

    def _payer(self) -> Organisation:
        return self.random.choice(self.payers)

    def _payer_who_reserved(self) -> Organisation:
        known = [payer for payer in self.payers if self.model.place_of(payer.id)]
        return self.random.choice(known) if known and self.random.random() < 0.9 else self._payer()

    def _amount(self, whole: int) -> int:
        part = self.random.randint(1, max(1, whole // self.random.choice([1, 8, 8])))
        if self.random.random() < 0.2:
            part = self.random.choice([0, 1, whole, whole + 1])
        return min(LARGEST, part)

    def _tag(self) -> bytes:
        choice = self.random.random()
        return bytes(32) if choice < 0.03 else word(f"tag {self.random.randint(0, 20 if choice < 0.2 else 10**9)}")

    def _expiry(self) -> int:
        ahead = self.random.choice([1, 2, DAY, DAY, 7 * DAY, 7 * DAY, LIMIT])
        return self.model.now + (self.random.choice([0, LIMIT + 1]) if self.random.random() < 0.05 else ahead)

    def _off_by(self) -> int:
        return self.random.choice([-1, 1]) if self.random.random() < 0.08 else 0

    # --- and what comes of it ---

    def _compare(self, expected: Refusal | None, function: str, *args: object, payer: Organisation) -> None:
        found: Refusal | None = None
        try:
            self.world.claims.call(function, *args, sender=payer.claims)
        except Refusal as refusal:
            found = refusal
        self._same(function, found, expected)

    def _same(self, act: str, found: Refusal | None, expected: Refusal | None) -> None:
        assert type(found) is type(expected), (found, expected)
        if found and expected:
            assert found.args == expected.args
        self.reached[act, type(found).__name__ if found else "done"] += 1

    def compare_state(self) -> None:
        model, claims, key = self.model, self.world.claims, self.bill.key
        account, places = claims.read("getClaim", key), claims.read("reservationsOf", key)
        opened = bool(model.version)
        claimable = model.claimable if opened else 0
        assert account == (model.version, claimable, model.settled, model.reservations, len(model.places))
        assert places == tuple(
            (place.payer, place.number, place.reserved, place.settled, place.expires_at) for place in model.places
        )
        assert claims.read("availableOf", key) == model.available
        self._money_is_never_promised_twice(account, places)
        until, by, opened_by_claim = self.world.engagement(self.bill)
        assert until == model.engaged_until
        assert by == (claims.address if opened else bytes(20))
        assert opened_by_claim == (opened and not self.alone)
        state = IssueState.RED_LETTERED if model.taken_back else IssueState.ISSUED
        assert self.world.verify(self.bill)[1] == state

    def _money_is_never_promised_twice(self, account: Any, places: Any) -> None:
        """As the contracts tell it, without the model."""
        live = sum(place.reserved_fen for place in places if self.world.chain.now < place.expires_at)
        assert account.settled_fen + live <= self.bill.inner.claimable_fen
        assert account.settled_fen == sum(place.settled_fen for place in places)
        assert len(places) <= 8


@pytest.fixture(scope="module")
def reached() -> Counter[tuple[str, str]]:
    """How often each act came out in each way, over all walks."""
    return Counter()


@pytest.mark.parametrize("seed", range(WALKS))
def test_payers_may_do_exactly_what_the_model_says(seed: int, reached: Counter[tuple[str, str]]) -> None:
    base, payers = _world()
    with fresh(base) as world:
        walk = Walk(world, payers, seed)
        for _ in range(STEPS):
            walk.step()
        reached.update(walk.reached)


EVERY_OUTCOME = {
    "openAndReserve": "done ClaimIsOpen ClaimInnerMismatch BillStateMismatch ClaimAmountZero ReservationExpiryInvalid "
    "ClaimTagZero ClaimCapacityExceeded",
    "reserve": "done ClaimNotOpen ClaimVersionStale ClaimAmountZero ReservationExpiryInvalid ClaimTagZero ClaimTagUsed "
    "ReservationLive ClaimPayersExceeded ClaimCapacityExceeded BillStateMismatch",
    "settle": "done ReservationUnknown ReservationUsedUp ReservationExpired ClaimAmountZero ReservationExceeded",
    "release": "done ReservationUnknown ReservationUsedUp ReservationExpired",
    "take back": "done BillStateMismatch BillEngaged",
}


def test_walks_came_to_every_outcome(reached: Counter[tuple[str, str]]) -> None:
    """Else they would show nothing."""
    steps = sum(reached.values())
    if steps < WALKS * STEPS / 2:
        pytest.skip("only a part of the walks ran")
    expected = {(act, outcome) for act, outcomes in EVERY_OUTCOME.items() for outcome in outcomes.split()}
    assert {outcome for outcome, times in reached.items() if times >= 3} >= expected
    assert reached.keys() <= expected
    done = sum(times for (_, outcome), times in reached.items() if outcome == "done")
    assert done > steps / 4

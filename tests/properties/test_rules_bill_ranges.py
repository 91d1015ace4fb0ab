"""BillRanges and its rules, side by side on random calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from govledger.errors import InputError
from govledger.events import types as events
from govledger.model import OrganisationKind, OrganisationStatus, PayerClass, RangeStatus, Role, VoidReason, to_bits
from govledger.rules import bill_ranges
from govledger.rules.bill_ranges import CODE_LIMIT, NUMBER_LIMIT, BillRangesRules, NumberRange, implied_call
from tests.contracts.harness import DAY, NO_ADDRESS, account
from tests.contracts.world import CODE, STRANGER, Organisation, World, undone
from tests.side_by_side import Differs, SideBySide, Tally, explore, machine, step, tally_of

SEQUENCES, ACTS_EACH = 76, 420
LARGEST_COUNT = 2**32 - 1
UNITS = (7, 8)
"""Issuing points of the hospital that have an issuer of their own."""


@cache
def _world() -> World:
    world = World()
    world.admit("treasury", {OrganisationKind.FINANCE, OrganisationKind.HOSPITAL}, Role.FINANCE, Role.ISSUER)
    for unit in UNITS:
        world.issuer_at(unit)
    return world


class Sequence(SideBySide):
    """One department of finance after another, two hospitals, and a contract that issues bills."""

    def __init__(self, world: World, variant: int, tally: Tally) -> None:
        super().__init__(world, variant, tally)
        self.add(
            "bill_ranges",
            world.ranges,
            bill_ranges,
            lambda _: BillRangesRules(self.consortium, 1, address=world.ranges.address),
        )
        self.reporter = world.replace(world.bills)
        self.consortium = type(self.consortium)(world)
        for rules in (*self.rules.values(), *self.replayed.values()):
            rules.consortium = self.consortium
        self.treasury = Organisation(world.charity.id + 1, "treasury", {})
        self.departments = [world.finance, self.treasury]
        self.hospitals = [world.hospital, world.clinic]
        self.codes = (CODE, CODE, CODE, CODE + 1, CODE + 2)
        self.heir: dict[int, Organisation] = {}

    @property
    def ranges(self) -> BillRangesRules:
        rules: BillRangesRules = self.rules["bill_ranges"]
        return rules

    def new_rules(self, key: str, address: bytes, *args: Any) -> BillRangesRules:
        consortium, first_id = args
        return BillRangesRules(self.consortium if any(consortium) else None, first_id, address=address)

    @step
    def look(self) -> None:
        known = [*list(self.ranges.ranges)[-40:], 0, 999]
        codes = [*self.ranges.owners, CODE + 9]
        views = {"getRange": known, "nextNumber": known, "codeOwner": codes, "getPayerOrder": codes}
        self.same_state("bill_ranges", views)
        for number_range, first in [*list(self.ranges.voids)[-30:], (1, 0)]:
            self.ask("bill_ranges", "getVoid", number_range, first)
        for code, payer in [*self.ranges.classes, (CODE, 999)]:
            self.ask("bill_ranges", "payerClassOf", code, payer)

    def act(self, function: str, *args: Any, sender: bytes) -> Any:
        if self.maybe(0.015):
            sender = self.choice([STRANGER, self.world.tax.registrar])
        return self.call("bill_ranges", function, *args, sender=sender)

    # --- choices ---

    def now_of(self, organisation: int, among: list[Organisation]) -> Organisation:
        """Who acts for an organisation now, or at times somebody else."""
        right = self.heir.get(organisation) or next((one for one in among if one.id == organisation), among[0])
        return right if self.maybe(0.96) else self.choice(among)

    def finance(self, organisation: int, other_than: int = 0) -> bytes:
        """A finance officer of a department, mostly not the one who took the first step."""
        department = self.now_of(organisation, self.departments)
        officers = [department.finance]
        if department.id == self.world.finance.id:
            officers.append(self.world.second_finance_officer)
        others = [one for one in officers if self.consortium.officers[one][0] != other_than]
        officer: bytes = self.choice(others if others and self.maybe(0.93) else officers)
        return officer

    def one_range(self, *statuses: RangeStatus) -> int:
        known = list(self.ranges.ranges)
        right = [one for one in known if self.ranges.ranges[one].status in statuses][-12:]
        if not right and RangeStatus.PROPOSED in statuses:
            self.propose()
        elif not right:
            self.grant_one(CODE, 12)
        if right and self.maybe(0.95):
            return int(self.choice(right))
        return int(self.choice([*known[-12:], 0, 999]))

    def usable_range(self) -> int:
        """A granted range of which numbers are left."""
        now = self.chain.now
        right = [
            one
            for one, entry in self.ranges.ranges.items()
            if entry.status == RangeStatus.GRANTED
            and self.ranges.next_number(one) <= entry.last
            and now < entry.valid_until
        ]
        if not right:
            self.grant_one(CODE, 12)
            right = list(self.ranges.ranges)[-1:]
        return int(self.choice(right[-10:])) if right and self.maybe(0.94) else self.one_range(RangeStatus.GRANTED)

    def issuer(self, entry: NumberRange) -> bytes:
        """An issuer at the range's issuing point, or at times another one."""
        holder = self.now_of(entry.holder, self.hospitals)
        if holder.id == self.world.hospital.id and self.maybe(0.94):
            return account(f"issuer at {entry.unit}") if entry.unit in UNITS else holder.issuer
        return holder.issuer

    def count_of(self, number_range: int) -> int:
        left = max(0, self.ranges.get_range(number_range).last + 1 - self.ranges.next_number(number_range))
        if self.maybe(0.06):
            return int(self.choice([0, min(left + 1, LARGEST_COUNT)]))
        return int(self.choice([left, self.random.randint(1, max(1, left)), 1, 1]))

    # --- acts of the finance department ---

    def propose(self) -> None:
        code = self.choice(self.codes)
        owner = self.ranges.code_owner(code) or self.choice(self.departments).id
        department = self.now_of(owner, self.departments)
        terms = [code, self.choice(self.hospitals).id, self.random.randint(1, 30), self.valid_until()]
        if self.maybe(0.12):
            wrong_ones = [(0, CODE_LIMIT), (0, CODE_LIMIT), (1, 999), (1, 0), (2, 0), (3, self.chain.now)]
            place, wrong = self.choice(wrong_ones)
            terms[place] = wrong
        self.act("proposeRange", *terms, sender=self.finance(department.id))

    def valid_until(self) -> int:
        return int(self.chain.now + self.choice([30 * DAY, 30 * DAY, 30 * DAY, DAY, 60]))

    def grant(self) -> None:
        number_range = self.one_range(RangeStatus.PROPOSED)
        entry = self.ranges.get_range(number_range)
        sender = self.finance(entry.grantor, entry.proposed_by)
        self.act("grantRange", number_range, self.seen(entry.version), sender=sender)

    def grant_almost_all_numbers(self) -> None:
        """Of a code of its own: what is left is too little for another such range."""
        code = CODE_LIMIT - 1
        if self.ranges.cursors.get(code, 0) > NUMBER_LIMIT // 2:
            self.grant_one(code, LARGEST_COUNT)
            return
        while self.grant_one(code, LARGEST_COUNT):
            pass

    def grant_one(self, code: int, count: int) -> Any:
        """Whether a range is granted by two officers."""
        terms = (code, self.world.hospital.id, count, self.chain.now + 30 * DAY)
        proposed = self.act("proposeRange", *terms, sender=self.world.finance.finance)
        if proposed is None:
            return None
        return self.act("grantRange", proposed.returned, 1, sender=self.world.second_finance_officer)

    def review(self) -> None:
        number_range, first, reviewed_by = self.voiding(reviewed=False)
        self.act("reviewVoid", number_range, first, sender=self.finance(self.grantor(number_range), reviewed_by))

    def confirm(self) -> None:
        number_range, first, reviewed_by = self.voiding(reviewed=True)
        self.act("confirmVoid", number_range, first, sender=self.finance(self.grantor(number_range), reviewed_by))

    def grantor(self, number_range: int) -> int:
        return self.ranges.get_range(number_range).grantor

    def voiding(self, *, reviewed: bool) -> tuple[int, int, int]:
        """Range and first number of what was voided, and who reviewed it."""
        voids = self.ranges.voids.items()
        right = [key for key, one in voids if bool(one.reviewed_by) == reviewed and not one.confirmed]
        if not right and not reviewed:
            self.void()
            right = list(self.ranges.voids)[-1:]
        if not right or self.maybe(0.06):
            right = [*self.ranges.voids, (self.one_range(), 1), (999, 1)]
        number_range, first = self.choice(right[-8:])
        return number_range, first, self.ranges.get_void(number_range, first).reviewed_by

    def propose_closure(self) -> None:
        number_range = self.one_range(RangeStatus.GRANTED)
        entry = self.ranges.get_range(number_range)
        sender = self.finance(entry.grantor)
        self.act("proposeClosure", number_range, self.seen(entry.version), sender=sender)

    def close(self) -> None:
        proposed = [
            one for one, entry in self.ranges.ranges.items() if entry.closure_by and entry.status == RangeStatus.GRANTED
        ]
        number_range = self.choice(proposed) if proposed and self.maybe(0.9) else self.one_range(RangeStatus.GRANTED)
        entry = self.ranges.get_range(number_range)
        sender = self.finance(entry.grantor, entry.closure_by)
        self.act("closeRange", number_range, self.seen(entry.version), sender=sender)

    def write_off(self) -> None:
        number_range = self.one_range(RangeStatus.RETURNED, RangeStatus.CLOSED)
        if self.maybe(0.4):
            number_range = self.one_range(RangeStatus.GRANTED)
        entry = self.ranges.get_range(number_range)
        sender = self.finance(entry.grantor)
        self.act("writeOffRange", number_range, self.seen(entry.version), sender=sender)

    def order(self) -> None:
        code = self.choice(self.codes)
        turns = to_bits(self.random.sample(list(PayerClass)[1:], self.random.randint(0, 5)))
        if self.maybe(0.15):
            turns = self.choice([1, 64, 255, self.ranges.get_payer_order(code).turns])
        seen = self.seen(self.ranges.get_payer_order(code).version)
        self.act("setPayerOrder", code, seen, turns, sender=self.finance(self.ranges.code_owner(code)))

    def classify(self) -> None:
        code = self.choice(self.codes)
        payer = self.choice([self.world.insurer, self.world.employer, self.world.charity]).id
        payer = payer if self.maybe(0.95) else self.choice([0, 999])
        seen = self.seen(self.ranges.get_payer_order(code).version)
        payer_class = self.random.randint(0, 5)
        self.act("classifyPayer", code, seen, payer, payer_class, sender=self.finance(self.ranges.code_owner(code)))

    # --- acts of the holder, and of the contract that issues bills ---

    def split(self) -> None:
        whole = [
            one for one, entry in self.ranges.ranges.items() if entry.status == RangeStatus.GRANTED and entry.unit == 0
        ]
        number_range = self.choice(whole[-6:]) if whole and self.maybe(0.75) else self.usable_range()
        entry = self.ranges.get_range(number_range)
        unit = self.choice(UNITS) if self.maybe(0.92) else 0
        terms = (number_range, self.seen(entry.version), unit, self.count_of(number_range))
        self.act("splitRange", *terms, sender=self.now_of(entry.holder, self.hospitals).administrator)

    def give_back(self) -> None:
        number_range = self.one_range(RangeStatus.GRANTED)
        entry = self.ranges.get_range(number_range)
        sender = self.now_of(entry.holder, self.hospitals).administrator
        self.act("returnRange", number_range, self.seen(entry.version), sender=sender)

    def void(self) -> None:
        number_range = self.usable_range()
        first, count = self.ranges.next_number(number_range), self.count_of(number_range)
        first = first if self.maybe(0.96) else self.choice([0, first + 1])
        sender = self.issuer(self.ranges.get_range(number_range))
        self.act("voidNumbers", number_range, first, count, self.choice(list(VoidReason)), sender=sender)

    def report(self) -> None:
        number_range = self.usable_range()
        entry = self.ranges.get_range(number_range)
        first = self.ranges.next_number(number_range)
        first = first if self.maybe(0.96) else self.choice([0, first + 1])
        holder = self.now_of(entry.holder, self.hospitals).id
        unit = entry.unit if self.maybe(0.95) else self.choice([0, *UNITS])
        sender = self.reporter if self.maybe(0.97) else self.choice([STRANGER, self.world.hospital.issuer])
        terms = (number_range, holder, unit, first, self.count_of(number_range))
        self.call("bill_ranges", "reportIssue", *terms, sender=sender)

    # --- around them ---

    def create_another(self) -> None:
        at = self.world.consortium.address
        self.create("bill_ranges", self.choice([at, at, NO_ADDRESS]), self.choice([1, 7, 0]))

    def time_passes(self) -> None:
        """Often to the second in which a range ends, or the one before."""
        soon = self.chain.now + DAY
        ends = [one.valid_until for one in self.ranges.ranges.values() if self.chain.now < one.valid_until <= soon]
        if ends and self.maybe(0.5):
            self.chain.move_to(min(ends) - self.choice([0, 1]))
        else:
            self.chain.move(self.choice([1, 60, 3600]))

    def wind_down_at_last(self) -> None:
        if self.maybe(0.03):
            self.wind_down("bill_ranges")

    def something_happens_to_an_organisation(self) -> None:
        one = self.choice([*self.hospitals, self.world.finance, self.world.insurer])
        if one.id in self.heir:
            return
        if self.maybe(0.06) and one in (self.world.clinic, self.world.finance):
            heir = self.treasury
            status = self.choice([OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED])
            self.end(one, heir, status)
            if self.consortium.status[one.id] == status:
                self.heir[one.id] = heir
        elif self.maybe(0.12):
            self.suspend(one)
        else:
            for other in [*self.hospitals, self.world.finance, self.world.insurer]:
                self.reinstate(other)


ACTS: dict[Callable[[Sequence], None], float] = {
    Sequence.propose: 5,
    Sequence.grant: 6,
    Sequence.report: 6,
    Sequence.split: 5,
    Sequence.void: 6,
    Sequence.review: 5,
    Sequence.confirm: 5,
    Sequence.propose_closure: 2,
    Sequence.close: 2,
    Sequence.write_off: 2.5,
    Sequence.give_back: 1.5,
    Sequence.order: 2.5,
    Sequence.classify: 2,
    Sequence.time_passes: 2,
    Sequence.grant_almost_all_numbers: 0.5,
    Sequence.something_happens_to_an_organisation: 1,
    Sequence.wind_down_at_last: 0.5,
    Sequence.create_another: 0.5,
}


TALLY = tally_of("bill_ranges")


@contextmanager
def made(variant: int, tally: Tally = TALLY) -> Iterator[Sequence]:
    """A sequence before its first call."""
    with undone(_world()) as world:
        yield Sequence(world, variant, tally)


def test_contract_and_rules_agree_on_every_call() -> None:
    explore(machine("BillRangesCalls", made, ACTS), SEQUENCES, ACTS_EACH, TALLY)


def test_the_calls_reached_all_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    if not TALLY.complete:
        pytest.skip("only a part of the sequences ran")
    with capsys.disabled():
        TALLY.check()


def test_event_of_another_contract_implies_no_call_here() -> None:
    retired = events.ResourceRetired(1, STRANGER, 1, Role.REGISTRAR, 2, 0)
    with pytest.raises(InputError, match="ResourceRetired"):
        implied_call(retired)


class Forgetful(BillRangesRules):
    """Rules that forget one: whoever proposed a range may grant it alone."""

    def _require_grantable(self, now: int, number_range: int, entry: NumberRange, seen: int, acting: Any) -> None:
        super()._require_grantable(now, number_range, entry, seen, acting._replace(officer=0))


def test_forgotten_rule_is_found_and_shown_by_a_handful_of_calls_to_paste() -> None:
    @contextmanager
    def forgetful(variant: int) -> Iterator[Sequence]:
        with made(variant, Tally("bill_ranges")) as sequence:
            for rules in (sequence.rules, sequence.replayed):
                rules["bill_ranges"].__class__ = Forgetful
            yield sequence

    with pytest.raises(Differs, match="RangeSecondOfficerNeeded") as found:
        explore(machine("RangesAreForgotten", forgetful, ACTS), 20, 200)
    assert str(found.value).count("sequence.call(") <= 4


def test_a_difference_in_the_state_is_seen() -> None:
    with made(0, Tally("bill_ranges")) as sequence:
        sequence.grant_one(CODE, 10)
        sequence.ranges.taken[1] = 1
        with pytest.raises(Differs, match="nextNumber"):
            sequence.look()

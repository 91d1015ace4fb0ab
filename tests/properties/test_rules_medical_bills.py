"""MedicalBills and its rules, side by side on random calls; the rules of BillRanges give the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from govledger.errors import InputError
from govledger.events import types as events
from govledger.model import FOR_EVER, IssueState, OrganisationKind, OrganisationStatus, Role
from govledger.privacy.merkle import MerkleTree
from govledger.rules import bill_ranges, medical_bills
from govledger.rules.bill_ranges import NUMBER_LIMIT, BillRangesRules
from govledger.rules.medical_bills import NO_HASH, BillLeaf, BillOpening, MedicalBillsRules, implied_call
from tests.contracts.harness import DAY, NO_ADDRESS, word
from tests.contracts.world import CODE, STRANGER, Organisation, World, undone
from tests.side_by_side import Differs, SideBySide, Tally, explore, machine, step, tally_of

SEQUENCES, ACTS_EACH = 86, 420

Issued = tuple[int, BillOpening]
"""A bill's key, and what shows that it was issued."""


@cache
def _world() -> World:
    world = World()
    world.admit("treasury", {OrganisationKind.FINANCE, OrganisationKind.HOSPITAL}, Role.FINANCE, Role.ISSUER)
    return world


class Sequence(SideBySide):
    """Two hospitals that issue bills, a department that freezes them, and two contracts that claim them."""

    def __init__(self, world: World, variant: int, tally: Tally) -> None:
        super().__init__(world, variant, tally)
        self.claims = [world.replace(world.claims), world.replace(world.claims)]
        """The first one winds down."""
        self.consortium = type(self.consortium)(world)
        self.add(
            "bill_ranges",
            world.ranges,
            bill_ranges,
            lambda _: BillRangesRules(self.consortium, 1, address=world.ranges.address),
        )
        self.add(
            "medical_bills",
            world.bills,
            medical_bills,
            lambda rules: MedicalBillsRules(self.consortium, rules["bill_ranges"], 1, address=world.bills.address),
        )
        self.treasury = Organisation(world.charity.id + 1, "treasury", {})
        self.hospitals = [world.hospital, world.clinic]
        self.heir: dict[int, Organisation] = {}
        self.issued: list[Issued] = []
        self.tags = [word("tag")]
        self.papers = [CODE * NUMBER_LIMIT + 1]
        self.number_ranges = {one.id: self.range_of(one, 10**6) for one in self.hospitals}

    @property
    def bills(self) -> MedicalBillsRules:
        rules: MedicalBillsRules = self.rules["medical_bills"]
        return rules

    @property
    def ranges(self) -> BillRangesRules:
        rules: BillRangesRules = self.rules["bill_ranges"]
        return rules

    def new_rules(self, key: str, address: bytes, *args: Any) -> MedicalBillsRules:
        consortium, ranges, first_id = args
        given = self.ranges if any(ranges) else None
        return MedicalBillsRules(self.consortium if any(consortium) else None, given, first_id, address=address)

    @step
    def look(self) -> None:
        known = [key for key, _ in self.issued[-40:]]
        touched = [*known, *list(self.bills.bills)[-20:], 0, CODE * NUMBER_LIMIT]
        batches = [*list(self.bills.batches)[-20:], 0, 999]
        self.same_state("bill_ranges", {"nextNumber": list(self.number_ranges.values())})
        views = {"getBill": touched, "getEngagement": touched, "getBatch": batches}
        self.same_state("medical_bills", views)
        for bill, opening in self.issued[-20:]:
            self.ask("medical_bills", "verifyBill", bill, opening)
        for issuer, paper in [*list(self.bills.papers)[-10:], (1, 1)]:
            self.ask("medical_bills", "billOfPaper", issuer, paper)
        for issuer, tag in [*list(self.bills.used_tags)[-20:], (1, word("no tag"))]:
            self.ask("medical_bills", "isTagUsed", issuer, tag)

    def act(self, function: str, *args: Any, sender: bytes) -> Any:
        if self.maybe(0.015):
            sender = self.choice([STRANGER, self.world.tax.registrar])
        return self.call("medical_bills", function, *args, sender=sender)

    # --- choices ---

    def range_of(self, holder: Organisation, count: int) -> int:
        """A range that is granted to a hospital."""
        world, until = self.world, self.chain.now + 3650 * DAY
        terms = (CODE + holder.id, holder.id, count, until)
        proposed = self.call("bill_ranges", "proposeRange", *terms, sender=world.finance.finance)
        assert proposed is not None
        self.call("bill_ranges", "grantRange", proposed.returned, 1, sender=world.second_finance_officer)
        return int(proposed.returned)

    def now_of(self, organisation: int) -> Organisation:
        """Who acts for an organisation now, or at times another hospital."""
        right = next((one for one in self.hospitals if one.id == organisation), self.world.hospital)
        right = self.heir.get(organisation, right)
        return right if self.maybe(0.96) else self.choice([*self.hospitals, self.treasury])

    def finance(self, other_than: int = 0) -> bytes:
        """A finance officer, mostly not the one who took the first step."""
        officers = [self.world.finance.finance, self.world.second_finance_officer]
        others = [one for one in officers if self.consortium.officers[one][0] != other_than]
        officer: bytes = self.choice(others if self.maybe(0.8) else [*officers, self.treasury.finance])
        return officer

    def numbered(self, hospital: Organisation) -> tuple[int, int]:
        """A range of the hospital, and its next number."""
        number_range = self.number_ranges[hospital.id]
        number = self.ranges.next_number(number_range)
        if self.maybe(0.02):
            number_range = self.choice([*self.number_ranges.values(), 999])
        return number_range, number if self.maybe(0.97) else number + 1

    def leaf(self) -> BillLeaf:
        """A new bill's, at times with a tag that was used, twice in one bill, or with none."""
        name = self.new()
        leaf = BillLeaf(word(f"business {name}"), word(f"settlement {name}"), word(f"inner {name}"))
        used = self.choice(self.tags[-8:])
        self.tags.append(leaf.business_tag)
        if self.maybe(0.12):
            changes: list[dict[str, bytes]] = [
                {"business_tag": used},
                {"settlement_tag": used},
                {"settlement_tag": leaf.business_tag},
                {"business_tag": NO_HASH},
                {"settlement_tag": NO_HASH, "business_tag": NO_HASH},
            ]
            return leaf._replace(**self.choice(changes))
        return leaf

    def bill(self, *states: IssueState) -> Issued:
        """A bill and its opening; at times one that does not fit."""
        if not self.issued:
            return CODE * NUMBER_LIMIT + 1, BillOpening(0, self.leaf(), ())
        recent = self.issued[-12:]
        right = [one for one in recent if self.bills.get_bill(one[0]).state in states]
        bill, opening = self.choice(right if right and self.maybe(0.95) else recent)
        return self.spoilt(bill, opening) if self.maybe(0.09) else (bill, opening)

    def spoilt(self, bill: int, opening: BillOpening) -> Issued:
        changed: list[Issued] = [
            (bill, opening._replace(leaf=opening.leaf._replace(settlement_tag=word("other")))),
            (bill, opening._replace(proof=(*(opening.proof or ()), word("other")))),
            (bill, opening._replace(batch=999)),
            (bill + 1_000_000, opening),
            (max(0, bill - 100), opening),
            (bill + len(opening.proof or ()) + 9, opening),
            (bill, opening._replace(batch=0)),
        ]
        return changed[self.random.randrange(len(changed))]

    def standing_bill(self) -> Issued:
        """One that may be taken back, or put on paper."""
        return self.bill(IssueState.NONE, IssueState.ISSUED)

    def seen_of(self, bill: int) -> int:
        return self.seen(self.bills.get_bill(bill).version)

    def issuer_of(self, bill: int, opening: BillOpening) -> Organisation:
        known = self.bills.get_batch(opening.batch).issuer if opening.batch else self.bills.get_bill(bill).issuer
        return self.now_of(known)

    # --- issue, red letter, paper ---

    def issue(self) -> None:
        hospital = self.choice(self.hospitals)
        number_range, number = self.numbered(hospital)
        leaf = self.leaf()
        if self.maybe(0.03):
            leaf = leaf._replace(inner=NO_HASH)
        sender = self.now_of(hospital.id).issuer
        made = self.act("issueBill", number_range, number, leaf, sender=sender)
        if made:
            self.issued.append((made.returned, BillOpening(0, leaf, ())))

    def issue_batch(self) -> None:
        hospital = self.choice(self.hospitals)
        number_range, first = self.numbered(hospital)
        leaves = [self.leaf() for _ in range(self.random.randint(1, 9))]
        tree = MerkleTree([leaf.hashed(index) for index, leaf in enumerate(leaves)])
        terms = (number_range, first, len(leaves), tree.root)
        if self.maybe(0.1):
            wrong = [
                (*terms[:3], NO_HASH),
                (*terms[:2], 0, tree.root),
                (*terms[:3], NO_HASH),
                (*terms[:2], 2**32 - 1, tree.root),
            ]
            terms = wrong[self.random.randrange(len(wrong))]
        made = self.act("issueBatch", *terms, sender=self.now_of(hospital.id).issuer)
        if made:
            first_bill = self.bills.get_batch(made.returned).first
            openings = (BillOpening(made.returned, leaf, tree.proof(index)) for index, leaf in enumerate(leaves))
            self.issued += [(first_bill + index, opening) for index, opening in enumerate(openings)]

    def freeze_a_number_to_come(self) -> None:
        hospital = self.choice(self.hospitals)
        number_range = self.number_ranges[hospital.id]
        code, number = self.ranges.get_range(number_range).code, self.ranges.next_number(number_range)
        bill = code * NUMBER_LIMIT + number
        self.act("freezeBill", bill, 0, sender=self.finance())
        if self.maybe(0.5):
            self.act("liftFreeze", bill, self.seen_of(bill), sender=self.finance(self.bills.get_bill(bill).frozen_by))
        self.issue()

    def red_letter(self) -> None:
        bill, opening = self.standing_bill()
        hospital = self.issuer_of(bill, opening)
        number_range, number = self.numbered(hospital if hospital in self.hospitals else self.world.hospital)
        red = self.leaf()
        if self.maybe(0.06):
            red = red._replace(**self.choice([{"inner": NO_HASH}, {"business_tag": opening.leaf.settlement_tag}]))
        terms = (bill, self.seen_of(bill), opening, number_range, number, red, self.random.randint(0, 3))
        made = self.act("redLetterBill", *terms, sender=hospital.issuer)
        if made:
            self.issued.append((made.returned, BillOpening(0, red, ())))

    def exchange(self) -> None:
        bill, opening = self.standing_bill()
        self.papers.append(self.papers[-1] + 1)
        paper = self.papers[-1]
        if self.maybe(0.2):
            paper = self.choice([*self.papers[-6:-1], *self.papers[-6:-1], 0, CODE * NUMBER_LIMIT, 2**64 - 1])
        sender = self.issuer_of(bill, opening).issuer
        self.act("issuePaper", bill, self.seen_of(bill), opening, paper, sender=sender)

    def void_paper(self) -> None:
        on_paper = [key for key, one in self.bills.bills.items() if one.paper]
        bill = self.choice(on_paper[-6:]) if on_paper and self.maybe(0.93) else self.standing_bill()[0]
        sender = self.now_of(self.bills.get_bill(bill).issuer).issuer
        self.act("voidPaper", bill, self.seen_of(bill), sender=sender)

    # --- freeze and shredding ---

    def freeze(self) -> None:
        bill, _ = self.standing_bill()
        bill = bill if self.maybe(0.95) else self.choice([0, 2**64 - 1, CODE])
        self.act("freezeBill", bill, self.random.randint(0, 3), sender=self.finance())

    def lift(self) -> None:
        frozen = [key for key, one in self.bills.bills.items() if one.frozen_until == FOR_EVER]
        bill = self.choice(frozen[-6:]) if frozen and self.maybe(0.93) else self.standing_bill()[0]
        sender = self.finance(self.bills.get_bill(bill).frozen_by)
        self.act("liftFreeze", bill, self.seen_of(bill), sender=sender)

    def shred(self) -> None:
        shredded = [one for one in self.issued[-30:] if self.bills.get_bill(one[0]).shredded]
        bill, opening = self.choice(shredded) if shredded and self.maybe(0.1) else self.bill(*IssueState)
        terms = (bill, self.seen_of(bill), opening.batch, self.random.randint(0, 3))
        self.act("shredBill", *terms, sender=self.issuer_of(bill, opening).issuer)

    # --- reports of the contracts that claim ---

    def claimer(self, bill: int) -> bytes:
        """The contract that engages the bill, or another one, or nobody's."""
        by = self.bills.get_engagement(bill).by
        known: bytes = by if by != NO_ADDRESS and self.maybe(0.85) else self.choice(self.claims)
        return known if self.maybe(0.98) else STRANGER

    def report_opening(self) -> None:
        bill, opening = self.standing_bill()
        told = (self.choice([0, self.chain.now + 60]), self.maybe(0.1), self.maybe(0.1))
        self.call("medical_bills", "reportOpening", bill, opening, *told, sender=self.claimer(bill))

    def report_engagement(self) -> None:
        """That it is reserved for a minute or a day, perhaps settled or booked as well."""
        bill, _ = self.standing_bill()
        until = self.chain.now + self.choice([60, 60, DAY])
        told = (bill, until, self.maybe(0.15), self.maybe(0.1))
        self.call("medical_bills", "reportEngagement", *told, sender=self.claimer(bill))

    def report_relief(self) -> None:
        engaged = [key for key, one in self.bills.engagements.items() if one.holds_at(self.chain.now)]
        bill = self.choice(engaged[-10:]) if engaged and self.maybe(0.9) else self.standing_bill()[0]
        told = (bill, self.choice([0, 0, self.chain.now + 60]), self.maybe(0.1), self.maybe(0.1))
        self.call("medical_bills", "reportRelief", *told, sender=self.claimer(bill))

    # --- around them ---

    def ask_for_a_bill(self) -> None:
        bill, opening = self.bill(*IssueState)
        self.ask("medical_bills", "verifyBill", bill, opening)

    def time_passes(self) -> None:
        """Often to the second in which a reservation or a freeze ends, or the one before."""
        soon = self.chain.now + 2 * DAY
        ends = [one.reserved_until for one in self.bills.engagements.values()]
        ends += [one.frozen_until for one in self.bills.bills.values()]
        ahead = [end for end in ends if self.chain.now < end <= soon]
        if ahead and self.maybe(0.7):
            self.chain.move_to(min(ahead) - self.choice([0, 1]))
        else:
            self.chain.move(self.choice([1, 30, 3600]))

    def wind_down_at_last(self) -> None:
        if self.maybe(0.03):
            self.wind_down("medical_bills")

    def create_another(self) -> None:
        at, ranges = self.world.consortium.address, self.world.ranges.address
        given = (self.choice([at, at, NO_ADDRESS]), self.choice([ranges, ranges, NO_ADDRESS]))
        self.create("medical_bills", *given, self.choice([1, 7, 0]))

    def something_happens_to_an_organisation(self) -> None:
        one = self.choice([*self.hospitals, self.world.finance])
        if one.id in self.heir:
            return
        if self.maybe(0.06) and one is self.world.clinic:
            status = self.choice([OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED])
            self.end(one, self.treasury, status)
            if self.consortium.status[one.id] == status:
                self.heir[one.id] = self.treasury
        elif self.maybe(0.2):
            self.suspend(one)
        else:
            self.reinstate(one)


ACTS: dict[Callable[[Sequence], None], float] = {
    Sequence.issue_batch: 5,
    Sequence.issue: 5,
    Sequence.report_engagement: 5,
    Sequence.exchange: 6,
    Sequence.void_paper: 3,
    Sequence.report_relief: 5,
    Sequence.red_letter: 5,
    Sequence.report_opening: 4,
    Sequence.freeze: 2.5,
    Sequence.lift: 2.5,
    Sequence.shred: 3,
    Sequence.time_passes: 5,
    Sequence.freeze_a_number_to_come: 1,
    Sequence.ask_for_a_bill: 2,
    Sequence.something_happens_to_an_organisation: 1,
    Sequence.wind_down_at_last: 0.5,
    Sequence.create_another: 0.5,
}


TALLY = tally_of("medical_bills")


@contextmanager
def made(variant: int, tally: Tally = TALLY) -> Iterator[Sequence]:
    """A sequence before its first call."""
    with undone(_world()) as world:
        yield Sequence(world, variant, tally)


def test_contract_and_rules_agree_on_every_call() -> None:
    explore(machine("MedicalBillsCalls", made, ACTS), SEQUENCES, ACTS_EACH, TALLY)


def test_the_calls_reached_all_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    if not TALLY.complete:
        pytest.skip("only a part of the sequences ran")
    with capsys.disabled():
        TALLY.check()


def test_event_that_only_comes_before_another_implies_no_call_alone() -> None:
    opened = events.BillOpened(1, STRANGER, 1, Role.ISSUER, 1, 1, NO_HASH, NO_HASH, NO_HASH)
    with pytest.raises(InputError, match="BillOpened"):
        implied_call(opened)


class Forgetful(MedicalBillsRules):
    """Rules that forget one: a bill is taken back although somebody has reserved of it."""

    def _require_unengaged(self, now: int, bill: int) -> None:
        if self.get_engagement(bill).settled:
            super()._require_unengaged(now, bill)


def test_red_letter_against_a_reservation_is_found_where_it_is_forgotten() -> None:
    with made(0, Tally("medical_bills")) as sequence:
        for rules in (sequence.rules, sequence.replayed):
            rules["medical_bills"].__class__ = Forgetful
        sequence.issue()
        [(bill, opening)] = sequence.issued
        told = (bill, sequence.chain.now + 60, False, False)
        sequence.call("medical_bills", "reportEngagement", *told, sender=sequence.claims[0])
        number_range = sequence.number_ranges[sequence.world.hospital.id]
        number = sequence.ranges.next_number(number_range)
        terms = (bill, 1, opening, number_range, number, sequence.leaf(), 0)
        with pytest.raises(Differs, match="BillEngaged"):
            issuer = sequence.issuer_of(bill, opening).issuer
            sequence.call("medical_bills", "redLetterBill", *terms, sender=issuer)

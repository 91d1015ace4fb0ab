"""Consortium's rules in Python say the same as the contract, on random calls: acceptance, refusals, events, views."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import astuple
from random import Random
from typing import Any

import pytest

from govledger import refusals
from govledger.model import FOR_EVER, ContractRole, ListingState, Role, to_bits
from govledger.rules.answers import Stage
from govledger.rules.consortium import FOLLOWING, ConsortiumRules, implied_call
from tests.contracts.harness import DAY, Chain, account, deploy, word
from tests.contracts.world import DEPLOYER, public_code
from tests.properties.side_by_side import Sides, missing, report

SEEDS, CALLS, LEAST = 6, 2_000, 20
"""Sequences, calls in each, and how often everything is reached at least over all of them."""
EVERY = 250
"""So often all views are compared."""

DECIDER = account("decider")
STRANGER = account("stranger")
GUARDED = ContractRole.BILL_CLAIMS
ADMINISTRATOR = to_bits({Role.ADMINISTRATOR})
YEAR = 365 * DAY
NEVER = {"CheckpointUnorderedInsertion", "FirstIdZero"}
"""Cannot happen; and at creation only, which has a test of its own."""


HEADED_STAND_IN = bytes.fromhex(
    "6037600c60003960376000f3"
    "36600414603157602036038060206000376000600082600060006000355af13d600060003e602c573d6000fd5b3d6000f3"
    "5b60206000f3"
)
"""Creates a contract whose `head` is zero, and that calls whatever a test has it call, as `world.STAND_IN` does."""


class Sequence:
    """Random calls of every function, right more often than not."""

    def __init__(self, seed: int, reached: Counter[tuple[str, str]]) -> None:
        self.random, self.seed = Random(seed), seed
        self.reached = reached
        self.chain = Chain()
        self.last: deque[str] = deque(maxlen=15)
        at = self.chain.next_addresses(DEPLOYER, 1)[0]
        directory = [(ContractRole.DECISIONS, DECIDER), (GUARDED, account("the first claims"))]
        self.contract = deploy(self.chain, "consortium", 1, directory, deployer=DEPLOYER)
        self.rules, self.replayed = (
            ConsortiumRules(
                at,
                1,
                directory,
                sender=DEPLOYER,
                now=self.chain.now,
                head_of=lambda account_: bytes(32),
                has_code=lambda account_: bool(self.chain.code(account_)),
            )
            for _ in range(2)
        )
        self.sides = Sides(self.contract, self.rules, self.replayed, implied_call, reached, self.last)
        self.spare = [self.chain.deploy(DEPLOYER, HEADED_STAND_IN) for _ in range(12)]
        self.listed: list[bytes] = [directory[1][1]]
        self.counter = 0
        self._set_up()

    def _set_up(self) -> None:
        """Organisations with administrators; in some sequences as many voters or administrators as there can be."""
        for _ in range(63 if self.seed % 3 == 0 else 8):
            self._admit(voting=True)
        for organisation in range(1, 7):
            self._first_administrator(organisation)
        if self.seed % 3 == 1:
            for _ in range(15):
                self.appoint_own(1, ADMINISTRATOR)

    def run(self, calls: int) -> None:
        acts = list(ACTS)
        before = self._calls()
        step = 0
        while self._calls() - before < calls:
            self.random.choices(acts, list(ACTS.values()))[0](self)
            if self.random.random() < 0.25:
                self.chain.move(self.random.choice([1, 60, 3600, 3600, DAY, DAY, 9 * DAY]))
            step += 1
            if step % EVERY == 0:
                self.compare_views()
        self.compare_views()

    def _calls(self) -> int:
        return self.reached["call", "accepted"] + self.reached["call", "refused"]

    # --- choices ---

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def new(self, what: str) -> bytes:
        self.counter += 1
        return account(f"{what} {self.counter}")

    def decide(self, function: str, *args: Any) -> Any:
        sender = DECIDER if self.maybe(0.97) else self.random.choice([STRANGER, self.anybody()])
        return self.sides.call(function, *args, sender=sender)

    def organisation(self, *statuses: int) -> int:
        known = range(1, self.rules._next_organisation)
        right = [one for one in known if self.rules.get_organisation(one).status in statuses]
        if right and self.maybe(0.9):
            return self.random.choice(right)
        return self.random.choice([0, 999, *known])

    def at_version(self, organisation: int) -> tuple[int, int]:
        version = self.rules.get_organisation(organisation).version
        return organisation, max(0, version + (self.random.choice([-1, 1]) if self.maybe(0.05) else 0))

    def officer(self, *, administrator: bool | None = None) -> int:
        """One in office, mostly."""
        now = self.chain.now
        right = [
            number
            for number, entry in self.rules._officers.items()
            if now < entry.valid_until and (administrator is None or bool(entry.roles & ADMINISTRATOR) == administrator)
        ]
        if right and self.maybe(0.94):
            return self.random.choice(right[-20:])
        return self.random.choice([0, 999, 9_999, *list(self.rules._officers)[-20:]])

    def seen(self, officer: int) -> tuple[int, int]:
        version = self.rules.get_officer(officer).version
        return officer, max(0, version + (self.random.choice([-1, 1]) if self.maybe(0.05) else 0))

    def anybody(self) -> bytes:
        return self.random.choice(list(self.rules._bindings) or [STRANGER])

    def administrators(self, organisation: int) -> list[bytes]:
        return [self.rules.account_of(one) for one in self.rules.administrators_of(organisation, self.chain.now)]

    def terms(self, roles: int) -> tuple[int, int, int, int]:
        now = self.chain.now
        start = now + self.random.choice([0, 0, 0, 0, 0, -DAY, -DAY, DAY])
        end = now + self.random.choice([YEAR, YEAR, YEAR, YEAR, 30 * DAY, 5 * YEAR])
        if self.maybe(0.08):
            end = start if self.maybe(0.5) else now + 5 * YEAR + 1
        if self.maybe(0.03):
            roles = self.random.choice([0, 1, 1 << Role.GUARDIAN, 1 << 20])
        return roles, self.random.randint(0, 3), start, end

    def roles(self) -> int:
        every = list(range(Role.ADMINISTRATOR, Role.GUARDIAN))
        return to_bits({Role(role) for role in self.random.sample(every, self.random.randint(1, 4))})

    def account_for(self) -> bytes:
        if self.maybe(0.9):
            return self.new("officer")
        return self.random.choice([bytes(20), self.random.choice(self.listed), self.anybody()])

    # --- the directory ---

    def list_contract(self) -> None:
        listed = self.spare.pop() if self.spare and self.maybe(0.4) else self.random.choice(self.listed)
        if self.maybe(0.3):
            listed = self.random.choice([account("no code"), bytes(20), self.contract.address])
        role = ContractRole.NONE if self.maybe(0.1) else self.random.choice([GUARDED, ContractRole.DATA_REGISTRY])
        if self.decide("listContract", role, listed):
            self.listed.append(listed)
        elif listed not in self.listed and self.chain.code(listed) and listed != self.contract.address:
            self.spare.append(listed)

    def list_an_officers_wallet(self) -> None:
        """A contract serves an officer, and is to be listed."""
        organisation = self.random.randint(1, 6)
        wallet = next((one for one in self.spare if self.rules.officer_of(one)), None)
        if wallet is None and len(self.spare) > 4:
            wallet = self.spare[0]
            self.appoint_own(organisation, self.roles(), wallet)
        if wallet:
            self.decide("listContract", GUARDED, wallet)

    def close_contract(self) -> None:
        winding = [one for one in self.listed[1:] if self.rules.get_listing(one).state == ListingState.WINDING_DOWN]
        chosen = self.random.choice(winding) if winding and self.maybe(0.3) else self.random.choice(self.listed)
        if chosen == self.listed[0] and self.rules.get_listing(chosen).state == ListingState.WINDING_DOWN:
            return
        head = bytes(32) if self.maybe(0.3) else word("another head")
        self.decide("closeContract", chosen, head)

    def stop(self) -> None:
        chosen = self.random.choice([*self.listed, *self.listed, DECIDER, STRANGER])
        self.decide("stopContract", chosen)

    def pause(self) -> None:
        chosen = self.random.choice([*self.listed, *self.listed, *self.listed, DECIDER])
        until = self.chain.now + self.random.choice([0, 60, DAY, 20 * DAY])
        self.decide("pauseContract", chosen, until)

    def resume(self) -> None:
        paused = [one for one in self.listed if self.rules.get_listing(one).paused_until > self.chain.now]
        self.decide("resumeContract", self.random.choice(paused if paused and self.maybe(0.7) else self.listed))

    # --- organisations ---

    def _admit(self, voting: bool) -> None:
        code = public_code(f"{self.seed} organisation {self.rules._next_organisation}")
        self.sides.call("admitOrganisation", code, self.random.choice([1, 0x1FF, 6, 0x100]), voting, sender=DECIDER)

    def _first_administrator(self, organisation: int) -> None:
        terms = (ADMINISTRATOR, 0, self.chain.now, self.chain.now + self.random.randint(1, 5) * YEAR)
        self.sides.call("appointOfficer", organisation, self.new("administrator"), *terms, sender=DECIDER)

    def admit(self) -> None:
        if self.rules._next_organisation > 75 and self.maybe(0.7):
            return
        code = public_code(f"{self.seed} organisation {self.rules._next_organisation}")
        if self.maybe(0.2):
            code = self.random.choice([b"a" * 18, bytes(18), public_code(f"{self.seed} organisation 1")])
        kinds = self.random.choice([1, 2, 4, 0x1FF, 0x1FF]) if self.maybe(0.9) else self.random.choice([0, 0x200])
        self.decide("admitOrganisation", code, kinds, self.maybe(0.6))

    def admit_one_too_many(self) -> None:
        """In some sequences there are as many voters as there can be."""
        if self.seed % 3:
            return
        for _ in range(64 - len(self.rules._voting)):
            self._admit(voting=True)
        if self.maybe(0.5):
            self._admit(voting=True)
        else:
            without = [
                one for one, entry in self.rules._organisations.items() if entry.status == 1 and not entry.voting
            ]
            if without:
                organisation, seen = self.at_version(self.random.choice(without))
                self.decide("amendOrganisation", organisation, seen, 1, True)

    def amend_organisation(self) -> None:
        organisation, seen = self.at_version(self.organisation(1, 2))
        entry = self.rules.get_organisation(organisation)
        kinds = self.random.choice([1, 4, 0x1FF, entry.kinds]) if self.maybe(0.9) else self.random.choice([0, 0x200])
        self.decide(
            "amendOrganisation", organisation, seen, kinds, entry.voting if self.maybe(0.5) else self.maybe(0.6)
        )

    def suspend(self) -> None:
        self.decide("suspendOrganisation", *self.at_version(self.organisation(1)), self.random.randint(0, 3))

    def reinstate(self) -> None:
        self.decide("reinstateOrganisation", *self.at_version(self.organisation(2)))

    def end(self) -> None:
        """Mostly young organisations, and those at the end of a line, so that lines get long."""
        function = self.random.choice(["mergeOrganisation", "dissolveOrganisation"])
        living = [one for one in self.rules._organisations if self.rules._organisations[one].status in (1, 2)]
        lines = sorted(living, key=lambda one: -self.rules._organisations[one].succession)
        ends = [one for one in lines if self.rules._organisations[one].succession]
        organisation = self.random.choice(ends[:3]) if ends and self.maybe(0.6) else self.organisation(1, 2)
        heir = organisation if self.maybe(0.1) else self.organisation(1)
        if len(living) < 6:
            self._admit(voting=False)
        self.decide(function, *self.at_version(organisation), heir)

    # --- the own rule ---

    def set_rule(self) -> None:
        organisation = self.random.randint(1, 6)
        known = self.administrators(organisation)
        sender = self.random.choice(known) if known and self.maybe(0.9) else self.anybody()
        rule = self.rules.get_administration(organisation)
        needed = (1 if rule.needed == 2 else 2) if self.maybe(0.75) else self.random.choice([0, 1, 2, 3, 255])
        self.own(
            organisation,
            sender,
            "setAdministratorRule",
            needed,
            max(0, rule.version + self.random.choice([0, 0, 0, 0, -1, 1])),
        )

    def own(self, organisation: int, sender: bytes, function: str, *args: Any) -> Any:
        """An act by an administrator, endorsed where that is needed, more often than not."""
        if self.rules.get_administration(organisation).needed == 2 and self.maybe(0.8):
            call = self.contract.calldata(function, *args)
            for other in self.administrators(organisation):
                if other != sender and self.maybe(0.8):
                    self.sides.call("endorse", call, sender=other)
                    break
        return self.sides.call(function, *args, sender=sender)

    def look_after(self, organisation: int, function: str, *args: Any) -> Any:
        """By the organisation, or by decision where it cannot, more often than not."""
        known = self.administrators(organisation)
        met = self.rules.meets_own_rule(organisation, self.chain.now)
        if self.maybe(0.9 if not met else 0.06) or not known:
            return self.decide(function, *args)
        sender = self.random.choice(known) if self.maybe(0.93) else self.anybody()
        return self.own(organisation, sender, function, *args)

    def endorse(self) -> None:
        organisation = self.random.randint(1, 6)
        known = self.administrators(organisation)
        sender = self.random.choice(known) if known and self.maybe(0.95) else self.anybody()
        call = bytes([self.random.randint(0, 3)])
        for _ in range(self.random.choice([1, 1, 2])):
            self.sides.call("endorse", call, sender=sender)

    def withdraw_endorsement(self) -> None:
        given = [number for number, entry in self.rules._endorsements.items() if entry.valid_until > self.chain.now]
        chosen = self.random.choice(given if given and self.maybe(0.6) else [999, *self.rules._endorsements])
        owner = self.rules.account_of(self.rules.get_endorsement(chosen).officer)
        sender = owner if any(owner) and self.maybe(0.8) else self._some_administrator()
        self.sides.call("withdrawEndorsement", chosen, sender=sender)

    def _some_administrator(self) -> bytes:
        known = self.administrators(self.random.randint(1, 6))
        return self.random.choice(known) if known else self.anybody()

    # --- officers ---

    def appoint_own(self, organisation: int, roles: int, who: bytes | None = None) -> None:
        known = self.administrators(organisation)
        if known:
            terms = (roles, 0, self.chain.now, self.chain.now + YEAR)
            self.own(
                organisation,
                self.random.choice(known),
                "appointOfficer",
                organisation,
                who or self.account_for(),
                *terms,
            )

    def appoint(self) -> None:
        organisation = self.random.randint(1, 6) if self.maybe(0.9) else self.organisation(1, 2)
        decided = not self.rules.meets_own_rule(organisation, self.chain.now)
        roles = ADMINISTRATOR if (decided and self.maybe(0.9)) or self.maybe(0.3) else self.roles()
        self.look_after(organisation, "appointOfficer", organisation, self.account_for(), *self.terms(roles))

    def appoint_one_too_many(self) -> None:
        """In some sequences an organisation has as many administrators as there can be."""
        organisation = self.random.randint(1, 2)
        if self.seed % 3 != 1 or self.rules.get_administration(organisation).needed == 2:
            return
        for _ in range(17 - len(self.administrators(organisation))):
            self.appoint_own(organisation, ADMINISTRATOR, self.new("administrator"))

    def amend(self) -> None:
        officer, seen = self.seen(self.officer())
        entry = self.rules.get_officer(officer)
        terms: tuple[int, ...] = self.terms(ADMINISTRATOR if self.maybe(0.4) else self.roles())
        if self.maybe(0.1):
            terms = (entry.roles, entry.unit, entry.valid_from, entry.valid_until)
        self.look_after(entry.organisation, "amendOfficer", officer, seen, *terms)

    def dismiss(self) -> None:
        officer, seen = self.seen(self.officer(administrator=self.maybe(0.3)))
        self.look_after(self.rules.get_officer(officer).organisation, "dismissOfficer", officer, seen)

    def rotate(self) -> None:
        officer, seen = self.seen(self.officer())
        organisation = self.rules.get_officer(officer).organisation
        self.look_after(organisation, "rotateKey", officer, seen, self.account_for())

    def freeze(self) -> None:
        officer = self.officer(administrator=self.maybe(0.2))
        known = self.administrators(self.rules.get_officer(officer).organisation)
        sender = self.random.choice(known) if known and self.maybe(0.7) else DECIDER
        self.sides.call("freezeOfficer", officer, sender=sender if self.maybe(0.95) else self.anybody())

    def _on_freeze(self, function: str) -> None:
        now = self.chain.now
        frozen = [
            binding.officer
            for binding in self.rules._bindings.values()
            if binding.frozen_until > now and binding.serves_until == FOR_EVER
        ]
        officer, seen = self.seen(self.random.choice(frozen) if frozen and self.maybe(0.8) else self.officer())
        organisation = self.rules.get_officer(officer).organisation
        known = self.administrators(organisation)
        if known and self.maybe(0.7):
            self.own(organisation, self.random.choice(known), function, officer, seen)
        else:
            self.decide(function, officer, seen)

    def confirm_freeze(self) -> None:
        self._on_freeze("confirmFreeze")

    def thaw(self) -> None:
        self._on_freeze("thawOfficer")

    # --- what others ask ---

    def ask(self) -> None:
        """The same answers, and the same refusals, to what contracts ask."""
        who = self.anybody() if self.maybe(0.95) else STRANGER
        own = self.rules.get_officer(self.rules.officer_of(who)).roles
        held = [role for role in Role if own >> role & 1]
        role = self.random.choice(held if held and self.maybe(0.8) else list(Role))
        stage = self.random.choice(list(Stage))
        asking = self.random.choice(self.listed) if self.maybe(0.9) else STRANGER
        now = self.chain.now
        for one in (role, *held):
            self._same(
                lambda one=one: tuple(self.contract.read("authorise", who, one, stage, sender=asking)),
                lambda one=one: tuple(self.rules.authorise(asking, now, who, one, stage)),
            )
        reporter, place = (
            self.random.choice([*self.listed, STRANGER]),
            self.random.choice([GUARDED, GUARDED, *ContractRole]),
        )
        self._same(
            lambda: self.contract.read("requireReporter", reporter, place, sender=asking),
            lambda: self.rules.require_reporter(asking, reporter, place),
        )
        organisation = self.organisation(1, 3)
        self._same(
            lambda: self.contract.read("requireActive", organisation), lambda: self.rules.require_active(organisation)
        )
        time = now + self.random.choice([-30 * DAY, -DAY, -1, 0, 0, 1])
        self._same(lambda: self.contract.read("officerAt", who, time), lambda: self.rules.officer_at(now, who, time))

    def _same(self, contract: Callable[[], Any], rules: Callable[[], Any]) -> None:
        found, expected = (_answer(ask) for ask in (contract, rules))
        assert found == expected, "\n".join(self.last)
        if isinstance(found, tuple) and found and isinstance(found[0], type):
            self.reached["error", found[0].__name__] += 1

    def compare_views(self) -> None:
        read, rules, now = self.contract.read, self.rules, self.chain.now
        for both in (rules, self.replayed):
            for organisation in range(both._next_organisation + 1):
                assert read("getOrganisation", organisation) == astuple(both.get_organisation(organisation))
                assert read("getAdministration", organisation) == astuple(both.get_administration(organisation))
                assert read("heirOf", organisation) == both.heir_of(organisation)
                assert read("successorOf", organisation) == both.successor_of(organisation)
                assert read("administratorsOf", organisation) == both.administrators_of(organisation, now)
                assert read("meetsOwnRule", organisation) == both.meets_own_rule(organisation, now)
            for officer in range(both._next_officer + 1):
                assert read("getOfficer", officer) == astuple(both.get_officer(officer))
                assert read("accountOf", officer) == both.account_of(officer)
            for endorsement in range(both._next_endorsement + 1):
                assert read("getEndorsement", endorsement) == astuple(both.get_endorsement(endorsement))
            assert read("voters") == both.voters(now)
        for who in (*rules._bindings, STRANGER):
            assert read("getBinding", who) == astuple(rules.get_binding(who)) == astuple(self.replayed.get_binding(who))
            assert read("officerOf", who) == rules.officer_of(who)
            for time in (now - 40 * DAY, now - DAY, now):
                assert read("officerAt", who, time) == rules.officer_at(now, who, time)
        for listed in (*self.listed, DECIDER, STRANGER):
            assert read("getListing", listed) == astuple(rules.get_listing(listed))
        for role in ContractRole:
            assert read("contractOf", role) == rules.contract_of(role)
        for code, organisation in rules._codes.items():
            assert read("organisationByCode", code) == organisation


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except refusals.ContractRefusal as refusal:
        return type(refusal), *map(_plain, refusal.args)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, int) else value


ACTS: dict[Callable[[Sequence], None], float] = {
    Sequence.list_contract: 1,
    Sequence.list_an_officers_wallet: 0.5,
    Sequence.close_contract: 1,
    Sequence.stop: 1,
    Sequence.pause: 1,
    Sequence.resume: 1.5,
    Sequence.admit: 2,
    Sequence.admit_one_too_many: 1,
    Sequence.amend_organisation: 1.5,
    Sequence.suspend: 1,
    Sequence.reinstate: 2,
    Sequence.end: 1,
    Sequence.set_rule: 2.5,
    Sequence.endorse: 1.5,
    Sequence.withdraw_endorsement: 1.5,
    Sequence.appoint: 5,
    Sequence.appoint_one_too_many: 0.9,
    Sequence.amend: 4,
    Sequence.dismiss: 2,
    Sequence.rotate: 3,
    Sequence.freeze: 3,
    Sequence.confirm_freeze: 1.5,
    Sequence.thaw: 2,
    Sequence.ask: 6,
}


@pytest.fixture(scope="module")
def reached() -> Iterator[Counter[tuple[str, str]]]:
    counted: Counter[tuple[str, str]] = Counter()
    yield counted
    if counted:
        print("\n" + report(counted, "Consortium"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_rules_say_what_the_contract_says(seed: int, reached: Counter[tuple[str, str]]) -> None:
    Sequence(seed, reached).run(CALLS)


def test_sequences_reached_every_function_event_and_error(reached: Counter[tuple[str, str]]) -> None:
    accepted, refused_ = reached["call", "accepted"], reached["call", "refused"]
    if accepted + refused_ < SEEDS * CALLS:
        pytest.skip("only a part of the sequences ran")
    assert sorted(missing(reached, "consortium", LEAST, NEVER)) == []
    assert accepted >= 0.4 * (accepted + refused_)


def test_rules_begin_as_the_contract_does() -> None:
    def rules(first_id: int, directory: list[tuple[int, bytes]]) -> ConsortiumRules:
        head_of: Callable[[bytes], bytes] = lambda account_: bytes(32)  # noqa: E731
        return ConsortiumRules(account("consortium"), first_id, directory, sender=DEPLOYER, now=0, head_of=head_of)

    with refused_by_rules(refusals.FirstIdZero()):
        rules(0, [])
    with refused_by_rules(refusals.ListingInvalid(ContractRole.NONE, STRANGER)):
        rules(1, [(ContractRole.NONE, STRANGER)])
    created = rules(1, [(ContractRole.DECISIONS, DECIDER)]).created
    assert [event.NAME for event in created] == ["ContractListed"]
    assert not any(type(event) in FOLLOWING for event in created)
    with pytest.raises(refusals.FirstIdZero):
        deploy(Chain(), "consortium", 0, [], deployer=DEPLOYER)


def refused_by_rules(expected: refusals.ContractRefusal) -> Any:
    """The rules refuse with exactly this error."""
    return pytest.raises(type(expected), check=lambda found: found.args == expected.args)

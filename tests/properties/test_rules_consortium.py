"""Consortium's rules in Python say the same as the contract, on random calls: acceptance, refusals, events, views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from functools import cache
from typing import Any, ClassVar

import pytest

from govledger.model import FOR_EVER, ContractRole, ListingState, Role, to_bits
from govledger.rules import consortium
from govledger.rules.answers import Stage
from govledger.rules.consortium import ConsortiumRules
from tests.contracts.harness import DAY, Chain, account, deploy, word
from tests.contracts.world import DEPLOYER, public_code
from tests.side_by_side import Compared, Differs, Tally, explore, machine, step, tally_of

SEQUENCES, ACTS_EACH = 54, 600

DECIDER = account("decider")
STRANGER = account("stranger")
GUARDED = ContractRole.BILL_CLAIMS
ADMINISTRATOR = to_bits({Role.ADMINISTRATOR})
YEAR = 365 * DAY
NEVER = {"CheckpointUnorderedInsertion"}
"""Declared by OpenZeppelin's Checkpoints, which are written in the order of time."""


HEADED_STAND_IN = bytes.fromhex(
    "6037600c60003960376000f3"
    "36600414603157602036038060206000376000600082600060006000355af13d600060003e602c573d6000fd5b3d6000f3"
    "5b60206000f3"
)
"""Creates a contract whose `head` is zero, and that calls whatever a test has it call, as `world.STAND_IN` does."""


class Sequence(Compared):
    """Random calls of every function, right more often than not."""

    EVERY: ClassVar[int] = 500

    def __init__(self, variant: int, tally: Tally) -> None:
        super().__init__(Chain(), variant, tally)
        directory = [(ContractRole.DECISIONS, DECIDER), (GUARDED, account("the first claims"))]
        self.contract = deploy(self.chain, "consortium", 1, directory, deployer=DEPLOYER)
        at = self.contract.address
        self.add("consortium", self.contract, consortium, lambda _: self.new_rules("consortium", at, 1, directory))
        self.spare = [self.chain.deploy(DEPLOYER, HEADED_STAND_IN) for _ in range(12)]
        self.listed: list[bytes] = [directory[1][1]]
        self._set_up()

    @property
    def members(self) -> ConsortiumRules:
        rules: ConsortiumRules = self.rules["consortium"]
        return rules

    def _set_up(self) -> None:
        """Organisations with administrators; in some sequences as many voters or administrators as there can be."""
        for _ in range(63 if self.variant % 3 == 0 else 8):
            self._admit(voting=True)
        for organisation in range(1, 7):
            self._first_administrator(organisation)
        if self.variant % 3 == 1:
            for _ in range(15):
                self.appoint_own(1, ADMINISTRATOR)

    def new_rules(self, key: str, address: bytes, *args: Any) -> ConsortiumRules:
        return ConsortiumRules(
            address,
            *args,
            sender=DEPLOYER,
            now=self.chain.now,
            head_of=lambda account_: bytes(32),
            has_code=lambda account_: bool(self.chain.code(account_)),
        )

    def send(self, function: str, *args: Any, sender: bytes) -> Any:
        return self.call("consortium", function, *args, sender=sender)

    # --- choices ---

    def somebody(self, what: str) -> bytes:
        return account(f"{what} {self.new()}")

    def decide(self, function: str, *args: Any) -> Any:
        sender = DECIDER if self.maybe(0.97) else self.random.choice([STRANGER, self.anybody()])
        return self.send(function, *args, sender=sender)

    def organisation(self, *statuses: int) -> int:
        known: Iterable[int] = range(1, self.members._next_organisation)
        right: list[int] = [one for one in known if self.members.get_organisation(one).status in statuses]
        if right and self.maybe(0.9):
            return self.random.choice(right)
        return self.random.choice([0, 999, *known])

    def at_version(self, organisation: int) -> tuple[int, int]:
        version = self.members.get_organisation(organisation).version
        return organisation, max(0, version + (self.random.choice([-1, 1]) if self.maybe(0.05) else 0))

    def officer(self, *, administrator: bool | None = None) -> int:
        """One in office, mostly."""
        now = self.chain.now
        right = [
            number
            for number, entry in self.members._officers.items()
            if now < entry.valid_until and (administrator is None or bool(entry.roles & ADMINISTRATOR) == administrator)
        ]
        if right and self.maybe(0.94):
            return self.random.choice(right[-20:])
        return self.random.choice([0, 999, 9_999, *list(self.members._officers)[-20:]])

    def as_seen(self, officer: int) -> tuple[int, int]:
        version = self.members.get_officer(officer).version
        return officer, max(0, version + (self.random.choice([-1, 1]) if self.maybe(0.05) else 0))

    def anybody(self) -> bytes:
        return self.random.choice(list(self.members._bindings) or [STRANGER])

    def administrators(self, organisation: int) -> list[bytes]:
        return [self.members.account_of(one) for one in self.members.administrators_of(organisation, self.chain.now)]

    def terms(self, roles: int) -> tuple[int, int, int, int]:
        now = self.chain.now
        start = now + self.random.choice([0, 0, 0, 0, 0, -DAY, -DAY, DAY])
        end = now + self.random.choice([YEAR, YEAR, YEAR, YEAR, 30 * DAY, 5 * YEAR])
        if self.maybe(0.1):
            end = start if self.maybe(0.5) else now + 5 * YEAR + 1
        if self.maybe(0.04):
            roles = self.random.choice([0, 1, 1 << Role.GUARDIAN, 1 << 20])
        return roles, self.random.randint(0, 3), start, end

    def roles(self) -> int:
        every = sorted(set(Role) - {Role.NONE, Role.FOUNDER, Role.DECISION, Role.GUARDIAN})
        return to_bits({Role(role) for role in self.random.sample(every, self.random.randint(1, 4))})

    def account_for(self) -> bytes:
        if self.maybe(0.9):
            return self.somebody("officer")
        return self.random.choice([bytes(20), self.random.choice(self.listed), self.anybody()])

    def create_another(self) -> None:
        entries = [(ContractRole.DECISIONS, DECIDER), (GUARDED, STRANGER), (ContractRole.NONE, STRANGER)]
        directory = self.random.sample(entries, self.random.randint(0, 3))
        self.create("consortium", self.choice([0, 1, 7]), directory)

    def time_passes(self) -> None:
        self.chain.move(self.random.choice([1, 60, 3600, 3600, DAY, DAY, 9 * DAY]))

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
        wallet = next((one for one in self.spare if self.members.officer_of(one)), None)
        if wallet is None and len(self.spare) > 4:
            wallet = self.spare[0]
            self.appoint_own(organisation, self.roles(), wallet)
        if wallet:
            self.decide("listContract", GUARDED, wallet)

    def close_contract(self) -> None:
        winding = [one for one in self.listed[1:] if self.members.get_listing(one).state == ListingState.WINDING_DOWN]
        chosen = self.random.choice(winding) if winding and self.maybe(0.6) else self.random.choice(self.listed)
        if chosen == self.listed[0] and self.members.get_listing(chosen).state == ListingState.WINDING_DOWN:
            return
        head = bytes(32) if self.maybe(0.5) else word("another head")
        self.decide("closeContract", chosen, head)

    def stop(self) -> None:
        chosen = self.random.choice([*self.listed, *self.listed, DECIDER, STRANGER])
        self.decide("stopContract", chosen)

    def pause(self) -> None:
        chosen = self.random.choice([*self.listed, *self.listed, *self.listed, DECIDER])
        until = self.chain.now + self.random.choice([0, 60, DAY, 20 * DAY])
        self.decide("pauseContract", chosen, until)

    def resume(self) -> None:
        paused = [one for one in self.listed if self.members.get_listing(one).paused_until > self.chain.now]
        self.decide("resumeContract", self.random.choice(paused if paused and self.maybe(0.7) else self.listed))

    # --- organisations ---

    def _admit(self, voting: bool) -> None:
        code = public_code(f"{self.variant} organisation {self.members._next_organisation}")
        self.send("admitOrganisation", code, self.random.choice([1, 0x1FF, 6, 0x100]), voting, sender=DECIDER)

    def _first_administrator(self, organisation: int) -> None:
        terms = (ADMINISTRATOR, 0, self.chain.now, self.chain.now + self.random.randint(1, 5) * YEAR)
        self.send("appointOfficer", organisation, self.somebody("administrator"), *terms, sender=DECIDER)

    def admit(self) -> None:
        if self.members._next_organisation > 75 and self.maybe(0.7):
            return
        code = public_code(f"{self.variant} organisation {self.members._next_organisation}")
        if self.maybe(0.2):
            code = self.random.choice([b"a" * 18, bytes(18), public_code(f"{self.variant} organisation 1")])
        kinds = self.random.choice([1, 2, 4, 0x1FF, 0x1FF]) if self.maybe(0.9) else self.random.choice([0, 0x200])
        self.decide("admitOrganisation", code, kinds, self.maybe(0.6))

    def admit_one_too_many(self) -> None:
        """In some sequences there are as many voters as there can be."""
        if self.variant % 3:
            return
        for _ in range(64 - len(self.members._voting)):
            self._admit(voting=True)
        if self.maybe(0.5):
            self._admit(voting=True)
        else:
            without = [
                one for one, entry in self.members._organisations.items() if entry.status == 1 and not entry.voting
            ]
            if without:
                organisation, seen = self.at_version(self.random.choice(without))
                self.decide("amendOrganisation", organisation, seen, 1, True)

    def amend_organisation(self) -> None:
        organisation, seen = self.at_version(self.organisation(1, 2))
        entry = self.members.get_organisation(organisation)
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
        living = [one for one in self.members._organisations if self.members._organisations[one].status in (1, 2)]
        lines = sorted(living, key=lambda one: -self.members._organisations[one].succession)
        ends = [one for one in lines if self.members._organisations[one].succession]
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
        rule = self.members.get_administration(organisation)
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
        if self.members.get_administration(organisation).needed == 2 and self.maybe(0.8):
            call = self.contract.calldata(function, *args)
            for other in self.administrators(organisation):
                if other != sender and self.maybe(0.8):
                    self.send("endorse", call, sender=other)
                    break
        return self.send(function, *args, sender=sender)

    def look_after(self, organisation: int, function: str, *args: Any) -> Any:
        """By the organisation, or by decision where it cannot, more often than not."""
        known = self.administrators(organisation)
        met = self.members.meets_own_rule(organisation, self.chain.now)
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
            self.send("endorse", call, sender=sender)

    def withdraw_endorsement(self) -> None:
        given = [number for number, entry in self.members._endorsements.items() if entry.valid_until > self.chain.now]
        chosen = self.random.choice(given if given and self.maybe(0.6) else [999, *self.members._endorsements])
        owner = self.members.account_of(self.members.get_endorsement(chosen).officer)
        sender = owner if any(owner) and self.maybe(0.8) else self._some_administrator()
        self.send("withdrawEndorsement", chosen, sender=sender)

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
        decided = not self.members.meets_own_rule(organisation, self.chain.now)
        roles = ADMINISTRATOR if (decided and self.maybe(0.9)) or self.maybe(0.3) else self.roles()
        self.look_after(organisation, "appointOfficer", organisation, self.account_for(), *self.terms(roles))

    def appoint_one_too_many(self) -> None:
        """In some sequences an organisation has as many administrators as there can be."""
        organisation = self.random.randint(1, 2)
        if self.variant % 3 != 1 or self.members.get_administration(organisation).needed == 2:
            return
        for _ in range(17 - len(self.administrators(organisation))):
            self.appoint_own(organisation, ADMINISTRATOR, self.somebody("administrator"))

    def amend(self) -> None:
        officer, seen = self.as_seen(self.officer())
        entry = self.members.get_officer(officer)
        terms: tuple[int, ...] = self.terms(ADMINISTRATOR if self.maybe(0.4) else self.roles())
        if self.maybe(0.1):
            terms = (entry.roles, entry.unit, entry.valid_from, entry.valid_until)
        self.look_after(entry.organisation, "amendOfficer", officer, seen, *terms)

    def dismiss(self) -> None:
        officer, seen = self.as_seen(self.officer(administrator=self.maybe(0.3)))
        self.look_after(self.members.get_officer(officer).organisation, "dismissOfficer", officer, seen)

    def rotate(self) -> None:
        officer, seen = self.as_seen(self.officer())
        organisation = self.members.get_officer(officer).organisation
        self.look_after(organisation, "rotateKey", officer, seen, self.account_for())

    def freeze(self) -> None:
        officer = self.officer(administrator=self.maybe(0.2))
        known = self.administrators(self.members.get_officer(officer).organisation)
        sender = self.random.choice(known) if known and self.maybe(0.7) else DECIDER
        self.send("freezeOfficer", officer, sender=sender if self.maybe(0.95) else self.anybody())

    def _on_freeze(self, function: str) -> None:
        now = self.chain.now
        frozen = [
            binding.officer
            for binding in self.members._bindings.values()
            if binding.frozen_until > now and binding.serves_until == FOR_EVER
        ]
        officer, seen = self.as_seen(self.random.choice(frozen) if frozen and self.maybe(0.8) else self.officer())
        organisation = self.members.get_officer(officer).organisation
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

    def ask_around(self) -> None:
        """The same answers, and the same refusals, to what contracts ask."""
        who = self.anybody() if self.maybe(0.95) else STRANGER
        own = self.members.get_officer(self.members.officer_of(who)).roles
        held = [role for role in Role if own >> role & 1]
        role = self.random.choice(held if held and self.maybe(0.8) else list(Role))
        stage = self.random.choice(list(Stage))
        asking = self.random.choice(self.listed) if self.maybe(0.9) else STRANGER
        now = self.chain.now
        for one in (role, *held):
            self.ask("consortium", "authorise", who, one, stage, sender=asking, timed=True)
        reporter = self.random.choice([*self.listed, STRANGER])
        place = self.random.choice([GUARDED, GUARDED, *ContractRole])
        self.ask("consortium", "requireReporter", reporter, place, sender=asking)
        self.ask("consortium", "requireActive", self.organisation(1, 3))
        time = now + self.random.choice([-30 * DAY, -DAY, -1, 0, 0, 1])
        self.ask("consortium", "officerAt", who, time, timed=True)

    @step
    def look(self) -> None:
        read = cache(self.contract.read)
        for both in (self.members, self.replayed["consortium"]):
            try:
                self._compare_views(both, read)
            except AssertionError as difference:
                raise Differs(str(difference)) from difference

    def _compare_views(self, both: ConsortiumRules, read: Callable[..., Any]) -> None:
        now = self.chain.now
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
        for who in (*both._bindings, STRANGER):
            assert read("getBinding", who) == astuple(both.get_binding(who))
            assert read("officerOf", who) == both.officer_of(who)
            for time in (now - 40 * DAY, now - DAY, now):
                assert read("officerAt", who, time) == both.officer_at(now, who, time)
        for listed in (*both._listings, STRANGER):
            assert read("getListing", listed) == astuple(both.get_listing(listed))
        for role in ContractRole:
            assert read("contractOf", role) == both.contract_of(role)
        for code, organisation in both._codes.items():
            assert read("organisationByCode", code) == organisation


ACTS: dict[Callable[[Sequence], None], float] = {
    Sequence.time_passes: 12,
    Sequence.create_another: 0.5,
    Sequence.list_contract: 3,
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
    Sequence.end: 1.5,
    Sequence.set_rule: 2.5,
    Sequence.endorse: 1.5,
    Sequence.withdraw_endorsement: 1.5,
    Sequence.appoint: 6,
    Sequence.appoint_one_too_many: 1.2,
    Sequence.amend: 4,
    Sequence.dismiss: 2,
    Sequence.rotate: 3,
    Sequence.freeze: 3,
    Sequence.confirm_freeze: 1.5,
    Sequence.thaw: 2,
    Sequence.ask_around: 6,
}


TALLY = tally_of("consortium", NEVER)


@contextmanager
def made(variant: int, tally: Tally = TALLY) -> Iterator[Sequence]:
    """A sequence before its first call."""
    yield Sequence(variant, tally)


def test_rules_say_what_the_contract_says() -> None:
    explore(machine("ConsortiumCalls", made, ACTS), SEQUENCES, ACTS_EACH, TALLY)


def test_sequences_reached_every_function_event_and_error(capsys: pytest.CaptureFixture[str]) -> None:
    if not TALLY.complete:
        pytest.skip("only a part of the sequences ran")
    with capsys.disabled():
        TALLY.check()

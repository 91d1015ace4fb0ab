"""Decisions' rules in Python say the same as the contract, on random calls: acceptance, refusals, events, views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from functools import cache
from typing import Any, ClassVar

import pytest

from govledger import refusals
from govledger.events import Event
from govledger.events.refusal import ContractRefusal
from govledger.model import ActionKind, ContractRole, OrganisationStatus, ProposalStatus, Role, to_bits
from govledger.rules import consortium, decisions
from govledger.rules.consortium import ConsortiumRules
from govledger.rules.decisions import DecisionsRules
from tests.contracts.harness import DAY, NO_ADDRESS, TERMS, Chain, Contract, account, deploy
from tests.contracts.world import DEPLOYER, FOUNDER, GUARDIAN, STRANGER, public_code
from tests.side_by_side import Compared, Differs, Tally, explore, machine, step, tally_of

SEQUENCES, ACTS_EACH = 36, 700

YEAR = 365 * DAY
ADMINISTRATOR = to_bits({Role.ADMINISTRATOR})
NEVER = {"InsufficientBalance"}
"""Declared by OpenZeppelin's Address, for calls that carry value."""
NO_CODE = account("listed, and no contract stands there")


class Sequence(Compared):
    """Random calls of every function of Decisions, with an organisation's own acts between them."""

    EVERY: ClassVar[int] = 400

    def __init__(self, variant: int, tally: Tally) -> None:
        super().__init__(Chain(), variant, tally)
        at_consortium, at_decisions, claims = self.chain.next_addresses(DEPLOYER, 3)
        places = (ContractRole.DECISIONS, ContractRole.BILL_CLAIMS, ContractRole.BILL_RANGES)
        directory = list(zip(places, (at_decisions, claims, NO_CODE), strict=True))
        self.consortium = deploy(self.chain, "consortium", 1, directory, deployer=DEPLOYER)
        given = (at_consortium, FOUNDER, GUARDIAN, 1, TERMS)
        self.decisions = deploy(self.chain, "decisions", *given, deployer=DEPLOYER)
        bills = deploy(self.chain, "medical_bills", at_consortium, account("ranges"), 1, deployer=account("bills"))
        self.claims = deploy(self.chain, "bill_claims", at_consortium, bills.address, deployer=DEPLOYER).address
        first: dict[str, Any] = {"sender": DEPLOYER, "now": self.chain.now}
        self.add(
            "consortium",
            self.consortium,
            consortium,
            lambda _: ConsortiumRules(at_consortium, 1, directory, head_of=lambda account_: bytes(32), **first),
        )
        self.add("decisions", self.decisions, decisions, lambda rules: self._rules_at(at_decisions, *given, **rules))
        self.made: dict[int, tuple[bytes, bytes]] = {}
        self._set_up()

    def _rules_at(
        self, address: bytes, at_consortium: bytes, *args: Any, consortium: ConsortiumRules
    ) -> DecisionsRules:
        known = {"elsewhere": self._elsewhere, "sender": DEPLOYER, "now": self.chain.now}
        return DecisionsRules(address, consortium, *args, **known)

    def new_rules(self, key: str, address: bytes, *args: Any) -> DecisionsRules:
        at_consortium, *others = args
        members = ConsortiumRules(
            at_consortium, 1, [], sender=DEPLOYER, now=self.chain.now, head_of=lambda account_: bytes(32)
        )
        return self._rules_at(address, at_consortium, *others, consortium=members)

    @property
    def decided(self) -> DecisionsRules:
        rules: DecisionsRules = self.rules["decisions"]
        return rules

    @property
    def members(self) -> ConsortiumRules:
        rules: ConsortiumRules = self.rules["consortium"]
        return rules

    @property
    def both_decided(self) -> tuple[DecisionsRules, DecisionsRules]:
        return self.decided, self.replayed["decisions"]

    def _elsewhere(self, sender: bytes, now: int, target: bytes, call: bytes) -> tuple[Event, ...]:
        """What the founder calls besides: a view of the claims contract, or nothing that there is."""
        if target == NO_CODE:
            raise refusals.AddressEmptyCode(target)
        if target == self.claims and call == self._consortium_call():
            return ()
        raise refusals.FailedCall

    def _consortium_call(self) -> bytes:
        return Contract(self.chain, "bill_claims", self.claims).calldata("consortium")

    def _set_up(self) -> None:
        for number in range(7):
            self.decide("admitOrganisation", public_code(f"{self.variant} member {number}"), 0x1FF, number != 6)
            self.decide("appointOfficer", number + 1, account(f"{number} first"), *self._term())
            self._own(number + 1, "appointOfficer", number + 1, account(f"{number} second"), *self._term())

    def _term(self) -> tuple[int, int, int, int]:
        return ADMINISTRATOR, 0, self.chain.now, self.chain.now + 5 * YEAR

    def send(self, function: str, *args: Any, sender: bytes) -> Any:
        return self.call("decisions", function, *args, sender=sender)

    # --- choices ---

    def decide(self, function: str, *args: Any, ours: bool = False) -> Any:
        target = self.decisions if ours else self.consortium
        return self.send("decide", target.address, target.calldata(function, *args), sender=FOUNDER)

    def administrators(self) -> list[bytes]:
        """Of all members, those who can act."""
        rules, now = self.members, self.chain.now
        return [
            rules.account_of(officer)
            for organisation in range(1, 8)
            for officer in rules.administrators_of(organisation, now)
            if rules.get_organisation(organisation).status == OrganisationStatus.ACTIVE
        ]

    def administrator(self) -> bytes:
        known = self.administrators()
        if known and self.maybe(0.96):
            return self.random.choice(known)
        return self.random.choice([STRANGER, FOUNDER, GUARDIAN])

    def proposal(self, *statuses: int) -> int:
        right = [one for one in self.made if self.decided.get_proposal(self.chain.now, one).status in statuses]
        if right and self.maybe(0.92):
            return self.random.choice(right[-5:])
        return self.random.choice([0, 9_999, *list(self.made)[-5:]])

    def version(self, organisation: int) -> int:
        return self.members.get_organisation(organisation).version

    def create_another(self) -> None:
        given: list[Any] = [self.consortium.address, FOUNDER, self.choice([GUARDIAN, NO_ADDRESS]), 1, TERMS]
        wrong = [
            (0, NO_ADDRESS),
            (1, NO_ADDRESS),
            (2, FOUNDER),
            (3, 0),
            (4, TERMS[:7]),
            (4, (*TERMS[:7], (9000, 0, YEAR))),
        ]
        if self.maybe(0.8):
            place, value = self.choice(wrong)
            given[place] = value
        self.create("decisions", *given)

    def time_passes(self) -> None:
        self.chain.move(self.random.choice([1, 3600, DAY, DAY, 3 * DAY, 7 * DAY]))

    # --- proposals ---

    def _action(self) -> tuple[bytes, bytes]:
        """What is proposed: mostly what can be carried out."""
        ours, theirs = self.decisions, self.consortium
        one, other = self.random.sample(range(1, 8), 2)
        officer = self.random.randint(1, 14)
        officer_version = self.members.get_officer(officer).version
        now = self.chain.now
        code = public_code(f"{self.variant} new {self.new()}")
        guardian = account(f"guardian {self.random.randint(0, 2)}")
        kind = self.random.randint(1, 8)
        target, function, args = self.random.choice(
            [
                *[(theirs, "admitOrganisation", (code, 1, False))] * 4,
                (theirs, "amendOrganisation", (one, self.version(one), 0x1FF, self.maybe(0.8))),
                (theirs, "suspendOrganisation", (one, self.version(one), 0)),
                *[(theirs, "reinstateOrganisation", (one, self.version(one)))] * 2,
                (theirs, "mergeOrganisation", (7, self.version(7), other)),
                (theirs, "appointOfficer", (one, account(f"recovered {self.new()}"), *self._term())),
                (theirs, "rotateKey", (officer, officer_version, account(f"key {self.new()}"))),
                (theirs, "thawOfficer", (officer, officer_version)),
                (theirs, "resumeContract", (self.claims,)),
                (theirs, "pauseContract", (self.claims, now + 20 * DAY)),
                (ours, "appointGuardian", (guardian,)),
                (ours, "removeGuardian", ()),
                (ours, "changePolicy", (kind, self._terms_of(kind))),
            ]
        )
        return target.address, target.calldata(function, *args)

    def _terms_of(self, kind: int) -> tuple[int, int, int]:
        threshold, delay, lapse = TERMS[kind - 1]
        if self.maybe(0.2):
            return threshold, delay, lapse
        if self.maybe(0.3):
            return self.random.choice([(5000, 0, YEAR), (8000, 20 * DAY, YEAR), (6000, 0, DAY), (5100, 0, 30 * DAY)])
        return threshold, delay, lapse + self.random.randint(1, 9)

    def propose(self) -> None:
        target, call = self._action()
        if self.maybe(0.06):
            target, call = self.random.choice([(target, call[:3]), (self.claims, call), (target, b"none" + call)])
        made = self.send("propose", target, call, sender=self.administrator())
        if made:
            self.made[made[0].proposal] = (target, call)

    def vote(self) -> None:
        proposal = self.proposal(ProposalStatus.OPEN, ProposalStatus.QUEUED)
        known = self.administrators()
        rules = self.members
        for sender in self.random.sample(known, min(len(known), 5)):
            organisation = rules.get_officer(rules.officer_of(sender)).organisation
            if not self.decided.has_voted(proposal, organisation) or self.maybe(0.1):
                self.send("vote", proposal, sender=sender)

    def withdraw_vote(self) -> None:
        proposal = self.proposal(ProposalStatus.OPEN, ProposalStatus.QUEUED)
        self.send("withdrawVote", proposal, sender=self.administrator())

    def queue(self) -> None:
        wanted = ProposalStatus.OPEN if self.maybe(0.8) else ProposalStatus.QUEUED
        self.send("queue", self.proposal(wanted), sender=STRANGER)

    def execute(self) -> None:
        proposal = self.proposal(ProposalStatus.QUEUED)
        target, call = self.made.get(proposal, (self.claims, b""))
        if self.maybe(0.12):
            call += b"\0"
        self.send("execute", proposal, target, call, sender=STRANGER)

    def carry_through(self) -> None:
        """A proposal with all votes, its delay and its execution."""
        target, call = self._action()
        made = self.send("propose", target, call, sender=self.administrator())
        if not made:
            return
        proposal: int = made[0].proposal
        self.made[proposal] = (target, call)
        voted = {made[0].acting_organisation}
        rules = self.members
        for sender in self.administrators():
            organisation = rules.get_officer(rules.officer_of(sender)).organisation
            if organisation not in voted:
                self.send("vote", proposal, sender=sender)
                voted.add(organisation)
        queued = self.send("queue", proposal, sender=STRANGER)
        if queued:
            self.chain.move_to(queued[0].ready_at)
            self.send("execute", proposal, target, call, sender=STRANGER)

    def cancel(self) -> None:
        proposal = self.proposal(ProposalStatus.OPEN, ProposalStatus.QUEUED)
        guardian = self.decided.guardian
        proposer = self.decided.get_proposal(self.chain.now, proposal).proposer
        officers = self.members.administrators_of(proposer, self.chain.now)
        own = [self.members.account_of(officer) for officer in officers]
        senders = [*own, *([guardian] * 2 if any(guardian) else []), self.administrator()]
        self.send("cancelProposal", proposal, sender=self.random.choice(senders))

    # --- the guardian and the founder ---

    def guard(self) -> None:
        guardian = self.decided.guardian
        sender = guardian if any(guardian) and self.maybe(0.9) else STRANGER
        if self.maybe(0.5):
            self.send("freezeOfficer", self.random.randint(1, 14), sender=sender)
        else:
            self.send("stopContract", self.claims, sender=sender)

    def found(self) -> None:
        """The founder decides, or tries to."""
        target, call = self._action()
        if self.maybe(0.3):
            target, call = self.random.choice(
                [
                    (self.claims, self._consortium_call()),
                    (self.claims, b""),
                    (NO_CODE, call),
                    (STRANGER, call),
                    (target, call[:-1]),
                ]
            )
        sender = FOUNDER if self.maybe(0.93) else self.administrator()
        self.send("decide", target, call, sender=sender)

    def found_policy(self) -> None:
        ours = True
        kind = self.random.randint(0, 8)
        terms = self._terms_of(kind or 1)
        if kind == ActionKind.POLICY and self.maybe(0.5):
            terms = (7000, DAY, YEAR)
        chosen = self.random.choice(
            [
                ("changePolicy", (kind, terms)),
                (
                    "appointGuardian",
                    (self.random.choice([NO_ADDRESS, self.decided.guardian, GUARDIAN, GUARDIAN, FOUNDER, FOUNDER]),),
                ),
                ("removeGuardian", ()),
            ]
        )
        self.decide(chosen[0], *chosen[1], ours=ours)
        if self.maybe(0.2):
            self.send(chosen[0], *chosen[1], sender=self.administrator())

    def hand_over_at_last(self) -> None:
        if self.maybe(0.12):
            self.hand_over()

    def hand_over(self) -> None:
        self.send("handOver", sender=FOUNDER if self.maybe(0.9) else STRANGER)

    def try_to_hand_over(self) -> None:
        self.hand_over_and_back(FOUNDER if self.maybe(0.9) else STRANGER)

    @step
    def hand_over_and_back(self, sender: bytes) -> None:
        """Undone, so that the founder goes on deciding: by all sides, since the rules are asked on copies."""
        checkpoint = self.chain.checkpoint()
        over = [rules._handed_over for rules in self.both_decided]
        self.send("handOver", sender=sender)
        self.chain.go_back(checkpoint)
        for rules, before in zip(self.both_decided, over, strict=True):
            rules._handed_over = before

    def let_the_founder_serve(self) -> None:
        """The founder becomes an officer in some sequences, and then cannot hand over."""
        if self.variant % 3 == 2 and self.maybe(0.3):
            self._own(
                1, "appointOfficer", 1, FOUNDER, to_bits({Role.REGISTRAR}), 0, self.chain.now, self.chain.now + YEAR
            )

    # --- what changes who counts ---

    def _own(self, organisation: int, function: str, *args: Any) -> None:
        rules = self.members
        known = [rules.account_of(one) for one in rules.administrators_of(organisation, self.chain.now)]
        if known:
            self.call("consortium", function, *args, sender=self.random.choice(known))

    def freeze(self) -> None:
        officer = self.random.randint(1, 14)
        self._own(self.members.get_officer(officer).organisation, "freezeOfficer", officer)

    def confirm(self) -> None:
        officer = self.random.randint(1, 14)
        entry = self.members.get_officer(officer)
        self._own(entry.organisation, self.random.choice(["confirmFreeze", "thawOfficer"]), officer, entry.version)

    def renew(self) -> None:
        officer = self.random.randint(1, 14)
        entry = self.members.get_officer(officer)
        self._own(entry.organisation, "amendOfficer", officer, entry.version, *self._term())

    def replace_decisions(self) -> None:
        if self.maybe(0.4):
            self.replace_decisions_and_back(self.proposal(ProposalStatus.OPEN, ProposalStatus.QUEUED))

    @step
    def replace_decisions_and_back(self, proposal: int) -> None:
        """Another contract decides for some calls; undone."""
        checkpoint = self.chain.checkpoint()
        given = (self.consortium.address, FOUNDER, NO_ADDRESS, 500, TERMS)
        successor = deploy(self.chain, "decisions", *given, deployer=DEPLOYER)
        kept = [dict(rules.consortium._contracts) for rules in self.both_decided]
        for rules in self.both_decided:
            rules.consortium._contracts[ContractRole.DECISIONS] = successor.address
        listing = self.consortium.calldata("listContract", ContractRole.DECISIONS, successor.address)
        target = self.consortium.address
        listed = True
        try:
            self.decisions.call("decide", target, listing, sender=FOUNDER)
        except ContractRefusal:
            listed = False
        if listed:
            self.send("decide", target, listing, sender=FOUNDER)
            self.send("queue", proposal, sender=STRANGER)
            self.send("execute", proposal, target, listing, sender=STRANGER)
            self.send("handOver", sender=FOUNDER)
        self.chain.go_back(checkpoint)
        for rules, contracts in zip(self.both_decided, kept, strict=True):
            rules.consortium._contracts = contracts

    # --- views ---

    @step
    def look(self) -> None:
        read = cache(self.decisions.read)
        for rules in self.both_decided:
            try:
                self._compare_views(rules, read)
            except AssertionError as difference:
                raise Differs(str(difference)) from difference

    def _compare_views(self, rules: DecisionsRules, read: Callable[..., Any]) -> None:
        now = self.chain.now
        for proposal in range(rules._next_proposal + 1):
            assert read("getProposal", proposal) == astuple(rules.get_proposal(now, proposal))
        for proposal in list(rules._proposals)[-10:]:
            assert read("tallyOf", proposal) == rules.tally_of(now, proposal)
            for organisation in range(9):
                assert read("hasVoted", proposal, organisation) == rules.has_voted(proposal, organisation)
        for kind in range(10):
            assert read("getPolicy", kind) == astuple(rules.get_policy(kind))
        for who in (GUARDIAN, FOUNDER, STRANGER, *(account(f"guardian {number}") for number in range(3))):
            assert read("getGuardian", who) == astuple(rules.get_guardian(who))
            assert read("getFounder", who) == astuple(rules.get_founder(who))
        assert (read("guardian"), read("founder")) == (rules.guardian, rules.founder)
        for target, call in list(self.made.values())[-10:]:
            assert read("actionOf", target, call) == rules.action_of(target, call)


ACTS: dict[Callable[[Sequence], None], float] = {
    Sequence.time_passes: 8,
    Sequence.create_another: 1,
    Sequence.hand_over_at_last: 0.5,
    Sequence.propose: 3,
    Sequence.vote: 3,
    Sequence.withdraw_vote: 2,
    Sequence.queue: 2,
    Sequence.execute: 4,
    Sequence.carry_through: 2,
    Sequence.cancel: 2.5,
    Sequence.guard: 3,
    Sequence.found: 3,
    Sequence.found_policy: 4,
    Sequence.try_to_hand_over: 1.5,
    Sequence.let_the_founder_serve: 0.3,
    Sequence.freeze: 0.7,
    Sequence.confirm: 0.7,
    Sequence.renew: 2,
    Sequence.replace_decisions: 0.5,
}


TALLY = tally_of("decisions", NEVER)


@contextmanager
def made(variant: int, tally: Tally = TALLY) -> Iterator[Sequence]:
    """A sequence before its first call."""
    yield Sequence(variant, tally)


def test_rules_say_what_the_contract_says() -> None:
    explore(machine("DecisionsCalls", made, ACTS), SEQUENCES, ACTS_EACH, TALLY)


def test_sequences_reached_every_function_event_and_error(capsys: pytest.CaptureFixture[str]) -> None:
    if not TALLY.complete:
        pytest.skip("only a part of the sequences ran")
    decided = {"appointGuardian": "GuardianAppointed", "removeGuardian": "GuardianRemoved", "changePolicy": "PolicySet"}
    for function, event in decided.items():
        TALLY.functions["decisions", function] += TALLY.events["decisions", event]
    with capsys.disabled():
        TALLY.check()

"""Contracts and the plain rules of `govledger.rules`, called side by side: same acceptance, refusals, events and state.

Each call is made of the contract on pyrevm and of its rules. What was accepted is made a third time, from its events
alone (`implied_call`), on a second instance of the rules, as the audit does. After each sequence the running hash and
the versions are held against the logs.

hypothesis draws the sequences, as runs of a state machine: which act comes next, and the seed of its choices. When both
sides differ, hypothesis makes the sequence shorter, and the failure ends with the calls of what remains, as Python that
makes them again.

So a contract joins: a subclass of `Compared` (or of `SideBySide`, where others answer for the consortium) that adds the
contract and its rules, and has a method for each act; the acts with their weights; `made`, which begins a sequence; and
a test that explores `machine(NAME, made, ACTS)`. Its tally fails if an event or an error is reached too seldom; then an
act is missing, or one that chooses well enough. tests/properties/test_rules_data_registry.py is the shortest example.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import astuple
from functools import wraps
from itertools import takewhile
from random import Random
from types import ModuleType
from typing import Any, ClassVar, Concatenate, NamedTuple, ParamSpec, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from govledger import refusals
from govledger.artifacts import load
from govledger.errors import Refusal
from govledger.events import Event
from govledger.events import types as events
from govledger.events.interface import NEVER_EMITTED
from govledger.model import ContractRole, ListingState, OrganisationStatus, Role
from govledger.rules.answers import Authority, Stage
from tests.contracts.harness import NO_ADDRESS, Chain, Contract, Deployed, Emitted, deploy, event_of, snake_case
from tests.contracts.world import DEPLOYER, Organisation, World

LEAST, LEAST_ACCEPTED = 20, 0.4
"""How often everything of an interface is reached at least, and the share of the calls that are accepted."""


class ConsortiumStandIn:
    """What the rules ask of Consortium, answered for a world: who there is, from its events; what changes, as told."""

    def __init__(self, world: World) -> None:
        self.status: dict[int, OrganisationStatus] = {}
        self.heirs: dict[int, int] = {}
        self.officers: dict[bytes, tuple[int, int, int, int, int, int]] = {}
        self.listings: dict[bytes, tuple[ContractRole, ListingState]] = {}
        for _, _, event in world.kept():
            if isinstance(event, events.OrganisationAdmitted):
                self.status[event.organisation] = OrganisationStatus.ACTIVE
            elif isinstance(event, events.OfficerAppointed):
                terms = (event.organisation, event.roles, event.unit, event.valid_from, event.valid_until)
                self.officers[event.account] = (event.officer, *terms)
            elif isinstance(event, events.ContractListed):
                self.list(event.contract_role, event.listing)

    def list(self, role: int, address: bytes) -> None:
        """A contract fills a place; the one before it winds down."""
        for other, (place, _) in list(self.listings.items()):
            if place == role:
                self.listings[other] = (place, ListingState.WINDING_DOWN)
        self.listings[address] = (ContractRole(role), ListingState.CURRENT)

    # --- what the rules ask ---

    def authorise(self, sender: bytes, now: int, account: bytes, role: Role, stage: Stage) -> Authority:
        place, state = self.listings[sender]
        if state != ListingState.CURRENT and stage == Stage.BEGIN:
            raise refusals.ContractWindingDown(sender, place)
        if account not in self.officers:
            raise refusals.AccountUnknown(account)
        officer, organisation, roles, unit, valid_from, valid_until = self.officers[account]
        if not valid_from <= now < valid_until:
            raise refusals.OfficerNotInOffice(officer, valid_from, valid_until, now)
        if not roles >> role & 1:
            raise refusals.OfficerRoleMissing(officer, role, roles)
        self._require_active(organisation)
        return Authority(organisation, officer, unit)

    def require_reporter(self, sender: bytes, account: bytes, role: ContractRole) -> None:
        if self.listings.get(account, (ContractRole.NONE, ListingState.NONE))[0] != role:
            raise refusals.ReporterNotListed(account, role)

    def require_active(self, organisation: int) -> None:
        self._require_active(self.successor_of(organisation))

    def heir_of(self, organisation: int) -> int:
        return self._follow(organisation, {OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED})

    def successor_of(self, organisation: int) -> int:
        return self._follow(organisation, {OrganisationStatus.MERGED})

    def _follow(self, organisation: int, ended: set[OrganisationStatus]) -> int:
        while self.status.get(organisation) in ended:
            organisation = self.heirs[organisation]
        return organisation

    def _require_active(self, organisation: int) -> None:
        status = self.status.get(organisation, OrganisationStatus.NONE)
        if status == OrganisationStatus.NONE:
            raise refusals.OrganisationUnknown(organisation)
        if status != OrganisationStatus.ACTIVE:
            raise refusals.OrganisationNotActive(organisation, status)


class Tally:
    """What all sequences of one contract together reached."""

    def __init__(self, key: str, never: Set[str] = frozenset()) -> None:
        """Of the contract with that key.

        Args:
            key: the contract's.
            never: names that stand in its ABI because a library declares them, and that nothing can reach.
        """
        self.key = key
        self.never = never
        self.complete = False
        """Whether all sequences of a full run are made."""
        self.calls = 0
        self.accepted = 0
        self.functions: Counter[tuple[str, str]] = Counter()
        self.events: Counter[tuple[str, str]] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()

    @property
    def share(self) -> float:
        """Of the calls, those that were accepted."""
        return self.accepted / self.calls

    def reached(self, kind: str) -> Counter[str]:
        """How often each `function` that changes something, `event` or `error` of the interface was reached."""
        counted = {"function": self.functions, "event": self.events, "error": self.errors}[kind]
        never = {signature.partition("(")[0] for signature in NEVER_EMITTED} | self.never
        return Counter(
            {
                entry["name"]: counted[self.key, entry["name"]]
                for entry in load(self.key).abi
                if entry["type"] == kind
                and entry.get("stateMutability", "nonpayable") == "nonpayable"
                and entry["name"] not in never
            }
        )

    def check(self) -> None:
        """Prints what was reached, and fails where that is too little."""
        print(f"\n{self.key}: {self.calls:,} calls beside the rules, {self.share:.0%} accepted")
        for kind in KINDS:
            reached = self.reached(kind)
            print(f"  least reached {kind}s: {seldom(reached)}")
            assert {name: times for name, times in reached.items() if times < LEAST} == {}
        assert self.share >= LEAST_ACCEPTED


KINDS = ("function", "event", "error")


def seldom(reached: Counter[str], count: int = 4) -> str:
    """The names that were reached least."""
    return ", ".join(f"{name} {times}" for name, times in reached.most_common()[: -count - 1 : -1])


TALLIES: dict[str, Tally] = {}
"""Of the contracts whose sequences this run makes."""


def tally_of(key: str, never: Set[str] = frozenset()) -> Tally:
    """The tally of a contract's sequences in this run."""
    return TALLIES.setdefault(key, Tally(key, never))


# --- steps, which can be shown -------------------------------------------------------------------------------


class Differs(AssertionError):
    """The contract and its rules do not say the same."""


class Step(NamedTuple):
    """What a sequence did at a time: a call, a question, or something that happens around them."""

    now: int
    name: str
    args: tuple[Any, ...]
    named: dict[str, Any]

    def shown(self) -> str:
        """As Python that does it again."""
        given = [*map(_as_code, self.args), *(f"{name}={_as_code(value)}" for name, value in self.named.items())]
        return f"sequence.{self.name}({', '.join(given)})"


S = TypeVar("S", bound="Compared")
P = ParamSpec("P")
R = TypeVar("R")


def step(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """A method that compares or changes something. It is noted, so that a failure can show what led to it.

    What it does depends on its arguments, the chain and the rules alone, not on what a sequence remembers or draws.
    """

    @wraps(method)
    def noted(self: S, /, *args: P.args, **named: P.kwargs) -> R:
        if self.busy:
            return method(self, *args, **named)
        self.steps.append(Step(self.chain.now, method.__name__, args, named))
        self.busy = True
        try:
            return method(self, *args, **named)
        finally:
            self.busy = False

    return noted


class Choices(Random):
    """Takes one number for each choice, among however many: an act chooses alike when other acts are left out."""

    def _randbelow(self, n: int) -> int:
        return int(self.random() * n)


class Compared:
    """Contracts on a chain, of which each call is also made of their rules."""

    def __init__(self, chain: Chain, variant: int, tally: Tally) -> None:
        self.chain = chain
        self.variant = variant
        """A number by which sequences differ from their beginning."""
        self.random: Random = Choices(variant)
        """Of which an act makes its choices; another one for every act."""
        self.tally = tally
        self.deployed = Deployed(chain)
        """All contracts whose logs are held against the laws."""
        self.contracts: dict[str, Contract] = {}
        self.rules: dict[str, Any] = {}
        self.replayed: dict[str, Any] = {}
        self.modules: dict[str, ModuleType] = {}
        self.steps: list[Step] = []
        self.busy = False
        """Within a step; what it does is part of it."""
        self.counter = 0

    def add(self, key: str, contract: Contract, module: ModuleType, make: Callable[[dict[str, Any]], Any]) -> None:
        """A contract and its rules, made twice; `make` gets the rules of the contracts before it."""
        self.contracts[key], self.modules[key] = contract, module
        self.rules[key] = make(self.rules)
        self.replayed[key] = make(self.replayed)
        if contract not in self.deployed.contracts:
            self.deployed.contracts.append(contract)

    # --- a sequence ---

    EVERY: ClassVar[int] = 200
    """After so many acts all views are compared."""

    def act_out(self, act: Callable[[Any], None]) -> None:
        act(self)

    def look(self) -> None:
        """A step: all views say the same on both sides."""
        raise NotImplementedError

    # --- one call ---

    @step
    def call(self, key: str, function: str, *args: Any, sender: bytes) -> Emitted | None:
        """The events of the call, or None if it was refused, on both sides in the same way.

        The rules are asked first: some of them ask contracts, which answer as they are before the call.
        """
        now, contract = self.chain.now, self.contracts[key]
        found = self._by_rules(self.rules[key], function, sender, now, *args)
        again = self._replay(key, function, found, args, sender, now) if isinstance(found, tuple) else found
        expected: Refusal | Emitted
        try:
            expected = contract.call(function, *args, sender=sender)
        except Refusal as refusal:
            expected = refusal
        self._same("the rules", found, expected)
        self._same("what the events imply", again, expected)
        self._count(key, function, expected)
        return None if isinstance(expected, Refusal) else expected

    @step
    def create(self, key: str, *args: Any) -> None:
        """A contract is created with these arguments, or refused, on both sides in the same way; then it is undone."""
        [address] = self.chain.next_addresses(DEPLOYER, 1)
        found: Any
        try:
            found = getattr(self.new_rules(key, address, *args), "created", ())
        except Exception as problem:
            found = problem
        checkpoint = self.chain.checkpoint()
        expected: Refusal | Emitted
        try:
            deploy(self.chain, key, *args, deployer=DEPLOYER)
            expected = Emitted(event_of(log.topics, log.data) for log in self.chain.logs[checkpoint.logs :])
        except Refusal as refusal:
            expected = refusal
        self.chain.go_back(checkpoint)
        self._same("the rules", found, expected)
        self._count(key, "constructor", expected)

    def new_rules(self, key: str, address: bytes, *args: Any) -> Any:
        """The rules of a contract that is created there, with what its constructor takes."""
        raise NotImplementedError

    @step
    def ask(self, key: str, view: str, *args: Any, sender: bytes | None = None, timed: bool = False) -> Any:
        """A view that may refuse: both sides answer alike.

        Args:
            key: the contract's.
            view: its name.
            args: what it takes.
            sender: who asks, where that matters.
            timed: whether the rules take the time.
        """
        contract, now = self.contracts[key], self.chain.now
        try:
            expected: Any = _plain(contract.read(view, *args, sender=sender or NO_ADDRESS))
        except Refusal as refusal:
            expected = refusal
            self.tally.errors[key, type(refusal).__name__] += 1
        given = ((sender,) if sender is not None else ()) + ((now,) if timed else ()) + args
        for rules in (self.rules[key], self.replayed[key]):
            found = self._by_rules(rules, view, *given)
            if not isinstance(found, Exception):
                found = _plain(found) if contract.functions[view]["outputs"] else None
            self._same("the rules", found, expected)
        return expected

    @step
    def laws(self) -> None:
        """The running hash and the versions of every contract are those of its logs."""
        try:
            self.deployed.check_laws()
        except AssertionError as broken:
            raise Differs(str(broken)) from broken

    def _by_rules(self, rules: Any, function: str, *args: Any) -> Any:
        """What the rules answer. Where they break, that is an answer that no contract gives."""
        try:
            return getattr(rules, snake_case(function))(*args)
        except Exception as problem:
            return problem

    def _replay(
        self, key: str, function: str, emitted: tuple[Event, ...], args: tuple[Any, ...], sender: bytes, now: int
    ) -> Any:
        """The call that the events imply, on the second instance; a silent report as it was made."""
        rules, module = self.replayed[key], self.modules[key]
        if not emitted:
            return self._by_rules(rules, function, sender, now, *args)
        before = tuple(takewhile(lambda event: type(event) in getattr(module, "PRECEDING", ()), emitted))
        known, *after = emitted[len(before) :]
        if strange := [event.NAME for event in after if key == event.CONTRACT and type(event) not in module.FOLLOWING]:
            raise Differs(f"{', '.join(strange)} of {function} does not stand in FOLLOWING")
        name, implied = module.implied_call(known, before) if before else module.implied_call(known)
        return self._by_rules(rules, name, known.actor, now, *implied)  # type: ignore[attr-defined]

    def _same(self, whose: str, found: Any, expected: Any) -> None:
        if _facts(found) != _facts(expected):
            raise Differs(f"{whose}: {found!r}\nthe contract: {expected!r}")

    def _count(self, key: str, function: str, outcome: Refusal | Emitted) -> None:
        self.tally.calls += 1
        if isinstance(outcome, Refusal):
            self.tally.errors[key, type(outcome).__name__] += 1
        else:
            self.tally.accepted += 1
            self.tally.functions[key, function] += 1
            if function != "constructor":
                self.tally.events.update((event.CONTRACT, event.NAME) for event in outcome)

    def shown(self) -> str:
        """The steps, as Python that makes them again."""
        lines, now = [f"with made({self.variant}) as sequence:"], None
        for one in self.steps:
            if one.now != now:
                lines.append(f"    sequence.chain.move_to({one.now})")
                now = one.now
            lines.append("    " + one.shown())
        return "\n".join(lines)

    # --- the state ---

    def same_state(self, key: str, views: Mapping[str, Iterable[Any]], timed: Set[str] = frozenset()) -> None:
        """Both sides, and what was made of the events, say the same of these objects.

        Args:
            key: the contract's.
            views: for each view, the objects that it is asked for.
            timed: the views of which the rules take the time.
        """
        for view, objects in views.items():
            for one in objects:
                said = self.contracts[key].read(view, one)
                for rules in (self.rules[key], self.replayed[key]):
                    found = getattr(rules, snake_case(view))(*((self.chain.now,) if view in timed else ()), one)
                    if hasattr(found, "__dataclass_fields__") and said._fields != tuple(found.__dataclass_fields__):
                        raise Differs(f"{view} has other members")
                    if _plain(found) != _plain(said):
                        raise Differs(f"{view}({one})\nthe rules: {found}\nthe contract: {said}")

    # --- choices ---

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def new(self) -> int:
        self.counter += 1
        return self.counter

    def choice(self, items: Sequence[Any]) -> Any:
        return self.random.choice(items)

    def seen(self, version: int) -> int:
        """A version, or at times another one."""
        return max(0, version + self.choice([-1, 1])) if self.maybe(0.06) else version


class SideBySide(Compared):
    """A world with contracts of which each call is also made of their rules."""

    def __init__(self, world: World, variant: int, tally: Tally) -> None:
        super().__init__(world.chain, variant, tally)
        self.world = world
        self.deployed = world
        self.consortium = ConsortiumStandIn(world)

    # --- what happens to organisations and contracts, on both sides ---

    @step
    def suspend(self, organisation: Organisation) -> None:
        if self.consortium.status[organisation.id] == OrganisationStatus.ACTIVE:
            self.world.suspend(organisation)
            self.consortium.status[organisation.id] = OrganisationStatus.SUSPENDED

    @step
    def reinstate(self, organisation: Organisation) -> None:
        if self.consortium.status[organisation.id] == OrganisationStatus.SUSPENDED:
            self.world.reinstate(organisation)
            self.consortium.status[organisation.id] = OrganisationStatus.ACTIVE

    @step
    def end(self, organisation: Organisation, heir: Organisation, status: OrganisationStatus) -> None:
        """An organisation merges or dissolves."""
        if self.consortium.status[organisation.id] == OrganisationStatus.ACTIVE:
            (self.world.merge if status == OrganisationStatus.MERGED else self.world.dissolve)(organisation, heir)
            self.consortium.heirs[organisation.id] = heir.id
            self.consortium.status[organisation.id] = status

    @step
    def wind_down(self, key: str) -> None:
        successor = self.world.replace(self.contracts[key])
        self.consortium.list(ContractRole[key.upper()], successor)


# --- the sequences that hypothesis draws ---------------------------------------------------------------------

Made = Callable[[int], AbstractContextManager[S]]
"""Begins a sequence of some variant; what it does is undone behind it."""

WAYS = 100
"""So many variants there are, and in each so many ways to choose. No more: among larger numbers hypothesis mixes those
that stand in the modules that are loaded, and a run of one file would not draw what a run of all does."""


class Machine(RuleBasedStateMachine):
    """Runs a sequence; hypothesis chooses among its acts, and draws the seeds that they choose with."""

    made: ClassVar[Made[Any]]

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.sequence: Any = None
        self.acts = 0

    @initialize(variant=st.integers(0, WAYS - 1))
    def begin(self, variant: int) -> None:
        self.sequence = self.open.enter_context(type(self).made(variant))
        self.sequence.steps.clear()

    def do(self, act: Callable[[Any], None], seed: int) -> None:
        """One act; from time to time all views are compared."""
        self.sequence.random = Choices(WAYS * self.sequence.variant + seed)
        self.acts += 1
        with self._shown():
            self.sequence.act_out(act)
            if self.acts % self.sequence.EVERY == 0:
                self.sequence.look()

    def teardown(self) -> None:
        """At the end, all views and the laws; not of a sequence that hypothesis gave up or that failed."""
        with self.open:
            if sys.exception() is None:
                with self._shown():
                    self.sequence.look()
                    self.sequence.laws()

    @contextmanager
    def _shown(self) -> Iterator[None]:
        try:
            yield
        except Differs as found:
            raise Differs(f"{found}\n{self.sequence.shown()}") from None


def machine(name: str, made: Made[S], acts: Mapping[Callable[[S], None], float]) -> type[Machine]:
    """The state machine of a contract's sequences.

    Its acts are one rule. If each were one, hypothesis would leave half of them out of a sequence (swarm testing), and
    with them mostly what the others act on: five of six calls were refused.

    Args:
        name: how hypothesis calls it where it shows a failure.
        made: begins a sequence.
        acts: what a sequence does, each with its weight. The first is the simplest to hypothesis: time passes.
    """
    named = {act.__name__: act for act in acts}
    total = sum(acts.values())
    names = [act.__name__ for act, weight in acts.items() for _ in range(max(1, round(90 * weight / total)))]

    def act(self: Machine, name: str, seed: int) -> None:
        self.do(named[name], seed)

    act_out = rule(name=st.sampled_from(names), seed=st.integers(0, WAYS - 1))(act)
    return type(name, (Machine,), {"made": staticmethod(made), "act": act_out})


def explore(state_machine: type[Machine], sequences: int, acts: int, tally: Tally | None = None) -> None:
    """Has hypothesis run so many sequences, each of so many acts, always the same ones.

    Args:
        state_machine: of the contract.
        sequences: how many.
        acts: in each.
        tally: the one that is complete with them.

    Raises:
        Differs: the contract and its rules do not say the same; with the calls of the shortest sequence that shows it.
    """
    run_state_machine_as_test(
        state_machine,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=acts,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    if tally is not None:
        tally.complete = True


def _as_code(value: Any) -> str:
    """A value as Python that can be pasted."""
    if isinstance(value, bool | str | None):
        return repr(value)
    if isinstance(value, int):
        return repr(int(value))
    if isinstance(value, bytes):
        return f'bytes.fromhex("{value.hex()}")' if any(value) else f"bytes({len(value)})"
    if isinstance(value, Organisation):
        return f"Organisation({value.id}, {value.name!r}, {{}})"
    if hasattr(value, "_fields"):
        members = (f"{name}={_as_code(getattr(value, name))}" for name in value._fields)
        return f"{type(value).__name__}({', '.join(members)})"
    items = ", ".join(map(_as_code, value))
    return f"({items},)" if len(value) == 1 else f"({items})"


def _plain(value: Any) -> Any:
    """An answer without the names of its members."""
    if hasattr(value, "__dataclass_fields__"):
        return astuple(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple | list) else value


def _facts(outcome: Any) -> Any:
    """What is compared of an outcome: a refusal's kind and facts, or the events."""
    return (type(outcome), outcome.args) if isinstance(outcome, Exception) else outcome
